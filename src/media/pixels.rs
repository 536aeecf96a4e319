//! Files → pixels → files: decoding, turning upright, making smaller, encoding as WebP.

use super::{Format, LONGEST_SIDE, metadata};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// A picture in memory: rows from the top, 3 bytes a pixel, or 4 with transparency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) has_alpha: bool,
    pub(crate) bytes: Vec<u8>,
}

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) pixels: Pixels,
    /// The colour profile, when the colours are not those of sRGB.
    pub(crate) profile: Option<Vec<u8>>,
    /// Whether the file itself had left out what is hard to see.
    pub(crate) was_lossy: bool,
}

/// Why there are no pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPixels {
    /// The file is damaged.
    Damaged,
    /// There are more than the limit.
    TooMany,
    /// It moves, or its colours are more than WebP can say (CMYK, HDR, an unusual gamma).
    Special,
}

/// How pixels are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Every pixel as it is.
    Lossless,
    /// As like as this quality of 100 makes it.
    Lossy(u8),
    /// The same, with edges of coloured text kept sharp.
    Sharp(u8),
}

/// Decodes a PNG, JPEG or WebP file of at most `most` pixels.
pub(crate) fn decode(format: Format, file: &[u8], most: u64) -> Result<Decoded, NoPixels> {
    match format {
        Format::Jpeg => jpeg(file, most),
        Format::Png => png(file, most),
        Format::Webp => webp(file, most),
        Format::Gif | Format::Avif | Format::Svg | Format::Pdf => Err(NoPixels::Special),
    }
}

/// Decoders are asked for their size before they make room for it: what a file says elsewhere may differ.
fn within(width: u32, height: u32, most: u64) -> Result<(), NoPixels> {
    if u64::from(width) * u64::from(height) > most { Err(NoPixels::TooMany) } else { Ok(()) }
}

fn jpeg(file: &[u8], most: u64) -> Result<Decoded, NoPixels> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_max_width(LONGEST_SIDE as usize)
        .set_max_height(LONGEST_SIDE as usize);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(|_| NoPixels::Damaged)?;
    let info = decoder.info().ok_or(NoPixels::Damaged)?;
    if info.components == 4 {
        return Err(NoPixels::Special);
    }
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    within(width, height, most)?;
    let profile = own_profile(decoder.icc_profile())?;
    let bytes = decoder.decode().map_err(|_| NoPixels::Damaged)?;
    finished(width, height, bytes, profile, true)
}

fn png(file: &[u8], most: u64) -> Result<Decoded, NoPixels> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| NoPixels::Damaged)?;
    let info = reader.info();
    within(info.width, info.height, most)?;
    let profile = own_profile(info.icc_profile.as_ref().map(|profile| profile.to_vec()))?;
    let gamma = info.gama_chunk.map(png::ScaledFloat::into_value);
    let is_usual = |gamma: f32| (gamma - 1.0 / 2.2).abs() < 0.01;
    let says_gamma = info.icc_profile.is_none() && info.srgb.is_none() && gamma.is_some_and(|gamma| !is_usual(gamma));
    if info.animation_control.is_some() || info.coding_independent_code_points.is_some() || says_gamma {
        return Err(NoPixels::Special);
    }
    let mut bytes = vec![0; reader.output_buffer_size().ok_or(NoPixels::Damaged)?];
    let frame = reader.next_frame(&mut bytes).map_err(|_| NoPixels::Damaged)?;
    bytes.truncate(frame.buffer_size());
    finished(frame.width, frame.height, bytes, profile, false)
}

fn webp(file: &[u8], most: u64) -> Result<Decoded, NoPixels> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).map_err(|_| NoPixels::Damaged)?;
    let (width, height) = decoder.dimensions();
    within(width, height, most)?;
    if decoder.is_animated() {
        return Err(NoPixels::Special);
    }
    let profile = own_profile(decoder.icc_profile().map_err(|_| NoPixels::Damaged)?)?;
    let was_lossy = decoder.is_lossy();
    let mut bytes = vec![0; decoder.output_buffer_size().ok_or(NoPixels::Damaged)?];
    decoder.read_image(&mut bytes).map_err(|_| NoPixels::Damaged)?;
    finished(width, height, bytes, profile, was_lossy)
}

/// Grey becomes colour, and transparency that is nowhere used goes.
fn finished(
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    profile: Option<Vec<u8>>,
    was_lossy: bool,
) -> Result<Decoded, NoPixels> {
    let area = width as usize * height as usize;
    let (has_alpha, bytes) = match bytes.len().checked_div(area) {
        Some(1) => (false, bytes.iter().flat_map(|grey| [*grey; 3]).collect()),
        Some(2) => (true, bytes.chunks_exact(2).flat_map(|pair| [pair[0], pair[0], pair[0], pair[1]]).collect()),
        Some(3) => (false, bytes),
        Some(4) => (true, bytes),
        _ => return Err(NoPixels::Damaged),
    };
    let is_opaque = || bytes.chunks_exact(4).all(|pixel| pixel[3] == 255);
    let (has_alpha, bytes) = if has_alpha && is_opaque() {
        (false, bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
    } else {
        (has_alpha, bytes)
    };
    Ok(Decoded { pixels: Pixels { width, height, has_alpha, bytes }, profile, was_lossy })
}

/// A profile that is needed: that of sRGB says what browsers assume anyway. One that is not for red, green and blue cannot
/// go with decoded pixels.
fn own_profile(profile: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, NoPixels> {
    let Some(profile) = profile else { return Ok(None) };
    if profile.get(16..20) != Some(b"RGB ") {
        return Err(NoPixels::Special);
    }
    let name = profile_name(&profile).unwrap_or_default();
    let is_usual = name.contains("sRGB") && !name.to_lowercase().contains("linear");
    Ok((!is_usual).then_some(profile))
}

/// The description in a colour profile: its letters, whatever they are coded in.
fn profile_name(profile: &[u8]) -> Option<String> {
    let number = |at: usize| Some(u32::from_be_bytes(profile.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize);
    let tags = number(128)?.min(100);
    let tag = (0..tags).map(|tag| 132 + 12 * tag).find(|at| profile.get(*at..*at + 4) == Some(b"desc"))?;
    let (start, length) = (number(tag + 4)?, number(tag + 8)?);
    let text = profile.get(start..start.checked_add(length)?)?;
    Some(text.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte)).collect())
}

impl Pixels {
    fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// Turned upright from one of Exif's eight orientations.
    pub(crate) fn upright(self, orientation: u8) -> Self {
        let (width, height) = (self.width as usize, self.height as usize);
        // Where the pixel of a place of the upright picture is in this one.
        let from: fn(usize, usize, usize, usize) -> (usize, usize) = match orientation {
            2 => |x, y, w, _| (w - 1 - x, y),
            3 => |x, y, w, h| (w - 1 - x, h - 1 - y),
            4 => |x, y, _, h| (x, h - 1 - y),
            5 => |x, y, _, _| (y, x),
            6 => |x, y, _, h| (y, h - 1 - x),
            7 => |x, y, w, h| (w - 1 - y, h - 1 - x),
            8 => |x, y, w, _| (w - 1 - y, x),
            _ => return self,
        };
        let is_turned = orientation >= 5;
        let (new_width, new_height) = if is_turned { (height, width) } else { (width, height) };
        let size = self.channels();
        let mut bytes = Vec::with_capacity(self.bytes.len());
        for y in 0..new_height {
            for x in 0..new_width {
                let (x, y) = from(x, y, width, height);
                let at = (y * width + x) * size;
                bytes.extend_from_slice(&self.bytes[at..at + size]);
            }
        }
        let (width, height) = if is_turned { (self.height, self.width) } else { (self.width, self.height) };
        Self { width, height, bytes, ..self }
    }

    /// The share of pixels that look like their neighbour on the left, in per cent: most do in a drawing or a screenshot,
    /// few do in a photograph.
    pub(crate) fn flatness(&self) -> usize {
        let size = self.channels();
        let row = self.width as usize * size;
        let same =
            |row: &[u8]| row.chunks_exact(size).zip(row.chunks_exact(size).skip(1)).filter(|(a, b)| a == b).count();
        let area = self.width as usize * self.height as usize;
        self.bytes.chunks_exact(row).map(same).sum::<usize>() * 100 / area.max(1)
    }

    /// The picture at another width, in its own proportions; nothing when that cannot be done.
    pub(crate) fn resized(&self, width: u32) -> Option<Self> {
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width);
        let height = u32::try_from(height.max(1)).ok()?;
        let kind = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind).ok()?;
        let mut to = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Some(Self { width, height, has_alpha: self.has_alpha, bytes: to.into_vec() })
    }

    /// The picture as a WebP file; nothing when it is too large for one.
    pub(crate) fn webp(&self, coding: Coding, profile: Option<&[u8]>) -> Option<Vec<u8>> {
        let mut settings = webp::WebPConfig::new().ok()?;
        // The most thorough method takes two thirds longer than the usual one and saves a twentieth; the cache makes that up.
        settings.method = 6;
        match coding {
            Coding::Lossless => {
                settings.method = 4;
                settings.lossless = 1;
                // In lossless files this is not quality but how hard to look for what is smaller.
                settings.quality = 75.0;
                // Pixels that nobody sees keep their colour: a lossless file is the picture.
                settings.exact = 1;
            }
            Coding::Lossy(quality) => settings.quality = f32::from(quality),
            Coding::Sharp(quality) => {
                settings.quality = f32::from(quality);
                settings.use_sharp_yuv = 1;
            }
        }
        let encoder = if self.has_alpha {
            webp::Encoder::from_rgba(&self.bytes, self.width, self.height)
        } else {
            webp::Encoder::from_rgb(&self.bytes, self.width, self.height)
        };
        let file = encoder.encode_advanced(&settings).ok()?;
        Some(match profile {
            Some(profile) => metadata::with_profile(&file, self.width, self.height, self.has_alpha, profile),
            None => file.to_vec(),
        })
    }
}

#[cfg(test)]
#[path = "pixels_tests.rs"]
mod tests;
