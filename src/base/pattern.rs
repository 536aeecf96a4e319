//! Regular expressions of the program's own tables: compiled when first used, known to be valid by a test.

use super::prefilter::Required;
use regex::{Captures, Match, Regex, RegexSet, RegexSetBuilder};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Letters, marks, digits and `_` of all scripts, by the blocks that hold them: between these lie punctuation, arrows, symbols and
/// emoji. Unicode's own list, which `\w` is, has some seven hundred ranges, and each mention of it is compiled to thousands of states.
const WORD: &str = r"[0-9A-Za-z_\u{AA}\u{B5}\u{BA}\u{C0}-\u{2C1}\u{300}-\u{1FFF}\u{2C00}-\u{2DFF}\u{3005}-\u{D7FF}\u{F900}-\u{FDFF}\u{FE70}-\u{FEFC}\u{FF10}-\u{FFDC}\u{10000}-\u{1EFFF}\u{20000}-\u{3FFFF}]";

/// A pattern in which `\w` and `\W` go by blocks of letters, and classes that have both cases of all letters anyway are left out of `(?i)`:
/// every character of a class is looked up for its other cases, a quarter of a million for each mention of a word's letters.
fn words_by_block(pattern: &str) -> String {
    let by_block = |part: &str| part.replace(r"\w", WORD).replace(r"\W", &WORD.replacen('[', "[^", 1));
    let mut written = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let (part, after) = rest.split_at(match first {
            '\\' => escape_length(rest),
            '[' => class_length(rest),
            other => other.len_utf8(),
        });
        if has_both_cases(part) {
            written.push_str("(?-i:");
            written.push_str(&by_block(part));
            written.push(')');
        } else {
            written.push_str(&by_block(part));
        }
        rest = after;
    }
    written
}

/// The length in bytes of the escape that a text begins with: `\d`, `\x22` or `\p{Lu}`.
fn escape_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, 'x')) if !text[2..].starts_with('{') => text.len().min(4),
        Some((_, 'x' | 'u' | 'U' | 'p' | 'P')) if text[2..].starts_with('{') => {
            text.find('}').map_or(text.len(), |end| end + 1)
        }
        Some((at, character)) => at + character.len_utf8(),
        None => text.len(),
    }
}

/// The length in bytes of the class in brackets that a text begins with, those within it included.
fn class_length(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(character) = text[at..].chars().next() {
        match character {
            '\\' => {
                at += escape_length(&text[at..]);
                continue;
            }
            '[' => {
                depth += 1;
                // A bracket that closes as the first of a class stands for itself.
                let inner = text[at + 1..].strip_prefix('^').unwrap_or(&text[at + 1..]);
                at = text.len() - inner.strip_prefix(']').unwrap_or(inner).len();
                continue;
            }
            ']' => depth -= 1,
            _ => {}
        }
        at += character.len_utf8();
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Whether a class or an escape is the same in both cases, and has so many letters that it pays to know this.
fn has_both_cases(part: &str) -> bool {
    if part.contains(r"\w") {
        return true;
    }
    let mut rest = part;
    let mut letters = false;
    while let Some(first) = rest.chars().next() {
        let length = if first == '\\' { escape_length(rest) } else { first.len_utf8() };
        // What an escape by number or property stands for is not looked at: it may be a letter.
        letters |= first.is_alphabetic() || rest.starts_with(r"\x") || rest[..length].ends_with('}');
        rest = &rest[length..];
    }
    part.contains(r"\W") && !letters
}

/// A pattern whose word boundaries know ASCII alone: only such ones can be searched for without backtracking in text that
/// has other letters, which is many times as fast.
fn lean(pattern: &str) -> String {
    words_by_block(pattern).replace(r"\b", r"(?-u:\b)")
}

/// The memory that the search for many patterns at once may keep, in bytes and for each thread, at most. With less than such
/// patterns need, what was found out of a text is thrown away again and again, and every line is read many times as slowly.
const MOST_KEPT: usize = 16 << 20;

/// Whether a text has a match of any of several patterns, looked for all at once. Nothing only where one of them is a mistake, which a
/// test rules out; then every text is to be looked at.
pub(crate) fn any_of<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Option<RegexSet> {
    // The edges of words as ASCII knows them are found faster, and no match is lost.
    let sources = patterns.map(|pattern| lean(pattern.source()));
    RegexSetBuilder::new(sources).dfa_size_limit(MOST_KEPT).build().ok()
}

/// The text of a regular expression and what it was compiled to: when it is first wanted, so that what no build uses never is.
/// Being `const`, it can be part of a table of rules.
///
/// A mistake in the text matches nothing, so every such static is named in a test that asserts [`Self::is_valid`]; another
/// test sees to it that none is forgotten.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Cow<'static, str>,
    bounds: Bounds,
    names_somebody: bool,
    required: OnceLock<Required>,
    compiled: OnceLock<Option<Compiled>>,
}

/// What a pattern was compiled to. Nothing is searched for with it: each thread has a clone, which shares the program and has its own cache
/// of automaton states. So no thread waits for another's cache, and all of them can be freed.
#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// The place among each thread's clones.
    number: usize,
}

thread_local! {
    static CLONES: RefCell<Vec<Option<Rc<Regex>>>> = const { RefCell::new(Vec::new()) };
}

impl Compiled {
    fn of(pattern: &str) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let regex = Regex::new(pattern).ok()?;
        Some(Self { regex, number: COUNT.fetch_add(1, Ordering::Relaxed) })
    }

    /// The clone that this thread searches with.
    fn of_thread(&self) -> Rc<Regex> {
        CLONES.with_borrow_mut(|clones| {
            if clones.len() <= self.number {
                clones.resize(self.number + 1, None);
            }
            Rc::clone(clones[self.number].get_or_insert_with(|| Rc::new(self.regex.clone())))
        })
    }
}

/// Frees the caches that searches for patterns have filled, on this thread and those of rayon: half the memory of an archive of some hundred
/// notes when all of them are read, and little of it is needed for what follows. A later search fills its cache again.
pub(crate) fn free_caches() {
    rayon::broadcast(|_| drop(CLONES.take()));
    CLONES.take();
}

/// A pattern that stands in an entry of a table rather than under a name of its own.
macro_rules! pattern {
    ($source:expr $(,)?) => {{
        static PATTERN: Pattern = Pattern::new($source);
        &PATTERN
    }};
}
pub(crate) use pattern;

/// What `\b` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bounds {
    Ascii,
    Unicode,
}

impl Pattern {
    /// A pattern whose edges of words are ASCII, see [`lean`].
    pub(crate) const fn new(source: &'static str) -> Self {
        Self::with(source, Bounds::Ascii, false)
    }

    /// A pattern whose words may have any letters: `\b` is as the crate `regex` defines it.
    pub(crate) const fn unicode(source: &'static str) -> Self {
        Self::with(source, Bounds::Unicode, false)
    }

    /// A pattern with a handle in each of its matches: where there is no `@` it need not be searched for.
    pub(crate) const fn with_handle(source: &'static str) -> Self {
        Self::with(source, Bounds::Ascii, true)
    }

    /// A pattern that is put together of words; it is on whoever does so that it is valid. As [`Pattern::unicode`].
    pub(crate) const fn composed(source: String) -> Self {
        Self::of(Cow::Owned(source), Bounds::Unicode, false)
    }

    const fn with(source: &'static str, bounds: Bounds, names_somebody: bool) -> Self {
        Self::of(Cow::Borrowed(source), bounds, names_somebody)
    }

    const fn of(source: Cow<'static, str>, bounds: Bounds, names_somebody: bool) -> Self {
        Self { source, bounds, names_somebody, required: OnceLock::new(), compiled: OnceLock::new() }
    }

    /// The text of the pattern.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    fn written(&self) -> String {
        match self.bounds {
            Bounds::Ascii => lean(&self.source),
            Bounds::Unicode => words_by_block(&self.source),
        }
    }

    fn regex(&self) -> Option<Rc<Regex>> {
        self.compiled.get_or_init(|| Compiled::of(&self.written())).as_ref().map(Compiled::of_thread)
    }

    /// The regular expression, where it can match at all.
    fn regex_for(&self, text: &str) -> Option<Rc<Regex>> {
        let required = || self.required.get_or_init(|| Required::of(&self.written()));
        let may_match = (!self.names_somebody || text.contains('@')) && required().may_be_in(text);
        if may_match { self.regex() } else { None }
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex_for(text).is_some_and(|regex| regex.is_match(text))
    }

    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex_for(text)?.find(text)
    }

    pub(crate) fn find_all<'t>(&self, text: &'t str) -> Vec<Match<'t>> {
        self.regex_for(text).map(|regex| regex.find_iter(text).collect()).unwrap_or_default()
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex_for(text)?.captures(text)
    }

    pub(crate) fn captures_all<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        self.regex_for(text).map(|regex| regex.captures_iter(text).collect()).unwrap_or_default()
    }

    pub(crate) fn replace(&self, text: &str, with: &str) -> String {
        self.regex_for(text).map_or_else(|| text.to_owned(), |regex| regex.replace_all(text, with).into_owned())
    }

    /// A text with something else in the place of each match.
    pub(crate) fn replace_each<'t>(&self, text: &'t str, with: impl FnMut(&Captures<'_>) -> String) -> Cow<'t, str> {
        self.regex_for(text).map_or(Cow::Borrowed(text), |regex| regex.replace_all(text, with))
    }

    #[cfg(test)]
    pub(crate) fn is_valid(&self) -> bool {
        self.regex().is_some_and(|regex| !self.names_somebody || regex.as_str().contains('@'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;
    use std::path::Path;

    #[test]
    fn a_mistake_is_no_valid_pattern() {
        assert!(!Pattern::new("(").is_valid());
        assert!(!Pattern::with_handle("a").is_valid(), "its matches have no handle");
        assert!(Pattern::with_handle("@a").is_valid());
    }

    #[test]
    fn word_boundaries_are_those_asked_for() {
        assert!(Pattern::new(r"a\b").is_match("aä"));
        assert!(!Pattern::unicode(r"a\b").is_match("aä"));
    }

    #[test]
    fn words_are_letters_of_all_scripts_and_no_signs() {
        let word = Pattern::new(r"^\w+$");
        let none = Pattern::new(r"^\W+$");
        for letters in [
            "plain_2",
            "Größe",
            "Źrebię",
            "вода",
            "ύδωρ",
            "מים",
            "ماء",
            "पानी",
            "น้ำ",
            "水",
            "みず",
            "물",
            "ａ１",
            "𝒜",
            "𠮷",
        ] {
            assert!(word.is_match(letters) && !none.is_match(letters), "{letters}");
        }
        for signs in ["-", "…", "–", "“”", "’", "·", "→", "⇒", "€", "✅", "🙂", "、", "\u{a0}", "«»", "§"]
        {
            assert!(none.is_match(signs) && !word.is_match(signs), "{signs}");
        }
        assert!(Pattern::new(r"^[\w ,]+$").is_match("drei, vier"));
        assert!(!Pattern::new(r"^[^\W\d]+$").is_match("4"));
    }

    #[test]
    fn a_word_in_any_case_is_not_looked_up_letter_by_letter() {
        let leave =
            |pattern: &str| words_by_block(pattern).replace(WORD, "w").replace(&WORD.replacen('[', "[^", 1), "W");
        for (pattern, written) in [
            (r"(?i)a\w+[.]", "(?i)a(?-i:w)+[.]"),
            (r"(?i)@[\w.-]+", "(?i)@(?-i:[w.-])+"),
            (r"[^\W\d_]x", r"(?-i:[^W\d_])x"),
            (r"\[\w\]", r"\[(?-i:w)\]"),
            (r"[\]\w]", r"(?-i:[\]w])"),
            (r"[[a-c]\w]{2}", "(?-i:[[a-c]w]){2}"),
            // Its letters are wanted in both cases, though `(?i)` makes the class costly.
            (r"(?i)[\Wa-f]", "(?i)[Wa-f]"),
            (r"(?i)[\W\x41]", r"(?i)[W\x41]"),
            (r"(?i)[\W\u{41}]", r"(?i)[W\u{41}]"),
            (r"[^]\w]a[]\w]", r"(?-i:[^]w])a(?-i:[]w])"),
        ] {
            assert_eq!(leave(pattern), written, "{pattern}");
        }
        for (pattern, text) in [
            (r"(?i)^n[\w.]+$", "N.Äß"),
            (r"(?i)^[\Wa-f]+$", "(A)"),
            (r"(?i)^[^\W\d]n$", "éN"),
            (r"(?i)^[\W\x41]$", "a"),
        ] {
            assert!(Pattern::new(pattern).is_match(text), "{pattern} {text}");
        }
    }

    /// The statics that are patterns, in all files below a folder, and those whose file has no test that names them.
    fn patterns_below(folder: &Path) -> (usize, Vec<String>) {
        let (mut count, mut untested) = (0, Vec::new());
        for path in fs::entries(folder).expect("read") {
            if fs::is_folder(&path) {
                let (more, names) = patterns_below(&path);
                count += more;
                untested.extend(names);
                continue;
            }
            // The macro's static has no name of its own: the tables that use it are tested entry by entry.
            if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("base/pattern.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("read");
            let (code, tests) = text.split_once("#[cfg(test)]\nmod tests").unwrap_or((&text, ""));
            let own_file = tests.starts_with(';').then(|| {
                let folder = if path.ends_with("mod.rs") { path.with_file_name("") } else { path.with_extension("") };
                fs::read_to_string(&folder.join("tests.rs")).unwrap_or_default()
            });
            let tests = own_file.as_deref().unwrap_or(tests);
            for (_, rest) in code.match_indices("static ").map(|(at, found)| code.split_at(at + found.len())) {
                let Some((name, _)) = rest.split_once(": Pattern =").filter(|(name, _)| !name.contains(' ')) else {
                    continue;
                };
                count += 1;
                if !(tests.contains("is_valid()") && tests.contains(name)) {
                    untested.push(format!("{}: {name}", path.display()));
                }
            }
        }
        (count, untested)
    }

    #[test]
    fn every_static_pattern_is_named_in_a_test() {
        let (count, untested) = patterns_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        assert!(count > 20, "only {count} patterns were seen");
        assert!(untested.is_empty(), "nothing tests that these compile:\n{}", untested.join("\n"));
    }
}
