//! Where the bytes of an index come from: memory, a folder, or blocks fetched over the network.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, RamDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// Something that has the files of an index, as [`crate::build`] returned them, and reads ranges of them.
///
/// A source that lacks a range answers with an error and may note what was asked for. The engine passes the error on, so the
/// caller can fetch what is missing and ask again; nothing is kept of the failed attempt.
pub trait Source: std::fmt::Debug + Send + Sync + 'static {
    /// The length of a file in bytes; `None` for a missing file.
    fn length(&self, file: &str) -> Option<usize>;

    /// The bytes of a range, which lies within the file.
    fn read(&self, file: &str, range: Range<usize>) -> io::Result<Vec<u8>>;

    /// Whether ranges may be lacking: then the engine asks for all that a query needs before it gives up.
    fn is_partial(&self) -> bool {
        false
    }
}

/// Files in memory.
impl Source for BTreeMap<String, Vec<u8>> {
    fn length(&self, file: &str) -> Option<usize> {
        self.get(file).map(Vec::len)
    }

    fn read(&self, file: &str, range: Range<usize>) -> io::Result<Vec<u8>> {
        let bytes = self.get(file).and_then(|bytes| bytes.get(range)).ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(bytes.to_vec())
    }
}

/// A source as tantivy wants to see it: a directory that cannot be written.
#[derive(Debug, Clone)]
pub(crate) struct SourceDirectory(pub(crate) Arc<dyn Source>);

/// One file of a source.
#[derive(Debug)]
struct SourceFile {
    source: Arc<dyn Source>,
    name: String,
    length: usize,
}

impl HasLen for SourceFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for SourceFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let length = range.len();
        let bytes = self.source.read(&self.name, range)?;
        if bytes.len() != length {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("`{}` gave fewer bytes than it has", self.name),
            ));
        }
        Ok(OwnedBytes::new(bytes))
    }
}

impl SourceDirectory {
    fn file(&self, path: &Path) -> Result<SourceFile, OpenReadError> {
        let missing = || OpenReadError::FileDoesNotExist(path.to_owned());
        let name = path.to_str().ok_or_else(missing)?.to_owned();
        let length = self.0.length(&name).ok_or_else(missing)?;
        Ok(SourceFile { source: Arc::clone(&self.0), name, length })
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "the index is read-only")
}

impl Directory for SourceDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.file(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.file(path).is_ok())
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let file = self.file(path)?;
        let bytes = file.read_bytes(0..file.length);
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// The named files of a directory in memory, taken out.
pub(crate) fn take_files(directory: &RamDirectory, names: &[PathBuf]) -> Result<Vec<Vec<u8>>, tantivy::TantivyError> {
    names.iter().map(|name| Ok(directory.open_read(name)?.read_bytes()?.to_vec())).collect()
}
