//! Renditions are kept between builds: making them takes seconds, and the same picture always gives the same files.
//!
//! An entry is named by the hash of the picture and the recipe; see [`crate::base::keeping`].

use super::renditions::{self, RECIPE, Rendition, Renditions, Trouble, WIDTHS};
use crate::base::keeping::Keeping;
use crate::media::{Format, ImageFacts, metadata};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where renditions are kept.
#[derive(Debug, Clone, Default)]
pub struct Cache(Keeping);

/// The name of a picture's renditions: a hash of its file and of how they are made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(String);

/// The first line of an entry.
const HEAD: &[u8] = b"minutebook image cache 1\n";

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
        Self(Keeping::new(folder.map(|folder| folder.join("images")), HEAD))
    }

    /// The renditions of a picture: those that are kept, or new ones.
    pub(super) fn renditions(&self, key: &Key, facts: &ImageFacts, file: &[u8]) -> Renditions {
        if let Some(known) = self.0.get(&key.0).and_then(|entry| read(&entry, facts)) {
            return known;
        }
        let made = renditions::make(facts, file);
        self.0.put(&key.0, &written(&made));
        made
    }

    /// Removes what has not been used for a long time.
    pub(super) fn tidy(&self) {
        self.0.tidy();
    }
}

/// What is kept of renditions.
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
    rest
}

/// The renditions in an entry; nothing when it holds what could not have been made of such a picture.
fn read(entry: &[u8], facts: &ImageFacts) -> Option<Renditions> {
    let end = entry.iter().position(|byte| *byte == b'\n')?;
    let contents: Contents = serde_json::from_slice(&entry[..end]).ok()?;
    let mut files = &entry[end + 1..];
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
    metadata::is_just(Format::Webp, (rendition.width, rendition.height), &rendition.bytes)
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
