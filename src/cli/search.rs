//! `minutebook search`.

use super::args::Search;
use super::print;
use minutebook::{Error, search};
use std::process::ExitCode;

/// Prints the answer to a query.
pub(super) fn run(arguments: &Search) -> Result<ExitCode, Error> {
    let answer = search::ask(&search::Question {
        query: &arguments.query,
        source: &arguments.source,
        config: arguments.config.as_deref(),
        output: &arguments.output,
        limit: arguments.limit,
        today: super::today(arguments.today),
    })?;
    if arguments.json {
        print::json(&answer.json());
    } else {
        print::out(&answer.text());
    }
    Ok(ExitCode::SUCCESS)
}
