//! The command line: arguments, working directory, environment, output and exit codes. One file a command.
//!
//! 0: done; 1: the minutes have errors or warnings and `--strict` was given; 2: wrong usage, or nothing could be done.

mod addresses;
mod args;
mod build;
mod check;
mod dump;
mod export;
mod init;
mod new;
mod print;
mod progress;
mod review;
mod search;
mod serve;

use args::{Command, Source};
use chrono::NaiveDate;
use minutebook::{Error, Project};
use std::process::ExitCode;

/// Runs what the command line asks for.
pub(crate) fn run() -> ExitCode {
    // Where it went wrong, and not why: that may be told with the words of a note, and logs are public.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
        print::note(&format!(
            "internal error in minutebook {}{}",
            env!("CARGO_PKG_VERSION"),
            place.unwrap_or_default()
        ));
    }));
    let result = match args::arguments().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Dump(arguments) => dump::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Review(arguments) => review::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Addresses(arguments) => addresses::run(&arguments),
        Command::Completions { shell } => {
            print::out_bytes(&args::completions(shell));
            Ok(ExitCode::SUCCESS)
        }
        Command::Manual => {
            print::out_bytes(&args::manual());
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|error| print::error(&error))
}

/// The day that was given, or the one it is here.
fn today(given: Option<NaiveDate>) -> NaiveDate {
    given.unwrap_or_else(|| chrono::Local::now().date_naive())
}

/// Reads the minutes that the arguments name.
fn load(source: &Source) -> Result<Project, Error> {
    Project::open(&source.folder, source.config.as_deref(), today(source.today))
}
