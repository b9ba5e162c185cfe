//! Who may do what: one table, one question.
//!
//! Commands name a [`Right`]; nothing else in the program compares roles. What an actor may not know
//! exists is "not found", never "forbidden"; that is the reader's business, since rows of other tenants
//! do not exist for a [`crate::TenantTx`].

use crate::{Actor, Role};

/// Something that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Ask what the bot can do and who one is, join one's account, say what is wrong, not be recorded.
    AskForHelp,
    /// See people, activities, campaigns and figures; search and summarise.
    ReadCrm,
    /// Choose one's own language and time zone, part one's own account.
    SetOwn,
    /// See and take back one's own changes.
    TakeBackOwn,
    /// See pairs that may be one person.
    ReviewDuplicates,
    /// See how one person feels, as it was read from their words.
    SeeMoodsOfPeople,
    /// Write about people and organizations: add, set, tag, note, log, attach accounts.
    WriteCrm,
    /// Change deals and tasks that are somebody else's.
    ChangeAnybodys,
    /// Say which stages deals go through.
    SetStages,
    /// Say who looks after a person that is somebody else's.
    AssignAny,
    /// Write to persons that nobody else looks after.
    WriteToPersons,
    /// Write to persons that somebody else looks after.
    WriteToAnybody,
    /// Put persons, organizations and activities in the trash and bring them back; part accounts.
    DeleteCrm,
    /// Make two persons one, and take that back.
    MergePersons,
    /// Say what is merged without asking and what counts as evidence; merge all that is likely at once.
    RunMatching,
    /// Make and change campaigns, see and add to their budgets.
    RunCampaigns,
    /// Read tables of people and things in, and take that back.
    ImportTables,
    /// Write people and things into a file, without what reaches them.
    ExportTables,
    /// The same with e-mail addresses and telephone numbers.
    ExportContacts,
    /// Change what a budget says already, and what an outcome is worth.
    SetMoney,
    /// Say which fields there are beyond ours, and how much an action counts for a score.
    DefineFields,
    /// Say what is recorded, and who may read it.
    RunRooms,
    /// Read private conversations one took no part in.
    ReadPrivateRooms,
    /// Connect platforms, and look after what did not come in or go out.
    RunConnections,
    /// See everybody's changes and words to the administrators.
    SeeAllChanges,
    /// See what language models take, and say how much they may.
    RunModels,
    /// Take back anybody's change.
    TakeBackAny,
}

/// The table: each right and the lowest role that has it.
pub const TABLE: &[(Right, Role)] = &[
    (Right::AskForHelp, Role::Guest),
    (Right::ReadCrm, Role::Viewer),
    (Right::SetOwn, Role::Viewer),
    (Right::TakeBackOwn, Role::Viewer),
    (Right::ReviewDuplicates, Role::Member),
    (Right::SeeMoodsOfPeople, Role::Manager),
    (Right::WriteCrm, Role::Member),
    (Right::ChangeAnybodys, Role::Manager),
    (Right::SetStages, Role::Admin),
    (Right::AssignAny, Role::Manager),
    (Right::WriteToPersons, Role::Member),
    (Right::WriteToAnybody, Role::Manager),
    (Right::DeleteCrm, Role::Manager),
    (Right::MergePersons, Role::Manager),
    (Right::RunMatching, Role::Admin),
    (Right::RunCampaigns, Role::Manager),
    (Right::ImportTables, Role::Manager),
    (Right::ExportTables, Role::Manager),
    (Right::ExportContacts, Role::Admin),
    (Right::SetMoney, Role::Admin),
    (Right::DefineFields, Role::Admin),
    (Right::RunRooms, Role::Admin),
    (Right::ReadPrivateRooms, Role::Admin),
    (Right::RunConnections, Role::Admin),
    (Right::SeeAllChanges, Role::Admin),
    (Right::RunModels, Role::Admin),
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
