//! What we know and what it means, on Postgres. No chat, no HTTP.
//!
//! Everything a tenant owns is reached through one door, [`TenantTx`]: a transaction that carries the
//! tenant and the actor. Who may do what stands in one table, [`access`].

pub mod access;
pub mod postgres;

pub mod accounts;
pub mod activities;
pub mod audit;
pub mod authors;
pub mod campaigns;
pub mod connections;
pub mod conversations;
pub mod deals;
pub mod exports;
pub mod feed;
pub mod feedback;
pub mod fields;
pub mod housekeeping;
pub mod identifiers;
pub mod imports;
pub mod inbox;
pub mod inquiries;
pub mod jobs;
pub mod merges;
pub mod model_calls;
pub mod moods;
pub mod notes;
pub mod organizations;
pub mod outbox;
pub mod persons;
pub mod questions;
pub mod record;
pub mod resolve;
pub mod roi;
pub mod scores;
pub mod shown;
pub mod status;
pub mod tasks;
pub mod tenants;
pub mod users;

mod actor;
#[cfg(test)]
mod cancellation;
mod code;
mod codes;
mod db;
mod fold;
mod ids;
pub mod lint;
mod put_back;
mod romaji;
mod scram;
mod seal;
mod tx;

#[cfg(feature = "testing")]
pub mod testing;

pub use actor::{Actor, Role};
pub use code::{Code, CodeKind};
pub use db::{AppLogin, Db, OpenError, PoolSize};
pub use fold::fold;
pub use ids::{
    AccountId, ActivityId, CampaignId, ConnectionId, ConversationId, DealId, FieldId, ImportId, MergeId,
    OrganizationId, PersonId, QuestionId, TaskId, TenantId, UserId,
};
pub use seal::{Keys, Secret};
pub use tx::{TenantTx, gave_way};

/// The database refused, or could not be reached.
pub use sqlx::Error as DbError;

/// What a store function answers when the database refused or could not be reached.
pub type Result<T, E = sqlx::Error> = std::result::Result<T, E>;
