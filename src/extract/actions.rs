//! What somebody is to do: a table of rules, who they are, and how each item stands.
//!
//! As in [`super::decisions`], the first rule that takes a statement names the row.

use super::labels::Labels;
use super::reading::Reading;
use super::subject;
use crate::base::pattern::Pattern;
use crate::document::Correction;
use crate::extract::handles;
use crate::extract::{ActionNote, Role, Status, Tier};

/// How one kind of action is written.
pub(super) struct Rule {
    /// The name in the register.
    pub(super) name: &'static str,
    tier: Tier,
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
}

/// The rules, strongest evidence first. Lists ([`listed`]) come before them.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "label",
        tier: Tier::Explicit,
        test: is_labelled,
        example: "- the link is broken (AI @ann)",
        unlike: "- no AIs from the last call",
    },
    Rule {
        name: "task",
        tier: Tier::Explicit,
        test: is_task,
        example: "- [ ] @ann to tidy up the board",
        unlike: "- [a] tidy up the board",
    },
    Rule {
        name: "arrow",
        tier: Tier::Inferred,
        test: has_arrow_to_handle,
        example: "- needs an assignee -> @ann",
        unlike: "- version 1.2 -> 1.3",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        test: starts_with_handle,
        example: "- @ann and @bob will write the draft",
        unlike: "- @ann and @bob will be on vacation",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        test: handle_inside,
        example: "- one test fails; @ann to open a ticket",
        unlike: "- one test fails; waiting for @ann to answer",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        test: names_who_will,
        example: "- Kurt to send the invitation",
        unlike: "- Kurt will be late",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        test: names_who_will,
        example: "- short talk about the tests, Kurt'll open an issue",
        unlike: "- short talk about the tests, it'll be fine",
    },
    Rule {
        name: "name",
        tier: Tier::Inferred,
        test: starts_with_team,
        example: "- the storage team (lot 5) will take care of the tests",
        unlike: "- the storage team met on Monday",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        test: handle_does,
        example: "- @ann opens an issue for this",
        unlike: "- @ann reports a failing test",
    },
    Rule {
        name: "handle",
        tier: Tier::Inferred,
        test: handle_does,
        example: "- one test fails. @ann opens an issue",
        unlike: "- one test fails. @ann knows why",
    },
    Rule {
        name: "arrow",
        tier: Tier::Inferred,
        test: ends_with_arrow_to_name,
        example: "- Manage the labels in one file => Eduard",
        unlike: "- from the old page => Home",
    },
    Rule {
        name: "who",
        tier: Tier::Inferred,
        test: answers_who,
        example: "- Who will review the draft?\n    - @ann",
        unlike: "- Who reviewed the draft?\n    - nobody",
    },
    Rule {
        name: "by",
        tier: Tier::Inferred,
        test: is_to_be_done_by,
        example: "- the docs will be moved to the new page by @ann",
        unlike: "- the page was moved by @ann",
    },
    Rule {
        name: "trailing",
        tier: Tier::Inferred,
        test: ends_with_handle,
        example: "- Reminder should be sent out (@ann)",
        unlike: "- Where is the cake? (@ann)",
    },
    Rule {
        name: "assigned",
        tier: Tier::Inferred,
        test: is_assigned,
        example: "- Comparison of the old pages: @ann",
        unlike: "- Guests: @ann",
    },
    Rule {
        name: "speaker",
        tier: Tier::Inferred,
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
    r"(?i)^[*_(]*(?:@?\w+ (?:and|&|/) )?",
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
static INSIDE_PARENTHESES: Pattern = Pattern::new(
    r"(?:<-+|;|,|\()\s*(@[\w-]+|[A-Z][a-z]+) (?:to|will) (?:add|send|report|write|create|check|set|ask|open|look|invite|schedule|fix|update|prepare)\b",
);
static NAME: Pattern = Pattern::new(
    r"(?:^[*_]*|[:,.;] )((?:(?:Team )?[A-Z][a-z]+|[A-Z]{2})(?:(?: and | & |/|, )(?:[A-Z][a-z]+|[A-Z]{2}))*)(?:\s+(?:to|will)|['’]ll)\s+([a-z]{2,})",
);
static TEAM: Pattern = Pattern::new(
    r"(?i)^[*_]*(?:the )?(?:[\w-]+(?:,| and| &|/)? ){1,3}team(?: \([^)]*\))?,? (?:to|will|shall) ([a-z]{2,})",
);
static ARROW_TO_NAME: Pattern = Pattern::new(r"(?:-+>|=+>|→|–>|—>)\s*([A-Z][a-z]{2,}|[A-Z]{2})\W*$");
/// Words at the start of a sentence that no name is, by their ending or by heart.
static NO_NAME: Pattern = Pattern::new(
    r"^(?:\w+(?:ed|ing|tion|tions|ment|ments|ity|able|ible|ive|ly|ent|ant|ers|ors|ness)|There|This|That|And|But|Or|Also|Then|Allow|Agenda|Idea|Issues?|Tasks?|Request|Best|Consider|Decision|Easy|Epic|Fixup|Mechanism|No|NO|Patch|Recap|Rest|Tomorrow|Call|Details|Meeting|Minutes|Slides|Expect|Hope|Aim|It|We|They|These|Those|What|Which|Whom?|Will|Needs?|How|When|Where|Proposal|Easier|Hard|Goal|Ensure|Anything|Nothing|Something|Everyone|Users?|Plan|Time|Tool|Options?|Ability|Sign|Push|Use|Contact|Ways?|Work|Ready|Access|Able|Try|Going|Have|Has|Node|Update|Link|Standards?|PRs?|CI|VMs?|IP)\b",
);
static LABELLED_NAME: Pattern = Pattern::new(
    r"^[\s:*_(]*((?:[A-Z][a-z]+|[A-Z]{2,}\d*)(?:(?: and | & |/|, )(?:[A-Z][a-z]+|[A-Z]{2,}\d*))*)(?:\s+to\b|\s*:|\s*\))",
);
static AT_LABEL_NAME: Pattern = Pattern::new(r"^\W*([a-z][\w-]+)(?:\s+to\b|\s*:)");

/// Verbs that tell somebody to do something. Only such a verb makes a task of a name or a handle beside it.
static VERB: Pattern = Pattern::new(
    r"(?i)^(?:please )?(?:add|align|announce|comment|consolidate|orchestrate|reinitiate|seek|get|breakout|bring|call|invite|tag|ask|check|clarify|clean|close|collect|complete|condense|contact|convert|coordinate|create|define|describe|discuss|document|double.?check|draft|enhance|ensure|evaluate|extend|file|finali[sz]e|find|finish|fix|follow|implement|improve|include|inform|integrate|investigate|look|make|manage|mention|merge|migrate|move|need|open|organi[sz]e|ping|prepare|propose|provide|publish|push|put|reach|reduce|refine|remove|rename|report|reschedule|research|resolve|review|revise|rework|schedule|send|set|setup|share|start|submit|summari[sz]e|support|switch|sync|take|talk|test|track|try|update|upload|verify|work|write)\b",
);
/// Verbs that in the third person tell what somebody did or does anyway.
static ALSO_REPORTS: Pattern =
    Pattern::new(r"(?i)^(?:work|propose|report|need|support|look|discuss|find|test|share|ask|fix)$");
static NEEDED: Pattern = Pattern::new(r"(?i)\b(?:should|needs?|needed|to be|tb[cdw]|will)\b");

/// What looks like an action and says where somebody is.
static AWAY: Pattern = Pattern::new(
    r"(?i)\b(?:to be (?:pto|on pto|out|away|available|back|absent|on vacation)|waiting for @|requests? (?:by|from) @|by @[\w-]+ to [a-z]|report(?:s|ed|ing)? (?:in|by)|minutes? tak|on (?:pto|vacation|holiday|leave))\b|will (?:not )?be (?:on |out|away|back|absent|moderat|available|here|there|late|missing|unavail|around)|(?:to|will) (?:present|report|be pto|attend|join|moderate|facilitate|demo|leave|miss|stay|give an? (?:overview|update|talk))\b",
);
/// The label's letters in another sense.
static NOT_A_LABEL: Pattern = Pattern::new(
    r"(?i)\bno (?:explicit )?AIs?\b|artificial intelligence|\b(?:about|by|for|of|using|with) AI\b|\bAI (?:model|tool|agent|generated|act|gateway|based|workload|assist|code|slop|factory)|immediate action item",
);
static WHO: Pattern = Pattern::new(r"(?i)^(?:who\b.*\?|someone (?:will|has|should|needs)\b.*|volunteers?\b.*\?)\W*$");
static CHORE: Pattern = Pattern::new(
    r"(?i)present|report|minute|community call|moderat|transfer|newcomer|schrift|protokoll|who (?:is in|was|joins|wants|participates)|volunteer|incident|slot|responsible|speaker|sponsor|interested",
);
static EARLIER: Pattern = Pattern::new(r"(?i)\b(?:last|previous|pending|open|old|check(?:ing)?|earlier|carried)\b");
static NOTHING: Pattern = Pattern::new(r"(?i)^\(?(?:no|none|n/a|nothing)\b|^see\b");

static SAYS_DONE: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:is |was |already |all |mostly )?(?:done|closed|completed?|finished|merged|obsolete|cancell?ed|dropped|solved|resolved|erledigt|fertig|sent|mailed)\b|(?:an? )?(?:e-?mail|message|issue|ticket|pr|reminder|invitation)s? (?:is |was |are |were |has been |have been )?(?:sent|created|merged|opened|written|out)\b|✅|✔|☑|:white_check_mark:)|✅|\bis done\b",
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

/// All actions of a call, in the order of the minutes.
pub(super) fn find(reading: &Reading<'_>, labels: &Labels) -> Vec<ActionNote> {
    let count = reading.statements.len();
    let mut found: Vec<Option<Evidence>> = vec![None; count];
    for index in 0..count {
        found[index] = match reading.correction(index) {
            Some(Correction::NotAnAction) => None,
            Some(Correction::Action | Correction::Done) => Some(Evidence::explicit("author")),
            _ => rule_for(reading, labels, index, &found).or(found[index]),
        };
        // A label alone gives its children to the list: they are the actions.
        if found[index].is_some_and(|evidence| evidence.rule == ANNOUNCES) {
            found[index] = None;
            for child in reading.children(index) {
                found[*child] = Some(Evidence::explicit("list"));
            }
        }
    }
    let mut actions = Vec::new();
    for (index, evidence) in found.iter().enumerate() {
        let Some(Evidence { rule, tier, carried }) = *evidence else { continue };
        let statement = &reading.statements[index];
        let item = Item { reading, labels, index, text: &reading.texts[index].words };
        let assignees = assignees(&item);
        let status = status(reading, index, carried);
        let end_line = if carried { statement.nested_end } else { statement.end_line };
        let text = in_context(&item, reading.texts[index].restored(task(&item, &assignees)));
        actions.push(ActionNote {
            section: statement.section,
            line: statement.line,
            end_line,
            subject: subject::subject(reading, labels, index, &text),
            evidence: subject::evidence(reading, index, statement.line, end_line),
            anchor: String::new(),
            text,
            assignees,
            status,
            carried,
            rule,
            tier,
            above: reading.above(index),
            stands_when_repeated: rule == "author",
        });
    }
    actions
}

/// The first rule that takes a statement, and whether it is an item of an earlier call. `found` is what was found before
/// it: below an item of a list stands how it went, not what is to be done.
fn rule_for(reading: &Reading<'_>, labels: &Labels, index: usize, found: &[Option<Evidence>]) -> Option<Evidence> {
    let statement = &reading.statements[index];
    if matches!(reading.role(index), Role::Participants | Role::Chores | Role::Boilerplate) {
        return None;
    }
    let text = reading.texts[index].words.as_str();
    let item = Item { reading, labels, index, text };
    if statement.is_heading {
        let labelled = text.contains('@') && labels.action(text).is_some() && !NOT_A_LABEL.is_match(text);
        let told = || STARTS_WITH_HANDLE.is_match(text) && !AWAY.is_match(text);
        let handle = Evidence { rule: "handle", tier: Tier::Inferred, carried: false };
        return if labelled { Some(Evidence::explicit("label")) } else { told().then_some(handle) };
    }
    if let Some(listed) = listed(&item, found) {
        return listed;
    }
    if item.is_bare_label() {
        return (!reading.children(index).is_empty()).then_some(Evidence::explicit(ANNOUNCES));
    }
    if labels.is_action_heading(reading.heading_text(index)) && statement.parent.is_none() && statement.is_item {
        return (!NOTHING.is_match(text)).then_some(Evidence::explicit("heading"));
    }
    let weak = !reading.texts[index].asks && !AWAY.is_match(text);
    let rule = RULES.iter().enumerate().find(|(place, rule)| (*place == 0 || weak) && (rule.test)(&item));
    rule.map(|(_, rule)| Evidence { rule: rule.name, tier: rule.tier, carried: false })
}

/// Whether the statement stands in a list of earlier action items: `Some(None)` for what stands there without being an
/// item, nothing when it stands elsewhere.
#[allow(clippy::option_option)] // The outer one says whether lists had the word, the inner one what it was.
fn listed(item: &Item<'_>, found: &[Option<Evidence>]) -> Option<Option<Evidence>> {
    let (reading, index) = (item.reading, item.index);
    let statement = &reading.statements[index];
    let speaks_of_earlier = |text: &str| EARLIER.is_match(text) && item.labels.names_actions(text);
    let parent = statement.parent;
    let below_heading = parent.is_none() && statement.is_item && speaks_of_earlier(reading.heading_text(index));
    let below_line = statement.is_item
        && parent.is_some_and(|parent| {
            let text = &reading.texts[parent].words;
            speaks_of_earlier(text) && text.split_whitespace().count() < 9
        });
    if below_heading || below_line {
        let words = item.text.split_whitespace().count();
        let is_item =
            words >= 2 && !NOTHING.is_match(item.text) && (item.text.contains('@') || !speaks_of_earlier(item.text));
        return Some(is_item.then_some(Evidence { carried: true, ..Evidence::explicit("carried") }));
    }
    let below_carried = parent.is_some_and(|parent| found[parent].is_some_and(|evidence| evidence.carried));
    if below_carried && !(item.text.contains('@') && item.labels.action(item.text).is_some()) {
        return Some(None);
    }
    let announces = speaks_of_earlier(item.text) && item.text.split_whitespace().count() < 9;
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
        found.or_else(loosely).or_else(after_arrow)
    }

    /// Whether there is nothing but a label: what is to be done stands below it.
    fn is_bare_label(&self) -> bool {
        self.label().is_some_and(|(start, end)| {
            let rest = self.text[end..].trim_matches([' ', ':', '_', '*', '.']);
            rest.len() <= 2 && start <= 16 && !self.text.contains('@')
        })
    }

    fn parent_text(&self) -> Option<&str> {
        self.reading.parent(self.index).map(|parent| self.reading.texts[parent].words.as_str())
    }
}

fn is_labelled(item: &Item<'_>) -> bool {
    item.label().is_some() && !NOT_A_LABEL.is_match(item.text)
}

fn is_task(item: &Item<'_>) -> bool {
    let text = item.text;
    let says_what = VERB.is_match(text) || text.contains('@') || NEEDED.is_match(text);
    item.reading.statements[item.index].task.is_some() && says_what
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

fn names_who_will(item: &Item<'_>) -> bool {
    let known = item.text.split_once(' ').is_some_and(|(name, rest)| {
        (rest.starts_with("will ") || rest.starts_with("to ")) && item.reading.is_participant(name)
    });
    known || who_will(item.text).is_some()
}

/// Who will do something, by names without `@`: the run of names.
fn who_will(text: &str) -> Option<String> {
    let found = NAME.captures_all(text).into_iter();
    found
        .map(|found| (found[1].to_owned(), VERB.is_match(&found[2])))
        .find_map(|(names, does)| (does && !NO_NAME.is_match(&names)).then_some(names))
}

fn starts_with_team(item: &Item<'_>) -> bool {
    TEAM.captures(item.text).is_some_and(|captures| VERB.is_match(&captures[1]) && !NO_NAME.is_match(item.text))
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

fn answers_who(item: &Item<'_>) -> bool {
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
    if ASKS_BEFORE_HANDLE.is_match(item.text) {
        return false;
    }
    if TRAILING.is_match(item.text) {
        // On the first level a handle in parentheses is who speaks about it.
        return says_what || NEEDED.is_match(item.text) || item.reading.statements[item.index].depth > 0;
    }
    (says_what || item.reading.texts[item.index].arrow) && TRAILING_BARE.is_match(item.text)
}

fn is_assigned(item: &Item<'_>) -> bool {
    ASSIGNED.is_match(item.text) && !CHORE.is_match(item.text) && item.reading.statements[item.index].is_item
}

fn speaker_does(item: &Item<'_>) -> bool {
    SPEAKER.find(item.text).is_some_and(|found| VERB.is_match(&item.text[found.end()..]))
}

/// Who is to do it: who stands right after a label, before the verb, after an arrow, or at the end.
fn assignees(item: &Item<'_>) -> Vec<String> {
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
        } else if let Some(captures) = AT_LABEL_NAME.captures(after).filter(|_| rest.starts_with('@')) {
            names.push(captures[1].to_owned());
        }
        if !names.is_empty() {
            return names;
        }
        rest = after;
    }
    for pattern in [&LEADING, &ARROW_INSIDE, &TRAILING, &HANDLE_INSIDE, &BY_HANDLE, &LAST, &INSIDE_PARENTHESES] {
        if let Some(captures) = pattern.captures(text) {
            let run = captures.get(1).map_or("", |run| run.as_str());
            add_handles(&mut names, run, item.labels);
            if !names.is_empty() {
                return names;
            }
        }
    }
    if let Some(run) = who_will(text) {
        add_names(&mut names, &run);
    }
    for pattern in [&ARROW_TO_NAME, &INSIDE_PARENTHESES] {
        if let Some(captures) = pattern.captures(text).filter(|found| names.is_empty() && !NO_NAME.is_match(&found[1]))
        {
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
        if !name.is_empty() && name != "Team" && !VERB.is_match(name) && !NO_NAME.is_match(name) {
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
    let mut rest = text[end..].trim_start_matches([':', ' ', '_', '*', '-']);
    if let Some(captures) = LEADING.captures(rest) {
        rest = rest[captures[0].len()..].trim_start_matches([':', ' ', '_', '*', ')', ',', '-']);
        rest = rest.strip_prefix("to ").unwrap_or(rest);
    } else if let Some(first) = assignees.first().filter(|first| rest.starts_with(first.as_str())) {
        rest = rest[first.len()..].trim_start_matches([':', ' ', '_', '*']);
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
    let children = reading.children(index);
    for child in children {
        let text = &reading.texts[*child].words;
        if SAYS_DONE.is_match(text) {
            return Status::Done;
        }
        if SAYS_OPEN.is_match(text) {
            return Status::Open;
        }
    }
    if carried && !children.is_empty() { Status::Unknown } else { Status::Open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::extract::tests::call;

    fn found(source: &str) -> Vec<ActionNote> {
        let call = call(source);
        let labels = Labels::new(&Config::default().labels);
        find(&crate::extract::reading::read(&call), &labels)
    }

    fn under(heading: &str, line: &str) -> Vec<ActionNote> {
        found(&format!("# 2024-06-03\n\n## {heading}\n\n- {line}\n"))
    }

    #[test]
    fn every_rule_takes_its_example_and_not_what_is_unlike_it() {
        for rule in RULES {
            let indented = rule.example.replace('\n', "\n    ");
            let rows = found(&format!("# 2024-06-03\n\n## Storage\n\n- The old pages\n    {indented}\n"));
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
            &INSIDE_PARENTHESES,
            &NAME,
            &TEAM,
            &ARROW_TO_NAME,
            &NO_NAME,
            &LABELLED_NAME,
            &AT_LABEL_NAME,
            &VERB,
            &ALSO_REPORTS,
            &NEEDED,
            &AWAY,
            &NOT_A_LABEL,
            &WHO,
            &CHORE,
            &EARLIER,
            &NOTHING,
            &SAYS_DONE,
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
            "who is in?",
            "AI @ann: draft it <!-- minutebook: not an action -->",
        ] {
            assert_eq!(under("Storage", line), [], "{line}");
        }
    }

    #[test]
    fn reads_lists_of_earlier_items() {
        let source = "# 2024-06-03\n\n## Check AIs from last time\n\n- _AI @ann: draft it_\n    - done; see #3\n- @bob: ask around\n- ~~AI @cay: mail~~\n- AI @dan: meet\n    - still open\n- AI @eve: send it\n    - somebody asked\n";
        let rows: Vec<(String, Status, bool)> =
            found(source).into_iter().map(|row| (row.assignees.join(" "), row.status, row.carried)).collect();
        let expected = [
            ("ann", Status::Done),
            ("bob", Status::Open),
            ("cay", Status::Done),
            ("dan", Status::Open),
            ("eve", Status::Unknown),
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
    }
}
