//! What a person should look at before the minutes are published, beyond what the stages before report by themselves:
//! private data, weekdays that belong to another day, tags that are never closed, links that say one thing and lead to
//! another, slips in handles, copies.
//!
//! [`kinds::KINDS`] describes every finding there is, wherever it is made.

pub mod fix;
mod handles;
pub mod kinds;
mod link_texts;
mod markup;
mod overflow;
mod private;
mod prose;
pub mod sarif;
mod weekdays;

use crate::archive::Archive;
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::error::Error;
use crate::base::fs::shown;
use crate::base::panics;
use crate::document::Inline;
use crate::project::Project;
use crate::scan::{Class, SourceFile, Sources};
use crate::site::redirects;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A note under examination.
#[derive(Debug, Clone, Copy)]
struct Note<'a> {
    path: &'a str,
    text: &'a str,
}

/// Everything that is wrong with the minutes, by file and line.
pub fn findings(project: &Project) -> Result<Vec<Diagnostic>, Error> {
    let mut findings = project.diagnostics.clone();
    findings.extend(redirects::find(&project.source, &project.archive, &project.sources)?.1);
    findings.extend(check(&project.archive, &project.sources));
    Ok(project.in_order(findings))
}

/// As [`findings`], of some files only, which takes a part of the time.
pub fn findings_in(project: &Project, paths: &BTreeSet<String>) -> Vec<Diagnostic> {
    let is_wanted = |path: &str| paths.contains(path);
    let mut findings = project.diagnostics.clone();
    findings.extend(check_files(&project.archive, &project.sources, &is_wanted));
    findings.retain(|finding| is_wanted(&finding.path));
    project.in_order(findings)
}

/// Whether a finding of this code is about private data, which must not be published.
pub fn is_private(code: &str) -> bool {
    private::CODES.contains(&code)
}

/// Everything that is found in an archive, in no order.
pub fn check(archive: &Archive, scan: &Sources) -> Vec<Diagnostic> {
    check_files(archive, scan, &|_| true)
}

/// As [`check`]; files that are not wanted are passed over where the findings of one file do not depend on another.
fn check_files(archive: &Archive, scan: &Sources, is_wanted: &(dyn Fn(&str) -> bool + Sync)) -> Vec<Diagnostic> {
    let copies: BTreeSet<&str> =
        archive.calls.iter().filter(|call| call.same_as.is_some()).map(|call| call.file.as_str()).collect();
    let notes: Vec<Note<'_>> = scan
        .notes()
        .filter(|(input, _)| !copies.contains(input.path.as_str()))
        .map(|(input, file)| Note { path: &input.path, text: &file.text })
        .collect();
    let forms = &archive.config.dates.forms;
    let tags = tags(archive, is_wanted);
    let mut found: Vec<Diagnostic> = notes
        .par_iter()
        .filter(|note| is_wanted(note.path))
        .flat_map_iter(|note| {
            let look = || {
                panics::planted("check", || note.text);
                let mut found = private::private(*note, &archive.config.privacy);
                found.extend(weekdays::weekdays(*note, forms));
                found.extend(markup::unclosed_tags(*note, tags.get(note.path).map_or(&[][..], Vec::as_slice)));
                found
            };
            let message = "minutebook has failed on this note: what is private in it was not looked for";
            panics::reported(note.path, message, look).unwrap_or_else(|failed| vec![failed])
        })
        .collect();
    let looks: [(&str, &(dyn Fn() -> Vec<Diagnostic> + Sync)); 6] = [
        ("links that say another thing than they lead to", &|| link_texts::mismatches(archive, is_wanted)),
        ("misspelt handles", &|| handles::slips(archive, &notes)),
        ("copies", &|| self::copies(archive, &scan.files)),
        ("large files", &|| large_files(&scan.files, is_wanted)),
        ("actions without an assignee", &|| ownerless(archive, &notes)),
        ("slides that are too full", &|| overflow::too_full(archive, is_wanted)),
    ];
    found.par_extend(looks.into_par_iter().flat_map_iter(|(what, look)| {
        let message = format!("minutebook has failed while it looked for {what}: there may be some");
        panics::reported(ALL_NOTES, &message, look).unwrap_or_else(|failed| vec![failed])
    }));
    found
}

/// The place of a finding that no single file is to blame for: the folder of the minutes.
const ALL_NOTES: &str = ".";

impl Note<'_> {
    /// A finding at bytes `at` of the line with the 0-based number `index`.
    fn finding(self, code: &'static str, (index, line): (usize, &str), at: usize, message: String) -> Diagnostic {
        let characters = line.get(..at).unwrap_or_default().chars().count();
        let position = Position {
            line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            column: u32::try_from(characters + 1).unwrap_or(u32::MAX),
        };
        Diagnostic::new(Severity::Warning, code, self.path, message).at_line(position, line)
    }
}

/// The HTML tags of every wanted file, in order.
fn tags<'a>(archive: &'a Archive, is_wanted: &dyn Fn(&str) -> bool) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut tags: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    // A file's calls stand in the order of their dates, and so do they in the file.
    for call in archive.calls.iter().filter(|call| is_wanted(&call.file)) {
        let of_call = call.document.inlines().into_iter().filter_map(|inline| match inline {
            Inline::Html(tag) => Some(tag.as_str()),
            _ => None,
        });
        tags.entry(&call.file).or_default().extend(of_call);
    }
    tags
}

/// Files with the same bytes as another one. Symbolic links are meant to be that.
fn copies(archive: &Archive, inputs: &[SourceFile]) -> Vec<Diagnostic> {
    let links: BTreeSet<&str> = inputs
        .iter()
        .filter(|input| matches!(&input.class, Class::Note(file) if file.alias_of.is_some()))
        .map(|input| input.path.as_str())
        .collect();
    let copies = archive.calls.iter().filter(|call| !links.contains(call.file.as_str()));
    copies
        .filter_map(|call| {
            let original = call.same_as.as_ref()?;
            let message = format!("this is the same text as `{original}`");
            let finding = Diagnostic::new(Severity::Warning, "copy", &call.file, message);
            Some(finding.hint("the notes of this call were forgotten, or one of the files can go"))
        })
        .collect()
}

/// Whether somebody is named in the lines that stand below a line of a note and are set in deeper: the parts of an action.
fn is_parted_out(lines: &[&str], line: u32) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some((own, below)) = lines.get(line.saturating_sub(1) as usize..).and_then(<[&str]>::split_first) else {
        return false;
    };
    let own = depth(own);
    let mut parts = below.iter().take_while(|line| depth(line) > own && !line.trim().is_empty());
    parts.any(|line| crate::extract::handles(line).next().is_some())
}

/// Open actions that nobody was named for, where they were raised; old ones are forgotten anyway.
fn ownerless(archive: &Archive, notes: &[Note<'_>]) -> Vec<Diagnostic> {
    let texts: BTreeMap<&str, &str> = notes.iter().map(|note| (note.path, note.text)).collect();
    // The lines of those files that have such an action.
    let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let open = archive.registers.actions.iter().filter(|action| action.is_current() && action.assignees.is_empty());
    open.filter_map(|action| {
        let sighting = action.sightings.first()?;
        let file = &archive.call(sighting.call).file;
        let text = texts.get(file.as_str()).copied().unwrap_or_default();
        let lines = lines.entry(file.as_str()).or_insert_with(|| text.lines().collect());
        if is_parted_out(lines, sighting.note.line) {
            return None;
        }
        let message = "this action has no assignee";
        let finding = Diagnostic::new(Severity::Note, "action-without-owner", file, message);
        let position = Position { line: sighting.note.line, column: 1 };
        let finding = finding.hint("write who, as `(@handle)` or `AI @handle: …`");
        Some(Diagnostic { position: Some(position), ..finding })
    })
    .collect()
}

/// From here on an image is slow to load and heavy to keep: 5 MB.
const LARGE: u64 = 5_000_000;

/// The most that GitHub accepts as one file, in bytes: 100 MB.
pub const LARGEST_FILE: u64 = 100_000_000;

fn large_files(inputs: &[SourceFile], is_wanted: &(dyn Fn(&str) -> bool + Sync)) -> Vec<Diagnostic> {
    inputs
        .par_iter()
        .filter(|input| matches!(input.class, Class::Asset(_)) && is_wanted(&input.path))
        .filter_map(|input| {
            let size = crate::base::fs::size(&input.absolute).ok().filter(|size| *size > LARGE)?;
            let message = format!("this file is {}", shown(size));
            if size > LARGEST_FILE {
                return Some(over_file_limit(&input.path, &message));
            }
            let finding = Diagnostic::new(Severity::Warning, "large-file", &input.path, message);
            Some(finding.hint("make the picture smaller (2000 pixels are plenty), or link to it where it came from"))
        })
        .collect()
}

/// The finding of a file that GitHub does not take; `what` says how large it is.
pub(crate) fn over_file_limit(path: &str, what: &str) -> Diagnostic {
    let message = format!("{what}; GitHub accepts up to {}", shown(LARGEST_FILE));
    let finding = Diagnostic::new(Severity::Warning, "over-limit", path, message);
    finding.hint("link to it where it came from instead of keeping it with the minutes")
}

#[cfg(test)]
mod tests;
