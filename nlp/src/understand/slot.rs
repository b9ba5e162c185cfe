//! What may stand in the place of an argument.

use super::text;
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

impl SlotKind {
    /// Could these words be one?
    pub(super) fn accepts(self, value: &str) -> bool {
        let chars = value.chars().count();
        match self {
            Self::Words | Self::Query | Self::Topic => (1..=200).contains(&chars),
            Self::Person | Self::Campaign | Self::Room => (1..=80).contains(&chars) && !value.contains('\n'),
            Self::Merge => code(value, 'm'),
            Self::Period => period::reads(value),
            Self::Count => value.parse::<u32>().is_ok_and(|n| n > 0),
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
    let digits = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter))
        && digits(chars.as_str().trim_start_matches('-'))
}
