//! The words of an index, written small.
//!
//! tantivy keeps one dictionary a field, and the fields share most of their words. Here every word is written once, without what
//! it has in common with the word before, with a bit for each field it stands in, and for each of these how often and how many bytes
//! of postings and positions; all of that by a [`Coder`], since most of it can be guessed: a word that stands in one document has two bytes of postings.

use std::ops::Range;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::TermDictionaryBuilder;

use super::coder::{Coder, Decoder, Encoder, context};
use crate::bytes::{Cursor, put_bytes, put_number};
use crate::error::Error;
use crate::vocabulary::Vocabulary;

/// The file of term dictionaries, as tantivy writes it: the dictionaries, here all empty, how far each begins behind the one before
/// and which field it is of, the length of that list; then the `tail`, tantivy's own mark on every file.
pub(super) fn term_file(fields: &[Field], tail: &[u8]) -> Result<Vec<u8>, Error> {
    let empty = TermDictionaryBuilder::create(Vec::new())?.finish()?;
    let mut file = empty.repeat(fields.len());
    let start = file.len();
    put_tantivy_number(&mut file, fields.len());
    let mut distance = 0;
    for field in fields {
        put_tantivy_number(&mut file, distance);
        file.extend(field.field_id().to_le_bytes());
        put_tantivy_number(&mut file, 0);
        distance = empty.len();
    }
    let length = u32::try_from(file.len() - start).unwrap_or(u32::MAX);
    file.extend(length.to_le_bytes());
    file.extend(tail);
    Ok(file)
}

/// tantivy's mark at the end of a file: what it says of the file, how long that is, and a number.
pub(super) fn tail(file: &[u8]) -> Option<&[u8]> {
    let (rest, _) = file.split_last_chunk::<4>()?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    file.get(rest.len().checked_sub(length)?..)
}

/// Seven bits a byte as in the hot file, but with the eighth bit on the last byte alone.
fn put_tantivy_number(out: &mut Vec<u8>, number: usize) {
    let start = out.len();
    put_number(out, number);
    out[start..].iter_mut().for_each(|byte| *byte ^= 0x80);
}

/// There are at most so many fields: a bit of a byte for each.
pub(super) const MOST_FIELDS: usize = u8::BITS as usize;

/// The numbers of a word, by field: those that it stands in have documents, bytes of postings and of positions.
type Numbers = [Option<[u32; 3]>; MOST_FIELDS];

/// Writes the words of some fields, at most eight, each as the bit of its place among them.
pub(super) fn encode(vocabulary: &Vocabulary, fields: &[Field]) -> Result<Vec<u8>, Error> {
    let mut encoder = Encoder::new();
    let mut before = Before::default();
    let mut ends = [(0, 0); MOST_FIELDS];
    for index in 0..vocabulary.len() {
        let mut numbers = Numbers::default();
        for (field, TermInfo { doc_freq, postings_range, positions_range }) in vocabulary.stands(index) {
            let place = fields.iter().take(MOST_FIELDS).position(|other| other == field);
            let place = place.ok_or_else(|| Error::Format("there are too many fields".to_owned()))?;
            if (postings_range.start, positions_range.start) != ends[place] {
                return Err(Error::Format("postings do not lie one after the other".to_owned()));
            }
            ends[place] = (postings_range.end, positions_range.end);
            numbers[place] = Some([*doc_freq, length(postings_range)?, length(positions_range)?]);
        }
        before.word(&mut encoder, vocabulary.word(index).as_bytes())?;
        before.numbers(&mut encoder, &numbers);
    }
    let mut out = Vec::new();
    put_number(&mut out, fields.len());
    put_number(&mut out, vocabulary.len());
    put_bytes(&mut out, &encoder.finish());
    Ok(out)
}

fn length(range: &Range<usize>) -> Result<u32, Error> {
    u32::try_from(range.len()).map_err(|_| Error::Format("a word has too many postings".to_owned()))
}

/// A word has at most so many bytes.
const LONGEST: usize = u16::MAX as usize;
/// A byte holds less than so many words, and less than so many of their bytes; a damaged file could make words of nothing.
const MOST_WORDS: usize = 64;
const MOST_BYTES: usize = 1024;

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

/// The words that [`encode`] wrote, of these fields.
pub(super) fn decode(bytes: &[u8], fields: &[Field]) -> Result<Vocabulary, Error> {
    let mut cursor = Cursor::new(bytes);
    let (written, words) = (cursor.number()?, cursor.number()?);
    let coded = cursor.bytes()?;
    let too_many = || Error::Format("there are more words than the hot file can hold".to_owned());
    if written != fields.len() || written > MOST_FIELDS || words > MOST_WORDS * coded.len() {
        return Err(too_many());
    }
    let mut decoder = Decoder::new(coded);
    let mut before = Before::default();
    let mut ends = [(0, 0); MOST_FIELDS];
    let mut vocabulary = Vocabulary::default();
    for _ in 0..words {
        before.word(&mut decoder, &[])?;
        let numbers = before.numbers(&mut decoder, &Numbers::default());
        let known = fields.iter().zip(numbers).zip(&mut ends);
        let stands = known.filter_map(|((field, numbers), ends)| Some((*field, info(numbers?, ends))));
        vocabulary.push(&before.word, stands)?;
        if vocabulary.bytes() > MOST_BYTES * coded.len() {
            return Err(too_many());
        }
        decoder.check()?;
    }
    Ok(vocabulary)
}

/// What the index has on a word, behind what it has on the word before.
fn info([doc_freq, postings, positions]: [u32; 3], ends: &mut (usize, usize)) -> TermInfo {
    let (postings_start, positions_start) = *ends;
    *ends = (postings_start.saturating_add(postings as usize), positions_start.saturating_add(positions as usize));
    TermInfo { doc_freq, postings_range: postings_start..ends.0, positions_range: positions_start..ends.1 }
}
