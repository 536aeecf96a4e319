//! `/calls/` and `/calls/2024/`: the calls by date.

use super::page_type::{About, PageType};
use crate::archive::CallId;
use crate::site::addresses;
use crate::site::listing::{self, past};
use crate::site::render::Renderer;
use crate::site::render::registers::paging::{choices, paging};
use crate::site::render::view::{CallLinkView, ChoiceView, PageView, PagingView};
use chrono::Datelike;
use serde::Serialize;

pub(super) const CALLS: PageType = PageType {
    name: "calls",
    path: |_, _, _| addresses::CALLS.to_owned(),
    print: |renderer, _, _, root| renderer.print("calls.html", &renderer.calls(root, None, 0)),
    ..PageType::ONE
};

pub(super) const YEARS: PageType = PageType {
    name: "calls of a year",
    list: |archive| {
        let years = listing::years(archive).into_iter();
        years.map(|year| (About::Year(Some(year)), listing::calls(archive, year).len())).collect()
    },
    path: |_, about, part| addresses::calls_of(about.year().unwrap_or(0)).part(part),
    print: |renderer, about, part, root| renderer.print("calls.html", &renderer.calls(root, about.year(), part)),
    ..PageType::ONE
};

/// The list of all calls (`/calls/`) or of one year (`/calls/2024/`).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CallsView {
    /// The page.
    pub page: PageView,
    /// The year, when it is a page of one.
    pub year: Option<i32>,
    /// Links to each year's page with its number of calls, newest first.
    pub years: Vec<YearLinkView>,
    /// Upcoming calls, soonest first; only on `/calls/`.
    pub upcoming: Vec<CallLinkView>,
    /// The calls by month, newest first. `/calls/` has the newest twelve months that have calls.
    pub months: Vec<MonthView>,
    /// The other pages of the year.
    pub paging: PagingView,
    /// Teams to choose from, with their calls in the list.
    pub teams: Vec<ChoiceView>,
}

/// A link to a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct YearLinkView {
    /// 2024.
    pub year: i32,
    /// Relative URL.
    pub url: String,
    /// Held calls.
    pub calls: usize,
}

/// A month of calls.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MonthView {
    /// `January 2024`.
    pub title: String,
    /// `2024-01`, an anchor.
    pub id: String,
    /// The calls, newest first.
    pub calls: Vec<CallLinkView>,
}

impl Renderer<'_> {
    /// The calls of the last months, or a page of those of a year.
    fn calls(&self, root: &str, year: Option<i32>, part: usize) -> CallsView {
        let archive = self.archive;
        let in_year = |id: &CallId, year: i32| archive.call(*id).date.is_some_and(|date| date.year() == year);
        let years = listing::years(archive)
            .into_iter()
            .map(|year| YearLinkView {
                year,
                url: format!("{root}{}", addresses::calls_of(year).part(0)),
                calls: archive
                    .ids()
                    .filter(|id| in_year(id, year) && archive.is_held_original(archive.call(*id)))
                    .count(),
            })
            .collect();
        let parts = year.map(|year| listing::calls(archive, year)).unwrap_or_default();
        let chosen = parts.get(part).into_iter().flatten().copied();
        let mut months: Vec<MonthView> = Vec::new();
        let mut shown: Vec<CallId> = Vec::new();
        for id in chosen.chain(past(archive).take_while(|_| year.is_none())) {
            let Some(date) = archive.call(id).date else { continue };
            let month = date.format("%Y-%m").to_string();
            if months.last().is_none_or(|last| last.id != month) {
                if year.is_none() && months.len() == NEWEST_MONTHS {
                    break;
                }
                months.push(MonthView { title: self.words().date("dates.month", date), id: month, calls: Vec::new() });
            }
            if let Some(last) = months.last_mut() {
                last.calls.push(self.row(root, id));
                shown.push(id);
            }
        }
        let words = self.words();
        let (title, path) = match year {
            Some(year) => {
                (words.with("calls.in_year", &[("year", &year.to_string())]), addresses::calls_of(year).part(0))
            }
            None => (words.text("calls.all").to_owned(), addresses::CALLS.to_owned()),
        };
        let description = words.with("calls.by_date", &[("title", &title), ("archive", &archive.config.title)]);
        let list = year.map(addresses::calls_of);
        let total = if parts.len() > 1 { parts.iter().map(Vec::len).sum() } else { 0 };
        let page = self.page(root, &path, title, &description, "calls");
        CallsView {
            page: match &list {
                Some(list) => page.part_of(words, list, part),
                None => page,
            },
            // The filter looks through all pages of the year.
            teams: choices(
                if year.is_some() { parts.concat() } else { shown }.iter().filter_map(|id| self.team_choice(*id)),
            ),
            paging: PagingView { total, ..list.map(|list| paging(root, &list, part, parts.len())).unwrap_or_default() },
            year,
            years,
            upcoming: if year.is_none() { self.links(root, self.upcoming()) } else { Vec::new() },
            months,
        }
    }
}

/// So many months with calls stand on the page of all calls; the others on the pages of their years.
const NEWEST_MONTHS: usize = 12;
