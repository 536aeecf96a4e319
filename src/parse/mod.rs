//! The text of a note → a [`Document`] and what is wrong with it. Never fails.
//!
//! ```text
//! text ─ front_matter ─┬─ notes ──────────────────────> tree ─> sections ─┐
//!                      └─ deck ── slides ── each slide > tree ─> sections ─┴─> anchors ─> Document
//! ```

mod anchors;
mod front_matter;
mod sections;
mod slides;
mod source;
mod text;
mod tree;

pub use anchors::github_slug;
pub(crate) use front_matter::header_lines;
pub(crate) use source::Shelter;
pub(crate) use text::hide_addresses;

use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::document::{Correction, Deck, Document, Slide, SlideAttributes};
use tree::{Reading, Tree};

/// Reads one note. `path` only names it in diagnostics.
pub fn parse(path: &str, text: &str) -> (Document, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let split = front_matter::split(path, text, &mut diagnostics);
    let body = source::without_direction_marks(split.body);
    let body = source::cut_comments(&body);
    let (body, style) = source::cut_styles(&body);
    let breaks = split.front_matter.breaks.unwrap_or(true);
    let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
    report_unclosed(path, text, split.body, split.first_line, &mut diagnostics);
    let mut document = Document { front_matter: split.front_matter, lines, ..Document::default() };
    if document.front_matter.is_deck {
        read_deck(&mut document, &body, split.first_line, breaks);
        if let Some(deck) = &mut document.deck {
            deck.style = style;
        }
    } else {
        let reading = Reading { first_line: split.first_line, breaks };
        let Tree { blocks, footnotes, styles, comments } = tree::read(&body, reading);
        document.corrections = corrections(&comments);
        document.footnotes = footnotes;
        document.styles = styles;
        document.sections = sections::cut(blocks, split.first_line, lines.max(1), false);
    }
    anchors::assign(&mut document.sections);
    (document, diagnostics)
}

fn read_deck(document: &mut Document, body: &str, first_line: u32, breaks: bool) {
    let sources = slides::split(body, first_line);
    let ends: Vec<u32> =
        sources.iter().skip(1).map(|next| next.line.saturating_sub(2)).chain([document.lines.max(1)]).collect();
    let mut deck = Deck::default();
    for (source, end) in sources.into_iter().zip(ends) {
        let Tree { blocks, footnotes, styles, comments } =
            tree::read(source.text, Reading { first_line: source.line, breaks });
        let mut attributes = SlideAttributes::default();
        document.corrections.extend(corrections(&comments));
        for (comment, _) in &comments {
            slides::read_directive(comment, &mut attributes);
        }
        let notes = source
            .notes
            .map_or_else(Vec::new, |(notes, line)| tree::read(notes, Reading { first_line: line, breaks }).blocks);
        let first = document.sections.len();
        document.sections.extend(sections::cut(blocks, source.line, end.max(source.line), true));
        document.footnotes.extend(footnotes);
        document.styles.extend(styles);
        deck.slides.push(Slide {
            line: source.line,
            vertical: source.vertical && !deck.slides.is_empty(),
            attributes,
            sections: first..document.sections.len(),
            notes,
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
fn report_unclosed(path: &str, text: &str, body: &str, first_line: u32, diagnostics: &mut Vec<Diagnostic>) {
    let mut shelter = Shelter::default();
    let mut opened = None;
    let mut covered = false;
    for (number, line) in (first_line..).zip(body.lines()) {
        let now = shelter.covers(line);
        if now && !covered {
            opened = Some(number);
        }
        covered = now && (shelter.in_comment() || shelter.in_fence());
    }
    let (Some(line), true) = (opened, covered) else { return };
    let (what, close) =
        if shelter.in_comment() { ("comment", "`-->`") } else { ("code block", "the marks it opens with") };
    diagnostics.push(
        Diagnostic::new(Severity::Warning, "unclosed", path, format!("this {what} is never closed"))
            .at(Position { line, column: 1 }, text)
            .hint(format!("everything below it is hidden or shown as code; close it with {close}")),
    );
}
