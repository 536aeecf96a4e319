//! What can go wrong: only what the bytes of the index may do to us. A query is never an error.

use std::fmt;

/// Why an index could not be built, opened or read.
#[derive(Debug)]
pub enum Error {
    /// tantivy's own account; a block that the source did not have yet comes out here, too.
    Index(tantivy::TantivyError),
    /// The files are no index of this version.
    Format(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => write!(formatter, "the search index could not be read: {error}"),
            Self::Format(reason) => write!(formatter, "the search index is not of this version: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Index(error) => Some(error),
            Self::Format(_) => None,
        }
    }
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Index(error.into())
    }
}
