//! Following what is recorded, and keeping what was read from it.

use sqlx::FromRow;
use uuid::Uuid;

use super::Mood;
use crate::{ActivityId, Result, TenantTx, feed};

/// How far the reader has come.
pub type Position = feed::Position;

/// The reader's name among those that follow activities.
const NAME: &str = "moods";

#[derive(FromRow)]
struct Row {
    version: i32,
    transaction: i64,
    activity: Uuid,
}

/// Takes the reader's place for this transaction and says how far it has come; `None`: another replica is at it.
/// Another `version` than last time, or a database whose transactions are counted anew, begins from the start.
pub async fn begin(tx: &mut TenantTx, version: i32, horizon: i64) -> Result<Option<Position>> {
    sqlx::query(
        "insert into crm.readers (tenant_id, name, version) values ($1, $2, $3)
         on conflict (tenant_id, name) do nothing",
    )
    .bind(tx.tenant())
    .bind(NAME)
    .bind(version)
    .execute(tx.conn())
    .await?;
    let row: Option<Row> = sqlx::query_as(
        "select version, transaction, activity from crm.readers where tenant_id = $1 and name = $2
         for update skip locked",
    )
    .bind(tx.tenant())
    .bind(NAME)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        if row.version == version && row.transaction < horizon {
            Position { transaction: row.transaction, activity: ActivityId(row.activity) }
        } else {
            Position::START
        }
    }))
}

/// Notes how far the reader has come.
pub async fn come_to(tx: &mut TenantTx, version: i32, position: Position) -> Result<()> {
    sqlx::query(
        "update crm.readers set version = $3, transaction = $4, activity = $5 where tenant_id = $1 and name = $2",
    )
    .bind(tx.tenant())
    .bind(NAME)
    .bind(version)
    .bind(position.transaction)
    .bind(position.activity)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps moods; of an activity that has one, in its place.
pub async fn keep(tx: &mut TenantTx, moods: &[Mood]) -> Result<()> {
    let ids: Vec<Uuid> = moods.iter().map(|mood| mood.id.0).collect();
    let labels: Vec<i16> = moods.iter().map(|mood| mood.label).collect();
    let scores: Vec<f32> = moods.iter().map(|mood| mood.score).collect();
    let confidences: Vec<f32> = moods.iter().map(|mood| mood.confidence).collect();
    let keys: Vec<&str> = moods.iter().map(|mood| mood.key.as_str()).collect();
    sqlx::query(
        "insert into crm.moods (tenant_id, id, label, score, confidence, text_key)
         select $1, id, label, score, confidence, md5(text_key)
         from unnest($2::uuid[], $3::smallint[], $4::real[], $5::real[], $6::text[])
              as read (id, label, score, confidence, text_key)
         on conflict (tenant_id, id) do update
         set label = excluded.label, score = excluded.score, confidence = excluded.confidence,
             text_key = excluded.text_key, asked = false",
    )
    .bind(tx.tenant())
    .bind(ids)
    .bind(labels)
    .bind(scores)
    .bind(confidences)
    .bind(keys)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets the moods of what is gone.
pub async fn forget(tx: &mut TenantTx, activities: &[ActivityId]) -> Result<()> {
    let ids: Vec<Uuid> = activities.iter().map(|id| id.0).collect();
    sqlx::query("delete from crm.moods where tenant_id = $1 and id = any($2)")
        .bind(tx.tenant())
        .bind(ids)
        .execute(tx.conn())
        .await?;
    Ok(())
}
