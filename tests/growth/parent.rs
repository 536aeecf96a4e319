//! Runs children under callgrind: all of them in CI, and elsewhere those whose times say that they may grow by more than the
//! text.

use super::child::{ASKED, Generator, TIMES, Timed};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// So many instructions are a matter of chance: where in memory things come to lie, what a hash map does.
const CHANCE: u64 = 5_000_000;

/// What a text costs, and one twice as long.
pub(super) struct Row {
    name: &'static str,
    once: u64,
    twice: u64,
    /// The function whose own work grew most beyond that of the text.
    culprit: String,
}

impl Row {
    #[allow(clippy::cast_precision_loss)] // Far below 2^52.
    pub(super) fn ratio(&self) -> f64 {
        self.twice as f64 / (self.once + CHANCE) as f64
    }
}

/// What was found out about some generators.
pub(super) struct Growth {
    /// How many there were.
    pub(super) timed: usize,
    /// What was counted.
    pub(super) rows: Vec<Row>,
}

/// Whether every generator is counted: in CI no clock has a say.
fn counts_all() -> bool {
    std::env::var("CI").as_deref() == Ok("true")
}

/// Counts generators, outside of CI only those that a clock does not clear; `None`, said aloud, without valgrind.
#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
pub(super) fn measure(test: &str, generators: &[Generator]) -> Option<Growth> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        let message = "work is counted by valgrind: sudo apt-get install -y valgrind";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
        eprintln!("skipped: {message}");
        return None;
    }
    let generators: Vec<&Generator> = generators.iter().collect();
    if counts_all() {
        return Some(Growth { timed: generators.len(), rows: count(test, &generators) });
    }
    // One after the other: two would disturb each other's times.
    let times = time(test, &generators);
    let suspicious: Vec<&Generator> = generators
        .into_iter()
        .zip(&times)
        .filter(|(_, timed)| timed.is_suspicious())
        .map(|(generator, _)| generator)
        .collect();
    Some(Growth { timed: times.len(), rows: count(test, &suspicious) })
}

/// Runs a child of this program that does the work of some generators.
fn run(mut program: Command, test: &str, generators: &[&Generator]) {
    let names: Vec<&str> = generators.iter().map(|generator| generator.name).collect();
    let child = program
        .args(["--exact", &format!("growth::{test}"), "--nocapture"])
        .env(ASKED, names.join(";"))
        .env("RAYON_NUM_THREADS", "1");
    let out = child.output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// The times of generators.
fn time(test: &str, generators: &[&Generator]) -> Vec<Timed> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("times");
    let mut program = Command::new(std::env::current_exe().expect("this test"));
    program.env(TIMES, &file);
    run(program, test, generators);
    let text = minutebook::base::fs::read_to_string(&file).expect("what was timed");
    let nanoseconds = |word: &str| Duration::from_nanos(word.parse().expect("a number"));
    let times = text.lines().filter_map(|line| line.split_once(' '));
    times.map(|(once, twice)| Timed { once: nanoseconds(once), twice: nanoseconds(twice) }).collect()
}

/// Counts generators, in no more processes than there are cores.
fn count(test: &str, generators: &[&Generator]) -> Vec<Row> {
    if generators.is_empty() {
        return Vec::new();
    }
    // Each process first makes what is made once, so that for a few generators a second one is not worth it.
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(generators.len().div_ceil(3));
    let mut shares: Vec<Vec<&Generator>> = vec![Vec::new(); cores];
    for (share, generator) in (0..cores).cycle().zip(generators) {
        shares[share].push(generator);
    }
    std::thread::scope(|scope| {
        let children: Vec<_> = shares.iter().map(|share| scope.spawn(|| count_share(test, share))).collect();
        children.into_iter().flat_map(|child| child.join().expect("counted")).collect()
    })
}

/// Counts generators in one process.
fn count_share(test: &str, generators: &[&Generator]) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Command::new("valgrind");
    program
        .args(["--tool=callgrind", "--dump-before=tests::growth::child::mark*"])
        .arg(format!("--callgrind-out-file={}", folder.path().join("out").display()))
        .arg(std::env::current_exe().expect("this test"));
    run(program, test, generators);
    // Every other part is what lies between the things that are counted.
    let mut parts = (1..).map(|number| Profile::read(&folder.path().join(format!("out.{}", 2 * number))));
    let mut next = || parts.next().expect("endless");
    let without_text = next().total;
    let mut rows = Vec::new();
    for generator in generators {
        let (once, twice) = (next(), next());
        let base = if generator.is_site() { without_text } else { 0 };
        rows.push(Row {
            name: generator.name,
            once: once.total.saturating_sub(base),
            twice: twice.total.saturating_sub(base),
            culprit: once.grew_most(&twice),
        });
    }
    rows
}

/// The instructions of one part of a profile.
#[derive(Default)]
struct Profile {
    total: u64,
    /// Function by function, without what they call.
    own: BTreeMap<String, u64>,
}

impl Profile {
    /// Reads a file of callgrind: `fn=(12) name` begins a function (`fn=(12)` where it was named before), `calls=` says that
    /// the next line's cost is that of a function it calls, and every other line that starts with a place has its own cost.
    fn read(path: &Path) -> Self {
        let text = minutebook::base::fs::read_to_string(path).expect("a part for everything that is counted");
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let mut profile = Self::default();
        let (mut function, mut is_of_call) = ("", false);
        for line in text.lines() {
            if let Some(total) = line.strip_prefix("totals: ") {
                profile.total = total.trim().parse().expect("a number");
            } else if let Some(named) = line.strip_prefix("fn=").or_else(|| line.strip_prefix("cfn=")) {
                let (id, name) = named.split_once(' ').unwrap_or((named, ""));
                if !name.is_empty() {
                    names.insert(id, name);
                }
                if line.starts_with("fn=") {
                    function = names.get(id).copied().unwrap_or(id);
                }
            } else if line.starts_with("calls=") {
                is_of_call = true;
            } else if line.starts_with(|c: char| c.is_ascii_digit() || "+-*".contains(c)) {
                let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok());
                if !std::mem::take(&mut is_of_call) {
                    *profile.own.entry(function.to_owned()).or_default() += cost.unwrap_or(0);
                }
            }
        }
        profile
    }

    /// The function that goes furthest beyond twice its work in this profile.
    fn grew_most(&self, twice: &Self) -> String {
        let beyond = |name: &str, cost: u64| cost.saturating_sub(2 * self.own.get(name).copied().unwrap_or(0));
        twice
            .own
            .iter()
            .max_by_key(|(name, cost)| beyond(name, **cost))
            .map(|(name, _)| name.clone())
            .unwrap_or_default()
    }
}

/// Rows, the worst first.
pub(super) fn table(rows: &[&Row]) -> String {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| b.ratio().total_cmp(&a.ratio()));
    let mut out =
        String::from("\ngrowth, millions of instructions for the text and for twice as much, text, what grew most\n");
    for row in rows {
        let (once, twice) = (row.once / 1_000_000, row.twice / 1_000_000);
        let _ = writeln!(out, "{:6.2} {once:7} {twice:7}  {:45} {}", row.ratio(), row.name, row.culprit);
    }
    out
}
