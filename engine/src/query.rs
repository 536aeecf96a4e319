//! The query language: text → [`ParsedQuery`]. Parsing cannot fail; what makes no sense as a field or an operator is searched as words.
//!
//! | written | meaning |
//! |---|---|
//! | `volume encryption` | words, ranked together: results with all of them first, then the best partial ones |
//! | `"fair use policy"` | the phrase must stand there |
//! | `+must` `-not` `-"not this"` | must, must not stand there |
//! | `rook OR ceph` | either |
//! | `standard*` | any word that begins so |
//! | `june 2024`, `2024-06-14`, `last week`, `since march 2024` | a date: calls of that time, or the words in the text |
//! | `@garloff` | only where this person is mentioned |
//! | `team:iaas` `topic:"volume encryption"` `ref:standards#594` `person:garloff` | only there; `-team:ops` only elsewhere |
//! | `is:decision` `is:action` `is:call` `is:section` `is:open` | only these kinds; two kinds mean either |
//! | `after:2024-03` `before:2024-07-15` `year:2024` | from that day on; until the day before; in that year |
//! | `date:2024-08-08` `date:2024-08` `date:2024` | on that day; in that month; in that year |

use serde::{Deserialize, Serialize};

use crate::dates::{self, Days};
use crate::document::Kind;
use crate::fold::fold;

/// A longer query is cut off here, in characters.
pub const LONGEST_QUERY: usize = 1000;
/// Further words, phrases and filters are ignored.
pub const MOST_CLAUSES: usize = 32;

/// A query, understood but not yet compared with any index.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ParsedQuery {
    /// What is searched in the text.
    pub clauses: Vec<Clause>,
    /// What narrows the results.
    pub filters: Vec<Filter>,
    /// What is written as a filter and is none, as typed: `is:foo`. It is searched for as words.
    pub unread: Vec<String>,
}

/// One thing to find in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Whether it has to be there.
    pub occur: Occur,
    /// Any of these will do; more than one only after `OR`.
    pub alternatives: Vec<Unit>,
}

/// How a clause decides about a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Occur {
    /// Results with it come first.
    Should,
    /// Results without it are left out.
    Must,
    /// Results with it are left out.
    MustNot,
}

/// The smallest thing that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// A word or identifier as typed; with `prefix` also everything that begins with it.
    Word {
        /// The word.
        text: String,
        /// It is a beginning.
        prefix: bool,
    },
    /// Words that stand one after the other.
    Phrase(String),
    /// A stretch of time, and the words that named it.
    Time {
        /// The days meant.
        days: Days,
        /// `june 2024`
        text: String,
    },
}

/// A condition on a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Results that meet the condition are left out.
    pub negated: bool,
    /// The condition.
    pub condition: Condition,
}

/// What a filter asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The team's slug, or a part of it.
    Team(String),
    /// A topic's name or slug.
    Topic(String),
    /// A handle without the `@`.
    Person(String),
    /// A reference.
    Reference(String),
    /// One kind of document.
    Kind(Kind),
    /// Actions that are not done.
    Open,
    /// The date of the call.
    Days(Days),
    /// The day, month or year of the call; several are alternatives.
    Date(Days),
}

/// Reads a query. `today` (`yyyymmdd`) gives a meaning to `last week`; without it such words are plain words. With `as_you_type`
/// the last word is also read as the beginning of a word, unless a space follows it.
pub fn parse(query: &str, today: Option<u32>, as_you_type: bool) -> ParsedQuery {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let tokens = tokens(&query);
    let mut parsed = ParsedQuery::default();
    let mut joined = false;
    for (index, token) in tokens.iter().enumerate() {
        if parsed.clauses.len() + parsed.filters.len() >= MOST_CLAUSES {
            break;
        }
        let is_or = !token.quoted && matches!(token.text, "OR" | "|") && token.sign.is_none();
        if is_or && index > 0 && index + 1 < tokens.len() {
            joined = true;
            continue;
        }
        if let Some(condition) = condition(token, today) {
            parsed.filters.push(Filter { negated: token.sign == Some('-'), condition });
            joined = false;
            continue;
        }
        let is_last = as_you_type && index + 1 == tokens.len() && query.ends_with(token.text);
        // `is:dec` is on its way to `is:decision`.
        if token.field.is_some() && !is_last {
            parsed.unread.push(token.whole());
        }
        push_unit(&mut parsed.clauses, token, unit(token, is_last), joined);
        joined = false;
    }
    if as_you_type || !parsed.clauses.is_empty() {
        parsed.clauses = with_dates(&parsed.clauses, today);
    }
    parsed
}

/// The clauses with one clause in the place of the plain words of each date.
fn with_dates(clauses: &[Clause], today: Option<u32>) -> Vec<Clause> {
    let words: Vec<Option<&str>> = clauses.iter().map(plain_word).collect();
    let mut found = Vec::with_capacity(clauses.len());
    let mut index = 0;
    while index < clauses.len() {
        let following: Vec<&str> = words[index..].iter().map_while(|word| *word).take(dates::LONGEST_DATE).collect();
        if let Some((length, days)) = dates::longest_date(&following, today) {
            let text = following[..length].join(" ");
            found.push(Clause { occur: Occur::Should, alternatives: vec![Unit::Time { days, text }] });
            index += length;
        } else {
            found.push(clauses[index].clone());
            index += 1;
        }
    }
    found
}

fn plain_word(clause: &Clause) -> Option<&str> {
    match (clause.occur, clause.alternatives.as_slice()) {
        (Occur::Should, [Unit::Word { text, .. }]) => Some(text),
        _ => None,
    }
}

fn push_unit(clauses: &mut Vec<Clause>, token: &Token<'_>, unit: Unit, joined: bool) {
    if joined
        && token.sign.is_none()
        && let Some(last) = clauses.last_mut()
        && last.occur != Occur::MustNot
    {
        last.alternatives.push(unit);
        return;
    }
    let occur = match (token.sign, token.quoted) {
        (Some('-'), _) => Occur::MustNot,
        (Some(_), _) | (None, true) => Occur::Must,
        (None, false) => Occur::Should,
    };
    clauses.push(Clause { occur, alternatives: vec![unit] });
}

fn unit(token: &Token<'_>, is_last: bool) -> Unit {
    if token.quoted {
        return Unit::Phrase(token.whole());
    }
    let whole = token.whole();
    match whole.strip_suffix('*') {
        Some(text) if text.ends_with(char::is_alphanumeric) => Unit::Word { text: text.to_owned(), prefix: true },
        _ => Unit::Word { prefix: is_last && whole.ends_with(char::is_alphanumeric), text: whole },
    }
}

/// A piece of the query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token<'a> {
    sign: Option<char>,
    field: Option<&'a str>,
    text: &'a str,
    quoted: bool,
}

impl Token<'_> {
    /// The text to search for if the field turns out to be none.
    fn whole(&self) -> String {
        match self.field {
            Some(field) if self.quoted => format!("{field} {}", self.text),
            Some(field) => format!("{field}:{}", self.text),
            None => self.text.to_owned(),
        }
    }
}

const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// Cuts a query at spaces, with regard to quotes. A quote that is never closed is no quote.
fn tokens(query: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let signed = matches!(first, '+' | '-')
            && rest[1..].starts_with(|c: char| c.is_alphanumeric() || c == '@' || QUOTES.contains(&c));
        let sign = signed.then_some(first);
        let body = if signed { &rest[1..] } else { rest };
        let field = field(body);
        let value = field.map_or(body, |field| &body[field.len() + 1..]);
        if let Some((text, after)) = quoted(value) {
            if !text.trim().is_empty() {
                tokens.push(Token { sign, field, text, quoted: true });
            }
            rest = after.trim_start();
        } else {
            let length = value.find(char::is_whitespace).unwrap_or(value.len());
            let text = &value[..length];
            let text = if field.is_none() { text.trim_matches(QUOTES) } else { text };
            if !text.is_empty() || field.is_some() {
                tokens.push(Token { sign, field, text, quoted: false });
            }
            rest = value[length..].trim_start();
        }
    }
    tokens
}

/// The text between a quote at the start and the next one, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(QUOTES)?;
    let end = inner.find(QUOTES)?;
    let after = &inner[end..];
    Some((&inner[..end], after.trim_start_matches(QUOTES)))
}

/// The names of fields.
const FIELDS: &[&str] = &["team", "topic", "person", "ref", "is", "after", "before", "year", "date"];

/// The field a token begins with, if it has one and a value.
fn field(text: &str) -> Option<&str> {
    let (field, value) = text.split_once(':')?;
    let known = FIELDS.contains(&field.to_ascii_lowercase().as_str());
    (known && value.starts_with(|c: char| !c.is_whitespace() && c != ':')).then_some(field)
}

fn condition(token: &Token<'_>, today: Option<u32>) -> Option<Condition> {
    let value = token.text.trim_end_matches([',', ';']);
    let Some(field) = token.field else {
        let handle = value.strip_prefix('@').filter(|_| !token.quoted)?;
        return is_handle(handle).then(|| Condition::Person(handle.to_lowercase()));
    };
    if !value.contains(char::is_alphanumeric) {
        return None;
    }
    match field.to_ascii_lowercase().as_str() {
        "team" => Some(Condition::Team(value.to_owned())),
        "topic" => Some(Condition::Topic(value.to_owned())),
        "person" => Some(Condition::Person(value.trim_start_matches('@').to_lowercase())),
        "ref" => Some(Condition::Reference(value.to_owned())),
        "is" if fold(value).main == "open" => Some(Condition::Open),
        "is" => Kind::from_name(value).map(Condition::Kind),
        "year" => dates::day_range(value, today).filter(|_| value.len() == 4).map(Condition::Days),
        "date" => dates::day_range(value, today).map(Condition::Date),
        "after" => dates::day_range(value, today).map(|days| Condition::Days(Days { from: days.from, to: Days::LAST })),
        "before" => dates::day_range(value, today)
            .map(|days| Condition::Days(Days { from: 0, to: days.from.saturating_sub(1) })),
        _ => None,
    }
}

/// Letters, digits and hyphens: a handle of a code forge.
fn is_handle(text: &str) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    !text.is_empty()
        && text.len() <= 39
        && text.chars().all(allowed)
        && text.contains(|c: char| c.is_ascii_alphanumeric())
}
