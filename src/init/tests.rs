use super::*;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

#[test]
fn what_is_written_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let write = |name: &str, text: &str| fs::write(&root.join(name), text.as_bytes()).expect("written");
    write(".git/HEAD", "ref: refs/heads/trunk\n");
    write(".git/config", "[remote \"origin\"]\n\turl = git@github.com:harbour/minutes.git\n");
    write("minutes/ops/20240110.md", "# 2024-01-10\n\n![](https://pad.example.org/uploads/a.png)\n");
    write("minutes/on/20240111.md", "# 2024-01-11\n\ntext\n");
    let source = root.join("minutes");
    let done = init(&source, day(), false).expect("written");
    assert_eq!((done.teams, done.calls), (2, 2));
    assert!(done.files.iter().all(|made| made.written));
    let config = crate::config::load(&source, None).expect("a valid configuration");
    assert_eq!(config.title, "harbour minutes");
    assert_eq!(config.teams.iter().map(|team| team.slug.as_str()).collect::<Vec<_>>(), ["on", "ops"]);
    assert_eq!(config.image_hosts, ["https://pad.example.org/uploads/"]);
    let repository = config.repository.expect("a repository");
    assert_eq!((repository.branch.as_str(), repository.folder.as_str()), ("trunk", "minutes/"));
    let workflow = fs::read_to_string(&root.join(WORKFLOW)).expect("a workflow");
    assert!(workflow.contains("branches: [trunk]") && workflow.contains("source: minutes\n"), "{workflow}");
    for word in ["BRANCH", "ACTION", "SOURCE"] {
        assert!(!workflow.contains(word), "{word} is not filled in");
    }
    assert!(yaml::parse_within(&workflow, yaml::CONFIG).is_ok());
}

#[test]
fn what_was_seen_is_proposed() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(&folder.path().join(name), text.as_bytes()).expect("written");
    let german =
        "Der Vorstand und das Protokoll: wir sind mit der Planung auf Kurs, für die Wahl ist eine Frist nicht nötig.\n";
    write("vorstand/01-25-2024.md", german);
    write("vorstand/02-08-2024.md", german);
    write("vorstand/02-08-2024-tagesordnung.md", "- Tee\n");
    write("satzung/paragraf 17 von 1871.md", "text\n");
    init(folder.path(), day(), false).expect("written");
    let text = fs::read_to_string(&folder.path().join(FILE_NAME)).expect("written");
    for line in [
        "language: de  # guessed",
        "  order: month-first  # guessed",
        "# 1 agenda and the like go with the minutes of their day",
        "# 1 file looks dated and was not understood: satzung/paragraf 17 von 1871.md",
        "#   - path: '^(?<team>[^/]+)/[^/]+$'  # 2 calls",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("slug: satzung"), "{text}");
    let config = crate::config::load(folder.path(), None).expect("a valid configuration");
    assert_eq!(config.language, "de");
}

#[test]
fn nothing_is_overwritten_unless_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join(FILE_NAME);
    fs::write(&folder.path().join("a/20240110.md"), b"# 2024-01-10\n").expect("written");
    fs::write(&config, b"title: mine\n").expect("written");
    let done = init(folder.path(), day(), false).expect("done");
    assert_eq!(done.files.iter().map(|made| made.written).collect::<Vec<_>>(), [false, true]);
    assert_eq!(fs::read_to_string(&config).expect("there"), "title: mine\n");
    assert!(init(folder.path(), day(), true).expect("done").files.iter().all(|made| made.written));
    assert_ne!(fs::read_to_string(&config).expect("there"), "title: mine\n");
}

#[test]
fn texts_are_quoted_where_yaml_would_misread_them() {
    for (text, written) in [
        ("Team IaaS", "Team IaaS"),
        (".", "."),
        ("no", "\"no\""),
        ("2024", "\"2024\""),
        ("a: b", "\"a: b\""),
        ("#x", "\"#x\""),
        ("it \"is\"", "\"it \\\"is\\\"\""),
        ("https://github.com/a/b", "https://github.com/a/b"),
    ] {
        assert_eq!(settings::quoted(text), written);
    }
}

#[test]
fn every_branch_is_named_as_it_is() {
    for (branch, pattern) in [
        ("trunk", "trunk"),
        ("release/2.x", "release/2.x"),
        ("1.0", "1.0"),
        ("on", "on"),
        ("0x1F", "0x1F"),
        ("2024-01-01", "2024-01-01"),
        ("a,b", "a,b"),
        ("x]", "x\\]"),
        ("wip/{x}", "wip/{x}"),
        ("!main", "\\!main"),
        ("c++", "c\\+\\+"),
        ("SOURCE", "SOURCE"),
        ("ACTION/BRANCH", "ACTION/BRANCH"),
        ("#1", "#1"),
        ("y", "y"),
    ] {
        let repository = WorkingTree {
            branch: Some(branch.to_owned()),
            folder: "BRANCH notes".to_owned(),
            ..WorkingTree::default()
        };
        let text = workflow(&repository);
        let read = yaml::parse_within(&text, yaml::CONFIG).expect("YAML");
        assert!(
            format!("{read:?}").contains(&format!("(\"branches\", List([Text({pattern:?})]))")),
            "{branch}: {read:?}"
        );
        assert!(text.contains("source: BRANCH notes\n"), "{branch}");
    }
}
