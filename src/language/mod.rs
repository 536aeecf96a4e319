//! The words of the interface by language, and which language a text is in.
//!
//! A language is one file, `words/<tag>.yaml`; the files of the folder are the languages there are. What an incomplete file
//! lacks is said in English; a test names what it lacks.

mod guess;
mod message;
mod plural;

pub use guess::guess;
pub use message::Piece;

use crate::base::yaml::{CONFIG, YamlValue, parse_within};
use chrono::{Datelike, NaiveDate};
use message::{pieces, plain};
use plural::Plural;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The files by language tag.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The language that has all words.
const FALLBACK: &str = "en";

/// The words of a language.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    tag: String,
    plural: Plural,
    /// By `group.key`.
    entries: BTreeMap<String, Entry>,
}

/// What a key stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// A text, with placeholders.
    Text(String),
    /// A text that counts: its forms by category.
    Forms(BTreeMap<String, String>),
    /// Several texts.
    List(Vec<String>),
}

/// What a placeholder of a text that is shown without markup stands for.
pub type Values<'a> = [(&'a str, &'a str)];

static LANGUAGES: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let read = FILES.iter().filter_map(|(tag, text)| Words::read(tag, text));
    #[cfg(test)]
    let read = read.chain(tests::pseudo());
    read.collect()
});

/// The tags of the languages there are, in order.
pub fn known() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(tag, _)| *tag)
}

/// The words for a language tag: those of `de` for `de-AT`, where the country has none of its own.
pub fn words_of(tag: &str) -> Option<&'static Words> {
    let mut tag = tag;
    loop {
        if let Some(found) = LANGUAGES.iter().find(|words| words.tag.eq_ignore_ascii_case(tag)) {
            return Some(found);
        }
        tag = tag.rsplit_once('-')?.0;
    }
}

/// The words for a language tag; English where there are none.
pub fn words(tag: &str) -> &'static Words {
    static NONE: LazyLock<Words> = LazyLock::new(Words::default);
    words_of(tag).or_else(|| words_of(FALLBACK)).unwrap_or(&NONE)
}

/// The language without its country or script: `de` of `de-AT`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether two tags are of the same language, whatever their countries.
pub fn is_same(one: &str, other: &str) -> bool {
    primary(one).eq_ignore_ascii_case(primary(other))
}

impl Words {
    /// Reads a file of words; nothing for what is no mapping of groups.
    fn read(tag: &str, text: &str) -> Option<Self> {
        let Ok(YamlValue::Map(groups)) = parse_within(text, CONFIG) else { return None };
        let mut words = Self { tag: tag.to_owned(), ..Self::default() };
        for (group, value) in groups {
            let YamlValue::Map(keys) = value else { continue };
            for (key, value) in keys {
                if group == "language" && key == "plural" {
                    words.plural = Plural::read(&texts_by_key(value));
                    continue;
                }
                let entry = match value {
                    YamlValue::List(items) => Entry::List(items.iter().filter_map(YamlValue::scalar_text).collect()),
                    YamlValue::Map(_) => Entry::Forms(texts_by_key(value)),
                    other => Entry::Text(other.scalar_text().unwrap_or_default()),
                };
                words.entries.insert(format!("{group}.{key}"), entry);
            }
        }
        Some(words)
    }

    /// The language's tag: `de`.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The tag to format with for a site of this language tag: `de-AT` goes with German words, `fr` not with English ones.
    pub fn locale<'t>(&'t self, tag: &'t str) -> &'t str {
        if is_same(tag, &self.tag) { tag } else { &self.tag }
    }

    /// What a key stands for: `calls.upcoming`.
    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key).or_else(|| words_of(FALLBACK)?.entries.get(key))
    }

    /// Whether there is something for a key.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The text of a key as it is written down, in the form for a number.
    pub fn raw(&self, key: &str, count: Option<u64>) -> &str {
        match self.entry(key) {
            Some(Entry::Text(text)) => text,
            Some(Entry::Forms(forms)) => {
                let category = self.plural.category(count.unwrap_or_default());
                forms.get(category).or_else(|| forms.get("other")).map_or("", String::as_str)
            }
            Some(Entry::List(_)) | None => "",
        }
    }

    /// A text without placeholders.
    pub fn text(&self, key: &str) -> &str {
        self.raw(key, None)
    }

    /// A text with values in the place of its placeholders, without markup.
    pub fn with(&self, key: &str, values: &Values<'_>) -> String {
        plain(self.raw(key, None), values)
    }

    /// A text that counts: "3 calls".
    pub fn count(&self, key: &str, count: usize) -> String {
        self.count_with(key, count, &[])
    }

    /// A text that counts, and has further values.
    pub fn count_with(&self, key: &str, count: usize, values: &Values<'_>) -> String {
        let number = count.to_string();
        let mut all = vec![("count", number.as_str())];
        all.extend(values);
        plain(self.raw(key, Some(count as u64)), &all)
    }

    /// The pieces of a text in the form for a number, for those who write markup.
    pub fn pieces(&self, key: &str, count: Option<u64>) -> Vec<Piece<'_>> {
        pieces(self.raw(key, count))
    }

    /// Several texts.
    pub fn list(&self, key: &str) -> &[String] {
        match self.entry(key) {
            Some(Entry::List(texts)) => texts,
            _ => &[],
        }
    }

    /// Texts as one: "12 calls, 3 decisions".
    pub fn joined(&self, texts: &[String]) -> String {
        texts.join(self.text("lists.separator"))
    }

    /// All that a group has, for the scripts of pages.
    pub fn group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = (&'a str, &'a Entry)> {
        // English names the keys: an incomplete file is filled up with its words.
        let named = words_of(FALLBACK).unwrap_or(self).entries.keys();
        named.filter_map(move |key| {
            let name = key.strip_prefix(group)?.strip_prefix('.')?;
            Some((name, self.entry(key)?))
        })
    }

    /// A date in one of the forms of the file: `dates.long`.
    pub fn date(&self, form: &str, date: NaiveDate) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let (month, weekday) = (self.month_name(date), self.weekday(date));
        let short_month = name(self.list("dates.short_months"), date.month0());
        let values = [
            ("day", day.as_str()),
            ("month", month),
            ("short_month", short_month),
            ("year", &year),
            ("weekday", weekday),
        ];
        self.with(form, &values)
    }

    /// `January`.
    pub fn month_name(&self, date: NaiveDate) -> &str {
        name(self.list("dates.months"), date.month0())
    }

    /// `Jan`.
    pub fn short_month_name(&self, date: NaiveDate) -> &str {
        name(self.list("dates.short_months"), date.month0())
    }

    /// `Wednesday`.
    pub fn weekday(&self, date: NaiveDate) -> &str {
        name(self.list("dates.weekdays"), date.weekday().num_days_from_monday())
    }
}

fn name(names: &[String], at: u32) -> &str {
    names.get(at as usize).map_or("", String::as_str)
}

fn texts_by_key(value: YamlValue) -> BTreeMap<String, String> {
    let YamlValue::Map(entries) = value else { return BTreeMap::new() };
    entries.into_iter().filter_map(|(key, value)| Some((key, value.scalar_text()?))).collect()
}

#[cfg(test)]
impl Words {
    /// The words of all texts, in lower case.
    pub(crate) fn vocabulary(&self) -> std::collections::BTreeSet<String> {
        let texts = self.entries.values().flat_map(tests::texts);
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    }

    /// The keys whose texts a site never shows, by their longest piece.
    pub(crate) fn unsaid(&self, shown: &str) -> Vec<&str> {
        let longest = |text: &&str| -> String {
            let texts = pieces(text).into_iter().filter_map(|piece| match piece {
                Piece::Text(text) => Some(text.to_owned()),
                _ => None,
            });
            texts.max_by_key(String::len).unwrap_or_default()
        };
        let is_said = |entry: &&Entry| tests::texts(entry).iter().any(|text| shown.contains(&longest(text)));
        let unsaid = self.entries.iter().filter(|(_, entry)| !is_said(entry));
        unsaid.map(|(key, _)| key.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
