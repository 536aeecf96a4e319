//! What a folder's name says: what kind of files it holds, when, or where, but not whose.

use crate::base::pattern::Pattern;
use crate::base::text::slug;
use crate::config::Config;

/// Folders that say what kind of files they hold, but neither whose nor of which meeting. As slugs.
const STRUCTURE: &[&str] = &[
    "agenda",
    "agendas",
    "archive",
    "archived",
    "archives",
    "committees",
    "content",
    "doc",
    "docs",
    "einladungen",
    "groups",
    "invitations",
    "meeting",
    "meeting-logs",
    "meeting-minutes",
    "meeting-notes",
    "meetingminutes",
    "meetingnotes",
    "meetings",
    "minutes",
    "note",
    "notes",
    "old",
    "past",
    "posts",
    "protokolle",
    "sigs",
    "summaries",
    "teams",
    "wgs",
    "working-groups",
    "workinggroups",
];

static QUARTER: Pattern = Pattern::new(r"(?i)^(?:[0-9]{4}[ _-]?)?(?:q|quarter[ _-]?)[1-4](?:[ _-]?[0-9]{4})?$");

static VENUE: Pattern = Pattern::new(r"^(?:0[1-9]|1[0-2])[ _-]\p{L}");

/// Whether a folder says only what kind of files it holds.
pub(super) fn is_structure(folder: &str) -> bool {
    STRUCTURE.contains(&slug(folder).as_str())
}

/// A folder such as `2023`, `01-Jan`, `Q3`, `2021-02-22`, or one of a single meeting, `2024-04-16-kickoff`.
pub(super) fn says_only_a_date(folder: &str, config: &Config) -> bool {
    let forms = &config.dates.forms;
    forms.first_day(folder).is_some()
        || forms.month_alone(folder).is_some()
        || forms.period_alone(folder).is_some()
        || QUARTER.is_match(folder)
}

/// A folder below a year that begins with the number of its month: `2018/07-seattle` is where a meeting was.
pub(super) fn is_venue(folders: &[&str], at: usize, config: &Config) -> bool {
    let below_year = folders[..at].iter().rev().find(|folder| !is_structure(folder));
    VENUE.is_match(folders[at]) && below_year.is_some_and(|above| config.dates.forms.period_alone(above).is_some())
}

/// The month of the venue a file lies at.
pub(super) fn month_of_venue(folders: &[&str], config: &Config) -> Option<u32> {
    let at = (0..folders.len()).rev().find(|at| !is_structure(folders[*at]))?;
    folders[at].get(..2)?.parse().ok().filter(|_| is_venue(folders, at, config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&QUARTER, &VENUE] {
            assert!(pattern.is_valid());
        }
    }

    #[test]
    fn quarters_and_venues_are_nobodys() {
        let config = Config::default();
        for folder in ["Q3", "q1", "2019-Q3", "Q4 2020", "2023", "01-Jan"] {
            assert!(says_only_a_date(folder, &config), "{folder}");
        }
        for folder in ["QA", "q5", "quality", "iaas"] {
            assert!(!says_only_a_date(folder, &config), "{folder}");
        }
        assert!(is_venue(&["2018", "07-seattle"], 1, &config));
        assert!(!is_venue(&["teams", "07-seattle"], 1, &config) && !is_venue(&["2018", "telcons"], 1, &config));
    }
}
