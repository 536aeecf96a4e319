//! What is timed and counted: the work for a text of some size and for one twice as long, all in one process, so that what is
//! made once (patterns, templates) is paid once.

use super::generators::GENERATORS;
use minutebook::base::fs;
use minutebook::{Options, build, sanitise};
use rustix::time::{ClockId, clock_gettime};
use std::path::Path;
use std::time::Duration;

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
    /// Comparing each byte with all others and so many fixed ones: the more of these, the less shows that it is quadratic.
    Planted(usize),
}

/// A note that is the only one of its site. The size is large enough for what is quadratic to show beside the work that
/// each line takes anyway.
pub(super) const fn note(name: &'static str, text: fn(usize) -> String) -> Generator {
    Generator { name, text, size: 16_000, work: Work::Site }
}

/// A note that is long enough, once and twice, for registers to have pages of their own for its year.
pub(super) const fn long_note(name: &'static str, text: fn(usize) -> String) -> Generator {
    Generator { name, text, size: 32_000, work: Work::Site }
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
pub(super) const PLANTED: &[Generator] =
    &[planted("planted", 10_000, 0), planted("planted in other work", 6_000, 9_000)];

const fn planted(name: &'static str, size: usize, others: usize) -> Generator {
    Generator { name, text: |n| "a".repeat(n), size, work: Work::Planted(others) }
}

impl Generator {
    pub(super) fn is_site(&self) -> bool {
        self.work == Work::Site
    }

    fn work(&self, text: &str) {
        match self.work {
            Work::Site => site(&[text]),
            Work::Html => drop(sanitise::html(text)),
            Work::Style => drop(sanitise::css::scope_deck_style(text)),
            Work::Planted(others) => {
                let others = "a".repeat(others);
                let pairs =
                    equal_pairs(text.as_bytes(), text.as_bytes()) + equal_pairs(others.as_bytes(), text.as_bytes());
                assert_eq!(std::hint::black_box(pairs), (text.len() + others.len()) * text.len());
            }
        }
    }
}

/// Names the generators of a child, by semicolons.
pub(super) const ASKED: &str = "MINUTEBOOK_GROWTH";

/// Names the file for what a child has timed; without it the child is counted.
pub(super) const TIMES: &str = "MINUTEBOOK_GROWTH_TIMES";

/// Whether this process is a child; then its work is done.
pub(super) fn is_done() -> bool {
    let Ok(asked) = std::env::var(ASKED) else { return false };
    let all = || GENERATORS.iter().chain(PLANTED);
    let find = |name| all().find(|generator| generator.name == name).expect("a generator");
    let generators: Vec<&Generator> = asked.split(';').map(find).collect();
    warm_up(&generators);
    match std::env::var_os(TIMES) {
        Some(file) => time_all(&generators, Path::new(&file)),
        None => count_all(&generators),
    }
    true
}

/// Makes what is made when it is first needed, before anything is timed or counted.
fn warm_up(generators: &[&Generator]) {
    let (notes, others): (Vec<&Generator>, Vec<&Generator>) =
        generators.iter().partition(|generator| generator.is_site());
    for generator in others {
        generator.work(&(generator.text)(200));
    }
    if !notes.is_empty() {
        let short: Vec<String> = notes.iter().map(|generator| (generator.text)(generator.size / 32)).collect();
        site(&short.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// What is written into a site all the same. Without a letter, since some texts have none that is drawn or can be found: they
/// would seem to cost nothing until they are twice as long.
const WITHOUT_TEXT: &str = "\n";

/// Times the work of each generator for its size and for twice that, beyond what a site without text takes.
fn time_all(generators: &[&Generator], file: &Path) {
    let has_sites = generators.iter().any(|generator| generator.is_site());
    let sites = if has_sites { 8 } else { 0 };
    let mut without_text = (0..sites).map(|_| time(|| site(&[WITHOUT_TEXT]))).min().unwrap_or_default();
    let mut lines = String::new();
    for generator in generators {
        let Timed { once, twice } = time_one(generator, &mut without_text);
        lines.push_str(&format!("{} {}\n", once.as_nanos(), twice.as_nanos()));
    }
    fs::write(file, lines.as_bytes()).expect("written");
}

/// Takes the shortest of several times: whatever disturbs the work makes it longer. The text itself is timed twice at least,
/// since a time too long for it alone would hide what is looked for; what looks like growing is timed again.
fn time_one(generator: &Generator, without_text: &mut Duration) -> Timed {
    let text = (generator.text)(generator.size);
    let longer = (generator.text)(2 * generator.size);
    let work = |text: &str| time(|| generator.work(text));
    let beyond = |time: Duration, base: Duration| if generator.is_site() { time.saturating_sub(base) } else { time };
    let mut once = work(&text);
    let mut twice = work(&longer);
    let mut more = 4;
    loop {
        once = once.min(work(&text));
        let timed = Timed { once: beyond(once, *without_text), twice: beyond(twice, *without_text) };
        if more == 0 || !timed.is_suspicious() {
            return timed;
        }
        more -= 1;
        twice = twice.min(work(&longer));
        if generator.is_site() {
            *without_text = time(|| site(&[WITHOUT_TEXT])).min(*without_text);
        }
    }
}

/// The time that a text takes, and one twice as long.
#[derive(Clone, Copy)]
pub(super) struct Timed {
    pub(super) once: Duration,
    pub(super) twice: Duration,
}

impl Timed {
    /// Whether the work has to be counted: it may have grown by more than the text.
    pub(super) fn is_suspicious(&self) -> bool {
        self.twice.as_secs_f64() > SUSPICIOUS * (self.once + CHANCE).as_secs_f64()
    }
}

/// How much longer twice the text may take without being counted: less than the work may grow, since a time is inexact.
const SUSPICIOUS: f64 = 2.2;

/// So much time is a matter of chance; it must not hide more than what is a matter of chance where instructions are counted.
const CHANCE: Duration = Duration::from_millis(1);

/// The time that all threads of this process spend on some work; that of other processes does not count.
fn time(work: impl FnOnce()) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).expect("a clock goes forwards");
    let before = now();
    work();
    now().saturating_sub(before)
}

/// Has the work of each generator counted, once for its size and once for twice that, and what a site without text takes before.
fn count_all(generators: &[&Generator]) {
    count(|| {
        if generators.iter().any(|generator| generator.is_site()) {
            site(&[WITHOUT_TEXT]);
        }
    });
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

/// A folder in memory where there is room. On a disk, writing the pages takes the kernel longer than making them takes us, and
/// that time, which grows with the text, would hide some of ours.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let has_room = rustix::fs::statvfs(memory).is_ok_and(|room| room.f_bavail * room.f_frsize > 2_000_000_000);
    let folder = if has_room { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder")
}

/// Has everything private looked for and taken out.
const CONFIG: &str = "privacy: {redact: [secret, dial-in, mail, phone]}\npeople: {hidden: [garlow]}\n";

/// Builds the site of notes, one a day.
pub(super) fn site(notes: &[&str]) {
    let folder = folder();
    let source = folder.path().join("minutes");
    let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day");
    for (note, day) in notes.iter().zip(first.iter_days()) {
        fs::write(&source.join(format!("t/{}.md", day.format("%Y%m%d"))), note.as_bytes()).expect("written");
    }
    fs::write(&source.join("minutebook.yaml"), CONFIG.as_bytes()).expect("written");
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

fn equal_pairs(bytes: &[u8], others: &[u8]) -> usize {
    let equal = |one: &u8| others.iter().map(|other| usize::from(other == one)).sum::<usize>();
    bytes.iter().map(equal).sum()
}
