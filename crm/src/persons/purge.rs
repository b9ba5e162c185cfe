//! For good: what was in the trash too long is forgotten.
//!
//! The row stays as a tombstone without a name, so that its code is never given to somebody else. What
//! accounts did stays as well, by accounts of nobody; what staff wrote down of the person leaves the mark of
//! something deleted, so that search forgets the words too. Not here: messages, which belong to their conversations, and the audit log, which
//! is append only.

use crate::{PersonId, Result, TenantTx, merges};

/// Forgets everybody who has been in the trash for so many days, and all who are part of them. Says how
/// many persons that were.
pub(crate) async fn purge(tx: &mut TenantTx, days: i32) -> Result<u64> {
    merges::take_turn(tx).await?;
    // locked: whoever restores one meanwhile has it whole, or not at all
    let deleted: Vec<PersonId> = sqlx::query_scalar(
        "select id from crm.persons
         where tenant_id = $1 and name <> '' and merged_into is null
           and deleted_at < now() - make_interval(days => $2) order by id for update",
    )
    .bind(tx.tenant())
    .bind(days)
    .fetch_all(tx.conn())
    .await?;
    if deleted.is_empty() {
        return Ok(0);
    }
    let gone: Vec<PersonId> = sqlx::query_scalar(
        "with recursive gone as (
             select id from unnest($2::uuid[]) id
             union all
             select p.id from crm.persons p join gone g on p.tenant_id = $1 and p.merged_into = g.id
         )
         select id from gone",
    )
    .bind(tx.tenant())
    .bind(&deleted)
    .fetch_all(tx.conn())
    .await?;
    for sql in [
        "update crm.accounts set person_id = null where tenant_id = $1 and person_id = any($2)",
        "delete from crm.activity_versions v using crm.activities x
         where v.tenant_id = $1 and x.tenant_id = $1 and v.activity_id = x.id and x.person_id = any($2)",
        "delete from crm.trash t using crm.activities x
         where t.tenant_id = $1 and x.tenant_id = $1 and t.activity_id = x.id and x.person_id = any($2)",
        "update crm.activities
         set person_id = null, text = null,
             deleted_at = case when text is null then deleted_at else coalesce(deleted_at, now()) end
         where tenant_id = $1 and person_id = any($2)",
        "delete from crm.identifiers where tenant_id = $1 and person_id = any($2)",
        "delete from crm.employments where tenant_id = $1 and person_id = any($2)",
        "delete from crm.field_keys where tenant_id = $1 and object_id = any($2)",
        "delete from crm.person_scores where tenant_id = $1 and person_id = any($2)",
        // a deal is with an organization as well; what is to be done about somebody is said of them
        "update crm.deals set person_id = null where tenant_id = $1 and person_id = any($2)",
        "delete from crm.notes n using crm.tasks t
         where n.tenant_id = $1 and t.tenant_id = $1 and n.object = 'task' and n.object_id = t.id
           and t.person_id = any($2)",
        "delete from crm.tasks where tenant_id = $1 and person_id = any($2)",
        "delete from crm.notes where tenant_id = $1 and object = 'person' and object_id = any($2)",
        "delete from crm.rejected_pairs
         where tenant_id = $1 and (a_person_id = any($2) or b_person_id = any($2))",
        "delete from crm.suggestions
         where tenant_id = $1 and (a_person_id = any($2) or b_person_id = any($2))",
        // an import keeps what was there before
        "delete from crm.import_changes where tenant_id = $1 and object = 'person' and object_id = any($2)",
        // a merge keeps values of fields
        "delete from crm.merge_moves v using crm.merges m
         where v.tenant_id = $1 and m.tenant_id = $1 and v.merge_id = m.id
           and (m.into_person_id = any($2) or m.from_person_id = any($2))",
        "delete from crm.merge_fields f using crm.merges m
         where f.tenant_id = $1 and m.tenant_id = $1 and f.merge_id = m.id
           and (m.into_person_id = any($2) or m.from_person_id = any($2))",
        "delete from crm.merges where tenant_id = $1 and (into_person_id = any($2) or from_person_id = any($2))",
        "update crm.persons
         set name = '', kana = null, romaji = null, title = null, email = null, tags = '{}', search_key = '',
             fields = '{}', owner_id = null, merged_into = null, deleted_at = coalesce(deleted_at, now()), updated_at = now()
         where tenant_id = $1 and id = any($2)",
    ] {
        sqlx::query(sql).bind(tx.tenant()).bind(&gone).execute(tx.conn()).await?;
    }
    Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
}
