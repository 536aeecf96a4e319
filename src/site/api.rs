//! What was found, as rows of data: the contract of `minutebook export`.

use crate::archive::Archive;
use crate::archive::registers::{self, Named};
use crate::base::error::Error;
use crate::base::text::{json_for_html, with_anchor};
use crate::config::TeamSlug;
use crate::document::plain;
use crate::extract::{Call, Kind, Role, State, Status, Tier};
use crate::site::output::{Made, Put};
use csv::{Terminator, WriterBuilder};
use rayon::prelude::*;
use serde::Serialize;

/// One call.
#[derive(Debug, Clone, Serialize)]
pub struct CallRow<'a> {
    /// The source file.
    pub file: &'a str,
    /// The page, relative to the site's root, with a leading slash.
    pub url: String,
    /// The team's slug.
    pub team: Option<&'a str>,
    /// `2023-01-11`; `2022-09` or `2022` where no day is known.
    pub date: Option<String>,
    /// Deck, notes or page.
    pub kind: Kind,
    /// The title.
    pub title: &'a str,
    /// Held or cancelled.
    pub state: State,
    /// The file this one repeats.
    pub same_as: Option<&'a str>,
    /// Handles.
    pub participants: &'a [String],
}

/// One section of a call.
#[derive(Debug, Clone, Serialize)]
pub struct SectionRow<'a> {
    /// The source file.
    pub file: &'a str,
    /// The line of the heading.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// The section on the page.
    pub url: String,
    /// The team's slug.
    pub team: Option<&'a str>,
    /// The date.
    pub date: Option<String>,
    /// The heading; empty for none.
    pub heading: &'a str,
    /// What the section is for.
    pub role: Role,
    /// Its text.
    pub text: String,
}

/// One decision.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionRow<'a> {
    /// The source file.
    pub file: &'a str,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// Its place on the page.
    pub url: String,
    /// The team's slug.
    pub team: Option<&'a str>,
    /// The date.
    pub date: Option<String>,
    /// The heading; empty for none.
    pub heading: &'a str,
    /// What it is about: the question or item it answers, else the heading; empty where the notes do not say.
    pub subject: &'a str,
    /// What was decided.
    pub text: &'a str,
    /// The lines that show it, as they stand there.
    pub evidence: &'a str,
    /// The rule that found it.
    pub rule: &'a str,
    /// Whether the minutes mark it, or its words and their place tell.
    pub tier: Tier,
    /// Whether a reviewer has said that it is one.
    pub reviewed: bool,
    /// Ids of the references it touches.
    pub references: Vec<&'a str>,
    /// Names of its topics.
    pub topics: Vec<&'a str>,
    /// Where another team's decision is only reported here: file and line of that decision.
    pub repeats: Option<String>,
}

/// One action.
#[derive(Debug, Clone, Serialize)]
pub struct ActionRow<'a> {
    /// The source file of the call that raised it.
    pub file: &'a str,
    /// The first line there.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// Its place on the page of the call that raised it.
    pub url: String,
    /// The team's slug.
    pub team: Option<&'a str>,
    /// The date it was raised.
    pub date: Option<String>,
    /// The heading; empty for none.
    pub heading: &'a str,
    /// What it is about: the item it belongs to, else the heading; empty where the notes do not say.
    pub subject: &'a str,
    /// What is to be done.
    pub text: &'a str,
    /// The lines that show it, as they stand there.
    pub evidence: &'a str,
    /// The rule that found it.
    pub rule: &'a str,
    /// Whether the minutes mark it, or its words and their place tell.
    pub tier: Tier,
    /// Whether a reviewer has said that it is one.
    pub reviewed: bool,
    /// Ids of the references it touches.
    pub references: Vec<&'a str>,
    /// Names of its topics.
    pub topics: Vec<&'a str>,
    /// Who is to do it, as written.
    pub assignees: &'a [String],
    /// How it stands, by its last sighting.
    pub status: Status,
    /// Where it stands, the call that raised it first.
    pub history: Vec<HistoryRow<'a>>,
}

/// One sighting of an action.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryRow<'a> {
    /// The source file.
    pub file: &'a str,
    /// The line.
    pub line: u32,
    /// How it stood then.
    pub status: Status,
}

/// One reference.
#[derive(Debug, Clone, Serialize)]
pub struct ReferenceRow<'a> {
    /// `issue`, or the slug of a configured kind.
    pub kind: &'a str,
    /// `SovereignCloudStack/standards#594`, `scs-0104`.
    pub id: &'a str,
    /// Where it is on the web; empty for nowhere.
    pub url: &'a str,
    /// Where it is spoken of.
    pub mentions: Vec<MentionRow<'a>>,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub struct PersonRow<'a> {
    /// The handle, lower case.
    pub handle: &'a str,
    /// The handle as it is written most often.
    pub name: &'a str,
    /// Number of calls they took part in.
    pub calls: usize,
    /// Number of calls they reported in.
    pub presented: usize,
    /// Number of sections whose heading names them.
    pub led: usize,
    /// Number of their actions.
    pub actions: usize,
    /// Number of those that are open.
    pub open_actions: usize,
}

/// One topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicRow<'a> {
    /// The name.
    pub name: &'a str,
    /// The name in URLs.
    pub slug: &'a str,
    /// Number of calls that speak of it.
    pub calls: usize,
    /// Where it is spoken of.
    pub mentions: Vec<MentionRow<'a>>,
}

/// One place where something is spoken of.
#[derive(Debug, Clone, Serialize)]
pub struct MentionRow<'a> {
    /// The source file.
    pub file: &'a str,
    /// The line.
    pub line: u32,
    /// The heading; empty for none.
    pub heading: &'a str,
    /// The text.
    pub text: &'a str,
}

fn date(call: &Call) -> Option<String> {
    call.date.map(|date| date.to_string()).or_else(|| call.period.clone())
}

/// All calls and pages, by file.
pub fn calls<'a>(archive: &'a Archive) -> Vec<CallRow<'a>> {
    let mut rows: Vec<CallRow<'a>> = archive
        .calls
        .iter()
        .map(|call| CallRow {
            file: &call.file,
            url: format!("/{}", call.url),
            team: call.team.as_ref().map(TeamSlug::as_str),
            date: date(call),
            kind: call.kind,
            title: &call.title,
            state: call.state,
            same_as: call.same_as.as_deref(),
            participants: &call.participants,
        })
        .collect();
    rows.sort_by(|a, b| (a.file, &a.url).cmp(&(b.file, &b.url)));
    rows
}

/// All sections of calls that are no copies, by file and line.
pub fn sections(archive: &Archive) -> Vec<SectionRow<'_>> {
    let mut rows = Vec::new();
    for call in archive.calls.iter().filter(|call| call.same_as.is_none()) {
        for (index, (section, role)) in call.document.sections.iter().zip(&call.roles).enumerate() {
            rows.push(SectionRow {
                file: &call.file,
                line: section.line,
                end_line: section.end_line,
                url: section_url(call, index),
                team: call.team.as_ref().map(TeamSlug::as_str),
                date: date(call),
                heading: section.heading.as_ref().map_or("", |heading| heading.text.as_str()),
                role: *role,
                text: plain::lines(&section.blocks),
            });
        }
    }
    rows.sort_by(|a, b| (a.file, a.line).cmp(&(b.file, b.line)));
    rows
}

/// All decisions of calls that are no copies, by date and line.
pub fn decisions<'a>(archive: &'a Archive) -> Vec<DecisionRow<'a>> {
    let registers = &archive.registers;
    let row = |decision: &'a registers::Decision| {
        let call = archive.call(decision.call);
        DecisionRow {
            file: &call.file,
            line: decision.note.line,
            end_line: decision.note.end_line,
            url: row_url(call, &decision.note.anchor),
            team: call.team.as_ref().map(TeamSlug::as_str),
            date: date(call),
            heading: call.document.heading_text(decision.note.section),
            subject: &decision.note.subject,
            text: &decision.note.text,
            evidence: &decision.note.evidence,
            rule: decision.note.rule,
            tier: decision.note.tier,
            reviewed: decision.note.reviewed,
            references: reference_ids(archive, &decision.references),
            topics: topic_names(archive, &decision.topics),
            repeats: decision.repeats.map(|index| {
                let original = &registers.decisions[index];
                format!("{}:{}", archive.call(original.call).file, original.note.line)
            }),
        }
    };
    registers.decisions.iter().map(row).collect()
}

/// All actions, by the day they were raised.
pub fn actions<'a>(archive: &'a Archive) -> Vec<ActionRow<'a>> {
    let row = |action: &'a registers::Action| {
        let first = action.sightings.first()?;
        let call = archive.call(first.call);
        Some(ActionRow {
            file: &call.file,
            line: first.note.line,
            end_line: first.note.end_line,
            url: row_url(call, &first.note.anchor),
            team: call.team.as_ref().map(TeamSlug::as_str),
            date: date(call),
            heading: call.document.heading_text(first.note.section),
            subject: &first.note.subject,
            text: &action.text,
            evidence: &first.note.evidence,
            rule: first.note.rule,
            tier: action.tier,
            reviewed: action.reviewed,
            references: reference_ids(archive, &action.references),
            topics: topic_names(archive, &action.topics),
            assignees: &action.assignees,
            status: action.status,
            history: action
                .sightings
                .iter()
                .map(|sighting| HistoryRow {
                    file: &archive.call(sighting.call).file,
                    line: sighting.note.line,
                    status: sighting.note.status,
                })
                .collect(),
        })
    };
    archive.registers.actions.iter().filter_map(row).collect()
}

/// All references, by their path.
pub fn references<'a>(archive: &'a Archive) -> Vec<ReferenceRow<'a>> {
    let row = |reference: &'a registers::Reference| ReferenceRow {
        kind: match reference.named {
            Named::Issue => "issue",
            Named::Kind(kind) => &archive.config.references.kinds[kind].slug,
        },
        id: &reference.id,
        url: &reference.url,
        mentions: mentions(archive, &reference.mentions),
    };
    archive.registers.references.iter().map(row).collect()
}

/// Everybody who has a page, by handle; nobody where people have none.
pub fn people<'a>(archive: &'a Archive) -> Vec<PersonRow<'a>> {
    let registers = &archive.registers;
    let shown = if archive.config.people.pages { registers.people.as_slice() } else { &[] };
    let row = |person: &'a registers::Person| PersonRow {
        handle: &person.handle,
        name: &person.name,
        calls: person.attended.len(),
        presented: person.presented.len(),
        led: person.led.len(),
        actions: person.actions.len(),
        open_actions: person.actions.iter().filter(|index| registers.actions[**index].is_open()).count(),
    };
    shown.iter().map(row).collect()
}

/// All topics.
pub fn topics<'a>(archive: &'a Archive) -> Vec<TopicRow<'a>> {
    let row = |(topic, on): (&'a registers::Topic, &registers::Occurrences)| TopicRow {
        name: &topic.name,
        slug: &topic.slug,
        calls: on.calls.len(),
        mentions: mentions(archive, &topic.mentions),
    };
    archive.registers.topics.iter().zip(&archive.registers.of_topics).map(row).collect()
}

fn mentions<'a>(archive: &'a Archive, mentions: &'a [registers::Mention]) -> Vec<MentionRow<'a>> {
    let row = |mention: &'a registers::Mention| {
        let call = archive.call(mention.call);
        MentionRow {
            file: &call.file,
            line: mention.line,
            heading: call.document.heading_text(mention.section),
            text: &mention.text,
        }
    };
    mentions.iter().map(row).collect()
}

fn reference_ids<'a>(archive: &'a Archive, references: &[usize]) -> Vec<&'a str> {
    references.iter().map(|index| archive.registers.references[*index].id.as_str()).collect()
}

fn topic_names<'a>(archive: &'a Archive, topics: &[usize]) -> Vec<&'a str> {
    topics.iter().map(|index| archive.registers.topics[*index].name.as_str()).collect()
}

/// The address of a row's own anchor.
fn row_url(call: &Call, anchor: &str) -> String {
    with_anchor(&format!("/{}", call.url), anchor)
}

fn section_url(call: &Call, section: usize) -> String {
    with_anchor(&format!("/{}", call.url), &call.document.sections[section].id)
}

/// The version of the rows' form in [`files`]; it changes when a field changes its meaning or goes away.
pub const API_VERSION: u32 = 1;

/// A file of `/api/`: its rows under a head that says what they are.
#[derive(Debug, Serialize)]
struct ApiFile<'a, T> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    generator: &'static str,
    archive: &'a str,
    rows: Vec<T>,
}

/// Makes the text of a file.
type MakeFile = fn(&Archive) -> String;

/// The files of `/api/` that are made of an archive.
const FILES: &[(&str, MakeFile)] = &[
    ("api/calls.json", |archive| api_file(archive, calls(archive))),
    ("api/decisions.json", |archive| api_file(archive, decisions(archive))),
    ("api/actions.json", |archive| api_file(archive, actions(archive))),
    ("api/references.json", |archive| api_file(archive, references(archive))),
    ("api/topics.json", |archive| api_file(archive, topics(archive))),
    (PEOPLE, |archive| api_file(archive, people(archive))),
    ("api/schema.json", |_| include_str!("../../docs/api.schema.json").to_owned()),
];

/// The file that there is where people have pages.
const PEOPLE: &str = "api/people.json";

/// The archive as data, for the site's `/api/`: one file a register, and the schema of each. `put` takes each when it is made.
pub fn files(archive: &Archive, put: &Put<'_>) -> Result<(), Error> {
    let wanted = FILES.par_iter().filter(|(path, _)| archive.config.people.pages || *path != PEOPLE);
    wanted.try_for_each(|(path, make)| put(Made::of(*path, || make(archive))))
}

fn api_file<T: Serialize>(archive: &Archive, rows: Vec<T>) -> String {
    let file = ApiFile {
        schema: "schema.json",
        version: API_VERSION,
        generator: concat!("minutebook ", env!("CARGO_PKG_VERSION")),
        archive: &archive.config.title,
        rows,
    };
    // Rows are plain records of strings and numbers, which always serialise.
    let json = serde_json::to_string(&file).unwrap_or_default();
    // Harmless even to a program that takes the file for a page.
    json_for_html(&json)
}

/// Rows as JSON, one object a line.
pub fn jsonl<T: Serialize>(rows: &[T]) -> String {
    let mut out = String::new();
    for row in rows {
        // Rows are plain records of strings and numbers, which always serialise.
        if let Ok(json) = serde_json::to_string(row) {
            out.push_str(&json);
            out.push('\n');
        }
    }
    out
}

/// Rows as comma-separated values (RFC 4180) with a head; lists are joined by spaces.
pub fn csv<T: Serialize>(rows: &[T]) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(row) else { continue };
        let head = (index == 0).then(|| writer.write_record(fields.keys()));
        let record = writer.write_record(fields.values().map(cell));
        // Writing into memory cannot fail.
        let _ = head.transpose().and(record);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What spreadsheets take for the beginning of a formula, which could fetch an address or start a program.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A cell; text that a spreadsheet would take for a formula has an apostrophe before it, which it takes for the sign of text.
fn cell(value: &serde_json::Value) -> String {
    let text = cell_text(value);
    let is_number = value.is_number();
    if text.starts_with(FORMULA) && !is_number { format!("'{text}") } else { text }
}

fn cell_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(cell_text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        #[derive(Serialize)]
        struct Row<'a> {
            text: &'a str,
            names: Vec<&'a str>,
            number: i32,
        }
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "\r=1", "＝1"] {
            let csv = csv(&[Row { text, names: vec![text, "b"], number: -3 }]);
            let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
            let row = reader.records().next().expect("a row").expect("read");
            let cells: Vec<&str> = row.iter().collect();
            assert!(cells.contains(&format!("'{text}").as_str()) && cells.contains(&"-3"), "{cells:?}");
            assert!(cells.iter().all(|cell| *cell == "-3" || !cell.starts_with(FORMULA)), "{cells:?}");
        }
    }
}
