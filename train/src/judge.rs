//! How good rows are, by labels: as the scorer beside the labels reckons it.

use crate::sets::Note;
use minutebook::extract::ranker::Sample;
use std::collections::BTreeMap;

/// A row hits a label when their lines, widened by one, overlap.
pub(crate) fn hits(row: (u32, u32), label: (u32, u32)) -> bool {
    row.0 <= label.1 + 1 && label.0 <= row.1 + 1
}

/// Rows beside those of the rules, best first: score and lines.
pub(crate) type Ranked = [(f32, (u32, u32))];

/// Rows and labels counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tally {
    /// Rows that hit a clear label.
    pub(crate) right: usize,
    /// Rows that hit none, not even a hard one.
    pub(crate) wrong: usize,
    /// Clear labels that a row hits.
    pub(crate) found: usize,
    /// Clear labels.
    pub(crate) clear: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.found += other.found;
        self.clear += other.clear;
    }

    pub(crate) fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub(crate) fn recall(&self) -> f64 {
        share(self.found, self.clear)
    }
}

#[expect(clippy::cast_precision_loss, reason = "thousands at most")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Judges the rows of a note.
pub(crate) fn judge(note: &Note, rows: &[(u32, u32)]) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        match verdict(note, *row) {
            Some(true) => tally.right += 1,
            Some(false) => tally.wrong += 1,
            None => {}
        }
    }
    for label in note.labels.iter().filter(|label| !label.is_hard) {
        tally.clear += 1;
        tally.found += usize::from(rows.iter().any(|row| hits(*row, label.lines)));
    }
    tally
}

/// Whether a row is right; nothing where a reader may doubt it.
pub(crate) fn verdict(note: &Note, row: (u32, u32)) -> Option<bool> {
    let mut near = note.labels.iter().filter(|label| hits(row, label.lines)).peekable();
    match near.peek() {
        None => Some(false),
        Some(_) => near.any(|label| !label.is_hard).then_some(true),
    }
}

/// The statements of a note that would be rows beside those of the rules, best first, with their scores: as the program
/// takes them, but that none is left out for its score.
fn beside(note: &Note, scores: &[f32]) -> Vec<(f32, (u32, u32))> {
    ranked(note, scores, note.rows.clone(), |sample| sample.is_free)
}

/// The same, had the rules no rows.
fn alone(note: &Note, scores: &[f32]) -> Vec<(f32, (u32, u32))> {
    ranked(note, scores, Vec::new(), |sample| sample.is_possible)
}

/// The statements that may be rows, best first, but for those on the lines of `rows` or of better ones.
fn ranked(
    note: &Note,
    scores: &[f32],
    mut rows: Vec<(u32, u32)>,
    may_be: impl Fn(&Sample) -> bool,
) -> Vec<(f32, (u32, u32))> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|at| may_be(&note.samples[*at])).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut found = Vec::new();
    for at in order {
        let row = note.samples[at].row;
        if !rows.iter().any(|known| known.0 <= row.1 && row.0 <= known.1) {
            rows.push(row);
            found.push((scores[at], row));
        }
    }
    found
}

/// What a model says of a note.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scored {
    /// The rows beside those of the rules, best first.
    pub(crate) beside: Vec<(f32, (u32, u32))>,
    /// The rows there would be, had the rules none, best first.
    pub(crate) alone: Vec<(f32, (u32, u32))>,
    /// The score of each of the rules' rows: of the best statement that begins on its lines.
    pub(crate) rows: Vec<f32>,
}

impl Scored {
    /// The rows of a note by the scores of its statements.
    pub(crate) fn of(note: &Note, scores: &[f32]) -> Self {
        let best = |row: &(u32, u32)| {
            let starts = note.samples.iter().zip(scores).filter(|(sample, _)| (row.0..=row.1).contains(&sample.line));
            starts.map(|(_, score)| *score).fold(f32::NEG_INFINITY, f32::max)
        };
        Self { beside: beside(note, scores), alone: alone(note, scores), rows: note.rows.iter().map(best).collect() }
    }

    /// What the rules' rows of a note and those beside them from a score on are worth together.
    pub(crate) fn together(&self, note: &Note, threshold: f32) -> Tally {
        self.likely(note, threshold, |_| f32::NEG_INFINITY)
    }

    /// What the rows from a score on are worth that there would be, had the rules none.
    pub(crate) fn without_rules(&self, note: &Note, threshold: f32) -> Tally {
        let rows = self.alone.iter().filter(|(score, _)| *score >= threshold).map(|(_, row)| *row);
        judge(note, &rows.collect::<Vec<_>>())
    }

    /// The same without the rows of the rules that are not as likely as they have to be; `score_of` says which score a
    /// probability has.
    pub(crate) fn likely(&self, note: &Note, threshold: f32, score_of: impl Fn(f32) -> f32) -> Tally {
        let by_rules = note.rows.iter().zip(&note.least).zip(&self.rows);
        let by_rules = by_rules.filter(|((_, least), score)| **least == 0.0 || **score >= score_of(**least));
        let beside = self.beside.iter().filter(|(score, _)| *score >= threshold).map(|(_, row)| *row);
        judge(note, &by_rules.map(|((row, _), _)| *row).chain(beside).collect::<Vec<_>>())
    }
}

/// The lowest score from which on rows are right as often as `wanted`; infinite where none is.
pub(crate) fn threshold(notes: &[(&Note, &Ranked)], wanted: f64) -> f32 {
    let mut judged: Vec<(f32, bool)> = Vec::new();
    for (note, rows) in notes {
        judged.extend(rows.iter().filter_map(|(score, row)| Some((*score, verdict(note, *row)?))));
    }
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut best) = (0, f32::INFINITY);
    for (count, (score, is_right)) in judged.iter().enumerate() {
        right += usize::from(*is_right);
        if share(right, count + 1) >= wanted {
            best = *score;
        }
    }
    best
}

/// Sums of tallies by a name.
pub(crate) fn by_name<'n>(rows: impl Iterator<Item = (&'n str, Tally)>) -> BTreeMap<&'n str, Tally> {
    let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
    rows.for_each(|(name, tally)| sums.entry(name).or_default().add(tally));
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Label;

    fn note() -> Note {
        let sample = |line| Sample {
            line,
            end_line: line,
            row: (line, line),
            is_free: line != 10,
            is_possible: true,
            grams: Vec::new(),
            signs: Vec::new(),
        };
        let label = |line, is_hard| Label { lines: (line, line), is_hard };
        Note {
            set: 0,
            archive: String::new(),
            rejected: Vec::new(),
            is_whole: true,
            labels: vec![label(10, false), label(20, false), label(30, true)],
            rows: vec![(10, 11)],
            least: vec![0.2],
            samples: [10, 11, 20, 30, 40].map(sample).to_vec(),
        }
    }

    #[test]
    fn rows_are_judged_as_the_scorer_does() {
        let tally = judge(&note(), &[(10, 11), (19, 19), (31, 31), (42, 42)]);
        assert_eq!(tally, Tally { right: 2, wrong: 1, found: 2, clear: 2 });
        assert!((tally.precision() - 2.0 / 3.0).abs() < 1e-9 && (tally.recall() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn rows_beside_the_rules_share_no_line_with_theirs() {
        let beside = beside(&note(), &[9.0, 8.0, 1.0, 2.0, 3.0]);
        assert_eq!(beside, [(3.0, (40, 40)), (2.0, (30, 30)), (1.0, (20, 20))]);
    }

    #[test]
    fn inferred_rows_count_from_a_score_on() {
        let note = note();
        let scored = Scored::of(&note, &[0.5, -1.0, 1.0, 2.0, 3.0]);
        assert_eq!(scored.rows, [0.5]);
        let tally = |threshold, score| scored.likely(&note, threshold, |_| score);
        assert_eq!(tally(0.9, 0.5), Tally { right: 2, wrong: 1, found: 2, clear: 2 });
        assert_eq!(tally(2.5, 0.6), Tally { right: 0, wrong: 1, found: 0, clear: 2 });
        assert_eq!(scored.together(&note, 2.5), tally(2.5, 0.5));
    }

    #[test]
    fn a_threshold_is_as_low_as_the_share_of_right_rows_allows() {
        let note = note();
        let rows = [(3.0, (40, 40)), (2.0, (30, 30)), (1.0, (20, 20)), (0.5, (50, 50))];
        let of = |wanted| threshold(&[(&note, &rows[..])], wanted);
        // The row of a hard label counts for nothing.
        assert!((of(0.5) - 1.0).abs() < 1e-6 && (of(0.3) - 0.5).abs() < 1e-6, "{} {}", of(0.5), of(0.3));
        assert!(of(0.9).is_infinite());
    }
}
