//! Scan and identity against the archives whose calls are known (`shared/eval/calls-*.tsv`), and against small archives
//! of other communities' layouts.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test may stop anywhere and say why it skips.

use minutebook::config::{self, Config};
use minutebook::identity::{FileFacts, HeadingFacts, Identity, identify, settle_urls};
use minutebook::scan::{Class, MinutesFile, Scan, scan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("MINUTEBOOK_SHARED").map_or(default, PathBuf::from);
    if shared.is_dir() {
        return Some(shared);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{} must be there", shared.display());
    println!("skipped: {} is not there", shared.display());
    None
}

/// Headings as the parser would give them, near enough: lines that begin with `#`, outside of fences.
fn headings(text: &str) -> Vec<HeadingFacts> {
    let mut headings = Vec::new();
    let mut fenced = false;
    for (line, number) in text.lines().zip(1..) {
        fenced ^= line.trim_start().starts_with("```");
        let level = line.len() - line.trim_start_matches('#').len();
        let rest = &line[level..];
        if !fenced && (1..=6).contains(&level) && rest.starts_with([' ', '\t']) {
            let level = u8::try_from(level).unwrap();
            headings.push(HeadingFacts { index: headings.len(), level, text: rest.trim().to_owned(), line: number });
        }
    }
    headings
}

fn front_matter_date(text: &str) -> Option<String> {
    let (header, _) = text.trim_start().strip_prefix("---\n")?.split_once("\n---")?;
    minutebook::yaml::parse(header).ok()?.get("date")?.scalar_text()
}

/// The calls of every file, and what was found on the way.
struct Calls {
    scan: Scan,
    identities: Vec<(String, Identity)>,
}

fn calls_in(source: &Path, config: &Config) -> Calls {
    let scan = scan(source, config).unwrap();
    let files: Vec<(&str, &MinutesFile)> = scan.notes().map(|(input, file)| (input.path.as_str(), file)).collect();
    let mut identities: Vec<Identity> = files
        .iter()
        .map(|(path, file)| {
            let (date, headings) = (front_matter_date(&file.text), headings(&file.text));
            let (facts, source) = (&file.facts, file.text.as_str());
            let front_matter_date = date.as_deref();
            identify(&FileFacts { path, facts, front_matter_date, headings: &headings, source }, config)
        })
        .collect();
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    settle_urls(&paths, &mut identities);
    let identities = paths.iter().map(|path| (*path).to_owned()).zip(identities).collect();
    Calls { scan, identities }
}

impl Calls {
    fn team_of(&self, path: &str) -> Option<&str> {
        self.scan.inputs.iter().find(|input| input.path == path).and_then(|input| match &input.class {
            Class::Minutes(file) => file.facts.team.as_ref().map(minutebook::model::TeamSlug::as_str),
            _ => None,
        })
    }

    fn assert_distinct_urls(&self) {
        let mut seen = BTreeMap::new();
        for (path, identity) in &self.identities {
            for part in &identity.parts {
                let safe = part.url.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-/".contains(&b));
                assert!(safe && part.url.ends_with('/') && !part.url.contains("//"), "{path}: {}", part.url);
                if let Some(other) = seen.insert(part.url.clone(), path) {
                    panic!("{other} and {path} are both {}", part.url);
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
    let is_call: BTreeMap<&str, &Identity> = calls
        .identities
        .iter()
        .filter(|(_, identity)| identity.parts.iter().any(|part| part.is_call))
        .map(|(path, identity)| (path.as_str(), identity))
        .collect();
    for line in lines {
        let row: BTreeMap<&str, &str> = names.iter().copied().zip(line.split('\t')).collect();
        let path = row["path"];
        known.insert(path);
        let found = is_call.get(path);
        match (row["kind"], found) {
            ("none", Some(_)) => problems.push(format!("not a call: {path}")),
            ("none" | "agenda" | "invitation", None) => {}
            (_, None) => problems.push(format!("missing: {path}")),
            (_, Some(identity)) => {
                let dates: Vec<String> = identity
                    .parts
                    .iter()
                    .map(|part| match (part.date, part.period) {
                        (Some(date), _) => date.to_string(),
                        (None, Some(period)) => period.to_string(),
                        (None, None) => String::new(),
                    })
                    .collect();
                let wanted = [row["date"], row.get("alt_date").copied().unwrap_or_default()];
                let mut wanted = wanted.iter().filter(|date| !date.is_empty()).peekable();
                if wanted.peek().is_some() && !wanted.any(|want| dates.iter().any(|date| date.starts_with(want))) {
                    problems.push(format!("date: {path} wanted {} got {dates:?}", row["date"]));
                }
                if !row["team"].is_empty() && calls.team_of(path) != Some(row["team"]) {
                    problems.push(format!("team: {path} wanted {} got {:?}", row["team"], calls.team_of(path)));
                }
            }
        }
    }
    problems.extend(is_call.keys().filter(|path| !known.contains(*path)).map(|path| format!("surplus: {path}")));
    problems
}

fn example(name: &str) -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join(config::FILE_NAME);
    config::load(Path::new("nowhere"), Some(&path)).unwrap_or_else(|findings| {
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        panic!("{}", findings.join("\n"))
    })
}

fn check_archive(name: &str, config: &Config) -> Option<Calls> {
    let shared = shared()?;
    let calls = calls_in(&shared.join("corpus").join(name), config);
    let expected = minutebook::fs::read_to_string(&shared.join(format!("eval/calls-{name}.tsv"))).unwrap();
    let problems = differences(&calls, &expected);
    assert!(problems.is_empty(), "{} differences\n{}", problems.len(), problems.join("\n"));
    calls.assert_distinct_urls();
    Some(calls)
}

#[test]
fn scs_without_a_config() {
    check_archive("scs-minutes", &Config::default());
}

#[test]
fn scs_with_its_config() {
    check_archive("scs-minutes", &example("scs"));
}

#[test]
fn electron() {
    check_archive("electron-governance", &example("electron-governance"));
}

#[test]
fn rust() {
    check_archive("rust-lang-team", &example("rust-lang-team"));
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
            "minutes/2023/2023-01-11.md minutes 2023-01-11 minutes/2023-01-11/",
            "minutes/2023/2023-01-25-election.md minutes 2023-01-25 minutes/2023-01-25-election/",
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
            "meetings/2023-01/jan-30.md meetings 2023-01-30 meetings/2023-01-30/",
            "meetings/2023-01/jan-31.md meetings 2023-01-31 meetings/2023-01-31/",
            "meetings/2023-01/toc.md meetings 2023-01 meetings/2023-01/toc/",
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
            "agendas/2023/01-Jan/05-wg-primary.md wg 2023-01-05 wg/2023/01-jan/05-wg-primary/",
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
            minutebook::fs::write(&folder.path().join(path), text.as_bytes()).unwrap();
        }
        let config = config::parse(archive.config, config::FILE_NAME).unwrap();
        let calls = calls_in(folder.path(), &config);
        calls.assert_distinct_urls();
        let mut found = Vec::new();
        for (path, identity) in &calls.identities {
            for part in identity.parts.iter().filter(|part| part.is_call) {
                let date = part.date.map(|date| date.to_string()).or(part.period.map(|period| period.to_string()));
                let team = calls.team_of(path).unwrap_or("-");
                found.push(format!("{path} {team} {} {}", date.unwrap_or_default(), part.url));
            }
        }
        assert_eq!(found, archive.calls, "{}", archive.name);
    }
}
