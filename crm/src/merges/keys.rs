//! By which names a person is found: its own, and those of all who are part of it.

use crate::{PersonId, Result, TenantTx, persons::search_key};

/// Makes these persons' search keys anew, in this order: who is part of another comes before it. A key
/// is a function of what is stored elsewhere (the person's names, and the keys of those merged into it),
/// so an undo restores it by the same road.
pub(crate) async fn refresh(tx: &mut TenantTx, persons: &[PersonId]) -> Result<()> {
    #[derive(sqlx::FromRow)]
    struct Names {
        name: String,
        kana: Option<String>,
        romaji: Option<String>,
        parts: Vec<String>,
        /// What it was called before a merge was chosen for its name.
        former: Vec<String>,
    }
    for person in persons {
        let names: Names = sqlx::query_as(
            "select p.name, p.kana, p.romaji,
                    array(select f.search_key from crm.persons f
                          where f.tenant_id = $1 and f.merged_into = p.id) as parts,
                    array(select v.before #>> '{}' from crm.merges m
                          join crm.merge_fields v on v.tenant_id = $1 and v.merge_id = m.id
                          where m.tenant_id = $1 and m.into_person_id = p.id and m.undone_at is null
                            and v.field in ('name', 'kana', 'romaji') and jsonb_typeof(v.before) = 'string') as former
             from crm.persons p where p.tenant_id = $1 and p.id = $2",
        )
        .bind(tx.tenant())
        .bind(person)
        .fetch_one(tx.conn())
        .await?;
        let own = search_key(&names.name, names.kana.as_deref(), names.romaji.as_deref());
        let former = names.former.iter().map(|name| search_key(name, None, None));
        let parts: Vec<String> = former.chain(names.parts).collect();
        sqlx::query(
            "update crm.persons set search_key = $3, updated_at = now() where tenant_id = $1 and id = $2",
        )
        .bind(tx.tenant())
        .bind(person)
        .bind(joined(&own, &parts))
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Every form once, in order, one a line.
fn joined(own: &str, parts: &[String]) -> String {
    let mut forms: Vec<&str> = own
        .lines()
        .chain(parts.iter().flat_map(|part| part.lines()))
        .filter(|form| !form.is_empty())
        .collect();
    forms.sort_unstable();
    forms.dedup();
    format!("\n{}\n", forms.join("\n"))
}
