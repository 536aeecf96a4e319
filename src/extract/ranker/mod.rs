//! How much a statement looks like a decision, by weights learnt from labelled notes: what the rules have no words for.
//!
//! The score is linear in the [`features`] of a statement, with the weights of a [`table`] that `train/` makes of label
//! files. It is the logarithm of the odds that a reader would call the statement a decision; what each feature has to do
//! with it can be named ([`explain`]). The rules come first: the ranker gives rows only for what no rule has taken or ruled
//! out, and they are inferred. Where only likely rows are asked for it also takes inferred rows of the rules away.

mod features;
mod table;

pub use table::{Table, Unreadable};

use super::labels::Labels;
use super::nature::{Wanted, wanted};
use super::reading::{Reading, read};
use super::statements::statements;
use super::{Call, Decision, Rules, Tier, decisions};
use crate::base::text::fold;
use crate::config::Inferred;
use features::{Prepared, Sink, Surroundings, surroundings, visit};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The table of this program. A damaged one, which a test would find, weighs nothing and gives no rows.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    Table::read(include_bytes!("decisions.table")).unwrap_or_else(|_| Table::new(&[], 0.0, f32::INFINITY))
});

/// A row of fewer words says nothing to somebody who was not there, however it scores: "consensus interface", "+1".
const FEWEST_WORDS: usize = 4;

/// Where only likely rows are asked for: how likely one is that no rule has found. In communities that the ranker has not
/// learnt from, a third of its rows below this are decisions to a careful reader, and four of five above it.
pub const LIKELY: f32 = 0.6;

/// Where only likely rows are asked for: what a rule has found and the ranker thinks less likely than this is none. To the
/// same readers half of such rows were none, and a quarter of those that it thinks likelier.
pub const UNLIKELY: f32 = 0.2;

/// The same for what says that those who met agree, in whatever words the rest is.
pub const UNLIKELY_AGREEMENT: f32 = 0.12;

/// The name of the ranker's rows in the register.
pub const RULE: &str = "ranker";

/// The table of this program.
pub fn table() -> &'static Table {
    &TABLE
}

struct Sum<'t> {
    table: &'t Table,
    score: f32,
}

impl Sink for Sum<'_> {
    fn gram(&mut self, feature: u32, value: f32, _: impl Fn() -> String) {
        self.score += self.table.weight(feature) * value;
    }

    fn sign(&mut self, feature: u32, _: impl Fn() -> String) {
        self.score += self.table.weight(feature);
    }
}

/// The scores of a call's statements, in their order.
fn scores(reading: &Reading<'_>, note: &Surroundings, table: &Table) -> Vec<f32> {
    scores_where(reading, note, table, |_| true)
}

/// The same of some statements; the others are at the very end.
fn scores_where(
    reading: &Reading<'_>,
    note: &Surroundings,
    table: &Table,
    is_wanted: impl Fn(usize) -> bool,
) -> Vec<f32> {
    let mut prepared = Prepared::default();
    let score = |index| {
        if !is_wanted(index) {
            return f32::NEG_INFINITY;
        }
        let mut sum = Sum { table, score: table.bias };
        visit(reading, note, index, &mut prepared, &mut sum);
        sum.score
    };
    (0..reading.statements.len()).map(score).collect()
}

/// Lines that are part of rows: where each stretch of them starts and ends.
#[derive(Default)]
struct Covered(BTreeMap<u32, u32>);

impl Covered {
    fn of<'d>(rows: impl IntoIterator<Item = &'d Decision>) -> Self {
        let mut covered = Self::default();
        rows.into_iter().for_each(|row| covered.add((row.line, row.end_line)));
        covered
    }

    fn touches(&self, (first, last): (u32, u32)) -> bool {
        self.0.range(..=last).next_back().is_some_and(|(_, end)| *end >= first)
    }

    fn add(&mut self, (mut first, mut last): (u32, u32)) {
        while let Some((start, end)) = self.0.range(..=last).next_back().map(|(start, end)| (*start, *end)) {
            if end < first {
                break;
            }
            (first, last) = (first.min(start), last.max(end));
            self.0.remove(&start);
        }
        self.0.insert(first, last);
    }
}

/// Statements that may be rows beside those of the rules, and these rows, best first, as long as they are worth `least`. What
/// shares lines with a row or with a better one is left out, and so is what says the same once more.
fn beside(
    reading: &Reading<'_>,
    labels: &Labels,
    note: &Surroundings,
    scores: &[f32],
    rows: &[Decision],
    least: f32,
) -> Vec<(usize, Decision)> {
    let mut covered = Covered::of(rows);
    let mut said: BTreeSet<String> = rows.iter().map(|row| fold(&row.text)).collect();
    let mut order: Vec<usize> = (0..scores.len()).filter(|index| scores[*index] >= least).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut found = Vec::new();
    for index in order {
        if !is_free(reading, note, index) {
            continue;
        }
        let lines = decisions::lines_of_row(reading, index);
        if covered.touches(lines) {
            continue;
        }
        let row = decisions::row_of(reading, labels, index, RULE);
        if said.insert(fold(&row.text)) {
            covered.add(lines);
            found.push((index, row));
        }
    }
    found
}

/// Whether it can be told at a glance that a statement is no row: half of them are none. To score one takes longer.
fn is_plainly_none(reading: &Reading<'_>, note: &Surroundings, index: usize) -> bool {
    let statement = &reading.statements[index];
    let text = &reading.texts[index];
    statement.is_heading || statement.struck || text.asks || note.part_of_row[index] || is_open_question(&text.words)
}

/// Whether a text has the order of words of an English question, and nothing behind it that answers: "should we drop it".
fn is_open_question(text: &str) -> bool {
    const VERBS: [&str; 12] =
        ["should", "shall", "do", "does", "can", "could", "would", "must", "may", "is", "are", "will"];
    const SUBJECTS: [&str; 7] = ["we", "i", "it", "this", "there", "they", "you"];
    let is_one_of = |word: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut words = text.split_whitespace();
    let (Some(verb), Some(subject)) = (words.next(), words.next()) else { return false };
    // "Do it" asks for something, but does not ask.
    let commands = verb.eq_ignore_ascii_case("do") && is_one_of(subject, &["it", "this"]);
    let answers = |part: &str| part.contains(['?', ':', '→', '>']);
    is_one_of(verb, &VERBS) && is_one_of(subject, &SUBJECTS) && !commands && !outside_brackets(text).any(answers)
}

/// The parts of a text that stand in no round brackets.
fn outside_brackets(text: &str) -> impl Iterator<Item = &str> {
    text.split(')').map(|part| part.split_once('(').map_or(part, |(before, _)| before))
}

/// Whether a statement may be a row of its own: nobody says what it is, and no rule has taken it or what it stands below.
fn is_free(reading: &Reading<'_>, note: &Surroundings, index: usize) -> bool {
    !note.part_of_row[index] && is_possible(reading, index)
}

/// Whether a statement might be a row, had no rule taken any: nobody says what it is, and nothing rules it out.
fn is_possible(reading: &Reading<'_>, index: usize) -> bool {
    reading.correction(index).is_none() && !decisions::is_ruled_out(reading, index)
}

/// The rows of a note: those of the rules that are not thought unlikely, and those that the rules do not have. `rows` are
/// the rules', `taken` says statement by statement which they are made of.
pub(super) fn rows(
    reading: &Reading<'_>,
    labels: &Labels,
    wanted: &Wanted<'_>,
    mut rows: Vec<Decision>,
    taken: Vec<bool>,
) -> Vec<Decision> {
    let table = table();
    if table.threshold.is_infinite() {
        return rows;
    }
    let note = surroundings(reading, labels, taken);
    let only_likely = wanted.inferred_decisions == Inferred::Likely;
    let weighed = Covered::of(rows.iter().filter(|row| only_likely && row.tier == Tier::Inferred));
    let is_weighed = |index: usize| {
        let line = reading.statements[index].line;
        weighed.touches((line, line))
    };
    let scores =
        scores_where(reading, &note, table, |index| is_weighed(index) || !is_plainly_none(reading, &note, index));
    let threshold = if only_likely { score_of(LIKELY).max(table.threshold) } else { table.threshold };
    let found: Vec<Decision> = beside(reading, labels, &note, &scores, &rows, threshold)
        .into_iter()
        .filter(|(_, row)| row.text.split_whitespace().nth(FEWEST_WORDS - 1).is_some())
        // Who switches a rule off does not want its rows by another name.
        .filter(|(index, _)| !decisions::is_switched_off(reading, labels, wanted, *index))
        .map(|(index, row)| Decision { percent: Some(percent(scores[index])), ..row })
        .collect();
    if only_likely {
        let best = best_by_line(reading, &scores);
        let is_likely = |row: &Decision| best_of(&best, row, f32::NEG_INFINITY) >= score_of(least_likely(row));
        rows.retain(is_likely);
    }
    rows.extend(found);
    rows
}

/// The best score of the statements that begin on each line.
fn best_by_line(reading: &Reading<'_>, scores: &[f32]) -> BTreeMap<u32, f32> {
    reading.statements.iter().zip(scores).fold(BTreeMap::new(), |mut best, (one, score)| {
        best.entry(one.line).and_modify(|known: &mut f32| *known = known.max(*score)).or_insert(*score);
        best
    })
}

/// The best score on the lines of a row, or `least`.
fn best_of(by_line: &BTreeMap<u32, f32>, row: &Decision, least: f32) -> f32 {
    by_line.range(row.line..=row.end_line).map(|(_, score)| *score).fold(least, f32::max)
}

/// The rows of the rules and what is known of the note, whether or not turns of phrase count in it: who looks at scores wants
/// to see them in a transcript, too.
fn look(reading: &Reading<'_>, rules: &Rules) -> (Vec<Decision>, Surroundings) {
    let wanted = Wanted { any: true, inferred: true, ..wanted(reading, &rules.config) };
    let (rows, taken) = decisions::find(reading, &rules.labels, &wanted);
    (rows, surroundings(reading, &rules.labels, taken))
}

/// Something that is a row of the register of decisions, or nearly one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The logarithm of the odds that it is a decision, see [`probability`].
    pub score: f32,
    /// The rule that made it a row; absent for a near miss.
    pub rule: Option<&'static str>,
    /// What is or would be the row.
    pub row: Decision,
}

/// The rows of a call and all that might be one, by score, best first: what somebody who reviews the register looks through
/// from the top. A row that rules have found has the best score of its lines.
pub fn candidates(call: &Call, rules: &Rules) -> Vec<Candidate> {
    let reading = read(call, statements(&call.document));
    let (ruled, note) = look(&reading, rules);
    let scores = scores(&reading, &note, table());
    let by_line = best_by_line(&reading, &scores);
    let best = |row: &Decision| best_of(&by_line, row, table().bias);
    let rows = call.records.decisions.iter();
    let rows = rows.map(|row| Candidate { score: best(row), rule: Some(row.rule), row: Decision::clone(row) });
    let known = Covered::of(call.records.decisions.iter().map(|row| &**row));
    let near = beside(&reading, &rules.labels, &note, &scores, &ruled, f32::NEG_INFINITY);
    let near = near.into_iter().filter(|(_, row)| !known.touches((row.line, row.end_line)));
    let near = near.map(|(index, row)| Candidate { score: scores[index], rule: None, row });
    // What a rule has found and the ranker thinks unlikely, where it is no row for that alone.
    let asked = wanted(&reading, &rules.config);
    let weighs = asked.inferred && asked.inferred_decisions == Inferred::Likely;
    let is_unlikely = |row: &&Decision| weighs && best(row) < score_of(least_likely(row));
    let unlikely = ruled.iter().filter(is_unlikely).filter(|row| !known.touches((row.line, row.end_line)));
    let unlikely = unlikely.map(|row| Candidate { score: best(row), rule: None, row: row.clone() });
    let mut all: Vec<Candidate> = rows.chain(near).chain(unlikely).collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.row.line.cmp(&b.row.line)));
    all
}

/// How likely a row of a rule has to be where only likely rows are asked for.
pub fn least_likely(row: &Decision) -> f32 {
    match row.tier {
        Tier::Explicit => 0.0,
        Tier::Inferred if decisions::is_of_agreement(row.rule) => UNLIKELY_AGREEMENT,
        Tier::Inferred => UNLIKELY,
    }
}

/// The probability of a score.
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// The score of a probability.
fn score_of(probability: f32) -> f32 {
    (probability / (1.0 - probability)).ln()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from nought to a hundred")]
fn percent(score: f32) -> u8 {
    (probability(score) * 100.0).round() as u8
}

/// What a score is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score.
    pub score: f32,
    /// What a statement without features has.
    pub bias: f32,
    /// The features that count, by how much they change the score, most first.
    pub reasons: Vec<Reason>,
}

/// A feature's part in a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The feature: `words “we keep”`, `arrow before it`.
    pub name: String,
    /// What it adds.
    pub share: f32,
}

impl Explanation {
    /// The five features that change the score most.
    pub fn strongest(&self) -> &[Reason] {
        &self.reasons[..self.reasons.len().min(5)]
    }
}

/// By number: name and share.
struct Named<'t> {
    table: &'t Table,
    shares: BTreeMap<u32, (String, f32)>,
}

impl Sink for Named<'_> {
    fn gram(&mut self, feature: u32, value: f32, name: impl Fn() -> String) {
        let weight = self.table.weight(feature);
        if weight != 0.0 {
            self.shares.entry(feature).or_insert_with(|| (name(), 0.0)).1 += weight * value;
        }
    }

    fn sign(&mut self, feature: u32, name: impl Fn() -> String) {
        self.gram(feature, 1.0, name);
    }
}

/// What makes the score of a row or candidate: of the best statement that starts on its lines.
pub fn explain(call: &Call, rules: &Rules, lines: (u32, u32)) -> Option<Explanation> {
    let reading = read(call, statements(&call.document));
    let note = look(&reading, rules).1;
    let scores = scores(&reading, &note, table());
    let starts = |index: &usize| (lines.0..=lines.1).contains(&reading.statements[*index].line);
    let index = (0..scores.len()).filter(starts).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))?;
    let mut named = Named { table: table(), shares: BTreeMap::new() };
    visit(&reading, &note, index, &mut Prepared::default(), &mut named);
    let mut reasons: Vec<Reason> = named.shares.into_values().map(|(name, share)| Reason { name, share }).collect();
    reasons.sort_by(|a, b| b.share.abs().total_cmp(&a.share.abs()).then_with(|| a.name.cmp(&b.name)));
    Some(Explanation { score: scores[index], bias: table().bias, reasons })
}

/// A statement as the trainer sees it.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The first line of its own text.
    pub line: u32,
    /// The last line of its own text.
    pub end_line: u32,
    /// The lines of the row that it would be.
    pub row: (u32, u32),
    /// Whether it would be a row at all: no rule has taken it, or what it stands below, or ruled it out.
    pub is_free: bool,
    /// Whether it would be one, had no rule taken any.
    pub is_possible: bool,
    /// Its words and letters: number and value; a number may come more than once.
    pub grams: Vec<(u32, f32)>,
    /// The numbers of its signs.
    pub signs: Vec<u32>,
}

/// Features, and who is told of their names.
struct Kept<'n> {
    grams: Vec<(u32, f32)>,
    signs: Vec<u32>,
    names: &'n mut dyn FnMut(u32, &dyn Fn() -> String),
}

impl Sink for Kept<'_> {
    fn gram(&mut self, feature: u32, value: f32, name: impl Fn() -> String) {
        self.grams.push((feature, value));
        (self.names)(feature, &name);
    }

    fn sign(&mut self, feature: u32, name: impl Fn() -> String) {
        self.signs.push(feature);
        (self.names)(feature, &name);
    }
}

/// The statements of a call with their features, to learn from. `names` is told of every feature and how to name it.
pub fn samples(call: &Call, rules: &Rules, names: &mut dyn FnMut(u32, &dyn Fn() -> String)) -> Vec<Sample> {
    let reading = read(call, statements(&call.document));
    let note = look(&reading, rules).1;
    let gives_rows = wanted(&reading, &rules.config).asks_for(RULE, Tier::Inferred);
    let mut prepared = Prepared::default();
    let mut sample = |index: usize| {
        let mut kept = Kept { grams: Vec::new(), signs: Vec::new(), names };
        visit(&reading, &note, index, &mut prepared, &mut kept);
        let statement = &reading.statements[index];
        Sample {
            line: statement.line,
            end_line: statement.end_line,
            row: decisions::lines_of_row(&reading, index),
            is_free: gives_rows && is_free(&reading, &note, index),
            is_possible: gives_rows && is_possible(&reading, index),
            grams: kept.grams,
            signs: kept.signs,
        }
    };
    (0..reading.statements.len()).map(&mut sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::{call, with_rules};
    use std::sync::Arc;

    fn rules() -> Rules {
        Rules::new(Arc::default())
    }

    /// The score of the last statement of some minutes.
    fn score(source: &str) -> f32 {
        let call = call(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n"));
        let reading = read(&call, statements(&call.document));
        let note = look(&reading, &rules()).1;
        *scores(&reading, &note, table()).last().expect("a statement")
    }

    #[test]
    fn questions_are_known_by_the_order_of_their_words() {
        for question in [
            "should we add red tiles",
            "Can we drop the gate (proposal by Ann)",
            "is it wet",
            "should we add people (rather: companies!) who pay",
        ] {
            assert!(is_open_question(question), "{question}");
        }
        for other in
            ["we should add red tiles", "should we add red tiles? yes", "Do this first", "Will we meet: no", "is wet"]
        {
            assert!(!is_open_question(other), "{other}");
        }
    }

    #[test]
    fn the_table_is_read_and_written_back_to_the_byte() {
        let bytes: &[u8] = include_bytes!("decisions.table");
        let read = Table::read(bytes).expect("the table of this version");
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(&read, table());
        assert!(read.threshold.is_finite() && read.weights().count() > 1_000, "it is no empty one");
        assert!(bytes.len() < 200_000, "{} bytes are more than what was meant", bytes.len());
    }

    #[test]
    fn what_settles_a_matter_is_above_what_tells_news() {
        for (decision, news) in [
            ("- we stay with weekly releases", "- the weekly release was published yesterday"),
            ("- default to on, can be disabled", "- it was disabled on two machines"),
            ("- meeting on Thursday is cancelled, next one in two weeks", "- the meeting had many visitors"),
            ("- Should we keep it?\n    - keep it until spring", "- Has anybody seen it?\n    - the disk is full"),
        ] {
            assert!(score(decision) > score(news), "{decision}: {}, {news}: {}", score(decision), score(news));
        }
    }

    #[test]
    fn who_and_how_many_make_no_difference() {
        for (one, other) in [
            ("- @ann: we keep 3 of them", "- @carl: we keep 250 of them"),
            ("- we drop R5 from https://example.org/a", "- we drop R12 from https://example.com/b/c"),
        ] {
            assert!(
                (score(one) - score(other)).abs() < f32::EPSILON,
                "{one}: {}, {other}: {}",
                score(one),
                score(other)
            );
        }
    }

    #[test]
    fn an_explanation_adds_up_to_the_score() {
        let call = call(
            "# 2024-06-03\n\n## Storage\n\n- Should we?\n    - => let's keep the weekly slot for now, no objections\n",
        );
        let explanation = explain(&call, &rules(), (6, 6)).expect("a statement");
        let sum: f32 = explanation.bias + explanation.reasons.iter().map(|reason| reason.share).sum::<f32>();
        assert!((sum - explanation.score).abs() < 1e-3, "{sum} {explanation:?}");
        let strongest = explanation.strongest();
        assert_eq!(strongest.len(), 5);
        assert!(strongest.is_sorted_by(|a, b| a.share.abs() >= b.share.abs()), "{strongest:?}");
        assert!(explanation.reasons.iter().any(|reason| reason.name == "arrow before it"), "{explanation:?}");
        assert_eq!(explain(&call, &rules(), (40, 50)), None);
    }

    #[test]
    fn candidates_are_rows_and_near_misses_by_score() {
        let call = call(
            "# 2024-06-03\n\n## Storage\n\n- Decision: keep the old names\n    - they are known\n- the tests were slow\n\
             - we did all of it in spring\n- keep it as a draft until the tests are green\n",
        );
        let found = candidates(&call, &rules());
        assert!(found.is_sorted_by(|a, b| a.score >= b.score), "{found:?}");
        let labelled: Vec<u32> = found.iter().filter(|one| one.rule == Some("label")).map(|one| one.row.line).collect();
        assert_eq!(labelled, [5], "{found:?}");
        // What stands below a row is part of it; all else may be a miss.
        let lines: BTreeSet<u32> = found.iter().map(|one| one.row.line).collect();
        assert_eq!(lines, BTreeSet::from([5, 7, 8, 9]), "{found:?}");
    }

    #[test]
    fn what_a_rule_found_and_the_ranker_thinks_unlikely_is_a_near_miss() {
        let told =
            "- next: I see that the board rejected 3 in 4 regressions this week, it is open and you see the target\n";
        let source = format!("# 2024-06-03\n\n## Gate\n\n{told}- we agreed to paint it green\n");
        let found = |inferred: Inferred| {
            let mut config = crate::config::Config::default();
            config.registers.inferred = inferred;
            let rules = Rules::new(Arc::new(config));
            let call = with_rules(&source, &rules, &[]);
            let lines: Vec<u32> = call.records.decisions.iter().map(|row| row.line).collect();
            let near = candidates(&call, &rules).into_iter().filter(|one| one.rule.is_none());
            (lines, near.map(|one| one.row.line).collect::<Vec<_>>())
        };
        assert_eq!(found(Inferred::All), (vec![5, 6], vec![]));
        assert_eq!(found(Inferred::Likely), (vec![6], vec![5]));
    }

    #[test]
    fn stretches_of_lines_grow_together() {
        let mut covered = Covered::default();
        [(5, 6), (1, 2), (6, 9), (20, 20)].into_iter().for_each(|lines| covered.add(lines));
        assert_eq!(covered.0, BTreeMap::from([(1, 2), (5, 9), (20, 20)]));
        assert!(covered.touches((9, 12)) && covered.touches((0, 30)) && covered.touches((20, 20)));
        assert!(!covered.touches((3, 4)) && !covered.touches((10, 19)) && !covered.touches((21, 40)));
    }
}
