//! A document as a search server takes it: the fields of the site's own index, as JSON.

use minutebook_engine::{Kind, Language, Role, SearchDocument, reference_forms, topic_forms};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// A document. Its fields are those of [`super::mapping`], and a test says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Document {
    /// Made of its place on the site and its kind: sixteen hexadecimal digits.
    pub(super) id: String,
    /// Over everything else in it, likewise.
    pub(super) hash: String,
    /// What it is: a call, a section, a decision or an action.
    pub(super) kind: Kind,
    /// What part it plays in its call.
    pub(super) role: Role,
    /// Slug of the team; empty for none.
    pub(super) team: String,
    /// Name of the team.
    pub(super) team_title: String,
    /// Midnight UTC of the call's day, RFC 3339; missing for an undated page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    /// The year of the date, to count by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) year: Option<u32>,
    /// Title of the call.
    pub(super) title: String,
    /// What else the call is called.
    pub(super) names: String,
    /// What its text is written in.
    pub(super) language: Language,
    /// The heading it stands under.
    pub(super) heading: String,
    /// What a decision or action is about, to be shown in the place of the heading.
    pub(super) subject: String,
    /// The headings above that.
    pub(super) ancestors: String,
    /// The text.
    pub(super) body: String,
    /// Where it stands on the site, below the root.
    pub(super) url: String,
    /// The same place in the deck.
    pub(super) deck_url: String,
    /// The note.
    pub(super) file: String,
    /// Its line there, from 1.
    pub(super) line: u32,
    /// Handles without `@`, lower case.
    pub(super) people: Vec<String>,
    /// References, each in full, without its owner, and as its number alone: `sovereigncloudstack/standards#594`, `standards#594`, `#594`;
    /// standards also without their version.
    pub(super) references: Vec<String>,
    /// Topics, each by its name and as it is written in queries: `Volume Encryption`, `volume-encryption`.
    pub(super) topics: Vec<String>,
    /// An action that is not done.
    pub(super) is_open: bool,
    /// The call repeats the reports of other teams.
    pub(super) community: bool,
}

/// The documents of an index, in its order.
pub(super) fn of(documents: Vec<SearchDocument>) -> Vec<Document> {
    let mut made: Vec<Document> = documents.into_par_iter().map(document).collect();
    // Two records of one kind may stand at one place: a sentence with two decisions.
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for document in &mut made {
        let time = times.entry(document.id.clone()).or_default();
        *time += 1;
        if *time > 1 {
            document.id = short_hash(format!("{} {time}", document.id).as_bytes());
        }
    }
    made
}

fn document(document: SearchDocument) -> Document {
    let mut made = Document {
        id: short_hash(format!("{} {}", document.kind.name(), document.url).as_bytes()),
        hash: String::new(),
        kind: document.kind,
        role: document.role,
        team: document.team,
        team_title: document.team_title,
        date: document.date.map(|day| format!("{:04}-{:02}-{:02}T00:00:00Z", day / 10_000, day / 100 % 100, day % 100)),
        year: document.date.map(|day| day / 10_000),
        title: document.title,
        names: document.names,
        language: document.language,
        heading: document.heading,
        subject: document.subject,
        ancestors: document.ancestors,
        body: document.body,
        url: document.url,
        deck_url: document.deck_url,
        file: document.file,
        line: document.line,
        people: document.people.iter().map(|handle| handle.to_lowercase()).collect(),
        references: document.references.iter().flat_map(|reference| reference_forms(reference)).collect(),
        topics: document.topics.iter().flat_map(|topic| topic_forms(topic)).collect(),
        is_open: document.is_open,
        community: document.community,
    };
    made.references.sort();
    made.references.dedup();
    made.topics.dedup();
    made.hash = short_hash(serde_json::to_string(&made).unwrap_or_default().as_bytes());
    made
}

fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}
