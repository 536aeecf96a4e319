//! Issues, pull requests, standards, releases and the like: what the notes refer to.
//!
//! Issues are found in links, as `owner/repository#12`, as `repository#12`, and as `#12` or `PR 12` where the same section
//! links to that number. The kinds of the configuration ([`crate::config::ReferenceKind`]) are found by their pattern in
//! texts and in addresses.

use super::reading::Reading;
use super::statements::Statement;
use crate::base::pattern::Pattern;
use crate::config::ReferenceKind;
use crate::document::plain;
use crate::extract::{ReferenceNote, Role, Target};
use std::collections::BTreeMap;
use std::sync::Arc;

static ISSUE_URL: Pattern = Pattern::new(
    r"(?i)^(https?://(?:www\.)?(github\.com|gitlab\.com|codeberg\.org)/(\w[\w.-]*)/(\.?\w[\w.-]*)/(?:-/)?(?:issues|pull|pulls|discussions|merge_requests)/(\d{1,7}))(?:\D|$)",
);
static WRITTEN: Pattern = Pattern::new(r"(?:^|[\s(\[,;:*_/])(?:([A-Za-z0-9][\w.-]*)/)?([A-Za-z][\w.-]*)/?#(\d{1,7})\b");
static BARE: Pattern = Pattern::new(r"(?:^|[\s(\[,;:+*_/])(?:#|(?i:(?:PR|issue|pull request|MR) ?[#!]?))(\d{1,7})\b");

/// How much of the text around a reference is kept, in characters. Every page of a reference shows it, and so does every
/// list: a long paragraph with many references would be published as often as it has some.
const LONGEST_EXCERPT: usize = 400;

/// The most references of one statement. Each has a page of its own.
pub(crate) const MOST_IN_STATEMENT: usize = 100;

/// All references of a call, in the order of the minutes; each once a statement. Also the lines of the statements that have
/// more of them than are kept.
pub(super) fn find(reading: &Reading<'_>, kinds: &[ReferenceKind]) -> (Vec<ReferenceNote>, Vec<u32>) {
    let linked = linked_numbers(reading);
    let mut notes = Vec::new();
    let mut cut = Vec::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        if reading.role(index) == Role::Participants {
            continue;
        }
        let mut found = Found::default();
        for link in &statement.links {
            if let Some(target) = issue_of(&link.destination) {
                found.add(target, link.range.0);
            }
        }
        let text = without_issue_links(statement);
        for captures in WRITTEN.captures_all(&text) {
            if let Ok(number) = captures[3].parse() {
                let owner = captures.get(1).map(|owner| owner.as_str().to_owned());
                let target = Target::Issue { owner, repository: captures[2].to_owned(), number, elsewhere: None };
                found.add(target, captures.get_match().start());
            }
        }
        for captures in BARE.captures_all(&text) {
            let number: Option<u32> = captures[1].parse().ok();
            if let Some(target) = number.and_then(|number| resolve(&linked, statement.section, number)) {
                found.add(target, captures.get_match().start());
            }
        }
        for (kind, rule) in kinds.iter().enumerate() {
            let addresses = statement.links.iter().map(|link| (link.destination.as_str(), Some(link.range.0)));
            for (text, at) in std::iter::once((statement.text.as_str(), None)).chain(addresses) {
                for captures in rule.pattern.captures_iter(text) {
                    if found.is_cut {
                        break;
                    }
                    let mut id = String::new();
                    captures.expand(&rule.id, &mut id);
                    let target = Target::Named { kind, id: id.to_lowercase(), written: captures[0].trim().to_owned() };
                    found.add(target, at.unwrap_or_else(|| captures.get_match().start()));
                }
            }
        }
        cut.extend(found.is_cut.then_some(statement.line));
        if found.targets.is_empty() {
            continue;
        }
        let context: Arc<str> = plain::shorten(&reading.context(index), LONGEST_EXCERPT).into();
        // A line with the link alone introduces what is nested below it.
        let introduces = !statement.is_heading && statement.text.len() < LONGEST_LABEL && says_little(&statement.text);
        let follows =
            reading.statements.get(index + 1).filter(|_| introduces && reading.parent(index + 1) == Some(index));
        let follows = follows.filter(|next| !next.text.contains('#') && !next.text.contains("://"));
        notes.extend(found.targets.into_iter().map(|(target, at)| ReferenceNote {
            section: statement.section,
            line: statement.line,
            label: label_of(statement, &target),
            target,
            text: match follows {
                None => plain::excerpt(&statement.text, at, LONGEST_EXCERPT).into(),
                Some(next) => plain::shorten(&format!("{} › {}", statement.text, next.text), LONGEST_EXCERPT).into(),
            },
            context: Arc::clone(&context),
            in_heading: statement.is_heading,
        }));
    }
    (notes, cut)
}

/// Whether a text has hardly a word beside addresses, numbers and names of repositories.
fn says_little(text: &str) -> bool {
    let is_word = |word: &&str| {
        let is_name = word.contains(['/', '#', '_']) || word.contains(|c: char| c.is_numeric());
        !is_name && word.chars().filter(|c| c.is_alphabetic()).nth(2).is_some()
    };
    text.split_whitespace().filter(is_word).take(2).count() < 2
}

/// The text of the link that leads to a reference.
fn label_of(statement: &Statement, target: &Target) -> String {
    let leads_there = |address: &str| match target {
        Target::Issue { .. } => issue_of(address).is_some_and(|issue| same(&issue, target)),
        Target::Named { written, .. } => address.to_lowercase().contains(&written.to_lowercase()),
    };
    let link = statement.links.iter().find(|link| !link.bare && leads_there(&link.destination));
    let label = link.and_then(|link| statement.text.get(link.range.0..link.range.1)).unwrap_or_default();
    plain::shorten(label.trim(), LONGEST_LABEL)
}

/// The longest text of a link that is kept, in characters.
const LONGEST_LABEL: usize = 120;

/// What one statement refers to, and where in its text.
#[derive(Default)]
struct Found {
    targets: Vec<(Target, usize)>,
    /// Whether there are more than are kept.
    is_cut: bool,
}

impl Found {
    fn add(&mut self, target: Target, at: usize) {
        if self.is_cut || self.targets.iter().any(|(known, _)| same(known, &target)) {
            return;
        }
        if self.targets.len() == MOST_IN_STATEMENT {
            self.is_cut = true;
        } else {
            self.targets.push((target, at));
        }
    }
}

/// The issue an address leads to.
pub(crate) fn issue_of(address: &str) -> Option<Target> {
    let captures = ISSUE_URL.captures(address)?;
    Some(Target::Issue {
        owner: Some(captures[3].to_owned()),
        repository: captures[4].to_owned(),
        number: captures[5].parse().ok()?,
        elsewhere: Some(&captures[1]).filter(|_| !captures[2].eq_ignore_ascii_case("github.com")).map(str::to_owned),
    })
}

/// Two spellings of one reference.
fn same(a: &Target, b: &Target) -> bool {
    match (a, b) {
        (
            Target::Issue { owner, repository, number, elsewhere },
            Target::Issue { owner: other_owner, repository: other, number: other_number, elsewhere: other_elsewhere },
        ) => {
            let owners = owner.as_ref().zip(other_owner.as_ref());
            number == other_number
                && repository.eq_ignore_ascii_case(other)
                && owners.is_none_or(|(owner, other)| owner.eq_ignore_ascii_case(other) && elsewhere == other_elsewhere)
        }
        (Target::Named { kind, id, .. }, Target::Named { kind: other_kind, id: other, .. }) => {
            kind == other_kind && id == other
        }
        _ => false,
    }
}

/// The numbers that each section links to, and those of the whole call.
struct LinkedNumbers {
    sections: BTreeMap<(usize, u32), Target>,
    call: BTreeMap<u32, Vec<Target>>,
}

fn linked_numbers(reading: &Reading<'_>) -> LinkedNumbers {
    let mut linked = LinkedNumbers { sections: BTreeMap::new(), call: BTreeMap::new() };
    for statement in &reading.statements {
        for target in statement.links.iter().filter_map(|link| issue_of(&link.destination)) {
            if let Target::Issue { number, .. } = target {
                linked.sections.entry((statement.section, number)).or_insert_with(|| target.clone());
                let all = linked.call.entry(number).or_default();
                if !all.iter().any(|known| same(known, &target)) {
                    all.push(target);
                }
            }
        }
    }
    linked
}

/// A bare number means what its section links to, or the call where only one repository has that number.
fn resolve(linked: &LinkedNumbers, section: usize, number: u32) -> Option<Target> {
    let in_section = linked.sections.get(&(section, number)).cloned();
    in_section.or_else(|| match linked.call.get(&number)?.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    })
}

/// The text with the labels of links to issues blanked: the address says what they mean.
fn without_issue_links(statement: &Statement) -> String {
    let mut text = statement.text.clone();
    for link in statement.links.iter().rev() {
        let (start, end) = link.range;
        let known = link.bare || issue_of(&link.destination).is_some();
        if known && text.get(start..end).is_some() {
            text.replace_range(start..end, &" ".repeat(end - start));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::extract::tests::call;

    fn found(source: &str) -> Vec<String> {
        let call = call(source);
        let kinds = Config::default().references.kinds;
        let (notes, _) = find(&crate::extract::tests::read(&call), &kinds);
        notes
            .into_iter()
            .map(|note| match note.target {
                Target::Issue { owner, repository, number, .. } => {
                    format!("{}/{repository}#{number}", owner.as_deref().unwrap_or("?"))
                }
                Target::Named { id, .. } => id,
            })
            .collect()
    }

    #[test]
    fn reads_all_spellings() {
        for (source, expected) in [
            ("see https://github.com/o/r/pull/3#issuecomment-1", vec!["o/r#3"]),
            ("[#3](https://github.com/o/r/issues/3) and again #3, PR 3", vec!["o/r#3"]),
            ("[r/#3](https://github.com/O/R/issues/3)", vec!["O/R#3"]),
            ("standards#594, issues/#3 (osism/issues#309)", vec!["?/standards#594", "?/issues#3", "osism/issues#309"]),
            ("#3 alone, Hackathon #6", vec![]),
            ("[text](https://github.com/o/r/blob/main/x.md#L3)", vec![]),
            ("fixes cve-2024-32498 and CVE-2024-32498", vec!["cve-2024-32498"]),
            ("projects/6/views", vec![]),
            // A page of such a repository would lie outside the site.
            ("https://github.com/../../issues/3 https://gitlab.com/../r/-/issues/4", vec![]),
            ("https://github.com/o/.github/issues/3", vec!["o/.github#3"]),
        ] {
            assert_eq!(found(&format!("# A\n\n- {source}\n")), expected, "{source}");
        }
    }

    #[test]
    fn other_hosts_keep_their_address() {
        let mut addresses = Vec::new();
        for link in ["https://gitlab.com/o/r/-/merge_requests/3#note_1", "https://GitHub.com/o/r/pull/3"] {
            let Some(Target::Issue { elsewhere, .. }) = issue_of(link) else { panic!("{link} is an issue") };
            addresses.push(elsewhere);
        }
        assert_eq!(addresses, [Some("https://gitlab.com/o/r/-/merge_requests/3".to_owned()), None]);
    }

    #[test]
    fn the_address_wins_over_the_label() {
        let call = call("# A\n\n- [#597](https://github.com/o/r/pull/596)\n");
        let (notes, _) = find(&crate::extract::tests::read(&call), &[]);
        assert!(matches!(notes[0].target, Target::Issue { number: 596, .. }));
    }

    #[test]
    fn a_long_statement_is_kept_as_excerpts_of_its_first_references() {
        let numbers: Vec<String> = (0..5000).map(|number| format!("o/r#{number}")).collect();
        let call = call(&format!("# A\n\n- {}\n    - x/y#1\n- x/y#2\n", numbers.join(" ")));
        let (notes, cut) = find(&crate::extract::tests::read(&call), &[]);
        assert_eq!((notes.len(), cut), (MOST_IN_STATEMENT + 2, vec![3]));
        for note in &notes {
            let Target::Issue { number, repository, .. } = &note.target else { panic!("an issue") };
            assert!(note.text.contains(&format!("{repository}#{number}")), "{}", note.text);
            assert!(note.text.chars().count() <= LONGEST_EXCERPT + 2, "{}", note.text.len());
            assert!(note.context.chars().count() <= LONGEST_EXCERPT + 1);
        }
    }

    #[test]
    fn a_line_with_the_link_alone_is_told_with_what_is_nested_below_it() {
        let texts = |source: &str| {
            let call = call(&format!("# A\n\n{source}"));
            let (notes, _) = find(&crate::extract::tests::read(&call), &[]);
            notes.into_iter().map(|note| (note.text.to_string(), note.label)).collect::<Vec<_>>()
        };
        let link = "https://github.com/o/r/issues/3";
        let said = texts(&format!("- issue {link}\n    - the gate squeaks\n"));
        assert_eq!(said, [(format!("issue {link} › the gate squeaks"), String::new())]);
        let beside = texts(&format!("- issue {link}\n- the gate squeaks\n"));
        assert_eq!(beside, [(format!("issue {link}"), String::new())]);
        let named = texts(&format!("- [The gate squeaks]({link})\n    - since May\n"));
        assert_eq!(named, [("The gate squeaks".to_owned(), "The gate squeaks".to_owned())]);
    }

    #[test]
    fn patterns_compile() {
        for pattern in [&ISSUE_URL, &WRITTEN, &BARE] {
            assert!(pattern.is_valid());
        }
    }
}
