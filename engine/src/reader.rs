//! An opened index: dictionaries, postings and columns, as the rest of the engine wants to read them.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{Index, InvertedIndexReader, SegmentComponent, SegmentReader};
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::build::{COLUMNS, TEAMS};
use crate::columns::{self, Columns};
use crate::document::Kind;
use crate::edits::{Inside, Neighbours};
use crate::error::Error;
use crate::schema::{GERMAN, Traits, schema};
use crate::source::{Source, SourceDirectory};

/// A field of text and how much of it each document has.
pub(crate) struct TextField {
    field: Field,
    index: Arc<InvertedIndexReader>,
    positions: Option<FileSlice>,
    lengths: Option<FieldNormReader>,
    average: f32,
}

/// The opened index.
pub(crate) struct Reader {
    pub(crate) heading: TextField,
    pub(crate) body: TextField,
    pub(crate) context: TextField,
    pub(crate) links: TextField,
    keys: TextField,
    pub(crate) dates: Vec<u32>,
    pub(crate) calls: Vec<u32>,
    pub(crate) traits: Vec<Traits>,
    /// Slug and title of each team.
    pub(crate) teams: Vec<(String, String)>,
    /// Not all of the index may be here.
    pub(crate) is_partial: bool,
}

impl Reader {
    pub(crate) fn open(source: impl Source) -> Result<Self, Error> {
        let source: Arc<dyn Source> = Arc::new(source);
        let teams = teams(&*source)?;
        let Columns { calls, dates, traits } = columns::decode(&whole(&*source, COLUMNS)?)?;
        let is_partial = source.is_partial();
        let index = Index::open(SourceDirectory(source))?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Error::Format("the fields are not those of this program".to_owned()));
        }
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else {
            return Err(Error::Format(format!("there are {} segments, not one", segments.len())));
        };
        let positions = segment.open_read(SegmentComponent::Positions).map_err(tantivy::TantivyError::from)?;
        let positions = CompositeFile::open(&positions)?;
        let segment = SegmentReader::open(segment)?;
        let field = |field| TextField::open(&segment, &positions, field);
        if traits.len() != segment.max_doc() as usize {
            return Err(Error::Format("the columns are not those of the documents".to_owned()));
        }
        Ok(Self {
            heading: field(fields.heading)?,
            body: field(fields.body)?,
            context: field(fields.context)?,
            links: field(fields.links)?,
            keys: field(fields.keys)?,
            dates,
            calls,
            traits,
            teams,
            is_partial,
        })
    }

    /// How many documents there are.
    pub(crate) fn documents(&self) -> usize {
        self.traits.len()
    }

    /// The fields whose words make a result.
    pub(crate) fn text_fields(&self) -> [&TextField; 4] {
        [&self.heading, &self.body, &self.context, &self.links]
    }

    /// In how many documents a term stands, at least: the largest number of any field.
    pub(crate) fn frequency(&self, term: &str) -> io::Result<u32> {
        let mut most = 0;
        for field in self.text_fields() {
            most = most.max(field.frequency(term)?);
        }
        Ok(most)
    }

    /// The terms within some edits of a word, nearest and then most frequent first: term, edits, documents.
    pub(crate) fn neighbours(&self, word: &str, edits: u8, limit: usize) -> io::Result<Vec<(String, u8, u32)>> {
        let Some(automaton) = Neighbours::of(word, edits) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for field in [&self.heading, &self.body, &self.context] {
            let mut stream = field.index.terms().search(automaton.clone()).into_stream()?;
            while stream.advance() {
                let frequency = stream.value().doc_freq;
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if let Some(distance) = automaton.distance(term.as_bytes()) {
                    found.push((term.to_owned(), distance, frequency));
                }
            }
        }
        Ok(best_terms(found, limit, |(_, edits, frequency)| (*edits, u32::MAX - *frequency)))
    }

    /// The terms that begin with some letters, most frequent first: term and documents.
    pub(crate) fn beginnings(&self, prefix: &str, limit: usize) -> io::Result<Vec<(String, u32)>> {
        let mut found = Vec::new();
        for field in [&self.heading, &self.body, &self.context] {
            let range = field.index.terms().range().ge(prefix.as_bytes());
            let mut stream = match after(prefix) {
                Some(end) => range.lt(end).into_stream()?,
                None => range.into_stream()?,
            };
            while stream.advance() {
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    found.push((term.to_owned(), 0, stream.value().doc_freq));
                }
            }
        }
        let best = best_terms(found, limit, |(_, _, frequency)| u32::MAX - *frequency);
        Ok(best.into_iter().map(|(term, _, frequency)| (term, frequency)).collect())
    }

    /// The terms that are longer than a word and have it inside, most frequent first: term and documents.
    pub(crate) fn containing(&self, word: &str, limit: usize) -> io::Result<Vec<(String, u32)>> {
        let Some(automaton) = Inside::of(word) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for field in [&self.heading, &self.body, &self.context] {
            let mut stream = field.index.terms().search(automaton.clone()).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if term.len() > word.len() {
                    found.push((term.to_owned(), 0, stream.value().doc_freq));
                }
            }
        }
        let best = best_terms(found, limit, |(_, _, frequency)| u32::MAX - *frequency);
        Ok(best.into_iter().map(|(term, _, frequency)| (term, frequency)).collect())
    }

    /// Whether some notes are German.
    pub(crate) fn has_german(&self) -> io::Result<bool> {
        Ok(self.keys.frequency(GERMAN)? > 0)
    }

    /// The documents that have a key.
    pub(crate) fn with_key(&self, key: &str) -> io::Result<Vec<DocId>> {
        let mut documents = Vec::new();
        self.keys.for_each(key, |document, _| documents.push(document))?;
        Ok(documents)
    }

    /// The keys within some edits of one, nearest and most frequent first.
    pub(crate) fn neighbouring_keys(&self, key: &str, edits: u8) -> io::Result<Vec<String>> {
        let Some(automaton) = Neighbours::of(key, edits) else { return Ok(Vec::new()) };
        let mut stream = self.keys.index.terms().search(automaton.clone()).into_stream()?;
        let mut found = Vec::new();
        while stream.advance() {
            if let (Ok(term), Some(distance)) = (std::str::from_utf8(stream.key()), automaton.distance(stream.key())) {
                found.push((term.to_owned(), distance, stream.value().doc_freq));
            }
        }
        Ok(best_terms(found, 1, |(_, edits, frequency)| (*edits, u32::MAX - *frequency))
            .into_iter()
            .map(|(key, ..)| key)
            .collect())
    }

    /// The dictionaries of all fields that have one, with the field's number, in the order of these.
    pub(crate) fn dictionaries(&self) -> [(u32, &TermDictionary); 5] {
        let mut fields = [&self.heading, &self.body, &self.context, &self.links, &self.keys];
        fields.sort_by_key(|field| field.field.field_id());
        fields.map(|field| (field.field.field_id(), field.index.terms()))
    }

    /// All terms and keys, sorted.
    pub(crate) fn words(&self) -> Result<BTreeSet<Vec<u8>>, Error> {
        let mut words = BTreeSet::new();
        for (_, dictionary) in self.dictionaries() {
            let mut stream = dictionary.stream()?;
            while stream.advance() {
                words.insert(stream.key().to_vec());
            }
        }
        Ok(words)
    }

    /// Reads everything there is on a word or key, for what reading does to the source.
    pub(crate) fn touch(&self, word: &[u8]) -> io::Result<()> {
        let touched = [
            self.heading.touch(word, IndexRecordOption::WithFreqsAndPositions),
            self.body.touch(word, IndexRecordOption::WithFreqsAndPositions),
            self.context.touch(word, IndexRecordOption::WithFreqs),
            self.links.touch(word, IndexRecordOption::WithFreqs),
            self.keys.touch(word, IndexRecordOption::WithFreqs),
        ];
        touched.into_iter().collect()
    }

    /// The first document of the call that a document belongs to.
    pub(crate) fn first_of_call(&self, document: DocId) -> DocId {
        let call = self.calls[document as usize];
        document_id(self.calls.partition_point(|other| *other < call))
    }

    /// The slug of a document's team.
    pub(crate) fn team(&self, document: DocId) -> &str {
        let team = self.traits[document as usize].team as usize;
        self.teams.get(team).map_or("", |(slug, _)| slug)
    }

    /// Whether a document is a whole call.
    pub(crate) fn is_call(&self, document: DocId) -> bool {
        self.traits[document as usize].kind == Kind::Call
    }
}

impl TextField {
    fn open(segment: &SegmentReader, positions: &CompositeFile, field: Field) -> Result<Self, Error> {
        let index = segment.inverted_index(field)?;
        let lengths = segment.fieldnorms_readers().get_field(field)?;
        #[expect(clippy::cast_precision_loss, reason = "an average needs no more precision")]
        let average = index.total_num_tokens() as f32 / segment.max_doc().max(1) as f32;
        Ok(Self { field, index, positions: positions.open_read(field), lengths, average: average.max(1.0) })
    }

    /// Reads what there is on a term; the result says only whether it was there to read.
    pub(crate) fn touch(&self, term: &[u8], option: IndexRecordOption) -> io::Result<()> {
        match self.index.terms().get(term)? {
            Some(info) => {
                let postings = self.index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs).map(drop);
                // They are asked for even if the postings are not here yet, so that both can be fetched at once.
                let wanted = option.has_positions() && !info.positions_range.is_empty();
                match self.positions.as_ref().filter(|_| wanted) {
                    Some(positions) => postings.and(positions.read_bytes_slice(info.positions_range).map(drop)),
                    None => postings,
                }
            }
            None => Ok(()),
        }
    }

    fn frequency(&self, term: &str) -> io::Result<u32> {
        self.index.doc_freq(&Term::from_field_text(self.field, term))
    }

    /// Calls `sink` with each document that has the term, in order, and how often it stands there.
    pub(crate) fn for_each(&self, term: &str, mut sink: impl FnMut(DocId, u32)) -> io::Result<()> {
        let term = Term::from_field_text(self.field, term);
        let Some(mut postings) = self.index.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        while !postings.docs().is_empty() {
            for (index, document) in postings.docs().iter().enumerate() {
                sink(*document, postings.freq(index));
            }
            postings.advance();
        }
        Ok(())
    }

    /// Calls `sink` with each document that has the term and the positions it stands at.
    pub(crate) fn for_each_position(&self, term: &str, mut sink: impl FnMut(DocId, &[u32])) -> io::Result<()> {
        let term = Term::from_field_text(self.field, term);
        let Some(mut postings) = self.index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
            return Ok(());
        };
        let mut positions = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            sink(postings.doc(), &positions);
            postings.advance();
        }
        Ok(())
    }

    /// The length of a document's field in proportion to the average.
    pub(crate) fn relative_length(&self, document: DocId) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a length needs no more precision")]
        self.lengths.as_ref().map_or(1.0, |lengths| lengths.fieldnorm(document) as f32 / self.average)
    }
}

/// Merges what several dictionaries say of the same term and keeps the best.
fn best_terms<K: Ord>(
    mut found: Vec<(String, u8, u32)>,
    limit: usize,
    key: impl Fn(&(String, u8, u32)) -> K,
) -> Vec<(String, u8, u32)> {
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)));
    found.dedup_by(|a, b| a.0 == b.0);
    found.sort_by_key(|term| key(term));
    found.truncate(limit);
    found
}

/// The first string after all that begin with `prefix`.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    let last = end.last_mut()?;
    *last = last.checked_add(1)?;
    Some(end)
}

/// A whole file.
fn whole(source: &dyn Source, file: &str) -> Result<Vec<u8>, Error> {
    let length = source.length(file).ok_or_else(|| Error::Format(format!("there is no {file}")))?;
    Ok(if length == 0 { Vec::new() } else { source.read(file, 0..length)? })
}

fn teams(source: &dyn Source) -> Result<Vec<(String, String)>, Error> {
    let text = String::from_utf8(whole(source, TEAMS)?).map_err(|_| Error::Format(format!("{TEAMS} is not UTF-8")))?;
    let pair = |line: &str| line.split_once('\t').map(|(slug, title)| (slug.to_owned(), title.to_owned()));
    Ok(text.lines().filter_map(pair).collect())
}

/// A position in a column as tantivy numbers documents.
pub(crate) fn document_id(index: usize) -> DocId {
    DocId::try_from(index).unwrap_or(DocId::MAX)
}
