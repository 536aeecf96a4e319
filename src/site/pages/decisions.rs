//! `/decisions/` and `/decisions/2024/`: what was decided.

use super::page_type::{About, Menu, PageType};
use crate::site::addresses::{self, ListAddress};
use crate::site::listing::{self, Year, label};
use crate::site::render::Renderer;
use crate::site::render::registers::charts::{self, months};
use crate::site::render::registers::paging::{choices, paging_by_year, tier_choice};
use crate::site::render::view::{ChartView, ChoiceView, DecisionView, PageView, PagingView};
use chrono::Datelike;
use serde::Serialize;

pub(super) const DECISIONS: PageType = PageType {
    name: "decisions",
    list: |archive| if archive.registers.decisions.is_empty() { Vec::new() } else { vec![(About::Archive, 1)] },
    path: |_, _, _| addresses::DECISIONS.to_owned(),
    print: |renderer, _, _, root| renderer.print("decisions.html", &renderer.decisions(root, None)),
    menu: Some(Menu { title: "frame.decisions", area: "decisions", in_bar: true }),
    ..PageType::ONE
};

pub(super) const YEARS: PageType = PageType {
    name: "decisions of a year",
    list: |archive| {
        let years = listing::decisions(archive).years.into_iter();
        years.map(|(year, parts)| (About::Year(year), parts.len())).collect()
    },
    path: |_, about, part| addresses::decisions_of(about.year()).part(part),
    print: |renderer, about, part, root| {
        let view = renderer.decisions(root, Some((about.year(), part)));
        renderer.print("decisions.html", &view)
    },
    ..PageType::ONE
};

/// `/decisions/`, or a page of `/decisions/2024/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DecisionsView {
    /// The page.
    pub page: PageView,
    /// Decisions a month.
    pub picture: Option<ChartView>,
    /// Number of decisions; reports of them not counted.
    pub count: usize,
    /// The decisions by year, newest first.
    pub years: Vec<DecisionYearView>,
    /// The other pages.
    pub paging: PagingView,
    /// Teams to choose from.
    pub teams: Vec<ChoiceView>,
    /// Topics to choose from.
    pub topics: Vec<ChoiceView>,
    /// Kinds of evidence to choose from.
    pub tiers: Vec<ChoiceView>,
}

/// The decisions of a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DecisionYearView {
    /// `2024`, or that pages have no date.
    pub label: String,
    /// `y2024`, an anchor.
    pub id: String,
    /// Relative URL of the page that has all of them; empty where they are all here.
    pub url: String,
    /// The decisions, newest first.
    pub decisions: Vec<DecisionView>,
}

impl Renderer<'_> {
    /// `/decisions/`, or a part of a year.
    fn decisions(&self, root: &str, at: Option<(Year, usize)>) -> DecisionsView {
        let (archive, words) = (self.archive, self.words());
        let decisions = &archive.registers.decisions;
        let anchor = |year: Year| format!("y{}", label(year));
        let all: Vec<usize> = match at {
            None => (0..decisions.len()).rev().filter(|at| decisions[*at].repeats.is_none()).collect(),
            Some((year, _)) => self.decision_pages().of_year(year),
        };
        let shown = at.map_or(&self.decision_pages().front[..], |(year, part)| self.decision_pages().part(year, part));
        let year_of = |at: usize| archive.call(decisions[at].call).date.map(|date| date.year());
        let mut years: Vec<DecisionYearView> = Vec::new();
        for entries in shown.chunk_by(|a, b| year_of(*a) == year_of(*b)) {
            let year = year_of(entries[0]);
            let is_cut = at.is_none() && self.decision_pages().of_year(year).len() > entries.len();
            years.push(DecisionYearView {
                label: self.year(year),
                id: anchor(year),
                url: if is_cut { format!("{root}{}", addresses::decisions_of(year).part(0)) } else { String::new() },
                decisions: entries.iter().map(|at| self.decision(root, &decisions[*at])).collect(),
            });
        }
        let is_missing = |year: Year| years.iter().all(|shown| shown.id != anchor(year));
        let pages: (&str, fn(Year) -> ListAddress) = (addresses::DECISIONS, addresses::decisions_of);
        let paging = paging_by_year(words, root, pages, self.decision_pages(), at, is_missing);
        let own = || all.iter().map(|at| &decisions[*at]);
        let topics = own().flat_map(|decision| &decision.topics).map(|at| {
            let topic = &archive.registers.topics[*at];
            (topic.slug.clone(), topic.name.clone())
        });
        let description = words.with("registers.decisions_description", &[("archive", &archive.config.title)]);
        DecisionsView {
            page: self.page_by_year(
                root,
                words.text("frame.decisions"),
                &description,
                "decisions",
                addresses::decisions_of,
                at,
            ),
            picture: months(
                words,
                own().filter_map(|decision| archive.call(decision.call).date),
                &charts::DECISIONS,
                |year| {
                    let has_page = !self.decision_pages().of_year(Some(year)).is_empty();
                    if has_page {
                        format!("{root}{}", addresses::decisions_of(Some(year)).part(0))
                    } else {
                        format!("#y{year}")
                    }
                },
            ),
            count: all.len(),
            teams: choices(own().filter_map(|decision| self.team_choice(decision.call))),
            topics: choices(topics),
            tiers: choices(own().map(|decision| tier_choice(words, decision.note.tier))),
            years,
            paging,
        }
    }
}
