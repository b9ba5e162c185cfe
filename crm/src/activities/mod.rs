//! Activities read back, written by hand, credited to campaigns, put in the trash and taken out of it.
//!
//! Not here: recording what platforms send ([`crate::record`]).

mod card;
mod credit;
mod list;
mod log;
mod read;
mod sent;
mod trash;

pub use card::{Card, card};
pub use credit::{Credited, Said, credit, credit_again, said, thread, uncredit};
pub use list::{Filter, list};
pub use log::{NewLog, log};
pub use read::{Shown, around, by_ids};
pub use sent::{SENT, sent};
pub(crate) use trash::empty;
pub use trash::{delete, restore};
