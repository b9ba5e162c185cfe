//! Why two records may be one person, or why not.

use serde::{Deserialize, Serialize};

use super::record::Mark;

/// One sign for or against two being one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// One e-mail address. Addresses of roles and shared ones do not count.
    SameEmail {
        /// Which.
        value: String,
        /// Proved on both sides.
        verified: bool,
    },
    /// One handle on two providers.
    SameHandle {
        /// Which, without the `@`.
        value: String,
        /// On which.
        providers: [String; 2],
    },
    /// One login, as a handle, as a name or before the `@` of two addresses.
    SameLogin {
        /// Which.
        value: String,
    },
    /// Handles that differ by case, a trailing `_` or trailing digits, as of somebody whose own was taken.
    SimilarHandle {
        /// The one's, as written.
        a: String,
        /// The other's.
        b: String,
    },
    /// The login of one is made of the name of the other: `jdoe`, John Doe.
    LoginOfName {
        /// The login.
        login: String,
        /// The name.
        name: String,
    },
    /// One name, in whatever order and spelling.
    SameName {
        /// Which.
        value: String,
    },
    /// One name in two scripts.
    SameReading {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// A short form, a middle name or an initial apart.
    NameForm {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// One slip apart, other kanji with the same reading, or a word of a name alone.
    SimilarName {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// They work or worked at one place.
    SameOrganization {
        /// Its name.
        name: String,
    },
    /// Their addresses have one domain, and not one where anybody may have an address.
    SameDomain {
        /// Which.
        value: String,
    },
    /// One phone number.
    SamePhone {
        /// Which.
        value: String,
    },
    /// Both lead to one page, came by one link, or were at one event.
    SameMark {
        /// What it is.
        mark: Mark,
        /// Which.
        value: String,
    },
    /// One value in a column.
    SameField {
        /// The column.
        field: String,
        /// Which.
        value: String,
    },
    /// Nearly one value in a column.
    SimilarField {
        /// The column.
        field: String,
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// Their names are read differently (Yūko, Hiroko), however they are written.
    ReadDifferently {
        /// The one's reading.
        a: String,
        /// The other's.
        b: String,
    },
    /// Their names have nothing, or no more than a word, in common.
    OtherName {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// They work at two places.
    OtherOrganization {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// Two values in a column.
    OtherField {
        /// The column.
        field: String,
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// They have two addresses at one domain, where each has an account of their own.
    OtherAddress {
        /// The one's.
        a: String,
        /// The other's.
        b: String,
    },
    /// Both have an account there, and not the same: one human rarely has two.
    TwoAccountsOnOneProvider {
        /// Where.
        provider: String,
    },
}

impl Reason {
    /// Does it speak against?
    pub fn is_against(&self) -> bool {
        matches!(
            self,
            Self::ReadDifferently { .. }
                | Self::TwoAccountsOnOneProvider { .. }
                | Self::OtherName { .. }
                | Self::OtherOrganization { .. }
                | Self::OtherField { .. }
                | Self::OtherAddress { .. }
        )
    }

    /// Does it say that they are two, and not merely that something differs? People change employers and
    /// towns; they seldom change their names.
    pub fn contradicts(&self) -> bool {
        matches!(
            self,
            Self::ReadDifferently { .. }
                | Self::TwoAccountsOnOneProvider { .. }
                | Self::OtherAddress { .. }
                | Self::OtherName { .. }
        )
    }
}

/// A reason, and how much it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// What was seen.
    pub reason: Reason,
    /// Match weight in bits: the binary logarithm of how many times more often it is seen in two records of
    /// one person than in those of two; below 0 it speaks against (Fellegi & Sunter 1969).
    pub weight: f64,
}

impl Signal {
    /// Does it speak against?
    pub fn is_against(&self) -> bool {
        self.reason.is_against()
    }

    /// How many times more often it is seen in two records of one person than in those of two; less than 1
    /// where it speaks against.
    pub fn times(&self) -> f64 {
        self.weight.exp2()
    }
}
