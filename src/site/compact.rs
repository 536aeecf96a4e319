//! Style sheets and scripts without what only their authors read: comments that have lines of their own, and indentation.
//!
//! What stands on a line with code is left alone, so that nothing of the languages but their comments has to be known. A text
//! over several lines would lose its indentation; the files of the site have none, and a test says so.

/// What is done with a line that begins with `//`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slashes {
    /// It is a comment: JavaScript.
    Comment,
    /// It is text like any other: CSS.
    Text,
}

/// The text of `source` in fewer bytes. Comments that begin with `/*!` (licences) stay.
pub(super) fn compact(source: &str, slashes: Slashes) -> String {
    let mut compact = String::with_capacity(source.len());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if line.is_empty() || (slashes == Slashes::Comment && line.starts_with("//")) {
            continue;
        }
        if line.starts_with("/*") && !line.starts_with("/*!") {
            let Some(behind) = behind_comment(line, &mut lines) else { continue };
            compact.push_str(behind);
        } else {
            compact.push_str(line);
        }
        compact.push('\n');
    }
    compact
}

/// What follows the comment that `line` begins with, on the line that it ends on; none where nothing does.
fn behind_comment<'a>(line: &'a str, lines: &mut std::str::Lines<'a>) -> Option<&'a str> {
    let mut rest = &line[2..];
    loop {
        if let Some((_, behind)) = rest.split_once("*/") {
            return Some(behind.trim_start()).filter(|behind| !behind.is_empty());
        }
        rest = lines.next()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::templates::ASSETS;

    #[test]
    fn comments_and_indentation_go() {
        let script = "// Why.\n(function () {\n  /** What. */\n  const a = \"// no comment\"; // stays\n\n  /* over\n     lines */ b();\n})();\n";
        assert_eq!(
            compact(script, Slashes::Comment),
            "(function () {\nconst a = \"// no comment\"; // stays\nb();\n})();\n"
        );
        let style = "/*! licence */\n/* a */\na {\n  background: url(\n    //host/x);\n}\n";
        assert_eq!(compact(style, Slashes::Text), "/*! licence */\na {\nbackground: url(\n//host/x);\n}\n");
        assert_eq!(compact("/* open", Slashes::Text), "");
    }

    #[test]
    fn no_text_of_a_script_goes_over_lines() {
        for (name, bytes) in
            ASSETS.iter().filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, kind)| kind == "js"))
        {
            for line in std::str::from_utf8(bytes).unwrap().lines() {
                assert_eq!(line.matches('`').count() % 2, 0, "{name}: {line}");
                assert!(!line.ends_with('\\'), "{name}: {line}");
            }
        }
    }
}
