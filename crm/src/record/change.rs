//! Edits and deletions. One that comes before its message waits for it.

use chrono::{DateTime, Utc};

use super::{Did, Incoming, Row, storable, unrecorded::Unrecorded};
use crate::{ActivityId, ConversationId, Result, TenantTx};

/// Applies the changes among `events`, and those that waited for a message among them.
///
/// Whoever is not recorded writes no new words by editing either; what they delete goes all the same.
pub(super) async fn apply(
    tx: &mut TenantTx,
    events: &[Incoming],
    rows: &mut [Row],
    unrecorded: &Unrecorded,
) -> Result<()> {
    for (event, row) in events.iter().zip(rows.iter_mut()) {
        let text = match &event.did {
            Did::Act { .. } => continue,
            Did::Edit { .. } if unrecorded.has(row) => continue,
            Did::Edit { text } => Some(storable(text)),
            Did::Delete => None,
        };
        let (Some(conversation), Some(external_id)) = (row.conversation, &event.external_id) else {
            continue;
        };
        row.activity = find(tx, conversation, external_id).await?;
        match row.activity {
            Some(activity) => row.new = change(tx, activity, text.as_deref(), event.at).await?,
            None => wait(tx, conversation, external_id, text.as_deref(), event).await?,
        }
    }
    catch_up(tx, events, rows).await
}

/// Changes that were waiting for the messages just recorded.
async fn catch_up(tx: &mut TenantTx, events: &[Incoming], rows: &[Row]) -> Result<()> {
    let new: Vec<(ConversationId, &str)> = events
        .iter()
        .zip(rows)
        .filter(|(event, row)| row.new && matches!(event.did, Did::Act { .. }))
        .filter_map(|(event, row)| Some((row.conversation?, event.external_id.as_deref()?)))
        .collect();
    let mut waiting: Vec<(ConversationId, String, Option<String>, DateTime<Utc>)> = sqlx::query_as(
        "delete from crm.early_changes e
         using unnest($2::uuid[], $3::text[]) as t (conversation, external_id)
         where e.tenant_id = $1 and e.conversation_id = t.conversation and e.external_id = t.external_id
         returning e.conversation_id, e.external_id, e.text, e.changed_at",
    )
    .bind(tx.tenant())
    .bind(new.iter().map(|(conversation, _)| *conversation).collect::<Vec<_>>())
    .bind(new.iter().map(|(_, id)| *id).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    // in the platform's order; a deletion is final, whatever edits came with it
    waiting.sort_by_key(|(_, _, text, at)| (text.is_none(), *at));
    for (conversation, external_id, text, changed_at) in waiting {
        if let Some(activity) = find(tx, conversation, &external_id).await? {
            change(tx, activity, text.as_deref(), changed_at).await?;
        }
    }
    Ok(())
}

async fn find(
    tx: &mut TenantTx,
    conversation: ConversationId,
    external_id: &str,
) -> Result<Option<ActivityId>> {
    sqlx::query_scalar(
        "select id from crm.activities
         where tenant_id = $1 and conversation_id = $2 and external_id = $3 order by occurred_at limit 1",
    )
    .bind(tx.tenant())
    .bind(conversation)
    .bind(external_id)
    .fetch_optional(tx.conn())
    .await
}

/// A new version, or a tombstone that keeps no text. False when nothing changed: the text is the same, or
/// what stands there is newer.
async fn change(
    tx: &mut TenantTx,
    activity: ActivityId,
    text: Option<&str>,
    at: DateTime<Utc>,
) -> Result<bool> {
    if let Some(text) = text {
        let changed = sqlx::query(
            "with old as (
                 select tenant_id, id, version, text from crm.activities
                 where tenant_id = $1 and id = $2 and deleted_at is null and text is distinct from $3
                   and (edited_at is null or edited_at <= $4) for update
             ), kept as (
                 insert into crm.activity_versions (tenant_id, activity_id, version, text, replaced_at)
                 select tenant_id, id, version, text, now() from old
             )
             update crm.activities a set text = $3, version = a.version + 1, edited_at = $4
             from old where a.tenant_id = old.tenant_id and a.id = old.id",
        )
        .bind(tx.tenant())
        .bind(activity)
        .bind(text)
        .bind(at)
        .execute(tx.conn())
        .await?;
        if changed.rows_affected() == 0 {
            // words in the trash follow the platform as well, with all that an edit leaves behind
            sqlx::query(
                "with old as (
                     select a.tenant_id, a.id, a.version, t.text from crm.activities a
                     join crm.trash t on t.tenant_id = $1 and t.activity_id = a.id
                     where a.tenant_id = $1 and a.id = $2 and t.text is distinct from $3
                       and (a.edited_at is null or a.edited_at <= $4) for update
                 ), kept as (
                     insert into crm.activity_versions (tenant_id, activity_id, version, text, replaced_at)
                     select tenant_id, id, version, text, now() from old
                 ), words as (
                     update crm.trash t set text = $3
                     from old where t.tenant_id = old.tenant_id and t.activity_id = old.id
                 )
                 update crm.activities a set version = a.version + 1, edited_at = $4
                 from old where a.tenant_id = old.tenant_id and a.id = old.id",
            )
            .bind(tx.tenant())
            .bind(activity)
            .bind(text)
            .bind(at)
            .execute(tx.conn())
            .await?;
        }
        return Ok(changed.rows_affected() > 0);
    }
    for sql in [
        "delete from crm.activity_versions where tenant_id = $1 and activity_id = $2",
        "delete from crm.trash where tenant_id = $1 and activity_id = $2",
    ] {
        sqlx::query(sql).bind(tx.tenant()).bind(activity).execute(tx.conn()).await?;
    }
    let changed = sqlx::query(
        "update crm.activities set text = null, deleted_at = now()
         where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(activity)
    .execute(tx.conn())
    .await?;
    Ok(changed.rows_affected() > 0)
}

async fn wait(
    tx: &mut TenantTx,
    conversation: ConversationId,
    external_id: &str,
    text: Option<&str>,
    event: &Incoming,
) -> Result<()> {
    sqlx::query(
        "insert into crm.early_changes (tenant_id, id, conversation_id, external_id, text, changed_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, conversation_id, external_id, changed_at) do nothing",
    )
    .bind(tx.tenant())
    .bind(uuid::Uuid::now_v7())
    .bind(conversation)
    .bind(external_id)
    .bind(text)
    .bind(event.at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
