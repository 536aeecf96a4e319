//! `cargo +nightly fuzz run notes`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::notes(bytes));

#[cfg(not(fuzzing))]
fn main() {}
