//! The images and PDFs beside the notes, and where each is published.

use crate::base::text::slug;
use crate::media::{self, ImageFacts};
use crate::scan::{Class, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// A file that pages may show or link to.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalFile {
    /// Its path in the source.
    pub path: String,
    /// Where it is published, relative to the site's root.
    pub url: String,
    /// What was found in it.
    pub facts: ImageFacts,
}

/// The files of the source that may be published, by path.
pub(super) fn files(sources: &Sources) -> BTreeMap<String, LocalFile> {
    let mut taken = BTreeSet::new();
    let found = sources.files.iter().filter_map(|file| match &file.class {
        Class::Asset(Some(facts)) => Some((&file.path, *facts)),
        Class::Asset(None) | Class::Note(_) | Class::Excluded(_) => None,
    });
    let named = found.map(|(path, facts)| {
        let url = published_path(path, &mut taken);
        (path.clone(), LocalFile { path: path.clone(), url, facts })
    });
    named.collect()
}

/// `Container/Übersicht 1.PNG` → `container/uebersicht-1.png`; a number where two files would share a path.
fn published_path(path: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, "bin"));
    let parts: Vec<String> = stem.split('/').map(slug).filter(|part| !part.is_empty()).collect();
    let stem = if parts.is_empty() { "file".to_owned() } else { parts.join("/") };
    // Pages own the folders of the site, assets its `assets/`; a file at the root goes among the latter.
    let stem = if stem.contains('/') { stem } else { format!("assets/{stem}") };
    // The folder of what is made of pictures.
    let stem = match stem.strip_prefix(media::RENDITIONS) {
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
