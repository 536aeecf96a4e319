use super::*;
use crate::config::Config;
use std::path::PathBuf;
use std::time::Duration;

const QUERIES: [&str; 7] =
    ["lighthouse", "\"red tiles\"", "team:ops tiles", "lightouse", "is:decision", "ops", "nothingness"];

/// A folder of minutes, a site and a cache beside it.
struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn new() -> Self {
        let archive = Self { folder: tempfile::tempdir().expect("a folder") };
        let first = "# Ops 2024-01-03\n\n- The lighthouse is dark\n- Decision: buy red tiles\n";
        archive.write("ops/20240103.md", first);
        let second = "# Ops 2024-01-10\n\n- The tiles have come\n- AI @ann: paint the lighthouse\n";
        archive.write("ops/20240110.md", second);
        archive
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        // Two changes within one tick of the clock of the file system leave the same time.
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&self.path("minutes").join(name), text.as_bytes()).expect("written");
    }

    fn with_question<T>(&self, cache: Option<&Path>, ask: impl Fn(&Question<'_>) -> T) -> T {
        let (source, output) = (self.path("minutes"), self.path("public"));
        ask(&Question {
            query: "lighthouse",
            source: &source,
            config: None,
            output: &output,
            cache,
            program: "this",
            limit: 10,
            today: day("2024-06-01"),
        })
    }

    /// What all queries have, and the indexes that answered. As if asked in a minute: what was changed a moment ago may change
    /// once more unseen, and is read again.
    fn asked(&self, cache: Option<&Path>) -> (String, Vec<Index>) {
        let (mut texts, mut from) = (String::new(), Vec::new());
        for query in QUERIES {
            let question = |question: &Question<'_>| ask_at(&Question { query, ..question.clone() }, later());
            let found = self.with_question(cache, question).expect("answered");
            texts.push_str(&format!("{query}\n{}{}", found.json(), found.text()));
            from.push(found.from);
        }
        (texts, from)
    }

    /// What all queries have with a cache, which is what they have without one, and the indexes that answered.
    fn answers(&self) -> (String, Vec<Index>) {
        let (texts, from) = self.asked(Some(&self.path("cache")));
        assert_eq!(self.asked(None).0, texts);
        (texts, from)
    }

    /// The files that are kept.
    fn kept(&self) -> Vec<PathBuf> {
        let files = scan::files_below(&self.path("cache")).expect("listed");
        files.into_iter().map(|(_, path)| path).filter(|path| !path.ends_with("lock")).collect()
    }

    /// Whether the notes need not be read.
    fn is_seen(&self) -> bool {
        let cache = self.path("cache");
        self.with_question(Some(&cache), |question| {
            let folder = kept::folder(&cache, question).expect("a folder");
            Seen::read(&folder).and_then(|seen| seen.fingerprint(question, later())).is_some()
        })
    }

    /// Writes the index of a site, as a build does.
    fn publish(&self, base_url: Option<&str>) {
        let source = self.path("minutes");
        let config = config::load(&source, None).expect("read");
        let config = Config { base_url: base_url.map(str::to_owned), ..config };
        let project = Project::load(&source, config, day("2024-06-01"), None).expect("loaded");
        let Project { archive, sources, verdicts, .. } = &project;
        let made = Made::all(|put| search_index::index(archive, sources, verdicts, put)).expect("made");
        for output in made.outputs {
            let Content::Bytes(bytes) = &output.content else { panic!("not made of bytes") };
            fs::write(&self.path("public").join(&output.path), bytes).expect("written");
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn later() -> SystemTime {
    SystemTime::now() + Duration::from_mins(1)
}

/// One that is made, and then used.
fn once_then_kept() -> Vec<Index> {
    std::iter::once(Index::Fresh).chain(std::iter::repeat_n(Index::Kept, QUERIES.len() - 1)).collect()
}

#[test]
fn what_is_kept_answers_as_a_fresh_index_does() {
    let archive = Archive::new();
    let (before, from) = archive.answers();
    assert_eq!(from, once_then_kept());
    assert!(before.contains("The lighthouse is dark") && before.contains("Team: Ops"), "{before}");
    assert_eq!(archive.answers(), (before.clone(), vec![Index::Kept; QUERIES.len()]));

    archive.write("ops/20240110.md", "# Ops 2024-01-10\n\n- Decision: no more red tiles\n");
    let (edited, from) = archive.answers();
    assert_eq!(from, once_then_kept());
    assert_ne!(edited, before);

    std::thread::sleep(Duration::from_millis(20));
    fs::remove_file(&archive.path("minutes/ops/20240110.md")).expect("removed");
    let (deleted, from) = archive.answers();
    assert_eq!(from, once_then_kept());
    assert_ne!(deleted, edited);

    let review = "- file: ops/20240103.md\n  quote: \"Decision: buy red tiles\"\n  kind: decision\n  verdict: reject\n";
    archive.write("minutebook-review.yaml", review);
    let (rejected, from) = archive.answers();
    assert_eq!(from, once_then_kept(), "reviewers said something");
    assert_ne!(rejected, deleted);

    archive.write("minutebook.yaml", "people:\n  pages: false\n");
    assert_eq!(archive.answers().1, once_then_kept(), "the configuration is another");
    archive.write("minutebook.yaml", "nonsense: 1\n");
    let cache = archive.path("cache");
    assert!(archive.with_question(Some(&cache), |question| ask(question).is_err()), "a mistake is said each time");
    // Nothing is left of the indexes before.
    let count = |name: &str| {
        archive.kept().iter().filter(|path| path.to_string_lossy().contains(&format!("/search/{name}"))).count()
    };
    assert_eq!((count("entry."), count("hot."), count("names.")), (1, 1, 1), "{:?}", archive.kept());
}

#[cfg(unix)]
#[test]
fn notes_are_read_only_when_something_has_changed() {
    let archive = Archive::new();
    let now = SystemTime::now();
    let cache = archive.path("cache");
    assert!(!archive.is_seen());
    archive.asked(Some(&cache));
    assert!(archive.is_seen());
    let at_once = |question: &Question<'_>| Seen::read(&kept::folder(&cache, question)?)?.fingerprint(question, now);
    assert_eq!(archive.with_question(Some(&cache), at_once), None, "changed a moment ago");
    for (name, text) in [
        ("ops/20240110.md", "# Ops 2024-01-10\n\n- The tiles have gone\n- AI @ann: paint the lighthouse\n"),
        ("ops/20240117.md", "# Ops 2024-01-17\n"),
        ("minutebook-review.yaml", "# nothing yet\n"),
        ("minutebook.yaml", "title: Harbour\n"),
    ] {
        archive.write(name, text);
        assert!(!archive.is_seen(), "{name}");
        archive.asked(Some(&cache));
        assert!(archive.is_seen(), "{name}");
    }
    // The same text with another time: read once more, but no other index.
    archive.write("minutebook.yaml", "title: Harbour\n");
    archive.write("ops/20240117.md", "# Ops 2024-01-17\n");
    assert!(!archive.is_seen());
    assert_eq!(archive.asked(Some(&cache)).1, vec![Index::Kept; QUERIES.len()]);
    assert!(archive.is_seen());
    let other =
        |question: &Question<'_>| ask(&Question { program: "other", ..question.clone() }).expect("answered").from;
    assert_eq!(archive.with_question(Some(&cache), other), Index::Fresh, "another program");
}

#[test]
fn a_day_with_a_call_that_was_ahead_makes_it_another_index() {
    let archive = Archive::new();
    archive.write("ops/20240612.md", "# Ops 2024-06-12\n\n- The tiles\n");
    let cache = archive.path("cache");
    let on = |today: &str, cache: Option<&Path>| {
        archive.with_question(cache, |question| {
            let question = Question { query: "ops", today: day(today), ..question.clone() };
            let found = ask_at(&question, later()).expect("answered");
            (found.text(), found.from)
        })
    };
    for (today, from) in [
        ("2024-06-01", Index::Fresh),
        ("2024-06-11", Index::Kept),
        ("2024-06-12", Index::Fresh),
        ("2025-01-01", Index::Kept),
        ("2024-06-11", Index::Fresh),
        ("2024-01-09", Index::Fresh),
    ] {
        let (text, found) = on(today, Some(&cache));
        assert_eq!(found, from, "{today}");
        assert_eq!(text, on(today, None).0, "{today}");
    }
    assert_ne!(on("2024-06-11", None).0, on("2024-06-12", None).0, "the test shows nothing");
}

#[test]
fn a_site_answers_wherever_it_will_be_until_something_is_said_of_it() {
    let archive = Archive::new();
    let (fresh, _) = archive.asked(None);
    for base_url in [None, Some("https://example.org/minutes/")] {
        archive.publish(base_url);
        for _ in 0..2 {
            let answers = archive.asked(Some(&archive.path("cache")));
            assert_eq!(answers, (fresh.clone(), vec![Index::Site; QUERIES.len()]), "{base_url:?}");
        }
    }
    assert!(archive.kept().iter().all(|path| path.ends_with("seen.json")), "{:?}", archive.kept());
    let review = "- file: ops/20240103.md\n  quote: \"Decision: buy red tiles\"\n  kind: decision\n  verdict: reject\n";
    archive.write("minutebook-review.yaml", review);
    assert_eq!(archive.answers().1, once_then_kept());
}

#[test]
fn what_was_damaged_is_made_anew() {
    let archive = Archive::new();
    let (whole, _) = archive.answers();
    let cache = archive.path("cache");
    for damage in ["{}", "cut", "changed"] {
        for path in archive.kept() {
            let mut damaged = fs::read(&path).expect("read");
            match damage {
                "cut" => damaged.truncate(damaged.len() / 2),
                "changed" => {
                    let middle = damaged.len() / 2;
                    damaged[middle] ^= 1;
                }
                text => damaged = text.as_bytes().to_vec(),
            }
            fs::write(&path, &damaged).expect("written");
            let (answers, from) = archive.asked(Some(&cache));
            assert_eq!(answers, whole, "{damage}: {}", path.display());
            // A file that no query reads does no harm, and is noticed when one does.
            let fresh = from.iter().filter(|index| **index == Index::Fresh).count();
            assert!(fresh <= 1, "{damage}: {}: {from:?}", path.display());
        }
    }
    fs::remove_folder(&cache).expect("removed");
    assert_eq!(archive.answers(), (whole.clone(), once_then_kept()));
    // A cache that cannot be written.
    fs::write(&archive.path("file"), b"").expect("written");
    let none = archive.path("file");
    assert_eq!(archive.asked(Some(&none)), (whole, vec![Index::Fresh; QUERIES.len()]));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_into_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let archive = Archive::new();
    let cache = archive.path("cache");
    archive.asked(Some(&cache));
    let folder = archive.path("cache/search");
    let mode = |mode| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).expect("set");
    assert!(fs::is_private_folder(&folder));
    mode(0o755);
    assert_eq!(archive.asked(Some(&cache)).1, vec![Index::Fresh; QUERIES.len()], "others may look into it");
    mode(0o700);
    assert_eq!(archive.asked(Some(&cache)).1, vec![Index::Kept; QUERIES.len()]);
}

#[test]
fn not_more_than_some_archives_are_kept_and_nothing_of_others_is_touched() {
    let archive = Archive::new();
    let cache = archive.path("cache");
    archive.asked(Some(&cache));
    let all = archive.path("cache/search");
    for number in 0..30 {
        fs::write(&all.join(format!("{number:032x}/seen.json")), b"{}").expect("written");
    }
    fs::write(&all.join("of somebody else/file"), b"1").expect("written");
    archive.write("ops/20240110.md", "# Ops 2024-01-10\n\n- Nothing\n");
    assert_eq!(archive.asked(Some(&cache)).1, once_then_kept());
    let folders = fs::entries(&all).expect("listed").into_iter().filter(|path| fs::is_folder(path)).count();
    assert_eq!(folders, 20 + 1);
    assert!(fs::exists(&all.join("of somebody else/file")));
}
