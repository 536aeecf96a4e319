//! The files of reveal.js that every site with decks is given: built into the program where the npm package was there
//! when it was compiled, and read from `node_modules` otherwise.

use crate::base::fs;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

mod contents;

pub use contents::VERSION;
use contents::{CONTENTS, Content};

/// The `script-src` source that lets the speaker window run: `plugin/notes.js` writes its script into the window.
pub const SPEAKER_SCRIPT: &str = "'sha256-GzCveToXhSIzS3M5eQeRm3McVRB7cYneYKwTkzA3wDk='";

/// The `style-src` source of the speaker window.
pub const SPEAKER_STYLE: &str = "'sha256-FO8+tEZY4XAJsThREbo8dTCiyACqv1VGgxX0NfVfEAs='";

/// The `style-src` sources of the two style sheets that reveal.js writes into its print view (`?print-pdf`), for slides
/// of 960 by 700 pixels with a margin of 0.04. A deck of another size prints as well, on the sheets that the deck's own
/// script asks for, but the browser logs that it refused these two.
pub const PRINT_STYLES: &str = "'sha256-6/JkTYwTBFuWLEU3RaPL1LH52MIsqmXP+jGrsKfW8B0=' \
                                'sha256-rzFPw2c+Y8D/IAvJNsCzOOzHHbjznGxwslNNjd5uJ1Q='";

/// The shipped files as they were found by the build script, by their path in the site; empty when the package was
/// not installed then.
const EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/reveal.rs"));

/// A file of reveal.js as it goes into the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealFile {
    /// Its path below the folder that is named by the version, with `/`: `theme/white.css`.
    pub path: &'static str,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
}

/// Why there is no reveal.js to ship.
#[derive(Debug)]
pub enum RevealMissing {
    /// Neither built in nor at any of these places.
    NotFound(Vec<PathBuf>),
    /// Another release is installed.
    OtherVersion {
        /// The folder of the package.
        folder: PathBuf,
        /// Its version, as its `package.json` says it; empty when it says none.
        found: String,
    },
    /// A file is not what was published.
    Altered {
        /// The file; only its path in the package when it is built in.
        file: PathBuf,
        /// Its checksum.
        found: String,
        /// The checksum it should have.
        expected: &'static str,
    },
    /// A file cannot be read.
    Unreadable(fs::FileError),
}

impl std::fmt::Display for RevealMissing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound(searched) => {
                write!(f, "reveal.js {VERSION} is not built into this program")?;
                for (index, folder) in searched.iter().enumerate() {
                    write!(f, "{} `{}`", if index == 0 { " and not in" } else { " or" }, folder.display())?;
                }
                Ok(())
            }
            Self::OtherVersion { folder, found } if found.is_empty() => {
                write!(f, "`{}` is not a package of reveal.js, and decks need {VERSION}", folder.display())
            }
            Self::OtherVersion { folder, found } => {
                write!(f, "`{}` is reveal.js {found}, and decks need {VERSION}", folder.display())
            }
            Self::Altered { file, found, expected } => write!(
                f,
                "`{}` is not the file that reveal.js {VERSION} was published with (its checksum is {found} instead of \
                 {expected})",
                file.display()
            ),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RevealMissing {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

impl RevealMissing {
    /// What to do about it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound(_) => {
                format!("run `npm install reveal.js@{VERSION}` in the folder you start minutebook from")
            }
            _ => format!("remove the folder `node_modules/reveal.js` and run `npm install reveal.js@{VERSION}`"),
        }
    }
}

/// Every file of reveal.js that a site needs, among them its licence, in a fixed order.
///
/// The files built into the program are preferred; without them, `node_modules/reveal.js` is looked for in each folder
/// of `search`, and the first one of the right version counts. Whatever the source, each file must have the checksum
/// of the published one.
pub fn files(search: &[PathBuf]) -> Result<Vec<RevealFile>, RevealMissing> {
    if !EMBEDDED.is_empty() {
        return CONTENTS.iter().map(embedded).collect();
    }
    installed(search)
}

fn embedded(content: &Content) -> Result<RevealFile, RevealMissing> {
    let bytes = EMBEDDED.iter().find(|(path, _)| *path == content.path).map_or(&[][..], |(_, bytes)| *bytes);
    checked(content, Cow::Borrowed(bytes), Path::new(content.source))
}

fn installed(search: &[PathBuf]) -> Result<Vec<RevealFile>, RevealMissing> {
    let mut other = None;
    let mut searched = Vec::new();
    for folder in search.iter().map(|folder| folder.join("node_modules").join("reveal.js")) {
        match fs::read_to_string(&folder.join("package.json")).map(|package| version(&package)) {
            Ok(found) if found == VERSION => return CONTENTS.iter().map(|content| read(&folder, content)).collect(),
            Ok(found) => other = other.or(Some(RevealMissing::OtherVersion { folder, found })),
            Err(_) => searched.push(folder),
        }
    }
    Err(other.unwrap_or(RevealMissing::NotFound(searched)))
}

/// The version a `package.json` names; empty when it names none.
fn version(package: &str) -> String {
    let package: serde_json::Value = serde_json::from_str(package).unwrap_or_default();
    package["version"].as_str().unwrap_or_default().to_owned()
}

fn read(folder: &Path, content: &Content) -> Result<RevealFile, RevealMissing> {
    let file = folder.join(content.source);
    let bytes = fs::read(&file).map_err(RevealMissing::Unreadable)?;
    checked(content, Cow::Owned(contents::shipped(content, bytes)), &file)
}

fn checked(content: &Content, bytes: Cow<'static, [u8]>, file: &Path) -> Result<RevealFile, RevealMissing> {
    let found = blake3::hash(&bytes).to_hex().to_string();
    if found == content.checksum {
        Ok(RevealFile { path: content.path, bytes })
    } else {
        Err(RevealMissing::Altered { file: file.to_owned(), found, expected: content.checksum })
    }
}

#[cfg(test)]
mod tests;
