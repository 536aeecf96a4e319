//! Rows of tables as records: which cell says what, by the words above the columns.

use super::statements::Statement;
use super::words::words;
use crate::base::text::fold;

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

/// The fields of a row; nothing for what is no row.
pub(super) fn fields(statement: &Statement) -> Option<Fields<'_>> {
    let row = statement.row.as_ref()?;
    let words = words();
    let is = |list: &[String], head: &str| list.iter().any(|word| fold(word) == head);
    let mut fields = Fields::default();
    for (head, cell) in row.cells(&statement.text) {
        let head = fold(head);
        let field = if is(&words.owner_columns, &head) {
            &mut fields.owner
        } else if is(&words.status_columns, &head) {
            &mut fields.status
        } else if is(&words.due_columns, &head) {
            &mut fields.due
        } else if is(&words.decision_columns, &head) {
            &mut fields.decision
        } else if is(&words.task_columns, &head) {
            &mut fields.task
        } else {
            let longer = fields.other.is_none_or(|other| other.len() < cell.len());
            if longer && !cell.is_empty() {
                fields.other = Some(cell);
            }
            continue;
        };
        field.get_or_insert(cell);
    }
    Some(fields)
}

/// Whether a cell says that something is done.
pub(super) fn says_done(cell: &str) -> bool {
    let folded = fold(cell);
    words().done.iter().any(|word| fold(word) == folded) || cell.contains(['✅', '✔', '☑'])
}

/// A poll: its columns are the ways to vote, its cells how many did. What it came to, as text.
pub(super) fn poll(statement: &Statement) -> Option<String> {
    let row = statement.row.as_ref()?;
    let words = words();
    let is_vote = |head: &str| {
        let head = fold(head);
        words.poll_columns.iter().any(|word| fold(word) == head)
    };
    let is_number = |cell: &str| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit());
    let votes: Vec<(&str, &str)> =
        row.cells(&statement.text).filter(|(head, cell)| is_vote(head) && is_number(cell)).collect();
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
