//! What goes into the index: one plain record for each call and each section (later also decisions and actions).

use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::scan::chunks;
use crate::words::{is_english, is_german};

/// What a document of the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole call: its title and its headings, no text of its own.
    Call,
    /// An agenda item: a heading and what stands under it until the next heading of any level.
    #[default]
    Section,
    /// One decision.
    Decision,
    /// One action item.
    Action,
}

impl Kind {
    /// All kinds, in the order of their codes in the index.
    pub const ALL: [Self; 4] = [Self::Call, Self::Section, Self::Decision, Self::Action];

    /// The word of the query language (`is:decision`) and of the exported rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Section => "section",
            Self::Decision => "decision",
            Self::Action => "action",
        }
    }

    /// The kind a word of the query language names, in singular or plural.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Self::ALL.into_iter().find(|kind| name.strip_suffix('s').unwrap_or(&name) == kind.name())
    }
}

/// What part a section plays in its call. It weighs in the ranking: a list of participants names many people and says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Something that was talked about.
    #[default]
    Topic,
    /// A frame around topics: "Agenda", "Recurring items".
    Structure,
    /// Who was there.
    Participants,
    /// Who takes minutes, who reports where.
    Chores,
    /// Text that is the same in many calls.
    Boilerplate,
}

impl Role {
    /// All roles, in the order of their codes in the index.
    pub const ALL: [Self; 5] = [Self::Topic, Self::Structure, Self::Participants, Self::Chores, Self::Boilerplate];
}

/// The language that a note is written in, as far as its words are reduced to stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, or any other that has no stems of its own here.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Guesses the language of a text by its function words; `None` when there are too few of them, or as many of one as of the other.
    pub fn guess(text: &str) -> Option<Self> {
        const LEAST: usize = 4;
        let (mut english, mut german) = (0, 0);
        for chunk in chunks(text).filter(|chunk| !chunk.is_link) {
            let word = &text[chunk.range];
            // The longest function word is short; a longer word need not be folded.
            if word.len() <= 8 {
                let folded = fold(word).main;
                english += usize::from(is_english(&folded));
                german += usize::from(is_german(&folded));
            }
        }
        if german >= LEAST && german > 2 * english {
            Some(Self::German)
        } else if english >= LEAST && english > 2 * german {
            Some(Self::English)
        } else {
            None
        }
    }
}

/// One document of the index. All paths are relative, all text is plain (no markdown, no HTML).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchDocument {
    /// What it is.
    pub kind: Kind,
    /// Path of the source file relative to the archive: `iaas/20240703.md`.
    pub file: String,
    /// Line of its heading in the source file, from 1 (of the decision itself for a decision).
    pub line: u32,
    /// Page and anchor relative to the site's root: `iaas/2024-07-03/#role-standard`.
    pub url: String,
    /// The same place in the deck: `iaas/2024-07-03/deck/#/role-standard`.
    pub deck_url: String,
    /// Slug of the team: `iaas`.
    pub team: String,
    /// Name of the team: `Team IaaS`.
    pub team_title: String,
    /// Day of the call as a number, 20240703; `None` for an undated page.
    pub date: Option<u32>,
    /// Title of the call, the date in words and the file's suffix included: `Team IaaS, 3 July 2024`.
    pub title: String,
    /// What else the call is called, in words that the title lacks: its first heading, its front matter, its file and folders.
    pub names: String,
    /// What its text is written in; the documents of one call share it.
    pub language: Language,
    /// The section's heading; empty for a call and for text above the first heading.
    pub heading: String,
    /// What a decision or action is about, to be shown in the place of the heading; it is not searched. Empty for what the heading says.
    pub subject: String,
    /// The headings above it, outermost first, separated by ` / ` or the like; for a call all its headings or nothing.
    pub ancestors: String,
    /// The text. It is searched, but not kept in the index.
    pub body: String,
    /// Ordinal of the call it belongs to; the documents of one call share it.
    pub call: u32,
    /// What part it plays in its call.
    pub role: Role,
    /// The call repeats the reports of other teams, whose own minutes come first.
    pub community: bool,
    /// Handles of the people mentioned, without the `@`.
    pub people: Vec<String>,
    /// References as they are written out: `SovereignCloudStack/standards#594`, `scs-0104-v1`, `CVE-2024-32498`.
    pub references: Vec<String>,
    /// Topics, as names or slugs.
    pub topics: Vec<String>,
    /// An action that is not done.
    pub is_open: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_guessed_only_where_the_words_say_it() {
        for (text, language) in [
            (
                "Wir haben uns auf die neue Version geeinigt und werden sie nicht vor dem Sommer einführen.",
                Some(Language::German),
            ),
            ("We agreed on the new version and will not introduce it before the summer.", Some(Language::English)),
            ("Der Bericht ist fertig, und wir warten auf das Team. We wait for the fix and it is on the list.", None),
            ("Zuul, Ceph, OpenStack", None),
            ("", None),
        ] {
            assert_eq!(Language::guess(text), language, "{text}");
        }
    }
}
