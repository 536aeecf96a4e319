//! The images and PDFs beside the notes: looked into, named, and published when a page uses them.

use crate::archive::{Archive, LocalFile};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::fs::{self, FileError};
use crate::media::{Format, metadata};
use crate::sanitise::svg;
use crate::scan::{SourceFile, image_facts};
use crate::site::output::{Content, Output};
use std::collections::BTreeMap;
use std::path::Path;

/// A file that pages use, and where it lies.
pub struct Used<'a> {
    /// What is known of it.
    pub file: &'a LocalFile,
    /// Where it lies.
    pub source: &'a Path,
}

/// The files that pages use, by the URL they are published at.
pub fn used<'a>(archive: &'a Archive, inputs: &'a [SourceFile]) -> Vec<Used<'a>> {
    let sources: BTreeMap<&str, &Path> =
        inputs.iter().map(|input| (input.path.as_str(), input.absolute.as_path())).collect();
    let files = archive.used_files().into_values();
    files.filter_map(|file| Some(Used { file, source: sources.get(file.path.as_str())? })).collect()
}

/// A file as it is, but for an SVG, which is cleaned; nothing when it is none after all.
pub fn as_it_is(used: &Used<'_>) -> Result<Option<Output>, FileError> {
    let content = match used.file.facts.format {
        Format::Svg => svg::svg(&fs::read(used.source)?).ok().map(Content::Bytes),
        _ => Some(Content::Copy(used.source.to_owned())),
    };
    Ok(content.map(|content| Output { path: used.file.url.clone(), content }))
}

/// Reads an image that the configuration names: cleaned when it is an SVG, else without its metadata. Social networks show
/// no SVG.
pub fn read_image(name: &str, path: &Path, for_networks: bool) -> Result<Vec<u8>, Diagnostic> {
    let facts = image_facts(name, path)?;
    let refuse = |message: &str| Diagnostic::new(Severity::Warning, "image-refused", name, message);
    let bytes = fs::read(path).map_err(|error| refuse(&error.to_string()))?;
    match facts.format {
        Format::Svg if for_networks => Err(refuse("social networks show no SVG; save it as PNG of 1200 × 630 pixels")),
        Format::Svg => svg::svg(&bytes).map_err(|refusal| refuse(&refusal.to_string())),
        Format::Pdf => Err(refuse("a PDF cannot be shown as an image")),
        format => Ok(metadata::stripped(format, &bytes).bytes),
    }
}
