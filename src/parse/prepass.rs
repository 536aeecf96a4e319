//! What is done to the text of a note before a CommonMark parser sees it, in one pass over its [`lines`].
//!
//! Comments that the parser would print, style sheets and the marker lines of `:::` containers become empty, the sizes of
//! images move into their addresses. A deck is cut into slides and speaker notes, yet stays *one* text, so that what one
//! slide defines (links, footnotes) is known on all: the stretches are written as the items of one list. A block that is
//! open at the end of a slide (a code block, an HTML block) ends there as the item does, while definitions in an item are
//! the whole document's.
//!
//! [`LineStarts`] leads from any offset of the new text back to line and column of the file.

use super::image_size::move_sizes;
use super::lines::{Line, PartKind, Unclosed, lines};
use super::tables::{self, Oversized};
use super::{formulas, inline_notes, slides};
use crate::base::diagnostic::Position;
use crate::base::text::without_direction_controls;
use crate::document::ContainerKind;
use crate::sanitise::tags;
use std::borrow::Cow;
use std::ops::Range;

/// A note as the CommonMark parser is to see it, and what has been taken out of it.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    pub(super) text: String,
    pub(super) lines: LineStarts,
    /// The stretches of the text that are read apart from each other, in order: one for notes, one or two a slide of a deck.
    pub(super) stretches: Vec<Stretch>,
    /// The containers that are closed, in the order in which they open.
    pub(super) containers: Vec<Container>,
    /// The style sheets, joined.
    pub(super) style: String,
    /// What is opened and never closed, and the file's line on which it is.
    pub(super) unclosed: Option<(u32, Unclosed)>,
    /// The tables that have too many cells and stay text, each with the file's line of its head and its number of cells.
    pub(super) oversized: Vec<(u32, usize)>,
}

/// A stretch of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) kind: StretchKind,
    /// Where it ends in the text.
    pub(super) end: usize,
    /// The file's line it starts on.
    pub(super) line: u32,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StretchKind {
    /// Minutes that are no deck.
    Notes,
    /// A slide without its speaker notes.
    Slide {
        /// Whether `----` stands before it.
        vertical: bool,
    },
    /// The speaker notes of the slide before.
    SpeakerNotes,
}

/// A `:::info` … `:::` block: its kind, title, and the file's lines of the two markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Container {
    pub(super) kind: ContainerKind,
    pub(super) title: String,
    /// Whether a spoiler is unfolded from the start: `:::spoiler {state="open"} Title`.
    pub(super) is_open: bool,
    pub(super) open: u32,
    pub(super) close: u32,
}

const CONTAINERS: &[(&str, ContainerKind)] = &[
    ("info", ContainerKind::Info),
    ("success", ContainerKind::Success),
    ("warning", ContainerKind::Warning),
    ("danger", ContainerKind::Danger),
    ("spoiler", ContainerKind::Spoiler),
];

/// What an item that holds a slide begins with: the bullet, a rule so that the item does not begin with an empty line, and
/// an empty line, which makes the list loose, so that paragraphs on slides are paragraphs.
const BULLET: &[&str] = &["-   ***\n", "\n"];

/// What the lines of a slide begin with. It is as wide as a tab stop: tabs in the line mean what they meant without.
const INDENT: &str = "    ";

/// What opens speaker notes, in any case.
const NOTE: &str = "note:";

/// Prepares the text after the front matter, which starts on `first_line` of the file.
pub(super) fn prepare(body: &str, first_line: u32, is_deck: bool) -> Prepared {
    let body = without_direction_controls(body);
    let mut writer = Writer {
        prepared: Prepared { text: String::with_capacity(body.len() + body.len() / 8), ..Prepared::default() },
        is_deck,
        ends_open: !body.ends_with('\n'),
        cells_left: tables::most_cells(body.len()),
        inline_notes: 0,
        slide: Slide { line: first_line, ..Slide::default() },
    };
    let mut lines = lines(&body);
    // A separator is one only when an empty line follows.
    let mut separator: Option<bool> = None;
    // The line before the first is the end of the front matter, which counts as empty.
    let mut after_empty = true;
    for (number, line) in (first_line..).zip(lines.by_ref()) {
        writer.take_style(&line);
        let text = text_of(&line);
        let is_empty = text.trim().is_empty();
        if let Some(vertical) = separator.take().filter(|_| is_empty) {
            writer.next_slide(vertical, number);
        }
        let is_covered = line.is_covered();
        if is_deck && !is_covered && after_empty {
            separator = match text.trim_end() {
                "---" => Some(false),
                "----" => Some(true),
                _ => None,
            };
        }
        after_empty = is_empty;
        writer.slide.take(text, is_covered, is_deck, number);
    }
    if let Some(vertical) = separator {
        let next = writer.slide.lines.last().map_or(first_line, |line| line.number + 1);
        writer.next_slide(vertical, next);
    }
    writer.finish_slide(true);
    let unclosed = lines.unclosed().map(|(index, what)| (first_line.saturating_add(u32_of(index)), what));
    Prepared { unclosed, ..writer.prepared }
}

fn u32_of(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A line without what a parser must not see.
fn text_of<'a>(line: &Line<'a>) -> Cow<'a, str> {
    let is_cut = |kind| match kind {
        PartKind::Comment { printed, .. } => printed,
        PartKind::StyleTag | PartKind::StyleSheet => true,
    };
    if line.parts.iter().any(|part| is_cut(part.kind)) {
        Cow::Owned(line.without(is_cut))
    } else {
        Cow::Borrowed(line.text)
    }
}

/// The lines of the slide (or of the notes) that is being read.
#[derive(Default)]
struct Slide<'a> {
    vertical: bool,
    /// The file's line it starts on.
    line: u32,
    lines: Vec<CleanLine<'a>>,
    /// The marker lines of containers, by index.
    markers: Vec<(usize, Marker)>,
    /// The lines that open speaker notes, by index.
    notes: Vec<usize>,
    /// The lines of speaker notes that are written as HTML, first and last, by index.
    asides: Vec<(usize, usize)>,
    /// The line that opens one that has not ended yet.
    aside: Option<usize>,
    /// The lines that open and close formulas, by index.
    formulas: Vec<(usize, usize)>,
    /// The line that opens one that has not ended yet.
    formula: Option<usize>,
    /// Whether the last line belongs to a list or a quotation, in which marker lines stand indented.
    in_list: bool,
}

struct CleanLine<'a> {
    text: Cow<'a, str>,
    number: u32,
    /// How many characters of the line have been cut off its start.
    skipped: u32,
    /// Whether markup in it does not count.
    is_covered: bool,
}

impl CleanLine<'_> {
    /// Cuts off so many bytes at the start.
    fn cut(&mut self, bytes: usize) {
        if bytes > 0 {
            self.skipped += u32_of(self.text[..bytes].chars().count());
            self.text = Cow::Owned(self.text[bytes..].to_owned());
        }
    }
}

/// A line of `:::`.
enum Marker {
    Open(ContainerKind, String),
    Close,
}

impl<'a> Slide<'a> {
    fn take(&mut self, text: Cow<'a, str>, is_covered: bool, is_deck: bool, number: u32) {
        if !is_covered {
            let index = self.lines.len();
            let marks = length_of_marks(&text);
            if marks > 0 && text[..marks].contains(|c: char| !c.is_whitespace()) {
                self.in_list = true;
            } else if !text.starts_with([' ', '\t']) && !text.is_empty() {
                self.in_list = false;
            }
            self.markers.extend(marker(&text, marks, self.in_list).map(|marker| (index, marker)));
            if text[marks..].trim_end() == formulas::MARK {
                match self.formula.take() {
                    Some(first) => self.formulas.push((first, index)),
                    None => self.formula = Some(index),
                }
            }
            if is_deck && text.get(..NOTE.len()).is_some_and(|start| start.eq_ignore_ascii_case(NOTE)) {
                self.notes.push(index);
            }
            if is_deck && self.aside.is_none() && opens_aside(&text).is_some() {
                self.aside = Some(index);
            }
            if let Some(first) = self.aside.filter(|_| tags::find_end_tag(&text, ASIDE.0).is_some()) {
                self.asides.push((first, index));
                self.aside = None;
            }
        }
        let moved = if is_deck && !is_covered { slides::comment_last(&text) } else { None };
        let text = moved.map_or(text, Cow::Owned);
        self.lines.push(CleanLine { text, number, skipped: 0, is_covered });
    }

    /// Makes code of the formulas between two lines of `$$`, so that the parser leaves alone what stands in them.
    fn fence_formulas(&mut self) {
        for (first, last) in std::mem::take(&mut self.formulas) {
            for (index, info) in [(first, formulas::INFO), (last, "")] {
                let line = &mut self.lines[index];
                let marks = length_of_marks(&line.text);
                line.text = Cow::Owned(format!("{}{}{info}", &line.text[..marks], formulas::FENCE));
            }
            self.lines[first..=last].iter_mut().for_each(|line| line.is_covered = true);
        }
        let lines = &self.lines;
        self.markers.retain(|(index, _)| !lines[*index].is_covered);
        self.notes.retain(|index| !lines[*index].is_covered);
    }
}

/// How much of a line's start is white space and marks of lists and quotations.
fn length_of_marks(line: &str) -> usize {
    let mut at = 0;
    loop {
        at += line[at..].len() - line[at..].trim_start_matches([' ', '\t']).len();
        let mark = opening_mark(&line[at..]);
        if mark == 0 || line.as_bytes()[at] == b'[' {
            return at;
        }
        at += mark;
    }
}

/// The element and class that reveal.js has speaker notes in, where they are written as HTML.
const ASIDE: (&str, &str) = ("aside", "notes");

/// Where the start tag ends that begins speaker notes in HTML on this line.
fn opens_aside(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let (element, class) = ASIDE;
    // Most lines begin with something else.
    let begins_a_tag = line[indent..].starts_with('<');
    begins_a_tag.then(|| tags::opens(&line[indent..], element, class)).flatten().map(|length| indent + length)
}

/// Takes the lines of `<aside class="notes">` out of a slide, with the markup around them.
fn take_asides<'a>(slide: &mut Slide<'a>) -> Vec<CleanLine<'a>> {
    let asides = std::mem::take(&mut slide.asides);
    if asides.is_empty() {
        return Vec::new();
    }
    let lines = std::mem::take(&mut slide.lines);
    // For each line that stays its new index.
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(lines.len());
    let mut taken = Vec::new();
    let mut ranges = asides.iter().peekable();
    for (index, mut line) in lines.into_iter().enumerate() {
        while ranges.next_if(|(_, last)| *last < index).is_some() {}
        let Some((first, last)) = ranges.peek().filter(|(first, _)| *first <= index) else {
            moved.push(Some(slide.lines.len()));
            slide.lines.push(line);
            continue;
        };
        moved.push(None);
        if index == *last
            && let Some(end) = tags::find_end_tag(&line.text, ASIDE.0)
        {
            line.text = Cow::Owned(line.text[..end.start].to_owned());
        }
        if index == *first {
            line.cut(opens_aside(&line.text).unwrap_or(line.text.len()));
        }
        taken.push(line);
    }
    let kept = |index: usize| moved.get(index).copied().flatten();
    slide.markers =
        std::mem::take(&mut slide.markers).into_iter().filter_map(|(at, marker)| Some((kept(at)?, marker))).collect();
    slide.notes = std::mem::take(&mut slide.notes).into_iter().filter_map(kept).collect();
    taken
}

/// A container's title without the options before it, and whether they ask for it to be unfolded.
fn title_and_state(title: String) -> (String, bool) {
    let options = title.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let Some((options, rest)) = options else { return (title, false) };
    let is_open = options.split_whitespace().any(|option| {
        option.split_once('=').is_some_and(|(name, value)| name == "state" && value.trim_matches(['"', '\'']) == "open")
    });
    (rest.trim().to_owned(), is_open)
}

/// What a line says behind the white space and marks at its start.
fn marker(line: &str, marks: usize, in_list: bool) -> Option<Marker> {
    if line.starts_with("    ") && !in_list {
        return None;
    }
    // Some write four colons, or more, where containers stand in each other.
    let name = line[marks..].strip_prefix(":::")?.trim_start_matches(':').trim();
    if name.is_empty() {
        return Some(Marker::Close);
    }
    let (word, title) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
    let (_, kind) = CONTAINERS.iter().find(|(known, _)| *known == word)?;
    Some(Marker::Open(*kind, title.trim().to_owned()))
}

/// The most that may open blocks at the start of a line: white space and marks of lists, quotations and footnotes, in
/// bytes, but a footnote's mark counts one whatever its label. The parser looks at every open block for every line, so that without a limit its time would grow with the square of
/// the text. The tree is not as deep by far.
const LONGEST_OPENING: usize = 200;

/// How much of a line's start has to go so that it does not nest deeper than that.
fn excess_nesting(line: &str) -> usize {
    let bytes = line.as_bytes();
    let spaces = |from: usize| bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    // Where white space and marks start that may be the first to stay, each with the weight before it.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut weight) = (0, 0);
    loop {
        let indent = spaces(at);
        if indent > LONGEST_OPENING {
            let excess = indent - LONGEST_OPENING;
            starts.push((at + excess, weight + excess));
        }
        (at, weight) = (at + indent, weight + indent);
        let mark = opening_mark(&line[at..]);
        if mark == 0 {
            break;
        }
        starts.push((at, weight));
        weight += if bytes[at] == b'[' { 1 } else { mark };
        at += mark;
    }
    if weight <= LONGEST_OPENING {
        return 0;
    }
    let first = starts.partition_point(|(_, before)| before + LONGEST_OPENING < weight);
    starts.get(first).map_or(at, |(start, _)| *start)
}

/// The length of the mark that opens a block, 0 for none.
fn opening_mark(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_bullet = |length: usize| bytes.get(length).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    match bytes.first() {
        Some(b'>') => 1,
        Some(b'-' | b'+' | b'*') if is_bullet(1) => 1,
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            let is_number = digits < 10 && matches!(bytes.get(digits), Some(b'.' | b')')) && is_bullet(digits + 1);
            if is_number { digits + 1 } else { 0 }
        }
        Some(b'[') if bytes.get(1) == Some(&b'^') => {
            let label = bytes.iter().take_while(|byte| **byte != b']').count();
            if bytes.get(label + 1) == Some(&b':') { label + 2 } else { 0 }
        }
        _ => 0,
    }
}

/// Writes the text for the parser.
struct Writer<'a> {
    prepared: Prepared,
    is_deck: bool,
    /// Whether the last line of the note has no newline.
    ends_open: bool,
    /// How many cells tables may still have.
    cells_left: usize,
    /// How many footnotes stand in the text so far.
    inline_notes: usize,
    slide: Slide<'a>,
}

impl<'a> Writer<'a> {
    fn take_style(&mut self, line: &Line<'_>) {
        for part in line.parts.iter().filter(|part| part.kind == PartKind::StyleSheet) {
            self.prepared.style.push_str(&line.text[part.range.clone()]);
            self.prepared.style.push('\n');
        }
    }

    /// Ends a slide, whose last line is the separator, and begins the next.
    fn next_slide(&mut self, vertical: bool, line: u32) {
        self.slide.lines.pop();
        self.finish_slide(false);
        self.slide = Slide { vertical, line, ..Slide::default() };
    }

    /// Writes a slide and its speaker notes: everything after a line that starts with `note:`, when there is exactly one, and
    /// what is written as `<aside class="notes">`.
    fn finish_slide(&mut self, is_last: bool) {
        let mut slide = std::mem::take(&mut self.slide);
        slide.fence_formulas();
        let mut asides = take_asides(&mut slide);
        let Slide { vertical, line, mut lines, mut markers, notes, .. } = slide;
        let cut = match notes.as_slice() {
            [only] => *only,
            _ => lines.len(),
        };
        let kind = if self.is_deck { StretchKind::Slide { vertical } } else { StretchKind::Notes };
        let of_notes = markers.split_off(markers.partition_point(|(index, _)| *index < cut));
        let mut note_lines = lines.split_off(cut);
        if let Some(first) = note_lines.first_mut() {
            first.cut(NOTE.len());
        }
        note_lines.append(&mut asides);
        self.stretch(kind, line, &mut lines, markers, is_last && note_lines.is_empty());
        if let Some(line) = note_lines.first().map(|first| first.number) {
            let markers = of_notes.into_iter().map(|(index, marker)| (index - cut, marker)).collect();
            self.stretch(StretchKind::SpeakerNotes, line, &mut note_lines, markers, is_last);
        }
    }

    fn stretch(
        &mut self,
        kind: StretchKind,
        line: u32,
        lines: &mut [CleanLine<'a>],
        markers: Vec<(usize, Marker)>,
        is_last: bool,
    ) {
        self.take_containers(lines, markers);
        let mut definitions: Vec<(String, u32)> = Vec::new();
        for line in lines.iter_mut() {
            if !line.is_covered {
                line.cut(excess_nesting(&line.text));
                if let Some((text, notes)) = inline_notes::take(&line.text, self.inline_notes + 1) {
                    self.inline_notes += notes.len();
                    definitions.extend(notes.into_iter().map(|note| (note, line.number)));
                    line.text = Cow::Owned(text);
                }
                if let Some(escaped) = formulas::with_amounts_escaped(&line.text) {
                    line.text = Cow::Owned(escaped);
                }
            }
            // A carriage return would end the line, and with it the item. No file has one when it comes here.
            if line.text.contains('\r') {
                line.text = Cow::Owned(line.text.replace('\r', " "));
            }
        }
        self.escape_tables(lines);
        let Prepared { text, lines: starts, stretches, .. } = &mut self.prepared;
        for ours in BULLET.iter().filter(|_| self.is_deck) {
            starts.push(LineStart { offset: text.len(), content: text.len() + ours.len(), line, skipped: 0 });
            text.push_str(ours);
        }
        let count = lines.len();
        for (index, CleanLine { text: content, number, skipped, is_covered }) in lines.iter().enumerate() {
            let offset = text.len();
            if self.is_deck {
                text.push_str(INDENT);
            }
            starts.push(LineStart { offset, content: text.len(), line: *number, skipped: *skipped });
            if *is_covered {
                text.push_str(content);
            } else {
                text.push_str(&move_sizes(content));
            }
            if !(is_last && self.ends_open && index + 1 == count && definitions.is_empty()) {
                text.push('\n');
            }
        }
        // The definitions of footnotes that stand in the text, after an empty line each.
        for (definition, line) in definitions {
            starts.push(LineStart { offset: text.len(), content: text.len() + 1, line, skipped: 0 });
            text.push('\n');
            let offset = text.len();
            if self.is_deck {
                text.push_str(INDENT);
            }
            starts.push(LineStart { offset, content: text.len(), line, skipped: 0 });
            text.push_str(&definition);
            text.push('\n');
        }
        stretches.push(Stretch { kind, end: text.len(), line });
    }

    /// Makes text of the tables that have more cells than are left.
    fn escape_tables(&mut self, lines: &mut [CleanLine<'a>]) {
        let oversized = tables::oversized(lines.iter().map(|line| &*line.text), &mut self.cells_left);
        for Oversized { delimiters, cells } in oversized {
            let head = delimiters.first().map_or(0, |first| first.saturating_sub(1));
            self.prepared.oversized.extend(lines.get(head).map(|head| (head.number, cells)));
            for line in delimiters {
                lines[line].text = Cow::Owned(tables::escaped(&lines[line].text));
            }
        }
    }

    /// Pairs the markers of containers and empties their lines. Unknown names and containers that are never closed stay
    /// text.
    fn take_containers(&mut self, lines: &mut [CleanLine<'a>], markers: Vec<(usize, Marker)>) {
        let mut open: Vec<(usize, ContainerKind, String)> = Vec::new();
        let first = self.prepared.containers.len();
        for (index, marker) in markers {
            match marker {
                Marker::Open(kind, title) => open.push((index, kind, title)),
                Marker::Close => {
                    let Some((from, kind, title)) = open.pop() else { continue };
                    for marker in [from, index] {
                        let marks = length_of_marks(&lines[marker].text);
                        // The marks stay, so that a quotation or an item goes on.
                        lines[marker].text = Cow::Owned(lines[marker].text[..marks].trim_end().to_owned());
                    }
                    let (open, close) = (lines[from].number, lines[index].number);
                    let (title, is_open) = title_and_state(title);
                    self.prepared.containers.push(Container { kind, title, is_open, open, close });
                }
            }
        }
        self.prepared.containers[first..].sort_unstable_by_key(|container| container.open);
    }
}

/// Where the lines of the prepared text start, and which places of the file they are.
#[derive(Debug, Default)]
pub(super) struct LineStarts {
    starts: Vec<LineStart>,
}

#[derive(Debug, Clone, Copy)]
struct LineStart {
    offset: usize,
    /// Where the author's text starts in it; after its end when all of the line is ours.
    content: usize,
    /// The line in the file.
    line: u32,
    /// How many characters of the file's line stand before that text.
    skipped: u32,
}

impl LineStarts {
    fn push(&mut self, start: LineStart) {
        self.starts.push(start);
    }

    fn at(&self, offset: usize) -> LineStart {
        let index = self.starts.partition_point(|start| start.offset <= offset).saturating_sub(1);
        self.starts.get(index).copied().unwrap_or(LineStart { offset: 0, content: 0, line: 1, skipped: 0 })
    }

    /// The line in the file, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        self.at(offset).line
    }

    /// Whether what stands at an offset was put there by [`prepare`]: the list of slides, its items.
    pub(super) fn is_ours(&self, offset: usize) -> bool {
        offset < self.at(offset).content
    }

    /// The lines that a range touches.
    fn touched(&self, range: &Range<usize>) -> &[LineStart] {
        let first = self.starts.partition_point(|start| start.offset <= range.start).saturating_sub(1);
        let after = self.starts.partition_point(|start| start.offset < range.end);
        self.starts.get(first..after).unwrap_or_default()
    }

    /// The author's text in a range.
    pub(super) fn without_indents(&self, text: &str, range: Range<usize>) -> String {
        let lines = self.touched(&range);
        let ends = lines.iter().skip(1).map(|next| next.offset).chain([range.end]);
        let parts = lines.iter().zip(ends).map(|(line, end)| line.content.max(range.start)..end);
        parts.filter_map(|part| text.get(part)).collect()
    }

    /// The line in the file of the last text in a range that is no white space.
    pub(super) fn last_line(&self, text: &str, range: &Range<usize>) -> u32 {
        let mut end = range.end;
        for start in self.touched(range).iter().rev() {
            let from = start.content.max(range.start).min(end);
            if text.get(from..end).is_some_and(|line| !line.trim().is_empty()) {
                return start.line;
            }
            end = start.offset.min(end);
        }
        self.line(range.start)
    }
}

/// Turns offsets into positions. Counting goes on from the offset asked for last, since a line may hold very many.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// The offset and its column.
    last: Option<(usize, u32)>,
}

impl Positions {
    /// The place in the file.
    pub(super) fn at(&mut self, text: &str, lines: &LineStarts, offset: usize) -> Position {
        let start = lines.at(offset);
        let count = |range: Range<usize>| text.get(range).map_or(0, |passed| u32_of(passed.chars().count()));
        let column = match self.last {
            Some((last, column)) if (start.content..=offset).contains(&last) => column + count(last..offset),
            Some((last, column))
                if last > offset
                    && last - offset < offset.saturating_sub(start.content)
                    && lines.at(last).offset == start.offset =>
            {
                column.saturating_sub(count(offset..last))
            }
            _ => start.skipped + 1 + count(start.content..offset),
        };
        self.last = Some((offset, column));
        Position { line: start.line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slides(body: &str) -> Vec<(u32, bool)> {
        let kinds = prepare(body, 1, true).stretches.into_iter();
        kinds
            .filter_map(|stretch| match stretch.kind {
                StretchKind::Slide { vertical } => Some((stretch.line, vertical)),
                _ => None,
            })
            .collect()
    }

    // Items 99–103, 91
    #[test]
    fn cuts_only_at_separators_between_empty_lines() {
        for (body, expected) in [
            ("# A\n\n---\n\n# B\n\n----\n\n# C\n", vec![(1, false), (4, false), (8, true)]),
            ("a\n---\n\nb\n", vec![(1, false)]),
            ("a\n\n---\nb\n", vec![(1, false)]),
            ("a\n\n--- \n\nb\n", vec![(1, false), (4, false)]),
            ("a\n\n-----\n\nb\n", vec![(1, false)]),
            ("a\n\n***\n\nb\n", vec![(1, false)]),
            ("a\n\n---\n\n---\n\nb\n", vec![(1, false), (4, false), (6, false)]),
            ("```\n\n---\n\n```\n", vec![(1, false)]),
            ("<!--\n\n---\n\n-->\n", vec![(1, false)]),
            ("a\n\n---", vec![(1, false), (4, false)]),
            ("---\n\na\n", vec![(1, false), (2, false)]),
            ("", vec![(1, false)]),
        ] {
            assert_eq!(slides(body), expected, "{body:?}");
        }
    }

    // Items 104
    #[test]
    fn cuts_speaker_notes_when_there_is_one() {
        let prepared = prepare("# A\n\nNote: say *hi*\nmore\n", 5, true);
        assert_eq!(prepared.text, "-   ***\n\n    # A\n    \n-   ***\n\n     say *hi*\n    more\n");
        let kinds: Vec<_> = prepared.stretches.iter().map(|stretch| (stretch.kind, stretch.line)).collect();
        assert_eq!(kinds, [(StretchKind::Slide { vertical: false }, 5), (StretchKind::SpeakerNotes, 7)]);
        let hi = prepared.text.find("hi").expect("it is there");
        let place = Positions::default().at(&prepared.text, &prepared.lines, hi);
        assert_eq!(place, Position { line: 7, column: 12 });
        for other in ["note: a\nnote: b\n", "```\nnote: a\n```\n", "<!--\nnote: a\n-->\n", " note: a\n"] {
            assert_eq!(prepare(other, 1, true).stretches.len(), 1, "{other:?}");
        }
        assert_eq!(prepare("note: a\n", 1, false).text, "note: a\n");
    }

    #[test]
    fn finds_containers_and_leaves_unknown_ones() {
        let body = ":::info\nx\n:::spoiler T t\n:::\n:::\n:::nope\n\n```\n:::info\n```\n    :::\n:::danger";
        let prepared = prepare(body, 1, false);
        assert_eq!(prepared.text, "\nx\n\n\n\n:::nope\n\n```\n:::info\n```\n    :::\n:::danger");
        let found: Vec<_> = prepared.containers.iter().map(|it| (it.open, it.close, it.title.as_str())).collect();
        assert_eq!(found, [(1, 5, ""), (3, 4, "T t")]);
    }

    #[test]
    fn containers_end_with_their_slide_and_its_text() {
        for body in [":::info\n\n---\n\n:::\n", ":::info\nnote: a\n:::\n"] {
            let prepared = prepare(body, 1, true);
            assert!(prepared.containers.is_empty() && prepared.text.contains(":::info"), "{body:?}");
        }
        assert_eq!(prepare(":::info\nnote: a\nnote: b\n:::\n", 1, true).containers.len(), 1);
    }

    #[test]
    fn counts_columns_forwards_and_backwards() {
        let prepared = prepare("äöü <!-- x --> b\nc\n", 3, true);
        let mut positions = Positions::default();
        let mut at = |what| {
            let offset = prepared.text.find(what).expect("it is there");
            let position = positions.at(&prepared.text, &prepared.lines, offset);
            (position.line, position.column)
        };
        assert_eq!(
            [at("ö"), at("b"), at("<"), at("ü"), at("c"), at("ä")],
            [(3, 2), (3, 16), (3, 5), (3, 3), (4, 1), (3, 1)]
        );
    }

    #[test]
    fn lines_open_a_bounded_number_of_blocks() {
        for (line, expected) in [
            ("- a", 0),
            ("> 1. [^a]: - a", 0),
            (&*format!("{}a", "> ".repeat(100)), 0),
            (&*format!("{}a", "> ".repeat(150)), 100),
            (&*format!("{}a", "12. ".repeat(100)), 200),
            (&*format!("{}a", " ".repeat(300)), 100),
            (&*format!("- {}- a", " ".repeat(300)), 302),
            (&*format!("[^{}]: a", "b".repeat(300)), 0),
            (&*"a".repeat(300), 0),
            (&*"-".repeat(300), 0),
        ] {
            assert_eq!(excess_nesting(line), expected, "{line}");
        }
        let prepared = prepare(&format!("{}a *b*\n", "> ".repeat(150)), 1, false);
        let place = Positions::default().at(&prepared.text, &prepared.lines, prepared.text.len() - 3);
        assert_eq!(place, Position { line: 1, column: 304 });
    }

    #[test]
    fn lines_stay_where_they_are() {
        let body = "a\n\u{202e}<style>\nb\n</style>\n\nc <!-- d\n\ne --> f\n";
        let prepared = prepare(body, 1, false);
        assert_eq!(prepared.text, "a\n\n\n\n\nc \n\n f\n");
        assert_eq!(prepared.style, "\nb\n\n");
        let all = 0..prepared.text.len();
        assert_eq!(
            (prepared.lines.line(prepared.text.len() - 2), prepared.lines.last_line(&prepared.text, &all)),
            (8, 8)
        );
    }
}
