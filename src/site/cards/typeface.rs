//! The shipped font: which texts it has letters for, how wide they run, and their pixels.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions within a picture of a thousand pixels"
)]

use super::coverage::{Coverage, Pen};
use crate::base::text::{composed, is_invisible};
use crate::document::plain;
use crate::site::fonts;
use std::collections::HashMap;
use std::sync::LazyLock;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, Tag};

/// The parts of the font, unpacked: each has the letters of some languages.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let parts = fonts::files().filter(|file| !file.characters.is_empty());
    parts.filter_map(|file| wuff::decompress_woff2(file.bytes).ok()).collect()
});

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Weight {
    Text,
    Strong,
}

impl Weight {
    /// On the font's axis, as in the site's style sheet.
    fn on_axis(self) -> f32 {
        match self {
            Self::Text => 400.0,
            Self::Strong => 600.0,
        }
    }
}

/// How text is set: weight, and size in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: u16,
}

/// The font.
pub(super) struct Typeface {
    text: Vec<Face<'static>>,
    strong: Vec<Face<'static>>,
}

/// A letter of the font: the part that has it, and its number there.
type Letter = (usize, GlyphId);

/// The pixels of a letter.
pub(super) struct Mask {
    /// From the pen's place to the first column.
    pub(super) left: i32,
    /// From the line the letters stand on down to the first row.
    pub(super) top: i32,
    pub(super) width: usize,
    /// The covered share of each pixel, row by row.
    pub(super) shares: Vec<u8>,
}

/// What one hand has set so far: a letter is drawn once, and moved afterwards.
pub(super) struct Setting<'a> {
    typeface: &'a Typeface,
    masks: HashMap<(Style, Letter), Mask>,
    advances: HashMap<(Weight, Letter), f32>,
    kernings: HashMap<(Weight, Letter, Letter), f32>,
}

impl Typeface {
    /// The font; nothing where it is not built in.
    pub(super) fn load() -> Option<Self> {
        let of_weight = |weight: Weight| {
            let faces = FILES.iter().filter_map(|file| {
                let mut face = Face::parse(file, 0).ok()?;
                face.set_variation(Tag::from_bytes(b"wght"), weight.on_axis());
                Some(face)
            });
            faces.collect::<Vec<_>>()
        };
        let (text, strong) = (of_weight(Weight::Text), of_weight(Weight::Strong));
        (!text.is_empty()).then_some(Self { text, strong })
    }

    fn faces(&self, weight: Weight) -> &[Face<'static>] {
        match weight {
            Weight::Text => &self.text,
            Weight::Strong => &self.strong,
        }
    }

    /// All weights have the same letters.
    fn letter(&self, character: char) -> Option<Letter> {
        let mut faces = self.text.iter().enumerate();
        faces.find_map(|(at, face)| Some((at, face.glyph_index(character).filter(|glyph| glyph.0 != 0)?)))
    }

    /// A text as it can be set: in one line, without pictographs and what is not seen. Nothing where letters or digits of it
    /// are missing in the font, or none is left: half a word says something else, and empty boxes say nothing.
    pub(super) fn settable(&self, text: &str) -> Option<String> {
        let mut kept = String::with_capacity(text.len());
        for character in composed(&plain::fold_spaces(text)).chars() {
            if is_invisible(character) {
                continue;
            }
            if self.letter(character).is_some() {
                kept.push(character);
            } else if character.is_alphanumeric() {
                return None;
            } else if character.is_whitespace() {
                kept.push(' ');
            }
        }
        let kept = plain::fold_spaces(&kept);
        kept.chars().any(char::is_alphanumeric).then_some(kept)
    }
}

impl<'a> Setting<'a> {
    pub(super) fn new(typeface: &'a Typeface) -> Self {
        Self { typeface, masks: HashMap::new(), advances: HashMap::new(), kernings: HashMap::new() }
    }

    /// The letters of a text and where each stands, in pixels from its beginning; at last, where it ends.
    pub(super) fn places(&mut self, text: &str, style: Style) -> (Vec<(Letter, f32)>, f32) {
        let size = f32::from(style.size);
        let mut places: Vec<(Letter, f32)> = Vec::with_capacity(text.len());
        let mut x = 0.0;
        for letter in text.chars().filter_map(|character| self.typeface.letter(character)) {
            if let Some((before, _)) = places.last() {
                x += self.kerning(style.weight, *before, letter) * size;
            }
            places.push((letter, x));
            x += self.advance(style.weight, letter) * size;
        }
        (places, x)
    }

    pub(super) fn width(&mut self, text: &str, style: Style) -> f32 {
        self.places(text, style).1
    }

    /// The pixels of a letter.
    pub(super) fn mask(&mut self, style: Style, letter: Letter) -> &Mask {
        let typeface = self.typeface;
        self.masks
            .entry((style, letter))
            .or_insert_with(|| drawn(&typeface.faces(style.weight)[letter.0], letter.1, style.size))
    }

    /// How far the next letter is, in sizes of the font.
    fn advance(&mut self, weight: Weight, letter: Letter) -> f32 {
        let typeface = self.typeface;
        *self.advances.entry((weight, letter)).or_insert_with(|| {
            let face = &typeface.faces(weight)[letter.0];
            f32::from(face.glyph_hor_advance(letter.1).unwrap_or_default()) / f32::from(face.units_per_em())
        })
    }

    /// By how much two letters stand closer, in sizes of the font; between parts of the font nothing is known.
    fn kerning(&mut self, weight: Weight, left: Letter, right: Letter) -> f32 {
        if left.0 != right.0 {
            return 0.0;
        }
        let typeface = self.typeface;
        *self.kernings.entry((weight, left, right)).or_insert_with(|| {
            let face = &typeface.faces(weight)[left.0];
            f32::from(kerning(face, left.1, right.1)) / f32::from(face.units_per_em())
        })
    }

    /// A text in at most `most` lines of this width; what does not fit is cut off with `…`.
    pub(super) fn lines(&mut self, text: &str, style: Style, width: f32, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut words = text.split(' ').peekable();
        while let Some(word) = words.peek() {
            let longer = if line.is_empty() { (*word).to_owned() } else { format!("{line} {word}") };
            let is_last = lines.len() + 1 == most;
            if self.width(&longer, style) <= width || (line.is_empty() && !is_last) {
                words.next();
                line = longer;
            } else if is_last {
                let rest: Vec<&str> = words.collect();
                line = [line.as_str(), &rest.join(" ")].join(" ");
                break;
            } else {
                lines.push(std::mem::take(&mut line));
            }
        }
        lines.push(line.trim().to_owned());
        lines.into_iter().map(|line| self.shortened(&line, style, width)).collect()
    }

    /// As much of a text as has this width.
    fn shortened(&mut self, text: &str, style: Style, width: f32) -> String {
        if self.width(text, style) <= width {
            return text.to_owned();
        }
        let room = width - self.width("…", style);
        let (places, _) = self.places(text, style);
        // A letter that begins where there is room is the first that may not end there.
        let fitting = places.iter().take_while(|(_, x)| *x <= room).count();
        let kept: String = text.chars().take(fitting.saturating_sub(1)).collect();
        // At a word, where that does not cost half of it.
        let at_word = kept.rfind(' ').filter(|at| *at > kept.len() / 2);
        let kept = at_word.map_or(kept.as_str(), |at| &kept[..at]);
        format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.', '–', '-']))
    }
}

fn drawn(face: &Face<'_>, glyph: GlyphId, size: u16) -> Mask {
    let empty = Mask { left: 0, top: 0, width: 0, shares: Vec::new() };
    // The box first: it says how many pixels there are.
    let Some(bounds) = face.outline_glyph(glyph, &mut Nothing) else { return empty };
    let scale = f32::from(size) / f32::from(face.units_per_em());
    let left = (f32::from(bounds.x_min) * scale).floor() - 1.0;
    let top = (-f32::from(bounds.y_max) * scale).floor() - 1.0;
    let width = (f32::from(bounds.x_max) * scale - left).ceil() as usize + 2;
    let height = (-f32::from(bounds.y_min) * scale - top).ceil() as usize + 1;
    let mut coverage = Coverage::new(width, height);
    face.outline_glyph(glyph, &mut Pen::new(&mut coverage, scale, (-left, -top)));
    Mask { left: left as i32, top: top as i32, width, shares: coverage.shares() }
}

/// Draws nothing: for an outline's box.
struct Nothing;

impl ttf_parser::OutlineBuilder for Nothing {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

/// What the font says about a pair of letters, in its units: the first rule that knows the left one counts.
fn kerning(face: &Face<'_>, left: GlyphId, right: GlyphId) -> i16 {
    let Some(positions) = face.tables().gpos else { return 0 };
    let feature = positions.features.into_iter().find(|feature| feature.tag == Tag::from_bytes(b"kern"));
    let lookups = feature.into_iter().flat_map(|feature| feature.lookup_indices);
    for lookup in lookups.filter_map(|index| positions.lookups.get(index)) {
        for rule in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
            let PositioningSubtable::Pair(pairs) = rule else { continue };
            let Some(row) = pairs.coverage().get(left) else { continue };
            let found = match pairs {
                PairAdjustment::Format1 { sets, .. } => sets.get(row).and_then(|set| set.get(right)),
                PairAdjustment::Format2 { classes, matrix, .. } => {
                    matrix.get((classes.0.get(left), classes.1.get(right)))
                }
            };
            if let Some((of_left, _)) = found {
                return of_left.x_advance;
            }
        }
    }
    0
}
