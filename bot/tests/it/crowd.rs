//! Many talk at once: what is recorded together is recorded as if each had come alone.

use std::time::Duration;

use adapters::{ConversationKind, ConversationRef, Said, Sender, console};
use bot::{flow, gateway::accept::Accepted, gateway::workers};
use chrono::TimeDelta;
use crm::{Actor, Role, inbox, persons, status};
use tokio::sync::watch;

use crate::world::{self, World, noon, words};

/// Something said in a channel, to nobody in particular.
fn said(world: &World, n: usize) -> adapters::Envelope {
    let said = Said {
        id: format!("c-{n}"),
        conversation: ConversationRef {
            external_id: format!("room-{}", n % 3),
            name: Some(format!("room-{}", n % 3)),
            kind: ConversationKind::Channel,
        },
        thread: None,
        sender: Sender {
            external_id: format!("u-{}", n % 7),
            // the name they have taken since
            name: Some(format!("Person {}{}", n % 7, if n < 70 { "" } else { " II" })),
            ..Sender::default()
        },
        at: noon() - TimeDelta::minutes(200) + TimeDelta::seconds(n as i64),
        text: Some(format!("message {n} 発言")),
        pressed: None,
    };
    console::envelope(&said, &world.origin.settings)
}

async fn settled(world: &World) {
    let wait = async {
        loop {
            let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
            if inbox::waiting(&mut tx).await.unwrap() == 0 {
                return;
            }
            drop(tx);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.expect("everything is dealt with");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_recorded_to_the_last_word() {
    let world = world::empty().await;
    let mut stored = Vec::new();
    for n in 0..140 {
        // every tenth is delivered twice, every fiftieth is nothing that can be read
        for _ in 0..1 + usize::from(n % 10 == 0) {
            if let Accepted::New(one) =
                flow::receive(&world.app, &world.origin, said(&world, n)).await.unwrap()
            {
                stored.push(one);
            }
        }
        if n % 50 == 0 {
            let body = format!("nothing of ours {n}").into_bytes();
            let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
            let key = n.to_be_bytes();
            let bad = inbox::put(&mut tx, world.origin.connection.id, &key, body).await.unwrap();
            tx.commit().await.unwrap();
            stored.extend(bad);
        }
        if n == 100 {
            let question = world.envelope(&world.origin, Role::Viewer, "q", Some("whoami"), None).await;
            let Accepted::New(one) = flow::receive(&world.app, &world.origin, question).await.unwrap() else {
                panic!("known already")
            };
            stored.push(one);
        }
    }
    assert_eq!(stored.len(), 140 + 3 + 1);
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&world.app, &stopped);
    for one in stored {
        lanes.hand_over(&world.app, &world.origin, one);
    }
    settled(&world).await;
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let totals = status::totals(&mut tx).await.unwrap();
    assert_eq!((totals.activities, totals.conversations, totals.inbox_quarantined), (141, 3, 3));
    // each is recorded under one account, whatever it was called first
    let found = persons::find(&mut tx, "person", 50, 0).await.unwrap().0;
    assert_eq!(found.len(), 7, "{found:?}");
    tx.commit().await.unwrap();
    let seen = words(&world.ask(Role::Viewer, "person timeline \"Person 3\"").await);
    assert!(seen.contains("message 136 発言") && seen.contains("message 129 発言"), "{seen}");
}

/// Deliveries that come at the same moment share a commit; each is told what became of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_delivery_harms_none_that_came_with_it() {
    let world = world::empty().await;
    let (db, tenant, known) = (&world.app.db, world.tenant, world.origin.connection.id);
    let deliveries = (0..300_usize).map(|n| {
        // every second one is known already, and a few come by a connection that is not there
        let key = (n / 2).to_be_bytes().to_vec();
        let connection = if n % 60 == 59 { crm::ConnectionId::new() } else { known };
        async move { inbox::store(db, tenant, connection, key, format!("body {n}").into_bytes()).await }
    });
    let (mut new, mut again, mut refused) = (0, 0, 0);
    for told in futures::future::join_all(deliveries).await {
        match told {
            Ok(Some(claimed)) => {
                assert_eq!(claimed.connection_id, known);
                new += 1;
            }
            Ok(None) => again += 1,
            Err(_) => refused += 1,
        }
    }
    assert_eq!((new, again, refused), (150, 145, 5));
    let mut tx = db.begin(tenant, Actor::system("test")).await.unwrap();
    assert_eq!(inbox::waiting(&mut tx).await.unwrap(), 150);
}
