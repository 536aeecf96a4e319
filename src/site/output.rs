//! What the site is made of: files by their path.

use crate::base::diagnostic::Diagnostic;
use crate::base::panics;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// All that a page was made of, as a hash: what is made of the same is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MadeOf(pub [u8; 16]);

/// What a file of the site holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as this file of the source.
    Copy(PathBuf),
}

/// Files that were made each alone, and what is wrong with those that could not be.
#[derive(Debug, Default)]
pub struct Made {
    /// The files.
    pub outputs: Vec<Output>,
    /// What is wrong with the others.
    pub findings: Vec<Diagnostic>,
}

impl Made {
    /// Makes one more; when that panics the site is without it.
    pub fn add(&mut self, path: impl Into<String>, text: impl FnOnce() -> String) {
        let path = path.into();
        match panics::reported(&path, "minutebook has failed on this file: the site is without it", text) {
            Ok(text) => self.outputs.push(Output { path, content: Content::Bytes(text.into_bytes()) }),
            Err(failed) => self.findings.push(failed),
        }
    }
}
