//! References of all calls: one entry for each thing referred to, whatever its spelling.

use super::Mention;
use crate::archive::Archive;
use crate::base::text::fold;
use crate::extract::Target;
use std::collections::BTreeMap;

/// Something the notes refer to, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What it is.
    pub named: Named,
    /// How it is written out: `SovereignCloudStack/standards#594`, `scs-0104`.
    pub id: String,
    /// How it is shown: `standards#594`, `scs-0104`.
    pub label: String,
    /// Where it is on the web; empty for nowhere.
    pub url: String,
    /// Its page below the root: `refs/sovereigncloudstack/standards/594/`.
    pub path: String,
    /// What the notes call it, by the texts of links to it and by headings; empty where they only give its number.
    pub title: String,
    /// Where it is spoken of, oldest call first, then by line.
    pub mentions: Vec<Mention>,
}

impl Reference {
    /// Where an issue is kept: `SovereignCloudStack/standards`; the whole id of anything else.
    pub fn repository(&self) -> &str {
        self.id.rsplit_once(['#', '!']).map_or(self.id.as_str(), |(place, _)| place)
    }
}

/// What a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// An issue, pull request or discussion.
    Issue,
    /// One of [`crate::config::References::kinds`], by its place.
    Kind(usize),
}

/// A reference's identity: for an issue owner, repository and number in lower case.
type Key = (Named, String);

/// What is known about repositories from the addresses of the archive.
pub(super) struct Repositories {
    /// Repository in lower case → the owners in lower case and how often.
    owners: BTreeMap<String, BTreeMap<String, usize>>,
    /// `owner/repository` in lower case → how it is written most often.
    spellings: BTreeMap<String, BTreeMap<String, usize>>,
}

/// All references of the archive, by path.
pub(super) fn gather(archive: &Archive) -> Vec<Reference> {
    let repositories = repositories(archive);
    let mut entries: BTreeMap<Key, Reference> = BTreeMap::new();
    // By reference and the folded name: how much speaks for it, and how it was first written.
    let mut names: BTreeMap<Key, BTreeMap<String, (usize, String)>> = BTreeMap::new();
    for id in archive.originals() {
        for note in &archive.call(id).records.references {
            let Some((key, empty)) = resolve(archive, &repositories, &note.target) else { continue };
            let heading = if note.in_heading { &*note.text } else { "" };
            for name in [&note.label, heading].into_iter().filter_map(|text| name_in(text, &empty.id)) {
                let known = names.entry(key.clone()).or_default();
                known.entry(fold(&name)).or_insert((0, name)).0 += 1;
            }
            let entry = entries.entry(key).or_insert(empty);
            let known = entry.mentions.last().is_some_and(|last| last.call == id && last.line == note.line);
            if !known {
                entry.mentions.push(Mention {
                    call: id,
                    section: note.section,
                    line: note.line,
                    text: note.text.clone(),
                    context: note.context.clone(),
                    strong: note.in_heading,
                });
            }
        }
    }
    for (key, names) in names {
        let best = names.into_values().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.len().cmp(&a.1.len())));
        if let (Some(entry), Some((_, name))) = (entries.get_mut(&key), best) {
            entry.title = name;
        }
    }
    let mut references: Vec<Reference> = entries.into_values().collect();
    references.sort_by(|a, b| a.path.cmp(&b.path));
    references
}

/// What a text calls a reference besides its number; nothing for fewer than two words or a whole sentence of them.
fn name_in(text: &str, id: &str) -> Option<String> {
    const MOST_WORDS: usize = 14;
    let number = id.rsplit_once(['#', '!']).map_or(id, |(_, number)| number);
    let is_spelling = |word: &&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        let low = word.to_lowercase();
        word.is_empty()
            || low == number
            || id.to_lowercase().ends_with(&low)
            || word.contains("://")
            || low.ends_with(&format!("#{number}"))
            || matches!(low.as_str(), "pr" | "mr" | "issue" | "pull" | "request" | "discussion")
    };
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_spelling(word)).collect();
    let named = words.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).nth(2).is_some()).count();
    // Scripts without spaces write several words as one.
    let is_phrase =
        named >= 2 || named == 1 && words.iter().any(|word| word.chars().filter(|c| !c.is_ascii()).nth(5).is_some());
    // A number can be left out anywhere; a name in the middle of a heading belongs to its sentence, but not before a colon.
    let is_numbered = id.contains(['#', '!']);
    let name = match text.split_once(": ") {
        _ if is_numbered => words.join(" "),
        Some((before, rest)) if before.split_whitespace().all(|word| is_spelling(&word)) => rest.to_owned(),
        _ => text.to_owned(),
    };
    let name =
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',' | '·' | '|' | ';'));
    (is_phrase && words.len() <= MOST_WORDS).then(|| name.to_owned())
}

fn repositories(archive: &Archive) -> Repositories {
    let mut known = Repositories { owners: BTreeMap::new(), spellings: BTreeMap::new() };
    for id in archive.originals() {
        for note in &archive.call(id).records.references {
            if let Target::Issue { owner: Some(owner), repository, elsewhere: None, .. } = &note.target {
                let (low_owner, low) = (owner.to_lowercase(), repository.to_lowercase());
                *known.owners.entry(low.clone()).or_default().entry(low_owner.clone()).or_default() += 1;
                let spellings = known.spellings.entry(format!("{low_owner}/{low}")).or_default();
                *spellings.entry(format!("{owner}/{repository}")).or_default() += 1;
            }
        }
    }
    known
}

/// The identity of what a note refers to, and its entry without mentions; nothing where a short form names no repository
/// that any address of the archive leads to.
pub(super) fn resolve(archive: &Archive, known: &Repositories, target: &Target) -> Option<(Key, Reference)> {
    match target {
        Target::Issue { owner: Some(owner), repository, number, elsewhere: Some(address) } => {
            Some(elsewhere_issue(owner, repository, *number, address))
        }
        Target::Issue { owner, repository, number, .. } => {
            let low = repository.to_lowercase();
            let aliases = &archive.config.references.repositories;
            let low = aliases.iter().find(|(short, _)| *short == low).map_or(low, |(_, name)| name.clone());
            let owner = match owner {
                Some(owner) if owner_is_known(archive, known, owner, &low) => owner.to_lowercase(),
                _ => owner_of(archive, known, &low)?,
            };
            let place = format!("{owner}/{low}");
            let spelling = known.spellings.get(&place).and_then(most_frequent).unwrap_or_else(|| place.clone());
            let shown = spelling.rsplit('/').next().unwrap_or(&spelling).to_owned();
            let reference = Reference {
                named: Named::Issue,
                id: format!("{spelling}#{number}"),
                label: format!("{shown}#{number}"),
                url: format!("https://github.com/{spelling}/issues/{number}"),
                path: format!("refs/{place}/{number}/"),
                title: String::new(),
                mentions: Vec::new(),
            };
            Some(((Named::Issue, format!("{place}#{number}")), reference))
        }
        Target::Named { kind, id, .. } => {
            let rule = archive.config.references.kinds.get(*kind)?;
            let slug = crate::base::text::slug(id);
            let reference = Reference {
                named: Named::Kind(*kind),
                id: id.clone(),
                label: shown(id),
                url: rule.url.replace("{id}", id),
                path: format!("refs/{}/{slug}/", rule.slug),
                title: String::new(),
                mentions: Vec::new(),
            };
            (!slug.is_empty()).then_some(((Named::Kind(*kind), slug), reference))
        }
    }
}

/// The entry of an issue on another host than GitHub, which its id names. GitLab counts merge requests for themselves and
/// writes them `r!3`.
fn elsewhere_issue(owner: &str, repository: &str, number: u32, address: &str) -> (Key, Reference) {
    let host = address.split('/').nth(2).unwrap_or_default().to_lowercase();
    let (mark, page) = if address.contains("/merge_requests/") { ('!', "mr-") } else { ('#', "") };
    let place = format!("{host}/{}/{}", owner.to_lowercase(), repository.to_lowercase());
    let reference = Reference {
        named: Named::Issue,
        id: format!("{host}/{owner}/{repository}{mark}{number}"),
        label: format!("{repository}{mark}{number}"),
        url: address.to_owned(),
        path: format!("refs/{place}/{page}{number}/"),
        title: String::new(),
        mentions: Vec::new(),
    };
    ((Named::Issue, format!("{place}{mark}{number}")), reference)
}

/// Ids are compared in lower case and shown as such, but for those that are only written in capitals.
fn shown(id: &str) -> String {
    if id.starts_with("cve-") || id.len() <= 6 && id.ends_with(|c: char| c.is_ascii_digit()) {
        id.to_uppercase()
    } else {
        id.to_owned()
    }
}

/// `SCS/issues#3` names an owner nobody has: then the repository decides.
fn owner_is_known(archive: &Archive, known: &Repositories, owner: &str, repository: &str) -> bool {
    let owner = owner.to_lowercase();
    let own = archive.config.references.owner.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(&owner));
    let by_repository = known.owners.get(repository).is_some_and(|owners| owners.contains_key(&owner));
    own || by_repository || known.owners.values().any(|owners| owners.contains_key(&owner))
}

/// Who has a repository: the configured owner where an address says so, else the most frequent one.
fn owner_of(archive: &Archive, known: &Repositories, repository: &str) -> Option<String> {
    let owners = known.owners.get(repository)?;
    let own = archive.config.references.owner.as_ref().map(|own| own.to_lowercase());
    own.filter(|own| owners.contains_key(own)).or_else(|| most_frequent(owners))
}

fn most_frequent(counts: &BTreeMap<String, usize>) -> Option<String> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(name, _)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_more_than_the_number() {
        for (text, id, name) in [
            ("Standard flavours, issue #594", "o/standards#594", Some("Standard flavours")),
            ("PR standards/#594: the gate squeaks", "o/standards#594", Some("the gate squeaks")),
            ("#594", "o/standards#594", None),
            ("PR 594", "o/standards#594", None),
            ("o/standards#594", "o/standards#594", None),
            ("here", "o/standards#594", None),
            ("scs-0104: standard images", "scs-0104", Some("standard images")),
            ("R3 and Burrow", "r3", Some("R3 and Burrow")),
            ("What is not R2, and why", "r2", Some("What is not R2, and why")),
            ("標準フレーバーの改訂", "o/standards#594", Some("標準フレーバーの改訂")),
        ] {
            assert_eq!(name_in(text, id).as_deref(), name, "{text}");
        }
    }
}
