//! The migrations, one after the other, each over tables that hold what the earlier ones allowed.
//!
//! To add a migration: the next number, one concern, forward only; and beside it
//! `tests/samples/<number>.sql` with rows for what it adds, in both languages, as the runtime would
//! write them. A migration that cannot be applied to filled tables fails here.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeMap, fs, path::Path};

use crm::{lint, testing};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Two tenants with the same ids in every row: no key may span tenants.
const TENANTS: [&str; 2] = ["00000001-0000-7000-8000-00000000000a", "00000001-0000-7000-8000-00000000000b"];

/// File name → text.
type Files = BTreeMap<String, String>;

fn read(folder: &str) -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The migrations in order, each with its sample rows.
fn pairs(migrations: &Files, samples: &Files) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    for (position, (file, sql)) in migrations.iter().enumerate() {
        let number = format!("{:04}", position + 1);
        let words = file.strip_prefix(&format!("{number}_")).and_then(|rest| rest.strip_suffix(".sql"));
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !words.is_some_and(|words| !words.is_empty() && words.chars().all(word)) {
            return Err(format!("migrations/{file}: the name must be {number}_words_like_this.sql"));
        }
        let sample = format!("{number}.sql");
        let Some(rows) = samples.get(&sample).filter(|rows| rows.contains("insert into")) else {
            return Err(format!(
                "migrations/{file}: write rows for what it adds in crm/tests/samples/{sample}"
            ));
        };
        pairs.push((sql.clone(), rows.clone()));
    }
    match samples.keys().nth(migrations.len()) {
        Some(_) => Err(format!("{} migrations, but {} files of samples", migrations.len(), samples.len())),
        None => Ok(pairs),
    }
}

#[tokio::test]
async fn each_applies_to_filled_tables() {
    let scratch = testing::empty().await;
    let mut admin = PgConnection::connect(&scratch.url("enishi")).await.unwrap();
    admin.execute(include_str!("../src/roles.sql")).await.unwrap();
    admin.execute("set role enishi_owner").await.unwrap();
    let mut app = PgConnection::connect(&scratch.url("enishi_app")).await.unwrap();

    for (number, (sql, rows)) in (1..).zip(pairs(&read("../migrations"), &read("tests/samples")).unwrap()) {
        admin
            .execute(AssertSqlSafe(sql))
            .await
            .unwrap_or_else(|error| panic!("migration {number}, over the rows of the earlier ones: {error}"));
        for tenant in TENANTS {
            let insert = format!("begin; set local app.tenant_id = '{tenant}'; {rows}; commit");
            app.execute(AssertSqlSafe(insert))
                .await
                .unwrap_or_else(|error| panic!("samples {number}, tenant {tenant}: {error}"));
        }
    }

    admin.execute("reset role").await.unwrap();
    assert_eq!(lint::lint(&mut admin).await.unwrap(), []);
    let tables: Vec<String> =
        sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'crm' order by 1")
            .fetch_all(&mut admin)
            .await
            .unwrap();
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables {
        let tenants: i64 =
            sqlx::query_scalar(AssertSqlSafe(format!("select count(distinct tenant_id) from crm.{table}")))
                .fetch_one(&mut admin)
                .await
                .unwrap();
        assert_eq!(tenants, 2, "crm.{table} has no sample rows");
        // and the runtime sees none of them without a tenant
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from crm.{table}")))
            .fetch_one(&mut app)
            .await
            .unwrap();
        assert_eq!(seen, 0, "crm.{table} is open");
    }
}

#[test]
fn a_migration_without_samples_or_out_of_order_is_refused() {
    let files = |names: &[&str]| -> Files {
        names.iter().map(|name| ((*name).to_owned(), "insert into".to_owned())).collect()
    };
    let refused =
        |migrations: &[&str], samples: &[&str]| pairs(&files(migrations), &files(samples)).unwrap_err();
    assert!(pairs(&files(&["0001_a.sql", "0002_b_c.sql"]), &files(&["0001.sql", "0002.sql"])).is_ok());
    assert!(refused(&["0001_a.sql", "0002_b.sql"], &["0001.sql"]).contains("crm/tests/samples/0002.sql"));
    assert!(refused(&["0001_a.sql", "0003_b.sql"], &["0001.sql", "0003.sql"]).contains("0002_"));
    assert!(
        refused(&["0001_a.sql", "0001_b.sql"], &["0001.sql"]).contains("0001_b.sql: the name must be 0002_")
    );
    assert!(refused(&["0001_a.up.sql"], &["0001.sql"]).contains("0001_a.up.sql"));
    assert!(refused(&["0001_A.sql"], &["0001.sql"]).contains("0001_A.sql"));
    assert!(refused(&["0001_.sql"], &["0001.sql"]).contains("0001_.sql"));
    assert!(refused(&["0001_a.sql"], &["0001.sql", "0002.sql"]).contains("2 files of samples"));
    let empty = Files::from([("0001.sql".to_owned(), "-- later".to_owned())]);
    assert!(pairs(&files(&["0001_a.sql"]), &empty).unwrap_err().contains("write rows"));
}
