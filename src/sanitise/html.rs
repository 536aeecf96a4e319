//! The finished HTML of a note or slide, held against what a page may contain.
//!
//! Two checks that know nothing of each other: [`super::form`] reads the tags one by one and repairs what is not well
//! formed, then ammonia parses the result as a browser does and drops what is not allowed. HTML that [`super::form`] finds
//! nothing to repair in (all of what the renderer writes, but for missing `rel`s, unless an author's raw HTML is lopsided) skips the second check:
//! every tag in it is one of a page's, spelled in the one way in which no parser can read it otherwise, and nested so that
//! the parser builds exactly the tree that is written. The tests hold the two checks against each other.

use super::attributes::{ATTRIBUTES, ELEMENT_ATTRIBUTES, attribute};
use super::{elements, form};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(builder);

/// The HTML of a note or slide with nothing in it but the elements, attributes, classes and URLs of a page, well formed
/// and not too deep. It is the last step before the template: nothing may edit the HTML afterwards. Applying it twice
/// changes nothing more.
pub fn html(html: &str) -> String {
    match form::well_formed(html) {
        Some(unmarked) => form::mark_links(html, &unmarked),
        None => {
            let cleaned = BUILDER.clean(&form::repair(html)).to_string();
            // `&#13;` and `&#10;` come out as the characters themselves, which whoever reads the HTML next takes for the ends
            // of lines. One after `<pre>` it would not even see; so it is read here once more, with the ends of lines in it.
            if cleaned.contains('\r') || has_pre_that_begins_with_newline(&cleaned) {
                self::html(&cleaned.replace('\r', "\n"))
            } else {
                cleaned
            }
        }
    }
}

/// Whether a parser would drop an end of line: the first one in a `pre`.
fn has_pre_that_begins_with_newline(html: &str) -> bool {
    html.match_indices("<pre").any(|(at, _)| html[at..].split_once('>').is_some_and(|(_, rest)| rest.starts_with('\n')))
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

#[cfg(test)]
mod tests;
