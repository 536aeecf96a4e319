//! Topics of all calls: the configured ones, or, where none are configured, what keeps coming back in headings.

use super::Mention;
use crate::archive::{Archive, CallId};
use crate::base::text::fold;
use crate::base::text::slug;
use crate::config::TeamSlug;
use crate::document::plain;
use crate::extract::{FoldedSection, Role};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that is talked about again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its name in URLs.
    pub slug: String,
    /// One line on what it is; may be empty.
    pub blurb: String,
    /// Where it is spoken of, oldest call first; one entry a section.
    pub mentions: Vec<Mention>,
    /// Topics that stand in the same sections, most often first, with the number of sections.
    pub related: Vec<(usize, usize)>,
}

impl Topic {
    /// Its page, below the site's root.
    pub fn path(&self) -> String {
        format!("topics/{}/", self.slug)
    }
}

/// So often in one section is what the section is about.
const OFTEN: u32 = 3;

/// All topics that are spoken of.
pub(super) fn gather(archive: &Archive) -> Vec<Topic> {
    let mut topics = if archive.config.topics.is_empty() { proposed(archive) } else { configured(archive) };
    topics.retain(|topic| !topic.mentions.is_empty());
    let related = related(&topics);
    for (topic, related) in topics.iter_mut().zip(related) {
        topic.related = related;
    }
    topics
}

fn configured(archive: &Archive) -> Vec<Topic> {
    let mut topics: Vec<Topic> = archive
        .config
        .topics
        .iter()
        .map(|topic| Topic {
            name: topic.name.clone(),
            slug: topic.slug.clone(),
            blurb: topic.blurb.clone(),
            mentions: Vec::new(),
            related: Vec::new(),
        })
        .collect();
    for id in archive.originals() {
        for note in &archive.call(id).records.topics {
            topics[note.topic].mentions.push(Mention {
                call: id,
                section: note.section,
                line: note.line,
                text: note.text.clone(),
                context: note.context.clone(),
                strong: note.in_heading || note.hits >= OFTEN,
            });
        }
    }
    topics
}

/// Headings that stand in at least so many calls become topics, the most frequent ones first.
const CALLS: usize = 3;
const MOST: usize = 40;

fn proposed(archive: &Archive) -> Vec<Topic> {
    let teams: BTreeSet<String> = archive
        .teams
        .iter()
        .flat_map(|team| std::iter::once(&team.title).chain(&team.aliases))
        .map(|name| fold(name))
        .collect();
    let structure = structure(archive);
    // In how many calls a heading stands, the last of them, and how it was first written.
    let mut calls: BTreeMap<&str, (usize, CallId, &str)> = BTreeMap::new();
    for (id, section) in folded_sections(archive) {
        let Some(candidate) = &section.candidate else { continue };
        if structure.contains(&(archive.call(id).team.as_ref(), candidate.folded.as_str())) {
            continue;
        }
        let (count, last, _) = calls.entry(&candidate.folded).or_insert((0, id, &candidate.name));
        if *count == 0 || *last != id {
            (*count, *last) = (*count + 1, id);
        }
    }
    let mut frequent: Vec<(&str, usize, &str)> = calls
        .into_iter()
        .filter(|(folded, (count, _, _))| *count >= CALLS && !teams.contains(*folded))
        .map(|(folded, (count, _, name))| (folded, count, name))
        .collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    frequent.truncate(MOST);
    frequent.sort_unstable();
    let mut topics: Vec<Topic> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    for (folded, _, name) in frequent {
        let slug = slug(name);
        if !slug.is_empty() && topics.iter().all(|topic| topic.slug != slug) {
            wanted.push(format!(" {folded} "));
            let (name, blurb) = (name.to_owned(), String::new());
            topics.push(Topic { name, slug, blurb, mentions: Vec::new(), related: Vec::new() });
        }
    }
    find_mentions(archive, &wanted, &mut topics);
    topics
}

/// A heading in more than one of so many of a team's notes says where things stand rather than what they are.
const NOTES_OF_A_TOPIC: usize = 6;

/// A team with fewer notes has no habits yet.
const NOTES_WITH_HABITS: usize = 12;

/// A team, and a heading of its notes as it is compared.
type HeadingOf<'a> = (Option<&'a TeamSlug>, &'a str);

/// The headings that structure a team's notes: "Recording", "Week in review".
fn structure(archive: &Archive) -> BTreeSet<HeadingOf<'_>> {
    let mut notes: BTreeMap<Option<&TeamSlug>, usize> = BTreeMap::new();
    for id in archive.originals() {
        *notes.entry(archive.call(id).team.as_ref()).or_default() += 1;
    }
    let mut counts: BTreeMap<HeadingOf<'_>, (usize, Option<CallId>)> = BTreeMap::new();
    for (id, section) in folded_sections(archive) {
        let Some(candidate) = &section.candidate else { continue };
        let (count, last) = counts.entry((archive.call(id).team.as_ref(), &candidate.folded)).or_default();
        if *last != Some(id) {
            (*count, *last) = (*count + 1, Some(id));
        }
    }
    let notes_of = |team| notes.get(&team).copied().unwrap_or(0);
    let is_habit =
        |team, count: usize| notes_of(team) >= NOTES_WITH_HABITS && count * NOTES_OF_A_TOPIC > notes_of(team);
    counts.into_iter().filter(|((team, _), (count, _))| is_habit(*team, *count)).map(|(key, _)| key).collect()
}

/// The sections that are about something, as they were folded when they were extracted.
fn folded_sections(archive: &Archive) -> impl Iterator<Item = (CallId, &FoldedSection)> {
    archive.originals().flat_map(move |id| {
        let call = archive.call(id);
        // Slides that stand in many decks were found out since.
        let is_topic = |section: &&FoldedSection| call.roles[section.section] == Role::Topic;
        call.records.folded.iter().filter(is_topic).map(move |section| (id, section))
    })
}

/// Finds all names at once: one pass over the folded text, whatever their number.
fn find_mentions(archive: &Archive, names: &[String], topics: &mut [Topic]) {
    let Ok(names) = AhoCorasick::new(names) else { return };
    for (id, folded) in folded_sections(archive) {
        // Topic by topic, the line that names it first; nothing for the heading.
        let mut found: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for hit in names.find_overlapping_iter(&folded.heading) {
            found.insert(hit.pattern().as_usize(), None);
        }
        let (mut line, mut from) = (0, 0);
        for hit in names.find_overlapping_iter(&folded.lines) {
            line += folded.lines[from..hit.end()].matches('\n').count();
            from = hit.end();
            found.entry(hit.pattern().as_usize()).or_insert(Some(line));
        }
        if found.is_empty() {
            continue;
        }
        let section = &archive.call(id).document.sections[folded.section];
        let lines = plain::lines(&section.blocks);
        for (topic, line) in found {
            let text = match line {
                None => section.heading.as_ref().map_or("", |heading| heading.text.as_str()),
                Some(line) => lines.lines().nth(line).unwrap_or_default(),
            };
            topics[topic].mentions.push(Mention {
                call: id,
                section: folded.section,
                line: section.line,
                text: text.into(),
                context: Arc::default(),
                strong: line.is_none(),
            });
        }
    }
}

/// Topics that share sections.
fn related(topics: &[Topic]) -> Vec<Vec<(usize, usize)>> {
    const MOST: usize = 8;
    let mut sections: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, topic) in topics.iter().enumerate() {
        for mention in &topic.mentions {
            sections.entry((mention.call.0, mention.section)).or_default().push(index);
        }
    }
    let mut counts: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); topics.len()];
    for together in sections.values() {
        for topic in together {
            for other in together.iter().filter(|other| *other != topic) {
                *counts[*topic].entry(*other).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .map(|counts| {
            let mut list: Vec<(usize, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
            list.sort_by_key(|(topic, count)| (std::cmp::Reverse(*count), *topic));
            list.truncate(MOST);
            list
        })
        .collect()
}
