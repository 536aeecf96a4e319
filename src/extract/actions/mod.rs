//! What somebody is to do: a table of rules, who they are, and how each item stands.
//!
//! As in [`super::decisions`], the first rule that takes a statement names the row.

mod lists;
mod speech;

use self::lists::{Lists, lists};
use self::speech::{is_promised, is_scribed, request, scribed};
use super::labels::Labels;
use super::names::{VERB, is_no_name, is_task_after_to};
use super::nature::Wanted;
use super::reading::{Reading, quote};
use super::statements::Statement;
use super::words::{self, alternatives, words};
use super::{owners, subject, tables};
use crate::base::pattern::Pattern;
use crate::config::Tasks;
use crate::document::Correction;
use crate::extract::handles;
use crate::extract::{ActionNote, Role, Status, Tier};
use std::sync::LazyLock;

/// How one kind of action is written.
pub(super) struct Rule {
    /// The name in the register.
    pub(super) name: &'static str,
    tier: Tier,
    /// Whether it holds in questions and where people are away, too.
    strong: bool,
    /// Whether it is about what somebody says, so that it holds in transcripts.
    speech: bool,
    test: fn(&Item<'_>) -> bool,
    /// Minutes with one action that this rule takes.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    example: &'static str,
    /// Minutes that look much the same and hold nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test reads the example"))]
    unlike: &'static str,
}

/// A statement that may be an action.
struct Item<'a> {
    reading: &'a Reading<'a>,
    labels: &'a Labels,
    index: usize,
    /// The text without addresses, arrow and markup before it.
    text: &'a str,
    lists: &'a Lists,
}

/// The rules, strongest evidence first. Lists ([`listed`]) come before them.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "label",
        tier: Tier::Explicit,
        strong: true,
        speech: false,
        test: is_labelled,
        example: "- the link is broken (AI @ann)",
        unlike: "- no AIs from the last call",
    },
    Rule {
        name: "table",
        tier: Tier::Explicit,
        strong: true,
        speech: false,
        test: is_row,
        example: "| Action | Owner | Status |\n|---|---|---|\n| mend the gate | @ann | open |",
        unlike: "| Gate | Owner |\n|---|---|\n| mend the gate | @ann |",
    },
    Rule {
        name: "scribe",
        tier: Tier::Explicit,
        strong: true,
        speech: true,
        test: is_scribed,
        example: "Ann: it is broken.\n\nBob: so it is.\n\nAnn: who knows.\n\nBob: nobody.\n\n[Ann to write up how it broke]",
        unlike: "Ann: it is broken.\n\nBob: so it is.\n\nAnn: who knows.\n\nBob: nobody.\n\n[discussion of how to mend it]",
    },
    Rule {
        name: "promise",
        tier: Tier::Inferred,
        strong: true,
        speech: true,
        test: is_promised,
        example: "Ann: it is broken.\n\nBob: so it is.\n\nAnn: who knows.\n\nBob: I'll file an issue about it.",
        unlike: "Ann: it is broken.\n\nBob: so it is.\n\nAnn: who knows.\n\nBob: I'll be late next week.",
    },
    Rule {
        name: "task",
        tier: Tier::Explicit,
        strong: false,
        speech: false,
        test: is_task,
        example: "- [ ] rake the leaves",
        unlike: "- [ ] [#12 the gate](https://example.org/12)",
    },
    Rule {
        name: "arrow",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: has_arrow_to_handle,
        example: "- needs an assignee -> @ann",
        unlike: "- version 1.2 -> 1.3",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: starts_with_handle,
        example: "- @ann and @bob will write the draft",
        unlike: "- @ann and @bob will be on vacation",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: handle_inside,
        example: "- one test fails; @ann to open a ticket",
        unlike: "- one test fails; waiting for @ann to answer",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        strong: false,
        speech: true,
        test: known_to_do,
        example: "Present: Kurt, Ann\n\n- Kurt to send the invitation",
        unlike: "Present: Kurt, Ann\n\n- Kurt to be late",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: names_who_will,
        example: "- Kurt to send the invitation",
        unlike: "- Kurt will be late",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: names_who_will,
        example: "- short talk about the tests, Kurt'll open an issue",
        unlike: "- short talk about the tests, it'll be fine",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: starts_with_team,
        example: "- the storage team (lot 5) will take care of the tests",
        unlike: "- the storage team met on Monday",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: handle_does,
        example: "- @ann opens an issue for this",
        unlike: "- @ann reports a failing test",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: handle_does,
        example: "- one test fails. @ann opens an issue",
        unlike: "- one test fails. @ann knows why",
    },
    Rule {
        name: "arrow",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: ends_with_arrow_to_name,
        example: "- Manage the labels in one file => Eduard",
        unlike: "- from the old page => Home",
    },
    Rule {
        name: "who",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: answers_who,
        example: "- Who will review the draft?\n    - @ann",
        unlike: "- Who reviewed the draft?\n    - nobody",
    },
    Rule {
        name: "by",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: is_to_be_done_by,
        example: "- the docs will be moved to the new page by @ann",
        unlike: "- the page was moved by @ann",
    },
    Rule {
        name: "trailing",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: ends_with_handle,
        example: "- Reminder should be sent out (@ann)",
        unlike: "- Where is the cake? (@ann)",
    },
    Rule {
        name: "assigned",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: is_assigned,
        example: "- Comparison of the old pages: @ann",
        unlike: "- Guests: @ann",
    },
    Rule {
        name: "speaker",
        tier: Tier::Inferred,
        strong: false,
        speech: false,
        test: speaker_does,
        example: "- @ann: write the minutes of the summit",
        unlike: "- @ann: the summit was fun",
    },
];

// A handle, several of them with what stands between, and the words a person's name may be.
macro_rules! handle {
    () => {
        r"@[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?_?"
    };
}
macro_rules! join {
    () => {
        r"(?:\s*(?:,|\band\b|&|/|\bor\b|\+|w/|\bwith\b|\bas well as\b|\bund\b)\s*|\s+)"
    };
}
macro_rules! handles {
    () => {
        concat!(handle!(), "(?:", join!(), r"\(?", handle!(), r"\)?)*")
    };
}

static LEADING: Pattern = Pattern::with_handle(concat!(r"^[\s:*_(\[,-]*(", handles!(), ")"));
static LAST: Pattern = Pattern::with_handle(concat!(r"(", handles!(), r")[)\]\s.!_*:]*$"));
static STARTS_WITH_HANDLE: Pattern = Pattern::with_handle(concat!(
    r"(?i)^[*_(\[]*(?:@?\w+ (?:and|&|/) )?",
    handles!(),
    r"(?:\s+\(et al\.?\))?[*_)]*,?:?\s+(?:(?:->|=>|→) )?(?:to|will|offers? to|volunteer(?:s|ed)|(?:is )?going to|starts|takes? (?:care|this|over|up|it)|shall|please|follows? up|agreed to)\b\s*[a-z]+"
));
static HANDLE_INSIDE: Pattern =
    Pattern::with_handle(concat!(r"(?:^|[.,;:!?(–-]\s*|\s)(", handles!(), r")[)*_]*\s+(?:to|will|shall)\s+[a-z]{2,}"));
static HANDLE_DOES: Pattern = Pattern::with_handle(concat!(r"(?:^|[.;] )(", handles!(), r") ([A-Za-z][a-z]+)\s"));
static ARROW_START: Pattern = Pattern::with_handle(concat!(r"^\W*", handles!(), r"(?:\W|$)"));
static ARROW_INSIDE: Pattern = Pattern::with_handle(concat!(
    r"(?:-+>|=+>|→|–>|—>|<-+)\s*\(?(",
    handles!(),
    r")[)\s.]*(?:$|[:,(]|\b(?:to|will|checks?|please|asks?|creates?|writes?)\b)"
));
static ONLY_HANDLES: Pattern = Pattern::with_handle(concat!(r"^\W*", handles!(), r"\W*$"));
static BY_HANDLE: Pattern = Pattern::with_handle(concat!(
    r"\b(?:to be \w+|will be \w+(?: \w+){0,8}|be \w+ed|tb[wcd]) (?:by|b/w) (",
    handles!(),
    ")"
));
static SPEAKER: Pattern = Pattern::with_handle(concat!(r"^[*_]*(", handles!(), r")[*_]*\s*:\s*(?:to )?"));
static TRAILING: Pattern = Pattern::with_handle(concat!(r"[(\[]\s*(?:->\s*)?(", handles!(), r")\s*[)\]][ .:]*$"));
static ASKS_BEFORE_HANDLE: Pattern = Pattern::with_handle(r"\?\s*[(\[][^)\]]*@[^)\]]*[)\]][ .:]*$");
static ASSIGNED: Pattern = Pattern::with_handle(concat!(r"^[^@:?]{8,}: *", handles!(), r"[)\s.]*$"));
static TRAILING_BARE: Pattern = Pattern::with_handle(concat!(r"\s(", handles!(), r")[)\s.]*$"));
static BY_LAST: Pattern = Pattern::with_handle(concat!(r"(?i)\bby ", handles!(), r"[)\s.]*$"));
static INSIDE_PARENTHESES: Pattern = Pattern::new(
    r"(?:<-+|;|,|\()\s*(@[\w-]+|[A-Z][a-z]+) (?:to|will) (?:add|send|report|write|create|check|set|ask|open|look|invite|schedule|fix|update|prepare)\b",
);
static NAME: Pattern = Pattern::new(
    r"(?:^[*_]*|[:,.;–—\]] |\(| --? )((?:(?:Team )?[A-Z][a-z]+|[A-Z]{2})(?:(?: and | & | and/or |/|, )(?:[A-Z][a-z]+|[A-Z]{2}))*)(?:\s+(?:to|will)|['’]ll)\s+([a-z]{2,})",
);
/// "[CHL] will follow up", "(AB): I'll ask them".
static BRACKETED_NAME: Pattern = Pattern::new(
    r"^[*_]*[\[(]([A-Z][A-Za-z]+(?:(?: and | & |/|, )[A-Z][A-Za-z]+)*)[\])]:?\s+(?:to|will|I will|I['’]ll)\s+([a-z]{2,})",
);
static TEAM: Pattern = Pattern::new(
    r"(?i)^[*_]*(?:the )?(?:[\w-]+(?:,| and| &|/)? ){1,3}team(?: \([^)]*\))?,? (?:to|will|shall) ([a-z]{2,})",
);
static ARROW_TO_NAME: Pattern = Pattern::new(r"(?:-+>|=+>|→|–>|—>)\s*([A-Z][a-z]{2,}|[A-Z]{2})\W*$");
static LABELLED_NAME: Pattern = Pattern::new(
    r"^[\s:*_(\[-]*((?:[A-Z][a-z]+|[A-Z]{2,}\d*)(?: [A-Z][a-z]+)?(?:(?: and | & |/|, )(?:[A-Z][a-z]+|[A-Z]{2,}\d*)(?: [A-Z][a-z]+)?)*)(?:\s+to\b|\s*:|\s*\)|\s*\])",
);
/// What stands alone behind a label in brackets at the end of a line: "… [ACTION] sam".
static ONLY_A_WORD: Pattern = Pattern::new(r"^\]\s*([A-Za-z][\w-]+)\W*$");
static AT_LABEL_NAME: Pattern = Pattern::new(r"^\W*([a-z][\w-]+)(?:\s+to\b|\s*:)");

/// Verbs that in the third person tell what somebody did or does anyway.
static ALSO_REPORTS: Pattern =
    Pattern::new(r"(?i)^(?:work|propose|report|need|support|look|discuss|find|test|share|ask|fix|mention)$");
static NEEDED: Pattern = Pattern::new(r"(?i)\b(?:should|needs?|needed|to be|tb[cdw]|will)\b");

/// What looks like an action and says where somebody is.
static AWAY: Pattern = Pattern::new(
    r"(?i)\b(?:to be (?:pto|on pto|out|away|late|missing|there|available|back|absent|on vacation)|waiting for @|requests? (?:by|from) @|by @[\w-]+(?:(?: and |, ?| & )@[\w-]+)* to [a-z]+|(?:facilitated|moderated|presented|reported|chaired|hosted|led|written) by|as (?:a |the )?(?:moderator|facilitator|chair|scribe|note ?taker)|report(?:s|ed|ing)? (?:in|by)|minutes? tak|on (?:pto|vacation|holiday|leave))\b|will (?:not )?be (?:on |out|away|back|absent|moderat|available|here|there|late|missing|unavail|around)|(?:to|will) (?:present|report|be pto|attend|join|moderate|facilitate|demo|leave (?:early|at|for|in|us|the)|miss|stay|give an? (?:overview|update|talk))\b",
);
/// The label's letters in another sense.
static NOT_A_LABEL: Pattern = Pattern::new(
    r"(?i)\bno (?:explicit )?AIs?\b|artificial intelligence|\b(?:about|by|for|of|using|with) AI\b|\bAI (?:model|tool|agent|generated|act|gateway|based|workload|assist|code|slop|factory)|immediate action item",
);
static WHO: Pattern = Pattern::new(r"(?i)^(?:who\b.*\?|someone (?:will|has|should|needs)\b.*|volunteers?\b.*\?)\W*$");
static CHORE: Pattern = Pattern::new(
    r"(?i)present|report|minute|community call|moderat|transfer|newcomer|schrift|protokoll|who (?:is in|was|joins|wants|participates)|volunteer|incident|slot|responsible|speaker|sponsor|interested",
);
static NOTHING: Pattern = Pattern::new(r"(?i)^\(?(?:no|none|n/a|nothing)\b|^see\b");

static SAYS_DONE: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:is |was |already |all |mostly )?(?:done|closed|completed?|finished|merged|obsolete|cancell?ed|dropped|solved|resolved|erledigt|fertig|sent|mailed)\b|(?:an? )?(?:e-?mail|message|issue|ticket|pr|reminder|invitation)s? (?:is |was |are |were |has been |have been )?(?:sent|created|merged|opened|written|out)\b|✅|✔|☑|:white_check_mark:)|✅|\bis done\b",
);
/// Done so far without an end: "sent a ping, but no answer".
static SAYS_TRIED: Pattern = Pattern::new(
    r"(?i)^\W*(?:sent|mailed|pinged|asked|tried|wrote)\b.*\b(?:but|no (?:reply|answer|response)|waiting)\b",
);
static SAYS_OPEN: Pattern = Pattern::new(
    r"(?i)^\W*(?:still |remains? |yet |is )?(?:open|ongoing|pending|postponed|in progress|in work|wip|work in progress|not (?:yet|done)|to be|offen|no progress|carry|keep|started|todo|nothing)\b",
);

/// What found an action.
#[derive(Clone, Copy)]
struct Evidence {
    rule: &'static str,
    tier: Tier,
    /// Whether it stands in a list of earlier action items.
    carried: bool,
}

impl Evidence {
    /// The minutes mark it.
    const fn explicit(rule: &'static str) -> Self {
        Self { rule, tier: Tier::Explicit, carried: false }
    }
}

/// Stands for a label without a task while actions are looked for.
const ANNOUNCES: &str = "announces";

/// The same of "Next steps:", below which also stands what will come by itself.
const PLANS: &str = "plans";

/// All actions of a call, in the order of the minutes.
pub(super) fn find(reading: &Reading<'_>, labels: &Labels, wanted: &Wanted<'_>) -> Vec<ActionNote> {
    let count = reading.statements.len();
    let lists = lists(reading, labels);
    let mut found: Vec<Option<Evidence>> = vec![None; count];
    for index in 0..count {
        found[index] = match reading.correction(index) {
            Some(Correction::NotAnAction) => None,
            Some(Correction::Action | Correction::Done) => Some(Evidence::explicit("author")),
            _ if !wanted.any => None,
            _ => rule_for(
                &Item { reading, labels, index, text: &reading.texts[index].words, lists: &lists },
                wanted,
                &found,
            )
            .or(found[index]),
        };
        // A label alone gives its children to the list: they are the actions.
        if let Some(evidence) = found[index].filter(|evidence| [ANNOUNCES, PLANS].contains(&evidence.rule)) {
            found[index] = None;
            for child in reading.children(index) {
                let item = Item { reading, labels, index: *child, text: &reading.texts[*child].words, lists: &lists };
                if evidence.rule == ANNOUNCES || is_task_after_to(item.text) || is_marked(&item) {
                    found[*child] = Some(Evidence::explicit("list"));
                }
            }
        }
    }
    let mut actions = Vec::new();
    for (index, evidence) in found.iter().enumerate() {
        if let Some(evidence) = *evidence {
            actions.push(row(reading, labels, &lists, index, evidence));
        }
    }
    actions
}

/// What was found at a statement, as a row.
fn row(reading: &Reading<'_>, labels: &Labels, lists: &Lists, index: usize, evidence: Evidence) -> ActionNote {
    let Evidence { rule, tier, carried } = evidence;
    let statement = &reading.statements[index];
    let item = Item { reading, labels, index, text: &reading.texts[index].words, lists };
    let Owned { assignees, task } = owned(&item, tier == Tier::Explicit && rule != "author");
    let end_line = if carried { statement.nested_end } else { statement.end_line };
    let text = in_context(&item, reading.texts[index].restored(task));
    // "OK, I will" says nothing without what it answers.
    let asked = (rule == "promise").then(|| request(&item)).flatten();
    let (line, text) = match asked {
        Some(asked) => (reading.statements[asked].line, format!("{} → {text}", quote(&reading.statements[asked].text))),
        None => (statement.line, text),
    };
    ActionNote {
        section: statement.section,
        line,
        end_line,
        subject: subject::subject(reading, labels, index, &text),
        evidence: subject::evidence(reading, index, line, end_line),
        anchor: String::new(),
        text,
        assignees,
        status: status(reading, index, carried),
        carried,
        rule,
        tier,
        reviewed: false,
        above: reading.above(index),
        stands_when_repeated: rule == "author",
    }
}

/// Statements that somebody says are actions, as rows: read as if the author had said so.
pub(super) fn rows_of(
    reading: &Reading<'_>,
    labels: &Labels,
    indices: &[usize],
    rule: &'static str,
) -> Vec<ActionNote> {
    if indices.is_empty() {
        return Vec::new();
    }
    let lists = lists(reading, labels);
    let row = |index: &usize| row(reading, labels, &lists, *index, Evidence::explicit("author"));
    indices.iter().map(|index| ActionNote { rule, ..row(index) }).collect()
}

/// Whether a statement is little more than links, or the title of what it links to in quotes.
fn is_link(statement: &Statement) -> bool {
    if let (Some(first), Some(start)) = (statement.links.first(), statement.text.find(['"', '“']))
        && start == 0
        && statement.text.trim_end().len() == statement.links.last().map_or(0, |link| link.range.1)
        && statement.text[..first.range.0].trim_end().ends_with(['"', '”', '“'])
    {
        return true;
    }
    let linked: usize = statement.links.iter().map(|link| link.range.1 - link.range.0).sum();
    linked * 4 >= statement.text.len() * 3 && linked > 0
}

/// Whether a statement is a link at its start and handles behind it: what somebody is to speak about.
fn is_link_of_somebody(statement: &Statement) -> bool {
    let Some(link) = statement.links.first().filter(|link| link.range.0 == 0) else { return false };
    let behind = statement.text.get(link.range.1..).unwrap_or_default();
    statement.is_item && behind.trim_start().starts_with(['-', '–', '—']) && ONLY_HANDLES.is_match(behind)
}

/// The first rule that takes a statement, and whether it is an item of an earlier call. `found` is what was found before
/// it: below an item of a list stands how it went, not what is to be done.
fn rule_for(item: &Item<'_>, wanted: &Wanted<'_>, found: &[Option<Evidence>]) -> Option<Evidence> {
    let (reading, labels, index, text) = (item.reading, item.labels, item.index, item.text);
    let statement = &reading.statements[index];
    if matches!(reading.role(index), Role::Participants | Role::Chores | Role::Boilerplate) {
        return None;
    }
    let asks = |evidence: &Evidence| wanted.asks_for(evidence.rule, evidence.tier);
    if statement.is_heading {
        let labelled = text.contains('@') && labels.action(text).is_some() && !NOT_A_LABEL.is_match(text);
        let told = || STARTS_WITH_HANDLE.is_match(text) && !AWAY.is_match(text);
        let handle = Evidence { rule: "handle", tier: Tier::Inferred, carried: false };
        let evidence = if labelled { Some(Evidence::explicit("label")) } else { told().then_some(handle) };
        return evidence.filter(asks);
    }
    if let Some(listed) = listed(item, found) {
        return listed.filter(asks);
    }
    if item.is_bare_label() {
        let announces = !reading.children(index).is_empty() && !labels.is_decision_heading(text);
        return announces.then_some(Evidence::explicit(ANNOUNCES)).filter(|_| wanted.asks_for("list", Tier::Explicit));
    }
    if statement.is_item && text.ends_with(':') && labels.is_plan_heading(text) {
        let announces = !reading.children(index).is_empty();
        return announces.then_some(Evidence::explicit(PLANS)).filter(|_| wanted.asks_for("list", Tier::Explicit));
    }
    if is_announced(item) {
        return Some(Evidence::explicit("heading")).filter(asks);
    }
    let weak = !reading.texts[index].asks && !AWAY.is_match(text) && !is_role(text) && !item.is_agenda();
    let asked = |rule: &Rule| {
        let in_force = if rule.speech {
            wanted.asks_for_speech(rule.name, rule.tier)
        } else {
            wanted.asks_for(rule.name, rule.tier)
        };
        in_force && (rule.name != "task" || wanted.tasks == Tasks::Always)
    };
    let rule = RULES.iter().find(|rule| asked(rule) && (rule.strong || weak) && (rule.test)(item));
    rule.map(|rule| Evidence { rule: rule.name, tier: rule.tier, carried: false })
}

/// Whether the statement stands in a list or table below a heading or a line that announces actions.
fn is_announced(item: &Item<'_>) -> bool {
    let (reading, index) = (item.reading, item.index);
    let statement = &reading.statements[index];
    if !(statement.is_item || statement.row.is_some()) || reading.is_after_talk(index) {
        return false;
    }
    // "Website:" over a list below "Long-term TODOs" says which of them they are.
    let caption = reading.parent(index).filter(|at| {
        let caption = &reading.statements[*at];
        !caption.is_item && caption.row.is_none() && caption.text.ends_with(':')
    });
    let announces = |above: &str| item.labels.is_action_heading(above) || item.labels.is_plan_heading(above);
    let above = reading.announcement(index);
    let above = match caption {
        Some(caption) if !announces(above) => reading.announcement(caption),
        _ => above,
    };
    let plans = item.labels.is_plan_heading(above);
    // What makes an item of a list a label of its own is asked elsewhere.
    if !(item.labels.is_action_heading(above) || plans)
        || reading.parent(index).is_some_and(|at| reading.statements[at].is_item)
    {
        return false;
    }
    let words = item.text.split_whitespace().count();
    // "None so far", or where the list is kept.
    let says_nothing = NOTHING.is_match(item.text)
        || (item.text.ends_with(':') && reading.children(index).is_empty())
        || tables::fields(statement).is_some_and(|fields| fields.says().is_none())
        || (words < FEW && !item.text.contains('@') && statement.row.is_none() && is_link(statement))
        || (words < FEWEST_WORDS && item.labels.names_actions(item.text) && item.label().is_none());
    // A heading over decisions and actions says of neither which they are.
    let both = item.labels.is_decision_heading(above);
    // Below "Next steps" also stands what will come by itself.
    let needs_more = both || (plans && !VERB.is_match(item.text));
    !says_nothing && (!needs_more || is_marked(item))
}

/// So many words in a list of actions that speak of actions say more than where they are.
const FEWEST_WORDS: usize = 5;

/// Whether a statement itself says that it is an action, wherever it stands: a label, a box, who is to do it.
fn is_marked(item: &Item<'_>) -> bool {
    let statement = &item.reading.statements[item.index];
    item.label().is_some()
        || statement.task.is_some()
        || statement.struck
        || item.text.contains('@')
        || owners::leading(item.reading, item.text, true).is_some()
        || owners::trailing(item.reading, item.text, true).is_some()
}

/// Whether a line says who does something in the call itself: "Note taker: @ann".
fn is_role(text: &str) -> bool {
    static ROLE: LazyLock<Option<Pattern>> = LazyLock::new(|| {
        let words = alternatives(words().roles.iter().map(String::as_str))?;
        Some(Pattern::composed(format!(r"(?i)^\W*(?:{words})s?(?:\s*\([^)]*\))?\W*(?:[:=]|\s[–—-]\s|\s\W*@)")))
    });
    ROLE.as_ref().is_some_and(|role| role.is_match(text))
}

/// Whether the statement stands in a list of earlier action items: `Some(None)` for what stands there without being an
/// item, nothing when it stands elsewhere.
#[allow(clippy::option_option)] // The outer one says whether lists had the word, the inner one what it was.
fn listed(item: &Item<'_>, found: &[Option<Evidence>]) -> Option<Option<Evidence>> {
    let (reading, index) = (item.reading, item.index);
    let statement = &reading.statements[index];
    let speaks_of_earlier = |text: &str| item.labels.speaks_of_earlier(text) && item.labels.names_actions(text);
    let parent = statement.parent;
    // "Follow-up from last meeting" is asked of whatever was said there.
    let heading = reading.heading_text(index);
    let below_heading = parent.is_none()
        && statement.is_item
        && (speaks_of_earlier(heading)
            || (item.labels.speaks_of_earlier(heading) && item.labels.is_action_heading_of_earlier(heading))
            || (item.labels.follows_up(heading) && is_marked(item)));
    let below_line = statement.is_item
        && parent.is_some_and(|parent| {
            let text = &reading.texts[parent].words;
            speaks_of_earlier(text) && text.split_whitespace().count() < 9
        });
    if below_heading || below_line {
        let words = item.text.split_whitespace().count();
        let above = parent.map_or(heading, |parent| reading.texts[parent].words.as_str());
        let is_item = words >= 2
            && (!item.labels.reviews(above) || is_marked(item))
            && !NOTHING.is_match(item.text)
            && (item.text.contains('@') || !speaks_of_earlier(item.text));
        return Some(is_item.then_some(Evidence { carried: true, ..Evidence::explicit("carried") }));
    }
    let below_carried = parent.is_some_and(|parent| found[parent].is_some_and(|evidence| evidence.carried));
    if below_carried && item.labels.action(item.text).is_none() {
        return Some(None);
    }
    // "TODO: check the gate" says itself what is to be done.
    let announces = speaks_of_earlier(item.text) && item.text.split_whitespace().count() < 9 && !item.has_body();
    (announces && !item.text.contains('@')).then_some(None)
}

impl Item<'_> {
    /// Where the label's word starts and ends.
    fn label(&self) -> Option<(usize, usize)> {
        if let Some(rest) = self.text.strip_prefix('@') {
            let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if self.labels.is_label(word) {
                return Some((0, 1 + word.len()));
            }
        }
        let found = self.labels.action(self.text);
        let arrow = self.reading.texts[self.index].arrow;
        let loosely = || {
            let starts = self.labels.starts_loosely(self.text) && (arrow || self.text.len() < 120);
            let end = self.text.find(char::is_whitespace).unwrap_or(0);
            starts.then_some((0, end))
        };
        let after_arrow = || {
            let at =
                ["-> ", "=> ", "→ "].iter().filter_map(|arrow| Some(self.text.find(arrow)? + arrow.len())).min()?;
            let word = self.text[at..].find(char::is_whitespace)?;
            self.labels.starts_loosely(&self.text[at..]).then_some((at, at + word))
        };
        // "Next step: Ann to write it up", not "Next step: we will see".
        let plan = || {
            let (start, end) = self.labels.plan(self.text)?;
            let body = self.text[end..].trim_start_matches([':', '*', '_', ' ']);
            let is_task = is_task_after_to(body) || owners::leading(self.reading, body, true).is_some();
            is_task.then_some((start, end))
        };
        found.or_else(loosely).or_else(after_arrow).or_else(plan)
    }

    /// Whether something stands behind a label and its colon.
    fn has_body(&self) -> bool {
        let body = self.labels.action(self.text).and_then(|(_, end)| self.text[end..].split_once(':'));
        body.is_some_and(|(_, body)| body.contains(char::is_alphabetic))
    }

    /// Whether there is nothing but a label: what is to be done stands below it.
    fn is_bare_label(&self) -> bool {
        self.label().is_some_and(|(start, end)| {
            let rest = self.text[end..].trim_matches([' ', ':', '_', '*', '.']);
            rest.len() <= 2 && start <= 16 && !self.text.contains('@')
        })
    }

    /// Whether it stands in a list of what is to be spoken about.
    fn is_agenda(&self) -> bool {
        let section = self.reading.statements[self.index].section;
        let below_bold_line = || words::is_agenda(self.reading.heading_text(self.index));
        self.lists.agendas.get(section).copied().unwrap_or(false)
            || (self.reading.statements[self.index].depth <= 1
                && self.reading.is_below_bold_line(self.index)
                && below_bold_line())
    }

    /// The words of a statement that begins with who says them.
    fn said(&self) -> Option<&str> {
        self.reading.said_at(self.index)?;
        let (_, said) = self.text.split_once(':')?;
        Some(said.trim_start_matches([' ', '*', '_']))
    }

    /// Who says it.
    fn speaker(&self) -> Option<&str> {
        self.said()?;
        let name = self.text.split([':', '(']).next()?;
        Some(name.trim_matches(['*', '_', ' ', '@']))
    }

    fn parent_text(&self) -> Option<&str> {
        self.reading.parent(self.index).map(|parent| self.reading.texts[parent].words.as_str())
    }
}

fn is_labelled(item: &Item<'_>) -> bool {
    item.label().is_some() && !NOT_A_LABEL.is_match(item.text)
}

/// A box, unless it is plainly somebody who is there, something to talk about, or something to look at.
fn is_task(item: &Item<'_>) -> bool {
    let statement = &item.reading.statements[item.index];
    let only_people = || ONLY_HANDLES.is_match(item.text) || owners::people(item.reading, item.text, true).is_some();
    statement.task.is_some()
        && item.text.contains(char::is_alphabetic)
        && !item.lists.boxes_are_bullets
        && !is_link(statement)
        && !item.text.ends_with(':')
        && !item.lists.below_agendas[statement.section]
        && !words::is_checklist(item.reading.announcement(item.index))
        && !only_people()
}

/// A row of a table of actions.
fn is_row(item: &Item<'_>) -> bool {
    let fields = tables::fields(&item.reading.statements[item.index]);
    fields.is_some_and(|fields| {
        fields.is_action() && fields.owner.is_some_and(|owner| !owner.is_empty()) && fields.says().is_some()
    })
}

fn has_arrow_to_handle(item: &Item<'_>) -> bool {
    let arrow = item.reading.texts[item.index].arrow && ARROW_START.is_match(item.text);
    arrow || ARROW_INSIDE.is_match(item.text)
}

fn starts_with_handle(item: &Item<'_>) -> bool {
    STARTS_WITH_HANDLE.is_match(item.text)
}

fn handle_inside(item: &Item<'_>) -> bool {
    HANDLE_INSIDE.is_match(item.text) || INSIDE_PARENTHESES.is_match(item.text)
}

/// "Kurt to send …", of somebody who is known: what whoever writes down says, not what was said.
fn known_to_do(item: &Item<'_>) -> bool {
    let says = |clause: &str| {
        let clause = clause.trim_start();
        let modal = [" to ", " will ", " volunteers to "].iter().filter_map(|modal| clause.split_once(modal));
        let (names, task) = modal.min_by_key(|(names, _)| names.len())?;
        Some(is_task_after_to(task) && owners::people(item.reading, names, false).is_some())
    };
    item.reading.said_at(item.index).is_none()
        && item.text.split(['.', ';', ':']).any(|clause| says(clause) == Some(true))
}

fn names_who_will(item: &Item<'_>) -> bool {
    let known = item.text.split_once(' ').is_some_and(|(name, rest)| {
        (rest.starts_with("will ") || rest.starts_with("to ")) && item.reading.is_known(name)
    });
    known || who_will(item.reading, item.text).is_some()
}

/// Who will do something, by names without `@`: the run of names.
fn who_will(reading: &Reading<'_>, text: &str) -> Option<String> {
    let found = NAME.captures_all(text).into_iter().chain(BRACKETED_NAME.captures(text));
    found
        .map(|found| (found[1].to_owned(), is_task_after_to(&found[2])))
        .find_map(|(names, does)| (does && are_names(reading, &names)).then_some(names))
}

/// Whether a line says by name who is to do something: "Kurt to send the mail".
pub(super) fn somebody_is_to(reading: &Reading<'_>, text: &str) -> bool {
    who_will(reading, text).is_some()
}

/// Whether a run of names holds nothing else.
fn are_names(reading: &Reading<'_>, run: &str) -> bool {
    if run.starts_with("Team ") {
        return true;
    }
    run.split([',', '/', '&', ' '])
        .filter(|word| !word.is_empty() && *word != "and" && *word != "or")
        .all(|word| reading.is_known(word) || (!is_no_name(word) && reading.may_be_name(word)))
}

fn starts_with_team(item: &Item<'_>) -> bool {
    TEAM.captures(item.text).is_some_and(|captures| VERB.is_match(&captures[1]))
}

fn ends_with_arrow_to_name(item: &Item<'_>) -> bool {
    VERB.is_match(item.text) && !NEEDED.is_match(item.text) && ARROW_TO_NAME.is_match(item.text)
}

fn handle_does(item: &Item<'_>) -> bool {
    HANDLE_DOES.captures(item.text).is_some_and(|captures| {
        let verb = captures.get(2).map_or("", |verb| verb.as_str());
        let stems = [verb, verb.strip_suffix('s').unwrap_or(verb), verb.strip_suffix("es").unwrap_or(verb)];
        stems.iter().any(|stem| VERB.is_match(stem) && !ALSO_REPORTS.is_match(stem))
    })
}

/// "Release policy - Ann" below "Volunteers to review the documents".
static FOR_VOLUNTEERS: Pattern = Pattern::new(r"(?i)\bvolunteers? (?:to|for)\b|\b(?:assigned|assignees?|owners?)\W*$");

fn answers_who(item: &Item<'_>) -> bool {
    let is_taken = || {
        let asked = item.parent_text().is_some_and(|asked| FOR_VOLUNTEERS.is_match(asked));
        asked && owners::trailing(item.reading, item.text, true).is_some()
    };
    if is_taken() {
        return true;
    }
    ONLY_HANDLES.is_match(item.text)
        && item
            .parent_text()
            .is_some_and(|asked| (WHO.is_match(asked) || VERB.is_match(asked)) && !CHORE.is_match(asked))
}

fn is_to_be_done_by(item: &Item<'_>) -> bool {
    BY_HANDLE.is_match(item.text)
}

fn ends_with_handle(item: &Item<'_>) -> bool {
    let says_what = VERB.is_match(item.text);
    let is_topic = || is_link_of_somebody(&item.reading.statements[item.index]);
    if ASKS_BEFORE_HANDLE.is_match(item.text) || item.lists.presented[item.index] || is_topic() {
        return false;
    }
    if TRAILING.is_match(item.text) {
        // On the first level a handle in parentheses is who speaks about it, as it is where a note does so throughout.
        if item.lists.attributed {
            return says_what;
        }
        return says_what || NEEDED.is_match(item.text) || item.reading.statements[item.index].depth > 0;
    }
    // "Update by @ann" tells whose it was.
    let told_by = || BY_LAST.is_match(item.text);
    (says_what || item.reading.texts[item.index].arrow) && TRAILING_BARE.is_match(item.text) && !told_by()
}

fn is_assigned(item: &Item<'_>) -> bool {
    ASSIGNED.is_match(item.text)
        && !CHORE.is_match(item.text)
        && !item.lists.presented[item.index]
        && item.reading.statements[item.index].is_item
}

fn speaker_does(item: &Item<'_>) -> bool {
    SPEAKER.find(item.text).is_some_and(|found| VERB.is_match(&item.text[found.end()..]))
}

/// Who is to do what.
struct Owned<'t> {
    assignees: Vec<String>,
    task: &'t str,
}

/// Who is to do it, and what it is without them. `marked` says that the minutes mark it as an action, so that names need
/// not be known as such.
fn owned<'t>(item: &Item<'t>, marked: bool) -> Owned<'t> {
    let statement = &item.reading.statements[item.index];
    if let Some(fields) = tables::fields(statement).filter(|_| marked) {
        let owner = fields.owner.unwrap_or_default();
        let mut assignees: Vec<String> = handles(owner).map(str::to_owned).collect();
        if assignees.is_empty() {
            assignees = owners::people(item.reading, owner, true).unwrap_or_default();
        }
        let says = fields.says().and_then(|cell| item.text.find(cell).map(|at| &item.text[at..at + cell.len()]));
        if let Some(task) = says.filter(|_| fields.owner.is_some()) {
            return Owned { assignees, task };
        }
    }
    if let Some((assignees, task)) = scribed(item).filter(|_| item.label().is_none()) {
        return Owned { assignees, task };
    }
    let mut assignees = after_label(item);
    if assignees.is_empty() {
        let body = task(item, &assignees);
        if let Some(found) = owners::leading(item.reading, body, marked).filter(|_| !LEADING.is_match(body)) {
            return Owned { assignees: found.names, task: found.task };
        }
        assignees = by_place(item);
        if assignees.is_empty() {
            let trusted = marked || item.parent_text().is_some_and(|asked| FOR_VOLUNTEERS.is_match(asked));
            assignees = owners::trailing(item.reading, body, trusted).unwrap_or_default();
        }
        if assignees.is_empty() && is_promised(item) {
            assignees.extend(item.speaker().map(str::to_owned));
        }
    }
    let task = task(item, &assignees);
    Owned { assignees, task }
}

/// Who stands right after a label.
fn after_label(item: &Item<'_>) -> Vec<String> {
    let text = item.text;
    let mut names: Vec<String> = Vec::new();
    // "TODO: track as stories (AI: @ann)" has two labels; the one with a handle after it counts.
    let mut rest = text;
    while let Some((_, end)) = (Item { text: rest, ..*item }).label() {
        let after = &rest[end..];
        if let Some(captures) = LEADING.captures(after) {
            add_handles(&mut names, &captures[1], item.labels);
            return names;
        }
        if let Some(captures) = LABELLED_NAME.captures(after) {
            add_names(&mut names, &captures[1]);
        } else if let Some(captures) = ONLY_A_WORD.captures(after).filter(|found| !is_no_name(&found[1])) {
            names.push(captures[1].to_owned());
        } else if let Some(captures) = AT_LABEL_NAME.captures(after).filter(|_| rest.starts_with('@')) {
            names.push(captures[1].to_owned());
        }
        if !names.is_empty() {
            return names;
        }
        rest = after;
    }
    names
}

/// Who stands before the verb, after an arrow, or at the end.
fn by_place(item: &Item<'_>) -> Vec<String> {
    let text = item.text;
    let mut names: Vec<String> = Vec::new();
    for pattern in [&LEADING, &ARROW_INSIDE, &TRAILING, &HANDLE_INSIDE, &BY_HANDLE, &LAST, &INSIDE_PARENTHESES] {
        if let Some(captures) = pattern.captures(text) {
            let run = captures.get(1).map_or("", |run| run.as_str());
            add_handles(&mut names, run, item.labels);
            if !names.is_empty() {
                return names;
            }
        }
    }
    if let Some(run) = who_will(item.reading, text) {
        add_names(&mut names, &run);
    }
    for pattern in [&ARROW_TO_NAME, &INSIDE_PARENTHESES] {
        if let Some(captures) = pattern.captures(text).filter(|found| names.is_empty() && !is_no_name(&found[1])) {
            add_names(&mut names, &captures[1]);
        }
    }
    names
}

fn add_handles(names: &mut Vec<String>, run: &str, labels: &Labels) {
    for handle in handles(run) {
        if !labels.is_label(handle) && !names.iter().any(|name| name.eq_ignore_ascii_case(handle)) {
            names.push(handle.to_owned());
        }
    }
}

fn add_names(names: &mut Vec<String>, run: &str) {
    for name in run.split([',', '/', '&']).flat_map(|part| part.split(" and ")) {
        let name = name.trim();
        if !name.is_empty() && name != "Team" && !is_no_name(name) {
            names.push(name.to_owned());
        }
    }
}

/// What is to be done, without the label and those who stand between it and the task.
fn task<'t>(item: &Item<'t>, assignees: &[String]) -> &'t str {
    let text = item.text.trim_matches(['_', '*', ' ']);
    let text = text.strip_prefix("- ").unwrap_or(text);
    let trimmed = Item { text, ..*item };
    let Some((0..=2, end)) = trimmed.label() else { return text };
    let in_brackets = text.starts_with('[');
    let mut rest = text[end..].trim_start_matches([':', ' ', '_', '*', '-']);
    if in_brackets && !rest.contains('[') {
        // "[ACTION] mend it", "[ACTION: Ann to mend it]"
        rest = rest.trim_start_matches([']', ':', ' ']).trim_end();
        rest = rest.strip_suffix(']').unwrap_or(rest);
    }
    // "Action item (Ann): mend it"
    if let Some((_, body)) = rest.strip_prefix('(').and_then(|rest| rest.split_once("):")) {
        rest = body.trim_start();
    } else if let Some(captures) = LEADING.captures(rest) {
        rest = rest[captures[0].len()..].trim_start_matches([':', ' ', '_', '*', ')', ',', '-']);
        rest = rest.strip_prefix("to ").unwrap_or(rest);
    } else if let Some(first) = assignees.first().filter(|first| rest.starts_with(first.as_str())) {
        rest = rest[first.len()..].trim_start_matches([':', ' ', '_', '*', ']', ')', '-']);
        rest = rest.strip_prefix("to ").unwrap_or(rest);
    }
    let rest = rest.trim_matches(['_', '*', ' ']);
    if rest.is_empty() { text } else { rest }
}

/// A task that is next to nothing without what it stands below: "@ann", "create PR".
fn in_context(item: &Item<'_>, task: String) -> String {
    let is_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
        !bare.is_empty() && !bare.starts_with('@') && !item.labels.is_label(bare)
    };
    let words = task.split_whitespace().filter(is_word).count();
    if words >= FEW {
        return task;
    }
    let (reading, index) = (item.reading, item.index);
    let parent = reading.parent(index).filter(|parent| !item.labels.names_actions(&reading.texts[*parent].words));
    // The heading is told with every row as its place, so that it stands in only for what is missing altogether.
    let heading = || reading.heading(index).filter(|_| words == 0 && reading.role(index) == Role::Topic);
    let above = parent.or_else(heading);
    match above.map(|above| reading.statements[above].text.trim_end_matches([':', ' '])) {
        Some(above) if words == 0 => above.to_owned(),
        Some(above) => format!("{above}: {task}"),
        None => task,
    }
}

/// So many words tell what is to be done.
const FEW: usize = 3;

/// How it stands: struck through and ticked is done, else the first line below says.
fn status(reading: &Reading<'_>, index: usize, carried: bool) -> Status {
    let statement = &reading.statements[index];
    if reading.correction(index) == Some(Correction::Done) || statement.struck || statement.task == Some(true) {
        return Status::Done;
    }
    if statement.text.contains(['✅', '✔', '☑']) {
        return Status::Done;
    }
    if let Some(cell) = tables::fields(statement).and_then(|fields| fields.status) {
        return if tables::says_done(cell) { Status::Done } else { Status::Open };
    }
    let children = reading.children(index);
    for child in children {
        let text = &reading.texts[*child].words;
        if SAYS_TRIED.is_match(text) {
            return Status::Open;
        }
        if SAYS_DONE.is_match(text) {
            return Status::Done;
        }
        if SAYS_OPEN.is_match(text) {
            return Status::Open;
        }
    }
    // An empty box says more than talk below it.
    if carried && !children.is_empty() && statement.task.is_none() { Status::Unknown } else { Status::Open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::extract::tests::call;

    pub(in crate::extract::actions) fn found(source: &str) -> Vec<ActionNote> {
        let call = call(source);
        let labels = Labels::new(&Config::default().labels);
        find(&crate::extract::tests::read(&call), &labels, &crate::extract::nature::everything())
    }

    fn under(heading: &str, line: &str) -> Vec<ActionNote> {
        found(&format!("# 2024-06-03\n\n## {heading}\n\n- {line}\n"))
    }

    #[test]
    fn every_rule_takes_its_example_and_not_what_is_unlike_it() {
        for rule in RULES {
            // An item stands below another one, tables and speech by themselves.
            let indented = format!("- The old pages\n    {}", rule.example.replace('\n', "\n    "));
            let example = if rule.example.starts_with('-') { indented.as_str() } else { rule.example };
            let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{example}\n"));
            assert_eq!(rows.len(), 1, "{}: {rows:?}", rule.example);
            assert_eq!(rows[0].rule, rule.name, "{}", rule.example);
            let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n{}\n", rule.unlike));
            assert!(rows.is_empty(), "{}: {rows:?}", rule.unlike);
        }
    }

    #[test]
    fn patterns_compile() {
        for pattern in [
            &LEADING,
            &LAST,
            &STARTS_WITH_HANDLE,
            &HANDLE_INSIDE,
            &HANDLE_DOES,
            &ARROW_START,
            &ARROW_INSIDE,
            &ONLY_HANDLES,
            &BY_HANDLE,
            &SPEAKER,
            &TRAILING,
            &ASKS_BEFORE_HANDLE,
            &ASSIGNED,
            &TRAILING_BARE,
            &BY_LAST,
            &INSIDE_PARENTHESES,
            &NAME,
            &TEAM,
            &ARROW_TO_NAME,
            &LABELLED_NAME,
            &AT_LABEL_NAME,
            &ALSO_REPORTS,
            &NEEDED,
            &AWAY,
            &NOT_A_LABEL,
            &WHO,
            &CHORE,
            &NOTHING,
            &BRACKETED_NAME,
            &ONLY_A_WORD,
            &FOR_VOLUNTEERS,
            &SAYS_DONE,
            &SAYS_TRIED,
            &SAYS_OPEN,
        ] {
            assert!(pattern.is_valid());
        }
    }

    #[test]
    fn a_task_without_words_takes_those_above_it() {
        for (notes, text) in [
            ("Write the guide\n    - AI: @ann", "Write the guide"),
            ("The guide\n    - AI @ann: create PR", "The guide: create PR"),
            ("AI @ann: create PR", "create PR"),
        ] {
            let texts: Vec<String> = under("Storage", notes).into_iter().map(|action| action.text).collect();
            assert_eq!(texts, [text], "{notes}");
        }
    }

    #[test]
    fn finds_who_is_to_do_it() {
        for (line, assignees, text) in [
            ("_AI @ann: draft it_", vec!["ann"], "draft it"),
            ("_AI @ann_: draft it", vec!["ann"], "draft it"),
            ("AI: @ann and @bob/@cay will draft it", vec!["ann", "bob", "cay"], "will draft it"),
            (
                "TODO: track it as stories (AI: @ann w/ support from Acme)",
                vec!["ann"],
                "track it as stories (AI: @ann w/ support from Acme)",
            ),
            ("AI @ann ask @bob for more", vec!["ann"], "ask @bob for more"),
            ("AI Kurt to draft it", vec!["Kurt"], "draft it"),
            ("@AI mbuechse to draft it", vec!["mbuechse"], "draft it"),
            ("@ann to draft it", vec!["ann"], "@ann to draft it"),
            ("TODO: draft it; @ann", vec!["ann"], "draft it; @ann"),
            ("[ACTION] Kurt & Ann to draft it", vec!["Kurt", "Ann"], "Kurt & Ann to draft it"),
            ("we should draft it [ACTION] kurt", vec!["kurt"], "we should draft it [ACTION] kurt"),
            ("Action item (Kurt): draft it", vec!["Kurt"], "draft it"),
            ("Action item: kurt to review", vec!["kurt"], "kurt to review"),
            ("TODO: check the old gate", vec![], "check the old gate"),
            ("Next step: Kurt to draft it", vec!["Kurt"], "draft it"),
            ("[KLM] will follow up with them", vec!["KLM"], "[KLM] will follow up with them"),
            ("[@ann to draft it]", vec!["ann"], "[@ann to draft it]"),
        ] {
            let rows = under("Storage", line);
            assert_eq!(rows.len(), 1, "{line}");
            assert_eq!(
                (rows[0].assignees.clone(), rows[0].text.as_str()),
                (assignees.iter().map(|name| (*name).to_owned()).collect(), text),
                "{line}"
            );
        }
    }

    #[test]
    fn passes_over_what_is_no_action() {
        for line in [
            "@ann to be PTO next week",
            "waiting for @ann to be available",
            "an AI model for support",
            "(no explicit AIs)",
            "Report in community call: @ann",
            "The work on the gate was presented by @ann",
            "Update of the plan by @ann",
            "Good proposal by @ann and @bob to name the sprints",
            "The next call will be facilitated by @ann",
            "who is in?",
            "@ann mentions that the gate is open",
            "[The gate](https://example.org/gate) - @ann, @bob",
            "Next step: it will be fun",
            "[ ] ...",
            "AI @ann: draft it <!-- minutebook: not an action -->",
        ] {
            assert_eq!(under("Storage", line), [], "{line}");
        }
    }

    #[test]
    fn knows_owners_without_handles_and_leaves_no_bracket() {
        for (heading, line, owners, text) in [
            ("Action items", "Kate: write the docs", "Kate", "write the docs"),
            ("Action items", "Max - write the docs", "Max", "write the docs"),
            ("Action items", "(Oda) write the docs", "Oda", "write the docs"),
            ("Action items", "[Pia] write the docs", "Pia", "write the docs"),
            ("Action items", "Quinn/Rob: write the docs", "Quinn Rob", "write the docs"),
            ("Action items", "write the docs (Oda)", "Oda", "write the docs (Oda)"),
            ("Action items", "Ned to write the docs", "Ned", "Ned to write the docs"),
            ("Aufgaben", "Dora wird den Vermieter anrufen", "Dora", "Dora wird den Vermieter anrufen"),
            ("Storage", "[ACTION: Ann] mend the door", "Ann", "mend the door"),
            ("Storage", "[ACTION - Bea] buy nails", "Bea", "buy nails"),
            ("Storage", "ACTION - Cyd: call the city", "Cyd", "call the city"),
            ("Storage", "TODO by [Kim]: call the city", "Kim", "call the city"),
            ("Storage", "Action on Jim to call the city", "Jim", "call the city"),
            ("Storage", "ACTION ITEM ann to call the city", "ann", "ann to call the city"),
            ("Action items", "call the city and the river [name=Kim]", "Kim", "call the city and the river [name=Kim]"),
        ] {
            let rows = under(heading, line);
            assert_eq!(rows.len(), 1, "{line}: {rows:?}");
            assert_eq!((rows[0].assignees.join(" ").as_str(), rows[0].text.as_str()), (owners, text), "{line}");
        }
    }

    #[test]
    fn reads_tables_of_actions() {
        let head = "| # | Action | Owner | Due | Status |\n|---|---|---|---|---|\n";
        let rows =
            "| 1 | Fix the roof | @ann | May | open |\n| 2 | Clean the pond | Bob Lee | June | done |\n| 3 | | | | |\n";
        for heading in ["Action items", "Notes"] {
            let found = found(&format!("# 2024-06-03\n\n## {heading}\n\n{head}{rows}"));
            let rows: Vec<(&str, &str, Status)> =
                found.iter().map(|row| (row.text.as_str(), row.assignees[0].as_str(), row.status)).collect();
            assert_eq!(rows, [("Fix the roof", "ann", Status::Open), ("Clean the pond", "Bob Lee", Status::Done)]);
        }
    }

    #[test]
    fn boxes_are_tasks_unless_they_are_plainly_something_else() {
        let rows = |source: &str| found(&format!("# 2024-06-03\n\n{source}\n")).len();
        let tasks = "- [ ] sweep the attic\n- [ ] Eve: make a PR\n- [x] rake leaves\n";
        assert_eq!(rows(&format!("## Garden\n\n{tasks}")), 3);
        for other in ["## Agenda", "## Agenda\n\n### Garden", "## Attended by", "## Checklist"] {
            assert_eq!(rows(&format!("{other}\n\n{tasks}")), 0, "{other}");
        }
        assert_eq!(rows("## Roll\n\n- [x] Ann Lee\n- [ ] Bob Lee\n"), 0, "who is there");
        let talk = "- [ ] the gate\n    - it is broken\n- [ ] the pond\n    - it is deep\n- [ ] the roof\n";
        assert_eq!(rows(&format!("## Garden\n\n{talk}")), 0, "what is spoken about");
        let all = "- [ ] the gate, which is broken\n    - [ ] it needs paint\n- [ ] the pond\n".repeat(2);
        assert_eq!(rows(&format!("## Garden\n\n{all}\n## House\n\n{all}")), 0, "all is boxes");
        assert_eq!(rows(&format!("## Garden\n\n{tasks}\n## Action items\n\n- mend it\n")), 1, "the list is elsewhere");
    }

    #[test]
    fn a_review_of_old_items_has_only_marked_ones() {
        let source = "# 2024-06-03\n\n## Follow-up from last meeting\n\n- @ann: ask around\n- the gate is broken\n- [ ] mend it\n";
        let texts: Vec<String> = found(source).into_iter().map(|row| row.text).collect();
        assert_eq!(texts, ["@ann: ask around", "mend it"]);
    }

    #[test]
    fn roles_and_agendas_are_no_actions() {
        for notes in [
            "- Facilitator: @cyd\n- Note taker: @dan\n",
            "- Review of tiles - @bea, @cyd\n- Review of roofs - @ann\n- Check of ponds - @dan\n",
            "- Just to clarify, we like it\n- Good to see it\n- Areas: all\n",
        ] {
            assert_eq!(found(&format!("# 2024-06-03\n\n## Storage\n\n{notes}")), [], "{notes}");
        }
    }

    #[test]
    fn reads_lists_of_earlier_items() {
        let source = "# 2024-06-03\n\n## Check AIs from last time\n\n- _AI @ann: draft it_\n    - done; see #3\n- @bob: ask around\n- ~~AI @cay: mail~~\n- AI @dan: meet\n    - still open\n- AI @eve: send it\n    - somebody asked\n- AI @fay: ask\n    - sent a mail, but no answer\n";
        let rows: Vec<(String, Status, bool)> =
            found(source).into_iter().map(|row| (row.assignees.join(" "), row.status, row.carried)).collect();
        let expected = [
            ("ann", Status::Done),
            ("bob", Status::Open),
            ("cay", Status::Done),
            ("dan", Status::Open),
            ("eve", Status::Unknown),
            ("fay", Status::Open),
        ];
        assert_eq!(rows, expected.map(|(name, status)| (name.to_owned(), status, true)));
    }

    #[test]
    fn a_label_alone_announces_a_list() {
        let texts: Vec<String> =
            under("Storage", "Other TODOs:\n    - tidy up\n        - ask Ann\n    - write the guide")
                .into_iter()
                .map(|row| row.text)
                .collect();
        assert_eq!(texts, ["tidy up", "write the guide"]);
        let plans = under("Storage", "next steps:\n    - write the guide\n    - it will be good");
        assert_eq!(plans.into_iter().map(|row| row.text).collect::<Vec<_>>(), ["write the guide"]);
        let below = "## Long-term TODOs\n\nWebsite:\n\n- write the guide\n\nTools:\n\n- sharpen the saw\n";
        let texts: Vec<String> = found(&format!("# 2024-06-03\n\n{below}")).into_iter().map(|row| row.text).collect();
        assert_eq!(texts, ["write the guide", "sharpen the saw"]);
    }

    #[test]
    fn reads_who_volunteers_for_what() {
        let rows = under("Storage", "Volunteers to read the rules\n    - Licences - Jim\n    - Roles - Ann Lee");
        let rows: Vec<_> = rows.into_iter().map(|row| (row.rule, row.assignees.join(" "))).collect();
        assert_eq!(rows, [("who", "Jim".to_owned()), ("who", "Ann Lee".to_owned())]);
    }
}
