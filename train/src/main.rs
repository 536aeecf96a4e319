//! Learns the weights of the ranker (`src/extract/ranker/`) from labelled notes.
//!
//! ```text
//! minutebook-train [--sets FILE] [--shared FOLDER] [--reviewed FOLDER]… [--table FILE] [--report FILE] [--check]
//! ```
//!
//! The same labels, texts and program give the same bytes. `--check` writes nothing and fails where the files differ from what
//! would be written. `--reviewed` names an archive whose `minutebook-review.yaml` holds labels, beside those of the sets.

mod judge;
mod model;
mod report;
mod sets;
mod solver;

use crate::sets::Set;
use minutebook::base::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// What the command line says; the defaults are right at the repository's root.
struct Options {
    sets: String,
    shared: String,
    reviewed: Vec<String>,
    table: String,
    report: String,
    only_check: bool,
}

fn options(mut words: impl Iterator<Item = String>, shared: Option<String>) -> Result<Options, String> {
    let mut options = Options {
        sets: "train/sets.jsonl".to_owned(),
        shared: shared.unwrap_or_else(|| "../shared".to_owned()),
        reviewed: Vec::new(),
        table: "src/extract/ranker/decisions.table".to_owned(),
        report: "train/report.md".to_owned(),
        only_check: false,
    };
    while let Some(word) = words.next() {
        let value = match word.as_str() {
            "--check" => {
                options.only_check = true;
                continue;
            }
            "--sets" => &mut options.sets,
            "--shared" => &mut options.shared,
            "--reviewed" => {
                options.reviewed.push(words.next().ok_or("--reviewed needs a folder")?);
                continue;
            }
            "--table" => &mut options.table,
            "--report" => &mut options.report,
            _ => {
                let known = "--sets, --shared, --reviewed, --table, --report and --check";
                return Err(format!("{word} is no option; there are {known}"));
            }
        };
        *value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), String> {
    let mut sets = sets::sets(&options.sets, &options.shared)?;
    sets.extend(options.reviewed.iter().map(|folder| Set::reviewed(folder)));
    let archives = sets::archives(&sets)?;
    let notes = sets::notes(&archives, &mut |_, _| ());
    let learnt = report::learn(&sets, &notes);
    let report = report::report(&sets, &notes, &learnt, &archives);
    let _ = std::io::stdout().write_all(report.as_bytes());
    for (path, bytes) in [(&options.table, learnt.table.to_bytes()), (&options.report, report.into_bytes())] {
        let path = Path::new(path);
        if !options.only_check {
            fs::write(path, &bytes).map_err(|error| error.to_string())?;
        } else if fs::read(path).map_err(|error| error.to_string())? != bytes {
            return Err(format!("{} is not what these labels and texts give: run `make train`", path.display()));
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let shared = std::env::var("MINUTEBOOK_SHARED").ok();
    match options(std::env::args().skip(1), shared).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "error: {message}");
            ExitCode::FAILURE
        }
    }
}
