//! The registers: what the notes of all calls say together about decisions, actions, references, people and topics.
//!
//! [`gather`] is the whole of it. Entries point at calls and at each other by their place in a list, so that every page
//! can be made from the registers alone.

mod actions;
mod decisions;
mod people;
mod references;
mod topics;
mod touched;

pub use actions::{Action, STALE_AFTER, Sighting};
pub use decisions::{Decision, Linked};
pub use people::Person;
pub use references::{Named, Reference};
pub use topics::Topic;

use super::{Archive, CallId};
use std::collections::BTreeMap;
use std::sync::Arc;
use touched::Touched;

/// Everything that is on record, in the order it is listed in.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    /// Decisions by date, oldest first.
    pub decisions: Vec<Decision>,
    /// Actions by the day they were raised, oldest first.
    pub actions: Vec<Action>,
    /// References by their path.
    pub references: Vec<Reference>,
    /// People by handle.
    pub people: Vec<Person>,
    /// Topics in the order of the configuration, proposed ones by name.
    pub topics: Vec<Topic>,
    /// What each call has of them; as long as [`Archive::calls`].
    pub calls: Vec<OfCall>,
    /// Where each reference is spoken of; as long as `references`.
    pub of_references: Vec<Occurrences>,
    /// Where each topic is spoken of; as long as `topics`.
    pub of_topics: Vec<Occurrences>,
    /// By call and section, the references that stand there and how often, the most frequent first.
    pub by_section: BTreeMap<(CallId, usize), Vec<(usize, usize)>>,
}

/// Where a reference or topic is spoken of: places in the lists of [`Registers`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// The calls that mention it, oldest first, each once.
    pub calls: Vec<CallId>,
    /// The decisions that touch it, oldest first; those that repeat another one left out.
    pub decisions: Vec<usize>,
    /// The actions that touch it, by the day they were raised.
    pub actions: Vec<usize>,
}

/// What one call has on record: places in the lists of [`Registers`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfCall {
    /// The decisions, in the order of the notes; those that repeat another team's among them.
    pub decisions: Vec<usize>,
    /// The actions that stand in the notes.
    pub actions: Vec<usize>,
    /// The references, each once, in the order of the notes.
    pub references: Vec<usize>,
    /// The topics, the most spoken of first.
    pub topics: Vec<usize>,
    /// Calls that share references, closest first, with what they share.
    pub related: Vec<Related>,
    /// The other teams that report in the call, by their place in [`Archive::teams`].
    pub reporting: Vec<usize>,
}

/// A call that speaks of the same things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The call.
    pub call: CallId,
    /// The references both have, the rarest first.
    pub shared: Vec<usize>,
}

/// A place in the archive where something is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The call.
    pub call: CallId,
    /// The section.
    pub section: usize,
    /// The line.
    pub line: u32,
    /// The text.
    pub text: Arc<str>,
    /// The text of the statement that one is nested below; empty for none.
    pub context: Arc<str>,
    /// Whether it is what the section is about: it stands in the heading, or again and again.
    pub strong: bool,
}

/// The mentions that stand in one call; `mentions` are in the order of the calls.
pub fn mentions_in(mentions: &[Mention], call: CallId) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.call < call);
    let rest = &mentions[start..];
    &rest[..rest.partition_point(|mention| mention.call == call)]
}

/// Puts together what the calls say. Copies count once, in their original.
pub(super) fn gather(archive: &Archive) -> Registers {
    let references = references::gather(archive);
    let topics = topics::gather(archive);
    let touched = Touched::new(archive, &references, &topics);
    let mut decisions = decisions::gather(archive, &touched);
    decisions::find_reports(archive, &mut decisions);
    decisions::find_revisits(archive, &references, &mut decisions);
    let actions = actions::gather(archive, &touched);
    let people = people::gather(archive, &actions);
    let mut of_references = occurrences(references.iter().map(|reference| reference.mentions.as_slice()));
    let mut of_topics = occurrences(topics.iter().map(|topic| topic.mentions.as_slice()));
    for (index, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.repeats.is_none()) {
        decision.references_of_item.iter().for_each(|at| of_references[*at].decisions.push(index));
        decision.topics.iter().for_each(|at| of_topics[*at].decisions.push(index));
    }
    for (index, action) in actions.iter().enumerate() {
        action.references.iter().for_each(|at| of_references[*at].actions.push(index));
        action.topics.iter().for_each(|at| of_topics[*at].actions.push(index));
    }
    let mut registers = Registers {
        by_section: by_section(&references),
        decisions,
        actions,
        references,
        people,
        topics,
        calls: Vec::new(),
        of_references,
        of_topics,
    };
    registers.calls = of_calls(archive, &registers);
    registers
}

fn by_section(references: &[Reference]) -> BTreeMap<(CallId, usize), Vec<(usize, usize)>> {
    let mut counts: BTreeMap<(CallId, usize), BTreeMap<usize, usize>> = BTreeMap::new();
    for (index, reference) in references.iter().enumerate() {
        for mention in &reference.mentions {
            *counts.entry((mention.call, mention.section)).or_default().entry(index).or_default() += 1;
        }
    }
    let sorted = |counts: BTreeMap<usize, usize>| {
        let mut list: Vec<(usize, usize)> = counts.into_iter().collect();
        list.sort_by_key(|(index, count)| (std::cmp::Reverse(*count), *index));
        list
    };
    counts.into_iter().map(|(section, counts)| (section, sorted(counts))).collect()
}

fn occurrences<'m>(mentions: impl Iterator<Item = &'m [Mention]>) -> Vec<Occurrences> {
    let calls = |mentions: &[Mention]| {
        let mut calls: Vec<CallId> = mentions.iter().map(|mention| mention.call).collect();
        calls.dedup();
        calls
    };
    mentions.map(|mentions| Occurrences { calls: calls(mentions), ..Occurrences::default() }).collect()
}

fn of_calls(archive: &Archive, registers: &Registers) -> Vec<OfCall> {
    let mut calls = vec![OfCall::default(); archive.calls.len()];
    for (index, decision) in registers.decisions.iter().enumerate() {
        calls[decision.call.0].decisions.push(index);
    }
    for (index, action) in registers.actions.iter().enumerate() {
        for sighting in &action.sightings {
            let list = &mut calls[sighting.call.0].actions;
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    for (team, reports) in archive.teams.iter().map(|team| &team.reports).enumerate() {
        for report in reports {
            let list = &mut calls[report.call.0].reporting;
            if list.last() != Some(&team) {
                list.push(team);
            }
        }
    }
    let mut lines: Vec<BTreeMap<usize, u32>> = vec![BTreeMap::new(); archive.calls.len()];
    for (index, reference) in registers.references.iter().enumerate() {
        for mention in &reference.mentions {
            lines[mention.call.0].entry(index).or_insert(mention.line);
        }
    }
    for (call, lines) in calls.iter_mut().zip(lines) {
        let mut order: Vec<(u32, usize)> = lines.into_iter().map(|(index, line)| (line, index)).collect();
        order.sort_unstable();
        call.references = order.into_iter().map(|(_, index)| index).collect();
    }
    let mut weights: Vec<BTreeMap<usize, u32>> = vec![BTreeMap::new(); archive.calls.len()];
    for (index, topic) in registers.topics.iter().enumerate() {
        for mention in &topic.mentions {
            *weights[mention.call.0].entry(index).or_default() += if mention.strong { 10 } else { 1 };
        }
    }
    for (call, weights) in calls.iter_mut().zip(weights) {
        let mut order: Vec<(u32, usize)> = weights.into_iter().map(|(index, weight)| (weight, index)).collect();
        order.sort_by_key(|(weight, index)| (std::cmp::Reverse(*weight), *index));
        call.topics = order.into_iter().map(|(_, index)| index).collect();
    }
    let related: Vec<Vec<Related>> = archive.ids().map(|id| related(archive, registers, &calls[id.0], id)).collect();
    for (call, related) in calls.iter_mut().zip(related) {
        call.related = related;
    }
    calls
}

/// Calls that share references. A reference of many calls says little about any two of them.
fn related(archive: &Archive, registers: &Registers, record: &OfCall, id: CallId) -> Vec<Related> {
    const MOST: usize = 6;
    const COMMON: usize = 30;
    let mut shared: BTreeMap<CallId, (f64, Vec<usize>)> = BTreeMap::new();
    for index in &record.references {
        let others = &registers.of_references[*index].calls;
        if others.len() < 2 || others.len() > COMMON {
            continue;
        }
        #[allow(clippy::cast_precision_loss)] // Far below 2^52.
        let weight = 1.0 / (others.len() as f64).ln_1p();
        for other in others.iter().filter(|other| **other != id) {
            let entry = shared.entry(*other).or_default();
            entry.0 += weight;
            entry.1.push(*index);
        }
    }
    let mut related: Vec<(f64, CallId, Vec<usize>)> =
        shared.into_iter().map(|(call, (weight, references))| (weight, call, references)).collect();
    let date = |call: CallId| archive.call(call).date;
    related.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| date(b.1).cmp(&date(a.1))).then_with(|| a.1.cmp(&b.1)));
    related.truncate(MOST);
    related
        .into_iter()
        .map(|(_, call, mut shared)| {
            shared.sort_by_key(|index| (registers.references[*index].mentions.len(), *index));
            Related { call, shared }
        })
        .collect()
}

impl Archive {
    /// What a call has on record.
    pub fn record(&self, id: CallId) -> &OfCall {
        &self.registers.calls[id.0]
    }
}
