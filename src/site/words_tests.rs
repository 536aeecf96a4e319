//! A whole site in a language whose words all stand in brackets: what is shown without them is of the notes, or was forgotten.

use super::assets::{self, OwnImages};
use super::media::Pictures;
use super::output::Content;
use super::redirects::page as moved;
use super::redirects::{Redirect, RedirectCertainty};
use super::{feeds, pages, render, search_index, templates};
use crate::base::fs;
use crate::config::{Config, parse};
use crate::language::words;
use crate::project::{Project, project_of};
use crate::site::output::Made;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Their words are in no language, so that none of them is a word of the interface.
const CONFIG: &str = "title: Zqarchive\nfooter: zqfooter\nbase_url: https://zqhost.example/\n\
    repository: https://zqforge.example/zq/zq\nlabels: {decisions: [zqdecided], actions: [zqtodo], replace: true}\n\
    teams: [{slug: zqops, title: Zqops, blurb: zqblurb, aliases: [zqalias]}, {slug: zqboard, title: Zqboard}]\n\
    topics: [{name: Zqnetwork}, {name: Zqstorage}]\n";

const NOTE: &str = "# Zqops 2024-01-10\n\n## Teilnehmende\n\n- @zqann, zqguest zqof zqacme\n\n## Zqstorage zqo/zqr#12\n\n\
    - zqdecided: zqkeep zqo/zqr#12\n- zqtodo @zqann: zqwrite zqit\n- [ ] zqbox\n- [x] zqfull\n\n\
    | zqa | zqb |\n|---|---|\n| zqc | zqd |\n\n:::info\nzqe\n:::\n:::success\nzqf\n:::\n:::warning\nzqg\n:::\n:::danger\nzqh\n:::\n\
    :::spoiler\nzqi\n:::\n\nzqnoted[^1]\n\n[^1]: zqfoot\n\n![](zqgone.png) ![](https://zqelse.example/zqx.png) \
    ![](https://zqpad.example/uploads/zqy.png)\n\n```mermaid\nzqj\n```\n\n## Zqnetwork\n\nzqk [zql](20240117.md)\n";

const DECK: &str = "---\ntype: slide\nlang: zq\n---\n# Zqboard 2024-02-14\n\n---\n\n## Zqops\n\nzqreport zqof zqops\n\nNote:\nzqspoken\n\n\
    ---\n\n## Zqbudget\n\n- zqmoney\n";

/// An archive in which there is one of everything, and enough for several pages of some.
fn project(config: Config) -> (Project, String) {
    let people: String = (0..30).map(|number| format!("- @zqmember{}\n", letters(number))).collect();
    let mut notes: Vec<(String, String)> = vec![
        ("zqops/20240110.md".to_owned(), NOTE.to_owned()),
        (
            "zqops/20240117.md".to_owned(),
            NOTE.replace("2024-01-10", "2024-01-17").replace("- @zqann", &format!("{people}- @zqann")),
        ),
        ("zqops/20240124.md".to_owned(), "# Zqops 2024-01-24\n\nzqcancelled: abgesagt\n".to_owned()),
        (
            "zqops/20240131.md".to_owned(),
            NOTE.replace("2024-01-10", "2024-01-17").replace("- @zqann", &format!("{people}- @zqann")),
        ),
        ("zqops/20250101.md".to_owned(), "# Zqops 2025-01-01\n\n## Zqnext\n".to_owned()),
        ("zqboard/20240214.md".to_owned(), DECK.to_owned()),
        ("zqboard/20240221.md".to_owned(), "# Zqboard 2024-02-21\n".to_owned()),
        ("zqops/zqplan.md".to_owned(), "# Zqplan\n\nzqtext zqof zqplan\n".to_owned()),
        ("zqops/20240306.md".to_owned(), "# Zqops 2024-03-06\n".to_owned()),
        ("zqops/20240306-tagesordnung.md".to_owned(), "# Zqtitle 2024-03-06\n\n- zqpoint\n".to_owned()),
        ("zqplain.md".to_owned(), "zqdecided: zqundated zqdecision\n".to_owned()),
    ];
    for month in 1..=12 {
        let mut note = format!("# Zqops 2022-{month:02}-05\n\n## Teilnehmende\n\n- @zqann\n- @zqbob\n\n");
        for number in 0..60 {
            let (first, second) = (letters(month), letters(number));
            let text: String =
                (0..40).map(|word| format!(" zq{first}{second}{}", letters(word * 7 + number))).collect();
            let _ = write!(note, "## Zqitem zq{first}{second}\n\n- zqdecided:{text}\n- zqtodo @zqbob:{text}\n\n");
        }
        notes.push((format!("zqops/2022{month:02}05.md"), note));
    }
    let all = notes.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect();
    let files: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    (project_of(&files, config), all)
}

/// A number as letters.
fn letters(number: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or(0));
    [letter(number / 26), letter(number)].iter().collect()
}

/// What a reader or a screen reader is given of a page: its text, and each of the attributes that are read out.
fn said(html: &str) -> Vec<String> {
    let pattern = |pattern: &str| regex::Regex::new(pattern).expect("valid");
    let html = pattern(r"(?s)<(script|style)\b.*?</(?:script|style)>").replace_all(html, " ");
    let tag = pattern(r#"(?s)<(?:[^>"]|"[^"]*")*>"#);
    let attribute = pattern(r#"\s(aria-label|title|placeholder|alt|content)="([^"]*)""#);
    let is_for_people = |tag: &str, name: &str| {
        name != "content"
            || ["description", "og:title", "og:site_name", "generator"].iter().any(|name| tag.contains(name))
    };
    let mut said = vec![tag.replace_all(&html, " ").into_owned()];
    for tag in tag.find_iter(&html) {
        let attributes = attribute.captures_iter(tag.as_str());
        said.extend(attributes.filter(|found| is_for_people(tag.as_str(), &found[1])).map(|found| found[2].to_owned()));
    }
    said
}

/// The words that stand in no brackets; addresses, days and what begins with `zq` are not among them.
fn unbracketed(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            other if depth == 0 => outside.push(other),
            _ => {}
        }
    }
    let outside =
        regex::Regex::new(r"&[a-z]+;|&#x?[0-9a-fA-F]+;").expect("valid").replace_all(&outside, " ").into_owned();
    let is_text = |token: &&str| !token.contains('/') && !token.contains("00:00:00Z");
    let words = outside.split_whitespace().filter(is_text).flat_map(|token| token.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.chars().count() > 1 && !word.to_lowercase().starts_with("zq")).map(str::to_owned).collect()
}

#[test]
fn what_stands_in_no_brackets_is_found() {
    assert_eq!(
        unbracketed("⟦On ⟦January⟧⟧ zqa &amp; https://a/b 2024-01-10T00:00:00Z Forgotten, too"),
        ["Forgotten", "too"]
    );
    assert_eq!(
        said("<a title=\"One\" href=\"b\">Two<br></a><script>three</script>").concat().replace(' ', ""),
        "TwoOne"
    );
}

#[test]
fn no_page_has_words_of_its_own() {
    let config = parse(&format!("{CONFIG}language: qps\n"), "minutebook.yaml").expect("read");
    let (project, notes) = project(config);
    let archive = &project.archive;
    let words = words("qps");
    let templates = templates::load(&[], words).expect("loaded");
    let (assets, _) = assets::collect(&archive.config, &archive.team_slugs(), OwnImages::default(), &[]);
    let planned = pages::plan(archive);
    let pictures = Pictures::default();
    let renderer =
        render::renderer(archive, &templates, &assets, &pictures, pages::menu(archive, &planned)).expect("ready");
    let mut printed: Vec<(String, String)> = Vec::new();
    for page in &planned {
        let page = pages::render(&renderer, *page).expect("rendered");
        printed.push((page.file, page.html));
    }
    for certainty in [RedirectCertainty::Same, RedirectCertainty::Removed, RedirectCertainty::Lost] {
        let redirect = Redirect { address: "zqops/zqgone/".to_owned(), to: "zqops/".to_owned(), certainty };
        printed.push((format!("{certainty:?}"), moved::render(&renderer, &redirect).expect("rendered").html));
    }
    // What is shown of a note that cannot be shown.
    let cut = render::page::source(words, "zqsource");
    printed.push(("cut".to_owned(), cut.html));
    for id in archive.ids().take(1) {
        printed.push(("cut deck".to_owned(), render::slides::only_title(archive, id).html));
    }
    for output in Made::all(|put| feeds::outputs(archive, &planned, &project.texts(), put)).expect("made").outputs {
        let is_said = output.path.ends_with("feed.xml")
            || output.path.ends_with("/decisions.xml")
            || ["opensearch.xml", "llms.txt"].contains(&output.path.as_str());
        if let (true, Content::Bytes(bytes)) = (is_said, output.content) {
            printed.push((output.path, String::from_utf8(bytes).expect("text")));
        }
    }
    // What the notes have is no word of the interface; names of programs and signs of formats are the same everywhere.
    let in_english: BTreeSet<String> = crate::language::words("en").vocabulary();
    let of_notes: BTreeSet<String> = ["Teilnehmende", "abgesagt", "tagesordnung"].map(str::to_owned).into();
    assert!(notes.contains("Teilnehmende") && of_notes.iter().all(|word| !in_english.contains(&word.to_lowercase())));
    let same_everywhere = ["minutebook", "index", "md", "UTF", "mermaid", "yaml"];
    let mut forgotten: BTreeSet<String> = BTreeSet::new();
    let mut shown = String::new();
    for (file, html) in &printed {
        for text in said(html) {
            let words = unbracketed(&text);
            let words =
                words.iter().filter(|word| !of_notes.contains(*word) && !same_everywhere.contains(&word.as_str()));
            forgotten.extend(words.map(|word| format!("{file}: {word}")));
            shown.push_str(&text);
            shown.push('\n');
        }
    }
    assert!(forgotten.is_empty(), "{forgotten:#?}");
    // The archive is one in which nearly everything is said; what is not, other tests hold against the templates.
    let in_browser = ["comforts.", "deck_keys.", "lists_script.", "search.", "since_script."];
    let mut unsaid: Vec<&str> = words.unsaid(&shown);
    unsaid.retain(|key| !in_browser.iter().any(|group| key.starts_with(group)));
    assert!(unsaid.len() < 80, "{}: {unsaid:?}", unsaid.len());
}

#[test]
fn scripts_and_titles_speak_the_language_of_the_site() {
    let config = parse(&format!("{CONFIG}language: de-AT\n"), "minutebook.yaml").expect("read");
    let (assets, _) = assets::collect(&config, &[], OwnImages::default(), &[]);
    let script = |name: &str| {
        let output = assets.outputs.iter().find(|output| output.path.starts_with(name)).expect("there");
        let Content::Bytes(bytes) = &output.content else { panic!("{name} is not made of bytes") };
        String::from_utf8(bytes.clone()).expect("text")
    };
    for (name, text) in
        [("assets/site.", "Kopiert"), ("assets/search.", "Neueste zuerst"), ("assets/deck.", "Als Seite lesen")]
    {
        let outputs =
            assets.outputs.iter().filter(|output| output.path.starts_with(name) && !output.path.contains(".css"));
        let path = outputs.map(|output| output.path.clone()).next().expect("there");
        let script = script(&path);
        assert!(script.contains(text) && script.contains("\"locale\":\"de-AT\""), "{name}");
        assert!(!script.contains("__WORDS__"), "{name}");
    }
    let (project, _) = project(config);
    let titles = search_index::documents(&project.archive);
    assert!(titles.iter().any(|document| document.title == "Zqops, 10.\u{a0}Januar 2024"));
}

/// A note in another language than its archive says so wherever its text is shown, and the interface around it does not.
#[test]
fn notes_in_another_language_say_so() {
    let german = "# Technik 2024-01-10\n\n## Speicher\n\n- Beschluss: Wir kaufen noch eine Platte und stellen sie in den Keller\n- Das \
        Archiv ist fast voll, und es wird auch nicht mehr kleiner; wir müssen also noch vor dem Sommer etwas tun\n";
    let english = "# Technik 2024-01-17\n\n## Storage\n\n- Decision: we buy another disk and put it into the cellar\n- The archive is almost \
        full, and it will not become smaller; we have to do something about it before the summer, or it would be full\n";
    let numbers = "# Technik 2024-01-24\n\n## 24\n\n- Ceph 17.2, node-04, node-05\n";
    let notes = [("t/20240110.md", german), ("t/20240117.md", english), ("t/20240124.md", numbers)];
    for (language, other, own, foreign) in
        [("en", "de", "20240117", "20240110"), ("de-CH", "en", "20240110", "20240117")]
    {
        let config = Config { language: language.to_owned(), ..Config::default() };
        let project = project_of(&notes, config);
        let archive = &project.archive;
        let templates = templates::load(&[], archive.config.words()).expect("loaded");
        let (assets, pictures, planned) = (assets::Assets::default(), Pictures::default(), pages::plan(archive));
        let renderer = render::renderer(archive, &templates, &assets, &pictures, Vec::new()).expect("ready");
        let mark = format!(" lang=\"{other}\"");
        for page in planned {
            let page = pages::render(&renderer, page).expect("rendered");
            let file = page.file.replace('-', "");
            assert!(page.html.contains(&format!("<html lang=\"{language}\">")), "{file}");
            if file.contains(own) || file.contains("20240124") {
                assert!(!page.html.contains(&mark), "{language}: {file}");
            } else if file.contains(foreign) {
                let place = if file.contains("deck") { "class=\"reveal " } else { "class=\"prose\"" };
                let tag = page.html.split(place).nth(1).and_then(|rest| rest.split('>').next()).expect("there");
                assert!(tag.contains(&mark), "{language}: {file}: {tag}");
            } else if file.starts_with("decisions") {
                assert_eq!(page.html.matches(&format!("dir=\"auto\"{mark}>")).count(), 3, "{language}: {file}");
            }
        }
    }
}

#[test]
fn a_language_without_words_is_a_finding_and_its_site_speaks_english() {
    for (language, expected) in [("fr", Some("`de` (Deutsch), `en` (English)")), ("de-AT", None), ("EN", None)] {
        let config = parse(&format!("title: a\nlanguage: {language}\n"), "minutebook.yaml").expect("read");
        assert_eq!(config.notices.len(), usize::from(expected.is_some()), "{language}");
        if let (Some(expected), [notice]) = (expected, &config.notices[..]) {
            assert!(notice.hints.iter().any(|hint| hint.contains(expected)), "{notice}");
            assert_eq!((notice.code, notice.position.map(|place| place.line)), ("config-language", Some(2)));
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(&folder.path().join("minutebook.yaml"), b"language: den\n").expect("written");
    fs::write(&folder.path().join("t/20240110.md"), b"# A\n\ntext\n").expect("written");
    let today = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    let project = Project::open(folder.path(), None, today).expect("read");
    let found: Vec<String> = project.diagnostics.iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|text| text.contains("did you mean `de`?")), "{found:?}");
    assert_eq!((project.archive.config.words().tag(), project.archive.config.title.as_str()), ("en", "Minutes"));
    let german = parse("language: de\n", "minutebook.yaml").expect("read");
    assert_eq!(german.title, "Protokolle");
}
