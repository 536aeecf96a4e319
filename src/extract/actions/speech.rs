//! Who takes something on while people talk: promises, answers to requests, and what whoever writes down puts between.

use super::{Item, owners};
use crate::base::pattern::Pattern;
use crate::extract::names::is_task_after_to;

/// What whoever writes down puts between what is said: "[Ann to write it up]".
static SCRIBED: Pattern = Pattern::new(
    r"(?:\[|^[({])(?:([A-Za-z][\w.@-]*(?:(?:, ?| ?[&/] ?| and )[A-Za-z][\w.@-]*)*):? )?(to|will) [a-z][^\])}]*[\])}]",
);

/// Who is to do it, and the words, by a remark of whoever writes down.
pub(super) fn scribed<'t>(item: &Item<'t>) -> Option<(Vec<String>, &'t str)> {
    let found = SCRIBED.captures(item.text)?;
    let whole = found.get(0).map_or("", |whole| whole.as_str());
    // In round brackets "(Ann will join)" is an aside.
    if whole.starts_with(['(', '{']) && &found[2] == "will" {
        return None;
    }
    match found.get(1) {
        Some(names) => {
            let names = owners::people(item.reading, names.as_str(), false)?;
            Some((names, whole.trim_matches(['[', ']', '(', ')', '{', '}'])))
        }
        // "Ann: yes. [will leave a comment]"
        None => {
            let speaker = item.speaker()?;
            Some((vec![speaker.to_owned()], item.text)).filter(|_| found[2].starts_with("will"))
        }
    }
}

pub(super) fn is_scribed(item: &Item<'_>) -> bool {
    scribed(item).is_some()
}

/// What somebody says to do: with an object, since "I'll add" and "I'll ask" introduce remarks.
static PROMISE: Pattern = Pattern::new(concat!(
    r"(?:(?:^|[.;,!…–-] ?|\b(?:and|so|but|which|yes|ok|okay|then) )(?:I will|I'll|i'll|i will|I can)|(?:^|[.;!] )[Ww]ill) (?:also |then |just |try to |try and |need to |be happy to |happily )*",
    r"(?:file|open (?:an?|one|\d)\b|provide|check\b|bug @?[A-Z]|poke|nudge|handle|revisit|raise an?|create|submit|draft|prepare|send|email|mail|ping|contact|reach out|follow[- ]?up|circle back|report back|get back to|write|leave|post|re-?ask|ask (?:@|[A-Z]|them|him|her|for|if|whether|about)|schedule|set up|organi[sz]e|chat (?:with|to)|talk (?:with|to) [A-Z@]|speak (?:with|to) [A-Z@]|take (?:an|the|that|this) action|take (?:this|that|it|these)\b|do (?:that|this|it|so)\b|close|mark (?:it|this|that|as|the)|bump|update|revamp|rewrite|re-?read|read (?:it|this|that|the|through)|merge (?:it|this|that|the|after|once|when)|review (?:it|this|that|the)|fix (?:it|this|that|the)|set (?:a|the|up)|give (?:\w+ ){0,2}feedback|get (?:additional |more )?(?:feedback|comments|input)|bring (?:it|this|that) (?:up|to)|add (?:\S+ ){0,6}(?:comments?|issues?|notes?|items?|agenda|feedback)|put (?:\S+ ){0,6}agenda|respond|reply|solicit|look (?:into|at)|take a look|investigate|own|work on)\b",
));

/// What one speaker asks another for: "Bob, can you file it?", "maybe ping them?"
static REQUEST: Pattern = Pattern::new(r"(?i)\b(?:can|could|would|will) you\b|\bplease\b");

/// How one says yes to it, and little else.
static ASSENT: Pattern = Pattern::new(r"(?i)^(?:ok|okay|sure|ack|yes|yep|happy to|sounds good)[.!,]*(?:$|[.!] )");
/// How one takes on what was said before, whether it was asked for or not: "OK, I will", "will do".
static TAKES_ON: Pattern = Pattern::new(
    r"(?i)^(?:(?:ok|okay|yes|yeah|yep|sure|ack|fine|great)\b[,.! ]*)?(?:will do|(?:i will|i['’]ll|i can|i could|happy to|can) do(?: (?:it|that|this|so))?|i will|i['’]ll|i can|on it)\b(?: \[[^\]]*\]| later| today| this week| next week| \([^)]*\))*[.!]*(?:$|[.!] )",
);

/// What a speaker promises to do.
pub(super) fn is_promised(item: &Item<'_>) -> bool {
    let Some(said) = item.said() else { return false };
    let to_do = || said.strip_prefix("To ").or(said.strip_prefix("to ")).is_some_and(is_task_after_to);
    !item.reading.texts[item.index].asks && (PROMISE.is_match(said) || to_do() || request(item).is_some())
}

/// What a speaker says yes to: the statement before, in which another one asks for something.
pub(super) fn request(item: &Item<'_>) -> Option<usize> {
    let said = item.said()?;
    let before = item.index.checked_sub(1).filter(|before| {
        let (asked, answer) = (&item.reading.statements[*before], &item.reading.statements[item.index]);
        asked.section == answer.section && asked.parent == answer.parent
    })?;
    let asker = Item { index: before, text: &item.reading.texts[before].words, ..*item };
    let asked = asker.said()?;
    let takes = TAKES_ON.is_match(said) || (ASSENT.is_match(said) && REQUEST.is_match(asked));
    (takes && asker.speaker() != item.speaker()).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::actions::tests::found;

    #[test]
    fn patterns_compile() {
        for pattern in [&SCRIBED, &PROMISE, &REQUEST, &ASSENT, &TAKES_ON] {
            assert!(pattern.is_valid());
        }
    }

    /// The rows of a talk that ends with some lines.
    fn rows(end: &str) -> Vec<(String, Vec<String>)> {
        let talk = "Ann: it is broken.\n\nBob: so it is.\n\nAnn: who knows.\n\nBob: nobody.\n\n";
        let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{talk}{end}\n"));
        rows.into_iter().map(|row| (row.text, row.assignees)).collect()
    }

    #[test]
    fn who_says_yes_to_a_request_owns_it() {
        for (end, text, owner) in [
            ("Ann: Bob, can you ask them?\n\nBob: OK.", "Ann: Bob, can you ask them? → OK.", "Bob"),
            ("Ann: maybe ping them?\n\nBob: OK I will do.", "Ann: maybe ping them? → OK I will do.", "Bob"),
            ("Ann: somebody should.\n\nBob: will do", "Ann: somebody should. → will do", "Bob"),
            ("Ann: To ask the mill.", "To ask the mill.", "Ann"),
            ("Ann: it is hard. Will leave a comment.", "it is hard. Will leave a comment.", "Ann"),
            ("(Ann to ask the mill)", "Ann to ask the mill", "Ann"),
        ] {
            assert_eq!(rows(end), [(text.to_owned(), vec![owner.to_owned()])], "{end}");
        }
        for end in [
            "Ann: is it good?\n\nBob: OK.",
            "Ann: can you see it?\n\nAnn: OK.",
            "Ann: to be or not to be.",
            "(Ann will join)",
        ] {
            assert_eq!(rows(end), [], "{end}");
        }
    }
}
