//! Letters that count as the same: capitals, accents, umlauts.
//!
//! A German umlaut is written in three ways: `räumlich`, `raeumlich` and, by those without the key, `raumlich`. Folding
//! gives both spellings without the umlaut, so that a word with one finds and is found by either of the others.

/// Letters with a mark, and letters that are two, with the ASCII letters that stand for them in search terms and in URLs
/// alike. What the two write differently (umlauts, `ø`) is not here.
pub const LETTERS: &[(&str, &str)] = &[
    ("àáâãåāăą", "a"),
    ("æ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõōŏő", "o"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

/// Letters that fold to another one in search terms only. Umlauts are not here, they fold to two spellings.
const SEARCH_LETTERS: &[(&str, &str)] = &[("ǎ", "a"), ("ŋ", "n"), ("øǒ", "o"), ("ǔ", "u")];

/// The letters that stand for a marked one.
fn unmarked(character: char) -> Option<&'static str> {
    let find = |table: &'static [(&str, &str)]| table.iter().find(|(letters, _)| letters.contains(character));
    find(LETTERS).or_else(|| find(SEARCH_LETTERS)).map(|(_, plain)| *plain)
}

/// One word in the form in which words are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Folded {
    /// Lower case, without marks; an umlaut is the vowel and an `e`: `raeumlich`.
    pub(crate) main: String,
    /// The spelling without that `e`, when there is an umlaut: `raumlich`.
    pub(crate) bare: Option<String>,
}

/// Folds one word. Letters and digits of full width are those of ASCII; apostrophes, soft hyphens and combining marks vanish; the possessive `'s` does, too.
pub(crate) fn fold(word: &str) -> Folded {
    let word = without_possessive(word);
    if word.is_ascii() {
        let main =
            word.bytes().filter(|byte| *byte != b'\'').map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        return Folded { main, bare: None };
    }
    let mut main = String::with_capacity(word.len() + 2);
    let mut bare = String::with_capacity(word.len());
    let mut characters = word.chars().map(of_half_width).flat_map(char::to_lowercase).peekable();
    while let Some(character) = characters.next() {
        let decomposed = characters.peek() == Some(&COMBINING_DIAERESIS);
        let vowel = match character {
            'ä' => Some('a'),
            'ö' => Some('o'),
            'ü' => Some('u'),
            'a' | 'o' | 'u' if decomposed => Some(character),
            _ => None,
        };
        if let Some(vowel) = vowel {
            main.extend([vowel, 'e']);
            bare.push(vowel);
        } else if !is_silent(character) {
            if let Some(plain) = Some(character).filter(|character| !character.is_ascii()).and_then(unmarked) {
                main.push_str(plain);
                bare.push_str(plain);
            } else {
                main.push(character);
                bare.push(character);
            }
        }
    }
    let bare = (bare != main).then_some(bare);
    Folded { main, bare }
}

/// The letter or digit that one of full width, as Japanese and Chinese keyboards type it, is: `Ａ` is `A`.
fn of_half_width(character: char) -> char {
    const FULL_TO_HALF: u32 = '\u{ff01}' as u32 - '!' as u32;
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - FULL_TO_HALF).unwrap_or(character),
        _ => character,
    }
}

/// The diaeresis of an umlaut that was typed as two characters.
const COMBINING_DIAERESIS: char = '\u{308}';

/// A character that stands within a word and is not heard: an apostrophe, a soft hyphen, a combining mark.
pub(crate) fn is_silent(character: char) -> bool {
    matches!(character, '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}')
}

fn without_possessive(word: &str) -> &str {
    let stripped = word.strip_suffix(['s', 'S']).and_then(|rest| rest.strip_suffix(['\'', '’']));
    stripped.filter(|rest| !rest.is_empty()).unwrap_or(word)
}

/// The other spellings a folded word may have if its writer had no umlauts: every `ae oe ue` without the `e`, and every `a o u` with one,
/// one at a time and all at once. They are worth a look in the dictionary, no more.
pub(crate) fn umlaut_spellings(word: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    if word.len() < 4 || word.len() > 40 || !word.is_ascii() {
        return spellings;
    }
    let bytes = word.as_bytes();
    let is_vowel = |index: usize| matches!(bytes[index], b'a' | b'o' | b'u');
    let has_e = |index: usize| bytes.get(index + 1) == Some(&b'e');
    let vowels: Vec<usize> = (0..bytes.len()).filter(|index| is_vowel(*index)).collect();
    for &index in &vowels {
        let rest = if has_e(index) { &word[index + 2..] } else { &word[index + 1..] };
        let e = if has_e(index) { "" } else { "e" };
        spellings.push(format!("{}{e}{rest}", &word[..=index]));
    }
    let without = without_umlauts(word);
    if without != word {
        spellings.push(without);
    }
    spellings.sort();
    spellings.dedup();
    spellings
}

/// A folded word with the vowel alone for every umlaut it may have.
pub(crate) fn without_umlauts(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// How British and American writers differ, seen on stems: what one has and the other has in its place, and whether it must stand at the end.
const SPELLINGS: &[(&str, &str, bool)] = &[
    // flavour, flavor
    ("our", "or", false),
    // standardise, standardize
    ("is", "iz", true),
    // analyse, analyze
    ("ys", "yz", true),
    // licence, license
    ("enc", "ens", true),
    // centre, center
    ("tr", "ter", true),
    // catalogue, catalog
    ("ogu", "og", true),
];

/// The stems that a stem may have on the other side of the Atlantic, and some that nobody has: they, too, are for the dictionary to judge.
pub(crate) fn other_spellings(stem: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    if stem.len() < 5 {
        return spellings;
    }
    for (british, american, at_end) in SPELLINGS {
        for (from, to) in [(british, american), (american, british)] {
            let places = stem.match_indices(from).filter(|(index, _)| !at_end || index + from.len() == stem.len());
            spellings.extend(places.map(|(index, _)| format!("{}{to}{}", &stem[..index], &stem[index + from.len()..])));
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_marked_letter_folds() {
        for (letters, plain) in LETTERS.iter().chain(SEARCH_LETTERS) {
            for letter in letters.chars() {
                assert_eq!(fold(&letter.to_string()).main, *plain, "{letter}");
            }
        }
    }

    #[test]
    fn words_fold_as_the_table_says() {
        for (word, main, bare) in [
            ("OpenStack", "openstack", None),
            ("räumlich", "raeumlich", Some("raumlich")),
            ("ra\u{308}umlich", "raeumlich", Some("raumlich")),
            ("ÜBERGRÖSSE", "uebergroesse", Some("ubergrosse")),
            ("Straße", "strasse", None),
            ("Ｚｕｕｌ２", "zuul2", None),
            ("week's", "week", None),
            ("week’s", "week", None),
            ("don't", "dont", None),
            ("naïve", "naive", None),
            ("Souve\u{ad}rän", "souveraen", Some("souveran")),
        ] {
            assert_eq!(fold(word), Folded { main: main.into(), bare: bare.map(String::from) }, "{word}");
        }
    }

    #[test]
    fn the_atlantic_is_crossed_both_ways() {
        for (british, american) in [
            ("flavour", "flavor"),
            ("organis", "organiz"),
            ("analys", "analyz"),
            ("licenc", "licens"),
            ("centr", "center"),
            ("catalogu", "catalog"),
        ] {
            assert!(other_spellings(british).contains(&american.to_owned()), "{british}");
            assert!(other_spellings(american).contains(&british.to_owned()), "{american}");
        }
    }

    #[test]
    fn umlauts_go_both_ways() {
        assert!(umlaut_spellings("raumlich").contains(&"raeumlich".to_owned()));
        assert!(umlaut_spellings("raeumlich").contains(&"raumlich".to_owned()));
        assert!(umlaut_spellings("uebergroesse").contains(&"ubergrosse".to_owned()));
        assert!(umlaut_spellings("fur").is_empty());
    }
}
