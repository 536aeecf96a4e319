//! `cargo +nightly fuzz run html`.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| minutebook_fuzz::html(bytes));

#[cfg(not(fuzzing))]
fn main() {}
