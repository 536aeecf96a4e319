//! Decisions of all calls: what they touch, where they were reported, and when they were taken up again.

use super::Reference;
use super::touched::Touched;
use crate::archive::{Archive, CallId, reports};
use crate::base::text::fold;
use crate::config::TeamSlug;
use crate::extract;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A decision on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The call.
    pub call: CallId,
    /// What its notes say.
    pub note: Arc<extract::Decision>,
    /// The references it touches.
    pub references: Vec<usize>,
    /// Those and the other references of the item it stands in, in the order of the list.
    pub references_of_item: Vec<usize>,
    /// The topics it belongs to.
    pub topics: Vec<usize>,
    /// The decision that this one repeats: of another team in a report, or its own word for word.
    pub repeats: Option<usize>,
    /// Reports and later decisions that repeat this one.
    pub reported_in: Linked,
    /// Later decisions that touch the same references.
    pub revisited_on: Linked,
    /// Earlier ones.
    pub earlier: Linked,
}

/// Other decisions that one is linked to: the nearest ones, since an issue may be decided on in hundreds of calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linked {
    /// Their places in the list of decisions, oldest first.
    pub shown: Vec<usize>,
    /// Whether there are more than those.
    pub more: bool,
}

/// So many decisions are linked to one in each way.
const MOST_LINKED: usize = 8;

impl Linked {
    /// The first ones of a list.
    fn first(mut list: Vec<usize>) -> Self {
        let more = list.len() > MOST_LINKED;
        list.truncate(MOST_LINKED);
        Self { shown: list, more }
    }

    /// The last ones of a list.
    fn last(list: &[usize]) -> Self {
        let skipped = list.len().saturating_sub(MOST_LINKED);
        Self { shown: list[skipped..].to_vec(), more: skipped > 0 }
    }
}

/// All decisions, by date and line.
pub(super) fn gather(archive: &Archive, touched: &Touched<'_>) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for call in archive.originals() {
        for note in &archive.call(call).records.decisions {
            let references = touched.references(call, note.section, note.line..=note.end_line, &note.above);
            let mut references_of_item = touched.references_of_item(call, note.section);
            references_of_item.extend(&references);
            decisions.push(Decision {
                call,
                references,
                references_of_item: references_of_item.into_iter().collect(),
                topics: touched.topics(call, note.section, &note.text, &note.above),
                note: note.clone(),
                repeats: None,
                reported_in: Linked::default(),
                revisited_on: Linked::default(),
                earlier: Linked::default(),
            });
        }
    }
    decisions
}

/// Fewer words, such as "merge it", are said about one thing today and about another one next week.
const FEW: usize = 3;

/// So long after a team's decision it is still reported.
const REPORTED_WITHIN: i64 = 28;

/// Links what a team reports in another team's call to what the team decided itself, some days before, and what a team
/// says once more in the same words, as slides do that are carried along.
pub(super) fn find_reports(archive: &Archive, decisions: &mut [Decision]) {
    let words: Vec<BTreeSet<String>> = decisions.iter().map(|decision| content_words(&decision.note.text)).collect();
    let names = reports::TeamNames::of(archive);
    let date = |decision: &Decision| archive.call(decision.call).date;
    // What was seen before the decision at hand, each list in the order of days: a team's decisions, and those of them that
    // have the same words.
    let mut of_team: BTreeMap<&TeamSlug, Vec<usize>> = BTreeMap::new();
    let mut in_words: BTreeMap<(&TeamSlug, &BTreeSet<String>), Vec<usize>> = BTreeMap::new();
    let mut first_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, report) in decisions.iter().enumerate() {
        // One without a day repeats nothing, nor is it repeated.
        let Some(day) = date(report) else { continue };
        let is_too_early =
            |other: &usize| date(&decisions[*other]).is_none_or(|date| (day - date).num_days() > REPORTED_WITHIN);
        let own = archive.call(report.call).team.as_ref();
        let key = own.filter(|_| words[index].len() >= FEW).map(|team| (team, &words[index]));
        // Those of the same call are the last ones.
        let again = key.and_then(|key| in_words.get(&key)).and_then(|list| {
            let earlier = list.partition_point(|other| decisions[*other].call < report.call);
            list[..earlier].last().copied().filter(|other| !is_too_early(other))
        });
        let reporting = reports::team_at(archive, &names, report.call, report.note.section);
        let reported = reporting.and_then(|team| of_team.get(&archive.teams[team].slug)).map_or(&[][..], Vec::as_slice);
        let mut best: Option<(f64, usize)> = again.map(|other| (1.0, other));
        for other in reported[reported.partition_point(is_too_early)..].iter().copied() {
            let references = &decisions[other].references;
            let shares = references.iter().any(|reference| report.references.contains(reference));
            let likeness = likeness(&words[index], &words[other]);
            let enough = if shares { 0.3 } else { 0.55 };
            if likeness >= enough && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, other));
            }
        }
        if let Some((_, other)) = best {
            let first = first_of.get(&other).copied().unwrap_or(other);
            first_of.insert(index, first);
        }
        if let Some(team) = own {
            of_team.entry(team).or_default().push(index);
        }
        if let Some(key) = key {
            in_words.entry(key).or_default().push(index);
        }
    }
    let mut reports: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (report, original) in first_of {
        decisions[report].repeats = Some(original);
        reports.entry(original).or_default().push(report);
    }
    for (original, reports) in reports {
        decisions[original].reported_in = Linked::first(reports);
    }
}

/// Links decisions that touch the same thing: an issue, or a kind of reference that has an address of its own. Others, such
/// as releases, are spoken of with everything.
pub(super) fn find_revisits(archive: &Archive, references: &[Reference], decisions: &mut [Decision]) {
    let date = |index: usize| archive.call(decisions[index].call).date;
    // In the order of their days; what has no date is neither before nor after.
    let mut by_reference: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.repeats.is_none()) {
        for reference in decision.references.iter().filter(|at| !references[**at].url.is_empty()) {
            if date(index).is_some() {
                by_reference.entry(*reference).or_default().push(index);
            }
        }
    }
    let mut links: Vec<(Linked, Linked)> = Vec::with_capacity(decisions.len());
    for (index, decision) in decisions.iter().enumerate() {
        let (mut before, mut after): (BTreeSet<usize>, BTreeSet<usize>) = (BTreeSet::new(), BTreeSet::new());
        let lists = decision.references.iter().filter_map(|reference| by_reference.get(reference));
        for list in lists.filter(|list| list.binary_search(&index).is_ok()) {
            let start = list.partition_point(|other| date(*other) < date(index));
            let end = list.partition_point(|other| date(*other) <= date(index));
            // One more than is shown, so that it is known whether there are more.
            before.extend(&list[start.saturating_sub(MOST_LINKED + 1)..start]);
            after.extend(list[end..].iter().take(MOST_LINKED + 1));
        }
        let before: Vec<usize> = before.into_iter().collect();
        links.push((Linked::last(&before), Linked::first(after.into_iter().collect())));
    }
    for (decision, (earlier, revisited_on)) in decisions.iter_mut().zip(links) {
        decision.earlier = earlier;
        decision.revisited_on = revisited_on;
    }
}

/// The words that carry a text's meaning: no short ones, no handles.
pub(super) fn content_words(text: &str) -> BTreeSet<String> {
    const LITTLE: &[&str] = &[
        "that", "this", "with", "from", "will", "should", "have", "been", "into", "them", "they", "there", "which",
        "also", "only", "then", "than", "when", "what", "does", "decision", "decided", "agreed",
    ];
    let handles_gone = text.split_whitespace().filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ");
    fold(&handles_gone)
        .split(' ')
        .filter(|word| word.len() >= 2 && (word.len() >= 4 || word.chars().any(|c| c.is_ascii_digit())))
        .filter(|word| !LITTLE.contains(word))
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// The share of all words of two texts that both have, by the longer one; texts that share a single word are like nothing.
pub(super) fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shorter = a.len().min(b.len());
    #[allow(clippy::cast_precision_loss)] // A text has fewer than 2^52 words.
    let lengths = shorter as f64 / a.len().max(b.len()).max(1) as f64;
    likeness(a, b) * lengths
}

/// The share of the shorter text's words that the longer one has too; texts that share a single word are like nothing.
pub(super) fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let common = a.intersection(b).count();
    let shorter = a.len().min(b.len());
    if common < 2 || shorter == 0 {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // A text has fewer than 2^52 words.
    let share = common as f64 / shorter as f64;
    share
}
