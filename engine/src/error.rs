//! What can go wrong: only what the bytes of the index may do to us. A query is never an error.

use std::fmt;

/// Why an index could not be built, opened or read.
#[derive(Debug)]
pub enum Error {
    /// tantivy could not write the index.
    Build(tantivy::TantivyError),
    /// tantivy could not open or read the index; a block that the source does not have yet is such an error, too.
    Index(tantivy::TantivyError),
    /// The files are no index of this version.
    Format(String),
    /// What a search server answered is not about our documents.
    Answer(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => write!(formatter, "the search index could not be built: {error}"),
            Self::Index(error) => write!(formatter, "the search index could not be read: {error}"),
            Self::Format(reason) => write!(formatter, "the search index is damaged or of another version: {reason}"),
            Self::Answer(reason) => write!(formatter, "the search server's answer could not be read: {reason}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Build(error) | Self::Index(error) => Some(error),
            Self::Format(_) | Self::Answer(_) => None,
        }
    }
}

impl Error {
    /// The same error, where an index was being built.
    pub(crate) fn while_building(self) -> Self {
        match self {
            Self::Index(error) | Self::Build(error) => Self::Build(error),
            Self::Format(reason) => Self::Build(tantivy::TantivyError::InternalError(reason)),
            Self::Answer(_) => self,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_whether_the_index_was_built_or_read() {
        let error = || Error::from(std::io::Error::other("disk full"));
        assert!(error().to_string().starts_with("the search index could not be read: "));
        assert!(error().while_building().to_string().starts_with("the search index could not be built: "));
        let built = Error::Format("no segment was written".to_owned()).while_building().to_string();
        assert!(built.starts_with("the search index could not be built: ") && built.contains("no segment"), "{built}");
    }
}
