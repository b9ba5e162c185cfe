//! Return on investment of a campaign: `ROI = (value − cost) / cost`.
//!
//! Costs and outcomes are summed apart and never joined: a join would count each cost once per
//! outcome. An outcome counts when it is credited to the campaign and happened from its first day to
//! the last day of its window, days in the tenant's time zone. Costs dated after today are planned, and
//! amounts in another currency than the tenant's are foreign: both are listed and not counted.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{CampaignId, Result, TenantTx, campaigns::Campaign, tenants};

/// Days before and after which there are no costs.
const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("a day");
const LATEST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

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
    /// Costs of other days than were asked for, not counted.
    pub other_days: Decimal,
    /// Costs in other currencies by their codes, not counted.
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
    fn new(currency: &str, window: (NaiveDate, NaiveDate)) -> Self {
        Self {
            currency: currency.to_owned(),
            window,
            costs: Vec::new(),
            outcomes: Vec::new(),
            planned: Decimal::ZERO,
            other_days: Decimal::ZERO,
            foreign_costs: Vec::new(),
            persons: 0,
        }
    }

    fn add_foreign(&mut self, currency: String, amount: Decimal) {
        match self.foreign_costs.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, sum)) => *sum += amount,
            None => self.foreign_costs.push((currency, amount)),
        }
        self.foreign_costs.sort();
    }

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

/// The outcomes of campaigns in their windows: tenant, campaigns, first days, last days, time zone. Each is
/// looked up by its key: what is credited is few beside all activities, whatever the planner thinks of a
/// table that has just been filled.
macro_rules! counted {
    () => {
        "with counted as (
             select w.id as campaign_id, x.*, ac.share
             from unnest($2::uuid[], $3::date[], $4::date[]) as w (id, first, last)
             join crm.activity_campaigns ac on ac.tenant_id = $1 and ac.campaign_id = w.id
             cross join lateral (
                 select x.action, x.account_id, x.person_id from crm.activities x
                 where x.tenant_id = ac.tenant_id and x.id = ac.activity_id and x.deleted_at is null
                   and x.occurred_at >= w.first::timestamp at time zone $5
                   and x.occurred_at < (w.last + 1)::timestamp at time zone $5
                 offset 0) x)"
    };
}

/// Computes a campaign's return as of a day.
pub async fn of(tx: &mut TenantTx, campaign: &Campaign, today: NaiveDate) -> Result<Roi> {
    let whole = Stretch { window: (campaign.starts_on, campaign.window_ends_on()), only: None };
    compute(tx, &[(campaign.id, whole)], today).await.map(first)
}

/// Computes what a campaign brought and cost from one day to another, both included, as of a day. Outcomes
/// outside of its window do not count either.
pub async fn within(
    tx: &mut TenantTx,
    campaign: &Campaign,
    (from, to): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Roi> {
    let window = (campaign.starts_on.max(from), campaign.window_ends_on().min(to));
    compute(tx, &[(campaign.id, Stretch { window, only: Some((from, to)) })], today).await.map(first)
}

/// Computes the returns of campaigns as of a day, in their order.
pub async fn all(tx: &mut TenantTx, campaigns: &[Campaign], today: NaiveDate) -> Result<Vec<Roi>> {
    let whole = |c: &Campaign| (c.id, Stretch { window: (c.starts_on, c.window_ends_on()), only: None });
    compute(tx, &campaigns.iter().map(whole).collect::<Vec<_>>(), today).await
}

/// Which days of a campaign count: those of its window for outcomes, and for costs all, or only these.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    window: (NaiveDate, NaiveDate),
    only: Option<(NaiveDate, NaiveDate)>,
}

/// One for each campaign, so the first of one is there.
fn first(mut all: Vec<Roi>) -> Roi {
    all.swap_remove(0)
}

async fn compute(
    tx: &mut TenantTx,
    campaigns: &[(CampaignId, Stretch)],
    today: NaiveDate,
) -> Result<Vec<Roi>> {
    let settings = tenants::settings(tx).await?;
    let mut all: HashMap<CampaignId, Roi> =
        campaigns.iter().map(|(id, stretch)| (*id, Roi::new(&settings.currency, stretch.window))).collect();
    let ids: Vec<CampaignId> = campaigns.iter().map(|(id, _)| *id).collect();
    let days = |day: fn(&Stretch) -> NaiveDate| campaigns.iter().map(|(_, s)| day(s)).collect::<Vec<_>>();
    let (first, last) = (days(|s| s.window.0), days(|s| s.window.1));
    let from = days(|s| s.only.map_or(NaiveDate::MIN, |only| only.0).max(EARLIEST));
    let to = days(|s| s.only.map_or(NaiveDate::MAX, |only| only.1).min(LATEST));

    let lines: Vec<(CampaignId, String, String, bool, bool, Decimal)> = sqlx::query_as(
        "select w.id, category, currency, spent_on > $5 as planned,
                spent_on between w.first and w.last as counts, sum(amount)
         from unnest($2::uuid[], $3::date[], $4::date[]) as w (id, first, last)
         join crm.budget_lines b on b.tenant_id = $1 and b.campaign_id = w.id and b.deleted_at is null
         group by 1, 2, 3, 4, 5 order by 6 desc, 2",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(from)
    .bind(to)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    for (id, category, currency, planned, counts, amount) in lines {
        let Some(roi) = all.get_mut(&id) else { continue };
        match (currency == settings.currency, counts, planned) {
            (true, true, false) => roi.costs.push((category, amount)),
            (true, false, false) => roi.other_days += amount,
            (true, _, true) => roi.planned += amount,
            (false, ..) => roi.add_foreign(currency, amount),
        }
    }

    let counted: Vec<(CampaignId, String, Decimal, Option<Decimal>)> = sqlx::query_as(concat!(
        counted!(),
        " select x.campaign_id, x.action, sum(x.share) as count, v.amount
         from counted x
         left join crm.outcome_values v on v.tenant_id = $1 and v.action = x.action and v.currency = $6
         group by 1, 2, 4 order by sum(x.share) * coalesce(v.amount, 0) desc, 3 desc, 2"
    ))
    .bind(tx.tenant())
    .bind(&ids)
    .bind(&first)
    .bind(&last)
    .bind(&settings.timezone)
    .bind(&settings.currency)
    .fetch_all(tx.conn())
    .await?;
    for (id, action, count, each) in counted {
        if let Some(roi) = all.get_mut(&id) {
            roi.outcomes.push(Outcome { action, count, each });
        }
    }

    let persons: Vec<(CampaignId, i64)> = sqlx::query_as(concat!(
        counted!(),
        " select x.campaign_id, count(distinct coalesce(x.person_id, a.person_id)) from counted x
         left join crm.accounts a on a.tenant_id = $1 and a.id = x.account_id group by 1"
    ))
    .bind(tx.tenant())
    .bind(&ids)
    .bind(&first)
    .bind(&last)
    .bind(&settings.timezone)
    .fetch_all(tx.conn())
    .await?;
    for (id, persons) in persons {
        if let Some(roi) = all.get_mut(&id) {
            roi.persons = persons;
        }
    }
    let whole = |(id, stretch): &(CampaignId, Stretch)| {
        all.get(id).cloned().unwrap_or_else(|| Roi::new(&settings.currency, stretch.window))
    };
    Ok(campaigns.iter().map(whole).collect())
}
