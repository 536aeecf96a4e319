//! What kind of note it is, and which rows it can give by that.
//!
//! Turns of phrase mean something in minutes. In a transcript they are what somebody happened to say, in an agenda what
//! might be said, in a report, a proposal or a specification what others decided or might: there only what is marked counts.

use super::Call;
use super::reading::Reading;
use super::words::{self, Words, words};
use crate::base::text::fold;
use crate::config::{Config, Inferred, Tasks, Tiers};
use crate::extract::{Kind, Role, Tier};
use std::collections::BTreeSet;

/// What a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Minutes of a call.
    Minutes,
    /// What was said, word for word: most paragraphs begin with who speaks.
    Transcript,
    /// What a call was to be about.
    Agenda,
    /// A report to others.
    Report,
    /// A text that was written for a call, and proposes something.
    Proposal,
    /// A page without a date: it may be of a call, or about anything.
    Undated,
    /// No call, by the rules of the configuration.
    Document,
}

/// Which rows are asked for in a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Names of rules that are switched off.
    pub(super) off: &'a [String],
    /// When a task box is an action.
    pub(super) tasks: Tasks,
    /// Whether there are rows at all.
    pub(super) any: bool,
    /// Whether rows of the inferred tier are among them.
    pub(super) inferred: bool,
    /// Whether inferred rows that are told by who says what are among them: in a transcript, too, "I will send it" is a
    /// promise of whoever says it.
    pub(super) speech: bool,
    /// Which inferred decisions are among them.
    pub(super) inferred_decisions: Inferred,
}

impl Wanted<'_> {
    /// Whether a rule is in force.
    pub(super) fn asks_for(&self, rule: &str, tier: Tier) -> bool {
        (self.inferred || tier == Tier::Explicit) && !self.off.iter().any(|off| off == rule)
    }

    /// Whether a rule about what somebody says is in force.
    pub(super) fn asks_for_speech(&self, rule: &str, tier: Tier) -> bool {
        (self.speech || tier == Tier::Explicit) && !self.off.iter().any(|off| off == rule)
    }
}

/// What a configuration wants of a note.
pub(super) fn wanted<'a>(reading: &Reading<'_>, config: &'a Config) -> Wanted<'a> {
    let call = reading.call;
    let nature = nature(reading, !config.calls.is_empty());
    let registers = &config.registers;
    let tiers = registers.tiers_of(&call.file, call.team.as_ref());
    let asked = tiers.map(|tiers| tiers == Tiers::All);
    Wanted {
        off: &config.rules_off,
        tasks: config.tasks,
        any: nature != Nature::Document || registers.from_all,
        inferred: asked.unwrap_or(nature == Nature::Minutes),
        speech: asked.unwrap_or(matches!(nature, Nature::Minutes | Nature::Transcript)),
        inferred_decisions: registers.inferred,
    }
}

/// What the note of a call is.
fn nature(reading: &Reading<'_>, rules_say_what_is_a_call: bool) -> Nature {
    let call = reading.call;
    let is_page = call.kind == Kind::Page;
    if is_page && rules_say_what_is_a_call {
        return Nature::Document;
    }
    // Of a call without a doubt, whether its day is known or not.
    if is_transcript(reading) {
        return Nature::Transcript;
    }
    // A page may lie deeper than the folder that says what it is: "project-reports/2021/gate.md".
    let names = names(call, if is_page { usize::MAX } else { FOLDERS });
    let says = |list: &[String]| list.iter().any(|word| names.contains(&fold(word)));
    let Words { minutes_names, agenda_names, report_names, .. } = words();
    if is_page {
        // A report without a day is of no call: what it says was resolved elsewhere.
        let is_report = says(report_names) && !says(minutes_names);
        return if is_report { Nature::Document } else { Nature::Undated };
    }
    let headings = call.document.sections.iter().filter_map(|section| section.heading.as_ref());
    let of_proposal: BTreeSet<&str> = headings.filter_map(|heading| words::of_proposal(&heading.text)).collect();
    if of_proposal.len() >= HEADINGS_OF_A_PROPOSAL {
        return Nature::Proposal;
    }
    match (says(minutes_names), says(agenda_names), says(report_names)) {
        (false, true, _) => Nature::Agenda,
        (false, false, true) => Nature::Report,
        _ => Nature::Minutes,
    }
}

/// So many folders above the note of a call say what it is.
const FOLDERS: usize = 1;

/// The words of the file's name, of so many folders above it and of its title.
fn names(call: &Call, folders: usize) -> BTreeSet<String> {
    let heading = call.document.sections.iter().zip(&call.roles).find_map(|(section, role)| {
        let text = section.heading.as_ref().map(|heading| heading.text.as_str());
        text.filter(|_| *role == Role::Title)
    });
    let parts = call.file.rsplit('/').take(folders.saturating_add(1)).chain(heading).chain([call.title.as_str()]);
    parts.flat_map(|part| fold(part).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// With so many different headings that minutes do not have a note is a proposal: one may stand in each item.
const HEADINGS_OF_A_PROPOSAL: usize = 2;

/// Fewer lines of speech are no transcript.
const FEWEST_LINES: usize = 12;

/// Whether most of what is written is what people say. A line that goes on with what was said does not name the speaker
/// again, so that two lines of five are most.
fn is_transcript(reading: &Reading<'_>) -> bool {
    let (mut lines, mut spoken) = (0, 0);
    for (index, statement) in reading.statements.iter().enumerate() {
        if statement.is_heading || matches!(reading.role(index), Role::Participants | Role::Structure | Role::Chores) {
            continue;
        }
        lines += 1;
        spoken += usize::from(reading.said_at(index).is_some());
    }
    spoken >= FEWEST_LINES && spoken * 5 >= lines * 2
}

#[cfg(test)]
pub(super) use tests::everything;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::{call, read};
    use std::fmt::Write;

    /// All that rules can find.
    pub(in crate::extract) fn everything() -> Wanted<'static> {
        Wanted {
            off: &[],
            tasks: Tasks::Always,
            any: true,
            inferred: true,
            speech: true,
            inferred_decisions: Inferred::All,
        }
    }

    fn of(file: &str, source: &str) -> Nature {
        let mut call = call(source);
        call.file = file.to_owned();
        nature(&read(&call), false)
    }

    #[test]
    fn knows_a_transcript_from_minutes() {
        let (mut said, mut noted) = ("# 2024-06-03\n\n".to_owned(), "# 2024-06-03\n\n".to_owned());
        for number in 0..10 {
            let _ = writeln!(said, "Ann: how about number {number}?\n\nBob (Acme): it is fine.\n\nand it goes on.\n");
            let _ = writeln!(noted, "- Number {number} is fine\n- Status: done\n    - @ann: it was hard\n    - more\n");
        }
        assert_eq!(of("a/20240603.md", &said), Nature::Transcript);
        assert_eq!(of("a/20240603.md", &noted), Nature::Minutes);
    }

    #[test]
    fn asks_for_what_the_kind_of_note_can_tell() {
        let page = Call { kind: Kind::Page, ..call("# Report\n\nWe agreed to fund the gate.\n") };
        let reading = read(&page);
        let mut config = Config::default();
        let tiers = |wanted: Wanted<'_>| (wanted.any, wanted.inferred);
        assert_eq!(tiers(wanted(&reading, &config)), (true, false));
        config.calls.push(crate::config::CallRule {
            path: regex::Regex::new("^minutes/").unwrap(),
            team: None,
            prefix: String::new(),
            rename: Vec::new(),
            kind: None,
        });
        assert_eq!(tiers(wanted(&reading, &config)), (false, false));
        config.registers.from_all = true;
        assert_eq!(tiers(wanted(&reading, &config)), (true, false));
        config.registers.tiers = Some(Tiers::All);
        assert_eq!(tiers(wanted(&reading, &config)), (true, true));
        let minutes = call("# 2024-06-03\n\n- Tea\n");
        assert!(wanted(&read(&minutes), &Config::default()).inferred);
        config.registers.tiers = Some(Tiers::Explicit);
        assert!(!wanted(&read(&minutes), &config).inferred);
    }

    #[test]
    fn knows_proposals_by_their_headings() {
        let proposal =
            "# Red tiles\n\n## Motivation 1: the rain\n\nIt rains.\n\n## Alternatives considered\n\nWe reject straw.\n";
        assert_eq!(of("a/2024-06-03.md", proposal), Nature::Proposal);
        assert_eq!(
            of(
                "a/2024-06-03.md",
                "# 2024-06-03\n\n## Tiles\n\n### Motivation\n\n- red\n\n## Gate\n\n### Motivation\n\n- green\n"
            ),
            Nature::Minutes
        );
    }

    #[test]
    fn knows_agendas_and_reports_by_their_names() {
        let source = "# 2024-06-03\n\n- Tea\n";
        assert_eq!(of("a/2024-06-03-agenda.md", source), Nature::Agenda);
        assert_eq!(of("a/2024-06-03_agenda_and_minutes.md", source), Nature::Minutes);
        assert_eq!(of("project-reports/2024-06-03.md", source), Nature::Report);
        assert_eq!(of("minutes/old/agenda 2024-06-03.md", source), Nature::Agenda);
        for (file, nature) in
            [("project-reports/2024/gate.md", Nature::Document), ("reports/minutes.md", Nature::Undated)]
        {
            let page = Call { file: file.to_owned(), kind: Kind::Page, ..call("# Gate\n\n- Tea\n") };
            assert_eq!(super::nature(&read(&page), false), nature, "{file}");
        }
        assert_eq!(of("a/2024-06-03.md", "# Meeting agenda 2024-06-03\n\n- Tea\n"), Nature::Agenda);
        assert_eq!(of("a/2024-06-03.md", source), Nature::Minutes);
    }
}
