//! Scripts that are written without blanks between words, or with particles at them: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese.
//!
//! Where a word begins there, only a dictionary knows, and one of a single language is several times as large as the whole engine. So
//! each two neighbouring characters are a term, and a word is found as the row of its pairs, wherever it stands in a run.

use std::ops::Range;

/// The first and last character of each block that has such letters or their marks.
const BLOCKS: &[(char, char)] = &[
    // Thai, Lao
    ('\u{e00}', '\u{eff}'),
    // Burmese
    ('\u{1000}', '\u{109f}'),
    // Hangul by its letters
    ('\u{1100}', '\u{11ff}'),
    // Khmer
    ('\u{1780}', '\u{17ff}'),
    // 々 and 〇
    ('\u{3005}', '\u{3007}'),
    // Hiragana, katakana, bopomofo, letters of Hangul
    ('\u{3041}', '\u{318f}'),
    // Additions to bopomofo and katakana
    ('\u{31a0}', '\u{31ff}'),
    // Characters of Chinese, first those that were added
    ('\u{3400}', '\u{4dbf}'),
    ('\u{4e00}', '\u{9fff}'),
    // Hangul by its syllables
    ('\u{ac00}', '\u{d7ff}'),
    ('\u{f900}', '\u{faff}'),
    // Katakana of half width
    ('\u{ff66}', '\u{ff9f}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// Marks over, under and beside a letter, which belong to it. Some are no letters for Unicode, though words have them inside.
const MARKS: &[(char, char)] = &[
    ('\u{e31}', '\u{e31}'),
    ('\u{e34}', '\u{e3a}'),
    ('\u{e47}', '\u{e4e}'),
    ('\u{eb1}', '\u{eb1}'),
    ('\u{eb4}', '\u{ebc}'),
    ('\u{ec8}', '\u{ece}'),
    ('\u{102b}', '\u{103e}'),
    ('\u{1056}', '\u{1059}'),
    ('\u{1160}', '\u{11ff}'),
    ('\u{17b4}', '\u{17d3}'),
    ('\u{17dd}', '\u{17dd}'),
    ('\u{3099}', '\u{309a}'),
    ('\u{ff9e}', '\u{ff9f}'),
];

fn is_in(table: &[(char, char)], character: char) -> bool {
    table.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// Whether a character is a mark of such a script.
pub(crate) fn is_mark(character: char) -> bool {
    is_in(MARKS, character)
}

/// Whether a character is a letter of such a script or the mark of one.
pub(crate) fn is_unspaced(character: char) -> bool {
    character >= '\u{e00}' && is_in(BLOCKS, character) && (character.is_alphanumeric() || is_mark(character))
}

/// The letters of a run, each with its marks, in bytes.
pub(crate) fn letters(run: &str) -> Vec<Range<usize>> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    for (start, character) in run.char_indices() {
        let end = start + character.len_utf8();
        match letters.last_mut() {
            Some(last) if is_mark(character) || crate::fold::is_silent(character) => last.end = end,
            _ => letters.push(start..end),
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_scripts() {
        assert!("例会一段简单新幹線で行くカタカナー々회의การประชุมຂໍ້မြန်မာខ្មែរ".chars().all(is_unspaced));
        assert!(!"aÄß1é, 。「」、-Привет Ελλάδα שלום नमस्ते\u{3000}".chars().any(is_unspaced));
    }

    #[test]
    fn marks_belong_to_their_letter() {
        let cut = |run: &'static str| letters(run).into_iter().map(|range| &run[range]).collect::<Vec<_>>();
        assert_eq!(cut("ประชุม"), ["ป", "ร", "ะ", "ชุ", "ม"]);
        assert_eq!(cut("幹線"), ["幹", "線"]);
        assert_eq!(cut("か\u{3099}く"), ["か\u{3099}", "く"]);
    }
}
