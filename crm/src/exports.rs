//! What is known, read page by page to be written into a file; and links by which a file asked for in a chat
//! is fetched: once, and soon.
//!
//! Pages follow each other by number, so a list of any length takes the memory of one page.

mod activities;
mod deals;
mod links;
mod organizations;
mod persons;

pub use activities::{ActivityLine, activities};
pub use deals::{DealLine, deals};
pub use links::{LINK_MINUTES, link, used};
pub use organizations::{OrganizationLine, organizations};
pub use persons::{PersonLine, persons};

/// Rows read at a time.
pub const PAGE: i64 = 1_000;

/// Which activities are wanted; what is not said does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Filter {
    /// By somebody who is called so: a part of a name.
    pub name: Option<String>,
    /// `message`, `attend` …
    pub action: Option<String>,
    /// From this day on (UTC).
    pub since: Option<chrono::NaiveDate>,
    /// To this day, with it.
    pub until: Option<chrono::NaiveDate>,
}

/// `$1`, the tenant, and `$2`, the number after which to begin.
fn arguments(tenant: crate::TenantId, after: i64) -> crate::Result<sqlx::postgres::PgArguments> {
    use sqlx::Arguments as _;
    let mut arguments = sqlx::postgres::PgArguments::default();
    arguments.add(tenant).map_err(sqlx::Error::Encode)?;
    arguments.add(after).map_err(sqlx::Error::Encode)?;
    Ok(arguments)
}

/// A part of a folded name, for `like`.
fn part(words: Option<&String>) -> Option<String> {
    words.map(|words| format!("%{}%", crate::persons::like(&crate::fold(words))))
}
