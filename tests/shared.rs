//! Where the real minutes, the labels and the payloads are.

use std::path::{Path, PathBuf};

#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
/// The folder of shared data; `None`, said aloud, where it is absent. In CI it has to be there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("MINUTEBOOK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if minutebook::base::fs::exists(&folder.join("corpus")) {
        return Some(folder);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "CI needs the shared data at {}", folder.display());
    eprintln!("skipped: the shared data is not at {}", folder.display());
    None
}
