//! Code in colours: source text in, HTML with classes out. The colours are the site's style sheet's.

use crate::base::text::escape_content;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The longest text that is coloured and its longest line, in bytes. Some grammars take quadratic time on a line.
const LONGEST_TEXT: usize = 16 * 1024;
const LONGEST_LINE: usize = 400;

/// The grammars that are used, by a name they go by. Others of the set (that of makefiles among them) take seconds on texts
/// written to be slow.
const GRAMMARS: &[&str] = &[
    "bash", "c", "cpp", "css", "diff", "go", "html", "java", "js", "json", "lua", "md", "patch", "py", "python", "rb",
    "rs", "ruby", "rust", "sh", "sql", "xml", "yaml",
];

/// Names authors use after a fence that the grammars themselves do not list.
const ALIASES: &[(&str, &str)] = &[
    ("console", "sh"),
    ("golang", "go"),
    ("javascript", "js"),
    ("jsonc", "json"),
    ("markdown", "md"),
    ("python3", "py"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("yml", "yaml"),
    ("zsh", "sh"),
];

/// Scopes (sublimetext.com, "Scope Naming") and the class they get, the more special one first.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("constant.numeric", "hl-number"),
    ("constant", "hl-constant"),
    ("entity.name.function", "hl-function"),
    ("entity.name.tag", "hl-name"),
    ("entity.name", "hl-type"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("entity.other.inherited-class", "hl-type"),
    ("keyword.operator", "hl-operator"),
    ("keyword", "hl-keyword"),
    ("markup.deleted", "hl-deleted"),
    ("markup.heading", "hl-heading"),
    ("markup.inserted", "hl-inserted"),
    ("meta.annotation", "hl-attribute"),
    ("meta.diff.header", "hl-heading"),
    ("meta.diff.range", "hl-heading"),
    ("storage", "hl-keyword"),
    ("string", "hl-string"),
    ("support.function", "hl-function"),
    ("support", "hl-type"),
    ("variable", "hl-variable"),
];

static SCOPES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(scope, class)| Scope::new(scope).ok().map(|scope| (scope, *class))).collect()
});

/// Escaped HTML of a piece of code, coloured by flat `<span class="hl-…">`; nothing for a language that is not known and
/// for texts over 16 KiB or with a line over 400 bytes, which the caller shows plain.
///
/// `language` is the lower-case name after the fence. The classes are `hl-comment`, `hl-keyword`, `hl-string`,
/// `hl-number`, `hl-constant` (`true`, escapes), `hl-function`, `hl-type`, `hl-name` (keys in YAML, tags in HTML),
/// `hl-variable`, `hl-attribute`, `hl-operator`, and for diffs `hl-inserted`, `hl-deleted`, `hl-heading`.
pub fn code(language: &str, text: &str) -> Option<String> {
    if text.len() > LONGEST_TEXT || text.split('\n').any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let mut state = ParseState::new(syntax(language)?);
    let mut stack = ScopeStack::new();
    let mut html = Spans::default();
    for line in text.split_inclusive('\n') {
        let changes = state.parse_line(line, &SYNTAXES).ok()?;
        let mut from = 0;
        for (at, change) in changes {
            html.push(line.get(from..at)?, &stack);
            stack.apply(&change).ok()?;
            from = at;
        }
        html.push(line.get(from..)?, &stack);
    }
    Some(html.finish())
}

/// Whether code of a language can be coloured.
pub fn knows(language: &str) -> bool {
    syntax(language).is_some()
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let language = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, name)| *name);
    GRAMMARS.contains(&language).then(|| SYNTAXES.find_syntax_by_token(language)).flatten()
}

/// HTML under construction; neighbouring pieces of the same class share a span.
#[derive(Default)]
struct Spans {
    html: String,
    class: Option<&'static str>,
}

impl Spans {
    fn push(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        let class = if text.trim().is_empty() { self.class } else { class(stack) };
        if class != self.class {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        escape_content(&mut self.html, text);
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

/// The class of the innermost scope that has one: punctuation takes the colour of what it belongs to.
fn class(stack: &ScopeStack) -> Option<&'static str> {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_class_has_a_colour_on_pages_and_slides() {
        let made: BTreeSet<&str> = CLASSES.iter().map(|(_, class)| *class).collect();
        let sheets = crate::site::templates::ASSETS.iter().filter(|(name, _)| ["site.css", "deck.css"].contains(name));
        assert_eq!(sheets.clone().count(), 2);
        for css in sheets.map(|(_, css)| std::str::from_utf8(css).expect("text")) {
            let styled = css.match_indices(".hl-").map(|(at, _)| {
                let name = &css[at + 1..];
                &name[..name.find(|c: char| !c.is_ascii_alphabetic() && c != '-').unwrap_or(name.len())]
            });
            assert_eq!(styled.collect::<BTreeSet<&str>>(), made);
        }
    }

    #[test]
    fn colours_the_languages_of_the_minutes() {
        let samples = [
            (
                "yaml",
                "a: 1 # x",
                "<span class=\"hl-name\">a</span>: <span class=\"hl-number\">1 </span><span class=\"hl-comment\"># x</span>",
            ),
            ("json", "{\"a\": true}", ""),
            ("bash", "if [ \"$A\" ]; then ls -l; fi", ""),
            ("python", "def f(a): return 1", ""),
            ("rust", "fn f(a: u8) -> bool { true }", ""),
            ("diff", "+a\n-b\n", ""),
            ("sql", "SELECT a FROM b WHERE c = 'd'", ""),
            ("javascript", "const a = 'b'", ""),
            ("c", "int main(void) { return 0; }", ""),
            ("markdown", "# A", ""),
        ];
        for (language, text, expected) in samples {
            let html = code(language, text).unwrap();
            assert!(html.contains("<span class=\"hl-"), "{language}: {html}");
            if !expected.is_empty() {
                assert_eq!(html, expected);
            }
        }
    }

    #[test]
    fn escapes_and_loses_nothing() {
        let text = "a: <b> & \"c\" </code><script>\n\n\t- d\r\n";
        let html = code("yaml", text).unwrap();
        let shown = regex::Regex::new("</?span[^>]*>").unwrap().replace_all(&html, "").into_owned();
        assert_eq!(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), text);
    }

    #[test]
    fn leaves_the_unknown_and_the_huge_to_the_caller() {
        assert_eq!(code("mermaid", "a"), None);
        assert_eq!(code("makefile", "a: b"), None);
        assert_eq!(code("", "a"), None);
        assert_eq!(code("text", "a"), None);
        assert_eq!(code("../../x", "a"), None);
        assert_eq!(code("yaml", &"a\n".repeat(40_000)), None);
        assert_eq!(code("yaml", &"a".repeat(1001)), None);
        assert!(knows("shell") && !knows("nosuchlanguage"));
    }

    #[test]
    fn every_scope_and_alias_is_known() {
        assert_eq!(SCOPES.len(), CLASSES.len());
        for name in ALIASES.iter().map(|(alias, _)| alias).chain(GRAMMARS) {
            assert!(knows(name), "{name}");
        }
    }
}
