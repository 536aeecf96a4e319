//! Bad input: nothing stops the build, and good notes beside bad ones are published.

use minutebook::base::fs;
use minutebook::build::report::Report;
use minutebook::{Error, Options, build};
use proptest::prelude::*;
use std::path::Path;

fn build_of(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Report) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    for (name, bytes) in files {
        fs::write(&source.join(name), bytes).expect("written");
    }
    let options = Options {
        source,
        output: folder.path().join("public"),
        today: chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
        ..Options::default()
    };
    let report = build(&options).expect("bad notes never stop a build");
    (folder, report)
}

fn page(folder: &Path, path: &str) -> String {
    let file = folder.join("public").join(path).join("index.html");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_kind_of_bad_note_is_reported_and_published() {
    let bomb = format!(
        "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [{0}]\nc: &c [{1}]\nd: &d [{2}]\ne: [{3}]\n---\n# 2024-01-05\n\ntext five\n",
        ["*a"; 9].join(","),
        ["*b"; 9].join(","),
        ["*c"; 9].join(","),
        ["*d"; 9].join(",")
    );
    let deep = format!("# 2024-01-06\n\n{}text six\n", "> ".repeat(10_000));
    let brackets = format!("# 2024-01-07\n\n{}text seven\n", "[".repeat(20_000));
    let long = format!("# 2024-01-08\n\ntext eight {}\n", "x".repeat(10_000_000));
    let html = format!("# 2024-01-09\n\n{}text nine\n", "<div>".repeat(5_000));
    let (folder, report) = build_of(&[
        ("a/20240101.md", b"# 2024-01-01\n\n### Good\n- fine\n"),
        ("a/20240102.md", b"# 2024-01-02\n\ntext two \xff\xfe\n"),
        ("a/20240103.md", b"# 2024-01-03\n\ntext \0three\n"),
        ("a/20240104.md", b""),
        ("a/20240105.md", bomb.as_bytes()),
        ("a/20240106.md", deep.as_bytes()),
        ("a/20240107.md", brackets.as_bytes()),
        ("a/20240108.md", long.as_bytes()),
        ("a/20240109.md", html.as_bytes()),
        ("a/20240110.md", b"---\ntitle: [broken\n---\n# 2024-01-10\n\ntext ten\n"),
        ("a/20240111.md", b"# 2024-01-11\n\n```\ntext eleven\n"),
        ("a/20240112.md", b"# 2024-01-12\n\ntext twelve ![](nope.png) ![](../../../etc/passwd)\n\n<!-- never closed\n"),
        ("\u{dc}ber uns/caf\u{e9} \"x\" 20240113.md", b"# 2024-01-13\n\ntext thirteen\n"),
        ("a/broken.png", b"<html>"),
    ]);
    for (day, word) in [
        ("01", "fine"),
        ("02", "text two"),
        ("03", "three"),
        ("05", "text five"),
        ("06", "text six"),
        ("07", "text seven"),
        ("08", "text eight"),
        ("09", "text nine"),
        ("10", "text ten"),
        ("11", "text eleven"),
        ("12", "text twelve"),
    ] {
        let html = page(folder.path(), &format!("a/2024-01-{day}"));
        assert!(html.contains(word), "{day}: {word}");
    }
    let found: Vec<(&str, &str)> =
        report.diagnostics.iter().map(|diagnostic| (diagnostic.path.as_str(), diagnostic.code)).collect();
    for path in [
        "a/20240102.md",
        "a/20240103.md",
        "a/20240104.md",
        "a/20240105.md",
        "a/20240108.md",
        "a/20240110.md",
        "a/20240111.md",
        "a/20240112.md",
        "a/broken.png",
    ] {
        assert!(found.iter().any(|(known, _)| *known == path), "{path} is not reported: {found:?}");
    }
    assert!(!found.iter().any(|(path, _)| *path == "a/20240101.md"), "{found:?}");
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.hints.is_empty(), "no advice: {diagnostic}");
        assert!(diagnostic.to_string().len() < 2_000, "too long: {}", diagnostic.code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn parsing_never_fails(
        text in "(\\PC|[-\n#*_`~<>\\[\\]()!:|=+&;@\"'{}0-9 \t]|\n:::info\n|\n:::\n|<!--|-->|\n\n---\n\n|\nnote:|\\[\\^a\\]){0,200}",
        deck: bool,
        nested in 0_usize..100,
    ) {
        let text = format!("{}{text}", "> - :::info\n".repeat(nested));
        let text = if deck { format!("---\ntype: slide\n---\n{text}") } else { text };
        let (document, _) = minutebook::parse::parse("a.md", &text);
        let mut ids = std::collections::BTreeSet::new();
        for section in document.sections.iter().filter(|section| !section.id.is_empty()) {
            prop_assert!(ids.insert(&section.id), "{} twice", section.id);
            prop_assert!(section.line >= 1 && section.line <= section.end_line);
        }
    }
}

#[test]
fn a_folder_without_notes_is_an_error_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
    fs::write(&source.join("LICENSE.txt"), b"x").expect("written");
    let options = Options { source, output: output.clone(), ..Options::default() };
    let Err(Error { findings: found }) = build(&options) else { panic!("there is nothing to build") };
    assert_eq!((found[0].code, found[0].hints.len()), ("no-source", 1));
    assert!(!fs::exists(&output));
}
