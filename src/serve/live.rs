//! What open pages hear of a change: server-sent events, and the script and style sheet that show them.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// Where the script is, below the base.
pub(super) const SCRIPT: &str = ".minutebook/live.js";

/// Where the events are.
pub(super) const EVENTS: &str = ".minutebook/events";

/// The server's own files, below the base.
pub(super) const FILES: &[(&str, &str)] =
    &[(SCRIPT, include_str!("live.js")), (".minutebook/live.css", include_str!("live.css"))];

/// Pages that listen without an answer for so long are asked whether they are still there.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// The most pages that listen at one time. The one that came first is let go for another; if it is still open, it comes
/// back by itself.
const MOST_PAGES: usize = 64;

/// The newest state of the site, for all pages that are open.
#[derive(Default)]
pub(super) struct ReloadChannel(Mutex<Listeners>);

#[derive(Default)]
struct Listeners {
    state: State,
    pages: Vec<TcpStream>,
}

/// What the pages are told.
#[derive(Debug, Default, Clone, serde::Serialize)]
struct State {
    /// Counts the sites that were built, and the attempts.
    version: u64,
    /// Why there is no new site; empty when there is one.
    failure: String,
    /// The version that was looked through for findings last.
    checked: u64,
    /// What was found, ready to show.
    findings: Vec<serde_json::Value>,
}

impl ReloadChannel {
    /// There is a new site, or an error instead of one. Returns its version.
    pub(super) fn publish(&self, failure: &str) -> u64 {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.state.version += 1;
        failure.clone_into(&mut listeners.state.failure);
        listeners.tell_all();
        listeners.state.version
    }

    /// A version has been looked through, and this was found. A version that is not the newest any more is passed over.
    pub(super) fn publish_findings(&self, version: u64, findings: Vec<serde_json::Value>) {
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if listeners.state.version != version {
            return;
        }
        listeners.state.checked = version;
        listeners.state.findings = findings;
        listeners.tell_all();
    }

    /// Takes in a page: it is told how things stand, and from then on every change. It needs no thread.
    pub(super) fn join(&self, mut page: TcpStream) -> std::io::Result<()> {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\nconnection: close\r\n\r\n\
                    retry: 300\n\n";
        // What is sent fits into the system's buffer. A page that leaves it full is let go, and comes back if it is there.
        page.set_nonblocking(true)?;
        let mut listeners = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        page.write_all(head.as_bytes())?;
        page.write_all(listeners.event().as_bytes())?;
        if listeners.pages.len() >= MOST_PAGES {
            listeners.pages.remove(0);
        }
        listeners.pages.push(page);
        Ok(())
    }

    /// Finds out now and then, in the background, which pages are still there.
    pub(super) fn keep_alive(channel: &Arc<Self>) -> std::io::Result<()> {
        let channel: Weak<Self> = Arc::downgrade(channel);
        std::thread::Builder::new().name("keep alive".to_owned()).spawn(move || {
            loop {
                std::thread::sleep(SIGN_OF_LIFE);
                let Some(channel) = channel.upgrade() else { return };
                channel.0.lock().unwrap_or_else(PoisonError::into_inner).send(": still here\n\n");
            }
        })?;
        Ok(())
    }
}

impl Listeners {
    fn event(&self) -> String {
        format!("data: {}\n\n", serde_json::json!(self.state))
    }

    fn tell_all(&mut self) {
        let event = self.event();
        self.send(&event);
    }

    /// Sends to all pages; those that are gone are forgotten.
    fn send(&mut self, text: &str) {
        self.pages.retain_mut(|page| page.write_all(text.as_bytes()).is_ok());
    }
}

/// A page with the script in it.
pub(super) fn listening(html: &str) -> String {
    let script = format!("<script src=\"BASE{SCRIPT}\" defer></script>\n</head>");
    html.replacen("</head>", &script, 1)
}
