//! The pages that have a name: teams, topics, people and references. Somebody who types one wants to be led there.

use super::{day_number, synonyms};
use crate::archive::{Archive, CallId};
use minutebook_engine::{Named, NamedKind, NamedRow};

/// So many names are held at most, the most frequent of each kind: the file is fetched whole, with the first query. A reference that is
/// left out is still found by the search itself.
const MOST: usize = 4000;

/// The names as the file of the site has them.
pub(super) fn rows(archive: &Archive) -> Vec<NamedRow> {
    names(archive).into_iter().map(short).collect()
}

/// A row without what follows from the rest of it, which is half of the file: most references are numbers of repositories, and their labels end their
/// full forms, which are their addresses. [`long`] is the reverse, as is `longRow` of the search's worker.
fn short(name: Named) -> NamedRow {
    let owner = name.key.strip_suffix(&name.label).filter(|owner| owner.ends_with('/')).map(str::to_owned);
    let url = if name.url == address_of(&name.key) { String::new() } else { name.url };
    let key = owner.unwrap_or(name.key);
    NamedRow::from(Named { url, key, ..name })
}

/// The name that a row of the file is of.
pub(crate) fn long(row: NamedRow) -> Named {
    let name = Named::from(row);
    let key = if name.key.ends_with('/') { format!("{}{}", name.key, name.label) } else { name.key };
    let url = if name.url.is_empty() { address_of(&key) } else { name.url };
    Named { url, key, ..name }
}

/// Where a reference has its page, if that can be told by its full form.
fn address_of(key: &str) -> String {
    format!("refs/{}/", key.to_ascii_lowercase().replace('#', "/"))
}

/// All of them, the most frequent first.
pub fn names(archive: &Archive) -> Vec<Named> {
    let mut all: Vec<Named> = teams(archive);
    all.extend(topics(archive));
    all.extend(people(archive));
    let mut references = references(archive);
    by_frequency(&mut references);
    references.truncate(MOST.saturating_sub(all.len()));
    all.extend(references);
    by_frequency(&mut all);
    all
}

fn by_frequency(names: &mut [Named]) {
    names.sort_by(|a, b| b.calls.cmp(&a.calls).then_with(|| a.url.cmp(&b.url)));
}

fn teams(archive: &Archive) -> Vec<Named> {
    let decisions = &archive.registers.decisions;
    let named = |team: &crate::archive::Team| {
        let held: Vec<CallId> =
            team.calls.iter().copied().filter(|id| archive.is_held_original(archive.call(*id))).collect();
        let own = held.iter().flat_map(|id| &archive.record(*id).decisions);
        Named {
            label: team.title.clone(),
            url: format!("{}/", team.slug),
            kind: NamedKind::Team,
            calls: number(held.len()),
            last: last(archive, held.iter()),
            records: number(own.filter(|index| decisions[**index].repeats.is_none()).count()),
            key: team.slug.to_string(),
            also: team.aliases.clone(),
        }
    };
    archive.teams.iter().map(named).collect()
}

fn topics(archive: &Archive) -> Vec<Named> {
    let registers = &archive.registers;
    let configured = |slug: &str| archive.config.topics.iter().find(|topic| topic.slug == slug);
    let named = registers.topics.iter().zip(&registers.of_topics).map(|(topic, on)| Named {
        label: topic.name.clone(),
        url: topic.path(),
        kind: NamedKind::Topic,
        calls: number(on.calls.len()),
        last: last(archive, on.calls.iter()),
        records: number(on.decisions.len()),
        key: topic.slug.clone(),
        also: configured(&topic.slug).map(|topic| synonyms::of(topic.pattern.as_str())).unwrap_or_default(),
    });
    named.collect()
}

fn people(archive: &Archive) -> Vec<Named> {
    let registers = &archive.registers;
    let listed = registers.people.iter().filter(|_| archive.config.people.pages);
    let named = listed.map(|person| {
        let open = person.actions.iter().filter(|index| registers.actions[**index].is_open());
        let spoken_of = person.led.iter().chain(&person.mentioned).map(|(call, _)| call);
        Named {
            label: format!("@{}", person.name),
            url: person.path(),
            kind: NamedKind::Person,
            calls: number(person.attended.len()),
            last: last(archive, person.attended.iter().chain(spoken_of)),
            records: number(open.count()),
            key: String::new(),
            also: Vec::new(),
        }
    });
    named.collect()
}

fn references(archive: &Archive) -> Vec<Named> {
    let registers = &archive.registers;
    let named = registers.references.iter().zip(&registers.of_references).map(|(reference, on)| Named {
        label: reference.label.clone(),
        url: reference.path.clone(),
        kind: NamedKind::Reference,
        calls: number(on.calls.len()),
        last: last(archive, on.calls.iter()),
        records: number(on.decisions.len()),
        key: if reference.id == reference.label { String::new() } else { reference.id.clone() },
        also: Vec::new(),
    });
    named.collect()
}

/// The day of the last of some calls, 0 without a dated one.
fn last<'a>(archive: &Archive, calls: impl Iterator<Item = &'a CallId>) -> u32 {
    calls.filter_map(|id| archive.call(*id).date).max().map(day_number).unwrap_or_default()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_rows_come_back() {
        let name = |label: &str, key: &str, url: &str| Named {
            label: label.to_owned(),
            url: url.to_owned(),
            kind: NamedKind::Reference,
            calls: 3,
            last: 20_240_703,
            records: 1,
            key: key.to_owned(),
            also: Vec::new(),
        };
        for (name, short_key, short_url) in [
            (name("standards#594", "Cloud/standards#594", "refs/cloud/standards/594/"), "Cloud/", ""),
            (
                name("standards#594", "Cloud/standards#594", "refs/cloud/standards/594-2/"),
                "Cloud/",
                "refs/cloud/standards/594-2/",
            ),
            (name("R4", "r4", "refs/releases/r4/"), "r4", "refs/releases/r4/"),
            (name("CVE-2024-1", "", "refs/cves/cve-2024-1/"), "", "refs/cves/cve-2024-1/"),
            (name("Team Cloud", "cloud", "cloud/"), "cloud", "cloud/"),
        ] {
            let row = short(name.clone());
            assert_eq!((row.6.as_str(), row.1.as_str()), (short_key, short_url));
            assert_eq!(long(row), name);
        }
    }
}
