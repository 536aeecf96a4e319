//! Questions and proposals, and what answers them.

use super::cues::{COMMAND, YES};
use super::undecided::{DEFERRED, IS_ACTION, NOT_DECIDED, is_only_possible, is_open};
use super::{Found, NO_OBJECTION, SHORT, bare, count_words, whole};
use crate::base::pattern::Pattern;
use crate::extract::labels::Labels;
use crate::extract::reading::{Reading, URL, quote};
use crate::extract::statements::{Row, Statement};
use crate::extract::votes;

static PROPOSAL: Pattern =
    Pattern::new(r"(?i)\b(?:propos(?:al|es?|ed)|suggest(?:ion|s|ed)?|vote|question|plan|idea|option|to be voted)\b");

static SHORT_OUTCOME: Pattern = Pattern::new(
    r"(?i)^\W*(?:no (?:\w+ )?objections?|unanimous(?:ly)?|agree(?:d|ment)|accepted|approved|audience agrees|all agreed?|everybody agrees|consensus|consent|nobody (?:\S+ ){0,4}objected|yes: ?\d|adopted|confirmed|done deal|sounds good|lgtm|\+1)(?:[\s.,:;!)(–—-]|$)|^\W*resolved?\W* (?:yes|no)\b|^\W*(?:ok|okay|yes|no|fixed)(?:\s*[.,:;!)–—-]|\s+\(|$|\s+(?:please|for|let|we|it|this|that|not|but|and|as|in|with)\b)",
);

static AGREES: Pattern = Pattern::new(r"(?i)agree|resolved|accept|approv|consens|adopt");

/// Who asks: "Q: Ann: …", "(AL) …".
static ASKER: Pattern = Pattern::new(
    r"^(?:[^\w(]*\([A-Z, /]{2,}\)\s+|\W*(?:(?:@?[\w-]+ )?(?i:q(?:uestion)?)\s*[:)]\s*)?(?:@?[\w.-]+(?: \([^)]*\))?\s*[:–]\s+)?)",
);

/// What is said to a question by somebody who has done what was asked for.
static IS_DONE: Pattern = Pattern::new(r"(?i)^(?:done|fixed)\b\W*$");

/// What is said to a question without answering it.
static NO_ANSWER: Pattern = Pattern::new(
    r"(?i)^(?:but|this leads|that leads|open|unclear|unknown|see|maybe|(?:it )?depends|later|tbd|not (?:there )?yet|counter-?(?:idea|proposal)s?)\b|^$",
);

/// What is said to a question of what to do by somebody who tells how things are.
static TELLS_HOW_IT_IS: Pattern = Pattern::new(
    r"(?i)^(?:current(?:ly)?|in (?:particular|practice|fact|general|theory|principle|addition)|no \w+ since|not (?:documented|currently|actively|really|sure)|we (?:have|want to know|don['’]?t know|do not know|(?:should|need to|have to) ask)|(?:yes|no|yep|yeah)\W+(?:(?:but )?there(?:['’]s| is| are)|i (?:was|am|have|had|did)|i['’]m|(?:it|this|that)(?:['’]s| is) (?:already |still )?(?:wip|available|being|coming|in (?:progress|the works)|possible|there|under way|working)))\b",
);

static ANSWER: Pattern = Pattern::new(r"(?i)^(?:(?:answer|ans|antwort|result|outcome|suggestion)\s*[:)]|a\s*:)");

/// Questions that ask what to do.
static DELIBERATES: Pattern = Pattern::new(
    r"(?i)\b(?:should|shall|shell|do we|can we|could we|may we|must|want|what to do|where to|how to|when|which|who|need|require[ds]?|mandatory|recommended|merge|include|keep|move|drop|ready|ok|okay|agree|propos\w*|allow(?:ed)?|accept\w*|enough|still|separate|stabili[sz]e|release|schedule|date|today|continue|postpone|or)\b",
);

static ASKS_WHAT_TO_DO: Pattern = Pattern::new(
    r"(?i)\b(?:should|shall|do we|can we|could we|where to|when to|how to|what to do|stabili[sz]e|merge|release|releasing|move to|include|separate|require|postpone|keep|drop|or)\b",
);

/// Questions whether what was said is so.
static ASKS_IF_RIGHT: Pattern = Pattern::new(r"(?i)\bright\W*$");

/// Questions that cannot be answered by how things are.
pub(super) static SHOULD: Pattern = Pattern::new(r"(?i)\b(?:should|shall)\b");

/// Questions of those who decide to each other.
static ASKS_US: Pattern = Pattern::new(r"(?i)\b(?:should|shall)\b|\b(?:do|can|could|must|may) we\b");

/// Questions that ask how things are.
static ASKS_A_FACT: Pattern = Pattern::new(
    r"(?i)^(?:q[:)]? )?(?:@\S+:? )?(?:is it possible|does (?:any|someone|somebody)|did|how (?:is|does|do|are|much|many|long)|why|has|have|are there|is there|(?:what|who|how|where)['’]s|what if|who (?:is|has|knows|can)|when (?:was|were|did)|what (?:is|are|does|happens|about|kinds?|sorts?|types?)|does (?:this|that|it)\b|(?:can|could|would|will) (?:someone|somebody|anyone|anybody)\b|any(?:one|body|thing)|some(?:one|body)|status|questions?|challenges?)\b|\bis (?:that|this|it) (?:a |an )?(?:problem|issue|bug|known|true|right|correct|expected|intended)\b|\bright\W*$|\bdo we (?:\S+ ){1,8}(?:today|already|currently|yet)\b|\b(?:which|who|what) (?:\w+ ){0,3}(?:is|are|was|were) (?:involved|affected|available|missing|left|known)\b",
);

static STARTS_AS_FACT: Pattern = Pattern::new(
    r"(?i)^(?:\W*@[\w-]+:? )?\(?(?:is|are|am|was|were|does|did|has|have|had|any|can we say|(?:do|does|is|are|has|have)n['’]?t|(?:so |and )?(?:that|it|this)(?:['’]s| is)|so (?:you|it|that|they))\b|\b(?:can|could|do|does|did|will|would) (?:they|it|he|she|you|anyone|somebody|people)\b",
);

static QUESTION_AND_ANSWER: Pattern = Pattern::new(r"(?i)^\W*q(?:uestion)?\s*[:)]");

static OPINION: Pattern = Pattern::new(
    r"(?i)^(?:@[\w-]+|[a-z]+:) ?|\b(?:could|might|maybe|perhaps|would|proposed|proposes|depends|unclear|see|question|already|currently|is there|e\.g\.)\b|^will (?:also )?(?:have|be)\b|URL|^\S+$",
);

static PLAIN_ANSWER: Pattern = Pattern::new(
    r"(?i)^(?:we|will|should|move|use|both|do|keep|put|separate|discuss\w*|no|not|only|merge|with|without|in|at|as)\b",
);

/// An answer of so few words that has a list below it is over that list.
const WORDS_OVER_A_LIST: usize = 2;

/// An answer, and the line it ends on: "A:" is said below.
pub(super) fn reply(reading: &Reading<'_>, index: usize) -> (String, u32) {
    let text = &reading.texts[index].words;
    let is_label = ANSWER.find(text).is_some_and(|label| text[label.end()..].trim_matches([' ', '*', '_']).is_empty());
    if is_label && !reading.children(index).is_empty() {
        let below: Vec<String> = reading.children(index).iter().map(|child| reading.with_nested(*child)).collect();
        return (below.join("; "), reading.statements[index].nested_end);
    }
    // A word over a list says little without it.
    let children = reading.children(index);
    let is_over_list = count_words(text) <= WORDS_OVER_A_LIST && !children.is_empty() && !YES.is_match(text);
    if is_over_list && !is_firm(text) && !COMMAND.is_match(text) && !text.ends_with(':') {
        return (reading.with_nested(index), reading.statements[index].nested_end);
    }
    let found = whole(reading, index);
    (found.text, found.end_line)
}

/// What was asked or proposed, and what came of it.
pub(super) fn answered(reading: &Reading<'_>, asked: usize, answer: usize) -> Found {
    let question = &reading.statements[asked];
    let (reply, end_line) = reply(reading, answer);
    Found {
        says: asked,
        answer: Some(answer),
        line: question.line,
        end_line,
        text: format!("{} → {reply}", bare(&quote(&question.text))),
    }
}

/// "no objections", "YES", "unanimous" below a question or a proposal.
pub(super) fn short_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index].words;
    if reading.statements[index].is_heading
        || count_words(text) > SHORT
        || !SHORT_OUTCOME.is_match(text)
        || is_open(reading, index)
    {
        return None;
    }
    if reading.is_said_below(index) {
        return None;
    }
    let asked = reading.parent(index).or_else(|| {
        reading.previous(index).filter(|before| {
            let text = &reading.texts[*before];
            text.asks || PROPOSAL.is_match(&text.words)
        })
    });
    let Some(asked) = asked else {
        let heading = reading.heading(index)?;
        return reading.texts[heading].words.contains('?').then(|| answered(reading, heading, index));
    };
    let question = &reading.texts[asked].words;
    if is_asked_to_know(question) || (TELLS_HOW_IT_IS.is_match(text) && !SHOULD.is_match(question)) {
        return None;
    }
    let deliberates = question.contains('?') && !asks_a_fact(question) && reading.said_at(asked).is_none();
    // "Ann: is it an option at all?" is a question of hers, not a proposal.
    let proposes = PROPOSAL.is_match(question) && !(reading.texts[asked].asks && reading.said_at(asked).is_some());
    (is_firm(text) || deliberates || proposes).then(|| answered(reading, asked, index))
}

/// "…? Yes" or "…? -> …" on one line.
pub(super) fn answered_inline(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let (question, answer) = text.words.rsplit_once('?')?;
    let is_said = reading.said_at(index).is_some();
    let statement = &reading.statements[index];
    if statement.is_heading || is_said || text.asks || NOT_DECIDED.is_match(&text.words) || is_compared(statement) {
        return None;
    }
    let marked = bare(answer).len() < answer.trim_start().len();
    let answer = answer.trim_start_matches(|c: char| !c.is_alphabetic());
    let replies = marked
        && DELIBERATES.is_match(question)
        && !(NO_ANSWER.is_match(answer) || DEFERRED.is_match(answer) || IS_ACTION.is_match(answer));
    let answer = if IS_DONE.is_match(answer) { "" } else { answer };
    if TELLS_HOW_IT_IS.is_match(answer) && !SHOULD.is_match(question) {
        return None;
    }
    let settles = YES.is_match(answer) || (ANSWER.is_match(answer) && DELIBERATES.is_match(question)) || replies;
    (settles && !asks_a_fact(question) && !asks_a_fact(last_sentence(question))).then(|| whole(reading, index))
}

/// The last sentence of a text without its end: "His part of the site. Has he had time".
fn last_sentence(text: &str) -> &str {
    let begins = text.rmatch_indices(['.', '!', '?']).map(|(at, _)| text[at + 1..].trim_start());
    let mut sentences = begins.filter(|rest| rest.starts_with(char::is_uppercase));
    sentences.next().unwrap_or(text)
}

/// Whether a row of a table says yes or no more than once: it compares things by what they can do.
fn is_compared(statement: &Statement) -> bool {
    let says = |row: &Row| row.cells(&statement.text).filter(|(_, cell)| YES.is_match(cell)).count() > 1;
    statement.row.as_ref().is_some_and(says)
}

/// A question without who asks it.
fn without_asker(question: &str) -> &str {
    ASKER.find(question).map_or(question, |asker| &question[asker.end()..])
}

/// Whether a question asks how things are rather than what to do.
pub(super) fn asks_a_fact(question: &str) -> bool {
    let question = without_asker(question);
    ASKS_A_FACT.is_match(question) || (STARTS_AS_FACT.is_match(question) && !ASKS_WHAT_TO_DO.is_match(question))
}

/// Whether a text says by itself that those who met agree.
pub(super) fn is_firm(text: &str) -> bool {
    NO_OBJECTION.is_match(text) || votes::is_vote(text) || AGREES.is_match(text)
}

/// Whether a question is one of those that people ask after a talk: "Q: …", but "Q: should we …".
fn is_asked_to_know(question: &str) -> bool {
    QUESTION_AND_ANSWER.is_match(question) && !ASKS_US.is_match(question)
}

/// Whether a statement is what people are told after a talk: "A: …" to somebody's "Q: …", or a yes to a question of how things are.
pub(super) fn is_told_to_a_question(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.texts[index].words;
    let (answers, agrees) = (ANSWER.is_match(text), YES.is_match(text));
    let is_told = |asked: usize| {
        let question = &reading.texts[asked].words;
        (answers && QUESTION_AND_ANSWER.is_match(question))
            || (agrees && (is_asked_to_know(question) || ASKS_IF_RIGHT.is_match(question)))
    };
    (answers || agrees) && question_of(reading, index).is_some_and(is_told)
}

/// The question a statement stands below or after.
pub(super) fn question_of(reading: &Reading<'_>, index: usize) -> Option<usize> {
    let asks = |other: &usize| reading.texts[*other].asks;
    let below = reading.parent(index).filter(asks);
    below.or_else(|| reading.previous(index).filter(|before| asks(before) && reading.children(*before).is_empty()))
}

/// "=> …", "A: …", "No, …" to a question of what to do.
pub(super) fn marked_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let question = question_of(reading, index)?;
    if reading.statements[index].is_heading || IS_ACTION.is_match(&text.words) || is_open(reading, index) {
        return None;
    }
    let asked = &reading.texts[question].words;
    let answer = ANSWER.find(&text.words).map_or("", |label| text.words[label.end()..].trim());
    if (!answer.is_empty() && NO_ANSWER.is_match(answer)) || is_only_possible(&text.words) {
        return None;
    }
    let marked = text.arrow || YES.is_match(&text.words) || ANSWER.is_match(&text.words);
    let is_told = is_asked_to_know(asked)
        || is_told_to_a_question(reading, index)
        || (!SHOULD.is_match(asked) && [&text.words, answer].iter().any(|said| TELLS_HOW_IT_IS.is_match(said)));
    (marked
        && !is_told
        && text.words != URL
        && DELIBERATES.is_match(asked)
        && !ASKS_A_FACT.is_match(without_asker(asked)))
    .then(|| answered(reading, question, index))
}

/// A reply in plain words to a question of what to do.
pub(super) fn plain_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let parent = reading.parent(index).filter(|parent| reading.texts[*parent].asks)?;
    if reading.statements[index].is_heading || IS_ACTION.is_match(&text.words) || is_open(reading, index) {
        return None;
    }
    let asked = &reading.texts[parent].words;
    let fits = ASKS_WHAT_TO_DO.is_match(asked)
        && !is_asked_to_know(asked)
        && DELIBERATES.is_match(asked)
        && !ASKS_A_FACT.is_match(without_asker(asked))
        && PLAIN_ANSWER.is_match(&text.words)
        && !TELLS_HOW_IT_IS.is_match(&text.words)
        && !OPINION.is_match(&text.words);
    fits.then(|| answered(reading, parent, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [
            &PROPOSAL,
            &SHORT_OUTCOME,
            &AGREES,
            &ASKER,
            &NO_ANSWER,
            &IS_DONE,
            &TELLS_HOW_IT_IS,
            &ANSWER,
            &DELIBERATES,
            &ASKS_WHAT_TO_DO,
            &ASKS_IF_RIGHT,
            &SHOULD,
            &ASKS_US,
            &ASKS_A_FACT,
            &STARTS_AS_FACT,
            &QUESTION_AND_ANSWER,
            &OPINION,
            &PLAIN_ANSWER,
        ] {
            assert!(pattern.is_valid());
        }
    }
}
