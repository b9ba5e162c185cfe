//! Deals and tasks in the store: the stages a tenant begins with, reminders taken once, what outlives what.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Utc};
use crm::{
    AccountId, Actor, ConversationId, OrganizationId, TenantId, TenantTx, connections,
    deals::{self, Edit, NewDeal, stages},
    housekeeping,
    merges::Given,
    organizations::{self, NewOrganization},
    record::{self, By, Did, Incoming, Place, Sender, Timing},
    tasks::{self, About, Due, NewTask, remind},
    testing::{self, TestDb},
};
use sqlx::{Connection, PgConnection};

struct World {
    test: TestDb,
    tenant: TenantId,
}

impl World {
    async fn new() -> Self {
        let test = testing::database().await;
        let tenant = test.tenant("acme").await;
        Self { test, tenant }
    }

    async fn begin(&self) -> TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    async fn organization(&self) -> OrganizationId {
        let mut tx = self.begin().await;
        let new = NewOrganization {
            name: "Nimbus".to_owned(),
            kind: "company".to_owned(),
            ..NewOrganization::default()
        };
        let id = organizations::add(&mut tx, &[new]).await.unwrap()[0];
        tx.commit().await.unwrap();
        id
    }

    /// A conversation and somebody in it.
    async fn asked(&self) -> (ConversationId, AccountId) {
        let mut tx = self.begin().await;
        let slack = connections::ensure(&mut tx, "slack", "Acme").await.unwrap();
        let said = Incoming {
            place: Some(Place { external_id: "C1".to_owned(), name: None, kind: "channel" }),
            thread: None,
            external_id: Some("m1".to_owned()),
            by: By::Sender(Sender { external_id: "U1".to_owned(), ..Sender::default() }),
            at: at(0),
            told: None,
            did: Did::Act { action: "message".to_owned(), text: Some("remind me".to_owned()) },
        };
        let row = record::record(&mut tx, &slack, &[said], Timing::Live).await.unwrap()[0];
        tx.commit().await.unwrap();
        (row.conversation.unwrap(), row.account.unwrap())
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn deal(organization: Option<OrganizationId>) -> NewDeal {
    NewDeal {
        name: "Support".to_owned(),
        organization,
        person: None,
        owner: None,
        stage: "lead".to_owned(),
        amount: 100.into(),
        currency: "JPY".to_owned(),
        closes_on: None,
        closed_at: None,
    }
}

fn task(due: Option<DateTime<Utc>>, about: Option<About>) -> NewTask {
    NewTask {
        text: "call".to_owned(),
        assignee: None,
        about,
        due: due.map(|at| Due { at, all_day: false, late_at: at }),
        asked: None,
        thread: None,
    }
}

#[tokio::test]
async fn the_usual_stages_are_written_once_however_many_begin() {
    let world = World::new().await;
    let round = async || {
        let mut tx = world.begin().await;
        let stages = stages::all(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        stages
    };
    let (one, two, three) = tokio::join!(round(), round(), round());
    for stages in [one, two, three] {
        assert_eq!(stages, stages::usual());
    }
    let mut tx = world.begin().await;
    assert_eq!(stages::ever(&mut tx).await.unwrap().len(), 6);
}

#[tokio::test]
async fn a_reminder_that_is_rolled_back_was_none() {
    let world = World::new().await;
    let asked = Some(world.asked().await);
    let mut tx = world.begin().await;
    let new = NewTask { asked, ..task(Some(at(60)), None) };
    let made = tasks::add(&mut tx, &new, at(0)).await.unwrap();
    // nobody can be reminded of this one
    tasks::add(&mut tx, &task(Some(at(60)), None), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.begin().await;
    assert!(remind::due(&mut tx, at(59)).await.unwrap().is_empty());
    assert_eq!(remind::due(&mut tx, at(60)).await.unwrap(), [made.id]);
    assert!(remind::take(&mut tx, made.id, at(60)).await.unwrap().is_some());
    // another replica, while the first has it
    let mut other = world.begin().await;
    assert!(remind::take(&mut other, made.id, at(60)).await.unwrap().is_none());
    // what is dropped is rolled back some time later
    tx.rollback().await.unwrap();
    other.rollback().await.unwrap();
    let mut tx = world.begin().await;
    assert!(remind::take(&mut tx, made.id, at(61)).await.unwrap().is_some(), "whoever had it died");
    tx.commit().await.unwrap();
    let mut tx = world.begin().await;
    assert!(remind::due(&mut tx, at(999)).await.unwrap().is_empty());
    // another time: once more
    let known = tasks::by_number(&mut tx, 1).await.unwrap().unwrap();
    let later = Due { at: at(500), all_day: false, late_at: at(500) };
    let edit = tasks::Edit { due: Some(later), ..tasks::Edit::of(&known) };
    tasks::set(&mut tx, known.id, &edit, Given::ByHand, at(61)).await.unwrap();
    assert_eq!(remind::due(&mut tx, at(500)).await.unwrap(), [known.id]);
    // other words: not once more
    let edit = tasks::Edit { text: "write".to_owned(), ..edit };
    remind::take(&mut tx, known.id, at(500)).await.unwrap().unwrap();
    tasks::set(&mut tx, known.id, &edit, Given::ByHand, at(501)).await.unwrap();
    assert!(remind::due(&mut tx, at(999)).await.unwrap().is_empty());
    assert!(tasks::done(&mut tx, known.id, at(600)).await.unwrap());
    assert!(!tasks::done(&mut tx, known.id, at(601)).await.unwrap());
    assert!(tasks::reopen(&mut tx, known.id, at(602)).await.unwrap());
    assert!(remind::due(&mut tx, at(999)).await.unwrap().is_empty());
}

#[tokio::test]
async fn deals_and_tasks_outlive_what_they_are_with() {
    let world = World::new().await;
    let organization = world.organization().await;
    let mut tx = world.begin().await;
    stages::all(&mut tx).await.unwrap();
    let made = deals::add(&mut tx, &deal(Some(organization)), at(0)).await.unwrap();
    let about = tasks::add(&mut tx, &task(None, Some(About::Deal(made.id))), at(0)).await.unwrap();
    tasks::add(&mut tx, &task(None, Some(About::Organization(organization))), at(0)).await.unwrap();
    assert_eq!(made.organization.as_deref(), Some("Nimbus"));
    organizations::delete(&mut tx, organization).await.unwrap();
    // nobody sees the organization; an edit that knows nothing of it does not take it away
    let hidden = deals::by_number(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!(hidden.organization_id, None);
    let edit = Edit { amount: 200.into(), ..Edit::of(&hidden) };
    deals::set(&mut tx, hidden.id, &edit, Given::ByHand).await.unwrap();
    organizations::restore(&mut tx, organization).await.unwrap();
    let back = deals::by_number(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!((back.organization_id, back.amount), (Some(organization), 200.into()));
    organizations::delete(&mut tx, organization).await.unwrap();
    tx.commit().await.unwrap();

    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    let aged = "update crm.organizations set deleted_at = now() - interval '31 days'";
    sqlx::query(aged).execute(&mut admin).await.unwrap();
    let mut tx = world.begin().await;
    housekeeping::tidy(&mut tx).await.unwrap();
    assert!(deals::by_number(&mut tx, 1).await.unwrap().is_some());
    deals::delete(&mut tx, made.id).await.unwrap();
    tx.commit().await.unwrap();
    let aged = "update crm.deals set deleted_at = now() - interval '31 days'";
    sqlx::query(aged).execute(&mut admin).await.unwrap();
    let mut tx = world.begin().await;
    housekeeping::tidy(&mut tx).await.unwrap();
    assert!(deals::deleted(&mut tx, 1).await.unwrap().is_none(), "gone for good");
    let left = tasks::by_number(&mut tx, about.number).await.unwrap().unwrap();
    assert_eq!(left.about(), None, "the task stays");
}

#[tokio::test]
async fn an_edit_is_taken_back_unless_the_same_was_edited_since() {
    let world = World::new().await;
    let mut tx = world.begin().await;
    stages::all(&mut tx).await.unwrap();
    let before = Edit::of(&deals::add(&mut tx, &deal(None), at(0)).await.unwrap());
    let after = Edit { amount: 200.into(), ..before.clone() };
    let renamed = Edit { name: "Plan".to_owned(), ..after.clone() };
    assert_eq!(renamed.without(&before, &after), Some(Edit { name: "Plan".to_owned(), ..before.clone() }));
    let again = Edit { amount: 300.into(), ..after.clone() };
    assert_eq!(again.without(&before, &after), None);
}
