//! The only room that touches `std::fs`: every error names its path. Walking a folder is [`crate::scan`]'s (walkdir).
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};

/// An I/O error and the file it is about.
#[derive(Debug)]
pub struct FileError {
    /// What was tried: "read", "write", …
    pub action: &'static str,
    /// The file.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: std::io::Error,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.action, self.path.display(), self.source)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// The result of touching a file.
pub type Result<T> = std::result::Result<T, FileError>;

fn named<T>(action: &'static str, path: &Path, result: std::io::Result<T>) -> Result<T> {
    result.map_err(|source| FileError { action, path: path.to_owned(), source })
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    named("read", path, std::fs::read(path))
}

/// Reads a whole UTF-8 file.
pub fn read_to_string(path: &Path) -> Result<String> {
    named("read", path, std::fs::read_to_string(path))
}

/// Reads at most the first `limit` bytes of a file.
pub fn read_start(path: &Path, limit: usize) -> Result<Vec<u8>> {
    use std::io::Read;
    let file = named("read", path, std::fs::File::open(path))?;
    let mut start = Vec::with_capacity(limit);
    named("read", path, file.take(limit as u64).read_to_end(&mut start))?;
    Ok(start)
}

/// The size of a file in bytes.
pub fn size(path: &Path) -> Result<u64> {
    Ok(named("look at", path, std::fs::metadata(path))?.len())
}

/// How long ago a file was last changed; nothing when that cannot be said.
pub fn age(path: &Path) -> Option<std::time::Duration> {
    std::fs::metadata(path).ok()?.modified().ok()?.elapsed().ok()
}

/// Marks a file as changed now.
pub fn touch(path: &Path) -> Result<()> {
    let now = std::time::SystemTime::now();
    named("mark", path, std::fs::File::options().append(true).open(path).and_then(|file| file.set_modified(now)))
}

/// Writes a file, making its folders.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        create_folder(parent)?;
    }
    named("write", path, std::fs::write(path, bytes))
}

/// Writes a file into a folder that is there already.
pub fn write_in_folder(path: &Path, bytes: &[u8]) -> Result<()> {
    named("write", path, std::fs::write(path, bytes))
}

/// Copies a file into a folder that is there already.
pub fn copy_in_folder(from: &Path, to: &Path) -> Result<()> {
    named("copy", from, std::fs::copy(from, to)).map(drop)
}

/// Whether there is a file or folder.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether it is a folder, not a link to one.
pub fn is_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Copies a file, making its folders.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        create_folder(parent)?;
    }
    named("copy", from, std::fs::copy(from, to)).map(drop)
}

/// Makes a folder and those above it.
pub fn create_folder(path: &Path) -> Result<()> {
    named("create the folder", path, std::fs::create_dir_all(path))
}

/// Moves a file or folder within one file system; an existing file at `to` is replaced in one step.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    named("move", from, std::fs::rename(from, to))
}

/// Removes a file; a missing one is no error.
pub fn remove_file(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => named("remove", path, other),
    }
}

/// Removes a folder when it is empty; says whether it did.
pub fn remove_empty_folder(path: &Path) -> bool {
    std::fs::remove_dir(path).is_ok()
}

/// Removes a folder with everything in it; a missing one is no error. Only for folders this run made itself.
pub fn remove_folder(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => named("remove the folder", path, other),
    }
}

/// The absolute path without symbolic links.
pub fn canonicalize(path: &Path) -> Result<PathBuf> {
    named("find", path, std::fs::canonicalize(path))
}

/// Whether a folder holds anything; a missing folder does not.
pub fn is_empty_folder(path: &Path) -> bool {
    std::fs::read_dir(path).map_or(true, |mut entries| entries.next().is_none())
}

/// The names of the entries of a folder, sorted.
pub fn entries(path: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in named("list", path, std::fs::read_dir(path))? {
        entries.push(named("list", path, entry)?.path());
    }
    entries.sort();
    Ok(entries)
}
