//! What models took.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::FromRow;

use crate::{Result, TenantTx};

/// What was taken in all.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Spent {
    /// Tokens, of questions and answers together.
    pub tokens: i64,
    /// Money, in the currency asked for.
    pub cost: Decimal,
}

/// What one feature took.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Used {
    /// `understand`, `summary`, `sentiment`.
    pub feature: String,
    /// Questions.
    pub calls: i64,
    /// Those that were answered.
    pub answered: i64,
    /// Tokens of the questions.
    pub tokens_in: i64,
    /// Tokens of the answers.
    pub tokens_out: i64,
    /// What they cost.
    pub cost: Decimal,
    /// In which currency; `None`: nobody had said what a token costs.
    pub currency: Option<String>,
    /// How long one took, in the middle.
    pub milliseconds: Option<i64>,
}

/// What was taken since a moment; questions that are still open count with all that they may take.
pub async fn spent(tx: &mut TenantTx, from: DateTime<Utc>, currency: Option<&str>) -> Result<Spent> {
    sqlx::query_as(
        "select coalesce(sum(tokens_in + tokens_out), 0)::bigint as tokens,
                coalesce(sum(cost) filter (where currency = $3), 0) as cost
         from crm.model_calls where tenant_id = $1 and asked_at >= $2",
    )
    .bind(tx.tenant())
    .bind(from)
    .bind(currency)
    .fetch_one(tx.conn())
    .await
}

/// What each feature took in a period, the dearest first.
pub async fn used(
    tx: &mut TenantTx,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<Used>> {
    sqlx::query_as(
        "select feature, count(*) as calls, count(*) filter (where outcome = 'answered') as answered,
                sum(tokens_in)::bigint as tokens_in, sum(tokens_out)::bigint as tokens_out, sum(cost) as cost,
                currency,
                percentile_disc(0.5) within group (order by milliseconds) as milliseconds
         from crm.model_calls
         where tenant_id = $1 and asked_at >= coalesce($2, '-infinity') and asked_at < coalesce($3, 'infinity')
         group by feature, currency
         order by sum(cost) desc, sum(tokens_in + tokens_out) desc, feature",
    )
    .bind(tx.tenant())
    .bind(from)
    .bind(until)
    .fetch_all(tx.conn())
    .await
}
