//! Persons.

use crm::persons::Person;

pub(crate) mod add;
pub(crate) mod delete;
mod employer;
pub(crate) mod fields;
pub(crate) mod filters;
pub(crate) mod find;
pub(crate) mod leave;
pub(crate) mod moved;
pub(crate) mod owner;
mod owner_of_several;
pub(crate) mod restore;
pub(crate) mod send;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod tag;
pub(crate) mod tags_list;
pub(crate) mod timeline;
pub(crate) mod top;

/// A person in a sentence, safe in small Markdown.
pub(crate) fn label(person: &Person) -> String {
    format!("{} {}", person.code(), adapters::markdown::escape(&person.name))
}
