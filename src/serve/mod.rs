//! The site while it is written: built in memory, shown on this machine, built anew when a file changes, and the open page
//! follows.
//!
//! One thread has the site and renders a page when it is asked for: a change costs reading what changed, not writing
//! thousands of files. It waits for messages: requests, which connections send from threads of their own ([`http`]), and
//! changes, which another thread looks for ([`watch`]). What is wrong with the notes that are edited is looked for by a third
//! ([`findings`]), so that no page waits for it. Pages that are open hear of it all over [`live`].

mod answer;
mod findings;
mod http;
mod live;
mod review;
mod site;
mod watch;

use crate::base::error::Error;
use crate::base::panics;
use crate::base::text::escape;
use crate::build::Options;
use crate::scan::Snapshot;
use answer::Answer;
use findings::Checker;
use http::Request;
use live::ReloadChannel;
use site::{LiveSite, SiteCache};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use watch::Watcher;

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

/// What the thread that has the site waits for.
enum Message {
    /// A browser asks for a file.
    Request(Request),
    /// A file of the source, the configuration or a template has changed.
    Changed,
    /// It is to end.
    Stop,
}

/// Takes the port on this machine, and no other's requests; 0 takes any free one.
pub fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| port_error(port, &error))
}

/// A server that listens.
pub struct Server {
    options: Options,
    live: Arc<ReloadChannel>,
    checker: Checker,
    messages: Receiver<Message>,
    sender: Sender<Message>,
    signals: Arc<Signals>,
}

/// What the server and the watcher tell each other besides messages.
#[derive(Debug, Default)]
struct Signals {
    /// Set by a request, and cleared by the watcher: somebody looks at the site.
    is_used: AtomicBool,
    /// Set by the watcher, and cleared before the files are read: a change has been told already.
    is_changed: AtomicBool,
}

/// Ends a server from another thread.
#[derive(Debug, Clone)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    /// Ends the server when it is done with what was asked for before.
    pub fn stop(&self) {
        // A server that has ended need not be.
        let _ = self.0.send(Message::Stop);
    }
}

impl Server {
    /// Serves below `base` (`/`, `/minutes/`): connections are taken from now on, and wait for [`Server::run`].
    pub fn start(options: Options, base: &str, listener: TcpListener) -> io::Result<Self> {
        let (sender, messages) = mpsc::channel();
        let live = Arc::new(ReloadChannel::default());
        ReloadChannel::keep_alive(&live)?;
        http::accept(listener, base.to_owned(), sender.clone(), Arc::clone(&live), review::token()?.into())?;
        let signals = Arc::new(Signals::default());
        // What changes from now on is news, also while the first site is made.
        let watcher = Watcher::new(snapshot(&options));
        watch_for_changes(options.clone(), watcher, sender.clone(), Arc::downgrade(&signals))?;
        let checker = Checker::start(Arc::clone(&live))?;
        Ok(Self { options, live, checker, messages, sender, signals })
    }

    /// What ends it.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Answers until it is stopped, and tells what happens.
    pub fn run(self, tell: &mut dyn FnMut(Event)) {
        let mut cache = SiteCache::default();
        loop {
            let start = Instant::now();
            self.signals.is_changed.store(false, Ordering::SeqCst);
            let loaded =
                panics::reported(".", "minutebook has failed on these notes", || site::load(&self.options, &mut cache));
            let loaded = loaded.unwrap_or_else(|failed| {
                // What was being written into it may be half of it.
                cache = SiteCache::default();
                Err(Error::from(failed))
            });
            let goes_on = match loaded {
                Ok(mut site) => {
                    let version = self.live.publish("");
                    self.checker.check(version, Arc::clone(&site.project), cache.edited(&site.project));
                    let (errors, stages) = (std::mem::take(&mut site.errors), std::mem::take(&mut site.stages));
                    tell(Event::Built { time: start.elapsed(), errors, stages });
                    let goes_on = self.answer(|path, body| match body {
                        None => site.answer(path),
                        Some(body) => review::write(&site.project, body),
                    });
                    // Giving its memory back takes as long as a page.
                    rayon::spawn(move || drop::<LiveSite>(site));
                    goes_on
                }
                Err(error) => {
                    let text = error.to_string();
                    self.live.publish(&text);
                    tell(Event::Failed(text.clone()));
                    self.answer(|path, _| failure(path, &text))
                }
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Answers until a file has changed (true) or the server is to end (false).
    fn answer(&self, mut answer: impl FnMut(&str, Option<&[u8]>) -> Answer) -> bool {
        while let Ok(message) = self.messages.recv() {
            match message {
                Message::Request(request) => {
                    self.signals.is_used.store(true, Ordering::Relaxed);
                    // The browser may have gone away meanwhile.
                    let made = panics::caught(|| answer(&request.path, request.body.as_deref()));
                    let made = made.unwrap_or_else(|_| failure(&request.path, &format!("error: {}", panics::ADVICE)));
                    let _ = request.reply.send(made);
                }
                Message::Changed => return true,
                Message::Stop => return false,
            }
        }
        false
    }
}

/// Looks for changes in the background until nobody waits for them any more.
fn watch_for_changes(
    options: Options,
    mut watcher: Watcher,
    messages: Sender<Message>,
    signals: Weak<Signals>,
) -> io::Result<()> {
    let start = Instant::now();
    std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(watcher.pause(start.elapsed()));
            let Some(signals) = signals.upgrade() else { return };
            if signals.is_used.swap(false, Ordering::Relaxed) {
                watcher.note_activity(start.elapsed());
            }
            let changed = watcher.look(&mut || start.elapsed(), &mut || snapshot(&options));
            let is_news = changed && !signals.is_changed.swap(true, Ordering::SeqCst);
            if is_news && messages.send(Message::Changed).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// All files that the site is made of, as they are now.
fn snapshot(options: &Options) -> Snapshot {
    let config = options.config.iter().map(PathBuf::as_path);
    let folders = std::iter::once(options.source.as_path()).chain(options.templates.as_deref());
    Snapshot::of(folders.chain(config))
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
