//! Footnotes: which marks lead where, and what stands at the end of a page or slide.
//!
//! Footnotes are numbered in the order in which the text first names them, those that it never names last. A page has each once, with a
//! link back to every mark. A slide of an author's deck has those it names, with the
//! numbers they have on the page; a long one, for which no slide has room, is left to the page, as are all footnotes of
//! speaker notes and of decks that are cut from minutes.

use crate::document::{Block, Document, Inline, fits_on_slide, inlines_of, label_key};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The footnotes of a call, and which of them are named so far on the page or slide that is being written.
pub(super) struct Footnotes<'a> {
    pub(super) all: Vec<Footnote<'a>>,
    by_label: BTreeMap<String, usize>,
    /// How many marks each has so far.
    named: RefCell<BTreeMap<usize, usize>>,
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
        let mut defined: BTreeMap<String, usize> = BTreeMap::new();
        for (index, (label, _)) in document.footnotes.iter().enumerate() {
            // Of several definitions the first counts, as with links.
            defined.entry(label_key(label)).or_insert(index);
        }
        let notes = document.deck.iter().flat_map(|deck| &deck.slides).flat_map(|slide| inlines_of(&slide.notes));
        let mut order: Vec<usize> = Vec::with_capacity(document.footnotes.len());
        let mut is_placed = vec![false; document.footnotes.len()];
        let marks = document.inlines().into_iter().chain(notes).filter_map(|inline| match inline {
            Inline::FootnoteReference(label) => defined.get(&label_key(label)).copied(),
            _ => None,
        });
        for index in marks.chain(0..document.footnotes.len()) {
            if !std::mem::replace(&mut is_placed[index], true) {
                order.push(index);
            }
        }
        let mut all = Vec::with_capacity(order.len());
        let mut by_label = BTreeMap::new();
        let mut anchors = crate::parse::Anchors::default();
        for index in order {
            let (label, blocks) = &document.footnotes[index];
            if defined.get(&label_key(label)) == Some(&index) {
                by_label.insert(label_key(label), all.len());
            }
            let anchor = anchors.take(&crate::parse::github_slug(&[Inline::Text(label.clone())]));
            all.push(Footnote { anchor, blocks, fits_on_slide: fits_on_slide(blocks) });
        }
        Self { all, by_label, named: RefCell::default() }
    }

    /// The footnote that a mark leads to, by its place.
    pub(super) fn find(&self, label: &str) -> Option<usize> {
        self.by_label.get(&label_key(label)).copied()
    }

    /// Notes down that a mark is written; says which of the marks of its footnote on the page or slide it is, from 1.
    pub(super) fn name(&self, footnote: usize) -> usize {
        let mut named = self.named.borrow_mut();
        let marks = named.entry(footnote).or_default();
        *marks += 1;
        *marks
    }

    /// How many marks of it the page or slide has.
    pub(super) fn marks(&self, footnote: usize) -> usize {
        self.named.borrow().get(&footnote).copied().unwrap_or_default()
    }

    /// The footnotes that are named, in their order, with the number of their marks; nothing is named afterwards.
    pub(super) fn take_named(&self) -> BTreeMap<usize, usize> {
        self.named.take()
    }
}
