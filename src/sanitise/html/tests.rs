use super::super::form;
use super::*;
use crate::sanitise::attributes::{CLASSES, ROLES};
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use proptest::prelude::*;
use std::cell::RefCell;

#[derive(Default)]
struct Sink(RefCell<Vec<String>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut tokens = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let attributes: Vec<String> = tag
                    .attrs
                    .iter()
                    .map(|attribute| format!("{}={:?}", &*attribute.name.local, &*attribute.value))
                    .collect();
                tokens.push(format!(
                    "<{}{} {}>",
                    if tag.kind == TagKind::EndTag { "/" } else { "" },
                    &*tag.name,
                    attributes.join(" ")
                ));
            }
            Token::CharacterTokens(text) => match tokens.last_mut() {
                Some(last) if !last.starts_with('<') => last.push_str(&text),
                _ => tokens.push(format!("'{text}")),
            },
            Token::EOFToken | Token::ParseError(_) => {}
            other => tokens.push(format!("<{other:?}")),
        }
        TokenSinkResult::Continue
    }
}

/// What a browser's tokenizer sees.
fn tokens(html: &str) -> Vec<String> {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Every tag's name and the names of its attributes.
fn elements_of(html: &str) -> Vec<(String, Vec<String>)> {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Names::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[derive(Default)]
struct Names(RefCell<Vec<(String, Vec<String>)>>);

impl TokenSink for Names {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token {
            let attributes = tag.attrs.iter().map(|attribute| attribute.name.local.to_string()).collect();
            self.0.borrow_mut().push((tag.name.to_string(), attributes));
        }
        TokenSinkResult::Continue
    }
}

/// The two checks agree: of well-formed HTML, ammonia keeps every tag and every character.
fn assert_second_check_finds_nothing(html: &str) {
    assert_eq!(form::well_formed(html), Some(Vec::new()), "{html}");
    assert_eq!(tokens(&BUILDER.clean(html).to_string()), tokens(html), "{html}");
}

/// The renderer's own markup.
const OURS: &[&str] = &[
    "<h2 id=\"team-iaas\"><span class=\"alias\" id=\"Team-IaaS\"></span>Team &amp; <em>more</em> <a class=\"anchor\" href=\"#team-iaas\" aria-label=\"Link to &quot;x&quot;\">#</a></h2>",
    "<p class=\"reporter\">a <a class=\"slide-link\" href=\"deck/#/team-iaas\">Slide</a> <bdi>@b</bdi></p>",
    "<ul><li><span class=\"task-box task-done\" role=\"img\" aria-label=\"done\"></span> a<ul><li><p>b</p></li></ul></li></ul>",
    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead><tr><th class=\"align-left\">a</th></tr></thead>\n<tbody>\n<tr><td class=\"align-center\">b<br>c</td></tr></tbody></table></div>",
    "<p><img src=\"../../assets/a%20b.1234abcd.png\" width=\"300\" height=\"200\" loading=\"lazy\" decoding=\"async\" alt=\"a &lt;b&gt;\" class=\"r-stretch\"> <a class=\"missing-image\" href=\"https://a.example/x.png\" rel=\"noopener noreferrer nofollow ugc\">image at a.example</a></p>",
    "<aside class=\"note note-info\"><p>a</p></aside><details class=\"note note-spoiler\"><summary>a</summary><p>b</p></details>",
    "<pre class=\"code\" tabindex=\"0\"><code class=\"language-c++\"><span class=\"hl-keyword\">int</span> a &lt; b;\n\n</code></pre>",
    "<figure class=\"diagram\"><pre class=\"code\" tabindex=\"0\"><code class=\"language-mermaid\">a --&gt; b</code></pre><figcaption>a</figcaption></figure>",
    "<p><span class=\"emoji\" role=\"img\" aria-label=\"tada\">🎉</span> <mark>a</mark> <ins>b</ins> <span class=\"handle\">@c</span> <a href=\"mailto:a@b.example\">a</a></p>",
    "<section class=\"footnotes\"><ol><li id=\"fn-1\">a <a class=\"backref\" href=\"#fnref-1\">↩</a></li></ol></section><sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>",
    "<ol start=\"3\"><li class=\"fragment\" data-fragment-index=\"2\">a</li></ol><hr><blockquote><p>a</p></blockquote><dl><dt>a</dt><dd>b</dd></dl>",
    "<p><span class=\"a-0123abcd\">a</span> <ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby> <bdo dir=\"rtl\">c</bdo>\u{a0}&nbsp;&copy; d > e & f</p>",
    "<p><a href=\"../../iaas/2023-01-11/#x\">a</a> <a href=\"../\">b</a> <a href=\"#\">c</a> <a href=\"./\">d</a></p>",
    "<h3 class=\"align-center\" lang=\"de\" title=\"x\">a</h3><table><caption>a</caption><colgroup><col span=\"2\"></colgroup><tbody><tr><th scope=\"row\">a</th><td colspan=\"2\" rowspan=\"2\"><p>b</p></td></tr></tbody></table>",
];

#[test]
fn the_tables_are_sorted() {
    assert!(CLASSES.is_sorted());
    assert!(ROLES.is_sorted());
}

#[test]
fn links_that_leave_the_site_are_marked_without_a_second_check() {
    let written = "<p><a title=\"x\" href=\"https://a.example/\">a</a> <a href=\"#b\">b</a> <a class=\"anchor\" href=\"http://c.example/\">c</a></p>";
    assert_eq!(form::well_formed(written).map(|unmarked| unmarked.len()), Some(2));
    let marked = written.replace("example/\"", "example/\" rel=\"noopener noreferrer nofollow ugc\"");
    assert_eq!(html(written), marked);
    assert_second_check_finds_nothing(&marked);
}

#[test]
fn our_own_markup_passes_untouched() {
    for sample in OURS {
        assert_eq!(html(sample), *sample);
        assert_second_check_finds_nothing(sample);
    }
    assert_eq!(html(""), "");
    assert_eq!(html("a &lt; b"), "a &lt; b");
}

#[test]
fn what_is_not_well_formed_is_repaired() {
    let samples = [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("a</section></div></div>b</p>", "ab"),
        ("<h1><span class=\"a-0123abcd\">a</h1>b", "<h1><span class=\"a-0123abcd\">a</span></h1>b"),
        ("<b><div>a</b>b</div>c", "<b><div>ab</div>c</b>"),
        ("<ul><li>a<li>b</ul><li>c", "<ul><li>a</li><li>b</li></ul>c"),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<table>a<b>b</b></table>", "<table><tbody><tr><td>a<b>b</b></td></tr></tbody></table>"),
        ("<table><col><td>a</table>", "<table><colgroup><col></colgroup><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<a href=\"#x\">a<a href=\"#y\">b</a>c</a>d", "<a href=\"#x\">a</a><a href=\"#y\">b</a>cd"),
        (
            "<a href=\"https://a.example/\">a</a>",
            "<a href=\"https://a.example/\" rel=\"noopener noreferrer nofollow ugc\">a</a>",
        ),
        ("<a href=\"../x/\" rel=\"noopener noreferrer nofollow ugc\">a</a>", "<a href=\"../x/\">a</a>"),
        ("<a href=\"//a.example/\">a</a><a href=\"https:a.example\">b</a>", "<a>a</a><a>b</a>"),
        (
            "<img src=\"https://a.example/x.png\" alt=\"a\"><img src=\"data:image/png;base64,AA\">",
            "<img alt=\"a\"><img>",
        ),
        (
            "<p onclick=\"x\" style=\"color:red\" class=\"reveal fragment slides\" name=\"y\" data-state=\"z\">a</p>",
            "<p class=\"fragment\">a</p>",
        ),
        ("a<script>b</script>c<style>d", "acd"),
        ("<x-y>a</x-y><form><input><button>b</button></form>", "ab"),
        ("<!-- a -->b<!--c", "b"),
        ("<pre>\n\n\na\n</pre>", "<pre>a\n</pre>"),
        ("<p>\u{0}a\rb</p>", "<p> a b</p>"),
        ("a < b <3 c", "a &lt; b &lt;3 c"),
        ("<p class=\"\" id=\"a b\" tabindex=\"5\" role=\"alert\">a</p>", "<p>a</p>"),
        ("<p title=\"&lt;img src=x onerror=y&gt;\" dir=\"x\">a</p>", "<p title=\"&lt;img src=x onerror=y&gt;\">a</p>"),
        ("<br></br><hr/><IMG>", "<br><hr><img>"),
    ];
    for (written, expected) in samples {
        assert_eq!(html(written), expected, "{written}");
        assert_second_check_finds_nothing(expected);
    }
}

#[test]
fn nesting_and_attributes_are_bounded() {
    for unit in [
        "<blockquote>",
        "<a href=\"x\"><table>",
        "<b>",
        "<p><b>",
        "<div><p>",
        "<ul><li>",
        "<table><tr><td>",
        "<a id=\"x\">",
        "<ruby><rt>",
        "<dl><dd>",
    ] {
        let bounded = bounded(&unit.repeat(5_000)).into_owned();
        let (mut depth, mut deepest) = (0_usize, 0);
        for token in tokens(&bounded) {
            if token.starts_with("</") {
                depth -= 1;
            } else if token.starts_with('<') {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
        assert!(depth == 0 && deepest <= 100, "{unit}: {depth}, {deepest}");
        assert_second_check_finds_nothing(&bounded);
    }
    let attributes: String = (0..60_000).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(html(&format!("<p{attributes}>b</p>")).len() < 2_000_000);
    assert_eq!(html(&format!("<p{}>b</p>", " title=\"x\"".repeat(20))), "<p title=\"x\">b</p>");
}

#[expect(clippy::too_many_lines, reason = "a table of cases")]
/// Tag soup from pieces that have broken sanitisers before.
fn soup() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i title='",
        "'>",
        "\">",
        "<a href=\"https://a.example/\">",
        "<a href=x>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "<caption>",
        "<col>",
        "<colgroup>",
        "<thead>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<mglyph>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<img src=x onerror=y()>",
        "<img src=\"a.png\">",
        "<noscript>",
        "<template>",
        "<title>",
        "</title>",
        "<textarea>",
        "<select>",
        "<option>",
        "<form>",
        "</form>",
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<div onclick=\"x()\" class=\"reveal note\">",
        "</div>",
        "<h1>",
        "</h1>",
        "<h2 id=\"a\">",
        "<li>",
        "<ul>",
        "</ul>",
        "<dd>",
        "<dl>",
        "<ruby>",
        "<rt>",
        "<rp>",
        "</ruby>",
        "<br>",
        "</br>",
        "<hr>",
        "<pre>",
        "</pre>",
        "\n",
        " ",
        "text",
        "&lt;",
        "&",
        "&#x3c;script>",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "\0",
        "\r",
        "é",
        "\u{a0}",
        "<details open>",
        "<summary>",
        "</summary>",
        "<blockquote>",
        "</blockquote>",
        "<span class=\"a-01234567\">",
        "</span>",
        "<font color=red>",
        "<x-y>",
        "<section>",
        "</section>",
        "<iframe src=//x>",
        "</iframe>",
        "<plaintext>",
        "<image src=x>",
        "<p style=\"x\" id=y name=z>",
        "<a href=\"javascript:x()\">",
        "<?",
        "</",
    ];
    prop::collection::vec(prop::sample::select(PARTS), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soup_comes_out_clean_and_stays_so(soup in soup()) {
        let once = html(&soup);
        prop_assert_eq!(&html(&once), &once);
        let bounded = bounded(&soup).into_owned();
        assert_second_check_finds_nothing(&bounded);
        assert_second_check_finds_nothing(&once);
        for (name, attributes) in elements_of(&once) {
            prop_assert!(elements::of_page().any(|known| known == name), "{name}");
            for attribute in attributes {
                prop_assert!(!attribute.starts_with("on") && !matches!(attribute.as_str(), "style" | "name"), "{attribute}");
            }
        }
    }
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    for text in [
        "<pre>\n&#13;x",
        "<pre>&#13;\n\nx<b>",
        "<pre>\n\n&#xD;",
        "<pre>&#10;&#10;</pre>",
        "<p>a&#13;b<b>c",
        "<textarea>\n&#13;</textarea><pre><p>\r\n",
    ] {
        let once = html(text);
        assert_eq!(html(&once), once, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_any_markup_twice_is_cleaning_it_once(pieces in proptest::collection::vec(proptest::sample::select(vec![
        "<pre>", "</pre>", "<p>", "</p>", "<b>", "</i>", "<i>", "\n", "\r", "&#13;", "&#xd;", "&#10;", "x", " ", "<table>", "<td>", "</table>",
        "<li>", "<ul>", "<a href=x>", "</a>", "<svg>", "<math>", "<style>", "<!--", "-->", "&lt;", "&amp;#13;", "<br>", "<details>", "<summary>", "<img src=a.png>",
    ]), 0..14)) {
        let once = html(&pieces.concat());
        prop_assert_eq!(html(&once), once);
    }
}
