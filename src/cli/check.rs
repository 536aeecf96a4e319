//! `minutebook check`.

use super::args::{Check, CheckFormat, Source};
use super::{print, progress};
use minutebook::base::diagnostic;
use minutebook::base::fs;
use minutebook::check::{self, fix, kinds, sarif};
use minutebook::site::api;
use minutebook::{Error, ProgressEvent, fetch};
use std::process::ExitCode;

/// Prints what a person should look at in the minutes.
pub(super) fn run(arguments: &Check) -> Result<ExitCode, Error> {
    if let Some(code) = &arguments.explain {
        return explain(code);
    }
    let source = &arguments.source;
    if arguments.fix {
        let project = super::load(source)?;
        let fixes = fix::fixes(&project.archive, &project.sources);
        fix::apply(&fixes)?;
        for fix in fixes {
            for what in &fix.what {
                print::note(&format!("repaired {}: {what}", fix.path));
            }
        }
    }
    if arguments.fetch_images {
        fetch_images(source)?;
    }
    let findings = progress::show(progress::detect(false), |progress| {
        progress(ProgressEvent::Stage("checking", 0));
        check::findings(&super::load(source)?)
    })?;
    match arguments.format {
        CheckFormat::Text => {
            diagnostic::by_cause(&findings).iter().for_each(|text| print::out(&format!("{text}\n\n")));
            print::out(&format!("{}\n", diagnostic::totals(&findings)));
        }
        CheckFormat::Json => print::json(&api::jsonl(&findings)),
        CheckFormat::Github => {
            sarif::from_here(&findings, &source.folder).iter().for_each(|finding| print::commands(&finding.github()));
        }
        CheckFormat::Sarif => print::json(&sarif::sarif(&sarif::from_here(&findings, &source.folder))),
    }
    Ok(print::exit_code(arguments.strict, &findings))
}

/// Saves the images that are missing. What is saved or not is told on standard error: standard output is for the findings.
fn fetch_images(source: &Source) -> Result<(), Error> {
    let project = super::load(source)?;
    let outcomes = progress::show(progress::detect(false), |progress| {
        fetch::fetch_missing(&project, fetch::Limits::default(), progress)
    })?;
    if outcomes.is_empty() {
        print::note("no image is missing");
    }
    for (image, outcome) in &outcomes {
        match outcome {
            Ok(bytes) => print::note(&format!("saved {} ({})", image.path, fs::shown(*bytes))),
            Err(why) => print::note(&format!("not saved: {}: {why}", image.address)),
        }
    }
    Ok(())
}

fn explain(code: &str) -> Result<ExitCode, Error> {
    if code == "all" {
        let width = kinds::KINDS.iter().map(|kind| kind.code.len()).max().unwrap_or(0);
        kinds::KINDS.iter().for_each(|kind| print::out(&format!("{:width$}  {}\n", kind.code, kind.title)));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(kind) = kinds::kind(code) {
        print::out(&kind.explain());
        return Ok(ExitCode::SUCCESS);
    }
    let hint = match kinds::nearest(code) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`--explain all` lists the codes".to_owned(),
    };
    Err(Error::new("no-finding", "--explain", format!("unknown finding `{code}`")).hint(hint))
}
