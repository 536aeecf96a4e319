use super::super::pixels::decode;
use super::super::samples;
use super::*;
use proptest::prelude::*;

#[test]
fn nothing_but_the_picture_is_left() {
    let picture = samples::quarters(40, 20);
    for (format, file) in [
        (Format::Jpeg, samples::jpeg(&picture, 1)),
        (Format::Png, samples::png(&picture)),
        (Format::Webp, samples::webp(&picture)),
        (Format::Gif, samples::gif()),
    ] {
        let found: Vec<_> = samples::SECRETS.iter().filter(|secret| samples::holds(&file, secret)).collect();
        assert!(!found.is_empty(), "the sample {format:?} has something to hide");
        let stripped = stripped(format, &file);
        assert!(stripped.is_whole, "{format:?}");
        for secret in samples::SECRETS {
            assert!(!samples::holds(&stripped.bytes, secret), "{format:?} keeps {secret}");
        }
        let again = super::stripped(format, &stripped.bytes);
        assert_eq!(again, stripped, "{format:?}: what is left is a whole file");
        if format != Format::Gif {
            let pixels = |file: &[u8]| decode(format, file, 1_000).map(|decoded| decoded.pixels);
            assert_eq!(pixels(&stripped.bytes), pixels(&file), "{format:?}: no pixel has changed");
        }
    }
}

#[test]
fn a_turned_jpeg_keeps_how_it_was_held_and_nothing_else() {
    let file = samples::jpeg(&samples::quarters(40, 20), 6);
    assert_eq!(orientation(&file), 6);
    let stripped = jpeg(&file).bytes;
    assert_eq!(orientation(&stripped), 6);
    assert!(!samples::holds(&stripped, "GPS") && !samples::holds(&stripped, "SECRET"));
    assert_eq!(orientation(&samples::jpeg(&samples::quarters(40, 20), 9)), 1);
}

#[test]
fn animations_and_profiles_stay() {
    let gif = stripped(Format::Gif, &samples::gif()).bytes;
    assert!(samples::holds(&gif, "NETSCAPE2.0"));
    assert_eq!(gif.windows(3).filter(|window| window == b"\x21\xf9\x04").count(), 2);
    let webp = stripped(Format::Webp, &samples::webp(&samples::quarters(40, 20))).bytes;
    assert!(samples::holds(&webp, "a colour profile"));
}

#[test]
fn what_was_cut_off_is_known_and_does_no_harm() {
    let picture = samples::photo(40, 20);
    for (format, file) in [
        (Format::Jpeg, samples::jpeg(&picture, 3)),
        (Format::Png, samples::png(&picture)),
        (Format::Webp, samples::webp(&picture)),
        (Format::Gif, samples::gif()),
    ] {
        for length in 0..file.len() - 40 {
            let cut = stripped(format, &file[..length]);
            assert!(cut.bytes.len() <= length.max(12) + 40, "{format:?}");
            assert!(!samples::holds(&cut.bytes, "SECRET"), "{format:?} at {length}");
        }
        assert!(!stripped(format, &file[..file.len() / 2]).is_whole, "{format:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in [Format::Jpeg, Format::Png, Format::Webp, Format::Gif] {
            stripped(format, &bytes);
        }
        orientation(&bytes);
    }
}
