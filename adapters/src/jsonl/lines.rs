//! A file line by line, no line longer than we want to hold.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes. Real messages stay far below.
const LONGEST: usize = 4 * 1024 * 1024;

/// A file being read.
pub(super) struct Lines<R> {
    reader: R,
    line: Vec<u8>,
    /// Lines taken so far.
    number: u64,
    /// Bytes taken so far.
    offset: u64,
}

/// A line without its end.
#[derive(Debug, PartialEq)]
pub(super) enum Line<'a> {
    /// Its bytes, white space around them gone.
    Whole(&'a [u8]),
    /// It is longer than any line we want.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: Vec::new(), number: 0, offset: 0 }
    }

    /// The number of the last line, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Bytes taken so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next line; `None` at the end. The mark that some editors put before the first is left out.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut taken, mut too_long) = (0_u64, false);
        loop {
            let ahead = match self.reader.fill_buf() {
                Ok(ahead) => ahead,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let end = ahead.iter().position(|b| *b == b'\n');
            let piece = end.map_or(ahead.len(), |end| end + 1);
            too_long |= self.line.len() + piece > LONGEST;
            if too_long {
                self.line.clear();
            } else {
                self.line.extend_from_slice(ahead.get(..piece).unwrap_or_default());
            }
            self.reader.consume(piece);
            taken += piece as u64;
            if end.is_some() || piece == 0 {
                break;
            }
        }
        if taken == 0 {
            return Ok(None);
        }
        self.offset += taken;
        self.number += 1;
        if too_long {
            return Ok(Some(Line::TooLong));
        }
        let mark = if self.number == 1 { &b"\xEF\xBB\xBF"[..] } else { b"" };
        let line = self.line.strip_prefix(mark).unwrap_or(&self.line);
        Ok(Some(Line::Whole(line.trim_ascii())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    fn all(text: &[u8], buffer: usize) -> Vec<Option<Vec<u8>>> {
        let mut lines = Lines::new(BufReader::with_capacity(buffer, text));
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(match line {
                Line::Whole(line) => Some(line.to_vec()),
                Line::TooLong => None,
            });
        }
        assert_eq!((lines.number(), lines.offset()), (all.len() as u64, text.len() as u64));
        all
    }

    #[test]
    fn ends_marks_and_blanks() {
        for buffer in [1, 3, 100] {
            let line = |text: &str| Some(text.as_bytes().to_vec());
            assert_eq!(
                all(b"\xEF\xBB\xBFa\r\n\n b \nc", buffer),
                [line("a"), line(""), line("b"), line("c")]
            );
            assert_eq!(all(b"", buffer), []);
            assert_eq!(all(b"\n", buffer), [line("")]);
        }
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let endless = std::io::repeat(b'x').take(9 * 1024 * 1024);
        let mut lines = Lines::new(BufReader::new(endless.chain(&b"\nend"[..])));
        assert_eq!(lines.next().unwrap(), Some(Line::TooLong));
        assert!(lines.line.capacity() <= 2 * LONGEST);
        assert_eq!(lines.next().unwrap(), Some(Line::Whole(b"end")));
        assert_eq!(lines.next().unwrap(), None);
    }
}
