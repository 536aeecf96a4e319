//! A card's texts → its picture: where they stand, and the pixels as a PNG file of few colours.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "positions within a picture of a thousand pixels"
)]

use super::typeface::{Setting, Style, Weight};
use super::{Card, HEIGHT, LARGEST, WIDTH};
use crate::site::colors::{self, Rgb};
use flate2::Compression;
use std::io::Write as _;

/// From the edges to the texts.
const MARGIN: usize = 72;

/// The width of the bar in the team's colour at the left.
const EDGE: usize = 20;

/// Where the line over the foot is, and the letters below it stand.
const RULE: usize = 528;
const FOOT: usize = 577;

/// Texts never stand lower than this.
const LOWEST: usize = RULE - 26;

/// How wide texts are.
const MEASURE: f32 = (WIDTH as usize - 2 * MARGIN) as f32;

const fn style(weight: Weight, size: u16) -> Style {
    Style { weight, size }
}

const KICKER: Style = style(Weight::Strong, 36);
const ASIDE: Style = style(Weight::Text, 36);
const ITEM: Style = style(Weight::Text, 42);
const SMALL: Style = style(Weight::Text, 30);

/// From one item to the next, and from line to line in one.
const ITEM_STEP: usize = 62;
const LINE_STEP: usize = 52;

/// What a text or a bar is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ink {
    Text,
    Soft,
    Team,
}

/// Colours of surfaces without letters.
const SURFACES: [Rgb; 2] = [colors::LINE, colors::DECISION];

/// A picture of few colours. Pixels are numbers in its palette: the paper, each ink in so many shades, surfaces.
struct Canvas {
    pixels: Vec<u8>,
    shades: usize,
    palette: Vec<Rgb>,
}

/// How many shades letters have, and how hard the file is packed: the first are quick and good to look at, and the next
/// are tried where a file would be larger than networks should have to fetch.
const ATTEMPTS: [(usize, u8); 5] = [(4, 5), (3, 5), (3, 9), (2, 9), (1, 9)];

/// The picture of a card as a PNG file.
pub(super) fn png(card: &Card, setting: &mut Setting<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    for (shades, packing) in ATTEMPTS {
        let mut canvas = Canvas::new(card, shades);
        canvas.draw(card, setting);
        // Writing into memory does not fail.
        file = canvas.png(packing).unwrap_or_default();
        if file.len() <= LARGEST {
            break;
        }
    }
    file
}

impl Canvas {
    fn new(card: &Card, shades: usize) -> Self {
        let team = card.colors.first().copied().unwrap_or(colors::INK_SOFT);
        let mut palette = vec![colors::LIGHT];
        for ink in [colors::INK, colors::INK_SOFT, team] {
            palette.extend((1..=shades).map(|shade| mixed(colors::LIGHT, ink, shade as f32 / shades as f32)));
        }
        palette.extend(SURFACES);
        // The first is the team's ink.
        palette.extend(card.colors.iter().skip(1).take(128));
        Self { pixels: vec![0; WIDTH as usize * HEIGHT as usize], shades, palette }
    }

    fn draw(&mut self, card: &Card, setting: &mut Setting<'_>) {
        self.edge(card);
        let mut baseline = 104;
        if !card.kicker.is_empty() {
            self.bar(MARGIN, baseline - 25, 25, 25, self.number(Ink::Team));
            let room = MEASURE - 44.0;
            let kicker = setting.lines(&card.kicker, KICKER, room, 1).concat();
            self.text(setting, &kicker, KICKER, MARGIN + 44, baseline, Ink::Team);
            baseline += 16;
        }
        baseline = self.headline(card, setting, baseline);
        if !card.aside.is_empty() {
            baseline += 64;
            let aside = setting.lines(&card.aside, ASIDE, MEASURE, 1).concat();
            self.text(setting, &aside, ASIDE, MARGIN, baseline, Ink::Soft);
        }
        baseline += 86;
        if !card.lead.is_empty() {
            let most = LOWEST.saturating_sub(baseline) / LINE_STEP + 1;
            let lines = setting.lines(&card.lead, ITEM, MEASURE, most);
            for line in &lines {
                self.text(setting, line, ITEM, MARGIN, baseline, Ink::Text);
                baseline += LINE_STEP;
            }
        }
        self.items(card, setting, baseline);
        if !card.foot.is_empty() || !card.decisions.is_empty() {
            self.foot(card, setting);
        }
    }

    /// The bar at the left: one colour, or those of all teams.
    fn edge(&mut self, card: &Card) {
        let count = card.colors.len().clamp(1, 128);
        for at in 0..count {
            let (top, end) = (at * HEIGHT as usize / count, (at + 1) * HEIGHT as usize / count);
            let number = if at == 0 { self.number(Ink::Team) } else { (3 * self.shades + SURFACES.len() + at) as u8 };
            self.bar(0, top, EDGE, end - top, number);
        }
    }

    /// Large, and smaller where it is long. Says where its last line stands.
    fn headline(&mut self, card: &Card, setting: &mut Setting<'_>, above: usize) -> usize {
        let sizes = [(96, 1), (80, 1), (72, 2), (60, 3)];
        let fits = |&(size, most): &(u16, usize), setting: &mut Setting<'_>| {
            let style = style(Weight::Strong, size);
            let lines = setting.lines(&card.headline, style, MEASURE, most);
            let whole = lines.iter().all(|line| !line.ends_with('…')) || card.headline.ends_with('…');
            (whole || most == 3).then_some((style, lines))
        };
        let Some((style, lines)) = sizes.iter().find_map(|size| fits(size, setting)) else { return above };
        let mut baseline = above;
        for (at, line) in lines.iter().enumerate() {
            baseline += usize::from(style.size) * if at == 0 { 10 } else { 11 } / 10;
            self.text(setting, line, style, MARGIN, baseline, Ink::Text);
        }
        baseline
    }

    /// What it is about: a line each, and two for long ones where there is room.
    fn items(&mut self, card: &Card, setting: &mut Setting<'_>, first: usize) {
        const INDENT: usize = 36;
        let room = MEASURE - INDENT as f32;
        let mut left = LOWEST.checked_sub(first).map_or(0, |height| height / ITEM_STEP + 1);
        let shown = &card.items[..card.items.len().min(left)];
        left = LOWEST.saturating_sub(first + shown.len().saturating_sub(1) * ITEM_STEP) / LINE_STEP;
        let mut baseline = first;
        for item in shown {
            let lines = setting.lines(item, ITEM, room, 1 + left.min(1));
            left -= lines.len() - 1;
            self.bar(MARGIN, baseline - 14, 18, 3, self.number(Ink::Team));
            for (at, line) in lines.iter().enumerate() {
                self.text(setting, line, ITEM, MARGIN + INDENT, baseline + at * LINE_STEP, Ink::Text);
            }
            baseline += ITEM_STEP + (lines.len() - 1) * LINE_STEP;
        }
    }

    /// Whose minutes they are, and how much was decided.
    fn foot(&mut self, card: &Card, setting: &mut Setting<'_>) {
        self.bar(MARGIN, RULE, MEASURE as usize, 2, (3 * self.shades + 1) as u8);
        let mut room = MEASURE;
        if !card.decisions.is_empty() {
            let width = setting.width(&card.decisions, SMALL);
            let x = MARGIN + (MEASURE - width) as usize;
            self.text(setting, &card.decisions, SMALL, x, FOOT, Ink::Text);
            self.bar(x - 20, FOOT - 26, 6, 34, (3 * self.shades + 2) as u8);
            room -= width + 60.0;
        }
        let foot = setting.lines(&card.foot, SMALL, room.max(0.0), 1).concat();
        self.text(setting, &foot, SMALL, MARGIN, FOOT, Ink::Soft);
    }

    /// The number of an ink at its strongest.
    fn number(&self, ink: Ink) -> u8 {
        ((ink as usize + 1) * self.shades) as u8
    }

    fn bar(&mut self, x: usize, y: usize, width: usize, height: usize, number: u8) {
        for row in self.pixels.chunks_exact_mut(WIDTH as usize).skip(y).take(height) {
            row[x..x + width].fill(number);
        }
    }

    /// Sets a text, its letters on whole pixels: equal ones are the same bytes, which the file says once.
    fn text(&mut self, setting: &mut Setting<'_>, text: &str, style: Style, x: usize, baseline: usize, ink: Ink) {
        let lightest = ink as usize * self.shades;
        let (places, _) = setting.places(text, style);
        for (letter, at) in places {
            let mask = setting.mask(style, letter);
            if mask.width == 0 {
                continue;
            }
            let left = x as i32 + at.round() as i32 + mask.left;
            for (row, shares) in mask.shares.chunks_exact(mask.width).enumerate() {
                let y = baseline as i32 + mask.top + row as i32;
                for (column, share) in shares.iter().enumerate() {
                    let shade = (usize::from(*share) * self.shades + 127) / 255;
                    let x = left + column as i32;
                    if shade > 0 && (0..WIDTH as i32).contains(&x) && (0..HEIGHT as i32).contains(&y) {
                        let pixel = &mut self.pixels[y as usize * WIDTH as usize + x as usize];
                        // Letters that stand close share pixels at their sides.
                        *pixel = (*pixel).max((lightest + shade) as u8);
                    }
                }
            }
        }
    }

    fn png(&self, packing: u8) -> Result<Vec<u8>, png::EncodingError> {
        // Sixteen colours take half a byte a pixel.
        let is_small = self.palette.len() <= 16;
        let mut file = Vec::with_capacity(LARGEST);
        let mut encoder = png::Encoder::new(&mut file, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(if is_small { png::BitDepth::Four } else { png::BitDepth::Eight });
        encoder.set_palette(self.palette.concat());
        let mut writer = encoder.write_header()?;
        // In one piece: row by row, the compressor clears its buffer for each of them, which takes longer than drawing.
        let mut packed = flate2::write::ZlibEncoder::new(Vec::with_capacity(LARGEST), Compression::new(packing.into()));
        packed.write_all(&self.rows(is_small))?;
        writer.write_chunk(png::chunk::IDAT, &packed.finish()?)?;
        writer.finish()?;
        Ok(file)
    }

    /// The pixels as PNG has them: before each row the number of its filter, none.
    fn rows(&self, is_small: bool) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.pixels.len() + HEIGHT as usize);
        for row in self.pixels.chunks_exact(WIDTH as usize) {
            rows.push(0);
            if is_small {
                rows.extend(row.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]));
            } else {
                rows.extend_from_slice(row);
            }
        }
        rows
    }
}

fn mixed(from: Rgb, to: Rgb, share: f32) -> Rgb {
    let mix = |from: u8, to: u8| (f32::from(from) * (1.0 - share) + f32::from(to) * share).round() as u8;
    [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}
