//! No page of a register grows with the archive: made-up notes of many calls, rendered and compressed.

use chrono::{Days, NaiveDate};
use flate2::{Compression, write::GzEncoder};
use minutebook::Project;
use minutebook::archive::Archive;
use minutebook::base::fs;
use minutebook::site::assets::Assets;
use minutebook::site::media::Pictures;
use minutebook::site::pages::{self, About, Page};
use minutebook::site::{listing, render, templates};
use std::collections::HashSet;
use std::io::Write;

/// The most bytes of a compressed page.
const LARGEST: usize = 60_000;

const CALLS: u32 = 500;

/// The same numbers each time; no two sentences of the notes are alike, as in notes of people.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("fits") % end
    }

    fn words(&mut self, count: usize) -> String {
        const SYLLABLES: &[&str] = &["ta", "ro", "min", "el", "su", "var", "ken", "po", "di", "lus", "ger", "nah"];
        let word = |numbers: &mut Self| {
            (0..2 + numbers.below(2)).map(|_| SYLLABLES[numbers.below(SYLLABLES.len())]).collect::<String>()
        };
        (0..count).map(|_| word(self)).collect::<Vec<_>>().join(" ")
    }
}

/// Where the lights are: each in a seventh of the notes.
const PLACES: [&str; 7] = ["north", "south", "east", "west", "inner", "outer", "old"];

fn note(numbers: &mut Numbers, call: u32, day: NaiveDate) -> String {
    let mut text = format!("# Team Harbour {day}\n\n## Participants\n\n- @lead\n");
    for _ in 0..5 {
        text.push_str(&format!("- @person-{}\n", numbers.below(3000)));
    }
    for section in 0..4 {
        // What stands in more than a sixth of a team's notes is no topic.
        let place = PLACES[usize::try_from(call).expect("fits") % PLACES.len()];
        text.push_str(&format!("\n## Harbour lights {place} {}\n\n", (b'a' + section) as char));
        text.push_str("- https://github.com/acme/tools/issues/7 came up\n");
        for _ in 0..3 {
            let (number, words) = (numbers.below(30_000), numbers.words(25));
            text.push_str(&format!("- Decision: {words} https://github.com/acme/lights/issues/{number}\n"));
            let (person, words) = (numbers.below(3000), numbers.words(20));
            text.push_str(&format!("- AI @person-{person}: {words}\n- AI @lead: {}\n", numbers.words(15)));
        }
    }
    text
}

fn compressed(html: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(html.as_bytes()).expect("written to memory");
    encoder.finish().expect("finished").len()
}

fn is_of_a_register(page: &Page) -> bool {
    !["start", "team", "call", "deck", "search", "not found"].contains(&page.page_type().name)
}

/// The addresses in the rows of a register's pages, in their order.
fn rows(html: &str) -> Vec<String> {
    let rows = html.split(" data-row").skip(1);
    rows.filter_map(|row| Some(row.split_once("</li>")?.0.split_once("<a href=")?.1.to_owned())).collect()
}

fn many_calls() -> Archive {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut numbers, first) = (Numbers(7), NaiveDate::from_ymd_opt(2021, 3, 1).expect("a day"));
    for call in 0..CALLS {
        let day = first + Days::new(u64::from(call) * 3);
        let path = folder.path().join(format!("harbour/{}.md", day.format("%Y%m%d")));
        fs::write(&path, note(&mut numbers, call, day).as_bytes()).expect("written");
    }
    Project::open(folder.path(), None, first + Days::new(2000)).expect("read").archive
}

#[test]
fn no_page_of_a_register_grows_with_the_archive() {
    let archive = many_calls();
    let (templates, assets, pictures) = (
        templates::load(&[], minutebook::language::words("en")).expect("parsed"),
        Assets::default(),
        Pictures::default(),
    );
    let pages = pages::plan(&archive);
    let menu = pages::menu(&archive, &pages);
    let renderer = render::renderer(&archive, &templates, &assets, &pictures, menu).expect("ready");
    let paths: HashSet<String> = pages.iter().map(|page| page.path(&archive)).collect();
    assert_eq!(paths.len(), pages.len(), "two pages have one address");
    let render = |page: Page| pages::render(&renderer, page).expect("rendered").html;
    let front_of = |name: &str| render(*pages.iter().find(|page| page.page_type().name == name).expect("planned"));
    let (mut cut, mut largest) = (HashSet::new(), 0);
    let (mut decisions, mut actions) = (Vec::new(), Vec::new());
    for page in pages.iter().copied().filter(is_of_a_register) {
        let name = page.page_type().name;
        // Thousands of references have a page with a line or two on it.
        let calls = match (name, page.about) {
            ("reference", About::Entry(at)) => archive.registers.of_references[at].calls.len(),
            ("person", About::Entry(at)) => archive.registers.people[at].attended.len(),
            _ => usize::MAX,
        };
        if calls < 100 {
            continue;
        }
        let html = render(page);
        let size = compressed(&html);
        assert!(size <= LARGEST, "{}: {size} bytes", page.path(&archive));
        largest = largest.max(size);
        match name {
            "decisions of a year" => decisions.extend(rows(&html)),
            "actions of a year" => actions.extend(rows(&html)),
            _ => {}
        }
        if page.part > 0 {
            cut.insert(name);
        }
    }
    // Pages that are far below what is allowed would be needlessly many.
    assert!(largest > LARGEST / 3, "the largest page has {largest} bytes");
    let long = [
        "decisions of a year",
        "actions of a year",
        "references of one kind",
        "reference",
        "topic",
        "people",
        "person",
    ];
    let uncut: Vec<&str> = long.into_iter().filter(|name| !cut.contains(name)).collect();
    assert!(uncut.is_empty(), "nothing of these was longer than a page: {uncut:?}");

    // Nothing is lost between the pages, and none of it stands twice.
    let own = archive.registers.decisions.iter().filter(|decision| decision.repeats.is_none()).count();
    assert_eq!((decisions.len(), actions.len()), (own, archive.registers.actions.len()));
    assert!(own > 4000, "only {own} decisions");
    let front = front_of("decisions");
    for (year, parts) in listing::decisions(&archive).years {
        let year = year.expect("a year");
        assert!(front.contains(&format!("id=\"y{year}\"")), "the anchor of {year} is gone");
        assert!(front.contains(&format!("href=\"../decisions/{year}/\"")) && parts.len() > 1, "{year}");
    }
    let front = front_of("actions");
    assert!(["open", "stale"].iter().all(|state| front.contains(&format!("id=\"{state}\""))));
}

/// The first call page of an archive of so many teams that met once each.
fn call_page_beside(teams: u32) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for team in 0..teams {
        let path = folder.path().join(format!("team-{team:03}/2024-{:02}-{:02}.md", 1 + team / 28, 1 + team % 28));
        fs::write(&path, b"# Tea\n\n- Decision: green tea\n").expect("written");
    }
    let today = NaiveDate::from_ymd_opt(2026, 6, 10).expect("a day");
    let archive = Project::open(folder.path(), None, today).expect("read").archive;
    let templates = templates::load(&[], minutebook::language::words("en")).expect("parsed");
    let (assets, pictures) = (Assets::default(), Pictures::default());
    let pages = pages::plan(&archive);
    let menu = pages::menu(&archive, &pages);
    let renderer = render::renderer(&archive, &templates, &assets, &pictures, menu).expect("ready");
    let call = *pages.iter().find(|page| page.page_type().name == "call").expect("planned");
    pages::render(&renderer, call).expect("rendered").html
}

#[test]
fn no_page_grows_with_the_number_of_teams() {
    let listed = |html: &str| html.matches(r#"<li><a href="../../team-"#).count();
    let (few, many) = (call_page_beside(30), call_page_beside(300));
    assert_eq!((listed(&few), listed(&many)), (30, 30));
    assert!(few.contains("team-000/") && !few.contains("#teams"));
    assert!(many.contains("team-299/") && many.contains(r#"<li><a href="../../#teams">"#));
}

/// The most bytes of site that a byte of a note may become, beside what every site has.
const MOST_TIMES: usize = 40;

/// Notes of about a megabyte that try to become more than a site should hold. What is large in each is what a note may have many
/// of; what it costs in time is counted in `tests/growth`.
#[test]
fn no_note_becomes_a_multiple_of_itself_beyond_reason() {
    let rows = |count: usize, row: fn(usize) -> String| (0..count).map(row).collect::<String>();
    let notes = [
        ("references in one paragraph", rows(60_000, |at| format!("a/b#{at} "))),
        ("references, one a line", rows(60_000, |at| format!("- a/b#{at}\n"))),
        ("actions", rows(40_000, |at| format!("- AI @ann: do {at}\n"))),
        ("decisions", rows(40_000, |at| format!("- Decision: it is {at}\n"))),
        (
            "parts of a long item",
            format!("- {}\n", "word ".repeat(1_200)) + &rows(60_000, |at| format!("    - a/b#{at}\n")),
        ),
    ];
    for (what, text) in notes {
        let folder = tempfile::tempdir().expect("a folder");
        let (source, output) = (folder.path().join("minutes"), folder.path().join("public"));
        let links = "\n[a/b](https://github.com/a/b/issues/1)\n";
        let text = format!("# Ops 2024-01-10\n\n{text}{links}");
        fs::write(&source.join("ops/20240110.md"), text.as_bytes()).expect("written");
        let options = minutebook::Options {
            source,
            output: output.clone(),
            today: NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
            ..minutebook::Options::default()
        };
        let report = minutebook::build(&options).expect("built");
        let files = minutebook::scan::files_below(&output).expect("listed");
        let bytes: u64 = files
            .iter()
            .filter(|(name, _)| !name.starts_with("assets/") && !name.contains("engine."))
            .map(|(_, path)| fs::size(path).expect("a size"))
            .sum();
        let most = u64::try_from(text.len() * MOST_TIMES).expect("fits");
        assert!(bytes <= most, "{what}: {bytes} bytes of {}", text.len());
        assert!(report.diagnostics.iter().any(|finding| finding.code == "too-many-rows"), "{what}");
    }
}
