//! Where the pages stand below the site's root, for the pages themselves and for links to them.

use crate::archive::registers::{Person, Reference, Topic};
use crate::archive::{Archive, CallId};
use crate::site::listing::{Month, Year, has_deck, label, path_of_group};

/// The addresses of a list that may be longer than a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAddress {
    first: String,
    /// What stands before the number of a further page. Beside names and numbers that are pages themselves, a number
    /// alone would not do.
    mark: &'static str,
}

impl ListAddress {
    /// The page of one part, from 0: `decisions/2024/`, `decisions/2024/2/`, `topics/page-2/`.
    pub fn part(&self, part: usize) -> String {
        if part == 0 { self.first.clone() } else { format!("{}{}{}/", self.first, self.mark, part + 1) }
    }
}

fn list(first: impl Into<String>, mark: &'static str) -> ListAddress {
    ListAddress { first: first.into(), mark }
}

/// All calls.
pub const CALLS: &str = "calls/";

/// What is new since a day.
pub const SINCE: &str = "since/";

/// What a month brought.
pub fn month(month: Month) -> ListAddress {
    list(format!("{SINCE}{}/", month.label()), "")
}

/// The search form.
pub const SEARCH: &str = "search/";

/// The register of decisions.
pub const DECISIONS: &str = "decisions/";

/// The register of actions.
pub const ACTIONS: &str = "actions/";

/// The calls of a year.
pub fn calls_of(year: i32) -> ListAddress {
    list(format!("{CALLS}{year}/"), "")
}

/// The decisions of a year.
pub fn decisions_of(year: Year) -> ListAddress {
    list(format!("{DECISIONS}{}/", label(year)), "")
}

/// The actions of a year.
pub fn actions_of(year: Year) -> ListAddress {
    list(format!("{ACTIONS}{}/", label(year)), "")
}

/// All references.
pub fn references() -> ListAddress {
    list("refs/", "page-")
}

/// The references of the kind or repository of this one: `refs/<owner>/<repository>/`.
pub fn reference_group(reference: &Reference) -> ListAddress {
    list(path_of_group(reference), "page-")
}

/// A reference.
pub fn reference(reference: &Reference) -> ListAddress {
    list(reference.path.as_str(), "")
}

/// All topics.
pub fn topics() -> ListAddress {
    list("topics/", "page-")
}

/// A topic.
pub fn topic(topic: &Topic) -> ListAddress {
    list(topic.path(), "")
}

/// All people.
pub fn people() -> ListAddress {
    list("people/", "page-")
}

/// A person.
pub fn person(person: &Person) -> ListAddress {
    list(person.path(), "")
}

/// A team.
pub fn team(slug: &str) -> String {
    format!("{slug}/")
}

/// A call's deck; empty where it has none.
pub fn deck_of(archive: &Archive, id: CallId) -> String {
    if has_deck(archive, id) { deck(&archive.call(id).url) } else { String::new() }
}

/// The deck of the call at this address.
pub fn deck(call: &str) -> String {
    format!("{call}deck/")
}
