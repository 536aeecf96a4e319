//! The program: runs what the command line asks for, prints, and sets the exit code.
//!
//! 0: done; 1: the minutes have errors or warnings and `--strict` was given; 2: wrong usage, or nothing could be done.

use minutebook::cli::{self, Build, Check, CheckFormat, Command, Dump, Export, ExportFormat, ExportKind, Search};
use minutebook::diagnostic::{Diagnostic, Severity};
use minutebook::{Error, Options, dump, export, search};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match cli::arguments().command {
        Command::Build(arguments) => build(&arguments),
        Command::Check(arguments) => check(&arguments),
        Command::Search(arguments) => search(&arguments),
        Command::Export(arguments) => export(&arguments),
        Command::Dump(arguments) => dump(&arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            say_error(&error.to_string());
            ExitCode::from(2)
        }
    }
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn say_error(text: &str) {
    let text = if text.starts_with("error") { text.to_owned() } else { format!("error: {text}") };
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn today(given: Option<chrono::NaiveDate>) -> chrono::NaiveDate {
    given.unwrap_or_else(|| chrono::Local::now().date_naive())
}

/// The findings a build prints; nobody reads five hundred, and `check` lists them all.
const MOST: usize = 10;

fn build(arguments: &Build) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    let options = Options {
        source: source.source.clone(),
        config: source.config.clone(),
        output: arguments.output.clone(),
        base_url: arguments.base_url.clone(),
        templates: arguments.templates.clone(),
        reveal: arguments.reveal.iter().cloned().chain([source.source.clone(), ".".into()]).collect(),
        today: today(source.today),
    };
    let report = minutebook::build(&options)?;
    let mut errors = std::io::stderr().lock();
    let serious = report.diagnostics.iter().filter(|finding| finding.severity != Severity::Note);
    let shown: Vec<&Diagnostic> =
        serious.filter(|finding| !arguments.quiet || finding.severity == Severity::Error).collect();
    for finding in shown.iter().take(MOST) {
        let _ = writeln!(errors, "{finding}\n");
    }
    if shown.len() > MOST {
        let _ = writeln!(
            errors,
            "… and {} more; `minutebook check {}` lists them all\n",
            shown.len() - MOST,
            source.source.display()
        );
    }
    if let Some(reveal) = &report.reveal {
        let _ = writeln!(errors, "warning[no-reveal]: {reveal}\n");
    }
    if !arguments.quiet {
        say(&format!("{}\n", report.summary()));
        say(&format!("the site is in {}\n", arguments.output.display()));
    }
    if arguments.timings {
        for (stage, time) in &report.stages {
            let _ = writeln!(errors, "{:>7.1} ms  {stage}", time.as_secs_f64() * 1000.0);
        }
    }
    Ok(strict(arguments.strict, &report.diagnostics))
}

fn strict(strict: bool, findings: &[Diagnostic]) -> ExitCode {
    let serious = findings.iter().any(|finding| finding.severity != Severity::Note);
    if strict && serious { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn check(arguments: &Check) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    minutebook::with_archive(&source.source, source.config.as_deref(), today(source.today), |_, findings| {
        for finding in findings {
            match arguments.format {
                CheckFormat::Text => say(&format!("{finding}\n\n")),
                CheckFormat::Json => say(&export::jsonl(std::slice::from_ref(finding))),
                CheckFormat::Github => say(&finding.github()),
            }
        }
        if arguments.format == CheckFormat::Text {
            let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
            say(&format!("{} errors, {} warnings\n", count(Severity::Error), count(Severity::Warning)));
        }
        strict(arguments.strict, findings)
    })
}

fn search(arguments: &Search) -> Result<ExitCode, Error> {
    let answer = search::ask(&search::Question {
        query: &arguments.query,
        source: &arguments.source,
        config: arguments.config.as_deref(),
        output: &arguments.output,
        limit: arguments.limit,
        today: today(arguments.today),
    })?;
    say(&if arguments.json { answer.json() } else { answer.text() });
    Ok(ExitCode::SUCCESS)
}

fn export(arguments: &Export) -> Result<ExitCode, Error> {
    fn rows<T: serde::Serialize>(format: ExportFormat, rows: &[T]) -> String {
        match format {
            ExportFormat::Jsonl => export::jsonl(rows),
            ExportFormat::Csv => export::csv(rows),
        }
    }
    let source = &arguments.source;
    minutebook::with_archive(&source.source, source.config.as_deref(), today(source.today), |archive, _| {
        say(&match arguments.what {
            ExportKind::Calls => rows(arguments.format, &export::calls(archive)),
            ExportKind::Sections => rows(arguments.format, &export::sections(archive)),
            ExportKind::Decisions => rows(arguments.format, &export::decisions(archive)),
            ExportKind::Actions => rows(arguments.format, &export::actions(archive)),
            ExportKind::References => rows(arguments.format, &export::references(archive)),
            ExportKind::People => rows(arguments.format, &export::people(archive)),
            ExportKind::Topics => rows(arguments.format, &export::topics(archive)),
        });
        ExitCode::SUCCESS
    })
}

fn dump(arguments: &Dump) -> Result<ExitCode, Error> {
    let (source, file) = minutebook::scan::source_of(&arguments.file);
    minutebook::with_archive(&source, arguments.config.as_deref(), today(None), |archive, _| {
        let text = dump::dump(archive, &file);
        if text.is_empty() {
            let path = Path::new(&file).display();
            say_error(&format!("`{path}` is no published note of `{}`", source.display()));
            return ExitCode::from(2);
        }
        say(&text);
        ExitCode::SUCCESS
    })
}
