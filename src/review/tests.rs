use super::*;
use crate::base::file_names::REVIEW;
use crate::base::fs;
use crate::config::Config;
use crate::extract::{RowKind, Status, Tier};
use crate::project::Project;
use chrono::NaiveDate;

const OPS: &str = "# Ops\n\n## Disks\n\n- Should we keep the old names?\n    - no objections\n- the usual way will do\n\
                   - @ann to mend the gate\n- we agreed to keep them all\n";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [("ops/20240110.md", OPS), ("dev/20240117.md", "# Dev\n\n- Decision: merge it\n")] {
        fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
    }
    folder
}

fn load(folder: &tempfile::TempDir) -> Project {
    Project::load(folder.path(), Config::default(), day(), None).expect("read")
}

fn list(folder: &tempfile::TempDir, selection: &Selection) -> Vec<Item> {
    let project = load(folder);
    items(&project, &project.verdicts, selection).expect("listed")
}

fn ops() -> Selection {
    Selection { team: Some("ops".to_owned()), ..Selection::default() }
}

fn session(folder: &tempfile::TempDir, target: Target) -> Session {
    let project = load(folder);
    let items = items(&project, &project.verdicts, &ops()).expect("listed");
    Session::new(&project, items, target, Some("ann".to_owned()), day())
}

/// Presses `n` until a text is on the screen.
fn go_to(session: &mut Session, text: &str) {
    while session.current().is_some_and(|(_, item)| !item.text.ends_with(text)) {
        session.press(Key::Next).expect("no error");
    }
    assert!(session.current().is_some(), "{text} is not listed");
}

fn press(session: &mut Session, keys: impl IntoIterator<Item = Key>) {
    for key in keys {
        assert_eq!(session.press(key.clone()).expect("no error"), None, "{key:?}");
    }
}

fn decisions(folder: &tempfile::TempDir) -> Vec<(String, bool)> {
    let registers = load(folder).archive.registers;
    registers.decisions.iter().map(|row| (row.note.in_full(), row.note.reviewed)).collect()
}

#[test]
fn calls_come_newest_first_and_what_was_reviewed_is_passed_over() {
    let folder = folder();
    let all = list(&folder, &Selection::default());
    assert_eq!(all[0].text, "merge it");
    assert!(all.iter().any(|item| item.rule.is_none() && item.text == "the usual way will do"), "{all:?}");
    assert!(all.iter().any(|item| item.kind == RowKind::Action && item.assignees == ["ann"]));
    let scores: Vec<f32> =
        all.iter().filter(|item| item.file.starts_with("ops")).filter_map(|item| item.score).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let since = Selection { since: NaiveDate::from_ymd_opt(2024, 1, 11), ..Selection::default() };
    assert_eq!(list(&folder, &since).len(), 1);
    let count = list(&folder, &ops()).len();
    let mut session = session(&folder, Target::File);
    go_to(&mut session, "we agreed to keep them all");
    press(&mut session, [Key::Reject]);
    assert_eq!(list(&folder, &ops()).len(), count - 1);
    let everything = list(&folder, &Selection { all: true, ..ops() });
    let rejected: Vec<&Item> = everything.iter().filter(|item| item.verdict.is_some()).collect();
    assert_eq!((everything.len(), rejected.len(), rejected[0].rule), (count, 1, None));
    let unknown = items(
        &load(&folder),
        &Verdicts::default(),
        &Selection { team: Some("opps".to_owned()), ..Selection::default() },
    );
    assert!(unknown.expect_err("unknown").to_string().contains("did you mean `ops`?"));
}

#[test]
fn keys_change_the_rows() {
    let folder = folder();
    assert_eq!(decisions(&folder).len(), 3);
    let mut session = session(&folder, Target::File);
    go_to(&mut session, "the usual way will do");
    press(
        &mut session,
        [Key::Accept, Key::Previous, Key::Subject("Ways".to_owned()), Key::Text("the usual way".to_owned())],
    );
    assert!(session.screen(&|_| OPS.to_owned()).contains("subject: Ways\ntext:    the usual way\n"));
    assert!(decisions(&folder).contains(&("Ways → the usual way".to_owned(), true)));
    press(&mut session, [Key::Next, Key::Undo, Key::Undo, Key::Undo]);
    assert_eq!(session.given(), 0);
    assert_eq!(decisions(&folder).len(), 3);
    assert!(!fs::exists(&folder.path().join(REVIEW)));
    let nothing = session.press(Key::Undo).expect("no error");
    assert_eq!(nothing.as_deref(), Some("there is nothing to take back"));
    go_to(&mut session, "mend the gate");
    press(&mut session, [Key::Done]);
    let action = &load(&folder).archive.registers.actions[0];
    assert_eq!((action.status, action.reviewed, action.tier), (Status::Done, true, Tier::Explicit));
    let written = fs::read_to_string(&folder.path().join(REVIEW)).expect("read");
    assert!(
        written.contains(
            "quote: \"@ann to mend the gate\"\n  kind: action\n  verdict: done\n  by: \"ann\"\n  on: \"2024-06-01\"\n"
        ),
        "{written}"
    );
}

#[test]
fn a_row_is_merged_with_the_one_before_it() {
    let folder = folder();
    let mut session = session(&folder, Target::File);
    assert_eq!(
        session.press(Key::Merge).expect("no error").as_deref(),
        Some("there is no decision of the same call before it")
    );
    assert_eq!(session.press(Key::Done).expect("no error").as_deref(), Some("only an action can be done"));
    let rows: Vec<Item> =
        list(&folder, &ops()).into_iter().filter(|item| item.kind == RowKind::Decision && item.is_row()).collect();
    assert_eq!(rows.len(), 2);
    go_to(&mut session, &rows[1].text);
    press(&mut session, [Key::Merge]);
    let left = decisions(&folder);
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(list(&folder, &ops()).iter().filter(|item| item.text == rows[1].text).count(), 0);
}

#[test]
fn the_row_before_is_that_of_the_minutes_not_of_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let note = "# Ops\n\n## Disks\n\n- Decision: tea\n\n## Names\n\n- Should we keep the old names?\n    - no objections\n\n\
                - Decision: the old names stay\n";
    fs::write(&folder.path().join("ops/20240110.md"), note.as_bytes()).expect("written");
    let mut listed = list(&folder, &ops());
    // However they are listed.
    listed.sort_by_key(|item| std::cmp::Reverse(item.line));
    let at = listed.iter().position(|item| item.text == "the old names stay").expect("listed");
    let verdict = verdict_after(&listed, at, Key::Merge).expect("there is one before it");
    assert_eq!(verdict.same_as.as_deref(), Some("Should we keep the old names?"));
}

#[test]
fn the_screen_shows_the_lines_around() {
    let folder = folder();
    let mut session = session(&folder, Target::File);
    go_to(&mut session, "we agreed to keep them all");
    let screen = session.screen(&|_| OPS.replace("Disks", "Dis\u{1b}ks"));
    assert!(screen.contains("2024-01-10 · ops/20240110.md:9\n"), "{screen}");
    assert!(screen.contains(">    9 | - we agreed to keep them all\n"), "{screen}");
    assert!(screen.contains("     8 | - @ann to mend the gate\n") && !screen.contains('\u{1b}'), "{screen}");
    while session.current().is_some() {
        press(&mut session, [Key::Next]);
    }
    assert!(session.screen(&|_| String::new()).starts_with("that was the last of "));
    assert_eq!(session.press(Key::Accept).expect("no error").as_deref(), Some("that was the last one"));
}

#[test]
fn verdicts_go_into_the_notes_on_demand() {
    let folder = folder();
    let path = folder.path().join("ops/20240110.md");
    let read = || fs::read_to_string(&path).expect("read");
    let mut session = session(&folder, Target::Notes);
    for (text, key, written) in [
        (
            "we agreed to keep them all",
            Key::Reject,
            "- we agreed to keep them all <!-- minutebook: not a decision -->\n",
        ),
        ("the usual way will do", Key::Accept, "- the usual way will do <!-- minutebook: decision -->\n"),
        ("mend the gate", Key::Done, "- @ann to mend the gate <!-- minutebook: done -->\n"),
    ] {
        for _ in 0..session.count() {
            session.press(Key::Previous).expect("no error");
        }
        go_to(&mut session, text);
        press(&mut session, [key]);
        assert!(read().contains(written), "{}", read());
    }
    let rows: Vec<String> = decisions(&folder).into_iter().map(|row| row.0).collect();
    assert!(rows.iter().all(|row| !row.contains("keep them all")), "{rows:?}");
    assert!(rows.iter().any(|row| row.ends_with("the usual way will do")), "{rows:?}");
    assert!(!fs::exists(&folder.path().join(REVIEW)));
    press(&mut session, [Key::Undo]);
    assert!(!read().contains("done -->"), "{}", read());
    let refused = session.press(Key::Subject("x".to_owned())).expect_err("refused").to_string();
    assert!(
        refused.contains("a comment cannot say what a action is about") || refused.contains("cannot say"),
        "{refused}"
    );
    // Never over what somebody else has written meanwhile.
    let theirs = read() + "- more\n";
    fs::write(&path, theirs.as_bytes()).expect("written");
    for key in [Key::Undo, Key::Reject] {
        let refused = session.press(key).expect_err("refused").to_string();
        assert!(refused.contains("has changed since it was read"), "{refused}");
    }
    assert_eq!(read(), theirs);
}

#[test]
fn an_answer_is_not_accepted_by_a_comment_that_would_change_it() {
    let folder = folder();
    let mut session = session(&folder, Target::Notes);
    go_to(&mut session, "no objections");
    let refused = session.press(Key::Accept).expect_err("refused").to_string();
    assert!(refused.contains("change what the row says") && refused.contains("without --in-notes"), "{refused}");
    assert_eq!(fs::read_to_string(&folder.path().join("ops/20240110.md")).expect("read"), OPS);
}
