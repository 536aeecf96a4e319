//! Numbers and letters in as many bits as they are surprising: a range coder with chances that follow what was coded.
//!
//! Each bit has a context, which says what is known of it: the letters before it, say. The chance that it is set is what it was in this context so
//! far. [`Encoder`] and [`Decoder`] do the same steps, so that who writes and who reads are one function over a [`Coder`]: it is handed what is
//! to be written, and goes on with what was written or read.

use crate::error::Error;

/// Chances are looked up by a hash of so many bits; contexts that share one are only a little less well predicted.
const TABLE_BITS: u32 = 18;
/// After so many bits in a context each counts as little as the one before.
const STEADY: u8 = 60;
/// No chance is smaller than this of 65536, so that no byte read can stand for more than some thousand bits.
const LEAST: u32 = 64;
/// A number has at most so many bits behind its first.
const LONGEST: usize = 31;

/// What is known of a bit: what it is part of, and up to three numbers.
pub(super) fn context(part: u32, known: [u32; 3]) -> u32 {
    known.into_iter().fold(part, |hash, known| {
        let mixed = (hash ^ known.wrapping_add(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
        mixed ^ (mixed >> 13)
    })
}

/// Writes or reads.
pub(super) trait Coder {
    /// Codes a bit of what `context` is of; `place` says which.
    fn bit(&mut self, context: u32, place: u32, bit: bool) -> bool;

    /// Codes a letter.
    fn letter(&mut self, context: u32, letter: u8) -> u8 {
        let mut path = 1_u32;
        for shift in (0..u8::BITS).rev() {
            path = (path << 1) | u32::from(self.bit(context, path, letter >> shift & 1 == 1));
        }
        path.to_le_bytes()[0]
    }

    /// Codes a number: how many bits it has, then those behind the first, of which the upper three are worth knowing.
    fn number(&mut self, context: u32, number: u32) -> u32 {
        let number = u64::from(number) + 1;
        let mut length = 0;
        while length < LONGEST && self.bit(context, place(0, length), number >> (length + 1) != 0) {
            length += 1;
        }
        let mut coded = 1_u64;
        for shift in (0..length).rev() {
            let known = if coded < 8 { usize::try_from(coded).unwrap_or_default() } else { 8 + shift };
            coded = (coded << 1) | u64::from(self.bit(context, place(length, known), number >> shift & 1 == 1));
        }
        u32::try_from(coded - 1).unwrap_or(u32::MAX)
    }
}

fn place(length: usize, known: usize) -> u32 {
    u32::try_from(256 + length * 64 + known).unwrap_or_default()
}

/// How often the bits of each context were set.
struct Chances {
    table: Vec<Chance>,
}

#[derive(Clone, Copy)]
struct Chance {
    /// Of 65536.
    set: u16,
    /// How many bits there were, up to [`STEADY`].
    seen: u8,
}

impl Chances {
    fn new() -> Self {
        Self { table: vec![Chance { set: 1 << 15, seen: 0 }; 1 << TABLE_BITS] }
    }

    fn of(&mut self, context: u32, place: u32) -> &mut Chance {
        let hash = (context ^ place.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x2c1b_3c6d);
        &mut self.table[((hash ^ (hash >> 15)).wrapping_mul(0x297a_2d39) >> (u32::BITS - TABLE_BITS)) as usize]
    }
}

impl Chance {
    fn learn(&mut self, bit: bool) {
        let change = (if bit { 65535 } else { 0 }) - i32::from(self.set);
        let changed = i32::from(self.set) + change * 5 / (5 * i32::from(self.seen) + 8);
        self.set = u16::try_from(changed).unwrap_or_default();
        self.seen = STEADY.min(self.seen + 1);
    }
}

/// A stretch of all numbers there are, which each bit cuts in two.
struct Stretch {
    low: u32,
    high: u32,
}

impl Stretch {
    const WHOLE: Self = Self { low: 0, high: u32::MAX };

    /// The last number of the part for bits that are set.
    fn middle(&self, chance: Chance) -> u32 {
        let chance = u32::from(chance.set).clamp(LEAST, (1 << 16) - LEAST);
        let length = u64::from(self.high - self.low);
        self.low + u32::try_from((length * u64::from(chance)) >> 16).unwrap_or_default()
    }

    fn narrow(&mut self, middle: u32, bit: bool) {
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
    }

    /// The byte that all numbers of the stretch begin with, which is done with then.
    fn shift(&mut self) -> Option<u8> {
        let [first, ..] = self.high.to_be_bytes();
        if first != self.low.to_be_bytes()[0] {
            return None;
        }
        self.low <<= 8;
        self.high = (self.high << 8) | 0xff;
        Some(first)
    }
}

/// Writes.
pub(super) struct Encoder {
    chances: Chances,
    stretch: Stretch,
    out: Vec<u8>,
}

impl Encoder {
    pub(super) fn new() -> Self {
        Self { chances: Chances::new(), stretch: Stretch::WHOLE, out: Vec::new() }
    }

    /// What was written.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.extend(self.stretch.high.to_be_bytes());
        self.out
    }
}

impl Coder for Encoder {
    fn bit(&mut self, context: u32, place: u32, bit: bool) -> bool {
        let chance = self.chances.of(context, place);
        let middle = self.stretch.middle(*chance);
        chance.learn(bit);
        self.stretch.narrow(middle, bit);
        while let Some(byte) = self.stretch.shift() {
            self.out.push(byte);
        }
        bit
    }
}

/// Reads what an [`Encoder`] wrote. Behind the end there are zeros, which [`Decoder::check`] finds.
pub(super) struct Decoder<'a> {
    chances: Chances,
    stretch: Stretch,
    number: u32,
    bytes: std::slice::Iter<'a, u8>,
    is_over: bool,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder =
            Self { chances: Chances::new(), stretch: Stretch::WHOLE, number: 0, bytes: bytes.iter(), is_over: false };
        for _ in 0..4 {
            decoder.next();
        }
        decoder
    }

    fn next(&mut self) {
        let next = self.bytes.next().copied();
        self.is_over |= next.is_none();
        self.number = (self.number << 8) | u32::from(next.unwrap_or_default());
    }

    /// An error where more was read than is there.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_over { Err(Error::Format("the hot file is cut short".to_owned())) } else { Ok(()) }
    }
}

impl Coder for Decoder<'_> {
    fn bit(&mut self, context: u32, place: u32, _: bool) -> bool {
        let chance = self.chances.of(context, place);
        let middle = self.stretch.middle(*chance);
        let bit = self.number <= middle;
        chance.learn(bit);
        self.stretch.narrow(middle, bit);
        while self.stretch.shift().is_some() {
            self.next();
        }
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(coder: &mut impl Coder, numbers: &[u32], letters: &[u8]) -> (Vec<u32>, Vec<u8>) {
        let mut before = 0;
        let coded_numbers = numbers.iter().map(|number| {
            before = coder.number(context(1, [before, 0, 0]), *number);
            before
        });
        let coded_numbers = coded_numbers.collect();
        (coded_numbers, letters.iter().map(|letter| coder.letter(context(2, [0; 3]), *letter)).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let numbers: Vec<u32> =
            (0..u32::BITS).flat_map(|bits| [0, 1, 2, (1_u32 << bits) - 1, 1 << bits, 7, 7, 7]).collect();
        let numbers = [numbers, vec![u32::MAX - 1; 3]].concat();
        let letters: Vec<u8> = (0..=255).chain([0; 4000]).chain(0..=255).collect();
        let mut encoder = Encoder::new();
        code(&mut encoder, &numbers, &letters);
        let bytes = encoder.finish();
        assert!(bytes.len() < 1800, "{} bytes", bytes.len());
        let mut decoder = Decoder::new(&bytes);
        let nothing = (vec![0; numbers.len()], vec![0; letters.len()]);
        assert_eq!(code(&mut decoder, &nothing.0, &nothing.1), (numbers.clone(), letters));
        decoder.check().unwrap();
        let mut decoder = Decoder::new(&bytes[..bytes.len() / 2]);
        code(&mut decoder, &nothing.0, &nothing.1);
        assert!(decoder.check().is_err());
    }
}
