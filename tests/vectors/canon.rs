//! Pages as a browser understands them, written down in one way, so that a payload can be searched for whatever its
//! spelling.

use super::dom::{Kind, Node, parse};

/// The markup of a document, in order, without its text: `<name a="v">` with values decoded and freed of white space and
/// control characters, what stands in scripts and styles in `{{ }}`, comments; all in lower case.
pub(crate) fn canonical(html: &str) -> String {
    let nodes = parse(html);
    let mut written = String::new();
    write(&nodes, 0, &mut written);
    written.to_lowercase()
}

/// All text of a document outside scripts and styles.
pub(crate) fn text(html: &str) -> String {
    let nodes = parse(html);
    let texts = nodes.iter().filter(|node| !is_raw(&nodes, node)).filter_map(|node| match &node.kind {
        Kind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn is_raw(nodes: &[Node], node: &Node) -> bool {
    node.parent.is_some_and(|parent| matches!(name(&nodes[parent]), "script" | "style"))
}

fn name(node: &Node) -> &str {
    match &node.kind {
        Kind::Element { name, .. } => &name.local,
        _ => "",
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|&c| c > ' ').collect()
}

fn write(nodes: &[Node], at: usize, written: &mut String) {
    match &nodes[at].kind {
        Kind::Document => {}
        Kind::Element { name, attributes } => {
            written.push('<');
            written.push_str(&name.local);
            for (name, value) in attributes {
                written.push_str(&format!(" {name}=\"{}\"", squeeze(value)));
            }
            written.push('>');
        }
        Kind::Text(text) => {
            if is_raw(nodes, &nodes[at]) {
                written.push_str(&format!("{{{{{}}}}}", squeeze(text)));
            }
        }
        Kind::Comment(data) => written.push_str(&format!("<!--{}-->", squeeze(data))),
    }
    for &child in &nodes[at].children {
        write(nodes, child, written);
    }
}

/// What is in a page's author-written part (the element for which `is_content` holds) that must not be in any.
pub(crate) fn violations(html: &str, is_content: fn(&[(String, String)]) -> bool) -> Vec<String> {
    let nodes = parse(html);
    let mut found = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Kind::Element { attributes, .. } = &node.kind
            && is_content(attributes)
        {
            for &child in &nodes[at].children {
                look(&nodes, child, &mut found);
            }
        }
    }
    found
}

/// The elements a note may consist of.
const ELEMENTS: &str = " a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details div dl dt em \
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre rp rt ruby s section small span strong sub \
    summary sup table tbody td tfoot th thead tr u ul wbr ";

/// The attributes they may have.
const ATTRIBUTES: &str = " alt aria-hidden aria-label class colspan data-background-color data-background-image \
    data-background-opacity data-background-position data-background-repeat data-background-size data-fragment-index \
    data-transition data-transition-speed datetime decoding dir height href id lang loading open rel role rowspan scope \
    span src start tabindex title value width ";

fn look(nodes: &[Node], at: usize, found: &mut Vec<String>) {
    match &nodes[at].kind {
        Kind::Element { name, attributes } => {
            let tag = name.local.to_string();
            if !ELEMENTS.contains(&format!(" {tag} ")) || &*name.ns != "http://www.w3.org/1999/xhtml" {
                found.push(format!("<{tag}>"));
            }
            for (name, value) in attributes {
                let squeezed = squeeze(value).to_lowercase();
                let fine = ATTRIBUTES.contains(&format!(" {name} "))
                    && match name.as_str() {
                        "src" | "data-background-image" => !squeezed.starts_with("//") && !squeezed.contains(':'),
                        "href" => is_fine_link(&squeezed) && value.chars().all(|c| c >= ' ' && c != '\\'),
                        "class" => !squeezed.contains("reveal") && !value.split(' ').any(|class| class == "slides"),
                        "data-background-color" => squeezed.starts_with('#'),
                        _ => true,
                    };
                if !fine {
                    found.push(format!("<{tag} {name}={value:?}>"));
                }
            }
            let of = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
            let leaves = of("href").is_some_and(|href| href.starts_with("http"));
            if tag == "a" && leaves && of("rel") != Some("noopener noreferrer nofollow ugc") {
                found.push(format!("<a href={:?}> without rel", of("href")));
            }
        }
        Kind::Comment(data) => found.push(format!("<!--{data}-->")),
        Kind::Document | Kind::Text(_) => {}
    }
    for &child in &nodes[at].children {
        look(nodes, child, found);
    }
}

fn is_fine_link(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().filter(|start| start.contains(':'));
    match scheme {
        None => !href.starts_with("//"),
        Some("http:" | "https:") => {
            let host =
                href.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or_default();
            !host.is_empty() && !host.contains('@')
        }
        Some(other) => other.starts_with("mailto:"),
    }
}

#[test]
fn documents_have_one_spelling() {
    let body = |html: &str| canonical(html).replacen("<html><head><body>", "", 1);
    assert_eq!(body("<IMG SRC=' java\tscript:x' OnError=y()>"), "<img src=\"javascript:x\" onerror=\"y()\">");
    assert_eq!(body("a<script>A b</script>t<!-- C d -->"), "<script>{{ab}}<!--cd-->");
    assert_eq!(body("<table>a<b>b<tr><td>c"), "<b><table><tbody><tr><td>");
    assert_eq!(body("<b><p>a</b>b"), "<b><p><b>");
    assert_eq!(body("a<noscript><p title=\"</noscript><img src=x>\">"), "<noscript><img src=\"x\">");
    assert_eq!(text("<p>a<script>b</script><b>c</b>&lt;d>"), "ac<d>");
}

#[test]
fn the_checker_sees_what_is_forbidden() {
    let found = |content: &str| {
        violations(&format!("<main data-body>{content}</main>"), |attributes| {
            attributes.iter().any(|(name, _)| name == "data-body")
        })
    };
    for bad in [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<svg></svg>",
        "<a href=\"javascript:x\">",
        "<a href=//x>",
        "<a href=\"x\\y\">",
        "<img src=https://x>",
        "<img src=//x>",
        "<div class='a reveal'>",
        "<!-- x -->",
        "<a href=https://a@b/ rel='noopener noreferrer nofollow ugc'>",
        "<a href=https://x/>",
        "<form>",
        "<x-y>",
        "<p data-x=1>",
        "<section data-background-color=url(x)>",
        "<a name=x>",
    ] {
        assert_eq!(found(bad).len(), 1, "{bad}: {:?}", found(bad));
    }
    let good = "<p id=u-x class=fragment>a <a href=../x/#y>b</a> <a href=mailto:a@b.c>d</a> \
                <a href='https://x/?a:b@c' rel='noopener noreferrer nofollow ugc'>c</a></p>";
    assert_eq!(found(good), Vec::<String>::new());
}
