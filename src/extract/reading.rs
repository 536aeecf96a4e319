//! A call's statements with their neighbours, ready for rules to be asked about each.

use super::pattern::Pattern;
use super::statements::{Statement, statements};
use crate::model::{Call, Correction, Role};

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
}

/// A statement's text as rules read it: without the arrow it starts with, addresses made short.
pub(super) struct Text {
    pub(super) words: String,
    /// Whether an arrow stood before it.
    pub(super) arrow: bool,
    /// Whether it ends as a question.
    pub(super) asks: bool,
}

static ARROW: Pattern = Pattern::new(r"^(?:-+>|[=–—]+>|→|⇒|↦|↳)\s*");
static ADDRESS: Pattern = Pattern::new(r"https?://\S*[^\s.,;:!?)]");
static MARKUP: Pattern = Pattern::new(r"^[*_\s]+");
static QUESTION: Pattern = Pattern::new(r"\?\W*$");

/// What stands for a web address in a rule's text.
pub(super) const URL: &str = "URL";

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
    for (line, correction) in &call.document.corrections {
        // On the statement's own lines, or on the line after it.
        let about = statements
            .iter()
            .rposition(|statement| !statement.is_heading && statement.line <= *line && *line <= statement.end_line + 1);
        if let Some(about) = about {
            corrections[about] = Some(*correction);
        }
    }
    let texts = statements.iter().map(|statement| text(&statement.text)).collect();
    Reading { call, statements, texts, children, previous, next, headings, corrections }
}

fn text(text: &str) -> Text {
    let arrow = ARROW.find(text).map_or(0, |found| found.end());
    let plain = ADDRESS.replace(&text[arrow..], URL);
    let plain = MARKUP.replace(&plain, "").replace(['’', '‘'], "'");
    Text { arrow: arrow > 0, asks: QUESTION.is_match(&plain), words: plain }
}

impl Reading<'_> {
    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        self.statements[index].parent
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
