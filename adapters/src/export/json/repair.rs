//! Copies a string of the document so that it becomes valid JSON, whatever it was.
//!
//! The rules, for what stands between the quotes:
//! - `\xHH`, which Telegram Desktop writes for control characters, becomes `\u00HH`;
//! - `\UHHHHHHHH` becomes the character it names, or U+FFFD where it names none;
//! - half a surrogate pair (`\ud83d` alone) becomes U+FFFD;
//! - a raw control character (a line break, a tab …) becomes its escape;
//! - U+0000, in whatever form, becomes U+FFFD: databases cannot hold it in text;
//! - a backslash before anything else is taken for a plain backslash.
//!
//! Never fails on content; bytes that are not UTF-8 pass as they are, for the caller to notice.

use std::io::Read;

use super::broken::Broken;
use super::input::Input;

/// What a backslash and the bytes after it stand for.
enum Escape {
    /// One UTF-16 unit.
    Unit(u16),
    /// A character by its number.
    Char(u32),
    /// `\n`, `\"` and the like: valid as it is.
    Short(u8),
    /// Only a backslash; then these bytes, all of them harmless.
    Plain(u8, Vec<u8>),
}

/// Takes a string, quotes included, and hands its repaired bytes to `out`.
pub(super) fn string<R: Read>(input: &mut Input<R>, out: &mut impl FnMut(&[u8])) -> Result<(), Broken> {
    input.next()?;
    out(b"\"");
    let mut high = None;
    loop {
        let ahead = input.ahead()?;
        let run = ahead.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20)).unwrap_or(ahead.len());
        if run > 0 {
            alone(high.take(), out);
            out(&input.ahead()?[..run]);
            input.take(run);
            continue;
        }
        match input.next()? {
            b'"' => {
                alone(high, out);
                out(b"\"");
                return Ok(());
            }
            b'\\' => match (high.take(), escape(input)?) {
                (Some(first), Escape::Unit(second @ 0xDC00..=0xDFFF)) => {
                    out(format!("\\u{first:04x}\\u{second:04x}").as_bytes());
                }
                (before, Escape::Unit(unit @ 0xD800..=0xDBFF)) => {
                    alone(before, out);
                    high = Some(unit);
                }
                (before, escape) => {
                    alone(before, out);
                    write(escape, out);
                }
            },
            control => {
                alone(high.take(), out);
                character(u32::from(control), out);
            }
        }
    }
}

/// A first half whose second half did not come.
fn alone(high: Option<u16>, out: &mut impl FnMut(&[u8])) {
    if high.is_some() {
        out("\u{FFFD}".as_bytes());
    }
}

fn write(escape: Escape, out: &mut impl FnMut(&[u8])) {
    match escape {
        Escape::Unit(unit) => character(u32::from(unit), out),
        Escape::Char(number) => character(number, out),
        Escape::Short(byte) => out(&[b'\\', byte]),
        Escape::Plain(letter, digits) => {
            out(&[b'\\', b'\\', letter]);
            out(&digits);
        }
    }
}

fn character(number: u32, out: &mut impl FnMut(&[u8])) {
    match char::from_u32(number).filter(|c| *c != '\0').unwrap_or('\u{FFFD}') {
        c @ (' '..='!' | '#'..='[' | ']'..) => out(c.encode_utf8(&mut [0; 4]).as_bytes()),
        c => out(format!("\\u{:04x}", u32::from(c)).as_bytes()),
    }
}

/// Reads what follows a backslash.
fn escape<R: Read>(input: &mut Input<R>) -> Result<Escape, Broken> {
    let width = match input.peek()? {
        Some(byte @ (b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => {
            input.take(1);
            return Ok(Escape::Short(byte));
        }
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        // A control character or the first byte of a long character: the caller's loop takes it.
        Some(byte) if !byte.is_ascii_graphic() => return Ok(Escape::Char(u32::from(b'\\'))),
        Some(_) => 0,
        None => return Ok(Escape::Char(u32::from(b'\\'))),
    };
    let letter = input.next()?;
    let mut digits = Vec::with_capacity(width);
    while digits.len() < width {
        match input.peek()? {
            Some(digit) if digit.is_ascii_hexdigit() => {
                digits.push(digit);
                input.take(1);
            }
            _ => break,
        }
    }
    let number = std::str::from_utf8(&digits).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
    Ok(match (number, digits.len() == width) {
        (Some(number), true) => match u16::try_from(number) {
            Ok(unit) if letter != b'U' => Escape::Unit(unit),
            _ => Escape::Char(number),
        },
        _ => Escape::Plain(letter, digits),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repaired(raw: &[u8]) -> Result<String, Broken> {
        let mut out = Vec::new();
        string(&mut Input::new(raw), &mut |bytes| out.extend_from_slice(bytes))?;
        Ok(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn every_rule() {
        for (raw, text) in [
            (r#""plain \"quoted\" \\ \/ \n""#, "plain \"quoted\" \\ / \n"),
            (r#""\x1b[31m\x0A""#, "\u{1b}[31m\n"),
            (r#""\x22\x5c""#, "\"\\"),
            (r#""\U0001F600""#, "😀"),
            (r#""\U0011FFFF\U00000041""#, "\u{FFFD}A"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""a\ud83db\ude00c""#, "a\u{FFFD}b\u{FFFD}c"),
            (r#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (r#""\ud83d\n""#, "\u{FFFD}\n"),
            (r#""\ud83d""#, "\u{FFFD}"),
            ("\"a\nb\tc\u{1}\"", "a\nb\tc\u{1}"),
            ("\"\0\\x00\\u0000\"", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            (r#""C:\Windows \q \é \u12 \xg \U123 \u""#, r"C:\Windows \q \é \u12 \xg \U123 \u"),
            ("\"\\\u{1}\"", "\\\u{1}"),
            ("\"\\あ\"", "\\あ"),
        ] {
            assert_eq!(repaired(raw.as_bytes()).unwrap(), text, "{raw}");
        }
    }

    #[test]
    fn the_end_inside_is_noticed() {
        for raw in ["\"", "\"a", "\"\\", "\"\\u12", "\"\\ud83d", "\"\\ud83d\\"] {
            assert_eq!(repaired(raw.as_bytes()).unwrap_err().how, super::super::broken::How::CutOff, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn valid_strings_keep_their_text(text in any::<String>()) {
            let raw = serde_json::to_vec(&text).unwrap();
            prop_assert_eq!(repaired(&raw).unwrap(), text.replace('\0', "\u{FFFD}"));
        }

        #[test]
        fn whatever_stands_between_the_quotes_becomes_valid(text in any::<String>()) {
            let raw = format!("\"{text}\"\"");
            prop_assert!(repaired(raw.as_bytes()).is_ok() || raw.contains('\\'));
        }
    }
}
