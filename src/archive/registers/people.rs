//! People of all calls: who was there, who reported, who led what, who is to do what.

use super::Action;
use crate::archive::{Archive, CallId};
use crate::config::person_of;
use std::collections::BTreeMap;

/// Somebody with a handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The handle in lower case, aliases resolved; their name in URLs.
    pub handle: String,
    /// The spelling that is most frequent.
    pub name: String,
    /// Calls they took part in, oldest first.
    pub attended: Vec<CallId>,
    /// Calls they reported in.
    pub presented: Vec<CallId>,
    /// Sections whose heading names them.
    pub led: Vec<(CallId, usize)>,
    /// Sections that name them otherwise.
    pub mentioned: Vec<(CallId, usize)>,
    /// Their actions.
    pub actions: Vec<usize>,
}

impl Person {
    /// Their page, below the site's root.
    pub fn path(&self) -> String {
        format!("people/{}/", crate::base::text::slug(&self.handle))
    }

    /// The last call that they took part in, reported in or had something to do in.
    pub fn last_seen(&self, actions: &[Action]) -> Option<CallId> {
        let tasks = self.actions.iter().filter_map(|at| actions[*at].sightings.last()).map(|seen| seen.call);
        self.attended.iter().chain(&self.presented).copied().chain(tasks).max()
    }
}

/// Everybody whom the notes name more than in passing: who was in a call, reported, or has something to do. Handles that
/// opted out are nobody.
pub(super) fn gather(archive: &Archive, actions: &[Action]) -> Vec<Person> {
    let config = &archive.config;
    let mut people: BTreeMap<String, (Person, BTreeMap<String, usize>)> = BTreeMap::new();
    let mut with = |handle: &str, note: &mut dyn FnMut(&mut Person)| {
        let low = person_of(config, handle);
        if config.people.is_unlisted(&low) || config.people.not_people.contains(&low) {
            return;
        }
        let (person, spellings) = people.entry(low.clone()).or_insert_with(|| {
            let person = Person {
                handle: low.clone(),
                name: String::new(),
                attended: Vec::new(),
                presented: Vec::new(),
                led: Vec::new(),
                mentioned: Vec::new(),
                actions: Vec::new(),
            };
            (person, BTreeMap::new())
        });
        *spellings.entry(handle.to_owned()).or_default() += 1;
        note(person);
    };
    for id in archive.originals() {
        let call = archive.call(id);
        for handle in &call.participants {
            with(handle, &mut |person| push(&mut person.attended, id));
        }
        for handle in &call.presenters {
            with(handle, &mut |person| push(&mut person.presented, id));
        }
        for note in &call.records.people {
            with(&note.handle, &mut |person| {
                let list = if note.in_heading { &mut person.led } else { &mut person.mentioned };
                push(list, (id, note.section));
            });
        }
    }
    for (index, action) in actions.iter().enumerate() {
        for name in &action.assignees {
            // Names without a handle ("Kurt") are only known when they are somebody's alias.
            let low = person_of(config, name);
            if let Some((person, _)) = people.get_mut(&low) {
                push(&mut person.actions, index);
            }
        }
    }
    people
        .into_values()
        .map(|(person, spellings)| Person { name: spelling(&person.handle, &spellings), ..person })
        .filter(|person| {
            let little = person.attended.is_empty() && person.presented.is_empty() && person.actions.is_empty();
            !little || person.led.len() + person.mentioned.len() > 1
        })
        .filter(|person| !crate::base::text::slug(&person.handle).is_empty())
        .collect()
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.last() != Some(&item) {
        list.push(item);
    }
}

/// The most frequent of the spellings that differ from the handle only in case.
fn spelling(handle: &str, spellings: &BTreeMap<String, usize>) -> String {
    let own = spellings.iter().filter(|(spelling, _)| spelling.to_lowercase() == handle);
    let best = own.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    best.map_or_else(|| handle.to_owned(), |(spelling, _)| spelling.clone())
}
