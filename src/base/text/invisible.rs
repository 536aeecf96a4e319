//! Characters that are not seen, and change what is.

use std::borrow::Cow;

/// The controls that turn the direction of text (embeddings, overrides, isolates): they make a text look like another one.
pub fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without [`is_direction_control`] characters.
pub fn without_direction_controls(text: &str) -> Cow<'_, str> {
    if text.contains(is_direction_control) {
        Cow::Owned(text.replace(is_direction_control, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Characters without a width: direction marks and controls, joiners, the byte order mark. They part no words.
pub(super) fn is_zero_width(c: char) -> bool {
    is_direction_control(c) || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Control characters, [`is_zero_width`] ones and others that make a URL or an attribute look like another one.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || is_zero_width(c)
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'
                ..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_holds_the_narrower_one() {
        for c in '\0'..=char::MAX {
            assert!(!is_direction_control(c) || is_zero_width(c), "{c:?}");
            assert!(!is_zero_width(c) || is_invisible(c), "{c:?}");
        }
        assert_eq!(without_direction_controls("a\u{202e}b\u{2069}c\u{200d}"), "abc\u{200d}");
        for seen in ['a', ' ', '\u{a0}', 'é', '会'] {
            assert!(!is_invisible(seen), "{seen:?}");
        }
    }
}
