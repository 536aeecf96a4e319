//! Words that are nobody's name: verbs that tell somebody to do something, what begins any sentence, labels.

use super::words;
use crate::base::pattern::Pattern;

/// Verbs that tell somebody to do something. Only such a verb makes a task of a name or a handle beside it.
pub(super) static VERB: Pattern = Pattern::new(
    r"(?i)^(?:please )?(?:add|align|announce|comment|consolidate|orchestrate|reinitiate|seek|get|breakout|bring|call|invite|tag|ask|check|clarify|clean|close|collect|complete|condense|contact|convert|coordinate|create|define|describe|discuss|document|double.?check|draft|enhance|ensure|evaluate|extend|file|finali[sz]e|find|finish|fix|follow|implement|improve|include|inform|integrate|investigate|look|make|manage|mention|merge|migrate|move|need|open|organi[sz]e|ping|prepare|propose|provide|publish|push|put|reach|reduce|refine|remove|rename|report|reschedule|research|resolve|review|revise|rework|schedule|send|set|setup|share|start|submit|summari[sz]e|support|switch|sync|take|talk|test|track|try|update|upload|verify|work|write)\b",
);

/// More of them, which only the "to" or "will" before them tells from nouns and from what was done.
static VERB_AFTER_TO: Pattern = Pattern::new(
    r"(?i)^(?:do|drop|tag|second|leave|post|own|handle|land|respond|reply|drive|reopen|nominate|gather|rebase|backport|deploy|speak|figure|connect|revisit|circulate|recirculate|identify|confirm|approach|email|mail|onboard|act|adapt|adjust|analy[sz]e|apply|arrange|assess|assign|book|build|bump|cancel|compare|compile|configure|consult|debug|deliver|design|develop|distribute|edit|elaborate|escalate|examine|expand|experiment|explain|explore|finali[sz]e|flag|forward|generate|inquire|iterate|liaise|link|list|measure|message|modify|monitor|notify|obtain|outline|pair|patch|pick|plan|populate|print|prioriti[sz]e|prototype|raise|reassign|record|refactor|register|remind|replace|request|rerun|restore|rewrite|run|scan|scope|select|sketch|solicit|sort|study|survey|tell|tidy|transcribe|transfer|translate|triage|tweak|unblock|upgrade|validate)\b",
);

/// Whether what stands after "Kurt to" is a task.
pub(super) fn is_task_after_to(text: &str) -> bool {
    VERB.is_match(text) || VERB_AFTER_TO.is_match(text)
}

/// Whether a word is nobody's name, however it is written.
pub(super) fn is_no_name(word: &str) -> bool {
    let low = word.to_lowercase();
    words::is_label(&low)
        || words::is_field(&low)
        || words::is_common(&low)
        || VERB.is_match(&low)
        || COMMON_ENDING.is_match(&low)
        || low.chars().count() < 2
}

/// What words of other kinds end in.
static COMMON_ENDING: Pattern = Pattern::unicode(
    r"(?:.(?:ing|tion|tions|ments?|ity|able|ible|ness|ung|ungen|keit|heit)|.{3}ed|.{3}ly|.{2}ient|.{3}ous|.{3}ful|.{3}less|.{4}ive|.{3}ers|.{3}ors)$",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(VERB.is_valid() && VERB_AFTER_TO.is_valid() && COMMON_ENDING.is_valid());
    }

    #[test]
    fn knows_words_that_are_no_names() {
        for word in [
            "Just",
            "You",
            "Areas",
            "Seems",
            "Nominating",
            "Sufficient",
            "Write",
            "Decision",
            "Status",
            "Facilitator",
            "Alles",
        ] {
            assert!(is_no_name(word), "{word}");
        }
        for word in ["Kurt", "niko", "Sangwhan", "Dora"] {
            assert!(!is_no_name(word), "{word}");
        }
    }
}
