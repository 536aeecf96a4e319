//! Outputs → the output folder, swapped in only when everything is there.
//!
//! The new site is put together in a staging folder beside the old one (`.public.new` for `public`) and takes its place in one
//! step; see [`swap`]. A file is written as soon as it is made, so that memory never holds the whole site. Which files a
//! build made stands in `.minutebook-manifest`; nothing that is not listed there is ever changed or removed.

mod swap;
mod unchanged;

use crate::base::error::Error;
use crate::base::file_names::MANIFEST;
use crate::base::fs;
use crate::site::output::{Content, MadeOf, Output};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use swap::StagingDir;
use unchanged::{LastSite, Written};

/// The output folder holds files that no build of ours made.
fn foreign(output: &Path) -> Error {
    let message = "the output folder holds files that minutebook did not make";
    Error::new("output-foreign", shown(output), message)
        .hint("nothing was written; choose another folder with `-o`, or empty this one yourself")
}

/// Two outputs claim one path.
fn clash(path: &str) -> Error {
    Error::new("output-clash", path, "two pages would both be written to this file")
        .hint("nothing was written; rename one of the files or folders of the minutes, or give a team another `slug`")
}

/// An output's path leads out of the site.
fn outside(path: &str) -> Error {
    Error::new("output-outside", path, "a page would be written to a file outside the output folder")
        .hint("nothing was written; this is a mistake in minutebook, please report it")
}

/// A file that no build of ours made stands where an output belongs.
fn taken(path: &Path) -> Error {
    let message = "this file was not made by minutebook, and a file of the site belongs there";
    Error::new("output-taken", shown(path), message)
        .hint("nothing was written; move it away, or choose another folder with `-o`")
}

/// Something stands in the place of the output folder that is none: a file, a device.
fn no_folder(output: &Path) -> Error {
    Error::new("output-no-folder", shown(output), "the site cannot be written here: this is not a folder")
        .hint("nothing was written; name a folder with `-o`, which need not be there yet")
}

/// The source lies in the output folder or is it.
fn overlap(output: &Path) -> Error {
    Error::new("output-overlap", shown(output), "the output folder holds the minutes themselves")
        .hint("nothing was written; choose an output folder outside the source with `-o`")
}

/// A file of the old site has gone while the new one was made.
fn gone(path: &Path) -> Error {
    Error::new("output-gone", shown(path), "this file of the last build was removed while the new site was made")
        .hint("nothing was written; build again")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The first line of a manifest.
const MANIFEST_HEAD: &str = "# Files made by minutebook; `minutebook build` removes those it no longer makes.";

/// A site that is being written: begun, given its files, finished. When it is dropped before that, or the program dies,
/// the output folder holds what it held, and the next build cleans up.
pub struct Site {
    /// The output folder as it was given, for messages.
    given: PathBuf,
    /// What stands where a link leads to is replaced, not the link.
    output: PathBuf,
    staging: Option<StagingDir>,
    /// The files of the last build.
    old: BTreeSet<String>,
    /// What is on record of it.
    last: Option<LastSite>,
    /// The files of this one.
    made: Mutex<BTreeMap<String, Written>>,
}

/// Begins a site. `source` is the folder of the minutes, which the output must not hold. Another build that is at work on
/// this folder is waited for.
pub fn begin(output: &Path, source: &Path) -> Result<Site, Error> {
    let real = fs::canonicalize(output).unwrap_or_else(|_| output.to_owned());
    if fs::canonicalize(source).is_ok_and(|source| source.starts_with(&real)) {
        return Err(overlap(output));
    }
    if fs::exists(&real) && !fs::leads_to_folder(&real) {
        return Err(no_folder(output));
    }
    let staging = swap::staging_dir(&real)?;
    let mut site = Site {
        given: output.to_owned(),
        output: real,
        staging: Some(staging),
        old: BTreeSet::new(),
        last: None,
        made: Mutex::default(),
    };
    site.old = files_of_last_build(&site.output)?.ok_or_else(|| foreign(output))?;
    Ok(site)
}

impl Site {
    /// The same, with what is on record of the last build, and this one recorded for the next; `cache` is the user's cache folder.
    #[must_use]
    pub fn recorded(mut self, cache: Option<&Path>) -> Self {
        self.last = LastSite::read(&self.output, cache);
        self
    }

    /// Whether a page that is made of this stands as the last build left it.
    pub fn is_as_before(&self, made_of: &MadeOf) -> bool {
        self.last.as_ref().is_some_and(|last| last.has(made_of))
    }

    /// Has a page as the last build left it, which [`Self::is_as_before`] has said of it.
    pub fn keep_page(&self, path: &str, made_of: &MadeOf) -> Result<(), Error> {
        self.add(path, |to| match self.last.as_ref().and_then(|last| last.take_over_page(made_of, to)) {
            Some(made) => Ok(made),
            None => Err(gone(&self.given.join(path))),
        })
    }

    /// Writes a page; `made_of` is what it was made of, where that is known.
    pub fn put_page(&self, path: &str, html: &[u8], made_of: Option<MadeOf>) -> Result<(), Error> {
        self.add(path, |to| self.write(path, html, made_of, to))
    }

    /// Writes a file of the site; may be called from several threads.
    pub fn put(&self, made: &Output) -> Result<(), Error> {
        let Output { path, content } = made;
        self.add(path, |to| match content {
            Content::Bytes(bytes) => self.write(path, bytes, None, to),
            Content::Copy(from) => {
                fs::copy(from, to)?;
                Ok(Written::unrecorded(fs::size(from)?))
            }
        })
    }

    /// Writes several files.
    pub fn put_all(&self, outputs: &[Output]) -> Result<(), Error> {
        outputs.par_iter().try_for_each(|made| self.put(made))
    }

    /// Makes a file of the site, which `make` does at the path it is given.
    fn add(&self, path: &str, make: impl FnOnce(&Path) -> Result<Written, Error>) -> Result<(), Error> {
        let Some(staging) = &self.staging else { return Ok(()) };
        // No stage makes such a path; should one ever, what the notes say must not decide where files are written.
        if !is_inside(path) {
            return Err(outside(path));
        }
        // Before it is written: the second of two files with one name shall not replace the first.
        if self.list().insert(path.to_owned(), Written::unrecorded(0)).is_some() {
            return Err(clash(path));
        }
        let made = make(&staging.site().join(path))?;
        self.list().insert(path.to_owned(), made);
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8], made_of: Option<MadeOf>, to: &Path) -> Result<Written, Error> {
        let Some(last) = &self.last else {
            fs::write(to, bytes)?;
            return Ok(Written::unrecorded(bytes.len() as u64));
        };
        let (made, is_there) = last.take_over(path, bytes, made_of, to);
        if !is_there {
            fs::write(to, bytes)?;
        }
        Ok(made)
    }

    /// Puts the site in its place. Says which files it has, and their bytes.
    pub fn finish(mut self) -> Result<BTreeMap<String, u64>, Error> {
        let made = std::mem::take(&mut *self.list());
        if let Some(staging) = self.staging.take() {
            let mut result = self.put_in_place(&staging, &made.keys().map(String::as_str).collect());
            if let (Ok(()), Some(last)) = (&result, &self.last) {
                // A file is in another state once it has lost the name that it had in the old site; and the next build waits
                // until the staging folder is gone.
                result = staging.remove_site().map_err(Error::from);
                last.record(&made);
            }
            // When something went wrong the old site is whole, and a second error would hide the first.
            let cleared = staging.clear();
            result?;
            cleared?;
        }
        Ok(made.into_iter().map(|(path, made)| (path, made.bytes)).collect())
    }

    fn put_in_place(&self, staging: &StagingDir, paths: &BTreeSet<&str>) -> Result<(), Error> {
        let others = others(&self.output, &self.old)?;
        if let Some(taken) = others.iter().find(|other| paths.contains(other.as_str())) {
            return Err(self::taken(&self.given.join(taken)));
        }
        fs::write(&staging.site().join(MANIFEST), manifest(paths.iter().copied()).as_bytes())?;
        if !swap::swap(&self.output, staging, &others)? {
            swap::file_by_file(&self.output, staging, &self.old, paths)?;
        }
        Ok(())
    }

    fn list(&self) -> MutexGuard<'_, BTreeMap<String, Written>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(staging) = self.staging.take() {
            // Whatever ended the build is what its error tells.
            let _ = staging.clear();
        }
    }
}

/// The files of the last build; nothing when the folder is not ours to write to.
fn files_of_last_build(output: &Path) -> fs::Result<Option<BTreeSet<String>>> {
    if let Ok(text) = fs::read_to_string(&output.join(MANIFEST)) {
        let listed = text.lines().filter(|line| !line.starts_with('#') && is_inside(line));
        return Ok(Some(listed.map(str::to_owned).collect()));
    }
    // An empty folder, or one with nothing but git's own files, is free.
    let free = fs::is_empty_folder(output)
        || fs::entries(output)?.iter().all(|entry| {
            entry
                .file_name()
                .is_some_and(|name| [".gitignore", ".gitkeep", ".git", swap::INNER].iter().any(|free| name == *free))
        });
    Ok(free.then(BTreeSet::new))
}

/// A path that stays in the folder: of an output, or of a manifest that somebody may have edited.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// The manifest of a site of these files.
fn manifest<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::from(MANIFEST_HEAD);
    for path in paths {
        text.push('\n');
        text.push_str(path);
    }
    text.push('\n');
    text
}

/// The files of a folder that no build of ours made, such as a `CNAME` or what is in `.git`; sorted.
fn others(output: &Path, ours: &BTreeSet<String>) -> fs::Result<Vec<String>> {
    let found = others_below(output, "", ours)?;
    let below = found.folders.par_iter().map(|(folder, prefix)| {
        let (mut files, mut open) = (Vec::new(), vec![(folder.clone(), prefix.clone())]);
        while let Some((folder, prefix)) = open.pop() {
            let found = others_below(&folder, &prefix, ours)?;
            files.extend(found.files);
            open.extend(found.folders);
        }
        Ok(files)
    });
    let below: Vec<Vec<String>> = below.collect::<fs::Result<_>>()?;
    let mut others = [found.files, below.concat()].concat();
    others.sort();
    Ok(others)
}

/// The files in one folder that no build of ours made, and the folders in it with what their paths begin with.
#[derive(Default)]
struct Below {
    files: Vec<String>,
    folders: Vec<(PathBuf, String)>,
}

fn others_below(folder: &Path, prefix: &str, ours: &BTreeSet<String>) -> fs::Result<Below> {
    let mut found = Below::default();
    if !fs::exists(folder) {
        return Ok(found);
    }
    for entry in fs::entries(folder)? {
        let name = entry.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let path = format!("{prefix}{name}");
        if path == MANIFEST || path == swap::INNER {
            continue;
        }
        if fs::is_folder(&entry) {
            found.folders.push((entry, format!("{path}/")));
        } else if !ours.contains(&path) {
            found.files.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<(), Error>) -> &'static str {
        result.err().map_or("", |error| error.findings[0].code)
    }

    pub(super) fn write(output: &Path, source: &Path, outputs: &[Output]) -> Result<(), Error> {
        let site = begin(output, source)?;
        site.put_all(outputs)?;
        site.finish().map(drop)
    }

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
        assert_eq!(fs::entries(folder.path()).expect("listed").len(), 2, "nothing is left on a bench");
    }

    #[test]
    fn refuses_foreign_folders_clashes_and_the_source() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        fs::write(&output.join("thesis.txt"), b"x").expect("written");
        let source = folder.path().join("minutes");
        assert_eq!(code(write(&output, &source, &[page("a")])), "output-foreign");
        let free = folder.path().join("free");
        assert_eq!(code(write(&free, &source, &[page("a"), page("a")])), "output-clash");
        for path in ["../a", "a/../../b", "/a", ""] {
            assert_eq!(code(write(&free, &source, &[page(path)])), "output-outside", "{path}");
        }
        assert!(!fs::exists(&free));
        fs::create_folder(&free.join("minutes")).expect("made");
        assert_eq!(code(write(&free, &free.join("minutes"), &[page("a")])), "output-overlap");
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

    #[test]
    fn what_others_made_is_neither_replaced_nor_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
        for path in [".git/objects/aa/b", ".git/HEAD", ".gitignore"] {
            fs::write(&output.join(path), path.as_bytes()).expect("written");
        }
        write(&output, &source, &[page("a/index.html")]).expect("written");
        fs::write(&output.join("a/notes.txt"), b"x").expect("written");
        fs::write(&output.join("c/index.html"), b"mine").expect("written");
        let error = write(&output, &source, &[page("b/index.html"), page("c/index.html")]).expect_err("taken");
        assert_eq!(error.findings[0].code, "output-taken");
        assert!(error.findings[0].path.ends_with("c/index.html"), "{error}");
        assert!(fs::exists(&output.join("a/index.html")));
        write(&output, &source, &[page("b/index.html")]).expect("written");
        for path in [".git/objects/aa/b", ".git/HEAD", ".gitignore", "a/notes.txt", "b/index.html", "c/index.html"] {
            assert!(fs::exists(&output.join(path)), "{path}");
        }
        assert!(!fs::exists(&output.join("a/index.html")));
        assert_eq!(fs::entries(folder.path()).expect("listed").len(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_is_no_place_for_a_site() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
        fs::create_folder(&source).expect("made");
        fs::write(&output, b"mine").expect("written");
        let outputs = [output.clone(), "/dev/null".into()];
        for output in outputs.iter().take(if cfg!(unix) { 2 } else { 1 }) {
            let error = write(output, &source, &[page("a")]).expect_err("no folder");
            assert_eq!(error.findings[0].code, "output-no-folder", "{error}");
        }
        assert!(write(&output.join("site"), &source, &[page("a")]).is_err());
        assert_eq!(fs::read(&output).expect("there"), b"mine");
        let mut left: Vec<PathBuf> = fs::entries(folder.path()).expect("listed");
        left.sort();
        assert_eq!(left, [source, output], "nothing is left beside it");
        assert!(!cfg!(unix) || !fs::exists(Path::new("/dev/.null.new")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_stays_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, real, link) =
            (folder.path().join("minutes"), folder.path().join("www/site"), folder.path().join("public"));
        fs::create_folder(&real).expect("made");
        std::os::unix::fs::symlink(&real, &link).expect("linked");
        write(&link, &source, &[page("a")]).expect("written");
        write(&link, &source, &[page("b")]).expect("written");
        assert!(!fs::is_folder(&link) && fs::exists(&real.join("b")) && !fs::exists(&real.join("a")));
    }
}
