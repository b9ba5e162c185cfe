//! Ids are types of their own, so that a person's id cannot stand where an account's belongs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id: UUID v7, so that ids sort by the time they were made.
            #[expect(clippy::new_without_default, reason = "a fresh id is not a default")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )* };
}

ids! {
    /// A customer of the software.
    TenantId
    /// A member of staff.
    UserId
    /// An installed link to a platform.
    ConnectionId
    /// A channel, room or direct chat.
    ConversationId
    /// One human.
    PersonId
    /// One identity on one provider.
    AccountId
    /// A company or community.
    OrganizationId
    /// Something someone did.
    ActivityId
    /// A DevRel measure.
    CampaignId
    /// What somebody may buy.
    DealId
    /// What somebody of us is to do.
    TaskId
    /// Two persons made one.
    MergeId
    /// A field that a tenant defined.
    FieldId
    /// A table that was read in.
    ImportId
    /// Something the bot asked.
    QuestionId
}
