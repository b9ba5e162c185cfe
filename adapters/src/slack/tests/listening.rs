//! Socket Mode: nothing is acknowledged before it is stored, nothing is lost in a pause.

use tokio::task::JoinHandle;

use super::*;
use crate::slack::fake::Fault;
use crate::{Ended, Since, What};

/// Listens in a task of its own.
fn listening(fake: &Fake, since: Since, inbox: &Arc<Inbox>) -> JoinHandle<Ended> {
    let (connection, inbox) = (connected(&fake.socket_settings()), Arc::clone(inbox));
    tokio::spawn(async move { connection.listen(since, &*inbox).await })
}

async fn listened(fake: &Fake) {
    until("a socket", || fake.listened_to()).await;
}

#[tokio::test]
async fn events_are_stored_and_then_acknowledged() {
    let fake = Fake::start().await;
    let inbox = Arc::new(Inbox::default());
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    let event = fake.event(&fake.said("C1", "U1", "hi", None));
    let sent = [&event, &event, &fake.slash("C1", "U2", "roi")].map(|payload| fake.push(payload).unwrap());
    until("three acknowledgements", || fake.state().acked.len() == 3).await;
    assert_eq!(fake.state().acked, sent);
    let keys = inbox.keys();
    assert_eq!(keys[0], keys[1], "delivered twice, it is one");
    assert_ne!(keys[0], keys[2]);
    let settings = fake.settings();
    assert_eq!(inbox.events(&settings)[2].what, What::Message { text: "roi".into(), to_bot: true });
    assert!(*inbox.signs_of_life.lock().unwrap() >= 4);

    fake.disconnect("refresh_requested");
    assert!(matches!(task.await.unwrap(), Ended::Broken(why) if why.contains("refresh_requested")));
}

#[tokio::test]
async fn what_is_not_stored_is_not_acknowledged_and_comes_again() {
    let fake = Fake::start().await;
    let inbox = Arc::new(Inbox::default());
    *inbox.refuses.lock().unwrap() = true;
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    fake.push(&fake.event(&fake.said("C1", "U1", "hi", None))).unwrap();
    assert!(matches!(task.await.unwrap(), Ended::Broken(_)));
    assert_eq!(fake.state().acked.len(), 0);

    *inbox.refuses.lock().unwrap() = false;
    until("the socket's end", || !fake.listened_to()).await;
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    assert_eq!(fake.push_again(), 1);
    until("an acknowledgement", || fake.state().acked.len() == 1).await;
    assert_eq!(inbox.events(&fake.settings()).len(), 1);
    task.abort();
}

#[tokio::test]
async fn what_was_missed_is_read_from_the_history_under_the_same_keys() {
    let fake = Fake::start().await;
    let ts = |message: &Value| message["ts"].as_str().unwrap().to_owned();
    let old = fake.said("C1", "U1", "old thread", None);
    let seen = fake.said("C1", "U1", "seen", None);
    let mut missed = vec![
        fake.said("C1", "U2", "while away", None),
        fake.said("C1", "U1", "<@U0BOT> answer below", Some(&ts(&old))),
    ];
    missed.extend((0..250).map(|i| fake.said("C1", "U1", &format!("many {i}"), None)));
    let inbox = Arc::new(Inbox::default());
    let last = vec![
        ("C1".to_owned(), ts(&seen)),
        ("C404".to_owned(), "1795000000.000001".to_owned()),
        ("C1".to_owned(), "not a ts".to_owned()),
    ];
    fake.next_of("conversations.history", Fault::TooMany(0));
    fake.next_of("conversations.replies", Fault::Status(503));
    let task = listening(&fake, Since { position: None, last }, &inbox);
    until("all that was missed", || inbox.keys().len() == missed.len()).await;
    let live: Vec<Vec<u8>> = missed
        .iter()
        .map(|message| Slack.key(&Verified::from_inbox(fake.event(message).to_string().into_bytes())))
        .collect();
    assert_eq!(inbox.keys(), live, "in order, and known again when it is delivered as well");
    let events = inbox.events(&fake.settings());
    assert_eq!(events[1].what, What::Message { text: "answer below".into(), to_bot: true });
    assert_eq!(events[1].thread.as_deref(), Some(ts(&old).as_str()));
    task.abort();
}

#[tokio::test]
async fn a_gap_is_read_where_nothing_is_recorded_and_where_its_reading_was_cut_off() {
    let fake = Fake::start().await;
    let inbox = Arc::new(Inbox::default());
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    // of those that come while the gap is looked for, none says how far we are
    until("a position", || {
        fake.push(&fake.event(&fake.said("C1", "U1", "before", None))).unwrap();
        inbox.position.lock().unwrap().is_some()
    })
    .await;
    task.abort();
    let direct = fake.state().direct("U2");
    let missed = [
        fake.said("C1", "U2", "while away", None),
        fake.said(&direct, "U2", "the first word", None),
        // recorded by a listener that was killed before it had read the gap
        fake.said("C1", "U1", "live", None),
    ];
    let last = vec![("C1".to_owned(), missed[2]["ts"].as_str().unwrap().to_owned())];
    let position = inbox.position.lock().unwrap().clone();
    let inbox = Arc::new(Inbox::default());
    let task = listening(&fake, Since { position, last }, &inbox);
    let key =
        |message: &Value| Slack.key(&Verified::from_inbox(fake.event(message).to_string().into_bytes()));
    for message in &missed {
        until(message["text"].as_str().unwrap(), || inbox.keys().contains(&key(message))).await;
    }
    task.abort();
}

#[tokio::test]
async fn events_do_not_wait_for_the_history() {
    let fake = Fake::start().await;
    let seen = fake.said("C1", "U1", "seen", None)["ts"].as_str().unwrap().to_owned();
    fake.next_of("conversations.history", Fault::Silent);
    let inbox = Arc::new(Inbox::default());
    let task = listening(&fake, Since { position: None, last: vec![("C1".into(), seen)] }, &inbox);
    listened(&fake).await;
    fake.push(&fake.event(&fake.said("C1", "U1", "now", None))).unwrap();
    until("an acknowledgement", || fake.state().acked.len() == 1).await;
    task.abort();
}

#[tokio::test]
async fn a_bad_token_ends_for_good_and_a_cut_does_not() {
    let fake = Fake::start().await;
    let inbox = Arc::new(Inbox::default());
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    fake.hang_up();
    assert!(matches!(task.await.unwrap(), Ended::Broken(_)));
    fake.next_of("apps.connections.open", Fault::Status(500));
    assert!(matches!(listening(&fake, Since::default(), &inbox).await.unwrap(), Ended::Broken(_)));
    let task = listening(&fake, Since::default(), &inbox);
    listened(&fake).await;
    fake.disconnect("link_disabled");
    assert!(matches!(task.await.unwrap(), Ended::Refused(_)));
    fake.state().valid = false;
    let ended = listening(&fake, Since::default(), &inbox).await.unwrap();
    assert_eq!(ended, Ended::Refused("invalid_auth".into()));
}
