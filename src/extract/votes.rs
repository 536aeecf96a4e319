//! Votes, by the words of all languages: "5 for, 1 against", "6 Ja-Stimmen, keine Enthaltungen", "motion carries".

use super::words::{Words, alternatives, words};
use crate::base::pattern::Pattern;
use std::sync::LazyLock;

/// The ways to vote and what votes come to.
struct Patterns {
    /// One for each way: for, against, abstaining.
    counts: Vec<Pattern>,
    /// "The motion carries", "approved by roll call".
    result: Pattern,
    /// "Der Vorstand beschließt, …"
    resolves: Pattern,
    /// What takes that back: "müssen noch beschließen".
    not_yet: Pattern,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let list = |list: &'static [String]| alternatives(list.iter().map(String::as_str)).unwrap_or_default();
    let Words { votes_for, votes_against, abstentions, no_votes, motions, passed, manner, resolves, not_yet, .. } =
        words();
    let number = format!(r"(?:\d+|{})", list(no_votes));
    let counts = [votes_for, votes_against, abstentions].into_iter().map(|way| {
        let way = list(way);
        Pattern::composed(format!(
            r"(?i)\b{number}\s*(?:x |× |votes? |stimmen? )?(?:{way})\b|\b(?:{way})\s*[:=]\s*{number}\b"
        ))
    });
    let (motions, passed, manner) = (list(motions), list(passed), list(manner));
    let results = [
        format!(r"\b(?:{motions})\b(?P<between>(?: \S+){{0,8}}?) (?:{passed})\b(?P<to> to\b)?"),
        format!(r"\b(?:{passed})\b(?: \S+){{0,2}}? (?:{manner})\b"),
        format!(r"\b(?:{manner}) (?:{passed})\b"),
        format!(r"^(?:{manner})\W*$|[:–—-] (?:{manner})\W*$"),
    ];
    Patterns {
        counts: counts.collect(),
        result: Pattern::composed(format!("(?i){}", results.join("|"))),
        resolves: Pattern::composed(format!(r"(?i)^(?:\S+ ){{1,6}}(?:{})\b", list(resolves))),
        not_yet: Pattern::composed(format!(r"(?i)\b(?:{})\b", list(not_yet))),
    }
});

/// Whether a text tells how a vote went: two ways to vote with their numbers, or what came of a motion.
pub(super) fn is_vote(text: &str) -> bool {
    let is_result = || tells_result(text) && !is_not_yet(text);
    counts(text) || is_result()
}

/// Whether a text has two ways to vote with their numbers.
pub(super) fn counts(text: &str) -> bool {
    // Most lines have no number at all.
    let has_number = text.bytes().any(|byte| byte.is_ascii_digit());
    has_number && PATTERNS.counts.iter().filter(|way| way.is_match(text)).count() >= 2
}

/// Whether a text says what a motion came to, and not what is passed to something: "resolution of names passed to the gate".
fn tells_result(text: &str) -> bool {
    const AUXILIARIES: [&str; 7] = ["was", "were", "is", "has", "had", "been", "be"];
    PATTERNS.result.captures_all(text).iter().any(|found| {
        let before = found.name("between").and_then(|between| between.as_str().split_whitespace().last());
        found.name("to").is_none() || before.is_none_or(|word| AUXILIARIES.contains(&word))
    })
}

/// Whether somebody resolves something, in the words kept for that.
pub(super) fn resolves(text: &str) -> bool {
    PATTERNS.resolves.is_match(text) && !is_not_yet(text)
}

fn is_not_yet(text: &str) -> bool {
    PATTERNS.not_yet.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        let patterns = &*PATTERNS;
        let all = patterns.counts.iter().chain([&patterns.result, &patterns.resolves, &patterns.not_yet]);
        assert!(all.clone().all(Pattern::is_valid));
        assert_eq!(all.count(), 6);
    }

    #[test]
    fn knows_votes() {
        for text in [
            "7 for, 1 against, 2 abstentions",
            "yes: 5, no: 0, abstain: 1",
            "Das Ergebnis der Abstimmung: 6 Ja-Stimmen, 1 Nein-Stimme und keine Enthaltungen.",
            "Abstimmung: 8 dafür, 1 dagegen, 1 Enthaltung",
            "Motion carries",
            "The motion to buy tiles was carried.",
            "Minutes approved by roll call",
            "Motion passed as amended",
            "Resolution passed to adopt the budget",
            "Approved unanimously",
            "The second draft: unanimous",
            "Der Antrag ist abgelehnt.",
            "Der Antrag wird einstimmig angenommen",
        ] {
            assert!(is_vote(text), "{text}");
        }
        for text in [
            "2 for the road",
            "The motion will be voted on next week",
            "for 3 weeks nobody was against it",
            "the vote has to be passed on to the board",
            "Der Antrag muss noch angenommen werden",
            "PRs approved, merged and released",
            "enable resolution of names in addresses passed to the gate",
        ] {
            assert!(!is_vote(text), "{text}");
        }
    }

    #[test]
    fn knows_resolutions() {
        assert!(resolves("Die Mitglieder beschließen die neue Satzung."));
        assert!(resolves("Der Vorstand beschließt, Ziegel zu kaufen"));
        assert!(!resolves("Wir müssen noch beschließen, wann wir uns treffen"));
        assert!(!resolves("Der Vorstand trifft sich im Mai"));
    }
}
