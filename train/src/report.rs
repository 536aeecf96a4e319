//! Training, and what came of it in figures.

use crate::judge::{Ranked, Scored, Tally, by_name, threshold, verdict};
use crate::model::{Data, calibrate, data, setting};
use crate::sets::{Archive, Note, Set, notes as read_notes};
use crate::solver::ln;
use minutebook::extract::ranker::{LIKELY, Table, UNLIKELY, UNLIKELY_AGREEMENT};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Notes are left out of the training in so many turns.
const TURNS: usize = 5;
/// What the ranker would take in notes that were left out is to be right this often, had the rules no rows: they were written
/// with these notes and leave only what is hard in them, but much that is easy in others.
const WANTED: f64 = 0.84;

/// What models say, note by note.
type Models = Vec<Scored>;

/// What was learnt.
pub(crate) struct Learnt {
    pub(crate) table: Table,
    /// The score from which a statement is a row, before it was made the logarithm of odds.
    threshold: f32,
    /// How scores are stretched and shifted to be the logarithm of odds.
    calibration: (f64, f64),
    /// What models say that did not see the note.
    by_note: Models,
    /// What models say that did not see the note's archive; of one archive alone the same as `by_note`.
    by_archive: Models,
    /// What the model in the table says of the notes kept aside.
    aside: Models,
}

impl Learnt {
    /// The score that a probability has before it is made the logarithm of odds.
    #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
    fn score_of(&self, probability: f64) -> f32 {
        let (stretch, shift) = self.calibration;
        ((ln(probability / (1.0 - probability)) - shift) / stretch) as f32
    }
}

/// Scores of the notes for which a model is made, by the model that was made without them.
fn left_out(data: &Data, notes: &[Note], turn_of: &[Option<usize>]) -> Models {
    let turns: BTreeSet<usize> = turn_of.iter().flatten().copied().collect();
    let mut found: Models = vec![Scored::default(); notes.len()];
    for turn in turns {
        let model = data.train((0..notes.len()).filter(|at| turn_of[*at].is_some_and(|other| other != turn)));
        for (at, note) in notes.iter().enumerate().filter(|(at, _)| turn_of[*at] == Some(turn)) {
            found[at] = Scored::of(note, &data.scores(&model, at, note.samples.len()));
        }
    }
    found
}

pub(crate) fn learn(sets: &[Set], notes: &[Note]) -> Learnt {
    let known = |note: &Note| !sets[note.set].aside;
    let data = data(notes, known);
    let turns: Vec<Option<usize>> =
        notes.iter().enumerate().map(|(at, note)| known(note).then_some(at % TURNS)).collect();
    let by_note = left_out(&data, notes, &turns);
    let archives: BTreeSet<&str> = notes.iter().filter(|note| known(note)).map(|note| note.archive.as_str()).collect();
    let turns: Vec<Option<usize>> = notes
        .iter()
        .map(|note| archives.iter().position(|name| *name == note.archive).filter(|_| known(note)))
        .collect();
    let by_archive = if archives.len() > 1 { left_out(&data, notes, &turns) } else { by_note.clone() };
    let model = data.train((0..notes.len()).filter(|at| known(&notes[*at])));
    let of_aside = |(at, note): (usize, &Note)| {
        if known(note) { Scored::default() } else { Scored::of(note, &data.scores(&model, at, note.samples.len())) }
    };
    let aside = notes.iter().enumerate().map(of_aside).collect();

    // Of what was reviewed only what a reviewer was shown is known: no measure of what else would be a row.
    let is_measure = |note: &Note| known(note) && note.is_whole;
    let left: Vec<(&Note, &Scored)> = notes.iter().zip(&by_note).filter(|(note, _)| is_measure(note)).collect();
    let alone: Vec<(&Note, &Ranked)> = left.iter().map(|(note, said)| (*note, &said.alone[..])).collect();
    let threshold = threshold(&alone, WANTED);
    let judged: Vec<(f32, bool)> = left
        .iter()
        .flat_map(|(note, said)| said.beside.iter().filter_map(|(score, row)| Some((*score, verdict(note, *row)?))))
        .collect();
    let calibration = calibrate(&judged);
    let table = data.table(&model, calibration, threshold);
    Learnt { table, threshold, calibration, by_note, by_archive, aside }
}

fn line(out: &mut String, name: &str, how: &str, before: Tally, after: Tally, likely: Tally) {
    let _ = writeln!(
        out,
        "| {name} | {how} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {} of {} | {:.3} | {:.3} |",
        before.clear,
        before.precision(),
        before.recall(),
        after.precision(),
        after.recall(),
        after.right.saturating_sub(before.right),
        (after.right + after.wrong).saturating_sub(before.right + before.wrong),
        likely.precision(),
        likely.recall(),
    );
}

/// The figures, as a page.
pub(crate) fn report(sets: &[Set], notes: &[Note], learnt: &Learnt, archives: &[Archive]) -> String {
    let mut out = format!(
        "# The ranker's table\n\nMade by `make train`; do not edit. {} weights; a statement no rule took is a row from a \
         probability of {:.2} on.\n\nP and R are precision and recall of clear decisions, by the rules alone and with the \
         ranker's rows, and how many of these rows are right; \"likely\" has the ranker's rows from {LIKELY:.2} on and not the \
         rules' inferred rows below {UNLIKELY:.2}, or {UNLIKELY_AGREEMENT:.2} where they say that those who met agree. No note was scored by a model that had seen it, \
         and in the lines \"archive left out\" none by a model that had seen its archive.\n\n\
         | notes | how | clear | rules P | R | with ranker P | R | right | likely P | R |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
        learnt.table.weights().count(),
        minutebook::extract::ranker::probability(learnt.table.threshold),
    );
    let part =
        |rows: &Models, name: &dyn Fn(&Note) -> String, keep: &dyn Fn(&Note) -> bool, how: &str, out: &mut String| {
            let of = |from: f32, score_of: &dyn Fn(f32) -> f32| {
                let kept: Vec<(String, Tally)> = notes
                    .iter()
                    .zip(rows)
                    .filter(|(note, _)| note.is_whole && keep(note))
                    .map(|(note, said)| (name(note), said.likely(note, from, score_of)))
                    .collect();
                let sums = by_name(kept.iter().map(|(name, tally)| (name.as_str(), *tally)));
                sums.into_iter().map(|(name, tally)| (name.to_owned(), tally)).collect::<BTreeMap<String, Tally>>()
            };
            let all = |_: f32| f32::NEG_INFINITY;
            let (before, after) = (of(f32::INFINITY, &all), of(learnt.threshold, &all));
            let score_of = |probability: f32| learnt.score_of(f64::from(probability));
            let likely = of(score_of(LIKELY), &score_of);
            for (name, before) in before {
                line(out, &name, how, before, after[&name], likely[&name]);
            }
        };
    let set_name = |note: &Note| sets[note.set].name.clone();
    let is_aside = |note: &Note| sets[note.set].aside;
    part(&learnt.by_note, &set_name, &|note| !is_aside(note), "note left out", &mut out);
    let many = |note: &Note| !is_aside(note) && sets[note.set].several;
    part(&learnt.by_archive, &set_name, &many, "archive left out", &mut out);
    part(&learnt.by_archive, &|note| note.archive.clone(), &many, "archive left out", &mut out);
    part(&learnt.aside, &set_name, &is_aside, "never learnt from", &mut out);
    for (at, set) in sets.iter().enumerate().filter(|(_, set)| set.reviewed) {
        let of_set: Vec<&Note> = notes.iter().filter(|note| note.set == at).collect();
        let (accepted, rejected) =
            (of_set.iter().map(|note| note.labels.len()), of_set.iter().map(|note| note.rejected.len()));
        let _ = writeln!(
            out,
            "\nReviewed in {}: {} notes, {} decisions accepted, {} rejected.",
            set.name,
            of_set.len(),
            accepted.sum::<usize>(),
            rejected.sum::<usize>(),
        );
    }
    sweep(&mut out, sets, notes, learnt);
    strongest(&mut out, learnt, archives);
    out
}

/// A column of a table: its name, rows, and the notes that count.
type Column<'c> = (&'c str, &'c Models, &'c dyn Fn(&Note) -> bool);

/// What other thresholds would give.
fn sweep(out: &mut String, sets: &[Set], notes: &[Note], learnt: &Learnt) {
    let _ = write!(out, "\nOther thresholds (precision and recall):\n\n| probability |");
    let is_many = |note: &Note| sets[note.set].several;
    let is_aside = |note: &Note| sets[note.set].aside;
    let columns: [Column<'_>; 4] = [
        ("one archive, note left out", &learnt.by_note, &|note| !is_aside(note) && !is_many(note)),
        ("several, note left out", &learnt.by_note, &|note| !is_aside(note) && is_many(note)),
        ("several, archive left out", &learnt.by_archive, &|note| !is_aside(note) && is_many(note)),
        ("never learnt from", &learnt.aside, &is_aside),
    ];
    columns.iter().for_each(|(name, _, _)| {
        let _ = write!(out, " {name} |");
    });
    let _ = writeln!(out, " one archive, had the rules no rows |\n|---|---|---|---|---|---|");
    for probability in [0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1] {
        let _ = write!(out, "| {probability:.2} |");
        for (_, rows, keep) in columns {
            let from = learnt.score_of(probability);
            let mut tally = Tally::default();
            let kept = notes.iter().zip(rows).filter(|(note, _)| note.is_whole && keep(note));
            kept.for_each(|(note, rows)| tally.add(rows.together(note, from)));
            let _ = write!(out, " {:.3} {:.3} |", tally.precision(), tally.recall());
        }
        let mut tally = Tally::default();
        let from = learnt.score_of(probability);
        let kept =
            notes.iter().zip(&learnt.by_note).filter(|(note, _)| note.is_whole && !is_aside(note) && !is_many(note));
        kept.for_each(|(note, rows)| tally.add(rows.without_rules(note, from)));
        let _ = writeln!(out, " {:.3} {:.3} |", tally.precision(), tally.recall());
    }
}

/// The weights that say most, with their names.
fn strongest(out: &mut String, learnt: &Learnt, archives: &[Archive]) {
    const SHOWN: usize = 40;
    let mut weights: Vec<(u32, f32)> = learnt.table.weights().collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let ends =
        [("for", &weights[..SHOWN.min(weights.len())]), ("against", &weights[weights.len().saturating_sub(SHOWN)..])];
    let wanted: BTreeSet<u32> = ends.iter().flat_map(|(_, part)| part.iter().map(|(number, _)| *number)).collect();
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    read_notes(archives, &mut |number, name| {
        if wanted.contains(&number) {
            names.entry(number).or_insert_with(name);
        }
    });
    for (what, part) in ends {
        let name = |number: &u32| names.get(number).map_or("?", String::as_str);
        let part: Vec<String> = part.iter().map(|(number, weight)| format!("{} {weight:+.2}", name(number))).collect();
        let _ = write!(out, "\nWhat speaks most {what} a decision: {}.\n", part.join(", "));
    }
    let _ = writeln!(
        out,
        "\nSettings: what stands in fewer than {} notes is not learnt; clear {}, hard {}, sign {}, penalty {}, \
         {} steps at most; had the rules no rows, {WANTED} of the ranker's in notes left out are right.",
        setting::NOTES,
        setting::CLEAR,
        setting::HARD,
        setting::SIGN,
        setting::TRAINING.penalty,
        setting::TRAINING.steps
    );
}
