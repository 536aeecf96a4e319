//! Names as they stand in URLs and output paths: `[a-z0-9-]`, nothing else.

/// The longest slug; file systems take 255 bytes, and nobody reads more than this in an address.
const LONGEST: usize = 100;

/// Letters that are no ASCII and what stands for them. German umlauts are two letters, other accents fall away.
const LETTERS: &[(&str, &str)] = &[
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ø", "oe"),
    ("þ", "th"),
    ("àáâãåāăą", "a"),
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
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ţťŧț", "t"),
    ("ùúûũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

/// The slug of a name; empty when the name has no letter or digit we can write in ASCII.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for character in name.chars().flat_map(char::to_lowercase) {
        let ascii = match character {
            'a'..='z' | '0'..='9' => None,
            // A combining diaeresis: the file systems of macOS take "ä" apart.
            '\u{308}' if out.ends_with(['a', 'o', 'u']) && !gap => {
                out.push('e');
                continue;
            }
            // Other combining marks, apostrophes, and characters nobody sees (among them those that turn the
            // direction of the text) part no words.
            '\u{300}'..='\u{36f}'
            | '\''
            | '’'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {
                continue;
            }
            _ => {
                let Some((_, ascii)) = LETTERS.iter().find(|(letters, _)| letters.contains(character)) else {
                    gap = true;
                    continue;
                };
                Some(*ascii)
            }
        };
        if std::mem::take(&mut gap) && !out.is_empty() {
            out.push('-');
        }
        match ascii {
            Some(ascii) => out.push_str(ascii),
            None => out.push(character),
        }
    }
    if out.len() > LONGEST {
        let cut = out[..LONGEST].rfind('-').filter(|at| *at > LONGEST / 2).unwrap_or(LONGEST);
        out.truncate(cut);
    }
    out
}

/// Whether a text is a slug as it is.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && slug(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_names_in_ascii() {
        for (name, expected) in [
            ("Team IaaS", "team-iaas"),
            ("Überblick & Größe", "ueberblick-groesse"),
            ("U\u{308}berblick", "ueberblick"),
            ("cafe\u{301}", "cafe"),
            ("Žižkov – Łódź", "zizkov-lodz"),
            ("let's \"go\"", "lets-go"),
            ("a\u{202e}cod.exe", "acod-exe"),
            ("--x__y--", "x-y"),
            ("../../etc", "etc"),
            ("会议", ""),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug(&"word ".repeat(50)).len(), 99);
        assert_eq!(slug(&"x".repeat(500)).len(), 100);
    }

    #[test]
    fn knows_a_slug() {
        assert!(is_slug("sig-central-api"));
        for no in ["", "A", "a_b", "-a", "a--b", "ä"] {
            assert!(!is_slug(no), "{no}");
        }
    }

    proptest::proptest! {
        #[test]
        fn is_idempotent_and_safe(name in "\\PC{0,40}") {
            let once = slug(&name);
            proptest::prop_assert_eq!(slug(&once), once.clone());
            proptest::prop_assert!(once.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            proptest::prop_assert!(!once.starts_with('-') && !once.ends_with('-'));
        }
    }
}
