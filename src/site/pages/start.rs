//! `/`: what is new, what comes next, and the archive at a glance.

use super::page_type::PageType;
use crate::extract::Call;
use crate::language::Words;
use crate::site::listing::past;
use crate::site::render::Renderer;
use crate::site::render::view::{ActionView, CallLinkView, DateView, DecisionView, EntryLinkView, PageView};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) const START: PageType = PageType {
    name: "start",
    print: |renderer, _, _, root| renderer.print("start.html", &renderer.start(root)),
    ..PageType::ONE
};

/// The start page, `/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StartView {
    /// The page.
    pub page: PageView,
    /// The next calls, soonest first.
    pub upcoming: Vec<CallLinkView>,
    /// The latest held calls, newest first.
    pub latest: Vec<CallLinkView>,
    /// The day of the last of them.
    pub newest: Option<DateView>,
    /// What each of the last days with calls brought, newest first.
    pub days: Vec<DayView>,
    /// Calls a week, oldest first, every week from the first call to the last.
    pub activity: Vec<WeekView>,
    /// The busiest week's number, for scaling.
    pub busiest: usize,
    /// Held calls in all, copies not counted.
    pub calls: usize,
    /// First day.
    pub since: Option<DateView>,
    /// The newest decisions.
    pub decisions: Vec<DecisionView>,
    /// The newest open actions.
    pub actions: Vec<ActionView>,
    /// Documents of no team, by address.
    pub documents: Vec<CallLinkView>,
    /// How many more there are.
    pub more_documents: usize,
    /// The topics most spoken of in the last months.
    pub topics: Vec<EntryLinkView>,
}

/// What the calls of a day brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct DayView {
    /// The day as `2024-01-10`.
    pub day: String,
    /// Held calls.
    pub calls: usize,
    /// Decisions in them; reports of others not counted.
    pub decisions: usize,
    /// Actions that were raised.
    pub actions: usize,
}

/// One bar of the activity picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct WeekView {
    /// Monday.
    pub monday: DateView,
    /// Held calls.
    pub calls: usize,
}

/// So many of the last days with calls are counted for those who come back: about a year of a community that meets twice a week.
const DAYS: usize = 100;

/// So many calls stand on the page.
const LATEST: usize = 10;

/// Fewer calls than these make no picture.
const PICTURED: usize = 12;

/// So many documents are listed; search finds all of them.
const DOCUMENTS: usize = 200;

impl Renderer<'_> {
    fn start(&self, root: &str) -> StartView {
        let archive = self.archive;
        let held: Vec<&Call> = archive.calls.iter().filter(|call| archive.is_held_original(call)).collect();
        let pictured = held.iter().filter(|_| held.len() >= PICTURED);
        let activity = weeks(self.words(), pictured.filter_map(|call| call.date));
        let latest = past(archive).filter(|id| archive.is_held_original(archive.call(*id))).take(LATEST);
        let description = if archive.config.tagline.is_empty() {
            self.words().with("start.description", &[("archive", &archive.config.title)])
        } else {
            archive.config.tagline.clone()
        };
        StartView {
            page: self.page(root, "", String::new(), &description, "start"),
            upcoming: self.links(root, self.upcoming().take(5)),
            latest: self.rows(root, latest),
            newest: held.last().and_then(|call| call.date).map(|day| self.date(day)),
            days: self.days(),
            busiest: activity.iter().map(|week| week.calls).max().unwrap_or(0),
            activity,
            calls: held.len(),
            since: held.first().and_then(|call| call.date).map(|day| self.date(day)),
            decisions: self.decisions_in_the_news(root, archive.ids().rev(), 5),
            actions: self.newest_open_actions(root, archive.ids().rev(), 4),
            documents: self.links(root, archive.loose_documents().take(DOCUMENTS)),
            more_documents: archive.loose_documents().count().saturating_sub(DOCUMENTS),
            topics: self.recent_topics(root),
        }
    }

    /// The last days with calls, newest first.
    fn days(&self) -> Vec<DayView> {
        let (archive, registers) = (self.archive, &self.archive.registers);
        let mut days: Vec<DayView> = Vec::new();
        for id in archive.ids().rev().filter(|id| archive.is_held_original(archive.call(*id))) {
            let day = archive.call(id).date.map(|day| day.to_string()).unwrap_or_default();
            if days.last().is_none_or(|last| last.day != day) {
                if days.len() == DAYS {
                    break;
                }
                days.push(DayView { day, ..DayView::default() });
            }
            let record = archive.record(id);
            let is_own = |at: &&usize| registers.decisions[**at].repeats.is_none();
            let is_raised = |at: &&usize| registers.actions[**at].raised_in() == Some(id);
            if let Some(last) = days.last_mut() {
                last.calls += 1;
                last.decisions += record.decisions.iter().filter(is_own).count();
                last.actions += record.actions.iter().filter(is_raised).count();
            }
        }
        days
    }
}

/// Calls a week, from the first to the last, weeks without calls included.
fn weeks(words: &Words, dates: impl Iterator<Item = NaiveDate>) -> Vec<WeekView> {
    let monday = |date: NaiveDate| date - chrono::Days::new(u64::from(date.weekday().num_days_from_monday()));
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for date in dates {
        *counts.entry(monday(date)).or_default() += 1;
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().next_back().copied()) else {
        return Vec::new();
    };
    let mut weeks = Vec::new();
    let mut week = first;
    while week <= last {
        weeks.push(WeekView { monday: DateView::new(words, week), calls: counts.get(&week).copied().unwrap_or(0) });
        week = week + chrono::Days::new(7);
    }
    weeks
}
