//! The kinds of references that are known in every archive. Issues and pull requests are not among them: they are found
//! by where they are kept ([`crate::extract`]).

use super::ReferenceKind;
use regex::Regex;

/// A kind of reference: one entry of [`KINDS`].
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The folder of its pages, `refs/<slug>/`.
    pub slug: &'static str,
    /// What a group of them is called.
    pub title: &'static str,
    /// How it is written, in texts and in addresses.
    pub pattern: &'static str,
    /// The id, with `$1` for the first group of the pattern.
    pub id: &'static str,
    /// Where it is on the web, with `{id}` for the id; empty for nowhere.
    pub url: &'static str,
    /// A line with one, and the address it leads to.
    pub example: (&'static str, &'static str),
    /// A line that looks much the same and has none.
    pub unlike: &'static str,
}

/// All of them. Archives add their own under `references.kinds`.
pub const KINDS: &[BuiltIn] = &[BuiltIn {
    slug: "cve",
    title: "CVEs",
    pattern: r"(?i)\bCVE-(\d{4})-(\d{4,7})\b",
    id: "CVE-$1-$2",
    url: "https://www.cve.org/CVERecord?id={id}",
    example: ("- patched cve-2024-32498 today", "https://www.cve.org/CVERecord?id=cve-2024-32498"),
    unlike: "- the CVE of 2024, number 32498",
}];

/// [`KINDS`], compiled; a test holds that each compiles.
pub(super) fn built_in() -> Vec<ReferenceKind> {
    let compiled = KINDS.iter().filter_map(|kind| Some((kind, Regex::new(kind.pattern).ok()?)));
    let kind = |(kind, pattern): (&BuiltIn, Regex)| ReferenceKind {
        slug: kind.slug.to_owned(),
        title: kind.title.to_owned(),
        pattern,
        id: kind.id.to_owned(),
        url: kind.url.to_owned(),
    };
    compiled.map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::project::project_of;

    #[test]
    fn every_kind_is_found_in_its_example_and_not_in_what_is_unlike_it() {
        assert_eq!(built_in().len(), KINDS.len(), "a pattern does not compile");
        for kind in KINDS {
            let urls = |line: &str| -> Vec<String> {
                let note = format!("# 2024-05-01\n\n{line}\n");
                let project = project_of(&[("ops/20240501.md", &note)], Config::default());
                project.archive.registers.references.iter().map(|reference| reference.url.clone()).collect()
            };
            assert_eq!(urls(kind.example.0), [kind.example.1], "{}", kind.slug);
            assert!(urls(kind.unlike).is_empty(), "{}", kind.unlike);
        }
    }
}
