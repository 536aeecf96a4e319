//! The text of a call as a flat list of statements: one a heading, a list item, a paragraph, or a line of a paragraph
//! that stands alone. What decisions, actions and references are found in.
//!
//! A statement knows its place in the tree (its parent, its neighbours, how deep it stands), since who said what as an
//! answer to what is told by the nesting more often than by words.

use super::words::is_label;
use crate::document::{Block, Document, Inline, Item, Link, Style, Table, plain};
use std::sync::Arc;

/// One thing that was written down.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// The text without markup, white space folded; links are in it by their label.
    pub text: String,
    /// The section it stands in.
    pub section: usize,
    /// The first line of its own text.
    pub line: u32,
    /// The last line of its own text.
    pub end_line: u32,
    /// The last line of what is nested below it.
    pub nested_end: u32,
    /// The statement it is nested below; for a list after a paragraph that ends in a colon or a question mark, that
    /// paragraph.
    pub parent: Option<usize>,
    /// Number of statements above it.
    pub depth: usize,
    /// Whether it is the text of a list item.
    pub is_item: bool,
    /// Its number, where it is an item of a numbered list.
    pub ordinal: Option<u64>,
    /// Whether it is the heading of its section.
    pub is_heading: bool,
    /// The box of a task list.
    pub task: Option<bool>,
    /// Whether all of it is struck through.
    pub struck: bool,
    /// Whether all of it is bold, as a heading without `#` is.
    pub strong: bool,
    /// Whether all of it is bold or slanted.
    pub emphasised: bool,
    /// Its links.
    pub links: Vec<Linked>,
    /// The cells, where it is a row of a table.
    pub row: Option<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What stands above each column.
    pub heads: Arc<[String]>,
    /// Where each cell starts and ends in the statement's text, in bytes; none where the row runs over several lines.
    pub cells: Vec<(usize, usize)>,
}

impl Row {
    /// The cells of a row with this text, with what stands above them.
    pub fn cells<'r>(&'r self, text: &'r str) -> impl Iterator<Item = (&'r str, &'r str)> {
        let cells = self.cells.iter().map(|(start, end)| text.get(*start..*end).unwrap_or_default().trim());
        self.heads.iter().map(String::as_str).zip(cells)
    }
}

/// A link in a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linked {
    /// Where it leads, as written.
    pub destination: String,
    /// The label; the address itself for a bare URL.
    pub label: String,
    /// Where the label starts and ends in the statement's text, in bytes.
    pub range: (usize, usize),
    /// Whether the label is the bare address.
    pub bare: bool,
}

/// So much of a statement tells it from others, in characters; more of it would only change more often.
const LONGEST_QUOTE: usize = 160;

/// A statement's text as it is quoted by verdicts; what has been quoted stays as it is.
pub fn quoted(text: &str) -> String {
    let text = plain::fold_spaces(text);
    let is_quote = text.ends_with('…') && text.chars().count() <= LONGEST_QUOTE + 1;
    if is_quote { text } else { plain::shorten(&text, LONGEST_QUOTE) }
}

/// All statements of a document in the order of the source; footnotes and code are none.
pub fn statements(document: &Document) -> Vec<Statement> {
    let mut writer = Writer { all: Vec::new(), section: 0 };
    for (index, section) in document.sections.iter().enumerate() {
        writer.section = index;
        if let Some(heading) = &section.heading {
            writer.paragraph(&heading.content, section.line, None, 0, None);
            if let Some(last) = writer.all.last_mut().filter(|last| last.line == section.line) {
                last.is_heading = true;
            }
        }
        writer.blocks(&section.blocks, None, 0, None);
        // What somebody means to say is said; some only begin a remark on the slide with "Note:".
        writer.blocks(document.speaker_notes(index), None, 0, None);
    }
    for index in (0..writer.all.len()).rev() {
        if let Some(parent) = writer.all[index].parent {
            let end = writer.all[index].nested_end;
            let parent = &mut writer.all[parent];
            parent.nested_end = parent.nested_end.max(end);
        }
    }
    writer.all
}

struct Writer {
    all: Vec<Statement>,
    section: usize,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block], parent: Option<usize>, depth: usize, item: Option<&Item>) {
        // The paragraph that a list right after it belongs to.
        let mut opener: Option<usize> = None;
        let mut first = true;
        for block in blocks {
            match block {
                Block::Paragraph { content, line } | Block::Html { content, line } => {
                    let before = self.all.len();
                    let own = item.filter(|_| first);
                    self.paragraph(content, *line, parent, depth, own);
                    opener = (self.all.len() > before).then(|| self.all.len() - 1).filter(|last| {
                        let text = self.all[*last].text.as_str();
                        text.ends_with([':', '?']) || self.all[*last].strong
                    });
                }
                Block::Heading { content, line, .. } => {
                    let before = self.all.len();
                    self.paragraph(content, *line, parent, depth, item.filter(|_| first));
                    opener = (self.all.len() > before).then_some(before);
                }
                Block::List { items, start: first_number, .. } => {
                    let (above, depth) = match (first.then_some(parent).flatten(), opener) {
                        (None, Some(opener)) => (Some(opener), self.all[opener].depth + 1),
                        _ => (parent, depth),
                    };
                    // An item that is nothing but a list is nested below the item before it: "- - x" after "- y".
                    let mut before: Option<usize> = None;
                    for (item, number) in items.iter().zip(first_number.unwrap_or(0)..) {
                        let start = self.all.len();
                        let only_a_list = matches!(item.blocks.first(), Some(Block::List { .. }));
                        match before.filter(|_| only_a_list) {
                            Some(before) => self.item(item, Some(before), depth + 1),
                            None => {
                                self.item(item, above, depth);
                                before = (self.all.len() > start).then_some(start);
                                if let Some(own) = self.all.get_mut(start).filter(|_| first_number.is_some()) {
                                    own.ordinal = Some(number);
                                }
                            }
                        }
                    }
                }
                Block::Quote { blocks, .. } | Block::Container { blocks, .. } => {
                    self.blocks(blocks, parent, depth, None);
                }
                Block::Table(table) => {
                    let Table { header, rows, line, .. } = &**table;
                    let heads: Arc<[String]> = header.iter().map(|cell| plain::text(cell).trim().to_owned()).collect();
                    // The head is one line, the rule below it another.
                    for (index, row) in rows.iter().enumerate() {
                        let line = line + 2 + u32::try_from(index).unwrap_or(0);
                        self.row(row, &heads, line, parent, depth);
                    }
                }
                _ => opener = None,
            }
            first = false;
        }
    }

    /// Adds a row of a table: its cells with bars between them, as one line.
    fn row(&mut self, row: &[Vec<Inline>], heads: &Arc<[String]>, line: u32, parent: Option<usize>, depth: usize) {
        let mut text = Line { number: line, ..Line::default() };
        let mut cells = Vec::with_capacity(row.len());
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.text.push_str(if text.text.is_empty() { "| " } else { " | " });
            }
            let start = text.text.len();
            for part in lines(cell, line) {
                append_line(&mut text, part, start);
            }
            cells.push((start, text.text.len()));
        }
        if cells.iter().all(|(start, end)| start == end) {
            return;
        }
        self.all.push(Statement {
            section: self.section,
            line,
            end_line: line,
            nested_end: line,
            parent,
            depth,
            struck: text.struck == text.letters && text.letters > 0,
            strong: text.strong == text.letters && text.letters > 0,
            emphasised: text.emphasised == text.letters && text.letters > 0,
            links: text.links,
            row: Some(Row { heads: heads.clone(), cells }),
            text: text.text,
            ..Statement::default()
        });
    }

    fn item(&mut self, item: &Item, parent: Option<usize>, depth: usize) {
        let before = self.all.len();
        let starts_with_text =
            matches!(item.blocks.first(), Some(Block::Paragraph { .. } | Block::Html { .. } | Block::Heading { .. }));
        if !starts_with_text {
            self.blocks(&item.blocks, parent, depth, None);
            return;
        }
        self.blocks(&item.blocks[..1], parent, depth, Some(item));
        if self.all.len() == before {
            self.blocks(&item.blocks[1..], parent, depth, None);
            return;
        }
        self.blocks(&item.blocks[1..], Some(before), depth + 1, None);
        let nested_end = item.end_line.max(self.all[before].end_line);
        self.all[before].nested_end = nested_end;
    }

    /// Adds a paragraph's statements: the first is the item's own when it opens one.
    fn paragraph(&mut self, content: &[Inline], line: u32, parent: Option<usize>, depth: usize, item: Option<&Item>) {
        let mut head: Option<usize> = None;
        for part in lines(content, line) {
            let opens = head.is_none() || opens_statement(&part.text) || self.stands_alone(head, &part.text);
            if let (false, Some(last)) = (opens, self.all.last_mut()) {
                append(last, part);
                continue;
            }
            let (parent, depth) = match (head, item) {
                // An arrow in a further line of an item answers the item.
                (Some(head), Some(_)) => (Some(head), depth + 1),
                _ => (parent, depth),
            };
            let own = item.filter(|_| head.is_none());
            head = head.or(Some(self.all.len()));
            self.all.push(Statement {
                section: self.section,
                line: part.number,
                end_line: part.number,
                nested_end: part.number,
                parent,
                depth,
                is_item: own.is_some(),
                ordinal: None,
                is_heading: false,
                task: own.and_then(|item| item.task),
                struck: part.struck == part.letters && part.letters > 0,
                strong: part.strong == part.letters && part.letters > 0,
                emphasised: part.emphasised == part.letters && part.letters > 0,
                links: part.links,
                text: part.text,
                row: None,
            });
        }
    }

    /// Whether the line before was complete: lines one below the other in a paragraph are often a list without bullets,
    /// while a line that is full, or goes on in lower case, was only wrapped.
    fn stands_alone(&self, head: Option<usize>, next: &str) -> bool {
        const FULL_LINE: usize = 60;
        let Some(last) = self.all.last().filter(|_| head.is_some()) else { return false };
        let complete = last.text.ends_with(['.', '!', '?', ':', ')']) || last.text.chars().count() < FULL_LINE;
        complete && !next.starts_with(char::is_lowercase)
    }
}

fn append(statement: &mut Statement, part: Line) {
    if !statement.text.is_empty() {
        statement.text.push(' ');
    }
    let offset = statement.text.len();
    statement.text.push_str(&part.text);
    statement.end_line = part.number;
    statement.nested_end = part.number;
    statement.struck &= part.struck == part.letters;
    statement.strong &= part.strong == part.letters;
    statement.emphasised &= part.emphasised == part.letters;
    statement.links.extend(part.links.into_iter().map(|mut link| {
        link.range = (link.range.0 + offset, link.range.1 + offset);
        link
    }));
}

/// Adds a line of a cell that starts at a place of the row's text.
fn append_line(row: &mut Line, part: Line, start: usize) {
    if row.text.len() > start {
        row.text.push(' ');
    }
    let offset = row.text.len();
    row.text.push_str(&part.text);
    row.letters += part.letters;
    row.struck += part.struck;
    row.strong += part.strong;
    row.emphasised += part.emphasised;
    row.links.extend(part.links.into_iter().map(|mut link| {
        link.range = (link.range.0 + offset, link.range.1 + offset);
        link
    }));
}

/// Whether a line of a paragraph says something new rather than going on with the line before.
fn opens_statement(text: &str) -> bool {
    const MARKS: &[&str] =
        &["->", "=>", "-->", "==>", "→", "⇒", "↦", "–>", "—>", "*", "•", "+ ", "- ", "@", "_", "(", "["];
    if MARKS.iter().any(|mark| text.starts_with(mark)) {
        return true;
    }
    // "TODO …", "AI …", "Decision: …"
    let word: &str = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let shouted = word.len() >= 2 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let labelled = text.find(':').is_some_and(|at| {
        let label = &text[..at];
        label.len() <= 24
            && (label.starts_with(char::is_uppercase) || is_label(&label.to_lowercase()))
            && label.chars().all(|c| c.is_alphanumeric() || c == ' ')
            && label.split(' ').count() <= 3
            && (text[at + 1..].is_empty() || text[at + 1..].starts_with(char::is_whitespace))
    });
    shouted || labelled
}

/// One line of a paragraph.
#[derive(Default)]
struct Line {
    text: String,
    number: u32,
    links: Vec<Linked>,
    letters: usize,
    struck: usize,
    strong: usize,
    emphasised: usize,
}

/// The lines of a paragraph that hold text.
fn lines(content: &[Inline], first: u32) -> Vec<Line> {
    let mut lines = vec![Line { number: first, ..Line::default() }];
    walk(content, &mut lines, Look::default());
    for line in &mut lines {
        tidy(line);
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// Takes white space off the end; the start is trimmed while writing.
fn tidy(line: &mut Line) {
    line.text.truncate(line.text.trim_end().len());
    let end = line.text.len();
    for link in &mut line.links {
        link.range = (link.range.0.min(end), link.range.1.min(end));
    }
}

/// How a piece of text looks.
#[derive(Clone, Copy, Default)]
struct Look {
    struck: bool,
    strong: bool,
    emphasised: bool,
}

fn walk(content: &[Inline], lines: &mut Vec<Line>, look: Look) {
    for inline in content {
        match inline {
            Inline::Break | Inline::SoftBreak => {
                let number = lines.last().map_or(0, |line| line.number) + 1;
                lines.push(Line { number, ..Line::default() });
            }
            Inline::Emoji(emoji) => push(lines, emoji.character, look),
            Inline::Styled(style, content) => {
                let strong = look.strong || *style == Style::Strong;
                let look = Look {
                    struck: look.struck || *style == Style::Strikethrough,
                    strong,
                    emphasised: strong || look.emphasised || *style == Style::Emphasis,
                };
                walk(content, lines, look);
            }
            Inline::Link(link) => {
                let Link { destination, content, bare, .. } = &**link;
                let place = lines.len() - 1;
                let start = lines[place].text.len();
                walk(content, lines, look);
                // A label over two lines belongs to the first.
                let line = &mut lines[place];
                let start = start.min(line.text.len());
                let trimmed = line.text[start..].trim_start().len();
                let start = line.text.len() - trimmed;
                let (end, label) = (line.text.len(), line.text[start..].trim().to_owned());
                line.links.push(Linked { destination: destination.clone(), label, range: (start, end), bare: *bare });
            }
            other => push(lines, other.words(), look),
        }
    }
}

fn push(lines: &mut [Line], text: &str, look: Look) {
    let Some(line) = lines.last_mut() else { return };
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.text.is_empty() && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
            continue;
        }
        line.text.push(c);
        if c.is_alphanumeric() {
            line.letters += 1;
            line.struck += usize::from(look.struck);
            line.strong += usize::from(look.strong);
            line.emphasised += usize::from(look.emphasised);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn shape(source: &str) -> Vec<(u32, u32, Option<usize>, String)> {
        statements(&parse("a.md", source).0)
            .into_iter()
            .map(|statement| (statement.line, statement.nested_end, statement.parent, statement.text))
            .collect()
    }

    #[test]
    fn nests_items_and_arrows() {
        let source = "# A\n\n- Should we?\n  more\n  => YES\n    - because\n- [x] ~~done~~\n";
        assert_eq!(
            shape(source),
            [
                (1, 1, None, "A".to_owned()),
                (3, 6, None, "Should we? more".to_owned()),
                (5, 5, Some(1), "=> YES".to_owned()),
                (6, 6, Some(1), "because".to_owned()),
                (7, 7, None, "done".to_owned()),
            ]
        );
        let all = statements(&parse("a.md", source).0);
        assert!(all[4].struck && all[4].task == Some(true));
    }

    #[test]
    fn gives_a_list_to_the_paragraph_that_announces_it() {
        let source = "Decision:\n\n- one\n- two\n\nText.\n\n- three\n";
        let parents: Vec<Option<usize>> = shape(source).into_iter().map(|row| row.2).collect();
        assert_eq!(parents, [None, Some(0), Some(0), None, None]);
    }

    #[test]
    fn nests_a_list_in_a_list_below_the_item_before_it() {
        let parents: Vec<Option<usize>> = shape("- a\n- - b\n  - c\n- d\n").into_iter().map(|row| row.2).collect();
        assert_eq!(parents, [None, Some(0), Some(0), None]);
    }

    #[test]
    fn keeps_the_cells_of_a_row() {
        let all = statements(&parse("a.md", "| Who | What |\n|---|---|\n| | |\n| @ann<br>@bob | **mend** it |\n").0);
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].line, all[0].text.as_str()), (4, "@ann @bob | mend it"));
        let row = all[0].row.as_ref().unwrap();
        assert_eq!(row.cells(&all[0].text).collect::<Vec<_>>(), [("Who", "@ann @bob"), ("What", "mend it")]);
    }

    #[test]
    fn keeps_links_by_label() {
        let all = statements(&parse("a.md", "- see [#3](https://h/o/r/pull/3) and https://h/x\n").0);
        assert_eq!(all[0].text, "see #3 and https://h/x");
        let links: Vec<(&str, &str)> =
            all[0].links.iter().map(|link| (link.label.as_str(), &all[0].text[link.range.0..link.range.1])).collect();
        assert_eq!(links, [("#3", "#3"), ("https://h/x", "https://h/x")]);
    }
}
