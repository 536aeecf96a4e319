//! Which files are made of a picture, and how each is coded.
//!
//! | the picture | at full size | smaller |
//! |---|---|---|
//! | JPEG, lossy WebP: a photograph | quality 72, above 3 megapixels 60 | quality 72 |
//! | PNG, lossless WebP, at least 85 % of whose pixels look like their neighbour: a drawing or screenshot | lossless | quality 85, sharp edges |
//! | other PNG and lossless WebP: a photograph, or a screenshot with one in it | quality 85, sharp edges | the same |
//!
//! Each must earn its place: the full size takes the place of the original where it has fewer bytes, a smaller width is made
//! where it has at most two thirds of the bytes of the next larger one.

use crate::media::metadata;
use crate::media::pixels::{self, Coding, NoPixels, Pixels};
use crate::media::{Format, ImageFacts};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The widths in pixels that screens need: 768 fills the column of a page, and that of a telephone twice as dense; 1440 the
/// column on a dense screen, and a slide on one of 1920 pixels.
pub const WIDTHS: [u32; 2] = [768, 1440];

/// The most pixels that are decoded. Decoded and being coded they take up to 12 bytes each.
pub const MOST_PIXELS: u64 = 50_000_000;

/// What decides the bytes besides the picture, for the names of cached files. A test holds it against `Cargo.lock`.
pub(super) const RECIPE: &str =
    "1: webp 0.3.1 libwebp-sys 0.9.6 fast_image_resize 6.1.0 png 0.18.1 zune-jpeg 0.5.15 image-webp 0.2.4";

/// A WebP file of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What was made of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renditions {
    /// The picture with all its pixels, in place of the original.
    pub full: Option<Rendition>,
    /// Smaller ones, by width.
    pub reduced: Vec<Rendition>,
    /// Why the picture could not be decoded.
    pub trouble: Option<Trouble>,
}

/// Why a picture could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// It is damaged or cut off.
    Damaged,
    /// It has more than [`MOST_PIXELS`].
    TooManyPixels,
}

/// Whether renditions of such a picture could be made at all.
pub(super) fn is_candidate(format: Format) -> bool {
    matches!(format, Format::Png | Format::Jpeg | Format::Webp)
}

/// Makes the renditions of a file.
pub(super) fn make(facts: &ImageFacts, file: &[u8]) -> Renditions {
    let trouble = |trouble| Renditions { trouble: Some(trouble), ..Renditions::default() };
    let stripped = metadata::stripped(facts.format, file);
    if !stripped.is_whole {
        return trouble(Trouble::Damaged);
    }
    // A decoder that panics has met a file nobody thought of; the picture is published as it is.
    let decoded = std::panic::catch_unwind(|| pixels::decode(facts.format, file, MOST_PIXELS));
    let decoded = match decoded {
        Ok(Ok(decoded)) => decoded,
        Ok(Err(NoPixels::Special)) => return Renditions::default(),
        Ok(Err(NoPixels::TooMany)) => return trouble(Trouble::TooManyPixels),
        Ok(Err(NoPixels::Damaged)) | Err(_) => return trouble(Trouble::Damaged),
    };
    let orientation = if facts.format == Format::Jpeg { metadata::orientation(file) } else { 1 };
    let pixels = decoded.pixels.upright(orientation);
    let profile = decoded.profile.as_deref();
    let (at_full_size, smaller) = codings(&pixels, decoded.was_lossy);
    let widths: Vec<u32> = WIDTHS.into_iter().filter(|width| *width < pixels.width).collect();
    let (full, mut reduced) = rayon::join(
        || rendition(&pixels, at_full_size, profile),
        || widths.par_iter().map(|width| rendition(&pixels.resized(*width)?, smaller, profile)).collect::<Vec<_>>(),
    );
    // A picture that was turned loses its orientation with its metadata, so that the new file is needed whatever its size.
    let full = full.filter(|full| orientation != 1 || full.bytes.len() < stripped.bytes.len());
    let mut larger = full.as_ref().map_or(stripped.bytes.len(), |full| full.bytes.len());
    let mut kept = Vec::new();
    while let Some(rendition) = reduced.pop() {
        let Some(rendition) = rendition.filter(|rendition| rendition.bytes.len() * 3 <= larger * 2) else { continue };
        larger = rendition.bytes.len();
        kept.insert(0, rendition);
    }
    Renditions { full, reduced: kept, trouble: None }
}

fn codings(pixels: &Pixels, was_lossy: bool) -> (Coding, Coding) {
    let area = u64::from(pixels.width) * u64::from(pixels.height);
    match was_lossy {
        true if area > 3_000_000 => (Coding::Lossy(60), Coding::Lossy(72)),
        true => (Coding::Lossy(72), Coding::Lossy(72)),
        false if pixels.flatness() >= 85 => (Coding::Lossless, Coding::Sharp(85)),
        false => (Coding::Sharp(85), Coding::Sharp(85)),
    }
}

fn rendition(pixels: &Pixels, coding: Coding, profile: Option<&[u8]>) -> Option<Rendition> {
    let bytes = pixels.webp(coding, profile)?;
    Some(Rendition { width: pixels.width, height: pixels.height, bytes })
}

#[cfg(test)]
#[path = "renditions_tests.rs"]
mod tests;
