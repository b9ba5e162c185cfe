//! Bytes from a reader, with the place they stand at.

use std::io::{ErrorKind, Read};

use super::broken::{Broken, How};

/// Bytes fetched at once.
const BUFFER: usize = 64 * 1024;

/// A reader that knows its byte and line.
pub(super) struct Input<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Bytes fetched into the buffer, and how many of them are taken.
    filled: usize,
    at: usize,
    /// Bytes before the buffer.
    before: u64,
    line: u64,
}

impl<R: Read> Input<R> {
    pub(super) fn new(reader: R) -> Self {
        Self::resumed(reader, 0, 1)
    }

    /// A reader whose first byte is the one at `offset`, in `line`.
    pub(super) fn resumed(reader: R, offset: u64, line: u64) -> Self {
        Self { reader, buffer: vec![0; BUFFER], filled: 0, at: 0, before: offset, line }
    }

    /// The bytes fetched and not yet taken; fetches when there are none. Empty at the end.
    pub(super) fn ahead(&mut self) -> Result<&[u8], Broken> {
        if self.at == self.filled {
            self.before += self.at as u64;
            (self.at, self.filled) = (0, 0);
            self.filled = loop {
                match self.reader.read(&mut self.buffer) {
                    Ok(read) => break read,
                    Err(e) if e.kind() == ErrorKind::Interrupted => {}
                    Err(e) => return Err(self.broken(How::Io(e.to_string()))),
                }
            };
        }
        Ok(&self.buffer[self.at..self.filled])
    }

    /// The next byte, not taken. `None` at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Broken> {
        Ok(self.ahead()?.first().copied())
    }

    /// Takes `count` bytes that [`Self::ahead`] has shown and that hold no line break.
    pub(super) fn take(&mut self, count: usize) {
        self.at = self.filled.min(self.at + count);
    }

    /// Takes the next byte.
    pub(super) fn next(&mut self) -> Result<u8, Broken> {
        let Some(byte) = self.peek()? else { return Err(self.broken(How::CutOff)) };
        self.take(1);
        self.line += u64::from(byte == b'\n');
        Ok(byte)
    }

    /// The next byte that is not white space, not taken. `None` at the end.
    pub(super) fn significant(&mut self) -> Result<Option<u8>, Broken> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Ok(Some(byte));
            }
            self.next()?;
        }
        Ok(None)
    }

    /// Bytes taken so far.
    pub(super) fn offset(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Something is wrong with the next byte.
    pub(super) fn broken(&self, how: How) -> Broken {
        Broken { offset: self.offset(), line: self.line, how }
    }
}
