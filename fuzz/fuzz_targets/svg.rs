//! `cargo +nightly fuzz run svg`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::svg(bytes));

#[cfg(not(fuzzing))]
fn main() {}
