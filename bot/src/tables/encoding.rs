//! Bytes → text: which encoding a file is in, found from the bytes themselves.
//!
//! A byte order mark decides; else NUL bytes tell of UTF-16; else what is valid UTF-8 is UTF-8. Of the two
//! Japanese encodings that remain the one is taken in which the text reads like Japanese: each of them can
//! often be decoded as the other, into half-width katakana and rare characters.

use encoding_rs::{EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::Problem;

/// How text is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Shift_JIS as Windows has it (CP932).
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// Windows-1252 (western Europe).
    Windows1252,
}

impl Encoding {
    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::ShiftJis => "Shift_JIS (CP932)",
            Self::EucJp => "EUC-JP",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Is what these bytes show as a yen sign read as a backslash (byte 5C)?
    pub(super) fn has_yen_for_backslash(self) -> bool {
        matches!(self, Self::ShiftJis | Self::EucJp)
    }
}

/// An amount whose yen sign was read as a backslash, with that sign.
pub(super) fn with_yen(cell: &str) -> String {
    match cell.split_once('\\') {
        Some((before, after)) if !before.contains(char::is_alphanumeric) => format!("{before}¥{after}"),
        _ => cell.to_owned(),
    }
}

/// The text, and how it was written.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), Problem> {
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"\x1f\x8b")
        || bytes.starts_with(b"\xd0\xcf\x11\xe0")
    {
        return Err(Problem::Archive);
    }
    let (text, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (utf8(rest)?, Encoding::Utf8Bom),
        [0xff, 0xfe, rest @ ..] => (utf16(rest, Encoding::Utf16Le)?, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, Encoding::Utf16Be)?, Encoding::Utf16Be),
        _ if bytes.contains(&0) => unmarked_utf16(bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(error) => legacy(bytes, error.valid_up_to())?,
        },
    };
    match text.find('\0') {
        Some(at) => Err(Problem::NotText(line_of(text.as_bytes(), at))),
        None => Ok((text, encoding)),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Problem::NotText(line_of(bytes, error.valid_up_to()))),
    }
}

/// In which line a byte is, from 1. Line ends are LF, CR or both.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = &bytes[..at.min(bytes.len())];
    let feeds = before.iter().filter(|b| **b == b'\n').count();
    let returns = before.iter().filter(|b| **b == b'\r').count();
    feeds.max(returns) as u64 + 1
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<String, Problem> {
    let table = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
    match table.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => {
            let (text, _) = table.decode_without_bom_handling(bytes);
            let at = text.find('\u{fffd}').unwrap_or(text.len());
            Err(Problem::NotText(line_of(text.as_bytes(), at)))
        }
    }
}

/// UTF-16 without a mark: line ends and commas have a zero byte on one side.
fn unmarked_utf16(bytes: &[u8]) -> Result<(String, Encoding), Problem> {
    let ends = |sign: usize| {
        let pairs = bytes.chunks_exact(2).filter(|pair| pair[1 - sign] == 0);
        pairs.filter(|pair| matches!(pair[sign], b'\n' | b'\r' | b',' | b';' | b'\t')).count()
    };
    let (little, big) = (ends(0), ends(1));
    let encoding = if little > big {
        Encoding::Utf16Le
    } else if big > little {
        Encoding::Utf16Be
    } else {
        let at = bytes.iter().position(|b| *b == 0).unwrap_or_default();
        return Err(Problem::NotText(line_of(bytes, at)));
    };
    Ok((utf16(bytes, encoding)?, encoding))
}

/// Not UTF-8: Japanese as it was written before, or western European.
fn legacy(bytes: &[u8], bad: usize) -> Result<(String, Encoding), Problem> {
    if is_mostly_utf8(bytes) {
        return Err(Problem::Mixed(line_of(bytes, bad)));
    }
    let read = |encoding: &'static encoding_rs::Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    };
    let japanese = [(read(SHIFT_JIS), Encoding::ShiftJis), (read(EUC_JP), Encoding::EucJp)];
    let best = japanese
        .into_iter()
        .filter_map(|(text, encoding)| text.map(|text| (likeness(&text), text, encoding)))
        // of two that are as likely, the first: Shift_JIS
        .reduce(|best, other| if other.0 > best.0 { other } else { best });
    if let Some((score, text, encoding)) = best
        && score > 0
    {
        return Ok((text, encoding));
    }
    if is_western(bytes) {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), Encoding::Windows1252));
    }
    // the line where the likelier of the two stops making sense
    let (text, _) = SHIFT_JIS.decode_without_bom_handling(bytes);
    let at = text.find('\u{fffd}').unwrap_or_default();
    Err(Problem::NotText(line_of(text.as_bytes(), at)))
}

/// How much a text reads like Japanese: kana and kanji for it, half-width katakana and what nobody types against.
fn likeness(text: &str) -> i64 {
    text.chars()
        .filter(|c| !c.is_ascii())
        .map(|c| match c {
            '\u{3040}'..='\u{309f}' | '\u{30a0}'..='\u{30ff}' => 3,
            '\u{4e00}'..='\u{9fff}' => 2,
            '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}' => 1,
            '\u{ff61}'..='\u{ff9f}' => -2,
            _ => -3,
        })
        .sum()
}

/// Nine in ten of the bytes beyond ASCII are valid UTF-8.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad * 9
}

/// Accented letters here and there among ASCII, none of them a control character.
fn is_western(bytes: &[u8]) -> bool {
    let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
    let letters = bytes.iter().filter(|b| **b >= 0xc0).count();
    let lone = bytes.windows(2).filter(|two| !two[0].is_ascii() && !two[1].is_ascii()).count();
    beyond * 10 <= bytes.len() && letters * 10 >= beyond * 9 && lone * 10 <= beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "姓,名,会社名\r\n髙橋,花子,㈱青空\r\n佐藤,ﾀﾛｳ,みどり商事\r\n";

    #[test]
    fn each_encoding_is_found() {
        let utf16 = |le: bool, bom: bool| -> Vec<u8> {
            let units = bom.then_some(0xfeff).into_iter().chain(WORDS.encode_utf16());
            units.flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
        };
        let bom: Vec<u8> = [&[0xef, 0xbb, 0xbf], WORDS.as_bytes()].concat();
        for (bytes, encoding) in [
            (WORDS.as_bytes().to_vec(), Encoding::Utf8),
            (bom, Encoding::Utf8Bom),
            (SHIFT_JIS.encode(WORDS).0.into_owned(), Encoding::ShiftJis),
            (utf16(true, true), Encoding::Utf16Le),
            (utf16(false, true), Encoding::Utf16Be),
            (utf16(true, false), Encoding::Utf16Le),
            (utf16(false, false), Encoding::Utf16Be),
        ] {
            assert_eq!(decode(&bytes), Ok((WORDS.to_owned(), encoding)), "{encoding:?}");
        }
        // NEC's row 13 and IBM's kanji are not in EUC-JP
        let plain = "姓,名,会社名\n高橋,花子,青空\n佐藤,太郎,みどり商事\n";
        let euc = EUC_JP.encode(plain).0.into_owned();
        assert_eq!(decode(&euc), Ok((plain.to_owned(), Encoding::EucJp)));
        let short = EUC_JP.encode("氏名,役職\n高橋,部長\n").0.into_owned();
        assert_eq!(decode(&short).map(|it| it.1), Ok(Encoding::EucJp));
        let western = "Name,City\nJosé Müller,Zürich\nAnn,Bern\nBo Smith,Amsterdam\n";
        let bytes = WINDOWS_1252.encode(western).0.into_owned();
        assert_eq!(decode(&bytes), Ok((western.to_owned(), Encoding::Windows1252)));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let mut mixed = "氏名,会社\n佐藤花子,青空システム\n鈴木一郎,青空システム\n".repeat(5).into_bytes();
        mixed.extend_from_slice(&SHIFT_JIS.encode("高橋\n").0);
        assert_eq!(decode(&mixed), Err(Problem::Mixed(16)));
        assert_eq!(decode(b"name\nA\0B\n"), Err(Problem::NotText(2)));
        assert_eq!(decode(b"\xef\xbb\xbfname\nA\n\xff\n"), Err(Problem::NotText(3)));
        // a lone surrogate
        assert_eq!(decode(b"\xff\xfea\0\n\0\x00\xd8b\0"), Err(Problem::NotText(2)));
        assert_eq!(decode(b"PK\x03\x04whatever"), Err(Problem::Archive));
    }
}
