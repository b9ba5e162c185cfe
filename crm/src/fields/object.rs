//! What can have fields of a tenant's own.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{CampaignId, CodeKind, DealId, OrganizationId, PersonId};

/// A kind of object that can have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// Persons.
    Person,
    /// Organizations.
    Organization,
    /// Campaigns.
    Campaign,
    /// Deals.
    Deal,
}

impl Object {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organization, Self::Campaign, Self::Deal];

    /// The word stored in `fields.object`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Campaign => "campaign",
            Self::Deal => "deal",
        }
    }

    /// By its stored word.
    pub fn from_stored(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|object| object.word() == word)
    }

    /// What its short codes begin with.
    pub fn code_kind(self) -> CodeKind {
        match self {
            Self::Person => CodeKind::Person,
            Self::Organization => CodeKind::Organization,
            Self::Campaign => CodeKind::Campaign,
            Self::Deal => CodeKind::Deal,
        }
    }

    /// Where its rows are.
    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Person => "crm.persons",
            Self::Organization => "crm.organizations",
            Self::Campaign => "crm.campaigns",
            Self::Deal => "crm.deals",
        }
    }
}

/// One that has values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bearer {
    /// What it is.
    pub object: Object,
    /// Which.
    pub id: Uuid,
}

impl From<PersonId> for Bearer {
    fn from(PersonId(id): PersonId) -> Self {
        Self { object: Object::Person, id }
    }
}

impl From<OrganizationId> for Bearer {
    fn from(OrganizationId(id): OrganizationId) -> Self {
        Self { object: Object::Organization, id }
    }
}

impl From<CampaignId> for Bearer {
    fn from(CampaignId(id): CampaignId) -> Self {
        Self { object: Object::Campaign, id }
    }
}

impl From<DealId> for Bearer {
    fn from(DealId(id): DealId) -> Self {
        Self { object: Object::Deal, id }
    }
}
