//! Small inputs that other tools were reported to get wrong, in `eval/cases` of the shared data, each with what is right. Where a case is
//! absent, the test says so and goes on.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "our own names")]

use crate::shared;
use minutebook::archive::Archive;
use minutebook::{Options, Project, build, check, search};
use std::collections::BTreeMap;
use std::path::Path;

/// What a case has come to.
struct Case<'a> {
    source: &'a Path,
    archive: &'a Archive,
    files: &'a BTreeMap<String, String>,
    codes: Vec<(&'static str, String)>,
}

impl Case<'_> {
    fn file(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| panic!("there is no {path} among {:?}", self.files.keys()))
    }

    /// The text of a page below its header.
    fn body(&self, path: &str) -> &str {
        let page = self.file(path);
        let from = page.find("data-body").expect("a body");
        page[from..].split("</article>").next().unwrap_or_default()
    }

    fn slides(&self, path: &str) -> &str {
        let page = self.file(path);
        &page[page.find("<div class=\"slides\"").expect("slides")..]
    }

    fn decisions(&self) -> Vec<&str> {
        self.archive.registers.decisions.iter().map(|decision| decision.note.text.as_str()).collect()
    }

    fn actions(&self) -> Vec<(&str, Vec<&str>, bool)> {
        let actions = self.archive.registers.actions.iter();
        actions
            .map(|action| {
                (action.text.as_str(), action.assignees.iter().map(String::as_str).collect(), action.is_open())
            })
            .collect()
    }

    /// Whether a query finds a note.
    fn finds(&self, query: &str) -> bool {
        let question = search::Question {
            query,
            source: self.source,
            config: None,
            output: Path::new("nowhere"),
            cache: None,
            program: "",
            limit: 10,
            today: day(),
        };
        search::ask(&question).expect("asked").json().contains("\"file\"")
    }
}

fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

type Right = fn(&Case<'_>);

/// The cases, by the beginning of their folders' names, and what is right.
const CASES: &[(&str, Right)] = &[
    ("01", |case| {
        for page in ["2024-01-10/index.html", "2024-01-17-budget/index.html"] {
            let page = case.file(page);
            assert!(!page.contains("<title>,") && !page.contains("<h1></h1>"), "{page}");
        }
        assert!(!case.file("index.html").contains("\"></a>"));
        for (path, text) in case.files.iter().filter(|(path, _)| path.ends_with(".ics")) {
            assert!(text.lines().all(|line| line.trim_end() != "SUMMARY:"), "{path}: {text}");
        }
    }),
    ("03", |case| assert_eq!(case.archive.teams.len(), 3)),
    ("04", |case| {
        let actions = case.actions();
        let has = |text: &str, who: &str, open: bool| {
            actions.iter().any(|action| action.0.contains(text) && action.1.contains(&who) && action.2 == open)
        };
        assert!(has("Fix the roof", "ann", true) && has("Clean the pond", "bob", false), "{actions:?}");
        let decisions = case.decisions();
        assert!(decisions.iter().any(|decision| decision.contains("green paint")), "{decisions:?}");
        assert!(decisions.contains(&"We buy red tiles"), "{decisions:?}");
    }),
    ("05", |case| {
        assert!(case.decisions().iter().any(|decision| decision.contains("we buy a new lock")));
        assert!(case.actions().iter().any(|action| action.0.contains("order the lock") && action.1 == ["bob"]));
        assert!(case.finds("lock"));
        assert!(case.body("t/2024-01-10/index.html").contains("order the lock"));
    }),
    ("06", |case| {
        let body = case.body("t/2024-01-10/index.html");
        assert_eq!(body.matches("<img").count(), 4, "{body}");
        assert!(body.contains("Image missing: five"), "{body}");
        assert!(body.contains("href=\"../../t/2024-01-17/\""), "{body}");
        assert_eq!(case.codes.iter().filter(|(code, _)| *code == "missing-image").count(), 1);
    }),
    ("08", |case| {
        let page = case.body("t/2024-01-10/index.html");
        assert_eq!(page.matches("href=\"https://example.org/plan\"").count(), 2, "{page}");
        assert_eq!(page.matches("href=\"#fn-fast\"").count(), 2, "{page}");
        let slides = case.slides("t/2024-01-10/deck/index.html");
        assert_eq!(slides.matches("href=\"https://example.org/plan\"").count(), 2, "{slides}");
        assert_eq!(slides.matches("Measured on Monday").count(), 2, "{slides}");
    }),
    ("09", |case| {
        for query in ["1.28.3", "1.28", "0.9", "4.5.0", "v1.28.3"] {
            assert!(case.finds(query), "{query}");
        }
        assert!(!case.finds("2.28.3"));
    }),
    ("10", |case| {
        for query in ["例会", "简单", "一段简单", "幹線"] {
            assert!(case.finds(query), "{query}");
        }
        assert!(!case.finds("会例"));
    }),
    ("12", |case| {
        let call = &case.archive.calls[0];
        assert_eq!(call.document.front_matter.tags, ["garden", "minutes"]);
        assert!(!case.body("t/2024-01-10/index.html").contains("tags"));
        assert!(!case.slides("t/2024-01-10/deck/index.html").contains("tags"));
    }),
    ("13", |case| {
        let body = case.body("t/2024-01-10/index.html");
        let numbers: Vec<&str> =
            body.split("<span class=\"line-number\">").skip(1).map(|rest| rest[..4].trim()).collect();
        assert_eq!(numbers, ["1", "2", "3"]);
    }),
    ("15", |case| {
        let body = case.body("t/2024-01-10/index.html");
        assert!(body.contains("<summary><strong>Bold</strong>, <code>cmd --flag</code> and <a "), "{body}");
        assert!(body.contains("open=\"\"><summary>Opened</summary>"), "{body}");
    }),
    ("16", |case| assert!(!case.body("t/2024-01-10/index.html").contains("TOC"))),
    ("17", |case| {
        let slides = case.slides("t/2024-01-10/deck/index.html");
        assert!(slides.contains("<a href=\"#/roof\">Roof</a>") && slides.contains("<a href=\"#/door\">Door</a>"));
    }),
    ("18", |case| {
        let body = case.body("t/2024-01-10/index.html");
        assert!(body.contains('✓') && body.contains('✗'), "{body}");
    }),
    ("20", |case| {
        // The browser tests count the pages; here it is only whether the deck's script asks for one a slide.
        assert!(case.file("t/2024-01-10/deck/index.html").contains("class=\"fragment\""));
        let scripts = case.files.iter().filter(|(path, _)| path.ends_with(".js"));
        assert!(scripts.into_iter().any(|(_, script)| script.contains("pdfSeparateFragments: false")));
    }),
    ("21", |case| {
        let slides = case.slides("t/2024-01-10/deck/index.html");
        let (_, notes) = slides.split_once("<aside class=\"notes\">").expect("speaker notes");
        assert!(notes.contains("sick leave") && slides.matches("sick leave").count() == 1, "{slides}");
    }),
    ("23", |case| assert_eq!(case.archive.calls[0].participants, ["ann", "bob"])),
    ("25", |case| assert_eq!(case.file(".nojekyll"), "")),
    ("27", |case| {
        let undated = |(code, path): &(&str, String)| *code == "no-date" && path == "font/meeting-202001019-4.md";
        assert!(case.codes.iter().any(undated), "{:?}", case.codes);
    }),
    ("29", |case| assert!(case.file("404.html").contains("/sig-docs/2024-01-10/"))),
];

#[test]
#[expect(clippy::print_stderr, reason = "a skipped case has to say so")]
fn what_others_get_wrong_is_right() {
    let Some(shared) = shared::folder() else { return };
    let folders = minutebook::base::fs::entries(&shared.join("eval/cases")).unwrap_or_default();
    for (number, right) in CASES {
        let is_its = |path: &&std::path::PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(&format!("{number}-")) && minutebook::base::fs::is_folder(path)
        };
        let Some(source) = folders.iter().find(is_its) else {
            eprintln!("skipped: case {number} is not in {}", shared.join("eval/cases").display());
            continue;
        };
        eprintln!("case {number}");
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        let options = Options {
            source: source.clone(),
            output: output.clone(),
            today: day(),
            reveal: vec![env!("CARGO_MANIFEST_DIR").into()],
            ..Options::default()
        };
        build(&options).expect("builds");
        let files = minutebook::scan::files_below(&output).expect("listed").into_iter();
        let files = files.filter_map(|(name, path)| Some((name, minutebook::base::fs::read_to_string(&path).ok()?)));
        let mut files: BTreeMap<String, String> = files.collect();
        // It is not listed among the files, being hidden.
        files.extend(
            minutebook::base::fs::read_to_string(&output.join(".nojekyll"))
                .ok()
                .map(|text| (".nojekyll".to_owned(), text)),
        );
        let project = Project::open(source, None, day()).expect("read");
        let codes = check::findings(&project).expect("checked");
        right(&Case {
            source,
            archive: &project.archive,
            files: &files,
            codes: codes.into_iter().map(|finding| (finding.code, finding.path)).collect(),
        });
    }
}
