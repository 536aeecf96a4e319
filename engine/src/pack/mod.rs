//! An index as files for a plain web server: one hot file that every query needs, and small blocks of which a query needs a few.
//!
//! Blocks are cut between words, not by offset: all that the index has on a word, in every field, lies together, so that a word
//! costs one request; the positions, which only phrases read, lie in blocks of their own. Where a block ends depends on the words
//! and a little on its size; a call that is added changes the blocks of its own words, and most others keep their bytes and with
//! them their names.
//!
//! # The hot file
//! Numbers are written seven bits a byte ([`crate::bytes`]). In order:
//! 1. the letters `minutebook hot 2`;
//! 2. the names of the blocks, six bytes each: how many have postings, and for each of these the name and how the words in it begin, by which who fetches
//!    blocks can guess which ones a question needs while there is no engine yet; how many have positions, and their names;
//! 3. the words: name of the file of term dictionaries, numbers of the fields, the words with what there is on each ([`dictionary`]), the end of that file;
//! 4. the other files of the index: name, length, and the parts of it that are hot, each as start and bytes;
//! 5. for each block the pieces it holds, each with its length: what goes on where an earlier piece
//!    ended, as the number of that run from 1, or 0, file and start, which begins a run;
//! 6. the fragments: number of the call (as distance from the last), name;
//! 7. six bytes of a hash of all that, so that a damaged file is one that cannot be opened.

mod coder;
mod dictionary;
mod found;
mod session;
mod source;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::schema::Field;

pub use found::Found;
pub use session::{Reply, Session};
pub use source::PackedSource;

use crate::bytes::{put_bytes, put_number};
use crate::error::Error;
use crate::reader::Reader;
use crate::source::Source;
use crate::vocabulary::Vocabulary;

/// The first bytes of a hot file.
const MAGIC: &[u8] = b"minutebook hot 2";

/// A block that has at least this many bytes ends after one word of so many, which words agree on by their letters. The more
/// bytes there are, the more words will do, so that words of large archives do not bring many neighbours with them.
const ENDS: &[(usize, u32)] = &[(8 << 10, 1), (4 << 10, 8), (2 << 10, 32)];

/// A word of this many bytes has a block of its own.
const LARGE_WORD: usize = 4 << 10;

/// How the name of the file of positions ends.
const POSITIONS: &str = ".pos";

/// How the name of the file of term dictionaries ends.
const TERMS: &str = ".term";

/// How the name of the document store ends. Nothing is in it; what opening reads of it is packed.
const STORE: &str = ".store";

/// The name of a block or fragment: the start of a hash of its bytes, by [`name`].
pub type Name = [u8; 6];

/// The name that these bytes have.
pub fn name(bytes: &[u8]) -> Name {
    let hash = blake3::hash(bytes);
    std::array::from_fn(|index| hash.as_bytes()[index])
}

/// An index for a web server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The file that opening needs.
    pub hot: Vec<u8>,
    /// What queries need in parts.
    pub blocks: Vec<(Name, Vec<u8>)>,
}

/// A name as it stands in a URL: twelve hexadecimal digits.
pub fn name_text(name: Name) -> String {
    name.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name from its text.
pub fn name_of(text: &str) -> Option<Name> {
    let digits = (text.len() == 12 && text.is_ascii()).then(|| u64::from_str_radix(text, 16).ok())??;
    digits.to_be_bytes()[2..].try_into().ok()
}

/// Packs the files that [`crate::build`] made. `fragments` are the names of the files that hold each call's texts.
pub fn pack(files: BTreeMap<String, Vec<u8>>, fragments: &BTreeMap<u32, Name>) -> Result<Pack, Error> {
    let recorder = Recorder::of(files);
    let reader = Reader::open(recorder.clone())?;
    let opened: HashSet<Piece> = recorder.take().into_iter().collect();
    let blocks = blocks(&reader, &recorder, &opened)?;
    let packed = files_of(&blocks, &recorder);

    let mut hot = MAGIC.to_vec();
    put_names(&mut hot, &blocks, &packed);
    put_words(&mut hot, &reader.vocabulary, &recorder)?;
    put_number(&mut hot, recorder.files.len() - 1);
    for (index, (name, bytes)) in recorder.files.iter().enumerate() {
        if name.ends_with(TERMS) {
            continue;
        }
        let ranges =
            if name.ends_with(STORE) { read_ranges(index, &opened) } else { gaps(index, bytes.len(), &blocks)? };
        put_bytes(&mut hot, name.as_bytes());
        put_number(&mut hot, bytes.len());
        put_number(&mut hot, ranges.len());
        for range in ranges {
            put_number(&mut hot, range.start);
            put_bytes(&mut hot, &bytes[range]);
        }
    }
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for Block { pieces, .. } in blocks {
        put_number(&mut hot, pieces.len());
        for Piece { file, range } in pieces {
            let run = ends.iter().position(|end| *end == (file, range.start));
            match run {
                Some(run) => {
                    put_number(&mut hot, run + 1);
                    ends[run].1 = range.end;
                }
                None => {
                    put_number(&mut hot, 0);
                    put_number(&mut hot, file);
                    put_number(&mut hot, range.start);
                    ends.push((file, range.end));
                }
            }
            put_number(&mut hot, range.len());
        }
    }
    put_number(&mut hot, fragments.len());
    let mut before = 0;
    for (call, name) in fragments {
        put_number(&mut hot, (call - before) as usize);
        hot.extend_from_slice(name);
        before = *call;
    }
    let check = name(&hot);
    hot.extend_from_slice(&check);
    Ok(Pack { hot, blocks: packed })
}

/// The blocks as files.
fn files_of(blocks: &[Block], recorder: &Recorder) -> Vec<(Name, Vec<u8>)> {
    let content = |block: &Block| block.pieces.iter().flat_map(|piece| recorder.bytes(piece)).copied().collect();
    blocks.iter().map(content).map(|content: Vec<u8>| (name(&content), content)).collect()
}

/// Writes the names of all blocks, and how those with postings begin.
fn put_names(out: &mut Vec<u8>, blocks: &[Block], packed: &[(Name, Vec<u8>)]) {
    let (postings, positions): (Vec<_>, Vec<_>) =
        blocks.iter().zip(packed).partition(|(block, _)| block.kind == Holds::Postings);
    put_number(out, postings.len());
    for (block, (name, _)) in postings {
        out.extend_from_slice(name);
        put_bytes(out, &block.start);
    }
    put_number(out, positions.len());
    for (_, (name, _)) in positions {
        out.extend_from_slice(name);
    }
}

/// A part of a file of the index, which is named by its place among the names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Piece {
    file: usize,
    range: Range<usize>,
}

/// What a block has of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// What every query reads.
    Postings,
    /// What only phrases read.
    Positions,
}

/// What is on some words.
#[derive(Debug)]
struct Block {
    kind: Holds,
    /// How the words begin: as much of the first as no word before the block begins with.
    start: Vec<u8>,
    pieces: Vec<Piece>,
}

/// What is on each word, in the order of words, cut into blocks: first postings, then positions.
fn blocks(reader: &Reader, recorder: &Recorder, opened: &HashSet<Piece>) -> Result<Vec<Block>, Error> {
    let mut postings = Cutter::of(Holds::Postings);
    let mut positions = Cutter::of(Holds::Positions);
    for index in 0..reader.vocabulary.len() {
        reader.touch_all(index)?;
        let word = reader.vocabulary.word(index).as_bytes();
        let read: Vec<Piece> = recorder.take().into_iter().filter(|piece| !opened.contains(piece)).collect();
        let (of_positions, of_postings): (Vec<Piece>, Vec<Piece>) =
            read.into_iter().partition(|piece| recorder.files[piece.file].0.ends_with(POSITIONS));
        postings.add(word, of_postings);
        positions.add(word, of_positions);
    }
    let mut blocks = postings.finish();
    blocks.extend(positions.finish());
    Ok(blocks)
}

/// Cuts what is on one word after the other into blocks.
struct Cutter {
    kind: Holds,
    blocks: Vec<Block>,
    open: Vec<Piece>,
    start: Vec<u8>,
    size: usize,
    last: Vec<u8>,
}

impl Cutter {
    fn of(kind: Holds) -> Self {
        Self { kind, blocks: Vec::new(), open: Vec::new(), start: Vec::new(), size: 0, last: Vec::new() }
    }

    /// Adds what there is on the next word.
    fn add(&mut self, word: &[u8], pieces: Vec<Piece>) {
        let own: usize = pieces.iter().map(|piece| piece.range.len()).sum();
        if own >= LARGE_WORD {
            self.cut();
        }
        if self.open.is_empty() {
            let common = self.last.iter().zip(word).take_while(|(a, b)| a == b).count();
            self.start = word[..word.len().min(common + 1)].to_vec();
        }
        self.last = word.to_vec();
        self.size += own;
        for piece in pieces {
            let joins = |open: &&mut Piece| open.file == piece.file && open.range.end == piece.range.start;
            match self.open.iter_mut().find(joins) {
                Some(before) => before.range.end = piece.range.end,
                None => self.open.push(piece),
            }
        }
        if own >= LARGE_WORD || ends_block(word, self.size) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if !self.open.is_empty() {
            let (start, pieces) = (std::mem::take(&mut self.start), std::mem::take(&mut self.open));
            self.blocks.push(Block { kind: self.kind, start, pieces });
        }
        self.size = 0;
    }

    fn finish(mut self) -> Vec<Block> {
        self.cut();
        self.blocks
    }
}

/// Whether a block of a size ends after a word.
fn ends_block(word: &[u8], size: usize) -> bool {
    let Some((_, one_in)) = ENDS.iter().find(|(least, _)| size >= *least) else { return false };
    // FNV-1a, whose upper bits are the better ones.
    let hash = word.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash >> 16).is_multiple_of(*one_in)
}

/// The parts of a file that were read when the index was opened, in order.
fn read_ranges(file: usize, opened: &HashSet<Piece>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> =
        opened.iter().filter(|piece| piece.file == file).map(|piece| piece.range.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match apart.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => apart.push(range),
        }
    }
    apart
}

/// The parts of a file that are in no block.
fn gaps(file: usize, length: usize, blocks: &[Block]) -> Result<Vec<Range<usize>>, Error> {
    let pieces = blocks.iter().flat_map(|block| &block.pieces).filter(|piece| piece.file == file);
    let mut taken: Vec<Range<usize>> = pieces.map(|piece| piece.range.clone()).collect();
    taken.sort_by_key(|range| range.start);
    let mut gaps = Vec::new();
    let mut end = 0;
    for range in taken.into_iter().chain(std::iter::once(length..length)) {
        if range.start < end {
            return Err(Error::Format("two words share a piece of the index".to_owned()));
        }
        gaps.extend((end < range.start).then_some(end..range.start));
        end = range.end;
    }
    Ok(gaps)
}

/// Writes the words: the name of the file of their dictionaries, their fields, what there is on them, and the end of the file.
fn put_words(out: &mut Vec<u8>, vocabulary: &Vocabulary, recorder: &Recorder) -> Result<(), Error> {
    let terms = recorder.files.iter().find(|(name, _)| name.ends_with(TERMS));
    let end = terms.and_then(|(name, bytes)| Some((name, dictionary::tail(bytes)?)));
    let (name, tail) = end.ok_or_else(|| Error::Format("the file of dictionaries has no end".to_owned()))?;
    // A field without a single term is not in the file at all.
    let fields: BTreeSet<Field> =
        (0..vocabulary.len()).flat_map(|index| vocabulary.stands(index)).map(|(field, _)| *field).collect();
    let fields: Vec<Field> = fields.into_iter().collect();
    put_bytes(out, name.as_bytes());
    put_number(out, fields.len());
    for field in &fields {
        put_number(out, field.field_id() as usize);
    }
    put_bytes(out, &dictionary::encode(vocabulary, &fields)?);
    put_bytes(out, tail);
    Ok(())
}

/// Files in memory that note which parts of them are read.
#[derive(Debug, Clone)]
struct Recorder {
    /// Names and bytes, sorted by name.
    files: Arc<Vec<(String, Vec<u8>)>>,
    reads: Arc<Mutex<Vec<Piece>>>,
}

impl Recorder {
    fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files: Arc::new(files.into_iter().collect()), reads: Arc::default() }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|(file, _)| file == name)
    }

    fn bytes(&self, piece: &Piece) -> &[u8] {
        &self.files[piece.file].1[piece.range.clone()]
    }

    /// What was read since the last time.
    fn take(&self) -> Vec<Piece> {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Source for Recorder {
    fn length(&self, file: &str) -> Option<usize> {
        self.place(file).map(|place| self.files[place].1.len())
    }

    fn read(&self, file: &str, range: Range<usize>) -> io::Result<Vec<u8>> {
        let place = self.place(file).ok_or(io::ErrorKind::NotFound)?;
        let bytes = self.files[place].1.get(range.clone()).ok_or(io::ErrorKind::UnexpectedEof)?.to_vec();
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).push(Piece { file: place, range });
        Ok(bytes)
    }

    fn is_partial(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
