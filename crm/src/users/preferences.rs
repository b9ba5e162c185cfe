//! What a member of staff chose for themselves.

use crate::{Result, TenantTx, UserId};

/// Sets the language (`en`, `ja`; `None`: that of each message) and answers with the one before.
pub async fn set_lang(tx: &mut TenantTx, user: UserId, lang: Option<&str>) -> Result<Option<String>> {
    sqlx::query_scalar(
        "update crm.users u set lang = $3 from crm.users before
         where u.tenant_id = $1 and u.id = $2 and before.tenant_id = $1 and before.id = $2
         returning before.lang",
    )
    .bind(tx.tenant())
    .bind(user)
    .bind(lang)
    .fetch_one(tx.conn())
    .await
}

/// Sets the time zone (IANA; `None`: the tenant's) and answers with the one before.
pub async fn set_timezone(tx: &mut TenantTx, user: UserId, zone: Option<&str>) -> Result<Option<String>> {
    sqlx::query_scalar(
        "update crm.users u set timezone = $3 from crm.users before
         where u.tenant_id = $1 and u.id = $2 and before.tenant_id = $1 and before.id = $2
         returning before.timezone",
    )
    .bind(tx.tenant())
    .bind(user)
    .bind(zone)
    .fetch_one(tx.conn())
    .await
}
