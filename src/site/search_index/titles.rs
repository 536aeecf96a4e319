//! What a call is called: its title in lists, the other words by which people remember it, the language of its notes.

use crate::archive::Archive;
use crate::document::plain;
use crate::extract::{Call, Kind, Role};
use chrono::Datelike;
use minutebook_engine::Language;
use std::collections::BTreeSet;

/// "Team IaaS, 11 January 2023, overflow"; a page's own title.
pub(super) fn title(archive: &Archive, call: &Call) -> String {
    if call.kind == Kind::Page && call.date.is_none() {
        return call.title.clone();
    }
    let mut title = archive.team_or_title(call);
    if let Some(date) = call.date {
        title.push_str(", ");
        title.push_str(&archive.config.words().date("dates.long", date));
    }
    if let Some(suffix) = call.suffix_text() {
        title.push_str(", ");
        title.push_str(&suffix);
    }
    title
}

/// The words of a call's headings that hold its date, of its front matter, its file and folders that its title lacks, each once.
pub(super) fn names(call: &Call, title: &str) -> String {
    let mut known: BTreeSet<String> = words(title).map(str::to_lowercase).collect();
    let path = call.file.strip_suffix(".md").unwrap_or(&call.file);
    let front_matter = call.document.front_matter.title.as_deref();
    let titles = call.document.sections.iter().zip(&call.roles).filter(|(_, role)| **role == Role::Title);
    let headings = titles.filter_map(|(section, _)| section.heading.as_ref()).map(|heading| heading.text.as_str());
    let texts = [call.title.as_str(), path].into_iter().chain(front_matter).chain(first_heading(call)).chain(headings);
    let mut names: Vec<&str> = Vec::new();
    for word in texts.flat_map(words) {
        if !is_of_date(call, word) && known.insert(word.to_lowercase()) {
            names.push(word);
        }
    }
    names.join(" ")
}

/// The heading that a note begins with, where it is a title: of the first level, or with the date in it.
fn first_heading(call: &Call) -> Option<&str> {
    let heading = call.document.sections.iter().find_map(|section| section.heading.as_ref())?;
    (heading.level == 1 || words(&heading.text).any(|word| is_of_date(call, word))).then_some(heading.text.as_str())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a number is the call's date or a part of it, which the title has in words.
fn is_of_date(call: &Call, word: &str) -> bool {
    let Some(date) = call.date else { return false };
    let (year, month, day) = (date.year(), date.month(), date.day());
    let Ok(number) = word.parse::<i64>() else { return false };
    let whole = i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day);
    let parts =
        [i64::from(year), i64::from(month), i64::from(day), whole, whole % 1_000_000, whole / 100, whole % 10_000];
    parts.contains(&number)
}

/// So much of a call's text, in bytes, says what all of it does.
const ENOUGH: usize = 20_000;

/// What the notes of a call say they are written in, else what their words say, else the archive's language.
pub(super) fn language(archive: &Archive, call: &Call) -> Language {
    let named = |tag: &str| {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        if language.eq_ignore_ascii_case("de") { Language::German } else { Language::English }
    };
    if let Some(tag) = &call.document.front_matter.language {
        return named(tag);
    }
    let mut text = String::new();
    for section in &call.document.sections {
        if text.len() > ENOUGH {
            break;
        }
        text.push_str(&plain::lines(&section.blocks));
        text.push('\n');
    }
    Language::guess(&text).unwrap_or_else(|| named(&archive.config.language))
}
