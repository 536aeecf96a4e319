//! Which calls a file records: the date of its path, of its front matter or of its headings, and where another call begins
//! in the same file.
//!
//! Every note is looked at for itself; what has to be compared with other notes (whether an URL is free, whether a file
//! repeats another one) is decided in [`crate::archive`].

mod folders;
mod kinds;
mod numbers;
mod path;
mod siblings;
mod url;

pub use kinds::own_words;
pub use path::{
    Layout, PathDate, PathFacts, facts_of_paths, page_facts, path_facts, puts_month_first, teams, undecided_orders,
};
pub use url::call_url;

use crate::base::dates::{Beside, DateForms, Period};
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::config::{Config, DateSource, NoteKind};
use crate::parse::header_lines;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// A top-level heading of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingFacts {
    /// The number by which the caller knows it (of its section, say); ascending.
    pub index: usize,
    /// 1 to 6.
    pub level: u8,
    /// The text without markup.
    pub text: String,
    /// The line in the file, from 1.
    pub line: u32,
}

/// The calls of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    /// At least one, in the order of the file; together they are the whole file.
    pub calls: Vec<CallDraft>,
    /// Dates that contradict one another.
    pub diagnostics: Vec<Diagnostic>,
}

/// One call, or a page that is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CallDraft {
    /// Whether it is a call: it has a date, if only a period.
    pub is_call: bool,
    /// The day.
    pub date: Option<NaiveDate>,
    /// The month or year, where no day is known.
    pub period: Option<Period>,
    /// What the file is beside other files of that team and day.
    pub note_kind: NoteKind,
    /// What distinguishes it from other calls of the team on that day.
    pub suffix: Option<String>,
    /// [`HeadingFacts::index`] of the heading it begins with; absent for the first part, which begins with the file.
    pub starts_at: Option<usize>,
    /// The first line.
    pub line: u32,
    /// The URL relative to the site's root that it would have if it stood alone.
    pub url: String,
    /// Other URLs, in the order in which they are tried when another call has the first one.
    pub other_urls: Vec<String>,
    /// Whether that is the URL of the file itself, which no other call may take from it.
    pub has_file_url: bool,
}

/// What is known of a file when its calls are told apart.
#[derive(Debug, Clone, Copy)]
pub struct FileFacts<'a> {
    /// The path relative to the source folder.
    pub path: &'a str,
    /// What the path says.
    pub facts: &'a PathFacts,
    /// `date` of the front matter, as written.
    pub front_matter_date: Option<&'a str>,
    /// The top-level headings in order.
    pub headings: &'a [HeadingFacts],
    /// The text of the file.
    pub source: &'a str,
}

/// The most calls in one file: a meeting every working day for four years.
const MOST_CALLS: usize = 1_000;

/// Tells the calls of a file apart.
pub fn identify(file: &FileFacts<'_>, config: &Config) -> Identity {
    let forms = &config.dates.forms;
    if file.facts.layout == Layout::Page {
        return Identity { calls: vec![page(file)], diagnostics: Vec::new() };
    }
    let path_day = match file.facts.date {
        Some(PathDate::Day(day)) => Some(day),
        _ => None,
    };
    let period = match file.facts.date {
        Some(PathDate::Period(period)) => Some(period),
        _ => None,
    };
    let starts = starts_of_calls(file, path_day, period, config);
    if starts.len() > 1 {
        let mut diagnostics = Vec::new();
        if starts.len() > MOST_CALLS {
            let message =
                format!("the file holds {} calls; those after the first {MOST_CALLS} are not parted", starts.len());
            let finding = Diagnostic::new(Severity::Warning, "many-calls", file.path, message);
            diagnostics.push(finding.hint("split it, one file for each year"));
        }
        let starts = starts.get(..MOST_CALLS).unwrap_or(&starts);
        return Identity { calls: several(file, starts), diagnostics };
    }
    // One such heading far down makes a call only of a file that is known to hold calls.
    let only_start = starts.first().filter(|_| period.is_some() || config.dates.call_heading.is_some());
    let found = Candidates {
        path: path_day,
        front_matter: file.front_matter_date.and_then(|text| forms.first_day(text)).map(|found| found.value),
        heading: heading_day(file.headings, period, forms).or_else(|| only_start.copied()),
        text: text_day(file.source, period, config),
    };
    let of_body = |day: Option<NaiveDate>| match period {
        Some(period) => bounded(day?, period, file.facts.bounds_year),
        None => day,
    };
    let day = config.dates.sources.iter().find_map(|source| match source {
        DateSource::Path => found.path,
        DateSource::FrontMatter => of_body(found.front_matter),
        DateSource::Heading => of_body(found.heading.map(|start| start.day)),
        DateSource::Text => of_body(found.text.map(|(day, _)| day)),
    });
    let period = if day.is_some() { None } else { period.or_else(|| heading_period(file, forms)) };
    let is_call = match (day, period) {
        (Some(_), _) => true,
        // A year is enough only where a rule says that the file is a call; `2023/roadmap.md` is none.
        (None, Some(period)) => period.month.is_some() || file.facts.layout == Layout::Call,
        (None, None) => false,
    };
    let mut diagnostics = Vec::new();
    if let Some(day) = day {
        diagnostics.extend(conflict(file, day, &found, forms));
    } else if file.facts.layout == Layout::Call && !is_call {
        let finding =
            Diagnostic::new(Severity::Warning, "no-date", file.path, "no date was found; this is a page, not a call");
        diagnostics.push(finding.hint("write the date into the file name, as 2023-01-11.md"));
    }
    if path_day.is_none()
        && let Some(impossible) = file.path.rsplit('/').next().and_then(|name| forms.impossible_day(name))
    {
        let message = format!("{impossible} is not a day of the calendar, so the file name has no date");
        diagnostics
            .push(Diagnostic::new(Severity::Warning, "no-date", file.path, message).hint("correct the file name"));
    }
    let period = period.filter(|_| is_call);
    let mut part = CallDraft { is_call, date: day, period, note_kind: file.facts.kind, ..page(file) };
    part.suffix.clone_from(&file.facts.suffix);
    if let (Some(day), Some(written)) = (day, path_day)
        && day != written
        && !file.facts.date_of_folder
    {
        // The config lets another source win; the URL goes with the date that is shown.
        part.url = call_url(file.facts.team.as_ref(), day, file.facts.suffix.as_deref());
        part.other_urls.clear();
        part.has_file_url = false;
    }
    Identity { calls: vec![part], diagnostics }
}

struct Candidates {
    path: Option<NaiveDate>,
    front_matter: Option<NaiveDate>,
    heading: Option<Start>,
    /// The day and its line.
    text: Option<(NaiveDate, u32)>,
}

/// Days before and after a year in which meetings may still be filed under it.
const TURN_OF_YEAR: i64 = 31;

/// A day that the text says, where the path says a month or a year: the month of the path wins over a day of another month, as
/// its day would, and a slip in the year is the folder's year. That the two differ is reported.
fn bounded(day: NaiveDate, period: Period, bounds_year: bool) -> Option<NaiveDate> {
    if period.month.is_some() {
        return Some(day).filter(|day| period.contains(*day));
    }
    let first = NaiveDate::from_ymd_opt(period.year, 1, 1)?;
    let last = NaiveDate::from_ymd_opt(period.year, 12, 31)?;
    let away = (first - day).num_days().max((day - last).num_days());
    if !bounds_year || away <= TURN_OF_YEAR {
        return Some(day);
    }
    NaiveDate::from_ymd_opt(period.year, day.month(), day.day())
}

/// A heading (its place in the list) and the day it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    heading: usize,
    day: NaiveDate,
}

fn page(file: &FileFacts<'_>) -> CallDraft {
    let (url, other_urls) = (file.facts.url.clone(), file.facts.others.clone());
    CallDraft { line: 1, url, other_urls, has_file_url: true, ..CallDraft::default() }
}

/// The headings that each begin a call. In a file whose name has a date they must include that date and be nothing but
/// dates; in a file without one ("all meetings of 2018") "Weekly meeting of March 4" will do.
fn starts_of_calls(
    file: &FileFacts<'_>,
    path_day: Option<NaiveDate>,
    period: Option<Period>,
    config: &Config,
) -> Vec<Start> {
    if file.facts.date_of_folder && path_day.is_some() {
        return Vec::new();
    }
    let forms = &config.dates.forms;
    let year = period.map(|period| period.year);
    let mut starts = Vec::new();
    let above = above_each(file.headings, forms);
    for ((heading, facts), above) in file.headings.iter().enumerate().zip(above) {
        let year = above.year.or(year).filter(|_| path_day.is_none());
        let day = match &config.dates.call_heading {
            Some(pattern) if !pattern.is_match(&facts.text) => None,
            Some(_) => {
                forms.first_day(&facts.text).or_else(|| forms.day_in_year(&facts.text, year?)).map(|day| day.value)
            }
            None if !above.is_plain => None,
            None if path_day.is_some() => forms.alone(&facts.text, Beside::DayAndTime, None),
            None => forms.alone(&facts.text, Beside::MeetingWords, year),
        };
        starts.extend(day.map(|day| Start { heading, day }));
    }
    if config.dates.call_heading.is_none() {
        let level = |start: &Start| file.headings.get(start.heading).map(|heading| heading.level);
        let first = starts.first().and_then(level);
        starts.retain(|start| level(start) == first);
    }
    let days: BTreeSet<NaiveDate> = starts.iter().map(|start| start.day).collect();
    let says_so_itself = path_day.is_none_or(|day| days.contains(&day)) || config.dates.call_heading.is_some();
    if days.len() < 2 || !says_so_itself {
        starts.truncate(1);
    }
    starts
}

/// What stands above a heading.
#[derive(Debug, Clone, Copy)]
struct Above {
    /// Whether it is only the title, a year, a month, or "Meeting notes": the dates of a "Timeline" are no meetings.
    is_plain: bool,
    /// The year it names.
    year: Option<i32>,
}

/// What stands above each heading, in one pass: a file may consist of nothing but headings.
fn above_each(headings: &[HeadingFacts], forms: &DateForms) -> Vec<Above> {
    let mut open: Vec<(u8, Above)> = Vec::new();
    let mut all = Vec::with_capacity(headings.len());
    for (index, heading) in headings.iter().enumerate() {
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        let above = open.last().map_or(Above { is_plain: true, year: None }, |(_, above)| *above);
        all.push(above);
        let own = says_no_topic(&heading.text, index == 0, forms);
        open.push((heading.level, Above { is_plain: above.is_plain && own.is_plain, year: own.year.or(above.year) }));
    }
    all
}

/// Whether a heading groups meetings, and the year it groups them by.
fn says_no_topic(text: &str, is_title: bool, forms: &DateForms) -> Above {
    const PLAIN: &[&str] = &["archive", "archived", "history", "log", "logs", "old", "older", "past", "previous"];
    if let Some(period) = forms.period_alone(text) {
        return Above { is_plain: true, year: Some(period.year) };
    }
    if is_title {
        return Above { is_plain: true, year: forms.year(text).map(|found| found.value) };
    }
    let words = text.split_whitespace().filter(|word| !PLAIN.contains(&word.to_lowercase().as_str()));
    let words = words.collect::<Vec<_>>().join(" ");
    Above { is_plain: forms.is_noise(&words, Beside::MeetingWords), year: None }
}

fn several(file: &FileFacts<'_>, starts: &[Start]) -> Vec<CallDraft> {
    let mut parts: Vec<CallDraft> = Vec::new();
    let mut of_day: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (number, start) in starts.iter().enumerate() {
        let heading = file.headings.get(start.heading).filter(|_| number > 0);
        let count = of_day.entry(start.day).or_default();
        *count += 1;
        let same_day = *count - 1;
        let is_of_file = same_day == 0 && file.facts.date == Some(PathDate::Day(start.day));
        let suffix = match same_day {
            0 => file.facts.suffix.clone().filter(|_| is_of_file),
            more => Some((more + 1).to_string()),
        };
        let own_url = || call_url(file.facts.team.as_ref(), start.day, suffix.as_deref());
        let (url, other_urls) =
            if is_of_file { (file.facts.url.clone(), file.facts.others.clone()) } else { (own_url(), Vec::new()) };
        parts.push(CallDraft {
            is_call: true,
            date: Some(start.day),
            period: None,
            suffix,
            starts_at: heading.map(|heading| heading.index),
            line: heading.map_or(1, |heading| heading.line),
            note_kind: NoteKind::Minutes,
            url,
            other_urls,
            has_file_url: is_of_file,
        });
    }
    parts
}

/// How many headings are looked at for the date of a file; further down a date belongs to a topic.
const FIRST_HEADINGS: usize = 8;

/// The day in the title, or in one of the first headings that say nothing else. The year of the path lends itself to a month
/// and a day at the start or the end of the title: "May 8 Docs meeting".
fn heading_day(headings: &[HeadingFacts], period: Option<Period>, forms: &DateForms) -> Option<Start> {
    let in_year = |text: &str| {
        let found = forms.named_day_in_year(text, period?.year)?;
        let text = text.trim_end();
        (found.range.start == 0 || found.range.end == text.len()).then_some(found.value)
    };
    if let Some(title) = headings.first() {
        let day = forms.first_day(&title.text).map(|found| found.value).or_else(|| in_year(&title.text));
        if let Some(day) = day {
            return Some(Start { heading: 0, day });
        }
    }
    let first = headings.get(..FIRST_HEADINGS).unwrap_or(headings);
    above_each(first, forms).iter().zip(first).enumerate().find_map(|(heading, (above, facts))| {
        let alone = |_: NaiveDate| forms.alone(&facts.text, Beside::MeetingWords, period.map(|period| period.year));
        let day =
            forms.alone(&facts.text, Beside::MeetingWords, None).or_else(|| in_year(&facts.text).and_then(alone))?;
        above.is_plain.then_some(Start { heading, day })
    })
}

fn heading_period(file: &FileFacts<'_>, forms: &DateForms) -> Option<Period> {
    let title = &file.headings.first()?.text;
    let anywhere = || forms.month(title).map(|found| found.value).filter(|_| file.facts.layout == Layout::Call);
    forms.period_alone(title).or_else(anywhere)
}

/// How many lines are looked at for `Date: …`.
const FIRST_LINES: usize = 20;

/// The day of a line near the start that says `Date: 2023-01-11`, in a link or a table too, or nothing but a date; or the one
/// that stands where the configuration says.
fn text_day(source: &str, period: Option<Period>, config: &Config) -> Option<(NaiveDate, u32)> {
    const LABELS: &[&str] = &["date", "datum", "meeting date", "when", "wann", "day", "tag", "time", "date and time"];
    let (forms, year) = (&config.dates.forms, period.map(|period| period.year));
    if let Some(pattern) = &config.dates.text {
        return pattern.captures_iter(source).find_map(|captures| {
            let found = captures.name("date").or_else(|| captures.get(0))?;
            let day = forms.day_anywhere(found.as_str(), year)?;
            let line = source.get(..found.start())?.bytes().filter(|byte| *byte == b'\n').count() + 1;
            Some((day, u32::try_from(line).unwrap_or(u32::MAX)))
        });
    }
    let is_label = |label: &str| {
        let label = label.replace('&', " and ").to_lowercase();
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        LABELS.contains(&label.as_str()) || label.starts_with("date/")
    };
    let lines = (1_u32..).zip(source.lines()).skip(header_lines(source));
    let lines = lines.skip_while(|(_, line)| line.trim().is_empty());
    lines.take(FIRST_LINES).find_map(|(number, line)| {
        let line: String = line.chars().filter(|c| !matches!(c, '*' | '_' | '#' | '>' | '`')).collect();
        let line = line.trim_start_matches(['-', '+', ' ', '\t', '|']).trim();
        let label = line.split_once([':', '|']).map(|(label, _)| label);
        let day = if label.is_some_and(is_label) {
            let named = || forms.named_day_in_year(line, year?).map(|found| found.value);
            forms.first_day(line).map(|found| found.value).or_else(named)
        } else {
            forms.alone(line, Beside::MeetingWords, None)
        };
        day.map(|day| (day, number))
    })
}

/// Days by which the heading of an event's file may lie after the first day of the event.
const LONGEST_EVENT: i64 = 7;

/// The finding that the heading or the front matter says another day than the one that is used.
fn conflict(file: &FileFacts<'_>, day: NaiveDate, found: &Candidates, forms: &DateForms) -> Vec<Diagnostic> {
    let name = if found.path == Some(day) { "the file name" } else { "what is used" };
    let mut findings = Vec::new();
    if let Some(Start { heading, day: other }) = found.heading
        && let Some(heading) = file.headings.get(heading)
        && other != day
        && !forms.days(&heading.text).iter().any(|date| date.value == day)
        && !(file.facts.date_of_folder && (0..=LONGEST_EVENT).contains(&(other - day).num_days()))
    {
        let message = format!("{name} says {}, the heading {}", with_weekday(day), with_weekday(other));
        let column = column_of_date(file.source, heading.line, forms);
        let finding = Diagnostic::new(Severity::Warning, "date-conflict", file.path, message)
            .at(Position { line: heading.line, column }, file.source);
        findings.push(finding.hint(advice(file.path, day, other)));
    }
    // A heading that is in conflict says it already.
    if let Some((other, line)) =
        found.text.filter(|(other, _)| *other != day && found.path == Some(day) && findings.is_empty())
        && !file.facts.date_of_folder
        && found.heading.is_none()
    {
        let message = format!("{name} says {}, the text {}", with_weekday(day), with_weekday(other));
        let position = Position { line, column: column_of_date(file.source, line, forms) };
        let finding = Diagnostic::new(Severity::Warning, "date-conflict", file.path, message).at(position, file.source);
        findings.push(finding.hint(advice(file.path, day, other)));
    }
    if let Some(other) = found.front_matter.filter(|other| *other != day) {
        let message = format!("{name} says {}, the front matter {}", with_weekday(day), with_weekday(other));
        let mut finding = Diagnostic::new(Severity::Warning, "date-conflict", file.path, message);
        let line = file.source.lines().position(|line| line.trim_start().starts_with("date:"));
        if let Some(line) = line.and_then(|line| u32::try_from(line + 1).ok()) {
            finding = finding.at(Position { line, column: column_of_date(file.source, line, forms) }, file.source);
        }
        findings.push(finding.hint(advice(file.path, day, other)));
    }
    findings
}

fn with_weekday(day: NaiveDate) -> String {
    day.format("%Y-%m-%d (%A)").to_string()
}

fn column_of_date(source: &str, line: u32, forms: &DateForms) -> u32 {
    let line = source.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    let at = forms.first_day(line).map(|found| found.range.start).or_else(|| line.find(|c: char| c.is_ascii_digit()));
    let before = at.and_then(|at| line.get(..at));
    before.map_or(1, |before| u32::try_from(before.chars().count()).unwrap_or(0) + 1)
}

/// What to do about two days, and which of them is the likelier one.
fn advice(path: &str, used: NaiveDate, other: NaiveDate) -> String {
    let is_weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let changed_places = used.year() == other.year() && used.month() == other.day() && used.day() == other.month();
    if changed_places || is_weekend(used) && !is_weekend(other) {
        let why = if changed_places {
            "day and month have changed places in one of them".to_owned()
        } else {
            format!("few calls take place on a {}", used.format("%A"))
        };
        let renamed = ["%Y%m%d", "%Y-%m-%d"].iter().find_map(|format| {
            let (old, new) = (used.format(format).to_string(), other.format(format).to_string());
            path.contains(&old).then(|| path.replacen(&old, &new, 1))
        });
        return match renamed {
            Some(renamed) => format!("{why}: if {other} is right, rename the file to {renamed}"),
            None => format!("{why}: if {other} is right, rename the file"),
        };
    }
    if (used.month(), used.day()) == (other.month(), other.day()) {
        return format!("one of the years is a mistake: write {used}, or rename the file");
    }
    format!("{used} is used; correct the other one, or rename the file")
}

#[cfg(test)]
mod tests;
