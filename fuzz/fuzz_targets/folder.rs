//! `cargo +nightly fuzz run folder`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::folder(bytes));

#[cfg(not(fuzzing))]
fn main() {}
