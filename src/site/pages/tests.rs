//! What holds for every type of page.

use super::{PAGE_TYPES, plan};
use crate::config::{Config, RESERVED};
use crate::project::Project;
use crate::scan::{Class, NoteFile, SourceFile, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An archive that has a page of each type, but for those of lists that do not fit on a page.
fn project() -> Project {
    let text =
        "# 2024-01-01\n\n## Participants\n- @ann\n\n## Storage\n- Decision: keep a/b#1\n- AI @ann: write it down\n";
    let notes = ["t/20240101.md", "t/20240108.md", "t/20240115.md"].map(|path| SourceFile {
        path: path.to_owned(),
        absolute: PathBuf::new(),
        class: Class::Note(NoteFile {
            text: text.replace("2024-01-01", &format!("2024-01-{}", &path[8..10])).into(),
            hash: path.to_owned(),
            alias_of: None,
        }),
    });
    let sources = Sources { files: notes.to_vec(), diagnostics: Vec::new() };
    let today = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    Project::of_sources(Path::new(""), sources, Config::default(), today, None)
}

#[test]
fn every_page_has_a_path_of_its_own_and_a_name_that_no_team_can_have() {
    let project = project();
    let archive = &project.archive;
    let pages = plan(archive);
    let paths: BTreeSet<String> = pages.iter().map(|page| page.path(archive)).collect();
    assert_eq!(paths.len(), pages.len());
    let teams = ["team", "call", "deck"];
    for page in pages.iter().filter(|page| !teams.contains(&page.page_type().name)) {
        let path = page.path(archive);
        let top = path.split(['/', '.']).next().unwrap_or_default();
        assert!(top.is_empty() || RESERVED.contains(&top), "add `{top}` to RESERVED in src/config/mod.rs");
    }
    let planned: BTreeSet<&str> = pages.iter().map(|page| page.page_type().name).collect();
    let missing: Vec<&str> = PAGE_TYPES.iter().map(|of| of.name).filter(|name| !planned.contains(name)).collect();
    assert_eq!(missing, ["decisions of a year", "actions of a year", "references of one kind"]);
}

#[test]
fn every_type_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = PAGE_TYPES.iter().map(|of| of.name).collect();
    assert!(names.len() == PAGE_TYPES.len() && !names.contains(""));
}
