//! The archive → what goes into the search index: one document a call, one a section, one a decision, one an action.

use super::titles;
use crate::archive::registers::Mention;
use crate::archive::{Archive, CallId};
use crate::base::diagnostic::Diagnostic;
use crate::base::panics;
use crate::base::text::{with_anchor, with_slide};
use crate::config::TeamSlug;
use crate::config::person_of;
use crate::document::Section;
use crate::document::plain;
use crate::extract::handles;
use crate::extract::{Call, Role};
use crate::site::addresses;
use minutebook_engine as engine;
use minutebook_engine::SearchDocument;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// All documents, calls in the archive's order, a call before its sections. Copies are searched in their original only.
pub fn documents(archive: &Archive) -> Vec<SearchDocument> {
    let calls: Vec<CallId> = archive.originals().collect();
    documents_and_findings(archive, &calls, &community_teams(archive)).0
}

/// Those of some calls, and which of these have none because that panics.
pub(super) fn documents_and_findings(
    archive: &Archive,
    calls: &[CallId],
    community: &BTreeSet<&TeamSlug>,
) -> (Vec<SearchDocument>, Vec<Diagnostic>) {
    let made: Vec<_> = calls
        .par_iter()
        .map(|id| {
            let call = archive.call(*id);
            let repeats = call.team.as_ref().is_some_and(|team| community.contains(team));
            panics::caught(|| documents_of(archive, *id, repeats)).map_err(|_| not_found(&call.file))
        })
        .collect();
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    for made in made {
        match made {
            Ok(of_call) => documents.extend(of_call),
            Err(finding) => findings.push(finding),
        }
    }
    (documents, findings)
}

/// The finding of a note that is not in the index.
pub(super) fn not_found(file: &str) -> Diagnostic {
    panics::failed(file, "minutebook has failed on this note: search does not find it")
}

/// Teams in whose calls other teams report: what is said there, the teams' own minutes say first.
pub(super) fn community_teams(archive: &Archive) -> BTreeSet<&TeamSlug> {
    let reports = archive.teams.iter().flat_map(|team| &team.reports);
    reports.filter_map(|report| archive.call(report.call).team.as_ref()).collect()
}

fn documents_of(archive: &Archive, id: CallId, community: bool) -> Vec<SearchDocument> {
    let call = archive.call(id);
    panics::planted("documents", || call.title.as_str());
    let title = titles::title(archive, call);
    let common = SearchDocument {
        file: call.file.clone(),
        url: call.url.clone(),
        deck_url: addresses::deck_of(archive, id),
        team: call.team.as_ref().map(ToString::to_string).unwrap_or_default(),
        team_title: call.team.as_ref().map(|slug| archive.team_title(slug)).unwrap_or_default(),
        date: call.date.map(super::day_number),
        names: titles::names(call, &title),
        language: titles::language(archive, call),
        title,
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
        people: handles_of(archive, call.participants.iter().map(String::as_str)),
        ..common.clone()
    });
    let tags = Tags::new(archive, id);
    let mut above: Vec<(u8, &str)> = Vec::new();
    for (index, ((section, role), place)) in
        call.document.sections.iter().zip(&call.roles).zip(&call.outline).enumerate()
    {
        let heading = section.heading.as_ref();
        let mut body = plain::lines(&section.blocks);
        body.push_str(&plain::lines(call.document.speaker_notes(index)));
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
            let document = section_document(archive, &common, section, *role, text, ancestors, body);
            documents.push(SearchDocument {
                references: tags.references.get(&index).cloned().unwrap_or_default(),
                topics: tags.topics.get(&index).cloned().unwrap_or_default(),
                ..document
            });
        }
    }
    documents.extend(decisions(archive, id, &common));
    documents.extend(actions(archive, id, &common));
    documents
}

/// Section by section, what the registers know of it.
struct Tags {
    references: BTreeMap<usize, Vec<String>>,
    topics: BTreeMap<usize, Vec<String>>,
}

impl Tags {
    fn new(archive: &Archive, id: CallId) -> Self {
        let (registers, record) = (&archive.registers, archive.record(id));
        let mut tags = Self { references: BTreeMap::new(), topics: BTreeMap::new() };
        for index in &record.references {
            let reference = &registers.references[*index];
            for section in sections(&reference.mentions, id) {
                tags.references.entry(section).or_default().push(reference.id.clone());
            }
        }
        for index in &record.topics {
            let topic = &registers.topics[*index];
            for section in sections(&topic.mentions, id) {
                tags.topics.entry(section).or_default().push(topic.name.clone());
            }
        }
        tags
    }
}

/// The sections of a call among mentions, which stand in the order of the calls.
fn sections(mentions: &[Mention], id: CallId) -> BTreeSet<usize> {
    let first = mentions.partition_point(|mention| mention.call < id);
    mentions[first..].iter().take_while(|mention| mention.call == id).map(|mention| mention.section).collect()
}

/// A call's decisions; those that only report another team's are found in that team's call.
fn decisions(archive: &Archive, id: CallId, common: &SearchDocument) -> Vec<SearchDocument> {
    let registers = &archive.registers;
    let own = archive.record(id).decisions.iter().map(|index| &registers.decisions[*index]);
    own.filter(|decision| decision.repeats.is_none())
        .map(|decision| SearchDocument {
            kind: engine::Kind::Decision,
            line: decision.note.line,
            people: handles_of(archive, handles(&decision.note.text)),
            // Its trail has it as well.
            references: decision.references_of_item.iter().map(|at| registers.references[*at].id.clone()).collect(),
            topics: decision.topics.iter().map(|at| registers.topics[*at].name.clone()).collect(),
            subject: decision.note.subject.clone(),
            ..in_section(archive, common, id, decision.note.section, &decision.note.anchor, decision.note.in_full())
        })
        .collect()
}

/// The actions a call raised; where they are carried to later calls, they are found here.
fn actions(archive: &Archive, id: CallId, common: &SearchDocument) -> Vec<SearchDocument> {
    let registers = &archive.registers;
    let raised = archive.record(id).actions.iter().map(|index| &registers.actions[*index]);
    raised
        .filter_map(|action| {
            let first = action.sightings.first().filter(|first| first.call == id)?;
            // Whose it is; where nobody's, whom it speaks of.
            let mut people = action.assignees.clone();
            if people.is_empty() {
                people.extend(handles(&action.text).map(str::to_owned));
            }
            Some(SearchDocument {
                kind: engine::Kind::Action,
                line: first.note.line,
                people: handles_of(archive, people.iter().map(String::as_str)),
                references: action.references.iter().map(|at| registers.references[*at].id.clone()).collect(),
                topics: action.topics.iter().map(|at| registers.topics[*at].name.clone()).collect(),
                is_open: action.is_open(),
                subject: first.note.subject.clone(),
                ..in_section(archive, common, id, first.note.section, &first.note.anchor, first.note.in_full())
            })
        })
        .collect()
}

/// What a decision or action has of the section it stands in.
fn in_section(
    archive: &Archive,
    common: &SearchDocument,
    id: CallId,
    section: usize,
    anchor: &str,
    body: String,
) -> SearchDocument {
    let section = &archive.call(id).document.sections[section];
    SearchDocument {
        url: with_anchor(&common.url, anchor),
        deck_url: with_slide(&common.deck_url, &section.id),
        heading: section.heading.as_ref().map(|heading| heading.text.clone()).unwrap_or_default(),
        body,
        ..common.clone()
    }
}

/// Handles as the filters compare them: each as written and, where that is another spelling, as the person's own.
fn handles_of<'h>(archive: &Archive, handles: impl Iterator<Item = &'h str>) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for handle in handles {
        let person = person_of(&archive.config, handle);
        if archive.config.people.is_unlisted(&person) {
            continue;
        }
        for name in [handle, person.as_str()] {
            if known.insert(name.to_ascii_lowercase()) {
                people.push(name.to_owned());
            }
        }
    }
    people
}

/// In a deck, the heading of the part a slide belongs to.
fn part_title(call: &Call, part: usize, own: &str) -> String {
    let title = call.document.heading_text(part);
    if title == own { String::new() } else { title.to_owned() }
}

fn section_document(
    archive: &Archive,
    common: &SearchDocument,
    section: &Section,
    role: Role,
    heading: &str,
    ancestors: String,
    body: String,
) -> SearchDocument {
    let people = handles_of(archive, handles(heading).chain(handles(&body)));
    SearchDocument {
        kind: engine::Kind::Section,
        line: section.line,
        url: with_anchor(&common.url, &section.id),
        deck_url: with_slide(&common.deck_url, &section.id),
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
