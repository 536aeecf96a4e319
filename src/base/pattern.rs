//! A regular expression that is compiled when it is first asked, so that rules can stand in tables.

use regex::{Captures, Match, Regex};
use std::sync::OnceLock;

/// A pattern whose word boundaries know ASCII alone: only such ones can be searched for without backtracking in text that
/// has other letters, which is many times as fast. The words of the rules are ASCII.
pub(crate) fn ascii_bounds(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)")
}

/// The text of a regular expression and what it was compiled to.
pub(super) struct Pattern {
    source: &'static str,
    names_somebody: bool,
    compiled: OnceLock<Option<Regex>>,
}

/// A pattern that stands in an entry of a table rather than under a name of its own.
macro_rules! pattern {
    ($source:expr $(,)?) => {{
        static PATTERN: Pattern = Pattern::new($source);
        &PATTERN
    }};
}
pub(super) use pattern;

impl Pattern {
    pub(super) const fn new(source: &'static str) -> Self {
        Self { source, names_somebody: false, compiled: OnceLock::new() }
    }

    /// A pattern with a handle in each of its matches: where there is no `@` it need not be searched for.
    pub(super) const fn with_handle(source: &'static str) -> Self {
        Self { source, names_somebody: true, compiled: OnceLock::new() }
    }

    /// Absent for a mistake in the source; [`Self::is_valid`] is what tests ask.
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&ascii_bounds(self.source)).ok()).as_ref()
    }

    /// The regular expression, where it can match at all.
    fn regex_for(&self, text: &str) -> Option<&Regex> {
        self.regex().filter(|_| !self.names_somebody || text.contains('@'))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex_for(text).is_some_and(|regex| regex.is_match(text))
    }

    pub(super) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex_for(text)?.find(text)
    }

    pub(super) fn find_all<'t>(&self, text: &'t str) -> Vec<Match<'t>> {
        self.regex_for(text).map(|regex| regex.find_iter(text).collect()).unwrap_or_default()
    }

    pub(super) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex_for(text)?.captures(text)
    }

    pub(super) fn captures_all<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        self.regex_for(text).map(|regex| regex.captures_iter(text).collect()).unwrap_or_default()
    }

    pub(super) fn replace(&self, text: &str, with: &str) -> String {
        self.regex_for(text).map_or_else(|| text.to_owned(), |regex| regex.replace_all(text, with).into_owned())
    }

    #[cfg(test)]
    pub(super) fn is_valid(&self) -> bool {
        self.regex().is_some_and(|regex| !self.names_somebody || regex.as_str().contains('@'))
    }
}
