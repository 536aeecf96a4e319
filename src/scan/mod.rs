//! A folder of minutes → one [`SourceFile`] for everything in it, with what its path says. Nothing is left out silently: what
//! is not published has a row that says why.

mod kept;
mod looked;
mod snapshot;
mod text;
mod walk;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::error::Error;
use crate::base::fs;
use crate::base::panics;
use crate::config::Config;
use crate::media::{self, ImageFacts};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub use kept::FileCache;
pub(crate) use looked::Looked;
pub(crate) use snapshot::Snapshot;
pub use text::{Decoded, decode};

/// The most of a markdown file that is published; nobody writes or reads more in one meeting.
pub const LARGEST_NOTE: usize = 1 << 20;

/// Everything in the source folder.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// One row for every file, and for every folder that is not looked into; sorted by path.
    pub files: Vec<SourceFile>,
    /// What is wrong with the files as such, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Sources {
    /// The files that hold minutes, by path.
    pub fn notes(&self) -> impl Iterator<Item = (&SourceFile, &NoteFile)> {
        self.files.iter().filter_map(|input| match &input.class {
            Class::Note(file) => Some((input, file)),
            Class::Asset(_) | Class::Excluded(_) => None,
        })
    }
}

/// One file of the source folder.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path relative to the source folder, with `/`; bytes that are no UTF-8 are replaced. A folder ends in `/`.
    pub path: String,
    /// Where to read it, without symbolic links.
    pub absolute: PathBuf,
    /// What it is.
    pub class: Class,
}

/// What a file is.
#[derive(Debug, Clone)]
pub enum Class {
    /// Markdown that is published.
    Note(NoteFile),
    /// An image or PDF that minutes may show, and what was found in it; nothing when it is not what its name says.
    Asset(Option<ImageFacts>),
    /// Not published.
    Excluded(Reason),
}

/// A markdown file.
#[derive(Debug, Clone)]
pub struct NoteFile {
    /// The text: UTF-8 without byte order mark and NUL, lines end in `\n`. Line numbers are those of the file.
    pub text: Arc<str>,
    /// BLAKE3 of the bytes of the file in hexadecimal digits: equal for copies.
    pub hash: String,
    /// The published file that this one is a symbolic link to.
    pub alias_of: Option<String>,
}

/// Why a file is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Its name or that of its folder begins with a dot.
    Hidden,
    /// The config file.
    Config,
    /// No markdown, image or PDF.
    OtherType,
    /// A pattern of `exclude` matches; the built-in ones leave out READMEs, templates and the like.
    Pattern(String),
    /// No pattern of `include` matches.
    NotIncluded,
    /// A symbolic link that leads out of the source folder or into a hidden one.
    LinkLeavesSource,
    /// A symbolic link to nothing, to itself, or to a folder it stands in.
    LinkBroken,
    /// A pipe, socket or device.
    NoFile,
    /// A folder that holds a site of ours.
    Site,
    /// It cannot be read.
    Unreadable,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hidden => f.write_str("hidden"),
            Self::Config => f.write_str("the config file"),
            Self::OtherType => f.write_str("no markdown, image or PDF"),
            Self::Pattern(pattern) => write!(f, "left out by `{pattern}`"),
            Self::NotIncluded => f.write_str("no pattern of `include` matches"),
            Self::LinkLeavesSource => f.write_str("a link that leaves the source folder"),
            Self::LinkBroken => f.write_str("a link that leads nowhere"),
            Self::NoFile => f.write_str("no regular file"),
            Self::Site => f.write_str("a site that was built here"),
            Self::Unreadable => f.write_str("cannot be read"),
        }
    }
}

/// Reads the source folder. The error, a single finding, is about the folder itself; whatever is wrong below it is a diagnostic.
pub fn scan(source: &Path, config: &Config) -> Result<Sources, Error> {
    scan_again(source, config, &mut FileCache::default())
}

/// As [`scan`]; files that are as the cache knows them are not read again. Afterwards it holds the files of this scan and no
/// others.
pub fn scan_again(source: &Path, config: &Config, cache: &mut FileCache) -> Result<Sources, Error> {
    Ok(scan_at(source, config, cache, SystemTime::now())?.0)
}

/// As [`scan`], and where it has looked.
pub(crate) fn scan_noting(source: &Path, config: &Config) -> Result<(Sources, Looked), Error> {
    scan_at(source, config, &mut FileCache::default(), SystemTime::now())
}

fn scan_at(source: &Path, config: &Config, cache: &mut FileCache, now: SystemTime) -> Result<(Sources, Looked), Error> {
    let root = fs::canonicalize(source).map_err(|error| no_source(source, &error.to_string()))?;
    if !fs::leads_to_folder(&root) {
        return Err(no_source(source, &format!("`{}` is not a folder", source.display())));
    }
    let walk::Walked { entries, looked } = walk::walk(&root, config);
    let read = cache.read_all(entries, now);
    let mut scan = Sources::default();
    for (input, diagnostics) in read {
        scan.files.push(input);
        scan.diagnostics.extend(diagnostics);
    }
    if scan.notes().next().is_none() {
        let message =
            format!("`{}` holds no notes: of its {} files none is published", source.display(), scan.files.len());
        return Err(no_source(source, &message));
    }
    scan.files.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.absolute.cmp(&b.absolute)));
    forget_unpublished_targets(&mut scan.files);
    scan.diagnostics.sort();
    Ok((scan, looked))
}

fn no_source(source: &Path, message: &str) -> Error {
    Error::new("no-source", source.display().to_string(), message)
        .hint("name the folder that holds the minutes; `.` is the one you are in (`search` and `new` take it after `--source`)")
}

/// Reads what is to be published of a file; what is not is said already.
fn read_entry(entry: walk::Entry) -> (SourceFile, Vec<Diagnostic>) {
    let (path, absolute) = (entry.path.clone(), entry.absolute.clone());
    let is_asset = matches!(entry.verdict, walk::Verdict::Asset);
    panics::caught(|| looked_into(entry)).unwrap_or_else(|panics::Panicked| {
        let finding = panics::failed(&path, "minutebook has failed on this file: it is not published");
        let class = if is_asset { Class::Asset(None) } else { Class::Excluded(Reason::Unreadable) };
        (SourceFile { path, absolute, class }, vec![finding])
    })
}

fn looked_into(entry: walk::Entry) -> (SourceFile, Vec<Diagnostic>) {
    panics::planted("scan", || entry.path.as_str());
    let walk::Entry { path, absolute, verdict, alias_of } = entry;
    let (class, findings) = match verdict {
        walk::Verdict::Excluded(reason, finding) => (Class::Excluded(reason), finding.into_iter().collect()),
        walk::Verdict::Asset => match image_facts(&path, &absolute) {
            Ok(facts) => (Class::Asset(Some(facts)), Vec::new()),
            Err(finding) => (Class::Asset(None), vec![finding]),
        },
        walk::Verdict::Markdown => match fs::read_start(&absolute, LARGEST_NOTE + 1) {
            Ok(bytes) => {
                let hash = blake3::hash(&bytes).to_hex().to_string();
                let Decoded { text, diagnostics } = decode(&bytes, &path);
                (Class::Note(NoteFile { text: text.into(), hash, alias_of }), diagnostics)
            }
            Err(error) => {
                let finding = Diagnostic::new(Severity::Error, "unreadable", path.as_str(), error.source.to_string())
                    .hint("the file is left out; check its permissions");
                (Class::Excluded(Reason::Unreadable), vec![finding])
            }
        },
    };
    (SourceFile { path, absolute, class }, findings)
}

/// What an image or PDF says of itself; the finding says why a file of that name is not published.
pub(crate) fn image_facts(name: &str, path: &Path) -> Result<ImageFacts, Diagnostic> {
    let refuse = |message: String| {
        Diagnostic::new(Severity::Warning, "image-refused", name, message).hint(
            "it is not published; save it again as PNG, JPEG, GIF, WebP, AVIF, SVG or PDF under the matching ending",
        )
    };
    let start = fs::read_start(path, media::bytes_needed(name)).map_err(|error| refuse(error.to_string()))?;
    media::inspect(name, &start).map_err(|refusal| refuse(refusal.to_string()))
}

/// A link to something that is not published stands for itself.
fn forget_unpublished_targets(inputs: &mut [SourceFile]) {
    let published: BTreeSet<String> = inputs
        .iter()
        .filter(|input| matches!(&input.class, Class::Note(file) if file.alias_of.is_none()))
        .map(|input| input.path.clone())
        .collect();
    for input in inputs {
        if let Class::Note(file) = &mut input.class
            && file.alias_of.as_ref().is_some_and(|target| !published.contains(target))
        {
            file.alias_of = None;
        }
    }
}

/// The files below a folder, as (path relative to it with `/`, path), sorted; hidden ones left out.
pub fn files_below(folder: &Path) -> fs::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for entry in fs::entries(&path)? {
            let name = entry.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if name.starts_with('.') {
                continue;
            }
            if fs::is_folder(&entry) {
                open.push((entry, format!("{prefix}{name}/")));
            } else {
                files.push((format!("{prefix}{name}"), entry));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The source folder a note belongs to, and its path in it: the nearest folder above with a configuration, or with a
/// `.git`, or the grandparent (`<source>/<team>/<date>.md`).
pub fn source_of(file: &Path) -> (PathBuf, String) {
    let absolute = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let marked = absolute
        .ancestors()
        .skip(1)
        .find(|folder| fs::exists(&folder.join(crate::config::FILE_NAME)) || fs::exists(&folder.join(".git")));
    let source = marked.or_else(|| absolute.ancestors().nth(2)).unwrap_or(&absolute).to_owned();
    let path = absolute.strip_prefix(&source).unwrap_or(&absolute);
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    (source, parts.join("/"))
}

#[cfg(test)]
mod tests;
