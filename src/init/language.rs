//! The language that minutes are written in, by the words that every text of it has.

use std::collections::BTreeMap;

/// Words of each language that the others of the list do not have.
const STOP_WORDS: &[(&str, &[&str])] = &[
    ("de", &["und", "der", "das", "nicht", "wird", "ist", "mit", "für", "auf", "eine", "wir", "zum", "von"]),
    ("en", &["the", "and", "of", "to", "is", "that", "for", "with", "we", "this", "not", "are"]),
    ("es", &["los", "las", "del", "por", "una", "el", "para", "con", "más", "y"]),
    ("fr", &["les", "des", "est", "pour", "une", "dans", "nous", "et", "du", "avec", "pas"]),
    ("it", &["il", "di", "che", "gli", "della", "sono", "è", "nel", "con", "non"]),
    ("nl", &["het", "een", "van", "wordt", "niet", "voor", "zijn", "met", "aan", "ook"]),
    ("pl", &["nie", "się", "jest", "na", "oraz", "dla", "przez", "że"]),
    ("pt", &["os", "das", "uma", "para", "não", "com", "são", "dos", "em"]),
    ("ru", &["и", "в", "не", "на", "что", "это", "для", "по", "мы"]),
];

/// So many words of a note are looked at: what it is written in shows at its start.
const WORDS: usize = 400;

/// The language most words of the notes are of; none where too few are of any.
pub(super) fn language<'t>(notes: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    let of_word: BTreeMap<&str, usize> =
        (0..).zip(STOP_WORDS).flat_map(|(at, (_, words))| words.iter().map(move |word| (*word, at))).collect();
    let mut counts = vec![0_usize; STOP_WORDS.len()];
    for text in notes {
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(WORDS) {
            if let Some(at) = of_word.get(word.to_lowercase().as_str()) {
                counts[*at] += 1;
            }
        }
    }
    let (at, most) = counts.iter().enumerate().max_by_key(|(at, count)| (**count, std::cmp::Reverse(*at)))?;
    (*most >= 10).then(|| STOP_WORDS[at].0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_sentences_tell_the_language() {
        let german = "Der Vorstand trifft sich und das Protokoll wird von der Schriftführerin geführt. Für die Wahl ist eine \
                      Frist nicht nötig, wir sind mit der Planung auf Kurs.";
        let english = "The board meets and the minutes are kept. We agreed that this is not to be done with haste for the \
                       sake of speed, and that we are to vote.";
        assert_eq!(language(std::iter::once(german)), Some("de"));
        assert_eq!(language([german, english, english].into_iter()), Some("en"));
        assert_eq!(language(std::iter::once("# 2024-01-10\n- Kaffee")), None);
    }
}
