//! Lists the templates and the languages of the interface, and builds reveal.js and the font into the program when their npm packages are installed; where one is not, the table
//! of its files is empty: the crate compiles and its tests run without node.
#![allow(clippy::disallowed_methods, reason = "crate::base::fs belongs to the program, and this runs before it exists")]

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "src/site/reveal/contents.rs"]
mod contents;

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "src/site/fonts/contents.rs"]
mod font;

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
    println!("cargo::rustc-env=MINUTEBOOK_SOURCES={:016x}", sources(&root)?);
    let table = if has_version(&package, contents::VERSION, "decks will look for it when a site is built") {
        embed(&package, &out)?
    } else {
        "&[]".to_owned()
    };
    std::fs::write(Path::new(&out).join("reveal.rs"), table)?;
    let font = root.join("node_modules").join(font::PACKAGE);
    let table = if has_version(&font, font::VERSION, "pages are set in the reader's own serif") {
        embed_font(&font)?
    } else {
        "&[]".to_owned()
    };
    std::fs::write(Path::new(&out).join("fonts.rs"), table)?;
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

/// A hash of everything that decides what the program makes of a note: what one program has kept is of no use to another.
fn sources(root: &Path) -> Result<u64, Box<dyn std::error::Error>> {
    let mut hasher = DefaultHasher::new();
    let mut places: Vec<PathBuf> = ["build.rs", "Cargo.lock", "Cargo.toml", "engine/src", "src", "templates"]
        .iter()
        .map(|place| root.join(place))
        .collect();
    while let Some(place) = places.pop() {
        if place.is_dir() {
            println!("cargo::rerun-if-changed={}", place.display());
            let mut inside =
                std::fs::read_dir(&place)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
            inside.sort();
            places.extend(inside);
        } else if place.exists() {
            println!("cargo::rerun-if-changed={}", place.display());
            place.strip_prefix(root)?.hash(&mut hasher);
            std::fs::read(&place)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// Whether the folder holds this release of its package. The program checks the files of reveal.js by their checksums, so
/// that a rough look is enough here. `otherwise` says what follows from another release.
fn has_version(package: &Path, version: &str, otherwise: &str) -> bool {
    let Ok(description) = std::fs::read_to_string(package.join("package.json")) else { return false };
    let description: String = description.split_whitespace().collect();
    let found = description.contains(&format!("\"version\":\"{version}\""));
    if !found {
        println!("cargo::warning={} is not {version}, so {otherwise}", package.display());
    }
    found
}

/// The table that includes the font's files and its licence, as Rust source.
fn embed_font(package: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut table = "&[\n".to_owned();
    let licence = (font::LICENCE, "source-serif-4-license.txt");
    for (source, name) in font::PARTS.iter().map(|part| (part.source, part.name)).chain([licence]) {
        let path = package.join(source);
        println!("cargo::rerun-if-changed={}", path.display());
        writeln!(table, "({name:?}, include_bytes!({:?})),", path.display().to_string())?;
    }
    table.push(']');
    Ok(table)
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
