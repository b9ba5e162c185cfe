//! Taking back that a person was made, where nothing has come of it.

use crate::{PersonId, Result, TenantTx};

/// Removes a person to whom nothing belongs and of whom nobody wrote or changed anything. False: there is
/// more to them by now, and they stay.
pub async fn unmake(tx: &mut TenantTx, person: PersonId) -> Result<bool> {
    let removed = sqlx::query(
        "delete from crm.persons p
         where p.tenant_id = $1 and p.id = $2
           and p.tags = '{}' and p.fields = '{}' and p.relationship = 'developer' and p.owner_id is null
           and num_nonnulls(p.kana, p.romaji, p.title, p.email, p.merged_into) = 0
           and not exists (select from crm.audit_log l where l.tenant_id = $1 and l.object = 'P-' || p.number)
           and not exists (select from crm.accounts where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.identifiers where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.employments where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.activities where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.deals where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.tasks where tenant_id = $1 and person_id = $2)
           and not exists (select from crm.notes where tenant_id = $1 and object = 'person' and object_id = $2)
           and not exists (select from crm.merges where tenant_id = $1 and $2 in (into_person_id, from_person_id))
           and not exists (select from crm.rejected_pairs where tenant_id = $1 and $2 in (a_person_id, b_person_id))",
    )
    .bind(tx.tenant())
    .bind(person)
    .execute(tx.conn())
    .await?;
    Ok(removed.rows_affected() > 0)
}
