//! Footnotes: which marks lead where, and what stands at the end of a page or slide.
//!
//! A page has each footnote once, in the order of the definitions. A slide of an author's deck has those it names, with the
//! numbers they have on the page; a long one, for which no slide has room, is left to the page, as are all footnotes of
//! speaker notes and of decks that are cut from minutes.

use crate::document::{Block, Document, Inline, fits_on_slide, label_key};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The footnotes of a call, and which of them are named so far on the page or slide that is being written.
pub(super) struct Footnotes<'a> {
    pub(super) all: Vec<Footnote<'a>>,
    by_label: BTreeMap<String, usize>,
    named: RefCell<BTreeSet<usize>>,
}

/// A footnote.
pub(super) struct Footnote<'a> {
    /// What its ids are made of, unique among the footnotes of the call.
    pub(super) anchor: String,
    pub(super) blocks: &'a [Block],
    /// Whether a slide has room for it.
    pub(super) fits_on_slide: bool,
}

impl<'a> Footnotes<'a> {
    /// The footnotes of a document.
    pub(super) fn of(document: &'a Document) -> Self {
        let mut all = Vec::with_capacity(document.footnotes.len());
        let mut by_label = BTreeMap::new();
        let mut anchors = crate::parse::Anchors::default();
        for (label, blocks) in &document.footnotes {
            let anchor = anchors.take(&crate::parse::github_slug(&[Inline::Text(label.clone())]));
            let fits_on_slide = fits_on_slide(blocks);
            // Of several definitions the first counts, as with links.
            by_label.entry(label_key(label)).or_insert(all.len());
            all.push(Footnote { anchor, blocks, fits_on_slide });
        }
        Self { all, by_label, named: RefCell::default() }
    }

    /// The footnote that a mark leads to, by its place.
    pub(super) fn find(&self, label: &str) -> Option<usize> {
        self.by_label.get(&label_key(label)).copied()
    }

    /// Notes down that a mark is written; says whether it is the first of the page or slide, to which the footnote leads
    /// back.
    pub(super) fn name(&self, footnote: usize) -> bool {
        self.named.borrow_mut().insert(footnote)
    }

    /// Whether the page or slide has a mark of it.
    pub(super) fn is_named(&self, footnote: usize) -> bool {
        self.named.borrow().contains(&footnote)
    }

    /// The footnotes that are named, in their order; nothing is named afterwards.
    pub(super) fn take_named(&self) -> BTreeSet<usize> {
        self.named.take()
    }
}
