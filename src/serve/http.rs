//! As much of HTTP/1.1 as a browser on this machine needs: GET and HEAD, one request a connection.

use super::Message;
use super::live::{self, ReloadChannel};
use crate::base::text::{encode_path, percent_decode};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A request for a file of the site, on its way to the thread that has the site.
pub(super) struct Request {
    /// Decoded, below the base, without its first slash.
    pub(super) path: String,
    /// Where the answer goes.
    pub(super) reply: Sender<Answer>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// For a redirection: the path below the base.
    pub(super) location: Option<String>,
}

impl Answer {
    pub(super) fn found(name: &str, body: Vec<u8>) -> Self {
        Self { status: 200, kind: kind(name), body, location: None }
    }

    pub(super) fn missing(body: Vec<u8>) -> Self {
        Self { status: 404, kind: "text/html; charset=utf-8", body, location: None }
    }

    pub(super) fn moved(path: &str) -> Self {
        Self { status: 301, kind: "text/plain; charset=utf-8", body: Vec::new(), location: Some(format!("{path}/")) }
    }

    fn refused(status: u16, why: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: format!("{why}\n").into_bytes(), location: None }
    }
}

/// Content types by extension.
const KINDS: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("bin", "application/octet-stream"),
    ("css", "text/css; charset=utf-8"),
    ("gif", "image/gif"),
    ("html", "text/html; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

fn kind(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or_default();
    KINDS.iter().find(|(known, _)| *known == extension).map_or("application/octet-stream", |(_, kind)| kind)
}

/// Accepts connections in the background, and sends what they ask for to `messages`.
pub(super) fn accept(
    listener: TcpListener,
    base: String,
    messages: Sender<Message>,
    live: Arc<ReloadChannel>,
) -> io::Result<()> {
    let open = Arc::new(OpenConnections::default());
    std::thread::Builder::new().name("accept".to_owned()).spawn(move || {
        for connection in listener.incoming() {
            let Ok(connection) = connection else { continue };
            let place = OpenConnections::take(&open);
            let (messages, base, live) = (messages.clone(), base.clone(), Arc::clone(&live));
            // Without a thread the browser tries again; a page that went away is no error.
            let _ = std::thread::Builder::new().spawn(move || {
                let _ = talk(connection, &base, &messages, &live);
                drop(place);
            });
        }
    })?;
    Ok(())
}

/// The most connections that have a thread at one time; the system keeps more of them waiting. Pages that listen to events
/// need none.
const MOST_CONNECTIONS: usize = 64;

/// Counts the connections that have a thread.
#[derive(Default)]
struct OpenConnections {
    count: Mutex<usize>,
    closed: Condvar,
}

/// A connection that has a thread, until it is dropped.
struct ConnectionPlace(Arc<OpenConnections>);

impl OpenConnections {
    /// Waits until there are fewer than [`MOST_CONNECTIONS`], and counts one more.
    fn take(open: &Arc<Self>) -> ConnectionPlace {
        let count = open.count.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |count: &mut usize| *count >= MOST_CONNECTIONS;
        let mut count = open.closed.wait_while(count, is_full).unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        ConnectionPlace(Arc::clone(open))
    }
}

impl Drop for ConnectionPlace {
    fn drop(&mut self) {
        *self.0.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.closed.notify_one();
    }
}

/// The most of a request that is read.
const LONGEST_REQUEST: u64 = 16 * 1024;

/// So long a browser may keep a connection open without asking for anything.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads one request and answers it.
fn talk(connection: TcpStream, base: &str, messages: &Sender<Message>, live: &ReloadChannel) -> io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_TIMEOUT))?;
    connection.set_write_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(connection.try_clone()?.take(LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut host = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            value.trim().clone_into(&mut host);
        }
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let answer = match route(method, target, &host, base) {
        Route::Refused(answer) => answer,
        Route::Events => return live.join(connection),
        Route::Own(name, text) => Answer::found(name, text.as_bytes().to_vec()),
        Route::Site(path) => {
            let (reply, answer) = mpsc::channel();
            let sent = messages.send(Message::Request(Request { path, reply }));
            let given = sent.ok().and_then(|()| answer.recv().ok());
            given.unwrap_or_else(|| Answer::refused(503, "the server has ended"))
        }
    };
    send(connection, answer, base, method == "HEAD")
}

/// What a request is for.
#[derive(Debug, PartialEq, Eq)]
enum Route {
    /// A path of the site.
    Site(String),
    /// A file of the server itself: its path and its text.
    Own(&'static str, &'static str),
    /// The stream of events.
    Events,
    Refused(Answer),
}

fn route(method: &str, target: &str, host: &str, base: &str) -> Route {
    if method != "GET" && method != "HEAD" {
        return Route::Refused(Answer::refused(405, "only GET and HEAD"));
    }
    // A page of the web that gave its own name this machine's address must not read the minutes.
    if !is_this_machine(host) {
        return Route::Refused(Answer::refused(403, "this server answers to 127.0.0.1 and localhost only"));
    }
    let Some(path) = decoded(target.split(['?', '#']).next().unwrap_or_default()) else {
        return Route::Refused(Answer::refused(400, "invalid path"));
    };
    let Some(path) = path.strip_prefix(base) else {
        let answer = if path == "/" || format!("{path}/") == base {
            Answer { location: Some(String::new()), ..Answer::moved("") }
        } else {
            Answer::refused(404, &format!("the site is at {base}"))
        };
        return Route::Refused(answer);
    };
    if path == live::EVENTS {
        return Route::Events;
    }
    match live::FILES.iter().find(|(name, _)| *name == path) {
        Some((name, text)) => Route::Own(name, text),
        None => Route::Site(path.to_owned()),
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name.to_lowercase().as_str())
}

/// A path with its `%xx` decoded, once. Nothing that climbs, and nothing that a path cannot hold.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decode(path)?;
    let is_bad = !path.starts_with('/')
        || path.contains(['\\', '%'])
        || path.contains(char::is_control)
        || path.split('/').any(|part| part == ".." || part == ".");
    (!is_bad).then_some(path)
}

fn send(mut connection: TcpStream, answer: Answer, base: &str, head_only: bool) -> io::Result<()> {
    let reason = match answer.status {
        200 => "OK",
        301 => "Moved Permanently",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        500 => "Internal Server Error",
        _ => "Service Unavailable",
    };
    // The script's address depends on where the site stands, which pages do not know.
    let body = if answer.kind.starts_with("text/html") { with_base(answer.body, base) } else { answer.body };
    let location =
        answer.location.map(|path| format!("location: {base}{}\r\n", encode_path(&path))).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: {}\r\ncontent-length: {}\r\n{location}cache-control: no-store\r\n\
         x-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        answer.status,
        answer.kind,
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    if !head_only {
        connection.write_all(&body)?;
    }
    connection.flush()
}

fn with_base(body: Vec<u8>, base: &str) -> Vec<u8> {
    let mark = format!("\"BASE{}\"", live::SCRIPT);
    match String::from_utf8(body) {
        Ok(text) => text.replacen(&mark, &format!("\"{base}{}\"", live::SCRIPT), 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_climb_or_lie_are_refused() {
        for (target, path) in [
            ("/", Some("/")),
            ("/a/b.png", Some("/a/b.png")),
            ("/%C3%BC%20x", Some("/ü x")),
            ("/../etc/passwd", None),
            ("/a/%2e%2e/b", None),
            ("/a/%252e%252e/b", None),
            ("/..%2f..%2fetc", None),
            ("/a\\..\\b", None),
            ("/a%00", None),
            ("/%zz", None),
            ("/%+1", None),
            ("/%f", None),
            ("/%ff", None),
            ("http://127.0.0.1/a", None),
        ] {
            assert_eq!(decoded(target).as_deref(), path, "{target}");
        }
    }

    #[test]
    fn only_this_machine_is_answered() {
        for (host, allowed) in [
            ("127.0.0.1:8000", true),
            ("localhost:8000", true),
            ("LOCALHOST", true),
            ("[::1]:8000", true),
            ("evil.example:8000", false),
            ("127.0.0.1.evil.example", false),
            ("", false),
        ] {
            assert_eq!(is_this_machine(host), allowed, "{host}");
        }
    }

    #[test]
    fn requests_go_where_they_should() {
        let route = |method: &str, target: &str| route(method, target, "localhost:8000", "/minutes/");
        assert_eq!(route("GET", "/minutes/a/?q=1"), Route::Site("a/".to_owned()));
        assert_eq!(route("GET", "/minutes/.minutebook/events"), Route::Events);
        assert!(matches!(route("GET", "/minutes/.minutebook/live.js"), Route::Own(name, _) if name == live::SCRIPT));
        for (method, target, status) in
            [("POST", "/minutes/", 405), ("GET", "/other", 404), ("GET", "/", 301), ("GET", "/minutes", 301)]
        {
            assert!(matches!(route(method, target), Route::Refused(answer) if answer.status == status), "{target}");
        }
    }
}
