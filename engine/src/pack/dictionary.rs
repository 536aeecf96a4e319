//! The term dictionaries of an index, written small.
//!
//! tantivy keeps one dictionary a field, and the fields share most of their words. Here every word is written once, without what
//! it has in common with the word before, with a bit for each field it stands in, and for each of these how often and how many bytes
//! of postings and positions; all of that by a [`Coder`], since most of it can be guessed: a word that stands in one document has two bytes of postings.
//! The dictionaries themselves are made again from that. They may come out a little longer or shorter than
//! those of the index: the automaton's builder shares endings as far as a table of its own goes, which depends on the size of a pointer.

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};

use super::coder::{Coder, Decoder, Encoder, context};
use crate::bytes::{Cursor, put_bytes, put_number};
use crate::error::Error;

/// The file that holds dictionaries one after the other, as tantivy writes it: the dictionaries, how far each begins behind the one before
/// and which field it is of, the length of that list; then the `tail`, tantivy's own mark on every file.
pub(super) fn term_file(fields: &[u32], dictionaries: &[Vec<u8>], tail: &[u8]) -> Vec<u8> {
    let mut list = Vec::new();
    put_tantivy_number(&mut list, fields.len());
    let mut distance = 0;
    for (field, dictionary) in fields.iter().zip(dictionaries) {
        put_tantivy_number(&mut list, distance);
        list.extend(field.to_le_bytes());
        put_tantivy_number(&mut list, 0);
        distance = dictionary.len();
    }
    let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
    let parts = dictionaries.iter().map(Vec::as_slice);
    parts.chain([list.as_slice(), &length.to_le_bytes(), tail]).collect::<Vec<_>>().concat()
}

/// Seven bits a byte as in the hot file, but with the eighth bit on the last byte alone.
fn put_tantivy_number(out: &mut Vec<u8>, number: usize) {
    let start = out.len();
    put_number(out, number);
    out[start..].iter_mut().for_each(|byte| *byte ^= 0x80);
}

/// There are at most so many fields: a bit of a byte for each.
const MOST_FIELDS: usize = u8::BITS as usize;

/// The numbers of a word, by field: those that it stands in have documents, bytes of postings and of positions.
type Numbers = [Option<[u32; 3]>; MOST_FIELDS];

/// Writes the dictionaries, at most eight.
pub(super) fn encode(dictionaries: &[&TermDictionary]) -> Result<Vec<u8>, Error> {
    let mut words: BTreeMap<Vec<u8>, Numbers> = BTreeMap::new();
    for (field, dictionary) in dictionaries.iter().enumerate().take(MOST_FIELDS) {
        let (mut postings_end, mut positions_end) = (0, 0);
        let mut stream = dictionary.stream()?;
        while stream.advance() {
            let TermInfo { doc_freq, postings_range, positions_range } = stream.value().clone();
            if postings_range.start != postings_end || positions_range.start != positions_end {
                return Err(Error::Format("postings do not lie one after the other".to_owned()));
            }
            (postings_end, positions_end) = (postings_range.end, positions_range.end);
            let numbers = [doc_freq, length(&postings_range)?, length(&positions_range)?];
            words.entry(stream.key().to_vec()).or_default()[field] = Some(numbers);
        }
    }
    let mut encoder = Encoder::new();
    let mut before = Before::default();
    for (word, numbers) in &words {
        before.word(&mut encoder, word)?;
        before.numbers(&mut encoder, numbers);
    }
    let mut out = Vec::new();
    put_number(&mut out, dictionaries.len());
    put_number(&mut out, words.len());
    put_bytes(&mut out, &encoder.finish());
    Ok(out)
}

fn length(range: &Range<usize>) -> Result<u32, Error> {
    u32::try_from(range.len()).map_err(|_| Error::Format("a word has too many postings".to_owned()))
}

/// A word has at most so many bytes.
const LONGEST: usize = u16::MAX as usize;
/// A byte holds less than so many words; a damaged file could make words of nothing.
const MOST_WORDS: usize = 64;

/// What each part of a word is known by.
const SHARED: u32 = 1;
const FIRST: u32 = 2;
const NEXT: u32 = 3;
const FIELDS: u32 = 4;
const FREQUENCY: u32 = 5;
const POSTINGS: u32 = 6;
const POSITIONS: u32 = 7;

/// The word before the one that is coded, as far as the next is known by it.
#[derive(Default)]
struct Before {
    word: Vec<u8>,
    /// How much it had in common with the one before it.
    shared: usize,
    fields: u8,
}

impl Before {
    /// Codes a word: how much of the one before it begins with, then what follows, letter by letter.
    fn word(&mut self, coder: &mut impl Coder, word: &[u8]) -> Result<(), Error> {
        let common = self.word.iter().zip(word).take_while(|(a, b)| a == b).count();
        let shared = coder.number(context(SHARED, [small(self.shared), 0, 0]), small(common)) as usize;
        // It comes behind that word: its next letter does, too.
        let other = self.word.get(shared).map_or(0, |letter| u32::from(*letter) + 1);
        self.word.truncate(shared);
        self.shared = shared;
        loop {
            let at = self.word.len();
            let back = |count: usize| at.checked_sub(count).map_or(0, |place| u32::from(self.word[place]));
            let known = if at == shared { context(FIRST, [other, 0, 0]) } else { context(NEXT, [back(1), back(2), 0]) };
            if coder.bit(known, 0, at == word.len()) {
                return Ok(());
            }
            if at == LONGEST {
                return Err(Error::Format("a word is too long".to_owned()));
            }
            self.word.push(coder.letter(known, word.get(at).copied().unwrap_or_default()));
        }
    }

    /// Codes which fields it stands in, and for each in how many documents, and how many bytes of postings and positions.
    fn numbers(&mut self, coder: &mut impl Coder, numbers: &Numbers) -> Numbers {
        let stands = numbers.iter().enumerate().filter(|(_, numbers)| numbers.is_some());
        let fields = stands.fold(0, |fields, (field, _)| fields | 1 << field);
        let known = context(FIELDS, [u32::from(self.fields), small(self.shared), 0]);
        self.fields = coder.letter(known, fields);
        let mut coded = Numbers::default();
        let mut earlier = 0_u32;
        for field in (0..MOST_FIELDS).filter(|field| self.fields >> field & 1 == 1) {
            let [frequency, postings, positions] = numbers[field].unwrap_or_default();
            let here = (u32::from(self.fields) << 3) | small(field);
            let frequency = coder.number(context(FREQUENCY, [here, earlier, 0]), frequency);
            let rough = if frequency < 32 { frequency } else { 32 + frequency.ilog2() };
            let postings = coder.number(context(POSTINGS, [small(field), rough, 0]), postings);
            let positions = coder.number(context(POSITIONS, [small(field), rough, postings]), positions);
            coded[field] = Some([frequency, postings, positions]);
            earlier = ((earlier << 5) ^ rough).wrapping_add(1);
        }
        coded
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A dictionary while it is made.
struct Growing {
    postings_end: usize,
    positions_end: usize,
    builder: TermDictionaryBuilder<Vec<u8>>,
}

/// The dictionaries as tantivy wrote them.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let mut cursor = Cursor::new(bytes);
    let (fields, words) = (cursor.number()?, cursor.number()?);
    let coded = cursor.bytes()?;
    if fields > MOST_FIELDS || words > MOST_WORDS * coded.len() {
        return Err(Error::Format("there are more words than the hot file can hold".to_owned()));
    }
    let mut growing = Vec::new();
    for _ in 0..fields {
        growing.push(Growing {
            postings_end: 0,
            positions_end: 0,
            builder: TermDictionaryBuilder::create(Vec::new())?,
        });
    }
    let mut decoder = Decoder::new(coded);
    let mut before = Before::default();
    for _ in 0..words {
        before.word(&mut decoder, &[])?;
        let numbers = before.numbers(&mut decoder, &Numbers::default());
        for (growing, numbers) in growing.iter_mut().zip(numbers) {
            if let Some(numbers) = numbers {
                growing.insert(&before.word, numbers)?;
            }
        }
        decoder.check()?;
    }
    growing.into_iter().map(|growing| Ok(growing.builder.finish()?)).collect()
}

impl Growing {
    fn insert(&mut self, word: &[u8], [doc_freq, postings, positions]: [u32; 3]) -> Result<(), Error> {
        let postings_end = self.postings_end.saturating_add(postings as usize);
        let positions_end = self.positions_end.saturating_add(positions as usize);
        let info = TermInfo {
            doc_freq,
            postings_range: self.postings_end..postings_end,
            positions_range: self.positions_end..positions_end,
        };
        (self.postings_end, self.positions_end) = (postings_end, positions_end);
        self.builder.insert(word, &info)?;
        Ok(())
    }
}
