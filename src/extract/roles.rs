//! What a section is for, by its heading.

use crate::base::text::fold;
use crate::document::{Block, Section};
use serde::{Deserialize, Serialize};

/// What a section is for; decides how page, deck and search treat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Something was talked about.
    Topic,
    /// The heading only repeats team and date: it becomes the page's header.
    Title,
    /// "Agenda", "Housekeeping": a heading that only groups others.
    Structure,
    /// Who was there.
    Participants,
    /// Chores: who takes the minutes, who reports.
    Chores,
    /// A slide that stands in many decks: "Any newcomers?", a team's one-line introduction.
    Boilerplate,
}

/// One kind of heading that is no topic.
struct Rule {
    role: Role,
    /// Words the heading starts with, lower case, letters, digits and single spaces only; a word may go on at a `*`.
    starts: &'static [&'static str],
    /// Whole headings.
    whole: &'static [&'static str],
    /// A heading the rule takes, for the test.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    example: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        role: Role::Participants,
        starts: &["participant*", "attendees", "attendance", "attended", "excused", "teilnehm*"],
        whole: &[
            "present",
            "participation list",
            "who is here",
            "members present",
            "roll call",
            "apologies",
            "anwesend",
            "anwesende",
            "visitors",
        ],
        example: "Participants (github handles preferred)",
    },
    Rule {
        role: Role::Structure,
        starts: &[],
        whole: &[
            "agenda",
            "housekeeping",
            "recurring items",
            "recurring",
            "meta",
            "topics",
            "notes",
            "minutes",
            "meeting notes",
            "tagesordnung",
            "themen",
            "protokoll",
            "discussion",
            "updates from the teams",
            "items",
            "agenda items",
            "meeting agenda",
            "standing items",
        ],
        example: "Agenda",
    },
    Rule {
        role: Role::Chores,
        starts: &[
            "community call and minutes",
            "who is reporting",
            "who is presenting",
            "who presents",
            "who reports",
            "designate people",
            "minutes taking",
            "minute taking",
            "minute taker",
            "minutes transfer",
            "transfer of minutes",
            "reporting in",
            "reporting to",
            "responsible for the minutes",
            "summary for community",
            "note taker",
            "note taking",
            "protokollant",
            "meeting roles",
            "presentation in community",
        ],
        whole: &["reporting", "scribe", "moderation", "moderator", "facilitator"],
        example: "Who is reporting in the community call?",
    },
    Rule {
        role: Role::Boilerplate,
        starts: &["any newcomers", "anything else to add to the agenda", "template"],
        whole: &["welcome", "any other business", "aob", "questions", "thank you", "thanks", "q and a"],
        example: "Any newcomers? Welcome!",
    },
];

/// What the section is for. An empty "any other business" is boilerplate, one with text under it a topic.
pub(super) fn role(section: &Section) -> Role {
    let Some(heading) = &section.heading else { return Role::Topic };
    match of_heading(&heading.text) {
        Role::Boilerplate if has_text(&section.blocks) => Role::Topic,
        role => role,
    }
}

/// What stands below a heading, as far as its words tell.
pub(super) fn of_heading(text: &str) -> Role {
    let words = fold(text);
    let rule = RULES.iter().find(|rule| {
        rule.whole.contains(&words.as_str()) || rule.starts.iter().any(|start| starts_with(&words, start))
    });
    match rule.map(|rule| rule.role) {
        Some(Role::Participants) if words.contains("call for participation") => Role::Topic,
        Some(role) => role,
        None => Role::Topic,
    }
}

/// Whether a heading starts with whole words, or with the beginning of one where a `*` says so.
fn starts_with(words: &str, start: &str) -> bool {
    match start.strip_suffix('*') {
        Some(stem) => words.starts_with(stem),
        None => words.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
    }
}

/// Whether any block holds something.
pub(crate) fn has_text(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::List { .. } | Block::Quote { .. } | Block::Container { .. } => block.children().any(has_text),
        Block::Rule { .. } | Block::Contents { .. } => false,
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Heading;

    fn section(text: &str) -> Section {
        let heading = Heading { level: 2, content: Vec::new(), text: text.to_owned(), hedgedoc_id: String::new() };
        Section { heading: Some(heading), ..Section::default() }
    }

    #[test]
    fn every_rule_takes_its_example() {
        for rule in RULES {
            assert_eq!(role(&section(rule.example)), rule.role, "{}", rule.example);
        }
    }

    #[test]
    fn topics_stay_topics() {
        for heading in [
            "SIG Release -- Call for Participation",
            "Agenda for the summit",
            "Reporting tool",
            "Presenting the survey",
        ] {
            assert_eq!(role(&section(heading)), Role::Topic, "{heading}");
        }
    }
}
