//! Which texts a pattern need not be searched for in: each of its matches holds certain literals, and most texts hold none of them.
//!
//! The literals are read out of the pattern. Whether a text may hold one is told by the groups of up to three bytes in it, kept as a Bloom
//! filter (Cox, "Regular Expression Matching with a Trigram Index", 2012): that takes one pass over the text for all the patterns it is
//! held against, and a look at a few bits for each of them.

use regex_syntax::hir::{Class, Hir, HirKind};
use std::cell::RefCell;

/// The most literals of which one is looked for; more are no filter.
const MOST_LITERALS: usize = 96;
/// The most texts that a part of a pattern is written out as.
const MOST_WRITTEN_OUT: usize = 64;
/// The most characters of a class that are written out.
const MOST_OF_CLASS: usize = 6;
/// The most lists of literals of which a text must have one each.
const MOST_LISTS: usize = 3;
/// Longer texts, in bytes, have nearly all groups of letters that there are, and are searched at once.
const LONGEST_TEXT: usize = 2_000;

/// What each match of a pattern holds: of every list one literal.
#[derive(Debug, Default)]
pub(super) struct Required(Vec<Vec<Literal>>);

/// The places of a literal's groups of bytes in the filter.
type Literal = Box<[u16]>;

impl Required {
    /// What the matches of a pattern hold; nothing where the pattern does not tell, or is none.
    pub(super) fn of(pattern: &str) -> Self {
        let Ok(hir) = regex_syntax::parse(pattern) else { return Self::default() };
        let mut lists = Part::of(&hir).lists();
        lists.retain(|list| is_telling(list));
        lists.sort_by_key(|list| std::cmp::Reverse(worth(list)));
        lists.truncate(MOST_LISTS);
        let literals = |list: Vec<Vec<u8>>| list.iter().map(|text| groups(text)).collect();
        Self(lists.into_iter().map(literals).collect())
    }

    /// Whether the pattern may match a text; where it says no, it does not.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        if self.0.is_empty() || text.len() > LONGEST_TEXT {
            return true;
        }
        SEEN.with_borrow_mut(|seen| {
            let has_one = |filter: &Filter, list: &Vec<Literal>| list.iter().any(|literal| filter.has(literal));
            seen.filter_of(text).is_none_or(|filter| self.0.iter().all(|list| has_one(filter, list)))
        })
    }
}

/// What is known of a part of a pattern; texts are in lower case, as far as ASCII goes.
enum Part {
    /// All texts it matches.
    Whole(Vec<Vec<u8>>),
    /// Of every list one text stands in each match.
    Holding(Vec<Vec<Vec<u8>>>),
}

impl Part {
    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::Whole(vec![Vec::new()]),
            HirKind::Literal(literal) => Self::Whole(vec![literal.0.to_ascii_lowercase()]),
            HirKind::Class(class) => written_out(class).map_or(Self::Holding(Vec::new()), Self::Whole),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) => match (repetition.min, repetition.max, Self::of(&repetition.sub)) {
                (1, Some(1), part) => part,
                (0, Some(1), Self::Whole(mut texts)) => {
                    texts.push(Vec::new());
                    Self::Whole(texts)
                }
                (0, ..) => Self::Holding(Vec::new()),
                (_, _, part) => Self::Holding(part.lists()),
            },
            HirKind::Concat(parts) => Self::one_after_another(parts.iter().map(Self::of)),
            HirKind::Alternation(parts) => Self::one_of(parts.iter().map(Self::of).collect()),
        }
    }

    fn lists(self) -> Vec<Vec<Vec<u8>>> {
        match self {
            Self::Whole(texts) => vec![texts],
            Self::Holding(lists) => lists,
        }
    }

    fn one_after_another(parts: impl Iterator<Item = Self>) -> Self {
        let mut lists = Vec::new();
        let mut run = vec![Vec::new()];
        let mut is_whole = true;
        for part in parts {
            match part {
                Self::Whole(texts) if run.len() * texts.len() <= MOST_WRITTEN_OUT => {
                    let with =
                        |start: &Vec<u8>| texts.iter().map(|text| [&start[..], text].concat()).collect::<Vec<_>>();
                    run = run.iter().flat_map(with).collect();
                }
                Self::Whole(texts) => {
                    is_whole = false;
                    lists.push(std::mem::replace(&mut run, texts));
                }
                Self::Holding(more) => {
                    is_whole = false;
                    lists.push(std::mem::replace(&mut run, vec![Vec::new()]));
                    lists.extend(more);
                }
            }
        }
        if is_whole {
            return Self::Whole(run);
        }
        lists.push(run);
        Self::Holding(lists)
    }

    fn one_of(parts: Vec<Self>) -> Self {
        let texts_of = |part: &Self| match part {
            Self::Whole(texts) => Some(texts.len()),
            Self::Holding(_) => None,
        };
        let is_whole = parts.iter().map(texts_of).sum::<Option<usize>>().is_some_and(|all| all <= MOST_WRITTEN_OUT);
        let best = |part: Self| part.lists().into_iter().filter(|list| is_telling(list)).max_by_key(|list| worth(list));
        if is_whole {
            return Self::Whole(parts.into_iter().flat_map(|part| part.lists().concat()).collect());
        }
        match parts.into_iter().map(best).collect::<Option<Vec<_>>>() {
            Some(lists) if lists.iter().map(Vec::len).sum::<usize>() <= MOST_LITERALS => {
                Self::Holding(vec![lists.concat()])
            }
            _ => Self::Holding(Vec::new()),
        }
    }
}

/// The characters of a class, where they are few.
fn written_out(class: &Class) -> Option<Vec<Vec<u8>>> {
    let Class::Unicode(class) = class else { return None };
    let mut texts = Vec::new();
    for character in class.iter().flat_map(|range| range.start()..=range.end()) {
        let character = match character {
            // The other cases of these two; a text with them is searched anyway.
            'ſ' => 's',
            '\u{212A}' => 'k',
            other => other.to_ascii_lowercase(),
        };
        let text = character.to_string().into_bytes();
        if !texts.contains(&text) {
            texts.push(text);
        }
        if texts.len() > MOST_OF_CLASS {
            return None;
        }
    }
    Some(texts)
}

/// Whether many texts have none of some literals: they are longer than a letter.
fn is_telling(list: &[Vec<u8>]) -> bool {
    let says = |text: &Vec<u8>| match text[..] {
        [] => false,
        [one] => !(one.is_ascii_alphanumeric() || b" .,-".contains(&one)),
        _ => true,
    };
    !list.is_empty() && list.len() <= MOST_LITERALS && list.iter().all(says)
}

/// How few texts some literals can be expected in: the shortest of them counts, then their number.
fn worth(list: &[Vec<u8>]) -> (usize, std::cmp::Reverse<usize>) {
    const LONG: usize = 5;
    (list.iter().map(Vec::len).min().unwrap_or_default().min(LONG), std::cmp::Reverse(list.len()))
}

/// The number of bits of a filter. A line of the minutes has some two hundred groups.
const BITS: u32 = 4096;

/// The places of a literal's groups: those of three bytes, or what there is.
fn groups(text: &[u8]) -> Literal {
    text.windows(text.len().clamp(1, 3)).map(place).collect()
}

/// The place of a group of one to three bytes.
fn place(group: &[u8]) -> u16 {
    let number = group.iter().fold(1_u32, |number, byte| number << 8 | u32::from(*byte));
    // Multiplicative hashing: the upper bits of the product (Knuth, The Art of Computer Programming, 6.4).
    #[expect(clippy::cast_possible_truncation, reason = "the upper bits are less than `BITS`")]
    let place = (number.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS.ilog2())) as u16;
    place
}

/// The groups of one to three bytes in a text.
struct Filter([u64; BITS as usize / 64]);

impl Filter {
    fn of(text: &str) -> Self {
        // Two letters that are lower case of ASCII's in another case; they hardly ever occur.
        if !text.is_ascii() && text.contains(['ſ', '\u{212A}']) {
            return Self([u64::MAX; BITS as usize / 64]);
        }
        let mut filter = Self([0; BITS as usize / 64]);
        let mut last = [0; 3];
        for (at, byte) in text.bytes().enumerate() {
            last = [last[1], last[2], byte.to_ascii_lowercase()];
            for length in 1..=3.min(at + 1) {
                let place = place(&last[3 - length..]);
                filter.0[usize::from(place / 64)] |= 1 << (place % 64);
            }
        }
        filter
    }

    fn has(&self, literal: &Literal) -> bool {
        literal.iter().all(|place| self.0[usize::from(place / 64)] >> (place % 64) & 1 == 1)
    }
}

/// The texts that were last asked about, with their filters.
struct Seen {
    known: [(String, Filter); 4],
    /// The one that is given up next.
    oldest: usize,
    /// Where the last text lay that is not among them. A text that is asked about once is not worth a filter; that another one lies in the
    /// same place does no harm.
    once: (usize, usize),
}

thread_local! {
    static SEEN: RefCell<Seen> = const {
        RefCell::new(Seen {
            known: [const { (String::new(), Filter([0; BITS as usize / 64])) }; 4],
            oldest: 0,
            once: (0, 0),
        })
    };
}

impl Seen {
    /// The filter of a text, where it has been asked about before.
    fn filter_of(&mut self, text: &str) -> Option<&Filter> {
        if let Some(at) = self.known.iter().position(|(known, _)| known == text) {
            return Some(&self.known[at].1);
        }
        let place = (text.as_ptr() as usize, text.len());
        if std::mem::replace(&mut self.once, place) != place {
            return None;
        }
        let at = self.oldest;
        self.oldest = (at + 1) % self.known.len();
        let (known, filter) = &mut self.known[at];
        known.clear();
        known.push_str(text);
        *filter = Filter::of(text);
        Some(filter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    /// The lists of a pattern's literals, as text.
    fn literals(pattern: &str) -> Vec<Vec<String>> {
        let lists = Part::of(&regex_syntax::parse(pattern).expect("a pattern")).lists();
        let text = |text: &Vec<u8>| String::from_utf8_lossy(text).into_owned();
        lists.iter().filter(|list| is_telling(list)).map(|list| list.iter().map(text).collect()).collect()
    }

    #[test]
    fn literals_are_read_out_of_patterns() {
        for (pattern, expected) in [
            ("agreed", vec![vec!["agreed"]]),
            (r"(?i)\b(?:we|they) agreed?\b", vec![vec!["we agreed", "we agree", "they agreed", "they agree"]]),
            (r"(?i)we .* agree", vec![vec!["we "], vec![" agree"]]),
            ("foo|fob|.*bar", vec![vec!["fob", "foo", "bar"]]),
            ("a+", vec![]),
            ("(?:foo)*", vec![]),
            ("(?:foo)+", vec![vec!["foo"]]),
            (r"\w+@", vec![vec!["@"]]),
            ("(?i)grün", vec![vec!["grün", "grÜn"]]),
            ("→", vec![vec!["→"]]),
        ] {
            let found = literals(pattern);
            let mut found: Vec<Vec<&str>> =
                found.iter().map(|list| list.iter().map(String::as_str).collect()).collect();
            let mut expected = expected;
            expected.iter_mut().chain(&mut found).for_each(|list| list.sort_unstable());
            assert_eq!(found, expected, "{pattern}");
        }
    }

    /// Asks twice: a filter is made when a text comes again.
    fn may_match(pattern: &str, text: &str) -> bool {
        let required = Required::of(pattern);
        required.may_be_in(text) & required.may_be_in(text)
    }

    #[test]
    fn most_texts_hold_nothing_of_a_pattern() {
        let pattern = r"(?i)\b(?:decided|agreed) (?:to|that)\b";
        assert!(may_match(pattern, "We AGREED that it is so"));
        for text in ["We talked about it", "agree to disagree", "that was decided", ""] {
            assert!(!may_match(pattern, text), "{text}");
        }
    }

    #[test]
    fn letters_with_unusual_cases_are_found() {
        assert!(may_match("(?i)kelvin", "\u{212A}elvin"));
        assert!(may_match("(?i)sum", "\u{17F}um"));
    }

    proptest! {
        #[test]
        fn no_match_is_lost(
            pattern in r"(\(\?i\))?([a-c]{1,3}|[abc]\?|\[ab\]|[a-c]\+|\(a\|bc\|c\)|\.|\\b|é|ß| ){1,6}",
            text in "[a-cA-Céß ]{0,12}",
        ) {
            if Regex::new(&pattern).expect("a pattern").is_match(&text) {
                prop_assert!(may_match(&pattern, &text));
            }
        }
    }
}
