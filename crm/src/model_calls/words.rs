//! The words of what models are asked: kept only where a tenant asks for it, and for [`WORDS_DAYS`].

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::budget::hold;
use crate::{Result, TenantTx};

/// Days for which the words of a question and its answer are kept.
pub const WORDS_DAYS: i32 = 30;

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Asked {
    /// `understand`, `summary`, `sentiment`.
    pub feature: String,
    /// The model's name.
    pub model: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Whose request it served; `None`: nobody's, the program asked by itself.
    pub by: Option<String>,
    /// `open`, `answered`, or why not.
    pub outcome: String,
    /// Tokens of question and answer together.
    pub tokens: i64,
    /// What was asked, without our own instructions; `None`: it was not kept, or it is another user's, who may have
    /// seen what the reader may not.
    pub question: Option<String>,
    /// What was answered, likewise.
    pub answer: Option<String>,
}

/// Keeps the words of what is asked from now on, or no longer; what was kept so far stays for its days. Says how it was
/// before.
pub async fn keep_words(tx: &mut TenantTx, keep: bool) -> Result<bool> {
    hold(tx).await?;
    let before = words_are_kept(tx).await?;
    sqlx::query("update crm.model_budgets set keep_words = $2 where tenant_id = $1")
        .bind(tx.tenant())
        .bind(keep)
        .execute(tx.conn())
        .await?;
    Ok(before)
}

/// Are the words kept?
pub async fn words_are_kept(tx: &mut TenantTx) -> Result<bool> {
    let kept: Option<bool> =
        sqlx::query_scalar("select keep_words from crm.model_budgets where tenant_id = $1")
            .bind(tx.tenant())
            .fetch_optional(tx.conn())
            .await?;
    Ok(kept.unwrap_or_default())
}

/// The latest questions, newest first, with the words that the user who acts may read.
pub async fn asked(tx: &mut TenantTx, limit: i64) -> Result<Vec<Asked>> {
    sqlx::query_as(
        "select c.feature, c.model, c.asked_at, u.name as by, c.outcome, c.tokens_in + c.tokens_out as tokens,
                case when c.asked_by is null or c.asked_by = $2 then c.question end as question,
                case when c.asked_by is null or c.asked_by = $2 then c.answer end as answer
         from crm.model_calls c
         left join crm.users u on u.tenant_id = c.tenant_id and u.id = c.asked_by
         where c.tenant_id = $1 order by c.asked_at desc, c.id desc limit $3",
    )
    .bind(tx.tenant())
    .bind(tx.actor().user_id())
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Removes the words that were kept for long enough and says of how many questions.
pub(crate) async fn tidy(tx: &mut TenantTx) -> Result<u64> {
    let gone = sqlx::query(
        "update crm.model_calls set question = null, answer = null
         where tenant_id = $1 and question is not null and asked_at < now() - make_interval(days => $2)",
    )
    .bind(tx.tenant())
    .bind(WORDS_DAYS)
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected())
}
