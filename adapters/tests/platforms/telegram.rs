//! Telegram: python-telegram-bot against our fake, and our adapter against the server of lo-bot-api-emulator.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use adapters::{
    Adapter, Address, Choice, Connection, ConversationKind, Ended, Envelope, Event, Intake, Menu,
    MenuCommand, NotStored, Partial, SendError, Settings, Since, State, Verified, What, conformance,
    telegram::{
        Telegram,
        fake::{Fake, Fault, TOKEN},
    },
    words,
};
use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode};
use serde_json::{Value, json};

use crate::peer::{self, Running};

/// What somebody else's client makes of our fake. It prints one line of JSON.
const CLIENT: &str = r#"
import asyncio, json, sys
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update, error

async def refusal(call):
    try:
        await call
        return None
    except error.RetryAfter as e:
        return ["RetryAfter", int(e.retry_after) if not hasattr(e.retry_after, "total_seconds") else int(e.retry_after.total_seconds())]
    except error.ChatMigrated as e:
        return ["ChatMigrated", e.new_chat_id]
    except error.TelegramError as e:
        return [type(e).__name__, e.message]

async def main(url, token, png):
    out = {}
    base = {"base_url": url + "/bot", "base_file_url": url + "/file/bot"}
    async with Bot(token, **base) as bot:
        out["me"] = [bot.id, bot.username, bot.bot.is_bot]
        updates = await bot.get_updates(timeout=1, allowed_updates=Update.ALL_TYPES)
        out["said"] = [[u.update_id, u.message.chat.id, u.message.from_user.first_name, u.message.text,
                        [e.type for e in u.message.entities]] for u in updates if u.message]
        out["pressed"] = [u.callback_query.data for u in updates if u.callback_query]
        for u in updates:
            if u.callback_query:
                out["slowed"] = await refusal(u.callback_query.answer())
                out["answered"] = await u.callback_query.answer()
        last = updates[-1].update_id
        out["after"] = len(await bot.get_updates(offset=last + 1, timeout=0))
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="tok")]])
        sent = await bot.send_message(5, "<b>太字</b> &amp; <a href=\"https://example.com/?a=1&amp;b=2\">link</a>",
                                      parse_mode="HTML", reply_markup=keyboard,
                                      reply_parameters=ReplyParameters(updates[1].message.message_id))
        out["sent"] = [sent.text, [[e.type, e.offset, e.length] for e in sent.entities], sent.entities[1].url,
                       sent.reply_to_message.text, sent.reply_markup.inline_keyboard[0][0].callback_data]
        edited = await sent.edit_text("changed")
        out["edited"] = edited.text
        out["same"] = await refusal(sent.edit_text("changed"))
        photo = await bot.send_photo(5, png, caption="<i>図</i>", parse_mode="HTML")
        file = await photo.photo[-1].get_file()
        out["photo"] = [photo.caption, (await file.download_as_bytearray()) == png]
        out["deleted"] = await photo.delete()
        await bot.set_my_commands([BotCommand("roi_show", "ROIを表示")], language_code="ja")
        out["commands"] = [c.command for c in await bot.get_my_commands(language_code="ja")]
        out["refused"] = [
            await refusal(bot.send_message(6, "hi")),
            await refusal(bot.send_message(404, "hi")),
            await refusal(bot.send_message(-42, "hi")),
            await refusal(bot.send_message(5, "<b>open", parse_mode="HTML")),
            await refusal(bot.send_message(5, "x" * 4097)),
            await refusal(bot.set_my_commands([BotCommand("Odd-Name", "x")])),
        ]
        await bot.set_webhook("https://example.com/hook", secret_token="s-1", allowed_updates=["message"])
        info = await bot.get_webhook_info()
        out["hook"] = [info.url, info.pending_update_count, list(info.allowed_updates)]
        out["conflict"] = await refusal(bot.get_updates(timeout=0))
        await bot.delete_webhook()
    try:
        async with Bot("1:wrong", **base) as bot:
            pass
    except error.InvalidToken as e:
        out["token"] = "InvalidToken"
    print(json.dumps(out, ensure_ascii=False))

asyncio.run(main(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3])))
"#;

#[tokio::test]
async fn another_client_understands_the_fake() {
    let Some(python) = peer::python("telegram-client", &["python-telegram-bot==22.8"]) else { return };
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    fake.user(6, "Stranger", "stranger");
    fake.chat(json!({"id": -42, "type": "group", "title": "Small"}));
    fake.migrates(-42, -100_042);
    let message = fake.says(5, 5, "/start @enishi_bot 👍");
    fake.presses(5, message, 5, "tok_1");
    fake.next_of("answerCallbackQuery", Fault::TooMany(7));
    let png = adapters::chart::png(&chart()).unwrap();
    let hex: String = png.iter().take(4_000).map(|b| format!("{b:02x}")).collect();
    let mut client = Command::new(python);
    client.args(["-c", CLIENT, fake.url(), TOKEN, &hex]);
    let printed = peer::run("telegram-client", client).await;
    let out: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(out["me"], json!([7_000_001, "enishi_bot", true]));
    assert_eq!(out["slowed"], json!(["RetryAfter", 7]));
    let said = &out["said"].as_array().unwrap()[1];
    assert_eq!(said[2], "Aiko");
    assert_eq!(said[3], "/start @enishi_bot 👍");
    assert_eq!(said[4], json!(["bot_command", "mention"]));
    assert_eq!(
        (&out["pressed"], &out["answered"], &out["after"]),
        (&json!(["tok_1"]), &json!(true), &json!(0))
    );
    assert_eq!(out["sent"][0], "太字 & link");
    assert_eq!(out["sent"][1], json!([["bold", 0, 2], ["text_link", 5, 4]]));
    assert_eq!(out["sent"][2], "https://example.com/?a=1&b=2");
    assert_eq!((&out["sent"][4], &out["edited"]), (&json!("tok"), &json!("changed")));
    assert_eq!(out["same"][0], "BadRequest");
    assert_eq!(out["photo"], json!(["図", true]));
    assert_eq!((&out["deleted"], &out["commands"]), (&json!(true), &json!(["roi_show"])));
    let refused = out["refused"].as_array().unwrap();
    assert_eq!(refused[0], json!(["Forbidden", "Forbidden: bot can't initiate conversation with a user"]));
    assert_eq!(refused[1], json!(["BadRequest", "Chat not found"]));
    assert_eq!(refused[2], json!(["ChatMigrated", -100_042]));
    assert!(refused[3][1].as_str().unwrap().contains("parse entities"), "{refused:?}");
    assert_eq!(refused[4], json!(["BadRequest", "Message is too long"]));
    assert_eq!(refused[5], json!(["BadRequest", "Bot_command_invalid"]));
    assert_eq!(out["hook"], json!(["https://example.com/hook", 0, ["message"]]));
    assert_eq!(out["conflict"][0], "Conflict");
    assert_eq!(out["token"], "InvalidToken");
}

fn chart() -> adapters::Chart {
    adapters::Chart {
        title: "ROI".into(),
        kind: adapters::ChartKind::Bars,
        unit: "%".into(),
        labels: vec!["A".into()],
        series: vec![adapters::Series { name: "ROI".into(), values: vec![5.0] }],
    }
}

/// Somebody else's Bot API.
struct Emulator {
    _running: Running,
    url: String,
    settings: Settings,
}

impl Emulator {
    fn start() -> Option<Self> {
        let python = peer::python("telegram-server", &["lo-bot-api-emulator==0.3.6"])?;
        let port = peer::free_port();
        let mut server = Command::new(python.with_file_name("lo-bot-api-emulator"));
        server.args(["--port", &port.to_string(), "--host", "127.0.0.1"]);
        server.args(["--enable-control", "--allow-insecure-loopback-webhooks"]);
        let running = Running::start("telegram-server", server, port);
        let url = format!("http://127.0.0.1:{port}");
        let settings = Settings::default().with("bot_token", TOKEN).with("api_url", &url);
        Some(Self { _running: running, url, settings })
    }

    /// Queues an update, as the peer's own tests do.
    async fn tell(&self, http: &reqwest::Client, update: Value) {
        let order = json!({"token": TOKEN, "update": update});
        let told = http.post(format!("{}/__fixture/updates", self.url)).json(&order).send().await.unwrap();
        assert!(told.status().is_success(), "{:?}", told.text().await);
    }
}

/// A client; TLS is chosen by whoever connects first.
fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

fn said(text: &str) -> Value {
    json!({"message": {"message_id": 7, "date": 1_763_700_000, "text": text,
        "chat": {"id": 5, "type": "private", "first_name": "愛子"},
        "from": {"id": 5, "is_bot": false, "first_name": "愛子"}}})
}

fn pressed(token: &str) -> Value {
    json!({"callback_query": {"id": "77", "from": {"id": 5, "is_bot": false, "first_name": "愛子"}, "data": token,
        "chat_instance": "1", "message": {"message_id": 8, "date": 1_763_700_001, "text": "?",
            "chat": {"id": 5, "type": "private", "first_name": "愛子"}}}})
}

#[derive(Default)]
struct Store(Mutex<Vec<(Verified, Option<String>)>>);

impl Store {
    fn events(&self, settings: &Settings) -> Vec<Event> {
        let taken = self.0.lock().unwrap();
        taken.iter().flat_map(|(body, _)| Telegram.parse(settings, body).unwrap()).collect()
    }
}

#[async_trait::async_trait]
impl Intake for Store {
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored> {
        self.0.lock().unwrap().push((verified, position.map(str::to_owned)));
        Ok(())
    }

    async fn complete(&self, _partial: Partial) -> Vec<Choice> {
        Vec::new()
    }

    fn alive(&self) {}
}

/// Listens until so many are stored.
async fn listen(connection: &dyn Connection, store: &Store, since: Since, until: usize) -> Option<Ended> {
    let enough = async {
        for _ in 0..500 {
            if store.0.lock().unwrap().len() >= until {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{} of {until}", store.0.lock().unwrap().len());
    };
    tokio::select! {
        ended = connection.listen(since, store) => Some(ended),
        () = enough => None,
    }
}

#[tokio::test]
async fn another_server_is_polled() {
    let Some(emulator) = Emulator::start() else { return };
    let http = http();
    let connection = Telegram.connect(&emulator.settings).unwrap();
    let learned = connection.prepare(&menu()).await.unwrap();
    assert_eq!(learned, [("bot_id", "7".to_owned())], "it has no user name");
    let states: Vec<_> = connection.check().await.into_iter().map(|finding| finding.state).collect();
    assert_eq!(states, [State::Good, State::Doubtful, State::Good]);

    emulator.tell(&http, said("ROIを見せて")).await;
    emulator.tell(&http, pressed("tok_1")).await;
    let store = Store::default();
    assert_eq!(listen(&*connection, &store, Since::default(), 2).await, None);
    let position = store.0.lock().unwrap()[1].1.clone();
    emulator.tell(&http, said("もう一つ")).await;
    let since = Since { position, last: Vec::new() };
    assert_eq!(listen(&*connection, &store, since, 3).await, None);
    let events = store.events(&emulator.settings);
    let whats: Vec<_> = events.iter().map(|event| event.what.clone()).collect();
    let message = |text: &str| What::Message { text: text.into(), to_bot: true };
    assert_eq!(whats, [message("ROIを見せて"), What::Pressed { token: "tok_1".into() }, message("もう一つ")]);
    assert_eq!(events[0].conversation.kind, ConversationKind::Direct);
    assert_eq!(events[0].sender.name.as_deref(), Some("愛子"));

    let hooked = emulator.settings.clone();
    let hooked = hooked
        .with("transport", "webhook")
        .with("webhook_secret", "s")
        .with("hook_url", "http://127.0.0.1:9/");
    Telegram.connect(&hooked).unwrap().prepare(&menu()).await.unwrap();
    let ended = listen(&*connection, &store, Since::default(), 4).await;
    assert!(matches!(&ended, Some(Ended::Refused(why)) if why.contains("webhook")), "{ended:?}");
}

fn menu() -> Menu {
    let command = MenuCommand {
        name: "roi show",
        japanese: None,
        about: words("Shows it", "表示します"),
        arguments: Vec::new(),
        example: words("show it", "見せて"),
        prominent: true,
    };
    Menu { commands: vec![command] }
}

/// The peer refuses what it does not know, and it does not know how to leave out previews: whatever stands between
/// takes that off.
async fn without_previews(emulator: &Emulator) -> Settings {
    let (http, url) = (http(), emulator.url.clone());
    let pass = move |method: axum::http::Uri, headers: HeaderMap, body: Bytes| {
        let (http, url) = (http.clone(), url.clone());
        async move {
            let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            let mut passed = body.to_vec();
            if let Ok(Value::Object(mut fields)) = serde_json::from_slice(&body) {
                fields.remove("link_preview_options");
                passed = Value::Object(fields).to_string().into_bytes();
            }
            let request = http.post(format!("{url}{}", method.path())).header("content-type", kind);
            let answer = request.body(passed).send().await.unwrap();
            let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
            (status, answer.bytes().await.unwrap())
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(pass)).await.unwrap() });
    emulator.settings.clone().with("api_url", address)
}

#[tokio::test]
async fn another_server_takes_every_reply() {
    let Some(emulator) = Emulator::start() else { return };
    let connection = Telegram.connect(&without_previews(&emulator).await).unwrap();
    let to = Address { conversation: "5".into(), thread: Some("7".into()), via: None, nonce: "1".into() };
    let (mut texts, mut pictures) = (0, 0);
    for (name, reply) in conformance::gallery("en").into_iter().chain(conformance::gallery("ja")) {
        for payload in Telegram.render(&reply, "https://crm.example.com") {
            match payload.picture.is_some() {
                true => pictures += 1,
                false => texts += 1,
            }
            let sent = connection.send(&to, &payload).await;
            assert!(sent.as_ref().is_ok_and(|sent| sent.message_id.is_some()), "{name}: {sent:?}");
        }
    }
    assert!(texts > 20 && pictures > 4, "{texts} texts, {pictures} pictures");
    connection.busy(&to).await;
    let nowhere = Address { conversation: "0".into(), ..to };
    let payload = Telegram.render(&adapters::Reply::new("en").text("hi"), "").remove(0);
    let refused = connection.send(&nowhere, &payload).await;
    assert_eq!(refused, Err(SendError::Refused("Bad Request: chat not found".into())));
}

#[tokio::test]
async fn another_server_posts_to_our_door() {
    let Some(emulator) = Emulator::start() else { return };
    let http = http();
    let door = Arc::new(Mutex::new((0_u32, Vec::<Event>::new(), Vec::<Vec<u8>>::new())));
    let settings =
        emulator.settings.clone().with("transport", "webhook").with("webhook_secret", "door_Secret-1");
    let (seen, told) = (door.clone(), settings.clone());
    let take = move |headers: HeaderMap, body: Bytes| {
        let (seen, settings) = (seen.clone(), told.clone());
        async move {
            let headers =
                headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
            let envelope = Envelope::new(headers, body.to_vec());
            let mut seen = seen.lock().unwrap();
            let Ok(verified) = Telegram.verify(&settings, envelope, chrono::Utc::now()) else {
                seen.0 += 1;
                return (StatusCode::UNAUTHORIZED, String::new());
            };
            seen.1.extend(Telegram.parse(&settings, &verified).unwrap());
            seen.2.push(Telegram.key(&verified));
            let ack = Telegram.ack(&verified).json.map(|json| json.to_string());
            (StatusCode::OK, ack.unwrap_or_default())
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = format!("http://{}/hooks/telegram/1", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(take)).await.unwrap() });

    let connection = Telegram.connect(&settings.clone().with("hook_url", &hook)).unwrap();
    connection.prepare(&menu()).await.unwrap();
    emulator.tell(&http, said("ROIを見せて")).await;
    emulator.tell(&http, pressed("tok_1")).await;
    {
        let seen = door.lock().unwrap();
        let whats: Vec<_> = seen.1.iter().map(|event| event.what.clone()).collect();
        assert_eq!(
            whats,
            [
                What::Message { text: "ROIを見せて".into(), to_bot: true },
                What::Pressed { token: "tok_1".into() }
            ]
        );
        assert_eq!(seen.0, 0);
        assert_ne!(seen.2[0], seen.2[1]);
    }
    let states: Vec<_> = connection.check().await.into_iter().map(|finding| finding.state).collect();
    assert_eq!(states, [State::Good, State::Doubtful, State::Good]);

    // With another secret nothing passes, and the update waits.
    let other = settings.with("webhook_secret", "another").with("hook_url", &hook);
    Telegram.connect(&other).unwrap().prepare(&menu()).await.unwrap();
    emulator.tell(&http, said("forged")).await;
    let seen = door.lock().unwrap();
    assert!(seen.0 >= 1);
    assert_eq!(seen.1.len(), 2);
}
