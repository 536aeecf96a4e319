//! The keys of `minutebook.yaml`, one function for each part of it.

use super::read::{Findings, Table, color, hint, named, regex, set};
use super::teams::{calls, teams};
use super::{Config, DateSource, Exclude, Glob, PrivateKind, Repository};
use crate::base::dates::{DateForms, Rules};
use crate::base::diagnostic::Position;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::error::Error;
use crate::base::pattern::Pattern;
use crate::base::text::nearest;
use crate::base::yaml::{self, Step, YamlValue};
use crate::document::{THEMES, TRANSITIONS};
use crate::language;
use std::collections::BTreeMap;

/// Reads a config. `path` names the file in messages. The error holds everything that is wrong.
pub fn parse(text: &str, path: &str) -> Result<Config, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value = yaml::parse_within(text, yaml::CONFIG).map_err(|error| {
        let position = Position { line: error.line, column: error.column };
        let message = format!("invalid YAML: {}", error.message);
        Diagnostic::new(Severity::Error, "config-yaml", path, message).at(position, text)
    })?;
    let mut findings = Findings { text, path, all: Vec::new() };
    let config = read(&value, &mut findings);
    if findings.all.is_empty() { Ok(config) } else { Err(Error { findings: findings.all }) }
}

fn read(value: &YamlValue, findings: &mut Findings<'_>) -> Config {
    let mut config = Config::default();
    let mut top = Table::new(value, Vec::new(), findings);
    let title = top.text("title", findings);
    set(&mut config.tagline, top.text("tagline", findings));
    set(&mut config.footer, top.text("footer", findings));
    if let Some(language) = top.text("language", findings) {
        if LANGUAGE_TAG.is_match(&language) {
            config.notices.extend(without_words(&language, findings));
            config.language = language;
        } else {
            top.wrong_value(
                "language",
                &format!("`{language}` is not a language tag"),
                hint("write `en` or `de-AT`"),
                findings,
            );
        }
    }
    let untitled = config.words().text("frame.untitled").to_owned();
    config.title = title.unwrap_or(untitled);
    if let Some(url) = top.text("base_url", findings) {
        if is_web_address(&url) {
            config.base_url = Some(super::with_slash(&url));
        } else {
            let why = format!("`{url}` is not a web address");
            top.wrong_value("base_url", &why, hint("write it in full, as `https://example.org/minutes/`"), findings);
        }
    }
    config.accent = color(&mut top, "accent", findings);
    config.logo = path_below(&mut top, "logo", findings);
    config.picture = path_below(&mut top, "picture", findings);
    set(&mut config.social_cards, top.flag("social_cards", findings));
    set(&mut config.decks_of_notes, top.flag("decks_of_notes", findings));
    set(&mut config.markdown_copies, top.flag("markdown_copies", findings));
    config.repository = repository(&mut top, findings);
    config.teams = teams(&mut top, findings);
    set(&mut config.include, globs(&mut top, "include", findings));
    if let Some(exclude) = globs(&mut top, "exclude", findings) {
        config.exclude = Exclude::Set(exclude);
    }
    config.calls = calls(&mut top, findings);
    dates(&mut config, &mut top, findings);
    image_hosts(&mut config, &mut top, findings);
    super::registers::labels(&mut config, &mut top, findings);
    super::registers::rules(&mut config, &mut top, findings);
    super::registers::registers(&mut config, &mut top, findings);
    people(&mut config, &mut top, findings);
    privacy(&mut config, &mut top, findings);
    super::registers::references(&mut config, &mut top, findings);
    super::registers::topics(&mut config, &mut top, findings);
    slides(&mut config, &mut top, findings);
    config.endpoint = super::search::endpoint(&mut top, findings);
    top.finish(findings);
    config
}

/// A path below the source folder.
fn path_below(top: &mut Table<'_>, key: &'static str, findings: &mut Findings<'_>) -> Option<String> {
    let path = top.text(key, findings)?;
    if is_path_below(&path) {
        return Some(path);
    }
    top.wrong_value(key, &format!("`{path}` is not a path below the source folder"), None, findings);
    None
}

fn repository(top: &mut Table<'_>, findings: &mut Findings<'_>) -> Option<Repository> {
    let plain = matches!(top.value("repository")?, YamlValue::Text(_));
    let (url, branch, folder, place) = if plain {
        (top.text("repository", findings), None, None, top.place("repository"))
    } else {
        let mut table = top.table("repository", findings);
        let url = table.text("url", findings);
        let place = if url.is_some() { table.place("url") } else { table.own_place().to_vec() };
        let values = (url, table.text("branch", findings), table.text("folder", findings), place);
        table.finish(findings);
        values
    };
    let url = url.unwrap_or_default();
    if !is_web_address(&url) {
        let message = format!("{}: `{url}` is not a web address of a repository", named(&place));
        findings.report("config-value", &place, message, hint("write it in full, as `https://github.com/owner/name`"));
        return None;
    }
    let folder = folder.unwrap_or_default();
    let folder = folder.trim_matches('/');
    Some(Repository {
        url: url.trim_end_matches('/').trim_end_matches(".git").to_owned(),
        branch: branch.unwrap_or_else(|| "main".to_owned()),
        folder: if folder.is_empty() || folder == "." { String::new() } else { format!("{folder}/") },
    })
}

fn globs(top: &mut Table<'_>, key: &'static str, findings: &mut Findings<'_>) -> Option<Vec<Glob>> {
    let patterns = top.texts(key, findings)?;
    let mut globs = Vec::new();
    for pattern in patterns {
        match Glob::new(&pattern) {
            Ok(glob) => globs.push(glob),
            Err(why) => top.wrong_value(key, &format!("invalid glob pattern `{pattern}`: {why}"), None, findings),
        }
    }
    Some(globs)
}

const SOURCES: &[(&str, DateSource)] = &[
    ("path", DateSource::Path),
    ("front_matter", DateSource::FrontMatter),
    ("heading", DateSource::Heading),
    ("text", DateSource::Text),
];

fn dates(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("dates", findings);
    let mut rules = Rules::default();
    if let Some(order) = table.text("order", findings) {
        match order.as_str() {
            "day-first" => rules.day_first = Some(true),
            "month-first" => rules.day_first = Some(false),
            _ => {
                let why = format!("`{order}` is not an order of day and month");
                table.wrong_value("order", &why, hint("write `day-first` or `month-first`"), findings);
            }
        }
    }
    let earliest = year(&mut table, "earliest", findings).unwrap_or(*rules.years.start());
    let latest = year(&mut table, "latest", findings).unwrap_or(*rules.years.end());
    if earliest > latest {
        table.wrong_value("latest", &format!("{latest} is before {earliest}"), None, findings);
    }
    rules.years = earliest..=latest;
    for (name, value) in table.pairs("months", findings) {
        match value {
            YamlValue::Integer(month @ 1..=12) if name.chars().all(|c| c.is_alphabetic() || c == '.') => {
                rules.months.push((name.to_owned(), u32::try_from(*month).unwrap_or(1)));
            }
            _ => {
                let why = format!("`{name}` needs the number of its month");
                table.wrong_value("months", &why, hint("write the name first, as `tammikuu: 1`"), findings);
            }
        }
    }
    // The forms take a while to compile, and the default ones are there.
    if rules != Rules::default() {
        config.dates.forms = DateForms::new(rules);
    }
    set(&mut config.dates.sources, named_values(&mut table, "sources", SOURCES, "a source of dates", findings));
    config.dates.call_heading = regex(&mut table, "heading", findings);
    config.dates.text = regex(&mut table, "text", findings);
    for (path, value) in table.pairs("files", findings) {
        let day = value.scalar_text().and_then(|text| config.dates.forms.first_day(&text));
        if let Some(day) = day {
            config.dates.files.insert(path.to_owned(), day.value);
        } else {
            let why = format!("`{path}` needs a day");
            table.wrong_value("files", &why, hint("write it as `2024-01-31`"), findings);
        }
    }
    table.finish(findings);
}

fn year(table: &mut Table<'_>, key: &'static str, findings: &mut Findings<'_>) -> Option<i32> {
    let number = table.integer(key, findings)?;
    let year = i32::try_from(number).ok().filter(|year| (1000..=9999).contains(year));
    if year.is_none() {
        table.wrong_value(key, &format!("{number} is not a year of four digits"), None, findings);
    }
    year
}

fn image_hosts(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    for host in top.texts("image_hosts", findings).unwrap_or_default() {
        if is_web_address(&host) {
            config.image_hosts.push(format!("{}/", host.trim_end_matches('/')));
        } else {
            let why = format!("`{host}` is not a web address");
            top.wrong_value(
                "image_hosts",
                &why,
                hint("write the folder of the uploads, as `https://pad.example.org/uploads/`"),
                findings,
            );
        }
    }
}

fn people(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("people", findings);
    let handle = |text: &str| text.trim_start_matches('@').to_lowercase();
    // Two names of one thing: who is in no list has no page.
    set(&mut config.people.pages, table.flag("listed", findings));
    set(&mut config.people.pages, table.flag("pages", findings));
    let handles = |texts: Vec<String>| texts.iter().map(|text| handle(text)).collect::<Vec<String>>();
    set(&mut config.people.not_people, table.texts("not_people", findings).map(handles));
    set(&mut config.people.hidden, table.texts("hidden", findings).map(handles));
    set(&mut config.people.unlisted, table.texts("unlisted", findings).map(handles));
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in table.pairs("aliases", findings) {
        let others: Option<Vec<String>> = match value {
            YamlValue::List(entries) => entries.iter().map(YamlValue::scalar_text).collect(),
            other => other.scalar_text().map(|text| vec![text]),
        };
        let Some(others) = others else {
            table.wrong_value("aliases", &format!("`{name}` needs a list of its other spellings"), None, findings);
            continue;
        };
        let others = handles(others);
        for other in &others {
            if let Some(owner) = taken.insert(other.clone(), handle(name))
                && owner != handle(name)
            {
                let why = format!("`{other}` is another spelling of `{owner}` already");
                table.wrong_value("aliases", &why, None, findings);
            }
        }
        config.people.aliases.push((handle(name), others));
    }
    table.finish(findings);
}

const PRIVATE_KINDS: &[(&str, PrivateKind)] = &[
    ("secret", PrivateKind::Secret),
    ("dial-in", PrivateKind::WayIn),
    ("mail", PrivateKind::Mail),
    ("phone", PrivateKind::Phone),
];

fn privacy(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("privacy", findings);
    let kinds = named_values(&mut table, "redact", PRIVATE_KINDS, "a kind of private data", findings);
    set(&mut config.privacy.redact, kinds);
    set(&mut config.privacy.removed, table.text("removed", findings));
    set(&mut config.privacy.name_removed, table.text("name_removed", findings));
    table.finish(findings);
}

fn slides(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("slides", findings);
    let options = &mut config.slides;
    options.theme = one_of(&mut table, "theme", THEMES, findings);
    options.transition = one_of(&mut table, "transition", TRANSITIONS, findings);
    options.center = table.flag("center", findings);
    options.controls = table.flag("controls", findings);
    options.progress = table.flag("progress", findings);
    options.slide_number = table.flag("slide_number", findings);
    table.finish(findings);
}

/// A list of names and what each stands for; `what` one of them is, for messages.
fn named_values<T: Copy>(
    table: &mut Table<'_>,
    key: &'static str,
    known: &[(&str, T)],
    what: &str,
    findings: &mut Findings<'_>,
) -> Option<Vec<T>> {
    let mut values = Vec::new();
    for name in table.texts(key, findings)? {
        if let Some((_, value)) = known.iter().find(|(known, _)| *known == name) {
            values.push(*value);
            continue;
        }
        let names = known.iter().map(|(name, _)| *name);
        let advice = match nearest(&name, names.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
        };
        table.wrong_value(key, &format!("`{name}` is not {what}"), Some(advice), findings);
    }
    Some(values)
}

fn one_of(
    table: &mut Table<'_>,
    key: &'static str,
    known: &[&'static str],
    findings: &mut Findings<'_>,
) -> Option<String> {
    let text = table.text(key, findings)?;
    if known.contains(&text.as_str()) {
        return Some(text);
    }
    table.wrong_value(key, &format!("`{text}` is not among {}", known.join(", ")), None, findings);
    None
}

/// A finding about a language that there are no words of the interface in.
fn without_words(language: &str, findings: &Findings<'_>) -> Option<Diagnostic> {
    if language::words_of(language).is_some() {
        return None;
    }
    let message = format!("there are no words of the interface in `{language}`");
    let mut finding = Diagnostic::new(Severity::Warning, "config-language", findings.path, message);
    if let Some((line, column)) = yaml::locate(findings.text, &[Step::Key("language".to_owned())], yaml::CONFIG) {
        finding = finding.at(Position { line, column }, findings.text);
    }
    let known: Vec<String> =
        language::known().map(|tag| format!("`{tag}` ({})", language::words(tag).text("language.name"))).collect();
    let nearest = nearest(&language.to_lowercase(), language::known());
    let meant = nearest.map(|tag| format!("did you mean `{tag}`?"));
    let finding = finding.hint(format!("pages say what they say in English; there are words in {}", known.join(", ")));
    Some(meant.into_iter().fold(finding, Diagnostic::hint))
}

/// A language tag of BCP 47, as far as its form goes.
static LANGUAGE_TAG: Pattern = Pattern::new(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$");

/// A web address without a query.
static WEB_ADDRESS: Pattern =
    Pattern::new(r#"^https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[^\s<>"'\\?#]*)?$"#);

fn is_web_address(text: &str) -> bool {
    WEB_ADDRESS.is_match(text)
}

fn is_path_below(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('/')
        && !text.contains(['\\', '\0'])
        && text.split('/').all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(LANGUAGE_TAG.is_valid() && WEB_ADDRESS.is_valid());
    }
}
