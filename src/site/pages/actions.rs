//! `/actions/` and `/actions/2024/`: what is to be done.

use super::page_type::{About, Menu, PageType};
use crate::base::text::slug;
use crate::config::person_of;
use crate::site::addresses::{self, ListAddress};
use crate::site::listing::{self, Year};
use crate::site::render::Renderer;
use crate::site::render::registers::paging::{choices, paging_by_year, tier_choice};
use crate::site::render::registers::rows::state;
use crate::site::render::view::{ActionView, ChoiceView, DateView, PageView, PagingView};
use serde::Serialize;

pub(super) const ACTIONS: PageType = PageType {
    name: "actions",
    list: |archive| if archive.registers.actions.is_empty() { Vec::new() } else { vec![(About::Archive, 1)] },
    path: |_, _, _| addresses::ACTIONS.to_owned(),
    print: |renderer, _, _, root| renderer.print("actions.html", &renderer.actions(root, None)),
    menu: Some(Menu { title: "frame.actions", area: "actions", in_bar: true }),
    ..PageType::ONE
};

pub(super) const YEARS: PageType = PageType {
    name: "actions of a year",
    list: |archive| {
        let years = listing::actions(archive).years.into_iter();
        years.map(|(year, parts)| (About::Year(year), parts.len())).collect()
    },
    path: |_, about, part| addresses::actions_of(about.year()).part(part),
    print: |renderer, about, part, root| {
        let view = renderer.actions(root, Some((about.year(), part)));
        renderer.print("actions.html", &view)
    },
    ..PageType::ONE
};

/// `/actions/`, or a page of `/actions/2024/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ActionsView {
    /// The page.
    pub page: PageView,
    /// Number of open ones somebody spoke of lately.
    pub open: usize,
    /// Number of those the notes say something about that is neither.
    pub in_question: usize,
    /// Number of those nobody spoke of for long.
    pub stale: usize,
    /// Number of done ones.
    pub done: usize,
    /// Those on the page by state: open first, each newest first.
    pub groups: Vec<ActionGroupView>,
    /// The other pages.
    pub paging: PagingView,
    /// Teams to choose from.
    pub teams: Vec<ChoiceView>,
    /// People to choose from.
    pub people: Vec<ChoiceView>,
    /// Kinds of evidence to choose from.
    pub tiers: Vec<ChoiceView>,
    /// The day of the archive's last call.
    pub last: Option<DateView>,
}

/// The actions of one state.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ActionGroupView {
    /// `open`, an anchor.
    pub state: String,
    /// "Open".
    pub title: String,
    /// Whether its list is folded away until somebody asks for it.
    pub folded: bool,
    /// Number of actions in this state, those on other pages included.
    pub count: usize,
    /// The actions, newest first.
    pub actions: Vec<ActionView>,
}

impl Renderer<'_> {
    /// `/actions/`, or a part of a year.
    fn actions(&self, root: &str, at: Option<(Year, usize)>) -> ActionsView {
        let archive = self.archive;
        let actions = &archive.registers.actions;
        let all: Vec<usize> = match at {
            None => (0..actions.len()).rev().collect(),
            Some((year, _)) => self.action_pages().of_year(year),
        };
        let mut shown =
            at.map_or(&self.action_pages().front[..], |(year, part)| self.action_pages().part(year, part)).to_vec();
        shown.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
        let count = |wanted: &str| all.iter().filter(|at| state(&actions[**at]) == wanted).count();
        let words = self.words();
        let groups: Vec<ActionGroupView> = [
            ("open", "states.group_open"),
            ("unknown", "states.group_in_question"),
            ("stale", "states.group_stale"),
            ("done", "states.group_done"),
        ]
        .into_iter()
        .map(|(wanted, title)| ActionGroupView {
            state: wanted.to_owned(),
            title: words.text(title).to_owned(),
            folded: matches!(wanted, "stale" | "done"),
            count: count(wanted),
            actions: shown
                .iter()
                .map(|at| &actions[*at])
                .filter(|action| state(action) == wanted)
                .map(|action| self.action(root, action))
                .collect(),
        })
        // An old link may name a state of which nothing fits here.
        .filter(|group| if at.is_none() { group.count > 0 } else { !group.actions.is_empty() })
        .collect();
        let people = all.iter().flat_map(|at| &actions[*at].assignees).map(|name| {
            let link = self.person_link("", name);
            (slug(&person_of(&archive.config, name)), link.label)
        });
        let people = people.filter(|(value, _)| !value.is_empty());
        let teams = all.iter().filter_map(|at| self.team_choice(actions[*at].raised_in()?));
        let description = words.with("registers.actions_description", &[("archive", &archive.config.title)]);
        let pages: (&str, fn(Year) -> ListAddress) = (addresses::ACTIONS, addresses::actions_of);
        ActionsView {
            page: self.page_by_year(
                root,
                words.text("frame.actions"),
                &description,
                "actions",
                addresses::actions_of,
                at,
            ),
            open: count("open"),
            in_question: count("unknown"),
            stale: count("stale"),
            done: count("done"),
            groups,
            teams: choices(teams),
            people: choices(people),
            tiers: choices(all.iter().map(|at| tier_choice(words, actions[*at].tier))),
            last: archive.newest_day(archive.ids()).map(|day| self.date(day)),
            paging: paging_by_year(words, root, pages, self.action_pages(), at, |_| false),
        }
    }
}
