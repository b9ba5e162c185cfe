//! Taking an import back: what it made goes into the trash, what it changed is as it was before.
//!
//! What somebody has changed since, or built upon, is theirs by now: it stays as it is and is told as
//! [`Kept`]. Nothing is guessed: a field goes back only where it still says what the import wrote.

use serde_json::{Map, Value};
use sqlx::FromRow;
use uuid::Uuid;

use super::own;
use crate::{
    Code, CodeKind, ImportId, OrganizationId, PersonId, Result, TenantTx, merges, organizations,
    persons::{self, EmployerChange},
};

/// Why something stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was changed since.
    Changed,
    /// This field of it was changed since; the others went back.
    Field(String),
    /// It is part of another by now, or another of it.
    Merged,
    /// There is more to it by now: accounts, activities, notes, people.
    Used,
}

/// Something that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its short code.
    pub code: Code,
    /// What it is called.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// What became of an import that was taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// Things in the trash by now.
    pub removed: u64,
    /// Things as they were before.
    pub restored: u64,
    /// What stays.
    pub kept: Vec<Kept>,
}

/// Takes an import back, whole, in the transaction given. `None`: it is not done, or taken back already.
pub async fn undo(tx: &mut TenantTx, import: ImportId) -> Result<Option<Undone>> {
    merges::take_turn(tx).await?;
    let taken = sqlx::query(
        "update crm.imports set state = 'undone', content = null
         where tenant_id = $1 and id = $2 and state in ('done', 'running')",
    )
    .bind(tx.tenant())
    .bind(import)
    .execute(tx.conn())
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(None);
    }
    let mut undone = Undone::default();
    undone.removed += activities(tx, import).await?;
    undone.removed += costs(tx, import).await?;
    let kept = touched(tx, import).await?;
    undone.removed += trash_persons(tx, import, &kept).await?;
    undone.kept.extend(kept.into_iter().map(|it| it.kept()));
    restore_persons(tx, import, &mut undone).await?;
    organizations_back(tx, import, &mut undone).await?;
    Ok(Some(undone))
}

/// What people did goes into the trash; the same may be imported again.
async fn activities(tx: &mut TenantTx, import: ImportId) -> Result<u64> {
    let gone = sqlx::query(
        "with old as (
             select x.id, x.text from crm.activities x
             join crm.import_changes c on c.tenant_id = $1 and c.import_id = $2 and c.object = 'activity'
                                      and c.object_id = x.id
             where x.tenant_id = $1 and x.deleted_at is null for update of x
         ), kept as (
             insert into crm.trash (tenant_id, activity_id, text) select $1, id, text from old
             on conflict do nothing
         )
         update crm.activities x set text = null, deleted_at = now(), dedup_key = uuid_send(x.id)
         from old where x.tenant_id = $1 and x.id = old.id",
    )
    .bind(tx.tenant())
    .bind(import)
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected())
}

/// Costs go into the trash.
async fn costs(tx: &mut TenantTx, import: ImportId) -> Result<u64> {
    let gone = sqlx::query(
        "update crm.budget_lines b set deleted_at = now()
         from crm.import_changes c
         where b.tenant_id = $1 and c.tenant_id = $1 and c.import_id = $2 and c.object = 'cost'
           and c.object_id = b.id and b.deleted_at is null",
    )
    .bind(tx.tenant())
    .bind(import)
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected())
}

/// Somebody the import made who is more than that by now.
#[derive(FromRow)]
struct Touched {
    id: PersonId,
    number: i64,
    name: String,
    why: String,
}

impl Touched {
    fn kept(self) -> Kept {
        let why = match self.why.as_str() {
            "merged" => Why::Merged,
            "changed" => Why::Changed,
            _ => Why::Used,
        };
        Kept { code: Code::new(CodeKind::Person, self.number), name: self.name, why }
    }
}

async fn touched(tx: &mut TenantTx, import: ImportId) -> Result<Vec<Touched>> {
    sqlx::query_as(
        "with made as (
             select p.*, c.made, c.changed_at,
                    (select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(c.after) a
                     where a.key ~ '^[0-9a-f-]{36}$') as filled
             from crm.import_changes c
             join crm.persons p on p.tenant_id = $1 and p.id = c.object_id and p.deleted_at is null
             where c.tenant_id = $1 and c.import_id = $2 and c.object = 'person' and c.created
         ), judged as (
             select m.id, m.number, m.name, case
                 when m.merged_into is not null
                   or exists (select from crm.persons f where f.tenant_id = $1 and f.merged_into = m.id)
                     then 'merged'
                 when m.updated_at > m.changed_at or m.owner_id is not null or m.fields <> m.filled
                     then 'changed'
                 when exists (select from crm.accounts a where a.tenant_id = $1 and a.person_id = m.id)
                   or exists (select from crm.activities x
                              where x.tenant_id = $1 and x.person_id = m.id and x.deleted_at is null)
                   or exists (select from crm.notes n
                              where n.tenant_id = $1 and n.object = 'person' and n.object_id = m.id
                                and n.deleted_at is null and not (m.made -> 'notes' ? n.id::text))
                   or exists (select from crm.deals d
                              where d.tenant_id = $1 and d.person_id = m.id and d.deleted_at is null)
                   or exists (select from crm.tasks t
                              where t.tenant_id = $1 and t.person_id = m.id and t.deleted_at is null)
                   or exists (select from crm.identifiers i
                              where i.tenant_id = $1 and i.person_id = m.id
                                and not (m.made -> 'identifiers' ? i.id::text))
                   or exists (select from crm.employments e
                              where e.tenant_id = $1 and e.person_id = m.id
                                and (e.ended_on is not null or not (m.made -> 'employments' ? e.id::text))
                                and jsonb_array_length(m.made -> 'employers') = 0)
                     then 'used'
                 end as why
             from made m
         )
         select id, number, name, why from judged where why is not null order by number",
    )
    .bind(tx.tenant())
    .bind(import)
    .fetch_all(tx.conn())
    .await
}

async fn trash_persons(tx: &mut TenantTx, import: ImportId, kept: &[Touched]) -> Result<u64> {
    let gone = sqlx::query(
        "update crm.persons p set deleted_at = now()
         from crm.import_changes c
         where p.tenant_id = $1 and c.tenant_id = $1 and c.import_id = $2 and c.object = 'person' and c.created
           and c.object_id = p.id and p.deleted_at is null and p.id <> all($3)",
    )
    .bind(tx.tenant())
    .bind(import)
    .bind(kept.iter().map(|it| it.id).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected())
}

/// Somebody the import changed.
#[derive(FromRow)]
struct Updated {
    id: PersonId,
    number: i64,
    name: String,
    merged: bool,
    before: Value,
    after: Value,
    made: Value,
    now: Value,
}

/// Fields, addresses, notes and employers of those who were known before, as they were.
async fn restore_persons(tx: &mut TenantTx, import: ImportId, undone: &mut Undone) -> Result<()> {
    let rows: Vec<Updated> = sqlx::query_as(
        "select p.id, p.number, p.name, p.merged_into is not null as merged, c.before, c.after, c.made,
                jsonb_build_object('name', p.name, 'kana', p.kana, 'romaji', p.romaji, 'title', p.title,
                    'email', p.email, 'relationship', p.relationship, 'tags', to_jsonb(p.tags)) || p.fields as now
         from crm.import_changes c
         join crm.persons p on p.tenant_id = $1 and p.id = c.object_id and p.name <> ''
         where c.tenant_id = $1 and c.import_id = $2 and c.object = 'person' and not c.created
         order by p.id for update of p",
    )
    .bind(tx.tenant())
    .bind(import)
    .fetch_all(tx.conn())
    .await?;
    let mut back: Vec<(PersonId, Value)> = Vec::new();
    let mut renamed = Vec::new();
    for row in &rows {
        let kept = |why| Kept { code: Code::new(CodeKind::Person, row.number), name: row.name.clone(), why };
        if row.merged {
            undone.kept.push(kept(Why::Merged));
            continue;
        }
        let (mut fields, mut filled) = (Map::new(), Vec::new());
        for (field, wrote) in row.after.as_object().into_iter().flatten() {
            let before = row.before.get(field).cloned().unwrap_or_default();
            if row.now.get(field) != Some(wrote) {
                undone.kept.push(kept(Why::Field(own::name(tx, field).await?)));
            } else if let Some(id) = own::id_of(field) {
                filled.push((id, before));
            } else {
                fields.insert(field.clone(), before);
            }
        }
        for field in own::back(tx, row.id.into(), &filled).await? {
            undone.kept.push(kept(Why::Field(field)));
        }
        if ["name", "kana", "romaji"].iter().any(|field| fields.contains_key(*field)) {
            renamed.push(row.id);
        }
        for change in row.made["employers"].as_array().into_iter().flatten().rev() {
            let Ok(change) = serde_json::from_value::<EmployerChange>(change.clone()) else { continue };
            // a name of its own: whoever calls may have a place to come back to as well
            sqlx::raw_sql("savepoint employer").execute(tx.conn()).await?;
            if !persons::change_employer_back(tx, row.id, &change).await? {
                sqlx::raw_sql("rollback to savepoint employer").execute(tx.conn()).await?;
                undone.kept.push(kept(Why::Field("organization".to_owned())));
            }
            sqlx::raw_sql("release savepoint employer").execute(tx.conn()).await?;
        }
        back.push((row.id, Value::Object(fields)));
    }
    sqlx::query(
        "update crm.persons p
         set name = case when t.f ? 'name' then t.f ->> 'name' else p.name end,
             kana = case when t.f ? 'kana' then t.f ->> 'kana' else p.kana end,
             romaji = case when t.f ? 'romaji' then t.f ->> 'romaji' else p.romaji end,
             title = case when t.f ? 'title' then t.f ->> 'title' else p.title end,
             email = case when t.f ? 'email' then t.f ->> 'email' else p.email end,
             relationship = case when t.f ? 'relationship' then t.f ->> 'relationship' else p.relationship end,
             tags = case when t.f ? 'tags'
                         then array(select jsonb_array_elements_text(t.f -> 'tags')) else p.tags end,
             updated_at = now()
         from unnest($2::uuid[], $3::jsonb[]) as t (id, f)
         where p.tenant_id = $1 and p.id = t.id",
    )
    .bind(tx.tenant())
    .bind(back.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(back.iter().map(|(_, fields)| fields).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    merges::keys::refresh(tx, &renamed).await?;
    let made = |what: &str| -> Vec<Uuid> {
        let restored = rows.iter().filter(|row| !row.merged);
        let ids = restored.flat_map(|row| row.made[what].as_array().into_iter().flatten());
        ids.filter_map(|id| id.as_str()?.parse().ok()).collect()
    };
    for (sql, ids) in [
        // what was proved since is no mere claim any more
        (
            "delete from crm.identifiers where tenant_id = $1 and id = any($2) and verified_at is null",
            made("identifiers"),
        ),
        (
            "delete from crm.employments where tenant_id = $1 and id = any($2) and ended_on is null",
            made("employments"),
        ),
        (
            "update crm.notes set deleted_at = now() where tenant_id = $1 and id = any($2) and deleted_at is null",
            made("notes"),
        ),
    ] {
        sqlx::query(sql).bind(tx.tenant()).bind(ids).execute(tx.conn()).await?;
    }
    undone.restored += back.len() as u64;
    Ok(())
}

/// An organization the import made or changed.
#[derive(FromRow)]
struct Organized {
    id: OrganizationId,
    number: i64,
    name: String,
    created: bool,
    before: Value,
    after: Value,
    now: Value,
    fields: Value,
    used: bool,
}

async fn organizations_back(tx: &mut TenantTx, import: ImportId, undone: &mut Undone) -> Result<()> {
    let rows: Vec<Organized> = sqlx::query_as(
        "select o.id, o.number, o.name, c.created, c.before, c.after,
                jsonb_build_object('name', o.name, 'kind', o.kind,
                    'other_name', nullif(array_to_string(array[o.other_name] || o.more_names, ', '), ''),
                    'domain', nullif(array_to_string(array[o.domain] || o.more_domains, ', '), ''))
                    || o.fields as now, o.fields,
                exists (select from crm.employments e
                        join crm.persons p on p.tenant_id = $1 and p.id = e.person_id and p.deleted_at is null
                        where e.tenant_id = $1 and e.organization_id = o.id)
                or exists (select from crm.deals d
                           where d.tenant_id = $1 and d.organization_id = o.id and d.deleted_at is null)
                or exists (select from crm.tasks t
                           where t.tenant_id = $1 and t.organization_id = o.id and t.deleted_at is null)
                or exists (select from crm.notes n
                           where n.tenant_id = $1 and n.object = 'organization' and n.object_id = o.id
                             and n.deleted_at is null and not (c.made -> 'notes' ? n.id::text)) as used
         from crm.import_changes c
         join crm.organizations o on o.tenant_id = $1 and o.id = c.object_id and o.deleted_at is null
         where c.tenant_id = $1 and c.import_id = $2 and c.object = 'organization'
         order by o.id for update of o",
    )
    .bind(tx.tenant())
    .bind(import)
    .fetch_all(tx.conn())
    .await?;
    let mut gone = Vec::new();
    for row in rows {
        let code = Code::new(CodeKind::Organization, row.number);
        let kept = |why| Kept { code, name: row.name.clone(), why };
        let after = row.after.as_object().cloned().unwrap_or_default();
        let changed: Vec<&String> = after
            .iter()
            .filter(|(field, wrote)| row.now.get(*field) != Some(wrote))
            .map(|(it, _)| it)
            .collect();
        if row.created {
            let filled = row.fields.as_object().into_iter().flatten();
            let is_more = filled.into_iter().any(|(field, _)| !after.contains_key(field));
            match (changed.is_empty() && !is_more, row.used) {
                (false, _) => undone.kept.push(kept(Why::Changed)),
                (true, true) => undone.kept.push(kept(Why::Used)),
                (true, false) => gone.push(row.id),
            }
            continue;
        }
        for field in &changed {
            undone.kept.push(kept(Why::Field(own::name(tx, field).await?)));
        }
        let mut filled = Vec::new();
        for (name, _) in after.iter().filter(|(field, _)| !changed.contains(field)) {
            if let Some(id) = own::id_of(name) {
                filled.push((id, row.before.get(name).cloned().unwrap_or_default()));
                continue;
            }
            let Ok(field) = serde_json::from_value(Value::from(name.as_str())) else { continue };
            organizations::set(tx, row.id, field, row.before[name].as_str()).await?;
        }
        for field in own::back(tx, row.id.into(), &filled).await? {
            undone.kept.push(kept(Why::Field(field)));
        }
        undone.restored += 1;
    }
    sqlx::query(
        "update crm.notes n set deleted_at = now() from crm.import_changes c
         where c.tenant_id = $1 and c.import_id = $2 and c.object = 'organization' and not c.created
           and n.tenant_id = $1 and n.deleted_at is null and c.made -> 'notes' ? n.id::text",
    )
    .bind(tx.tenant())
    .bind(import)
    .execute(tx.conn())
    .await?;
    let removed =
        sqlx::query("update crm.organizations set deleted_at = now() where tenant_id = $1 and id = any($2)")
            .bind(tx.tenant())
            .bind(gone)
            .execute(tx.conn())
            .await?;
    undone.removed += removed.rows_affected();
    Ok(())
}
