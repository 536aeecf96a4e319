//! What three fixed runs of the program cost, in instructions: as much as is recorded beside this file, within three per cent.
//!
//! Seconds depend on the machine and on what else it does; instructions depend on the program and its compiler. The record therefore names the
//! compiler, and with another one nothing is compared. `BLESS=1` writes the record anew, and its difference is what a change costs or saves.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A count may differ from the recorded one by so much, in per cent.
const MOST: f64 = 3.0;

/// What is run, on the archive of the transcripts: a name, and the arguments before the source.
const RUNS: &[(&str, &[&str])] = &[
    ("build", &["build", "--today", "2024-06-01", "--no-cache", "--quiet"]),
    ("check", &["check", "--today", "2024-06-01"]),
    ("search", &["search", "relay", "--no-cache", "--source"]),
];

fn record_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instructions/record.txt")
}

/// What a program prints; nothing where it is not there.
fn output(program: &str, argument: &str) -> Option<String> {
    let out = Command::new(program).arg(argument).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// The instructions of one run on one thread.
fn count(arguments: &[&str], source: &Path) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Command::new("valgrind");
    program
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg(format!("--cachegrind-out-file={}", folder.path().join("profile").display()))
        .arg(env!("CARGO_BIN_EXE_minutebook"))
        .args(arguments)
        .arg(source)
        .env("RAYON_NUM_THREADS", "1")
        .env("XDG_CACHE_HOME", folder.path());
    if arguments[0] == "build" {
        program.arg("-o").arg(folder.path().join("public"));
    }
    let out = program.output().expect("valgrind runs");
    let said = String::from_utf8_lossy(&out.stderr);
    let found =
        said.lines().find_map(|line| line.split_once("refs:")).map(|(_, number)| number.trim().replace(',', ""));
    found.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no count in {said}"))
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn three_runs_cost_what_is_recorded() {
    if output("valgrind", "--version").is_none() {
        let message = "work is counted by valgrind: sudo apt-get install -y valgrind";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{message}");
        eprintln!("skipped: {message}");
        return;
    }
    let compiler = output("rustc", "--version").expect("what compiled this");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/small.in/minutes");
    let counts =
        || -> Vec<(&str, u64)> { RUNS.iter().map(|(name, arguments)| (*name, count(arguments, &source))).collect() };
    if std::env::var_os("BLESS").is_some() {
        let mut text = format!("{compiler}\n");
        for (name, instructions) in counts() {
            let _ = writeln!(text, "{name} {instructions}");
        }
        minutebook::base::fs::write(&record_file(), text.as_bytes()).expect("written");
        return;
    }
    let record = minutebook::base::fs::read_to_string(&record_file()).expect("the record");
    let mut lines = record.lines();
    let recorded_by = lines.next().unwrap_or_default();
    if recorded_by != compiler {
        eprintln!("skipped: instructions were counted with {recorded_by}, this is {compiler}");
        return;
    }
    let known: Vec<(&str, u64)> = lines
        .filter_map(|line| line.split_once(' '))
        .map(|(name, number)| (name, number.parse().expect("a number")))
        .collect();
    let now = counts();
    let differs = |(now, before): (&(&str, u64), &(&str, u64))| {
        now.0 != before.0 || (now.1 as f64 / before.1 as f64 - 1.0).abs() * 100.0 > MOST
    };
    assert!(
        now.len() == known.len() && !now.iter().zip(&known).any(differs),
        "recorded: {known:?}\nnow:      {now:?}\nBLESS=1 records it anew"
    );
}
