//! What staff want to remember of a person, an organization, a campaign, an activity, a deal or a task.
//!
//! A note stays where it was written. Notes on a person who was merged are read with the survivor, and are
//! apart again when the merge is undone.

mod read;
mod write;

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

pub use read::{by_number, latest};
pub(crate) use write::empty;
pub use write::{add, delete, restore};

use crate::{ActivityId, CampaignId, Code, CodeKind, DealId, OrganizationId, PersonId, TaskId};

/// What a note is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A person.
    Person(PersonId),
    /// An organization.
    Organization(OrganizationId),
    /// A campaign.
    Campaign(CampaignId),
    /// Something somebody did.
    Activity(ActivityId),
    /// A deal.
    Deal(DealId),
    /// A task.
    Task(TaskId),
}

impl Object {
    /// The word stored in `notes.object`.
    fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Organization(_) => "organization",
            Self::Campaign(_) => "campaign",
            Self::Activity(_) => "activity",
            Self::Deal(_) => "deal",
            Self::Task(_) => "task",
        }
    }

    fn id(self) -> Uuid {
        match self {
            Self::Person(PersonId(id))
            | Self::Organization(OrganizationId(id))
            | Self::Campaign(CampaignId(id))
            | Self::Activity(ActivityId(id))
            | Self::Deal(DealId(id))
            | Self::Task(TaskId(id)) => id,
        }
    }
}

/// A note.
#[derive(Debug, Clone, FromRow)]
pub struct Note {
    /// The number of its short code.
    pub number: i64,
    /// What it says.
    pub text: String,
    /// Who wrote it, if that is known.
    pub by: Option<String>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// In the trash since.
    pub deleted_at: Option<DateTime<Utc>>,
    object: String,
    object_number: i64,
}

impl Note {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Note, self.number)
    }

    /// The code of what it was written on.
    pub fn on(&self) -> Code {
        let kind = match self.object.as_str() {
            "person" => CodeKind::Person,
            "organization" => CodeKind::Organization,
            "campaign" => CodeKind::Campaign,
            "deal" => CodeKind::Deal,
            "task" => CodeKind::Task,
            _ => CodeKind::Activity,
        };
        Code::new(kind, self.object_number)
    }
}
