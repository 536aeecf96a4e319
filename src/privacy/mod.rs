//! What a note holds that is not for everybody: addresses and numbers of persons, the ways into a conference, passwords
//! and tokens; and the names of those who opted out.
//!
//! [`find`] tells where such a thing stands in a line, which `check` reports. [`Redaction`] takes out of a note's text what
//! the configuration says, before anything else reads it: pages, decks, copies, feeds, index and exports never see it.

mod mail;
mod names;
mod redaction;
mod secrets;
mod ways_in;

pub use redaction::Redaction;

use crate::base::diagnostic::Masked;
use crate::config::PrivateKind as Kind;
use std::ops::Range;

/// Private data in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    /// Where it stands in the line, in bytes.
    pub range: Range<usize>,
    /// What kind of data it is.
    pub kind: Kind,
    /// What it is, for a message: "a password".
    pub what: &'static str,
}

/// Every kind there is.
const ALL: [Kind; 4] = [Kind::Secret, Kind::WayIn, Kind::Mail, Kind::Phone];

/// Everything private in a line, in order and apart from each other.
///
/// Takes time linear in the line, so that it can be asked of any line.
pub fn find(line: &str) -> Vec<Private> {
    find_kinds(line, &ALL)
}

/// As [`find`], of some kinds: what only others would have to be looked for by is not looked for.
fn find_kinds(line: &str, kinds: &[Kind]) -> Vec<Private> {
    let mut found = Vec::new();
    if kinds.contains(&Kind::Mail) && (line.contains('@') || mail::may_be_disguised(line)) {
        mail::find(line, &mut found);
    }
    if (kinds.contains(&Kind::WayIn) || kinds.contains(&Kind::Phone)) && ways_in::may_have(line) {
        ways_in::find(line, &mut found);
    }
    // What is a secret is nothing else, whether secrets are asked for or not.
    if secrets::may_have(line) {
        secrets::find(line, &mut found);
    }
    let mut found = apart(found);
    found.retain(|private| kinds.contains(&private.kind));
    found
}

/// A line as a message may show it, where it holds what lets a stranger in: logs are public, too. Addresses and numbers of
/// persons are shown, since whoever looks after the minutes has to find them.
pub(crate) fn mask(line: &str) -> Option<Masked> {
    let hidden = find_kinds(line, &[Kind::Secret, Kind::WayIn]);
    if hidden.is_empty() {
        return None;
    }
    let mut masked = String::with_capacity(line.len());
    let mut from = 0;
    for private in &hidden {
        masked.push_str(&line[from..private.range.start]);
        masked.push_str(MASK);
        from = private.range.end;
    }
    masked.push_str(&line[from..]);
    let hidden = hidden.into_iter().map(|private| line[private.range.clone()].to_owned()).collect();
    Some(Masked { line: masked, hidden, mark: MASK })
}

/// The line with everything masked that lets a stranger in.
pub(crate) fn masked(line: &str) -> String {
    mask(line).map_or_else(|| line.to_owned(), |masked| masked.line)
}

/// Stands in messages where something private was.
const MASK: &str = "●●●";

/// Of finds that overlap, the one of the first kind, else the one that starts first, else the longest; in order.
fn apart(mut found: Vec<Private>) -> Vec<Private> {
    found.sort_by_key(|private| (private.kind, private.range.start, std::cmp::Reverse(private.range.end)));
    let mut kept: std::collections::BTreeMap<usize, Private> = std::collections::BTreeMap::new();
    for private in found {
        let range = &private.range;
        let before = kept.range(..=range.start).next_back().map_or(0, |(_, other)| other.range.end);
        let after = kept.range(range.start..).next().map_or(usize::MAX, |(start, _)| *start);
        if before <= range.start && range.end <= after && !range.is_empty() {
            kept.insert(range.start, private);
        }
    }
    kept.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_is_found_once() {
        let private = |range, kind| Private { range, kind, what: "x" };
        let found = vec![
            private(4..9, Kind::Phone),
            private(0..5, Kind::Secret),
            private(9..12, Kind::Mail),
            private(2..3, Kind::Secret),
        ];
        let kept: Vec<_> = apart(found).into_iter().map(|private| private.range).collect();
        assert_eq!(kept, [0..5, 9..12]);
    }

    #[test]
    fn secrets_and_ways_in_are_masked_each() {
        let token = format!("ghp_{}", "aB3d".repeat(9));
        let line = format!("{token} and PIN: 482913, then {token}; write to ann.lee@company.com");
        let expected = "●●● and PIN: ●●●, then ●●●; write to ann.lee@company.com";
        assert_eq!(masked(&line), expected);
        assert_eq!(masked("nothing here"), "nothing here");
    }
}
