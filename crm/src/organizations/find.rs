//! Organizations by words: names and domains.

use sqlx::FromRow;

use super::{Organization, Query, query};
use crate::{Result, TenantTx};

/// An organization in a list.
#[derive(Debug, Clone, FromRow)]
pub struct Listed {
    /// Which.
    #[sqlx(flatten)]
    pub organization: Organization,
    /// How many people we know there now.
    pub people: i64,
}

/// A page of the organizations in whose name or domain every word of `words` is found, those where most
/// people are known first, and how many there are in all. No words: every one.
pub async fn find(tx: &mut TenantTx, words: &str, limit: i64, offset: i64) -> Result<(Vec<Listed>, i64)> {
    let wanted = Query { words: words.to_owned(), ..Query::default() };
    query(tx, &wanted, limit, offset).await
}
