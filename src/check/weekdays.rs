//! A weekday beside a date that falls on another one: "Monday, 2024-01-10" was a Wednesday.

use super::{Note, prose};
use crate::base::dates::DateForms;
use crate::base::diagnostic::Diagnostic;
use chrono::{Datelike, Weekday};
use regex::Regex;
use std::sync::LazyLock;

/// Names of weekdays in the languages that minutes are known to be written in; three letters of the English ones will do.
const NAMES: &[(Weekday, &[&str])] = &[
    (Weekday::Mon, &["monday", "mon", "montag"]),
    (Weekday::Tue, &["tuesday", "tue", "tues", "dienstag"]),
    (Weekday::Wed, &["wednesday", "wed", "mittwoch"]),
    (Weekday::Thu, &["thursday", "thu", "thur", "thurs", "donnerstag"]),
    (Weekday::Fri, &["friday", "fri", "freitag"]),
    (Weekday::Sat, &["saturday", "sat", "samstag", "sonnabend"]),
    (Weekday::Sun, &["sunday", "sun", "sonntag"]),
];

/// A weekday right before a date (`Monday, the 3rd of`), or right after it (`2024-01-10 (Mon)`).
static BEFORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b([a-z]{3,10})\.?,?[ \t]*(?:the |den )?$").ok());
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^[ \t]*[,(\[]?[ \t]*([a-z]{3,10})\b").ok());

pub(super) fn weekdays(note: Note<'_>, forms: &DateForms) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, line) in prose::prose(note) {
        // Most lines have no digit at all; reading dates is not for free.
        if !line.bytes().any(|byte| byte.is_ascii_digit()) || !names_a_weekday(line) {
            continue;
        }
        for date in forms.days(line) {
            let before = line.get(..date.range.start).and_then(|text| BEFORE.as_ref()?.captures(text)?.get(1));
            let after = line.get(date.range.end..).and_then(|text| AFTER.as_ref()?.captures(text)?.get(1));
            let named = before.and_then(|name| weekday(name.as_str())).or_else(|| weekday(after?.as_str()));
            let Some(named) = named.filter(|named| *named != date.value.weekday()) else { continue };
            let message = format!("{} is a {}, not a {}", date.value, full(date.value.weekday()), full(named));
            let finding = note.finding("weekday-conflict", (index, line), date.range.start, message);
            found.push(finding.hint("correct the one that is wrong"));
        }
    }
    found
}

fn names_a_weekday(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).any(|word| weekday(word).is_some())
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(day, _)| *day)
}

fn full(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
