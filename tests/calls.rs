//! Sources and identity against the archives whose calls are known (`shared/eval/calls-*.tsv`), and against small archives
//! of other communities' layouts.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test may stop anywhere and say why it skips.

use minutebook::Project;
use minutebook::config::{self, Config, TeamSlug};
use minutebook::extract::{Call, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("MINUTEBOOK_SHARED").map_or(default, PathBuf::from);
    if minutebook::base::fs::exists(&shared) {
        return Some(shared);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} must be there", shared.display());
    println!("skipped: {} is not there", shared.display());
    None
}

/// The calls of every note.
struct Calls {
    /// Path by path, the calls in it as they stand in the file.
    files: Vec<(String, Vec<Call>)>,
}

fn calls_in(source: &Path, config: Config) -> Calls {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let archive = Project::load(source, config, day, None).unwrap().archive;
    let mut files: BTreeMap<String, Vec<Call>> = BTreeMap::new();
    for call in archive.calls {
        files.entry(call.file.clone()).or_default().push(call);
    }
    for calls in files.values_mut() {
        calls.sort_by_key(|call| call.document.sections.first().map_or(0, |section| section.line));
    }
    Calls { files: files.into_iter().collect() }
}

/// The day or period of a call; empty for none.
fn date_of(call: &Call) -> String {
    call.date.map(|date| date.to_string()).or(call.period.clone()).unwrap_or_default()
}

fn is_call(call: &Call) -> bool {
    call.kind != Kind::Page
}

impl Calls {
    fn assert_distinct_urls(&self) {
        let mut seen = BTreeMap::new();
        for (path, calls) in &self.files {
            for Call { url, .. } in calls {
                let safe = url.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-/".contains(&b));
                assert!(safe && url.ends_with('/') && !url.contains("//"), "{path}: {url}");
                if let Some(other) = seen.insert(url.clone(), path) {
                    panic!("{other} and {path} are both {url}");
                }
            }
        }
    }
}

/// What `shared/eval/check_calls.py` would print.
fn differences(calls: &Calls, expected: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut lines = expected.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut known = BTreeSet::new();
    let with_calls = calls.files.iter().filter(|(_, calls)| calls.iter().any(is_call));
    let with_calls: BTreeMap<&str, &[Call]> =
        with_calls.map(|(path, calls)| (path.as_str(), calls.as_slice())).collect();
    for line in lines {
        let row: BTreeMap<&str, &str> = names.iter().copied().zip(line.split('\t')).collect();
        let path = row["path"];
        known.insert(path);
        let found = with_calls.get(path);
        match (row["kind"], found) {
            ("none", Some(_)) => problems.push(format!("not a call: {path}")),
            ("none" | "agenda" | "invitation", None) => {}
            (_, None) => problems.push(format!("missing: {path}")),
            (_, Some(calls)) => {
                let dates: Vec<String> = calls.iter().map(date_of).collect();
                let wanted = [row["date"], row.get("alt_date").copied().unwrap_or_default()];
                let mut wanted = wanted.iter().filter(|date| !date.is_empty()).peekable();
                if wanted.peek().is_some() && !wanted.any(|want| dates.iter().any(|date| date.starts_with(want))) {
                    problems.push(format!("date: {path} wanted {} got {dates:?}", row["date"]));
                }
                let team = calls[0].team.as_ref().map(TeamSlug::as_str);
                if !row["team"].is_empty() && team != Some(row["team"]) {
                    problems.push(format!("team: {path} wanted {} got {team:?}", row["team"]));
                }
            }
        }
    }
    problems.extend(with_calls.keys().filter(|path| !known.contains(*path)).map(|path| format!("surplus: {path}")));
    problems
}

fn example(name: &str) -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join(config::FILE_NAME);
    config::load(Path::new("nowhere"), Some(&path)).unwrap_or_else(|findings| panic!("{findings}"))
}

fn check_archive(name: &str, config: Config) -> Option<Calls> {
    let shared = shared()?;
    let calls = calls_in(&shared.join("corpus").join(name), config);
    let expected = minutebook::base::fs::read_to_string(&shared.join(format!("eval/calls-{name}.tsv"))).unwrap();
    let problems = differences(&calls, &expected);
    assert!(problems.is_empty(), "{} differences\n{}", problems.len(), problems.join("\n"));
    calls.assert_distinct_urls();
    Some(calls)
}

/// With its example, an archive has no difference but those in capitals and dashes that no slug can have.
fn check_example(name: &str) {
    let Some(shared) = shared() else { return };
    let calls = calls_in(&shared.join("corpus").join(name), example(name));
    let expected = minutebook::base::fs::read_to_string(&shared.join(format!("eval/calls-{name}.tsv"))).unwrap();
    let is_slug = |team: &str| team.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit());
    let named_otherwise = |problem: &String| {
        let words: Vec<&str> = problem.split(' ').collect();
        problem.starts_with("team: ") && words.get(3).is_some_and(|team| !is_slug(team) || team.contains("--"))
    };
    let mut problems = differences(&calls, &expected);
    problems.retain(|problem| !named_otherwise(problem));
    assert!(problems.is_empty(), "{} differences\n{}", problems.len(), problems.join("\n"));
    calls.assert_distinct_urls();
}

#[test]
fn examples_find_the_calls_of_their_archives() {
    for name in ["conda-governance", "hyperledger-toc", "ipfs-team-mgmt", "rust-compiler-team", "w3ctag-meetings"] {
        check_example(name);
    }
}

/// Of all archives whose calls are known, so much has to be right without any configuration, in percent.
#[test]
fn calls_are_found_without_a_config() {
    let Some(shared) = shared() else { return };
    let (mut expected, mut missing, mut surplus, mut found) = (0, 0, 0, 0);
    for name in [
        "conda-governance",
        "electron-governance",
        "hyperledger-toc",
        "ipfs-team-mgmt",
        "rust-compiler-team",
        "rust-lang-team",
        "scs-minutes",
        "w3ctag-meetings",
    ] {
        let calls = calls_in(&shared.join("corpus").join(name), Config::default());
        let list = minutebook::base::fs::read_to_string(&shared.join(format!("eval/calls-{name}.tsv"))).unwrap();
        let problems = differences(&calls, &list);
        let of =
            |kinds: &[&str]| problems.iter().filter(|text| kinds.iter().any(|kind| text.starts_with(kind))).count();
        expected += list.lines().skip(1).filter(|line| !line.contains("\tnone")).count();
        missing += of(&["missing:", "date:"]);
        surplus += of(&["not a call:", "surplus:"]);
        found += calls.files.iter().filter(|(_, calls)| calls.iter().any(is_call)).count();
    }
    assert!(expected > 3_000 && missing * 100 <= expected * 3, "{missing} of {expected} are missing or misdated");
    assert!(surplus * 100 <= found, "{surplus} of {found} are no calls");
}

#[test]
fn scs_without_a_config() {
    check_archive("scs-minutes", Config::default());
}

#[test]
fn scs_with_its_config() {
    check_archive("scs-minutes", example("scs"));
}

#[test]
fn electron() {
    check_archive("electron-governance", example("electron-governance"));
}

#[test]
fn rust() {
    check_archive("rust-lang-team", example("rust-lang-team"));
}

/// A small archive of a community that lays out its minutes in its own way.
struct Archive {
    name: &'static str,
    config: &'static str,
    files: &'static [(&'static str, &'static str)],
    /// File, team (or `-`), date and URL of every call, in the order of the files.
    calls: &'static [&'static str],
}

const ARCHIVES: &[Archive] = &[
    Archive {
        name: "a file for each year, newest meeting first",
        config: "",
        files: &[
            (
                "sig-network/meeting-notes-2018.md",
                "# SIG Network\n\n## Dec 20, 2018\n### Topic\n## Dec 6, 2018 (canceled)\n## Thursday, November 22\n",
            ),
            ("sig-network/charter.md", "# Charter\n## Scope\n"),
            ("sig-network/README.md", "# SIG Network\n## 2018-01-01\n"),
        ],
        calls: &[
            "sig-network/meeting-notes-2018.md sig-network 2018-12-20 sig-network/2018-12-20/",
            "sig-network/meeting-notes-2018.md sig-network 2018-12-06 sig-network/2018-12-06/",
            "sig-network/meeting-notes-2018.md sig-network 2018-11-22 sig-network/2018-11-22/",
        ],
    },
    Archive {
        name: "a folder for each year, dates and topics in the names",
        config: "",
        files: &[
            ("minutes/2023/2023-01-11.md", "# Steering committee\n"),
            ("minutes/2023/2023-01-25-election.md", "# Steering committee\n"),
            ("minutes/template.md", "# YYYY-MM-DD\n"),
        ],
        calls: &[
            "minutes/2023/2023-01-11.md - 2023-01-11 2023-01-11/",
            "minutes/2023/2023-01-25-election.md - 2023-01-25 2023-01-25-election/",
        ],
    },
    Archive {
        name: "a folder for each year and group, month and day in the name",
        config: "",
        files: &[
            ("main/2023/CG-01-17.md", "# Agenda\n"),
            ("main/2023/CG-01.md", "# Agenda for the January meeting\n"),
            ("wasi/2023/WASI-01-12.md", "# Agenda\n"),
            ("process/consensus.md", "# Consensus\n"),
        ],
        calls: &[
            "main/2023/CG-01-17.md main 2023-01-17 main/2023-01-17-cg/",
            "main/2023/CG-01.md main 2023-01 main/2023/cg-01/",
            "wasi/2023/WASI-01-12.md wasi 2023-01-12 wasi/2023-01-12/",
        ],
    },
    Archive {
        name: "a folder for each month, a file for each day of a meeting",
        config: "",
        files: &[
            ("meetings/2023-01/jan-30.md", "# 30 January, 2023 Meeting Notes\n"),
            ("meetings/2023-01/jan-31.md", "# 31 January, 2023 Meeting Notes\n"),
            ("meetings/2023-01/toc.md", "# January 30 - February 2, 2023 Meeting\n"),
        ],
        calls: &[
            "meetings/2023-01/jan-30.md - 2023-01-30 2023-01-30/",
            "meetings/2023-01/jan-31.md - 2023-01-31 2023-01-31/",
        ],
    },
    Archive {
        name: "agendas and notes apart, folders for year and month",
        config: "calls: [{path: '^(?:notes|agendas)/', team: wg}]\n",
        files: &[
            ("agendas/2023/01-Jan/05-wg-primary.md", "# Agenda\n"),
            ("notes/2023/01-Jan/05-wg-primary.md", "# Notes\n"),
            ("notes/2022/2022-12-01.md", "# Notes\n"),
            ("rfcs/2022-12-01.md", "# RFC\n"),
        ],
        calls: &[
            "notes/2022/2022-12-01.md wg 2022-12-01 wg/2022-12-01/",
            "notes/2023/01-Jan/05-wg-primary.md wg 2023-01-05 wg/2023-01-05-wg-primary/",
        ],
    },
    Archive {
        name: "numbered meetings, the date in a heading or a line",
        config: "",
        files: &[
            ("core-devs/Meeting 01.md", "# Core devs meeting 1\n### Meeting Date/Time: Fri 13 Jan 2023, 14:00 UTC\n"),
            ("core-devs/Meeting 02.md", "# Core devs meeting 2\n\n**Date**: January 27th, 2023\n"),
        ],
        calls: &[
            "core-devs/Meeting 01.md core-devs 2023-01-13 core-devs/meeting-01/",
            "core-devs/Meeting 02.md core-devs 2023-01-27 core-devs/meeting-02/",
        ],
    },
    Archive {
        name: "posts with front matter",
        config: "",
        files: &[
            ("wg/kick-off.md", "---\ntitle: Kick-off\ndate: 2023-01-11 10:00:00 +0100\n---\n# Kick-off\n"),
            ("wg/_posts/2023-01-18-second.md", "---\ntitle: Second\n---\n"),
        ],
        calls: &[
            "wg/_posts/2023-01-18-second.md wg 2023-01-18 wg/2023-01-18-second/",
            "wg/kick-off.md wg 2023-01-11 wg/kick-off/",
        ],
    },
    Archive {
        name: "one flat folder, the team in the name",
        config: "calls: [{path: '^(?<team>[a-z]+)-(?<date>\\d{4}-\\d\\d-\\d\\d)(?:-(?<suffix>.+))?\\.md$'}]\n",
        files: &[
            ("infra-2023-01-11.md", "# Notes\n"),
            ("infra-2023-01-11-retro.md", "# Notes\n"),
            ("web-2023-01-11.md", "# Notes\n"),
            ("about.md", "# About 2023-01-11\n"),
        ],
        calls: &[
            "infra-2023-01-11-retro.md infra 2023-01-11 infra/2023-01-11-retro/",
            "infra-2023-01-11.md infra 2023-01-11 infra/2023-01-11/",
            "web-2023-01-11.md web 2023-01-11 web/2023-01-11/",
        ],
    },
    Archive {
        name: "one file with all meetings at the root",
        config: "",
        files: &[("notes.md", "# Notes\n## 2023-02-08\n### A\n## 2023-01-25\n### B\n## 2023-01-11\n")],
        calls: &[
            "notes.md - 2023-02-08 2023-02-08/",
            "notes.md - 2023-01-25 2023-01-25/",
            "notes.md - 2023-01-11 2023-01-11/",
        ],
    },
    Archive {
        name: "a German association, a folder for each meeting",
        config: "title: Verein\nlanguage: de\n",
        files: &[
            ("Vorstand/2023-01-11/Protokoll.md", "# Vorstandssitzung vom 11. Januar 2023\n"),
            ("Vorstand/Sitzung 11.02.2023.md", "# Protokoll\n"),
            ("Vorstand/Satzung.md", "# Satzung\n## Änderungen\n"),
        ],
        calls: &[
            "Vorstand/2023-01-11/Protokoll.md vorstand 2023-01-11 vorstand/2023-01-11/protokoll/",
            "Vorstand/Sitzung 11.02.2023.md vorstand 2023-02-11 vorstand/2023-02-11-sitzung/",
        ],
    },
];

#[test]
fn layouts_of_other_communities() {
    for archive in ARCHIVES {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in archive.files {
            minutebook::base::fs::write(&folder.path().join(path), text.as_bytes()).unwrap();
        }
        let config = config::parse(archive.config, config::FILE_NAME).unwrap();
        let calls = calls_in(folder.path(), config);
        calls.assert_distinct_urls();
        let mut found = Vec::new();
        for (path, calls) in &calls.files {
            for call in calls.iter().filter(|call| is_call(call)) {
                let team = call.team.as_ref().map_or("-", TeamSlug::as_str);
                found.push(format!("{path} {team} {} {}", date_of(call), call.url));
            }
        }
        assert_eq!(found, archive.calls, "{}", archive.name);
    }
}
