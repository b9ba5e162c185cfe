//! A tenant with persons, and its rows as they stand.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use crm::{
    Actor, Db, PersonId, TenantId, TenantTx,
    accounts::{self, NewAccount},
    connections,
    deals::{self, NewDeal, stages},
    persons::{self, NewPerson},
    record::{self, By, Did, Incoming, Timing},
    tasks::{self, About, NewTask},
    testing::TestDb,
};
use serde_json::Value;
use sqlx::{Connection, PgConnection};

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) tenant: TenantId,
    /// Looks behind the wall.
    pub(crate) admin: PgConnection,
}

impl World {
    /// A tenant of its own in the test's database.
    pub(crate) async fn new(test: &TestDb) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let slug = format!("t{}", MADE.fetch_add(1, Ordering::Relaxed));
        let tenant = test.tenant(&slug).await;
        let admin = PgConnection::connect(&test.admin_url()).await.unwrap();
        Self { db: test.db.clone(), tenant, admin }
    }

    pub(crate) async fn begin(&self) -> TenantTx {
        self.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    /// Adds persons by name alone.
    pub(crate) async fn people(&self, names: &[&str]) -> Vec<PersonId> {
        self.persons(names.iter().map(|name| person(name)).collect()).await
    }

    pub(crate) async fn persons(&self, persons: Vec<NewPerson>) -> Vec<PersonId> {
        let mut tx = self.begin().await;
        let ids = persons::add(&mut tx, &persons).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    pub(crate) async fn accounts(&self, accounts: &[NewAccount]) -> Vec<crm::AccountId> {
        let mut tx = self.begin().await;
        let ids = accounts::add(&mut tx, accounts).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    /// Records one act of each.
    pub(crate) async fn acts(&self, by: impl IntoIterator<Item = By>) {
        let mut tx = self.begin().await;
        let connection = connections::ensure(&mut tx, "console", "tests").await.unwrap();
        let act = |(i, by): (usize, By)| Incoming {
            place: None,
            thread: None,
            external_id: Some(i.to_string()),
            by,
            at: moment(),
            told: None,
            did: Did::Act { action: "attend".to_owned(), text: None },
        };
        let acts: Vec<Incoming> = by.into_iter().enumerate().map(act).collect();
        record::record(&mut tx, &connection, &acts, Timing::Historical).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Adds a deal with a person.
    pub(crate) async fn deal(&self, tx: &mut TenantTx, person: PersonId) {
        let stage = stages::all(tx).await.unwrap().swap_remove(0);
        let new = NewDeal {
            name: "Support".to_owned(),
            organization: None,
            person: Some(person),
            owner: None,
            stage: stage.key,
            amount: 100.into(),
            currency: "JPY".to_owned(),
            closes_on: None,
            closed_at: None,
        };
        deals::add(tx, &new, moment()).await.unwrap();
    }

    /// Adds a task about a person.
    pub(crate) async fn task(&self, tx: &mut TenantTx, person: PersonId) {
        let new = NewTask {
            text: "call".to_owned(),
            assignee: None,
            about: Some(About::Person(person)),
            due: None,
            asked: None,
            thread: None,
        };
        tasks::add(tx, &new, moment()).await.unwrap();
    }

    /// Every row that merges touch, `updated_at` left out.
    pub(crate) async fn dump(&mut self) -> Value {
        sqlx::query_scalar(
            "select jsonb_build_object(
                 'persons', (select jsonb_agg(to_jsonb(r) - 'updated_at' order by r.id)
                             from crm.persons r where tenant_id = $1),
                 'accounts', (select jsonb_agg(to_jsonb(r) order by r.id) from crm.accounts r where tenant_id = $1),
                 'identifiers', (select jsonb_agg(to_jsonb(r) order by r.id)
                                 from crm.identifiers r where tenant_id = $1),
                 'employments', (select jsonb_agg(to_jsonb(r) order by r.id)
                                 from crm.employments r where tenant_id = $1),
                 'activities', (select jsonb_agg(to_jsonb(r) order by r.id)
                                from crm.activities r where tenant_id = $1),
                 'keys', (select jsonb_agg(to_jsonb(r) order by r.field_id, r.object_id, r.key)
                          from crm.field_keys r where tenant_id = $1),
                 'deals', (select jsonb_agg(to_jsonb(r) order by r.id) from crm.deals r where tenant_id = $1),
                 'tasks', (select jsonb_agg(to_jsonb(r) order by r.id) from crm.tasks r where tenant_id = $1))",
        )
        .bind(self.tenant)
        .fetch_one(&mut self.admin)
        .await
        .unwrap()
    }

    /// Rows of persons who are part of others.
    pub(crate) async fn lost(&mut self) -> i64 {
        sqlx::query_scalar(
            "select count(*) from (
                 select tenant_id, person_id from crm.accounts
                 union all select tenant_id, person_id from crm.identifiers
                 union all select tenant_id, person_id from crm.employments
                 union all select tenant_id, person_id from crm.activities
                 union all select tenant_id, person_id from crm.deals
                 union all select tenant_id, person_id from crm.tasks) r
             join crm.persons p on p.tenant_id = r.tenant_id and p.id = r.person_id
             where r.tenant_id = $1 and p.merged_into is not null",
        )
        .bind(self.tenant)
        .fetch_one(&mut self.admin)
        .await
        .unwrap()
    }
}

pub(crate) fn person(name: &str) -> NewPerson {
    NewPerson { name: name.to_owned(), relationship: "developer".to_owned(), ..NewPerson::default() }
}

pub(crate) fn account(person: PersonId, provider: &str, external_id: &str) -> NewAccount {
    NewAccount {
        person: Some(person),
        provider: provider.to_owned(),
        external_id: external_id.to_owned(),
        ..NewAccount::default()
    }
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}
