//! `/since/` and `/since/2024-01/`: what is new since a day, and what each month brought.
//!
//! The page of a day is put together in the browser of the pages of the months, as many as it takes, so that it costs nothing
//! to publish and loads no more of a large archive than was asked for. Without JavaScript the months can be read one by one.

use super::page_type::{About, PageType, Sitemap};
use crate::site::addresses;
use crate::site::listing::{self, Doings, Month};
use crate::site::render::Renderer;
use crate::site::render::registers::paging::paging;
use crate::site::render::view::{
    ActionView, CallLinkView, DateView, DecisionView, EntryLinkView, PageView, PagingView,
};
use serde::Serialize;

pub(super) const SINCE: PageType = PageType {
    name: "what is new",
    path: |_, _, _| addresses::SINCE.to_owned(),
    print: |renderer, _, _, root| renderer.print("since.html", &renderer.since(root)),
    ..PageType::ONE
};

pub(super) const MONTHS: PageType = PageType {
    name: "month",
    list: |archive| {
        let months = listing::months(archive).into_iter();
        months.map(|month| (About::Month(month), listing::month(archive, month).len())).collect()
    },
    path: |_, about, part| about.month().map(|month| addresses::month(month).part(part)).unwrap_or_default(),
    print: |renderer, about, part, root| match about.month() {
        Some(month) => renderer.print("month.html", &renderer.month(root, month, part)),
        None => Ok(crate::site::render::Printed::default()),
    },
    sitemap: |archive, about| {
        let calls = about.month().map(|month| listing::calls_of_month(archive, month)).unwrap_or_default();
        Sitemap::Changed(archive.newest_day(calls.into_iter()))
    },
    ..PageType::ONE
};

/// `/since/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SinceView {
    /// The page.
    pub page: PageView,
    /// The months that have calls by year, newest first.
    pub years: Vec<SinceYearView>,
    /// The months and their number of pages for the script, newest first: `2024-02:1 2024-01:2`.
    pub months: String,
    /// The day of the last call.
    pub newest: Option<DateView>,
    /// That of the first one.
    pub oldest: Option<DateView>,
}

/// A year on `/since/`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SinceYearView {
    /// 2024.
    pub year: i32,
    /// Its months, newest first.
    pub months: Vec<MonthLinkView>,
}

/// A link to the page of a month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MonthLinkView {
    /// `January`.
    pub month: String,
    /// `January 2024`.
    pub title: String,
    /// Relative URL.
    pub url: String,
}

/// `/since/2024-01/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MonthPageView {
    /// The page.
    pub page: PageView,
    /// `January 2024`.
    pub title: String,
    /// Number of calls in the month.
    pub calls: usize,
    /// What each team did.
    pub teams: Vec<DoingsView>,
    /// The month with calls before it.
    pub previous: Option<MonthLinkView>,
    /// The one after it.
    pub next: Option<MonthLinkView>,
    /// The other pages of the month.
    pub paging: PagingView,
}

/// What a team did in a month.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DoingsView {
    /// The team's title; empty for calls of no team.
    pub title: String,
    /// The team's slug; may be empty.
    pub slug: String,
    /// Relative URL of its page; may be empty.
    pub url: String,
    /// The calls, newest first.
    pub calls: Vec<CallLinkView>,
    /// What was decided.
    pub decisions: Vec<DecisionView>,
    /// The actions that were raised.
    pub actions: Vec<ActionView>,
    /// The references that were spoken of.
    pub references: Vec<DatedLinkView>,
}

/// A link, and the day on which it was spoken of last.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DatedLinkView {
    /// The link.
    pub link: EntryLinkView,
    /// The day as `2024-01-10`.
    pub day: String,
}

impl Renderer<'_> {
    fn since(&self, root: &str) -> SinceView {
        let (archive, words) = (self.archive, self.words());
        let months = listing::months(archive);
        let years = months.chunk_by(|a, b| a.year == b.year).map(|months| SinceYearView {
            year: months[0].year,
            months: months.iter().map(|month| self.month_link(root, *month)).collect(),
        });
        let parts = months.iter().map(|month| format!("{}:{}", month.label(), listing::month(archive, *month).len()));
        let mut days = archive.calls.iter().filter(|call| archive.is_held_original(call)).filter_map(|call| call.date);
        let (oldest, newest) = (days.next(), days.next_back());
        let title = words.text("since.title").to_owned();
        let description = words.with("since.description", &[("archive", &archive.config.title)]);
        SinceView {
            page: self.page(root, addresses::SINCE, title, &description, "calls"),
            years: years.collect(),
            months: parts.collect::<Vec<_>>().join(" "),
            newest: newest.or(oldest).map(|day| self.date(day)),
            oldest: oldest.map(|day| self.date(day)),
        }
    }

    fn month(&self, root: &str, month: Month, part: usize) -> MonthPageView {
        let (archive, words) = (self.archive, self.words());
        let parts = listing::month(archive, month);
        let list = addresses::month(month);
        // Newest first, as `months` has them.
        let months = self.months();
        let at = months.partition_point(|other| *other > month);
        let link = self.month_link(root, month);
        let description =
            words.with("since.month_description", &[("month", &link.title), ("archive", &archive.config.title)]);
        let page = self.page(root, &list.part(0), link.title.clone(), &description, "calls");
        MonthPageView {
            page: page.part_of(words, &list, part),
            title: link.title,
            calls: listing::calls_of_month(archive, month).len(),
            teams: parts.get(part).into_iter().flatten().map(|doings| self.doings(root, doings)).collect(),
            previous: months.get(at + 1).map(|month| self.month_link(root, *month)),
            next: at.checked_sub(1).and_then(|at| months.get(at)).map(|month| self.month_link(root, *month)),
            paging: paging(root, &list, part, parts.len()),
        }
    }

    fn month_link(&self, root: &str, month: Month) -> MonthLinkView {
        let day = month.first_day().unwrap_or_default();
        MonthLinkView {
            month: self.words().month_name(day).to_owned(),
            title: self.words().date("dates.month", day),
            url: format!("{root}{}", addresses::month(month).part(0)),
        }
    }

    fn doings(&self, root: &str, doings: &Doings) -> DoingsView {
        let (archive, registers) = (self.archive, &self.archive.registers);
        let team = doings.team.and_then(|at| archive.teams.get(at));
        let references = doings.references.iter().map(|(at, call)| DatedLinkView {
            link: self.reference_link(root, *at),
            day: archive.call(*call).date.map(|day| day.to_string()).unwrap_or_default(),
        });
        DoingsView {
            title: team.map(|team| team.title.clone()).unwrap_or_default(),
            slug: team.map(|team| team.slug.to_string()).unwrap_or_default(),
            url: team.map(|team| format!("{root}{}", addresses::team(team.slug.as_str()))).unwrap_or_default(),
            calls: self.links(root, doings.calls.iter().copied()),
            decisions: doings.decisions.iter().map(|at| self.decision(root, &registers.decisions[*at])).collect(),
            actions: doings.actions.iter().map(|at| self.action(root, &registers.actions[*at])).collect(),
            references: references.collect(),
        }
    }
}
