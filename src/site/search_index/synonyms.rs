//! The pattern of a topic → the texts that it stands for, as far as they can be told: what is searched with a topic's name.

use regex_syntax::hir::{Class, Hir, HirKind};
use std::collections::BTreeSet;

/// So many texts of one topic are kept.
const MOST: usize = 24;
/// Shorter ones are no words, longer ones no names.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=40;

/// The texts that a pattern matches, in lower case and in its order, without plurals. Alternatives that stand for too many are left out.
pub(super) fn of(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut texts = Vec::new();
    for alternative in alternatives(&hir) {
        for text in texts_of(alternative).unwrap_or_default() {
            let text = text.trim().to_owned();
            let letters: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
            let singular = letters.strip_suffix('s').unwrap_or(&letters).to_owned();
            if texts.len() < MOST && LENGTHS.contains(&text.chars().count()) && known.insert(singular) {
                texts.push(text);
            }
        }
    }
    texts
}

/// The alternatives at the top of a pattern.
fn alternatives(hir: &Hir) -> Vec<&Hir> {
    match hir.kind() {
        HirKind::Alternation(parts) => parts.iter().flat_map(alternatives).collect(),
        HirKind::Capture(capture) => alternatives(&capture.sub),
        _ => vec![hir],
    }
}

/// All texts that a part of a pattern matches; `None` when there are too many, or too many to tell.
fn texts_of(hir: &Hir) -> Option<Vec<String>> {
    let texts = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_lowercase()],
        HirKind::Class(class) => letters(class)?,
        HirKind::Capture(capture) => texts_of(&capture.sub)?,
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let mut texts = vec![String::new()];
                texts.extend(texts_of(&repetition.sub)?);
                texts
            }
            // One blank or more are one.
            (1, _) => texts_of(&repetition.sub)?,
            _ => return None,
        },
        HirKind::Concat(parts) => {
            let mut texts = vec![String::new()];
            for part in parts {
                let ends = texts_of(part)?;
                texts = texts.iter().flat_map(|text| ends.iter().map(move |end| format!("{text}{end}"))).collect();
                if texts.len() > MOST {
                    return None;
                }
            }
            texts
        }
        HirKind::Alternation(parts) => {
            parts.iter().map(texts_of).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect()
        }
    };
    (texts.len() <= MOST).then_some(texts)
}

/// The letters of a class, each in lower case and once; a blank for a class that has one.
fn letters(class: &Class) -> Option<Vec<String>> {
    const MOST: u32 = 8;
    let Class::Unicode(class) = class else { return None };
    let ranges = || class.iter().map(|range| (u32::from(range.start()), u32::from(range.end())));
    let blank = u32::from(' ');
    if ranges().any(|(start, end)| (start..=end).contains(&blank)) {
        return Some(vec![" ".to_owned()]);
    }
    if ranges().map(|(start, end)| end - start + 1).fold(0, u32::saturating_add) > MOST {
        return None;
    }
    let all: BTreeSet<String> =
        ranges().flat_map(|(start, end)| start..=end).filter_map(char::from_u32).map(lower_case).collect();
    Some(all.into_iter().collect())
}

/// The letter that people write: in any case, an `s` may be a long one.
fn lower_case(letter: char) -> String {
    if letter == 'ſ' { "s".to_owned() } else { letter.to_lowercase().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_far_as_they_are_words() {
        for (pattern, texts) in [
            (
                "(?i)volume encryption|encrypted volumes?|luks|disk encryption",
                vec!["volume encryption", "encrypted volume", "luks", "disk encryption"],
            ),
            (r"(?i)\bAZs?\b|scs-\d+", vec!["az"]),
            (
                "(?i)flavou?r[- ]nam(?:e|es|ing)|naming scheme",
                vec!["flavor name", "flavor naming", "flavour name", "flavour naming", "naming scheme"],
            ),
            (r"(?i)\bkey[\s-]+manager(?:s|'s)?\b", vec!["key manager"]),
            ("(?i)議事録|.*|[a-z]{3}", vec!["議事録"]),
            ("(", vec![]),
        ] {
            assert_eq!(of(pattern), texts, "{pattern}");
        }
    }
}
