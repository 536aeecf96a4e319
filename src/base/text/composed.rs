//! Names of files as computers write them: some with `ü` as one character, some with `u` and two dots as two.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;

/// A name with every letter and its marks as one character, where there is one (Unicode's form C).
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { ComposingNormalizerBorrowed::new_nfc().normalize(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_their_marks_become_one() {
        for (name, expected) in
            [("a.png", "a.png"), ("scho\u{308}n.png", "schön.png"), ("schön", "schön"), ("か\u{3099}", "が")]
        {
            assert_eq!(composed(name), expected);
        }
    }
}
