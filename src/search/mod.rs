//! `minutebook search`: answers from the site's search index.
//!
//! `search/entry.json` of the site says which minutes its index was made from. When those are the minutes at hand, the
//! terminal asks the site's own index, as a browser does; else one that was [`kept`] of them; else it makes one, so that an
//! answer is never out of date. Which minutes are at hand need not be read anew while nothing has changed: see [`seen`].

mod kept;
mod seen;
#[cfg(test)]
mod tests;

use crate::base::error::Error;
use crate::base::fs;
use crate::base::text::nearest;
use crate::config;
use crate::document::plain;
use crate::project::{Kept, KeptNotes, Project};
use crate::scan;
use crate::site::assets::fingerprinted;
use crate::site::output::{Content, Made, Output};
use crate::site::search_index::{self, Entry};
use crate::verdicts;
use chrono::NaiveDate;
use minutebook_engine::pack::{self, Found as Answer, Name, Reply, Session, name_of};
use minutebook_engine::{Kind, NamedHit, NamedKind, NamedRow, Options};
use seen::Seen;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

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
    /// The user's folder for what can be made again; none to keep nothing between questions.
    pub cache: Option<&'a Path>,
    /// Which program asks: what another one has kept is not used.
    pub program: &'a str,
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
    /// Which index answered.
    pub from: Index,
}

/// Where an answer is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// The site's own index.
    Site,
    /// One that was kept of an earlier question.
    Kept,
    /// One that was made for this question.
    Fresh,
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
    ask_at(question, SystemTime::now())
}

fn ask_at(question: &Question<'_>, now: SystemTime) -> Result<Found, Error> {
    let kept = question.cache.and_then(|cache| kept::folder(cache, question));
    let kept = kept.as_deref();
    let unchanged = kept.and_then(|kept| Seen::read(kept)?.fingerprint(question, now));
    if let Some(found) = unchanged.and_then(|fingerprint| ask_files(question, kept, &fingerprint)) {
        return Ok(found);
    }
    // Before they are read: a change meanwhile is seen as one by the next question.
    let settings = seen::settings(question);
    let config = config::load(question.source, question.config)?;
    let (sources, looked) = scan::scan_noting(question.source, &config)?;
    let (verdicts, _) = verdicts::read(question.source);
    let fingerprint = search_index::fingerprint(&sources, &config, &verdicts);
    if let Some(kept) = kept {
        // Nobody needs what is kept for the answer to be right.
        let _ = Seen::of(settings, looked, &fingerprint, now).map(|seen| seen.write(kept));
    }
    if let Some(found) = ask_files(question, kept, &fingerprint) {
        return Ok(found);
    }
    let notes = KeptNotes::new(question.cache, question.source, question.config);
    let project = Project::of_sources(question.source, sources, config, question.today, Kept::OnDisk(&notes));
    let Project { archive, sources, verdicts, .. } = &project;
    let outputs = Made::all(|put| search_index::index(archive, sources, verdicts, put))?.outputs;
    if let Some(kept) = kept {
        let _ = kept::keep(kept, &outputs);
    }
    ask_fresh(question, &outputs).ok_or_else(|| {
        Error::new("search-index", search_index::FOLDER, "the search index cannot be made")
            .hint("this is a mistake in minutebook, please report it")
    })
}

/// The answer of the site's index or of the kept one, whichever is up to date.
fn ask_files(question: &Question<'_>, kept: Option<&Path>, fingerprint: &str) -> Option<Found> {
    let ask = |site: &Path, from: Index| {
        let read = |path: &str| fs::read(&site.join(path)).ok();
        let entry: Entry = serde_json::from_slice(&read(search_index::ENTRY)?).ok()?;
        let is_right = entry.is_of(fingerprint, question.today);
        is_right.then(|| answer(question, &entry, from, read)).flatten()
    };
    ask(question.output, Index::Site).or_else(|| {
        let found = ask(kept?, Index::Kept)?;
        kept::mark_as_used(kept?);
        Some(found)
    })
}

/// The answer of an index that was just made.
fn ask_fresh(question: &Question<'_>, outputs: &[Output]) -> Option<Found> {
    let files: BTreeMap<&str, &Content> =
        outputs.iter().map(|output| (output.path.as_str(), &output.content)).collect();
    let read = |path: &str| match files.get(path)? {
        Content::Bytes(bytes) => Some(bytes.clone()),
        Content::Copy(_) => None,
    };
    let entry: Entry = serde_json::from_slice(&read(search_index::ENTRY)?).ok()?;
    answer(question, &entry, Index::Fresh, read)
}

/// The answer of an index, if all of it is there as it was made. `read` gives its files, by their paths below the site.
fn answer(
    question: &Question<'_>,
    entry: &Entry,
    from: Index,
    read: impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<Found> {
    let today = Some(search_index::day_number(question.today));
    let options = Options { limit: question.limit, today, ..Options::default() };
    let beside = |name: &str, plain: &str| {
        let bytes = (!name.contains(['/', '\\'])).then(|| read(&format!("{}{name}", search_index::FOLDER)))??;
        // The name has a hash of the content.
        (fingerprinted(plain, &bytes) == name).then_some(bytes)
    };
    let mut session = Session::open(&beside(&entry.hot, search_index::HOT)?).ok()?;
    let names: Vec<NamedRow> = serde_json::from_slice(&beside(&entry.names, search_index::NAMES)?).ok()?;
    session.supply_names(names.into_iter().map(search_index::named_of).collect());
    let file = |name: Name, extension: &str| read(&search_index::path(name, extension));
    // Blocks, then texts; more would mean that what was handed in is asked for again.
    for _ in 0..4 {
        match session.ask(question.query, &options).ok()? {
            Reply::Found(answer) => {
                return Some(Found { answer: *answer, teams: session.engine().teams().to_vec(), from });
            }
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
