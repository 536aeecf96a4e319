//! Whether HTML is well formed in a sense so strict that no two parsers can read it differently, and how to make it so.

use super::attributes::{OUTSIDE_REL, attribute};
use super::elements::{ElementPolicy, Kind, is_void, kind, policy};
use super::tags::{self, Markup};
use super::url::leaves_the_site;
use std::borrow::Cow;

/// The deepest nesting of elements.
const DEEPEST: usize = 100;

/// Whether HTML is what [`repair`] would make of it, give or take entities in text and `rel` of outside links: says where
/// that attribute is missing, or nothing when anything else is amiss.
///
/// In well-formed HTML every `<` opens a start or end tag of an element of the page, in lower case, with allowed attributes in double quotes,
/// one space before each. Every element is closed, the last one opened first, and stands where the HTML parser leaves it.
pub(super) fn well_formed(html: &str) -> Option<Vec<usize>> {
    if html.as_bytes().contains(&0) || html.as_bytes().contains(&b'\r') {
        return None;
    }
    let mut open: Vec<(Kind, &str)> = Vec::with_capacity(16);
    let mut unmarked = Vec::new();
    let mut at = html.find('<').unwrap_or(html.len());
    while at < html.len() {
        let text_from = read_tag(html, at + 1, &mut open, &mut unmarked)?;
        at = html[text_from..].find('<').map_or(html.len(), |offset| text_from + offset);
        let in_frame = open.last().is_some_and(|(kind, _)| kind.is_table_frame());
        if in_frame && !html[text_from..at].bytes().all(|byte| byte.is_ascii_whitespace()) {
            return None;
        }
    }
    open.is_empty().then_some(unmarked)
}

/// Well-formed HTML with `rel` put in at the places that [`well_formed`] named.
pub(super) fn mark_links(html: &str, unmarked: &[usize]) -> String {
    let mut marked = String::with_capacity(html.len() + unmarked.len() * (OUTSIDE_REL.len() + 7));
    let mut from = 0;
    for &at in unmarked {
        marked.push_str(&html[from..at]);
        tags::put(&mut marked, "rel", OUTSIDE_REL);
        from = at;
    }
    marked.push_str(&html[from..]);
    marked
}

/// Reads the tag whose name begins at `from`, tracks what is open and where links lack `rel`; says where the tag ends, or
/// nothing when it is not well formed.
fn read_tag<'a>(
    html: &'a str,
    from: usize,
    open: &mut Vec<(Kind, &'a str)>,
    unmarked: &mut Vec<usize>,
) -> Option<usize> {
    let bytes = html.as_bytes();
    let end = bytes.get(from) == Some(&b'/');
    let from = from + usize::from(end);
    let length = bytes[from..].iter().position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit())?;
    let (name, mut at) = (&html[from..from + length], from + length);
    let kind = kind(name)?;
    if end {
        let (_, opened) = open.pop()?;
        return (opened == name && bytes[at] == b'>').then_some(at + 1);
    }
    let mut link = Link::default();
    let mut seen: [&str; 12] = [""; 12];
    let mut count = 0;
    while bytes[at] == b' ' {
        let name_from = at + 1;
        let name_to = name_from + html[name_from..].find('=')?;
        let value_to = name_to + 2 + html.get(name_to + 2..)?.find('"')?;
        let attribute_name = &html[name_from..name_to];
        if bytes[name_to + 1] != b'"' || seen[..count].contains(&attribute_name) {
            return None;
        }
        *seen.get_mut(count)? = attribute_name;
        count += 1;
        let value = decode(&html[name_to + 2..value_to])?;
        if attribute(name, attribute_name, &value)? != value {
            return None;
        }
        link.note(attribute_name, &value);
        at = value_to + 1;
        bytes.get(at)?;
    }
    let begins_with_newline = name == "pre" && bytes.get(at + 1) == Some(&b'\n');
    if bytes[at] != b'>' || (link.marked && !link.outside) || begins_with_newline {
        return None;
    }
    if link.outside && !link.marked {
        unmarked.push(at);
    }
    let parent = open.last().map(|(kind, _)| *kind);
    let is_open = |wanted: Kind| open.iter().any(|(kind, _)| *kind == wanted);
    let misplaced = !kind.fits(parent)
        || (kind.ends_paragraph() && is_open(Kind::Paragraph))
        || (matches!(kind, Kind::Link | Kind::Heading) && is_open(kind))
        || open.len() >= DEEPEST;
    if misplaced {
        return None;
    }
    if !is_void(name) {
        open.push((kind, name));
    }
    Some(at + 1)
}

/// What an `<a>` says about where it leads.
#[derive(Default)]
struct Link {
    outside: bool,
    marked: bool,
}

impl Link {
    fn note(&mut self, name: &str, value: &str) {
        match name {
            "href" => self.outside = leaves_the_site(value),
            "rel" => self.marked = true,
            _ => {}
        }
    }
}

/// An attribute's value, decoded; nothing when it has other entities than the escapes we write.
fn decode(value: &str) -> Option<Cow<'_, str>> {
    const ESCAPES: [(&str, char); 7] = [
        ("amp;", '&'),
        ("nbsp;", '\u{a0}'),
        ("quot;", '"'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("#39;", '\''),
        ("#x27;", '\''),
    ];
    if !value.contains('&') {
        return Some(Cow::Borrowed(value));
    }
    let mut parts = value.split('&');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (escape, character) = ESCAPES.into_iter().find(|(escape, _)| part.starts_with(escape))?;
        decoded.push(character);
        decoded.push_str(&part[escape.len()..]);
    }
    Some(Cow::Owned(decoded))
}

/// The same HTML without what is not allowed and with every element closed in its place; it is [`well_formed`].
pub(super) fn repair(html: &str) -> String {
    let html = html.replace("\r\n", "\n").replace(['\r', '\0'], " ");
    let mut mender = Mender { written: String::with_capacity(html.len() + html.len() / 8), open: Vec::new() };
    let mut rest = html.as_str();
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(at) = rest.find('<') {
        mender.text(&rest[..at]);
        rest = &rest[at..];
        let length = match tags::markup(rest) {
            Markup::None => {
                mender.text("<");
                1
            }
            Markup::Comment { length, .. } | Markup::Bogus { length } => length,
            Markup::Tag { name, end, length, .. } => {
                let name = name.to_ascii_lowercase();
                match (policy(&name), end) {
                    (ElementPolicy::Removed(name), false) if !unclosed.contains(&name) => {
                        let content = tags::find_end_tag(&rest[length..], name).map(|tag| tag.end);
                        if content.is_none() {
                            unclosed.push(name);
                        }
                        length + content.unwrap_or_default()
                    }
                    (_, true) => {
                        mender.end(&name);
                        length
                    }
                    (_, false) => {
                        mender.start(&name, &rest[..length]);
                        length
                    }
                }
            }
        };
        rest = &rest[length..];
    }
    mender.text(rest);
    mender.close_to(0);
    mender.written
}

/// HTML under construction.
struct Mender {
    written: String,
    /// What is open, outermost first.
    open: Vec<(Kind, &'static str)>,
}

impl Mender {
    fn parent(&self) -> Option<Kind> {
        self.open.last().map(|(kind, _)| *kind)
    }

    fn text(&mut self, text: &str) {
        let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if !blank {
            self.open_cell();
        }
        let text = if self.written.ends_with('>')
            && self.open.last().is_some_and(|(_, name)| *name == "pre")
            && self.begins_pre()
        {
            text.trim_start_matches('\n')
        } else {
            text
        };
        for part in text.split_inclusive(['<', '>']) {
            match part.as_bytes().last() {
                Some(b'<') => self.written.extend([&part[..part.len() - 1], "&lt;"]),
                Some(b'>') => self.written.extend([&part[..part.len() - 1], "&gt;"]),
                _ => self.written.push_str(part),
            }
        }
    }

    /// Whether the last thing written is the start tag of a `pre`; a parser drops a newline there.
    fn begins_pre(&self) -> bool {
        self.written.rfind('<').is_some_and(|at| self.written[at..].starts_with("<pre"))
    }

    /// Opens what a table lacks before anything but rows may stand in it.
    fn open_cell(&mut self) {
        if self.parent() == Some(Kind::Columns) {
            self.close_to(self.open.len() - 1);
        }
        for (frame, kind, name) in
            [(Kind::Table, Kind::Rows, "tbody"), (Kind::Rows, Kind::Row, "tr"), (Kind::Row, Kind::Cell, "td")]
        {
            if self.parent() == Some(frame) {
                self.push(kind, name);
            }
        }
    }

    fn push(&mut self, kind: Kind, name: &'static str) {
        self.written.extend(["<", name, ">"]);
        self.open.push((kind, name));
    }

    /// Closes everything but the first `depth` open elements.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some((_, name)) = self.open.pop()
        {
            self.written.extend(["</", name, ">"]);
        }
    }

    /// The innermost open element of one of these kinds, without looking out of the cell or beyond `stop`.
    fn innermost(&self, kinds: &[Kind], stop: &[Kind]) -> Option<usize> {
        let at = self.open.iter().rposition(|(kind, _)| {
            kinds.contains(kind) || stop.contains(kind) || matches!(kind, Kind::Cell | Kind::Caption | Kind::Table)
        })?;
        kinds.contains(&self.open[at].0).then_some(at)
    }

    fn start(&mut self, name: &str, tag: &str) {
        let Some((kind, name)) =
            super::elements::of_page().find(|known| *known == name).and_then(|name| Some((kind(name)?, name)))
        else {
            return;
        };
        if !self.make_room(kind) {
            return;
        }
        self.written.push('<');
        self.written.push_str(name);
        self.attributes(name, tag);
        self.written.push('>');
        if !is_void(name) {
            self.open.push((kind, name));
        }
    }

    /// Closes and opens what must be closed and open before an element; says whether it can stand here at all.
    fn make_room(&mut self, kind: Kind) -> bool {
        let ended: &[(&[Kind], &[Kind])] = match kind {
            Kind::Item => &[(&[Kind::Item], &[Kind::List])],
            Kind::Term => &[(&[Kind::Term], &[Kind::Definitions])],
            Kind::RubyText => &[(&[Kind::RubyText], &[Kind::Ruby])],
            Kind::Link => &[(&[Kind::Link], &[])],
            Kind::Heading => &[(&[Kind::Paragraph], &[]), (&[Kind::Heading], &[])],
            Kind::Caption | Kind::Columns | Kind::Column | Kind::Rows | Kind::Row | Kind::Cell => {
                return self.make_table_room(kind);
            }
            kind if kind.ends_paragraph() => &[(&[Kind::Paragraph], &[])],
            _ => &[],
        };
        for (kinds, stop) in ended {
            if let Some(depth) = self.innermost(kinds, stop) {
                self.close_to(depth);
            }
        }
        // A paragraph or link outside a table's cell is open inside it as well.
        let strays = match kind {
            Kind::Link | Kind::Heading => self
                .open
                .iter()
                .position(|(open, _)| *open == kind || (kind == Kind::Heading && *open == Kind::Paragraph)),
            kind if kind.ends_paragraph() => self.open.iter().position(|(open, _)| *open == Kind::Paragraph),
            _ => None,
        };
        if strays.is_some() {
            return false;
        }
        if !matches!(kind, Kind::Item | Kind::Term | Kind::RubyText) {
            self.open_cell();
        }
        // A table brings up to three more levels with it.
        let levels = if kind == Kind::Table { 4 } else { 1 };
        self.open.len() + levels <= DEEPEST && kind.fits(self.parent())
    }

    /// The same for a part of a table.
    fn make_table_room(&mut self, kind: Kind) -> bool {
        let Some(table) = self.open.iter().rposition(|(open, _)| *open == Kind::Table) else { return false };
        // How many levels below the table the parent of this kind stands.
        let level = match kind {
            Kind::Caption | Kind::Columns | Kind::Rows => 0,
            Kind::Column | Kind::Row => 1,
            _ => 2,
        };
        let frame = self.open[table..].iter().take_while(|(open, _)| open.is_table_frame()).count();
        self.close_to(table + frame.min(level + 1));
        match (kind, self.parent()) {
            (Kind::Column, Some(Kind::Table)) => self.push(Kind::Columns, "colgroup"),
            (Kind::Row | Kind::Cell, Some(Kind::Columns)) => self.close_to(table + 1),
            _ => {}
        }
        if matches!(kind, Kind::Row | Kind::Cell) && self.parent() == Some(Kind::Table) {
            self.push(Kind::Rows, "tbody");
        }
        if kind == Kind::Cell && self.parent() == Some(Kind::Rows) {
            self.push(Kind::Row, "tr");
        }
        kind.fits(self.parent())
    }

    fn attributes(&mut self, name: &str, tag: &str) {
        let mut link = Link::default();
        for (attribute_name, value) in tags::read_attributes(tag) {
            if attribute_name == "rel" {
                continue;
            }
            if let Some(value) = attribute(name, &attribute_name, &value) {
                link.note(&attribute_name, &value);
                tags::put(&mut self.written, &attribute_name, &value);
            }
        }
        if link.outside {
            tags::put(&mut self.written, "rel", OUTSIDE_REL);
        }
    }

    fn end(&mut self, name: &str) {
        let Some(kind) = kind(name) else { return };
        if is_void(name) {
            return;
        }
        let found = self.open.iter().rposition(|(open, opened)| {
            *opened == name
                || match kind {
                    // A phrase does not end across a block, nor a block across the cell it stands in.
                    Kind::Phrasing | Kind::Link | Kind::Ruby | Kind::RubyText => open.ends_paragraph(),
                    Kind::Rows | Kind::Row | Kind::Cell | Kind::Caption | Kind::Columns | Kind::Table => {
                        *open == Kind::Table
                    }
                    _ => matches!(open, Kind::Cell | Kind::Caption | Kind::Table),
                }
        });
        if let Some(depth) = found.filter(|&depth| self.open[depth].1 == name) {
            self.close_to(depth);
        }
    }
}
