//! DevRel measures: what they cost, what they published, what came of them.

mod add;
mod budget;
mod refer;
mod resources;
mod set;
mod trash;
mod values;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::FromRow;

pub use add::{NewBudgetLine, NewCampaign, NewResource, add, credit};
pub use budget::{
    BudgetLine, add_budget_line, budget, budget_line, set_budget_line, set_budget_line_removed,
};
pub use refer::{all, by_id, named, refer};
pub use resources::{Resource, add_resource, resource, resources, set_resource_removed};
pub use set::{Edit, set, set_closed};
pub(crate) use trash::empty;
pub use trash::{belongings, delete, restore, trashed};
pub use values::{
    OutcomeValue, clear_outcome_value, outcome_value, outcome_values, set_outcome_value, unvalued,
};

use crate::{CampaignId, Code, CodeKind, Result, TenantTx, fold};

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// The number of its short code.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// Its Japanese name.
    pub name_ja: Option<String>,
    /// What it is for.
    pub goal: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Days after the last in which an outcome still counts.
    pub window_days: i32,
    /// Closed by hand.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Campaign {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Campaign, self.number)
    }

    /// The last day on which an outcome counts.
    pub fn window_ends_on(&self) -> NaiveDate {
        self.ends_on + chrono::Days::new(u64::from(self.window_days.unsigned_abs()))
    }

    /// Is one of its names this one? `folded`: folded, without blanks.
    pub(crate) fn is_named(&self, folded: &str) -> bool {
        [Some(&self.name), self.name_ja.as_ref()]
            .into_iter()
            .flatten()
            .any(|name| fold(name).replace(' ', "") == folded)
    }

    /// The name in a language, where there is one.
    pub fn name_in(&self, ja: bool) -> &str {
        self.name_ja.as_deref().filter(|_| ja).unwrap_or(&self.name)
    }
}

/// A campaign in a list.
#[derive(Debug, Clone, FromRow)]
pub struct Listed {
    /// The campaign.
    #[sqlx(flatten)]
    pub campaign: Campaign,
    /// What it cost so far, in the tenant's currency.
    pub cost: Decimal,
    /// Activities credited to it.
    pub outcomes: i64,
}

macro_rules! campaign_columns {
    () => {
        "c.id, c.number, c.name, c.name_ja, c.goal, c.starts_on, c.ends_on, c.window_days, c.closed_at"
    };
}
pub(crate) use campaign_columns;

/// Every campaign, the latest first; what it cost up to a day, as [`crate::roi`] counts.
pub async fn list(tx: &mut TenantTx, today: NaiveDate) -> Result<Vec<Listed>> {
    sqlx::query_as(concat!(
        "select ",
        campaign_columns!(),
        ", coalesce((select sum(b.amount) from crm.budget_lines b
                     where b.tenant_id = c.tenant_id and b.campaign_id = c.id and b.deleted_at is null
                       and b.spent_on <= $2 and b.currency = (select currency from crm.settings)), 0) as cost,
         (select count(*) from crm.activity_campaigns ac
          where ac.tenant_id = c.tenant_id and ac.campaign_id = c.id
            and exists (select from crm.activities x where x.tenant_id = ac.tenant_id
                        and x.id = ac.activity_id and x.deleted_at is null)) as outcomes
         from crm.campaigns c where c.tenant_id = $1 and c.deleted_at is null
         order by c.starts_on desc, c.number desc"
    ))
    .bind(tx.tenant())
    .bind(today)
    .fetch_all(tx.conn())
    .await
}
