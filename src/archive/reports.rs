//! Where a team reports in another team's deck: "# Team IaaS" in a community call.

use super::{Archive, CallId, Team};
use crate::base::text::fold;
use crate::extract::{HeadingVisibility, Kind};
use std::collections::BTreeMap;

/// A team's report in another team's deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The call it stands in.
    pub call: CallId,
    /// The section that opens it.
    pub section: usize,
}

/// For every team of the archive, in its order, the reports; oldest first.
pub(super) fn find(archive: &Archive) -> Vec<Vec<Report>> {
    let names = TeamNames::of(archive);
    let mut reports: Vec<Vec<Report>> = vec![Vec::new(); archive.teams.len()];
    for id in archive.ids() {
        let call = archive.call(id);
        if call.kind != Kind::Deck || call.same_as.is_some() {
            continue;
        }
        for (index, (section, place)) in call.document.sections.iter().zip(&call.outline).enumerate() {
            let opens_part = place.part == index && place.shown == HeadingVisibility::Heading && place.level == 2;
            let Some(heading) = section.heading.as_ref().filter(|_| opens_part) else { continue };
            let Some(team) = team_of(&heading.text, &names) else { continue };
            if Some(&archive.teams[team].slug) != call.team.as_ref() {
                reports[team].push(Report { call: id, section: index });
            }
        }
    }
    reports
}

/// The team that a section of another team's call reports for, in slides and in notes: by the heading of its part, or by
/// the nearest heading above that names a team.
pub(super) fn team_at(archive: &Archive, names: &TeamNames, id: CallId, section: usize) -> Option<usize> {
    let call = archive.call(id);
    let own = |team: &usize| Some(&archive.teams[*team].slug) == call.team.as_ref();
    let mut level = u8::MAX;
    let part = call.outline.get(section)?.part;
    for index in (0..=section).rev() {
        let Some(heading) = &call.document.sections[index].heading else { continue };
        let in_part = call.document.deck.is_none() || index >= part;
        // In notes only headings further up enclose the section.
        let encloses = call.document.deck.is_some() || heading.level < level;
        if in_part && encloses {
            level = heading.level;
            if let Some(team) = team_of(&heading.text, names) {
                return Some(team).filter(|team| !own(team));
            }
        }
    }
    None
}

/// The folded names of all teams, ready to be looked up.
pub(super) struct TeamNames {
    /// Name by name, the first team that has it.
    exact: BTreeMap<String, usize>,
    /// All of them with what tells at a glance that another text is too far from one.
    all: Vec<TeamName>,
}

struct TeamName {
    name: String,
    team: usize,
    characters: u64,
}

impl TeamNames {
    /// The names of an archive's teams.
    pub(super) fn of(archive: &Archive) -> Self {
        Self::new(archive.teams.iter().map(names))
    }

    fn new(teams: impl Iterator<Item = Vec<String>>) -> Self {
        let (mut exact, mut all) = (BTreeMap::new(), Vec::new());
        for (team, names) in teams.enumerate() {
            for name in names {
                exact.entry(name.clone()).or_insert(team);
                all.push(TeamName { characters: character_set(&name), name, team });
            }
        }
        Self { exact, all }
    }
}

/// All folded names of a team.
fn names(team: &Team) -> Vec<String> {
    let mut names: Vec<String> = std::iter::once(&team.title).chain(&team.aliases).map(|name| fold(name)).collect();
    names.push(fold(team.slug.as_str()));
    names.push(format!("team {}", fold(team.slug.as_str())));
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

/// The team a heading names: exactly, before a dash or a colon, or with a slip of the pen that fits just one team.
fn team_of(heading: &str, names: &TeamNames) -> Option<usize> {
    let start = [" - ", " – ", " — ", ": ", " ("]
        .iter()
        .filter_map(|separator| heading.find(separator))
        .min()
        .map_or(heading, |at| &heading[..at]);
    for text in [heading, start] {
        if let Some(team) = names.exact.get(&fold(text)) {
            return Some(*team);
        }
    }
    let folded = fold(start);
    // Short names differ by a letter for a reason ("IAM", "IaaS").
    let tolerance = match folded.chars().count() {
        0..=8 => return None,
        9..=14 => 1,
        _ => 2,
    };
    let characters = character_set(&folded);
    let near = names.all.iter().filter(|name| is_near(name, &folded, characters, tolerance));
    let mut teams = near.map(|name| name.team);
    let first = teams.next()?;
    teams.all(|team| team == first).then_some(first)
}

/// Whether two names are at most so many slips apart. Most pairs differ in length or in the characters they have, which
/// costs nothing to see.
fn is_near(name: &TeamName, other: &str, characters: u64, tolerance: u32) -> bool {
    // A slip puts at most one character in the place of another.
    (name.characters ^ characters).count_ones() <= 2 * tolerance
        && name.name.len().abs_diff(other.len()) <= 4 * tolerance as usize
        && strsim::osa_distance(&name.name, other) <= tolerance as usize
}

/// Which characters a text has, as a set of 64 classes.
fn character_set(text: &str) -> u64 {
    text.chars().fold(0, |set, character| set | 1 << (u32::from(character) % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_teams_by_name_alias_and_with_typos() {
        let names = [
            &["team iaas", "iaas"][..],
            &["team iam and security", "iam", "team iam"],
            &["sig standardization certification", "sig standardization", "sig standardization and certification"],
        ];
        let names =
            TeamNames::new(names.into_iter().map(|names| names.iter().map(|name| (*name).to_owned()).collect()));
        for (heading, team) in [
            ("Team IaaS", Some(0)),
            ("Team Iaas", Some(0)),
            ("Team IaaS - SCS Lab - Next Steps", Some(0)),
            ("Team IAM & Security", Some(1)),
            ("SIG Standardization/Certification", Some(2)),
            ("SIG Standarization/Certification", Some(2)),
            ("Team Ops", None),
            ("IAS", None),
            ("Events", None),
        ] {
            assert_eq!(team_of(heading, &names), team, "{heading}");
        }
    }
}
