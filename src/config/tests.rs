use super::*;
use crate::base::diagnostic::Position;

fn findings(text: &str) -> Vec<Diagnostic> {
    parse(text, FILE_NAME).err().map(|error| error.findings).unwrap_or_default()
}

/// The only finding: its code, its place, message and hints.
fn finding(text: &str) -> (&'static str, (u32, u32), String) {
    let mut all = findings(text);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    let finding = all.remove(0);
    let Position { line, column } = finding.position.expect("a place");
    (finding.code, (line, column), format!("{} | {}", finding.message, finding.hints.join(" | ")))
}

#[test]
fn every_built_in_pattern_compiles() {
    let config = Config::default();
    let Exclude::BuiltIn(patterns) = &config.exclude else { panic!("the default is built in") };
    assert_eq!(patterns.len(), LEFT_OUT.len());
    assert_eq!(config.include.len(), INCLUDED.len());
    assert!(RESERVED.iter().all(|name| crate::base::text::is_slug(name)));
}

#[test]
fn an_empty_file_is_the_default() {
    for empty in ["", "# nothing yet\n", "---\n", "\u{feff}"] {
        let config = parse(empty, FILE_NAME).unwrap();
        assert_eq!((config.title.as_str(), config.calls.len()), ("Minutes", 0), "{empty:?}");
    }
}

#[test]
fn every_key_is_read() {
    let text = r##"
title: T
tagline: t
language: de-AT
base_url: https://example.org/minutes
repository: {url: "https://github.com/o/r.git", branch: trunk, folder: /content/}
footer: f
accent: "#ABC"
logo: img/logo.svg
teams:
  - {slug: iaas, title: Team IaaS, aliases: [IaaS], blurb: b, folders: [IaaS-Team]}
  - slug: sig-standardization
include: ["*.md"]
exclude: drafts/
calls:
  - {path: '^n/(?<team>[^/]+)/(?<year>\d{4})/(?<month>\d\d)', prefix: wg-, rename: {x: y}}
  - {path: '^m/', team: m, kind: agenda}
dates:
  order: month-first
  earliest: 2000
  latest: 2050
  sources: [heading, path]
  months: {tammikuu: 1}
  heading: '^Meeting'
  files: {m/17.md: 2024-01-31}
  text: 'held on (.+)'
image_hosts: https://pad.example.org/uploads
labels: {decisions: [Päätös], actions: Tehtävä, replace: true}
rules: {off: [name, "let's"]}
tasks: headings
registers:
  from: all
  tiers: explicit
  inferred: all
  where:
    - {team: iaas, tiers: all}
    - {path: '^plenary/', tiers: explicit}
people: {pages: false, not_people: ["@OSISM"], hidden: [me], unlisted: ["@You"], aliases: {JuanPTM: [juantpm, "@juanpmt"]}}
privacy: {redact: [mail, dial-in], removed: '(cut)', name_removed: somebody}
slides: {theme: serif, transition: fade, center: false, controls: true, progress: true, slide_number: true}
"##;
    let config = parse(text, FILE_NAME).unwrap_or_else(|findings| panic!("{findings:#?}"));
    assert_eq!(config.base_url.as_deref(), Some("https://example.org/minutes/"));
    let repository = config.repository.as_ref().unwrap();
    assert_eq!((repository.url.as_str(), repository.folder.as_str()), ("https://github.com/o/r", "content/"));
    assert_eq!(config.accent.as_deref(), Some("#aabbcc"));
    assert_eq!(config.teams[1].title, "SIG Standardization");
    assert_eq!(config.team_of("IaaS-Team"), Some(TeamSlug("iaas".into())));
    assert!(matches!(&config.exclude, Exclude::Set(globs) if globs.len() == 1));
    assert_eq!(config.calls[0].rename, [("x".to_owned(), TeamSlug("y".into()))]);
    assert_eq!(config.dates.sources, [DateSource::Heading, DateSource::Path]);
    assert_eq!(config.dates.forms.first_day("1/2/2024").unwrap().value.to_string(), "2024-01-02");
    assert_eq!(config.dates.forms.first_day("5. tammikuu 2024").unwrap().value.to_string(), "2024-01-05");
    assert!(config.dates.forms.first_day("1999-01-01").is_none());
    assert_eq!(config.image_hosts, ["https://pad.example.org/uploads/"]);
    assert_eq!(config.labels.actions, ["Tehtävä"]);
    assert!(config.labels.replace && config.registers.from_all);
    assert_eq!(
        (config.rules_off.as_slice(), config.tasks),
        (["name".to_owned(), "let's".to_owned()].as_slice(), Tasks::BelowHeadings)
    );
    let tiers = |file, team: &str| config.registers.tiers_of(file, Some(&TeamSlug(team.into())));
    assert_eq!(tiers("iaas/1.md", "iaas"), Some(Tiers::All));
    assert_eq!(tiers("plenary/1.md", "plenary"), Some(Tiers::Explicit));
    assert_eq!(config.registers.inferred, Inferred::All);
    assert_eq!(config.people.not_people, ["osism"]);
    assert_eq!(config.people.aliases, [("juanptm".to_owned(), vec!["juantpm".to_owned(), "juanpmt".to_owned()])]);
    assert!(config.people.is_unlisted(&"you".to_owned()) && config.people.is_unlisted(&"me".to_owned()));
    assert_eq!(config.privacy.redact, [PrivateKind::Mail, PrivateKind::WayIn]);
    assert_eq!((config.privacy.removed.as_str(), config.privacy.name_removed.as_str()), ("(cut)", "somebody"));
    assert_eq!(config.slides.theme.as_deref(), Some("serif"));
    assert_eq!(config.slides.center, Some(false));
}

#[test]
fn unknown_keys_name_the_nearest_known_one_and_their_place() {
    let (code, place, text) = finding("title: x\ntitel: y\n");
    assert_eq!((code, place), ("config-key", (2, 1)));
    assert!(text.contains("unknown key `titel`") && text.contains("did you mean `title`?"), "{text}");
    let (_, place, text) = finding("teams:\n  - slug: a\n    alias: [b]\n");
    assert_eq!(place, (3, 5));
    assert!(text.contains("`alias` in `teams[1]`") && text.contains("`aliases`"), "{text}");
    let (_, _, text) = finding("base-url: https://example.org\n");
    assert!(text.contains("`base_url`"), "{text}");
    let (_, _, text) = finding("zzz: 1\n");
    assert!(text.contains("the keys here are title, "), "{text}");
}

#[test]
fn wrong_values_say_where_and_what_to_do() {
    for (text, code, place, part) in [
        ("title: [a]", "config-value", (1, 1), "must be a text, not a list"),
        ("- a", "config-value", (1, 1), "the file must be a mapping, not a list"),
        ("teams: x", "config-value", (1, 1), "`teams` must be a list, not a text"),
        ("teams:\n- x", "config-value", (2, 3), "`teams[1]` must be a mapping"),
        ("teams:\n- title: x", "config-team", (2, 3), "needs a `slug`"),
        ("teams:\n- slug: Team A", "config-team", (2, 3), "write `slug: team-a`"),
        ("teams:\n- slug: search", "config-team", (2, 3), "write `slug: search-team` and `folders: [search]`"),
        ("teams:\n- slug: a\n- slug: a", "config-team", (3, 3), "`a` is the team `a` already"),
        ("teams:\n- slug: a\n- slug: b\n  aliases: [A]", "config-team", (4, 3), "`A` is the team `a` already"),
        ("accent: blue", "config-value", (1, 1), "hexadecimal"),
        ("accent: \"#12345g\"", "config-value", (1, 1), "is not a colour"),
        ("base_url: example.org", "config-value", (1, 1), "write it in full"),
        ("repository: o/r", "config-value", (1, 1), "https://github.com/owner/name"),
        ("repository: {branch: main}", "config-value", (1, 1), "is not a web address of a repository"),
        ("rules: {off: [stated, lets]}", "config-value", (1, 9), "did you mean `let's`?"),
        ("tasks: sometimes", "config-value", (1, 1), "write `always`, `headings` or `never`"),
        ("registers: {from: everywhere}", "config-value", (1, 13), "write `calls` or `all`"),
        ("registers: {inferred: some}", "config-value", (1, 13), "write `likely` or `all`"),
        ("registers: {tiers: some}", "config-value", (1, 13), "write `explicit` or `all`"),
        ("registers:\n  where:\n  - tiers: all", "config-value", (3, 5), "neither `team` nor `path`"),
        ("registers:\n  where:\n  - team: a", "config-value", (3, 5), "write `explicit` or `all`"),
        ("logo: ../x.svg", "config-value", (1, 1), "is not a path below"),
        ("language: english", "config-value", (1, 1), "`de-AT`"),
        ("exclude: ['[a']", "config-value", (1, 1), "invalid glob pattern `[a`: unclosed character class"),
        ("calls:\n- path: '(a'", "config-value", (2, 3), "is not a valid regular expression: unclosed group"),
        ("calls:\n- path: '(?<taem>a)'", "config-value", (2, 3), "did you mean `(?<team>…)`?"),
        ("calls:\n- path: '(?<day>a)'", "config-value", (2, 3), "needs a group `month`"),
        ("calls:\n- team: a", "config-calls", (2, 3), "needs a `path`"),
        ("calls:\n- path: a\n  team: API", "config-value", (3, 3), "write `slug: api`"),
        ("dates: {order: us}", "config-value", (1, 9), "`day-first` or `month-first`"),
        ("dates: {earliest: 2020, latest: 2000}", "config-value", (1, 25), "2000 is before 2020"),
        ("dates: {latest: soon}", "config-value", (1, 9), "a whole number, not a text"),
        ("dates: {sources: [name]}", "config-value", (1, 9), "path, front_matter, heading, text"),
        ("dates: {months: {x: 13}}", "config-value", (1, 9), "number of its month"),
        ("image_hosts: [pad]", "config-value", (1, 1), "https://pad.example.org/uploads/"),
        ("people: {pages: 1}", "config-value", (1, 10), "true or false, not a number"),
        ("people: {aliases: {a: [x], b: [x]}}", "config-value", (1, 10), "`x` is another spelling of `a` already"),
        ("privacy: {redact: [mails]}", "config-value", (1, 11), "did you mean `mail`?"),
        ("privacy: {redact: [x-ray]}", "config-value", (1, 11), "secret, dial-in, mail, phone"),
        ("slides: {theme: night}", "config-value", (1, 10), "not among white, black"),
        ("search: {endpoint: search.example.org}", "config-value", (1, 10), "write the address of the index"),
        ("search: {endpoint: 'https://h'}", "config-value", (1, 10), "names no index"),
        ("search: {endpoint: 'http://h/minutes'}", "config-value", (1, 10), "write `https://`"),
        ("search: {endpoint: 'https://me:word@h/minutes'}", "config-value", (1, 10), "without a password"),
        ("search: {engine: solr}", "config-value", (1, 10), "write `quickwit`, or `opensearch`"),
        ("search: {endpoints: 'https://h/minutes'}", "config-key", (1, 10), "`endpoint`"),
        ("search: https://h/minutes", "config-value", (1, 1), "`search` must be a mapping, not a text"),
        ("a: b: c", "config-yaml", (1, 5), "invalid YAML: mapping values are not allowed"),
        ("title: x\ntitle: y", "config-yaml", (2, 1), "twice"),
    ] {
        let all = findings(text);
        assert_eq!(all.len(), 1, "{text}: {all:#?}");
        assert_eq!(all[0].code, code, "{text}");
        let at = all[0].position.map_or((0, 0), |position| (position.line, position.column));
        let shown = all[0].to_string();
        assert_eq!(at, place, "{shown}");
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    assert_eq!(findings("titel: x\naccent: y\nteams: z\n").len(), 3);
}

#[test]
fn uploads_lie_beside_the_notes() {
    let default = Config::default();
    let name = "6f1bcc2c-9218-4fdc-86ca-0514d954b10c.png";
    for url in ["https://input.scs.community/uploads/", "http://pad.example.org/uploads/"] {
        assert_eq!(default.uploaded_name(&format!("{url}{name}")), Some(name));
        assert_eq!(default.uploaded_name(&format!("{url}{name}?x#y")), Some(name));
    }
    for no in [
        "https://i0.wp.com/a.png",
        "/uploads/a.png",
        "https://h/uploads/",
        "https://h/uploads/../a.png",
        "https://h/uploads/a%2fb.png",
        "https://h/uploads/.git",
        "https://h/x/uploads/a.png",
        "file:///uploads/a.png",
    ] {
        assert_eq!(default.uploaded_name(no), None, "{no}");
    }
    let set = parse("image_hosts: https://pad.example.org/files\n", FILE_NAME).unwrap();
    assert_eq!(set.uploaded_name("https://pad.example.org/files/a.png"), Some("a.png"));
    assert_eq!(set.uploaded_name("https://input.scs.community/uploads/a.png"), None);
}

#[test]
fn titles_of_teams_without_a_config() {
    for (slug, title) in
        [("iaas", "IaaS"), ("sig-standardization", "SIG Standardization"), ("wg-api", "WG API"), ("ops", "Ops")]
    {
        assert_eq!(team_title(slug), title);
    }
}

#[test]
fn the_file_is_found_or_missed() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load(folder.path(), None).unwrap().title, "Minutes");
    crate::base::fs::write(&folder.path().join(FILE_NAME), b"title: Ours\n").unwrap();
    assert_eq!(load(folder.path(), None).unwrap().title, "Ours");
    let missing = load(folder.path(), Some(&folder.path().join("other.yaml"))).unwrap_err();
    assert_eq!(missing.findings[0].code, "config-file");
    crate::base::fs::write(&folder.path().join(FILE_NAME), b"title: \xff\n").unwrap();
    assert!(load(folder.path(), None).is_err());
}
