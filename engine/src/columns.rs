//! What is known of every document beside its words: its call, day, team, kind and role.
//!
//! tantivy's own columns are left alone. Documents of a call share most of this and stand together, which its packing by bits cannot use; and
//! reading it takes a tenth of a search module that visitors download.

use crate::bytes::{Cursor, put_bytes, put_number};
use crate::error::Error;
use crate::schema::Traits;

/// A document's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) call: u32,
    /// `yyyymmdd`, 0 for none.
    pub(crate) date: u32,
    pub(crate) traits: Traits,
}

/// The columns, in the order of documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) calls: Vec<u32>,
    pub(crate) dates: Vec<u32>,
    pub(crate) traits: Vec<Traits>,
}

/// Writes the columns of documents that are sorted by call: runs of those that share call, day and team, as four lists (how many, how far the call is from
/// the one before, day, team); then a byte a document for the rest.
pub(crate) fn encode(rows: &[Row]) -> Vec<u8> {
    let shared = |row: &Row| (row.call, row.date, row.traits.team);
    let [mut lengths, mut calls, mut dates, mut teams] = [const { Vec::new() }; 4];
    let mut before = 0;
    for run in rows.chunk_by(|a, b| shared(a) == shared(b)) {
        let (call, date, team) = shared(&run[0]);
        put_number(&mut lengths, run.len());
        put_number(&mut calls, (call - before) as usize);
        put_number(&mut dates, date as usize);
        put_number(&mut teams, team as usize);
        before = call;
    }
    let codes: Vec<u8> = rows.iter().map(|row| row.traits.code()).collect();
    let mut out = Vec::new();
    for list in [lengths, calls, dates, teams, codes] {
        put_bytes(&mut out, &list);
    }
    out
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(bytes: &[u8]) -> Result<Columns, Error> {
    let mut cursor = Cursor::new(bytes);
    let mut next = || Ok::<_, Error>(Cursor::new(cursor.bytes()?));
    let (mut lengths, mut calls, mut dates, mut teams) = (next()?, next()?, next()?, next()?);
    let mut codes = cursor.bytes()?;
    let mut columns = Columns::default();
    let mut call = 0_u32;
    while !codes.is_empty() {
        let (run, rest) = codes.split_at_checked(lengths.number()?.max(1)).ok_or_else(torn)?;
        codes = rest;
        call = call.checked_add(narrow(calls.number()?)?).ok_or_else(torn)?;
        let (date, team) = (narrow(dates.number()?)?, narrow(teams.number()?)?);
        columns.calls.extend(run.iter().map(|_| call));
        columns.dates.extend(run.iter().map(|_| date));
        columns.traits.extend(run.iter().map(|code| Traits::of_code(*code, team)));
    }
    Ok(columns)
}

fn narrow(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| torn())
}

fn torn() -> Error {
    Error::Format("the columns do not fit together".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Role};

    #[test]
    fn columns_come_back() {
        let traits = |kind, role, team| Traits { kind, role, community: team > 1, is_open: team == 1, team };
        let rows = [
            Row { call: 3, date: 20_240_703, traits: traits(Kind::Call, Role::Topic, 1) },
            Row { call: 3, date: 20_240_703, traits: traits(Kind::Decision, Role::Chores, 1) },
            Row { call: 3, date: 0, traits: traits(Kind::Action, Role::Topic, 1) },
            Row { call: 700, date: 0, traits: traits(Kind::Section, Role::Boilerplate, 70_000) },
        ];
        let bytes = encode(&rows);
        let columns = decode(&bytes).unwrap();
        assert_eq!(columns.calls, [3, 3, 3, 700]);
        assert_eq!(columns.dates, [20_240_703, 20_240_703, 0, 0]);
        assert_eq!(columns.traits, rows.map(|row| row.traits));
        assert_eq!(decode(&encode(&[])).unwrap(), Columns::default());
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "{length}");
        }
    }
}
