//! The allow-list of HTML elements: the one table that [`super::tags`] and [`super::html`] share.

/// What is done with an author's element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementPolicy {
    /// Kept, under this name.
    Kept(&'static str),
    /// `<a>`.
    Link,
    /// `<img>`.
    Image,
    /// The tags go, the content stays.
    Unwrapped,
    /// HTML knows it, but an attribute-less start tag of it is more likely a placeholder (`<source>`): shown as text then.
    Placeholder,
    /// The tags go and so does what stands between them.
    Removed(&'static str),
    /// No HTML element: shown as text.
    Unknown,
}

/// The elements that are kept as they are, in authors' HTML and in the finished page. Sorted.
const KEPT: &[&str] = &[
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "rp",
    "rt",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "wbr",
];

/// Elements that are kept under another name: obsolete ones, and landmarks, which belong to the page around the note.
const RENAMED: &[(&str, &str)] = &[
    ("acronym", "abbr"),
    ("address", "div"),
    ("article", "div"),
    ("aside", "div"),
    ("big", "span"),
    ("center", "div"),
    ("font", "span"),
    ("footer", "div"),
    ("header", "div"),
    ("main", "div"),
    ("nav", "div"),
    ("section", "div"),
    ("strike", "s"),
    ("tt", "code"),
];

/// Elements of which nothing is shown.
const REMOVED: &[&str] = &[
    "iframe", "math", "noembed", "noframes", "noscript", "script", "style", "svg", "template", "textarea", "title",
    "xmp",
];

/// Elements whose tags go.
const UNWRAPPED: &[&str] = &[
    "applet",
    "audio",
    "base",
    "basefont",
    "bgsound",
    "blink",
    "body",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "fencedframe",
    "fieldset",
    "form",
    "frame",
    "frameset",
    "head",
    "hgroup",
    "html",
    "input",
    "isindex",
    "keygen",
    "legend",
    "link",
    "listing",
    "marquee",
    "meta",
    "meter",
    "multicol",
    "nobr",
    "optgroup",
    "picture",
    "plaintext",
    "portal",
    "progress",
    "select",
    "selectedcontent",
    "track",
    "video",
];

/// Elements that are more often placeholders than HTML in minutes; with attributes they are treated as [`UNWRAPPED`].
const PLACEHOLDERS: &[&str] = &[
    "area", "content", "data", "dfn", "dir", "image", "label", "map", "menu", "menuitem", "model", "object", "option",
    "output", "param", "q", "rb", "rtc", "samp", "search", "shadow", "slot", "source", "spacer", "time", "var",
];

/// The policy for an author's element; `name` in lower case.
pub(super) fn policy(name: &str) -> ElementPolicy {
    let find = |list: &[&'static str]| list.binary_search(&name).ok().map(|at| list[at]);
    match name {
        "a" => return ElementPolicy::Link,
        "img" => return ElementPolicy::Image,
        _ => {}
    }
    if let Some(name) = find(KEPT) {
        return ElementPolicy::Kept(name);
    }
    if let Ok(at) = RENAMED.binary_search_by_key(&name, |(old, _)| old) {
        return ElementPolicy::Kept(RENAMED[at].1);
    }
    if let Some(name) = find(REMOVED) {
        return ElementPolicy::Removed(name);
    }
    if find(UNWRAPPED).is_some() {
        return ElementPolicy::Unwrapped;
    }
    if find(PLACEHOLDERS).is_some() { ElementPolicy::Placeholder } else { ElementPolicy::Unknown }
}

/// Every element of the finished page: what authors may use and what only the renderer writes.
pub(super) fn of_page() -> impl Iterator<Item = &'static str> {
    KEPT.iter().copied().chain(["a", "aside", "img", "section"])
}

/// Of the elements an author may use, those that an author's style sheet does not reach: what reveal.js builds a deck of
/// (`div`), and what few authors know and none has styled yet.
const UNSTYLED: &[&str] = &[
    "abbr", "bdi", "bdo", "br", "caption", "cite", "col", "colgroup", "details", "div", "rp", "rt", "ruby", "summary",
    "wbr",
];

/// Whether the rules of a deck's style sheet may end in an element.
pub(super) fn may_be_styled(name: &str) -> bool {
    matches!(name, "a" | "img") || KEPT.binary_search(&name).is_ok() && !UNSTYLED.contains(&name)
}

/// Elements that have no end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(kind(name), Some(Kind::Void | Kind::Rule | Kind::Column))
}

/// Where an element of the page may stand, as far as the HTML parser cares (HTML Standard, 13.2.6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `br`, `img`.
    Void,
    /// `hr`.
    Rule,
    /// Running text.
    Phrasing,
    /// `a`: running text that does not nest.
    Link,
    /// `ruby`.
    Ruby,
    /// `rt`, `rp`: in `ruby`.
    RubyText,
    /// `p`: ends where a block begins.
    Paragraph,
    /// `h1` to `h6`: do not nest.
    Heading,
    /// Any other block.
    Block,
    /// `ul`, `ol`.
    List,
    /// `li`.
    Item,
    /// `dl`.
    Definitions,
    /// `dt`, `dd`.
    Term,
    /// `table`.
    Table,
    /// `caption`.
    Caption,
    /// `colgroup`.
    Columns,
    /// `col`.
    Column,
    /// `thead`, `tbody`, `tfoot`.
    Rows,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
}

impl Kind {
    /// Whether its start tag ends an open paragraph.
    pub(super) fn ends_paragraph(self) -> bool {
        !matches!(self, Self::Void | Self::Phrasing | Self::Link | Self::Ruby | Self::RubyText)
    }

    /// Whether it may be a child of `parent` without the parser moving it or adding elements around it.
    pub(super) fn fits(self, parent: Option<Self>) -> bool {
        match self {
            Self::Item => parent == Some(Self::List),
            Self::Term => parent == Some(Self::Definitions),
            Self::RubyText => parent == Some(Self::Ruby),
            Self::Caption | Self::Columns | Self::Rows => parent == Some(Self::Table),
            Self::Column => parent == Some(Self::Columns),
            Self::Row => parent == Some(Self::Rows),
            Self::Cell => parent == Some(Self::Row),
            _ => !parent.is_some_and(Self::is_table_frame),
        }
    }

    /// Elements of a table that hold no text themselves.
    pub(super) fn is_table_frame(self) -> bool {
        matches!(self, Self::Table | Self::Columns | Self::Rows | Self::Row)
    }
}

/// What kind of element of the page a name stands for; nothing for a name no page has.
pub(super) fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "br" | "img" | "wbr" => Kind::Void,
        "hr" => Kind::Rule,
        "a" => Kind::Link,
        "ruby" => Kind::Ruby,
        "rp" | "rt" => Kind::RubyText,
        "p" => Kind::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "aside" | "blockquote" | "details" | "div" | "figcaption" | "figure" | "pre" | "section" | "summary" => {
            Kind::Block
        }
        "ol" | "ul" => Kind::List,
        "li" => Kind::Item,
        "dl" => Kind::Definitions,
        "dd" | "dt" => Kind::Term,
        "table" => Kind::Table,
        "caption" => Kind::Caption,
        "colgroup" => Kind::Columns,
        "col" => Kind::Column,
        "tbody" | "tfoot" | "thead" => Kind::Rows,
        "tr" => Kind::Row,
        "td" | "th" => Kind::Cell,
        "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "em" | "i" | "ins" | "kbd" | "mark" | "s"
        | "small" | "span" | "strong" | "sub" | "sup" | "u" => Kind::Phrasing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_of_the_page_has_its_place() {
        assert!(of_page().all(|name| kind(name).is_some()));
        for name in ["script", "svg", "template", "select", "form", ""] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn the_tables_are_sorted_and_disjoint() {
        assert!(UNSTYLED.iter().all(|name| KEPT.contains(name)));
        for list in [KEPT, UNSTYLED, REMOVED, UNWRAPPED, PLACEHOLDERS] {
            assert!(list.is_sorted(), "{list:?}");
        }
        assert!(RENAMED.is_sorted());
        let mut all: Vec<&str> = [KEPT, REMOVED, UNWRAPPED, PLACEHOLDERS].concat();
        all.extend(RENAMED.iter().map(|(old, _)| old));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(RENAMED.iter().all(|(_, new)| KEPT.contains(new)));
    }
}
