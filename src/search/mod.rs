//! The site's search index, and `minutebook search`, which answers from it.
//!
//! The index lies in the site's `search/index/`; `search/entry.json` says which minutes it was made from. When those are
//! the minutes at hand, the terminal asks the site's own index; else it makes a fresh one in memory, so that an answer is
//! never out of date.

mod documents;

use crate::config::{self, Config};
use crate::fs;
use crate::link::Archive;
use crate::scan::{self, Class, Scan};
use crate::write::{Content, Output};
use crate::{Error, plain};
use chrono::{Datelike, NaiveDate};
use minutebook_engine::{Answer, Engine, Hit, Kind, Snippet, snippet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The engine's own words.
pub type SearchError = minutebook_engine::Error;

/// The folder of the index below the site's root.
const FOLDER: &str = "search/index/";

/// The file that says what the index was made from.
const ENTRY: &str = "search/entry.json";

/// What an index was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// Of the program, since the engine is part of it.
    version: String,
    /// Over the names and texts of all minutes and the configuration.
    source: String,
    /// The index's files.
    files: Vec<String>,
}

/// Makes the index of an archive, as files of the site.
pub fn index(archive: &Archive<'_>, scan: &Scan) -> Result<Vec<Output>, SearchError> {
    let files = minutebook_engine::build(&documents::documents(archive))?;
    let entry = Entry {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        source: fingerprint(scan, archive.config),
        files: files.keys().cloned().collect(),
    };
    let entry = serde_json::to_vec(&entry).unwrap_or_default();
    let mut outputs = vec![Output { path: ENTRY.to_owned(), content: Content::Bytes(entry) }];
    for (name, bytes) in files {
        outputs.push(Output { path: format!("{FOLDER}{name}"), content: Content::Bytes(bytes) });
    }
    Ok(outputs)
}

/// What the index depends on: the minutes, and how they are read.
fn fingerprint(scan: &Scan, config: &Config) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{config:?}").as_bytes());
    for input in &scan.inputs {
        if let Class::Minutes(file) = &input.class {
            hasher.update(input.path.as_bytes());
            hasher.update(&[0]);
            hasher.update(file.hash.as_bytes());
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// What `minutebook search` is asked.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The query, in the engine's language.
    pub query: &'a str,
    /// The folder with the minutes.
    pub source: &'a Path,
    /// The configuration, when it is not the source's own.
    pub config: Option<&'a Path>,
    /// The site whose index is asked when it is up to date.
    pub output: &'a Path,
    /// The most results.
    pub limit: usize,
    /// The day it is.
    pub today: NaiveDate,
}

/// The results and what is needed to print them.
#[derive(Debug)]
pub struct Found {
    answer: Answer,
    snippets: Vec<Snippet>,
    /// Whether the site's own index answered.
    pub from_site: bool,
}

/// One row of `search --json`.
#[derive(Debug, Serialize)]
struct Row<'a> {
    file: &'a str,
    line: u32,
    url: String,
    team: &'a str,
    date: Option<String>,
    heading: &'a str,
    kind: Kind,
    score: f32,
    snippet: &'a str,
}

/// The longest snippet, in characters.
const SNIPPET: usize = 180;

/// Answers a question.
pub fn ask(question: &Question<'_>) -> Result<Found, Error> {
    let config = config::load(question.source, question.config).map_err(Error::Input)?;
    let scan = scan::scan(question.source, &config).map_err(Error::Input)?;
    let site = open_site(question.output, &scan, &config);
    let from_site = site.is_some();
    let engine = match site {
        Some(engine) => engine,
        None => {
            let (archive, _) = crate::archive_of(&config, &scan, question.today);
            let files = minutebook_engine::build(&documents::documents(&archive)).map_err(Error::Search)?;
            Engine::open(files).map_err(Error::Search)?
        }
    };
    let today = question.today;
    let options = minutebook_engine::Options {
        limit: question.limit,
        today: Some(u32::try_from(today.year()).unwrap_or(0) * 10_000 + today.month() * 100 + today.day()),
        ..minutebook_engine::Options::default()
    };
    let answer = engine.search(question.query, &options).map_err(Error::Search)?;
    let snippets = answer.hits.iter().map(|hit| snippet(&text_of(hit, &scan), &answer.terms, SNIPPET)).collect();
    Ok(Found { answer, snippets, from_site })
}

/// The index of a site, if it is that of these minutes.
fn open_site(output: &Path, scan: &Scan, config: &Config) -> Option<Engine> {
    let entry: Entry = serde_json::from_str(&fs::read_to_string(&output.join(ENTRY)).ok()?).ok()?;
    if entry.version != env!("CARGO_PKG_VERSION") || entry.source != fingerprint(scan, config) {
        return None;
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in entry.files.into_iter().filter(|name| !name.contains(['/', '\\'])) {
        let bytes = fs::read(&output.join(FOLDER).join(&name)).ok()?;
        files.insert(name, bytes);
    }
    Engine::open(files).ok()
}

/// The text of the section that was found; the index does not keep it.
fn text_of(hit: &Hit, scan: &Scan) -> String {
    let file = scan.inputs.iter().find(|input| input.path == hit.file);
    let Some(Class::Minutes(file)) = file.map(|input| &input.class) else { return String::new() };
    let (document, _) = crate::parse::parse(&hit.file, &file.text);
    if hit.kind == Kind::Call {
        let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
        return headings.map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" · ");
    }
    let section = document.sections.iter().find(|section| section.line == hit.line);
    section.map(|section| plain::lines(&section.blocks)).unwrap_or_default()
}

fn iso(date: Option<u32>) -> Option<String> {
    date.map(|date| format!("{:04}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100))
}

impl Found {
    /// The results as one JSON array, best first.
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self
            .answer
            .hits
            .iter()
            .zip(&self.snippets)
            .map(|(hit, snippet)| Row {
                file: &hit.file,
                line: hit.line,
                url: format!("/{}", hit.url),
                team: &hit.team,
                date: iso(hit.date),
                heading: &hit.heading,
                kind: hit.kind,
                score: hit.score,
                snippet: &snippet.text,
            })
            .collect();
        let mut json = serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned());
        json.push('\n');
        json
    }

    /// The results for people.
    pub fn text(&self) -> String {
        let answer = &self.answer;
        let mut out = String::new();
        for (typed, used) in &answer.corrections {
            out.push_str(&format!("nothing has “{typed}”; searched for “{used}”\n"));
        }
        if !answer.corrections.is_empty() {
            out.push('\n');
        }
        for (index, (hit, snippet)) in answer.hits.iter().zip(&self.snippets).enumerate() {
            if index == answer.complete && index > 0 {
                out.push_str("— the results below have only some of the words —\n\n");
            }
            let heading = if hit.heading.is_empty() { &hit.title } else { &hit.heading };
            out.push_str(&format!("{heading}\n"));
            out.push_str(&format!("  {} · {}:{}\n", hit.title, hit.file, hit.line));
            let text = plain::fold_spaces(&snippet.text);
            if !text.is_empty() {
                out.push_str(&format!("  {text}\n"));
            }
            out.push('\n');
        }
        out.push_str(&match (answer.total, answer.hits.len()) {
            (0, _) => "nothing found; try fewer words, or a part of one with * at its end\n".to_owned(),
            (1, _) => "1 result\n".to_owned(),
            (total, shown) if shown < total => format!("{shown} of {total} results; --limit shows more\n"),
            (total, _) => format!("{total} results\n"),
        });
        out
    }
}
