//! The bytes of a markdown file → text as the parser wants it.

use super::LARGEST_NOTE;
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};

/// A text and what had to be mended to get it.
#[derive(Debug, Clone, Default)]
pub struct Decoded {
    /// UTF-8 without byte order mark and NUL; lines end in `\n`.
    pub text: String,
    /// One finding for each kind of defect.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes a file. Never fails: bytes that are no text become U+FFFD, and what is beyond [`LARGEST_NOTE`] is cut off at
/// the end of a line.
pub fn decode(bytes: &[u8], path: &str) -> Decoded {
    let mut diagnostics = Vec::new();
    let cut = bytes.len() > LARGEST_NOTE;
    let bytes = if cut { whole_lines(&bytes[..LARGEST_NOTE]) } else { bytes };
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (from_utf16(rest, u16::from_le_bytes), Some("UTF-16")),
        [0xfe, 0xff, rest @ ..] => (from_utf16(rest, u16::from_be_bytes), Some("UTF-16")),
        [0xef, 0xbb, 0xbf, rest @ ..] => (String::from_utf8_lossy(rest).into_owned(), None),
        bytes => (String::from_utf8_lossy(bytes).into_owned(), None),
    };
    let text = unix_lines(text);
    if cut {
        let limit = LARGEST_NOTE >> 20;
        let message = format!("the file is larger than {limit} MiB; only what comes before is published");
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "too-large", path, message).hint("split it, one file for each meeting"),
        );
    }
    if let Some(encoding) = encoding {
        let message = format!("the file is {encoding}");
        diagnostics.push(Diagnostic::new(Severity::Note, "encoding", path, message).hint("save it as UTF-8"));
    } else if let Err(error) = std::str::from_utf8(bytes) {
        let position = position_of(bytes, error.valid_up_to());
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let message = format!("the byte 0x{byte:02x} is not valid UTF-8; it and others like it are shown as \u{fffd}");
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "encoding", path, message)
                .at(position, &text)
                .hint("save the file as UTF-8"),
        );
    }
    if let Some(at) = text.find('\0') {
        let position = position_of(text.as_bytes(), at);
        let shown = text.replace('\0', "\u{fffd}");
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "nul", path, "there is a NUL character; it is shown as \u{fffd}")
                .at(position, &shown)
                .hint("delete it"),
        );
        return Decoded { text: shown, diagnostics };
    }
    if text.trim().is_empty() {
        diagnostics.push(
            Diagnostic::new(Severity::Warning, "empty", path, "the file is empty")
                .hint("write down that the meeting did not take place, or delete the file"),
        );
    }
    Decoded { text, diagnostics }
}

fn whole_lines(bytes: &[u8]) -> &[u8] {
    match bytes.iter().rposition(|byte| *byte == b'\n').filter(|at| *at > bytes.len() / 2) {
        Some(at) => &bytes[..=at],
        // A line of half a mebibyte or more: cut before a character that does not fit, not in it.
        None => match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
            _ => bytes,
        },
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    let mut text = String::from_utf16_lossy(&units);
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// `\r\n` and `\r` alone end a line, as in `CommonMark`.
fn unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn position_of(bytes: &[u8], at: usize) -> Position {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let before = unix_lines(before.trim_start_matches('\u{feff}').to_owned());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(decoded: &Decoded) -> Vec<&'static str> {
        decoded.diagnostics.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn lines_and_marks() {
        let decoded = decode(b"\xef\xbb\xbfa\r\nb\rc\n", "x.md");
        assert_eq!(decoded.text, "a\nb\nc\n");
        assert!(decoded.diagnostics.is_empty());
    }

    #[test]
    fn what_is_no_utf8_is_shown_and_reported_with_its_place() {
        let decoded = decode(b"# ok\r\nKr\xf6te", "x.md");
        assert_eq!(decoded.text, "# ok\nKr\u{fffd}te");
        assert_eq!(codes(&decoded), ["encoding"]);
        assert_eq!(decoded.diagnostics[0].position, Some(Position { line: 2, column: 3 }));
        assert_eq!(decoded.diagnostics[0].source_line.as_deref(), Some("Kr\u{fffd}te"));
    }

    #[test]
    fn utf16_is_read() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("# Grüße".encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = decode(&bytes, "x.md");
        assert_eq!(decoded.text, "# Grüße");
        assert_eq!(codes(&decoded), ["encoding"]);
        assert_eq!(decode(&[0xfe, 0xff, 0, 0x41, 0x42], "x.md").text, "A\u{fffd}");
    }

    #[test]
    fn nul_is_replaced() {
        let decoded = decode(b"a\nb\0c", "x.md");
        assert_eq!(decoded.text, "a\nb\u{fffd}c");
        assert_eq!(codes(&decoded), ["nul"]);
        assert_eq!(decoded.diagnostics[0].position, Some(Position { line: 2, column: 2 }));
    }

    #[test]
    fn empty_files_are_reported() {
        assert_eq!(codes(&decode(b"", "x.md")), ["empty"]);
        assert_eq!(codes(&decode(b" \r\n\n", "x.md")), ["empty"]);
    }

    #[test]
    fn large_files_are_cut_at_a_line() {
        let mut bytes = b"line\n".repeat(LARGEST_NOTE / 5);
        bytes.extend(b"the last line stands beyond the limit");
        let decoded = decode(&bytes, "x.md");
        assert!(decoded.text.len() <= LARGEST_NOTE && decoded.text.ends_with("line\n"));
        assert_eq!(codes(&decoded), ["too-large"]);
        let one_line = "ü".repeat(LARGEST_NOTE);
        let decoded = decode(&one_line.as_bytes()[..=LARGEST_NOTE], "x.md");
        assert!(decoded.text.chars().all(|c| c == 'ü'), "no half character at the end");
    }
}
