use super::*;
use crate::check;
use crate::config::Config;
use crate::extract::Status;
use crate::project::Project;
use chrono::NaiveDate;

fn verdict(quote: &str, verdict: Saying) -> Verdict {
    Verdict {
        file: "ops/20240110.md".to_owned(),
        quote: quote.to_owned(),
        occurrence: 1,
        kind: RowKind::Decision,
        verdict,
        subject: None,
        text: None,
        same_as: None,
        by: None,
        on: None,
    }
}

fn of(verdicts: &[Verdict]) -> Verdicts {
    let entry = |verdict: &Verdict| Entry { verdict: verdict.clone(), line: 0, comments: Vec::new() };
    Verdicts { entries: verdicts.iter().map(entry).collect(), ..Verdicts::default() }
}

fn values(verdicts: &Verdicts) -> Vec<Verdict> {
    verdicts.entries.iter().map(|entry| entry.verdict.clone()).collect()
}

/// A folder with one note, and with a review file.
fn folder(note: &str, review: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(&folder.path().join("ops/20240110.md"), note.as_bytes()).expect("written");
    if !review.is_empty() {
        fs::write(&folder.path().join(REVIEW), review.as_bytes()).expect("written");
    }
    folder
}

fn load(folder: &tempfile::TempDir) -> Project {
    let day = NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    Project::load(folder.path(), Config::default(), day, None).expect("read")
}

/// The rows of the note, and the findings.
fn rows(note: &str, review: &str) -> (Vec<String>, Vec<String>) {
    let project = load(&folder(note, review));
    let decisions = project.archive.registers.decisions.iter().map(|row| row.note.in_full());
    let actions = project.archive.registers.actions.iter().map(|row| format!("{:?}: {}", row.status, row.text));
    let found = check::findings(&project).expect("checked");
    let found = found.iter().filter(|finding| finding.code.starts_with("review"));
    (decisions.chain(actions).collect(), found.map(ToString::to_string).collect())
}

fn said(quote: &str, rest: &str) -> String {
    format!("- file: ops/20240110.md\n  quote: {quote}\n  {rest}\n")
}

#[test]
fn what_is_written_is_read_back_and_sorted() {
    let mut all = vec![
        Verdict { occurrence: 3, ..verdict("z: \"quoted\" #no comment", Saying::Reject) },
        Verdict {
            same_as: Some("a".to_owned()),
            by: Some("ann".to_owned()),
            on: Some("2024-01-12".to_owned()),
            ..verdict("b", Saying::Merge)
        },
        Verdict { kind: RowKind::Action, subject: Some("true".to_owned()), ..verdict("a", Saying::Done) },
        Verdict { text: Some("ü → “x”\u{2028}\\".to_owned()), ..verdict("a", Saying::Accept) },
    ];
    let text = print(&of(&all));
    let (read, found) = parse(&text);
    assert_eq!(found, []);
    all.sort_by(|a, b| a.key().cmp(&b.key()));
    assert_eq!(values(&read), all);
    assert_eq!(print(&read), text);
    assert!(!read.is_damaged);
}

#[test]
fn comments_of_people_stay() {
    let text = "# ours\n\n# of b\n- file: f\n  quote: b\n  # why\n  kind: decision\n  verdict: accept\n\n# of a\n- file: f\n  quote: a\n  \
                kind: action\n  verdict: done\n# the end\n";
    let (read, found) = parse(text);
    assert_eq!(found, []);
    let written = print(&read);
    for comment in
        ["# ours\n\n# of b\n- file", "# why\n- file: \"f\"\n  quote: \"b\"", "# of a\n- file: \"f\"\n  quote: \"a\""]
    {
        assert!(written.contains(comment) || comment.starts_with("# ours"), "{comment}: {written}");
    }
    assert!(written.starts_with("# ours\n\n# of b\n") && written.ends_with("# the end\n"), "{written}");
}

#[test]
fn what_cannot_be_read_is_found_and_costs_nothing_else() {
    let note = "# Ops\n\n- the usual way\n- we agreed to keep the disk\n";
    let good = said("the usual way", "kind: decision\n  verdict: accept");
    for (bad, finding, hint) in [
        ("- file: [x\n", "review-file", "as if nothing had been reviewed"),
        ("file: x\n", "review-file", "as if nothing"),
        ("- 7\n", "review-value", ""),
        ("- file: a\n  kind: decision\n  verdict: accept\n", "the verdict has no `quote`", ""),
        ("- file: a\n  quote: b\n  kind: decsion\n  verdict: accept\n", "not `decsion`", "did you mean `decision`?"),
        ("- file: a\n  quote: b\n  kind: decision\n  verdict: done\n", "only an action can be `done`", ""),
        ("- file: a\n  quote: b\n  kind: decision\n  verdict: merge\n", "`merge` needs `same_as`", ""),
        ("- file: a\n  quote: b\n  kind: decision\n  verdict: accept\n  occurrence: 0\n", "a number from 1", ""),
        ("- file: a\n  quote: [b]\n  kind: decision\n  verdict: accept\n", "`quote` must be a text, not a list", ""),
    ] {
        let whole = finding == "review-file";
        let review = if whole { bad.to_owned() } else { format!("{good}{bad}") };
        let (rows, found) = rows(note, &review);
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
        assert!(found[0].contains(finding) && found[0].contains(hint), "{}", found[0]);
        assert_eq!(rows.len(), if whole { 1 } else { 2 }, "{bad}: {rows:?}");
        // It is not written over.
        let folder = folder(note, &review);
        let refused = change(folder.path(), &verdict("x", Saying::Accept), None).expect_err("refused").to_string();
        assert!(refused.contains("is not written over") && refused.contains(finding), "{refused}");
        assert_eq!(fs::read_to_string(&folder.path().join(REVIEW)).expect("read"), review);
    }
    // A key that does not exist costs the verdict nothing.
    let (rows, found) = rows(note, &format!("{good}  subjekt: x\n"));
    assert_eq!((rows.len(), found.len()), (2, 1));
    assert!(
        found[0].contains(&format!("{REVIEW}:5:3")) && found[0].contains("did you mean `subject`?"),
        "{}",
        found[0]
    );
}

#[test]
fn verdicts_find_their_statement_wherever_it_stands() {
    let review = said("the **usual**   way", "kind: decision\n  verdict: accept");
    let quoted = review.replace("**usual**  ", "usual");
    for note in [
        "# Ops\n\n- the usual way\n",
        "# Ops\n\nNews\n\n- more\n- the **usual** way\n",
        "# Ops\n\n## Ways\n\n1. ways\n    - the [usual](https://example.org)\n      way\n",
    ] {
        assert_eq!(rows(note, &quoted).1, [] as [String; 0], "{note}");
        assert!(rows(note, &quoted).0[0].ends_with("the usual way"), "{note}");
    }
    // Markup is not part of a statement's text.
    assert_eq!(rows("# Ops\n\n- the **usual** way\n", &review).1.len(), 1);
}

#[test]
fn one_of_several_with_the_same_text_is_told_by_its_place_among_them() {
    let note = "# Ops\n\n## One\n\n- the usual way\n\n## Two\n\n- the usual way\n";
    let second = said("the usual way", "occurrence: 2\n  kind: decision\n  verdict: accept");
    assert_eq!(rows(note, &second).0, ["Two → the usual way"]);
    let third = second.replace("2\n", "3\n");
    let (rows, found) = rows(note, &third);
    assert!(rows.is_empty() && found[0].contains("says “the usual way” 2 times, not 3"), "{found:?}");
}

#[test]
fn a_verdict_whose_text_or_note_is_gone_is_reported() {
    let note = "# Ops\n\n- we agreed to keep the old disk for a year\n";
    let review = said("we agreed to keep the new disk for a year", "kind: decision\n  verdict: reject");
    let (kept, found) = rows(note, &format!("# ours\n{review}"));
    assert_eq!((kept.len(), found.len()), (1, 1));
    assert!(found[0].contains(&format!("{REVIEW}:2:1")), "{}", found[0]);
    assert!(
        found[0].contains("hint: line 3 of the note says “we agreed to keep the old disk for a year”"),
        "{}",
        found[0]
    );
    let (_, found) = rows(note, &review.replace("20240110", "20240111"));
    assert!(found[0].contains("there is no note `ops/20240111.md`"), "{}", found[0]);
    assert!(found[0].contains("did you mean `ops/20240110.md`?"), "{}", found[0]);
    let (kept, found) = rows(
        note,
        &said("we agreed to keep the old disk for a year", "kind: decision\n  verdict: merge\n  same_as: gone"),
    );
    assert!(kept.len() == 1 && found[0].contains("no longer says “gone”"), "{found:?}");
}

#[test]
fn long_statements_are_quoted_in_part() {
    let long = format!("we agreed to keep the disk, {}and that is all", "because of the weather, ".repeat(12));
    let note = format!("# Ops\n\n- {long}\n");
    let short = crate::extract::statements::quoted(&long);
    assert!(short.chars().count() < 170 && short.ends_with('…'));
    for quote in [&long, &short] {
        let review = said(&yaml::quoted(quote), "kind: decision\n  verdict: reject");
        assert_eq!(rows(&note, &review), (Vec::new(), Vec::new()), "{quote}");
    }
}

#[test]
fn every_call_of_a_file_hears_its_verdicts() {
    let note = "# 2024-01-10\n\n- the usual way\n\n# 2024-01-17\n\n- the usual way\n- @ann to mend the gate\n";
    let review = said("the usual way", "occurrence: 2\n  kind: decision\n  verdict: accept")
        + &said("\"@ann to mend the gate\"", "kind: action\n  verdict: done");
    let project = load(&folder(note, &review));
    let registers = &project.archive.registers;
    let day = |call| project.archive.call(call).date.map(|date: NaiveDate| date.to_string());
    assert_eq!(registers.decisions.len(), 1);
    assert_eq!(day(registers.decisions[0].call).as_deref(), Some("2024-01-17"));
    assert_eq!((registers.actions[0].status, registers.actions[0].reviewed), (Status::Done, true));
}

#[test]
fn a_change_is_made_to_what_the_file_says_now() {
    let folder = folder("# Ops\n\n- the usual way\n", "");
    let path = folder.path().join(REVIEW);
    let mine = verdict("the usual way", Saying::Accept);
    change(folder.path(), &mine, Some(mine.clone())).expect("written");
    let once = fs::read_to_string(&path).expect("read");
    // Somebody else writes meanwhile.
    fs::write(&path, (once.clone() + &said("other", "kind: action\n  verdict: reject")).as_bytes()).expect("written");
    let reject = verdict("the usual way", Saying::Reject);
    let after = change(folder.path(), &mine, Some(reject.clone())).expect("written");
    assert_eq!(after.entries.len(), 2);
    assert!(values(&after).contains(&reject));
    change(folder.path(), &mine, None).expect("written");
    assert_eq!(read(folder.path()).0.entries.len(), 1);
    fs::write(&path, once.as_bytes()).expect("written");
    change(folder.path(), &mine, None).expect("written");
    assert!(!fs::exists(&path), "what held a single verdict is gone with it");
}
