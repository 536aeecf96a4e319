//! The checksum of gzip and PNG, CRC-32.
//!
//! This stands for the crate `crc32fast` 1.5 wherever it is asked for (`[patch.crates-io]` in the workspace's `Cargo.toml`): the same names, and
//! the same sums. That crate has tables of 16 KB that nothing can pack, and tantivy, which checks with them what it writes, brings them into a search
//! module that only reads. There each bit is computed; everywhere else eight bytes are looked up at once.

/// The polynomial, the lowest power in the highest bit.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// The sum of bytes.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}

/// Sums up bytes that come in pieces.
#[derive(Debug, Clone, Default)]
pub struct Hasher {
    sum: u32,
    length: u64,
}

impl Hasher {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on from a sum.
    pub fn new_with_initial(sum: u32) -> Self {
        Self::new_with_initial_len(sum, 0)
    }

    /// Goes on from a sum of so many bytes.
    pub fn new_with_initial_len(sum: u32, length: u64) -> Self {
        Self { sum, length }
    }

    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sum = !update(!self.sum, bytes);
        self.length += bytes.len() as u64;
    }

    /// The sum.
    pub fn finalize(self) -> u32 {
        self.sum
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Adds bytes that were summed up apart.
    pub fn combine(&mut self, behind: &Self) {
        // As many zeros are put behind what is here: the sum times a power of x, which is squared bit by bit of the number.
        let mut power = 0x0080_0000;
        let mut left = behind.length;
        while left > 0 {
            if left & 1 == 1 {
                self.sum = multiply(power, self.sum);
            }
            power = multiply(power, power);
            left >>= 1;
        }
        self.sum ^= behind.sum;
        self.length += behind.length;
    }
}

/// The product of two polynomials, modulo the polynomial.
fn multiply(a: u32, b: u32) -> u32 {
    (0..u32::BITS).rev().fold((0, b), |(product, b), bit| (product ^ (b * (a >> bit & 1)), shift(b))).0
}

/// A polynomial times x, modulo the polynomial.
const fn shift(value: u32) -> u32 {
    (value >> 1) ^ (POLYNOMIAL * (value & 1))
}

#[cfg(target_family = "wasm")]
fn update(sum: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(sum, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| shift(sum)))
}

#[cfg(not(target_family = "wasm"))]
fn update(sum: u32, bytes: &[u8]) -> u32 {
    let mut words = bytes.chunks_exact(WORD);
    let sum = words.by_ref().fold(sum, |sum, word| {
        let first = sum.to_le_bytes();
        let byte = |place: usize| usize::from(word[place] ^ first.get(place).unwrap_or(&0));
        (0..WORD).fold(0, |sum, place| sum ^ TABLES[WORD - 1 - place][byte(place)])
    });
    words.remainder().iter().fold(sum, |sum, byte| {
        let [low, ..] = sum.to_le_bytes();
        TABLES[0][usize::from(low ^ byte)] ^ (sum >> 8)
    })
}

/// How many bytes are looked up at once.
#[cfg(not(target_family = "wasm"))]
const WORD: usize = 8;

/// What each byte adds with no, one, … bytes behind it.
#[cfg(not(target_family = "wasm"))]
static TABLES: [[u32; 256]; WORD] = {
    let mut tables = [[0; 256]; WORD];
    let mut byte: u32 = 0;
    while byte < 256 {
        let mut sum = byte;
        let mut bits = 0;
        while bits < 8 * WORD {
            sum = shift(sum);
            bits += 1;
            if bits % 8 == 0 {
                tables[bits / 8 - 1][byte as usize] = sum;
            }
        }
        byte += 1;
    }
    tables
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of a text, of zeros and of rising bytes, of which several are published.
    #[test]
    fn the_sums_are_those_of_gzip() {
        let rising: Vec<u8> = (0..=255).collect();
        for (bytes, sum) in [
            (b"".as_slice(), 0),
            (b"123456789", 0xcbf4_3926),
            (b"hello world", 0x0d4a_1185),
            (&[0; 32], 0x190a_55ad),
            (&[0xff; 32], 0xff6c_ab0b),
            (&rising[..32], 0x9126_7e8a),
            (&rising, 0x2905_8c73),
        ] {
            assert_eq!(hash(bytes), sum, "{bytes:?}");
        }
    }

    #[test]
    fn pieces_are_summed_up_as_one() {
        let bytes: Vec<u8> = (0..1000_u32).map(|number| number.wrapping_mul(0x9e37_79b1).to_be_bytes()[0]).collect();
        let whole = hash(&bytes);
        for at in [0, 1, 7, 8, 9, 500, 999, 1000] {
            let (front, back) = bytes.split_at(at);
            let mut hasher = Hasher::new();
            hasher.update(front);
            let mut combined = hasher.clone();
            hasher.update(back);
            assert_eq!(hasher.finalize(), whole, "{at}");
            let mut behind = Hasher::new();
            behind.update(back);
            combined.combine(&behind);
            assert_eq!(combined.finalize(), whole, "{at}");
            let mut onward = Hasher::new_with_initial(hash(front));
            onward.update(back);
            assert_eq!(onward.finalize(), whole, "{at}");
        }
    }
}
