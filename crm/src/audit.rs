//! Who changed what, with before and after, written in the transaction of the change.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Code, CodeKind, Result, TenantTx, UserId};

/// A change to be noted.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The command that made it.
    pub command: String,
    /// Its arguments.
    pub arguments: Value,
    /// Short code of what changed.
    pub object: Option<String>,
    /// What was there.
    pub before: Option<Value>,
    /// What is there.
    pub after: Option<Value>,
    /// The call that takes it back: `{"command", "arguments"}`.
    pub reversal: Option<Value>,
    /// The entry this change took back.
    pub reverses: Option<Uuid>,
}

/// Notes a change by the transaction's actor, through its door, and answers with the entry's code (`U-45`).
/// `request`: the id of the request, in logs as well.
pub async fn write(tx: &mut TenantTx, change: &Change, request: Uuid) -> Result<Code> {
    let (user, actor) = (tx.actor().user_id(), tx.actor().to_string());
    let door = tx.door().map(str::to_owned);
    let number = tx.numbers(CodeKind::Change, 1).await?.start;
    sqlx::query(
        "insert into crm.audit_log (tenant_id, id, number, user_id, actor, command, arguments, object, before,
             after, reversal, reverses, request_id, door)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(tx.tenant())
    .bind(Uuid::now_v7())
    .bind(number)
    .bind(user)
    .bind(actor)
    .bind(&change.command)
    .bind(&change.arguments)
    .bind(&change.object)
    .bind(&change.before)
    .bind(&change.after)
    .bind(&change.reversal)
    .bind(change.reverses)
    .bind(request)
    .bind(door)
    .execute(tx.conn())
    .await?;
    Ok(Code::new(CodeKind::Change, number))
}

/// A change that was noted.
#[derive(Debug, Clone, FromRow)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// The number of its short code.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By which user; `None`: the system, or a guest.
    pub user_id: Option<UserId>,
    /// As shown.
    pub actor: String,
    /// The command.
    pub command: String,
    /// Its arguments.
    pub arguments: Value,
    /// What changed.
    pub object: Option<String>,
    /// What was there.
    pub before: Option<Value>,
    /// What is there since.
    pub after: Option<Value>,
    /// The call that takes it back.
    pub reversal: Option<Value>,
    /// It took another change back.
    pub reverses: Option<Uuid>,
    /// Id of the request that made it.
    pub request_id: Uuid,
    /// The door it came in by; `None` where that was not noted, or nobody asked.
    pub door: Option<String>,
    /// Somebody took it back: the number of the entry that did.
    pub reversed_by: Option<i64>,
}

impl Entry {
    /// Its short code.
    pub fn code(&self) -> Code {
        Code::new(CodeKind::Change, self.number)
    }
}

macro_rules! entries {
    () => {
        "select l.id, l.number, l.at, l.user_id, l.actor, l.command, l.arguments, l.object, l.before, l.after,
                l.reversal, l.reverses, l.request_id, l.door,
                (select min(r.number) from crm.audit_log r where r.tenant_id = l.tenant_id and r.reverses = l.id)
                    as reversed_by
         from crm.audit_log l where l.tenant_id = $1"
    };
}

/// The change with this number.
pub async fn by_number(tx: &mut TenantTx, number: i64) -> Result<Option<Entry>> {
    sqlx::query_as(concat!(entries!(), " and l.number = $2"))
        .bind(tx.tenant())
        .bind(number)
        .fetch_optional(tx.conn())
        .await
}

/// The change with this id.
pub async fn by_id(tx: &mut TenantTx, id: Uuid) -> Result<Option<Entry>> {
    sqlx::query_as(concat!(entries!(), " and l.id = $2"))
        .bind(tx.tenant())
        .bind(id)
        .fetch_optional(tx.conn())
        .await
}

/// The latest changes, newest first: of one user, or of everybody.
pub async fn history(tx: &mut TenantTx, user: Option<UserId>, limit: i64) -> Result<Vec<Entry>> {
    sqlx::query_as(concat!(
        entries!(),
        " and ($2::uuid is null or l.user_id = $2) order by l.at desc, l.number desc limit $3"
    ))
    .bind(tx.tenant())
    .bind(user)
    .bind(limit)
    .fetch_all(tx.conn())
    .await
}

/// Which changes are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// By this user.
    pub user: Option<UserId>,
    /// Of the object with this short code, as itself or in a merge or an import.
    pub object: Option<String>,
    /// By a command whose name begins so.
    pub command: Option<String>,
    /// Through this door.
    pub door: Option<String>,
    /// At or after this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// A page of these changes, newest first, and how many there are in all.
pub async fn find(tx: &mut TenantTx, wanted: &Wanted, limit: i64, offset: i64) -> Result<(Vec<Entry>, i64)> {
    let objects = match wanted.object.as_deref() {
        Some(object) => Some(with_related(tx, object).await?),
        None => None,
    };
    macro_rules! which {
        () => {
            " and ($2::uuid is null or l.user_id = $2) and ($3::text[] is null or l.object = any($3))
              and ($4::text is null or starts_with(l.command, $4)) and ($5::text is null or l.door = $5)
              and ($6::timestamptz is null or l.at >= $6) and ($7::timestamptz is null or l.at < $7)"
        };
    }
    let total =
        sqlx::query_scalar(concat!("select count(*) from crm.audit_log l where l.tenant_id = $1", which!()))
            .bind(tx.tenant())
            .bind(wanted.user)
            .bind(&objects)
            .bind(&wanted.command)
            .bind(&wanted.door)
            .bind(wanted.from)
            .bind(wanted.until)
            .fetch_one(tx.conn())
            .await?;
    let page = sqlx::query_as(concat!(
        entries!(),
        which!(),
        " order by l.at desc, l.number desc limit $8 offset $9"
    ))
    .bind(tx.tenant())
    .bind(wanted.user)
    .bind(&objects)
    .bind(&wanted.command)
    .bind(&wanted.door)
    .bind(wanted.from)
    .bind(wanted.until)
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.conn())
    .await?;
    Ok((page, total))
}

/// A short code, and those of the merges and imports that changed what it names.
async fn with_related(tx: &mut TenantTx, object: &str) -> Result<Vec<String>> {
    let mut all = vec![object.to_owned()];
    let Some(Code { kind, number }) = Code::parse(object) else { return Ok(all) };
    let sql = match kind {
        CodeKind::Person => {
            "with it as (select id from crm.persons where tenant_id = $1 and number = $2)
             select 'M-' || m.number from crm.merges m, it
             where m.tenant_id = $1 and it.id in (m.into_person_id, m.from_person_id)
             union
             select 'I-' || i.number from it
             join crm.import_changes c on c.tenant_id = $1 and c.object_id = it.id
             join crm.imports i on i.tenant_id = $1 and i.id = c.import_id"
        }
        CodeKind::Organization => {
            "with it as (select id from crm.organizations where tenant_id = $1 and number = $2)
             select 'I-' || i.number from it
             join crm.import_changes c on c.tenant_id = $1 and c.object_id = it.id
             join crm.imports i on i.tenant_id = $1 and i.id = c.import_id"
        }
        _ => return Ok(all),
    };
    let related: Vec<String> =
        sqlx::query_scalar(sql).bind(tx.tenant()).bind(number).fetch_all(tx.conn()).await?;
    all.extend(related);
    Ok(all)
}

/// The user's latest change that does not itself take something back and was not taken back.
pub async fn last_of(tx: &mut TenantTx, user: UserId) -> Result<Option<Entry>> {
    sqlx::query_as(concat!(
        entries!(),
        " and l.user_id = $2 and l.reverses is null
           and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id)
         order by l.at desc, l.number desc limit 1"
    ))
    .bind(tx.tenant())
    .bind(user)
    .fetch_optional(tx.conn())
    .await
}

/// The user's latest change before a given one that can still be taken back.
pub async fn last_reversible_before(tx: &mut TenantTx, user: UserId, number: i64) -> Result<Option<Entry>> {
    sqlx::query_as(concat!(
        entries!(),
        " and l.user_id = $2 and l.number < $3 and l.reverses is null and l.reversal is not null
           and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id)
         order by l.at desc, l.number desc limit 1"
    ))
    .bind(tx.tenant())
    .bind(user)
    .bind(number)
    .fetch_optional(tx.conn())
    .await
}

/// The latest change of the object with this short code that does not itself take something back: one
/// that can still be taken back before one that was.
pub async fn last_on(tx: &mut TenantTx, object: &str) -> Result<Option<Entry>> {
    sqlx::query_as(concat!(
        entries!(),
        " and l.object = $2 and l.reverses is null
         order by l.reversal is not null and not exists (
                      select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id) desc,
                  l.at desc, l.number desc limit 1"
    ))
    .bind(tx.tenant())
    .bind(object)
    .fetch_optional(tx.conn())
    .await
}

/// Has somebody else changed the same thing since?
pub async fn touched_by_others_since(tx: &mut TenantTx, entry: &Entry) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (select from crm.audit_log l
                        where l.tenant_id = $1 and l.object = $2 and l.number > $3
                          and l.user_id is distinct from $4)",
    )
    .bind(tx.tenant())
    .bind(&entry.object)
    .bind(entry.number)
    .bind(entry.user_id)
    .fetch_one(tx.conn())
    .await
}

/// Takes the turn to take a change back, until the end of the transaction; false when somebody has done so.
pub async fn take_back(tx: &mut TenantTx, entry: Uuid) -> Result<bool> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 1))")
        .bind(entry.to_string())
        .execute(tx.conn())
        .await?;
    sqlx::query_scalar(
        "select not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = $2)",
    )
    .bind(tx.tenant())
    .bind(entry)
    .fetch_one(tx.conn())
    .await
}

/// The latest change that this call, and no other, takes back, if none has taken it back yet: for what
/// undoes a thing by being done, as restoring what was deleted. A call that merely sets what was there
/// before takes nothing back.
pub async fn taken_back_by(tx: &mut TenantTx, call: &Value) -> Result<Option<Uuid>> {
    sqlx::query_scalar(
        "select l.id from crm.audit_log l
         where l.tenant_id = $1 and md5(l.reversal::text) = md5($2::text) and l.reversal = $2
           and l.reverses is null
           and not exists (select from crm.audit_log r where r.tenant_id = $1 and r.reverses = l.id)
         order by l.at desc, l.number desc limit 1",
    )
    .bind(tx.tenant())
    .bind(call)
    .fetch_optional(tx.conn())
    .await
}
