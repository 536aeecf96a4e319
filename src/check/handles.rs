//! Slips in handles: one that hardly occurs, a letter away from one that everybody uses.

use super::{Note, prose};
use crate::archive::Archive;
use crate::base::diagnostic::Diagnostic;
use crate::base::text::is_slip;
use crate::extract::handles;
use std::collections::{BTreeMap, BTreeSet};

/// A handle that stands in so many notes is no slip.
const SLIPS: usize = 2;
/// A handle that stands in so many notes is right.
const WELL_KNOWN: usize = 8;
/// Short handles are alike by chance.
const SHORTEST: usize = 5;

pub(super) fn slips(archive: &Archive, notes: &[Note<'_>]) -> Vec<Diagnostic> {
    // In how many notes each handle stands, and where it does first.
    let mut known: BTreeMap<String, Vec<Place<'_>>> = BTreeMap::new();
    for note in notes {
        let mut seen = BTreeSet::new();
        for (index, line) in prose::prose(*note).filter(|(_, line)| line.contains('@')) {
            let text = prose::without_code(line);
            for handle in handles(&text) {
                if seen.insert(handle.to_lowercase()) {
                    let at = (handle.as_ptr().addr() - text.as_ptr().addr()).saturating_sub(1);
                    let place = Place { note: *note, index, line, at, written: handle.to_owned() };
                    known.entry(handle.to_lowercase()).or_default().push(place);
                }
            }
        }
    }
    let people = &archive.config.people;
    let is_settled = |handle: &str| {
        people.not_people.iter().any(|known| known == handle)
            || people.aliases.iter().any(|(name, others)| name == handle || others.iter().any(|other| other == handle))
    };
    let well_known: Vec<&String> =
        known.iter().filter(|(_, places)| places.len() >= WELL_KNOWN).map(|(handle, _)| handle).collect();
    let mut found = Vec::new();
    for (handle, places) in &known {
        if places.len() > SLIPS || handle.chars().count() < SHORTEST || is_settled(handle) {
            continue;
        }
        let near = well_known.iter().filter(|other| is_slip(handle, other));
        let Some(meant) = near.max_by_key(|other| known[**other].len()) else { continue };
        // The nearest one may itself be a second name.
        let first_name = people.aliases.iter().find(|(_, others)| others.contains(meant)).map(|(name, _)| name);
        let meant = first_name.unwrap_or(meant);
        let meant = known.get(meant).and_then(|places| places.first()).map_or(meant.as_str(), |place| &place.written);
        for place in places {
            let message = format!("`@{}` is named hardly anywhere; did you mean `@{meant}`?", place.written);
            let finding = place.note.finding("unknown-handle", (place.index, place.line), place.at, message);
            found.push(finding.hint(format!(
                "correct it, or list it under `people.aliases` (a second name) or `people.not_people` in the configuration: `{handle}`"
            )));
        }
    }
    found
}

struct Place<'a> {
    note: Note<'a>,
    index: usize,
    line: &'a str,
    at: usize,
    written: String,
}
