//! Records of a CSV file (RFC 4180), one in memory, none longer than we want to hold.

use std::io::{self, BufRead};

/// The longest record that is read, in bytes. Real ones stay far below; a quotation mark that is never closed does
/// not.
const LONGEST: usize = 4 * 1024 * 1024;

/// A file being read.
pub(super) struct Records<R> {
    reader: R,
    /// The line on which the last record began, from 1.
    line: u64,
    /// Line ends behind us.
    ends: u64,
    /// Bytes taken so far.
    offset: u64,
}

/// A line, or several where a field holds line ends.
#[derive(Debug, PartialEq)]
pub(super) enum Record {
    /// Its fields, without their quotation marks.
    Fields(Vec<Vec<u8>>),
    /// It is longer than any record we want; it was skipped up to the end of a line.
    TooLong,
}

/// Where in a field the reading stands.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Start,
    Bare,
    Quoted,
    /// After a quotation mark inside quotation marks: the end, or one of two.
    Quote,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, line: 0, ends: 0, offset: 0 }
    }

    /// The line on which the last record began, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Bytes taken so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next record; `None` at the end. Empty lines are none, and neither is the mark before the first.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        let mut fields: Vec<Vec<u8>> = vec![Vec::new()];
        let (mut at, mut length) = (At::Start, 0);
        self.line = self.ends + 1;
        while let Some(byte) = self.byte()? {
            length += 1;
            let too_long = length > LONGEST;
            let last = fields.last_mut();
            at = match (at, byte) {
                (At::Start | At::Bare | At::Quote, b'\n') => {
                    if too_long {
                        return Ok(Some(Record::TooLong));
                    }
                    trim_return(last, at);
                    if fields == [b""] {
                        (self.line, length) = (self.ends + 1, 0);
                        at = At::Start;
                        continue;
                    }
                    return Ok(Some(Record::Fields(fields)));
                }
                // Nobody knows where a record ends that does not: the next line is as good as any.
                (At::Quoted, b'\n') if too_long => return Ok(Some(Record::TooLong)),
                _ if too_long => {
                    fields.truncate(1);
                    fields.iter_mut().for_each(Vec::clear);
                    at
                }
                (At::Start | At::Bare | At::Quote, b',') => {
                    fields.push(Vec::new());
                    At::Start
                }
                (At::Start, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::Quote,
                (At::Quote, b'"') => put(last, b'"', At::Quoted),
                (At::Quoted, byte) => put(last, byte, At::Quoted),
                (At::Quote, b'\r') => At::Quote,
                (At::Quote, byte) => put(last, byte, At::Quote),
                (At::Start | At::Bare, byte) => put(last, byte, At::Bare),
            };
            self.drop_mark(&mut fields, &mut at);
        }
        trim_return(fields.last_mut(), at);
        let end = fields == [b""] && at != At::Quoted;
        Ok(match () {
            () if length > LONGEST => Some(Record::TooLong),
            () if end => None,
            () => Some(Record::Fields(fields)),
        })
    }

    /// The mark that some programs put before the first head.
    fn drop_mark(&self, fields: &mut [Vec<u8>], at: &mut At) {
        if self.offset == 3
            && let [first] = fields
            && first == b"\xEF\xBB\xBF"
        {
            first.clear();
            *at = At::Start;
        }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = loop {
            match self.reader.fill_buf() {
                Ok(ahead) => break ahead.first().copied(),
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        };
        if let Some(byte) = byte {
            self.reader.consume(1);
            self.offset += 1;
            self.ends += u64::from(byte == b'\n');
        }
        Ok(byte)
    }
}

fn put(field: Option<&mut Vec<u8>>, byte: u8, at: At) -> At {
    if let Some(field) = field {
        field.push(byte);
    }
    at
}

/// The `\r` of a line end of Windows; inside quotation marks it belongs to the text.
fn trim_return(field: Option<&mut Vec<u8>>, at: At) {
    if let Some(field) = field
        && at == At::Bare
    {
        field.pop_if(|byte| *byte == b'\r');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{BufReader, Read};

    fn all(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let Record::Fields(fields) = record else { panic!("too long") };
            let fields = fields.into_iter().map(|field| String::from_utf8(field).unwrap()).collect();
            all.push((records.line(), fields));
        }
        assert_eq!(records.offset(), text.len() as u64);
        all
    }

    fn record(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
        (line, fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn quotes_line_ends_and_marks() {
        assert_eq!(
            all("\u{feff}a,b\r\n\r\n\"1,\n2\",\"say \"\"hi\"\"\"\n3,\n,\"\""),
            [
                record(1, &["a", "b"]),
                record(3, &["1,\n2", "say \"hi\""]),
                record(5, &["3", ""]),
                record(6, &["", ""])
            ]
        );
        assert_eq!(all("\u{feff}\"a\",b"), [record(1, &["a", "b"])]);
        assert_eq!(all("a\"b,\"c\"d,\"\"\n"), [record(1, &["a\"b", "cd", ""])]);
        assert_eq!(all("\"never closed,\nat all"), [record(1, &["never closed,\nat all"])]);
        assert_eq!(all(""), []);
        assert_eq!(all("\n\r\n"), []);
    }

    #[test]
    fn a_record_without_end_is_not_kept() {
        let endless = std::io::repeat(b'x').take(5 * 1024 * 1024);
        let file = (&b"a,\""[..]).chain(endless).chain(&b"\nb,c\n"[..]);
        let mut records = Records::new(BufReader::new(file));
        assert_eq!(records.next().unwrap(), Some(Record::TooLong));
        assert_eq!(records.next().unwrap(), Some(Record::Fields(vec![b"b".to_vec(), b"c".to_vec()])));
        assert_eq!(records.next().unwrap(), None);
    }

    proptest! {
        #[test]
        fn what_was_quoted_comes_back(rows in prop::collection::vec(prop::collection::vec("[a,\"\r\n あ]{0,5}", 1..4), 1..5)) {
            let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
            let back: Vec<Vec<String>> = all(&lines.join("\r\n")).into_iter().map(|(_, fields)| fields).collect();
            let told: Vec<Vec<String>> = rows.into_iter().filter(|row| row != &[""]).collect();
            prop_assert_eq!(back, told);
        }

        #[test]
        fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut records = Records::new(bytes.as_slice());
            while records.next().unwrap().is_some() {}
            prop_assert_eq!(records.offset(), bytes.len() as u64);
        }
    }
}
