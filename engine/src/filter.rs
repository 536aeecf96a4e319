//! Which documents a query's filters let through.

use std::collections::BTreeMap;
use std::io;

use crate::document::Kind;
use crate::edits::Neighbours;
use crate::query::{Condition, Filter};
use crate::reader::Reader;
use crate::schema::{person_key, reference_keys, slug, topic_key};

/// The documents that pass, by number.
///
/// Several teams, kinds or years mean any of them, as a call has one of each; several persons, topics or references mean all of
/// them. What is misspelt is read as its nearest neighbour and reported in `corrections`; what nothing has is reported in `unknown`, as it is written.
pub(crate) fn allowed(
    reader: &Reader,
    filters: &[Filter],
    corrections: &mut Vec<(String, String)>,
    unknown: &mut Vec<String>,
) -> io::Result<Vec<bool>> {
    let mut allowed = vec![true; reader.documents()];
    let mut any_of: BTreeMap<&'static str, Vec<bool>> = BTreeMap::new();
    for filter in filters {
        let passing = passing(reader, &filter.condition, corrections)?;
        if let Some(written) = named(&filter.condition)
            && !passing.contains(&true)
        {
            unknown.push(written);
        }
        match group(&filter.condition) {
            Some(group) if !filter.negated => {
                let either = any_of.entry(group).or_insert_with(|| vec![false; reader.documents()]);
                either.iter_mut().zip(passing).for_each(|(either, passes)| *either |= passes);
            }
            _ => allowed.iter_mut().zip(passing).for_each(|(allowed, passes)| *allowed &= passes != filter.negated),
        }
    }
    for either in any_of.into_values() {
        allowed.iter_mut().zip(either).for_each(|(allowed, passes)| *allowed &= passes);
    }
    Ok(allowed)
}

/// A condition that names something, as it is written: `team:iaas`.
fn named(condition: &Condition) -> Option<String> {
    match condition {
        Condition::Team(name) => Some(format!("team:{name}")),
        Condition::Topic(name) => Some(format!("topic:{name}")),
        Condition::Person(handle) => Some(format!("person:{handle}")),
        Condition::Reference(reference) => Some(format!("ref:{reference}")),
        Condition::Kind(_) | Condition::Open | Condition::Days(_) | Condition::Date(_) => None,
    }
}

/// Conditions of one group are alternatives.
pub(crate) fn group(condition: &Condition) -> Option<&'static str> {
    match condition {
        Condition::Team(_) => Some("team"),
        Condition::Kind(_) => Some("kind"),
        Condition::Date(_) => Some("date"),
        // Only `year:` has both ends within one year; `after:` and `before:` narrow each other.
        Condition::Days(days) if days.from / 10_000 == days.to / 10_000 => Some("year"),
        Condition::Days(_) | Condition::Topic(_) | Condition::Person(_) | Condition::Reference(_) | Condition::Open => {
            None
        }
    }
}

fn passing(reader: &Reader, condition: &Condition, corrections: &mut Vec<(String, String)>) -> io::Result<Vec<bool>> {
    let by_traits = |test: &dyn Fn(&crate::schema::Traits) -> bool| Ok(reader.traits.iter().map(test).collect());
    match condition {
        Condition::Team(name) => {
            let teams = teams(reader, name, corrections);
            by_traits(&|traits| teams.get(traits.team as usize).copied().unwrap_or(false))
        }
        Condition::Kind(kind) => by_traits(&|traits| traits.kind == *kind),
        Condition::Open => by_traits(&|traits| traits.is_open && traits.kind == Kind::Action),
        Condition::Days(days) | Condition::Date(days) => {
            Ok(reader.dates.iter().map(|date| *date != 0 && days.contains(*date)).collect())
        }
        Condition::Topic(topic) => with_key(reader, &topic_key(topic), corrections),
        Condition::Person(handle) => with_key(reader, &person_key(handle), corrections),
        Condition::Reference(reference) => {
            let key = reference_keys(reference).into_iter().next().unwrap_or_default();
            let exact = with_exact_key(reader, &key)?;
            if exact.contains(&true) || !key.bytes().skip("ref:".len()).all(|byte| byte.is_ascii_digit()) {
                return Ok(exact);
            }
            with_exact_key(reader, &key.replace("ref:", "ref:#"))
        }
    }
}

/// The teams a name means: the slug itself, else every slug or title it is a part of, else the one it is misspelt from.
pub(crate) fn teams(reader: &Reader, name: &str, corrections: &mut Vec<(String, String)>) -> Vec<bool> {
    let wanted = slug(name);
    let exact: Vec<bool> = reader.teams.iter().map(|(team, _)| slug(team) == wanted).collect();
    if exact.contains(&true) {
        return exact;
    }
    let part: Vec<bool> = reader
        .teams
        .iter()
        .map(|(team, title)| slug(team).contains(&wanted) || slug(title).contains(&wanted))
        .collect();
    let neighbours = Neighbours::of(&wanted, 2).filter(|_| wanted.len() >= SHORTEST);
    let (false, Some(neighbours)) = (part.contains(&true), neighbours) else { return part };
    let distance = |team: &str| neighbours.distance(slug(team).as_bytes());
    let nearest = reader.teams.iter().filter_map(|(team, _)| Some((distance(team)?, team))).min();
    if let Some((_, team)) = nearest {
        corrections.push((name.to_owned(), team.clone()));
    }
    reader.teams.iter().map(|(team, _)| nearest.is_some_and(|(_, nearest)| nearest == team)).collect()
}

/// Shorter names are not taken for misspelt ones: too many are near.
const SHORTEST: usize = 4;

fn with_exact_key(reader: &Reader, key: &str) -> io::Result<Vec<bool>> {
    let mut passing = vec![false; reader.documents()];
    for document in reader.with_key(key)? {
        passing[document as usize] = true;
    }
    Ok(passing)
}

fn with_key(reader: &Reader, key: &str, corrections: &mut Vec<(String, String)>) -> io::Result<Vec<bool>> {
    let exact = with_exact_key(reader, key)?;
    let (kind, name) = key.split_once(':').unwrap_or(("", key));
    if exact.contains(&true) || name.len() < SHORTEST {
        return Ok(exact);
    }
    for edits in 1..=2 {
        let neighbour = reader.neighbouring_key(key, edits);
        if let Some((_, used)) =
            neighbour.as_deref().and_then(|other| other.split_once(':')).filter(|(other, _)| *other == kind)
        {
            corrections.push((name.to_owned(), used.to_owned()));
            return with_exact_key(reader, &format!("{kind}:{used}"));
        }
    }
    Ok(exact)
}
