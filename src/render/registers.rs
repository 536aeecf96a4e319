//! The pages of the registers, and what other pages show of them.

use super::Renderer;
use super::mentions::person;
use super::view::{
    ActionGroupView, ActionView, ActionsView, BarView, CallMentionsView, ChoiceView, DateView, DecisionView,
    DecisionYearView, DecisionsView, EntryLinkView, IndexEntryView, IndexView, MentionView, PersonView,
    PictureGroupView, PictureView, PlaceView, RecordView, ReferenceGroupView, ReferencesView, RegisterLinkView,
    RelatedView, SightingView, TeamRecordView, TrailView,
};
use crate::extract::fold;
use crate::link::registers::{Action, Decision, Mention, Named, Reference, STALE_AFTER, person_of};
use crate::link::{Archive, CallId};
use crate::model::{Status, TeamSlug};
use crate::plain;
use crate::slug::slug;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// The longest text of a mention, in characters.
const MENTION: usize = 220;

/// A text of more words speaks for itself; with others stands what they are nested below.
const FEW: usize = 12;

/// The longest text that tells what another one is nested below, in characters.
const CONTEXT: usize = 110;

/// The most places of one call that a trail shows.
const PLACES: usize = 3;

/// The registers that have pages, for the navigation.
pub(super) fn links(archive: &Archive<'_>) -> Vec<RegisterLinkView> {
    let registers = &archive.registers;
    let people = archive.config.people.pages && !registers.people.is_empty();
    let all = [
        ("Decisions", "decisions", true, !registers.decisions.is_empty()),
        ("Actions", "actions", true, !registers.actions.is_empty()),
        ("Topics", "topics", true, !registers.topics.is_empty()),
        ("References", "refs", false, !registers.references.is_empty()),
        ("People", "people", false, people),
    ];
    let shown = all.into_iter().filter(|(_, _, _, any)| *any);
    shown
        .map(|(title, area, in_bar, _)| RegisterLinkView {
            title: title.to_owned(),
            path: format!("{area}/"),
            area: area.to_owned(),
            in_bar,
        })
        .collect()
}

impl Renderer<'_> {
    fn place(&self, root: &str, id: CallId, section: usize) -> PlaceView {
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

    fn reference_link(&self, root: &str, index: usize) -> EntryLinkView {
        let reference = &self.archive.registers.references[index];
        EntryLinkView {
            label: reference.label.clone(),
            url: format!("{root}{}", reference.path),
            key: reference.path.clone(),
            count: calls_of(&reference.mentions),
        }
    }

    fn topic_link(&self, root: &str, index: usize) -> EntryLinkView {
        let topic = &self.archive.registers.topics[index];
        EntryLinkView {
            label: topic.name.clone(),
            url: format!("{root}topics/{}/", topic.slug),
            key: topic.slug.clone(),
            count: calls_of(&topic.mentions),
        }
    }

    /// Somebody as a link; without one where people have no pages or the name is no known handle.
    pub(super) fn person_link(&self, root: &str, name: &str) -> EntryLinkView {
        let known = person(self.archive, name);
        let shown = known.filter(|_| self.archive.config.people.pages);
        EntryLinkView {
            label: known.map_or_else(|| name.to_owned(), |person| format!("@{}", person.name)),
            url: shown.map(|person| format!("{root}{}", person.path())).unwrap_or_default(),
            key: slug(&person_of(self.archive.config, name)),
            count: 0,
        }
    }

    /// Who was in a call. Of a copy it is not known: its notes tell of another call.
    pub(super) fn people_of(&self, root: &str, id: CallId, handles: &[String]) -> Vec<EntryLinkView> {
        let known = self.archive.ties(id).original.is_none();
        handles.iter().filter(|_| known).map(|handle| self.person_link(root, handle)).collect()
    }

    fn decision(&self, root: &str, decision: &Decision) -> DecisionView {
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
            reported_in: places(&decision.reported_in),
            repeats: decision.repeats.and_then(|at| places(&[at]).pop()),
            revisited_on: places(&decision.revisited_on),
            earlier: places(&decision.earlier),
        }
    }

    fn action(&self, root: &str, action: &Action) -> ActionView {
        let (state, state_words) = state(action);
        let place = action.sightings.first().map(|first| self.place(root, first.call, first.note.section));
        ActionView {
            text: plain::shorten(&action.text, 400),
            assignees: action
                .assignees
                .iter()
                .filter(|name| !self.archive.config.people.hidden.contains(&person_of(self.archive.config, name)))
                .map(|name| self.person_link(root, name))
                .collect(),
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

    /// The newest decisions, of a team or of all; reports of them are not repeated.
    pub(super) fn newest_decisions(&self, root: &str, team: Option<&TeamSlug>, most: usize) -> Vec<DecisionView> {
        let decisions = self.archive.registers.decisions.iter().rev();
        let own = decisions.filter(|decision| {
            decision.repeats.is_none()
                && team.is_none_or(|team| self.archive.call(decision.call).team.as_ref() == Some(team))
        });
        own.take(most).map(|decision| self.decision(root, decision)).collect()
    }

    /// The open actions somebody spoke of last.
    pub(super) fn newest_open_actions(&self, root: &str, team: Option<&TeamSlug>, most: usize) -> Vec<ActionView> {
        let actions = self.archive.registers.actions.iter().rev();
        let open = actions
            .filter(|action| action.is_open() && team.is_none_or(|team| team_of(self.archive, action) == Some(team)));
        open.take(most).map(|action| self.action(root, action)).collect()
    }

    /// The topics that the calls of the last months are about.
    pub(super) fn recent_topics(&self, root: &str) -> Vec<EntryLinkView> {
        const MONTHS: i64 = 182;
        const MOST: usize = 12;
        let archive = self.archive;
        let last = archive.calls.iter().filter(|call| archive.counts(call)).filter_map(|call| call.date).max();
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
    pub(super) fn record(&self, root: &str, id: CallId) -> RecordView {
        const TOPICS: usize = 8;
        let (registers, record) = (&self.archive.registers, self.archive.record(id));
        let (topics, more_topics) = record.topics.split_at(record.topics.len().min(TOPICS));
        let reporting = self.archive.teams.iter().filter(|team| {
            let first = team.reports.partition_point(|report| report.call < id);
            team.reports.get(first).is_some_and(|report| report.call == id)
        });
        RecordView {
            reports: reporting.map(|team| self.team_link(root, &team.slug, 0)).collect(),
            decisions: record.decisions.iter().map(|at| self.decision(root, &registers.decisions[*at])).collect(),
            actions: record.actions.iter().map(|at| self.action(root, &registers.actions[*at])).collect(),
            references: record.references.iter().map(|at| self.reference_link(root, *at)).collect(),
            topics: topics.iter().map(|at| self.topic_link(root, *at)).collect(),
            more_topics: more_topics.iter().map(|at| self.topic_link(root, *at)).collect(),
            related: record
                .related
                .iter()
                .map(|related| RelatedView {
                    call: self.link(root, related.call),
                    shared: related.shared.iter().take(4).map(|at| self.reference_link(root, *at)).collect(),
                })
                .collect(),
        }
    }

    /// What a team decided, is to do and talks about.
    pub(super) fn team_record(&self, root: &str, index: usize) -> TeamRecordView {
        const MOST: usize = 12;
        let (archive, registers) = (self.archive, &self.archive.registers);
        let team = &archive.teams[index];
        let calls: BTreeSet<CallId> = team.calls.iter().chain(&team.documents).copied().collect();
        let mut people: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        let held = || team.calls.iter().filter(|id| archive.counts(archive.call(**id)));
        let last = held().filter_map(|id| archive.call(*id).date).max();
        // Who was there three years ago is nobody to turn to today.
        let is_recent = |id: &&CallId| {
            let date = archive.call(**id).date;
            last.zip(date).is_some_and(|(last, date)| (last - date).num_days() <= 365)
        };
        for id in held().filter(is_recent) {
            for handle in &archive.call(*id).participants {
                people.entry(person_of(archive.config, handle)).or_insert((0, handle)).0 += 1;
            }
        }
        let mut people: Vec<(usize, &str)> = people.into_values().collect();
        people.sort_by_key(|(count, name)| (std::cmp::Reverse(*count), *name));
        let mut topics: Vec<(usize, usize)> = registers
            .topics
            .iter()
            .enumerate()
            .map(|(at, topic)| {
                let own = topic.mentions.iter().filter(|mention| mention.strong && calls.contains(&mention.call));
                (own.map(|mention| mention.call).collect::<BTreeSet<_>>().len(), at)
            })
            .filter(|(count, _)| *count > 0)
            .collect();
        topics.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
        TeamRecordView {
            decisions: self.newest_decisions(root, Some(&team.slug), 6),
            decision_count: registers
                .decisions
                .iter()
                .filter(|decision| decision.repeats.is_none() && calls.contains(&decision.call))
                .count(),
            decisions_url: format!("{root}decisions/?team={}", team.slug),
            actions: self.newest_open_actions(root, Some(&team.slug), 6),
            action_count: registers
                .actions
                .iter()
                .filter(|action| action.is_open() && team_of(archive, action) == Some(&team.slug))
                .count(),
            actions_url: format!("{root}actions/?team={}", team.slug),
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
            picture: months(held().filter_map(|id| archive.call(*id).date), "Calls a month", "call", "calls"),
        }
    }

    /// `/decisions/`.
    pub(super) fn decisions(&self, root: &str) -> DecisionsView {
        let archive = self.archive;
        let own: Vec<&Decision> =
            archive.registers.decisions.iter().rev().filter(|decision| decision.repeats.is_none()).collect();
        let mut years: Vec<DecisionYearView> = Vec::new();
        for decision in &own {
            let date = archive.call(decision.call).date;
            let label = date.map_or_else(|| "undated".to_owned(), |date| date.year().to_string());
            if years.last().is_none_or(|last| last.label != label) {
                years.push(DecisionYearView { label, decisions: Vec::new() });
            }
            if let Some(last) = years.last_mut() {
                last.decisions.push(self.decision(root, decision));
            }
        }
        let description = format!("What the calls of {} decided, newest first, with the reasons", archive.config.title);
        let topics = own.iter().flat_map(|decision| &decision.topics).map(|at| {
            let topic = &archive.registers.topics[*at];
            (topic.slug.clone(), topic.name.clone())
        });
        DecisionsView {
            site: self.site.clone(),
            page: self.page(root, "decisions/", "Decisions".to_owned(), &description, "decisions"),
            picture: months(
                own.iter().filter_map(|decision| archive.call(decision.call).date),
                "Decisions a month",
                "decision",
                "decisions",
            ),
            count: own.len(),
            teams: choices(own.iter().filter_map(|decision| self.team_choice(decision.call))),
            topics: choices(topics),
            years,
        }
    }

    /// `/actions/`.
    pub(super) fn actions(&self, root: &str) -> ActionsView {
        let archive = self.archive;
        let actions = &archive.registers.actions;
        let groups: Vec<ActionGroupView> =
            [("open", "Open"), ("unknown", "In question"), ("stale", "Not heard of for a long time"), ("done", "Done")]
                .into_iter()
                .map(|(wanted, title)| ActionGroupView {
                    state: wanted.to_owned(),
                    title: title.to_owned(),
                    folded: matches!(wanted, "stale" | "done"),
                    actions: actions
                        .iter()
                        .rev()
                        .filter(|action| state(action).0 == wanted)
                        .map(|action| self.action(root, action))
                        .collect(),
                })
                .filter(|group| !group.actions.is_empty())
                .collect();
        let count = |wanted: &str| actions.iter().filter(|action| state(action).0 == wanted).count();
        let people = actions.iter().flat_map(|action| &action.assignees).map(|name| {
            let link = self.person_link("", name);
            (slug(&person_of(archive.config, name)), link.label)
        });
        let people = people.filter(|(value, _)| !value.is_empty());
        let description = format!("What is to be done and by whom, from the calls of {}", archive.config.title);
        ActionsView {
            site: self.site.clone(),
            page: self.page(root, "actions/", "Actions".to_owned(), &description, "actions"),
            picture: ages(actions.iter().filter(|action| action.is_open())),
            open: count("open"),
            in_question: count("unknown"),
            stale: count("stale"),
            done: count("done"),
            groups,
            teams: choices(actions.iter().filter_map(|action| self.team_choice(action.sightings.first()?.call))),
            people: choices(people),
        }
    }

    fn team_choice(&self, id: CallId) -> Option<(String, String)> {
        let slug = self.archive.call(id).team.as_ref()?;
        Some((slug.to_string(), self.archive.team_title(slug)))
    }

    /// `/refs/`.
    pub(super) fn references(&self, root: &str) -> ReferencesView {
        const FREQUENT: usize = 24;
        let archive = self.archive;
        let references = &archive.registers.references;
        let mut order: Vec<usize> = (0..references.len()).filter(|at| references[*at].named == Named::Issue).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(calls_of(&references[*at].mentions)), *at));
        let mut groups: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for (at, reference) in references.iter().enumerate() {
            let group = match reference.named {
                Named::Kind(kind) => (kind, archive.config.references.kinds[kind].title.clone()),
                Named::Issue => (usize::MAX, reference.repository().to_owned()),
            };
            groups.entry(group).or_default().push(at);
        }
        let mut groups: Vec<((usize, String), Vec<usize>)> = groups.into_iter().collect();
        groups.sort_by_key(|((kind, title), list)| (*kind, std::cmp::Reverse(list.len()), title.clone()));
        let description = format!("Issues, standards and the like that {} speaks of", archive.config.title);
        ReferencesView {
            site: self.site.clone(),
            page: self.page(root, "refs/", "References".to_owned(), &description, "refs"),
            count: references.len(),
            frequent: order.into_iter().take(FREQUENT).map(|at| self.reference_link(root, at)).collect(),
            groups: groups
                .into_iter()
                .map(|((_, title), mut list)| {
                    list.sort_by_key(|at| by_number(&references[*at]));
                    ReferenceGroupView {
                        id: format!("in-{}", slug(&title)),
                        title,
                        references: list.into_iter().map(|at| self.reference_link(root, at)).collect(),
                    }
                })
                .collect(),
        }
    }

    /// A reference's trail through all calls, oldest first.
    pub(super) fn reference(&self, root: &str, index: usize) -> TrailView {
        let archive = self.archive;
        let reference = &archive.registers.references[index];
        let kicker = match reference.named {
            Named::Issue => reference.repository().to_owned(),
            Named::Kind(kind) => archive.config.references.kinds[kind].title.clone(),
        };
        let description = format!("Where {} was spoken of, call by call", reference.id);
        let page = self.page(root, &reference.path, reference.label.clone(), &description, "refs");
        let mut together: BTreeMap<usize, usize> = BTreeMap::new();
        let sections: BTreeSet<(CallId, usize)> =
            reference.mentions.iter().map(|mention| (mention.call, mention.section)).collect();
        for call in reference.mentions.iter().map(|mention| mention.call).collect::<BTreeSet<_>>() {
            for other in archive.record(call).references.iter().filter(|other| **other != index) {
                let mentions = archive.registers.references[*other].mentions.iter();
                let shared = mentions.filter(|mention| sections.contains(&(mention.call, mention.section))).count();
                if shared > 0 {
                    together.insert(*other, shared);
                }
            }
        }
        let mut together: Vec<(usize, usize)> = together.into_iter().collect();
        together.sort_by_key(|(other, count)| (std::cmp::Reverse(*count), *other));
        let related: Vec<EntryLinkView> = together
            .into_iter()
            .take(10)
            .map(|(other, count)| EntryLinkView { count, ..self.reference_link(root, other) })
            .collect();
        TrailView {
            heading: reference.label.clone(),
            kicker_url: format!("{root}refs/#in-{}", slug(&kicker)),
            kicker,
            web_url: reference.url.clone(),
            related,
            related_title: "Spoken of in the same sections".to_owned(),
            ..self.trail(root, page, &reference.mentions, |list| list.contains(&index), false, false)
        }
    }

    /// A topic, newest first.
    pub(super) fn topic(&self, root: &str, index: usize) -> TrailView {
        let topic = &self.archive.registers.topics[index];
        let description = if topic.blurb.is_empty() {
            format!("What the calls said and decided about {}", topic.name)
        } else {
            topic.blurb.clone()
        };
        let page = self.page(root, &format!("topics/{}/", topic.slug), topic.name.clone(), &description, "topics");
        let related = topic.related.iter();
        TrailView {
            heading: topic.name.clone(),
            kicker: "Topic".to_owned(),
            kicker_url: format!("{root}topics/"),
            blurb: topic.blurb.clone(),
            related: related.map(|(at, count)| EntryLinkView { count: *count, ..self.topic_link(root, *at) }).collect(),
            related_title: "Related topics".to_owned(),
            ..self.trail(root, page, &topic.mentions, |list| list.contains(&index), true, true)
        }
    }

    /// What references and topics have in common. `has` tells from the list of a decision or action whether it belongs.
    fn trail(
        &self,
        root: &str,
        page: super::view::PageView,
        mentions: &[Mention],
        has: impl Fn(&[usize]) -> bool,
        of_topic: bool,
        newest_first: bool,
    ) -> TrailView {
        let (archive, registers) = (self.archive, &self.archive.registers);
        let decisions = registers.decisions.iter().filter(|decision| {
            decision.repeats.is_none() && has(if of_topic { &decision.topics } else { &decision.references })
        });
        // The page's own name on each of its rows would say nothing.
        let own = format!("{root}{}", page.path);
        let without_itself = |links: &mut Vec<EntryLinkView>| links.retain(|link| link.url != own);
        let mut decisions: Vec<DecisionView> = decisions.map(|decision| self.decision(root, decision)).collect();
        for decision in &mut decisions {
            without_itself(&mut decision.topics);
            without_itself(&mut decision.references);
        }
        let actions: Vec<&Action> = registers
            .actions
            .iter()
            .filter(|action| has(if of_topic { &action.topics } else { &action.references }))
            .collect();
        let (open, done): (Vec<&Action>, Vec<&Action>) = actions.into_iter().rev().partition(|action| action.is_open());
        let mut actions: Vec<ActionView> =
            open.into_iter().chain(done).map(|action| self.action(root, action)).collect();
        actions.iter_mut().for_each(|action| without_itself(&mut action.references));
        let mut by_call: Vec<CallMentionsView> = Vec::new();
        let mut last: Option<CallId> = None;
        let mut teams: BTreeMap<&TeamSlug, usize> = BTreeMap::new();
        for mention in mentions {
            let call = archive.call(mention.call);
            if last != Some(mention.call) {
                last = Some(mention.call);
                by_call.push(CallMentionsView { call: self.link(root, mention.call), ..CallMentionsView::default() });
                if let Some(team) = &call.team {
                    *teams.entry(team).or_default() += 1;
                }
            }
            let Some(group) = by_call.last_mut() else { continue };
            group.strong |= mention.strong;
            if group.places.len() >= PLACES {
                group.more += 1;
                continue;
            }
            let place = self.place(root, mention.call, mention.section);
            let repeats = fold(&mention.text).starts_with(&fold(place.heading.trim_end_matches('…')));
            let text = if repeats && !place.heading.is_empty() { "" } else { mention.text.as_str() };
            let speaks_for_itself = text.is_empty() || text.split_whitespace().count() > FEW;
            let context = if speaks_for_itself { "" } else { mention.context.trim_end_matches([':', ' ']) };
            group.places.push(MentionView {
                url: place.url,
                heading: place.heading,
                context: plain::shorten(context, CONTEXT),
                text: plain::shorten(text, MENTION),
            });
        }
        let dates: Vec<NaiveDate> = by_call.iter().filter_map(|group| date_of(&group.call)).collect();
        if newest_first {
            decisions.reverse();
            by_call.reverse();
        }
        TrailView {
            site: self.site.clone(),
            page,
            // Two bars show nothing that their dates do not say.
            picture: months(dates.iter().copied(), "Calls a month that speak of it", "call", "calls")
                .filter(|_| dates.len() > 2),
            first: dates.iter().min().copied().map(DateView::new),
            last: dates.iter().max().copied().map(DateView::new),
            decisions,
            actions,
            calls: by_call.len(),
            mentions: without_repetition(by_call),
            teams: self.team_links(root, teams),
            ..TrailView::default()
        }
    }

    /// Teams with a count each, the largest first.
    fn team_links(&self, root: &str, counts: BTreeMap<&TeamSlug, usize>) -> Vec<EntryLinkView> {
        let mut counts: Vec<(&TeamSlug, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(team, count)| (std::cmp::Reverse(*count), *team));
        counts.into_iter().map(|(team, count)| self.team_link(root, team, count)).collect()
    }

    fn team_link(&self, root: &str, team: &TeamSlug, count: usize) -> EntryLinkView {
        let label = self.archive.team_title(team);
        EntryLinkView { label, url: format!("{root}{team}/"), key: team.to_string(), count }
    }

    /// `/topics/`.
    pub(super) fn topics(&self, root: &str) -> IndexView {
        let archive = self.archive;
        let topics = &archive.registers.topics;
        let mut order: Vec<usize> = (0..topics.len()).collect();
        order.sort_by_key(|at| fold(&topics[*at].name));
        let lead = if archive.config.topics.is_empty() {
            "Proposed from headings that keep coming back; name your own in minutebook.yaml."
        } else {
            ""
        };
        let entries = order.into_iter().map(|at| {
            let link = self.topic_link(root, at);
            let decided = archive
                .registers
                .decisions
                .iter()
                .filter(|decision| decision.repeats.is_none() && decision.topics.contains(&at))
                .count();
            IndexEntryView {
                blurb: topics[at].blurb.clone(),
                figures: figures(&[(link.count, "call", "calls"), (decided, "decision", "decisions")]),
                link,
            }
        });
        let description = format!("What {} talks about", archive.config.title);
        IndexView {
            site: self.site.clone(),
            page: self.page(root, "topics/", "Topics".to_owned(), &description, "topics"),
            heading: "Topics".to_owned(),
            lead: lead.to_owned(),
            entries: entries.collect(),
            filter_label: "Filter the topics".to_owned(),
        }
    }

    /// `/people/`.
    pub(super) fn people(&self, root: &str) -> IndexView {
        let archive = self.archive;
        let mut people: Vec<&crate::link::registers::Person> = archive.registers.people.iter().collect();
        people.sort_by_key(|person| (std::cmp::Reverse(person.attended.len()), person.handle.clone()));
        let actions = &archive.registers.actions;
        let entries = people.into_iter().map(|person| {
            let open = person.actions.iter().filter(|at| actions[**at].is_current()).count();
            IndexEntryView {
                link: EntryLinkView { count: person.attended.len(), ..self.person_link(root, &person.handle) },
                blurb: String::new(),
                figures: figures(&[(person.attended.len(), "call", "calls"), (open, "open action", "open actions")]),
            }
        });
        let description = format!("Who took part in the calls of {}", archive.config.title);
        IndexView {
            site: self.site.clone(),
            page: self.page(root, "people/", "People".to_owned(), &description, "people"),
            heading: "People".to_owned(),
            lead: String::new(),
            entries: entries.collect(),
            filter_label: "Filter the people".to_owned(),
        }
    }

    /// `/people/<handle>/`.
    pub(super) fn person(&self, root: &str, index: usize) -> PersonView {
        let archive = self.archive;
        let person = &archive.registers.people[index];
        let actions = &archive.registers.actions;
        let dates: Vec<NaiveDate> = person.attended.iter().filter_map(|id| archive.call(*id).date).collect();
        let mut teams: BTreeMap<&TeamSlug, usize> = BTreeMap::new();
        for team in person.attended.iter().filter_map(|id| archive.call(*id).team.as_ref()) {
            *teams.entry(team).or_default() += 1;
        }
        let not_done = person.actions.iter().rev().filter(|at| actions[**at].is_open());
        let (current, stale): (Vec<usize>, Vec<usize>) = not_done.copied().partition(|at| actions[*at].is_current());
        let named = person.led.iter().chain(&person.mentioned).map(|(id, _)| *id);
        let tasks = person.actions.iter().flat_map(|at| actions[*at].sightings.iter().map(|sighting| sighting.call));
        let elsewhere: BTreeSet<CallId> = named.chain(tasks).chain(person.presented.iter().copied()).collect();
        let elsewhere = elsewhere.into_iter().filter(|id| !person.attended.contains(id)).collect::<Vec<_>>();
        let description = format!("Calls, sections and actions of @{}", person.name);
        let path = person.path();
        PersonView {
            site: self.site.clone(),
            page: self.page(root, &path, format!("@{}", person.name), &description, "people"),
            name: person.name.clone(),
            picture: months(dates.iter().copied(), "Calls a month", "call", "calls"),
            attended: person.attended.len(),
            presented: person.presented.len(),
            first: dates.first().copied().map(DateView::new),
            last: dates.last().copied().map(DateView::new),
            teams: self.team_links(root, teams),
            open_actions: current.into_iter().map(|at| self.action(root, &actions[at])).collect(),
            stale_actions: stale.into_iter().map(|at| self.action(root, &actions[at])).collect(),
            done_actions: person.actions.iter().filter(|at| actions[**at].status == Status::Done).count(),
            led: person.led.iter().rev().map(|(id, section)| self.place(root, *id, *section)).collect(),
            calls: self.links(root, person.attended.iter().rev().copied()),
            elsewhere: self.links(root, elsewhere.into_iter().rev()),
        }
    }
}

/// Calls one after the other whose notes say just the same, such as an item that is carried along, are told once.
fn without_repetition(calls: Vec<CallMentionsView>) -> Vec<CallMentionsView> {
    let says_the_same = |one: &CallMentionsView, other: &CallMentionsView| {
        let said = |place: &MentionView| MentionView { url: String::new(), ..place.clone() };
        one.places.iter().map(said).eq(other.places.iter().map(said))
    };
    let mut kept: Vec<CallMentionsView> = Vec::new();
    for group in calls {
        match kept.last_mut() {
            Some(last)
                if last.call.team == group.call.team && last.more == group.more && says_the_same(last, &group) =>
            {
                last.again.push(group.call);
            }
            _ => kept.push(group),
        }
    }
    kept
}

fn date_of(call: &super::view::CallLinkView) -> Option<NaiveDate> {
    call.date.as_ref()?.iso.parse().ok()
}

fn calls_of(mentions: &[Mention]) -> usize {
    mentions.iter().map(|mention| mention.call).collect::<BTreeSet<_>>().len()
}

fn team_of<'a>(archive: &'a Archive<'_>, action: &Action) -> Option<&'a TeamSlug> {
    archive.call(action.sightings.first()?.call).team.as_ref()
}

/// Newest issues first within a repository, other ids by what stands before their number and then by that: R2 before R10.
fn by_number(reference: &Reference) -> (std::cmp::Reverse<u32>, String, u32) {
    let id = reference.id.as_str();
    let issue = id.rsplit_once(['#', '!']).and_then(|(_, number)| number.parse().ok());
    let word = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (std::cmp::Reverse(issue.unwrap_or(0)), word.to_owned(), id[word.len()..].parse().unwrap_or(0))
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Done => "done",
        Status::Unknown => "unknown",
    }
}

/// How an action stands, as a word for code and as words for people.
fn state(action: &Action) -> (&'static str, String) {
    match action.status {
        Status::Done => ("done", "done".to_owned()),
        _ if action.stale => ("stale", format!("open, not heard of for {STALE_AFTER} days")),
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
fn figures(numbers: &[(usize, &str, &str)]) -> String {
    let shown = numbers.iter().filter(|(count, _, _)| *count > 0);
    let words = shown.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    words.collect::<Vec<_>>().join(", ")
}

/// Values with their labels and how often each occurs, the most frequent first.
fn choices(values: impl Iterator<Item = (String, String)>) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (value, label) in values {
        counts.entry(value).or_insert((label, 0)).1 += 1;
    }
    let mut choices: Vec<ChoiceView> =
        counts.into_iter().map(|(value, (label, count))| ChoiceView { value, label, count }).collect();
    choices.sort_by_key(|choice| (std::cmp::Reverse(choice.count), choice.label.clone()));
    choices
}

/// The side of a group's ground.
const GROUND: u32 = 48;

/// Numbers a month, one group a year, from the first year to the last; nothing for fewer than two dates.
fn months(dates: impl Iterator<Item = NaiveDate>, title: &str, one: &str, many: &str) -> Option<PictureView> {
    let mut counts: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for date in dates {
        *counts.entry((date.year(), date.month0())).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let busiest = counts.values().copied().max().filter(|_| total > 1)?;
    let (first, last) = (counts.keys().next()?.0, counts.keys().next_back()?.0);
    let name = |count: usize| if count == 1 { one } else { many };
    let mut groups = Vec::new();
    let mut words = Vec::new();
    for year in first..=last {
        let mut bars = Vec::new();
        let mut sum = 0;
        for month in 0..12 {
            let Some(count) = counts.get(&(year, month)).copied() else { continue };
            sum += count;
            let named = NaiveDate::from_ymd_opt(year, month + 1, 1).map(|date| date.format("%B %Y").to_string());
            let title = format!("{count} {} in {}", name(count), named.unwrap_or_default());
            bars.push(BarView { x: month * 4, width: 3, y: top(count, busiest), title });
        }
        words.push(format!("{year}: {sum}"));
        groups.push(PictureGroupView { label: year.to_string(), count: sum, bars });
    }
    let description = format!("{title}; {many} a year: {}", words.join(", "));
    Some(PictureView { title: title.to_owned(), description, groups })
}

/// Actions that are not done by age.
fn ages<'a>(actions: impl Iterator<Item = &'a Action>) -> Option<PictureView> {
    const STEPS: &[(i64, &str)] =
        &[(31, "a month"), (92, "3 months"), (183, "6 months"), (366, "a year"), (i64::MAX, "older")];
    let mut counts = vec![0; STEPS.len()];
    for action in actions {
        if let Some(step) = STEPS.iter().position(|(days, _)| action.age < *days) {
            counts[step] += 1;
        }
    }
    let busiest = counts.iter().copied().max().filter(|busiest| *busiest > 0)?;
    let name =
        |step: usize| if step + 1 < STEPS.len() { format!("up to {}", STEPS[step].1) } else { "older".to_owned() };
    let words: Vec<String> =
        counts.iter().enumerate().map(|(step, count)| format!("{}: {count}", name(step))).collect();
    let groups = counts
        .iter()
        .enumerate()
        .map(|(step, count)| PictureGroupView {
            label: name(step),
            count: *count,
            bars: vec![BarView {
                x: 2,
                width: GROUND - 4,
                y: top(*count, busiest),
                title: format!("{count} {}", name(step)),
            }],
        })
        .collect();
    let title = "Actions that are not done, by age".to_owned();
    Some(PictureView { description: format!("{title}; {}", words.join(", ")), title, groups })
}

/// The upper edge of a column: what is there at all can be seen.
fn top(count: usize, busiest: usize) -> u32 {
    if count == 0 {
        return GROUND;
    }
    let height = u32::try_from(count * (GROUND as usize - 2) / busiest.max(1)).unwrap_or(0);
    GROUND - height.max(2)
}
