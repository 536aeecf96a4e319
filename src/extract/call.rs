//! The call that one note records, with all that the note alone says.

use super::records::Records;
use super::roles::Role;
use crate::config::{NoteKind, TeamSlug};
use crate::document::Document;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a call was recorded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The source is a reveal.js deck (`type: slide`).
    Deck,
    /// The source is plain minutes.
    Notes,
    /// A document without a date: published, but not a call.
    Page,
}

/// Whether a call took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// There are notes of it.
    Held,
    /// The notes say only that it was skipped or cancelled.
    Cancelled,
}

/// One dated meeting of a team, or an undated page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The source file, relative to the source folder, with `/`.
    pub file: String,
    /// The folder's team; absent for a page at the root.
    pub team: Option<TeamSlug>,
    /// The day it took place.
    pub date: Option<NaiveDate>,
    /// `2022-09` or `2022`, where no day is known.
    pub period: Option<String>,
    /// What distinguishes it from another call of the team on that day: `overflow`, `workshop`.
    pub suffix: Option<String>,
    /// Deck, notes or page.
    pub kind: Kind,
    /// What the file is beside others of its team and day.
    pub note_kind: NoteKind,
    /// The file of the call whose agenda, invitation or summary this is; only an archive knows.
    pub goes_with: Option<String>,
    /// The URL relative to the site's root: `iaas/2023-01-11/`. In an archive no other call has the same; before that it is
    /// the one this call would have if it stood alone.
    pub url: String,
    /// Other URLs, in the order in which they are tried when another call has the first one; an archive has chosen.
    pub other_urls: Vec<String>,
    /// Whether the URL is that of the file itself, which has the better claim to it than a call further down in a file.
    pub has_file_url: bool,
    /// A title for lists, without team and date: "SCS Community Call"; empty when there is nothing but team and date.
    pub title: String,
    /// Held or cancelled.
    pub state: State,
    /// The file whose bytes this one repeats; only an archive knows.
    pub same_as: Option<String>,
    /// Handles of those who took part, as written, in order, each once (case folded).
    pub participants: Vec<String>,
    /// Handles of those who presented or reported.
    pub presenters: Vec<String>,
    /// The language of the notes as a tag: what their header says, or what their words tell; none where neither does.
    pub language: Option<String>,
    /// What is written; shared, so that a call can be kept and put into another archive without a copy of its text.
    pub document: Arc<Document>,
    /// What was found in it.
    pub records: Arc<Records>,
    /// Section by section, what the section is for; as long as `document.sections`.
    pub roles: Vec<Role>,
    /// Section by section, where it stands on the page; as long as `document.sections`.
    pub outline: Vec<OutlineEntry>,
    /// Section by section of a deck, what two copies of a slide have in common; empty for notes.
    pub fingerprints: Vec<blake3::Hash>,
}

impl Call {
    /// Whether there is nothing below its headings.
    pub fn says_nothing(&self) -> bool {
        self.document.sections.iter().all(|section| section.blocks.is_empty())
    }

    /// The suffix as it is read: `follow up` of `follow-up`.
    pub fn suffix_text(&self) -> Option<String> {
        self.suffix.as_deref().map(|suffix| suffix.replace('-', " "))
    }
}

/// Where a section stands on the call's page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutlineEntry {
    /// How the heading is shown.
    pub shown: HeadingVisibility,
    /// The heading's level on the page, 2 to 6; that of the heading above where it is folded.
    pub level: u8,
    /// The heading on the page, as text: the author's without what the heading above says already.
    pub title: String,
    /// The section that opens the level-2 part of the page this one belongs to.
    pub part: usize,
    /// The slide it stands on, in a deck.
    pub slide: Option<usize>,
    /// Whether the heading says nothing once its slide turns out to stand in many decks: it has no text of its own, and
    /// what comes next does not go on with it.
    pub hidden_if_repeated: bool,
}

/// How a section's heading is shown on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum HeadingVisibility {
    /// As a heading with its text below.
    #[default]
    Heading,
    /// The heading repeats the one above or only groups others: the text goes on without it.
    Folded,
    /// It is in the page's header, or says nothing: neither heading nor text are in the body.
    Hidden,
}
