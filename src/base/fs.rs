//! The only module that uses `std::fs`: every error names its path. [`crate::scan`] walks folders (walkdir).
#![allow(clippy::disallowed_methods)]

use rayon::prelude::*;
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
    Ok(named("read the size of", path, std::fs::metadata(path))?.len())
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
    in_folder(path, "write", path, || std::fs::write(path, bytes))
}

/// Gives a file a second name on the same file system, making its folders.
pub fn link_file(from: &Path, to: &Path) -> Result<()> {
    in_folder(to, "link", from, || std::fs::hard_link(from, to))
}

/// Makes a file. Most folders are there already: they are made when one is found missing.
fn in_folder(path: &Path, verb: &'static str, named_file: &Path, make: impl Fn() -> std::io::Result<()>) -> Result<()> {
    match make() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if let Some(parent) = path.parent() {
                create_folder(parent)?;
            }
            named(verb, named_file, make())
        }
        made => named(verb, named_file, made),
    }
}

/// Writes what is to become a file under a name beside it, and says which.
fn write_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.new"));
    write(&beside, bytes)?;
    Ok(beside)
}

/// Writes a file in one step: whoever reads it meanwhile, or after a crash, finds the old text or the new one. The file
/// keeps its permissions.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = write_beside(path, bytes)?;
    if exists(path) {
        copy_permissions(path, &beside)?;
    }
    rename(&beside, path)
}

/// Writes a file that does not exist yet, whole or not at all. An existing one stays as it is; says whether it was written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool> {
    if exists(path) {
        return Ok(false);
    }
    let beside = write_beside(path, bytes)?;
    let written = match std::fs::hard_link(&beside, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        // Some file systems know no second names for a file; there a check right before the rename has to do.
        Err(_) if !exists(path) => return rename(&beside, path).map(|()| true),
        Err(error) => named("write", path, Err(error)),
    };
    remove_file(&beside)?;
    written
}

/// Whether there is a file or folder.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// Whether it is a folder or a link to one.
pub fn leads_to_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether it is a file or a link to one.
pub fn leads_to_file(path: &Path) -> bool {
    path.is_file()
}

/// What the system says of a file besides its content; links are followed. None when there is no such file.
pub fn metadata(path: &Path) -> Option<std::fs::Metadata> {
    std::fs::metadata(path).ok()
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

/// Makes a folder that only its owner may look into, and those above it. One that is there stays as it is.
pub fn create_private_folder(path: &Path) -> Result<()> {
    if let Some(parent) = path.parent() {
        create_folder(parent)?;
    }
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        created => named("create the folder", path, created),
    }
}

/// Whether it is a folder, no link to one, that nobody but its owner may look into, as far as the system says.
pub fn is_private_folder(path: &Path) -> bool {
    #[cfg(unix)]
    let is_private = |found: &std::fs::Metadata| {
        let mode = std::os::unix::fs::MetadataExt::mode(found);
        mode & 0o777 == mode & 0o700
    };
    #[cfg(not(unix))]
    let is_private = |_: &std::fs::Metadata| true;
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir() && is_private(&found))
}

/// Moves a file or folder within one file system; an existing file at `to` is replaced in one step.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    named("move", from, std::fs::rename(from, to))
}

/// Makes two folders change places in one step, so that there is no moment without either. Not every system and file
/// system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn exchange(a: &Path, b: &Path) -> Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let result = renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE);
    named("exchange", a, result.map_err(std::io::Error::from))
}

/// Makes two folders change places in one step; here the system cannot.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn exchange(a: &Path, _: &Path) -> Result<()> {
    named("exchange", a, Err(std::io::ErrorKind::Unsupported.into()))
}

/// Gives one folder the permissions of another.
pub fn copy_permissions(from: &Path, to: &Path) -> Result<()> {
    let permissions = named("read the permissions of", from, std::fs::metadata(from))?.permissions();
    named("set the permissions of", to, std::fs::set_permissions(to, permissions))
}

/// A file that only one process holds at a time, for as long as this value lives.
#[derive(Debug)]
pub struct Lock {
    _held: same_file::Handle,
}

/// Makes the file if need be and waits until no other process holds it. A process that dies lets go.
pub fn lock(path: &Path) -> Result<Lock> {
    for attempt in 0..LOCK_ATTEMPTS {
        if attempt > 0 {
            std::thread::sleep(LOCK_PAUSE);
        }
        if let Some(parent) = path.parent() {
            create_folder(parent)?;
        }
        let opened = std::fs::File::options().create(true).truncate(false).write(true).open(path);
        let file = match opened {
            // Whoever held it has just removed the folder.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            opened => named("lock", path, opened)?,
        };
        match file.lock() {
            // Some network file systems know no locks; then two builds at once are not told apart.
            Err(error) if error.kind() == std::io::ErrorKind::Unsupported => {}
            locked => named("lock", path, locked)?,
        }
        let held = named("lock", path, same_file::Handle::from_file(file))?;
        // Another process may have removed the file while this one waited for it; what is locked then is no longer there.
        if same_file::Handle::from_path(path).is_ok_and(|there| there == held) {
            return Ok(Lock { _held: held });
        }
    }
    named("lock", path, Err(std::io::ErrorKind::ResourceBusy.into()))
}

/// Attempts before giving up: each further one means that another process deleted the lock file meanwhile.
const LOCK_ATTEMPTS: usize = 1000;

/// The time between two attempts.
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(2);

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
    // What is in a site's folders takes the time. What cannot be removed is said below.
    if is_folder(path) {
        let inside = entries(path).unwrap_or_default();
        inside.par_iter().filter(|entry| is_folder(entry)).for_each(|folder| drop(std::fs::remove_dir_all(folder)));
    }
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

/// Bytes for people: `4.7 MB`.
pub fn shown(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} bytes"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit / (unit / 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_replaced_or_left_alone_on_demand() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a/b.md");
        assert!(write_new(&path, b"1").expect("written"));
        assert!(!write_new(&path, b"2").expect("left alone"));
        assert_eq!(read(&path).expect("read"), b"1");
        replace(&path, b"3").expect("replaced");
        assert_eq!(read(&path).expect("read"), b"3");
        assert_eq!(entries(&folder.path().join("a")).expect("listed"), [path], "nothing is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.md");
        write(&path, b"1").expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("set");
        replace(&path, b"2").expect("replaced");
        assert_eq!(std::fs::metadata(&path).expect("metadata").permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn sizes_are_shown_in_units_that_can_be_read() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (1_999, "1.9 kB"),
            (4_712_345, "4.7 MB"),
            (1_250_000_000, "1.2 GB"),
        ] {
            assert_eq!(shown(bytes), text);
        }
    }
}
