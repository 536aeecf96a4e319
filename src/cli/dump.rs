//! `minutebook dump`.

use super::args::Dump;
use super::print;
use minutebook::base::fs;
use minutebook::{Error, Project, dump, scan};
use std::process::ExitCode;

/// Prints what every stage makes of one file.
pub(super) fn run(arguments: &Dump) -> Result<ExitCode, Error> {
    let given = arguments.file.display().to_string();
    if !fs::exists(&arguments.file) {
        return Err(Error::new("no-note", given, "the file does not exist"));
    }
    let (source, file) = scan::source_of(&arguments.file);
    let project = Project::open(&source, arguments.config.as_deref(), super::today(None))?;
    let text = dump::dump(&project.archive, &file);
    if text.is_empty() {
        let message = format!("this is not a published note of `{}`", source.display());
        return Err(Error::new("no-note", file, message).hint("`minutebook build` says which files are not published"));
    }
    print::out(&text);
    Ok(ExitCode::SUCCESS)
}
