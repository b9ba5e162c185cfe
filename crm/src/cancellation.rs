//! Requests come and go: a future dropped at any point of its way must leave no connection inside a
//! transaction. The next to borrow it would write into that transaction, be told that all is well, and
//! lose what it wrote when the connection ends.
//!
//! Without the hook of the pool (`crate::db`) the storm below loses some tens of its 2,500 writes
//! (launchbadge/sqlx issue 4393).

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use sqlx::{
    Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

use crate::{
    AppLogin, Db, Keys, PoolSize, Secret,
    testing::{self, TestDb},
};

/// Few, so that everybody waits for everybody.
const CONNECTIONS: u32 = 3;

/// The pool of the product.
async fn hooked(test: &TestDb) -> PgPool {
    let keys = Keys::new(&Secret::random().unwrap()).unwrap();
    let db = Db::open(&test.admin_url(), AppLogin::Socket, keys, PoolSize(CONNECTIONS)).await.unwrap();
    db.pool().clone()
}

/// The same without its hook.
async fn bare(test: &TestDb) -> PgPool {
    let options: PgConnectOptions = test.url("enishi_app").parse().unwrap();
    PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await.unwrap()
}

/// Polls a future so many times and drops it, wherever it has got to.
async fn dropped_after<T>(polls: u64, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

/// A write that is complete when this returns.
async fn write(pool: &PgPool, slug: &str) -> sqlx::Result<()> {
    sqlx::query("insert into directory.tenants (id, slug) values ($1, $2)")
        .bind(Uuid::now_v7())
        .bind(slug)
        .execute(pool)
        .await
        .map(drop)
}

/// Starts and drops `rounds` transactions, with a complete write now and then; gives those writes.
async fn rounds(pool: PgPool, task: u64, rounds: u64) -> Vec<String> {
    let mut random = 0x9e37_79b9_7f4a_7c15 ^ task;
    let mut written = Vec::new();
    for round in 0..rounds {
        // xorshift64: the same way each time
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let transaction = async {
            let begin = "begin; set local app.tenant_id = '00000000-0000-7000-8000-000000000001'";
            let mut tx = pool.begin_with(begin).await?;
            sqlx::query(
                "insert into crm.outcome_values values (crm.app_tenant(), gen_random_uuid()::text, 1, 'JPY')",
            )
            .execute(&mut *tx)
            .await?;
            tx.commit().await
        };
        drop(dropped_after(random % 12, transaction).await);
        if round % 4 == 0 {
            let slug = format!("t{task}-{round}");
            write(&pool, &slug).await.unwrap();
            written.push(slug);
        }
    }
    written
}

/// Four tasks at once; gives how many of the writes that were reported done are not there.
async fn storm(test: &TestDb, pool: &PgPool, each: u64) -> usize {
    let tasks: Vec<_> = (1..=4).map(|task| tokio::spawn(rounds(pool.clone(), task, each))).collect();
    let mut written = Vec::new();
    for task in tasks {
        written.extend(task.await.unwrap());
    }
    missing(test, &written).await
}

/// How many of these another session does not see.
async fn missing(test: &TestDb, slugs: &[String]) -> usize {
    let mut other = PgConnection::connect(&test.admin_url()).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from directory.tenants where slug = any ($1)")
        .bind(slugs)
        .fetch_one(&mut other)
        .await
        .unwrap();
    slugs.len() - usize::try_from(seen).unwrap()
}

/// Lends every connection once, and waits until none of them is inside a transaction.
async fn settled(test: &TestDb, pool: &PgPool) -> bool {
    let mut all = Vec::new();
    for _ in 0..CONNECTIONS {
        all.push(pool.acquire().await.unwrap());
    }
    drop(all);
    let mut other = PgConnection::connect(&test.admin_url()).await.unwrap();
    for _ in 0..100 {
        let inside: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity where datname = current_database()
             and usename = 'enishi_app' and state like 'idle in transaction%'",
        )
        .fetch_one(&mut other)
        .await
        .unwrap();
        if inside == 0 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_dropped_transactions_lose_no_write() {
    let test = testing::database().await;
    let pool = hooked(&test).await;
    assert_eq!(storm(&test, &pool, 2_500).await, 0);
    assert!(settled(&test, &pool).await, "a connection is idle in a transaction");
}

/// Puts a connection back that is inside a transaction, unknown to the pool, and writes through the pool.
async fn lost_after_leak(test: &TestDb, pool: &PgPool) -> usize {
    let mut all = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut conn = pool.acquire().await.unwrap();
        conn.execute("begin").await.unwrap();
        all.push(conn);
    }
    drop(all);
    write(pool, "probe").await.unwrap();
    missing(test, &["probe".to_owned()]).await
}

#[tokio::test]
async fn a_connection_left_in_a_transaction_is_healed_by_the_hook_alone() {
    let test = testing::database().await;
    assert_eq!(lost_after_leak(&test, &hooked(&test).await).await, 0);
    let test = testing::database().await;
    assert_eq!(
        lost_after_leak(&test, &bare(&test).await).await,
        1,
        "the pool heals it by itself: drop the hook"
    );
}
