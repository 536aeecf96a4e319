//! The YAML header of a note.
//!
//! HedgeDoc, "YAML metadata": the text starts with `---` and the header ends at the next `---` or `...`. Leading empty
//! lines are allowed here, since two decks of the first archive begin so and their authors meant a header.

use super::slides::one_of;
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::yaml::{self, YamlValue as Value};
use crate::document::{FrontMatter, SPEEDS, SlideOptions, THEMES, TRANSITIONS};

/// A note's header and the rest of it.
pub(super) struct Split<'a> {
    pub(super) front_matter: FrontMatter,
    pub(super) body: &'a str,
    /// The line of the file on which the body starts.
    pub(super) first_line: u32,
}

/// Splits the header off. One that is no YAML mapping is reported and left out of the page.
pub(super) fn split<'a>(path: &str, text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Split<'a> {
    let whole = Split { front_matter: FrontMatter::default(), body: text, first_line: 1 };
    let Some((header, header_line, body, first_line)) = cut(text) else { return whole };
    match yaml::parse(header) {
        Ok(Value::Map(entries)) => {
            let mut front_matter = FrontMatter::default();
            for (key, value) in &entries {
                read_key(&mut front_matter, key, value);
            }
            diagnostics.extend(report_comment(path, text, header, header_line));
            Split { front_matter, body, first_line }
        }
        // `---` around prose is two rules, not a header.
        Ok(_) => whole,
        Err(error) => {
            let line = header_line + error.line.saturating_sub(1);
            diagnostics.push(
                Diagnostic::new(
                    Severity::Error,
                    "front-matter",
                    path,
                    format!("the front matter is not valid YAML: {}", error.message),
                )
                .at(Position { line, column: error.column.max(1) }, text)
                .hint("the note is published without its settings; put text with `:` or `#` in quotes"),
            );
            let is_deck = header.lines().any(|line| line.trim() == "type: slide");
            Split { front_matter: FrontMatter { is_deck, ..FrontMatter::default() }, body, first_line }
        }
    }
}

/// In `title: Board #2` YAML takes ` #2` for a comment: say so.
fn report_comment(path: &str, text: &str, header: &str, first: u32) -> Option<Diagnostic> {
    let (line, key, at) = (first..).zip(header.lines()).find_map(|(number, line)| {
        let (key, value) = line.split_once(':').filter(|(key, _)| matches!(*key, "title" | "description"))?;
        let value = value.trim();
        let is_plain = value.starts_with(|c: char| !matches!(c, '"' | '\'' | '|' | '>' | '[' | '{' | '#'));
        let at = line.find(" #").or_else(|| line.find("\t#"))?;
        is_plain.then_some((number, key, at))
    })?;
    let column = u32::try_from(header.lines().nth((line - first) as usize)?[..at].chars().count()).unwrap_or(0) + 2;
    let message = format!("the {key} ends before ` #`, where YAML begins a comment");
    let finding = Diagnostic::new(Severity::Warning, "front-matter-comment", path, message)
        .at(Position { line, column }, text)
        .hint(format!("if it belongs to the {key}, put the whole in quotes"));
    Some(finding)
}

/// How many lines come before the body: the front matter, and what is blank before it; 0 without one.
pub(crate) fn header_lines(text: &str) -> usize {
    cut(text).map_or(0, |(_, _, _, first_line)| first_line as usize - 1)
}

/// The header's text and first line, the body and its first line.
fn cut(text: &str) -> Option<(&str, u32, &str, u32)> {
    let mut offset = 0;
    let mut lines = text.split_inclusive('\n');
    let mut number = 1;
    let opening = loop {
        let line = lines.next()?;
        offset += line.len();
        if !line.trim().is_empty() {
            break line;
        }
        number += 1;
    };
    if opening.trim_end() != "---" {
        return None;
    }
    let (start, header_line) = (offset, number + 1);
    for line in lines {
        number += 1;
        let end = offset;
        offset += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[start..end], header_line, &text[offset..], number + 1));
        }
    }
    None
}

fn read_key(front_matter: &mut FrontMatter, key: &str, value: &Value) {
    match key {
        "title" => front_matter.title = text(value),
        "date" => front_matter.date = text(value),
        "description" => front_matter.description = text(value),
        "tags" => {
            let tags: Vec<String> = match value {
                Value::List(tags) => tags.iter().filter_map(text).collect(),
                other => text(other).iter().flat_map(|tags| tags.split(',')).map(str::to_owned).collect(),
            };
            let tags = tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty());
            front_matter.tags = tags.map(str::to_owned).collect();
        }
        "lang" => front_matter.language = text(value).filter(|tag| is_language(tag)),
        "dir" => front_matter.right_to_left = word(value) == Some("rtl"),
        "breaks" => front_matter.breaks = switch(value),
        "type" => front_matter.is_deck = word(value) == Some("slide"),
        "slideOptions" => {
            if let Value::Map(options) = value {
                for (name, value) in options {
                    if let Some((_, set)) = SLIDE_OPTIONS.iter().find(|(known, _)| known == name) {
                        set(&mut front_matter.slide_options, value);
                    }
                }
            }
        }
        _ => {}
    }
}

/// A BCP 47 tag by its shape.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A scalar as text; white space folded, control characters dropped.
fn text(value: &Value) -> Option<String> {
    let text = value.scalar_text()?;
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let folded = crate::document::plain::fold_spaces(&clean);
    (!folded.is_empty()).then_some(folded)
}

fn word(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn switch(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        _ => None,
    }
}

type SetOption = fn(&mut SlideOptions, &Value);

/// What an author may set for a whole deck; see reveal.js, "Config". Left out on purpose is everything that runs, loads
/// or listens: `dependencies`, `plugins`, `keyboard`, `previewLinks`, `autoSlide`, `postMessage`.
const SLIDE_OPTIONS: &[(&str, SetOption)] = &[
    ("theme", |options, value| options.theme = word(value).and_then(|name| one_of(name, THEMES))),
    ("transition", |options, value| options.transition = word(value).and_then(|name| one_of(name, TRANSITIONS))),
    ("transitionSpeed", |options, value| {
        options.transition_speed = word(value).and_then(|name| one_of(name, SPEEDS));
    }),
    ("backgroundTransition", |options, value| {
        options.background_transition = word(value).and_then(|name| one_of(name, TRANSITIONS));
    }),
    ("center", |options, value| options.center = switch(value)),
    ("controls", |options, value| options.controls = switch(value)),
    ("progress", |options, value| options.progress = switch(value)),
    ("slideNumber", |options, value| options.slide_number = switch(value)),
    ("loop", |options, value| options.looped = switch(value)),
    ("rtl", |options, value| options.rtl = switch(value)),
    ("fragments", |options, value| options.fragments = switch(value)),
    ("navigationMode", |options, value| {
        options.navigation_mode = word(value).and_then(|name| one_of(name, &["default", "linear", "grid"]));
    }),
    ("width", |options, value| options.width = whole_number(value).filter(|n| (320..=3840).contains(n))),
    ("height", |options, value| options.height = whole_number(value).filter(|n| (240..=2160).contains(n))),
    ("margin", |options, value| {
        options.margin = number(value).filter(|margin| (0.0..=0.5).contains(margin));
    }),
    ("parallaxBackgroundImage", |options, value| {
        options.parallax_background_image = word(value).map(unwrap_markdown).filter(|url| !url.is_empty());
    }),
    ("parallaxBackgroundSize", |options, value| {
        options.parallax_background_size = word(value).filter(|size| is_pixel_pair(size)).map(str::to_owned);
    }),
];

fn number(value: &Value) -> Option<f64> {
    value.scalar_text()?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn whole_number(value: &Value) -> Option<u32> {
    value.scalar_text()?.trim_end_matches("px").parse().ok()
}

/// `![](https://…)` in a field that takes an address, as three decks have it.
fn unwrap_markdown(value: &str) -> String {
    let inner =
        value.strip_prefix("![").and_then(|rest| rest.split_once("](")).and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(value).trim().to_owned()
}

fn is_pixel_pair(size: &str) -> bool {
    let words: Vec<&str> = size.split(' ').collect();
    words.len() == 2
        && words.iter().all(|word| word.strip_suffix("px").is_some_and(|digits| digits.parse::<u16>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FrontMatter, String, u32, usize) {
        let mut diagnostics = Vec::new();
        let split = split("a.md", text, &mut diagnostics);
        (split.front_matter, split.body.to_owned(), split.first_line, diagnostics.len())
    }

    // Items 94–98, 108, 110
    #[test]
    fn reads_known_keys_and_ignores_the_rest() {
        let (front_matter, body, line, found) = read(
            "\n---\ntitle: A call\ntype: slide\ntags: a, b\nGA: UA-1\nslideOptions:\n  theme: white\n  transition: 'slide'\n  dependencies: [x]\n  parallaxBackgroundSize: '1920px 1080px'\n  parallaxBackgroundImage: '![](https://h/x.png)'\n  width: 99999\n---\n\n# A\n",
        );
        assert_eq!((body.as_str(), line, found), ("\n# A\n", 15, 0));
        assert_eq!(front_matter.title.as_deref(), Some("A call"));
        assert!(front_matter.is_deck);
        assert_eq!(front_matter.tags, ["a", "b"]);
        let options = &front_matter.slide_options;
        assert_eq!(options.parallax_background_image.as_deref(), Some("https://h/x.png"));
        assert_eq!(options.theme.as_deref(), Some("white"));
        assert_eq!(options.transition.as_deref(), Some("slide"));
        assert_eq!(options.parallax_background_size.as_deref(), Some("1920px 1080px"));
        assert_eq!(options.width, None, "out of range");
    }

    #[test]
    fn leaves_text_without_a_header_alone() {
        for text in ["# A\n---\nb\n---\n", "---\nnever closed\n", "---\n\nJust prose.\n\n---\n", ""] {
            assert_eq!(read(text).1, text);
        }
    }

    #[test]
    fn reports_broken_yaml_and_keeps_the_note() {
        let (front_matter, body, line, found) = read("---\ntype: slide\ntitle: [unclosed\n---\n# A\n");
        assert_eq!((front_matter.is_deck, body.as_str(), line, found), (true, "# A\n", 5, 1));
    }
}
