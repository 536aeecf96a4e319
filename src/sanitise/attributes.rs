//! What the attributes of a page's elements may say.

use super::tags;
use super::url::{Target, classify};
use crate::document::FRAGMENT_EFFECTS;
use std::borrow::Cow;

/// `rel` of every link that leaves the site.
pub const OUTSIDE_REL: &str = "noopener noreferrer nofollow ugc";

/// Attributes any element may have.
pub(super) const ATTRIBUTES: &[&str] =
    &["aria-hidden", "aria-label", "class", "data-fragment-index", "dir", "id", "lang", "role", "tabindex", "title"];

/// Attributes of some elements only.
pub(super) const ELEMENT_ATTRIBUTES: &[(&str, &[&str])] = &[
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
pub(super) const CLASSES: &[&str] = &[
    "above",
    "action-done",
    "action-open",
    "action-unknown",
    "alias",
    "align-center",
    "align-left",
    "align-right",
    "anchor",
    "backref",
    "break",
    "code",
    "decision-word",
    "diagram",
    "emoji",
    "enlarge",
    "fitted",
    "folded",
    "footnotes",
    "handle",
    "is-action",
    "is-decision",
    "is-inferred",
    "line-number",
    "missing-image",
    "note",
    "note-danger",
    "note-info",
    "note-spoiler",
    "note-success",
    "note-warning",
    "reporter",
    "section-heading",
    "sized",
    "slide-break",
    "slide-link",
    "table-scroll",
    "task-box",
    "task-done",
    "task-open",
    "tasks",
    "turn",
    "unmarked",
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

pub(super) const ROLES: &[&str] = &[
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
