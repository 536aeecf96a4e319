//! Whether a file is as it was, without reading it.

use super::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What changes with the content of a file, without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileState {
    size: u64,
    modified: SystemTime,
    /// Where the system knows it: which file it is, and when that was changed last, which no program can set back.
    #[cfg(unix)]
    inode: (u64, i64, i64),
}

/// Clocks of file systems are coarse: two changes within so long a time may leave the same time behind.
const COARSE: Duration = Duration::from_secs(2);

impl FileState {
    /// That of a file; links are followed. None when there is no such file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let facts = fs::metadata(path)?;
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt;
            (facts.ino(), facts.ctime(), facts.ctime_nsec())
        };
        Some(Self {
            size: facts.len(),
            modified: facts.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            #[cfg(unix)]
            inode,
        })
    }

    /// Whether a change after `now` is sure to change it, too.
    pub(crate) fn is_settled(&self, now: SystemTime) -> bool {
        let is_past = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > COARSE);
        #[cfg(unix)]
        if !u64::try_from(self.inode.1)
            .is_ok_and(|seconds| is_past(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)))
        {
            return false;
        }
        is_past(self.modified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_moment_ago_is_not_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("1.md");
        fs::write(&note, b"one").expect("written");
        let fingerprint = FileState::of(&note).expect("there");
        for (seconds, settled) in [(0, false), (1, false), (60, true)] {
            assert_eq!(
                fingerprint.is_settled(fingerprint.modified + Duration::from_secs(seconds)),
                settled,
                "{seconds}"
            );
        }
        assert!(!fingerprint.is_settled(fingerprint.modified - Duration::from_mins(1)), "a file from the future");
    }
}
