//! The index that a question was answered from, kept for the next one where no site has that of these minutes.
//!
//! It has the files that a site has below `search/`, in a folder of the user's cache that nobody else may look into. All but the
//! entry are named by their content and read by it, so that one which was cut off or changed is found out; the entry says
//! what the index is of. It is safe to delete, and a folder that cannot be used costs time, nothing else.

use super::Question;
use crate::base::fs;
use crate::site::output::{Content, Output};
use crate::site::search_index;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is kept of an archive that was not asked about in this time is removed.
const KEPT_UNUSED: Duration = Duration::from_hours(90 * 24);

/// An index that is used is marked as used, not more often than this.
const MARKED_EVERY: Duration = Duration::from_hours(24);

/// So many archives have something kept of them at most: those that were asked about last.
const MOST: usize = 20;

/// The folder of an archive in a cache folder; none where others may look into it. An archive is known by where it and its configuration are.
pub(super) fn folder(cache: &Path, question: &Question<'_>) -> Option<PathBuf> {
    let mut hasher = blake3::Hasher::new();
    // Another program makes another index of the same notes.
    hasher.update(question.program.as_bytes());
    for path in std::iter::once(question.source).chain(question.config) {
        hasher.update(&[0]).update(fs::canonicalize(path).ok()?.as_os_str().as_encoded_bytes());
    }
    let all = cache.join("search");
    (!fs::exists(&all) || fs::is_private_folder(&all)).then(|| all.join(&hasher.finalize().to_hex()[..NAME]))
}

/// So many hexadecimal digits is the name of an archive's folder long.
const NAME: usize = 32;

/// Makes sure that only the user may look into what is kept; says where all of it is.
pub(super) fn make_private(folder: &Path) -> fs::Result<Option<&Path>> {
    let Some(all) = folder.parent() else { return Ok(None) };
    fs::create_private_folder(all)?;
    Ok(fs::is_private_folder(all).then_some(all))
}

/// Keeps an index in the place of the one before. The entry is written last: until then the folder has none of these notes.
pub(super) fn keep(folder: &Path, outputs: &[Output]) -> fs::Result<()> {
    let Some(all) = make_private(folder)? else { return Ok(()) };
    // Of two questions at the same time one waits for the other.
    let _lock = fs::lock(&all.join("lock"))?;
    let (entry, files): (Vec<&Output>, Vec<&Output>) =
        outputs.iter().partition(|output| output.path == search_index::ENTRY);
    for output in files {
        if let Content::Bytes(bytes) = &output.content {
            let path = folder.join(&output.path);
            // Most files are those of the index before; what is there under this name may be damaged.
            if fs::read(&path).ok().as_ref() != Some(bytes) {
                fs::write(&path, bytes)?;
            }
        }
    }
    for output in entry {
        if let Content::Bytes(bytes) = &output.content {
            fs::replace(&folder.join(&output.path), bytes)?;
        }
    }
    let made: BTreeSet<PathBuf> = outputs.iter().map(|output| folder.join(&output.path)).collect();
    for below in [search_index::FOLDER.to_owned(), format!("{}data", search_index::FOLDER)] {
        for old in fs::entries(&folder.join(below))?.iter().filter(|path| !made.contains(*path)) {
            if fs::leads_to_file(old) {
                fs::remove_file(old)?;
            }
        }
    }
    tidy(all)
}

/// Marks an archive's folder as used.
pub(super) fn mark_as_used(folder: &Path) {
    let entry = folder.join(search_index::ENTRY);
    if fs::age(&entry).is_some_and(|age| age > MARKED_EVERY) {
        let _ = fs::touch(&entry);
    }
}

/// Removes what is kept of archives that were not asked about for a long time, and of too many.
fn tidy(all: &Path) -> fs::Result<()> {
    let is_ours = |folder: &PathBuf| {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_hexdigit()) && fs::is_folder(folder)
    };
    let unused = |folder: &Path| fs::age(folder).into_iter().chain(fs::age(&folder.join(search_index::ENTRY))).min();
    let mut folders: Vec<(Option<Duration>, PathBuf)> =
        fs::entries(all)?.into_iter().filter(is_ours).map(|folder| (unused(&folder), folder)).collect();
    folders.sort();
    for (place, (unused, folder)) in folders.iter().enumerate() {
        if place >= MOST || unused.is_some_and(|unused| unused > KEPT_UNUSED) {
            fs::remove_folder(folder)?;
        }
    }
    Ok(())
}
