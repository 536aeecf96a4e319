//! Month and day as bare numbers in a file name, where a folder says the year.

use crate::base::dates::Period;
use crate::base::pattern::Pattern;
use chrono::NaiveDate;
use std::ops::Range;

static NUMBERS: Pattern = Pattern::new(
    r"(?:^|[^0-9][ _.-])(?:([0-9]{1,2})[._-]([0-9]{1,2})(?:[._-]([0-9]{2}))?|([0-9]{2})([0-9]{2}))(?:$|[ _.-](?:[^0-9]|$))",
);

static ORDER: Pattern = Pattern::new(r"(?:^|[^0-9])([0-9]{1,2})[-_]([0-9]{1,2})[-_][0-9]{4}(?:$|[^0-9])");

/// Whether a file name has the month before the day, where only one order makes a date of it.
pub(super) fn puts_month_first(stem: &str) -> Option<bool> {
    let found = ORDER.captures(stem)?;
    let number = |group: usize| found.get(group)?.as_str().parse::<u32>().ok();
    match (number(1)?, number(2)?) {
        (1..=12, 13..=31) => Some(true),
        (13..=31, 1..=12) => Some(false),
        _ => None,
    }
}

/// The numbers of month and day in a file name: `board-5-8`, `3-25-22` in a folder `2022`, `b-0626`. They are a word of their
/// own in it, and the only ones.
pub(super) fn numbers_in_year(stem: &str, period: Period) -> Option<(Range<usize>, NaiveDate)> {
    let mut all = NUMBERS.captures_all(stem).into_iter();
    let found = all.next().filter(|_| all.next().is_none())?;
    let number = |group: usize| found.get(group)?.as_str().parse::<u32>().ok();
    let (first, second) = number(1).zip(number(2)).or_else(|| number(4).zip(number(5)))?;
    // Two digits more are the year again.
    if number(3).is_some_and(|year| year != u32::try_from(period.year % 100).unwrap_or(0)) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(period.year, first, second).filter(|date| period.contains(*date))?;
    let start = found.get(1).or_else(|| found.get(4))?.start();
    let end = found.get(3).or_else(|| found.get(2)).or_else(|| found.get(5))?.end();
    Some((start..end, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(NUMBERS.is_valid() && ORDER.is_valid());
    }

    #[test]
    fn numbers_are_month_and_day_of_the_year() {
        let year = Period { year: 2022, month: None };
        for (stem, date) in [
            ("board-05-8", Some("2022-05-08")),
            ("board-5-8", Some("2022-05-08")),
            ("b-0626", Some("2022-06-26")),
            ("0626-notes", Some("2022-06-26")),
            ("3-25-22", Some("2022-03-25")),
            ("sg-6-14", Some("2022-06-14")),
            ("3-25-21", None),
            ("v1-2", None),
            ("release-1-2-3", None),
            ("25-12-notes", None),
            ("agenda-2022", None),
        ] {
            let found = numbers_in_year(stem, year).map(|(_, date)| date.to_string());
            assert_eq!(found.as_deref(), date, "{stem}");
        }
        assert_eq!(numbers_in_year("5-8", Period { year: 2022, month: Some(6) }), None);
    }
}
