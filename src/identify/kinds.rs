//! What a file with a date is, by its name: minutes, or an agenda, an invitation, a summary beside them.

use crate::base::text::slug;
use crate::config::NoteKind;

/// Words of a file name that say only that it is minutes.
pub(super) const PLAIN_WORDS: &[&str] =
    &["index", "meeting", "meetings", "minutes", "note", "notes", "protokoll", "protokolle", "readme"];

/// Words that say that a file is what was said, whatever else its name says.
const MINUTES: &[&str] = &["log", "minutes", "note", "notes", "protokoll", "protokolle", "transcript"];

/// Words of a name or folder that say what goes with minutes.
const COMPANIONS: &[(&str, NoteKind)] = &[
    ("agenda", NoteKind::Agenda),
    ("agendas", NoteKind::Agenda),
    ("contents", NoteKind::Contents),
    ("einladung", NoteKind::Invitation),
    ("einladungen", NoteKind::Invitation),
    ("inhalt", NoteKind::Contents),
    ("invitation", NoteKind::Invitation),
    ("invitations", NoteKind::Invitation),
    ("invite", NoteKind::Invitation),
    ("summaries", NoteKind::Summary),
    ("summary", NoteKind::Summary),
    ("tagesordnung", NoteKind::Agenda),
    ("toc", NoteKind::Contents),
    ("zusammenfassung", NoteKind::Summary),
];

/// Words that may stand between those that say what a file is, or whether the meeting took place.
const BETWEEN: &[&str] = &["and", "canceled", "cancelled", "of", "the", "und"];

/// Names of files that tell of the others in their folder.
const ABOUT_OTHERS: &[&str] =
    &["contents", "index", "inhalt", "overview", "readme", "summary", "toc", "zusammenfassung"];

/// The kind that the words of a name say, else the nearest folder that says one.
pub(super) fn kind_of(stem: &str, folders: &[&str]) -> NoteKind {
    let of_words = |words: &str| {
        let words: Vec<&str> = words.split('-').collect();
        if words.iter().any(|word| MINUTES.contains(word)) {
            return Some(NoteKind::Minutes);
        }
        COMPANIONS.iter().find(|(word, _)| words.contains(word)).map(|(_, kind)| *kind)
    };
    let of_folder = |folder: &&&str| super::folders::is_structure(folder);
    of_words(&slug(stem))
        .or_else(|| folders.iter().rev().filter(of_folder).find_map(|folder| of_words(&slug(folder))))
        .unwrap_or_default()
}

/// Whether a name says only that the file tells of the others in its folder: `toc`, `summary`, `index`.
pub(super) fn tells_of_others(stem: &str) -> bool {
    ABOUT_OTHERS.contains(&slug(stem).as_str())
}

/// What the words of a name say besides what kind of file it is: `tsc` of `tsc-minutes-canceled`.
pub fn own_words(words: &str) -> String {
    let is_own = |word: &str| {
        let is_kind = PLAIN_WORDS.contains(&word) || BETWEEN.contains(&word);
        !is_kind && !COMPANIONS.iter().any(|(known, _)| *known == word)
    };
    let words: Vec<&str> = words.split('-').collect();
    // Within a name every word belongs to it: `gui-and-browsers-weekly`.
    let first = words.iter().position(|word| is_own(word));
    let last = words.iter().rposition(|word| is_own(word));
    first.zip(last).and_then(|(first, last)| words.get(first..=last)).unwrap_or_default().join("-")
}

/// Whether words say that a file is minutes and nothing more: `agenda-and-minutes`.
pub(super) fn says_only_minutes(words: &str) -> bool {
    own_words(words).is_empty() && words.split('-').any(|word| MINUTES.contains(&word) || PLAIN_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_folders_say_what_a_file_is() {
        for (stem, folders, kind) in [
            ("07-24-agenda", &["2018", "telcons"][..], NoteKind::Agenda),
            ("07-24-minutes", &["2018", "agendas"], NoteKind::Minutes),
            ("20200721_agenda_and_minutes", &["meetings"], NoteKind::Minutes),
            ("2024-01-10", &["agendas", "2024"], NoteKind::Agenda),
            ("2024-01-10", &["notes"], NoteKind::Minutes),
            ("2024-01-10 Einladung", &["vorstand"], NoteKind::Invitation),
            ("summary", &["2018", "07-seattle"], NoteKind::Summary),
            ("2024-01-10-agendapro", &["x"], NoteKind::Minutes),
        ] {
            assert_eq!(kind_of(stem, folders), kind, "{stem}");
        }
        assert_eq!(own_words("tsc-minutes-canceled"), "tsc");
        assert_eq!(own_words("gui-and-browsers-weekly"), "gui-and-browsers-weekly");
        assert!(says_only_minutes("agenda-and-minutes") && !says_only_minutes("agenda") && !says_only_minutes("tsc"));
        assert!(tells_of_others("TOC") && !tells_of_others("toc-2024"));
    }
}
