//! An opened index: dictionaries, postings and columns, as the rest of the engine wants to read them.

use std::io;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{Index, InvertedIndexReader, SegmentComponent, SegmentReader};
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED};

use crate::build::{COLUMNS, TEAMS};
use crate::columns::{self, Columns};
use crate::document::Kind;
use crate::edits::Neighbours;
use crate::error::Error;
use crate::schema::{GERMAN, Traits, schema};
use crate::source::{Source, SourceDirectory};
use crate::vocabulary::Vocabulary;

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
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) dates: Vec<u32>,
    pub(crate) calls: Vec<u32>,
    pub(crate) traits: Vec<Traits>,
    /// Slug and title of each team.
    pub(crate) teams: Vec<(String, String)>,
    /// Not all of the index may be here.
    pub(crate) is_partial: bool,
}

impl Reader {
    /// Opens an index; its words are read out of its dictionaries.
    pub(crate) fn open(source: impl Source) -> Result<Self, Error> {
        let reader = Self::open_with(source, Arc::default())?;
        let mut fields = [&reader.heading, &reader.body, &reader.context, &reader.links, &reader.keys];
        fields.sort_by_key(|field| field.field);
        let vocabulary = Vocabulary::of(&fields.map(|field| (field.field, field.index.terms())))?;
        Ok(Self { vocabulary: Arc::new(vocabulary), ..reader })
    }

    /// Opens an index whose words are known; nothing is asked of its dictionaries.
    pub(crate) fn open_with(source: impl Source, vocabulary: Arc<Vocabulary>) -> Result<Self, Error> {
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
            vocabulary,
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
    pub(crate) fn frequency(&self, term: &str) -> u32 {
        let fields = self.text_fields().map(|field| field.field);
        self.vocabulary.find(term).map_or(0, |index| self.vocabulary.frequency(index, &fields))
    }

    /// The terms within some edits of a word, nearest and then most frequent first: term, edits, documents.
    pub(crate) fn neighbours(&self, word: &str, edits: u8, limit: usize) -> Vec<(String, u8, u32)> {
        let Some(neighbours) = Neighbours::of(word, edits) else { return Vec::new() };
        self.best(self.vocabulary.near(&neighbours), limit)
    }

    /// The terms that begin with some letters, most frequent first: term and documents.
    pub(crate) fn beginnings(&self, prefix: &str, limit: usize) -> Vec<(String, u32)> {
        self.most_frequent(self.vocabulary.beginning(prefix), limit)
    }

    /// The terms that are longer than a word and have it inside, most frequent first: term and documents.
    pub(crate) fn containing(&self, word: &str, limit: usize) -> Vec<(String, u32)> {
        let containing = self.vocabulary.containing(word);
        self.most_frequent(containing.filter(|index| self.vocabulary.word(*index).len() > word.len()), limit)
    }

    fn most_frequent(&self, found: impl Iterator<Item = usize>, limit: usize) -> Vec<(String, u32)> {
        let best = self.best(found.map(|index| (index, 0)), limit);
        best.into_iter().map(|(term, _, frequency)| (term, frequency)).collect()
    }

    /// Of words, by place and edits, those of the prose: the nearest and then most frequent first, with their frequency.
    fn best(&self, found: impl IntoIterator<Item = (usize, u8)>, limit: usize) -> Vec<(String, u8, u32)> {
        let prose = [&self.heading, &self.body, &self.context].map(|field| field.field);
        self.best_of(found, &prose, limit)
    }

    /// The same for those that stand in some fields.
    fn best_of(
        &self,
        found: impl IntoIterator<Item = (usize, u8)>,
        fields: &[Field],
        limit: usize,
    ) -> Vec<(String, u8, u32)> {
        let found = found.into_iter().map(|(index, edits)| (index, edits, self.vocabulary.frequency(index, fields)));
        let mut found: Vec<(usize, u8, u32)> = found.filter(|(.., frequency)| *frequency > 0).collect();
        found.sort_by_key(|(_, edits, frequency)| (*edits, u32::MAX - frequency));
        found.truncate(limit);
        let named = |(index, edits, frequency)| (self.vocabulary.word(index).to_owned(), edits, frequency);
        found.into_iter().map(named).collect()
    }

    /// Whether some notes are German.
    pub(crate) fn has_german(&self) -> bool {
        self.vocabulary.info(GERMAN, self.keys.field).is_some()
    }

    /// The documents that have a key.
    pub(crate) fn with_key(&self, key: &str) -> io::Result<Vec<DocId>> {
        let mut documents = Vec::new();
        self.for_each(&self.keys, key, |document, _| documents.push(document))?;
        Ok(documents)
    }

    /// The key within some edits of one that is nearest and most frequent.
    pub(crate) fn neighbouring_key(&self, key: &str, edits: u8) -> Option<String> {
        let neighbours = Neighbours::of(key, edits)?;
        let best = self.best_of(self.vocabulary.near(&neighbours), &[self.keys.field], 1);
        best.into_iter().map(|(key, ..)| key).next()
    }

    /// Calls `sink` with each document that has a term in a field, in order, and how often it stands there.
    pub(crate) fn for_each(&self, field: &TextField, term: &str, mut sink: impl FnMut(DocId, u32)) -> io::Result<()> {
        let Some(info) = self.vocabulary.info(term, field.field) else { return Ok(()) };
        let mut postings = field.index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while !postings.docs().is_empty() {
            for (index, document) in postings.docs().iter().enumerate() {
                sink(*document, postings.freq(index));
            }
            postings.advance();
        }
        Ok(())
    }

    /// Calls `sink` with each document that has a term in a field and the positions it stands at.
    pub(crate) fn for_each_position(
        &self,
        field: &TextField,
        term: &str,
        mut sink: impl FnMut(DocId, &[u32]),
    ) -> io::Result<()> {
        let Some(info) = self.vocabulary.info(term, field.field) else { return Ok(()) };
        let mut postings = field.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        let mut positions = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            sink(postings.doc(), &positions);
            postings.advance();
        }
        Ok(())
    }

    /// Reads what there is on a term in a field; the result says only whether it was there to read.
    pub(crate) fn touch(&self, field: &TextField, term: &str, option: IndexRecordOption) -> io::Result<()> {
        self.vocabulary.info(term, field.field).map_or(Ok(()), |info| field.touch(info, option))
    }

    /// Reads everything there is on the word or key at a place of the vocabulary, for what reading does to the source.
    pub(crate) fn touch_all(&self, index: usize) -> io::Result<()> {
        let fields = [
            (&self.heading, IndexRecordOption::WithFreqsAndPositions),
            (&self.body, IndexRecordOption::WithFreqsAndPositions),
            (&self.context, IndexRecordOption::WithFreqs),
            (&self.links, IndexRecordOption::WithFreqs),
            (&self.keys, IndexRecordOption::WithFreqs),
        ];
        for (field, info) in self.vocabulary.stands(index) {
            if let Some((text, option)) = fields.iter().find(|(text, _)| text.field == *field) {
                text.touch(info, *option)?;
            }
        }
        Ok(())
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
    fn touch(&self, info: &TermInfo, option: IndexRecordOption) -> io::Result<()> {
        let postings = self.index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs).map(drop);
        // They are asked for even if the postings are not here yet, so that both can be fetched at once.
        let wanted = option.has_positions() && !info.positions_range.is_empty();
        match self.positions.as_ref().filter(|_| wanted) {
            Some(positions) => postings.and(positions.read_bytes_slice(info.positions_range.clone()).map(drop)),
            None => postings,
        }
    }

    /// The length of a document's field in proportion to the average.
    pub(crate) fn relative_length(&self, document: DocId) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a length needs no more precision")]
        self.lengths.as_ref().map_or(1.0, |lengths| lengths.fieldnorm(document) as f32 / self.average)
    }
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
