//! The page of one reference, topic or person: its way through the calls.

use super::pictures::months;
use super::rows::date_of;
use crate::archive::CallId;
use crate::archive::registers::{Action, Mention, Named, Touching};
use crate::base::text::fold;
use crate::base::text::slug;
use crate::config::TeamSlug;
use crate::document::plain;
use crate::extract::Status;
use crate::site::render::Renderer;
use crate::site::render::view::{
    ActionView, CallMentionsView, DateView, DecisionView, EntryLinkView, MentionView, PageView, PersonView, TrailView,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The longest text of a mention, in characters.
const MENTION: usize = 220;

/// A text of more words speaks for itself; with others stands what they are nested below.
const FEW: usize = 12;

/// The longest text that tells what another one is nested below, in characters.
const CONTEXT: usize = 110;

/// Of a section with more references than this, the most frequent ones are enough to tell what is spoken of together.
const LISTED: usize = 200;

/// The most places of one call that a trail shows.
const PLACES: usize = 3;

impl Renderer<'_> {
    /// A reference's trail through all calls, oldest first.
    pub(in crate::site::render) fn reference(&self, root: &str, index: usize) -> TrailView {
        let archive = self.archive;
        let reference = &archive.registers.references[index];
        let kicker = match reference.named {
            Named::Issue => reference.repository().to_owned(),
            Named::Kind(kind) => archive.config.references.kinds[kind].title.clone(),
        };
        let description = format!("Where {} was discussed, call by call", reference.id);
        let page = self.page(root, &reference.path, reference.label.clone(), &description, "refs");
        let sections: BTreeSet<(CallId, usize)> =
            reference.mentions.iter().map(|mention| (mention.call, mention.section)).collect();
        let mut together: BTreeMap<usize, usize> = BTreeMap::new();
        for section in &sections {
            let others = archive.registers.by_section.get(section).into_iter().flatten().take(LISTED);
            for (other, count) in others.filter(|(other, _)| *other != index) {
                *together.entry(*other).or_default() += count;
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
            ..self.trail(root, page, &reference.mentions, &archive.registers.by_reference[index], false)
        }
    }

    /// A topic, newest first.
    pub(in crate::site::render) fn topic(&self, root: &str, index: usize) -> TrailView {
        let topic = &self.archive.registers.topics[index];
        let description = if topic.blurb.is_empty() {
            format!("What the calls said and decided about {}", topic.name)
        } else {
            topic.blurb.clone()
        };
        let page = self.page(root, &topic.path(), topic.name.clone(), &description, "topics");
        let related = topic.related.iter();
        TrailView {
            heading: topic.name.clone(),
            kicker: "Topic".to_owned(),
            kicker_url: format!("{root}topics/"),
            blurb: topic.blurb.clone(),
            related: related.map(|(at, count)| EntryLinkView { count: *count, ..self.topic_link(root, *at) }).collect(),
            related_title: "Related topics".to_owned(),
            ..self.trail(root, page, &topic.mentions, &self.archive.registers.by_topic[index], true)
        }
    }

    /// What references and topics have in common. A topic's trail starts with the newest call.
    fn trail(
        &self,
        root: &str,
        page: PageView,
        mentions: &[Mention],
        touching: &Touching,
        of_topic: bool,
    ) -> TrailView {
        let (archive, registers) = (self.archive, &self.archive.registers);
        let decisions = touching.decisions.iter().map(|at| &registers.decisions[*at]);
        let decisions = decisions.filter(|decision| decision.repeats.is_none());
        // The page's own name on each of its rows would say nothing.
        let own = format!("{root}{}", page.path);
        let without_itself = |links: &mut Vec<EntryLinkView>| links.retain(|link| link.url != own);
        let mut decisions: Vec<DecisionView> = decisions.map(|decision| self.decision(root, decision)).collect();
        for decision in &mut decisions {
            without_itself(&mut decision.topics);
            without_itself(&mut decision.references);
        }
        let actions = touching.actions.iter().rev().map(|at| &registers.actions[*at]);
        let (open, done): (Vec<&Action>, Vec<&Action>) = actions.partition(|action| action.is_open());
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
            let heading = call.document.sections[mention.section].heading.as_ref();
            let is_heading = heading.is_some_and(|heading| fold(&heading.text) == fold(&mention.text));
            let text = if is_heading || is_only_address(&mention.text) { "" } else { mention.text.as_str() };
            let speaks_for_itself = is_heading || text.split_whitespace().nth(FEW).is_some();
            let context = if speaks_for_itself { "" } else { mention.context.trim_end_matches([':', ' ']) };
            group.places.push(MentionView {
                url: place.url,
                heading: place.heading,
                context: plain::shorten(context, CONTEXT),
                text: plain::shorten(text, MENTION),
            });
        }
        let dates: Vec<NaiveDate> = by_call.iter().filter_map(|group| date_of(&group.call)).collect();
        if of_topic {
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

    /// `/people/<handle>/`.
    pub(in crate::site::render) fn person(&self, root: &str, index: usize) -> PersonView {
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
        let elsewhere =
            elsewhere.into_iter().filter(|id| person.attended.binary_search(id).is_err()).collect::<Vec<_>>();
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

/// Whether a text is nothing but an address, with or without "PR:" before it: the page is about it anyway.
fn is_only_address(text: &str) -> bool {
    text.split_whitespace().all(|word| word.starts_with("http") || word.ends_with(':'))
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
