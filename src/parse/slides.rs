//! What authors say about slides in comments.

use crate::document::{FRAGMENT_EFFECTS, Fragment, Inline, SPEEDS, SlideAttributes, TRANSITIONS};
use crate::sanitise::css;

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

/// The value when it is one of those allowed.
pub(super) fn one_of(value: &str, allowed: &[&str]) -> Option<String> {
    let value = value.trim();
    allowed.iter().find(|known| **known == value).map(|known| (*known).to_owned())
}

/// An image's address as written; pads also hold `[](https://)` and other slips, which are no address.
fn image(value: &str) -> Option<String> {
    let value = value.trim();
    let odd = value.is_empty() || value.contains(['[', ']', '"', '<', '>', '{', '}']);
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
    found.then(|| Inline::Fragment(Box::new(Fragment { effect, index })))
}

/// A line that begins with a `.element` comment and goes on after it, with the comment behind its text: at the start of a line it
/// would make HTML of the whole.
pub(super) fn comment_last(line: &str) -> Option<String> {
    let start = line.find("<!--")?;
    let marks_only =
        line[..start].chars().all(|c| matches!(c, ' ' | '\t' | '-' | '*' | '+' | '>' | '.' | ')' | '0'..='9'));
    let length = line[start..].find("-->")? + "-->".len();
    let (comment, text) = line[start..].split_at(length);
    let is_directive = comment["<!--".len()..].trim_start().starts_with(".element:");
    let moves = marks_only && is_directive && !text.trim().is_empty();
    moves.then(|| format!("{}{} {comment}", &line[..start], text.trim()))
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

    #[test]
    fn a_directive_before_a_text_goes_behind_it() {
        for (line, moved) in [
            ("<!-- .element: x --> a **b**", Some("a **b** <!-- .element: x -->")),
            ("- <!-- .element: x -->a", Some("- a <!-- .element: x -->")),
            ("a <!-- .element: x --> b", None),
            ("<!-- .element: x -->", None),
            ("<!-- remark --> a", None),
        ] {
            assert_eq!(comment_last(line).as_deref(), moved, "{line}");
        }
    }

    // Items 106
    #[test]
    fn reads_fragments() {
        let fragment_of = |comment| match fragment(comment) {
            Some(Inline::Fragment(fragment)) => Some((fragment.effect, fragment.index)),
            _ => None,
        };
        assert_eq!(fragment_of(".element: class=\"fragment\""), Some((String::new(), None)));
        let second = fragment_of(".element: class=\"fragment fade-up\" data-fragment-index=\"2\"");
        assert_eq!(second, Some(("fade-up".to_owned(), Some(2))));
        assert_eq!(fragment_of(".element: class=\"evil\""), None);
    }
}
