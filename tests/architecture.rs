//! Which file may import which: the order in ARCHITECTURE.md, held against every `use`, `crate::` and `super::` path.

mod imports;

use imports::{Arrow, Sources, arrows, circles};
use std::collections::BTreeMap;
use std::path::Path;

/// The rows of the table "Order of imports" in ARCHITECTURE.md: the modules of each ring, innermost first.
fn rings(page: &str) -> Vec<Vec<String>> {
    let table = page.split("<!-- order of imports -->").nth(1).expect("ARCHITECTURE.md has the table");
    let rows =
        table.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    let modules = |row: &str| {
        let cell = row.split('|').nth(2).unwrap_or_default();
        cell.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches('/').to_owned()).collect()
    };
    rows.map(modules).collect()
}

/// Arrows from a module to one of the same ring or of a later one; a module may import itself.
fn wrong_arrows(rings: &[Vec<String>], arrows: &[Arrow]) -> Vec<String> {
    let places: BTreeMap<&str, usize> = rings
        .iter()
        .enumerate()
        .flat_map(|(place, names)| names.iter().map(move |name| (name.as_str(), place)))
        .collect();
    let place = |module: &str| {
        let top = module.split("::").next().unwrap_or_default();
        places.get(top).copied().ok_or_else(|| format!("`{top}` stands in no row of the table in ARCHITECTURE.md"))
    };
    let mut wrong = Vec::new();
    for Arrow { from, to, line } in arrows {
        let (top_of_from, top_of_to) = (from.split("::").next(), to.split("::").next());
        if top_of_from == top_of_to || from.is_empty() || to.is_empty() {
            continue;
        }
        match (place(from), place(to)) {
            (Ok(at), Ok(imported)) if imported < at => {}
            (Ok(_), Ok(_)) => wrong.push(format!("{from} (line {line}) imports {to}, which stands beside or after it")),
            (Err(unknown), _) | (_, Err(unknown)) => wrong.push(unknown),
        }
    }
    wrong.sort();
    wrong.dedup();
    wrong
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn no_import_leads_to_a_later_stage() {
    let page = minutebook::base::fs::read_to_string(&root().join("ARCHITECTURE.md")).expect("read");
    let rings = rings(&page);
    assert!(rings.len() > 8, "{rings:?}");
    let found = arrows(&Sources::read(&root().join("src")));
    assert!(found.len() > 300, "only {} imports were seen", found.len());
    let wrong = wrong_arrows(&rings, &found);
    assert!(wrong.is_empty(), "{} wrong imports:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for folder in ["src", "engine/src"] {
        let found = circles(&arrows(&Sources::read(&root().join(folder))));
        assert!(found.is_empty(), "{folder}: {} circles:\n{}", found.len(), found.join("\n"));
    }
}

#[test]
fn planted_arrows_and_circles_are_seen() {
    let rings =
        rings("<!-- order of imports -->\n| ring | modules |\n|---|---|\n| 1 | `base/` |\n| 2 | `parse/`, `scan/` |\n");
    for (file, text, seen) in [
        ("base/fs.rs", "use crate::parse::parse;", "base::fs (line 1) imports parse,"),
        ("base/fs.rs", "\nfn a() { crate::parse::parse() }", "base::fs (line 2) imports parse,"),
        ("base/fs.rs", "use super::super::parse::{self, parse};", "base::fs (line 1) imports parse,"),
        ("base/fs.rs", "fn a() { println!(\"{}\", crate::parse::X) }", "base::fs (line 1) imports parse,"),
        ("scan/mod.rs", "use crate::parse::parse;", "scan (line 1) imports parse,"),
        ("new/mod.rs", "use crate::parse::parse;", "`new` stands in no row"),
    ] {
        let sources = Sources::of(&[("parse/mod.rs", "pub fn parse() {}"), ("base/mod.rs", ""), (file, text)]);
        let wrong = wrong_arrows(&rings, &arrows(&sources));
        assert!(wrong.len() == 1 && wrong[0].starts_with(seen), "{text}: {wrong:?}");
    }
    // What is said in comments, texts and tests is no import.
    let harmless =
        "// crate::parse::x\nconst A: &str = \"crate::parse::x\";\n#[cfg(test)]\nmod tests { use crate::parse::x; }\n";
    let sources = Sources::of(&[("parse/mod.rs", ""), ("base/mod.rs", harmless)]);
    assert_eq!(arrows(&sources), []);
    // A circle of siblings is seen through re-exports; a folder's own front is no part of one.
    let sources = Sources::of(&[
        ("scan/mod.rs", "mod a; mod b; pub use a::A; pub use b::B; fn x() { a::y() }"),
        ("scan/a.rs", "use super::B; pub struct A; pub fn y() {}"),
        ("scan/b.rs", "use crate::scan::A; pub struct B;"),
    ]);
    assert_eq!(circles(&arrows(&sources)), ["scan::a, scan::b"]);
    let sources = Sources::of(&[
        ("scan/mod.rs", "mod a; pub struct M; fn x() { a::y() }"),
        ("scan/a.rs", "use super::M; pub fn y() {}"),
    ]);
    assert_eq!(circles(&arrows(&sources)), Vec::<String>::new());
}
