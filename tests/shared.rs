//! Where the real minutes, the labels and the payloads are, and the site of the largest archive, which is built once.

use minutebook::Options;
use minutebook::build::report::Report;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

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

/// How an archive is built into a folder, with its configuration among the examples. Pictures are made smaller once.
pub(crate) fn options(source: PathBuf, example: &str, output: PathBuf) -> Options {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Options {
        source,
        config: Some(root.join("examples").join(example).join("minutebook.yaml")),
        output,
        today: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"),
        reveal: vec![root.to_owned()],
        cache: Some(Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")),
        ..Options::default()
    }
}

/// A site that was built.
pub(crate) struct Site {
    /// What the build said.
    pub(crate) report: Report,
    /// All files, by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// Builds an archive beside the checkout.
pub(crate) fn build(shared: &Path, archive: &str, example: &str) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("public");
    let options = options(shared.join("corpus").join(archive), example, output.clone());
    let report = minutebook::build(&options).expect("builds");
    let files = minutebook::scan::files_below(&output).expect("listed").into_iter();
    let files = files.map(|(name, path)| (name, minutebook::base::fs::read(&path).expect("read"))).collect();
    Site { report, files }
}

/// The site of the largest archive; built by the first test that asks for it.
pub(crate) fn scs(shared: &Path) -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| build(shared, "scs-minutes", "scs"))
}
