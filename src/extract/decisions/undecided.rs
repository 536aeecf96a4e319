//! What is no decision, whatever else it says: what is open, put off, only thought of, or told of somebody else.

use super::ASKS_FOR_DECISIONS;
use super::cues::{SCRIBE_SAYS, YES};
use crate::base::pattern::Pattern;
use crate::extract::Role;
use crate::extract::reading::Reading;
use crate::extract::votes;

/// Cue words that say the contrary: nothing is decided here, or not yet.
pub(super) static NOT_DECIDED: Pattern = Pattern::new(
    r"(?i)\b(?:(?:no|unclear) (?:\w+ )?(?:decision|agreement|consensus|conclusion)|nothing (?:was |has been |is )?(?:decided|agreed)|(?:awaiting|waiting for|blocked on|looking for) (?:\w+ ){0,2}(?:decision|consensus|agreement|approval|vote)|decisions? that needs?|(?:previous|earlier) (?:consensus|decision|agreement)|(?:years?|months?|long(?: time)?) ago|(?:that|which) (?:we|everyone|everybody|all)(?: can)?(?: all)? agrees? (?:on|upon|with)|(?:that|which) (?:was|were|is|are|ha(?:s|ve) been) (?:\w+ ){0,3}(?:approved|accepted|agreed|chosen|decided|selected|adopted)|not every(?:one|body) agrees|no (?:final|immediate|clear)|towards? (?:\w+ ){0,3}(?:agreement|consensus)|not (?:yet )?(?:decided|agreed|concluded|reached)|to be (?:decided|agreed|approved|accepted)|(?:needs?|needed|need to|have to|has to|must|should|can|could|will|would|may|might|cannot|shall|to) (?:be |a |an |also |first |then |some |still )?(?:decide|decided|decision|agree|agreed|agreement|consensus|approval|approve|approved)|decision (?:records?|needed|process|pending|next|log|making|required|must|should|will|is due|matrix|tree|template)|(?:decide|decision|agree|vote|voting) (?:next|later|tomorrow|until|in (?:the )?next|on next)|once (?:\w+ )?(?:agreed|decided|approved)|if (?:\w+ ){0,5}(?:agree(?:d|ment)?|accepts?|decided?|approved|object)|(?:as|from|like|than|decided|agreed|discussed|settled|voted|said|mentioned|noted|proposed|already) (?:\w+ )?before|previously|already (?:\w+ ){0,3}(?:agreed|decided)|(?:potential|possible|tentative) (?:consensus|agreement)|(?:do|did|can|could|should) (?:we|you|they) (?:all )?agree|any important decisions|(?:seems?|looks?|sounds?) (?:like |as if )?(?:there(?:['’]s| is| was) )?(?:a |some )?(?:consensus|agreement)|(?:consensus|agreement|decisions?) (?:from|of) (?:the )?(?:last|previous)|(?:a|any|each|every|the) decision is (?:made|reached|taken) (?:when|by|if|once|after)|means? that (?:we|everyone)|architect\w* decision|design decisions?|adrs?|decided (?:by|yet)|should(?: not|n['’]t)? have|last (?:time|week|call|meeting),? (?:we|it|the \w+)|pre-?decision|would agree|until .{0,20}(?:agree|decide)|seek|reach|(?:get|getting|reaching|seeking|building|finding) (?:a )?(?:consensus|agreement|approval)|lack of (?:consensus|agreement)|(?:do|does|did)(?: not|n['’]t) (?:yet )?have (?:a |any )?(?:\w+ )?(?:consensus|agreement)|requires? (?:\w+ )?(?:consensus|agreement|approval|a vote)|(?:had|have) (?:already )?(?:been )?(?:agreed|decided) (?:earlier|before|last)|had (?:agreed|decided)|(?:decided|agreed|concluded) (?:last (?:time|week|call|meeting)|in the past)|upcoming decision|when we (?:decide|agree|accept|approve)|agree\w* that (?:the )?(?:current|present) (?:state|situation|wording|text|behaviou?r) (?:is|are)|agree\w* that (?:this|it) (?:is|was) not|agree\w* that (?:this|it) isn['’]t|decided (?:not to|to not) do (?:this|it|that) (?:today|now|yet)|last (?:week|month|call|meeting)['’]s\b.{0,40}\b(?:agreed|decided)|they (?:agree|agreed|decided|concluded)|regarding (?:the )?(?:agreement|decision)|on \d{4}-\d\d-\d\d,? (?:it was|we) (?:decided|agreed)|(?:consensus|agreement)[ -]building|(?:decisions?|conclusions?|resolutions?|agreements?) (?:\w+ ){0,3}(?-i:could|might|may)|(?:which|who) (?:decided|agreed|concluded|voted)|(?:must|should|has to|have to|needs? to|can|will) unanimously|consensus (?:does not|doesn['’]t) mean|(?:decided|agreed|chose) [^.;]{1,80} without (?:reali[sz]ing|knowing|noticing))\b|\b(?:then|so) we (?:all )?agree\W*$|\bbefore(?:[,.;:)]|\W*$)",
);

/// What puts a matter off rather than settling it.
pub(super) static DEFERRED: Pattern = Pattern::new(
    r"(?i)\b(?:will|to|should|must|can|needs? to|has to) (?:then )?be discussed\b|\b(?:no|needs?|more|separate|further|continue|postpone) (?:the |more |further )?discussions?\b|\b(?:needs?|ha(?:s|ve)) to (?:figure out|find out|clarify|investigate)\b|\bdiscuss\w* (?:this |that |it )?(?:further|again|later|(?:in (?:the )?)?next)\b|\bpostponed?\b.{0,20}\bnext (?:week|call|meeting|time|session)\b|\bdiscussions? (?:slot|needed|required|continues?|needs? to happen)\b|\b(?:talk|speak|think|discuss\w*) (?:\w+ ){0,3}(?:later|another time|at another point|offline)\b|\bcontinue (?:\w+ ){0,2}(?:on|in|over|via) (?:the )?(?:zulip|slack|chat|e-?mail|matrix|irc|discord|mailing|issue|ticket|next)\b|\bcome back to (?:it|this|that)\b|^wait for .{1,60} to (?:answer|confirm|decide|reply|respond)\b|\beither\b.{3,80}\bor\b|\b(?:ask|asks|asking)\b.{0,60}\bif\b|\bpostponed (?:to|until) the next\b|\b(?:did not|didn['’]?t) (?:manage|get) to (?:talk|discuss)\b|\bvotes? (?:to |will )?(?:comes? |follows? )?later\b|\btake (?:this|that|it) (?:offline|(?:in)?to (?:an? |the )?(?:\w+ )?(?:issue|ticket|thread|list|chat|discussion))\b|\bwhether (?:or not )?to\b.{0,40}\?",
);

/// What may be done as well.
pub(super) static POSSIBLE: Pattern = Pattern::new(r"(?i)\b(?:could|might)\b");

/// What may be done, said before anything else is: "snapshots could serve the purpose".
static ONLY_POSSIBLE: Pattern =
    Pattern::new(r"(?i)^(?:[^,;:.–→>?]*\b(?:could|might)|(?:can|may) (?:still|also|always))\b");

/// What is told of another time, or of what was meant once, whichever rule takes its words: "we originally wanted to", "kickoff last
/// Monday", "I decided not to stand"; and what a word means: "backlog < decided that we do it".
static TOLD_OF: Pattern = Pattern::new(
    r"(?i)\b(?:originally|initially) (?:\w+ )?(?:wanted|planned|intended|thought|meant|proposed|supposed)\b|\b(?:wanted|planned|intended|meant) (?:originally|initially)\b|\blast (?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\W*$|[^\w\s]|\s+(?:we|it|they|he|she|i|at|the|morning|afternoon|evening|\d+)\b)|^[\w -]{1,24} < [^<>]*$|(?:^|[.,;:] )(?-i:I) [^.;]{0,60}\b(?:decided|chose)\b",
);

/// What stands over outcomes that are thought of, one below the other: "Possible outcomes:".
static THOUGHT_OF: Pattern =
    Pattern::new(r"(?i)^\W*(?:some |all |the )?(?:possible|potential|conceivable|imaginable) \w+(?: \w+)?\W*$");

/// Who goes on with what somebody says: "… but they agreed to it".
static GOES_ON_SAYING: Pattern = Pattern::new(r"^(?:…|\.\.\.)");

/// What is said out of courtesy or in jest in the words of a resolution. "Thank you" may be one: a group can resolve to thank somebody.
static COURTESY: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:(?:so )?resolved|resolution|decision)\W+)?(?:gratitude\b|kudos\b|congratulations?(?: to\b| on\b|\W*$)|we (?:all )?(?:love|hate|adore)\b)",
);

/// What people agree is so, rather than what they do about it: "agreement that the redirect is nutty".
static AGREED_TO_BE_SO: Pattern = Pattern::new(
    r"(?i)\b(?:consensus|agreement|agreed?) that (?:[^.;:]* )?(?:(?:is|are|was|were|would be) (?:\w+ )?(?:ugly|nutty|weird|bad|good|great|nice|hard|difficult|interesting|important|useful|confusing|unclear|painful|(?:a|an) (?:problem|issue|pain|mess))|(?:is|are|isn['’]t|aren['’]t)(?: not)? going away)\b",
);

/// What they do about it all the same.
static TO_BE_DONE: Pattern = Pattern::new(
    r"(?i)\b(?:should|shall|must|will|needs?|can|may|ready|ok|okay|fine|enough|sufficient|closed?|merged?|done|kept|dropped|accepted|rejected|moved|resolved|required|allowed)\b",
);

/// What stands in quotation marks from beginning to end is what somebody said.
pub(super) static QUOTED: Pattern = Pattern::new(r"^[“\x22][^”\x22]*[”\x22]\W*$");

/// Who takes it up after all: "we could make it mandatory; yes, do this".
static TAKEN_UP: Pattern =
    Pattern::new(r"(?i)[,;:.–→>] ?(?:yes|ok|okay|so|let['’]s|do (?:this|that|it)|agreed|therefore|thus)\b");

/// What is only thought through.
pub(super) static SUPPOSED: Pattern = Pattern::new(r"(?i)\b(?:if (?:we|you|one)|even if|would|one option)\b");

/// What somebody thinks of, or puts off, whatever a model makes of its words.
pub(super) static ONLY_SAID: Pattern = Pattern::new(
    r"(?i)\blet['’]?s (?:just |try to )*(?:discuss|talk|say|see|look|hope|table|sort)\b|^(?:suggestions?|ideas?|demonstration|presentation|recap|lacks?)\b|^we (?:are|['’]re) (?:also |still )?(?:missing|lacking)\b|^\W*(?:so |then )?we(?: will|['’]ll) (?:try|see|check|look|discuss|talk|revisit)\b|^(?:we )?need to\b|^try to\b|^(?:final|last) call for\b|^one can\b|\bq: .*\bideas?:|\b(?:bring|brings|brought) (?:\w+ )?back (?:in|to|up)|^(?:please|alternatively|otherwise|ideally)\b|^(?:proposal|suggestion|idea|option|question|background|status|context|example|note|fyi)\W{0,3}:|^(?:is |was |will be )?(?:moved|postponed|deferred|pushed|bumped|carried over) (?:to|until) (?:the )?next\b|^(?:feat|fix|chore|docs|refactor|build|ci|perf|tests?)(?:\([^)]*\))?!?: |^(?:one|another) (?:option|possibility|idea|way) (?:is|would|could)\b|^an? (?:option|idea|alternative|possibility)\b|[-=–]+> ?(?:decision|vote|discussion) (?:on|about)\b[^:]*$|\b(?:imo|imho|in my opinion)\b|^(?:\w+ )?discussions? (?:about|around|of|on)\b[^:]*$|\b(?:did not|didn['’]?t|could not|couldn['’]?t) (?:get (?:to|around)|have time|discuss|cover|reach)\b|^skipped\b|\b(?:no quorum|out of time|no time left)\b|^[^,;:→>?]*\b(?:was|were|has been|have been) (?:\w+ly )?(?:cut|closed|created|deployed|done|fixed|held|installed|merged|opened|released|started|tested|updated|upgraded)\b|\b(?:is|are|will be) happening\b|^currently\b|^then (?:we|you|they|it) (?:can|could|would)\b",
);

/// A question with a remark behind it: "Wednesday? (Ann has another call then.)"
static ASKS_WITH_REMARK: Pattern = Pattern::new(r"\?\s*\(([^)]*)\)\W*$");

/// What stands after a label when nothing was decided after all.
pub(super) static PUT_OFF: Pattern = Pattern::new(
    r"(?i)^\W*(?:not (?:yet|today|now)|to be (?:decided|discussed)|tbd|postponed|open|pending|none|nothing|no decision|later|(?:we are |we['’]re |this is )?(?:still )?(?:under|in) discussion|(?:we are |we['’]re )?(?:still )?discussing)\b.{0,60}$",
);

/// What stands after a label for findings when something was found out: "Result: we uncovered a bug".
pub(super) static FOUND_OUT: Pattern = Pattern::new(
    r"(?i)^\W*(?:we|it|they|this) (?:have |has )?(?:uncovered|found|discovered|saw|seen|noticed|learned|learnt|measured|turned out)\b",
);

/// What stands below a heading for decisions where there are none.
pub(super) static NO_DECISION: Pattern =
    Pattern::new(r"(?i)^\W*(?:none|n/a|nothing|tbd|no decisions?|keine|nil|not applicable)\b.{0,40}$|^\W*(?:no\W*)?$");

/// What whoever writes thinks.
pub(super) static MY_OPINION: Pattern =
    Pattern::new(r"(?i)\b(?:i (?:think|believe|guess|would|feel)|i['’]d|imo|imho|in my opinion)\b");

/// A remark of what is still talked about, or meant to come.
pub(super) static STILL_OPEN: Pattern = Pattern::new(
    r"(?i)^\W*(?:see|cf|meta)\b|^\W*(?:we(?:['’]re| are) (?:still )?)?(?:looking|talking|wordsmithing|working (?:on|through|out|towards))\b|\b(?:consensus|agreement) building\b|\b(?:discuss(?:ion|ing|es)? (?:on|of|about|whether)|whether|proposed?|come back to (?:it|this|that)|bumped|possibly|we will|hopefully)\b",
);

pub(super) static NOTHING: Pattern = Pattern::new(r"(?i)^(?:no|none|nope|not|n/a|-|see|nothing)\b");

pub(super) static VOTE_IS_OPEN: Pattern = Pattern::new(
    r"(?i)\b(?:reminder|remember|please|don['’]?t forget|last chance) (?:to |and )?(?:cast your )?vote\b|\bvot(?:e|ing) (?:is |still |now )*(?:open|ongoing|running)\b|\b(?:open|ongoing|current|pending) votes?\b",
);

/// That a vote that ran for some time is over: without figures it was held elsewhere.
static VOTE_IS_OVER: Pattern = Pattern::new(
    r"(?i)\b(?:vot(?:e|es|ing)|polls?)(?: periods?)? (?:(?:has|have|is|are|was|were) (?:now )?(?:ended|closed|over|expired|finished)|ended|closed|expired)\b",
);

/// What is set to somebody's task list is an action.
pub(super) static IS_ACTION: Pattern = Pattern::new(r"(?:^|[\s(_*\[])_?(?:AIs?|Action items?|TODO|ToDo)\b");

/// Whether a statement stands where nothing is decided: among those present, chores, boilerplate.
pub(super) fn is_set_aside(reading: &Reading<'_>, index: usize) -> bool {
    matches!(reading.role(index), Role::Participants | Role::Chores | Role::Boilerplate)
        && !ASKS_FOR_DECISIONS.is_match(reading.heading_text(index))
}

/// Whether a statement only tells of another time, or goes on with what somebody says. What the minutes mark is asked no such thing.
pub(super) fn is_only_told(reading: &Reading<'_>, index: usize) -> bool {
    let words = &reading.texts[index].words;
    TOLD_OF.is_match(words)
        || was_voted_elsewhere(words)
        || (GOES_ON_SAYING.is_match(words) && reading.has_speech())
        || reading.parent(index).is_some_and(|above| THOUGHT_OF.is_match(&reading.texts[above].words))
}

/// Whether a vote is only said to be over.
pub(super) fn was_voted_elsewhere(text: &str) -> bool {
    VOTE_IS_OVER.is_match(text) && !votes::counts(text)
}

/// Whether a resolution is none but in its words: thanks, or a joke.
pub(super) fn is_courtesy(text: &str) -> bool {
    COURTESY.find(text).is_some_and(|said| !SCRIBE_SAYS.is_match(&text[said.end()..]))
}

/// Whether a remark only says what people think is so.
pub(super) fn is_agreed_fact(text: &str) -> bool {
    AGREED_TO_BE_SO.is_match(text) && !TO_BE_DONE.is_match(text)
}

/// Whether a text only says what may be done.
pub(super) fn is_only_possible(text: &str) -> bool {
    ONLY_POSSIBLE.is_match(text) && !TAKEN_UP.is_match(text)
}

/// Whether a statement asks, or puts the matter off. The words for that are many: ask it last.
pub(super) fn is_open(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.texts[index];
    let is_question = text.asks || asks_with_remark(&text.words);
    is_question || NOT_DECIDED.is_match(&text.words) || DEFERRED.is_match(&text.words)
}

/// Whether a text asks and goes on with a remark that is no answer: "Wednesday? (Ann has another call then.)"
fn asks_with_remark(text: &str) -> bool {
    ASKS_WITH_REMARK.captures(text).is_some_and(|remark| !YES.is_match(&remark[1]))
}

/// What somebody brings to the call: "(Ann) Proposal: let's …".
pub(super) static BROUGHT: Pattern =
    Pattern::new(r"(?i)^\W*(?:@?[\w-]+\W+)?(?:proposal|suggestion|idea|question)\s*[:)]");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [
            &NOT_DECIDED,
            &DEFERRED,
            &POSSIBLE,
            &ONLY_POSSIBLE,
            &QUOTED,
            &TOLD_OF,
            &THOUGHT_OF,
            &GOES_ON_SAYING,
            &COURTESY,
            &AGREED_TO_BE_SO,
            &TO_BE_DONE,
            &TAKEN_UP,
            &SUPPOSED,
            &ONLY_SAID,
            &ASKS_WITH_REMARK,
            &PUT_OFF,
            &FOUND_OUT,
            &NO_DECISION,
            &MY_OPINION,
            &STILL_OPEN,
            &NOTHING,
            &VOTE_IS_OPEN,
            &VOTE_IS_OVER,
            &IS_ACTION,
            &BROUGHT,
        ] {
            assert!(pattern.is_valid());
        }
    }
}
