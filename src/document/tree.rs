//! The tree of a note: sections of blocks of running text, each with the line it was written on. What a block or a piece of
//! text holds is said here and nowhere else.

use crate::base::constant::{self, Constant};
use crate::base::diagnostic::Position;
use serde::{Deserialize, Serialize};

/// A heading and what stands under it, down to the next heading of any level (or the next slide).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Section {
    /// Absent before the first heading and on slides that have none.
    pub heading: Option<Heading>,
    /// The anchor on the page and in the deck, unique within the call; empty for a section without a heading that needs
    /// none (text before the first heading of notes).
    pub id: String,
    /// The line of the heading, or of the first block.
    pub line: u32,
    /// The last line that belongs to the section.
    pub end_line: u32,
    /// What stands under the heading.
    pub blocks: Vec<Block>,
}

/// A top-level heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The text with its markup.
    pub content: Vec<Inline>,
    /// The text without markup, white space folded.
    pub text: String,
    /// The id HedgeDoc gives the heading, for links that were made there.
    pub hedgedoc_id: String,
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A heading inside a list or a quotation; top-level headings open a [`Section`] instead.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The anchor.
        id: String,
        /// The text.
        content: Vec<Inline>,
        /// Its line.
        line: u32,
    },
    /// A paragraph. `line` is its first line; every [`Inline::Break`] in it is the next line.
    Paragraph {
        /// The text.
        content: Vec<Inline>,
        /// The first line.
        line: u32,
    },
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// The items.
        items: Vec<Item>,
        /// The first line.
        line: u32,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// The first line.
        line: u32,
    },
    /// Preformatted text.
    Code {
        /// The language after the fence, lower case, without options; empty for none.
        language: String,
        /// The text.
        text: String,
        /// The number of the first line where the author asked for line numbers (`js=10`).
        numbered_from: Option<u32>,
        /// The first line, that of the fence.
        line: u32,
    },
    /// A table.
    Table(Box<Table>),
    /// A thematic break.
    Rule {
        /// Its line.
        line: u32,
    },
    /// A `:::info` container.
    Container {
        /// What it is for.
        kind: ContainerKind,
        /// The title of a `:::spoiler`.
        title: Vec<Inline>,
        /// Whether a `:::spoiler` is unfolded from the start.
        is_open: bool,
        /// What stands in it.
        blocks: Vec<Block>,
        /// The first line.
        line: u32,
    },
    /// Raw HTML between blocks: allowed tags as [`Inline::Html`], everything else as text. Comments are gone.
    Html {
        /// The pieces.
        content: Vec<Inline>,
        /// The first line.
        line: u32,
    },
    /// `[TOC]` on a line of its own.
    Contents {
        /// Its line.
        line: u32,
    },
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The box of a task list.
    pub task: Option<bool>,
    /// Whether the item's paragraphs are set apart (a loose list); tight items print their text bare.
    pub loose: bool,
    /// What stands in the item.
    pub blocks: Vec<Block>,
    /// The line of the bullet.
    pub line: u32,
    /// The last line of the item.
    pub end_line: u32,
}

/// The kinds of `:::` containers HedgeDoc knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContainerKind {
    /// `:::info`.
    Info,
    /// `:::success`.
    Success,
    /// `:::warning`.
    Warning,
    /// `:::danger`.
    Danger,
    /// `:::spoiler Title` (CodiMD).
    Spoiler,
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alignment {
    /// As the language has it.
    None,
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A piece of running text. Most pieces are texts, and an archive holds millions: what takes more room lies behind a pointer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Text, entities decoded, typography applied; never markup.
    Text(String),
    /// Code, as written.
    Code(String),
    /// A formula or a line of one, dollar signs and all, as written.
    Formula(String),
    /// A newline of the source that shows as a line break.
    Break,
    /// A newline of the source that shows as a space (`breaks: false`).
    SoftBreak,
    /// An emoji from its shortcode or a `©` from `(c)`.
    Emoji(Box<Emoji>),
    /// Marked-up text.
    Styled(Style, Vec<Inline>),
    /// A link.
    Link(Box<Link>),
    /// An image.
    Image(Box<Image>),
    /// One allowed HTML tag, verbatim; the sanitiser has the last word on it.
    Html(String),
    /// `[^label]`.
    FootnoteReference(String),
    /// `<!-- .element: class="fragment" -->`: what stands before it on the slide appears step by step.
    Fragment(Box<Fragment>),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// One entry a column.
    pub alignments: Vec<Alignment>,
    /// The cells of the head.
    pub header: Vec<Vec<Inline>>,
    /// The cells of the body, row by row.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// The first line.
    pub line: u32,
}

/// An emoji, or a sign from its spelling in letters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Emoji {
    /// The Unicode character or sequence.
    #[serde(deserialize_with = "constant::read")]
    pub character: Constant,
    /// The CLDR name, read out by screen readers.
    #[serde(deserialize_with = "constant::read")]
    pub name: Constant,
    /// The shortcode as written, without colons.
    pub shortcode: String,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The destination as written (entities decoded); resolved when the archive is linked.
    pub destination: String,
    /// The tool tip.
    pub title: String,
    /// The text.
    pub content: Vec<Inline>,
    /// Whether the text was a bare URL or e-mail address.
    pub bare: bool,
    /// Where it stands.
    pub at: Position,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// The source as written.
    pub source: String,
    /// The alternative text.
    pub alternative: String,
    /// The title.
    pub title: String,
    /// The size the author asked for.
    pub size: ImageSize,
    /// Where it stands.
    pub at: Position,
}

/// How something appears on a slide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fragment {
    /// One of reveal's effects (`fade-up`, `highlight-red`, …); empty for the plain one.
    pub effect: String,
    /// The step it appears at, 0 to 99.
    pub index: Option<u32>,
}

impl Block {
    /// The line it starts on.
    pub fn line(&self) -> u32 {
        match self {
            Self::Heading { line, .. }
            | Self::Paragraph { line, .. }
            | Self::List { line, .. }
            | Self::Quote { line, .. }
            | Self::Code { line, .. }
            | Self::Rule { line }
            | Self::Container { line, .. }
            | Self::Html { line, .. }
            | Self::Contents { line } => *line,
            Self::Table(table) => table.line,
        }
    }

    /// The blocks in it, one stretch for every item of a list.
    pub fn children(&self) -> impl Iterator<Item = &[Block]> {
        let (items, blocks): (&[Item], &[Self]) = match self {
            Self::List { items, .. } => (items, &[]),
            Self::Quote { blocks, .. } | Self::Container { blocks, .. } => (&[], blocks),
            Self::Heading { .. }
            | Self::Paragraph { .. }
            | Self::Code { .. }
            | Self::Table(_)
            | Self::Rule { .. }
            | Self::Html { .. }
            | Self::Contents { .. } => (&[], &[]),
        };
        items.iter().map(|item| item.blocks.as_slice()).chain(std::iter::once(blocks))
    }

    /// As [`Self::children`], to be changed.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut [Block]> {
        let (items, blocks): (&mut [Item], &mut [Self]) = match self {
            Self::List { items, .. } => (items, &mut []),
            Self::Quote { blocks, .. } | Self::Container { blocks, .. } => (&mut [], blocks),
            Self::Heading { .. }
            | Self::Paragraph { .. }
            | Self::Code { .. }
            | Self::Table(_)
            | Self::Rule { .. }
            | Self::Html { .. }
            | Self::Contents { .. } => (&mut [], &mut []),
        };
        items.iter_mut().map(|item| item.blocks.as_mut_slice()).chain(std::iter::once(blocks))
    }

    /// The running text of the block itself: its content or title, or one stretch for every cell of a table.
    pub fn runs(&self) -> impl Iterator<Item = &[Inline]> {
        type Runs<'a> = (&'a [Inline], &'a [Vec<Inline>], &'a [Vec<Vec<Inline>>]);
        let (content, header, rows): Runs<'_> = match self {
            Self::Heading { content, .. } | Self::Paragraph { content, .. } | Self::Html { content, .. } => {
                (content, &[], &[])
            }
            Self::Container { title, .. } => (title, &[], &[]),
            Self::Table(table) => (&[], &table.header, &table.rows),
            Self::List { .. } | Self::Quote { .. } | Self::Code { .. } | Self::Rule { .. } | Self::Contents { .. } => {
                (&[], &[], &[])
            }
        };
        let cells = header.iter().chain(rows.iter().flatten()).map(Vec::as_slice);
        std::iter::once(content).chain(cells)
    }
}

impl Inline {
    /// What a piece without pieces in it reads as; nothing for what is only seen, such as emoji and footnote marks.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Formula(text) => text,
            Self::SoftBreak => " ",
            Self::Html(tag) if tag.starts_with("<br") => " ",
            // An address is no description: HedgeDoc users paste it there by accident.
            Self::Image(image) if !image.alternative.contains("://") => &image.alternative,
            _ => "",
        }
    }

    /// The text in it.
    pub fn content(&self) -> &[Inline] {
        match self {
            Self::Styled(_, content) => content,
            Self::Link(link) => &link.content,
            Self::Text(_)
            | Self::Code(_)
            | Self::Formula(_)
            | Self::Break
            | Self::SoftBreak
            | Self::Emoji(_)
            | Self::Image(_)
            | Self::Html(_)
            | Self::FootnoteReference(_)
            | Self::Fragment(_) => &[],
        }
    }
}

/// What [`Inline::Styled`] does to its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// `*x*`.
    Emphasis,
    /// `**x**`.
    Strong,
    /// `~~x~~`.
    Strikethrough,
    /// `^x^`.
    Superscript,
    /// `~x~`.
    Subscript,
    /// `==x==`.
    Mark,
    /// `++x++`.
    Insert,
    /// No markup: what stands above the rest of a list that was cut, said again.
    Again,
}

/// The size an author asked for, `=WxH` or HTML attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImageSize {
    /// The width.
    pub width: Option<Length>,
    /// The height.
    pub height: Option<Length>,
}

/// A length of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Length {
    /// Pixels, 1 to 10 000.
    Pixels(u32),
    /// Per cent of the text's width, 1 to 100.
    Percent(u32),
}

impl Length {
    /// Reads `300`, `300px` or `50%`; nothing for what is out of range or in another unit.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(share) = text.strip_suffix('%') {
            return share.trim().parse().ok().filter(|share| (1..=100).contains(share)).map(Self::Percent);
        }
        let pixels = text.strip_suffix("px").unwrap_or(text).trim();
        pixels.parse().ok().filter(|pixels| (1..=10_000).contains(pixels)).map(Self::Pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_text_is_small() {
        assert!(size_of::<Inline>() <= 32, "{}", size_of::<Inline>());
        assert!(size_of::<Block>() <= 64, "{}", size_of::<Block>());
    }

    #[test]
    fn lengths_are_pixels_or_shares() {
        for (text, length) in [
            ("300", Some(Length::Pixels(300))),
            (" 300 px", Some(Length::Pixels(300))),
            ("50 %", Some(Length::Percent(50))),
            ("0", None),
            ("101%", None),
            ("10001", None),
            ("12px", Some(Length::Pixels(12))),
            ("x", None),
            ("3em", None),
            ("", None),
        ] {
            assert_eq!(Length::parse(text), length, "{text}");
        }
    }
}
