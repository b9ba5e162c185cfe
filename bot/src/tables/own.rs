//! Fields of the tenant's own, as columns of a file: found by their names, and their cells read as `set` reads what
//! somebody types.

use crm::{
    PersonId, TenantTx,
    fields::{self, Definition, FieldKind, FieldValue, Object},
    imports::Kind,
};

use super::{
    field::folded,
    value::{self, Reason},
};
use crate::commands::{FieldFault, field_value};

/// The fields that rows of a file may fill.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFields(Vec<Definition>);

/// What rows of a kind are; `None`: nothing that has fields of its own.
pub(super) fn object(kind: Kind) -> Option<Object> {
    match kind {
        Kind::Persons | Kind::Activities | Kind::Attendees => Some(Object::Person),
        Kind::Organizations => Some(Object::Organization),
        Kind::Costs => None,
    }
}

impl OwnFields {
    /// Those that the tenant has.
    pub async fn of(tx: &mut TenantTx) -> crm::Result<Self> {
        Ok(Self(fields::list(tx, None).await?))
    }

    /// Those of rows of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Definition> {
        self.0.iter().filter(move |field| Some(field.object) == object(kind))
    }

    /// The one of this name, in any case and width; one that a form calls required is found as well.
    pub(super) fn named(&self, kind: Kind, header: &str) -> Option<&Definition> {
        let (exact, loose) = (crm::fold(header), folded(header));
        let mut alike = self.of_kind(kind).filter(|field| !loose.is_empty() && folded(&field.name) == loose);
        self.of_kind(kind)
            .find(|field| crm::fold(&field.name) == exact)
            .or_else(|| alike.next().filter(|_| alike.next().is_none()))
    }

    /// Is a field of any kind of rows called so?
    pub(super) fn names(&self, header: &str) -> bool {
        Kind::ALL.iter().any(|kind| self.named(*kind, header).is_some())
    }
}

/// Who is meant by the words of a cell.
pub(super) type Who = Result<PersonId, Reason>;

/// A cell, read; `None` where nothing stands. `who`: whom its words mean.
pub(super) fn read(
    field: &Definition,
    cell: &str,
    who: impl Fn(&str) -> Who,
) -> Result<Option<FieldValue>, Reason> {
    let said = value::lines(cell, fields::LONGEST_TEXT)?;
    if said.is_empty() {
        return Ok(None);
    }
    let value = match field.kind {
        FieldKind::Date => FieldValue::Date(value::moment(&said, None)?.0),
        FieldKind::Person => FieldValue::Person(who(&said)?),
        _ => field_value(field, &said).map_err(|fault| match fault {
            FieldFault::TooLong => Reason::TooLong,
            FieldFault::Number => Reason::Number,
            FieldFault::Truth => Reason::Truth,
            FieldFault::Choice(_) => Reason::Choice,
            FieldFault::Url => Reason::Url,
        })?,
    };
    Ok(Some(value))
}
