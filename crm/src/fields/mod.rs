//! Fields that a tenant defined for itself, and what stands in them.
//!
//! A definition says of which kind of object it is, what may stand in it, and whether it must be filled, must be
//! nobody else's, or is kept in order for looking up. The values of one object stand in one document, the column
//! `fields` of its table, under the ids of the definitions: read with [`values()`], written with [`set`], and no
//! other way. A GIN index finds equal values in the documents; of fields that are unique or indexed each value
//! has a row in `field_keys` as well (`keys`), where ranges, beginnings of texts and uniqueness are looked after.
//!
//! **To add a kind of object**: a migration that gives its table the column `fields jsonb not null default '{}'`
//! and a GIN index on it, a line in [`Object::ALL`] and in each `match` on [`Object`], and the rows of `field_keys` where its
//! rows are removed for good.
//!
//! Not here: what people type ([`FieldValue`] is what it means), and how values move in a merge
//! ([`crate::merges`]).

mod define;
mod documents;
mod find;
mod holders;
mod keys;
mod object;
mod value;
mod values;

pub use define::{
    Definition, Edit, NewField, add, by_id, change, delete, deleted, list, named, restore, used,
};
pub use documents::{documents, documents_by_number};
pub(crate) use find::condition;
pub use find::{Compare, Test};
pub use holders::{Key, holders, unique, unique_keys};
pub use keys::{Duplicate, Rival, rekey};
pub use object::{Bearer, Object};
pub use value::{FieldKind, FieldValue, LONGEST_TEXT, sound_number};
pub(crate) use values::fill;
pub use values::{Taken, set, shared, values};
