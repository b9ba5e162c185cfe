//! What never counts as evidence that two persons are one: values that somebody excluded, and accounts
//! with no one person behind them.
//!
//! An excluded value is an address, a domain (all addresses in it), a phone number or a handle. It is
//! stored in the form in which equal values are equal. Suggestions that rested on it are found anew.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::standing;
use crate::{AccountId, PersonId, Result, TenantTx, UserId, identifiers::address};

/// A value that never counts.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Excluded {
    /// Normalised: see [`normalised`].
    pub value: String,
    /// Who said so; `None`: the system.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so, by name.
    #[serde(default)]
    pub by_name: Option<String>,
    /// How many persons have it.
    #[serde(default)]
    pub persons: i64,
}

/// Why an account never counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ignored {
    /// No human is behind it.
    Bot,
    /// Several are.
    Shared,
}

impl Ignored {
    /// The word stored in `accounts.ignored`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Shared => "shared",
        }
    }

    /// By that word.
    pub fn from_stored(word: &str) -> Option<Self> {
        [Self::Bot, Self::Shared].into_iter().find(|it| it.as_str() == word)
    }
}

/// The form in which equal values are equal: of a phone number the digits, of a handle what follows the `@`,
/// anything else trimmed and in lower case. `None` when nothing is left of it.
pub fn normalised(value: &str) -> Option<String> {
    let plain = address(value);
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let number =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '.' | 'ー' | '‐' | '−');
    let value = if digits >= 6 && plain.chars().all(number) {
        plain.nfkc().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    } else {
        plain.trim_start_matches('@').to_owned()
    };
    (!value.is_empty()).then_some(value)
}

/// Excludes a normalised value. False: it was excluded already.
pub async fn exclude(tx: &mut TenantTx, value: &str) -> Result<bool> {
    let by = tx.actor().user_id();
    put(tx, value, by, None).await
}

/// Excludes a value as it was excluded before. False: it is.
pub async fn exclude_again(tx: &mut TenantTx, was: &Excluded) -> Result<bool> {
    put(tx, &was.value, was.by, Some(was.at)).await
}

async fn put(tx: &mut TenantTx, value: &str, by: Option<UserId>, at: Option<DateTime<Utc>>) -> Result<bool> {
    let put = sqlx::query(
        "insert into crm.excluded_values (tenant_id, id, value, excluded_by, excluded_at)
         values ($1, $2, $3, $4, coalesce($5, now())) on conflict (tenant_id, value) do nothing",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(value)
    .bind(by)
    .bind(at)
    .execute(tx.conn())
    .await?;
    note(tx, value).await?;
    Ok(put.rows_affected() > 0)
}

/// Lets a normalised value count again, and gives back what had been said of it.
pub async fn admit(tx: &mut TenantTx, value: &str) -> Result<Option<Excluded>> {
    let was = sqlx::query_as(
        "delete from crm.excluded_values where tenant_id = $1 and value = $2
         returning value, excluded_by as by, excluded_at as at, null as by_name, 0::bigint as persons",
    )
    .bind(tx.tenant())
    .bind(value)
    .fetch_optional(tx.conn())
    .await?;
    note(tx, value).await?;
    Ok(was)
}

/// Every excluded value, the latest first.
pub async fn excluded(tx: &mut TenantTx, limit: i64) -> Result<Vec<Excluded>> {
    let mut all: Vec<Excluded> = sqlx::query_as(
        "select x.value, x.excluded_by as by, x.excluded_at as at, u.name as by_name, 0::bigint as persons
         from crm.excluded_values x left join crm.users u on u.tenant_id = $1 and u.id = x.excluded_by
         where x.tenant_id = $1 order by x.excluded_at desc, x.value limit $2",
    )
    .bind(tx.tenant())
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    for it in &mut all {
        it.persons = i64::try_from(holders(tx, &it.value).await?.len()).unwrap_or(i64::MAX);
    }
    Ok(all)
}

/// Who has a normalised value.
pub async fn holders(tx: &mut TenantTx, value: &str) -> Result<Vec<PersonId>> {
    sqlx::query_scalar(
        "select id from crm.persons
         where tenant_id = $1 and merged_into is null and deleted_at is null
           and (lower(email) = $2 or lower(email) like '%@' || $3)
         union
         select person_id from crm.accounts
         where tenant_id = $1 and person_id is not null
           and (lower(email) = $2 or lower(email) like '%@' || $3 or lower(handle) = $2)
         union
         select person_id from crm.identifiers
         where tenant_id = $1 and (value = $2 or kind = 'email' and value like '%@' || $3)",
    )
    .bind(tx.tenant())
    .bind(value)
    .bind(value.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
    .fetch_all(tx.conn())
    .await
}

/// Has those who have a value compared again.
async fn note(tx: &mut TenantTx, value: &str) -> Result<()> {
    let persons = holders(tx, value).await?;
    standing::note(tx, &persons).await
}

/// Says that no one person is behind an account, or (`None`) that one is after all; and what was said before.
/// `None`: no such account.
pub async fn ignore(
    tx: &mut TenantTx,
    account: AccountId,
    why: Option<Ignored>,
) -> Result<Option<Option<Ignored>>> {
    let before: Option<Option<String>> =
        sqlx::query_scalar("select ignored from crm.accounts where tenant_id = $1 and id = $2 for update")
            .bind(tx.tenant())
            .bind(account)
            .fetch_optional(tx.conn())
            .await?;
    let Some(before) = before else { return Ok(None) };
    sqlx::query("update crm.accounts set ignored = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(account)
        .bind(why.map(Ignored::as_str))
        .execute(tx.conn())
        .await?;
    Ok(Some(before.as_deref().and_then(Ignored::from_stored)))
}

/// What was said of an account.
pub async fn ignored(tx: &mut TenantTx, account: AccountId) -> Result<Option<Ignored>> {
    let word: Option<Option<String>> =
        sqlx::query_scalar("select ignored from crm.accounts where tenant_id = $1 and id = $2")
            .bind(tx.tenant())
            .bind(account)
            .fetch_optional(tx.conn())
            .await?;
    Ok(word.flatten().as_deref().and_then(Ignored::from_stored))
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn equal_values_are_equal() {
        for (written, value) in [
            (" Info@Acme.co.jp ", Some("info@acme.co.jp")),
            ("ｉｎｆｏ＠ａｃｍｅ．ｃｏ．ｊｐ", Some("info@acme.co.jp")),
            ("@acme.co.jp", Some("acme.co.jp")),
            ("@Admin", Some("admin")),
            ("+81 (90) 1234-5678", Some("+819012345678")),
            ("０３ー１２３４ー５６７８", Some("0312345678")),
            ("12345", Some("12345")),
            ("@", None),
            ("  ", None),
        ] {
            assert_eq!(normalised(written).as_deref(), value, "{written}");
        }
    }
}
