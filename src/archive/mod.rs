//! All calls together → the [`Archive`]: order, neighbours, copies, links both ways, reports in other teams' decks.
//!
//! It is put together once and never changed: every later stage borrows it. What only all notes together can say (copies,
//! repeated slides, whose a URL is, which repository a short reference means) is decided here by dropping or resolving what
//! was extracted; no text is read again.

mod about;
mod companions;
mod copies;
mod files;
mod links;
pub mod registers;
mod repeated;
mod reports;
mod urls;

pub use files::LocalFile;
pub use links::{Destination, ImageTarget, LinkTarget};
pub use registers::Registers;
pub use reports::Report;

use crate::base::diagnostic::Diagnostic;
use crate::base::panics;
use crate::base::text::composed;
use crate::config::{Config, TeamConfig, TeamSlug};
use crate::extract::{Call, Kind, State};
use crate::scan::{Class, Sources};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// A call's place in [`Archive::calls`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub usize);

/// Everything that is known, linked and in order.
#[derive(Debug)]
pub struct Archive {
    /// The configuration.
    pub config: Arc<Config>,
    /// The day of the build: calls after it are upcoming.
    pub today: NaiveDate,
    /// All calls and pages: by date, then URL; undated pages first.
    pub calls: Vec<Call>,
    /// Neighbours, copies and backlinks of each call; as long as `calls`.
    pub relations: Vec<Relations>,
    /// The teams: configured ones first, in that order, then the others by slug.
    pub teams: Vec<Team>,
    /// What all calls together say about decisions, actions, references, people and topics.
    pub registers: Registers,
    /// The image and PDF files of the source, by path.
    pub files: BTreeMap<String, LocalFile>,
    /// What each call is about; as long as `calls`.
    about: Vec<Vec<String>>,
    by_file: BTreeMap<String, Vec<CallId>>,
    /// The paths of notes and files that are not written with composed letters, by what they would be with them.
    composed: BTreeMap<String, String>,
    /// The files of the source that have no page.
    unpublished: BTreeSet<String>,
    /// Those of them that are named as images and are none that can be shown, with composed letters.
    refused: BTreeSet<String>,
    /// Notes by their own name, the first of each, for links that miss the folder.
    note_by_name: BTreeMap<String, String>,
    /// Where links may lead within each call, made for those that a link leads into; as long as `calls`.
    anchors: Vec<OnceLock<Box<links::Anchors>>>,
    /// Files by their own name, to find copies of pad uploads wherever they were put.
    by_name: BTreeMap<String, Vec<String>>,
    /// Each team's place in `teams`.
    team_places: BTreeMap<TeamSlug, usize>,
}

/// A call's relations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relations {
    /// The team's call before this one.
    pub previous: Option<CallId>,
    /// The team's call after this one.
    pub next: Option<CallId>,
    /// The call whose notes this one repeats.
    pub original: Option<CallId>,
    /// The calls that repeat this one's notes.
    pub copies: Vec<CallId>,
    /// The call whose agenda, invitation or summary this is.
    pub companion_of: Option<CallId>,
    /// The agenda, invitation or summary of this call, in this order.
    pub companions: Vec<CallId>,
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

/// Puts the archive together. `calls` are those of all notes, in the order of `sources`; `teams` are all teams in the order
/// they are shown in.
pub fn assemble(
    config: Arc<Config>,
    today: NaiveDate,
    sources: &Sources,
    teams: &[TeamConfig],
    mut calls: Vec<Call>,
) -> (Archive, Vec<Diagnostic>) {
    let links: BTreeSet<&str> =
        sources.notes().filter(|(_, note)| note.alias_of.is_some()).map(|(source, _)| source.path.as_str()).collect();
    calls.iter().for_each(|call| panics::planted("archive", || call.title.as_str()));
    companions::mark(&mut calls, &config);
    let mut diagnostics = urls::settle(&mut calls, |file| links.contains(file));
    copies::mark(&mut calls, sources);
    calls.sort_by(|a, b| (a.date, &a.url).cmp(&(b.date, &b.url)));
    repeated::mark(&mut calls);
    let mut by_file: BTreeMap<String, Vec<CallId>> = BTreeMap::new();
    for (index, call) in calls.iter().enumerate() {
        by_file.entry(call.file.clone()).or_default().push(CallId(index));
    }
    let files = files::files(sources);
    let mut note_by_name: BTreeMap<String, String> = BTreeMap::new();
    for path in by_file.keys() {
        let name = path.rsplit('/').next().unwrap_or(path);
        note_by_name.entry(name.to_owned()).or_insert_with(|| path.clone());
    }
    let anchors = calls.iter().map(|_| OnceLock::new()).collect();
    let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files.keys() {
        let name = path.rsplit('/').next().unwrap_or(path);
        by_name.entry(composed(name).into_owned()).or_default().push(path.clone());
    }
    let refused = sources.files.iter().filter(|file| matches!(file.class, Class::Asset(None)));
    let refused = refused.map(|file| composed(&file.path).into_owned()).collect();
    let paths = files.keys().chain(by_file.keys()).filter(|path| composed(path) != path.as_str());
    let composed = paths.map(|path| (composed(path).into_owned(), path.clone())).collect();
    let teams = gather(teams, &calls);
    let team_places = teams.iter().enumerate().map(|(place, team)| (team.slug.clone(), place)).collect();
    let (relations, registers) = (Vec::new(), Registers::default());
    let about = about::about(&calls);
    let others = sources.files.iter().filter(|file| !matches!(file.class, Class::Note(_) | Class::Asset(Some(_))));
    let unpublished = others.map(|file| file.path.trim_end_matches('/').to_owned()).collect();
    let mut archive = Archive {
        config,
        today,
        calls,
        relations,
        teams,
        registers,
        files,
        about,
        by_file,
        composed,
        unpublished,
        refused,
        note_by_name,
        anchors,
        by_name,
        team_places,
    };
    let (relations, found) = archive.find_relations();
    archive.relations = relations;
    diagnostics.extend(found);
    let found = reports::find(&archive);
    for (team, reports) in archive.teams.iter_mut().zip(found) {
        team.reports = reports;
    }
    archive.registers = registers::gather(&archive);
    (archive, diagnostics)
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
        if call.goes_with.is_some() {
            continue;
        }
        let list = if call.date.is_none() { &mut teams[*place].documents } else { &mut teams[*place].calls };
        list.push(CallId(index));
    }
    // A configured team without a single note has no page to offer.
    teams.retain(|team| !team.calls.is_empty() || !team.documents.is_empty());
    teams
}

impl Archive {
    /// The call with this id.
    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.0]
    }

    /// A team's place in [`Archive::teams`].
    pub fn team_place(&self, slug: &TeamSlug) -> Option<usize> {
        self.team_places.get(slug).copied()
    }

    /// The teams by their slugs, in the order they are shown in.
    pub fn team_slugs(&self) -> Vec<TeamSlug> {
        self.teams.iter().map(|team| team.slug.clone()).collect()
    }

    /// What a call is about, most telling first: what is particular to it among the notes of its team.
    pub fn about(&self, id: CallId) -> &[String] {
        &self.about[id.0]
    }

    /// Whether the notes of a call are empty and its agenda or the like is shown in their place.
    pub fn shown_instead(&self, id: CallId) -> Option<CallId> {
        let first = self.relations(id).companions.first().copied();
        first.filter(|_| self.call(id).says_nothing())
    }

    /// The documents of no team.
    pub fn loose_documents(&self) -> impl Iterator<Item = CallId> {
        let is_loose = |call: &Call| call.kind == Kind::Page && call.team.is_none() && call.goes_with.is_none();
        self.originals().filter(move |id| is_loose(self.call(*id)))
    }

    /// Whether the archive is of one series of calls, whose name goes without saying.
    pub fn is_of_one_series(&self) -> bool {
        self.teams.len() <= 1
    }

    /// The call's relations.
    pub fn relations(&self, id: CallId) -> &Relations {
        &self.relations[id.0]
    }

    /// Whether the file of this path repeats another one.
    pub fn is_copy(&self, file: &str) -> bool {
        self.by_file.get(file).into_iter().flatten().any(|id| self.call(*id).same_as.is_some())
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
        self.team_places.get(slug).map(|place| &self.teams[*place])
    }

    /// The team's name; the slug itself for an unknown one.
    pub fn team_title(&self, slug: &TeamSlug) -> String {
        self.team(slug).map_or_else(|| slug.to_string(), |team| team.title.clone())
    }

    /// Who met: the team's name, else the call's own title.
    pub fn team_or_title(&self, call: &Call) -> String {
        let team = call.team.as_ref().map(|slug| self.team_title(slug));
        let own = team.filter(|team| !team.is_empty()).unwrap_or_else(|| call.title.clone());
        // An archive without teams is of one series, and its title is the series'.
        if own.is_empty() { self.config.title.clone() } else { own }
    }

    /// Whether a call lies after the day of the build.
    pub fn is_upcoming(&self, call: &Call) -> bool {
        call.date.is_some_and(|date| date > self.today)
    }

    /// Whether a call counts: it took place, it is no copy, it is not ahead.
    pub fn is_held_original(&self, call: &Call) -> bool {
        call.kind != Kind::Page
            && call.date.is_some()
            && call.state == State::Held
            && call.same_as.is_none()
            && !self.is_upcoming(call)
    }

    /// The day of the latest of some calls that count.
    pub fn newest_day(&self, calls: impl Iterator<Item = CallId>) -> Option<NaiveDate> {
        calls.map(|id| self.call(id)).filter(|call| self.is_held_original(call)).filter_map(|call| call.date).max()
    }

    /// The calls' relations, and what is wrong with links. Every link is followed once, here.
    fn find_relations(&self) -> (Vec<Relations>, Vec<Diagnostic>) {
        let mut relations = vec![Relations::default(); self.calls.len()];
        for team in &self.teams {
            for pair in team.calls.windows(2) {
                if let [earlier, later] = pair {
                    relations[later.0].previous = Some(*earlier);
                    relations[earlier.0].next = Some(*later);
                }
            }
        }
        for id in self.ids() {
            // Of a copy with several calls each repeats the one that has its place in the original.
            let place = self.by_file[&self.call(id).file].iter().position(|part| *part == id).unwrap_or_default();
            let parts = self.call(id).same_as.as_ref().and_then(|file| self.by_file.get(file));
            let original = parts.and_then(|parts| parts.get(place).or(parts.first()));
            if let Some(original) = original.filter(|original| **original != id) {
                relations[id.0].original = Some(*original);
                relations[original.0].copies.push(id);
            }
        }
        for id in self.ids() {
            let call = self.call(id);
            let parts = call.goes_with.as_ref().and_then(|file| self.by_file.get(file)).into_iter().flatten();
            if let Some(main) = parts.copied().find(|main| self.call(*main).date == call.date) {
                relations[id.0].companion_of = Some(main);
                relations[main.0].companions.push(id);
            }
        }
        for ties in &mut relations {
            ties.companions.sort_by_key(|id| (self.call(*id).note_kind, *id));
        }
        let sources: Vec<CallId> = self.ids().collect();
        let followed: Vec<links::Followed> = sources.par_iter().map(|id| self.follow(*id)).collect();
        let mut diagnostics = Vec::new();
        for (source, followed) in sources.into_iter().zip(followed) {
            relations[source.0].files = followed.files;
            // What a copy says, its original says.
            if self.call(source).same_as.is_none() {
                followed.calls.into_iter().for_each(|target| relations[target.0].backlinks.push(source));
                diagnostics.extend(followed.findings);
            }
        }
        (relations, diagnostics)
    }
}
