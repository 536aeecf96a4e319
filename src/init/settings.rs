//! The text of a first `minutebook.yaml`.

use super::Repository;
use crate::archive::{Archive, CallId};
use crate::base::yaml;
use crate::document::Inline;
use crate::extract::Kind;
use std::collections::BTreeMap;
use std::path::Path;

/// Describes an archive. Every line that is a guess says so; keys that have a good default stand as comments.
pub(super) fn describe(archive: &Archive, source: &Path, repository: &Repository) -> String {
    let mut text = String::from(
        "# How minutebook reads these minutes and shows them. Every key is optional; those with a # are examples.\n\
         # A comment that says \"guessed\" asks for a look.\n\n",
    );
    text.push_str(&format!("title: {}  # guessed\n", quoted(&title(source, repository))));
    text.push_str("# tagline: What we discussed, decided and set out to do\n");
    text.push_str("language: en  # guessed\n");
    text.push_str("# accent: \"#1f5fbf\"\n");
    text.push_str("# footer: The minutes are published under CC BY 4.0\n\n");
    text.push_str(&repository_lines(repository));
    text.push_str(&team_lines(archive));
    text.push_str(&host_lines(archive));
    text.push_str(
        "# Which files are left out, when it is not the built-in list (READMEs, templates, licences).\n\
         # exclude: [\"drafts/\", \"*.draft.md\"]\n\n\
         # people:\n\
         #   not_people: [all, here]  # groups and words that are written like handles\n\
         #   hidden: [handle]         # people who do not want to be listed\n",
    );
    text
}

fn title(source: &Path, repository: &Repository) -> String {
    if let Some(address) = &repository.address {
        let mut parts = address.rsplit('/');
        let (name, owner) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        return format!("{owner} {name}");
    }
    let absolute = crate::base::fs::canonicalize(source).unwrap_or_else(|_| source.to_owned());
    let name = absolute.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " "));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Minutes".to_owned())
}

fn repository_lines(repository: &Repository) -> String {
    let mut text = String::from("# Pages link to their source and its history.\n");
    match &repository.address {
        Some(address) => {
            text.push_str("repository:\n");
            text.push_str(&format!("  url: {}\n", quoted(address)));
            if let Some(branch) = repository.branch.as_deref().filter(|branch| *branch != "main") {
                text.push_str(&format!("  branch: {}  # guessed\n", quoted(branch)));
            }
            if !repository.folder.is_empty() {
                text.push_str(&format!("  folder: {}\n", quoted(&repository.folder)));
            }
        }
        None => text.push_str("# repository: https://github.com/owner/minutes\n"),
    }
    text.push('\n');
    text
}

fn team_lines(archive: &Archive) -> String {
    if archive.teams.is_empty() {
        return "# No teams were found: minutes lie in folders such as `<team>/<YYYY-MM-DD>.md`. Other layouts need rules:\n\
                # calls:\n#   - path: '^meetings/(?<team>[^/]+)/'\n\n"
            .to_owned();
    }
    let mut text = String::from(
        "# The teams found, in the order of the site. Titles are guessed from the folders' names. `aliases` are other\n\
         # names, such as headings of the team's reports in other teams' decks; `blurb` is one line on what it does.\nteams:\n",
    );
    for team in &archive.teams {
        text.push_str(&format!("  - slug: {}  # {}\n", quoted(team.slug.as_str()), span(archive, &team.calls)));
        text.push_str(&format!("    title: {}\n", quoted(&team.title)));
        text.push_str("    # aliases: []\n    # blurb:\n");
    }
    text.push('\n');
    text
}

/// `12 calls, 2022-03-01 to 2024-07-11`.
fn span(archive: &Archive, calls: &[CallId]) -> String {
    let dates: Vec<_> = calls.iter().filter_map(|id| archive.call(*id).date).collect();
    let number = calls.iter().filter(|id| archive.call(**id).kind != Kind::Page).count();
    let word = if number == 1 { "call" } else { "calls" };
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first == last => format!("{number} {word}, {first}"),
        (Some(first), Some(last)) => format!("{number} {word}, {first} to {last}"),
        _ => "documents without a date".to_owned(),
    }
}

/// Upload folders of pads that images are loaded from.
fn host_lines(archive: &Archive) -> String {
    let mut hosts: BTreeMap<String, usize> = BTreeMap::new();
    for inline in archive.calls.iter().flat_map(|call| call.document.inlines()) {
        if let Inline::Image { source, .. } = inline
            && let Some(host) = upload_folder(source)
        {
            *hosts.entry(host.to_owned()).or_default() += 1;
        }
    }
    if hosts.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "# Pads whose uploads lie beside the notes, under the same name; no page loads an image from another host.\nimage_hosts:\n",
    );
    for (host, number) in hosts {
        text.push_str(&format!("  - {}  # guessed from {number} images\n", quoted(&host)));
    }
    text.push('\n');
    text
}

/// `https://pad.example.org/uploads/` of an address below it.
fn upload_folder(source: &str) -> Option<&str> {
    let scheme = if source.starts_with("https://") { 8 } else { return None };
    let path = scheme + source[scheme..].find("/uploads/")?;
    let is_host = source[scheme..path].bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    is_host.then(|| &source[..path + "/uploads/".len()])
}

/// A text as YAML writes it: bare where nothing in it means something to YAML.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " ./-_:".contains(c);
    let like_another_type = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&text.to_lowercase().as_str())
        || text.parse::<f64>().is_ok()
        // `0x1f`, `0o17`, `1_000`
        || (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    let bare = text.starts_with(|c: char| c.is_alphanumeric() || c == '.')
        && text.chars().all(is_plain)
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !like_another_type
        && (text == "." || !text.starts_with('.') || text.contains('/'));
    if bare { text.to_owned() } else { yaml::quoted(text) }
}
