//! Deals by what somebody asks for.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Deal, Query, query};
use crate::{OrganizationId, PersonId, Result, TenantTx, UserId};

/// How a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Not decided.
    #[default]
    Open,
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// However it stands.
    All,
}

impl Which {
    /// The word stored in `deal_stages.outcome`; `None`: any.
    fn outcome(self) -> Option<&'static str> {
        match self {
            Self::Open => Some("open"),
            Self::Won => Some("won"),
            Self::Lost => Some("lost"),
            Self::All => None,
        }
    }
}

/// Which deals; what is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// How they stand.
    pub which: Which,
    /// Who of us looks after them.
    pub owner: Option<UserId>,
    /// Key of their stage.
    pub stage: Option<String>,
    /// With which organization.
    pub organization: Option<OrganizationId>,
    /// With which person.
    pub person: Option<PersonId>,
    /// Expected to be decided on that day or later.
    pub closes_from: Option<NaiveDate>,
    /// Expected to be decided before that day.
    pub closes_until: Option<NaiveDate>,
    /// Won or lost at that moment or later.
    pub decided_from: Option<DateTime<Utc>>,
    /// Won or lost before that moment.
    pub decided_until: Option<DateTime<Utc>>,
}

/// The condition that a [`Filter`] makes, on `d` and `s`: parameters 2 to 10.
macro_rules! fits {
    () => {
        " and d.deleted_at is null and ($2::text is null or s.outcome = $2) and ($3::uuid is null or d.owner_id = $3)
          and ($4::text is null or d.stage = $4) and ($5::uuid is null or d.organization_id = $5)
          and ($6::uuid is null or d.person_id = $6) and ($7::date is null or d.closes_on >= $7)
          and ($8::date is null or d.closes_on < $8)
          and ($9::timestamptz is null or d.closed_at >= $9) and ($10::timestamptz is null or d.closed_at < $10)"
    };
}
pub(super) use fits;

impl Filter {
    pub(super) fn outcome(&self) -> Option<&'static str> {
        self.which.outcome()
    }
}

/// A page of deals, what is to be decided next first, and how many there are in all.
pub async fn list(tx: &mut TenantTx, filter: &Filter, limit: i64, offset: i64) -> Result<(Vec<Deal>, i64)> {
    query(tx, filter, &Query::default(), limit, offset).await
}

/// The open deals with an organization or a person, at most `limit`, and how many there are.
pub async fn open_of(
    tx: &mut TenantTx,
    organization: Option<OrganizationId>,
    person: Option<PersonId>,
    limit: i64,
) -> Result<(Vec<Deal>, i64)> {
    list(tx, &Filter { organization, person, ..Filter::default() }, limit, 0).await
}
