//! The table of weights as a file, and its look-up.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `MBRK` |
//! | 2 | the version of the format and of the features, see [`VERSION`] |
//! | 2 | zero |
//! | 4 | number of weights |
//! | 4 | what one step of a weight is worth, `f32` |
//! | 4 | the score of a statement without features, `f32` |
//! | 4 | the score from which a statement is a decision, `f32` |
//! | 4 each | the features' numbers, ascending |
//! | 2 each | their weights in the same order, in steps, `i16` |
//!
//! All of it is little endian. What is not in the table weighs nothing.

/// Goes up with every change of the format or of what a feature is: a table is worth nothing with other features.
pub(super) const VERSION: u16 = 1;

const MAGIC: &[u8; 4] = b"MBRK";
const HEAD: usize = 24;

/// Weights of features, with what makes a score of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What one step of a weight is worth.
    step: f32,
    /// The score of a statement without features.
    pub bias: f32,
    /// The score from which a statement is a decision.
    pub threshold: f32,
    /// Numbers and weights in steps, ascending.
    weights: Vec<(u32, i16)>,
    /// The same for looking up: where a number's bits lead, and on from there to the first empty place.
    slots: Vec<(u32, f32)>,
    /// The bits of all numbers that there are, since nearly all that are looked for are not.
    present: Vec<u64>,
}

/// Bits of a number that say whether it may be in the table; its 32 kilobytes stay in a fast cache.
const FILTER: u32 = 18;

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It does not begin as a table does.
    NoTable,
    /// It is of another version.
    Version(u16),
    /// It ends too early or too late, or its numbers are not in order.
    Damaged,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoTable => write!(out, "this is no table of weights"),
            Self::Version(version) => {
                write!(out, "the table of weights is of version {version}, this program reads version {VERSION}")
            }
            Self::Damaged => write!(out, "the table of weights is damaged"),
        }
    }
}

impl std::error::Error for Unreadable {}

impl Table {
    /// A table of weights, rounded to steps of which the largest weight has as many as fit.
    #[expect(clippy::cast_possible_truncation, reason = "a weight has no more steps than the largest one")]
    pub fn new(weights: &[(u32, f32)], bias: f32, threshold: f32) -> Self {
        let largest = weights.iter().map(|(_, weight)| weight.abs()).fold(0.0, f32::max);
        let step = if largest > 0.0 { largest / f32::from(i16::MAX) } else { 1.0 };
        let mut steps: Vec<(u32, i16)> =
            weights.iter().map(|(number, weight)| (*number, (weight / step).round() as i16)).collect();
        steps.sort_unstable();
        steps.dedup_by_key(|(number, _)| *number);
        Self::of(step, bias, threshold, steps)
    }

    fn of(step: f32, bias: f32, threshold: f32, weights: Vec<(u32, i16)>) -> Self {
        // At most half of the places are taken, so that a search is short and ends.
        let places = (weights.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, 0.0); places];
        let mut present = vec![0_u64; 1 << (FILTER - 6)];
        for (number, steps) in &weights {
            let mut at = *number as usize & (places - 1);
            while slots[at].1 != 0.0 {
                at = (at + 1) & (places - 1);
            }
            slots[at] = (*number, f32::from(*steps) * step);
            let bit = number >> (u32::BITS - FILTER);
            present[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        Self { step, bias, threshold, weights, slots, present }
    }

    /// The weight of a feature.
    pub fn weight(&self, number: u32) -> f32 {
        let bit = number >> (u32::BITS - FILTER);
        if self.present[(bit >> 6) as usize] & (1 << (bit & 63)) == 0 {
            return 0.0;
        }
        let mut at = number as usize & (self.slots.len() - 1);
        loop {
            let (found, weight) = self.slots[at];
            if found == number || weight == 0.0 {
                return weight;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Numbers and weights, ascending.
    pub fn weights(&self) -> impl Iterator<Item = (u32, f32)> {
        self.weights.iter().map(|(number, steps)| (*number, f32::from(*steps) * self.step))
    }

    /// The table as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEAD + self.weights.len() * 6);
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend([0, 0]);
        out.extend(u32::try_from(self.weights.len()).unwrap_or(u32::MAX).to_le_bytes());
        for number in [self.step, self.bias, self.threshold] {
            out.extend(number.to_le_bytes());
        }
        self.weights.iter().for_each(|(number, _)| out.extend(number.to_le_bytes()));
        self.weights.iter().for_each(|(_, steps)| out.extend(steps.to_le_bytes()));
        out
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Unreadable::NoTable)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or(Unreadable::Damaged)?;
        let version = u16::from_le_bytes(*version);
        if version != VERSION {
            return Err(Unreadable::Version(version));
        }
        let (head, rest) = rest.split_first_chunk::<{ HEAD - 6 }>().ok_or(Unreadable::Damaged)?;
        let word = |at: usize| [head[at], head[at + 1], head[at + 2], head[at + 3]];
        let count = u32::from_le_bytes(word(2)) as usize;
        let [step, bias, threshold] = [6, 10, 14].map(|at| f32::from_le_bytes(word(at)));
        let (numbers, steps) = rest.split_at_checked(count.saturating_mul(4)).ok_or(Unreadable::Damaged)?;
        if steps.len() != count * 2 || ![step, bias].iter().all(|number| number.is_finite()) || threshold.is_nan() {
            return Err(Unreadable::Damaged);
        }
        let numbers = numbers.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes));
        let steps = steps.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes));
        let weights: Vec<(u32, i16)> = numbers.zip(steps).collect();
        if !weights.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Unreadable::Damaged);
        }
        Ok(Self::of(step, bias, threshold, weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_back_as_it_was_written() {
        let weights: Vec<(u32, f32)> =
            (0..500_u16).map(|n| (u32::from(n).wrapping_mul(0x9e37_79b1), 0.01 * f32::from(n) - 2.0)).collect();
        let table = Table::new(&weights, -3.5, 0.25);
        let bytes = table.to_bytes();
        let read = Table::read(&bytes).expect("a table");
        assert_eq!(read, table);
        assert_eq!(read.to_bytes(), bytes);
        for (number, weight) in &weights {
            assert!((read.weight(*number) - weight).abs() < 0.000_2, "{number}: {weight}");
            assert!(read.weight(number + 1).abs() < f32::EPSILON, "{number} + 1 is in no table");
        }
    }

    #[test]
    fn what_is_no_table_of_this_version_is_refused() {
        let mut bytes = Table::new(&[(7, 1.0), (9, -1.0)], 0.0, 0.0).to_bytes();
        assert_eq!(Table::read(b"PK\x03\x04"), Err(Unreadable::NoTable));
        assert_eq!(Table::read(&bytes[..bytes.len() - 1]), Err(Unreadable::Damaged));
        assert_eq!(Table::read(&bytes[..5]), Err(Unreadable::Damaged));
        let mut swapped = bytes.clone();
        swapped.swap(HEAD, HEAD + 4);
        assert_eq!(Table::read(&swapped), Err(Unreadable::Damaged));
        bytes[4] = 99;
        let refused = Table::read(&bytes).expect_err("another version");
        assert_eq!(refused, Unreadable::Version(99));
        assert!(refused.to_string().contains("version 99"), "{refused}");
    }

    #[test]
    fn an_empty_table_weighs_nothing() {
        let table = Table::new(&[], -1.0, f32::INFINITY);
        assert!(table.weight(0).abs() < f32::EPSILON);
        assert_eq!(Table::read(&table.to_bytes()), Ok(table));
    }
}
