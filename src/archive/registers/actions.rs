//! Actions of all calls: an item that is carried from call to call is one action with a history.

use super::decisions::{content_words, likeness, shared};
use super::touched::Touched;
use crate::archive::{Archive, CallId, Team};
use crate::base::text::fold;
use crate::config::{TeamSlug, person_of};
use crate::extract::{ActionNote, Status, Tier};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An action on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What is to be done, in the words of the call that raised it.
    pub text: String,
    /// Who is to do it, as first written.
    pub assignees: Vec<String>,
    /// How it stands, by its last sighting.
    pub status: Status,
    /// Explicit where the minutes of any call mark it.
    pub tier: Tier,
    /// Whether a reviewer has said of any sighting that it is an action.
    pub reviewed: bool,
    /// Where it stands, oldest first; never empty.
    pub sightings: Vec<Sighting>,
    /// The references it touches, those that later calls name last.
    pub references: Vec<usize>,
    /// The topics it belongs to.
    pub topics: Vec<usize>,
    /// Days from the day it was raised to the archive's last call, or to the day it was done.
    pub age: i64,
    /// Calls of its team in that time.
    pub calls: usize,
    /// Open, and not heard of for [`STALE_AFTER`] days.
    pub stale: bool,
}

impl Action {
    /// Whether it is still to be done, as far as the minutes tell.
    pub fn is_open(&self) -> bool {
        self.status != Status::Done
    }

    /// Whether it is open and was heard of lately.
    pub fn is_current(&self) -> bool {
        self.is_open() && !self.stale
    }

    /// The call that raised it.
    pub fn raised_in(&self) -> Option<CallId> {
        Some(self.sightings.first()?.call)
    }
}

/// An action in the notes of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The call.
    pub call: CallId,
    /// What its notes say.
    pub note: Arc<ActionNote>,
}

/// An open action nobody speaks of for so many days is stale.
pub const STALE_AFTER: i64 = 90;

/// An item of a list of pending ones that stands in none of the calls of so many days before was raised anew.
const CARRIED_WITHIN: i64 = 200;

/// The same words outside such a list mean the same action only within so many days.
const REPEATED_WITHIN: i64 = 45;

/// All actions, by the day they were raised.
pub(super) fn gather(archive: &Archive, touched: &Touched<'_>) -> Vec<Action> {
    let last_day =
        archive.calls.iter().filter(|call| archive.is_held_original(call)).filter_map(|call| call.date).max();
    let mut actions: Vec<Action> = Vec::new();
    let mut open: BTreeMap<Option<&TeamSlug>, Vec<Trace>> = BTreeMap::new();
    for id in archive.originals() {
        let call = archive.call(id);
        let traces = open.entry(call.team.as_ref()).or_default();
        if !call.records.actions.is_empty() {
            forget_old_ones(archive, traces, &actions, call.date);
        }
        // Two items of one call are two actions.
        let earlier = traces.len();
        for note in &call.records.actions {
            let lines = note.line..=note.end_line;
            let references = touched.references(id, note.section, lines.clone(), &note.above);
            let trace = Trace::new(archive, id, note, &references);
            let sighting = Sighting { call: id, note: note.clone() };
            if let Some(known) = trace.find(archive, &traces[..earlier], &actions, id, note.carried) {
                let action = &mut actions[known];
                action.status = note.status;
                action.tier = action.tier.min(note.tier);
                action.reviewed |= note.reviewed;
                for reference in touched.references_on(id, note.section, lines) {
                    if !action.references.contains(&reference) {
                        action.references.push(reference);
                    }
                }
                action.sightings.push(sighting);
                continue;
            }
            traces.push(Trace { action: actions.len(), ..trace });
            actions.push(Action {
                text: note.text.clone(),
                assignees: note.assignees.iter().filter(|name| !is_hidden(archive, name)).cloned().collect(),
                status: note.status,
                tier: note.tier,
                reviewed: note.reviewed,
                references,
                topics: touched.topics(id, note.section, &note.text, &note.above),
                sightings: vec![sighting],
                age: 0,
                calls: 0,
                stale: false,
            });
        }
    }
    let held = held_days(archive);
    for action in &mut actions {
        settle(archive, action, last_day, &held);
    }
    actions
}

/// Drops what is too old to be recognised in a call of this day or of a later one.
fn forget_old_ones(archive: &Archive, traces: &mut Vec<Trace>, actions: &[Action], day: Option<NaiveDate>) {
    let Some(day) = day else { return };
    traces.retain(|trace| {
        let last = actions[trace.action].sightings.last().and_then(|last| archive.call(last.call).date);
        last.is_some_and(|last| (day - last).num_days() <= CARRIED_WITHIN)
    });
}

/// The days of each team's calls that count, in order.
fn held_days(archive: &Archive) -> BTreeMap<&TeamSlug, Vec<NaiveDate>> {
    let of_team = |team: &'_ Team| {
        let held = team.calls.iter().map(|id| archive.call(*id)).filter(|call| archive.is_held_original(call));
        held.filter_map(|call| call.date).collect()
    };
    archive.teams.iter().map(|team| (&team.slug, of_team(team))).collect()
}

/// Whether somebody opted out of being named.
fn is_hidden(archive: &Archive, name: &str) -> bool {
    archive.config.people.is_unlisted(&person_of(&archive.config, name))
}

/// What an item is recognised by.
struct Trace {
    action: usize,
    words: BTreeSet<String>,
    people: BTreeSet<String>,
    references: BTreeSet<usize>,
    /// The heading or item it stands below, folded; empty in a list of pending items, which says nothing of that.
    context: String,
}

impl Trace {
    fn new(archive: &Archive, id: CallId, note: &ActionNote, references: &[usize]) -> Self {
        let people = note.assignees.iter().map(|name| person_of(&archive.config, name)).collect();
        let heading = archive.call(id).document.heading_text(note.section);
        let context = if note.carried { String::new() } else { fold(heading) };
        let references = references.iter().copied().collect();
        Self { action: 0, words: content_words(&note.text), people, references, context }
    }

    /// Whether another item belongs to the same matter; nothing where that cannot be told.
    fn same_matter(&self, other: &Self) -> Option<bool> {
        if !self.references.is_disjoint(&other.references) {
            return Some(true);
        }
        let known = !self.context.is_empty() && !other.context.is_empty();
        known.then_some(self.context == other.context)
    }

    /// The known action that this item repeats: the same people and nearly the same words, the latest such. In the same
    /// matter fewer words need be the same, since an item is worded anew when it is carried on.
    fn find(&self, archive: &Archive, traces: &[Self], actions: &[Action], id: CallId, carried: bool) -> Option<usize> {
        const ALIKE: f64 = 0.75;
        const ALIKE_IN_MATTER: f64 = 0.6;
        let date = archive.call(id).date?;
        let within = if carried { CARRIED_WITHIN } else { REPEATED_WITHIN };
        let mut best: Option<(f64, usize)> = None;
        for trace in traces.iter().rev() {
            let Some(last) = actions[trace.action].sightings.last() else { continue };
            let days = archive.call(last.call).date.map(|day| (date - day).num_days());
            if last.call == id || !days.is_some_and(|days| (0..=within).contains(&days)) {
                continue;
            }
            let same_people = trace.people == self.people
                || carried && (self.people.is_empty() || !trace.people.is_disjoint(&self.people));
            let exact = trace.words == self.words && !self.words.is_empty();
            let (alike, enough) = match self.same_matter(trace) {
                // Elsewhere than in a list of pending items the same words about something else are another task.
                Some(false) if !carried => continue,
                _ if exact => (1.0, ALIKE),
                Some(true) if !self.people.is_empty() && !carried => {
                    (shared(&trace.words, &self.words), ALIKE_IN_MATTER)
                }
                _ if carried => (likeness(&trace.words, &self.words), ALIKE),
                _ => continue,
            };
            if same_people && alike >= enough && best.is_none_or(|(known, _)| alike > known) {
                best = Some((alike, trace.action));
            }
        }
        best.map(|(_, action)| action)
    }
}

/// Fills in what only the whole history tells.
fn settle(
    archive: &Archive,
    action: &mut Action,
    last_day: Option<NaiveDate>,
    held: &BTreeMap<&TeamSlug, Vec<NaiveDate>>,
) {
    let (Some(first), Some(last)) = (action.sightings.first(), action.sightings.last()) else { return };
    let (raised, seen) = (archive.call(first.call).date, archive.call(last.call).date);
    let until = if action.status == Status::Done { seen } else { last_day.max(seen) };
    if let (Some(raised), Some(until), Some(seen)) = (raised, until, seen) {
        action.age = (until - raised).num_days().max(0);
        action.stale = action.is_open() && (until - seen).num_days() > STALE_AFTER;
        let days = archive.call(first.call).team.as_ref().and_then(|slug| held.get(slug));
        let up_to = |day| days.map_or(0, |days| days.partition_point(|held| *held <= day));
        action.calls = up_to(until).saturating_sub(up_to(raised));
    }
}
