//! What is nearly a decision: statements that no rule takes, by how much they look like one. For whoever reviews the
//! register, not for the register itself.

use super::reading::{Reading, read};
use super::statements::statements;
use super::{Call, Role, Rules};
use crate::base::pattern::Pattern;
use std::collections::BTreeSet;

/// Something that is a row of the register of decisions, or nearly one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The section it stands in.
    pub section: usize,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// What was decided, if it was.
    pub text: String,
    /// How much it looks like a decision: the logarithm of the odds, roughly.
    pub score: f32,
    /// The rule that made it a row; absent for a near miss.
    pub rule: Option<&'static str>,
}

/// Words in which decisions are spoken of, English and German.
static SPEAKS_OF_DECISIONS: Pattern = Pattern::new(
    r"(?i)\b(?:decid|decision|agree|consensus|conclu|resolv|approv|accept|reject|adopt|postpon|vote|objection|prefer|beschl|einig|entsch|abgelehnt|angenommen)",
);
/// Words that set a course.
static SETS_A_COURSE: Pattern = Pattern::new(
    r"(?i)\b(?:will|won't|shall|must|should|keep|use|go with|stay|drop|merge|instead|no longer|for now|only|wird|werden|soll|bleibt)\b",
);
static STILL_OPEN: Pattern = Pattern::new(
    r"(?i)\b(?:maybe|perhaps|could|might|unclear|open|proposal|idea|discuss|later|next time|vielleicht|könnte)\b",
);

/// The rows of a call and all that might be one, by score, best first.
pub fn candidates(call: &Call, rules: &Rules) -> Vec<Candidate> {
    let reading = read(call, statements(&call.document));
    let rows = &call.records.decisions;
    let mut taken: BTreeSet<u32> = rows.iter().flat_map(|row| row.line..=row.end_line).collect();
    let known = |line: u32| call.records.actions.iter().any(|row| row.line == line);
    let mut all: Vec<Candidate> = rows
        .iter()
        .map(|row| Candidate {
            section: row.section,
            line: row.line,
            end_line: row.end_line,
            text: row.text.clone(),
            score: best_of(&reading, rules, row.line, row.end_line),
            rule: Some(row.rule),
        })
        .collect();
    for (index, statement) in reading.statements.iter().enumerate() {
        let may_be =
            !matches!(reading.role(index), Role::Participants | Role::Chores | Role::Boilerplate | Role::Title)
                && !statement.is_heading
                && !statement.struck
                && reading.correction(index).is_none();
        if may_be && !taken.contains(&statement.line) && !known(statement.line) {
            taken.insert(statement.line);
            all.push(Candidate {
                section: statement.section,
                line: statement.line,
                end_line: statement.end_line,
                text: statement.text.clone(),
                score: score(&reading, rules, index),
                rule: None,
            });
        }
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.line.cmp(&b.line)));
    all
}

/// The best score of a row's lines. A rule has found it, which is as much as any sign.
fn best_of(reading: &Reading<'_>, rules: &Rules, line: u32, end_line: u32) -> f32 {
    let first = reading.statements.partition_point(|statement| statement.line < line);
    let inside = (first..reading.statements.len()).take_while(|at| reading.statements[*at].line <= end_line);
    inside.map(|at| score(reading, rules, at)).fold(0.0, f32::max)
}

/// A few signs with weights that were set by hand: enough to bring what is worth a look to the top of a note.
fn score(reading: &Reading<'_>, rules: &Rules, index: usize) -> f32 {
    let (text, statement) = (&reading.texts[index], &reading.statements[index]);
    let words = text.words.split_whitespace().count();
    let below_question = reading.parent(index).is_some_and(|parent| reading.texts[parent].asks);
    let last_of_item =
        statement.parent.is_some() && reading.next(index).is_none() && reading.children(index).is_empty();
    let signs = [
        (SPEAKS_OF_DECISIONS.is_match(&text.words), 2.0),
        (SETS_A_COURSE.is_match(&text.words), 1.0),
        (text.arrow, 1.0),
        (below_question, 1.0),
        (last_of_item, 0.5),
        (rules.labels.decision(&text.words).is_some(), 3.0),
        (text.asks, -2.0),
        (STILL_OPEN.is_match(&text.words), -1.0),
        (text.words.contains('@'), -0.5),
        (words < 4, -1.0),
        (words > 40, -0.5),
    ];
    signs.iter().filter(|(holds, _)| *holds).fold(-2.5, |sum, (_, weight)| sum + weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::call;
    use std::sync::Arc;

    #[test]
    fn patterns_compile() {
        assert!(SPEAKS_OF_DECISIONS.is_valid() && SETS_A_COURSE.is_valid() && STILL_OPEN.is_valid());
    }

    #[test]
    fn what_looks_like_a_decision_comes_first() {
        let call = call(
            "# 2024-06-03\n\n## Disks\n\n- the weather was fine that day\n- Which disk?\n    - the old one should do for us\n\
             - we agreed to keep it\n- @ann to mend the gate\n",
        );
        let found = candidates(&call, &Rules::new(Arc::default()));
        let lines: Vec<(u32, bool)> = found.iter().map(|one| (one.line, one.rule.is_some())).collect();
        assert_eq!(lines.last(), Some(&(6, false)), "{found:?}");
        assert!(found.iter().any(|one| one.line == 8 && one.rule == Some("stated")));
        let place = |line| found.iter().position(|one| one.line == line);
        assert!(place(7) < place(5), "{found:?}");
        assert_eq!(place(9), None, "it is an action");
        assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    }
}
