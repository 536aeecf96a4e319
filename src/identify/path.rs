//! What a path says: team, date, suffix and URL, by the rules of the config or by the layout that most archives have.

use super::folders::{is_structure, is_venue, month_of_venue, says_only_a_date};
use super::kinds::{PLAIN_WORDS, kind_of, own_words, says_only_minutes, tells_of_others};
use super::numbers::{month_after, numbers_in_year, three_numbers};
use super::siblings::{Siblings, siblings};
use super::url::{Parts, call_url, folder_of, full_url};
use crate::base::dates::{Beside, Found, Period};
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::text::slug;
use crate::config::TeamSlug;
use crate::config::{CallRule, Config, Dates, NoteKind, RESERVED, TeamConfig, team_title, unreserved};
use crate::document::plain;
use chrono::NaiveDate;
use rayon::prelude::*;
use regex::Captures;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a file came to its team and date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The config has no rules: any dated file is a call.
    Default,
    /// A rule of the config says that it is a call.
    Call,
    /// The config has rules, and none of them matches.
    Page,
}

/// What a path says about the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathDate {
    /// The day.
    Day(NaiveDate),
    /// The month or the year only.
    Period(Period),
}

/// What a path says.
#[derive(Debug, Clone, PartialEq)]
pub struct PathFacts {
    /// Where the rest comes from.
    pub layout: Layout,
    /// The team of the folder.
    pub team: Option<TeamSlug>,
    /// The date.
    pub date: Option<PathDate>,
    /// Whether the date is that of the folder: an event with several files, maybe of several days.
    pub date_of_folder: bool,
    /// Whether the year of the path, where it says no day, bounds what the text says: it is a folder's, or a rule took it.
    pub bounds_year: bool,
    /// What the file is, by its name or by a rule.
    pub kind: NoteKind,
    /// What the file name says besides the date.
    pub suffix: Option<String>,
    /// The URL relative to the site's root that the file would have if it stood alone, `team/2023-01-11/`.
    pub url: String,
    /// Other URLs, in the order in which they are tried when another file has the first one.
    pub others: Vec<String>,
}

/// What the path of a file says. When the config has rules and none matches, see [`page_facts`].
pub fn path_facts(path: &str, config: &Config) -> PathFacts {
    path_facts_among(path, &Siblings::default(), config)
}

fn path_facts_among(path: &str, siblings: &Siblings, config: &Config) -> PathFacts {
    for rule in &config.calls {
        if let Some(captures) = rule.path.captures(path) {
            return by_rule(path, rule, &captures, siblings, config);
        }
    }
    let is_listed = config.dates.files.contains_key(path);
    if !config.calls.is_empty() && !is_listed {
        return page_facts(path, config, &BTreeSet::new());
    }
    let parts = Parts::of(path);
    let (team, team_at) = default_team(&parts, config);
    let written = listed_date(path, config).or_else(|| default_date(&parts, siblings, config));
    let suffix = default_suffix(&parts, written.as_ref(), team.as_ref());
    let layout = if is_listed { Layout::Call } else { Layout::Default };
    facts(layout, &parts, team, team_at, written.as_ref(), suffix, config)
}

/// The day that the configuration gives to this one file.
fn listed_date(path: &str, config: &Config) -> Option<Written> {
    let date = PathDate::Day(*config.dates.files.get(path)?);
    Some(Written { date, in_stem: None, of_folder: false })
}

/// What the path of a file that is no call says: the team when its first folder is that of a team with calls.
pub fn page_facts(path: &str, config: &Config, teams: &BTreeSet<TeamSlug>) -> PathFacts {
    let parts = Parts::of(path);
    let is_team = |team: &TeamSlug| teams.contains(team) || config.teams.iter().any(|known| known.slug == *team);
    let found = parts.folders.iter().enumerate();
    let mut found = found.filter_map(|(at, folder)| Some((at, config.team_of(folder).filter(is_team)?)));
    let (team_at, team) = found.next().map_or((0, None), |(at, team)| (at, Some(team)));
    facts(Layout::Page, &parts, team, team_at, None, None, config)
}

/// What the path of every note says. Which number is the day, each folder's names tell together. Where the configuration
/// has rules, a file that none of them takes belongs to the team of its folder only when that team has calls. Where it has
/// none, names that several dates share are those of series.
pub fn facts_of_paths(paths: &[&str], config: &Config) -> Vec<PathFacts> {
    let (folders, _) = siblings(paths, config);
    let other_order = folders.values().any(|folder| folder.month_first).then(|| {
        let dates = Dates { forms: config.dates.forms.month_first(), ..config.dates.clone() };
        Config { dates, ..config.clone() }
    });
    let alone = Siblings::default();
    let of_path = |path: &&str| {
        let siblings = folders.get(folder_of(path)).unwrap_or(&alone);
        let config = other_order.as_ref().filter(|_| siblings.month_first).unwrap_or(config);
        path_facts_among(path, siblings, config)
    };
    let mut facts: Vec<PathFacts> = paths.par_iter().map(of_path).collect();
    leave_out_tables_of_contents(paths, &mut facts, config);
    if config.calls.is_empty() {
        name_series(paths, &mut facts, config);
        return facts;
    }
    let of_calls = facts.iter().filter(|facts| facts.layout == Layout::Call);
    let teams: BTreeSet<TeamSlug> = of_calls.filter_map(|facts| facts.team.clone()).collect();
    let second_look = |(facts, path): (PathFacts, &&str)| match facts.layout {
        Layout::Page => page_facts(path, config, &teams),
        Layout::Call | Layout::Default => facts,
    };
    facts.into_iter().zip(paths).map(second_look).collect()
}

/// Whether names of some folder can only have the month before the day, and those of none the day first.
pub fn puts_month_first(paths: &[&str], config: &Config) -> bool {
    siblings(paths, config).0.values().any(|folder| folder.month_first)
}

/// The findings about names that can be read in more than one order of day and month.
pub fn undecided_orders(paths: &[&str], config: &Config) -> Vec<Diagnostic> {
    siblings(paths, config).1
}

/// Beside files with a day in their names, `toc.md`, `summary.md` and `index.md` tell of those; they are no calls.
fn leave_out_tables_of_contents(paths: &[&str], facts: &mut [PathFacts], config: &Config) {
    let has_own_day = |facts: &PathFacts| matches!(facts.date, Some(PathDate::Day(_))) && !facts.date_of_folder;
    let dated = paths.iter().zip(&*facts).filter(|(_, facts)| has_own_day(facts));
    let dated: BTreeSet<&str> = dated.map(|(path, _)| folder_of(path)).collect();
    for (path, facts) in paths.iter().zip(facts) {
        let has_day = matches!(facts.date, Some(PathDate::Day(_)));
        let is_asked_for =
            config.calls.iter().find(|rule| rule.path.is_match(path)).is_some_and(|rule| rule.kind.is_some());
        if !has_day && !is_asked_for && dated.contains(folder_of(path)) && tells_of_others(Parts::of(path).stem) {
            facts.layout = Layout::Page;
            facts.date = None;
            facts.suffix = None;
        }
    }
}

/// So many dates make a series of a name.
const SERIES: usize = 3;

/// Where no folder says whose a note is, the words beside the date do when several dates share them:
/// `2019-02-04--js-ipfs.md`.
fn name_series(paths: &[&str], facts: &mut [PathFacts], config: &Config) {
    let is_open = |facts: &PathFacts| facts.team.is_none();
    let name = |facts: &PathFacts| facts.suffix.as_deref().map(own_words).filter(|words| !words.is_empty());
    let day = |facts: &PathFacts| match facts.date {
        Some(PathDate::Day(day)) if !facts.date_of_folder => Some(day),
        _ => None,
    };
    let mut days: BTreeMap<String, BTreeSet<NaiveDate>> = BTreeMap::new();
    for facts in facts.iter().filter(|facts| is_open(facts)) {
        if let (Some(name), Some(day)) = (name(facts), day(facts)) {
            days.entry(name).or_default().insert(day);
        }
    }
    for (facts, path) in facts.iter_mut().zip(paths) {
        let Some(day) = day(facts).filter(|_| is_open(facts)) else { continue };
        let Some(series) = name(facts).filter(|name| days.get(name).is_some_and(|days| days.len() >= SERIES)) else {
            continue;
        };
        let Some(team) = config.team_of(&series) else { continue };
        facts.suffix = None;
        let parts = Parts::of(path);
        let others = [call_url(Some(&team), day, Some(&slug(parts.stem))), full_url(&parts, Some(&team), 0)];
        facts.url = call_url(Some(&team), day, None);
        facts.others = others.to_vec();
        facts.team = Some(team);
    }
}

/// A date and where it is written.
#[derive(Debug, Clone)]
struct Written {
    date: PathDate,
    /// The bytes of the stem that belong to the date; absent when a folder says it.
    in_stem: Option<Range<usize>>,
    /// Whether the day itself is the folder's.
    of_folder: bool,
}

fn default_team(parts: &Parts<'_>, config: &Config) -> (Option<TeamSlug>, usize) {
    let named = |at: &usize| !says_only_a_date(parts.folders[*at], config) && !is_venue(&parts.folders, *at, config);
    let candidates: Vec<usize> = (0..parts.folders.len()).filter(named).collect();
    let described = candidates.iter().find(|at| {
        let folder = parts.folders[**at];
        config.team_of(folder).is_some_and(|team| config.teams.iter().any(|known| known.slug == team))
    });
    let telling = candidates.iter().find(|at| !is_structure(parts.folders[**at]));
    match described.or(telling) {
        Some(at) => (config.team_of(parts.folders[*at]), *at),
        None => (None, 0),
    }
}

fn default_date(parts: &Parts<'_>, siblings: &Siblings, config: &Config) -> Option<Written> {
    let forms = &config.dates.forms;
    let in_stem = |range: Range<usize>, date: PathDate| Some(Written { date, in_stem: Some(range), of_folder: false });
    if let Some(Found { range, value }) = forms.first_day(parts.stem) {
        return in_stem(range, PathDate::Day(value));
    }
    let around = period_of_folders(&parts.folders, config);
    if let Some(period) = around {
        let at_venue = || Some(Period { month: Some(month_of_venue(&parts.folders, config)?), ..period });
        let found = day_in_period(parts.stem, period, config);
        // The number of a venue is the month that a day alone is of: `2015/01-nyc/06-minutes.md`.
        let found = found.or_else(|| day_in_period(parts.stem, at_venue().filter(|_| period.month.is_none())?, config));
        if let Some((range, day)) = found {
            return in_stem(range, PathDate::Day(day));
        }
        // A name of a month is none of the folder's: `2016-11/dec-1`.
        if let Some(Found { range, value }) = forms.named_day_in_year(parts.stem, period.year) {
            return in_stem(range, PathDate::Day(value));
        }
        if let Some((range, month)) = month_after(parts.stem, &siblings.before_month).filter(|_| period.month.is_none())
        {
            return in_stem(range, PathDate::Period(Period { year: period.year, month: Some(month) }));
        }
    }
    if let Some((range, numbers)) = three_numbers(parts.stem)
        && let Some(day) = siblings.three.and_then(|order| order.date(numbers))
    {
        return in_stem(range, PathDate::Day(day));
    }
    if let Some(day) = forms.alone(parts.stem, Beside::MeetingWords, None) {
        return in_stem(0..parts.stem.len(), PathDate::Day(day));
    }
    if let Some(day) = day_of_folders(&parts.folders, config) {
        return Some(Written { date: PathDate::Day(day), in_stem: None, of_folder: true });
    }
    if let Some(Found { range, value }) = forms.month(parts.stem) {
        return in_stem(range, PathDate::Period(value));
    }
    let of_folder = parts.folders.iter().rev().find(|folder| !is_structure(folder));
    if let Some(found) = of_folder.and_then(|folder| forms.month(folder)) {
        return Some(Written { date: PathDate::Period(found.value), in_stem: None, of_folder: true });
    }
    if let Some(Found { range, value }) = forms.year(parts.stem) {
        return in_stem(range, PathDate::Period(Period { year: value, month: None }));
    }
    around.map(|period| Written { date: PathDate::Period(period), in_stem: None, of_folder: true })
}

/// The year or month that folders such as `2023/01-Jan` or `2023-01` stand for. Below a year there may be other folders,
/// `2018/telcons` and `2018/07-seattle`; their files are of that year.
fn period_of_folders(folders: &[&str], config: &Config) -> Option<Period> {
    let forms = &config.dates.forms;
    let (mut month, mut is_other) = (None, false);
    for folder in folders.iter().rev().filter(|folder| !is_structure(folder)) {
        if let Some(period) = forms.period_alone(folder) {
            // What stands below a month and is no day of it is something of its own: a project, an event.
            let is_apart = is_other && period.month.is_some();
            let month = period.month.or(month);
            return (!is_apart).then_some(Period { year: period.year, month });
        }
        match forms.month_alone(folder) {
            // A month without its year above it is no date: `01/notes.md`.
            Some(number) if !is_other => month = Some(number),
            _ => {
                is_other = true;
                month = None;
            }
        }
    }
    None
}

/// The day that a name such as `11`, `05-wg-primary` (in a month) or `jan-30`, `CG-01-17` (in a year) stands for.
fn day_in_period(stem: &str, period: Period, config: &Config) -> Option<(Range<usize>, NaiveDate)> {
    let found = config.dates.forms.day_in_year(stem, period.year).filter(|found| period.contains(found.value));
    if let Some(Found { range, value }) = found {
        return Some((range, value));
    }
    if let Some(found) = numbers_in_year(stem, period) {
        return Some(found);
    }
    let month = period.month?;
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let day: u32 = stem.get(..digits).filter(|digits| (1..=2).contains(&digits.len()))?.parse().ok()?;
    let rest = stem.get(digits..).unwrap_or_default();
    let rest_is_apart = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let date = NaiveDate::from_ymd_opt(period.year, month, day).filter(|_| rest_is_apart)?;
    Some((0..digits, date))
}

/// The day of the folder the file stands in; folders such as `minutes` may stand between.
fn day_of_folders(folders: &[&str], config: &Config) -> Option<NaiveDate> {
    let folder = folders.iter().rev().find(|folder| !is_structure(folder))?;
    let found = config.dates.forms.first_day(folder).map(|found| found.value);
    found.or_else(|| {
        // `2023/01/11/notes.md`
        let (last, above) = folders.split_last()?;
        let period = period_of_folders(above, config).filter(|_| last == folder)?;
        day_in_period(last, period, config).filter(|(range, _)| range.end == last.len()).map(|(_, day)| day)
    })
}

fn default_suffix(parts: &Parts<'_>, written: Option<&Written>, team: Option<&TeamSlug>) -> Option<String> {
    let written = written?;
    let Some(range) = &written.in_stem else {
        return written.of_folder.then(|| suffix_of(parts.stem, team)).flatten();
    };
    let (before, after) = (parts.stem.get(..range.start)?, parts.stem.get(range.end..)?);
    suffix_of(&format!("{before} {after}"), team)
}

/// The suffix in the words around a date, without the words that say nothing here.
fn suffix_of(words: &str, team: Option<&TeamSlug>) -> Option<String> {
    let words = slug(words);
    let of_team = |word: &str| team.is_some_and(|team| team.as_str().split('-').any(|part| part == word));
    let says_something = |word: &str| !PLAIN_WORDS.contains(&word) && !of_team(word);
    let is_telling = !words.is_empty() && words.split('-').any(says_something) && !says_only_minutes(&words);
    is_telling.then_some(words)
}

fn by_rule(path: &str, rule: &CallRule, captures: &Captures<'_>, siblings: &Siblings, config: &Config) -> PathFacts {
    if rule.kind == Some(NoteKind::Page) {
        return page_facts(path, config, &BTreeSet::new());
    }
    let parts = Parts::of(path);
    let group = |name: &str| captures.name(name).filter(|found| !found.is_empty());
    let team_found = group("team").and_then(|found| {
        let renamed = rule.rename.iter().find(|(from, _)| from == found.as_str()).map(|(_, to)| to.clone());
        Some((renamed.or_else(|| config.team_of(&format!("{}{}", rule.prefix, found.as_str())))?, found.start()))
    });
    let (team, team_at) = match (&rule.team, team_found) {
        (Some(team), _) => (Some(team.clone()), 0),
        (None, Some((team, at))) => (Some(team), path[..at].matches('/').count()),
        (None, None) => default_team(&parts, config),
    };
    let stem_at = path.len() - path.rsplit('/').next().map_or(0, str::len);
    let captured_date = date_of_rule(captures, stem_at, config);
    let is_captured = captured_date.is_some();
    let written = listed_date(path, config).or_else(|| match captured_date {
        // A part of a date bounds what is looked for.
        Some(captured) => match captured.date {
            PathDate::Period(period) => Some(within(period, &parts, siblings, config).unwrap_or(captured)),
            PathDate::Day(_) => Some(captured),
        },
        None => default_date(&parts, siblings, config),
    });
    let suffix = match group("suffix") {
        Some(found) => Some(slug(found.as_str())).filter(|suffix| !suffix.is_empty()),
        None => default_suffix(&parts, written.as_ref(), team.as_ref()),
    };
    let mut facts = facts(Layout::Call, &parts, team, team_at, written.as_ref(), suffix, config);
    facts.bounds_year |= is_captured;
    facts.kind = rule.kind.unwrap_or(facts.kind);
    // A rule knows its layout: folders besides team and date do not part one call from another.
    if let Some(PathDate::Day(day)) = facts.date.filter(|_| is_captured || !facts.date_of_folder) {
        let url = call_url(facts.team.as_ref(), day, facts.suffix.as_deref());
        facts.others.insert(0, std::mem::replace(&mut facts.url, url));
    }
    facts
}

/// What the path says of a period without the help of a rule that took the period from it.
fn within(period: Period, parts: &Parts<'_>, siblings: &Siblings, config: &Config) -> Option<Written> {
    let fits = |written: &Written| match written.date {
        PathDate::Day(day) => period.contains(day),
        PathDate::Period(found) => {
            found.year == period.year && period.month.is_none_or(|month| found.month == Some(month))
        }
    };
    let of_stem = || {
        let (range, day) = day_in_period(parts.stem, period, config)?;
        Some(Written { date: PathDate::Day(day), in_stem: Some(range), of_folder: false })
    };
    match default_date(parts, siblings, config) {
        Some(written) if fits(&written) => Some(written),
        // A whole date of another year is not cut in two.
        Some(Written { date: PathDate::Day(_), in_stem: Some(_), .. }) => None,
        _ => of_stem(),
    }
}

fn date_of_rule(captures: &Captures<'_>, stem_at: usize, config: &Config) -> Option<Written> {
    let forms = &config.dates.forms;
    let number = |name: &str| captures.name(name)?.as_str().parse::<u32>().ok();
    let last = captures.name("date").or_else(|| captures.name("day")).or_else(|| captures.name("month"));
    let last = last.or_else(|| captures.name("year"))?;
    let date = if let Some(found) = captures.name("date") {
        let day = forms.first_day(found.as_str()).map(|found| PathDate::Day(found.value));
        day.or_else(|| forms.month(found.as_str()).map(|found| PathDate::Period(found.value)))?
    } else {
        let year = forms.year(captures.name("year")?.as_str())?.value;
        let month = captures.name("month").and_then(|found| forms.month_alone(found.as_str()));
        match (month, number("day")) {
            (Some(month), Some(day)) => PathDate::Day(NaiveDate::from_ymd_opt(year, month, day)?),
            _ => PathDate::Period(Period { year, month }),
        }
    };
    let of_folder = last.start() < stem_at;
    let first = ["date", "year", "month", "day"].iter().filter_map(|name| captures.name(name));
    let first = first.map(|found| found.start()).filter(|start| *start >= stem_at).min();
    let in_stem = first.filter(|_| !of_folder).map(|start| start - stem_at..last.end() - stem_at);
    Some(Written { date, in_stem, of_folder })
}

fn facts(
    layout: Layout,
    parts: &Parts<'_>,
    team: Option<TeamSlug>,
    team_at: usize,
    written: Option<&Written>,
    suffix: Option<String>,
    config: &Config,
) -> PathFacts {
    let full = full_url(parts, team.as_ref(), team_at);
    let date_of_folder = written.is_some_and(|written| written.of_folder);
    let date = written.map(|written| written.date);
    let between = parts.folders.get(team_at + usize::from(team.is_some())..).unwrap_or_default();
    let is_nested = between.iter().any(|folder| !is_structure(folder) && !says_only_a_date(folder, config));
    let (url, others) = match date {
        Some(PathDate::Day(day)) if !date_of_folder => {
            let short = call_url(team.as_ref(), day, suffix.as_deref());
            let all_words = words_beside(parts, written);
            let long = call_url(team.as_ref(), day, all_words.as_deref());
            if is_nested { (full, Vec::new()) } else { (short, vec![long, full]) }
        }
        // The page `iaas.md` must not hide the team `iaas`.
        _ if team.is_none() && parts.folders.is_empty() => {
            let page = format!("{}-page/", full.trim_end_matches('/'));
            (full, vec![page])
        }
        _ => (full, Vec::new()),
    };
    let kind = kind_of(parts.stem, &parts.folders);
    PathFacts { layout, team, date, date_of_folder, bounds_year: date_of_folder, kind, suffix, url, others }
}

fn words_beside(parts: &Parts<'_>, written: Option<&Written>) -> Option<String> {
    let range = written?.in_stem.clone()?;
    let words = slug(&format!("{} {}", parts.stem.get(..range.start)?, parts.stem.get(range.end..)?));
    (!words.is_empty()).then_some(words)
}

/// The teams of the config in their order, then those that were found in `notes`, by slug; each note is its path and its
/// team. A folder that would hide a page of the site is reported.
pub fn teams<'a>(
    notes: impl Iterator<Item = (&'a str, &'a PathFacts)>,
    config: &Config,
) -> (Vec<TeamConfig>, Vec<Diagnostic>) {
    let (mut teams, mut diagnostics) = (config.teams.clone(), Vec::new());
    // The teams, each with the name of its folder where there is one.
    let mut found: BTreeMap<&TeamSlug, Option<&str>> = BTreeMap::new();
    for (path, facts) in notes {
        let Some(team) = &facts.team else { continue };
        if config.teams.iter().any(|known| known.slug == *team) || found.contains_key(team) {
            continue;
        }
        let folders = Parts::of(path).folders;
        let named = |folder: &&str| config.team_of(folder).as_ref() == Some(team);
        found.insert(team, folders.into_iter().find(named));
        let plain = team.as_str().strip_suffix("-team").unwrap_or_default();
        if RESERVED.contains(&plain) && unreserved(plain.to_owned()) == team.as_str() {
            let message = format!("the folder `{plain}` would hide a page of the site; its team is called `{team}`");
            let advice = format!("give it a name of your choice: `teams: [{{slug: …, folders: [{plain}]}}]`");
            diagnostics.push(Diagnostic::new(Severity::Warning, "reserved-name", path, message).hint(advice));
        }
    }
    teams.extend(found.into_iter().map(|(slug, folder)| TeamConfig {
        slug: slug.clone(),
        title: title_of_folder(slug, folder),
        aliases: Vec::new(),
        blurb: String::new(),
        folders: Vec::new(),
        color: None,
    }));
    (teams, diagnostics)
}

/// A team's title: its folder's name where that has capitals or letters of its own, else the slug's words.
fn title_of_folder(slug: &TeamSlug, folder: Option<&str>) -> String {
    let has_own = |folder: &&str| folder.chars().any(|c| c.is_uppercase() || !c.is_ascii() || matches!(c, '#' | '+'));
    match folder.filter(has_own) {
        Some(folder) => plain::fold_spaces(&folder.replace(['-', '_'], " ")),
        None => team_title(slug.as_str()),
    }
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
