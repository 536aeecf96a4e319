//! The site while it is written: built in memory, shown on this machine, built anew when a file changes, and the open page
//! follows.
//!
//! One thread owns the site and renders a page when it is asked for: a change costs reading what changed, not writing
//! thousands of files. Connections have threads of their own, which put their questions to the owner through a channel.

mod http;
mod live;
mod site;

use crate::base::error::Error;
use crate::base::text::escape;
use crate::build::Options;
use crate::project::ProjectCache;
use crate::scan;
use http::{Answer, Request};
use live::ReloadChannel;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What happened, for the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The site was built, or built anew.
    Built {
        /// How long it took.
        time: Duration,
        /// Errors in the minutes, each ready to print.
        errors: Vec<String>,
        /// How long each stage took.
        stages: Vec<(&'static str, Duration)>,
    },
    /// There is no new site; the last one stays until what is wrong is mended.
    Failed(String),
}

/// How often the files of the source are looked at.
const POLL_INTERVAL: Duration = Duration::from_millis(60);

/// Takes the port on this machine, and no other's requests; 0 takes any free one.
pub fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| port_error(port, &error))
}

/// Serves below `base` (`/`, `/minutes/`) until `keep_going` says no; it is asked several times a second.
pub fn serve(
    options: &Options,
    base: &str,
    listener: TcpListener,
    tell: &mut dyn FnMut(Event),
    keep_going: &dyn Fn() -> bool,
) -> io::Result<()> {
    let live = Arc::new(ReloadChannel::default());
    let queue = http::accept(listener, base.to_owned(), Arc::clone(&live))?;
    let mut cache = ProjectCache::default();
    while keep_going() {
        let start = Instant::now();
        let seen = stamp(options);
        let mut requests = RequestLoop { options, seen, requests: &queue, live: &live, start, keep_going };
        match site::load(options, &mut cache) {
            Ok(mut site) => {
                let (errors, stages) = (std::mem::take(&mut site.errors), std::mem::take(&mut site.stages));
                requests.live.publish(&errors.join("\n\n"));
                tell(Event::Built { time: requests.start.elapsed(), errors, stages });
                requests.answer(|path| site.answer(path));
            }
            Err(error) => {
                let text = error.to_string();
                requests.live.publish(&text);
                tell(Event::Failed(text.clone()));
                requests.answer(|path| failure(path, &text));
            }
        }
    }
    Ok(())
}

/// Where questions are answered as long as the source stays as it is.
struct RequestLoop<'a> {
    options: &'a Options,
    seen: scan::Snapshot,
    requests: &'a Receiver<Request>,
    live: &'a ReloadChannel,
    start: Instant,
    keep_going: &'a dyn Fn() -> bool,
}

impl RequestLoop<'_> {
    /// Answers until a file has changed.
    fn answer(&mut self, mut answer: impl FnMut(&str) -> Answer) {
        let mut next = Instant::now() + POLL_INTERVAL;
        while (self.keep_going)() {
            match self.requests.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(request) => {
                    // The browser may have gone away meanwhile.
                    let _ = request.reply.send(answer(&request.path));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if Instant::now() >= next {
                if stamp(self.options) != self.seen {
                    return;
                }
                next = Instant::now() + POLL_INTERVAL;
            }
        }
    }
}

/// A number that changes when a file of the source, the configuration or a template does.
fn stamp(options: &Options) -> scan::Snapshot {
    let config = options.config.iter().map(PathBuf::as_path);
    let folders = std::iter::once(options.source.as_path()).chain(options.templates.as_deref());
    scan::Snapshot::of(folders.chain(config))
}

/// Every page, when there is no site.
fn failure(path: &str, text: &str) -> Answer {
    let extension = std::path::Path::new(path).extension();
    if !path.ends_with('/') && extension.is_some_and(|extension| extension != "html") {
        return Answer::missing(Vec::new());
    }
    let mut escaped = String::new();
    escape(&mut escaped, text);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>The site cannot be built</title>\n</head>\n<body>\n\
         <h1>The site cannot be built</h1>\n<pre>{escaped}</pre>\n<p>This page follows when the mistake is mended.</p>\n</body>\n</html>\n"
    );
    let body = live::listening(&page).into_bytes();
    Answer { status: 500, kind: "text/html; charset=utf-8", body, location: None }
}

/// The error of a port that cannot be had.
fn port_error(port: u16, error: &io::Error) -> Error {
    let place = format!("127.0.0.1:{port}");
    match error.kind() {
        io::ErrorKind::AddrInUse => Error::new("port", place, format!("port {port} is in use by another program"))
            .hint(format!("`--port 0` takes any free one, `--port {}` the next", port.checked_add(1).unwrap_or(8000))),
        io::ErrorKind::PermissionDenied => Error::new("port", place, format!("port {port} may not be used"))
            .hint("take one above 1023, such as the usual 8000"),
        _ => Error::new("port", place, format!("cannot listen on port {port}: {error}")),
    }
}

/// The error of a program that cannot listen to browsers.
pub fn cannot_serve(error: &io::Error) -> Error {
    Error::new("port", "127.0.0.1", format!("cannot answer browsers: {error}"))
}

#[cfg(test)]
mod tests;
