//! Persons: one human each, whatever number of accounts.

mod add;
mod alike;
mod card;
mod employer;
mod find;
mod owner;
mod phones;
mod purge;
mod query;
mod refer;
mod set;
mod tags;
mod timeline;
mod top;
mod trash;
mod unmake;
mod words;

use sqlx::FromRow;

pub use add::{NewPerson, add};
pub(crate) use add::{add_for_senders, drop_ownerless, search_key};
pub use alike::alike;
pub use card::{Card, Employment, card};
pub use employer::{EmployerChange, change_employer, change_employer_back, employed_until};
pub use find::find;
pub use owner::{name_of, owner, set_owner};
pub use phones::{phones, set_phones};
pub(crate) use purge::purge;
pub use query::{Condition, Filter, Has, Query, query};
pub(crate) use query::{fits, push_words};
pub(crate) use refer::without_honorific;
pub use refer::{Found, refer};
pub use set::{Field, fields, set};
pub use tags::{retagged, set_tags, tags, tags_in_use};
pub use timeline::{Entry, Page, timeline, timeline_length};
pub use top::{Among, Ranked, top};
pub use trash::{Deleted, delete, deleted, restore, trash};
pub use unmake::unmake;
pub(crate) use words::push_within;

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
          join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id and o.deleted_at is null
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

/// The person with exactly this number, merged or in the trash as it may be.
pub async fn id_of(tx: &mut TenantTx, number: i64) -> Result<Option<PersonId>> {
    sqlx::query_scalar("select id from crm.persons where tenant_id = $1 and number = $2")
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// Makes `text` match itself inside a LIKE pattern.
pub(crate) fn like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
