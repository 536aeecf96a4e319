//! `/<team>/`: the calls of a team, and what it has on record.

use super::page_type::{About, Lasting, PageType, Sitemap};
use crate::archive::{CallId, Report};
use crate::base::text::{fold, with_anchor, with_slide};
use crate::document::plain;
use crate::site::addresses;
use crate::site::feeds::offers::{self, Offer};
use crate::site::render::Renderer;
use crate::site::render::view::{CallLinkView, PageView, TeamLinkView, TeamRecordView};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const TEAMS: PageType = PageType {
    name: "team",
    list: |archive| (0..archive.teams.len()).map(|team| (About::Entry(team), 1)).collect(),
    path: |archive, about, _| addresses::team(archive.teams[about.entry()].slug.as_str()),
    print: |renderer, about, _, root| renderer.print("team.html", &renderer.team(root, about.entry())),
    sitemap: |archive, about| Sitemap::Changed(archive.newest_day(archive.teams[about.entry()].calls.iter().copied())),
    lasting: |_, _| Lasting::Kept,
    ..PageType::ONE
};

/// A team's page, `/<team>/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamView {
    /// The page.
    pub page: PageView,
    /// The team.
    pub team: TeamLinkView,
    /// The last call that was held.
    pub latest: Option<CallLinkView>,
    /// Calls after the build's day, soonest first.
    pub upcoming: Vec<CallLinkView>,
    /// Its calls by year, newest first.
    pub years: Vec<YearView>,
    /// Its reports in other teams' decks, newest first.
    pub reports: Vec<ReportView>,
    /// Undated documents.
    pub documents: Vec<CallLinkView>,
    /// What the team decided, is to do and talks about.
    pub record: TeamRecordView,
}

/// A year of calls.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct YearView {
    /// 2024.
    pub year: i32,
    /// Number of calls that were held.
    pub count: usize,
    /// The calls by month where there are many, newest first; else all as one group without a title.
    pub months: Vec<TeamMonthView>,
}

/// Calls of a month of a team's year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamMonthView {
    /// Its anchor: `y2024-03`; empty for a whole year.
    pub id: String,
    /// "March"; empty for a whole year.
    pub title: String,
    /// "Mar".
    pub short_title: String,
    /// The calls, newest first.
    pub calls: Vec<CallLinkView>,
}

/// A team's report inside another team's deck.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReportView {
    /// The call it stands in.
    pub call: CallLinkView,
    /// Relative URL of the section on the page.
    pub section_url: String,
    /// Relative URL of its first slide.
    pub deck_url: String,
    /// Relative URL of the first slide that says something that other reports do not say.
    pub slide_url: String,
    /// The heading as written there.
    pub heading: String,
    /// The first words of the report that not every report has, plain text; may be empty.
    pub summary: String,
}

impl Renderer<'_> {
    fn team(&self, root: &str, index: usize) -> TeamView {
        let archive = self.archive;
        let team = &archive.teams[index];
        let held = team.calls.iter().rev().filter(|id| !archive.is_upcoming(archive.call(**id)));
        let dated: Vec<(NaiveDate, CallId)> = held.filter_map(|id| Some((archive.call(*id).date?, *id))).collect();
        let years =
            dated.chunk_by(|(a, _), (b, _)| a.year() == b.year()).map(|calls| self.year_of_team(root, calls)).collect();
        let upcoming = team.calls.iter().copied().filter(|id| archive.is_upcoming(archive.call(*id)));
        let description = if team.blurb.is_empty() {
            self.words().with("team.description", &[("team", &team.title)])
        } else {
            team.blurb.clone()
        };
        let mut page = self.page(root, &addresses::team(team.slug.as_str()), team.title.clone(), &description, "team");
        page.team = team.slug.to_string();
        page.offer(offers::views(archive, &[Offer::CallsOf(&team.slug), Offer::CalendarOf(&team.slug)]));
        self.put_picture_of_team(&mut page, index);
        TeamView {
            page,
            team: self.site.teams[index].clone(),
            latest: self.latest_call(root, index),
            upcoming: self.links(root, upcoming),
            years,
            reports: self.reports(root, &team.reports),
            documents: self.links(root, team.documents.iter().copied()),
            record: self.team_record(root, index),
        }
    }

    /// The calls of one year, newest first.
    fn year_of_team(&self, root: &str, calls: &[(NaiveDate, CallId)]) -> YearView {
        let group = |calls: &[(NaiveDate, CallId)]| calls.iter().map(|(_, id)| self.row(root, *id)).collect();
        let months = if calls.len() > MANY {
            let months = calls.chunk_by(|(a, _), (b, _)| a.month() == b.month());
            let named = months.filter_map(|calls| {
                let (day, _) = *calls.first()?;
                let view = self.date(day);
                let id = format!("y{}", day.format("%Y-%m"));
                Some(TeamMonthView { id, title: view.month, short_title: view.short_month, calls: group(calls) })
            });
            named.collect()
        } else {
            vec![TeamMonthView { calls: group(calls), ..TeamMonthView::default() }]
        };
        // As many as are counted of the team: what was cancelled stands in the list.
        let held = calls.iter().filter(|(_, id)| self.archive.is_held_original(self.archive.call(*id)));
        YearView { year: calls.first().map_or(0, |(day, _)| day.year()), count: held.count(), months }
    }

    /// The last call that a team held.
    fn latest_call(&self, root: &str, index: usize) -> Option<CallLinkView> {
        let archive = self.archive;
        let is_held = |id: &&CallId| archive.is_held_original(archive.call(**id)) && archive.call(**id).date.is_some();
        let id = *archive.teams[index].calls.iter().rev().find(is_held)?;
        Some(self.row(root, id))
    }

    /// The reports of a team in calls of others, newest first. What many of them say alike is left out.
    fn reports(&self, root: &str, reports: &[Report]) -> Vec<ReportView> {
        let lines: Vec<Vec<ReportLine>> = reports.iter().map(|report| self.lines_of(report)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for lines in &lines {
            let own: BTreeSet<&str> = lines.iter().map(|line| line.folded.as_str()).collect();
            own.into_iter().for_each(|folded| *counts.entry(folded).or_default() += 1);
        }
        let is_own = |line: &&ReportLine| counts.get(line.folded.as_str()).is_none_or(|count| *count < REPEATED);
        let views = reports.iter().zip(&lines).rev().map(|(report, lines)| {
            let call = self.archive.call(report.call);
            let section = &call.document.sections[report.section];
            let own: Vec<&ReportLine> = lines.iter().filter(is_own).collect();
            let telling = own.first().map_or(section, |line| &call.document.sections[line.section]);
            let link = self.link(root, report.call);
            let summary = own.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\u{a0}· ");
            ReportView {
                section_url: with_anchor(&format!("{root}{}", call.url), &section.id),
                deck_url: with_slide(&link.deck_url, &section.id),
                slide_url: with_slide(&link.deck_url, &telling.id),
                heading: section.heading.as_ref().map(|heading| heading.text.clone()).unwrap_or_default(),
                summary: plain::shorten(&summary, 160),
                call: link,
            }
        });
        views.collect()
    }

    /// The first lines of a report, headings of its slides among them.
    fn lines_of(&self, report: &Report) -> Vec<ReportLine> {
        /// Enough to find some that are its own, in bytes.
        const ENOUGH: usize = 1200;
        let call = self.archive.call(report.call);
        let title = call.document.sections[report.section].heading.as_ref().map(|heading| fold(&heading.text));
        let mut lines: Vec<ReportLine> = Vec::new();
        let mut length = 0;
        for (index, (section, place)) in
            call.document.sections.iter().zip(&call.outline).enumerate().skip(report.section)
        {
            if place.part != report.section || length > ENOUGH {
                break;
            }
            let mut add = |text: &str| {
                let (text, folded) = (text.trim(), fold(text));
                if !folded.is_empty() && Some(&folded) != title.as_ref() {
                    length += text.len();
                    lines.push(ReportLine { section: index, text: text.to_owned(), folded });
                }
            };
            if let Some(heading) = section.heading.as_ref().filter(|_| index != report.section) {
                add(&heading.text);
            }
            for block in section.blocks.iter().filter(|block| crate::extract::reporter_line(block).is_none()) {
                plain::lines(std::slice::from_ref(block)).lines().for_each(&mut add);
            }
        }
        lines
    }
}

/// More calls a year are listed by month.
const MANY: usize = 12;

/// A line in so many reports of a team is its motto, not news.
const REPEATED: usize = 3;

/// A line of a report.
struct ReportLine {
    /// The slide.
    section: usize,
    text: String,
    folded: String,
}
