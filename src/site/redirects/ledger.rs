//! The list of addresses that were published once: what it holds, and how it is read and written.

use crate::base::diagnostic::{Diagnostic, Position, Severity};
use crate::base::error::Error;
use crate::base::file_names::ADDRESSES;
use crate::base::fs;
use crate::base::text::visible_line;
use std::collections::BTreeMap;
use std::path::Path;

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
    pub(super) entries: BTreeMap<String, (Entry, u32)>,
}

/// Reads the list; a line that cannot be read is reported and costs no other one.
pub fn parse(text: &str) -> (Ledger, Vec<Diagnostic>) {
    let (mut ledger, mut diagnostics) = (Ledger::default(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line == HEAD {
            continue;
        }
        let mut finding = |message: String| {
            let finding = Diagnostic::new(Severity::Warning, "address-list", ADDRESSES, message)
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
            finding(format!("`{address}` is not the address of a call, document, team or topic"));
            continue;
        }
        let entry = Entry { address: address.to_owned(), goes_to, file: said(file), content: said(content) };
        if ledger.entries.insert(entry.address.clone(), (entry, number)).is_some() {
            finding(format!("`{address}` is listed twice; the last line counts"));
        }
    }
    (ledger, diagnostics)
}

/// Whether a text can be the address of a page of ours, made of slugs: it becomes a folder of the site.
pub(super) fn is_address(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    text.strip_suffix('/').is_some_and(|path| path.split('/').all(is_part))
}

/// The list as it is written: sorted, so that a change is a change of its own lines.
pub fn print(ledger: &Ledger) -> String {
    // The name of a file may hold the end of a line, which would be that of an entry. The content says which file it was, too.
    let written = |text: &str| visible_line(text).replace('\t', " ");
    let column = |text: &str| if text.is_empty() { NOTHING.to_owned() } else { written(text) };
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

/// The list in the source folder; an empty one where there is none.
pub fn read(source: &Path) -> Result<(Ledger, Vec<Diagnostic>), Error> {
    let path = source.join(ADDRESSES);
    if !fs::exists(&path) {
        return Ok((Ledger::default(), Vec::new()));
    }
    Ok(parse(&fs::read_to_string(&path)?))
}
