//! What is taken out of the text of a note before anything reads it.
//!
//! Lines stay lines, so that places in the text are those in the file. What is replaced goes together with the markup that
//! only makes sense with it: a link whose address is gone becomes its text.

use super::names::Names;
use super::{find_kinds, secrets};
use crate::config::{Config, PrivateKind};
use crate::parse::{header_lines, lines};
use std::collections::BTreeMap;
use std::ops::Range;

/// What is replaced, and by what.
#[derive(Debug)]
pub struct Redaction {
    kinds: Vec<PrivateKind>,
    removed: String,
    names: Option<Names>,
    name_removed: String,
}

/// A part of a line that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cut {
    range: Range<usize>,
    by: Replacement,
}

/// What stands in the place of a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replacement {
    Removed,
    NameRemoved,
    /// Nothing: it belongs to what a line above stands for.
    Nothing,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    FrontMatter,
    Code,
    Prose,
}

impl Redaction {
    /// What the configuration says: kinds of private data, and people who opted out.
    pub fn new(config: &Config) -> Self {
        Self {
            kinds: config.privacy.redact.clone(),
            removed: config.privacy.removed.clone(),
            names: Names::new(config),
            name_removed: config.privacy.name_removed.clone(),
        }
    }

    /// The text without it; nothing where there is none of it.
    pub fn redact(&self, text: &str) -> Option<String> {
        let cuts = self.cuts(text);
        if cuts.is_empty() {
            return None;
        }
        let header = header_lines(text);
        let body = text.split_inclusive('\n').take(header).map(str::len).sum();
        let in_code = std::iter::repeat_n(false, header).chain(lines(&text[body..]).map(|line| line.in_code));
        let mut out = String::with_capacity(text.len());
        for ((number, line), in_code) in
            text.split_inclusive('\n').enumerate().zip(in_code.chain(std::iter::repeat(false)))
        {
            let Some(cuts) = cuts.get(&number) else {
                out.push_str(line);
                continue;
            };
            let place = match () {
                () if number < header => Place::FrontMatter,
                () if in_code => Place::Code,
                () => Place::Prose,
            };
            let bare = line.strip_suffix('\n').unwrap_or(line);
            self.write(&mut out, bare, cuts, place);
            out.push_str(&line[bare.len()..]);
        }
        Some(out)
    }

    /// What goes, by the 0-based number of its line; in order and apart.
    fn cuts(&self, text: &str) -> BTreeMap<usize, Vec<Cut>> {
        let mut cuts: BTreeMap<usize, Vec<Cut>> = BTreeMap::new();
        // A private key goes on until it says that it ends.
        let mut in_key = false;
        for (number, line) in text.lines().enumerate() {
            let mut found: Vec<Cut> = Vec::new();
            if in_key {
                in_key = !line.contains("-----END ") && is_key_line(line);
                if in_key || line.contains("-----END ") {
                    let start =
                        line.len() - line.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-').len();
                    found.push(Cut { range: start..line.trim_end().len(), by: Replacement::Nothing });
                    found.retain(|cut| !cut.range.is_empty());
                }
            }
            if found.is_empty() {
                if !self.kinds.is_empty() {
                    found.extend(
                        find_kinds(line, &self.kinds)
                            .into_iter()
                            .map(|private| Cut { range: private.range, by: Replacement::Removed }),
                    );
                    in_key |= self.kinds.contains(&PrivateKind::Secret) && secrets::begins_private_key(line);
                }
                if let Some(names) = &self.names {
                    found.extend(names.find(line).into_iter().map(|range| Cut { range, by: Replacement::NameRemoved }));
                    found.sort_by_key(|cut| (cut.range.start, cut.range.end));
                    found.dedup_by(|cut, before| {
                        let overlaps = cut.range.start < before.range.end;
                        if overlaps {
                            before.range.end = before.range.end.max(cut.range.end);
                        }
                        overlaps
                    });
                }
            }
            if !found.is_empty() {
                cuts.insert(number, found);
            }
        }
        cuts
    }

    /// Writes a line without its cuts.
    fn write(&self, out: &mut String, line: &str, cuts: &[Cut], place: Place) {
        let mut wholes: Vec<(Whole<'_>, Replacement)> = Vec::new();
        let mut from = 0;
        // Whether the line so far ends inside backticks.
        let mut in_span = false;
        for cut in cuts {
            in_span ^= line[from..cut.range.start].matches('`').count() % 2 == 1;
            from = cut.range.start;
            if wholes.last().is_some_and(|(last, _)| cut.range.end <= last.range.end) {
                continue;
            }
            let is_code = place == Place::Code || in_span;
            let mut whole = if is_code { Whole::of(cut) } else { Whole::around(line, cut) };
            whole.is_code = is_code;
            // A link takes along what was found in its text.
            while let Some((last, _)) = wholes.pop_if(|(last, _)| last.range.end > whole.range.start) {
                if last.range.start < whole.range.start {
                    whole = Whole { range: last.range.start..whole.range.end, label: None, ..whole };
                }
            }
            wholes.push((whole, cut.by));
        }
        let mut from = 0;
        for (whole, by) in wholes {
            out.push_str(&line[from..whole.range.start]);
            from = whole.range.end;
            if let Some(label) = whole.label.filter(|label| !label.is_empty()) {
                // What is named in the text of a link goes from there as well.
                out.push_str(&self.redact(label).unwrap_or_else(|| label.to_owned()));
                out.push(' ');
            }
            let text = match by {
                Replacement::Removed => &self.removed,
                Replacement::NameRemoved => &self.name_removed,
                Replacement::Nothing => continue,
            };
            let next = line[from..].chars().next();
            match place {
                // Brackets would make a list of it.
                Place::FrontMatter => out.push_str(text.trim_matches(['[', ']'])),
                // `[removed]: x` would define a link, `[removed](x)` be one.
                _ if !whole.is_code && matches!(next, Some(':' | '(' | '[')) && text.starts_with('[') => {
                    out.push('\\');
                    out.push_str(text);
                }
                _ => out.push_str(text),
            }
        }
        out.push_str(&line[from..]);
    }
}

/// How far before a cut the link may begin that it is part of, in bytes.
const FARTHEST: usize = 2_000;

/// A cut with the markup that goes with it.
#[derive(Debug, PartialEq, Eq)]
struct Whole<'a> {
    range: Range<usize>,
    /// The text of the link whose address goes, which stays.
    label: Option<&'a str>,
    is_code: bool,
}

impl<'a> Whole<'a> {
    fn of(cut: &Cut) -> Self {
        Self { range: cut.range.clone(), label: None, is_code: false }
    }

    /// The link, image, address or autolink that a cut is part of.
    fn around(line: &'a str, cut: &Cut) -> Self {
        let Range { start, end } = cut.range;
        let from = (start.saturating_sub(FARTHEST)..start).find(|at| line.is_char_boundary(*at)).unwrap_or(start);
        let before = &line[from..start];
        // `[text](address`: nothing between the bracket and the cut may end the address.
        if let Some(open) = before.rfind("](").filter(|open| !before[open + 2..].contains([')', ' ']))
            && let Some(close) = line[end..].find(')').filter(|close| !line[end..end + close].contains('('))
            && let Some(bracket) = opening_bracket(&before[..open])
        {
            let label = &before[bracket + 1..open];
            let is_image = before[..bracket].ends_with('!');
            let range = from + bracket - usize::from(is_image)..end + close + 1;
            // The text of a link to somebody's profile is their name.
            let is_profile =
                cut.by == Replacement::NameRemoved && matches!(line[end..end + close].trim_end_matches('/'), "");
            return Self { range, label: (!is_image && !is_profile).then_some(label), is_code: false };
        }
        let is_edge =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\'' | '|' | '`');
        let token =
            from + before.rfind(is_edge).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let is_address = line[token..start].contains("://") || line[token..start].starts_with("www.");
        let mut range = start..end;
        if is_address || line[token..start].eq_ignore_ascii_case("mailto:") {
            let rest = line[end..].find(is_edge).unwrap_or(line.len() - end);
            let tail = line[end..end + rest].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            range = token..end + tail.len();
        }
        if line[from..range.start].ends_with('<') && line[range.end..].starts_with('>') {
            range = range.start - 1..range.end + 1;
        }
        Self { range, label: None, is_code: false }
    }
}

/// The bracket that the end of a text closes, which itself is not part of it.
fn opening_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().rev() {
        match byte {
            b']' => depth += 1,
            b'[' if depth == 0 => return Some(at),
            b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a line may belong to a private key: its letters, or a header such as `Proc-Type:`.
fn is_key_line(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '`' | '|'));
    line.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        || line
            .split_once(": ")
            .is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn redacted(yaml: &str, text: &str) -> String {
        let config = parse(yaml, "x").expect("config");
        Redaction::new(&config).redact(text).unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn secrets_go_unless_told_otherwise_and_the_rest_when_asked_for() {
        let text = &"- ann.lee@company.com\n\nPassword: hunter2!\n".to_owned();
        let all = "privacy: {redact: [secret, mail, phone, dial-in]}";
        assert_eq!(redacted("title: x", "Password: hunter2!\n"), "Password: [removed]\n");
        assert_eq!(redacted("privacy: {redact: []}", text), *text);
        assert_eq!(
            redacted(all, "- ann.lee@company.com, +49 221 2927 72611, PIN: 482913\n"),
            "- [removed], [removed], PIN: [removed]\n"
        );
        assert_eq!(redacted("privacy: {removed: '(cut)'}", "Password: hunter2!"), "Password: (cut)");
    }

    #[test]
    fn markup_goes_with_what_it_is_for() {
        let yaml = "people: {hidden: [garlow]}\nprivacy: {redact: [secret, mail, dial-in]}";
        for (text, expected) in [
            ("[Ann](mailto:ann@company.com) left", "Ann [removed] left"),
            ("<ann@company.com>", "[removed]"),
            ("ann@company.com: will do", "\\[removed]: will do"),
            ("`ann@company.com`: x", "`[removed]`: x"),
            ("[Join](https://zoom.us/j/1?pwd=abcd1234) now", "Join [removed] now"),
            ("[Kurt](https://github.com/garlow)", "[name removed]"),
            ("[PR 3](https://github.com/garlow/x/pull/3)", "PR 3 [name removed]"),
            (
                "[the plan of @garlow](https://github.com/garlow/x/pull/3).",
                "the plan of [name removed] [name removed].",
            ),
            ("see https://github.com/garlow/x.", "see [name removed]."),
            ("![Garlow at work](garlow.png) and", "[name removed] and"),
            ("![the roof](photo-garlow.png)", "[name removed]"),
            ("- @garlow: write", "- \\[name removed]: write"),
            ("---\nauthor: garlow\n---\n# Garlow", "---\nauthor: name removed\n---\n# [name removed]"),
            ("```\n@garlow: x\n```", "```\n[name removed]: x\n```"),
        ] {
            assert_eq!(redacted(yaml, text), expected, "{text}");
        }
    }

    #[test]
    fn a_private_key_goes_whole() {
        let text = "a\n```\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEpAIBAAKC\nabc+/=\n-----END RSA PRIVATE KEY-----\n```\nb c\n";
        let got = redacted("title: x", text);
        assert!(!got.contains("MIIE") && !got.contains("abc") && got.ends_with("```\nb c\n"), "{got}");
        assert_eq!(got.lines().count(), text.lines().count());
        // One that never ends takes no text with it.
        let open = redacted("title: x", "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKC\nThis is text.\n");
        assert!(!open.contains("MIIE") && open.ends_with("This is text.\n"), "{open}");
    }
}
