//! Taking a merge back, also one that others were stacked on.

use super::{
    Conflict, Counts, FieldChange, Refused, fields, keys, moves, pair,
    retract::{Branch, Level, retract},
    tree::{self, Step},
};
use crate::{
    Code, CodeKind, MergeId, PersonId, Result, TenantTx,
    fields::{Object, Rival, rekey},
    persons::Person,
};

/// A merge taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The number of the merge's short code.
    pub number: i64,
    /// The person the other was part of, directly or through others.
    pub into: Person,
    /// The person who stands alone again.
    pub from: Person,
    /// What went back.
    pub returned: Counts,
    /// What `into` gives back of its own fields.
    pub fields: Vec<FieldChange>,
    /// What was changed since, and stays as it is.
    pub conflicts: Vec<Conflict>,
}

impl Undone {
    /// The merge's short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Merge, self.number)
    }
}

/// Takes a merge back. All is then as if it had never been, save for the conflicts.
pub async fn undo(tx: &mut TenantTx, merge: MergeId) -> Result<Result<Undone, Refused>> {
    tree::take_turn(tx).await?;
    let found: Option<(i64, PersonId, PersonId, bool)> = sqlx::query_as(
        "select number, into_person_id, from_person_id, undone_at is not null
         from crm.merges where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(merge)
    .fetch_optional(tx.conn())
    .await?;
    let Some((number, into, from, undone)) = found else {
        return Ok(Err(Refused::NotFound { what: CodeKind::Merge }));
    };
    if undone {
        return Ok(Err(Refused::AlreadyUndone { merge: Code::new(CodeKind::Merge, number) }));
    }
    let way = tree::way_up(tx, into).await?;
    let Some(&Step { person: survivor, .. }) = way.last() else { return Err(sqlx::Error::RowNotFound) };
    let persons: Vec<PersonId> = way.iter().map(|step| step.person).collect();
    let above: Vec<MergeId> = way.iter().filter_map(|step| step.by).collect();
    tree::lock(tx, &[&persons[..], &[from]].concat()).await?;

    let returned = moves::back(tx, merge, from, survivor).await?;
    moves::strike(tx, merge, &above).await?;
    let mut conflicts = moves::left(tx, merge, from).await?;
    let ways: Vec<MergeId> = [merge].into_iter().chain(above).collect();
    let (fields, edited) = fields(tx, &persons, &ways).await?;
    conflicts.extend(edited);
    end(tx, merge, from).await?;
    keys::refresh(tx, &persons).await?;
    let touched: Vec<uuid::Uuid> = [from].iter().chain(&persons).map(|person| person.0).collect();
    rekey(tx, Object::Person, &touched, Rival::Kept).await?;

    let (into, from) = pair::persons(tx, survivor, from).await?;
    Ok(Ok(Undone { number, into, from, returned, fields, conflicts }))
}

/// What [`undo`] would do, without doing it.
pub async fn undo_preview(tx: &mut TenantTx, merge: MergeId) -> Result<Result<Undone, Refused>> {
    sqlx::query("savepoint undo_preview").execute(tx.conn()).await?;
    let undone = undo(tx, merge).await;
    sqlx::query("rollback to savepoint undo_preview").execute(tx.conn()).await?;
    sqlx::query("release savepoint undo_preview").execute(tx.conn()).await?;
    undone
}

/// Takes what came by the lowest of the merges `ways` out of the fields of `persons`, the way up; `ways`
/// are the merges that lead into each of them. Returns what changed in the survivor, the last of them, and the conflicts.
async fn fields(
    tx: &mut TenantTx,
    persons: &[PersonId],
    ways: &[MergeId],
) -> Result<(Vec<FieldChange>, Vec<Conflict>)> {
    let mut levels = load(tx, persons, ways).await?;
    let former = levels.clone();
    let names = fields::names(tx).await?;
    let conflicts = retract(&mut levels, &names);
    let changed = former
        .last()
        .zip(levels.last())
        .map(|(before, after)| fields::changed(&before.person, &after.person, &names))
        .unwrap_or_default();
    for (level, former) in levels.iter().zip(&former) {
        if level.person != former.person {
            fields::store(tx, &level.person).await?;
        }
        for (branch, former) in level.branches.iter().zip(&former.branches) {
            if branch.fills != former.fills {
                fields::note(tx, branch.merge, &branch.fills).await?;
            }
        }
    }
    Ok((changed, conflicts))
}

async fn load(tx: &mut TenantTx, persons: &[PersonId], ways: &[MergeId]) -> Result<Vec<Level>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        merge: MergeId,
        into: PersonId,
        #[sqlx(flatten)]
        person: fields::Fields,
    }
    let rows: Vec<Row> = sqlx::query_as(concat!(
        "select m.id as merge, m.into_person_id as into, ",
        fields::field_columns!(),
        " from crm.merges m join crm.persons p on p.tenant_id = $1 and p.id = m.from_person_id
         where m.tenant_id = $1 and m.into_person_id = any($2) and m.undone_at is null
         order by m.number"
    ))
    .bind(tx.tenant())
    .bind(persons)
    .fetch_all(tx.conn())
    .await?;
    let merges: Vec<MergeId> = rows.iter().map(|row| row.merge).collect();
    let mut fills = fields::fills(tx, &merges).await?;
    let mut own = fields::load(tx, persons).await?;
    own.sort_by_key(|fields| persons.iter().position(|id| *id == fields.id));
    let mut levels: Vec<Level> =
        own.into_iter().map(|person| Level { person, branches: Vec::new(), way: 0 }).collect();
    for Row { merge, into, person } in rows {
        let Some(i) = persons.iter().position(|id| *id == into) else { continue };
        if ways.get(i) == Some(&merge) {
            levels[i].way = levels[i].branches.len();
        }
        let fills = fills.remove(&merge).unwrap_or_default();
        levels[i].branches.push(Branch { merge, person, fills });
    }
    let whole =
        levels.iter().zip(ways).all(|(l, way)| l.branches.get(l.way).is_some_and(|b| b.merge == *way));
    // only where somebody wrote into the tables by hand does a step lead nowhere
    if whole && levels.len() == ways.len() { Ok(levels) } else { Err(sqlx::Error::RowNotFound) }
}

/// Notes that the merge is undone and lets `from` stand alone.
async fn end(tx: &mut TenantTx, merge: MergeId, from: PersonId) -> Result<()> {
    let by = tx.actor().user_id();
    sqlx::query("update crm.merges set undone_at = now(), undone_by = $3 where tenant_id = $1 and id = $2")
        .bind(tx.tenant())
        .bind(merge)
        .bind(by)
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "update crm.persons set merged_into = null, updated_at = now() where tenant_id = $1 and id = $2",
    )
    .bind(tx.tenant())
    .bind(from)
    .execute(tx.conn())
    .await?;
    Ok(())
}
