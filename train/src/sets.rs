//! Label files, the notes they are about, and what is found in those notes.

use minutebook::config;
use minutebook::extract::Rules;
use minutebook::extract::ranker::{self, Sample, samples};
use minutebook::{Project, base::fs};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A file of labels and the notes that were read for it: a row of `sets.jsonl`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Set {
    /// What the report calls it.
    pub(crate) name: String,
    /// The labels, a row of JSON each.
    labels: String,
    /// The notes that were read, a path a line: what has no label in them is no decision.
    files: String,
    /// The folder of the archive, or of several: then each path begins with the archive's own folder.
    source: String,
    /// Whether `source` holds several archives.
    #[serde(default)]
    pub(crate) several: bool,
    /// The archive's configuration, where it has none of its own.
    config: Option<String>,
    /// Whether nothing may be learnt from it, so that it can tell what the ranker is worth.
    #[serde(default)]
    pub(crate) aside: bool,
}

/// A row of a label file. It may hold more.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    file: String,
    line: u32,
    end_line: Option<u32>,
    kind: String,
    #[serde(default)]
    hard: bool,
}

/// A decision that a reader found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub(crate) lines: (u32, u32),
    /// Whether a reader may doubt it.
    pub(crate) is_hard: bool,
}

/// A note that was read for labels.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) set: usize,
    pub(crate) archive: String,
    pub(crate) labels: Vec<Label>,
    /// The lines of the rules' rows.
    pub(crate) rows: Vec<(u32, u32)>,
    pub(crate) samples: Vec<Sample>,
}

/// A file's text, or what to do about it.
fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(Path::new(path)).map_err(|error| error.to_string())
}

/// The rows of a file of JSON lines.
fn json_lines<T: for<'a> Deserialize<'a>>(path: &str) -> Result<Vec<T>, String> {
    let text = read(path)?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("{path}:{}: {error}", at + 1))).collect()
}

/// The sets that a file lists; `$shared` in their paths stands for a folder.
pub(crate) fn sets(path: &str, shared: &str) -> Result<Vec<Set>, String> {
    let mut sets: Vec<Set> = json_lines(path)?;
    for set in &mut sets {
        for path in [&mut set.labels, &mut set.files, &mut set.source] {
            *path = path.replace("$shared", shared);
        }
    }
    Ok(sets)
}

/// The labelled notes of an archive by path: the set, and the labels.
type Files = BTreeMap<String, (usize, Vec<Label>)>;

/// An archive with labelled notes.
pub(crate) struct Archive {
    folder: String,
    rules: Rules,
    project: Project,
    files: Files,
}

/// Reads the labels of all sets, and the archives that they are about.
pub(crate) fn archives(sets: &[Set]) -> Result<Vec<Archive>, String> {
    let mut archives: BTreeMap<(String, Option<String>), Files> = BTreeMap::new();
    for (at, set) in sets.iter().enumerate() {
        let files = read(&set.files)?;
        let files = files.lines().filter(|line| !line.is_empty());
        let mut labels: BTreeMap<String, Vec<Label>> = files.map(|file| (file.to_owned(), Vec::new())).collect();
        for row in json_lines::<Row>(&set.labels)?.into_iter().filter(|row| row.kind == "decision") {
            let of_file = labels.get_mut(&row.file);
            let of_file = of_file.ok_or_else(|| format!("{}: {} is not in {}", set.labels, row.file, set.files))?;
            of_file.push(Label { lines: (row.line, row.end_line.unwrap_or(row.line)), is_hard: row.hard });
        }
        for (file, labels) in labels {
            let (folder, path) = match file.split_once('/').filter(|_| set.several) {
                Some((archive, path)) => (format!("{}/{archive}", set.source), path.to_owned()),
                None => (set.source.clone(), file.clone()),
            };
            let known = archives.entry((folder, set.config.clone())).or_default().insert(path, (at, labels));
            if let Some((other, _)) = known {
                return Err(format!("{file} is in the sets {} and {}", sets[other].name, set.name));
            }
        }
    }
    archives.into_iter().map(|((folder, config), files)| archive(folder, config.as_deref(), files)).collect()
}

fn archive(folder: String, config: Option<&str>, files: Files) -> Result<Archive, String> {
    let source = Path::new(&folder);
    let config = config::load(source, config.map(Path::new)).map_err(|error| format!("{folder}: {error}"))?;
    let config = Arc::new(config);
    let rules = Rules::new(Arc::clone(&config));
    // What is upcoming makes no difference to what a note says.
    let today = chrono::NaiveDate::MAX;
    let project = Project::load(source, config, today, None).map_err(|error| format!("{folder}: {error}"))?;
    let known: BTreeSet<&str> = project.archive.calls.iter().map(|call| call.file.as_str()).collect();
    // What is left out of the archive may have been read all the same.
    let labelled = files.iter().filter(|(_, (_, labels))| !labels.is_empty()).map(|(file, _)| file);
    match labelled.into_iter().find(|file| !known.contains(file.as_str())) {
        Some(missing) => Err(format!("{folder} has no note {missing}, which is labelled")),
        None => Ok(Archive { folder, rules, project, files }),
    }
}

/// The labelled notes of archives. `names` is told how features are named.
pub(crate) fn notes(archives: &[Archive], names: &mut dyn FnMut(u32, &dyn Fn() -> String)) -> Vec<Note> {
    let mut found = Vec::new();
    for archive in archives {
        let name = archive.folder.rsplit('/').next().unwrap_or(&archive.folder);
        let mut notes: BTreeMap<&str, Note> = BTreeMap::new();
        // A note may hold several calls.
        for call in &archive.project.archive.calls {
            let Some((set, labels)) = archive.files.get(&call.file) else { continue };
            let note = notes.entry(&call.file).or_insert_with(|| Note {
                set: *set,
                archive: name.to_owned(),
                labels: labels.clone(),
                rows: Vec::new(),
                samples: Vec::new(),
            });
            let by_rules = call.records.decisions.iter().filter(|row| row.rule != ranker::RULE);
            note.rows.extend(by_rules.map(|row| (row.line, row.end_line)));
            note.samples.extend(samples(call, &archive.rules, names));
        }
        found.extend(notes.into_values());
    }
    found
}
