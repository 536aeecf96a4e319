//! `minutebook new`.

use super::args::{New, Source};
use super::print;
use minutebook::base::fs;
use minutebook::{Error, draft};
use std::process::ExitCode;

/// Prints or writes the pad of a team's next call.
pub(super) fn run(arguments: &New) -> Result<ExitCode, Error> {
    let New { source, config, team, date, write } = arguments;
    let project = super::load(&Source { folder: source.clone(), config: config.clone(), today: None })?;
    let draft = draft::draft(&project, team, *date)?;
    if !write {
        print::out(&draft.text);
        return Ok(ExitCode::SUCCESS);
    }
    let path = source.join(&draft.path);
    if !fs::write_new(&path, draft.text.as_bytes())? {
        return Err(Error::new("notes-exist", path.display().to_string(), "there is a file of that name already"));
    }
    print::out(&format!("wrote {}\n", path.display()));
    Ok(ExitCode::SUCCESS)
}
