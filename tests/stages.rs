//! What each stage makes of the notes in `tests/stages/minutes`, as text that is read in a diff. `BLESS=1` accepts it.
//!
//! | file | stage |
//! |---|---|
//! | `NAME.tree` | parse: the sections and their blocks, one a line |
//! | `NAME.notes` | extract and link: what the sections are for, what was found in them |
//! | `NAME.page.html` | render: the article of the page |
//! | `NAME.slides.html` | render: the slides of the deck |

use chrono::NaiveDate;
use minutebook::base::fs;
use minutebook::{Options, Project, build, check, dump, parse};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const NOTES: &[&str] = &["20240603", "20240610", "20240617"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stages")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 7, 1).expect("a day")
}

/// Compares what a stage made with what it made last time.
fn compare(name: &str, made: &str) -> Result<(), String> {
    let path = folder().join(name);
    if std::env::var("BLESS").as_deref() == Ok("1") {
        fs::write(&path, made.as_bytes()).map_err(|error| error.to_string())?;
        return Ok(());
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    let differs = known.lines().zip(made.lines()).position(|(known, made)| known != made);
    let at = differs.unwrap_or_else(|| known.lines().count().min(made.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    if known == made {
        Ok(())
    } else {
        Err(format!("{name}:{}\n  was  {}\n  is   {}", at + 1, line(&known), line(made)))
    }
}

fn assert_same(files: &[(String, String)]) {
    let changed: Vec<String> = files.iter().filter_map(|(name, made)| compare(name, made).err()).collect();
    assert!(changed.is_empty(), "`make bless` accepts these:\n{}", changed.join("\n"));
}

fn tree(text: &str) -> String {
    let (document, diagnostics) = parse::parse("note.md", text);
    let mut out = String::new();
    for section in &document.sections {
        let heading = section.heading.as_ref().map_or("", |heading| heading.text.as_str());
        let _ = writeln!(out, "{}-{} #{} {heading}", section.line, section.end_line, section.id);
        for block in &section.blocks {
            let _ = writeln!(out, "    {block:?}");
        }
    }
    for (name, blocks) in &document.footnotes {
        let _ = writeln!(out, "footnote {name}: {blocks:?}");
    }
    for slide in document.deck.iter().flat_map(|deck| &deck.slides) {
        let _ = writeln!(out, "{slide:?}");
    }
    for found in &diagnostics {
        let _ = writeln!(out, "{found}");
    }
    out
}

/// What stands between the first of one mark and the last of another.
fn between<'t>(html: &'t str, start: &str, end: &str) -> &'t str {
    let from = html.find(start).expect("the page has its main part");
    &html[from..html.rfind(end).expect("which ends")]
}

#[test]
fn parse_makes_the_same_trees() {
    let read = |name: &&str| {
        let path = folder().join("minutes/garden").join(format!("{name}.md"));
        (format!("{name}.tree"), tree(&fs::read_to_string(&path).expect("read")))
    };
    assert_same(&NOTES.iter().map(read).collect::<Vec<_>>());
}

#[test]
fn extract_and_link_find_the_same() {
    let source = folder().join("minutes");
    let project = Project::open(&source, None, today()).expect("read");
    let findings = check::findings(&project).expect("checked");
    let notes = NOTES.iter().map(|name| {
        let file = format!("garden/{name}.md");
        let mut text = dump::dump(&project.archive, &file);
        for found in findings.iter().filter(|found| found.path == file) {
            let _ = writeln!(text, "{found}");
        }
        (format!("{name}.notes"), text)
    });
    assert_same(&notes.collect::<Vec<_>>());
}

#[test]
fn render_makes_the_same_pages_and_slides() {
    let output = tempfile::tempdir().expect("a folder");
    let site = output.path().join("public");
    let options = Options {
        source: folder().join("minutes"),
        output: site.clone(),
        today: today(),
        reveal: vec![env!("CARGO_MANIFEST_DIR").into()],
        ..Options::default()
    };
    build(&options).expect("builds");
    let mut files = Vec::new();
    for name in NOTES {
        let call = site.join("garden").join(format!("{}-{}-{}", &name[..4], &name[4..6], &name[6..]));
        let read = |path: &str| fs::read_to_string(&call.join(path)).expect("read");
        let page = read("index.html");
        files.push((format!("{name}.page.html"), between(&page, "<article data-call", "</main>").to_owned()));
        let deck = read("deck/index.html");
        files.push((format!("{name}.slides.html"), between(&deck, "<div class=\"slides\"", "</main>").to_owned()));
    }
    assert_same(&files);
}
