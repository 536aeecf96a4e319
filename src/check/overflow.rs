//! Authors' slides that hold more than a slide can: how tall each would be, by the sizes of the theme and the author's own.
//!
//! This is an estimate, and a low one: letters are taken for narrow, lines for full to the end, and pictures whose size is
//! not known for nothing. What it reports is too tall in every browser; what is a little too tall it passes over, since the
//! deck sets that a little smaller by itself.

use crate::archive::{Archive, CallId, ImageTarget};
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::pattern::Pattern;
use crate::document::{
    Block, ContainerKind, Document, ImageSize, Inline, Item, Length, Slide, Table, fits_on_slide, inlines_of,
    label_key, visit_inlines,
};
use std::collections::{BTreeMap, BTreeSet};

/// The size of a slide in pixels where its author does not say.
const SLIDE: (f64, f64) = (960.0, 700.0);

/// The type of reveal.js' themes, in pixels: text, and headings of level 1 to 6.
const TEXT: f64 = 42.0;
const HEADINGS: [f64; 6] = [2.5 * TEXT, 1.6 * TEXT, 1.3 * TEXT, TEXT, TEXT, TEXT];

/// Lines are so much taller than their letters, in text and in headings.
const LEADING: (f64, f64) = (1.3, 1.2);

/// The space below headings and around blocks, in pixels; and that above and below the content of a slide.
const SPACE: f64 = 20.0;
const EDGE: f64 = 20.0;

/// How far a list is set in, and each list in another, in pixels.
const INDENT: f64 = 40.0;

/// The type of footnotes by that of the text above them.
const FOOTNOTES: f64 = 0.6;

/// No picture is taller.
const TALLEST_IMAGE: f64 = 560.0;

/// So much taller than the slide its content must be to be reported.
const SLACK: f64 = 1.05;

/// Slides that are too full, each where it begins.
pub(super) fn too_full(archive: &Archive, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in archive.originals().filter(|id| is_wanted(&archive.call(*id).file)) {
        let call = archive.call(id);
        let Some(deck) = &call.document.deck else { continue };
        let options = &call.document.front_matter.slide_options;
        let width = options.width.map_or(SLIDE.0, f64::from);
        let room = options.height.map_or(SLIDE.1, f64::from);
        let footnotes = footnotes_by_label(&call.document);
        let setting = Setting { archive, id, footnotes: &footnotes, sizes: Sizes::of(&deck.style), width };
        for slide in &deck.slides {
            let times = setting.slide(slide) / room;
            if times < SLACK {
                continue;
            }
            let sections = &call.document.sections[slide.sections.clone()];
            let line = sections.first().map_or(slide.line, |section| section.line.max(slide.line));
            let message = format!("this slide is about {times:.1} times as tall as there is room for");
            let finding = Diagnostic::new(Severity::Warning, "slide-overflow", &call.file, message);
            let finding =
                finding.hint("it is shown in smaller type; part it with a line of `----` between empty lines");
            found.push(Diagnostic { position: Some(Position { line, column: 1 }), ..finding });
        }
    }
    found
}

/// The footnotes that slides show. Of several definitions the first counts.
fn footnotes_by_label(document: &Document) -> BTreeMap<String, &[Block]> {
    let mut footnotes = BTreeMap::new();
    for (label, blocks) in document.footnotes.iter().rev() {
        footnotes.insert(label_key(label), blocks.as_slice());
    }
    footnotes.retain(|_, blocks| fits_on_slide(blocks));
    footnotes
}

/// The sizes of type in a deck, in pixels.
struct Sizes {
    /// Of what the author's style sheet says nothing about.
    text: f64,
    headings: [f64; 6],
    paragraph: f64,
    item: f64,
}

/// A rule of a style sheet, and a size of type in its declarations.
static RULE: Pattern = Pattern::new(r"([^{}]*)\{([^{}]*)\}");
static SIZE: Pattern = Pattern::new(r"(?i)(?:^|[;\s])font-size\s*:\s*([0-9]*\.?[0-9]+)(px|em|rem|%|pt)");

impl Sizes {
    /// The theme's sizes and what the author's style sheet makes of them. What it says of other elements, or in other units,
    /// is passed over.
    fn of(style: &str) -> Self {
        let mut sizes = Self { text: TEXT, headings: HEADINGS, paragraph: TEXT, item: TEXT };
        for rule in RULE.captures_all(style) {
            let Some(size) = SIZE.captures(&rule[2]) else { continue };
            let Ok(number) = size[1].parse::<f64>() else { continue };
            let pixels = match &size[2].to_lowercase()[..] {
                "px" => number,
                "pt" => number * 4.0 / 3.0,
                "%" => number / 100.0 * TEXT,
                _ => number * TEXT,
            };
            for selector in rule[1].split(',') {
                // The theme names its headings with a class, so that a rule without one does not change them.
                let has_class = selector.contains(['.', '#']);
                match selector.split_whitespace().last().unwrap_or_default() {
                    "p" => sizes.paragraph = pixels,
                    "li" => sizes.item = pixels,
                    heading if has_class => {
                        let level = heading.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
                        if let Some(size) = level.and_then(|level| sizes.headings.get_mut(level.checked_sub(1)?)) {
                            *size = pixels;
                        }
                    }
                    _ => {}
                }
            }
        }
        sizes
    }

    /// The sizes in a part of the slide that is set smaller. Those that an author gave in pixels would stay: an estimate that
    /// is too low does no harm.
    fn scaled(&self, scale: f64) -> Self {
        Self {
            text: self.text * scale,
            headings: self.headings.map(|size| size * scale),
            paragraph: self.paragraph * scale,
            item: self.item * scale,
        }
    }
}

/// What is needed to set a slide of a deck.
struct Setting<'a> {
    archive: &'a Archive,
    id: CallId,
    footnotes: &'a BTreeMap<String, &'a [Block]>,
    sizes: Sizes,
    /// The width of a slide in pixels.
    width: f64,
}

impl Setting<'_> {
    /// The height of a slide's content in pixels.
    fn slide(&self, slide: &Slide) -> f64 {
        let mut column = Column::default();
        for section in &self.archive.call(self.id).document.sections[slide.sections.clone()] {
            if let Some(heading) = &section.heading {
                column.put(0.0, self.heading(heading.level, &heading.content, self.width), SPACE);
            }
            self.fill(&mut column, &section.blocks, self.width);
        }
        self.fill_footnotes(&mut column, slide);
        column.height + 2.0 * EDGE
    }

    /// Adds the footnotes that a slide names, each of which stands once at its end.
    fn fill_footnotes(&self, column: &mut Column, slide: &Slide) {
        let mut named = BTreeSet::new();
        let mut see = |inline: &Inline| {
            if let Inline::FootnoteReference(label) = inline {
                named.insert(label_key(label));
            }
        };
        for section in &self.archive.call(self.id).document.sections[slide.sections.clone()] {
            if let Some(heading) = &section.heading {
                visit_inlines(&heading.content, &mut see);
            }
            inlines_of(&section.blocks).into_iter().for_each(&mut see);
        }
        let small = Self { sizes: self.sizes.scaled(FOOTNOTES), ..*self };
        for blocks in named.iter().filter_map(|label| self.footnotes.get(label)) {
            small.fill(column, blocks, self.width - FOOTNOTES * INDENT);
        }
    }

    /// The height of blocks that stand one below the other.
    fn blocks(&self, blocks: &[Block], width: f64) -> f64 {
        let mut column = Column::default();
        self.fill(&mut column, blocks, width);
        column.height
    }

    fn fill(&self, column: &mut Column, blocks: &[Block], width: f64) {
        for block in blocks {
            let (above, below) = match block {
                Block::Paragraph { .. } | Block::Quote { .. } | Block::Code { .. } => (SPACE, SPACE),
                Block::Heading { .. } => (0.0, SPACE),
                _ => (0.0, 0.0),
            };
            column.put(above, self.block(block, width), below);
        }
    }

    fn heading(&self, level: u8, content: &[Inline], width: f64) -> f64 {
        let place = usize::from(level).clamp(1, 6) - 1;
        self.text(content, self.sizes.headings[place], LEADING.1, width)
    }

    fn block(&self, block: &Block, width: f64) -> f64 {
        match block {
            Block::Heading { level, content, .. } => self.heading(*level, content, width),
            Block::Paragraph { content, .. } => self.text(content, self.sizes.paragraph, LEADING.0, width),
            Block::List { items, .. } => items.iter().map(|item| self.item(item, width - INDENT)).sum(),
            Block::Quote { blocks, .. } => self.blocks(blocks, width * 0.7),
            Block::Container { kind, blocks, .. } => match kind {
                // Folded until somebody opens it.
                ContainerKind::Spoiler => self.sizes.text,
                _ => self.blocks(blocks, width) * 0.85,
            },
            Block::Code { text, .. } => number(text.lines().count()) * 0.55 * self.sizes.text * 1.2,
            Block::Table(table) => {
                let Table { header, rows, .. } = &**table;
                let column = width / number(header.len().max(1));
                let size = 0.9 * self.sizes.text;
                let row = |cells: &Vec<Vec<Inline>>| {
                    let tallest = cells.iter().map(|cell| self.text(cell, size, LEADING.0, column)).fold(0.0, f64::max);
                    tallest.max(size * LEADING.0) + 0.4 * size
                };
                std::iter::once(header).chain(rows).map(row).sum()
            }
            Block::Rule { .. } => 1.0,
            // Tags alone take no room, and their text may be anywhere.
            _ => 0.0,
        }
    }

    fn item(&self, item: &Item, width: f64) -> f64 {
        let of_block = |block: &Block| match block {
            Block::Paragraph { content, .. } if !item.loose => self.text(content, self.sizes.item, LEADING.0, width),
            block => self.block(block, width),
        };
        item.blocks.iter().map(of_block).sum()
    }

    /// The height of running text with its pictures.
    fn text(&self, content: &[Inline], size: f64, leading: f64, width: f64) -> f64 {
        let mut line = Line { width, x: 0.0, height: 0.0, done: 0.0 };
        self.run(content, size, leading, &mut line);
        line.feed();
        line.done
    }

    fn run(&self, content: &[Inline], size: f64, leading: f64, line: &mut Line) {
        visit_inlines(content, &mut |inline| match inline {
            Inline::Text(text) | Inline::Code(text) => line.text(text, size, leading),
            Inline::Emoji(_) => line.put(size, size * leading),
            Inline::SoftBreak => line.text(" ", size, leading),
            Inline::Break => line.feed(),
            Inline::Html(tag) if tag.starts_with("<br") || tag.starts_with("</br") => line.feed(),
            Inline::Image(image) => {
                if let Some((width, height)) = self.image(&image.source, image.size, line.width) {
                    // Pictures have the space of a block above and below them.
                    line.put(width, height + 2.0 * SPACE);
                }
            }
            _ => {}
        });
    }

    /// The size a picture is shown in.
    fn image(&self, source: &str, wanted: ImageSize, room: f64) -> Option<(f64, f64)> {
        let ImageTarget::Local(file) = self.archive.image_target(self.id, source) else { return None };
        let (width, height) = file.facts.size?;
        let (width, height) = (f64::from(width), f64::from(height));
        let wanted_width = wanted.width.map(|length| match length {
            Length::Pixels(pixels) => f64::from(pixels),
            Length::Percent(percent) => f64::from(percent) / 100.0 * room,
        });
        // A share of a height that is not known says nothing.
        let wanted_height = wanted.height.and_then(|length| match length {
            Length::Pixels(pixels) => Some(f64::from(pixels)),
            Length::Percent(_) => None,
        });
        let (shown_width, shown_height) = match (wanted_width, wanted_height) {
            (Some(width), Some(height)) => (width, height),
            (Some(shown), None) => (shown, height * shown / width),
            (None, Some(shown)) => (width * shown / height, shown),
            (None, None) => (width, height),
        };
        let fit = (0.95 * room / shown_width).min(TALLEST_IMAGE / shown_height).min(1.0);
        Some((shown_width * fit, shown_height * fit))
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Blocks below one another: of the space below one and that above the next the larger counts.
#[derive(Default)]
struct Column {
    height: f64,
    below: f64,
}

impl Column {
    fn put(&mut self, above: f64, height: f64, below: f64) {
        if height > 0.0 {
            self.height += self.below.max(above) + height;
            self.below = below;
        }
    }
}

/// The line that is being filled, and the height of those above it.
struct Line {
    width: f64,
    x: f64,
    height: f64,
    done: f64,
}

impl Line {
    /// Ends the line.
    fn feed(&mut self) {
        self.done += self.height;
        (self.x, self.height) = (0.0, 0.0);
    }

    /// Puts something that cannot be parted on the line, or on the next.
    fn put(&mut self, width: f64, height: f64) {
        if self.x > 0.0 && self.x + width > self.width {
            self.feed();
        }
        self.x += width;
        self.height = self.height.max(height);
    }

    /// Fills lines with text, to their very ends.
    fn text(&mut self, text: &str, size: f64, leading: f64) {
        for letter in text.chars() {
            if letter == ' ' && self.x == 0.0 {
                continue;
            }
            self.put(letter_width(letter) * size, size * leading);
        }
    }
}

/// The width of a letter of a narrow face, by its height.
fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '\'' | '|' | '.' | ',' | ':' | ';' | '!' => 0.2,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | ' ' | '"' | '`' => 0.27,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 0.75,
        'A'..='Z' => 0.58,
        // Han, kana, Hangul, emoji.
        '\u{1100}'.. if !('\u{2000}'..'\u{2e80}').contains(&letter) => 0.95,
        _ => 0.47,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(RULE.is_valid() && SIZE.is_valid());
    }
}
