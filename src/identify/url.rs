//! The URL a file would have if it stood alone: `team/date-suffix/`, or folder and name where the path has no date of its own.

use crate::base::text::slug_or_hash;
use crate::config::RESERVED;
use crate::config::TeamSlug;
use chrono::{Datelike, NaiveDate};

/// A path, cut up.
pub(super) struct Parts<'a> {
    pub(super) folders: Vec<&'a str>,
    /// The name without its extension.
    pub(super) stem: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Self { folders, stem }
    }
}

/// The folder of a path; empty for the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The URL of a call: `iaas/2023-07-10-overflow/`.
pub fn call_url(team: Option<&TeamSlug>, day: NaiveDate, suffix: Option<&str>) -> String {
    let team = team.map(|team| format!("{team}/")).unwrap_or_default();
    let suffix = suffix.map(|suffix| format!("-{suffix}")).unwrap_or_default();
    format!("{team}{:04}-{:02}-{:02}{suffix}/", day.year(), day.month(), day.day())
}

/// The URL that keeps folder and name: `hackathons/2024-04-16-x/minutes/`. The index of a folder is the folder.
pub(super) fn full_url(parts: &Parts<'_>, team: Option<&TeamSlug>, team_at: usize) -> String {
    let mut segments: Vec<String> = Vec::new();
    let below = match team {
        Some(team) => {
            segments.push(team.to_string());
            parts.folders.get(team_at + 1..).unwrap_or_default()
        }
        None => parts.folders.as_slice(),
    };
    segments.extend(below.iter().map(|folder| segment(folder)));
    let name = segment(parts.stem);
    let has_folder = segments.len() > usize::from(team.is_some());
    if !(has_folder && matches!(name.as_str(), "readme" | "index")) {
        segments.push(name);
    }
    if let Some(first) = segments.first_mut()
        && team.is_none()
        && RESERVED.contains(&first.as_str())
    {
        first.push_str("-page");
    }
    segments.push(String::new());
    segments.join("/")
}

/// One part of a URL. A name without a letter we can write gets a name made from its bytes; `deck` is where the slides of
/// the page above stand.
fn segment(name: &str) -> String {
    match slug_or_hash(name) {
        deck if deck == "deck" => "deck-page".to_owned(),
        slug => slug,
    }
}
