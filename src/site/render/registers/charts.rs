//! Bar charts of numbers over time, drawn by the template with a text beside them.

use crate::archive::registers::Action;
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

/// Numbers a month, one group a year, from the first year to the last; nothing for fewer than two dates.
pub(in crate::site) fn months(
    words: &Words,
    dates: impl Iterator<Item = NaiveDate>,
    counted: &Counted,
) -> Option<ChartView> {
    let mut counts: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for date in dates {
        *counts.entry((date.year(), date.month0())).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let busiest = counts.values().copied().max().filter(|_| total > 1)?;
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
        groups.push(ChartGroupView { label: year.to_string(), count: sum, bars });
    }
    let description = words.with(counted.by_year, &[("years", &words.joined(&years))]);
    Some(ChartView { title: words.text(counted.title).to_owned(), description, groups })
}

/// Actions that are not done by age.
pub(in crate::site) fn ages<'a>(words: &Words, actions: impl Iterator<Item = &'a Action>) -> Option<ChartView> {
    /// Fewer days than these each; named by `charts.age`.
    const STEPS: &[i64] = &[31, 92, 183, 366, i64::MAX];
    let mut counts = vec![0; STEPS.len()];
    for action in actions {
        if let Some(step) = STEPS.iter().position(|days| action.age < *days) {
            counts[step] += 1;
        }
    }
    let busiest = counts.iter().copied().max().filter(|busiest| *busiest > 0)?;
    let name = |step: usize| words.list("charts.age").get(step).map_or("", String::as_str);
    let numbers: Vec<String> =
        counts.iter().enumerate().map(|(step, count)| format!("{}: {count}", name(step))).collect();
    let groups = counts
        .iter()
        .enumerate()
        .map(|(step, count)| ChartGroupView {
            label: name(step).to_owned(),
            count: *count,
            bars: vec![BarView {
                x: 2,
                width: GROUND - 4,
                y: top(*count, busiest),
                title: format!("{count} {}", name(step)),
            }],
        })
        .collect();
    let description = words.with("charts.ages_in_words", &[("numbers", &words.joined(&numbers))]);
    Some(ChartView { description, title: words.text("charts.ages").to_owned(), groups })
}

/// The upper edge of a column: what is there at all can be seen.
fn top(count: usize, busiest: usize) -> u32 {
    if count == 0 {
        return GROUND;
    }
    let height = u32::try_from(count * (GROUND as usize - 2) / busiest.max(1)).unwrap_or(0);
    GROUND - height.max(2)
}
