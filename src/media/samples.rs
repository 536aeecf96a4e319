//! Pictures for tests, with everything in them that must not be published.

use super::pixels::Pixels;

/// What stands in the metadata of every sample: none of it may be left.
pub(crate) const SECRETS: &[&str] = &["Exif", "GPS", "SECRET", "xmp", "XMP", "Software", "tEXt", "eXIf"];

/// Whether bytes hold a text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A photograph of sorts: noise, which is the same each time.
pub(crate) fn photo(width: u32, height: u32) -> Pixels {
    let mut state = 1_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24).to_le_bytes()[0]
    };
    Pixels { width, height, has_alpha: false, bytes: (0..width as usize * height as usize * 3).map(next).collect() }
}

/// A drawing: black bars on white.
pub(crate) fn drawing(width: u32, height: u32) -> Pixels {
    let at = |x: u32, y: u32| if (x / 40).is_multiple_of(2) && y % 50 < 30 { [0; 3] } else { [255; 3] };
    let bytes = (0..height).flat_map(|y| (0..width).flat_map(move |x| at(x, y))).collect();
    Pixels { width, height, has_alpha: false, bytes }
}

/// Red on the left, green on the right, the lower half of both darker.
pub(crate) fn quarters(width: u32, height: u32) -> Pixels {
    let at = |x: u32, y: u32| {
        let light = if y * 2 < height { 255 } else { 120 };
        if x * 2 < width { [light, 0, 0] } else { [0, light, 0] }
    };
    let bytes = (0..height).flat_map(|y| (0..width).flat_map(move |x| at(x, y))).collect();
    Pixels { width, height, has_alpha: false, bytes }
}

/// A JPEG with Exif (orientation, GPS), XMP, a comment, a program's own segment, and data behind its end.
pub(crate) fn jpeg(pixels: &Pixels, orientation: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut file, 95);
    let size = |side: u32| u16::try_from(side).expect("a side of a JPEG");
    let (width, height) = (size(pixels.width), size(pixels.height));
    encoder.encode(&pixels.bytes, width, height, jpeg_encoder::ColorType::Rgb).expect("encoded");
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).expect("a length").to_be_bytes();
        [&[0xFF, marker], length.as_slice(), content].concat()
    };
    let secrets = [
        segment(0xE1, &exif(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\0SECRET"),
        segment(0xFE, b"SECRET comment"),
    ]
    .concat();
    file.splice(2..2, secrets);
    file.extend(b"SECRET behind the end");
    file
}

/// Exif with an orientation, a pointer to GPS data, and the maker's name.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    exif.extend(b"\0\0\0\0GPS SECRET 52.5163 N");
    exif
}

/// A PNG with text, Exif and a time, and data behind its end.
pub(crate) fn png(pixels: &Pixels) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width, pixels.height);
    encoder.set_color(if pixels.has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb });
    encoder.add_text_chunk("Software".to_owned(), "SECRET".to_owned()).expect("added");
    encoder.add_itxt_chunk("XML:com.adobe.xmp".to_owned(), "SECRET".to_owned()).expect("added");
    let mut writer = encoder.write_header().expect("begun");
    writer.write_chunk(png::chunk::ChunkType(*b"eXIf"), &exif(1)[6..]).expect("written");
    writer.write_image_data(&pixels.bytes).expect("written");
    writer.finish().expect("finished");
    file.extend(b"SECRET behind the end");
    file
}

/// A WebP with Exif and XMP.
pub(crate) fn webp(pixels: &Pixels) -> Vec<u8> {
    let plain = pixels.webp(super::pixels::Coding::Lossy(90), Some(b"a colour profile")).expect("encoded");
    let mut file = plain;
    file[20] |= 0x0C;
    for (kind, content) in [(b"EXIF", exif(1)), (b"XMP ", b"<xmp>SECRET</xmp>".to_vec()), (b"what", b"SECRET".to_vec())]
    {
        file.extend(kind);
        file.extend(u32::try_from(content.len()).expect("a length").to_le_bytes());
        file.extend(&content);
        if content.len() % 2 == 1 {
            file.push(0);
        }
    }
    let length = u32::try_from(file.len() - 8).expect("a length").to_le_bytes();
    file[4..8].copy_from_slice(&length);
    file.extend(b"SECRET behind the end");
    file
}

/// A GIF of two frames with a loop count, a comment and XMP.
pub(crate) fn gif() -> Vec<u8> {
    let mut file = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    file.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    file.extend(b"\x21\xfe\x06SECRET\0");
    file.extend(b"\x21\xff\x0bXMP DataXMP\x06SECRET\0");
    for _ in 0..2 {
        file.extend(b"\x21\xf9\x04\x04\x0a\0\0\0");
        file.extend(b"\x2c\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0a\0");
    }
    file.extend(b"\x3bSECRET behind the end");
    file
}
