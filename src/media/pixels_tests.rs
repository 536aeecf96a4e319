use super::*;
use crate::media::samples;

/// The colours of the four corners, in words.
fn corners(pixels: &Pixels) -> [&'static str; 4] {
    let (right, bottom) = (pixels.width - 2, pixels.height - 2);
    [(1, 1), (right, 1), (1, bottom), (right, bottom)].map(|(x, y)| {
        let at = (y * pixels.width + x) as usize * pixels.channels();
        match pixels.bytes[at..at + 3] {
            [200..=255, 0..=80, _] => "red",
            [0..=80, 200..=255, _] => "green",
            [90..=199, 0..=80, _] => "dark red",
            [0..=80, 90..=199, _] => "dark green",
            _ => "something else",
        }
    })
}

#[test]
fn every_orientation_ends_upright() {
    // What is at the top left, top right, bottom left, bottom right when a viewer respects the tag.
    const UPRIGHT: [[&str; 4]; 8] = [
        ["red", "green", "dark red", "dark green"],
        ["green", "red", "dark green", "dark red"],
        ["dark green", "dark red", "green", "red"],
        ["dark red", "dark green", "red", "green"],
        ["red", "dark red", "green", "dark green"],
        ["dark red", "red", "dark green", "green"],
        ["dark green", "green", "dark red", "red"],
        ["green", "dark green", "red", "dark red"],
    ];
    for (orientation, corner) in (1..).zip(UPRIGHT) {
        let file = samples::jpeg(&samples::quarters(64, 32), orientation);
        let decoded = decode(Format::Jpeg, &file, 10_000).expect("decoded");
        let turned = decoded.pixels.upright(metadata::orientation(&file));
        assert_eq!(corners(&turned), corner, "orientation {orientation}");
        let size = if orientation >= 5 { (32, 64) } else { (64, 32) };
        assert_eq!((turned.width, turned.height), size);
    }
}

#[test]
fn coding_and_decoding_keep_the_picture() {
    let picture = samples::quarters(64, 32);
    for (coding, is_exact) in [(Coding::Lossless, true), (Coding::Lossy(75), false), (Coding::Sharp(85), false)] {
        let file = picture.webp(coding, None).expect("encoded");
        assert_eq!(file, picture.webp(coding, None).expect("encoded"), "the same bytes each time");
        let decoded = decode(Format::Webp, &file, 10_000).expect("decoded");
        assert_eq!(decoded.was_lossy, !is_exact);
        assert_eq!(decoded.pixels == picture, is_exact);
        assert_eq!(corners(&decoded.pixels), corners(&picture));
    }
    let half = picture.resized(32).expect("resized");
    assert_eq!((half.width, half.height), (32, 16));
    assert_eq!(corners(&half), corners(&picture));
    assert_eq!(picture.resized(1).map(|tiny| (tiny.width, tiny.height)), Some((1, 1)));
}

#[test]
fn transparency_stays_where_there_is_some() {
    let mut picture = Pixels { width: 8, height: 8, has_alpha: true, bytes: [10, 200, 30, 255].repeat(64) };
    let opaque = decode(Format::Png, &samples::png(&picture), 100).expect("decoded");
    assert!(!opaque.pixels.has_alpha);
    picture.bytes[3] = 0;
    let decoded = decode(Format::Png, &samples::png(&picture), 100).expect("decoded").pixels;
    assert_eq!(decoded, picture);
    let file = decoded.webp(Coding::Lossless, None).expect("encoded");
    assert_eq!(decode(Format::Webp, &file, 100).expect("decoded").pixels, picture);
}

#[test]
fn a_profile_goes_along_unless_it_is_the_usual_one() {
    let profile = |space: &[u8; 4], name: &str| {
        let mut profile = vec![0; 128];
        profile[16..20].copy_from_slice(space);
        profile.extend([0, 0, 0, 1]);
        profile.extend(b"desc");
        profile.extend(144_u32.to_be_bytes());
        profile.extend(u32::try_from(name.len()).expect("a length").to_be_bytes());
        profile.extend(name.as_bytes());
        profile
    };
    let of = |space, name| own_profile(Some(profile(space, name)));
    assert_eq!(own_profile(None), Ok(None));
    assert_eq!(of(b"RGB ", "sRGB IEC61966-2.1"), Ok(None));
    assert_eq!(of(b"RGB ", "\0s\0R\0G\0B"), Ok(None));
    assert_eq!(of(b"RGB ", "Display P3"), Ok(Some(profile(b"RGB ", "Display P3"))));
    assert_eq!(of(b"CMYK", "Coated"), Err(NoPixels::Special));
    assert_eq!(own_profile(Some(b"short".to_vec())), Err(NoPixels::Special));

    let wide = profile(b"RGB ", "Display P3");
    let picture = samples::quarters(33, 17);
    let file = picture.webp(Coding::Lossy(75), Some(&wide)).expect("encoded");
    let decoded = decode(Format::Webp, &file, 1_000).expect("decoded");
    assert_eq!(decoded.profile, Some(wide));
    assert_eq!((decoded.pixels.width, decoded.pixels.height), (33, 17));
}

#[test]
fn too_many_pixels_are_not_decoded() {
    // 20 000 × 20 000, and not a byte of picture behind it.
    let mut bomb = samples::png(&samples::quarters(8, 8));
    bomb[16..24].copy_from_slice(&[0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20]);
    // The checksum of the header is right, as a bomb's would be.
    let sum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    assert_eq!(decode(Format::Png, &bomb, 50_000_000).err(), Some(NoPixels::TooMany));
    for (format, file) in [
        (Format::Png, samples::png(&samples::photo(40, 30))),
        (Format::Jpeg, samples::jpeg(&samples::photo(40, 30), 1)),
        (Format::Webp, samples::webp(&samples::photo(40, 30))),
    ] {
        assert_eq!(decode(format, &file, 1_199).err(), Some(NoPixels::TooMany));
        // The sample's profile is none that could be kept.
        if format != Format::Webp {
            assert!(decode(format, &file, 1_200).is_ok(), "{format:?}");
        }
    }
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}
