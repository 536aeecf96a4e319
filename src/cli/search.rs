//! `minutebook search`.

use super::args::{self, Search};
use super::print;
use minutebook::{Error, search};
use std::process::ExitCode;

/// Prints the answer to a query.
pub(super) fn run(arguments: &Search) -> Result<ExitCode, Error> {
    let of_user = || args::cache_folder(|name| std::env::var_os(name).map(Into::into));
    let cache = if arguments.no_cache { None } else { of_user() };
    let answer = search::ask(&search::Question {
        query: &arguments.query,
        source: &arguments.source,
        config: arguments.config.as_deref(),
        output: &arguments.output,
        cache: cache.as_deref(),
        program: args::VERSION,
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
