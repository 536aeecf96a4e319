//! The words that mark decisions and actions, as configured: `Decision: …`, `AI @ann: …`.

use crate::base::text::fold;
use crate::config;
use regex::Regex;

/// Words that before a colon tell what was decided, and above a list what was found out.
const FINDINGS: &[&str] = &["result", "outcome", "output", "ergebnis"];

/// Label words, ready to be looked for.
#[derive(Debug)]
pub(super) struct Labels {
    decision: Option<Regex>,
    decision_heading: Option<Regex>,
    action: Option<Regex>,
    action_loose: Option<Regex>,
    action_list: Option<Regex>,
    /// Handles that an `@AI` is no person of.
    shouted: Vec<String>,
}

impl Labels {
    /// Reads the configured words.
    pub(super) fn new(labels: &config::Labels) -> Self {
        let decisions = alternatives(labels.decisions.iter().map(String::as_str));
        let headings = alternatives(
            labels
                .decisions
                .iter()
                .map(String::as_str)
                .filter(|word| !FINDINGS.iter().any(|known| fold(word) == *known)),
        );
        // Words in capitals are labels only in capitals: "AI" is not "ai", nor is it in "AI model".
        let (shouted, spoken): (Vec<&str>, Vec<&str>) =
            labels.actions.iter().map(String::as_str).partition(|word| is_shouted(word));
        let shouted_words = alternatives(shouted.iter().copied());
        let spoken_words = alternatives(spoken.iter().copied());
        let name = "[A-Z][a-z]+|[A-Z]{2}";
        let open = r"(?:^|[\s(_*\[/\->])[_*]*";
        let action = [
            shouted_words.as_ref().map(|words| {
                format!(
                    r"{open}@?(?P<a>(?-i:{words})s?)(?:[_*]*\s*[:@(]|[_*]*\s+[_*]*(?-i:@|(?:{name})\b|to\b|for\b|all\b)|[_*]*\)|\s*$)|(?:^|[\s(])@(?P<d>(?-i:{words}))\b"
                )
            }),
            spoken_words
                .as_ref()
                .map(|words| {
                    format!(
                        r"{open}(?P<b>(?:{words})s?)[_*]*(?:\s*[:|]|\s*\([_*]*@|\s+[_*]*@)|^\W*(?P<c>(?:{words})s?)[_*]*(?:\s*$|\s+-\s)"
                    )
                }),
        ];
        let action: Vec<String> = action.into_iter().flatten().collect();
        let loose = shouted_words.as_ref().map(|words| format!(r"^[*_]*(?:{words})\s+[-a-z]"));
        let all = alternatives(labels.actions.iter().map(String::as_str));
        Self {
            decision: decisions.as_ref().and_then(|words| {
                compile(&format!(
                    r"(?i)^[^\p{{L}}\p{{N}}@#(\[]*(?:final |discussion |voting |vote |our )?(?:{words})s?(?: of (?:the )?(?:discussion|vote|meeting))?(?:\s*\([^)]*\)|\s(?:for now|here|today|made|taken|so far|by|of|in|on)\b[^:?]{{0,40}})?\s*\W{{0,2}}(?::|：|/\s*_?AI\b[^:]*:)"
                ))
            }),
            decision_heading: headings.as_ref().and_then(|words| {
                compile(&format!(
                    r"(?i)^\W*(?:\d+[.)] ?)?(?:final |discussion )?(?:{words})s?(?: (?:made|taken|and .*|from .*|of .*))?\W*$"
                ))
            }),
            action: (!action.is_empty()).then(|| action.join("|")).and_then(|pattern| compile(&format!("(?i){pattern}"))),
            action_loose: loose.and_then(|pattern| compile(&pattern)),
            action_list: all.and_then(|words| compile(&format!(r"(?i)^\W*(?:{words}|follow[- ]?up|open task)s?\b[^?]{{0,25}}$"))),
            shouted: shouted.iter().map(|word| word.to_lowercase()).collect(),
        }
    }

    /// Where the body starts after a decision's label.
    pub(super) fn decision(&self, text: &str) -> Option<usize> {
        Some(self.decision.as_ref()?.find(text)?.end())
    }

    /// Whether everything under a heading is a decision.
    pub(super) fn is_decision_heading(&self, heading: &str) -> bool {
        self.decision_heading.as_ref().is_some_and(|regex| regex.is_match(heading))
    }

    /// Where an action's label word starts and ends.
    pub(super) fn action(&self, text: &str) -> Option<(usize, usize)> {
        let captures = self.action.as_ref()?.captures(text)?;
        let word = ["a", "d", "b", "c"].iter().find_map(|group| captures.name(group))?;
        Some((word.start(), word.end()))
    }

    /// Whether a text after an arrow or at its start is an action by a label in capitals alone: "AI discuss".
    pub(super) fn starts_loosely(&self, text: &str) -> bool {
        self.action_loose.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Whether everything under a heading is an action.
    pub(super) fn is_action_heading(&self, heading: &str) -> bool {
        self.action_list.as_ref().is_some_and(|regex| regex.is_match(heading))
    }

    /// Whether a word is a label in capitals, so that `@AI` names nobody.
    pub(super) fn is_label(&self, word: &str) -> bool {
        self.shouted.iter().any(|label| label.eq_ignore_ascii_case(word))
    }

    /// Whether a text speaks of action items at all: "Check AIs from last time".
    pub(super) fn names_actions(&self, text: &str) -> bool {
        let folded = format!(" {} ", fold(text));
        ["action item", "action items", "todo", "todos", "to do", "to dos"]
            .iter()
            .any(|word| folded.contains(&format!(" {word} ")))
            || self.shouted.iter().any(|word| {
                let word = word.trim_end_matches('s');
                text.split(|c: char| !c.is_alphanumeric()).any(|part| {
                    part.trim_end_matches('s').eq_ignore_ascii_case(word) && part.starts_with(char::is_uppercase)
                })
            })
    }
}

fn is_shouted(word: &str) -> bool {
    let stem = word.trim_end_matches('s');
    stem.chars().count() <= 3 && stem.chars().all(char::is_uppercase)
}

/// `a|b c` of words, white space in them free, longer ones first so that they win.
fn alternatives<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let mut words: Vec<String> = words
        .filter(|word| !word.trim().is_empty())
        .map(|word| word.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"[\s-]?"))
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    (!words.is_empty()).then(|| words.join("|"))
}

/// Configured words are escaped, so that this cannot fail for a reason the user could mend.
fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn labels() -> Labels {
        Labels::new(&Config::default().labels)
    }

    #[test]
    fn finds_decision_labels() {
        let labels = labels();
        for (text, body) in [
            ("Decision: x", Some("x")),
            ("**Decision (for now):** x", Some("** x")),
            ("Discussion outcome: x", Some("x")),
            ("decision/_AI @x: use four_", Some("use four_")),
            ("Beschluss: x", Some("x")),
            ("Decision record: x", None),
            ("The decision: x", None),
        ] {
            assert_eq!(labels.decision(text).map(|end| text[end..].trim()), body, "{text}");
        }
        assert!(labels.is_decision_heading("Conclusions:"));
        assert!(!labels.is_decision_heading("Decision record for flavors"));
        assert!(!labels.is_decision_heading("Results"));
    }

    #[test]
    fn finds_action_labels() {
        let labels = labels();
        for (text, found) in [
            ("AI @ann: write", true),
            ("text (AI ann)", false),
            ("text (AI @ann)", true),
            ("AI Kurt to write", true),
            ("TODO: write", true),
            ("todo @ann", true),
            ("an AI model", false),
            ("to do it", false),
            ("Action item: write", true),
            ("(@AI ann to write)", true),
        ] {
            assert_eq!(labels.action(text).is_some(), found, "{text}");
        }
    }

    #[test]
    fn words_of_the_archive_replace_the_known_ones() {
        let own = config::Labels { decisions: vec!["Vedtak".into()], actions: vec!["OPP".into(), "Gjøremål".into()] };
        let labels = Labels::new(&own);
        assert!(labels.decision("Vedtak: ja").is_some() && labels.decision("Decision: ja").is_none());
        assert!(labels.action("OPP @ola: skriv").is_some() && labels.action("Gjøremål: skriv").is_some());
        assert!(labels.action("TODO: skriv").is_none());
    }
}
