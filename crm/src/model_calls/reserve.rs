//! Entering a question before it is asked, and correcting the entry when it is over.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    budget::{Budget, MONTHLY_TOKENS, hold},
    usage::spent,
};
use crate::{Result, TenantTx};

/// A question that is about to be asked.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// What for: `understand`, `summary`, `sentiment`.
    pub feature: &'a str,
    /// The model's name.
    pub model: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// Tokens the question takes at most.
    pub tokens_in: u32,
    /// Tokens the answer takes at most.
    pub tokens_out: u32,
    /// What that costs at most, with the currency; `None`: nobody has said what a token costs.
    pub cost: Option<(Decimal, &'a str)>,
}

/// How it ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// `answered`, or why not, in a word.
    pub outcome: &'a str,
    /// Tokens the question took.
    pub tokens_in: u32,
    /// Tokens the answer took.
    pub tokens_out: u32,
    /// What that costs.
    pub cost: Decimal,
    /// How long it took.
    pub milliseconds: u64,
    /// What was asked and what was answered: kept where the tenant asks for it, else dropped.
    pub words: (&'a str, Option<&'a str>),
}

/// Enters a question, in the name of the user who acts; `None`: with it, more could be spent since `month` began than
/// the tenant allows.
pub async fn reserve(tx: &mut TenantTx, month: DateTime<Utc>, call: &Call<'_>) -> Result<Option<Uuid>> {
    let budget = hold(tx).await?;
    let currency = call.cost.map(|(_, currency)| currency);
    let so_far = spent(tx, month, currency).await?;
    let tokens = i64::from(call.tokens_in) + i64::from(call.tokens_out);
    let fits = match &budget {
        Budget::Usual => so_far.tokens + tokens <= MONTHLY_TOKENS,
        Budget::Tokens(most) => so_far.tokens + tokens <= *most,
        // without a price in this currency nobody can say what it would cost
        Budget::Money { amount, currency } => {
            call.cost.is_some_and(|(cost, of)| of == currency && so_far.cost + cost <= *amount)
        }
    };
    if !fits {
        return Ok(None);
    }
    let id = Uuid::now_v7();
    let by = tx.actor().user_id();
    sqlx::query(
        "insert into crm.model_calls (tenant_id, id, feature, model, asked_by, asked_at, tokens_in, tokens_out,
             cost, currency)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(call.feature)
    .bind(call.model)
    .bind(by)
    .bind(call.at)
    .bind(i64::from(call.tokens_in))
    .bind(i64::from(call.tokens_out))
    .bind(call.cost.map_or(Decimal::ZERO, |(cost, _)| cost))
    .bind(currency)
    .execute(tx.conn())
    .await?;
    Ok(Some(id))
}

/// Corrects the entry of a question that is over.
pub async fn settle(tx: &mut TenantTx, id: Uuid, ended: &Ended<'_>) -> Result<()> {
    sqlx::query(
        "update crm.model_calls c
         set outcome = $3, tokens_in = $4, tokens_out = $5, cost = $6, milliseconds = $7,
             question = case when b.keep_words then $8 end, answer = case when b.keep_words then $9 end
         from crm.model_budgets b
         where c.tenant_id = $1 and c.id = $2 and b.tenant_id = c.tenant_id",
    )
    .bind(tx.tenant())
    .bind(id)
    .bind(ended.outcome)
    .bind(i64::from(ended.tokens_in))
    .bind(i64::from(ended.tokens_out))
    .bind(ended.cost)
    .bind(i64::try_from(ended.milliseconds).unwrap_or(i64::MAX))
    .bind(ended.words.0)
    .bind(ended.words.1)
    .execute(tx.conn())
    .await?;
    Ok(())
}
