use super::*;
use crate::base::fs;
use crate::config;
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

fn findings(files: &[(&str, &[u8])]) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, content) in files {
        fs::write(&folder.path().join(path), content).expect("written");
    }
    let project =
        config::load(folder.path(), None).and_then(|config| Project::load(folder.path(), config, day(), None));
    match project.and_then(|project| super::findings(&project)) {
        Ok(found) | Err(Error { findings: found }) => found,
    }
}

fn codes_of(files: &[(&str, &str)]) -> Vec<&'static str> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let mut codes: Vec<&str> = findings(&files).iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

#[test]
fn every_example_has_its_finding_and_no_other() {
    assert!(kinds::KINDS.is_sorted_by_key(|kind| kind.code));
    for kind in kinds::KINDS.iter().filter(|kind| !kind.example.is_empty()) {
        assert_eq!(codes_of(kind.example), [kind.code]);
    }
}

#[test]
fn every_finding_has_advice() {
    for kind in kinds::KINDS.iter().filter(|kind| !kind.code.starts_with("config")) {
        let files: Vec<(&str, &[u8])> = kind.example.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        for finding in findings(&files) {
            assert!(!finding.hints.is_empty(), "{finding}");
        }
    }
}

#[test]
fn every_code_of_the_program_is_described() {
    let patterns = [
        r#"(?:Severity::\w+,\s*|report\(\s*|finding\(\s*|(?:Error|Self)::new\(\s*)"([a-z]+(?:-[a-z]+)*)""#,
        r#"Some\(\(\s*"([a-z]+(?:-[a-z]+)*)",\s*format!"#,
    ];
    let patterns = patterns.map(|pattern| regex::Regex::new(pattern).expect("valid"));
    let mut seen = BTreeSet::new();
    for (name, path) in
        crate::scan::files_below(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))).expect("listed")
    {
        if path.extension().is_some_and(|extension| extension == "rs") && !name.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("read");
            for pattern in &patterns {
                seen.extend(pattern.captures_iter(&text).map(|found| found[1].to_owned()));
            }
        }
    }
    // The words for severities stand in the same place as codes do.
    seen.retain(|code| code != "error" && code != "warning");
    let unknown: Vec<&String> = seen.iter().filter(|code| kinds::kind(code).is_none()).collect();
    assert!(unknown.is_empty(), "not in the table: {unknown:?}");
    assert!(seen.len() > 25, "the pattern finds too little: {seen:?}");
    let unused: Vec<&str> = kinds::KINDS.iter().map(|kind| kind.code).filter(|code| !seen.contains(*code)).collect();
    assert!(unused.is_empty(), "in the table, but never found: {unused:?}");
}

#[test]
fn what_is_fine_is_left_alone() {
    let text = "---\ntitle: x\n---\n# Ops, Wednesday 2024-01-10\n\n- <details><summary>a</summary>b</details>\n- `<div>` is a tag, `<team>` none, 3 < 4\n\
                - next: Wed, January 17, 2024\n- [#12](https://github.com/o/r/issues/12) @ann\n\n```html\n<div>\n```\n<!-- <b> -->\n<br><p>x\n";
    assert_eq!(codes_of(&[("ops/20240110.md", text)]), [] as [&str; 0]);
}

#[test]
fn weekdays_before_and_after_a_date() {
    for (line, wrong) in [
        ("Wednesday, 2024-01-10", false),
        ("Tuesday, 2024-01-10", true),
        ("2024-01-10 (Thu)", true),
        ("2024-01-10 (Wed)", false),
        ("Mittwoch, 10.01.2024", false),
        ("Montag, den 10.01.2024", true),
        ("We meet each Monday. On 2024-01-10 we do not.", false),
        ("from Monday to 2024-01-10", false),
        ("2024-01-10: Sunny day", false),
    ] {
        let text = format!("# Ops\n\n{line}\n");
        assert_eq!(codes_of(&[("ops/20240301.md", &text)]).contains(&"weekday-conflict"), wrong, "{line}");
    }
}

#[test]
fn fixes_change_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, content: &[u8]| fs::write(&folder.path().join(path), content).expect("written");
    write(
        "ops/20240110.md",
        b"# Ops\r\n\r\nsee [it](../plan.md#now) and [that](gone.md), te\0xt, [b](../plan.md) [c](../plan.md.txt)\r\n",
    );
    write("docs/plan.md", b"# Plan\n\n## Now\n");
    let mut wide = vec![0xff, 0xfe];
    wide.extend("# Gr\u{fc}\u{df}e\n".encode_utf16().flat_map(u16::to_le_bytes));
    write("ops/20240111.md", &wide);
    let fixes = || {
        let project = Project::load(folder.path(), config::Config::default(), day(), None).expect("read");
        fix::fixes(&project.archive, &project.sources)
    };
    let found = fixes();
    assert_eq!(found.iter().map(|fix| fix.what.len()).collect::<Vec<_>>(), [3, 1]);
    fix::apply(&found).expect("written");
    let read = |path: &str| fs::read_to_string(&folder.path().join(path)).expect("read");
    assert_eq!(
        read("ops/20240110.md"),
        "# Ops\r\n\r\nsee [it](../docs/plan.md#now) and [that](gone.md), text, [b](../docs/plan.md) [c](../plan.md.txt)\r\n"
    );
    assert_eq!(read("ops/20240111.md"), "# Gr\u{fc}\u{df}e\n");
    assert!(fixes().is_empty());
}

#[test]
fn an_action_that_is_parted_out_has_owners() {
    for (notes, found) in [
        ("- TODO: mend the disk\n    - the cable: @ann\n    - the case\n", false),
        ("- TODO: mend the disk\n    - the cable\n- @ann reports\n", true),
    ] {
        let text = format!("# Ops\n\n{notes}");
        assert_eq!(codes_of(&[("ops/20240410.md", &text)]).contains(&"action-without-owner"), found, "{notes}");
    }
}

#[test]
fn a_copy_is_reported_once() {
    let text = "# Ops 2024-01-03\n\n- the disk is full\n";
    assert_eq!(codes_of(&[("ops/20240103.md", text), ("ops/20240110.md", text)]), ["copy"]);
}

/// A deck with one slide of this many items, and the author's style sheet.
fn slide_of(items: usize, style: &str) -> String {
    let items: String = (0..items).map(|number| format!("- item {number}\n")).collect();
    format!("---\ntype: slide\n---\n<style>{style}</style>\n\n# Ops\n\n{items}\n\n---\n\n# Next\n\n- two\n")
}

#[test]
fn slides_that_are_too_full_are_found_by_the_sizes_of_their_type() {
    for (items, style, found) in [
        (9, "", false),
        (13, "", true),
        (13, ".slides li { font-size: 18px; }", false),
        (40, ".slides li { font-size: 18px; }", true),
        // The theme's own rule for headings is stronger than one without a class.
        (9, "h1 { font-size: 300px }", false),
        (9, ".slides h1 { font-size: 300px }", true),
        (9, "li { font-size: 2em; }", true),
    ] {
        let text = slide_of(items, style);
        assert_eq!(codes_of(&[("ops/20240410.md", &text)]).contains(&"slide-overflow"), found, "{items} {style}");
    }
    let found = findings(&[("ops/20240410.md", slide_of(20, "").as_bytes())]);
    assert_eq!(found[0].position.map(|at| at.line), Some(6), "{found:?}");
}

#[test]
fn footnotes_take_room_on_the_slides_that_name_them() {
    let note = |words: usize| "word ".repeat(words);
    // Six items and some marks; what is defined stands on another slide.
    let deck = |marks: &str, definitions: &str| {
        let items = "- item\n".repeat(6);
        format!("---\ntype: slide\n---\n# Ops\n\n{items}\n\n{marks}\n\n---\n\n# Next\n\n{definitions}")
    };
    let defined = |words: usize| -> String { (0..3).map(|label| format!("[^{label}]: {}\n\n", note(words))).collect() };
    let marks: String = (0..3).map(|label| format!("[^{label}] ")).collect();
    for (marks, definitions, found) in [
        ("a", defined(55), false),
        (&*marks, defined(1), false),
        (&*marks, defined(55), true),
        // One footnote stands once, whatever the case of its label, and a long one not at all.
        (&*"[^A][^a] ".repeat(9), format!("[^a]: {}\n", note(55)), false),
        (&*marks, defined(90), false),
        // Of two definitions the first counts.
        (&*marks, format!("{}{}", defined(90), defined(55)), false),
    ] {
        let text = deck(marks, &definitions);
        assert_eq!(codes_of(&[("ops/20240410.md", &text)]).contains(&"slide-overflow"), found, "{marks} {definitions}");
    }
}

#[test]
fn no_finding_repeats_a_secret_on_its_line() {
    let text = "# Ops\n\nwrite to ann.lee@company.com, password: hunter2Zq9x\n\nwrite to bob.lee@company.com\n";
    let found = findings(&[("ops/20240110.md", text.as_bytes())]);
    let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["private-mail", "secret", "private-mail"], "{found:?}");
    assert!(!format!("{found:?}").contains("hunter2Zq9x"), "{found:?}");
    assert_eq!(found[2].source_line.as_deref(), Some("write to bob.lee@company.com"), "other lines are shown");
}

/// Findings that are about something else show their line as well.
#[test]
fn no_finding_about_something_else_repeats_a_secret_on_its_line() {
    let (token, other) = (format!("ghp_{}", "aB3d".repeat(10)), format!("glpat-{}", "aB3d".repeat(6)));
    let text = format!(
        "# Ops\n\n- Monday, 2024-01-17 password: Tr0ub4dor&3\n- [x](gone.md) {token}\n- ![y](gone.png) {other} and {token}\n"
    );
    let found = findings(&[("ops/20240110.md", text.as_bytes())]);
    let codes: BTreeSet<&str> = found.iter().map(|finding| finding.code).collect();
    for code in ["weekday-conflict", "dead-link", "missing-image"] {
        let about = found.iter().find(|finding| finding.code == code);
        let line = about.and_then(|finding| finding.source_line.as_deref());
        assert!(line.is_some_and(|line| line.contains('●')), "{code} among {codes:?}: {line:?}");
    }
    let all = format!("{found:?}");
    for secret in ["Tr0ub4dor", token.as_str(), other.as_str()] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
