//! Dates as people type them: `2024-06-14`, `june 2024`, `last week`.

use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::words;

/// A stretch of days, both ends included, as numbers `yyyymmdd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day.
    pub from: u32,
    /// The last day. Days that no month has are fine: June ends on the 31st.
    pub to: u32,
}

impl Days {
    /// After every day.
    pub const LAST: u32 = 99_991_231;

    /// Whether a day lies within.
    pub const fn contains(self, day: u32) -> bool {
        self.from <= day && day <= self.to
    }

    const fn year(year: u32) -> Self {
        Self { from: year * 10_000 + 101, to: year * 10_000 + 1231 }
    }

    const fn month(year: u32, month: u32) -> Self {
        let start = year * 10_000 + month * 100;
        Self { from: start + 1, to: start + 31 }
    }

    const fn day(year: u32, month: u32, day: u32) -> Self {
        let day = year * 10_000 + month * 100 + day;
        Self { from: day, to: day }
    }
}

/// The days a single word names: `2024`, `2024-06`, `2024-06-14`, `2024/06`, `20240614`, `14.06.2024`, `today`, `yesterday`.
pub(crate) fn day_range(word: &str, today: Option<u32>) -> Option<Days> {
    let word = word.trim_end_matches([',', '.', ';', '?', '!']);
    match (word.to_ascii_lowercase().as_str(), today) {
        ("today", Some(today)) => return Some(Days { from: today, to: today }),
        ("yesterday", Some(today)) => return Some(days_around(today, -1, -1)),
        _ => {}
    }
    let separator = word.find(['-', '/', '.']).map_or('-', |index| char::from(word.as_bytes()[index]));
    let parts: Vec<&str> = word.split(separator).collect();
    if !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    // With dots the day comes first; `2024.1` is a version.
    let days = match (numbers.as_slice(), lengths.as_slice(), separator) {
        ([year], [4], _) => Days::year(*year),
        ([date], [8], _) => Days { from: *date, to: *date },
        ([year, month], [4, 2], '-' | '/') => Days::month(*year, *month),
        ([year, month, day], [4, 1..=2, 1..=2], '-' | '/') | ([day, month, year], [1..=2, 1..=2, 4], '.') => {
            Days::day(*year, *month, *day)
        }
        _ => return None,
    };
    is_plausible(days).then_some(days)
}

/// Minutes are of our time: 1980 to 2099, month and day within their bounds.
fn is_plausible(days: Days) -> bool {
    let (year, month, day) = (days.from / 10_000, days.from / 100 % 100, days.from % 100);
    (1980..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The most words a date has: `since 14 june 2024`.
pub(crate) const LONGEST_DATE: usize = 4;

/// The longest date at the start of some words: how many of them it takes, and its days.
pub(crate) fn longest_date(words: &[&str], today: Option<u32>) -> Option<(usize, Days)> {
    for length in (1..=words.len()).rev() {
        let days = date(&words[..length], today).or_else(|| {
            let (first, rest) = words[..length].split_first()?;
            open_ended(first, date(rest, today)?)
        });
        if let Some(days) = days {
            return Some((length, days));
        }
    }
    None
}

/// `since march 2024`, `before 2023`.
fn open_ended(word: &str, days: Days) -> Option<Days> {
    match word.to_ascii_lowercase().as_str() {
        "since" | "after" | "seit" | "ab" => Some(Days { from: days.from, to: Days::LAST }),
        "before" | "until" | "till" | "bis" | "vor" => Some(Days { from: 0, to: days.from.saturating_sub(1) }),
        _ => None,
    }
}

/// The days that exactly these words name.
fn date(words: &[&str], today: Option<u32>) -> Option<Days> {
    let folded: Vec<String> = words.iter().map(|word| fold(word.trim_matches([',', '.', '?', '!'])).main).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    let days = match folded.as_slice() {
        [_] => day_range(words[0], today)?,
        ["in", rest @ ..] if rest.len() > 1 => return date(&words[1..], today),
        [first, second] => match (words::month(first), year(second), quarter(first)) {
            (Some(month), Some(year), _) => Days::month(year, month),
            (_, Some(year), Some(quarter)) => quarter_of(year, quarter),
            _ => match (year(first), words::month(second), quarter(second)) {
                (Some(year), Some(month), _) => Days::month(year, month),
                (Some(year), _, Some(quarter)) => quarter_of(year, quarter),
                _ => relative(first, second, today?)?,
            },
        },
        [first, second, third] => {
            let year = year(third)?;
            match (words::month(first), day(second), day(first), words::month(second)) {
                (Some(month), Some(day), _, _) | (_, _, Some(day), Some(month)) => Days::day(year, month, day),
                _ => return None,
            }
        }
        _ => return None,
    };
    is_plausible(days).then_some(days)
}

fn year(word: &str) -> Option<u32> {
    word.parse().ok().filter(|year| (1980..2100).contains(year) && word.len() == 4)
}

/// `14`, `14th`, `1st`.
fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    digits.parse().ok().filter(|day| (1..=31).contains(day) && matches!(suffix, "" | "st" | "nd" | "rd" | "th"))
}

fn quarter(word: &str) -> Option<u32> {
    word.strip_prefix('q')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))
}

const fn quarter_of(year: u32, quarter: u32) -> Days {
    Days { from: Days::month(year, quarter * 3 - 2).from, to: Days::month(year, quarter * 3).to }
}

/// `last week`, `this month`, `last year`.
fn relative(which: &str, unit: &str, today: u32) -> Option<Days> {
    let back = match which {
        "this" => 0,
        "last" | "previous" => 1,
        _ => return None,
    };
    let (year, month) = (today / 10_000, today / 100 % 100);
    match unit {
        "week" => {
            // 1970-01-01 was a Thursday; weeks begin on Monday.
            let monday = -(days_from_civil(today) + 3).rem_euclid(7) - 7 * i64::from(back);
            Some(days_around(today, monday, monday + 6))
        }
        "month" if month > back => Some(Days::month(year, month - back)),
        "month" => Some(Days::month(year.checked_sub(1)?, 12)),
        "year" => Some(Days::year(year.checked_sub(back)?)),
        _ => None,
    }
}

/// The days between two distances from a day, in days.
fn days_around(day: u32, from: i64, to: i64) -> Days {
    let ordinal = days_from_civil(day);
    Days { from: civil_from_days(ordinal + from), to: civil_from_days(ordinal + to) }
}

/// Days since 1970-01-01, after Howard Hinnant's `days_from_civil` (<https://howardhinnant.github.io/date_algorithms.html>).
pub(crate) fn days_from_civil(date: u32) -> i64 {
    let (year, month, day) = (i64::from(date / 10_000), i64::from(date / 100 % 100), i64::from(date % 100));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The reverse, from the same source; days before the year 0 become 0.
fn civil_from_days(days: i64) -> u32 {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    u32::try_from(year * 10_000 + month * 100 + day).unwrap_or_default()
}
