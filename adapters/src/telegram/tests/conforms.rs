//! The suite that every adapter passes; and that what we take for Telegram's updates are some.

use serde_json::{Value, json};
use teloxide_core::types::{Update, UpdateKind};

use super::samples::{envelope, genuine, samples, settings};
use crate::{
    Adapter, Address, Settings, Verified, conformance,
    telegram::{
        Telegram,
        fake::{BOT_USERNAME, Fake, TOKEN},
    },
};

#[tokio::test]
async fn conforms() {
    let fake = Fake::start().await;
    fake.chat(json!({"id": -100_500, "type": "supergroup", "title": "Gallery"}));
    let mut samples = samples();
    samples.settings.set("api_url", fake.url());
    samples.to = Some(Address { conversation: "-100500".into(), thread: None, via: None, nonce: "n".into() });
    conformance::run(&Telegram, &samples).await;
    let said = fake.said(-100_500);
    assert!(said.iter().any(|message| message["photo"].is_array()), "a chart went as a picture");
    assert!(said.iter().any(|message| message["reply_markup"].is_object()), "buttons went along");
}

#[test]
fn every_kind_is_read() {
    for (update, events) in genuine() {
        let verified = Telegram.verify(&settings(), envelope(&update), samples().now).unwrap();
        assert_eq!(Telegram.parse(&settings(), &verified), Ok(events), "{update}");
    }
}

/// Somebody else's types read them: what we call genuine has the shape that Telegram documents.
#[test]
fn teloxide_reads_the_samples() {
    for (update, _) in genuine() {
        let read: Update = serde_json::from_str(&update.to_string()).unwrap();
        let invented = update.get("not_yet_invented").is_some();
        assert_eq!(matches!(read.kind, UpdateKind::Error(_)), invented, "{update}");
    }
}

/// teloxide's own client, which reads every answer into types of its own, gets on with the fake.
#[tokio::test]
async fn teloxide_speaks_with_the_fake() {
    use teloxide_core::prelude::*;
    use teloxide_core::types::{ChatId, FileId, InputFile};
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    fake.says(5, 5, "/start");
    let bot = Bot::new(TOKEN).set_api_url(fake.url().parse().unwrap());
    assert_eq!(bot.get_me().await.unwrap().username(), BOT_USERNAME);
    let updates = bot.get_updates().await.unwrap();
    assert!(matches!(&updates[0].kind, UpdateKind::Message(message) if message.text() == Some("/start")));
    assert_eq!(bot.send_message(ChatId(5), "hi").await.unwrap().id.0, 2);
    let photo = InputFile::memory(&b"\x89PNG\r\n\x1a\n"[..]).file_name("a.png");
    let sent = bot.send_photo(ChatId(5), photo).await.unwrap();
    let FileId(file) = &sent.photo().unwrap()[0].file.id;
    assert_eq!(bot.get_file(FileId(file.clone())).await.unwrap().path, "photos/file_0.png");
    assert!(bot.get_webhook_info().await.unwrap().url.is_none());
    let refused = bot.send_message(ChatId(6), "hi").await.unwrap_err();
    assert!(refused.to_string().to_lowercase().contains("chat not found"), "{refused}");
}

/// The same message by polling, by the webhook and once more is one.
#[test]
fn keys_tell_updates_apart() {
    let key = |update: &Value| Telegram.key(&Verified::from_inbox(update.to_string().into_bytes()));
    let spaced = |update: &Value| {
        let body = serde_json::to_vec_pretty(update).unwrap();
        Telegram.key(&Verified::from_inbox(body))
    };
    for (update, _) in genuine() {
        assert_eq!(key(&update), spaced(&update));
    }
    let message = |id: u64| json!({"update_id": 1, "message": {"message_id": id, "chat": {"id": 5}}});
    assert_ne!(key(&message(1)), key(&message(2)));
}

#[test]
fn a_press_is_answered_in_the_answer() {
    for (update, _) in genuine() {
        let verified = Telegram.verify(&settings(), envelope(&update), samples().now).unwrap();
        let ack = Telegram.ack(&verified);
        assert!(!ack.only_answer);
        let id = &update["callback_query"]["id"];
        let expected =
            id.as_str().map(|id| json!({"method": "answerCallbackQuery", "callback_query_id": id}));
        assert_eq!(ack.json, expected);
    }
}

#[test]
fn whom_can_be_written_to() {
    assert_eq!(Telegram.direct("5000000001").as_deref(), Some("5000000001"));
    for nobody in ["-1001", "0", "", "aiko", "@aiko"] {
        assert_eq!(Telegram.direct(nobody), None, "{nobody}");
    }
}

/// Before the connection has learned its own name, mentions are read as words, and nothing else changes.
#[test]
fn without_having_learned_anything() {
    let bare = Settings::default().with("bot_token", "7000001:x");
    for (update, events) in genuine() {
        let verified = Verified::from_inbox(update.to_string().into_bytes());
        let read = Telegram.parse(&bare, &verified).unwrap();
        assert_eq!(read.len(), events.len(), "{update}");
    }
}
