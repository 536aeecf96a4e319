//! Lists the templates and the languages of the interface, and builds reveal.js into the program when its npm package is installed; where it is not, the table
//! of its files is empty: the crate compiles and its tests run without node.
#![allow(clippy::disallowed_methods, reason = "crate::base::fs belongs to the program, and this runs before it exists")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "src/site/reveal/contents.rs"]
mod contents;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = std::env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/site/reveal/contents.rs");
    let package = root.join("node_modules").join("reveal.js");
    // A file that is not there would make cargo run this, and compile everything after it, every time. The Makefile
    // touches build.rs when it has installed the package.
    if package.join("package.json").exists() {
        println!("cargo::rerun-if-changed={}", package.join("package.json").display());
    }
    println!("cargo::rustc-env=MINUTEBOOK_COMMIT={}", commit(&root));
    let table = if has_version(&package) { embed(&package, &out)? } else { "&[]".to_owned() };
    std::fs::write(Path::new(&out).join("reveal.rs"), table)?;
    std::fs::write(Path::new(&out).join("templates.rs"), templates(&root.join("templates"))?)?;
    std::fs::write(Path::new(&out).join("languages.rs"), languages(&root.join("src/language/words"))?)?;
    Ok(())
}

/// The table of the templates by name, as Rust source: the files that end in `.html`, in order.
fn templates(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut names = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        let place = folder.join(&below);
        println!("cargo::rerun-if-changed={}", place.display());
        for entry in std::fs::read_dir(&place)? {
            let entry = entry?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(format!("{name}/"));
            } else if Path::new(&name).extension().is_some_and(|extension| extension == "html") {
                names.push(name);
            }
        }
    }
    names.sort();
    let mut table = "&[\n".to_owned();
    for name in names {
        let path = folder.join(&name);
        writeln!(table, "({name:?}, include_str!({:?})),", path.display().to_string())?;
    }
    table.push(']');
    Ok(table)
}

/// The table of the words of the interface by language tag, as Rust source: the files that end in `.yaml`, in order.
fn languages(folder: &Path) -> Result<String, Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut tags = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        tags.extend(name.to_string_lossy().strip_suffix(".yaml").map(str::to_owned));
    }
    tags.sort();
    let mut table = "&[\n".to_owned();
    for tag in tags {
        let path = folder.join(format!("{tag}.yaml"));
        writeln!(table, "({tag:?}, include_str!({:?})),", path.display().to_string())?;
    }
    table.push(']');
    Ok(table)
}

/// The commit of these sources as ` (1a2b3c4d5)`; nothing when they are no checkout. Git need not be installed.
fn commit(root: &Path) -> String {
    let git = root.join(".git");
    let log = git.join("logs").join("HEAD");
    if !log.exists() {
        return String::new();
    }
    // Every commit adds a line here: old commit, new commit, who, what.
    println!("cargo::rerun-if-changed={}", log.display());
    let log = std::fs::read_to_string(log).unwrap_or_default();
    let commit = log.lines().last().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    if commit.len() >= 9 { format!(" ({})", &commit[..9]) } else { String::new() }
}

/// Whether the folder holds the release that decks are written for. The program checks every file's checksum, so that
/// a rough look is enough here.
fn has_version(package: &Path) -> bool {
    let Ok(description) = std::fs::read_to_string(package.join("package.json")) else { return false };
    let description: String = description.split_whitespace().collect();
    let found = description.contains(&format!("\"version\":\"{}\"", contents::VERSION));
    if !found {
        println!(
            "cargo::warning=node_modules/reveal.js is not {}, so decks will look for it when a site is built",
            contents::VERSION
        );
    }
    found
}

/// Copies the shipped files to `out` and returns the table that includes them, as Rust source.
fn embed(package: &Path, out: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut table = "&[\n".to_owned();
    for content in contents::CONTENTS {
        let source = package.join(content.source);
        println!("cargo::rerun-if-changed={}", source.display());
        let bytes = std::fs::read(&source).map_err(|error| format!("cannot read `{}`: {error}", source.display()))?;
        let copy = format!("{out}/{}", content.path.replace('/', "-"));
        std::fs::write(&copy, contents::shipped(content, bytes))?;
        writeln!(table, "({:?}, include_bytes!({copy:?})),", content.path)?;
    }
    table.push(']');
    Ok(table)
}
