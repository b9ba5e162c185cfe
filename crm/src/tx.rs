//! The only way to a tenant's rows.

use sqlx::{AssertSqlSafe, PgConnection, Postgres, Transaction};

use crate::{Actor, CodeKind, ConversationId, Db, Result, TenantId};

/// A transaction with the tenant and the actor set. Every function that reads or writes tenant data
/// takes one; row-level security sees to it that no other tenant's rows exist in it.
///
/// Dropping it without [`TenantTx::commit`] rolls back. Side effects (sending, indexing) are rows
/// written in it, never calls made in it.
#[derive(Debug)]
pub struct TenantTx {
    tx: Transaction<'static, Postgres>,
    tenant: TenantId,
    actor: Actor,
    audience: Option<ConversationId>,
    door: Option<String>,
    db: Db,
}

/// Did Postgres end this transaction because two held what the other wanted (SQLSTATE 40P01, 40001)? Nothing of it has
/// happened, and it may be done again.
pub fn gave_way(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| ["40P01", "40001"].contains(&code.as_ref()))
}

impl TenantTx {
    /// Opens one. The tenant is set with the `begin` itself, in one round trip.
    pub(crate) async fn begin(db: &Db, tenant: TenantId, actor: Actor) -> Result<Self> {
        // A uuid cannot carry SQL, and `set local` ends with the transaction.
        Self::begin_with(db, tenant, actor, format!("begin; set local app.tenant_id = '{}'", tenant.0)).await
    }

    /// Opens one in which many rows are written at a time. A plan kept from when a table was empty compares every
    /// key with every row; planning anew sees how large it is by now, and costs little beside a thousand rows.
    pub(crate) async fn begin_bulk(db: &Db, tenant: TenantId, actor: Actor) -> Result<Self> {
        let begin = format!(
            "begin; set local app.tenant_id = '{}'; set local plan_cache_mode = force_custom_plan",
            tenant.0
        );
        Self::begin_with(db, tenant, actor, begin).await
    }

    async fn begin_with(db: &Db, tenant: TenantId, actor: Actor, begin: String) -> Result<Self> {
        let tx = db.pool().begin_with(AssertSqlSafe(begin)).await?;
        Ok(Self { tx, tenant, actor, audience: None, door: None, db: db.clone() })
    }

    /// Makes everything done in it true.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// Undoes everything done in it. Dropping does the same some time later; after this nothing is held any more.
    pub async fn rollback(self) -> Result<()> {
        self.tx.rollback().await
    }

    /// A place to come back to.
    pub async fn savepoint(&mut self) -> Result<()> {
        sqlx::raw_sql("savepoint here").execute(self.conn()).await.map(drop)
    }

    /// Undoes everything since [`TenantTx::savepoint`].
    pub async fn rollback_to_savepoint(&mut self) -> Result<()> {
        sqlx::raw_sql("rollback to savepoint here").execute(self.conn()).await.map(drop)
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Says that what is read is answered in this room, where others read along: from now on the actor sees
    /// what everybody in it may.
    pub fn read_aloud_in(&mut self, room: ConversationId) {
        self.audience = Some(room);
    }

    /// Says by which door the request came in that all this is done for: `slack`, `web`, `console` … It stands in
    /// the audit log.
    pub fn came_by(&mut self, door: &str) {
        self.door = Some(door.to_owned());
    }

    pub(crate) fn door(&self) -> Option<&str> {
        self.door.as_deref()
    }

    /// The room that reads along; `None`: only the actor reads.
    pub(crate) fn audience(&self) -> Option<ConversationId> {
        self.audience
    }

    pub(crate) fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// The next `n` numbers of a kind of short code. Taken at once and for good: a rollback leaves a gap.
    pub(crate) async fn numbers(&self, kind: CodeKind, n: usize) -> Result<std::ops::Range<i64>> {
        self.db.numbers(self.tenant, kind, n).await
    }

    /// The database that it is a transaction of.
    pub(crate) fn db(&self) -> &Db {
        &self.db
    }
}
