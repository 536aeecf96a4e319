//! What a maintainer looks through to have the last word on the registers: the rows of each call and what is nearly one,
//! best first; and what is said of them, which goes into `minutebook-review.yaml` or into the notes.

mod in_notes;
mod items;
mod session;

pub use items::{Item, Selection, items};
pub use session::{Key, Session, Target};

use crate::base::error::Error;
use crate::verdicts::{self, Verdict, Verdicts};
use std::path::Path;

/// Puts a verdict into the review file, or takes it back. Nothing is written while the file has mistakes.
pub fn record(source: &Path, about: &Verdict, now: Option<Verdict>) -> Result<Verdicts, Error> {
    verdicts::change(source, about, now)
}

#[cfg(test)]
mod tests;
