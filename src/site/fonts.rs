//! The serif that pages are headed with, served with the site: no other host learns who reads.
//!
//! It is built into the program where the npm package was there when it was compiled. Without it pages are set in the
//! reader's own serif, and nothing else changes.

#[expect(dead_code, reason = "the build script needs the rest")]
mod contents;

use contents::PARTS;

/// The shipped files as they were found by the build script, by name; empty when the package was not installed then.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/fonts.rs"));

/// A file of the font as it goes into the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FontFile {
    /// Its name before it is fingerprinted: `source-serif-4-latin.woff2`.
    pub(super) name: &'static str,
    /// What is in it.
    pub(super) bytes: &'static [u8],
    /// The characters it is for, as in `unicode-range`; empty for the licence.
    pub(super) characters: &'static str,
}

/// Every file of the font, the one of Western European languages first, its licence among them; none when it is not built
/// in.
pub(super) fn files() -> impl Iterator<Item = FontFile> {
    EMBEDDED.iter().map(|&(name, bytes)| {
        let part = PARTS.iter().find(|part| part.name == name);
        FontFile { name, bytes, characters: part.map_or("", |part| part.characters) }
    })
}

/// The `@font-face` rule of a part that is called `name` beside the style sheet.
///
/// The text shows at once in the reader's serif, which `--serif-face` names with the same widths and heights, and is drawn
/// anew when the font has come.
pub(super) fn face(name: &str, characters: &str) -> String {
    format!(
        "@font-face{{font-family:\"Source Serif 4\";font-style:normal;font-weight:200 900;font-display:swap;\
         src:url(\"{name}\") format(\"woff2\");unicode-range:{characters}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_complete_where_the_package_is_built_in() {
        let names: Vec<&str> = files().map(|file| file.name).collect();
        if names.is_empty() {
            return;
        }
        for part in PARTS {
            assert!(names.contains(&part.name), "{}", part.name);
        }
        assert!(files().any(|file| file.characters.is_empty() && file.name.ends_with("license.txt")), "the licence");
        for file in files().filter(|file| !file.characters.is_empty()) {
            assert_eq!(&file.bytes[..4], b"wOF2", "{}", file.name);
        }
        let first = files().next().expect("there are some");
        assert!(first.bytes.len() <= 60 * 1024, "what every page fetches: {} bytes", first.bytes.len());
    }
}
