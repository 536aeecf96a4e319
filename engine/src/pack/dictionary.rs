//! The term dictionaries of an index, written small.
//!
//! tantivy keeps one dictionary a field, and the fields share most of their words. Here every word is written once, without what
//! it has in common with the word before, with a bit for each field it stands in; then, field by field, how often and how many bytes
//! of postings and positions. The dictionaries themselves are made again from that. They may come out a little longer or shorter than
//! those of the index: the automaton's builder shares endings as far as a table of its own goes, which depends on the size of a pointer.

use std::collections::BTreeMap;

use tantivy::postings::TermInfo;
use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};

use super::bytes::{Cursor, put_bytes, put_number};
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

/// Writes the dictionaries, at most eight.
pub(super) fn encode(dictionaries: &[&TermDictionary]) -> Result<Vec<u8>, Error> {
    let mut words: BTreeMap<Vec<u8>, u8> = BTreeMap::new();
    let mut fields = Vec::new();
    for (field, dictionary) in dictionaries.iter().enumerate() {
        let [mut frequencies, mut postings, mut positions] = [const { Vec::new() }; 3];
        let (mut postings_end, mut positions_end) = (0, 0);
        let mut stream = dictionary.stream()?;
        while stream.advance() {
            let TermInfo { doc_freq, postings_range, positions_range } = stream.value().clone();
            if postings_range.start != postings_end || positions_range.start != positions_end {
                return Err(Error::Format("postings do not lie one after the other".to_owned()));
            }
            (postings_end, positions_end) = (postings_range.end, positions_range.end);
            *words.entry(stream.key().to_vec()).or_default() |= 1 << field;
            put_number(&mut frequencies, doc_freq as usize);
            put_number(&mut postings, postings_range.len());
            put_number(&mut positions, positions_range.len());
        }
        fields.push([frequencies, postings, positions]);
    }
    let [mut shared, mut lengths, mut letters, mut masks] = [const { Vec::new() }; 4];
    let mut before: &[u8] = &[];
    for (word, mask) in &words {
        let common = before.iter().zip(word).take_while(|(a, b)| a == b).count();
        put_number(&mut shared, common);
        put_number(&mut lengths, word.len() - common);
        letters.extend_from_slice(&word[common..]);
        masks.push(*mask);
        before = word;
    }
    let mut out = Vec::new();
    put_number(&mut out, dictionaries.len());
    put_number(&mut out, words.len());
    for stream in [&shared, &lengths, &letters, &masks].into_iter().chain(fields.iter().flatten()) {
        put_bytes(&mut out, stream);
    }
    Ok(out)
}

/// A field's numbers while its dictionary is made.
struct Column<'a> {
    frequencies: Cursor<'a>,
    postings: Cursor<'a>,
    positions: Cursor<'a>,
    postings_end: usize,
    positions_end: usize,
    builder: TermDictionaryBuilder<Vec<u8>>,
}

/// The dictionaries as tantivy wrote them.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let mut cursor = Cursor::new(bytes);
    let (fields, words) = (cursor.number()?, cursor.number()?);
    let mut next = || Ok::<_, Error>(Cursor::new(cursor.bytes()?));
    let (mut shared, mut lengths, mut letters, mut masks) = (next()?, next()?, next()?, next()?);
    let mut columns = Vec::new();
    for _ in 0..fields {
        columns.push(Column {
            frequencies: next()?,
            postings: next()?,
            positions: next()?,
            postings_end: 0,
            positions_end: 0,
            builder: TermDictionaryBuilder::create(Vec::new())?,
        });
    }
    let mut word: Vec<u8> = Vec::new();
    for _ in 0..words {
        word.truncate(shared.number()?);
        word.extend_from_slice(letters.take(lengths.number()?)?);
        let mask = masks.take(1)?[0];
        for column in
            columns.iter_mut().enumerate().filter(|(field, _)| mask >> field & 1 == 1).map(|(_, column)| column)
        {
            column.insert(&word)?;
        }
    }
    columns.into_iter().map(|column| Ok(column.builder.finish()?)).collect()
}

impl Column<'_> {
    fn insert(&mut self, word: &[u8]) -> Result<(), Error> {
        let postings_end = self.postings_end.saturating_add(self.postings.number()?);
        let positions_end = self.positions_end.saturating_add(self.positions.number()?);
        let frequency = self.frequencies.number()?;
        let info = TermInfo {
            doc_freq: u32::try_from(frequency).unwrap_or(u32::MAX),
            postings_range: self.postings_end..postings_end,
            positions_range: self.positions_end..positions_end,
        };
        (self.postings_end, self.positions_end) = (postings_end, positions_end);
        self.builder.insert(word, &info)?;
        Ok(())
    }
}
