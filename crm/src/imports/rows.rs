//! What a row of a file says, read and found fit to be kept.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{CampaignId, FieldId, fields::FieldValue};

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// People.
    Persons,
    /// Companies and communities.
    Organizations,
    /// What people did.
    Activities,
    /// Who came to an event.
    Attendees,
    /// What campaigns cost.
    Costs,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Persons, Self::Organizations, Self::Activities, Self::Attendees, Self::Costs];

    /// The word stored in `imports.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Organizations => "organizations",
            Self::Activities => "activities",
            Self::Attendees => "attendees",
            Self::Costs => "costs",
        }
    }

    pub(super) fn stored(word: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(Self::Persons)
    }
}

/// What becomes of a row that speaks of what is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It is left out.
    Skip,
    /// What it says is written over what is there.
    Update,
    /// It is taken for somebody else.
    Create,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Skip, Self::Update, Self::Create];

    /// The word stored in `imports.duplicates`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Update => "update",
            Self::Create => "create",
        }
    }

    pub(super) fn stored(word: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word).unwrap_or(Self::Skip)
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line of the file it begins in, from 1.
    pub line: i64,
    /// What it says.
    pub what: What,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Somebody.
    Person(PersonRow),
    /// A company or community.
    Organization(OrganizationRow),
    /// Somebody, and what they did; `None`: nothing, as who cancelled.
    Activity {
        /// Who.
        person: PersonRow,
        /// What.
        did: Option<ActivityRow>,
    },
    /// A line of a campaign's budget.
    Cost(CostRow),
}

/// Somebody. Empty means nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonRow {
    /// Never empty.
    pub name: String,
    /// Reading of a Japanese name.
    pub kana: Option<String>,
    /// The name in Latin letters.
    pub romaji: Option<String>,
    /// In which part of the organization, where that is said apart from the title.
    pub department: Option<String>,
    /// What they do.
    pub title: Option<String>,
    /// In lower case; the first is shown.
    pub emails: Vec<String>,
    /// As written.
    pub phones: Vec<String>,
    /// `developer`, `customer`, `lead` or `partner`.
    pub relationship: Option<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// Where they work, by name.
    pub organization: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// Kept as a note.
    pub note: Option<String>,
    /// What stands in fields of the tenant's own.
    pub own: Vec<(FieldId, FieldValue)>,
}

impl PersonRow {
    /// Department and title, as they are kept: in one.
    pub fn whole_title(&self) -> Option<String> {
        let parts: Vec<&str> =
            [&self.department, &self.title].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// A company or community.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Never empty.
    pub name: String,
    /// The name in another language or spelling.
    pub other_name: Option<String>,
    /// E-mail and web domain.
    pub domain: Option<String>,
    /// `company` or `community`.
    pub kind: Option<String>,
    /// Kept as a note.
    pub note: Option<String>,
    /// What stands in fields of the tenant's own.
    pub own: Vec<(FieldId, FieldValue)>,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRow {
    /// `attend`, `call` …
    pub action: String,
    /// In words.
    pub text: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Credited to.
    pub campaign: Option<CampaignId>,
}

/// A line of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostRow {
    /// Whose.
    pub campaign: CampaignId,
    /// `people`, `ads`, `production`, `venue`, `travel`, `prizes` or `other`.
    pub category: String,
    /// Not negative, two decimals at most.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
    /// When.
    pub spent_on: NaiveDate,
    /// For what.
    pub note: Option<String>,
}
