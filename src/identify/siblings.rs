//! What the names of a folder say together and none of them alone: which number is the day, the month and the year.

use super::numbers::{Order, orders_of_three, puts_month_first, two_orders};
use super::url::{Parts, folder_of};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::config::Config;
use std::collections::{BTreeMap, BTreeSet};

/// What the names of one folder say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Siblings {
    /// Whether `05-11-2024` is the 11th of May.
    pub(super) month_first: bool,
    /// What the numbers of `03-05-22` are.
    pub(super) three: Option<Order>,
    /// What stands before month and day in names such as `CG-01-17`; a number after it alone is a month.
    pub(super) before_month: BTreeSet<String>,
}

/// The names of one folder, sorted by what they can tell.
#[derive(Default)]
struct Names<'p> {
    /// The first path.
    path: &'p str,
    /// Of `a-b-yyyy`: how many can only have the month first, only the day, or either.
    month: usize,
    day: usize,
    either: usize,
    /// The numbers of `a-b-c`.
    three: Vec<[u32; 3]>,
    before_month: BTreeSet<String>,
}

/// What each folder's names say, and the folders whose names leave open which number is the day.
pub(super) fn siblings<'p>(paths: &[&'p str], config: &Config) -> (BTreeMap<&'p str, Siblings>, Vec<Diagnostic>) {
    let forms = &config.dates.forms;
    let mut folders: BTreeMap<&str, Names<'p>> = BTreeMap::new();
    for path in paths {
        let stem = Parts::of(path).stem;
        let mut names = |add: &dyn Fn(&mut Names<'p>)| {
            let of_folder = folders.entry(folder_of(path)).or_default();
            if of_folder.path.is_empty() {
                of_folder.path = path;
            }
            add(of_folder);
        };
        match puts_month_first(stem) {
            Some(true) => names(&|names| names.month += 1),
            Some(false) => names(&|names| names.day += 1),
            None if two_orders(stem) => names(&|names| names.either += 1),
            None => {}
        }
        if forms.first_day(stem).is_none() {
            if let Some(numbers) = orders_of_three(stem) {
                names(&|names| names.three.push(numbers));
            } else if let Some(found) = forms.day_in_year(stem, 2000) {
                let before = stem.get(..found.range.start).unwrap_or_default();
                names(&|names| {
                    names.before_month.insert(before.to_owned());
                });
            }
        }
    }
    // Where a folder's own names leave it open, those of all other folders may say it with one voice.
    let (month, day) = folders.values().fold((0, 0), |(month, day), names| (month + names.month, day + names.day));
    let everywhere = if month > 0 && day == 0 { Some(true) } else { None };
    let mut findings = Vec::new();
    let mut found = BTreeMap::new();
    for (folder, names) in folders {
        let is_set = config.dates.forms.day_first();
        let own = (names.month > 0 && names.day == 0).then_some(true);
        let silent = names.month == 0 && names.day == 0;
        let month_first = is_set.map(|day_first| !day_first).or(own).or(everywhere.filter(|_| silent));
        let is_undecided = names.either > 0 && is_set.is_none() && month_first.is_none() && (silent || names.month > 0);
        if is_undecided {
            findings.push(undecided(names.path, names.either, "the day is taken to stand first"));
        }
        let prefers_month = month_first.unwrap_or(false);
        let three = Order::of(&names.three, month_first);
        if three.is_none() && !names.three.is_empty() {
            findings.push(undecided(names.path, names.three.len(), "no date is read from them"));
        }
        let siblings = Siblings { month_first: prefers_month, three, before_month: names.before_month };
        if siblings != Siblings::default() {
            found.insert(folder, siblings);
        }
    }
    (found, findings)
}

fn undecided(path: &str, number: usize, what: &str) -> Diagnostic {
    let names = if number == 1 { "1 name".to_owned() } else { format!("{number} names") };
    let message = format!("{names} of this folder can be read in more than one order of day and month; {what}");
    Diagnostic::new(Severity::Warning, "date-order", path, message).hint(
        "write `dates: {order: month-first}` or `day-first` into minutebook.yaml, or the year first into the names",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str], folder: &str) -> (Siblings, usize) {
        let (found, findings) = siblings(paths, &Config::default());
        (found.get(folder).cloned().unwrap_or_default(), findings.len())
    }

    #[test]
    fn a_folder_tells_its_own_order_first() {
        let (t, findings) = of(&["t/x-05-11-2024.md", "t/x-07-25-2024.md"], "t");
        assert!(t.month_first && findings == 0);
        let (t, findings) = of(&["t/x-05-11-2024.md", "t/x-07-25-2024.md", "t/x-25-07-2023.md"], "t");
        assert!(!t.month_first && findings == 1);
        let (u, findings) = of(&["t/x-07-25-2024.md", "u/x-05-11-2024.md"], "u");
        assert!(u.month_first && findings == 0, "what all others say holds here");
        let (t, findings) = of(&["t/x-05-11-2024.md"], "t");
        assert!(!t.month_first && findings == 1);
    }

    #[test]
    fn years_of_two_digits_are_where_the_names_allow_them() {
        assert_eq!(of(&["t/3-25-22.md"], "t").0.three, Some(Order::MonthDayYear));
        assert_eq!(of(&["t/25-3-22.md", "t/14-4-22.md"], "t").0.three, Some(Order::DayMonthYear));
        assert_eq!(of(&["t/22-01-31.md", "t/22-02-28.md", "t/22-03-14.md"], "t").0.three, Some(Order::YearMonthDay));
        assert_eq!(of(&["t/03-05-22.md"], "t"), (Siblings::default(), 1));
        assert_eq!(of(&["t/v1-2-3.md", "t/2023-01-11.md"], "t").0.three, None);
    }

    #[test]
    fn what_stands_before_a_month_is_kept() {
        assert!(of(&["t/2023/CG-01-17.md"], "t/2023").0.before_month.contains("CG-"));
    }
}
