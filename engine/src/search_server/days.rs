//! Stretches of days as a condition on the field `date`. Ours may begin and end on days that no month has (June ends on the 31st);
//! a server wants days of the calendar.

use serde_json::{Value, json};

use crate::dates::Days;

/// `{"range": …}` over these days.
pub(super) fn range(days: Days) -> Value {
    let mut bounds = serde_json::Map::new();
    if days.from > 0 {
        bounds.insert("gte".to_owned(), midnight(first_from(days.from)));
    }
    if days.to < Days::LAST {
        bounds.insert("lt".to_owned(), midnight(first_from(days.to + 1)));
    }
    json!({ "range": { "date": bounds } })
}

fn midnight(day: u32) -> Value {
    Value::String(format!("{:04}-{:02}-{:02}T00:00:00Z", day / 10_000, day / 100 % 100, day % 100))
}

/// The day itself, or the first one of the calendar after it.
fn first_from(day: u32) -> u32 {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    match (month, day) {
        (0, _) => year * 10_000 + 101,
        (1..=12, 0) => year * 10_000 + month * 100 + 1,
        (1..=12, day) if day <= length(year, month) => year * 10_000 + month * 100 + day,
        (1..=11, _) => year * 10_000 + (month + 1) * 100 + 1,
        _ => (year + 1) * 10_000 + 101,
    }
}

const fn length(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_days_of_the_calendar() {
        for (from, to, gte, lt) in [
            (20_240_601, 20_240_631, "2024-06-01", "2024-07-01"),
            (20_240_101, 20_241_231, "2024-01-01", "2025-01-01"),
            (20_240_228, 20_240_228, "2024-02-28", "2024-02-29"),
            (20_230_228, 20_230_228, "2023-02-28", "2023-03-01"),
            (20_240_631, 20_240_631, "2024-07-01", "2024-07-01"),
        ] {
            let range = range(Days { from, to });
            assert_eq!(range["range"]["date"]["gte"], format!("{gte}T00:00:00Z"), "{from}");
            assert_eq!(range["range"]["date"]["lt"], format!("{lt}T00:00:00Z"), "{to}");
        }
        // `before:2024-07-15`, `before:2024-07` and `before:2024` end a day before.
        for (to, lt) in [(20_240_714, "2024-07-15"), (20_240_700, "2024-07-01"), (20_240_100, "2024-01-01")] {
            let range = range(Days { from: 0, to });
            assert_eq!(range, json!({ "range": { "date": { "lt": format!("{lt}T00:00:00Z") } } }));
        }
        let open = range(Days { from: 20_240_301, to: Days::LAST });
        assert_eq!(open, json!({ "range": { "date": { "gte": "2024-03-01T00:00:00Z" } } }));
    }
}
