use super::*;
use crate::config::{self, FILE_NAME};

fn headings(text: &str) -> Vec<HeadingFacts> {
    let lines = text.lines().zip(1..).filter(|(line, _)| line.starts_with('#'));
    lines
        .enumerate()
        .map(|(index, (line, number))| {
            let level = line.len() - line.trim_start_matches('#').len();
            HeadingFacts { index, level: u8::try_from(level).unwrap(), text: line[level..].trim().into(), line: number }
        })
        .collect()
}

fn identity_with(path: &str, source: &str, front_matter_date: Option<&str>, config: &Config) -> Identity {
    let facts = path_facts(path, config);
    let headings = headings(source);
    identify(&FileFacts { path, facts: &facts, front_matter_date, headings: &headings, source }, config)
}

fn identity(path: &str, source: &str) -> Identity {
    identity_with(path, source, None, default())
}

/// Compiled once for all tests.
fn default() -> &'static Config {
    static CONFIG: std::sync::LazyLock<Config> = std::sync::LazyLock::new(Config::default);
    &CONFIG
}

/// Dates, URLs and first lines of the calls.
fn parts(identity: &Identity) -> Vec<(String, &str, u32)> {
    let date = |part: &CallDraft| match (part.date, part.period) {
        (Some(date), _) => date.to_string(),
        (None, Some(period)) => period.to_string(),
        (None, None) => "-".to_owned(),
    };
    identity.calls.iter().map(|part| (date(part), part.url.as_str(), part.line)).collect()
}

fn only(path: &str, source: &str) -> (String, bool) {
    let identity = identity(path, source);
    assert_eq!(identity.calls.len(), 1, "{path}");
    (parts(&identity)[0].0.clone(), identity.calls[0].is_call)
}

fn one_diagnostic(identity: &Identity) -> String {
    assert_eq!(identity.diagnostics.len(), 1, "{:#?}", identity.diagnostics);
    assert_eq!(identity.diagnostics[0].code, "date-conflict");
    identity.diagnostics[0].to_string()
}

#[test]
fn the_file_name_wins_and_the_conflict_is_reported() {
    let weekend = identity("community-call/20221127.md", "some pad text\n\n# SCS Tech Weekly 2022-10-27\n");
    assert_eq!(parts(&weekend), [("2022-11-27".to_owned(), "community-call/2022-11-27/", 1)]);
    let shown = one_diagnostic(&weekend);
    assert!(shown.contains("--> community-call/20221127.md:3:19"), "{shown}");
    assert!(shown.contains("2022-11-27 (Sunday)") && shown.contains("2022-10-27 (Thursday)"), "{shown}");
    assert!(shown.contains("rename the file to community-call/20221027.md"), "{shown}");

    let swapped = one_diagnostic(&identity("openops/20230708.md", "# 2023-08-07\n"));
    assert!(swapped.contains("day and month have changed places"), "{swapped}");
    let year = one_diagnostic(&identity("iam/20230612.md", "# 2024-06-12\n"));
    assert!(year.contains("one of the years is a mistake: write 2023-06-12"), "{year}");
    let copy = one_diagnostic(&identity("project-board/20250825.md", "## 2025-08-18\n"));
    assert!(copy.contains("2025-08-25 is used"), "{copy}");
}

#[test]
fn what_agrees_is_not_reported() {
    for (path, source) in [
        ("iaas/20230111.md", "# Minutes SCS Team IaaS 2023-01-11\n"),
        ("sig-markt/20221208.md", "# Minutes 2202-12-05\n"),
        ("sig-documentation/20230109.md", "# SIG Documentation on 2023-01–09\n"),
        ("iaas/20230111.md", "# Agenda\n## R5 ahead - 2023-09-20\n"),
        ("iaas/20230111.md", "# Calls of 2023-01-04 and 2023-01-11\n"),
        ("iaas/20230111.md", ""),
        ("hackathons/2024-04-16-x/day2.md", "# Notes 2024-04-17\n"),
    ] {
        assert_eq!(identity(path, source).diagnostics, [], "{path}");
    }
    assert_eq!(identity("hackathons/2024-04-16-x/day2.md", "# Notes 2024-06-17\n").diagnostics.len(), 1);
}

#[test]
fn several_meetings_in_a_dated_file() {
    let board = identity("project-board/20260223.md", "## 2026-02-23\n### A\n## 2026-02-09\n### B\n");
    assert_eq!(
        parts(&board),
        [
            ("2026-02-23".to_owned(), "project-board/2026-02-23/", 1),
            ("2026-02-09".to_owned(), "project-board/2026-02-09/", 3)
        ]
    );
    assert_eq!(board.calls[0].starts_at, None);
    assert_eq!(board.calls[1].starts_at, Some(2));
    assert_eq!(board.diagnostics, []);
    let stray = identity("iam/20230208.md", "# 2023-02-15\n* Review\n\n# 2023-02-08\n## Agenda\n");
    assert_eq!(
        parts(&stray),
        [("2023-02-15".to_owned(), "iam/2023-02-15/", 1), ("2023-02-08".to_owned(), "iam/2023-02-08/", 4)]
    );
    assert!(!stray.calls[0].has_file_url && stray.calls[1].has_file_url);
}

#[test]
fn topics_with_a_date_do_not_split_a_dated_file() {
    for source in [
        "# 2024-06-14\n## R7 (2024-09-04) RCs\n",
        "# Postmortem\n## Timeline\n### 2024-06-14\n### 2024-06-15\n",
        "# 2024-06-14\n## 2024-06-15\n",
        "# 2024-06-14\n# Meeting of 2024-06-21\n",
        "# 2024-06-12\n# 2024-06-13\n",
    ] {
        assert_eq!(identity("ops/20240614.md", source).calls.len(), 1, "{source}");
    }
}

#[test]
fn all_meetings_in_one_file() {
    let notes = "# Meeting notes\n\nHow to join\n\n## March 18, 2021 (recording)\n### Topic 2021-04-01\n\n## Thu, March 4th 2021\n## Next steps\n";
    let found = identity("wg-x/notes.md", notes);
    assert_eq!(
        parts(&found),
        [("2021-03-18".to_owned(), "wg-x/2021-03-18/", 1), ("2021-03-04".to_owned(), "wg-x/2021-03-04/", 8)]
    );
    let month = identity("wg-x/2021-03.md", "## 2021-03-04\n## 2021-03-18\n## 2021-03-18\n");
    let urls: Vec<&str> = month.calls.iter().map(|part| part.url.as_str()).collect();
    assert_eq!(urls, ["wg-x/2021-03-04/", "wg-x/2021-03-18/", "wg-x/2021-03-18-2/"]);
    let year = identity("sig-x/meeting-notes-2018.md", "# SIG X\n## Dec 20\n## December 6th (canceled)\n");
    assert_eq!(parts(&year).iter().map(|part| part.0.as_str()).collect::<Vec<_>>(), ["2018-12-20", "2018-12-06"]);
    let years = identity("log.md", "# Log\n## 2019\n### Jan 3\n## 2018\n### Dec 20\n");
    assert_eq!(
        parts(&years),
        [("2019-01-03".to_owned(), "2019-01-03/", 1), ("2018-12-20".to_owned(), "2018-12-20/", 5)]
    );
}

#[test]
fn a_pattern_says_where_calls_begin() {
    let config = config::parse("dates: {heading: '^Session '}\n", FILE_NAME).unwrap();
    let source =
        "# Log\n## Session 1, 2021-03-04: Alice on sets\n### 2021-03-05\n## Session 2, 2021-03-18: Bob on bags\n";
    let found = identity_with("x/log.md", source, None, &config);
    assert_eq!(
        parts(&found),
        [("2021-03-04".to_owned(), "x/2021-03-04/", 1), ("2021-03-18".to_owned(), "x/2021-03-18/", 4)]
    );
}

#[test]
fn dates_from_front_matter_headings_and_text() {
    let config = default();
    let dated = |date| identity_with("x/kickoff.md", "# Kick-off\n", Some(date), config);
    for date in ["2023-01-11", "20230111", "2023-01-11 10:00:00 +0100", "11 January 2023", "2023-01-11T10:00:00Z"] {
        assert_eq!(parts(&dated(date)), [("2023-01-11".to_owned(), "x/kickoff/", 1)], "{date}");
    }
    assert!(!dated("soon").calls[0].is_call);
    for source in [
        "# Core devs meeting 123\n### Meeting Date/Time: Friday, January 13th, 2023 at 14:00 UTC\n",
        "# Minutes 13 January 2023\n",
        "Team OPS\n\n2023-01-13\n\n* a\n",
        "# Core devs\n\n- **Date**: 13 Jan 2023\n",
        "---\ntitle: x\n---\n\n_Date: Jan 13, 2023_\n",
    ] {
        assert_eq!(only("x/Meeting 123.md", source), ("2023-01-13".to_owned(), true), "{source}");
    }
    assert_eq!(only("iam/scs-federation.md", "# Federation\n## Since 2023-01-11\n"), ("-".to_owned(), false));
    assert_eq!(only("x/roadmap.md", "# Roadmap\n## 2024\n### March 4\n"), ("-".to_owned(), false));
}

#[test]
fn front_matter_that_disagrees_is_reported() {
    let found = identity_with("x/20230111.md", "---\ntitle: x\ndate: 2023-01-12\n---\n", Some("2023-01-12"), default());
    assert_eq!(parts(&found)[0].0, "2023-01-11");
    let shown = one_diagnostic(&found);
    assert!(shown.contains("x/20230111.md:3:7") && shown.contains("the front matter 2023-01-12"), "{shown}");
}

#[test]
fn another_source_can_win() {
    let config = config::parse("dates: {sources: [heading, path]}\n", FILE_NAME).unwrap();
    let found = identity_with("x/20230111.md", "# 2023-01-12\n", None, &config);
    assert_eq!(parts(&found), [("2023-01-12".to_owned(), "x/2023-01-12/", 1)]);
}

#[test]
fn months_are_enough_for_a_call_and_years_where_a_rule_says_so() {
    let hackathon = identity("hackathons/2022-09-pco-cloudmon-hackathon/minutes.md", "# Cloudmon\n");
    assert_eq!(parts(&hackathon), [("2022-09".to_owned(), "hackathons/2022-09-pco-cloudmon-hackathon/minutes/", 1)]);
    assert!(hackathon.calls[0].is_call);
    assert_eq!(only("x/2023/roadmap.md", "# Roadmap\n"), ("-".to_owned(), false));
    let config = config::parse("calls: [{path: '^x/'}]\n", FILE_NAME).unwrap();
    let found = identity_with("x/2023/Meeting 5.md", "# Meeting 5\n", None, &config);
    assert_eq!(parts(&found)[0].0, "2023");
    assert!(found.calls[0].is_call);
}

#[test]
fn impossible_days_in_names_are_reported() {
    let found = identity("x/2023-02-31.md", "# Notes\n");
    assert!(!found.calls[0].is_call);
    assert_eq!(found.diagnostics.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["no-date"]);
    let slip = identity("font/meeting-202001019-4.md", "# Notes\n");
    assert_eq!(slip.diagnostics.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["no-date"]);
}

#[test]
fn rules_part_calls_from_pages() {
    let config = config::parse("calls: [{path: '^(?<team>wg-[^/]+)/meeting-notes/'}]\n", FILE_NAME).unwrap();
    let page = identity_with("wg-a/incidents/2020-05-01.md", "# 2020-05-01\n", Some("2020-05-01"), &config);
    assert!(!page.calls[0].is_call && page.calls[0].date.is_none() && page.diagnostics.is_empty());
    let undated = identity_with("wg-a/meeting-notes/misc.md", "# Misc\n", None, &config);
    assert_eq!(undated.diagnostics[0].code, "no-date");
    assert!(!undated.calls[0].is_call);
}

#[test]
fn a_file_of_many_headings_has_calls_up_to_a_bound() {
    let many = identity("x/notes.md", &"# 2023-01-11\n## a\n".repeat(10_000));
    assert_eq!(many.calls.len(), 1);
    let two_days = identity("x/notes.md", &"# 2023-01-11\n# 2023-01-12\n".repeat(5_000));
    assert_eq!(two_days.calls.len(), MOST_CALLS);
    assert_eq!(two_days.diagnostics.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["many-calls"]);
}

proptest::proptest! {
    #[test]
    fn any_text_has_an_identity(path in "[a-z0-9/.-]{1,20}\\.md", source in "(#{1,3} [0-9a-z :./-]{0,20}\n){0,8}") {
        let found = identity(&path, &source);
        proptest::prop_assert!(!found.calls.is_empty());
        proptest::prop_assert!(found.calls[0].starts_at.is_none());
        proptest::prop_assert!(found.calls.windows(2).all(|pair| pair[0].line < pair[1].line));
    }
}

#[test]
fn the_year_of_the_folder_bounds_what_the_text_says() {
    for (path, source, expected) in [
        // A heading without a year.
        ("docs/2024/sync.md", "# May 8 Docs meeting\n", ("2024-05-08", true)),
        ("docs/2024/roadmap.md", "# What we may 8 times regret in June 12 ways\n", ("-", false)),
        // A slip in the year, and the turn of the year.
        ("docs/2022/a.md", "# Monday, 17 January 2002\n", ("2022-01-17", true)),
        ("docs/2022/b.md", "# 4 January 2023\n", ("2023-01-04", true)),
        // What a name says of a year is no bound.
        ("docs/log-2018.md", "# 4 January 2023\n", ("2023-01-04", true)),
    ] {
        assert_eq!(only(path, source), (expected.0.to_owned(), expected.1), "{path}");
    }
    assert_eq!(identity("docs/2022/a.md", "# Monday, 17 January 2002\n").diagnostics.len(), 1);
}

#[test]
fn labels_links_tables_and_weekdays_say_a_day() {
    for (source, day) in [
        ("# x\n\n**Date & Time**: [June 7, 2024, 14:00 UTC](https://example.org)\n", "2024-06-07"),
        ("# x\n\n| Date | 2024-06-07 |\n| --- | --- |\n", "2024-06-07"),
        ("# Notes 9/2/16\n", "2016-02-09"),
        ("# Friday 8/11/17\n", "2017-08-11"),
        ("# Notes of 8/11/2017, Friday\n", "2017-08-11"),
    ] {
        assert_eq!(only("x/meeting.md", source), (day.to_owned(), true), "{source}");
    }
    assert_eq!(only("x/meeting.md", "# 8.11.2017, Friday\n").0, "2017-11-08", "dots put the day first");
}

#[test]
fn a_pattern_says_where_the_date_stands() {
    let config = config::parse("dates: {text: 'held on (?<date>[^.]+)'}\n", FILE_NAME).unwrap();
    let found = identity_with("x/Meeting 17.md", "# Meeting 17\n\nIt was held on 3/4/2024.\n", None, &config);
    assert_eq!(parts(&found)[0].0, "2024-04-03");
    let conflict = identity_with("x/2024-05-06.md", "# x\n\nheld on 2024-05-07.\n", None, &config);
    assert!(one_diagnostic(&conflict).contains("x/2024-05-06.md:3"));
}
