//! The words that mark decisions and actions, as configured: `Decision: …`, `AI @ann: …`.

use super::words::{Words, alternatives, words};
use crate::base::pattern::Pattern;
use crate::base::text::fold;
use crate::config;
use std::sync::{Arc, LazyLock};

/// What may stand before the words of a heading.
const NUMBERED: &str = r"\W*(?:\d+(?:\.\d+)*[.):]? ?)?\W*";

/// A label has at most so many bytes.
const LONGEST_LABEL: usize = 30;

/// Label words, ready to be looked for.
#[derive(Debug)]
pub(super) struct Labels {
    decision: Option<Pattern>,
    decision_heading: Option<Pattern>,
    action: Option<Pattern>,
    action_loose: Option<Pattern>,
    action_list: Vec<Pattern>,
    /// The same, of words that announce what is to come: what is said below need not be a task.
    plans: Option<Pattern>,
    earlier: Option<Pattern>,
    follow_up: Option<Pattern>,
    review: Option<Pattern>,
    /// Handles that an `@AI` is no person of.
    shouted: Vec<String>,
}

impl Labels {
    /// Puts the configured words beside the built-in ones, or in their place.
    pub(super) fn new(labels: &config::Labels) -> Arc<Self> {
        // Compiling the patterns takes longer than reading many a note, and a server builds again and again.
        static BUILT_IN: LazyLock<Arc<Labels>> = LazyLock::new(|| Arc::new(Labels::merged(&config::Labels::default())));
        if *labels == config::Labels::default() { Arc::clone(&BUILT_IN) } else { Arc::new(Self::merged(labels)) }
    }

    fn merged(labels: &config::Labels) -> Self {
        let words = words();
        let built_in = |list: &'static [String]| if labels.replace { &[][..] } else { list };
        let merged = |own: &[String], lists: &[&[String]]| -> Vec<String> {
            own.iter().chain(lists.iter().copied().flatten()).cloned().collect()
        };
        // Whoever replaces the words of one register has not said anything about the other one.
        let keeps = |own: &[String], list: &'static [String]| if own.is_empty() { list } else { built_in(list) };
        let (own_decisions, own_actions) = (&labels.decisions, &labels.actions);
        let decisions =
            merged(own_decisions, &[keeps(own_decisions, &words.decisions), keeps(own_decisions, &words.findings)]);
        let actions = merged(own_actions, &[keeps(own_actions, &words.actions)]);
        Self::of(words, &decisions, &actions, keeps(own_actions, &words.action_headings))
    }

    fn of(words: &Words, decisions: &[String], actions: &[String], plans: &[String]) -> Self {
        let is_finding = |word: &str| words.findings.iter().any(|known| fold(word) == fold(known));
        let all_decisions = alternatives(decisions.iter().map(String::as_str));
        let headings = alternatives(decisions.iter().map(String::as_str).filter(|word| !is_finding(word)));
        // Words in capitals are labels only in capitals: "AI" is not "ai", nor is it in "AI model".
        let (shouted, spoken): (Vec<&str>, Vec<&str>) =
            actions.iter().map(String::as_str).partition(|word| is_shouted(word));
        let shouted_words = alternatives(shouted.iter().copied());
        let spoken_words = alternatives(spoken.iter().copied());
        let name = "[A-Z][a-z]+|[A-Z]{2}";
        let open = r"(?:^|[\s(_*\[/\->])[_*]*";
        let action = [
            shouted_words.as_ref().map(|words| {
                format!(
                    r"{open}@?(?P<a>(?-i:{words})s?)(?:[_*]*\s*[:@(]|[_*]*\s+[_*]*(?-i:@|(?:{name})\b|to\b|for\b|all\b)|[_*]*\)|\s*$)|(?:^|[\s(])@(?P<d>(?-i:{words}))\b|\[(?P<g>(?-i:{words})s?)\]"
                )
            }),
            spoken_words
                .as_ref()
                .map(|words| {
                    // Written in capitals it needs no colon: "ACTION ITEM ann to …".
                    let capitals = in_capitals(&spoken).unwrap_or_default();
                    // "Action item to …": one word alone would be "action for the city".
                    let several = alternatives(spoken.iter().copied().filter(|word| word.contains(' ')));
                    let of_several = several.map_or_else(String::new, |words| {
                        format!(r"|^\W*(?:new |pending )?\W*(?P<i>(?:{words})s?)\s+(?:(?:for|on) [\w@-]+(?: and [\w@-]+)? )?to\s+\w")
                    });
                    format!(
                        r"{open}(?P<b>(?:{words})s?)[_*]*(?:\s*[:|]|\s*\([^()@]{{1,40}}\)[_*]*\s*:|\s*\([_*]*@|\s+[_*]*@)|^\W*(?P<c>(?:{words})s?)[_*]*(?:\s*$|\s+-\s)|^\W*(?P<e>(?-i:(?:{capitals})S?))[_*]*\s+\w|^\W*(?P<f>(?:{words}))\s+(?:on|by|for)\s+\[?(?-i:\p{{Lu}}\p{{Ll}}+)(?: (?-i:\p{{Lu}}\p{{Ll}}+))?(?:\s+to\b|\]|\s*:)|\[(?P<h>(?:{words})s?)\]{of_several}"
                    )
                }),
        ];
        let action: Vec<String> = action.into_iter().flatten().collect();
        let loose = shouted_words.as_ref().map(|words| format!(r"^[*_]*(?:{words})\s+[-a-z]"));
        let plans = alternatives(plans.iter().map(String::as_str));
        let earlier = alternatives(words.earlier.iter().map(String::as_str));
        let review = alternatives(words.review.iter().map(String::as_str));
        let follow_up = alternatives(words.follow_up.iter().map(String::as_str));
        let sets = |words: &str, flags: &str| {
            // "AI/ML" and "AI to come" are of another AI.
            let joins = if flags == "i" { r"[/&,-]|\b(?:of|to|by|and|und|identified|assigned)\b.{0,40}$|" } else { "" };
            format!(
                r"(?i)^{NUMBERED}(?:(?:new|current|future|long-?term|short-?term|remaining|immediate|further|other|our|key|meeting|main|the|summary|list|assigned|identified|decisions?|conclusions?|resolutions?|made|of|from|and|&|/)\s*)*(?{flags}:{words})s?\W*(?:$|(?:(?:items?|points?|list|summary)\W*)?(?:$|\((?:.*)\)\W*$|{joins}:.{{0,40}}$|\b(?:for|from|this|next|since|bis|für|aus)\b.{{0,40}}$))"
            )
        };
        Self {
            decision: all_decisions.as_ref().map(|words| {
                let shouted = in_capitals(decisions).unwrap_or_default();
                Pattern::composed(format!(
                    r"(?i)^[^\p{{L}}\p{{N}}@#(\[]*(?:(?:final |discussion |voting |vote |our )?(?:{words})s?(?: of (?:the )?(?:discussion|vote|meeting))?(?:\s*\([^)]*\)|\s(?:for now|here|today|made|taken|so far|by|of|in|on)\b[^:?]{{0,40}})?\s*\W{{0,2}}(?::|：|/\s*_?AI\b[^:]*:)|\[?(?-i:(?:{shouted})S?)\]?(?:\s+[–—-]+\s|\s+that\b|\])|\[(?:{words})s?\]:?)"
                ))
            }),
            decision_heading: headings.as_ref().map(|words| {
                Pattern::composed(format!(
                    r"(?i)^{NUMBERED}(?:(?:summary|list) of (?:the )?|(?:final|discussion|key|meeting|main|our|today's) )*(?:{words})s?(?:\s*[/&,]\s*(?:\w+s?))*(?: (?:items?|points?|summary))?(?: (?:made|taken|reached|and .*|from .*|of .*))?(?:\s*/.*)?\W*$"
                ))
            }),
            action: (!action.is_empty()).then(|| action.join("|")).map(|pattern| Pattern::composed(format!("(?i){pattern}"))),
            action_loose: loose.map(Pattern::composed),
            action_list: [
                spoken_words.as_ref().map(|words| sets(words, "i")),
                shouted_words.as_ref().map(|words| sets(words, "-i")),
            ]
            .into_iter()
            .flatten()
            .map(Pattern::composed)
            .collect(),
            plans: plans.map(|words| Pattern::composed(sets(&words, "i"))),
            earlier: earlier.map(|words| Pattern::composed(format!(r"(?i)\b(?:{words})\b"))),
            review: review.map(|words| Pattern::composed(format!(r"(?i)\b(?:{words})\b"))),
            follow_up: follow_up.map(|words| Pattern::composed(format!(r"(?i)^{NUMBERED}(?:{words})s?\b"))),
            shouted: shouted.iter().map(|word| word.to_lowercase()).collect(),
        }
    }

    /// Where the body starts after a decision's label.
    pub(super) fn decision(&self, text: &str) -> Option<usize> {
        Some(self.decision.as_ref()?.find(text)?.end())
    }

    /// Whether everything under a heading is a decision of this call: "Consensus", not "Consensus from last meeting".
    pub(super) fn is_decision_heading(&self, heading: &str) -> bool {
        let is_earlier = |call: &str| self.earlier.as_ref().is_some_and(|regex| regex.is_match(call));
        self.decision_heading.as_ref().is_some_and(|regex| regex.is_match(heading))
            && !heading.rsplit_once(" from ").is_some_and(|(_, call)| is_earlier(call))
    }

    /// Where an action's label word starts and ends.
    pub(super) fn action(&self, text: &str) -> Option<(usize, usize)> {
        let captures = self.action.as_ref()?.captures(text)?;
        let word = ["a", "d", "b", "c", "e", "f", "g", "h", "i"].iter().find_map(|group| captures.name(group))?;
        Some((word.start(), word.end()))
    }

    /// Whether a text after an arrow or at its start is an action by a label in capitals alone: "AI discuss".
    pub(super) fn starts_loosely(&self, text: &str) -> bool {
        self.action_loose.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Whether everything under a heading is an action.
    pub(super) fn is_action_heading(&self, heading: &str) -> bool {
        self.action_list.iter().any(|regex| regex.is_match(heading))
    }

    /// Where the words for what comes next start and end, before a colon: "Next step: …".
    pub(super) fn plan(&self, text: &str) -> Option<(usize, usize)> {
        let (before, _) = text.split_once(':').filter(|(before, _)| before.len() <= LONGEST_LABEL)?;
        let start = before.len() - before.trim_start_matches(['*', '_', ' ']).len();
        self.is_plan_heading(before).then_some((start, before.len()))
    }

    /// Whether a heading is over what comes next: tasks, and what people think will happen.
    pub(super) fn is_plan_heading(&self, heading: &str) -> bool {
        self.plans.as_ref().is_some_and(|regex| regex.is_match(heading))
    }

    /// Whether a text says that something is of an earlier call: "from last time".
    pub(super) fn speaks_of_earlier(&self, text: &str) -> bool {
        self.earlier.as_ref().is_some_and(|regex| regex.is_match(text)) || self.reviews(text)
    }

    /// Whether a text asks how things went, so that talk stands below it as well as the items.
    pub(super) fn reviews(&self, text: &str) -> bool {
        self.review.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Whether a heading that speaks of earlier calls names actions by their label alone: "Previous actions".
    pub(super) fn is_action_heading_of_earlier(&self, heading: &str) -> bool {
        let last = heading.trim_end_matches([':', ' ']).rsplit(' ').next().unwrap_or_default();
        heading.len() <= LONGEST_LABEL && self.is_action_heading(last)
    }

    /// Whether a heading asks what became of what was said before, actions or not.
    pub(super) fn follows_up(&self, heading: &str) -> bool {
        self.follow_up.as_ref().is_some_and(|regex| regex.is_match(heading))
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

/// Words as they are written to be seen.
fn in_capitals(words: &[impl AsRef<str>]) -> Option<String> {
    let capitals: Vec<String> = words.iter().map(|word| word.as_ref().to_uppercase()).collect();
    alternatives(capitals.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn labels() -> Arc<Labels> {
        Labels::new(&Config::default().labels)
    }

    #[test]
    fn patterns_compile() {
        let labels = labels();
        let lists = [&labels.decision, &labels.decision_heading, &labels.action, &labels.action_loose];
        let others = [&labels.plans, &labels.earlier, &labels.follow_up, &labels.review];
        let mut all = lists.into_iter().chain(others).map(Option::as_ref).chain(labels.action_list.iter().map(Some));
        assert!(all.all(|pattern| pattern.is_some_and(Pattern::is_valid)));
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
            ("RESOLVED - x", Some("x")),
            ("RESOLVED that x", Some("x")),
            ("Resolved - x", None),
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
            ("ACTION ITEM ann to write", true),
            ("Action item ann", false),
            ("TODOs will be talked about", false),
            ("TODO by [Kim]: write", true),
            ("Action on Jim to write", true),
            ("Action for the city", false),
            ("[ACTION: Ann] write", true),
            ("ACTION - Cyd: write", true),
            ("[ACTION] Cyd to write", true),
            ("write it [AI]", true),
            ("Action item (Cyd): write", true),
            ("Action item to write", true),
            ("Action to take", false),
        ] {
            assert_eq!(labels.action(text).is_some(), found, "{text}");
        }
    }

    #[test]
    fn words_of_the_archive_stand_beside_the_known_ones_or_replace_them() {
        let own = |replace| config::Labels {
            decisions: vec!["Vedtak".into()],
            actions: vec!["OPP".into(), "Gjøremål".into()],
            replace,
        };
        for (replace, known) in [(false, true), (true, false)] {
            let labels = Labels::new(&own(replace));
            assert!(labels.decision("Vedtak: ja").is_some() && labels.is_decision_heading("Vedtak"));
            assert!(labels.action("OPP @ola: skriv").is_some() && labels.action("Gjøremål: skriv").is_some());
            assert_eq!(labels.decision("Decision: ja").is_some(), known);
            assert_eq!(labels.action("TODO: skriv").is_some(), known);
        }
        let one =
            Labels::new(&config::Labels { actions: vec!["OPP".into()], replace: true, ..config::Labels::default() });
        assert!(one.decision("Decision: ja").is_some(), "nothing was said about decisions");
    }

    #[test]
    fn knows_headings() {
        let labels = labels();
        for heading in [
            "Conclusion/Resolution",
            "Conclusion/Decision",
            "Decisions Made / Action items",
            "Decision Items",
            "Summary of decisions",
            "3. Resolutions",
            "Beschlüsse",
        ] {
            assert!(labels.is_decision_heading(heading), "{heading}");
        }
        for heading in
            ["Design decisions", "Decision tree", "Results", "Agreement with the city", "Consensus from last meeting"]
        {
            assert!(!labels.is_decision_heading(heading), "{heading}");
        }
        for heading in [
            "Action items",
            "Actions",
            "Actions/On-going",
            "AIs",
            "Action Items for next week",
            "Decisions Made / Action items",
            "Aufgaben",
            "2) To-do list",
            "TODO: release notes",
        ] {
            assert!(labels.is_action_heading(heading), "{heading}");
        }
        for heading in ["Next steps", "Next Steps:", "Actionables", "Nächste Schritte"] {
            assert!(labels.is_plan_heading(heading) && !labels.is_action_heading(heading), "{heading}");
        }
        for heading in [
            "AI News",
            "AI/ML working group",
            "Action plan of the city",
            "Task force on storage",
            "Follow-up from last meeting",
        ] {
            assert!(!labels.is_action_heading(heading), "{heading}");
        }
        assert!(labels.is_action_heading_of_earlier("Previous actions"));
        assert!(!labels.is_action_heading_of_earlier("Previous talks"));
        assert!(labels.follows_up("Follow-up from last meeting") && !labels.follows_up("Storage"));
    }
}
