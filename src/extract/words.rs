//! The words minutes are read by, language by language: data that a translator can edit without reading code.
//!
//! All languages hold at once. Minutes mix them, and no word of one list means something else in another.

use crate::base::text::fold;
use crate::base::yaml::{CONFIG, YamlValue, parse_within};
use std::collections::HashSet;
use std::sync::LazyLock;

/// The lists, each with the languages one after the other.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) decisions: Vec<String>,
    /// Words that before a colon tell what was decided, and above a list what was found out.
    pub(super) findings: Vec<String>,
    pub(super) actions: Vec<String>,
    pub(super) action_headings: Vec<String>,
    pub(super) earlier: Vec<String>,
    pub(super) follow_up: Vec<String>,
    pub(super) present: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) owner_columns: Vec<String>,
    pub(super) status_columns: Vec<String>,
    pub(super) due_columns: Vec<String>,
    pub(super) task_columns: Vec<String>,
    pub(super) decision_columns: Vec<String>,
    pub(super) done: Vec<String>,
    pub(super) votes_for: Vec<String>,
    pub(super) votes_against: Vec<String>,
    pub(super) abstentions: Vec<String>,
    pub(super) poll_columns: Vec<String>,
    pub(super) no_votes: Vec<String>,
    pub(super) agenda_names: Vec<String>,
    pub(super) minutes_names: Vec<String>,
    pub(super) report_names: Vec<String>,
    pub(super) common: Vec<String>,
    pub(super) fields: Vec<String>,
    pub(super) agenda_headings: Vec<String>,
    pub(super) checklists: Vec<String>,
    pub(super) minutes_headings: Vec<String>,
    pub(super) review: Vec<String>,
    /// Headings below which people tell what they do and did.
    pub(super) news: Vec<String>,
    /// Headings below which it is told or quoted what was said elsewhere.
    pub(super) retold: Vec<String>,
    /// What stands behind such a heading before what it is about: "of".
    pub(super) retold_of: Vec<String>,
    /// What somebody shows or tells those who met.
    pub(super) talks: Vec<String>,
    /// What stands behind a talk before whose it is: "by".
    pub(super) talk_by: Vec<String>,
    /// Headings of proposals.
    pub(super) proposal: Vec<String>,
    pub(super) motions: Vec<String>,
    pub(super) passed: Vec<String>,
    pub(super) manner: Vec<String>,
    pub(super) resolves: Vec<String>,
    pub(super) not_yet: Vec<String>,
    /// Words that say a call did not take place.
    pub(super) cancelled: Vec<String>,
}

/// The languages and their files.
const LANGUAGES: &[(&str, &str)] = &[("en", include_str!("words/en.yaml")), ("de", include_str!("words/de.yaml"))];

static ALL: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (_, text) in LANGUAGES {
        // A test holds that all of them can be read.
        let Ok(file) = parse_within(text, CONFIG) else { continue };
        for (table, key, list) in words.lists() {
            list.extend(texts(&file, table, key));
        }
    }
    words
});

/// The words of all languages.
pub(super) fn words() -> &'static Words {
    &ALL
}

impl Words {
    /// Every list with its place in a file.
    fn lists(&mut self) -> [(&'static str, &'static str, &mut Vec<String>); 40] {
        [
            ("labels", "decisions", &mut self.decisions),
            ("labels", "findings", &mut self.findings),
            ("labels", "actions", &mut self.actions),
            ("headings", "actions", &mut self.action_headings),
            ("headings", "earlier", &mut self.earlier),
            ("headings", "follow_up", &mut self.follow_up),
            ("people", "present", &mut self.present),
            ("people", "roles", &mut self.roles),
            ("tables", "owner", &mut self.owner_columns),
            ("tables", "status", &mut self.status_columns),
            ("tables", "due", &mut self.due_columns),
            ("tables", "task", &mut self.task_columns),
            ("tables", "decision", &mut self.decision_columns),
            ("tables", "done", &mut self.done),
            ("votes", "for", &mut self.votes_for),
            ("votes", "against", &mut self.votes_against),
            ("votes", "abstain", &mut self.abstentions),
            ("votes", "poll", &mut self.poll_columns),
            ("votes", "none", &mut self.no_votes),
            ("files", "agenda", &mut self.agenda_names),
            ("files", "minutes", &mut self.minutes_names),
            ("files", "report", &mut self.report_names),
            ("common", "words", &mut self.common),
            ("people", "fields", &mut self.fields),
            ("headings", "agenda", &mut self.agenda_headings),
            ("headings", "checklist", &mut self.checklists),
            ("headings", "minutes", &mut self.minutes_headings),
            ("headings", "review", &mut self.review),
            ("headings", "news", &mut self.news),
            ("headings", "retold", &mut self.retold),
            ("headings", "retold_of", &mut self.retold_of),
            ("headings", "talks", &mut self.talks),
            ("headings", "talk_by", &mut self.talk_by),
            ("headings", "proposal", &mut self.proposal),
            ("votes", "motion", &mut self.motions),
            ("votes", "passed", &mut self.passed),
            ("votes", "manner", &mut self.manner),
            ("votes", "resolves", &mut self.resolves),
            ("votes", "not_yet", &mut self.not_yet),
            ("calls", "cancelled", &mut self.cancelled),
        ]
    }
}

fn texts(file: &YamlValue, table: &str, key: &str) -> Vec<String> {
    match file.get(table).and_then(|table| table.get(key)) {
        Some(YamlValue::List(entries)) => entries.iter().filter_map(YamlValue::scalar_text).collect(),
        _ => Vec::new(),
    }
}

/// Whether a text in lower case is a label, or what somebody does in a call: whatever stands before a colon and is no name.
pub(super) fn is_label(text: &str) -> bool {
    static LABELS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let words = words();
        let lists = [&words.decisions, &words.findings, &words.actions, &words.action_headings, &words.roles];
        lists.into_iter().flatten().map(|word| word.to_lowercase()).collect()
    });
    LABELS.contains(text) || text.strip_suffix('s').is_some_and(|text| LABELS.contains(text))
}

/// Words as texts are compared with them.
fn folded(words: &'static [String]) -> HashSet<String> {
    words.iter().map(|word| fold(word)).collect()
}

/// A heading of more bytes is none of those that are known.
const LONGEST_HEADING: usize = 100;

/// Whether a heading is over what is to be spoken about.
pub(super) fn is_agenda(heading: &str) -> bool {
    static HEADINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().agenda_headings));
    heading.len() <= LONGEST_HEADING && HEADINGS.contains(&fold(heading))
}

/// Whether a heading is over what was said in the call.
pub(super) fn is_minutes(heading: &str) -> bool {
    static HEADINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().minutes_headings));
    heading.len() <= LONGEST_HEADING && HEADINGS.contains(&fold(heading))
}

/// Whether a heading or line is over what people tell of their work, of what was said elsewhere, or in a talk.
pub(super) fn settles_nothing(heading: &str) -> bool {
    if heading.len() > LONGEST_HEADING {
        return false;
    }
    let folded = fold(heading);
    is_news(heading) || is_retold(&folded) || is_talk(&folded)
}

/// Whether a heading or line is over what is new, or several such ones in one: "Done/In progress".
pub(super) fn is_news(heading: &str) -> bool {
    static HEADINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().news));
    HEADINGS.contains(&fold(heading))
        || (heading.contains('/') && heading.split('/').all(|part| HEADINGS.contains(&fold(part))))
}

/// Whether a heading or line, folded, is over what somebody shows or tells those who met: "Gates in winter, a case study by Ann".
fn is_talk(heading: &str) -> bool {
    static TALKS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let whose =
            |talk: &'static String| words().talk_by.iter().map(move |by| format!(" {} {} ", fold(talk), fold(by)));
        words().talks.iter().flat_map(whose).collect()
    });
    let heading = format!(" {heading} ");
    TALKS.iter().any(|talk| heading.contains(talk.as_str()))
}

/// Whether a heading, folded, is over what was said elsewhere: "Background", "History of the gate".
fn is_retold(heading: &str) -> bool {
    static HEADINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().retold));
    static JOINTS: LazyLock<Vec<String>> =
        LazyLock::new(|| words().retold_of.iter().map(|word| format!(" {} ", fold(word))).collect());
    let named = |joint: &String| heading.split_once(joint.as_str()).is_some_and(|(name, _)| HEADINGS.contains(name));
    HEADINGS.contains(heading) || JOINTS.iter().any(named)
}

/// A heading as those of proposals are named, if it is one of them: "Motivation", "Motivation 1: what is missing".
pub(super) fn of_proposal(heading: &str) -> Option<&'static str> {
    static HEADINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().proposal));
    let known = |text: &str| HEADINGS.get(&fold(text)).map(String::as_str);
    let named = heading.split(':').next().unwrap_or(heading).trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    (heading.len() <= LONGEST_HEADING).then(|| known(heading).or_else(|| known(named))).flatten()
}

/// Whether a label, with what stands around it, says that something was found out: "Result:".
pub(super) fn is_finding(label: &str) -> bool {
    static FINDINGS: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().findings));
    let label = fold(label);
    FINDINGS.contains(&label) || label.strip_suffix('s').is_some_and(|label| FINDINGS.contains(label))
}

/// Whether a line is over what has to be gone through in each call.
pub(super) fn is_checklist(line: &str) -> bool {
    static LINES: LazyLock<HashSet<String>> = LazyLock::new(|| folded(&words().checklists));
    line.len() <= LONGEST_HEADING && fold(line).split(' ').any(|word| LINES.contains(word))
}

/// Whether a word in lower case is what a note says something about, as in "Status: …".
pub(super) fn is_field(word: &str) -> bool {
    static FIELDS: LazyLock<HashSet<String>> =
        LazyLock::new(|| words().fields.iter().map(|word| word.to_lowercase()).collect());
    FIELDS.contains(word)
}

/// Whether a word in lower case is one that any sentence may begin with.
pub(super) fn is_common(word: &str) -> bool {
    static COMMON: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| words().common.iter().map(String::as_str).collect());
    COMMON.contains(word)
}

/// `a|b c` of words for a regular expression, white space in them free, longer ones first so that they win. They are escaped, so that a
/// [`Pattern::composed`](crate::base::pattern::Pattern::composed) of them cannot fail for a reason that whoever chose the words could mend.
pub(super) fn alternatives<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let mut words: Vec<String> = words
        .filter(|word| !word.trim().is_empty())
        .map(|word| word.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"[\s-]?"))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    (!words.is_empty()).then(|| words.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_language_has_every_list_and_no_other() {
        let known: BTreeSet<(&str, &str)> =
            Words::default().lists().into_iter().map(|(table, key, _)| (table, key)).collect();
        for (language, text) in LANGUAGES {
            let YamlValue::Map(tables) = parse_within(text, CONFIG).unwrap() else { panic!("{language}: no mapping") };
            let mut found = BTreeSet::new();
            for (table, value) in &tables {
                let YamlValue::Map(lists) = value else { panic!("{language}: {table}") };
                for (key, list) in lists {
                    let YamlValue::List(entries) = list else { panic!("{language}: {table}.{key} is no list") };
                    assert!(
                        entries.iter().all(|entry| matches!(entry, YamlValue::Text(_))),
                        "{language}: {table}.{key}"
                    );
                    assert!(!entries.is_empty(), "{language}: {table}.{key}");
                    found.insert((table.as_str(), key.as_str()));
                }
            }
            assert_eq!(found, known, "{language}");
        }
    }
}
