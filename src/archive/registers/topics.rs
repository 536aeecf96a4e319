//! Topics of all calls: the configured ones, or, where none are configured, what keeps coming back in headings.

use super::{Mention, calls_of};
use crate::archive::Archive;
use crate::base::text::fold;
use crate::base::text::slug;
use crate::document::plain;
use crate::extract::Role;
use std::collections::{BTreeMap, BTreeSet};

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
    /// In how many calls.
    pub calls: usize,
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
        topic.calls = calls_of(&topic.mentions);
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
            calls: 0,
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

/// Headings of at most so many words that stand in at least so many calls become topics, the most frequent ones first.
const LONGEST: usize = 4;
const CALLS: usize = 3;
const MOST: usize = 40;

fn proposed(archive: &Archive) -> Vec<Topic> {
    let teams: BTreeSet<String> = archive
        .teams
        .iter()
        .flat_map(|team| std::iter::once(&team.title).chain(&team.aliases))
        .map(|name| fold(name))
        .collect();
    let mut calls: BTreeMap<String, (BTreeSet<usize>, String)> = BTreeMap::new();
    for id in archive.originals() {
        let call = archive.call(id);
        for (section, role) in call.document.sections.iter().zip(&call.roles) {
            let Some(heading) = section.heading.as_ref().filter(|_| *role == Role::Topic) else { continue };
            let name = bare_heading(&heading.text);
            let folded = fold(&name);
            let words = folded.split(' ').count();
            let says_something = folded.chars().filter(|c| c.is_alphabetic()).count() >= 4;
            if words <= LONGEST && says_something && !teams.contains(&folded) {
                calls.entry(folded).or_insert_with(|| (BTreeSet::new(), name)).0.insert(id.0);
            }
        }
    }
    let mut frequent: Vec<(String, usize, String)> = calls
        .into_iter()
        .filter(|(_, (calls, _))| calls.len() >= CALLS)
        .map(|(folded, (calls, name))| (folded, calls.len(), name))
        .collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    frequent.truncate(MOST);
    frequent.sort();
    let mut topics: Vec<Topic> = Vec::new();
    for (folded, _, name) in frequent {
        let slug = slug(&name);
        if !slug.is_empty() && topics.iter().all(|topic| topic.slug != slug) {
            let mentions = mentions_of(archive, &folded);
            topics.push(Topic { name, slug, blurb: String::new(), mentions, calls: 0, related: Vec::new() });
        }
    }
    topics
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

fn mentions_of(archive: &Archive, folded: &str) -> Vec<Mention> {
    let wanted = format!(" {folded} ");
    let mut mentions = Vec::new();
    for id in archive.originals() {
        let call = archive.call(id);
        for (index, (section, role)) in call.document.sections.iter().zip(&call.roles).enumerate() {
            if *role != Role::Topic {
                continue;
            }
            let heading = section.heading.as_ref().map_or("", |heading| heading.text.as_str());
            let in_heading = format!(" {} ", fold(heading)).contains(&wanted);
            let lines = plain::lines(&section.blocks);
            let line = lines.lines().find(|line| format!(" {} ", fold(line)).contains(&wanted));
            let text = if in_heading { Some(heading) } else { line };
            if let Some(text) = text {
                let text = text.to_owned();
                mentions.push(Mention {
                    call: id,
                    section: index,
                    line: section.line,
                    text,
                    context: String::new(),
                    strong: in_heading,
                });
            }
        }
    }
    mentions
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
