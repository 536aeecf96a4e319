//! Text that is safe in XML 1.0.

/// The first line of every XML file.
pub(super) fn declaration() -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned()
}

/// Escapes a text for an element or an attribute in double quotes. Characters that XML 1.0 cannot hold are dropped.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' | '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}
