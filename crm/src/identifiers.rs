//! Identifiers: what is no account but points at a person (addresses, phone numbers, click ids).
//!
//! Two persons may claim the same one, until somebody merges them; a claim is proof only where it is
//! verified on both sides.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::{PersonId, Result, TenantTx, merges};

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentifierKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web or e-mail domain.
    Domain,
    /// A click on one of our links.
    ClickId,
    /// A key's fingerprint.
    KeyFingerprint,
}

impl IdentifierKind {
    /// The word stored in `identifiers.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Domain => "domain",
            Self::ClickId => "click_id",
            Self::KeyFingerprint => "key_fingerprint",
        }
    }

    /// The one form in which equal values are equal.
    pub(crate) fn normalised(self, value: &str) -> String {
        match self {
            Self::Email | Self::Domain => address(value),
            Self::Phone => value.nfkc().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            Self::ClickId | Self::KeyFingerprint => value.trim().to_owned(),
        }
    }
}

/// An identifier to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIdentifier {
    /// Whose. A person who is part of another stands for that other.
    pub person: PersonId,
    /// What it is.
    pub kind: IdentifierKind,
    /// As written by people; stored normalised (addresses trimmed and in lower case, of numbers the digits).
    pub value: String,
    /// Proved.
    pub verified: bool,
}

/// Adds identifiers. One that the person has already is not added again, but verified if this one is.
/// Empty values are left out.
pub async fn add(tx: &mut TenantTx, identifiers: &[NewIdentifier]) -> Result<()> {
    let persons: Vec<PersonId> = identifiers.iter().map(|i| i.person).collect();
    let survivors = merges::survivors(tx, &persons).await?;
    let mut wanted: BTreeMap<(PersonId, &str, String), bool> = BTreeMap::new();
    for NewIdentifier { person, kind, value, verified } in identifiers {
        let value = kind.normalised(value);
        if !value.is_empty() {
            let person = survivors.get(person).copied().unwrap_or(*person);
            *wanted.entry((person, kind.as_str(), value)).or_default() |= verified;
        }
    }
    sqlx::query(
        "with wanted as (
             select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bool[])
                           as t (id, person, kind, value, verified)
         ),
         known as (
             update crm.identifiers i
             set verified_at = coalesce(i.verified_at, case when w.verified then now() end)
             from wanted w
             where i.tenant_id = $1 and (i.person_id, i.kind, i.value) = (w.person, w.kind, w.value)
             returning w.id
         )
         insert into crm.identifiers (tenant_id, id, person_id, kind, value, verified_at)
         select $1, w.id, w.person, w.kind, w.value, case when w.verified then now() end
         from wanted w where w.id not in (select id from known)",
    )
    .bind(tx.tenant())
    .bind(wanted.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
    .bind(wanted.keys().map(|(person, ..)| *person).collect::<Vec<_>>())
    .bind(wanted.keys().map(|(_, kind, _)| *kind).collect::<Vec<_>>())
    .bind(wanted.keys().map(|(.., value)| value.as_str()).collect::<Vec<_>>())
    .bind(wanted.values().copied().collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Notes that a person claims a value, without proof. Answers with the row's id; `None` when the person
/// has it already, or nothing is left of it.
pub async fn claim(
    tx: &mut TenantTx,
    person: PersonId,
    kind: IdentifierKind,
    value: &str,
) -> Result<Option<Uuid>> {
    let value = kind.normalised(value);
    if value.is_empty() {
        return Ok(None);
    }
    sqlx::query_scalar(
        "insert into crm.identifiers (tenant_id, id, person_id, kind, value)
         select $1, $2, $3, $4, $5 where not exists (
             select from crm.identifiers
             where tenant_id = $1 and person_id = $3 and kind = $4 and value = $5)
         returning id",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(person)
    .bind(kind.as_str())
    .bind(value)
    .fetch_optional(tx.conn())
    .await
}

/// Forgets a claim that nobody proved since.
pub async fn disclaim(tx: &mut TenantTx, claim: Uuid) -> Result<()> {
    sqlx::query("delete from crm.identifiers where tenant_id = $1 and id = $2 and verified_at is null")
        .bind(tx.tenant())
        .bind(claim)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// An address as it is stored: full-width letters made plain, trimmed, in lower case.
pub(crate) fn address(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::IdentifierKind::*;

    #[test]
    fn equal_values_are_equal() {
        assert_eq!(Email.normalised(" Hanako@Example.COM　"), "hanako@example.com");
        assert_eq!(Email.normalised("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ"), "hanako@example.com");
        assert_eq!(
            Phone.normalised("+81 (90) 1234-5678"),
            Phone.normalised("＋８１ー９０ー１２３４ー５６７８")
        );
        assert_eq!(Domain.normalised("Example.jp"), "example.jp");
        assert_eq!(ClickId.normalised(" AbC "), "AbC");
    }
}
