//! A call's statements with their neighbours, ready for rules to be asked about each.

use super::statements::Statement;
use super::{names, people, roles, words};
use crate::base::pattern::Pattern;
use crate::document::plain;
use crate::document::{Correction, Section};
use crate::extract::{Call, Role};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What rules see of a call.
pub(super) struct Reading<'a> {
    pub(super) call: &'a Call,
    pub(super) statements: Vec<Statement>,
    /// Statement by statement, how its text reads to a rule.
    pub(super) texts: Vec<Text>,
    children: Vec<Vec<usize>>,
    previous: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
    /// Section by section, the statement of its heading.
    headings: Vec<Option<usize>>,
    /// Section by section, the one whose heading it stands below.
    enclosing: Vec<Option<usize>>,
    /// The section whose heading names the meeting.
    title: Option<usize>,
    /// Statement by statement, what the author says it is.
    corrections: Vec<Option<Correction>>,
    /// Statement by statement, the bold line above it that stands for a heading.
    scopes: Vec<Option<usize>>,
    /// Statement by statement, whether it stands after talk in its section, so that no heading speaks of it.
    after_talk: Vec<bool>,
    /// Statement by statement, whether people tell there what they do and did: below "Blocked", "Next week".
    told: Vec<bool>,
    /// Who is known to be a person: participants, in lower case, and speakers.
    known: BTreeSet<String>,
    /// The same, each from its last letter on.
    known_reversed: BTreeSet<String>,
    /// Statement by statement, where the words start that are said, when it starts with who says them.
    said_at: Vec<Option<usize>>,
    /// Whether any is. Found out when first asked for.
    has_speech: OnceCell<bool>,
    /// The words that mostly begin in lower case: none of them is a name. Counted when first asked for.
    lower: OnceCell<HashSet<String>>,
}

/// A statement's text as rules read it: without the arrow it starts with, addresses made short.
pub(super) struct Text {
    pub(super) words: String,
    /// Whether an arrow stood before it.
    pub(super) arrow: bool,
    /// Whether it ends as a question.
    pub(super) asks: bool,
    /// What stood where the words have [`URL`]: place and address.
    addresses: Vec<(usize, String)>,
}

/// So many words announce something; more of them say it.
const WORDS_OF_AN_ANNOUNCEMENT: usize = 6;

/// The name of a meeting has so many words at most, numbers apart; more of them tell what it was about.
const WORDS_OF_A_NAME: usize = 6;

/// A line of more bytes is no caption of a list.
const LONGEST_CAPTION: usize = 60;

/// A heading of more bytes announces nothing: it is not looked through for each line below it.
const LONGEST_ANNOUNCEMENT: usize = 300;

/// A name's beginning of so many letters stands for the name, as does an end that is longer: "niko" for "nikomatsakis",
/// "felix" for "pnkfelix".
const LETTERS_OF_A_NICKNAME: usize = 4;

/// Who says what follows: "Ann: …", "**Ann Lee (Acme)**: …", "@ann: …".
static SPEAKER: Pattern = Pattern::unicode(
    r"^(?:[*_]|\s)*(@[\w-]+|\p{Lu}[\w.'-]*(?:(?: | ?[/&] ?)\p{Lu}[\w.'-]*){0,3}|\p{Ll}[\w-]{2,15})(?:\s*\([^)]{1,30}\))?[*_]*:[*_]*\s+\b",
);
static NAMES_MEETING: Pattern = Pattern::new(
    r"(?i)\b(?:meetings?|minutes|notes|agenda|calls?|teleconferences?|telecons?|syncs?|weekly|sessions?|stand.?ups?|f2f|face.to.face|all.hands|sitzung|besprechung|treffen|protokoll)[\s.:]*(?:[\s,(–-]+(?:day|january|february|march|april|may|june|july|august|september|october|november|december|\d+(?:st|nd|rd|th)?)\)?)*$",
);
static ARROW: Pattern = Pattern::new(r"^(?:-+>|[=–—]+>|→|⇒|↦|↳)\s*");
static ADDRESS: Pattern = Pattern::new(r"https?://\S*[^\s.,;:!?)]");
static MARKUP: Pattern = Pattern::new(r"^[*_\s]+");
/// A question that is quoted at the end of a line is not what the line asks.
static QUESTION: Pattern = Pattern::new(r#"\?[^\w”"»]*$"#);

/// What stands for a web address in a rule's text.
pub(super) const URL: &str = "URL";

/// As much of a statement is quoted beside what was found in it, in characters. Of a hundred things in one long line each
/// would bring the whole line along otherwise.
const LONGEST_QUOTE: usize = 6_000;

/// A statement's text as it is quoted.
pub(super) fn quote(text: &str) -> String {
    plain::shorten(text, LONGEST_QUOTE)
}

pub(super) fn read(call: &Call, statements: Vec<Statement>) -> Reading<'_> {
    let count = statements.len();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut previous = vec![None; count];
    let mut next = vec![None; count];
    let mut headings = vec![None; call.document.sections.len()];
    // The last statement seen at the top of the section.
    let mut top: Option<usize> = None;
    for (index, statement) in statements.iter().enumerate() {
        if statement.is_heading {
            headings[statement.section] = Some(index);
            continue;
        }
        let before = match statement.parent {
            Some(parent) => {
                let before = children[parent].last().copied();
                children[parent].push(index);
                before
            }
            None => top.replace(index).filter(|before| statements[*before].section == statement.section),
        };
        previous[index] = before;
        if let Some(before) = before {
            next[before] = Some(index);
        }
    }
    let mut corrections = vec![None; count];
    // The last statement that starts on a line or before it.
    let mut by_line: BTreeMap<u32, usize> = BTreeMap::new();
    by_line.extend(statements.iter().enumerate().filter(|(_, one)| !one.is_heading).map(|(at, one)| (one.line, at)));
    for (line, correction) in &call.document.corrections {
        // On the statement's own lines, or on the line after it.
        let before = by_line.range(..=*line).next_back().map(|(_, at)| *at);
        if let Some(about) = before.filter(|at| *line <= statements[*at].end_line + 1) {
            corrections[about] = Some(*correction);
        }
    }
    let texts = statements.iter().map(|statement| text(&statement.text)).collect();
    let scopes = scopes(&statements);
    let (said_at, speakers) = speakers(&statements);
    let after_talk = after_talk(&statements, &scopes, &said_at);
    let told = told(&call.document.sections, &statements, &scopes);
    let mut known: BTreeSet<String> = call.participants.iter().map(|handle| handle.to_lowercase()).collect();
    known.extend(people::names(&statements, &call.roles).into_iter().map(|name| name.to_lowercase()));
    known.extend(speakers);
    known.extend(doers(&statements));
    let known_reversed = known.iter().map(|name| name.chars().rev().collect()).collect();
    Reading {
        call,
        statements,
        texts,
        children,
        previous,
        next,
        headings,
        enclosing: enclosing(&call.document.sections),
        title: title_of(&call.document.sections),
        corrections,
        scopes,
        after_talk,
        told,
        known,
        known_reversed,
        said_at,
        has_speech: OnceCell::new(),
        lower: OnceCell::new(),
    }
}

/// What sections stand below: the last heading before of a higher rank; a section without a heading below the last one.
fn enclosing(sections: &[Section]) -> Vec<Option<usize>> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let each = sections.iter().enumerate().map(|(at, section)| {
        let Some(heading) = &section.heading else { return open.last().map(|(_, above)| *above) };
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        let above = open.last().map(|(_, above)| *above);
        open.push((heading.level, at));
        above
    });
    each.collect()
}

/// The section whose heading all others stand below, when it ends with a word for a meeting and says little else: "TSC Minutes",
/// "Package managers weekly sync, 14 May".
fn title_of(sections: &[Section]) -> Option<usize> {
    let mut headings = sections.iter().enumerate().filter_map(|(at, section)| Some((at, section.heading.as_ref()?)));
    let (at, first) = headings.next()?;
    let words = first.text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    let is_name = words.take(WORDS_OF_A_NAME + 1).count() <= WORDS_OF_A_NAME && NAMES_MEETING.is_match(&first.text);
    (is_name && headings.all(|(_, other)| other.level > first.level)).then_some(at)
}

/// The bold lines that stand for headings: each holds until the next one, or the next heading.
fn scopes(statements: &[Statement]) -> Vec<Option<usize>> {
    let mut scopes = vec![None; statements.len()];
    let mut scope: Option<usize> = None;
    for (index, statement) in statements.iter().enumerate() {
        if statement.is_heading || scope.is_some_and(|scope| statements[scope].section != statement.section) {
            scope = None;
        }
        let bold_line = statement.strong && !statement.is_item && !statement.is_heading && statement.row.is_none();
        if bold_line && statement.parent.is_none() {
            scope = Some(index);
            continue;
        }
        scopes[index] = scope;
    }
    scopes
}

/// So often somebody speaks whose name is no word of the archive.
const SPEAKS_TWICE: usize = 2;

/// Statement by statement where the words start that are said, and who speaks, in lower case.
fn speakers(statements: &[Statement]) -> (Vec<Option<usize>>, BTreeSet<String>) {
    let starts: Vec<Option<(usize, String)>> = statements
        .iter()
        .map(|statement| {
            if statement.is_heading || statement.row.is_some() {
                return None;
            }
            let found = SPEAKER.captures(&statement.text)?;
            let name = found[1].trim_start_matches('@').to_lowercase();
            let is_name = !words::is_label(&name) && !words::is_field(&name);
            is_name.then(|| (found[0].len(), name))
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name) in starts.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let speaks = |name: &str| counts.get(name).is_some_and(|count| *count >= SPEAKS_TWICE);
    let said_at =
        starts.iter().map(|start| start.as_ref().filter(|(_, name)| speaks(name)).map(|(at, _)| *at)).collect();
    (said_at, counts.keys().filter(|name| speaks(name)).map(|name| (*name).to_owned()).collect())
}

/// Whether a statement stands after talk: a paragraph after somebody spoke, or after the list that the heading announces.
fn after_talk(statements: &[Statement], scopes: &[Option<usize>], said_at: &[Option<usize>]) -> Vec<bool> {
    let mut after = vec![false; statements.len()];
    let (mut place, mut listed, mut spoken) = ((usize::MAX, None), false, false);
    for (index, statement) in statements.iter().enumerate() {
        if place != (statement.section, scopes[index]) {
            (place, listed, spoken) = ((statement.section, scopes[index]), false, false);
        }
        let is_part_of_list = statement.is_item || statement.row.is_some();
        // "Website:" is over the next list rather than talk after the last one.
        let is_caption = statement.text.ends_with(':') && statement.text.len() <= LONGEST_CAPTION;
        if statement.parent.is_none() && !statement.is_heading && !is_part_of_list && !is_caption {
            spoken |= said_at[index].is_some();
            after[index] = spoken || listed;
        } else {
            after[index] = spoken;
        }
        listed |= is_part_of_list;
    }
    after
}

/// Statement by statement whether a line or heading above it is over what people tell of their work.
fn told(sections: &[Section], statements: &[Statement], scopes: &[Option<usize>]) -> Vec<bool> {
    let by_heading: Vec<bool> = sections
        .iter()
        .map(|one| one.heading.as_ref().is_some_and(|heading| words::settles_nothing(&heading.text)))
        .collect();
    let mut told: Vec<bool> = Vec::with_capacity(statements.len());
    // Asked once of each line, not once for each below it.
    let mut announces = vec![None; statements.len()];
    // Whether what was last announced by an item is news, by what the item stands below: "- Done:" with "- painted it" beside it.
    let mut beside: BTreeMap<(usize, Option<usize>), bool> = BTreeMap::new();
    for (index, statement) in statements.iter().enumerate() {
        let by_section = by_heading.get(statement.section).copied().unwrap_or(false);
        let mut by_line =
            |at: usize| *announces[at].get_or_insert_with(|| words::settles_nothing(&statements[at].text));
        let place = (statement.section, statement.parent);
        let is_over_next = statement.is_item
            && statement.text.trim_end().ends_with(':')
            && statements.get(index + 1).is_some_and(|next| next.is_item && (next.section, next.parent) == place);
        if is_over_next {
            beside.insert(place, by_line(index));
        } else if !statement.is_item {
            beside.remove(&place);
        }
        let by_neighbour = beside.get(&place).copied().unwrap_or(false);
        told.push(
            by_neighbour
                || match statement.parent {
                    Some(parent) => told[parent] || by_line(parent),
                    None => by_section || scopes[index].is_some_and(by_line),
                },
        );
    }
    told
}

/// Who is to do something more than once: "Mark to …", "Mark will …"; a word at the start of a single line may be anything.
fn doers(statements: &[Statement]) -> BTreeSet<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in statements {
        let mut words = statement.text.split(' ');
        if let (Some(name), Some("to" | "will"), Some(_)) = (words.next(), words.next(), words.next())
            && name.starts_with(char::is_uppercase)
            && name.chars().all(char::is_alphabetic)
            && !names::is_no_name(name)
        {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= SPEAKS_TWICE).map(|(name, _)| name.to_lowercase()).collect()
}

/// The words that stand in lower case more often than with a capital.
fn lower_words(statements: &[Statement]) -> HashSet<String> {
    let mut counts: HashMap<String, i64> = HashMap::new();
    for word in statements.iter().flat_map(|statement| statement.text.split(|c: char| !c.is_alphanumeric() && c != '@'))
    {
        if word.starts_with(char::is_alphabetic) {
            *counts.entry(word.to_lowercase()).or_default() +=
                if word.starts_with(char::is_lowercase) { 1 } else { -1 };
        }
    }
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(word, _)| word).collect()
}

fn text(text: &str) -> Text {
    let arrow = ARROW.find(text).map_or(0, |found| found.end());
    let plain = MARKUP.replace(&text[arrow..], "").replace(['’', '‘'], "'");
    let (mut words, mut addresses, mut from) = (String::with_capacity(plain.len()), Vec::new(), 0);
    for address in ADDRESS.find_all(&plain) {
        words.push_str(&plain[from..address.start()]);
        addresses.push((words.len(), address.as_str().to_owned()));
        words.push_str(URL);
        from = address.end();
    }
    words.push_str(&plain[from..]);
    Text { arrow: arrow > 0, asks: QUESTION.is_match(&words), words, addresses }
}

/// An address as it is shown in a line of text, in characters.
const LONGEST_ADDRESS: usize = 48;

impl Text {
    /// A part of the words, with addresses again where they stood: without their scheme, and cut when they are long.
    pub(super) fn restored(&self, part: &str) -> String {
        let start = part.as_ptr().addr().wrapping_sub(self.words.as_ptr().addr());
        let mut out = String::with_capacity(part.len());
        let mut from = 0;
        let inside = |at: &usize| (start..start.saturating_add(part.len())).contains(at);
        for (at, address) in self.addresses.iter().filter(|(at, _)| inside(at)) {
            let at = at - start;
            let Some(before) = part.get(from..at) else { continue };
            out.push_str(before);
            let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
            if shown.chars().count() > LONGEST_ADDRESS {
                out.extend(shown.chars().take(LONGEST_ADDRESS));
                out.push('…');
            } else {
                out.push_str(shown);
            }
            from = at + URL.len();
        }
        out.push_str(part.get(from..).unwrap_or_default());
        out
    }
}

impl Reading<'_> {
    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        self.statements[index].parent
    }

    /// Whether a word is the name or handle of somebody who took part or spoke, or the beginning of one.
    pub(super) fn is_known(&self, word: &str) -> bool {
        let word = word.trim_start_matches('@').to_lowercase();
        if self.known.contains(&word) {
            return true;
        }
        let begins = |names: &BTreeSet<String>, word: String| {
            names.range(word.clone()..).next().is_some_and(|name| name.starts_with(&word))
        };
        let letters = word.chars().count();
        (letters > LETTERS_OF_A_NICKNAME && begins(&self.known_reversed, word.chars().rev().collect()))
            || (letters >= LETTERS_OF_A_NICKNAME && begins(&self.known, word))
    }

    /// Whether a word can be a name: it is known as one, or begins with a capital and mostly does.
    pub(super) fn may_be_name(&self, word: &str) -> bool {
        let capital = word.starts_with(char::is_uppercase);
        self.is_known(word)
            || (capital && !self.lower.get_or_init(|| lower_words(&self.statements)).contains(&word.to_lowercase()))
    }

    /// Where the words of a statement start that somebody says; nothing where it does not start with who says them.
    pub(super) fn said_at(&self, index: usize) -> Option<usize> {
        self.said_at[index]
    }

    /// Whether a statement is nested below the bare name of somebody known, as what this one says: "Mara:".
    pub(super) fn is_said_below(&self, index: usize) -> bool {
        let above = self.parent(index).and_then(|parent| self.texts[parent].words.trim_end().strip_suffix(':'));
        let name = above.map(|above| above.trim_matches(['*', '_', ' ']));
        name.is_some_and(|name| !name.contains(' ') && name.contains(char::is_alphabetic) && self.is_known(name))
    }

    /// Whether people are quoted by name anywhere.
    pub(super) fn has_speech(&self) -> bool {
        *self.has_speech.get_or_init(|| self.said_at.iter().any(Option::is_some))
    }

    /// Whether a statement stands after talk, so that the heading above it announced something else.
    pub(super) fn is_after_talk(&self, index: usize) -> bool {
        self.after_talk[index]
    }

    /// Whether a statement stands where people tell what they do and did.
    pub(super) fn is_told(&self, index: usize) -> bool {
        self.told[index]
    }

    /// What announces a statement: the short line that it is a list below, the bold line or the heading above it.
    pub(super) fn announcer(&self, index: usize) -> Option<usize> {
        match self.parent(index) {
            Some(parent) => {
                // Not counted to the end: it may be a long line with many below it.
                let is_short = self.texts[parent].words.split_whitespace().nth(WORDS_OF_AN_ANNOUNCEMENT).is_none();
                (is_short && !self.texts[parent].asks).then_some(parent)
            }
            None => self.scopes[index].or_else(|| self.heading(index)),
        }
    }

    /// What a statement may be an answer to: the statement it is nested below, or the heading above it.
    pub(super) fn asking(&self, index: usize) -> &str {
        self.parent(index).map_or_else(|| self.heading_text(index), |parent| self.texts[parent].words.as_str())
    }

    /// Whether a bold line stands above a statement in the place of a heading.
    pub(super) fn is_below_bold_line(&self, index: usize) -> bool {
        self.scopes[index].is_some()
    }

    /// The text of what announces a statement; empty for none.
    pub(super) fn announcement(&self, index: usize) -> &str {
        let text = self.announcer(index).map_or("", |at| self.texts[at].words.as_str());
        if text.len() > LONGEST_ANNOUNCEMENT { "" } else { text }
    }

    pub(super) fn correction(&self, index: usize) -> Option<Correction> {
        self.corrections[index]
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    pub(super) fn previous(&self, index: usize) -> Option<usize> {
        self.previous[index]
    }

    pub(super) fn next(&self, index: usize) -> Option<usize> {
        self.next[index]
    }

    /// The statements a statement is nested below, nearest first: line and text.
    pub(super) fn above(&self, index: usize) -> Vec<(u32, String)> {
        let parents = std::iter::successors(self.parent(index), |parent| self.parent(*parent));
        parents.map(|parent| (self.statements[parent].line, quote(&self.statements[parent].text))).collect()
    }

    /// The text of the statement a statement is nested below; empty for none.
    pub(super) fn context(&self, index: usize) -> String {
        self.parent(index).map(|parent| quote(&self.statements[parent].text)).unwrap_or_default()
    }

    /// The section a statement stands in and those it stands below, from the innermost out.
    pub(super) fn sections_of(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(self.statements[index].section), |section| self.enclosing[*section])
    }

    /// Whether a section's heading only names the meeting.
    pub(super) fn is_title(&self, section: usize) -> bool {
        self.title == Some(section)
    }

    /// The first statement below the heading of the section a statement stands in.
    pub(super) fn first_in_section(&self, index: usize) -> Option<usize> {
        let section = self.statements[index].section;
        let from = self.statements[..=index].partition_point(|statement| statement.section < section);
        (from..=index).find(|at| !self.statements[*at].is_heading)
    }

    /// The heading's statement of the section a statement stands in.
    pub(super) fn heading(&self, index: usize) -> Option<usize> {
        self.headings[self.statements[index].section]
    }

    /// The heading above a statement, or the bold line that stands for one; empty for none.
    pub(super) fn heading_text(&self, index: usize) -> &str {
        if let Some(scope) = self.scopes[index] {
            return &self.texts[scope].words;
        }
        self.call.document.heading_text(self.statements[index].section)
    }

    /// What the place of a statement is for, by the bold line above it or its section's heading.
    pub(super) fn role(&self, index: usize) -> Role {
        if let Some(scope) = self.scopes[index] {
            let role = roles::of_heading(&self.statements[scope].text);
            if role != Role::Topic {
                return role;
            }
        }
        self.call.roles.get(self.statements[index].section).copied().unwrap_or(Role::Topic)
    }

    /// A statement's own text and what is nested below it, as one line.
    pub(super) fn with_nested(&self, index: usize) -> String {
        let mut parts = Vec::new();
        self.push_nested(index, &mut parts);
        parts.join("; ")
    }

    fn push_nested<'s>(&'s self, index: usize, parts: &mut Vec<&'s str>) {
        parts.push(self.statements[index].text.trim_end_matches([';', ',']));
        for child in &self.children[index] {
            self.push_nested(*child, parts);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&ARROW, &ADDRESS, &MARKUP, &QUESTION, &SPEAKER, &NAMES_MEETING] {
            assert!(pattern.is_valid());
        }
    }

    #[test]
    fn addresses_are_short_for_rules_and_whole_for_readers() {
        let text = text("=> see https://example.org/a and https://example.org/this/is/a/very/long/address/of/a/page.");
        assert_eq!(text.words, "see URL and URL.");
        assert_eq!(text.restored(&text.words[..7]), "see example.org/a");
        assert_eq!(text.restored(&text.words[8..]), "and example.org/this/is/a/very/long/address/of/a/pag….");
        assert_eq!(text.restored("elsewhere"), "elsewhere");
    }
}
