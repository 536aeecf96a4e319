//! What is sent back to a browser.

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

    pub(super) fn refused(status: u16, why: &str) -> Self {
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
    ("lzma", "application/x-lzma"),
    ("md", "text/markdown; charset=utf-8"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("webp", "image/webp"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
];

fn kind(name: &str) -> &'static str {
    let extension = name.rsplit('.').next().unwrap_or_default();
    KINDS.iter().find(|(known, _)| *known == extension).map_or("application/octet-stream", |(_, kind)| kind)
}
