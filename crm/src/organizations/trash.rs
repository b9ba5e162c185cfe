//! Into the trash and out of it, and for good.

use super::{Organization, organization_columns};
use crate::{Code, CodeKind, OrganizationId, Result, TenantTx, fold, persons::Found};

/// Puts an organization in the trash. Who works there stays noted, for its return. False: it is there already.
pub async fn delete(tx: &mut TenantTx, organization: OrganizationId) -> Result<bool> {
    let deleted = sqlx::query(
        "update crm.organizations set deleted_at = now() where tenant_id = $1 and id = $2 and deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(organization)
    .execute(tx.conn())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Takes one out of the trash. False: it is not there.
pub async fn restore(tx: &mut TenantTx, organization: OrganizationId) -> Result<bool> {
    let restored = sqlx::query(
        "update crm.organizations set deleted_at = null
         where tenant_id = $1 and id = $2 and deleted_at is not null",
    )
    .bind(tx.tenant())
    .bind(organization)
    .execute(tx.conn())
    .await?;
    Ok(restored.rows_affected() > 0)
}

/// Finds the organization in the trash that is meant by `text`: `O-3`, or its name.
pub async fn refer_deleted(tx: &mut TenantTx, text: &str) -> Result<Found<Organization>> {
    let mut found: Vec<Organization> = sqlx::query_as(concat!(
        "select ",
        organization_columns!(),
        " from crm.organizations o
         where o.tenant_id = $1 and o.deleted_at is not null order by o.deleted_at desc, o.number"
    ))
    .bind(tx.tenant())
    .fetch_all(tx.conn())
    .await?;
    match Code::parse(text) {
        Some(Code { kind: CodeKind::Organization, number }) => found.retain(|it| it.number == number),
        _ => {
            let wanted = fold(text);
            found.retain(|it| {
                [Some(&it.name), it.other_name.as_ref()]
                    .into_iter()
                    .flatten()
                    .any(|name| fold(name) == wanted)
            });
        }
    }
    Ok(match found.len() {
        0 => Found::None(Vec::new()),
        1 => Found::One(found.remove(0)),
        _ => Found::Many(found),
    })
}

/// Removes for good what has been in the trash for so many days, and says how many rows that were.
pub(crate) async fn empty(tx: &mut TenantTx, days: i32) -> Result<u64> {
    // locked: whoever restores one meanwhile has it whole, or not at all
    let gone: Vec<OrganizationId> = sqlx::query_scalar(
        "select id from crm.organizations
         where tenant_id = $1 and deleted_at < now() - make_interval(days => $2) order by id for update",
    )
    .bind(tx.tenant())
    .bind(days)
    .fetch_all(tx.conn())
    .await?;
    let mut removed = 0;
    for sql in [
        "update crm.deals set organization_id = null where tenant_id = $1 and organization_id = any($2)",
        "update crm.tasks set organization_id = null where tenant_id = $1 and organization_id = any($2)",
        "delete from crm.notes where tenant_id = $1 and object = 'organization' and object_id = any($2)",
        "delete from crm.employments where tenant_id = $1 and organization_id = any($2)",
        "delete from crm.field_keys where tenant_id = $1 and object_id = any($2)",
        "delete from crm.organizations where tenant_id = $1 and id = any($2)",
    ] {
        removed += sqlx::query(sql).bind(tx.tenant()).bind(&gone).execute(tx.conn()).await?.rows_affected();
    }
    Ok(removed)
}
