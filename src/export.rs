//! What was found, as rows of data: the contract of `minutebook export`.

use crate::link::Archive;
use crate::model::{Call, Kind, Role, State};
use crate::plain;
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
    /// What was decided.
    pub text: &'a str,
    /// The rule that found it.
    pub rule: &'a str,
}

fn date(call: &Call) -> Option<String> {
    call.date.map(|date| date.to_string()).or_else(|| call.period.clone())
}

/// All calls and pages, by file.
pub fn calls<'a>(archive: &'a Archive<'_>) -> Vec<CallRow<'a>> {
    let mut rows: Vec<CallRow<'a>> = archive
        .calls
        .iter()
        .map(|call| CallRow {
            file: &call.file,
            url: format!("/{}", call.url),
            team: call.team.as_ref().map(crate::model::TeamSlug::as_str),
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
pub fn sections<'a>(archive: &'a Archive<'_>) -> Vec<SectionRow<'a>> {
    let mut rows = Vec::new();
    for call in archive.calls.iter().filter(|call| call.same_as.is_none()) {
        for (section, role) in call.document.sections.iter().zip(&call.roles) {
            let mark = if section.id.is_empty() { "" } else { "#" };
            rows.push(SectionRow {
                file: &call.file,
                line: section.line,
                end_line: section.end_line,
                url: format!("/{}{mark}{}", call.url, section.id),
                team: call.team.as_ref().map(crate::model::TeamSlug::as_str),
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

/// All decisions of calls that are no copies, by file and line.
pub fn decisions<'a>(archive: &'a Archive<'_>) -> Vec<DecisionRow<'a>> {
    let mut rows = Vec::new();
    for call in archive.calls.iter().filter(|call| call.same_as.is_none()) {
        for decision in &call.notes.decisions {
            rows.push(DecisionRow {
                file: &call.file,
                line: decision.line,
                end_line: decision.end_line,
                text: &decision.text,
                rule: decision.rule,
            });
        }
    }
    rows
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
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(row) else { continue };
        if index == 0 {
            push_record(&mut out, fields.keys().cloned());
        }
        push_record(&mut out, fields.values().map(cell));
    }
    out
}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn push_record(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
