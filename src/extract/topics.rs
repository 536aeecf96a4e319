//! Topics and people in the text: where a section speaks of what the configuration knows, and whom it names.

use super::people::handles;
use super::reading::{Reading, quote};
use super::statements::Statement;
use crate::base::text::fold;
use crate::config::TopicConfig;
use crate::document::plain;
use crate::extract::{Call, FoldedSection, PersonNote, Role, TopicCandidate, TopicNote};
use aho_corasick::AhoCorasick;
use regex::Regex;
use regex_syntax::hir::literal::Extractor;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// All topics' patterns, looked for at once.
#[derive(Debug)]
pub(super) struct Topics {
    patterns: Vec<Regex>,
    /// What matches start with, in any case of ASCII letters.
    openings: Option<AhoCorasick>,
    /// Opening by opening, whose it is.
    topic_of: Vec<usize>,
    /// Topics whose pattern starts with anything.
    unforeseen: Vec<usize>,
}

impl Topics {
    /// Takes the patterns of the configuration, which are known to compile.
    pub(super) fn new(topics: &[TopicConfig]) -> Self {
        let mut openings: Vec<(Vec<u8>, usize)> = Vec::new();
        let mut unforeseen = Vec::new();
        for (index, topic) in topics.iter().enumerate() {
            match openings_of(topic.pattern.as_str()) {
                Some(found) => openings.extend(found.into_iter().map(|opening| (opening, index))),
                None => unforeseen.push(index),
            }
        }
        let words = openings.iter().map(|(opening, _)| opening);
        Self {
            patterns: topics.iter().map(|topic| topic.pattern.clone()).collect(),
            openings: AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok(),
            topic_of: openings.into_iter().map(|(_, topic)| topic).collect(),
            unforeseen,
        }
    }

    /// How often each topic is in a text; those that are not are left out.
    fn hits(&self, text: &str) -> BTreeMap<usize, u32> {
        let found = self.openings.iter().flat_map(|openings| openings.find_overlapping_iter(text));
        let candidates: BTreeSet<usize> = found
            .map(|found| self.topic_of[found.pattern().as_usize()])
            .chain(self.unforeseen.iter().copied())
            .collect();
        let count = |topic: usize| u32::try_from(self.patterns[topic].find_iter(text).count()).unwrap_or(u32::MAX);
        candidates.into_iter().map(|topic| (topic, count(topic))).filter(|(_, hits)| *hits > 0).collect()
    }
}

/// What every match of a pattern starts with, in lower case; nothing when that cannot be said. A search for all of them
/// is many times as fast as one for all patterns.
fn openings_of(pattern: &str) -> Option<BTreeSet<Vec<u8>>> {
    let found = Extractor::new().extract(&regex_syntax::parse(pattern).ok()?);
    let literals = found.literals()?;
    let openings: BTreeSet<Vec<u8>> = literals.iter().map(|literal| literal.as_bytes().to_ascii_lowercase()).collect();
    (!openings.contains(&[][..])).then_some(openings)
}

/// The topics of each section that talks about something. Headings that group, chores and slides that are the same in
/// many decks are no talk.
pub(super) fn find(reading: &Reading<'_>, topics: &Topics) -> Vec<TopicNote> {
    let mut notes: Vec<TopicNote> = Vec::new();
    // Section and topic → the place of their note.
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        if reading.role(index) != Role::Topic {
            continue;
        }
        let text = &reading.texts[index].words;
        for (topic, hits) in topics.hits(text) {
            match known.entry((statement.section, topic)) {
                Entry::Occupied(place) => notes[*place.get()].hits += hits,
                Entry::Vacant(place) => {
                    place.insert(notes.len());
                    notes.push(TopicNote {
                        section: statement.section,
                        line: statement.line,
                        topic,
                        hits,
                        in_heading: statement.is_heading,
                        text: quote(&statement.text).into(),
                        context: reading.context(index).into(),
                    });
                }
            }
        }
    }
    notes
}

/// Headings of more words are no topics.
const LONGEST: usize = 4;

/// The sections that are about something, folded once for all names that will be looked for.
pub(super) fn folded(call: &Call) -> Vec<FoldedSection> {
    let sections = call.document.sections.iter().zip(&call.roles).enumerate();
    let topics = sections.filter(|(_, (_, role))| **role == Role::Topic);
    topics
        .map(|(index, (section, _))| {
            let heading = section.heading.as_ref().map(|heading| heading.text.as_str());
            let mut lines = String::new();
            for line in plain::lines(&section.blocks).lines() {
                lines.push_str(&format!(" {} \n", fold(line)));
            }
            FoldedSection {
                section: index,
                heading: format!(" {} ", fold(heading.unwrap_or_default())),
                lines,
                candidate: heading.and_then(candidate),
            }
        })
        .collect()
}

/// The topic that a heading would be.
fn candidate(heading: &str) -> Option<TopicCandidate> {
    let name = bare_heading(heading);
    let folded = fold(&name);
    let says_something = folded.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    (folded.split(' ').count() <= LONGEST && says_something).then_some(TopicCandidate { name, folded })
}

/// A heading without who speaks and what it refers to: "Zuul (@ann)" → "Zuul".
fn bare_heading(text: &str) -> String {
    let mut depth = 0_usize;
    let kept: String = text
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect();
    let words = kept.split_whitespace().filter(|word| !word.contains(['@', '#']) && !word.contains("://"));
    words.collect::<Vec<_>>().join(" ").trim_matches([':', '-', '–', ' ', '.', '?']).to_owned()
}

/// The handles in the text, each once a section; lists of participants are left out.
pub(super) fn people(reading: &Reading<'_>, nobody: &[String]) -> Vec<PersonNote> {
    let mut notes: Vec<PersonNote> = Vec::new();
    let mut known: BTreeSet<(usize, String)> = BTreeSet::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        if reading.role(index) == Role::Participants {
            continue;
        }
        let authors = if statement.is_heading { BTreeSet::new() } else { only_in_labels(statement) };
        for handle in handles(&reading.texts[index].words) {
            let is_nobody = nobody.iter().any(|name| name.eq_ignore_ascii_case(handle));
            if is_nobody || authors.contains(handle) {
                continue;
            }
            if known.insert((statement.section, handle.to_ascii_lowercase())) {
                notes.push(PersonNote {
                    section: statement.section,
                    line: statement.line,
                    handle: handle.to_owned(),
                    in_heading: statement.is_heading,
                });
            }
        }
    }
    notes
}

/// The handles that stand in the labels of a statement's links and nowhere else in it: the label of a link names who wrote
/// what it leads to.
fn only_in_labels(statement: &Statement) -> BTreeSet<&str> {
    // How often each is in a label, less how often it is in the text.
    let mut counts: BTreeMap<&str, isize> = BTreeMap::new();
    let labels = statement.links.iter().filter(|link| link.label.contains('@'));
    for handle in labels.flat_map(|link| handles(&link.label).collect::<BTreeSet<_>>()) {
        *counts.entry(handle).or_default() += 1;
    }
    if !counts.is_empty() {
        for handle in handles(&statement.text) {
            *counts.entry(handle).or_default() -= 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 0).map(|(handle, _)| handle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::extract::tests::call;

    #[test]
    fn looks_for_what_matches_start_with() {
        let openings = |pattern: &str| {
            let found = openings_of(pattern)?;
            Some(found.into_iter().map(|word| String::from_utf8_lossy(&word).into_owned()).collect::<Vec<_>>())
        };
        assert_eq!(openings(r"(?i)\b(?:Ceph|s3)\b").map(|found| found.contains(&"ceph".to_owned())), Some(true));
        assert_eq!(openings(r"\bR[4-6]\b"), Some(vec!["r4".to_owned(), "r5".to_owned(), "r6".to_owned()]));
        assert_eq!(openings(r"\w+-stack"), None);
        assert_eq!(openings(r"x?"), None);
    }

    #[test]
    fn finds_topics_however_their_pattern_starts() {
        let source = "topics:\n  - {name: Stacks, pattern: '\\w+[- ]stack'}\n  - name: Öffnung\n  - name: Zuul\n";
        let config = config::parse(source, "x").unwrap();
        let topics = Topics::new(&config.topics);
        for (text, found) in [
            ("a cluster stack", &[(0, 1)][..]),
            ("ÖFFNUNG um acht, öffnung", &[(1, 2)]),
            ("ZUUL, zuul: the Zuul-stack", &[(0, 1), (2, 3)]),
            ("azuul", &[]),
        ] {
            assert_eq!(topics.hits(text).into_iter().collect::<Vec<_>>(), found, "{text}");
        }
    }

    #[test]
    fn names_no_author_of_a_link() {
        for (source, found) in [
            ("[a (@ann)](https://x.example) by @bob", &["bob"][..]),
            ("@ann wrote [a (@ann)](https://x.example)", &["ann"]),
            ("@ann, @bob and @Ann", &["ann", "bob"]),
        ] {
            let call = call(&format!("# A\n\n- {source}\n"));
            let notes = people(&crate::extract::tests::read(&call), &[]);
            assert_eq!(notes.iter().map(|note| note.handle.as_str()).collect::<Vec<_>>(), found, "{source}");
        }
    }

    #[test]
    fn counts_topics_by_section() {
        let config = config::parse("topics:\n  - name: Zuul\n  - {name: Storage, pattern: 'ceph|s3'}\n", "x").unwrap();
        let call =
            call("# 2024-06-03\n\n## Zuul (@ann)\n\n- zuul and Ceph\n- S3\n\n## Participants\n\n- @bob of Zuul\n");
        let reading = crate::extract::tests::read(&call);
        let found: Vec<(usize, usize, u32, bool)> = find(&reading, &Topics::new(&config.topics))
            .into_iter()
            .map(|note| (note.section, note.topic, note.hits, note.in_heading))
            .collect();
        assert_eq!(found, [(1, 0, 2, true), (1, 1, 2, false)]);
        let people: Vec<(String, bool)> =
            people(&reading, &[]).into_iter().map(|note| (note.handle, note.in_heading)).collect();
        assert_eq!(people, [("ann".to_owned(), true)]);
    }
}
