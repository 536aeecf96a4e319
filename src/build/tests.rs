//! Whole builds: whatever fails on one note or file, and what a site can do without.

use super::{Options, build};
use crate::base::fs;
use crate::media::samples;
use std::path::Path;

/// The minutes in a folder, and their site beside them.
fn options(folder: &Path) -> Options {
    Options {
        source: folder.join("minutes"),
        output: folder.join("public"),
        today: chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
        ..Options::default()
    }
}

/// Writes a file of the minutes.
fn write(options: &Options, path: &str, bytes: &[u8]) {
    fs::write(&options.source.join(path), bytes).expect("written");
}

#[test]
fn nothing_that_fails_on_one_note_or_file_ends_the_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = options(folder.path());
    let write = |path: &str, bytes: &[u8]| write(&options, path, bytes);
    let stages =
        ["parse", "identify", "extract", "redact", "archive", "check", "page", "slides", "documents", "index", "feeds"];
    for (day, stage) in (1..).zip(stages) {
        let note = format!("---\ntitle: zq-panic-in-{stage}\n---\n# zq-panic-in-{stage}\n\n- Decision: keep {stage}\n");
        write(&format!("ops/2024-01-{day:02}.md"), note.as_bytes());
    }
    let good = b"# Ops\n\n- Decision: tea\n\n![](a.png) ![](zq-panic-in-media.png) ![](zq-panic-in-scan.png)\n";
    write("ops/2024-02-01.md", good);
    write("ops/zq-panic-in-scan.md", b"# A plan\n");
    for name in ["a", "zq-panic-in-media", "zq-panic-in-scan"] {
        write(&format!("ops/{name}.png"), &samples::png(&samples::quarters(20, 20)));
    }
    write("minutebook.yaml", b"title: zq-panic-in-decisions\nbase_url: https://minutes.example/\n");
    let report = build(&options).expect("built");
    let failed: Vec<&str> =
        report.diagnostics.iter().filter(|one| one.code == "internal-error").map(|one| one.path.as_str()).collect();
    // What feeds fail on is their own.
    let mut expected: Vec<String> = (1..stages.len()).map(|day| format!("ops/2024-01-{day:02}.md")).collect();
    let others = [
        "decisions/index.html",
        "feed.xml",
        "ops/feed.xml",
        "ops/zq-panic-in-media.png",
        "ops/zq-panic-in-scan.md",
        "ops/zq-panic-in-scan.png",
    ];
    expected.extend(others.map(str::to_owned));
    expected.sort();
    assert_eq!(failed, expected);

    let read = |path: &str| fs::read_to_string(&options.output.join(path)).expect("there");
    for (day, stage) in (1..).zip(stages) {
        let page = options.output.join(format!("ops/2024-01-{day:02}/index.html"));
        assert_eq!(fs::exists(&page), stage != "redact", "{stage}");
    }
    let page = read("ops/2024-02-01/index.html");
    assert!(page.contains("<img ") && page.contains("missing-image") && page.contains("tea"), "{page}");
    assert!(read("decisions/index.html").contains("This page could not be made"));
    let decisions = read("api/decisions.json");
    for (stage, is_read) in [("archive", false), ("page", true), ("index", true), ("feeds", true)] {
        assert_eq!(decisions.contains(&format!("keep {stage}\"")), is_read, "{stage}");
    }
    assert!(fs::exists(&options.output.join("search/entry.json")));
    let texts: String = crate::scan::files_below(&options.output.join("search/data"))
        .expect("listed")
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|extension| extension == "json"))
        .map(|(_, path)| fs::read_to_string(&path).expect("read"))
        .collect();
    for (stage, is_found) in [("page", true), ("documents", false), ("index", false)] {
        assert_eq!(texts.contains(&format!("keep {stage}")), is_found, "{stage}");
    }
}

#[test]
fn decks_of_notes_and_copies_can_be_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = options(folder.path());
    let write = |path: &str, text: &str| write(&options, path, text.as_bytes());
    write("ops/2024-01-10.md", "# Ops\n\n- Decision: tea\n");
    write("ops/2024-01-17.md", "---\ntype: slide\n---\n# Ops\n\n---\n\n## Disks\n\n- full\n");
    write("minutebook.yaml", "decks_of_notes: false\nmarkdown_copies: false\n");
    let report = build(&options).expect("built");
    assert_eq!(report.diagnostics, []);
    let files = crate::scan::files_below(&options.output).expect("listed");
    let decks: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).filter(|path| path.contains("/deck/")).collect();
    assert_eq!(decks, ["ops/2024-01-17/deck/index.html"]);
    assert!(files.iter().all(|(path, _)| !path.ends_with("index.md")));
    for (path, file) in files.iter().filter(|(path, _)| !path.starts_with("assets/") && !path.contains(".bin")) {
        let text = fs::read_to_string(file).expect("text");
        assert!(!text.contains("index.md") && !text.contains("2024-01-10/deck"), "{path}");
    }
}
