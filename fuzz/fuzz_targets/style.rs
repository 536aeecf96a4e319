//! `cargo +nightly fuzz run style`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::style(bytes));

#[cfg(not(fuzzing))]
fn main() {}
