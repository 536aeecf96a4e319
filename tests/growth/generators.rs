//! Texts of any length that are dear where something is quadratic.

use super::child::{Generator, html, long_note, note, style};

/// All of them.
pub(super) const GENERATORS: &[Generator] = &[
    // Containers and other blocks.
    note("containers inside each other", |n| nested(n, ":::info\n", ":::\n")),
    note("containers never closed", |n| ":::info\n".repeat(n / 8)),
    note("containers closed without being open", |n| ":::\n".repeat(n / 4)),
    note("containers one after the other", |n| ":::info\na\n:::\n\n".repeat(n / 15)),
    note("containers of more and more colons", |n| numbered(n, |i| format!("{}info\n", ":".repeat(3 + i)))),
    note("containers in list items", |n| "- :::info\n  a\n  :::\n".repeat(n / 20)),
    note("containers in quotes never closed", |n| "> :::info\n".repeat(n / 10)),
    note("spoilers", |n| numbered(n, |i| format!(":::spoiler Part {i}\na\n:::\n\n"))),
    note("quotes inside each other", |n| "> ".repeat(n / 2)),
    note("quotes of more and more levels", |n| numbered(n, |i| format!("{}a\n", "> ".repeat(i)))),
    note("lists inside each other", |n| numbered(n, |i| format!("{}- a\n", "  ".repeat(i)))),
    note("lists in one line", |n| "- ".repeat(n / 2)),
    note("bullets and numbers in one line", |n| "* 1. ".repeat(n / 5)),
    note("one long list", |n| "- a\n".repeat(n / 4)),
    note("list items with paragraphs", |n| "- a\n\n  b\n\n".repeat(n / 10)),
    note("fences never closed", |n| numbered(n, |i| format!("```a{i}\n"))),
    note("fences in a row", |n| numbered(n, |i| format!("```text\na{i}\n```\n\n"))),
    note("fences with a language", |n| "```js\nlet a = 1;\n```\n".repeat(n / 21)),
    note("fences of more and more backticks", |n| numbered(n, |i| format!("{}\n", "`".repeat(3 + i)))),
    note("rules", |n| "a\n\n***\n\n".repeat(n / 8)),
    note("tables with many columns", |n| format!("{0}\n{1}\n{0}\n", "|a".repeat(n / 8), "|-".repeat(n / 8))),
    note("tables with many columns and short rows", wide_table_with_short_rows),
    note("many wide tables with short rows", many_wide_tables_with_short_rows),
    note("tables with many rows", |n| format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(n / 6))),
    note("many tables", |n| "|a|b|\n|-|-|\n|c|d|\n\n".repeat(n / 19)),
    note("contents", |n| numbered(n, |i| format!("## A{i}\n\n[TOC]\n\n"))),
    note("containers in items inside each other", |n| nested(n, "- :::info\n", "  :::\n")),
    note("formulas", |n| "$$\na\n$$\n\n".repeat(n / 10)),
    note("formulas with containers", |n| "$$\n:::info\n$$\n:::\n".repeat(n / 18)),
    note("formulas in items never closed", |n| "- $$\n  a\n- b $$\n".repeat(n / 15)),
    // Comments and HTML.
    note("comments opened after a word", |n| "a <!--\n\n".repeat(n / 8)),
    note("comments never closed", |n| "<!--".repeat(n / 4)),
    note("comments", |n| "<!-- a -->".repeat(n / 10)),
    note("comments ended by bang", |n| "a <!-- b --!>\n".repeat(n / 14)),
    long_note("comments for the program", |n| "- a <!-- minutebook: decision -->\n".repeat(n / 34)),
    note("div inside each other", |n| nested(n, "<div>", "</div>")),
    note("div never closed", |n| "<div>\n\n".repeat(n / 7)),
    note("svg inside each other", |n| nested(n, "<svg>", "</svg>")),
    note("svg never closed", |n| "<svg>".repeat(n / 5)),
    note("style never closed", |n| "<style>\n".repeat(n / 8)),
    note("style sheets", |n| numbered(n, |i| format!("<style>h{i} {{ color: red }}</style>\n\n"))),
    note("style of one element each", |n| numbered(n, |i| format!("<b style='width:{i}px'>a</b>\n"))),
    note("script never closed", |n| "<script>\n".repeat(n / 9)),
    note("links around tables", |n| "<a href=x><table>".repeat(n / 17)),
    note("formatting across paragraphs", |n| "<p><font color=#123456>".repeat(n / 23)),
    note("cells of tables inside each other", |n| "<table><tr><td>".repeat(n / 15)),
    note("attributes never ended", |n| "<b x=".repeat(n / 5)),
    note("one tag of many attributes", |n| format!("<b {}>a</b>", numbered(n, |i| format!("title{i}=a ")))),
    note("ends of what was not begun", |n| "</div>".repeat(n / 6)),
    note("processing instructions", |n| "<?".repeat(n / 2)),
    note("entities", |n| "&amp;&#65;&nosuch;".repeat(n / 18)),
    // Inline text.
    note("emphasis inside each other", |n| "*a **a ".repeat(n / 7)),
    note("emphasis never closed", |n| "*a_ ".repeat(n / 4)),
    note("dollar signs", |n| "$".repeat(n)),
    note("dollar signs before words", |n| "$a ".repeat(n / 3)),
    note("amounts", |n| "*$5*-".repeat(n / 5)),
    note("formulas in a line", |n| "$a$ $$b$$ ".repeat(n / 10)),
    note("formulas and code in a line", |n| numbered(n, |i| format!("$a{} ", "`".repeat(1 + i % 40)))),
    note("braces in formulas", |n| format!("${}", "{$".repeat(n / 2))),
    note("footnotes in the line", |n| "a^[b] ".repeat(n / 6)),
    note("footnotes in the line, a line each", |n| "a^[b]\n\n".repeat(n / 7)),
    note("footnotes in the line inside each other", |n| nested(n, "^[", "]")),
    note("footnotes in the line never closed", |n| "^[".repeat(n / 2)),
    note("one footnote with many marks", |n| format!("{}\n\n[^a]: b\n", "a[^a] ".repeat(n / 6))),
    note("anchors", |n| numbered(n, |i| format!("<a name=\"a{i}\"></a> [b](#a{i})\n"))),
    note("stars", |n| "*".repeat(n)),
    note("styles of HedgeDoc", |n| "==a ++b ~c ^d ".repeat(n / 14)),
    note("brackets", |n| "[".repeat(n)),
    note("brackets of images", |n| "![".repeat(n / 2)),
    note("links never closed", |n| "[a](".repeat(n / 4)),
    note("links in brackets", |n| nested(n, "[", "](a)")),
    note("code of more and more backticks", |n| numbered(n, |i| format!("a{}", "`".repeat(i)))),
    note("backslashes", |n| "\\".repeat(n)),
    note("dollars", |n| "$a".repeat(n / 2)),
    note("braces of ruby", |n| "{a|b".repeat(n / 4)),
    note("emoji", |n| ":smile: ".repeat(n / 8)),
    note("colons", |n| ":a".repeat(n / 2)),
    note("one long word", |n| "a".repeat(n)),
    note("one long line", |n| "aaa bbb ".repeat(n / 8)),
    note("one long paragraph", |n| "aaa bbb\n".repeat(n / 8)),
    note("paragraphs", |n| numbered(n, |i| format!("aaa bbb {i}\n\n"))),
    note("ideographs", |n| "漢字".repeat(n / 6)),
    note("combining marks", |n| "\u{301}".repeat(n / 2)),
    note("spaces", |n| format!("a{}b", " ".repeat(n))),
    note("blank lines", |n| "\n".repeat(n)),
    // What is defined in one place and used in another.
    note("link definitions", |n| numbered(n, |i| format!("[a{i}]: https://a.example/{i}\n"))),
    note("one link definition", |n| format!("[a]: https://a.example/\n\n{}", "[a] ".repeat(n / 4))),
    note("links defined twice", |n| numbered(n, |i| format!("[a{i}]: b\n[a{i}]: c\n"))),
    note("one link defined again and again", |n| {
        format!("[a]: {}\n{}", "b".repeat(n / 2), numbered(n / 2, |i| format!("[a]: {i}\n")))
    }),
    note("links to definitions", |n| defined(n, |i| format!("[a{i}]"), |i| format!("[a{i}]: b\n"))),
    note("footnotes", |n| defined(n, |i| format!("a[^{i}]"), |i| format!("[^{i}]: b\n\n"))),
    note("footnotes without a reference", |n| numbered(n, |i| format!("[^{i}]: b\n\n"))),
    note("footnotes of one label", |n| format!("a[^a]\n\n{}", "[^a]: b\n\n".repeat(n / 9))),
    note("footnotes defined twice", |n| numbered(n, |i| format!("[^{i}]: b\n\n[^{i}]: c\n\n"))),
    note("references to one footnote", |n| format!("{}\n\n[^a]: b\n", "a[^a] ".repeat(n / 6))),
    note("footnotes never defined", |n| numbered(n, |i| format!("[^{i}] "))),
    note("inline footnotes", |n| "^[a] ".repeat(n / 5)),
    note("abbreviations", |n| defined(n, |i| format!("A{i} "), |i| format!("*[A{i}]: b\n"))),
    note("links to headings", |n| defined(n, |i| format!("[a](#a{i}) "), |i| format!("\n## a{i}\n"))),
    note("links to no heading", |n| numbered(n, |i| format!("[a](#b{i}) "))),
    note("dead links", |n| numbered(n, |i| format!("[a](b{i}.md) "))),
    note("dead images", |n| numbered(n, |i| format!("![a](b{i}.png)\n"))),
    note("images elsewhere", |n| numbered(n, |i| format!("![a](https://a.example/{i}.png =1x1)\n"))),
    // What the notes are about.
    note("headings of one text", |n| "## aaaa\n".repeat(n / 8)),
    note("headings", |n| numbered(n, |i| format!("## aaaa {i}\n"))),
    note("headings of all levels", |n| numbered(n, |i| format!("{} aaaa {i}\n", "#".repeat(1 + i % 6)))),
    note("headings of one day", |n| "# 2023-01-11\n## a\n".repeat(n / 18)),
    note("calls in one file", |n| days(n, |day| format!("# {day}\n\n- a\n\n"))),
    note("dates", |n| days(n, |day| format!("{day} "))),
    note("times", |n| "10:00 Uhr, 3 pm ".repeat(n / 16)),
    note("addresses of pages", |n| numbered(n, |i| format!("https://a.example/{i} "))),
    note("addresses with parentheses", |n| "https://a.example/(".repeat(n / 19)),
    note("passwords in one line", |n| "password: Tr0ub4dor&3 ".repeat(n / 22)),
    note("passwords on lines", |n| "- password: Tr0ub4dor&3\n".repeat(n / 24)),
    note("private keys never ended", |n| "-----BEGIN PRIVATE KEY-----\nabcd\n".repeat(n / 33)),
    note("links with passwords in them", |n| "[a](https://a.example/?pwd=abcd1) ".repeat(n / 34)),
    note("links with passwords never closed", |n| "[a](https://a.example/?pwd=abcd1 ".repeat(n / 33)),
    note("people who opted out", |n| "@garlow, [@garlwo](https://a.example/garlow) ".repeat(n / 45)),
    note("addresses of somebody who opted out", |n| "https://garlow/".repeat(n / 15)),
    note("numbers in a row", |n| "1234 ".repeat(n / 5)),
    note("addresses of mail", |n| numbered(n, |i| format!("a{i}@b.example "))),
    note("one handle", |n| "@a ".repeat(n / 3)),
    note("handles", |n| numbered(n, |i| format!("@ann{i} "))),
    note("handles in a path", |n| numbered(n, |i| format!("/@ann{i}"))),
    note("handles in links", |n| numbered(n, |i| format!("[a @ann{i}](https://a.example/) "))),
    note("handles line by line", |n| numbered(n, |i| format!("- @ann{i}\n"))),
    note("participants", |n| format!("# Participants\n{}", numbered(n, |i| format!("- @ann{i}\n")))),
    note("participants in one line", |n| format!("# Participants\n\n{}", numbered(n, |i| format!("@ann{i}, ")))),
    note("participants who will", participants_who_will),
    note("actions", |n| numbered(n, |i| format!("- [ ] @ann do the thing {i}\n"))),
    note("actions of one text", |n| "- [ ] @ann do x\n".repeat(n / 16)),
    note("actions in sections", |n| numbered(n, |i| format!("## A{i}\n- TODO: @ann do {i}\n"))),
    note("actions of many people", |n| numbered(n, |i| format!("- [ ] @ann{i} do the thing {i}\n"))),
    note("labels of actions in one line", |n| "AI: ".repeat(n / 4)),
    note("actions of last time", |n| {
        format!("# Action items from last time\n{}", numbered(n, |i| format!("- @ann do {i}\n")))
    }),
    note("decisions", |n| numbered(n, |i| format!("- Decision: keep the name {i}\n"))),
    note("decisions of one text", |n| "Decision: keep it\n\n".repeat(n / 19)),
    note("decisions below a question", |n| format!("- Decision: shall we?\n{}", "    - yes\n".repeat(n / 10))),
    note("decisions about one thing", |n| "- Decision: keep a/b#1\n".repeat(n / 23)),
    note("decisions below headings that say nothing", |n| {
        numbered(n, |i| format!("## Conclusions\n- Decision: keep the name {i}\n"))
    }),
    note("one decision about many things", |n| format!("- Decision: keep {}", numbered(n, |i| format!("a/b#{i} ")))),
    note("one action about many things", |n| format!("- AI @ann: mend {}", numbered(n, |i| format!("a/b#{i} ")))),
    note("decisions with a list below", |n| numbered(n, |i| format!("{}- Decision:\n", "  ".repeat(i)))),
    note("one reference", |n| "a/b#1 ".repeat(n / 6)),
    note("references", |n| numbered(n, |i| format!("a/b#{i} "))),
    note("references line by line", |n| numbered(n, |i| format!("- a/b#{i}\n"))),
    note("references without an owner", |n| {
        format!("https://github.com/a/b/issues/1\n\n{}", numbered(n, |i| format!("- b#{i}\n")))
    }),
    note("references by number", |n| numbered(n, |i| format!("- https://github.com/a/b/pull/{i} #{i}\n"))),
    note("references of other kinds", |n| numbered(n, |i| format!("- CVE-2024-{i:05}\n"))),
    note("tags", |n| format!("###### tags: {}", numbered(n, |i| format!("`a{i}` ")))),
    // Decks and front matter.
    note("slides", |n| deck(&numbered(n, |i| format!("# aaaa {i}\n\n---\n\n")))),
    note("slides below each other", |n| deck(&numbered(n, |i| format!("# aaaa {i}\n\n----\n\n")))),
    note("slides with speaker notes", |n| deck(&"# a\n\nnote: b\n\n---\n\n".repeat(n / 19))),
    note("slides with attributes", |n| deck(&"<!-- .slide: data-background=\"#fff\" -->\n\n---\n\n".repeat(n / 46))),
    note("slides with styles", |n| deck(&"<style>p{color:red}</style>\n\n---\n\n".repeat(n / 34))),
    note("slides with definitions", |n| {
        deck(&numbered(n, |i| format!("[a{i}] [^{i}]\n\n[^{i}]: b\n\n[a{i}]: c\n\n---\n\n")))
    }),
    note("one long slide", |n| deck(&"- aaaa\n".repeat(n / 7))),
    note("slides of long text", |n| deck(&"aaa bbb ".repeat(n / 8))),
    note("front matter of many keys", |n| front_matter(&numbered(n, |i| format!("a{i}: b\n")))),
    note("front matter of one key", |n| front_matter(&"a: b\n".repeat(n / 5))),
    note("front matter of many tags", |n| front_matter(&format!("tags: {}\n", numbered(n, |i| format!("a{i}, "))))),
    note("front matter of a long list", |n| {
        front_matter(&format!("tags:\n{}", numbered(n, |i| format!("  - a{i}\n"))))
    }),
    note("front matter of lists inside each other", |n| front_matter(&format!("a: {}\n", "[".repeat(n)))),
    note("front matter of aliases", |n| front_matter(&format!("a: &a [x]\nb: [{}]\n", "*a,".repeat(n / 3)))),
    note("front matter never closed", |n| format!("---\n{}", "a: b\n".repeat(n / 5))),
    note("front matter of one quoted text", |n| front_matter(&format!("a: \"{}\n", "\\".repeat(n)))),
    // What authors write as HTML, as it comes to the sanitiser.
    html("HTML: tags never ended", |n| "<b ".repeat(n / 3)),
    html("HTML: attributes never ended", |n| "<p a=\"".repeat(n / 6)),
    html("HTML: attributes of tags never ended", |n| "<b x=1 y=2 ".repeat(n / 11)),
    html("HTML: comments never closed", |n| "<!--".repeat(n / 4)),
    html("HTML: scripts never closed", |n| "<script>".repeat(n / 8)),
    html("HTML: links around tables", |n| "<a href=x><table>".repeat(n / 17)),
    html("HTML: ends of no tag", |n| "</".repeat(n / 2)),
    html("HTML: entities", |n| "&lt;<".repeat(n / 5)),
    html("HTML: drawings inside each other", |n| "<svg>".repeat(n / 5)),
    html("HTML: elements inside each other", |n| nested(n, "<div>", "</div>")),
    html("HTML: formatting across paragraphs", |n| "<p><font color=#123456>".repeat(n / 23)),
    html("HTML: cells of tables inside each other", |n| "<table><tr><td>".repeat(n / 15)),
    // Style sheets of decks.
    style("CSS: rules", |n| numbered(n, |i| format!("h{i} {{ color: red }}\n"))),
    style("CSS: blocks inside each other", |n| nested(n, "@media print {", "}")),
    style("CSS: blocks never closed", |n| "a{".repeat(n / 2)),
    style("CSS: selectors of one rule", |n| format!("{}b {{ color: red }}", "a, ".repeat(n / 3))),
    style("CSS: one long selector", |n| format!("{}b {{ color: red }}", "a > ".repeat(n / 4))),
    style("CSS: declarations of one rule", |n| format!("a {{ {} }}", "color: red; ".repeat(n / 12))),
    style("CSS: functions inside each other", |n| format!("a {{ width: {}", nested(n, "calc(", ")"))),
];

/// Openings, as many closings after them.
fn nested(bytes: usize, open: &str, close: &str) -> String {
    let depth = bytes / (open.len() + close.len());
    format!("{}a\n{}", open.repeat(depth), close.repeat(depth))
}

/// Pieces, each with its number.
fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes + 100);
    for number in 1.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// Uses, and then what they use.
fn defined(bytes: usize, using: impl Fn(usize) -> String, definition: impl Fn(usize) -> String) -> String {
    let pieces = bytes / (using(1_000).len() + definition(1_000).len());
    let uses: String = (0..pieces).map(using).collect();
    let definitions: String = (0..pieces).map(definition).collect();
    format!("{uses}\n\n{definitions}")
}

/// Pieces, each of a day of its own.
fn days(bytes: usize, piece: impl Fn(chrono::NaiveDate) -> String) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");
    numbered(bytes, |number| piece(first + chrono::Days::new(number as u64)))
}

fn deck(slides: &str) -> String {
    format!("---\ntype: slide\n---\n\n{slides}")
}

fn front_matter(yaml: &str) -> String {
    format!("---\n{yaml}---\n\n# a\n")
}

fn wide_table_with_short_rows(bytes: usize) -> String {
    let columns = bytes / 8;
    format!("{}\n{}\n{}", "|a".repeat(columns), "|-".repeat(columns), "|a\n".repeat(bytes / 6))
}

/// As many cells as a note may have, and then more: tables of about as many rows as columns.
fn many_wide_tables_with_short_rows(bytes: usize) -> String {
    let table = format!("{}\n{}\n{}\n", "|a".repeat(30), "|-".repeat(30), "|a\n".repeat(30));
    table.repeat(bytes / table.len())
}

fn participants_who_will(bytes: usize) -> String {
    let pieces = bytes / 32;
    let list: String = (0..pieces).map(|number| format!("- @ann{number}\n")).collect();
    let lines: String = (0..pieces).map(|number| format!("- aaaa bbbb {number}\n")).collect();
    format!("# Participants\n{list}\n# A\n{lines}")
}
