use super::*;
use Piece::{Comment, HiddenEnd, HiddenStart, LinkEnd, Tag, Text};

fn text(text: &str) -> Piece {
    Text(text.to_owned())
}

fn tag(tag: &str) -> Piece {
    Tag(tag.to_owned())
}

/// The pieces, joined as the page would show them.
fn shown(html: &str) -> String {
    let mut shown = String::new();
    for piece in pieces(html) {
        match piece {
            Text(text) => shown.push_str(&text.replace('<', "&lt;")),
            Tag(tag) => shown.push_str(&tag),
            other => shown.push_str(&format!("[{other:?}]")),
        }
    }
    shown
}

#[test]
fn placeholders_stay_visible() {
    let samples = [
        "<CUSTOMERID>",
        "<tenant>",
        "SCS-<n>C:<m>:<o>s",
        "<->",
        "<placeholder-x>",
        "a < b > c",
        "<3",
        "<YOUR_MINOR_VERSION>",
        "Vec<T>",
        "Foo<U>::new",
        "<I as Iterator>",
        "<source>",
        "<label>",
        "</tenant>",
        "<LocationMatch \"/x\">",
        "x <",
        "<b",
        "<a href=\"x",
        "<https://x.example",
    ];
    for sample in samples {
        assert_eq!(pieces(sample), [text(sample)], "{sample}");
    }
}

#[test]
fn allowed_tags_are_written_anew() {
    let samples = [
        ("<STRONG >x</Strong\n>", "<strong>x</strong>".into()),
        ("<b/>", "<b>".into()),
        ("<br/></br><BR clear=all>", "<br><br><br>".into()),
        ("</hr>", String::new()),
        ("<font>x</font>", "<span>x</span>".into()),
        ("<section class=notes>x</section>", "<div>x</div>".into()),
        ("<center>x</center>", "<div class=\"align-center\">x</div>".into()),
        ("<td align=RIGHT colspan=2 rowspan=9999>", "<td class=\"align-right\" colspan=\"2\">".into()),
        ("<ol start=' 3 '><li value=x>", "<ol start=\"3\"><li>".into()),
        ("<details open=x onclick=y>", "<details open=\"\">".into()),
        (
            "<p id=Reveal class='reveal fragment r-stretch slides' data-x=1 name=y>",
            "<p id=\"u-Reveal\" class=\"fragment r-stretch\">".into(),
        ),
        (
            "<p id='a b' lang=de dir=RTL title='\"&lt;x>\u{202e}'>",
            "<p dir=\"rtl\" lang=\"de\" title=\"&quot;&lt;x&gt;\">".into(),
        ),
        ("<P TITLE='a>b' x>", "<p title=\"a&gt;b\">".into()),
    ];
    for (html, expected) in samples {
        assert_eq!(shown(html), expected, "{html}");
    }
}

#[test]
fn styles_become_classes() {
    let style = "text-shadow: -1px 1px 0 #FFF;position:fixed";
    let found = pieces(&format!("<font color=\"#50c3a5\" style=\"{style}\">x</font>"));
    let declarations = "color:#50c3a5;text-shadow:-1px 1px 0 #fff";
    let class = style_class(declarations);
    assert!(is_author_class(&class));
    assert_eq!(
        found,
        [
            Piece::Style { class: class.clone(), declarations: declarations.into() },
            tag(&format!("<span class=\"{class}\">")),
            text("x"),
            tag("</span>"),
        ]
    );
    assert_eq!(shown("<p style='position:fixed'>"), "<p>");
    let declared = |html: &str| match pieces(html).swap_remove(0) {
        Piece::Style { declarations, .. } => declarations,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        declared("<font color=0f5fe1 size=12px face='Lato, serif'>"),
        "color:#0f5fe1;font-size:12px;font-family:\"Lato\",serif"
    );
    assert_eq!(declared("<font size=+1>"), "font-size:large");
    assert_eq!(declared("<font size=99>"), "font-size:xxx-large");
    assert_eq!(declared("<big>"), "font-size:larger");
}

#[test]
fn links_and_images_come_out_unresolved() {
    assert_eq!(
        pieces("<a href='jav&#x09;ascript:x' target=_blank onclick=y title=t>a</a>"),
        [Piece::LinkStart { destination: "jav\tascript:x".into(), title: "t".into() }, text("a"), LinkEnd]
    );
    assert_eq!(
        pieces("<a name=top></a>"),
        [
            tag("<span id=\"u-top\">"),
            tag("</span>"),
            Piece::LinkStart { destination: String::new(), title: String::new() },
            LinkEnd
        ]
    );
    assert_eq!(
        pieces("<img src=a.png alt='a &amp; b' width=300 height=50% onerror=x srcset=y>"),
        [Piece::Image {
            source: "a.png".into(),
            alternative: "a & b".into(),
            title: String::new(),
            width: Some(Length::Pixels(300)),
            height: Some(Length::Percent(50)),
        }]
    );
}

#[test]
fn what_is_forbidden_disappears_with_its_content() {
    assert_eq!(shown("a<script>x</script >b"), "ab");
    assert_eq!(shown("a<SvG/onload=x><b>y</b></sVG\n>b"), "ab");
    assert_eq!(shown("<scr<script>ipt>x</scr</script>ipt>"), "&lt;scr&lt;script>ipt>x&lt;/scr&lt;/script>ipt>");
    assert_eq!(shown("<form action=x><input name=y>z</form><object data=x>w</object>"), "zw");
    assert_eq!(pieces("<script>x"), [HiddenStart("script"), text("x")]);
    assert_eq!(pieces("</script>"), [HiddenEnd("script")]);
    assert_eq!(shown("<style></styles></style>a"), "a");
}

#[test]
fn comments_are_kept_apart() {
    assert_eq!(pieces("a<!-- .slide: x -->b"), [text("a"), Comment(" .slide: x ".into()), text("b")]);
    assert_eq!(pieces("<!--> a -->"), [Comment(String::new()), text(" a -->")]);
    assert_eq!(pieces("<!-- a --!> b"), [Comment(" a ".into()), text(" b")]);
    assert_eq!(pieces("<!-- never closed <b>"), [Comment(" never closed <b>".into())]);
    assert_eq!(shown("<!doctype html>a<?xml x?>b</ c>d<![CDATA[<x>]]>e</>f"), "ab&lt;/ c>de&lt;/>f");
}

#[test]
fn quotes_open_values_only_after_an_equals_sign() {
    let samples = [
        ("<img \"\"\"><b>x", 3),
        ("<p title=\">\">x", 2),
        ("<p \"=\">\"y>x", 2),
        ("<p a='>' b = \n\">\" c=d'e>x", 2),
        ("<p =\">\">x", 2),
        ("<p a=b\"c>x", 2),
        ("<p a=/>x", 2),
        ("<p/title='>'/>x", 2),
        ("<p a\n=\n'>'>x", 2),
        ("<p a b='>'>x", 2),
    ];
    for (html, count) in samples {
        // Our idea of where the tag ends must be html5ever's.
        assert_eq!(pieces(html).len(), count, "{html}: {:?}", pieces(html));
        let tail = tokenize(html).text.into_inner();
        let ours: String = pieces(html)
            .into_iter()
            .filter_map(|piece| if let Text(text) = piece { Some(text) } else { None })
            .collect();
        assert_eq!(ours, tail, "{html}");
    }
}

#[test]
fn text_is_decoded_once() {
    assert_eq!(pieces("a &lt;b&gt; &amp;lt; &nbsp;<x> &copy"), [text("a <b> &lt; \u{a0}<x> ©")]);
    assert_eq!(pieces("\0"), [text("\0")]);
}

/// Keeps how many tags and how much text html5ever sees.
fn browser_sees(html: &str) -> (usize, String) {
    #[derive(Default)]
    struct Count(RefCell<(usize, String)>);
    impl TokenSink for Count {
        type Handle = ();
        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(_) => self.0.borrow_mut().0 += 1,
                Token::CharacterTokens(text) => self.0.borrow_mut().1.push_str(&text),
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Count::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_tag_ends_where_a_browser_ends_it(inner in "[ab =\"'/\n<é-]{0,14}", rest in "[ab =\"'/>]{0,6}") {
        let html = format!("<p{inner}>{rest}>");
        match markup(&html) {
            Markup::Tag { length, .. } => {
                proptest::prop_assert_eq!(browser_sees(&html[..length]), (1, String::new()), "{}", html);
                proptest::prop_assert_eq!(browser_sees(&html[..length - 1]).0, 0, "{}", html);
            }
            _ => proptest::prop_assert!(browser_sees(&html).0 == 0 || inner.contains('<'), "{}", html),
        }
    }

    #[test]
    fn a_comment_ends_where_a_browser_ends_it(inner in "[ab!>-]{0,10}") {
        let html = format!("<!--{inner}-->x");
        let Markup::Comment { length, .. } = markup(&html) else { panic!("{html}") };
        proptest::prop_assert_eq!(browser_sees(&html).1, &html[length..], "{}", html);
    }
}
