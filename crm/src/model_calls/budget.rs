//! How much a tenant lets models take in a month.

use rust_decimal::Decimal;
use sqlx::FromRow;

use crate::{Result, TenantTx};

/// Tokens a month where a tenant has said nothing: some two thousand requests that were hard to understand.
pub const MONTHLY_TOKENS: i64 = 2_000_000;

/// A limit for a calendar month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Budget {
    /// Nothing was said: [`MONTHLY_TOKENS`].
    Usual,
    /// Tokens, of questions and answers together; none: no model is asked.
    Tokens(i64),
    /// Money, by the price that was set.
    Money {
        /// How much.
        amount: Decimal,
        /// ISO 4217 code.
        currency: String,
    },
}

#[derive(FromRow)]
struct Row {
    tokens: Option<i64>,
    amount: Option<Decimal>,
    currency: Option<String>,
}

impl From<Row> for Budget {
    fn from(row: Row) -> Self {
        match (row.tokens, row.amount.zip(row.currency)) {
            (Some(tokens), _) => Self::Tokens(tokens),
            (None, Some((amount, currency))) => Self::Money { amount, currency },
            (None, None) => Self::Usual,
        }
    }
}

/// The tenant's.
pub async fn budget(tx: &mut TenantTx) -> Result<Budget> {
    let row: Option<Row> =
        sqlx::query_as("select tokens, amount, currency from crm.model_budgets where tenant_id = $1")
            .bind(tx.tenant())
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.map_or(Budget::Usual, Budget::from))
}

/// The same, and whoever else wants to enter a question waits for the end of this transaction.
pub(super) async fn hold(tx: &mut TenantTx) -> Result<Budget> {
    sqlx::query("insert into crm.model_budgets (tenant_id) values ($1) on conflict do nothing")
        .bind(tx.tenant())
        .execute(tx.conn())
        .await?;
    let row: Row = sqlx::query_as(
        "select tokens, amount, currency from crm.model_budgets where tenant_id = $1 for update",
    )
    .bind(tx.tenant())
    .fetch_one(tx.conn())
    .await?;
    Ok(row.into())
}

/// Sets it and says what it was.
pub async fn set_budget(tx: &mut TenantTx, wanted: &Budget) -> Result<Budget> {
    let before = hold(tx).await?;
    let (tokens, amount, currency) = match wanted {
        Budget::Usual => (None, None, None),
        Budget::Tokens(tokens) => (Some(*tokens), None, None),
        Budget::Money { amount, currency } => (None, Some(*amount), Some(currency.as_str())),
    };
    sqlx::query("update crm.model_budgets set tokens = $2, amount = $3, currency = $4 where tenant_id = $1")
        .bind(tx.tenant())
        .bind(tokens)
        .bind(amount)
        .bind(currency)
        .execute(tx.conn())
        .await?;
    Ok(before)
}
