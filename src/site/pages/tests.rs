//! What holds for every type of page.

use super::{PAGE_TYPES, plan};
use crate::config::{Config, RESERVED};
use crate::project::{Kept, Project};
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
    Project::of_sources(Path::new(""), sources, Config::default(), today, Kept::Nothing)
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

/// The pages of two notes, the second of which has this text.
fn rendered(text: &str) -> Vec<crate::site::render::Rendered> {
    rendered_with(text, Config::default())
}

fn rendered_with(text: &str, config: Config) -> Vec<crate::site::render::Rendered> {
    use crate::site::{assets::Assets, media::Pictures, render, templates};
    let files = [("t/20240101.md", "# 2024-01-01\n\n## Old\ntext\n"), ("t/20240108.md", text)];
    let project = crate::project::project_of(&files, config);
    let archive = &project.archive;
    let (templates, assets, pictures) =
        (templates::load(&[], archive.config.words()).expect("parsed"), Assets::default(), Pictures::default());
    let pages = plan(archive);
    let menu = super::menu(archive, &pages);
    let renderer = render::renderer(archive, &templates, &assets, &pictures, menu).expect("ready");
    let renderer = renderer.with_texts(project.published_texts());
    pages.into_iter().map(|page| super::render(&renderer, page).expect("rendered")).collect()
}

#[test]
fn a_page_that_cannot_be_made_shows_the_source_and_the_others_are_as_ever() {
    for (stage, page) in [("page", "t/2024-01-08/index.html"), ("slides", "t/2024-01-08/deck/index.html")] {
        let text =
            format!("---\ntitle: zq-panic-in-{stage}\n---\n# 2024-01-08\n\n## <b>New</b>\n\n<!-- private -->\n- a\n");
        let pages = rendered(&text);
        let failed: Vec<&str> =
            pages.iter().filter(|page| !page.findings.is_empty()).map(|page| page.file.as_str()).collect();
        assert_eq!(failed, [page]);
        let failed = pages.iter().find(|made| made.file == page).expect("made");
        assert_eq!(failed.findings[0].code, "internal-error");
        assert!(failed.html.contains("cut-notice") && !failed.html.contains("private"), "{}", failed.html);
        assert_eq!(failed.html.contains("## &lt;b&gt;New&lt;/b&gt;"), stage == "page", "{}", failed.html);
    }
}

#[test]
fn a_page_of_no_note_that_cannot_be_made_says_so() {
    let config = Config { title: "zq-panic-in-decisions".to_owned(), ..Config::default() };
    let pages = rendered_with("# 2024-01-08\n\n- Decision: tea\n", config);
    let failed: Vec<&str> =
        pages.iter().filter(|page| !page.findings.is_empty()).map(|page| page.file.as_str()).collect();
    assert_eq!(failed, ["decisions/index.html"]);
    let failed = pages.iter().find(|made| made.file == "decisions/index.html").expect("made");
    assert_eq!((failed.findings[0].code, failed.findings[0].path.as_str()), ("internal-error", "decisions/index.html"));
    assert!(failed.html.contains("This page could not be made") && failed.html.contains("href=\"../calls/\""));

    // Where not even the source can be shown.
    let text = "---\ntitle: zq-panic-in-page zq-panic-in-source\n---\n# 2024-01-08\n";
    let pages = rendered(text);
    let failed = pages.iter().find(|made| made.file == "t/2024-01-08/index.html").expect("made");
    assert_eq!(failed.findings.len(), 2);
    assert!(failed.html.contains("This page could not be made"), "{}", failed.html);
}

#[test]
fn a_page_that_would_be_too_long_shows_the_source() {
    // Every mark of a few bytes becomes an element with attributes.
    let text = format!("# 2024-01-08\n\n{}\n", "- [ ] a\n".repeat(20_000));
    let pages = rendered(&text);
    let page = pages.iter().find(|page| page.file == "t/2024-01-08/index.html").expect("made");
    assert_eq!(page.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["page-too-long"]);
    assert!(page.html.len() < super::LONGEST_PAGE && page.html.matches("- [ ] a").count() == 20_000);
}

#[test]
fn reports_show_what_each_says_itself_and_lead_to_its_slide() {
    use crate::site::{assets::Assets, media::Pictures, render, templates};
    let deck = |day: usize| {
        format!(
            "---\ntype: slide\n---\n# Round\n\n---\n\n# Iaas\n\n- We build the cloud\n\n----\n\n# Iaas\n\n- Delivery {day} has come\n\n---\n\n# End\n"
        )
    };
    let decks = [1, 2, 3].map(|day| (format!("round/2024010{day}.md"), deck(day)));
    let mut files = vec![("iaas/20240101.md", "# 2024-01-01\n\n## Old\ntext\n")];
    files.extend(decks.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let project = crate::project::project_of(&files, Config::default());
    let archive = &project.archive;
    let (templates, assets, pictures) =
        (templates::load(&[], archive.config.words()).expect("parsed"), Assets::default(), Pictures::default());
    let pages = plan(archive);
    let menu = super::menu(archive, &pages);
    let renderer = render::renderer(archive, &templates, &assets, &pictures, menu).expect("ready");
    let team = pages.into_iter().find(|page| page.path(archive) == "iaas/").expect("a page");
    let html = super::render(&renderer, team).expect("rendered").html;
    let slides: Vec<&str> =
        html.split("deck/#/").skip(1).filter_map(|rest| rest.split('"').next()).filter(|id| *id == "iaas").collect();
    assert!(html.contains("Delivery 3 has come") && !html.contains("We build the cloud"), "{html}");
    // The link in the header begins with the first slide; each report in the list with the one that says something.
    assert!(html.contains("round/2024-01-03/deck/#/iaas-1") && slides == ["iaas"], "{html}");
}
