//! The known keys of a note's YAML header.

use super::deck::SlideOptions;
use serde::{Deserialize, Serialize};

/// The known keys of a note's YAML header (hedgedoc.org, "YAML metadata"); everything else in it is ignored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<String>,
    /// `date`, as it is written.
    pub date: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `tags`, from a list or a comma-separated string.
    pub tags: Vec<String>,
    /// `lang`, a BCP 47 tag.
    pub language: Option<String>,
    /// `dir: rtl`.
    pub right_to_left: bool,
    /// `breaks: false` turns single newlines back into spaces.
    pub breaks: Option<bool>,
    /// `type: slide`.
    pub is_deck: bool,
    /// `slideOptions`, those that are known and well typed.
    pub slide_options: SlideOptions,
}
