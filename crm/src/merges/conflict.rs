//! What an undo leaves as it is, because somebody changed it since.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::Value;

use super::RowKind;
use crate::Code;

/// Something changed since the merge; undo left it alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Conflict {
    /// A row that the merge had moved was given to somebody by hand.
    Moved {
        /// What it is.
        kind: RowKind,
        /// What it is called: `github:octocat`, `hanako@example.com`, an organization, `A-12`.
        name: String,
        /// The person who has it.
        owner: Code,
    },
    /// A field that the merge had filled in was edited.
    Edited {
        /// Whose.
        person: Code,
        /// `kana`, `romaji`, `title` or `email`, or the name of a field that the tenant defined.
        field: Cow<'static, str>,
        /// What the merge had put there.
        merged: Value,
        /// What stands there, and stays.
        present: Value,
    },
    /// An employment that the merge had moved has other days now.
    Redated {
        /// Where.
        organization: String,
        /// Its first day, where it is known.
        from: Option<NaiveDate>,
        /// Its last; `None` where it goes on.
        until: Option<NaiveDate>,
    },
    /// An address or a number that the merge had moved was removed.
    Removed {
        /// As it was kept.
        value: String,
    },
}
