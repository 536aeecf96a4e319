//! Who is to do it, by names without `@`: "Kate: …", "[Pia] …", "… (Oda)", "TODO by [Kim]: …".
//!
//! A capital makes no name. A word is one where the note knows it (somebody took part or spoke under it), or where what
//! stands beside it is marked as an action and the word is nothing else.

use super::names::is_no_name;
use super::reading::Reading;
use crate::base::pattern::Pattern;

/// One or more names, as they stand before a task.
macro_rules! names {
    () => {
        r"(@?\p{L}[\w.'-]*(?: \p{Lu}[\p{L}.'-]*){0,2}(?:(?:, ?| and | & ?| ?/ ?| \+ | und )@?\p{L}[\w.'-]*(?: \p{Lu}[\p{L}.'-]*){0,2})*)"
    };
}

/// "Kate: …", "[Pia] …", "(Oda) …", "Max - …".
static BEFORE: Pattern = Pattern::unicode(concat!(
    r"^[\s*_]*(?:\[|\()?[\s*_]*",
    names!(),
    r"(?:[\s*_]*\([^)]{1,30}\))?[\s*_]*(?:[\])]\s*[:–—-]?|[:：]\]?|\s[–—-]{1,2}\s)[\s*_]*(?:to )?"
));
/// "Kate to …", "Kate will …", "Dora wird …", "Bert holt …".
static DOES: Pattern = Pattern::unicode(concat!(
    r"^[\s*_\[(]*",
    names!(),
    r"[\s*_]*(?:\s(?:to|will|shall|should|wird|werden|soll|sollen|übernimmt|kümmert sich)|['’]ll)\s+(?:also |then |bis )?(\p{Ll}[\p{L}-]+|\S+)"
));
/// "… (Oda)", "… [Oda, Pia]", "… -- Oda", "… => Oda".
static AFTER: Pattern = Pattern::unicode(concat!(
    r"(?:[(\[](?:by |for |wer: |who: |owner: )?|\s(?:--|[–—-]|-+>|=+>|→)\s?)",
    names!(),
    r"[)\]]?[\s.*_]*$"
));
/// "by [Kim]: …", "on Jim to …", "for Kim: …".
static NAMED: Pattern =
    Pattern::unicode(concat!(r"^[\s*_]*(?:by|on|for) \[?", names!(), r"(?:\]\s*:?|\s*:|\s+to\b)\s*"));
/// HedgeDoc's mark of who wrote something: "[name=Kim]".
static MARK: Pattern = Pattern::unicode(r"\[name=\s*([^\]\s][^\]]{0,40}?)\s*\]");

/// Names that stand before a task, and the task.
pub(super) struct Leading<'t> {
    pub(super) names: Vec<String>,
    /// What is to be done: without the names, where it does not need them to be a sentence.
    pub(super) task: &'t str,
}

/// Who a text begins with. `trusted` is a text that is marked as an action: there, names need not be known.
pub(super) fn leading<'t>(reading: &Reading<'_>, text: &'t str, trusted: bool) -> Option<Leading<'t>> {
    if let Some(found) = NAMED.captures(text).filter(|_| trusted) {
        let names = people(reading, &found[1], true)?;
        return Some(Leading { names, task: &text[found[0].len()..] });
    }
    if let Some(found) = BEFORE.captures(text) {
        let rest = text[found[0].len()..].trim();
        if let Some(names) = people(reading, &found[1], trusted).filter(|_| !rest.is_empty()) {
            return Some(Leading { names, task: rest });
        }
    }
    let found = DOES.captures(text)?;
    let names = people(reading, &found[1], trusted).or_else(|| {
        // "scott to post …": a nickname that nobody knows, before a task.
        let word = &found[1];
        let nickname = trusted && !word.contains(' ') && !is_no_name(word);
        nickname.then(|| vec![word.trim_start_matches('@').to_owned()])
    })?;
    Some(Leading { names, task: text })
}

/// Who a text ends with.
pub(super) fn trailing(reading: &Reading<'_>, text: &str, trusted: bool) -> Option<Vec<String>> {
    if let Some(found) = MARK.captures(text) {
        return Some(vec![found[1].to_owned()]);
    }
    people(reading, &AFTER.captures(text)?[1], trusted)
}

/// The people of a run of names; nothing where one of them is none.
pub(super) fn people(reading: &Reading<'_>, run: &str, trusted: bool) -> Option<Vec<String>> {
    let names: Vec<&str> = run
        .split([',', '/', '&', '+'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" und "))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let is_person = |name: &&str| {
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        // What follows a first name or a handle is a family name.
        let capitals = |words: &str| words.split(' ').all(|word| word.starts_with(char::is_uppercase));
        let is_whole = rest.is_empty() || capitals(rest);
        let is_known = name.starts_with('@') || (reading.is_known(first) && !is_no_name(first));
        if reading.is_known(name) || (is_known && is_whole) {
            return true;
        }
        trusted && capitals(name) && !name.split(' ').any(is_no_name) && reading.may_be_name(first)
    };
    let all = !names.is_empty() && names.iter().all(is_person);
    all.then(|| names.into_iter().map(|name| name.trim_start_matches('@').to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::{call, read};

    #[test]
    fn patterns_compile() {
        for pattern in [&BEFORE, &DOES, &AFTER, &NAMED, &MARK] {
            assert!(pattern.is_valid());
        }
    }

    const NOTE: &str = "# 2024-06-03\n\nPresent: Kate Lee, niko, Oda\n\n## Storage\n\n- it was just good\n";

    #[test]
    fn knows_names_before_a_task() {
        let call = call(NOTE);
        let reading = read(&call);
        for (text, trusted, expected) in [
            ("Kate: write the docs", false, Some(("Kate", "write the docs"))),
            ("Max: write the docs", false, None),
            ("Max: write the docs", true, Some(("Max", "write the docs"))),
            ("Max - buy nails", true, Some(("Max", "buy nails"))),
            ("[Pia] buy nails", true, Some(("Pia", "buy nails"))),
            ("(Oda) buy nails", false, Some(("Oda", "buy nails"))),
            ("Quinn/Rob: buy nails", true, Some(("Quinn Rob", "buy nails"))),
            ("by [Kim]: buy nails", true, Some(("Kim", "buy nails"))),
            ("Ned to buy nails", true, Some(("Ned", "Ned to buy nails"))),
            ("scott to post it", true, Some(("scott", "scott to post it"))),
            ("Dora wird den Vermieter anrufen", true, Some(("Dora", "Dora wird den Vermieter anrufen"))),
            ("Just to clarify, we like it", true, None),
            ("Good to know", true, None),
            ("Need to buy nails", true, None),
            ("Areas: all of them", false, None),
            ("Status: open", true, None),
            ("Seems to work", false, None),
            ("Kate wants: nothing", false, None),
        ] {
            let found = leading(&reading, text, trusted).map(|found| (found.names.join(" "), found.task));
            assert_eq!(found.as_ref().map(|(names, task)| (names.as_str(), *task)), expected, "{text}");
        }
    }

    #[test]
    fn knows_names_after_a_task() {
        let call = call(NOTE);
        let reading = read(&call);
        for (text, trusted, expected) in [
            ("Draft the paper (Chris Ferris)", true, Some("Chris Ferris")),
            ("Draft the paper (Oda)", false, Some("Oda")),
            ("Draft the paper (Max)", false, None),
            ("Draft the paper [Oda, Max]", true, Some("Oda Max")),
            ("Draft the paper -- niko", false, Some("niko")),
            ("Draft the paper [name=Kim]", false, Some("Kim")),
            ("Draft the paper (second version)", true, None),
            ("Draft the paper (Done)", true, None),
        ] {
            let found = trailing(&reading, text, trusted).map(|names| names.join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
