//! A first `minutebook.yaml` and a GitHub Pages workflow for a repository of minutes: what was found is filled in, what
//! was guessed is marked.

mod language;
mod settings;

use crate::base::error::Error;
use crate::base::fs;
use crate::base::yaml;
use crate::config::git::{self, WorkingTree};
use crate::config::{Config, FILE_NAME};
use crate::project::Project;
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// Where the workflow stands in the repository.
const WORKFLOW: &str = ".github/workflows/pages.yml";

/// The workflow; `BRANCH`, `ACTION` and `SOURCE` stand for what the repository has.
const WORKFLOW_TEXT: &str = include_str!("pages.yml");

/// A file that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was written; an existing file stays as it was.
    pub written: bool,
}

/// What `init` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initialised {
    /// The files, the configuration first.
    pub files: Vec<Made>,
    /// How many teams were found.
    pub teams: usize,
    /// How many calls were found.
    pub calls: usize,
}

/// Writes both files. One that is there already stays as it is, unless `force` is given.
pub fn init(source: &Path, today: NaiveDate, force: bool) -> Result<Initialised, Error> {
    let repository = git::working_tree(source);
    let project = Project::load(source, Config::default(), today, None)?;
    let text = settings::describe(&project, source, &repository);
    let archive = &project.archive;
    let files = [(source.join(FILE_NAME), text), (repository.root.join(WORKFLOW), workflow(&repository))];
    let mut made = Vec::with_capacity(files.len());
    for (path, text) in files {
        let written = if force {
            fs::replace(&path, text.as_bytes()).map(|()| true)?
        } else {
            fs::write_new(&path, text.as_bytes())?
        };
        made.push(Made { path, written });
    }
    Ok(Initialised { files: made, teams: archive.teams.len(), calls: archive.calls.len() })
}

/// The workflow for a repository.
fn workflow(repository: &WorkingTree) -> String {
    let project = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    let source = if repository.folder.is_empty() { "." } else { &repository.folder };
    let action = format!("{project}@v{}", env!("CARGO_PKG_VERSION"));
    let branch = branch_pattern(repository.branch.as_deref().unwrap_or("main"));
    filled(WORKFLOW_TEXT, &[("BRANCH", &branch), ("ACTION", &action), ("SOURCE", &settings::quoted(source))])
}

/// A text with values in the place of their names. What a value says is never taken for a name.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let first = |rest: &str| {
        let places = values.iter().filter_map(|(name, value)| Some((rest.find(name)?, *name, *value)));
        places.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, name, value)) = first(rest) {
        out.push_str(&rest[..at]);
        out.push_str(value);
        rest = &rest[at + name.len()..];
    }
    out + rest
}

/// A branch as a workflow's filter names it: what means something there, or to YAML in a list, is marked as meant.
fn branch_pattern(branch: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_/.".contains(c);
    let is_plain = branch.starts_with(|c: char| c.is_ascii_alphabetic())
        && branch.len() > 1
        && branch.chars().all(is_word)
        && settings::quoted(branch) == branch;
    if is_plain {
        return branch.to_owned();
    }
    let mut pattern = String::new();
    for c in branch.chars() {
        if "!+*?[]".contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    yaml::quoted(&pattern)
}

impl From<&Made> for String {
    /// One line for the terminal.
    fn from(made: &Made) -> Self {
        let path = made.path.components().collect::<PathBuf>();
        let path = path.display();
        if made.written {
            format!("wrote {path}")
        } else {
            format!("kept {path}, which exists already; --force replaces it")
        }
    }
}

#[cfg(test)]
mod tests;
