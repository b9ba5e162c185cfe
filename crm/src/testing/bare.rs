//! The same rows without anything of ours around them: what a benchmark is measured against.
//!
//! Not a second way to record: nothing here looks for duplicates, knows a name or decides an id. It reads
//! what [`crate::record`] and [`crate::inbox`] have written for one tenant and writes it again for
//! another, with `insert … select unnest()`, as the same role, behind the same policies, into the same
//! indexes.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Actor, Db, Result, TenantId, TenantTx};

/// A table of this shape: its rows column by column, read once and written in batches.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $table:literal, $order:literal; $($column:ident: $sql:literal [$kind:ty]),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        struct $name { $($column: Vec<$kind>),* }

        impl $name {
            async fn read(tx: &mut TenantTx) -> Result<Self> {
                let rows: Vec<($($kind,)*)> = sqlx::query_as(concat!(
                    "select ", table!(@list $($column),*), " from crm.", $table,
                    " where tenant_id = $1 order by ", $order,
                ))
                .bind(tx.tenant())
                .fetch_all(tx.conn())
                .await?;
                let mut read = Self::default();
                for ($($column,)*) in rows {
                    $(read.$column.push($column);)*
                }
                Ok(read)
            }

            fn len(&self) -> usize {
                table!(@first self $($column),*)
            }

            async fn write(&self, tx: &mut TenantTx, rows: std::ops::Range<usize>) -> Result<()> {
                let rows = rows.start.min(self.len())..rows.end.min(self.len());
                if rows.is_empty() {
                    return Ok(());
                }
                sqlx::query(concat!(
                    "insert into crm.", $table, " (tenant_id, ", table!(@list $($column),*), ") ",
                    "select (select crm.app_tenant()), t.* from unnest(", table!(@list $($sql),*), ") t",
                ))
                $(.bind(&self.$column[rows.clone()]))*
                .execute(tx.conn())
                .await?;
                Ok(())
            }
        }
    };
    (@list $one:ident $(, $more:ident)*) => { concat!(stringify!($one) $(, ", ", stringify!($more))*) };
    (@list $one:literal $(, $more:literal)*) => { concat!($one $(, ", ", $more)*) };
    (@first $self:ident $one:ident $(, $more:ident)*) => { $self.$one.len() };
}

table! { Connections, "connections", "id";
id: "$1::uuid[]" [Uuid], platform: "$2::text[]" [String], name: "$3::text[]" [String] }
table! { Conversations, "conversations", "id";
id: "$1::uuid[]" [Uuid], connection_id: "$2::uuid[]" [Uuid], external_id: "$3::text[]" [String],
kind: "$4::text[]" [String], name: "$5::text[]" [Option<String>] }
table! { Persons, "persons", "id";
id: "$1::uuid[]" [Uuid], number: "$2::bigint[]" [i64], name: "$3::text[]" [String],
email: "$4::text[]" [Option<String>], relationship: "$5::text[]" [String],
search_key: "$6::text[]" [String] }
table! { Accounts, "accounts", "id";
id: "$1::uuid[]" [Uuid], person_id: "$2::uuid[]" [Option<Uuid>], provider: "$3::text[]" [String],
workspace: "$4::text[]" [String], external_id: "$5::text[]" [String],
handle: "$6::text[]" [Option<String>], name: "$7::text[]" [Option<String>],
email: "$8::text[]" [Option<String>], is_bot: "$9::bool[]" [bool] }
table! { Activities, "activities", "number";
id: "$1::uuid[]" [Uuid], number: "$2::bigint[]" [i64], account_id: "$3::uuid[]" [Option<Uuid>],
person_id: "$4::uuid[]" [Option<Uuid>], conversation_id: "$5::uuid[]" [Option<Uuid>],
thread: "$6::text[]" [Option<String>], external_id: "$7::text[]" [Option<String>],
action: "$8::text[]" [String], text: "$9::text[]" [Option<String>],
occurred_at: "$10::timestamptz[]" [DateTime<Utc>], historical: "$11::bool[]" [bool],
dedup_key: "$12::bytea[]" [Vec<u8>] }
table! { Inbox, "inbox", "received_at, id";
id: "$1::uuid[]" [Uuid], connection_id: "$2::uuid[]" [Uuid], dedup_key: "$3::bytea[]" [Vec<u8>],
body: "$4::bytea[]" [Vec<u8>], state: "$5::text[]" [String] }

/// Everything that was recorded for one tenant, in memory.
#[derive(Debug)]
pub struct Rows {
    connections: Connections,
    conversations: Conversations,
    persons: Persons,
    accounts: Accounts,
    activities: Activities,
    inbox: Inbox,
}

impl Rows {
    /// Reads them.
    pub async fn read(tx: &mut TenantTx) -> Result<Self> {
        Ok(Self {
            connections: Connections::read(tx).await?,
            conversations: Conversations::read(tx).await?,
            persons: Persons::read(tx).await?,
            accounts: Accounts::read(tx).await?,
            activities: Activities::read(tx).await?,
            inbox: Inbox::read(tx).await?,
        })
    }

    /// How many activities there are.
    pub fn activities(&self) -> usize {
        self.activities.len()
    }

    /// Writes them for another tenant that has none of them: first who and where, then `batch` events in
    /// each transaction, an event being its activity and, where it came through the inbox, its row there.
    pub async fn write(&self, db: &Db, tenant: TenantId, batch: usize) -> Result<()> {
        let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
        self.connections.write(&mut tx, 0..self.connections.len()).await?;
        for from in (0..self.conversations.len().max(self.accounts.len())).step_by(batch) {
            self.conversations.write(&mut tx, from..from + batch).await?;
            self.persons.write(&mut tx, from..from + batch).await?;
            self.accounts.write(&mut tx, from..from + batch).await?;
        }
        tx.commit().await?;
        for from in (0..self.activities.len().max(self.inbox.len())).step_by(batch) {
            let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
            self.inbox.write(&mut tx, from..from + batch).await?;
            self.activities.write(&mut tx, from..from + batch).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Marks every waiting event as dealt with, so that rows stored by themselves keep no worker busy.
pub async fn close_inbox(tx: &mut TenantTx) -> Result<()> {
    sqlx::query(
        "update crm.inbox set state = 'done', lease_until = null where tenant_id = $1 and state = 'waiting'",
    )
    .bind(tx.tenant())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How many replies have been written.
pub async fn replies(tx: &mut TenantTx) -> Result<i64> {
    sqlx::query_scalar("select count(*) from crm.outbox where tenant_id = $1")
        .bind(tx.tenant())
        .fetch_one(tx.conn())
        .await
}
