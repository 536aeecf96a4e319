//! What a build takes over from the one before: it is the same site, byte for byte, as one made from nothing.

use crate::shared;
use minutebook::base::fs;
use minutebook::build::report::Report;
use minutebook::{Options, build};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An archive that changes, with a cache.
struct Archive {
    folder: tempfile::TempDir,
    options: Options,
}

type Files = BTreeMap<String, Vec<u8>>;

impl Archive {
    /// A copy of these minutes, with a configuration of their own.
    fn of(source: &Path, config: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = Options {
            source: folder.path().join("minutes"),
            output: folder.path().join("public"),
            cache: Some(folder.path().join("cache")),
            config: config.map(|_| folder.path().join("minutebook.yaml")),
            today: chrono::NaiveDate::from_ymd_opt(2026, 6, 10).expect("a day"),
            ..Options::default()
        };
        for (name, path) in minutebook::scan::files_below(source).expect("listed") {
            // A file that can be changed here, whatever it is there.
            fs::write(&options.source.join(name), &fs::read(&path).expect("read")).expect("copied");
        }
        if let Some(config) = config {
            fs::copy(config, &folder.path().join("minutebook.yaml")).expect("copied");
        }
        Self { folder, options }
    }

    fn notes(&self) -> Vec<PathBuf> {
        let files = minutebook::scan::files_below(&self.options.source).expect("listed").into_iter();
        files.filter(|(name, _)| is_a(name, "md") && !name.contains("README")).map(|(_, path)| path).collect()
    }

    fn build(&self) -> (Report, Files) {
        let report = build(&self.options).expect("built");
        (report, files(&self.options.output))
    }

    /// The site as it is made where nothing is kept but pictures.
    fn build_from_nothing(&self) -> (Report, Files) {
        let (cache, output) = (self.folder.path().join("fresh-cache"), self.folder.path().join("fresh"));
        for kept in ["notes", "sites"] {
            fs::remove_folder(&cache.join(kept)).expect("removed");
        }
        fs::remove_folder(&output).expect("removed");
        let options = Options { output, cache: Some(cache), ..self.options.clone() };
        let report = build(&options).expect("built");
        (report, files(&options.output))
    }

    /// Builds again after a change, and from nothing, and holds both against each other.
    fn holds(&self, what: &str) -> Files {
        let (report, again) = self.build();
        let (fresh_report, fresh) = self.build_from_nothing();
        let differing: Vec<&String> =
            again.keys().chain(fresh.keys()).filter(|path| again.get(*path) != fresh.get(*path)).collect();
        assert!(differing.is_empty(), "{what}: {differing:?}");
        assert_eq!(report.diagnostics, fresh_report.diagnostics, "{what}");
        assert_eq!(report.counts, fresh_report.counts, "{what}");
        again
    }
}

fn files(folder: &Path) -> Files {
    let found = minutebook::scan::files_below(folder).expect("listed");
    found.into_iter().map(|(name, path)| (name, fs::read(&path).expect("read"))).collect()
}

fn is_a(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

fn change(path: &Path, change: impl FnOnce(&mut String)) {
    let mut text = String::from_utf8_lossy(&fs::read(path).expect("read")).into_owned();
    change(&mut text);
    fs::write(path, text.as_bytes()).expect("written");
}

/// Everything that can change between two builds, one after the other.
fn go_through_changes(archive: &mut Archive) {
    archive.holds("the first build");
    archive.holds("nothing has changed");
    let notes = archive.notes();
    let nth = |part: usize| notes[notes.len() * part / 8].as_path();
    change(nth(1), |text| text.push_str("\n- We decided to paint the shed green, see CVE-2024-1234 (@newcomer)\n"));
    archive.holds("a decision, a reference and somebody new at the end of a note");
    change(nth(2), |text| {
        let header = text.strip_prefix("---\n").and_then(|rest| rest.find("---\n"));
        let start = header.map_or(0, |at| at + 8);
        text.insert_str(start, "\n- [ ] @newcomer: count the paint brushes\n\n");
    });
    archive.holds("a line more at the top of another note");
    change(nth(3), |text| *text = text.replace('e', "ee"));
    archive.holds("other words and headings in a third");
    change(nth(6), |text| text.push_str("\n\nThe weather was fine.\n"));
    archive.holds("a sentence that nothing but its page shows");
    let name = nth(4).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let linking = nth(4).with_file_name("2019-01-02-links.md");
    fs::write(&linking, format!("# Links\n\n## Before\n\nIt stands in [the notes]({name}).\n").as_bytes())
        .expect("written");
    archive.holds("a note that links to another");
    fs::rename(nth(4), &nth(4).with_file_name("2019-01-03-elsewhere.md")).expect("moved");
    archive.holds("the note that it links to is called otherwise");
    fs::remove_file(&nth(4).with_file_name("2019-01-03-elsewhere.md")).expect("removed");
    archive.holds("a note is gone");
    let copy = nth(5).with_file_name("2019-02-03-copy.md");
    fs::copy(nth(5), &copy).expect("copied");
    archive.holds("a copy of a note, before all others");
    change(&copy, |text| text.push_str("\nNo copy any more.\n"));
    archive.holds("the copy is none any more");
    archive.options.today = archive.options.today - chrono::Days::new(400);
    archive.holds("another day");
    archive.options.base_url = Some("https://minutes.example/".to_owned());
    archive.holds("another address");
    let config = archive.options.config.clone().unwrap_or_else(|| archive.options.source.join("minutebook.yaml"));
    change(&config, |text| *text = format!("# changed\n{}\n", text.replace("title: ", "title: The ")));
    archive.holds("another configuration");
    let templates = archive.folder.path().join("templates");
    fs::write(&templates.join("components/mine.html"), b"<!-- mine -->").expect("written");
    fs::write(&templates.join("404.html"), b"<p>{{ page.title }}</p>").expect("written");
    archive.options.templates = Some(templates);
    archive.holds("a template of one's own");
}

/// What somebody may do to the output and to the cache.
fn go_through_damage(archive: &Archive) {
    let output = &archive.options.output;
    let whole = archive.holds("before the damage");
    for (path, text) in whole.iter().filter(|(path, _)| is_a(path, "html")).step_by(7) {
        fs::write(&output.join(path), &vec![b'x'; text.len()]).expect("written");
    }
    archive.holds("pages of the same length in the place of some");
    for path in whole.keys().filter(|path| is_a(path, "html")).step_by(5) {
        fs::remove_file(&output.join(path)).expect("removed");
    }
    archive.holds("some pages removed");
    let cache = archive.options.cache.clone().expect("a cache");
    let entries = minutebook::scan::files_below(&cache.join("notes")).expect("kept");
    assert!(entries.len() <= archive.notes().len(), "no more than one entry a note, whatever has changed before");
    for (at, (_, entry)) in entries.iter().enumerate() {
        let mut bytes = fs::read(entry).expect("read");
        match at % 4 {
            0 => bytes.truncate(bytes.len() / 2),
            1 => bytes.iter_mut().skip(60).for_each(|byte| *byte ^= 1),
            2 => bytes.clear(),
            _ => continue,
        }
        fs::write(entry, &bytes).expect("written");
    }
    archive.holds("entries of notes cut off, altered and emptied");
    for record in fs::entries(&cache.join("sites")).expect("kept") {
        let bytes = fs::read(&record).expect("read");
        fs::write(&record, &bytes[..bytes.len() / 2]).expect("written");
    }
    archive.holds("the record of the site cut off");
    fs::remove_folder(&cache).expect("removed");
    archive.holds("no cache");
    fs::remove_folder(output).expect("removed");
    archive.holds("no site");
}

#[test]
fn a_second_build_makes_the_site_that_a_first_one_would() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut archive = Archive::of(&root.join("content"), None);
    go_through_changes(&mut archive);
    go_through_damage(&archive);
}

#[test]
fn a_second_build_of_real_minutes_makes_the_site_that_a_first_one_would() {
    let Some(shared) = shared::folder() else { return };
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scs/minutebook.yaml");
    let mut archive = Archive::of(&shared.join("corpus/scs-minutes"), Some(&config));
    // Cards and pictures take their time, and are in the archive of the other test.
    change(&archive.folder.path().join("minutebook.yaml"), |text| text.push_str("\nsocial_cards: false\n"));
    let all = minutebook::scan::files_below(&archive.options.source).expect("listed");
    for (_, picture) in all.iter().filter(|(name, _)| !is_a(name, "md")) {
        fs::remove_file(picture).expect("removed");
    }
    go_through_changes(&mut archive);
}

#[cfg(unix)]
#[test]
fn files_that_stay_the_same_are_not_written_again() {
    use std::os::unix::fs::MetadataExt;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let archive = Archive::of(&root.join("content"), None);
    let (_, all) = archive.build();
    let file =
        |path: &String| fs::metadata(&archive.options.output.join(path)).map(|facts| (facts.ino(), facts.mtime_nsec()));
    let inodes = || all.keys().map(|path| (path.clone(), file(path))).collect::<BTreeMap<_, _>>();
    let first = inodes();
    archive.build();
    let second = inodes();
    let written: Vec<&String> = first.keys().filter(|path| first[*path] != second[*path]).collect();
    assert_eq!(written, [""; 0], "nothing has changed");
    change(&archive.notes()[0], |text| text.push_str("\nOne sentence more.\n"));
    let (_, changed) = archive.build();
    let third = inodes();
    for (path, text) in &all {
        let is_same = changed.get(path) == Some(text);
        assert_eq!(second[path] == third[path], is_same, "{path}");
    }
}
