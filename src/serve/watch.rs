//! Looks at the source from a thread of its own, and says when a file of it has changed.
//!
//! Looking costs: the whole tree is walked, which takes milliseconds for a thousand files and a quarter of a second for
//! fifty thousand. So the pauses between two walks grow with the time since anything happened and with the time a walk
//! takes. The files that changed last are the ones that change next; they are looked at more often, by themselves.

use crate::scan::Snapshot;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The pause after a change, and the least there is.
const SHORTEST: Duration = Duration::from_millis(25);

/// The longest pause between two walks of a small tree.
const LONGEST: Duration = Duration::from_secs(1);

/// The longest pause between two looks at the files that changed last.
const LONGEST_FOR_RECENT: Duration = Duration::from_millis(100);

/// A pause is at most this part of the time in which nothing has happened: after a minute 100 ms, after ten a second.
const PART_OF_QUIET: u32 = 600;

/// A walk takes at most this part of one core's time.
const PART_OF_CORE: u32 = 10;

/// So many of the files that changed last are looked at by themselves.
const MOST_RECENT: usize = 8;

/// What was seen, and when to look again. Time comes from outside: `now` counts from any moment.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    seen: Snapshot,
    recent: Vec<PathBuf>,
    /// When something happened last.
    active: Duration,
    /// When the last walk ended, and how long it took.
    walked: Duration,
    cost: Duration,
}

impl Watcher {
    /// A watcher that has seen everything below `paths` as it is now.
    pub(super) fn new(seen: Snapshot) -> Self {
        Self { seen, ..Self::default() }
    }

    /// Somebody is there: looks at a page, say.
    pub(super) fn note_activity(&mut self, now: Duration) {
        self.active = now;
    }

    /// The pause before the next look.
    pub(super) fn pause(&self, now: Duration) -> Duration {
        let until_walk = (self.walked + self.interval(now)).saturating_sub(now);
        if self.recent.is_empty() { until_walk } else { until_walk.min(self.proportionate(now, LONGEST_FOR_RECENT)) }
    }

    /// The pause between two walks.
    fn interval(&self, now: Duration) -> Duration {
        self.proportionate(now, LONGEST).max(self.cost * PART_OF_CORE)
    }

    fn proportionate(&self, now: Duration, longest: Duration) -> Duration {
        (now.saturating_sub(self.active) / PART_OF_QUIET).clamp(SHORTEST, longest)
    }

    /// Looks: at the files that changed last, and at all of them by `walk` when it is time for that. Says whether
    /// anything has changed since the last look.
    pub(super) fn look(&mut self, clock: &mut dyn FnMut() -> Duration, walk: &mut dyn FnMut() -> Snapshot) -> bool {
        let start = clock();
        let seen = &mut self.seen;
        // No `any`: each of them has to be seen as it is now.
        let mut changed = self.recent.iter().filter(|path| seen.look_again(path)).count() > 0;
        if start >= self.walked + self.interval(start) {
            let now = walk();
            let mut paths: Vec<PathBuf> = self.seen.changes(&now).map(Path::to_owned).collect();
            if !paths.is_empty() {
                changed = true;
                let before = std::mem::take(&mut self.recent);
                paths.truncate(MOST_RECENT);
                let older: Vec<PathBuf> = before.into_iter().filter(|path| !paths.contains(path)).collect();
                paths.extend(older);
                paths.truncate(MOST_RECENT);
                self.recent = paths;
            }
            self.seen = now;
            self.walked = clock();
            self.cost = self.walked.saturating_sub(start);
        }
        if changed {
            self.active = clock();
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;
    use std::cell::Cell;

    /// A folder of two notes, a clock that goes by when it is told to, and a count of the walks.
    struct Bench {
        folder: tempfile::TempDir,
        now: Cell<Duration>,
        walks: Cell<u32>,
        walk_takes: Duration,
        watcher: Watcher,
    }

    impl Bench {
        fn new(walk_takes: Duration) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            for name in ["1.md", "2.md"] {
                fs::write(&folder.path().join(name), b"x").expect("written");
            }
            let watcher = Watcher::new(Snapshot::of(std::iter::once(folder.path())));
            Self { folder, now: Cell::default(), walks: Cell::default(), walk_takes, watcher }
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(&self.folder.path().join(name), text.as_bytes()).expect("written");
        }

        /// Looks until something has changed or so much time has gone by; the time that went by if something has.
        fn wait(&mut self, at_most: Duration) -> Option<Duration> {
            let start = self.now.get();
            while self.now.get() < start + at_most {
                self.now.set(self.now.get() + self.watcher.pause(self.now.get()).max(Duration::from_millis(1)));
                let (now, walks, takes, folder) = (&self.now, &self.walks, self.walk_takes, self.folder.path());
                let mut walk = || {
                    walks.set(walks.get() + 1);
                    now.set(now.get() + takes);
                    Snapshot::of(std::iter::once(folder))
                };
                if self.watcher.look(&mut || now.get(), &mut walk) {
                    return self.now.get().checked_sub(start);
                }
            }
            None
        }

        fn walks(&self) -> u32 {
            self.walks.take()
        }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_pauses_grow_when_nothing_happens() {
        let mut bench = Bench::new(Duration::ZERO);
        assert_eq!(bench.wait(SECOND), None);
        assert_eq!(bench.walks(), 40, "in the first second, one each 25 ms");
        assert_eq!(bench.wait(3600 * SECOND), None);
        bench.walks();
        assert_eq!(bench.wait(60 * SECOND), None);
        assert_eq!(bench.walks(), 60, "after an hour, one a second");
        bench.write("1.md", "longer");
        assert!(bench.wait(2 * SECOND).expect("seen") <= SECOND);
        bench.walks();
        assert_eq!(bench.wait(SECOND), None);
        assert_eq!(bench.walks(), 40, "after a change again one each 25 ms");
    }

    #[test]
    fn somebody_who_looks_at_a_page_counts() {
        let mut bench = Bench::new(Duration::ZERO);
        assert_eq!(bench.wait(3600 * SECOND), None);
        bench.watcher.note_activity(bench.now.get());
        bench.write("1.md", "longer");
        assert!(bench.wait(SECOND).expect("seen") <= SHORTEST);
    }

    #[test]
    fn walks_of_a_large_tree_take_a_tenth_of_the_time_at_most() {
        let walk_takes = Duration::from_millis(250);
        let mut bench = Bench::new(walk_takes);
        for number in 10..30 {
            bench.write(&format!("{number}.md"), "new");
            assert!(bench.wait(SECOND * 4).is_some());
        }
        let (walks, time) = (bench.walks(), bench.now.get());
        // The first walk comes before it is known what one takes.
        assert_eq!(walks, 20);
        assert!(walk_takes * (walks - 1) * PART_OF_CORE <= time, "{walks} walks in {time:?}");
    }

    #[test]
    fn the_file_that_changed_last_is_seen_without_a_walk() {
        let mut bench = Bench::new(Duration::from_millis(250));
        bench.write("1.md", "longer");
        assert!(bench.wait(60 * SECOND).is_some());
        assert_eq!(bench.wait(600 * SECOND), None);
        bench.walks();
        for text in ["once", "twice", "three times"] {
            bench.write("1.md", text);
            assert!(bench.wait(60 * SECOND).expect("seen") <= LONGEST_FOR_RECENT + bench.walk_takes);
        }
        assert!(bench.walks() <= 1);
        fs::remove_file(&bench.folder.path().join("1.md")).expect("removed");
        assert!(bench.wait(SECOND).is_some() && bench.wait(600 * SECOND).is_none(), "seen, and seen once");
        bench.write("2.md", "longer");
        assert!(bench.wait(60 * SECOND).is_some(), "other files are seen as well");
    }
}
