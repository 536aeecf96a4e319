//! `minutebook init`.

use super::args::Init;
use super::print;
use minutebook::base::fs;
use minutebook::{Error, init};
use std::path::Path;
use std::process::ExitCode;

/// Writes a first configuration and a workflow.
pub(super) fn run(arguments: &Init) -> Result<ExitCode, Error> {
    let content = Path::new("content");
    let usual = if fs::is_folder(content) { content } else { Path::new(".") };
    let source = arguments.source.as_deref().unwrap_or(usual);
    let done = init::init(source, super::today(None), arguments.force)?;
    print::out(&format!("{} teams with {} notes found\n", done.teams, done.calls));
    for made in &done.files {
        print::out(&format!("{}\n", String::from(made)));
    }
    let written = done.files.iter().any(|made| made.written);
    if written {
        print::out(
            "next: look at what is marked \"guessed\", then `minutebook check` and `minutebook serve`; push, and choose \
             \"GitHub Actions\" under Settings > Pages\n",
        );
    }
    Ok(if written { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
