//! A weekday beside a date that falls on another one: "Monday, 2024-01-10" was a Wednesday.

use super::{Note, prose};
use crate::base::dates::{DateForms, english_weekday, weekday};
use crate::base::diagnostic::Diagnostic;
use crate::base::pattern::Pattern;
use chrono::Datelike;

/// A weekday right before a date (`Monday, the 3rd of`), or right after it (`2024-01-10 (Mon)`).
static BEFORE: Pattern = Pattern::unicode(r"(?i)\b([a-z]{3,10})\.?,?[ \t]*(?:the |den )?$");
static AFTER: Pattern = Pattern::unicode(r"(?i)^[ \t]*[,(\[]?[ \t]*([a-z]{3,10})\b");

pub(super) fn weekdays(note: Note<'_>, forms: &DateForms) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, line) in prose::prose(note) {
        // Most lines have no digit at all; reading dates is not for free.
        if !line.bytes().any(|byte| byte.is_ascii_digit()) || !names_a_weekday(line) {
            continue;
        }
        for date in forms.days(line) {
            let before = line.get(..date.range.start).and_then(|text| BEFORE.captures(text)?.get(1));
            let after = line.get(date.range.end..).and_then(|text| AFTER.captures(text)?.get(1));
            let named = before.and_then(|name| weekday(name.as_str())).or_else(|| weekday(after?.as_str()));
            let Some(named) = named.filter(|named| *named != date.value.weekday()) else { continue };
            let message = format!(
                "{} is a {}, not a {}",
                date.value,
                english_weekday(date.value.weekday()),
                english_weekday(named)
            );
            let finding = note.finding("weekday-conflict", (index, line), date.range.start, message);
            found.push(finding.hint("correct the one that is wrong"));
        }
    }
    found
}

fn names_a_weekday(line: &str) -> bool {
    line.split(|c: char| !c.is_alphabetic()).any(|word| weekday(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(BEFORE.is_valid() && AFTER.is_valid());
    }
}
