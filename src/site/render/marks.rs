//! The statements of a page that are in a register: each has an anchor and a mark, so that the register leads to it.

use crate::archive::{Archive, CallId};
use crate::base::text::escape;
use crate::extract::{Status, Tier};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// The class of what holds a decision.
const DECISION: &str = "is-decision";

/// The classes of what holds one that is only inferred from words, which is quieter.
const INFERRED: &str = "is-decision is-inferred";

/// The rule that takes what notes label as a decision.
const LABELLED: &str = "label";

/// A statement that is in a register.
#[derive(Debug)]
struct Mark<'a> {
    anchor: &'a str,
    section: usize,
    /// The class of what holds it.
    class: &'static str,
    /// What the link to it is called.
    label: &'static str,
    /// What is said before it, where the notes themselves do not say what it is; may be empty.
    word: &'static str,
}

/// What is marked on the page of a call.
pub(super) struct Marks<'a> {
    /// By the line they start on.
    by_line: BTreeMap<u32, Vec<Mark<'a>>>,
    written: RefCell<BTreeSet<&'a str>>,
    /// Whether links lead to what is marked.
    anchored: bool,
}

/// What an element gets that holds marked statements.
#[derive(Default)]
pub(super) struct Marked<'a> {
    /// Its id; empty where nothing in it is marked.
    pub(super) id: &'a str,
    /// Its class.
    pub(super) class: &'static str,
    label: &'static str,
    word: &'static str,
    /// Further ids, of other statements in it.
    others: Vec<&'a str>,
}

impl<'a> Marks<'a> {
    /// The decisions and actions that the registers have of a call.
    pub(super) fn of(archive: &'a Archive, id: CallId) -> Self {
        let words = archive.config.words();
        let (registers, record) = (&archive.registers, archive.record(id));
        let mut by_line: BTreeMap<u32, Vec<Mark<'a>>> = BTreeMap::new();
        for at in &record.decisions {
            let note = &registers.decisions[*at].note;
            let mark = Mark {
                anchor: &note.anchor,
                section: note.section,
                class: if note.tier == Tier::Inferred { INFERRED } else { DECISION },
                label: words.text("text.to_decision"),
                // Where the notes label it they say so themselves.
                word: if note.rule == LABELLED { "" } else { words.text("text.decision") },
            };
            by_line.entry(note.line).or_default().push(mark);
        }
        for at in &record.actions {
            for sighting in registers.actions[*at].sightings.iter().filter(|sighting| sighting.call == id) {
                let note = &sighting.note;
                let class = match note.status {
                    Status::Done => "is-action action-done",
                    Status::Open => "is-action action-open",
                    Status::Unknown => "is-action action-unknown",
                };
                let label = words.text("text.to_action");
                let mark = Mark { anchor: &note.anchor, section: note.section, class, label, word: "" };
                by_line.entry(note.line).or_default().push(mark);
            }
        }
        Self { by_line, written: RefCell::default(), anchored: true }
    }

    /// The decisions alone, as they are marked on slides: registers lead to the page.
    pub(super) fn on_slides(archive: &'a Archive, id: CallId) -> Self {
        let mut marks = Self::of(archive, id);
        // Nothing is added to what authors wrote as slides.
        let is_own = archive.call(id).document.deck.is_some();
        for marks in marks.by_line.values_mut() {
            marks.retain(|mark| mark.class.starts_with(DECISION));
            for mark in marks.iter_mut().filter(|_| is_own) {
                mark.word = "";
            }
        }
        Self { anchored: false, ..marks }
    }

    /// All that is marked.
    pub(super) fn inputs(&self) -> String {
        format!("{:?}", self.by_line)
    }

    /// What an element gets whose text stands on these lines. Each mark is given away once.
    pub(super) fn on(&self, lines: RangeInclusive<u32>) -> Marked<'a> {
        let mut marked = Marked::default();
        for mark in self.by_line.range(lines).flat_map(|(_, marks)| marks) {
            if !self.written.borrow_mut().insert(mark.anchor) {
                continue;
            }
            if marked.class.is_empty() {
                let Mark { anchor: id, class, label, word, .. } = *mark;
                marked = Marked { id, class, label, word, others: Vec::new() };
            } else {
                marked.others.push(mark.anchor);
            }
        }
        if !self.anchored {
            marked = Marked { class: marked.class, word: marked.word, ..Marked::default() };
        }
        marked
    }

    /// Whether anything on these lines is marked.
    pub(super) fn has(&self, lines: RangeInclusive<u32>) -> bool {
        self.by_line.range(lines).next().is_some()
    }

    /// The anchors of a section that nothing on the page has, as when its text is not shown.
    pub(super) fn left_in(&self, section: usize) -> Vec<&'a str> {
        let marks = self.by_line.values().flatten().filter(|mark| mark.section == section);
        marks.map(|mark| mark.anchor).filter(|anchor| self.written.borrow_mut().insert(anchor)).collect()
    }
}

impl Marked<'_> {
    /// What stands at the beginning of the marked text: that it is a decision.
    pub(super) fn word(&self, out: &mut String) {
        if !self.word.is_empty() {
            out.push_str("<span class=\"decision-word\">");
            escape(out, self.word);
            out.push_str("</span> ");
        }
    }

    /// What stands at the end of the marked text: further anchors, and a link to it.
    pub(super) fn link(&self, out: &mut String) {
        if self.id.is_empty() {
            return;
        }
        for id in &self.others {
            anchor(out, id);
        }
        out.push_str(" <a class=\"anchor\" href=\"#");
        out.push_str(self.id);
        out.push_str("\" aria-label=\"");
        escape(out, self.label);
        out.push_str("\">#</a>");
    }
}

/// An element without a text that links can lead to.
pub(super) fn anchor(out: &mut String, id: &str) {
    out.push_str("<span class=\"alias\" id=\"");
    escape(out, id);
    out.push_str("\"></span>");
}
