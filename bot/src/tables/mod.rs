//! Tables of people and things, read and written: CSV as business-card apps, event tools, spreadsheets and
//! other CRMs make it.
//!
//! Reading is pure and in steps, each in its own file: bytes → text (`encoding`), text → records (`records`,
//! `delimiter`), records → columns that mean something (`header`, `field`, `kind`, together a [`Table`]), a
//! record → a row that can be kept, or the column and the reason why not (`row`, `value`). Whatever is wrong
//! with the file as a whole is a [`Problem`], found before anything is written.
//!
//! What is done with rows is [`crm::imports`]'s; bringing the two together is `carry`'s.

mod attendance;
mod carry;
mod delimiter;
mod encoding;
mod field;
mod header;
mod kind;
mod left_out;
mod lines;
mod listing;
mod look;
mod month_name;
mod nothing;
mod own;
mod preview;
mod problem;
mod records;
mod rejects;
mod row;
mod scene;
mod table;
#[cfg(test)]
mod tests;
mod unique;
mod value;
mod wanted;
mod write;

pub use carry::{Carried, Choice, begin, carry, once_begun, reread, resume};
pub use encoding::Encoding;
pub use field::Field;
pub use kind::label as kind_label;
pub use left_out::made_known;
pub(crate) use lines::lines;
pub use listing::{Format, Listed, Listing};
pub use look::look;
pub use own::OwnFields;
pub use preview::{Alike, Preview};
pub use problem::Problem;
pub(crate) use records::Record;
pub use rejects::{reason, rejects};
pub use row::Rejected;
pub use scene::Scene;
pub use table::{Column, Table, Wish};
pub use wanted::{Wanted, wanted};
pub use write::{Cells, cell};

/// Telephone numbers as a cell or somebody writes them; `None`: something else stands there.
pub(crate) fn phones(said: &str) -> Option<Vec<String>> {
    value::phones(said).ok()
}

/// The largest file that is read, in bytes: it is held in memory.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// The largest file that is taken by upload, in bytes.
pub const LARGEST_UPLOAD: usize = 20 * 1024 * 1024;
