//! `minutebook export`.

use super::args::{Export, ExportFormat, ExportKind, ExportServer};
use super::print;
use minutebook::Error;
use minutebook::base::fs;
use minutebook::site::api;
use minutebook::site::output::Content;
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

/// Writes what a search server is to be sent. `state.json` comes last: an export that was cut off is made again.
fn for_server(arguments: &Export, server: ExportServer) -> Result<ExitCode, Error> {
    if let Some(what) = arguments.what.filter(|what| *what != ExportKind::Documents) {
        let message = format!("`--for` writes the documents of the search, not {}", format!("{what:?}").to_lowercase());
        return Err(Error::new("export-server", "--for", message).hint("leave it out, or say `documents`"));
    }
    if !search_server::is_index_name(&arguments.index) {
        return Err(Error::new(
            "export-server",
            arguments.index.clone(),
            "search servers take no such name for an index",
        )
        .hint("choose three or more of `a-z`, `0-9` and `-`, a letter first, as `--index scs-minutes`"));
    }
    let folder = &arguments.output;
    if fs::leads_to_file(folder) {
        return Err(Error::new(
            "export-server",
            folder.display().to_string(),
            "this is a file, and several are to be written",
        )
        .hint("name a folder with `--output`"));
    }
    let archive = super::load(&arguments.source)?.archive;
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
    let export = search_server::export(&archive, server, &arguments.index, before.as_ref());
    fs::create_folder(folder)?;
    // What was written the last time has been sent, and would be sent twice.
    for old in fs::entries(folder)? {
        let name = old.file_name().unwrap_or_default().to_string_lossy();
        if (name.starts_with("bulk-") && name.ends_with(".ndjson")) || name == "delete.json" {
            fs::remove_file(&old)?;
        }
    }
    for file in &export.files {
        if let Content::Bytes(bytes) = &file.content {
            fs::replace(&folder.join(&file.path), bytes)?;
        }
    }
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
