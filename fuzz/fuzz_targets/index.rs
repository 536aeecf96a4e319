//! `cargo +nightly fuzz run index`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::index(bytes));

#[cfg(not(fuzzing))]
fn main() {}
