//! Notes read back.

use super::{Note, Object};
use crate::{Result, TenantTx, conversations};

macro_rules! notes {
    () => {
        "select n.number, n.text, u.name as by, n.written_at, n.deleted_at, n.object,
                coalesce(p.number, o.number, c.number, x.number, d.number, t.number, 0) as object_number, count(*) over () as total
         from crm.notes n
         left join crm.users u on u.tenant_id = n.tenant_id and u.id = n.written_by
         left join crm.persons p on p.tenant_id = n.tenant_id and p.id = n.object_id
         left join crm.organizations o on o.tenant_id = n.tenant_id and o.id = n.object_id
         left join crm.campaigns c on c.tenant_id = n.tenant_id and c.id = n.object_id
         left join crm.activities x on x.tenant_id = n.tenant_id and x.id = n.object_id
         left join crm.deals d on d.tenant_id = n.tenant_id and d.id = n.object_id
         left join crm.tasks t on t.tenant_id = n.tenant_id and t.id = n.object_id
         where n.tenant_id = $1"
    };
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    note: Note,
    total: i64,
}

/// A page of the notes on something, latest first, and how many there are in all; on a person with those on
/// everybody who is part of that person.
pub async fn latest(tx: &mut TenantTx, object: Object, limit: i64, offset: i64) -> Result<(Vec<Note>, i64)> {
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "with recursive about as (
             select $3::uuid as id
             union all
             select part.id from about join crm.persons part
                 on part.tenant_id = $1 and part.merged_into = about.id and $2 = 'person'
         ) ",
        notes!(),
        " and n.object = $2 and n.object_id in (select id from about) and n.deleted_at is null
          order by n.written_at desc, n.number desc limit $4 offset $5"
    ))
    .bind(tx.tenant())
    .bind(object.word())
    .bind(object.id())
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| row.note).collect(), total))
}

/// The note with this number, in the trash or not; `None` when there is none, or when it is on something
/// said where the actor may not read.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Note>> {
    let hidden = conversations::hidden(tx).await?;
    let row: Option<Row> = sqlx::query_as(concat!(
        notes!(),
        " and n.number = $2 and (x.conversation_id is null or x.conversation_id <> all($3))"
    ))
    .bind(tx.tenant())
    .bind(number)
    .bind(hidden)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| row.note))
}
