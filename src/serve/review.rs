//! `/review/`: the registers' rows and near misses with the minutes beside them, and what is said of them there. Only a
//! server has it, never a built site.

use super::answer::Answer;
use crate::project::Project;
use crate::review::{self, Item, Key, Selection};
use crate::verdicts::{self, Saying, Verdict};
use serde::Deserialize;
use std::io;

/// Where the page is, below the base.
pub(super) const PAGE: &str = "review/";

/// Where its data are: what is to be reviewed, and with what was.
const ITEMS: &str = "review/items.json";
const ALL_ITEMS: &str = "review/all.json";

/// What it sends verdicts to.
pub(super) const VERDICTS: &str = "review/verdicts";

/// The header that shows that a request comes from the page.
pub(super) const TOKEN_HEADER: &str = "x-minutebook-token";

/// The files of the page, below the base.
pub(super) const FILES: &[(&str, &str)] =
    &[(".minutebook/review.js", include_str!("review.js")), (".minutebook/review.css", include_str!("review.css"))];

/// What only the page of this run knows: 32 hexadecimal digits that nobody can guess.
pub(super) fn token() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The page.
pub(super) fn page(token: &str) -> String {
    include_str!("review.html").replace("TOKEN", token)
}

/// The data of the page; nothing for another path.
pub(super) fn answer(project: &Project, path: &str) -> Option<Answer> {
    let all = match path {
        ITEMS => false,
        ALL_ITEMS => true,
        _ => return None,
    };
    // What was said since the site was made counts already.
    let (said, _) = verdicts::read(&project.source);
    Some(match review::items(project, &said, &Selection { all, ..Selection::default() }) {
        Ok(items) => {
            let texts = project.texts();
            let rows: Vec<serde_json::Value> = items
                .iter()
                .map(|item| {
                    let text = texts.get(item.file.as_str()).copied().unwrap_or_default();
                    serde_json::json!({
                        "item": item,
                        "place": review::place(item),
                        "standing": review::standing(item),
                        "around": review::lines_around(text, item.line, item.end_line),
                    })
                })
                .collect();
            json(200, &serde_json::json!(rows))
        }
        Err(error) => json(500, &serde_json::json!({ "error": error.to_string() })),
    })
}

fn json(status: u16, value: &serde_json::Value) -> Answer {
    Answer { status, ..Answer::found("x.json", value.to_string().into_bytes()) }
}

/// What the page sends: what it is about, and a key with its words, or the verdict that was there before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    file: String,
    quote: String,
    occurrence: usize,
    kind: String,
    key: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    before: Option<Before>,
}

/// A verdict that is put back.
#[derive(Debug, Deserialize)]
struct Before {
    verdict: String,
    subject: Option<String>,
    text: Option<String>,
    same_as: Option<String>,
    by: Option<String>,
    on: Option<String>,
}

/// Writes what the page sends into the review file.
pub(super) fn write(project: &Project, body: &[u8]) -> Answer {
    let refuse = |status, why: String| json(status, &serde_json::json!({ "error": why }));
    let sent: Sent = match serde_json::from_slice(body) {
        Ok(sent) => sent,
        Err(error) => return refuse(400, format!("this is no verdict: {error}")),
    };
    let (said, _) = verdicts::read(&project.source);
    let selection = Selection { file: Some(sent.file.clone()), all: true, ..Selection::default() };
    let items = match review::items(project, &said, &selection) {
        Ok(items) => items,
        Err(error) => return refuse(500, error.to_string()),
    };
    let is_meant = |item: &Item| {
        item.quote == sent.quote && item.occurrence == sent.occurrence && verdicts::kind_word(item.kind) == sent.kind
    };
    let Some(at) = items.iter().position(is_meant) else {
        return refuse(409, "the notes no longer say this: load the page again".to_owned());
    };
    let now = match verdict(&sent, &items, at, project) {
        Ok(now) => now,
        Err(why) => return refuse(409, why),
    };
    let before = items[at].verdict.clone();
    match review::record(&project.source, &items[at].verdict_of(Saying::Accept), now.clone()) {
        Ok(_) => {
            let item = Item { verdict: now, ..items[at].clone() };
            json(200, &serde_json::json!({ "item": item, "standing": review::standing(&item), "before": before }))
        }
        Err(error) => refuse(409, error.to_string()),
    }
}

/// What is said of an item from now on.
fn verdict(sent: &Sent, items: &[Item], at: usize, project: &Project) -> Result<Option<Verdict>, String> {
    let words = || match sent.words.trim() {
        "" => Err("there are no words".to_owned()),
        words => Ok(words.to_owned()),
    };
    let key = match sent.key.as_str() {
        "a" => Key::Accept,
        "r" => Key::Reject,
        "d" => Key::Done,
        "m" => Key::Merge,
        "s" => Key::Subject(words()?),
        "t" => Key::Text(words()?),
        "u" => return sent.before.as_ref().map(|before| put_back(before, &items[at])).transpose(),
        key => return Err(format!("there is no key `{key}`")),
    };
    let verdict = review::verdict_after(items, at, key)?;
    Ok(Some(Verdict { on: Some(project.archive.today.to_string()), ..verdict }))
}

fn put_back(before: &Before, item: &Item) -> Result<Verdict, String> {
    let word = Saying::ALL.into_iter().find(|word| word.word() == before.verdict);
    let verdict = word.ok_or_else(|| format!("there is no verdict `{}`", before.verdict))?;
    Ok(Verdict {
        subject: before.subject.clone(),
        text: before.text.clone(),
        same_as: before.same_as.clone(),
        by: before.by.clone(),
        on: before.on.clone(),
        ..item.verdict_of(verdict)
    })
}
