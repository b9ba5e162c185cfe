//! Companies and communities, and who works there.
//!
//! An organization in the trash is shown by nobody: every reader leaves it out, and those who worked there
//! simply have no employer until it is brought back.

mod add;
mod by_email;
mod card;
mod employ;
mod find;
mod health;
mod people;
mod query;
mod refer;
mod set;
mod trash;

use sqlx::FromRow;

pub use add::{NewOrganization, add};
pub(crate) use by_email::employ_by_accounts;
pub use by_email::{Employed, employ_by_email, employ_by_emails, employ_everybody, unemploy};
pub use card::{Card, card};
pub use employ::{NewEmployment, employ};
pub use find::{Listed, find};
pub use health::{Health, Signs, State, health};
pub use people::{Member, people};
pub(crate) use query::fits;
pub use query::{Condition, Query, query};
pub(crate) use refer::bare;
pub use refer::{is_legal_form, namesakes, refer};
pub use set::{Field, fields, set, several};
pub(crate) use trash::empty;
pub use trash::{delete, refer_deleted, restore};

pub use crate::resolve::is_free_mail;

use crate::{Code, CodeKind, OrganizationId, Result, TenantTx};

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// The number of its short code.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// The name in another language or spelling.
    pub other_name: Option<String>,
    /// E-mail and web domain.
    pub domain: Option<String>,
    /// `company` or `community`.
    pub kind: String,
    /// Further names.
    pub more_names: Vec<String>,
    /// Further domains.
    pub more_domains: Vec<String>,
}

impl Organization {
    /// Every name but the first.
    pub fn other_names(&self) -> impl Iterator<Item = &str> {
        self.other_name.iter().chain(&self.more_names).map(String::as_str)
    }

    /// Every domain.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.domain.iter().chain(&self.more_domains).map(String::as_str)
    }

    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Organization, self.number)
    }
}

/// The columns of [`Organization`], from `crm.organizations o`.
macro_rules! organization_columns {
    () => {
        "o.id, o.number, o.name, o.other_name, o.domain, o.kind, o.more_names, o.more_domains"
    };
}
pub(crate) use organization_columns;

/// The organization with this id, unless it is in the trash.
pub async fn by_id(tx: &mut TenantTx, id: OrganizationId) -> Result<Option<Organization>> {
    sqlx::query_as(concat!(
        "select ",
        organization_columns!(),
        " from crm.organizations o where o.tenant_id = $1 and o.id = $2 and o.deleted_at is null"
    ))
    .bind(tx.tenant())
    .bind(id)
    .fetch_optional(tx.conn())
    .await
}
