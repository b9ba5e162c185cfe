//! Changing what an organization is called and is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::is_legal_form;
use crate::{OrganizationId, Result, TenantTx, fold};

/// Something that can be said of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Its name.
    Name,
    /// The names in other languages and spellings; of several, with a comma between them.
    OtherName,
    /// E-mail and web domains; of several, with a comma between them.
    Domain,
    /// `company` or `community`.
    Kind,
}

/// An organization's fields as they are; nobody else changes them until the transaction ends.
pub async fn fields(
    tx: &mut TenantTx,
    organization: OrganizationId,
) -> Result<BTreeMap<Field, Option<String>>> {
    let (name, other_name, domain, kind) = sqlx::query_as(
        "select name, nullif(array_to_string(array[other_name] || more_names, ', '), ''),
                nullif(array_to_string(array[domain] || more_domains, ', '), ''), kind
         from crm.organizations where tenant_id = $1 and id = $2 for update",
    )
    .bind(tx.tenant())
    .bind(organization)
    .fetch_one(tx.conn())
    .await?;
    let kind: String = kind;
    Ok([
        (Field::Name, Some(name)),
        (Field::OtherName, other_name),
        (Field::Domain, domain),
        (Field::Kind, Some(kind)),
    ]
    .into())
}

/// The parts of a value that may be several: "Acme, Blue Sky, Inc." are two.
pub fn several(value: &str) -> Vec<String> {
    let parts = value.split([',', '、', '，']).map(str::trim).filter(|part| !part.is_empty());
    parts.fold(Vec::new(), |mut all: Vec<String>, part| {
        match all.last_mut().filter(|_| is_legal_form(part)) {
            Some(name) => *name = format!("{name}, {part}"),
            None => all.push(part.to_owned()),
        }
        all
    })
}

/// Says one thing anew; `None` empties it (a name and a kind are never empty: the database refuses).
pub async fn set(
    tx: &mut TenantTx,
    organization: OrganizationId,
    field: Field,
    value: Option<&str>,
) -> Result<()> {
    let (name, other, more, key): (String, Option<String>, Vec<String>, String) = sqlx::query_as(
        "select name, other_name, more_names, search_key
         from crm.organizations where tenant_id = $1 and id = $2 for update",
    )
    .bind(tx.tenant())
    .bind(organization)
    .fetch_one(tx.conn())
    .await?;
    let several = value.map(several).unwrap_or_default();
    let key = match field {
        Field::Name => rekeyed(&key, Some(&name), value, true),
        Field::OtherName => {
            let former: Vec<String> = other.into_iter().chain(more).collect();
            let without = former.iter().rev().fold(key, |key, name| rekeyed(&key, Some(name), None, false));
            several.iter().fold(without, |key, name| rekeyed(&key, None, Some(name), false))
        }
        Field::Domain | Field::Kind => key,
    };
    let (first, rest) = match (field, several.split_first()) {
        (Field::OtherName | Field::Domain, Some((first, rest))) => (Some(first.as_str()), rest),
        (Field::OtherName | Field::Domain, None) => (None, &[][..]),
        (Field::Name | Field::Kind, _) => (value, &[][..]),
    };
    let sql = match field {
        Field::Name => {
            "update crm.organizations set name = $3, search_key = $4 where tenant_id = $1 and id = $2
               and $5::text[] is not null"
        }
        Field::OtherName => {
            "update crm.organizations set other_name = $3, search_key = $4, more_names = $5
             where tenant_id = $1 and id = $2"
        }
        Field::Domain => {
            "update crm.organizations set domain = $3, search_key = $4, more_domains = $5
             where tenant_id = $1 and id = $2"
        }
        Field::Kind => {
            "update crm.organizations set kind = $3, search_key = $4 where tenant_id = $1 and id = $2
               and $5::text[] is not null"
        }
    };
    sqlx::query(sql)
        .bind(tx.tenant())
        .bind(organization)
        .bind(first)
        .bind(key)
        .bind(rest)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The key with one name in the place of another; the forms that neither of them made stay.
fn rekeyed(key: &str, before: Option<&str>, after: Option<&str>, first: bool) -> String {
    let mut forms: Vec<String> = key.lines().filter(|form| !form.is_empty()).map(str::to_owned).collect();
    let old = before.map(fold);
    let at = if first {
        forms.iter().position(|form| Some(form) == old.as_ref())
    } else {
        forms.iter().rposition(|form| Some(form) == old.as_ref())
    };
    if let Some(at) = at {
        forms.remove(at);
    }
    if let Some(new) = after.map(fold) {
        forms.insert(if first { 0 } else { forms.len() }, new);
    }
    format!("\n{}\n", forms.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::rekeyed;

    #[test]
    fn a_key_changed_and_changed_back_is_the_same() {
        for key in ["\nacme\n", "\nacme\n青空\n", "\nacme\nacme\n"] {
            let other = key.lines().nth(2);
            let changed = rekeyed(key, Some("Acme"), Some("Apex"), true);
            assert!(changed.starts_with("\napex\n"), "{changed:?}");
            assert_eq!(rekeyed(&changed, Some("Apex"), Some("Acme"), true), key);
            let changed = rekeyed(key, other, Some("アオゾラ"), false);
            assert!(changed.ends_with("\nあおぞら\n"), "{changed:?}");
            assert_eq!(rekeyed(&changed, Some("アオゾラ"), other, false), key);
        }
    }
}
