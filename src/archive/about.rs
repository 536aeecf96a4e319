//! What a call is about, in a few words: what is particular to it among the notes of its team.
//!
//! Headings that stand in many of a team's notes ("Links", "Announcements") say nothing of any of them. Every heading and, where
//! headings do not tell, every item of a list is counted once over all notes; then each call picks its own.

use crate::base::text::fold;
use crate::config::TeamSlug;
use crate::document::{Block, plain};
use crate::extract::{Call, HeadingVisibility, Role};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many things are named of a call.
const NAMED: usize = 6;

/// The longest of them, in characters.
const LONGEST: usize = 120;

/// So many items of lists are looked at in a note.
const ITEMS: usize = 60;

/// A heading of so many of a team's notes, and of more than this share of them in percent, is their form; so is one of more
/// than so many.
const FEW: usize = 3;
const SHARE: usize = 15;
const OFTEN: usize = 10;

/// Headings that are the form of minutes anywhere.
const FORM: &[&str] = &[
    "action items",
    "actions",
    "announcement",
    "announcements",
    "aufgaben",
    "begruessung",
    "closing",
    "date",
    "decisions",
    "discussion topics",
    "follow up",
    "general",
    "introduction",
    "introductions",
    "link",
    "links",
    "miscellaneous",
    "next meeting",
    "next steps",
    "old business",
    "new business",
    "open actions",
    "open discussion",
    "other",
    "other business",
    "pending action items",
    "pending actions",
    "recording",
    "references",
    "regrets",
    "reminder",
    "reminders",
    "round table",
    "sonstiges",
    "status",
    "status updates",
    "summary",
    "todo",
    "todos",
    "updates",
    "verschiedenes",
    "zoom",
];

/// Something that a note may be about.
struct Candidate {
    text: String,
    /// What it is counted by.
    key: String,
    /// How much is said about it.
    weight: usize,
    /// Whether it is a heading rather than an item of a list.
    is_heading: bool,
    /// The candidate it stands below.
    above: Option<usize>,
}

/// What each call is about, most telling first; nothing where all it has is the form of its team's notes.
pub(super) fn about(calls: &[Call]) -> Vec<Vec<String>> {
    let candidates: Vec<Vec<Candidate>> = calls.par_iter().map(candidates).collect();
    let mut notes: BTreeMap<Option<&TeamSlug>, usize> = BTreeMap::new();
    let mut counts: BTreeMap<(Option<&TeamSlug>, &str), usize> = BTreeMap::new();
    for (call, candidates) in calls.iter().zip(&candidates).filter(|(call, _)| call.same_as.is_none()) {
        let team = call.team.as_ref();
        *notes.entry(team).or_default() += 1;
        let mut keys: Vec<&str> = candidates.iter().map(|candidate| candidate.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry((team, key)).or_default() += 1);
    }
    let each = calls.par_iter().zip(&candidates).map(|(call, candidates)| {
        let team = call.team.as_ref();
        let notes = notes.get(&team).copied().unwrap_or(0);
        let count = |candidate: &Candidate| counts.get(&(team, candidate.key.as_str())).copied().unwrap_or(1);
        let is_form = |candidate: &Candidate| {
            let count = count(candidate);
            candidate.key.is_empty()
                || FORM.contains(&candidate.key.as_str())
                || count > OFTEN
                || count >= FEW && count * 100 > notes * SHARE
        };
        pick(candidates, is_form, count)
    });
    each.collect()
}

fn pick(
    candidates: &[Candidate],
    is_form: impl Fn(&Candidate) -> bool,
    count: impl Fn(&Candidate) -> usize,
) -> Vec<String> {
    let telling: Vec<bool> = candidates.iter().map(|candidate| !is_form(candidate)).collect();
    // What stands below something telling is a part of it.
    let mut is_part = vec![false; candidates.len()];
    for (at, candidate) in candidates.iter().enumerate() {
        is_part[at] = candidate.above.is_some_and(|above| telling[above] || is_part[above]);
    }
    let places = 0..candidates.len();
    let mut found: Vec<&Candidate> =
        places.filter(|at| telling[*at] && !is_part[*at]).map(|at| &candidates[at]).collect();
    // A heading says what is spoken of, an item of a list only where no heading does.
    if found.iter().any(|candidate| candidate.is_heading) {
        found.retain(|candidate| candidate.is_heading);
    }
    found.sort_by_key(|candidate| (count(candidate) > 2, Reverse(candidate.weight)));
    let mut named: Vec<(&str, String)> = Vec::new();
    for candidate in found {
        if named.len() < NAMED && !named.iter().any(|(key, _)| *key == candidate.key) {
            named.push((&candidate.key, candidate.text.clone()));
        }
    }
    named.into_iter().map(|(_, text)| text).collect()
}

fn candidates(call: &Call) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    // The headings that are open, each with its level.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut items = 0;
    for ((section, place), role) in call.document.sections.iter().zip(&call.outline).zip(&call.roles) {
        let is_group = matches!(role, Role::Structure | Role::Chores | Role::Participants | Role::Boilerplate);
        let words: usize = section.blocks.iter().map(length).sum();
        if place.shown == HeadingVisibility::Heading {
            while open.last().is_some_and(|(level, _)| *level >= place.level) {
                open.pop();
            }
            if !is_group && !place.title.is_empty() {
                let above = open.last().map(|(_, at)| *at);
                open.push((place.level, found.len()));
                found.push(candidate(&place.title, above, true));
            }
        }
        for (_, at) in &open {
            found[*at].weight += words;
        }
        if matches!(role, Role::Chores | Role::Participants | Role::Boilerplate) {
            continue;
        }
        let above = open.last().map(|(_, at)| *at);
        for block in &section.blocks {
            let Block::List { items: list, .. } = block else { continue };
            for item in list.iter().take(ITEMS.saturating_sub(items)) {
                items += 1;
                let Some(Block::Paragraph { content, .. }) = item.blocks.first() else { continue };
                let candidate = candidate(&plain::fold_spaces(&plain::text(content)), above, false);
                found.push(Candidate { weight: item.blocks.iter().map(length).sum(), ..candidate });
            }
        }
    }
    found
}

fn candidate(text: &str, above: Option<usize>, is_heading: bool) -> Candidate {
    let text = told(text);
    let key = fold(&text).split(' ').filter(|word| !is_number(word)).collect::<Vec<_>>().join(" ");
    Candidate { text: plain::shorten(&text, LONGEST), key, weight: 0, is_heading, above }
}

/// Whether a word of a heading counts meetings or days and says nothing of what they were about.
fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a heading or an item says, without what only serves the meeting: its number, who brought it up and for how long, and
/// marks of Markdown that were not closed.
fn told(text: &str) -> String {
    let text = without_addresses(&without_link_marks(&plain::shorten(text, 10 * LONGEST)));
    let mut told = without_number(text.trim());
    loop {
        let rest = without_presenters(without_loose_marks(told));
        // Where nothing else is said, it is said as it stands.
        if rest.is_empty() || rest == told {
            break;
        }
        told = rest;
    }
    told.to_owned()
}

/// The text of a link whose marks nobody closed: `Writing Assistance APIs](https://…`. Brackets alone are text: `[HTML]`.
fn without_link_marks(text: &str) -> String {
    let is_address =
        |text: &str| text.is_empty() || text.contains("://") || text.starts_with(['/', '#', '.']) || text == "…";
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        told.push_str(before);
        let end = after.find(|c: char| c == ')' || c.is_whitespace()).unwrap_or(after.len());
        if is_address(&after[..end]) {
            let open = told.rfind('[').filter(|open| !told[*open..].contains(']'));
            open.map(|open| told.remove(open));
            rest = after[end..].strip_prefix(')').unwrap_or(&after[end..]);
        } else {
            told.push_str("](");
            rest = after;
        }
    }
    told.push_str(rest);
    plain::fold_spaces(&told)
}

/// A heading without the number it has in a list: "2. Formalities".
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(after) if rest.len() < text.len() && after.starts_with(' ') => after.trim_start(),
        _ => text.trim(),
    }
}

/// A text without what stands loose at its ends: the colon before a list, a dash that nothing follows, a mark of emphasis
/// without its other half.
fn without_loose_marks(text: &str) -> &str {
    let mut text = text.trim();
    for arrow in ["->", "=>", "→"] {
        text = text.strip_suffix(arrow).unwrap_or(text).trim_end();
    }
    text = text.trim_end_matches([':', ';', ',', '-', '–', '—', '|', '(', '[']).trim_end();
    for dash in ["- ", "– ", "— ", ": ", "* ", "| ", "-> ", "=> "] {
        text = text.strip_prefix(dash).unwrap_or(text).trim_start();
    }
    for mark in ['*', '_', '~', '`'] {
        let (from_start, from_end) = (text.trim_start_matches(mark), text.trim_end_matches(mark));
        if !from_end.contains(mark) {
            text = from_end.trim_end();
        } else if !from_start.contains(mark) {
            text = from_start.trim_start();
        }
    }
    text
}

/// A text without the handles behind it of those who brought it up: "Images (@ann, @bob, 5 min)", "Images - @ann and @bob".
fn without_presenters(text: &str) -> &str {
    if let Some((before, names)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        let words: Vec<&str> = names.split([',', ';', '/', '&', '+', ' ']).filter(|word| !word.is_empty()).collect();
        let says_who = words.iter().any(|word| is_handle(word)) || words.iter().any(|word| is_time(word));
        return if says_who && words.iter().all(|word| is_of_presenters(word)) { before.trim_end() } else { text };
    }
    let (mut rest, mut says_who) = (text, false);
    while let Some((before, word)) = rest.rsplit_once(' ') {
        match word {
            "-" | "–" | "—" | "|" if says_who => return before.trim_end(),
            word if says_who && word.ends_with(':') => return rest,
            word => {
                let mut parts = word.split(['/', '&', '+', ',', ';']).filter(|part| !part.is_empty()).peekable();
                says_who |= parts.peek().is_some_and(|part| is_handle(part));
                if !parts.all(is_of_presenters) {
                    break;
                }
            }
        }
        rest = before;
    }
    if says_who && rest.ends_with(':') { rest } else { text }
}

/// Whether a word belongs to a list of those who bring something up: a handle, "and", or how long it takes them.
fn is_of_presenters(word: &str) -> bool {
    let is_number = word.trim_start_matches(['~', '≈']).bytes().all(|byte| byte.is_ascii_digit());
    is_handle(word)
        || is_time(word)
        || is_number
        || matches!(word, "and" | "und" | "et" | "al." | "-" | "–" | "w/" | "?")
}

fn is_handle(word: &str) -> bool {
    word.len() > 1 && word.starts_with('@')
}

/// How long something takes: "~5min", or the "min" of "5 min".
fn is_time(word: &str) -> bool {
    let unit = word.trim_start_matches(['~', '≈']).trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = unit.trim_end_matches('.');
    matches!(unit, "min" | "mins" | "minutes" | "Min" | "Minuten")
        || word.len() > unit.len() && matches!(unit, "'" | "’" | "′" | "m" | "h")
}

/// A text without bare addresses, which say less than nothing.
fn without_addresses(text: &str) -> String {
    if !text.contains("://") {
        return text.to_owned();
    }
    let words = text.split(' ').filter(|word| !word.contains("://"));
    words.collect::<Vec<_>>().join(" ").replace("( )", "").replace("()", "").replace(" :", ":")
}

/// How much is said in a block, in bytes, as far as its own text and its parts go.
fn length(block: &Block) -> usize {
    plain::lines(std::slice::from_ref(block)).len()
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::project::project_of;

    fn of(files: &[(&str, &str)]) -> Vec<String> {
        let archive = project_of(files, Config::default()).archive;
        archive.ids().map(|id| archive.about(id).join(" · ")).collect()
    }

    #[test]
    fn the_form_of_a_teams_notes_says_nothing() {
        let note = |topic: &str| {
            format!(
                "# Meeting\n\n## Links\n\n- a\n\n## Reports\n\n- b\n\n### {topic}\n\nMany words are said.\n\n## Reminders\n\n- c\n"
            )
        };
        let topics = ["Roof", "Doors", "2. Stairs", "Windows"];
        let texts: Vec<String> = topics.iter().map(|topic| note(topic)).collect();
        let files: Vec<(String, &str)> =
            texts.iter().enumerate().map(|(at, text)| (format!("ops/2024-01-0{}.md", at + 1), text.as_str())).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        assert_eq!(of(&files), ["Roof", "Doors", "Stairs", "Windows"]);
    }

    #[test]
    fn what_was_spoken_of_longest_comes_first() {
        let text = "# 2024-01-10\n\n## Tea\n\nyes\n\n## Coffee\n\nno, and no again, for many reasons\n";
        assert_eq!(of(&[("ops/2024-01-10.md", text)]), ["Coffee · Tea"]);
    }

    #[test]
    fn who_brought_it_up_is_not_what_it_is_about() {
        let text = "# 2024-01-10\n\n## Tea (@ann, @bob)\n\nyes\n\n## (@ann)\n\n## Cups (two)\n\na\n";
        assert_eq!(of(&[("ops/2024-01-10.md", text)]), ["Tea · Cups (two) · (@ann)"]);
    }

    #[test]
    fn what_only_serves_the_meeting_is_left_out() {
        let cases = [
            ("2. Formalities", "Formalities"),
            ("Images (@ann, @bob)", "Images"),
            ("Images (@ann - ~5min)", "Images"),
            ("Images (5 min)", "Images"),
            ("Images (@ann, 25’)", "Images"),
            ("Images (@ann et al.)", "Images"),
            ("Images (@ann/@bob):", "Images"),
            ("Images - @ann, @bob", "Images"),
            ("Images – @ann and @bob", "Images"),
            ("Images: @ann/@bob", "Images"),
            ("Cups (2)", "Cups (2)"),
            ("Cups (two)", "Cups (two)"),
            ("A talk with @ann", "A talk with @ann"),
            ("@ann reports", "@ann reports"),
            ("(@ann)", "(@ann)"),
            ("Writing Assistance APIs](https://example.org/a", "Writing Assistance APIs"),
            ("[Writing Assistance APIs](https://example.org/a and more", "Writing Assistance APIs and more"),
            ("see [the plan](https://example.org/a) today", "see the plan today"),
            ("[HTML] Popover](", "[HTML] Popover"),
            ("[HTML]", "[HTML]"),
            ("a[i](x)", "a[i](x)"),
            ("Docs ( https://example.org ): structure", "Docs: structure"),
            ("Budget -", "Budget"),
            ("Budget ->", "Budget"),
            ("Budget:**", "Budget"),
            ("**Budget", "Budget"),
            ("- Budget", "Budget"),
            ("-v as a flag", "-v as a flag"),
            ("__init__", "__init__"),
            ("Straße, 予算:", "Straße, 予算"),
            ("...", "..."),
        ];
        for (written, told) in cases {
            assert_eq!(super::told(written), told, "{written}");
        }
    }

    #[test]
    fn items_speak_where_headings_do_not() {
        let text = "# 2024-01-10\n\n## Agenda\n\n- [Mend the roof](https://github.com/o/r/issues/1)\n- https://example.org/x\n";
        assert_eq!(of(&[("ops/2024-01-10.md", text)]), ["Mend the roof"]);
    }
}
