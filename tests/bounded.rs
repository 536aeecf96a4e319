//! No page of a register grows with the archive: made-up notes of many calls, rendered and compressed.

use chrono::{Days, NaiveDate};
use flate2::{Compression, write::GzEncoder};
use minutebook::Project;
use minutebook::archive::Archive;
use minutebook::base::fs;
use minutebook::site::assets::Assets;
use minutebook::site::media::Pictures;
use minutebook::site::plan::{self, List, Page};
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

fn note(numbers: &mut Numbers, day: NaiveDate) -> String {
    let mut text = format!("# Team Harbour {day}\n\n## Participants\n\n- @lead\n");
    for _ in 0..5 {
        text.push_str(&format!("- @person-{}\n", numbers.below(3000)));
    }
    for section in 0..4 {
        text.push_str(&format!("\n## Harbour lights {}\n\n", (b'a' + section) as char));
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
    match page {
        Page::Start | Page::Team(_) | Page::Call(_) | Page::Deck(_) | Page::Search | Page::NotFound => false,
        Page::Calls
        | Page::Year(_)
        | Page::Decisions
        | Page::Actions
        | Page::References
        | Page::Reference(_)
        | Page::Topics
        | Page::Topic(_)
        | Page::People
        | Page::Person(_)
        | Page::Part(..) => true,
    }
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
        fs::write(&path, note(&mut numbers, day).as_bytes()).expect("written");
    }
    Project::open(folder.path(), None, first + Days::new(2000)).expect("read").archive
}

#[test]
fn no_page_of_a_register_grows_with_the_archive() {
    let archive = many_calls();
    let (templates, assets, pictures) = (templates::load(&[]).expect("parsed"), Assets::default(), Pictures::default());
    let renderer = render::renderer(&archive, &templates, &assets, &pictures).expect("ready");
    let pages = plan::plan(&archive);
    let paths: HashSet<String> = pages.iter().map(|page| page.path(&archive)).collect();
    assert_eq!(paths.len(), pages.len(), "two pages have one address");
    let render = |page: Page| renderer.render(page).expect("rendered").html;
    let (mut cut, mut largest) = (HashSet::new(), 0);
    let (mut decisions, mut actions) = (Vec::new(), Vec::new());
    for page in pages.into_iter().filter(is_of_a_register) {
        // Thousands of references have a page with a line or two on it.
        if matches!(page, Page::Reference(at) if archive.registers.of_references[at].calls.len() < 100) {
            continue;
        }
        if matches!(page, Page::Person(at) if archive.registers.people[at].attended.len() < 100) {
            continue;
        }
        let html = render(page);
        let size = compressed(&html);
        assert!(size <= LARGEST, "{}: {size} bytes", page.path(&archive));
        largest = largest.max(size);
        match page {
            Page::Part(List::Decisions(_), _) => decisions.extend(rows(&html)),
            Page::Part(List::Actions(_), _) => actions.extend(rows(&html)),
            _ => {}
        }
        if let Page::Part(list, _) = page {
            cut.insert(std::mem::discriminant(&list));
        }
    }
    // Pages that are far below what is allowed would be needlessly many.
    assert!(largest > LARGEST / 3, "the largest page has {largest} bytes");
    let of_all = [
        List::Decisions(None),
        List::Actions(None),
        List::ReferenceGroup(0),
        List::Reference(0),
        List::Topic(0),
        List::People,
        List::Person(0),
    ];
    let uncut: Vec<List> = of_all.into_iter().filter(|list| !cut.contains(&std::mem::discriminant(list))).collect();
    assert_eq!(uncut, [], "nothing of these was longer than a page");

    // Nothing is lost between the pages, and none of it stands twice.
    let own = archive.registers.decisions.iter().filter(|decision| decision.repeats.is_none()).count();
    assert_eq!((decisions.len(), actions.len()), (own, archive.registers.actions.len()));
    assert!(own > 4000, "only {own} decisions");
    let front = render(Page::Decisions);
    for (year, parts) in listing::decisions(&archive).years {
        let year = year.expect("a year");
        assert!(front.contains(&format!("id=\"y{year}\"")), "the anchor of {year} is gone");
        assert!(front.contains(&format!("href=\"../decisions/{year}/\"")) && parts.len() > 1, "{year}");
    }
    let front = render(Page::Actions);
    assert!(["open", "stale"].iter().all(|state| front.contains(&format!("id=\"{state}\""))));
}
