//! `minutebook serve`.

use super::args::Serve;
use super::print;
use minutebook::{Error, Options, serve};
use std::process::ExitCode;

/// Shows the site until the program is ended.
pub(super) fn run(arguments: &Serve) -> Result<ExitCode, Error> {
    let source = &arguments.source;
    let base = format!("/{}/", arguments.base.trim_matches('/')).replace("//", "/");
    let listener = serve::listen(arguments.port)?;
    let address = format!("http://{}{base}", listener.local_addr().map_err(|error| serve::cannot_serve(&error))?);
    let options = Options {
        source: source.folder.clone(),
        config: source.config.clone(),
        // Links that cannot be relative lead to where the site is shown.
        base_url: Some(address.clone()),
        templates: arguments.templates.clone(),
        reveal: arguments.reveal.iter().cloned().chain([source.folder.clone(), ".".into()]).collect(),
        today: super::today(source.today),
        ..Options::default()
    };
    let mut is_first = true;
    let mut tell = |event: serve::Event| match event {
        serve::Event::Built { time, errors, stages } => {
            errors.iter().for_each(|error| print::note(&format!("{error}\n")));
            let milliseconds = time.as_millis();
            if is_first {
                print::out(&format!(
                    "{} is at {address} (built in {milliseconds} ms; Ctrl+C ends it)\n",
                    source.folder.display()
                ));
                if arguments.open {
                    open_in_browser(&address);
                }
            } else {
                print::out(&format!("built anew in {milliseconds} ms\n"));
            }
            is_first = false;
            if arguments.timings {
                print::stages(&stages);
            }
        }
        serve::Event::Failed(error) => {
            print::note(&error);
            print::note("the site stays as it was until this is corrected");
        }
    };
    let server = serve::Server::start(options, &base, listener).map_err(|error| serve::cannot_serve(&error))?;
    server.run(&mut tell);
    Ok(ExitCode::SUCCESS)
}

/// Asks the desktop to open an address. That there is none is no error: the address has been printed.
fn open_in_browser(address: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(program).arg(address).spawn();
}
