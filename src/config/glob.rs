//! Path patterns: `*` within a folder, `**` across folders, `?`, `[a-z]` and `{a,b}`.

use regex::Regex;

/// A pattern over a path relative to the source folder, with `/`.
#[derive(Debug, Clone)]
pub struct Glob {
    /// As it is written.
    pub pattern: String,
    regex: Regex,
}

impl Glob {
    /// Compiles a pattern that must match the whole path. A pattern without `/` matches a name in any folder, one that
    /// ends in `/` everything below that folder, as in `.gitignore`.
    ///
    /// The error says what is wrong with the pattern.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, "")
    }

    /// The same, whatever the case of the letters.
    pub fn any_case(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, "(?i)")
    }

    /// Whether the path matches.
    pub fn matches(&self, path: &str) -> bool {
        self.regex.is_match(path)
    }

    fn compile(pattern: &str, flags: &str) -> Result<Self, String> {
        let trimmed = pattern.trim_start_matches("./");
        let body = trimmed.trim_start_matches('/');
        if body.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let folder = body.ends_with('/');
        let anywhere = trimmed == body && !body.trim_end_matches('/').contains('/');
        let start = if anywhere { "(?:.*/)?" } else { "" };
        let end = if folder { ".*" } else { "" };
        let source = format!("{flags}(?s)^{start}{}{end}$", translate(body)?);
        let regex = Regex::new(&source).map_err(|_| format!("`{pattern}` is no path pattern"))?;
        Ok(Self { pattern: pattern.to_owned(), regex })
    }
}

fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    let mut braces = 0_usize;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        match character {
            '*' if rest.starts_with("**/") => {
                out.push_str("(?:.*/)?");
                length = 3;
            }
            '*' if rest.starts_with("**") => {
                out.push_str(".*");
                length = 2;
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => {
                let end = rest.find(']').ok_or("`[` without `]`")?;
                let set = &rest[1..end];
                let (sign, set) = set.strip_prefix('!').map_or(("", set), |set| ("^", set));
                let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
                if set.is_empty() || !set.chars().all(safe) {
                    return Err("only letters, digits, `-`, `_` and `.` can stand in `[…]`".to_owned());
                }
                out.extend(["[", sign, set, "]"]);
                length = end + 1;
            }
            '{' => {
                braces += 1;
                out.push_str("(?:");
            }
            '}' if braces > 0 => {
                braces -= 1;
                out.push(')');
            }
            ',' if braces > 0 => out.push('|'),
            other => out.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
        rest = &rest[length..];
    }
    if braces > 0 {
        return Err("`{` without `}`".to_owned());
    }
    Ok(out)
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
        ] {
            let glob = Glob::new(pattern).unwrap();
            assert!(glob.matches(yes), "{pattern} must match {yes}");
            assert!(!glob.matches(no), "{pattern} must not match {no}");
        }
        assert!(Glob::any_case("readme*").unwrap().matches("x/Readme.md"));
        for bad in ["", "/", "[a", "{a", "[]", "[\\d]"] {
            assert!(Glob::new(bad).is_err(), "{bad}");
        }
    }
}
