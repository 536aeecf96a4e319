//! Walks over the tree of a document: whoever wants all links, all headings or all words asks for them here, and a new kind
//! of block or text needs no change there.

use super::tree::{Block, Inline};

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
