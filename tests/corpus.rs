//! The real minutes: every file accounted for, every internal link and anchor resolving, twice the same bytes.

use crate::shared;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn every_file_is_accounted_for_and_every_link_resolves() {
    let Some(shared) = shared::folder() else { return };
    for (name, config, notes) in [
        ("scs-minutes", "scs", 706),
        ("electron-governance", "electron-governance", 0),
        ("rust-lang-team", "rust-lang-team", 0),
    ] {
        let source = shared.join("corpus").join(name);
        let built;
        let site = if name == "scs-minutes" {
            shared::scs(&shared)
        } else {
            built = shared::build(&shared, name, config);
            &built
        };
        let report = &site.report;
        let inputs = minutebook::scan::files_below(&source).expect("listed").len();
        let hidden: usize = report
            .counts
            .excluded
            .iter()
            .filter(|(reason, _)| reason.as_str() == "hidden")
            .map(|(_, number)| number)
            .sum();
        assert_eq!(report.counts.inputs() - hidden, inputs, "{name}: {:?}", report.counts);
        if notes > 0 {
            let counts = &report.counts;
            assert!(
                counts.image_bytes <= 15_000_000,
                "{} bytes of images, of 51 MB in the minutes",
                counts.image_bytes
            );
            let left_out: usize = counts
                .excluded
                .iter()
                .filter(|(reason, _)| reason.contains("readme") || reason.contains("template"))
                .map(|(_, number)| number)
                .sum();
            assert_eq!(counts.call_files + counts.pages + counts.copies + left_out, notes);
        }
        check_links(&site.files, name);
    }
}

/// Every relative `href` and `src` leads to a file of the site, and every fragment to an id on that page.
fn check_links(files: &BTreeMap<String, Vec<u8>>, name: &str) {
    let pages: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "html"))
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("UTF-8")))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, html)| (*path, attributes(html, " id=\"").map(decode).collect())).collect();
    let mut broken = BTreeSet::new();
    let mut checked = 0;
    for (page, html) in &pages {
        if *page == "404.html" {
            continue;
        }
        let sets: Vec<String> = attributes(html, " srcset=\"").map(decode).collect();
        let in_sets = sets.iter().flat_map(|set| set.split(", ")).filter_map(|candidate| candidate.split(' ').next());
        for file in in_sets.map(|target| resolve(page, target)).filter(|file| !files.contains_key(file)) {
            broken.insert(format!("{page}: {file} in a srcset"));
        }
        for attribute in [" href=\"", " src=\"", " data-background-image=\""] {
            for target in attributes(html, attribute).map(decode) {
                if target.contains("://") || target.starts_with("mailto:") {
                    continue;
                }
                checked += 1;
                let (path, fragment) = target.split_once('#').unwrap_or((&target, ""));
                // A register narrows itself down by what stands after the question mark.
                let path = path.split('?').next().unwrap_or(path);
                let file = resolve(page, path);
                let Some(bytes) = files.get(&file) else {
                    broken.insert(format!("{page}: {target} ({file})"));
                    continue;
                };
                let anchor = fragment.strip_prefix('/').unwrap_or(fragment);
                let known = ids.get(file.as_str()).is_some_and(|ids| ids.contains(anchor));
                if !anchor.is_empty() && !bytes.is_empty() && !known {
                    broken.insert(format!("{page}: {target} has no such anchor"));
                }
            }
        }
    }
    let listed: Vec<&String> = broken.iter().take(20).collect();
    assert!(broken.is_empty(), "{name}: {} of {checked} links are broken: {listed:#?}", broken.len());
    assert!(checked > 1000, "{name}: only {checked} links were found");
}

fn attributes<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    // Only inside tags: code samples hold attributes too, as text.
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter_map(move |tag| tag.split_once(start)?.1.split('"').next())
}

fn decode(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn resolve(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if path.is_empty() {
        return page.to_owned();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let mut file = parts.join("/");
    if path.ends_with('/')
        || path.ends_with("..")
        || path == "."
        || !file.rsplit('/').next().unwrap_or("").contains('.')
    {
        file = if file.is_empty() { "index.html".to_owned() } else { format!("{file}/index.html") };
    }
    file
}

#[test]
fn the_same_minutes_give_the_same_bytes() {
    let Some(shared) = shared::folder() else { return };
    let (first, second) = (&shared::scs(&shared).files, &shared::build(&shared, "scs-minutes", "scs").files);
    let differing: Vec<&String> = first.keys().filter(|path| first.get(*path) != second.get(*path)).collect();
    assert!(differing.is_empty() && first.len() == second.len(), "{differing:?}");
}
