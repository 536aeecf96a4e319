//! The images and PDFs beside the notes: looked into, named, and published when a page uses them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::fs::{self, FileError};
use crate::images::{self, Format, ImageFacts, metadata};
use crate::link::{Archive, LocalFile};
use crate::sanitise::svg;
use crate::scan::{Class, Input};
use crate::slug::slug;
use crate::write::{Content, Output};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Looks into every image and PDF; what is not what its name says is reported and left out.
pub fn look_into(inputs: &[Input]) -> (BTreeMap<String, LocalFile>, Vec<Diagnostic>) {
    let looked_at: Vec<(&Input, Result<ImageFacts, Diagnostic>)> = inputs
        .par_iter()
        .filter(|input| matches!(input.class, Class::Asset(_)))
        .map(|input| (input, facts(&input.path, &input.absolute)))
        .collect();
    let (mut files, mut diagnostics) = (BTreeMap::new(), Vec::new());
    let mut taken = BTreeSet::new();
    for (input, facts) in looked_at {
        match facts {
            Ok(facts) => {
                let url = published_path(&input.path, &mut taken);
                files.insert(input.path.clone(), LocalFile { path: input.path.clone(), url, facts });
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    (files, diagnostics)
}

fn facts(name: &str, path: &Path) -> Result<ImageFacts, Diagnostic> {
    let refuse = |message: String| {
        Diagnostic::new(Severity::Warning, "image-refused", name, message).hint(
            "it is not published; save it again as PNG, JPEG, GIF, WebP, AVIF, SVG or PDF under the matching ending",
        )
    };
    let start = fs::read_start(path, images::START).map_err(|error| refuse(error.to_string()))?;
    images::inspect(name, &start).map_err(|refusal| refuse(refusal.to_string()))
}

/// `Container/Übersicht 1.PNG` → `container/uebersicht-1.png`; a number where two files would share a path.
fn published_path(path: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, "bin"));
    let parts: Vec<String> = stem.split('/').map(slug).filter(|part| !part.is_empty()).collect();
    let stem = if parts.is_empty() { "file".to_owned() } else { parts.join("/") };
    // Pages own the folders of the site, assets its `assets/`; a file at the root goes among the latter.
    let stem = if stem.contains('/') { stem } else { format!("assets/{stem}") };
    // The folder of what is made of pictures.
    let stem = match stem.strip_prefix(images::RENDITIONS) {
        Some(rest) => format!("assets/files/{rest}"),
        None => stem,
    };
    let extension = extension.to_lowercase();
    let mut url = format!("{stem}.{extension}");
    let mut number = 2;
    while !taken.insert(url.clone()) {
        url = format!("{stem}-{number}.{extension}");
        number += 1;
    }
    url
}

/// A file that pages use, and where it lies.
pub struct Used<'a> {
    /// What is known of it.
    pub file: &'a LocalFile,
    /// Where it lies.
    pub source: &'a Path,
}

/// The files that pages use, by the URL they are published at.
pub fn used<'a>(archive: &'a Archive<'_>, inputs: &'a [Input]) -> Vec<Used<'a>> {
    let sources: BTreeMap<&str, &Path> =
        inputs.iter().map(|input| (input.path.as_str(), input.absolute.as_path())).collect();
    let files = archive.used_files().into_values();
    files.filter_map(|file| Some(Used { file, source: sources.get(file.path.as_str())? })).collect()
}

/// A file as it is, but for an SVG, which is cleaned; nothing when it is none after all.
pub fn as_it_is(used: &Used<'_>) -> Result<Option<Output>, FileError> {
    let content = match used.file.facts.format {
        Format::Svg => svg::svg(&fs::read(used.source)?).map(Content::Bytes),
        _ => Some(Content::Copy(used.source.to_owned())),
    };
    Ok(content.map(|content| Output { path: used.file.url.clone(), content }))
}

/// Reads an image that the configuration names: cleaned when it is an SVG, else without its metadata. Social networks show
/// no SVG.
pub fn read_image(name: &str, path: &Path, for_networks: bool) -> Result<Vec<u8>, Diagnostic> {
    let facts = facts(name, path)?;
    let refuse = |message: &str| Diagnostic::new(Severity::Warning, "image-refused", name, message);
    let bytes = fs::read(path).map_err(|error| refuse(&error.to_string()))?;
    match facts.format {
        Format::Svg if for_networks => Err(refuse("social networks show no SVG; save it as PNG of 1200 × 630 pixels")),
        Format::Svg => svg::svg(&bytes).ok_or_else(|| refuse("this is no SVG image")),
        Format::Pdf => Err(refuse("a PDF is no image")),
        format => Ok(metadata::stripped(format, &bytes).bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_paths_are_safe_and_unique() {
        let mut taken = BTreeSet::new();
        for (path, url) in [
            ("iaas/a b.PNG", "iaas/a-b.png"),
            ("IaaS/a-b.png", "iaas/a-b-2.png"),
            ("logo.svg", "assets/logo.svg"),
            ("assets/images/0123.webp", "assets/files/0123.webp"),
            ("ü/../x\".gif", "ue/x.gif"),
        ] {
            assert_eq!(published_path(path, &mut taken), url);
        }
    }
}
