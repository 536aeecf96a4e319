//! A packed index that arrives bit by bit.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::schema::Field;

use super::{MAGIC, Name, dictionary};
use crate::bytes::Cursor;
use crate::error::Error;
use crate::source::Source;
use crate::vocabulary::Vocabulary;

/// The files of a packed index. What it lacks is an error to its reader, and noted: [`PackedSource::take_missing`] says what to fetch
/// before asking again. Clones share what they have.
#[derive(Debug, Clone)]
pub struct PackedSource {
    layout: Arc<Layout>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct Layout {
    /// By name: the length and the parts in order.
    files: BTreeMap<String, (usize, Vec<Part>)>,
    blocks: Vec<Name>,
    fragments: BTreeMap<u32, Name>,
    vocabulary: Arc<Vocabulary>,
}

/// A stretch of a file.
#[derive(Debug)]
struct Part {
    range: Range<usize>,
    place: Place,
}

/// Where the bytes of a part are.
#[derive(Debug)]
enum Place {
    Here(Vec<u8>),
    Block { block: usize, offset: usize },
}

#[derive(Debug, Default)]
struct State {
    blocks: BTreeMap<usize, Vec<u8>>,
    missing: BTreeSet<usize>,
}

impl PackedSource {
    /// Opens the hot file of a pack.
    pub fn open(hot: &[u8]) -> Result<Self, Error> {
        let (content, check) = hot.split_last_chunk().ok_or_else(torn)?;
        if super::name(content) != *check {
            return Err(Error::Format("this is no hot file, or a damaged one".to_owned()));
        }
        let layout = Layout::read(content)?;
        Ok(Self { layout: Arc::new(layout), state: Arc::default() })
    }

    /// The words of the index.
    pub(crate) fn vocabulary(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.layout.vocabulary)
    }

    /// The blocks that were asked for and are not here; each is named once.
    pub fn take_missing(&self) -> Vec<Name> {
        let missing = std::mem::take(&mut self.state().missing);
        missing.into_iter().map(|block| self.layout.blocks[block]).collect()
    }

    /// Hands in a block; what is no block of this index, or was changed on its way, is refused.
    pub fn supply(&self, name: Name, bytes: &[u8]) -> Result<(), Error> {
        let refused = || Error::Format("a block is not that of this index".to_owned());
        if super::name(bytes) != name {
            return Err(refused());
        }
        // Blocks with the same bytes have the same name.
        let blocks: Vec<usize> =
            (0..self.layout.blocks.len()).filter(|block| self.layout.blocks[*block] == name).collect();
        if blocks.is_empty() || blocks.iter().any(|block| self.layout.length_of(*block) != bytes.len()) {
            return Err(refused());
        }
        let mut state = self.state();
        for block in blocks {
            state.blocks.insert(block, bytes.to_vec());
        }
        Ok(())
    }

    /// The file with a call's texts.
    pub fn fragment(&self, call: u32) -> Option<Name> {
        self.layout.fragments.get(&call).copied()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source for PackedSource {
    fn length(&self, file: &str) -> Option<usize> {
        self.layout.files.get(file).map(|(length, _)| *length)
    }

    fn read(&self, file: &str, range: Range<usize>) -> io::Result<Vec<u8>> {
        let (length, parts) = self.layout.files.get(file).ok_or(io::ErrorKind::NotFound)?;
        if range.end > *length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut state = self.state();
        let mut bytes = Vec::with_capacity(range.len());
        let mut missing = Vec::new();
        let first = parts.partition_point(|part| part.range.end <= range.start);
        for part in parts[first..].iter().take_while(|part| part.range.start < range.end) {
            let wanted =
                range.start.max(part.range.start) - part.range.start..range.end.min(part.range.end) - part.range.start;
            match &part.place {
                Place::Here(here) => bytes.extend_from_slice(&here[wanted]),
                Place::Block { block, offset } => match state.blocks.get(block) {
                    Some(content) => bytes.extend_from_slice(&content[offset + wanted.start..offset + wanted.end]),
                    None => missing.push(*block),
                },
            }
        }
        if missing.is_empty() {
            // A part that nobody packed leaves a gap.
            return if bytes.len() == range.len() { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        state.missing.extend(missing);
        Err(io::Error::new(io::ErrorKind::WouldBlock, "a block of the index is not here yet"))
    }

    fn is_partial(&self) -> bool {
        true
    }
}

impl Layout {
    fn read(hot: &[u8]) -> Result<Self, Error> {
        let mut cursor = Cursor::new(hot);
        if cursor.take(MAGIC.len())? != MAGIC {
            return Err(Error::Format("this is no hot file, or one of another version".to_owned()));
        }
        let mut layout = Self { blocks: block_names(&mut cursor)?, ..Self::default() };
        let mut names = Vec::new();
        let terms = cursor.text()?.to_owned();
        let (vocabulary, file) = words(&mut cursor)?;
        layout.vocabulary = Arc::new(vocabulary);
        let mut others = Vec::new();
        for _ in 0..cursor.number()? {
            let (name, length) = (cursor.text()?.to_owned(), cursor.number()?);
            let mut parts = Vec::new();
            for _ in 0..cursor.number()? {
                let (start, bytes) = (cursor.number()?, cursor.bytes()?.to_vec());
                let end = start.checked_add(bytes.len()).ok_or_else(torn)?;
                parts.push(Part { range: start..end, place: Place::Here(bytes) });
            }
            others.push((name, length, parts));
        }
        others.push((terms, file.len(), vec![Part { range: 0..file.len(), place: Place::Here(file) }]));
        // Blocks name files by their place in the order of names.
        others.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, length, parts) in others {
            names.push(name.clone());
            layout.files.insert(name, (length, parts));
        }
        layout.read_blocks(&mut cursor, &names)?;
        let mut call = 0_u32;
        for _ in 0..cursor.number()? {
            call = u32::try_from(cursor.number()?)
                .ok()
                .and_then(|distance| call.checked_add(distance))
                .ok_or_else(torn)?;
            layout.fragments.insert(call, name(&mut cursor)?);
        }
        layout.check()?;
        Ok(layout)
    }

    fn read_blocks(&mut self, cursor: &mut Cursor<'_>, names: &[String]) -> Result<(), Error> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for block in 0..self.blocks.len() {
            let mut offset = 0_usize;
            for _ in 0..cursor.number()? {
                let run = match cursor.number()?.checked_sub(1) {
                    Some(run) => run,
                    None => {
                        runs.push((cursor.number()?, cursor.number()?));
                        runs.len() - 1
                    }
                };
                let count = cursor.number()?;
                let (file, end) = runs.get_mut(run).ok_or_else(torn)?;
                let start = *end;
                *end = start.checked_add(count).ok_or_else(torn)?;
                let (_, parts) = names.get(*file).and_then(|name| self.files.get_mut(name)).ok_or_else(torn)?;
                parts.push(Part { range: start..*end, place: Place::Block { block, offset } });
                offset += count;
            }
        }
        Ok(())
    }

    /// Sorts the parts of each file; they must lie in it, apart from each other.
    fn check(&mut self) -> Result<(), Error> {
        for (length, parts) in self.files.values_mut() {
            parts.sort_by_key(|part| part.range.start);
            let mut end = 0;
            for part in parts.iter() {
                if part.range.start < end {
                    return Err(torn());
                }
                end = part.range.end;
            }
            if end > *length {
                return Err(torn());
            }
        }
        Ok(())
    }

    fn length_of(&self, wanted: usize) -> usize {
        let parts = self.files.values().flat_map(|(_, parts)| parts);
        let lengths = parts.map(|part| match part.place {
            Place::Block { block, .. } if block == wanted => part.range.len(),
            _ => 0,
        });
        lengths.sum()
    }
}

/// The names of the blocks: of postings, with how their words begin, then of positions.
fn block_names(cursor: &mut Cursor<'_>) -> Result<Vec<Name>, Error> {
    let mut names = Vec::new();
    for _ in 0..cursor.number()? {
        names.push(name(cursor)?);
        cursor.bytes()?;
    }
    for _ in 0..cursor.number()? {
        names.push(name(cursor)?);
    }
    Ok(names)
}

/// The words, and the file that has the dictionaries of their fields in the index: nobody asks them, so they are empty.
fn words(cursor: &mut Cursor<'_>) -> Result<(Vocabulary, Vec<u8>), Error> {
    let count = cursor.number()?;
    let fields = (0..count.min(dictionary::MOST_FIELDS))
        .map(|_| Ok(Field::from_field_id(u32::try_from(cursor.number()?).unwrap_or(u32::MAX))));
    let fields: Vec<Field> = fields.collect::<Result<_, Error>>()?;
    let vocabulary = dictionary::decode(cursor.bytes()?, &fields)?;
    Ok((vocabulary, dictionary::term_file(&fields, cursor.bytes()?)?))
}

fn name(cursor: &mut Cursor<'_>) -> Result<Name, Error> {
    cursor.take(6)?.try_into().map_err(|_| torn())
}

fn torn() -> Error {
    Error::Format("the hot file does not fit together".to_owned())
}
