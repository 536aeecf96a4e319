//! Markdown → the tree of [`crate::document`], in one pass over pulldown-cmark's events.
//!
//! All nesting is bounded here, where the tree is built: what is nested deeper than [`DEEPEST`] joins what surrounds it, so
//! that whoever walks the tree may use recursion.
//!
//! The dialect is HedgeDoc's: CommonMark with tables, strikethrough, task lists, footnotes, sub- and superscript and smart
//! punctuation; newlines that show; bare URLs that link. Definition lists, front matter and wiki links of
//! pulldown-cmark stay off, since each of them changes or swallows text that pads contain.

use super::image_size::split_size;
use super::labels::{LinkDefinitions, Redefined, redefined_footnotes};
use super::prepass::{Container, LineStarts, Positions, Prepared, Stretch};
use super::text;
use crate::base::diagnostic::Position;
use crate::document::plain;
use crate::document::{Alignment, Block, ContainerKind, Image, ImageSize, Inline, Item, Link, Style, Table};
use crate::sanitise::tags::{self, Piece};
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Containers and emphasis nested deeper than this are flattened: nobody writes it, and recursion must end.
const DEEPEST: usize = 64;

/// What a note says.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// What stands in each stretch of the text.
    pub(super) parts: Vec<TreePart>,
    /// Footnote definitions.
    pub(super) footnotes: Vec<(String, Vec<Block>)>,
    /// The declarations behind the classes that raw HTML uses.
    pub(super) styles: BTreeMap<String, String>,
    /// The labels of links and footnotes that are defined twice, differently.
    pub(super) redefined: Vec<Redefined>,
}

/// What one stretch of the text says.
#[derive(Debug, Default)]
pub(super) struct TreePart {
    /// The blocks; headings at the top level are [`Block::Heading`] with an empty id.
    pub(super) blocks: Vec<Block>,
    /// HTML comments with the line each starts on; directives for slides are among them.
    pub(super) comments: Vec<(String, u32)>,
}

/// Reads a prepared note; `breaks` says whether a newline shows as a line break. Never fails: whatever cannot be understood
/// is text.
pub(super) fn read(prepared: &Prepared, breaks: bool) -> Tree {
    let Prepared { text, lines, stretches, containers, .. } = prepared;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(true);
    let mut builder = Builder {
        source: text,
        lines,
        stretches,
        containers,
        positions: Positions::default(),
        breaks,
        finder,
        frames: vec![Frame::new(Open::Root, 0..text.len())],
        too_deep: 0,
        word: 0..0,
        consumed: 0,
        next_code_line: 1,
        footnotes: Vec::new(),
        tree: Tree { parts: stretches.iter().map(|_| TreePart::default()).collect(), ..Tree::default() },
    };
    let parser = Parser::new_ext(text, options);
    let mut definitions = LinkDefinitions::new(text, lines, parser.reference_definitions());
    for (event, range) in parser.into_offset_iter() {
        if is_inline(&event) {
            definitions.account(&range);
        }
        builder.take(event, range);
    }
    builder.finish_stretches(text.len());
    builder.tree.redefined = definitions.finish();
    builder.tree.redefined.extend(redefined_footnotes(&builder.footnotes));
    builder.tree
}

/// Whether an event accounts for all text in its range.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(tag, Tag::Link { .. } | Tag::Image { .. }),
        Event::End(_) | Event::Rule => false,
        _ => true,
    }
}

/// What a frame of the stack will become when it closes.
enum Open {
    Root,
    Paragraph,
    Heading(u8),
    Quote,
    /// `:::info`, up to the file's line of its end marker.
    Container {
        kind: ContainerKind,
        title: String,
        is_open: bool,
        line: u32,
        close: u32,
    },
    List(Option<u64>),
    Item {
        task: Option<bool>,
        loose: bool,
    },
    Footnote(String),
    Code {
        language: String,
        text: String,
    },
    Html(String),
    Table {
        alignments: Vec<Alignment>,
        header: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Row,
    Cell,
    Styled(Style),
    Link {
        destination: String,
        title: String,
        kind: LinkType,
    },
    /// `<a href>` written as HTML; closed by `</a>` or by whatever encloses it.
    RawLink {
        destination: String,
        title: String,
    },
    Image {
        source: String,
        title: String,
    },
    /// `<script>` and the like, whose content is dropped if their end tag follows in the same paragraph.
    Hidden(&'static str),
    /// Markup that a bare URL has swallowed the start of; its content joins what surrounds it.
    Ghost,
}

struct Frame {
    open: Open,
    range: Range<usize>,
    blocks: Vec<Block>,
    items: Vec<Item>,
    inlines: Vec<Inline>,
    cells: Vec<Vec<Inline>>,
    /// Where the pending inlines of a block container start.
    inlines_at: usize,
}

impl Frame {
    fn new(open: Open, range: Range<usize>) -> Self {
        Self {
            open,
            inlines_at: range.start,
            range,
            blocks: Vec::new(),
            items: Vec::new(),
            inlines: Vec::new(),
            cells: Vec::new(),
        }
    }
}

struct Builder<'a> {
    source: &'a str,
    lines: &'a LineStarts,
    /// The stretches that have not ended yet; the first of them is being read.
    stretches: &'a [Stretch],
    /// The containers that have not been opened yet.
    containers: &'a [Container],
    positions: Positions,
    breaks: bool,
    finder: LinkFinder,
    frames: Vec<Frame>,
    /// How many opened tags are being ignored because they are nested too deeply.
    too_deep: usize,
    /// The word in which a bare URL was looked for last.
    word: Range<usize>,
    /// Text before this offset has already become part of a bare URL.
    consumed: usize,
    /// The number of the line after the last numbered block of code.
    next_code_line: u32,
    /// The definitions of footnotes: label, line and what they say.
    footnotes: Vec<(String, u32, String)>,
    tree: Tree,
}

impl Builder<'_> {
    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Open::Root, 0..self.source.len()));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn position(&mut self, offset: usize) -> Position {
        self.positions.at(self.source, self.lines, offset)
    }

    /// Ends the stretches that end before an offset: nothing goes on from one into the next.
    fn finish_stretches(&mut self, offset: usize) {
        while let Some(stretch) = self.stretches.first().filter(|stretch| stretch.end <= offset) {
            while self.frames.len() > 1 {
                self.close();
            }
            self.flush_inlines();
            let index = self.tree.parts.len() - self.stretches.len();
            self.tree.parts[index].blocks = std::mem::take(&mut self.top().blocks);
            self.top().range.end = stretch.end;
            self.stretches = &self.stretches[1..];
        }
    }

    /// Whether a block was put there when the text was prepared.
    fn is_ours(&self, range: &Range<usize>) -> bool {
        self.lines.is_ours(self.first_text(range.start))
    }

    /// The offset of the first character from here that is no white space: the parser takes a list to start before its
    /// indentation, which with tabs may be before its line.
    fn first_text(&self, offset: usize) -> usize {
        let rest = self.source.get(offset..).unwrap_or_default();
        offset + (rest.len() - rest.trim_start().len())
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            // The list of slides, its items, and the rules in them.
            Event::Start(Tag::Item) if self.is_ours(&range) => self.finish_stretches(range.start),
            Event::Start(Tag::List(_)) | Event::End(TagEnd::List(_) | TagEnd::Item) | Event::Rule
                if self.is_ours(&range) => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => {
                if self.too_deep > 0 {
                    self.too_deep -= 1;
                } else {
                    self.close_raw_tags();
                    // A container ends with the item or quotation that it stands in.
                    while matches!(self.top().open, Open::Container { .. }) {
                        self.close();
                    }
                    self.close();
                }
            }
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                if range.start >= self.consumed {
                    self.push(Inline::Code(code.into_string()), range.start);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                let shown = self.breaks || matches!(event, Event::HardBreak);
                self.push(if shown { Inline::Break } else { Inline::SoftBreak }, range.start);
            }
            Event::Rule => {
                let line = self.lines.line(range.start);
                self.begin_block(line);
                self.top().blocks.push(Block::Rule { line });
            }
            Event::FootnoteReference(label) => {
                self.push(Inline::FootnoteReference(label.into_string()), range.start);
            }
            Event::TaskListMarker(done) => {
                if let Some(Frame { open: Open::Item { task, .. }, .. }) =
                    self.frames.iter_mut().rev().find(|frame| matches!(frame.open, Open::Item { .. }))
                {
                    *task = Some(done);
                }
            }
            Event::Html(html) => {
                if let Open::Html(text) = &mut self.top().open {
                    text.push_str(&html);
                } else {
                    self.html(&html, range.start);
                }
            }
            Event::InlineHtml(html) => {
                // The parser leaves the indentation of items in some kinds of markup that go over lines.
                let is_raw = html.contains('\n') && self.source.get(range.clone()) == Some(&*html);
                match is_raw.then(|| self.lines.without_indents(self.source, range.clone())) {
                    Some(html) => self.html(&html, range.start),
                    None => self.html(&html, range.start),
                }
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.formula(range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        // What is of no use without its parts is opened only where there is room for them as well.
        let needed = match tag {
            Tag::List(_) => 2,
            Tag::Table(_) => 3,
            _ => 1,
        };
        if self.too_deep > 0 || self.frames.len() + needed > DEEPEST + 1 {
            self.too_deep += 1;
            if !matches!(
                tag,
                Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Superscript
                    | Tag::Subscript
                    | Tag::Link { .. }
                    | Tag::Image { .. }
            ) {
                // The text of one block does not run into that of the next.
                self.flush_inlines();
            }
            return;
        }
        let range = match tag {
            Tag::List(_) | Tag::Item => self.first_text(range.start)..range.end,
            _ => range,
        };
        let open = match tag {
            Tag::Paragraph => {
                if let Open::Item { loose, .. } = &mut self.top().open {
                    *loose = true;
                }
                Open::Paragraph
            }
            Tag::Heading { level, .. } => Open::Heading(level as u8),
            Tag::BlockQuote(_) => Open::Quote,
            Tag::List(start) => Open::List(start),
            Tag::Item => Open::Item { task: None, loose: false },
            Tag::FootnoteDefinition(label) => Open::Footnote(label.into_string()),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                Open::Code { language, text: String::new() }
            }
            Tag::HtmlBlock => Open::Html(String::new()),
            Tag::Table(alignments) => Open::Table {
                alignments: alignments.into_iter().map(alignment).collect(),
                header: Vec::new(),
                rows: Vec::new(),
            },
            Tag::TableHead | Tag::TableRow => Open::Row,
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => self.styled(Style::Emphasis, &range),
            Tag::Strong => self.styled(Style::Strong, &range),
            Tag::Strikethrough => self.styled(Style::Strikethrough, &range),
            Tag::Superscript => self.styled(Style::Superscript, &range),
            Tag::Subscript => self.styled(Style::Subscript, &range),
            Tag::Link { dest_url, title, link_type, .. } => {
                Open::Link { destination: dest_url.into_string(), title: title.into_string(), kind: link_type }
            }
            Tag::Image { dest_url, title, .. } => {
                Open::Image { source: dest_url.into_string(), title: title.into_string() }
            }
            // Switched off in the options; should one arrive all the same, its content is kept.
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {
                Open::Ghost
            }
        };
        if is_block(&open) {
            self.begin_block(self.lines.line(range.start));
        } else {
            self.open_containers_around(range.start);
            if self.top().inlines.is_empty() {
                self.top().inlines_at = range.start;
            }
        }
        self.frames.push(Frame::new(open, range));
    }

    /// The text of a tight item begins without a block; the container that it stands in has to be there before.
    fn open_containers_around(&mut self, at: usize) {
        let top = self.top();
        if matches!(top.open, Open::Item { .. }) && top.inlines.is_empty() && !self.containers.is_empty() {
            let line = self.lines.line(at);
            self.open_containers(line);
        }
    }

    fn styled(&self, style: Style, range: &Range<usize>) -> Open {
        if range.start < self.consumed { Open::Ghost } else { Open::Styled(style) }
    }

    /// Adds running text to the innermost open frame.
    fn push(&mut self, inline: Inline, at: usize) {
        self.open_containers_around(at);
        let top = self.top();
        if top.inlines.is_empty() {
            top.inlines_at = at;
        }
        if let (Inline::Text(more), Some(Inline::Text(before))) = (&inline, top.inlines.last_mut()) {
            before.push_str(more);
        } else {
            top.inlines.push(inline);
        }
    }

    /// Gets ready for a block: closes what cannot hold it, and closes and opens the containers that do or do not.
    fn begin_block(&mut self, line: u32) {
        self.close_raw_tags();
        self.flush_inlines();
        while matches!(self.top().open, Open::Container { close, .. } if close <= line) {
            self.close();
        }
        self.open_containers(line);
    }

    /// Opens the containers that begin before a line and have not been opened.
    fn open_containers(&mut self, line: u32) {
        // One in an item or a quotation opens after that has begun.
        let earliest = match self.top().open {
            Open::Root | Open::Container { .. } => 0,
            Open::Item { .. } | Open::Quote => {
                let start = self.top().range.start;
                self.lines.line(start)
            }
            _ => return,
        };
        let opens_here = |container: &Container| (earliest..line).contains(&container.open);
        while let Some((container, rest)) = self.containers.split_first().filter(|(first, _)| opens_here(first)) {
            self.containers = rest;
            if container.close > line && self.frames.len() < DEEPEST {
                let Container { kind, title, is_open, open, close } = container.clone();
                let range = self.top().range.clone();
                self.frames.push(Frame::new(Open::Container { kind, title, is_open, line: open, close }, range));
            }
        }
    }

    /// A tight list item holds bare text; it becomes a paragraph as soon as the text ends.
    fn flush_inlines(&mut self) {
        let line = {
            let at = self.top().inlines_at;
            self.lines.line(at)
        };
        let top = self.top();
        let holds_blocks = matches!(
            top.open,
            Open::Root | Open::Container { .. } | Open::Item { .. } | Open::Quote | Open::Footnote(_) | Open::Ghost
        );
        if holds_blocks && !top.inlines.is_empty() {
            let content = text::finish(std::mem::take(&mut top.inlines));
            if !content.is_empty() {
                top.blocks.push(Block::Paragraph { content, line });
            }
        }
    }

    /// Closes what raw HTML has left open; Markdown's own structure goes before it.
    fn close_raw_tags(&mut self) {
        while matches!(self.top().open, Open::RawLink { .. } | Open::Hidden(_)) {
            self.close();
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Open::Code { text: code, .. } | Open::Html(code) = &mut self.top().open {
            code.push_str(text);
            return;
        }
        let mut start = range.start;
        if start < self.consumed {
            if range.end <= self.consumed {
                return;
            }
            start = self.consumed;
        }
        // A slice of the source is only the text where nothing was decoded in between.
        let literal = self.source.get(range.clone()).is_some_and(|slice| slice == text);
        if !literal || !text.contains(':') || self.inside_link() {
            let skip = start - range.start;
            let rest = text.get(skip..).unwrap_or(text);
            self.push(Inline::Text(rest.to_owned()), start);
            return;
        }
        let limit = self.inline_limit(range.end);
        while start < range.end {
            let Some(url) = self.next_url(start..range.end, limit) else { break };
            if url.start > start {
                let before = self.source[start..url.start].to_owned();
                self.push(Inline::Text(before), start);
            }
            let destination = self.source[url.clone()].to_owned();
            let at = self.position(url.start);
            let content = vec![Inline::Text(destination.clone())];
            let link = Link { destination, title: String::new(), content, bare: true, at };
            self.push(Inline::Link(Box::new(link)), url.start);
            start = url.end;
            self.consumed = self.consumed.max(url.end);
        }
        if start < range.end {
            let rest = self.source[start..range.end].to_owned();
            self.push(Inline::Text(rest), start);
        }
    }

    /// The first bare URL that starts in `range`; it may reach beyond it (underscores split text), up to `limit`.
    fn next_url(&mut self, range: Range<usize>, limit: usize) -> Option<Range<usize>> {
        let mut from = range.start;
        while let Some(found) = self.source[from..range.end].find("http") {
            let start = from + found;
            from = start + "http".len();
            let preceded = self.source[..start].chars().next_back().is_some_and(char::is_alphanumeric);
            let word = self.source.get(start..limit.min(self.end_of_word(start))).unwrap_or("");
            let has_scheme = word.starts_with("https://") || word.starts_with("http://");
            if !has_scheme || preceded {
                continue;
            }
            // Up to the next scheme it shows whether this is a URL. Without this the finder would go on to the next URL
            // where there is none, again and again over the same text.
            let alone = word["http://".len()..].find("://").map_or(word, |next| &word[.."http://".len() + next]);
            let is_link = |text| self.finder.links(text).next().filter(|link| link.start() == 0);
            if let Some(link) = is_link(alone).and_then(|_| is_link(word)) {
                let url = link.as_str().trim_end_matches(['*', '~', '|', '`', '\\']);
                let url = url.strip_suffix("](").unwrap_or(url);
                if url.len() > "https://".len() {
                    return Some(start..start + url.len());
                }
            }
        }
        None
    }

    /// Where the word at an offset ends. A word may hold very many URLs, so that its end is kept.
    fn end_of_word(&mut self, offset: usize) -> usize {
        if !self.word.contains(&offset) {
            let rest = self.source.get(offset..).unwrap_or_default();
            self.word = offset..offset + rest.find(char::is_whitespace).unwrap_or(rest.len());
        }
        self.word.end
    }

    /// How far a bare URL may reach: to the end of what encloses it.
    fn inline_limit(&self, end: usize) -> usize {
        for frame in self.frames.iter().rev() {
            let close = match frame.open {
                Open::Styled(Style::Strong | Style::Strikethrough | Style::Mark | Style::Insert) => 2,
                Open::Styled(_) => 1,
                Open::RawLink { .. } | Open::Hidden(_) | Open::Ghost => continue,
                _ => 0,
            };
            return frame.range.end.saturating_sub(close).max(end);
        }
        end
    }

    fn inside_link(&self) -> bool {
        self.frames
            .iter()
            .any(|frame| matches!(frame.open, Open::Link { .. } | Open::RawLink { .. } | Open::Image { .. }))
    }

    fn html(&mut self, html: &str, at: usize) {
        if at < self.consumed {
            return;
        }
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(text) => self.push(Inline::Text(text), at),
                Piece::Tag(tag) => self.push(Inline::Html(tag), at),
                Piece::Comment(comment) => {
                    if let Some(fragment) = super::slides::fragment(&comment) {
                        self.push(fragment, at);
                    } else {
                        let line = self.lines.line(at);
                        let index = self.tree.parts.len() - self.stretches.len();
                        if let Some(part) = self.tree.parts.get_mut(index) {
                            part.comments.push((comment, line));
                        }
                    }
                }
                Piece::Style { class, declarations } => drop(self.tree.styles.insert(class, declarations)),
                Piece::HiddenStart(name) => {
                    if self.frames.len() <= DEEPEST {
                        self.frames.push(Frame::new(Open::Hidden(name), at..self.source.len()));
                    }
                }
                Piece::HiddenEnd(name) => {
                    if matches!(self.top().open, Open::Hidden(open) if open == name) {
                        self.frames.pop();
                    }
                }
                Piece::Image { source, alternative, title, width, height } => {
                    let size = ImageSize { width, height };
                    let at_position = self.position(at);
                    let image = Image { source, alternative, title, size, at: at_position };
                    self.push(Inline::Image(Box::new(image)), at);
                }
                Piece::LinkStart { destination, title } => {
                    // Links do not nest in HTML either.
                    if !self.inside_link() && self.frames.len() <= DEEPEST {
                        self.frames.push(Frame::new(Open::RawLink { destination, title }, at..self.source.len()));
                    }
                }
                Piece::LinkEnd => {
                    if matches!(self.top().open, Open::RawLink { .. }) {
                        self.close();
                    }
                }
            }
        }
    }

    /// A formula in running text, as written.
    fn formula(&mut self, range: Range<usize>) {
        // A bare URL may have swallowed its beginning.
        let start = range.start.max(self.consumed);
        if start >= range.end {
            return;
        }
        let text = self.lines.without_indents(self.source, start..range.end);
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                let shown = if self.breaks { Inline::Break } else { Inline::SoftBreak };
                self.push(shown, start);
            }
            self.push(Inline::Formula(line.trim_start_matches(['>', ' ', '\t']).to_owned()), start);
        }
    }

    /// A block of code, with the numbers of its lines where the author asked for them.
    fn code(&mut self, info: &str, text: String, line: u32) {
        if info == super::formulas::INFO {
            self.top().blocks.push(super::formulas::block(&text, line));
            return;
        }
        let (language, numbers) = code_language(info);
        let numbered_from = match numbers {
            LineNumbers::None => None,
            LineNumbers::From(first) => Some(first),
            LineNumbers::GoOn => Some(self.next_code_line),
        };
        if let Some(first) = numbered_from {
            let count = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
            self.next_code_line = first.saturating_add(count);
        }
        self.top().blocks.push(Block::Code { language, text, numbered_from, line });
    }

    /// Closes the innermost frame and hands what it became to the one around it.
    fn close(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        self.flush_inlines();
        let Some(mut frame) = self.frames.pop() else { return };
        // They stay in memory until the site is written, and most have one.
        frame.blocks.shrink_to_fit();
        frame.items.shrink_to_fit();
        let line = self.lines.line(frame.range.start);
        let at = frame.range.start;
        match frame.open {
            Open::Root => {}
            Open::Paragraph => {
                let content = text::finish(frame.inlines);
                let first = self.lines.line(at);
                if let Some(block) = paragraph(content, first) {
                    self.top().blocks.push(block);
                }
            }
            Open::Heading(level) => {
                let content = text::finish(frame.inlines);
                self.top().blocks.push(Block::Heading { level, id: String::new(), content, line });
            }
            Open::Quote => self.top().blocks.push(Block::Quote { blocks: frame.blocks, line }),
            Open::Container { kind, title, is_open, line, .. } => {
                if !frame.blocks.is_empty() {
                    let title = running_text(&title, line, self.breaks);
                    self.top().blocks.push(Block::Container { kind, title, is_open, blocks: frame.blocks, line });
                }
            }
            Open::List(start) => self.top().blocks.push(Block::List { start, items: frame.items, line }),
            Open::Item { task, loose } => {
                let end_line = self.lines.last_line(self.source, &frame.range);
                let mut item = Item { task, loose, blocks: frame.blocks, line, end_line };
                text::find_task_box(&mut item);
                self.top().items.push(item);
            }
            Open::Footnote(label) => {
                let text = self.lines.without_indents(self.source, frame.range);
                let text = text.split_once("]:").map_or("", |(_, text)| text);
                self.footnotes.push((label.clone(), line, plain::fold_spaces(text)));
                self.tree.footnotes.push((label, frame.blocks));
            }
            Open::Code { language, text } => self.code(&language, text, line),
            Open::Html(html) => {
                // The pieces are collected in a frame of their own, so that a link opened in the block closes in it.
                self.frames.push(Frame::new(Open::Paragraph, frame.range));
                self.html(&html, at);
                self.close_raw_tags();
                let pieces = self.frames.pop().map(|frame| frame.inlines).unwrap_or_default();
                let content = text::trim(pieces);
                if !content.is_empty() {
                    self.top().blocks.push(Block::Html { content, line });
                }
            }
            Open::Table { alignments, header, rows } => {
                self.top().blocks.push(Block::Table(Box::new(Table { alignments, header, rows, line })));
            }
            Open::Row => {
                let cells = std::mem::take(&mut frame.cells);
                if let Open::Table { header, rows, .. } = &mut self.top().open {
                    if header.is_empty() && rows.is_empty() { *header = cells } else { rows.push(cells) }
                }
            }
            Open::Cell => {
                let mut content = text::finish(frame.inlines);
                name_icon(&mut content);
                self.top().cells.push(content);
            }
            Open::Styled(style) => {
                for inline in text::styled(style, frame.inlines) {
                    self.push(inline, at);
                }
            }
            Open::Link { destination, title, kind } => {
                let at_position = self.position(at);
                let bare = matches!(kind, LinkType::Autolink | LinkType::Email);
                let destination = if kind == LinkType::Email { format!("mailto:{destination}") } else { destination };
                let content = text::finish(frame.inlines);
                let link = Link { destination, title, content, bare, at: at_position };
                self.push(Inline::Link(Box::new(link)), at);
            }
            Open::RawLink { destination, title } => {
                let at_position = self.position(at);
                let content = text::finish(frame.inlines);
                let link = Link { destination, title, content, bare: false, at: at_position };
                self.push(Inline::Link(Box::new(link)), at);
            }
            Open::Image { source, title } => {
                let (address, size) = split_size(&source);
                let alternative = plain::text(&frame.inlines);
                let at_position = self.position(at);
                let image = Image { source: address.to_owned(), alternative, title, size, at: at_position };
                self.push(Inline::Image(Box::new(image)), at);
            }
            Open::Hidden(_) | Open::Ghost => {
                self.top().blocks.append(&mut frame.blocks);
                for inline in frame.inlines {
                    self.push(inline, at);
                }
            }
        }
    }
}

fn is_block(open: &Open) -> bool {
    !matches!(
        open,
        Open::Styled(_) | Open::Link { .. } | Open::RawLink { .. } | Open::Image { .. } | Open::Hidden(_) | Open::Ghost
    )
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

/// A paragraph that asks for the table of contents is one; an empty one is nothing.
fn paragraph(content: Vec<Inline>, line: u32) -> Option<Block> {
    match content.as_slice() {
        [] => None,
        [Inline::Text(_) | Inline::Styled(..), ..] if is_contents(&content) => Some(Block::Contents { line }),
        _ => Some(Block::Paragraph { content, line }),
    }
}

/// `[TOC]`, `[TOC maxLevel=2]` (HedgeDoc), `[[toc]]` (markdown-it), `[[_TOC_]]` (GitLab), in any case.
fn is_contents(content: &[Inline]) -> bool {
    const LONGEST: usize = 60;
    let is_plain = |inline: &Inline| matches!(inline, Inline::Text(_) | Inline::Styled(Style::Emphasis, _));
    if content.len() > 3 || !content.iter().all(is_plain) {
        return false;
    }
    let text = plain::text(content).to_lowercase();
    let options = text.strip_prefix("[toc").and_then(|rest| rest.strip_suffix(']'));
    let has_options = options.is_some_and(|rest| {
        rest.is_empty() || rest.starts_with([' ', ':']) && rest.len() < LONGEST && !rest.contains(['[', ']'])
    });
    has_options || text == "[[toc]]" || text == "[[_toc_]]"
}

/// A line of text on its own as running text; what would be another block stays text.
fn running_text(text: &str, line: u32, breaks: bool) -> Vec<Inline> {
    if text.is_empty() {
        return Vec::new();
    }
    let parts = read(&super::prepass::prepare(text, line, false), breaks).parts;
    let mut blocks = parts.into_iter().flat_map(|part| part.blocks);
    match (blocks.next(), blocks.next()) {
        (Some(Block::Paragraph { content, .. }), None) => content,
        _ => vec![Inline::Text(text.to_owned())],
    }
}

/// A cell that has nothing but an icon without a sign gets its name.
fn name_icon(content: &mut Vec<Inline>) {
    let titles = content.iter().filter_map(|inline| match inline {
        Inline::Html(tag) if tag.starts_with("<i ") || tag.starts_with("<span ") => {
            tags::read_attributes(tag).into_iter().find(|(name, _)| name == "title").map(|(_, title)| title)
        }
        _ => None,
    });
    let Some(title) = titles.into_iter().next() else { return };
    if plain::text(content).is_empty() {
        content.push(Inline::Text(title));
    }
}

/// What a fence's info string says of line numbers.
enum LineNumbers {
    None,
    /// `js=10`, `yaml=`: from this number.
    From(u32),
    /// `js=+`: from where the last block ended.
    GoOn,
}

/// The language of a fence's info string, and its line numbers: `js=10`, `yaml=`, `js=+`, `sh!`, `{.python}`.
fn code_language(info: &str) -> (String, LineNumbers) {
    let word = info.split_whitespace().next().unwrap_or("");
    let (name, option) = word.split_once('=').map_or((word, None), |(name, option)| (name, Some(option)));
    let name: String = name
        .trim_matches(['{', '}', '.', '!'])
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_'))
        .take(24)
        .collect();
    let numbers = match option.map(|option| option.trim_end_matches('!')) {
        None => LineNumbers::None,
        Some("+") => LineNumbers::GoOn,
        Some(number) => LineNumbers::From(number.parse().unwrap_or(1)),
    };
    (name.to_lowercase(), numbers)
}
