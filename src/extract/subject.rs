//! What a decision or an action is about: the question or the item that it answers, and the words it was found in.

use super::labels::Labels;
use super::reading::{Reading, quote};
use crate::base::pattern::Pattern;
use crate::base::text::fold;
use crate::document::plain;
use crate::extract::Role;

/// The longest subject, in characters.
const LONGEST: usize = 160;

/// An outcome of fewer words leaves open what it is about.
const FEW: usize = 4;

/// Headings and items that say what kind of text follows, not what it is about.
static GENERIC: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:pending|open|new|old|further|current|previous|last|carried.over|the|our|your|in|short|final) )*(?:action items?|actions?|ais?|to.?dos?|conclusions?(?: ?[/&] ?resolutions?)?|resolutions?|decisions?(?: made| taken| items?)?|outcomes?|results?|agreements?|consensus|summary|discussions?|notes?|minutes|agenda(?: items?)?|topics?|items?|next steps?|follow.?ups?|comments?|answers?|questions?|status|updates?|news|links?|recordings?|presentations?|miscellaneous|misc|any other business|aob|other(?: topics| business)?|general|background|context|details?|proposals?|options?|pros?|cons?|yes|no|beschl[uü]ss\w*|ergebnis\w*|aufgaben|sonstiges|verschiedenes|diskussion|protokoll|tagesordnung)\W*$",
);

/// Words that point at something said before.
static POINTS_BACK: Pattern = Pattern::new(
    r"(?i)^\W*(?:yes|no|ok|okay|agreed|it|this|that|these|those|they|do (?:it|that|this)|go ahead|both|neither|same)\b",
);

/// What a statement is about; empty where nothing above it says. `text` is what was found in it.
pub(super) fn subject(reading: &Reading<'_>, labels: &Labels, index: usize, text: &str) -> String {
    let said = fold(text);
    let parents = std::iter::successors(reading.parent(index), |parent| reading.parent(*parent));
    // What stands before it and is a row of its own is another matter.
    let is_row = |words: &str| labels.action(words).is_some() || labels.decision(words).is_some();
    let before = reading.previous(index).filter(|before| {
        let text_before = &reading.texts[*before];
        (text_before.asks || is_thin(text)) && !is_row(&text_before.words)
    });
    let first_of_slide = reading.call.document.deck.is_some().then(|| reading.first_in_section(index)).flatten();
    let candidates = parents.chain(before).chain(first_of_slide.filter(|first| *first < index));
    let own = candidates.map(|candidate| reading.statements[candidate].text.as_str());
    own.chain(headings(reading, index)).find_map(|candidate| name_of(labels, candidate, &said)).unwrap_or_default()
}

/// Whether a statement can be a subject.
pub(super) fn is_one(labels: &Labels, statement: &str) -> bool {
    name_of(labels, statement, "").is_some()
}

/// Whether a text does not tell what it is about: it is short, or begins with a word that points back.
fn is_thin(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphanumeric()).count() > 2);
    words.count() < FEW || POINTS_BACK.is_match(text)
}

/// A statement or heading as a subject, unless it says nothing that `said` does not say.
fn name_of(labels: &Labels, candidate: &str, said: &str) -> Option<String> {
    let label = labels.decision(candidate).unwrap_or(0);
    let name = candidate.get(label..).unwrap_or(candidate).trim_matches([' ', ':', '*', '_', '-', '–', '.']);
    let folded = fold(name);
    let says_something = folded.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let is_known = !said.is_empty() && said.contains(&folded)
        || labels.is_action_heading(name)
        || labels.is_decision_heading(name);
    let usable = says_something && !is_known && !GENERIC.is_match(name) && !is_handles(name);
    usable.then(|| plain::shorten(name, LONGEST))
}

/// Whether there is nothing but who speaks.
fn is_handles(text: &str) -> bool {
    text.split_whitespace().all(|word| word.starts_with('@') || word.trim_matches([',', '&', '/']).is_empty())
}

/// The headings above a statement, the nearest first, of those that name something talked about.
fn headings<'r>(reading: &'r Reading<'_>, index: usize) -> impl Iterator<Item = &'r str> {
    reading.sections_of(index).filter_map(|at| {
        let heading = reading.call.document.sections.get(at)?.heading.as_ref()?;
        (reading.call.roles.get(at) == Some(&Role::Topic)).then_some(heading.text.as_str())
    })
}

/// The words of some lines of the minutes as they stand there, one line each.
pub(super) fn evidence(reading: &Reading<'_>, index: usize, line: u32, end_line: u32) -> String {
    let from = (0..=index).rev().take_while(|at| reading.statements[*at].line >= line).last().unwrap_or(index);
    let shown = reading.statements[from..].iter().take_while(|statement| statement.line <= end_line);
    quote(&shown.map(|statement| statement.text.as_str()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::call;

    fn subjects(source: &str) -> Vec<(String, String)> {
        let call = call(source);
        let rows = call.records.decisions.iter();
        rows.map(|row| (row.subject.clone(), row.outcome().to_owned())).collect()
    }

    #[test]
    fn patterns_compile() {
        assert!(GENERIC.is_valid() && POINTS_BACK.is_valid());
    }

    #[test]
    fn a_decision_is_about_what_it_answers() {
        for (source, subject, outcome) in [
            (
                "## Storage\n\n- Should we keep the old names?\n    - no objections\n",
                "Should we keep the old names?",
                "no objections",
            ),
            ("## Storage\n\n- Names of flavours\n    - Decision: keep them\n", "Names of flavours", "keep them"),
            ("## Storage\n\n### Conclusions\n\n- Decision: keep the names\n", "Storage", "keep the names"),
            ("## Storage\n\n- Decision: keep the names\n", "Storage", "keep the names"),
            (
                "## Storage\n\n- The names of all flavours again\n- Decision: do that\n",
                "The names of all flavours again",
                "do that",
            ),
        ] {
            let found = subjects(&format!("# 2024-06-03\n\n{source}"));
            assert_eq!(found, [(subject.to_owned(), outcome.to_owned())], "{source}");
        }
    }

    #[test]
    fn evidence_is_what_the_lines_say() {
        let call = call("# 2024-06-03\n\n## Storage\n\n- Should we keep the old names?\n    - no objections\n");
        assert_eq!(call.records.decisions[0].evidence, "Should we keep the old names?\nno objections");
    }
}
