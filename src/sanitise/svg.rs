//! SVG files: redrawn by svg-hush, which keeps shapes and text and drops scripts, events, foreign content and references
//! to other hosts.
//!
//! A file is read three times. First it is written anew without prefixes, and its depth is bounded: the filter indents
//! every element by its depth, so that a few bytes a level would become gigabytes. Then the filter decides what is kept.
//! At last its indentation is taken out again, and what may load something is looked at once more, by the parsers of XML
//! and CSS and never as text, so that a drawing may *say* `javascript:` or `onclick=`.

mod styles;

use std::borrow::Cow;
use std::io::{self, Write};
use xml::attribute::Attribute;
use xml::name::Name;
use xml::reader::XmlEvent as Read;
use xml::writer::XmlEvent as Written;
use xml::{EmitterConfig, EventReader, EventWriter, ParserConfig};

/// The longest SVG file that is read and published, in bytes.
pub const LONGEST: usize = 4 * 1024 * 1024;
/// The deepest that elements stand in each other. Drawing programs stay below 30.
const DEEPEST: usize = 100;
/// The most namespaces that are known at one place: every element carries them along.
const MOST_NAMESPACES: usize = 60;
/// The most that the filter may write: it indents, by twice the depth.
const MOST_FILTERED: usize = 4 * LONGEST;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Why an SVG file is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is longer than 4 MiB, or comes out longer.
    TooLong,
    /// Its elements stand too deep in each other.
    TooDeep,
    /// It is no well-formed XML, or not in the encoding that it says.
    Malformed,
    /// Its first element is no `svg` of the SVG namespace, or nothing of it may be kept.
    NoDrawing,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong => f.write_str("the SVG is larger than 4 MiB"),
            Self::TooDeep => write!(f, "the elements of the SVG stand more than {DEEPEST} deep in each other"),
            Self::Malformed => {
                f.write_str("the SVG is not well-formed XML in the encoding that it says (UTF-8 by default)")
            }
            Self::NoDrawing => write!(f, "the SVG has no `svg` element with `xmlns=\"{NAMESPACE}\"`"),
        }
    }
}

/// An SVG file without anything that runs or loads, or why there is none.
pub fn svg(file: &[u8]) -> Result<Vec<u8>, Refusal> {
    if file.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    if !is_svg(file) {
        return Err(Refusal::NoDrawing);
    }
    let plain = without_prefixes(file)?;
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    let mut filtered = Bounded::new(MOST_FILTERED);
    let outcome = filter.filter(plain.as_slice(), &mut filtered);
    if filtered.is_full {
        return Err(Refusal::TooLong);
    }
    outcome.map_err(|_| Refusal::Malformed)?;
    without_loads(&filtered.bytes)
}

/// Bytes in memory, up to a number of them.
struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Bounded {
    fn new(most: usize) -> Self {
        Self { bytes: Vec::new(), most, is_full: false }
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            self.is_full = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A document that is written as it is read, without indentation.
struct Copy {
    writer: EventWriter<Bounded>,
}

impl Copy {
    fn new(most: usize) -> Self {
        let config = EmitterConfig::new()
            .write_document_declaration(false)
            .pad_self_closing(false)
            .keep_element_names_stack(false);
        Self { writer: config.create_writer(Bounded::new(most)) }
    }

    fn write<'a>(&mut self, event: impl Into<Written<'a>>) -> Result<(), Refusal> {
        self.writer.write(event).map_err(|_| Refusal::TooLong)
    }

    /// The start of an element; all of them are of the namespace of the first.
    fn start<'a>(&mut self, name: &'a str, attributes: Vec<Attribute<'a>>, is_first: bool) -> Result<(), Refusal> {
        let mut namespace = xml::namespace::Namespace::empty();
        if is_first {
            namespace.put("", NAMESPACE);
        }
        self.write(Written::StartElement {
            name: Name::local(name),
            attributes: Cow::Owned(attributes),
            namespace: Cow::Owned(namespace),
        })
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        self.write(Written::EndElement { name: Some(Name::local(name)) })
    }

    fn text(&mut self, text: &str) -> Result<(), Refusal> {
        self.write(Written::Characters(text))
    }
}

/// The bounds of svg-hush's own reader.
fn reader(file: &[u8]) -> EventReader<&[u8]> {
    ParserConfig::new()
        .cdata_to_characters(true)
        .ignore_comments(true)
        .coalesce_characters(true)
        .allow_multiple_root_elements(false)
        .max_attributes(200)
        .max_entity_expansion_depth(3)
        .max_data_length(LONGEST)
        .max_attribute_length(LONGEST)
        .max_name_length(1000)
        .create_reader(file)
}

/// The elements in which white space is seen.
fn is_text(name: &str) -> bool {
    matches!(name, "text" | "title" | "desc")
}

/// The elements of SVG alone, without prefixes, comments and the white space between them.
fn without_prefixes(file: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut copy = Copy::new(LONGEST);
    // How deep the element stands, how deep the left-out one around it, and the text and style around it.
    let (mut depth, mut left_out, mut text, mut style) = (0_usize, None, None, None);
    for event in reader(file) {
        match event.map_err(|_| Refusal::Malformed)? {
            Read::StartElement { name, attributes, namespace } => {
                depth += 1;
                if depth > DEEPEST || namespace.0.len() > MOST_NAMESPACES {
                    return Err(Refusal::TooDeep);
                }
                let is_drawing = name.namespace.as_deref() == Some(NAMESPACE);
                if depth == 1 && !(is_drawing && name.local_name == "svg") {
                    return Err(Refusal::NoDrawing);
                }
                if left_out.is_none() && (!is_drawing || style.is_some()) {
                    left_out = Some(depth);
                }
                if left_out.is_some() {
                    continue;
                }
                match name.local_name.as_str() {
                    "style" => style = Some(depth),
                    name if text.is_none() && is_text(name) => text = Some(depth),
                    _ => {}
                }
                let has_href = attributes
                    .iter()
                    .any(|attribute| attribute.name.namespace.is_none() && attribute.name.local_name == "href");
                let kept = attributes.iter().filter(|attribute| match attribute.name.namespace.as_deref() {
                    None => true,
                    Some(XLINK) => attribute.name.local_name == "href" && !has_href,
                    Some(_) => false,
                });
                let kept =
                    kept.map(|attribute| Attribute::new(Name::local(&attribute.name.local_name), &attribute.value));
                copy.start(&name.local_name, kept.collect(), depth == 1)?;
            }
            Read::EndElement { name } => {
                let is_left_out = left_out.is_some();
                for open in [&mut left_out, &mut text, &mut style] {
                    open.take_if(|open| *open == depth);
                }
                depth -= 1;
                if !is_left_out {
                    copy.end(&name.local_name)?;
                }
            }
            Read::Characters(characters) if left_out.is_none() => copy.text(&characters.replace('\r', "\n"))?,
            Read::Whitespace(_) if left_out.is_none() && text.is_some() => copy.text(" ")?,
            _ => {}
        }
    }
    Ok(copy.writer.into_inner().bytes)
}

/// What the filter has kept, without its indentation, and without what may load or run if its tables change under us.
fn without_loads(filtered: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut copy = Copy::new(LONGEST);
    let (mut depth, mut left_out) = (0_usize, None);
    let mut sheet: Option<String> = None;
    for event in reader(filtered) {
        match event.map_err(|_| Refusal::Malformed)? {
            Read::StartElement { name, attributes, .. } => {
                depth += 1;
                let name = name.local_name;
                let values = attributes.iter().filter_map(|attribute| {
                    let name = attribute.name.local_name.as_str();
                    // The filter trims a value, unless it takes other letters than those of ASCII out of it.
                    Some((name, harmless(name, attribute.value.trim())?))
                });
                let values: Vec<(&str, Cow<'_, str>)> = values.collect();
                let animates = || values.iter().any(|(name, _)| *name == "attributeName");
                let is_wanted = match name.as_str() {
                    "script" | "handler" | "listener" | "foreignObject" | "iframe" => false,
                    // What they would change was not kept.
                    "set" | "animate" | "animateColor" | "animateTransform" => animates(),
                    _ => true,
                };
                if left_out.is_none() && !is_wanted {
                    left_out = Some(depth);
                }
                if left_out.is_some() {
                    continue;
                }
                if name == "style" {
                    sheet = Some(String::new());
                }
                let kept = values.iter().map(|(name, value)| Attribute::new(Name::local(name), value));
                copy.start(&name, kept.collect(), depth == 1)?;
            }
            Read::EndElement { name } => {
                let is_left_out = left_out.is_some();
                left_out.take_if(|open| *open == depth);
                depth -= 1;
                if is_left_out {
                    continue;
                }
                if let Some(sheet) = sheet.take() {
                    copy.text(&styles::harmless(&sheet))?;
                }
                copy.end(&name.local_name)?;
            }
            Read::Characters(text) | Read::Whitespace(text) if left_out.is_none() => match &mut sheet {
                Some(sheet) => sheet.push_str(&text),
                None if is_indentation(&text) => {}
                None => copy.text(&text)?,
            },
            _ => {}
        }
    }
    if copy.writer.inner_ref().bytes.is_empty() { Err(Refusal::NoDrawing) } else { Ok(copy.writer.into_inner().bytes) }
}

/// The white space that the filter adds; that of the file is one space or stands in a text.
fn is_indentation(text: &str) -> bool {
    text.strip_prefix('\n').is_some_and(|rest| rest.bytes().all(|byte| byte == b' '))
}

/// What is kept of an attribute's value; nothing when the attribute is to go.
fn harmless<'a>(name: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let starts_with_on = |text: &str| text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
    if starts_with_on(name) {
        return None;
    }
    match name {
        "href" | "src" => styles::is_own(value).then_some(Cow::Borrowed(value)),
        "attributeName" => {
            let animated = value.trim();
            (!starts_with_on(animated) && !animated.to_ascii_lowercase().ends_with("href"))
                .then_some(Cow::Borrowed(value))
        }
        "style" => Some(Cow::Owned(styles::harmless(value))),
        // Text for people, which no browser reads as a value.
        _ if name.starts_with("data-") || name.starts_with("aria-") => Some(Cow::Borrowed(value)),
        _ => styles::is_harmless(value).then_some(Cow::Borrowed(value)),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn filtered(file: &str) -> Option<String> {
        svg(file.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok())
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

    #[test]
    fn depth_is_bounded_before_anything_is_written() {
        let nested = |depth: usize| format!("{OPEN}>{}{}</svg>", "<g>".repeat(depth), "</g>".repeat(depth));
        assert_eq!(filtered(&nested(DEEPEST - 1)).map(|kept| kept.matches("<g>").count()), Some(DEEPEST - 2));
        for depth in [DEEPEST, 1000, 100_000] {
            assert_eq!(svg(nested(depth).as_bytes()), Err(Refusal::TooDeep));
        }
        // What is left out may not be deep, either.
        let foreign = format!("{OPEN}>{}{}</svg>", "<x xmlns=\"y\">".repeat(1000), "</x>".repeat(1000));
        assert_eq!(svg(foreign.as_bytes()), Err(Refusal::TooDeep));
        let prefixes: String = (0..150).map(|number| format!(" xmlns:p{number}=\"u{number}\"")).collect();
        assert_eq!(svg(format!("{OPEN}{prefixes}/>").as_bytes()), Err(Refusal::TooDeep));
    }

    #[test]
    fn what_comes_out_is_not_indented_and_hardly_longer_than_what_went_in() {
        let deep = format!("{OPEN}>{}{}{}</svg>", "<g>".repeat(90), "<path/>".repeat(20_000), "</g>".repeat(90));
        let kept = filtered(&deep).expect("kept");
        assert!(kept.len() <= deep.len() && !kept.contains('\n'), "{} of {}", kept.len(), deep.len());
        assert_eq!(svg(kept.as_bytes()), Ok(kept.clone().into_bytes()));
        let too_long = format!("{OPEN}><text>{}</text></svg>", "&#38;".repeat(LONGEST / 5 - 30));
        assert!(svg(too_long.as_bytes()).is_ok());
        assert_eq!(svg(&vec![b' '; LONGEST + 1]), Err(Refusal::TooLong));
        // White space between words is kept, and none is added.
        let words = format!("{OPEN}><text>\n  <tspan>a</tspan>\n  <tspan>b</tspan><tspan>c</tspan> d</text></svg>");
        assert!(
            filtered(&words)
                .expect("kept")
                .contains("<text> <tspan>a</tspan> <tspan>b</tspan><tspan>c</tspan> d</text>")
        );
    }

    #[test]
    fn text_may_say_what_would_run() {
        let saying = "<text>call javascript:x with onclick=\"y\", attributeName=\"href\" and @import</text><desc>&lt;script></desc>";
        let kept = filtered(&format!("{OPEN}>{saying}</svg>")).expect("kept");
        for said in ["javascript:x", "onclick=", "attributeName=", "@import", "&lt;script"] {
            assert!(kept.contains(said), "{kept}");
        }
    }

    #[test]
    fn a_prefix_is_no_reason_to_show_nothing() {
        let file = "<x:svg xmlns:x=\"http://www.w3.org/2000/svg\" xmlns:l=\"http://www.w3.org/1999/xlink\">\
                    <x:rect width=\"1\"/><x:use l:href=\"#a\"/><y xmlns=\"z\"><x:g/></y></x:svg>";
        assert_eq!(
            filtered(file).as_deref(),
            Some("<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"1\"/><use href=\"#a\"/></svg>")
        );
    }

    #[test]
    fn every_refusal_has_its_reason() {
        for (file, why) in [
            (format!("{OPEN}><text>&nbsp;</text></svg>").into_bytes(), Refusal::Malformed),
            (format!("{OPEN}><g></svg>").into_bytes(), Refusal::Malformed),
            ([OPEN.as_bytes(), b"><text>\xE4</text></svg>"].concat(), Refusal::Malformed),
            (b"<svg><rect/></svg>".to_vec(), Refusal::NoDrawing),
            (b"<svg xmlns='http://example.org/'/>".to_vec(), Refusal::NoDrawing),
            (b"<html/>".to_vec(), Refusal::NoDrawing),
        ] {
            assert_eq!(svg(&file), Err(why), "{}", String::from_utf8_lossy(&file));
        }
    }

    #[test]
    fn no_style_leads_to_another_host() {
        for style in [
            "svg{background:image-set(\"https://evil.example/b\" 1x)}",
            "svg{background:-webkit-image-set(url(https://evil.example/b) 1x)}",
            "svg{background:IMAGE-SET('//evil.example/b' 1x)}",
            "@font-face{font-family:a;src:src(\"https://evil.example/f\")}",
            "svg{background:cross-fade(\"https://evil.example/b\",red)}",
            "svg{background:url(\"https://evil.example/b\")}",
            "@import \"https://evil.example/b\";",
            "@namespace x \"https://evil.example/b\";",
            "svg{--a:\"https://evil.example/b\";background:image-set(var(--a) 1x)}",
        ] {
            let kept = filtered(&format!(
                "{OPEN}><style>{style} rect{{fill:red}}</style><rect style='{}'/></svg>",
                style.replace('\'', "&apos;")
            ));
            let kept = kept.expect("kept");
            assert!(!kept.contains("evil.example") && !kept.to_lowercase().contains("image-set"), "{style}: {kept}");
            assert!(kept.contains("rect{fill:red}"), "{style}: {kept}");
        }
        let attribute = format!(
            "{OPEN}><rect fill='image-set(\"//evil.example/b\" 1x)' mask='url(#a)' cursor='url(b.png)'/></svg>"
        );
        assert!(filtered(&attribute).expect("kept").ends_with("<rect mask=\"url(#a)\"/></svg>"));
    }
}
