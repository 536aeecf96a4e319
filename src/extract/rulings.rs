//! What reviewers said of single statements, put into effect: rows that no rule found, rows that are none after all, and
//! what a row says.
//!
//! It is done with the rows that rules have made, whatever the rules are: a verdict outlives them.

use super::labels::Labels;
use super::reading::Reading;
use super::records::{ActionNote, Decision, RowKind, Status, Tier};
use super::statements::{Statement, quoted};
use super::{actions, decisions};
use crate::base::text::fold;
use std::collections::BTreeMap;

/// The name of the rule of rows that no rule found.
const RULE: &str = "reviewed";

/// A reviewer's word on a statement of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The statement.
    pub about: Place,
    /// Which register it is about.
    pub kind: RowKind,
    /// What was said.
    pub word: Word,
    /// What the row is about, instead of what was read.
    pub subject: Option<String>,
    /// What the row says, instead of what was read.
    pub text: Option<String>,
}

/// Where a statement stands in its note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The first line of its own text.
    pub line: u32,
    /// Its text as [`quoted`]: several statements may begin on one line.
    pub quote: String,
}

/// What a reviewer says of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It is a row.
    Accept,
    /// It is none.
    Reject,
    /// It is an action, and done.
    Done,
    /// It says the same as another row, which stays.
    Merge(Place),
}

/// Adds a row for every statement that is said to be one and that no rule took.
pub(super) fn add_rows(
    reading: &Reading<'_>,
    labels: &Labels,
    rulings: &[Ruling],
    decisions: &mut Vec<Decision>,
    actions: &mut Vec<ActionNote>,
) {
    if rulings.is_empty() {
        return;
    }
    let (known, known_actions) = (Lines::of(decisions), Lines::of(actions));
    let statements = Statements::of(&reading.statements);
    let mut new_actions = Vec::new();
    for ruling in rulings.iter().filter(|ruling| matches!(ruling.word, Word::Accept | Word::Done)) {
        let Some(index) = statements.find(&ruling.about) else { continue };
        match ruling.kind {
            RowKind::Decision if known.find(decisions, &ruling.about).is_none() => {
                decisions.push(decisions::said_to_be_one(reading, labels, index, RULE));
            }
            RowKind::Action if known_actions.find(actions, &ruling.about).is_none() => {
                new_actions.push(index);
            }
            _ => {}
        }
    }
    actions.extend(actions::rows_of(reading, labels, &new_actions, RULE));
    decisions.sort_by_key(|row| (row.line, row.end_line));
    actions.sort_by_key(|row| row.line);
}

/// Takes out the rows that are none, and has the others say what reviewers want them to. Rows keep the anchors they have.
pub(super) fn apply(rulings: &[Ruling], decisions: &mut Vec<Decision>, actions: &mut Vec<ActionNote>) {
    if !rulings.is_empty() {
        apply_to(decisions, RowKind::Decision, rulings);
        apply_to(actions, RowKind::Action, rulings);
    }
}

fn apply_to<R: Row>(rows: &mut Vec<R>, kind: RowKind, rulings: &[Ruling]) {
    let lines = Lines::of(rows);
    // Rows that go, and which one says the same.
    let mut gone: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for ruling in rulings.iter().filter(|ruling| ruling.kind == kind) {
        let Some(at) = lines.find(rows, &ruling.about) else { continue };
        match &ruling.word {
            Word::Reject => drop(gone.insert(at, None)),
            Word::Merge(other) => {
                if let Some(other) = lines.find(rows, other).filter(|other| *other != at) {
                    gone.insert(at, Some(other));
                }
            }
            word => rows[at].review(word, ruling),
        }
    }
    let merged: Vec<(usize, usize)> = gone.iter().filter_map(|(at, other)| Some((*at, (*other)?))).collect();
    for (at, other) in merged {
        match end_of(&gone, other) {
            End::Stays(other) => {
                let evidence = rows[at].evidence().clone();
                rows[other].take_evidence(&evidence);
            }
            End::Rejected => {}
            // Of rows that are merged in a circle the first one stays.
            End::Nowhere => drop(gone.remove(&at)),
        }
    }
    let mut at = 0..;
    rows.retain(|_| at.next().is_none_or(|at| !gone.contains_key(&at)));
}

/// Where it ends when one row is merged with another, that one with a third, and so on.
enum End {
    /// At a row that stays.
    Stays(usize),
    /// At one that is none.
    Rejected,
    /// In a circle, or beyond what anybody would do.
    Nowhere,
}

/// Longer chains of mergers are followed no further.
const LONGEST_CHAIN: usize = 64;

fn end_of(gone: &BTreeMap<usize, Option<usize>>, mut at: usize) -> End {
    for _ in 0..LONGEST_CHAIN {
        match gone.get(&at) {
            None => return End::Stays(at),
            Some(None) => return End::Rejected,
            Some(Some(other)) => at = *other,
        }
    }
    End::Nowhere
}

/// What rows of both registers have in common.
trait Row {
    fn line(&self) -> u32;
    fn text(&self) -> &str;
    fn evidence(&self) -> &String;
    fn take_evidence(&mut self, more: &str);
    fn review(&mut self, word: &Word, ruling: &Ruling);
}

macro_rules! row {
    ($row:ty, $done:expr) => {
        impl Row for $row {
            fn line(&self) -> u32 {
                self.line
            }

            fn text(&self) -> &str {
                &self.text
            }

            fn evidence(&self) -> &String {
                &self.evidence
            }

            fn take_evidence(&mut self, more: &str) {
                if !self.evidence.contains(more) {
                    self.evidence = format!("{}\n{more}", self.evidence);
                }
            }

            fn review(&mut self, word: &Word, ruling: &Ruling) {
                self.reviewed = true;
                self.tier = Tier::Explicit;
                self.stands_when_repeated = true;
                if let Some(subject) = &ruling.subject {
                    self.subject.clone_from(subject);
                }
                if let Some(text) = &ruling.text {
                    self.text.clone_from(text);
                }
                if *word == Word::Done {
                    $done(self);
                }
            }
        }
    };
}

row!(Decision, |_: &mut Decision| ());
row!(ActionNote, |row: &mut ActionNote| row.status = Status::Done);

/// Rows by the line they begin on.
struct Lines(BTreeMap<u32, Vec<usize>>);

impl Lines {
    fn of<R: Row>(rows: &[R]) -> Self {
        let mut lines: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        rows.iter().enumerate().for_each(|(at, row)| lines.entry(row.line()).or_default().push(at));
        Self(lines)
    }

    /// The row that begins with a statement. Of several on one line it is the one whose words are those of the statement.
    fn find<R: Row>(&self, rows: &[R], place: &Place) -> Option<usize> {
        let here = self.0.get(&place.line)?;
        if let [only] = here[..] {
            return Some(only);
        }
        let said = fold(&place.quote);
        let is_said = |at: &usize| {
            let text = fold(rows[*at].text());
            !text.is_empty() && (said.contains(&text) || text.contains(&said))
        };
        here.iter().copied().find(is_said).or(here.first().copied())
    }
}

/// Statements by the line they begin on.
struct Statements<'s> {
    all: &'s [Statement],
    lines: BTreeMap<u32, Vec<usize>>,
}

impl<'s> Statements<'s> {
    fn of(all: &'s [Statement]) -> Self {
        let mut lines: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        all.iter().enumerate().for_each(|(at, one)| lines.entry(one.line).or_default().push(at));
        Self { all, lines }
    }

    fn find(&self, place: &Place) -> Option<usize> {
        let here = self.lines.get(&place.line)?;
        here.iter().copied().find(|at| quoted(&self.all[*at].text) == place.quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::reviewed;

    const NOTES: &str = "# 2024-06-03\n\n## Names\n\n- Should we keep the old names?\n    - no objections\n- the usual way\n\
                         - we agreed to keep them all\n- @ann to mend the gate\n";

    fn ruling(kind: RowKind, line: u32, quote: &str, word: Word) -> Ruling {
        Ruling { about: Place { line, quote: quote.to_owned() }, kind, word, subject: None, text: None }
    }

    fn decisions(rulings: &[Ruling]) -> Vec<String> {
        let call = reviewed(NOTES, rulings);
        call.records.decisions.iter().map(|row| format!("{}: {}", row.rule, row.in_full())).collect()
    }

    const KEPT: &str = "answer: Should we keep the old names? → no objections";
    const AGREED: &str = "stated: Names → we agreed to keep them all";

    #[test]
    fn nothing_changes_without_a_verdict() {
        assert_eq!(decisions(&[]).len(), 2);
        assert_eq!(decisions(&[])[0], KEPT);
    }

    #[test]
    fn a_statement_is_a_row_when_a_reviewer_says_so() {
        let accept = ruling(RowKind::Decision, 7, "the usual way", Word::Accept);
        let call = reviewed(NOTES, std::slice::from_ref(&accept));
        let row = &call.records.decisions[1];
        assert_eq!(
            (row.rule, row.text.as_str(), row.tier, row.reviewed),
            (RULE, "the usual way", Tier::Explicit, true)
        );
        assert!(row.anchor.starts_with("decision-"));
        // What a rule found keeps its rule and what it says.
        let call = reviewed(NOTES, &[ruling(RowKind::Decision, 5, "Should we keep the old names?", Word::Accept)]);
        let row = &call.records.decisions[0];
        assert_eq!(
            (row.rule, row.outcome(), row.tier, row.reviewed),
            ("answer", "no objections", Tier::Explicit, true)
        );
        // Another text on that line is another statement.
        let other = Ruling { about: Place { quote: "the old way".to_owned(), ..accept.about.clone() }, ..accept };
        assert_eq!(decisions(&[other]).len(), 2);
    }

    #[test]
    fn a_row_is_none_when_a_reviewer_says_so() {
        let reject = ruling(RowKind::Decision, 5, "Should we keep the old names?", Word::Reject);
        assert_eq!(decisions(&[reject]).len(), 1);
        let call = reviewed(NOTES, &[ruling(RowKind::Action, 9, "@ann to mend the gate", Word::Reject)]);
        assert!(call.records.actions.is_empty());
        assert_eq!(call.records.decisions.len(), 2, "it was said of the action");
    }

    #[test]
    fn a_row_says_what_a_reviewer_wants_and_keeps_its_anchor() {
        let accept = ruling(RowKind::Decision, 8, "we agreed to keep them all", Word::Accept);
        let mended = Ruling { subject: Some("Names".to_owned()), text: Some("all are kept".to_owned()), ..accept };
        let (before, after) = (reviewed(NOTES, &[]), reviewed(NOTES, &[mended]));
        let (before, after) = (&before.records.decisions[1], &after.records.decisions[1]);
        assert_eq!(after.in_full(), "Names → all are kept");
        assert_eq!((&after.anchor, &after.evidence), (&before.anchor, &before.evidence));
    }

    #[test]
    fn an_action_is_done_when_a_reviewer_says_so() {
        let done = |line, quote| reviewed(NOTES, &[ruling(RowKind::Action, line, quote, Word::Done)]);
        let call = done(9, "@ann to mend the gate");
        assert_eq!(call.records.actions.len(), 1);
        assert_eq!((call.records.actions[0].status, call.records.actions[0].reviewed), (Status::Done, true));
        let call = done(7, "the usual way");
        assert_eq!(call.records.actions.len(), 2);
        assert_eq!(call.records.actions[0].status, Status::Done);
    }

    #[test]
    fn rows_that_say_the_same_are_one() {
        let asked = Place { line: 5, quote: "Should we keep the old names?".to_owned() };
        let agreed = Place { line: 8, quote: "we agreed to keep them all".to_owned() };
        let merge =
            |from: &Place, into: &Place| ruling(RowKind::Decision, from.line, &from.quote, Word::Merge(into.clone()));
        let call = reviewed(NOTES, &[merge(&agreed, &asked)]);
        let rows = &call.records.decisions;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].evidence, "Should we keep the old names?\nno objections\nwe agreed to keep them all");
        // In a circle one stays, and what is merged with no row stays.
        assert_eq!(decisions(&[merge(&agreed, &asked), merge(&asked, &agreed)]), [KEPT]);
        let usual = Place { line: 7, quote: "the usual way".to_owned() };
        assert_eq!(decisions(&[merge(&agreed, &usual)]), [KEPT, AGREED]);
        // What says the same as a row that is none is none either.
        let reject = ruling(RowKind::Decision, 5, &asked.quote, Word::Reject);
        assert_eq!(decisions(&[merge(&agreed, &asked), reject]).len(), 0);
        // Merged on and on, all of it goes to the one that stays.
        let accept = ruling(RowKind::Decision, 7, &usual.quote, Word::Accept);
        let rows = reviewed(NOTES, &[accept, merge(&agreed, &usual), merge(&usual, &asked)]).records.decisions.clone();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].evidence.ends_with("no objections\nthe usual way\nwe agreed to keep them all"), "{rows:?}");
    }
}
