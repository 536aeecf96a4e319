//! HTML tags that are opened and never closed: everything below them is inside.

use super::{Note, prose};
use crate::base::diagnostic::Diagnostic;
use crate::base::pattern::Pattern;

/// Tags that need their end. What HTML lets one leave out (`</p>`, `</li>`, `</td>`) is not among them.
const TAGS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "center",
    "code",
    "del",
    "details",
    "div",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "mark",
    "ol",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "u",
    "ul",
];

/// So many tags are open at once in no note that a person wrote.
const MOST_OPEN: usize = 200;

static TAG: Pattern = Pattern::new(r#"(?i)<(/?)([a-z]+)(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?(/?)>"#);

/// The tags of a note that are open at its end. `tags` are those that the parser took for tags, in order: text such as
/// `Vec<A>` in an indented code block looks the same, but is none.
pub(super) fn unclosed_tags(note: Note<'_>, tags: &[&str]) -> Vec<Diagnostic> {
    let unclosed = open_at_the_end(tags);
    if unclosed.is_empty() {
        return Vec::new();
    }
    let mut open = OpenTags::default();
    for (index, line) in prose::prose(note) {
        if !line.contains('<') {
            continue;
        }
        let text = prose::without_code(line);
        for tag in TAG.captures_all(&text) {
            open.read(&tag, (index, line, tag.get(0).map_or(0, |tag| tag.start())));
        }
    }
    let finding = |(name, (index, line, at)): (String, (usize, &str, usize))| {
        let message = format!("`<{name}>` is never closed");
        let finding = note.finding("unclosed-tag", (index, line), at, message);
        finding.hint(format!("write `</{name}>` where it ends; until then it takes in all that follows"))
    };
    let candidates = open.tags.into_iter().filter(|(name, _)| unclosed.contains(name));
    candidates.map(finding).collect()
}

/// The names of tags that are opened more often than closed.
fn open_at_the_end(tags: &[&str]) -> Vec<String> {
    let mut open = OpenTags::default();
    for tag in tags.iter().filter_map(|tag| TAG.captures(tag)) {
        open.read(&tag, ());
    }
    open.tags.into_iter().map(|(name, ())| name).collect()
}

/// The tags that are open, in the order in which they were opened, each with where that was.
#[derive(Default)]
struct OpenTags<Place> {
    tags: Vec<(String, Place)>,
}

impl<Place> OpenTags<Place> {
    /// Reads the next tag, a match of [`TAG`].
    fn read(&mut self, tag: &regex::Captures<'_>, place: Place) {
        let name = tag[2].to_lowercase();
        if !TAGS.contains(&name.as_str()) || !tag[3].is_empty() {
            return;
        }
        if tag[1].is_empty() {
            if self.tags.len() < MOST_OPEN {
                self.tags.push((name, place));
            }
        } else if let Some(at) = self.tags.iter().rposition(|(known, _)| *known == name) {
            self.tags.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(TAG.is_valid());
    }
}
