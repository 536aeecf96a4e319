//! The language that minutes are written in.

use crate::language::guess;
use std::collections::BTreeMap;

/// The language that most notes are of; none where none of them tells.
pub(super) fn language<'t>(notes: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for language in notes.filter_map(guess) {
        *counts.entry(language).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(language, _)| language)
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
