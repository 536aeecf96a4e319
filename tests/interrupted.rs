//! A build that is killed at any moment leaves a whole site, and nothing that the next build does not clean up.
//!
//! When a build is killed is a matter of chance on a busy machine, so nothing here depends on it: whatever the moment, the
//! folder must hold one of the two sites.

use minutebook::base::fs;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The bytes of every file below a folder, by path.
type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in fs::entries(&path).expect("listed") {
            if fs::is_folder(&entry) {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                tree.insert(name, fs::read(&entry).expect("read"));
            }
        }
    }
    tree
}

fn build(source: &Path, output: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
    command.args(["build", "--quiet", "--today", "2026-11-21"]).arg(source).arg("-o").arg(output);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
}

fn built(source: &Path, output: &Path) -> Tree {
    assert!(build(source, output).wait().expect("ended").success());
    tree(output)
}

/// The example archive, and the same without a team and with one more call.
fn two_archives(folder: &Path) -> [PathBuf; 2] {
    let [one, other] = ["one", "other"].map(|name| folder.join(name));
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for (path, file) in minutebook::scan::files_below(&content).expect("listed") {
        fs::copy(&file, &one.join(&path)).expect("copied");
        if !path.starts_with("firmware/") {
            fs::copy(&file, &other.join(&path)).expect("copied");
        }
    }
    fs::write(&other.join("cloud/20261105.md"), b"# 2026-11-05\n\n- one more call\n").expect("written");
    [one, other]
}

/// When to kill: so long after the start, or after the new site begins to be written.
enum Moment {
    Start(Duration),
    Writing(Duration),
}

fn kill(mut child: Child, bench: &Path, moment: &Moment) {
    let (first, pause) = match moment {
        Moment::Start(pause) => (true, pause),
        Moment::Writing(pause) => (false, pause),
    };
    while !first && !fs::exists(bench) && child.try_wait().expect("asked").is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    std::thread::sleep(*pause);
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().expect("ended");
}

fn interrupt(others: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let archives = two_archives(folder.path());
    let output = folder.path().join("site/public");
    let bench = folder.path().join("site/.public.new");
    // A folder that holds more than git's own files must have been built before.
    built(&archives[0], &output);
    for (path, text) in others {
        fs::write(&output.join(path), text.as_bytes()).expect("written");
    }
    let started = Instant::now();
    let sites = [1, 0].map(|number: usize| built(&archives[number], &output));
    let sites = [&sites[1], &sites[0]];
    let duration = started.elapsed() / 2;
    assert_ne!(sites[0], sites[1]);
    for (path, text) in others {
        assert_eq!(sites[0].get(*path).map(Vec::as_slice), Some(text.as_bytes()), "{path}");
    }
    let whole = (0..8).map(|step| Moment::Start(duration * step / 8));
    let writing = (0..24).map(|step| Moment::Writing(duration * step / 120));
    let mut now = 0;
    for (count, moment) in whole.chain(writing).enumerate() {
        kill(build(&archives[1 - now], &output), &bench, &moment);
        let found = tree(&output);
        now = sites.iter().position(|site| **site == found).unwrap_or_else(|| {
            let lost: Vec<&String> = sites[now].keys().filter(|path| !found.contains_key(*path)).take(5).collect();
            panic!("after kill {count} the folder is neither site; of the old one it misses {lost:?}")
        });
        if count % 6 == 5 {
            now = 1 - now;
            assert_eq!(&built(&archives[now], &output), sites[now], "after kill {count}");
            assert_eq!(fs::entries(&folder.path().join("site")).expect("listed").len(), 1, "after kill {count}");
        }
    }
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    interrupt(&[]);
}

#[test]
fn a_killed_build_leaves_what_others_put_in() {
    interrupt(&[(".git/objects/aa/bb", "x"), (".gitignore", "*\n"), ("CNAME", "minutes.example.org\n")]);
}
