//! What the gateway leans on: recording once and in order, leases with fences, replies that are never
//! sent twice, questions that only their asker answers.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod later;
mod sending;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use crm::{
    Actor, TenantId, accounts,
    connections::{self, Connection},
    conversations,
    feed::{self, Position},
    housekeeping,
    inbox::{self, Which},
    jobs,
    outbox::{self, Decision, New, Outcome, Platforms},
    persons,
    questions::{self, Asked, Kind},
    record::{self, By, Did, Incoming, Place, Sender, Timing},
    testing::{TestDb, database},
};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor, PgConnection};

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
    async fn tx(&self) -> crm::TenantTx {
        self.test.db.begin(self.tenant, Actor::system("test")).await.unwrap()
    }

    async fn record(&self, events: &[Incoming]) -> Vec<record::Row> {
        let mut tx = self.tx().await;
        let rows = record::record(&mut tx, &self.slack, events, Timing::Live).await.unwrap();
        tx.commit().await.unwrap();
        rows
    }

    /// Every message as it stands, in order.
    async fn messages(&self) -> Vec<(String, String)> {
        let mut tx = self.tx().await;
        let messages = conversations::messages(&mut tx, None, None, None, 100).await.unwrap();
        messages.into_iter().map(|m| (m.external_id.unwrap_or_default(), m.text)).collect()
    }

    /// As if the lease's holder had been gone for long.
    async fn run_out(&self, table: &str) {
        let mut admin = PgConnection::connect(&self.test.admin_url()).await.unwrap();
        let sql = format!(
            "update crm.{table} set lease_until = now() - interval '1 minute' where lease is not null"
        );
        admin.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    }

    /// Time goes by for what is on its way.
    async fn pass(&self, how_long: &str) {
        let mut admin = PgConnection::connect(&self.test.admin_url()).await.unwrap();
        let sql = format!(
            "update crm.outbox set created_at = created_at - interval '{how_long}',
                    next_try_at = next_try_at - interval '{how_long}', lease_until = lease_until - interval '{how_long}'"
        );
        admin.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    }

    /// A conversation and somebody in it.
    async fn asked(&self) -> Asked {
        let row = self.record(&[said("q", "hello")]).await[0];
        Asked { conversation: row.conversation.unwrap(), account: row.account.unwrap() }
    }
}

fn at(second: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 3, 0, 0).unwrap() + TimeDelta::seconds(second)
}

fn event(id: &str, did: Did) -> Incoming {
    Incoming {
        place: Some(Place { external_id: "C1".to_owned(), name: Some("help".to_owned()), kind: "channel" }),
        thread: None,
        external_id: Some(id.to_owned()),
        by: By::Sender(Sender {
            external_id: "U1".to_owned(),
            name: Some("花子".to_owned()),
            ..Sender::default()
        }),
        at: at(0),
        told: None,
        did,
    }
}

fn said(id: &str, text: &str) -> Incoming {
    event(id, Did::Act { action: "message".to_owned(), text: Some(text.to_owned()) })
}

#[tokio::test]
async fn the_same_event_is_recorded_once() {
    let world = world().await;
    let first = world.record(&[said("1", "one"), said("2", "two"), said("1", "one")]).await;
    assert_eq!(first.iter().map(|row| row.new).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(first[0].activity, first[2].activity);
    let again = world.record(&[said("2", "two"), said("3", "three")]).await;
    assert_eq!(again.iter().map(|row| row.new).collect::<Vec<_>>(), [false, true]);
    assert_eq!(again[0].activity, first[1].activity);
    assert_eq!(world.messages().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_with_the_same_events_record_them_once() {
    let world = std::sync::Arc::new(world().await);
    let events: Vec<Incoming> = (0..50).map(|n| said(&format!("m{n}"), "hi")).collect();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (world, events) = (world.clone(), events.clone());
            tokio::spawn(async move {
                let mut new = 0;
                for event in &events {
                    new +=
                        world.record(std::slice::from_ref(event)).await.iter().filter(|row| row.new).count();
                }
                new
            })
        })
        .collect();
    let mut new = 0;
    for task in tasks {
        new += task.await.unwrap();
    }
    assert_eq!((new, world.messages().await.len()), (50, 50));
    let mut tx = world.tx().await;
    let (people, total) = persons::find(&mut tx, "", 10, 0).await.unwrap();
    assert_eq!((people.len(), total), (1, 1), "one account, one person");
}

#[tokio::test]
async fn an_event_takes_nothing_away_that_it_leaves_out() {
    let world = world().await;
    let by = |event: Incoming, sender: Sender, name: Option<&str>| Incoming {
        by: By::Sender(Sender { external_id: "U7".to_owned(), ..sender }),
        place: Some(Place { external_id: "C7".to_owned(), name: name.map(str::to_owned), kind: "channel" }),
        ..event
    };
    let email = Some("hana@acme.example".to_owned());
    let full = Sender { name: Some("Hana".to_owned()), email, is_bot: true, ..Sender::default() };
    let renamed = Sender { name: Some("Hana S.".to_owned()), ..Sender::default() };
    world
        .record(&[
            by(said("1", "one"), full, Some("lobby")),
            by(said("2", "two"), renamed, None),
            by(said("3", "three"), Sender::default(), None),
        ])
        .await;
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    let kept: (String, String, bool, String) = sqlx::query_as(
        "select a.name, a.email, a.is_bot, c.name from crm.accounts a, crm.conversations c
         where a.external_id = 'U7' and c.external_id = 'C7'",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    assert_eq!(kept, ("Hana S.".to_owned(), "hana@acme.example".to_owned(), true, "lobby".to_owned()));
}

#[tokio::test]
async fn edits_are_versions_and_deletions_tombstones_in_any_order() {
    let world = world().await;
    let edit = |id: &str, text: &str, second| Incoming {
        at: at(second),
        ..event(id, Did::Edit { text: text.to_owned() })
    };
    world.record(&[said("1", "first"), edit("1", "second", 1), edit("1", "third", 2)]).await;
    // these two come before their message
    world.record(&[edit("2", "newer", 5)]).await;
    world.record(&[edit("2", "older", 4)]).await;
    world.record(&[event("3", Did::Delete)]).await;
    world.record(&[said("2", "oldest"), said("3", "never seen")]).await;
    let expected = [("1".to_owned(), "third".to_owned()), ("2".to_owned(), "newer".to_owned())];
    assert_eq!(world.messages().await, expected);
    world.record(&[event("1", Did::Delete)]).await;
    assert_eq!(world.messages().await.len(), 1);
    // a deleted message leaves no text anywhere
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from crm.activity_versions where text in ('first', 'second', 'third'))
              + (select count(*) from crm.activities where text in ('third', 'never seen'))",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn an_edit_from_before_does_not_come_back() {
    let world = world().await;
    let edit =
        |text: &str, second| Incoming { at: at(second), ..event("1", Did::Edit { text: text.to_owned() }) };
    world.record(&[said("1", "first"), edit("second", 1), edit("third", 2)]).await;
    // a worker that died after recording the first edit: its event is worked on again
    world.record(&[edit("second", 1)]).await;
    assert_eq!(world.messages().await, [("1".to_owned(), "third".to_owned())]);
}

#[tokio::test]
async fn a_restored_dump_is_fed_whole() {
    let world = world().await;
    world.record(&[said("1", "lighthouse")]).await;
    // as a dump from a server that had counted further would leave it
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    admin.execute("update crm.activities set changed_in = '900000000000'::xid8").await.unwrap();
    let mut tx = world.tx().await;
    let horizon = feed::horizon(&mut tx).await.unwrap();
    assert!(feed::changes(&mut tx, Position::START, horizon, 10).await.unwrap().is_empty());
    assert!(feed::adopt(&mut tx).await.unwrap());
    tx.commit().await.unwrap();
    world.test.quiet().await;
    let mut tx = world.tx().await;
    let horizon = feed::horizon(&mut tx).await.unwrap();
    assert_eq!(feed::changes(&mut tx, Position::START, horizon, 10).await.unwrap().len(), 1);
    assert!(!feed::adopt(&mut tx).await.unwrap());
}

#[tokio::test]
async fn a_guest_is_a_guest_whatever_the_name() {
    let world = world().await;
    let asked = world.asked().await;
    let mut tx = world.tx().await;
    let caller = accounts::caller(&mut tx, asked.account).await.unwrap();
    assert_eq!((caller.role(), caller.user_id()), (Some(crm::Role::Guest), None));
}

#[tokio::test]
async fn what_nobody_has_tried_is_taken_over_together_and_once() {
    let world = world().await;
    let mut tx = world.tx().await;
    let mut ids = Vec::new();
    for n in 0..5_u8 {
        ids.push(inbox::put(&mut tx, world.slack.id, &[n], vec![n]).await.unwrap().unwrap().id);
    }
    assert!(inbox::claim_untried(&mut tx, &["slack"], 10).await.unwrap().is_empty(), "held");
    connections::pause(&mut tx, world.slack.id, true).await.unwrap();
    tx.commit().await.unwrap();
    world.run_out("inbox").await;
    let mut tx = world.tx().await;
    assert!(inbox::claim_untried(&mut tx, &["slack"], 10).await.unwrap().is_empty(), "paused");
    assert!(inbox::claim(&mut tx, &["slack"], 10).await.unwrap().is_empty(), "paused");
    connections::pause(&mut tx, world.slack.id, false).await.unwrap();
    assert!(inbox::claim_untried(&mut tx, &["discord"], 10).await.unwrap().is_empty(), "another platform's");
    let claimed = inbox::claim_untried(&mut tx, &["slack"], 10).await.unwrap();
    assert_eq!(claimed.iter().map(|it| it.id).collect::<Vec<_>>(), ids, "in the order of receipt");
    assert!(inbox::all_done(&mut tx, &claimed[..3]).await.unwrap());
    tx.commit().await.unwrap();
    // whoever took them died: from here on each stands alone
    world.run_out("inbox").await;
    let mut tx = world.tx().await;
    assert!(inbox::claim_untried(&mut tx, &["slack"], 10).await.unwrap().is_empty(), "tried");
    assert_eq!(inbox::claim(&mut tx, &["slack"], 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_event_is_worked_on_by_one_and_given_up_in_the_end() {
    let world = world().await;
    let mut tx = world.tx().await;
    let mine = inbox::put(&mut tx, world.slack.id, b"event", b"event".to_vec()).await.unwrap().unwrap();
    assert!(
        inbox::put(&mut tx, world.slack.id, b"event", b"event".to_vec()).await.unwrap().is_none(),
        "the same bytes again"
    );
    assert!(inbox::claim(&mut tx, &["slack"], 10).await.unwrap().is_empty(), "held");
    tx.commit().await.unwrap();
    world.run_out("inbox").await;
    let mut tx = world.tx().await;
    assert!(inbox::claim(&mut tx, &["discord"], 10).await.unwrap().is_empty(), "not this replica's platform");
    let theirs = inbox::claim(&mut tx, &["slack"], 10).await.unwrap().remove(0);
    assert!(!inbox::hold(&mut tx, &mine).await.unwrap(), "taken over");
    assert!(!inbox::done(&mut tx, &mine).await.unwrap(), "the first worker's word no longer counts");
    assert!(inbox::done(&mut tx, &theirs).await.unwrap());
    // one that kills whoever takes it is put aside
    inbox::put(&mut tx, world.slack.id, b"poison", b"poison".to_vec()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    for _ in 0..10 {
        world.run_out("inbox").await;
        let mut tx = world.tx().await;
        for claimed in inbox::claim(&mut tx, &["slack"], 10).await.unwrap() {
            assert!(inbox::hold(&mut tx, &claimed).await.unwrap());
        }
        tx.commit().await.unwrap();
    }
    let mut tx = world.tx().await;
    assert_eq!(crm::status::totals(&mut tx).await.unwrap().inbox_quarantined, 1);
    // what it said is not kept for ever
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    for (days, left) in [(89, 6), (91, 0)] {
        let sql = format!("update crm.inbox set received_at = now() - interval '{days} days'");
        admin.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        let mut tx = world.tx().await;
        housekeeping::tidy(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let body: i32 = sqlx::query_scalar("select length(body) from crm.inbox where state = 'quarantined'")
            .fetch_one(&mut admin)
            .await
            .unwrap();
        assert_eq!(body, left);
    }
}

#[tokio::test]
async fn one_replica_listens_at_a_time() {
    let world = world().await;
    let id = world.slack.id;
    let mut tx = world.tx().await;
    let mine = connections::hold(&mut tx, id).await.unwrap().unwrap();
    assert!(connections::hold(&mut tx, id).await.unwrap().is_none(), "held");
    assert!(connections::keep(&mut tx, id, &mine, 1, Some("7")).await.unwrap());
    tx.commit().await.unwrap();
    world.run_out("connections").await;
    let mut tx = world.tx().await;
    let theirs = connections::hold(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(theirs.position.as_deref(), Some("7"));
    assert!(!connections::keep(&mut tx, id, &mine, 1, Some("8")).await.unwrap(), "the fence");
    // whoever listens notices that the settings have changed
    let told = connections::Values::from([("api_url".to_owned(), "http://127.0.0.1:9".to_owned())]);
    assert!(connections::learn(&mut tx, id, &told).await.unwrap());
    assert!(!connections::learn(&mut tx, id, &told).await.unwrap(), "no news");
    assert!(!connections::keep(&mut tx, id, &theirs, 1, None).await.unwrap());
    connections::release(&mut tx, id, &theirs, None).await.unwrap();
    assert!(connections::hold(&mut tx, id).await.unwrap().is_some());
    assert!(connections::last_messages(&mut tx, id).await.unwrap().is_empty(), "nothing was said yet");
    tx.commit().await.unwrap();
    world.record(&[said("1", "first"), said("2", "second")]).await;
    let mut tx = world.tx().await;
    let last = connections::last_messages(&mut tx, id).await.unwrap();
    assert_eq!(last.len(), 1);
    assert_eq!(last[0].0, "C1");
}

#[tokio::test]
async fn a_question_is_answered_once_by_its_asker() {
    let world = world().await;
    let asked = world.asked().await;
    let mut tx = world.tx().await;
    let arguments = json!({ "into": "P-1" });
    let id = questions::ask(&mut tx, asked, Kind::Confirm, "merge", &arguments, &[], "ja").await.unwrap();
    let other = Asked { account: crm::AccountId::new(), ..asked };
    assert!(questions::answer(&mut tx, other, id).await.unwrap().is_none());
    let question = questions::answer(&mut tx, asked, id).await.unwrap().unwrap();
    assert_eq!((question.command.as_str(), &question.arguments), ("merge", &arguments));
    assert_eq!(question.lang.as_deref(), Some("ja"));
    assert!(questions::lapsed(&mut tx, asked).await.unwrap().is_none(), "answered");
    assert!(questions::answer(&mut tx, asked, id).await.unwrap().is_none(), "once");
    // changed behind its back, or too old: nothing runs
    let changed =
        questions::ask(&mut tx, asked, Kind::Confirm, "merge", &arguments, &[], "ja").await.unwrap();
    tx.commit().await.unwrap();
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    admin
        .execute("update crm.questions set arguments = '{\"into\": \"P-9\"}' where answered_at is null")
        .await
        .unwrap();
    let mut tx = world.tx().await;
    assert!(questions::answer(&mut tx, asked, changed).await.unwrap().is_none());
    let late = questions::ask(&mut tx, asked, Kind::Confirm, "merge", &arguments, &[], "ja").await.unwrap();
    tx.commit().await.unwrap();
    admin.execute("update crm.questions set expires_at = now() where answered_at is null").await.unwrap();
    let mut tx = world.tx().await;
    assert!(questions::answer(&mut tx, asked, late).await.unwrap().is_none());
    assert!(questions::open(&mut tx, asked).await.unwrap().is_none());
    assert_eq!(questions::lapsed(&mut tx, asked).await.unwrap().map(|it| it.id), Some(late));
}

#[tokio::test]
async fn a_secret_opens_for_its_own_row_only() {
    let world = world().await;
    let mut tx = world.tx().await;
    let secret = connections::settings(&mut tx, world.slack.id).await.unwrap();
    assert_eq!(secret[connections::OWN_KEY].len(), 64);
    let other = connections::ensure(&mut tx, "slack", "Other").await.unwrap();
    let theirs = connections::settings(&mut tx, other.id).await.unwrap();
    assert!(secret != theirs);
    tx.commit().await.unwrap();
    let mut admin = PgConnection::connect(&world.test.admin_url()).await.unwrap();
    admin
        .execute("update crm.connections a set secret = b.secret from crm.connections b where a.name = 'Acme' and b.name = 'Other'")
        .await
        .unwrap();
    let mut tx = world.tx().await;
    assert!(connections::settings(&mut tx, world.slack.id).await.is_err());
}

#[tokio::test]
async fn what_was_put_aside_is_tried_once_more() {
    let world = world().await;
    let put = async |key: &str, body: &str| {
        let mut tx = world.tx().await;
        let claimed =
            inbox::put(&mut tx, world.slack.id, key.as_bytes(), body.into()).await.unwrap().unwrap();
        assert!(inbox::hold(&mut tx, &claimed).await.unwrap());
        inbox::quarantine(&mut tx, &claimed, "torn").await.unwrap();
        tx.commit().await.unwrap();
        claimed.id
    };
    let (one, _two, empty) = (put("1", "{one").await, put("2", "{two").await, put("3", "").await);
    let mut tx = world.tx().await;
    let (listed, total) = inbox::quarantined(&mut tx, Some(world.slack.id), 2).await.unwrap();
    assert_eq!((listed.len(), total), (2, 3));
    assert_eq!((listed[0].reason.as_deref(), listed[0].attempts), (Some("torn"), 1));
    assert_eq!(inbox::replay(&mut tx, Which::One(one)).await.unwrap(), 1);
    assert_eq!(inbox::replay(&mut tx, Which::One(one)).await.unwrap(), 0, "it is no longer aside");
    assert_eq!(inbox::replay(&mut tx, Which::One(empty)).await.unwrap(), 0, "nothing of it is left");
    let of_it = listed.iter().find(|it| it.id == empty).unwrap();
    assert!((of_it.bytes, of_it.forgotten) == (0, false), "it came empty, just now");
    // a paused connection keeps what it has
    connections::pause(&mut tx, world.slack.id, true).await.unwrap();
    assert!(inbox::claim(&mut tx, &["slack"], 10).await.unwrap().is_empty());
    connections::pause(&mut tx, world.slack.id, false).await.unwrap();
    let claimed = inbox::claim(&mut tx, &["slack"], 10).await.unwrap();
    assert_eq!(claimed.iter().map(|it| it.id).collect::<Vec<_>>(), [one]);
    assert!(inbox::hold(&mut tx, &claimed[0]).await.unwrap());
    assert_eq!(inbox::replay(&mut tx, Which::All(world.slack.id)).await.unwrap(), 1);
    assert!(inbox::dismiss(&mut tx, empty).await.unwrap());
    assert!(!inbox::dismiss(&mut tx, empty).await.unwrap() && !inbox::dismiss(&mut tx, one).await.unwrap());
    assert_eq!(inbox::quarantined(&mut tx, None, 9).await.unwrap().1, 0);
    tx.commit().await.unwrap();
}
