//! `/<team>/`: the calls of a team, and what it has on record.

use super::page_type::{About, Lasting, PageType, Sitemap};
use crate::archive::Report;
use crate::base::text::{with_anchor, with_slide};
use crate::document::plain;
use crate::site::addresses;
use crate::site::feeds::offers::{self, Offer};
use crate::site::render::Renderer;
use crate::site::render::view::{CallLinkView, PageView, TeamLinkView, TeamRecordView};
use chrono::Datelike;
use serde::Serialize;

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
    /// Other names it goes by.
    pub aliases: Vec<String>,
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
    /// Relative URL of the first slide.
    pub slide_url: String,
    /// The heading as written there.
    pub heading: String,
    /// The first words of the report, plain text.
    pub summary: String,
}

impl Renderer<'_> {
    fn team(&self, root: &str, index: usize) -> TeamView {
        let archive = self.archive;
        let team = &archive.teams[index];
        let mut years: Vec<YearView> = Vec::new();
        for id in team.calls.iter().rev().filter(|id| !archive.is_upcoming(archive.call(**id))) {
            let Some(date) = archive.call(*id).date else { continue };
            if years.last().is_none_or(|last| last.year != date.year()) {
                years.push(YearView { year: date.year(), calls: Vec::new() });
            }
            if let Some(last) = years.last_mut() {
                last.calls.push(self.link(root, *id));
            }
        }
        let upcoming = team.calls.iter().copied().filter(|id| archive.is_upcoming(archive.call(*id)));
        let description = if team.blurb.is_empty() {
            self.words().with("team.description", &[("team", &team.title)])
        } else {
            team.blurb.clone()
        };
        let mut page = self.page(root, &addresses::team(team.slug.as_str()), team.title.clone(), &description, "team");
        page.team = team.slug.to_string();
        page.offer(offers::views(archive, &[Offer::CallsOf(&team.slug), Offer::CalendarOf(&team.slug)]));
        TeamView {
            page,
            team: self.site.teams[index].clone(),
            aliases: team.aliases.clone(),
            upcoming: self.links(root, upcoming),
            years,
            reports: team.reports.iter().rev().map(|report| self.report(root, report)).collect(),
            documents: self.links(root, team.documents.iter().copied()),
            record: self.team_record(root, index),
        }
    }

    fn report(&self, root: &str, report: &Report) -> ReportView {
        let call = self.archive.call(report.call);
        let section = &call.document.sections[report.section];
        let mut text = String::new();
        for (section, place) in call.document.sections.iter().zip(&call.outline).skip(report.section) {
            if place.part != report.section || text.len() > 400 {
                break;
            }
            for block in section.blocks.iter().filter(|block| crate::extract::reporter_line(block).is_none()) {
                text.push_str(&plain::lines(std::slice::from_ref(block)));
            }
        }
        ReportView {
            call: self.link(root, report.call),
            section_url: with_anchor(&format!("{root}{}", call.url), &section.id),
            slide_url: with_slide(&format!("{root}{}", addresses::deck(&call.url)), &section.id),
            heading: section.heading.as_ref().map(|heading| heading.text.clone()).unwrap_or_default(),
            summary: plain::shorten(&text.lines().collect::<Vec<_>>().join(" · "), 160),
        }
    }
}
