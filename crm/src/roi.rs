//! Return on investment of a campaign: `ROI = (value − cost) / cost`.
//!
//! Costs and outcomes are summed apart and never joined: a join would count each cost once per
//! outcome. An outcome counts when it is credited to the campaign and happened from its first day to
//! the last day of its window, days in the tenant's time zone. Costs dated after today are planned, and
//! amounts in another currency than the tenant's are foreign: both are listed and not counted.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{Result, TenantTx, campaigns::Campaign, tenants};

/// A campaign's return with everything it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Roi {
    /// ISO 4217 code of every amount below.
    pub currency: String,
    /// First and last day on which an outcome counts.
    pub window: (NaiveDate, NaiveDate),
    /// Costs by category, largest first.
    pub costs: Vec<(String, Decimal)>,
    /// Counted outcomes, most valuable first.
    pub outcomes: Vec<Outcome>,
    /// Costs of days to come, not counted.
    pub planned: Decimal,
    /// Costs in other currencies, not counted.
    pub foreign_costs: Vec<(String, Decimal)>,
    /// Different persons behind the outcomes.
    pub persons: i64,
}

/// One kind of outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The verb: `signup`, `star` …
    pub action: String,
    /// How many; credited shares add up to fractions.
    pub count: Decimal,
    /// What one is worth; `None` when nobody said.
    pub each: Option<Decimal>,
}

impl Outcome {
    /// Count × worth; nothing where the worth is unknown.
    pub fn value(&self) -> Decimal {
        self.each.map_or(Decimal::ZERO, |each| self.count * each)
    }
}

impl Roi {
    /// Sum of the costs.
    pub fn cost(&self) -> Decimal {
        self.costs.iter().map(|(_, amount)| amount).sum()
    }

    /// Sum of the outcomes' values.
    pub fn value(&self) -> Decimal {
        self.outcomes.iter().map(Outcome::value).sum()
    }

    /// (value − cost) / cost; `None` without costs.
    pub fn ratio(&self) -> Option<Decimal> {
        let cost = self.cost();
        (!cost.is_zero()).then(|| (self.value() - cost) / cost)
    }
}

/// The campaign's outcomes in its window: tenant, campaign, first day, last day, time zone. Each is looked
/// up by its key: what is credited is few beside all activities, whatever the planner thinks of a table
/// that has just been filled.
macro_rules! counted {
    () => {
        "with counted as (
             select x.*, ac.share from crm.activity_campaigns ac
             cross join lateral (
                 select x.action, x.account_id, x.person_id from crm.activities x
                 where x.tenant_id = ac.tenant_id and x.id = ac.activity_id and x.deleted_at is null
                   and x.occurred_at >= $3::date::timestamp at time zone $5
                   and x.occurred_at < ($4::date + 1)::timestamp at time zone $5
                 offset 0) x
             where ac.tenant_id = $1 and ac.campaign_id = $2)"
    };
}

/// Computes a campaign's return as of a day.
pub async fn of(tx: &mut TenantTx, campaign: &Campaign, today: NaiveDate) -> Result<Roi> {
    let settings = tenants::settings(tx).await?;
    let lines: Vec<(String, String, bool, Decimal)> = sqlx::query_as(
        "select category, currency, spent_on > $3 as planned, sum(amount) from crm.budget_lines
         where tenant_id = $1 and campaign_id = $2 group by 1, 2, 3 order by 4 desc, 1",
    )
    .bind(tx.tenant())
    .bind(campaign.id)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    let mut foreign: BTreeMap<String, Decimal> = BTreeMap::new();
    let (mut costs, mut planned) = (Vec::new(), Decimal::ZERO);
    for (category, currency, is_planned, amount) in lines {
        match (currency == settings.currency, is_planned) {
            (true, false) => costs.push((category, amount)),
            (true, true) => planned += amount,
            (false, _) => *foreign.entry(currency).or_default() += amount,
        }
    }
    let window = (campaign.starts_on, campaign.window_ends_on());
    let counted: Vec<(String, Decimal, Option<Decimal>)> = sqlx::query_as(concat!(
        counted!(),
        " select x.action, sum(x.share) as count, v.amount
         from counted x
         left join crm.outcome_values v on v.tenant_id = $1 and v.action = x.action and v.currency = $6
         group by 1, 3 order by sum(x.share) * coalesce(v.amount, 0) desc, 2 desc, 1"
    ))
    .bind(tx.tenant())
    .bind(campaign.id)
    .bind(window.0)
    .bind(window.1)
    .bind(&settings.timezone)
    .bind(&settings.currency)
    .fetch_all(tx.conn())
    .await?;
    let persons: i64 = sqlx::query_scalar(concat!(
        counted!(),
        " select count(distinct coalesce(x.person_id, a.person_id)) from counted x
         left join crm.accounts a on a.tenant_id = $1 and a.id = x.account_id"
    ))
    .bind(tx.tenant())
    .bind(campaign.id)
    .bind(window.0)
    .bind(window.1)
    .bind(&settings.timezone)
    .fetch_one(tx.conn())
    .await?;
    Ok(Roi {
        currency: settings.currency,
        window,
        costs,
        outcomes: counted.into_iter().map(|(action, count, each)| Outcome { action, count, each }).collect(),
        planned,
        foreign_costs: foreign.into_iter().collect(),
        persons,
    })
}
