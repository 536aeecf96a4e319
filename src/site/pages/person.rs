//! `/people/<handle>/`: a person in the calls.

use super::page_type::{About, PageType};
use crate::config::TeamSlug;
use crate::extract::Status;
use crate::site::render::Renderer;
use crate::site::render::registers::paging::paging;
use crate::site::render::view::{ActionView, CallLinkView, DateView, EntryLinkView, PageView, PagingView, PlaceView};
use crate::site::{addresses, listing};
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
    pub teams: Vec<EntryLinkView>,
    /// Open actions that were heard of lately, newest first.
    pub open_actions: Vec<ActionView>,
    /// Those that nobody speaks of any more, newest first.
    pub stale_actions: Vec<ActionView>,
    /// Number of those that are done.
    pub done_actions: usize,
    /// Sections they led, newest first.
    pub led: Vec<PlaceView>,
    /// Calls attended, newest first.
    pub calls: Vec<CallLinkView>,
    /// Other calls that name them, newest first.
    pub elsewhere: Vec<CallLinkView>,
    /// The other pages.
    pub paging: PagingView,
}

impl Renderer<'_> {
    /// `/people/<handle>/`.
    fn person(&self, root: &str, index: usize, part: usize) -> PersonView {
        let (archive, words) = (self.archive, self.words());
        let person = &archive.registers.people[index];
        let actions = &archive.registers.actions;
        let dates: Vec<NaiveDate> = person.attended.iter().filter_map(|id| archive.call(*id).date).collect();
        let mut teams: BTreeMap<&TeamSlug, usize> = BTreeMap::new();
        for team in person.attended.iter().filter_map(|id| archive.call(*id).team.as_ref()) {
            *teams.entry(team).or_default() += 1;
        }
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
            teams: self.team_links(root, teams),
            open_actions: listed(&rows.open),
            stale_actions: listed(&rows.stale),
            done_actions: person.actions.iter().filter(|at| actions[**at].status == Status::Done).count(),
            led: rows.led.iter().map(|(id, section)| self.place(root, *id, *section)).collect(),
            calls: self.links(root, rows.calls),
            elsewhere: self.links(root, rows.elsewhere),
        }
    }
}
