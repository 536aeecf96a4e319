use crate::base::fs;
use crate::{Options, build};
use chrono::NaiveDate;
use roxmltree::Document;
use std::path::Path;

const NOTE: &str = "---\ntitle: A & B <c>\n---\n# Ops 2024-01-10\n\n<!-- private remark -->\n## Disks\n\n- \u{8}full, ask ann.lee@company.com ]]> &amp; <b>bold</b>\n";

fn site(base_url: Option<&str>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        fs::write(&folder.path().join("minutes").join(path), text.as_bytes()).expect("written");
    };
    write("ops/20240110.md", NOTE);
    write("ops/20240117.md", "cancelled\n");
    write(
        "ops/20240124.md",
        "# Ops\n\n## Old disks & \"new\" ones\n\n- Decision: buy <two>\n- Decision: sell & none\n",
    );
    write("ops/20240301.md", "# Ops\n\n## What comes\n");
    write("board/roadmap.md", "# A plan\n\ntext\n");
    write(
        "minutebook.yaml",
        "title: Harbour & sons\ntagline: <All> we said\nteams: [{slug: ops, title: \"Team <Ops>\"}]\n",
    );
    let options = Options {
        source: folder.path().join("minutes"),
        output: folder.path().join("public"),
        base_url: base_url.map(str::to_owned),
        today: NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day"),
        ..Options::default()
    };
    build(&options).expect("built");
    folder
}

fn read(folder: &tempfile::TempDir, path: &str) -> String {
    fs::read_to_string(&folder.path().join("public").join(path)).expect("read")
}

const BASE: &str = "https://harbour.example/minutes/";

#[test]
fn feeds_are_valid_and_name_every_held_call_once() {
    let site = site(Some(BASE.trim_end_matches('/')));
    for path in ["feed.xml", "ops/feed.xml"] {
        let text = read(&site, path);
        let feed = Document::parse(&text).expect("well-formed");
        let root = feed.root_element();
        assert_eq!(
            (root.tag_name().name(), root.tag_name().namespace()),
            ("feed", Some("http://www.w3.org/2005/Atom"))
        );
        let children = |name: &str| {
            root.children().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", name))).count()
        };
        for (name, number) in [("title", 1), ("id", 1), ("updated", 1), ("author", 1), ("link", 2), ("entry", 2)] {
            assert_eq!(children(name), number, "{path}: {name}");
        }
        let texts = |name: &'static str| {
            let nodes = root.descendants().filter(move |node| node.tag_name().name() == name);
            nodes.filter_map(|node| node.text().map(str::to_owned)).collect::<Vec<String>>()
        };
        let ids = texts("id");
        assert_eq!(ids[1..], [format!("{BASE}ops/2024-01-24/"), format!("{BASE}ops/2024-01-10/")]);
        for moment in texts("updated") {
            assert!(chrono::DateTime::parse_from_rfc3339(&moment).is_ok(), "{moment}");
        }
        assert_eq!(texts("updated")[0], "2024-01-24T00:00:00Z", "a call that was cancelled or lies ahead is no news");
        let own = root.children().find(|node| node.attribute("rel") == Some("self")).expect("a link to itself");
        assert_eq!(own.attribute("href"), Some(format!("{BASE}{path}").as_str()));
        assert!(text.contains("Team &lt;Ops&gt;") && !text.contains("private remark") && !text.contains("ann.lee@"));
    }
}

#[test]
fn decisions_and_topics_have_feeds_of_their_own() {
    let site = site(Some(BASE));
    let text = read(&site, "decisions/feed.xml");
    let feed = Document::parse(&text).expect("well-formed");
    let entries: Vec<_> = feed.descendants().filter(|node| node.tag_name().name() == "entry").collect();
    assert_eq!(entries.len(), 2, "{text}");
    let child = |entry: &roxmltree::Node<'_, '_>, name: &str| {
        entry
            .children()
            .find(|node| node.tag_name().name() == name)
            .and_then(|node| node.text())
            .unwrap_or_default()
            .to_owned()
    };
    assert!(entries.iter().any(|entry| child(entry, "title").contains("buy <two>")), "{text}");
    assert_ne!(child(&entries[0], "id"), child(&entries[1], "id"));
    let link =
        entries[0].children().find(|node| node.tag_name().name() == "link").and_then(|node| node.attribute("href"));
    let (page, anchor) = link.and_then(|link| link.split_once('#')).expect("a link to a sentence");
    assert_eq!(page, "https://harbour.example/minutes/ops/2024-01-24/");
    assert!(read(&site, "ops/2024-01-24/index.html").contains(&format!("<li id=\"{anchor}\" class=\"is-decision\">")));
    assert!(read(&site, "decisions/index.html").contains("href=\"../decisions/feed.xml\""));
    for (path, _) in crate::scan::files_below(&site.path().join("public/topics")).unwrap_or_default() {
        if path.ends_with("feed.xml") {
            Document::parse(&read(&site, &format!("topics/{path}"))).expect("well-formed");
        }
    }
}

#[test]
fn the_sitemap_lists_pages_that_exist() {
    let site = site(Some(BASE));
    let text = read(&site, "sitemap.xml");
    let map = Document::parse(&text).expect("well-formed");
    let places: Vec<&str> =
        map.descendants().filter(|node| node.tag_name().name() == "loc").filter_map(|node| node.text()).collect();
    assert!(
        places.contains(&BASE) && places.contains(&"https://harbour.example/minutes/ops/2024-01-10/"),
        "{places:?}"
    );
    for place in places {
        let path = place.strip_prefix(BASE).expect("below the base");
        assert!(fs::exists(&site.path().join("public").join(path).join("index.html")), "{place}");
        assert!(!path.contains("deck") && !path.contains("404"));
    }
    assert!(read(&site, "robots.txt").contains("Sitemap: https://harbour.example/minutes/sitemap.xml"));
    let search = read(&site, "opensearch.xml");
    let search = Document::parse(&search).expect("well-formed");
    let name = search.descendants().find(|node| node.tag_name().name() == "ShortName").and_then(|node| node.text());
    assert!(name.is_some_and(|name| name.chars().count() <= 16));
}

#[test]
fn without_an_address_there_is_nothing_that_needs_one() {
    let site = site(None);
    let public = site.path().join("public");
    for path in ["sitemap.xml", "opensearch.xml"] {
        assert!(!fs::exists(&public.join(path)), "{path}");
        assert!(!read(&site, "index.html").contains(path));
    }
    assert_eq!(read(&site, "robots.txt"), "User-agent: *\nAllow: /\n");
    for path in ["calls.ics", "ops/calls.ics", "llms.txt", "ops/2024-01-10/index.md"] {
        assert!(fs::exists(&public.join(path)), "{path}");
    }
}

#[test]
fn without_an_address_feeds_have_relative_links_and_ids_of_their_own() {
    let site = site(None);
    let public = site.path().join("public");
    let mut ids_of_calls = Vec::new();
    for path in ["feed.xml", "ops/feed.xml", "decisions/feed.xml"] {
        let text = read(&site, path);
        let feed = Document::parse(&text).expect("well-formed");
        let ids: Vec<String> = feed
            .descendants()
            .filter(|node| node.tag_name().name() == "id")
            .filter_map(|node| node.text().map(str::to_owned))
            .collect();
        let is_urn = |id: &String| id.strip_prefix("urn:uuid:").is_some_and(|id| id.len() == 36 && &id[14..15] == "8");
        assert!(ids.len() > 2 && ids.iter().all(is_urn), "{ids:?}");
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "{ids:?}");
        let folder = public.join(path).parent().expect("a folder").to_owned();
        for link in feed.descendants().filter_map(|node| node.attribute("href")) {
            let (page, _) = link.split_once('#').unwrap_or((link, ""));
            let file = if page.ends_with('/') { format!("{page}index.html") } else { page.to_owned() };
            assert!(fs::exists(&folder.join(&file)), "{path}: {link}");
        }
        ids_of_calls.push(ids[1..].to_vec());
    }
    assert_eq!(ids_of_calls[0], ids_of_calls[1], "a call is the same in both feeds");
}

#[test]
fn a_topic_on_which_something_was_decided_has_a_feed_of_that() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        fs::write(&folder.path().join("minutes").join(path), text.as_bytes()).expect("written");
    };
    write("ops/20240110.md", "# Ops\n\n## Disks\n\n- Decision: buy new disks\n\n## Doors\n\n- painted\n");
    write("minutebook.yaml", "title: Harbour\nteams: [{slug: ops}]\ntopics: [{name: Disks}, {name: Doors}]\n");
    let options = Options {
        source: folder.path().join("minutes"),
        output: folder.path().join("public"),
        today: NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day"),
        ..Options::default()
    };
    build(&options).expect("built");
    let text = read(&folder, "topics/disks/decisions.xml");
    let feed = Document::parse(&text).expect("well-formed");
    let title = feed.descendants().find(|node| node.tag_name().name() == "title").and_then(|node| node.text());
    assert_eq!(title, Some("Harbour: decisions on Disks"));
    assert!(text.contains("buy new disks") && text.matches("<entry>").count() == 1, "{text}");
    let page = read(&folder, "topics/disks/index.html");
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"../../topics/disks/decisions.xml\" \
                title=\"Harbour: decisions on Disks\">";
    assert!(page.contains(link), "{page}");
    assert!(!fs::exists(&folder.path().join("public/topics/doors/decisions.xml")));
    assert!(!read(&folder, "topics/doors/index.html").contains("decisions.xml"));
}

#[test]
fn heads_name_what_belongs_to_a_page() {
    let site = site(Some(BASE));
    let call = read(&site, "ops/2024-01-10/index.html");
    for part in [
        "<link rel=\"canonical\" href=\"https://harbour.example/minutes/ops/2024-01-10/\">",
        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"../../ops/feed.xml\"",
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\"",
        "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"../../opensearch.xml\"",
        "<meta property=\"og:url\"",
    ] {
        assert!(call.contains(part), "{part}\n{call}");
    }
    let (_, json) = call.split_once("<script type=\"application/ld+json\">").expect("an event");
    let event: serde_json::Value =
        serde_json::from_str(json.split_once("</script>").expect("its end").0).expect("JSON");
    assert_eq!(
        (event["startDate"].as_str(), event["name"].as_str()),
        (Some("2024-01-10"), Some("Team <Ops>, 10 January 2024"))
    );
    assert!(event.get("attendee").is_none());
    let cancelled = read(&site, "ops/2024-01-17/index.html");
    assert!(cancelled.contains("EventCancelled"));
    let start = read(&site, "index.html");
    assert!(start.contains("href=\"feed.xml\"") && !start.contains("ld+json"));
}

#[test]
fn markdown_is_what_was_written_less_what_is_private() {
    let site = site(None);
    let text = read(&site, "ops/2024-01-10/index.md");
    assert!(text.starts_with("---\ntitle: A & B <c>\n") && text.contains("## Disks\n"), "{text}");
    assert!(!text.contains("private remark") && text.contains("ann.lee [at] company.com"), "{text}");
}

#[test]
fn calendars_have_past_and_upcoming_calls() {
    let site = site(Some(BASE));
    let text = read(&site, "ops/calls.ics");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75) && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 4);
    assert!(text.contains("DTSTART;VALUE=DATE:20240301\r\nDTEND;VALUE=DATE:20240302\r\n"));
    assert!(text.contains("UID:ops-2024-01-17@harbour.example") && text.contains("STATUS:CANCELLED"));
}

#[test]
fn the_overview_links_to_files_that_exist() {
    let site = site(None);
    let text = read(&site, "llms.txt");
    assert!(text.starts_with("# Harbour & sons\n\n> <All> we said\n"), "{text}");
    let links: Vec<&str> = text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(links.len(), 3, "{text}");
    assert!(links.iter().all(|link| fs::exists(&site.path().join("public").join(Path::new(link)))));
}
