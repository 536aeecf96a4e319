//! What cameras and programs write into a picture beside the picture: place, time, names, previews, comments. None of it
//! is published.
//!
//! Files are taken apart into their pieces, and only pieces that a browser draws with are put together again; what stands
//! behind the end of the picture goes as well. No pixel is decoded, so that nothing of the picture is lost.

use super::{Format, format_of_content};

/// A picture file without its metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripped {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether the file goes on to the end of its picture; one that was cut off does not.
    pub is_whole: bool,
}

/// Whether a file is a picture of this format, width and height in pixels, and nothing besides.
pub fn is_just(format: Format, size: (u32, u32), file: &[u8]) -> bool {
    let found = imagesize::blob_size(file).ok();
    found.is_some_and(|found| (found.width, found.height) == (size.0 as usize, size.1 as usize))
        && format_of_content(file) == Some(format)
        && stripped(format, file).bytes == file
}

/// Takes the metadata out of a PNG, JPEG, GIF or WebP file; other files stay as they are.
pub fn stripped(format: Format, file: &[u8]) -> Stripped {
    match format {
        Format::Png => png(file),
        Format::Jpeg => jpeg(file),
        Format::Gif => gif(file),
        Format::Webp => webp(file),
        Format::Avif | Format::Svg | Format::Pdf => Stripped { bytes: file.to_vec(), is_whole: true },
    }
}

/// How a camera was held, by the numbers of Exif: 1 is upright, 2 to 8 are turned or mirrored.
pub(crate) fn orientation(jpeg: &[u8]) -> u8 {
    let exif = segments(jpeg)
        .take_while(|segment| segment.marker != START_OF_SCAN)
        .find_map(|segment| (segment.marker == 0xE1).then(|| segment.payload.strip_prefix(EXIF)).flatten());
    exif.and_then(orientation_in).unwrap_or(1)
}

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;
const EXIF: &[u8] = b"Exif\0\0";

/// A piece of a JPEG file.
struct Segment<'a> {
    marker: u8,
    payload: &'a [u8],
    /// The coded picture, behind the header of a scan.
    scan: &'a [u8],
}

/// The pieces of a JPEG file up to the end of its first picture. What lies between pieces is passed over.
fn segments(file: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut rest = file.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        loop {
            let at = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))?;
            let marker = rest[at + 1];
            rest = &rest[at + 2..];
            match marker {
                // Marks without content; outside a scan they mean nothing.
                0x01 | 0xD0..=0xD8 => continue,
                END_OF_IMAGE => {
                    rest = &[];
                    return Some(Segment { marker, payload: &[], scan: &[] });
                }
                _ => {}
            }
            let length = usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?]));
            let payload = rest.get(2..length)?;
            rest = &rest[length..];
            let scan;
            (scan, rest) = rest.split_at(if marker == START_OF_SCAN { scan_length(rest) } else { 0 });
            return Some(Segment { marker, payload, scan });
        }
    })
}

/// Where the coded picture ends: at the next mark that is neither a stuffed zero nor a restart.
fn scan_length(data: &[u8]) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7);
    data.windows(2).position(is_end).unwrap_or(data.len())
}

fn jpeg(file: &[u8]) -> Stripped {
    let mut bytes = Vec::with_capacity(file.len());
    bytes.extend([0xFF, 0xD8]);
    let (mut has_scan, mut is_whole) = (false, false);
    for segment in segments(file) {
        if segment.marker == END_OF_IMAGE {
            bytes.extend([0xFF, END_OF_IMAGE]);
            is_whole = has_scan;
            break;
        }
        has_scan |= segment.marker == START_OF_SCAN;
        let Some((kept, more)) = jpeg_kept(&segment) else { continue };
        let length = u16::try_from(kept.len() + more.len() + 2).unwrap_or(u16::MAX);
        bytes.extend([0xFF, segment.marker]);
        bytes.extend(length.to_be_bytes());
        bytes.extend(kept);
        bytes.extend(more);
        bytes.extend(segment.scan);
    }
    Stripped { bytes, is_whole }
}

/// What is kept of a piece, in two parts: tables, frames and scans; colour profiles; of the head of a JFIF file all but its
/// preview; how the colours are meant; and of Exif how the camera was held.
fn jpeg_kept(segment: &Segment<'_>) -> Option<(Vec<u8>, &'static [u8])> {
    let payload = segment.payload;
    match segment.marker {
        0xC8 => None,
        0xC0..=0xCF | START_OF_SCAN..=0xDD => Some((payload.to_vec(), &[])),
        0xE0 if payload.starts_with(b"JFIF\0") => Some((payload.get(..12)?.to_vec(), &[0, 0])),
        0xE1 => match orientation_in(payload.strip_prefix(EXIF)?)? {
            1 => None,
            turned => Some((
                [EXIF, b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[turned]].concat(),
                &[0, 0, 0, 0, 0, 0, 0],
            )),
        },
        0xE2 if payload.starts_with(b"ICC_PROFILE\0") => Some((payload.to_vec(), &[])),
        0xEE if payload.starts_with(b"Adobe") => Some((payload.get(..12)?.to_vec(), &[])),
        _ => None,
    }
}

/// The orientation in the first directory of Exif data, 1 to 8.
fn orientation_in(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = [*exif.get(at)?, *exif.get(at.checked_add(1)?)?];
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let four: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let directory = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) } as usize;
    let entries = usize::from(short(directory)?);
    let found = (0..entries).map(|entry| directory + 2 + 12 * entry).find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(found + 8)?).ok().filter(|number| (1..=8).contains(number))
}

/// The chunks of a PNG file that say how it looks; animations among them.
const PNG_CHUNKS: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

fn png(file: &[u8]) -> Stripped {
    let mut bytes = Vec::with_capacity(file.len());
    bytes.extend(file.iter().take(8));
    let mut rest = file.get(8..).unwrap_or_default();
    let mut is_whole = false;
    while let Some(length) = rest.first_chunk::<4>().map(|length| u32::from_be_bytes(*length) as usize)
        && let Some(chunk) = length.checked_add(12).and_then(|length| rest.get(..length))
    {
        rest = &rest[chunk.len()..];
        let kind = &chunk[4..8];
        if PNG_CHUNKS.iter().any(|known| *known == kind) {
            bytes.extend(chunk);
        }
        if kind == b"IEND" {
            is_whole = true;
            break;
        }
    }
    Stripped { bytes, is_whole }
}

fn webp(file: &[u8]) -> Stripped {
    let length = file.get(4..8).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?) as usize));
    let end = length.unwrap_or(0).saturating_add(8);
    let (chunks, mut is_whole) = riff_chunks(file.get(12..end.min(file.len())).unwrap_or_default());
    is_whole &= end <= file.len();
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    for (kind, content) in chunks {
        match &kind {
            // The flags of Exif and XMP.
            b"VP8X" if !content.is_empty() => {
                put_chunk(&mut bytes, kind, &[&[content[0] & !0x0C], &content[1..]].concat());
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ICCP" => put_chunk(&mut bytes, kind, content),
            // A frame: its place, then chunks of its own.
            b"ANMF" if content.len() >= 16 => {
                let mut frame = content[..16].to_vec();
                for (kind, content) in riff_chunks(&content[16..]).0 {
                    if matches!(&kind, b"VP8 " | b"VP8L" | b"ALPH") {
                        put_chunk(&mut frame, kind, content);
                    }
                }
                put_chunk(&mut bytes, kind, &frame);
            }
            _ => {}
        }
    }
    finish_riff(&mut bytes);
    Stripped { bytes, is_whole }
}

/// A WebP picture with a colour profile.
pub(crate) fn with_profile(webp: &[u8], width: u32, height: u32, has_alpha: bool, profile: &[u8]) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    let [w0, w1, w2, _] = width.saturating_sub(1).to_le_bytes();
    let [h0, h1, h2, _] = height.saturating_sub(1).to_le_bytes();
    let flags = if has_alpha { 0x30 } else { 0x20 };
    put_chunk(&mut bytes, *b"VP8X", &[flags, 0, 0, 0, w0, w1, w2, h0, h1, h2]);
    put_chunk(&mut bytes, *b"ICCP", profile);
    for (kind, content) in riff_chunks(webp.get(12..).unwrap_or_default()).0 {
        if kind != *b"VP8X" {
            put_chunk(&mut bytes, kind, content);
        }
    }
    finish_riff(&mut bytes);
    bytes
}

/// A piece of a RIFF file: its kind and what is in it.
type Chunk<'a> = ([u8; 4], &'a [u8]);

/// The chunks of a RIFF file, and whether the last one is complete.
fn riff_chunks(mut rest: &[u8]) -> (Vec<Chunk<'_>>, bool) {
    let mut chunks = Vec::new();
    while let Some((kind, after)) = rest.split_first_chunk::<4>() {
        let length = after.first_chunk::<4>().map(|length| u32::from_le_bytes(*length) as usize);
        let Some(content) = length.and_then(|length| after.get(4..)?.get(..length)) else { return (chunks, false) };
        chunks.push((*kind, content));
        // Chunks start at even places.
        rest = after[4 + content.len()..].get(content.len() % 2..).unwrap_or_default();
    }
    (chunks, rest.is_empty())
}

fn put_chunk(bytes: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    bytes.extend(kind);
    bytes.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(content);
    if content.len() % 2 == 1 {
        bytes.push(0);
    }
}

fn finish_riff(bytes: &mut [u8]) {
    let length = u32::try_from(bytes.len() - 8).unwrap_or(u32::MAX);
    bytes[4..8].copy_from_slice(&length.to_le_bytes());
}

fn gif(file: &[u8]) -> Stripped {
    let mut bytes = Vec::with_capacity(file.len());
    let is_whole = gif_blocks(file, &mut bytes).is_some();
    Stripped { bytes, is_whole }
}

/// Copies the frames, how long each is shown, and how often all are: what stands for a comment or belongs to a program goes.
fn gif_blocks(file: &[u8], bytes: &mut Vec<u8>) -> Option<()> {
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + palette(*file.get(10)?);
    bytes.extend(file.get(..at)?);
    loop {
        let start = at;
        match *file.get(at)? {
            0x21 => {
                let label = *file.get(at + 1)?;
                at = after_blocks(file, at + 2)?;
                let name = file.get(start + 3..start + 14);
                let is_loop = label == 0xFF && matches!(name, Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0"));
                // A loop count fits into 19 bytes; what is longer carries something else.
                if label == 0xF9 || is_loop && at - start <= 19 {
                    bytes.extend(&file[start..at]);
                }
            }
            0x2C => {
                let data = at + 10 + palette(*file.get(at + 9)?) + 1;
                at = after_blocks(file, data)?;
                bytes.extend(&file[start..at]);
            }
            0x3B => {
                bytes.push(0x3B);
                return Some(());
            }
            _ => return None,
        }
    }
}

/// The place behind a run of blocks, each with its length in front.
fn after_blocks(file: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match usize::from(*file.get(at)?) {
            0 => return Some(at + 1),
            length => at += length + 1,
        }
    }
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
