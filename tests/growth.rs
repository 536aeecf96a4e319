//! No text costs more than its size: when it doubles, the work about doubles.
//!
//! Work is counted, not timed: the instructions that callgrind sees while the site of a single note is built. A clock would
//! also tell how busy the machine is.
//!
//! The tests run themselves under valgrind: [`child`] works, [`parent`] compares what was counted.

mod child;
mod generators;
mod parent;

use generators::GENERATORS;

/// A text twice as long may take so much more work. What is sorted on the way stays below it, what is compared with all
/// others comes to four.
const MOST: f64 = 2.5;

#[test]
fn twice_the_text_is_twice_the_work() {
    if child::is_done() {
        return;
    }
    let Some(rows) = parent::count("twice_the_text_is_twice_the_work", GENERATORS) else { return };
    assert_eq!(rows.len(), GENERATORS.len());
    let found: Vec<_> = rows.iter().filter(|row| row.ratio() > MOST).collect();
    assert!(found.is_empty(), "{}", parent::table(&found));
}

#[test]
fn what_is_quadratic_is_found() {
    if child::is_done() {
        return;
    }
    let Some(rows) = parent::count("what_is_quadratic_is_found", &[child::PLANTED]) else { return };
    assert!(rows.len() == 1 && rows[0].ratio() > 3.5, "{}", parent::table(&rows.iter().collect::<Vec<_>>()));
}

/// Texts too long for what nests to be left to the stack.
#[test]
fn every_long_text_has_its_page() {
    let texts: Vec<String> = GENERATORS.iter().map(|generator| (generator.text)(100_000)).collect();
    child::site(&texts.iter().map(String::as_str).collect::<Vec<_>>());
}
