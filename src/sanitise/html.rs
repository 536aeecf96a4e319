//! The finished HTML of a note or slide, held against what a page may contain.
//!
//! Two checks that know nothing of each other: [`super::form`] reads the tags one by one and repairs what is not well
//! formed, then ammonia parses the result as a browser does and drops what is not allowed. HTML that [`super::form`] finds
//! nothing to repair in (all of what the renderer writes, but for missing `rel`s, unless an author's raw HTML is lopsided) skips the second check:
//! every tag in it is one of a page's, spelled in the one way in which no parser can read it otherwise, and nested so that
//! the parser builds exactly the tree that is written. The tests hold the two checks against each other.

use super::url::{Target, classify};
use super::{elements, form, tags};
use crate::document::FRAGMENT_EFFECTS;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// `rel` of every link that leaves the site.
pub const OUTSIDE_REL: &str = "noopener noreferrer nofollow ugc";

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(builder);

/// The HTML of a note or slide with nothing in it but the elements, attributes, classes and URLs of a page, well formed
/// and not too deep. It is the last step before the template: nothing may edit the HTML afterwards. Applying it twice
/// changes nothing more.
pub fn html(html: &str) -> String {
    match form::well_formed(html) {
        Some(unmarked) => form::mark_links(html, &unmarked),
        None => without_returns(BUILDER.clean(&form::repair(html)).to_string()),
    }
}

/// `&#13;` comes out as the character itself, which whoever reads the HTML next takes for the end of a line.
fn without_returns(html: String) -> String {
    if html.contains('\r') { html.replace('\r', "\n") } else { html }
}

/// HTML that is well formed: allowed tags only, each closed in its place, nested at most 100 deep, with few attributes, and
/// `rel` on every link that leaves the site. Borrowed when there is nothing to change. On anything else parsers may spend
/// quadratic time and space.
pub fn bounded(html: &str) -> Cow<'_, str> {
    match form::well_formed(html) {
        Some(unmarked) if unmarked.is_empty() => Cow::Borrowed(html),
        Some(unmarked) => Cow::Owned(form::mark_links(html, &unmarked)),
        None => Cow::Owned(form::repair(html)),
    }
}

/// Attributes any element may have.
const ATTRIBUTES: &[&str] =
    &["aria-hidden", "aria-label", "class", "data-fragment-index", "dir", "id", "lang", "role", "tabindex", "title"];

/// Attributes of some elements only.
const ELEMENT_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// The classes only the renderer writes. What an author writes is cut down in [`tags::pieces`] before it gets here.
const CLASSES: &[&str] = &[
    "above",
    "alias",
    "align-center",
    "align-left",
    "align-right",
    "anchor",
    "backref",
    "break",
    "code",
    "diagram",
    "emoji",
    "enlarge",
    "fitted",
    "folded",
    "footnotes",
    "handle",
    "line-number",
    "missing-image",
    "note",
    "note-danger",
    "note-info",
    "note-spoiler",
    "note-success",
    "note-warning",
    "reporter",
    "sized",
    "slide-link",
    "table-scroll",
    "task-box",
    "task-done",
    "task-open",
    "tasks",
    "turn",
    "w-10",
    "w-100",
    "w-20",
    "w-30",
    "w-40",
    "w-50",
    "w-60",
    "w-70",
    "w-80",
    "w-90",
];

const ROLES: &[&str] = &[
    "doc-backlink",
    "doc-endnote",
    "doc-endnotes",
    "doc-noteref",
    "group",
    "img",
    "list",
    "none",
    "note",
    "presentation",
    "region",
];

fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(elements::of_page().collect())
        .clean_content_tags(HashSet::from([
            "iframe",
            "math",
            "noembed",
            "noframes",
            "noscript",
            "plaintext",
            "script",
            "style",
            "svg",
            "template",
            "textarea",
            "title",
            "xmp",
        ]))
        .generic_attributes(ATTRIBUTES.iter().copied().collect())
        .tag_attributes(
            ELEMENT_ATTRIBUTES
                .iter()
                .map(|(tag, names)| (*tag, names.iter().copied().collect()))
                .collect::<HashMap<_, _>>(),
        )
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|element: &str, name: &str, value: &str| {
            attribute(element, name, value).map(Cow::into_owned).map(Cow::Owned)
        });
    builder
}

/// What an attribute of an element of the page may say: its value (entities decoded) as it is or mended, or nothing when
/// the element may not have it.
pub(super) fn attribute<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let known = ATTRIBUTES.contains(&name)
        || ELEMENT_ATTRIBUTES.iter().any(|(tag, names)| *tag == element && names.contains(&name));
    if !known {
        return None;
    }
    let keep = match name {
        "alt" | "aria-label" | "title" => true,
        "href" => classify(value) != Target::Refused,
        "src" => matches!(classify(value), Target::Relative { .. }),
        "srcset" => value.split(", ").all(is_candidate),
        "sizes" => {
            value.len() <= 64 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" (),:-".contains(&byte))
        }
        "class" => return classes(value),
        "rel" => value == OUTSIDE_REL,
        "id" => {
            value.len() <= 256 && !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || c.is_control())
        }
        "role" => ROLES.contains(&value),
        "tabindex" => value == "0",
        "aria-hidden" => value == "true",
        "dir" => matches!(value, "auto" | "ltr" | "rtl"),
        "lang" => {
            !value.is_empty() && value.len() <= 35 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        }
        "loading" => value == "lazy",
        "decoding" => value == "async",
        "scope" => matches!(value, "col" | "row"),
        "open" => value.is_empty(),
        "datetime" => value.len() <= 35 && value.chars().all(|c| c.is_ascii_alphanumeric() || "-:.+ ".contains(c)),
        "width" | "height" => is_number(value.strip_suffix('%').unwrap_or(value), 5),
        "start" | "value" => is_number(value.strip_prefix('-').unwrap_or(value), 9),
        // The rest counts something: spans, the order of fragments.
        _ => is_number(value, 3),
    };
    keep.then_some(Cow::Borrowed(value))
}

/// A file of the site and its width, as the renderer writes them; authors have no `srcset`.
fn is_candidate(text: &str) -> bool {
    let Some((url, width)) = text.rsplit_once(' ') else { return false };
    let is_local = !url.contains([',', ' ']) && matches!(classify(url), Target::Relative { .. });
    is_local && width.strip_suffix('w').is_some_and(|width| is_number(width, 5))
}

fn is_number(text: &str, most_digits: usize) -> bool {
    (1..=most_digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn classes(value: &str) -> Option<Cow<'_, str>> {
    let is_known = |class: &str| {
        CLASSES.binary_search(&class).is_ok()
            || FRAGMENT_EFFECTS.contains(&class)
            || tags::is_author_class(class)
            || is_code_class(class)
    };
    if !value.is_empty() && value.split(' ').all(is_known) {
        return Some(Cow::Borrowed(value));
    }
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(|class| is_known(class)).collect();
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
}

/// `hl-keyword`, `language-rust`: an open set, none of which a style sheet or reveal.js gives a meaning outside code.
fn is_code_class(class: &str) -> bool {
    let name = class.strip_prefix("hl-").or_else(|| class.strip_prefix("language-"));
    name.is_some_and(|name| {
        (1..=32).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_+#.".contains(&byte))
    })
}

#[cfg(test)]
mod tests;
