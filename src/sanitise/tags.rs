//! Authors' raw HTML, cut into pieces for the document's tree: allowed tags rewritten attribute by attribute, everything
//! that is no HTML (`<tenant>`, `<->`) as the text it was meant to be.
//!
//! Where a tag or comment ends follows the tokenizer of the HTML standard; attributes are read by html5ever itself, so
//! that we see them as browsers do.

use super::css;
use super::elements::{ElementPolicy, is_void, policy};
use super::icons::{self, Icon};
use crate::base::text::{escape, is_invisible};
use crate::document::Length;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text to show, entities decoded.
    Text(String),
    /// One start or end tag of an allowed element, its attributes checked, quoted and escaped.
    Tag(String),
    /// The declarations behind a class that the next piece, a [`Piece::Tag`], uses; for the site's style sheet. The same
    /// declarations always get the same class.
    Style {
        /// `a-` and eight hexadecimal digits.
        class: String,
        /// `color:#f00;font-size:26px`, as [`css::inline_declarations`] writes them.
        declarations: String,
    },
    /// `<a>`. The destination is as written (entities decoded), not yet classified; empty for an anchor without `href`.
    LinkStart {
        /// `href`.
        destination: String,
        /// `title`.
        title: String,
    },
    /// `</a>`, matched or not.
    LinkEnd,
    /// `<img>`.
    Image {
        /// `src` as written (entities decoded), not yet classified.
        source: String,
        /// `alt`.
        alternative: String,
        /// `title`.
        title: String,
        /// `width`.
        width: Option<Length>,
        /// `height`.
        height: Option<Length>,
    },
    /// What stands in a comment; never published, but slide directives are read from it.
    Comment(String),
    /// The start tag of an element whose content is not shown (`<script>`) and whose end tag is not in this text. A caller
    /// that is handed one tag at a time drops what follows up to the [`Piece::HiddenEnd`] of the same name; when there is
    /// none in the same paragraph, it goes on as if the tag were not there.
    HiddenStart(&'static str),
    /// The end tag of such an element.
    HiddenEnd(&'static str),
}

/// The longest tag whose attributes are read, in bytes; a longer one is text. Reading them takes quadratic time.
const LONGEST_TAG: usize = 4 * 1024;
/// The longest attribute value that is kept, in bytes.
const LONGEST_VALUE: usize = 2048;

/// Cuts raw HTML, one tag or whole lines of it, into pieces. Joining the texts and tags gives the author's HTML back, as
/// far as it is allowed; elements need not be closed and end tags need not match, see [`super::bounded`].
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut cutter = Cutter { html, at: 0, text_from: 0, pieces: Vec::new(), unclosed: Vec::new() };
    while let Some(offset) = html[cutter.at..].find('<') {
        cutter.at += offset;
        match markup(&html[cutter.at..]) {
            Markup::None => cutter.at += 1,
            Markup::Comment { data, length } => {
                cutter.flush(length);
                cutter.pieces.push(Piece::Comment(data.to_owned()));
            }
            Markup::Bogus { length } => cutter.flush(length),
            Markup::Tag { name, end, bare, length } => cutter.tag(name, end, bare, length),
        }
    }
    cutter.at = html.len();
    cutter.flush(0);
    cutter.pieces
}

struct Cutter<'a> {
    html: &'a str,
    at: usize,
    text_from: usize,
    pieces: Vec<Piece>,
    /// Elements that are not shown and have no end tag in the rest of the text.
    unclosed: Vec<&'static str>,
}

impl Cutter<'_> {
    /// Writes down the text that led up to here and steps over `length` bytes of markup.
    fn flush(&mut self, length: usize) {
        let text = &self.html[self.text_from..self.at];
        if !text.is_empty() {
            let text = decode_entities(text);
            match self.pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(&text),
                _ => self.pieces.push(Piece::Text(text)),
            }
        }
        self.at += length;
        self.text_from = self.at;
    }

    fn tag(&mut self, name: &str, end: bool, bare: bool, length: usize) {
        let slice = &self.html[self.at..self.at + length];
        let lower = name.to_ascii_lowercase();
        let standing = policy(&lower);
        // `Vec<T>`, `Foo<U>`, `<I as Iterator>`: a capital is a type parameter, not an obsolete spelling of `<u>`.
        let type_parameter =
            name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_uppercase()) && !slice.contains('=');
        if type_parameter
            || standing == ElementPolicy::Unknown
            || (standing == ElementPolicy::Placeholder && bare && !end)
        {
            self.at += length;
            return;
        }
        self.flush(length);
        let attributes = if bare || end { Vec::new() } else { read_attributes(slice) };
        match (standing, end) {
            (ElementPolicy::Kept(kept), end) => self.kept(kept, &lower, end, &attributes),
            (ElementPolicy::Link, false) => self.link(&attributes),
            (ElementPolicy::Link, true) => self.pieces.push(Piece::LinkEnd),
            (ElementPolicy::Image, false) => self.pieces.push(image(&attributes)),
            (ElementPolicy::Removed(name), false) => self.removed(name),
            (ElementPolicy::Removed(name), true) => self.pieces.push(Piece::HiddenEnd(name)),
            (ElementPolicy::Image, true)
            | (ElementPolicy::Unwrapped | ElementPolicy::Placeholder | ElementPolicy::Unknown, _) => {}
        }
    }

    fn kept(&mut self, kept: &'static str, written: &str, end: bool, attributes: &[Attribute]) {
        if end && !is_void(kept) {
            self.pieces.push(Piece::Tag(format!("</{kept}>")));
            return;
        }
        if end && kept != "br" {
            return;
        }
        let icon = icons::icon(value(attributes, "class").unwrap_or_default()).filter(|_| matches!(kept, "i" | "span"));
        let (mut tag, style) = start_tag(kept, written, attributes);
        if let Some(Icon::Name(name)) = &icon
            && value(attributes, "title").is_none()
        {
            tag.truncate(tag.len() - 1);
            put(&mut tag, "title", name);
            tag.push('>');
        }
        self.pieces.extend(style);
        self.pieces.push(Piece::Tag(tag));
        if let Some(Icon::Sign(sign)) = icon {
            self.pieces.push(Piece::Text(sign.to_owned()));
        }
    }

    fn link(&mut self, attributes: &[Attribute]) {
        if let Some(id) = id(attributes) {
            self.pieces.push(Piece::Tag(format!("<span id=\"{id}\">")));
            self.pieces.push(Piece::Tag("</span>".to_owned()));
        }
        self.pieces.push(Piece::LinkStart {
            destination: value(attributes, "href").unwrap_or_default().to_owned(),
            title: plain(value(attributes, "title").unwrap_or_default()),
        });
    }

    /// Steps over the content of an element that is not shown, when its end tag is in sight.
    fn removed(&mut self, name: &'static str) {
        let end = if self.unclosed.contains(&name) {
            None
        } else {
            find_end_tag(&self.html[self.at..], name).map(|tag| tag.end)
        };
        if let Some(length) = end {
            self.at += length;
            self.text_from = self.at;
        } else {
            // What does not end after here does not end after any later place either.
            if !self.unclosed.contains(&name) {
                self.unclosed.push(name);
            }
            self.pieces.push(Piece::HiddenStart(name));
        }
    }
}

/// What begins at a `<`.
pub(super) enum Markup<'a> {
    None,
    Comment {
        data: &'a str,
        length: usize,
    },
    /// `<!doctype>`, `<?xml ?>`, `</ >`: comments to a browser, never anything an author meant to show.
    Bogus {
        length: usize,
    },
    Tag {
        name: &'a str,
        end: bool,
        bare: bool,
        length: usize,
    },
}

pub(super) fn markup(html: &str) -> Markup<'_> {
    let bytes = html.as_bytes();
    match bytes.get(1) {
        Some(b'!') if html.starts_with("<!--") => comment(html),
        Some(b'!') if html.starts_with("<![CDATA[") => {
            Markup::Bogus { length: html.find("]]>").map_or(html.len(), |at| at + 3) }
        }
        Some(b'!' | b'?') => Markup::Bogus { length: html.find('>').map_or(html.len(), |at| at + 1) },
        Some(b'/') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => tag(html, 2),
        Some(byte) if byte.is_ascii_alphabetic() => tag(html, 1),
        _ => Markup::None,
    }
}

/// HTML Standard, 13.2.5.43 ff. A comment that does not end hides all that follows, as its author expects.
fn comment(html: &str) -> Markup<'_> {
    let rest = &html[4..];
    for (empty, length) in [(">", 5), ("->", 6)] {
        if rest.starts_with(empty) {
            return Markup::Comment { data: "", length };
        }
    }
    let mut from = 0;
    while let Some(found) = rest[from..].find("--") {
        // The last two of a run of dashes are those that may end it.
        let run = rest[from + found..].bytes().take_while(|byte| *byte == b'-').count();
        let data = from + found + run - 2;
        let after = &rest[data + 2..];
        let sign = if after.starts_with('>') { 1 } else { 2 * usize::from(after.starts_with("!>")) };
        if sign > 0 {
            return Markup::Comment { data: &rest[..data], length: data + 2 + sign + 4 };
        }
        from = data + 2;
    }
    Markup::Comment { data: rest, length: html.len() }
}

/// Where in a tag the reader stands.
#[derive(Clone, Copy)]
enum Inside {
    /// Between attributes.
    Tag,
    Name,
    AfterName,
    BeforeValue,
    Unquoted,
    Quoted(u8),
}

/// HTML Standard, 13.2.5.8 and 13.2.5.32 ff.: the extent of a tag. One that does not end, or not soon, or has another `<`
/// between its attributes, is text.
fn tag(html: &str, name_from: usize) -> Markup<'_> {
    let is_space = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
    let bytes = &html.as_bytes()[..html.len().min(LONGEST_TAG)];
    let name_length =
        bytes[name_from..].iter().take_while(|&&byte| !is_space(byte) && !matches!(byte, b'/' | b'>')).count();
    let name = &html[name_from..html.floor_char_boundary(name_from + name_length)];
    let mut bare = true;
    let mut inside = Inside::Tag;
    for (at, &byte) in bytes.iter().enumerate().skip(name_from + name_length) {
        inside = match (inside, byte) {
            (Inside::Quoted(quote), _) if byte == quote => Inside::Tag,
            (Inside::Quoted(_), _) => inside,
            // A browser reads on, but the author has begun another tag.
            (_, b'<') => return Markup::None,
            (_, b'>') => return Markup::Tag { name, end: name_from == 2, bare, length: at + 1 },
            (Inside::BeforeValue, b'"' | b'\'') => Inside::Quoted(byte),
            (Inside::Name, _) if is_space(byte) => Inside::AfterName,
            (Inside::Unquoted, _) if is_space(byte) => Inside::Tag,
            (_, _) if is_space(byte) => inside,
            (Inside::BeforeValue | Inside::Unquoted, _) => Inside::Unquoted,
            (Inside::Name | Inside::AfterName, b'=') => Inside::BeforeValue,
            (_, b'/') => Inside::Tag,
            _ => {
                bare = false;
                Inside::Name
            }
        };
    }
    Markup::None
}

/// Where the first end tag of `name` stands.
pub fn find_end_tag(html: &str, name: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(offset) = html[from..].find("</") {
        let at = from + offset;
        let after = at + 2 + name.len();
        if html.as_bytes().get(at + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && !html.as_bytes().get(after).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return Some(at..html[after..].find('>').map_or(html.len(), |end| after + end + 1));
        }
        from = at + 2;
    }
    None
}

/// An attribute's name and its value, entities decoded.
pub type Attribute = (String, String);

fn value<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

/// The length of the start tag that a text begins with, where it is of this element and this class.
pub fn opens(html: &str, element: &str, class: &str) -> Option<usize> {
    let Markup::Tag { name, end: false, bare: false, length } = markup(html) else { return None };
    let is_meant = name.eq_ignore_ascii_case(element)
        && value(&read_attributes(&html[..length]), "class")?.split_ascii_whitespace().any(|known| known == class);
    is_meant.then_some(length)
}

/// Keeps what html5ever's tokenizer makes of a short text.
#[derive(Default)]
struct Tokens {
    attributes: RefCell<Vec<Attribute>>,
    text: RefCell<String>,
}

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                let attributes =
                    tag.attrs.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                self.attributes.borrow_mut().extend(attributes);
            }
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Token::NullCharacterToken => self.text.borrow_mut().push('\u{FFFD}'),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn tokenize(html: &str) -> Tokens {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink
}

/// The attributes of a start tag, entities decoded; very long values are left out.
pub fn read_attributes(tag: &str) -> Vec<Attribute> {
    let mut attributes = tokenize(tag).attributes.into_inner();
    attributes.retain(|(_, value)| value.len() <= LONGEST_VALUE);
    attributes
}

/// Text as a browser shows it: entities decoded. A `<` in it is none of a tag, so it is hidden from the tokenizer.
fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.split_inclusive('<').fold(String::with_capacity(text.len()), |mut decoded, part| {
        let (part, sign) = part.strip_suffix('<').map_or((part, ""), |part| (part, "<"));
        decoded.push_str(&tokenize(part).text.borrow());
        decoded + sign
    })
}

/// An attribute's text without control characters and bidirectional overrides.
fn plain(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).collect()
}

fn image(attributes: &[Attribute]) -> Piece {
    let text = |name| plain(value(attributes, name).unwrap_or_default());
    Piece::Image {
        source: value(attributes, "src").unwrap_or_default().to_owned(),
        alternative: text("alt"),
        title: text("title"),
        width: value(attributes, "width").and_then(Length::parse),
        height: value(attributes, "height").and_then(Length::parse),
    }
}

/// An author's id, or the name of an old-style anchor, with the prefix that keeps it from the page's own ids and from
/// the scripts' names.
fn id(attributes: &[Attribute]) -> Option<String> {
    let id = value(attributes, "id").or_else(|| value(attributes, "name"))?;
    let plain = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (plain && !id.is_empty() && id.len() <= 100).then(|| page_id(id))
}

/// What an id that an author wrote in HTML is called on the page.
pub fn page_id(id: &str) -> String {
    format!("u-{id}")
}

/// The id, as the page has it, of a start tag that [`pieces`] wrote.
pub fn written_id(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(" id=\"")?;
    rest.split_once('"').map(|(id, _)| id)
}

/// The classes authors may use; reveal.js knows them.
const CLASSES: &[&str] = &["fragment", "r-fit-text", "r-stretch"];

/// Whether a class is one of those authors may use, or one made from their declarations.
pub(super) fn is_author_class(class: &str) -> bool {
    let made = class.strip_prefix("a-").is_some_and(|digits| {
        digits.len() == 8 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    made || CLASSES.contains(&class)
}

/// The start tag of an allowed element, and the style its class stands for.
fn start_tag(name: &str, written: &str, attributes: &[Attribute]) -> (String, Option<Piece>) {
    let mut tag = format!("<{name}");
    if let Some(id) = id(attributes).filter(|_| value(attributes, "id").is_some()) {
        put(&mut tag, "id", &id);
    }
    let mut classes: Vec<String> = value(attributes, "class")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .filter(|class| CLASSES.contains(class))
        .map(str::to_owned)
        .collect();
    classes.dedup();
    let align = if written == "center" { Some("center") } else { value(attributes, "align") };
    if let Some(side) =
        ["left", "center", "right"].into_iter().find(|side| align.is_some_and(|align| align.eq_ignore_ascii_case(side)))
    {
        classes.push(format!("align-{side}"));
    }
    let declarations = declarations(written, attributes);
    let style = (!declarations.is_empty()).then(|| {
        let class = style_class(&declarations);
        classes.push(class.clone());
        Piece::Style { class, declarations }
    });
    if !classes.is_empty() {
        put(&mut tag, "class", &classes.join(" "));
    }
    for (attribute, check) in ATTRIBUTES
        .iter()
        .filter(|(_, elements, _)| elements.is_empty() || elements.contains(&name))
        .map(|(attribute, _, check)| (attribute, check))
    {
        if let Some(value) = value(attributes, attribute).and_then(check) {
            put(&mut tag, attribute, &value);
        }
    }
    tag.push('>');
    (tag, style)
}

/// The class that stands for a list of declarations.
pub fn style_class(declarations: &str) -> String {
    format!("a-{}", &blake3::hash(declarations.as_bytes()).to_hex()[..8])
}

pub(super) fn put(tag: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = write!(tag, " {name}=\"");
    escape(tag, value);
    tag.push('"');
}

type Check = fn(&str) -> Option<String>;

/// The other attributes authors may set: name, elements (none for all) and check.
const ATTRIBUTES: &[(&str, &[&str], Check)] = &[
    ("colspan", &["td", "th"], |value| whole(value, 1, 100)),
    ("datetime", &["del", "ins"], |value| one_of(value, |c| c.is_ascii_alphanumeric() || "-:.+ ".contains(c))),
    ("dir", &[], |value| {
        let known = ["auto", "ltr", "rtl"].into_iter().find(|known| value.eq_ignore_ascii_case(known));
        known.map(str::to_owned)
    }),
    ("lang", &[], |value| one_of(value, |c| c.is_ascii_alphanumeric() || c == '-')),
    ("open", &["details"], |_| Some(String::new())),
    ("rowspan", &["td", "th"], |value| whole(value, 1, 100)),
    ("span", &["col", "colgroup"], |value| whole(value, 1, 100)),
    ("start", &["ol"], |value| whole(value, -99_999, 99_999)),
    ("title", &[], |value| Some(plain(value)).filter(|text| !text.is_empty())),
    ("value", &["li"], |value| whole(value, -99_999, 99_999)),
];

fn whole(text: &str, least: i32, most: i32) -> Option<String> {
    text.trim().parse().ok().filter(|number| (least..=most).contains(number)).map(|number: i32| number.to_string())
}

fn one_of(text: &str, allowed: fn(char) -> bool) -> Option<String> {
    (!text.is_empty() && text.len() <= 35 && text.chars().all(allowed)).then(|| text.to_owned())
}

/// What `style` and the attributes of `<font>` declare.
fn declarations(written: &str, attributes: &[Attribute]) -> String {
    let mut list = Vec::new();
    if written == "font" {
        if let Some(color) = value(attributes, "color").and_then(legacy_color) {
            list.push(format!("color:{color}"));
        }
        if let Some(size) = value(attributes, "size").and_then(legacy_size) {
            list.push(format!("font-size:{size}"));
        }
        if let Some(family) = value(attributes, "face").and_then(|face| css::property_value("font-family", face)) {
            list.push(format!("font-family:{family}"));
        }
    } else if written == "big" {
        list.push("font-size:larger".to_owned());
    }
    if let Some(style) = value(attributes, "style").map(css::inline_declarations).filter(|style| !style.is_empty()) {
        list.push(style);
    }
    list.join(";")
}

/// `<font color>`: a CSS colour, or hexadecimal digits without `#`.
fn legacy_color(text: &str) -> Option<String> {
    let text = text.trim();
    css::property_value("color", text).or_else(|| css::property_value("color", &format!("#{text}")))
}

/// `<font size>`: 1 to 7, relative to 3 with a sign, or what authors mistake it for, a length.
fn legacy_size(text: &str) -> Option<String> {
    const SIZES: [&str; 7] = ["x-small", "small", "medium", "large", "x-large", "xx-large", "xxx-large"];
    let text = text.trim();
    if text.len() > 3 || text.parse::<i32>().is_err() {
        return css::property_value("font-size", text);
    }
    let number: i32 = text.parse().ok()?;
    let size = if text.starts_with(['+', '-']) { 3 + number } else { number };
    usize::try_from(size.clamp(1, 7) - 1).ok().and_then(|at| SIZES.get(at)).map(|size| (*size).to_owned())
}

#[cfg(test)]
mod tests;
