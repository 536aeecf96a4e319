//! Image files: which kind a file is, by its content, and how large the picture is; what is published of it.

pub mod metadata;
pub mod pixels;
#[cfg(test)]
pub(crate) mod samples;

use crate::base::pattern::Pattern;
use crate::sanitise::svg;

/// The kinds of files minutes may embed or link as images. PDF counts as one: slides are kept as PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// Scalable Vector Graphics; published only after [`svg::svg`].
    Svg,
    /// Portable Document Format: linked, never embedded.
    Pdf,
}

/// File extensions, in lower case, and what they promise.
const EXTENSIONS: &[(&str, Format)] = &[
    ("avif", Format::Avif),
    ("gif", Format::Gif),
    ("jpeg", Format::Jpeg),
    ("jpg", Format::Jpeg),
    ("pdf", Format::Pdf),
    ("png", Format::Png),
    ("svg", Format::Svg),
    ("webp", Format::Webp),
];

/// What a page needs to know about an image file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageFacts {
    /// The kind of file.
    pub format: Format,
    /// Width and height in pixels as the picture is shown, 1 to 20 000; absent for PDF and for an SVG that does not say.
    pub size: Option<(u32, u32)>,
}

/// Why a file is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The extension is none of those known.
    Extension,
    /// The content is not what the extension says.
    Content,
    /// The file is cut off or damaged: its size cannot be read.
    Damaged,
    /// A side is longer than 20 000 pixels; decoding it would exhaust a reader's memory.
    TooLarge,
    /// It is an SVG that is not published.
    Drawing(svg::Refusal),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Drawing(refusal) => return refusal.fmt(f),
            Self::Extension => "only png, jpg, gif, webp, avif, svg and pdf files are published",
            Self::Content => "the content is not what the file's extension says",
            Self::Damaged => "the file is damaged or cut off",
            Self::TooLarge => "the image has a side longer than 20000 pixels",
        })
    }
}

/// How much of a picture [`inspect`] needs, in bytes: a JPEG's size stands behind its metadata.
const START: usize = 256 * 1024;

/// How much of a file of this name [`inspect`] needs, in bytes. Of a drawing it is all, as one broken tag at its end decides
/// whether there is anything to publish.
pub fn bytes_needed(name: &str) -> usize {
    if format_of_name(name) == Some(Format::Svg) { svg::LONGEST + 1 } else { START }
}

/// The folder of the files that are made of pictures, below the root of the site.
pub const RENDITIONS: &str = "assets/images/";

pub(crate) const LONGEST_SIDE: u32 = 20_000;

/// What the extension of a file's name promises.
pub fn format_of_name(name: &str) -> Option<Format> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    EXTENSIONS.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format)
}

/// Looks at a file's name and its first [`bytes_needed`] (or all, if it is shorter).
pub fn inspect(name: &str, start: &[u8]) -> Result<ImageFacts, Refusal> {
    let format = format_of_name(name).ok_or(Refusal::Extension)?;
    if format_of_content(start) != Some(format) {
        return Err(Refusal::Content);
    }
    let size = match format {
        Format::Pdf => None,
        Format::Svg => {
            svg::svg(start).map_err(Refusal::Drawing)?;
            svg_size(start)
        }
        _ => {
            let size = imagesize::blob_size(start).map_err(|_| Refusal::Damaged)?;
            let (width, height) =
                (u32::try_from(size.width).unwrap_or(u32::MAX), u32::try_from(size.height).unwrap_or(u32::MAX));
            let is_turned = format == Format::Jpeg && metadata::orientation(start) >= 5;
            Some(if is_turned { (height, width) } else { (width, height) })
        }
    };
    match size {
        Some((0, _) | (_, 0)) => Err(Refusal::Damaged),
        Some((width, height)) if width > LONGEST_SIDE || height > LONGEST_SIDE => Err(Refusal::TooLarge),
        size => Ok(ImageFacts { format, size }),
    }
}

pub(crate) fn format_of_content(start: &[u8]) -> Option<Format> {
    match start {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Format::Png),
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some(Format::Avif),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(Format::Pdf),
        _ => svg::is_svg(start).then_some(Format::Svg),
    }
}

static SVG_ATTRIBUTE: Pattern = Pattern::new(r#"\s(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')"#);

/// The size an SVG asks for: `width` and `height` in pixels, else those of its `viewBox`.
fn svg_size(file: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(svg::root_tag(file)?).into_owned();
    let (mut width, mut height, mut view) = (None, None, None);
    for found in SVG_ATTRIBUTE.captures_all(&text) {
        let value = found.get(2).or_else(|| found.get(3)).map_or("", |value| value.as_str()).trim();
        match &found[1] {
            "width" => width = pixel_count(value),
            "height" => height = pixel_count(value),
            _ => {
                let mut numbers = value.split([' ', ',']).filter(|number| !number.is_empty()).skip(2);
                view = numbers.next().and_then(pixel_count).zip(numbers.next().and_then(pixel_count));
            }
        }
    }
    width.zip(height).or(view)
}

/// A length in pixels, rounded up; other units are not understood.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn pixel_count(text: &str) -> Option<u32> {
    let number: f64 = text.strip_suffix("px").unwrap_or(text).trim().parse().ok()?;
    // The range makes the conversion exact; a size beyond it counts as not given.
    (number > 0.0 && number <= f64::from(LONGEST_SIDE)).then(|| number.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(SVG_ATTRIBUTE.is_valid());
    }

    /// The head of a PNG with the given size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        file.extend(width.to_be_bytes());
        file.extend(height.to_be_bytes());
        file.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        file
    }

    #[test]
    fn reads_kind_and_size() {
        let size = |name: &str, file: &[u8]| inspect(name, file).map(|facts| (facts.format, facts.size));
        assert_eq!(size("a.PNG", &png(300, 200)), Ok((Format::Png, Some((300, 200)))));
        assert_eq!(size("a.gif", b"GIF89a\x10\0\x20\0\0\0\0"), Ok((Format::Gif, Some((16, 32)))));
        assert_eq!(size("a.pdf", b"%PDF-1.7\n"), Ok((Format::Pdf, None)));
        assert_eq!(
            size("a.svg", b"<svg width='10.5px' height=\"20\" viewBox='0 0 1 1' xmlns='http://www.w3.org/2000/svg'/>"),
            Ok((Format::Svg, Some((11, 20))))
        );
        assert_eq!(
            size("a.svg", b"<?xml version='1.0'?>\n<svg width='100%'\n viewBox='0,0 640 480' xmlns='http://www.w3.org/2000/svg'/>"),
            Ok((Format::Svg, Some((640, 480))))
        );
        assert_eq!(size("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Ok((Format::Svg, None)));
    }

    #[test]
    fn refuses_what_is_not_what_it_says() {
        let refusal = |name: &str, file: &[u8]| inspect(name, file).err();
        assert_eq!(refusal("a.html", b"<html>"), Some(Refusal::Extension));
        assert_eq!(refusal("png", &png(1, 1)), Some(Refusal::Extension));
        assert_eq!(refusal("a.png.exe", &png(1, 1)), Some(Refusal::Extension));
        assert_eq!(refusal("a.jpg", &png(1, 1)), Some(Refusal::Content));
        assert_eq!(refusal("a.svg", b"<html><svg></svg></html>"), Some(Refusal::Content));
        assert_eq!(refusal("a.svg", b"GIF89a/*<svg xmlns='http://www.w3.org/2000/svg'/>*/"), Some(Refusal::Content));
        assert_eq!(refusal("a.svg", b"<svg>"), Some(Refusal::Drawing(svg::Refusal::NoDrawing)));
        assert_eq!(refusal("a.png", b"root:x:0:0:root:/root:/bin/bash\n"), Some(Refusal::Content));
        assert_eq!(refusal("a.png", b""), Some(Refusal::Content));
        assert_eq!(refusal("a.png", &png(1, 1)[..12]), Some(Refusal::Damaged));
        assert_eq!(refusal("a.png", &png(0, 1)), Some(Refusal::Damaged));
        assert_eq!(refusal("a.png", &png(100_000, 1)), Some(Refusal::TooLarge));
    }
}
