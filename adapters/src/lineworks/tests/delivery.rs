//! Callbacks over the wire: signed, sent once, and known again when the network repeats them.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;

use crate::lineworks::LineWorks;
use crate::lineworks::fake::{Disorder, Fake, PEOPLE, ROOM};
use crate::{Adapter, Envelope, Event, Verified};

/// A door that keeps what it believes, and answers with a status.
async fn door(fake: &Fake, status: u16) -> (String, Arc<Mutex<Vec<Verified>>>) {
    let taken: Arc<Mutex<Vec<Verified>>> = Arc::default();
    let (settings, into) = (fake.settings(), Arc::clone(&taken));
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let headers = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
        let envelope = Envelope::new(headers, body.to_vec());
        match LineWorks.verify(&settings, envelope, chrono::DateTime::UNIX_EPOCH) {
            Ok(verified) => into.lock().unwrap().push(verified),
            Err(_) => return StatusCode::UNAUTHORIZED,
        }
        StatusCode::from_u16(status).unwrap()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hooks/lineworks/1", listener.local_addr().unwrap());
    let app = Router::new().route("/hooks/lineworks/1", post(take));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, taken)
}

#[tokio::test]
async fn a_callback_that_is_refused_is_not_sent_again() {
    let fake = Fake::start().await;
    let (hook, taken) = door(&fake, 503).await;
    let callback = fake.says(PEOPLE[0], Some(ROOM), "こんにちは");
    assert_eq!(fake.deliver(&hook, &callback).await, Some(503));
    assert_eq!(fake.deliver("http://127.0.0.1:9/", &callback).await, None);
    assert_eq!(taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_repeated_is_known_again() {
    let fake = Fake::start().await;
    let (hook, taken) = door(&fake, 200).await;
    // The same words of the same person are two messages all the same.
    let callbacks: Vec<Value> = (0..60).map(|_| fake.says(PEOPLE[0], Some(ROOM), "はい")).collect();
    let disorder = Disorder { repeat_every: 3, reverse: 7 };
    assert_eq!(fake.deliver_all(&hook, &callbacks, disorder).await, 0);
    let taken = taken.lock().unwrap();
    let keys: HashSet<Vec<u8>> = taken.iter().map(|verified| LineWorks.key(verified)).collect();
    assert_eq!((taken.len(), keys.len()), (80, 60));
    let settings = fake.settings();
    let mut events: Vec<Event> =
        taken.iter().flat_map(|verified| LineWorks.parse(&settings, verified).unwrap()).collect();
    assert!(!events.is_sorted_by_key(|event| event.at), "they came in disorder");
    events.sort_by_key(|event| event.at);
    events.dedup();
    assert_eq!(events.len(), 60);
}
