//! `minutebook build`.

use super::args::{self, Build};
use super::{print, progress};
use minutebook::base::diagnostic::{self, Severity};
use minutebook::{Error, Options};
use std::path::PathBuf;
use std::process::ExitCode;

/// The folder a build keeps pictures in; none with `--no-cache`, or where the platform names none.
fn cache(arguments: &Build) -> Option<PathBuf> {
    let of_user = || args::cache_folder(|name| std::env::var_os(name).map(Into::into));
    if arguments.no_cache { None } else { arguments.cache.clone().or_else(of_user) }
}

/// The findings a build prints; nobody reads five hundred, and `check` lists them all.
const MOST: usize = 10;

/// Builds the site, and prints what was found and made.
pub(super) fn run(arguments: &Build) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    let options = Options {
        source: source.folder.clone(),
        config: source.config.clone(),
        output: arguments.output.clone(),
        base_url: arguments.base_url.clone(),
        templates: arguments.templates.clone(),
        reveal: arguments.reveal.iter().cloned().chain([source.folder.clone(), ".".into()]).collect(),
        cache: cache(arguments),
        today: super::today(source.today),
    };
    let report = progress::show(progress::detect(arguments.quiet), |progress| {
        minutebook::build_with_progress(&options, progress)
    })?;
    let serious = report.diagnostics.iter().filter(|finding| finding.severity != Severity::Note);
    let shown = serious.filter(|finding| !arguments.quiet || finding.severity == Severity::Error);
    let shown = diagnostic::by_cause(shown);
    for text in shown.iter().take(MOST) {
        print::note(&format!("{text}\n"));
    }
    if shown.len() > MOST {
        let (more, folder) = (shown.len() - MOST, source.folder.display());
        print::note(&format!("… and {more} more; `minutebook check {folder}` lists them all\n"));
    }
    if let Some(reveal) = &report.reveal {
        print::note(&format!("warning[no-reveal]: {reveal}\n"));
    }
    if let Some(no_cards) = &report.no_cards {
        print::note(&format!("note[no-cards]: {no_cards}\n"));
    }
    if !arguments.quiet {
        print::out(&format!("{}\n", report.summary()));
        print::out(&format!("the site is in {}\n", arguments.output.display()));
    }
    if arguments.timings {
        print::stages(&report.stages);
    }
    Ok(print::exit_code(arguments.strict, &report.diagnostics))
}
