//! The search server that the site's search asks.

use super::read::{Findings, Table, hint};
use crate::base::pattern::Pattern;

pub use minutebook_engine::Server;

/// A search server with the documents of this archive, as browsers reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Where the index is asked: its address with `/_search`.
    pub url: String,
    /// Scheme, host and port, for the policy of pages.
    pub origin: String,
    /// Which kind of server it is.
    pub server: Server,
}

const SERVERS: &[Server] = &[Server::Quickwit, Server::OpenSearch];

const EXAMPLE: &str = "write the address of the index, as `https://search.example.org/api/v1/_elastic/minutes` (Quickwit) or \
                       `https://search.example.org/minutes` (OpenSearch)";

/// Scheme, host, port and path. Whatever else an address may have has no place in one that every page names.
static ADDRESS: Pattern = Pattern::new(
    r"^(https?)://([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[::1\])(:[0-9]{1,5})?((?:/[A-Za-z0-9._~-]+)*)/?$",
);

/// Hosts that are asked without encryption: nobody is between the browser and them.
const OWN_MACHINE: &[&str] = &["localhost", "127.0.0.1", "[::1]"];

/// Reads `search`.
pub(super) fn endpoint(top: &mut Table<'_>, findings: &mut Findings<'_>) -> Option<Endpoint> {
    let mut table = top.table("search", findings);
    let url = table.text("endpoint", findings);
    let engine = table.text("engine", findings);
    let mut endpoint = url.and_then(|url| {
        let read = read(&url);
        if let Err((why, advice)) = &read {
            table.wrong_value("endpoint", why, hint(advice), findings);
        }
        read.ok()
    });
    if let Some(name) = engine {
        match (SERVERS.iter().find(|server| server.name() == name), &mut endpoint) {
            (Some(server), Some(endpoint)) => endpoint.server = *server,
            (Some(_), None) => {}
            (None, _) => {
                let advice = "write `quickwit`, or `opensearch` for OpenSearch and Elasticsearch";
                table.wrong_value("engine", &format!("`{name}` is no search server"), hint(advice), findings);
            }
        }
    }
    table.finish(findings);
    endpoint
}

/// What an address says, or why it cannot be asked and what to do.
fn read(url: &str) -> Result<Endpoint, (String, &'static str)> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    if host.contains('@') {
        let advice =
            "whoever opens a page would know them; let the server answer searches of this one index without a password";
        return Err(("an address that every page names must have no password".to_owned(), advice));
    }
    let Some(parts) = ADDRESS.captures(url) else {
        return Err((format!("`{url}` is not the web address of an index"), EXAMPLE));
    };
    let part = |group| parts.get(group).map_or("", |part| part.as_str());
    let (scheme, host, port, path) = (part(1), part(2).to_lowercase(), part(3), part(4));
    if scheme == "http" && !OWN_MACHINE.contains(&host.as_str()) {
        let advice = "write `https://`; without encryption only a server on the same machine is asked, as `http://localhost:7280/…`";
        return Err((format!("`{url}` is not encrypted"), advice));
    }
    let path = path.trim_end_matches("/_search");
    if path.is_empty() || path.split('/').any(|part| matches!(part, "." | "..")) {
        return Err((format!("`{url}` names no index"), EXAMPLE));
    }
    let origin = format!("{scheme}://{host}{port}");
    Ok(Endpoint { url: format!("{origin}{path}/_search"), origin, server: Server::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_compiles() {
        assert!(ADDRESS.is_valid());
    }

    #[test]
    fn addresses_of_indexes() {
        for (url, asked, origin) in [
            (
                "https://Search.example.org/minutes",
                "https://search.example.org/minutes/_search",
                "https://search.example.org",
            ),
            ("https://h:9200/minutes/", "https://h:9200/minutes/_search", "https://h:9200"),
            ("https://h/minutes/_search", "https://h/minutes/_search", "https://h"),
            (
                "http://localhost:7280/api/v1/_elastic/minutes",
                "http://localhost:7280/api/v1/_elastic/minutes/_search",
                "http://localhost:7280",
            ),
            ("http://[::1]:7280/minutes", "http://[::1]:7280/minutes/_search", "http://[::1]:7280"),
        ] {
            let endpoint = read(url).unwrap();
            assert_eq!((endpoint.url.as_str(), endpoint.origin.as_str()), (asked, origin), "{url}");
        }
        for url in [
            "search.example.org/minutes",
            "https://",
            "https://h",
            "https://h/",
            "https://h/..",
            "https://h/_search",
            "http://search.example.org/minutes",
            "http://localhost.example.org/minutes",
            "https://user:word@h/minutes",
            "https://h/minutes?routing=a",
            "https://h/minutes#a",
            "https://h; script-src */minutes",
            "https://h/a,b",
            "https://*.example.org/minutes",
            "ftp://h/minutes",
        ] {
            assert!(read(url).is_err(), "{url}");
        }
    }
}
