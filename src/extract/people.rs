//! Who was there and who reported, by handle.

use super::roles::Role;
use super::statements::Statement;
use super::words::{alternatives, words};
use crate::base::pattern::Pattern;
use crate::base::text::fold;
use crate::document::plain;
use crate::document::{Block, Document, Inline, Section};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The handles in a text, without `@`, in order. An `@` after a letter or a dot (an e-mail address) names nobody.
pub fn handles(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = 0;
    // Whether the word that was being read where the last search ended holds a scheme. Kept rather than looked up at each
    // `@`, which would read a long word again for every one in it.
    let mut after_scheme = false;
    std::iter::from_fn(move || {
        loop {
            let at = rest + text.get(rest..)?.find('@')?;
            let passed = &text[rest..at];
            after_scheme = match passed.rfind(char::is_whitespace) {
                Some(space) => passed[space..].contains("://"),
                None => after_scheme || passed.contains("://"),
            };
            rest = at + 1;
            let before = text[..at].chars().next_back();
            // `@a/@b` names two people, the `@` of `https://host/@a` nobody we know.
            let in_url = before == Some('/') && after_scheme;
            if in_url || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '@')) {
                continue;
            }
            let name = &text[at + 1..];
            let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(name.len());
            let name = name[..end].trim_end_matches(['-', '_']);
            // A dot before more letters is a host name (`@scs.community`), a colon before a host makes the address of a chat
            // (`@ann:matrix.org`): neither is a handle.
            let tail = &text[at + 1 + name.len()..];
            let dotted = |tail: &str| {
                tail.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').is_some_and(|end| {
                    end > 0 && tail[end..].starts_with('.') && tail[end + 1..].starts_with(char::is_alphanumeric)
                })
            };
            let is_host = tail.strip_prefix('.').is_some_and(|tail| tail.starts_with(char::is_alphanumeric))
                || tail.strip_prefix(':').is_some_and(dotted);
            if name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !is_host {
                rest = at + 1 + name.len();
                return Some(name);
            }
        }
    })
}

/// Handles of those who took part, each once (case folded), in the order they stand in: below a heading, and on lines and
/// in lists and tables that say so themselves.
pub(super) fn participants(
    document: &Document,
    roles: &[Role],
    statements: &[Statement],
    not_people: &[String],
) -> Vec<String> {
    let mut found = Handles::new(not_people);
    for (section, _) in document.sections.iter().zip(roles).filter(|(_, role)| **role == Role::Participants) {
        let absent_list = section.heading.as_ref().is_some_and(|heading| is_absence(&fold(&heading.text)));
        if !absent_list {
            collect(&section.blocks, &mut found);
        }
    }
    present(statements, |line| found.add(line));
    found.names
}

/// Names of those who took part, without `@`: whole ones, and the first word of each.
pub(super) fn names(statements: &[Statement], roles: &[Role]) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |line: &str| {
        for part in line.split([',', ';', '|', '/', '•', '\u{b7}', ':']).flat_map(|part| part.split(" and ")) {
            let name = part.split(['(', '[', '<', '@', '-', '–']).next().unwrap_or_default();
            let name = name.trim_matches(|c: char| !c.is_alphanumeric());
            let words: Vec<&str> = name.split_whitespace().collect();
            let capitals = words.iter().all(|word| word.starts_with(char::is_uppercase));
            if let [first, ..] = words.as_slice()
                && (words.len() == 1 || capitals)
                && words.len() <= WORDS_OF_A_NAME
                && first.chars().count() > 1
                && !first.starts_with(|c: char| c.is_ascii_digit())
            {
                names.push(name.to_owned());
                names.push((*first).to_owned());
            }
        }
    };
    for statement in statements.iter().filter(|statement| !statement.is_heading) {
        let below_heading = roles.get(statement.section) == Some(&Role::Participants);
        if below_heading && statement.parent.is_none() && !is_absence(&fold(&statement.text)) {
            add(&statement.text);
        }
    }
    present(statements, add);
    names
}

/// A name has at most so many words.
const WORDS_OF_A_NAME: usize = 4;

static PRESENT: LazyLock<Option<Pattern>> = LazyLock::new(|| {
    let words = alternatives(words().present.iter().map(String::as_str))?;
    Some(Pattern::composed(format!(r"(?i)^\W*(?:{words})(?:\s*\([^)]*\))?\s*(:|\W*$)")))
});

/// Hands over each line that says who was there: `Present: …`, the list or paragraph that such a line announces, and the
/// cells of a table's column of that name.
fn present(statements: &[Statement], mut add: impl FnMut(&str)) {
    let Some(pattern) = &*PRESENT else { return };
    let mut announced: Option<usize> = None;
    for (index, statement) in statements.iter().enumerate() {
        if statement.is_heading {
            announced = None;
            continue;
        }
        if let Some(row) = &statement.row {
            let below = announced.is_some_and(|at| at + 1 == index || statements[index - 1].row.is_some());
            let cells = row.cells(&statement.text);
            cells.filter(|(head, _)| below || pattern.is_match(head)).for_each(|(_, cell)| add(cell));
            continue;
        }
        if let Some(found) = pattern.captures(&statement.text) {
            let has_colon = &found[1] == ":";
            let rest = &statement.text[found[0].len()..];
            announced = (rest.trim().is_empty() && (has_colon || statement.strong)).then_some(index);
            if has_colon && !is_absence(&fold(rest)) {
                add(rest);
            }
            continue;
        }
        // The list below it, or the one paragraph after it.
        let Some(at) = announced else { continue };
        let follows = statement.parent == Some(at) || (statement.parent.is_none() && index == at + 1);
        if follows && !is_absence(&fold(&statement.text)) {
            add(&statement.text);
        } else if statement.parent.is_none() {
            announced = None;
        }
    }
}

/// Takes the handles of every line that does not say somebody is away. After a line such as "Excused:" the list that
/// follows is passed over.
fn collect(blocks: &[Block], found: &mut Handles<'_>) {
    let mut excused_follows = false;
    for block in blocks {
        match block {
            Block::Paragraph { .. } | Block::Html { .. } => {
                let lines = plain::lines(std::slice::from_ref(block));
                for line in lines.lines() {
                    let folded = fold(line);
                    excused_follows = is_absence(&folded) && handles(line).next().is_none();
                    if !is_absence(&folded) {
                        found.add(line);
                    }
                }
            }
            Block::List { items, .. } => {
                if !excused_follows {
                    for item in items {
                        // Only the item's own line names a participant; what is nested below is talk.
                        collect(&item.blocks[..item.blocks.len().min(1)], found);
                    }
                }
                excused_follows = false;
            }
            Block::Heading { .. } | Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => {}
            other => {
                for line in plain::lines(std::slice::from_ref(other)).lines() {
                    found.add(line);
                }
            }
        }
    }
}

/// Whether a line says that somebody is away. "until 11:00" and "joined later" are presence.
fn is_absence(folded: &str) -> bool {
    const STARTS: &[&str] = &["not ", "excused", "absent", "apologies", "regrets", "missing", "entschuldigt"];
    const WORDS: &[&str] =
        &["excused", "absent", "traveling", "travelling", "on vacation", "pto", "sick", "can t make it"];
    folded == "not"
        || STARTS.iter().any(|start| folded.starts_with(start))
        || WORDS.iter().any(|word| format!(" {folded} ").contains(&format!(" {word} ")))
}

/// Handles, each once (case folded), in the order they were found in.
struct Handles<'a> {
    names: Vec<String>,
    known: BTreeSet<String>,
    not_people: &'a [String],
}

impl<'a> Handles<'a> {
    fn new(not_people: &'a [String]) -> Self {
        Self { names: Vec::new(), known: BTreeSet::new(), not_people }
    }

    fn add(&mut self, line: &str) {
        for handle in handles(line) {
            let person = !self.not_people.iter().any(|name| name.eq_ignore_ascii_case(handle));
            if person && self.known.insert(handle.to_ascii_lowercase()) {
                self.names.push(handle.to_owned());
            }
        }
    }
}

/// Handles of those who report on a deck's slides ("Report by @x") or were named as taking the notes' report.
pub(super) fn presenters(document: &Document, not_people: &[String]) -> Vec<String> {
    let mut found = Handles::new(not_people);
    for section in &document.sections {
        for block in &section.blocks {
            if let Some(line) = reporter_line(block) {
                found.add(&line);
            }
        }
    }
    found.names
}

/// The text of a paragraph that only says who reports: "Report by @x", "Reported by: @x and @y".
pub fn reporter_line(block: &Block) -> Option<String> {
    let Block::Paragraph { content, .. } = block else { return None };
    let line = plain::text(content);
    is_reporter_line(&line).then_some(line)
}

fn is_reporter_line(line: &str) -> bool {
    let folded = fold(line);
    ["report by", "reported by", "reporter", "presented by", "bericht von"]
        .iter()
        .any(|start| folded.starts_with(start))
        && line.chars().count() < 120
        && handles(line).next().is_some()
}

/// Whether a participants' section says more than who was there; then it is shown as written.
pub fn says_more(section: &Section) -> bool {
    fn block_says_more(block: &Block) -> bool {
        match block {
            Block::Paragraph { content, .. } => inlines_say_more(content),
            Block::List { items, .. } => {
                items.iter().any(|item| item.blocks.len() > 1 || item.blocks.iter().any(block_says_more))
            }
            Block::Rule { .. } => false,
            _ => true,
        }
    }
    fn inlines_say_more(content: &[Inline]) -> bool {
        let text = plain::text(content);
        let mut from = 0;
        for handle in handles(&text) {
            let start = handle.as_ptr().addr() - text.as_ptr().addr();
            if text[from..start].contains(char::is_alphanumeric) {
                return true;
            }
            from = start + handle.len();
        }
        text[from..].contains(char::is_alphanumeric)
    }
    section.blocks.iter().any(block_says_more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::statements::statements;
    use crate::parse::parse;

    #[test]
    fn finds_handles_and_no_addresses() {
        let text = "@a-b, (@c_d) x@y.org @90n20/@e: @lists.scs.community _@f_ https://h/@g @h:matrix.org @i:see b";
        assert_eq!(handles(text).collect::<Vec<_>>(), ["a-b", "c_d", "90n20", "e", "f", "i"]);
        let text = "https://h/@a/@b @c/@d https://h/x@y/@e /@f\u{a0}/@g";
        assert_eq!(handles(text).collect::<Vec<_>>(), ["c", "d", "f", "g"]);
    }

    #[test]
    fn takes_those_present_only() {
        let source = "# Participants\n- @Anna\n- Bob (@bob, until 11:00)\n- not: @carl (traveling)\n- @dora (traveling)\n- @anna\n    - @talker said so\n\nExcused:\n\n- @eve\n\n# Excused\n* @frank\n";
        let (document, _) = parse("a.md", source);
        let roles: Vec<Role> = document.sections.iter().map(super::super::roles::role).collect();
        let statements = statements(&document);
        assert_eq!(participants(&document, &roles, &statements, &[]), ["Anna", "bob"]);
        assert!(says_more(&document.sections[0]));
    }

    #[test]
    fn reads_lines_lists_and_tables_that_say_who_was_there() {
        for source in [
            "**Attendees:** @ann, @bob\n\n## Topic\n- @cyd knows\n",
            "- Present: @ann and @bob\n- Regrets: @cyd\n",
            "- **Attendees:**\n  - @ann\n  - @bob\n- @cyd knows\n",
            "**Attendees**\n\n- @ann\n- @bob\n\n**Topic**\n\n- @cyd knows\n",
            "Participants (alphabetically):\n@ann, @bob\n\nText of @cyd.\n",
            "| Attendees | From |\n|---|---|\n| @ann | @cyd |\n| @bob | x |\n",
            "| Anwesende |\n|---|\n| @ann, @bob |\n",
        ] {
            let (document, _) = parse("a.md", source);
            let roles: Vec<Role> = document.sections.iter().map(super::super::roles::role).collect();
            assert_eq!(participants(&document, &roles, &statements(&document), &[]), ["ann", "bob"], "{source}");
        }
    }

    #[test]
    fn reads_names_without_at() {
        let (document, _) = parse("a.md", "Present: Dan, Ram Lee (Acme), the rest of the team\n");
        assert_eq!(names(&statements(&document), &[Role::Topic]), ["Dan", "Dan", "Ram Lee", "Ram"]);
    }

    #[test]
    fn finds_reporters() {
        let source = "---\ntype: slide\n---\n# Team A\n\nReport by <a href=\"https://github.com/x\">@x</a>\n\n---\n\n# Team B\nReported by @y and @z\n* text by @nobody\n";
        let (document, _) = parse("a.md", source);
        assert_eq!(presenters(&document, &[]), ["x", "y", "z"]);
    }
}
