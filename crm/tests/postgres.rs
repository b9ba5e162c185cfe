//! The private cluster: shared, stopped by its last user, joined or repaired after a crash.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crm::postgres::{Cluster, Mode, StartError, start};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};

/// A folder of its own under the target folder, emptied.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("postgres-{name}"));
    drop(fs::remove_dir_all(&folder));
    folder
}

#[tokio::main(flavor = "current_thread")]
async fn ask(cluster: &Cluster, sql: &'static str) -> Result<String, sqlx::Error> {
    let mut conn = PgConnection::connect(&cluster.url("enishi", "postgres")).await?;
    sqlx::query_scalar(sql).fetch_one(&mut conn).await
}

fn server(root: &Path) -> Pid {
    let file = fs::read_to_string(root.join("postgres/postmaster.pid")).unwrap();
    Pid::from_raw(file.lines().next().unwrap().parse().unwrap()).unwrap()
}

#[test]
fn users_share_it_and_the_last_one_stops_it() {
    // too long for the name of a socket, and not ASCII
    let root = folder("shared").join("縁".repeat(30)).join("a folder with spaces & more");
    let first = start(&root, Mode::Throwaway).unwrap();
    let second = start(&root, Mode::Throwaway).unwrap();
    assert_eq!(ask(&second, "select current_user::text").unwrap(), "enishi");
    assert_eq!(
        ask(&second, "select datcollate::text from pg_database where datname = 'postgres'").unwrap(),
        if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" }
    );
    assert!(!first.stop().unwrap(), "somebody still uses it");
    assert_eq!(ask(&second, "show fsync").unwrap(), "off");
    assert!(second.stop().unwrap());
    assert!(!root.join("postgres/postmaster.pid").exists());
}

#[test]
fn data_outlive_the_server_however_it_ends() {
    let root = folder("durable");
    let cluster = start(&root, Mode::Durable).unwrap();
    assert_eq!(ask(&cluster, "show fsync").unwrap(), "on");
    assert_eq!(ask(&cluster, "show listen_addresses").unwrap(), "");
    ask(&cluster, "select lo_from_bytea(4711, convert_to('ここにいる', 'UTF8'))::text").unwrap();
    assert!(cluster.stop().unwrap());

    let cluster = start(&root, Mode::Durable).unwrap();
    let read = "select convert_from(lo_get(4711), 'UTF8')";
    assert_eq!(ask(&cluster, read).unwrap(), "ここにいる");
    kill_process(server(&root), Signal::KILL).unwrap();
    while ask(&cluster, "select ''").is_ok() {}
    // the user of the dead server is still there; the new one starts another
    let again = start(&root, Mode::Durable).unwrap();
    assert_eq!(ask(&again, read).unwrap(), "ここにいる");
    assert!(!again.stop().unwrap());
    assert_eq!(ask(&cluster, read).unwrap(), "ここにいる");
    drop(cluster);
    assert!(!root.join("postgres/postmaster.pid").exists());
}

/// Says in the environment of a process of this test where it shall start a cluster, and be killed.
const VICTIM: &str = "ENISHI_TEST_VICTIM";

#[test]
fn a_server_whose_process_was_killed_is_joined() {
    if let Some(root) = env::var_os(VICTIM) {
        let cluster = start(root.as_ref(), Mode::Throwaway).unwrap();
        println!("\nstarted");
        std::thread::park();
        drop(cluster);
    }
    let root = folder("orphan");
    let mut victim = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_server_whose_process_was_killed_is_joined", "--nocapture"])
        .env(VICTIM, &root)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "started"));
    victim.kill().unwrap();
    victim.wait().unwrap();

    let orphan = server(&root);
    let cluster = start(&root, Mode::Throwaway).unwrap();
    assert_eq!(server(&root), orphan);
    assert_eq!(ask(&cluster, "select 'alive'").unwrap(), "alive");
    assert!(cluster.stop().unwrap());
    assert!(!root.join("postgres/postmaster.pid").exists());
}

#[test]
fn a_failed_start_says_what_to_do() {
    let root = folder("broken");
    drop(start(&root, Mode::Durable).unwrap());

    let conf = root.join("postgres/postgresql.auto.conf");
    fs::write(&conf, "shared_buffers = 'a lot'\n").unwrap();
    let error = start(&root, Mode::Durable).unwrap_err();
    assert!(matches!(error, StartError::Ended { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("shared_buffers") && text.contains("postgres.log"), "{text}");

    fs::write(root.join("postgres/PG_VERSION"), "9\n").unwrap();
    let error = start(&root, Mode::Durable).unwrap_err();
    assert!(matches!(error, StartError::OtherMajor { major: 9, .. }), "{error:?}");

    fs::write(root.join("file"), "").unwrap();
    let error = start(&root.join("file"), Mode::Durable).unwrap_err();
    assert!(matches!(error, StartError::NotWritable { .. }), "{error:?}");
    assert!(error.to_string().ends_with("choose a data folder that you may write to"), "{error}");
}
