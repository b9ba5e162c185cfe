//! The telephone numbers of a person.

use crate::{
    PersonId, Result, TenantTx,
    identifiers::{IdentifierKind, claim},
};

/// The numbers at which a person can be called, in order.
pub async fn phones(tx: &mut TenantTx, person: PersonId) -> Result<Vec<String>> {
    sqlx::query_scalar(
        "select value from crm.identifiers
         where tenant_id = $1 and person_id = $2 and kind = 'phone' order by value",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_all(tx.conn())
    .await
}

/// Makes these the numbers of a person, and no others; they come out as they are kept.
pub async fn set_phones(tx: &mut TenantTx, person: PersonId, wanted: &[String]) -> Result<Vec<String>> {
    let kept: Vec<String> = wanted.iter().map(|number| IdentifierKind::Phone.normalised(number)).collect();
    sqlx::query(
        "delete from crm.identifiers
         where tenant_id = $1 and person_id = $2 and kind = 'phone' and value <> all($3)",
    )
    .bind(tx.tenant())
    .bind(person)
    .bind(&kept)
    .execute(tx.conn())
    .await?;
    for number in &kept {
        claim(tx, person, IdentifierKind::Phone, number).await?;
    }
    phones(tx, person).await
}
