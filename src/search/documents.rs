//! The archive → what goes into the search index: one document a call and one a section.

use crate::extract::handles;
use crate::link::{Archive, CallId};
use crate::model::{Call, Kind, Role, Section, TeamSlug};
use crate::plain;
use crate::render::view::DateView;
use chrono::Datelike;
use minutebook_engine as engine;
use minutebook_engine::SearchDocument;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// All documents, calls in the archive's order, a call before its sections. Copies are searched in their original only.
pub(super) fn documents(archive: &Archive<'_>) -> Vec<SearchDocument> {
    let community = community_teams(archive);
    let ids: Vec<CallId> = archive.ids().filter(|id| archive.call(*id).same_as.is_none()).collect();
    let documents: Vec<Vec<SearchDocument>> = ids
        .par_iter()
        .map(|id| {
            let call = archive.call(*id);
            let repeats = call.team.as_ref().is_some_and(|team| community.contains(team));
            documents_of(archive, *id, repeats)
        })
        .collect();
    documents.into_iter().flatten().collect()
}

/// Teams in whose calls other teams report: what is said there, the teams' own minutes say first.
fn community_teams<'a>(archive: &'a Archive<'_>) -> BTreeSet<&'a TeamSlug> {
    let reports = archive.teams.iter().flat_map(|team| &team.reports);
    reports.filter_map(|report| archive.call(report.call).team.as_ref()).collect()
}

fn documents_of(archive: &Archive<'_>, id: CallId, community: bool) -> Vec<SearchDocument> {
    let call = archive.call(id);
    let common = SearchDocument {
        file: call.file.clone(),
        url: call.url.clone(),
        deck_url: format!("{}deck/", call.url),
        team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
        team_title: call.team.as_ref().map(|slug| archive.team_title(slug)).unwrap_or_default(),
        date: call.date.map(|date| u32::try_from(date.year()).unwrap_or(0) * 10_000 + date.month() * 100 + date.day()),
        title: title(archive, call),
        call: u32::try_from(id.0).unwrap_or(u32::MAX),
        community,
        ..SearchDocument::default()
    };
    let mut documents = Vec::with_capacity(call.document.sections.len() + 1);
    let headings: Vec<&str> = call
        .document
        .sections
        .iter()
        .zip(&call.roles)
        .filter(|(_, role)| **role == Role::Topic)
        .filter_map(|(section, _)| section.heading.as_ref().map(|heading| heading.text.as_str()))
        .collect();
    documents.push(SearchDocument {
        kind: engine::Kind::Call,
        line: 1,
        ancestors: headings.join(" / "),
        people: call.participants.clone(),
        ..common.clone()
    });
    let mut above: Vec<(u8, &str)> = Vec::new();
    for ((section, role), place) in call.document.sections.iter().zip(&call.roles).zip(&call.outline) {
        let heading = section.heading.as_ref();
        let body = plain::lines(&section.blocks);
        let text = heading.map_or("", |heading| heading.text.as_str());
        let ancestors = if call.document.deck.is_some() {
            part_title(call, place.part, text)
        } else {
            if let Some(heading) = heading {
                above.retain(|(level, _)| *level < heading.level);
            }
            above.iter().map(|(_, title)| *title).collect::<Vec<_>>().join(" / ")
        };
        if let Some(heading) = heading
            && matches!(role, Role::Topic | Role::Boilerplate)
        {
            above.push((heading.level, &heading.text));
        }
        let says_nothing = body.is_empty() && (text.is_empty() || *role == Role::Title);
        if !says_nothing {
            documents.push(section_document(&common, section, *role, text, ancestors, body));
        }
    }
    documents
}

/// In a deck, the heading of the part a slide belongs to.
fn part_title(call: &Call, part: usize, own: &str) -> String {
    let title = call.document.sections.get(part).and_then(|section| section.heading.as_ref());
    title.map(|heading| heading.text.clone()).filter(|title| title != own).unwrap_or_default()
}

fn section_document(
    common: &SearchDocument,
    section: &Section,
    role: Role,
    heading: &str,
    ancestors: String,
    body: String,
) -> SearchDocument {
    let anchored = |url: &str, mark: &str| {
        if section.id.is_empty() { url.to_owned() } else { format!("{url}{mark}{}", section.id) }
    };
    let mut people: Vec<String> = Vec::new();
    for handle in handles(heading).chain(handles(&body)) {
        if !people.iter().any(|known| known.eq_ignore_ascii_case(handle)) {
            people.push(handle.to_owned());
        }
    }
    SearchDocument {
        kind: engine::Kind::Section,
        line: section.line,
        url: anchored(&common.url, "#"),
        deck_url: anchored(&common.deck_url, "#/"),
        heading: heading.to_owned(),
        ancestors,
        body,
        role: match role {
            Role::Topic => engine::Role::Topic,
            Role::Title | Role::Structure => engine::Role::Structure,
            Role::Participants => engine::Role::Participants,
            Role::Chores => engine::Role::Chores,
            Role::Boilerplate => engine::Role::Boilerplate,
        },
        people,
        ..common.clone()
    }
}

/// "Team IaaS, 11 January 2023, overflow"; a page's own title.
fn title(archive: &Archive<'_>, call: &Call) -> String {
    let team = call.team.as_ref().map(|slug| archive.team_title(slug)).unwrap_or_default();
    if call.kind == Kind::Page {
        return call.title.clone();
    }
    let mut title = if team.is_empty() { call.title.clone() } else { team };
    if let Some(date) = call.date {
        title.push_str(", ");
        title.push_str(&DateView::new(date).long);
    }
    if let Some(suffix) = &call.suffix {
        title.push_str(", ");
        title.push_str(&suffix.replace('-', " "));
    }
    title
}
