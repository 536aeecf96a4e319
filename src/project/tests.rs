use super::project_of;
use crate::config::Config;

fn codes(project: &super::Project) -> Vec<String> {
    let of = |finding: &crate::base::diagnostic::Diagnostic| format!("{} {}", finding.code, finding.path);
    project.diagnostics.iter().map(of).collect()
}

#[test]
fn a_note_that_makes_a_stage_panic_is_its_source_and_the_others_are_as_ever() {
    for stage in ["parse", "identify", "extract", "archive"] {
        let bad = format!(
            "---\ntitle: zq-panic-in-{stage}\n---\n# zq-panic-in-{stage}\n\n<!-- private -->\n- Decision: <b>*keep*</b>\n"
        );
        let good = "# Ops 2024-01-03\n\n- Decision: tea\n";
        let files = [("ops/20240103.md", good), ("ops/20240110.md", bad.as_str())];
        let project = project_of(&files, Config::default());
        assert_eq!(codes(&project), ["internal-error ops/20240110.md"], "{stage}");
        assert_eq!(project.archive.calls.len(), 2, "{stage}");
        assert_eq!(project.archive.registers.decisions.len(), 1);
        let call = project.archive.calls.iter().find(|call| call.file == "ops/20240110.md").expect("published");
        assert_eq!(call.url, "ops/2024-01-10/");
        let text = crate::document::plain::lines(&call.document.sections[0].blocks);
        assert!(text.contains("<b>*keep*</b>") && !text.contains("private"), "{text}");
    }
}

#[test]
fn a_note_that_may_hold_what_must_not_be_published_is_not() {
    let bad = "# Ops\n\nzq-panic-in-redact password: Tr0ub4dor&3\n";
    let files = [("ops/20240103.md", "# Ops\n\n- Decision: tea\n"), ("ops/20240110.md", bad)];
    let project = project_of(&files, Config::default());
    assert_eq!(codes(&project), ["internal-error ops/20240110.md"]);
    assert_eq!(project.archive.calls.len(), 1);
}

#[test]
fn a_note_has_a_bounded_number_of_rows() {
    let rows: String =
        (0..2_500).map(|number| format!("- AI @ann: do {number}\n- Decision: it is {number}\n")).collect();
    let references: String = (0..600)
        .map(|number| format!("- see https://github.com/o/r/issues/{number} https://github.com/o/r/issues/1\n"))
        .collect();
    let note = format!("# Ops 2024-01-10\n\n{rows}\n## Issues\n\n{references}");
    let project = project_of(
        &[("ops/20240110.md", &note), ("ops/20240117.md", "# Ops 2024-01-17\n\n- o/r#599\n")],
        Config::default(),
    );
    let registers = &project.archive.registers;
    assert_eq!((registers.decisions.len(), registers.actions.len()), (2_000, 2_000));
    // The other note's own reference is on record as ever.
    assert_eq!(registers.references.len(), 501);
    assert_eq!(codes(&project), vec!["too-many-rows ops/20240110.md"; 3]);
    let lines: Vec<u32> = project.diagnostics.iter().filter_map(|finding| Some(finding.position?.line)).collect();
    assert_eq!(lines.len(), 3);
    assert!(project.archive.calls[0].document.lines > 5_000, "the text is whole");
}
