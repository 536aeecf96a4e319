//! Bar charts of numbers over time, drawn by the template with a text beside them, and the small ones of lists.

use crate::language::Words;
use crate::site::render::view::{BarView, ChartGroupView, ChartView};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The side of a group's ground.
const GROUND: u32 = 48;

/// The words of a chart of months, by key.
pub(in crate::site) struct Counted {
    title: &'static str,
    /// A column's number.
    in_month: &'static str,
    /// The title with the numbers of the years.
    by_year: &'static str,
}

/// Calls.
pub(in crate::site) const CALLS: Counted =
    Counted { title: "charts.calls", in_month: "charts.calls_in", by_year: "charts.calls_a_year" };

/// Calls that speak of something.
pub(in crate::site) const MENTIONS: Counted =
    Counted { title: "charts.mentions", in_month: "charts.calls_in", by_year: "charts.mentions_a_year" };

/// Decisions.
pub(in crate::site) const DECISIONS: Counted =
    Counted { title: "charts.decisions", in_month: "charts.decisions_in", by_year: "charts.decisions_a_year" };

/// Fewer dates say more as a list than as a picture.
const LEAST: usize = 12;

/// Numbers a month, one group a year, from the first year to the last; nothing for few dates. `url` is where a year is listed.
pub(in crate::site) fn months(
    words: &Words,
    dates: impl Iterator<Item = NaiveDate>,
    counted: &Counted,
    url: impl Fn(i32) -> String,
) -> Option<ChartView> {
    let mut counts: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for date in dates {
        *counts.entry((date.year(), date.month0())).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let busiest = counts.values().copied().max().filter(|_| total >= LEAST)?;
    let (first, last) = (counts.keys().next()?.0, counts.keys().next_back()?.0);
    let mut groups = Vec::new();
    let mut years = Vec::new();
    for year in first..=last {
        let mut bars = Vec::new();
        let mut sum = 0;
        for month in 0..12 {
            let Some(count) = counts.get(&(year, month)).copied() else { continue };
            sum += count;
            let named = NaiveDate::from_ymd_opt(year, month + 1, 1).map(|date| words.date("dates.month", date));
            let title = words.count_with(counted.in_month, count, &[("month", &named.unwrap_or_default())]);
            bars.push(BarView { x: month * 4, width: 3, y: top(count, busiest), title });
        }
        years.push(format!("{year}: {sum}"));
        let url = if sum > 0 { url(year) } else { String::new() };
        groups.push(ChartGroupView { label: year.to_string(), count: sum, url, bars });
    }
    let description = words.with(counted.by_year, &[("years", &words.joined(&years))]);
    Some(ChartView { title: words.text(counted.title).to_owned(), description, groups })
}

/// So many spans of time a small chart shows.
const SPANS: i64 = 24;

/// A column for each span between two days in which something was, as the path of a picture of 96 by 24.
pub(in crate::site) fn sparkline(dates: impl Iterator<Item = NaiveDate>, first: NaiveDate, last: NaiveDate) -> String {
    let days = (last - first).num_days() + 1;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for date in dates {
        *counts.entry(((date - first).num_days() * SPANS / days.max(1)).clamp(0, SPANS - 1)).or_default() += 1;
    }
    let busiest = counts.values().copied().max().unwrap_or(1);
    let columns = counts.into_iter().map(|(span, count)| {
        let height = (count * 22 / busiest).max(3);
        format!("M{} 24v-{height}h3v{height}z", span * 4)
    });
    columns.collect()
}

/// The upper edge of a column: what is there at all can be seen.
fn top(count: usize, busiest: usize) -> u32 {
    if count == 0 {
        return GROUND;
    }
    let height = u32::try_from(count * (GROUND as usize - 2) / busiest.max(1)).unwrap_or(0);
    GROUND - height.max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chart_has_a_column_for_each_span_with_something() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let (first, last) = (day("2024-01-01"), day("2024-12-30"));
        let dates = ["2024-01-01", "2024-01-02", "2024-12-30"].map(day);
        assert_eq!(sparkline(dates.into_iter(), first, last), "M0 24v-22h3v22zM92 24v-11h3v11z");
        assert_eq!(sparkline(std::iter::once(first), first, first), "M0 24v-22h3v22z");
        assert_eq!(sparkline(std::iter::empty(), first, last), "");
    }

    #[test]
    fn few_dates_have_no_picture() {
        let words = crate::language::words("en");
        let dates = |count| (0..count).filter_map(|day| NaiveDate::from_ymd_opt(2024, 1, 1 + day));
        let url = |year| format!("#y{year}");
        assert_eq!(months(words, dates(11), &CALLS, url), None);
        let picture = months(words, dates(12), &CALLS, url).expect("a picture");
        assert_eq!((picture.groups[0].count, picture.groups[0].url.as_str()), (12, "#y2024"));
    }
}
