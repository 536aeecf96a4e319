//! What was decided: a table of rules over statements and their place in the tree.
//!
//! To add a rule, add an entry with an example; the test runs it. The first rule that takes a statement names the row.
//! Where a rule needs no more than words it is a [`Test::Words`]; where the place in the tree decides (an answer below a
//! question, what stands under "Conclusions") it is a [`Test::Place`].

mod answers;
mod cues;
mod marked;
mod turns;
mod undecided;

use super::labels::Labels;
use super::nature::Wanted;
use super::reading::{Reading, quote};
use super::{Decision, Tier, subject, words};
use crate::base::pattern::{Pattern, pattern};
use crate::document::Correction;
use answers::{
    SHOULD, answered, answered_inline, asks_a_fact, is_told_to_a_question, marked_answer, plain_answer, question_of,
    reply, short_answer,
};
use cues::{LETS_BEGIN, LETS_NOT};
use marked::{below_heading, in_table, labelled, polled, resolves, scribed, voted};
use turns::{course, for_now, outcome, proposed};
use undecided::{
    IS_ACTION, ONLY_SAID, POSSIBLE, QUOTED, SUPPOSED, is_only_possible, is_only_told, is_open, is_set_aside,
};

/// How one kind of decision is written.
pub(super) struct Rule {
    /// The name in the register.
    pub(super) name: &'static str,
    shown: Shown,
    test: Test,
    /// Minutes with one decision that this rule takes; of several lines where the place matters.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    example: &'static str,
    /// Minutes that look much the same and hold nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    unlike: &'static str,
}

/// How the minutes show that something was decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// They mark it.
    Marked,
    /// Their words say that those who met agree.
    Agreed,
    /// Other words, or their place, tell.
    Said,
}

impl Rule {
    fn tier(&self) -> Tier {
        if self.shown == Shown::Marked { Tier::Explicit } else { Tier::Inferred }
    }
}

enum Test {
    /// The words, unless the other words stand there too.
    Words(&'static Pattern, Option<&'static Pattern>),
    /// As words; a few of them alone are a verdict on the statement above.
    Verdict(&'static Pattern, Option<&'static Pattern>),
    /// A look at the surroundings.
    Place(fn(&Reading<'_>, &Labels, usize) -> Option<Found>),
}

/// What a rule found: the statement that says it and the lines that show it.
struct Found {
    says: usize,
    /// The answer, where a question and its answer are one decision.
    answer: Option<usize>,
    line: u32,
    end_line: u32,
    text: String,
}

/// The rules, strongest evidence first.
pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "label",
        shown: Shown::Marked,
        test: Test::Place(labelled),
        example: "- Decision (for now): we keep the name",
        unlike: "- Decision: not today, to be decided in March",
    },
    Rule {
        name: "heading",
        shown: Shown::Marked,
        test: Test::Place(below_heading),
        example: "### Conclusions:\n- SBOMs are part of the certificate",
        unlike: "### Conclusions:\n- TODO: write them down",
    },
    Rule {
        name: "table",
        shown: Shown::Marked,
        test: Test::Place(in_table),
        example: "| No. | Decision |\n|---|---|\n| 1 | We buy red tiles |",
        unlike: "| No. | Decision |\n|---|---|\n| 1 | none |",
    },
    Rule {
        name: "scribe",
        shown: Shown::Marked,
        test: Test::Place(scribed),
        example: "Ann: I would close it.\n\nBob: so would I.\n\nAnn: well.\n\nBob: good.\n\n[agreed to close it]",
        unlike: "Ann: I would close it.\n\nBob: so would I.\n\nAnn: well.\n\nBob: good.\n\n[discussion of closing it]",
    },
    Rule {
        name: "vote",
        shown: Shown::Marked,
        test: Test::Place(polled),
        example: "Poll for the second draft\n\n| SF | F | N | A | SA |\n|---|---|---|---|---|\n| 9 | 3 | 1 | 0 | 0 |",
        unlike: "Poll for the second draft\n\n| Draft | F |\n|---|---|\n| 1 | 7 |",
    },
    Rule {
        name: "vote",
        shown: Shown::Marked,
        test: Test::Place(voted),
        example: "- Buy red tiles\n    - motion carries",
        unlike: "- vote next week, last time it was 7 for, 1 against",
    },
    Rule {
        name: "resolves",
        shown: Shown::Marked,
        test: Test::Place(resolves),
        example: "- Der Vorstand beschließt, rote Ziegel zu kaufen",
        unlike: "- Der Vorstand muss noch beschließen, welche Ziegel er kauft",
    },
    Rule {
        name: "answer",
        shown: Shown::Said,
        test: Test::Place(short_answer),
        example: "- Should we keep the old names?\n    - no objections",
        unlike: "- Has anybody seen the mail?\n    - yes",
    },
    Rule {
        name: "answer",
        shown: Shown::Said,
        test: Test::Place(answered_inline),
        example: "- Add the requirement without a test? YES",
        unlike: "- Is code affected? No.",
    },
    Rule {
        name: "answer",
        shown: Shown::Said,
        test: Test::Place(answered_inline),
        example: "- Do we need the export? -> overkill for us",
        unlike: "- Do we need the export? -> see the ticket",
    },
    Rule {
        name: "no objection",
        shown: Shown::Agreed,
        test: Test::Verdict(&NO_OBJECTION, None),
        example: "- there were no objections against dropping the old image",
        unlike: "- is there no objection?",
    },
    Rule {
        name: "consensus",
        shown: Shown::Agreed,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:there (?:is|was)|there's|we have|some|general|broad|rough|clear|found|with|common|strong) (?:a |an |general |broad |rough |full |strong |large |common )*(?:consensus|agreement|consent|endorsement|approval)\b|\bconsensus(?: \([^)]*\))? (?:is|was|that|to|from|after|in|among|on|about)\b|\bconsensus\s*[:)]|\bunanimously\b|\bunanimous (?:approval|consent|agreement)|(?:<-+|←) ?(?:agreed|agreement|ok|yes|decision)|[-=]+> ?(?:agreed|agreement|accepted|approved)|→ ?(?:agreed|accepted|approved)|\b(?:agreement|agreed|aligned) (?:by|in this|in the|among|b/w)\b|\bstrong vote (?:for|against)|\bdiscussions? resulted in\b|\(agreed\)|: agree(?:d|ment)[.!]?$|\baccepted by (?:all|the)|\b(?:fine|ok|okay) (?:for|with) (?:all|everyone|everybody|the team|us|both)\b|(?-i:^(?:[Ff]ine|OK|[Oo]k(?:ay)?) for [A-Z]{2,}\b)|\b(?:everyone|everybody|all) (?:is|are|was|were) (?:fine|ok|okay|happy|in favou?r)\b|\ball in favou?r\b|\b(?:motion|vote) (?:passed|carried)\b|\bratified\b|\b(?:team \w+|the team|the board|the group|sig|everyone|everybody|all|we)(?: is|'re| are|'s) (?:ok|okay|fine|happy) with\b|\bgreen light\b|\bmajority (?:is|was|were|voted|votes) (?:for|against|in favou?r)\b|\bsigned off\b",
            ),
            Some(pattern!(
                r"(?i)^@?[\w-]+ (?:to|will) (?:post|write|comment|describe|summari[sz]e|report|document|reply)\b|\bdoes not mean\b|\bnot (?:a |mean )?consensus\b|\bif (?:we|you|they|everyone)(?:['’]re| are| is)? (?:ok|okay|fine|happy)\b"
            )),
        ),
        example: "- there is broad consensus to keep two releases a year",
        unlike: "- we have to reach consensus on this",
    },
    Rule {
        name: "stated",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)^(?:so |then |general |broad |strong |common |rough |unanimous |clear |[\w ,]{0,20}\b)?(?:(?:decision|agreement|consensus|consent|conclusion|endorsement|approval)s?(?: of (?:the |this |today's )?(?:discussion|meeting|call|vote))? (?:to|taken|was|is|made|that|in (?:the )?(?:room|call|team|group|meeting)|not|against|among|b/w|between|reached)\b|(?:resolutions?(?: of (?:the |this |today's )?(?:discussion|meeting|call|vote))?|results? of (?:the |this |today's )?(?:discussion|meeting|call|vote)) (?:to|that|(?:was|is|were|are)(?: to| that|:))|agreed (?:to|that|on|upon|with|in|solution|by)\b|decided (?:to|that|on|against|for|not|in)\b|approved(?:$|[.!:]| \(| by\b| to\b| as\b| the\b| that\b| for\b| in\b| unanim)|agreed$|agreement$|consensus$|consent$|we (?:agree|conclude|decide)d?\b|working basis\b|aligned$|beschlossen\b)",
            ),
            None,
        ),
        example: "- Decision to drop support for CentOS 8",
        unlike: "- Decision record for the new API",
    },
    Rule {
        name: "stated",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:we|team|team \w+|group|board|sig|everyone|everybody|all|both|participants|audience|they|people|attendees|room|majority|call)(?: \([^)]*\))? (?:have |has |had |all |also |then |just |generally |unanimously |mostly |explicitly |broadly |thus |therefore )*(?:agrees?|agreed|decided|decides? (?:to|that|against|for|not)|concludes?|concluded|resolved|voted|settled|consents?|approves?|approved|accepts?|accepted|rejected)\b|\b(?:was|were|been|is|got|it's|are|has been) (?:\w+ly |then |therefore |thus |now |also )?(?:decided|agreed|concluded|voted)\b|\bdecision (?:was|has been|is) (?:made|taken|reached|to)\b|\bdecided (?:to|against|that|not)\b|\w decided(?: \(|$)|\bagreed (?:to|that|on|upon)\b|\bagreement (?:that|to|in (?:the )?(?:room|call)|b/w|between|among|on)\b|\b(?:wurde|haben|hat) (?:\w+ ){0,6}(?:beschlossen|entschieden|vereinbart)\b",
            ),
            None,
        ),
        example: "- in the end we decided to merge it as a draft",
        unlike: "- they agree that it should be done",
    },
    Rule {
        name: "let's",
        shown: Shown::Said,
        test: Test::Place(proposed),
        example: "- Let's use the second repository for that",
        unlike: "- Let's see what the tests say",
    },
    Rule {
        name: "choice",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\bcan (?:now )?be stabili[sz]ed\b|\bwant to stick (?:to|with)\b|\b(?:option|variant|proposal|version|approach|solution|variante) ?\S{0,8} (?:is |was |are )?(?:preferred|chosen|accepted|selected|adopted|approved|favou?red)\b|\bwe(?:'re| are) going (?:with|for)\b|\bwe (?:chose|opted|settled|picked|stay with|stick to|stick with)\b|\bwe(?:'ll| will) be (?:doing|using|moving|switching|keeping|dropping|supporting)\b|\bwe (?:thus|therefore|hence) should\b|\bpreferred (?:solution|option|choice|approach|variant|alternative) (?:is|was)\b|\bthe plan is to\b|\b(?:we|group|team) (?:will |shall )?(?:go|went|settle|opt(?:ed)?) (?:for|with|on)\b|\bpreferred after\b|(?:\bwe|^) ?(?:will not|won['’]t) (?:deploy|fix|implement|include|invest|merge|move|recommend|remove|require|standardi[sz]e|support|use)\b|\bwe(?:'ll| will) (?:discontinue|keep (?:it|them|this|that)\b|stop (?:doing|using))\b|\bso no need to \w+(?: \w+)*\W*$|^(?:(?:the )?\d+(?:st|nd|rd|th)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:option|variant|version) \w+) it is\b|^chose |\bwill (?:for now|for the time being) \w",
            ),
            Some(&SUPPOSED),
        ),
        example: "- Option 1 is preferred after a discussion in the call",
        unlike: "- Should option 1 be preferred?",
    },
    Rule {
        name: "verdict",
        shown: Shown::Said,
        test: Test::Verdict(
            pattern!(
                r"(?i)^(?:sounds good|go ahead|do it|(?:good idea, )?go for it|will do (?:this|that|it|so)\b|do that|(?:yes, )?(?:please )?do this\b(?:\W*$|,? please|[!.:;(])|let it|stop (?:it|this|doing|using|working|the)\b|stop[.!]?$|keep (?:it|as is|this|the current|\S+ as is)|stick (?:to|with)|go with|proceed\b|merge (?:as|it|now|this)|will go with|for now(?:: |,? (?:we|it|the|this|that|no|only|just|use|keep|stay|stick|leave|go|do|don['’]t|let['’]?s)\b)|follow (?:the )?same|for the time being,? (?:use|keep|stay|go)|leave (?:it|as)|can be (?:merged|stabilized|closed)|not for R\d|not in R\d|not (?:required|needed|practical|in scope|now\b)|stay with|no changes?(?: needed)?$|too late|\w+(?: \w+)?, stop[.!]?$|won't do|will not be done|rejected\b|accepted\b|settled (?:on|for)|opted for|ok for (?:all|everyone)|no need (?:to|for)\b|postpone (?:this|it|until|the \w+)\b|postponed (?:until|till|to) \S|(?:merge|close|drop|reject|postpone|abandon|stabili[sz]e)(?: (?:it|this|both|all|them))?[.!]?$)",
            ),
            Some(&POSSIBLE),
        ),
        example: "- Go ahead, create a proposal!",
        unlike: "- stop 4, the school: fine since it got the new sensor",
    },
    Rule {
        name: "verdict",
        shown: Shown::Said,
        test: Test::Verdict(
            pattern!(
                r"(?i)^[^?]*: (?:yes|agreed|accepted|approved|drop(?:ped)?|keep|reject(?:ed)?|postpone)\b[.!]?(?:,? please\b.*)?$|\s[–—-]+ (?:approved|accepted|agreed|adopted|rejected|declined|denied|granted)[.!]*(?:\s[–—-]+ .*)?$|^\W*and (?:approved|accepted|adopted)\W*$",
            ),
            Some(&IS_ACTION),
        ),
        example: "- The draft with three chapters - accepted",
        unlike: "- nobody in the call could say what colour it was",
    },
    Rule {
        name: "elected",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:selected|elected|appointed|confirmed|re-?elected) (?:\w+ )?(?:as|to be|to serve as) |\b(?:will be|becomes|will become|is) (?:the |our )?(?:new|next|acting|interim) (?:\w+ ){0,2}(?:chair|co-?chair|chairperson|lead|leader|maintainer|secretary|treasurer|representative|delegate|liaison|president|coordinator)\b",
            ),
            Some(&SUPPOSED),
        ),
        example: "- Ann selected as the next chair",
        unlike: "- who will be the next chair?",
    },
    Rule {
        name: "norm",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:shall|must|will) (?:also )?(?:be|become|stay|remain) (?:an? )?(?:\w+ly )?(?:mandatory|recommended|optional)\b|\brecommendations? only\b|\bonly (?:an? )?recommendations?\b|\bwill (?:be|become|turn|turn into) (?:effective|mandatory|opt-in|opt-out|deprecated|obsolete|archived|renamed|used\W*$|dropped|replaced|removed)\b|^(?:fix(?:ed)?|final|release|effective|new|target) date\b\W{1,4}[^?]*\d[^?]*$|\bdate\b.{0,20}\b(?:set|fixed|moved|postponed|shifted) (?:to|for|on)\b",
            ),
            Some(pattern!(
                r"(?:^|[\s(_*\[])_?(?:AIs?|Action items?|TODO|ToDo)\b|(?i:\b(?:contains?|has|have|includes?) only (?:an? )?recommendations?\b)"
            )),
        ),
        example: "- the check will become mandatory in spring",
        unlike: "- the check has been mandatory since spring",
    },
    Rule {
        name: "norm",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:meetings?|calls?|sessions?|slots?|sigs?|hackathons?|weekly|syncs?)\b[^?.,;]{0,60}\b(?:(?:will be |is |are |was |were |has been |have been )?(?:moved|rescheduled|cancell?ed|postponed|shifted|skipped) (?:to|until|by|on|this|next)|will (?:move|happen|switch) (?:to|on|at|in))\b|^(?:cancel|skip) (?:the |our |this |that |next )?(?:\w+ ){0,2}(?:calls?|meetings?|sessions?|slots?|weekly|[a-z]+ \d+)\b|\bswitch(?:ing)? to (?:a )?(?:bi-?weekly|weekly|fortnightly|monthly)\b",
            ),
            Some(pattern!(
                r"(?:^|[\s(_*\[])_?(?:AIs?|Action items?|TODO|ToDo)\b|(?i:\b(?:api|async|function|http|library|method|procedure|rpc|ssh|system|user) (?:calls?|sessions?|slots?)\b)"
            )),
        ),
        example: "- the Monday call will be moved to Wednesday",
        unlike: "- a breakout session will take place to talk about the gate",
    },
    Rule {
        name: "course",
        shown: Shown::Said,
        test: Test::Place(course),
        example: "- we will recommend the series used for testing",
        unlike: "- We'll have free copies at the summit",
    },
    Rule {
        name: "scope",
        shown: Shown::Said,
        test: Test::Words(
            pattern!(
                r"(?i)\b(?:won't|will not|not)\b (?:be )?(?:\w+ )?(?:come )?(?:in|into|for|with|part of) (?:R\d+|v\d+|this release)\b",
            ),
            Some(pattern!(r"(?i)\b(?:ready|finished|complete|done|WIP)\b")),
        ),
        example: "- this won't be fixed in R4, but later",
        unlike: "- the release won't be ready in R4",
    },
    Rule {
        name: "for now",
        shown: Shown::Said,
        test: Test::Place(for_now),
        example: "- Weekly for now, Mondays at 14:05",
        unlike: "- the port is left open for now",
    },
    Rule {
        name: "outcome",
        shown: Shown::Said,
        test: Test::Place(outcome),
        example: "- => use open API for the interface of clusters",
        unlike: "- => continue discussion next week",
    },
    Rule {
        name: "answer",
        shown: Shown::Said,
        test: Test::Place(marked_answer),
        example: "- Do we need to change the policy?\n    - -> policies stay with the provider",
        unlike: "- Why does it fail?\n    - -> the disk is full",
    },
    Rule {
        name: "answer",
        shown: Shown::Said,
        test: Test::Place(plain_answer),
        example: "- Should this be standardised by us?\n    - move this to the team of the hosts",
        unlike: "- Should this be standardised by us?\n    - the question depends on the hosts",
    },
];

static NO_OBJECTION: Pattern = Pattern::new(
    r"(?i)\b(?:no|without|zero) (?:\w+ )?(?:objections?|veto(?:es)?|opposition)\b|\b(?:nobody|no ?one|none|does not|doesn't)\b(?: \S+){0,5} (?:object|oppos)|\bnot objected\b|\bkeine einwände\b",
);

/// Template headings of slides whose text is what was decided.
static ASKS_FOR_DECISIONS: Pattern = Pattern::new(r"(?i)\bimportant decisions\b");

static SPEAKER: Pattern = Pattern::new(r"^(?:@[\w-]+|[A-Z][a-z]+): ");

/// A statement of at most this many words is a verdict on what stands above it rather than a sentence of its own.
const SHORT: usize = 8;

/// All decisions of a call, in the order of the minutes, and statement by statement whether it is part of one.
pub(super) fn find(reading: &Reading<'_>, labels: &Labels, wanted: &Wanted<'_>) -> (Vec<Decision>, Vec<bool>) {
    let mut found: Vec<Decision> = Vec::new();
    let mut taken = vec![false; reading.statements.len()];
    for index in 0..reading.statements.len() {
        let correction = reading.correction(index);
        let by_author = correction == Some(Correction::Decision);
        let decision = if by_author {
            Some(("author", Tier::Explicit, whole(reading, index)))
        } else if correction == Some(Correction::NotADecision) {
            None
        } else {
            rule_for(reading, labels, wanted, index)
        };
        let Some((rule, tier, decision)) = decision else { continue };
        if taken[decision.says] {
            continue;
        }
        for part in decision.answer.into_iter().chain([decision.says]) {
            taken[part] = true;
        }
        found.push(Decision {
            stands_when_repeated: by_author || ASKS_FOR_DECISIONS.is_match(reading.heading_text(index)),
            ..row(reading, labels, index, decision, rule, tier)
        });
    }
    found.sort_by_key(|decision| (decision.line, decision.end_line));
    // What stands below "Decisions:" is part of that row.
    let mut marked_to = 0;
    found.retain(|decision| {
        let is_part = decision.tier == Tier::Inferred && decision.end_line <= marked_to;
        if decision.tier == Tier::Explicit {
            marked_to = marked_to.max(decision.end_line);
        }
        !is_part
    });
    (found, taken)
}

/// What is found in a statement as a row.
fn row(reading: &Reading<'_>, labels: &Labels, index: usize, found: Found, rule: &'static str, tier: Tier) -> Decision {
    let (subject, text) = match found.answer.map(|answer| (answer, &reading.statements[found.says].text)) {
        // The question is the subject of its answer, unless it only says that there was a discussion.
        Some((_, question)) if subject::is_one(labels, question) => {
            let question = bare(&quote(question));
            let subject = subject::of_answer(reading, labels, found.says, question.clone());
            let text = match found.text.strip_prefix(&question) {
                Some(reply) => format!("{subject}{reply}"),
                None => found.text,
            };
            (subject, text)
        }
        Some((answer, _)) => {
            let (reply, _) = reply(reading, answer);
            (subject::subject(reading, labels, found.says, &reply), reply)
        }
        None => (subject::subject(reading, labels, found.says, &found.text), found.text),
    };
    let text = subject::with_options(reading, index, text);
    Decision {
        section: reading.statements[index].section,
        line: found.line,
        end_line: found.end_line,
        evidence: subject::evidence(reading, index, found.line, found.end_line),
        subject,
        anchor: String::new(),
        text,
        rule,
        tier,
        percent: None,
        reviewed: false,
        above: reading.above(index),
        stands_when_repeated: false,
    }
}

/// What a statement says by itself or as an answer, if it is a decision.
fn said_in(reading: &Reading<'_>, index: usize) -> Found {
    question_of(reading, index).map_or_else(|| whole(reading, index), |asked| answered(reading, asked, index))
}

/// The first and the last line of the row that a statement would be.
pub(super) fn lines_of_row(reading: &Reading<'_>, index: usize) -> (u32, u32) {
    let found = said_in(reading, index);
    (found.line, found.end_line)
}

/// The row that a statement is by itself or as an answer, inferred by `rule`.
pub(super) fn row_of(reading: &Reading<'_>, labels: &Labels, index: usize, rule: &'static str) -> Decision {
    row(reading, labels, index, said_in(reading, index), rule, Tier::Inferred)
}

/// A statement that somebody says is a decision, as a row.
pub(super) fn said_to_be_one(reading: &Reading<'_>, labels: &Labels, index: usize, rule: &'static str) -> Decision {
    let row = row(reading, labels, index, whole(reading, index), rule, Tier::Explicit);
    Decision { stands_when_repeated: true, ..row }
}

/// The first rule that takes a statement.
fn rule_for(
    reading: &Reading<'_>,
    labels: &Labels,
    wanted: &Wanted<'_>,
    index: usize,
) -> Option<(&'static str, Tier, Found)> {
    if is_set_aside(reading, index) || reading.statements[index].struck || !wanted.any {
        return None;
    }
    let text = &reading.texts[index].words;
    // "Meeting consensus" is over rows rather than one of them.
    let is_over_rows = !reading.children(index).is_empty()
        && text.len() <= LONGEST_ANNOUNCEMENT
        && labels.is_decision_heading(text)
        && labels.decision(text).is_none();
    // "Stop doing:" is over what people tell of their work.
    let is_over_news = text.len() <= LONGEST_ANNOUNCEMENT && text.ends_with(':') && words::settles_nothing(text);
    let is_told = reading.is_told(index) || is_over_rows || is_over_news || is_only_told(reading, index);
    let mut asked_for = RULES
        .iter()
        .filter(|rule| wanted.asks_for(rule.name, rule.tier()) && !(is_told && rule.tier() == Tier::Inferred));
    asked_for.find_map(|rule| Some((rule.name, rule.tier(), found_by(rule, reading, labels, index)?)))
}

/// Whether the rule of this name takes what says that those who met agree.
pub(super) fn is_of_agreement(name: &str) -> bool {
    RULES.iter().any(|rule| rule.name == name && rule.shown == Shown::Agreed)
}

/// Whether a rule that is switched off would take a statement.
pub(super) fn is_switched_off(reading: &Reading<'_>, labels: &Labels, wanted: &Wanted<'_>, index: usize) -> bool {
    let mut off = RULES.iter().filter(|rule| wanted.off.iter().any(|name| name == rule.name));
    off.any(|rule| found_by(rule, reading, labels, index).is_some())
}

fn found_by(rule: &Rule, reading: &Reading<'_>, labels: &Labels, index: usize) -> Option<Found> {
    match rule.test {
        Test::Place(test) => test(reading, labels, index),
        Test::Words(words, unless) => by_words(reading, index, words, unless, false),
        Test::Verdict(words, unless) => by_words(reading, index, words, unless, true),
    }
}

/// The statement itself.
fn whole(reading: &Reading<'_>, index: usize) -> Found {
    let statement = &reading.statements[index];
    let (text, end_line) = if goes_on_below(&statement.text) {
        (reading.with_nested(index), statement.nested_end)
    } else {
        (statement.text.clone(), statement.end_line)
    };
    Found { says: index, answer: None, line: statement.line, end_line, text: bare(&text) }
}

/// Whether what is nested below a statement ends its sentence.
fn goes_on_below(text: &str) -> bool {
    const JOINTS: [&str; 17] = [
        "that", "to", "the", "a", "an", "of", "for", "with", "and", "or", "in", "by", "on", "between", "from", "like",
        "than",
    ];
    text.ends_with(':') || text.rsplit(' ').next().is_some_and(|word| JOINTS.contains(&word))
}

const ARROWS: [&str; 8] = ["-->", "==>", "->", "=>", "→", "⇒", "–>", "—>"];

/// A text without the arrow before it.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches(['*', '_', ' ']);
    let arrow = ARROWS.iter().find(|arrow| text.starts_with(**arrow));
    arrow.map_or(text, |arrow| text[arrow.len()..].trim_start()).to_owned()
}

/// The words of a statement without who says them.
fn said(text: &str) -> &str {
    SPEAKER.find(text).map_or(text, |speaker| &text[speaker.end()..])
}

fn by_words(
    reading: &Reading<'_>,
    index: usize,
    words: &Pattern,
    unless: Option<&Pattern>,
    verdict: bool,
) -> Option<Found> {
    let text = said(&reading.texts[index].words);
    // Where several people are quoted, "let's wait and see" is what one of them said.
    let is_said = reading.said_at(index).is_some()
        || reading.is_said_below(index)
        || (reading.has_speech() && text.len() < reading.texts[index].words.len());
    let statement = &reading.statements[index];
    let is_prose = !statement.is_item && statement.row.is_none();
    let longest = if is_prose { WORDS_OF_A_PARAGRAPH } else { WORDS_OF_A_STATEMENT };
    // "What if it rains?" over a paragraph is a question that a document answers.
    let is_explained =
        is_prose && asks_a_fact(reading.heading_text(index)) && reading.heading_text(index).ends_with('?');
    // A verdict below a question of how things are is what somebody says to it.
    let is_told = verdict
        && reading.parent(index).is_some_and(|above| {
            let above = &reading.texts[above];
            above.asks && asks_a_fact(&above.words) && !SHOULD.is_match(&above.words)
        });
    if is_explained || is_told {
        return None;
    }
    let is_quoted = is_said || says_in_short(reading, text) || count_words(text) > longest;
    let says_so = !reading.statements[index].is_heading && !is_quoted && words.is_match(text);
    if !says_so || unless.is_some_and(|unless| unless.is_match(text)) || is_open(reading, index) {
        return None;
    }
    // "Approved" alone says nothing without what it stands below.
    if count_words(text) == 1 {
        return reading.parent(index).or(reading.heading(index)).map(|about| answered(reading, about, index));
    }
    match reading.parent(index) {
        Some(parent) if verdict && count_words(text) <= SHORT => Some(answered(reading, parent, index)),
        _ => Some(whole(reading, index)),
    }
}

/// Whether a text begins with the name of somebody known in lower case, who says the rest: "ann_k: let's do it".
fn says_in_short(reading: &Reading<'_>, text: &str) -> bool {
    let name = text.split_once(": ").map_or("", |(name, _)| name);
    name.starts_with(char::is_lowercase) && !name.contains(char::is_whitespace) && reading.is_known(name)
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A line of more bytes announces nothing.
const LONGEST_ANNOUNCEMENT: usize = 100;

/// In a paragraph of more words "we decided to" tells a story.
const WORDS_OF_A_STATEMENT: usize = 90;

/// The same of a paragraph that is no item of a list: there fewer words do.
const WORDS_OF_A_PARAGRAPH: usize = 45;

/// Whether a statement stands where nothing is decided, is a heading, struck through, a question, or puts the matter off.
pub(in crate::extract) fn is_ruled_out(reading: &Reading<'_>, index: usize) -> bool {
    let statement = &reading.statements[index];
    let cannot_be = is_set_aside(reading, index) || statement.is_heading || statement.struck;
    let words = &reading.texts[index].words;
    let only_says =
        || ONLY_SAID.is_match(words) || is_only_told(reading, index) || is_told_to_a_question(reading, index);
    // What somebody says is what one of them said.
    let is_said = reading.said_at(index).is_some();
    cannot_be || is_said || reading.is_told(index) || is_open(reading, index) || only_says() || only_may(reading, index)
}

/// Whether a statement only says what may be done, or what the rules take for no proposal. An answer says more by that.
fn only_may(reading: &Reading<'_>, index: usize) -> bool {
    let words = &reading.texts[index].words;
    let says_no_more = is_only_possible(words) || QUOTED.is_match(words);
    let may = || says_no_more && question_of(reading, index).is_none();
    (LETS_NOT.is_match(words) && !LETS_BEGIN.is_match(words)) || may()
}

#[cfg(test)]
mod tests;
