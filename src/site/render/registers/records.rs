//! What other pages show of the registers: the start page, the summary box of a call, the panels of a team.

use super::charts::{self, months};
use crate::archive::CallId;
use crate::archive::registers::{Action, Decision, Mention, mentions_in};
use crate::config::person_of;
use crate::extract::Tier;
use crate::site::render::Renderer;
use crate::site::render::view::{ActionView, DecisionView, EntryLinkView, RecordView, RelatedView, TeamRecordView};
use crate::site::{addresses, listing};
use std::collections::{BTreeMap, BTreeSet};

/// So many times as many decisions as are news are looked through for those that are marked.
const LOOKED_THROUGH: usize = 6;

impl Renderer<'_> {
    /// The newest decisions of some calls, given newest first; reports of them are not repeated.
    pub(in crate::site) fn newest_decisions(
        &self,
        root: &str,
        calls: impl Iterator<Item = CallId>,
        most: usize,
    ) -> Vec<DecisionView> {
        self.decisions_of(calls).take(most).map(|decision| self.decision(root, decision)).collect()
    }

    /// The same as news: one of each subject of a call, and what is marked as a decision before what only reads like one.
    pub(in crate::site) fn decisions_in_the_news(
        &self,
        root: &str,
        calls: impl Iterator<Item = CallId>,
        most: usize,
    ) -> Vec<DecisionView> {
        let mut told = BTreeSet::new();
        let decisions = self.decisions_of(calls).filter(|&decision| {
            let subject = decision.note.subject.as_str();
            subject.is_empty() || told.insert((decision.call, subject))
        });
        let newest: Vec<&Decision> = decisions.take(most * LOOKED_THROUGH).collect();
        let is_marked = |decision: &&Decision| decision.note.tier == Tier::Explicit;
        let marked: Vec<&Decision> = newest.iter().copied().filter(is_marked).collect();
        let shown = if marked.len() < most { newest } else { marked };
        shown.into_iter().take(most).map(|decision| self.decision(root, decision)).collect()
    }

    /// The open actions that some calls raised, given newest first.
    pub(in crate::site) fn newest_open_actions(
        &self,
        root: &str,
        calls: impl Iterator<Item = CallId>,
        most: usize,
    ) -> Vec<ActionView> {
        self.open_actions_of(calls).take(most).map(|action| self.action(root, action)).collect()
    }

    fn decisions_of(&self, calls: impl Iterator<Item = CallId>) -> impl Iterator<Item = &Decision> {
        let (archive, registers) = (self.archive, &self.archive.registers);
        let decisions = calls.flat_map(|id| archive.record(id).decisions.iter().rev());
        decisions.map(|at| &registers.decisions[*at]).filter(|decision| decision.repeats.is_none())
    }

    fn open_actions_of(&self, calls: impl Iterator<Item = CallId>) -> impl Iterator<Item = &Action> {
        let (archive, registers) = (self.archive, &self.archive.registers);
        calls.flat_map(move |id| {
            let actions = archive.record(id).actions.iter().rev().map(|at| &registers.actions[*at]);
            actions.filter(move |action| action.is_open() && action.raised_in() == Some(id))
        })
    }

    /// The topics that the calls of the last months are about.
    pub(in crate::site) fn recent_topics(&self, root: &str) -> Vec<EntryLinkView> {
        const MONTHS: i64 = 182;
        const MOST: usize = 12;
        let archive = self.archive;
        let last =
            archive.calls.iter().filter(|call| archive.is_held_original(call)).filter_map(|call| call.date).max();
        let Some(last) = last else { return Vec::new() };
        let recent = |mention: &&Mention| {
            mention.strong && archive.call(mention.call).date.is_some_and(|date| (last - date).num_days() <= MONTHS)
        };
        let mut counts: Vec<(usize, usize)> = archive
            .registers
            .topics
            .iter()
            .enumerate()
            .map(|(index, topic)| (topic.mentions.iter().filter(recent).count(), index))
            .filter(|(count, _)| *count > 0)
            .collect();
        counts.sort_by_key(|(count, index)| (std::cmp::Reverse(*count), *index));
        counts.truncate(MOST);
        counts.into_iter().map(|(count, index)| EntryLinkView { count, ..self.topic_link(root, index) }).collect()
    }

    /// A call's summary box and the calls that speak of the same things.
    pub(in crate::site) fn record(&self, root: &str, id: CallId) -> RecordView {
        const TOPICS: usize = 8;
        let (registers, record) = (&self.archive.registers, self.archive.record(id));
        let (topics, more_topics) = record.topics.split_at(record.topics.len().min(TOPICS));
        // The closest ones are listed; among them the newest comes first.
        let mut related: Vec<_> = record.related.iter().collect();
        related.sort_by_key(|related| std::cmp::Reverse(self.archive.call(related.call).date));
        let reporting = record.reporting.iter().map(|team| &self.archive.teams[*team]);
        RecordView {
            reports: reporting.map(|team| self.team_link(root, &team.slug, 0)).collect(),
            decisions: record.decisions.iter().map(|at| self.decision(root, &registers.decisions[*at])).collect(),
            actions: record.actions.iter().map(|at| self.action_in(root, id, &registers.actions[*at])).collect(),
            references: record.references.iter().map(|at| self.reference_link(root, *at)).collect(),
            topics: topics.iter().map(|at| self.topic_link(root, *at)).collect(),
            more_topics: more_topics.iter().map(|at| self.topic_link(root, *at)).collect(),
            related: related
                .into_iter()
                .map(|related| RelatedView {
                    call: self.link(root, related.call),
                    shared: related.shared.iter().take(4).map(|at| self.reference_link(root, *at)).collect(),
                })
                .collect(),
        }
    }

    /// An action as it stands in one call: its place there, and where it stands after it.
    fn action_in(&self, root: &str, id: CallId, action: &Action) -> ActionView {
        let mut view = self.action(root, action);
        if let Some(at) = action.sightings.iter().position(|seen| seen.call == id) {
            let seen = &action.sightings[at];
            view.place = self.place_of(root, id, seen.note.section, &seen.note.anchor);
            // The first sighting is no part of the history.
            view.history.drain(..at.min(view.history.len()));
        }
        view
    }

    /// What a team decided, is to do and talks about.
    pub(in crate::site) fn team_record(&self, root: &str, index: usize) -> TeamRecordView {
        const MOST: usize = 12;
        let (archive, registers) = (self.archive, &self.archive.registers);
        let team = &archive.teams[index];
        // Newest first; documents have no date and come before all calls.
        let calls = || team.calls.iter().rev().chain(team.documents.iter().rev()).copied();
        let mut people: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        let held = || team.calls.iter().filter(|id| archive.is_held_original(archive.call(**id)));
        let last = held().filter_map(|id| archive.call(*id).date).max();
        // Who was there three years ago is nobody to turn to today.
        let is_recent = |id: &&CallId| {
            let date = archive.call(**id).date;
            last.zip(date).is_some_and(|(last, date)| (last - date).num_days() <= 365)
        };
        for id in held().filter(is_recent) {
            for handle in &archive.call(*id).participants {
                people.entry(person_of(&archive.config, handle)).or_insert((0, handle)).0 += 1;
            }
        }
        let mut people: Vec<(usize, &str)> = people.into_values().collect();
        people.sort_by_key(|(count, name)| (std::cmp::Reverse(*count), *name));
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for id in calls() {
            for at in &archive.record(id).topics {
                if mentions_in(&registers.topics[*at].mentions, id).iter().any(|mention| mention.strong) {
                    *counts.entry(*at).or_default() += 1;
                }
            }
        }
        let mut topics: Vec<(usize, usize)> = counts.into_iter().map(|(at, count)| (count, at)).collect();
        topics.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
        let recent_actions = listing::recent_actions(archive, self.open_actions_of(calls()));
        TeamRecordView {
            decisions: self.newest_decisions(root, calls(), 6),
            decision_count: self.decisions_of(calls()).count(),
            decisions_url: format!("{root}{}?team={}", addresses::DECISIONS, team.slug),
            actions: recent_actions.take(6).map(|action| self.action(root, action)).collect(),
            action_count: self.open_actions_of(calls()).count(),
            actions_url: format!("{root}{}?team={}", addresses::ACTIONS, team.slug),
            topics: topics
                .into_iter()
                .take(MOST)
                .map(|(count, at)| EntryLinkView { count, ..self.topic_link(root, at) })
                .collect(),
            people: people
                .into_iter()
                .take(MOST)
                .map(|(count, name)| EntryLinkView { count, ..self.person_link(root, name) })
                .collect(),
            picture: months(self.words(), held().filter_map(|id| archive.call(*id).date), &charts::CALLS, |year| {
                format!("#y{year}")
            }),
        }
    }
}
