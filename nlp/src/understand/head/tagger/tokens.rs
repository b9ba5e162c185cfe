//! The tokens of a text: Latin words, codes, numbers, addresses, handles and rooms whole, katakana words whole, every
//! other Japanese character and every sign by itself.

use super::super::room;
use crate::text::script;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A short code, such as P-12, by its letter.
    Code(char),
    Number,
    /// A number with letters, such as 300k.
    Measure,
    Room,
    Handle,
    Address,
    Link,
    /// A word with signs in it, such as example.com.
    Dotted,
    /// Begins with a capital letter.
    Capital,
    /// All in capitals.
    Capitals,
    Small,
    Katakana,
    Han,
    Hiragana,
    Open,
    Close,
    Sign,
}

/// A part of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Where it begins, in bytes.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
    pub(super) shape: Shape,
    /// It stands in quotes.
    pub(super) quoted: bool,
    /// A blank stands before it.
    pub(super) apart: bool,
}

/// Cuts a text that is made ready.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut at, mut apart, mut in_quotes) = (0, false, false);
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            (at, apart) = (at + first.len_utf8(), true);
            continue;
        }
        let rest = &text[at..];
        let (shape, len) = token(rest, first, in_quotes);
        match shape {
            Shape::Open => in_quotes = true,
            Shape::Close => in_quotes = false,
            _ => {}
        }
        let quoted = in_quotes && shape != Shape::Open;
        tokens.push(Token { from: at, to: at + len, shape, quoted, apart });
        (at, apart) = (at + len, false);
    }
    tokens
}

/// The token that a text begins with: what it looks like, and its bytes.
fn token(rest: &str, first: char, in_quotes: bool) -> (Shape, usize) {
    let of = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let one = first.len_utf8();
    match first {
        '#' => match room::len(&rest[one..]) {
            0 => (Shape::Sign, one),
            len => (Shape::Room, one + len),
        },
        '@' if rest[1..].starts_with(is_latin) => (Shape::Handle, 1 + word(&rest[1..], is_latin)),
        c if is_latin(c) => {
            let len = word(rest, is_latin);
            (shape(&rest[..len]), len)
        }
        c if script::is_katakana(c) || c == 'ー' => {
            (Shape::Katakana, of(|c| script::is_katakana(c) || c == 'ー'))
        }
        c if script::is_han(c) || c == '々' => (Shape::Han, one),
        c if script::is_hiragana(c) => (Shape::Hiragana, one),
        '「' | '『' => (Shape::Open, one),
        '」' | '』' => (Shape::Close, one),
        '"' => (if in_quotes { Shape::Close } else { Shape::Open }, one),
        _ => (Shape::Sign, one),
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && !script::is_cjk(c) && !script::is_kana(c) && c != 'ー' && c != '々'
}

/// How long a word is: signs belong to it where it goes on behind them, as in example.com, 1,200 and 2026-05-01.
fn word(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    if rest.starts_with("http://") || rest.starts_with("https://") {
        return rest.find(|c: char| c.is_whitespace() || !c.is_ascii()).unwrap_or(rest.len());
    }
    let mut end = 0;
    loop {
        end += rest[end..].find(|c| !belongs(c)).unwrap_or(rest.len() - end);
        let mut ahead = rest[end..].chars();
        let (Some(sign), Some(next)) = (ahead.next(), ahead.next()) else { return end };
        let number = rest[..end].ends_with(|c: char| c.is_ascii_digit()) && next.is_ascii_digit();
        let joins =
            "-_.@/+=&%~".contains(sign) || sign == ':' && rest[..end].is_ascii() || sign == ',' && number;
        if !(joins && is_latin(next)) {
            return end;
        }
        end += sign.len_utf8();
    }
}

fn shape(word: &str) -> Shape {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let first = word.chars().next().unwrap_or_default();
    let number = word[first.len_utf8()..].strip_prefix('-').unwrap_or(&word[first.len_utf8()..]);
    let upper = |c: char| c.is_uppercase();
    if word.contains("://") {
        Shape::Link
    } else if word.contains('@') {
        Shape::Address
    } else if first.is_ascii_alphabetic()
        && (1..=6).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        Shape::Code(first.to_ascii_uppercase())
    } else if digits == word.len() {
        Shape::Number
    } else if first.is_ascii_digit() {
        Shape::Measure
    } else if word.contains(['.', '/', ':', '=']) {
        Shape::Dotted
    } else if word.chars().nth(1).is_some() && !word.contains(char::is_lowercase) {
        Shape::Capitals
    } else if upper(first) {
        Shape::Capital
    } else {
        Shape::Small
    }
}
