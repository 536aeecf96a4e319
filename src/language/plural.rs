//! Which form of a text goes with a number: the plural rules of CLDR, as far as whole numbers need them.
//!
//! <https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules>: `n % 10 = 2..4 and n % 100 != 12..14`.

use std::collections::BTreeMap;

/// The categories, in the order in which they are tried; what none takes is `other`.
pub(super) const CATEGORIES: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The rules of a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plural(Vec<(&'static str, Rule)>);

/// Relations joined by `and`, those again by `or`.
type Rule = Vec<Vec<Relation>>;

/// `n % 10 = 2..4,7`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Relation {
    modulus: Option<u64>,
    is_in: bool,
    ranges: Vec<(u64, u64)>,
}

impl Plural {
    /// Rules by category. One that cannot be read takes no number; a test holds that all can be read.
    pub(super) fn read(rules: &BTreeMap<String, String>) -> Self {
        let known = CATEGORIES.into_iter();
        Self(known.filter_map(|category| Some((category, rule(rules.get(category)?)?))).collect())
    }

    /// The category of a number.
    pub(super) fn category(&self, number: u64) -> &'static str {
        let is_taken = |rule: &Rule| rule.iter().any(|all| all.iter().all(|relation| relation.holds(number)));
        self.0.iter().find(|(_, rule)| is_taken(rule)).map_or("other", |(category, _)| category)
    }

    /// The categories that numbers can have, but for `other`.
    #[cfg(test)]
    pub(super) fn categories(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|(category, _)| *category)
    }
}

impl Relation {
    fn holds(&self, number: u64) -> bool {
        let number = self.modulus.map_or(number, |modulus| number % modulus.max(1));
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&number)) == self.is_in
    }
}

fn rule(text: &str) -> Option<Rule> {
    text.split(" or ").map(|all| all.split(" and ").map(relation).collect()).collect()
}

/// A relation; `i` is the same as `n` where numbers are whole.
fn relation(text: &str) -> Option<Relation> {
    let (left, right) = text.split_once('=')?;
    let (left, is_in) = left.strip_suffix('!').map_or((left, true), |left| (left, false));
    let (operand, modulus) = match left.split_once('%') {
        Some((operand, modulus)) => (operand, Some(modulus.trim().parse().ok()?)),
        None => (left, None),
    };
    let range = |text: &str| {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    let ranges = right.split(',').map(range).collect::<Option<_>>()?;
    matches!(operand.trim(), "n" | "i").then_some(Relation { modulus, is_in, ranges })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plural(rules: &[(&str, &str)]) -> Plural {
        Plural::read(&rules.iter().map(|(category, rule)| ((*category).to_owned(), (*rule).to_owned())).collect())
    }

    #[test]
    fn numbers_have_the_categories_of_cldr() {
        let polish = plural(&[
            ("one", "i = 1"),
            ("few", "i % 10 = 2..4 and i % 100 != 12..14"),
            ("many", "i != 1 and i % 10 = 0..1 or i % 10 = 5..9 or i % 100 = 12..14"),
        ]);
        let found = [0, 1, 2, 4, 5, 11, 12, 21, 22, 112, 124].map(|number| polish.category(number));
        assert_eq!(found, ["many", "one", "few", "few", "many", "many", "many", "many", "few", "many", "few"]);
        let french = plural(&[("one", "n = 0,1")]);
        assert_eq!([0, 1, 2].map(|number| french.category(number)), ["one", "one", "other"]);
        assert_eq!(Plural::default().category(1), "other");
    }

    #[test]
    fn what_is_no_rule_takes_nothing() {
        for text in ["", "n", "x = 1", "n = a", "n % a = 1", "n = 1 und n = 2"] {
            assert_eq!(rule(text), None, "{text}");
        }
        assert_eq!(plural(&[("one", "n % 0 = 0")]).category(7), "one");
    }
}
