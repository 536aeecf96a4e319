//! What one row shows of a decision, an action, a place or a name, wherever it stands.

use crate::archive::CallId;
use crate::archive::registers::{Action, Decision, STALE_AFTER};
use crate::base::text::slug;
use crate::config::TeamSlug;
use crate::config::person_of;
use crate::document::plain;
use crate::extract::Status;
use crate::site::render::Renderer;
use crate::site::render::mentions::person;
use crate::site::render::view::{ActionView, DateView, DecisionView, EntryLinkView, PlaceView, SightingView};
use std::collections::BTreeMap;

impl Renderer<'_> {
    pub(in crate::site) fn place(&self, root: &str, id: CallId, section: usize) -> PlaceView {
        let call = self.archive.call(id);
        let section = &call.document.sections[section];
        let mark = if section.id.is_empty() { "" } else { "#" };
        let team_title = call.team.as_ref().map(|slug| self.archive.team_title(slug)).unwrap_or_default();
        PlaceView {
            url: format!("{root}{}{mark}{}", call.url, section.id),
            heading: section
                .heading
                .as_ref()
                .map(|heading| plain::shorten(heading.text.trim_end_matches([':', ' ']), 90))
                .unwrap_or_default(),
            team_title: if call.date.is_some() && !team_title.is_empty() { team_title } else { call.title.clone() },
            team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
            date: call.date.map(DateView::new),
        }
    }

    pub(in crate::site) fn reference_link(&self, root: &str, index: usize) -> EntryLinkView {
        let reference = &self.archive.registers.references[index];
        EntryLinkView {
            label: reference.label.clone(),
            url: format!("{root}{}", reference.path),
            key: reference.path.clone(),
            count: self.archive.registers.of_references[index].calls.len(),
        }
    }

    pub(in crate::site) fn topic_link(&self, root: &str, index: usize) -> EntryLinkView {
        let topic = &self.archive.registers.topics[index];
        EntryLinkView {
            label: topic.name.clone(),
            url: format!("{root}{}", topic.path()),
            key: topic.slug.clone(),
            count: self.archive.registers.of_topics[index].calls.len(),
        }
    }

    /// Somebody as a link; without one where people have no pages or the name is no known handle.
    pub(in crate::site) fn person_link(&self, root: &str, name: &str) -> EntryLinkView {
        let known = person(self.archive, name);
        let shown = known.filter(|_| self.archive.config.people.pages);
        EntryLinkView {
            label: known.map_or_else(|| name.to_owned(), |person| format!("@{}", person.name)),
            url: shown.map(|person| format!("{root}{}", person.path())).unwrap_or_default(),
            key: slug(&person_of(&self.archive.config, name)),
            count: 0,
        }
    }

    /// Who was in a call. Of a copy it is not known: its notes tell of another call.
    pub(in crate::site) fn people_of(&self, root: &str, id: CallId, handles: &[String]) -> Vec<EntryLinkView> {
        let known = self.archive.relations(id).original.is_none();
        handles.iter().filter(|_| known).map(|handle| self.person_link(root, handle)).collect()
    }

    pub(in crate::site) fn decision(&self, root: &str, decision: &Decision) -> DecisionView {
        let decisions = &self.archive.registers.decisions;
        let places = |list: &[usize]| -> Vec<PlaceView> {
            list.iter().map(|at| self.place(root, decisions[*at].call, decisions[*at].note.section)).collect()
        };
        DecisionView {
            text: plain::shorten(&decision.note.text, 600),
            rule: decision.note.rule.to_owned(),
            place: self.place(root, decision.call, decision.note.section),
            references: decision.references.iter().map(|at| self.reference_link(root, *at)).collect(),
            topics: decision.topics.iter().map(|at| self.topic_link(root, *at)).collect(),
            reported_in: places(&decision.reported_in.shown),
            repeats: decision.repeats.and_then(|at| places(&[at]).pop()),
            revisited_on: places(&decision.revisited_on.shown),
            earlier: places(&decision.earlier.shown),
            more_reports: decision.reported_in.more,
            more_revisits: decision.revisited_on.more,
            more_earlier: decision.earlier.more,
        }
    }

    pub(in crate::site) fn action(&self, root: &str, action: &Action) -> ActionView {
        let (state, state_words) = state(action);
        let place = action.sightings.first().map(|first| self.place(root, first.call, first.note.section));
        ActionView {
            text: plain::shorten(&action.text, 400),
            assignees: action.assignees.iter().map(|name| self.person_link(root, name)).collect(),
            state: state.to_owned(),
            state_words,
            place: place.unwrap_or_default(),
            history: action
                .sightings
                .iter()
                .skip(1)
                .map(|sighting| SightingView {
                    place: self.place(root, sighting.call, sighting.note.section),
                    status: status_word(sighting.note.status).to_owned(),
                })
                .collect(),
            age: age(action),
            references: action.references.iter().map(|at| self.reference_link(root, *at)).collect(),
            topics: action.topics.iter().map(|at| self.topic_link(root, *at)).collect(),
        }
    }

    /// Teams with a count each, the largest first.
    pub(in crate::site) fn team_links(&self, root: &str, counts: BTreeMap<&TeamSlug, usize>) -> Vec<EntryLinkView> {
        let mut counts: Vec<(&TeamSlug, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(team, count)| (std::cmp::Reverse(*count), *team));
        counts.into_iter().map(|(team, count)| self.team_link(root, team, count)).collect()
    }

    pub(in crate::site) fn team_link(&self, root: &str, team: &TeamSlug, count: usize) -> EntryLinkView {
        let label = self.archive.team_title(team);
        EntryLinkView { label, url: format!("{root}{team}/"), key: team.to_string(), count }
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Done => "done",
        Status::Unknown => "unknown",
    }
}

/// How an action stands, as a word for code and as words for people.
pub(in crate::site) fn state(action: &Action) -> (&'static str, String) {
    match action.status {
        Status::Done => ("done", "done".to_owned()),
        _ if action.stale => ("stale", format!("open, no update in {STALE_AFTER} days")),
        Status::Open => ("open", "open".to_owned()),
        Status::Unknown => ("unknown", "in question".to_owned()),
    }
}

/// How long an action has been, or was, open: "3 weeks, 2 calls".
fn age(action: &Action) -> String {
    let (count, one, many) = match action.age {
        days @ ..14 => (days, "day", "days"),
        days @ 14..70 => (days / 7, "week", "weeks"),
        days => (days / 30, "month", "months"),
    };
    let calls = figures(&[(action.calls, "call", "calls")]);
    let time = format!("{count} {}", if count == 1 { one } else { many });
    if calls.is_empty() { time } else { format!("{time}, {calls}") }
}

/// "12 calls, 1 decision"; what is zero is left out.
pub(in crate::site) fn figures(numbers: &[(usize, &str, &str)]) -> String {
    let shown = numbers.iter().filter(|(count, _, _)| *count > 0);
    let words = shown.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    words.collect::<Vec<_>>().join(", ")
}
