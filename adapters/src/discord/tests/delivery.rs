//! Messages on their way to the fake, and what goes wrong on it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::discord::Discord;
use crate::discord::fake::{BO, Fake, Fault, HANA, HELP, THREAD};
use crate::{
    Adapter, Address, Chart, ChartKind, Connection, Payload, Profile, Reply, SendError, Sent, Series,
    Settings,
};

fn connection(fake: &Fake) -> Arc<dyn Connection> {
    Discord.connect(&fake.settings()).unwrap()
}

fn to(conversation: &str, nonce: &str) -> Address {
    Address { conversation: conversation.into(), thread: None, via: None, nonce: nonce.into() }
}

fn hello() -> Payload {
    Payload::new(json!({"content": "hello", "flags": 4}))
}

#[tokio::test]
async fn a_message_arrives_once() {
    let fake = Fake::start().await;
    let discord = connection(&fake);
    let first = discord.send(&to(HELP, "n-1"), &hello()).await.unwrap();
    assert_eq!(discord.send(&to(HELP, "n-1"), &hello()).await.unwrap(), first);
    let second = discord.send(&to(HELP, "n-2"), &hello()).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(fake.messages(HELP).len(), 2);
    let body = &fake.asked("POST /channels")[0].body;
    assert_eq!((&body["allowed_mentions"], &body["enforce_nonce"]), (&json!({"parse": []}), &json!(true)));
}

#[tokio::test]
async fn to_a_thread_and_to_a_person() {
    let fake = Fake::start().await;
    let discord = connection(&fake);
    discord.send(&Address { thread: Some(THREAD.into()), ..to(HELP, "n-1") }, &hello()).await.unwrap();
    assert_eq!(fake.messages(THREAD).len(), 1);
    let place = Discord.direct(BO).unwrap();
    let sent = discord.send(&to(&place, "n-2"), &hello()).await.unwrap();
    let channel = sent.conversation.unwrap();
    assert_eq!(fake.messages(&channel).len(), 1);
    let again = discord.send(&to(&place, "n-2"), &hello()).await.unwrap();
    assert_eq!((again.conversation, again.message_id), (Some(channel), sent.message_id));
}

#[tokio::test]
async fn a_picture_goes_with_it() {
    let fake = Fake::start().await;
    let chart = Chart {
        title: "Messages".into(),
        kind: ChartKind::Bars,
        unit: String::new(),
        labels: vec!["a".into()],
        series: vec![Series { name: "x".into(), values: vec![1.0] }],
    };
    let payloads = Discord.render(&Reply::new("en").chart(chart), "");
    connection(&fake).send(&to(HELP, "n-1"), &payloads[0]).await.unwrap();
    let request = &fake.asked("POST /channels")[0];
    assert_eq!(request.files, ["chart.png"]);
    assert_eq!(request.body["embeds"][0]["image"]["url"], "attachment://chart.png");
}

/// Every fault, what the caller is told, and that trying again then brings exactly one message.
#[tokio::test]
async fn faults() {
    for (fault, expected) in [
        (Fault::TooMany { after_ms: 20, global: false }, SendError::Later { after_ms: 21 }),
        (Fault::TooMany { after_ms: 20, global: true }, SendError::Later { after_ms: 21 }),
        // The nonce lets everything be tried again.
        (Fault::Status(500), SendError::Later { after_ms: 2_001 }),
        (Fault::Status(503), SendError::Later { after_ms: 2_001 }),
        (Fault::Cut, SendError::Later { after_ms: 2_001 }),
        (Fault::BadJson, SendError::Later { after_ms: 2_001 }),
        (Fault::Status(418), SendError::Refused("trouble".into())),
    ] {
        let fake = Fake::start().await;
        let discord = connection(&fake);
        fake.next(fault);
        assert_eq!(discord.send(&to(HELP, "n-1"), &hello()).await, Err(expected), "{fault:?}");
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert!(discord.send(&to(HELP, "n-1"), &hello()).await.is_ok(), "{fault:?}");
        assert_eq!(fake.messages(HELP).len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_not_repeated_before_its_time() {
    let fake = Fake::start().await;
    let discord = connection(&fake);
    fake.next(Fault::TooMany { after_ms: 60_000, global: true });
    let later = |answer: Result<Sent, SendError>| matches!(answer, Err(SendError::Later { after_ms }) if after_ms > 50_000);
    assert!(later(discord.send(&to(HELP, "n-1"), &hello()).await));
    assert!(later(discord.send(&to(THREAD, "n-2"), &hello()).await));
    assert_eq!(fake.journal().len(), 1, "the second was not sent");
}

#[tokio::test]
async fn a_channel_has_its_pace() {
    let fake = Fake::start().await;
    fake.limit(2, Duration::from_secs(60));
    let discord = connection(&fake);
    for nonce in ["n-1", "n-2"] {
        discord.send(&to(HELP, nonce), &hello()).await.unwrap();
    }
    let third = discord.send(&to(HELP, "n-3"), &hello()).await;
    assert!(matches!(third, Err(SendError::Later { after_ms }) if after_ms > 10_000), "{third:?}");
    assert_eq!(fake.journal().len(), 2, "Discord was not asked");
    assert!(discord.send(&to(THREAD, "n-4"), &hello()).await.is_ok(), "another channel has its own");
}

#[tokio::test]
async fn nobody_there() {
    let settings = Settings::default().with("token", "x").with("api_url", "http://127.0.0.1:9/api/v10");
    let discord = Discord.connect(&settings).unwrap();
    let unreachable = SendError::Unreachable { address: "http://127.0.0.1:9".into() };
    assert_eq!(discord.send(&to(HELP, "n"), &hello()).await, Err(unreachable));
    let found = discord.check().await;
    assert!(found.len() == 1 && found[0].what.ja.contains("http://127.0.0.1:9"), "{found:?}");
    assert!(found[0].mend.is_some());
}

#[tokio::test]
async fn what_never_works() {
    let fake = Fake::start().await;
    let discord = connection(&fake);
    for odd in ["", "../users/@me", "@", "@../x", "general"] {
        let answer = discord.send(&to(odd, "n"), &hello()).await;
        assert!(matches!(answer, Err(SendError::Refused(_))), "{odd}: {answer:?}");
    }
    assert!(fake.journal().is_empty());
    let unknown = discord.send(&to("99", "n"), &hello()).await;
    assert_eq!(unknown, Err(SendError::Refused("10003 Unknown Channel".into())));
    let empty = discord.send(&to(HELP, "n"), &Payload::new(json!({}))).await;
    assert_eq!(empty, Err(SendError::Refused("50006 Cannot send an empty message".into())));
}

#[tokio::test]
async fn a_token_that_was_taken_back() {
    let fake = Fake::start().await;
    let discord = Discord.connect(&fake.settings().with("token", "MTAw.old.one")).unwrap();
    for nonce in ["n-1", "n-2"] {
        let answer = discord.send(&to(HELP, nonce), &hello()).await;
        let Err(SendError::Unauthorized(why)) = answer else { panic!("{answer:?}") };
        assert!(!why.contains("MTAw"), "{why}");
    }
    assert_eq!(fake.journal().len(), 1, "a refused token is not tried again at once");
}

#[tokio::test]
async fn people_and_places() {
    let fake = Fake::start().await;
    let discord = connection(&fake);
    let hana =
        Profile { name: Some("花子".into()), handle: Some("hana".into()), email: None, is_bot: false };
    assert_eq!(discord.profile(HANA).await, Ok(Some(hana)));
    assert_eq!(discord.profile("99").await, Ok(None));
    assert_eq!(discord.place(HELP).await, Ok(Some("help".into())));
    assert_eq!(discord.place(THREAD).await, Ok(Some("help / How to?".into())));
    assert_eq!(discord.place(crate::discord::fake::GUILD).await, Ok(Some("Acme 開発者".into())));
    assert_eq!(discord.place("99").await, Ok(None));
    discord.busy(&to(HELP, "n")).await;
    assert_eq!(fake.asked(&format!("POST /channels/{HELP}/typing")).len(), 1);
}
