//! Persons: one human each, whatever number of accounts.

mod add;
mod card;
mod find;
mod refer;
mod timeline;
mod top;

use sqlx::FromRow;

pub use add::{NewPerson, add};
pub(crate) use add::{add_for_senders, drop_ownerless, search_key};
pub use card::{Card, Employment, card};
pub use find::find;
pub use refer::{Found, refer};
pub use timeline::{Entry, Page, timeline};
pub use top::{Ranked, top};

use crate::{Code, CodeKind, PersonId, Result, TenantTx};

/// A person in a line.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The number of its short code.
    pub number: i64,
    /// Display name.
    pub name: String,
    /// What they do.
    pub title: Option<String>,
    /// Where they work now.
    pub organization: Option<String>,
}

impl Person {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Person, self.number)
    }
}

/// The columns of [`Person`], from `crm.persons p`.
macro_rules! person_columns {
    () => {
        "p.id, p.number, p.name, p.title,
         (select o.name from crm.employments e
          join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id
          where e.tenant_id = p.tenant_id and e.person_id = p.id and e.ended_on is null
          order by e.started_on desc nulls last, e.id limit 1) as organization"
    };
}
pub(crate) use person_columns;

/// Persons by id, in no order.
pub async fn by_ids(tx: &mut TenantTx, ids: &[PersonId]) -> Result<Vec<Person>> {
    sqlx::query_as(concat!(
        "select ",
        person_columns!(),
        " from crm.persons p where p.tenant_id = $1 and p.id = any($2)"
    ))
    .bind(tx.tenant())
    .bind(ids)
    .fetch_all(tx.conn())
    .await
}

/// Makes `text` match itself inside a LIKE pattern.
pub(crate) fn like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
