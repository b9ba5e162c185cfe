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

/// Which of them are wanted; what is not said does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Works there; is called so: a part of a name, or a domain.
    pub organization: Option<String>,
    /// Has this tag.
    pub tag: Option<String>,
    /// `developer`, `customer`, `lead`, `partner`.
    pub relationship: Option<String>,
    /// Is called so: a part of a name.
    pub name: Option<String>,
    /// `company`, `community`.
    pub kind: Option<String>,
    /// `message`, `attend` …
    pub action: Option<String>,
    /// A stage of deals: its key or its name; or `open`, `won`, `lost`.
    pub stage: Option<String>,
    /// From this day on (UTC).
    pub since: Option<chrono::NaiveDate>,
    /// To this day, with it.
    pub until: Option<chrono::NaiveDate>,
}

/// A part of a folded name, for `like`.
fn part(words: Option<&String>) -> Option<String> {
    words.map(|words| format!("%{}%", crate::persons::like(&crate::fold(words))))
}
