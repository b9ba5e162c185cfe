//! The webhook, from the fake to a door of ours: refused, repeated, in disorder.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    Adapter, Envelope, Event, Menu, Settings, What,
    telegram::{Telegram, fake::Fake},
};

/// What a door has taken in: each update once, by its key.
#[derive(Default)]
struct Seen {
    /// So many times it cannot store what comes.
    full: u32,
    posts: u32,
    keys: BTreeSet<Vec<u8>>,
    events: Vec<Event>,
}

/// A door like the real one: verify, know again, store, answer.
struct Door {
    seen: Arc<Mutex<Seen>>,
    serving: JoinHandle<()>,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn door(fake: &Fake, full: u32) -> (Door, Settings) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/hooks/telegram/1", listener.local_addr().unwrap());
    let settings = fake.settings();
    let settings = settings.with("transport", "webhook").with("webhook_secret", "s-1").with("hook_url", hook);
    let seen = Arc::new(Mutex::new(Seen { full, ..Seen::default() }));
    let (shared, known) = (seen.clone(), settings.clone());
    let take = move |headers: HeaderMap, body: Bytes| {
        let answer = taken(&mut shared.lock().unwrap(), &known, &headers, body.to_vec());
        async move { answer }
    };
    let router = Router::new().fallback(take);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (Door { seen, serving }, settings)
}

fn taken(seen: &mut Seen, settings: &Settings, headers: &HeaderMap, body: Vec<u8>) -> (StatusCode, String) {
    let headers = headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let envelope = Envelope::new(headers, body);
    let Ok(verified) = Telegram.verify(settings, envelope, chrono::DateTime::UNIX_EPOCH) else {
        return (StatusCode::UNAUTHORIZED, String::new());
    };
    seen.posts += 1;
    if seen.full > 0 {
        seen.full -= 1;
        return (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }
    if seen.keys.insert(Telegram.key(&verified)) {
        seen.events.extend(Telegram.parse(settings, &verified).unwrap());
    }
    (StatusCode::OK, Telegram.ack(&verified).json.map(|json| json.to_string()).unwrap_or_default())
}

#[tokio::test]
async fn an_update_comes_until_it_is_taken() {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    let (door, settings) = door(&fake, 2).await;
    Telegram.connect(&settings).unwrap().prepare(&Menu::default()).await.unwrap();
    let message = fake.says(5, 5, "ROIを見せて");
    fake.presses(5, message, 5, "tok");
    assert!(fake.until(|fake| fake.waiting() == 0).await, "{:?}", fake.undelivered());
    let seen = door.seen.lock().unwrap();
    assert_eq!(seen.posts, 4, "two refused, two taken");
    let whats: Vec<_> = seen.events.iter().map(|event| event.what.clone()).collect();
    let text = "ROIを見せて".to_owned();
    assert_eq!(whats, [What::Message { text, to_bot: true }, What::Pressed { token: "tok".into() }]);
    let answered = fake.calls("answerCallbackQuery");
    assert_eq!(answered.len(), 1, "by the answer to the webhook");
    assert_eq!(
        fake.undelivered().as_deref(),
        Some("Wrong response from the webhook: 503 Service Unavailable")
    );
}

#[tokio::test]
async fn twice_and_out_of_order_is_once() {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    fake.deliver_in_disorder();
    let (door, settings) = door(&fake, 1).await;
    for text in ["one", "two", "three", "four"] {
        fake.says(5, 5, text);
    }
    Telegram.connect(&settings).unwrap().prepare(&Menu::default()).await.unwrap();
    assert!(fake.until(|fake| fake.waiting() == 0).await, "{:?}", fake.undelivered());
    let seen = door.seen.lock().unwrap();
    assert!(seen.posts >= 8, "{}", seen.posts);
    let texts: BTreeSet<_> = seen.events.iter().map(|event| event.message_id.clone()).collect();
    assert_eq!((seen.events.len(), texts.len()), (4, 4));
}

#[tokio::test]
async fn another_secret_opens_nothing() {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    let (door, settings) = door(&fake, 0).await;
    let other = settings.with("webhook_secret", "s-2");
    Telegram.connect(&other).unwrap().prepare(&Menu::default()).await.unwrap();
    fake.says(5, 5, "forged");
    assert!(fake.until(|fake| fake.undelivered().is_some()).await);
    assert_eq!((door.seen.lock().unwrap().posts, fake.waiting()), (0, 1));
}
