//! `teams` and `calls`: who meets, and which files say so.

use super::read::{Findings, Table, color, hint, named, nearest_name, regex};
use super::{CallRule, GROUPS, NOTE_KINDS, RESERVED, TeamConfig};
use crate::base::text::{is_slug, slug};
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A team's name in paths and URLs: lower case, `[a-z0-9-]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamSlug(pub String);

impl TeamSlug {
    /// The slug as it stands in a URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TeamSlug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// `teams`: slugs and aliases, each of one team only.
pub(super) fn teams(top: &mut Table<'_>, findings: &mut Findings<'_>) -> Vec<TeamConfig> {
    let mut teams = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for mut table in top.tables("teams", findings) {
        let written = table.text("slug", findings);
        let title = table.text("title", findings);
        let aliases = table.texts("aliases", findings).unwrap_or_default();
        let blurb = table.text("blurb", findings).unwrap_or_default();
        let folders = table.texts("folders", findings).unwrap_or_default();
        let color = color(&mut table, "color", findings);
        match team_slug(written.as_deref()) {
            Ok(slug) => {
                claim(&mut names, slug.as_str(), slug.as_str(), "slug", &table, findings);
                for alias in &aliases {
                    claim(&mut names, alias, slug.as_str(), "aliases", &table, findings);
                }
                let title = title.unwrap_or_else(|| team_title(slug.as_str()));
                teams.push(TeamConfig { slug, title, aliases, blurb, folders, color });
            }
            Err((why, advice)) => {
                let at = if written.is_some() { table.place("slug") } else { table.own_place().to_vec() };
                findings.report("config-team", &at, format!("{}: {why}", named(&at)), Some(advice));
            }
        }
        table.finish(findings);
    }
    teams
}

fn team_slug(written: Option<&str>) -> Result<TeamSlug, (String, String)> {
    let Some(written) = written else {
        return Err(("a team needs a `slug`".to_owned(), "it is the name of the team's folder, as a rule".to_owned()));
    };
    if !is_slug(written) {
        let better = slug(written);
        let better = if better.is_empty() { "team-a".to_owned() } else { better };
        let why = format!("`{written}` is not valid in a URL");
        return Err((
            why,
            format!("write `slug: {better}`, and name the folder under `folders` if it is called otherwise"),
        ));
    }
    if RESERVED.contains(&written) {
        let why = format!("`{written}` is the name of a page of the site");
        return Err((why, format!("write `slug: {written}-team` and `folders: [{written}]`")));
    }
    Ok(TeamSlug(written.to_owned()))
}

/// Notes that a name belongs to a team; a name of two teams is reported.
fn claim(
    names: &mut BTreeMap<String, String>,
    name: &str,
    team: &str,
    key: &str,
    table: &Table<'_>,
    findings: &mut Findings<'_>,
) {
    match names.insert(name.to_lowercase(), team.to_owned()) {
        Some(other) if other != team || key == "slug" => {
            let at = table.place(key);
            let message = format!("{}: `{name}` is the team `{other}` already", named(&at));
            findings.report("config-team", &at, message, hint("a slug or alias can belong to one team only"));
        }
        _ => {}
    }
}

/// A title for a team that has none: `sig-standardization` becomes "SIG Standardization".
pub(crate) fn team_title(slug: &str) -> String {
    const SHORT: &[&str] = &[
        "ai", "api", "cd", "ci", "cncf", "cicd", "css", "db", "iam", "ml", "os", "qa", "sdk", "sig", "sre", "tac",
        "tc", "toc", "tsc", "ui", "ux", "vm", "wg",
    ];
    const MIXED: &[(&str, &str)] =
        &[("iaas", "IaaS"), ("kaas", "KaaS"), ("paas", "PaaS"), ("saas", "SaaS"), ("devops", "DevOps")];
    let words = slug.split('-').map(|word| match MIXED.iter().find(|(known, _)| *known == word) {
        Some((_, mixed)) => (*mixed).to_owned(),
        None if SHORT.contains(&word) => word.to_uppercase(),
        None => {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

/// `calls`: path rules, in order.
pub(super) fn calls(top: &mut Table<'_>, findings: &mut Findings<'_>) -> Vec<CallRule> {
    let mut rules = Vec::new();
    for mut table in top.tables("calls", findings) {
        let path = regex(&mut table, "path", findings);
        let team = table.text("team", findings);
        let prefix = table.text("prefix", findings).unwrap_or_default();
        let mut rename = Vec::new();
        for (from, to) in table.pairs("rename", findings) {
            match team_slug(to.scalar_text().as_deref()) {
                Ok(to) => rename.push((from.to_owned(), to)),
                Err((why, advice)) => table.wrong_value("rename", &why, Some(advice), findings),
            }
        }
        let team = team.and_then(|team| match team_slug(Some(&team)) {
            Ok(team) => Some(team),
            Err((why, advice)) => {
                table.wrong_value("team", &why, Some(advice), findings);
                None
            }
        });
        let kind = table.text("kind", findings).and_then(|name| {
            let known = NOTE_KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
            if known.is_none() {
                let names: Vec<&str> = NOTE_KINDS.iter().map(|(name, _)| *name).collect();
                let advice = format!("the kinds are {}", names.join(", "));
                table.wrong_value("kind", &format!("`{name}` is not a kind of note"), Some(advice), findings);
            }
            known
        });
        if table.value("path").is_none() {
            let at = table.own_place().to_vec();
            findings.report("config-calls", &at, format!("{}: a rule needs a `path`", named(&at)), None);
        }
        if let Some(path) = path.filter(|path| check_groups(path, &table, findings)) {
            rules.push(CallRule { path, team, prefix, rename, kind });
        }
        table.finish(findings);
    }
    rules
}

fn check_groups(path: &Regex, table: &Table<'_>, findings: &mut Findings<'_>) -> bool {
    let groups: Vec<&str> = path.capture_names().flatten().collect();
    let mut fine = true;
    for group in groups.iter().filter(|group| !GROUPS.contains(group)) {
        let advice = match nearest_name(group, GROUPS) {
            Some(known) => format!("did you mean `(?<{known}>…)`?"),
            None => format!("the groups are {}", GROUPS.join(", ")),
        };
        table.wrong_value("path", &format!("unknown group `{group}`"), Some(advice), findings);
        fine = false;
    }
    for (group, needed) in [("day", "month"), ("month", "year")] {
        if groups.contains(&group) && !groups.contains(&needed) {
            table.wrong_value("path", &format!("the group `{group}` needs a group `{needed}`"), None, findings);
            fine = false;
        }
    }
    fine
}
