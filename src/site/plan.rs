//! Every page of the site as data, before the first one is rendered. Redirects are no pages of the archive; see
//! [`super::redirects`].

use super::listing::{self, Year, Yearly};
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
    /// A page of a list that does not fit on one; the number counts from 0, which is a list's own page where it has one.
    Part(List, usize),
    /// `/404.html`.
    NotFound,
}

/// A list that may be longer than a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// `/calls/2024/`, `/calls/2024/2/`.
    Calls(i32),
    /// `/decisions/2024/`, `/decisions/2024/2/`.
    Decisions(Year),
    /// `/actions/2024/`, `/actions/2024/2/`.
    Actions(Year),
    /// `/refs/page-2/`.
    References,
    /// `/refs/<owner>/<repository>/`, `/refs/<owner>/<repository>/page-2/`; the number is the first reference's place
    /// in the registers.
    ReferenceGroup(usize),
    /// `/refs/<owner>/<repository>/<n>/2/`.
    Reference(usize),
    /// `/topics/page-2/`.
    Topics,
    /// `/topics/<slug>/2/`.
    Topic(usize),
    /// `/people/page-2/`.
    People,
    /// `/people/<handle>/2/`.
    Person(usize),
}

/// All pages, in the order of their kinds.
pub fn plan(archive: &Archive) -> Vec<Page> {
    let mut pages = vec![Page::Start, Page::Calls, Page::Search, Page::NotFound];
    for year in years(archive) {
        pages.push(Page::Year(year));
        pages.extend(further(List::Calls(year), listing::calls(archive, year).len()));
    }
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
        pages.extend(by_year(&listing::decisions(archive), List::Decisions));
    }
    if !registers.actions.is_empty() {
        pages.push(Page::Actions);
        pages.extend(by_year(&listing::actions(archive), List::Actions));
    }
    if !registers.references.is_empty() {
        pages.push(Page::References);
        let groups = listing::reference_groups(archive);
        pages.extend(further(List::References, listing::reference_pages(archive, &groups).len()));
        for group in &groups {
            let list = List::ReferenceGroup(group.references[0]);
            pages.extend((0..group.parts(archive).len()).map(|part| Page::Part(list, part)));
        }
        for index in 0..registers.references.len() {
            pages.push(Page::Reference(index));
            pages.extend(further(List::Reference(index), listing::trail_of_reference(archive, index).len()));
        }
    }
    if !registers.topics.is_empty() {
        pages.push(Page::Topics);
        pages.extend(further(List::Topics, listing::topics(archive).len()));
        for index in 0..registers.topics.len() {
            pages.push(Page::Topic(index));
            pages.extend(further(List::Topic(index), listing::trail_of_topic(archive, index).len()));
        }
    }
    if archive.config.people.pages && !registers.people.is_empty() {
        pages.push(Page::People);
        pages.extend(further(List::People, listing::people(archive).len()));
        for (index, person) in registers.people.iter().enumerate() {
            pages.push(Page::Person(index));
            pages.extend(further(List::Person(index), listing::person(archive, person).len()));
        }
    }
    pages
}

/// The pages of a list after its first one.
fn further(list: List, parts: usize) -> impl Iterator<Item = Page> {
    (1..parts).map(move |part| Page::Part(list, part))
}

/// The pages of a register's years.
fn by_year(register: &Yearly, list: impl Fn(Year) -> List) -> Vec<Page> {
    let years = register.years.iter();
    years.flat_map(|(year, parts)| (0..parts.len()).map(|part| Page::Part(list(*year), part))).collect()
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
            Self::Part(list, part) => list.path(archive, part),
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
            Self::Part(list, _) => match list {
                List::Calls(_) => "calls.html",
                List::Decisions(_) => "decisions.html",
                List::Actions(_) => "actions.html",
                List::References | List::ReferenceGroup(_) => "references.html",
                List::Reference(_) | List::Topic(_) => "trail.html",
                List::Topics | List::People => "index.html",
                List::Person(_) => "person.html",
            },
            Self::NotFound => "404.html",
        }
    }
}

impl List {
    /// The page of one part below the site's root.
    pub fn path(self, archive: &Archive, part: usize) -> String {
        let label = |year: Year| year.map_or_else(|| "undated".to_owned(), |year| year.to_string());
        // Beside names and numbers that are pages themselves, a number alone would not do.
        let (start, mark) = match self {
            Self::Calls(year) => (Page::Year(year).path(archive), ""),
            Self::Decisions(year) => (format!("decisions/{}/", label(year)), ""),
            Self::Actions(year) => (format!("actions/{}/", label(year)), ""),
            Self::References => (Page::References.path(archive), "page-"),
            Self::ReferenceGroup(first) => (listing::path_of_group(&archive.registers.references[first]), "page-"),
            Self::Reference(index) => (Page::Reference(index).path(archive), ""),
            Self::Topics => (Page::Topics.path(archive), "page-"),
            Self::Topic(index) => (Page::Topic(index).path(archive), ""),
            Self::People => (Page::People.path(archive), "page-"),
            Self::Person(index) => (Page::Person(index).path(archive), ""),
        };
        if part == 0 { start } else { format!("{start}{mark}{}/", part + 1) }
    }
}
