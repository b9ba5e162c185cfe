//! What lies in the trash: still there the day before the last, gone for good after it.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use crm::{
    ActivityId, Actor, TenantId, TenantTx, activities,
    campaigns::{self, NewCampaign},
    connections::{self, Connection},
    housekeeping::{self, TRASH_DAYS},
    notes,
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, Found, NewPerson},
    record::{self, By, Did, Incoming, Place, Sender, Timing},
    testing::{TestDb, database},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor, PgConnection};

struct World {
    test: TestDb,
    tenant: TenantId,
    slack: Connection,
}

async fn world() -> World {
    let test = database().await;
    let tenant = test.tenant("acme").await;
    let mut tx = test.db.begin(tenant, Actor::system("test")).await.unwrap();
    let slack = connections::ensure(&mut tx, "slack", "Acme").await.unwrap();
    tx.commit().await.unwrap();
    World { test, tenant, slack }
}

impl World {
    async fn tx(&self) -> TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    async fn record(&self, second: i64, did: Did) -> ActivityId {
        let event = Incoming {
            place: Some(Place {
                external_id: "C1".to_owned(),
                name: Some("help".to_owned()),
                kind: "channel",
            }),
            thread: None,
            external_id: Some("m1".to_owned()),
            by: By::Sender(Sender { external_id: "U1".to_owned(), ..Sender::default() }),
            at: at(second),
            told: None,
            did,
        };
        let mut tx = self.tx().await;
        let rows = record::record(&mut tx, &self.slack, &[event], Timing::Live).await.unwrap();
        tx.commit().await.unwrap();
        rows[0].activity.unwrap()
    }

    async fn admin(&self, sql: &str) {
        let mut admin = PgConnection::connect(&self.test.admin_url()).await.unwrap();
        admin.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
    }

    /// As if all that was deleted had been deleted so many days earlier.
    async fn days_pass(&self, days: i32) {
        for table in ["trash", "notes", "organizations"] {
            self.admin(&format!("update crm.{table} set deleted_at = deleted_at - interval '{days} days'"))
                .await;
        }
    }

    /// Does a transaction wait for another to end?
    async fn somebody_waits(&self) -> bool {
        let mut admin = PgConnection::connect(&self.test.admin_url()).await.unwrap();
        sqlx::query_scalar(
            "select exists (select from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock')",
        )
        .fetch_one(&mut admin)
        .await
        .unwrap()
    }

    async fn count(&self, table: &str) -> i64 {
        let mut admin = PgConnection::connect(&self.test.admin_url()).await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from crm.{table}")))
            .fetch_one(&mut admin)
            .await
            .unwrap()
    }
}

fn at(second: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 3, 0, 0).unwrap() + TimeDelta::seconds(second)
}

fn message(text: &str) -> Did {
    Did::Act { action: "message".to_owned(), text: Some(text.to_owned()) }
}

async fn text(tx: &mut TenantTx, number: i64) -> Option<String> {
    activities::card(tx, number).await.unwrap().unwrap().text
}

#[tokio::test]
async fn words_come_back_as_the_platform_last_had_them() {
    let world = world().await;
    let id = world.record(0, message("first")).await;
    world.record(1, Did::Edit { text: "second".to_owned() }).await;
    let mut tx = world.tx().await;
    assert!(activities::delete(&mut tx, id).await.unwrap());
    assert!(!activities::delete(&mut tx, id).await.unwrap());
    assert_eq!(text(&mut tx, 1).await, None);
    tx.commit().await.unwrap();
    assert_eq!(world.count("activity_versions").await, 1, "kept for its return");
    world.record(3, Did::Edit { text: "third".to_owned() }).await;
    world.record(2, Did::Edit { text: "too old".to_owned() }).await;
    assert_eq!(world.count("activity_versions").await, 2, "what it said before stays beside it");
    let mut tx = world.tx().await;
    assert_eq!(text(&mut tx, 1).await, None, "an edit brings nothing back");
    assert!(activities::restore(&mut tx, id).await.unwrap());
    assert!(!activities::restore(&mut tx, id).await.unwrap());
    assert_eq!(text(&mut tx, 1).await.as_deref(), Some("third"));
    activities::delete(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    world.record(4, Did::Delete).await;
    let mut tx = world.tx().await;
    assert!(!activities::restore(&mut tx, id).await.unwrap(), "what the platform deleted is gone");
    tx.commit().await.unwrap();
    assert_eq!((world.count("trash").await, world.count("activity_versions").await), (0, 0));
}

#[tokio::test]
async fn after_thirty_days_it_is_gone_for_good() {
    let world = world().await;
    let id = world.record(0, message("first")).await;
    world.record(1, Did::Edit { text: "second".to_owned() }).await;
    let mut tx = world.tx().await;
    let person =
        NewPerson { name: "Taro".to_owned(), relationship: "lead".to_owned(), ..NewPerson::default() };
    let person = persons::add(&mut tx, &[person]).await.unwrap()[0];
    let new = |name: &str| NewOrganization {
        name: name.to_owned(),
        kind: "company".to_owned(),
        ..NewOrganization::default()
    };
    let both = organizations::add(&mut tx, &[new("Gone"), new("Stays")]).await.unwrap();
    let employment =
        |organization| NewEmployment { person, organization, title: None, started_on: None, ended_on: None };
    organizations::employ(&mut tx, &[employment(both[0]), employment(both[1])]).await.unwrap();
    for organization in &both {
        notes::add(&mut tx, notes::Object::Organization(*organization), "a note").await.unwrap();
    }
    let note = notes::add(&mut tx, notes::Object::Person(person), "forget this").await.unwrap();
    notes::delete(&mut tx, note.number).await.unwrap();
    activities::delete(&mut tx, id).await.unwrap();
    organizations::delete(&mut tx, both[0]).await.unwrap();
    tx.commit().await.unwrap();

    world.days_pass(TRASH_DAYS - 1).await;
    let mut tx = world.tx().await;
    housekeeping::tidy(&mut tx).await.unwrap();
    assert!(organizations::restore(&mut tx, both[0]).await.unwrap(), "a day is left");
    organizations::delete(&mut tx, both[0]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((world.count("trash").await, world.count("notes").await), (1, 3));

    world.days_pass(TRASH_DAYS + 1).await;
    let mut tx = world.tx().await;
    assert!(housekeeping::tidy(&mut tx).await.unwrap() >= 6);
    assert_eq!(housekeeping::tidy(&mut tx).await.unwrap(), 0);
    assert!(!activities::restore(&mut tx, id).await.unwrap());
    assert_eq!(organizations::refer_deleted(&mut tx, "O-1").await.unwrap(), Found::None(Vec::new()));
    assert!(activities::card(&mut tx, 1).await.unwrap().unwrap().deleted_at.is_some(), "the mark stays");
    tx.commit().await.unwrap();
    for (table, left) in
        [("trash", 0), ("activity_versions", 0), ("notes", 1), ("organizations", 1), ("employments", 1)]
    {
        assert_eq!(world.count(table).await, left, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_restored_while_the_trash_is_emptied_stays_whole() {
    let world = world().await;
    let mut tx = world.tx().await;
    let person =
        NewPerson { name: "Taro".to_owned(), relationship: "lead".to_owned(), ..NewPerson::default() };
    let person = persons::add(&mut tx, &[person]).await.unwrap()[0];
    let organization =
        NewOrganization { name: "Acme".to_owned(), kind: "company".to_owned(), ..Default::default() };
    let organization = organizations::add(&mut tx, &[organization]).await.unwrap()[0];
    let campaign = NewCampaign {
        name: "Spring".to_owned(),
        name_ja: None,
        goal: None,
        starts_on: at(0).date_naive(),
        ends_on: at(0).date_naive(),
        window_days: 0,
        resources: Vec::new(),
        budget: Vec::new(),
    };
    let campaign = campaigns::add(&mut tx, &campaign).await.unwrap();
    for object in [
        notes::Object::Person(person),
        notes::Object::Organization(organization),
        notes::Object::Campaign(campaign),
    ] {
        notes::add(&mut tx, object, "a note").await.unwrap();
    }
    tx.commit().await.unwrap();
    for table in ["persons", "organizations", "campaigns"] {
        world.admin(&format!("update crm.{table} set deleted_at = now() - interval '31 days'")).await;
        let mut restoring = world.tx().await;
        let restored = match table {
            "persons" => persons::restore(&mut restoring, person).await,
            "organizations" => organizations::restore(&mut restoring, organization).await,
            _ => campaigns::restore(&mut restoring, campaign).await,
        };
        assert!(restored.unwrap());
        let mut tx = world.tx().await;
        let tidy = tokio::spawn(async move {
            housekeeping::tidy(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
        });
        while !world.somebody_waits().await {
            tokio::task::yield_now().await;
        }
        restoring.commit().await.unwrap();
        tidy.await.unwrap();
        assert_eq!((world.count("notes").await, world.count(table).await), (3, 1), "{table}");
    }
    let mut tx = world.tx().await;
    assert!(matches!(persons::refer(&mut tx, "Taro").await.unwrap(), Found::One(_)));
}
