//! Renditions are kept between builds: making them takes seconds, and the same picture always gives the same files.
//!
//! An entry is a file named by the hash of the picture and the recipe. It is written aside and moved into place, so that
//! builds that run at the same time do not harm one another, and it is looked at before it is used: one that was cut off
//! or tampered with is made anew. A cache that cannot be read or written costs time and nothing else.

use super::renditions::{self, RECIPE, Rendition, Renditions, Trouble, WIDTHS};
use crate::base::fs;
use crate::media::{Format, ImageFacts, metadata};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// Where renditions are kept.
#[derive(Debug, Clone, Default)]
pub struct Cache {
    /// The folder; without one every build makes everything.
    folder: Option<PathBuf>,
}

/// The name of a picture's renditions: a hash of its file and of how they are made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(String);

/// The first line of an entry.
const HEAD: &[u8] = b"minutebook image cache 1\n";

/// An entry that no build has asked for in this time is removed.
const KEPT_UNUSED: Duration = Duration::from_hours(90 * 24);

/// An entry that is used is marked as used, not more often than this.
const MARKED_EVERY: Duration = Duration::from_hours(24);

/// What the files of an entry are: width, height and length in bytes of each, which follow one another.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Contents {
    full: Option<(u32, u32, usize)>,
    reduced: Vec<(u32, u32, usize)>,
    trouble: Option<Trouble>,
}

impl Key {
    pub(super) fn of(file: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(RECIPE.as_bytes()).update(&[0]).update(file);
        Self(hasher.finalize().to_hex().to_string())
    }

    /// Enough of it to be told apart, for the names of published files.
    pub(super) fn short(&self) -> &str {
        &self.0[..16]
    }
}

impl Cache {
    /// A cache in this folder, or none.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder: folder.map(|folder| folder.join("images")) }
    }

    /// The renditions of a picture: those that are kept, or new ones.
    pub(super) fn renditions(&self, key: &Key, facts: &ImageFacts, file: &[u8]) -> Renditions {
        let Some(folder) = &self.folder else { return renditions::make(facts, file) };
        let path = folder.join(&key.0);
        if let Some(known) = fs::read(&path).ok().and_then(|entry| read(&entry, facts)) {
            if fs::age(&path).is_some_and(|age| age > MARKED_EVERY) {
                let _ = fs::touch(&path);
            }
            return known;
        }
        let made = renditions::make(facts, file);
        let thread = rayon::current_thread_index().unwrap_or(0);
        let aside = folder.join(format!("{}.{}-{thread}", key.0, std::process::id()));
        // Nobody needs the cache for the site to be right.
        let _ = fs::write(&aside, &written(&made)).and_then(|()| fs::rename(&aside, &path));
        made
    }

    /// Removes what has not been used for a long time.
    pub(super) fn tidy(&self) {
        let entries = self.folder.iter().flat_map(|folder| fs::entries(folder).unwrap_or_default());
        for entry in entries.filter(|entry| fs::age(entry).is_some_and(|age| age > KEPT_UNUSED)) {
            let _ = fs::remove_file(&entry);
        }
    }
}

fn written(renditions: &Renditions) -> Vec<u8> {
    let of = |rendition: &Rendition| (rendition.width, rendition.height, rendition.bytes.len());
    let contents = Contents {
        full: renditions.full.as_ref().map(of),
        reduced: renditions.reduced.iter().map(of).collect(),
        trouble: renditions.trouble,
    };
    // Numbers and names become JSON without fail.
    let mut rest = serde_json::to_vec(&contents).unwrap_or_default();
    rest.push(b'\n');
    for rendition in renditions.full.iter().chain(&renditions.reduced) {
        rest.extend(&rendition.bytes);
    }
    [HEAD, blake3::hash(&rest).as_bytes(), &rest].concat()
}

/// The renditions in an entry; nothing when it is not whole, or holds what could not have been made of such a picture.
fn read(entry: &[u8], facts: &ImageFacts) -> Option<Renditions> {
    let (hash, rest) = entry.strip_prefix(HEAD)?.split_at_checked(blake3::OUT_LEN)?;
    if blake3::hash(rest).as_bytes() != hash {
        return None;
    }
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let contents: Contents = serde_json::from_slice(&rest[..end]).ok()?;
    let mut files = &rest[end + 1..];
    let mut next = |(width, height, length): (u32, u32, usize)| {
        let (bytes, after) = files.split_at_checked(length)?;
        files = after;
        let rendition = Rendition { width, height, bytes: bytes.to_vec() };
        is_sound(&rendition).then_some(rendition)
    };
    let full = match contents.full {
        Some(full) => Some(next(full)?),
        None => None,
    };
    let reduced = contents.reduced.into_iter().map(next).collect::<Option<Vec<_>>>()?;
    let fits = full.as_ref().is_none_or(|full| facts.size == Some((full.width, full.height)));
    let is_known = reduced.iter().all(|rendition| WIDTHS.contains(&rendition.width));
    (fits && is_known).then_some(Renditions { full, reduced, trouble: contents.trouble })
}

/// Whether it is a picture in WebP of the size it is said to be, and nothing besides.
fn is_sound(rendition: &Rendition) -> bool {
    let size = imagesize::blob_size(&rendition.bytes).ok();
    let has_size =
        size.is_some_and(|size| (size.width, size.height) == (rendition.width as usize, rendition.height as usize));
    has_size
        && crate::media::format_of_content(&rendition.bytes) == Some(Format::Webp)
        && metadata::stripped(Format::Webp, &rendition.bytes).bytes == rendition.bytes
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
