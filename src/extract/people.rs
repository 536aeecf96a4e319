//! Who was there and who reported, by handle.

use super::roles::Role;
use crate::base::text::fold;
use crate::document::plain;
use crate::document::{Block, Document, Inline, Section};

/// The handles in a text, without `@`, in order. An `@` after a letter or a dot (an e-mail address) names nobody.
pub fn handles(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = 0;
    // Whether the word up to an offset has a scheme in it.
    let (mut read, mut has_scheme) = (0, false);
    std::iter::from_fn(move || {
        loop {
            let at = rest + text.get(rest..)?.find('@')?;
            rest = at + 1;
            let before = text[..at].chars().next_back();
            // `@a/@b` names two people, the `@` of `https://host/@a` nobody we know.
            let passed = &text[read..at];
            let word =
                passed.char_indices().rfind(|(_, c)| c.is_whitespace()).map(|(at, c)| &passed[at + c.len_utf8()..]);
            has_scheme = word.unwrap_or(passed).contains("://") || has_scheme && word.is_none();
            // What a scheme consists of never ends in an `@`.
            read = at;
            let in_url = before == Some('/') && has_scheme;
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

/// Handles of those who took part, each once (case folded), in the order they stand in.
pub(super) fn participants(document: &Document, roles: &[Role], not_people: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (section, _) in document.sections.iter().zip(roles).filter(|(_, role)| **role == Role::Participants) {
        let absent_list = section.heading.as_ref().is_some_and(|heading| is_absence(&fold(&heading.text)));
        if !absent_list {
            collect(&section.blocks, not_people, &mut found);
        }
    }
    found
}

/// Takes the handles of every line that does not say somebody is away. After a line such as "Excused:" the list that
/// follows is passed over.
fn collect(blocks: &[Block], not_people: &[String], found: &mut Vec<String>) {
    let mut excused_follows = false;
    for block in blocks {
        match block {
            Block::Paragraph { .. } | Block::Html { .. } => {
                let lines = plain::lines(std::slice::from_ref(block));
                for line in lines.lines() {
                    let folded = fold(line);
                    excused_follows = is_absence(&folded) && handles(line).next().is_none();
                    if !is_absence(&folded) {
                        add(line, not_people, found);
                    }
                }
            }
            Block::List { items, .. } => {
                if !excused_follows {
                    for item in items {
                        // Only the item's own line names a participant; what is nested below is talk.
                        collect(&item.blocks[..item.blocks.len().min(1)], not_people, found);
                    }
                }
                excused_follows = false;
            }
            Block::Heading { .. } | Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => {}
            other => {
                for line in plain::lines(std::slice::from_ref(other)).lines() {
                    add(line, not_people, found);
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

fn add(line: &str, not_people: &[String], found: &mut Vec<String>) {
    for handle in handles(line) {
        let known = found.iter().any(|other| other.eq_ignore_ascii_case(handle));
        let person = !not_people.iter().any(|name| name.eq_ignore_ascii_case(handle));
        if person && !known {
            found.push(handle.to_owned());
        }
    }
}

/// Handles of those who report on a deck's slides ("Report by @x") or were named as taking the notes' report.
pub(super) fn presenters(document: &Document, not_people: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for section in &document.sections {
        for block in &section.blocks {
            if let Some(line) = reporter_line(block) {
                add(&line, not_people, &mut found);
            }
        }
    }
    found
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
        let mut end = 0;
        let mut between = handles(&text).map(|handle| {
            let start = handle.as_ptr().addr() - text.as_ptr().addr();
            let before = &text[end..start];
            end = start + handle.len();
            before
        });
        let more = between.any(|before| before.contains(char::is_alphanumeric));
        more || text[end..].contains(char::is_alphanumeric)
    }
    section.blocks.iter().any(block_says_more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    #[test]
    fn finds_handles_and_no_addresses() {
        let text = "@a-b, (@c_d) x@y.org @90n20/@e: @lists.scs.community _@f_ https://h/@g @h:matrix.org @i:see b";
        assert_eq!(handles(text).collect::<Vec<_>>(), ["a-b", "c_d", "90n20", "e", "f", "i"]);
    }

    #[test]
    fn takes_those_present_only() {
        let source = "# Participants\n- @Anna\n- Bob (@bob, until 11:00)\n- not: @carl (traveling)\n- @dora (traveling)\n- @anna\n    - @talker said so\n\nExcused:\n\n- @eve\n\n# Excused\n* @frank\n";
        let (document, _) = parse("a.md", source);
        let roles: Vec<Role> = document.sections.iter().map(super::super::roles::role).collect();
        assert_eq!(participants(&document, &roles, &[]), ["Anna", "bob"]);
        assert!(says_more(&document.sections[0]));
    }

    #[test]
    fn finds_reporters() {
        let source = "---\ntype: slide\n---\n# Team A\n\nReport by <a href=\"https://github.com/x\">@x</a>\n\n---\n\n# Team B\nReported by @y and @z\n* text by @nobody\n";
        let (document, _) = parse("a.md", source);
        assert_eq!(presenters(&document, &[]), ["x", "y", "z"]);
    }
}
