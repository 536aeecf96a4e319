//! What a search server answered, as the results that the index would give: the documents as rows, the counts as facets.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{Kind, Language};
use crate::engine::Facets;
use crate::error::Error;
use crate::pack::Found;
use crate::rows::{Row, SNIPPET};
use crate::snippet::snippet;

/// Reads the answers to the requests for one query, in their order. `terms` are marked in the texts, `size` is how many rows are wanted.
pub(crate) fn read(answers: &[Value], terms: &[String], size: usize) -> Result<Found, Error> {
    let mut found = Found::default();
    let (mut teams, mut years, mut kinds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut calls: Vec<String> = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        if answer["timed_out"] == true {
            return Err(Error::Answer("the server gave up before it had looked through everything"));
        }
        let mut total = 0;
        for (key, count) in buckets(answer, "kind")? {
            let kind = key.as_str().and_then(Kind::from_name).ok_or(Error::Answer("a kind that there is not"))?;
            *kinds.entry(kind).or_default() += count;
            total += count;
        }
        for (key, count) in buckets(answer, "team")? {
            *teams.entry(key.as_str().unwrap_or_default().to_owned()).or_default() += count;
        }
        for (key, count) in buckets(answer, "year")? {
            // Quickwit's are numbers with a point.
            let year = key.as_f64().filter(|year| (0.0..10_000.0).contains(year));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at above")]
            let year = year.ok_or(Error::Answer("a year that is none"))? as u32;
            *years.entry(year).or_default() += count;
        }
        found.total += total;
        if index == 0 {
            found.complete = total;
        }
        let hits = answer["hits"]["hits"].as_array().ok_or(Error::Answer("there are no hits"))?;
        for hit in hits.iter().take(size - found.rows.len()) {
            found.rows.push(row(hit, terms, &mut calls)?);
        }
    }
    found.facets = Facets::of(teams.into_iter().collect(), years, kinds);
    found.terms = terms.to_vec();
    Ok(found)
}

/// The values of an aggregation and how many documents have each.
fn buckets<'a>(answer: &'a Value, name: &str) -> Result<Vec<(&'a Value, usize)>, Error> {
    let buckets = answer["aggregations"][name]["buckets"].as_array().ok_or(Error::Answer("there are no counts"))?;
    let entry = |bucket: &'a Value| {
        let count = bucket["doc_count"].as_u64().and_then(|count| usize::try_from(count).ok());
        Some((&bucket["key"], count?))
    };
    buckets.iter().map(|bucket| entry(bucket).ok_or(Error::Answer("a count that is none"))).collect()
}

/// A document that was found. `calls` are the pages of those before it: documents of one page are of one call.
fn row(hit: &Value, terms: &[String], calls: &mut Vec<String>) -> Result<Row, Error> {
    let source = &hit["_source"];
    let text = |name: &str| source[name].as_str().unwrap_or_default().to_owned();
    let kind = source["kind"].as_str().and_then(Kind::from_name).ok_or(Error::Answer("a document of no kind"))?;
    let (url, deck_url) = (text("url"), text("deck_url"));
    // These become links: a server may answer what it likes, but not lead to other hosts.
    if !is_below(&url) || !is_below(&deck_url) {
        return Err(Error::Answer("a document that is not on this site"));
    }
    let page = url.split('#').next().unwrap_or_default();
    let call = calls.iter().position(|other| other == page).unwrap_or_else(|| {
        calls.push(page.to_owned());
        calls.len() - 1
    });
    let language = if source["language"] == "german" { Language::German } else { Language::English };
    let body = text(if kind == Kind::Call { "ancestors" } else { "body" });
    #[expect(clippy::cast_possible_truncation, reason = "only compared with each other")]
    let score = hit["_score"].as_f64().unwrap_or_default() as f32;
    Ok(Row {
        file: text("file"),
        line: source["line"].as_u64().and_then(|line| u32::try_from(line).ok()).unwrap_or_default(),
        team: text("team"),
        date: source["date"].as_str().and_then(day),
        title: text("title"),
        heading: text("heading"),
        subject: text("subject"),
        kind,
        call: u32::try_from(call).unwrap_or_default(),
        score,
        snippet: snippet(&body, terms, language, SNIPPET),
        url,
        deck_url,
    })
}

/// Whether an address leads to a place below the root of the site.
fn is_below(url: &str) -> bool {
    let path = url.split(['#', '?']).next().unwrap_or_default();
    let plain = |character: char| !matches!(character, ':' | '\\') && !character.is_control();
    path.chars().all(plain) && !url.starts_with(['/', ' ']) && path.split('/').all(|part| part != "..")
}

/// `2024-07-03T00:00:00Z` → 20240703.
fn day(text: &str) -> Option<u32> {
    let (date, _) = text.split_at_checked(10)?;
    let digits: String = date.chars().filter(|character| *character != '-').collect();
    digits.parse().ok().filter(|_| digits.len() == 8)
}
