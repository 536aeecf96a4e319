//! `minutebook export`.

use super::args::{Export, ExportFormat, ExportKind};
use super::print;
use minutebook::Error;
use minutebook::site::api;
use std::process::ExitCode;

/// Prints rows of data.
pub(super) fn run(arguments: &Export) -> Result<ExitCode, Error> {
    let archive = super::load(&arguments.source)?.archive;
    let archive = &archive;
    match arguments.what {
        ExportKind::Calls => rows(arguments.format, &api::calls(archive)),
        ExportKind::Sections => rows(arguments.format, &api::sections(archive)),
        ExportKind::Decisions => rows(arguments.format, &api::decisions(archive)),
        ExportKind::Actions => rows(arguments.format, &api::actions(archive)),
        ExportKind::References => rows(arguments.format, &api::references(archive)),
        ExportKind::People => rows(arguments.format, &api::people(archive)),
        ExportKind::Topics => rows(arguments.format, &api::topics(archive)),
    }
    Ok(ExitCode::SUCCESS)
}

fn rows<T: serde::Serialize>(format: ExportFormat, rows: &[T]) {
    match format {
        ExportFormat::Jsonl => print::json(&api::jsonl(rows)),
        ExportFormat::Csv => print::out(&api::csv(rows)),
    }
}
