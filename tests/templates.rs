//! Renders every template from made-up views and checks what must hold for any archive.
//!
//! `MINUTEBOOK_PREVIEW=folder cargo test preview` also writes the pages, with the templates and assets as they are on disk.
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod registers;
mod samples;

use minutebook::site::templates::{self, ASSETS, Shared, Templates};
use samples::{bare_call_page, call_page, calls_page, pages, team_page, value};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn render(templates: &Templates, name: &str, view: &Value) -> String {
    templates::render(templates, name, &Shared::default(), view).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Fields that are printed as HTML; every other string is text.
fn is_html(field: &str) -> bool {
    field.ends_with("_html")
}

/// Changes every string of a view that is not HTML; `change` gets the field's name.
fn change_text(value: &mut Value, field: &str, change: &impl Fn(&str, &mut String)) {
    match value {
        Value::String(text) if !is_html(field) => change(field, text),
        Value::Array(items) => items.iter_mut().for_each(|item| change_text(item, field, change)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, item)| change_text(item, name, change)),
        _ => {}
    }
}

/// The open tags of a page, each with what stands between `<` and `>` outside of attribute values.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let mut quoted = false;
        let end = rest
            .find(|c: char| {
                quoted ^= c == '"';
                c == '>' && !quoted
            })
            .unwrap_or(rest.len());
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            tags.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
    tags
}

#[test]
fn every_text_field_is_escaped() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    for (path, name, mut view) in pages() {
        change_text(&mut view, "", &|_, text| text.push_str("\"><script>alert('x')</script>{{ 1 }}<b title='"));
        let html = render(&templates, name, &view);
        assert!(html.contains("&lt;script&gt;alert("), "{path}: nothing of the view was printed");
        assert!(
            !html.contains("<script>alert("),
            "{path}: {}",
            &html[html.find("<script>alert(").unwrap().saturating_sub(200)..][..400]
        );
        assert!(!html.contains("<b title="), "{path}");
    }
}

#[test]
fn no_page_has_inline_styles_scripts_or_handlers() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    for (path, name, view) in pages() {
        let html = render(&templates, name, &view);
        let tags = tags(&html);
        assert!(tags.len() > 10, "{path}");
        for tag in tags {
            let lower = tag.to_lowercase();
            assert!(!lower.contains(" style="), "{path}: <{tag}>");
            assert!(!lower.starts_with("style"), "{path}: <{tag}>");
            let is_handler = |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('=');
            assert!(!lower.split(" on").skip(1).any(is_handler), "{path}: <{tag}>");
            assert!(!lower.starts_with("script") || lower.contains(" src="), "{path}: <{tag}>");
            assert!(
                !lower.contains("=\"http")
                    || lower.starts_with("a ")
                    || lower.starts_with("meta ")
                    || lower.contains("canonical"),
                "{path}: <{tag}>"
            );
        }
    }
}

#[test]
fn pages_link_their_assets_from_their_own_depth() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    for (path, name, view) in pages() {
        if path.starts_with("empty") {
            continue;
        }
        let html = render(&templates, name, &view);
        let root = view["page"]["root"].as_str().unwrap();
        let assets: &[&str] = if name == "deck.html" {
            &[
                "reveal-6.0.2/reveal.css",
                "reveal-6.0.2/theme/white.css",
                "reveal-6.0.2/reveal.js",
                "deck.css",
                "deck.js",
                "accent.css",
                "icon.svg",
            ]
        } else {
            &["site.css", "accent.css", "theme.js", "site.js", "icon.svg"]
        };
        for asset in assets {
            assert!(html.contains(&format!("=\"{root}assets/{asset}\"")), "{path}: {asset}");
        }
        let policy = html.find("Content-Security-Policy").unwrap();
        assert!(["<link", "<script", "<img"].iter().all(|tag| html.find(tag).is_none_or(|at| at > policy)), "{path}");
    }
}

#[test]
fn every_page_has_one_first_heading_and_its_landmarks() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    for (path, name, view) in pages() {
        let html = render(&templates, name, &view);
        let count = |what: &str| html.matches(what).count();
        assert_eq!(count("<main"), 1, "{path}");
        assert_eq!(count("<!doctype html>"), 1, "{path}");
        if name != "deck.html" {
            assert_eq!(count("<h1"), 1, "{path}");
            assert_eq!(
                (count("<header class=\"site-header\""), count("<footer"), count("class=\"skip-link\"")),
                (1, 1, 1),
                "{path}"
            );
        }
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        let before = ids.len();
        ids.dedup();
        assert_eq!(before, ids.len(), "{path}: an id stands twice");
    }
}

/// A heading of a note may have any id but those, so that the page's own ids cannot stand twice.
#[test]
fn a_call_page_keeps_its_own_ids_apart_from_those_of_headings() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    let mut view = value(&call_page());
    view["body_html"] = "".into();
    let html = render(&templates, "call.html", &view);
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for expected in ["mb-content", "mb-contents", "mb-summary", "mb-related", "mb-backlinks"] {
        assert!(ids.contains(&expected), "{expected} is not among {ids:?}");
    }
    assert!(ids.iter().all(|id| id.starts_with("mb-")), "{ids:?}");
}

#[test]
fn what_a_call_is_shows_in_words() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    let cancelled = render(&templates, "call.html", &value(&bare_call_page()));
    assert!(cancelled.contains("Cancelled") && cancelled.contains("dir=\"rtl\"") && !cancelled.contains("data-deck="));
    let list = render(&templates, "team.html", &value(&team_page()));
    assert!(list.contains(">cancelled</span>") && list.contains("href=\"../iaas/2024-11-25/deck/\""));
    let page = render(&templates, "call.html", &value(&call_page()));
    assert!(page.contains("data-deck=\"../../iaas/2023-01-11/deck/\"") && page.contains("@member-40"));
}

#[test]
fn the_current_page_is_marked_in_the_navigation() {
    let templates = templates::load(&[], minutebook::language::words("en")).unwrap();
    let mark = |html: &str, link: &str| {
        html.split("<a ").find(|tag| tag.contains(link)).map(|tag| tag.split('>').next().unwrap().to_owned())
    };
    let team = render(&templates, "team.html", &value(&team_page()));
    assert!(mark(&team, "href=\"../iaas/\"").unwrap().contains("aria-current=\"page\""));
    let call = render(&templates, "call.html", &value(&call_page()));
    assert!(mark(&call, "href=\"../../iaas/\"").unwrap().contains("aria-current=\"true\""));
    let year = render(&templates, "calls.html", &value(&calls_page(Some(2024))));
    assert!(mark(&year, "href=\"../../calls/\"").unwrap().contains("aria-current=\"true\""));
    assert_eq!(year.matches("aria-current=\"page\"").count(), 1);
}

/// What pages say stands with the languages: a template has no words of its own, in its text, in attributes that are read out, or in
/// the texts of its expressions.
#[test]
fn templates_have_no_words_of_their_own() {
    let pattern = |pattern: &str| regex::Regex::new(pattern).unwrap();
    let (comment, code) = (pattern(r"(?s)\{#.*?#\}"), pattern(r"(?s)\{%.*?%\}|\{\{.*?\}\}"));
    let (tag, word) = (pattern(r"(?s)<[^>]*>"), pattern(r"\p{L}{2,}"));
    let read_out = pattern(r#"\b(?:aria-label|title|placeholder|alt|label)="[^"]*\p{L}{2,}"#);
    let (literal, said) = (pattern(r#""[^"]*""#), pattern(r"\p{Lu}\p{Ll}+|\p{L} \p{L}"));
    let class = pattern(r#"\{% block body_class %\}[^{<]*|\bclass(?:=|: string = )"[^"{]*""#);
    let faults = |source: &str| -> Vec<String> {
        let source = class.replace_all(&comment.replace_all(source, ""), "").into_owned();
        // What a component is given stands in braces of its own; a title of `<head>` is an element, not an attribute.
        let markup = code.replace_all(&source, "");
        let mut faults: Vec<String> = read_out.find_iter(&markup).map(|found| found.as_str().to_owned()).collect();
        let text = tag.replace_all(&markup, " ");
        faults.extend(word.find_iter(&text).map(|found| found.as_str().to_owned()));
        for expression in code.find_iter(&source) {
            let literals = literal.find_iter(expression.as_str()).map(|found| found.as_str());
            faults.extend(literals.filter(|text| said.is_match(text)).map(str::to_owned));
        }
        faults
    };
    for source in ["<p>Words</p>", "<p aria-label=\"to {{ a }}\">", "{{ \"In the notes\" }}", "{{ a or \"None\" }}"] {
        assert_eq!(faults(source).len(), 1, "{source}: {:?}", faults(source));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut seen = 0;
    for (name, path) in minutebook::scan::files_below(&folder).unwrap() {
        if path.extension().is_some_and(|extension| extension == "html") {
            let faults = faults(&minutebook::base::fs::read_to_string(&path).unwrap());
            // What a reviewer writes into the notes is the same in all languages.
            let faults: Vec<&String> = faults.iter().filter(|fault| !fault.contains("\"not a")).collect();
            assert!(faults.is_empty(), "{name}: {faults:?}");
            seen += 1;
        }
    }
    assert!(seen > 20);
}

/// A script has no words of its own where it writes on the page.
#[test]
fn scripts_have_no_words_of_their_own() {
    let said = regex::Regex::new(
        r#"(?:textContent|title|placeholder|innerText)(?: =|:) ["`][^"`]*\p{L}|"aria-label": ["`][^"`]*\p{L}|\}, "[^"]*\p{L}"#,
    );
    let said = said.unwrap();
    // The name of a class, or a sign by its number.
    let no_words = regex::Regex::new(r#"^\}, "(?:[a-z]+(?:-[a-z]+)+|\\u[0-9a-f]+)$"#).unwrap();
    assert!(no_words.is_match("}, \"search-example") && !no_words.is_match("}, \"All calls"));
    for source in
        ["button.textContent = \"Copied\";", "{ \"aria-label\": \"Search\" }", "make(\"a\", {}, \"All calls\")"]
    {
        assert!(said.is_match(source), "{source}");
    }
    for (name, bytes) in
        ASSETS.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|extension| extension == "js"))
    {
        let source = String::from_utf8_lossy(bytes);
        let found = said.find_iter(&source).map(|found| found.as_str());
        let found: Vec<&str> = found.filter(|found| !no_words.is_match(found)).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

// --- The preview ------------------------------------------------------------------------------------------------------

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            found.push(entry.into_path());
        }
    }
}

#[test]
fn preview() {
    let Some(folder) = std::env::var_os("MINUTEBOOK_PREVIEW").map(PathBuf::from) else {
        println!("skipped: MINUTEBOOK_PREVIEW names no folder");
        return;
    };
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let read = |path: &Path| minutebook::base::fs::read(path).unwrap();
    let mut found = Vec::new();
    files_below(&source, &mut found);
    let overrides: Vec<(String, String)> = found
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .map(|path| {
            (path.strip_prefix(&source).unwrap().to_str().unwrap().to_owned(), String::from_utf8(read(path)).unwrap())
        })
        .collect();
    let templates =
        templates::load(&overrides, minutebook::language::words("en")).unwrap_or_else(|error| panic!("{error:?}"));
    for (path, name, view) in pages() {
        minutebook::base::fs::write(&folder.join(path), render(&templates, name, &view).as_bytes()).unwrap();
    }
    for (name, bytes) in ASSETS {
        minutebook::base::fs::write(&folder.join("assets").join(name), bytes).unwrap();
    }
    minutebook::base::fs::write(
        &folder.join("assets/accent.css"),
        b":root{--accent-light:#0f5fe1;--accent-dark:#8fb6ff}",
    )
    .unwrap();
}
