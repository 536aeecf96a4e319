//! Blocks of integers with as many bits each as the largest needs, as tantivy's index has them.
//!
//! This stands for the crate `bitpacking` 0.9 wherever tantivy asks for it (`[patch.crates-io]` in the workspace's `Cargo.toml`): the same names, and
//! the same bytes. That crate has a function for each number of bits with all of its 32 steps written out, which is the fastest there is, and a
//! sixth of a search module that visitors download. Here it is two loops.
//!
//! The format is that of Daniel Lemire's simdcomp (<https://github.com/lemire/simdcomp>). A block of `LANES` × 32 integers is dealt out to its lanes in
//! turn. Each lane is a stream of bits in 32-bit words, an integer's lowest bit first; the words of the lanes alternate, each in little-endian order.

/// The integers of one lane in a block.
const LANE: usize = u32::BITS as usize;
/// The most lanes a packer has.
const MOST_LANES: usize = 4;

/// What packs blocks of [`Self::BLOCK_LEN`] integers.
///
/// All functions panic where a block has another length than that, where packed bytes are too few, and where `num_bits` is more than 32.
pub trait BitPacker: Sized + Clone + Copy {
    /// The number of integers in a block.
    const BLOCK_LEN: usize;

    /// The packer, which keeps nothing.
    fn new() -> Self;

    /// Packs integers that have `num_bits` bits at most; says how many bytes that took.
    fn compress(&self, decompressed: &[u32], compressed: &mut [u8], num_bits: u8) -> usize {
        pack::<Self>(decompressed, compressed, num_bits, |value| value)
    }

    /// Packs the differences of integers that never fall, the first one's to `initial`.
    fn compress_sorted(&self, initial: u32, decompressed: &[u32], compressed: &mut [u8], num_bits: u8) -> usize {
        pack::<Self>(decompressed, compressed, num_bits, differences(initial, 0))
    }

    /// Packs the differences, less one, of integers that always rise; without `initial` the first stands as it is.
    fn compress_strictly_sorted(
        &self,
        initial: Option<u32>,
        decompressed: &[u32],
        compressed: &mut [u8],
        num_bits: u8,
    ) -> usize {
        pack::<Self>(decompressed, compressed, num_bits, differences(before(initial), 1))
    }

    /// Reads what [`Self::compress`] wrote; says how many bytes that were.
    fn decompress(&self, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize {
        unpack::<Self>(compressed, decompressed, num_bits)
    }

    /// Reads what [`Self::compress_sorted`] wrote with the same `initial`.
    fn decompress_sorted(&self, initial: u32, compressed: &[u8], decompressed: &mut [u32], num_bits: u8) -> usize {
        let read = unpack::<Self>(compressed, decompressed, num_bits);
        add_up(&mut decompressed[..Self::BLOCK_LEN], initial, 0);
        read
    }

    /// Reads what [`Self::compress_strictly_sorted`] wrote with the same `initial`.
    fn decompress_strictly_sorted(
        &self,
        initial: Option<u32>,
        compressed: &[u8],
        decompressed: &mut [u32],
        num_bits: u8,
    ) -> usize {
        let read = unpack::<Self>(compressed, decompressed, num_bits);
        add_up(&mut decompressed[..Self::BLOCK_LEN], before(initial), 1);
        read
    }

    /// The bits that the largest of the integers needs: 0 to 32.
    fn num_bits(&self, decompressed: &[u32]) -> u8 {
        most_bits::<Self>(decompressed, |value| value)
    }

    /// The bits that the largest difference needs, see [`Self::compress_sorted`].
    fn num_bits_sorted(&self, initial: u32, decompressed: &[u32]) -> u8 {
        most_bits::<Self>(decompressed, differences(initial, 0))
    }

    /// The bits that the largest difference less one needs, see [`Self::compress_strictly_sorted`].
    fn num_bits_strictly_sorted(&self, initial: Option<u32>, decompressed: &[u32]) -> u8 {
        most_bits::<Self>(decompressed, differences(before(initial), 1))
    }
}

/// Blocks of 32 integers in one lane.
#[derive(Clone, Copy)]
pub struct BitPacker1x;

impl BitPacker for BitPacker1x {
    const BLOCK_LEN: usize = LANE;

    fn new() -> Self {
        Self
    }
}

/// Blocks of 128 integers in four lanes.
#[derive(Clone, Copy)]
pub struct BitPacker4x;

impl BitPacker for BitPacker4x {
    const BLOCK_LEN: usize = 4 * LANE;

    fn new() -> Self {
        Self
    }
}

/// What the first of rising integers is compared with: without a number before it, the one that makes its difference less one the integer itself.
fn before(initial: Option<u32>) -> u32 {
    initial.unwrap_or(u32::MAX)
}

/// Makes of each integer, given in order, its difference from the one before it, less `least`.
fn differences(mut previous: u32, least: u32) -> impl FnMut(u32) -> u32 {
    move |value| value.wrapping_sub(std::mem::replace(&mut previous, value)).wrapping_sub(least)
}

/// Makes integers of their differences.
fn add_up(values: &mut [u32], initial: u32, least: u32) {
    let mut sum = initial;
    for value in values {
        sum = sum.wrapping_add(*value).wrapping_add(least);
        *value = sum;
    }
}

fn most_bits<P: BitPacker>(values: &[u32], mut transformed: impl FnMut(u32) -> u32) -> u8 {
    assert_eq!(values.len(), P::BLOCK_LEN, "a block has {} integers", P::BLOCK_LEN);
    let all = values.iter().fold(0, |all, value| all | transformed(*value));
    u8::try_from(u32::BITS - all.leading_zeros()).unwrap_or(u8::MAX)
}

/// The length in bytes of a packed block.
fn packed_length<P: BitPacker>(num_bits: u8) -> usize {
    assert!(u32::from(num_bits) <= u32::BITS, "an integer of {num_bits} bits");
    usize::from(num_bits) * P::BLOCK_LEN / 8
}

/// Where the integers of a step begin: the word of the first lane among those of all lanes, and the bit in each word.
fn place(step: usize, num_bits: u8, lanes: usize) -> (usize, u32) {
    let bit = step * usize::from(num_bits);
    (bit / LANE * lanes, u32::try_from(bit % LANE).unwrap_or(0))
}

fn pack<P: BitPacker>(
    values: &[u32],
    packed: &mut [u8],
    num_bits: u8,
    mut transformed: impl FnMut(u32) -> u32,
) -> usize {
    assert_eq!(values.len(), P::BLOCK_LEN, "a block has {} integers", P::BLOCK_LEN);
    let length = packed_length::<P>(num_bits);
    let lanes = P::BLOCK_LEN / LANE;
    let mut words = [0_u32; MOST_LANES * LANE];
    for (step, row) in values.chunks_exact(lanes).enumerate() {
        let (word, shift) = place(step, num_bits, lanes);
        for (lane, value) in row.iter().enumerate() {
            let value = transformed(*value);
            words[word + lane] |= value << shift;
            // What does not fit its word goes on in the next one of its lane; in the last word everything fits.
            let rest = value.checked_shr(u32::BITS - shift).unwrap_or(0);
            if rest != 0 {
                words[word + lanes + lane] |= rest;
            }
        }
    }
    for (bytes, word) in packed[..length].chunks_exact_mut(size_of::<u32>()).zip(words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    length
}

fn unpack<P: BitPacker>(packed: &[u8], values: &mut [u32], num_bits: u8) -> usize {
    let length = packed_length::<P>(num_bits);
    let lanes = P::BLOCK_LEN / LANE;
    // One row more than the most that is read, so that the word behind the last one is there.
    let mut words = [0_u32; MOST_LANES * (LANE + 1)];
    for (word, bytes) in words.iter_mut().zip(packed[..length].as_chunks().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let mask = u32::MAX.checked_shr(u32::BITS - u32::from(num_bits)).unwrap_or(0);
    for (step, row) in values[..P::BLOCK_LEN].chunks_exact_mut(lanes).enumerate() {
        let (word, shift) = place(step, num_bits, lanes);
        let (low, high) = (&words[word..word + lanes], &words[word + lanes..word + 2 * lanes]);
        for ((value, low), high) in row.iter_mut().zip(low).zip(high) {
            *value = (low >> shift | high.checked_shl(u32::BITS - shift).unwrap_or(0)) & mask;
        }
    }
    length
}

#[cfg(test)]
mod tests;
