//! The rows and near misses of a project, call by call.

use crate::archive::{Archive, CallId};
use crate::base::error::Error;
use crate::base::text::nearest;
use crate::config::TeamSlug;
use crate::extract::ranker::{Candidate, candidates};
use crate::extract::{ActionNote, Call, Place, RowKind, Rules, Status, Tier};
use crate::project::Project;
use crate::verdicts::{Anchors, Entry, Saying, Verdict, Verdicts};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which items are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those of one team: its slug, title or another of its names.
    pub team: Option<String>,
    /// Those of calls from this day on.
    pub since: Option<NaiveDate>,
    /// Those of one note.
    pub file: Option<String>,
    /// Those that have been reviewed, too.
    pub all: bool,
}

/// A row of a register, or what is nearly one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The note.
    pub file: String,
    /// The first line that shows it.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// The call's page, below the site's root.
    pub url: String,
    /// Its place on that page; that of its section for what is no row.
    pub anchor: String,
    /// Who met.
    pub call: String,
    /// The day.
    pub date: Option<String>,
    /// The register.
    pub kind: RowKind,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Who is to do it.
    pub assignees: Vec<String>,
    /// How an action stands.
    pub status: Option<Status>,
    /// The rule that found it; absent for a near miss.
    pub rule: Option<&'static str>,
    /// Whether the minutes mark it.
    pub tier: Option<Tier>,
    /// How much it looks like a row, where that was reckoned.
    pub score: Option<f32>,
    /// The text of its statement.
    pub quote: String,
    /// Which of the statements with that text it is.
    pub occurrence: usize,
    /// What was said of it.
    pub verdict: Option<Verdict>,
}

impl Item {
    /// What it is about, as it has been mended.
    pub fn subject_now(&self) -> &str {
        self.verdict.as_ref().and_then(|verdict| verdict.subject.as_deref()).unwrap_or(&self.subject)
    }

    /// What it says, as it has been mended.
    pub fn text_now(&self) -> &str {
        self.verdict.as_ref().and_then(|verdict| verdict.text.as_deref()).unwrap_or(&self.text)
    }

    /// Whether it is in a register now, as far as the rules and what was said of it tell.
    pub fn is_row(&self) -> bool {
        match self.verdict.as_ref().map(|verdict| verdict.verdict) {
            Some(Saying::Accept | Saying::Done) => true,
            Some(Saying::Reject | Saying::Merge) => false,
            None => self.rule.is_some(),
        }
    }

    /// A verdict on it.
    pub fn verdict_of(&self, verdict: Saying) -> Verdict {
        Verdict {
            file: self.file.clone(),
            quote: self.quote.clone(),
            occurrence: self.occurrence,
            kind: self.kind,
            verdict,
            subject: None,
            text: None,
            same_as: None,
            by: None,
            on: None,
        }
    }
}

/// So many near misses of a call are shown: nearly all decisions that rules miss are among the first five.
const MOST_NEAR: usize = 5;

/// What is less like a decision than this is not worth a look: one in eight.
const LEAST_SCORE: f32 = -2.0;

/// The items of a project that are asked for, with what `verdicts` say of them, which may be others than those its notes were read with: calls newest first, in each the decisions and what is nearly one by score,
/// then the actions in the order of the notes.
pub fn items(project: &Project, verdicts: &Verdicts, selection: &Selection) -> Result<Vec<Item>, Error> {
    let archive = &project.archive;
    let team = selection.team.as_deref().map(|name| find_team(archive, name)).transpose()?;
    let rules = Rules::new(Arc::clone(&archive.config));
    let (verdicts, read_with) = (verdicts.by_file(), project.verdicts.by_file());
    let mut parts: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    archive.calls.iter().for_each(|call| parts.entry(call.file.as_str()).or_default().push(call));
    let mut known: BTreeMap<&str, (Anchors, Said<'_>, Said<'_>)> = BTreeMap::new();
    let mut found = Vec::new();
    for id in archive.ids().rev().filter(|id| archive.call(*id).same_as.is_none()) {
        let call = archive.call(id);
        let is_wanted = selection.file.as_ref().is_none_or(|file| call.file == *file)
            && team.as_ref().is_none_or(|team| call.team.as_ref() == Some(team))
            && selection.since.is_none_or(|since| call.date.is_some_and(|date| date >= since));
        if !is_wanted {
            continue;
        }
        let file = call.file.as_str();
        let (anchors, said, read_with) = known.entry(file).or_insert_with(|| {
            let mut of_file = parts.get(file).cloned().unwrap_or_default();
            of_file.sort_by_key(|part| first_line(part));
            let anchors = Anchors::of(of_file.iter().map(|part| &*part.document));
            let said = said_of(verdicts.get(file).map_or(&[][..], Vec::as_slice), &anchors);
            let read_with = said_of(read_with.get(file).map_or(&[][..], Vec::as_slice), &anchors);
            (anchors, said, read_with)
        });
        let mut of_call = Vec::new();
        Lister { archive, id, call, anchors, said, read_with, found: &mut of_call }.list(&rules);
        found.extend(of_call.into_iter().filter(|item: &Item| selection.all || item.verdict.is_none()));
    }
    Ok(found)
}

/// The verdicts on a file, by what they are about.
type Said<'v> = BTreeMap<(RowKind, Place), &'v Verdict>;

fn said_of<'v>(entries: &[&'v Entry], anchors: &Anchors) -> Said<'v> {
    let said = entries.iter().filter_map(|entry| {
        let verdict = &entry.verdict;
        let place = anchors.find(&verdict.quote, verdict.occurrence)?;
        Some(((verdict.kind, place.clone()), verdict))
    });
    said.collect()
}

fn first_line(call: &Call) -> u32 {
    call.document.sections.first().map_or(0, |section| section.line)
}

fn find_team(archive: &Archive, name: &str) -> Result<TeamSlug, Error> {
    let wanted = name.to_lowercase();
    let is_wanted = |name: &str| name.to_lowercase() == wanted;
    let found = archive.teams.iter().find(|team| {
        is_wanted(team.slug.as_str()) || is_wanted(&team.title) || team.aliases.iter().any(|alias| is_wanted(alias))
    });
    found.map(|team| team.slug.clone()).ok_or_else(|| {
        let hint = match nearest(&wanted, archive.teams.iter().map(|team| team.slug.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "teams are the folders with minutes".to_owned(),
        };
        Error::new("no-team", name, format!("unknown team `{name}`")).hint(hint)
    })
}

/// Lists the items of one call.
struct Lister<'a> {
    archive: &'a Archive,
    id: CallId,
    call: &'a Call,
    anchors: &'a Anchors,
    said: &'a Said<'a>,
    /// The verdicts that the notes were read with.
    read_with: &'a Said<'a>,
    found: &'a mut Vec<Item>,
}

impl Lister<'_> {
    fn list(self, rules: &Rules) {
        let records = &self.call.records;
        let mut near = 0;
        let mut listed: BTreeSet<(RowKind, Place)> = BTreeSet::new();
        let actions: BTreeSet<u32> = records.actions.iter().map(|row| row.line).collect();
        for Candidate { score, rule, row } in candidates(self.call, rules) {
            let Some(item) = self.item(RowKind::Decision, row.line, row.end_line, &row.text) else { continue };
            let place = Place { line: row.line, quote: item.quote.clone() };
            if rule.is_none() {
                let is_near = item.verdict.is_none()
                    && score >= LEAST_SCORE
                    && near < MOST_NEAR
                    && !actions.contains(&row.line)
                    && !self.answers_what_is_none(&place);
                if !is_near {
                    continue;
                }
                near += 1;
            }
            listed.insert((RowKind::Decision, place));
            let item =
                Item { score: Some(score), subject: row.subject.clone(), text: row.outcome().to_owned(), ..item };
            self.found.push(match rule {
                Some(_) => Item { rule, tier: Some(row.tier), anchor: row.anchor.clone(), ..item },
                None => item,
            });
        }
        for row in &records.actions {
            let ActionNote { line, end_line, text, .. } = &**row;
            let Some(item) = self.item(RowKind::Action, *line, *end_line, text) else { continue };
            listed.insert((RowKind::Action, Place { line: *line, quote: item.quote.clone() }));
            self.found.push(Item {
                subject: row.subject.clone(),
                assignees: row.assignees.clone(),
                status: Some(row.status),
                rule: Some(row.rule),
                tier: Some(row.tier),
                anchor: row.anchor.clone(),
                ..item
            });
        }
        // What is no row any more, because a reviewer says so, or said so when the notes were read.
        let last = self.call.document.sections.last().map_or(0, |section| section.end_line);
        let own = first_line(self.call)..=last;
        let spoken_of = self.said.keys().chain(self.read_with.keys());
        for (kind, place) in spoken_of.filter(|(_, place)| own.contains(&place.line)) {
            if listed.insert((*kind, place.clone())) {
                self.found.extend(self.item(*kind, place.line, place.line, &place.quote));
            }
        }
    }

    /// Whether a statement stands right below one that is no row: a question that is none takes its answer along.
    fn answers_what_is_none(&self, place: &Place) -> bool {
        let said = self.anchors.parent(place).and_then(|above| self.said.get(&(RowKind::Decision, above.clone())));
        said.is_some_and(|verdict| matches!(verdict.verdict, Saying::Reject | Saying::Merge))
    }

    /// The id of the section that a line stands in.
    fn section(&self, line: u32) -> String {
        let sections = &self.call.document.sections;
        let at = sections.partition_point(|section| section.line <= line);
        at.checked_sub(1).map(|at| sections[at].id.clone()).unwrap_or_default()
    }

    /// What is known of an item by its place alone.
    fn item(&self, kind: RowKind, line: u32, end_line: u32, text: &str) -> Option<Item> {
        let place = self.anchors.on_line(line, text)?;
        Some(Item {
            file: self.call.file.clone(),
            line,
            end_line,
            url: self.archive.call(self.id).url.clone(),
            anchor: self.section(line),
            call: self.archive.team_or_title(self.call),
            date: self.call.date.map(|date| date.to_string()),
            kind,
            subject: String::new(),
            text: text.to_owned(),
            assignees: Vec::new(),
            status: None,
            rule: None,
            tier: None,
            score: None,
            quote: place.quote.clone(),
            occurrence: self.anchors.occurrence(place)?,
            verdict: self.said.get(&(kind, place.clone())).map(|verdict| (*verdict).clone()),
        })
    }
}
