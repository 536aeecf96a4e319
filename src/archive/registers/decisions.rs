//! Decisions of all calls: what they touch, where they were reported, and when they were taken up again.

use super::{Reference, Topic};
use crate::archive::{Archive, CallId, reports};
use crate::base::text::fold;
use crate::config::TeamSlug;
use crate::extract;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A decision on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The call.
    pub call: CallId,
    /// What its notes say.
    pub note: extract::Decision,
    /// The references it touches.
    pub references: Vec<usize>,
    /// The topics it belongs to.
    pub topics: Vec<usize>,
    /// The decision that this one repeats: of another team in a report, or its own word for word.
    pub repeats: Option<usize>,
    /// Reports and later decisions that repeat this one.
    pub reported_in: Vec<usize>,
    /// Later decisions that touch the same references.
    pub revisited_on: Vec<usize>,
    /// Earlier ones.
    pub earlier: Vec<usize>,
}

/// All decisions, by date and line.
pub(super) fn gather(archive: &Archive, references: &[Reference], topics: &[Topic]) -> Vec<Decision> {
    let touched = Touched::new(references, topics);
    let mut decisions = Vec::new();
    for call in archive.originals() {
        for note in &archive.call(call).records.decisions {
            decisions.push(Decision {
                call,
                references: touched.references(call, note.section, note.line..=note.end_line, &note.above),
                topics: touched.topics(archive, call, note.section, &note.text, &note.above),
                note: note.clone(),
                repeats: None,
                reported_in: Vec::new(),
                revisited_on: Vec::new(),
                earlier: Vec::new(),
            });
        }
    }
    decisions
}

/// A section of a call.
type Section = (CallId, usize);

/// Which references and topics stand where.
pub(super) struct Touched<'a> {
    topics: &'a [Topic],
    /// By call and section: line and reference, by line.
    references: BTreeMap<Section, Vec<(u32, usize)>>,
    /// By call and section: the references of the heading.
    in_heading: BTreeMap<Section, BTreeSet<usize>>,
    /// By call and section: the topics it speaks of.
    by_section: BTreeMap<Section, Vec<usize>>,
}

impl<'a> Touched<'a> {
    pub(super) fn new(references: &[Reference], topics: &'a [Topic]) -> Self {
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
        Self { topics, references: places, in_heading, by_section }
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

    /// The topics that a section's heading, the text itself or what it stands below names.
    pub(super) fn topics(
        &self,
        archive: &Archive,
        call: CallId,
        section: usize,
        text: &str,
        above: &[(u32, String)],
    ) -> Vec<usize> {
        let Some(topics) = self.by_section.get(&(call, section)) else { return Vec::new() };
        let heading = archive.call(call).document.sections.get(section).and_then(|section| section.heading.as_ref());
        let heading = heading.map(|heading| heading.text.as_str());
        let texts: Vec<&str> =
            std::iter::once(text).chain(above.iter().map(|(_, text)| text.as_str())).chain(heading).collect();
        let named = |topic: &usize| {
            let slug = &self.topics[*topic].slug;
            match archive.config.topics.iter().find(|known| known.slug == *slug) {
                Some(configured) => texts.iter().any(|text| configured.pattern.is_match(text)),
                None => {
                    let name = format!(" {} ", fold(&self.topics[*topic].name));
                    texts.iter().any(|text| format!(" {} ", fold(text)).contains(&name))
                }
            }
        };
        topics.iter().copied().filter(named).collect()
    }
}

/// Fewer words, such as "merge it", are said about one thing today and about another one next week.
const FEW: usize = 3;

/// So long after a team's decision it is still reported.
const REPORTED_WITHIN: i64 = 28;

/// Links what a team reports in another team's call to what the team decided itself, some days before, and what a team
/// says once more in the same words, as slides do that are carried along.
pub(super) fn find_reports(archive: &Archive, decisions: &mut [Decision]) {
    let words: Vec<BTreeSet<String>> = decisions.iter().map(|decision| content_words(&decision.note.text)).collect();
    let names = reports::names_of_teams(archive);
    let date = |decision: &Decision| archive.call(decision.call).date;
    // What was seen before the decision at hand, each list in the order of days: a team's decisions, and those of them that
    // have the same words.
    let mut of_team: BTreeMap<&TeamSlug, Vec<usize>> = BTreeMap::new();
    let mut in_words: BTreeMap<(&TeamSlug, &BTreeSet<String>), Vec<usize>> = BTreeMap::new();
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, report) in decisions.iter().enumerate() {
        // One without a day repeats nothing, nor is it repeated.
        let Some(day) = date(report) else { continue };
        let is_too_early =
            |other: &usize| date(&decisions[*other]).is_none_or(|date| (day - date).num_days() > REPORTED_WITHIN);
        let own = archive.call(report.call).team.as_ref();
        let key = own.filter(|_| words[index].len() >= FEW).map(|team| (team, &words[index]));
        // Those of the same call are the last ones.
        let again = key.and_then(|key| in_words.get(&key)).and_then(|list| {
            let earlier = list.partition_point(|other| decisions[*other].call < report.call);
            list[..earlier].last().copied().filter(|other| !is_too_early(other))
        });
        let reporting = reports::team_at(archive, &names, report.call, report.note.section);
        let reported = reporting.and_then(|team| of_team.get(&archive.teams[team].slug)).map_or(&[][..], Vec::as_slice);
        let mut best: Option<(f64, usize)> = again.map(|other| (1.0, other));
        for other in reported[reported.partition_point(is_too_early)..].iter().copied() {
            let references = &decisions[other].references;
            let shares = references.iter().any(|reference| report.references.contains(reference));
            let likeness = likeness(&words[index], &words[other]);
            let enough = if shares { 0.3 } else { 0.55 };
            if likeness >= enough && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, other));
            }
        }
        if let Some((_, other)) = best {
            let first = first_of.get(&other).copied().unwrap_or(other);
            first_of.insert(index, first);
        }
        if let Some(team) = own {
            of_team.entry(team).or_default().push(index);
        }
        if let Some(key) = key {
            in_words.entry(key).or_default().push(index);
        }
    }
    for (report, original) in first_of {
        decisions[report].repeats = Some(original);
        decisions[original].reported_in.push(report);
    }
}

/// Links decisions that touch the same thing: an issue, or a kind of reference that has an address of its own. Others, such
/// as releases, are spoken of with everything.
pub(super) fn find_revisits(archive: &Archive, references: &[Reference], decisions: &mut [Decision]) {
    let mut by_reference: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.repeats.is_none()) {
        for reference in decision.references.iter().filter(|at| !references[**at].url.is_empty()) {
            by_reference.entry(*reference).or_default().push(index);
        }
    }
    let date = |index: usize| archive.call(decisions[index].call).date;
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in by_reference.values() {
        // What has no date is neither before nor after; the others are in the order of their days.
        let dated = &list[list.partition_point(|index| date(*index).is_none())..];
        for earlier in dated {
            let later = dated.partition_point(|later| date(*later) <= date(*earlier));
            pairs.extend(dated[later..].iter().map(|later| (*earlier, *later)));
        }
    }
    for (earlier, later) in pairs {
        decisions[earlier].revisited_on.push(later);
        decisions[later].earlier.push(earlier);
    }
}

/// The words that carry a text's meaning: no short ones, no handles.
pub(super) fn content_words(text: &str) -> BTreeSet<String> {
    const LITTLE: &[&str] = &[
        "that", "this", "with", "from", "will", "should", "have", "been", "into", "them", "they", "there", "which",
        "also", "only", "then", "than", "when", "what", "does", "decision", "decided", "agreed",
    ];
    let handles_gone = text.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ");
    fold(&handles_gone)
        .split(' ')
        .filter(|word| word.len() >= 2 && (word.len() >= 4 || word.chars().any(|c| c.is_ascii_digit())))
        .filter(|word| !LITTLE.contains(word))
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// The share of the shorter text's words that the longer one has too; texts that share a single word are like nothing.
pub(super) fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let common = a.intersection(b).count();
    let shorter = a.len().min(b.len());
    if common < 2 || shorter == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // A text has fewer than 2^52 words.
    let share = common as f64 / shorter as f64;
    share
}
