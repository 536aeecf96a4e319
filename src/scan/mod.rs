//! A folder of minutes → one [`Input`] for everything in it, with what its path says. Nothing is left out silently: what
//! is not published has a row that says why.

mod layout;
mod stamp;
mod text;
mod urls;
mod walk;

use crate::config::{Config, TeamConfig};
use crate::dates::Period;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::TeamSlug;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use layout::{Layout, PathFacts, page_facts, path_facts};
pub use stamp::stamp;
pub use text::{Decoded, decode};
pub use urls::call_url;
pub(crate) use urls::{clash, free_url};

/// The most of a markdown file that is published; nobody writes or reads more in one meeting.
pub const LARGEST_NOTE: usize = 1 << 20;

/// The file that lists what a build made; its folder is a site, whatever it is called.
pub const SITE_MARK: &str = ".minutebook-manifest";

/// Everything in the source folder.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// One row for every file, and for every folder that is not looked into; sorted by path.
    pub inputs: Vec<Input>,
    /// The teams of the config in their order, then the folders that hold minutes, by name.
    pub teams: Vec<TeamConfig>,
    /// What is wrong with the files as such, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

impl Scan {
    /// The files that hold minutes, by path.
    pub fn notes(&self) -> impl Iterator<Item = (&Input, &MinutesFile)> {
        self.inputs.iter().filter_map(|input| match &input.class {
            Class::Minutes(file) => Some((input, file)),
            Class::Asset(_) | Class::Excluded(_) => None,
        })
    }
}

/// One file of the source folder.
#[derive(Debug, Clone)]
pub struct Input {
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
    Minutes(MinutesFile),
    /// An image or PDF that minutes may show.
    Asset(AssetKind),
    /// Not published.
    Excluded(Reason),
}

/// A markdown file.
#[derive(Debug, Clone)]
pub struct MinutesFile {
    /// The text: UTF-8 without byte order mark and NUL, lines end in `\n`. Line numbers are those of the file.
    pub text: String,
    /// BLAKE3 of the bytes of the file in hexadecimal digits: equal for copies.
    pub hash: String,
    /// The published file that this one is a symbolic link to.
    pub alias_of: Option<String>,
    /// What the path says about the call.
    pub facts: PathFacts,
}

/// What a path says about the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathDate {
    /// The day.
    Day(NaiveDate),
    /// The month or the year only.
    Period(Period),
}

/// The kinds of files besides markdown, by extension; what is in them is for others to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// `.png`
    Png,
    /// `.jpg`, `.jpeg`
    Jpeg,
    /// `.gif`
    Gif,
    /// `.webp`
    Webp,
    /// `.avif`
    Avif,
    /// `.svg`
    Svg,
    /// `.pdf`
    Pdf,
}

impl AssetKind {
    /// The kind of a file name.
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "gif" => Some(Self::Gif),
            "webp" => Some(Self::Webp),
            "avif" => Some(Self::Avif),
            "svg" => Some(Self::Svg),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
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
pub fn scan(source: &Path, config: &Config) -> Result<Scan, Vec<Diagnostic>> {
    let root = crate::fs::canonicalize(source).map_err(|error| no_source(source, &error.to_string()))?;
    if !root.is_dir() {
        return Err(no_source(source, &format!("`{}` is no folder", source.display())));
    }
    let found = walk::walk(&root, config);
    let known: BTreeSet<TeamSlug> = layout::teams_of_calls(found.iter().map(|entry| entry.path.as_str()), config);
    let read: Vec<(Input, Vec<Diagnostic>)> =
        found.into_par_iter().map(|entry| read_entry(entry, config, &known)).collect();
    let mut scan = Scan::default();
    for (input, diagnostics) in read {
        scan.inputs.push(input);
        scan.diagnostics.extend(diagnostics);
    }
    if scan.notes().next().is_none() {
        let message =
            format!("`{}` holds no notes: of its {} files none is published", source.display(), scan.inputs.len());
        return Err(no_source(source, &message));
    }
    scan.inputs.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.absolute.cmp(&b.absolute)));
    forget_unpublished_targets(&mut scan.inputs);
    scan.diagnostics.extend(urls::settle_urls(&mut scan.inputs));
    scan.teams = layout::teams(&scan.inputs, config, &mut scan.diagnostics);
    scan.diagnostics.sort();
    Ok(scan)
}

fn no_source(source: &Path, message: &str) -> Vec<Diagnostic> {
    let error = Diagnostic::new(Severity::Error, "no-source", source.display().to_string(), message)
        .hint("name the folder that holds the minutes; `.` is the one you are in (`search` and `new` take it after `--source`)");
    vec![error]
}

fn read_entry(entry: walk::Entry, config: &Config, known: &BTreeSet<TeamSlug>) -> (Input, Vec<Diagnostic>) {
    let walk::Entry { path, absolute, verdict, alias_of } = entry;
    let class = match verdict {
        walk::Verdict::Excluded(reason, finding) => {
            return (Input { path, absolute, class: Class::Excluded(reason) }, finding.into_iter().collect());
        }
        walk::Verdict::Asset(kind) => Class::Asset(kind),
        walk::Verdict::Markdown => match crate::fs::read_start(&absolute, LARGEST_NOTE + 1) {
            Ok(bytes) => {
                let hash = blake3::hash(&bytes).to_hex().to_string();
                let Decoded { text, diagnostics } = decode(&bytes, &path);
                let mut facts = path_facts(&path, config);
                if facts.layout == Layout::Page {
                    facts = page_facts(&path, config, known);
                }
                let file = MinutesFile { text, hash, alias_of, facts };
                return (Input { path, absolute, class: Class::Minutes(file) }, diagnostics);
            }
            Err(error) => {
                let finding = Diagnostic::new(Severity::Error, "unreadable", path.as_str(), error.source.to_string())
                    .hint("the file is left out; look at its permissions");
                return (Input { path, absolute, class: Class::Excluded(Reason::Unreadable) }, vec![finding]);
            }
        },
    };
    (Input { path, absolute, class }, Vec::new())
}

/// A link to something that is not published stands for itself.
fn forget_unpublished_targets(inputs: &mut [Input]) {
    let published: BTreeSet<String> = inputs
        .iter()
        .filter(|input| matches!(&input.class, Class::Minutes(file) if file.alias_of.is_none()))
        .map(|input| input.path.clone())
        .collect();
    for input in inputs {
        if let Class::Minutes(file) = &mut input.class
            && file.alias_of.as_ref().is_some_and(|target| !published.contains(target))
        {
            file.alias_of = None;
        }
    }
}

/// The files below a folder, as (path relative to it with `/`, path), sorted; hidden ones left out.
pub fn files_below(folder: &Path) -> crate::fs::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        for entry in crate::fs::entries(&path)? {
            let name = entry.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            if name.starts_with('.') {
                continue;
            }
            if crate::fs::is_folder(&entry) {
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
    let absolute = crate::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let marked = absolute.ancestors().skip(1).find(|folder| {
        crate::fs::exists(&folder.join(crate::config::FILE_NAME)) || crate::fs::exists(&folder.join(".git"))
    });
    let source = marked.or_else(|| absolute.ancestors().nth(2)).unwrap_or(&absolute).to_owned();
    let path = absolute.strip_prefix(&source).unwrap_or(&absolute);
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    (source, parts.join("/"))
}

#[cfg(test)]
mod tests;
