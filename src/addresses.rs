//! The addresses that were once published, and where each leads now.
//!
//! `minutebook addresses` keeps them in `minutebook-addresses.tsv` beside the configuration: one line an address, with the
//! file its page was made from and a hash of what was in it. An address of the list that no page has any more is looked up
//! by that: the build leaves a redirect behind where the content went, or a page that says so where nobody knows.

use crate::diagnostic::{Diagnostic, Severity};
use crate::link::Archive;
use crate::model::{How, Moved, Position};
use crate::plan::{self, Page};
use crate::scan::Scan;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the list in the source folder.
pub const FILE_NAME: &str = "minutebook-addresses.tsv";

/// The first line of the list.
const HEAD: &str = "address\tgoes to\tfile\tcontent";

/// What stands in a column that says nothing.
const NOTHING: &str = "-";

/// What stands under `goes to` when a page was removed on purpose.
const GONE: &str = "gone";

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The address below the site's root: `board/2024-01-10/`.
    pub address: String,
    /// Where it leads, once that was found out or written down.
    pub goes_to: GoesTo,
    /// The note it was made from; empty for the page of a team or topic.
    pub file: String,
    /// The first digits of the note's hash; empty for the page of a team or topic.
    pub content: String,
}

/// Where an address of the list leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoesTo {
    /// To its own page, or nobody has said.
    Itself,
    /// To this address.
    Address(String),
    /// Nowhere: the page was removed on purpose.
    Nowhere,
}

/// The list, by address, each entry with its line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: BTreeMap<String, (Entry, u32)>,
}

/// What is published now.
struct Present {
    /// The entries of the calls, documents and teams.
    entries: BTreeMap<String, Entry>,
    /// The address of every page.
    pages: BTreeSet<String>,
}

/// Reads the list; a line that cannot be read is reported and costs no other one.
pub fn parse(text: &str) -> (Ledger, Vec<Diagnostic>) {
    let (mut ledger, mut diagnostics) = (Ledger::default(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line == HEAD {
            continue;
        }
        let mut finding = |message: String| {
            let finding = Diagnostic::new(Severity::Warning, "address-list", FILE_NAME, message)
                .hint("write `address`, `goes to`, `file` and `content` with one tab between them, or delete the line");
            diagnostics.push(finding.at_line(Position { line: number, column: 1 }, line));
        };
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [address, goes_to, file, content] = columns[..] else {
            finding(format!("the line has {} columns instead of 4", columns.len()));
            continue;
        };
        let said = |column: &str| if column == NOTHING { String::new() } else { column.to_owned() };
        let goes_to = match goes_to {
            NOTHING | "" => GoesTo::Itself,
            GONE => GoesTo::Nowhere,
            to => GoesTo::Address(to.trim_start_matches('/').to_owned()),
        };
        let address = address.trim_start_matches('/');
        if !is_address(address) {
            finding(format!("`{address}` is no address of a call, document, team or topic"));
            continue;
        }
        let entry = Entry { address: address.to_owned(), goes_to, file: said(file), content: said(content) };
        if ledger.entries.insert(entry.address.clone(), (entry, number)).is_some() {
            finding(format!("`{address}` stands here twice; the last line counts"));
        }
    }
    (ledger, diagnostics)
}

/// Whether a text can be the address of a page of ours, made of slugs: it becomes a folder of the site.
fn is_address(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    text.strip_suffix('/').is_some_and(|path| path.split('/').all(is_part))
}

/// The list as it is written: sorted, so that a change is a change of its own lines.
pub fn print(ledger: &Ledger) -> String {
    let column = |text: &str| if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() };
    let mut out = format!("{HEAD}\n");
    for (entry, _) in ledger.entries.values() {
        let goes_to = match &entry.goes_to {
            GoesTo::Itself => NOTHING,
            GoesTo::Nowhere => GONE,
            GoesTo::Address(to) => to,
        };
        out.push_str(&format!("{}\t{goes_to}\t{}\t{}\n", entry.address, column(&entry.file), column(&entry.content)));
    }
    out
}

/// The addresses of the list that no page has, where they lead, and what a person should look at.
pub fn moved(ledger: &Ledger, archive: &Archive<'_>, scan: &Scan) -> (Vec<Moved>, Vec<Diagnostic>) {
    if ledger.entries.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let present = present(archive, scan);
    let search = Search::new(ledger, &present);
    let (mut moved, mut diagnostics) = (Vec::new(), Vec::new());
    for (entry, line) in search.vanished() {
        let (found, finding) = search.lead(entry);
        diagnostics.extend(finding.map(|(severity, code, message, hint)| {
            let finding = Diagnostic::new(severity, code, FILE_NAME, message).hint(hint);
            finding.at_line(Position { line, column: 1 }, &entry.address)
        }));
        // A deck goes where its page goes.
        let deck = format!("{}deck/", entry.address);
        if !entry.file.is_empty() && !present.pages.contains(&deck) && !ledger.entries.contains_key(&deck) {
            let to = format!("{}deck/", found.to);
            let has_deck = found.how == How::Same && present.pages.contains(&to);
            let to = if has_deck { to } else { found.to.clone() };
            moved.push(Moved { address: deck, to, how: found.how });
        }
        moved.push(found);
    }
    moved.sort_by(|a, b| a.address.cmp(&b.address));
    (moved, diagnostics)
}

/// The list with what is published now, and with the ways that were found.
pub fn record(ledger: &Ledger, archive: &Archive<'_>, scan: &Scan) -> Ledger {
    let present = present(archive, scan);
    let search = Search::new(ledger, &present);
    let mut entries = ledger.entries.clone();
    for (entry, line) in search.vanished() {
        let (found, _) = search.lead(entry);
        if found.how == How::Same {
            let entry = Entry { goes_to: GoesTo::Address(found.to), ..entry.clone() };
            entries.insert(entry.address.clone(), (entry, line));
        }
    }
    entries.extend(present.entries.into_iter().map(|(address, entry)| (address, (entry, 0))));
    Ledger { entries }
}

/// What recording changed, for the person who asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Addresses in the list.
    pub all: usize,
    /// Addresses that were not in it.
    pub new: usize,
    /// Addresses that lead to another one since.
    pub moved: Vec<(String, String)>,
}

/// What differs between two states of the list.
pub fn changes(before: &Ledger, after: &Ledger) -> Changes {
    let leads = |ledger: &Ledger, address: &str| match ledger.entries.get(address) {
        Some((Entry { goes_to: GoesTo::Address(to), .. }, _)) => Some(to.clone()),
        _ => None,
    };
    let moved = after.entries.keys().filter_map(|address| {
        let to = leads(after, address).filter(|to| leads(before, address).as_ref() != Some(to))?;
        Some((address.clone(), to))
    });
    Changes {
        all: after.entries.len(),
        new: after.entries.keys().filter(|address| !before.entries.contains_key(*address)).count(),
        moved: moved.collect(),
    }
}

/// The calls, documents and teams, and the topics that were chosen. Those that are proposed from what recurs come and go,
/// as do references and people: their indexes remain.
fn present(archive: &Archive<'_>, scan: &Scan) -> Present {
    let hashes: BTreeMap<&str, &str> =
        scan.notes().filter_map(|(input, file)| Some((input.path.as_str(), file.hash.get(..16)?))).collect();
    let mut present = Present { entries: BTreeMap::new(), pages: BTreeSet::new() };
    for page in plan::plan(archive) {
        let address = page.path(archive);
        let (file, content) = match page {
            Page::Call(id) => {
                let file = archive.call(id).file.clone();
                let content = hashes.get(file.as_str()).map_or_else(String::new, |hash| (*hash).to_owned());
                (file, content)
            }
            Page::Team(_) => (String::new(), String::new()),
            Page::Topic(_) if !archive.config.topics.is_empty() => (String::new(), String::new()),
            _ => {
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
    /// Where the calls of a team that is gone went: the team that most of them are filed under now.
    heirs: BTreeMap<&'a str, &'a str>,
}

/// A finding without its place: severity, code, message, hint.
type Finding = (Severity, &'static str, String, String);

/// So many steps from one address that moved to the next; more go in a circle.
const LONGEST_CHAIN: usize = 16;

impl<'a> Search<'a> {
    fn new(ledger: &'a Ledger, present: &'a Present) -> Self {
        let mut search = Self { ledger, present, heirs: BTreeMap::new() };
        let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (entry, _) in search.vanished() {
            let team = team_of(&entry.address);
            if search.present.pages.contains(&format!("{team}/")) {
                continue;
            }
            if let Some(found) = search.by_content(entry) {
                *votes.entry(team).or_default().entry(team_of(&found.address)).or_default() += 1;
            }
        }
        let heir = |(team, votes): (&'a str, BTreeMap<&'a str, usize>)| {
            let (heir, _) = votes.into_iter().max_by_key(|(name, votes)| (*votes, std::cmp::Reverse(*name)))?;
            Some((team, heir))
        };
        search.heirs = votes.into_iter().filter_map(heir).collect();
        search
    }

    /// The entries that no page has the address of, with their lines.
    fn vanished(&self) -> impl Iterator<Item = (&'a Entry, u32)> + use<'a> {
        let (ledger, present) = (self.ledger, self.present);
        let entries = ledger.entries.values().map(|(entry, line)| (entry, *line));
        entries.filter(move |(entry, _)| !present.pages.contains(&entry.address))
    }

    /// Where a vanished address leads, and what to say about it.
    fn lead(&self, entry: &Entry) -> (Moved, Option<Finding>) {
        let address = &entry.address;
        let moved = |to: String, how| Moved { address: address.clone(), to, how };
        let written = |to: &str| format!("write under `goes to` in {FILE_NAME} {to}");
        match &entry.goes_to {
            GoesTo::Nowhere => (moved(self.nearest(address), How::Removed), None),
            GoesTo::Address(to) => match self.follow(to) {
                Some(to) => (moved(to, How::Same), None),
                None => {
                    let message = format!("`{address}` goes to `{to}`, which is no page and leads to none");
                    let hint = written("another address, or `gone` when the page was removed on purpose");
                    (moved(self.nearest(address), How::Lost), Some((Severity::Warning, "address-lost", message, hint)))
                }
            },
            GoesTo::Itself => match self.find(entry) {
                Some(to) => {
                    let message = format!("`{address}` is at `{to}` now");
                    let hint = "the old address leads there; `minutebook addresses` writes that down for good";
                    (moved(to, How::Same), Some((Severity::Note, "address-moved", message, hint.to_owned())))
                }
                None => {
                    let message = format!("`{address}` is gone, and no page has its content");
                    let hint = written("the address it has now, or `gone` when the page was removed on purpose");
                    (moved(self.nearest(address), How::Lost), Some((Severity::Warning, "address-lost", message, hint)))
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
            let heir = self.heirs.get(address.trim_end_matches('/'))?;
            return Some(format!("{heir}/"));
        }
        if let Some(found) = self.by_content(entry) {
            return Some(found.address.clone());
        }
        let of_file: Vec<&Entry> = self.present.entries.values().filter(|other| other.file == entry.file).collect();
        if let Some(found) = only(&of_file, day_of(address)) {
            return Some(found.address.clone());
        }
        let day = day_of(address)?;
        let team = team_of(address);
        let team = self.heirs.get(team).copied().unwrap_or(team);
        let of_day: Vec<&Entry> = self
            .new_ones()
            .filter(|other| team_of(&other.address) == team && day_of(&other.address) == Some(day))
            .collect();
        if let [found] = of_day[..] { Some(found.address.clone()) } else { None }
    }

    /// The page with the same content: a new one, or an old one of the same day (one of two copies went).
    fn by_content(&self, entry: &Entry) -> Option<&'a Entry> {
        if entry.content.is_empty() {
            return None;
        }
        let same = |other: &&Entry| other.content == entry.content;
        let day = day_of(&entry.address);
        let new: Vec<&Entry> = self.new_ones().filter(same).collect();
        only(&new, day).or_else(|| {
            let old = self.present.entries.values().filter(same);
            let of_day: Vec<&Entry> = old.filter(|other| day.is_some() && day_of(&other.address) == day).collect();
            only(&of_day, day)
        })
    }

    /// What is published and not in the list yet.
    fn new_ones(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let ledger = self.ledger;
        self.present.entries.values().filter(move |entry| !ledger.entries.contains_key(&entry.address))
    }

    /// The index to look at when a page is nowhere to be found: its team, its year, all calls, the start.
    fn nearest(&self, address: &str) -> String {
        let team = team_of(address);
        let team = self.heirs.get(team).copied().unwrap_or(team);
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
