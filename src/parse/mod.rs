//! The text of a note → a [`Document`] and what is wrong with it. Never fails.
//!
//! ```text
//! text ─> front_matter ─> prepass (over lines) ─> tree ─> sections, slide by slide in a deck ─> anchors ─> Document
//! ```

mod anchors;
mod code_spans;
mod formulas;
mod front_matter;
mod image_size;
mod inline_notes;
mod labels;
mod lines;
mod prepass;
mod sections;
mod slides;
mod source;
mod tables;
mod text;
mod tree;

pub(crate) use anchors::Anchors;
pub use anchors::github_slug;
pub(crate) use front_matter::header_lines;
pub(crate) use lines::lines;
pub(crate) use source::{as_source, publishable};
pub(crate) use text::hide_addresses;

use crate::base::diagnostic::{Diagnostic, Position, Severity};
use crate::base::panics;
use crate::document::{Correction, Deck, Document, Slide, SlideAttributes};
use labels::Redefined;
use lines::Unclosed;
use prepass::{Prepared, StretchKind};
use tree::{Tree, TreePart};

/// Reads one note. `path` only names it in diagnostics.
pub fn parse(path: &str, text: &str) -> (Document, Vec<Diagnostic>) {
    panics::planted("parse", || text);
    let mut diagnostics = Vec::new();
    let split = front_matter::split(path, text, &mut diagnostics);
    let is_deck = split.front_matter.is_deck;
    let prepared = prepass::prepare(split.body, split.first_line, is_deck);
    diagnostics.extend(prepared.unclosed.map(|unclosed| report_unclosed(path, text, unclosed)));
    diagnostics.extend(report_oversized(path, text, &prepared.oversized));
    let Tree { mut parts, footnotes, styles, redefined } =
        tree::read(&prepared, split.front_matter.breaks.unwrap_or(true));
    diagnostics.extend(report_redefined(path, text, &redefined));
    let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    let mut front_matter = split.front_matter;
    for part in &mut parts {
        front_matter.tags.extend(sections::take_tags(&mut part.blocks));
    }
    let mut document = Document { front_matter, footnotes, styles, lines, ..Document::default() };
    if is_deck {
        read_deck(&mut document, prepared, parts);
    } else {
        for TreePart { blocks, comments } in parts {
            document.corrections.extend(corrections(&comments));
            document.sections.extend(sections::cut(blocks, split.first_line, lines.max(1), false));
        }
    }
    anchors::assign(&mut document.sections);
    (document, diagnostics)
}

/// Makes slides of the stretches of a deck.
fn read_deck(document: &mut Document, prepared: Prepared, parts: Vec<TreePart>) {
    let mut deck = Deck { style: prepared.style, ..Deck::default() };
    let slides = prepared.stretches.iter().filter(|stretch| stretch.kind != StretchKind::SpeakerNotes);
    // A slide ends above the separator before the next one.
    let ends: Vec<u32> =
        slides.skip(1).map(|next| next.line.saturating_sub(2)).chain([document.lines.max(1)]).collect();
    for (stretch, TreePart { blocks, comments }) in prepared.stretches.iter().zip(parts) {
        let StretchKind::Slide { vertical } = stretch.kind else {
            if let Some(slide) = deck.slides.last_mut() {
                slide.notes = blocks;
            }
            continue;
        };
        let mut attributes = SlideAttributes::default();
        document.corrections.extend(corrections(&comments));
        for (comment, _) in &comments {
            slides::read_directive(comment, &mut attributes);
        }
        let end = ends.get(deck.slides.len()).copied().unwrap_or(stretch.line);
        let first = document.sections.len();
        document.sections.extend(sections::cut(blocks, stretch.line, end.max(stretch.line), true));
        deck.slides.push(Slide {
            line: stretch.line,
            vertical: vertical && !deck.slides.is_empty(),
            attributes,
            sections: first..document.sections.len(),
            notes: Vec::new(),
        });
    }
    document.deck = Some(deck);
}

/// What authors say about the machine's reading: `<!-- minutebook: not a decision -->`.
fn corrections(comments: &[(String, u32)]) -> Vec<(u32, Correction)> {
    let read = |comment: &str| {
        let words = comment.trim().strip_prefix("minutebook:")?;
        match crate::document::plain::fold_spaces(&words.to_lowercase()).as_str() {
            "decision" => Some(Correction::Decision),
            "not a decision" | "no decision" => Some(Correction::NotADecision),
            "action" => Some(Correction::Action),
            "not an action" | "no action" => Some(Correction::NotAnAction),
            "done" => Some(Correction::Done),
            _ => None,
        }
    };
    comments.iter().filter_map(|(comment, line)| Some((*line, read(comment)?))).collect()
}

/// A fence or a comment that never closes hides everything after it: say so.
fn report_unclosed(path: &str, text: &str, (line, unclosed): (u32, Unclosed)) -> Diagnostic {
    let (what, close) = match unclosed {
        Unclosed::Comment => ("comment", "`-->`"),
        Unclosed::Fence => ("code block", "the marks it opens with"),
    };
    Diagnostic::new(Severity::Warning, "unclosed", path, format!("this {what} is never closed"))
        .at(Position { line, column: 1 }, text)
        .hint(format!("everything below it is hidden or shown as code; close it with {close}"))
}

/// Tables that would take far more memory than their text are shown as that: say so of the first.
fn report_oversized(path: &str, text: &str, tables: &[(u32, usize)]) -> Option<Diagnostic> {
    let ((line, cells), others) = tables.split_first()?;
    let others = match others.len() {
        0 => String::new(),
        1 => ", and so has one below".to_owned(),
        more => format!(", and so have {more} below"),
    };
    let message = format!("this table has {cells} cells, far more than its text{others}");
    let finding = Diagnostic::new(Severity::Warning, "oversized-table", path, message)
        .at(Position { line: *line, column: 1 }, text)
        .hint("it is shown as text: leave out the columns that its rows do not fill, and set an empty line below it");
    Some(finding)
}

/// The second definition of a label is never shown, or nothing leads to it: say so.
fn report_redefined(path: &str, text: &str, redefined: &[Redefined]) -> Vec<Diagnostic> {
    if redefined.is_empty() {
        return Vec::new();
    }
    let source: Vec<&str> = text.lines().collect();
    let finding = |Redefined { label, lines: (first, again) }: &Redefined| {
        let message = format!("`[{label}]` is defined otherwise on line {first}, and that is what counts");
        let position = Position { line: *again, column: 1 };
        let line = source.get(again.saturating_sub(1) as usize).copied().unwrap_or_default();
        Diagnostic::new(Severity::Warning, "label-redefined", path, message)
            .at_line(position, line)
            .hint("give one of the two another label: a file is one document, all slides of a deck together")
    };
    redefined.iter().map(finding).collect()
}

#[cfg(test)]
mod tests;
