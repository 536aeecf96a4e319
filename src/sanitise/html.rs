//! The finished HTML of a note or slide, held against what a page may contain.

use super::url::{Target, classify};
use super::{elements, tags};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// `rel` of every link that leaves the site.
pub const OUTSIDE_REL: &str = "noopener noreferrer nofollow ugc";

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(builder);

/// The HTML of a note or slide with nothing in it but allowed elements, attributes, classes and URLs, well formed and
/// nested at most [`DEEPEST`] deep. Applying it twice changes nothing more.
pub fn html(html: &str) -> String {
    BUILDER.clean(&bounded(html)).to_string()
}

/// HTML in which the sanitiser cannot be made to spend quadratic time.
pub fn bounded(html: &str) -> Cow<'_, str> {
    Cow::Borrowed(html)
}

fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(elements::of_page().collect())
        .clean_content_tags(HashSet::from([
            "math", "noscript", "script", "style", "svg", "template", "textarea", "title", "xmp",
        ]))
        .generic_attributes(HashSet::from([
            "aria-hidden",
            "aria-label",
            "class",
            "dir",
            "id",
            "lang",
            "role",
            "tabindex",
            "title",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "rel"])),
            ("col", HashSet::from(["span"])),
            ("colgroup", HashSet::from(["span"])),
            ("del", HashSet::from(["datetime"])),
            ("details", HashSet::from(["open"])),
            ("img", HashSet::from(["alt", "decoding", "height", "loading", "src", "width"])),
            ("ins", HashSet::from(["datetime"])),
            ("li", HashSet::from(["value"])),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ]))
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(attribute);
    builder
}

/// Keeps an attribute's value, mends it, or drops the attribute.
fn attribute<'a>(element: &str, name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let keep = match name {
        "href" => !matches!(classify(value), Target::Refused),
        "src" => matches!(classify(value), Target::Relative { .. }),
        "rel" => value == OUTSIDE_REL,
        "class" => return classes(element, value),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

fn classes<'a>(_element: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let kept: Vec<&str> =
        value.split_ascii_whitespace().filter(|class| tags::is_author_class(class) || is_page_class(class)).collect();
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
}

fn is_page_class(class: &str) -> bool {
    class.starts_with("hl-") || class.starts_with("language-")
}
