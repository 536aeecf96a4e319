//! Words that are one or two typing errors away from a given one.

use tantivy_fst::Automaton;

/// Longer words are not compared; their errors are too many to guess.
const LONGEST: usize = 32;

/// Accepts the terms of a dictionary within a number of edits: a letter too many, too few, another one, or two swapped.
///
/// The state is a row of the usual table of distances (and the row before it, for swaps). That is a few bytes to copy for each
/// step, and a dictionary has only some thousand branches near a word; a compiled automaton would be code to download for nothing.
#[derive(Debug, Clone)]
pub(crate) struct Neighbours {
    word: Vec<u8>,
    edits: u8,
}

/// A row of the table of distances.
type Row = [u8; LONGEST + 1];

/// How far the comparison has come.
#[derive(Debug, Clone)]
pub(crate) struct State {
    row: Row,
    previous: Row,
    last: u8,
    length: usize,
}

impl Neighbours {
    /// The neighbours of a folded word; `None` if it is too long or not ASCII (a byte would not be a letter).
    pub(crate) fn of(word: &str, edits: u8) -> Option<Self> {
        let fits = word.is_ascii() && word.len() <= LONGEST && !word.is_empty();
        fits.then(|| Self { word: word.as_bytes().to_vec(), edits })
    }

    /// The distance of a whole term, if it is near enough.
    pub(crate) fn distance(&self, term: &[u8]) -> Option<u8> {
        let mut state = self.start();
        for byte in term {
            state = self.accept(&state, *byte);
        }
        Some(state.row[self.word.len()]).filter(|distance| *distance <= self.edits)
    }
}

impl Automaton for Neighbours {
    type State = State;

    fn start(&self) -> State {
        let mut row = [u8::MAX; LONGEST + 1];
        for (index, distance) in row.iter_mut().enumerate().take(self.word.len() + 1) {
            *distance = u8::try_from(index).unwrap_or(u8::MAX);
        }
        State { row, previous: [u8::MAX; LONGEST + 1], last: 0, length: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        state.row[self.word.len()] <= self.edits
    }

    fn can_match(&self, state: &State) -> bool {
        state.row.iter().take(self.word.len() + 1).any(|distance| *distance <= self.edits)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let mut row = [u8::MAX; LONGEST + 1];
        row[0] = state.row[0].saturating_add(1);
        for (index, letter) in self.word.iter().enumerate() {
            let changed = state.row[index].saturating_add(u8::from(*letter != byte));
            let mut distance = changed.min(state.row[index + 1].saturating_add(1)).min(row[index].saturating_add(1));
            let swapped = index > 0 && state.length > 0 && *letter == state.last && self.word[index - 1] == byte;
            if swapped {
                distance = distance.min(state.previous[index - 1].saturating_add(1));
            }
            row[index + 1] = distance;
        }
        State { row, previous: state.row, last: byte, length: state.length + 1 }
    }
}

/// Accepts the terms that have a word inside, at any place.
#[derive(Debug, Clone)]
pub(crate) struct Inside {
    word: Vec<u8>,
    /// How much of the word still stands where the comparison fails after so many of its letters.
    shorter: Vec<usize>,
}

impl Inside {
    /// For a folded word; `None` if it is too long.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let word = word.as_bytes();
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        let mut inside = Self { word: word.to_vec(), shorter: vec![0; word.len()] };
        let mut matched = 0;
        for (end, byte) in word.iter().enumerate().skip(1) {
            matched = inside.step(matched, *byte);
            inside.shorter[end] = matched;
        }
        Some(inside)
    }

    fn step(&self, mut matched: usize, byte: u8) -> usize {
        while matched > 0 && self.word[matched] != byte {
            matched = self.shorter[matched - 1];
        }
        matched + usize::from(self.word[matched] == byte)
    }
}

impl Automaton for Inside {
    /// How many letters of the word stand here.
    type State = usize;

    fn start(&self) -> usize {
        0
    }

    fn is_match(&self, state: &usize) -> bool {
        *state == self.word.len()
    }

    fn will_always_match(&self, state: &usize) -> bool {
        self.is_match(state)
    }

    fn accept(&self, state: &usize, byte: u8) -> usize {
        if self.is_match(state) { *state } else { self.step(*state, byte) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_table() {
        for (word, term, edits, distance) in [
            ("limmit", "limit", 1, Some(1)),
            ("harbour", "harbor", 1, Some(1)),
            ("polciy", "policy", 1, Some(1)),
            ("kubrnets", "kubernet", 2, Some(2)),
            ("storage", "storage", 2, Some(0)),
            ("storage", "stage", 2, Some(2)),
            ("storage", "forage", 1, None),
            ("a", "b", 1, Some(1)),
        ] {
            let neighbours = Neighbours::of(word, edits).unwrap();
            assert_eq!(neighbours.distance(term.as_bytes()), distance, "{word} {term}");
        }
        assert!(Neighbours::of("räumlich", 1).is_none());
        assert!(Neighbours::of(&"x".repeat(33), 1).is_none());
    }

    #[test]
    fn words_are_found_inside() {
        for (word, term, found) in [
            ("stop", "nonstoppars", true),
            ("stoppars", "nonstoppars", true),
            ("aab", "aaab", true),
            ("abac", "ababac", true),
            ("abac", "ababab", false),
            ("stop", "stap", false),
        ] {
            let inside = Inside::of(word).unwrap();
            let end = term.bytes().fold(inside.start(), |state, byte| inside.accept(&state, byte));
            assert_eq!(inside.is_match(&end), found, "{word} {term}");
        }
        assert!(Inside::of("").is_none() && Inside::of(&"x".repeat(33)).is_none());
    }

    #[test]
    fn a_hopeless_beginning_is_given_up() {
        let neighbours = Neighbours::of("storage", 1).unwrap();
        let mut state = neighbours.start();
        for byte in b"xyz" {
            state = neighbours.accept(&state, *byte);
        }
        assert!(!neighbours.can_match(&state));
    }
}
