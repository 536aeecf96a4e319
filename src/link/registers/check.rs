//! What the registers find wrong in the notes: labels that name another issue than their address, handles that look like
//! a slip of the pen.

use super::counted;
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::Archive;
use crate::model::{Position, Target};

/// A handle of so few mentions may be a misspelling of one with many.
const RARE: usize = 3;
const FREQUENT: usize = 20;
/// Short handles differ by a letter for a reason.
const SHORTEST: usize = 6;

pub(super) fn check(archive: &Archive<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = wrong_labels(archive);
    diagnostics.extend(misspelt_handles(archive));
    diagnostics
}

fn wrong_labels(archive: &Archive<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for id in counted(archive) {
        let call = archive.call(id);
        for note in &call.notes.references {
            let (Some(label), Target::Issue { number, .. }) = (&note.wrong_label, &note.target) else { continue };
            let message = format!("the link `{label}` leads to #{number}");
            let mut diagnostic = Diagnostic::new(Severity::Warning, "wrong-label", &call.file, message)
                .hint("the address counts; mend the label or the address");
            diagnostic.position = Some(Position { line: note.line, column: 1 });
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

fn misspelt_handles(archive: &Archive<'_>) -> Vec<Diagnostic> {
    let people = &archive.registers.people;
    let uses = |index: usize| {
        let person = &people[index];
        person.attended.len() + person.led.len() + person.mentioned.len()
    };
    let frequent: Vec<usize> = (0..people.len()).filter(|index| uses(*index) >= FREQUENT).collect();
    let mut diagnostics = Vec::new();
    for rare in (0..people.len()).filter(|index| uses(*index) <= RARE) {
        let handle = &people[rare].handle;
        if handle.chars().count() < SHORTEST {
            continue;
        }
        let tolerance = if handle.chars().count() < 10 { 1 } else { 2 };
        let mut near =
            frequent.iter().filter(|index| strsim::osa_distance(&people[**index].handle, handle) <= tolerance);
        let (Some(only), None) = (near.next(), near.next()) else { continue };
        let meant = &people[*only].handle;
        let person = &people[rare];
        let call = person.attended.first().copied();
        let section = person.mentioned.first().or(person.led.first()).copied();
        let Some(call) = call.or(section.map(|(call, _)| call)) else { continue };
        let note = archive.call(call);
        let message = format!("`@{handle}` looks like `@{meant}`");
        let mut diagnostic = Diagnostic::new(Severity::Note, "handle-spelling", &note.file, message)
            .hint(format!("mend it here, or make them one person: `people: {{ aliases: {{ {meant}: [{handle}] }} }}`"));
        let line =
            note.notes.people.iter().find(|known| known.handle.to_lowercase() == *handle).map(|known| known.line);
        diagnostic.position = line.map(|line| Position { line, column: 1 });
        diagnostics.push(diagnostic);
    }
    diagnostics
}
