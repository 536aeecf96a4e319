//! Where a team reports in another team's deck: "# Team IaaS" in a community call.

use super::{Archive, CallId, Team};
use crate::base::text::fold;
use crate::extract::{HeadingVisibility, Kind};

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
    let names = names_of_teams(archive);
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
pub(super) fn team_at(archive: &Archive, names: &[Vec<String>], id: CallId, section: usize) -> Option<usize> {
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

/// The folded names of each team of the archive, in its order.
pub(super) fn names_of_teams(archive: &Archive) -> Vec<Vec<String>> {
    archive.teams.iter().map(names).collect()
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
fn team_of(heading: &str, names: &[Vec<String>]) -> Option<usize> {
    let start = [" - ", " – ", " — ", ": ", " ("]
        .iter()
        .filter_map(|separator| heading.find(separator))
        .min()
        .map_or(heading, |at| &heading[..at]);
    for text in [heading, start] {
        let folded = fold(text);
        if let Some(team) = names.iter().position(|names| names.contains(&folded)) {
            return Some(team);
        }
    }
    let folded = fold(start);
    // Short names differ by a letter for a reason ("IAM", "IaaS").
    let tolerance = match folded.chars().count() {
        0..=8 => return None,
        9..=14 => 1,
        _ => 2,
    };
    let mut near =
        names.iter().enumerate().filter(|(_, names)| names.iter().any(|name| is_near(name, &folded, tolerance)));
    match (near.next(), near.next()) {
        (Some((team, _)), None) => Some(team),
        _ => None,
    }
}

/// Whether two names are at most so many slips apart. Most pairs differ in length alone, which costs nothing to see.
fn is_near(name: &str, other: &str, tolerance: usize) -> bool {
    name.len().abs_diff(other.len()) <= 4 * tolerance && strsim::osa_distance(name, other) <= tolerance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_teams_by_name_alias_and_with_typos() {
        let names: Vec<Vec<String>> = [
            vec!["team iaas", "iaas"],
            vec!["team iam and security", "iam", "team iam"],
            vec!["sig standardization certification", "sig standardization", "sig standardization and certification"],
        ]
        .iter()
        .map(|names| names.iter().map(|name| (*name).to_owned()).collect())
        .collect();
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
