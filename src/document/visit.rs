//! Walks over the tree of a document.
//!
//! What a block or a piece of text holds is said here and nowhere else: whoever wants all links, all headings or all words
//! asks for them, and a new kind of block or text needs no change there.

use super::tree::{Block, Inline, Item};

impl Block {
    /// The line it starts on.
    pub fn line(&self) -> u32 {
        match self {
            Self::Heading { line, .. }
            | Self::Paragraph { line, .. }
            | Self::List { line, .. }
            | Self::Quote { line, .. }
            | Self::Code { line, .. }
            | Self::Table { line, .. }
            | Self::Rule { line }
            | Self::Container { line, .. }
            | Self::Html { line, .. }
            | Self::Contents { line } => *line,
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
            | Self::Table { .. }
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
            | Self::Table { .. }
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
            Self::Table { header, rows, .. } => (&[], header, rows),
            Self::List { .. } | Self::Quote { .. } | Self::Code { .. } | Self::Rule { .. } | Self::Contents { .. } => {
                (&[], &[], &[])
            }
        };
        let cells = header.iter().chain(rows.iter().flatten()).map(Vec::as_slice);
        std::iter::once(content).chain(cells)
    }
}

impl Inline {
    /// The text in it.
    pub fn content(&self) -> &[Inline] {
        match self {
            Self::Styled(_, content) | Self::Link { content, .. } => content,
            Self::Text(_)
            | Self::Code(_)
            | Self::Break
            | Self::SoftBreak
            | Self::Emoji { .. }
            | Self::Image { .. }
            | Self::Html(_)
            | Self::FootnoteReference(_)
            | Self::Fragment { .. } => &[],
        }
    }
}

/// Calls `see` with every block, each before those in it.
pub fn visit_blocks<'a>(blocks: &'a [Block], see: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        see(block);
        block.children().for_each(|blocks| visit_blocks(blocks, see));
    }
}

/// Calls `see` with every block, each before those in it.
pub fn visit_blocks_mut(blocks: &mut [Block], see: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        see(block);
        block.children_mut().for_each(|blocks| visit_blocks_mut(blocks, see));
    }
}

/// Calls `see` with every piece of a running text, each before those in it.
pub fn visit_inlines<'a>(content: &'a [Inline], see: &mut impl FnMut(&'a Inline)) {
    for inline in content {
        see(inline);
        visit_inlines(inline.content(), see);
    }
}

/// The running text of blocks, piece by piece, in source order.
pub fn inlines_of(blocks: &[Block]) -> Vec<&Inline> {
    let mut found = Vec::new();
    visit_blocks(blocks, &mut |block| {
        block.runs().for_each(|content| visit_inlines(content, &mut |inline| found.push(inline)));
    });
    found
}
