//! The command line: a folder in, a transcript out. `TRYCMD=overwrite` blesses what the program says now.

use minutebook::base::fs;
use std::path::Path;

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("tests/cli/*.toml");
}

/// The pages of `docs/` with transcripts in them, and the folder of `tests/cli/` they are about.
const DOCS: &[(&str, &str)] = &[
    ("checking.md", "check.in"),
    ("commands.md", "small.in"),
    ("drafting.md", "new.in"),
    ("publishing.md", "init.in"),
    ("reviewing.md", "review.in"),
];

#[test]
fn transcripts_of_the_documentation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    for (page, input) in DOCS {
        // trycmd wants a page beside the folder it is about.
        let copy = folder.path().join(page);
        fs::copy(&root.join("docs").join(page), &copy).expect("copied");
        // Beside the minutes other tests put the sites they build.
        let minutes = root.join("tests/cli").join(input).join("minutes");
        for (name, path) in minutebook::scan::files_below(&minutes).expect("listed") {
            fs::copy(&path, &copy.with_extension("in").join("minutes").join(name)).expect("copied");
        }
    }
    let cases = trycmd::TestCases::new();
    for program in ["cat", "mv"] {
        cases.register_bin(program, Path::new("/bin").join(program));
    }
    cases.case(folder.path().join("*.md"));
    cases.run();
    if std::env::var("TRYCMD").as_deref() == Ok("overwrite") {
        for (page, _) in DOCS {
            fs::copy(&folder.path().join(page), &root.join("docs").join(page)).expect("copied");
        }
    }
}
