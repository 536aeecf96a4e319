//! The folder, entry by entry: what is looked at, and why the rest is not.

use super::{Looked, Reason};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::file_names;
use crate::base::fs;
use crate::config::{Config, Exclude};
use crate::media;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A file or unvisited folder.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) absolute: PathBuf,
    pub(super) verdict: Verdict,
    /// For a symbolic link: the path of its target.
    pub(super) alias_of: Option<String>,
}

/// What is to be done with it.
pub(super) enum Verdict {
    Markdown,
    Asset,
    Excluded(Reason, Option<Diagnostic>),
}

/// What a walk has come to.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) entries: Vec<Entry>,
    /// Where it has looked.
    pub(super) looked: Looked,
}

/// All entries below `root`, which is an absolute path without symbolic links.
pub(super) fn walk(root: &Path, config: &Config) -> Walked {
    let mut walked = Walked::default();
    walk_folder(root, "", &Walk { root, config, through_link: false }, &mut walked);
    let read = walked.entries.iter().filter(|entry| !matches!(entry.verdict, Verdict::Excluded(..)));
    walked.looked.paths.extend(read.map(|entry| entry.absolute.clone()));
    walked
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    root: &'a Path,
    config: &'a Config,
    /// Below a link to a folder no further links to folders are followed: they could form a circle.
    through_link: bool,
}

fn walk_folder(folder: &Path, prefix: &str, walk: &Walk<'_>, walked: &mut Walked) {
    walked.looked.paths.push(folder.to_owned());
    let mut found = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    while let Some(next) = found.next() {
        match next {
            Ok(entry) => {
                let path = format!("{prefix}{}", relative(entry.path(), folder));
                if entry.file_type().is_dir() {
                    let reason = unvisited(&path, entry.path(), walk.config);
                    if matches!(reason, None | Some(Reason::Site)) {
                        walked.looked.paths.push(entry.path().to_owned());
                    }
                    if let Some(reason) = reason {
                        found.skip_current_dir();
                        walked.entries.push(excluded(format!("{path}/"), entry.into_path(), reason, None));
                    }
                } else if entry.file_type().is_symlink() {
                    follow(path, &entry, walk, walked);
                } else if entry.file_type().is_file() {
                    let verdict = verdict(&path, walk.config);
                    let alias_of = walk.through_link.then(|| relative(entry.path(), walk.root));
                    walked.entries.push(Entry { path, absolute: entry.into_path(), verdict, alias_of });
                } else {
                    walked.entries.push(excluded(path, entry.into_path(), Reason::NoFile, None));
                }
            }
            Err(error) => {
                let absolute = error.path().unwrap_or(folder).to_owned();
                let path = format!("{prefix}{}/", relative(&absolute, folder));
                let message = match error.io_error() {
                    Some(error) => error.to_string(),
                    None => error.to_string(),
                };
                let finding = Diagnostic::new(Severity::Error, "unreadable", path.as_str(), message)
                    .hint("the folder is left out; check its permissions");
                walked.entries.push(excluded(path, absolute, Reason::Unreadable, Some(finding)));
            }
        }
    }
}

/// A folder that is not looked into.
fn unvisited(path: &str, absolute: &Path, config: &Config) -> Option<Reason> {
    if is_hidden(path) {
        return Some(Reason::Hidden);
    }
    // A site may be built into the folder of the minutes; its pages come with the notes they were made from.
    if fs::exists(&absolute.join(file_names::MANIFEST)) {
        return Some(Reason::Site);
    }
    // A pattern that takes the whole folder saves a row for each file in it.
    let inside = format!("{path}/x");
    let patterns = match &config.exclude {
        Exclude::BuiltIn(patterns) | Exclude::Set(patterns) => patterns,
    };
    let whole = patterns.iter().find(|glob| glob.pattern.ends_with('/') && glob.matches(&inside));
    whole.map(|glob| Reason::Pattern(glob.pattern.clone()))
}

fn follow(path: String, entry: &DirEntry, walk: &Walk<'_>, walked: &mut Walked) {
    if is_hidden(&path) {
        walked.entries.push(excluded(path, entry.path().to_owned(), Reason::Hidden, None));
        return;
    }
    walked.looked.links.push(entry.path().to_owned());
    let bad = |reason: Reason, message: &str, hint: &str| {
        let finding = Diagnostic::new(Severity::Warning, "link", path.as_str(), message).hint(hint);
        excluded(path.clone(), entry.path().to_owned(), reason, Some(finding))
    };
    let Ok(target) = fs::canonicalize(entry.path()) else {
        let hint = "the file it points to was moved or deleted";
        walked.entries.push(bad(Reason::LinkBroken, "the symbolic link leads nowhere", hint));
        return;
    };
    let inside = target.strip_prefix(walk.root).is_ok().then(|| relative(&target, walk.root));
    let Some(inside) = inside.filter(|inside| !has_hidden_part(inside)) else {
        let hint = "only links to files of the source folder are followed; copy the file instead";
        walked.entries.push(bad(Reason::LinkLeavesSource, "the symbolic link leaves the source folder", hint));
        return;
    };
    if fs::leads_to_folder(&target) {
        if walk.through_link || entry.path().starts_with(&target) {
            let hint = "a link cannot point to a folder that contains it";
            walked.entries.push(bad(Reason::LinkBroken, "the symbolic link leads in a circle", hint));
        } else {
            walk_folder(&target, &format!("{path}/"), &Walk { through_link: true, ..*walk }, walked);
        }
    } else if fs::leads_to_file(&target) {
        let verdict = verdict(&path, walk.config);
        walked.entries.push(Entry { path, absolute: target, verdict, alias_of: Some(inside) });
    } else {
        walked.entries.push(excluded(path, target, Reason::NoFile, None));
    }
}

fn excluded(path: String, absolute: PathBuf, reason: Reason, finding: Option<Diagnostic>) -> Entry {
    Entry { path, absolute, verdict: Verdict::Excluded(reason, finding), alias_of: None }
}

/// What a regular file is, by its path alone.
fn verdict(path: &str, config: &Config) -> Verdict {
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.starts_with('.') {
        return Verdict::Excluded(Reason::Hidden, None);
    }
    if [file_names::CONFIGURATION, file_names::ADDRESSES, file_names::REVIEW].contains(&path) {
        return Verdict::Excluded(Reason::Config, None);
    }
    let pattern = match &config.exclude {
        Exclude::Set(patterns) => patterns.iter().find(|glob| glob.matches(path)),
        Exclude::BuiltIn(patterns) => {
            patterns.iter().find(|glob| glob.matches(path)).filter(|_| !is_spared(path, name, config))
        }
    };
    if let Some(glob) = pattern {
        return Verdict::Excluded(Reason::Pattern(glob.pattern.clone()), None);
    }
    if media::format_of_name(name).is_some() {
        return Verdict::Asset;
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    if !matches!(extension.as_deref(), Some("md" | "markdown")) {
        return Verdict::Excluded(Reason::OtherType, None);
    }
    let is_included = config.include.iter().any(|glob| glob.matches(path));
    if is_included { Verdict::Markdown } else { Verdict::Excluded(Reason::NotIncluded, None) }
}

/// `2023-01-11-license.md` is about licences, and the README of a dated folder is the index of an event.
fn is_spared(path: &str, name: &str, config: &Config) -> bool {
    let forms = &config.dates.forms;
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    let is_readme = name.to_ascii_lowercase().starts_with("readme.");
    forms.first_day(name).is_some() || is_readme && forms.first_day(folder).is_some()
}

fn is_hidden(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

fn has_hidden_part(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

fn relative(path: &Path, base: &Path) -> String {
    let relative = path.strip_prefix(base).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
