//! What the open page hears of a change: server-sent events, and the script that listens to them.

use std::io::Write;
use std::net::TcpStream;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Where the script is, below the base.
pub(super) const SCRIPT: &str = ".minutebook/live.js";

/// Where the events are.
pub(super) const EVENTS: &str = ".minutebook/events";

/// The script.
pub(super) const SCRIPT_TEXT: &str = include_str!("live.js");

/// The newest word on the site, for all pages that are open.
#[derive(Default)]
pub(super) struct ReloadChannel {
    news: Mutex<News>,
    changed: Condvar,
}

#[derive(Default, Clone)]
struct News {
    /// Counts the builds.
    edition: u64,
    /// What is wrong; empty when nothing is.
    trouble: String,
}

impl ReloadChannel {
    /// There is a new site, or an error.
    pub(super) fn publish(&self, trouble: &str) {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        news.edition += 1;
        trouble.clone_into(&mut news.trouble);
        self.changed.notify_all();
    }

    /// Tells a page what is new until it goes away: first what is the case now, then every change.
    pub(super) fn follow(&self, mut page: TcpStream) -> std::io::Result<()> {
        page.write_all(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\nconnection: close\r\n\r\nretry: 300\n\n",
        )?;
        let mut told = 0;
        loop {
            let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
            if news.edition == told {
                // A line now and then finds out whether anybody still listens.
                news =
                    self.changed.wait_timeout(news, Duration::from_secs(15)).unwrap_or_else(PoisonError::into_inner).0;
            }
            let News { edition, trouble } = news.clone();
            drop(news);
            if edition == told {
                page.write_all(b": still here\n\n")?;
                continue;
            }
            told = edition;
            let data = serde_json::json!({ "edition": edition, "trouble": trouble });
            page.write_all(format!("data: {data}\n\n").as_bytes())?;
        }
    }
}

/// A page with the script in it.
pub(super) fn listening(html: &str) -> String {
    let script = format!("<script src=\"BASE{SCRIPT}\" defer></script>\n</head>");
    html.replacen("</head>", &script, 1)
}
