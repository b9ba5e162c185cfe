//! Persons by words: names, organizations, titles, tags, handles, addresses.

use super::{Person, Query, query};
use crate::{Result, TenantTx};

/// Persons in whom every word of `words` is found somewhere, the most recently seen first, and how
/// many there are in all. No words: everybody.
pub async fn find(tx: &mut TenantTx, words: &str, limit: i64, offset: i64) -> Result<(Vec<Person>, i64)> {
    let wanted = Query { words: words.to_owned(), ..Query::default() };
    query(tx, &wanted, limit, offset).await
}
