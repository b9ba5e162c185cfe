//! Values that no two may have, looked after before anything is written.

use std::collections::HashMap;

use crm::{
    FieldId, TenantTx,
    fields::{self, FieldValue, Key, Object},
};
use uuid::Uuid;

/// Whom a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Who {
    /// Somebody, or something, known.
    Known(Uuid),
    /// Whoever stands in this line first.
    Line(i64),
}

/// Who has what, and has it alone.
#[derive(Debug)]
pub(super) struct Unique {
    object: Option<Object>,
    fields: Vec<FieldId>,
    held: HashMap<Key, Who>,
}

impl Unique {
    /// Of objects of a kind.
    pub(super) async fn of(tx: &mut TenantTx, object: Option<Object>) -> crm::Result<Self> {
        let fields = match object {
            Some(object) => fields::unique(tx, object).await?,
            None => Vec::new(),
        };
        Ok(Self { object, fields, held: HashMap::new() })
    }

    /// Looks up who has the values of some rows.
    pub(super) async fn look_up<'a>(
        &mut self,
        tx: &mut TenantTx,
        rows: impl Iterator<Item = &'a [(FieldId, FieldValue)]>,
    ) -> crm::Result<()> {
        let (Some(object), false) = (self.object, self.fields.is_empty()) else { return Ok(()) };
        let keys: Vec<Key> = rows.flat_map(|own| fields::unique_keys(&self.fields, own)).collect();
        for (key, holder) in fields::holders(tx, object, &keys).await? {
            self.held.entry(key).or_insert(Who::Known(holder));
        }
        Ok(())
    }

    /// Gives values to somebody; else says which field's is another's, and gives none.
    pub(super) fn give(&mut self, who: Who, own: &[(FieldId, FieldValue)]) -> Result<(), FieldId> {
        let keys = fields::unique_keys(&self.fields, own);
        let is_taken = |key: &&Key| self.held.get(*key).is_some_and(|holder| *holder != who);
        if let Some((field, _)) = keys.iter().find(is_taken) {
            return Err(*field);
        }
        self.held.extend(keys.into_iter().map(|key| (key, who)));
        Ok(())
    }
}
