//! Which references and topics a decision or action touches: those of its lines, or of what it stands below.

use super::{Reference, Topic};
use crate::archive::{Archive, CallId};
use crate::base::text::fold;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A section of a call.
type Section = (CallId, usize);

/// Which references and topics stand where.
pub(super) struct Touched<'a> {
    archive: &'a Archive,
    /// Topic by topic, what names it.
    names: Vec<Name<'a>>,
    /// By call and section: line and reference, by line.
    references: BTreeMap<Section, Vec<(u32, usize)>>,
    /// By call and section: the references of the heading.
    in_heading: BTreeMap<Section, BTreeSet<usize>>,
    /// By call and section: the topics it speaks of.
    by_section: BTreeMap<Section, Vec<usize>>,
}

/// What names a topic in a text.
enum Name<'a> {
    /// A match of this pattern.
    Configured(&'a Regex),
    /// These words, folded, between spaces.
    Proposed(String),
}

impl<'a> Touched<'a> {
    pub(super) fn new(archive: &'a Archive, references: &[Reference], topics: &[Topic]) -> Self {
        let mut places: BTreeMap<Section, Vec<(u32, usize)>> = BTreeMap::new();
        let mut in_heading: BTreeMap<Section, BTreeSet<usize>> = BTreeMap::new();
        for (index, reference) in references.iter().enumerate() {
            for mention in &reference.mentions {
                let section = (mention.call, mention.section);
                places.entry(section).or_default().push((mention.line, index));
                if mention.strong {
                    in_heading.entry(section).or_default().insert(index);
                }
            }
        }
        places.values_mut().for_each(|places| places.sort_unstable());
        let mut by_section: BTreeMap<Section, Vec<usize>> = BTreeMap::new();
        for (index, topic) in topics.iter().enumerate() {
            for mention in &topic.mentions {
                by_section.entry((mention.call, mention.section)).or_default().push(index);
            }
        }
        let patterns: BTreeMap<&str, &Regex> =
            archive.config.topics.iter().map(|topic| (topic.slug.as_str(), &topic.pattern)).collect();
        let name = |topic: &Topic| match patterns.get(topic.slug.as_str()) {
            Some(pattern) => Name::Configured(pattern),
            None => Name::Proposed(format!(" {} ", fold(&topic.name))),
        };
        Self { archive, names: topics.iter().map(name).collect(), references: places, in_heading, by_section }
    }

    /// The references on these lines.
    pub(super) fn references_on(&self, call: CallId, section: usize, lines: RangeInclusive<u32>) -> BTreeSet<usize> {
        let places = self.references.get(&(call, section)).map_or(&[][..], Vec::as_slice);
        let first = places.partition_point(|(at, _)| at < lines.start());
        places[first..].iter().take_while(|(at, _)| lines.contains(at)).map(|(_, reference)| *reference).collect()
    }

    /// The references on these lines; where there are none those of the nearest statement above that has some, else those
    /// of the heading.
    pub(super) fn references(
        &self,
        call: CallId,
        section: usize,
        lines: RangeInclusive<u32>,
        above: &[(u32, String)],
    ) -> Vec<usize> {
        if !self.references.contains_key(&(call, section)) {
            return Vec::new();
        }
        for lines in std::iter::once(lines).chain(above.iter().map(|(line, _)| *line..=*line)) {
            let on_lines = self.references_on(call, section, lines);
            if !on_lines.is_empty() {
                return on_lines.into_iter().collect();
            }
        }
        self.in_heading.get(&(call, section)).into_iter().flatten().copied().collect()
    }

    /// The references that are spoken of in the same item as what stands in a section: all of the section's, where it has
    /// few. With many of them it is a list of several items.
    pub(super) fn references_of_item(&self, call: CallId, section: usize) -> BTreeSet<usize> {
        const FEW: usize = 4;
        let places = self.references.get(&(call, section)).map_or(&[][..], Vec::as_slice);
        let all: BTreeSet<usize> = places.iter().map(|(_, reference)| *reference).collect();
        if all.len() <= FEW { all } else { BTreeSet::new() }
    }

    /// The topics that a section's heading, the text itself or what it stands below names.
    pub(super) fn topics(&self, call: CallId, section: usize, text: &str, above: &[(u32, String)]) -> Vec<usize> {
        let Some(topics) = self.by_section.get(&(call, section)) else { return Vec::new() };
        let heading =
            self.archive.call(call).document.sections.get(section).and_then(|section| section.heading.as_ref());
        let heading = heading.map(|heading| heading.text.as_str());
        let texts: Vec<&str> =
            std::iter::once(text).chain(above.iter().map(|(_, text)| text.as_str())).chain(heading).collect();
        let mut folded: Option<Vec<String>> = None;
        let mut named = |topic: &usize| match &self.names[*topic] {
            Name::Configured(pattern) => texts.iter().any(|text| pattern.is_match(text)),
            Name::Proposed(name) => {
                let fold_all = || texts.iter().map(|text| format!(" {} ", fold(text))).collect();
                folded.get_or_insert_with(fold_all).iter().any(|text| text.contains(name))
            }
        };
        topics.iter().copied().filter(|topic| named(topic)).collect()
    }
}
