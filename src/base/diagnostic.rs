//! What is wrong with the minutes, and where: a message, the place, and what to do about it.

use super::constant::{self, Constant};
use super::text::visible_line;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place in a source file; both numbers are 1-based, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// The line in the file, front matter included.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is not published, or not as its author meant it.
    Error,
    /// Published, but a person should look.
    Warning,
    /// Worth knowing.
    Note,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// A line as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masked {
    /// The line without what is not to be shown.
    pub(crate) line: String,
    /// What is not to be shown.
    pub(crate) hidden: Vec<String>,
    /// What stands in its place.
    pub(crate) mark: &'static str,
}

/// One finding in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, relative to the source folder.
    pub path: String,
    /// Where in the file; absent when it concerns the file as a whole.
    pub position: Option<Position>,
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of the kind of finding: `date-conflict`.
    #[serde(deserialize_with = "constant::read")]
    pub code: Constant,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// The line it stands on, without its newline.
    pub source_line: Option<String>,
    /// What to do next.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// The file and, where it is known, the line.
    fn place(&self) -> String {
        match self.position {
            Some(Position { line, .. }) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }

    /// A finding about a whole file.
    pub fn new(severity: Severity, code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            position: None,
            severity,
            code,
            message: message.into(),
            source_line: None,
            hints: Vec::new(),
        }
    }

    /// The same finding at a place; `source` is the text of the whole file.
    #[must_use]
    pub fn at(mut self, position: Position, source: &str) -> Self {
        let line = source.lines().nth(position.line.saturating_sub(1) as usize);
        self.source_line = line.map(|line| shorten_around(line, position.column));
        self.position = Some(position);
        self
    }

    /// Gives findings the lines that they are about, in the file of this text. Findings are to be in the order of their
    /// places: then the text is walked through once, however many there are. `masks` is asked about each of these lines:
    /// where it has another form to show, that one is shown whatever stands there, and what it hides is hidden elsewhere, too.
    pub(crate) fn add_lines<'a>(
        findings: impl IntoIterator<Item = &'a mut Self>,
        text: &str,
        masks: impl Fn(&str) -> Option<Masked>,
    ) {
        let mut lines = (1_u32..).zip(text.lines());
        let mut line = lines.next();
        let mut window = None;
        let mut masked: Option<(u32, Option<Masked>)> = None;
        for finding in findings {
            let Some(position) = finding.position else { continue };
            let number = position.line.max(1);
            while line.is_some_and(|(at, _)| at < number) {
                line = lines.next();
                window = None;
            }
            let Some((_, line)) = line.filter(|(at, _)| *at == number) else { continue };
            let mask = match &mut masked {
                Some((at, mask)) if *at == number => mask,
                other => &mut other.insert((number, masks(line))).1,
            };
            if let Some(mask) = mask {
                finding.source_line = Some(shorten_around(&mask.line, position.column));
                for text in finding.hints.iter_mut().chain([&mut finding.message]) {
                    for hidden in mask.hidden.iter().filter(|hidden| text.contains(*hidden)).collect::<Vec<_>>() {
                        *text = text.replace(hidden.as_str(), mask.mark);
                    }
                }
            } else if finding.source_line.is_none() {
                let window = window.get_or_insert_with(|| Window::new(line));
                finding.source_line = Some(window.around(position.column));
            }
        }
    }

    /// The same finding at a place whose line is at hand.
    #[must_use]
    pub fn at_line(mut self, position: Position, line: &str) -> Self {
        self.source_line = Some(shorten_around(line, position.column));
        self.position = Some(position);
        self
    }

    /// The finding as a GitHub workflow command, which becomes an annotation on the line; ends with a newline.
    pub fn github(&self) -> String {
        let level = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = match self.position {
            Some(Position { line, column }) => format!(",line={line},col={column}"),
            None => String::new(),
        };
        let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
        let text = std::iter::once(&self.message).chain(&self.hints).map(|part| escape(part)).collect::<Vec<_>>();
        format!("::{level} file={}{place},title={}::{}\n", property(&self.path), self.code, text.join("%0A"))
    }

    /// The same finding with one more piece of advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// `2 errors, 1 warning`.
pub fn totals(findings: &[Diagnostic]) -> String {
    let number =
        |severity: Severity, word: &str| match findings.iter().filter(|found| found.severity == severity).count() {
            1 => format!("1 {word}"),
            number => format!("{number} {word}s"),
        };
    format!("{}, {}", number(Severity::Error, "error"), number(Severity::Warning, "warning"))
}

/// So many findings of one cause are told as one.
const MANY: usize = 3;

/// So many of their other places are named.
const PLACES: usize = 3;

/// Findings as people read them: those of one cause, which name the same thing by the same words, once, with how many there are
/// and where some of the others stand.
pub fn by_cause<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> Vec<String> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    for finding in findings {
        // Only what is named in the message can be the cause.
        if !finding.message.contains('`') {
            groups.push(vec![finding]);
            continue;
        }
        let at = *places.entry((finding.code, &finding.message)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let mut texts = Vec::new();
    for group in groups {
        match group.as_slice() {
            [first, others @ ..] if others.len() + 1 >= MANY => {
                let named: Vec<String> = others.iter().take(PLACES).map(|finding| finding.place()).collect();
                let rest = if others.len() > PLACES { ", …" } else { "" };
                texts.push(format!("{first}\n  = {} more: {}{rest}", others.len(), named.join(", ")));
            }
            group => texts.extend(group.iter().map(ToString::to_string)),
        }
    }
    texts
}

/// The longest source line a message shows, in characters; a 10 MB line must not drown the terminal.
const LONGEST_LINE: usize = 160;

/// A window of a line that has the column in it, with an ellipsis where something is cut off.
fn shorten_around(line: &str, column: u32) -> String {
    Window::new(line).around(column)
}

/// A line of which windows are shown, from its start to its end.
struct Window<'a> {
    line: &'a str,
    /// The start of the last window, in characters and in bytes.
    from: (usize, usize),
}

impl<'a> Window<'a> {
    fn new(line: &'a str) -> Self {
        Self { line, from: (0, 0) }
    }

    /// The window that has the column in it, which is not before the last one asked for.
    fn around(&mut self, column: u32) -> String {
        let start = window_start(column);
        let (passed, bytes) = self.from;
        let rest = &self.line[bytes..];
        let skipped = rest.char_indices().nth(start.saturating_sub(passed)).map_or(rest.len(), |(at, _)| at);
        self.from = (start.max(passed), bytes + skipped);
        let rest = &self.line[bytes + skipped..];
        let end = rest.char_indices().nth(LONGEST_LINE).map_or(rest.len(), |(at, _)| at);
        let shown = rest[..end].replace(['\t', '\r'], " ");
        let before = if start > 0 { "…" } else { "" };
        let after = if end < rest.len() { "…" } else { "" };
        format!("{before}{shown}{after}")
    }
}

/// How many characters of a line stand before the window that shows a column.
fn window_start(column: u32) -> usize {
    let at = column.saturating_sub(1) as usize;
    if at < LONGEST_LINE { 0 } else { at - LONGEST_LINE / 2 }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = visible_line(&self.path);
        write!(f, "{}[{}]: {}", self.severity, self.code, visible_line(&self.message))?;
        match self.position {
            Some(Position { line, column }) => {
                write!(f, "\n  --> {path}:{line}:{column}")?;
                if let Some(source) = &self.source_line {
                    let gutter = line.to_string();
                    let cut = window_start(column);
                    // The ellipsis takes a place of its own.
                    let before = column.saturating_sub(1) as usize - cut + usize::from(cut > 0);
                    let before: String =
                        source.chars().take(before).chain(std::iter::repeat(' ')).take(before).collect();
                    let caret = " ".repeat(visible_line(&before).chars().count());
                    let source = visible_line(source);
                    write!(f, "\n   {gutter} | {source}\n   {} | {caret}^", " ".repeat(gutter.len()))?;
                }
            }
            None => write!(f, "\n  --> {path}")?,
        }
        for hint in &self.hints {
            write!(f, "\n  hint: {}", visible_line(hint))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_get_their_lines_in_one_walk() {
        let long = "x".repeat(300);
        let text = format!("one\n{long}y{long}\n\nfour\n");
        let places = [(0, 1), (1, 2), (2, 1), (2, 301), (2, 301), (2, 601), (4, 1), (9, 1)];
        let found = |(line, column)| {
            let position = Some(Position { line, column });
            Diagnostic { position, ..Diagnostic::new(Severity::Warning, "dead-link", "a.md", "m") }
        };
        let mut findings: Vec<Diagnostic> = places.into_iter().map(found).collect();
        Diagnostic::add_lines(&mut findings, &text, |_| None);
        for finding in findings {
            let position = finding.position.expect("a place");
            let lone = Diagnostic { source_line: None, ..finding.clone() }.at(position, &text);
            assert_eq!(finding, lone);
        }
    }

    #[test]
    fn findings_of_one_cause_are_told_once() {
        let found = |path: &str, message: &str| Diagnostic::new(Severity::Warning, "dead-link", path, message);
        let findings: Vec<Diagnostic> = (0..6)
            .map(|at| found(&format!("{at}.md"), "`x.md` leads to no file"))
            .chain([found("a.md", "`y.md` leads to no file"), found("b.md", "`y.md` leads to no file")])
            .chain(["c.md", "d.md", "e.md"].map(|path| found(path, "this action has no assignee")))
            .collect();
        let texts = by_cause(&findings);
        assert_eq!(texts.len(), 1 + 2 + 3);
        assert!(texts[0].ends_with("--> 0.md\n  = 5 more: 1.md, 2.md, 3.md, …"), "{}", texts[0]);
    }

    #[test]
    fn a_long_line_is_shown_around_its_column() {
        for (length, column, cut) in [(10, 3, false), (400, 100, false), (400, 300, true), (400, 400, true)] {
            let line: String = (1..=length).map(|at| if at == column { 'X' } else { '-' }).collect();
            let position = Position { line: 7, column: u32::try_from(column).expect("small") };
            let shown =
                Diagnostic::new(Severity::Warning, "dead-link", "a.md", "m").at_line(position, &line).to_string();
            let lines: Vec<&str> = shown.lines().collect();
            assert_eq!(lines[3].find('^'), lines[2].chars().position(|c| c == 'X'), "{shown}");
            assert_eq!(lines[2].starts_with("   7 | …"), cut, "{shown}");
            assert_eq!(lines[2].ends_with('…'), length > 160 && column < 360, "{shown}");
        }
    }
}
