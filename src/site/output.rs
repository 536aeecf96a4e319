//! What the site is made of: files by their path.

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::panics;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

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

/// Takes files when they are made, so that memory need not hold all of them; may be called from several threads.
pub type Put<'a> = dyn Fn(Made) -> Result<(), Error> + Sync + 'a;

impl Made {
    /// A file with these bytes.
    pub fn of_bytes(path: String, bytes: Vec<u8>) -> Self {
        Self { outputs: vec![Output { path, content: Content::Bytes(bytes) }], findings: Vec::new() }
    }

    /// A file; when making it panics, what is said about that.
    pub fn of(path: impl Into<String>, text: impl FnOnce() -> String) -> Self {
        let path = path.into();
        match panics::reported(&path, "minutebook has failed on this file: the site is without it", text) {
            Ok(text) => Self::of_bytes(path, text.into_bytes()),
            Err(failed) => Self { outputs: Vec::new(), findings: vec![failed] },
        }
    }

    /// Everything that some work hands on, in no order. The error is that of the work.
    pub fn all(work: impl FnOnce(&Put<'_>) -> Result<(), Error>) -> Result<Self, Error> {
        let all = Mutex::new(Self::default());
        work(&|made| {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.outputs.extend(made.outputs);
            all.findings.extend(made.findings);
            Ok(())
        })?;
        Ok(all.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}
