//! Decisions of all calls: what they touch, where they were reported, and when they were taken up again.

use super::{Reference, Topic};
use crate::archive::{Archive, CallId, reports};
use crate::base::text::fold;
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
    /// By call and section: line, reference, whether it stands in the heading.
    references: BTreeMap<Section, Vec<(u32, usize, bool)>>,
    /// By call and section: the topics it speaks of.
    by_section: BTreeMap<Section, Vec<usize>>,
}

impl<'a> Touched<'a> {
    pub(super) fn new(references: &[Reference], topics: &'a [Topic]) -> Self {
        let mut places: BTreeMap<Section, Vec<(u32, usize, bool)>> = BTreeMap::new();
        for (index, reference) in references.iter().enumerate() {
            for mention in &reference.mentions {
                let place = places.entry((mention.call, mention.section)).or_default();
                place.push((mention.line, index, mention.strong));
            }
        }
        let mut by_section: BTreeMap<Section, Vec<usize>> = BTreeMap::new();
        for (index, topic) in topics.iter().enumerate() {
            for mention in &topic.mentions {
                by_section.entry((mention.call, mention.section)).or_default().push(index);
            }
        }
        Self { topics, references: places, by_section }
    }

    /// The references on these lines.
    pub(super) fn references_on(&self, call: CallId, section: usize, lines: RangeInclusive<u32>) -> BTreeSet<usize> {
        let places = self.references.get(&(call, section)).map_or(&[][..], Vec::as_slice);
        places.iter().filter(|(at, _, _)| lines.contains(at)).map(|(_, reference, _)| *reference).collect()
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
        let Some(places) = self.references.get(&(call, section)) else { return Vec::new() };
        for lines in std::iter::once(lines).chain(above.iter().map(|(line, _)| *line..=*line)) {
            let on_lines = self.references_on(call, section, lines);
            if !on_lines.is_empty() {
                return on_lines.into_iter().collect();
            }
        }
        let in_heading: BTreeSet<usize> =
            places.iter().filter(|(_, _, in_heading)| *in_heading).map(|(_, reference, _)| *reference).collect();
        in_heading.into_iter().collect()
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
    let mut repeats: Vec<(usize, usize)> = Vec::new();
    for (index, report) in decisions.iter().enumerate() {
        let Some(date) = archive.call(report.call).date else { continue };
        let reporting = reports::team_at(archive, &names, report.call, report.note.section);
        let reporting = reporting.map(|team| &archive.teams[team].slug);
        let own = archive.call(report.call).team.as_ref();
        let mut best: Option<(f64, usize)> = None;
        // They are in the order of their days, undated ones first.
        let too_early = |decision: &Decision| {
            archive.call(decision.call).date.is_none_or(|day| (date - day).num_days() > REPORTED_WITHIN)
        };
        let first = decisions[..index].partition_point(too_early);
        for (other, decision) in decisions.iter().enumerate().take(index).skip(first) {
            let call = archive.call(decision.call);
            let days = call.date.map(|day| (date - day).num_days());
            if !days.is_some_and(|days| (0..=REPORTED_WITHIN).contains(&days)) {
                continue;
            }
            let again = decision.call != report.call && own.is_some() && call.team.as_ref() == own;
            if again && words[index] == words[other] && words[index].len() >= FEW {
                best = Some((1.0, other));
                continue;
            }
            if reporting.is_none() || call.team.as_ref() != reporting {
                continue;
            }
            let shares = decision.references.iter().any(|reference| report.references.contains(reference));
            let likeness = likeness(&words[index], &words[other]);
            let enough = if shares { 0.3 } else { 0.55 };
            if likeness >= enough && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, other));
            }
        }
        if let Some((_, other)) = best {
            let first = repeats.iter().find(|(report, _)| *report == other).map_or(other, |(_, first)| *first);
            repeats.push((index, first));
        }
    }
    for (report, original) in repeats {
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
        for (place, earlier) in list.iter().enumerate() {
            for later in &list[place + 1..] {
                let (before, after) = (date(*earlier), date(*later));
                // What has no date is neither before nor after.
                if before.is_some() && before < after {
                    pairs.insert((*earlier, *later));
                }
            }
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
