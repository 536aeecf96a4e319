use super::*;
use crate::config::{self, FILE_NAME};

fn facts_of(path: &str) -> PathFacts {
    static CONFIG: std::sync::LazyLock<Config> = std::sync::LazyLock::new(Config::default);
    path_facts(path, &CONFIG)
}

/// Team, date, suffix and URL in one line.
fn line(facts: &PathFacts) -> String {
    let team = facts.team.as_ref().map_or("-", TeamSlug::as_str);
    let date = match facts.date {
        Some(PathDate::Day(day)) => day.to_string(),
        Some(PathDate::Period(period)) => period.to_string(),
        None => "-".to_owned(),
    };
    format!("{team} {date} {} {}", facts.suffix.as_deref().unwrap_or("-"), facts.url)
}

#[test]
fn layouts_that_need_no_config() {
    for (path, expected) in [
        // SCS
        ("iaas/20230111.md", "iaas 2023-01-11 - iaas/2023-01-11/"),
        ("iaas/20230710-overflow.md", "iaas 2023-07-10 overflow iaas/2023-07-10-overflow/"),
        ("iam/20240830-iam-workshop.md", "iam 2024-08-30 iam-workshop iam/2024-08-30-iam-workshop/"),
        ("sig-release/2023-09-14.md", "sig-release 2023-09-14 - sig-release/2023-09-14/"),
        ("iam/scs-federation.md", "iam - - iam/scs-federation/"),
        ("hackathons/2024-04-16-x/minutes.md", "hackathons 2024-04-16 - hackathons/2024-04-16-x/minutes/"),
        ("hackathons/2024-04-16-x/iam-notes.md", "hackathons 2024-04-16 iam-notes hackathons/2024-04-16-x/iam-notes/"),
        (
            "hackathons/2026-02-17-18-6-hackathon/Readme.md",
            "hackathons 2026-02-17 - hackathons/2026-02-17-18-6-hackathon/",
        ),
        (
            "hackathons/2022-09-pco-cloudmon-hackathon/minutes.md",
            "hackathons 2022-09 - hackathons/2022-09-pco-cloudmon-hackathon/minutes/",
        ),
        (
            "hackathons/2023-07-18-api-mini-hackathon.md",
            "hackathons 2023-07-18 api-mini-hackathon hackathons/2023-07-18-api-mini-hackathon/",
        ),
        // Others
        ("2023-01-11.md", "- 2023-01-11 - 2023-01-11/"),
        ("notes.md", "- - - notes/"),
        ("2023/01/11.md", "- 2023-01-11 - 2023-01-11/"),
        ("wg-x/2023/01/11.md", "wg-x 2023-01-11 - wg-x/2023-01-11/"),
        ("wg-x/2023/01/11/notes.md", "wg-x 2023-01-11 - wg-x/2023/01/11/notes/"),
        ("minutes/2023/2023-01-11.md", "- 2023-01-11 - 2023-01-11/"),
        ("sig-x/meetings/2023-01-11-roadmap.md", "sig-x 2023-01-11 roadmap sig-x/2023-01-11-roadmap/"),
        (
            "docs/minutes/design-meeting/2019-09-27-async.md",
            "design-meeting 2019-09-27 async design-meeting/2019-09-27-async/",
        ),
        ("wg-x/2021-03.md", "wg-x 2021-03 - wg-x/2021-03/"),
        ("sig-x/meeting-notes-2018.md", "sig-x 2018 - sig-x/meeting-notes-2018/"),
        ("x/meeting-2023-01-11-notes.md", "x 2023-01-11 - x/2023-01-11/"),
        ("x/Jan-11-2023.md", "x 2023-01-11 - x/2023-01-11/"),
        ("x/2023_01_11 Sprint Review.md", "x 2023-01-11 sprint-review x/2023-01-11-sprint-review/"),
        ("meetings/2023-01/jan-30.md", "- 2023-01-30 - 2023-01-30/"),
        ("main/2023/CG-01-17.md", "main 2023-01-17 cg main/2023-01-17-cg/"),
        ("wasi/2022/WASI-01-13.md", "wasi 2022-01-13 - wasi/2022-01-13/"),
        ("agendas/2023/01-Jan/05-wg-primary.md", "- 2023-01-05 wg-primary 2023-01-05-wg-primary/"),
        ("archived/2021-02-22/wg-qa/meeting-notes/2019-9-18.md", "wg-qa 2019-09-18 - wg-qa/2019-09-18/"),
        ("archived/2021-02-22/wg-qa/charter.md", "wg-qa - - wg-qa/charter/"),
        ("meetings/2023-01-11/README.md", "- 2023-01-11 - meetings/2023-01-11/"),
        ("_posts/2023-01-11-meeting.md", "- 2023-01-11 - 2023-01-11/"),
        ("wg-a/incidents/2020-05-01.md", "wg-a 2020-05-01 - wg-a/incidents/2020-05-01/"),
        // Names
        ("Über uns/Größe \"7\".md", "ueber-uns - - ueber-uns/groesse-7/"),
        ("iaas/会议.md", "iaas - - iaas/x-dc9eab80/"),
        ("iaas/a\u{202e}b.md", "iaas - - iaas/ab/"),
        ("x/2023-02-31.md", "x - - x/2023-02-31/"),
        ("x/deck.md", "x - - x/deck-page/"),
        ("search.md", "- - - search-page/"),
        ("search/20230111.md", "search-team 2023-01-11 - search-team/2023-01-11/"),
        ("2024-04-16-kickoff/minutes.md", "- 2024-04-16 - 2024-04-16-kickoff/minutes/"),
    ] {
        assert_eq!(line(&facts_of(path)), expected, "{path}");
    }
}

#[test]
fn rules_of_a_config() {
    let config = config::parse(
        "teams:\n\
         - {slug: triage, folders: [minutes]}\n\
         calls:\n\
         - {path: '^minutes/', team: triage}\n\
         - {path: '^working-groups/(?<team>[^/]+)/(?:minutes|notes)/', prefix: wg-, rename: {meta: all-groups}}\n\
         - {path: '^flat/(?<team>[a-z]+)_(?<date>\\d{8})(?:_(?<suffix>\\w+))?\\.md$'}\n\
         - {path: '^y(?<year>\\d{4})/m(?<month>\\d\\d)/d(?<day>\\d\\d)/(?<team>[a-z]+)'}\n",
        FILE_NAME,
    )
    .unwrap();
    let calls = ["minutes/2019-04-18.md", "working-groups/ucg/notes/2019-03-14.md"];
    for (path, layout, expected) in [
        ("minutes/2019.04.18.md", Layout::Call, "triage 2019-04-18 - triage/2019-04-18/"),
        ("minutes/sub/2019.04.18.md", Layout::Call, "triage 2019-04-18 - triage/2019-04-18/"),
        ("working-groups/ucg/notes/2019-03-14.md", Layout::Call, "wg-ucg 2019-03-14 - wg-ucg/2019-03-14/"),
        ("working-groups/meta/minutes/2019.05.02.md", Layout::Call, "all-groups 2019-05-02 - all-groups/2019-05-02/"),
        ("flat/iaas_20230111_extra.md", Layout::Call, "iaas 2023-01-11 extra iaas/2023-01-11-extra/"),
        ("y2023/m01/d11/ops.md", Layout::Call, "ops 2023-01-11 - ops/2023-01-11/"),
        ("src/2019-04-18.md", Layout::Page, "- - - src/2019-04-18/"),
        ("working-groups/README.md", Layout::Page, "- - - working-groups/"),
        ("wg-ucg/charter.md", Layout::Page, "wg-ucg - - wg-ucg/charter/"),
    ] {
        let facts = &facts_of_paths(&[calls[0], calls[1], path], &config)[2];
        assert_eq!(facts.layout, layout, "{path}");
        assert_eq!(line(facts), expected, "{path}");
    }
}

#[test]
fn folders_of_a_team_are_given_to_it() {
    let config = config::parse("teams: [{slug: board, folders: [Product Board, search]}]\n", FILE_NAME).unwrap();
    for path in
        ["Product Board/2023-01-11.md", "search/2023-01-11.md", "board/2023-01-11.md", "docs/board/2023-01-11.md"]
    {
        assert_eq!(line(&path_facts(path, &config)), "board 2023-01-11 - board/2023-01-11/", "{path}");
    }
}

proptest::proptest! {
    #[test]
    fn any_path_has_a_safe_url(path in "[a-z0-9A-Zäß ._-]{1,12}(/[a-z0-9é\"'._-]{1,14}){0,3}\\.md") {
        let facts = facts_of(&path);
        let safe = facts.url.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-/".contains(&b));
        proptest::prop_assert!(safe && facts.url.ends_with('/') && !facts.url.contains("//"), "{}", facts.url);
        proptest::prop_assert!(!RESERVED.contains(&facts.url.split('/').next().unwrap_or_default()));
    }
}

#[test]
fn a_folder_with_the_name_of_a_page_is_renamed_and_reported() {
    let path = "search/20230111.md";
    let found = |config: &str| {
        let config = config::parse(config, FILE_NAME).unwrap();
        let facts = path_facts(path, &config);
        let (_, findings) = teams([(path, &facts)].into_iter(), &config);
        (facts.url, findings.iter().map(|finding| finding.code).collect::<Vec<_>>())
    };
    assert_eq!(found(""), ("search-team/2023-01-11/".to_owned(), vec!["reserved-name"]));
    let named = "teams: [{slug: finders, folders: [search]}]\n";
    assert_eq!(found(named), ("finders/2023-01-11/".to_owned(), Vec::new()));
}

#[test]
fn siblings_tell_what_comes_first_and_which_names_are_series() {
    let config = Config::default();
    let all = |paths: &[&str]| facts_of_paths(paths, &config).iter().map(line).collect::<Vec<_>>();
    let american = all(&["t/x-05-11-2024.md", "t/x-07-25-2024.md", "u/x-05-11-2024.md"]);
    assert!(american[0].starts_with("t 2024-05-11") && american[2].starts_with("u 2024-05-11"), "{american:?}");
    let both = all(&["t/x-05-11-2024.md", "t/x-07-25-2024.md", "t/x-25-07-2023.md"]);
    assert!(both[0].starts_with("t 2024-11-05"), "{both:?}");
    let series = all(&[
        "meeting-notes/2019/Q1/2019-02-04--js-ipfs.md",
        "meeting-notes/2019/Q1/2019-02-11--js-ipfs.md",
        "meeting-notes/2019/Q2/2019-04-15--js-ipfs.md",
        "meeting-notes/2019/Q2/2019-04-15--kickoff.md",
    ]);
    assert_eq!(series[2], "js-ipfs 2019-04-15 - js-ipfs/2019-04-15/");
    assert!(series[3].contains("2019-04-15 kickoff"), "{series:?}");
    let named = ["m/2016-02-11-TSC-Minutes.md", "m/2016-02-16-TSC-Minutes-canceled.md", "m/2016-02-18-TSC-Minutes.md"];
    let named = named.map(|path| path.replace("m/", "minutes/"));
    let tsc = all(&named.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(tsc[1], "tsc 2016-02-16 - tsc/2016-02-16/");
    let plain = all(&["minutes/20200721_agenda_and_minutes.md"]);
    assert_eq!(plain[0], "- 2020-07-21 - 2020-07-21/");
}

#[test]
fn files_below_a_year_are_of_that_year() {
    for (path, expected) in [
        ("2018/07-seattle/07-24-minutes.md", "- 2018-07-24 - 2018/07-seattle/07-24-minutes/"),
        ("2018/telcons/07-24-minutes.md", "telcons 2018-07-24 - telcons/2018-07-24/"),
        ("team/2018/07-24-x.md", "team 2018-07-24 x team/2018-07-24-x/"),
        ("board/2024/board-05-8.md", "board 2024-05-08 - board/2024-05-08/"),
        ("2018/projects/roadmap.md", "projects 2018 roadmap projects/roadmap/"),
        ("2018-03/project/07-24.md", "project - - project/07-24/"),
        ("2015/01-nyc/06-minutes.md", "- 2015-01-06 - 2015/01-nyc/06-minutes/"),
        ("2014/09-london/10-01-minutes.md", "- 2014-10-01 - 2014/09-london/10-01-minutes/"),
        ("meetings/2016-11/dec-1.md", "- 2016-12-01 - 2016-12-01/"),
        ("minutes/11.01.23.md", "- 2023-01-11 - 2023-01-11/"),
    ] {
        assert_eq!(line(&facts_of(path)), expected, "{path}");
    }
}

#[test]
fn teams_keep_their_names_apart_and_their_capitals() {
    let config = Config::default();
    let paths =
        ["C#/20240110.md", "C++/20240111.md", "c/20240112.md", "例会/20240113.md", "GUI-and-Browsers/20240114.md"];
    let facts = facts_of_paths(&paths, &config);
    let (teams, findings) = teams(paths.iter().copied().zip(&facts), &config);
    let titles: BTreeSet<&str> = teams.iter().map(|team| team.title.as_str()).collect();
    assert_eq!(titles, BTreeSet::from(["C#", "C++", "C", "例会", "GUI and Browsers"]));
    assert!(findings.is_empty());
}

#[test]
fn names_of_a_folder_speak_together() {
    let config = Config::default();
    let all = |paths: &[&str]| facts_of_paths(paths, &config).iter().map(line).collect::<Vec<_>>();
    let months = all(&["main/2023/CG-01-17.md", "main/2023/CG-02.md", "core/2023/Meeting 02.md"]);
    assert!(months[1].starts_with("main 2023-02 ") && months[2].starts_with("core 2023 "), "{months:?}");
    let short = all(&["sg/3-25-22.md", "sg/4-5-22.md"]);
    assert!(short[1].starts_with("sg 2022-04-05"), "{short:?}");
    let tables = facts_of_paths(&["m/2023-01/jan-30.md", "m/2023-01/toc.md", "x/2024-01-10-a/index.md"], &config);
    assert_eq!(tables[1].layout, Layout::Page);
    assert_eq!(line(&tables[2]), "x 2024-01-10 - x/2024-01-10-a/");
}

#[test]
fn a_part_of_a_date_bounds_the_rest() {
    let config = config::parse(
        "calls: [{path: '^(?<team>[^/]+)/(?<year>[0-9]{4})/'}]\ndates: {files: {x/Meeting 17.md: 2024-01-31}}\n",
        FILE_NAME,
    )
    .unwrap();
    for (path, expected) in [
        ("dev/2024/dev-05-08.md", "dev 2024-05-08 - dev/2024-05-08/"),
        ("dev/2024/2024-05-08.md", "dev 2024-05-08 - dev/2024-05-08/"),
        ("dev/2024/2023-05-08.md", "dev 2024 2023-05-08 dev/2024/2023-05-08/"),
        ("x/Meeting 17.md", "x 2024-01-31 - x/2024-01-31/"),
    ] {
        assert_eq!(line(&path_facts(path, &config)), expected, "{path}");
    }
}
