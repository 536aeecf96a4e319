//! Bar charts of numbers over time, drawn by the template with a text beside them.

use crate::archive::registers::Action;
use crate::site::render::view::{BarView, ChartGroupView, ChartView};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// The side of a group's ground.
const GROUND: u32 = 48;

/// Numbers a month, one group a year, from the first year to the last; nothing for fewer than two dates.
pub(in crate::site) fn months(
    dates: impl Iterator<Item = NaiveDate>,
    title: &str,
    one: &str,
    many: &str,
) -> Option<ChartView> {
    let mut counts: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for date in dates {
        *counts.entry((date.year(), date.month0())).or_default() += 1;
    }
    let total: usize = counts.values().sum();
    let busiest = counts.values().copied().max().filter(|_| total > 1)?;
    let (first, last) = (counts.keys().next()?.0, counts.keys().next_back()?.0);
    let name = |count: usize| if count == 1 { one } else { many };
    let mut groups = Vec::new();
    let mut words = Vec::new();
    for year in first..=last {
        let mut bars = Vec::new();
        let mut sum = 0;
        for month in 0..12 {
            let Some(count) = counts.get(&(year, month)).copied() else { continue };
            sum += count;
            let named = NaiveDate::from_ymd_opt(year, month + 1, 1).map(|date| date.format("%B %Y").to_string());
            let title = format!("{count} {} in {}", name(count), named.unwrap_or_default());
            bars.push(BarView { x: month * 4, width: 3, y: top(count, busiest), title });
        }
        words.push(format!("{year}: {sum}"));
        groups.push(ChartGroupView { label: year.to_string(), count: sum, bars });
    }
    let description = format!("{title}; {many} a year: {}", words.join(", "));
    Some(ChartView { title: title.to_owned(), description, groups })
}

/// Actions that are not done by age.
pub(in crate::site) fn ages<'a>(actions: impl Iterator<Item = &'a Action>) -> Option<ChartView> {
    const STEPS: &[(i64, &str)] =
        &[(31, "a month"), (92, "3 months"), (183, "6 months"), (366, "a year"), (i64::MAX, "older")];
    let mut counts = vec![0; STEPS.len()];
    for action in actions {
        if let Some(step) = STEPS.iter().position(|(days, _)| action.age < *days) {
            counts[step] += 1;
        }
    }
    let busiest = counts.iter().copied().max().filter(|busiest| *busiest > 0)?;
    let name =
        |step: usize| if step + 1 < STEPS.len() { format!("up to {}", STEPS[step].1) } else { "older".to_owned() };
    let words: Vec<String> =
        counts.iter().enumerate().map(|(step, count)| format!("{}: {count}", name(step))).collect();
    let groups = counts
        .iter()
        .enumerate()
        .map(|(step, count)| ChartGroupView {
            label: name(step),
            count: *count,
            bars: vec![BarView {
                x: 2,
                width: GROUND - 4,
                y: top(*count, busiest),
                title: format!("{count} {}", name(step)),
            }],
        })
        .collect();
    let title = "Actions that are not done, by age".to_owned();
    Some(ChartView { description: format!("{title}; {}", words.join(", ")), title, groups })
}

/// The upper edge of a column: what is there at all can be seen.
fn top(count: usize, busiest: usize) -> u32 {
    if count == 0 {
        return GROUND;
    }
    let height = u32::try_from(count * (GROUND as usize - 2) / busiest.max(1)).unwrap_or(0);
    GROUND - height.max(2)
}
