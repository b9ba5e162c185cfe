//! What an import did to each thing, noted in the transaction that did it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{ImportId, Result, TenantTx};

/// What was done to one thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The first line that spoke of it.
    pub(super) line: i64,
    /// It is new.
    pub(super) created: bool,
    /// Fields as they were.
    pub(super) before: Map<String, Value>,
    /// Fields as they are.
    pub(super) after: Map<String, Value>,
    /// Rows that were made for it.
    pub(super) identifiers: Vec<Uuid>,
    pub(super) employments: Vec<Uuid>,
    pub(super) notes: Vec<Uuid>,
    /// Changes of employer, as [`crate::persons::EmployerChange`] is stored.
    pub(super) employers: Vec<Value>,
    /// The part of the title that is a department, as the import wrote it.
    pub(super) department: Option<String>,
}

impl Change {
    /// Something new.
    pub(super) fn new(line: i64) -> Self {
        Self { line, created: true, ..Self::default() }
    }

    /// The same thing once more, by a later line: it was before as it was first, and is after as it was last.
    pub(super) fn add(&mut self, later: Self) {
        if self.is_nothing() {
            self.line = later.line;
        }
        self.created |= later.created;
        self.before = later.before.into_iter().chain(std::mem::take(&mut self.before)).collect();
        self.after.extend(later.after);
        self.identifiers.extend(later.identifiers);
        self.employments.extend(later.employments);
        self.notes.extend(later.notes);
        self.employers.extend(later.employers);
        self.department = later.department.or(self.department.take());
    }

    /// Was anything done?
    pub(super) fn is_nothing(&self) -> bool {
        !self.created
            && self.after.is_empty()
            && self.identifiers.is_empty()
            && self.employments.is_empty()
            && self.notes.is_empty()
            && self.employers.is_empty()
    }
}

/// Notes changes. What is noted of a thing already is added to: it was before as it was first, and is after
/// as it was last.
pub(super) async fn note(
    tx: &mut TenantTx,
    import: ImportId,
    object: &str,
    changes: &BTreeMap<Uuid, Change>,
) -> Result<()> {
    let changes: Vec<(&Uuid, &Change)> = changes.iter().filter(|(_, change)| !change.is_nothing()).collect();
    if changes.is_empty() {
        return Ok(());
    }
    let made = |change: &Change| {
        json!({
            "identifiers": change.identifiers, "employments": change.employments, "notes": change.notes,
            "employers": change.employers, "department": change.department,
        })
    };
    sqlx::query(
        "insert into crm.import_changes as c
             (tenant_id, import_id, object, object_id, line, created, before, after, made)
         select $1, $2, $3, t.*
         from unnest($4::uuid[], $5::bigint[], $6::bool[], $7::jsonb[], $8::jsonb[], $9::jsonb[]) t
         on conflict (tenant_id, import_id, object_id) do update set
             before = excluded.before || c.before,
             after = c.after || excluded.after,
             made = jsonb_build_object(
                 'identifiers', (c.made -> 'identifiers') || (excluded.made -> 'identifiers'),
                 'employments', (c.made -> 'employments') || (excluded.made -> 'employments'),
                 'notes', (c.made -> 'notes') || (excluded.made -> 'notes'),
                 'employers', (c.made -> 'employers') || (excluded.made -> 'employers'),
                 'department', coalesce(excluded.made ->> 'department', c.made ->> 'department')),
             changed_at = now()",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(object)
    .bind(changes.iter().map(|(id, _)| **id).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, change)| change.line).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, change)| change.created).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, change)| Value::Object(change.before.clone())).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, change)| Value::Object(change.after.clone())).collect::<Vec<_>>())
    .bind(changes.iter().map(|(_, change)| made(change)).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
