//! Tables that would be far larger than their text. The CommonMark parser gives every row of a table as many cells as its head
//! has and makes up those that are missing, so that a few kilobytes of short rows below a wide head would become a tree of
//! hundreds of megabytes.
//!
//! Cells are counted before the parser makes any: columns times lines, from the line of dashes to the next empty line. That
//! is never fewer than the parser makes, and for a table whose rows are full never more than its bytes.

/// So many cells the tables of a note may have beside those that its length allows: a small note may hold a sparse table.
const CELLS: usize = 4_096;

/// So many cells are allowed for each byte of a note. A full row takes at least a byte a cell.
const CELLS_PER_BYTE: usize = 2;

/// No note has more cells. So many the parser makes up for one table before it loses track of where a row ends.
const MOST_CELLS: usize = 1 << 18;

/// The most cells that the tables of a note of so many bytes may have.
pub(super) fn most_cells(bytes: usize) -> usize {
    bytes.saturating_mul(CELLS_PER_BYTE).saturating_add(CELLS).min(MOST_CELLS)
}

/// A table, or several without an empty line between them, with more cells than are left.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Oversized {
    /// The lines of dashes that make tables of it, by index.
    pub(super) delimiters: Vec<usize>,
    /// How many cells there would be.
    pub(super) cells: usize,
}

/// The tables in some lines that have more cells than `left`, from which the others' are taken.
pub(super) fn oversized<'a>(lines: impl Iterator<Item = &'a str>, left: &mut usize) -> Vec<Oversized> {
    let mut found = Vec::new();
    let mut columns = 0;
    let mut table = Oversized { delimiters: Vec::new(), cells: 0 };
    let mut end = |table: &mut Oversized| {
        let table = std::mem::replace(table, Oversized { delimiters: Vec::new(), cells: 0 });
        match left.checked_sub(table.cells) {
            Some(rest) => *left = rest,
            None => found.push(table),
        }
    };
    for (index, line) in lines.enumerate() {
        let row = &line[indent(line)..];
        if row.is_empty() {
            end(&mut table);
            columns = 0;
            continue;
        }
        if let Some(count) = delimited_columns(row) {
            table.delimiters.push(index);
            // What looks like a second line of dashes may be a row of the first table.
            columns = columns.max(count);
        }
        table.cells = table.cells.saturating_add(columns);
    }
    end(&mut table);
    found
}

/// The line with a backslash before its first mark, where it is text and delimits no columns.
pub(super) fn escaped(line: &str) -> String {
    let (indent, row) = line.split_at(indent(line));
    format!("{indent}\\{row}")
}

/// The length of what may stand before a row: white space and the marks of quotations.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

/// How many columns a line such as `|---|:-:|` delimits; nothing for any other line.
fn delimited_columns(row: &str) -> Option<usize> {
    if !row.contains('|') || !row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ')) {
        return None;
    }
    let row = row.trim_end();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    row.split('|').all(|column| column.contains('-')).then(|| row.split('|').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_columns_of_a_line_of_dashes() {
        for (row, columns) in [
            ("|---|---|", Some(2)),
            ("---|---", Some(2)),
            (":-: | -: |-  ", Some(3)),
            ("|-|", Some(1)),
            ("| - |  ", Some(1)),
            ("---", None),
            ("|", None),
            ("||-|", None),
            ("|:|", None),
            ("|--+--|", None),
            ("|a|-|", None),
            ("|-|\t", None),
        ] {
            assert_eq!(delimited_columns(row), columns, "{row}");
        }
    }

    #[test]
    fn tables_take_what_is_left_one_after_the_other() {
        let lines = ["|a|b|", "|-|-|", "|c|", "", "> |a|b|c|", "> |-|-|-|", ">", "|a|b|", "|-|-|", "|-|", "- d", "e"];
        let mut left = 10;
        let found = oversized(lines.into_iter(), &mut left);
        assert_eq!(found, [Oversized { delimiters: vec![8, 9], cells: 8 }]);
        assert_eq!(left, 10 - 4 - 3);
        assert_eq!([escaped("> |-|"), escaped("\t:-|-")], ["> \\|-|", "\t\\:-|-"]);
    }
}
