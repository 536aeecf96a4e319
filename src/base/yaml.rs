//! YAML text → plain values, with limits. The only module that knows `serde_yaml`.
//!
//! What `serde_yaml` 0.9.34 does by itself: it reads all events first (linear in the text, except for nested brackets),
//! stops at 128 levels, and stops expanding aliases at 100 times the number of events. Our own limits are far lower,
//! because a note's header has a dozen values and no reason to hold thousands. Measured: nine levels of nine aliases and
//! an alias of itself stop within a millisecond; 10 000 open `{a: ` would take a second, hence [`Limits::flow_depth`].

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// A YAML value. Keys are texts (numbers and the like are written out), in the order of the file; tags are dropped.
#[derive(Debug, Clone, PartialEq)]
pub enum YamlValue {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false` (YAML 1.2: `yes` and `no` are texts).
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text, quoted or not.
    Text(String),
    /// A sequence.
    List(Vec<YamlValue>),
    /// A mapping without repeated keys.
    Map(Vec<(String, YamlValue)>),
}

impl YamlValue {
    /// The value of a key, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a scalar, written as YAML would (`20230111`, `true`); absent for null, lists and mappings.
    pub fn scalar_text(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Float(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// What the value is, for messages: "a text", "a list".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Why a text is no YAML, or more of it than we take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// 1-based line in the text that was given; 1 when the parser does not say.
    pub line: u32,
    /// 1-based character in the line; 1 when the parser does not say.
    pub column: u32,
    /// What is wrong, without the place and without a full stop.
    pub message: String,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for YamlError {}

/// How much YAML we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Values after aliases are expanded, every key and every entry counted.
    pub nodes: usize,
    /// Levels of lists and mappings.
    pub depth: usize,
    /// Opening brackets more than closing ones at any place. libyaml looks at every open bracket again for every
    /// token, so that the cost of nesting is its square.
    pub flow_depth: usize,
}

/// The limits for a note's header.
pub const FRONT_MATTER: Limits = Limits { bytes: 64 << 10, nodes: 2_000, depth: 16, flow_depth: 64 };

/// The limits for `minutebook.yaml`.
pub const CONFIG: Limits = Limits { bytes: 1 << 20, nodes: 50_000, depth: 16, flow_depth: 64 };

/// The limits for `minutebook-review.yaml`: tens of thousands of verdicts.
pub const REVIEW: Limits = Limits { bytes: 8 << 20, nodes: 500_000, depth: 4, flow_depth: 4 };

/// A text in double quotes, as YAML reads it back: what it would fold, or take for no text at all, is written as a number.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ if character.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Parses a note's header. Empty text and comments alone are [`YamlValue::Null`].
pub fn parse(text: &str) -> Result<YamlValue, YamlError> {
    parse_within(text, FRONT_MATTER)
}

/// Parses a text within limits.
pub fn parse_within(text: &str, limits: Limits) -> Result<YamlValue, YamlError> {
    check_before_parsing(text, limits)?;
    let budget = Budget { nodes: Cell::new(limits.nodes), limits, stop_at: None };
    read(text, &budget)
}

/// One step to a value inside a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key; as the last step, the key itself.
    Key(String),
    /// An entry of a list, from 0.
    Entry(usize),
}

/// The place of a key or list entry as (line, column), both 1-based. Parses the text again, which is fine for the few
/// findings of a config file.
pub fn locate(text: &str, path: &[Step], limits: Limits) -> Option<(u32, u32)> {
    check_before_parsing(text, limits).ok()?;
    let budget = Budget { nodes: Cell::new(limits.nodes), limits, stop_at: Some(path) };
    match read(text, &budget) {
        Err(error) if error.message == FOUND => Some((error.line, error.column)),
        _ => None,
    }
}

/// The message of the error that [`locate`] provokes at the place it looks for: the parser then says where that is.
const FOUND: &str = "\u{1}found";

fn check_before_parsing(text: &str, limits: Limits) -> Result<(), YamlError> {
    if text.len() > limits.bytes {
        let message = format!("{} bytes are too many, the limit is {}", text.len(), limits.bytes);
        return Err(YamlError { line: 1, column: 1, message });
    }
    let mut open = 0_usize;
    for (index, line) in text.lines().enumerate() {
        for (at, character) in line.chars().enumerate() {
            match character {
                '[' | '{' => open += 1,
                ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open > limits.flow_depth {
                return Err(YamlError {
                    line: to_u32(index + 1),
                    column: to_u32(at + 1),
                    message: format!("brackets are nested more than {} levels deep", limits.flow_depth),
                });
            }
        }
    }
    Ok(())
}

fn read(text: &str, budget: &Budget<'_>) -> Result<YamlValue, YamlError> {
    // The parser calls a text without any value an error; for a header it is the normal case.
    if text.lines().all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(YamlValue::Null);
    }
    let seed = Seed { budget, depth: 0, on_path: budget.stop_at.map(|path| (path, 0)) };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let location = error.location();
        YamlError {
            line: location.as_ref().map_or(1, |place| to_u32(place.line())),
            column: location.as_ref().map_or(1, |place| to_u32(place.column())),
            message: without_place(&error.to_string()),
        }
    })
}

/// `serde_yaml` writes "path: message at line 3 column 4"; the place is a field of its own here.
fn without_place(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    // The path comes first and never holds a space; messages always do.
    match message.split_once(": ") {
        Some((path, rest)) if !path.contains(' ') => rest.to_owned(),
        _ => message.to_owned(),
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct Budget<'a> {
    nodes: Cell<usize>,
    limits: Limits,
    stop_at: Option<&'a [Step]>,
}

impl Budget<'_> {
    fn spend<E: de::Error>(&self) -> Result<(), E> {
        match self.nodes.get().checked_sub(1) {
            Some(rest) => {
                self.nodes.set(rest);
                Ok(())
            }
            None => Err(E::custom(format_args!("more than {} values (aliases count too)", self.limits.nodes))),
        }
    }
}

/// Reads one value. `on_path` holds the path [`locate`] looks for and how many of its steps lead here, as long as this
/// value lies on it.
#[derive(Clone, Copy)]
struct Seed<'a> {
    budget: &'a Budget<'a>,
    depth: usize,
    on_path: Option<(&'a [Step], usize)>,
}

impl<'a> Seed<'a> {
    fn wanted(&self) -> Option<&'a Step> {
        self.on_path.and_then(|(path, done)| path.get(done))
    }

    fn is_wanted_itself(&self) -> bool {
        self.on_path.is_some_and(|(path, done)| path.len() == done)
    }

    fn child<E: de::Error>(&self, step: Option<&Step>) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > self.budget.limits.depth {
            return Err(E::custom(format_args!("nested more than {} levels deep", self.budget.limits.depth)));
        }
        let on_path = match (self.on_path, step) {
            (Some((path, done)), Some(step)) if self.wanted() == Some(step) => Some((path, done + 1)),
            _ => None,
        };
        Ok(Self { budget: self.budget, depth, on_path })
    }

    fn scalar<E: de::Error>(&self, value: YamlValue) -> Result<YamlValue, E> {
        self.budget.spend()?;
        if self.is_wanted_itself() {
            return Err(E::custom(FOUND));
        }
        Ok(value)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = YamlValue;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<YamlValue, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = YamlValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<YamlValue, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<YamlValue, E> {
        // Beyond i64 only the digits are of use to anybody.
        self.scalar(i64::try_from(value).map_or_else(|_| YamlValue::Text(value.to_string()), YamlValue::Integer))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Text(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Text(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<YamlValue, E> {
        self.scalar(YamlValue::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<YamlValue, A::Error> {
        self.scalar(YamlValue::Null)?;
        let mut entries = Vec::new();
        while let Some(entry) = sequence.next_element_seed(self.child(Some(&Step::Entry(entries.len())))?)? {
            entries.push(entry);
        }
        Ok(YamlValue::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<YamlValue, A::Error> {
        self.scalar(YamlValue::Null)?;
        let mut entries: Vec<(String, YamlValue)> = Vec::new();
        let mut names = std::collections::BTreeSet::new();
        // Only a last step means the key itself; on the way, the search goes on in the value.
        let wanted_key = match (self.on_path, self.wanted()) {
            (Some((path, done)), Some(Step::Key(name))) if done + 1 == path.len() => Some(name.as_str()),
            _ => None,
        };
        while let Some(name) = map.next_key_seed(KeySeed { budget: self.budget, known: &names, wanted: wanted_key })? {
            let step = Step::Key(name);
            let value = map.next_value_seed(self.child(Some(&step))?)?;
            let Step::Key(name) = step else { continue };
            names.insert(name.clone());
            entries.push((name, value));
        }
        Ok(YamlValue::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<YamlValue, A::Error> {
        // A tag (`!thing value`) says nothing to us; its text is of type Ignored, the value is read as if untagged.
        let (_, value) = tagged.variant_seed(TagSeed)?;
        value.newtype_variant_seed(self)
    }
}

struct TagSeed;

impl<'de> DeserializeSeed<'de> for TagSeed {
    type Value = de::IgnoredAny;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<de::IgnoredAny, D::Error> {
        deserializer.deserialize_ignored_any(de::IgnoredAny)
    }
}

struct KeySeed<'a> {
    budget: &'a Budget<'a>,
    known: &'a std::collections::BTreeSet<String>,
    wanted: Option<&'a str>,
}

impl KeySeed<'_> {
    fn key<E: de::Error>(&self, name: String) -> Result<String, E> {
        self.budget.spend()?;
        if self.wanted == Some(&name) {
            return Err(E::custom(FOUND));
        }
        if self.known.contains(&name) {
            return Err(E::custom(format_args!("the key `{name}` is there twice")));
        }
        Ok(name)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text as key")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        self.key(value.to_owned())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<String, E> {
        self.key(value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        self.key(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        self.key(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        self.key(value.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        self.key("null".to_owned())
    }
}

#[cfg(test)]
mod tests;
