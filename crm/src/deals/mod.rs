//! Deals: what somebody may buy, how far it has come, and how it ended.
//!
//! A deal stands in one of the tenant's [`stages`]; each step it takes is kept. Amounts of different currencies are
//! never added up. A deal in the trash is shown by nobody; one whose organization or person is there is shown
//! without them until they come back.

mod add;
mod list;
mod pipeline;
mod query;
mod refer;
mod set;
mod stage;
pub mod stages;
mod trash;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::FromRow;

pub use add::{NewDeal, add};
pub use list::{Filter, Which, list, open_of};
pub use pipeline::{Line, Sum, pipeline};
pub(crate) use query::asked;
pub use query::{Condition, Query, query};
pub use refer::{by_number, deleted, refer};
pub use set::{Edit, set};
pub use stage::{Standing, Step, move_to, steps};
pub(crate) use trash::empty;
pub use trash::{delete, restore};

use crate::{Code, CodeKind, DealId, OrganizationId, PersonId, UserId};

/// A deal.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// The number of its short code.
    pub number: i64,
    /// What it is called.
    pub name: String,
    /// With which organization, unless that is in the trash.
    pub organization_id: Option<OrganizationId>,
    /// The number of its short code.
    pub organization_number: Option<i64>,
    /// Its name.
    pub organization: Option<String>,
    /// With which person, unless they are in the trash.
    pub person_id: Option<PersonId>,
    /// The number of their short code.
    pub person_number: Option<i64>,
    /// Their name.
    pub person: Option<String>,
    /// Who of us looks after it.
    pub owner_id: Option<UserId>,
    /// Their name.
    pub owner: Option<String>,
    /// Key of its stage.
    pub stage: String,
    /// How much, not negative, at most two decimals.
    pub amount: Decimal,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// When it is expected to be decided.
    pub closes_on: Option<NaiveDate>,
    /// When it was won or lost.
    pub closed_at: Option<DateTime<Utc>>,
    /// Why it was won or lost.
    pub reason: Option<String>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl Deal {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Deal, self.number)
    }

    /// The short code of its organization.
    pub fn organization_code(&self) -> Option<Code> {
        self.organization_number.map(|number| Code::new(CodeKind::Organization, number))
    }

    /// The short code of its person.
    pub fn person_code(&self) -> Option<Code> {
        self.person_number.map(|number| Code::new(CodeKind::Person, number))
    }
}

/// The columns of [`Deal`] and perhaps more, and where they come from: `d` is the deal, `s` its stage.
macro_rules! deals {
    () => {
        $crate::deals::deals!("")
    };
    ($more:literal) => {
        concat!(
            "select d.id, d.number, d.name, o.id as organization_id, o.number as organization_number, o.name as organization,
                    p.id as person_id, p.number as person_number, p.name as person, d.owner_id, u.name as owner, d.stage,
                    d.amount, d.currency, d.closes_on, d.closed_at, d.reason, d.created_by, d.created_at",
            $more,
            " from crm.deals d
              join crm.deal_stages s on s.tenant_id = d.tenant_id and s.key = d.stage
              left join crm.organizations o
                  on o.tenant_id = d.tenant_id and o.id = d.organization_id and o.deleted_at is null
              left join crm.persons p on p.tenant_id = d.tenant_id and p.id = d.person_id and p.deleted_at is null
              left join crm.users u on u.tenant_id = d.tenant_id and u.id = d.owner_id
              where d.tenant_id = $1"
        )
    };
}
pub(crate) use deals;
