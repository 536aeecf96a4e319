use super::*;
use crate::Error;
use crate::fs;
use chrono::NaiveDate;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

fn findings(files: &[(&str, &[u8])]) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, content) in files {
        fs::write(&folder.path().join(path), content).expect("written");
    }
    match crate::with_archive(folder.path(), None, day(), |_, found| found.to_vec()) {
        Ok(found) | Err(Error::Input(found)) => found,
        Err(error) => panic!("{error}"),
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
        r#"(?:Severity::\w+,\s*|report\(\s*|finding\(\s*)"([a-z]+(?:-[a-z]+)*)""#,
        r#"Some\(\(\s*"([a-z]+(?:-[a-z]+)*)",\s*format!"#,
    ];
    let patterns = patterns.map(|pattern| regex::Regex::new(pattern).expect("valid"));
    let mut seen = BTreeSet::new();
    for (name, path) in
        crate::scan::files_below(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))).expect("listed")
    {
        if !name.ends_with("tests.rs") {
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
    write("ops/20240110.md", b"# Ops\r\n\r\nsee [it](../plan.md#now) and [that](gone.md), te\0xt\r\n");
    write("docs/plan.md", b"# Plan\n\n## Now\n");
    let mut wide = vec![0xff, 0xfe];
    wide.extend("# Gr\u{fc}\u{df}e\n".encode_utf16().flat_map(u16::to_le_bytes));
    write("ops/20240111.md", &wide);
    let config = crate::config::Config::default();
    let scan = crate::scan::scan(folder.path(), &config).expect("scanned");
    let fixes = crate::fixes_of(&config, &scan, day());
    assert_eq!(fixes.iter().map(|fix| fix.what.len()).collect::<Vec<_>>(), [2, 1]);
    fix::apply(&fixes).expect("written");
    let read = |path: &str| fs::read_to_string(&folder.path().join(path)).expect("read");
    assert_eq!(read("ops/20240110.md"), "# Ops\r\n\r\nsee [it](../docs/plan.md#now) and [that](gone.md), text\r\n");
    assert_eq!(read("ops/20240111.md"), "# Gr\u{fc}\u{df}e\n");
    let scan = crate::scan::scan(folder.path(), &config).expect("scanned");
    assert!(crate::fixes_of(&config, &scan, day()).is_empty());
}
