//! How long lists are cut into pages, so that no page grows with the archive: registers by year, newest first, and a year,
//! a trail or an index into as many parts as it takes.
//!
//! What a row costs is estimated from its text, so that a page and the plan of all pages agree without rendering anything.

use crate::archive::registers::{Action, Decision, Mention, Named, Occurrences, Person, Reference, mentions_in};
use crate::archive::{Archive, CallId};
use crate::base::text::{fold, slug};
use crate::document::plain;
use crate::extract::{Kind, State};
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of one page may cost together: bytes of the compressed page, as far as they can be estimated.
const PAGE_SIZE: usize = 40_000;

/// A year of a register; none for what has no date.
pub type Year = Option<i32>;

/// A year as it is written in addresses and on pages.
pub fn label(year: Year) -> String {
    year.map_or_else(|| "undated".to_owned(), |year| year.to_string())
}

/// A register by year. Entries are places in its list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Yearly {
    /// What stands on the register's first page: all of it, or as much as fits.
    pub front: Vec<usize>,
    /// All entries by year, newest first, each year cut into pages; empty where the first page holds everything.
    pub years: Vec<(Year, Vec<Vec<usize>>)>,
}

impl Yearly {
    /// The entries of one page.
    pub fn part(&self, year: Year, part: usize) -> &[usize] {
        let parts = self.years.iter().find(|(known, _)| *known == year).map_or(&[][..], |(_, parts)| parts.as_slice());
        parts.get(part).map_or(&[], Vec::as_slice)
    }

    /// All entries of a year.
    pub fn of_year(&self, year: Year) -> Vec<usize> {
        self.years.iter().filter(|(known, _)| *known == year).flat_map(|(_, parts)| parts.concat()).collect()
    }

    fn of(
        newest_first: &[usize],
        front_order: &[usize],
        year: impl Fn(usize) -> Year,
        cost: impl Fn(usize) -> usize,
    ) -> Self {
        let front = cut(front_order, |at| cost(*at)).swap_remove(0);
        if front.len() == newest_first.len() {
            return Self { front, years: Vec::new() };
        }
        let years = newest_first.chunk_by(|a, b| year(*a) == year(*b));
        let years = years.map(|entries| (year(entries[0]), cut(entries, |at| cost(*at)))).collect();
        Self { front, years }
    }
}

/// Cuts a list into parts that fit on a page each; an empty list is one empty part.
fn cut<T: Clone>(items: &[T], cost: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let (mut parts, mut filled) = (vec![Vec::new()], 0);
    for item in items {
        let cost = cost(item);
        if filled > 0 && filled + cost > PAGE_SIZE {
            parts.push(Vec::new());
            filled = 0;
        }
        filled += cost;
        if let Some(last) = parts.last_mut() {
            last.push(item.clone());
        }
    }
    parts
}

/// The decisions; those that only repeat another one are left out.
pub fn decisions(archive: &Archive) -> Yearly {
    let decisions = &archive.registers.decisions;
    let order: Vec<usize> = (0..decisions.len()).rev().filter(|at| decisions[*at].repeats.is_none()).collect();
    let year = |at: usize| archive.call(decisions[at].call).date.map(|date| date.year());
    Yearly::of(&order, &order, year, |at| cost_of_decision(archive, &decisions[at]))
}

/// So many days before the archive's last call an open action must have been spoken of to stand on the first page.
const RECENT: i64 = 365;

/// Whether the notes spoke of an action in the last twelve months of the archive, or have no dates to tell.
fn is_seen_since(archive: &Archive, action: &Action, last_day: Option<NaiveDate>) -> bool {
    let seen = action.sightings.last().and_then(|last| archive.call(last.call).date);
    last_day.zip(seen).is_none_or(|(last, seen)| (last - seen).num_days() <= RECENT)
}

/// The actions of some calls that are open and were spoken of in the last twelve months of the archive.
pub fn recent_actions<'a>(
    archive: &'a Archive,
    actions: impl Iterator<Item = &'a Action>,
) -> impl Iterator<Item = &'a Action> {
    let last_day = archive.newest_day(archive.ids());
    actions.filter(move |action| is_seen_since(archive, action, last_day))
}

/// The actions, by the year they were raised. Where not all fit on the first page it has those that are open and were spoken of
/// in the last twelve months of the archive, those that were heard of lately first.
pub fn actions(archive: &Archive) -> Yearly {
    let actions = &archive.registers.actions;
    let order: Vec<usize> = (0..actions.len()).rev().collect();
    let last_day = archive.newest_day(archive.ids());
    let is_recent = |at: &usize| actions[*at].is_open() && is_seen_since(archive, &actions[*at], last_day);
    let costs: Vec<usize> = actions.iter().map(|action| cost_of_action(archive, action)).collect();
    let fits = costs.iter().sum::<usize>() <= PAGE_SIZE;
    let shown = order.iter().copied().filter(|at| fits || is_recent(at));
    let (current, others): (Vec<usize>, Vec<usize>) = shown.partition(|at| actions[*at].is_current());
    let raised = |at: usize| actions[at].raised_in().and_then(|id| archive.call(id).date);
    let year = |at| raised(at).map(|date| date.year());
    Yearly::of(&order, &[current, others].concat(), year, |at| costs[at])
}

/// The references of one kind or repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceGroup {
    /// "Standards", `SovereignCloudStack/issues`.
    pub title: String,
    /// Its anchor on `/refs/`.
    pub id: String,
    /// The references in the order they are listed in; never empty.
    pub references: Vec<usize>,
    /// How many of them stand on `/refs/`.
    pub on_front: usize,
}

impl ReferenceGroup {
    /// The pages of the group; none where `/refs/` shows all of it.
    pub fn parts(&self, archive: &Archive) -> Vec<Vec<usize>> {
        if self.on_front == self.references.len() {
            return Vec::new();
        }
        cut(&self.references, |at| cost_of_reference(archive, *at))
    }
}

/// The page of the group a reference belongs to, where it has one: `refs/sovereigncloudstack/issues/`.
pub fn path_of_group(reference: &Reference) -> String {
    let path = reference.path.trim_end_matches('/');
    path.rsplit_once('/').map_or_else(String::new, |(group, _)| format!("{group}/"))
}

/// All references by kind and repository: kinds first, then repositories, the largest first.
pub fn reference_groups(archive: &Archive) -> Vec<ReferenceGroup> {
    /// So many groups share a page where not all references fit on one.
    const ON_A_PAGE: usize = 400;
    let references = &archive.registers.references;
    let mut groups: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (at, reference) in references.iter().enumerate() {
        let group = match reference.named {
            Named::Kind(kind) => (kind, archive.config.references.kinds[kind].title.clone()),
            Named::Issue => (usize::MAX, reference.repository().to_owned()),
        };
        groups.entry(group).or_default().push(at);
    }
    let mut groups: Vec<((usize, String), Vec<usize>)> = groups.into_iter().collect();
    groups.sort_by_key(|((kind, title), list)| (*kind, Reverse(list.len()), title.clone()));
    let cost = |at: &usize| cost_of_reference(archive, *at);
    let everything: usize = (0..references.len()).map(|at| cost(&at)).sum();
    // Where all of it does not fit, every group shows its share.
    let share = PAGE_SIZE / groups.len().clamp(1, ON_A_PAGE) - COST_OF_GROUP;
    let groups = groups.into_iter().map(|((_, title), mut list)| {
        list.sort_by_key(|at| by_number(&references[*at]));
        let mut left = share;
        let fitting = list.iter().take_while(|at| {
            let fits = cost(at) <= left;
            left = left.saturating_sub(cost(at));
            fits
        });
        let on_front = if everything <= PAGE_SIZE { list.len() } else { fitting.count() };
        ReferenceGroup { id: format!("in-{}", slug(&title)), title, references: list, on_front }
    });
    groups.collect()
}

/// A group's heading, and the link to its own page.
const COST_OF_GROUP: usize = 50;

/// The pages of `/refs/`, each with its groups.
pub fn reference_pages(archive: &Archive, groups: &[ReferenceGroup]) -> Vec<Vec<ReferenceGroup>> {
    let cost = |at: &usize| cost_of_reference(archive, *at);
    let is_cut = |group: &ReferenceGroup| group.on_front < group.references.len();
    // Where `/refs/` shows all references, it does so on one page.
    if !groups.iter().any(is_cut) {
        return vec![groups.to_vec()];
    }
    cut(groups, |group| COST_OF_GROUP + group.references[..group.on_front].iter().map(cost).sum::<usize>())
}

/// Newest issues first within a repository, other ids by what stands before their number and then by that: R2 before R10.
fn by_number(reference: &Reference) -> (Reverse<u32>, String, u32) {
    let id = reference.id.as_str();
    let issue = id.rsplit_once(['#', '!']).and_then(|(_, number)| number.parse().ok());
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (Reverse(issue.unwrap_or(0)), word.to_owned(), id[word.len()..].parse().unwrap_or(0))
}

/// The people by name, by page. An order by calls would be a table of who attends most.
pub fn people(archive: &Archive) -> Vec<Vec<usize>> {
    let people = &archive.registers.people;
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by_cached_key(|at| (fold(&people[*at].name), &people[*at].handle));
    cut(&order, |at| 45 + people[*at].handle.len())
}

/// The topics, the one spoken of last first, by page.
pub fn topics(archive: &Archive) -> Vec<Vec<usize>> {
    let topics = &archive.registers.topics;
    let mut order: Vec<usize> = (0..topics.len()).collect();
    let last = |at: usize| archive.registers.of_topics[at].calls.last().copied();
    order.sort_by_cached_key(|at| (Reverse(last(*at)), fold(&topics[*at].name)));
    cut(&order, |at| 130 + topics[*at].name.len() + cost_of_text(&topics[*at].blurb, usize::MAX))
}

/// Dated calls up to the day of the build, newest first.
pub fn past(archive: &Archive) -> impl Iterator<Item = CallId> + '_ {
    archive.ids().rev().filter(|id| {
        let call = archive.call(*id);
        call.kind != Kind::Page && call.date.is_some() && !archive.is_upcoming(call)
    })
}

/// Whether a call has a deck: one that did not take place has nothing to present, and an archive may do without those of plain notes.
pub fn has_deck(archive: &Archive, id: CallId) -> bool {
    let call = archive.call(id);
    let is_wanted = archive.config.decks_of_notes || call.document.deck.is_some();
    is_wanted && call.state == State::Held && archive.shown_instead(id).is_none()
}

/// The years that have calls, newest first.
pub fn years(archive: &Archive) -> Vec<i32> {
    let mut years: Vec<i32> = archive.calls.iter().filter_map(|call| call.date).map(|date| date.year()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years
}

/// The calls of a year, newest first, by page.
pub fn calls(archive: &Archive, year: i32) -> Vec<Vec<CallId>> {
    let in_year = |id: &CallId| archive.call(*id).date.is_some_and(|date| date.year() == year);
    cut(&past(archive).filter(in_year).collect::<Vec<CallId>>(), |id| cost_of_call(archive, *id))
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// 2024.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month of a day.
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// `2024-01`.
    pub fn label(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// Its first day.
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }
}

/// The months in which calls were held, newest first.
pub fn months(archive: &Archive) -> Vec<Month> {
    let held = archive.calls.iter().rev().filter(|call| archive.is_held_original(call));
    let mut months: Vec<Month> = held.filter_map(|call| call.date).map(Month::of).collect();
    months.dedup();
    months
}

/// The calls that were held in a month, newest first.
pub fn calls_of_month(archive: &Archive, month: Month) -> Vec<CallId> {
    // Calls stand by date, those without one first.
    let start = archive.calls.partition_point(|call| call.date.map(Month::of) < Some(month));
    let calls = archive.calls[start..].iter().take_while(|call| call.date.map(Month::of) == Some(month));
    let mut held: Vec<CallId> = calls
        .enumerate()
        .filter(|(_, call)| archive.is_held_original(call))
        .map(|(at, _)| CallId(start + at))
        .collect();
    held.reverse();
    held
}

/// What one team did in a month, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doings {
    /// The team by its place in [`Archive::teams`]; none for calls of no team.
    pub team: Option<usize>,
    /// Its calls, newest first, as are all lists here.
    pub calls: Vec<CallId>,
    /// What it decided; reports of what others decided are left out.
    pub decisions: Vec<usize>,
    /// The actions it raised.
    pub actions: Vec<usize>,
    /// The references it spoke of, each once, with the last call that did.
    pub references: Vec<(usize, CallId)>,
}

/// What the teams did in a month, team by team, by page. Teams stand in their order, calls of none last.
pub fn month(archive: &Archive, month: Month) -> Vec<Vec<Doings>> {
    #[derive(Clone)]
    enum Row {
        Call(CallId),
        Decision(usize),
        Action(usize),
        Reference(usize, CallId),
    }
    let registers = &archive.registers;
    let mut by_team: BTreeMap<usize, Vec<CallId>> = BTreeMap::new();
    for id in calls_of_month(archive, month) {
        let team = archive.call(id).team.as_ref().and_then(|slug| archive.team_place(slug));
        by_team.entry(team.unwrap_or(usize::MAX)).or_default().push(id);
    }
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (team, calls) in by_team {
        let records = || calls.iter().map(|id| (*id, archive.record(*id)));
        let decisions = records().flat_map(|(_, record)| record.decisions.iter().rev().copied());
        let decisions = decisions.filter(|at| registers.decisions[*at].repeats.is_none());
        let actions = records().flat_map(|(id, record)| {
            let is_raised = move |at: &usize| registers.actions[*at].raised_in() == Some(id);
            record.actions.iter().rev().copied().filter(is_raised)
        });
        let mut known = BTreeSet::new();
        let references = records().flat_map(|(id, record)| record.references.iter().map(move |at| (*at, id)));
        let references = references.filter(|(at, _)| known.insert(*at)).map(|(at, id)| Row::Reference(at, id));
        let of_team = calls.iter().copied().map(Row::Call);
        let of_team = of_team.chain(decisions.map(Row::Decision)).chain(actions.map(Row::Action)).chain(references);
        rows.extend(of_team.map(|row| (team, row)));
    }
    let cost = |(_, row): &(usize, Row)| match row {
        Row::Call(id) => cost_of_call(archive, *id),
        Row::Decision(at) => cost_of_decision(archive, &registers.decisions[*at]),
        Row::Action(at) => cost_of_action(archive, &registers.actions[*at]),
        Row::Reference(at, _) => cost_of_reference(archive, *at),
    };
    let parts = cut(&rows, cost).into_iter().map(|rows| {
        let mut teams: Vec<Doings> = Vec::new();
        for (team, row) in rows {
            let team = (team != usize::MAX).then_some(team);
            if teams.last().is_none_or(|last| last.team != team) {
                teams.push(Doings { team, ..Doings::default() });
            }
            let Some(last) = teams.last_mut() else { continue };
            match row {
                Row::Call(id) => last.calls.push(id),
                Row::Decision(at) => last.decisions.push(at),
                Row::Action(at) => last.actions.push(at),
                Row::Reference(at, id) => last.references.push((at, id)),
            }
        }
        teams
    });
    parts.collect()
}

/// A row of what the calls say about a reference or a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrailRow {
    /// A decision on it.
    Decision(usize),
    /// An action that touches it.
    Action(usize),
    /// What else a call says about it.
    Call(CallId),
}

impl TrailRow {
    /// The call that a row belongs to: an action to the one that raised it.
    pub fn call(self, archive: &Archive) -> Option<CallId> {
        match self {
            Self::Decision(at) => Some(archive.registers.decisions[at].call),
            Self::Action(at) => archive.registers.actions[at].raised_in(),
            Self::Call(id) => Some(id),
        }
    }
}

/// The pages of a reference, the newest call first.
pub fn trail_of_reference(archive: &Archive, index: usize) -> Vec<Vec<TrailRow>> {
    let registers = &archive.registers;
    trail(archive, &registers.of_references[index], &registers.references[index].mentions)
}

/// The pages of a topic, the newest call first.
pub fn trail_of_topic(archive: &Archive, index: usize) -> Vec<Vec<TrailRow>> {
    let registers = &archive.registers;
    trail(archive, &registers.of_topics[index], &registers.topics[index].mentions)
}

/// The most places of one call that a trail shows.
pub const PLACES: usize = 3;

/// The longest text of a mention, in characters.
pub const MENTION: usize = 220;

/// Everything that is said about something in one list: the newest call first, and of a call its decisions first.
fn trail(archive: &Archive, found: &Occurrences, mentions: &[Mention]) -> Vec<Vec<TrailRow>> {
    let registers = &archive.registers;
    let decisions = found.decisions.iter().map(|at| TrailRow::Decision(*at));
    let actions = found.actions.iter().map(|at| TrailRow::Action(*at));
    let calls = found.calls.iter().map(|id| TrailRow::Call(*id));
    let mut rows: Vec<TrailRow> = decisions.chain(actions).chain(calls).collect();
    rows.sort_by_key(|row| Reverse(row.call(archive)));
    let cost = |row: &TrailRow| match row {
        TrailRow::Decision(at) => cost_of_decision(archive, &registers.decisions[*at]),
        TrailRow::Action(at) => cost_of_action(archive, &registers.actions[*at]),
        TrailRow::Call(id) => {
            let places = mentions_in(mentions, *id).iter().take(PLACES);
            30 + places.map(|place| 25 + cost_of_text(&place.text, MENTION)).sum::<usize>()
        }
    };
    cut(&rows, cost)
}

/// One page of what the calls say about a person, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonRows {
    /// Open actions that were heard of lately.
    pub open: Vec<usize>,
    /// Those that nobody speaks of any more.
    pub stale: Vec<usize>,
    /// The calls.
    pub calls: Vec<PersonCall>,
}

/// What one call has of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCall {
    /// The call.
    pub id: CallId,
    /// Whether they took part; else it only names them.
    pub attended: bool,
    /// Sections they led.
    pub led: Vec<usize>,
    /// Actions of theirs that it raised and that are done. Open ones have a list of their own.
    pub done: Vec<usize>,
}

/// The pages of a person.
pub fn person(archive: &Archive, person: &Person) -> Vec<PersonRows> {
    #[derive(Clone)]
    enum Row {
        Open(usize),
        Stale(usize),
        Call(PersonCall),
    }
    let actions = &archive.registers.actions;
    let open = person.actions.iter().rev().filter(|at| actions[**at].is_open());
    let (current, stale): (Vec<usize>, Vec<usize>) = open.copied().partition(|at| actions[*at].is_current());
    let rows: Vec<Row> = current
        .into_iter()
        .map(Row::Open)
        .chain(stale.into_iter().map(Row::Stale))
        .chain(calls_of_person(archive, person).into_iter().map(Row::Call))
        .collect();
    let cost = |row: &Row| match row {
        Row::Open(at) | Row::Stale(at) => cost_of_action(archive, &actions[*at]),
        Row::Call(call) => {
            let done = call.done.iter().map(|at| cost_of_action(archive, &actions[*at]));
            22 + 45 * call.led.len() + done.sum::<usize>()
        }
    };
    let parts = cut(&rows, cost).into_iter().map(|rows| {
        let mut part = PersonRows::default();
        for row in rows {
            match row {
                Row::Open(at) => part.open.push(at),
                Row::Stale(at) => part.stale.push(at),
                Row::Call(call) => part.calls.push(call),
            }
        }
        part
    });
    parts.collect()
}

/// The calls that a person took part in or is named in, newest first.
fn calls_of_person(archive: &Archive, person: &Person) -> Vec<PersonCall> {
    fn of(calls: &mut BTreeMap<CallId, PersonCall>, id: CallId) -> &mut PersonCall {
        calls.entry(id).or_insert(PersonCall { id, attended: false, led: Vec::new(), done: Vec::new() })
    }
    let mut calls = BTreeMap::new();
    for id in &person.attended {
        of(&mut calls, *id).attended = true;
    }
    for (id, section) in &person.led {
        of(&mut calls, *id).led.push(*section);
    }
    for id in person.mentioned.iter().map(|(id, _)| id).chain(&person.presented) {
        of(&mut calls, *id);
    }
    for at in &person.actions {
        let action = &archive.registers.actions[*at];
        for (nth, sighting) in action.sightings.iter().enumerate() {
            let call = of(&mut calls, sighting.call);
            if nth == 0 && !action.is_open() {
                call.done.push(*at);
            }
        }
    }
    calls.into_values().rev().collect()
}

/// What a text of at most so many characters costs: prose shrinks to a third, and names and numbers less.
fn cost_of_text(text: &str, longest: usize) -> usize {
    let bytes = if text.len() <= longest { text.len() } else { plain::shorten(text, longest).len() };
    bytes * 2 / 5
}

fn cost_of_decision(archive: &Archive, decision: &Decision) -> usize {
    let places = decision.reported_in.shown.len() + decision.revisited_on.shown.len() + decision.earlier.shown.len();
    let links = decision.references.len().min(NAMED) + decision.topics.len();
    let heading = cost_of_heading(archive, decision.call, decision.note.section);
    50 + cost_of_row(&decision.note.text, &decision.note.subject, &decision.note.evidence)
        + heading
        + 10 * (places + links)
}

fn cost_of_action(archive: &Archive, action: &Action) -> usize {
    let first = action.sightings.first();
    let heading = first.map_or(0, |first| cost_of_heading(archive, first.call, first.note.section));
    let links = action.references.len().min(NAMED) + action.assignees.len();
    let (subject, evidence) = first.map_or(("", ""), |first| (&first.note.subject, &first.note.evidence));
    50 + cost_of_row(&action.text, subject, evidence)
        + heading
        + 8 * links
        + 15 * action.sightings.len().saturating_sub(1)
}

/// So many of the references that a row touches are named in it. One line may name thousands, and each of them has a page that
/// shows the row.
pub const NAMED: usize = 12;

/// So many references are named in the row of a call.
pub const NAMED_OF_CALL: usize = 3;

/// What the words of a row cost. What shows it has mostly words that stand in the row already.
fn cost_of_row(text: &str, subject: &str, evidence: &str) -> usize {
    cost_of_text(text, 600) + cost_of_text(subject, 160) / 2 + cost_of_text(evidence, 600) / 4
}

/// What a heading costs, which stands in the text of the link and in its address.
fn cost_of_heading(archive: &Archive, call: CallId, section: usize) -> usize {
    archive.call(call).document.heading_text(section).len().min(90) / 2
}

/// The longest title of a reference in a list, in characters.
pub const TITLE: usize = 90;

/// Whether a reference has a row of its own in the list of all: more than one call speaks of it.
pub fn is_row(archive: &Archive, at: usize) -> bool {
    archive.registers.of_references[at].calls.len() > 1
}

fn cost_of_reference(archive: &Archive, at: usize) -> usize {
    let reference = &archive.registers.references[at];
    let row = if is_row(archive, at) { 25 + cost_of_text(&reference.title, TITLE) } else { 0 };
    10 + row + reference.label.len() / 3
}

fn cost_of_call(archive: &Archive, id: CallId) -> usize {
    let call = archive.call(id);
    let about = archive.about(archive.shown_instead(id).unwrap_or(id)).iter();
    let references = archive.record(id).references.len().min(NAMED_OF_CALL);
    60 + cost_of_text(&call.title, 120) + about.map(|text| cost_of_text(text, 120)).sum::<usize>() + 8 * references
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_lists_into_parts_that_fit() {
        let half = PAGE_SIZE / 2;
        assert_eq!(cut(&[1, 1, 1, 3, 1], |size| size * half), [vec![1, 1], vec![1], vec![3], vec![1]]);
        assert_eq!(cut(&[], |size: &usize| *size), [Vec::<usize>::new()]);
    }

    #[test]
    fn a_register_that_fits_has_no_pages_by_year() {
        let year = |at: usize| Some(2020 + i32::try_from(at / 4).unwrap_or(0));
        let order: Vec<usize> = (0..8).rev().collect();
        let all = Yearly::of(&order, &order, year, |_| PAGE_SIZE / 8);
        assert_eq!((all.front.len(), all.years.len()), (8, 0));
        let some = Yearly::of(&order, &order, year, |_| PAGE_SIZE / 3);
        assert_eq!(some.front, [7, 6, 5]);
        assert_eq!(
            some.years,
            [(Some(2021), vec![vec![7, 6, 5], vec![4]]), (Some(2020), vec![vec![3, 2, 1], vec![0]])]
        );
        assert_eq!((some.part(Some(2020), 1), some.part(None, 0)), (&[0][..], &[][..]));
    }
}
