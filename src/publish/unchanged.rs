//! What the last build left in the output folder as this one would write it: such a file is not written again, and such a page not
//! made again.
//!
//! A build records of each file what is in it, what a page was made of, and the state that the file was left in; the record lies in the
//! user's cache, by the output folder. A file that is in another state now was changed by somebody and counts as unknown.

use crate::base::file_state::FileState;
use crate::base::fs;
use crate::base::keeping::Keeping;
use crate::site::output::MadeOf;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What records begin with.
const HEAD: &[u8] = b"minutebook site 1\n";

/// The folder of records in a user's cache folder.
const FOLDER: &str = "sites";

/// The first bytes of a hash: enough to tell files apart that nobody means to confuse.
type Digest = [u8; 16];

fn digest(bytes: &[u8]) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    digest
}

/// A file as a build has made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// Its length in bytes.
    pub(super) bytes: u64,
    /// What is in it; none for what is not to be recorded.
    content: Option<Digest>,
    /// What it was made of.
    made_of: Option<MadeOf>,
}

impl Written {
    /// A file that is not recorded.
    pub(super) fn unrecorded(bytes: u64) -> Self {
        Self { bytes, content: None, made_of: None }
    }
}

/// A file as it was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Left<P = String> {
    path: P,
    content: Digest,
    made_of: Option<MadeOf>,
    state: Digest,
}

/// The site of the last build, as far as it is on record.
#[derive(Debug)]
pub(super) struct LastSite {
    records: Keeping,
    key: String,
    output: PathBuf,
    /// By path.
    files: Vec<Left>,
    /// What was made of which files.
    made_of: BTreeMap<MadeOf, usize>,
}

impl LastSite {
    /// What is on record of the site in this folder; `cache` is the user's cache folder.
    pub(super) fn read(output: &Path, cache: Option<&Path>) -> Option<Self> {
        let records = Keeping::private(cache.map(|cache| cache.join(FOLDER)), HEAD);
        if !records.is_possible() {
            return None;
        }
        // The folder itself need not be there yet.
        let place = fs::canonicalize(output).or_else(|_| {
            let parent = fs::canonicalize(
                output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
            );
            parent.map(|parent| parent.join(output.file_name().unwrap_or_default()))
        });
        let key = blake3::hash(place.ok()?.as_os_str().as_encoded_bytes()).to_hex().to_string();
        let record = records.get(&key).and_then(|record| postcard::from_bytes::<Vec<Left>>(&record).ok());
        // A site that is gone, or was never there, has nothing to take over.
        let files = record.filter(|_| fs::exists(output)).unwrap_or_default();
        let made_of = files.iter().enumerate().filter_map(|(at, file)| Some((file.made_of?, at))).collect();
        Some(Self { records, key, output: output.to_owned(), files, made_of })
    }

    /// Whether a page was made of the same the last time and stands as it was left.
    pub(super) fn has(&self, made_of: &MadeOf) -> bool {
        self.made_of.get(made_of).is_some_and(|at| self.is_as_left(&self.files[*at]))
    }

    /// Takes the file that was made of the same over to another folder, as the file `to`.
    pub(super) fn take_over_page(&self, made_of: &MadeOf, to: &Path) -> Option<Written> {
        let left = &self.files[*self.made_of.get(made_of)?];
        let from = self.output.join(&left.path);
        // Some file systems know no second names for a file.
        fs::link_file(&from, to).or_else(|_| fs::copy(&from, to)).ok()?;
        Some(Written { bytes: fs::size(to).ok()?, content: Some(left.content), made_of: Some(*made_of) })
    }

    /// Takes a file over that would be written again as it is; says how it was made, and whether it need not be written.
    pub(super) fn take_over(&self, path: &str, bytes: &[u8], made_of: Option<MadeOf>, to: &Path) -> (Written, bool) {
        let content = digest(bytes);
        let left = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at]);
        let is_same = left.is_some_and(|left| left.content == content && self.is_as_left(left));
        let taken = is_same && fs::link_file(&self.output.join(path), to).is_ok();
        (Written { bytes: bytes.len() as u64, content: Some(content), made_of }, taken)
    }

    fn is_as_left(&self, left: &Left) -> bool {
        state(&self.output.join(&left.path)) == Some(left.state)
    }

    /// Records the site as it stands in its place now.
    pub(super) fn record(&self, made: &BTreeMap<String, Written>) {
        let recorded: Vec<(&String, &Written)> = made.iter().filter(|(_, made)| made.content.is_some()).collect();
        let states: Vec<Option<Digest>> =
            recorded.par_iter().map(|(path, _)| state(&self.output.join(path.as_str()))).collect();
        let left: Vec<Left<&str>> = recorded
            .into_iter()
            .zip(states)
            .filter_map(|((path, made), state)| {
                Some(Left { path: path.as_str(), content: made.content?, made_of: made.made_of, state: state? })
            })
            .collect();
        if let Ok(record) = postcard::to_allocvec(&left) {
            self.records.put(&self.key, &record);
        }
        self.records.tidy();
    }
}

/// The state of a file as a hash.
fn state(path: &Path) -> Option<Digest> {
    Some(digest(format!("{:?}", FileState::of(path)?).as_bytes()))
}
