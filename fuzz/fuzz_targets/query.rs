//! `cargo +nightly fuzz run query`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::query(bytes));

#[cfg(not(fuzzing))]
fn main() {}
