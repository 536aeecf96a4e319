//! Parts of URLs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a path may not hold: everything but the unreserved characters of RFC 3986 and `/`.
const NOT_OF_A_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path in which every other character is percent-encoded.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, NOT_OF_A_PATH).to_string()
}

/// Decodes `%xx` once; nothing where the bytes are no UTF-8. A `%` that encodes nothing stays.
pub fn percent_decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// An address and an anchor on its page; the address alone without one.
pub fn with_anchor(address: &str, anchor: &str) -> String {
    if anchor.is_empty() { address.to_owned() } else { format!("{address}#{anchor}") }
}

/// The address of a deck and the id of a slide, as reveal.js reads it; that of the deck alone without one, and none where there is no deck.
pub fn with_slide(deck: &str, id: &str) -> String {
    if id.is_empty() || deck.is_empty() { deck.to_owned() } else { format!("{deck}#/{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_and_decoded() {
        for (path, encoded) in
            [("a/b-c_d.e~f", "a/b-c_d.e~f"), ("ü x?#%+:", "%C3%BC%20x%3F%23%25%2B%3A"), ("a&b=c", "a%26b%3Dc")]
        {
            assert_eq!(encode_path(path), encoded);
            assert_eq!(percent_decode(encoded).as_deref(), Some(path));
        }
        for (written, decoded) in
            [("100%", Some("100%")), ("%zz", Some("%zz")), ("%+1", Some("%+1")), ("%2525", Some("%25")), ("%ff", None)]
        {
            assert_eq!(percent_decode(written).as_deref(), decoded, "{written}");
        }
    }

    #[test]
    fn addresses_without_an_anchor_have_no_mark() {
        assert_eq!((with_anchor("a/", "b"), with_anchor("a/", "")), ("a/#b".to_owned(), "a/".to_owned()));
        assert_eq!((with_slide("a/", "b"), with_slide("a/", "")), ("a/#/b".to_owned(), "a/".to_owned()));
        assert_eq!(with_slide("", "b"), "");
    }
}
