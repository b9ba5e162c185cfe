//! Messages of whose mood the reader was unsure, for somebody who may know better.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::{ActivityId, Result, TenantTx};

/// A message whose mood is unsure.
#[derive(Debug, Clone, FromRow)]
pub struct Unsure {
    /// The activity.
    pub id: ActivityId,
    /// What was said.
    pub text: String,
}

/// Messages since a moment, read with less confidence than this and asked of nobody yet: the latest, at most so many.
/// None of talk with this bot, of bots, or of private conversations: nobody asks for them, so nobody may read them here.
pub async fn unsure(tx: &mut TenantTx, below: f32, since: DateTime<Utc>, limit: i64) -> Result<Vec<Unsure>> {
    sqlx::query_as(
        "select x.id, x.text from crm.moods m
         join crm.activities x on x.tenant_id = m.tenant_id and x.id = m.id
         join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
         left join crm.accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
         where m.tenant_id = $1 and not m.asked and m.confidence < $2 and x.occurred_at >= $3
           and x.action = 'message' and x.text is not null and x.deleted_at is null
           and c.kind <> 'assistant' and c.visibility = 'public' and not coalesce(a.is_bot, false)
           and not exists (select from crm.taught_moods t where t.tenant_id = m.tenant_id and t.text_key = m.text_key)
         order by x.occurred_at desc, x.id desc limit $4",
    )
    .bind(tx.tenant())
    .bind(below)
    .bind(since)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Notes that somebody was asked about these, and what they said; `None`: nothing, and the reader's word stands. A
/// message that was changed meanwhile is left alone: its mood was read anew.
pub async fn asked(tx: &mut TenantTx, answers: &[(Unsure, Option<i16>)]) -> Result<()> {
    let ids: Vec<ActivityId> = answers.iter().map(|(it, _)| it.id).collect();
    let texts: Vec<&str> = answers.iter().map(|(it, _)| it.text.as_str()).collect();
    let labels: Vec<Option<i16>> = answers.iter().map(|(_, label)| *label).collect();
    sqlx::query(
        "update crm.moods m set asked = true, label = coalesce(it.label, m.label),
                score = coalesce(it.label::real, m.score)
         from unnest($2::uuid[], $3::text[], $4::smallint[]) as it (id, text, label), crm.activities x
         where m.tenant_id = $1 and m.id = it.id and x.tenant_id = $1 and x.id = it.id and x.text = it.text",
    )
    .bind(tx.tenant())
    .bind(ids)
    .bind(texts)
    .bind(labels)
    .execute(tx.conn())
    .await?;
    Ok(())
}
