//! Style sheets and attributes of a drawing, without what may load a file: read as browsers read them, and kept piece by
//! piece as they stand.

use cssparser::{Parser, Token};

/// The deepest that blocks and brackets stand in each other.
const DEEPEST: usize = 20;

/// The rules or declarations of a style that load nothing.
///
/// A style with a string, bracket or comment that is never closed would go on into what is written behind it: nothing of it
/// is kept.
pub(super) fn harmless(css: &str) -> String {
    let once = pieces(css);
    if pieces(&once) == once { once } else { String::new() }
}

fn pieces(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    keep_pieces(&mut Parser::new(css), &mut kept, 0);
    kept
}

/// Whether a value loads nothing.
pub(super) fn is_harmless(value: &str) -> bool {
    // A value without these is words and numbers; paths are the longest, and there are many.
    !value.contains(['(', '"', '\'', '\\', '@']) || !loads(&mut Parser::new(value), 0)
}

/// Whether an address is of the drawing itself: a part of it, or a picture in it.
pub(super) fn is_own(address: &str) -> bool {
    let address = address.trim();
    let is_picture = |kind: &str| address.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    address.starts_with('#') || ["data:image/png", "data:image/jpeg", "data:image/gif"].into_iter().any(is_picture)
}

/// Copies what stands between semicolons and braces, but for pieces that load something. A rule goes with its block.
fn keep_pieces(input: &mut Parser<'_>, kept: &mut String, depth: usize) {
    let mut start = input.position();
    let mut is_harmful = false;
    // Two of them are no part of any value: what is left of an address that was taken out.
    let mut after_slash = false;
    while let Ok(token) = input.next_including_whitespace_and_comments().cloned() {
        match token {
            Token::Semicolon => {
                if !is_harmful {
                    kept.push_str(input.slice_from(start));
                }
            }
            Token::CurlyBracketBlock => {
                let is_kept = !is_harmful && depth < DEEPEST;
                if is_kept {
                    kept.push_str(input.slice_from(start));
                }
                let _ = input.parse_nested_block::<_, (), ()>(|inner| {
                    if is_kept {
                        keep_pieces(inner, kept, depth + 1);
                    }
                    Ok(())
                });
                if is_kept {
                    kept.push('}');
                }
            }
            token => {
                let is_slash = matches!(token, Token::Delim('/'));
                is_harmful |= is_slash && after_slash || loads_by(&token, input, depth);
                after_slash = is_slash;
                continue;
            }
        }
        start = input.position();
        is_harmful = false;
        after_slash = false;
    }
    if !is_harmful {
        kept.push_str(input.slice_from(start));
    }
}

/// Whether anything up to the end loads a file.
fn loads(input: &mut Parser<'_>, depth: usize) -> bool {
    while let Ok(token) = input.next_including_whitespace_and_comments().cloned() {
        if loads_by(&token, input, depth) {
            return true;
        }
    }
    false
}

/// Whether a token, or what stands in the brackets that it opens, loads a file.
fn loads_by(token: &Token<'_>, input: &mut Parser<'_>, depth: usize) -> bool {
    let mut inside = |check: &dyn Fn(&mut Parser<'_>) -> bool| {
        depth >= DEEPEST || input.parse_nested_block::<_, bool, ()>(|inner| Ok(check(inner))).unwrap_or(true)
    };
    match token {
        Token::UnquotedUrl(address) => !is_own(address),
        Token::Function(name) if name.eq_ignore_ascii_case("url") => {
            inside(&|inner| !inner.expect_string().is_ok_and(|address| is_own(address)))
        }
        Token::Function(name) => is_loader(name) || inside(&|inner| loads(inner, depth + 1)),
        Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
            inside(&|inner| loads(inner, depth + 1))
        }
        // Names of fonts are words; an address has one of these.
        Token::QuotedString(text) => text.contains([':', '\\']) || text.contains("//"),
        Token::AtKeyword(name) => {
            ["import", "namespace", "document"].into_iter().any(|rule| name.eq_ignore_ascii_case(rule))
        }
        Token::BadUrl(_) | Token::BadString(_) => true,
        _ => false,
    }
}

/// The functions that take an address as a text, by whatever vendor.
fn is_loader(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["image-set", "cross-fade", "image-rect"].into_iter().any(|ending| name.ends_with(ending))
        || ["src", "image", "attr", "element", "paint", "expression", "url-prefix", "domain", "regexp"]
            .contains(&name.as_str())
}
