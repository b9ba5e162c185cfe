//! New persons, one or many at a time.

use crate::{CodeKind, PersonId, Result, TenantTx, fold, record::Sender};

/// A person to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Display name.
    pub name: String,
    /// Reading of a Japanese name.
    pub kana: Option<String>,
    /// The name in Latin letters.
    pub romaji: Option<String>,
    /// What they do.
    pub title: Option<String>,
    /// Address to show.
    pub email: Option<String>,
    /// `developer`, `customer`, `lead` or `partner`.
    pub relationship: String,
    /// Free words.
    pub tags: Vec<String>,
}

/// Adds persons, in order.
pub async fn add(tx: &mut TenantTx, persons: &[NewPerson]) -> Result<Vec<PersonId>> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PersonId> = persons.iter().map(|_| PersonId::new()).collect();
    let numbers = tx.numbers(CodeKind::Person, persons.len()).await?;
    let column = |get: fn(&NewPerson) -> Option<&str>| persons.iter().map(get).collect::<Vec<_>>();
    sqlx::query(
        "insert into crm.persons (tenant_id, id, number, name, kana, romaji, title, email, relationship, tags, search_key)
         select $1, t.id, t.number, t.name, t.kana, t.romaji, t.title, t.email, t.relationship,
                coalesce(string_to_array(nullif(t.tags, ''), chr(31)), '{}'), t.key
         from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::text[], $10::text[], $11::text[])
              as t (id, number, name, kana, romaji, title, email, relationship, tags, key)",
    )
    .bind(tx.tenant())
    .bind(&ids)
    .bind(numbers.collect::<Vec<i64>>())
    .bind(column(|p| Some(&p.name)))
    .bind(column(|p| p.kana.as_deref()))
    .bind(column(|p| p.romaji.as_deref()))
    .bind(column(|p| p.title.as_deref()))
    .bind(column(|p| p.email.as_deref()))
    .bind(column(|p| Some(&p.relationship)))
    // arrays of arrays do not unnest by row: joined with a unit separator
    .bind(persons.iter().map(|p| p.tags.join("\u{1f}")).collect::<Vec<_>>())
    .bind(persons.iter().map(|p| search_key(&p.name, p.kana.as_deref(), p.romaji.as_deref())).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(ids)
}

/// One person for each sender nobody knew.
pub(crate) async fn add_for_senders(tx: &mut TenantTx, senders: &[&Sender]) -> Result<Vec<PersonId>> {
    let persons: Vec<NewPerson> = senders
        .iter()
        .map(|sender| NewPerson {
            name: [&sender.name, &sender.handle]
                .into_iter()
                .flatten()
                .find(|name| !name.trim().is_empty())
                .unwrap_or(&sender.external_id)
                .replace('\0', ""),
            email: sender.email.clone(),
            relationship: "developer".to_owned(),
            ..NewPerson::default()
        })
        .collect();
    add(tx, &persons).await
}

/// Removes those of these persons that nothing belongs to.
pub(crate) async fn drop_ownerless(tx: &mut TenantTx, persons: &[PersonId]) -> Result<()> {
    sqlx::query(
        "delete from crm.persons p
         where p.tenant_id = $1 and p.id = any($2)
           and not exists (select from crm.accounts a where a.tenant_id = p.tenant_id and a.person_id = p.id)",
    )
    .bind(tx.tenant())
    .bind(persons)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Every folded form a person may be looked up by, one a line with line breaks around: names with and
/// without blanks, and names of two Latin words the other way round.
pub(crate) fn search_key(name: &str, kana: Option<&str>, romaji: Option<&str>) -> String {
    let mut forms: Vec<String> = Vec::new();
    for form in [Some(name), kana, romaji].into_iter().flatten() {
        let form = fold(form).replace('\n', " ");
        if let Some((first, last)) = form.split_once(' ') {
            forms.push(format!("{first}{last}"));
            forms.push(format!("{last} {first}"));
        }
        forms.push(form);
    }
    forms.retain(|form| !form.is_empty());
    forms.sort();
    forms.dedup();
    format!("\n{}\n", forms.join("\n"))
}
