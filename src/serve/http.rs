//! As much of HTTP/1.1 as a browser on this machine needs: GET and HEAD, one request a connection; and POST to one address,
//! from our own page alone.

use super::Message;
use super::answer::Answer;
use super::live::{self, ReloadChannel};
use super::review;
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
    /// What is sent to it; only from our own page.
    pub(super) body: Option<Vec<u8>>,
    /// Where the answer goes.
    pub(super) reply: Sender<Answer>,
}

/// Accepts connections in the background, and sends what they ask for to `messages`.
pub(super) fn accept(
    listener: TcpListener,
    base: String,
    messages: Sender<Message>,
    live: Arc<ReloadChannel>,
    token: Arc<str>,
) -> io::Result<()> {
    let open = Arc::new(OpenConnections::default());
    std::thread::Builder::new().name("accept".to_owned()).spawn(move || {
        for connection in listener.incoming() {
            let Ok(connection) = connection else { continue };
            let place = OpenConnections::take(&open);
            let (messages, base) = (messages.clone(), base.clone());
            let (live, token) = (Arc::clone(&live), Arc::clone(&token));
            // Without a thread the browser tries again; a page that went away is no error.
            let _ = std::thread::Builder::new().spawn(move || {
                let _ = talk(connection, &base, &messages, &live, &token);
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
fn talk(
    connection: TcpStream,
    base: &str,
    messages: &Sender<Message>,
    live: &ReloadChannel,
    token: &str,
) -> io::Result<()> {
    connection.set_read_timeout(Some(REQUEST_TIMEOUT))?;
    connection.set_write_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(connection.try_clone()?.take(LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut headers = Headers::default();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        headers.take(&line);
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let route = if method == "POST" {
        match sent(target, &headers, base, token) {
            Ok(length) => {
                let mut body = vec![0; length];
                // What came with the head is in the reader; the rest has a bound of its own.
                reader.get_mut().set_limit(length as u64);
                reader.read_exact(&mut body)?;
                Route::Write(body)
            }
            Err(answer) => Route::Refused(answer),
        }
    } else {
        route(method, target, &headers.host, base)
    };
    let ask = |path: String, body: Option<Vec<u8>>| {
        let (reply, answer) = mpsc::channel();
        let sent = messages.send(Message::Request(Request { path, body, reply }));
        let given = sent.ok().and_then(|()| answer.recv().ok());
        given.unwrap_or_else(|| Answer::refused(503, "the server has ended"))
    };
    let answer = match route {
        Route::Refused(answer) => answer,
        Route::Events => return live.join(connection),
        Route::Own(name, text) => Answer::found(name, text.as_bytes().to_vec()),
        Route::Review => Answer::found("index.html", review::page(token).into_bytes()),
        Route::Write(body) => ask(review::VERDICTS.to_owned(), Some(body)),
        Route::Site(path) => ask(path, None),
    };
    send(connection, answer, base, method == "HEAD")
}

/// The headers that count here.
#[derive(Debug, Default)]
struct Headers {
    host: String,
    origin: String,
    kind: String,
    token: String,
    length: String,
    is_in_pieces: bool,
}

impl Headers {
    fn take(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "host" => value.clone_into(&mut self.host),
            "origin" => value.clone_into(&mut self.origin),
            "content-type" => value.clone_into(&mut self.kind),
            "content-length" => value.clone_into(&mut self.length),
            review::TOKEN_HEADER => value.clone_into(&mut self.token),
            "transfer-encoding" => self.is_in_pieces = true,
            _ => {}
        }
    }
}

/// The most that our page sends: a verdict with its texts.
const LONGEST_BODY: usize = 64 * 1024;

/// The length of what is sent, if it may be taken: from our own page, which alone knows the token of this run, to the one
/// address that takes anything. A page of another site can send a request here, but it cannot read the token, nor say that
/// it comes from here.
fn sent(target: &str, headers: &Headers, base: &str, token: &str) -> Result<usize, Answer> {
    let refused = |status, why: &str| Err(Answer::refused(status, why));
    if !is_this_machine(&headers.host) {
        return refused(403, "this server answers to 127.0.0.1 and localhost only");
    }
    if decoded(target).is_none_or(|path| path.strip_prefix(base) != Some(review::VERDICTS)) {
        return refused(405, "only GET and HEAD");
    }
    if !headers.origin.eq_ignore_ascii_case(&format!("http://{}", headers.host)) {
        return refused(403, "only the page /review/ of this server may write");
    }
    if !same(headers.token.as_bytes(), token.as_bytes()) {
        return refused(403, "the page is from an earlier run of the server: load it again");
    }
    if headers.kind.split(';').next().map(str::trim) != Some("application/json") {
        return refused(415, "only JSON is taken");
    }
    match headers.length.parse::<usize>() {
        _ if headers.is_in_pieces => refused(411, "the length must be said"),
        Err(_) => refused(411, "the length must be said"),
        Ok(length) if length > LONGEST_BODY => refused(413, "this is more than a verdict"),
        Ok(length) => Ok(length),
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
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
    /// The page on which decisions and actions are reviewed.
    Review,
    /// What that page sends.
    Write(Vec<u8>),
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
    if path == review::PAGE {
        return Route::Review;
    }
    let mut own = live::FILES.iter().chain(review::FILES);
    match own.find(|(name, _)| *name == path) {
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
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        500 => "Internal Server Error",
        _ => "Service Unavailable",
    };
    // The script's address depends on where the site stands, which pages do not know.
    let body = if answer.kind.starts_with("text/html") { with_base(answer.body, base) } else { answer.body };
    let location =
        answer.location.map(|path| format!("location: {base}{}\r\n", encode_path(&path))).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: {}\r\ncontent-length: {}\r\n{location}cache-control: no-store\r\n\
         x-content-type-options: nosniff\r\nx-frame-options: SAMEORIGIN\r\nconnection: close\r\n\r\n",
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
