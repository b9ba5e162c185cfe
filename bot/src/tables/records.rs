//! Text → records (RFC 4180, and what is written in the wild): quoted cells may hold delimiters, line ends and
//! doubled quotation marks; lines end with LF, CR or both.

use super::Problem;

/// No cell is longer, in characters: a longer one is a quotation mark gone missing.
const LONGEST_CELL: usize = 100_000;
/// No table has more columns.
const MOST_COLUMNS: usize = 1_000;

/// Cells of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line it begins in, from 1.
    pub(crate) line: u64,
    /// In order.
    pub(crate) cells: Vec<String>,
}

impl Record {
    /// Nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The records of a text; ends after the first problem.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    delimiter: char,
    line: u64,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str, delimiter: char) -> Self {
        Self { rest: text.chars().peekable(), delimiter, line: 1 }
    }

    /// Takes a line end, if one begins with this character.
    fn is_end(&mut self, c: char) -> bool {
        match c {
            '\r' => {
                self.rest.next_if_eq(&'\n');
            }
            '\n' => {}
            _ => return false,
        }
        self.line += 1;
        true
    }

    /// The inside of a quoted cell, its opening mark taken already.
    fn quoted(&mut self, cell: &mut String) -> Result<(), Problem> {
        let opened = self.line;
        let mut length = 0_usize;
        while let Some(c) = self.rest.next() {
            if c == '"' && self.rest.next_if_eq(&'"').is_none() {
                return Ok(());
            }
            length += 1;
            if length > LONGEST_CELL {
                return Err(Problem::LongCell(opened));
            }
            if self.is_end(c) {
                cell.push('\n');
            } else {
                cell.push(c);
            }
        }
        Err(Problem::Unclosed(opened))
    }

    fn record(&mut self) -> Result<Option<Record>, Problem> {
        if self.rest.peek().is_none() {
            return Ok(None);
        }
        let line = self.line;
        let (mut cells, mut cell, mut length) = (Vec::new(), String::new(), 0_usize);
        while let Some(c) = self.rest.next() {
            if c == self.delimiter {
                cells.push(std::mem::take(&mut cell));
                length = 0;
                if cells.len() > MOST_COLUMNS {
                    return Err(Problem::ManyColumns(line));
                }
            } else if c == '"' && length == 0 {
                self.quoted(&mut cell)?;
                length += 1;
            } else if self.is_end(c) {
                break;
            } else {
                length += 1;
                if length > LONGEST_CELL {
                    return Err(Problem::LongCell(line));
                }
                cell.push(c);
            }
        }
        cells.push(cell);
        Ok(Some(Record { line, cells }))
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.record();
        if read.is_err() {
            self.rest = "".chars().peekable();
        }
        read.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, Vec<String>)>, Problem> {
        Records::new(text, ',').map(|it| it.map(|it| (it.line, it.cells))).collect()
    }

    #[test]
    fn what_people_write() {
        let row = |line, cells: &[&str]| (line, cells.iter().map(|c| (*c).to_owned()).collect());
        assert_eq!(
            read("a,b\r\n\"x, y\",\"two\r\nlines\"\r\n\"he said \"\"no\"\"\",\n").unwrap(),
            [row(1, &["a", "b"]), row(2, &["x, y", "two\nlines"]), row(4, &["he said \"no\"", ""]),]
        );
        // a mark in the middle of a cell means itself; text after a closing mark stays
        assert_eq!(read("5\" pipe,\"a\"b").unwrap(), [row(1, &["5\" pipe", "ab"])]);
        assert_eq!(read("a\rb\r\rc").unwrap().iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(read("").unwrap(), []);
        assert_eq!(read("a,\"\"").unwrap(), [row(1, &["a", ""])]);
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        assert_eq!(read("a\nb,\"c\nd\ne"), Err(Problem::Unclosed(2)));
        let long = format!("a\n{}\n", "x".repeat(1_000_000));
        assert_eq!(read(&long), Err(Problem::LongCell(2)));
        assert_eq!(read(&format!("a\n\"{}", "x".repeat(1_000_000))), Err(Problem::LongCell(2)));
        assert_eq!(read(&format!("a\n{}\n", ",".repeat(100_000))), Err(Problem::ManyColumns(2)));
    }
}
