//! Label files and verdicts of reviewers, the notes they are about, and what is found in those notes.

use minutebook::config::{self, Inferred};
use minutebook::extract::ranker::{self, Sample, samples};
use minutebook::extract::{Call, RowKind, Rules, Word};
use minutebook::verdicts::{Anchors, FileVerdicts, resolve};
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
    #[serde(default)]
    labels: String,
    /// The notes that were read, a path a line: what has no label in them is no decision.
    #[serde(default)]
    files: String,
    /// Whether the labels are the verdicts in the archive's `minutebook-review.yaml`, instead of a file of labels: what has
    /// no verdict has no label, whatever it may be.
    #[serde(default)]
    pub(crate) reviewed: bool,
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

impl Set {
    /// An archive with its own configuration whose verdicts are labels.
    pub(crate) fn reviewed(folder: &str) -> Self {
        let source = folder.trim_end_matches('/').to_owned();
        let name = source.rsplit('/').next().unwrap_or_default().to_owned();
        let (labels, files) = (String::new(), String::new());
        Self { name, labels, files, reviewed: true, source, several: false, config: None, aside: false }
    }
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
    /// The lines that a reviewer called no decision.
    pub(crate) rejected: Vec<(u32, u32)>,
    /// Whether all of it was read for labels, so that what has none is no decision.
    pub(crate) is_whole: bool,
    /// The lines of the rules' rows.
    pub(crate) rows: Vec<(u32, u32)>,
    /// How likely each of them has to be where only likely rows are asked for; nought where that is not asked.
    pub(crate) least: Vec<f32>,
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
        if set.reviewed != (set.labels.is_empty() && set.files.is_empty()) || set.reviewed && set.several {
            return Err(format!(
                "{path}: the set {} needs `labels` and `files`, or `\"reviewed\": true` and one archive as `source`",
                set.name
            ));
        }
    }
    Ok(sets)
}

/// The rule of rows that reviewers alone have found.
const REVIEWED: &str = "reviewed";

/// The labelled notes of an archive by path: the set, and the labels.
type Files = BTreeMap<String, (usize, Vec<Label>)>;

/// An archive with labelled notes.
pub(crate) struct Archive {
    folder: String,
    rules: Rules,
    project: Project,
    files: Files,
    /// The set that has its verdicts as labels.
    reviewed: Option<usize>,
}

/// What is known of an archive before it is read.
#[derive(Default)]
struct Known {
    files: Files,
    reviewed: Option<usize>,
}

/// Reads the labels of all sets, and the archives that they are about.
pub(crate) fn archives(sets: &[Set]) -> Result<Vec<Archive>, String> {
    let mut archives: BTreeMap<(String, Option<String>), Known> = BTreeMap::new();
    for (at, set) in sets.iter().enumerate().filter(|(_, set)| !set.reviewed) {
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
            let known = archives.entry((folder, set.config.clone())).or_default();
            let known = known.files.insert(path, (at, labels));
            if let Some((other, _)) = known {
                return Err(format!("{file} is in the sets {} and {}", sets[other].name, set.name));
            }
        }
    }
    for (at, set) in sets.iter().enumerate().filter(|(_, set)| set.reviewed) {
        // The same archive is read once, so that nothing is learnt from its notes that are kept aside.
        let place = |folder: &str| fs::canonicalize(Path::new(folder)).ok();
        let key = archives.keys().find(|(folder, _)| place(folder) == place(&set.source)).cloned();
        let key = key.unwrap_or_else(|| (set.source.clone(), set.config.clone()));
        archives.entry(key).or_default().reviewed = Some(at);
    }
    archives.into_iter().map(|((folder, config), known)| archive(folder, config.as_deref(), known)).collect()
}

fn archive(folder: String, config: Option<&str>, Known { files, reviewed }: Known) -> Result<Archive, String> {
    let source = Path::new(&folder);
    let mut config = config::load(source, config.map(Path::new)).map_err(|error| format!("{folder}: {error}"))?;
    // What is learnt must not hang on what an earlier table thinks of the rules' rows.
    config.registers.inferred = Inferred::All;
    let config = Arc::new(config);
    let rules = Rules::new(Arc::clone(&config));
    // What is upcoming makes no difference to what a note says.
    let today = chrono::NaiveDate::MAX;
    let project = Project::load(source, config, today, None).map_err(|error| format!("{folder}: {error}"))?;
    if reviewed.is_some() && project.verdicts.is_damaged {
        return Err(format!("{folder}: its verdicts cannot all be read; `minutebook check {folder}` says where"));
    }
    let known: BTreeSet<&str> = project.archive.calls.iter().map(|call| call.file.as_str()).collect();
    // What is left out of the archive may have been read all the same.
    let labelled = files.iter().filter(|(_, (_, labels))| !labels.is_empty()).map(|(file, _)| file);
    match labelled.into_iter().find(|file| !known.contains(file.as_str())) {
        Some(missing) => Err(format!("{folder} has no note {missing}, which is labelled")),
        None => Ok(Archive { folder, rules, project, files, reviewed }),
    }
}

/// The labelled notes of archives. `names` is told how features are named.
pub(crate) fn notes(archives: &[Archive], names: &mut dyn FnMut(u32, &dyn Fn() -> String)) -> Vec<Note> {
    let mut found = Vec::new();
    for archive in archives {
        let name = archive.folder.rsplit('/').next().unwrap_or(&archive.folder);
        let mut calls: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
        for call in &archive.project.archive.calls {
            calls.entry(&call.file).or_default().push(call);
        }
        let verdicts = archive.project.verdicts.by_file();
        for (file, mut calls) in calls {
            // A note may hold several calls.
            calls.sort_by_key(|call| call.document.sections.first().map_or(0, |section| section.line));
            let read = archive.files.get(file);
            let said = verdicts.get(file).filter(|_| read.is_none());
            let Some(set) = read.map(|(set, _)| *set).or(archive.reviewed.filter(|_| said.is_some())) else { continue };
            let mut note = Note {
                set,
                archive: name.to_owned(),
                labels: read.map(|(_, labels)| labels.clone()).unwrap_or_default(),
                rejected: Vec::new(),
                is_whole: read.is_some(),
                rows: Vec::new(),
                least: Vec::new(),
                samples: Vec::new(),
            };
            for call in &calls {
                let by_rules = call.records.decisions.iter();
                for row in by_rules.filter(|row| ![ranker::RULE, REVIEWED].contains(&row.rule)) {
                    note.rows.push((row.line, row.end_line));
                    note.least.push(ranker::least_likely(row));
                }
                note.samples.extend(samples(call, &archive.rules, names));
            }
            said.into_iter().for_each(|said| note.hear(said, &calls));
            found.push(note);
        }
    }
    found
}

impl Note {
    /// Takes the verdicts on decisions as labels. One that says that two rows are the same says nothing of either; one whose
    /// text is gone is a matter of `minutebook check`.
    fn hear(&mut self, verdicts: &FileVerdicts<'_>, calls: &[&Call]) {
        let anchors = Anchors::of(calls.iter().map(|call| &*call.document));
        let (rulings, _) = resolve(verdicts.iter().map(|entry| &entry.verdict), &anchors);
        for ruling in rulings.iter().filter(|ruling| ruling.kind == RowKind::Decision) {
            let lines = self.lines_of(ruling.about.line);
            match ruling.word {
                Word::Accept => self.labels.push(Label { lines, is_hard: false }),
                Word::Reject => self.rejected.push(lines),
                Word::Done | Word::Merge(_) => {}
            }
        }
    }

    /// The lines of the row that a verdict is about, which names the first one: of a question and its answer the question.
    fn lines_of(&self, line: u32) -> (u32, u32) {
        let free = self.samples.iter().filter(|sample| sample.is_free).map(|sample| sample.row);
        let rows = free.chain(self.rows.iter().copied()).filter(|row| row.0 == line);
        rows.min_by_key(|row| row.1).unwrap_or((line, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: &str = "# 2024-01-10\n\n## Licence\n\n- Decision: we take the MIT licence\n- the tests were slow\n\
                           - keep the old names until spring\n- Should we move the slot?\n    - one hour later from May on\n\
                           - new machines have come\n";
    const VERDICTS: &str = "- file: board/20240110.md\n  quote: keep the old names until spring\n  kind: decision\n  verdict: accept\n\
                            - file: board/20240110.md\n  quote: Should we move the slot?\n  kind: decision\n  verdict: accept\n\
                            - file: board/20240110.md\n  quote: the tests were slow\n  kind: decision\n  verdict: reject\n\
                            - file: board/20240110.md\n  quote: new machines have come\n  kind: action\n  verdict: reject\n\
                            - file: board/20240110.md\n  quote: this is gone\n  kind: decision\n  verdict: reject\n";

    /// The notes of an archive with a reviewed note and another one, in a folder of this name.
    fn read_archive(name: &str, verdicts: &str, sets: impl Fn(&str) -> Vec<Set>) -> Result<Vec<Note>, String> {
        let folder = std::env::temp_dir().join(format!("minutebook-train-{name}-{}", std::process::id()));
        fs::create_folder(&folder.join("board")).expect("a folder");
        for (file, text) in [
            ("board/20240110.md", MINUTES),
            ("board/20240117.md", &MINUTES.replace("-10", "-17")),
            ("minutebook-review.yaml", verdicts),
            ("labels.jsonl", "{\"file\": \"board/20240110.md\", \"line\": 6, \"kind\": \"decision\"}\n"),
            ("files.txt", "board/20240110.md\n"),
        ] {
            fs::write(&folder.join(file), text.as_bytes()).expect("a file");
        }
        let notes = archives(&sets(&folder.to_string_lossy())).map(|archives| notes(&archives, &mut |_, _| ()));
        fs::remove_folder(&folder).expect("the folder");
        notes
    }

    #[test]
    fn verdicts_are_labels() {
        let notes = read_archive("verdicts", VERDICTS, |folder| vec![Set::reviewed(folder)]).expect("an archive");
        let [note] = &notes[..] else { panic!("{notes:?}: one note was reviewed") };
        assert!(!note.is_whole);
        let accepted: Vec<(u32, u32)> = note.labels.iter().map(|label| label.lines).collect();
        assert_eq!(accepted, [(7, 7), (8, 9)], "of a question the answer, too");
        assert_eq!(note.rejected, [(6, 6)], "what was said of actions, or of what is gone, says nothing of decisions");
        assert!(note.rows.contains(&(5, 5)) && !note.rows.contains(&(7, 7)), "{:?} are those of rules", note.rows);
    }

    #[test]
    fn a_note_that_was_read_whole_is_not_learnt_from_verdicts() {
        let sets = |folder: &str| {
            let read = Set {
                labels: format!("{folder}/labels.jsonl"),
                files: format!("{folder}/files.txt"),
                reviewed: false,
                aside: true,
                ..Set::reviewed(folder)
            };
            vec![Set::reviewed(folder), read]
        };
        let notes = read_archive("whole", VERDICTS, sets).expect("an archive");
        let [note] = &notes[..] else { panic!("{notes:?}: one note was read") };
        assert!(note.is_whole && note.set == 1 && note.rejected.is_empty());
        assert_eq!(note.labels.iter().map(|label| label.lines).collect::<Vec<_>>(), [(6, 6)]);
    }

    #[test]
    fn verdicts_that_cannot_be_read_are_an_error() {
        let error = read_archive("damaged", "- file: [\n", |folder| vec![Set::reviewed(folder)]).expect_err("no YAML");
        assert!(error.contains("minutebook check"), "{error}");
    }
}
