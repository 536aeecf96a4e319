//! A mistake of the program's own, caught where it happens: the note that brings it out must not cost the others their
//! pages. Programs are built with unwinding for that.

use super::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeSet;
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

/// As [`caught`], with the finding that says so: about a file of the minutes or of the site, and what comes of it.
pub fn reported<T>(path: &str, message: &str, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    caught(work).map_err(|Panicked| failed(path, message))
}

/// The finding of work that has panicked.
pub fn failed(path: &str, message: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, "internal-error", path, message).hint(ADVICE)
}

/// Whether a finding is about work that has panicked.
pub(crate) fn is_failure(finding: &Diagnostic) -> bool {
    finding.code == "internal-error"
}

/// So many items are looked for that fail only beside others; each is found by trying the work a few times.
const MOST_BESIDE_OTHERS: usize = 8;

/// The places of the items that work on all of them panics for, so that it does not without them: those that do alone, and
/// those that do after the items before them. Nothing when that is not to be had. It takes its time: it is for work that has panicked.
pub fn culprits<T>(items: &[T], work: impl Fn(&[&T])) -> Option<BTreeSet<usize>> {
    let mut culprits: BTreeSet<usize> =
        (0..items.len()).filter(|at| caught(|| work(&[&items[*at]])).is_err()).collect();
    for _ in 0..MOST_BESIDE_OTHERS {
        let works = |end: usize| {
            let others = items[..end].iter().enumerate().filter(|(at, _)| !culprits.contains(at));
            let others: Vec<&T> = others.map(|(_, item)| item).collect();
            caught(|| work(&others)).is_ok()
        };
        if works(items.len()) {
            return Some(culprits);
        }
        // The last of the first items that fail has a part in it.
        let (mut fine, mut failing) = (0, items.len());
        while failing - fine > 1 {
            let middle = usize::midpoint(fine, failing);
            if works(middle) { fine = middle } else { failing = middle }
        }
        // Work on nothing fails as well, else the item would be a new one.
        if !culprits.insert(failing.checked_sub(1)?) {
            return None;
        }
    }
    None
}

/// Panics in the tests of this crate where a text asks for it: `zq-panic-in-parse`.
#[cfg(test)]
pub(crate) fn planted<T: AsRef<str>>(stage: &str, text: impl Fn() -> T) {
    assert!(!text().as_ref().contains(&format!("zq-panic-in-{stage}")), "planted in {stage}");
}

/// Does nothing but in the tests of this crate.
#[cfg(not(test))]
pub(crate) fn planted<T: AsRef<str>>(_: &str, _: impl Fn() -> T) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn culprits_are_found_alone_and_beside_others() {
        let found = |numbers: &[u32], fails: &dyn Fn(&[&u32]) -> bool| {
            culprits(numbers, |some| assert!(!fails(some))).map(|found| found.into_iter().collect::<Vec<_>>())
        };
        let numbers: Vec<u32> = (0..100).collect();
        assert_eq!(found(&numbers, &|_| false), Some(vec![]));
        assert_eq!(found(&numbers, &|some| some.iter().any(|number| **number % 40 == 7)), Some(vec![7, 47, 87]));
        let together = |some: &[&u32]| some.contains(&&30) && some.contains(&&60);
        assert_eq!(found(&numbers, &together), Some(vec![60]));
        assert_eq!(found(&numbers, &|some| together(some) || some.contains(&&5)), Some(vec![5, 60]));
        assert_eq!(found(&numbers, &|_| true), None);
        assert_eq!(found(&[], &|_| true), None);
        assert_eq!(found(&numbers, &|some| some.len() > 50), None, "nobody in particular");
    }
}
