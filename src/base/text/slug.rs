//! Names in URLs and output paths: `[a-z0-9-]`, nothing else.

use super::invisible::is_zero_width;

/// The longest slug; file systems take 255 bytes, and nobody reads more than this in an address.
const LONGEST: usize = 100;

/// Letters that stand for others in URLs than in search terms: German umlauts are two letters. All others that are no ASCII
/// are in the table that search terms are folded with, [`minutebook_engine::LETTERS`].
const LETTERS: &[(&str, &str)] = &[("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("þ", "th")];

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
            '\u{300}'..='\u{36f}' | '\'' | '’' => continue,
            character if is_zero_width(character) => continue,
            _ => {
                let mut letters = LETTERS.iter().chain(minutebook_engine::LETTERS);
                let Some((_, ascii)) = letters.find(|(letters, _)| letters.contains(character)) else {
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

/// The slug of a name; one made of its bytes where it has nothing that we can write in ASCII.
pub fn slug_or_hash(name: &str) -> String {
    let slug = slug(name);
    if !slug.is_empty() {
        return slug;
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    format!("x-{}", &hash[..8])
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
