//! What a maintainer looks through to have the last word on the registers: the rows of each call and what is nearly one,
//! best first; and what is said of them, which goes into `minutebook-review.yaml` or into the notes.

mod in_notes;
mod items;
mod session;

pub use items::{Item, Selection, items};
pub use session::{Key, Session, Target, lines_around, place, standing, verdict_after};

use crate::base::error::Error;
use crate::document::plain;
use crate::verdicts::{self, Verdict, Verdicts};
use std::path::Path;

/// Puts a verdict into the review file, or takes it back. Nothing is written while the file has mistakes.
pub fn record(source: &Path, about: &Verdict, now: Option<Verdict>) -> Result<Verdicts, Error> {
    verdicts::change(source, about, now)
}

/// The items for people, call by call.
pub fn list(items: &[Item]) -> String {
    let mut out = String::new();
    for call in items.chunk_by(|a, b| (&a.file, &a.url) == (&b.file, &b.url)) {
        let Some(first) = call.first() else { continue };
        out.push_str(&format!("{}\n", place(first)));
        for item in call {
            let subject =
                if item.subject_now().is_empty() { String::new() } else { format!("{} → ", item.subject_now()) };
            let text = plain::shorten(&session::printable(&format!("{subject}{}", item.text_now())), 200);
            out.push_str(&format!("{:>6}  {}\n        {text}\n", item.line, standing(item)));
        }
        out.push('\n');
    }
    let near = items.iter().filter(|item| !item.is_row()).count();
    out.push_str(&format!("{} rows, {near} others\n", items.len() - near));
    out
}

/// The items for programs: one JSON array.
pub fn json(items: &[Item]) -> String {
    format!("{}\n", serde_json::json!(items))
}

#[cfg(test)]
mod tests;
