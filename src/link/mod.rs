//! All calls together → the [`Archive`]: order, neighbours, copies, links both ways, reports in other teams' decks.
//!
//! After this stage nothing changes any more: every later stage borrows the archive.

mod outline;
pub mod registers;
mod reports;
mod targets;

pub use registers::Registers;
pub use reports::Report;
pub use targets::{ImageTarget, LinkTarget};

use crate::config::{Config, TeamConfig};
use crate::diagnostic::Diagnostic;
use crate::images::ImageFacts;
use crate::model::{Call, Kind, Moved, State, TeamSlug};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A call's place in [`Archive::calls`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub usize);

/// Everything that is known, linked and in order.
#[derive(Debug)]
pub struct Archive<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The day of the build: calls after it are upcoming.
    pub today: NaiveDate,
    /// All calls and pages: by date, then URL; undated pages first.
    pub calls: Vec<Call>,
    /// What links say about each call; as long as `calls`.
    pub ties: Vec<Ties>,
    /// The teams: configured ones first, in that order, then the others by slug.
    pub teams: Vec<Team>,
    /// What all calls together say about decisions, actions, references, people and topics.
    pub registers: Registers,
    /// Addresses that were published once and have no page any more; found when everything else is linked.
    pub moved: Vec<Moved>,
    /// The image and PDF files of the source, by path.
    pub files: BTreeMap<String, LocalFile>,
    by_file: BTreeMap<String, Vec<CallId>>,
    /// Files by their own name, to find copies of pad uploads wherever they were put.
    by_name: BTreeMap<String, Vec<String>>,
}

/// A file that pages may show or link to.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalFile {
    /// Its path in the source.
    pub path: String,
    /// Where it is published, relative to the site's root.
    pub url: String,
    /// What was found in it.
    pub facts: ImageFacts,
}

/// A call's relations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ties {
    /// The team's call before this one.
    pub previous: Option<CallId>,
    /// The team's call after this one.
    pub next: Option<CallId>,
    /// The call whose notes this one repeats.
    pub original: Option<CallId>,
    /// The calls that repeat this one's notes.
    pub copies: Vec<CallId>,
    /// Calls whose notes link here, oldest first.
    pub backlinks: Vec<CallId>,
    /// The paths of the images and PDFs that the call shows or links to; backgrounds included.
    pub files: Vec<String>,
}

/// A team and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Its name in URLs.
    pub slug: TeamSlug,
    /// Its name.
    pub title: String,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// What it does, in one line; may be empty.
    pub blurb: String,
    /// Its calls, oldest first; copies and cancelled ones among them.
    pub calls: Vec<CallId>,
    /// Its undated documents, by URL.
    pub documents: Vec<CallId>,
    /// Its reports in other teams' decks, oldest first.
    pub reports: Vec<Report>,
}

/// Links the calls. `teams` are all teams in the order they are shown in, `files` the source's images and PDFs with
/// what was found in them. `take_notes` ([`crate::extract::take_notes`]) fills in [`Call::notes`] once it is known where
/// every section stands.
pub fn link<'a>(
    config: &'a Config,
    today: NaiveDate,
    teams: &[TeamConfig],
    mut calls: Vec<Call>,
    files: BTreeMap<String, LocalFile>,
    take_notes: impl FnOnce(&mut [Call]),
) -> (Archive<'a>, Vec<Diagnostic>) {
    calls.sort_by(|a, b| (a.date, &a.url).cmp(&(b.date, &b.url)));
    drop_lost_originals(&mut calls);
    outline::arrange(&mut calls);
    take_notes(&mut calls);
    let mut by_file: BTreeMap<String, Vec<CallId>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        by_file.entry(call.file.clone()).or_default().push(CallId(index));
    }
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files.keys() {
        let name = path.rsplit('/').next().unwrap_or(path);
        by_name.entry(name.to_owned()).or_default().push(path.clone());
    }
    let ties = vec![Ties::default(); calls.len()];
    let teams = gather(teams, &calls);
    let (registers, moved) = (Registers::default(), Vec::new());
    let mut archive = Archive { config, today, calls, ties, teams, registers, moved, files, by_file, by_name };
    let (ties, diagnostics) = archive.find_ties();
    archive.ties = ties;
    let found = reports::find(&archive);
    for (team, reports) in archive.teams.iter_mut().zip(found) {
        team.reports = reports;
    }
    archive.registers = registers::gather(&archive);
    (archive, diagnostics)
}

/// A copy whose original is no call of the archive stands for itself.
fn drop_lost_originals(calls: &mut [Call]) {
    let originals: BTreeSet<String> =
        calls.iter().filter(|call| call.same_as.is_none()).map(|call| call.file.clone()).collect();
    for call in calls.iter_mut() {
        if call.same_as.as_ref().is_some_and(|file| !originals.contains(file)) {
            call.same_as = None;
        }
    }
}

fn gather(teams: &[TeamConfig], calls: &[Call]) -> Vec<Team> {
    let mut teams: Vec<Team> = teams
        .iter()
        .map(|team| Team {
            slug: team.slug.clone(),
            title: team.title.clone(),
            aliases: team.aliases.clone(),
            blurb: team.blurb.clone(),
            calls: Vec::new(),
            documents: Vec::new(),
            reports: Vec::new(),
        })
        .collect();
    let places: BTreeMap<TeamSlug, usize> =
        teams.iter().enumerate().map(|(index, team)| (team.slug.clone(), index)).collect();
    for (index, call) in calls.iter().enumerate() {
        let Some(place) = call.team.as_ref().and_then(|slug| places.get(slug)) else { continue };
        let list = if call.date.is_none() { &mut teams[*place].documents } else { &mut teams[*place].calls };
        list.push(CallId(index));
    }
    // A configured team without a single note has no page to offer.
    teams.retain(|team| !team.calls.is_empty() || !team.documents.is_empty());
    teams
}

impl Archive<'_> {
    /// The call with this id.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.0]
    }

    /// The call's relations.
    pub fn ties(&self, id: CallId) -> &Ties {
        &self.ties[id.0]
    }

    /// All ids, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = CallId> + use<> {
        (0..self.calls.len()).map(CallId)
    }

    /// The calls and pages that are no copies, in order.
    pub fn originals(&self) -> impl Iterator<Item = CallId> {
        self.ids().filter(|id| self.call(*id).same_as.is_none())
    }

    /// The team of this slug.
    pub fn team(&self, slug: &TeamSlug) -> Option<&Team> {
        self.teams.iter().find(|team| team.slug == *slug)
    }

    /// The team's name; the slug itself for an unknown one.
    pub fn team_title(&self, slug: &TeamSlug) -> String {
        self.team(slug).map_or_else(|| slug.to_string(), |team| team.title.clone())
    }

    /// Who met: the team's name, else the call's own title.
    pub fn team_or_title(&self, call: &Call) -> String {
        let team = call.team.as_ref().map(|slug| self.team_title(slug));
        team.filter(|team| !team.is_empty()).unwrap_or_else(|| call.title.clone())
    }

    /// Whether a call lies after the day of the build.
    pub fn is_upcoming(&self, call: &Call) -> bool {
        call.date.is_some_and(|date| date > self.today)
    }

    /// Whether a call counts: it took place, it is no copy, it is not ahead.
    pub fn counts(&self, call: &Call) -> bool {
        call.kind != Kind::Page
            && call.date.is_some()
            && call.state == State::Held
            && call.same_as.is_none()
            && !self.is_upcoming(call)
    }

    /// The calls' relations, and what is wrong with links. Every link is followed once, here.
    fn find_ties(&self) -> (Vec<Ties>, Vec<Diagnostic>) {
        let mut ties = vec![Ties::default(); self.calls.len()];
        for team in &self.teams {
            for pair in team.calls.windows(2) {
                if let [earlier, later] = pair {
                    ties[later.0].previous = Some(*earlier);
                    ties[earlier.0].next = Some(*later);
                }
            }
        }
        for id in self.ids() {
            // Of a copy with several calls each repeats the one that has its place in the original.
            let place = self.by_file[&self.call(id).file].iter().position(|part| *part == id).unwrap_or_default();
            let parts = self.call(id).same_as.as_ref().and_then(|file| self.by_file.get(file));
            let original = parts.and_then(|parts| parts.get(place).or(parts.first()));
            if let Some(original) = original.filter(|original| **original != id) {
                ties[id.0].original = Some(*original);
                ties[original.0].copies.push(id);
            }
        }
        let sources: Vec<CallId> = self.ids().collect();
        let followed: Vec<targets::Followed> = sources.par_iter().map(|id| self.follow(*id)).collect();
        let mut diagnostics = Vec::new();
        for (source, followed) in sources.into_iter().zip(followed) {
            ties[source.0].files = followed.files;
            // What a copy says, its original says.
            if self.call(source).same_as.is_none() {
                followed.calls.into_iter().for_each(|target| ties[target.0].backlinks.push(source));
                diagnostics.extend(followed.findings);
            }
        }
        (ties, diagnostics)
    }
}
