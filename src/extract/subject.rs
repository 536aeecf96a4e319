//! What a decision or an action is about: the question or the item that it answers, and the words it was found in.

use super::labels::Labels;
use super::reading::{Reading, quote};
use super::words;
use crate::base::pattern::Pattern;
use crate::base::text::fold;
use crate::document::plain;
use crate::extract::Role;

/// The longest subject, in characters.
const LONGEST: usize = 160;

/// As much of what a subject is itself about stands before it, in characters.
const LONGEST_CONTEXT: usize = 80;

/// What an arrow before a statement is made of.
const ARROW: [char; 7] = ['-', '=', '>', '–', '—', '→', '⇒'];

/// An outcome of fewer words leaves open what it is about.
const FEW: usize = 4;

/// A question of fewer words that name something leaves open what it is about, and so does a phrase.
const FEW_OF_A_QUESTION: usize = 3;
const FEW_OF_A_PHRASE: usize = 2;

/// Headings and items that say what kind of text follows, not what it is about.
static GENERIC: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:check(?:ing)?|review(?:ing)?(?: of)?|revisit(?:ing)?|go(?:ing)? (?:over|through)|status of) )*(?:(?:pending|open|new|old|further|current|previous|last|carried.over|the|our|your|in|short|final|other|major|(?:meeting|call|week|sprint).s) )*(?:action items?|actions?|actionables?|actionable items?|ais?|to.?dos?|tasks?|conclusions?(?: ?[/&] ?resolutions?)?|resolutions?|decisions?(?: made| taken| items?)?|outcomes?|results?|agreements?|consensus|summary|discussions?|discussion notes|notes?|minutes|agenda(?: items?)?|contents?|topics?|items?|next.?steps?|follow.?ups?(?: discussions?)?|comments?|answers?|questions?|status|(?:week(?:ly)? )?updates?|news|links?|recordings?|presentations?|miscellaneous|misc|announcements?|wrap.?up|meeting (?:notes|minutes|consensus|log)|(?:minutes|notes)(?: and (?:minutes|notes))? (?:from|of) (?:the )?(?:discussion|meeting|call)|(?:for |from )?(?:the )?(?:this|next|last|following) (?:week|meeting|call)|in progress|done|blocked|any other business|aob|other(?: topics| business)?|general|background|context|details?|proposals?|options?|pros?|cons?|yes|no|plenary(?: session)?|breakouts?(?: (?:rooms?|sessions?|groups?|rollup))*(?: (?:\w|\d+))?|beschl[uü]ss\w*|ergebnis\w*|aufgaben|punkte|sonstiges|verschiedenes|diskussion|protokoll|tagesordnung)(?: reviews?)?(?: (?:from|of|since|for|vom|von|aus|der|dem) (?:(?:the |our |der |dem )?(?:last|previous|past|this|next|letzten|vorigen|letzter) )(?:times?|weeks?|calls?|meetings?|sessions?|sprints?|mal|woche|sitzung|besprechung|treffen))?\W*$",
);

/// Words that point at something said before.
static POINTS_BACK: Pattern = Pattern::new(
    r"(?i)^\W*(?:yes|no|ok|okay|agreed|it|this|that|these|those|they|do (?:it|that|this)|go ahead|both|neither|same)\b",
);

/// Words that stand for something said before, wherever they are.
static STANDS_FOR: Pattern = Pattern::new(
    r"(?i)\b(?:it|this|these|those|them|the (?:latter|former|same))\b|\b(?:do|did|does|with|of|to|for) that\b",
);

/// A text that begins with what says something of what stands before it: "can be merged once the tests are green".
static LEANS: Pattern = Pattern::new(
    r"(?i)^\W*(?:can|could|will|would|should|is|are|was|were|has|have|had|also|too|but|and|so|then|may|might|must|shall|needs?|needed|approved|accepted|rejected|merged|closed|postponed|won['’]t|isn['’]t)\b",
);

/// A word that stands for something said before, among the first ones: "document this for the time being".
static SOON_POINTS_BACK: Pattern = Pattern::new(
    r"(?i)^\W*(?:[^\s;.?!]+\s+){0,4}(?:it|this|these|those|them)\b(?:\W*$|\s+(?:for|in|is|are|was|as|to|with|should|will|can|has|and|or|at|on|until|now|first|again|later)\b)",
);

/// A question or phrase that goes on with what stands above it: "Also needs protection?", "Vote now: stabilize by March".
static GOES_ON: Pattern = Pattern::new(
    r"(?i)^\W*(?:also|and|but|or|so|then|else|otherwise|if (?:so|not|yes|no)|(?:what|how) about|both|another|other|further|alternatively|additionally|vote(?: now)?|voting)\b",
);

/// Nothing but that there was a decision, or how somebody is asked for one.
static ANNOUNCES: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:the|final|formal|rough|previous|meeting) )*(?:decisions?|votes?|voting|agreements?|consensus|conclusions?)(?: (?:was |has been |were )?(?:taken|made|reached|found|done))?\W*$|\bimportant decisions\b",
);

/// Nothing but that something was decided: which way, it does not say.
static HAPPENED: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:the|final|formal) )*(?:decisions?|votes?|voting) (?:was |has been |were )?(?:taken|made|done|reached)\W*$|^\W*(?:agreements?|consensus|decisions?) (?:on|about|regarding) .{1,80} (?:was|were|has been|have been) (?:taken|made|found|reached)\W*$",
);

/// Nothing but where to look: "see https://example.org/1".
static ONLY_A_LINK: Pattern =
    Pattern::new(r"(?i)^\W*(?:see(?: also)?|cf\.?|links?|ref|via|source|issue|pr)\W+https?://\S+$");

/// One of several options by its name: "start with option a", "variant 2 is favoured".
static OPTION: Pattern = Pattern::new(
    r"(?i)\b(?:options?|variants?|variante|alternatives?|proposals?|approach|solution) [“\x22'`]?([a-h]|[1-9])[”\x22'`]?(?:$|[^\w.-])",
);

/// A statement that says what one of several options is: "a) give them one account", "Option 2: …".
static NAMES_OPTION: Pattern = Pattern::new(
    r"(?i)^\W*(?:(?:option|variant|variante|alternative|proposal|approach|solution) ([a-h]|[1-9])(?:\)|[.:]\s)|([a-h])\)|([1-9])[.)])\s*(\S.*)$",
);

/// As much of what an option is stands behind an outcome that only has its name, in characters.
const LONGEST_OPTION: usize = 100;

/// An option is looked for in so many statements before the outcome.
const FARTHEST_OPTION: usize = 40;

/// What an outcome says, with what the option is that it names, where the item has told it before: "variant a is favoured (a: …)".
pub(super) fn with_options(reading: &Reading<'_>, index: usize, text: String) -> String {
    let Some(named) = OPTION.captures(&text) else { return text };
    let (name, section) = (named[1].to_lowercase(), reading.statements[index].section);
    // A numbered list that the outcome itself stands in has the topics, and so has an agenda.
    let own = std::iter::successors(Some(index), |at| reading.parent(*at));
    let lists: Vec<Option<usize>> =
        own.filter(|at| reading.statements[*at].ordinal.is_some()).map(|at| reading.parent(at)).collect();
    let is_agenda = words::is_agenda(reading.heading_text(index));
    let before = (0..index).rev().take_while(|at| reading.statements[*at].section == section);
    let told = before.take(FARTHEST_OPTION).find_map(|at| {
        let statement = &reading.statements[at];
        let above = reading.parent(at);
        let is_topic = lists.contains(&above) || (above.is_none() && is_agenda);
        if statement.ordinal.is_some_and(|number| number.to_string() == name) && !is_topic {
            return Some(plain::shorten(&quote(statement.text.trim()), LONGEST_OPTION));
        }
        let told = NAMES_OPTION.captures(&statement.text)?;
        let is_it = [1, 2, 3].iter().any(|at| told.get(*at).is_some_and(|its| its.as_str().to_lowercase() == name));
        is_it.then(|| plain::shorten(&quote(told[4].trim()), LONGEST_OPTION))
    });
    match told.filter(|told| !text.contains(told.as_str())) {
        Some(told) => format!("{text} ({name}: {told})"),
        None => text,
    }
}

/// What a statement is about; empty where nothing above it says. `text` is what was found in it.
pub(super) fn subject(reading: &Reading<'_>, labels: &Labels, index: usize, text: &str) -> String {
    let said = fold(text);
    let parents = std::iter::successors(reading.parent(index), |parent| reading.parent(*parent));
    // What stands before it and is a row of its own is another matter.
    let is_row = |words: &str| labels.action(words).is_some() || labels.decision(words).is_some();
    let before = reading.previous(index).filter(|before| {
        let text_before = &reading.texts[*before];
        // A question that was talked about below it has been dealt with, unless this is marked as what came of it.
        let is_outcome = || reading.texts[index].arrow || labels.decision(&reading.texts[index].words).is_some();
        let is_asked = text_before.asks && (reading.children(*before).is_empty() || is_outcome());
        (is_asked || is_thin(text)) && !is_row(&text_before.words)
    });
    let before_is_told = before.filter(|before| !reading.texts[*before].asks);
    let first_of_slide = reading.call.document.deck.is_some().then(|| reading.first_in_section(index)).flatten();
    let candidates = parents.chain(before).chain(first_of_slide.filter(|first| *first < index));
    let mut own = candidates.filter_map(|candidate| {
        let name = name_of(labels, &reading.statements[candidate].text, &said)?;
        (!is_person(reading, &name)).then_some((candidate, name))
    });
    match own.next() {
        // What is told beside it says what it is about only together with what both are below.
        Some((candidate, name)) if before_is_told == Some(candidate) => {
            behind_context(reading, labels, candidate, name)
        }
        Some((candidate, name)) => in_context(reading, labels, candidate, name),
        None => {
            let mut headings = headings(reading, index).filter_map(|heading| name_of(labels, heading, &said));
            headings.find(|name| !is_person(reading, name)).unwrap_or_default()
        }
    }
}

/// A question or proposal as the subject of its answer.
pub(super) fn of_answer(reading: &Reading<'_>, labels: &Labels, asked: usize, question: String) -> String {
    in_context(reading, labels, asked, question)
}

/// A subject that does not say by itself what it is about, behind what it is about: "Roles – Do the rename?". So is what somebody
/// said.
fn in_context(reading: &Reading<'_>, labels: &Labels, index: usize, name: String) -> String {
    let few = if reading.texts[index].asks { FEW_OF_A_QUESTION } else { FEW_OF_A_PHRASE };
    let is_address = name.starts_with("http") && !name.contains(char::is_whitespace);
    let is_open = is_address
        || GOES_ON.is_match(&name)
        || STANDS_FOR.is_match(&name)
        || names_fewer_than(&name, few)
        || reading.said_at(index).is_some();
    if is_open { behind_context(reading, labels, index, name) } else { name }
}

/// A subject behind what it is about.
fn behind_context(reading: &Reading<'_>, labels: &Labels, index: usize, name: String) -> String {
    if reading.statements[index].is_heading {
        return name;
    }
    let said = fold(&name);
    let parents = std::iter::successors(reading.parent(index), |parent| reading.parent(*parent));
    let parents = parents.map(|parent| reading.statements[parent].text.as_str());
    let mut above = parents.chain(headings(reading, index)).filter_map(|one| name_of(labels, one, &said));
    match above.find(|context| !is_person(reading, context)) {
        Some(context) => format!("{} – {name}", plain::shorten(&context, LONGEST_CONTEXT)),
        None => name,
    }
}

/// Whether a row says anything: either part of it has a word that names something.
pub(super) fn says_something(subject: &str, outcome: &str) -> bool {
    let is_empty = |text: &str| ANNOUNCES.is_match(text) || names_fewer_than(text, 1);
    !HAPPENED.is_match(outcome)
        && outcome.chars().any(char::is_alphanumeric)
        && !(is_empty(outcome) && is_empty(subject))
}

/// Whether fewer than so many words of a text name something. Looked through no further than needed.
fn names_fewer_than(text: &str, count: usize) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        let says = word.chars().nth(2).is_some() || word.contains(|c: char| c.is_numeric());
        says && !words::is_common(&word.to_lowercase())
    });
    words.take(count).count() < count
}

/// Whether a name is nothing but that of somebody who took part.
fn is_person(reading: &Reading<'_>, name: &str) -> bool {
    !name.contains(char::is_whitespace) && reading.is_known(name)
}

/// Whether a statement can be a subject.
pub(super) fn is_one(labels: &Labels, statement: &str) -> bool {
    name_of(labels, statement, "").is_some()
}

/// Whether a text does not tell what it is about: it is short, says little or begins with a word that points back.
fn is_thin(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphanumeric()).count() > 2);
    words.take(FEW).count() < FEW
        || [&POINTS_BACK, &LEANS, &SOON_POINTS_BACK].iter().any(|pattern| pattern.is_match(text))
        || names_fewer_than(text, 1)
}

/// A statement or heading as a subject, unless it says nothing that `said` does not say.
fn name_of(labels: &Labels, candidate: &str, said: &str) -> Option<String> {
    // What is to be done is told without its label, the same as what was decided.
    let label = labels.decision(candidate).or_else(|| labels.action(candidate).map(|(_, end)| end)).unwrap_or(0);
    let name = candidate.get(label..).unwrap_or(candidate);
    let name = name.trim_start_matches(ARROW).trim_matches([' ', ':', '*', '_', '-', '–', '.']);
    let folded = fold(name);
    let says_something = folded.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let is_known = !said.is_empty() && said.contains(&folded)
        || labels.is_action_heading(name)
        || labels.is_decision_heading(name);
    let usable = says_something
        && !is_known
        && !GENERIC.is_match(name)
        && !ANNOUNCES.is_match(name)
        && !is_handles(name)
        && !ONLY_A_LINK.is_match(name);
    usable.then(|| plain::shorten(name, LONGEST))
}

/// Whether there is nothing but who speaks.
fn is_handles(text: &str) -> bool {
    text.split_whitespace().all(|word| word.starts_with('@') || word.trim_matches([',', '&', '/']).is_empty())
}

/// The headings above a statement, the nearest first, of those that name something talked about.
fn headings<'r>(reading: &'r Reading<'_>, index: usize) -> impl Iterator<Item = &'r str> {
    reading.sections_of(index).filter(|at| !reading.is_title(*at)).filter_map(|at| {
        let heading = reading.call.document.sections.get(at)?.heading.as_ref()?;
        (reading.call.roles.get(at) == Some(&Role::Topic)).then_some(heading.text.as_str())
    })
}

/// The words of some lines of the minutes as they stand there, one line each.
pub(super) fn evidence(reading: &Reading<'_>, index: usize, line: u32, end_line: u32) -> String {
    let from = (0..=index).rev().take_while(|at| reading.statements[*at].line >= line).last().unwrap_or(index);
    let shown = reading.statements[from..].iter().take_while(|statement| statement.line <= end_line);
    quote(&shown.map(|statement| statement.text.as_str()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::call;

    fn subjects(source: &str) -> Vec<(String, String)> {
        let call = call(source);
        let rows = call.records.decisions.iter();
        rows.map(|row| (row.subject.clone(), row.outcome().to_owned())).collect()
    }

    #[test]
    fn patterns_compile() {
        assert!(
            [
                &GENERIC,
                &POINTS_BACK,
                &LEANS,
                &SOON_POINTS_BACK,
                &GOES_ON,
                &STANDS_FOR,
                &ANNOUNCES,
                &HAPPENED,
                &ONLY_A_LINK,
                &OPTION,
                &NAMES_OPTION
            ]
            .iter()
            .all(|pattern| pattern.is_valid())
        );
    }

    #[test]
    fn a_decision_is_about_what_it_answers() {
        for (source, subject, outcome) in [
            (
                "## Storage\n\n- Should we keep the old names?\n    - no objections\n",
                "Should we keep the old names?",
                "no objections",
            ),
            ("## Storage\n\n- Names of flavours\n    - Decision: keep them\n", "Names of flavours", "keep them"),
            ("## Storage\n\n### Conclusions\n\n- Decision: keep the names\n", "Storage", "keep the names"),
            ("## Storage\n\n- Decision: keep the names\n", "Storage", "keep the names"),
            (
                "## Storage\n\n- The names of all flavours again\n- Decision: do that\n",
                "Storage – The names of all flavours again",
                "do that",
            ),
            (
                "## Storage\n\n- Names of all flavours\n- Decision: can be merged when all tests are green\n",
                "Storage – Names of all flavours",
                "can be merged when all tests are green",
            ),
            (
                "## Storage\n\n- Names of all flavours\n- Decision: document them for the time being\n",
                "Storage – Names of all flavours",
                "document them for the time being",
            ),
            (
                "## Storage\n\n- Classes of volumes\n    - Also encrypted on all disks by default?\n        - no objections\n",
                "Classes of volumes – Also encrypted on all disks by default?",
                "no objections",
            ),
            (
                "## Storage\n\n- Names of flavours\n    - Do it now?\n        - no objections\n",
                "Names of flavours – Do it now?",
                "no objections",
            ),
            (
                "## Storage\n\n- https://example.org/issues/601\n    - no objections\n",
                "Storage – https://example.org/issues/601",
                "no objections",
            ),
            (
                "## Storage\n\n- Old names\n    - see https://example.org/issues/601\n        - no objections\n",
                "Old names",
                "no objections",
            ),
            (
                "## Storage\n\n- Which names?\n    - a) those of the trees\n    - b) numbers\n    - Decision: take option a\n",
                "Storage – Which names?",
                "take option a (a: those of the trees)",
            ),
            (
                "## Storage\n\n- Two options:\n    1. those of the trees\n    2. numbers\n- Option 2 is preferred\n",
                "Storage – Two options",
                "Option 2 is preferred (2: numbers)",
            ),
            (
                "## Storage\n\n1. The roof\n2. The gate\n    - Option 2 is preferred\n",
                "Storage – The gate",
                "Option 2 is preferred",
            ),
            (
                "## Agenda\n\n1. The roof\n2. The gate\n\nDecision: option 2 is preferred\n",
                "The gate",
                "option 2 is preferred",
            ),
            (
                "## Storage\n\n- Which names?\n    - those of the trees\n- In the end we decided to keep the old disks\n",
                "Storage",
                "In the end we decided to keep the old disks",
            ),
            (
                "## Storage\n\n- Names of flavours\n    - A: those of the trees\n    - Decision: take option a\n",
                "Names of flavours",
                "take option a",
            ),
            (
                "## Storage\n\n- _AI @ann: ask three hosters for flavours_\n    - Decision: merge\n",
                "@ann: ask three hosters for flavours",
                "merge",
            ),
        ] {
            let found = subjects(&format!("# 2024-06-03\n\n{source}"));
            assert_eq!(found, [(subject.to_owned(), outcome.to_owned())], "{source}");
        }
    }

    #[test]
    fn what_only_says_what_kind_of_text_follows_is_no_subject() {
        for heading in [
            "Conclusions",
            "Pending action items",
            "Check AIs from last time",
            "Review of action items from the previous meeting",
            "Check status of action items from previous meetings",
            "Actionables",
            "Action Item Review",
            "Week Update",
            "From this meeting",
            "Breakout A",
            "Aufgaben vom letzten Mal",
            "Punkte aus der letzten Sitzung",
        ] {
            assert!(GENERIC.is_match(heading), "{heading}");
        }
        for heading in [
            "Check disks",
            "Actions on fire safety",
            "Review of the release notes for the last sprint",
            "Task runner",
            "Breakout boards",
        ] {
            assert!(!GENERIC.is_match(heading), "{heading}");
        }
    }

    #[test]
    fn the_name_of_the_meeting_is_no_subject() {
        for (source, subject) in [
            ("# Roof Committee Weekly Sync\n\n- Decision: keep the red tiles\n", ""),
            (
                "# Roof Committee F2F - Bremen (Day 2)\n\n- Decision: keep the red tiles\n",
                "Roof Committee F2F - Bremen (Day 2)",
            ),
            ("# 2024 06 03 Roof Committee Call (May 3rd)\n\n- Decision: keep the red tiles\n", ""),
            (
                "# Red tiles on the ridge (design meeting)\n\n- Decision: keep them\n",
                "Red tiles on the ridge (design meeting)",
            ),
            ("# Roof Committee Weekly Sync\n\n## Ridge\n\n- Decision: keep the red tiles\n", "Ridge"),
            // It is one matter among others, or says more than which meeting this is.
            ("# The summer meeting\n\n- Decision: meet in June\n\n# Ridge\n\n- wet\n", "The summer meeting"),
            ("# Weekly sync of the clocks\n\n- Decision: keep the red tiles\n", "Weekly sync of the clocks"),
        ] {
            assert_eq!(subjects(source).first().map(|(subject, _)| subject.as_str()), Some(subject), "{source}");
        }
    }

    #[test]
    fn rows_that_say_nothing_are_known() {
        for (subject, outcome) in [("Gate", "===="), ("", "Yes"), ("", "Let's do it then"), ("Gate", "Decision taken")]
        {
            assert!(!says_something(subject, outcome), "{subject} → {outcome}");
        }
        for (subject, outcome) in
            [("Gate", "no objections"), ("Gate", "Agreement"), ("", "red tiles"), ("Should we mend the gate?", "yes")]
        {
            assert!(says_something(subject, outcome), "{subject} → {outcome}");
        }
    }

    #[test]
    fn evidence_is_what_the_lines_say() {
        let call = call("# 2024-06-03\n\n## Storage\n\n- Should we keep the old names?\n    - no objections\n");
        assert_eq!(call.records.decisions[0].evidence, "Should we keep the old names?\nno objections");
    }
}
