//! The engine's doors for JavaScript.
//!
//! Bytes go in by [`input`]: it makes room for so many and says where; the caller writes them there and calls one of the others, which leave
//! JSON for [`output`] and [`output_length`]. `{"error": "…"}` is an answer like any other: the module never traps on bad input.

use std::cell::RefCell;

use minutebook_engine::pack::{Found, Name, Reply, Session};
use minutebook_engine::{Fragment, Named, NamedRow, Options, Server, Sort};
use serde::{Deserialize, Serialize};

/// What there is between two calls.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    session: Option<Session>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// A question.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Question {
    query: String,
    limit: usize,
    offset: usize,
    sort: Option<Sort>,
    /// `yyyymmdd`.
    today: Option<u32>,
    as_you_type: bool,
}

impl Question {
    fn options(&self) -> Options {
        let Self { limit, offset, sort, today, as_you_type, .. } = *self;
        Options { limit, offset, sort, today, as_you_type, ..Options::default() }
    }
}

/// A question for a search server, and what it answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ServerQuestion {
    question: Question,
    server: Server,
    answers: Vec<serde_json::Value>,
}

/// What opening says.
#[derive(Debug, Serialize)]
struct Opened<'a> {
    documents: usize,
    teams: &'a [(String, String)],
}

#[derive(Debug, Serialize)]
struct Failed {
    error: String,
}

/// Runs one of the functions below on what was put in.
fn answer<T: Serialize>(work: impl FnOnce(&mut Option<Session>, &[u8]) -> Result<T, String>) {
    STATE.with_borrow_mut(|state| {
        let input = std::mem::take(&mut state.input);
        let json = match work(&mut state.session, &input) {
            Ok(value) => serde_json::to_vec(&value),
            Err(error) => serde_json::to_vec(&Failed { error }),
        };
        state.output = json.unwrap_or_else(|_| b"{\"error\":\"no JSON\"}".to_vec());
    });
}

/// Opens a hot file: its bytes.
fn opened(session: &mut Option<Session>, hot: &[u8]) -> Result<serde_json::Value, String> {
    let opened = Session::open(hot).map_err(|error| error.to_string())?;
    let engine = opened.engine();
    let answer = serde_json::to_value(Opened { documents: engine.documents(), teams: engine.teams() });
    *session = Some(opened);
    answer.map_err(|error| error.to_string())
}

/// Splits a name from what follows it.
fn named(input: &[u8]) -> Result<(Name, &[u8]), String> {
    let (name, rest) = input.split_first_chunk().ok_or("there is no name")?;
    Ok((*name, rest))
}

/// Takes a block: its name and its bytes.
fn block(session: &mut Option<Session>, input: &[u8]) -> Result<bool, String> {
    let (name, bytes) = named(input)?;
    let session = session.as_mut().ok_or("no index is open")?;
    session.supply_block(name, bytes).map_err(|error| error.to_string())?;
    Ok(true)
}

/// Takes a fragment: its name and its JSON.
fn fragment(session: &mut Option<Session>, input: &[u8]) -> Result<bool, String> {
    let (name, bytes) = named(input)?;
    if minutebook_engine::pack::name(bytes) != name {
        return Err("the texts are not those of this index".to_owned());
    }
    let fragment: Fragment = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    session.as_mut().ok_or("no index is open")?.supply_fragment(name, fragment);
    Ok(true)
}

/// Takes the pages that have a name: JSON, a list for each.
fn names(session: &mut Option<Session>, input: &[u8]) -> Result<bool, String> {
    let rows: Vec<NamedRow> = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    session.as_mut().ok_or("no index is open")?.supply_names(rows.into_iter().map(Named::from).collect());
    Ok(true)
}

/// Answers a question: JSON.
fn asked(session: &mut Option<Session>, input: &[u8]) -> Result<Reply, String> {
    let question: Question = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    let session = session.as_ref().ok_or("no index is open")?;
    session.ask(&question.query, &question.options()).map_err(|error| error.to_string())
}

/// Puts a question into the words of a search server: the bodies of the requests.
fn asked_of_server(session: &mut Option<Session>, input: &[u8]) -> Result<Vec<serde_json::Value>, String> {
    let ServerQuestion { question, server, .. } = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    let session = session.as_ref().ok_or("no index is open")?;
    Ok(session.server_requests(&question.query, &question.options(), server))
}

/// Reads what a search server answered to these requests.
fn answered_by_server(session: &mut Option<Session>, input: &[u8]) -> Result<Found, String> {
    let ServerQuestion { question, answers, .. } = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    let session = session.as_ref().ok_or("no index is open")?;
    session.read_answers(&question.query, &question.options(), &answers).map_err(|error| error.to_string())
}

#[expect(unsafe_code, reason = "an exported name has to be unique, which only we can see to")]
mod exports {
    use super::{STATE, answer};

    /// Makes room for so many bytes and says where.
    #[unsafe(no_mangle)]
    pub extern "C" fn input(length: usize) -> *mut u8 {
        STATE.with_borrow_mut(|state| {
            state.input = vec![0; length];
            state.input.as_mut_ptr()
        })
    }

    /// Where the last answer is.
    #[unsafe(no_mangle)]
    pub extern "C" fn output() -> *const u8 {
        STATE.with_borrow(|state| state.output.as_ptr())
    }

    /// How long it is.
    #[unsafe(no_mangle)]
    pub extern "C" fn output_length() -> usize {
        STATE.with_borrow(|state| state.output.len())
    }

    /// Opens the hot file that was put in.
    #[unsafe(no_mangle)]
    pub extern "C" fn open() {
        answer(super::opened);
    }

    /// Takes the block that was put in.
    #[unsafe(no_mangle)]
    pub extern "C" fn supply_block() {
        answer(super::block);
    }

    /// Takes the fragment that was put in.
    #[unsafe(no_mangle)]
    pub extern "C" fn supply_fragment() {
        answer(super::fragment);
    }

    /// Takes the names that were put in.
    #[unsafe(no_mangle)]
    pub extern "C" fn supply_names() {
        answer(super::names);
    }

    /// Answers the question that was put in.
    #[unsafe(no_mangle)]
    pub extern "C" fn ask() {
        answer(super::asked);
    }

    /// Puts a question into the words of a search server.
    #[unsafe(no_mangle)]
    pub extern "C" fn for_server() {
        answer(super::asked_of_server);
    }

    /// Reads what a search server answered.
    #[unsafe(no_mangle)]
    pub extern "C" fn from_server() {
        answer(super::answered_by_server);
    }
}

pub use exports::{
    ask, for_server, from_server, input, open, output, output_length, supply_block, supply_fragment, supply_names,
};
