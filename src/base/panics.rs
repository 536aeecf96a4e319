//! A mistake of the program's own, caught where it happens: the note that brings it out must not cost the others their
//! pages. Programs are built with unwinding for that.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What to do about it.
pub const ADVICE: &str = "this is a mistake in minutebook: please report it, with the note if it may be shown";

/// The work did not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panicked;

/// Does some work that may panic. What the work has changed until then must not be used. Why it has panicked is not told:
/// such texts quote what they are about, and logs are public.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}

/// Panics in the tests of this crate where a text asks for it: `zq-panic-in-parse`.
#[cfg(test)]
pub(crate) fn planted<T: AsRef<str>>(stage: &str, text: impl Fn() -> T) {
    assert!(!text().as_ref().contains(&format!("zq-panic-in-{stage}")), "planted in {stage}");
}

/// Does nothing but in the tests of this crate.
#[cfg(not(test))]
pub(crate) fn planted<T: AsRef<str>>(_: &str, _: impl Fn() -> T) {}
