//! Words of the language that mean something to a search: function words, months, relative days.

/// Words that carry no meaning of their own in a query. They are indexed (a phrase needs them), but a result that
/// lacks them still has all words.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "before", "being",
    "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "get", "got", "had", "has", "have",
    "having", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "my", "no", "not",
    "of", "off", "on", "or", "our", "out", "over", "she", "should", "so", "some", "such", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "until", "up", "us", "was", "we",
    "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
    "your", "der", "die", "das", "den", "dem", "des", "ein", "eine", "und", "fuer", "von", "zu", "mit", "im", "ist",
    // Of the German ones those that mean nothing in English.
    "auch", "auf", "bei", "beim", "dass", "einem", "einen", "einer", "eines", "haben", "hatte", "ihr", "nach", "nicht",
    "oder", "sich", "sind", "ueber", "unser", "unsere", "vom", "wann", "warum", "welche", "welcher", "welches", "wenn",
    "wer", "werden", "wie", "wir", "wird", "wo", "worden", "wurde", "wurden", "zum", "zur",
];

/// Words that stand in nearly every text of a language and in few of the other.
const ENGLISH: &[&str] = &[
    "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "has", "have", "how", "if", "is",
    "it", "no", "not", "of", "on", "or", "our", "should", "that", "the", "there", "they", "this", "to", "we", "what",
    "will", "with", "would",
];
const GERMAN: &[&str] = &[
    "als", "auch", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "die", "ein", "eine", "einen", "einer",
    "es", "fuer", "haben", "hat", "im", "ist", "mit", "nach", "nicht", "noch", "nur", "oder", "sich", "sie", "sind",
    "soll", "ueber", "um", "und", "von", "werden", "wie", "wir", "wird", "wurde", "zu", "zum", "zur",
];

/// Whether a folded word speaks for an English text.
pub(crate) fn is_english(folded: &str) -> bool {
    ENGLISH.binary_search(&folded).is_ok()
}

/// Whether a folded word speaks for a German text.
pub(crate) fn is_german(folded: &str) -> bool {
    GERMAN.binary_search(&folded).is_ok()
}

/// Whether a folded word is a function word: `what`, `the`, `und`.
pub(crate) fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.contains(&folded)
}

/// Words that ask, and the verbs that stand with them: in `what did we decide about volume encryption`, nobody looks for "decide".
const QUESTION_WORDS: &[&str] =
    &["what", "who", "when", "where", "which", "why", "how", "did", "does", "do", "is", "are", "was", "were"];
const QUESTION_VERBS: &[&str] = &[
    "agree",
    "agreed",
    "decide",
    "decided",
    "discuss",
    "discussed",
    "find",
    "happen",
    "happened",
    "happens",
    "mean",
    "means",
    "said",
    "say",
    "says",
    "talk",
    "talked",
    "tell",
    "think",
    "thought",
];

/// Whether a query that begins with this folded word is a question.
pub(crate) fn begins_question(folded: &str) -> bool {
    QUESTION_WORDS.contains(&folded)
}

/// Whether a folded word is, in a question, about the asking and not about the thing.
pub(crate) fn is_question_verb(folded: &str) -> bool {
    QUESTION_VERBS.contains(&folded)
}

/// Month names and their usual abbreviations, English and German, folded; the position in the year is the index plus one.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jaenner"],
    &["february", "feb", "februar"],
    &["march", "mar", "maerz"],
    &["april", "apr"],
    &["may", "mai"],
    &["june", "jun", "juni"],
    &["july", "jul", "juli"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["october", "oct", "oktober", "okt"],
    &["november", "nov"],
    &["december", "dec", "dezember", "dez"],
];

/// The month (1 to 12) a folded word names.
pub(crate) fn month(folded: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|names| names.contains(&folded))?;
    u32::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_name_is_found() {
        for (index, names) in MONTHS.iter().enumerate() {
            for name in *names {
                assert_eq!(month(name), Some(u32::try_from(index).unwrap() + 1), "{name}");
            }
        }
        assert_eq!(month("monday"), None);
    }

    #[test]
    fn function_words_are_folded_and_unique() {
        assert!(ENGLISH.is_sorted() && GERMAN.is_sorted());
        let mut seen = std::collections::BTreeSet::new();
        for word in FUNCTION_WORDS.iter().chain(QUESTION_VERBS) {
            assert_eq!(crate::fold::fold(word).main, *word);
            assert!(seen.insert(word), "{word} stands twice");
        }
    }
}
