//! The names of those who opted out: their handles, in every spelling the configuration knows or a slip makes.

use crate::base::text::is_slip;
use crate::config::{Config, person_of};
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// A handle of fewer letters is looked for behind `@` and in addresses only: as a word it may mean anything.
const SHORTEST_WORD: usize = 4;
/// Parts of longer words are compared with handles of so many letters, and slips looked for in them.
const SHORTEST_PART: usize = 5;

/// The handles of those who opted out.
#[derive(Debug)]
pub(super) struct Names {
    /// In small letters.
    handles: Vec<String>,
    exact: AhoCorasick,
    /// Handles that the configuration knows as those of others; a near spelling of these is no slip.
    others: Vec<String>,
}

impl Names {
    /// Nothing where nobody opted out.
    pub(super) fn new(config: &Config) -> Option<Self> {
        let people = &config.people;
        let mut handles: Vec<String> = Vec::new();
        for hidden in &people.hidden {
            let person = person_of(config, hidden);
            let aliases = people.aliases.iter().filter(|(name, _)| *name == person || name == hidden);
            handles.extend([hidden.clone(), person.clone()]);
            handles.extend(aliases.flat_map(|(name, others)| others.iter().chain([name]).cloned()));
        }
        // Where code is hosted `_` is no letter of a handle, elsewhere it is written for `-`.
        let variants = handles.iter().flat_map(|handle| [handle.replace('_', "-"), handle.replace('-', "_")]);
        let variants: Vec<String> = variants.collect();
        handles.extend(variants);
        handles.retain(|handle| !handle.is_empty());
        handles.sort_unstable();
        handles.dedup();
        let exact = AhoCorasick::builder().ascii_case_insensitive(true).build(&handles).ok()?;
        let others = people.aliases.iter().flat_map(|(name, others)| others.iter().chain([name]));
        let others = others.chain(&people.not_people).filter(|other| !handles.contains(other)).cloned().collect();
        (!handles.is_empty()).then_some(Self { handles, exact, others })
    }

    /// Where in a line they are named, in order and apart: the whole word, with the `@` before it.
    pub(super) fn find(&self, line: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let starts = self.exact.find_overlapping_iter(line).map(|found| found.start());
        let slips = line.match_indices('@').map(|(at, _)| at + 1);
        let mut starts: Vec<usize> = starts.chain(slips).collect();
        starts.sort_unstable();
        for start in starts {
            if found.last().is_some_and(|last| start < last.end) {
                continue;
            }
            let from = found.last().map_or(0, |last| last.end);
            let word = word_around(line, from, start);
            let before = line[..word.start].chars().next_back();
            let marked = before == Some('@');
            if self.is_hidden(&line[word.clone()], marked, before == Some('/')) {
                let start = word.start - usize::from(marked);
                // A word before the `@` makes it the address of somebody else at a host of that name.
                found.push(start..with_host(line, word.end));
            }
        }
        found
    }

    /// Whether a word names somebody who opted out. `marked`: it stands behind an `@`; `in_path`: behind a `/`.
    fn is_hidden(&self, word: &str, marked: bool, in_path: bool) -> bool {
        let low = word.to_ascii_lowercase();
        let is_handle = |text: &str| self.handles.iter().any(|handle| handle == text);
        if is_handle(&low) {
            return marked || in_path || low.len() >= SHORTEST_WORD;
        }
        if self.others.contains(&low) {
            return false;
        }
        let long = self.handles.iter().filter(|handle| handle.len() >= SHORTEST_PART);
        if marked {
            return long.into_iter().any(|handle| is_slip(&low, handle));
        }
        // A genitive, or a part of a longer name: `garden-of-anneliese`.
        long.into_iter().any(|handle| {
            low.strip_prefix(handle.as_str()).is_some_and(|rest| rest == "s")
                || low.match_indices(handle.as_str()).any(|(at, _)| {
                    let is_mark = |c: Option<char>| c.is_none_or(|c| matches!(c, '-' | '_'));
                    is_mark(low[..at].chars().next_back()) && is_mark(low[at + handle.len()..].chars().next())
                })
        })
    }
}

/// The word around a place: letters, digits, `-` and `_`; not before `from`.
fn word_around(line: &str, from: usize, at: usize) -> Range<usize> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let start = line[from..at].rfind(|c| !is_part(c)).map_or(from, |mark| {
        let mark = from + mark;
        mark + line[mark..].chars().next().map_or(1, char::len_utf8)
    });
    let end = line[at..].find(|c| !is_part(c)).map_or(line.len(), |end| at + end);
    start..end.max(start)
}

/// The end of a word, or of the e-mail address that it begins.
fn with_host(line: &str, end: usize) -> usize {
    let Some(host) = line[end..].strip_prefix('@') else { return end };
    let length = host.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.')).unwrap_or(host.len());
    if host[..length].contains('.') { end + 1 + length } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn names(yaml: &str) -> Names {
        Names::new(&parse(yaml, "x").expect("config")).expect("names")
    }

    #[test]
    fn everybody_is_found_in_every_spelling() {
        let names = names(
            "people: {hidden: [Garlow, me, a-lee], aliases: {garlow: [kurtg], annasmith: [anna-smyth]}, not_people: [garlov]}",
        );
        for (line, expected) in [
            ("@garlow and @GARLOW, (@kurtg)", vec!["@garlow", "@GARLOW", "@kurtg"]),
            ("@garlo will", vec!["@garlo"]),
            ("Garlow says, Garlows plan", vec!["Garlow", "Garlows"]),
            ("https://github.com/garlow/x", vec!["garlow"]),
            ("garlow@company.com, then", vec!["garlow@company.com"]),
            ("![](photo-garlow.png)", vec!["photo-garlow"]),
            ("@a_lee @A-Lee", vec!["@a_lee", "@A-Lee"]),
            ("tell me, @me", vec!["@me"]),
            ("garlowitz, @garlov, @annasmith, swagarlow", vec![]),
            ("@@@ @", vec![]),
        ] {
            let found: Vec<&str> = names.find(line).into_iter().map(|range| &line[range]).collect();
            assert_eq!(found, expected, "{line}");
        }
        assert!(Names::new(&parse("title: x", "x").expect("config")).is_none());
    }
}
