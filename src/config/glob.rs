//! Path patterns as in `.gitignore`, on top of the crate `globset`.

use globset::{GlobBuilder, GlobSet};

/// A pattern over a path relative to the source folder, with `/`.
#[derive(Debug, Clone)]
pub struct Glob {
    /// As it is written.
    pub pattern: String,
    // A set of one: unlike a single pattern, the crate compiles a set without a panic for one that is too large.
    matcher: GlobSet,
}

impl Glob {
    /// Compiles a pattern that must match the whole path: `*` within a folder, `**` across folders, `?`, `[a-z]` and
    /// `{a,b}`. A pattern without `/` matches a name in any folder, one that ends in `/` everything below that folder, as in
    /// `.gitignore`.
    ///
    /// The error says what is wrong with the pattern.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, false)
    }

    /// The same, whatever the case of the letters.
    pub fn any_case(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, true)
    }

    /// Whether the path matches.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    fn compile(pattern: &str, any_case: bool) -> Result<Self, String> {
        let trimmed = pattern.trim_start_matches("./");
        let body = trimmed.trim_start_matches('/');
        if body.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let anywhere = trimmed == body && !body.trim_end_matches('/').contains('/');
        let start = if anywhere { "**/" } else { "" };
        let end = if body.ends_with('/') { "**" } else { "" };
        let why = |error: globset::Error| error.kind().to_string();
        let glob = GlobBuilder::new(&format!("{start}{body}{end}"))
            .case_insensitive(any_case)
            .literal_separator(true)
            .backslash_escape(false)
            .empty_alternates(true)
            .build()
            .map_err(why)?;
        let matcher = GlobSet::new([glob]).map_err(why)?;
        Ok(Self { pattern: pattern.to_owned(), matcher })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, yes, no) in [
            ("*.md", "iaas/20230111.md", "iaas/20230111.md.txt"),
            ("/*.md", "notes.md", "iaas/notes.md"),
            ("wg-*/**/*.md", "wg-a/b/c.md", "sig-a/b/c.md"),
            ("wg-*/**/*.md", "wg-a/c.md", "c.md"),
            ("**/README.md", "README.md", "README.mdx"),
            ("drafts/", "a/drafts/b/c.md", "drafts.md"),
            ("a/b/", "a/b/c/d.md", "x/a/b/c.md"),
            ("{a,b}/?.md", "b/1.md", "b/12.md"),
            ("[!a]x.md", "bx.md", "ax.md"),
            ("a+(b).md", "a+(b).md", "aab.md"),
            ("ä*.md", "ä b.md", "a.md"),
            ("a/*.md", "a/b.md", "a/b/c.md"),
            ("draft?.md", "x/draft1.md", "draft/.md"),
            ("{a,}b.md", "b.md", "cb.md"),
            ("a\\b.md", "a\\b.md", "ab.md"),
            ("./x/", "y/x/y.md", "x.md"),
        ] {
            let glob = Glob::new(pattern).unwrap();
            assert!(glob.matches(yes), "{pattern} must match {yes}");
            assert!(!glob.matches(no), "{pattern} must not match {no}");
        }
        assert!(Glob::any_case("readme*").unwrap().matches("x/Readme.md"));
        for bad in ["", "/", "[a", "{a", "[]", "[z-a]", "a}"] {
            assert!(Glob::new(bad).is_err(), "{bad}");
        }
    }
}
