use super::message::pieces;
use super::*;
use std::collections::BTreeSet;

/// A language in which every text stands in brackets: what a page shows without them is no word of the interface.
pub(super) fn pseudo() -> Option<Words> {
    let (_, text) = FILES.iter().find(|(tag, _)| *tag == FALLBACK)?;
    let mut words = Words::read("qps", text)?;
    let bracket = |text: &mut String| *text = format!("⟦{text}⟧");
    for entry in words.entries.values_mut() {
        match entry {
            Entry::Text(text) => bracket(text),
            Entry::Forms(forms) => forms.values_mut().for_each(bracket),
            Entry::List(texts) => texts.iter_mut().for_each(bracket),
        }
    }
    Some(words)
}

/// Placeholders and markup, in no order.
fn shape(text: &str) -> BTreeSet<String> {
    let named = pieces(text).into_iter().filter(|piece| !matches!(piece, Piece::Text(_)));
    named.map(|piece| format!("{piece:?}")).collect()
}

fn kind(entry: &Entry) -> String {
    match entry {
        Entry::Text(_) => "a text".to_owned(),
        Entry::Forms(_) => "a text that counts".to_owned(),
        Entry::List(texts) => format!("a list of {}", texts.len()),
    }
}

pub(super) fn texts(entry: &Entry) -> Vec<&str> {
    match entry {
        Entry::Text(text) => vec![text],
        Entry::Forms(forms) => forms.values().map(String::as_str).collect(),
        Entry::List(texts) => texts.iter().map(String::as_str).collect(),
    }
}

/// What is wrong with a language's file, beside the English one.
fn faults(tag: &str, text: &str) -> Vec<String> {
    let parsed = match parse_within(text, CONFIG) {
        Ok(YamlValue::Map(_)) => Words::read(tag, text),
        Ok(other) => return vec![format!("{tag}: {}, no mapping", other.kind())],
        Err(error) => return vec![format!("{tag}:{}: {error}", error.line)],
    };
    let (Some(words), Some(english)) = (parsed, words_of(FALLBACK)) else { return vec![format!("{tag}: no words")] };
    let mut faults = Vec::new();
    for (key, model) in &english.entries {
        let Some(entry) = words.entries.get(key) else {
            faults.push(format!("{tag}: `{key}` is missing"));
            continue;
        };
        if kind(entry) != kind(model) {
            faults.push(format!("{tag}: `{key}` is {}, not {}", kind(entry), kind(model)));
            continue;
        }
        if let Entry::Forms(forms) = entry {
            let wanted: BTreeSet<&str> = words.plural.categories().chain(["other"]).collect();
            let found: BTreeSet<&str> = forms.keys().map(String::as_str).collect();
            if found != wanted {
                faults.push(format!("{tag}: `{key}` has the forms {found:?}, not {wanted:?}"));
            }
        }
        let wanted: BTreeSet<String> = texts(model).into_iter().flat_map(shape).collect();
        // A date may leave out a name or show another one.
        let is_free = key.starts_with("dates.");
        for text in texts(entry) {
            let found = shape(text);
            let without_count: BTreeSet<String> =
                wanted.iter().filter(|piece| !piece.contains("\"count\"")).cloned().collect();
            let fits = found == wanted || (matches!(entry, Entry::Forms(_)) && found == without_count) || is_free;
            if !fits {
                faults.push(format!("{tag}: `{key}` has {found:?}, not {wanted:?}: {text}"));
            }
            if text.trim().is_empty() && !model_is_blank(model) {
                faults.push(format!("{tag}: `{key}` says nothing"));
            }
        }
    }
    let surplus = words.entries.keys().filter(|key| !english.entries.contains_key(*key));
    faults.extend(surplus.map(|key| format!("{tag}: `{key}` is no key")));
    faults
}

fn model_is_blank(entry: &Entry) -> bool {
    texts(entry).iter().any(|text| text.trim().is_empty())
}

#[test]
fn every_language_has_every_word_and_no_other() {
    assert!(FILES.len() >= 2);
    let faults: Vec<String> = FILES.iter().flat_map(|(tag, text)| faults(tag, text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_wrong_with_a_file_is_named() {
    let (_, english) = FILES.iter().find(|(tag, _)| *tag == FALLBACK).unwrap();
    for (from, to, fault) in [
        ("  upcoming: Upcoming\n", "", "`calls.upcoming` is missing"),
        ("  upcoming: Upcoming\n", "  upcoming: Upcoming\n  next: Next\n", "`calls.next` is no key"),
        ("  in_year: Calls in {year}\n", "  in_year: Calls\n", "`calls.in_year` has {}, not"),
        ("<start>the beginning</start>", "the beginning", "`missing.lead` has"),
        ("  upcoming: Upcoming\n", "  upcoming: [Upcoming]\n", "`calls.upcoming` is a list of 1, not a text"),
        ("{one: \"{count} call\", other:", "{other:", "`counts.calls` has the forms {\"other\"}"),
        ("    one: n = 1", "    one: 1", "has the forms {\"one\", \"other\"}, not {\"other\"}"),
        ("  months: [January, ", "  months: [", "`dates.months` is a list of 11, not a list of 12"),
        ("dates:\n", "dates\n", "xx:"),
    ] {
        assert!(english.contains(from), "{from}");
        let found = faults("xx", &english.replacen(from, to, 1)).join("\n");
        assert!(found.contains(fault), "{from}: {found}");
    }
}

#[test]
fn the_nearest_language_is_taken() {
    for (tag, expected) in
        [("de", "de"), ("de-AT", "de"), ("DE-latn-ch", "de"), ("en-GB", "en"), ("fr", "en"), ("d", "en")]
    {
        assert_eq!(words(tag).tag(), expected, "{tag}");
    }
    assert_eq!(words_of("fr"), None);
    assert_eq!((words("de-AT").locale("de-AT"), words("fr").locale("fr")), ("de-AT", "en"));
}

#[test]
fn what_a_file_lacks_is_said_in_english() {
    let words = Words::read("xx", "calls:\n  none: Nenio.\n").unwrap();
    assert_eq!((words.text("calls.none"), words.text("frame.teams")), ("Nenio.", "Teams"));
    assert_eq!(words.list("dates.months").len(), 12);
    assert!(words.group("calls").any(|(key, entry)| key == "none" && *entry == Entry::Text("Nenio.".to_owned())));
    assert!(words.group("calls").any(|(key, _)| key == "upcoming"));
    assert!(!words.has("calls.nothing") && words.text("calls.nothing").is_empty());
}

#[test]
fn counts_and_dates_are_written_as_the_language_has_them() {
    let date = NaiveDate::from_ymd_opt(2024, 3, 6).unwrap();
    let said = |tag: &str| {
        let words = words(tag);
        let long = words.date("dates.long", date);
        let with_weekday = words.with("dates.with_weekday", &[("weekday", words.weekday(date)), ("date", &long)]);
        [
            words.count("counts.calls", 0),
            words.count("counts.calls", 1),
            words.joined(&[words.count("counts.calls", 12), words.count("counts.decisions", 1)]),
            with_weekday,
            words.date("dates.short", date),
            words.date("dates.month", date),
        ]
    };
    assert_eq!(
        said("en"),
        ["0 calls", "1 call", "12 calls, 1 decision", "Wednesday, 6 March 2024", "6 Mar", "March 2024"]
    );
    assert_eq!(
        said("de"),
        [
            "0 Sitzungen",
            "1 Sitzung",
            "12 Sitzungen, 1 Beschluss",
            "Mittwoch, 6.\u{a0}März 2024",
            "6.\u{a0}März",
            "März 2024"
        ]
    );
}

/// Every word that is asked for is there, and every word that is there is asked for.
#[test]
fn words_and_pages_fit_together() {
    let english = words_of(FALLBACK).unwrap();
    let groups: BTreeSet<&str> = english.entries.keys().filter_map(|key| key.split('.').next()).collect();
    let literal = regex::Regex::new(r#""([a-z_]+)\.([a-z_]*)""#).unwrap();
    let in_script = regex::Regex::new(
        r#"\b(?:T|WORDS\.texts)\.([a-z_]+)|"((?:shown|visit|nothing|between|since|everything)[a-z_]*)""#,
    )
    .unwrap();
    let (mut asked, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
    for folder in ["src", "templates"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for (name, path) in crate::scan::files_below(&folder).unwrap() {
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if name.ends_with("tests.rs") || !["rs", "html", "js"].contains(&extension) {
                continue;
            }
            let text = crate::base::fs::read_to_string(&path).unwrap();
            for found in literal.captures_iter(&text).filter(|found| groups.contains(&found[1])) {
                if found[2].is_empty() || found[2].ends_with('_') {
                    beginnings.insert(format!("{}.{}", &found[1], &found[2]));
                } else if !["css", "html", "ics", "js", "json", "md", "rs", "txt", "yaml"].contains(&&found[2]) {
                    asked.insert(format!("{}.{}", &found[1], &found[2]));
                }
            }
            let script = name.rsplit('/').next().unwrap_or_default();
            let group = match script {
                "deck.js" => "deck_keys",
                "search-server.js" => "search_server",
                "search.js" => "search",
                "since.js" => "since_script",
                "lists.js" => "lists_script",
                "site.js" => "comforts",
                _ => continue,
            };
            for found in in_script.captures_iter(&text) {
                let key = found.get(1).or(found.get(2)).map_or("", |key| key.as_str());
                asked.insert(format!("{group}.{key}"));
            }
        }
    }
    // "entries.reviewed", "entries.reviewed_by_rule", "entries.said_before_on": put together in the template.
    assert_eq!(beginnings, BTreeSet::from(["entries.".to_owned()]));
    let reasons = ["reviewed", "explicit", "inferred"];
    asked.extend(reasons.iter().flat_map(|reason| [format!("entries.{reason}"), format!("entries.{reason}_by_rule")]));
    asked.extend(["said_before_on", "reports_decision_on"].map(|key| format!("entries.{key}")));
    asked.extend(["calls", "decisions", "actions"].map(|what| format!("comforts.visit_{what}")));
    asked.extend(["last", "name", "number", "size"].map(|order| format!("orders.{order}")));
    asked.extend(["calls", "decisions", "actions", "references"].map(|what| format!("since_script.{what}")));
    let there: BTreeSet<String> = english.entries.keys().cloned().collect();
    let missing: Vec<&String> = asked.difference(&there).collect();
    let idle: Vec<&String> = there.difference(&asked).collect();
    assert!(missing.is_empty() && idle.is_empty(), "missing: {missing:?}; never asked for: {idle:?}");
}
