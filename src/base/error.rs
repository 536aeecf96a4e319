//! Why a command cannot go on.

use super::diagnostic::{Diagnostic, Severity};
use super::fs::FileError;

/// Why a command cannot go on: one or more findings of severity "error", each with its place, what is wrong, and what to do
/// about it apart from one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong; never empty.
    pub findings: Vec<Diagnostic>,
}

impl Error {
    /// An error about `place`: a file, a folder, an address. `code` is one that `check --explain` knows.
    pub fn new(code: &'static str, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::from(Diagnostic::new(Severity::Error, code, place, message))
    }

    /// The same error with one more piece of advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Some(last) = self.findings.last_mut() {
            last.hints.push(hint.into());
        }
        self
    }
}

impl From<Diagnostic> for Error {
    fn from(finding: Diagnostic) -> Self {
        Self { findings: vec![finding] }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        let message = format!("cannot {} this file: {}", error.action, error.source);
        Self::new("file", error.path.display().to_string(), message)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            write!(f, "{}{finding}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
