//! The texts of words: placeholders and the little markup there is.

use super::Values;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Text(&'a str),
    /// `{name}`.
    Value(&'a str),
    /// `<name>`.
    Open(&'a str),
    /// `</name>`.
    Close(&'a str),
}

/// Cuts a text into pieces. Brackets around anything but a name are text: `<!-- -->`.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut text_end) = (text, 0);
    while let Some(at) = rest[text_end..].find(['{', '<']).map(|at| at + text_end) {
        let Some((piece, length)) = bracketed(&rest[at..]) else {
            text_end = at + 1;
            continue;
        };
        if at > 0 {
            found.push(Piece::Text(&rest[..at]));
        }
        found.push(piece);
        rest = &rest[at + length..];
        text_end = 0;
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// What a bracket opens, and its length.
fn bracketed(text: &str) -> Option<(Piece<'_>, usize)> {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let until = |prefix: &str, end: char| -> Option<&str> {
        let (name, _) = text.strip_prefix(prefix)?.split_once(end)?;
        is_name(name).then_some(name)
    };
    if let Some(name) = until("{", '}') {
        return Some((Piece::Value(name), name.len() + 2));
    }
    if let Some(name) = until("</", '>') {
        return Some((Piece::Close(name), name.len() + 3));
    }
    until("<", '>').map(|name| (Piece::Open(name), name.len() + 2))
}

/// The text with its values and without its markup. A placeholder that nothing is given for stays.
pub(super) fn plain(text: &str, values: &Values<'_>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(name) => match values.iter().find(|(given, _)| *given == name) {
                Some((_, value)) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
            Piece::Open(_) | Piece::Close(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_texts_at_names_in_brackets() {
        use Piece::{Close, Open, Text, Value};
        let cases: [(&str, &[Piece<'_>]); 5] = [
            ("a {b} c", &[Text("a "), Value("b"), Text(" c")]),
            ("<link>{b}</link>", &[Open("link"), Value("b"), Close("link")]),
            ("<!-- x --> { a } {B} {ö} <", &[Text("<!-- x --> { a } {B} {ö} <")]),
            ("ä<{b}ü", &[Text("ä<"), Value("b"), Text("ü")]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn values_are_no_texts_with_placeholders() {
        assert_eq!(plain("<b>{a}</b> of {b}", &[("a", "{b}"), ("b", "<i>")]), "{b} of <i>");
    }
}
