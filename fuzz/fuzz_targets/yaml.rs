//! `cargo +nightly fuzz run yaml`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::yaml(bytes));

#[cfg(not(fuzzing))]
fn main() {}
