//! What may stand in the place of an argument.

use super::{names, text};
use crate::period;

/// What an argument is, as far as its words can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Any words.
    Words,
    /// Any words, in which quotation marks mean something.
    Query,
    /// A person: code, handle, address or name.
    Person,
    /// A campaign: code or name.
    Campaign,
    /// A conversation: `#name` or a name.
    Room,
    /// A merge: `M-31`.
    Merge,
    /// A stretch of time.
    Period,
    /// How many.
    Count,
    /// A command's name or a part of it.
    Topic,
}

/// How sure a phrasing must be that the words are what it takes them for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sureness {
    /// `{person}`: they could be.
    Likely,
    /// `{person:sure}`: they can be nothing else, as a code, `@taro`, 田中さん, `#general` or a quoted name.
    Sure,
    /// `{person:code}`: a code.
    Code,
}

impl Sureness {
    /// By its name in a phrasing.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "sure" => Some(Self::Sure),
            "code" => Some(Self::Code),
            _ => None,
        }
    }
}

impl SlotKind {
    /// The longest words that can be one, in characters with their quotes.
    pub(super) fn longest(self) -> usize {
        match self {
            Self::Words | Self::Query => 200,
            Self::Person | Self::Campaign | Self::Room => 60,
            Self::Topic => 40,
            Self::Period => 40,
            Self::Merge => 12,
            Self::Count => 6,
        }
    }

    /// Could these words, as they stand in the text, be one?
    pub(super) fn accepts(self, words: &str, sureness: Sureness) -> bool {
        let value = text::unquoted(words);
        if value.is_empty() || value.chars().nth(self.longest()).is_some() {
            return false;
        }
        let quoted = value.len() < words.trim().len();
        match (self, sureness) {
            (Self::Merge, _) => code(value, 'm'),
            (Self::Period, _) => period::resembles(value),
            (Self::Count, _) => value.parse::<u32>().is_ok_and(|n| n > 0),
            (_, Sureness::Code) => self.is_code(value),
            (_, Sureness::Sure) => quoted || self.is_code(value) || self.is_marked(value),
            (Self::Person | Self::Campaign | Self::Room, Sureness::Likely) => {
                quoted
                    || self.is_code(value)
                    || self.is_marked(value)
                    || (!is_any_code(value) && names::could_be(self, value))
            }
            (Self::Words | Self::Query | Self::Topic, Sureness::Likely) => {
                quoted || !names::is_pronoun(value)
            }
        }
    }

    /// A code of this kind.
    fn is_code(self, value: &str) -> bool {
        match self {
            Self::Person => code(value, 'p'),
            Self::Campaign => code(value, 'c'),
            _ => false,
        }
    }

    /// Carries a mark that only this kind has.
    fn is_marked(self, value: &str) -> bool {
        match self {
            Self::Person => names::is_marked_person(value),
            Self::Room => value.starts_with('#') && !value.contains(' '),
            _ => false,
        }
    }

    /// The value in the words that stand there.
    pub(super) fn value(self, words: &str) -> String {
        match self {
            Self::Query => words.trim().to_owned(),
            _ => text::unquoted(words).to_owned(),
        }
    }

    /// Accepts few words, so that those it accepts are meant for it.
    pub(super) fn is_choosy(self) -> bool {
        matches!(self, Self::Merge | Self::Count | Self::Period)
    }
}

/// `M-31`, `m31`.
fn code(value: &str, letter: char) -> bool {
    let mut chars = value.trim_start_matches('#').chars();
    let digits = |rest: &str| (1..=10).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
    chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter))
        && digits(chars.as_str().trim_start_matches('-'))
}

/// A code of any kind, with its dash.
fn is_any_code(value: &str) -> bool {
    value.contains('-') && ['p', 'c', 'm'].into_iter().any(|letter| code(value, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_name_are_not_taken_for_one() {
        for (kind, words, likely, sure) in [
            (SlotKind::Person, "田中", true, false),
            (SlotKind::Person, "田中さん", true, true),
            (SlotKind::Person, "アオゾラの田中さん", true, true),
            (SlotKind::Person, "Tanaka Taro", true, false),
            (SlotKind::Person, "@taro", true, true),
            (SlotKind::Person, "taro@example.com", true, true),
            (SlotKind::Person, "P-12", true, true),
            (SlotKind::Person, "C-12", false, false),
            (SlotKind::Person, "\"The One\"", true, true),
            (SlotKind::Person, "going to the party", false, false),
            (SlotKind::Person, "there", false, false),
            (SlotKind::Person, "皆さん", false, false),
            (SlotKind::Person, "明日の会議", false, false),
            (SlotKind::Person, "ログ", false, false),
            (SlotKind::Campaign, "The State of Rust", true, false),
            (SlotKind::Campaign, "C-6", true, true),
            (SlotKind::Campaign, "it", false, false),
            (SlotKind::Campaign, "テスト", false, false),
            (SlotKind::Room, "#general", true, true),
            (SlotKind::Room, "last 9999999999 days", false, false),
            (SlotKind::Room, "since the fall", false, false),
            (SlotKind::Period, "last 9999999999 days", true, true),
            (SlotKind::Query, "that", false, false),
        ] {
            assert_eq!(kind.accepts(words, Sureness::Likely), likely, "{kind:?} {words}");
            assert_eq!(
                kind.accepts(words, Sureness::Sure),
                sure || kind == SlotKind::Period && likely,
                "{kind:?} {words}"
            );
        }
    }
}
