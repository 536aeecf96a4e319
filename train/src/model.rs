//! Notes → numbers → weights → a table.

use crate::sets::Note;
use crate::solver::{Rows, Target, Training, ln, train};
use minutebook::extract::ranker::Table;
use std::collections::BTreeMap;

/// How the ranker is trained. All of it was chosen on notes left out of the training, see `report.md`.
pub(crate) mod setting {
    use crate::solver::Training;

    /// What stands in fewer notes is not learnt.
    pub(crate) const NOTES: usize = 3;
    /// Weights in the table at most.
    pub(crate) const WEIGHTS: usize = 20_000;
    /// A sign of structure counts this much, compared with the words: it says the same in every archive, and there are few of
    /// them, so that with more they would outweigh what is written.
    pub(crate) const SIGN: f32 = 0.2;
    /// A clear decision counts as much as so many statements that are none; one of more lines is shared out among them.
    pub(crate) const CLEAR: f64 = 3.0;
    /// A decision that a reader may doubt counts this much.
    pub(crate) const HARD: f64 = 0.3;
    pub(crate) const TRAINING: Training = Training { penalty: 1.0, steps: 40 };
}

/// All statements of all notes as numbers.
pub(crate) struct Data {
    rows: Rows,
    /// The features' numbers by column, ascending.
    numbers: Vec<u32>,
    /// What a column was multiplied by.
    scales: Vec<f32>,
    /// Note by note, its first row.
    starts: Vec<usize>,
    /// Note by note, what is learnt from it.
    targets: Vec<Vec<Target>>,
}

/// What the statements of notes are made of; of notes that are not `known` nothing is learnt, not even which words there are.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "thousands of notes at most")]
pub(crate) fn data(notes: &[Note], known: impl Fn(&Note) -> bool) -> Data {
    // By number: whether it is of words, the last note it was seen in, and the number of notes.
    let mut seen: BTreeMap<u32, (bool, usize, usize)> = BTreeMap::new();
    for (at, note) in notes.iter().enumerate().filter(|(_, note)| known(note)) {
        for sample in &note.samples {
            let grams = sample.grams.iter().map(|(number, _)| (*number, true));
            for (number, is_gram) in grams.chain(sample.signs.iter().map(|number| (*number, false))) {
                let (_, last, count) = seen.entry(number).or_insert((is_gram, usize::MAX, 0));
                *count += usize::from(*last != at);
                *last = at;
            }
        }
    }
    seen.retain(|_, (_, _, count)| *count >= setting::NOTES);
    let known_notes = notes.iter().filter(|note| known(note)).count() as f64;
    // What is rare says more; a third of it keeps the sum of a text near one.
    let rarity = |count: usize| ((ln((1.0 + known_notes) / count as f64) + 1.0) / 3.0) as f32;
    let scales =
        seen.values().map(|(is_gram, _, count)| if *is_gram { rarity(*count) } else { setting::SIGN }).collect();
    let mut data = Data {
        rows: Rows::new(),
        numbers: seen.keys().copied().collect(),
        scales,
        starts: Vec::new(),
        targets: Vec::new(),
    };
    for note in notes {
        data.starts.push(data.rows.len());
        for sample in &note.samples {
            data.push(&sample.grams, &sample.signs);
        }
        let first = *data.starts.last().unwrap_or(&0);
        data.targets.push(targets(note, first));
    }
    data
}

/// What the labels say of each statement of a note.
fn targets(note: &Note, first: usize) -> Vec<Target> {
    let target = |(at, sample): (usize, &minutebook::extract::ranker::Sample)| {
        let (mut clear, mut is_hard, mut is_found) = (0.0_f64, false, false);
        for label in &note.labels {
            let (start, end) = label.lines;
            let is_inside = sample.line <= end && start <= sample.end_line;
            let is_beside = sample.line <= end + 1 && start <= sample.end_line + 1;
            if is_inside && !label.is_hard {
                clear = clear.max(setting::CLEAR.min(3.0 * setting::CLEAR / f64::from(1 + end - start)));
            }
            is_hard |= is_inside && label.is_hard;
            is_found |=
                is_beside && !label.is_hard && note.rows.iter().any(|row| crate::judge::hits(*row, label.lines));
        }
        let is_rejected = note.rejected.iter().any(|(first, last)| sample.line <= *last && *first <= sample.end_line);
        let (is_positive, weight) = match () {
            // A rule has the decision: another row would only say it twice, but its words are not those of news either.
            () if sample.is_free && is_found => return None,
            () if clear > 0.0 => (true, clear),
            () if is_hard => (true, setting::HARD),
            () if note.is_whole || is_rejected => (false, 1.0),
            // Nobody has said what it is.
            () => return None,
        };
        Some(Target { row: first + at, is_positive, weight })
    };
    note.samples.iter().enumerate().filter_map(target).collect()
}

/// Weights by column and, last, of every statement.
pub(crate) struct Model(Vec<f64>);

impl Data {
    /// Adds a row of what is known among the features of a statement.
    fn push(&mut self, grams: &[(u32, f32)], signs: &[u32]) {
        let mut row: Vec<(u32, f32)> = grams
            .iter()
            .copied()
            .chain(signs.iter().map(|number| (*number, 1.0)))
            .filter_map(|(number, value)| {
                let column = self.numbers.binary_search(&number).ok()?;
                Some((u32::try_from(column).ok()?, value * self.scales[column]))
            })
            .collect();
        row.sort_by_key(|(column, _)| *column);
        row.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            kept.1 += if is_same { next.1 } else { 0.0 };
            is_same
        });
        self.rows.push(&row);
    }

    /// Learns from the notes with these numbers, twice: the second time with the columns alone that mattered most, by
    /// their weights and by how many statements have them.
    pub(crate) fn train(&self, notes: impl Iterator<Item = usize>) -> Model {
        let targets: Vec<Target> = notes.flat_map(|note| self.targets[note].iter().copied()).collect();
        let columns = self.numbers.len();
        let weights = train(&self.rows, &targets, columns, setting::TRAINING);
        if columns <= setting::WEIGHTS {
            return Model(weights);
        }
        let counts = self.rows.counts(columns);
        let worth = |column: usize| weights[column].abs() * f64::from(self.scales[column]) * counts[column].sqrt();
        let mut order: Vec<usize> = (0..columns).collect();
        order.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
        let mut kept = order[..setting::WEIGHTS].to_vec();
        kept.sort_unstable();
        let fewer = train(&self.rows.only(&kept, columns), &targets, kept.len(), setting::TRAINING);
        let mut weights = vec![0.0; columns + 1];
        kept.iter().zip(&fewer).for_each(|(column, weight)| weights[*column] = *weight);
        weights[columns] = fewer[kept.len()];
        Model(weights)
    }

    /// The scores of a note's statements.
    #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
    pub(crate) fn scores(&self, model: &Model, note: usize, statements: usize) -> Vec<f32> {
        let bias = model.0[self.numbers.len()];
        let rows = self.starts[note]..self.starts[note] + statements;
        rows.map(|row| (self.rows.dot(row, &model.0) + bias) as f32).collect()
    }

    /// The table of a model whose scores are stretched and shifted to what they mean.
    #[expect(clippy::cast_possible_truncation, reason = "weights are small")]
    pub(crate) fn table(&self, model: &Model, (stretch, shift): (f64, f64), threshold: f32) -> Table {
        let columns = self.numbers.iter().zip(&self.scales).zip(&model.0);
        let weights: Vec<(u32, f32)> = columns
            .filter(|(_, weight)| **weight != 0.0)
            .map(|((number, scale), weight)| (*number, (weight * f64::from(*scale) * stretch) as f32))
            .collect();
        let bias = model.0[self.numbers.len()] * stretch + shift;
        Table::new(&weights, bias as f32, (f64::from(threshold) * stretch + shift) as f32)
    }
}

/// How scores are to be stretched and shifted so that they are the logarithm of the odds: by scores and what became of them.
pub(crate) fn calibrate(judged: &[(f32, bool)]) -> (f64, f64) {
    let mut rows = Rows::new();
    let mut targets = Vec::new();
    for (row, (score, is_positive)) in judged.iter().enumerate() {
        rows.push(&[(0, *score)]);
        targets.push(Target { row, is_positive: *is_positive, weight: 1.0 });
    }
    let weights = train(&rows, &targets, 1, Training { penalty: 1e-6, steps: 200 });
    (weights[0], weights[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Label;
    use minutebook::extract::ranker::Sample;

    /// What is learnt of a question, its answer that a rule has, a decision of which no rule knows, and news.
    fn learnt(is_whole: bool, rejected: &[(u32, u32)]) -> Vec<(usize, bool)> {
        let sample = |line, is_free| Sample {
            line,
            end_line: line,
            row: (line, line),
            is_free,
            is_possible: is_free,
            grams: Vec::new(),
            signs: Vec::new(),
        };
        let note = Note {
            set: 0,
            archive: String::new(),
            labels: vec![Label { lines: (1, 2), is_hard: false }, Label { lines: (5, 5), is_hard: false }],
            rejected: rejected.to_vec(),
            is_whole,
            rows: vec![(1, 2)],
            least: vec![0.0],
            samples: vec![sample(1, false), sample(2, false), sample(5, true), sample(9, true)],
        };
        targets(&note, 0).iter().map(|target| (target.row, target.is_positive)).collect()
    }

    #[test]
    fn what_has_no_label_in_a_note_that_was_read_is_none() {
        assert_eq!(learnt(true, &[]), [(0, true), (1, true), (2, true), (3, false)]);
    }

    #[test]
    fn what_nobody_has_looked_at_teaches_nothing() {
        assert_eq!(learnt(false, &[]), [(0, true), (1, true), (2, true)]);
        assert_eq!(learnt(false, &[(9, 9)]), [(0, true), (1, true), (2, true), (3, false)]);
    }
}
