use super::*;
use std::fmt::Write;

fn text(value: &str) -> YamlValue {
    YamlValue::Text(value.to_owned())
}

#[test]
fn reads_a_header() {
    let value = parse("title: SCS\ntags: [a, b]\nn: 3\nf: 0.5\nyes: no\nnothing:\non: true\n2023-01-11: x\n").unwrap();
    assert_eq!(value.get("title"), Some(&text("SCS")));
    assert_eq!(value.get("tags"), Some(&YamlValue::List(vec![text("a"), text("b")])));
    assert_eq!(value.get("n"), Some(&YamlValue::Integer(3)));
    assert_eq!(value.get("f"), Some(&YamlValue::Float(0.5)));
    assert_eq!(value.get("yes"), Some(&text("no")));
    assert_eq!(value.get("nothing"), Some(&YamlValue::Null));
    assert_eq!(value.get("on"), Some(&YamlValue::Bool(true)));
    assert_eq!(value.get("2023-01-11"), Some(&text("x")));
    assert_eq!(value.get("absent"), None);
}

#[test]
fn keys_and_scalars_of_other_types_become_text() {
    assert_eq!(
        parse("1: a\ntrue: b\n").unwrap(),
        YamlValue::Map(vec![("1".into(), text("a")), ("true".into(), text("b"))])
    );
    assert_eq!(YamlValue::Integer(20_230_111).scalar_text().as_deref(), Some("20230111"));
    assert_eq!(parse("99999999999999999999").unwrap().scalar_text().as_deref(), Some("99999999999999999999"));
}

#[test]
fn nothing_is_null() {
    for empty in ["", "\n", "# only a comment\n\n", "~", "---\n"] {
        assert_eq!(parse(empty), Ok(YamlValue::Null), "{empty:?}");
    }
}

#[test]
fn tags_are_dropped() {
    assert_eq!(parse("a: !thing {b: 1}\nc: !x y\nd: !!str 5").unwrap().get("d"), Some(&text("5")));
    assert_eq!(parse("!x [1]").unwrap(), YamlValue::List(vec![YamlValue::Integer(1)]));
}

#[test]
fn errors_say_where() {
    let cases = [
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: b: c\n", 1),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: *unknown\n", 1),
        ("a: 1\n---\nb: 2\n", 1),
        ("{a: 1}: 2\n", 1),
        ("a: 'open\n", 2),
    ];
    for (source, line) in cases {
        let error = parse(source).expect_err(source);
        assert_eq!(error.line, line, "{source:?}: {error:?}");
        assert!(!error.message.contains(" at line "), "{error:?}");
    }
    let twice = parse("a: 1\nb: {x: 1, x: 2}\n").expect_err("a repeated key");
    assert_eq!((twice.line, twice.column, twice.message.as_str()), (2, 11, "the key `x` is there twice"));
}

/// That it costs no more than its size is counted in `tests/growth`.
#[test]
fn bombs_are_refused() {
    let refused = |source: &str| parse(source).expect_err("must be refused");
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let previous = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{previous}]");
    }
    assert!(refused(&laughs).message.contains("2000 values"));
    assert!(refused("a: &a [*a, *a]\n").message.contains("levels"));
    assert!(refused("a: &a {b: *a}\n").message.contains("levels"));
    assert!(refused(&"[".repeat(10_000)).message.contains("64 levels"));
    assert!(refused(&"{a: ".repeat(10_000)).message.contains("64 levels"));
    assert!(refused(&"- ".repeat(10_000)).message.contains("levels"));
    let mut stairs = String::new();
    for level in 0..300 {
        let _ = writeln!(stairs, "{}a:", " ".repeat(level));
    }
    assert!(refused(&stairs).message.contains("levels"));
    assert!(refused(&"a".repeat(100_000)).message.contains("bytes"));
    assert!(refused(&"- a\n".repeat(3_000)).message.contains("2000 values"));
    assert!(refused(&"? ".repeat(10_000)).line >= 1);
}

#[test]
fn finds_the_place_of_a_key_and_of_an_entry() {
    let source = "title: x\nteams:\n  - slug: a\n    title: A\n  - slug: b\n    aliases: [c, d]\n";
    let at = |steps: &[Step]| locate(source, steps, CONFIG);
    let key = |name: &str| Step::Key(name.to_owned());
    assert_eq!(at(&[key("teams")]), Some((2, 1)));
    assert_eq!(at(&[key("teams"), Step::Entry(1)]), Some((5, 5)));
    assert_eq!(at(&[key("teams"), Step::Entry(1), key("aliases")]), Some((6, 5)));
    assert_eq!(at(&[key("teams"), Step::Entry(1), key("aliases"), Step::Entry(1)]), Some((6, 18)));
    assert_eq!(at(&[key("absent")]), None);
}

proptest::proptest! {
    #[test]
    fn never_panics(source in "[-a-c:\\[\\]{}&*!|>'\"?,#% \n\t]{0,60}") {
        let _ = parse(&source);
    }
}

proptest::proptest! {
    #[test]
    fn a_quoted_text_is_read_back(text in "(?s).{0,40}|[\\x00-\\x20\"\\\\\u{85}\u{2028}\u{2029}\u{feff}\u{fffe}:#'-]{0,12}") {
        let read = parse(&format!("a: {}\nb: 1\n", quoted(&text))).expect("YAML");
        proptest::prop_assert_eq!(read.get("a"), Some(&YamlValue::Text(text)));
    }
}
