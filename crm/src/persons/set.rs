//! Changing what is known of a person, one field at a time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{PersonId, Result, TenantTx, merges};

/// Something that can be said of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Display name.
    Name,
    /// Reading of a Japanese name.
    Kana,
    /// The name in Latin letters.
    Romaji,
    /// What they do.
    Title,
    /// Address to show.
    Email,
    /// `developer`, `customer`, `lead` or `partner`.
    Relationship,
}

impl Field {
    /// Every field, in the order in which a card shows them.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Kana, Self::Romaji, Self::Title, Self::Email, Self::Relationship];

    /// The name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kana => "kana",
            Self::Romaji => "romaji",
            Self::Title => "title",
            Self::Email => "email",
            Self::Relationship => "relationship",
        }
    }

    /// May nothing stand there?
    pub fn may_be_empty(self) -> bool {
        !matches!(self, Self::Name | Self::Relationship)
    }
}

/// A person's fields as they are; nobody else changes them until the transaction ends.
pub async fn fields(tx: &mut TenantTx, person: PersonId) -> Result<BTreeMap<Field, Option<String>>> {
    type Row = (String, Option<String>, Option<String>, Option<String>, Option<String>, String);
    let row: Row = sqlx::query_as(
        "select name, kana, romaji, title, email, relationship
         from crm.persons where tenant_id = $1 and id = $2 for update",
    )
    .bind(tx.tenant())
    .bind(person)
    .fetch_one(tx.conn())
    .await?;
    Ok(Field::ALL.into_iter().zip([Some(row.0), row.1, row.2, row.3, row.4, Some(row.5)]).collect())
}

/// Says one thing anew; `None` empties it, where it [may be empty](Field::may_be_empty).
pub async fn set(tx: &mut TenantTx, person: PersonId, field: Field, value: Option<&str>) -> Result<()> {
    let sql = match field {
        Field::Name => {
            "update crm.persons set name = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
        Field::Kana => {
            "update crm.persons set kana = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
        Field::Romaji => {
            "update crm.persons set romaji = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
        Field::Title => {
            "update crm.persons set title = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
        Field::Email => {
            "update crm.persons set email = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
        Field::Relationship => {
            "update crm.persons set relationship = $3, updated_at = now() where tenant_id = $1 and id = $2"
        }
    };
    sqlx::query(sql).bind(tx.tenant()).bind(person).bind(value).execute(tx.conn()).await?;
    match field {
        Field::Name | Field::Kana | Field::Romaji => merges::keys::refresh(tx, &[person]).await,
        Field::Title | Field::Email | Field::Relationship => Ok(()),
    }
}
