//! `/`: what is new, what comes next, and the archive at a glance.

use super::page_type::PageType;
use crate::extract::{Call, Kind};
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
    /// Calls a week, oldest first, every week from the first call to the last.
    pub activity: Vec<WeekView>,
    /// The busiest week's number, for scaling.
    pub busiest: usize,
    /// Held calls in all, copies not counted.
    pub calls: usize,
    /// Decks among them.
    pub decks: usize,
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

/// One bar of the activity picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct WeekView {
    /// Monday.
    pub monday: DateView,
    /// Held calls.
    pub calls: usize,
}

/// So many documents are listed; search finds all of them.
const DOCUMENTS: usize = 200;

impl Renderer<'_> {
    fn start(&self, root: &str) -> StartView {
        let archive = self.archive;
        let held: Vec<&Call> = archive.calls.iter().filter(|call| archive.is_held_original(call)).collect();
        let activity = weeks(self.words(), held.iter().filter_map(|call| call.date));
        let latest = past(archive).filter(|id| archive.is_held_original(archive.call(*id))).take(12);
        let description = if archive.config.tagline.is_empty() {
            self.words().with("start.description", &[("archive", &archive.config.title)])
        } else {
            archive.config.tagline.clone()
        };
        StartView {
            page: self.page(root, "", String::new(), &description, "start"),
            upcoming: self.links(root, self.upcoming().take(5)),
            latest: self.links(root, latest),
            busiest: activity.iter().map(|week| week.calls).max().unwrap_or(0),
            activity,
            calls: held.len(),
            decks: held.iter().filter(|call| call.kind == Kind::Deck).count(),
            since: held.first().and_then(|call| call.date).map(|day| self.date(day)),
            decisions: self.newest_decisions(root, archive.ids().rev(), 5),
            actions: self.newest_open_actions(root, archive.ids().rev(), 5),
            documents: self.links(root, archive.loose_documents().take(DOCUMENTS)),
            more_documents: archive.loose_documents().count().saturating_sub(DOCUMENTS),
            topics: self.recent_topics(root),
        }
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
