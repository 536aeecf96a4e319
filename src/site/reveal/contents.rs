//! What of the reveal.js package is shipped. The build script reads this file too, so it uses nothing but `std`.

/// The release of reveal.js that decks are written for.
pub const VERSION: &str = "6.0.2";

/// A file of the package that goes into every site.
pub(super) struct Content {
    /// Where it lies in the package: `dist/theme/white.css`.
    pub(super) source: &'static str,
    /// Where it lies in the site's reveal folder: `theme/white.css`.
    pub(super) path: &'static str,
    /// BLAKE3 of what is [`shipped`], in hexadecimal.
    pub(super) checksum: &'static str,
}

const fn content(source: &'static str, path: &'static str, checksum: &'static str) -> Content {
    Content { source, path, checksum }
}

/// Every file that is shipped. Of the themes, only those that load nothing from other hosts: the others import their
/// fonts from Google. To change [`VERSION`], run the tests: they print the new checksums.
#[rustfmt::skip]
pub(super) const CONTENTS: &[Content] = &[
    content("LICENSE", "LICENSE", "81f3fe37060d4c42a98b39499e800a7b0876951a1a883cb00b0cc23c8f32e0a2"),
    content("dist/reset.css", "reset.css", "93974f17ea22bff91ca256a622ae0012992892b7cb653e1a962f8babfe60f19c"),
    content("dist/reveal.css", "reveal.css", "a80c90ae2de2af378ed41b828506f1ff51dff9e97649dfe3ab69b04acd580031"),
    content("dist/reveal.js", "reveal.js", "02273d153409ac8121000ebf32cf70bcfd7b939a4d867fb26700671e4f8c084c"),
    content("dist/plugin/notes.js", "plugin/notes.js", "68e688371de8c33ad6e63553d5af45e9fd70bd18fbeadbed612c13f67bd56e75"),
    content("dist/plugin/zoom.js", "plugin/zoom.js", "211ad9f8326325ca83ff57902c1b139abcd0b9578ea5cb7db2d23f642e6085a1"),
    content("dist/theme/black.css", "theme/black.css", "64a747b0542da1bd5fbe446dbb95ca9e8a29842ee51b7b7380b2bdcb5b97fc43"),
    content("dist/theme/black-contrast.css", "theme/black-contrast.css", "0d4750f7e1968caddcc8ed5ea6cdc1155366d8ba6c7c080d20229248c623eca6"),
    content("dist/theme/dracula.css", "theme/dracula.css", "a1b3f64dd78b5c31922efd28f2ff5824f6edbfeb4660a19984cf3ebf27046b3e"),
    content("dist/theme/serif.css", "theme/serif.css", "55a9499b4ff8c08e89319cfc3b257cca7f61421695d5fc6b2167911a61d6ee8f"),
    content("dist/theme/white.css", "theme/white.css", "6a1cbb2717ab0e0eb97daf3e1fca9026d5b141c75d0cae457ba9e43fff404443"),
    content("dist/theme/white-contrast.css", "theme/white-contrast.css", "db6fb9f05d869ab1da2e319d8cd4a90598a60f403de112bd23d450ca6ada716b"),
];

/// What is shipped of a file of the package: a theme without its fonts, the speaker notes without inline styles, and
/// everything else as it is.
pub(super) fn shipped(content: &Content, bytes: Vec<u8>) -> Vec<u8> {
    if content.path.starts_with("theme/") {
        without_fonts(&bytes)
    } else if content.path == "plugin/notes.js" {
        without_inline_styles(bytes)
    } else {
        bytes
    }
}

/// The speaker window hides its pacing clock by `style` attributes, which the decks' policy refuses; an attribute of
/// its own hides it as well. (The clock needs timings, which decks cannot set.)
fn without_inline_styles(script: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(script) {
        Ok(script) => script.replace(" style=\"display: none\"", " hidden").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// A stylesheet without its `@font-face` and `@import` rules; everything else stays byte for byte.
///
/// The themes embed half a megabyte of Source Sans Pro; decks use the reader's own fonts instead. Comments, strings,
/// brackets and unquoted `url(…)` are stepped over, so that a `;`, `}` or `@import` inside one ends or starts nothing.
pub(super) fn without_fonts(css: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(css.len());
    let mut at = 0;
    while at < css.len() {
        if is_font_rule(&css[at..]) {
            at = rule_end(css, at);
        } else {
            let end = token_end(css, at);
            kept.extend_from_slice(&css[at..end]);
            at = end;
        }
    }
    kept
}

fn is_font_rule(css: &[u8]) -> bool {
    ["@font-face", "@import"].iter().any(|name| {
        let after = css.get(name.len());
        starts_with_ignoring_case(css, name)
            && !after.is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || byte >= 0x80)
    })
}

fn starts_with_ignoring_case(css: &[u8], start: &str) -> bool {
    css.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// Where the rule that starts at `at` is over: after the `;` or the block that closes it, or before the `}` of the
/// block it stands in.
fn rule_end(css: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < css.len() {
        let end = token_end(css, at);
        match css[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' if depth == 1 => return end,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => return end,
            _ => {}
        }
        at = end;
    }
    at
}

/// Where the token that starts at `at` is over: a comment, a string, an unquoted `url(…)`, or one byte.
fn token_end(css: &[u8], at: usize) -> usize {
    let rest = &css[at..];
    let length = match rest[0] {
        b'/' if rest.starts_with(b"/*") => {
            rest.windows(2).skip(2).position(|pair| pair == b"*/").map_or(rest.len(), |length| length + 4)
        }
        quote @ (b'"' | b'\'') => delimited_length(rest, 1, quote),
        b'u' | b'U' if starts_with_ignoring_case(rest, "url(") => {
            let start = 4 + rest[4..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            // A quoted address is a string between ordinary brackets.
            if matches!(rest.get(start), Some(b'"' | b'\'')) { 3 } else { delimited_length(rest, start, b')') }
        }
        b'\\' => rest.len().min(2),
        _ => 1,
    };
    at + length
}

/// The number of bytes up to and with the first `last` from `from` on that no backslash stands before.
fn delimited_length(css: &[u8], from: usize, last: u8) -> usize {
    let mut at = from;
    while at < css.len() {
        match css[at] {
            b'\\' => at += 2,
            byte if byte == last => return at + 1,
            _ => at += 1,
        }
    }
    css.len()
}
