//! What the lists of a note are, as far as all of their items tell: an agenda, tasks, bullets that happen to be boxes.

use super::{NEEDED, NOTHING, TRAILING, TRAILING_BARE, is_link};
use crate::extract::Role;
use crate::extract::labels::Labels;
use crate::extract::names::VERB;
use crate::extract::reading::Reading;
use crate::extract::words;
use std::collections::{BTreeMap, BTreeSet};

/// What the lists of a note are, as far as all of their items tell.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Section by section, whether it is a list of what is to be spoken about.
    pub(super) agendas: Vec<bool>,
    /// Section by section, whether it or a section it belongs to is called an agenda.
    pub(super) below_agendas: Vec<bool>,
    /// Statement by statement, whether it stands in a flat list most items of which end in who is named there: an agenda
    /// with its presenters.
    pub(super) presented: Vec<bool>,
    /// Whether who stands at the end of a line is mostly who said it.
    pub(super) attributed: bool,
    /// Whether boxes are the note's bullets: things to talk about, with the talk below them, or links to look at.
    pub(super) boxes_are_bullets: bool,
}

/// What is known of a note's lists, each looked through once.
pub(super) fn lists(reading: &Reading<'_>, labels: &Labels) -> Lists {
    let mut groups: BTreeMap<(usize, Option<usize>), (usize, usize)> = BTreeMap::new();
    // Lists with something below their items.
    let mut nested: BTreeSet<(usize, Option<usize>)> = BTreeSet::new();
    let (mut items, mut boxes, mut ticked, mut bullets) = (0, 0, 0, 0);
    let (mut ending, mut tasks) = (0, 0);
    let mut has_list = false;
    // Sections whose items are mostly boxes, by the number of items and of boxes among them.
    let mut boxed: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let key = |index: usize| (reading.statements[index].section, reading.parent(index));
    for (index, statement) in reading.statements.iter().enumerate().filter(|(_, statement)| statement.is_item) {
        let text = reading.texts[index].words.as_str();
        let named = TRAILING.is_match(text) || TRAILING_BARE.is_match(text);
        if TRAILING.is_match(text) {
            ending += 1;
            tasks += usize::from(VERB.is_match(text) || NEEDED.is_match(text));
        }
        let group = groups.entry(key(index)).or_default();
        group.0 += 1;
        group.1 += usize::from(named);
        nested.extend(reading.parent(index).map(&key));
        let above = reading.announcement(index);
        if labels.is_action_heading(above) {
            has_list |= !(NOTHING.is_match(text) || labels.speaks_of_earlier(above));
            continue;
        }
        items += 1;
        if statement.parent.is_none() {
            let section = boxed.entry(statement.section).or_default();
            section.0 += 1;
            section.1 += usize::from(statement.task.is_some());
        }
        if statement.task.is_some() {
            let talk = |child: &usize| reading.statements[*child].task.is_none();
            boxes += 1;
            ticked += usize::from(statement.task == Some(true));
            bullets += usize::from(reading.children(index).iter().any(talk) || is_link(statement));
        }
    }
    let presented = |index: usize| {
        let (items, named) = groups.get(&key(index)).copied().unwrap_or_default();
        reading.parent(index).is_none()
            && items >= FEWEST_PRESENTED
            && named * 2 > items
            && !nested.contains(&key(index))
    };
    Lists {
        agendas: agendas(reading),
        below_agendas: below_agendas(reading),
        presented: (0..reading.statements.len()).map(presented).collect(),
        attributed: ending >= FEWEST_ENDINGS && tasks * 3 <= ending,
        // Whoever keeps a list of actions keeps them there.
        boxes_are_bullets: has_list
            || (boxes >= FEWEST_BOXES && bullets * 3 >= boxes)
            // What is mostly ticked when it is written down was gone through in the call.
            || (boxes >= FEWEST_BOXES && ticked * 2 > boxes)
            || boxed.values().filter(|(items, boxes)| boxes * 2 > *items).count() >= FEWEST_BOXED
            // Nobody writes nearly all there is to say as tasks, under more than one heading.
            || (boxes >= FEWEST_OF_ALL && boxes * 10 >= items * 9 && boxed.len() > 1),
    }
}

/// Fewer lines that end in a handle tell nothing about the habits of a note.
const FEWEST_ENDINGS: usize = 5;

/// In a note with so many sections of boxes they are how it writes lists.
const FEWEST_BOXED: usize = 3;

/// Of so many items most must end in a handle to be an agenda.
const FEWEST_PRESENTED: usize = 3;

/// Fewer boxes tell nothing about the habits of a note.
const FEWEST_BOXES: usize = 3;

/// So many boxes that are nearly all items of a note are how it writes lists.
const FEWEST_OF_ALL: usize = 12;

fn below_agendas(reading: &Reading<'_>) -> Vec<bool> {
    let mut agenda: Option<u8> = None;
    let headings = reading.call.document.sections.iter().map(|section| section.heading.as_ref());
    headings
        .map(|heading| {
            let Some(heading) = heading else { return false };
            if agenda.is_some_and(|level| heading.level <= level) {
                agenda = None;
            }
            if agenda.is_none() && words::is_agenda(&heading.text) {
                agenda = Some(heading.level);
            }
            agenda.is_some()
        })
        .collect()
}

/// Section by section, whether it is the agenda rather than the minutes below that heading: the minutes come after it, under
/// a heading of their own, or it is a flat list and other sections follow.
fn agendas(reading: &Reading<'_>) -> Vec<bool> {
    let sections = &reading.call.document.sections;
    let mut has_nested = vec![false; sections.len()];
    for statement in &reading.statements {
        has_nested[statement.section] |= statement.parent.is_some();
    }
    let level = |section: usize| sections[section].heading.as_ref().map_or(0, |heading| heading.level);
    let text = |section: usize| sections[section].heading.as_ref().map_or("", |heading| heading.text.as_str());
    let mut agendas = vec![false; sections.len()];
    // From the end: the levels of sections with text, and of those for the minutes, that are still to come.
    let (mut other, mut minutes) = (u8::MAX, u8::MAX);
    for section in (0..sections.len()).rev() {
        let level = level(section);
        let follows = if has_nested[section] { minutes } else { minutes.min(other) };
        agendas[section] = words::is_agenda(text(section)) && follows <= level;
        let role = reading.call.roles.get(section).copied().unwrap_or(Role::Topic);
        if words::is_minutes(text(section)) {
            minutes = minutes.min(level);
        } else if role == Role::Topic && !sections[section].blocks.is_empty() {
            other = other.min(level);
        }
    }
    agendas
}
