//! Forgetting an account that was only ever noted, never seen.

use crate::{AccountId, Result, TenantTx};

/// Removes an account by which nothing was done and nobody talks. False: there is more to it by now.
pub async fn remove(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    let removed = sqlx::query(
        "delete from crm.accounts a
         where a.tenant_id = $1 and a.id = $2 and a.user_id is null and a.verified_at is null
           and not exists (select from crm.activities x where x.tenant_id = $1 and x.account_id = $2)
           and not exists (select from crm.questions q where q.tenant_id = $1 and q.account_id = $2)
           and not exists (select from crm.feedback f where f.tenant_id = $1 and f.account_id = $2)
           and not exists (select from crm.link_failures l where l.tenant_id = $1 and l.account_id = $2)
           and not exists (select from crm.shown s where s.tenant_id = $1 and s.account_id = $2)",
    )
    .bind(tx.tenant())
    .bind(account)
    .execute(tx.conn())
    .await?;
    Ok(removed.rows_affected() > 0)
}
