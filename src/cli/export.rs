//! `minutebook export`.

use super::args::{Export, ExportFormat, ExportKind, ExportServer};
use super::print;
use minutebook::Error;
use minutebook::base::fs;
use minutebook::publish;
use minutebook::site::api;
use minutebook::site::search_server::{self, Server, State};
use std::process::ExitCode;

/// Prints rows of data, or writes files for a search server.
pub(super) fn run(arguments: &Export) -> Result<ExitCode, Error> {
    if let Some(server) = arguments.server {
        return for_server(arguments, server);
    }
    let archive = super::load(&arguments.source)?.archive;
    let archive = &archive;
    match arguments.what {
        Some(ExportKind::Calls) => rows(arguments.format, &api::calls(archive)),
        Some(ExportKind::Sections) => rows(arguments.format, &api::sections(archive)),
        Some(ExportKind::Decisions) => rows(arguments.format, &api::decisions(archive)),
        Some(ExportKind::Actions) => rows(arguments.format, &api::actions(archive)),
        Some(ExportKind::References) => rows(arguments.format, &api::references(archive)),
        Some(ExportKind::People) => rows(arguments.format, &api::people(archive)),
        Some(ExportKind::Topics) => rows(arguments.format, &api::topics(archive)),
        Some(ExportKind::Documents) | None => {
            return Err(Error::new("export-server", "documents", "it is not said for which search server they are")
                .hint("say `--for quickwit` or `--for opensearch`"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn rows<T: serde::Serialize>(format: ExportFormat, rows: &[T]) {
    match format {
        ExportFormat::Jsonl => print::json(&api::jsonl(rows)),
        ExportFormat::Csv => print::out(&api::csv(rows)),
    }
}

/// Writes what a search server is to be sent. The files are put in place together, and only in a folder that holds nothing else:
/// an export that is cut off has not happened.
fn for_server(arguments: &Export, server: ExportServer) -> Result<ExitCode, Error> {
    if arguments.what.is_some_and(|what| what != ExportKind::Documents) {
        return Err(Error::new(
            "export-server",
            "--for",
            "a search server is given the documents of the search, no rows",
        )
        .hint("leave `--for` out to print rows, or say `documents`"));
    }
    if !search_server::is_index_name(&arguments.index) {
        let message = "search servers take no such name for an index";
        return Err(Error::new("export-server", arguments.index.clone(), message)
            .hint("choose three or more of `a-z`, `0-9` and `-`, a letter first, as `--index scs-minutes`"));
    }
    let folder = &arguments.output;
    let project = super::load(&arguments.source)?;
    let files = publish::begin(folder, &project.source)?;
    let state = folder.join(search_server::STATE);
    let before = if fs::exists(&state) && !arguments.all {
        let read = State::read(&fs::read_to_string(&state)?);
        if read.is_none() {
            print::note(&format!("{}: not a state that an export has left; everything is written", state.display()));
        }
        read
    } else {
        None
    };
    let server = match server {
        ExportServer::Quickwit => Server::Quickwit,
        ExportServer::Opensearch => Server::OpenSearch,
    };
    let export = search_server::export(&project.archive, server, &arguments.index, before.as_ref());
    files.put_all(&export.files)?;
    files.finish()?;
    let whole = if export.is_whole { ", for an empty index" } else { "" };
    print::out(&format!(
        "{} of {} documents to send, {} to delete{whole}: {}\n",
        export.sent,
        export.all,
        export.deleted,
        folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}
