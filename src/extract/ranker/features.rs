//! What the ranker sees of a statement: its words, its letters, and where it stands.
//!
//! A feature is a number that is computed from its name (a hash), so that nothing has to list the names: the table holds
//! numbers and weights, and whoever wants to know what a number means has it computed again by a [`Sink`] that asks.
//! Texts are read without what differs between archives and says nothing about decisions: who is meant, numbers, addresses;
//! and without the label of a decision, so that what is marked teaches how decisions read that are not.
//!
//! The words of the heading and of the statements around it were tried, too. They name what an archive talks about, and cost
//! more on archives that were not learnt from than they gain. So did the words that rules know as signs (a command, a question of
//! what to do above): they are among the words already.

use crate::document::Section;
use crate::extract::labels::Labels;
use crate::extract::reading::{Reading, URL};
use crate::extract::{Kind, Role};

/// What takes the features of a statement, one after the other.
pub(super) trait Sink {
    /// A few words or letters in a row, by their number, how much of the statement they are, and a way to their name.
    fn gram(&mut self, feature: u32, value: f32, name: impl Fn() -> String);

    /// Something that is so, by its number, and a way to its name.
    fn sign(&mut self, feature: u32, name: impl Fn() -> String);
}

/// What a feature is of. The same letters are another feature in each.
#[derive(Debug, Clone, Copy)]
enum Space {
    Words,
    Letters,
    Signs,
}

impl Space {
    fn seed(self) -> u64 {
        // The digits of the golden ratio: far apart for neighbouring spaces.
        (self as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

const PRIME: u64 = 0x0000_0100_0000_01b3;

fn mix(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(PRIME)
}

/// Both halves of a hash in one number.
#[expect(clippy::cast_possible_truncation, reason = "the upper half is mixed in")]
fn number(hash: u64) -> u32 {
    let hash = hash ^ (hash >> 29);
    (hash ^ (hash >> 32)) as u32
}

/// A text made ready: its characters as they are compared, and where its words stand among them.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    characters: Vec<char>,
    words: Vec<(usize, usize)>,
}

/// No more of a statement is looked at, in characters.
const LONGEST: usize = 480;
/// Words in a row.
const WORDS: usize = 3;
/// Characters in a row, at least and at most.
const LETTERS: (usize, usize) = (2, 5);

/// What stands for somebody or something that has a name; everything else is in lower case.
const NAME: char = 'N';

impl Prepared {
    /// Makes a text ready; the same value is used for one text after the other. `is_name` is asked about words, and told
    /// whether they begin a sentence.
    pub(super) fn read(&mut self, text: &str, is_name: impl Fn(&str, bool) -> bool) {
        self.characters.clear();
        self.words.clear();
        self.characters.push(' ');
        // The start of a text is a word: "we" there is another thing than "we" further on.
        self.words.push((0, 1));
        let mut begins = true;
        let mut rest = text.trim_start();
        while let Some(c) = rest.chars().next().filter(|_| self.characters.len() <= LONGEST) {
            let length = word(rest);
            if length > 0 {
                self.word(&rest[..length], is_name(&rest[..length], begins));
                begins = false;
                rest = &rest[length..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            match c {
                '*' | '_' | '`' => {}
                _ if c.is_whitespace() => {
                    if self.characters.last() != Some(&' ') {
                        self.characters.push(' ');
                    }
                }
                _ => {
                    if c == '@' {
                        // Whoever it is.
                        rest = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
                    }
                    begins = matches!(c, '.' | '?' | '!' | ':' | ';' | '"' | '(' | '>' | '→');
                    if matches!(c, '@' | '?' | '!' | ':' | '→' | '>' | '+' | '=') {
                        self.words.push((self.characters.len(), self.characters.len() + 1));
                    }
                    self.characters.push(c);
                }
            }
        }
        if self.characters.last() != Some(&' ') {
            self.characters.push(' ');
        }
    }

    fn word(&mut self, word: &str, is_name: bool) {
        let start = self.characters.len();
        let mut in_number = false;
        for c in word.chars().filter(|_| !is_name) {
            // All numbers are one.
            if !c.is_ascii_digit() {
                self.characters.extend(c.to_lowercase());
            } else if !in_number {
                self.characters.push('0');
            }
            in_number = c.is_ascii_digit();
        }
        if is_name {
            self.characters.push(NAME);
        }
        self.words.push((start, self.characters.len()));
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.characters[from..to].iter().collect()
    }
}

/// The length of the word that a text begins with, in bytes; an apostrophe may be inside.
fn word(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_inside = c == '\'' && at > 0 && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !c.is_alphanumeric() && !is_inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The words of a text, one to three in a row; longer texts have less of each.
fn words(text: &Prepared, sink: &mut impl Sink) {
    let value = share(text.words.len() * WORDS);
    for first in 0..text.words.len() {
        let mut hash = Space::Words.seed();
        for (more, (from, to)) in text.words[first..].iter().take(WORDS).enumerate() {
            hash = text.characters[*from..*to].iter().fold(mix(hash, ' '), |hash, c| mix(hash, *c));
            if first == 0 && more == 0 {
                continue;
            }
            sink.gram(number(hash), value, || {
                let parts = text.words[first..=first + more].iter();
                let parts: Vec<String> = parts.map(|(from, to)| text.text(*from, *to)).collect();
                let start = if first == 0 { "starts with" } else { "says" };
                format!("{start} “{}”", parts.join(" ").trim_start())
            });
        }
    }
}

/// The characters of a text, two to five in a row.
fn letters(text: &Prepared, sink: &mut impl Sink) {
    let value = share(text.characters.len() * (LETTERS.1 - LETTERS.0 + 1));
    for first in 0..text.characters.len() {
        let mut hash = Space::Letters.seed();
        for (more, c) in text.characters[first..].iter().take(LETTERS.1).enumerate() {
            hash = mix(hash, *c);
            if more + 1 >= LETTERS.0 {
                let name = || format!("letters “{}”", text.text(first, first + more + 1).replace(' ', "␣"));
                sink.gram(number(hash), value, name);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "texts are shorter than that")]
fn share(count: usize) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// The signs of where a statement stands and how it is written.
struct Signs<'s, S>(&'s mut S);

impl<S: Sink> Signs<'_, S> {
    fn when(&mut self, is_so: bool, name: &'static str) {
        if is_so {
            self.0.sign(number(name.chars().fold(Space::Signs.seed(), mix)), || name.to_owned());
        }
    }

    /// One of several: a size, a role.
    fn level(&mut self, name: &'static str, level: usize) {
        let hash = name.chars().fold(Space::Signs.seed(), mix);
        let hash = level.to_le_bytes().iter().fold(hash, |hash, byte| mix(hash, char::from(*byte)));
        self.0.sign(number(hash), || format!("{name}: {level}"));
    }
}

/// A count as one of a few sizes: each is about half as large again as the one before.
fn size(count: usize) -> usize {
    const ENDS: [usize; 11] = [0, 1, 2, 3, 5, 8, 12, 18, 28, 45, 80];
    ENDS.iter().position(|end| count <= *end).unwrap_or(ENDS.len())
}

/// What is known of a note before its statements are looked at one by one.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Statement by statement, whether a rule has taken it as a decision.
    taken: Vec<bool>,
    /// Statement by statement, whether a rule has taken it or what it stands below.
    pub(super) part_of_row: Vec<bool>,
    /// Statement by statement, whether it has the label of an action.
    actions: Vec<bool>,
    /// Statement by statement, whether it begins with who speaks.
    speaks: Vec<bool>,
    /// Statement by statement, where the words after a decision's label start.
    bodies: Vec<usize>,
    /// Section by section, whether its heading announces actions, and decisions.
    headings: Vec<(bool, bool)>,
    /// Tenths of the statements that begin with who speaks.
    speakers: usize,
    /// Tenths that are items of lists.
    items: usize,
    /// How many there are, as a size.
    statements: usize,
}

/// Looks at a note once.
pub(super) fn surroundings(reading: &Reading<'_>, labels: &Labels, taken: Vec<bool>) -> Surroundings {
    let count = reading.statements.len().max(1);
    let speaks: Vec<bool> = reading.texts.iter().map(|text| speaker(&text.words).is_some()).collect();
    let announces = |section: &Section| {
        let heading = section.heading.as_ref().map_or("", |heading| heading.text.as_str());
        (labels.is_action_heading(heading), labels.is_decision_heading(heading))
    };
    // What a statement stands below comes before it.
    let mut part_of_row = taken.clone();
    for index in 0..part_of_row.len() {
        part_of_row[index] |= reading.parent(index).is_some_and(|above| part_of_row[above]);
    }
    Surroundings {
        taken,
        part_of_row,
        actions: reading.texts.iter().map(|text| labels.action(&text.words).is_some()).collect(),
        bodies: reading.texts.iter().map(|text| labels.decision(&text.words).unwrap_or(0)).collect(),
        headings: reading.call.document.sections.iter().map(announces).collect(),
        speakers: speaks.iter().filter(|speaks| **speaks).count() * 10 / count,
        speaks,
        items: reading.statements.iter().filter(|statement| statement.is_item).count() * 10 / count,
        statements: size(count / 4),
    }
}

/// `Ann: …`, `@ann: …`: where what is said starts.
fn speaker(text: &str) -> Option<usize> {
    let end = text.find(':').filter(|end| *end <= 24)?;
    let name = &text[..end];
    let is_name = name.starts_with(|c: char| c == '@' || c.is_uppercase())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '@' | '-' | '_'))
        && text[end + 1..].starts_with(' ');
    is_name.then_some(end + 1)
}

/// Where a statement stands and how it is written.
fn structure(reading: &Reading<'_>, note: &Surroundings, index: usize, sink: &mut impl Sink) {
    let mut signs = Signs(sink);
    let (statement, text) = (&reading.statements[index], &reading.texts[index]);
    let words = text.words.as_str();
    signs.level("depth", statement.depth.min(5));
    signs.when(!statement.is_item, "no list item");
    signs.when(statement.strong, "all bold");
    signs.when(statement.task.is_some(), "task box");
    signs.when(text.arrow, "arrow before it");
    signs.when(text.asks, "ends as a question");
    signs.when(!text.asks && words.contains('?'), "a question inside");
    signs.when(words.contains("->") || words.contains("=>") || words.contains('→'), "arrow inside");
    signs.when(words.starts_with(char::is_lowercase), "starts in lower case");
    signs.when(words.starts_with('('), "starts with a bracket");
    signs.when(words.ends_with('.'), "ends with a full stop");
    signs.when(words.ends_with(':'), "ends with a colon");
    signs.when(words.ends_with('!'), "ends with an exclamation mark");
    signs.when(words.contains(URL), "an address inside");
    signs.when(words == URL, "only an address");
    signs.when(!statement.links.is_empty(), "a link inside");
    signs.when(words.starts_with('@'), "starts with a mention");
    signs.level("mentions", words.matches('@').count().min(3));
    signs.level("words", size(words.split_whitespace().count()));
    signs.when(words.chars().any(|c| c.is_ascii_digit()), "a number inside");
    signs.when(note.speaks[index], "begins with who speaks");
    signs.when(note.actions[index], "label of an action");

    let parent = reading.parent(index);
    signs.when(parent.is_none(), "below nothing");
    if let Some(parent) = parent {
        let above = &reading.texts[parent];
        signs.when(above.asks, "below a question");
        signs.when(above.asks && text.arrow, "arrow below a question");
        signs.when(above.arrow, "below an arrow");
        signs.when(above.words.ends_with(':'), "below a colon");
        signs.when(note.actions[parent], "below the label of an action");
        signs.when(note.taken[parent], "below what a rule took");
        signs.level("words above", size(above.words.split_whitespace().count()));
        signs.when(reading.parent(parent).is_some_and(|above| reading.texts[above].asks), "two below a question");
        signs.when(reading.children(parent).len() == 1, "only one of its parent");
    }
    let (previous, next) = (reading.previous(index), reading.next(index));
    signs.when(previous.is_none(), "first of its neighbours");
    signs.when(next.is_none(), "last of its neighbours");
    if let Some(previous) = previous {
        let before = &reading.texts[previous];
        signs.when(before.asks, "after a question");
        signs.when(before.arrow, "after an arrow");
        signs.when(note.taken[previous], "after what a rule took");
        signs.when(note.actions[previous], "after an action");
        signs.when(note.speaks[previous], "after who speaks");
    }
    if let Some(next) = next {
        let after = &reading.texts[next];
        signs.when(after.asks, "before a question");
        signs.when(after.arrow, "before an arrow");
        signs.when(note.taken[next], "before what a rule took");
        signs.when(note.actions[next], "before an action");
    }
    let children = reading.children(index);
    signs.level("below it", size(children.len()));
    signs.when(children.iter().any(|child| reading.texts[*child].arrow), "an arrow below it");
    signs.when(children.iter().any(|child| reading.texts[*child].asks), "a question below it");
    signs.when(children.iter().any(|child| note.taken[*child]), "above what a rule took");

    signs.level("use of the section", role(reading.role(index)));
    signs.level("kind of note", kind(reading.call.kind));
    let heading = reading.heading_text(index);
    signs.when(heading.is_empty(), "no heading");
    signs.when(heading.contains('?'), "the heading asks");
    signs.when(heading.contains('@'), "somebody named in the heading");
    let (of_actions, of_decisions) = note.headings[statement.section];
    signs.when(of_actions, "heading of actions");
    signs.when(of_decisions, "heading of decisions");
    signs.level("tenths that begin with who speaks", note.speakers);
    signs.level("tenths in lists", note.items);
    signs.level("length of the note", note.statements);
    signs.level("fifth of the note", index * 5 / reading.statements.len().max(1));
    signs.level("lines of its own", size((statement.end_line - statement.line) as usize));
}

fn role(role: Role) -> usize {
    match role {
        Role::Topic => 0,
        Role::Title => 1,
        Role::Structure => 2,
        Role::Participants => 3,
        Role::Chores => 4,
        Role::Boilerplate => 5,
    }
}

fn kind(kind: Kind) -> usize {
    match kind {
        Kind::Deck => 0,
        Kind::Notes => 1,
        Kind::Page => 2,
    }
}

/// All features of a statement, in an order that is always the same.
pub(super) fn visit(
    reading: &Reading<'_>,
    note: &Surroundings,
    index: usize,
    prepared: &mut Prepared,
    sink: &mut impl Sink,
) {
    prepared.read(&reading.texts[index].words[note.bodies[index]..], |word, begins| {
        let has_capital = word.chars().any(char::is_uppercase);
        has_capital && word != URL && if begins { reading.is_known(word) } else { reading.may_be_name(word) }
    });
    words(prepared, sink);
    letters(prepared, sink);
    structure(reading, note, index, sink);
}
