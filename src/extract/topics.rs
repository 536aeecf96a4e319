//! Topics and people in the text: where a section speaks of what the configuration knows, and whom it names.

use super::pattern::ascii_bounds;
use super::people::handles;
use super::reading::Reading;
use crate::config::TopicConfig;
use crate::model::{PersonNote, Role, TopicNote};
use regex::{Regex, RegexSet, RegexSetBuilder};

/// All topics' patterns, looked for at once.
pub(super) struct Topics {
    set: RegexSet,
    single: Vec<Regex>,
}

impl Topics {
    /// Takes the patterns of the configuration, which are known to compile.
    pub(super) fn new(topics: &[TopicConfig]) -> Self {
        // The set lets pass what only ASCII takes for the edge of a word; the pattern itself has the last word.
        let set = RegexSetBuilder::new(topics.iter().map(|topic| ascii_bounds(topic.pattern.as_str())))
            .dfa_size_limit(DFA_SIZE)
            .build();
        Self {
            set: set.unwrap_or_else(|_| RegexSet::empty()),
            single: topics.iter().map(|topic| topic.pattern.clone()).collect(),
        }
    }
}

/// Bytes of the tables that looking for all topics at once may fill.
const DFA_SIZE: usize = 16 << 20;

/// The topics of each section that talks about something. Headings that group, chores and slides that are the same in
/// many decks are no talk.
pub(super) fn find(reading: &Reading<'_>, topics: &Topics) -> Vec<TopicNote> {
    let mut notes: Vec<TopicNote> = Vec::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        if reading.role(index) != Role::Topic {
            continue;
        }
        let text = &reading.texts[index].words;
        for topic in topics.set.matches(text) {
            let hits = u32::try_from(topics.single[topic].find_iter(text).count()).unwrap_or(u32::MAX);
            if hits == 0 {
                continue;
            }
            let known = notes.iter_mut().find(|note| note.section == statement.section && note.topic == topic);
            match known {
                Some(note) => note.hits += hits,
                None => notes.push(TopicNote {
                    section: statement.section,
                    line: statement.line,
                    topic,
                    hits,
                    in_heading: statement.is_heading,
                    text: statement.text.clone(),
                }),
            }
        }
    }
    notes
}

/// The handles in the text, each once a section; lists of participants are left out.
pub(super) fn people(reading: &Reading<'_>, nobody: &[String]) -> Vec<PersonNote> {
    let mut notes: Vec<PersonNote> = Vec::new();
    for (index, statement) in reading.statements.iter().enumerate() {
        if reading.role(index) == Role::Participants {
            continue;
        }
        for handle in handles(&reading.texts[index].words) {
            // The label of a link names who wrote what it leads to.
            let written = format!("@{handle}");
            let in_labels = statement.links.iter().filter(|link| link.label.contains(&written)).count();
            if !statement.is_heading && in_labels >= statement.text.matches(&written).count() {
                continue;
            }
            let is_nobody = nobody.iter().any(|name| name.eq_ignore_ascii_case(handle));
            let known = notes
                .iter()
                .rev()
                .take_while(|note| note.section == statement.section)
                .any(|note| note.handle.eq_ignore_ascii_case(handle));
            if !is_nobody && !known {
                notes.push(PersonNote {
                    section: statement.section,
                    line: statement.line,
                    handle: handle.to_owned(),
                    in_heading: statement.is_heading,
                });
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::extract::tests::call;

    #[test]
    fn counts_topics_by_section() {
        let config = config::parse("topics:\n  - name: Zuul\n  - {name: Storage, pattern: 'ceph|s3'}\n", "x").unwrap();
        let call =
            call("# 2024-06-03\n\n## Zuul (@ann)\n\n- zuul and Ceph\n- S3\n\n## Participants\n\n- @bob of Zuul\n");
        let reading = crate::extract::reading::read(&call);
        let found: Vec<(usize, usize, u32, bool)> = find(&reading, &Topics::new(&config.topics))
            .into_iter()
            .map(|note| (note.section, note.topic, note.hits, note.in_heading))
            .collect();
        assert_eq!(found, [(1, 0, 2, true), (1, 1, 2, false)]);
        let people: Vec<(String, bool)> =
            people(&reading, &[]).into_iter().map(|note| (note.handle, note.in_heading)).collect();
        assert_eq!(people, [("ann".to_owned(), true)]);
    }
}
