//! Tests of the engine as a whole, on a small archive.
#![allow(clippy::inconsistent_digit_grouping, reason = "days are written as year, month and day")]
#![allow(clippy::zero_sized_map_values, clippy::case_sensitive_file_extension_comparisons, reason = "our own names")]

mod language;
mod ranking;
mod robustness;
mod whole;

use crate::pack::Found;
use crate::tokenize::Analysers;
use crate::{Engine, Kind, Options, Role, Row, SearchDocument, build, fragments};

/// A section of a call, for tests to change.
pub(crate) fn section(file: &str, line: u32, heading: &str, body: &str) -> SearchDocument {
    let (team, name) = file.split_once('/').unwrap_or(("", file));
    let name = name.trim_end_matches(".md");
    let date: Option<u32> = name.get(..8).and_then(|day| day.parse().ok());
    let page = format!("{team}/{name}/");
    SearchDocument {
        kind: Kind::Section,
        file: file.to_owned(),
        line,
        url: format!("{page}#s{line}"),
        deck_url: format!("{page}deck/#/s{line}"),
        team: team.to_owned(),
        team_title: format!("Team {team}"),
        date,
        title: format!("Team {team} {name}"),
        heading: heading.to_owned(),
        body: body.to_owned(),
        // Calls are numbered by their file; any number will do.
        call: file.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(byte.into())),
        ..SearchDocument::default()
    }
}

/// The call that sections belong to.
pub(crate) fn call(file: &str, headings: &str) -> SearchDocument {
    let section = section(file, 1, "", "");
    let page = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    SearchDocument {
        kind: Kind::Call,
        url: page(&section.url),
        deck_url: page(&section.deck_url),
        ancestors: headings.to_owned(),
        ..section
    }
}

/// An archive with something of everything.
pub(crate) fn archive() -> Vec<SearchDocument> {
    let person = |handle: &str, section: SearchDocument| SearchDocument { people: vec![handle.to_owned()], ..section };
    let mut archive = vec![
        call("iaas/20240703.md", "Cinder Volume Backup / Role Standard / Node local storage"),
        SearchDocument {
            role: Role::Participants,
            ..person("garloff", section("iaas/20240703.md", 3, "Participants", "@garloff @fkr @berendt"))
        },
        person(
            "markus-hentsch",
            section(
                "iaas/20240703.md",
                20,
                "Cinder Volume Backup (@markus-hentsch)",
                "The standard PR standards#567 makes the volume backup API optional. See scs-0104-v1 flavors for the images.",
            ),
        ),
        section(
            "iaas/20240703.md",
            40,
            "Role Standard",
            "The fair use policy holds. The status-page is räumlich getrennt. Harbor has a rate limit of 6.0.2 requests.",
        ),
        person(
            "garloff",
            section(
                "iaas/20240703.md",
                60,
                "Node local storage",
                "Local storage for etcd, asked for by @garloff. Conclusion: postpone.",
            ),
        ),
        call("iaas/20230621.md", "Flavor aliases"),
        SearchDocument {
            topics: vec!["Flavor naming".to_owned()],
            ..section(
                "iaas/20230621.md",
                10,
                "Add support for flavor aliases",
                "Aliases for the flavors of scs-0100-v3, raeumlich verteilt.",
            )
        },
        SearchDocument {
            references: vec!["SovereignCloudStack/standards#594".to_owned()],
            ..section(
                "iaas/20230621.md",
                30,
                "Availability zones",
                "CVE-2024-32498 was fixed in time. The policy is unfair in use.",
            )
        },
        call("ops/20240614.md", "Zuul incident"),
        section(
            "ops/20240614.md",
            5,
            "Zuul incident",
            "The disk of ZooKeeper ran full in the status page deployment; os_purpose is unset.",
        ),
        section("ops/20240614.md", 25, "Monitoring", "Prometheus watches the statuspage and NetworkPolicy objects."),
        SearchDocument {
            community: true,
            ..section(
                "community-call/20240704.md",
                9,
                "Cinder Volume Backup (@markus-hentsch)",
                "The standard PR standards#567 makes the volume backup API optional. See the minutes of the team for images.",
            )
        },
        SearchDocument {
            date: None,
            ..section("iaas/handbook.md", 1, "Handbook", "How the team works, raumlich gesehen.")
        },
    ];
    let call_id = archive[0].call;
    archive.push(SearchDocument {
        kind: Kind::Decision,
        ..section("iaas/20240703.md", 62, "Node local storage", "Decision: postpone node local storage.")
    });
    archive.push(SearchDocument {
        kind: Kind::Action,
        is_open: true,
        ..section("iaas/20240703.md", 63, "Node local storage", "AI garloff: write to the etcd people.")
    });
    archive.push(SearchDocument {
        kind: Kind::Action,
        ..section("ops/20240614.md", 8, "Zuul incident", "AI fkr: buy a disk.")
    });
    debug_assert!(archive.iter().filter(|document| document.call == call_id).count() > 5);
    archive
}

/// An engine over some documents.
pub(crate) fn engine(documents: &[SearchDocument]) -> Engine {
    Engine::open(build(documents).unwrap()).unwrap()
}

/// The rows of a query over some documents.
pub(crate) fn search(documents: &[SearchDocument], query: &str, options: &Options) -> Found {
    let fragments = fragments(documents);
    Found::of(engine(documents).search(query, options).unwrap(), &mut Analysers::default(), |call| fragments.get(&call))
}

/// All rows of a query in the small archive.
pub(crate) fn answer(query: &str) -> Found {
    search(&archive(), query, &Options { limit: 100, today: Some(2024_07_10), ..Options::default() })
}

/// The places of rows, `file:line`, those that have all words. Calls are left out unless the query is about them.
pub(crate) fn complete(query: &str) -> Vec<String> {
    let answer = answer(query);
    let shown = |row: &&Row| row.kind != Kind::Call || query.contains("is:call");
    answer.rows.iter().take(answer.complete).filter(shown).map(place).collect()
}

/// `file:line`
pub(crate) fn place(row: &Row) -> String {
    format!("{}:{}", row.file, row.line)
}
