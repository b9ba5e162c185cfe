//! Nothing half done: an import that stops anywhere, or meets a row that the database refuses, leaves whole rows or
//! none, and goes on to the same end as one that never stopped.

#![expect(clippy::unwrap_used, reason = "tests")]

use crm::{
    Actor, Db, ImportId, TenantId,
    imports::{self, Choice, Import, Known, NewImport, PersonRow, Row, What},
    testing,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};

/// How a batch ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// It is committed.
    Commit,
    /// The process is gone before it is.
    Gone,
}

/// Somebody in a file: a name, an address, an employer, by number; a name that the database refuses.
type Cell = (usize, Option<usize>, Option<usize>, bool);

fn row((at, (name, email, employer, refused)): (usize, &Cell)) -> Row {
    const NAMES: [&str; 6] =
        ["佐藤 花子", "鈴木 一郎", "Ada Byron", "Kurt Gödel", "Emmy Noether", "田中 太郎"];
    const EMPLOYERS: [&str; 3] = ["株式会社青空", "Acme", "みどり商事"];
    let name = if *refused { format!("Bad {at}") } else { NAMES[*name].to_owned() };
    Row {
        line: at as i64 + 2,
        what: What::Person(PersonRow {
            name,
            emails: email.iter().map(|n| format!("p{n}@x.example")).collect(),
            phones: email.iter().map(|n| format!("090-1111-{n:04}")).collect(),
            organization: employer.map(|n| EMPLOYERS[n].to_owned()),
            note: employer.map(|n| format!("met {n}")),
            ..PersonRow::default()
        }),
    }
}

struct World {
    db: Db,
    tenant: TenantId,
    admin: PgConnection,
}

impl World {
    async fn new(test: &testing::TestDb, n: usize) -> Self {
        let tenant = test.tenant(&format!("t{n}")).await;
        let admin = PgConnection::connect(&test.admin_url()).await.unwrap();
        Self { db: test.db.clone(), tenant, admin }
    }

    async fn begin(&self, rows: &[Row], choice: Choice) -> ImportId {
        let new = NewImport {
            kind: imports::Kind::Persons,
            duplicates: choice,
            doubtful: Choice::Create,
            file_name: "p.csv",
            hash: b"hash",
            wish: json!({}),
            headers: &[],
            content: None,
            total: rows.len() as i64,
            waits: false,
        };
        let mut tx = self.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let id = imports::begin(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn now(&self, id: ImportId) -> Import {
        let mut tx = self.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        imports::id_of(&mut tx, id).await.unwrap().unwrap()
    }

    /// Writes some rows in one transaction. False: the database refused, and nothing is to be there.
    async fn write(&self, import: &Import, known: &mut Known, rows: &[Row], end: End) -> bool {
        let mut tx = self.db.begin_bulk(self.tenant, Actor::system("test")).await.unwrap();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        match imports::write(&mut tx, (import, import.position), known, rows, &[], day).await {
            Ok(written) => {
                let written = written.expect("nobody else is at it");
                if let End::Commit = end {
                    tx.commit().await.unwrap();
                    written.learn(known);
                }
                true
            }
            Err(_) => false,
        }
    }

    /// From where it is to its end, in batches of this size; rows that are refused are left out one by one.
    async fn carry(&self, id: ImportId, rows: &[Row], batch: usize, mut ends: impl Iterator<Item = End>) {
        let mut known = self.known().await;
        loop {
            let import = self.now(id).await;
            let at = import.position as usize;
            if at >= rows.len() {
                return;
            }
            let page = &rows[at..(at + batch).min(rows.len())];
            let end = ends.next().unwrap_or(End::Commit);
            if !self.write(&import, &mut known, page, end).await {
                for row in page {
                    let import = self.now(id).await;
                    if !self.write(&import, &mut known, std::slice::from_ref(row), End::Commit).await {
                        self.reject(&import, row).await;
                    }
                }
            }
            if let End::Gone = end {
                // another process, which knows what is committed
                known = self.known().await;
            }
            self.check(id).await;
        }
    }

    async fn known(&self) -> Known {
        let mut tx = self.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        Known::load(&mut tx).await.unwrap()
    }

    async fn reject(&self, import: &Import, row: &Row) {
        let reject = imports::Reject {
            line: row.line,
            header: String::new(),
            reason: "refused".to_owned(),
            cells: Vec::new(),
        };
        let mut tx = self.db.begin_bulk(self.tenant, Actor::system("test")).await.unwrap();
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let known = Known::load(&mut tx).await.unwrap();
        let written = imports::write(&mut tx, (import, import.position), &known, &[], &[reject], day).await;
        assert!(written.unwrap().is_some());
        tx.commit().await.unwrap();
    }

    /// Whatever is there is whole: as many persons as the import says, each with all that was said of it.
    async fn check(&self, id: ImportId) {
        let import = self.now(id).await;
        let mut tx = self.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let lines = crm::exports::persons(&mut tx, &crm::persons::Query::default(), 0).await.unwrap();
        assert_eq!(lines.len() as i64, import.created);
        for line in &lines {
            assert_eq!(line.emails.is_empty(), line.phones.is_empty(), "{line:?}");
            assert!(!line.name.starts_with("Bad"), "{line:?}");
        }
        let dealt = import.created + import.updated + import.skipped + import.rejected;
        assert_eq!(dealt, import.position, "each row is counted once");
    }

    /// Who is there, with all that belongs to them, without ids and numbers.
    async fn people(&mut self) -> Value {
        sqlx::query_scalar(
            "select jsonb_agg(p order by p ->> 'name', p) from (
                 select jsonb_build_object(
                     'name', p.name, 'email', p.email,
                     'found', (select jsonb_agg(i.kind || i.value order by i.kind, i.value) from crm.identifiers i
                               where i.tenant_id = p.tenant_id and i.person_id = p.id),
                     'works', (select jsonb_agg(o.name order by o.name) from crm.employments e
                               join crm.organizations o on o.tenant_id = e.tenant_id and o.id = e.organization_id
                               where e.tenant_id = p.tenant_id and e.person_id = p.id),
                     'notes', (select count(*) from crm.notes n
                               where n.tenant_id = p.tenant_id and n.object = 'person' and n.object_id = p.id)) as p
                 from crm.persons p where p.tenant_id = $1) them",
        )
        .bind(self.tenant)
        .fetch_one(&mut self.admin)
        .await
        .unwrap()
    }
}

#[test]
fn nothing_is_half_done() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let test = runtime.block_on(testing::database());
    runtime
        .block_on(test.alter("alter table crm.persons add constraint no_bad check (name not like 'Bad%')"));
    let email = proptest::option::weighted(0.7, 0..8_usize);
    let employer = proptest::option::weighted(0.5, 0..3_usize);
    let cell = (0..6_usize, email, employer, proptest::bool::weighted(0.1));
    let end = prop_oneof![3 => Just(End::Commit), 1 => Just(End::Gone)];
    let choice = prop_oneof![Just(Choice::Skip), Just(Choice::Create)];
    let case = (vec(cell, 1..25), 1..8_usize, vec(end, 0..10), choice);
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let made = std::cell::Cell::new(0);
    let held = TestRunner::new_with_rng(config, rng).run(&case, |(cells, batch, ends, choice)| {
        let rows: Vec<Row> = cells.iter().enumerate().map(row).collect();
        made.set(made.get() + 2);
        runtime.block_on(async {
            // in one go, a row at a time, and with stops
            let mut straight = World::new(&test, made.get()).await;
            let id = straight.begin(&rows, choice).await;
            straight.carry(id, &rows, 1, std::iter::empty()).await;
            let mut stopping = World::new(&test, made.get() + 1).await;
            let id = stopping.begin(&rows, choice).await;
            stopping.carry(id, &rows, batch, ends.into_iter()).await;
            assert_eq!(straight.people().await, stopping.people().await);
        });
        Ok(())
    });
    held.unwrap_or_else(|broken| panic!("{broken}"));
}
