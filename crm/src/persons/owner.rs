//! Which member of staff looks after a person.

use crate::{PersonId, Result, TenantTx, UserId};

/// Who looks after a person; nobody else changes that until the transaction ends.
pub async fn owner(tx: &mut TenantTx, person: PersonId) -> Result<Option<UserId>> {
    sqlx::query_scalar("select owner_id from crm.persons where tenant_id = $1 and id = $2 for update")
        .bind(tx.tenant())
        .bind(person)
        .fetch_one(tx.conn())
        .await
}

/// Says who looks after a person from now on; `None`: nobody.
pub async fn set_owner(tx: &mut TenantTx, person: PersonId, user: Option<UserId>) -> Result<()> {
    sqlx::query("update crm.persons set owner_id = $3, updated_at = now() where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(person)
        .bind(user)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A user's name, also of one who may not sign in any more.
pub async fn name_of(tx: &mut TenantTx, user: UserId) -> Result<Option<String>> {
    sqlx::query_scalar("select name from crm.users where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(user)
        .fetch_optional(tx.conn())
        .await
}
