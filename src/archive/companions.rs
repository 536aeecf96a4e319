//! Agendas, invitations and summaries beside the minutes of a call: the day had one call, and they go with it.

use crate::config::{Config, NoteKind, TeamSlug};
use crate::extract::{Call, Kind, State};
use crate::identify::own_words;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Marks what goes with another call of its team and day. Minutes go before agendas, these before the rest; names that say more
/// than what kind of file they are have to say the same.
pub(super) fn mark(calls: &mut [Call], config: &Config) {
    let mut days: BTreeMap<(Option<TeamSlug>, NaiveDate), Vec<usize>> = BTreeMap::new();
    for (at, call) in calls.iter().enumerate() {
        if let Some(day) = call.date.filter(|_| call.kind != Kind::Page) {
            days.entry((call.team.clone(), day)).or_default().push(at);
        }
    }
    for of_day in days.values_mut().filter(|of_day| of_day.len() > 1) {
        of_day.sort_by_key(|at| rank(calls[*at].note_kind));
        let mut mains: BTreeMap<String, usize> = BTreeMap::new();
        for at in of_day.iter() {
            let words = calls[*at].suffix.as_deref().map(own_words).unwrap_or_default();
            let same = mains.get(&words).copied();
            // What says no more than its kind goes with the only call there is.
            let only = || mains.values().next().copied().filter(|_| words.is_empty() && mains.len() == 1);
            match same.or_else(only).filter(|_| calls[*at].note_kind.is_companion()) {
                Some(main) => join(calls, *at, main, config),
                None => drop(mains.entry(words).or_insert(*at)),
            }
        }
    }
}

fn rank(kind: NoteKind) -> u8 {
    match kind {
        NoteKind::Minutes | NoteKind::Page => 0,
        NoteKind::Agenda => 1,
        NoteKind::Summary => 2,
        NoteKind::Invitation => 3,
        NoteKind::Contents => 4,
    }
}

fn join(calls: &mut [Call], companion: usize, main: usize, config: &Config) {
    let file = calls[main].file.clone();
    // Minutes without a word say that nobody wrote, not that nobody met.
    if calls[main].says_nothing() {
        calls[main].state = State::Held;
    }
    let companion = &mut calls[companion];
    companion.goes_with = Some(file);
    companion.kind = Kind::Page;
    companion.state = State::Held;
    companion.suffix.get_or_insert_with(|| companion.note_kind.name().to_owned());
    if !config.registers.from_all {
        let records = Arc::make_mut(&mut companion.records);
        records.decisions.clear();
        records.actions.clear();
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{self, Config, FILE_NAME};
    use crate::extract::{Kind, State};
    use crate::project::project_of;

    /// The calls, and what goes with which.
    fn of(files: &[(&str, &str)], config: Config) -> (Vec<String>, Vec<String>) {
        let archive = project_of(files, config).archive;
        let calls = archive.calls.iter().filter(|call| call.kind != Kind::Page).map(|call| call.file.clone()).collect();
        let pairs = archive.ids().filter_map(|id| {
            let main = archive.relations(id).companion_of?;
            Some(format!("{} {}", archive.call(id).file, archive.call(main).file))
        });
        (calls, pairs.collect())
    }

    #[test]
    fn an_agenda_goes_with_the_minutes_of_its_day() {
        let files = [
            ("2018/telcons/07-24-agenda.md", "# Agenda\n\n- Decision: tea\n"),
            ("2018/telcons/07-24-minutes.md", "# Minutes\n\n- tea\n"),
            ("2018/telcons/07-31-agenda.md", "# Agenda\n\n- coffee\n"),
            ("2018/telcons/08-07-agenda-setting.md", "# Agenda\n\n- milk\n"),
            ("2018/telcons/08-07-minutes.md", "# Minutes\n\n- sugar\n"),
        ];
        let (calls, pairs) = of(&files, Config::default());
        assert_eq!(pairs, ["2018/telcons/07-24-agenda.md 2018/telcons/07-24-minutes.md"]);
        assert_eq!(calls.len(), 4, "an agenda without minutes is the call: {calls:?}");
        assert!(project_of(&files, Config::default()).archive.registers.decisions.is_empty());
    }

    #[test]
    fn rules_say_what_a_file_is() {
        let rules = "calls:\n  - {path: '^tops/', team: board, kind: agenda}\n  - {path: '^prot/', team: board}\n  \
                     - {path: '^reports/', kind: page}\n";
        let files = [
            ("prot/2024-01-10.md", "# Board\n\n- tea\n"),
            ("tops/2024-01-10.md", "# Board\n\n- tea?\n"),
            ("reports/2024-01-10.md", "# Report\n\ntext\n"),
        ];
        let (calls, pairs) = of(&files, config::parse(rules, FILE_NAME).expect("valid"));
        assert_eq!(
            (calls, pairs),
            (vec!["prot/2024-01-10.md".into()], vec!["tops/2024-01-10.md prot/2024-01-10.md".into()])
        );
    }

    #[test]
    fn of_an_agenda_and_an_invitation_one_is_the_call() {
        let files = [("v/2024-01-10-Einladung.md", "Kommt!\n"), ("v/2024-01-10-Tagesordnung.md", "- Tee\n")];
        let (calls, pairs) = of(&files, Config::default());
        assert_eq!((calls.len(), pairs.len()), (1, 1));
        let files = [("v/2024-01-10-minutes.md", "# Minutes\n"), ("v/2024-01-10-agenda.md", "- Tee\n")];
        let archive = project_of(&files, Config::default()).archive;
        let call = archive.calls.iter().find(|call| call.kind != Kind::Page).expect("a call");
        assert_eq!((call.file.as_str(), call.state), ("v/2024-01-10-minutes.md", State::Held));
    }
}
