//! The pad of a team's next call: its own headings, who is expected, what is still open, and the day after that.

use crate::archive::{Archive, CallId, Team};
use crate::base::error::Error;
use crate::base::text::{nearest, slug};
use crate::extract::{Call, Kind, Role, State};
use crate::parse::header_lines;
use crate::project::Project;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// A note to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it belongs, below the source folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Sections that stand in every call of a team, whatever is talked about.
const FRAME: &[Role] = &[Role::Title, Role::Participants, Role::Structure, Role::Chores];

/// Drafts the notes of a team's call. What the last call left open is what its day leaves open.
pub fn draft(project: &Project, team: &str, day: NaiveDate) -> Result<Draft, Error> {
    let archive = &project.archive;
    let series = Series::find(archive, team)?;
    let calls: Vec<&Call> = series.calls.iter().map(|id| archive.call(*id)).collect();
    if let Some(call) = calls.iter().find(|call| call.date == Some(day)) {
        return Err(Error::new("notes-exist", &call.file, "there are notes of that day already")
            .hint("open that file, or name another day"));
    }
    let last = series.calls.iter().rev().find(|id| {
        let call = archive.call(**id);
        call.date.is_some_and(|date| date < day) && call.same_as.is_none() && call.state == State::Held
    });
    let open = open_actions(archive, series.team, day);
    let next = rhythm(&calls).and_then(|days| day.checked_add_days(Days::new(days)));
    let texts = project.texts();
    let text = match last {
        Some(id) => from_last(
            archive,
            *id,
            texts.get(archive.call(*id).file.as_str()).copied().unwrap_or_default(),
            day,
            &open,
            next,
        ),
        None => plain_pad(&series.title, day, &open, next),
    };
    Ok(Draft { path: path_of(series.team, last.map(|id| archive.call(*id)), day), text })
}

/// The calls a pad is drafted for: those of a team, or those without one.
struct Series<'a> {
    team: Option<&'a Team>,
    title: String,
    calls: Vec<CallId>,
}

impl<'a> Series<'a> {
    /// The series of a name: a team's; the archive's own title, or `-`, for the calls without a team.
    fn find(archive: &'a Archive, name: &str) -> Result<Self, Error> {
        let is_own = name == "-" || slug(name) == slug(&archive.config.title);
        let without = || {
            let is_without = |id: &CallId| {
                let call = archive.call(*id);
                call.team.is_none() && call.kind != Kind::Page && call.date.is_some()
            };
            archive.ids().filter(is_without).collect::<Vec<CallId>>()
        };
        match find_team(archive, name) {
            Ok(team) => Ok(Self { team: Some(team), title: team.title.clone(), calls: team.calls.clone() }),
            Err(_) if is_own => Ok(Self { team: None, title: archive.config.title.clone(), calls: without() }),
            Err(error) => Err(error),
        }
    }
}

fn find_team<'a>(archive: &'a Archive, name: &str) -> Result<&'a Team, Error> {
    let wanted = name.to_lowercase();
    let names = |team: &Team| {
        let names =
            std::iter::once(team.slug.to_string()).chain([team.title.clone()]).chain(team.aliases.iter().cloned());
        names.map(|name| name.to_lowercase()).collect::<Vec<_>>()
    };
    archive.teams.iter().find(|team| names(team).contains(&wanted)).ok_or_else(|| {
        let slugs: Vec<&str> = archive.teams.iter().map(|team| team.slug.as_str()).collect();
        let slugs_are_none = slugs.is_empty();
        let hint = match nearest(&wanted, slugs) {
            Some(near) => format!("did you mean `{near}`?"),
            None if slugs_are_none => "these minutes have no teams; write `-`".to_owned(),
            None => "teams are the folders with minutes".to_owned(),
        };
        Error::new("no-team", name, format!("unknown team `{name}`")).hint(hint)
    })
}

/// The days between a team's calls, most often; nothing when there are too few to tell.
fn rhythm(calls: &[&Call]) -> Option<u64> {
    let dates: Vec<NaiveDate> = calls.iter().filter_map(|call| call.date).collect();
    let mut gaps: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in dates.windows(2).rev().take(12) {
        *gaps.entry((pair[1] - pair[0]).num_days()).or_default() += 1;
    }
    let (days, times) = gaps.into_iter().filter(|(days, _)| *days > 0).max_by_key(|(days, times)| (*times, -*days))?;
    (times >= 2).then(|| u64::try_from(days).ok())?
}

/// `- [ ] order a disk (@ann, since 2024-01-10)`, oldest first; stale ones are forgotten.
fn open_actions(archive: &Archive, team: Option<&Team>, day: NaiveDate) -> Vec<(CallId, usize, String)> {
    let mut lines = Vec::new();
    for action in archive.registers.actions.iter().filter(|action| action.is_current()) {
        let (Some(first), Some(last)) = (action.sightings.first(), action.sightings.last()) else { continue };
        let call = archive.call(last.call);
        let Some(since) = archive.call(first.call).date.filter(|since| *since < day) else { continue };
        if call.team.as_ref() != team.map(|team| &team.slug) {
            continue;
        }
        let who: String = action.assignees.iter().map(|name| format!("@{}, ", name.trim_start_matches('@'))).collect();
        lines.push((last.call, last.note.section, format!("- [ ] {} ({who}since {since})", action.text.trim())));
    }
    lines
}

/// The layout of the last call: its header and frame, with what is still open.
fn from_last(
    archive: &Archive,
    id: CallId,
    source: &str,
    day: NaiveDate,
    open: &[(CallId, usize, String)],
    next: Option<NaiveDate>,
) -> String {
    let call = archive.call(id);
    let lines: Vec<&str> = source.lines().collect();
    let is_deck = call.document.deck.is_some();
    let mut out = String::new();
    let header = lines.get(..header_lines(source)).unwrap_or_default();
    if !header.is_empty() {
        header.iter().for_each(|line| out.push_str(&format!("{}\n", on(line, call.date, day))));
        out.push('\n');
    }
    let mut slides = 0;
    for (index, section) in call.document.sections.iter().enumerate() {
        let Some(heading) = &section.heading else { continue };
        let (role, unfinished) = (call.roles[index], open.iter().any(|(from, at, _)| *from == id && *at == index));
        // A deck's first slide is its title, whatever it says.
        let is_frame = FRAME.contains(&role) || is_deck && slides == 0;
        if !is_frame && !unfinished {
            continue;
        }
        if is_deck && slides > 0 {
            out.push_str("---\n\n");
        }
        slides += 1;
        let line = lines.get((section.line as usize).saturating_sub(1)).copied().unwrap_or_default();
        let line = if line.trim_start().starts_with('#') { line.to_owned() } else { format!("## {}", heading.text) };
        out.push_str(&format!("{}\n\n", on(&line, call.date, day)));
        if role == Role::Participants {
            out.push_str("- @\n\n");
        }
    }
    if out.is_empty() {
        return plain_pad(&archive.team_or_title(call), day, open, next);
    }
    if is_deck {
        out.push_str("---\n\n");
    }
    closing(&mut out, open, next);
    out
}

fn plain_pad(title: &str, day: NaiveDate, open: &[(CallId, usize, String)], next: Option<NaiveDate>) -> String {
    let mut out = format!("# {title} {day}\n\n## Participants\n\n- @\n\n## Agenda\n\n");
    closing(&mut out, open, next);
    out
}

fn closing(out: &mut String, open: &[(CallId, usize, String)], next: Option<NaiveDate>) {
    if !open.is_empty() {
        out.push_str("## Open actions\n\n");
        for (.., line) in open {
            out.push_str(&format!("{line}\n"));
        }
        out.push('\n');
    }
    if let Some(next) = next {
        out.push_str(&format!("Next call: {}\n", next.format("%A, %Y-%m-%d")));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
}

/// How days are written in names and headings.
const FORMS: &[&str] = &["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%Y/%m/%d", "%B %-d, %Y", "%-d %B %Y"];

/// A text with one day in it put in the place of another.
fn on(text: &str, old: Option<NaiveDate>, new: NaiveDate) -> String {
    let Some(old) = old else { return text.to_owned() };
    FORMS
        .iter()
        .fold(text.to_owned(), |text, form| text.replace(&old.format(form).to_string(), &new.format(form).to_string()))
}

/// Where the notes of that day belong: called as the last ones are.
fn path_of(team: Option<&Team>, last: Option<&Call>, day: NaiveDate) -> String {
    if let Some(call) = last {
        let plain = call
            .suffix
            .as_ref()
            .map_or_else(|| call.file.clone(), |suffix| call.file.replace(&format!("-{suffix}"), ""));
        let path = on(&plain, call.date, day);
        if path != plain {
            return path;
        }
    }
    let folder = team.map(|team| format!("{}/", team.slug)).unwrap_or_default();
    format!("{folder}{}.md", day.format("%Y%m%d"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fs;
    use crate::config::Config;

    fn of(files: &[(&str, &str)], team: &str, day: &str) -> Result<Draft, Error> {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            fs::write(&folder.path().join(path), text.as_bytes()).expect("written");
        }
        let today = NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day");
        let project = Project::load(folder.path(), Config::default(), today, None).expect("read");
        draft(&project, team, day.parse().expect("a day"))
    }

    const NOTES: &str = "# Ops 2024-01-17\n\n## Participants\n\n- @ann\n\n## Agenda\n\n### Disks\n\n- TODO @ann: order a disk\n\n### Cables\n\n- done\n";

    #[test]
    fn a_pad_in_the_teams_own_layout() {
        let files = [
            ("ops/20240103.md", "# Ops 2024-01-03\n\ntext\n"),
            ("ops/20240110.md", "# Ops 2024-01-10\n\ntext\n"),
            ("ops/20240117.md", NOTES),
        ];
        let draft = of(&files, "Ops", "2024-01-24").expect("a draft");
        assert_eq!(draft.path, "ops/20240124.md");
        assert!(
            draft.text.starts_with("# Ops 2024-01-24\n\n## Participants\n\n- @\n\n## Agenda\n\n### Disks\n\n"),
            "{}",
            draft.text
        );
        assert!(draft.text.contains("- [ ] order a disk (@ann, since 2024-01-17)"), "{}", draft.text);
        assert!(
            !draft.text.contains("Cables") && draft.text.ends_with("Next call: Wednesday, 2024-01-31\n"),
            "{}",
            draft.text
        );
    }

    #[test]
    fn calls_without_a_team_have_pads_too() {
        let files =
            [("2024/2024-01-10.md", "# 2024-01-10\n\ntext\n"), ("2024/2024-01-17.md", "# 2024-01-17\n\ntext\n")];
        assert_eq!(of(&files, "-", "2024-01-24").expect("a draft").path, "2024/2024-01-24.md");
        let refused = of(&files, "ops", "2024-01-24").expect_err("no such team");
        assert_eq!(refused.findings[0].hints, ["these minutes have no teams; write `-`"]);
    }

    #[test]
    fn a_deck_keeps_its_header() {
        let deck =
            "---\ntype: slide\nslideOptions:\n  theme: white\n---\n# Call 2024-01-18\n\n---\n\n## Team IaaS\n\n- x\n";
        let draft = of(&[("all/2024-01-18.md", deck)], "all", "2024-01-25").expect("a draft");
        assert_eq!(draft.path, "all/2024-01-25.md");
        assert!(
            draft.text.starts_with("---\ntype: slide\nslideOptions:\n  theme: white\n---\n\n# Call 2024-01-25\n"),
            "{}",
            draft.text
        );
    }

    #[test]
    fn mistakes_are_named() {
        let files = [("ops/20240117.md", NOTES)];
        let refused = |team: &str, day: &str| {
            let error = of(&files, team, day).expect_err("refused");
            (error.findings[0].code, error.findings[0].path.clone(), error.findings[0].hints.clone())
        };
        assert_eq!(refused("op", "2024-01-24"), ("no-team", "op".to_owned(), vec!["did you mean `ops`?".to_owned()]));
        assert_eq!(refused("ops", "2024-01-17").1, "ops/20240117.md");
    }
}
