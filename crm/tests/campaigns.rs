//! Campaigns put in the trash and gone for good; returns computed one by one and all at once.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};
use crm::{
    Actor, CampaignId, TenantId, TenantTx, activities,
    campaigns::{self, NewBudgetLine, NewCampaign, NewResource},
    connections, housekeeping,
    notes::{self, Object},
    record::{self, By, Did, Incoming, Sender, Timing},
    roi,
    tenants::{self, Settings},
    testing::{self, TestDb},
};
use rust_decimal::Decimal;
use sqlx::{Connection, PgConnection};

struct World {
    test: TestDb,
    tenant: TenantId,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let test = testing::database().await;
        let settings = Settings {
            name: "Acme".to_owned(),
            lang: "en".to_owned(),
            timezone: "Asia/Tokyo".to_owned(),
            currency: "JPY".to_owned(),
            fiscal_start_month: 4,
            demo: false,
        };
        let tenant = tenants::create(&test.db, "acme", &settings).await.unwrap().unwrap();
        Self { test, tenant }
    }

    async fn begin(&self) -> TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }
}

/// A campaign of April with one cost in each month from March, in yen and dollars, and one resource.
async fn campaign(tx: &mut TenantTx, name: &str) -> CampaignId {
    let line = |on: &str, currency: &str| NewBudgetLine {
        category: "ads".to_owned(),
        amount: 100.into(),
        currency: currency.to_owned(),
        spent_on: day(on),
        note: None,
    };
    let new = NewCampaign {
        name: name.to_owned(),
        name_ja: None,
        goal: None,
        starts_on: day("2026-04-01"),
        ends_on: day("2026-04-30"),
        window_days: 10,
        resources: vec![NewResource { kind: "post".to_owned(), title: "One".to_owned(), url: None }],
        budget: vec![
            line("2026-03-31", "JPY"),
            line("2026-04-01", "JPY"),
            line("2026-05-01", "JPY"),
            line("2026-04-01", "USD"),
        ],
    };
    campaigns::add(tx, &new).await.unwrap()
}

/// Credits one activity at each of these moments.
async fn credit(tx: &mut TenantTx, campaign: CampaignId, tag: &str, action: &str, moments: &[&str]) {
    let connection = connections::ensure(tx, "console", "tests").await.unwrap();
    let events: Vec<Incoming> = moments
        .iter()
        .map(|at| Incoming {
            place: None,
            thread: None,
            external_id: Some(format!("{tag}-{action}-{at}")),
            by: By::Sender(Sender { external_id: format!("u-{at}"), ..Sender::default() }),
            at: at.parse::<DateTime<Utc>>().unwrap(),
            told: None,
            did: Did::Act { action: action.to_owned(), text: None },
        })
        .collect();
    let rows = record::record(tx, &connection, &events, Timing::Historical).await.unwrap();
    let credits: Vec<_> = rows.iter().map(|row| (campaign, row.activity.unwrap())).collect();
    campaigns::credit(tx, &credits).await.unwrap();
}

#[tokio::test]
async fn returns_are_the_same_one_by_one_and_all_at_once() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let (one, other) = (campaign(&mut tx, "One").await, campaign(&mut tx, "Other").await);
    campaign(&mut tx, "Bare").await;
    // midnight in Tokyo is 15:00 the day before
    let moments =
        ["2026-03-31T14:59:59Z", "2026-03-31T15:00:00Z", "2026-05-10T14:59:59Z", "2026-05-10T15:00:00Z"];
    credit(&mut tx, one, "one", "signup", &moments).await;
    credit(&mut tx, other, "other", "signup", &moments[1..2]).await;
    credit(&mut tx, other, "other", "star", &moments[..3]).await;
    campaigns::set_outcome_value(&mut tx, "signup", 1_000.into(), "JPY").await.unwrap();
    let (all, today) = (campaigns::all(&mut tx).await.unwrap(), day("2026-04-15"));
    let at_once = roi::all(&mut tx, &all, today).await.unwrap();
    for (campaign, roi) in all.iter().zip(&at_once) {
        assert_eq!(roi::of(&mut tx, campaign, today).await.unwrap(), *roi);
        assert_eq!((roi.cost(), roi.planned), (200.into(), 100.into()), "{}", campaign.name);
        assert_eq!(roi.foreign_costs, [("USD".to_owned(), Decimal::from(100))]);
    }
    let found = all.iter().position(|c| c.id == one).unwrap();
    assert_eq!((at_once[found].value(), at_once[found].persons), (2_000.into(), 2));

    // narrowed: costs and outcomes of these days alone, and never outside of the window
    let narrow = (day("2026-04-01"), day("2026-04-30"));
    let april = roi::within(&mut tx, &all[found], narrow, today).await.unwrap();
    assert_eq!((april.cost(), april.other_days, april.value()), (100.into(), 100.into(), 1_000.into()));
    let ever = roi::within(&mut tx, &all[found], (NaiveDate::MIN, NaiveDate::MAX), today).await.unwrap();
    assert_eq!(ever, at_once[found]);
    let never =
        roi::within(&mut tx, &all[found], (day("2025-01-01"), day("2025-12-31")), today).await.unwrap();
    assert!(never.window.0 > never.window.1 && never.outcomes.is_empty() && never.cost().is_zero());
}

#[tokio::test]
async fn what_is_taken_out_comes_back_by_the_share_it_had() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let spring = campaign(&mut tx, "Spring").await;
    credit(&mut tx, spring, "a", "signup", &["2026-04-02T03:00:00Z", "2026-04-03T03:00:00Z"]).await;
    tx.commit().await.unwrap();
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    sqlx::query(
        "update crm.activity_campaigns ac set share = 0.25 from crm.activities x
         where x.id = ac.activity_id and x.number = 1",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    let mut tx = world.begin().await;
    let taken = activities::uncredit(&mut tx, spring, &[1, 2, 3]).await.unwrap();
    assert_eq!(taken, [(1, Decimal::new(25, 2)), (2, Decimal::ONE)]);
    assert_eq!(activities::credit_again(&mut tx, spring, &taken).await.unwrap(), [1, 2]);
    assert_eq!(activities::credit_again(&mut tx, spring, &taken).await.unwrap(), [0; 0]);
    assert_eq!(activities::uncredit(&mut tx, spring, &[2, 1]).await.unwrap(), taken);
}

#[tokio::test]
async fn what_was_in_the_trash_for_too_long_is_gone() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    let (gone, stays) = (campaign(&mut tx, "Gone").await, campaign(&mut tx, "Stays").await);
    for id in [gone, stays] {
        credit(&mut tx, id, &id.to_string(), "signup", &["2026-04-02T00:00:00Z"]).await;
        notes::add(&mut tx, Object::Campaign(id), "a note").await.unwrap();
    }
    for id in [gone, stays] {
        assert!(campaigns::delete(&mut tx, id).await.unwrap());
        assert!(!campaigns::delete(&mut tx, id).await.unwrap());
    }
    tx.commit().await.unwrap();
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    sqlx::query("update crm.campaigns set deleted_at = now() - interval '31 days' where id = $1")
        .bind(gone)
        .execute(&mut admin)
        .await
        .unwrap();

    let mut tx = world.begin().await;
    housekeeping::tidy(&mut tx).await.unwrap();
    assert!(!campaigns::restore(&mut tx, gone).await.unwrap());
    assert_eq!(campaigns::belongings(&mut tx, gone).await.unwrap(), (0, 0, 0));
    assert!(campaigns::restore(&mut tx, stays).await.unwrap());
    assert_eq!(campaigns::belongings(&mut tx, stays).await.unwrap(), (4, 1, 1));
    assert_eq!(campaigns::all(&mut tx).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    let notes: i64 =
        sqlx::query_scalar("select count(*) from crm.notes").fetch_one(&mut admin).await.unwrap();
    assert_eq!(notes, 1);
}
