//! What one row shows of a decision, an action, a place or a name, wherever it stands.

use crate::archive::CallId;
use crate::archive::registers::{Action, Decision, STALE_AFTER, Sighting};
use crate::base::text::{slug, with_anchor};
use crate::config::TeamSlug;
use crate::config::person_of;
use crate::document::plain;
use crate::extract::{Status, Tier};
use crate::language::Words;
use crate::site::listing::NAMED;
use crate::site::render::Renderer;
use crate::site::render::mentions::person;
use crate::site::render::view::{ActionView, DecisionView, EntryLinkView, PlaceView, SightingView};
use std::collections::BTreeMap;

/// The longest heading in a row, in characters.
pub(in crate::site) const LONGEST_HEADING: usize = 90;

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
                .map(|heading| plain::shorten(heading.text.trim_end_matches([':', ' ']), LONGEST_HEADING))
                .unwrap_or_default(),
            team_title: if call.date.is_some() && !team_title.is_empty() { team_title } else { call.title.clone() },
            team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
            date: call.date.map(|day| self.date(day)),
            language: self.language(call),
        }
    }

    /// The place of a row: its own anchor on the page of its call.
    pub(super) fn place_of(&self, root: &str, id: CallId, section: usize, anchor: &str) -> PlaceView {
        let url = with_anchor(&format!("{root}{}", self.archive.call(id).url), anchor);
        PlaceView { url, ..self.place(root, id, section) }
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

    /// The references that a row names.
    fn named(&self, root: &str, references: &[usize]) -> Vec<EntryLinkView> {
        references.iter().take(NAMED).map(|at| self.reference_link(root, *at)).collect()
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
            let place = |other: &Decision| self.place_of(root, other.call, other.note.section, &other.note.anchor);
            let mut others: Vec<&Decision> = list.iter().map(|at| &decisions[*at]).collect();
            // What one call decided in several sentences is one place to look at.
            others.dedup_by_key(|other| other.call);
            others.into_iter().map(place).collect()
        };
        let note = &decision.note;
        let place = self.place_of(root, decision.call, note.section, &note.anchor);
        DecisionView {
            text: plain::shorten(note.outcome(), 600),
            subject: note.subject.clone(),
            tier: tier_word(note.tier).to_owned(),
            reviewed: note.reviewed,
            rule: note.rule.to_owned(),
            evidence: plain::shorten(&note.evidence, 600),
            place,
            references: self.named(root, &decision.references),
            more_references: decision.references.len().saturating_sub(NAMED),
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
        let (state, state_words) = (state(action), self.state_words(action));
        let first = action.sightings.first();
        let place_of = |seen: &Sighting| self.place_of(root, seen.call, seen.note.section, &seen.note.anchor);
        let place = first.map(place_of).unwrap_or_default();
        ActionView {
            text: plain::shorten(&action.text, 400),
            subject: first.map(|first| first.note.subject.clone()).unwrap_or_default(),
            tier: tier_word(action.tier).to_owned(),
            reviewed: action.reviewed,
            rule: first.map(|first| first.note.rule.to_owned()).unwrap_or_default(),
            evidence: first.map(|first| plain::shorten(&first.note.evidence, 400)).unwrap_or_default(),
            assignees: action.assignees.iter().map(|name| self.person_link(root, name)).collect(),
            state: state.to_owned(),
            state_words,
            place,
            history: action
                .sightings
                .iter()
                .skip(1)
                .map(|sighting| SightingView {
                    place: place_of(sighting),
                    status: self.words().text(status_key(sighting.note.status)).to_owned(),
                })
                .collect(),
            age: age(self.words(), action),
            references: self.named(root, &action.references),
            more_references: action.references.len().saturating_sub(NAMED),
            topics: action.topics.iter().map(|at| self.topic_link(root, *at)).collect(),
        }
    }

    /// How an action stands, as words for people.
    fn state_words(&self, action: &Action) -> String {
        let words = self.words();
        let last = action.sightings.last().and_then(|last| self.archive.call(last.call).date);
        match (state(action), last) {
            ("stale", Some(day)) => words.with("states.stale", &[("date", &words.date("dates.long", day))]),
            ("stale", None) => words.with("states.stale_undated", &[("days", &STALE_AFTER.to_string())]),
            ("unknown", _) => words.text("states.in_question").to_owned(),
            ("done", _) => words.text("states.done").to_owned(),
            _ => words.text("states.open").to_owned(),
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

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Open => "states.open",
        Status::Done => "states.done",
        Status::Unknown => "states.unknown",
    }
}

/// How an action stands, as a word for code.
pub(in crate::site) fn state(action: &Action) -> &'static str {
    match action.status {
        Status::Done => "done",
        _ if action.stale => "stale",
        Status::Open => "open",
        Status::Unknown => "unknown",
    }
}

pub(in crate::site) fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Explicit => "explicit",
        Tier::Inferred => "inferred",
    }
}

/// How long an action has been, or was, open: "3 weeks, 2 calls".
fn age(words: &Words, action: &Action) -> String {
    let (count, key) = match action.age {
        ..=0 => return String::new(),
        days @ ..14 => (days, "counts.days"),
        days @ 14..70 => (days / 7, "counts.weeks"),
        days => (days / 30, "counts.months"),
    };
    figures(words, &[(usize::try_from(count).unwrap_or(0), key), (action.calls, "counts.calls")])
}

/// "12 calls, 1 decision"; what is zero is left out.
pub(in crate::site) fn figures(words: &Words, numbers: &[(usize, &str)]) -> String {
    let shown = numbers.iter().filter(|(count, _)| *count > 0);
    words.joined(&shown.map(|(count, key)| words.count(key, *count)).collect::<Vec<_>>())
}
