//! `minutebook search`: answers from the site's search index.
//!
//! `search/entry.json` of the site says which minutes its index was made from. When those are the minutes at hand, the
//! terminal asks the site's own index, as a browser does; else it makes a fresh one in memory, so that an answer is never
//! out of date.

use crate::base::error::Error;
use crate::base::fs;
use crate::base::text::nearest;
use crate::config::{self, Config};
use crate::document::plain;
use crate::project::Project;
use crate::scan::{self, Sources};
use crate::site::search_index;
use chrono::NaiveDate;
use minutebook_engine::pack::{self, Found as Answer, Name, Reply, Session, name_of};
use minutebook_engine::{Engine, Kind, Named, NamedHit, NamedKind, NamedRow, Names, Options, parse};
use serde::Serialize;
use std::path::Path;

/// What `minutebook search` is asked.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The query, in the engine's language.
    pub query: &'a str,
    /// The folder with the minutes.
    pub source: &'a Path,
    /// The configuration, when it is not the source's own.
    pub config: Option<&'a Path>,
    /// The site whose index is asked when it is up to date.
    pub output: &'a Path,
    /// The most results.
    pub limit: usize,
    /// The day it is.
    pub today: NaiveDate,
}

/// The results and what is needed to print them.
#[derive(Debug)]
pub struct Found {
    answer: Answer,
    /// Slug and title of every team.
    teams: Vec<(String, String)>,
    /// Whether the site's own index answered.
    pub from_site: bool,
}

/// One row of `search --json`.
#[derive(Debug, Serialize)]
struct Row<'a> {
    file: &'a str,
    line: u32,
    url: String,
    team: &'a str,
    date: Option<String>,
    heading: &'a str,
    kind: Kind,
    score: f32,
    snippet: &'a str,
}

/// Answers a question.
pub fn ask(question: &Question<'_>) -> Result<Found, Error> {
    let config = config::load(question.source, question.config)?;
    let sources = scan::scan(question.source, &config)?;
    let options =
        Options { limit: question.limit, today: Some(search_index::day_number(question.today)), ..Options::default() };
    if let Some((answer, teams)) = ask_site(question, &sources, &config, &options) {
        return Ok(Found { answer, teams, from_site: true });
    }
    let project = Project::of_sources(question.source, sources, config, question.today, None);
    let documents = search_index::documents(&project.archive);
    let failed = |error| search_index::failed(&error);
    let engine = minutebook_engine::build(&documents).and_then(Engine::open).map_err(failed)?;
    let answer = engine.search(question.query, &options).map_err(failed)?;
    let parsed = parse(question.query, options.today, options.as_you_type);
    let named = Names::new(search_index::names(&project.archive)).find(&parsed, &answer.corrections);
    let fragments = minutebook_engine::fragments(&documents);
    let answer = Answer { named, ..Answer::of(answer, |call| fragments.get(&call)) };
    Ok(Found { answer, teams: engine.teams().to_vec(), from_site: false })
}

/// The answer of a site's index, if it is that of these minutes and all of it is there.
fn ask_site(
    question: &Question<'_>,
    sources: &Sources,
    config: &Config,
    options: &Options,
) -> Option<(Answer, Vec<(String, String)>)> {
    let site = question.output;
    let entry: search_index::Entry =
        serde_json::from_str(&fs::read_to_string(&site.join(search_index::ENTRY)).ok()?).ok()?;
    if entry.version != env!("CARGO_PKG_VERSION") || entry.source != search_index::fingerprint(sources, config) {
        return None;
    }
    let beside = |name: &str| (!name.contains(['/', '\\'])).then(|| site.join(search_index::FOLDER).join(name));
    let mut session = Session::open(&fs::read(&beside(&entry.hot)?).ok()?).ok()?;
    let names: Vec<NamedRow> = serde_json::from_slice(&fs::read(&beside(&entry.names)?).ok()?).ok()?;
    session.supply_names(names.into_iter().map(Named::from).collect());
    let file = |name: Name, extension: &str| fs::read(&site.join(search_index::path(name, extension))).ok();
    // Blocks, then texts; more would mean that what was handed in is asked for again.
    for _ in 0..4 {
        match session.ask(question.query, options).ok()? {
            Reply::Found(answer) => return Some((*answer, session.engine().teams().to_vec())),
            Reply::Missing { blocks, fragments } => {
                for name in blocks.iter().filter_map(|name| name_of(name)) {
                    session.supply_block(name, &file(name, "bin")?).ok()?;
                }
                for name in fragments.iter().filter_map(|name| name_of(name)) {
                    let text = file(name, "json").filter(|text| pack::name(text) == name)?;
                    session.supply_fragment(name, serde_json::from_slice(&text).ok()?);
                }
            }
        }
    }
    None
}

fn iso(date: Option<u32>) -> Option<String> {
    date.map(|date| format!("{:04}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100))
}

/// A page that the query has the name of.
fn page(hit: &NamedHit) -> String {
    let kind = match hit.kind {
        NamedKind::Team => "Team",
        NamedKind::Topic => "Topic",
        NamedKind::Person => "Person",
        NamedKind::Reference => "Reference",
    };
    let counted = |count: u32, one: &str, many: &str| match count {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let calls = counted(hit.calls, "call", "calls");
    let last = iso(Some(hit.last).filter(|day| *day > 0)).map(|day| format!(", last on {day}")).unwrap_or_default();
    let records = match hit.kind {
        NamedKind::Person => counted(hit.records, "open action", "open actions"),
        _ if hit.records == 0 => "no decision recorded".to_owned(),
        _ => counted(hit.records, "decision", "decisions"),
    };
    format!("{kind}: {}\n  {calls}{last} · {records} · /{}\n\n", hit.label, hit.url)
}

impl Found {
    /// What to write in the place of a filter that nothing passes.
    fn unknown(&self, written: &str) -> String {
        let Some(team) = written.strip_prefix("team:") else { return format!("nothing has “{written}”\n") };
        let mut slugs: Vec<&str> =
            self.teams.iter().map(|(slug, _)| slug.as_str()).filter(|slug| !slug.is_empty()).collect();
        if let Some(near) = nearest(team, slugs.iter().copied()) {
            slugs.sort_by_key(|slug| *slug != near);
        }
        format!("no team is called “{team}”; the teams are {}\n", slugs.join(", "))
    }

    /// The results as one JSON array, best first.
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self
            .answer
            .rows
            .iter()
            .map(|row| Row {
                file: &row.file,
                line: row.line,
                url: format!("/{}", row.url),
                team: &row.team,
                date: iso(row.date),
                heading: &row.heading,
                kind: row.kind,
                score: row.score,
                snippet: &row.snippet.text,
            })
            .collect();
        let mut json = serde_json::to_string_pretty(&rows).unwrap_or_else(|_| "[]".to_owned());
        json.push('\n');
        json
    }

    /// The results for people.
    pub fn text(&self) -> String {
        let answer = &self.answer;
        let mut out = String::new();
        for (typed, used) in &answer.corrections {
            out.push_str(&format!("nothing has “{typed}”; searched for “{used}”\n"));
        }
        for (typed, used) in &answer.suggestions {
            out.push_str(&format!("did you mean “{used}” instead of “{typed}”?\n"));
        }
        for typed in &answer.unread {
            let is_date = ["date:", "after:", "before:", "year:"].iter().any(|field| typed.starts_with(field));
            let advice = if is_date { "; write date:2024-08-08, date:2024-08 or date:2024" } else { "" };
            out.push_str(&format!("“{typed}” is not a known filter and was searched for as words{advice}\n"));
        }
        for written in &answer.unknown {
            out.push_str(&self.unknown(written));
        }
        if !out.is_empty() {
            out.push('\n');
        }
        for hit in answer.named.iter().filter(|hit| hit.leads) {
            out.push_str(&page(hit));
        }
        for (index, row) in answer.rows.iter().enumerate() {
            if index == answer.complete && index > 0 {
                out.push_str("— the results below have only some of the words —\n\n");
            }
            let heading = if row.heading.is_empty() { &row.title } else { &row.heading };
            out.push_str(&format!("{heading}\n"));
            out.push_str(&format!("  {} · {}:{}\n", row.title, row.file, row.line));
            let text = plain::fold_spaces(&row.snippet.text);
            if !text.is_empty() {
                out.push_str(&format!("  {text}\n"));
            }
            out.push('\n');
        }
        out.push_str(&match (answer.total, answer.rows.len()) {
            (0, _) => "nothing found; try fewer words, or a part of one with * at its end\n".to_owned(),
            (1, _) => "1 result\n".to_owned(),
            (total, shown) if shown < total => format!("{shown} of {total} results; --limit shows more\n"),
            (total, _) => format!("{total} results\n"),
        });
        out
    }
}
