//! Day, month and year as bare numbers in a file name: what they can be.

use crate::base::dates::Period;
use crate::base::pattern::Pattern;
use chrono::NaiveDate;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

static NUMBERS: Pattern = Pattern::new(
    r"(?:^|[^0-9][ _.-])(?:([0-9]{1,2})[._-]([0-9]{1,2})(?:[._-]([0-9]{2}))?|([0-9]{2})([0-9]{2}))(?:$|[ _.-](?:[^0-9]|$))",
);

static ORDER: Pattern = Pattern::new(r"(?:^|[^0-9])([0-9]{1,2})[-_]([0-9]{1,2})[-_][0-9]{4}(?:$|[^0-9])");

static THREE: Pattern = Pattern::new(r"(?:^|[ _-])([0-9]{1,2})([-_])([0-9]{1,2})([-_])([0-9]{2})(?:$|[ _-][^0-9])");

/// What three numbers of a name are, where the year has two digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

impl Order {
    const ALL: [Self; 3] = [Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];

    /// The only order in which all names are dates; of two that differ in the place of the year, the one with fewer years.
    pub(super) fn of(names: &[[u32; 3]], month_first: Option<bool>) -> Option<Self> {
        let fits = |order: &Self| !names.is_empty() && names.iter().all(|numbers| order.date(*numbers).is_some());
        let mut orders: Vec<Self> = Self::ALL.into_iter().filter(fits).collect();
        if let Some(month_first) = month_first {
            orders.retain(|order| *order != if month_first { Self::DayMonthYear } else { Self::MonthDayYear });
        }
        if let [Self::YearMonthDay, ..] = orders[..] {
            let different = |place: usize| names.iter().map(|numbers| numbers[place]).collect::<BTreeSet<u32>>().len();
            match different(0).cmp(&different(2)) {
                Ordering::Less => orders.truncate(1),
                Ordering::Greater => drop(orders.remove(0)),
                Ordering::Equal => {}
            }
        }
        orders.first().copied().filter(|_| orders.len() == 1)
    }

    /// The date of three numbers.
    pub(super) fn date(self, [first, second, third]: [u32; 3]) -> Option<NaiveDate> {
        let (year, month, day) = match self {
            Self::YearMonthDay => (first, second, third),
            Self::DayMonthYear => (third, second, first),
            Self::MonthDayYear => (third, first, second),
        };
        NaiveDate::from_ymd_opt(2000 + i32::try_from(year).ok()?, month, day)
    }
}

/// The numbers of `3-25-22`, alone or beside words.
pub(super) fn orders_of_three(stem: &str) -> Option<[u32; 3]> {
    three_numbers(stem).map(|(_, numbers)| numbers)
}

/// The same, and where they stand.
pub(super) fn three_numbers(stem: &str) -> Option<(Range<usize>, [u32; 3])> {
    let found = THREE.captures(stem).filter(|found| found[2] == found[4])?;
    let number = |group: usize| found.get(group)?.as_str().parse::<u32>().ok();
    Some((found.get(1)?.start()..found.get(5)?.end(), [number(1)?, number(3)?, number(5)?]))
}

/// The month of a name such as `CG-07` whose siblings are `CG-01-17`: the number that stands after the same words.
pub(super) fn month_after(stem: &str, before: &BTreeSet<String>) -> Option<(Range<usize>, u32)> {
    let digits = stem.len().checked_sub(2)?;
    let month = stem.get(digits..)?.parse::<u32>().ok().filter(|month| (1..=12).contains(month))?;
    before.contains(stem.get(..digits)?).then_some((digits..stem.len(), month))
}

/// Whether a name is a date in either order of day and month.
pub(super) fn two_orders(stem: &str) -> bool {
    let numbers = ORDER.captures(stem).map(|found| (found[1].parse::<u32>(), found[2].parse::<u32>()));
    matches!(numbers, Some((Ok(first @ 1..=12), Ok(second @ 1..=12))) if first != second)
}

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
        assert!(NUMBERS.is_valid() && ORDER.is_valid() && THREE.is_valid());
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
