use super::*;

/// A block of integers of so many bits, by Marsaglia's xorshift.
fn values<P: BitPacker>(bits: u32) -> Vec<u32> {
    let mut state = (bits + 7) | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.checked_shr(u32::BITS - bits).unwrap_or(0)
    };
    std::iter::repeat_with(next).take(P::BLOCK_LEN).collect()
}

/// The integers as the sums of those before them, each of which adds `least` more.
fn sums(values: &[u32], least: u32, mut sum: u32) -> Vec<u32> {
    let mut add = |(at, value): (usize, &u32)| {
        sum += value + if at > 0 { least } else { 0 };
        sum
    };
    values.iter().enumerate().map(&mut add).collect()
}

/// FNV-1a, going on from a hash.
fn hashed(bytes: &[u8], hash: u64) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Hashes of blocks of all widths: plain, sorted, rising. Each is read back, too.
fn hashes<P: BitPacker>() -> [u64; 3] {
    let packer = P::new();
    let mut hashes = [0xcbf2_9ce4_8422_2325; 3];
    let mut packed = vec![0xFF; 4 * P::BLOCK_LEN];
    let mut read = vec![0xAAAA_AAAA; P::BLOCK_LEN];
    for bits in 0..=u32::BITS {
        let block = values::<P>(bits);
        let width = packer.num_bits(&block);
        let length = packer.compress(&block, &mut packed, width);
        assert_eq!(length, usize::from(width) * P::BLOCK_LEN / 8);
        hashes[0] = hashed(&packed[..length], hashed(&[width], hashes[0]));
        assert_eq!(packer.decompress(&packed[..length], &mut read, width), length);
        assert_eq!(read, block, "{bits} bits");
        // Sums of larger ones do not fit 32 bits.
        if bits > 24 {
            continue;
        }
        let sorted = sums(&block, 0, 3);
        let width = packer.num_bits_sorted(3, &sorted);
        let length = packer.compress_sorted(3, &sorted, &mut packed, width);
        hashes[1] = hashed(&packed[..length], hashed(&[width], hashes[1]));
        assert_eq!(packer.decompress_sorted(3, &packed[..length], &mut read, width), length);
        assert_eq!(read, sorted, "{bits} bits");
        for initial in [None, Some(0)] {
            let rising = sums(&block, 1, u32::from(initial.is_some()));
            let width = packer.num_bits_strictly_sorted(initial, &rising);
            let length = packer.compress_strictly_sorted(initial, &rising, &mut packed, width);
            hashes[2] = hashed(&packed[..length], hashed(&[width], hashes[2]));
            assert_eq!(packer.decompress_strictly_sorted(initial, &packed[..length], &mut read, width), length);
            assert_eq!(read, rising, "{bits} bits, {initial:?}");
        }
    }
    hashes
}

/// The hashes are those of what the crate `bitpacking` 0.9.3 from crates.io makes of the same integers.
#[test]
fn blocks_are_those_of_the_crate_it_stands_for() {
    assert_eq!(hashes::<BitPacker1x>(), [0x3917_c181_da91_0194, 0x4b09_f2de_59a0_ed5c, 0x6edd_6196_a5f5_2c57]);
    assert_eq!(hashes::<BitPacker4x>(), [0xfa8b_1e9f_d3ac_41ff, 0xcba3_5111_8f9e_7555, 0x7a21_95b9_418f_4b51]);
}

#[test]
fn bits_follow_each_other_within_a_lane() {
    let block: Vec<u32> = (0..32).map(|value| value % 8).collect();
    let mut packed = [0; 12];
    assert_eq!(BitPacker1x.compress(&block, &mut packed, 3), 12);
    assert_eq!(packed, [136, 198, 250, 136, 198, 250, 136, 198, 250, 136, 198, 250]);
    // The first word of the first lane holds every fourth integer.
    let block: Vec<u32> = (0..128).map(|value| value % 8).collect();
    let mut packed = [0; 48];
    assert_eq!(BitPacker4x.compress(&block, &mut packed, 3), 48);
    assert_eq!(packed[..8], [32, 8, 130, 32, 105, 154, 166, 105]);
}

#[test]
#[should_panic(expected = "range end index 12 out of range")]
fn a_block_that_was_cut_off_is_not_read() {
    BitPacker1x.decompress(&[0; 11], &mut [0; 32], 3);
}

#[test]
#[should_panic(expected = "an integer of 33 bits")]
fn more_bits_than_an_integer_has_are_refused() {
    BitPacker4x.decompress(&[0; 1024], &mut [0; 128], 33);
}
