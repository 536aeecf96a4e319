//! Which language a text is in, by words that hardly any text of the language does without.

use crate::base::yaml::{CONFIG, YamlValue, parse_within};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Fewer words than these decide nothing.
const FEWEST: usize = 8;

/// So many times as many words as of any other language: notes quote, and names are in all languages.
const MARGIN: usize = 3;

/// One word in so many at least: a text of names, numbers and code is in no language.
const RAREST: usize = 40;

/// The words and their language's place in the list of languages.
static STOP_WORDS: LazyLock<(Vec<String>, HashMap<String, usize>)> = LazyLock::new(|| {
    let mut languages = Vec::new();
    let mut words = HashMap::new();
    for (tag, list) in by_language() {
        words.extend(list.into_iter().map(|word| (word, languages.len())));
        languages.push(tag);
    }
    (languages, words)
});

fn by_language() -> BTreeMap<String, Vec<String>> {
    let Ok(YamlValue::Map(languages)) = parse_within(include_str!("stop_words.yaml"), CONFIG) else {
        return BTreeMap::new();
    };
    let list = |value: YamlValue| match value {
        YamlValue::List(words) => words.iter().filter_map(YamlValue::scalar_text).collect(),
        _ => Vec::new(),
    };
    languages.into_iter().map(|(tag, words)| (tag, list(words))).collect()
}

/// The language of a text as a tag; none where its words decide nothing. One pass over the text.
pub fn guess(text: &str) -> Option<&'static str> {
    let (languages, known) = &*STOP_WORDS;
    let mut counts = vec![0; languages.len()];
    let mut all = 0;
    let mut low = String::new();
    // What has a digit or a sign in it is a name, an address or code.
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    for word in
        words.filter(|word| !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '’' || c == '\''))
    {
        all += 1;
        // The longest of the words has fewer bytes; pads hold tokens of thousands.
        if word.len() > 24 {
            continue;
        }
        low.clear();
        low.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(language) = known.get(low.as_str()) {
            counts[*language] += 1;
        }
    }
    let (best, most) = counts.iter().copied().enumerate().max_by_key(|(at, count)| (*count, usize::MAX - at))?;
    let second = counts.iter().enumerate().filter(|(at, _)| *at != best).map(|(_, count)| *count).max().unwrap_or(0);
    let decides = most >= FEWEST && most >= MARGIN * second && most * RAREST >= all;
    decides.then(|| languages[best].as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_word_is_of_two_languages() {
        let lists = by_language();
        assert!(lists.len() >= 2);
        let mut seen = BTreeSet::new();
        for (tag, words) in &lists {
            assert!(words.len() >= 40, "{tag}");
            for word in words {
                assert!(*word == word.to_lowercase() && word.len() <= 24, "{tag}: {word}");
                assert!(seen.insert(word.clone()), "{tag}: `{word}` stands twice");
            }
        }
    }

    #[test]
    fn tells_languages_by_their_small_words() {
        let german = "Wir haben beschlossen, dass die neue Webseite noch vor dem Sommer veröffentlicht wird. Ann kümmert sich um \
                      die Bilder und fragt beim Verlag nach; der Rest bleibt wie er ist. Es gibt keine Einwände.";
        let english = "We agreed that the new site is published before summer. Ann will take care of the pictures and ask the \
                       publisher; there were no objections, and it was left at that.";
        let french = "Nous avons décidé que le nouveau site sera publié avant l’été. Anne s’occupe des images et demande à la maison \
                      d’édition; il n’y a pas eu d’objections, et les autres points sont pour plus tard.";
        for (text, expected) in [
            (german, Some("de")),
            (english, Some("en")),
            (french, Some("fr")),
            ("", None),
            ("Storage: v1.28.3, Ceph 17, node-04. Ann, Bob, Eve.", None),
            ("Wir haben das so beschlossen.", None),
            (&format!("{german} {english}"), None),
            (&format!("{german} The Linux Foundation is the host of it."), Some("de")),
            (&format!("{german} {}", "node volume image ceph ".repeat(600)), None),
        ] {
            assert_eq!(guess(text), expected, "{text}");
        }
    }
}
