//! What is known of one entry in a list of people, before anybody knows who it is.

use serde::{Deserialize, Serialize};

/// An entry: a row of a list, an account, or a person with all that belongs to it. What is not known stays
/// empty, and says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Names as written; the first is shown.
    pub names: Vec<String>,
    /// The reading in kana, where it is known.
    pub kana: Option<String>,
    /// Addresses.
    pub emails: Vec<Email>,
    /// Accounts.
    pub handles: Vec<Handle>,
    /// Phone numbers in any form.
    pub phones: Vec<String>,
    /// Where somebody works.
    pub organizations: Vec<String>,
    /// Domains of where somebody belongs; those of the addresses need not be repeated.
    pub domains: Vec<String>,
    /// What else only one person should have left: `kind`, value.
    pub marks: Vec<(Mark, String)>,
    /// Values of the columns of a [`Schema`], in its order; shorter is filled with `None`.
    pub fields: Vec<Option<String>>,
}

/// An e-mail address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Email {
    /// As written.
    pub value: String,
    /// Proved to be theirs.
    pub verified: bool,
}

/// An account on some platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handle {
    /// As written; empty: an account without one, or one that says nothing.
    pub value: String,
    /// The platform's own id of it; empty: not known.
    pub id: String,
    /// Platform and workspace; empty: not known.
    pub place: String,
    /// The platform, for show.
    pub provider: String,
    /// Proved to be theirs.
    pub verified: bool,
}

/// Something that ties an entry to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// A page somebody says is theirs, in a profile.
    Link,
    /// The fingerprint of a key.
    Key,
    /// A link that was made for one reader, or a click on it.
    Trace,
    /// An event they were at.
    Event,
}

/// The columns of a list that are none of the above.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// In the order of [`Record::fields`].
    pub columns: Vec<Column>,
}

/// A column that is compared as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Part of where somebody lives: people of one house share all such columns, so they count as one.
    pub place: bool,
}
