//! The pictures that go with links: one for the archive, one for each team and each call, drawn with the shipped font.
//!
//! What stands on a card is settled first, as data, and names its file; pages can say the address before anything is drawn.
//! A card whose main text has letters that the font lacks is not made: no picture is better than empty boxes.

mod coverage;
mod drawing;
mod kept;
mod typeface;

use crate::archive::{Archive, CallId, Team};
use crate::document::plain;
use crate::extract::{Call, State};
use crate::site::colors::{self, Rgb};
use crate::site::fonts;
use crate::site::output::{Content, Output};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use typeface::{Setting, Typeface};

/// What networks ask for.
pub(super) const WIDTH: u32 = 1200;
pub(super) const HEIGHT: u32 = 630;

/// The largest file in bytes.
const LARGEST: usize = 25_000;

/// Changes when cards are drawn in another way, so that none is taken from a cache that looks otherwise.
const RECIPE: &str = "card 1";

/// What stands on a card: texts that the font has all letters of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
struct Card {
    /// The team's colour; on the archive's card those of all teams.
    colors: Vec<Rgb>,
    /// Who met; may be empty, as all but the headline.
    kicker: String,
    /// The date, or the name of a team, a document, the archive.
    headline: String,
    /// What else there is to say of that.
    aside: String,
    /// What it is for, in a sentence.
    lead: String,
    /// What was spoken about.
    items: Vec<String>,
    /// Whose minutes they are.
    foot: String,
    /// "3 decisions".
    decisions: String,
}

/// A card that has its file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Planned {
    card: Card,
    /// A hash of the card and of how it is drawn.
    key: String,
    /// Below the site's root.
    path: String,
}

/// The cards of an archive.
#[derive(Default)]
pub struct Cards {
    typeface: Option<Typeface>,
    archive: Option<Planned>,
    /// By their places in [`Archive::teams`].
    teams: Vec<Option<Planned>>,
    /// By [`CallId`].
    calls: Vec<Option<Planned>>,
}

/// Why there are no cards: the font was not there when the program was compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFont;

impl std::fmt::Display for NoFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "no cards were drawn for links to the site, since this program was built without its font; run `npm ci` and \
             build it again, or set `social_cards: false`",
        )
    }
}

/// Settles what is drawn; an archive with a picture of its own needs no card besides. There are no cards where they are
/// switched off, or where nobody could link to one: its address has to be absolute.
pub fn plan(archive: &Archive, has_picture: bool) -> Result<Cards, NoFont> {
    if !archive.config.social_cards || archive.config.base_url.is_none() {
        return Ok(Cards::default());
    }
    let typeface = Typeface::load().ok_or(NoFont)?;
    let planner = Planner::new(archive, &typeface);
    let recipe = recipe();
    let planned = |card: Card| {
        let mut hasher = blake3::Hasher::new();
        // Texts and numbers become JSON without fail.
        hasher.update(recipe.as_bytes()).update(&serde_json::to_vec(&card).unwrap_or_default());
        let key = hasher.finalize().to_hex().to_string();
        let path = format!("assets/cards/{}.png", &key[..16]);
        Planned { card, key, path }
    };
    let ids: Vec<CallId> = archive.ids().collect();
    Ok(Cards {
        archive: planner.of_archive().filter(|_| !has_picture).map(planned),
        teams: (0..archive.teams.len()).map(|at| planner.of_team(at).map(planned)).collect(),
        calls: ids.par_iter().map(|id| planner.of_call(*id).map(planned)).collect(),
        typeface: Some(typeface),
    })
}

/// What all cards depend on besides their texts.
fn recipe() -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(RECIPE.as_bytes());
    for file in fonts::files() {
        hasher.update(file.bytes);
    }
    hasher.finalize()
}

impl Cards {
    /// The path below the root of the archive's card.
    pub(super) fn of_archive(&self) -> Option<&str> {
        self.archive.as_ref().map(|planned| planned.path.as_str())
    }

    /// The path of a team's card, by the team's place in the archive.
    pub(super) fn of_team(&self, at: usize) -> Option<&str> {
        self.teams.get(at)?.as_ref().map(|planned| planned.path.as_str())
    }

    /// The path of a call's card.
    pub(super) fn of_call(&self, id: CallId) -> Option<&str> {
        self.calls.get(id.0)?.as_ref().map(|planned| planned.path.as_str())
    }

    /// Draws every card that is not kept in the cache's folder, and hands each to `put`; equal cards are one file.
    pub fn draw<E: Send>(&self, cache: Option<&Path>, put: impl Fn(&Output) -> Result<(), E> + Sync) -> Result<(), E> {
        let Some(typeface) = &self.typeface else { return Ok(()) };
        let all = self.archive.iter().chain(self.teams.iter().flatten()).chain(self.calls.iter().flatten());
        let by_path: BTreeMap<&str, &Planned> = all.map(|planned| (planned.path.as_str(), planned)).collect();
        let kept = kept::KeptCards::new(cache);
        let planned: Vec<&Planned> = by_path.into_values().collect();
        // A hand that draws several cards draws their letters once.
        planned.par_chunks(16).try_for_each(|chunk| {
            let mut setting = Setting::new(typeface);
            chunk.iter().try_for_each(|planned| {
                let file = kept.card(&planned.key, || drawing::png(&planned.card, &mut setting));
                put(&Output { path: planned.path.clone(), content: Content::Bytes(file) })
            })
        })?;
        kept.tidy();
        Ok(())
    }
}

/// Settles what stands on the cards.
struct Planner<'a> {
    archive: &'a Archive,
    typeface: &'a Typeface,
    accent: Rgb,
    team_colors: BTreeMap<&'a str, Rgb>,
}

/// The longest text that is looked at, in characters: more has no room.
const LONGEST: usize = 160;

impl<'a> Planner<'a> {
    fn new(archive: &'a Archive, typeface: &'a Typeface) -> Self {
        let slugs = archive.team_slugs();
        let colors = colors::on_paper(&archive.config, &slugs);
        let team_colors = archive.teams.iter().map(|team| team.slug.as_str()).zip(colors).collect();
        Self { archive, typeface, accent: colors::accent(&archive.config), team_colors }
    }

    /// A text that can be set; empty where it cannot.
    fn text(&self, text: &str) -> String {
        self.typeface.settable(&plain::shorten(text, LONGEST)).unwrap_or_default()
    }

    fn of_archive(&self) -> Option<Card> {
        let archive = self.archive;
        let colors: Vec<Rgb> = archive.teams.iter().map(|team| self.team_color(team)).collect();
        let held = archive.calls.iter().filter(|call| archive.is_held_original(call)).count();
        let card = Card {
            colors: if colors.is_empty() { vec![self.accent] } else { colors },
            headline: self.text(&archive.config.title),
            aside: self.figures(held, archive.ids()),
            lead: self.text(&archive.config.tagline),
            ..Card::default()
        };
        (!card.headline.is_empty()).then_some(card)
    }

    fn of_team(&self, at: usize) -> Option<Card> {
        let archive = self.archive;
        let team = &archive.teams[at];
        let is_held = |id: &&CallId| archive.is_held_original(archive.call(**id));
        let held = team.calls.iter().filter(is_held).count();
        let last = team.calls.iter().rev().find(is_held);
        let card = Card {
            colors: vec![self.team_color(team)],
            headline: self.text(&team.title),
            aside: self.figures(held, team.calls.iter().copied()),
            items: last.map(|id| self.items(self.about(*id))).unwrap_or_default(),
            foot: self.text(&archive.config.title),
            ..Card::default()
        };
        (!card.headline.is_empty()).then_some(card)
    }

    fn of_call(&self, id: CallId) -> Option<Card> {
        let (archive, call) = (self.archive, self.archive.call(id));
        let words = archive.config.words();
        let team = call.team.as_ref().and_then(|slug| archive.team(slug));
        let kicker = match (call.date, team) {
            (Some(_), _) => archive.team_or_title(call),
            (None, Some(team)) => team.title.clone(),
            (None, None) => String::new(),
        };
        let headline = match call.date {
            Some(day) => words.date("dates.long", day),
            None if call.title.is_empty() => archive.team_or_title(call),
            None => call.title.clone(),
        };
        let decisions = archive.record(id).decisions.len();
        let foot = self.text(&archive.config.title);
        let kicker = self.text(&kicker);
        let card = Card {
            colors: vec![team.map_or(self.accent, |team| self.team_color(team))],
            headline: self.text(&headline),
            aside: self.text(&self.circumstances(call)),
            lead: String::new(),
            items: self.items(self.about(id)),
            foot: if foot == kicker { String::new() } else { foot },
            kicker,
            decisions: if decisions > 0 {
                self.text(&words.count("counts.decisions", decisions))
            } else {
                String::new()
            },
        };
        (!card.headline.is_empty()).then_some(card)
    }

    fn team_color(&self, team: &Team) -> Rgb {
        self.team_colors.get(team.slug.as_str()).copied().unwrap_or(self.accent)
    }

    fn about(&self, id: CallId) -> &'a [String] {
        self.archive.about(self.archive.shown_instead(id).unwrap_or(id))
    }

    fn items(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).filter(|text| !text.is_empty()).collect()
    }

    /// "118 calls, last on 4 June 2026".
    fn figures(&self, held: usize, calls: impl Iterator<Item = CallId>) -> String {
        let words = self.archive.config.words();
        let Some(day) = self.archive.newest_day(calls) else { return String::new() };
        let last = words.with("team.last_on", &[("date", &words.date("dates.long", day))]);
        self.text(&words.joined(&[words.count("counts.calls", held), last]))
    }

    /// "workshop", "cancelled".
    fn circumstances(&self, call: &Call) -> String {
        let words = self.archive.config.words();
        let cancelled = (call.state == State::Cancelled).then(|| words.text("calls.cancelled").to_owned());
        let all: Vec<String> = call.suffix_text().into_iter().chain(cancelled).collect();
        words.joined(&all)
    }
}

#[cfg(test)]
mod tests;
