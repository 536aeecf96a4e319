//! The addresses that were once published, and where each leads now.
//!
//! `minutebook addresses` keeps them in `minutebook-addresses.tsv` beside the configuration ([`ledger`]): one line an
//! address, with the file its page was made from and a hash of what was in it. An address of the list that no page has any
//! more is looked up by that: the site has a redirect where the content went, or a page that says so where nobody knows.

pub mod ledger;
pub mod page;

use crate::archive::Archive;
use crate::base::diagnostic::{Diagnostic, Position, Severity};
use crate::base::error::Error;
use crate::base::file_names::ADDRESSES;
use crate::base::fs;
use crate::base::panics;
use crate::scan::Sources;
use crate::site::addresses;
use crate::site::pages::{self, Lasting};
use ledger::{Changes, Entry, GoesTo, Ledger, is_address};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An address that no page has any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The address below the site's root.
    pub address: String,
    /// The page to go to instead, below the site's root.
    pub to: String,
    /// What is known about it.
    pub certainty: RedirectCertainty,
}

/// How sure it is that a page is the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectCertainty {
    /// The same content, or somebody wrote it down.
    Same,
    /// The page was removed on purpose; the other one is the nearest index.
    Removed,
    /// Nobody knows; the other one is the nearest index.
    Lost,
}

/// What is published now.
struct Present {
    /// The entries of the calls, documents and teams.
    entries: BTreeMap<String, Entry>,
    /// The address of every page.
    pages: BTreeSet<String>,
}

/// The redirects of a site whose list of addresses lies in `source`, and what a person should look at.
pub fn find(source: &Path, archive: &Archive, sources: &Sources) -> Result<(Vec<Redirect>, Vec<Diagnostic>), Error> {
    let (ledger, mut diagnostics) = ledger::read(source)?;
    let message = "minutebook has failed on these addresses: those that are gone lead nowhere";
    match panics::reported(ADDRESSES, message, || redirects(&ledger, archive, sources)) {
        Ok((redirects, found)) => {
            diagnostics.extend(found);
            Ok((redirects, diagnostics))
        }
        Err(failed) => {
            diagnostics.push(failed);
            Ok((Vec::new(), diagnostics))
        }
    }
}

/// Writes down every address of the site, and where those lead that have no page any more.
pub fn write_ledger(source: &Path, archive: &Archive, sources: &Sources) -> Result<(Changes, Vec<Diagnostic>), Error> {
    let (before, mut diagnostics) = ledger::read(source)?;
    let after = record(&before, archive, sources);
    let printed = ledger::print(&after);
    fs::replace(&source.join(ADDRESSES), printed.as_bytes())?;
    // What is said of a line names its number, which only the printed list has.
    let (numbered, _) = ledger::parse(&printed);
    diagnostics.extend(redirects(&numbered, archive, sources).1);
    Ok((ledger::changes(&before, &after), diagnostics))
}

/// The addresses of the list that no page has, where they lead, and what a person should look at.
pub(crate) fn redirects(ledger: &Ledger, archive: &Archive, sources: &Sources) -> (Vec<Redirect>, Vec<Diagnostic>) {
    if ledger.entries.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let present = present(archive, sources);
    let search = Search::new(ledger, &present);
    let (mut moved, mut diagnostics) = (Vec::new(), Vec::new());
    for (entry, line) in search.vanished() {
        let (found, finding) = search.lead(entry);
        diagnostics.extend(finding.map(|(severity, code, message, hint)| {
            let finding = Diagnostic::new(severity, code, ADDRESSES, message).hint(hint);
            finding.at_line(Position { line, column: 1 }, &entry.address)
        }));
        // A deck goes where its page goes.
        let deck = addresses::deck(&entry.address);
        if !entry.file.is_empty() && !present.pages.contains(&deck) && !ledger.entries.contains_key(&deck) {
            let to = addresses::deck(&found.to);
            let has_deck = found.certainty == RedirectCertainty::Same && present.pages.contains(&to);
            let to = if has_deck { to } else { found.to.clone() };
            moved.push(Redirect { address: deck, to, certainty: found.certainty });
        }
        moved.push(found);
    }
    moved.sort_by(|a, b| a.address.cmp(&b.address));
    (moved, diagnostics)
}

/// The list with what is published now, and with the ways that were found.
pub(crate) fn record(ledger: &Ledger, archive: &Archive, sources: &Sources) -> Ledger {
    let present = present(archive, sources);
    let search = Search::new(ledger, &present);
    let mut entries = ledger.entries.clone();
    for (entry, line) in search.vanished() {
        let (found, _) = search.lead(entry);
        if found.certainty == RedirectCertainty::Same {
            let entry = Entry { goes_to: GoesTo::Address(found.to), ..entry.clone() };
            entries.insert(entry.address.clone(), (entry, line));
        }
    }
    entries.extend(present.entries.into_iter().map(|(address, entry)| (address, (entry, 0))));
    Ledger { entries }
}

/// The calls, documents and teams, and the topics that were chosen. Those that are proposed from what recurs come and go,
/// as do references and people: their indexes remain.
fn present(archive: &Archive, sources: &Sources) -> Present {
    let hashes: BTreeMap<&str, &str> =
        sources.notes().filter_map(|(input, file)| Some((input.path.as_str(), file.hash.get(..16)?))).collect();
    let mut present = Present { entries: BTreeMap::new(), pages: BTreeSet::new() };
    for page in pages::plan(archive) {
        let address = page.path(archive);
        let (file, content) = match page.lasting(archive) {
            Lasting::KeptWithNotes(id) => {
                let file = archive.call(id).file.clone();
                let content = hashes.get(file.as_str()).map_or_else(String::new, |hash| (*hash).to_owned());
                (file, content)
            }
            Lasting::Kept => (String::new(), String::new()),
            Lasting::Passing => {
                present.pages.insert(address);
                continue;
            }
        };
        present.pages.insert(address.clone());
        if is_address(&address) {
            let entry = Entry { address: address.clone(), goes_to: GoesTo::Itself, file, content };
            present.entries.insert(address, entry);
        }
    }
    present
}

/// What is known when an address is looked up.
struct Search<'a> {
    ledger: &'a Ledger,
    present: &'a Present,
    /// What is published, by its content.
    by_content: BTreeMap<&'a str, Vec<&'a Entry>>,
    /// What is published, by its file.
    by_file: BTreeMap<&'a str, Vec<&'a Entry>>,
    /// What is published and not in the list yet, by team and day.
    new_by_day: BTreeMap<(&'a str, &'a str), Vec<&'a Entry>>,
    /// Where the calls of a team that is gone went: the team that most of them are filed under now.
    successors: BTreeMap<&'a str, &'a str>,
}

/// A finding without its place: severity, code, message, hint.
type Finding = (Severity, &'static str, String, String);

/// So many steps from one address that moved to the next; more go in a circle.
const LONGEST_CHAIN: usize = 16;

impl<'a> Search<'a> {
    fn new(ledger: &'a Ledger, present: &'a Present) -> Self {
        let mut search = Self {
            ledger,
            present,
            by_content: BTreeMap::new(),
            by_file: BTreeMap::new(),
            new_by_day: BTreeMap::new(),
            successors: BTreeMap::new(),
        };
        for entry in present.entries.values() {
            search.by_content.entry(&entry.content).or_default().push(entry);
            search.by_file.entry(&entry.file).or_default().push(entry);
            if let Some(day) = day_of(&entry.address).filter(|_| search.is_new(entry)) {
                search.new_by_day.entry((team_of(&entry.address), day)).or_default().push(entry);
            }
        }
        let mut moved: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (entry, _) in search.vanished() {
            let team = team_of(&entry.address);
            if search.present.pages.contains(&format!("{team}/")) {
                continue;
            }
            if let Some(found) = search.by_content(entry) {
                *moved.entry(team).or_default().entry(team_of(&found.address)).or_default() += 1;
            }
        }
        let successor = |(team, moved): (&'a str, BTreeMap<&'a str, usize>)| {
            let (successor, _) = moved.into_iter().max_by_key(|(name, moved)| (*moved, std::cmp::Reverse(*name)))?;
            Some((team, successor))
        };
        search.successors = moved.into_iter().filter_map(successor).collect();
        search
    }

    /// The entries that no page has the address of, with their lines.
    fn vanished(&self) -> impl Iterator<Item = (&'a Entry, u32)> + use<'a> {
        let (ledger, present) = (self.ledger, self.present);
        let entries = ledger.entries.values().map(|(entry, line)| (entry, *line));
        entries.filter(move |(entry, _)| !present.pages.contains(&entry.address))
    }

    /// Where a vanished address leads, and what to say about it.
    fn lead(&self, entry: &Entry) -> (Redirect, Option<Finding>) {
        let address = &entry.address;
        let redirect = |to: String, certainty| Redirect { address: address.clone(), to, certainty };
        let written = |to: &str| format!("write under `goes to` in {ADDRESSES} {to}");
        match &entry.goes_to {
            GoesTo::Nowhere => (redirect(self.nearest(address), RedirectCertainty::Removed), None),
            GoesTo::Address(to) => match self.follow(to) {
                Some(to) => (redirect(to, RedirectCertainty::Same), None),
                None => {
                    let message = format!("`{address}` goes to `{to}`, which is not a page and does not lead to one");
                    let hint = written("another address, or `gone` when the page was removed on purpose");
                    (
                        redirect(self.nearest(address), RedirectCertainty::Lost),
                        Some((Severity::Warning, "address-lost", message, hint)),
                    )
                }
            },
            GoesTo::Itself => match self.find(entry) {
                Some(to) => {
                    let message = format!("`{address}` is at `{to}` now");
                    let hint = "the old address leads there; `minutebook addresses` writes that down for good";
                    (
                        redirect(to, RedirectCertainty::Same),
                        Some((Severity::Note, "address-moved", message, hint.to_owned())),
                    )
                }
                None => {
                    let message = format!("`{address}` is gone, and no page has its content");
                    let hint = written("the address it has now, or `gone` when the page was removed on purpose");
                    (
                        redirect(self.nearest(address), RedirectCertainty::Lost),
                        Some((Severity::Warning, "address-lost", message, hint)),
                    )
                }
            },
        }
    }

    /// The page at the end of a chain of moves.
    fn follow(&self, to: &str) -> Option<String> {
        let mut to = to.to_owned();
        for _ in 0..LONGEST_CHAIN {
            if self.present.pages.contains(&to) {
                return Some(to);
            }
            let (entry, _) = self.ledger.entries.get(&to)?;
            to = match &entry.goes_to {
                GoesTo::Address(next) => next.clone(),
                GoesTo::Itself => self.find(entry)?,
                GoesTo::Nowhere => return None,
            };
        }
        None
    }

    /// The page that has now what an entry had: by its content, by its file, by its day in the team.
    fn find(&self, entry: &Entry) -> Option<String> {
        let address = &entry.address;
        if entry.file.is_empty() {
            let successor = self.successors.get(address.trim_end_matches('/'))?;
            return Some(format!("{successor}/"));
        }
        if let Some(found) = self.by_content(entry) {
            return Some(found.address.clone());
        }
        let of_file = self.by_file.get(entry.file.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(found) = only(of_file, day_of(address)) {
            return Some(found.address.clone());
        }
        let day = day_of(address)?;
        let team = team_of(address);
        let team = self.successors.get(team).copied().unwrap_or(team);
        match self.new_by_day.get(&(team, day)).map_or(&[][..], Vec::as_slice) {
            [found] => Some(found.address.clone()),
            _ => None,
        }
    }

    /// The page with the same content: a new one, or an old one of the same day (one of two copies went).
    fn by_content(&self, entry: &Entry) -> Option<&'a Entry> {
        if entry.content.is_empty() {
            return None;
        }
        let same = self.by_content.get(entry.content.as_str())?;
        let day = day_of(&entry.address);
        let new: Vec<&Entry> = same.iter().copied().filter(|other| self.is_new(other)).collect();
        only(&new, day).or_else(|| {
            let is_of_day = |other: &&Entry| day.is_some() && day_of(&other.address) == day;
            let of_day: Vec<&Entry> = same.iter().copied().filter(is_of_day).collect();
            only(&of_day, day)
        })
    }

    /// Whether what is published is not in the list yet.
    fn is_new(&self, entry: &Entry) -> bool {
        !self.ledger.entries.contains_key(&entry.address)
    }

    /// The index to look at when a page is nowhere to be found: its team, its year, all calls, the start.
    fn nearest(&self, address: &str) -> String {
        let team = team_of(address);
        let team = self.successors.get(team).copied().unwrap_or(team);
        let year = day_of(address).and_then(|day| day.get(..4)).map(|year| format!("calls/{year}/"));
        let mut indexes = [Some(format!("{team}/")), year, Some("calls/".to_owned())].into_iter().flatten();
        indexes.find(|index| index != address && self.present.pages.contains(index)).unwrap_or_default()
    }
}

/// The only entry, or the only one of a day.
fn only<'a>(entries: &[&'a Entry], day: Option<&str>) -> Option<&'a Entry> {
    if let [entry] = entries {
        return Some(entry);
    }
    let mut of_day = entries.iter().filter(|entry| day.is_some() && day_of(&entry.address) == day);
    let first = of_day.next()?;
    of_day.next().is_none().then_some(*first)
}

/// The first part of an address: the team, for a call.
fn team_of(address: &str) -> &str {
    address.split('/').next().unwrap_or(address)
}

/// The day in the address of a call: `board/2024-01-10-workshop/`.
fn day_of(address: &str) -> Option<&str> {
    let day = address.split('/').nth(1)?.get(..10)?;
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok().then_some(day)
}

#[cfg(test)]
mod tests;
