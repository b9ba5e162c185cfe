//! The walk: into objects and arrays, key by key and item by item.

use std::io::Read;

use serde::de::DeserializeOwned;

use super::broken::{Broken, How};
use super::input::Input;
use super::repair;
use crate::export::SkipReason;

/// The longest value that is cut out whole, in bytes. Real messages stay far below.
const LONGEST: usize = 4 * 1024 * 1024;

/// A JSON document being walked through.
pub(crate) struct Json<R> {
    input: Input<R>,
    /// The objects and arrays we are in, outermost first.
    inside: Vec<Inside>,
    piece: Vec<u8>,
}

struct Inside {
    close: u8,
    first: bool,
}

/// A value that was cut out.
pub(crate) enum Cut<'a> {
    /// The value, its strings repaired, and where it began.
    Whole(&'a [u8], Broken),
    /// It was longer than any value we want.
    TooLong,
}

impl Cut<'_> {
    /// The value itself, or why it is left out.
    pub(crate) fn parse<T: DeserializeOwned>(self) -> Result<Result<T, SkipReason>, Broken> {
        let (raw, start) = match self {
            Self::Whole(raw, start) => (raw, start),
            Self::TooLong => return Ok(Err(SkipReason::TooLarge)),
        };
        let Ok(text) = std::str::from_utf8(raw) else { return Ok(Err(SkipReason::NotUtf8)) };
        match serde_json::from_str(text) {
            Ok(value) => Ok(Ok(value)),
            Err(e) if e.is_data() => Ok(Err(SkipReason::NotAMessage)),
            Err(_) => Err(start),
        }
    }
}

impl<R: Read> Json<R> {
    /// From the first byte of the document.
    pub(crate) fn new(reader: R) -> Result<Self, Broken> {
        let mut input = Input::new(reader);
        match input.peek()? {
            Some(0xEF) => {
                for mark in [0xEF, 0xBB, 0xBF] {
                    if input.next()? != mark {
                        return Err(input.broken(How::Encoding));
                    }
                }
            }
            Some(0xFF | 0xFE | 0) => return Err(input.broken(How::Encoding)),
            _ => {}
        }
        Ok(Self { input, inside: Vec::new(), piece: Vec::new() })
    }

    /// From the middle: right before a value in an object, `reader` at that byte.
    pub(crate) fn within_object(reader: R, offset: u64, line: u64) -> Self {
        let inside = vec![Inside { close: b'}', first: false }];
        Self { input: Input::resumed(reader, offset, line), inside, piece: Vec::new() }
    }

    /// Bytes taken so far.
    pub(crate) fn offset(&self) -> u64 {
        self.input.offset()
    }

    /// Line of the next byte, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.input.line()
    }

    /// The first byte of the next value or the mark after it; nothing is taken but white space.
    pub(crate) fn peek(&mut self) -> Result<u8, Broken> {
        let found = self.input.significant()?;
        found.ok_or_else(|| self.input.broken(How::CutOff))
    }

    /// Goes into the object (`b'{'`) or array (`b'['`) that comes next.
    pub(crate) fn enter(&mut self, open: u8) -> Result<(), Broken> {
        self.expect(open)?;
        self.inside.push(Inside { close: if open == b'{' { b'}' } else { b']' }, first: true });
        Ok(())
    }

    /// The next key of the object we are in, its value still to be taken; `None` when the object ends,
    /// and then we are outside.
    pub(crate) fn next_key(&mut self) -> Result<Option<String>, Broken> {
        if !self.another()? {
            return Ok(None);
        }
        if self.peek()? != b'"' {
            return Err(self.unexpected());
        }
        let key = match self.value()? {
            Cut::Whole(raw, _) => serde_json::from_slice(raw).unwrap_or_default(),
            Cut::TooLong => String::new(),
        };
        self.expect(b':')?;
        Ok(Some(key))
    }

    /// Whether the array we are in has another item, still to be taken; when not, we are outside.
    pub(crate) fn next_item(&mut self) -> Result<bool, Broken> {
        self.another()
    }

    /// Cuts the next value out.
    pub(crate) fn value(&mut self) -> Result<Cut<'_>, Broken> {
        self.peek()?;
        let start = self.input.broken(How::Garbled);
        self.piece.clear();
        let mut too_long = false;
        let piece = &mut self.piece;
        copy(&mut self.input, &mut |bytes| {
            too_long |= piece.len() + bytes.len() > LONGEST;
            if too_long {
                piece.clear();
            } else {
                piece.extend_from_slice(bytes);
            }
        })?;
        Ok(if too_long { Cut::TooLong } else { Cut::Whole(&self.piece, start) })
    }

    /// Passes over the next value.
    pub(crate) fn skip(&mut self) -> Result<(), Broken> {
        self.peek()?;
        copy(&mut self.input, &mut |_| {})
    }

    /// After the last value nothing may follow.
    pub(crate) fn end(&mut self) -> Result<(), Broken> {
        match self.input.significant()? {
            None => Ok(()),
            Some(_) => Err(self.unexpected()),
        }
    }

    /// The next byte is one that may not stand there.
    pub(crate) fn unexpected(&mut self) -> Broken {
        match self.peek() {
            Ok(0) => self.input.broken(How::Encoding),
            Ok(byte) => self.input.broken(How::Unexpected(byte)),
            Err(broken) => broken,
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek()? != byte {
            return Err(self.unexpected());
        }
        self.input.take(1);
        Ok(())
    }

    /// Steps over the comma before the next key or item, or over the closing bracket.
    fn another(&mut self) -> Result<bool, Broken> {
        let next = self.peek()?;
        let Some(inside) = self.inside.last_mut() else { return Ok(false) };
        let first = std::mem::replace(&mut inside.first, false);
        if next == inside.close {
            self.inside.pop();
            self.input.take(1);
            return Ok(false);
        }
        if !first {
            self.expect(b',')?;
        }
        Ok(true)
    }
}

/// Takes one value and hands its bytes to `out`. Brackets are counted, not matched: whoever parses the
/// piece sees what is wrong inside.
fn copy<R: Read>(input: &mut Input<R>, out: &mut impl FnMut(&[u8])) -> Result<(), Broken> {
    let mut depth = 0_u32;
    loop {
        let Some(byte) = input.significant()? else { return Err(input.broken(How::CutOff)) };
        match byte {
            b'"' => repair::string(input, out)?,
            b'{' | b'[' => {
                depth = depth.saturating_add(1);
                mark(input, byte, out);
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                mark(input, byte, out);
            }
            b',' | b':' if depth > 0 => mark(input, byte, out),
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => word(input, out)?,
            0 => return Err(input.broken(How::Encoding)),
            _ => return Err(input.broken(How::Unexpected(byte))),
        }
        if depth == 0 {
            return Ok(());
        }
    }
}

fn mark<R: Read>(input: &mut Input<R>, byte: u8, out: &mut impl FnMut(&[u8])) {
    input.take(1);
    out(&[byte]);
}

/// A number, `true`, `false` or `null`.
fn word<R: Read>(input: &mut Input<R>, out: &mut impl FnMut(&[u8])) -> Result<(), Broken> {
    loop {
        let ahead = input.ahead()?;
        let run = ahead
            .iter()
            .position(|b| !matches!(b, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E'))
            .unwrap_or(ahead.len());
        if run == 0 {
            // Two words with white space between must not grow together.
            out(b" ");
            // Our documents are objects and arrays: what ends with a word is not complete.
            return input.peek()?.map(|_| ()).ok_or_else(|| input.broken(How::CutOff));
        }
        out(&ahead[..run]);
        input.take(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives one byte at a time, so that every place is a border of the buffer.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let [first, rest @ ..] = self.0 else { return Ok(0) };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn cut(raw: &[u8]) -> Result<Vec<u8>, Broken> {
        let mut json = Json::new(Drip(raw))?;
        let piece = match json.value()? {
            Cut::Whole(piece, _) => piece.to_vec(),
            Cut::TooLong => b"null".to_vec(),
        };
        json.end()?;
        Ok(piece)
    }

    #[test]
    fn walks_and_cuts() {
        let mut json = Json::new(Drip(br#" {"a": [1, {"b": "\x41"}, "c"], "d":{} } "#)).unwrap();
        json.enter(b'{').unwrap();
        assert_eq!(json.next_key().unwrap().as_deref(), Some("a"));
        json.enter(b'[').unwrap();
        let mut items = Vec::new();
        while json.next_item().unwrap() {
            let Cut::Whole(piece, _) = json.value().unwrap() else { panic!() };
            items.push(serde_json::from_slice::<serde_json::Value>(piece).unwrap().to_string());
        }
        assert_eq!(items, ["1", r#"{"b":"A"}"#, r#""c""#]);
        assert_eq!(json.next_key().unwrap().as_deref(), Some("d"));
        json.skip().unwrap();
        assert_eq!(json.next_key().unwrap(), None);
        json.end().unwrap();
    }

    #[test]
    fn says_where_it_is_broken() {
        let broken = |raw: &str| cut(raw.as_bytes()).unwrap_err();
        assert_eq!(broken("[1,\n2,"), Broken { offset: 6, line: 2, how: How::CutOff });
        assert_eq!(broken("[tru"), Broken { offset: 4, line: 1, how: How::CutOff });
        assert_eq!(broken("[1]\n\n x"), Broken { offset: 6, line: 3, how: How::Unexpected(b'x') });
        assert_eq!(broken("[1, §]"), Broken { offset: 4, line: 1, how: How::Unexpected(0xC2) });
        assert_eq!(broken("\u{0}"), Broken { offset: 0, line: 1, how: How::Encoding });
        assert_eq!(broken("\u{feff}[x]").offset, 4);
        assert_eq!(cut(&[0xFF, 0xFE, b'{', 0]).unwrap_err().how, How::Encoding);
        assert_eq!(cut(b"{\0}\0").unwrap_err().how, How::Encoding);
        assert_eq!(broken(""), Broken { offset: 0, line: 1, how: How::CutOff });
    }

    #[test]
    fn a_value_without_end_is_not_kept() {
        let raw = format!("[\"{}\"]", "x".repeat(LONGEST));
        let mut json = Json::new(raw.as_bytes()).unwrap();
        assert!(matches!(json.value().unwrap(), Cut::TooLong));
        assert!(json.piece.capacity() <= 2 * LONGEST);
        json.end().unwrap();
    }

    #[test]
    fn holds_one_value_at_a_time() {
        let raw = format!("[{}0]", "{\"text\": \"some words of a message\"},".repeat(20_000));
        let mut json = Json::new(raw.as_bytes()).unwrap();
        json.enter(b'[').unwrap();
        while json.next_item().unwrap() {
            json.value().unwrap();
        }
        json.end().unwrap();
        assert!(json.piece.capacity() < 256, "{}", json.piece.capacity());
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            "[^\0]{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::hash_map("[a-z\"\\\\あ]{0,3}", inner, 0..4)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_cut_out_is_what_stood_there(value in any_json(), pretty in any::<bool>()) {
            let value = serde_json::Value::Array(vec![value]);
            let raw = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) }.unwrap();
            let before: serde_json::Value = serde_json::from_slice(&raw).unwrap();
            let after: serde_json::Value = serde_json::from_slice(&cut(&raw).unwrap()).unwrap();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn random_bytes_do_not_panic(raw in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = cut(&raw);
        }

        #[test]
        fn random_marks_do_not_panic(raw in r#"[\[\]{}",:\\ux0-9a-fUDdn \n]{0,60}"#) {
            let _ = cut(raw.as_bytes());
        }
    }
}
