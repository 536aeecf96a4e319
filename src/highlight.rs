//! Code in colours: source text in, HTML with classes out. The colours are the site's style sheet's.
//!
//! One scanner, told by a table what each language looks like, reads every text once from start to end. It knows less of
//! a language than a grammar of regular expressions would, but no text makes it slow, and a minute's code blocks are short.

mod languages;

use languages::{LANGUAGES, Language, Quote};

/// Escaped HTML of a piece of code, coloured by flat `<span class="hl-…">`; nothing for a language that is not known,
/// which the caller shows plain. The time it takes grows with the length of the text alone.
///
/// `language` is the lower-case name after the fence. The classes are `hl-comment`, `hl-string`, `hl-keyword`,
/// `hl-constant` (numbers, `true`), `hl-entity` (names of functions, types, keys and annotations) and `hl-variable` (of
/// shells, and Rust's lifetimes); in diffs `hl-inserted`, `hl-deleted` and `hl-markup` (headers), in Markdown `hl-markup`.
pub fn code(language: &str, text: &str) -> Option<String> {
    match language {
        "diff" | "patch" => return Some(by_line(text, diff_class)),
        "markdown" | "md" => return Some(by_line(text, |line| line.starts_with('#').then_some("hl-markup"))),
        _ => {}
    }
    let language = LANGUAGES.iter().find(|known| known.names.contains(&language))?;
    let mut scanner = Scanner { language, text, at: 0, html: String::with_capacity(text.len() * 2) };
    while scanner.at < text.len() {
        scanner.step();
    }
    Some(scanner.html)
}

fn by_line(text: &str, class: fn(&str) -> Option<&'static str>) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        put(&mut html, bare, class(line));
        html.push_str(&line[bare.len()..]);
    }
    html
}

fn diff_class(line: &str) -> Option<&'static str> {
    let header = ["+++", "---", "@@", "diff ", "index "].iter().any(|start| line.starts_with(start));
    match line.as_bytes().first() {
        _ if header => Some("hl-markup"),
        Some(b'+') => Some("hl-inserted"),
        Some(b'-') => Some("hl-deleted"),
        _ => None,
    }
}

/// Writes text, escaped, in a span when it has a class.
fn put(html: &mut String, text: &str, class: Option<&str>) {
    let class = class.filter(|_| !text.is_empty());
    if let Some(class) = class {
        html.extend(["<span class=\"", class, "\">"]);
    }
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            _ => html.push(c),
        }
    }
    if class.is_some() {
        html.push_str("</span>");
    }
}

struct Scanner<'a> {
    language: &'static Language,
    text: &'a str,
    at: usize,
    html: String,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, length: usize, class: Option<&str>) {
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        put(&mut self.html, text, class);
    }

    /// Writes the next token.
    fn step(&mut self) {
        let traits = self.language.traits;
        if self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n' {
            self.line_start();
        }
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if let Some(length) = self.comment(rest) {
            self.take(length, Some("hl-comment"));
        } else if let Some(quote) = self.language.strings.iter().find(|quote| rest.starts_with(quote.open)) {
            let length = string_length(rest, quote);
            let is_key = traits.string_keys && rest[length..].trim_start_matches([' ', '\t']).starts_with(':');
            self.take(length, Some(if is_key { "hl-entity" } else { "hl-string" }));
        } else if traits.lifetimes && first == '\'' {
            self.lifetime_or_character(rest);
        } else if traits.variables && first == '$' {
            let length = variable_length(rest);
            self.take(length, (length > 1).then_some("hl-variable"));
        } else if traits.annotations && first == '@' {
            let length = 1 + word_length(&rest[1..], self.language);
            self.take(length, (length > 1).then_some("hl-entity"));
        } else if first.is_ascii_digit() {
            let number = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
            self.take(rest.find(|c| !number(c)).unwrap_or(rest.len()), Some("hl-constant"));
        } else {
            match word_length(rest, self.language) {
                0 => self.take(first.len_utf8(), None),
                length => self.word(&rest[..length]),
            }
        }
    }

    /// Writes what only stands at the start of a line: the key of a value, the name of a section.
    fn line_start(&mut self) {
        let line = self.rest().lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
        let text = &line[indent..];
        if self.language.traits.sections && text.starts_with('[') && text.trim_end().ends_with(']') {
            self.take(indent, None);
            self.take(text.len(), Some("hl-entity"));
            return;
        }
        let Some(end) = self.language.traits.key_end else { return };
        let key = text.split(end).next().unwrap_or_default();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '"' | '\'' | '*');
        let after = text[key.len()..].chars().nth(1);
        let ends = key.len() < text.len() && (end == '=' || after.is_none_or(|c| c.is_whitespace() || c == '='));
        // A line that ends in `{` or `;` before its colon is no key; neither is a comment.
        if ends && !key.is_empty() && key.chars().all(is_name) {
            self.take(indent, None);
            self.take(key.len(), Some("hl-entity"));
        }
    }

    fn comment(&self, rest: &str) -> Option<usize> {
        let language = self.language;
        if let Some((open, close)) = language.block_comment
            && let Some(inner) = rest.strip_prefix(open)
        {
            return Some(inner.find(close).map_or(rest.len(), |at| open.len() + at + close.len()));
        }
        let starts = language.line_comments.iter().any(|start| rest.starts_with(start));
        let before = self.text[..self.at].chars().next_back();
        let stands_free = !language.traits.shell_words || before.is_none_or(char::is_whitespace);
        (starts && stands_free).then(|| rest.find('\n').unwrap_or(rest.len()))
    }

    fn lifetime_or_character(&mut self, rest: &str) {
        let mut inner = rest[1..].chars();
        let length = match (inner.next(), inner.next()) {
            // `'\u{1f600}'` is the longest character there is.
            (Some('\\'), _) => rest.char_indices().take(13).skip(3).find(|(_, c)| *c == '\'').map(|(at, _)| at + 1),
            (Some(c), Some('\'')) => Some(c.len_utf8() + 2),
            _ => None,
        };
        match length {
            Some(length) => self.take(length, Some("hl-string")),
            None => self.take(1 + word_length(&rest[1..], self.language), Some("hl-variable")),
        }
    }

    fn word(&mut self, word: &str) {
        let language = self.language;
        let lower = word.to_ascii_lowercase();
        let known = if language.traits.any_case { lower.as_str() } else { word };
        let class = if language.keywords.binary_search(&known).is_ok() {
            Some("hl-keyword")
        } else if language.constants.binary_search(&known).is_ok() {
            Some("hl-constant")
        } else {
            let is_called = self.text[self.at + word.len()..].starts_with(['(', '!']);
            let is_named = is_called || word.starts_with(|c: char| c.is_uppercase());
            (language.traits.names && is_named).then_some("hl-entity")
        };
        self.take(word.len(), class);
    }
}

/// The bytes of the string that begins here; one that does not end goes to the end of its line, or of the text.
fn string_length(rest: &str, quote: &Quote) -> usize {
    let mut at = quote.open.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(quote.close) {
            return at + quote.close.len();
        }
        if c == '\n' && !quote.lines {
            return at;
        }
        at += c.len_utf8();
        if c == '\\' && quote.escapes {
            at += rest[at..].chars().next().filter(|&next| next != '\n' || quote.lines).map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// The bytes of `$name`, `${…}`, `$(`, `$1`, `$?`; 1 when nothing of the kind follows the sign.
fn variable_length(rest: &str) -> usize {
    let name = &rest[1..];
    if name.starts_with('{') {
        // As far as the bracket, if it closes in this line.
        let line = name.lines().next().unwrap_or_default();
        return line.find('}').map_or(1, |at| at + 2);
    }
    let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    if length == 0 && name.starts_with(['?', '!', '#', '@', '*', '$']) { 2 } else { 1 + length }
}

/// The bytes of the word that begins here.
fn word_length(rest: &str, language: &Language) -> usize {
    let inside = |c: char| c.is_alphanumeric() || c == '_' || (language.traits.shell_words && matches!(c, '-' | '.'));
    match rest.chars().next() {
        Some(c) if c.is_alphabetic() || c == '_' => rest.find(|c| !inside(c)).unwrap_or(rest.len()),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_does_what_its_example_says() {
        for language in LANGUAGES {
            let (text, expected) = language.example;
            assert_eq!(code(language.names[0], text).as_deref(), Some(expected));
            assert!(language.keywords.is_sorted(), "{:?}", language.names);
            assert!(language.constants.is_sorted(), "{:?}", language.names);
        }
    }

    #[test]
    fn diffs_and_markdown_are_read_line_by_line() {
        assert_eq!(
            code("diff", "--- a\n+++ b\n@@ -1 +1 @@\n c\n+<d>\r\n-e").unwrap(),
            "<span class=\"hl-markup\">--- a</span>\n<span class=\"hl-markup\">+++ b</span>\n<span class=\"hl-markup\">@@ -1 +1 @@</span>\n \
             c\n<span class=\"hl-inserted\">+&lt;d&gt;</span>\r\n<span class=\"hl-deleted\">-e</span>"
        );
        assert_eq!(code("md", "# a\nb").unwrap(), "<span class=\"hl-markup\"># a</span>\nb");
    }

    #[test]
    fn what_does_not_end_goes_to_the_end() {
        assert_eq!(code("json", "\"a\nb").unwrap(), "<span class=\"hl-string\">\"a</span>\nb");
        assert_eq!(code("js", "`a\nb").unwrap(), "<span class=\"hl-string\">`a\nb</span>");
        assert_eq!(code("c", "/* a").unwrap(), "<span class=\"hl-comment\">/* a</span>");
        assert_eq!(code("c", "'\\").unwrap(), "<span class=\"hl-string\">'\\</span>");
        assert_eq!(code("rust", "'").unwrap(), "<span class=\"hl-variable\">'</span>");
    }

    #[test]
    fn leaves_the_unknown_to_the_caller() {
        for language in ["", "text", "mermaid", "../../x", "yaml\" onclick=\"x"] {
            assert_eq!(code(language, "a"), None, "{language}");
        }
        assert_eq!(code("yaml", "").as_deref(), Some(""));
    }

    /// The text behind the HTML.
    fn shown(html: &str) -> String {
        let mut shown = String::new();
        for (number, part) in html.split('<').enumerate() {
            shown.push_str(if number == 0 { part } else { part.split_once('>').map_or(part, |(_, text)| text) });
        }
        shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    #[test]
    fn long_texts_stay_quick() {
        for language in LANGUAGES {
            for unit in [
                "a", "_", "\"", "'", "`", "/*", "$", "${", "a: ", "- ", "{", "é", " ", "'\\", "r#\"", "\"\"\"", "@",
                "0", "[", "<!--", "#", "\\",
            ] {
                let text = unit.repeat(20_000 / unit.len());
                let started = std::time::Instant::now();
                let html = code(language.names[0], &text).unwrap();
                assert!(started.elapsed().as_secs() < 2, "{:?} {unit}", language.names);
                assert_eq!(shown(&html), text);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost(text in "[a-z<>&\"'`$@#:=/*\\\\{}\\[\\] \nÄé😀0-]{0,60}", language in 0..LANGUAGES.len()) {
            proptest::prop_assert_eq!(shown(&code(LANGUAGES[language].names[0], &text).unwrap()), text);
        }
    }
}
