//! What strangers may feed minutebook. Every target takes bytes and panics when something does not hold; `fuzz_targets/`
//! hands them to libFuzzer (`cargo +nightly fuzz run NAME`), and the test below runs them on their seeds.
//!
//! | target | input | what must hold |
//! |---|---|---|
//! | [`notes`] | a note | it is read; ids are unique; decisions and actions lie in the note, and every page in the site |
//! | [`html`] | HTML in a note | it comes out clean, and the same again when it is cleaned once more |
//! | [`style`] | a `<style>` of a deck | nothing is fetched, and every rule is one for the deck |
//! | [`svg`] | an image | no script, and the same again |
//! | [`yaml`] | the header of a note | a value or an error |
//! | [`config`] | `minutebook.yaml` | a configuration, or errors |
//! | [`query`] | what somebody looks for | it is read, and has no more parts than it may |
//! | [`index`] | places of an index and what is changed there | it is refused, or answers; nothing stops |
//! | [`folder`] | a folder: names and texts, each after a zero | the site is built, or an error says why not; nothing leaves it |
//!
//! `make fuzz-short` gives each of them a share of two minutes, with the stable toolchain: see `src/bin/fuzz-short.rs`.

// Instrumented programs need its symbols, those that are no target among them.
#[cfg(fuzzing)]
use libfuzzer_sys as _;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Component, Path};

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A panic that the program caught by itself is a find all the same.
fn nothing_has_failed(diagnostics: &[minutebook::base::diagnostic::Diagnostic]) {
    let failed = diagnostics.iter().find(|finding| finding.code == "internal-error");
    assert!(failed.is_none(), "{failed:?}");
}

/// Reads a note as the only one of an archive.
pub fn notes(bytes: &[u8]) {
    let text = text(bytes);
    let (document, _) = minutebook::parse::parse("a/20240101.md", &text);
    let mut ids = BTreeSet::new();
    for section in document.sections.iter().filter(|section| !section.id.is_empty()) {
        assert!(ids.insert(&section.id), "{} twice", section.id);
    }
    let folder = tempfile::tempdir().expect("a folder");
    minutebook::base::fs::write(&folder.path().join("a/20240101.md"), bytes).expect("written");
    let today = chrono::NaiveDate::from_ymd_opt(2024, 1, 2).expect("a day");
    // A carriage return ends a line as well, alone or before a line feed.
    let ends = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let last = u32::try_from(ends + 1).unwrap_or(u32::MAX);
    let project = minutebook::Project::open(folder.path(), None, today).expect("a note that is read");
    nothing_has_failed(&project.diagnostics);
    let archive = &project.archive;
    for row in minutebook::site::api::decisions(archive) {
        assert!(1 <= row.line && row.line <= row.end_line && row.end_line <= last, "{row:?}");
    }
    for row in minutebook::site::api::actions(archive) {
        assert!(1 <= row.line && row.line <= row.end_line && row.end_line <= last, "{row:?}");
    }
    for page in minutebook::site::pages::plan(archive) {
        let path = page.file(archive);
        let inside = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
        assert!(inside, "{path} leaves the site");
    }
}

/// Cleans HTML.
pub fn html(bytes: &[u8]) {
    let text = text(bytes);
    let once = minutebook::sanitise::html(&text);
    assert_eq!(minutebook::sanitise::html(&once), once);
    let low = once.to_lowercase();
    for opening in ["<script", "<style", "<iframe", "<object", "<embed", "<base", "<meta", "<form"] {
        assert!(!low.contains(opening), "{once}");
    }
    let _ = minutebook::sanitise::bounded(&text);
}

/// Reads a deck's style, and the same text as that of one element.
pub fn style(bytes: &[u8]) {
    let text = text(bytes);
    let sheet = minutebook::sanitise::css::scope_deck_style(&text);
    for fetched in ["url(", "@import", "@font-face", "image-set(", "</"] {
        assert!(!sheet.contains(fetched), "{sheet}");
    }
    for rule in sheet.split_inclusive('}').filter(|rule| rule.contains('{') && !rule.starts_with('@')) {
        assert!(rule.contains(".reveal"), "{rule}");
    }
    let own = minutebook::sanitise::css::inline_declarations(&text);
    assert_eq!(minutebook::sanitise::css::inline_declarations(&own), own);
}

/// Cleans an SVG image.
pub fn svg(bytes: &[u8]) {
    if let Ok(once) = minutebook::sanitise::svg::svg(bytes) {
        let text = String::from_utf8_lossy(&once).to_lowercase();
        assert!(!text.contains("<script") && !text.contains("<foreignobject"), "{text}");
        assert_eq!(minutebook::sanitise::svg::svg(&once).as_ref(), Ok(&once));
    }
}

/// Reads YAML within the limits of a note's header.
pub fn yaml(bytes: &[u8]) {
    let _ = minutebook::base::yaml::parse(&text(bytes));
}

/// Reads a configuration.
pub fn config(bytes: &[u8]) {
    if let Err(found) = minutebook::config::parse(&text(bytes), "minutebook.yaml") {
        assert!(!found.findings.is_empty(), "refused without a word");
    }
}

/// Reads a query, whole and while it is typed.
pub fn query(bytes: &[u8]) {
    let text = text(bytes);
    for as_you_type in [false, true] {
        let parsed = minutebook_engine::parse(&text, Some(20_240_102), as_you_type);
        assert!(parsed.clauses.len() + parsed.filters.len() <= minutebook_engine::query::MOST_CLAUSES, "{parsed:?}");
    }
}

/// An index of a few documents, whole.
fn whole_index() -> &'static minutebook_engine::pack::Pack {
    static PACK: std::sync::OnceLock<minutebook_engine::pack::Pack> = std::sync::OnceLock::new();
    PACK.get_or_init(|| {
        let document = |number: u32| minutebook_engine::SearchDocument {
            file: format!("a/2024010{number}.md"),
            heading: format!("Storage of call {number}"),
            body: "volumes are encrypted; backups are kept for a month".to_owned(),
            call: number,
            date: Some(20_240_100 + number),
            ..minutebook_engine::SearchDocument::default()
        };
        let files = minutebook_engine::build(&(1..9).map(document).collect::<Vec<_>>()).expect("built");
        minutebook_engine::pack::pack(files, &std::collections::BTreeMap::new()).expect("packed")
    })
}

/// Changes an index at places: each four bytes say which file, where, and by what.
pub fn index(bytes: &[u8]) {
    use minutebook_engine::pack::{Reply, Session, name_of};
    let mut pack = whole_index().clone();
    for change in bytes.chunks_exact(4) {
        let files = pack.blocks.len() + 1;
        let file = match usize::from(change[0]) % files {
            0 => &mut pack.hot,
            block => &mut pack.blocks[block - 1].1,
        };
        let at = usize::from(change[1]) << 8 | usize::from(change[2]);
        if let Some(byte) = (!file.is_empty()).then(|| at % file.len()).and_then(|at| file.get_mut(at)) {
            *byte ^= change[3];
        }
    }
    let Ok(session) = Session::open(&pack.hot) else { return };
    for query in ["storage", "\"encrypted backups\"", "stor*"] {
        for _ in 0..3 {
            let Ok(Reply::Missing { blocks, .. }) = session.ask(query, &minutebook_engine::Options::default()) else {
                break;
            };
            for name in blocks.iter().filter_map(|name| name_of(name)) {
                if let Some((_, block)) = pack.blocks.iter().find(|(known, _)| *known == name) {
                    let taken = session.supply_block(name, block).is_ok();
                    assert_eq!(taken, minutebook_engine::pack::name(block) == name);
                }
            }
        }
    }
}

/// Builds the site of a folder.
pub fn folder(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let mut parts = bytes.split(|byte| *byte == 0);
    while let (Some(name), Some(content)) = (parts.next(), parts.next()) {
        let name = String::from_utf8_lossy(name);
        let is_inside = Path::new(&*name).components().all(|part| matches!(part, Component::Normal(_)));
        if is_inside && !name.is_empty() && name.len() < 200 {
            // Two names may stand in each other's way.
            let _ = minutebook::base::fs::write(&source.join(&*name), content);
        }
    }
    let output = folder.path().join("public");
    let options = minutebook::Options {
        source,
        output: output.clone(),
        base_url: Some("https://minutes.example/".to_owned()),
        today: chrono::NaiveDate::from_ymd_opt(2024, 1, 2).expect("a day"),
        ..minutebook::Options::default()
    };
    match minutebook::build(&options) {
        Ok(report) => {
            nothing_has_failed(&report.diagnostics);
            assert!(minutebook::base::fs::exists(&output.join("index.html")));
        }
        Err(error) => assert!(!error.findings.is_empty() && !minutebook::base::fs::exists(&output), "{error}"),
    }
    for left in minutebook::base::fs::entries(folder.path()).expect("listed") {
        assert!(left.ends_with("minutes") || left.ends_with("public"), "{} is left", left.display());
    }
}

/// A target: its name, itself, and inputs to begin with.
pub type Target = (&'static str, fn(&[u8]), &'static [&'static str]);

/// All targets.
pub const TARGETS: &[Target] = &[
    (
        "notes",
        notes,
        &[
            "",
            "---\ntype: slide\n---\n# 2024-01-01\n\n---\n\n## Storage\n\n- Decision:\n  - keep it\n- AI @ann: write it down\n",
            "# A\n\n- Should we?\n    - no objections\n\n<details>\n\n| a | b |\n|---|---|\n| - AI @x | `y` |\n",
            "# A\n\nhttps://github.com/../../issues/3 https://gitlab.com/../-/issues/4 ../x#5 @.. @../a\n",
            "- [ ] @a\r- [x] @b\r\n\n```\n# no heading\n",
            "---\ntype: slide\n---\n:::info\n[a][b] c[^d]\n\n```\n\n---\n\n```\n\n----\n\n[b]: c\n[^d]: e\n:::\nNote: f[^d]\n",
            "a <!-- b\n\n--> c <!-- d --!>\n<style>\nh1 {}\n</style>\n:::spoiler T\n> 1. - :::info\n>    a\n:::\n<!--\n",
            "\u{feff}# 1\n> - > - Decision: x <!-- minutebook: not a decision -->\n[^1]: AI @a: b\n",
        ],
    ),
    (
        "html",
        html,
        &[
            "<b onclick=x>a<script>b</script><p style=color:red>",
            "<svg><style><!--</style><img src=x>",
            "<a href=java\tscript:x>",
            "<p>a&#13;b<b>c",
        ],
    ),
    (
        "style",
        style,
        &[
            "h1 { color: red; background: url(//x) } @import 'y';",
            ".reveal ~ body{display:none}",
            "color:#f00;position:fixed",
        ],
    ),
    (
        "svg",
        svg,
        &[
            "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script><circle r='1'/></svg>",
            "<svg",
            "<?xml version='1.0'?><svg/>",
            "<svg xmlns='http://www.w3.org/2000/svg'><style>a{b'}</style><text>&#13; a</text></svg>",
            "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:g/></x:svg>",
            "<svg xmlns='http://www.w3.org/2000/svg'><style>a{b:c}&#13;d{}</style><text>&#13; a</text></svg>",
            "<svg xmlns='http://www.w3.org/2000/svg' r=' ä1'/>",
        ],
    ),
    ("yaml", yaml, &["a: [b, {c: d}]\n", "a: &a [*a]\n", "!x\n", "? [\n"]),
    (
        "config",
        config,
        &["title: A\nteams:\n  - slug: b\n", "titel: A\n", "layout: [", "references:\n  kinds:\n    - pattern: '('\n"],
    ),
    ("query", query, &["is:decision -\"a b\" team:x* OR ref:a#1", "from:2024 @ann \"", "::: -- ||"]),
    ("index", index, &["", "\0\0\u{1}\u{1}", "\u{1}\0\u{9}\u{7f}\0\u{2}\u{3}\u{4}"]),
    (
        "folder",
        folder,
        &[
            "",
            "ops/20240101.md\0# Ops 2024-01-01\n\n- Decision: tea\n![](a.svg)\0ops/a.svg\0<svg xmlns='http://www.w3.org/2000/svg'/>",
            "minutebook.yaml\0title: A\n\0a/20240101.md\0---\ntype: slide\n---\n# A\n\n---\n\n- AI @ann: b\0a\0x\0a/b.png\0GIF89a",
            "a/::error::20240101.md\0# \u{1b}]0;x\u{7}\n\n@a\0%2e%2e/CON.md\0a/b#1",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_holds_on_its_seeds() {
        for (name, target, seeds) in TARGETS {
            for seed in *seeds {
                let result = std::panic::catch_unwind(|| target(seed.as_bytes()));
                assert!(result.is_ok(), "{name}: {seed:?}");
            }
        }
    }

    #[test]
    fn every_target_has_a_program() {
        for (name, ..) in TARGETS {
            let program = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz_targets/").to_owned() + name + ".rs";
            assert!(minutebook::base::fs::exists(program.as_ref()), "{program}");
        }
    }
}
