//! What is wrong with the notes that are being edited, found in the background and shown in the corner of the page.

use super::live::ReloadChannel;
use crate::base::diagnostic::Diagnostic;
use crate::check;
use crate::project::Project;
use crate::scan::{Class, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

/// The most findings that are shown; who sees so many looks at `minutebook check`.
const MOST: usize = 50;

/// Which files have been edited since the server began.
#[derive(Debug, Default)]
pub(super) struct Edited {
    /// Every file as it was then, by path.
    before: Option<BTreeMap<String, String>>,
    paths: BTreeSet<String>,
}

impl Edited {
    /// Looks at the files as they are now; the first time they count as they are.
    pub(super) fn update(&mut self, sources: &Sources) {
        let now = contents(sources);
        let before = self.before.get_or_insert_with(|| now.clone());
        let edited = now.into_iter().filter(|(path, content)| before.get(path) != Some(content));
        self.paths.extend(edited.map(|(path, _)| path));
    }

    /// The paths of the edited files.
    pub(super) fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }
}

/// Something that differs when the content of a file does, by path.
fn contents(sources: &Sources) -> BTreeMap<String, String> {
    let content = |class: &Class| match class {
        Class::Note(note) => note.hash.clone(),
        Class::Asset(facts) => format!("{facts:?}"),
        Class::Excluded(reason) => reason.to_string(),
    };
    sources.files.iter().map(|file| (file.path.clone(), content(&file.class))).collect()
}

/// The thread that looks for findings.
pub(super) struct Checker(Sender<Task>);

struct Task {
    version: u64,
    project: Arc<Project>,
    paths: BTreeSet<String>,
}

impl Checker {
    /// Starts it; what it finds goes to `live`.
    pub(super) fn start(live: Arc<ReloadChannel>) -> io::Result<Self> {
        let (sender, tasks) = mpsc::channel();
        std::thread::Builder::new().name("check".to_owned()).spawn(move || work(&tasks, &live))?;
        Ok(Self(sender))
    }

    /// Has the files `paths` of a version looked through.
    pub(super) fn check(&self, version: u64, project: Arc<Project>, paths: BTreeSet<String>) {
        // The thread ends with the server.
        let _ = self.0.send(Task { version, project, paths });
    }
}

fn work(tasks: &Receiver<Task>, live: &ReloadChannel) {
    while let Ok(mut task) = tasks.recv() {
        // Only the newest version is of interest.
        while let Ok(newer) = tasks.try_recv() {
            task = newer;
        }
        let found = findings(&task.project, &task.paths);
        live.publish_findings(task.version, found.iter().map(shown).collect());
    }
}

/// The findings of some files, the most urgent first: what must not be published, then by how bad they are.
fn findings(project: &Project, paths: &BTreeSet<String>) -> Vec<Diagnostic> {
    if paths.is_empty() {
        return Vec::new();
    }
    let mut found = check::findings_in(project, paths);
    // The order of files and lines stays within each.
    found.sort_by_key(|finding| (!check::is_private(finding.code), finding.severity));
    found.truncate(MOST);
    found
}

fn shown(finding: &Diagnostic) -> serde_json::Value {
    serde_json::json!({
        "private": check::is_private(finding.code),
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "path": finding.path,
        "line": finding.position.map(|position| position.line),
        "source": finding.source_line,
        "hints": finding.hints,
    })
}
