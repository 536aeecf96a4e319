//! Addresses that were published once: a folder in, a folder out.

use minutebook::base::diagnostic::Severity;
use minutebook::base::file_names::ADDRESSES;
use minutebook::base::fs;
use minutebook::build::report::Report;
use minutebook::site::redirects::{self, ledger::Changes};
use minutebook::{Options, Project, build};
use std::path::{Path, PathBuf};

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn record(&self) -> Changes {
        let project = Project::open(&self.source(), None, day()).expect("read");
        redirects::write_ledger(&project.source, &project.archive, &project.sources).expect("recorded").0
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a folder") };
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("minutes")
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(&self.source().join(path), text.as_bytes()).expect("written");
    }

    fn build(&self, base_url: Option<&str>) -> Report {
        let options = Options {
            source: self.source(),
            output: self.folder.path().join("public"),
            base_url: base_url.map(str::to_owned),
            reveal: vec![Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()],
            today: day(),
            ..Options::default()
        };
        build(&options).expect("built")
    }

    fn page(&self, address: &str) -> String {
        fs::read_to_string(&self.folder.path().join("public").join(address).join("index.html")).expect(address)
    }
}

fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day")
}

const FILES: &[(&str, &str)] = &[
    ("board/20240110.md", "# Board\n\n## Disks\n\n- the disk is full\n"),
    ("board/20240117.md", "# Board\n\n## Disks\n\n- the disk is new\n"),
];

#[test]
fn a_team_with_another_name_is_found_at_its_old_addresses() {
    let site = Site::of(FILES);
    let changes = site.record();
    assert_eq!((changes.all, changes.new), (3, 3));
    fs::rename(&site.source().join("board"), &site.source().join("council")).expect("moved");
    let report = site.build(None);
    assert!(report.diagnostics.iter().all(|finding| finding.severity == Severity::Note), "{:?}", report.diagnostics);
    for (old, new) in [
        ("board/", "../council/"),
        ("board/2024-01-10/", "../../council/2024-01-10/"),
        ("board/2024-01-10/deck/", "../../../council/2024-01-10/deck/"),
    ] {
        let page = site.page(old);
        assert!(page.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={new}\">")), "{page}");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{new}\">")), "{page}");
        assert!(page.contains(&format!("<a href=\"{new}\" data-moved>")), "{page}");
        assert!(!page.contains("<script>"), "no page has a script of its own");
    }
    site.build(Some("https://minutes.example.org/site/"));
    let page = site.page("board/2024-01-10/");
    let canonical = "<link rel=\"canonical\" href=\"https://minutes.example.org/site/council/2024-01-10/\">";
    assert_eq!(page.matches("rel=\"canonical\"").count(), 1);
    assert!(page.contains(canonical), "{page}");
    let public = site.folder.path().join("public");
    for file in ["sitemap.xml", "feed.xml", "llms.txt", "calls/index.html"] {
        let text = fs::read_to_string(&public.join(file)).expect(file);
        assert!(!text.contains("board/2024-01-10"), "{file} names an old address");
    }
}

#[test]
fn what_is_lost_says_so_and_fails_a_strict_build() {
    let site = Site::of(FILES);
    site.record();
    fs::remove_file(&site.source().join("board/20240110.md")).expect("removed");
    let report = site.build(None);
    let codes: Vec<(&str, Severity)> = report.diagnostics.iter().map(|found| (found.code, found.severity)).collect();
    assert_eq!(codes, [("address-lost", Severity::Warning)]);
    let page = site.page("board/2024-01-10/");
    assert!(page.contains("This page moved") && page.contains("<a href=\"../../board/\">/board/</a>"), "{page}");
    assert!(!page.contains("http-equiv=\"refresh\"") && page.contains("noindex"), "{page}");
    // Somebody says that it was meant.
    let list = site.source().join(ADDRESSES);
    let text = fs::read_to_string(&list).expect("read");
    fs::write(&list, text.replace("board/2024-01-10/\t-", "board/2024-01-10/\tgone").as_bytes()).expect("written");
    assert!(site.build(None).diagnostics.is_empty());
    assert!(site.page("board/2024-01-10/").contains("This page was removed"));
    let strict = |site: &Site| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_minutebook"));
        command.args(["check", "--strict"]).arg(site.source()).output().expect("ran").status.code()
    };
    assert_eq!(strict(&site), Some(0));
    fs::write(&list, text.as_bytes()).expect("written");
    assert_eq!(strict(&site), Some(1));
}

#[test]
fn the_list_changes_only_where_something_moved() {
    let site = Site::of(FILES);
    let list = site.source().join(ADDRESSES);
    site.record();
    let first = fs::read_to_string(&list).expect("read");
    site.record();
    assert_eq!(fs::read_to_string(&list).expect("read"), first);
    site.write("board/20240124.md", "# Board\n\n- another\n");
    site.record();
    let second = fs::read_to_string(&list).expect("read");
    let added: Vec<&str> = second.lines().filter(|line| !first.contains(*line)).collect();
    assert_eq!((added.len(), first.lines().all(|line| second.contains(line))), (1, true), "{added:?}");
    // The list is no note, and is not published.
    let report = site.build(None);
    assert_eq!(report.counts.inputs(), 4);
    assert!(!fs::exists(&site.folder.path().join("public").join(ADDRESSES)));
}
