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
    "your", "der", "die", "das", "den", "dem", "des", "ein", "eine", "und", "oder", "fuer", "von", "zu", "mit", "im",
    "ist",
];

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
        let mut seen = std::collections::BTreeSet::new();
        for word in FUNCTION_WORDS.iter().chain(QUESTION_VERBS) {
            assert_eq!(crate::fold::fold(word).main, *word);
            assert!(seen.insert(word), "{word} stands twice");
        }
    }
}
