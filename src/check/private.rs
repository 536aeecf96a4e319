//! Private data that is about to be published: e-mail addresses, telephone numbers, the ways into a conference, and
//! passwords and tokens. Secrets are never repeated in a message, since messages end up in public logs.

use super::Note;
use super::prose::LONGEST_LINE;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::config::{Privacy, PrivateKind};
use crate::privacy;

/// The codes of what is found here.
pub(super) const CODES: &[&str] = &["dial-in", "private-mail", "private-phone", "secret"];

/// What is private in a note, and what the site shows instead.
pub(super) fn private(note: Note<'_>, privacy: &Privacy) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for place in note.text.lines().enumerate().filter(|(_, line)| line.len() <= LONGEST_LINE) {
        let line = place.1;
        let private = privacy::find(line);
        // The number of a conference, its link and its code are one finding.
        let mut has_way_in = false;
        for privacy::Private { range, kind, what } in &private {
            let written = &line[range.clone()];
            let finding = |code, message| note.finding(code, place, range.start, message);
            let finding = match kind {
                PrivateKind::Secret => {
                    let finding = finding("secret", format!("this looks like {what}"));
                    Diagnostic { severity: Severity::Error, ..finding }.hint(
                        "make it worthless (revoke, change it) first: it stays in the history; then delete it here",
                    )
                }
                PrivateKind::WayIn if has_way_in => continue,
                PrivateKind::WayIn => finding("dial-in", format!("this is {what}"))
                    .hint("uninvited guests read public minutes; say where members find it instead"),
                PrivateKind::Mail => finding("private-mail", format!("`{written}` is {what}"))
                    .hint("ask whether it may be public, or write the name or handle instead"),
                PrivateKind::Phone => finding("private-phone", format!("`{written}` looks like {what}"))
                    .hint("ask whether it may be public, or delete it"),
            };
            has_way_in |= *kind == PrivateKind::WayIn;
            let finding = Diagnostic { source_line: Some(privacy::masked(line)), ..finding };
            // What the site does not show is still in the repository.
            let is_redacted = privacy.redact.contains(kind);
            let shown = || format!("the site shows `{}` in its place", privacy.removed);
            found.push(if is_redacted { finding.hint(shown()) } else { finding });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_a_finding_and_no_secret_is_repeated() {
        let text = "Password: hunter2! or ann.lee@company.com\nPIN: 482913, meeting ID: 834 1234 5678\nTel.: 0221 / 29 27 72\n";
        let found = private(Note { path: "a.md", text }, &Privacy { redact: Vec::new(), ..Privacy::default() });
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, ["secret", "private-mail", "dial-in", "private-phone"]);
        let found = private(Note { path: "a.md", text: "x\nPassword: hunter2!\n" }, &Privacy::default());
        let text = format!("{}{}{}", found[0], found[0].github(), serde_json::to_string(&found[0]).expect("json"));
        assert!(!text.contains("hunter2") && text.contains("●●●"), "{text}");
        assert_eq!(found[0].position.map(|at| (at.line, at.column)), Some((2, 11)));
        assert_eq!(found[0].hints.len(), 2);
    }
}
