//! The picture files that pages use, as they are published: without metadata, smaller where that is worth a file.

use super::cache::{Cache, Key};
use super::files::{Used, as_it_is};
use super::renditions::{self, MOST_PIXELS, Renditions, Trouble};
use crate::archive::LocalFile;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::fs::{self, FileError};
use crate::base::panics;
use crate::media::{Format, RENDITIONS, metadata};
use crate::site::output::{Content, Output};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Where the files of a picture are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// The one with all pixels, when it is not at the file's own URL.
    pub full: Option<String>,
    /// Smaller ones, by width in pixels.
    pub reduced: Vec<(u32, String)>,
}

/// What pages have to know of pictures, by path in the source. A picture that is not listed is at its file's own URL.
#[derive(Debug, Clone, Default)]
pub struct Pictures(BTreeMap<String, Picture>);

/// What pages have to know of the published files, and what is wrong with some.
pub struct Published {
    /// The bytes of all files that were made, not copied.
    pub bytes: u64,
    /// Where those of each picture are.
    pub pictures: Pictures,
    /// Pictures that could not be decoded.
    pub diagnostics: Vec<Diagnostic>,
}

impl Pictures {
    /// The URL of a file with all its pixels.
    pub fn full<'a>(&'a self, file: &'a LocalFile) -> &'a str {
        self.0.get(&file.path).and_then(|picture| picture.full.as_deref()).unwrap_or(&file.url)
    }

    /// Smaller versions of a picture: their widths and URLs, by width.
    pub fn reduced(&self, file: &LocalFile) -> &[(u32, String)] {
        self.0.get(&file.path).map_or(&[], |picture| &picture.reduced)
    }

    /// Pictures with a place of their own, for tests.
    #[cfg(test)]
    pub(crate) fn of(path: &str, picture: Picture) -> Self {
        Self(BTreeMap::from([(path.to_owned(), picture)]))
    }
}

/// From here on a picture waits until those before it are done, so that memory holds a few of them and not one a core.
const LARGE: u64 = 16_000_000;

/// Makes what is published of the used files, and hands each to `put` when it is made.
pub fn publish<E: From<FileError> + Send>(
    used: &[Used<'_>],
    cache: &Cache,
    put: impl Fn(&Output) -> Result<(), E> + Sync,
) -> Result<Published, E> {
    let is_large = |used: &&Used<'_>| {
        used.file.facts.size.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > LARGE)
    };
    let (large, small): (Vec<&Used<'_>>, Vec<&Used<'_>>) = used.iter().partition(is_large);
    // The same picture in two places has the same renditions.
    let known = Mutex::new(BTreeSet::new());
    let is_new = |path: &str| known.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    let make_and_put = |used: &Used<'_>| -> Result<_, E> {
        let Made { path, picture, files, diagnostic } = make(used, cache)?;
        let mut bytes = 0;
        for file in files.into_iter().filter(|file| is_new(&file.path)) {
            bytes += match &file.content {
                Content::Bytes(bytes) => bytes.len() as u64,
                Content::Copy(_) => 0,
            };
            put(&file)?;
        }
        Ok((path, picture, diagnostic, bytes))
    };
    let mut made: Vec<_> = small.par_iter().map(|used| make_and_put(used)).collect::<Result<_, _>>()?;
    for used in large {
        made.push(make_and_put(used)?);
    }
    cache.tidy();
    let mut published = Published { bytes: 0, pictures: Pictures::default(), diagnostics: Vec::new() };
    for (path, picture, diagnostic, bytes) in made {
        published.pictures.0.extend(picture.map(|picture| (path, picture)));
        published.diagnostics.extend(diagnostic);
        published.bytes += bytes;
    }
    Ok(published)
}

/// What was made of one file.
struct Made {
    path: String,
    picture: Option<Picture>,
    files: Vec<Output>,
    diagnostic: Option<Diagnostic>,
}

/// A file that cannot be made is not published, and said.
fn make(used: &Used<'_>, cache: &Cache) -> Result<Made, FileError> {
    let path = used.file.path.as_str();
    match panics::reported(path, "minutebook has failed on this file: it is not published", || made(used, cache)) {
        Ok(made) => made,
        Err(failed) => Ok(Made { path: path.to_owned(), picture: None, files: Vec::new(), diagnostic: Some(failed) }),
    }
}

fn made(used: &Used<'_>, cache: &Cache) -> Result<Made, FileError> {
    panics::planted("media", || used.file.path.as_str());
    let LocalFile { path, url, facts } = used.file;
    if !matches!(facts.format, Format::Png | Format::Jpeg | Format::Webp | Format::Gif) {
        let files = as_it_is(used)?.into_iter().collect();
        return Ok(Made { path: path.clone(), picture: None, files, diagnostic: None });
    }
    let file = fs::read(used.source)?;
    let original = |bytes| Output { path: url.clone(), content: Content::Bytes(bytes) };
    if !renditions::is_candidate(facts.format) {
        let files = vec![original(metadata::stripped(facts.format, &file).bytes)];
        return Ok(Made { path: path.clone(), picture: None, files, diagnostic: None });
    }
    let key = Key::of(&file);
    let Renditions { full, reduced, trouble } = cache.renditions(&key, facts, &file);
    let mut picture = Picture::default();
    let mut files = Vec::with_capacity(reduced.len() + 1);
    match full {
        Some(full) => {
            let url = format!("{RENDITIONS}{}.webp", key.short());
            files.push(Output { path: url.clone(), content: Content::Bytes(full.bytes) });
            picture.full = Some(url);
        }
        None => files.push(original(metadata::stripped(facts.format, &file).bytes)),
    }
    for smaller in reduced {
        let url = format!("{RENDITIONS}{}-{}.webp", key.short(), smaller.width);
        files.push(Output { path: url.clone(), content: Content::Bytes(smaller.bytes) });
        picture.reduced.push((smaller.width, url));
    }
    let diagnostic = trouble.map(|trouble| finding(path, trouble));
    Ok(Made { path: path.clone(), picture: Some(picture), files, diagnostic })
}

fn finding(path: &str, trouble: Trouble) -> Diagnostic {
    match trouble {
        Trouble::Damaged => {
            Diagnostic::new(Severity::Warning, "image-damaged", path, "the picture is damaged or cut off")
                .hint("what there is of it is published; save it again from where it came from")
        }
        Trouble::TooManyPixels => {
            let message = format!("the picture has more than {} million pixels", MOST_PIXELS / 1_000_000);
            Diagnostic::new(Severity::Warning, "image-too-large", path, message)
                .hint("it is published without its metadata, but not made smaller; 2000 pixels across are plenty")
        }
    }
}
