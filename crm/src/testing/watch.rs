//! Stops the server when no test has used it for two seconds.
//!
//! A static value is never dropped in Rust, a killed process drops nothing, and under nextest each test
//! is a process. So the server watches itself: one of its sessions runs a loop that tries to take a lock
//! which every user holds shared. Its client has long gone; a session does not notice while it works.

use std::{str::FromStr, time::Duration};

use anyhow::Context;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use super::{memory, scratch};
use crate::postgres::Cluster;

/// How the watching session is called in `pg_stat_activity`.
const NAME: &str = "enishi test watch";

/// Locks: held shared by each user; held by who makes the watch; held by who makes the template.
const USERS: i64 = 0x656e_6973_6869_0001;
const WATCH: i64 = 0x656e_6973_6869_0002;
pub(super) const TEMPLATE: i64 = 0x656e_6973_6869_0003;

/// Keeps the server alive for as long as this session lives.
pub(super) async fn keep_alive(session: &mut PgConnection) -> Result<(), sqlx::Error> {
    // where the server is about to stop, this waits until the session is ended
    sqlx::query("select pg_advisory_lock_shared($1)").bind(USERS).execute(session).await.map(drop)
}

/// Takes one of the locks for this session.
pub(super) async fn lock(session: &mut PgConnection, lock: i64) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_advisory_lock($1)").bind(lock).execute(session).await.map(drop)
}

/// Gives it back.
pub(super) async fn unlock(session: &mut PgConnection, lock: i64) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_advisory_unlock($1)").bind(lock).execute(session).await.map(drop)
}

/// Sees to it that the server is watched; a server just started is tidied first.
pub(super) async fn ensure(cluster: &Cluster, admin: &mut PgConnection) -> anyhow::Result<()> {
    if watched(admin).await? {
        return Ok(());
    }
    lock(admin, WATCH).await?;
    if !watched(admin).await? {
        scratch::sweep(admin).await?;
        memory::prepare(admin, cluster.root()).await?;
        begin(cluster, admin).await?;
    }
    unlock(admin, WATCH).await?;
    Ok(())
}

async fn watched(admin: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select exists (select from pg_stat_activity where application_name = $1)")
        .bind(NAME)
        .fetch_one(admin)
        .await
}

async fn begin(cluster: &Cluster, admin: &mut PgConnection) -> anyhow::Result<()> {
    let options = PgConnectOptions::from_str(&cluster.url("enishi", "postgres"))?.application_name(NAME);
    let mut watch = PgConnection::connect_with(&options).await?;
    let program = format!(
        "do $$
         declare idle int := 0;
         begin
             loop
                 perform pg_sleep(0.25);
                 if pg_try_advisory_lock({USERS}) then
                     idle := idle + 1;
                     exit when idle = 8;    -- with the lock in hand: whoever comes now waits for the end
                     perform pg_advisory_unlock({USERS});
                 else
                     idle := 0;
                 end if;
             end loop;
             copy (select 1 where false) to program 'kill -INT $(head -n 1 postmaster.pid)';
             perform pg_sleep(60);
         end $$"
    );
    let ended = tokio::select! {
        ended = watch.execute(AssertSqlSafe(program)) => ended.map(drop),
        running = running(admin) => return running,
    };
    ended.context("the watch over the server of the tests ended")
}

/// Waits until the loop is at work.
async fn running(admin: &mut PgConnection) -> anyhow::Result<()> {
    let at_work = "select exists (
        select from pg_stat_activity where application_name = $1 and wait_event = 'PgSleep')";
    while !sqlx::query_scalar::<_, bool>(at_work).bind(NAME).fetch_one(&mut *admin).await? {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}
