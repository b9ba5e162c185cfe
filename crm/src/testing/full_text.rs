//! Postgres's own full-text search over the same messages: what ours is measured against.
//!
//! Set up as its documentation advises: the words in a column of their own, a GIN index on them, and
//! `pg_trgm` for what has no blanks between its words. It runs as the administrator, so it does not even
//! pay for row-level security.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::{Result, TenantId};

/// A tenant's messages in a table of their own.
#[derive(Debug)]
pub struct FullText {
    admin: PgConnection,
    /// Is there a trigram index? (The extension is part of Postgres, but packaged apart by some.)
    pub trigrams: bool,
}

/// How Postgres is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// All words, `tsvector` of the configuration `simple`, best first.
    Words,
    /// The text as it stands anywhere in the message, by trigrams, newest first.
    Trigrams,
}

impl FullText {
    /// Copies a tenant's messages and indexes them.
    pub async fn build(admin_url: &str, tenant: TenantId) -> Result<Self> {
        let mut admin = PgConnection::connect(admin_url).await?;
        admin
            .execute(AssertSqlSafe(format!(
                "set maintenance_work_mem = '512MB';
                 create schema if not exists benchmark;
                 drop table if exists benchmark.messages;
                 create table benchmark.messages as
                     select x.id, x.occurred_at, x.text, to_tsvector('simple', x.text) as words
                     from crm.activities x
                     join crm.conversations c on c.tenant_id = x.tenant_id and c.id = x.conversation_id
                     where x.tenant_id = '{}' and x.text is not null and c.kind <> 'assistant';
                 create index on benchmark.messages using gin (words);",
                tenant.0
            )))
            .await?;
        let made = admin
            .execute(
                "create extension if not exists pg_trgm;
                 create index on benchmark.messages using gin (text gin_trgm_ops)",
            )
            .await;
        admin.execute("analyze benchmark.messages").await?;
        Ok(Self { admin, trigrams: made.is_ok() })
    }

    /// The first messages that fit, at most `limit`, and how many there are in all.
    pub async fn find(&mut self, by: By, words: &str, limit: i64) -> Result<(Vec<Uuid>, i64)> {
        let rows: Vec<(Uuid, i64)> =
            match by {
                By::Words => sqlx::query_as(
                    "select id, count(*) over () from benchmark.messages, plainto_tsquery('simple', $1) query
                     where words @@ query order by ts_rank(words, query) desc, occurred_at desc limit $2",
                )
                .bind(words)
                .bind(limit)
                .fetch_all(&mut self.admin)
                .await?,
                By::Trigrams => {
                    sqlx::query_as(
                        "select id, count(*) over () from benchmark.messages
                     where text ilike '%' || $1 || '%' order by occurred_at desc limit $2",
                    )
                    .bind(words.replace(['\\', '%', '_'], ""))
                    .bind(limit)
                    .fetch_all(&mut self.admin)
                    .await?
                }
            };
        let total = rows.first().map_or(0, |(_, total)| *total);
        Ok((rows.into_iter().map(|(id, _)| id).collect(), total))
    }
}
