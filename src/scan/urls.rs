//! The URLs of files: `team/date-suffix/`, or folder and name where the path has no date of its own.

use super::layout::Parts;
use super::{Class, Input};
use crate::config::RESERVED;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::TeamSlug;
use crate::slug::slug;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

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
    match slug(name) {
        empty if empty.is_empty() => {
            let hash = blake3::hash(name.as_bytes()).to_hex();
            format!("x-{}", hash.get(..8).unwrap_or_default())
        }
        deck if deck == "deck" => "deck-page".to_owned(),
        slug => slug,
    }
}

/// Gives every file a URL of its own. Links come last; among the rest the shorter name has the better claim, and then the
/// one that sorts first, so that `2019-04-18.md` goes before `2019.04.18.md`. Those that had to get a number are reported.
pub(super) fn settle_urls(inputs: &mut [Input]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: BTreeSet<String> = RESERVED.iter().map(|name| format!("{name}/")).collect();
    let mut order: Vec<(bool, usize, String, usize)> = Vec::new();
    for (index, input) in inputs.iter().enumerate() {
        if let Class::Minutes(file) = &input.class {
            taken.extend(file.facts.team.iter().map(|team| format!("{team}/")));
            order.push((file.alias_of.is_some(), input.path.chars().count(), input.path.clone(), index));
        }
    }
    order.sort();
    for (_, _, _, index) in order {
        if let Some(Input { path, class: Class::Minutes(file), .. }) = inputs.get_mut(index) {
            let facts = &mut file.facts;
            let wishes: Vec<String> = std::iter::once(&facts.url).chain(&facts.others).cloned().collect();
            facts.url = free_url(&wishes, |url| taken.contains(url));
            taken.insert(facts.url.clone());
            if file.alias_of.is_none() && !wishes.contains(&facts.url) {
                diagnostics.push(clash(path, &facts.url));
            }
        }
    }
    diagnostics
}

/// The finding of a file whose address was taken.
pub(crate) fn clash(path: &str, url: &str) -> Diagnostic {
    let message = format!("another file has the address of this one, which goes to /{url}");
    let finding = Diagnostic::new(Severity::Warning, "url-clash", path, message);
    finding.hint("give one of the files a suffix, such as `20240101-workshop.md`")
}

/// The first URL nobody has: one of the wishes, or the last wish with a number.
pub(crate) fn free_url(wishes: &[String], is_taken: impl Fn(&str) -> bool) -> String {
    if let Some(free) = wishes.iter().find(|wish| !is_taken(wish)) {
        return free.clone();
    }
    let last = wishes.last().map_or("", |wish| wish.trim_end_matches('/'));
    (2..=u32::MAX).map(|number| format!("{last}-{number}/")).find(|url| !is_taken(url)).unwrap_or_default()
}
