//! What is found in the notes of one call: decisions, actions, references, people, topics, each with its place.

use crate::base::constant::{self, Constant};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What was found in the notes of a call. Rows and texts are shared with the registers, which have nearly all of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Records {
    /// What was decided, in the order of the minutes.
    pub decisions: Vec<Arc<Decision>>,
    /// What somebody is to do, in the order of the minutes.
    pub actions: Vec<Arc<ActionNote>>,
    /// Issues, standards, releases and the like, in the order of the minutes.
    pub references: Vec<ReferenceNote>,
    /// The lines of statements that have more references than are kept.
    pub cut_references: Vec<u32>,
    /// The handles that stand in the text, with their line, participants' lists left out.
    pub people: Vec<PersonNote>,
    /// The topics that are spoken of, by their place in the configuration.
    pub topics: Vec<TopicNote>,
    /// The text in which topics are looked for when all notes are known; empty where the configuration names topics.
    pub folded: Vec<FoldedSection>,
}

/// A section as names are compared with it: a name stands in it between spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoldedSection {
    /// The section.
    pub section: usize,
    /// The heading, folded, between spaces.
    pub heading: String,
    /// The lines of its text, each folded and between spaces.
    pub lines: String,
    /// The heading as a topic, where it could be one.
    pub candidate: Option<TopicCandidate>,
}

/// A heading that would be a topic if it came back in other notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicCandidate {
    /// The heading without who speaks and what it refers to.
    pub name: String,
    /// The same, folded.
    pub folded: String,
}

/// How sure it is that a row is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The minutes mark it as what it is: by a label, a heading, a vote, a task box, a comment of the author.
    Explicit,
    /// It is read out of the words and their place.
    Inferred,
}

/// Which register a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// That of decisions.
    Decision,
    /// That of actions.
    Action,
}

/// Something that was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The section it stands in.
    pub section: usize,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// What was decided, without label and arrow; a question and its answer with an arrow between them.
    pub text: String,
    /// What it is about: the question or item it answers, else the heading; empty where nothing says.
    pub subject: String,
    /// The lines that show it, as they stand there.
    pub evidence: String,
    /// Its anchor on the call's page.
    pub anchor: String,
    /// The rule that found it.
    #[serde(deserialize_with = "constant::read")]
    pub rule: Constant,
    /// Whether the minutes mark it.
    pub tier: Tier,
    /// How likely it is a decision, in percent, where the ranker found it.
    pub percent: Option<u8>,
    /// Whether somebody has looked at it and said that it is one.
    pub reviewed: bool,
    /// The statements it is nested below, nearest first: line and text.
    pub above: Vec<(u32, String)>,
    /// Whether it stands even in a slide that many decks have: its author says what it is, or the slide asks for it.
    pub stands_when_repeated: bool,
}

impl Decision {
    /// What came out of it: the text without the subject before it.
    pub fn outcome(&self) -> &str {
        let answer = self.text.strip_prefix(&self.subject).and_then(|rest| rest.strip_prefix(" → "));
        answer.filter(|_| !self.subject.is_empty()).unwrap_or(&self.text)
    }

    /// The subject and what came out of it, in one line.
    pub fn in_full(&self) -> String {
        in_full(&self.subject, self.outcome())
    }
}

impl ActionNote {
    /// The subject and what is to be done, in one line.
    pub fn in_full(&self) -> String {
        in_full(&self.subject, &self.text)
    }
}

fn in_full(subject: &str, text: &str) -> String {
    if subject.is_empty() { text.to_owned() } else { format!("{subject} → {text}") }
}

/// An action item as it stands in one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionNote {
    /// The section it stands in.
    pub section: usize,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// What is to be done, without label and assignees.
    pub text: String,
    /// What it is about: the item it belongs to, else the heading; empty where nothing says.
    pub subject: String,
    /// The lines that show it, as they stand there.
    pub evidence: String,
    /// Its anchor on the call's page.
    pub anchor: String,
    /// Who is to do it, as written: handles without `@`, or names.
    pub assignees: Vec<String>,
    /// How it stands.
    pub status: Status,
    /// Whether it stands in a list of earlier action items.
    pub carried: bool,
    /// The rule that found it.
    #[serde(deserialize_with = "constant::read")]
    pub rule: Constant,
    /// Whether the minutes mark it.
    pub tier: Tier,
    /// Whether somebody has looked at it and said that it is one.
    pub reviewed: bool,
    /// The statements it is nested below, nearest first: line and text.
    pub above: Vec<(u32, String)>,
    /// Whether it stands even in a slide that many decks have: its author says what it is, or the slide asks for it.
    pub stands_when_repeated: bool,
}

/// How an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is still to be done.
    Open,
    /// It was done, or is no longer wanted.
    Done,
    /// The notes say something about it that is neither.
    Unknown,
}

/// A reference as it stands in one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceNote {
    /// The section it stands in.
    pub section: usize,
    /// Its line.
    pub line: u32,
    /// What it refers to.
    pub target: Target,
    /// The text it stands in.
    pub text: Arc<str>,
    /// The text of the statement that one is nested below; empty for none.
    pub context: Arc<str>,
    /// The text of the link to it; empty where there is none but the address.
    pub label: String,
    /// Whether it stands in a heading.
    pub in_heading: bool,
}

/// What a reference refers to, as far as one call tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// An issue, pull request or discussion: owner and repository as written, and its number.
    Issue {
        /// The owner; absent in `standards#594`, which is resolved when all calls are known.
        owner: Option<String>,
        /// The repository.
        repository: String,
        /// The number.
        number: u32,
        /// Its address, where that is not on GitHub.
        elsewhere: Option<String>,
    },
    /// One of the kinds of the configuration, by its place there, and the id: `scs-0104`.
    Named {
        /// The place in the configuration.
        kind: usize,
        /// The id, lower case.
        id: String,
        /// The reference as written.
        written: String,
    },
}

/// A handle in the text of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonNote {
    /// The section it stands in.
    pub section: usize,
    /// Its line.
    pub line: u32,
    /// The handle as written.
    pub handle: String,
    /// Whether it stands in the heading: who leads the section.
    pub in_heading: bool,
}

/// A topic in a section of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicNote {
    /// The section.
    pub section: usize,
    /// The first line that speaks of it.
    pub line: u32,
    /// The topic's place in the configuration.
    pub topic: usize,
    /// Number of times.
    pub hits: u32,
    /// Whether it stands in the heading.
    pub in_heading: bool,
    /// The first text that speaks of it.
    pub text: Arc<str>,
    /// The text of the statement that one is nested below; empty for none.
    pub context: Arc<str>,
}
