//! Text that is safe in XML 1.0.

use crate::base::text::escape;

/// The first line of every XML file.
pub(super) fn declaration() -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned()
}

/// Escapes a text for an element or an attribute in double quotes. Characters that XML 1.0 cannot hold are dropped.
pub(super) fn text(text: &str) -> String {
    let allowed = |c: &char| match c {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => *c >= ' ',
    };
    let mut out = String::with_capacity(text.len());
    escape(&mut out, &text.chars().filter(allowed).collect::<String>());
    out
}
