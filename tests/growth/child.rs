//! What is counted: the work for a text of some size and for one twice as long, all in one process, so that what is made
//! once (patterns, templates) is paid once.

use super::generators::GENERATORS;
use minutebook::base::fs;
use minutebook::{Options, build, sanitise};

/// A text of about so many bytes, and what is done with it.
#[derive(Clone, Copy)]
pub(super) struct Generator {
    pub(super) name: &'static str,
    pub(super) text: fn(usize) -> String,
    size: usize,
    work: Work,
}

#[derive(Clone, Copy, PartialEq)]
enum Work {
    /// The site of a note.
    Site,
    /// Cleaning HTML.
    Html,
    /// Cleaning a style sheet.
    Style,
    /// Comparing all bytes with all others, so that it is seen what that comes to.
    Planted,
}

/// A note that is the only one of its site. The size is large enough for what is quadratic to show beside the work that
/// each line takes anyway.
pub(super) const fn note(name: &'static str, text: fn(usize) -> String) -> Generator {
    Generator { name, text, size: 16_000, work: Work::Site }
}

/// HTML in a note.
pub(super) const fn html(name: &'static str, text: fn(usize) -> String) -> Generator {
    Generator { name, text, size: 16_000, work: Work::Html }
}

/// The style sheet of a deck.
pub(super) const fn style(name: &'static str, text: fn(usize) -> String) -> Generator {
    Generator { name, text, size: 16_000, work: Work::Style }
}

/// What has to be found.
pub(super) const PLANTED: Generator =
    Generator { name: "planted", text: |n| "a".repeat(n), size: 10_000, work: Work::Planted };

impl Generator {
    pub(super) fn is_site(&self) -> bool {
        self.work == Work::Site
    }

    fn work(&self, text: &str) {
        match self.work {
            Work::Site => site(&[text]),
            Work::Html => drop(sanitise::html(text)),
            Work::Style => drop(sanitise::css::scope_deck_style(text)),
            Work::Planted => assert_eq!(std::hint::black_box(equal_pairs(text.as_bytes())), text.len() * text.len()),
        }
    }
}

/// Names the generators of a child, by semicolons.
pub(super) const ASKED: &str = "MINUTEBOOK_GROWTH";

/// Whether this process is a child; then its work is done.
pub(super) fn is_done() -> bool {
    let Ok(asked) = std::env::var(ASKED) else { return false };
    let all = || GENERATORS.iter().chain([&PLANTED]);
    let find = |name| all().find(|generator| generator.name == name).expect("a generator");
    run(&asked.split(';').map(find).collect::<Vec<_>>());
    true
}

/// Does the work of each generator once for its size and once for twice that, and what a site without text takes before.
fn run(generators: &[&Generator]) {
    // What is made when it is first needed is made here, where it is not counted.
    for generator in generators.iter().filter(|generator| generator.work != Work::Site) {
        generator.work(&(generator.text)(200));
    }
    let short: Vec<String> = generators.iter().map(|generator| (generator.text)(generator.size / 32)).collect();
    site(&short.iter().map(String::as_str).collect::<Vec<_>>());
    count(|| site(&["a\n"]));
    for generator in generators {
        for size in [generator.size, 2 * generator.size] {
            let text = (generator.text)(size);
            count(|| generator.work(&text));
        }
    }
}

fn count(work: impl FnOnce()) {
    mark();
    work();
    mark();
}

/// Where this is called, callgrind ends one part of its profile and begins the next.
#[inline(never)]
pub(super) fn mark() {
    std::hint::black_box(());
}

/// Builds the site of notes, one a day.
pub(super) fn site(notes: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
    for (note, day) in notes.iter().zip(first.iter_days()) {
        fs::write(&source.join(format!("t/{}.md", day.format("%Y%m%d"))), note.as_bytes()).expect("written");
    }
    let options = Options {
        source,
        output: folder.path().join("public"),
        base_url: Some("https://minutes.example/".to_owned()),
        today: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day"),
        ..Options::default()
    };
    build(&options).expect("no text stops a build");
    for day in first.iter_days().take(notes.len()) {
        assert!(fs::exists(&options.output.join(format!("t/{day}/index.html"))), "no page for {day}");
    }
}

fn equal_pairs(bytes: &[u8]) -> usize {
    let equal = |one: &u8| bytes.iter().map(|other| usize::from(other == one)).sum::<usize>();
    bytes.iter().map(equal).sum()
}
