//! The program: runs what the command line asks for, prints, and sets the exit code.
//!
//! 0: done; 1: the minutes have errors or warnings and `--strict` was given; 2: wrong usage, or nothing could be done.

mod progress;

use minutebook::check::{formats, kinds};
use minutebook::cli::{
    self, Build, Check, CheckFormat, Command, Dump, Export, ExportFormat, ExportKind, Init, New, Search, Serve,
};
use minutebook::diagnostic::{self, Diagnostic, Severity};
use minutebook::step::Step;
use minutebook::{Error, Options, dump, export, init, search, serve};
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
        Command::Init(arguments) => init(&arguments),
        Command::Serve(arguments) => serve(&arguments),
        Command::New(arguments) => new(&arguments),
        Command::Addresses(arguments) => addresses(&arguments),
        Command::Completions { shell } => Ok(print_bytes(&cli::completions(shell))),
        Command::Manual => Ok(print_bytes(&cli::manual())),
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

fn say_note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn today(given: Option<chrono::NaiveDate>) -> chrono::NaiveDate {
    given.unwrap_or_else(|| chrono::Local::now().date_naive())
}

/// The folder a build keeps pictures in; none with `--no-cache`, or where the platform names none.
fn cache(arguments: &Build) -> Option<std::path::PathBuf> {
    let of_user = || cli::cache_folder(|name| std::env::var_os(name).map(Into::into));
    if arguments.no_cache { None } else { arguments.cache.clone().or_else(of_user) }
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
        cache: cache(arguments),
        today: today(source.today),
    };
    let report = progress::show(progress::look(arguments.quiet), |tell| minutebook::build_and_tell(&options, tell))?;
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
    drop(errors);
    if arguments.timings {
        print_stages(&report.stages);
    }
    Ok(strict(arguments.strict, &report.diagnostics))
}

fn print_stages(stages: &[(&str, std::time::Duration)]) {
    for (stage, time) in stages {
        say_note(&format!("{:>7.1} ms  {stage}", time.as_secs_f64() * 1000.0));
    }
}

fn strict(strict: bool, findings: &[Diagnostic]) -> ExitCode {
    let serious = findings.iter().any(|finding| finding.severity != Severity::Note);
    if strict && serious { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn check(arguments: &Check) -> Result<ExitCode, Error> {
    if let Some(code) = &arguments.explain {
        return Ok(explain(code));
    }
    let source = &arguments.source;
    if arguments.fix {
        for fix in minutebook::fix(&source.source, source.config.as_deref(), today(source.today))? {
            for what in &fix.what {
                say_note(&format!("mended {}: {what}", fix.path));
            }
        }
    }
    if arguments.fetch_images {
        fetch_images(source)?;
    }
    let findings = progress::show(progress::look(false), |tell| {
        tell(Step::Stage("checking", 0));
        let (config, day) = (source.config.as_deref(), today(source.today));
        minutebook::with_archive(&source.source, config, day, |_, findings| findings.to_vec())
    })?;
    match arguments.format {
        CheckFormat::Text => {
            findings.iter().for_each(|finding| say(&format!("{finding}\n\n")));
            say(&format!("{}\n", diagnostic::totals(&findings)));
        }
        CheckFormat::Json => say(&export::jsonl(&findings)),
        CheckFormat::Github => {
            formats::from_here(&findings, &source.source).iter().for_each(|finding| say(&finding.github()));
        }
        CheckFormat::Sarif => say(&formats::sarif(&formats::from_here(&findings, &source.source))),
    }
    Ok(strict(arguments.strict, &findings))
}

/// What is saved or not is told on standard error: standard output is for the findings.
fn fetch_images(source: &cli::Source) -> Result<(), Error> {
    let (limits, day) = (minutebook::fetch::Limits::default(), today(source.today));
    let outcomes = progress::show(progress::look(false), |tell| {
        minutebook::fetch_images(&source.source, source.config.as_deref(), day, limits, tell)
    })?;
    if outcomes.is_empty() {
        say_note("no image is missing");
    }
    for (image, outcome) in &outcomes {
        match outcome {
            Ok(bytes) => say_note(&format!("saved {} ({})", image.path, minutebook::fs::shown(*bytes))),
            Err(why) => say_note(&format!("not saved: {}: {why}", image.address)),
        }
    }
    Ok(())
}

fn explain(code: &str) -> ExitCode {
    if code == "all" {
        let width = kinds::KINDS.iter().map(|kind| kind.code.len()).max().unwrap_or(0);
        kinds::KINDS.iter().for_each(|kind| say(&format!("{:width$}  {}\n", kind.code, kind.title)));
        return ExitCode::SUCCESS;
    }
    if let Some(kind) = kinds::kind(code) {
        say(&kind.explain());
        return ExitCode::SUCCESS;
    }
    let hint = match kinds::nearest(code) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`--explain all` lists the codes".to_owned(),
    };
    say_error(&format!("there is no finding `{code}`\n  hint: {hint}"));
    ExitCode::from(2)
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
    if !minutebook::fs::exists(&arguments.file) {
        say_error(&format!("there is no file `{}`", arguments.file.display()));
        return Ok(ExitCode::from(2));
    }
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

fn init(arguments: &Init) -> Result<ExitCode, Error> {
    let content = Path::new("content");
    let usual = if content.is_dir() { content } else { Path::new(".") };
    let source = arguments.source.as_deref().unwrap_or(usual);
    let done = init::init(source, today(None), arguments.force)?;
    say(&format!("{} teams with {} notes found\n", done.teams, done.calls));
    for made in &done.files {
        say(&format!("{}\n", String::from(made)));
    }
    let written = done.files.iter().any(|made| made.written);
    if written {
        say(
            "next: look at what is marked \"guessed\", then `minutebook check` and `minutebook serve`; push, and choose \
             \"GitHub Actions\" under Settings > Pages\n",
        );
    }
    Ok(if written { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn serve(arguments: &Serve) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    let base = format!("/{}/", arguments.base.trim_matches('/')).replace("//", "/");
    let listener = match serve::listen(arguments.port) {
        Ok(listener) => listener,
        Err(error) => {
            say_error(&serve::port_trouble(arguments.port, &error));
            return Ok(ExitCode::from(2));
        }
    };
    let address = format!("http://{}{base}", listener.local_addr().map_err(serve::cannot_serve)?);
    let options = Options {
        source: source.source.clone(),
        config: source.config.clone(),
        // Links that cannot be relative lead to where the site is shown.
        base_url: Some(address.clone()),
        templates: arguments.templates.clone(),
        reveal: arguments.reveal.iter().cloned().chain([source.source.clone(), ".".into()]).collect(),
        today: today(source.today),
        ..Options::default()
    };
    let mut is_first = true;
    let mut tell = |event: serve::Event| match event {
        serve::Event::Built { time, errors, stages } => {
            errors.iter().for_each(|error| say_note(&format!("{error}\n")));
            let milliseconds = time.as_millis();
            if is_first {
                say(&format!(
                    "{} is at {address} (built in {milliseconds} ms; Ctrl+C ends it)\n",
                    source.source.display()
                ));
                if arguments.open {
                    open_in_browser(&address);
                }
            } else {
                say(&format!("built anew in {milliseconds} ms\n"));
            }
            is_first = false;
            if arguments.timings {
                print_stages(&stages);
            }
        }
        serve::Event::Failed(error) => {
            say_error(&error);
            say_note("the site stays as it was; it follows when this is mended");
        }
    };
    serve::serve(&options, &base, listener, &mut tell, &|| true).map_err(serve::cannot_serve)?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the desktop to open an address. That there is none is no error: the address has been printed.
fn open_in_browser(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(program).arg(address).spawn();
}

fn new(arguments: &New) -> Result<ExitCode, Error> {
    let config = arguments.config.as_deref();
    let draft = match minutebook::draft(&arguments.source, config, today(None), &arguments.team, arguments.date)? {
        Ok(draft) => draft,
        Err(error) => {
            say_error(&error.to_string());
            return Ok(ExitCode::from(2));
        }
    };
    if !arguments.write {
        say(&draft.text);
        return Ok(ExitCode::SUCCESS);
    }
    let path = arguments.source.join(&draft.path);
    if path.exists() {
        say_error(&format!("`{}` is there already", path.display()));
        return Ok(ExitCode::from(2));
    }
    minutebook::fs::write(&path, draft.text.as_bytes())?;
    say(&format!("wrote {}\n", path.display()));
    Ok(ExitCode::SUCCESS)
}

fn addresses(source: &cli::Source) -> Result<ExitCode, Error> {
    let (changes, findings) =
        minutebook::record_addresses(&source.source, source.config.as_deref(), today(source.today))?;
    findings.iter().for_each(|finding| say_note(&format!("{finding}\n")));
    for (address, to) in &changes.moved {
        say(&format!("{address} goes to {to}\n"));
    }
    say(&format!(
        "{} addresses, {} of them new, are in {}\n",
        changes.all,
        changes.new,
        source.source.join(minutebook::addresses::FILE_NAME).display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn print_bytes(bytes: &[u8]) -> ExitCode {
    let _ = std::io::stdout().lock().write_all(bytes);
    ExitCode::SUCCESS
}
