//! No text costs more than its size: when it doubles, the work about doubles.
//!
//! Work is counted: the instructions that callgrind sees while the site of a single note is built. That takes fifty times
//! as long as the work, so that outside of CI a clock first tells which texts may have grown by more. A clock also tells how
//! busy the machine is: what it finds is only counted, and passes or fails by that. CI counts everything.
//!
//! The tests run themselves anew, also under valgrind: [`child`] works, [`parent`] compares what was timed and counted.

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
    let Some(growth) = parent::measure("twice_the_text_is_twice_the_work", GENERATORS) else { return };
    assert_eq!(growth.timed, GENERATORS.len());
    let found: Vec<_> = growth.rows.iter().filter(|row| row.ratio() > MOST).collect();
    assert!(found.is_empty(), "{}", parent::table(&found));
}

#[test]
fn what_is_quadratic_is_found() {
    if child::is_done() {
        return;
    }
    let Some(growth) = parent::measure("what_is_quadratic_is_found", child::PLANTED) else { return };
    let found: Vec<_> = growth.rows.iter().filter(|row| row.ratio() > MOST).collect();
    assert_eq!(found.len(), child::PLANTED.len(), "{}", parent::table(&growth.rows.iter().collect::<Vec<_>>()));
    assert!(found[0].ratio() > 3.5, "{}", parent::table(&found));
}

/// Texts too long for what nests to be left to the stack: 25 000 quotations are more than the two megabytes of a thread hold.
#[test]
fn every_long_text_has_its_page() {
    let texts: Vec<String> = GENERATORS.iter().map(|generator| (generator.text)(50_000)).collect();
    child::site(&texts.iter().map(String::as_str).collect::<Vec<_>>());
}
