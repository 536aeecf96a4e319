//! A call's statements with their neighbours, ready for rules to be asked about each.

use super::statements::{Statement, statements};
use crate::base::pattern::Pattern;
use crate::document::Correction;
use crate::document::plain;
use crate::extract::{Call, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What rules see of a call.
pub(super) struct Reading<'a> {
    pub(super) call: &'a Call,
    pub(super) statements: Vec<Statement>,
    /// Statement by statement, how its text reads to a rule.
    pub(super) texts: Vec<Text>,
    children: Vec<Vec<usize>>,
    previous: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
    /// Section by section, the statement of its heading.
    headings: Vec<Option<usize>>,
    /// Statement by statement, what the author says it is.
    corrections: Vec<Option<Correction>>,
    /// The call's participants, in lower case.
    participants: BTreeSet<String>,
}

/// A statement's text as rules read it: without the arrow it starts with, addresses made short.
pub(super) struct Text {
    pub(super) words: String,
    /// Whether an arrow stood before it.
    pub(super) arrow: bool,
    /// Whether it ends as a question.
    pub(super) asks: bool,
    /// What stood where the words have [`URL`]: place and address.
    addresses: Vec<(usize, String)>,
}

static ARROW: Pattern = Pattern::new(r"^(?:-+>|[=–—]+>|→|⇒|↦|↳)\s*");
static ADDRESS: Pattern = Pattern::new(r"https?://\S*[^\s.,;:!?)]");
static MARKUP: Pattern = Pattern::new(r"^[*_\s]+");
static QUESTION: Pattern = Pattern::new(r"\?\W*$");

/// What stands for a web address in a rule's text.
pub(super) const URL: &str = "URL";

/// As much of a statement is quoted beside what was found in it, in characters. Of a hundred things in one long line each
/// would bring the whole line along otherwise.
const LONGEST_QUOTE: usize = 6_000;

/// A statement's text as it is quoted.
pub(super) fn quote(text: &str) -> String {
    plain::shorten(text, LONGEST_QUOTE)
}

pub(super) fn read(call: &Call) -> Reading<'_> {
    let statements = statements(&call.document);
    let count = statements.len();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut previous = vec![None; count];
    let mut next = vec![None; count];
    let mut headings = vec![None; call.document.sections.len()];
    // The last statement seen at the top of the section.
    let mut top: Option<usize> = None;
    for (index, statement) in statements.iter().enumerate() {
        if statement.is_heading {
            headings[statement.section] = Some(index);
            continue;
        }
        let before = match statement.parent {
            Some(parent) => {
                let before = children[parent].last().copied();
                children[parent].push(index);
                before
            }
            None => top.replace(index).filter(|before| statements[*before].section == statement.section),
        };
        previous[index] = before;
        if let Some(before) = before {
            next[before] = Some(index);
        }
    }
    let mut corrections = vec![None; count];
    // The last statement that starts on a line or before it.
    let mut by_line: BTreeMap<u32, usize> = BTreeMap::new();
    by_line.extend(statements.iter().enumerate().filter(|(_, one)| !one.is_heading).map(|(at, one)| (one.line, at)));
    for (line, correction) in &call.document.corrections {
        // On the statement's own lines, or on the line after it.
        let before = by_line.range(..=*line).next_back().map(|(_, at)| *at);
        if let Some(about) = before.filter(|at| *line <= statements[*at].end_line + 1) {
            corrections[about] = Some(*correction);
        }
    }
    let texts = statements.iter().map(|statement| text(&statement.text)).collect();
    let participants = call.participants.iter().map(|handle| handle.to_ascii_lowercase()).collect();
    Reading { call, statements, texts, children, previous, next, headings, corrections, participants }
}

fn text(text: &str) -> Text {
    let arrow = ARROW.find(text).map_or(0, |found| found.end());
    let plain = MARKUP.replace(&text[arrow..], "").replace(['’', '‘'], "'");
    let (mut words, mut addresses, mut from) = (String::with_capacity(plain.len()), Vec::new(), 0);
    for address in ADDRESS.find_all(&plain) {
        words.push_str(&plain[from..address.start()]);
        addresses.push((words.len(), address.as_str().to_owned()));
        words.push_str(URL);
        from = address.end();
    }
    words.push_str(&plain[from..]);
    Text { arrow: arrow > 0, asks: QUESTION.is_match(&words), words, addresses }
}

/// An address as it is shown in a line of text, in characters.
const LONGEST_ADDRESS: usize = 48;

impl Text {
    /// A part of the words, with addresses again where they stood: without their scheme, and cut when they are long.
    pub(super) fn restored(&self, part: &str) -> String {
        let start = part.as_ptr().addr().wrapping_sub(self.words.as_ptr().addr());
        let mut out = String::with_capacity(part.len());
        let mut from = 0;
        let inside = |at: &usize| (start..start.saturating_add(part.len())).contains(at);
        for (at, address) in self.addresses.iter().filter(|(at, _)| inside(at)) {
            let at = at - start;
            let Some(before) = part.get(from..at) else { continue };
            out.push_str(before);
            let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
            if shown.chars().count() > LONGEST_ADDRESS {
                out.extend(shown.chars().take(LONGEST_ADDRESS));
                out.push('…');
            } else {
                out.push_str(shown);
            }
            from = at + URL.len();
        }
        out.push_str(part.get(from..).unwrap_or_default());
        out
    }
}

impl Reading<'_> {
    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        self.statements[index].parent
    }

    /// Whether a word is the handle of somebody who took part.
    pub(super) fn is_participant(&self, word: &str) -> bool {
        self.participants.contains(&word.to_ascii_lowercase())
    }

    pub(super) fn correction(&self, index: usize) -> Option<Correction> {
        self.corrections[index]
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    pub(super) fn previous(&self, index: usize) -> Option<usize> {
        self.previous[index]
    }

    pub(super) fn next(&self, index: usize) -> Option<usize> {
        self.next[index]
    }

    /// The statements a statement is nested below, nearest first: line and text.
    pub(super) fn above(&self, index: usize) -> Vec<(u32, String)> {
        let parents = std::iter::successors(self.parent(index), |parent| self.parent(*parent));
        parents.map(|parent| (self.statements[parent].line, quote(&self.statements[parent].text))).collect()
    }

    /// The text of the statement a statement is nested below; empty for none.
    pub(super) fn context(&self, index: usize) -> String {
        self.parent(index).map(|parent| quote(&self.statements[parent].text)).unwrap_or_default()
    }

    /// The first statement below the heading of the section a statement stands in.
    pub(super) fn first_in_section(&self, index: usize) -> Option<usize> {
        let section = self.statements[index].section;
        let from = self.statements[..=index].partition_point(|statement| statement.section < section);
        (from..=index).find(|at| !self.statements[*at].is_heading)
    }

    /// The heading's statement of the section a statement stands in.
    pub(super) fn heading(&self, index: usize) -> Option<usize> {
        self.headings[self.statements[index].section]
    }

    /// The heading above a statement; empty for none.
    pub(super) fn heading_text(&self, index: usize) -> &str {
        let section = &self.call.document.sections[self.statements[index].section];
        section.heading.as_ref().map_or("", |heading| heading.text.as_str())
    }

    pub(super) fn role(&self, index: usize) -> Role {
        self.call.roles.get(self.statements[index].section).copied().unwrap_or(Role::Topic)
    }

    /// A statement's own text and what is nested below it, as one line.
    pub(super) fn with_nested(&self, index: usize) -> String {
        let mut parts = Vec::new();
        self.push_nested(index, &mut parts);
        parts.join("; ")
    }

    fn push_nested<'s>(&'s self, index: usize, parts: &mut Vec<&'s str>) {
        parts.push(self.statements[index].text.trim_end_matches([';', ',']));
        for child in &self.children[index] {
            self.push_nested(*child, parts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&ARROW, &ADDRESS, &MARKUP, &QUESTION] {
            assert!(pattern.is_valid());
        }
    }

    #[test]
    fn addresses_are_short_for_rules_and_whole_for_readers() {
        let text = text("=> see https://example.org/a and https://example.org/this/is/a/very/long/address/of/a/page.");
        assert_eq!(text.words, "see URL and URL.");
        assert_eq!(text.restored(&text.words[..7]), "see example.org/a");
        assert_eq!(text.restored(&text.words[8..]), "and example.org/this/is/a/very/long/address/of/a/pag….");
        assert_eq!(text.restored("elsewhere"), "elsewhere");
    }
}
