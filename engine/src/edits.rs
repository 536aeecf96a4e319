//! Words that are one or two typing errors away from a given one.

/// Longer words are not compared; their errors are too many to guess.
const LONGEST: usize = 32;

/// Finds the terms within a number of edits of a word: a letter too many, too few, another one, or two swapped.
#[derive(Debug, Clone)]
pub(crate) struct Neighbours {
    word: Vec<u8>,
    edits: u8,
}

/// A row of the usual table of distances: how far each beginning of the word is from so many letters of a term.
type Row = [u8; LONGEST + 1];

impl Neighbours {
    /// The neighbours of a folded word; `None` if it is too long or not ASCII (a byte would not be a letter).
    pub(crate) fn of(word: &str, edits: u8) -> Option<Self> {
        let fits = word.is_ascii() && word.len() <= LONGEST && !word.is_empty();
        fits.then(|| Self { word: word.as_bytes().to_vec(), edits })
    }

    /// The distance of a term, if it is near enough.
    pub(crate) fn distance(&self, term: &[u8]) -> Option<u8> {
        self.near(std::iter::once(0), |_| term).first().map(|(_, distance)| *distance)
    }

    /// Which terms are near enough, by number, and their distances. `shared` says how many bytes each has in common with the one before it, and
    /// `term` what it is: rows of the table are kept for what is common, and what begins too far from the word is not looked at.
    pub(crate) fn near<'a>(
        &self,
        shared: impl Iterator<Item = usize>,
        term: impl Fn(usize) -> &'a [u8],
    ) -> Vec<(usize, u8)> {
        let mut near = Vec::new();
        let mut rows = vec![std::array::from_fn(|index| u8::try_from(index).unwrap_or(u8::MAX))];
        // What begins with so many letters of the last term is too far away.
        let mut hopeless = usize::MAX;
        for (number, shared) in shared.enumerate() {
            if shared >= hopeless {
                continue;
            }
            let term = term(number);
            hopeless = usize::MAX;
            rows.truncate(shared + 1);
            while rows.len() <= term.len() {
                let row = self.next_row(&rows, term);
                if row.iter().all(|distance| *distance > self.edits) {
                    hopeless = rows.len();
                    break;
                }
                rows.push(row);
            }
            if let Some(row) = rows.get(term.len())
                && row[self.word.len()] <= self.edits
            {
                near.push((number, row[self.word.len()]));
            }
        }
        near
    }

    /// The row for one more letter of a term. Beginnings that are longer or shorter by more letters than there may be edits are not compared.
    fn next_row(&self, rows: &[Row], term: &[u8]) -> Row {
        let at = rows.len() - 1;
        let (byte, before) = (term[at], &rows[at]);
        let mut row = [u8::MAX; LONGEST + 1];
        row[0] = before[0].saturating_add(1);
        let edits = usize::from(self.edits);
        let letters = self.word.iter().enumerate().take(at + edits + 1).skip(at.saturating_sub(edits));
        for (index, letter) in letters {
            let changed = before[index].saturating_add(u8::from(*letter != byte));
            let mut distance = changed.min(before[index + 1].saturating_add(1)).min(row[index].saturating_add(1));
            let swapped = index > 0 && at > 0 && *letter == term[at - 1] && self.word[index - 1] == byte;
            if swapped {
                distance = distance.min(rows[at - 1][index - 1].saturating_add(1));
            }
            row[index + 1] = distance;
        }
        row
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
    fn terms_are_compared_one_after_the_other() {
        let terms =
            ["", "forage", "stage", "stor", "storag", "storage", "storages", "storex", "storexyz", "strange", "zuul"];
        for edits in 0..=2 {
            let neighbours = Neighbours::of("storage", edits).unwrap();
            let shared = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
            let before = std::iter::once("").chain(terms);
            let near = neighbours
                .near(before.zip(terms).map(|(before, term)| shared(before, term)), |number| terms[number].as_bytes());
            let alone: Vec<(usize, u8)> = (0..terms.len())
                .filter_map(|index| Some((index, neighbours.distance(terms[index].as_bytes())?)))
                .collect();
            assert_eq!(near, alone, "{edits}");
            assert_eq!(near.len(), [1, 3, 6][usize::from(edits)], "{edits}: {near:?}");
        }
    }
}
