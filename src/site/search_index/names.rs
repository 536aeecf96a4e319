//! The pages that have a name: teams, topics, people and references. Somebody who types one wants to be led there.

use crate::archive::Archive;
use serde::Serialize;

/// A page by its name, as the browser gets it: a list of five.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Named(
    /// The name: `Zuul`, `@ann`, `standards#594`.
    String,
    /// The page, below the site's root.
    String,
    /// What it is, for people.
    String,
    /// Number of calls.
    usize,
    /// Other names.
    Vec<String>,
);

/// All of them, the most frequent first.
pub(super) fn names(archive: &Archive) -> Vec<Named> {
    let registers = &archive.registers;
    let kind = |key: &str| archive.config.words().text(key).to_owned();
    let teams = archive.teams.iter().map(|team| {
        let calls = team.calls.iter().filter(|id| archive.is_held_original(archive.call(**id))).count();
        Named(team.title.clone(), format!("{}/", team.slug), kind("names.team"), calls, team.aliases.clone())
    });
    let topics =
        registers.topics.iter().zip(&registers.of_topics).map(|(topic, on)| {
            Named(topic.name.clone(), topic.path(), kind("names.topic"), on.calls.len(), Vec::new())
        });
    let people = registers.people.iter().filter(|_| archive.config.people.pages).map(|person| {
        Named(format!("@{}", person.name), person.path(), kind("names.person"), person.attended.len(), Vec::new())
    });
    let references = registers.references.iter().zip(&registers.of_references).map(|(reference, on)| {
        Named(reference.label.clone(), reference.path.clone(), kind("names.reference"), on.calls.len(), Vec::new())
    });
    let mut all: Vec<Named> = teams.chain(topics).chain(people).chain(references).collect();
    all.sort_by(|a, b| b.3.cmp(&a.3).then_with(|| a.1.cmp(&b.1)));
    all
}
