//! Who may do what: one table, one question.
//!
//! Commands name a [`Right`]; nothing else in the program compares roles. What an actor may not know
//! exists is "not found", never "forbidden"; that is the reader's business, since rows of other tenants
//! do not exist for a [`crate::TenantTx`].

use crate::{Actor, Role};

/// Something that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Ask what the bot can do and who one is.
    AskForHelp,
    /// See people, activities, campaigns and figures; search and summarise.
    ReadCrm,
    /// See pairs that may be one person.
    ReviewDuplicates,
    /// Make two persons one, and take that back.
    MergePersons,
    /// Take back one's own change.
    TakeBackOwn,
    /// Take back anybody's change.
    TakeBackAny,
}

/// The table: each right and the lowest role that has it.
pub const TABLE: &[(Right, Role)] = &[
    (Right::AskForHelp, Role::Guest),
    (Right::ReadCrm, Role::Viewer),
    (Right::ReviewDuplicates, Role::Member),
    (Right::MergePersons, Role::Manager),
    (Right::TakeBackOwn, Role::Member),
    (Right::TakeBackAny, Role::Admin),
];

/// May this actor do this? The system may; a right missing from the table is nobody's.
pub fn may(actor: &Actor, right: Right) -> bool {
    actor.role().is_none_or(|role| least(right).is_some_and(|least| role >= least))
}

/// The lowest role that has a right.
pub fn least(right: Right) -> Option<Role> {
    TABLE.iter().find(|(r, _)| *r == right).map(|(_, role)| *role)
}
