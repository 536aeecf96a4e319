//! What stands in many notes is boilerplate: a slide of many decks, a template's sentence. What was found in it is no news.

use crate::base::text::fold;
use crate::config::TeamSlug;
use crate::extract::{ActionNote, Call, Decision, HeadingVisibility, Kind, Role, Status, Tier, close_gaps};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A slide that stands in at least this many decks is boilerplate, and so is a sentence in so many of a team's notes.
const REPEATED: usize = 3;

/// Marks what is repeated. `calls` are in the order of their days.
pub(super) fn mark(calls: &mut [Call]) {
    mark_slides(calls);
    drop_refrains(calls);
}

/// Marks repeated slides, hides the headings that say nothing then, and drops what was found in them.
fn mark_slides(calls: &mut [Call]) {
    let mut counts: HashMap<blake3::Hash, usize> = HashMap::new();
    for call in calls.iter().filter(|call| call.kind == Kind::Deck && call.same_as.is_none()) {
        let mut own = call.fingerprints.clone();
        own.sort_unstable_by_key(|fingerprint| *fingerprint.as_bytes());
        own.dedup();
        own.into_iter().for_each(|fingerprint| *counts.entry(fingerprint).or_default() += 1);
    }
    let is_repeated = |fingerprint: &blake3::Hash| counts.get(fingerprint).is_some_and(|count| *count >= REPEATED);
    calls.par_iter_mut().filter(|call| call.kind == Kind::Deck).for_each(|call| {
        let repeated: Vec<bool> = call
            .fingerprints
            .iter()
            .zip(&call.roles)
            .map(|(fingerprint, role)| *role == Role::Topic && is_repeated(fingerprint))
            .collect();
        if !repeated.contains(&true) {
            return;
        }
        for ((role, entry), _) in
            call.roles.iter_mut().zip(&mut call.outline).zip(&repeated).filter(|(_, is_repeated)| **is_repeated)
        {
            *role = Role::Boilerplate;
            if entry.hidden_if_repeated {
                entry.shown = HeadingVisibility::Hidden;
            }
        }
        close_gaps(&mut call.outline);
        let stays = |section: usize| !repeated.get(section).copied().unwrap_or(false);
        let records = Arc::make_mut(&mut call.records);
        records.decisions.retain(|decision| decision.stands_when_repeated || stays(decision.section));
        records.actions.retain(|action| action.stands_when_repeated || stays(action.section));
        records.topics.retain(|topic| stays(topic.section));
    });
}

/// What is marked as a decision or an action may be carried along for a while: the same words are said again when so many
/// days lie between.
const SAID_AGAIN_AFTER: i64 = 60;

/// How often a team's notes have a row in the same words.
#[derive(Default)]
struct Refrain {
    /// Number of notes, those soon after one another counted once where that is asked for.
    times: usize,
    /// The note it was last seen in.
    last: Option<usize>,
    day: Option<NaiveDate>,
    /// How often it was done, and there again in a later note.
    done_again: usize,
    was_done: bool,
}

impl Refrain {
    /// Counts a note; of those within some days of each other only the first.
    fn see(&mut self, call: usize, day: Option<NaiveDate>, within: i64) {
        if self.last == Some(call) {
            return;
        }
        let is_soon = match (self.day, day) {
            (Some(before), Some(day)) => (day - before).num_days() <= within,
            _ => false,
        };
        self.times += usize::from(!is_soon);
        (self.last, self.day) = (Some(call), day);
    }
}

/// A row's words in a team's notes. The heading belongs to what is marked: "Conclusion: stage 3" is said of many things.
type Key<'a> = (Option<&'a TeamSlug>, &'static str, String);

fn key_of_decision<'a>(call: &'a Call, decision: &Decision) -> Key<'a> {
    match decision.tier {
        Tier::Inferred => (call.team.as_ref(), "inferred", fold(&decision.text)),
        Tier::Explicit => {
            let heading = call.document.heading_text(decision.section);
            let above = decision.above.first().map_or("", |(_, text)| text.as_str());
            (call.team.as_ref(), "explicit", fold(&format!("{heading} {above} {}", decision.text)))
        }
    }
}

fn key_of_action<'a>(call: &'a Call, action: &ActionNote) -> Key<'a> {
    // "Ann to review" below one heading is another task than below the next one.
    let heading = call.document.heading_text(action.section);
    (call.team.as_ref(), "action", fold(&format!("{heading} {} {}", action.assignees.join(" "), action.text)))
}

/// Drops rows whose words a team's notes have again and again: a sentence of the template, a chore of every call. What the
/// author says stays.
fn drop_refrains(calls: &mut [Call]) {
    let mut refrains: HashMap<Key<'_>, Refrain> = HashMap::new();
    for (index, call) in calls.iter().enumerate().filter(|(_, call)| call.same_as.is_none()) {
        for decision in &call.records.decisions {
            let within = if decision.tier == Tier::Explicit { SAID_AGAIN_AFTER } else { 0 };
            refrains.entry(key_of_decision(call, decision)).or_default().see(index, call.date, within);
        }
        for action in call.records.actions.iter().filter(|action| !action.carried) {
            let refrain = refrains.entry(key_of_action(call, action)).or_default();
            refrain.done_again += usize::from(refrain.was_done && refrain.last != Some(index));
            refrain.see(index, call.date, SAID_AGAIN_AFTER);
            refrain.was_done = action.status == Status::Done;
        }
    }
    let is_refrain = |key: &Key<'_>| {
        let refrain = refrains.get(key);
        refrain.is_some_and(|refrain| refrain.times >= REPEATED || refrain.done_again + 1 >= REPEATED)
    };
    // Call by call the rows that stay; nothing where all of them do.
    let kept: Vec<Option<(Vec<bool>, Vec<bool>)>> = calls
        .par_iter()
        .map(|call| {
            let stays = |author: bool, key: Key<'_>| author || !is_refrain(&key);
            let decisions = call.records.decisions.iter();
            let decisions: Vec<bool> =
                decisions.map(|decision| stays(decision.rule == "author", key_of_decision(call, decision))).collect();
            let actions = call.records.actions.iter();
            let actions: Vec<bool> = actions
                .map(|action| stays(action.rule == "author" || action.carried, key_of_action(call, action)))
                .collect();
            (decisions.contains(&false) || actions.contains(&false)).then_some((decisions, actions))
        })
        .collect();
    drop(refrains);
    for (call, kept) in calls.iter_mut().zip(kept) {
        let Some((decisions, actions)) = kept else { continue };
        let records = Arc::make_mut(&mut call.records);
        let (mut decisions, mut actions) = (decisions.into_iter(), actions.into_iter());
        records.decisions.retain(|_| decisions.next().unwrap_or(true));
        records.actions.retain(|_| actions.next().unwrap_or(true));
    }
}
