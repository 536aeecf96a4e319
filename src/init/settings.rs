//! The text of a first `minutebook.yaml`.

use super::language::language;
use crate::archive::{Archive, CallId};
use crate::base::yaml;
use crate::config::git::WorkingTree;
use crate::document::Inline;
use crate::extract::{Call, Kind};
use crate::identify;
use crate::project::Project;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Describes an archive. Every line that is a guess says so; keys that have a good default stand as comments.
pub(super) fn describe(project: &Project, source: &Path, repository: &WorkingTree) -> String {
    let archive = &project.archive;
    let mut text = String::from(
        "# How minutebook reads these minutes and shows them. Every key is optional; those with a # are examples.\n\
         # A comment that says \"guessed\" asks for a look.\n\n",
    );
    text.push_str(&format!("title: {}  # guessed\n", quoted(&title(source, repository))));
    text.push_str("# tagline: What we discussed, decided and set out to do\n");
    let language = language(project.texts().into_values()).unwrap_or("en");
    text.push_str(&format!("language: {language}  # guessed\n"));
    text.push_str("# accent: \"#1f5fbf\"\n");
    text.push_str("# footer: The minutes are published under CC BY 4.0\n\n");
    text.push_str(&repository_lines(repository));
    text.push_str(&team_lines(archive));
    text.push_str(&call_lines(archive));
    text.push_str(&date_lines(project));
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

fn title(source: &Path, repository: &WorkingTree) -> String {
    if let Some(title) = repository.title() {
        return title;
    }
    let absolute = crate::base::fs::canonicalize(source).unwrap_or_else(|_| source.to_owned());
    let name = absolute.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " "));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Minutes".to_owned())
}

fn repository_lines(repository: &WorkingTree) -> String {
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
        return "# No teams were found: the title names all calls. Teams are folders such as `<team>/<YYYY-MM-DD>.md`.\n\n".to_owned();
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

/// The layouts that were seen, as rules that would say so.
fn call_lines(archive: &Archive) -> String {
    let mut layouts: BTreeMap<String, usize> = BTreeMap::new();
    for call in archive.calls.iter().filter(|call| call.kind != Kind::Page) {
        *layouts.entry(layout(archive, call)).or_default() += 1;
    }
    let mut layouts: Vec<(String, usize)> = layouts.into_iter().collect();
    layouts.sort_by_key(|(pattern, calls)| (Reverse(*calls), pattern.clone()));
    let mut text = String::from(
        "# Any dated file is a call. With rules only what they match is; these would match what was found (guessed):\n# calls:\n",
    );
    for (pattern, calls) in layouts.iter().take(MOST_LAYOUTS) {
        let word = if *calls == 1 { "call" } else { "calls" };
        text.push_str(&format!("#   - path: '{}'  # {calls} {word}\n", pattern.replace('\'', "''")));
    }
    let companions = archive.ids().filter(|id| archive.relations(*id).companion_of.is_some()).count();
    if companions > 0 {
        text.push_str(&format!(
            "# {companions} {} and the like go with the minutes of their day; `kind: agenda` in a rule says it of others.\n",
            if companions == 1 { "agenda" } else { "agendas" }
        ));
    }
    text.push('\n');
    text
}

/// So many layouts are proposed.
const MOST_LAYOUTS: usize = 6;

/// The pattern of a path: its team a group, its dates anything.
fn layout(archive: &Archive, call: &Call) -> String {
    let config = &archive.config;
    let mut folders: Vec<&str> = call.file.split('/').collect();
    folders.pop();
    let mut pattern = String::from("^");
    let mut has_team = false;
    for folder in folders {
        if !has_team && call.team.is_some() && config.team_of(folder) == call.team {
            pattern.push_str("(?<team>[^/]+)/");
            has_team = true;
        } else if folder.chars().any(|c| c.is_ascii_digit()) {
            pattern.push_str("[^/]+/");
        } else {
            pattern.push_str(&format!("{}/", regex::escape(folder)));
        }
    }
    pattern.push_str("[^/]+$");
    pattern
}

/// What was seen of dates: their order, and names that nobody could read.
fn date_lines(project: &Project) -> String {
    let archive = &project.archive;
    let paths: Vec<&str> = project.sources.notes().map(|(file, _)| file.path.as_str()).collect();
    let mut text = String::new();
    if identify::puts_month_first(&paths, &archive.config) {
        text.push_str("dates:\n  order: month-first  # guessed: some names allow nothing else\n");
    }
    let calls =
        archive.ids().map(|id| archive.call(id)).filter(|call| call.kind != Kind::Page || call.goes_with.is_some());
    let calls: BTreeSet<&str> = calls.map(|call| call.file.as_str()).collect();
    let unread: Vec<&str> = paths.into_iter().filter(|path| !calls.contains(path) && looks_dated(path)).collect();
    if !unread.is_empty() {
        let shown = unread.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let (files, were) = if unread.len() == 1 { ("1 file looks", "was") } else { ("files look", "were") };
        let number = if unread.len() == 1 { String::new() } else { format!("{} ", unread.len()) };
        let more = if unread.len() > 3 { ", …" } else { "" };
        text.push_str(&format!("# {number}{files} dated and {were} not understood: {shown}{more}\n"));
        text.push_str("# dates:\n#   files: { \"path/of the file.md\": 2024-01-31 }  # or `text`, a pattern for where the date stands\n");
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Whether a file's own name has numbers as dates do: three digits or two numbers.
fn looks_dated(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let numbers: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    numbers.len() > 1 || numbers.iter().any(|number| number.len() > 2)
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
        if let Inline::Image(image) = inline
            && let Some(host) = upload_folder(&image.source)
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
