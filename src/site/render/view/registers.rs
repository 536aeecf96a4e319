//! The views of the registers: decisions, actions, references, topics, people, and what other pages show of them.

use super::{CallLinkView, DateView};
use serde::Serialize;

/// A reference, topic or person as a link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EntryLinkView {
    /// `standards#594`, `Zuul`, `@garloff`.
    pub label: String,
    /// Relative URL of its page; empty where it has none.
    pub url: String,
    /// Its name in URLs, which filters compare; empty where it has no page.
    pub key: String,
    /// Number of calls that speak of it, or sections where that is what the list counts.
    pub count: usize,
}

/// A place in the notes of a call.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PlaceView {
    /// Relative URL of the section on the page.
    pub url: String,
    /// The heading as plain text; may be empty.
    pub heading: String,
    /// The team's name, or the document's title.
    pub team_title: String,
    /// The team's slug; may be empty.
    pub team: String,
    /// The day; absent for undated pages.
    pub date: Option<DateView>,
    /// The language of the notes where it is not that of the archive, as a tag; else empty.
    pub language: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DecisionView {
    /// What was decided, as plain text.
    pub text: String,
    /// What it is about, as plain text; empty where the notes do not say.
    pub subject: String,
    /// `explicit` where the minutes mark it, else `inferred`.
    pub tier: String,
    /// Whether a reviewer has said that it is one.
    pub reviewed: bool,
    /// The rule that found it: `label`, `answer`, `author` …
    pub rule: String,
    /// The lines that show it, as they stand there.
    pub evidence: String,
    /// Where it stands.
    pub place: PlaceView,
    /// The references it touches, the first of them.
    pub references: Vec<EntryLinkView>,
    /// Number of references that are not listed.
    pub more_references: usize,
    /// Its topics.
    pub topics: Vec<EntryLinkView>,
    /// Where a team reported it later.
    pub reported_in: Vec<PlaceView>,
    /// The other team's decision that this one only reports.
    pub repeats: Option<PlaceView>,
    /// Later decisions on the same references.
    pub revisited_on: Vec<PlaceView>,
    /// Earlier ones.
    pub earlier: Vec<PlaceView>,
    /// Whether there are more reports than those listed, which are the first.
    pub more_reports: bool,
    /// Whether there are more later decisions than those listed, which are the next ones.
    pub more_revisits: bool,
    /// Whether there are more earlier decisions than those listed, which are the last ones.
    pub more_earlier: bool,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ActionView {
    /// What is to be done, as plain text.
    pub text: String,
    /// What it is about, as plain text; empty where the notes do not say.
    pub subject: String,
    /// `explicit` where the minutes mark it, else `inferred`.
    pub tier: String,
    /// Whether a reviewer has said that it is one.
    pub reviewed: bool,
    /// The rule that found it: `label`, `task`, `author` …
    pub rule: String,
    /// The lines that show it, as they stand there.
    pub evidence: String,
    /// Who is to do it.
    pub assignees: Vec<EntryLinkView>,
    /// `open`, `stale`, `done` or `unknown`.
    pub state: String,
    /// The same for people: `open`, `open, no update since 4 June 2024`, `done`, `in question`.
    pub state_words: String,
    /// Where it was raised.
    pub place: PlaceView,
    /// Where it stands in later calls, oldest first.
    pub history: Vec<SightingView>,
    /// `3 weeks, 2 calls`: how long it has been or was open, up to the archive's last call; empty for no time.
    pub age: String,
    /// The references it touches, the first of them.
    pub references: Vec<EntryLinkView>,
    /// Number of references that are not listed.
    pub more_references: usize,
    /// Its topics.
    pub topics: Vec<EntryLinkView>,
}

/// A later sighting of an action.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SightingView {
    /// Where.
    pub place: PlaceView,
    /// How it stood: `open`, `done`, `unknown`.
    pub status: String,
}

/// A bar chart of numbers over time: small columns in groups, each group with its label.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ChartView {
    /// What it shows: "Mentions a month".
    pub title: String,
    /// The same in words, for those who do not see it.
    pub description: String,
    /// The groups, in order.
    pub groups: Vec<ChartGroupView>,
}

/// A group of a chart: a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ChartGroupView {
    /// `2024`.
    pub label: String,
    /// The group's number.
    pub count: usize,
    /// Where what it counts is listed, as a relative URL; empty for nowhere.
    pub url: String,
    /// The columns, on a ground of 48 by 48.
    pub bars: Vec<BarView>,
}

/// One column of a chart.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BarView {
    /// Its left edge, 0 to 48.
    pub x: u32,
    /// Its width.
    pub width: u32,
    /// Its upper edge, 0 to 48.
    pub y: u32,
    /// Its tool tip: `3 in March 2024`.
    pub title: String,
}

/// A choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ChoiceView {
    /// What rows carry.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Number of rows.
    pub count: usize,
}

/// Where a list goes on that does not fit on one page; empty lists where it does.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PagingView {
    /// The year that the page is about; empty for the list as a whole.
    pub year: String,
    /// The list's first page and the pages of its years, newest first.
    pub years: Vec<PageLinkView>,
    /// The parts of the list, or of the year, in order.
    pub parts: Vec<PageLinkView>,
    /// The pages that hold what is not on this one, for the filter: relative URLs with a space between them.
    pub others: String,
    /// Number of rows on all those pages together.
    pub total: usize,
}

/// A link to another page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PageLinkView {
    /// `2024`, `Newest`; `2` for the second part.
    pub label: String,
    /// Relative URL.
    pub url: String,
    /// An anchor that once was on the page and leads there now; empty for none.
    pub id: String,
    /// Number of rows there; 0 to say nothing of it.
    pub count: usize,
    /// Whether this is the page at hand.
    pub current: bool,
}

/// What a call has on record: its summary box.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RecordView {
    /// Other teams that report in the call.
    pub reports: Vec<EntryLinkView>,
    /// Decisions, in the order of the notes.
    pub decisions: Vec<DecisionView>,
    /// Actions, in the order of the notes.
    pub actions: Vec<ActionView>,
    /// References, in the order of the notes.
    pub references: Vec<EntryLinkView>,
    /// Topics, the most spoken of first.
    pub topics: Vec<EntryLinkView>,
    /// The topics after those.
    pub more_topics: Vec<EntryLinkView>,
    /// Calls that share references.
    pub related: Vec<RelatedView>,
}

/// A call that speaks of the same things.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RelatedView {
    /// The call.
    pub call: CallLinkView,
    /// What both speak of, the rarest first.
    pub shared: Vec<EntryLinkView>,
}

/// What a team has on record.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TeamRecordView {
    /// The newest decisions.
    pub decisions: Vec<DecisionView>,
    /// Number of all decisions.
    pub decision_count: usize,
    /// Relative URL of the register with only this team's; needs the page's script to be narrowed down.
    pub decisions_url: String,
    /// The open actions that the notes spoke of in the archive's last twelve months, newest first.
    pub actions: Vec<ActionView>,
    /// Number of all open actions.
    pub action_count: usize,
    /// Relative URL of the register.
    pub actions_url: String,
    /// Topics, most often first.
    pub topics: Vec<EntryLinkView>,
    /// Who took part most often.
    pub people: Vec<EntryLinkView>,
    /// Calls a month.
    pub picture: Option<ChartView>,
}
