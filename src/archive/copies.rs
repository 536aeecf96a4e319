//! Notes that repeat another note, byte for byte or as a symbolic link.

use crate::extract::Call;
use crate::scan::Sources;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Marks the calls of files that repeat another file. Of files with the same bytes the one with the earliest date is the
/// original, then the first by path.
pub(super) fn mark(calls: &mut [Call], sources: &Sources) {
    let originals = originals(calls, sources);
    for call in calls {
        call.same_as = originals.get(call.file.as_str()).map(|original| (*original).to_owned());
    }
}

/// Which file each copy repeats; an original that has no call is left out, so that its copies stand for themselves.
fn originals<'a>(calls: &[Call], sources: &'a Sources) -> BTreeMap<&'a str, &'a str> {
    // The first call of a file says its date.
    let mut dates: BTreeMap<&str, Option<NaiveDate>> = BTreeMap::new();
    for call in calls {
        dates.entry(call.file.as_str()).or_insert(call.date);
    }
    let mut first: BTreeMap<&str, (bool, Option<NaiveDate>, &str)> = BTreeMap::new();
    for (source, note) in sources.notes() {
        // Files with next to nothing in them ("skipped") are alike without being copies; empty ones too.
        if note.alias_of.is_some() || note.text.trim().is_empty() {
            continue;
        }
        let date = dates.get(source.path.as_str()).copied().flatten();
        // What has no date is the copy of what has one.
        let candidate = (date.is_none(), date, source.path.as_str());
        first.entry(&note.hash).and_modify(|known| *known = (*known).min(candidate)).or_insert(candidate);
    }
    let paths: BTreeSet<&str> = sources.notes().map(|(source, _)| source.path.as_str()).collect();
    let mut copies = BTreeMap::new();
    for (source, note) in sources.notes() {
        let original = match &note.alias_of {
            Some(target) => paths.get(target.as_str()).copied(),
            None => first.get(note.hash.as_str()).map(|(.., path)| *path),
        };
        if let Some(original) = original.filter(|original| *original != source.path) {
            copies.insert(source.path.as_str(), original);
        }
    }
    let is_original = |path: &str| dates.contains_key(path) && !copies.contains_key(path);
    copies.iter().filter(|(_, original)| is_original(original)).map(|(copy, original)| (*copy, *original)).collect()
}
