//! `/people/<handle>/`: a person in the calls.

use super::page_type::{About, PageType};
use crate::config::TeamSlug;
use crate::site::addresses;
use crate::site::listing::{self, PersonCall};
use crate::site::render::Renderer;
use crate::site::render::registers::paging::paging;
use crate::site::render::view::{ActionView, CallLinkView, DateView, EntryLinkView, PageView, PagingView, PlaceView};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) const PEOPLE: PageType = PageType {
    name: "person",
    list: |archive| {
        let people = archive.registers.people.iter().enumerate().filter(|_| archive.config.people.pages);
        people.map(|(at, person)| (About::Entry(at), listing::person(archive, person).len())).collect()
    },
    path: |archive, about, part| addresses::person(&archive.registers.people[about.entry()]).part(part),
    print: |renderer, about, part, root| renderer.print("person.html", &renderer.person(root, about.entry(), part)),
    ..PageType::ONE
};

/// `/people/<handle>/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PersonView {
    /// The page.
    pub page: PageView,
    /// The handle without `@`, in its most frequent spelling.
    pub name: String,
    /// First call.
    pub first: Option<DateView>,
    /// Last call.
    pub last: Option<DateView>,
    /// The teams, most often first.
    pub teams: Vec<PersonTeamView>,
    /// Open actions that were heard of lately, newest first.
    pub open_actions: Vec<ActionView>,
    /// Those that nobody speaks of any more, newest first.
    pub stale_actions: Vec<ActionView>,
    /// The calls by month, newest first.
    pub months: Vec<PersonMonthView>,
    /// Relative URL of the page that begins with the newest call.
    pub newest_url: String,
    /// Relative URL of the page that begins with the oldest one in the other order.
    pub oldest_url: String,
    /// The other pages.
    pub paging: PagingView,
}

/// What the calls of a month have of a person.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PersonMonthView {
    /// "August 2024".
    pub title: String,
    /// `m2024-08`, an anchor.
    pub id: String,
    /// The year, at its first month on the page; else empty.
    pub year: String,
    /// Calls with more than their name in them, newest first.
    pub calls: Vec<PersonCallView>,
    /// Other calls they took part in, by team.
    pub attended: Vec<TeamCallsView>,
    /// Other calls that name them, by team.
    pub named: Vec<TeamCallsView>,
}

/// Calls of one team, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamCallsView {
    /// The team's title; empty for calls of no team.
    pub title: String,
    /// The team's slug.
    pub slug: String,
    /// The calls.
    pub calls: Vec<CallLinkView>,
}

/// A team in whose calls somebody took part.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PersonTeamView {
    /// The team, with the number of those calls.
    pub link: EntryLinkView,
    /// The last of them.
    pub last: Option<DateView>,
}

/// What one call has of a person.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PersonCallView {
    /// The call.
    pub call: CallLinkView,
    /// Sections they led.
    pub led: Vec<PlaceView>,
    /// Their actions that it raised and that are done.
    pub done: Vec<ActionView>,
}

impl Renderer<'_> {
    /// `/people/<handle>/`.
    fn person(&self, root: &str, index: usize, part: usize) -> PersonView {
        let (archive, words) = (self.archive, self.words());
        let person = &archive.registers.people[index];
        let actions = &archive.registers.actions;
        let dates: Vec<NaiveDate> = person.attended.iter().filter_map(|id| archive.call(*id).date).collect();
        let mut teams: BTreeMap<&TeamSlug, usize> = BTreeMap::new();
        let mut last_days: BTreeMap<String, NaiveDate> = BTreeMap::new();
        for call in person.attended.iter().map(|id| archive.call(*id)) {
            let Some(team) = &call.team else { continue };
            *teams.entry(team).or_default() += 1;
            if let Some(day) = call.date {
                last_days.entry(team.to_string()).and_modify(|last| *last = day.max(*last)).or_insert(day);
            }
        }
        let teams = self.team_links(root, teams).into_iter().map(|link| {
            let last = last_days.get(&link.key).map(|day| self.date(*day));
            PersonTeamView { link, last }
        });
        let (list, parts) = (addresses::person(person), listing::person(archive, person));
        let rows = parts.get(part).cloned().unwrap_or_default();
        let listed = |list: &[usize]| list.iter().map(|at| self.action(root, &actions[*at])).collect();
        let name = format!("@{}", person.name);
        let description = words.with("person.description", &[("name", &name)]);
        let path = person.path();
        PersonView {
            page: self.page(root, &path, name, &description, "people").part_of(words, &list, part),
            paging: paging(root, &list, part, parts.len()),
            name: person.name.clone(),
            first: dates.first().map(|day| self.date(*day)),
            last: dates.last().map(|day| self.date(*day)),
            teams: teams.collect(),
            open_actions: listed(&rows.open),
            stale_actions: listed(&rows.stale),
            months: self.months_of_person(root, &rows.calls),
            newest_url: format!("{root}{}", list.part(0)),
            oldest_url: format!("{root}{}?order=oldest", list.part(parts.len().saturating_sub(1))),
        }
    }

    fn months_of_person(&self, root: &str, calls: &[PersonCall]) -> Vec<PersonMonthView> {
        let actions = &self.archive.registers.actions;
        let mut months: Vec<PersonMonthView> = Vec::new();
        let mut year = None;
        for one in calls {
            let call = self.link(root, one.id);
            let (id, title) = self.month_of(call.date.as_ref());
            if months.last().is_none_or(|last| last.id != id) {
                let of_month = call.date.as_ref().map(|date| date.year);
                let begins = of_month.filter(|_| of_month != year).map(|year| year.to_string()).unwrap_or_default();
                year = of_month;
                months.push(PersonMonthView { title, id, year: begins, ..PersonMonthView::default() });
            }
            let Some(month) = months.last_mut() else { continue };
            if !one.led.is_empty() || !one.done.is_empty() {
                let led = one.led.iter().map(|section| self.place(root, one.id, *section)).collect();
                let done = one.done.iter().map(|at| self.action(root, &actions[*at])).collect();
                month.calls.push(PersonCallView { call, led, done });
            } else if one.attended {
                add_to_team(&mut month.attended, call);
            } else {
                add_to_team(&mut month.named, call);
            }
        }
        months
    }
}

/// Puts a call to those of its team.
fn add_to_team(teams: &mut Vec<TeamCallsView>, call: CallLinkView) {
    match teams.iter_mut().find(|team| team.slug == call.team) {
        Some(team) => team.calls.push(call),
        None => {
            let (title, slug) = (call.team_title.clone(), call.team.clone());
            teams.push(TeamCallsView { title, slug, calls: vec![call] });
        }
    }
}
