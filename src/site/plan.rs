//! Every page of the site as data, before the first one is rendered. Redirects are no pages of the archive; see
//! [`super::redirects`].

use crate::archive::{Archive, CallId};
use crate::extract::State;

/// A page to render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// `/`.
    Start,
    /// `/calls/`.
    Calls,
    /// `/calls/2024/`.
    Year(i32),
    /// `/<team>/`; the number is the team's place in [`Archive::teams`].
    Team(usize),
    /// `/<team>/<date>/`, and undated pages.
    Call(CallId),
    /// `/<team>/<date>/deck/`.
    Deck(CallId),
    /// `/search/`.
    Search,
    /// `/decisions/`.
    Decisions,
    /// `/actions/`.
    Actions,
    /// `/refs/`.
    References,
    /// `/refs/<owner>/<repository>/<n>/`; the number is the reference's place in the registers.
    Reference(usize),
    /// `/topics/`.
    Topics,
    /// `/topics/<slug>/`.
    Topic(usize),
    /// `/people/`.
    People,
    /// `/people/<handle>/`.
    Person(usize),
    /// `/404.html`.
    NotFound,
}

/// All pages, in the order of their kinds.
pub fn plan(archive: &Archive) -> Vec<Page> {
    let mut pages = vec![Page::Start, Page::Calls, Page::Search, Page::NotFound];
    pages.extend(years(archive).into_iter().map(Page::Year));
    pages.extend((0..archive.teams.len()).map(Page::Team));
    pages.extend(registers(archive));
    for id in archive.ids() {
        pages.push(Page::Call(id));
        if has_deck(archive, id) {
            pages.push(Page::Deck(id));
        }
    }
    pages
}

/// The pages of the registers; those without an entry have none.
fn registers(archive: &Archive) -> Vec<Page> {
    let registers = &archive.registers;
    let mut pages = Vec::new();
    if !registers.decisions.is_empty() {
        pages.push(Page::Decisions);
    }
    if !registers.actions.is_empty() {
        pages.push(Page::Actions);
    }
    if !registers.references.is_empty() {
        pages.push(Page::References);
        pages.extend((0..registers.references.len()).map(Page::Reference));
    }
    if !registers.topics.is_empty() {
        pages.push(Page::Topics);
        pages.extend((0..registers.topics.len()).map(Page::Topic));
    }
    if archive.config.people.pages && !registers.people.is_empty() {
        pages.push(Page::People);
        pages.extend((0..registers.people.len()).map(Page::Person));
    }
    pages
}

/// Whether a call has a deck: one that did not take place has nothing to present.
pub fn has_deck(archive: &Archive, id: CallId) -> bool {
    archive.call(id).state == State::Held
}

/// The years that have calls, newest first.
pub fn years(archive: &Archive) -> Vec<i32> {
    use chrono::Datelike;
    let mut years: Vec<i32> = archive.calls.iter().filter_map(|call| call.date).map(|date| date.year()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years
}

impl Page {
    /// The page's path below the site's root: `iaas/2023-01-11/`; empty for the start page.
    pub fn path(self, archive: &Archive) -> String {
        match self {
            Self::Start => String::new(),
            Self::Calls => "calls/".to_owned(),
            Self::Year(year) => format!("calls/{year}/"),
            Self::Team(team) => format!("{}/", archive.teams[team].slug),
            Self::Call(id) => archive.call(id).url.clone(),
            Self::Deck(id) => format!("{}deck/", archive.call(id).url),
            Self::Search => "search/".to_owned(),
            Self::Decisions => "decisions/".to_owned(),
            Self::Actions => "actions/".to_owned(),
            Self::References => "refs/".to_owned(),
            Self::Reference(index) => archive.registers.references[index].path.clone(),
            Self::Topics => "topics/".to_owned(),
            Self::Topic(index) => archive.registers.topics[index].path(),
            Self::People => "people/".to_owned(),
            Self::Person(index) => archive.registers.people[index].path(),
            Self::NotFound => "404.html".to_owned(),
        }
    }

    /// The file the page is written to.
    pub fn file(self, archive: &Archive) -> String {
        let path = self.path(archive);
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
    }

    /// Whether the page shows images or PDFs of the minutes, or links to them.
    pub fn has_files(self, archive: &Archive) -> bool {
        match self {
            Self::Call(id) | Self::Deck(id) => archive.has_files(id),
            _ => false,
        }
    }

    /// The template that renders it.
    pub fn template(self) -> &'static str {
        match self {
            Self::Start => "start.html",
            Self::Calls | Self::Year(_) => "calls.html",
            Self::Team(_) => "team.html",
            Self::Call(_) => "call.html",
            Self::Deck(_) => "deck.html",
            Self::Search => "search.html",
            Self::Decisions => "decisions.html",
            Self::Actions => "actions.html",
            Self::References => "references.html",
            Self::Reference(_) | Self::Topic(_) => "trail.html",
            Self::Topics | Self::People => "index.html",
            Self::Person(_) => "person.html",
            Self::NotFound => "404.html",
        }
    }
}
