//! How much of the notes fits on one slide, and where to cut what does not.
//!
//! The estimate counts lines of text as a slide of 960 × 700 pixels sets them; the deck's own script measures the real
//! thing and steps the type down where the estimate was too kind.

use crate::document::plain;
use crate::document::{Block, Inline, Item};
use std::borrow::Cow;

/// Lines that fit below a title, at the deck's type size.
const LINES: usize = 15;

/// Characters in a line.
const CHARACTERS: usize = 78;

/// What one level of nesting takes off a line, in characters.
const INDENT: usize = 4;

/// Lines an image takes.
const IMAGE_LINES: usize = 9;

/// Whether there is a picture of that address to show.
type Pictured<'p> = &'p dyn Fn(&str) -> bool;

/// One block as it stands, or a part of one.
pub(super) struct Piece<'a>(Cow<'a, Block>);

impl Piece<'_> {
    pub(super) fn as_blocks(&self) -> &[Block] {
        std::slice::from_ref(self.0.as_ref())
    }
}

/// Distributes blocks over slides; none for no blocks. `pictures` says of which addresses there are pictures: a line stands for others.
pub(super) fn portions<'a>(blocks: impl IntoIterator<Item = &'a Block>, pictures: Pictured<'_>) -> Vec<Vec<Piece<'a>>> {
    let mut slides: Vec<Vec<Piece<'a>>> = Vec::new();
    let mut room = 0;
    for block in blocks {
        let height = height(block, 0, pictures);
        if height <= room {
            room -= height;
            if let Some(slide) = slides.last_mut() {
                slide.push(Piece(Cow::Borrowed(block)));
            }
            continue;
        }
        if height <= LINES {
            let (mut slide, taken) = introduction(&mut slides, LINES - height, pictures);
            slide.push(Piece(Cow::Borrowed(block)));
            slides.push(slide);
            room = LINES - height - taken;
            continue;
        }
        // Too tall for any slide: cut it, and let the first piece share the slide that is open when there is real room.
        if room < LINES / 2 {
            let (slide, taken) = introduction(&mut slides, LINES / 2, pictures);
            slides.push(slide);
            room = LINES - taken;
        }
        for (index, part) in cut(block, room, 0, pictures).into_iter().enumerate() {
            let part_height = self::height(&part, 0, pictures);
            let piece = Piece(Cow::Owned(part));
            match slides.last_mut() {
                Some(slide) if index == 0 => slide.push(piece),
                _ => slides.push(vec![piece]),
            }
            room = LINES.saturating_sub(part_height);
        }
    }
    join_headings(slides)
}

/// Puts slides of headings alone before what follows them, or behind what they end; the deck's script sets them smaller where
/// they do not fit. One that is alone stays.
fn join_headings(slides: Vec<Vec<Piece<'_>>>) -> Vec<Vec<Piece<'_>>> {
    let mut joined: Vec<Vec<Piece<'_>>> = Vec::with_capacity(slides.len());
    let mut waiting: Vec<Piece<'_>> = Vec::new();
    for mut slide in slides {
        if slide.iter().all(|Piece(block)| is_only_headings(block)) {
            waiting.append(&mut slide);
        } else {
            slide.splice(0..0, waiting.drain(..));
            joined.push(slide);
        }
    }
    match joined.last_mut() {
        Some(last) => last.append(&mut waiting),
        None if waiting.is_empty() => {}
        None => joined.push(waiting),
    }
    joined
}

/// Whether nothing but headings and rules is in a block, however deep.
fn is_only_headings(block: &Block) -> bool {
    match block {
        Block::Heading { .. } | Block::Rule { .. } => true,
        Block::List { items, .. } => items.iter().all(|item| item.blocks.iter().all(is_only_headings)),
        Block::Quote { blocks, .. } => blocks.iter().all(is_only_headings),
        _ => false,
    }
}

/// The pieces that the next slide begins with, and their lines: "Decision:" goes with what it introduces where it ends a
/// slide. At most `most` lines are taken, and never all of a slide.
fn introduction<'a>(slides: &mut [Vec<Piece<'a>>], most: usize, pictures: Pictured<'_>) -> (Vec<Piece<'a>>, usize) {
    let Some(slide) = slides.last_mut().filter(|slide| slide.len() > 1) else { return (Vec::new(), 0) };
    let Some(Piece(last)) = slide.last() else { return (Vec::new(), 0) };
    let introduces = match last.as_ref() {
        Block::Heading { .. } => true,
        Block::Paragraph { content, .. } => plain::text(content).trim_end().ends_with(':'),
        _ => false,
    };
    let height = height(last, 0, pictures);
    if !introduces || height > most {
        return (Vec::new(), 0);
    }
    (slide.pop().into_iter().collect(), height)
}

/// The characters of a line so deep in lists and quotations. It is never so narrow that nothing could stand in it.
fn line_width(depth: usize) -> usize {
    CHARACTERS.saturating_sub(depth * INDENT).max(20)
}

/// The lines a block takes.
fn height(block: &Block, depth: usize, pictures: Pictured<'_>) -> usize {
    let width = line_width(depth);
    match block {
        Block::Heading { content, .. } => text_height(content, width, pictures) + 1,
        Block::Paragraph { content, .. } | Block::Html { content, .. } => {
            text_height(content, width, pictures) + usize::from(depth == 0)
        }
        Block::List { items, .. } => {
            items.iter().map(|item| item_height(item, depth, pictures)).sum::<usize>() + usize::from(depth == 0)
        }
        Block::Quote { blocks, .. } | Block::Container { blocks, .. } => {
            blocks.iter().map(|block| height(block, depth + 1, pictures)).sum::<usize>() + 1
        }
        Block::Code { text, .. } => text.lines().count() + 1,
        Block::Table { header, rows, .. } => {
            let columns = header.len().max(1);
            std::iter::once(header).chain(rows).map(|row| row_height(row, width / columns, pictures)).sum::<usize>() + 1
        }
        Block::Contents { .. } => 0,
        Block::Rule { .. } => 1,
    }
}

fn row_height(cells: &[Vec<Inline>], width: usize, pictures: Pictured<'_>) -> usize {
    cells.iter().map(|cell| text_height(cell, width.max(8), pictures)).max().unwrap_or(1)
}

fn item_height(item: &Item, depth: usize, pictures: Pictured<'_>) -> usize {
    item.blocks.iter().map(|block| height(block, depth + 1, pictures)).sum::<usize>().max(1)
}

fn text_height(content: &[Inline], width: usize, pictures: Pictured<'_>) -> usize {
    let images =
        content.iter().filter(|inline| matches!(inline, Inline::Image { source, .. } if pictures(source))).count();
    let text: usize = content
        .split(|inline| matches!(inline, Inline::Break))
        .map(|line| plain::text(line).chars().count().div_ceil(width).max(1))
        .sum();
    text + images * IMAGE_LINES
}

/// Cuts a block into parts of at most `first`, then [`LINES`] lines. A part that cannot be cut stays too tall; the deck's
/// script sets it smaller.
fn cut(block: &Block, first: usize, depth: usize, pictures: Pictured<'_>) -> Vec<Block> {
    match block {
        Block::List { start, items, line } => {
            let mut number = *start;
            group(
                items,
                first,
                |item| item_height(item, depth, pictures),
                |item, room| cut_item(item, room, depth, pictures),
            )
            .into_iter()
            .map(|items| {
                let own = number;
                number = number.map(|number| number + items.len() as u64);
                Block::List { start: own, items, line: *line }
            })
            .collect()
        }
        Block::Quote { blocks, line } => group(
            blocks,
            first,
            |block| height(block, depth + 1, pictures),
            |block, room| cut(block, room, depth + 1, pictures),
        )
        .into_iter()
        .map(|blocks| Block::Quote { blocks, line: *line })
        .collect(),
        Block::Container { kind, title, is_open, blocks, line } => group(
            blocks,
            first,
            |block| height(block, depth + 1, pictures),
            |block, room| cut(block, room, depth + 1, pictures),
        )
        .into_iter()
        .map(|blocks| Block::Container { kind: *kind, title: title.clone(), is_open: *is_open, blocks, line: *line })
        .collect(),
        Block::Code { language, text, numbered_from, line } => {
            let lines: Vec<&str> = text.lines().collect();
            let mut number = *numbered_from;
            lines
                .chunks(LINES - 1)
                .map(|lines| {
                    let own = number;
                    number = number.map(|number| number + u32::try_from(lines.len()).unwrap_or(0));
                    Block::Code {
                        language: language.clone(),
                        text: format!("{}\n", lines.join("\n")),
                        numbered_from: own,
                        line: *line,
                    }
                })
                .collect()
        }
        Block::Table { alignments, header, rows, line } => {
            let width = CHARACTERS / header.len().max(1);
            let head = row_height(header, width, pictures) + 1;
            group(
                rows,
                first.saturating_sub(head).max(1),
                |row| row_height(row, width, pictures),
                |row, _| vec![row.clone()],
            )
            .into_iter()
            .map(|rows| Block::Table { alignments: alignments.clone(), header: header.clone(), rows, line: *line })
            .collect()
        }
        Block::Paragraph { content, line } => {
            let lines: Vec<&[Inline]> = content.split(|inline| matches!(inline, Inline::Break)).collect();
            let height = |line: &&[Inline]| text_height(line, line_width(depth), pictures);
            group(&lines, first, height, |line, _| vec![*line])
                .into_iter()
                .map(|lines| Block::Paragraph { content: lines.join(&Inline::Break), line: *line })
                .collect()
        }
        _ => vec![block.clone()],
    }
}

/// Cuts a list item that is too tall: its text and the first of what is nested in it, then the rest below the same text
/// cut short.
fn cut_item(item: &Item, room: usize, depth: usize, pictures: Pictured<'_>) -> Vec<Item> {
    if item.blocks.len() < 2 && !matches!(item.blocks.first(), Some(Block::List { .. })) {
        return vec![item.clone()];
    }
    let parts = group(
        &item.blocks,
        room,
        |block| height(block, depth + 1, pictures),
        |block, room| cut(block, room, depth + 1, pictures),
    );
    let lead = match item.blocks.first() {
        Some(Block::Paragraph { content, line }) => {
            let text = plain::shorten(&plain::text(content), 60);
            Some(Block::Paragraph { content: vec![Inline::Text(format!("{text} (continued)"))], line: *line })
        }
        _ => None,
    };
    parts
        .into_iter()
        .enumerate()
        .map(|(index, mut blocks)| {
            if let Some(lead) = lead.as_ref().filter(|_| index > 0) {
                blocks.insert(0, lead.clone());
            }
            let task = item.task.filter(|_| index == 0);
            Item { task, loose: item.loose, blocks, line: item.line, end_line: item.end_line }
        })
        .collect()
}

/// Packs things into groups of at most `first`, then [`LINES`] lines; `divide` cuts what is too tall on its own.
fn group<T: Clone>(
    things: &[T],
    first: usize,
    height: impl Fn(&T) -> usize,
    divide: impl Fn(&T, usize) -> Vec<T>,
) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = vec![Vec::new()];
    let mut room = first;
    for thing in things {
        let needed = height(thing);
        if needed > room && needed > LINES {
            let at = if room >= LINES / 3 { room } else { LINES };
            for (index, part) in divide(thing, at).into_iter().enumerate() {
                let part_height = height(&part);
                let open_new = index > 0 || at != room;
                match groups.last_mut() {
                    Some(group) if !open_new || group.is_empty() => group.push(part),
                    _ => groups.push(vec![part]),
                }
                room = LINES.saturating_sub(part_height);
            }
            continue;
        }
        if needed > room {
            groups.push(Vec::new());
            room = LINES;
        }
        if let Some(group) = groups.last_mut() {
            group.push(thing.clone());
        }
        room = room.saturating_sub(needed);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn slides(source: &str) -> Vec<String> {
        let (document, _) = parse("a.md", source);
        let blocks: Vec<Block> = document.sections.into_iter().flat_map(|section| section.blocks).collect();
        portions(&blocks, &|_| true)
            .iter()
            .map(|portion| portion.iter().map(|piece| plain::lines(piece.as_blocks())).collect::<String>())
            .collect()
    }

    #[test]
    fn short_notes_take_one_slide() {
        assert_eq!(slides("- a\n- b\n\nText.\n"), ["a\nb\nText.\n"]);
        assert!(slides("").is_empty());
    }

    #[test]
    fn what_introduces_a_list_goes_with_it() {
        let list = |count: usize| (0..count).map(|n| format!("- item {n}\n")).collect::<String>();
        let cut = slides(&format!("{}\nDecision:\n\n{}", list(11), list(8)));
        assert!(
            cut.len() == 2 && cut[0].ends_with("item 10\n") && cut[1].starts_with("Decision:\nitem 0\n"),
            "{cut:?}"
        );
        let tall = slides(&format!("{}\nDecision:\n\n{}", list(11), list(20)));
        assert!(tall[0].ends_with("item 10\n") && tall[1].starts_with("Decision:\nitem 0\n"), "{tall:?}");
        assert_eq!(tall.concat().lines().count(), 32);
        // A slide that has nothing else keeps it, and a sentence introduces nothing.
        assert!(slides(&format!("Decision:\n\n{}", list(20)))[0].starts_with("Decision:\nitem 0\n"));
        assert!(slides(&format!("{}\nThat is all.\n\n{}", list(11), list(8)))[0].ends_with("That is all.\n"));
    }

    #[test]
    fn headings_do_not_stand_alone() {
        let list = |count: usize| (0..count).map(|n| format!("- item {n}\n")).collect::<String>();
        // "Conclusions:" above a dash is a heading in its item, after which nothing comes.
        let ends = slides(&format!("{}- Conclusions:\n    -\n", list(15)));
        assert!(ends.len() == 1 && ends[0].ends_with("item 14\nConclusions:\n"), "{ends:?}");
        let begins = slides(&format!("> # Heading\n\n{}", list(14)));
        assert!(begins.len() == 1 && begins[0].starts_with("Heading\nitem 0\n"), "{begins:?}");
        assert_eq!(slides("- Conclusions:\n    -\n"), ["Conclusions:\n"]);
    }

    #[test]
    fn long_lists_are_cut_and_nothing_is_lost() {
        let source: String = (0..40).map(|n| format!("- item {n}\n    - detail {n}\n")).collect();
        let slides = slides(&source);
        assert!(slides.len() > 4, "{}", slides.len());
        assert!(slides.iter().all(|slide| slide.lines().count() <= LINES));
        let all: Vec<String> = slides.concat().lines().map(str::to_owned).collect();
        assert_eq!(all.len(), 80);
    }

    #[test]
    fn one_item_with_much_below_it_is_cut_inside() {
        let nested: String = (0..30).map(|n| format!("    - detail {n}\n")).collect();
        let slides = slides(&format!("- the item\n{nested}"));
        assert_eq!(slides.len(), 3);
        assert!(slides[1].starts_with("the item (continued)\n"));
        let kept = slides.concat().lines().filter(|line| line.starts_with("detail")).count();
        assert_eq!(kept, 30);
    }

    #[test]
    fn text_deep_in_quotations_is_cut() {
        let lines: String = (0..40).map(|n| format!("{} line {n}\n", ">".repeat(30))).collect();
        let slides = slides(&lines);
        assert!(slides.len() > 2, "{slides:?}");
        assert_eq!(slides.concat().matches("line ").count(), 40);
    }

    #[test]
    fn code_and_tables_are_cut_by_lines() {
        let code: String = (0..50).map(|n| format!("line {n}\n")).collect();
        assert_eq!(slides(&format!("```\n{code}```\n")).concat().lines().count(), 50);
        let rows: String = (0..40).map(|n| format!("| {n} | x |\n")).collect();
        let cut = slides(&format!("| a | b |\n|---|---|\n{rows}"));
        assert!(cut.len() > 1 && cut.iter().all(|slide| slide.starts_with("a b\n")));
    }
}
