//! What of a token and its neighbours tells whether it is part of an argument, as hashes.

use std::borrow::Cow;

use super::tokens::{Shape, Token};

/// What tells of one token.
pub(super) type Clues = Vec<u64>;

/// How far words are looked at, before and behind.
const FAR: isize = 4;
/// How far it is looked at what tokens look like.
const NEAR: isize = 3;

/// The clues of each token of a text that may be said for a command.
pub(super) fn clues(text: &str, tokens: &[Token], command: &str) -> Vec<Clues> {
    let seen: Vec<Seen<'_>> = tokens.iter().map(|token| Seen::of(text, token)).collect();
    let edge = Seen { word: Cow::Borrowed(""), shape: "|".to_owned() };
    let at = |n: usize, by: isize| n.checked_add_signed(by).and_then(|n| seen.get(n)).unwrap_or(&edge);
    let of = |n: usize, token: &Token| {
        let word = |by: isize| at(n, by).word.as_ref();
        let shape = |by: isize| at(n, by).shape.as_str();
        let mut clues = Vec::with_capacity(40);
        let mut says = |kind: isize, what: &[&str]| clues.push(hash(kind.unsigned_abs() as u64, what));
        for by in -FAR..=FAR {
            says(10 + by, &[word(by)]);
        }
        for by in -NEAR..=NEAR {
            says(30 + by, &[shape(by)]);
        }
        for (kind, first, last) in
            [(40, -1, 0), (41, 0, 1), (42, -2, -1), (43, 1, 2), (44, -1, 1), (45, -3, -1), (46, 1, 3)]
        {
            let words: Vec<&str> = (first..=last).map(word).collect();
            says(kind, &words);
        }
        says(47, &[shape(-1), shape(0), shape(1)]);
        says(48, &[shape(-2), shape(-1), shape(0), shape(1), shape(2)]);
        let quoted = if token.quoted { "quoted" } else { "" };
        says(49, &[quoted]);
        says(50, &[quoted, command]);
        says(51, &[command]);
        says(52, &[command, word(0)]);
        says(53, &[command, word(-1)]);
        says(54, &[command, word(1)]);
        says(55, &[command, shape(0)]);
        says(56, &[command, shape(-1), shape(0), shape(1)]);
        says(57, &[if token.apart { "apart" } else { "" }, shape(-1), shape(0)]);
        let own = word(0);
        if own.len() > 3
            && own.is_ascii()
            && matches!(token.shape, Shape::Small | Shape::Capital | Shape::Capitals)
        {
            says(58, &[&own[..3]]);
            says(59, &[&own[own.len() - 3..]]);
        }
        match n {
            0 => says(60, &["first"]),
            1 => says(60, &["second"]),
            _ => {}
        }
        if n + 1 == tokens.len() {
            says(60, &["last"]);
        }
        says(61, &[]);
        clues
    };
    tokens.iter().enumerate().map(|(n, token)| of(n, token)).collect()
}

/// A token as it is looked at.
struct Seen<'t> {
    /// Small letters; what is one of many, as a code, only by its shape.
    word: Cow<'t, str>,
    shape: String,
}

impl<'t> Seen<'t> {
    fn of(text: &'t str, token: &Token) -> Self {
        let shape = format!("{:?}", token.shape);
        let word = &text[token.from..token.to];
        let word = match token.shape {
            Shape::Code(_)
            | Shape::Number
            | Shape::Measure
            | Shape::Room
            | Shape::Handle
            | Shape::Address
            | Shape::Link => Cow::Owned(shape.clone()),
            _ if word.bytes().any(|b| b.is_ascii_uppercase()) => Cow::Owned(word.to_lowercase()),
            _ => Cow::Borrowed(word),
        };
        Self { word, shape }
    }
}

/// FNV-1a, 64 bits, of a kind and of words.
pub(super) fn hash(kind: u64, words: &[&str]) -> u64 {
    let step = |hash: u64, value: u64| (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3);
    let begun = step(0xcbf2_9ce4_8422_2325, kind);
    let hash = words
        .iter()
        .fold(begun, |hash, word| step(word.bytes().fold(hash, |hash, b| step(hash, u64::from(b))), 0xff));
    hash ^ (hash >> 29)
}
