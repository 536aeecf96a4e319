//! How a new site takes the place of the old one, and what happens when a build dies halfway.
//!
//! | where | how | a build that dies leaves |
//! |---|---|---|
//! | Linux, macOS | both folders change places in one step | the old site or the new one |
//! | systems and file systems that cannot | the old one is moved aside, the new one moved in | for a moment none; the next build puts the old one back |
//! | a mounted folder, or one whose parent cannot be written to | file by file: what is new, what is changed, then what is gone | files of both; the next build tidies up |
//!
//! A build holds a lock on its staging folder for as long as it lives, and a second one waits. So whatever lies in a staging folder whose
//! lock can be had was left by a dead build.

use super::{MANIFEST, manifest};
use crate::base::fs::{self, FileError, Lock};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A staging folder inside the output folder, where there can be none beside it.
pub(super) const INNER: &str = ".minutebook-new";

/// The folder a site is put together in, and the sign that somebody is at work.
pub(super) struct StagingDir {
    folder: PathBuf,
    _lock: Lock,
}

impl StagingDir {
    /// Where the new site is put together; after the swap the old one lies here.
    pub(super) fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// Where the old site waits, on systems that need two steps.
    fn aside(&self) -> PathBuf {
        self.folder.join("old")
    }

    /// Removes the site in the staging folder: the old one, after the swap.
    pub(super) fn remove_site(&self) -> Result<(), FileError> {
        fs::remove_folder(&self.site())?;
        fs::remove_folder(&self.aside())
    }

    /// Removes everything in the staging folder, and the folder.
    pub(super) fn clear(self) -> Result<(), FileError> {
        self.remove_site()?;
        fs::remove_file(&self.folder.join(LOCK))?;
        // Where it stays, the next build has come to it already.
        fs::remove_empty_folder(&self.folder);
        Ok(())
    }
}

/// Takes the staging folder of an output folder, waiting while another build holds it, and clears away what a dead one left.
pub(super) fn staging_dir(output: &Path) -> Result<StagingDir, FileError> {
    let name = output.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy().into_owned());
    let beside = output.with_file_name(format!(".{name}.new"));
    let inside = output.join(INNER);
    let (folder, lock) = match fs::lock(&beside.join(LOCK)) {
        Ok(lock) => (beside, lock),
        Err(error) if fs::exists(output) && is_refusal(&error) => {
            let lock = fs::lock(&inside.join(LOCK))?;
            (inside.clone(), lock)
        }
        Err(error) => return Err(error),
    };
    let staging = StagingDir { folder, _lock: lock };
    if fs::exists(&staging.aside()) && !fs::exists(output) {
        fs::rename(&staging.aside(), output)?;
    }
    fs::remove_folder(&staging.site())?;
    fs::remove_folder(&staging.aside())?;
    if staging.folder != inside {
        fs::remove_folder(&inside)?;
    }
    Ok(staging)
}

const LOCK: &str = "lock";

/// Whether the folder beside the output is closed to us.
fn is_refusal(error: &FileError) -> bool {
    matches!(error.source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

/// Puts the staged site in the output folder's place, with the files of others in it; says whether that could be
/// done. Where it could not, nothing has changed.
pub(super) fn swap(output: &Path, staging: &StagingDir, others: &[String]) -> Result<bool, FileError> {
    let site = staging.site();
    if !fs::exists(output) {
        fs::rename(&site, output)?;
        return Ok(true);
    }
    if staging.folder.starts_with(output) || take_along(output, &site, others).is_err() {
        return Ok(false);
    }
    if fs::exchange(&site, output).is_ok() {
        // What others put in while this went on comes along, too.
        let known: BTreeSet<String> = others.iter().cloned().collect();
        let ours = super::files_of_last_build(&site).ok().flatten().unwrap_or_default();
        for late in super::others(&site, &ours.union(&known).cloned().collect())? {
            let to = output.join(&late);
            if !fs::exists(&to) {
                fs::create_folder(to.parent().unwrap_or(output))?;
                fs::rename(&site.join(&late), &to)?;
            }
        }
        return Ok(true);
    }
    if fs::rename(output, &staging.aside()).is_err() {
        return Ok(false);
    }
    if let Err(error) = fs::rename(&site, output) {
        fs::rename(&staging.aside(), output)?;
        return Err(error);
    }
    Ok(true)
}

/// Gives the files of others a second name in the new site. They are linked, not copied, so that they are the same files
/// whichever folder is in place; where that cannot be done, the folders do not change places.
fn take_along(output: &Path, site: &Path, others: &[String]) -> Result<(), FileError> {
    for other in others {
        let mut missing = Vec::new();
        let mut folder = Path::new(other).parent();
        while let Some(parent) = folder.filter(|parent| !fs::exists(&site.join(parent))) {
            missing.push(parent);
            folder = parent.parent();
        }
        for parent in missing.into_iter().rev() {
            fs::create_folder(&site.join(parent))?;
            fs::copy_permissions(&output.join(parent), &site.join(parent))?;
        }
        fs::link_file(&output.join(other), &site.join(other))?;
    }
    fs::copy_permissions(output, site)
}

/// Moves the files of the site in the staging folder into the output folder, one by one, and removes those that are gone. The
/// manifest names the files of both sites meanwhile, so that the next build knows them all, should this one die.
pub(super) fn file_by_file(
    output: &Path,
    staging: &StagingDir,
    old: &BTreeSet<String>,
    paths: &BTreeSet<&str>,
) -> Result<(), FileError> {
    let site = staging.site();
    let both: BTreeSet<&str> = old.iter().map(String::as_str).chain(paths.iter().copied()).collect();
    let both_file = site.join("both");
    fs::write(&both_file, manifest(both.into_iter()).as_bytes())?;
    move_into(&both_file, output, MANIFEST)?;
    // A page may name a file that is new, so the new ones come first.
    let (changed, new): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| old.contains(**path));
    for path in new.into_iter().chain(changed) {
        if let Some(folder) = Path::new(path).parent() {
            fs::create_folder(&output.join(folder))?;
        }
        move_into(&site.join(path), output, path)?;
    }
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
    move_into(&site.join(MANIFEST), output, MANIFEST)?;
    if staging.folder.starts_with(output) { Ok(()) } else { fs::remove_folder(&output.join(INNER)) }
}

/// Moves a file to its place in one step, from another file system, too.
fn move_into(from: &Path, output: &Path, path: &str) -> Result<(), FileError> {
    match fs::rename(from, &output.join(path)) {
        Err(error) if error.source.kind() == ErrorKind::CrossesDevices => {
            let near = output.join(INNER).join("file");
            fs::copy(from, &near)?;
            fs::rename(&near, &output.join(path))
        }
        moved => moved,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::write;
    use super::super::{Content, Output};
    use super::*;

    fn pages(paths: &[&str]) -> Vec<Output> {
        let page = |path: &&str| Output { path: (*path).to_owned(), content: Content::Bytes(path.as_bytes().to_vec()) };
        paths.iter().map(page).collect()
    }

    /// A folder with a site of these pages in `public`, and the folder of its minutes.
    fn site_of(paths: &[&str]) -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let (output, source) = (folder.path().join("public"), folder.path().join("minutes"));
        write(&output, &source, &pages(paths)).expect("written");
        (folder, output, source)
    }

    #[test]
    fn whatever_a_dead_build_left_is_put_right() {
        // What lies in the staging folder, and whether the old site is in its place.
        for (left, in_place) in [
            (&[][..], true),
            (&["lock"][..], true),
            (&["lock", "site/b"][..], true),
            (&["lock", "site/b", "site/.minutebook-manifest"][..], true),
            (&["lock", "site/b"][..], false),
            (&["lock"][..], false),
        ] {
            let (folder, output, source) = site_of(&["a"]);
            let staging = folder.path().join(".public.new");
            fs::create_folder(&staging).expect("made");
            left.iter().for_each(|path| fs::write(&staging.join(path), b"x").expect("written"));
            if !in_place {
                fs::rename(&output, &staging.join("old")).expect("moved");
            }
            let opened = staging_dir(&output).expect("the staging folder is free");
            assert!(fs::exists(&output.join("a")), "{left:?}");
            opened.clear().expect("cleared");
            write(&output, &source, &pages(&["b"])).expect("written");
            assert!(fs::exists(&output.join("b")) && !fs::exists(&output.join("a")));
            assert_eq!(fs::entries(folder.path()).expect("listed").len(), 1, "{left:?}");
        }
    }

    #[test]
    fn a_second_build_waits_for_the_first() {
        let (_folder, output, source) = site_of(&["a"]);
        std::thread::scope(|threads| {
            for number in 0..8 {
                let (output, source) = (&output, &source);
                threads.spawn(move || {
                    let own = format!("{number}.html");
                    write(output, source, &pages(&["index.html", &own])).expect("written");
                });
            }
        });
        // One of the eight sites, whole.
        assert_eq!(fs::entries(&output).expect("listed").len(), 3);
        assert_eq!(fs::entries(output.parent().expect("a folder")).expect("listed").len(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_moved_gets_its_files_one_by_one() {
        let (folder, output, source) = site_of(&["a/b/index.html", "same.html"]);
        fs::write(&output.join("a/CNAME"), b"x").expect("written");
        let staging = staging_dir(&output).expect("free");
        for path in ["c/index.html", "same.html", MANIFEST] {
            fs::write(&staging.site().join(path), b"new").expect("written");
        }
        let old = ["a/b/index.html", "same.html"].map(str::to_owned).into();
        file_by_file(&output, &staging, &old, &["c/index.html", "same.html"].into()).expect("moved");
        staging.clear().expect("cleared");
        assert!(fs::exists(&output.join("a/CNAME")) && !fs::exists(&output.join("a/b")));
        assert_eq!(fs::read(&output.join("same.html")).expect("read"), b"new");
        // A build that died between two files: the manifest names those of both sites.
        let both = manifest(["c/index.html", "d.html", "same.html"].into_iter());
        fs::write(&output.join(MANIFEST), both.as_bytes()).expect("written");
        fs::write(&output.join("d.html"), b"x").expect("written");
        write(&output, &source, &pages(&["e.html"])).expect("written");
        assert!(fs::exists(&output.join("e.html")) && !fs::exists(&output.join("d.html")));
        assert_eq!(fs::entries(folder.path()).expect("listed").len(), 1);
    }
}
