//! The words and keys of an index as one sorted list, with what there is on each of them in every field.
//!
//! tantivy's dictionaries say fast whether a word is there. Who types asks more: which words begin so, which are near one that is misspelt,
//! which have one inside. A list answers that in one pass over its letters, for all fields at once; and a packed index, which has its
//! words as such a list, needs no dictionaries made again before the first question.

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use crate::edits::Neighbours;
use crate::error::Error;

/// A sorted list of words and keys; what is on a word is asked by its place in the list.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// The words, a line feed behind each.
    text: String,
    words: Vec<Word>,
    /// Where the words stand: word by word, by the number of the field.
    stands: Vec<(Field, TermInfo)>,
}

#[derive(Debug)]
struct Word {
    /// Its letters are those of the text up to here, from behind the word before.
    end: u32,
    /// How many bytes it has in common with the word before.
    shared: u32,
    /// The entries of [`Vocabulary::stands`] up to here, from behind those of the word before.
    stands: u32,
}

impl Vocabulary {
    /// The words of several fields, by their dictionaries.
    pub(crate) fn of(dictionaries: &[(Field, &TermDictionary)]) -> Result<Self, Error> {
        let mut words: BTreeMap<Vec<u8>, Vec<(Field, TermInfo)>> = BTreeMap::new();
        for (field, dictionary) in dictionaries {
            let mut stream = dictionary.stream()?;
            while stream.advance() {
                words.entry(stream.key().to_vec()).or_default().push((*field, stream.value().clone()));
            }
        }
        let mut vocabulary = Self::default();
        for (word, stands) in words {
            vocabulary.push(&word, stands)?;
        }
        Ok(vocabulary)
    }

    /// Adds a word, which comes behind all that are there; `stands` is where it stands, sorted by field.
    pub(crate) fn push(
        &mut self,
        word: &[u8],
        stands: impl IntoIterator<Item = (Field, TermInfo)>,
    ) -> Result<(), Error> {
        let word = std::str::from_utf8(word).map_err(|_| Error::Format("a word is not UTF-8".to_owned()))?;
        let last = self.words.len().checked_sub(1).map_or("", |last| self.word(last));
        if word <= last && !self.words.is_empty() {
            return Err(Error::Format("the words are not sorted".to_owned()));
        }
        let shared = last.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        self.text.push_str(word);
        self.stands.extend(stands);
        let number =
            |number: usize| u32::try_from(number).map_err(|_| Error::Format("there are too many words".to_owned()));
        self.words.push(Word {
            end: number(self.text.len())?,
            shared: number(shared)?,
            stands: number(self.stands.len())?,
        });
        self.text.push('\n');
        Ok(())
    }

    /// How many words and keys there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// How many bytes all of them have, and one more each.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The word at a place.
    pub(crate) fn word(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.words[before].end as usize + 1);
        &self.text[start..self.words[index].end as usize]
    }

    /// The fields in which the word at a place stands, and what there is on it.
    pub(crate) fn stands(&self, index: usize) -> &[(Field, TermInfo)] {
        let start = index.checked_sub(1).map_or(0, |before| self.words[before].stands as usize);
        &self.stands[start..self.words[index].stands as usize]
    }

    /// In how many documents the word at a place stands, at least: the largest number of any of the fields.
    pub(crate) fn frequency(&self, index: usize, fields: &[Field]) -> u32 {
        let stands = self.stands(index).iter().filter(|(field, _)| fields.contains(field));
        stands.map(|(_, info)| info.doc_freq).max().unwrap_or(0)
    }

    /// The place of a word.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let index = self.first_from(word);
        (index < self.len() && self.word(index) == word).then_some(index)
    }

    /// What there is on a word in a field.
    pub(crate) fn info(&self, word: &str, field: Field) -> Option<&TermInfo> {
        let stands = self.stands(self.find(word)?);
        stands.iter().find(|(other, _)| *other == field).map(|(_, info)| info)
    }

    /// The places of the words that begin with some letters.
    pub(crate) fn beginning(&self, prefix: &str) -> Range<usize> {
        let start = self.first_from(prefix);
        let count = (start..self.len()).take_while(|index| self.word(*index).starts_with(prefix)).count();
        start..start + count
    }

    /// The places of the words that have some letters inside.
    pub(crate) fn containing(&self, letters: &str) -> impl Iterator<Item = usize> {
        let mut from = 0;
        let found = std::iter::from_fn(move || {
            let start = from + self.text[from..].find(letters)?;
            let index = self.words.partition_point(|word| (word.end as usize) <= start);
            let end = self.words.get(index)?.end as usize;
            from = end + 1;
            Some((index, start + letters.len() <= end))
        });
        found.filter(|(_, is_inside)| *is_inside).map(|(index, _)| index)
    }

    /// The places of the words that are near another one, with their distance.
    pub(crate) fn near(&self, neighbours: &Neighbours) -> Vec<(usize, u8)> {
        neighbours.near(self.words.iter().map(|word| word.shared as usize), |index| self.word(index).as_bytes())
    }

    /// The place of the first word that is not before these letters.
    fn first_from(&self, letters: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < letters {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[&str] = &["", "backup", "stop", "stopgap", "storage", "störung", "unstoppable"];

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (number, word) in (1..).zip(WORDS) {
            let info = |doc_freq| TermInfo { doc_freq, ..TermInfo::default() };
            let stands = [(Field::from_field_id(0), info(number)), (Field::from_field_id(2), info(10 * number))];
            vocabulary.push(word.as_bytes(), stands).unwrap();
        }
        vocabulary
    }

    fn words(vocabulary: &Vocabulary, places: impl Iterator<Item = usize>) -> Vec<&str> {
        places.map(|place| vocabulary.word(place)).collect()
    }

    #[test]
    fn words_are_found_by_their_letters() {
        let vocabulary = vocabulary();
        for (place, word) in WORDS.iter().enumerate() {
            assert_eq!(vocabulary.find(word), Some(place), "{word}");
        }
        assert_eq!([vocabulary.find("sto"), vocabulary.find("zuul")], [None, None]);
        assert_eq!(words(&vocabulary, vocabulary.beginning("sto")), ["stop", "stopgap", "storage"]);
        assert_eq!(words(&vocabulary, vocabulary.beginning("zuul")), [""; 0]);
        assert_eq!(words(&vocabulary, vocabulary.containing("stop")), ["stop", "stopgap", "unstoppable"]);
        assert_eq!(words(&vocabulary, vocabulary.containing("p\nst")), [""; 0]);
        let near = vocabulary.near(&Neighbours::of("stopa", 2).unwrap());
        assert_eq!(
            near.iter().map(|(place, edits)| (vocabulary.word(*place), *edits)).collect::<Vec<_>>(),
            [("stop", 1), ("stopgap", 2)]
        );
    }

    #[test]
    fn what_is_on_a_word_is_known_by_its_field() {
        let vocabulary = vocabulary();
        let fields = [0, 1, 2].map(Field::from_field_id);
        assert_eq!(
            fields.map(|field| vocabulary.info("stop", field).map(|info| info.doc_freq)),
            [Some(3), None, Some(30)]
        );
        assert_eq!(
            [&fields[..], &fields[..2], &fields[1..2]].map(|fields| vocabulary.frequency(2, fields)),
            [30, 3, 0]
        );
        assert_eq!(vocabulary.info("sto", fields[0]), None);
    }

    #[test]
    fn what_is_no_list_of_words_is_refused() {
        for word in [&b"unstoppable"[..], b"stop", b"", b"z\xff"] {
            assert!(vocabulary().push(word, []).is_err(), "{word:?}");
        }
    }
}
