//! SVG files: redrawn by svg-hush, which keeps shapes and text and drops scripts, events, foreign content and references
//! to other hosts.

/// The longest SVG file that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// An SVG file without anything that runs or loads, or nothing when the file is no SVG or comes out suspicious.
pub fn svg(file: &[u8]) -> Option<Vec<u8>> {
    if file.len() > LONGEST || !is_svg(file) {
        return None;
    }
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    let mut filtered = Vec::new();
    filter.filter(file, &mut filtered).ok()?;
    is_harmless(&filtered).then_some(filtered)
}

/// Whether the first element of an XML file is `<svg>`; HTML under the name of an SVG is none.
pub fn is_svg(file: &[u8]) -> bool {
    root_tag(file).is_some()
}

/// The start tag of the first element when it is `<svg>`; it ends early at a `>` in an attribute.
pub fn root_tag(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
    loop {
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            // A document type with its own declarations ends in `]>`.
            [b'<', b'!', ..] if rest.iter().take_while(|&&byte| byte != b'>').any(|&byte| byte == b'[') => b"]>",
            [b'<', b'!', ..] => b">",
            _ => break,
        };
        let at = rest.windows(end.len()).position(|window| window == end)?;
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let name: Vec<u8> = rest
        .strip_prefix(b"<")?
        .iter()
        .copied()
        .take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>'))
        .collect();
    let length = rest.iter().position(|&byte| byte == b'>').map_or(rest.len(), |at| at + 1);
    (name.rsplit(|&byte| byte == b':').next() == Some(b"svg")).then(|| &rest[..length])
}

/// A second look at the filtered file, in case the filter's own tables change under us.
fn is_harmless(svg: &[u8]) -> bool {
    let text = String::from_utf8_lossy(svg).to_ascii_lowercase();
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let forbidden = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<!entity",
        "<!doctype",
        "javascript:",
        "vbscript:",
        "data:text",
        "attributename=\"on",
        "attributename=\"href",
        "@import",
    ];
    !forbidden.iter().any(|forbidden| squeezed.contains(forbidden)) && !has_event_attribute(&text)
}

/// Whether any attribute begins with `on`.
fn has_event_attribute(text: &str) -> bool {
    text.split(|c: char| c.is_ascii_whitespace()).any(|word| {
        word.strip_prefix("on").is_some_and(|rest| {
            rest.split_once('=').is_some_and(|(name, value)| {
                name.chars().all(|c| c.is_ascii_alphabetic()) && value.starts_with(['"', '\''])
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filtered(file: &str) -> Option<String> {
        svg(file.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok())
    }

    const OPEN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    #[test]
    fn keeps_drawings() {
        let drawing = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"a\" \"b\">\n<!-- x -->{OPEN} viewBox=\"0 0 9 9\"><path d=\"M0 0\" fill=\"red\"/><text>a</text></svg>"
        );
        let kept = filtered(&drawing).unwrap();
        assert!(kept.contains("<path") && kept.contains(">a</text>") && kept.contains("viewBox=\"0 0 9 9\""), "{kept}");
        assert!(!kept.contains("DOCTYPE"));
    }

    #[test]
    fn drops_what_runs_or_loads() {
        let bodies = [
            " onload=\"x()\"><g onclick='y'/>",
            "><script>x</script>",
            "><script href=\"https://evil.example/x\"/>",
            "><foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><img src=\"x\" onerror=\"x()\"/></body></foreignObject>",
            "><a xlink:href=\"javascript:x\"><rect/></a>",
            "><image href=\"https://evil.example/x.png\"/>",
            "><use href=\"https://evil.example/x.svg#a\"/>",
            "><style>@import 'https://evil.example/x';rect{fill:url(https://evil.example/y)}</style>",
            "><rect style=\"fill:url(https://evil.example/x)\"/>",
            "><image href=\"data:text/html,&lt;script>x&lt;/script>\"/>",
            "><set attributeName=\"onmouseover\" to=\"x()\"/><animate attributeName=\"href\" values=\"javascript:x\"/>",
            "><feImage href=\"https://evil.example/x\"/>",
            "><?xml-stylesheet href=\"https://evil.example/x\"?>",
        ];
        for body in bodies {
            let kept = filtered(&format!("{OPEN}{body}</svg>")).unwrap_or_default().to_ascii_lowercase();
            for forbidden in ["script", "evil.example", "onload", "onclick", "onerror", "foreignobject", "onmouseover"]
            {
                assert!(!kept.contains(forbidden), "{body} kept {kept}");
            }
        }
    }

    #[test]
    fn refuses_what_is_no_svg() {
        let entities = format!(
            "<!DOCTYPE svg [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;\">]>{OPEN}><text>&d;&d;</text></svg>"
        );
        for file in [
            "<html><body><script>x</script></body></html>",
            "GIF89a/*<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>*/",
            "",
            "<",
            "<svg",
            "<svg/>",
            "<!doctype html><svg></svg>",
            "<svgx xmlns=\"http://www.w3.org/2000/svg\"/>",
            "<!-- ",
            &entities,
        ] {
            assert!(
                filtered(file)
                    .is_none_or(|kept| !kept.contains("script") && kept.len() < 10_000 && kept.contains("<svg")),
                "{file}: {:?}",
                filtered(file)
            );
        }
        assert!(filtered("<html xmlns=\"http://www.w3.org/2000/svg\"/>").is_none());
        assert!(filtered("<!doctype html><html></html>").is_none());
    }
}
