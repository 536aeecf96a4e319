//! What has to be done to the source text before a CommonMark parser sees it. No pass changes the number of lines.

use crate::document::{ContainerKind, ImageSize, Length};
use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Byte offsets of line starts, to turn offsets into lines.
pub(super) struct Lines {
    starts: Vec<usize>,
    /// The file's line number of the first line.
    first: u32,
}

impl Lines {
    pub(super) fn new(text: &str, first: u32) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { starts, first }
    }

    /// The 1-based line in the file.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let index = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        self.first + u32::try_from(index).unwrap_or(u32::MAX)
    }

    /// The offset at which the line of `offset` starts.
    pub(super) fn start_of_line(&self, offset: usize) -> usize {
        let index = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        self.starts.get(index).copied().unwrap_or(0)
    }
}

/// Walks over lines and knows whether each stands inside a fenced code block or an HTML comment.
///
/// A fence opens with three or more backticks or tildes, indented or not (list items hold fences too), and closes with at
/// least as many of the same.
#[derive(Default)]
pub(crate) struct Shelter {
    fence: Option<(char, usize)>,
    /// Whether the fence stands in a quotation: it ends with it.
    quoted: bool,
    comment: bool,
}

impl Shelter {
    /// Takes the next line; says whether it is (still) inside, or opens, a fence or a comment.
    pub(crate) fn covers(&mut self, line: &str) -> bool {
        if self.comment {
            self.comment = !line.contains("-->");
            return true;
        }
        let mut trimmed = line.trim_start();
        if self.fence.is_some() && self.quoted {
            match trimmed.strip_prefix('>') {
                Some(inside) => trimmed = inside.trim_start_matches(['>', ' ', '\t']),
                None => self.fence = None,
            }
        }
        if let Some((open, least)) = self.fence {
            let length = trimmed.chars().take_while(|c| *c == open).count();
            if length >= least && trimmed[length..].trim().is_empty() {
                self.fence = None;
            }
            return true;
        }
        // A fence may open right after a bullet or a quotation mark.
        let bullet = trimmed.trim_start_matches(['-', '*', '+', '>', ' ', '\t']);
        let mark = bullet.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| bullet.chars().take_while(|c| *c == mark).count());
        match mark {
            Some(mark) if length >= 3 && !(mark == '`' && bullet[length..].contains('`')) => {
                self.fence = Some((mark, length));
                self.quoted = trimmed.starts_with('>');
                true
            }
            _ => {
                if let Some(open) = line.rfind("<!--") {
                    // `<!--` in inline code is text; an odd number of backticks before it says so.
                    let in_code = line[..open].matches('`').count() % 2 == 1;
                    self.comment = !in_code && !line[open..].contains("-->");
                }
                self.comment
            }
        }
    }

    /// Whether a code block is open after the lines seen so far.
    pub(crate) fn in_fence(&self) -> bool {
        self.fence.is_some()
    }

    /// Whether a comment is open after the lines seen so far.
    pub(super) fn in_comment(&self) -> bool {
        self.comment
    }
}

/// Drops the characters that turn the direction of text (U+202A to U+202E, U+2066 to U+2069): they make text look like
/// another one.
pub(super) fn without_direction_marks(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.contains(turns) { Cow::Owned(text.replace(turns, "")) } else { Cow::Borrowed(text) }
}

/// Blanks the comments a CommonMark parser would print as text: those that start in the middle of a paragraph and reach over
/// an empty line or are never closed, and those that end in `--!>`. Others are left for the parser, since directives for
/// slides stand in them.
pub(super) fn cut_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut shelter = Shelter::default();
    let mut offset = 0;
    // What has been copied, and up to where a comment reaches that was found on an earlier line.
    let (mut copied, mut inside) = (0, 0);
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if start < inside || shelter.in_fence() && shelter.covers(line) {
            continue;
        }
        let mut at = start;
        // Backticks before a comment, and how far they have been counted.
        let (mut ticks, mut counted) = (0, start);
        while let Some(found) = text.get(at..offset).and_then(|rest| rest.find("<!--")) {
            let open = at + found;
            at = open + 4;
            ticks += text[counted..open].matches('`').count();
            counted = open;
            if ticks % 2 == 1 {
                continue;
            }
            let rest = &text[open + 2..];
            let plain = rest.find("-->").map(|end| open + 2 + end + 3);
            let until = plain.map_or(rest, |end| &text[open + 2..end]);
            let odd = until.find("--!>").map(|end| open + 2 + end + 4);
            let at_start = text[start..open].trim().is_empty();
            let (end, printed) = match (plain, odd) {
                (Some(plain), Some(odd)) if odd < plain => (odd, true),
                (None, Some(odd)) => (odd, true),
                (Some(plain), _) => (plain, !at_start && has_empty_line(&text[open..plain])),
                (None, None) if at_start => (text.len(), false),
                (None, None) => (text[open..].find("\n\n").map_or(text.len(), |end| open + end), true),
            };
            if printed {
                kept.push_str(&text[copied..open]);
                kept.extend(text[open..end].chars().filter(|c| *c == '\n'));
                copied = end;
            }
            at = end.max(at);
            counted = counted.max(at.min(offset));
            inside = inside.max(end);
        }
        if start >= inside {
            shelter.covers(line);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[copied..]);
    Cow::Owned(kept)
}

fn has_empty_line(text: &str) -> bool {
    let mut lines = text.split('\n').skip(1);
    lines.any(|line| line.trim().is_empty())
}

/// Cuts `<style>` blocks out; returns the text with their lines left empty, and the style sheets joined.
pub(super) fn cut_styles(text: &str) -> (Cow<'_, str>, String) {
    // A pre-check keeps the common case free of copies.
    if !contains_ignoring_case(text, "<style") {
        return (Cow::Borrowed(text), String::new());
    }
    let mut kept = String::with_capacity(text.len());
    let mut styles = String::new();
    let mut shelter = Shelter::default();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let newline = if line.ends_with('\n') { "\n" } else { "" };
        let mut rest = line.trim_end_matches('\n');
        if !inside && shelter.covers(rest) {
            kept.push_str(line);
            continue;
        }
        loop {
            if inside {
                let Some(end) = find_ignoring_case(rest, "</style") else {
                    styles.push_str(rest);
                    styles.push('\n');
                    break;
                };
                styles.push_str(&rest[..end]);
                styles.push('\n');
                rest = rest[end..].split_once('>').map_or("", |(_, after)| after);
                inside = false;
            } else {
                let Some(start) = style_start(rest) else {
                    kept.push_str(rest);
                    break;
                };
                kept.push_str(&rest[..start]);
                rest = rest[start..].split_once('>').map_or("", |(_, after)| after);
                inside = true;
            }
        }
        kept.push_str(newline);
    }
    (Cow::Owned(kept), styles)
}

fn style_start(line: &str) -> Option<usize> {
    let start = find_ignoring_case(line, "<style")?;
    let after = line[start + 6..].chars().next();
    let in_code = line[..start].matches('`').count() % 2 == 1;
    (!in_code && after.is_none_or(|c| c == '>' || c == '/' || c.is_whitespace())).then_some(start)
}

fn contains_ignoring_case(text: &str, needle: &str) -> bool {
    find_ignoring_case(text, needle).is_some()
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// A `:::info` … `:::` block: its kind, title, and the file's lines of the two markers.
pub(super) struct ContainerLines {
    pub(super) kind: ContainerKind,
    pub(super) title: String,
    pub(super) open: u32,
    pub(super) close: u32,
}

const CONTAINERS: &[(&str, ContainerKind)] = &[
    ("info", ContainerKind::Info),
    ("success", ContainerKind::Success),
    ("warning", ContainerKind::Warning),
    ("danger", ContainerKind::Danger),
    ("spoiler", ContainerKind::Spoiler),
];

/// Finds `:::` containers; returns the text with their marker lines left empty. Unknown names and containers that are
/// never closed stay text.
pub(super) fn cut_containers(text: &str, first_line: u32) -> (Cow<'_, str>, Vec<ContainerLines>) {
    if !text.contains(":::") {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut shelter = Shelter::default();
    let mut open: Vec<(ContainerKind, String, u32)> = Vec::new();
    let mut found: Vec<ContainerLines> = Vec::new();
    for (index, line) in (first_line..).zip(text.lines()) {
        if shelter.covers(line) || line.starts_with("    ") {
            continue;
        }
        let Some(name) = line.trim_start().strip_prefix(":::") else { continue };
        let name = name.trim();
        if name.is_empty() {
            if let Some((kind, title, from)) = open.pop() {
                found.push(ContainerLines { kind, title, open: from, close: index });
            }
        } else {
            let (word, title) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
            if let Some((_, kind)) = CONTAINERS.iter().find(|(known, _)| *known == word) {
                open.push((*kind, title.trim().to_owned(), index));
            }
        }
    }
    if found.is_empty() {
        return (Cow::Borrowed(text), found);
    }
    let mut kept = String::with_capacity(text.len());
    for (index, line) in (first_line..).zip(text.split_inclusive('\n')) {
        if found.iter().any(|container| container.open == index || container.close == index) {
            kept.push('\n');
        } else {
            kept.push_str(line);
        }
    }
    (Cow::Owned(kept), found)
}

/// `![alt](url "title" =WxH)`: HedgeDoc's image size, which CommonMark does not take for an image at all.
static SIZED_IMAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(!\[[^\]\n]*\]\([ \t]*<?[^\s<>()]+(?:\([^\s()]*\)[^\s()]*)*>?)((?:[ \t]+"[^"\n]*")?)[ \t]+=(\d*%?x\d*%?)[ \t]*\)"#)
        .ok()
});

/// What stands between an image's address and its size once the size has moved into the address.
const SIZE_MARK: &str = "#=";

/// Moves `=WxH` into the image's address, where [`image_size`] finds it again.
pub(super) fn move_image_sizes(text: &str) -> Cow<'_, str> {
    let (true, Some(pattern)) = (text.contains(" ="), SIZED_IMAGE.as_ref()) else {
        return Cow::Borrowed(text);
    };
    let mut moved = String::with_capacity(text.len() + 16);
    let mut shelter = Shelter::default();
    let mut changed = false;
    for line in text.split_inclusive('\n') {
        if shelter.covers(line) || !line.contains("](") {
            moved.push_str(line);
            continue;
        }
        let replaced = pattern.replace_all(line, |found: &Captures<'_>| {
            let start = found.get(0).map_or(0, |whole| whole.start());
            let (address, title, size) = (&found[1], &found[2], &found[3]);
            if size == "x" || line[..start].matches('`').count() % 2 == 1 {
                return found[0].to_owned();
            }
            changed = true;
            match address.strip_suffix('>') {
                Some(address) => format!("{address}{SIZE_MARK}{size}>{title})"),
                None => format!("{address}{SIZE_MARK}{size}{title})"),
            }
        });
        moved.push_str(&replaced);
    }
    if changed { Cow::Owned(moved) } else { Cow::Borrowed(text) }
}

/// Splits the size that [`move_image_sizes`] put there off an image's address.
pub(super) fn image_size(address: &str) -> (&str, ImageSize) {
    let Some((plain, size)) = address.rsplit_once(SIZE_MARK) else {
        return (address, ImageSize::default());
    };
    let Some((width, height)) = size.split_once('x') else {
        return (address, ImageSize::default());
    };
    (plain, ImageSize { width: length(width), height: length(height) })
}

/// A length such as `300`, `300px` or `50%`; out of range or odd ones are none.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return percent.parse().ok().filter(|n| (1..=100).contains(n)).map(Length::Percent);
    }
    text.trim_end_matches("px").parse().ok().filter(|n| (1..=10_000).contains(n)).map(Length::Pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_image_sizes_into_the_address() {
        for (source, expected) in [
            ("![a](u =5x6)\n", "![a](u#=5x6)\n"),
            ("![](https://h/x.png =560x580) b", "![](https://h/x.png#=560x580) b"),
            ("![a](u \"t\" =x6)", "![a](u#=x6 \"t\")"),
            ("![a](u =50%x)", "![a](u#=50%x)"),
            // `=200` is no size, and code is code.
            ("![a](u =200)", "![a](u =200)"),
            ("`![a](u =5x6)`", "`![a](u =5x6)`"),
            ("```\n![a](u =5x6)\n```\n", "```\n![a](u =5x6)\n```\n"),
        ] {
            assert_eq!(move_image_sizes(source), expected);
        }
        let size = ImageSize { width: Some(Length::Percent(50)), height: None };
        assert_eq!(image_size("u#=50%x"), ("u", size));
        assert_eq!(image_size("u#=about"), ("u#=about", ImageSize::default()));
    }

    #[test]
    fn blanks_comments_that_a_parser_would_print() {
        for (source, expected) in [
            ("a <!-- b --> c", "a <!-- b --> c"),
            ("a <!-- b\n\nc --> d", "a \n\n d"),
            ("<!-- b\n\nc -->\n", "<!-- b\n\nc -->\n"),
            ("a <!-- b --!> c", "a  c"),
            ("a <!-- b\nc\n\nd", "a \n\n\nd"),
            ("`<!--` a\n\n-->", "`<!--` a\n\n-->"),
            ("```\na <!-- b\n```\n\nc", "```\na <!-- b\n```\n\nc"),
        ] {
            assert_eq!(cut_comments(source), expected, "{source:?}");
        }
    }

    #[test]
    fn cuts_style_blocks_but_not_code() {
        let (text, css) = cut_styles("a\n<style>\nh1 {}\n</style> b\n`<style>`\n```\n<style>\n```\n");
        assert_eq!(text, "a\n\n\n b\n`<style>`\n```\n<style>\n```\n");
        assert_eq!(css, "\nh1 {}\n\n");
    }

    #[test]
    fn finds_containers_and_leaves_unknown_ones() {
        let (text, found) = cut_containers(":::info\nx\n:::\n:::nope\n:::spoiler T t\ny\n:::\n:::danger\n", 1);
        assert_eq!(text, "\nx\n\n:::nope\n\ny\n\n:::danger\n");
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].open, found[1].close, found[1].title.as_str()), (5, 7, "T t"));
    }

    #[test]
    fn knows_fences_and_comments() {
        let mut shelter = Shelter::default();
        let covered: Vec<bool> =
            ["a", "- ```js", "<!--", "- ```", "  ```", "b <!-- x", "---", "--> c", "d `<!--`", "e --> f"]
                .into_iter()
                .map(|line| shelter.covers(line))
                .collect();
        assert_eq!(covered, [false, true, true, true, true, true, true, true, false, false]);
        let mut shelter = Shelter::default();
        let quoted = ["> ```js", "> a", "> ```", "> b", "> ```", "c", "d"].map(|line| shelter.covers(line));
        assert_eq!(quoted, [true, true, true, false, true, false, false], "a quotation's fence ends with it");
    }
}
