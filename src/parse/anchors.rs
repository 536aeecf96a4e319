//! The ids of headings.
//!
//! The id is the slug GitHub gives a heading, since people link to the minutes there; the one HedgeDoc gives is kept as
//! an alias, so that links into the old pads can be carried over.

use crate::document::plain;
use crate::document::{Block, Inline, Section, visit_blocks_mut, visit_inlines};
use std::collections::BTreeMap;

/// GitHub's slug of a heading: lower case, spaces to hyphens, only letters, digits, `_` and `-`. May be empty.
pub fn github_slug(content: &[Inline]) -> String {
    let text = slug_text(content, true);
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            c if c.is_alphanumeric() || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

/// HedgeDoc's slug: case kept, white space runs to one hyphen, ASCII punctuation but `-` and `_` dropped, and `&` spelt
/// `amp`, since it takes the heading's inner HTML.
fn hedgedoc_slug(content: &[Inline]) -> String {
    let text = slug_text(content, false);
    let mut out = String::new();
    let mut space = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            if !space {
                out.push('-');
            }
            space = true;
            continue;
        }
        space = false;
        match c {
            '&' => out.push_str("amp"),
            '<' => out.push_str("lt"),
            '>' => out.push_str("gt"),
            '-' | '_' => out.push(c),
            c if c.is_ascii_punctuation() => {}
            c => out.push(c),
        }
    }
    out
}

/// The text of a heading as it is slugged; GitHub takes the names of emoji into it.
fn slug_text(content: &[Inline], with_emoji: bool) -> String {
    let mut out = String::new();
    visit_inlines(content, &mut |inline| match inline {
        Inline::Emoji(emoji) if with_emoji => out.push_str(&emoji.shortcode),
        Inline::Text(text) | Inline::Code(text) | Inline::Formula(text) => out.push_str(text),
        Inline::Break | Inline::SoftBreak => out.push(' '),
        _ => {}
    });
    out
}

/// Ids that are unique within one call.
#[derive(Default)]
pub(crate) struct Anchors {
    used: BTreeMap<String, u32>,
}

/// Ids that the pages themselves use start with this.
const RESERVED: &str = "mb-";

impl Anchors {
    /// `x`, then `x-1`, `x-2`; an empty one becomes `section-n`.
    pub(crate) fn take(&mut self, wanted: &str) -> String {
        let wanted = match wanted {
            // Hyphens alone would be an id, but none that anybody can point at.
            _ if wanted.trim_matches('-').is_empty() => format!("section-{}", self.used.len() + 1),
            _ if wanted.starts_with(RESERVED) => format!("section-{wanted}"),
            _ => wanted.to_owned(),
        };
        let mut candidate = wanted.clone();
        while self.used.contains_key(&candidate) {
            let count = self.used.entry(wanted.clone()).or_insert(0);
            *count += 1;
            candidate = format!("{wanted}-{count}");
        }
        self.used.insert(candidate.clone(), 0);
        candidate
    }
}

/// Gives every heading of a document its id, in source order.
pub(super) fn assign(sections: &mut [Section]) {
    let mut anchors = Anchors::default();
    let mut hedgedoc: BTreeMap<String, u32> = BTreeMap::new();
    for section in sections.iter_mut() {
        if let Some(heading) = &mut section.heading {
            section.id = anchors.take(&github_slug(&heading.content));
            let legacy = hedgedoc_slug(&heading.content);
            let count = hedgedoc.entry(legacy.clone()).or_insert(0);
            // What the pages themselves use is no author's, old links or not.
            heading.hedgedoc_id = match *count {
                _ if legacy.get(..RESERVED.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED)) => {
                    String::new()
                }
                0 => legacy,
                count => format!("{legacy}{count}"),
            };
            *count += 1;
        }
        visit_blocks_mut(&mut section.blocks, &mut |block| {
            if let Block::Heading { id, content, .. } = block {
                *id = anchors.take(&github_slug(content));
            }
        });
    }
    // Slides without a heading need an id too, but headings come first: theirs are what people link to.
    for section in sections.iter_mut().filter(|section| section.heading.is_none()) {
        if section.id == NEEDS_ID {
            let named = section.blocks.first().map(|block| first_words(std::slice::from_ref(block)));
            section.id = anchors.take(&named.unwrap_or_default());
        }
    }
}

/// The id of a section without a heading that has to get one.
pub(super) const NEEDS_ID: &str = "?";

fn first_words(blocks: &[Block]) -> String {
    let text = plain::lines(blocks);
    let line = text.lines().next().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    github_slug(&[Inline::Text(words.join(" "))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned())]
    }

    #[test]
    fn slugs_like_github_and_like_hedgedoc() {
        for (heading, github, hedgedoc) in [
            ("Team IaaS", "team-iaas", "Team-IaaS"),
            ("Team IAM & Security", "team-iam--security", "Team-IAM-amp-Security"),
            (
                "3.1. Good Morning my Friend! - Do you have 5$?",
                "31-good-morning-my-friend---do-you-have-5",
                "31-Good-Morning-my-Friend---Do-you-have-5",
            ),
            ("Standard images: PR 314", "standard-images-pr-314", "Standard-images-PR-314"),
            ("Über_uns", "über_uns", "Über_uns"),
            ("!?", "", ""),
        ] {
            assert_eq!(github_slug(&text(heading)), github);
            assert_eq!(hedgedoc_slug(&text(heading)), hedgedoc);
        }
    }

    #[test]
    fn ids_are_unique() {
        let mut anchors = Anchors::default();
        let ids: Vec<String> = ["a", "a", "a-1", "", "", "a", "mb-main"].iter().map(|id| anchors.take(id)).collect();
        assert_eq!(ids, ["a", "a-1", "a-1-1", "section-4", "section-5", "a-2", "section-mb-main"]);
    }

    #[test]
    fn no_heading_has_an_id_that_pages_use_themselves() {
        let (document, _) = crate::parse::parse("a.md", "# mb-content\n\n## MB-search-input\n\n## A gate\n");
        let headings = document.sections.iter().filter_map(|section| Some((section, section.heading.as_ref()?)));
        let ids: Vec<(&str, &str)> =
            headings.map(|(section, heading)| (section.id.as_str(), heading.hedgedoc_id.as_str())).collect();
        assert_eq!(ids, [("section-mb-content", ""), ("section-mb-search-input", ""), ("a-gate", "A-gate")]);
    }
}
