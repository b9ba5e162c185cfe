//! Whether an account was given away again after it was given.

use uuid::Uuid;

use crate::{AccountId, Result, TenantTx};

/// Did a later change, one that still stands, give the account to somebody? What gives an account keeps in
/// its reversal which account that was, and a name for the gift.
pub async fn given_since(tx: &mut TenantTx, account: AccountId, gift: Uuid) -> Result<bool> {
    sqlx::query_scalar(
        "with gifts as materialized (
             select l.id, l.number, (l.reversal #>> '{arguments,back}')::jsonb as back
             from crm.audit_log l where l.tenant_id = $1 and l.command in ('account attach', 'account detach'))
         select exists (
             select from gifts g
             where g.back ->> 'account' = $2::text
               and g.number > (select number from gifts where back ->> 'gift' = $3::text)
               and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = g.id))",
    )
    .bind(tx.tenant())
    .bind(account.0.to_string())
    .bind(gift.to_string())
    .fetch_one(tx.conn())
    .await
}
