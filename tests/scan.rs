//! Scan and identity against the archives whose calls are known (`shared/eval/calls-*.tsv`), and against small archives
//! of other communities' layouts.

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
    let files: Vec<(&String, &MinutesFile)> = scan
        .inputs
        .iter()
        .filter_map(|input| if let Class::Minutes(file) = &input.class { Some((&input.path, file)) } else { None })
        .collect();
    let mut identities: Vec<Identity> = files
        .iter()
        .map(|(path, file)| {
            let (date, headings) = (front_matter_date(&file.text), headings(&file.text));
            let (facts, source) = (&file.facts, file.text.as_str());
            let front_matter_date = date.as_deref();
            identify(&FileFacts { path, facts, front_matter_date, headings: &headings, source }, config)
        })
        .collect();
    settle_urls(&mut identities);
    let identities = files.iter().map(|(path, _)| (*path).clone()).zip(identities).collect();
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
    let expected = std::fs::read_to_string(shared.join(format!("eval/calls-{name}.tsv"))).unwrap();
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
