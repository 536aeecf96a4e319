//! Safe repairs: nothing that changes what the minutes say.

use crate::archive::{Archive, LinkTarget};
use crate::base::error::Error;
use crate::base::fs;
use crate::scan::{LARGEST_NOTE, Sources, decode};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file to be written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Its path below the source folder.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
    /// What is in it.
    pub before: Vec<u8>,
    /// The new text.
    pub text: String,
    /// What was repaired, in words.
    pub what: Vec<String>,
}

/// All safe repairs: relative links to a file that was moved and has no namesake, NUL characters, text in UTF-16.
pub fn fixes(archive: &Archive, scan: &Sources) -> Vec<Fix> {
    let mut namesakes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for call in &archive.calls {
        let files = namesakes.entry(name_of(&call.file)).or_default();
        if !files.contains(&call.file.as_str()) {
            files.push(&call.file);
        }
    }
    let mut fixes = Vec::new();
    for (input, file) in scan.notes() {
        if file.alias_of.is_some() {
            continue;
        }
        // The file itself, not the text of the scan: its line endings stay as they are.
        let Some(before) = fs::read(&input.absolute).ok().filter(|bytes| bytes.len() <= LARGEST_NOTE) else { continue };
        let Some((mut text, mut what)) = readable(&before, &input.path) else { continue };
        for (id, destination) in archive.destinations_of(&input.path) {
            if archive.link_target(id, &destination) != LinkTarget::Missing || destination.starts_with('#') {
                continue;
            }
            let (path, anchor) =
                destination.split_once('#').map_or((destination.as_str(), ""), |(path, anchor)| (path, anchor));
            let Some([target]) = namesakes.get(name_of(path)).map(Vec::as_slice) else { continue };
            let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
            let repaired = format!("{}{anchor}", relative(&input.path, target));
            if let Some(changed) = with_destination(&text, &destination, &repaired) {
                text = changed;
                what.push(format!("`{destination}` is `{repaired}`"));
            }
        }
        if !what.is_empty() {
            fixes.push(Fix { path: input.path.clone(), absolute: input.absolute.clone(), before, text, what });
        }
    }
    fixes
}

/// A text with another destination in its links; nothing when no link has the old one. `](plan.md` also begins
/// `](plan.md.txt)`, so what stands behind it is looked at.
fn with_destination(text: &str, old: &str, new: &str) -> Option<String> {
    let link = format!("]({old}");
    let mut changed = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices(&link) {
        let end = at + link.len();
        if text[end..].starts_with([')', ' ', '\t', '\n']) {
            changed.push_str(&text[from..at]);
            changed.push_str("](");
            changed.push_str(new);
            from = end;
        }
    }
    changed.push_str(&text[from..]);
    (from > 0).then_some(changed)
}

/// Writes the repairs. The error is about a file that somebody has changed since it was read: it stays as it is, and so do
/// those after it.
pub fn apply(fixes: &[Fix]) -> Result<(), Error> {
    fixes.iter().try_for_each(|fix| {
        if fs::read(&fix.absolute)? != fix.before {
            let message = "this file has changed since it was read, so it was not repaired";
            return Err(Error::new("file", &fix.path, message).hint("run the command again"));
        }
        Ok(fs::replace(&fix.absolute, fix.text.as_bytes())?)
    })
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The text of a file and what had to be done to read it; nothing when its bytes are for a person to look at.
fn readable(bytes: &[u8], path: &str) -> Option<(String, Vec<String>)> {
    let mut what = Vec::new();
    let text = if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        what.push("saved as UTF-8".to_owned());
        decode(bytes, path).text
    } else {
        std::str::from_utf8(bytes).ok()?.to_owned()
    };
    if text.contains('\0') {
        what.push("removed NUL characters".to_owned());
        return Some((text.replace('\0', ""), what));
    }
    Some((text, what))
}

/// The way from one file to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len() - 1;
    let shared = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders - shared), to[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let absolute = folder.path().join("a.md");
        let fix = |before: &[u8]| Fix {
            path: "a.md".to_owned(),
            absolute: absolute.clone(),
            before: before.to_vec(),
            text: "repaired".to_owned(),
            what: Vec::new(),
        };
        fs::write(&absolute, b"edited").expect("written");
        let error = apply(&[fix(b"read")]).expect_err("refused");
        assert!(error.to_string().contains("has changed since it was read"), "{error}");
        assert_eq!(fs::read(&absolute).expect("read"), b"edited");
        apply(&[fix(b"edited")]).expect("applied");
        assert_eq!(fs::read(&absolute).expect("read"), b"repaired");
    }

    #[test]
    fn ways_between_files() {
        for (from, to, way) in [
            ("a/x.md", "a/y.md", "y.md"),
            ("a/x.md", "b/y.md", "../b/y.md"),
            ("x.md", "b/y.md", "b/y.md"),
            ("a/b/x.md", "a/y.md", "../y.md"),
        ] {
            assert_eq!(relative(from, to), way);
        }
    }
}
