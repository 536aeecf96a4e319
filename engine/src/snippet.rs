//! The place of a text that shows why it was found.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::Language;
use crate::tokenize::{Analyser, Reading};
use crate::unspaced::{is_mark, is_unspaced};

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Snippet {
    /// The text on one line; an ellipsis stands where something was left out.
    pub text: String,
    /// What to mark in it, in bytes, in order and apart from each other.
    pub highlights: Vec<Range<usize>>,
}

/// Cuts the part of a text that has the most of some terms. `terms` are those of [`crate::Answer`], `width` is the most
/// characters it may have, ellipses not counted. A text without any of the terms gives its beginning.
pub fn snippet(body: &str, terms: &[String], language: Language, width: usize) -> Snippet {
    cut(&mut Analyser::new(language), body, terms, width)
}

/// The same, read by an analyser of the text's language.
pub(crate) fn cut(analyser: &mut Analyser, body: &str, terms: &[String], width: usize) -> Snippet {
    let wanted: BTreeSet<&str> = terms.iter().map(String::as_str).collect();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    analyser.read(body, Reading::Prose, &mut |piece| {
        if wanted.contains(piece.term) {
            found.push((piece.start..piece.end, piece.term.to_owned()));
        }
    });
    let window = window(body, &found, width.max(1));
    render(body, window, &found)
}

/// The stretch of at most `width` characters with the most different terms, as early as possible, from the start of a word to the end of one.
fn window(body: &str, found: &[(Range<usize>, String)], width: usize) -> Range<usize> {
    let mut best: (usize, usize, usize) = (0, 0, 0);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut last = 0;
    for first in 0..found.len() {
        while last < found.len() && body[found[first].0.start..found[last].0.end].chars().count() <= width {
            *seen.entry(&found[last].1).or_default() += 1;
            last += 1;
        }
        let score = (seen.len(), last - first);
        if last > first && score > (best.0, best.1) {
            best = (score.0, score.1, first);
        }
        if last > first {
            if let Some(count) = seen.get_mut(found[first].1.as_str()) {
                *count -= 1;
                if *count == 0 {
                    seen.remove(found[first].1.as_str());
                }
            }
        } else {
            last = first + 1;
        }
    }
    let (start, end) = match found.get(best.2).filter(|_| best.0 > 0) {
        Some((range, _)) => (range.start, found[best.2 + best.1 - 1].0.end),
        None => (0, 0),
    };
    widen(body, start..end, width)
}

/// Takes in words around a range until it is `width` characters long: the line before it if that is short, then what follows, and at the end
/// of the text more of what stands before.
fn widen(body: &str, range: Range<usize>, width: usize) -> Range<usize> {
    let spare = width.saturating_sub(body[range.clone()].chars().count());
    let line = body[..range.start].rfind('\n').map_or(0, |index| index + 1);
    let to_line = body[line..range.start].chars().count();
    let before = if to_line <= spare / 2 { to_line } else { spare / 3 };
    let after = body[range.end..].chars().count();
    let before = before.max(spare.saturating_sub(after));
    step_back(body, range.start, before)..step_forward(body, range.end, spare - before)
}

fn step_back(body: &str, from: usize, characters: usize) -> usize {
    let at_most = body[..from].char_indices().rev().take(characters).last().map_or(from, |(index, _)| index);
    if at_most == 0 || is_between_words(body, at_most) {
        return at_most;
    }
    let places = body[at_most..from].char_indices().map(|(offset, _)| at_most + offset);
    let mut starts = places.filter(|place| !body[*place..].starts_with(char::is_whitespace));
    starts.find(|place| is_between_words(body, *place)).unwrap_or(from)
}

fn step_forward(body: &str, from: usize, characters: usize) -> usize {
    let rest = &body[from..];
    let Some((cut, _)) = rest.char_indices().nth(characters) else { return body.len() };
    if is_between_words(body, from + cut) {
        return from + cut;
    }
    let mut ends = rest[..cut].char_indices().rev().map(|(offset, _)| from + offset);
    ends.find(|place| is_between_words(body, *place)).filter(|place| *place > 0).unwrap_or(if from == 0 {
        cut
    } else {
        from
    })
}

/// Whether a text may be cut at a place: at white space, and between letters of a script that has none between its words.
fn is_between_words(body: &str, place: usize) -> bool {
    let (before, after) = (body[..place].chars().next_back(), body[place..].chars().next());
    let is_free = |character: Option<char>| character.is_none_or(|c| c.is_whitespace() || is_unspaced(c));
    (is_free(before) || is_free(after)) && !after.is_some_and(is_mark)
}

/// Writes the window out on one line.
fn render(body: &str, window: Range<usize>, found: &[(Range<usize>, String)]) -> Snippet {
    let mut snippet = Snippet::default();
    let inner = body[window.clone()].trim();
    let offset = window.start + body[window.clone()].find(inner).unwrap_or_default();
    if !body[..offset].trim().is_empty() {
        snippet.text.push_str("… ");
    }
    let mut marks = merged(found, &(offset..offset + inner.len())).into_iter().peekable();
    let mut gap = false;
    for (index, character) in inner.char_indices() {
        let place = offset + index;
        if character.is_whitespace() {
            gap = true;
        } else {
            if gap && !snippet.text.is_empty() && !snippet.text.ends_with(' ') {
                snippet.text.push(' ');
            }
            gap = false;
            if marks.peek().is_some_and(|mark| mark.start == place) {
                snippet.highlights.push(snippet.text.len()..snippet.text.len());
            }
            snippet.text.push(character);
        }
        if marks.next_if(|mark| mark.end == place + character.len_utf8()).is_some()
            && let Some(highlight) = snippet.highlights.last_mut()
        {
            highlight.end = snippet.text.len();
        }
    }
    if !body[offset + inner.len()..].trim().is_empty() {
        snippet.text.push_str(" …");
    }
    snippet
}

/// The places within a range to mark, those that touch or overlap made one.
fn merged(found: &[(Range<usize>, String)], within: &Range<usize>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = found
        .iter()
        .map(|(range, _)| range.clone())
        .filter(|range| within.start <= range.start && range.end <= within.end)
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "First line.\n\n- We talked about the harbor registry, and then about zones.\n- The storage of Harbor\n  is full; the Storage must grow.";

    fn cut(body: &str, terms: &[&str], width: usize) -> (String, Vec<String>) {
        let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
        let snippet = snippet(body, &terms, Language::English, width);
        let marked = snippet.highlights.iter().map(|range| snippet.text[range.clone()].to_owned()).collect();
        (snippet.text, marked)
    }

    #[test]
    fn the_densest_place_is_shown() {
        let (text, marked) = cut(BODY, &["harbor", "storag"], 40);
        assert_eq!(text, "… storage of Harbor is full; the Storage …");
        assert_eq!(marked, ["storage", "Harbor", "Storage"]);
    }

    #[test]
    fn a_text_without_blanks_is_cut_between_letters() {
        let body = "这是一段简单的测试文本".repeat(20);
        let (text, marked) = cut(&body, &["简单"], 30);
        assert!(text.chars().count() > 25 && text.contains("一段简单的测试"), "{text}");
        assert!(marked.iter().all(|mark| mark == "简单"));
    }

    #[test]
    fn a_short_text_is_shown_whole_on_one_line() {
        let (text, marked) = cut("A\n\n  räumlich\tB", &["raumlich"], 80);
        assert_eq!((text.as_str(), marked), ("A räumlich B", vec!["räumlich".to_owned()]));
    }

    #[test]
    fn identifiers_are_marked_as_a_whole_or_in_parts() {
        assert_eq!(cut("see scs-0104-v1 now", &["scs0104v1", "0104"], 80).1, ["scs-0104-v1"]);
        assert_eq!(cut("see scs-0104-v1 now", &["0104"], 80).1, ["0104"]);
    }

    #[test]
    fn without_a_term_the_beginning_is_shown() {
        assert_eq!(cut(BODY, &["zuul"], 15).0, "First line. - …");
        assert_eq!(cut("", &["zuul"], 15), (String::new(), Vec::new()));
    }
}
