//! The tree → HTML. Everything written here is escaped or typed; the sanitiser still has the last word.

use super::footnotes::Footnotes;
use super::marks::{Marked, Marks};
use super::mentions::{Mentions, with_owners};
use crate::archive::{Archive, CallId, ImageTarget, LinkTarget, LocalFile};
use crate::base::text::{escape, escape_with_breaks, with_anchor};
use crate::document::plain;
use crate::document::{Alignment, Block, ContainerKind, Image, ImageSize, Inline, Item, Length, Link, Style, Table};
use crate::language::Words;
use crate::media::{Format, ImageFacts};
use crate::sanitise::{tags, url};
use crate::site::highlight;
use crate::site::media::Pictures;
use std::fmt::Write as _;

/// What the same tree is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// The page: for reading; authors' colours and sizes go.
    Page,
    /// The deck: for presenting.
    Deck,
}

/// Where and for what a tree is written.
#[derive(Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) archive: &'a Archive,
    pub(super) call: CallId,
    /// The path from the page to the site's root: `../../`.
    pub(super) root: &'a str,
    pub(super) medium: Medium,
    pub(super) pictures: &'a Pictures,
    /// Whether a link is open, which must not hold another.
    pub(super) in_link: bool,
    /// What running text names and is linked to; a deck does without.
    pub(super) mentions: Option<&'a Mentions<'a>>,
    /// The statements that are marked; a deck does without.
    pub(super) marks: Option<&'a Marks<'a>>,
    pub(super) footnotes: &'a Footnotes<'a>,
    /// The number of the slide, from 1, where footnotes stand on it.
    pub(super) slide: Option<usize>,
    /// The level of the page's heading above: one inside a text is a level below it, so that no level is left out.
    pub(super) level: u8,
}

/// An attribute of the tag that is being written.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// The id and class of an element whose text is marked, or appears step by step.
fn marked_attributes(out: &mut String, marked: &Marked<'_>, fragment: Option<&Inline>) {
    if !marked.id.is_empty() {
        attribute(out, "id", marked.id);
    }
    class_attributes(out, &[marked.class], fragment);
}

impl Writing<'_> {
    /// The words of the site's language.
    pub(super) fn words(&self) -> &'static Words {
        self.archive.config.words()
    }

    /// Blocks.
    pub(super) fn blocks(&self, out: &mut String, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            match blocks.get(index + 1).and_then(lone_fragment).filter(|_| self.medium == Medium::Deck) {
                Some(fragment) => self.revealed(out, block, fragment),
                None => self.block(out, block),
            }
        }
    }

    /// A block that a directive below it has appear step by step.
    fn revealed(&self, out: &mut String, block: &Block, fragment: &Inline) {
        if let Block::List { start, items, .. } = block {
            self.list(out, *start, items, Some(fragment));
            return;
        }
        out.push_str("<div");
        fragment_attributes(out, Some(fragment));
        out.push_str(">\n");
        self.block(out, block);
        out.push_str("</div>\n");
    }

    fn block(&self, out: &mut String, block: &Block) {
        match block {
            Block::Heading { level, id, content, .. } => {
                let level = if self.medium == Medium::Page { self.level_below() } else { *level };
                let _ = write!(out, "<h{level}");
                if !id.is_empty() {
                    attribute(out, "id", id);
                }
                out.push('>');
                self.inlines(out, content);
                let _ = writeln!(out, "</h{level}>");
            }
            Block::Paragraph { content, line } => {
                let content = self.without_last_breaks(content);
                if content.iter().all(|inline| matches!(inline, Inline::Fragment(_))) {
                    return;
                }
                let marked = self.marked(*line, content);
                out.push_str("<p");
                marked_attributes(out, &marked, fragment_of(content));
                out.push('>');
                marked.word(out);
                self.inlines(out, content);
                marked.link(out);
                out.push_str("</p>\n");
            }
            Block::List { start, items, .. } => self.list(out, *start, items, None),
            Block::Quote { blocks, .. } => {
                out.push_str("<blockquote>\n");
                self.blocks(out, blocks);
                out.push_str("</blockquote>\n");
            }
            Block::Code { language, text, numbered_from, .. } => {
                code(out, self.words(), language, text, *numbered_from);
            }
            Block::Table(table) => self.table(out, table),
            Block::Rule { .. } => out.push_str("<hr>\n"),
            Block::Container { kind, title, is_open, blocks, .. } => {
                self.container(out, *kind, title, *is_open, blocks);
            }
            Block::Html { content, .. } => {
                self.inlines(out, content);
                out.push('\n');
            }
            // The page has its contents at its side.
            Block::Contents { .. } => self.slide_contents(out),
        }
    }

    /// On a slide that asks for the contents: the headings of the slides after it. Slides that were cut from notes do without.
    fn slide_contents(&self, out: &mut String) {
        let document = &self.archive.call(self.call).document;
        let (Some(deck), Some(slide)) = (&document.deck, self.slide) else { return };
        let later =
            deck.slides.iter().skip(slide).filter_map(|slide| document.sections[slide.sections.clone()].first());
        let headings = later.filter_map(|section| Some((section, section.heading.as_ref()?)));
        // A heading that stands on several slides in a row leads to the first of them.
        let mut entries: Vec<(&str, &str)> =
            headings.map(|(section, heading)| (section.id.as_str(), heading.text.as_str())).collect();
        entries.dedup_by_key(|(_, text)| *text);
        if entries.is_empty() {
            return;
        }
        out.push_str("<ul>\n");
        for (id, text) in entries {
            out.push_str("<li><a");
            attribute(out, "href", &format!("#/{id}"));
            out.push('>');
            escape(out, text.trim_end_matches([':', ' ']));
            out.push_str("</a></li>\n");
        }
        out.push_str("</ul>\n");
    }

    pub(super) fn list(&self, out: &mut String, start: Option<u64>, items: &[Item], fragment: Option<&Inline>) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        if items.iter().all(is_empty) {
            return;
        }
        let _ = write!(out, "<{tag}");
        if let Some(first) = start.filter(|first| *first != 1) {
            attribute(out, "start", &first.to_string());
        }
        if items.iter().any(|item| item.task.is_some()) && fragment.is_none() {
            attribute(out, "class", "tasks");
        }
        fragment_attributes(out, fragment);
        out.push_str(">\n");
        for item in items.iter().filter(|item| !is_empty(item)) {
            out.push_str("<li");
            let mut marked = Marked::default();
            match item.blocks.first() {
                Some(Block::Paragraph { content, line }) if !item.loose => {
                    marked = self.marked(*line, content);
                    marked_attributes(out, &marked, fragment_of(content));
                }
                // The list's own marker stands there already.
                Some(Block::List { .. }) if self.medium == Medium::Deck => attribute(out, "class", "unmarked"),
                _ => {}
            }
            out.push('>');
            if let Some(done) = item.task {
                let (class, label, sign) =
                    if done { ("task-done", "text.done", "☑") } else { ("task-open", "text.open", "☐") };
                let _ = write!(out, "<span class=\"task-box {class}\" role=\"img\"");
                attribute(out, "aria-label", self.words().text(label));
                let _ = write!(out, ">{sign}</span> ");
            }
            marked.word(out);
            for (index, block) in item.blocks.iter().enumerate() {
                match block {
                    Block::Paragraph { content, .. } if !item.loose => {
                        if index > 0 {
                            out.push_str("<br>");
                        }
                        self.inlines(out, self.without_last_breaks(content));
                        std::mem::take(&mut marked).link(out);
                    }
                    other => {
                        out.push('\n');
                        self.block(out, other);
                    }
                }
            }
            out.push_str("</li>\n");
        }
        let _ = writeln!(out, "</{tag}>");
    }

    /// What marks a text that starts on a line.
    fn marked(&self, line: u32, content: &[Inline]) -> Marked<'_> {
        let Some(marks) = self.marks else { return Marked::default() };
        let breaks = content.iter().filter(|inline| matches!(inline, Inline::Break | Inline::SoftBreak)).count();
        marks.on(line..=line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX)))
    }

    fn table(&self, out: &mut String, table: &Table) {
        out.push_str("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\"");
        attribute(out, "aria-label", self.words().text("text.table"));
        out.push_str("><table>\n<thead>\n");
        self.row(out, "th", &table.alignments, &table.header, &Marked::default());
        out.push_str("</thead>\n<tbody>\n");
        // The head is one line, the rule below it another.
        for (row, line) in table.rows.iter().zip(table.line.saturating_add(2)..) {
            let marked = self.marked(line, &[]);
            self.row(out, "td", &table.alignments, row, &marked);
        }
        out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&self, out: &mut String, tag: &str, alignments: &[Alignment], cells: &[Vec<Inline>], marked: &Marked<'_>) {
        out.push_str("<tr");
        marked_attributes(out, marked, None);
        out.push('>');
        for (index, cell) in cells.iter().enumerate() {
            let class = match alignments.get(index) {
                Some(Alignment::Left) => " class=\"align-left\"",
                Some(Alignment::Center) => " class=\"align-center\"",
                Some(Alignment::Right) => " class=\"align-right\"",
                Some(Alignment::None) | None => "",
            };
            let _ = write!(out, "<{tag}{class}>");
            if index == 0 {
                marked.word(out);
            }
            self.inlines(out, cell);
            if index + 1 == cells.len() {
                marked.link(out);
            }
            let _ = write!(out, "</{tag}>");
        }
        out.push_str("</tr>\n");
    }

    fn container(&self, out: &mut String, kind: ContainerKind, title: &[Inline], is_open: bool, blocks: &[Block]) {
        let (name, label) = match kind {
            ContainerKind::Info => ("info", "text.info"),
            ContainerKind::Success => ("success", "text.success"),
            ContainerKind::Warning => ("warning", "text.warning"),
            ContainerKind::Danger => ("danger", "text.danger"),
            ContainerKind::Spoiler => {
                out.push_str("<details class=\"note note-spoiler\"");
                out.push_str(if is_open { " open=\"\"><summary>" } else { "><summary>" });
                if title.is_empty() {
                    escape(out, self.words().text("text.more"));
                } else {
                    self.inlines(out, title);
                }
                out.push_str("</summary>\n");
                self.blocks(out, blocks);
                out.push_str("</details>\n");
                return;
            }
        };
        let _ = write!(out, "<aside class=\"note note-{name}\"");
        attribute(out, "aria-label", self.words().text(label));
        out.push_str(">\n");
        self.blocks(out, blocks);
        out.push_str("</aside>\n");
    }

    /// The level of a heading inside a text.
    fn level_below(&self) -> u8 {
        (self.level + 1).min(6)
    }

    /// Running text without the `<br/>` below it, by which authors push things down on a slide: a page has its own distances.
    fn without_last_breaks<'c>(&self, content: &'c [Inline]) -> &'c [Inline] {
        let is_break = |inline: &Inline| match inline {
            Inline::Break | Inline::SoftBreak => true,
            Inline::Html(tag) => tag == "<br>",
            _ => false,
        };
        match content.iter().rposition(|inline| !is_break(inline)) {
            _ if self.medium == Medium::Deck => content,
            Some(last) => &content[..=last],
            None => &[],
        }
    }

    /// Running text.
    pub(super) fn inlines(&self, out: &mut String, inlines: &[Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            let revealed = self.medium == Medium::Deck
                && is_element(inline)
                && matches!(inlines.get(index + 1), Some(Inline::Fragment(_)));
            if revealed {
                out.push_str("<span");
                fragment_attributes(out, inlines.get(index + 1));
                out.push('>');
            }
            self.inline(out, inline);
            if revealed {
                out.push_str("</span>");
            }
        }
    }

    /// The text of a heading, in which those whose item it is stand apart.
    pub(super) fn heading(&self, out: &mut String, inlines: &[Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            let is_last = index + 1 == inlines.len();
            match inline {
                Inline::Text(text) => with_owners(out, text, is_last, |out, part| self.text(out, part)),
                other => self.inlines(out, std::slice::from_ref(other)),
            }
        }
    }

    fn inline(&self, out: &mut String, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(out, text),
            Inline::Code(code) => {
                out.push_str("<code>");
                escape(out, code);
                out.push_str("</code>");
            }
            Inline::Break => out.push_str("<br>\n"),
            Inline::SoftBreak => out.push('\n'),
            Inline::Emoji(emoji) => {
                out.push_str("<span class=\"emoji\" role=\"img\"");
                attribute(out, "aria-label", emoji.name);
                out.push('>');
                out.push_str(emoji.character);
                out.push_str("</span>");
            }
            Inline::Styled(style, content) => {
                let tag = match style {
                    Style::Again => "small",
                    Style::Emphasis => "em",
                    Style::Strong => "strong",
                    Style::Strikethrough => "s",
                    Style::Superscript => "sup",
                    Style::Subscript => "sub",
                    Style::Mark => "mark",
                    Style::Insert => "ins",
                };
                let _ = write!(out, "<{tag}>");
                self.inlines(out, content);
                let _ = write!(out, "</{tag}>");
            }
            Inline::Link(link) => self.link(out, link),
            Inline::Image(image) => self.image(out, image),
            Inline::Html(tag) => {
                // On a page an author's colours and sizes would fight with the reader's; a deck keeps them.
                let span = tag.starts_with("<span") || tag.starts_with("</span");
                if self.medium == Medium::Page
                    && let Some((opening, rest)) = heading_tag(tag)
                {
                    let _ = write!(out, "{opening}{}{rest}", self.level_below());
                } else if self.medium == Medium::Deck || !span {
                    out.push_str(tag);
                } else if let Some(id) = tags::written_id(tag) {
                    out.push_str("<span");
                    attribute(out, "id", id);
                    out.push_str("></span>");
                }
            }
            Inline::Formula(text) => escape(out, text),
            Inline::FootnoteReference(label) => self.footnote_reference(out, label),
            Inline::Fragment(_) => {}
        }
    }

    fn text(&self, out: &mut String, text: &str) {
        let mut rest = 0;
        let mentions = self.mentions.filter(|_| !self.in_link);
        for (range, path) in mentions.map(|mentions| mentions.find(text)).unwrap_or_default() {
            escape(out, &text[rest..range.start]);
            out.push_str("<a");
            attribute(out, "href", &format!("{}{path}", self.root));
            out.push('>');
            escape(out, &text[range.clone()]);
            out.push_str("</a>");
            rest = range.end;
        }
        escape(out, &text[rest..]);
    }

    /// The mark of a footnote. Where the footnote does not stand on the slide, it leads to the page.
    fn footnote_reference(&self, out: &mut String, label: &str) {
        out.push_str("<sup>");
        let Some(index) = self.footnotes.find(label) else {
            escape(out, label);
            out.push_str("</sup>");
            return;
        };
        let footnote = &self.footnotes.all[index];
        let (href, mark) = match (self.medium, self.slide.filter(|_| footnote.fits_on_slide)) {
            (Medium::Page, _) => (format!("#fn-{}", footnote.anchor), Some(format!("fnref-{}", footnote.anchor))),
            (Medium::Deck, Some(slide)) => {
                let (note, mark) = ids_on_slide(slide, &footnote.anchor);
                (format!("#/{note}"), Some(mark))
            }
            (Medium::Deck, None) => (self.call_url(self.call, &format!("fn-{}", footnote.anchor)), None),
        };
        out.push_str("<a");
        attribute(out, "href", &href);
        if let Some(mark) = mark {
            attribute(out, "id", &id_of_mark(&mark, self.footnotes.name(index)));
        }
        let _ = write!(out, ">{}</a></sup>", index + 1);
    }

    fn link(&self, out: &mut String, link: &Link) {
        let Link { destination, title, content, bare, .. } = link;
        let href = match self.archive.link_target(self.call, destination) {
            LinkTarget::Outside(address) => Some(address),
            LinkTarget::Call { id, anchor, .. } => Some(self.call_url(id, &anchor)),
            LinkTarget::File(file) => Some(format!("{}{}", self.root, self.pictures.full(file))),
            LinkTarget::Anchor(anchor) => Some(self.anchor_url(&anchor)),
            LinkTarget::Mail | LinkTarget::Unpublished | LinkTarget::Missing | LinkTarget::Refused => None,
        };
        let Some(href) = href else {
            if *bare {
                // A bare address stays readable, but is nothing a harvester could use.
                escape(out, &crate::parse::hide_addresses(&plain::text(content)));
            } else {
                self.inlines(out, content);
            }
            return;
        };
        out.push_str("<a");
        attribute(out, "href", &href);
        if !title.is_empty() {
            attribute(out, "title", title);
        }
        out.push('>');
        if *bare {
            // The author's spelling: a browser may show an address it has normalised differently.
            escape_with_breaks(out, &plain::text(content));
        } else if content.is_empty() {
            escape_with_breaks(out, destination);
        } else {
            Self { in_link: true, ..*self }.inlines(out, content);
        }
        out.push_str("</a>");
        if !*bare && let Some(host) = url::misleading_host(&plain::text(content), &href) {
            escape(out, &format!(" ({host})"));
        }
    }

    fn call_url(&self, id: CallId, anchor: &str) -> String {
        let call = self.archive.call(id);
        with_anchor(&format!("{}{}", self.root, call.url), anchor)
    }

    /// In a deck a fragment is a slide, so links within the notes lead to the page.
    fn anchor_url(&self, anchor: &str) -> String {
        match self.medium {
            Medium::Page => format!("#{anchor}"),
            Medium::Deck => format!("#/{anchor}"),
        }
    }

    fn image(&self, out: &mut String, image: &Image) {
        let Image { source, alternative, title, size, .. } = image;
        // HedgeDoc users paste the address into the alternative text; that describes nothing.
        let alternative = if alternative.contains("://") { "" } else { alternative.as_str() };
        let (href, key) = match self.archive.image_target(self.call, source) {
            ImageTarget::Local(file) => {
                self.local_image(out, file, alternative, title, *size);
                return;
            }
            ImageTarget::Elsewhere(address) => {
                let key = match self.archive.config.uploaded_name(&address) {
                    Some(_) if alternative.is_empty() => "text.image_not_archived",
                    Some(_) => "text.image_not_archived_named",
                    None => "text.image_elsewhere",
                };
                (Some(address), key)
            }
            ImageTarget::Missing => (None, "text.image_missing"),
            ImageTarget::Refused => (None, ""),
        };
        if key.is_empty() {
            escape(out, alternative);
            return;
        }
        let name = source.split(['?', '#']).next().unwrap_or(source).rsplit('/').next().unwrap_or(source);
        let label = if alternative.is_empty() { name } else { alternative };
        match &href {
            Some(href) => {
                out.push_str("<a class=\"missing-image\"");
                attribute(out, "href", href);
                if key == "text.image_not_archived" {
                    // A pad names its pictures by chance: that name is for those who look for the file.
                    attribute(out, "title", &self.words().with("text.file", &[("name", name)]));
                }
                out.push('>');
            }
            None => out.push_str("<span class=\"missing-image\">"),
        }
        let host = href.as_deref().and_then(|href| href.split('/').nth(2)).unwrap_or_default();
        escape(out, &self.words().with(key, &[("host", host), ("name", &plain::shorten(label, 60))]));
        out.push_str(if href.is_some() { "</a>" } else { "</span>" });
    }

    fn local_image(&self, out: &mut String, file: &LocalFile, alternative: &str, title: &str, size: ImageSize) {
        let full = format!("{}{}", self.root, self.pictures.full(file));
        if file.facts.format == Format::Pdf {
            out.push_str("<a");
            attribute(out, "href", &full);
            out.push('>');
            escape(out, if alternative.is_empty() { full.rsplit('/').next().unwrap_or(&full) } else { alternative });
            out.push_str("</a>");
            return;
        }
        let reduced = self.pictures.reduced(file);
        // What was made smaller leads to all of its pixels, but where the author's own link leads elsewhere.
        let enlarges = !reduced.is_empty() && self.medium == Medium::Page && !self.in_link;
        if enlarges {
            out.push_str("<a class=\"enlarge\"");
            attribute(out, "href", &full);
            let words = self.words();
            let what = if alternative.is_empty() { words.text("text.picture") } else { alternative };
            attribute(out, "aria-label", &words.with("text.full_size", &[("name", what)]));
            out.push('>');
        }
        out.push_str("<img");
        let shown = shown_size(&file.facts, size);
        // A browser that knows no `srcset` gets the largest of the smaller ones.
        match (reduced.last(), file.facts.size) {
            (Some((_, largest)), Some((width, _))) => {
                attribute(out, "src", &format!("{}{largest}", self.root));
                let smaller = reduced.iter().map(|(width, url)| format!("{}{url} {width}w", self.root));
                let all: Vec<String> = smaller.chain([format!("{full} {width}w")]).collect();
                attribute(out, "srcset", &all.join(", "));
                attribute(out, "sizes", &self.sizes(shown, size));
            }
            _ => attribute(out, "src", &full),
        }
        let fits = self.medium == Medium::Deck && !reduced.is_empty() && size.width.is_none() && size.height.is_none();
        let shown = if fits { on_slide(shown) } else { shown };
        if let Some((width, height)) = shown {
            attribute(out, "width", &width.to_string());
            attribute(out, "height", &height.to_string());
        }
        if let Some(Length::Percent(percent)) = size.width {
            attribute(out, "class", &format!("w-{}", (percent + 5) / 10 * 10));
        } else if size.width.is_some() || size.height.is_some() {
            attribute(out, "class", "sized");
        } else if fits {
            attribute(out, "class", "fitted");
        }
        // In a deck reveal.js shows slides at once: a picture that is fetched or decoded later would come after its text.
        if self.medium == Medium::Page {
            out.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
        attribute(out, "alt", alternative);
        if !title.is_empty() {
            attribute(out, "title", title);
        }
        out.push('>');
        if enlarges {
            out.push_str("</a>");
        }
    }

    /// How wide a picture will be, for the browser's choice among its files: it chooses before it knows the style sheet.
    fn sizes(&self, shown: Option<(u32, u32)>, size: ImageSize) -> String {
        let share = if let Some(Length::Percent(percent)) = size.width { percent } else { 100 };
        match self.medium {
            Medium::Page if share == 100 && shown.is_some_and(|(width, _)| width <= COLUMN * 16) => {
                format!("{}px", shown.map_or(0, |(width, _)| width))
            }
            Medium::Page => format!("(min-width: 60rem) {}rem, {}vw", COLUMN * share / 100, 94 * share / 100),
            Medium::Deck => {
                let options = &self.archive.call(self.call).document.front_matter.slide_options;
                let (width, height) = (options.width.unwrap_or(960), options.height.unwrap_or(700));
                let wanted = match shown {
                    Some(shown) if share == 100 => on_slide(Some(shown)).map_or(width, |(width, _)| width).min(width),
                    _ => width * share / 100,
                };
                // A slide is as large as the window lets it be, in its own proportions.
                format!("min({}vw, {}vh)", wanted * 100 / width, wanted * 100 / height)
            }
        }
    }

    /// The footnotes of a page.
    pub(super) fn footnotes(&self, out: &mut String) {
        if self.footnotes.all.is_empty() {
            return;
        }
        // Footnotes name each other, too: which of them have marks is known when all are written.
        let bodies: Vec<String> = self.footnotes.all.iter().map(|footnote| self.html_of(footnote.blocks)).collect();
        out.push_str("<section class=\"footnotes\"");
        attribute(out, "aria-label", self.words().text("text.footnotes"));
        out.push_str("><ol>\n");
        for (index, (footnote, body)) in self.footnotes.all.iter().zip(bodies).enumerate() {
            let anchor = &footnote.anchor;
            let _ = write!(out, "<li id=\"fn-{anchor}\">{body}");
            self.back_links(out, &format!("#fnref-{anchor}"), self.footnotes.marks(index));
            out.push_str("</li>\n");
        }
        out.push_str("</ol></section>\n");
    }

    /// The footnotes that a slide has named.
    pub(super) fn footnotes_on_slide(&self, out: &mut String) {
        let Some(slide) = self.slide else { return };
        let named = self.footnotes.take_named();
        if named.is_empty() {
            return;
        }
        out.push_str("<div class=\"footnotes\" role=\"group\"");
        attribute(out, "aria-label", self.words().text("text.footnotes"));
        out.push_str("><ol>\n");
        for (index, marks) in named {
            let footnote = &self.footnotes.all[index];
            let (note, mark) = ids_on_slide(slide, &footnote.anchor);
            let _ = write!(out, "<li id=\"{note}\" value=\"{}\">", index + 1);
            // What it names itself is on the page.
            Self { slide: None, ..*self }.blocks(out, footnote.blocks);
            self.back_links(out, &format!("#/{mark}"), marks);
            out.push_str("</li>\n");
        }
        out.push_str("</ol></div>\n");
    }

    /// Links back to all marks of a footnote.
    fn back_links(&self, out: &mut String, first: &str, marks: usize) {
        for number in 1..=marks {
            let href = id_of_mark(first, number);
            let _ = write!(out, "<a class=\"backref\" href=\"{href}\"");
            attribute(out, "aria-label", self.words().text("text.back"));
            out.push_str(">↩");
            if number > 1 {
                let _ = write!(out, "<sup>{number}</sup>");
            }
            out.push_str("</a>");
        }
    }

    fn html_of(&self, blocks: &[Block]) -> String {
        let mut html = String::new();
        self.blocks(&mut html, blocks);
        html
    }
}

/// The ids of a footnote on a slide and of its mark there.
fn ids_on_slide(slide: usize, anchor: &str) -> (String, String) {
    (format!("mb-fn-{slide}-{anchor}"), format!("mb-fnref-{slide}-{anchor}"))
}

/// The id of one of several marks of a footnote. No slug has a colon, so that no other footnote's is the same.
fn id_of_mark(first: &str, number: usize) -> String {
    if number == 1 { first.to_owned() } else { format!("{first}:{number}") }
}

/// The width of a page's text and pictures beside the contents, in rem.
const COLUMN: u32 = 40;

/// What a picture is made to fit on a slide, in the slide's pixels; the same as in the style sheet.
const SLIDE_PICTURE: u32 = 560;

/// The size on a slide of a picture that nobody gave a size. `srcset` takes a picture's own size away, so that it has to
/// be said.
fn on_slide(shown: Option<(u32, u32)>) -> Option<(u32, u32)> {
    let (width, height) = shown?;
    if height <= SLIDE_PICTURE {
        return shown;
    }
    Some(((width * SLIDE_PICTURE / height).max(1), SLIDE_PICTURE))
}

/// The width and height an image is shown at: what the author asked for, completed by the file's own proportions.
fn shown_size(facts: &ImageFacts, size: ImageSize) -> Option<(u32, u32)> {
    let (width, height) = facts.size?;
    let scale = |length: u32, by: u32, of: u32| {
        let scaled = u64::from(length) * u64::from(by) / u64::from(of.max(1));
        u32::try_from(scaled.max(1)).unwrap_or(length)
    };
    Some(match (size.width, size.height) {
        (Some(Length::Pixels(width)), Some(Length::Pixels(height))) => (width, height),
        (Some(Length::Pixels(wanted)), _) => (wanted, scale(height, wanted, width)),
        (_, Some(Length::Pixels(wanted))) => (scale(width, wanted, height), wanted),
        _ => (width, height),
    })
}

/// An item with nothing in it; pads are full of bullets somebody meant to fill.
fn is_empty(item: &Item) -> bool {
    item.blocks.iter().all(|block| match block {
        Block::Paragraph { content, .. } => content.iter().all(|inline| match inline {
            Inline::Text(text) => text.trim().is_empty(),
            Inline::Break | Inline::SoftBreak => true,
            _ => false,
        }),
        Block::List { items, .. } => items.iter().all(is_empty),
        _ => false,
    })
}

/// What stands around the level in an author's own tag of a heading.
fn heading_tag(tag: &str) -> Option<(&str, &str)> {
    let (opening, rest) = tag.split_at_checked(if tag.starts_with("</") { 3 } else { 2 })?;
    let rest = rest.strip_prefix(|level: char| ('1'..='6').contains(&level))?;
    matches!(opening, "<h" | "</h").then_some((opening, rest))
}

/// The directive that a block has nothing but.
fn lone_fragment(block: &Block) -> Option<&Inline> {
    match block {
        Block::Html { content, .. } | Block::Paragraph { content, .. } => match content.as_slice() {
            [fragment @ Inline::Fragment(_)] => Some(fragment),
            _ => None,
        },
        _ => None,
    }
}

/// A piece of running text that is an element of its own, to which `.element` directives apply.
fn is_element(inline: &Inline) -> bool {
    matches!(inline, Inline::Styled(..) | Inline::Code(_) | Inline::Link(_) | Inline::Image(_))
}

/// When a paragraph or item holds a `.element` directive with no element right before it, it applies to the whole.
fn fragment_of(content: &[Inline]) -> Option<&Inline> {
    let own = content.iter().enumerate().find(|(index, inline)| {
        let follows_element = index.checked_sub(1).and_then(|before| content.get(before)).is_some_and(is_element);
        matches!(inline, Inline::Fragment(_)) && !follows_element
    });
    own.map(|(_, inline)| inline)
}

fn fragment_attributes(out: &mut String, fragment: Option<&Inline>) {
    class_attributes(out, &[], fragment);
}

/// The classes of an element and of the step in which it appears, in one attribute.
fn class_attributes(out: &mut String, classes: &[&str], fragment: Option<&Inline>) {
    let (steps, index) = match fragment {
        Some(Inline::Fragment(fragment)) => (["fragment", fragment.effect.as_str()], fragment.index),
        _ => (["", ""], None),
    };
    let classes: Vec<&str> = classes.iter().copied().chain(steps).filter(|class| !class.is_empty()).collect();
    if !classes.is_empty() {
        attribute(out, "class", &classes.join(" "));
    }
    if let Some(index) = index {
        attribute(out, "data-fragment-index", &index.to_string());
    }
}

fn code(out: &mut String, words: &Words, language: &str, text: &str, numbered_from: Option<u32>) {
    let diagram =
        matches!(language, "mermaid" | "graphviz" | "sequence" | "flow" | "plantuml" | "abc" | "vega" | "dot");
    if diagram {
        out.push_str("<figure class=\"diagram\"><figcaption>");
        escape(out, &words.with("text.diagram", &[("language", language)]));
        out.push_str("</figcaption>");
    }
    out.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    if !language.is_empty() {
        attribute(out, "class", &format!("language-{language}"));
    }
    out.push('>');
    let coloured = if diagram || language.is_empty() { None } else { highlight::code(language, text) };
    let html = coloured.unwrap_or_else(|| {
        let mut html = String::with_capacity(text.len());
        escape(&mut html, text);
        html
    });
    match numbered_from {
        Some(first) => {
            // Colours may end after the last line's end: what is there is no line.
            let count = text.lines().count();
            let mut lines = html.split('\n');
            for (number, line) in (first..).zip(lines.by_ref().take(count)) {
                let _ = writeln!(out, "<span class=\"line-number\">{number:>4} </span>{line}");
            }
            lines.for_each(|rest| out.push_str(rest));
        }
        None => out.push_str(&html),
    }
    out.push_str("</code></pre>");
    out.push_str(if diagram { "</figure>\n" } else { "\n" });
}
