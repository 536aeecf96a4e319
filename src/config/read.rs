//! Reading typed values out of a mapping, with a finding for every value of the wrong type and every unknown key.

use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::nearest;
use crate::base::yaml::{self, Step, YamlValue};
use regex::Regex;
use std::fmt::Write;

/// What is wrong with a config so far.
pub(super) struct Findings<'a> {
    /// The text of the file.
    pub(super) text: &'a str,
    /// The name of the file in messages.
    pub(super) path: &'a str,
    /// The findings, in the order of reading.
    pub(super) all: Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Adds a finding about a key or list entry.
    pub(super) fn report(&mut self, code: &'static str, at: &[Step], message: String, hint: Option<String>) {
        let mut finding = Diagnostic::new(Severity::Error, code, self.path, message);
        if let Some((line, column)) = yaml::locate(self.text, at, yaml::CONFIG) {
            finding = finding.at(Position { line, column }, self.text);
        }
        self.all.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }
}

/// A mapping and the keys that were asked for; what is never asked for is unknown.
pub(super) struct Table<'a> {
    at: Vec<Step>,
    entries: &'a [(String, YamlValue)],
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The mapping at a place; anything else is reported. A file without anything is an empty mapping.
    pub(super) fn new(value: &'a YamlValue, at: Vec<Step>, findings: &mut Findings<'_>) -> Self {
        let entries = match value {
            YamlValue::Map(entries) => entries.as_slice(),
            YamlValue::Null if at.is_empty() => &[],
            other => {
                let message = format!("{} must be a mapping, not {}", named(&at), other.kind());
                findings.report("config-value", &at, message, None);
                &[]
            }
        };
        Self { at, entries, asked: Vec::new() }
    }

    /// The place of a key.
    pub(super) fn place(&self, key: &str) -> Vec<Step> {
        let mut at = self.at.clone();
        at.push(Step::Key(key.to_owned()));
        at
    }

    /// The place of the mapping itself.
    pub(super) fn own_place(&self) -> &[Step] {
        &self.at
    }

    /// The value of a key; null is as good as absent.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'a YamlValue> {
        self.asked.push(key);
        let value = self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)?;
        (*value != YamlValue::Null).then_some(value)
    }

    /// A text; numbers and flags are taken as they are written.
    pub(super) fn text(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Option<String> {
        let value = self.value(key)?;
        let text = value.scalar_text().map(|text| text.trim().to_owned());
        if text.is_none() {
            self.wrong_type(key, "a text", value, findings);
        }
        text
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Option<bool> {
        match self.value(key)? {
            YamlValue::Bool(flag) => Some(*flag),
            other => {
                self.wrong_type(key, "true or false", other, findings);
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Option<i64> {
        match self.value(key)? {
            YamlValue::Integer(number) => Some(*number),
            other => {
                self.wrong_type(key, "a whole number", other, findings);
                None
            }
        }
    }

    /// A list of texts; one text is a list of one.
    pub(super) fn texts(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Option<Vec<String>> {
        let value = self.value(key)?;
        if let Some(text) = value.scalar_text() {
            return Some(vec![text.trim().to_owned()]);
        }
        let YamlValue::List(entries) = value else {
            self.wrong_type(key, "a list of texts", value, findings);
            return None;
        };
        let mut texts = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(text) = entry.scalar_text() {
                texts.push(text.trim().to_owned());
                continue;
            }
            let mut at = self.place(key);
            let message = format!("an entry of {} must be a text, not {}", named(&at), entry.kind());
            at.push(Step::Entry(index));
            findings.report("config-value", &at, message, None);
        }
        Some(texts)
    }

    /// A mapping inside this one; an empty one when the key is absent.
    pub(super) fn table(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Self {
        let at = self.place(key);
        match self.value(key) {
            Some(value) => Self::new(value, at, findings),
            None => Self { at, entries: &[], asked: Vec::new() },
        }
    }

    /// A list of mappings; entries that are none are reported and left out.
    pub(super) fn tables(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Vec<Self> {
        let at = self.place(key);
        match self.value(key) {
            None => Vec::new(),
            Some(YamlValue::List(entries)) => (0..)
                .zip(entries)
                .filter_map(|(index, entry)| {
                    let mut at = at.clone();
                    at.push(Step::Entry(index));
                    let table = Self::new(entry, at, findings);
                    matches!(entry, YamlValue::Map(_)).then_some(table)
                })
                .collect(),
            Some(other) => {
                self.wrong_type(key, "a list", other, findings);
                Vec::new()
            }
        }
    }

    /// Keys and values of a mapping with keys of the author's choice.
    pub(super) fn pairs(&mut self, key: &'static str, findings: &mut Findings<'_>) -> Vec<(&'a str, &'a YamlValue)> {
        match self.value(key) {
            None => Vec::new(),
            Some(YamlValue::Map(entries)) => entries.iter().map(|(name, value)| (name.as_str(), value)).collect(),
            Some(other) => {
                self.wrong_type(key, "a mapping", other, findings);
                Vec::new()
            }
        }
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(&self, key: &str, wanted: &str, found: &YamlValue, findings: &mut Findings<'_>) {
        let at = self.place(key);
        let message = format!("{} must be {wanted}, not {}", named(&at), found.kind());
        findings.report("config-value", &at, message, None);
    }

    /// Reports a value that is well typed and still cannot be.
    pub(super) fn wrong_value(&self, key: &str, why: &str, hint: Option<String>, findings: &mut Findings<'_>) {
        let at = self.place(key);
        findings.report("config-value", &at, format!("{}: {why}", named(&at)), hint);
    }

    /// Reports every key that was never asked for.
    pub(super) fn finish(self, findings: &mut Findings<'_>) {
        for (name, _) in self.entries.iter().filter(|(name, _)| !self.asked.contains(&name.as_str())) {
            let hint = match nearest_name(name, &self.asked) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("the keys here are {}", self.asked.join(", ")),
            };
            let place = if self.at.is_empty() { String::new() } else { format!(" in {}", named(&self.at)) };
            let message = format!("unknown key `{name}`{place}");
            findings.report("config-key", &self.place(name), message, Some(hint));
        }
    }
}

/// A place in words: `teams[2].slug`.
pub(super) fn named(at: &[Step]) -> String {
    let mut out = String::new();
    for step in at {
        let dot = if out.is_empty() { "" } else { "." };
        let written = match step {
            Step::Key(key) => write!(out, "{dot}{key}"),
            Step::Entry(index) => write!(out, "[{}]", index + 1),
        };
        // Writing into a text cannot fail.
        let _: std::fmt::Result = written;
    }
    if out.is_empty() { "the file".to_owned() } else { format!("`{out}`") }
}

/// The known name that a name is most likely a slip of.
pub(super) fn nearest_name<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    nearest(&name.to_lowercase().replace('-', "_"), known.iter().copied())
}

/// An advice, in the form in which findings take it.
#[allow(clippy::unnecessary_wraps)] // Every caller passes it on as the optional hint it is.
pub(super) fn hint(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Puts a value in the place of a default, where there is one.
pub(super) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

pub(super) fn regex(table: &mut Table<'_>, key: &'static str, findings: &mut Findings<'_>) -> Option<Regex> {
    let pattern = table.text(key, findings)?;
    match Regex::new(&pattern) {
        Ok(regex) => Some(regex),
        Err(error) => {
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let advice =
                "the syntax is that of https://docs.rs/regex; single quotes keep YAML from reading backslashes";
            table.wrong_value(
                key,
                &format!("`{pattern}` is not a valid regular expression: {why}"),
                hint(advice),
                findings,
            );
            None
        }
    }
}

/// A colour in hexadecimal digits as `#rrggbb`, lower case; another value is reported.
pub(super) fn color(table: &mut Table<'_>, key: &'static str, findings: &mut Findings<'_>) -> Option<String> {
    let text = table.text(key, findings)?;
    let color = color_of(&text);
    if color.is_none() {
        let why = format!("`{text}` is not a colour");
        table.wrong_value(key, &why, hint("write it in hexadecimal digits and quotes, as \"#0a6d8c\""), findings);
    }
    color
}

fn color_of(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#')?.to_ascii_lowercase();
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        6 => Some(format!("#{digits}")),
        3 => Some(digits.chars().fold("#".to_owned(), |out, digit| format!("{out}{digit}{digit}"))),
        _ => None,
    }
}
