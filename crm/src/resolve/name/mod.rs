//! Names of people: what they are made of, and how far two of them are one.
//!
//! A name is cut into tokens (`parse`); a token knows how it may be read (`sound`, and for kanji the lists
//! of `tables`). Two names are laid upon each other token by token (`token`), in whatever order, and what
//! comes out is one of a few levels (`level`). Names are never rewritten; all of this is for comparing.

mod affixes;
mod kanji;
mod level;
mod parse;
mod sound;
mod tables;
mod token;
mod variants;

pub(crate) use level::{Level, Likeness, compare};
pub(crate) use parse::parse;
pub(crate) use sound::of_romaji as romaji;
pub(crate) use tables::{given_share, surname_share};
pub(crate) use token::{Script, Token, fold_name};

/// A name, cut up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    /// As written, for show.
    pub(crate) written: String,
    /// In the order written; never empty.
    pub(crate) tokens: Vec<Token>,
    /// All tokens without blanks.
    pub(crate) joined: String,
    /// Readings of the whole where every token has one, first token first; few.
    pub(crate) sounds: Vec<sound::Sound>,
    /// Not said to be a name: found in an address or a handle.
    pub(crate) derived: bool,
    /// The addresses it was found in, where it was found in nothing else.
    pub(crate) addresses: Vec<String>,
}

impl Name {
    /// Has it two words that are more than initials? One word is a nickname or a login as often as a name.
    pub(crate) fn is_full(&self) -> bool {
        self.tokens.iter().filter(|token| !token.initial).count() >= 2
            || self.tokens[0].script == Script::Han
                && (self.joined.chars().count() >= 4
                    || self.joined.chars().count() == 3 && !tables::is_surname(&self.joined))
    }

    /// Equal for names that differ in order and blanks only.
    pub(crate) fn key(&self) -> String {
        let mut words: Vec<&str> = self.tokens.iter().map(|token| token.text.as_str()).collect();
        words.sort_unstable();
        words.join(" ")
    }
}

/// May somebody with this `name` be meant by `words`: all of it or a word, in whatever script or short form?
pub(crate) fn may_mean(words: &str, name: &str) -> bool {
    let (words, name) = (parse(words), parse(name));
    let fits = |level| matches!(level, Level::Same | Level::Reading | Level::Variant | Level::Part);
    words.iter().any(|x| name.iter().any(|y| fits(compare(x, y).level)))
}

/// Are these two ways to write one name, whatever else is known? Short forms, initials and slips count;
/// other kanji with the same reading are another name.
pub fn names_agree(a: &str, b: &str) -> bool {
    let (a, b) = (parse(a), parse(b));
    a.iter().any(|x| b.iter().any(|y| compare(x, y).level <= Level::Slip))
}
