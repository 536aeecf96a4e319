//! Decks: where slides begin, and what authors say about them in comments.

use super::source::Shelter;
use crate::document::{FRAGMENT_EFFECTS, Inline, SlideAttributes};
use crate::sanitise::css;

/// A slide's source and where it starts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SlideSource<'a> {
    /// The markdown, speaker notes cut off.
    pub(super) text: &'a str,
    /// The markdown of the speaker notes, and its first line in the file.
    pub(super) notes: Option<(&'a str, u32)>,
    /// The line of `text` in the file.
    pub(super) line: u32,
    /// Whether `----` stands before it.
    pub(super) vertical: bool,
}

/// Cuts a deck at `---` (a new column) and `----` (below the slide before), each alone on its line between empty lines.
///
/// A rule directly under text is a setext heading and one without an empty line after it a thematic break, as in HedgeDoc.
/// Unlike there, separators inside code and comments separate nothing.
pub(super) fn split(body: &str, first_line: u32) -> Vec<SlideSource<'_>> {
    let mut slides = Vec::new();
    let mut shelter = Shelter::default();
    let (mut start, mut start_line, mut vertical) = (0, first_line, false);
    let mut offset = 0;
    // The line before the first slide's text is the end of the front matter, which counts as empty.
    let mut empty_before = true;
    let mut lines = body.split_inclusive('\n').peekable();
    let mut number = first_line;
    while let Some(line) = lines.next() {
        let text = line.trim_end_matches('\n');
        let covered = shelter.covers(text);
        let empty_after = lines.peek().is_none_or(|next| next.trim_end_matches('\n').is_empty());
        if !covered && empty_before && empty_after && matches!(text, "---" | "----") {
            slides.push(slide(&body[start..offset], start_line, vertical));
            vertical = text == "----";
            start = offset + line.len();
            start_line = number + 1;
        }
        empty_before = text.is_empty();
        offset += line.len();
        number += 1;
    }
    slides.push(slide(&body[start..], start_line, vertical));
    slides
}

/// Cuts the speaker notes off: everything after a line that starts with `note:`, when there is exactly one.
fn slide(text: &str, line: u32, vertical: bool) -> SlideSource<'_> {
    let mut found = None;
    let mut count = 0;
    let mut offset = 0;
    for (index, source) in text.split_inclusive('\n').enumerate() {
        if source.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("note:")) {
            count += 1;
            found = Some((offset, u32::try_from(index).unwrap_or(0)));
        }
        offset += source.len();
    }
    match found {
        Some((at, index)) if count == 1 => {
            SlideSource { text: &text[..at], notes: Some((&text[at + 5..], line + index)), line, vertical }
        }
        _ => SlideSource { text, notes: None, line, vertical },
    }
}

/// The attributes of `<!-- .slide: name="value" … -->`, given the comment's text without its delimiters.
/// Unknown names and values of the wrong type are passed over; a later directive wins.
pub(super) fn read_directive(comment: &str, attributes: &mut SlideAttributes) -> bool {
    let Some(list) = comment.trim().strip_prefix(".slide:") else { return false };
    for (name, value) in pairs(list) {
        if let Some((_, set)) = SLIDE_ATTRIBUTES.iter().find(|(known, _)| *known == name) {
            set(attributes, value);
        }
    }
    true
}

type SetAttribute = fn(&mut SlideAttributes, &str);

/// What an author may say of a slide; see reveal.js, "Backgrounds" and "Transitions".
const SLIDE_ATTRIBUTES: &[(&str, SetAttribute)] = &[
    ("data-background", |slide, value| match css::color(value) {
        Some(color) => slide.background_color = Some(color),
        None => slide.background_image = image(value),
    }),
    ("data-background-image", |slide, value| slide.background_image = image(value)),
    ("data-background-color", |slide, value| slide.background_color = css::color(value)),
    ("data-background-size", |slide, value| slide.background_size = sizes(value)),
    ("data-background-position", |slide, value| slide.background_position = sizes(value)),
    ("data-background-repeat", |slide, value| slide.background_repeat = one_of(value, &["repeat", "no-repeat"])),
    ("data-background-opacity", |slide, value| {
        slide.background_opacity = value.parse().ok().filter(|opacity| (0.0..=1.0).contains(opacity));
    }),
    ("data-transition", |slide, value| slide.transition = one_of(value, TRANSITIONS)),
    ("data-transition-speed", |slide, value| slide.transition_speed = one_of(value, SPEEDS)),
];

/// reveal.js' transitions.
pub(super) const TRANSITIONS: &[&str] = &["none", "fade", "slide", "convex", "concave", "zoom"];

/// reveal.js' transition speeds.
pub(super) const SPEEDS: &[&str] = &["default", "fast", "slow"];

/// The value when it is one of those allowed.
pub(super) fn one_of(value: &str, allowed: &[&str]) -> Option<String> {
    let value = value.trim();
    allowed.iter().find(|known| **known == value).map(|known| (*known).to_owned())
}

/// An image's address as written; pads also hold `[](https://)` and other slips, which are no address.
fn image(value: &str) -> Option<String> {
    let value = value.trim();
    let odd = value.is_empty() || value.contains(['(', ')', '[', ']', '"', '\'', '<', '>', '\\', ' ', '{', '}']);
    (!odd && value.contains('.')).then(|| value.to_owned())
}

/// One or two lengths or position words.
fn sizes(value: &str) -> Option<String> {
    const WORDS: &[&str] = &["cover", "contain", "auto", "center", "top", "bottom", "left", "right"];
    let is_length = |word: &str| {
        let digits = word.trim_end_matches("px").trim_end_matches('%');
        digits.len() < word.len() && digits.parse::<u16>().is_ok()
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    let valid = (1..=2).contains(&words.len()) && words.iter().all(|word| WORDS.contains(word) || is_length(word));
    valid.then(|| words.join(" "))
}

/// What `<!-- .element: class="fragment fade-up" data-fragment-index="2" -->` asks for.
pub(super) fn fragment(comment: &str) -> Option<Inline> {
    let list = comment.trim().strip_prefix(".element:")?;
    let (mut found, mut effect, mut index) = (false, String::new(), None);
    for (name, value) in pairs(list) {
        match name {
            "class" => {
                found |= value.split_whitespace().any(|word| word == "fragment");
                let known = value.split_whitespace().find(|word| FRAGMENT_EFFECTS.contains(word));
                known.unwrap_or_default().clone_into(&mut effect);
            }
            "data-fragment-index" => index = value.parse().ok().filter(|index| *index < 100),
            _ => {}
        }
    }
    found.then_some(Inline::Fragment { effect, index })
}

/// `name="value"` pairs.
fn pairs(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        rest = after;
        Some((name.split_whitespace().next_back().unwrap_or_default(), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(body: &str) -> Vec<(u32, bool)> {
        split(body, 1).iter().map(|slide| (slide.line, slide.vertical)).collect()
    }

    // Items 99–103, 91
    #[test]
    fn cuts_only_at_separators_between_empty_lines() {
        for (body, expected) in [
            ("# A\n\n---\n\n# B\n\n----\n\n# C\n", vec![(1, false), (4, false), (8, true)]),
            ("a\n---\n\nb\n", vec![(1, false)]),
            ("a\n\n---\nb\n", vec![(1, false)]),
            ("a\n\n--- \n\nb\n", vec![(1, false)]),
            ("a\n\n-----\n\nb\n", vec![(1, false)]),
            ("a\n\n***\n\nb\n", vec![(1, false)]),
            ("a\n\n---\n\n---\n\nb\n", vec![(1, false), (4, false), (6, false)]),
            ("```\n\n---\n\n```\n", vec![(1, false)]),
            ("<!--\n\n---\n\n-->\n", vec![(1, false)]),
            ("a\n\n---", vec![(1, false), (4, false)]),
        ] {
            assert_eq!(lines(body), expected, "{body:?}");
        }
    }

    // Items 104
    #[test]
    fn cuts_speaker_notes_when_there_is_one() {
        let slides = split("# A\n\nNote: say *hi*\nmore\n", 5);
        assert_eq!(slides[0].text, "# A\n\n");
        assert_eq!(slides[0].notes, Some((" say *hi*\nmore\n", 7)));
        assert_eq!(split("note: a\nnote: b\n", 1)[0].notes, None);
    }

    // Items 105–107, 119
    #[test]
    fn reads_directives_by_a_table() {
        let read = |comment: &str| {
            let mut attributes = SlideAttributes::default();
            read_directive(comment, &mut attributes);
            attributes
        };
        let picture = read(".slide: data-background=\"https://h/uploads/a.jpeg\"");
        assert_eq!(picture.background_image.as_deref(), Some("https://h/uploads/a.jpeg"));
        assert_eq!(read(".slide: data-background=\"#123456\"").background_color.as_deref(), Some("#123456"));
        assert_eq!(read(".slide: data-background=\"\""), SlideAttributes::default());
        assert_eq!(read(".slide: data-background=\"[](https://)\""), SlideAttributes::default());
        assert_eq!(read(".slide: data-background-size=\"100px 50%\"").background_size.as_deref(), Some("100px 50%"));
        assert_eq!(read(".slide: data-background-opacity=\"7\" onclick=\"x\""), SlideAttributes::default());
        assert_eq!(read(".slide: data-transition=\"zoom\"").transition.as_deref(), Some("zoom"));
        assert_eq!(read(" a remark "), SlideAttributes::default());
    }

    // Items 106
    #[test]
    fn reads_fragments() {
        let fragment_of = |comment| match fragment(comment) {
            Some(Inline::Fragment { effect, index }) => Some((effect, index)),
            _ => None,
        };
        assert_eq!(fragment_of(".element: class=\"fragment\""), Some((String::new(), None)));
        let second = fragment_of(".element: class=\"fragment fade-up\" data-fragment-index=\"2\"");
        assert_eq!(second, Some(("fade-up".to_owned(), Some(2))));
        assert_eq!(fragment_of(".element: class=\"evil\""), None);
    }
}
