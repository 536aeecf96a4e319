//! Turns of phrase that set a course, where the place in the tree or other words have a say: "let's …", "we will …".

use super::answers::is_firm;
use super::cues::{COMMAND, LETS_NOT, YES};
use super::undecided::{BROUGHT, IS_ACTION, is_open};
use super::{Found, by_words, said, whole};
use crate::base::pattern::Pattern;
use crate::extract::actions;
use crate::extract::labels::Labels;
use crate::extract::reading::Reading;

static COURSE: Pattern = Pattern::new(
    r"(?i)^(?:so |then |therefore |thus |for now,? |hence |ergo,? )?(?:we|sig|the sig|team)(?: will|['’]ll| won['’]t| keep| stay| stick| drop| want only| should only| need to follow| (?:do not|don['’]t) (?:allow|handle|prohibit|recommend|require|support))\b",
);

static COURSE_NOT: Pattern = Pattern::new(
    r"(?i)^(?:so |then |therefore |thus |for now,? |hence |ergo,? )?(?:we|sig|the sig|team)(?:['’]ll| \S+| should only| need to follow) (?:also |always |soon |then )?(?:an?|track|maybe|perhaps|hopefully|probably|see|look|discuss|check|talk|have|test|get|present|need|know|ask|try|meet|depend|be|work|do|review|send|write|file|share|expect|go through|hear|find|report|receive|produce|collect|assemble|inform|prepare|coordinate|follow up|go over|design|explore|investigate|aim)\b|\bsoon\W*$",
);

static SWITCHING: Pattern = Pattern::new(r"(?i)^(?:switching|moving|switch) to\b");

/// What it would be like to switch, in the sentence itself: "Moving to another host allows …".
static SWITCHING_TOLD: Pattern = Pattern::new(
    r"(?i)^[^,;:(–]*?\b(?:allows?|is|are|was|were|has|means?|would|could|might|makes?|gives?|helps?|lets?|requires?|needs?|seems?)\b",
);

static LETS: Pattern = Pattern::new(
    r"(?i)(?:^(?:(?:ok|okay|yes|so|then|well|conclusion|discussion|decision)[,:]?\s*)?|[,;:–.] )let(?:['’]s|s| us) ",
);

static BEGINS_WITH_LETS: Pattern = Pattern::new(r"(?i)^(?:(?:ok|okay|yes|so|then|well)[,:]?\s*)?let(?:['’]s|s| us) ");

static FOR_NOW: Pattern = Pattern::new(r"(?i)^(?:\S+ ){1,6}for (?:now|the time being|the moment)\b\s*(?:$|[.(,;])");

static FOR_NOW_NOT: Pattern = Pattern::new(
    r"(?i)@\w+ (?:will|to)\b|^for\b|\b(?:it|that|this)['’]s\b|\b(?:inclined|leaning)\b|\b(?:left|may|might|could|would|currently|is|are|has|not|table|works?)\b|^(?:stay|opt-?in|next|skip(?:ped)?)\b|\bfeel free\b",
);

static NORM: Pattern = Pattern::new(
    r"(?i)\b(?:recommended|recommend|mandatory|must|can be used|should be|will be|focus on|as new|accept(?:ed)?)\b",
);

static VAGUE: Pattern = Pattern::new(
    r"(?i)@|\b(?:could|maybe|todo|please|AI)\b|^(?:take (?:up|over)|start at|go (?:to|until)|suggest(?:ion|s|ed)?)\b",
);

/// Who says what follows, before a dash: "Ann – let's do it".
static WHO_SAYS: Pattern = Pattern::new(r"^([A-Z][a-z]+)(?: [A-Z][a-z]+)? [–—-]+ ");

/// "Let's …", unless an item goes on behind it that is no question: then it was one proposal of several.
pub(super) fn proposed(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let found = by_words(reading, index, &LETS, Some(&LETS_NOT), false)?;
    // With notes of its own below it, at the top of a list, it is what comes next on the agenda; with a single one that says why
    // it is what came of the item.
    let text = &reading.texts[index].words;
    let notes: Vec<usize> =
        reading.children(index).iter().copied().filter(|child| !is_taken_up(reading, *child)).collect();
    let is_reasoned = BEGINS_WITH_LETS.is_match(text)
        && matches!(notes[..], [note] if reading.children(note).is_empty() && !reading.texts[note].asks);
    let is_of_agenda = reading.parent(index).is_none() && !text.contains('@') && !notes.is_empty() && !is_reasoned;
    // "Ann – let's do it" is what Ann says.
    let is_hers = WHO_SAYS.captures(text).is_some_and(|who| reading.is_known(&who[1]));
    if BROUGHT.is_match(text) || is_of_agenda || is_hers {
        return None;
    }
    let goes_on = |next: usize| !is_taken_up(reading, next);
    let is_answer = reading.parent(index).is_some_and(|parent| reading.texts[parent].asks);
    let next = reading.parent(index).and_then(|_| reading.next(index));
    (is_answer || next.is_none_or(|next| !goes_on(next))).then_some(found)
}

/// Whether a statement says who takes up what stands above it, or that it is agreed.
fn is_taken_up(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.texts[index].words;
    is_firm(text)
        || YES.is_match(text)
        || text.starts_with('@')
        || IS_ACTION.is_match(text)
        || actions::somebody_is_to(reading, text)
}

/// "We will …", "We keep …", "Switching to …": the course that was set.
pub(super) fn course(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    if reading.statements[index].is_heading || reading.said_at(index).is_some() {
        return None;
    }
    let text = said(&reading.texts[index].words);
    if BROUGHT.is_match(&reading.texts[index].words) {
        return None;
    }
    let sets = COURSE.is_match(text) && !COURSE_NOT.is_match(text) && !IS_ACTION.is_match(text);
    let switches = SWITCHING.is_match(text) && !SWITCHING_TOLD.is_match(text) && !text.contains('@');
    ((sets || switches) && !is_open(reading, index)).then(|| whole(reading, index))
}

/// "… for now".
pub(super) fn for_now(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = said(&reading.texts[index].words);
    let fits = !reading.statements[index].is_heading
        && FOR_NOW.is_match(text)
        && !FOR_NOW_NOT.is_match(text)
        && !IS_ACTION.is_match(text)
        && !is_open(reading, index);
    fits.then(|| whole(reading, index))
}

/// An arrow before a command or a norm. Arrows alone say little: most of them are versions and consequences.
pub(super) fn outcome(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let fits = text.arrow
        && !reading.statements[index].is_heading
        && !VAGUE.is_match(&text.words)
        && (COMMAND.is_match(&text.words) || NORM.is_match(&text.words))
        && !is_open(reading, index);
    fits.then(|| whole(reading, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [
            &COURSE,
            &COURSE_NOT,
            &SWITCHING,
            &SWITCHING_TOLD,
            &LETS,
            &BEGINS_WITH_LETS,
            &WHO_SAYS,
            &FOR_NOW,
            &FOR_NOW_NOT,
            &NORM,
            &VAGUE,
        ] {
            assert!(pattern.is_valid());
        }
    }
}
