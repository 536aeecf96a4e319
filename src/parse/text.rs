//! Finishing touches on running text: typography, emoji, marks, e-mail addresses, task boxes.
//!
//! They work on the tree's text, where code and URLs are out of reach.

use crate::document::{Block, Emoji, Inline, Item, Style};
use linkify::{LinkFinder, LinkKind};
use std::borrow::Cow;

/// Completes the inlines of one block.
pub(super) fn finish(inlines: Vec<Inline>) -> Vec<Inline> {
    let inlines = trim(inlines);
    let inlines = pair(inlines, "==", Style::Mark);
    let inlines = pair(inlines, "++", Style::Insert);
    let mut finished = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(text) => push_text(&mut finished, &text),
            other => finished.push(other),
        }
    }
    finished
}

/// Drops white space and line breaks at both ends, and text that is empty.
pub(super) fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_space = |inline: &Inline| match inline {
        Inline::Break | Inline::SoftBreak => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    let end = inlines.iter().rposition(|inline| !is_space(inline)).map_or(0, |last| last + 1);
    inlines.truncate(end);
    let start = inlines.iter().position(|inline| !is_space(inline)).unwrap_or(0);
    inlines.drain(..start);
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        text.drain(..text.len() - text.trim_start().len());
    }
    inlines
}

/// Marked-up text, unless the marks were none: `~5 to ~10` is no subscript.
pub(super) fn styled(style: Style, content: Vec<Inline>) -> Vec<Inline> {
    let mark = match style {
        Style::Subscript => "~",
        Style::Superscript => "^",
        _ => return vec![Inline::Styled(style, content)],
    };
    let has_space = content.iter().any(|inline| match inline {
        Inline::Text(text) => text.contains(char::is_whitespace),
        Inline::Break | Inline::SoftBreak => true,
        _ => false,
    });
    if !has_space {
        return vec![Inline::Styled(style, content)];
    }
    let mut plain = vec![Inline::Text(mark.to_owned())];
    plain.extend(content);
    plain.push(Inline::Text(mark.to_owned()));
    plain
}

/// Wraps what stands between two `mark`s in a style. A mark opens before a character that is no space and closes after
/// one, so that `==> … <==` and `page++, Monitor++` stay text.
fn pair(inlines: Vec<Inline>, mark: &str, style: Style) -> Vec<Inline> {
    let has_mark = |inline: &Inline| matches!(inline, Inline::Text(text) if text.contains(mark));
    if !inlines.iter().any(has_mark) {
        return inlines;
    }
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len() + 2);
    // The index in `out` of the first inline after an open mark.
    let mut open: Option<usize> = None;
    for inline in inlines {
        let Inline::Text(text) = inline else {
            if matches!(inline, Inline::Break) {
                // A mark does not reach over a line: give the opening one back as text.
                reopen(&mut out, &mut open, mark);
            }
            out.push(inline);
            continue;
        };
        let mut rest = text.as_str();
        while let Some(at) = rest.find(mark) {
            let (before, after) = (&rest[..at], &rest[at + mark.len()..]);
            let touches_before = before.chars().next_back().or(open.map(|_| 'x').filter(|_| before.is_empty()));
            let closes = open.is_some() && touches_before.is_some_and(|c| !c.is_whitespace() && c != '<');
            let word_before = before.chars().next_back().is_some_and(char::is_alphanumeric);
            let opens = open.is_none()
                && !word_before
                && after.chars().next().is_none_or(|c| !c.is_whitespace() && !"=+><-".contains(c));
            push_plain(&mut out, before);
            if closes {
                let start = open.take().unwrap_or(out.len());
                let content: Vec<Inline> = out.drain(start..).collect();
                if content.is_empty() {
                    push_plain(&mut out, mark);
                    push_plain(&mut out, mark);
                } else {
                    out.push(Inline::Styled(style, content));
                }
            } else if opens {
                open = Some(out.len());
                rest = after;
                continue;
            } else {
                push_plain(&mut out, mark);
            }
            rest = after;
        }
        if open == Some(out.len()) && !rest.is_empty() {
            // Text after an opening mark must not melt into the text before it.
            out.push(Inline::Text(rest.to_owned()));
        } else {
            push_plain(&mut out, rest);
        }
    }
    reopen(&mut out, &mut open, mark);
    out
}

fn reopen(out: &mut Vec<Inline>, open: &mut Option<usize>, mark: &str) {
    if let Some(at) = open.take() {
        out.insert(at.min(out.len()), Inline::Text(mark.to_owned()));
    }
}

fn push_plain(out: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    out.push(Inline::Text(text.to_owned()));
}

/// Adds a run of text, with emoji and hidden e-mail addresses taken out of it.
fn push_text(out: &mut Vec<Inline>, text: &str) {
    let text = hide_addresses(&typography(&without_embeds(text)));
    let mut rest = text.as_str();
    let mut searched = 0;
    while let Some(found) = rest.get(searched..).and_then(|tail| tail.find(':')) {
        let start = searched + found;
        let Some((character, name, code)) = emoji_at(rest, start) else {
            searched = start + 1;
            continue;
        };
        push_merged(out, &rest[..start]);
        out.push(Inline::Emoji(Box::new(Emoji { character, name, shortcode: code.to_owned() })));
        rest = &rest[start + code.len() + 2..];
        searched = 0;
    }
    push_merged(out, rest);
}

fn push_merged(out: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text(before)) = out.last_mut() {
        before.push_str(text);
    } else {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// The emoji whose shortcode opens at `start`. A letter or digit on either side (`10:30:45`, `a:b:c`) makes it text.
fn emoji_at(text: &str, start: usize) -> Option<(&'static str, &'static str, &str)> {
    let name = &text[start + 1..];
    let end = name.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c)))?;
    let code = &name[..end];
    let after = name[end..].strip_prefix(':')?;
    let joined = text[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ':')
        || after.chars().next().is_some_and(char::is_alphanumeric);
    if code.bytes().all(|b| b.is_ascii_digit()) || joined {
        return None;
    }
    emojis::get_by_shortcode(code).map(|emoji| (emoji.as_str(), emoji.name(), code))
}

/// HedgeDoc's embeds, `{%pdf https://…%}`: the name and a plain argument stay as text; an argument that is none goes.
fn without_embeds(text: &str) -> Cow<'_, str> {
    if !text.contains("{%") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{%") {
        let Some((inside, following)) = after.split_once("%}") else { break };
        let (name, argument) = inside.trim().split_once(char::is_whitespace).unwrap_or((inside.trim(), ""));
        out.push_str(before);
        let is_embed = EMBEDS.contains(&name);
        let is_plain = argument.trim().chars().all(|c| c.is_alphanumeric() || "/-_.?&#% ".contains(c));
        if is_embed && !is_plain {
            out.push_str("{%");
            out.push_str(name);
            out.push_str("%}");
        } else {
            out.push_str("{%");
            out.push_str(inside);
            out.push_str("%}");
        }
        rest = following;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

const EMBEDS: &[&str] = &["youtube", "vimeo", "gist", "slideshare", "speakerdeck", "pdf"];

/// What markdown-it's typographer does beyond quotes and dashes.
const SIGNS: &[(&str, &str)] = &[("(c)", "©"), ("(C)", "©"), ("(r)", "®"), ("(R)", "®"), ("(tm)", "™"), ("(TM)", "™")];

fn typography(text: &str) -> String {
    let mut text = collapse_dots(text);
    if text.contains("+-") {
        text = text.replace("+-", "±");
    }
    if text.contains('(') {
        for (from, to) in SIGNS {
            if text.contains(from) {
                text = text.replace(from, to);
            }
        }
    }
    if text.contains("????") || text.contains("!!!!") {
        text = limit_runs(&text);
    }
    text
}

/// Two or more dots are an ellipsis; after `?` and `!` two dots stay.
fn collapse_dots(text: &str) -> String {
    if !text.contains("..") && !text.contains('…') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let dots = c == '…' || (c == '.' && chars.peek().is_some_and(|next| matches!(next, '.' | '…')));
        if !dots {
            out.push(c);
            continue;
        }
        while chars.peek().is_some_and(|next| matches!(next, '.' | '…')) {
            chars.next();
        }
        // `../folder` is a path.
        if c == '.' && chars.peek() == Some(&'/') {
            out.push_str("..");
            continue;
        }
        out.push_str(if out.ends_with(['?', '!']) { ".." } else { "…" });
    }
    out
}

fn limit_runs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = (' ', 0);
    for c in text.chars() {
        run = if c == run.0 { (c, run.1 + 1) } else { (c, 1) };
        if run.1 <= 3 || !matches!(c, '?' | '!') {
            out.push(c);
        }
    }
    out
}

/// Writes e-mail addresses so that a person can read them and a harvester finds none.
pub(crate) fn hide_addresses(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Email]);
    let mut out = String::with_capacity(text.len());
    for span in finder.spans(text) {
        match span.kind() {
            Some(LinkKind::Email) => out.push_str(&span.as_str().replace('@', " [at] ")),
            _ => out.push_str(span.as_str()),
        }
    }
    out
}

/// HedgeDoc also takes `[x]` without a space after it, and in places CommonMark's extension does not look.
pub(super) fn find_task_box(item: &mut Item) {
    let (None, Some(Block::Paragraph { content, .. })) = (item.task, item.blocks.first_mut()) else { return };
    let Some(Inline::Text(text)) = content.first_mut() else { return };
    let done = match text.get(..3) {
        Some("[ ]") => false,
        Some("[x]" | "[X]") => true,
        _ => return,
    };
    item.task = Some(done);
    *text = text[3..].trim_start().to_owned();
}
