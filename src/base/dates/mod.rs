//! Dates in file names and headings, found by a table of written forms.
//!
//! A date that does not exist (2023-02-31) or lies outside the plausible years (a slip such as 2202) is no date.

mod forms;
mod names;

use super::pattern::Pattern;
use chrono::{Datelike, NaiveDate};
use regex::{Captures, Regex};
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use forms::{DAY_WORDS, MEETING_WORDS, NOISE};

pub use forms::{FORMS, FORMS_IN_A_YEAR, FORMS_OF_A_MONTH, Form};
pub use names::{MONTHS, MonthNames, english_weekday, weekday};

/// What may be set about dates; everything else is in the tables [`FORMS`] and [`MONTHS`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Whether `1/2/2024` and `1-2-2024` are the 1st of February; it is where nobody says. Dots always put the day first, and a
    /// number above 12 can only be a day.
    pub day_first: Option<bool>,
    /// The years that can be meant.
    pub years: RangeInclusive<i32>,
    /// Names of months beyond [`MONTHS`], with their number from 1; any case.
    pub months: Vec<(String, u32)>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { day_first: None, years: 1990..=2100, months: Vec::new() }
    }
}

/// A year and, where it is known, a month: all that is known of some meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year.
    pub year: i32,
    /// The month from 1.
    pub month: Option<u32>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        day.year() == self.year && self.month.is_none_or(|month| month == day.month())
    }
}

impl std::fmt::Display for Period {
    /// `2022-09` or `2022`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.month {
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

/// A date and where it stands in the text (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The bytes of the text that make up the date.
    pub range: Range<usize>,
    /// What they say.
    pub value: T,
}

/// The forms, ready to search with.
#[derive(Debug, Clone)]
pub struct DateForms {
    rules: Rules,
    names: Vec<(String, u32)>,
    days: Vec<(bool, Regex)>,
    days_in_a_year: Vec<(bool, Regex)>,
    months: Vec<(bool, Regex)>,
}

/// A number that can be a year.
static YEAR: Pattern = Pattern::new("[0-9]{4}");

impl Default for DateForms {
    /// Compiled once: that takes longer than to read a dozen notes.
    fn default() -> Self {
        static DEFAULT: LazyLock<DateForms> = LazyLock::new(|| DateForms::new(Rules::default()));
        DEFAULT.clone()
    }
}

/// How much may stand beside a date before it is about something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The day of the week, a time.
    DayAndTime,
    /// Also "Weekly meeting notes", "(recording)".
    MeetingWords,
}

impl DateForms {
    /// Compiles the tables; month names of the rules go before the built-in ones.
    pub fn new(rules: Rules) -> Self {
        let mut known: Vec<(String, u32)> = rules.months.iter().map(|(name, n)| (name.to_lowercase(), *n)).collect();
        known.extend(names::months());
        // The longest name first, or "mar" would end the match in "march".
        known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        known.dedup_by(|later, earlier| later.0 == earlier.0);
        let alternatives: Vec<String> = known.iter().map(|(name, _)| regex::escape(name)).collect();
        let alternatives = alternatives.join("|");
        // Names from a configuration are escaped, so only a mistake in the tables could fail here; a test compiles them all.
        let compile = |pattern: &str| Regex::new(&format!("(?i){}", pattern.replace("MONTH", &alternatives))).ok();
        let table =
            |forms: &[Form]| forms.iter().filter_map(|form| Some((form.alone, compile(form.pattern)?))).collect();
        Self {
            days: table(FORMS),
            days_in_a_year: table(FORMS_IN_A_YEAR),
            months: table(FORMS_OF_A_MONTH),
            names: known,
            rules,
        }
    }

    /// The same forms with the month before the day, unless the rules say what comes first.
    #[must_use]
    pub fn month_first(&self) -> Self {
        let day_first = self.rules.day_first.or(Some(false));
        Self { rules: Rules { day_first, ..self.rules.clone() }, ..self.clone() }
    }

    /// Whether the day is set to stand before the month, or after it.
    pub fn day_first(&self) -> Option<bool> {
        self.rules.day_first
    }

    /// All dates with a day, in order, none overlapping another.
    pub fn days(&self, text: &str) -> Vec<Found<NaiveDate>> {
        self.search(&self.days, text, None, false)
    }

    /// The first date with a day.
    pub fn first_day(&self, text: &str) -> Option<Found<NaiveDate>> {
        self.days(text).into_iter().next()
    }

    /// The first date of a year that is known from elsewhere: `jan-30`, `01-17`.
    pub fn day_in_year(&self, text: &str, year: i32) -> Option<Found<NaiveDate>> {
        self.search(&self.days_in_a_year, text, Some(year), false).into_iter().next()
    }

    /// The first date in a text that is known to hold one, in any form; `year` lends its year to forms without one.
    pub fn day_anywhere(&self, text: &str, year: Option<i32>) -> Option<NaiveDate> {
        let found = self.search(&self.days, text, None, true).into_iter().next();
        let in_year = || self.search(&self.days_in_a_year, text, Some(year?), true).into_iter().next();
        found.or_else(in_year).map(|found| found.value)
    }

    /// The first date of a known year that is written with the name of its month: `May 8`.
    pub fn named_day_in_year(&self, text: &str, year: i32) -> Option<Found<NaiveDate>> {
        let found = self.search(&self.days_in_a_year, text, Some(year), false);
        let is_named = |found: &Found<NaiveDate>| {
            text.get(found.range.clone()).is_some_and(|date| date.chars().any(char::is_alphabetic))
        };
        found.into_iter().find(is_named)
    }

    /// The first month of a year: `2021-03`, `March 2021`. What goes on as a day (`2021-02-31`) is no month either.
    pub fn month(&self, text: &str) -> Option<Found<Period>> {
        let mut found: Vec<Found<Period>> = Vec::new();
        for (_, regex) in &self.months {
            for captures in regex.captures_iter(text) {
                let Some(range) = bounded(text, &captures).filter(|range| !goes_on(text, range.end)) else { continue };
                let (Some(year), Some(month)) = (number(&captures, "y"), self.month_number(&captures)) else {
                    continue;
                };
                let Ok(year) = i32::try_from(year) else { continue };
                if self.rules.years.contains(&year) && (1..=12).contains(&month) {
                    found.push(Found { range, value: Period { year, month: Some(month) } });
                }
            }
        }
        found.into_iter().min_by_key(|found| (found.range.start, usize::MAX - found.range.end))
    }

    /// What is written like a date of a plausible year and is no day of the calendar: `2023-02-31`, or has a digit too many or
    /// too few: `202001019`.
    pub fn impossible_day<'t>(&self, text: &'t str) -> Option<&'t str> {
        let slip = || {
            let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| matches!(run.len(), 7 | 9));
            let year = |run: &str| run.get(..4).and_then(|year| year.parse::<i32>().ok());
            // A number below 1990 or after this century's middle is more likely a number than a year.
            runs.into_iter().find(|run| year(run).is_some_and(|year| (1990..2050).contains(&year)))
        };
        self.wrong_day(text).or_else(slip)
    }

    fn wrong_day<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.days.iter().take(2).flat_map(|(_, regex)| regex.captures_iter(text)).find_map(|captures| {
            let range = bounded(text, &captures)?;
            let year = i32::try_from(number(&captures, "y")?).ok()?;
            let is_date = self.day(&captures, None).is_some() || !self.rules.years.contains(&year);
            text.get(range).filter(|_| !is_date)
        })
    }

    /// The first number that can be a year and is no part of a longer date.
    pub fn year(&self, text: &str) -> Option<Found<i32>> {
        YEAR.find_all(text).into_iter().find_map(|found| {
            let value = found.as_str().parse().ok().filter(|year| self.rules.years.contains(year))?;
            let is_whole = is_bounded(text, &found.range()) && !goes_on(text, found.end());
            is_whole.then(|| Found { range: found.range(), value })
        })
    }

    /// The month a text names and nothing else: `January`, `01`, `01-Jan`.
    pub fn month_alone(&self, text: &str) -> Option<u32> {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let months: Vec<u32> = words.iter().map(|word| self.month_word(word)).collect::<Option<_>>()?;
        let first = *months.first()?;
        (months.len() <= 2 && months.iter().all(|month| *month == first)).then_some(first)
    }

    fn month_word(&self, word: &str) -> Option<u32> {
        let digits = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
        let number = || word.parse().ok().filter(|month| digits && (1..=12).contains(month));
        self.month_of_name(word).or_else(number)
    }

    /// The date of a text that says nothing but a date; `year` lends its year to forms without one.
    pub fn alone(&self, text: &str, beside: Beside, year: Option<i32>) -> Option<NaiveDate> {
        let mut found = self.search(&self.days, text, None, true);
        if found.is_empty() {
            found = self.search(&self.days_in_a_year, text, Some(year?), true);
        }
        let first = found.first()?.value;
        let mut rest = String::with_capacity(text.len());
        let mut from = 0;
        for date in &found {
            rest.push_str(text.get(from..date.range.start)?);
            rest.push(' ');
            from = date.range.end;
        }
        rest.push_str(text.get(from..)?);
        self.is_noise(&rest, beside).then_some(first)
    }

    /// The month or year of a heading that names nothing else: "March 2021", "2021".
    pub fn period_alone(&self, text: &str) -> Option<Period> {
        let (range, period) = match self.month(text) {
            Some(found) => (found.range, found.value),
            None => self.year(text).map(|found| (found.range, Period { year: found.value, month: None }))?,
        };
        let rest = format!("{} {}", text.get(..range.start)?, text.get(range.end..)?);
        self.is_noise(&rest, Beside::MeetingWords).then_some(period)
    }

    /// Whether words say no more than a date beside them would.
    pub fn is_noise(&self, text: &str, beside: Beside) -> bool {
        NOISE.replace(text, " ").split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
            let word = word.to_lowercase();
            DAY_WORDS.contains(&word.as_str())
                || names::is_weekday_beside_a_date(&word)
                || beside == Beside::MeetingWords && MEETING_WORDS.contains(&word.as_str())
        })
    }

    fn search(&self, forms: &[(bool, Regex)], text: &str, year: Option<i32>, alone: bool) -> Vec<Found<NaiveDate>> {
        let mut found: Vec<Found<NaiveDate>> = Vec::new();
        for (_, regex) in forms.iter().filter(|(only_alone, _)| alone || !only_alone) {
            // Matches that are no dates must not hide a date that begins inside them, hence the step by one character.
            let mut from = 0;
            while let Some(captures) = text.get(from..).and_then(|_| regex.captures_at(text, from)) {
                let Some(whole) = captures.get(0) else { break };
                let date = bounded(text, &captures).and_then(|range| {
                    let day = self.day(&captures, year)?;
                    let day = self.as_its_weekday(text, &range, &captures, day);
                    Some((range, day))
                });
                from = match date {
                    Some((range, value)) => {
                        let end = range.end;
                        found.push(Found { range, value });
                        end
                    }
                    None => whole.start() + text[whole.start()..].chars().next().map_or(1, char::len_utf8),
                };
            }
        }
        found.sort_by_key(|found| (found.range.start, usize::MAX - found.range.end));
        let mut end = 0;
        found.retain(|found| {
            let free = found.range.start >= end;
            if free {
                end = found.range.end;
            }
            free
        });
        found
    }

    fn day(&self, captures: &Captures<'_>, year: Option<i32>) -> Option<NaiveDate> {
        let separators = (captures.name("s"), captures.name("t"));
        if let (Some(first), Some(second)) = separators
            && plain_separator(first.as_str()) != plain_separator(second.as_str())
        {
            return None;
        }
        let year = match captures.name("y") {
            Some(digits) if digits.len() == 2 => 2000 + digits.as_str().parse::<i32>().ok()?,
            Some(digits) => digits.as_str().parse().ok()?,
            None => year?,
        };
        if !self.rules.years.contains(&year) {
            return None;
        }
        let (month, day) = match (number(captures, "a"), number(captures, "b")) {
            (Some(first), Some(second)) => {
                let dots = separators.0.is_some_and(|separator| separator.as_str() == ".");
                let day_first = dots || first > 12 || (self.rules.day_first.unwrap_or(true) && second <= 12);
                if day_first { (second, first) } else { (first, second) }
            }
            _ => (self.month_number(captures)?, number(captures, "d")?),
        };
        NaiveDate::from_ymd_opt(year, month, day)
    }

    /// The day with month and day in the other order where only that falls on the weekday beside it: "Friday 8/11/17".
    fn as_its_weekday(&self, text: &str, range: &Range<usize>, captures: &Captures<'_>, day: NaiveDate) -> NaiveDate {
        let is_open = captures.name("a").is_some()
            && self.rules.day_first.is_none()
            && captures.name("s").is_some_and(|separator| separator.as_str() != ".");
        let Some(other) = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month()).filter(|_| is_open) else {
            return day;
        };
        let is_word = |word: &&str| !word.is_empty();
        let before = text[..range.start].rsplit(|c: char| !c.is_alphanumeric()).find(is_word);
        let after = text[range.end..].split(|c: char| !c.is_alphanumeric()).find(is_word);
        match before.and_then(weekday).or_else(|| after.and_then(weekday)) {
            Some(named) if named == other.weekday() && named != day.weekday() => other,
            _ => day,
        }
    }

    fn month_number(&self, captures: &Captures<'_>) -> Option<u32> {
        match captures.name("n") {
            Some(name) => self.month_of_name(name.as_str()),
            None => number(captures, "m"),
        }
    }

    fn month_of_name(&self, name: &str) -> Option<u32> {
        let name = name.to_lowercase();
        self.names.iter().find(|(known, _)| *known == name).map(|(_, month)| *month)
    }
}

fn plain_separator(separator: &str) -> &str {
    if separator.is_ascii() { separator } else { "-" }
}

fn number(captures: &Captures<'_>, group: &str) -> Option<u32> {
    captures.name(group)?.as_str().parse().ok()
}

fn bounded(text: &str, captures: &Captures<'_>) -> Option<Range<usize>> {
    let range = captures.get(0)?.range();
    is_bounded(text, &range).then_some(range)
}

/// Whether a separator and another number follow: the month is part of something longer.
fn goes_on(text: &str, end: usize) -> bool {
    let mut after = text.get(end..).unwrap_or_default().chars();
    let separator = after.next().is_some_and(|c| "-‐‑‒–—−._/".contains(c));
    separator && after.next().is_some_and(|c| c.is_ascii_digit())
}

/// Whether a match does not cut a number or a word in two: `120230111`, `2023-01-112` and `xmay 5 2023` hold no date.
fn is_bounded(text: &str, range: &Range<usize>) -> bool {
    let (Some(matched), Some(before), Some(after)) =
        (text.get(range.clone()), text.get(..range.start), text.get(range.end..))
    else {
        return false;
    };
    let letter_first = matched.chars().next().is_some_and(char::is_alphabetic);
    let letter_last = matched.chars().next_back().is_some_and(char::is_alphabetic);
    let free_before =
        before.chars().next_back().is_none_or(|c| !(c.is_ascii_digit() || letter_first && c.is_alphabetic()));
    let free_after = after.chars().next().is_none_or(|c| !(c.is_ascii_digit() || letter_last && c.is_alphabetic()));
    free_before && free_after
}

#[cfg(test)]
mod tests;
