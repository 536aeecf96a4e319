use super::*;
use crate::media::samples;

fn facts(format: Format, file: &[u8]) -> ImageFacts {
    let name = if format == Format::Jpeg { "a.jpg" } else { "a.png" };
    crate::media::inspect(name, file).expect("a picture")
}

fn renditions(format: Format, file: &[u8]) -> Renditions {
    make(&facts(format, file), file)
}

#[test]
fn a_photograph_gets_the_widths_that_screens_need() {
    let file = samples::jpeg(&samples::photo(2000, 300), 1);
    let made = renditions(Format::Jpeg, &file);
    let full = made.full.expect("a full size");
    assert_eq!((full.width, full.height), (2000, 300));
    let sizes: Vec<(u32, u32)> = made.reduced.iter().map(|smaller| (smaller.width, smaller.height)).collect();
    assert_eq!(sizes, [(768, 115), (1440, 216)]);
    let bytes: Vec<usize> = made.reduced.iter().map(|smaller| smaller.bytes.len()).collect();
    assert!(full.bytes.len() < file.len() && bytes[1] * 3 <= full.bytes.len() * 2 && bytes[0] * 3 <= bytes[1] * 2);
    for rendition in made.reduced.iter().chain([&full]) {
        for secret in samples::SECRETS {
            assert!(!samples::holds(&rendition.bytes, secret), "{secret} is in a rendition");
        }
    }
}

#[test]
fn a_turned_photograph_is_upright_whatever_its_size() {
    let file = samples::jpeg(&samples::quarters(64, 32), 6);
    assert_eq!(facts(Format::Jpeg, &file).size, Some((32, 64)));
    let full = renditions(Format::Jpeg, &file).full.expect("a full size");
    assert_eq!((full.width, full.height), (32, 64));
}

#[test]
fn drawings_lose_no_pixel_at_full_size() {
    let drawing = samples::drawing(1000, 500);
    assert_eq!(codings(&drawing, false).0, Coding::Lossless);
    assert_eq!(codings(&samples::photo(1000, 500), false).0, Coding::Sharp(85));
    assert_eq!(codings(&drawing, true).0, Coding::Lossy(72));
    let made = renditions(Format::Png, &samples::png(&drawing));
    let full = made.full.expect("a full size");
    assert_eq!(pixels::decode(Format::Webp, &full.bytes, MOST_PIXELS).expect("decoded").pixels, drawing);
    // A smaller one would have blurred edges and more bytes.
    assert_eq!(made.reduced, []);
}

#[test]
fn what_cannot_be_decoded_is_said_and_left_as_it_is() {
    let photo = samples::photo(900, 90);
    for (format, file) in [(Format::Jpeg, samples::jpeg(&photo, 1)), (Format::Png, samples::png(&photo))] {
        let made = renditions(format, &file[..file.len() / 2]);
        assert_eq!(made, Renditions { trouble: Some(Trouble::Damaged), ..Renditions::default() });
    }
    // Damaged in the middle: nothing is missing, but it does not add up.
    let mut file = samples::png(&photo);
    let middle = file.len() / 2;
    file[middle..middle + 64].fill(7);
    assert_eq!(renditions(Format::Png, &file).trouble, Some(Trouble::Damaged));
}

#[test]
fn the_recipe_names_the_versions_in_use() {
    let lock = include_str!("../../../Cargo.lock").replace("\r\n", "\n");
    let words: Vec<&str> = RECIPE.split(' ').skip(1).collect();
    for pair in words.chunks(2) {
        let entry = format!("name = \"{}\"\nversion = \"{}\"\n", pair[0], pair[1]);
        assert!(lock.contains(&entry), "{} is not at {}: renditions may have other bytes now", pair[0], pair[1]);
    }
}

#[test]
fn what_webp_cannot_say_stays_as_it_is() {
    let mut cmyk = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut cmyk, 90);
    encoder.encode(&[90; 32 * 16 * 4], 32, 16, jpeg_encoder::ColorType::Cmyk).expect("encoded");
    assert_eq!(renditions(Format::Jpeg, &cmyk), Renditions::default());

    let png = |change: fn(&mut png::Encoder<'_, &mut Vec<u8>>), images: usize| {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 32, 16);
        encoder.set_color(png::ColorType::Grayscale);
        change(&mut encoder);
        let mut writer = encoder.write_header().expect("begun");
        for _ in 0..images {
            writer.write_image_data(&[90; 32 * 16]).expect("written");
        }
        writer.finish().expect("finished");
        file
    };
    let moving = png(|encoder| encoder.set_animated(2, 0).expect("set"), 2);
    assert_eq!(renditions(Format::Png, &moving), Renditions::default());
    let stripped = metadata::stripped(Format::Png, &moving);
    assert_eq!(stripped.bytes, moving, "an animation keeps its frames");
    let linear = png(|encoder| encoder.set_source_gamma(png::ScaledFloat::new(1.0)), 1);
    assert_eq!(renditions(Format::Png, &linear), Renditions::default());
}

#[test]
fn grey_pictures_are_pictures_too() {
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 90);
    encoder.encode(&[90; 32 * 16], 32, 16, jpeg_encoder::ColorType::Luma).expect("encoded");
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 32, 16);
    encoder.set_color(png::ColorType::GrayscaleAlpha);
    encoder.set_depth(png::BitDepth::Sixteen);
    encoder.write_header().expect("begun").write_image_data(&[90; 32 * 16 * 4]).expect("written");
    for (format, file, has_alpha) in [(Format::Jpeg, jpeg, false), (Format::Png, png, true)] {
        let pixels = pixels::decode(format, &file, MOST_PIXELS).expect("decoded").pixels;
        assert_eq!((pixels.width, pixels.height, pixels.has_alpha), (32, 16, has_alpha));
        assert!(pixels.bytes.iter().all(|byte| (88..=92).contains(byte)), "{format:?}");
    }
}
