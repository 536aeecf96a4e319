use super::*;
use crate::document::plain;
use crate::document::{Block, Inline, Section};
use proptest::prelude::*;

/// Pieces of markup that open, close, nest and interrupt each other.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "    ",
    "\t",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "===",
    "- - -",
    "***",
    "___",
    "a",
    "b c",
    "word",
    "http",
    "https://a.b/c_d_e",
    "://",
    "*",
    "**",
    "_",
    "~~",
    "~",
    "^",
    "==",
    "++",
    "`",
    "``",
    "```",
    "```js\n",
    "~~~",
    "[",
    "]",
    "(",
    ")",
    "](",
    "](u)",
    "![",
    "![a](u =5x6)",
    "[a]: u\n",
    "[a]",
    "[^a]: b\n",
    "[^a]",
    "<",
    ">",
    "<!--",
    "-->",
    "--!>",
    "<!-- x -->",
    "<div>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<b>",
    "<br>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<pre>",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!X",
    "<img src=x>",
    ":::info\n",
    ":::spoiler T\n",
    ":::\n",
    "|",
    "| a | b |\n|---|---|\n",
    "|---|",
    "&amp;",
    "&",
    "\\",
    "\"",
    "'",
    "...",
    ":smile:",
    "@a",
    "a@b.c",
    "#1",
    "{%pdf x%}",
    "[x] ",
    "[ ] ",
    "[TOC]",
    "\u{e4}",
    "\u{202e}",
    "$",
];

fn nasty() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn read(text: &str) -> Document {
    parse("a.md", text).0
}

/// The nesting of blocks and running text, at its deepest.
fn depth(document: &Document) -> usize {
    fn of_inlines(inlines: &[Inline]) -> usize {
        let inside = inlines.iter().map(|inline| match inline {
            Inline::Styled(..) | Inline::Link(_) => 1 + of_inlines(inline.content()),
            _ => 1,
        });
        inside.max().unwrap_or(0)
    }
    fn of_blocks(blocks: &[Block]) -> usize {
        let inside = blocks.iter().map(|block| match block {
            Block::List { items, .. } => 2 + items.iter().map(|item| of_blocks(&item.blocks)).max().unwrap_or(0),
            Block::Quote { blocks, .. } | Block::Container { blocks, .. } => 1 + of_blocks(blocks),
            Block::Heading { content, .. } | Block::Paragraph { content, .. } | Block::Html { content, .. } => {
                1 + of_inlines(content)
            }
            Block::Table(_) => 4,
            Block::Code { .. } | Block::Rule { .. } | Block::Contents { .. } => 1,
        });
        inside.max().unwrap_or(0)
    }
    document.sections.iter().map(|section| of_blocks(&section.blocks)).max().unwrap_or(0)
}

fn text_of(document: &Document) -> String {
    let mut text = String::new();
    for section in &document.sections {
        text.push_str(section.heading.as_ref().map_or("", |heading| heading.text.as_str()));
        text.push_str(&plain::lines(&section.blocks));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// A slide is handed to the CommonMark parser as a quotation; that must make no difference.
    #[test]
    fn a_slide_is_read_like_notes(text in nasty()) {
        let notes = read(&format!("---\ntitle: x\n---\n{text}"));
        let deck = read(&format!("---\ntype: slide\n---\n{text}"));
        prop_assume!(deck.deck.as_ref().is_some_and(|deck| deck.slides.len() == 1 && deck.slides[0].notes.is_empty()));
        let blocks = |document: &Document| document.sections.iter().map(|section| section.blocks.clone()).collect::<Vec<_>>();
        let headings = |document: &Document| document.sections.iter().map(|section| section.heading.clone()).collect::<Vec<_>>();
        let empty = notes.sections.is_empty();
        prop_assert!(empty || blocks(&notes) == blocks(&deck), "{:#?}\n{:#?}", blocks(&notes), blocks(&deck));
        prop_assert!(empty || headings(&notes) == headings(&deck));
        prop_assert_eq!(notes.footnotes, deck.footnotes);
        prop_assert_eq!(notes.corrections, deck.corrections);
    }
}

/// A deck of slides.
fn deck(slides: &[&str]) -> String {
    format!("---\ntype: slide\n---\n{}", slides.join("\n\n---\n\n"))
}

#[test]
fn what_one_slide_defines_is_known_on_all() {
    let slides = [
        "# A\n\n[the plan][p] fast[^f]",
        "# B\n\n[the plan][p], fast[^f]\n\nNote: [the plan][p]",
        "[p]: https://h/plan\n[^f]: on *Monday*",
    ];
    let document = read(&deck(&slides));
    let links: Vec<(&str, u32, u32)> = document
        .inlines()
        .into_iter()
        .filter_map(|inline| match inline {
            Inline::Link(link) => Some((link.destination.as_str(), link.at.line, link.at.column)),
            _ => None,
        })
        .collect();
    assert_eq!(links, [("https://h/plan", 6, 1), ("https://h/plan", 12, 1)]);
    let marks = document.inlines().into_iter().filter(|inline| matches!(inline, Inline::FootnoteReference(_))).count();
    assert_eq!(
        (marks, document.footnotes.len(), plain::lines(&document.footnotes[0].1)),
        (2, 1, "on Monday\n".to_owned())
    );
    let slides = &document.deck.as_ref().expect("a deck").slides;
    assert_eq!(slides.iter().map(|slide| slide.line).collect::<Vec<_>>(), [4, 9, 17]);
    assert!(format!("{:?}", slides[1].notes).contains("https://h/plan"));
}

#[test]
fn labels_that_are_defined_twice_differently_are_reported() {
    let redefined = |text: &str| -> Vec<(u32, String)> {
        let found = parse("a.md", text).1.into_iter().filter(|found| found.code == "label-redefined");
        found.map(|found| (found.position.map_or(0, |at| at.line), found.message)).collect()
    };
    let slides = ["[p]\n\n[p]: u", "[p]\n\n> - [P]: <v>\n\n[^f]", "[^f]: a\n\nNote: x\n\n[^F]: b", "[p]: w"];
    let counts =
        |label: &str, line: u32| format!("`[{label}]` is defined otherwise on line {line}, and that is what counts");
    assert_eq!(redefined(&deck(&slides)), [(12, counts("P", 6)), (22, counts("^F", 18))]);
    for (text, expected) in [
        ("[a]: u\n[a]: v\n", 1),
        ("[a]: u\n[a]: u\n[A]: u 'title'\n", 0),
        ("[a b]: u\n\n[a  b]:\n  v\n", 1),
        ("1. [a]: u\n2. [a]: v\n", 1),
        ("[^a]: u\n\n[^a]: v\n\n[^a]: w\n", 1),
        ("[^a]: u v\n\n[^a]: u\n  v\n", 0),
        // What only looks like a definition is text, code or a comment.
        ("[a]: u\n\ntext\n[a]: v\n", 0),
        ("[a]: u\n\n    [a]: v\n\n```\n[a]: v\n```\n", 0),
        ("[a]: u\n\n<!--\n[a]: v\n-->\n<pre>\n[a]: v\n</pre>\n", 0),
        ("[a]: u\n\n[a]: v and more\n", 0),
        ("[a]: u\n\n`\n[a]: v\n`\n", 0),
        ("[a]: u\n\n| x |\n|---|\n[a]: v\n", 0),
    ] {
        assert_eq!(redefined(text).len(), expected, "{text}");
    }
}

#[test]
fn blocks_that_are_open_end_with_their_slide() {
    for open in [
        "<!--x",
        "<pre>",
        "<?x",
        "<![CDATA[x",
        "<!X",
        "```\na\n    ```",
        "- ```\nb\n```",
        "<div>",
        "> - a",
        "| a |\n|---|",
    ] {
        let document = read(&deck(&[&format!("# A\n\n{open}"), "# B\n\n*b*"]));
        let slides = document.deck.as_ref().map_or(0, |deck| deck.slides.len());
        let expected = if open.starts_with("<!--") { 1 } else { 2 };
        assert_eq!(slides, expected, "{open}");
        if expected == 2 {
            let Some(Section { blocks, .. }) = document.sections.last() else { panic!("{open}: no slide") };
            assert!(
                matches!(&blocks[..], [Block::Paragraph { content, .. }] if matches!(content[..], [Inline::Styled(..)])),
                "{open}: {blocks:?}"
            );
        }
    }
}

/// The nesting of blocks in one line.
fn write_shape(shape: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Container { blocks, line, .. } => {
                shape.push_str(&format!("{line}("));
                write_shape(shape, blocks);
                shape.push(')');
            }
            Block::List { .. } => shape.push('l'),
            _ => shape.push('p'),
        }
    }
}

#[test]
fn containers_hold_the_blocks_between_their_lines() {
    let shape = |text: &str| {
        let mut shape = String::new();
        read(text).sections.iter().for_each(|section| write_shape(&mut shape, &section.blocks));
        shape
    };
    for (text, expected) in [
        ("a\n\n:::info\nb\n\nc\n:::\nd", "p1(pp)p".replace('1', "3")),
        (":::info\na\n:::spoiler T\nb\n:::\n:::\n:::danger\nc\n:::", "1(p3(p))7(p)".to_owned()),
        // A list that begins before a container keeps its items; one that begins in it is in it.
        ("- a\n:::info\n- b\n:::\nc", "lp".to_owned()),
        (":::info\n- a\n:::\n- b\n\nc", "1(l)p".to_owned()),
        (":::info\n<!-- x -->\n:::\n", String::new()),
        ("- a\n\n  :::info\n  b\n  :::\n\nc", "lp".to_owned()),
        ("> :::info\n> b\n> :::", "p".to_owned()),
    ] {
        assert_eq!(shape(text), expected, "{text:?}");
    }
}

#[test]
fn deep_nesting_is_flattened_and_its_text_kept() {
    let many = 30_000;
    let containers = format!("{}text\n{}", ":::info\n".repeat(many), ":::\n".repeat(many));
    let mixed = format!("> - ```\n> | a |\n{}text\n", ":::info\n> - ".repeat(2_000));
    let table = |level: usize| format!("{}| a | text |\n{0}|---|---|\n{0}| c | d |\n", "> ".repeat(level));
    let indented: String = (0..100).map(|level| format!("{}- item {level}\n", "  ".repeat(level))).collect();
    let mut notes = vec![
        containers,
        mixed,
        format!("{}text\n", "> ".repeat(many)),
        format!("{}text\n", "- ".repeat(many)),
        format!("{}text\n", "1. > ".repeat(many)),
        format!("{}text{}\n", "*a **b ".repeat(many), "** *".repeat(many)),
        format!("{}text{}\n", "[".repeat(many), "](u)".repeat(many)),
        format!("{}text{}\n", "![".repeat(many), "](u)".repeat(many)),
        format!("{}text\n", "<a href=x><b>".repeat(many)),
        format!("{}text\n", "<script>".repeat(many)),
        format!("{indented}text\n"),
        format!(":::info\n{}text\n:::\n", "> ".repeat(many)),
    ];
    notes.extend((55..70).map(table));
    notes.extend((50..70).map(|level| format!("{}- text\n", "> ".repeat(level))));
    for note in &notes {
        for note in [note.clone(), deck(&[note])] {
            let document = read(&note);
            let start: String = note.chars().take(60).collect();
            assert!(depth(&document) <= 70, "{start:?}: {}", depth(&document));
            // An image's text is its alternative.
            assert!(text_of(&document).contains("text"), "{start:?}");
        }
    }
    assert!((0..100).all(|level| text_of(&read(&indented)).contains(&format!("item {level}\n"))));
}

#[test]
fn ids_are_made_in_time_that_grows_with_the_headings() {
    let headings = "# a\n".repeat(20_000) + &(1..2_000).map(|number| format!("# a-{number}\n")).collect::<String>();
    let document = read(&headings);
    let ids: std::collections::BTreeSet<&str> = document.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids.len(), document.sections.len());
}

/// The cells of all tables.
fn cells(document: &Document) -> usize {
    fn of(blocks: &[Block]) -> usize {
        let of_block = |block: &Block| match block {
            Block::Table(table) => table.header.len() + table.rows.iter().map(Vec::len).sum::<usize>(),
            Block::List { items, .. } => items.iter().map(|item| of(&item.blocks)).sum(),
            Block::Quote { blocks, .. } | Block::Container { blocks, .. } => of(blocks),
            _ => 0,
        };
        blocks.iter().map(of_block).sum()
    }
    let of_sections: usize = document.sections.iter().map(|section| of(&section.blocks)).sum();
    of_sections + document.footnotes.iter().map(|(_, blocks)| of(blocks)).sum::<usize>()
}

/// A table with `filled` cells in each row, in what `prefix` opens. Each cell holds `w`.
fn table(columns: usize, rows: usize, filled: usize, (first, prefix): (&str, &str)) -> String {
    let row = format!("{prefix}{}\n", "|w".repeat(filled));
    format!("{first}{}\n{prefix}{}\n{}\n", "|w".repeat(columns), "|-".repeat(columns), row.repeat(rows))
}

const TABLE_PREFIXES: &[(&str, &str)] = &[("", ""), ("> ", "> "), ("- ", "  "), ("> - ", ">   "), ("[^w]: ", "    ")];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn cells_are_bounded_by_the_text_and_nothing_is_lost(
        columns in 1_usize..600,
        rows in 0_usize..600,
        filled in 1_usize..4,
        count in 1_usize..5,
        prefix in prop::sample::select(TABLE_PREFIXES),
        is_deck: bool,
    ) {
        let filled = filled.min(columns);
        let tables = table(columns, rows, filled, prefix).repeat(count);
        let text = if is_deck { deck(&[&tables, "# B"]) } else { tables };
        let (document, diagnostics) = parse("a.md", &text);
        prop_assert!(cells(&document) <= 4_096 + 2 * text.len(), "{} cells", cells(&document));
        let footnotes: String = document.footnotes.iter().map(|(_, blocks)| plain::lines(blocks)).collect();
        let words = (text_of(&document) + &footnotes).matches('w').count();
        prop_assert_eq!(words, count * (columns + rows * filled));
        // Whatever is not said to be text is a table.
        let expected = count * columns * (rows + 1);
        prop_assert_eq!(cells(&document) < expected, diagnostics.iter().any(|found| found.code == "oversized-table"));
        prop_assert!(expected > 4_096 || cells(&document) == expected);
    }

    #[test]
    fn tables_with_full_rows_stay_tables(
        columns in 1_usize..100,
        rows in 0_usize..200,
        count in 1_usize..4,
        prefix in prop::sample::select(TABLE_PREFIXES),
    ) {
        let text = format!("{}a\nb\n", table(columns, rows, columns, prefix).repeat(count));
        let (document, diagnostics) = parse("a.md", &text);
        prop_assert_eq!(cells(&document), count * columns * (rows + 1));
        prop_assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }
}

#[test]
fn an_oversized_table_is_text_and_reported_where_it_begins() {
    let wide = table(300, 300, 1, ("", ""));
    // Lines of dashes may be rows, too, and tables may follow each other without an empty line.
    let dashes = format!("{}\n{}\n{}", "|w".repeat(900), "|-".repeat(900), "|-|\n|w|\n".repeat(900));
    let small = "| a | b |\n|---|---|\n| c | d |\n";
    let text = format!("# A\n\n{wide}\n{dashes}\n{small}");
    let (document, diagnostics) = parse("a.md", &text);
    assert_eq!(cells(&document), 4);
    assert!(text_of(&document).contains("|-|-"), "the line of dashes is shown as it is written");
    let [found] = &diagnostics[..] else { panic!("{diagnostics:?}") };
    let place = found.position.map(|at| (at.line, at.column));
    assert_eq!((found.code, place), ("oversized-table", Some((3, 1))));
    assert!(found.message.contains("90300 cells") && found.message.contains("one below"), "{found}");
}
