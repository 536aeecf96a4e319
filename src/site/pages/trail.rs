//! `/refs/<owner>/<repository>/<n>/` and `/topics/<slug>/`: the way of a reference or a topic through the calls.

use super::page_type::{About, Lasting, PageType};
use crate::archive::registers::{Mention, Named, Occurrences, mentions_in};
use crate::archive::{Archive, CallId};
use crate::base::text::{encode_path, fold, slug};
use crate::config::TeamSlug;
use crate::document::plain;
use crate::site::addresses::{self, ListAddress};
use crate::site::listing::{self, MENTION, PLACES, TrailRow};
use crate::site::render::Renderer;
use crate::site::render::registers::charts::{self, months};
use crate::site::render::registers::paging::paging;
use crate::site::render::registers::rows::LONGEST_HEADING;
use crate::site::render::view::{
    ActionView, CallLinkView, ChartView, DateView, DecisionView, EntryLinkView, PageView, PagingView,
};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const REFERENCES: PageType = PageType {
    name: "reference",
    list: |archive| {
        let all = 0..archive.registers.references.len();
        all.map(|at| (About::Entry(at), listing::trail_of_reference(archive, at).len())).collect()
    },
    path: |archive, about, part| addresses::reference(&archive.registers.references[about.entry()]).part(part),
    print: |renderer, about, part, root| renderer.print("trail.html", &renderer.reference(root, about.entry(), part)),
    ..PageType::ONE
};

pub(super) const TOPICS: PageType = PageType {
    name: "topic",
    list: |archive| {
        let all = 0..archive.registers.topics.len();
        all.map(|at| (About::Entry(at), listing::trail_of_topic(archive, at).len())).collect()
    },
    path: |archive, about, part| addresses::topic(&archive.registers.topics[about.entry()]).part(part),
    print: |renderer, about, part, root| renderer.print("trail.html", &renderer.topic(root, about.entry(), part)),
    // Those that are proposed from what recurs come and go.
    lasting: |archive, _| if archive.config.topics.is_empty() { Lasting::Passing } else { Lasting::Kept },
    ..PageType::ONE
};

/// A reference's trail, `/refs/<owner>/<repository>/<n>/`, or a topic, `/topics/<slug>/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TrailView {
    /// The page.
    pub page: PageView,
    /// `SovereignCloudStack/standards#594`, "Zuul".
    pub heading: String,
    /// What stands above it: "Standards", "Topic".
    pub kicker: String,
    /// Relative URL of the page that lists its like.
    pub kicker_url: String,
    /// One line on what it is; may be empty.
    pub blurb: String,
    /// Where it is on the web; empty for nowhere.
    pub web_url: String,
    /// Mentions a month.
    pub picture: Option<ChartView>,
    /// Number of calls.
    pub calls: usize,
    /// First day.
    pub first: Option<DateView>,
    /// Last day.
    pub last: Option<DateView>,
    /// The newest decisions, for a timeline that has them far from its beginning; only on its first page.
    pub newest_decisions: Vec<DecisionView>,
    /// What was said, decided and is to be done, by month, newest first.
    pub months: Vec<TrailMonthView>,
    /// Whether the page has an action.
    pub has_actions: bool,
    /// Relative URL of the page that begins with the newest call.
    pub newest_url: String,
    /// Relative URL of the page that ends with the oldest call; the page's script turns its order round.
    pub oldest_url: String,
    /// Relative URL of the search for decisions that have its name in them.
    pub search_url: String,
    /// What is spoken of in the same breath.
    pub related: Vec<EntryLinkView>,
    /// "Spoken of together with".
    pub related_title: String,
    /// The teams that speak of it, most often first.
    pub teams: Vec<EntryLinkView>,
    /// Number of decisions, those on other pages included.
    pub decision_count: usize,
    /// The other pages.
    pub paging: PagingView,
}

/// What the calls of a month say about something.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TrailMonthView {
    /// `March 2024`, or that pages have no date.
    pub title: String,
    /// `m2024-03`, an anchor.
    pub id: String,
    /// `y2024` at the first month of a year on the page, an anchor; else empty.
    pub year_id: String,
    /// The calls, newest first.
    pub calls: Vec<CallMentionsView>,
}

/// What one call says about something.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallMentionsView {
    /// The call.
    pub call: CallLinkView,
    /// What it decided on it.
    pub decisions: Vec<DecisionView>,
    /// What it set out to do about it.
    pub actions: Vec<ActionView>,
    /// The places, each with the text.
    pub places: Vec<MentionView>,
    /// Number of further places that are not shown.
    pub more: usize,
    /// The calls next to this one whose notes say just the same, in the same order.
    pub again: Vec<CallLinkView>,
}

/// One place where something is spoken of.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MentionView {
    /// Relative URL of the section.
    pub url: String,
    /// The heading as plain text; may be empty.
    pub heading: String,
    /// What the text is said about, shortened; empty where the text speaks for itself.
    pub context: String,
    /// The text, shortened; empty where it only repeats the heading.
    pub text: String,
}

/// A text of more words speaks for itself; with others stands what they are nested below.
const FEW: usize = 12;

/// The longest text that tells what another one is nested below, in characters.
const CONTEXT: usize = 110;

/// So many decisions stand above a timeline of at least so many calls.
const NEWEST_DECISIONS: usize = 3;
const LONG: usize = 8;

/// Of a section with more references than this, the most frequent ones are enough to tell what is spoken of together.
const LISTED: usize = 200;

impl Renderer<'_> {
    /// A reference's trail through all calls, newest first.
    fn reference(&self, root: &str, index: usize, part: usize) -> TrailView {
        let archive = self.archive;
        let reference = &archive.registers.references[index];
        let kicker = match reference.named {
            Named::Issue => reference.repository().to_owned(),
            Named::Kind(kind) => archive.config.references.kinds[kind].title.clone(),
        };
        let words = self.words();
        let description = words.with("trail.reference_description", &[("reference", &reference.id)]);
        let page = self.page(root, &reference.path, reference.label.clone(), &description, "refs");
        let sections: BTreeSet<(CallId, usize)> =
            reference.mentions.iter().map(|mention| (mention.call, mention.section)).collect();
        let occurrences = &archive.registers.of_references[index];
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
        let (list, parts) = (addresses::reference(reference), listing::trail_of_reference(archive, index));
        TrailView {
            heading: reference.label.clone(),
            kicker_url: format!("{root}refs/#in-{}", slug(&kicker)),
            kicker,
            web_url: reference.url.clone(),
            search_url: search_for_decisions(root, &reference.label),
            related,
            related_title: words.text("trail.same_sections").to_owned(),
            paging: paging(root, &list, part, parts.len()),
            ..self.trail(
                root,
                page.part_of(words, &list, part),
                &reference.mentions,
                occurrences,
                (&list, &parts, part),
            )
        }
    }

    /// A topic, newest first.
    fn topic(&self, root: &str, index: usize, part: usize) -> TrailView {
        let archive = self.archive;
        let words = self.words();
        let topic = &archive.registers.topics[index];
        let occurrences = &archive.registers.of_topics[index];
        let description = if topic.blurb.is_empty() {
            words.with("trail.topic_description", &[("topic", &topic.name)])
        } else {
            topic.blurb.clone()
        };
        let page = self.page(root, &topic.path(), topic.name.clone(), &description, "topics");
        let related = topic.related.iter();
        let (list, parts) = (addresses::topic(topic), listing::trail_of_topic(archive, index));
        TrailView {
            heading: topic.name.clone(),
            kicker: words.text("trail.topic").to_owned(),
            kicker_url: format!("{root}topics/"),
            blurb: topic.blurb.clone(),
            search_url: search_for_decisions(root, &topic.name),
            related: related.map(|(at, count)| EntryLinkView { count: *count, ..self.topic_link(root, *at) }).collect(),
            related_title: words.text("trail.related_topics").to_owned(),
            paging: paging(root, &list, part, parts.len()),
            ..self.trail(root, page.part_of(words, &list, part), &topic.mentions, occurrences, (&list, &parts, part))
        }
    }

    /// What references and topics have in common: page `part` of those that the rows were cut into.
    fn trail(
        &self,
        root: &str,
        page: PageView,
        mentions: &[Mention],
        occurrences: &Occurrences,
        (list, parts, part): (&ListAddress, &[Vec<TrailRow>], usize),
    ) -> TrailView {
        let (archive, registers) = (self.archive, &self.archive.registers);
        // The page's own name on each of its rows would say nothing.
        let own = format!("{root}{}", page.path);
        let without_itself = |links: &mut Vec<EntryLinkView>| links.retain(|link| link.url != own);
        let rows = parts.get(part).map_or(&[][..], Vec::as_slice);
        let mut by_call: Vec<CallMentionsView> = Vec::new();
        for rows in rows.chunk_by(|one, other| one.call(archive) == other.call(archive)) {
            let Some(id) = rows[0].call(archive) else { continue };
            let is_said = rows.contains(&TrailRow::Call(id));
            let mut call = self.mentions_of_call(root, id, if is_said { mentions_in(mentions, id) } else { &[] });
            for row in rows {
                match row {
                    TrailRow::Decision(at) => {
                        let mut decision = self.decision(root, &registers.decisions[*at]);
                        without_itself(&mut decision.topics);
                        without_itself(&mut decision.references);
                        call.decisions.push(decision);
                    }
                    TrailRow::Action(at) => {
                        let mut action = self.action(root, &registers.actions[*at]);
                        without_itself(&mut action.references);
                        call.actions.push(action);
                    }
                    TrailRow::Call(_) => {}
                }
            }
            call.drop_what_its_rows_say();
            by_call.push(call);
        }
        let mut newest: Vec<usize> =
            if part == 0 && occurrences.calls.len() >= LONG { occurrences.decisions.clone() } else { Vec::new() };
        let day_of = |at: usize| archive.call(registers.decisions[at].call).date;
        newest.sort_by_key(|at| std::cmp::Reverse(day_of(*at)));
        newest.truncate(NEWEST_DECISIONS);
        let mut teams: BTreeMap<&TeamSlug, usize> = BTreeMap::new();
        for team in occurrences.calls.iter().filter_map(|id| archive.call(*id).team.as_ref()) {
            *teams.entry(team).or_default() += 1;
        }
        let dates: Vec<NaiveDate> = occurrences.calls.iter().filter_map(|id| archive.call(*id).date).collect();
        TrailView {
            page,
            picture: months(self.words(), dates.iter().copied(), &charts::MENTIONS, |year| {
                let has_year = |row: &TrailRow| year_of(archive, *row) == Some(year);
                let part = parts.iter().position(|rows| rows.iter().any(has_year)).unwrap_or(0);
                format!("{root}{}#y{year}", list.part(part))
            }),
            newest_url: format!("{root}{}", list.part(0)),
            oldest_url: format!("{root}{}?order=oldest", list.part(parts.len().saturating_sub(1))),
            has_actions: by_call.iter().any(|call| !call.actions.is_empty()),
            first: dates.iter().min().map(|day| self.date(*day)),
            last: dates.iter().max().map(|day| self.date(*day)),
            newest_decisions: newest.into_iter().map(|at| self.decision(root, &registers.decisions[at])).collect(),
            decision_count: occurrences.decisions.len(),
            calls: occurrences.calls.len(),
            months: self.by_month(without_repetition(by_call)),
            teams: self.team_links(root, teams),
            ..TrailView::default()
        }
    }

    /// A month's anchor and its heading in a timeline: `m2024-08`, "August 2024".
    pub(super) fn month_of(&self, date: Option<&DateView>) -> (String, String) {
        match date {
            Some(date) => {
                (format!("m{}", date.iso.get(..7).unwrap_or_default()), format!("{} {}", date.month, date.year))
            }
            None => ("undated".to_owned(), self.words().text("dates.undated").to_owned()),
        }
    }

    /// Calls, newest first, under the month they were held in.
    fn by_month(&self, calls: Vec<CallMentionsView>) -> Vec<TrailMonthView> {
        let mut months: Vec<TrailMonthView> = Vec::new();
        let mut year = None;
        for call in calls {
            let date = call.call.date.as_ref();
            let (id, title) = self.month_of(date);
            if months.last().is_none_or(|last| last.id != id) {
                let is_first = date.is_some() && date.map(|date| date.year) != year;
                year = date.map(|date| date.year);
                let year_id = year.filter(|_| is_first).map(|year| format!("y{year}")).unwrap_or_default();
                months.push(TrailMonthView { title, id, year_id, calls: Vec::new() });
            }
            if let Some(last) = months.last_mut() {
                last.calls.push(call);
            }
        }
        months
    }

    /// What one call says about something.
    fn mentions_of_call(&self, root: &str, id: CallId, mentions: &[Mention]) -> CallMentionsView {
        let call = self.archive.call(id);
        let place = |mention: &Mention| {
            let place = self.place(root, id, mention.section);
            let heading = call.document.sections[mention.section].heading.as_ref();
            let is_heading = heading.is_some_and(|heading| fold(&heading.text) == fold(&mention.text));
            let text = if is_heading || is_only_address(&mention.text) { "" } else { &mention.text };
            let speaks_for_itself = is_heading || text.split_whitespace().nth(FEW).is_some();
            let context = if speaks_for_itself { "" } else { mention.context.trim_end_matches([':', ' ']) };
            MentionView {
                url: place.url,
                heading: place.heading,
                context: plain::shorten(context, CONTEXT),
                text: plain::shorten(text, MENTION),
            }
        };
        CallMentionsView {
            call: self.link(root, id),
            places: mentions.iter().take(PLACES).map(place).collect(),
            more: mentions.len().saturating_sub(PLACES),
            ..CallMentionsView::default()
        }
    }
}

impl CallMentionsView {
    /// Whether it has a decision or an action.
    fn has_rows(&self) -> bool {
        !self.decisions.is_empty() || !self.actions.is_empty()
    }

    /// Takes out the places that one of the decisions and actions shows anyway, and of the others the heading that it shows.
    fn drop_what_its_rows_say(&mut self) {
        let decisions = self.decisions.iter().map(|row| (&row.subject, &row.text, &row.evidence));
        let actions = self.actions.iter().map(|row| (&row.subject, &row.text, &row.evidence));
        let said: Vec<(String, String)> = decisions
            .chain(actions)
            .map(|(subject, text, evidence)| {
                let about = plain::shorten(subject, LONGEST_HEADING);
                (fold(&about), fold(&format!("{text}\n{evidence}")))
            })
            .collect();
        self.places.retain(|place| {
            if place.text.is_empty() {
                let heading = fold(&place.heading);
                return !said.iter().any(|(about, _)| *about == heading);
            }
            let text = fold(&place.text);
            !said.iter().any(|(_, said)| said.contains(&text))
        });
        for place in &mut self.places {
            let heading = fold(&place.heading);
            if said.iter().any(|(about, _)| *about == heading) {
                place.heading.clear();
            }
        }
    }
}

/// The search page asked for the decisions that have a name in them.
fn search_for_decisions(root: &str, name: &str) -> String {
    format!("{root}search/?q={}&kind=decision", encode_path(name))
}

fn year_of(archive: &Archive, row: TrailRow) -> Option<i32> {
    row.call(archive).and_then(|id| archive.call(id).date).map(|date| date.year())
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
    let year = |mentions: &CallMentionsView| mentions.call.date.as_ref().map(|date| date.year);
    let mut kept: Vec<CallMentionsView> = Vec::new();
    for group in calls {
        match kept.last_mut() {
            Some(last)
                if !last.has_rows()
                    && !group.has_rows()
                    && last.call.team == group.call.team
                    // Each year of the picture leads to its first call.
                    && year(last) == year(&group)
                    && last.more == group.more
                    && says_the_same(last, &group) =>
            {
                last.again.push(group.call);
            }
            _ => kept.push(group),
        }
    }
    kept
}
