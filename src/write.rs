//! Outputs → the output folder, swapped in only when everything is there.
//!
//! The new site is written beside the old one, into `<output>.new-<process>`. Then every file is moved into place and
//! those that an earlier build made and this one did not are removed. Which files those are stands in
//! `.minutebook-manifest`; nothing that is not listed there is ever touched.

use crate::fs::{self, FileError};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// What is in it.
    pub content: Content,
}

/// What a file of the site holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as this file of the source.
    Copy(PathBuf),
}

/// Why the site was not written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder holds files that no build of ours made.
    Foreign(PathBuf),
    /// Two outputs claim one path.
    Clash(String),
    /// The source lies in the output folder or is it.
    Overlap(PathBuf),
    /// The operating system said no.
    File(FileError),
}

impl From<FileError> for WriteError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Foreign(path) => write!(
                f,
                "the output folder `{0}` holds files that minutebook did not make\n  \
                 hint: nothing was written; choose another folder with `-o`, or empty `{0}` yourself",
                path.display()
            ),
            Self::Clash(path) => write!(
                f,
                "two pages would both be written to `{path}`\n  \
                 hint: nothing was written; rename one of the teams or files, or give one a `slug`"
            ),
            Self::Overlap(path) => write!(
                f,
                "the output folder `{}` holds the minutes themselves\n  \
                 hint: nothing was written; choose an output folder outside the source with `-o`",
                path.display()
            ),
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for WriteError {}

/// The list of the files we made.
const MANIFEST: &str = crate::scan::SITE_MARK;

/// The first line of a manifest.
const MANIFEST_HEAD: &str = "# Files made by minutebook; `minutebook build` removes those it no longer makes.";

/// Writes the site. `source` is the folder of the minutes, which the output must not hold.
pub fn write(output: &Path, source: &Path, outputs: &[Output]) -> Result<(), WriteError> {
    let old = check_folder(output, source)?;
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for made in outputs {
        if !paths.insert(&made.path) {
            return Err(WriteError::Clash(made.path.clone()));
        }
    }
    let staging = staging_folder(output);
    fs::remove_folder(&staging)?;
    let result = stage_and_swap(output, &staging, outputs, &old, &paths);
    if result.is_err() {
        // The old site is whole; what was staged is of no use. A second error would hide the first.
        let _ = fs::remove_folder(&staging);
    }
    result
}

fn staging_folder(output: &Path) -> PathBuf {
    let name = output.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy().into_owned());
    output.with_file_name(format!(".{name}.new-{}", std::process::id()))
}

/// The files of the last build; an error when the folder is not ours to write to.
fn check_folder(output: &Path, source: &Path) -> Result<BTreeSet<String>, WriteError> {
    if let (Ok(output_path), Ok(source_path)) = (fs::canonicalize(output), fs::canonicalize(source))
        && source_path.starts_with(&output_path)
    {
        return Err(WriteError::Overlap(output.to_owned()));
    }
    let manifest = output.join(MANIFEST);
    if let Ok(text) = fs::read_to_string(&manifest) {
        return Ok(text.lines().filter(|line| !line.starts_with('#') && is_inside(line)).map(str::to_owned).collect());
    }
    // An empty folder, or one with nothing but git's own files, is free.
    let free = fs::is_empty_folder(output)
        || fs::entries(output)?.iter().all(|entry| {
            entry.file_name().is_some_and(|name| [".gitignore", ".gitkeep", ".git"].iter().any(|free| name == *free))
        });
    if free { Ok(BTreeSet::new()) } else { Err(WriteError::Foreign(output.to_owned())) }
}

/// A path of a manifest that stays in the folder, should somebody have edited it.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn stage_and_swap(
    output: &Path,
    staging: &Path,
    outputs: &[Output],
    old: &BTreeSet<String>,
    paths: &BTreeSet<&str>,
) -> Result<(), WriteError> {
    let folders: BTreeSet<&Path> = outputs.iter().filter_map(|made| Path::new(&made.path).parent()).collect();
    for folder in &folders {
        fs::create_folder(&staging.join(folder))?;
    }
    outputs.par_iter().try_for_each(|made| match &made.content {
        Content::Bytes(bytes) => fs::write_in_folder(&staging.join(&made.path), bytes),
        Content::Copy(from) => fs::copy_in_folder(from, &staging.join(&made.path)),
    })?;
    let mut manifest = String::from(MANIFEST_HEAD);
    for path in paths {
        manifest.push('\n');
        manifest.push_str(path);
    }
    manifest.push('\n');
    fs::write(&staging.join(MANIFEST), manifest.as_bytes())?;

    // A folder that holds nothing but what the last build made is replaced as a whole.
    if fs::is_empty_folder(output) || only_ours(output, old)? {
        let aside = output.with_file_name(format!(
            "{}.old",
            staging.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        ));
        if fs::exists(output) {
            fs::rename(output, &aside)?;
        } else if let Some(parent) = output.parent() {
            fs::create_folder(parent)?;
        }
        fs::rename(staging, output)?;
        fs::remove_folder(&aside)?;
        return Ok(());
    }
    // Something of somebody else lies in it (a `.git`, a `CNAME`): move file by file.
    for folder in &folders {
        fs::create_folder(&output.join(folder))?;
    }
    for path in paths {
        fs::rename(&staging.join(path), &output.join(path))?;
    }
    fs::rename(&staging.join(MANIFEST), &output.join(MANIFEST))?;
    for path in old.iter().filter(|path| !paths.contains(path.as_str())) {
        fs::remove_file(&output.join(path))?;
        let mut folder = Path::new(path).parent();
        while let Some(parent) = folder.filter(|parent| !parent.as_os_str().is_empty()) {
            if !fs::remove_empty_folder(&output.join(parent)) {
                break;
            }
            folder = parent.parent();
        }
    }
    fs::remove_folder(staging)?;
    Ok(())
}

/// Whether a folder holds only files of the manifest.
fn only_ours(output: &Path, old: &BTreeSet<String>) -> Result<bool, FileError> {
    let mut open = vec![(output.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::entries(&folder)? {
            let name = entry.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let path = format!("{prefix}{name}");
            if fs::is_folder(&entry) {
                open.push((entry, format!("{path}/")));
            } else if path != MANIFEST && !old.contains(&path) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str) -> Output {
        Output { path: path.to_owned(), content: Content::Bytes(path.as_bytes().to_vec()) }
    }

    #[test]
    fn replaces_its_own_files_and_keeps_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
        fs::create_folder(&source).expect("made");
        write(&output, &source, &[page("a/index.html"), page("b.html")]).expect("written");
        fs::write(&output.join("CNAME"), b"x").expect("written");
        write(&output, &source, &[page("b.html"), page("c/index.html")]).expect("written again");
        assert!(!fs::exists(&output.join("a")));
        assert!(fs::exists(&output.join("CNAME")) && fs::exists(&output.join("c/index.html")));
        write(&output, &source, &[page("b.html")]).expect("written again");
        assert_eq!(fs::entries(&output).expect("listed").len(), 3);
        assert_eq!(fs::entries(folder.path()).expect("listed").len(), 2, "nothing staged is left behind");
    }

    #[test]
    fn refuses_foreign_folders_clashes_and_the_source() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        fs::write(&output.join("thesis.txt"), b"x").expect("written");
        let source = folder.path().join("minutes");
        assert!(matches!(write(&output, &source, &[page("a")]), Err(WriteError::Foreign(_))));
        let free = folder.path().join("free");
        assert!(matches!(write(&free, &source, &[page("a"), page("a")]), Err(WriteError::Clash(_))));
        assert!(!fs::exists(&free));
        fs::create_folder(&free.join("minutes")).expect("made");
        assert!(matches!(write(&free, &free.join("minutes"), &[page("a")]), Err(WriteError::Overlap(_))));
    }

    #[test]
    fn a_manifest_never_reaches_outside() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
        fs::write(&folder.path().join("precious"), b"x").expect("written");
        fs::write(&output.join(MANIFEST), b"../precious\n/etc/hosts\n").expect("written");
        write(&output, &source, &[page("a")]).expect("written");
        assert!(fs::exists(&folder.path().join("precious")));
    }
}
