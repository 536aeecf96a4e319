//! How much of the notes fits on one slide, and where to cut what does not.
//!
//! The estimate counts lines of text as a slide of 960 × 700 pixels sets them; the deck's own script measures the real
//! thing and steps the type down where the estimate was too kind.

use crate::document::plain;
use crate::document::{Block, Inline, Item, Style, Table};
use std::borrow::Cow;

/// Lines that fit below a title, at the deck's type size.
const LINES: usize = 12;

/// So many lines more are set a little smaller by the deck's script, where that saves a slide that would hold little else.
const SPILL: usize = 2;

/// The fewest lines a slide is given, however much stands above them.
const FEWEST: usize = 6;

/// Sections of more slides than this are full on all but the last anyway.
const MOST_BALANCED: usize = 12;

/// A slide of no more lines than this is set larger.
const SPARSE: usize = 7;

/// Characters in a line.
const CHARACTERS: usize = 67;

/// Characters in a line of a title.
const TITLE_CHARACTERS: usize = 42;

/// What one level of nesting takes off a line, in characters.
const INDENT: usize = 4;

/// Lines an image takes.
const IMAGE_LINES: usize = 8;

/// Whether there is a picture of that address to show.
type Pictured<'p> = &'p dyn Fn(&str) -> bool;

/// One block as it stands, or a part of one.
pub(super) struct Piece<'a>(Cow<'a, Block>);

impl Piece<'_> {
    pub(super) fn as_blocks(&self) -> &[Block] {
        std::slice::from_ref(self.0.as_ref())
    }
}

/// What limits the parts that a block is cut into.
#[derive(Clone, Copy)]
struct Limits<'p> {
    /// The lines of a slide.
    most: usize,
    pictures: Pictured<'p>,
    /// Whether there is half a line between things, which are the items of a loose list.
    is_loose: bool,
}

impl Limits<'_> {
    /// What is higher than this is cut; what is not stays in one piece, though it may be more than a slide is to have.
    fn tallest(&self) -> usize {
        self.most.max(LINES)
    }

    /// Whether so much of a slide is left that a part of something may begin there.
    fn is_room(&self, lines: usize) -> bool {
        lines >= (self.most / 3).max(1)
    }
}

/// Distributes blocks over slides; none for no blocks. `above` are the lines that the title takes beyond its first, and what
/// stands above it. `pictures` says of which addresses there are pictures: a line stands for others.
///
/// There are as few slides as can be, and all of them about as full.
pub(super) fn portions<'a>(
    blocks: impl IntoIterator<Item = &'a Block>,
    above: usize,
    pictures: Pictured<'_>,
) -> Vec<Vec<Piece<'a>>> {
    let blocks: Vec<&Block> = blocks.into_iter().collect();
    let packed = |most| packed(&blocks, Limits { most, pictures, is_loose: false });
    let most = LINES.saturating_sub(above).max(FEWEST);
    let (mut best, mut enough) = (packed(most), most);
    if best.len() < 2 || best.len() > MOST_BALANCED {
        return best;
    }
    let spilled = packed(most + SPILL);
    if spilled.len() < best.len() {
        (best, enough) = (spilled, most + SPILL);
    }
    // The least that gives no more slides.
    let mut too_little = FEWEST / 2;
    while too_little + 1 < enough && best.len() > 1 {
        let middle = usize::midpoint(too_little, enough);
        let tried = packed(middle);
        if tried.len() <= best.len() {
            (best, enough) = (tried, middle);
        } else {
            too_little = middle;
        }
    }
    best
}

/// The lines that a title takes beyond its first.
pub(super) fn further_lines(title: &str) -> usize {
    title.chars().count().saturating_sub(1) / TITLE_CHARACTERS
}

/// The lines that stand on a slide.
fn lines_of(portion: &[Piece<'_>], pictures: Pictured<'_>) -> usize {
    portion.iter().map(|Piece(block)| height(block, 0, pictures)).sum()
}

/// Whether there is so little on a slide, and nothing but text, that it can be read from the last row when it is set larger.
pub(super) fn is_sparse(portion: &[Piece<'_>], pictures: Pictured<'_>) -> bool {
    let is_text = |Piece(block): &Piece<'_>| match block.as_ref() {
        Block::Paragraph { .. } | Block::List { .. } | Block::Quote { .. } => true,
        // What only holds an anchor is not seen.
        Block::Html { content, .. } => plain::text(content).trim().is_empty(),
        _ => false,
    };
    lines_of(portion, pictures) <= SPARSE && portion.iter().all(is_text)
}

/// Whether a text is a line or two, which can stand below the title of the deck.
pub(super) fn is_brief(portion: &[Piece<'_>], pictures: Pictured<'_>) -> bool {
    const BRIEF: usize = 4;
    lines_of(portion, pictures) <= BRIEF
        && portion.iter().all(|Piece(block)| matches!(block.as_ref(), Block::Paragraph { .. }))
}

/// Fills one slide after the other.
fn packed<'a>(blocks: &[&'a Block], limits: Limits<'_>) -> Vec<Vec<Piece<'a>>> {
    let Limits { most, pictures, .. } = limits;
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
        // Lists may be cut between any two items, and before what is nested in one.
        let is_list = matches!(block, Block::List { items, .. } if items.len() > 1 || items.iter().any(|item| item.blocks.len() > 1));
        let is_cut = height > limits.tallest() || (is_list && (height > most || limits.is_room(room)));
        if !is_cut {
            let (mut slide, taken) = introduction(&mut slides, most.saturating_sub(height), pictures);
            slide.push(Piece(Cow::Borrowed(block)));
            slides.push(slide);
            room = most.saturating_sub(height + taken);
            continue;
        }
        // The first part shares the slide that is open when there is real room.
        if !limits.is_room(room) {
            let (slide, taken) = introduction(&mut slides, most / 2, pictures);
            slides.push(slide);
            room = most.saturating_sub(taken);
        }
        for (index, part) in cut(block, room, 0, limits).into_iter().enumerate() {
            let part_height = self::height(&part, 0, pictures);
            // What is put between two parts of a list is counted once, with the first.
            let fits = part_height <= room + 1;
            let piece = Piece(Cow::Owned(part));
            match slides.last_mut() {
                Some(slide) if index == 0 && (fits || slide.is_empty()) => {
                    slide.push(piece);
                    room = room.saturating_sub(part_height);
                }
                _ => {
                    let most_taken = if index == 0 { most.saturating_sub(part_height) } else { 0 };
                    let (mut slide, taken) = introduction(&mut slides, most_taken, pictures);
                    slide.push(piece);
                    slides.push(slide);
                    room = most.saturating_sub(part_height + taken);
                }
            }
        }
    }
    slides.retain(|slide| !slide.is_empty());
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
            // Half a line is put between the paragraphs of a loose list.
            let between = items.iter().filter(|item| item.loose).count() / 2;
            items.iter().map(|item| item_height(item, depth, pictures)).sum::<usize>()
                + between
                + usize::from(depth == 0)
        }
        Block::Quote { blocks, .. } | Block::Container { blocks, .. } => {
            blocks.iter().map(|block| height(block, depth + 1, pictures)).sum::<usize>() + 1
        }
        Block::Code { text, .. } => text.lines().count() + 1,
        Block::Table(table) => {
            let columns = table.header.len().max(1);
            std::iter::once(&table.header)
                .chain(&table.rows)
                .map(|row| row_height(row, width / columns, pictures))
                .sum::<usize>()
                + 1
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
        content.iter().filter(|inline| matches!(inline, Inline::Image(image) if pictures(&image.source))).count();
    let text: usize = content
        .split(|inline| matches!(inline, Inline::Break))
        .map(|line| plain::text(line).chars().count().div_ceil(width).max(1))
        .sum();
    text + images * IMAGE_LINES
}

/// Cuts a block into parts of at most `first`, then the lines of a slide. A part that cannot be cut stays too tall; the deck's
/// script sets it smaller.
fn cut(block: &Block, first: usize, depth: usize, limits: Limits<'_>) -> Vec<Block> {
    let pictures = limits.pictures;
    match block {
        Block::List { start, items, line } => {
            let mut number = *start;
            group(
                items,
                first,
                Limits { is_loose: items.iter().any(|item| item.loose), ..limits },
                |item| item_height(item, depth, pictures),
                |item, room| cut_item(item, room, depth, limits),
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
            limits,
            |block| height(block, depth + 1, pictures),
            |block, room| cut(block, room, depth + 1, limits),
        )
        .into_iter()
        .map(|blocks| Block::Quote { blocks, line: *line })
        .collect(),
        Block::Container { kind, title, is_open, blocks, line } => group(
            blocks,
            first,
            limits,
            |block| height(block, depth + 1, pictures),
            |block, room| cut(block, room, depth + 1, limits),
        )
        .into_iter()
        .map(|blocks| Block::Container { kind: *kind, title: title.clone(), is_open: *is_open, blocks, line: *line })
        .collect(),
        Block::Code { language, text, numbered_from, line } => {
            let lines: Vec<&str> = text.lines().collect();
            let mut number = *numbered_from;
            lines
                .chunks(limits.most.max(2) - 1)
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
        Block::Table(table) => {
            let Table { header, rows, .. } = &**table;
            let width = CHARACTERS / header.len().max(1);
            let head = row_height(header, width, pictures) + 1;
            group(
                rows,
                first.saturating_sub(head).max(1),
                Limits { most: limits.most.saturating_sub(head).max(1), ..limits },
                |row| row_height(row, width, pictures),
                |row, _| vec![row.clone()],
            )
            .into_iter()
            .map(|rows| {
                let (alignments, header) = (table.alignments.clone(), header.clone());
                Block::Table(Box::new(Table { alignments, header, rows, line: table.line }))
            })
            .collect()
        }
        Block::Paragraph { content, line } => {
            let lines: Vec<&[Inline]> = content.split(|inline| matches!(inline, Inline::Break)).collect();
            let height = |line: &&[Inline]| text_height(line, line_width(depth), pictures);
            group(&lines, first, limits, height, |line, _| vec![*line])
                .into_iter()
                .map(|lines| Block::Paragraph { content: lines.join(&Inline::Break), line: *line })
                .collect()
        }
        _ => vec![block.clone()],
    }
}

/// Cuts a list item that is too tall: its text and the first of what is nested in it, then the rest below the same text
/// cut short.
fn cut_item(item: &Item, room: usize, depth: usize, limits: Limits<'_>) -> Vec<Item> {
    let pictures = limits.pictures;
    if item.blocks.len() < 2 && !matches!(item.blocks.first(), Some(Block::List { .. })) {
        return vec![item.clone()];
    }
    let parts = group(
        &item.blocks,
        room,
        limits,
        |block| height(block, depth + 1, pictures),
        |block, room| cut(block, room, depth + 1, limits),
    );
    let lead = match item.blocks.first() {
        Some(Block::Paragraph { content, line }) => {
            let text = plain::shorten(&plain::text(content), 60);
            let text = format!("{} …", text.trim_end_matches('…'));
            Some(Block::Paragraph {
                content: vec![Inline::Styled(Style::Again, vec![Inline::Text(text)])],
                line: *line,
            })
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

/// Packs things into groups of at most `first` lines, then as many as a slide has; `divide` cuts what is too tall on its own.
fn group<T: Clone>(
    things: &[T],
    first: usize,
    limits: Limits<'_>,
    height: impl Fn(&T) -> usize,
    divide: impl Fn(&T, usize) -> Vec<T>,
) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = vec![Vec::new()];
    let mut room = first;
    for (index, thing) in things.iter().enumerate() {
        let needed = height(thing) + usize::from(limits.is_loose && index % 2 == 1);
        // A slide that has little else is not left at that.
        let would_leave_little = room < limits.most && room > limits.most / 2;
        if needed > room && (needed > limits.tallest() || would_leave_little) {
            let at = if limits.is_room(room) { room } else { limits.most };
            for (index, part) in divide(thing, at).into_iter().enumerate() {
                let part_height = height(&part);
                // What cannot be cut may not fit after all.
                let open_new = index > 0 || at != room || part_height > room;
                match groups.last_mut() {
                    Some(group) if !open_new || group.is_empty() => group.push(part),
                    _ => groups.push(vec![part]),
                }
                room = limits.most.saturating_sub(part_height);
            }
            continue;
        }
        if needed > room {
            groups.push(Vec::new());
            room = limits.most;
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
        portions(&blocks, 0, &|_| true)
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
        assert!(slides(&format!("{}\nThat is all.\n\n{}", list(6), list(8)))[0].ends_with("That is all.\n"));
    }

    #[test]
    fn headings_do_not_stand_alone() {
        let list = |count: usize| (0..count).map(|n| format!("- item {n}\n")).collect::<String>();
        // "Conclusions:" above a dash is a heading in its item, after which nothing comes.
        let ends = slides(&format!("{}- Conclusions:\n    -\n", list(12)));
        assert!(ends.len() == 1 && ends[0].ends_with("item 11\nConclusions:\n"), "{ends:?}");
        let code = (0..LINES - 1).map(|n| format!("line {n}\n")).collect::<String>();
        let begins = slides(&format!("> # Heading\n\n```\n{code}```\n"));
        assert!(begins.len() == 1 && begins[0].starts_with("Heading\nline 0\n"), "{begins:?}");
        assert_eq!(slides("- Conclusions:\n    -\n"), ["Conclusions:\n"]);
    }

    #[test]
    fn long_lists_are_cut_and_nothing_is_lost() {
        let source: String = (0..40).map(|n| format!("- item {n}\n    - detail {n}\n")).collect();
        let slides = slides(&source);
        assert!(slides.len() > 4, "{}", slides.len());
        assert!(slides.iter().all(|slide| slide.lines().count() <= LINES + SPILL));
        let all: Vec<String> = slides.concat().lines().map(str::to_owned).collect();
        assert_eq!(all.len(), 80);
    }

    #[test]
    fn the_slides_of_a_section_are_about_as_full() {
        let list = |count: usize| (0..count).map(|n| format!("- item {n}\n")).collect::<String>();
        let lines = |source: &str| slides(source).iter().map(|slide| slide.lines().count()).collect::<Vec<_>>();
        assert_eq!(lines(&list(LINES + SPILL - 1)), [LINES + SPILL - 1], "a rest that can be set smaller is no slide");
        assert_eq!(lines(&list(16)), [8, 8]);
        assert_eq!(lines(&list(30)), [10, 10, 10]);
        // Lists are cut between two items only, and text before one keeps the first of them.
        let items = |count: usize| format!("- item\n{}", "    - detail\n".repeat(count));
        assert_eq!(lines(&format!("{}{}", items(8), items(5))), [9, 6]);
        assert_eq!(lines(&format!("Text.\n\n{}", list(15))), [8, 8]);
        // But for text that would be all there is on its slide.
        assert_eq!(lines(&format!("Text.\n\n{}{}", items(11), items(5))), [10, 10]);
    }

    #[test]
    fn lines_are_counted_as_slides_break_them() {
        let source: String = (0..16).map(|n| format!("line {n}\n")).collect();
        assert_eq!(slides(&source).len(), 2);
        assert_eq!(slides(&format!("- {}", source.replace('\n', "\n  "))).len(), 1, "what cannot be cut is not");
        let loose: String = (0..11).map(|n| format!("- item {n}\n\n")).collect();
        assert_eq!(slides(&loose).len(), 2);
    }

    #[test]
    fn what_cannot_be_cut_is_not_put_behind_other_text() {
        let lines: String = (0..=LINES).map(|n| format!("line {n}\n  ")).collect();
        let slides = slides(&format!("- a\n- b\n- c\n- {lines}\n"));
        assert_eq!(slides.iter().map(|slide| slide.lines().count()).collect::<Vec<_>>(), [3, LINES + 1]);
    }

    #[test]
    fn what_stands_above_takes_room() {
        let (document, _) = parse("a.md", &(0..12).map(|n| format!("- item {n}\n")).collect::<String>());
        let blocks: Vec<Block> = document.sections.into_iter().flat_map(|section| section.blocks).collect();
        let slides = |title: &str| portions(&blocks, further_lines(title), &|_| true).len();
        assert_eq!((slides("Title"), slides(&"A long title ".repeat(20))), (1, 2));
    }

    #[test]
    fn one_item_with_much_below_it_is_cut_inside() {
        let nested: String = (0..30).map(|n| format!("    - detail {n}\n")).collect();
        let slides = slides(&format!("- the item\n{nested}"));
        assert_eq!(slides.len(), 3);
        assert!(slides[1].starts_with("the item …\n"));
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
