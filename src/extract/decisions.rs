//! What was decided: a table of rules over statements and their place in the tree.
//!
//! To add a rule, add an entry with an example; the test runs it. The first rule that takes a statement names the row.
//! Where a rule needs no more than words it is a [`Test::Words`]; where the place in the tree decides (an answer below a
//! question, what stands under "Conclusions") it is a [`Test::Place`].

use super::labels::Labels;
use super::nature::Wanted;
use super::reading::{Reading, URL, quote};
use super::statements::{Row, Statement};
use super::{actions, subject, tables, votes, words};
use crate::base::pattern::{Pattern, pattern};
use crate::document::Correction;
use crate::extract::{Decision, Kind, Role, Tier};

/// How one kind of decision is written.
pub(super) struct Rule {
    /// The name in the register.
    pub(super) name: &'static str,
    tier: Tier,
    test: Test,
    /// Minutes with one decision that this rule takes; of several lines where the place matters.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    example: &'static str,
    /// Minutes that look much the same and hold nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    unlike: &'static str,
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
        tier: Tier::Explicit,
        test: Test::Place(labelled),
        example: "- Decision (for now): we keep the name",
        unlike: "- Decision: not today, to be decided in March",
    },
    Rule {
        name: "heading",
        tier: Tier::Explicit,
        test: Test::Place(below_heading),
        example: "### Conclusions:\n- SBOMs are part of the certificate",
        unlike: "### Conclusions:\n- TODO: write them down",
    },
    Rule {
        name: "table",
        tier: Tier::Explicit,
        test: Test::Place(in_table),
        example: "| No. | Decision |\n|---|---|\n| 1 | We buy red tiles |",
        unlike: "| No. | Decision |\n|---|---|\n| 1 | none |",
    },
    Rule {
        name: "scribe",
        tier: Tier::Explicit,
        test: Test::Place(scribed),
        example: "Ann: I would close it.\n\nBob: so would I.\n\nAnn: well.\n\nBob: good.\n\n[agreed to close it]",
        unlike: "Ann: I would close it.\n\nBob: so would I.\n\nAnn: well.\n\nBob: good.\n\n[discussion of closing it]",
    },
    Rule {
        name: "vote",
        tier: Tier::Explicit,
        test: Test::Place(polled),
        example: "Poll for the second draft\n\n| SF | F | N | A | SA |\n|---|---|---|---|---|\n| 9 | 3 | 1 | 0 | 0 |",
        unlike: "Poll for the second draft\n\n| Draft | F |\n|---|---|\n| 1 | 7 |",
    },
    Rule {
        name: "vote",
        tier: Tier::Explicit,
        test: Test::Place(voted),
        example: "- Buy red tiles\n    - motion carries",
        unlike: "- vote next week, last time it was 7 for, 1 against",
    },
    Rule {
        name: "resolves",
        tier: Tier::Explicit,
        test: Test::Place(resolves),
        example: "- Der Vorstand beschließt, rote Ziegel zu kaufen",
        unlike: "- Der Vorstand muss noch beschließen, welche Ziegel er kauft",
    },
    Rule {
        name: "answer",
        tier: Tier::Inferred,
        test: Test::Place(short_answer),
        example: "- Should we keep the old names?\n    - no objections",
        unlike: "- Has anybody seen the mail?\n    - yes",
    },
    Rule {
        name: "answer",
        tier: Tier::Inferred,
        test: Test::Place(answered_inline),
        example: "- Add the requirement without a test? YES",
        unlike: "- Is code affected? No.",
    },
    Rule {
        name: "answer",
        tier: Tier::Inferred,
        test: Test::Place(answered_inline),
        example: "- Do we need the export? -> overkill for us",
        unlike: "- Do we need the export? -> see the ticket",
    },
    Rule {
        name: "no objection",
        tier: Tier::Inferred,
        test: Test::Verdict(&NO_OBJECTION, None),
        example: "- there were no objections against dropping the old image",
        unlike: "- is there no objection?",
    },
    Rule {
        name: "consensus",
        tier: Tier::Inferred,
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
        tier: Tier::Inferred,
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
        tier: Tier::Inferred,
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
        tier: Tier::Inferred,
        test: Test::Place(proposed),
        example: "- Let's use the second repository for that",
        unlike: "- Let's see what the tests say",
    },
    Rule {
        name: "choice",
        tier: Tier::Inferred,
        test: Test::Words(
            pattern!(
                r"(?i)\bcan (?:now )?be stabili[sz]ed\b|\bwant to stick (?:to|with)\b|\b(?:option|variant|proposal|version|approach|solution|variante) ?\S{0,8} (?:is |was |are )?(?:preferred|chosen|accepted|selected|adopted|approved|favou?red)\b|\bwe(?:'re| are) going (?:with|for)\b|\bwe (?:chose|opted|settled|picked|stay with|stick to|stick with)\b|\bwe(?:'ll| will) be (?:doing|using|moving|switching|keeping|dropping|supporting)\b|\bwe (?:thus|therefore|hence) should\b|\bpreferred (?:solution|option|choice|approach|variant|alternative) (?:is|was)\b|\bthe plan is to\b|\b(?:we|group|team) (?:will |shall )?(?:go|went|settle|opt(?:ed)?) (?:for|with|on)\b|\bpreferred after\b|\bwe (?:will not|won['’]t) (?:deploy|fix|implement|include|merge|recommend|require|standardi[sz]e|support|use)\b",
            ),
            Some(&SUPPOSED),
        ),
        example: "- Option 1 is preferred after a discussion in the call",
        unlike: "- Should option 1 be preferred?",
    },
    Rule {
        name: "verdict",
        tier: Tier::Inferred,
        test: Test::Verdict(
            pattern!(
                r"(?i)^(?:sounds good|go ahead|do it|(?:good idea, )?go for it|will do (?:this|that|it|so)\b|do that|let it|stop (?:it|this|doing|using|working|the)\b|stop[.!]?$|keep (?:it|as is|this|the current|\S+ as is)|stick (?:to|with)|go with|proceed\b|merge (?:as|it|now|this)|will go with|for now(?:: |,? (?:we|it|the|this|that|no|only|just|use|keep|stay|stick|leave|go|do|don['’]t|let['’]?s)\b)|follow (?:the )?same|for the time being,? (?:use|keep|stay|go)|leave (?:it|as)|can be (?:merged|stabilized|closed)|not for R\d|not in R\d|not (?:required|needed|practical|in scope|now\b)|stay with|no changes?(?: needed)?$|too late|\w+(?: \w+)?, stop[.!]?$|won't do|will not be done|rejected\b|accepted\b|settled (?:on|for)|opted for|ok for (?:all|everyone)|no need (?:to|for)\b|(?:merge|close|drop|reject|postpone|abandon|stabili[sz]e)(?: (?:it|this|both|all|them))?[.!]?$)",
            ),
            Some(&POSSIBLE),
        ),
        example: "- Go ahead, create a proposal!",
        unlike: "- stop 4, the school: fine since it got the new sensor",
    },
    Rule {
        name: "verdict",
        tier: Tier::Inferred,
        test: Test::Verdict(
            pattern!(
                r"(?i)^[^?]*: (?:yes|agreed|accepted|approved)\b[.!]?(?:,? please\b.*)?$|\s[–—-]+ (?:approved|accepted|agreed|adopted|rejected|declined|denied|granted)[.!]*$|^\W*and (?:approved|accepted|adopted)\W*$",
            ),
            None,
        ),
        example: "- The draft with three chapters - accepted",
        unlike: "- nobody in the call could say what colour it was",
    },
    Rule {
        name: "elected",
        tier: Tier::Inferred,
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
        tier: Tier::Inferred,
        test: Test::Words(
            pattern!(
                r"(?i)\bwill (?:be|become|turn|turn into) (?:effective|mandatory|opt-in|opt-out|deprecated|obsolete|archived|renamed|used\W*$|dropped|replaced|removed)\b|^(?:fix(?:ed)?|final|release|effective|new|target) date\b\W{1,4}[^?]*\d[^?]*$|\bdate\b.{0,20}\b(?:set|fixed|moved|postponed|shifted) (?:to|for|on)\b",
            ),
            Some(&IS_ACTION),
        ),
        example: "- the check will become mandatory in spring",
        unlike: "- the check has been mandatory since spring",
    },
    Rule {
        name: "course",
        tier: Tier::Inferred,
        test: Test::Place(course),
        example: "- we will recommend the series used for testing",
        unlike: "- We'll have free copies at the summit",
    },
    Rule {
        name: "scope",
        tier: Tier::Inferred,
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
        tier: Tier::Inferred,
        test: Test::Place(for_now),
        example: "- Weekly for now, Mondays at 14:05",
        unlike: "- the port is left open for now",
    },
    Rule {
        name: "outcome",
        tier: Tier::Inferred,
        test: Test::Place(outcome),
        example: "- => use open API for the interface of clusters",
        unlike: "- => continue discussion next week",
    },
    Rule {
        name: "answer",
        tier: Tier::Inferred,
        test: Test::Place(marked_answer),
        example: "- Do we need to change the policy?\n    - -> policies stay with the provider",
        unlike: "- Why does it fail?\n    - -> the disk is full",
    },
    Rule {
        name: "answer",
        tier: Tier::Inferred,
        test: Test::Place(plain_answer),
        example: "- Should this be standardised by us?\n    - move this to the team of the hosts",
        unlike: "- Should this be standardised by us?\n    - the question depends on the hosts",
    },
];

/// Cue words that say the contrary: nothing is decided here, or not yet.
static NOT_DECIDED: Pattern = Pattern::new(
    r"(?i)\b(?:(?:no|unclear) (?:\w+ )?(?:decision|agreement|consensus|conclusion)|nothing (?:was |has been |is )?(?:decided|agreed)|(?:awaiting|waiting for|blocked on|looking for) (?:\w+ ){0,2}(?:decision|consensus|agreement|approval|vote)|decisions? that needs?|(?:previous|earlier) (?:consensus|decision|agreement)|(?:years?|months?|long(?: time)?) ago|(?:that|which) (?:we|everyone|everybody|all)(?: can)?(?: all)? agrees? (?:on|upon|with)|(?:that|which) (?:was|were|is|are|ha(?:s|ve) been) (?:\w+ ){0,3}(?:approved|accepted|agreed|chosen|decided|selected|adopted)|not every(?:one|body) agrees|no (?:final|immediate|clear)|towards? (?:\w+ ){0,3}(?:agreement|consensus)|not (?:yet )?(?:decided|agreed|concluded|reached)|to be (?:decided|agreed|approved|accepted)|(?:needs?|needed|need to|have to|has to|must|should|can|could|will|would|may|might|cannot|shall|to) (?:be |a |an |also |first |then |some |still )?(?:decide|decided|decision|agree|agreed|agreement|consensus|approval|approve|approved)|decision (?:records?|needed|process|pending|next|log|making|required|must|should|will|is due|matrix|tree|template)|(?:decide|decision|agree|vote|voting) (?:next|later|tomorrow|until|in (?:the )?next|on next)|once (?:\w+ )?(?:agreed|decided|approved)|if (?:\w+ ){0,5}(?:agree(?:d|ment)?|accepts?|decided?|approved|object)|before|previously|already (?:\w+ ){0,3}(?:agreed|decided)|(?:potential|possible|tentative) (?:consensus|agreement)|(?:do|did|can|could|should) (?:we|you|they) (?:all )?agree|any important decisions|(?:seems?|looks?|sounds?) (?:like |as if )?(?:there(?:['’]s| is| was) )?(?:a |some )?(?:consensus|agreement)|(?:consensus|agreement|decisions?) (?:from|of) (?:the )?(?:last|previous)|(?:a|any|each|every|the) decision is (?:made|reached|taken) (?:when|by|if|once|after)|means? that (?:we|everyone)|architect\w* decision|design decisions?|adrs?|decided (?:by|yet)|should(?: not|n['’]t)? have|last (?:time|week|call|meeting),? (?:we|it|the \w+)|pre-?decision|would agree|until .{0,20}(?:agree|decide)|seek|reach|(?:get|getting|reaching|seeking|building|finding) (?:a )?(?:consensus|agreement|approval)|lack of (?:consensus|agreement)|(?:do|does|did)(?: not|n['’]t) (?:yet )?have (?:a |any )?(?:\w+ )?(?:consensus|agreement)|requires? (?:\w+ )?(?:consensus|agreement|approval|a vote)|(?:had|have) (?:already )?(?:been )?(?:agreed|decided) (?:earlier|before|last)|had (?:agreed|decided)|(?:decided|agreed|concluded) (?:last (?:time|week|call|meeting)|in the past)|upcoming decision|when we (?:decide|agree|accept|approve)|agree\w* that (?:the )?(?:current|present) (?:state|situation|wording|text|behaviou?r) (?:is|are)|agree\w* that (?:this|it) (?:is|was) not|agree\w* that (?:this|it) isn['’]t|decided (?:not to|to not) do (?:this|it|that) (?:today|now|yet)|last (?:week|month|call|meeting)['’]s\b.{0,40}\b(?:agreed|decided)|they (?:agree|agreed|decided|concluded)|regarding (?:the )?(?:agreement|decision)|on \d{4}-\d\d-\d\d,? (?:it was|we) (?:decided|agreed))\b",
);

/// What puts a matter off rather than settling it.
static DEFERRED: Pattern = Pattern::new(
    r"(?i)\b(?:will|to|should|must|can|needs? to|has to) (?:then )?be discussed\b|\b(?:no|needs?|more|separate|further|continue|postpone) (?:the |more |further )?discussions?\b|\bdiscuss\w* (?:this |that |it )?(?:further|again|later|(?:in (?:the )?)?next)\b|\bpostponed?\b.{0,20}\bnext (?:week|call|meeting|time|session)\b|\bdiscussions? (?:slot|needed|required|continues?|needs? to happen)\b|\b(?:talk|speak|think|discuss\w*) (?:\w+ ){0,3}(?:later|another time|at another point|offline)\b|\bcontinue (?:\w+ ){0,2}(?:on|in|over|via) (?:the )?(?:zulip|slack|chat|e-?mail|matrix|irc|discord|mailing|issue|ticket|next)\b|\bcome back to (?:it|this|that)\b|^wait for .{1,60} to (?:answer|confirm|decide|reply|respond)\b|\beither\b.{3,80}\bor\b|\b(?:ask|asks|asking)\b.{0,60}\bif\b|\bvotes? (?:to |will )?(?:comes? |follows? )?later\b|\bwhether (?:or not )?to\b.{0,40}\?",
);

static NO_OBJECTION: Pattern = Pattern::new(
    r"(?i)\b(?:no|without|zero) (?:\w+ )?(?:objections?|veto(?:es)?|opposition)\b|\b(?:nobody|no ?one|none|does not|doesn't)\b(?: \S+){0,5} (?:object|oppos)|\bnot objected\b|\bkeine einwände\b",
);

/// What may be done as well.
static POSSIBLE: Pattern = Pattern::new(r"(?i)\b(?:could|might)\b");

/// What may be done, said before anything else is: "snapshots could serve the purpose".
static ONLY_POSSIBLE: Pattern =
    Pattern::new(r"(?i)^(?:[^,;:.–→>?]*\b(?:could|might)|(?:can|may) (?:still|also|always))\b");

/// What stands in quotation marks from beginning to end is what somebody said.
static QUOTED: Pattern = Pattern::new(r"^[“\x22][^”\x22]*[”\x22]\W*$");

/// Who takes it up after all: "we could make it mandatory; yes, do this".
static TAKEN_UP: Pattern =
    Pattern::new(r"(?i)[,;:.–→>] ?(?:yes|ok|okay|so|let['’]s|do (?:this|that|it)|agreed|therefore|thus)\b");

/// What is only thought through.
static SUPPOSED: Pattern = Pattern::new(r"(?i)\b(?:if (?:we|you|one)|even if|would|one option)\b");

static COURSE: Pattern = Pattern::new(
    r"(?i)^(?:so |then |therefore |thus |for now,? |hence |ergo,? )?(?:we|sig|the sig|team)(?: will|['’]ll| won['’]t| keep| stay| stick| drop| want only| should only| need to follow| (?:do not|don['’]t) (?:allow|handle|prohibit|recommend|require|support))\b",
);
static COURSE_NOT: Pattern = Pattern::new(
    r"(?i)^(?:so |then |therefore |thus |for now,? |hence |ergo,? )?(?:we|sig|the sig|team)(?:['’]ll| \S+| should only| need to follow) (?:also |soon |then )?(?:maybe|perhaps|hopefully|probably|see|look|discuss|check|talk|have|test|get|present|need|know|ask|try|meet|depend|be|work|do|review|send|write|file|share|expect|go through|hear|find|report|receive|produce|collect|assemble|inform|prepare|coordinate|follow up|go over|design|explore|investigate|aim)\b|\bsoon\W*$",
);
static SWITCHING: Pattern = Pattern::new(r"(?i)^(?:switching|moving|switch) to\b");
/// What it would be like to switch, in the sentence itself: "Moving to another host allows …".
static SWITCHING_TOLD: Pattern = Pattern::new(
    r"(?i)^[^,;:(–]*?\b(?:allows?|is|are|was|were|has|means?|would|could|might|makes?|gives?|helps?|lets?|requires?|needs?|seems?)\b",
);

static LETS: Pattern = Pattern::new(
    r"(?i)(?:^(?:(?:ok|okay|yes|so|then|well|conclusion|discussion|decision)[,:]?\s*)?|[,;:–.] )let(?:['’]s|s| us) ",
);
static LETS_NOT: Pattern = Pattern::new(
    r"(?i)[“\x22][^”\x22]*\blet|(?:^\W*\w*[,:]?\s*|[,;:–] )let(?:['’]s|s| us) (?:just |also |then |maybe |first )*(?:see|ping|contact|encrypt|try|present|table|continue|start|talk|discuss|wait|look|check|hope|say|think|review|make sure|ensure|prioriti[sz]e\W*$|not (?:present|discuss|talk)|have a (?:look|talk|chat|call|discussion)|understand|meet|sync|connect|chat|figure|find|revisit|circle|move on|come back|get back|ask|remember|not forget|keep an eye|pick|get|create an? (?:issue|ticket|topic|thread|poll)|follow up|bring|work out|coordinate|keep working|take a|go through|go over|your?|users?|people|them|suppose|assume|list)|\blet(?:['’]s|s| us) [^.!?;:]*(?:\?|\b(?:this time|today|for the rest of the (?:call|meeting))\b)",
);

/// What alone proposes little, and much together with other words: "let's try Tuesdays until spring".
static LETS_BEGIN: Pattern = Pattern::new(r"(?i)\blet(?:['’]s|s| us) (?:\w+ )?(?:start|try|take|pick)\b");

static FOR_NOW: Pattern = Pattern::new(r"(?i)^(?:\S+ ){1,6}for (?:now|the time being|the moment)\b\s*(?:$|[.(,;])");
static FOR_NOW_NOT: Pattern = Pattern::new(
    r"(?i)@\w+ (?:will|to)\b|^for\b|\b(?:it|that|this)['’]s\b|\b(?:inclined|leaning)\b|\b(?:left|may|might|could|would|currently|is|are|has|not|table|works?)\b|^(?:stay|opt-?in|next|skip(?:ped)?)\b|\bfeel free\b",
);

static COMMAND: Pattern = Pattern::new(
    r"(?i)^(?:use|make|take|allow|avoid|change|close|complete|continue|do|don't|drop|enable|extend|focus|follow|go|include|introduce|keep|leave|limit|merge|move|only|we|just|postpone|prefer|publish|put|recommend|reduce|rename|require|replace|restrict|separate|skip|split|standardi[sz]e|start|stay|stick|stop|switch|support)\b",
);
static NORM: Pattern = Pattern::new(
    r"(?i)\b(?:recommended|recommend|mandatory|must|can be used|should be|will be|focus on|as new|accept(?:ed)?)\b",
);
static VAGUE: Pattern = Pattern::new(
    r"(?i)@|\b(?:could|maybe|todo|please|AI)\b|^(?:take (?:up|over)|start at|go (?:to|until)|suggest(?:ion|s|ed)?)\b",
);

static PROPOSAL: Pattern =
    Pattern::new(r"(?i)\b(?:propos(?:al|es?|ed)|suggest(?:ion|s|ed)?|vote|question|plan|idea|option|to be voted)\b");
static SHORT_OUTCOME: Pattern = Pattern::new(
    r"(?i)^\W*(?:no (?:\w+ )?objections?|unanimous(?:ly)?|agree(?:d|ment)|accepted|approved|audience agrees|all agreed?|everybody agrees|consensus|consent|nobody (?:\S+ ){0,4}objected|yes: ?\d|adopted|confirmed|done deal|sounds good|lgtm|\+1)(?:[\s.,:;!)(–—-]|$)|^\W*resolved?\W* (?:yes|no)\b|^\W*(?:ok|okay|yes|no|fixed)(?:\s*[.,:;!)–—-]|\s+\(|$|\s+(?:please|for|let|we|it|this|that|not|but|and|as|in|with)\b)",
);
static AGREES: Pattern = Pattern::new(r"(?i)agree|resolved|accept|approv|consens|adopt");
static YES: Pattern = Pattern::new(
    r"(?i)^(?:(?:answer|a|ans|antwort|decision)\s*[:)]\s*)?(?:(?:yes|not for now|ok|okay|agreed|sure|approved|accepted|rejected|nope|yep|yeah|ja|nein|fine|both|done|fixed|\+1|y)(?:$|[\s,.:!;)/–-])|no(?:$|[,.:!;)(/–-]|\s(?:$|[–(-]|(?:we|i|it|this|that|they|there|you|need|not|but|please|because|since|as|just|only|reason|longer|more|objections?|changes?|rush|thanks?|one|let|keep|should|will|can|do|don['’]t|for|in|on|at|to|yet)\b|(?:\S+ ){1,4}(?:this time|for now|anymore|any more|until)\b)))",
);
/// What somebody thinks of, or puts off, whatever a model makes of its words.
static ONLY_SAID: Pattern = Pattern::new(
    r"(?i)\blet['’]?s (?:just |try to )*(?:discuss|talk|say|see|look|hope|table|sort)\b|^(?:suggestions?|ideas?|demonstration|presentation|recap|lacks?)\b|^we (?:are|['’]re) (?:also |still )?(?:missing|lacking)\b|^(?:so |then )?we(?: will|['’]ll) (?:try|see|check|look)\b|\bq: .*\bideas?:|\b(?:bring|brings|brought) (?:\w+ )?back (?:in|to|up)|^(?:please|alternatively|otherwise|ideally)\b|^(?:proposal|suggestion|idea|option|question|background|status|context|example|note|fyi)\W{0,3}:|^(?:is |was |will be )?(?:moved|postponed|deferred|pushed|bumped|carried over) (?:to|until) (?:the )?next\b|^(?:feat|fix|chore|docs|refactor|build|ci|perf|tests?)(?:\([^)]*\))?!?: |^(?:one|another) (?:option|possibility|idea|way) (?:is|would|could)\b|^an? (?:option|idea|alternative|possibility)\b|[-=–]+> ?(?:decision|vote|discussion) (?:on|about)\b[^:]*$|\b(?:imo|imho|in my opinion)\b|^(?:\w+ )?discussions? (?:about|around|of|on)\b[^:]*$|\b(?:did not|didn['’]?t|could not|couldn['’]?t) (?:get (?:to|around)|have time|discuss|cover|reach)\b|^skipped\b|\b(?:no quorum|out of time|no time left)\b",
);
/// Who asks: "Q: Ann: …", "(AL) …".
static ASKER: Pattern = Pattern::new(
    r"^\W*(?:(?:@?[\w-]+ )?(?i:q(?:uestion)?)\s*[:)]\s*)?(?:@?[\w.-]+(?: \([^)]*\))?\s*[:–]\s+|\([A-Z, /]{2,}\)\s+)?",
);
/// A question with a remark behind it: "Wednesday? (Ann has another call then.)"
static ASKS_WITH_REMARK: Pattern = Pattern::new(r"\?\s*\(([^)]*)\)\W*$");
/// What is said to a question without answering it.
static NO_ANSWER: Pattern = Pattern::new(
    r"(?i)^(?:but|this leads|that leads|open|unclear|unknown|see|maybe|(?:it )?depends|later|tbd|not (?:there )?yet|counter-?(?:idea|proposal)s?)\b|^$",
);
/// What is said to a question of what to do by somebody who tells how things are.
static TELLS_HOW_IT_IS: Pattern = Pattern::new(
    r"(?i)^(?:current(?:ly)?|in (?:particular|practice|fact|general|theory|principle|addition)|no \w+ since|not (?:documented|currently|actively|really|sure)|we (?:have|want to know|don['’]?t know|do not know|(?:should|need to|have to) ask)|(?:yes|no|yep|yeah)\W+(?:(?:but )?there(?:['’]s| is| are)|i (?:was|am|have|had|did)|i['’]m))\b",
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
static SHOULD: Pattern = Pattern::new(r"(?i)\b(?:should|shall)\b");
/// Questions of those who decide to each other.
static ASKS_US: Pattern = Pattern::new(r"(?i)\b(?:should|shall)\b|\b(?:do|can|could|must|may) we\b");
/// Questions that ask how things are.
static ASKS_A_FACT: Pattern = Pattern::new(
    r"(?i)^(?:q[:)]? )?(?:@\S+:? )?(?:is it possible|does (?:any|someone|somebody)|did|how (?:is|does|do|are|much|many|long)|why|has|have|are there|is there|(?:what|who|how|where)['’]s|what if|who (?:is|has|knows|can)|when (?:was|were|did)|what (?:is|are|does|happens|about|kinds?|sorts?|types?)|does (?:this|that|it)\b|(?:can|could|would|will) (?:someone|somebody|anyone|anybody)\b|any(?:one|body|thing)|some(?:one|body)|status|questions?|challenges?)\b|\bis (?:that|this|it) (?:a |an )?(?:problem|issue|bug|known|true|right|correct|expected|intended)\b|\bright\W*$|\bdo we (?:\S+ ){1,8}(?:today|already|currently|yet)\b",
);
static STARTS_AS_FACT: Pattern = Pattern::new(
    r"(?i)^(?:\W*@[\w-]+:? )?\(?(?:is|are|am|was|were|does|did|has|have|had|any|can we say|(?:do|does|is|are|has|have)n['’]?t|(?:so |and )?(?:that|it|this)(?:['’]s| is)|so (?:you|it|that|they))\b|\b(?:can|could|do|does|did|will|would) (?:they|it|he|she|you|anyone|somebody|people)\b",
);
static QUESTION_AND_ANSWER: Pattern = Pattern::new(r"(?i)^\W*q(?:uestion)?\s*[:)]");
/// What stands after a label when nothing was decided after all.
static PUT_OFF: Pattern = Pattern::new(
    r"(?i)^\W*(?:not (?:yet|today|now)|to be (?:decided|discussed)|tbd|postponed|open|pending|none|nothing|no decision|later|(?:we are |we['’]re |this is )?(?:still )?(?:under|in) discussion|(?:we are |we['’]re )?(?:still )?discussing)\b.{0,60}$",
);
/// What stands after a label for findings when something was found out: "Result: we uncovered a bug".
static FOUND_OUT: Pattern = Pattern::new(
    r"(?i)^\W*(?:we|it|they|this) (?:have |has )?(?:uncovered|found|discovered|saw|seen|noticed|learned|learnt|measured|turned out)\b",
);
/// A label that may stand before a question as well as before its result.
static POLL: Pattern = Pattern::new(r"(?i)^\W*(?:polls?|votes?)\b");
/// What stands below a heading for decisions where there are none.
static NO_DECISION: Pattern =
    Pattern::new(r"(?i)^\W*(?:none|n/a|nothing|tbd|no decisions?|keine|nil|not applicable)\b.{0,40}$|^\W*(?:no\W*)?$");
/// What an essay ends with, too, or what a document explains.
static CONCLUDES: Pattern = Pattern::new(r"(?i)\b(?:conclusions?|consensus)\b");
/// What whoever writes thinks.
static MY_OPINION: Pattern =
    Pattern::new(r"(?i)\b(?:i (?:think|believe|guess|would|feel)|i['’]d|imo|imho|in my opinion)\b");
/// What whoever writes down says was settled.
static SCRIBE_SAYS: Pattern = Pattern::new(
    r"(?i)\b(?:agree[ds]?|agreement|consensus|resolved|resolution|decided|approved|accepted|adopted|closed?|closes|closing|merged|no objections?|so be it|so mote it be|passed|carried|beschlossen|angenommen|abgelehnt|plan is to)\b",
);
/// Such a remark at the end of what somebody says.
static REMARK_AT_END: Pattern = Pattern::new(r"\[([A-Za-z][^\]]{2,80})\]\W*$");
/// How such a line begins that has neither brackets nor other letters.
static SCRIBE_BEGINS: Pattern = Pattern::new(
    r"^(?i:agreed? (?:to|that|on)|we (?:all )?agreed? (?:to|that|on)|resolved\b|(?:general |broad |rough )?(?:consensus|agreement) (?:is |was )?(?:to|that|on|reached)|no objections?\b|decided (?:to|that|on)|(?:the )?plan is to|(?:posted and )?closed\b|closing (?:this|it|the|issue)\b|closing[.!]?$)",
);
/// A remark of what is still talked about, or meant to come.
static STILL_OPEN: Pattern = Pattern::new(
    r"(?i)\b(?:discuss(?:ion|ing|es)? (?:on|of|about|whether)|whether|proposed?|come back to (?:it|this|that)|bumped|possibly|we will|hopefully)\b",
);
/// A remark in brackets; what starts with digits is the time of a line.
static BRACKETED: Pattern = Pattern::new(r"^\[[A-Za-z][^\]]*\].{0,60}$");
static OPINION: Pattern = Pattern::new(
    r"(?i)^(?:@[\w-]+|[a-z]+:) ?|\b(?:could|might|maybe|perhaps|would|proposed|proposes|depends|unclear|see|question|already|currently|is there|e\.g\.)\b|^will (?:also )?(?:have|be)\b|URL|^\S+$",
);
static PLAIN_ANSWER: Pattern = Pattern::new(
    r"(?i)^(?:we|will|should|move|use|both|do|keep|put|separate|discuss\w*|no|not|only|merge|with|without|in|at|as)\b",
);
/// Template headings of slides whose text is what was decided.
static ASKS_FOR_DECISIONS: Pattern = Pattern::new(r"(?i)\bimportant decisions\b");
static NOTHING: Pattern = Pattern::new(r"(?i)^(?:no|none|nope|not|n/a|-|see|nothing)\b");
static VOTE_IS_OPEN: Pattern = Pattern::new(
    r"(?i)\b(?:reminder|remember|please|don['’]?t forget|last chance) (?:to |and )?(?:cast your )?vote\b|\bvot(?:e|ing) (?:is |still |now )*(?:open|ongoing|running)\b|\b(?:open|ongoing|current|pending) votes?\b",
);
/// What is set to somebody's task list is an action.
static IS_ACTION: Pattern = Pattern::new(r"(?:^|[\s(_*\[])_?(?:AIs?|Action items?|TODO|ToDo)\b");
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
    (found, taken)
}

/// Whether a statement stands where nothing is decided, is a heading, struck through, a question, or puts the matter off.
pub(super) fn is_ruled_out(reading: &Reading<'_>, index: usize) -> bool {
    let statement = &reading.statements[index];
    let cannot_be = is_set_aside(reading, index) || statement.is_heading || statement.struck;
    let only_says = || ONLY_SAID.is_match(&reading.texts[index].words) || is_told_to_a_question(reading, index);
    // What somebody says is what one of them said.
    let is_said = reading.said_at(index).is_some();
    cannot_be || is_said || reading.is_told(index) || is_open(reading, index) || only_says() || only_may(reading, index)
}

/// Whether a statement only says what may be done, or what the rules take for no proposal. An answer says more by that.
fn only_may(reading: &Reading<'_>, index: usize) -> bool {
    let words = &reading.texts[index].words;
    let says_no_more = (ONLY_POSSIBLE.is_match(words) && !TAKEN_UP.is_match(words)) || QUOTED.is_match(words);
    let may = || says_no_more && question_of(reading, index).is_none();
    (LETS_NOT.is_match(words) && !LETS_BEGIN.is_match(words)) || may()
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

fn is_set_aside(reading: &Reading<'_>, index: usize) -> bool {
    matches!(reading.role(index), Role::Participants | Role::Chores | Role::Boilerplate)
        && !ASKS_FOR_DECISIONS.is_match(reading.heading_text(index))
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
    let is_told = reading.is_told(index) || is_over_rows;
    let mut asked_for =
        RULES.iter().filter(|rule| wanted.asks_for(rule.name, rule.tier) && !(is_told && rule.tier == Tier::Inferred));
    asked_for.find_map(|rule| Some((rule.name, rule.tier, found_by(rule, reading, labels, index)?)))
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

/// An answer, and the line it ends on: "A:" is said below.
fn reply(reading: &Reading<'_>, index: usize) -> (String, u32) {
    let text = &reading.texts[index].words;
    let is_label = ANSWER.find(text).is_some_and(|label| text[label.end()..].trim_matches([' ', '*', '_']).is_empty());
    if is_label && !reading.children(index).is_empty() {
        let below: Vec<String> = reading.children(index).iter().map(|child| reading.with_nested(*child)).collect();
        return (below.join("; "), reading.statements[index].nested_end);
    }
    let found = whole(reading, index);
    (found.text, found.end_line)
}

/// Whether what is nested below a statement ends its sentence.
fn goes_on_below(text: &str) -> bool {
    const JOINTS: [&str; 17] = [
        "that", "to", "the", "a", "an", "of", "for", "with", "and", "or", "in", "by", "on", "between", "from", "like",
        "than",
    ];
    text.ends_with(':') || text.rsplit(' ').next().is_some_and(|word| JOINTS.contains(&word))
}

/// What was asked or proposed, and what came of it.
fn answered(reading: &Reading<'_>, asked: usize, answer: usize) -> Found {
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

const ARROWS: [&str; 8] = ["-->", "==>", "->", "=>", "→", "⇒", "–>", "—>"];

/// A text without the arrow before it.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches(['*', '_', ' ']);
    let arrow = ARROWS.iter().find(|arrow| text.starts_with(**arrow));
    arrow.map_or(text, |arrow| text[arrow.len()..].trim_start()).to_owned()
}

/// Whether a statement asks, or puts the matter off. The words for that are many: ask it last.
fn is_open(reading: &Reading<'_>, index: usize) -> bool {
    let text = &reading.texts[index];
    let is_question = text.asks || asks_with_remark(&text.words);
    is_question || NOT_DECIDED.is_match(&text.words) || DEFERRED.is_match(&text.words)
}

/// Whether a text asks and goes on with a remark that is no answer: "Wednesday? (Ann has another call then.)"
fn asks_with_remark(text: &str) -> bool {
    ASKS_WITH_REMARK.captures(text).is_some_and(|remark| !YES.is_match(&remark[1]))
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

/// "Decision: …", with the body on the line, nested below it, or in the list that follows.
fn labelled(reading: &Reading<'_>, labels: &Labels, index: usize) -> Option<Found> {
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
            let texts: Vec<String> = children.iter().map(|child| reading.with_nested(*child)).collect();
            let end_line = children.iter().map(|child| reading.statements[*child].nested_end).max();
            let end_line = end_line.unwrap_or(statement.nested_end);
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
    // Nothing but an address: where people are asked to vote.
    let is_asked_there = body == URL && POLL.is_match(&text.words[..end]);
    if PUT_OFF.is_match(body) || found_out() || is_asked_there {
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
fn below_heading(reading: &Reading<'_>, labels: &Labels, index: usize) -> Option<Found> {
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
fn in_table(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let fields = tables::fields(&reading.statements[index])?;
    let cell = fields.decision.filter(|cell| cell.contains(char::is_alphabetic))?;
    let says = !(NO_DECISION.is_match(cell) || PUT_OFF.is_match(cell) || cell.ends_with('?'));
    says.then(|| Found { text: cell.to_owned(), ..whole(reading, index) })
}

/// What whoever writes down puts between what is said, in brackets or in other letters: "[agreed to close it]".
fn scribed(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let statement = &reading.statements[index];
    let text = &reading.texts[index].words;
    let bracketed = BRACKETED.is_match(text);
    // What is longer is the draft of a letter.
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
    if !between_speech || !SCRIBE_SAYS.is_match(text) || is_open {
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

/// A remark of whoever writes down has at most so many words.
const MOST_WORDS: usize = 30;

/// A line of more bytes announces nothing.
const LONGEST_ANNOUNCEMENT: usize = 100;

/// In a paragraph of more words "we decided to" tells a story.
const WORDS_OF_A_STATEMENT: usize = 90;

/// The same of a paragraph that is no item of a list: there fewer words do.
const WORDS_OF_A_PARAGRAPH: usize = 45;

/// Fewer words than this say little by themselves.
const FEW_WORDS: usize = 5;

/// The result of a poll, with what it was about.
fn polled(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
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
fn voted(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = said(&reading.texts[index].words);
    if reading.statements[index].is_heading || !votes::is_vote(text) || is_open(reading, index) {
        return None;
    }
    // Below "History" of a page that is of no call it is told how a vote went elsewhere.
    if reading.call.kind == Kind::Page && reading.is_told(index) {
        return None;
    }
    // While a vote is open its figures are no result.
    if VOTE_IS_OPEN.is_match(reading.asking(index)) || VOTE_IS_OPEN.is_match(text) {
        return None;
    }
    match reading.parent(index) {
        Some(parent) if count_words(text) <= SHORT => Some(answered(reading, parent, index)),
        _ => Some(whole(reading, index)),
    }
}

/// "Der Vorstand beschließt …"
fn resolves(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let resolves = votes::resolves(&reading.texts[index].words);
    (resolves && !reading.statements[index].is_heading && !is_open(reading, index)).then(|| whole(reading, index))
}

/// "no objections", "YES", "unanimous" below a question or a proposal.
fn short_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
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
fn answered_inline(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
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
fn asks_a_fact(question: &str) -> bool {
    let question = without_asker(question);
    ASKS_A_FACT.is_match(question) || (STARTS_AS_FACT.is_match(question) && !ASKS_WHAT_TO_DO.is_match(question))
}

/// Whether a text says by itself that those who met agree.
fn is_firm(text: &str) -> bool {
    NO_OBJECTION.is_match(text) || votes::is_vote(text) || AGREES.is_match(text)
}

/// What somebody brings to the call: "(Ann) Proposal: let's …".
static BROUGHT: Pattern = Pattern::new(r"(?i)^\W*(?:@?[\w-]+\W+)?(?:proposal|suggestion|idea|question)\s*[:)]");

/// "Let's …", unless an item goes on behind it that is no question: then it was one proposal of several.
fn proposed(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let found = by_words(reading, index, &LETS, Some(&LETS_NOT), false)?;
    if BROUGHT.is_match(&reading.texts[index].words) {
        return None;
    }
    let goes_on = |next: usize| {
        let text = &reading.texts[next].words;
        !(is_firm(text)
            || YES.is_match(text)
            || text.starts_with('@')
            || IS_ACTION.is_match(text)
            || actions::somebody_is_to(reading, text))
    };
    let is_answer = reading.parent(index).is_some_and(|parent| reading.texts[parent].asks);
    let next = reading.parent(index).and_then(|_| reading.next(index));
    (is_answer || next.is_none_or(|next| !goes_on(next))).then_some(found)
}

/// "We will …", "We keep …", "Switching to …": the course that was set.
fn course(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
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
fn for_now(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = said(&reading.texts[index].words);
    let fits = !reading.statements[index].is_heading
        && FOR_NOW.is_match(text)
        && !FOR_NOW_NOT.is_match(text)
        && !IS_ACTION.is_match(text)
        && !is_open(reading, index);
    fits.then(|| whole(reading, index))
}

/// An arrow before a command or a norm. Arrows alone say little: most of them are versions and consequences.
fn outcome(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let fits = text.arrow
        && !reading.statements[index].is_heading
        && !VAGUE.is_match(&text.words)
        && (COMMAND.is_match(&text.words) || NORM.is_match(&text.words))
        && !is_open(reading, index);
    fits.then(|| whole(reading, index))
}

/// Whether a question is one of those that people ask after a talk: "Q: …", but "Q: should we …".
fn is_asked_to_know(question: &str) -> bool {
    QUESTION_AND_ANSWER.is_match(question) && !ASKS_US.is_match(question)
}

/// Whether a statement is what people are told after a talk: "A: …" to somebody's "Q: …", or a yes to a question of how things are.
fn is_told_to_a_question(reading: &Reading<'_>, index: usize) -> bool {
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
fn question_of(reading: &Reading<'_>, index: usize) -> Option<usize> {
    let asks = |other: &usize| reading.texts[*other].asks;
    let below = reading.parent(index).filter(asks);
    below.or_else(|| reading.previous(index).filter(|before| asks(before) && reading.children(*before).is_empty()))
}

/// "=> …", "A: …", "No, …" to a question of what to do.
fn marked_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
    let text = &reading.texts[index];
    let question = question_of(reading, index)?;
    if reading.statements[index].is_heading || IS_ACTION.is_match(&text.words) || is_open(reading, index) {
        return None;
    }
    let asked = &reading.texts[question].words;
    let answer = ANSWER.find(&text.words).map_or("", |label| text.words[label.end()..].trim());
    if !answer.is_empty() && NO_ANSWER.is_match(answer) {
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
fn plain_answer(reading: &Reading<'_>, _: &Labels, index: usize) -> Option<Found> {
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
    use crate::config::Config;
    use crate::extract::Call;
    use crate::extract::tests::call;

    fn found(source: &str) -> Vec<(&'static str, String)> {
        let call = call(source);
        let labels = Labels::new(&Config::default().labels);
        find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything())
            .0
            .into_iter()
            .map(|decision| (decision.rule, decision.text))
            .collect()
    }

    #[test]
    fn every_rule_takes_its_example_and_not_what_is_unlike_it() {
        for rule in RULES {
            let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{}\n", rule.example));
            assert_eq!(rows.len(), 1, "{}: {rows:?}", rule.example);
            assert_eq!(rows[0].0, rule.name, "{}", rule.example);
            assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{}\n", rule.unlike)), [], "{}", rule.unlike);
        }
    }

    #[test]
    fn what_only_sounds_like_a_decision_is_none() {
        for source in [
            "- unclear consensus about the examples",
            "- the things that were agreed on this quarter: https://example.org/a",
            "- Can we pass links, is that a problem? no, they are part of the text",
            "- when was the last release? OK, early in November",
            "- @ann Q) when was the last release? A) Early in November",
            "- the gate is red, right?\n    - yes",
            "- Another question, an option:\n    - Ok(v) => v,",
            "- Should we have a switch?\n    - We want to know about those cases",
            "- Should we remove it?\n    - Not documented, but it is there",
            "- Can we connect to all of them?\n    - yes, but there's not many of them",
            "- Let's make sure that the gate is red",
            "- after last week's call we agreed to paint it",
            "- we accepted tiles that we should not have",
            "- Not needed, it could be painted",
            "- Switching to red everywhere? (only on the roof)",
            "- Poll: https://example.org/a",
            "- Release date: 12 or 13 March?",
            "- is the red one the new one, or must we paint it?\n    - Yes, I was using the other name",
            "- Should it be red?\n    - counteridea: paint it later",
            "- Should it be red?\n    - -> wait for the board to confirm",
            "- general agreement that the current state is confusing",
            "- Let's do it the other way round this time",
            "- but it's good to ship for now",
            "- @bob is going to ask them if Monday is ok for everyone",
            "- Why is it red?\n    - No need to paint it",
            "- Should we do that?\n    - -> either we paint it or they do it",
            "### What if it rains?\n\nWet tiles will be replaced by dry ones.",
            "- name resolution is faster on a local machine",
            "- the gate is broken. Let's fix it? @bob",
            "- Moving to another host allows the project to go on when somebody leaves",
            "| idea | links | pages |\n|---|---|---|\n| split the hash? | YES | NO |",
        ] {
            assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")), [], "{source}");
        }
    }

    #[test]
    fn a_page_of_no_call_tells_of_votes_and_of_conclusions() {
        let of = |heading: &str, kind: Kind| {
            let call =
                Call { kind, ..call(&format!("# 2024-06-03\n\n## {heading}\n\n- motion to paint it carries\n")) };
            let labels = Labels::new(&Config::default().labels);
            find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything()).0.len()
        };
        for heading in ["History", "Conclusions"] {
            assert_eq!(of(heading, Kind::Notes), 1, "{heading}");
        }
        assert_eq!(of("History", Kind::Page), 0);
        assert_eq!(of("Tiles", Kind::Page), 1);
        let concluded = |kind: Kind| {
            let call = Call { kind, ..call("# 2024-06-03\n\n## Conclusions\n\n- red tiles it is\n") };
            let labels = Labels::new(&Config::default().labels);
            find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything()).0.len()
        };
        assert_eq!([concluded(Kind::Notes), concluded(Kind::Page)], [1, 0]);
    }

    #[test]
    fn what_only_may_be_is_ruled_out_for_the_ranker() {
        let is_out = |source: &str| {
            let call = call(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n"));
            let reading = crate::extract::tests::read(&call);
            is_ruled_out(&reading, reading.statements.len() - 1)
        };
        for source in [
            "- snapshots could serve the purpose",
            "- we might show two badges",
            "- can still have other words",
            "- Suggestion define that in the release",
            "- we are also missing a name",
            "- “yes, it works with that”",
            "- should be brought back into the other discussion",
            "- Let's review this again",
            "- we will try to paint them",
            "- next Monday? (Ann is away)",
        ] {
            assert!(is_out(source), "{source}");
        }
        for source in [
            "- we could make it red; yes, do this",
            "- Should it be red or green?\n    - could be both, red for now",
            "- next Monday? (yes)",
            "- Let's paint it again",
            "- Let's try Tuesdays until spring",
        ] {
            assert!(!is_out(source), "{source}");
        }
    }

    #[test]
    fn patterns_compile() {
        for rule in RULES {
            let (words, unless) = match rule.test {
                Test::Words(words, unless) | Test::Verdict(words, unless) => (Some(words), unless),
                Test::Place(_) => (None, None),
            };
            assert!(words.into_iter().chain(unless).all(Pattern::is_valid), "{}: {}", rule.name, rule.example);
        }
        for pattern in [
            &NOT_DECIDED,
            &DEFERRED,
            &NO_OBJECTION,
            &QUESTION_AND_ANSWER,
            &BRACKETED,
            &SUPPOSED,
            &POSSIBLE,
            &ONLY_POSSIBLE,
            &TAKEN_UP,
            &TELLS_HOW_IT_IS,
            &MY_OPINION,
            &QUOTED,
            &POLL,
            &SHOULD,
            &ASKS_IF_RIGHT,
            &LETS_BEGIN,
            &ASKER,
            &ONLY_SAID,
            &ASKS_US,
            &ASKS_WITH_REMARK,
            &CONCLUDES,
            &REMARK_AT_END,
            &SCRIBE_BEGINS,
            &STILL_OPEN,
            &SCRIBE_SAYS,
            &NO_DECISION,
            &COURSE,
            &COURSE_NOT,
            &SWITCHING,
            &SWITCHING_TOLD,
            &FOR_NOW,
            &FOR_NOW_NOT,
            &LETS,
            &LETS_NOT,
            &BROUGHT,
            &VOTE_IS_OPEN,
            &FOUND_OUT,
            &COMMAND,
            &NORM,
            &VAGUE,
            &PROPOSAL,
            &SHORT_OUTCOME,
            &AGREES,
            &YES,
            &ANSWER,
            &NO_ANSWER,
            &DELIBERATES,
            &ASKS_WHAT_TO_DO,
            &ASKS_A_FACT,
            &OPINION,
            &PLAIN_ANSWER,
            &ASKS_FOR_DECISIONS,
            &STARTS_AS_FACT,
            &PUT_OFF,
            &NOTHING,
            &IS_ACTION,
            &SPEAKER,
        ] {
            assert!(pattern.is_valid());
        }
    }

    #[test]
    fn passes_over_what_is_not_decided() {
        for line in [
            "Decision record for the new API",
            "the format is to be decided",
            "Any important decisions that are going to be taken?",
            "no decision yet",
            "final decision on next project board",
            "Proposal: keep two releases a year",
            "Agreement?:",
            "Decision: should we bundle the packages?",
            "VOTE: shall we bundle the packages?",
            "version 1.2 -> 1.3",
            "no agreement on dedicated cores",
            "~~Decision: keep it~~",
            "Decision: not today, to be decided in March",
            "Is code affected? No.",
            "stop 4, the school: fine since it got the new sensor",
            "We'll have free copies at the summit",
            "we'll meet at the station",
            "they agree that it should be done",
            "the release won't be ready in R4",
            "we decided last time to keep the old names",
            "shall we keep it? Will be discussed in the other team",
            "=> continue discussion next week",
            "Nothing decided, not even next steps",
            "Let's talk about it later",
            "Ann and Bob are to finish the readme of the proposal that was approved",
            "blocked, awaiting consensus on the kinds of keys",
            "make it as small as possible, something that we can all agree on",
            "we will maybe have a talk by somebody from the council",
            "Let's also talk to the mill",
            "Getting consensus on the colour of the gate",
            "The team decides on the syntax of the language",
            "An option: introduce a second gate",
            "Result: we uncovered a leak in the roof",
            "Resolved: we are still discussing it",
            "(Ann) Proposal: let's paint the gate",
            "For now, you can use the other gate",
            "Ann: can anybody open it? Bob: yes.",
            "The net result is that the roof is dry",
            "A decision is reached when nobody objects",
            "Seems like consensus on red tiles",
            "Potential consensus: red tiles, to be asked for again",
            "more generally, do we agree that tiles are red",
            "Carl to write a mail with the consensus from the list",
            "Reminder to vote: 9 yes, 0 no",
            "The gate is new. Has she had time to open it? No.",
            "Do we support two gates today? no, only one",
            "we don't have consensus on the gate, but it would be doable",
        ] {
            assert_eq!(found(&format!("# A\n\n- {line}\n")), [], "{line}");
        }
    }

    #[test]
    fn knows_what_is_only_said_whatever_a_model_makes_of_it() {
        for (line, is_out) in [
            ("moved to the next meeting", true),
            ("Please comment until April", true),
            ("Alternatively the gate could be painted", true),
            ("Proposal: keep two releases a year", true),
            ("let's try to sort it out together", true),
            ("feat(gate): add a bell", true),
            ("the gate will be green from now on", false),
            ("moved the gate to the other side", false),
        ] {
            let call = call(&format!("# 2024-06-03\n\n## Gate\n\n- {line}\n"));
            let reading = crate::extract::tests::read(&call);
            let last = reading.statements.len() - 1;
            assert_eq!(is_ruled_out(&reading, last), is_out, "{line}");
        }
    }

    #[test]
    fn takes_the_body_wherever_it_stands() {
        for (source, text) in [
            ("- **decision:**\n  - one\n  - two\n- other\n", "one; two"),
            ("Decision:\n\n- one\n- two\n", "one; two"),
            (
                "- Decision: should we bundle?\n    - pro: less work\n    - --> We split\n",
                "Decision: should we bundle? → We split",
            ),
            ("- shall we?\n    - Decision: yes\n", "yes"),
            ("- @ann: agreed to keep it\n", "@ann: agreed to keep it"),
        ] {
            let texts: Vec<String> = found(&format!("# A\n\n{source}")).into_iter().map(|row| row.1).collect();
            assert_eq!(texts, [text], "{source}");
        }
    }

    #[test]
    fn says_it_whole_and_in_context() {
        for (source, text) in [
            (
                "- we decided to talk to\n    - the press\n    - the board\n",
                "we decided to talk to; the press; the board",
            ),
            ("- A new cadence\n    - Agreement\n", "A new cadence → Agreement"),
            ("- Decision: https://example.org/x\n", "example.org/x"),
            ("- Resolved: (Ann)\n    - merge it\n    - add a test\n", "merge it; add a test"),
            ("- Consensus reached\n    - red tiles\n", "red tiles"),
        ] {
            let texts: Vec<String> = found(&format!("# A\n\n{source}")).into_iter().map(|row| row.1).collect();
            assert_eq!(texts, [text], "{source}");
        }
    }

    #[test]
    fn reads_what_headings_and_tables_announce() {
        for (source, texts) in [
            ("## Conclusion/Resolution\n\n- stage 3\n", &["stage 3"][..]),
            ("**Decisions**\n\n- red tiles\n- green paint\n", &["red tiles", "green paint"]),
            ("## Decisions made\n\n- red tiles\n\n**Tim Lee**\n\n- it was good\n", &["red tiles"]),
            ("## Decisions made\n\n- red tiles\n\nand so on, they said.\n", &["red tiles"]),
            ("## Decisions\n\n- none\n", &[]),
            ("## Decisions\n\n- red tiles\n- Kurt to send the mail\n", &["red tiles"]),
            ("## Decisions made / Action items\n\n- red tiles\n- @ann to buy them\n", &["red tiles"]),
            ("## Decisions\n\n| No. | What |\n|---|---|\n| 1 | We buy red tiles |\n", &["We buy red tiles"]),
            ("## Notes\n\n| Topic | Notes |\n|---|---|\n| Gate | Decision: green paint |\n", &["green paint"]),
        ] {
            let found: Vec<String> = found(&format!("# 2024-06-03\n\n{source}")).into_iter().map(|row| row.1).collect();
            assert_eq!(found, texts, "{source}");
        }
    }

    #[test]
    fn what_is_told_to_a_question_is_not_decided_by_it() {
        for source in [
            "- Q: should the pumps be shut in winter?\n    - A: they have a valve that opens by itself\n",
            "- Q: Ann: does it mean that we can use any pump, or only the red ones?\n    - No, any pump.\n",
            "- so that's a barrier?\n    - Yes\n",
        ] {
            assert_eq!(found(&format!("# 2024-06-03\n\n## Pumps\n\n{source}")), [], "{source}");
        }
    }

    #[test]
    fn what_somebody_says_is_not_decided_by_it() {
        let said = "- Ann: let's wait for it\n- Bob: we decided to go\n- Ann: agreed on that\n- Bob: we will keep it\n";
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{said}")), []);
    }

    #[test]
    fn what_is_nested_below_a_name_is_said_by_it() {
        let said = "- Mara:\n    - Agreed, though both are fine\n- Mara: a\n- Mara: b\n- Ned: c\n";
        assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{said}")), []);
    }

    #[test]
    fn a_proposal_that_is_talked_on_is_one_of_several() {
        let rows = |below: &str| found(&format!("# 2024-06-03\n\n## Roof\n\n- Tiles\n{below}")).len();
        assert_eq!(rows("    - Let's take the red tiles\n"), 1);
        assert_eq!(rows("    - Let's take the red tiles\n    - they are hard to get in winter\n"), 0);
        assert_eq!(rows("    - Let's take the red tiles\n    - @ann to order them\n"), 1);
        let asked = "- Which tiles?\n    - Let's take the red ones\n    - they are hard to get in winter\n";
        assert_eq!(found(&format!("# 2024-06-03\n\n## Roof\n\n{asked}")).len(), 1);
    }

    #[test]
    fn a_word_and_a_date_can_settle_a_matter() {
        for (source, text) in [
            ("- The draft with three chapters\n    - merge\n", "The draft with three chapters → merge"),
            ("- Fix date: 2024-08-30 (Wed)\n", "Fix date: 2024-08-30 (Wed)"),
        ] {
            let rows = found(&format!("# 2024-06-03\n\n## Roof\n\n{source}"));
            assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), [text]);
        }
    }

    #[test]
    fn what_is_agreed_with_a_word_of_a_proposal_is_found() {
        for line in ["Good idea, let's use the second gate", "Decision: we found consensus on red tiles"] {
            assert_eq!(found(&format!("# 2024-06-03\n\n## Roof\n\n- {line}\n")).len(), 1, "{line}");
        }
    }

    #[test]
    fn what_was_said_elsewhere_settles_nothing_here() {
        for heading in ["Background", "Initiating comment", "History of the gate", "Working group updates"] {
            let rows = found(&format!("# 2024-06-03\n\n## {heading}\n\n- we agreed to paint it green\n"));
            assert_eq!(rows, [], "{heading}");
        }
    }

    #[test]
    fn what_one_of_them_proposes_is_no_decision() {
        for (name, count) in [("anna", 0), ("later", 1)] {
            let rows =
                found(&format!("# 2024-06-03\n\nAttendees: @anna, @bob\n\n## Gate\n\n- {name}: let's paint it red\n"));
            assert_eq!(rows.len(), count, "{name}: {rows:?}");
        }
    }

    #[test]
    fn what_one_of_them_concludes_is_no_conclusion() {
        let talk = "- Ann: I would close it.\n- Bob: so would I.\n- Ann: well.\n";
        let ending = "## Conclusion\n\n- Ann: I read it and liked it\n- either way I think it would be nice\n- we close the gate\n";
        let rows = found(&format!("# 2024-06-03\n\n## Gate\n\n{talk}\n{ending}"));
        assert_eq!(rows, [("heading", "we close the gate".to_owned())]);
    }

    #[test]
    fn whoever_writes_down_needs_no_brackets() {
        let talk = "Ann: I would close it.\nBob: so would I.\nAnn: well.\nBob: good.\n";
        for (line, text) in [
            ("Agreed to ask them first.", "Agreed to ask them first."),
            ("consensus: we ask them", "we ask them"),
            ("Bob: that is all. [consensus to close]", "Bob: that is all. [consensus to close]"),
            ("Bob: close it, I think. [Ann: agreed]\nAgreed to ask them all first.", "Agreed to ask them all first."),
        ] {
            let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{talk}{line}\n"));
            assert_eq!(rows.into_iter().map(|row| row.1).collect::<Vec<_>>(), [text], "{line}");
        }
    }

    #[test]
    fn a_paragraph_that_tells_a_story_decides_nothing() {
        let long = "because the mill was far away and nobody had a car ".repeat(4);
        for (source, count) in
            [(format!("We decided to walk {long}."), 0), (format!("- We decided to walk {long}."), 1)]
        {
            assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{source}\n")).len(), count, "{source}");
        }
    }

    #[test]
    fn what_people_tell_of_their_work_settles_nothing() {
        for above in ["## Next week\n\n", "**Blocked**\n\n", "- In progress:\n  "] {
            assert_eq!(
                found(&format!("# 2024-06-03\n\n{above}- we agreed to test it with the second one\n")),
                [],
                "{above}"
            );
            let marked = found(&format!("# 2024-06-03\n\n{above}- Decision: the second one\n"));
            assert_eq!(marked, [("label", "the second one".to_owned())], "{above}");
        }
    }

    #[test]
    fn an_answer_may_stand_below_its_label() {
        let rows =
            found("# 2024-06-03\n\n- Should we keep the old names?\n    - A:\n        - keep them until spring\n");
        assert_eq!(rows, [("answer", "Should we keep the old names? → keep them until spring".to_owned())]);
    }

    #[test]
    fn authors_have_the_last_word() {
        assert_eq!(found("# A\n\n- Decision: x <!-- minutebook: not a decision -->\n"), []);
        let rows = found("# A\n\n- the usual way <!-- minutebook: decision -->\n");
        assert_eq!(rows, [("author", "the usual way".to_owned())]);
    }
}
