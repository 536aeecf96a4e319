//! Links whose text names another thing than they lead to: `[#444](https://github.com/a/b/issues/445)`.

use crate::archive::Archive;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::pattern::Pattern;
use crate::document::Inline;
use crate::document::plain;
use crate::extract::Call;
use rayon::prelude::*;

/// An issue or pull request by its address on GitHub, GitLab, Gitea or the like.
static ADDRESS: Pattern =
    Pattern::new(r"^https?://[^/\s]+/(?:[^\s?#]+/)?([\w.-]+)/(?:-/)?(?:issues|pull|pulls|merge_requests)/(\d+)");

/// A text that is nothing but an issue's name: `#444`, `b#444`, `a/b#444`, `PR 444`.
static NAME: Pattern = Pattern::new(r"(?i)^\W*(?:issue|pr|pull request|mr)?\s*(?:[\w.-]+/)?([\w.-]+)?\s*[#!](\d+)\W*$");

pub(super) fn mismatches(archive: &Archive, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let is_looked_at = |call: &&Call| call.same_as.is_none() && is_wanted(&call.file);
    let calls: Vec<_> = archive.calls.iter().filter(is_looked_at).collect();
    calls
        .par_iter()
        .flat_map_iter(|call| {
            call.document.inlines().into_iter().filter_map(|inline| {
                let Inline::Link(link) = inline else { return None };
                let text = if link.bare { return None } else { plain::text(&link.content) };
                let message = mismatch(&text, &link.destination)?;
                let finding = Diagnostic::new(Severity::Warning, "label-mismatch", &call.file, message)
                    .hint("readers trust the text and follow the link: correct the one that is wrong");
                Some(Diagnostic { position: Some(link.at), ..finding })
            })
        })
        .collect()
}

/// What is wrong between a link's text and where it leads.
fn mismatch(text: &str, destination: &str) -> Option<String> {
    let text = text.trim();
    if let Some(found) = NAME.captures(text) {
        let address = ADDRESS.captures(destination)?;
        let (number, real) = (&found[2], &address[2]);
        if number.trim_start_matches('0') != real.trim_start_matches('0') {
            return Some(format!("the text says {text}, the link leads to #{real}"));
        }
        return None;
    }
    let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    if !is_address(text) || !is_address(destination) || text.contains(char::is_whitespace) {
        return None;
    }
    // A text that was cut short with dots still names the same place.
    let bare = |text: &str| {
        let text = text.trim_end_matches(['.', '…', '/', ',']).to_lowercase();
        text.split_once("://").map_or(text.clone(), |(_, rest)| rest.trim_start_matches("www.").to_owned())
    };
    let host = |text: &str| bare(text).split(['/', '?', '#', ':']).next().unwrap_or_default().to_owned();
    if host(text) != host(destination) {
        return Some(format!("the text says {}, the link leads to {}", host(text), host(destination)));
    }
    let issue = |text: &str| ADDRESS.captures(text).map(|found| (found[1].to_lowercase(), found[2].to_owned()));
    match (issue(text), issue(destination)) {
        (Some(said), Some(real)) if said != real => {
            Some(format!("the text says {}#{}, the link leads to {}#{}", said.0, said.1, real.0, real.1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(ADDRESS.is_valid() && NAME.is_valid());
    }

    #[test]
    fn text_and_destination_are_compared() {
        let github = "https://github.com/a/b/issues/445";
        for (text, destination, differs) in [
            ("#444", github, true),
            ("#445", github, false),
            ("b#445", github, false),
            ("PR a/b#44", "https://github.com/a/b/pull/45", true),
            ("!7", "https://gitlab.com/g/s/p/-/merge_requests/8", true),
            ("issue 444", github, false),
            ("the plan", github, false),
            ("#444", "https://example.org/444", false),
            ("https://github.com/a/b/issues/444", github, true),
            ("https://github.com/a/b/iss…", github, false),
            ("https://www.example.org/", "https://example.org", false),
            ("https://example.org/a", "https://evil.example/a", true),
            ("https://example.org/a", "https://example.org/b", false),
        ] {
            assert_eq!(mismatch(text, destination).is_some(), differs, "{text} -> {destination}");
        }
    }
}
