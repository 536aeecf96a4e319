//! Slides that stand in many decks are boilerplate: what was found in them is no news.

use crate::extract::{Call, HeadingVisibility, Kind, Role};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A slide that stands in at least this many decks is boilerplate.
const REPEATED: usize = 3;

/// Marks repeated slides, hides the headings that say nothing then, and drops what was found in them.
pub(super) fn mark(calls: &mut [Call]) {
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
        let stays = |section: usize| !repeated.get(section).copied().unwrap_or(false);
        let records = Arc::make_mut(&mut call.records);
        records.decisions.retain(|decision| decision.stands_when_repeated || stays(decision.section));
        records.actions.retain(|action| action.stands_when_repeated || stays(action.section));
        records.topics.retain(|topic| stays(topic.section));
    });
}
