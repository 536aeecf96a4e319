//! Rows of tables as records: which cell says what, by the words above the columns.

use super::statements::Statement;
use super::words::words;
use crate::base::text::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What the cells of a row are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields<'r> {
    /// What is to be done, where the column says that it is an action's.
    pub(super) task: Option<&'r str>,
    /// Who is to do it.
    pub(super) owner: Option<&'r str>,
    /// How it stands.
    pub(super) status: Option<&'r str>,
    /// Until when.
    pub(super) due: Option<&'r str>,
    /// What was decided.
    pub(super) decision: Option<&'r str>,
    /// The longest of the other cells.
    pub(super) other: Option<&'r str>,
}

impl<'r> Fields<'r> {
    /// What is to be done, wherever it stands.
    pub(super) fn says(&self) -> Option<&'r str> {
        self.task.or(self.other).filter(|text| text.chars().any(char::is_alphabetic))
    }

    /// Whether the columns are those of a list of actions: who, and until when or how it stands or what.
    pub(super) fn is_action(&self) -> bool {
        self.owner.is_some() && (self.status.is_some() || self.due.is_some() || self.task.is_some())
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Task,
    Owner,
    Status,
    Due,
    Decision,
}

/// The words above columns, as heads are compared with them. The first list that has a word keeps it.
static COLUMNS: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let words = words();
    let lists = [
        (&words.owner_columns, Column::Owner),
        (&words.status_columns, Column::Status),
        (&words.due_columns, Column::Due),
        (&words.decision_columns, Column::Decision),
        (&words.task_columns, Column::Task),
    ];
    let mut columns = HashMap::new();
    for (word, column) in lists.into_iter().flat_map(|(list, column)| list.iter().map(move |word| (word, column))) {
        columns.entry(fold(word)).or_insert(column);
    }
    columns
});

/// A head of more bytes is none of those that are known.
const LONGEST_HEAD: usize = 60;

/// A text as heads are compared, where it is short enough to be one.
fn short(text: &str) -> Option<String> {
    (text.len() <= LONGEST_HEAD).then(|| fold(text))
}

/// The fields of a row; nothing for what is no row.
pub(super) fn fields(statement: &Statement) -> Option<Fields<'_>> {
    let row = statement.row.as_ref()?;
    let mut fields = Fields::default();
    for (head, cell) in row.cells(&statement.text) {
        let field = match short(head).and_then(|head| COLUMNS.get(&head).copied()) {
            Some(Column::Owner) => &mut fields.owner,
            Some(Column::Status) => &mut fields.status,
            Some(Column::Due) => &mut fields.due,
            Some(Column::Decision) => &mut fields.decision,
            Some(Column::Task) => &mut fields.task,
            None => {
                let longer = fields.other.is_none_or(|other| other.len() < cell.len());
                if longer && !cell.is_empty() {
                    fields.other = Some(cell);
                }
                continue;
            }
        };
        field.get_or_insert(cell);
    }
    Some(fields)
}

/// Whether a cell says that something is done.
pub(super) fn says_done(cell: &str) -> bool {
    static DONE: LazyLock<HashSet<String>> = LazyLock::new(|| words().done.iter().map(|word| fold(word)).collect());
    short(cell).is_some_and(|cell| DONE.contains(&cell)) || cell.contains(['✅', '✔', '☑'])
}

/// A poll: its columns are the ways to vote, its cells how many did. What it came to, as text.
pub(super) fn poll(statement: &Statement) -> Option<String> {
    static WAYS: LazyLock<HashSet<String>> =
        LazyLock::new(|| words().poll_columns.iter().map(|word| fold(word)).collect());
    let row = statement.row.as_ref()?;
    let is_number = |cell: &str| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit());
    let is_vote = |head: &str| short(head).is_some_and(|head| WAYS.contains(&head));
    let votes: Vec<(&str, &str)> =
        row.cells(&statement.text).filter(|(head, cell)| is_number(cell) && is_vote(head)).collect();
    let parts: Vec<String> = votes.iter().map(|(head, cell)| format!("{head}: {cell}")).collect();
    (votes.len() >= 2).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::statements::statements;
    use crate::parse::parse;

    fn rows(source: &str) -> Vec<Statement> {
        statements(&parse("a.md", source).0)
    }

    #[test]
    fn reads_columns_by_their_heads() {
        let rows =
            rows("| # | Action | Owner | Due | Status |\n|---|---|---|---|---|\n| 1 | Fix it | @ann | May | open |\n");
        let fields = fields(&rows[0]).unwrap();
        assert_eq!((fields.says(), fields.owner, fields.status), (Some("Fix it"), Some("@ann"), Some("open")));
        assert!(fields.is_action());
    }

    #[test]
    fn other_tables_are_no_lists_of_actions() {
        let rows = rows("| Name | Owner |\n|---|---|\n| gate | @ann |\n");
        assert!(!fields(&rows[0]).unwrap().is_action());
    }

    #[test]
    fn reads_polls() {
        let result = rows("| SF | F | N | A | SA |\n|---|---|---|---|---|\n| 9 | 3 | 1 | 0 | 0 |\n");
        assert_eq!(poll(&result[0]).unwrap(), "SF: 9, F: 3, N: 1, A: 0, SA: 0");
        assert_eq!(poll(&rows("| Year | For |\n|---|---|\n| 2024 | 3 |\n")[0]), None);
    }
}
