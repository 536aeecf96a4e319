//! `labels`, `rules`, `tasks`, `registers`, `references` and `topics`: what the registers hold.

use super::read::{Findings, Table, hint, regex, set};
use super::{Config, Inferred, RULE_NAMES, ReferenceKind, RegisterPlace, Tasks, Tiers, TopicConfig};
use crate::base::text::{nearest, slug};
use rayon::prelude::*;
use regex::Regex;
use std::collections::BTreeSet;

/// Reads `labels`: words besides the built-in ones, or instead of them.
pub(super) fn labels(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("labels", findings);
    set(&mut config.labels.decisions, table.texts("decisions", findings));
    set(&mut config.labels.actions, table.texts("actions", findings));
    set(&mut config.labels.replace, table.flag("replace", findings));
    table.finish(findings);
}

/// Reads `rules` and `tasks`: which rules hold.
pub(super) fn rules(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("rules", findings);
    for name in table.texts("off", findings).unwrap_or_default() {
        if RULE_NAMES.contains(&name.as_str()) {
            config.rules_off.push(name);
            continue;
        }
        let advice = match nearest(&name.to_lowercase(), RULE_NAMES.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("the rules are {}", RULE_NAMES.join(", ")),
        };
        table.wrong_value("off", &format!("there is no rule `{name}`"), Some(advice), findings);
    }
    table.finish(findings);
    if let Some(tasks) = top.text("tasks", findings) {
        match tasks.as_str() {
            "always" => config.tasks = Tasks::Always,
            "headings" => config.tasks = Tasks::BelowHeadings,
            "never" => config.tasks = Tasks::Never,
            _ => {
                let why = format!("`{tasks}` does not say when a task box is an action");
                top.wrong_value("tasks", &why, hint("write `always`, `headings` or `never`"), findings);
            }
        }
    }
}

/// Reads `registers`: which notes give rows, and of which tier.
pub(super) fn registers(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("registers", findings);
    if let Some(from) = table.text("from", findings) {
        match from.as_str() {
            "calls" => config.registers.from_all = false,
            "all" => config.registers.from_all = true,
            _ => {
                let why = format!("`{from}` does not say what the registers are read from");
                table.wrong_value("from", &why, hint("write `calls` or `all`"), findings);
            }
        }
    }
    if let Some(inferred) = table.text("inferred", findings) {
        match inferred.as_str() {
            "likely" => config.registers.inferred = Inferred::Likely,
            "all" => config.registers.inferred = Inferred::All,
            _ => {
                let why = format!("`{inferred}` does not say which inferred rows there are");
                table.wrong_value("inferred", &why, hint("write `likely` or `all`"), findings);
            }
        }
    }
    config.registers.tiers = tiers(&mut table, findings);
    for mut entry in table.tables("where", findings) {
        let team = entry.text("team", findings);
        let path = regex(&mut entry, "path", findings);
        let asked = entry.value("tiers").is_some();
        let tiers = tiers(&mut entry, findings);
        let at = entry.own_place().to_vec();
        if team.is_none() && path.is_none() && entry.value("path").is_none() {
            let message = "this entry has neither `team` nor `path`".to_owned();
            findings.report("config-value", &at, message, hint("what holds everywhere is `registers.tiers`"));
        }
        if !asked {
            let message = "this entry does not say its `tiers`".to_owned();
            findings.report("config-value", &at, message, hint("write `explicit` or `all`"));
        }
        let team = team.and_then(|team| config.team_of(&team));
        if let Some(tiers) = tiers.filter(|_| team.is_some() || path.is_some()) {
            config.registers.places.push(RegisterPlace { team, path, tiers });
        }
        entry.finish(findings);
    }
    table.finish(findings);
}

fn tiers(table: &mut Table<'_>, findings: &mut Findings<'_>) -> Option<Tiers> {
    let text = table.text("tiers", findings)?;
    match text.as_str() {
        "explicit" => Some(Tiers::Explicit),
        "all" => Some(Tiers::All),
        _ => {
            let why = format!("`{text}` is no choice of tiers");
            table.wrong_value("tiers", &why, hint("write `explicit` or `all`"), findings);
            None
        }
    }
}

/// Reads `references`. The owner is, where none is said, that of the minutes' own repository.
pub(super) fn references(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut table = top.table("references", findings);
    let own = config.repository.as_ref().and_then(|repository| {
        let path = repository.url.split_once("://")?.1.split_once('/')?.1;
        Some(path.split_once('/')?.0.to_owned())
    });
    config.references.owner = table.text("owner", findings).or(own);
    for (short, value) in table.pairs("repositories", findings) {
        match value.scalar_text() {
            Some(name) => config.references.repositories.push((short.to_lowercase(), name.to_lowercase())),
            None => {
                table.wrong_value(
                    "repositories",
                    &format!("`{short}` needs the full name that it abbreviates"),
                    None,
                    findings,
                );
            }
        }
    }
    let mut kinds = Vec::new();
    for mut entry in table.tables("kinds", findings) {
        let name = entry.text("slug", findings).unwrap_or_default();
        let title = entry.text("title", findings);
        let pattern = regex(&mut entry, "pattern", findings);
        let id = entry.text("id", findings).unwrap_or_else(|| "$0".to_owned());
        let url = entry.text("url", findings).unwrap_or_default();
        let place = slug(&name);
        if place.is_empty() || place != name {
            let advice = "write lower case letters, digits and hyphens, as in `standards`";
            entry.wrong_value("slug", &format!("`{name}` is not valid in a URL"), hint(advice), findings);
        } else if let Some(pattern) = pattern {
            if pattern.is_match("") {
                entry.wrong_value("pattern", "the pattern matches an empty text", None, findings);
            } else {
                kinds.push(ReferenceKind { title: title.unwrap_or(name), slug: place, pattern, id, url });
            }
        }
        entry.finish(findings);
    }
    table.finish(findings);
    let own: BTreeSet<String> = kinds.iter().map(|kind| kind.slug.clone()).collect();
    kinds.extend(super::reference_kinds::built_in().into_iter().filter(|kind| !own.contains(&kind.slug)));
    config.references.kinds = kinds;
}

/// Reads `topics`: a name, other names, a pattern for what names cannot say, and a line on what it is.
pub(super) fn topics(config: &mut Config, top: &mut Table<'_>, findings: &mut Findings<'_>) {
    let mut slugs: BTreeSet<String> = BTreeSet::new();
    let mut topics = Vec::new();
    for mut entry in top.tables("topics", findings) {
        let name = entry.text("name", findings).unwrap_or_default();
        let aliases = entry.texts("aliases", findings).unwrap_or_default();
        let own = regex(&mut entry, "pattern", findings);
        let blurb = entry.text("blurb", findings).unwrap_or_default();
        let place = slug(&name);
        if place.is_empty() {
            entry.wrong_value("name", &format!("`{name}` is not valid in a URL"), None, findings);
        } else if !slugs.insert(place.clone()) {
            entry.wrong_value("name", &format!("there is a topic `{name}` already"), None, findings);
        } else if own.as_ref().is_some_and(|own| own.is_match("")) {
            entry.wrong_value("pattern", "the pattern matches an empty text", None, findings);
        } else {
            topics.push((name, place, aliases, own, blurb));
        }
        entry.finish(findings);
    }
    // Most of the time that a configuration takes to read goes into these patterns.
    config.topics.par_extend(topics.into_par_iter().filter_map(|(name, slug, aliases, own, blurb)| {
        let pattern = pattern_of(&name, &aliases, own.as_ref())?;
        Some(TopicConfig { name, slug, pattern, blurb })
    }));
}

/// The names as whole words in any case, or the pattern. A pattern says all there is; names are only looked for without
/// one, or when they are listed as aliases.
fn pattern_of(name: &str, aliases: &[String], own: Option<&Regex>) -> Option<Regex> {
    let names = aliases.iter().map(String::as_str).chain(own.is_none().then_some(name));
    let mut parts: Vec<String> = names
        .filter(|name| !name.trim().is_empty())
        .map(|name| {
            let words: Vec<String> = name.split_whitespace().map(regex::escape).collect();
            let start = if name.starts_with(char::is_alphanumeric) { r"\b" } else { "" };
            let end = if name.ends_with(char::is_alphanumeric) { r"(?:s|'s)?\b" } else { "" };
            format!("{start}{}{end}", words.join(r"[\s-]+"))
        })
        .collect();
    parts.extend(own.map(|own| own.as_str().to_owned()));
    // The flag stands in the text, so that it is also in force where patterns are looked for together.
    Regex::new(&format!("(?i){}", parts.join("|"))).ok()
}
