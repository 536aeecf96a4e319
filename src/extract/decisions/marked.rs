//! What the minutes mark: labels, headings, tables, remarks of whoever writes down, votes.

use super::answers::answered;
use super::cues::{SCRIBE_SAYS, YES};
use super::undecided::{
    FOUND_OUT, IS_ACTION, MY_OPINION, NO_DECISION, NOT_DECIDED, NOTHING, PUT_OFF, STILL_OPEN, VOTE_IS_OPEN,
    is_agreed_fact, is_courtesy, is_open, was_voted_elsewhere,
};
use super::{ASKS_FOR_DECISIONS, Found, SHORT, SPEAKER, bare, count_words, said, whole};
use crate::base::pattern::Pattern;
use crate::extract::labels::Labels;
use crate::extract::reading::{Reading, URL, quote};
use crate::extract::{Kind, actions, tables, votes, words};

/// A label that may stand before a question as well as before its result.
static POLL: Pattern = Pattern::new(r"(?i)^\W*(?:polls?|votes?)\b");

/// What is voted on in the call itself.
static MOTION: Pattern = Pattern::new(r"(?i)\bmotion\b");

/// What an essay ends with, too, or what a document explains.
static CONCLUDES: Pattern = Pattern::new(r"(?i)\b(?:conclusions?|consensus)\b");

/// Such a remark at the end of what somebody says.
static REMARK_AT_END: Pattern = Pattern::new(r"\[([A-Za-z][^\]]{2,80})\]\W*$");

/// How such a line begins that has neither brackets nor other letters.
static SCRIBE_BEGINS: Pattern = Pattern::new(
    r"^(?i:agreed? (?:to|that|on)|we (?:all )?agreed? (?:to|that|on)|resolved\b|(?:general |broad |rough )?(?:consensus|agreement) (?:is |was )?(?:to|that|on|reached)|no objections?\b|decided (?:to|that|on)|(?:the )?plan is to|(?:posted and )?closed\b|closing (?:this|it|the|issue)\b|closing[.!]?$)",
);

/// A remark in brackets; what starts with digits is the time of a line.
static BRACKETED: Pattern = Pattern::new(r"^\[[A-Za-z][^\]]*\].{0,60}$");

/// "Decision: …", with the body on the line, nested below it, or in the list that follows.
pub(super) fn labelled(reading: &Reading<'_>, labels: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    if let Some(row) = &reading.statements[index].row {
        let statement = &reading.statements[index];
        let body = row.cells(&statement.text).find_map(|(_, cell)| Some(cell[labels.decision(cell)?..].trim()))?;
        let says = !body.is_empty() && !body.ends_with('?') && !PUT_OFF.is_match(body);
        return says.then(|| Found { text: body.to_owned(), ..whole(reading, index) });
    }
    let end = labels
        .decision(&text.words)
        .or_else(|| labels.decision(said(&text.words)).map(|end| end + text.words.len() - said(&text.words).len()))?;
    let statement = &reading.statements[index];
    let body = text.words[end..].trim_matches([' ', '*', '_']);
    if statement.is_heading {
        return (!body.is_empty() && !is_open(reading, index)).then(|| whole(reading, index));
    }
    // "Resolved: (Ann)" is said below, too.
    let is_remark = body.starts_with('(') && body.ends_with(')') && !reading.children(index).is_empty();
    if body.is_empty() || is_remark {
        // "Agreement?:" asks for one.
        if text.asks {
            return None;
        }
        let children = reading.children(index);
        if !children.is_empty() {
            // What is marked as an action is one, whatever stands above it.
            let is_marked = |words: &str| {
                let begins = |start: usize| words[..start].trim_matches(['*', '_', ' ', '[', '(']).is_empty();
                labels.action(words).is_some_and(|(start, _)| begins(start))
            };
            let is_part = |child: &usize| !is_marked(&reading.texts[*child].words);
            let parts: Vec<usize> = children.iter().copied().filter(is_part).collect();
            let texts: Vec<String> = parts.iter().map(|child| reading.with_nested(*child)).collect();
            // The lines of the row end before the first action, unless it stands first.
            let before = children.iter().take_while(|child| is_part(child)).last();
            let last = before.or(parts.last())?;
            let end_line = reading.statements[*last].nested_end;
            return Some(Found { says: index, answer: None, line: statement.line, end_line, text: texts.join("; ") });
        }
        let next = reading.next(index)?;
        let end_line = reading.statements[next].nested_end;
        return Some(Found {
            says: index,
            answer: None,
            line: statement.line,
            end_line,
            text: reading.with_nested(next),
        });
    }
    let found_out = || words::is_finding(&text.words[..end]) && FOUND_OUT.is_match(body);
    // "Conclusion: Demos" is what an agenda ends with.
    let is_of_agenda = words::is_news(body);
    // Nothing but an address: where people are asked to vote.
    let is_asked_there = body == URL && POLL.is_match(&text.words[..end]);
    if PUT_OFF.is_match(body) || found_out() || is_of_agenda || is_asked_there || is_courtesy(body) {
        return None;
    }
    if !text.asks {
        let mut found = whole(reading, index);
        // The label says nothing that the register does not.
        found.text = text.restored(body);
        if body.ends_with(':') {
            found.text = format!(
                "{} {}",
                found.text,
                reading.children(index).iter().map(|child| reading.with_nested(*child)).collect::<Vec<_>>().join("; ")
            );
            found.end_line = statement.nested_end;
        }
        return Some(found);
    }
    // A label before a question: the last arrow or yes below it is the decision.
    let answer = reading.children(index).iter().rev().find(|child| {
        let text = &reading.texts[**child];
        !text.asks && (text.arrow || YES.is_match(&text.words))
    })?;
    let mut found = answered(reading, index, *answer);
    found.line = reading.statements[*answer].line;
    Some(found)
}

/// What stands under "Conclusions" or under a slide's question for decisions.
pub(super) fn below_heading(reading: &Reading<'_>, labels: &Labels, index: usize) -> Option<Found> {
    let statement = &reading.statements[index];
    let text = &reading.texts[index].words;
    if statement.is_heading || NO_DECISION.is_match(text) {
        return None;
    }
    let above = reading.announcer(index)?;
    let asking = reading.announcement(index);
    // Of a page without a date the conclusion may be that of an essay, the consensus how to come to one.
    if reading.call.kind == Kind::Page && CONCLUDES.is_match(asking) {
        return None;
    }
    // "Ann: I read it and liked it" is what one of them concludes.
    if CONCLUDES.is_match(asking) && (reading.said_at(index).is_some() || MY_OPINION.is_match(text)) {
        return None;
    }
    // A template may have its questions as a list.
    let asked = || {
        let nearest = reading.parent(index).is_none() || reading.children(index).is_empty();
        nearest && ASKS_FOR_DECISIONS.is_match(reading.asking(index)) && !NOTHING.is_match(text)
    };
    // A label with a colon has taken what stands below it already.
    let announced = labels.is_decision_heading(asking)
        && (reading.statements[above].is_heading || labels.decision(asking).is_none())
        && !reading.is_after_talk(index);
    // Of decisions and actions below one heading, what is somebody's is an action.
    let is_action = IS_ACTION.is_match(text)
        || actions::somebody_is_to(reading, text)
        || (labels.is_action_heading(asking) && (text.contains('@') || statement.task.is_some()));
    if is_action || !(announced || asked()) {
        return None;
    }
    let found = whole(reading, index);
    match tables::fields(statement) {
        Some(fields) => {
            let cell = fields.decision.or(fields.says())?;
            Some(Found { text: cell.to_owned(), ..found })
        }
        None => Some(found),
    }
}

/// The column of a table that says what was decided.
pub(super) fn in_table(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let fields = tables::fields(&reading.statements[index])?;
    let cell = fields.decision.filter(|cell| cell.contains(char::is_alphabetic))?;
    let says = !(NO_DECISION.is_match(cell) || PUT_OFF.is_match(cell) || cell.ends_with('?'));
    says.then(|| Found { text: cell.to_owned(), ..whole(reading, index) })
}

/// What whoever writes down puts between what is said, in brackets or in other letters: "[agreed to close it]".
pub(super) fn scribed(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let statement = &reading.statements[index];
    let text = &reading.texts[index].words;
    let bracketed = BRACKETED.is_match(text);
    // "Ann: that is all. [consensus to close]"
    let remark = REMARK_AT_END.captures(text).filter(|_| reading.said_at(index).is_some());
    if let Some(remark) = remark {
        // "[Bob: agreed]" is what one of them says to it.
        let settles =
            SCRIBE_SAYS.is_match(&remark[1]) && !NOT_DECIDED.is_match(&remark[1]) && !SPEAKER.is_match(&remark[1]);
        return (settles && !STILL_OPEN.is_match(&remark[1])).then(|| whole(reading, index));
    }
    let is_marked = bracketed || statement.emphasised || SCRIBE_BEGINS.is_match(text);
    let is_remark = is_marked && reading.said_at(index).is_none() && count_words(text) <= MOST_WORDS;
    if statement.is_heading || statement.is_item || !is_remark {
        return None;
    }
    let before =
        (0..index).rev().take(LINES_OF_SPEECH).take_while(|at| reading.statements[*at].section == statement.section);
    let between_speech =
        (bracketed && reading.has_speech()) || before.into_iter().any(|at| reading.said_at(at).is_some());
    // "After further discussion" puts nothing off here.
    let is_open = NOT_DECIDED.is_match(text) || STILL_OPEN.is_match(text) || reading.texts[index].asks;
    if !between_speech || !SCRIBE_SAYS.is_match(text) || is_open || is_agreed_fact(text) || is_courtesy(text) {
        return None;
    }
    // "[no objections]" is about what was said last.
    let about = (index > 0 && count_words(text) < FEW_WORDS).then(|| index - 1);
    Some(about.map_or_else(|| whole(reading, index), |about| answered(reading, about, index)))
}

/// So far back somebody speaks where a remark stands between what is said.
const LINES_OF_SPEECH: usize = 4;

/// A table of votes has at most so many rows above one of them.
const ROWS_OF_A_POLL: usize = 8;

/// A remark of whoever writes down has at most so many words: what is longer is the draft of a letter.
const MOST_WORDS: usize = 30;

/// Fewer words than this say little by themselves.
const FEW_WORDS: usize = 5;

/// The result of a poll, with what it was about.
pub(super) fn polled(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let result = tables::poll(&reading.statements[index])?;
    let section = reading.statements[index].section;
    let about = (0..index).rev().take(ROWS_OF_A_POLL).find(|at| reading.statements[*at].row.is_none());
    let about = about.filter(|at| reading.statements[*at].section == section).or_else(|| reading.heading(index))?;
    let asked = &reading.statements[about];
    let found = whole(reading, index);
    // A poll that is marked with a label is told from there.
    Some(Found { says: about, line: asked.line, text: format!("{} → {result}", bare(&quote(&asked.text))), ..found })
}

/// How a vote went.
pub(super) fn voted(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = said(&reading.texts[index].words);
    if reading.statements[index].is_heading || !votes::is_vote(text) || is_open(reading, index) {
        return None;
    }
    // Below "History" of a page that is of no call it is told how a vote went elsewhere, and so it is below "Announcements"
    // without figures or a motion.
    if (reading.call.kind == Kind::Page || !(votes::counts(text) || MOTION.is_match(text))) && reading.is_told(index) {
        return None;
    }
    // While a vote is open its figures are no result, and one that was held elsewhere is only told.
    if was_voted_elsewhere(text) || VOTE_IS_OPEN.is_match(reading.asking(index)) || VOTE_IS_OPEN.is_match(text) {
        return None;
    }
    match reading.parent(index) {
        Some(parent) if count_words(text) <= SHORT => Some(answered(reading, parent, index)),
        _ => Some(whole(reading, index)),
    }
}

/// "Der Vorstand beschließt …"
pub(super) fn resolves(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let resolves = votes::resolves(&reading.texts[index].words);
    (resolves && !reading.statements[index].is_heading && !is_open(reading, index)).then(|| whole(reading, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&POLL, &MOTION, &CONCLUDES, &REMARK_AT_END, &SCRIBE_BEGINS, &BRACKETED] {
            assert!(pattern.is_valid());
        }
    }
}
