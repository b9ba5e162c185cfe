//! Who is known already when somebody new is to be added.

use super::{Person, person_columns, search_key};
use crate::{PersonId, Result, TenantTx, identifiers::address};

/// Persons with this e-mail address, or with exactly this name in whatever script, order and spelling;
/// `but` is not one of them.
pub async fn alike(
    tx: &mut TenantTx,
    name: &str,
    email: Option<&str>,
    but: Option<PersonId>,
) -> Result<Vec<Person>> {
    let forms: Vec<String> =
        search_key(name, None, None).lines().filter(|form| !form.is_empty()).map(str::to_owned).collect();
    sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        " from crm.persons p
         where p.tenant_id = $1 and p.merged_into is null and p.deleted_at is null and p.id is distinct from $4
           and (string_to_array(p.search_key, chr(10)) && $2
                or lower(p.email) = $3
                or exists (select from crm.accounts a
                           where a.tenant_id = $1 and a.person_id = p.id and lower(a.email) = $3)
                or exists (select from crm.identifiers i
                           where i.tenant_id = $1 and i.person_id = p.id and i.kind = 'email' and i.value = $3))
         order by p.number limit 5"
    ))
    .bind(tx.tenant())
    .bind(forms)
    .bind(email.map(address))
    .bind(but)
    .fetch_all(tx.conn())
    .await
}
