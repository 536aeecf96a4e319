//! The registers of the real minutes: how much of what readers labelled is found, and that pages lead both ways.

use crate::shared;
use chrono::NaiveDate;
use minutebook::Project;
use minutebook::base::fs;
use minutebook::extract::RowKind;
use minutebook::site::api;
use minutebook::verdicts::{Saying, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scs/minutebook.yaml")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
}

/// Figures that must hold, by kind and name of the scorer's output.
type Floor = &'static [(&'static str, &'static str, f64)];

/// In the notes that the rules were written with.
const WRITTEN_WITH: Floor = &[
    ("decision", "precision", 0.90),
    ("decision", "recall", 0.90),
    ("action", "precision", 0.96),
    ("action", "recall", 0.93),
    ("action", "assignees_right", 0.94),
    ("action", "carried_status_right", 0.91),
];

/// In notes of the same archive from which nothing was learnt.
const ASIDE: Floor = &[
    ("decision", "precision", 0.72),
    ("decision", "recall", 0.58),
    ("action", "precision", 0.92),
    ("action", "recall", 0.88),
    ("action", "assignees_right", 0.94),
    ("action", "carried_status_right", 0.91),
];

/// In notes of other communities, without a configuration.
const FOREIGN: Floor = &[
    ("decision", "precision", 0.75),
    ("decision", "recall", 0.68),
    ("action", "precision", 0.85),
    ("action", "recall", 0.75),
    ("action", "assignees_right", 0.85),
];

/// The same, of rows that the minutes mark.
const FOREIGN_EXPLICIT: Floor = &[("decision", "precision", 0.88), ("action", "precision", 0.88)];

/// Compares rows with labels by the script beside the labels, and holds the figures.
fn hold(floor: Floor, what: &str, scorer: &Path, labels: &Path, files: &Path, decisions: &str, actions: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = [("decisions.jsonl", decisions), ("actions.jsonl", actions)].map(|(name, rows)| {
        let path = folder.path().join(name);
        fs::write(&path, rows.as_bytes()).expect("written");
        path
    });
    let output =
        Command::new("python3").arg(scorer).args([labels, files]).args(rows).output().expect("python3 runs the scorer");
    let text = String::from_utf8_lossy(&output.stdout);
    let scores: serde_json::Value = serde_json::from_str(text.trim()).expect("scores");
    for (kind, name, floor) in floor {
        let found = scores[kind][name].as_f64().expect("a number");
        assert!(found >= *floor, "{what}: {kind} {name}: {found} is below {floor}");
    }
}

#[test]
fn decisions_and_actions_are_found_as_readers_find_them() {
    let Some(shared) = shared::folder() else { return };
    let source = shared.join("corpus/scs-minutes");
    let archive = Project::open(&source, Some(&config()), today()).expect("read").archive;
    let (decisions, actions) = (api::jsonl(&api::decisions(&archive)), api::jsonl(&api::actions(&archive)));
    let (eval, own) = (shared.join("eval"), Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels"));
    for (floor, what, labels, files) in [
        (WRITTEN_WITH, "notes that the rules were written with", eval.join("gold.jsonl"), eval.join("gold-files.txt")),
        (ASIDE, "notes kept aside", own.join("aside.jsonl"), own.join("aside-files.txt")),
    ] {
        hold(floor, what, &eval.join("score_registers.py"), &labels, &files, &decisions, &actions);
    }
}

#[test]
fn decisions_and_actions_are_found_in_notes_of_other_communities() {
    let Some(shared) = shared::folder() else { return };
    let eval = shared.join("eval");
    let (labels, files) = (eval.join("foreign.jsonl"), eval.join("foreign-files.txt"));
    let listed = fs::read_to_string(&files).expect("listed");
    let archives: BTreeSet<&str> = listed.lines().filter_map(|file| Some(file.split_once('/')?.0)).collect();
    assert!(archives.len() > 5, "{archives:?}");
    let (mut decisions, mut actions) = (Vec::new(), Vec::new());
    for name in archives {
        let archive = Project::open(&shared.join("corpus").join(name), None, today()).expect("read").archive;
        decisions.extend(rows_of(name, &api::jsonl(&api::decisions(&archive))));
        actions.extend(rows_of(name, &api::jsonl(&api::actions(&archive))));
    }
    let lines = |rows: &[serde_json::Value], tier: Option<&str>| -> String {
        let rows = rows.iter().filter(|row| tier.is_none_or(|tier| row["tier"] == tier));
        rows.map(|row| format!("{row}\n")).collect()
    };
    for (floor, what, tier) in [
        (FOREIGN, "notes of other communities", None),
        (FOREIGN_EXPLICIT, "what notes of other communities mark", Some("explicit")),
    ] {
        let (decisions, actions) = (lines(&decisions, tier), lines(&actions, tier));
        hold(floor, what, &eval.join("score_registers.py"), &labels, &files, &decisions, &actions);
    }
}

/// Exported rows with the archive's name before their files, as the labels of several archives have it.
fn rows_of(archive: &str, exported: &str) -> Vec<serde_json::Value> {
    let named = |row: &mut serde_json::Value| {
        let file = format!("{archive}/{}", row["file"].as_str().expect("a file"));
        row["file"] = file.into();
    };
    let row = |line: &str| {
        let mut row: serde_json::Value = serde_json::from_str(line).expect("a row");
        named(&mut row);
        row["history"].as_array_mut().into_iter().flatten().for_each(named);
        row
    };
    exported.lines().map(row).collect()
}

/// What is made of notes, given as file and text.
fn of_notes<T>(notes: &[(&str, &str)], then: impl FnOnce(&minutebook::archive::Archive) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, text) in notes {
        fs::write(&folder.path().join(file), text.as_bytes()).expect("written");
    }
    then(&Project::open(folder.path(), None, today()).expect("read").archive)
}

#[test]
fn what_every_note_says_is_no_news() {
    let days = ["2024-01-03", "2024-04-03", "2024-07-03", "2024-10-02"];
    let note = |day: &str| {
        let own = format!("- we decided to paint the gate of {day}\n- @ann to buy paint for {day}\n");
        let template = "- the agenda was agreed upon by all of us\n- [x] upload the recording of the call\n";
        let marked = "- Decision: we meet again in three months\n";
        (format!("board/{}.md", day.replace('-', "")), format!("# {day}\n\n## Gate\n\n{own}{template}{marked}"))
    };
    let written: Vec<(String, String)> = days.map(note).into();
    let of = |count: usize| -> (usize, usize) {
        let notes: Vec<(&str, &str)> =
            written[..count].iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        of_notes(&notes, |archive| (api::decisions(archive).len(), api::actions(archive).len()))
    };
    assert_eq!(of(2), (6, 4), "twice is no habit");
    assert_eq!(of(4), (4, 4), "only what each call has for itself");
}

#[test]
fn the_same_words_below_another_heading_are_no_habit() {
    let note = |day: &str, thing: &str| format!("# {day}\n\n## {thing}\n\n- TODO: Ann to review\n");
    let notes = [("2024-01-03", "Gate"), ("2024-04-03", "Pond"), ("2024-07-03", "Roof"), ("2024-10-02", "Attic")];
    let notes = notes.map(|(day, thing)| (format!("board/{}.md", day.replace('-', "")), note(day, thing)));
    let notes: Vec<(&str, &str)> = notes.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    assert_eq!(of_notes(&notes, |archive| api::actions(archive).len()), 4);
}

#[test]
fn what_is_reported_or_said_again_counts_once() {
    let repeats = |notes: &[(&str, &str)]| -> Vec<Option<String>> {
        of_notes(notes, |archive| api::decisions(archive).into_iter().map(|row| row.repeats).collect())
    };
    let decided = "# 2024-06-03\n\n## Images\n\n- Decision: drop the images of CentOS 8\n";
    let slide = "# 2024-06-06\n\n## Team Storage\n\n- Decision to drop CentOS 8 images\n";
    let first = Some("storage/20240603.md:5".to_owned());
    assert_eq!(repeats(&[("storage/20240603.md", decided), ("community/20240606.md", slide)]), [None, first]);
    // The same slide in the next two decks leads to the first one, but not half a year later.
    let slide = |day: &str| format!("# {day}\n\n## News\n\n- Decision: keep the old runners until autumn\n");
    let days = ["2024-06-06", "2024-06-13", "2024-06-20", "2024-12-05"].map(slide);
    let files = ["community/20240606.md", "community/20240613.md", "community/20240620.md", "community/20241205.md"];
    let notes: Vec<(&str, &str)> = files.into_iter().zip(days.iter().map(String::as_str)).collect();
    let first = Some("community/20240606.md:5".to_owned());
    assert_eq!(repeats(&notes), [None, first.clone(), first, None]);
}

#[test]
fn who_opted_out_is_named_in_no_register() {
    let config = "people:\n  hidden: [ann]\n  aliases:\n    ann: [annie]\n";
    let note =
        "# A\n\n## Participants\n\n- @annie\n- @bob\n\n## Roof\n\n- AI @Annie: mend the roof\n- @ann: \u{fc}ber\n";
    let of = of_notes(&[("minutebook.yaml", config), ("iaas/20240603.md", note)], |archive| {
        let assignees: Vec<String> =
            api::actions(archive).iter().flat_map(|row| row.assignees.iter().cloned()).collect();
        let people: Vec<String> = api::people(archive).iter().map(|row| row.handle.to_owned()).collect();
        (archive.calls[0].participants.clone(), assignees, people)
    });
    assert_eq!(of, (vec!["bob".to_owned()], vec![], vec!["bob".to_owned()]));
}

#[test]
fn what_has_no_date_is_no_original_and_comes_before_nothing() {
    let same = "# A\n\n- Decision: keep https://github.com/acme/standards/issues/7\n";
    let later = "# A\n\n- Decision: drop https://github.com/acme/standards/issues/7\n";
    of_notes(&[("iaas/20240603.md", same), ("iaas/about.md", same), ("iaas/rules.md", later)], |archive| {
        let copies: Vec<(&str, Option<&str>)> =
            archive.calls.iter().map(|call| (call.file.as_str(), call.same_as.as_deref())).collect();
        assert!(copies.contains(&("iaas/about.md", Some("iaas/20240603.md"))), "{copies:?}");
        assert!(copies.contains(&("iaas/20240603.md", None)), "{copies:?}");
        let tied = archive.registers.decisions.iter().any(|decision| !decision.revisited_on.shown.is_empty());
        assert!(!tied, "a page without a date is neither before nor after a call");
    });
}

#[test]
fn decisions_on_one_issue_are_tied_both_ways() {
    let decided = |what: &str| format!("# A\n\n- Decision: {what} https://github.com/acme/standards/issues/7\n");
    let (early, late) = (decided("write a draft of"), decided("withdraw"));
    of_notes(&[("iaas/20240603.md", &early), ("iaas/20240930.md", &late)], |archive| {
        let decisions = &archive.registers.decisions;
        assert_eq!((&decisions[0].revisited_on.shown[..], &decisions[0].earlier.shown[..]), (&[1][..], &[][..]));
        assert_eq!((&decisions[1].revisited_on.shown[..], &decisions[1].earlier.shown[..]), (&[][..], &[0][..]));
    });
}

#[test]
fn a_carried_item_is_one_action_with_a_history() {
    let raised = "# A\n\n## Addresses\n\n- AI @ann: write a draft on IPv6 networking\n";
    let carried = |line: &str| {
        format!("# A\n\n## Pending action items\n\n- @ann: write draft on IPv6 networking\n    - {line}\n")
    };
    let pending = carried("ongoing, see https://github.com/acme/standards/issues/20");
    let done = carried("done");
    let notes = [("iaas/20240603.md", raised), ("iaas/20240610.md", &pending), ("iaas/20240617.md", &done)];
    of_notes(&notes, |archive| {
        let rows = api::actions(archive);
        assert_eq!(rows.len(), 1, "{rows:?}");
        let history: Vec<(&str, String)> =
            rows[0].history.iter().map(|step| (step.file, format!("{:?}", step.status))).collect();
        let expected = [("iaas/20240603.md", "Open"), ("iaas/20240610.md", "Open"), ("iaas/20240617.md", "Done")];
        assert_eq!(history, expected.map(|(file, status)| (file, status.to_owned())));
        assert_eq!(rows[0].references, ["acme/standards#20"], "a later call names the issue");
        assert_eq!(rows[0].assignees, ["ann"]);
        let mention = &archive.registers.references[0].mentions[0];
        assert_eq!(&*mention.context, "@ann: write draft on IPv6 networking", "what the status is said about");
    });
}

#[test]
fn a_task_with_more_words_is_another_one() {
    let (short, long) = ("# A\n\n- AI @ann: open an issue\n", "# A\n\n- AI @ann: open an issue on IPv6 networking\n");
    let count = |second: &str| {
        let notes = [("iaas/20240603.md", short), ("iaas/20240610.md", second)];
        of_notes(&notes, |archive| api::actions(archive).len())
    };
    assert_eq!((count(long), count(short)), (2, 1));
}

#[test]
fn an_item_worded_anew_is_the_same_and_the_same_words_elsewhere_are_another() {
    let note = |heading: &str, task: &str| format!("# A\n\n## {heading}\n\n- AI @ann: {task}\n");
    let count = |first: (&str, &str), second: (&str, &str)| {
        let (first, second) = (note(first.0, first.1), note(second.0, second.1));
        let notes = [("iaas/20240603.md", first.as_str()), ("iaas/20240610.md", second.as_str())];
        of_notes(&notes, |archive| api::actions(archive).len())
    };
    let draft = ("Addresses", "write a draft on IPv6 networking");
    assert_eq!(count(draft, ("Addresses", "finish the draft on IPv6 networking")), 1);
    assert_eq!(count(draft, ("Addresses", "invite the authors of the survey")), 2);
    let mail = ("Addresses", "write a mail to the list");
    assert_eq!(count(mail, mail), 1);
    assert_eq!(count(mail, ("Images", "write a mail to the list")), 2);
}

#[test]
fn data_files_keep_to_their_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../docs/api.schema.json")).expect("the schema is JSON");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let archive = Project::open(&source, None, today()).expect("read").archive;
    let files = minutebook::site::output::Made::all(|put| api::files(&archive, put)).expect("made").outputs;
    for (name, kind) in [
        ("calls", "call"),
        ("decisions", "decision"),
        ("actions", "action"),
        ("references", "reference"),
        ("topics", "topic"),
        ("people", "person"),
    ] {
        let path = format!("api/{name}.json");
        let file = files.iter().find(|file| file.path == path).expect("the file is there");
        let minutebook::site::output::Content::Bytes(bytes) = &file.content else { panic!("{path} is made in memory") };
        let file: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
        assert_eq!(file["version"], schema["properties"]["version"]["const"], "{path}");
        let known: BTreeSet<&String> =
            schema["$defs"][kind]["properties"].as_object().expect("fields").keys().collect();
        let rows = file["rows"].as_array().expect("rows");
        assert!(!rows.is_empty(), "{path} has no row");
        for row in rows {
            let fields: BTreeSet<&String> = row.as_object().expect("a record").keys().collect();
            assert_eq!(fields, known, "{path}");
        }
    }
}

/// A row of a data file that was made of a line of a note.
fn row_with<'r>(rows: &'r serde_json::Value, file: &str, line: &str) -> Option<&'r serde_json::Value> {
    rows["rows"].as_array().expect("rows").iter().find(|row| {
        let evidence = row["evidence"].as_str().expect("evidence");
        row["file"] == file && evidence.lines().any(|shown| shown == line)
    })
}

#[test]
fn the_example_archive_says_what_its_reviewer_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("public");
    let options = minutebook::Options {
        source: root.join("content"),
        output: output.clone(),
        today: today(),
        reveal: vec![root.to_owned()],
        ..minutebook::Options::default()
    };
    let report = minutebook::build(&options).expect("builds");
    let lost: Vec<_> = report.diagnostics.iter().filter(|finding| finding.code.starts_with("review-")).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let json = |path: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(&output.join(path)).expect("there")).expect("JSON")
    };
    let (decisions, actions) = (json("api/decisions.json"), json("api/actions.json"));
    let entries = minutebook::verdicts::read(&root.join("content")).0.entries;
    let said: BTreeSet<&str> = entries.iter().map(|entry| entry.verdict.verdict.word()).collect();
    assert_eq!(said.len(), Saying::ALL.len(), "an example of each: {said:?}");
    for Verdict { file, quote, kind, verdict, subject, text, same_as, .. } in entries.iter().map(|entry| &entry.verdict)
    {
        let rows = if *kind == RowKind::Decision { &decisions } else { &actions };
        let row = row_with(rows, file, quote);
        match verdict {
            Saying::Reject => assert_eq!(row, None, "{file}: {quote}"),
            Saying::Accept | Saying::Done => {
                let row = row.unwrap_or_else(|| panic!("{file}: {quote} is missing"));
                assert_eq!(row["reviewed"], true, "{row}");
                assert!(subject.as_ref().is_none_or(|subject| row["subject"] == **subject), "{row}");
                assert!(text.as_ref().is_none_or(|text| row["text"] == **text), "{row}");
                assert!(*verdict == Saying::Accept || row["status"] == "done", "{row}");
            }
            Saying::Merge => {
                let stays = row_with(rows, file, same_as.as_ref().expect("a row that stays"));
                assert!(row.is_some() && row == stays, "{file}: {quote} is a part of {stays:?}");
            }
        }
    }
    // What was mended is what people read.
    let page = fs::read_to_string(&output.join("decisions/index.html")).expect("there")
        + &fs::read_to_string(&output.join("decisions/2025/index.html")).unwrap_or_default();
    assert!(page.contains("Where the build guide starts"), "the register shows a mended subject");
}

/// The pages that a page's main part and its `<head>` link to, as paths below the root.
fn targets(page: &str, html: &str) -> BTreeSet<String> {
    let tags = html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter_map(|tag| tag.split_once("href=\"")?.1.split('"').next())
        .filter(|target| !target.contains("://"))
        .map(|target| {
            let target = target.split(['#', '?']).next().unwrap_or(target);
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            for part in target.split('/') {
                match part {
                    "" | "." => {}
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            if parts.is_empty() { String::new() } else { format!("{}/", parts.join("/")) }
        })
        .collect()
}

#[test]
fn pages_of_the_registers_and_calls_link_both_ways() {
    let Some(shared) = shared::folder() else { return };
    // What a page's main part links to; of a trail what it is made of, which its decisions' ties to other calls are not.
    let mut links: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut made_of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, bytes) in &shared::scs(&shared).files {
        if let Some(page) = name.strip_suffix("index.html") {
            let html = std::str::from_utf8(bytes).expect("UTF-8");
            let main = html.split_once("<main").map_or("", |(_, rest)| rest);
            let main = main.split("</main>").next().unwrap_or(main);
            links.insert(page.to_owned(), targets(page, main));
            // What ties a decision to another one, or an action to the calls it was carried to, leads from call to call,
            // whichever page shows it.
            let without = |html: &str, start: &str, end: &str| -> String {
                let parts = html.split(start).enumerate();
                parts
                    .map(|(at, part)| if at == 0 { part } else { part.split_once(end).map_or("", |(_, rest)| rest) })
                    .collect()
            };
            let main = without(main, "<p class=\"entry-tie\">", "</p>");
            let main = without(&main, "<details class=\"entry-history\">", "</details>");
            // An action may have got to know a reference in a later call than the one that raised it, under which a trail
            // shows it.
            let is_trail = page.starts_with("refs/") || page.starts_with("topics/");
            let rows = main.split("<li class=\"call-row trail-row");
            let main = rows.filter(|row| !is_trail || !row.contains("class=\"entry entry-action")).collect::<String>();
            let main = main.as_str();
            let trail = main.split_once("id=\"mentions\"").and_then(|(_, rest)| rest.split("<aside").next());
            made_of.insert(page.to_owned(), targets(page, trail.unwrap_or(main)));
        }
    }
    // The further parts of a long trail are the same page.
    let whole = |page: &str| {
        let parent = page.trim_end_matches('/').rsplit_once('/').map(|(parent, part)| (format!("{parent}/"), part));
        let parent = parent.filter(|(parent, part)| {
            let leads_to = |from: &str, to: &str| links.get(from).is_some_and(|targets| targets.contains(to));
            part.parse::<usize>().is_ok() && leads_to(parent, page) && leads_to(page, parent)
        });
        parent.map_or_else(|| page.to_owned(), |(parent, _)| parent)
    };
    let joined = |pages: &BTreeMap<String, BTreeSet<String>>| {
        let mut joined: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (page, targets) in pages {
            joined.entry(whole(page)).or_default().extend(targets.iter().cloned());
        }
        joined
    };
    let (links, made_of) = (joined(&links), joined(&made_of));
    let is_call = |page: &str| links.contains_key(&format!("{page}deck/"));
    let calls: Vec<&String> = links.keys().filter(|page| is_call(page)).collect();
    let is_team = |page: &str| page.matches('/').count() == 1 && calls.iter().any(|call| call.starts_with(page));
    for (kind, least) in [("teams", 500), ("people/", 3000), ("refs/", 1500), ("topics/", 3000)] {
        let is_kind = |page: &str| if kind == "teams" { is_team(page) } else { page.starts_with(kind) && page != kind };
        let mut checked = 0;
        let mut one_way: Vec<String> = Vec::new();
        for (page, targets) in made_of.iter().filter(|(page, _)| is_kind(page)) {
            for call in targets.iter().filter(|target| is_call(target)) {
                checked += 1;
                if !links[call].contains(page) {
                    one_way.push(format!("{page} → {call}"));
                }
            }
        }
        for call in &calls {
            for page in links[*call].iter().filter(|target| is_kind(target)) {
                if !links[page].contains(*call) {
                    one_way.push(format!("{call} → {page}"));
                }
            }
        }
        let count = one_way.len();
        one_way.truncate(10);
        assert!(one_way.is_empty(), "{kind}: {count} of {checked}: {one_way:#?}");
        assert!(checked > least, "{kind}: only {checked} pairs of pages");
    }
}
