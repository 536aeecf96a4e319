//! What strangers wrote never reaches a terminal or the log of a job in a form that either would act on.

use minutebook::base::fs;
use std::path::Path;
use std::process::Command;

/// A note and names that try to do something where they are printed.
fn hostile(source: &Path) {
    let note = "# Ops 2024-01-10\n\n- Decision: \u{1b}]52;c;YQ==\u{7} tea \u{9b}31m red \u{202e}drawkcab\n- Decision: =HYPERLINK(\"x\")\n\
                - AI @ann: @SUM(A1) [gone](gone\u{1b}[2J.md)\n- [x](a.md) ##[error]old form\n- Monday, 2024-01-17 \u{1b}[31m\n\
                ## Log\n\n```\n::error::from a note\n  ::add-mask::x\n```\n- Decision: first\n  ::warning::second\n";
    fs::write(&source.join("ops/20240110.md"), note.as_bytes()).expect("written");
    if cfg!(unix) {
        for name in [
            "ops/2024-03-09-\r\n::error::x.md",
            "ops/2024-03-10-\u{1b}]0;title\u{7}.md",
            "ops/2024-03-11-##[error]x.md",
        ] {
            fs::write(&source.join(name), b"# Notes\n\n[x](gone.md) storage\n").expect("written");
        }
        fs::write(&source.join("ops/\u{1b}[31m\n::error::.png"), b"<html>").expect("written");
    }
}

/// What a command prints on both streams.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_minutebook"));
    program.current_dir(folder).env("MINUTEBOOK_CACHE", folder.join("cache"));
    let program = program.args(arguments).output().expect("run");
    let text = [program.stdout, program.stderr].concat();
    String::from_utf8(text).expect("UTF-8")
}

#[test]
fn nothing_is_printed_that_a_terminal_or_a_runner_would_act_on() {
    let folder = tempfile::tempdir().expect("a folder");
    hostile(&folder.path().join("minutes"));
    let (today, out) = (["--today", "2024-06-01"], ["-o", "public"]);
    let commands: &[&[&str]] = &[
        &["build", "minutes"],
        &["build", "minutes", "--strict", "--timings"],
        &["check", "minutes"],
        &["check", "minutes", "--format", "json"],
        &["check", "minutes", "--format", "sarif"],
        &["check", "minutes", "--format", "github"],
        &["search", "tea red", "--source", "minutes"],
        &["search", "tea red", "--source", "minutes", "--json"],
        &["search", "::error:: \u{1b}[31m", "--source", "minutes"],
        &["export", "decisions", "minutes"],
        &["export", "decisions", "minutes", "--format", "csv"],
        &["export", "sections", "minutes", "--format", "csv"],
        &["export", "actions", "minutes", "--format", "csv"],
        &["export", "calls", "minutes"],
        &["dump", "minutes/ops/20240110.md"],
        &["review", "minutes", "--list"],
        &["addresses", "minutes"],
        &["init", "minutes"],
        &["build", "nowhere\u{1b}[31m\n::error::x"],
    ];
    for command in commands {
        let with_day = matches!(command[0], "build" | "check" | "search" | "export");
        let with_output = matches!(command[0], "build" | "search");
        let mut arguments = command.to_vec();
        arguments.extend(today.iter().filter(|_| with_day));
        arguments.extend(out.iter().filter(|_| with_output));
        let text = printed(folder.path(), &arguments);
        assert!(!text.is_empty(), "{command:?}");
        let sent = text.replace("\r\n", "\n");
        let dangerous =
            |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!sent.contains(dangerous), "{command:?}: {sent:?}");
        for line in sent.lines() {
            let is_command =
                line.trim_start().strip_prefix("::").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            let is_ours =
                ["::error file=", "::warning file=", "::notice file="].iter().any(|own| line.starts_with(own));
            assert!(!is_command || (is_ours && command.contains(&"github")), "{command:?}: {line}");
            assert!(!line.contains("##[") || is_ours, "{command:?}: {line}");
        }
        if command.contains(&"csv") {
            assert!(
                !text.contains(",=") && !text.contains(",@") && !text.contains("\"=") && !text.contains("\"@"),
                "{text}"
            );
        }
    }
    // What is shown instead can be read.
    let text = printed(folder.path(), &["check", "minutes", "--today", "2024-06-01"]);
    assert!(text.contains("Monday, 2024-01-17 ␛[31m"), "{text}");
    assert!(!cfg!(unix) || text.contains("--> ops/2024-03-09-␍␊::error::x.md:3:1"), "{text}");
    let json = printed(folder.path(), &["export", "decisions", "minutes", "--today", "2024-06-01"]);
    let row: serde_json::Value = serde_json::from_str(json.lines().next().expect("a row")).expect("JSON");
    assert!(row["text"].as_str().is_some_and(|text| text.contains("\u{1b}]52") && text.contains('\u{9b}')), "{row}");
}
