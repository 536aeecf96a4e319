//! What strangers wrote, on its way to a terminal or into the log of a job: a terminal does what control characters say, and
//! GitHub's runner what certain lines say.

use super::is_direction_control;
use std::borrow::Cow;

/// Whether a character is shown as a sign or a number instead of being sent. Tabs and the ends of lines are no danger.
fn is_dangerous(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_direction_control(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

fn push_visible(out: &mut String, c: char) {
    match c {
        // Unicode has a picture of each of the first 32, `␛` among them.
        '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7f}' => out.push('␡'),
        c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
    }
}

/// A text of several lines without what a terminal would act on: `␛` for an escape character, `\u{9b}` for what has no sign.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        // CSV ends its lines so.
        let ends_line = c == '\r' && characters.peek() == Some(&'\n');
        if is_dangerous(c) && !ends_line { push_visible(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// As [`visible`], in one line: for names of files, which may hold ends of lines.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| is_dangerous(c) || c == '\n';
    if !text.contains(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| if is_shown(c) { push_visible(&mut out, c) } else { out.push(c) });
    Cow::Owned(out)
}

/// A text as it may be printed: [`visible`], and without a line that GitHub's runner would take for a command. It takes
/// `::name …::` at the beginning of a line, white space before it or not, and `##[name]` anywhere in one.
pub fn for_output(text: &str) -> String {
    let text = visible(text);
    let text = if text.contains("##[") { Cow::Owned(text.replace("##[", "## [")) } else { text };
    if !text.contains("::") {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        match start.strip_prefix("::").filter(|rest| rest.starts_with(char::is_alphabetic)) {
            Some(rest) => {
                out.push_str(&line[..line.len() - start.len()]);
                out.push_str(": :");
                out.push_str(rest);
            }
            None => out.push_str(line),
        }
    }
    out
}

/// JSON as it may be printed. It says the same: what is dangerous can only stand in its strings, and there it can be written
/// as a number.
pub fn json_for_output(json: &str) -> Cow<'_, str> {
    if !json.contains(is_dangerous) && !json.contains("##[") {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.replace("##[", "##\\u005b").chars() {
        if is_dangerous(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_acts_on_is_shown() {
        assert_eq!(
            visible("a\u{1b}]52;c;x\u{7}\tb\r\nc\rd\u{9b}1m\u{202e}\u{7f}ü"),
            "a␛]52;c;x␇\tb\r\nc␍d\\u{9b}1m\\u{202e}␡ü"
        );
        assert_eq!(visible_line("a\r\n::error::x.md"), "a␍␊::error::x.md");
        for c in (0..0x3000).filter_map(char::from_u32).filter(|c| !matches!(c, '\n' | '\t')) {
            assert!(!visible_line(&c.to_string()).contains(is_dangerous), "{c:?}");
        }
    }

    #[test]
    fn no_line_is_a_command() {
        let text = "a\n::error::x\n  ::add-mask::y\n:::info\nb::c\nz ##[error]q\n";
        assert_eq!(for_output(text), "a\n: :error::x\n  : :add-mask::y\n:::info\nb::c\nz ## [error]q\n");
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({ "a": "\u{1b}\u{9b}\u{202e}##[error]\u{2028}é" });
        let text = value.to_string();
        let printed = json_for_output(&text);
        assert!(!printed.contains(is_dangerous) && !printed.contains("##["), "{printed}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&printed).ok(), Some(value));
    }
}
