//! The dialect, item by item: what a note says and the HTML its page (or deck) holds.

use super::{page, slides};
use crate::archive::{Archive, CallId};
use crate::config::Config;
use crate::media::{Format, ImageFacts};
use crate::project::{Kept, Project};
use crate::scan::{Class, NoteFile, SourceFile, Sources};
use crate::site::media::{Picture, Pictures};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// The archive of two notes, `t/20240102.md` with the source at hand and `t/20240101.md`, and an image, `t/a.png` of
/// 400 × 200.
fn with_archive<T>(source: &str, then: impl FnOnce(&Archive, CallId) -> T) -> T {
    let file = |path: &str, class: Class| SourceFile { path: path.to_owned(), absolute: PathBuf::new(), class };
    let note = |path: &str, text: &str| {
        file(path, Class::Note(NoteFile { text: text.into(), hash: path.to_owned(), alias_of: None }))
    };
    let image = ImageFacts { format: Format::Png, size: Some((400, 200)) };
    let files = vec![
        note("t/20240101.md", "# 2024-01-01\n\n## Old\ntext\n"),
        note("t/20240102.md", source),
        file("t/a.png", Class::Asset(Some(image))),
    ];
    let sources = Sources { files, diagnostics: Vec::new() };
    let today = NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    let project = Project::of_sources(Path::new(""), sources, Config::default(), today, Kept::Nothing);
    then(&project.archive, CallId(1))
}

fn page_of(source: &str) -> String {
    with_archive(source, |archive, id| {
        page::body(archive, &Pictures::default(), id, "../../").html.trim_end().to_owned()
    })
}

fn deck_of(source: &str) -> String {
    with_archive(source, |archive, id| slides::slides(archive, &Pictures::default(), id, "../../../").html)
}

/// Items of the dialect list (`docs/dialect.md` has them by number), a note, and its page.
const PAGES: &[(&[u32], &str, &str)] = &[
    (&[1], "text\n- a\n", "<p>text</p>\n<ul>\n<li>a</li>\n</ul>"),
    (&[2], "- a\n    - b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    (&[3], "* a\n  * b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    (&[4], "* a\n\t* b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
    (&[5], "- a\n* b\n", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>"),
    (
        &[6],
        "[t](https://h.example/x)",
        "<p><a href=\"https://h.example/x\" rel=\"noopener noreferrer nofollow ugc\">t</a></p>",
    ),
    (
        &[7, 8],
        "see https://h.example/a_(b), ok",
        "<p>see <a href=\"https://h.example/a_(b)\" rel=\"noopener noreferrer nofollow ugc\">https://h.example/<wbr>a_(b)</a>, ok</p>",
    ),
    (
        &[9, 10],
        "https://h.example/x--y...z/_a_/**b",
        "<p><a href=\"https://h.example/x--y...z/_a_/**b\" rel=\"noopener noreferrer nofollow ugc\">https://h.example/<wbr>x--y...z/<wbr>_a_/<wbr>**b</a></p>",
    ),
    (&[11], "\"a\" it's", "<p>“a” it’s</p>"),
    (&[12], "a\nb\n- c\n  d\n", "<p>a<br>\nb</p>\n<ul>\n<li>c<br>\nd</li>\n</ul>"),
    (&[15], "`a \"b\" :tada: --`", "<p><code>a &quot;b&quot; :tada: --</code></p>"),
    (&[16], "a.. b... c..... d?... ../e", "<p>a… b… c… d?.. ../e</p>"),
    (&[17], "a -- b --- c", "<p>a – b — c</p>"),
    (&[18], "*a* _b_ **c** __d__", "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong></p>"),
    (
        &[19],
        "<https://h.example/a>",
        "<p><a href=\"https://h.example/a\" rel=\"noopener noreferrer nofollow ugc\">https://h.example/<wbr>a</a></p>",
    ),
    (
        &[20, 21],
        ":rocket: :nope: 10:30:45 a:b:c :05:",
        "<p><span class=\"emoji\" role=\"img\" aria-label=\"rocket\">🚀</span> :nope: 10:30:45 a:b:c :05:</p>",
    ),
    (&[22, 23], "<font color=\"#50c3a5\" style=\"text-shadow: 1px 1px 0 #FFF\">T</font>", "<p>T</p>"),
    (
        &[24, 54],
        "![](a.png)",
        "<p><img src=\"../../t/a.png\" width=\"400\" height=\"200\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>",
    ),
    (
        &[25],
        "![x](https://pad.example/uploads/a.png)",
        "<p><img src=\"../../t/a.png\" width=\"400\" height=\"200\" loading=\"lazy\" decoding=\"async\" alt=\"x\"></p>",
    ),
    (
        &[25],
        "![](https://pad.example/uploads/b.png)",
        "<p><a class=\"missing-image\" href=\"https://pad.example/uploads/b.png\" title=\"File b.png\" rel=\"noopener noreferrer nofollow ugc\">Picture from the pad, no longer archived</a></p>",
    ),
    (
        &[25],
        "![The plan](https://pad.example/uploads/b.png)",
        "<p><a class=\"missing-image\" href=\"https://pad.example/uploads/b.png\" rel=\"noopener noreferrer nofollow ugc\">The plan (picture from the pad, no longer archived)</a></p>",
    ),
    (&[26], "a <!-- a remark --> b\n\n<!-- another -->\n", "<p>a  b</p>"),
    (
        &[27],
        "<a href=\"https://h.example/x\">@x</a>",
        "<p><a href=\"https://h.example/x\" rel=\"noopener noreferrer nofollow ugc\">@x</a></p>",
    ),
    (&[28], "a\n\n<style>\np { color: red }\n</style>\n\nb\n", "<p>a</p>\n<p>b</p>"),
    (
        &[30],
        "- [ ] a\n- [x] b\n- [X]c\n",
        "<ul class=\"tasks\">\n<li><span class=\"task-box task-open\" role=\"img\" aria-label=\"open\">☐</span> a</li>\n<li><span class=\"task-box task-done\" role=\"img\" aria-label=\"done\">☑</span> b</li>\n<li><span class=\"task-box task-done\" role=\"img\" aria-label=\"done\">☑</span> c</li>\n</ul>",
    ),
    (&[31], "[ ] a", "<p>[ ] a</p>"),
    (
        &[32],
        "![](a.png =100x)",
        "<p><img src=\"../../t/a.png\" width=\"100\" height=\"50\" class=\"sized\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>",
    ),
    (
        &[32],
        "![](a.png =60x70)",
        "<p><img src=\"../../t/a.png\" width=\"60\" height=\"70\" class=\"sized\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>",
    ),
    (&[32], "![a](a.png =200)", "<p>![a](a.png =200)</p>"),
    (&[33], "a\n\n---\n\nb\n", "<p>a</p>\n<hr>\n<p>b</p>"),
    (
        &[35, 75],
        "```nope=7\na < b\n```\n",
        "<pre class=\"code\" tabindex=\"0\"><code class=\"language-nope\"><span class=\"line-number\">   7 </span>a &lt; b\n</code></pre>",
    ),
    (
        &[36],
        "- a\n  ```\n  b\n  ```\n",
        "<ul>\n<li>a\n<pre class=\"code\" tabindex=\"0\"><code>b\n</code></pre>\n</li>\n</ul>",
    ),
    (
        &[37, 74],
        "```mermaid\nA-->B\n```\n",
        "<figure class=\"diagram\"><figcaption>Diagram, as mermaid source</figcaption><pre class=\"code\" tabindex=\"0\"><code class=\"language-mermaid\">A--&gt;B\n</code></pre></figure>",
    ),
    (&[38], "~~a~~ ~5 min", "<p><s>a</s> ~5 min</p>"),
    (&[39], "> a\n> > b\n", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"),
    (
        &[40],
        "| a | b |\n|:-:|--:|\n| 1 | 2 |\n",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead>\n<tr><th class=\"align-center\">a</th><th class=\"align-right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td class=\"align-center\">1</td><td class=\"align-right\">2</td></tr>\n</tbody>\n</table></div>",
    ),
    (&[41], "3. a\n4. b\n", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
    (
        &[42],
        "* 1. a\n* 2. b\n",
        "<ul>\n<li>\n<ol>\n<li>a</li>\n</ol>\n</li>\n<li>\n<ol start=\"2\">\n<li>b</li>\n</ol>\n</li>\n</ul>",
    ),
    (&[43], "- a\n-\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    (&[44], "mail ann@h.example or <bob@h.example>", "<p>mail ann [at] h.example or bob [at] h.example</p>"),
    (&[45], "README.md walt.id", "<p>README.md walt.id</p>"),
    (&[46], "a  \nb", "<p>a<br>\nb</p>"),
    (&[47], "a\n\n    b\n", "<p>a</p>\n<pre class=\"code\" tabindex=\"0\"><code>b\n</code></pre>"),
    (&[48], "🐱\u{a0}x", "<p>🐱\u{a0}x</p>"),
    (&[49], "\\#5 \\*a\\*", "<p>#5 *a*</p>"),
    (&[50], "(c) (tm) +-5 what????", "<p>© ™ ±5 what???</p>"),
    (&[51], "SCS-<n>C:<m> for <CUSTOMERID>", "<p>SCS-&lt;n&gt;C:&lt;m&gt; for &lt;CUSTOMERID&gt;</p>"),
    (&[52, 53], "a</br>b<br/>c", "<p>a<br>b<br>c</p>"),
    (
        &[54],
        "<img src=\"a.png\" width=\"100\" alt=\"x\" onerror=\"y()\">",
        "<img src=\"../../t/a.png\" width=\"100\" height=\"50\" class=\"sized\" loading=\"lazy\" decoding=\"async\" alt=\"x\">",
    ),
    (&[55], "[t](foo bar.md)", "<p>[t](foo bar.md)</p>"),
    (
        &[56],
        "[t] (https://h.example)",
        "<p>[t] (<a href=\"https://h.example/\" rel=\"noopener noreferrer nofollow ugc\">https://h.example</a>)</p>",
    ),
    (
        &[57],
        "[t](https://h.example/(x)y)",
        "<p><a href=\"https://h.example/(x)y\" rel=\"noopener noreferrer nofollow ugc\">t</a></p>",
    ),
    (&[58], "[t](20240101.md#old) [u](nope.md)", "<p><a href=\"../../t/2024-01-01/#old\">t</a> u</p>"),
    (&[59], "[t]()", "<p>t</p>"),
    (&[60], "- a\n * b\n   * c\n", "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
    (&[61], "1. a\n  - b\n", "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>"),
    (
        &[62],
        ":::info\n**a**\n- b\n:::\n:::nope\n",
        "<aside class=\"note note-info\" aria-label=\"info\">\n<p><strong>a</strong></p>\n<ul>\n<li>b</li>\n</ul>\n</aside>\n<p>:::nope</p>",
    ),
    (
        &[62],
        ":::spoiler Why\nx\n:::\n",
        "<details class=\"note note-spoiler\"><summary>Why</summary>\n<p>x</p>\n</details>",
    ),
    (&[63], "==a **b**== ==> c <==", "<p><mark>a <strong>b</strong></mark> ==&gt; c &lt;==</p>"),
    (&[64], "++a++ page++, Monitor++", "<p><ins>a</ins> page++, Monitor++</p>"),
    (&[65], "~a~ ^b^ ~5 to ~10 min", "<p><sub>a</sub> <sup>b</sup> ~5 to ~10 min</p>"),
    (&[66], "&amp; &copy; &lt;b&gt;", "<p>&amp; © &lt;b&gt;</p>"),
    (&[67], "$x^2$ and $25k/a", "<p>$x^2$ and $25k/a</p>"),
    (&[67], "$a_b*c*d\\{x\\}''--(c):smile:$", "<p>$a_b*c*d\\{x\\}''--(c):smile:$</p>"),
    (&[67], "$$ x_1 + *y* $$ and **$5** or *$10*", "<p>$$ x_1 + *y* $$ and <strong>$5</strong> or <em>$10</em></p>"),
    (
        &[67],
        "a\n\n$$\n- b_1 &= \\\\\n# c\n\n:::info\n$$\n\nd\n",
        "<p>a</p>\n<p>$$<br>\n- b_1 &amp;= \\\\<br>\n# c<br>\n<br>\n:::info<br>\n$$</p>\n<p>d</p>",
    ),
    (&[67], "- $$\n  *a*\n  $$\n- b", "<ul>\n<li>$$<br>\n*a*<br>\n$$</li>\n<li>b</li>\n</ul>"),
    (&[67], "$$\n*a* is no formula\n", "<p>$$<br>\n<em>a</em> is no formula</p>"),
    (
        &[60],
        "- a\n\n  :::info\n  b\n  :::\n- c\n\n> :::warning\n> d\n> :::\n> e\n",
        "<ul>\n<li>\n<p>a</p>\n\n<aside class=\"note note-info\" aria-label=\"info\">\n<p>b</p>\n</aside>\n</li>\n<li>\n<p>c</p>\n</li>\n\
         </ul>\n<blockquote>\n<aside class=\"note note-warning\" aria-label=\"warning\">\n<p>d</p>\n</aside>\n<p>e</p>\n</blockquote>",
    ),
    (
        &[60],
        "- :::info\n  a\n  :::\n- b\n",
        "<ul>\n<li>\n<aside class=\"note note-info\" aria-label=\"info\">\n<p>a</p>\n</aside>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>",
    ),
    (
        &[90],
        "<a name=\"x\"></a>a <span id=\"Y\">b</span> [c](#x) [d](#Y) [e](#z)",
        "<p><span id=\"u-x\"></span>a <span id=\"u-Y\"></span>b <a href=\"#u-x\">c</a> <a href=\"#u-Y\">d</a> e</p>",
    ),
    (
        &[26],
        "![one](/uploads/a.png) [old](/t/20240101.md) ![two](/t/nope.png) ![](t\\a.png) [f](file:///x)",
        "<p><img src=\"../../t/a.png\" width=\"400\" height=\"200\" loading=\"lazy\" decoding=\"async\" alt=\"one\"> \
         <a href=\"../../t/2024-01-01/\">old</a> <span class=\"missing-image\">Image missing: two</span> \
         <span class=\"missing-image\">Image missing: t\\a.png</span> f</p>",
    ),
    (
        &[68],
        "a[^1]\n\n[^1]: note\n",
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></p>\n<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n<li id=\"fn-1\"><p>note</p>\n<a class=\"backref\" href=\"#fnref-1\" aria-label=\"Back to the text\">↩</a></li>\n</ol></section>",
    ),
    (
        &[68],
        "b[^b] a[^a] b[^b] c^[*in* line]\n\n[^a]: one\n[^b]: two\n",
        "<p>b<sup><a href=\"#fn-b\" id=\"fnref-b\">1</a></sup> a<sup><a href=\"#fn-a\" id=\"fnref-a\">2</a></sup> \
         b<sup><a href=\"#fn-b\" id=\"fnref-b:2\">1</a></sup> c<sup><a href=\"#fn-section-mb-inline-1\" \
         id=\"fnref-section-mb-inline-1\">3</a></sup></p>\n<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n\
         <li id=\"fn-b\"><p>two</p>\n<a class=\"backref\" href=\"#fnref-b\" aria-label=\"Back to the text\">↩</a>\
         <a class=\"backref\" href=\"#fnref-b:2\" aria-label=\"Back to the text\">↩<sup>2</sup></a></li>\n\
         <li id=\"fn-a\"><p>one</p>\n<a class=\"backref\" href=\"#fnref-a\" aria-label=\"Back to the text\">↩</a></li>\n\
         <li id=\"fn-section-mb-inline-1\"><p><em>in</em> line</p>\n\
         <a class=\"backref\" href=\"#fnref-section-mb-inline-1\" aria-label=\"Back to the text\">↩</a></li>\n</ol></section>",
    ),
    (&[69], "*[HTML]: x", "<p>*[HTML]: x</p>"),
    (&[70], "Term\n:   Def", "<p>Term<br>\n:   Def</p>"),
    (&[71], "[TOC]\n\na\n", "<p>a</p>"),
    (&[72], "{%youtube id11%}", "<p>{%youtube id11%}</p>"),
    (&[73], "> [name=Ann] [time=now] x", "<blockquote>\n<p>[name=Ann] [time=now] x</p>\n</blockquote>"),
    (
        &[76],
        "<details><summary>S</summary>\n\n<kbd>K</kbd> <u>u</u> <mark>m</mark>\n\n</details>\n",
        "<details><summary>S</summary>\n<p><kbd>K</kbd> <u>u</u> <mark>m</mark></p>\n</details>",
    ),
    (&[77], "<iframe src=\"https://h.example\"></iframe>x", "x"),
    (&[80], "> [!NOTE]\n> a", "<blockquote>\n<p>[!NOTE]<br>\na</p>\n</blockquote>"),
    (&[83], "[a](javascript:x) <javascript:y>", "<p>a javascript:y</p>"),
];

#[test]
fn every_item_of_the_dialect_renders_as_listed() {
    let mut wrong = String::new();
    for (numbers, source, expected) in PAGES {
        let found = page_of(source);
        if found != *expected {
            wrong.push_str(&format!("\n{numbers:?} {source:?}\n  expected {expected:?}\n  found    {found:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

// Items 13, 14, 34, 85–90: headings and their ids.
#[test]
fn headings_nest_without_gaps_and_keep_both_ids() {
    let html =
        page_of("# 2024-01-02\n\n## Agenda\n\n#### A & B\nx\n\n##### Über :tada:\n\n#### A & B\n\nText\n===\n##no\n");
    for expected in [
        "<h2 id=\"a--b\"><span class=\"alias\" id=\"A-amp-B\"></span>A &amp; B</h2>",
        "<h3 id=\"über-tada\">",
        "<h2 id=\"a--b-1\"><span class=\"alias\" id=\"A-amp-B1\"></span>",
        "<h2 id=\"text\">",
        "<p>##no</p>",
        "<span class=\"alias folded\" id=\"agenda\"></span>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(!html.contains("<h1"));
}

// Items 93, 99–109, 118: slides.
#[test]
fn decks_keep_the_author_s_slides() {
    let html = deck_of(
        "---\ntype: slide\n---\n\n<!-- .slide: data-background=\"a.png\" -->\n# One <font color=\"red\">two\n\n---\n\n## Two\n\n----\n\n<!-- .slide: data-background=\"#abc\" data-state=\"x\" -->\n### Three\n- a <!-- .element: class=\"fragment\" -->\n\nNote: *psst*\n\n---\n\n---\n\n![](a.png)\n",
    );
    for expected in [
        "<section id=\"one-two\" data-background-image=\"../../../t/a.png\">",
        "<section>\n<section id=\"two\">",
        "data-background-color=\"#abc\"",
        "<li class=\"fragment\">a </li>",
        "<aside class=\"notes\"><p><em>psst</em></p>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(!html.contains("data-state"));
    assert_eq!(html.matches("</section>").count(), 6, "five slides and one stack\n{html}");
}

#[test]
fn slides_end_at_separators_with_blanks_and_reveal_what_is_asked_for() {
    let deck = deck_of(
        "---\ntype: slide\n---\n\n# One\n\n--- \n\n# Two\n\n- a\n- b\n\n<!-- .element: class=\"fragment\" -->\n\n\
         <!-- .element: class=\"fragment fade-up\" --> before *the* text\n\n> c\n\n<!-- .element: class=\"fragment\" -->\n",
    );
    assert_eq!(deck.matches("<section").count(), 2, "{deck}");
    for expected in [
        "<ul class=\"fragment\">\n<li>a</li>",
        "<p class=\"fragment fade-up\">before <em>the</em> text </p>",
        "<div class=\"fragment\">\n<blockquote>",
    ] {
        assert!(deck.contains(expected), "{expected}\n{deck}");
    }
}

/// The ids of a page.
fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn definitions_reach_over_the_slides_of_a_deck() {
    let source = "---\ntype: slide\n---\n\n# First\n\nSee [the plan][plan], fast[^fast].\n\n---\n\n# Second\n\n\
        Again [the plan][plan], fast[^fast], again[^fast].\n\n---\n\n# Third\n\n[plan]: https://h.example/plan\n[^fast]: Measured on Monday.\n";
    let (page, deck) = (page_of(source), deck_of(source));
    let link = "<a href=\"https://h.example/plan\" rel=\"noopener noreferrer nofollow ugc\">the plan</a>";
    assert_eq!((page.matches(link).count(), deck.matches(link).count()), (2, 2), "{page}\n{deck}");

    let mark = |id: &str| format!("<sup><a href=\"#fn-fast\" id=\"{id}\">1</a></sup>");
    assert!(page.contains(&format!("fast{}", mark("fnref-fast"))), "{page}");
    assert!(page.contains(&format!("fast{}, again{}.", mark("fnref-fast:2"), mark("fnref-fast:3"))), "{page}");
    assert_eq!(page.matches("Measured on Monday.").count(), 1);
    assert!(
        page.contains("<li id=\"fn-fast\"><p>Measured on Monday.</p>\n<a class=\"backref\" href=\"#fnref-fast\""),
        "{page}"
    );

    let slides: Vec<&str> = deck.split("<section").skip(1).collect();
    for (number, slide) in (1..).zip(&slides[..2]) {
        assert!(
            slide.contains(&format!("<a href=\"#/mb-fn-{number}-fast\" id=\"mb-fnref-{number}-fast\">1</a>")),
            "{slide}"
        );
        let note = format!(
            "<li id=\"mb-fn-{number}-fast\" value=\"1\"><p>Measured on Monday.</p>\n<a class=\"backref\" href=\"#/mb-fnref-{number}-fast\""
        );
        assert!(slide.contains(&note), "{slide}");
    }
    assert!(!slides[2].contains("Measured"));
    for html in [&page, &deck] {
        let all = ids(html);
        let unique: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len(), "{all:?}");
    }
}

#[test]
fn footnotes_lead_back_only_to_marks_that_are_there() {
    let page = page_of("a[^B c]\n\n[^b  C]: one[^two]\n\n[^two]: two\n\n[^none]: three\n\n[^two]: four\n");
    assert!(page.contains("<a href=\"#fn-b-c\" id=\"fnref-b-c\">1</a>"), "{page}");
    for (anchor, leads_back) in [("b-c", true), ("two", true), ("none", false), ("two-1", false)] {
        let note = page.split(&format!("<li id=\"fn-{anchor}\">")).nth(1).and_then(|rest| rest.split("</li>").next());
        let note = note.unwrap_or_else(|| panic!("no {anchor} in {page}"));
        assert_eq!(note.contains(&format!("href=\"#fnref-{anchor}\"")), leads_back, "{page}");
    }
    // A slide has no room for a long one, and speaker notes are read on the page's side.
    let long = "word ".repeat(100);
    let deck =
        deck_of(&format!("---\ntype: slide\n---\na[^l] b[^s]\n\nNote: c[^s]\n\n---\n\n[^l]: {long}\n[^s]: short\n"));
    assert!(!deck.contains("word word") && deck.matches("short").count() == 1, "{deck}");
    let to_page = |anchor: &str| format!("href=\"../../../t/2024-01-02/#fn-{anchor}\"");
    assert!(deck.contains(&to_page("l")) && deck.contains(&to_page("s")), "{deck}");
    assert!(deck.contains("<li id=\"mb-fn-1-s\" value=\"2\">"), "{deck}");
}

#[test]
fn a_deck_reads_as_prose_on_its_page() {
    let html = page_of(
        "---\ntype: slide\n---\n\n# Big Project\n## Community Call 2024-01-02\n\n---\n\n# Updates\n\n---\n\n# Team A\n\nReport by @x\n\n----\n\n## Team A\n\n- one\n\n----\n\n## Team A - Lab\n\n- two\n\n----\n\n# Team A\n\nReport by @x\n\n- three\n\n---\n\n# Events\n\n- four\n<br/>\n",
    );
    assert_eq!(headings(&html), ["2 Updates", "2 Team A", "3 Lab", "3 Team A, continued", "2 Events"]);
    assert_eq!(html.matches("Report by").count(), 1);
    let (lab, team) = html.split_once("Team A, continued").unwrap_or_default();
    assert!(lab.contains("two") && team.contains("three"), "the team goes on below its lab\n{html}");
    assert!(html.contains("<li>four</li>"), "a break below the text has no use on a page\n{html}");
    for (id, number) in [("team-a", 3), ("team-a-1", 4), ("team-a---lab", 5), ("team-a-2", 6)] {
        assert!(html.contains(&format!("href=\"deck/#/{id}\">Slide {number}</a>")), "{id}\n{html}");
    }
    assert!(html.contains("<h3 id=\"team-a-2\""), "the slide's id is on the heading that stands for it\n{html}");
}

/// The headings of a page, each with its level and its name.
fn headings(html: &str) -> Vec<String> {
    let tag = regex::Regex::new("(?s)<h([1-6])[^>]*>(.*?)</h[1-6]>").expect("a pattern");
    let markup = regex::Regex::new("<[^>]*>").expect("a pattern");
    tag.captures_iter(html).map(|found| format!("{} {}", &found[1], markup.replace_all(&found[2], ""))).collect()
}

#[test]
fn slides_with_the_same_heading_are_told_apart_by_their_first_item() {
    let deck = |slides: &[&str]| format!("---\ntype: slide\n---\n\n{}", slides.join("\n\n----\n\n"));
    let html = page_of(&deck(&[
        "# Team A\n\nReport by @x",
        "## Team A\n\n- The name of images\n- it is a typo",
        "## Team A\n\n- Reports in storage\n    - in one place\n    - by a job",
        "## Team A\n\n- The first of two.\n- The second.",
        "## Team A\n\n- One\n    - a\n- Two\n    - b",
        "text without a heading",
    ]));
    let expected = ["2 Team A", "3 The name of images", "3 Reports in storage", "3 Team A, continued"];
    assert_eq!(headings(&html), expected, "{html}");
    for lost in ["it is a typo", "in one place", "The first of two.", "<li>One", "text without"] {
        assert_eq!(html.matches(lost).count(), 1, "{lost}\n{html}");
    }
    assert_eq!(html.matches("The name of images").count(), 1, "{html}");
    assert_eq!(html.matches("class=\"slide-link\"").count(), 6, "each slide has its number\n{html}");
    assert!(html.contains("href=\"deck/#/text-without-a-heading\">Slide 6</a>"), "{html}");
    // One slide alone has nothing to be told apart from.
    let html = page_of(&deck(&["# Team A\n\nReport by @x", "## Team A\n\n- The name of images\n- it is a typo"]));
    assert_eq!(headings(&html), ["2 Team A"], "{html}");
}

#[test]
fn no_level_of_headings_is_left_out() {
    let notes = "# 2024-01-02\n\n> ### Quoted\n\n## Agenda\n\n<h5>Own</h5>\n\n### One\n\n- # Deep\n";
    assert_eq!(headings(&page_of(notes)), ["2 Quoted", "2 Agenda", "3 Own", "3 One", "4 Deep"]);
    let deck = "---\ntype: slide\n---\n\n# Team A\n\ntext\n\n#### One\na\n\n#### Two\nb\n\n---\n\n# Team B\n\nc\n";
    assert_eq!(headings(&page_of(deck)), ["2 Team A", "3 One", "3 Two", "2 Team B"]);
}

#[test]
fn every_id_of_a_page_is_in_its_deck() {
    let source = "# 2024-01-02\n\nHello\n\n## Participants\n- @a\n\n## Agenda\n\n### One\n- a\n\n### Two\n\n#### Deep\ntext\n\n## AOB\n";
    let (page, deck) = (page_of(source), deck_of(source));
    for part in page.split(" id=\"").skip(1) {
        let id = part.split('"').next().unwrap_or_default();
        if !id.chars().any(char::is_uppercase) {
            assert!(deck.contains(&format!(" id=\"{id}\"")), "{id}\n{deck}");
        }
    }
}

/// The text of every slide of notes but the first, with `|` between its elements.
fn slides_of_notes(source: &str) -> Vec<String> {
    let tag = regex::Regex::new("<[^>]+>").expect("a pattern");
    let deck = deck_of(&format!("# 2024-01-02\n\n{source}"));
    let slides = deck.split("<section class=\"derived").skip(1);
    let text = |slide: &str| {
        let (_, slide) = slide.split_once('>').expect("the end of the tag");
        let text = tag.replace_all(slide, "\n");
        text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("|")
    };
    slides.map(text).collect()
}

#[test]
fn no_slide_of_notes_is_a_heading_alone() {
    assert_eq!(slides_of_notes("## A\n\n## B\n- b\n"), ["A|B|b"], "with what follows");
    assert_eq!(slides_of_notes("## A\n- a\n\n## B\n\n## C\n"), ["A|a|B|C"], "at the end with what is before");
    let group = "## A\n- a\n\n## G\n\n### B\n- b\n\n### C\n- c\n\n## D\n- d\n";
    assert_eq!(slides_of_notes(group), ["A|a", "G|B|b", "G|C|c", "D|d"], "said above what stands under it");
    assert_eq!(slides_of_notes("## A\n\n### B\n\n#### C\n- c\n"), ["A › B|C|c"]);
    let many = "## A\n\n## B\n\n## C\n\n## D\n- d\n";
    assert_eq!(slides_of_notes(many), ["A|B|C", "D|d"], "many are a list");
    assert_eq!(slides_of_notes("## A\n\n## B\n"), ["A|B"]);
    let only = deck_of("# 2024-01-02\n\n## Only\n");
    assert!(only.contains("<p class=\"above\" id=\"only\">Only</p>"), "{only}");
    // Stacks follow the agenda: what stands under a heading of its own is in that one's column.
    assert_eq!(deck_of(&format!("# 2024-01-02\n\n{group}")).matches("<section>\n").count(), 1);
    for source in ["## A\n\n[TOC]\n\n## B\n- b\n", "## A\n\n***\n\n## B\n- b\n", "## A\n\n<br>\n\n## B\n- b\n"] {
        assert_eq!(slides_of_notes(source), ["A|B|b"], "{source}");
    }
    let anchored = deck_of("# 2024-01-02\n\n## A\n\n<span id=\"here\"></span>\n\n## B\n- b\n");
    assert!(anchored.contains("id=\"u-here\"") && anchored.matches("class=\"derived").count() == 1, "{anchored}");
}

#[test]
fn a_line_before_the_first_heading_stands_on_the_title_slide() {
    let title_of = |source: &str| {
        let deck = deck_of(&format!("# 2024-01-02\n\n{source}"));
        deck.split("<section class=\"derived").next().unwrap_or_default().to_owned()
    };
    let line = "(No call next week)\n\n## A\n- a\n";
    assert_eq!(slides_of_notes(line), ["A|a"]);
    assert!(title_of(line).contains("(No call next week)"), "{}", title_of(line));
    assert!(title_of(line).contains("id=\"2024-01-02\""), "links to the heading lead there");
    for source in [format!("{}\n\n## A\n- a\n", "Many words. ".repeat(60)), "- a list\n\n## A\n- a\n".to_owned()] {
        assert_eq!(slides_of_notes(&source).len(), 2, "{source}");
    }
    assert_eq!(slides_of_notes("Nothing else.\n"), ["Nothing else."]);
}

#[test]
fn slides_of_little_text_are_set_larger() {
    let is_larger =
        |source: &str| deck_of(&format!("# 2024-01-02\n\n## A\n{source}")).contains("class=\"derived sparse");
    assert!(is_larger(&"- a\n".repeat(6)));
    assert!(is_larger("One sentence.\n"));
    assert!(!is_larger(&"- a\n".repeat(9)));
    assert!(!is_larger("![](a.png)\n"), "pictures are as large as they are");
    // All parts of a section are alike, though the last may hold little.
    assert!(!is_larger(&format!("- a\n{}- b\n", "    - detail\n".repeat(16))));
}

#[test]
fn no_slide_of_notes_is_a_lost_picture_alone() {
    let lost = "![](https://pad.example/uploads/x.png)\n\n![](gone.png)\n";
    assert_eq!(slides_of_notes(&format!("## A\n\n{lost}\n## B\n- b\n")), ["A|B|b"]);
    let named = "- graphs\n".to_owned() + &"    - load\n    ![](gone.png)\n".repeat(4);
    assert_eq!(slides_of_notes(&format!("## A\n{named}")).len(), 1, "what is not there takes no room");
    assert!(deck_of("# 2024-01-02\n\n## A\n\n![](a.png)\n").contains("<img"));
}

#[test]
fn slides_mark_decisions_and_no_list_has_two_markers() {
    let note = "## A\n- Decision: we buy the *green* one\n- 1. first\n- ask @ann\n\nDecision: paint it\n";
    for source in [format!("# 2024-01-02\n\n{note}"), format!("---\ntype: slide\n---\n# 2024-01-02\n\n---\n\n{note}")] {
        let deck = deck_of(&source);
        assert!(deck.contains("<li class=\"is-decision\">Decision: we buy"), "{deck}");
        assert!(deck.contains("<p class=\"is-decision\">Decision: paint it</p>"), "{deck}");
        assert!(deck.contains("<li class=\"unmarked\">\n<ol>\n<li>first</li>"), "{deck}");
        assert!(!deck.contains("class=\"anchor\"") && !deck.contains("is-action"), "{deck}");
    }
    let stepwise =
        deck_of("---\ntype: slide\n---\n# 2024-01-02\n\n- Decision: we buy it <!-- .element: class=\"fragment\" -->\n");
    assert!(stepwise.contains("<li class=\"is-decision fragment\">"), "{stepwise}");
    assert!(!page_of(&format!("# 2024-01-02\n\n{note}")).contains("unmarked"), "pages have a style of their own");
}

#[test]
fn running_text_leads_to_the_pages_of_what_it_names() {
    let source = "# 2024-01-02\n\n## Participants\n- @ann\n\n## Zuul (@ann)\n- https://github.com/o/docs/issues/7\n\
        - @ann: see docs#7 and o/docs#7, not other#8 or @nobody; `docs#7`, [docs#7 by @ann](https://h.example/)\n";
    let html = page_of(source);
    let person = "<a href=\"../../people/ann/\">@ann</a>";
    assert!(html.contains(&format!("Zuul <span class=\"handle\">({person})</span>")), "{html}");
    let outside = "rel=\"noopener noreferrer nofollow ugc\"";
    let expected = format!(
        "<li>{person}: see <a href=\"../../refs/o/docs/7/\">docs#7</a> and <a href=\"../../refs/o/docs/7/\">o/docs#7</a>, \
         not other#8 or @nobody; <code>docs#7</code>, <a href=\"https://h.example/\" {outside}>docs#7 by @ann</a></li>"
    );
    assert!(html.contains(&expected), "{html}");
    // Slides are shown as their author wrote them.
    assert!(!deck_of(source).contains("people/ann/"));
}

#[test]
fn a_picture_comes_in_the_width_a_screen_needs_and_leads_to_all_of_it() {
    let picture =
        Picture { full: Some("i/f.webp".into()), reduced: vec![(100, "i/s.webp".into()), (200, "i/m.webp".into())] };
    let pictures = Pictures::of("t/a.png", picture);
    let page = |source: &str| {
        with_archive(source, |archive, id| page::body(archive, &pictures, id, "../../").html.trim_end().to_owned())
    };
    let deck =
        |source: &str| with_archive(source, |archive, id| slides::slides(archive, &pictures, id, "../../../").html);
    let img = |sizes: &str, size: &str, alt: &str| {
        format!(
            "<img src=\"../../i/m.webp\" srcset=\"../../i/s.webp 100w, ../../i/m.webp 200w, ../../i/f.webp 400w\" \
             sizes=\"{sizes}\" {size} loading=\"lazy\" decoding=\"async\" alt=\"{alt}\">"
        )
    };
    let size = "width=\"400\" height=\"200\"";
    assert_eq!(
        page("![A plan](a.png)"),
        format!(
            "<p><a class=\"enlarge\" href=\"../../i/f.webp\" aria-label=\"A plan (full size)\">{}</a></p>",
            img("400px", size, "A plan")
        )
    );
    assert_eq!(
        page("![](a.png =50%x)"),
        format!(
            "<p><a class=\"enlarge\" href=\"../../i/f.webp\" aria-label=\"Picture (full size)\">{}</a></p>",
            img("(min-width: 60rem) 20rem, 47vw", &format!("{size} class=\"w-50\""), "")
        )
    );
    // No link in a link: the author's own leads where it says.
    assert_eq!(
        page("[![x](a.png)](20240101.md)"),
        format!("<p><a href=\"../../t/2024-01-01/\">{}</a></p>", img("400px", size, "x"))
    );
    assert_eq!(page("[all of it](a.png)"), "<p><a href=\"../../i/f.webp\">all of it</a></p>");
    let slide = deck("---\ntype: slide\n---\n## One\n![x](a.png)\n");
    assert!(
        slide.contains(
            "<img src=\"../../../i/m.webp\" srcset=\"../../../i/s.webp 100w, ../../../i/m.webp 200w, ../../../i/f.webp 400w\" \
             sizes=\"min(41vw, 57vh)\" width=\"400\" height=\"200\" class=\"fitted\" alt=\"x\">"
        ) && !slide.contains("enlarge"),
        "{slide}"
    );
}

#[test]
fn a_line_of_tags_is_no_section() {
    let html = page_of("# 2024-01-02\n\n###### tags: `garden` `minutes`\n\n## Beds\n- dig\n");
    assert!(!html.contains("tags") && html.contains("Beds"), "{html}");
    with_archive("# 2024-01-02\n\n###### tags: `garden`, `minutes`\n\n## Beds\n- dig\n", |archive, id| {
        assert_eq!(archive.call(id).document.front_matter.tags, ["garden", "minutes"]);
    });
}

#[test]
fn numbers_of_code_lines_go_on_and_end_with_the_text() {
    let html = page_of("```bash=\n# install\necho \"done\"\n```\n\ntext\n\n```bash=+\nls\n```\n\n```js=101\na\n```\n");
    let numbers: Vec<&str> = html.split("line-number\">").skip(1).map(|rest| rest[..4].trim()).collect();
    assert_eq!(numbers, ["1", "2", "3", "101"], "{html}");
}

#[test]
fn captions_of_spoilers_are_running_text() {
    let html = page_of(
        ":::spoiler **Bold**, `cmd --flag` and [a link](https://example.org/x)\ntext\n:::\n\n:::spoiler {state=\"open\"} Opened\ntext\n:::\n",
    );
    assert!(html.contains("<summary><strong>Bold</strong>, <code>cmd --flag</code> and <a href="), "{html}");
    assert!(html.contains("<details class=\"note note-spoiler\" open=\"\"><summary>Opened</summary>"), "{html}");
}

#[test]
fn contents_are_asked_for_in_many_spellings_and_listed_on_slides() {
    for asked in ["[TOC]", "[toc]", "[TOC maxLevel=2]", "[[toc]]", "[[_TOC_]]"] {
        assert_eq!(page_of(asked), "", "{asked}");
    }
    assert_eq!(page_of("[Tocqueville]"), "<p>[Tocqueville]</p>");
    let deck = deck_of(
        "---\ntype: slide\n---\n\n# Call\n\n---\n\n## Agenda\n\n[TOC]\n\n---\n\n## Roof\n\nwet\n\n---\n\n## Door\n\ndry\n",
    );
    let list = "<ul>\n<li><a href=\"#/roof\">Roof</a></li>\n<li><a href=\"#/door\">Door</a></li>\n</ul>";
    assert!(deck.contains(list), "{deck}");
}

#[test]
fn icons_are_signs_and_alone_in_a_cell_at_least_words() {
    let html = page_of(
        "| a | b |\n|---|---|\n| roof | <i class=\"fa fa-check\"></i> |\n| door | <i class=\"fa fa-times\"></i> |\n| x | <i class=\"fa fa-github\"></i> |\n",
    );
    for shown in ["✓", "✗", "github</td>"] {
        assert!(html.contains(shown), "{shown}\n{html}");
    }
}

#[test]
fn speaker_notes_in_html_stay_off_the_slide() {
    let deck = deck_of(
        "---\ntype: slide\n---\n\n# Gate\n\nThe gate stays.\n\n<aside class=\"notes\">\nAnn is on sick leave.\n</aside>\n\n- last\n",
    );
    let (slide, notes) = deck.split_once("<aside class=\"notes\">").expect("notes");
    assert!(notes.contains("Ann is on sick leave.") && !slide.contains("sick"), "{deck}");
    assert!(slide.contains("<li>last</li>"), "{deck}");
    let one_line = deck_of("---\ntype: slide\n---\n\n# Gate\n\n<aside class='x notes'>Ann.</aside>\n");
    assert!(one_line.contains("<aside class=\"notes\"><p>Ann.</p>"), "{one_line}");
    let other = deck_of("---\ntype: slide\n---\n\n# Gate\n\n<aside title=\"my notes\">Ann.</aside>\n");
    assert!(!other.contains("class=\"notes\""), "a title is no class\n{other}");
}

#[test]
fn what_stands_after_note_is_read_and_shown_on_the_page() {
    let source = "---\ntype: slide\n---\n\n# Gates\n\nNote: the left gate was repaired.\n\n- Decision: we buy a new lock\n- AI @bob: order the lock\n\n---\n\n# Next\n\ntext\n";
    with_archive(source, |archive, id| {
        let records = &archive.call(id).records;
        assert_eq!(
            (records.decisions[0].text.as_str(), records.actions[0].text.as_str()),
            ("we buy a new lock", "order the lock")
        );
    });
    let html = page_of(source);
    let (before, next) = html.split_once("Next").expect("both slides");
    assert!(
        before.contains("aria-label=\"Speaker notes\"") && before.contains("new lock") && !next.contains("lock"),
        "{html}"
    );
}

#[test]
fn a_deck_that_a_browser_would_be_long_about_is_cut() {
    let slides_of = |source: &str| {
        with_archive(source, |archive, id| {
            let slides = slides::slides(archive, &Pictures::default(), id, "../../../");
            (slides.html, slides.cut)
        })
    };
    let long = "\"'".repeat(100_000);
    for header in ["---\ntype: slide\n---\n", ""] {
        let (html, cut) = slides_of(&format!("{header}# A\n\n{long}\n"));
        assert_eq!(cut, slides::Cut::Slides(1));
        assert!(
            html.len() < 2_000 && html.contains("<a href=\"../\">Read all of it on the page</a>"),
            "{}",
            html.len()
        );
    }
    let many = "# A\n\ntext\n\n---\n\n## B\n\n----\n\n".repeat(2_000);
    let (html, cut) = slides_of(&format!("---\ntype: slide\n---\n{many}"));
    assert_eq!(cut, slides::Cut::End(1_000));
    assert_eq!(html.matches("<section").count(), html.matches("</section>").count());
    assert!(html.contains("The deck ends here"));
    let (html, cut) = slides_of(&"## Topic\n\ntext\n\n".repeat(3_000));
    assert_eq!(cut, slides::Cut::End(1_000));
    assert_eq!(html.matches("<section").count(), html.matches("</section>").count());
    assert_eq!(slides_of("# A\n\ntext\n").1, slides::Cut::Nothing);
}

#[test]
fn pages_name_the_host_of_a_search_server_and_no_other() {
    let policy = |text: &str| super::policy(&crate::config::parse(text, "minutebook.yaml").expect("a configuration"));
    assert!(policy("title: x").contains("connect-src 'self';"));
    let with = policy("search: {endpoint: 'https://Search.example.org:9200/minutes'}");
    assert!(with.contains("connect-src 'self' https://search.example.org:9200;"), "{with}");
    assert_eq!(with.matches("://").count(), 1, "{with}");
}
