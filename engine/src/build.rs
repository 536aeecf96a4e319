//! Documents → the files of an index.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tantivy::directory::RamDirectory;
use tantivy::index::{IndexSettings, SegmentComponent};
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, TantivyDocument};

use crate::columns::{self, Row};
use crate::document::{Kind, Language, SearchDocument};
use crate::error::Error;
use crate::schema::{Fields, GERMAN, LINKS, PROSE, Traits, person_key, reference_keys, schema, topic_key};
use crate::source::take_files;
use crate::tokenize::{Analyser, IndexTokenizer, Reading, tokens};

/// The name of the only segment: the letters of "minutebook" in a UUID. A random one would change the bytes at each build.
const SEGMENT: &str = "6d696e75-7465-626f-6f6b-000000000000";
/// Memory for the indexer's tables, in bytes. It is a size to start from, not a limit.
const MEMORY: usize = 8 << 20;
/// The file that lists the teams.
pub(crate) const TEAMS: &str = "teams.tsv";
/// The file that has what is known of each document beside its words.
pub(crate) const COLUMNS: &str = "columns.bin";
/// The file that says what is in the others.
pub(crate) const META: &str = "meta.json";

/// Builds the index: file names and bytes. The same documents give the same bytes, in whatever order they come.
///
/// There is one segment, one file for each component (`….term`, `….idx`, `….pos`, `….fieldnorm`, `….fast`, `….store`), `meta.json`,
/// `columns.bin` and `teams.tsv`.
pub fn build(documents: &[SearchDocument]) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut builder = Builder::new()?;
    builder.add(documents)?;
    builder.finish()
}

/// An index under construction, which takes the documents of some calls after those of others: not all of them need be in memory at once.
pub struct Builder {
    directory: RamDirectory,
    writer: SingleSegmentIndexWriter,
    fields: Fields,
    german: Analyser,
    /// By slug; of several titles the first one counts.
    teams: BTreeMap<String, Team>,
    /// Of each document; its team is the number that [`Team`] has until [`Builder::finish`].
    rows: Vec<Row>,
}

struct Team {
    /// How many were met before it.
    number: u32,
    title: String,
}

impl Builder {
    /// An index of nothing yet.
    pub fn new() -> Result<Self, Error> {
        let (schema, fields) = schema();
        let directory = RamDirectory::create();
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let builder = Index::builder().schema(schema).settings(settings).tokenizers(tokenizers());
        let writer = builder.single_segment_index_writer(directory.clone(), MEMORY).map_err(Error::Build)?;
        let german = Analyser::new(Language::German);
        Ok(Self { directory, writer, fields, german, teams: BTreeMap::new(), rows: Vec::new() })
    }

    /// Adds all documents of some calls, each of which comes after the calls that were added before.
    pub fn add(&mut self, documents: &[SearchDocument]) -> Result<(), Error> {
        let mut sorted: Vec<&SearchDocument> = documents.iter().collect();
        sorted.sort_by(|a, b| order(a).cmp(&order(b)));
        for document in sorted {
            let record = record(document, &self.fields, &mut self.german);
            self.writer.add_document(record).map_err(Error::Build)?;
            let team = self.number_of_team(document);
            let date = document.date.unwrap_or_default();
            self.rows.push(Row { call: document.call, date, traits: Traits::of(document, team) });
        }
        Ok(())
    }

    fn number_of_team(&mut self, document: &SearchDocument) -> u32 {
        if let Some(team) = self.teams.get(&document.team) {
            return team.number;
        }
        let number = u32::try_from(self.teams.len()).unwrap_or(u32::MAX);
        self.teams.insert(document.team.clone(), Team { number, title: document.team_title.clone() });
        number
    }

    /// The files of the index, as [`build`] returns them.
    pub fn finish(self) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let Self { directory, writer, teams, mut rows, .. } = self;
        let index = writer.finalize().map_err(Error::Build)?;
        let mut files = files(&index, &directory, &teams).map_err(Error::while_building)?;
        let mut places = vec![0; teams.len()];
        for (place, team) in (0..).zip(teams.values()) {
            places[team.number as usize] = place;
        }
        for row in &mut rows {
            row.traits.team = places[row.traits.team as usize];
        }
        files.insert(COLUMNS.to_owned(), columns::encode(&rows));
        Ok(files)
    }
}

/// The documents of a call stand together, the call itself first, so that its place in the call names a document.
pub(crate) fn order(document: &SearchDocument) -> impl Ord + '_ {
    let SearchDocument { call, kind, line, url, heading, body, .. } = document;
    (*call, *kind != Kind::Call, *line, *kind, url, heading, body)
}

fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(PROSE, IndexTokenizer::new(Reading::Prose));
    tokenizers.register(LINKS, IndexTokenizer::new(Reading::Links));
    tokenizers
}

/// One document as tantivy takes it.
fn record(document: &SearchDocument, fields: &Fields, german: &mut Analyser) -> TantivyDocument {
    let mut record = TantivyDocument::new();
    // The indexer itself reads English.
    let mut add = |field, text: &str, reading| match document.language {
        Language::English => record.add_text(field, text),
        Language::German => record.add_pre_tokenized_text(field, tokens(german, text, reading)),
    };
    let is_call = document.kind == Kind::Call;
    let mut names = vec![&document.title];
    names.extend(Some(&document.names).filter(|names| !names.is_empty()));
    let headings = if is_call { names.clone() } else { vec![&document.heading] };
    for heading in headings {
        add(fields.heading, heading, Reading::Prose);
    }
    add(fields.body, &document.body, Reading::Prose);
    add(fields.links, &document.body, Reading::Links);
    for text in std::iter::once(&document.ancestors).chain(&document.references).filter(|text| !text.is_empty()) {
        add(fields.context, text, Reading::Prose);
    }
    for name in names.into_iter().filter(|_| !is_call) {
        add(fields.context, name, Reading::Prose);
    }
    for key in keys(document) {
        record.add_text(fields.keys, key);
    }
    record
}

/// What filters look for, each key once.
fn keys(document: &SearchDocument) -> Vec<String> {
    let mut keys: Vec<String> = document.people.iter().map(|handle| person_key(handle)).collect();
    keys.extend(document.topics.iter().map(|topic| topic_key(topic)));
    keys.extend(document.references.iter().flat_map(|reference| reference_keys(reference)));
    if document.kind == Kind::Call && document.language == Language::German {
        keys.push(GERMAN.to_owned());
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The files under their lasting names.
fn files(
    index: &Index,
    directory: &RamDirectory,
    teams: &BTreeMap<String, Team>,
) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let metas = index.load_metas()?;
    let segment = metas.segments.first().ok_or_else(|| Error::Format("no segment was written".to_owned()))?;
    let components = [
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FieldNorms,
        SegmentComponent::FastFields,
        SegmentComponent::Store,
    ];
    let names: Vec<PathBuf> = components.into_iter().map(|component| segment.relative_path(component)).collect();
    let plain = segment.id().uuid_string();
    let mut files = BTreeMap::new();
    for (name, bytes) in names.iter().zip(take_files(directory, &names)?) {
        files.insert(name.to_string_lossy().replace(&plain, &SEGMENT.replace('-', "")), bytes);
    }
    let meta = take_files(directory, &[PathBuf::from(META)])?.concat();
    let meta = String::from_utf8(meta).map_err(|_| Error::Format(format!("{META} is not UTF-8")))?;
    files.insert(META.to_owned(), meta.replace(&dashed(&plain), SEGMENT).into_bytes());
    let mut lines = String::new();
    for (slug, team) in teams {
        lines.extend([one_line(slug).as_str(), "\t", one_line(&team.title).as_str(), "\n"]);
    }
    files.insert(TEAMS.to_owned(), lines.into_bytes());
    Ok(files)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A UUID of 32 digits with its hyphens.
fn dashed(uuid: &str) -> String {
    let mut dashed = String::with_capacity(36);
    for (index, digit) in uuid.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            dashed.push('-');
        }
        dashed.push(digit);
    }
    dashed
}
