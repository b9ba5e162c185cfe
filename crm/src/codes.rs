//! Counters of short codes. A counter row stays locked only for its own small transaction, so that
//! recording never waits for another recording's commit; activities take numbers in blocks.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::{AssertSqlSafe, PgPool};

use crate::{CodeKind, Result, TenantId};

/// How many activity numbers are taken at a time.
const BLOCK: usize = 64;

/// Numbers taken from the database and not yet given out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blocks(Arc<Mutex<HashMap<TenantId, Range<i64>>>>);

impl Blocks {
    /// The next `n` numbers. `pool` is one that nobody holds while waiting for another connection.
    pub(crate) async fn take(
        &self,
        pool: &PgPool,
        tenant: TenantId,
        kind: CodeKind,
        n: usize,
    ) -> Result<Range<i64>> {
        if kind != CodeKind::Activity || n >= BLOCK {
            return advance(pool, tenant, kind, n).await;
        }
        let wanted = n as i64;
        if let Some(range) = self.left_in_block(tenant, wanted) {
            return Ok(range);
        }
        let block = advance(pool, tenant, kind, BLOCK).await?;
        let range = block.start..block.start + wanted;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, range.end..block.end);
        Ok(range)
    }

    fn left_in_block(&self, tenant: TenantId, wanted: i64) -> Option<Range<i64>> {
        let mut blocks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let block = blocks.get_mut(&tenant)?;
        (block.end - block.start >= wanted).then(|| {
            let range = block.start..block.start + wanted;
            block.start = range.end;
            range
        })
    }
}

async fn advance(pool: &PgPool, tenant: TenantId, kind: CodeKind, n: usize) -> Result<Range<i64>> {
    let begin = format!("begin; set local app.tenant_id = '{}'", tenant.0);
    let mut tx = pool.begin_with(AssertSqlSafe(begin)).await?;
    let n = n as i64;
    let next: i64 = sqlx::query_scalar(
        "insert into crm.code_counters as c (tenant_id, kind, next) values ($1, $2, 1 + $3)
         on conflict (tenant_id, kind) do update set next = c.next + $3
         returning next",
    )
    .bind(tenant)
    .bind(kind.letter())
    .bind(n)
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(next - n..next)
}
