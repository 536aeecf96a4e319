//! Hostile minutes: every payload is published by the real program, and nothing of it works in a browser.
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the site writes its endings in lower case")]

mod canon;
mod dom;
mod own;

use crate::shared;
use canon::{canonical, text, violations};
use minutebook::base::fs;
use minutebook::{Options, build};
use std::collections::BTreeMap;
use std::path::Path;

/// A payload and what must not be found after it has been rendered.
struct Vector {
    id: String,
    kind: String,
    payload: String,
    forbidden: Vec<String>,
}

fn vectors(shared: &Path) -> Vec<Vector> {
    let lines = fs::read_to_string(&shared.join("eval/vectors.jsonl")).expect("read");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    lines
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row");
            let forbidden = row["must_not_contain_after_render"].as_array().expect("a list");
            Vector {
                id: text(&row["id"]),
                kind: text(&row["kind"]),
                payload: expand(&text(&row["payload"])),
                forbidden: forbidden.iter().map(text).collect(),
            }
        })
        .collect()
}

/// `@rep:N:S` is S repeated N times, `@wrap:P:…` puts P before it.
fn expand(payload: &str) -> String {
    if let Some((before, rest)) = payload.strip_prefix("@wrap:").and_then(|rest| rest.split_once(":@rep")) {
        return before.replace("\\n", "\n") + &expand(&format!("@rep{rest}"));
    }
    match payload.strip_prefix("@rep:").and_then(|rest| rest.split_once(':')) {
        Some((times, text)) => text.repeat(times.parse().expect("a number")),
        None => payload.to_owned(),
    }
}

/// A site built in a temporary folder: every output file by its path.
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    // Removes the folder when the site is no longer looked at.
    _folder: tempfile::TempDir,
}

impl Site {
    fn text(&self, path: &str) -> String {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", self.files.keys()));
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn with_extension(&self, extension: &str) -> impl Iterator<Item = (&str, String)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.rsplit_once('.').is_some_and(|(_, found)| found == extension))
            .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned()))
    }
}

/// Builds a folder of files, after `prepare` has put into it what is no plain file.
fn site(files: &[(String, Vec<u8>)], prepare: impl FnOnce(&Path)) -> Site {
    site_and_findings(files, prepare).0
}

/// The same, with the codes of what is found.
fn site_and_findings(files: &[(String, Vec<u8>)], prepare: impl FnOnce(&Path)) -> (Site, Vec<&'static str>) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("minutes");
    for (name, bytes) in files {
        fs::write(&source.join(name), bytes).expect("written");
    }
    prepare(&source);
    let output = folder.path().join("public");
    let options = Options {
        source,
        output: output.clone(),
        base_url: Some("https://minutes.example/".to_owned()),
        today: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day"),
        reveal: vec![Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()],
        ..Options::default()
    };
    let report = build(&options).expect("no payload stops a build");
    let codes = report.diagnostics.iter().map(|finding| finding.code).collect();
    let files = minutebook::scan::files_below(&output).expect("listed");
    let files = files.into_iter().map(|(name, path)| (name, fs::read(&path).expect("read"))).collect();
    (Site { files, _folder: folder }, codes)
}

/// The day on which the call with a payload takes place; the payload becomes the whole note of that day.
fn day(index: usize) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + chrono::Days::new(index as u64)
}

fn note(index: usize) -> String {
    format!("t/{}.md", day(index).format("%Y%m%d"))
}

/// Publishes every payload as the note of a day of its own.
fn publish(payloads: &[&str]) -> Site {
    let notes: Vec<_> =
        payloads.iter().enumerate().map(|(index, payload)| (note(index), payload.as_bytes().to_vec())).collect();
    site(&notes, |source| fs::write(&source.join("t/x.png"), PIXEL).expect("written"))
}

/// A PNG of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// Every page of a call: its own and its deck.
fn pages(site: &Site, index: usize) -> Vec<(String, String)> {
    let folder = format!("t/{}/", day(index));
    let mut pages = vec![format!("{folder}index.html")];
    // A note of which nothing is left has no deck.
    pages.extend(Some(format!("{folder}deck/index.html")).filter(|path| site.files.contains_key(path)));
    pages.into_iter().map(|path| (path.clone(), site.text(&path))).collect()
}

fn is_of(vector: &Vector, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| vector.kind == *kind || (kind.ends_with('.') && vector.kind.starts_with(kind)))
}

/// Whether an element's attributes say that its content was written by authors.
fn is_content(attributes: &[(String, String)]) -> bool {
    attributes.iter().any(|(name, value)| name == "class" && matches!(value.as_str(), "prose" | "slides"))
}

/// Looks at every page of a site for what no page may have.
fn assert_pages_are_clean(site: &Site) {
    for (path, html) in site.with_extension("html") {
        let found = violations(&html, is_content);
        assert!(found.is_empty(), "{path}: {found:?}");
        let markup = canonical(&html);
        for forbidden in [
            " onerror=",
            " onload=",
            " onclick=",
            " onmouseover=",
            " onfocus=",
            "<iframe",
            "<object",
            "<embed",
            "<base",
            " href=\"javascript:",
            " src=\"javascript:",
            " srcdoc=",
            " style=\"",
        ] {
            assert!(!markup.contains(forbidden), "{path}: {forbidden}");
        }
        // Raw text stands in double braces; `<script>` without them is text that says so. JSON-LD is data, which no browser
        // runs, and must hold nothing that could end its element.
        let inline = markup.split("<script").skip(1).any(|rest| {
            let (tag, content) = rest.split_once('>').unwrap_or((rest, ""));
            let is_data = tag.contains("type=\"application/ld+json\"")
                && content.split('<').next().is_some_and(|json| json.trim_end().ends_with("}}"));
            !tag.contains("src=\"") && !is_data && content.starts_with("{{")
        });
        assert!(!inline, "{path}: an inline script");
    }
}

#[test]
fn markup_of_authors_does_nothing() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared)
        .into_iter()
        .filter(|vector| is_of(vector, &["html.", "css.", "search.", "text.", "dos.yaml"]))
        // Code and diagrams whose source is shown as text: what they must not become stands there as words.
        .filter(|vector| !["html-ext-07", "html-ext-09", "html-ext-20"].contains(&vector.id.as_str()))
        .collect();
    assert!(vectors.len() > 150, "{}", vectors.len());
    // Each as notes, which have a page and a deck that is cut from them, and as an author's deck, which has both as well.
    // What has front matter of its own is a deck or is not: behind other front matter it would be text.
    let in_decks: Vec<&Vector> = vectors.iter().filter(|vector| !vector.payload.starts_with("---")).collect();
    let decks = in_decks.iter().map(|vector| format!("---\ntype: slide\n---\n{}", vector.payload));
    let payloads: Vec<String> = vectors.iter().map(|vector| vector.payload.clone()).chain(decks).collect();
    let site = publish(&payloads.iter().map(String::as_str).collect::<Vec<_>>());
    assert_pages_are_clean(&site);
    let sheets: String = site
        .with_extension("css")
        .filter(|(path, _)| path.starts_with("assets/author"))
        .map(|(_, css)| css.to_lowercase().split_whitespace().collect::<String>())
        .collect();
    let mut failures = Vec::new();
    for (index, vector) in vectors.iter().chain(in_decks).enumerate() {
        for (path, html) in pages(&site, index) {
            // A deck has these itself.
            let own = ["class=\"slides\"", " id=\"reveal\""];
            let mut seen = canonical(&html);
            if vector.kind.starts_with("text.") {
                seen.push_str(&text(&html));
            }
            for forbidden in &vector.forbidden {
                // Relative links of the site hold `/../` themselves.
                let is_own = path.contains("deck/") && own.contains(&forbidden.trim()) || forbidden == "/../";
                if !is_own && (seen.contains(forbidden.as_str()) || seen.contains(&forbidden.to_lowercase())) {
                    failures.push(format!("{} in {path}: {forbidden}", vector.id));
                }
            }
        }
        if vector.kind.starts_with("css.") {
            for forbidden in &vector.forbidden {
                if sheets.contains(&forbidden.to_lowercase().split_whitespace().collect::<String>()) {
                    failures.push(format!("{} in a style sheet: {forbidden}", vector.id));
                }
            }
        }
        // A payload may come out on any other page too: lists, feeds as HTML, the search's fragments.
        let marked: Vec<&String> =
            vector.forbidden.iter().filter(|text| text.contains("zq") && !vector.kind.starts_with("text.")).collect();
        for (path, html) in site.with_extension("html").filter(|(path, _)| !path.starts_with("t/2")) {
            let seen = canonical(&html);
            failures.extend(
                marked
                    .iter()
                    .filter(|text| seen.contains(&text.to_lowercase()))
                    .map(|text| format!("{} in {path}: {text}", vector.id)),
            );
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn more_markup_of_the_same_kinds_does_nothing() {
    let payloads: Vec<String> = own::PAYLOADS.iter().map(|payload| (*payload).to_owned()).chain(own::decks()).collect();
    let site = publish(&payloads.iter().map(String::as_str).collect::<Vec<_>>());
    assert_pages_are_clean(&site);
    for (path, css) in
        site.with_extension("css").filter(|(path, _)| path.starts_with("assets/author") || path.contains("t/"))
    {
        // The face that stands in for one that the reader may not have is ours.
        let css = css.replace("var(--deck-face,sans-serif)", "");
        for forbidden in
            ["url(", "@", "expression", "position", "evil.example", "content:", "behavior", "var(", "!important"]
        {
            assert!(!css.contains(forbidden), "{path}: {forbidden} in {css}");
        }
    }
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("zqhidden"), "{path} publishes a comment");
    }
}

#[test]
fn files_outside_the_minutes_stay_there() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared).into_iter().filter(|vector| is_of(vector, &["file.path"])).collect();
    let extra = own::PATHS.iter().map(|path| format!("![]({path}) [a]({path}) <img src=\"{path}\">"));
    let payloads: Vec<String> = vectors.iter().map(|vector| vector.payload.clone()).chain(extra).collect();
    let notes: Vec<_> =
        payloads.iter().enumerate().map(|(index, payload)| (note(index), payload.clone().into_bytes())).collect();
    let config = b"[core]\n\trepositoryformatversion = 0\n";
    let site = site(&notes, |source| {
        for place in [source, source.parent().expect("a parent")] {
            fs::write(&place.join(".git/config"), config).expect("written");
            fs::write(&place.join(".git/HEAD"), b"ref: refs/heads/[core]\n").expect("written");
            fs::write(&place.join(".git/a.png"), &[PIXEL, config].concat()).expect("written");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink("/etc/passwd", source.join("link-to-etc-passwd.png")).expect("linked");
            symlink("/etc/passwd", source.join("t/20200909.md")).expect("linked");
            symlink("/etc", source.join("dir-symlink")).expect("linked");
            symlink("../.git", source.join("git-symlink")).expect("linked");
            symlink("../../.git/a.png", source.join("t/git.png")).expect("linked");
        }
    });
    let forbidden: Vec<&String> = vectors.iter().flat_map(|vector| &vector.forbidden).collect();
    assert!(!forbidden.is_empty());
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        // The notes as Markdown say what their authors wrote; what they name must not be there even so.
        let is_note = Path::new(path).extension().is_some_and(|extension| extension == "md");
        let is_own_word = |word: &str| is_note && !word.contains("root:");
        assert!(!text.contains("root:x:0"), "{path}");
        for forbidden in forbidden.iter().filter(|forbidden| !is_own_word(forbidden)) {
            assert!(!text.contains(forbidden.as_str()), "{path}: {forbidden}");
        }
    }
    assert!(site.files.contains_key(&format!("t/{}/index.html", day(0))));
}

#[test]
fn drawings_are_redrawn() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared).into_iter().filter(|vector| is_of(vector, &["svg.file"])).collect();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let files = [
            ("t/20240101.md".to_owned(), b"![](a.svg)".to_vec()),
            ("t/a.svg".to_owned(), vector.payload.clone().into_bytes()),
        ];
        let site = site(&files, |_| {});
        assert_pages_are_clean(&site);
        for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".svg") || path.starts_with("t/")) {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            let site_own = path.ends_with(".html");
            for forbidden in vector.forbidden.iter().filter(|text| !site_own || text.contains("zq")) {
                assert!(!text.contains(forbidden.as_str()), "{} in {path}: {forbidden}", vector.id);
            }
        }
    }
    let drawing =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";
    let files = [("t/20240101.md".to_owned(), b"![](a.svg)".to_vec()), ("t/a.svg".to_owned(), drawing.to_vec())];
    let site = site(&files, |_| {});
    assert!(site.with_extension("svg").any(|(_, svg)| svg.contains("<rect")), "a harmless drawing is published");
}

/// A page, a deck and the file itself: what a drawing may be opened by.
#[test]
fn drawings_reach_no_other_host_however_they_are_opened() {
    let drawings = own::DRAWINGS.iter().map(|body| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>"));
    let prefixed = own::DRAWINGS.iter().filter(|body| !body.contains("xmlns") && !body.contains("]]>")).map(|body| {
        let body = body.replace("</", "\u{0}").replace('<', "<x:").replace('\u{0}', "</x:");
        format!("<x:svg xmlns:x=\"http://www.w3.org/2000/svg\">{body}</x:svg>")
    });
    let drawings: Vec<String> = drawings.chain(prefixed).collect();
    let mut files = Vec::new();
    for (index, drawing) in drawings.iter().enumerate() {
        let header = if index % 2 == 0 { "" } else { "---\ntype: slide\n---\n" };
        files.push((note(index), format!("{header}# A\n\n![]({index}.svg) [see]({index}.svg)\n").into_bytes()));
        files.push((format!("t/{index}.svg"), drawing.clone().into_bytes()));
    }
    let site = site(&files, |_| {});
    assert_pages_are_clean(&site);
    for (index, drawing) in drawings.iter().enumerate() {
        let published = site.text(&format!("t/{index}.svg"));
        let tree = roxmltree::Document::parse(&published).expect("well-formed");
        assert_eq!(tree.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"), "{published}");
        let low = published.to_lowercase();
        // The namespace is the one address there may be.
        for forbidden in
            ["evil.example", "<script", "javascript:", " on", "foreignobject", "image-set", "@import", "data:image/svg"]
        {
            assert!(!low.contains(forbidden), "{drawing} became {published}");
        }
        for (path, html) in pages(&site, index) {
            assert!(html.contains(&format!("{index}.svg")), "{path} does not show it");
        }
    }
}

#[test]
fn what_is_no_drawing_is_said_and_has_a_placeholder() {
    for text in own::NO_DRAWINGS {
        for header in ["", "---\ntype: slide\n---\n"] {
            let note = format!("{header}# A\n\n![drawn](a.svg)\n");
            let files =
                [("t/20240101.md".to_owned(), note.into_bytes()), ("t/a.svg".to_owned(), text.as_bytes().to_vec())];
            let (site, codes) = site_and_findings(&files, |_| {});
            assert!(codes.contains(&"image-refused"), "{text:?}: {codes:?}");
            // Once is enough: the file is there.
            assert!(!codes.contains(&"missing-image"), "{text:?}: {codes:?}");
            assert!(!site.files.contains_key("t/a.svg"));
            for path in ["t/2024-01-01/index.html", "t/2024-01-01/deck/index.html"] {
                let html = site.text(path);
                // Slides that are cut from notes leave room for no picture that is lost; the page says so.
                let is_cut = header.is_empty() && path.contains("/deck/");
                assert!(is_cut || html.contains("missing-image"), "{text:?}: {path}");
                assert!(!html.contains("a.svg\""), "{text:?}: {path}");
            }
        }
    }
}

#[test]
fn names_of_files_are_text() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared).into_iter().filter(|vector| is_of(vector, &["file.name"])).collect();
    let names: Vec<String> = vectors
        .iter()
        .map(|vector| vector.payload.clone())
        .chain(own::NAMES.iter().map(|name| (*name).to_owned()))
        .filter(|name| !name.contains(['/', '\0']) && name.len() < 255)
        .collect();
    let notes: Vec<_> = names.iter().map(|name| (format!("t/{name}"), b"# A".to_vec())).collect();
    let site = site(&notes, |_| {});
    assert_pages_are_clean(&site);
    for (path, bytes) in &site.files {
        assert!(path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)), "{path}");
        // Search holds names as data, in no format a browser would show; the engine is machine code.
        let is_data = path.starts_with("search/") && !path.ends_with(".html");
        if is_data || path.contains("engine.") {
            continue;
        }
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for vector in &vectors {
            // Relative links of the site hold `../` themselves.
            for forbidden in vector.forbidden.iter().filter(|text| text.as_str() != "../") {
                assert!(!text.contains(forbidden.as_str()), "{} in {path}: {forbidden}", vector.id);
            }
        }
    }
}

#[test]
fn feeds_are_xml_with_nothing_in_it_but_text() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared).into_iter().filter(|vector| is_of(vector, &["feed."])).collect();
    let site = publish(&vectors.iter().map(|vector| vector.payload.as_str()).collect::<Vec<_>>());
    assert_pages_are_clean(&site);
    for (path, xml) in site.with_extension("xml") {
        let xml = xml.to_lowercase();
        for vector in &vectors {
            for forbidden in &vector.forbidden {
                assert!(!xml.contains(forbidden.as_str()), "{} in {path}: {forbidden}", vector.id);
            }
        }
    }
}

/// What it costs is counted in `tests/growth`.
#[test]
fn every_flood_has_its_page() {
    let Some(shared) = shared::folder() else { return };
    let vectors: Vec<Vector> = vectors(&shared).into_iter().filter(|vector| is_of(vector, &["dos."])).collect();
    assert!(!vectors.is_empty());
    let site = publish(&vectors.iter().map(|vector| vector.payload.as_str()).collect::<Vec<_>>());
    for (index, vector) in vectors.iter().enumerate() {
        for (path, html) in pages(&site, index) {
            for forbidden in &vector.forbidden {
                assert!(!html.contains(forbidden.as_str()), "{} in {path}: {forbidden}", vector.id);
            }
        }
    }
}
