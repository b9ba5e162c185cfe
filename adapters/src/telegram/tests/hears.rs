//! Listening: what was missed, what comes, and what is confirmed when.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use serde_json::json;

use crate::{
    Adapter, Choice, Ended, Event, Intake, NotStored, Partial, Since, Verified, What,
    telegram::{
        Telegram,
        fake::{Fake, Fault},
        tests::samples::settings,
    },
};

/// Stores in memory, or refuses to.
#[derive(Default)]
struct Store {
    taken: Mutex<Vec<(Verified, Option<String>)>>,
    full: AtomicBool,
    alive: AtomicUsize,
}

impl Store {
    fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    fn events(&self) -> Vec<Event> {
        let taken = self.taken.lock().unwrap();
        taken.iter().flat_map(|(body, _)| Telegram.parse(&settings(), body).unwrap()).collect()
    }

    fn since(&self) -> Since {
        let position = self.taken.lock().unwrap().last().and_then(|(_, position)| position.clone());
        Since { position, last: Vec::new() }
    }
}

#[async_trait]
impl Intake for Store {
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored> {
        if self.full.load(Ordering::Relaxed) {
            return Err(NotStored);
        }
        self.taken.lock().unwrap().push((verified, position.map(str::to_owned)));
        Ok(())
    }

    async fn complete(&self, _partial: Partial) -> Vec<Choice> {
        Vec::new()
    }

    fn alive(&self) {
        self.alive.fetch_add(1, Ordering::Relaxed);
    }
}

async fn fake() -> Fake {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    fake
}

/// Listens until the store holds so many, ten seconds at most, and then goes away as a stopping process does.
async fn listen(fake: &Fake, store: &Store, since: Since, until: usize) -> Option<Ended> {
    let connection = Telegram.connect(&fake.settings()).unwrap();
    assert!(connection.listens());
    tokio::select! {
        ended = connection.listen(since, store) => Some(ended),
        enough = fake.until(|_| store.count() >= until) => {
            assert!(enough, "{} of {until}", store.count());
            None
        }
    }
}

#[tokio::test]
async fn what_was_missed_then_what_comes() {
    let fake = fake().await;
    fake.says(5, 5, "one");
    fake.says(5, 5, "two");
    let store = Store::default();
    assert_eq!(listen(&fake, &store, Since::default(), 2).await, None);
    fake.says(5, 5, "three");
    assert_eq!(listen(&fake, &store, store.since(), 3).await, None);
    let said: Vec<_> = store.events().into_iter().map(|event| event.what).collect();
    let message = |text: &str| What::Message { text: text.into(), to_bot: true };
    assert_eq!(said, [message("one"), message("two"), message("three")]);
    let asked = fake.calls("getUpdates");
    assert_eq!(asked[0].fields.get("offset"), None);
    assert_eq!(asked[0].fields["allowed_updates"].as_array().unwrap().len(), 8);
    assert!(asked.iter().all(|call| call.fields["timeout"].as_u64().unwrap() <= 25));
    assert!(store.alive.load(Ordering::Relaxed) >= 2);
}

/// An update is confirmed by the question after it. What could not be stored comes again.
#[tokio::test]
async fn nothing_is_confirmed_before_it_is_stored() {
    let fake = fake().await;
    fake.says(5, 5, "one");
    let store = Store::default();
    store.full.store(true, Ordering::Relaxed);
    let ended = listen(&fake, &store, Since::default(), 1).await;
    assert_eq!(ended, Some(Ended::Broken("an update could not be stored".into())));
    assert_eq!(fake.waiting(), 1);
    store.full.store(false, Ordering::Relaxed);
    assert_eq!(listen(&fake, &store, store.since(), 1).await, None);
    assert_eq!(store.events().len(), 1);
}

#[tokio::test]
async fn presses_reactions_and_changes_arrive_and_presses_are_answered() {
    let fake = fake().await;
    fake.chat(json!({"id": -1_001, "type": "supergroup", "title": "G"}));
    let message = fake.says(-1_001, 5, "/help");
    fake.presses(-1_001, message, 5, "token");
    let store = Store::default();
    // The first question says which kinds are wanted: reactions are told from then on.
    assert_eq!(listen(&fake, &store, Since::default(), 2).await, None);
    fake.reacts(-1_001, message, 5, "👍");
    fake.edits(-1_001, message, "changed");
    assert_eq!(listen(&fake, &store, store.since(), 4).await, None);
    let whats: Vec<_> = store.events().into_iter().map(|event| event.what).collect();
    assert!(matches!(&whats[0], What::Called { command, .. } if command == "help"));
    assert_eq!(whats[1], What::Pressed { token: "token".into() });
    assert_eq!(whats[2], What::Other { action: "reaction".into(), text: Some("👍".into()) });
    assert_eq!(whats[3], What::Edited { text: "changed".into() });
    assert!(fake.until(|fake| fake.calls("answerCallbackQuery").len() == 1).await);
}

#[tokio::test]
async fn two_pollers_and_a_webhook() {
    let fake = fake().await;
    let store = Store::default();
    let connection = Telegram.connect(&fake.settings()).unwrap();
    let other = async {
        assert!(fake.until(|fake| !fake.calls("getUpdates").is_empty()).await);
        let connection = Telegram.connect(&fake.settings()).unwrap();
        let later = Store::default();
        tokio::select! {
            ended = connection.listen(Since::default(), &later) => panic!("{ended:?}"),
            () = tokio::time::sleep(Duration::from_millis(300)) => {}
        }
    };
    let (ended, ()) = tokio::join!(connection.listen(Since::default(), &store), other);
    assert!(matches!(&ended, Ended::Refused(why) if why.contains("another program")), "{ended:?}");
    fake.next_of(
        "getUpdates",
        Fault::Refuse(409, "Conflict: can't use getUpdates method while webhook is active".into()),
    );
    let ended = connection.listen(Since::default(), &store).await;
    assert!(matches!(&ended, Ended::Refused(why) if why.contains("webhook is set")), "{ended:?}");
}

#[tokio::test]
async fn what_ends_it_and_what_does_not() {
    let fake = fake().await;
    let store = Store::default();
    let connection = Telegram.connect(&fake.settings()).unwrap();
    for (fault, broken) in [
        (Fault::Server(502), true),
        (Fault::Gateway(502), true),
        (Fault::Cut, true),
        (Fault::BadJson, true),
        (Fault::Refuse(401, "Unauthorized".into()), false),
        (Fault::Refuse(404, "Not Found".into()), false),
    ] {
        fake.says(5, 5, "x");
        fake.next_of("getUpdates", fault.clone());
        let ended = connection.listen(Since::default(), &store).await;
        assert_eq!(matches!(ended, Ended::Broken(_)), broken, "{fault:?}: {ended:?}");
        assert!(!format!("{ended:?}").contains("AAF"), "{ended:?}");
    }
    assert_eq!(store.count(), 0);
    fake.next_of("getUpdates", Fault::TooMany(0));
    assert_eq!(listen(&fake, &store, Since::default(), 6).await, None);
}
