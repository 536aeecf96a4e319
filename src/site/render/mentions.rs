//! The people and references that running text names → links to their pages.

use crate::archive::registers::Person;
use crate::archive::{Archive, CallId};
use crate::config::person_of;
use crate::extract::handles;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the text of one call may name.
pub(super) struct Mentions<'a> {
    archive: &'a Archive,
    /// Spellings in lower case, the place of the reference in the call, and its page below the root.
    references: BTreeMap<String, (usize, &'a str)>,
    /// The bytes of the longest spelling.
    longest: usize,
}

/// Somebody the archive knows by this handle.
pub(super) fn person<'a>(archive: &'a Archive, name: &str) -> Option<&'a Person> {
    let people = &archive.registers.people;
    let handle = person_of(&archive.config, name);
    let known = people.binary_search_by(|person| person.handle.as_str().cmp(&handle)).ok()?;
    Some(&people[known])
}

impl<'a> Mentions<'a> {
    /// What is on record for a call.
    pub(super) fn of(archive: &'a Archive, id: CallId) -> Self {
        let mut references = BTreeMap::new();
        for (place, index) in archive.record(id).references.iter().enumerate() {
            let reference = &archive.registers.references[*index];
            for spelling in [reference.id.to_lowercase(), reference.label.to_lowercase()] {
                references.entry(spelling).or_insert((place, reference.path.as_str()));
            }
        }
        let longest = references.keys().map(String::len).max().unwrap_or(0);
        Self { archive, references, longest }
    }

    /// What of the call's record decides what [`Self::find`] finds.
    pub(super) fn inputs(&self) -> String {
        format!("{:?}", self.references)
    }

    /// The places of a text that name something, in order and apart from each other, with its page below the root.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found: Vec<(Range<usize>, String)> = Vec::new();
        if self.archive.config.people.pages && text.contains('@') {
            for name in handles(text) {
                let start = name.as_ptr().addr() - text.as_ptr().addr();
                if let Some(person) = person(self.archive, name) {
                    found.push((start - 1..start + name.len(), person.path()));
                }
            }
        }
        if !self.references.is_empty() {
            found.extend(words(text).filter_map(|range| {
                let path = self.reference(&text[range.clone()])?;
                Some((range, path.to_owned()))
            }));
        }
        found.sort_by_key(|(range, _)| range.start);
        let mut end = 0;
        found.retain(|(range, _)| {
            range.start >= end && {
                end = range.end;
                true
            }
        });
        found
    }

    /// `standards#594`, `SovereignCloudStack/standards/#594`, `scs-0104-v1`.
    fn reference(&self, word: &str) -> Option<&str> {
        let low = word.to_lowercase().replace("/#", "#");
        let whole = self.references.get(&low);
        // `scs-0104-v1` is `scs-0104`; what has a number sign ends with its number.
        let beginnings =
            low.match_indices('-').map(|(at, _)| &low[..at]).take_while(|start| start.len() <= self.longest);
        let begun = beginnings.filter(|start| !start.contains('#')).filter_map(|start| self.references.get(start));
        whole.into_iter().chain(begun).min().map(|(_, path)| *path)
    }
}

/// Writes a part of a title by `write`, and those whose item it is in an element of their own, which is set smaller. `is_last`
/// says whether the title ends with it.
pub(super) fn with_owners(out: &mut String, title: &str, is_last: bool, write: impl Fn(&mut String, &str)) {
    let mut rest = 0;
    for owners in owners(title, is_last) {
        write(out, &title[rest..owners.start]);
        out.push_str("<span class=\"handle\">");
        write(out, &title[owners.clone()]);
        out.push_str("</span>");
        rest = owners.end;
    }
    write(out, &title[rest..]);
}

/// Where a title names whose item it is: handles in brackets, with them, or at its end.
fn owners(title: &str, is_last: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in handles(title) {
        let start = name.as_ptr().addr() - title.as_ptr().addr() - 1;
        let end = start + 1 + name.len();
        let goes_on =
            |last: &Range<usize>| title[last.end..start].chars().all(|c| matches!(c, ' ' | ',' | '/' | '&' | '+'));
        match found.last_mut().filter(|last| goes_on(last)) {
            Some(last) => last.end = end,
            None => found.push(start..end),
        }
    }
    found.retain_mut(|range| {
        let (before, after) = (&title[..range.start], &title[range.end..]);
        let is_enclosed = before.ends_with('(') && after.starts_with(')');
        if is_enclosed {
            *range = range.start - 1..range.end + 1;
        }
        is_enclosed || (is_last && after.trim().is_empty() && !before.trim().is_empty())
    });
    found
}

/// The words of a text that have a digit, as references do; signs at their ends are not theirs.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '#');
    text.split(move |c: char| !is_part(c)).filter_map(move |word| {
        if !word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let word = word.trim_matches(['.', '/', '-', '_']);
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        Some(start..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_of_an_item_stand_in_brackets_or_at_the_end() {
        let of = |title: &str| owners(title, true).into_iter().map(|range| title[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(of("Service list (@bea)"), ["(@bea)"]);
        assert_eq!(of("Service list (@bea, @cyd) again (@dan)"), ["(@bea, @cyd)", "(@dan)"]);
        assert_eq!(of("Review of tiles – @bea, @cyd"), ["@bea, @cyd"]);
        assert_eq!(of("What @bea found in the tiles"), [""; 0]);
        assert_eq!(of("@bea"), [""; 0]);
        assert!(owners("What @bea ", false).is_empty(), "the title goes on");
    }
}
