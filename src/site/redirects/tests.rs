use super::ledger::{changes, parse, print};
use super::*;
use crate::base::fs;
use crate::config::Config;

/// What is published from these files, with this list.
fn look<T>(
    ledger: &Ledger,
    files: &[(&str, &str)],
    then: impl FnOnce(&Archive, &Sources, Vec<Redirect>, Vec<&'static str>) -> T,
) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
    }
    let config = Config::default();
    let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day");
    let project = crate::project::Project::load(folder.path(), config, day, None).expect("read");
    let (archive, sources) = (&project.archive, &project.sources);
    let (moved, findings) = redirects(ledger, archive, sources);
    then(archive, sources, moved, findings.iter().map(|finding| finding.code).collect())
}

fn recorded(files: &[(&str, &str)]) -> Ledger {
    look(&Ledger::default(), files, |archive, scan, _, _| record(&Ledger::default(), archive, scan))
}

/// Where an address leads after the files have changed, and the findings.
fn lead(
    before: &[(&str, &str)],
    after: &[(&str, &str)],
    address: &str,
) -> (String, RedirectCertainty, Vec<&'static str>) {
    look(&recorded(before), after, |_, _, moved, codes| {
        let found = moved.iter().find(|moved| moved.address == address).unwrap_or_else(|| panic!("{moved:?}"));
        (found.to.clone(), found.certainty, codes)
    })
}

const ONE: &str = "# Ops\n\n- the disk is full\n";
const TWO: &str = "# Ops\n\n- the disk is new\n";

#[test]
fn the_list_is_read_as_it_is_written() {
    let ledger = recorded(&[("ops/20240110.md", ONE), ("ops/charter.md", TWO)]);
    let text = print(&ledger);
    let addresses: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(addresses, ["ops/", "ops/2024-01-10/", "ops/charter/"]);
    let (read, findings) = parse(&text);
    assert!(findings.is_empty());
    assert_eq!(print(&read), text);
}

#[test]
fn a_page_is_found_again_by_content_file_or_day() {
    let two = ("ops/20240117.md", TWO);
    for (before, after, address, to) in [
        // The file has another name.
        (
            &[("ops/20240110.md", ONE), two][..],
            &[("ops/20240111.md", ONE), two][..],
            "ops/2024-01-10/",
            "ops/2024-01-11/",
        ),
        (&[("ops/20240110.md", ONE)], &[("dev/20240110.md", ONE)], "ops/2024-01-10/", "dev/2024-01-10/"),
        // It got a suffix and was edited.
        (
            &[("ops/20240110.md", ONE), two],
            &[("ops/20240110-disk.md", "# Other\n"), two],
            "ops/2024-01-10/",
            "ops/2024-01-10-disk/",
        ),
        // The team has another name, and one of its notes was edited.
        (
            &[("ops/20240110.md", ONE), two],
            &[("run/20240110.md", "# Other\n"), ("run/20240117.md", TWO)],
            "ops/2024-01-10/",
            "run/2024-01-10/",
        ),
        (
            &[("ops/20240110.md", ONE), two],
            &[("run/20240110.md", "# Other\n"), ("run/20240117.md", TWO)],
            "ops/",
            "run/",
        ),
        // The deck goes with the page.
        (&[("ops/20240110.md", ONE)], &[("ops/20240111.md", ONE)], "ops/2024-01-10/deck/", "ops/2024-01-11/deck/"),
        // One of two files with the same text.
        (
            &[("ops/20240110.md", ONE), ("dev/20240110.md", ONE)],
            &[("dev/20240110.md", ONE)],
            "ops/2024-01-10/",
            "dev/2024-01-10/",
        ),
    ] {
        let (found, how, codes) = lead(before, after, address);
        assert_eq!((found.as_str(), how), (to, RedirectCertainty::Same), "{address}");
        assert!(codes.iter().all(|code| *code == "address-moved"), "{codes:?}");
    }
}

#[test]
fn what_is_lost_leads_to_the_nearest_index() {
    let two = ("ops/20240117.md", TWO);
    for (after, address, to) in [
        (&[two][..], "ops/2024-01-10/", "ops/"),
        (&[two], "ops/2024-01-10/deck/", "ops/"),
        (&[("dev/20240207.md", "# Dev\n")], "ops/2024-01-10/", "calls/2024/"),
        (&[("dev/20230207.md", "# Dev\n")], "ops/2024-01-10/", "calls/"),
    ] {
        let (found, how, codes) = lead(&[("ops/20240110.md", ONE), two], after, address);
        assert_eq!((found.as_str(), how), (to, RedirectCertainty::Lost), "{address}");
        assert!(codes.contains(&"address-lost"), "{codes:?}");
    }
}

#[test]
fn a_skipped_call_does_not_stand_in_for_another() {
    let skipped = [("ops/20240110.md", "- skipped\n"), ("ops/20240117.md", "- skipped\n")];
    let (to, how, _) = lead(&skipped, &skipped[1..], "ops/2024-01-10/");
    assert_eq!((to.as_str(), how), ("ops/", RedirectCertainty::Lost));
}

#[test]
fn what_is_written_down_counts_and_is_kept() {
    let files = [("ops/20240117.md", TWO)];
    for (line, to, how, code) in [
        ("ops/2024-01-10/\tops/2024-01-17/\t-\t-", "ops/2024-01-17/", RedirectCertainty::Same, None),
        ("ops/2024-01-10/\t/calls/2024/\tops/20240110.md\t-", "calls/2024/", RedirectCertainty::Same, None),
        ("ops/2024-01-10/\tgone\tops/20240110.md\t-", "ops/", RedirectCertainty::Removed, None),
        (
            "ops/2024-01-10/\tops/2024-01-11/\t-\t-\nops/2024-01-11/\tops/2024-01-17/\t-\t-",
            "ops/2024-01-17/",
            RedirectCertainty::Same,
            None,
        ),
        (
            "ops/2024-01-10/\tops/2024-01-11/\t-\t-\nops/2024-01-11/\tops/2024-01-10/\t-\t-",
            "ops/",
            RedirectCertainty::Lost,
            Some("address-lost"),
        ),
        ("ops/2024-01-10/\tnowhere/\tops/20240110.md\t-", "ops/", RedirectCertainty::Lost, Some("address-lost")),
    ] {
        let (ledger, findings) = parse(line);
        assert!(findings.is_empty(), "{findings:?}");
        look(&ledger, &files, |archive, scan, moved, codes| {
            let found = moved.iter().find(|moved| moved.address == "ops/2024-01-10/").expect("moved");
            assert_eq!((found.to.as_str(), found.certainty), (to, how), "{line}");
            assert_eq!(codes.first().copied(), code, "{line}");
            let after = record(&ledger, archive, scan);
            let kept = if how == RedirectCertainty::Removed {
                "gone"
            } else {
                line.split('\t').nth(1).expect("a column").trim_start_matches('/')
            };
            let kept = if how == RedirectCertainty::Same { to } else { kept };
            let line = print(&after).lines().find(|line| line.starts_with("ops/2024-01-10/\t")).map(str::to_owned);
            assert_eq!(line.expect("kept").split('\t').nth(1), Some(kept));
        });
    }
}

#[test]
fn a_way_that_was_recorded_survives_the_next_change() {
    let before = recorded(&[("ops/20240110.md", ONE)]);
    let after = look(&before, &[("ops/20240111.md", ONE)], |archive, scan, _, _| record(&before, archive, scan));
    assert_eq!(changes(&before, &after).moved, [("ops/2024-01-10/".to_owned(), "ops/2024-01-11/".to_owned())]);
    // Edited and moved once more.
    look(&after, &[("ops/20240111.md", TWO)], |archive, scan, moved, codes| {
        assert_eq!((moved[0].to.as_str(), codes), ("ops/2024-01-11/", Vec::new()));
        let after = record(&after, archive, scan);
        look(&after, &[("run/20240111.md", TWO)], |_, _, moved, _| {
            let found = moved.iter().find(|moved| moved.address == "ops/2024-01-10/").expect("moved");
            assert_eq!(found.to, "run/2024-01-11/");
        });
    });
}

#[test]
fn lines_that_cannot_be_read_cost_no_other() {
    let (ledger, findings) = parse(
        "address\tgoes to\tfile\tcontent\nops/\t-\n../up/\t-\t-\t-\nops/\t-\t-\t-\nops/a\t-\t-\t-\nOps/\t-\t-\t-\n\
         ops/x/\t-\t-\t-\nops/x/\t-\t-\t-\nindex.html/\t-\t-\t-\n",
    );
    assert_eq!(ledger.entries.keys().collect::<Vec<_>>(), ["ops/", "ops/x/"]);
    let lines: Vec<u32> = findings.iter().filter_map(|finding| finding.position).map(|at| at.line).collect();
    assert_eq!(lines, [2, 3, 5, 6, 8, 9]);
}

#[test]
fn a_way_leads_to_pages_of_this_site_only() {
    for to in ["https://evil.example/", "//evil.example/", "../../etc/", "javascript:alert(1)"] {
        let (ledger, _) = parse(&format!("ops/2024-01-10/\t{to}\t-\t-"));
        look(&ledger, &[("ops/20240117.md", TWO)], |_, _, moved, codes| {
            assert_eq!(
                (moved[0].to.as_str(), moved[0].certainty, codes),
                ("ops/", RedirectCertainty::Lost, vec!["address-lost"]),
                "{to}"
            );
        });
    }
}
