//! Odd bodies and headers through the real hooks, as tables: whoever has not signed is turned away; what is signed
//! is taken, and put aside where nobody can read it. Never a fault of ours, and the next event is recorded.

use std::{sync::Arc, time::Duration};

use adapters::{Adapter, Settings, discord, lineworks, slack, telegram};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bot::{
    app::App,
    doors::hooks::{self, Hooks},
    gateway::workers,
};
use crm::{
    Actor,
    connections::{self, Values},
    status::{self, Totals},
};
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinSet, time::sleep};
use tower::ServiceExt;

use crate::world::{self, World, noon};

type Headers = Vec<(&'static str, String)>;

/// A platform that calls us: how it signs and how it words a message.
struct Caller {
    adapter: Arc<dyn Adapter>,
    settings: Settings,
    sign: fn(&[u8]) -> Headers,
    /// With this text, time and number.
    says: fn(Value, Value, u64) -> Value,
    /// A time that it could tell.
    time: fn() -> Value,
    /// Times that cannot be: long ago, and far off.
    odd_times: fn() -> Vec<Value>,
    /// What becomes of a message that says nothing.
    empty: Fate,
    /// What becomes of one whose time is missing or none.
    timeless: Fate,
}

const SECRET: &str = "s3cret";

/// All of them: their APIs are nowhere, which is no reason to lose anything.
fn callers() -> Vec<Caller> {
    let nowhere = "http://127.0.0.1:9";
    vec![
        Caller {
            adapter: Arc::new(lineworks::LineWorks),
            settings: lineworks::fake::settings(nowhere),
            sign: |body| {
                let key = hmac::Key::new(hmac::HMAC_SHA256, lineworks::fake::BOT_SECRET.as_bytes());
                vec![("x-works-signature", BASE64_STANDARD.encode(hmac::sign(&key, body)))]
            },
            says: |text, at, n| {
                json!({"type": "message", "source": {"userId": "u1", "channelId": "c1", "domainId": 1},
                    "issuedTime": at, "n": n, "content": {"type": "text", "text": text}})
            },
            time: || "2026-11-21T02:59:00.000Z".into(),
            odd_times: || {
                let times =
                    ["1970-01-01T00:00:05.000Z", "2026-11-21T04:00:00.000Z", "2286-11-20T17:46:39.000Z"];
                // … missing, without a zone, before and after all calendars
                let none = ["2026-11-21T12:00:00", "0001-01-01T00:00:00Z", "9999999-01-01T00:00:00Z", "soon"];
                times.into_iter().chain(none).map(Value::from).chain([Value::Null]).collect()
            },
            empty: Fate::Nothing,
            // it numbers no message either: the time is all that is wrong
            timeless: Fate::Recorded,
        },
        Caller {
            adapter: Arc::new(slack::Slack),
            settings: Settings::default()
                .with("bot_token", slack::fake::BOT_TOKEN)
                .with("signing_secret", slack::fake::SIGNING_SECRET)
                .with("api_url", nowhere),
            sign: |body| slack_at(noon().timestamp().to_string(), body),
            says: |text, at, n| {
                json!({"type": "event_callback", "team_id": "T1", "event_id": format!("Ev{n}"),
                    "event": {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1",
                        "text": text, "ts": at.as_str().map_or(at.clone(), |at| format!("{at}.{n:06}").into())}})
            },
            time: || "1795229940".into(),
            odd_times: || vec!["5".into(), in_an_hour().to_string().into(), "9999999999".into()],
            empty: Fate::Nothing,
            // the time is the message's id
            timeless: Fate::Aside,
        },
        Caller {
            adapter: Arc::new(telegram::Telegram),
            settings: Settings::default()
                .with("bot_token", telegram::fake::TOKEN)
                .with("transport", "webhook")
                .with("webhook_secret", SECRET)
                .with("api_url", nowhere),
            sign: |_| vec![("x-telegram-bot-api-secret-token", SECRET.to_owned())],
            says: |text, at, n| {
                json!({"update_id": n, "message": {"message_id": n, "date": at, "text": text,
                    "from": {"id": 5, "is_bot": false, "first_name": "Hana"},
                    "chat": {"id": -7, "type": "supergroup", "title": "Group"}}})
            },
            time: || 1_795_229_940.into(),
            odd_times: || vec![5.into(), in_an_hour().into(), 9_999_999_999_u64.into()],
            empty: Fate::Nothing,
            timeless: Fate::Aside,
        },
        Caller {
            adapter: Arc::new(discord::Discord),
            settings: Settings::default()
                .with("token", discord::fake::TOKEN_OF_BOT)
                .with("application_id", discord::fake::BOT)
                .with("public_key", hex(discord_key().public_key().as_ref()))
                .with("api_url", nowhere),
            sign: |body| discord_at(noon().timestamp().to_string(), body),
            // its ids carry the time
            says: |text, at, n| {
                let id = at.as_str().and_then(|at| at.parse::<u64>().ok()).map(|at| (at + n).to_string());
                json!({"type": 2, "id": id.map_or(at, Value::from), "application_id": discord::fake::BOT,
                    "token": format!("t{n}"), "guild_id": discord::fake::GUILD,
                    "channel": {"id": discord::fake::HELP, "type": 0, "name": "help"},
                    "channel_id": discord::fake::HELP, "member": {"user": {"id": "5", "username": "hana"}},
                    "data": {"type": 1, "name": "enishi", "options": [{"type": 3, "name": "text", "value": text}]}})
            },
            time: || "1573533175332864000".into(),
            // none of its ids is from before it was there
            odd_times: || vec!["18446744073709000000".into()],
            // a command without words asks what can be asked
            empty: Fate::Recorded,
            timeless: Fate::Aside,
        },
    ]
}

/// Further ahead than clocks go wrong.
fn in_an_hour() -> i64 {
    noon().timestamp() + 3_600
}

/// A key for tests.
fn discord_key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap()
}

fn discord_at(time: String, body: &[u8]) -> Headers {
    let signature = discord_key().sign(&[time.as_bytes(), body].concat());
    vec![("x-signature-ed25519", hex(signature.as_ref())), ("x-signature-timestamp", time)]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn slack_at(time: String, body: &[u8]) -> Headers {
    let key = hmac::Key::new(hmac::HMAC_SHA256, slack::fake::SIGNING_SECRET.as_bytes());
    let signature = hmac::sign(&key, &[b"v0:", time.as_bytes(), b":", body].concat());
    vec![
        ("x-slack-signature", format!("v0={}", hex(signature.as_ref()))),
        ("x-slack-request-timestamp", time),
    ]
}

/// What becomes of what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Put aside, with a reason.
    Aside,
    /// Recorded.
    Recorded,
    /// Nothing that is kept.
    Nothing,
}

/// Bodies of one platform, all signed.
fn bodies(caller: &Caller) -> Vec<(&'static str, Vec<u8>, Fate)> {
    let at = (caller.time)();
    let says = |text: Value, n: u64| (caller.says)(text, at.clone(), n).to_string().into_bytes();
    let whole = says("whole".into(), 1);
    let utf16 = |body: &[u8]| -> Vec<u8> {
        String::from_utf8_lossy(body).encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let raw = |text: &str, n: u64| {
        String::from_utf8(says("MARK".into(), n)).unwrap().replace("MARK", text).into_bytes()
    };
    let when = |at: Value, n: u64| (caller.says)(format!("when? {n}").into(), at, n).to_string().into_bytes();
    let (aside, recorded) = (Fate::Aside, Fate::Recorded);
    let mut all = vec![
        ("nothing", Vec::new(), aside),
        ("cut off", whole[..whole.len() / 2].to_vec(), aside),
        ("null", b"null".to_vec(), aside),
        ("a list", b"[]".to_vec(), aside),
        ("a word", b"hello".to_vec(), aside),
        ("an empty object", b"{}".to_vec(), aside),
        ("10,000 deep", [b"{\"a\":".to_vec(), b"[".repeat(10_000)].concat(), aside),
        ("1e999", raw("x\",\"y\":1e999,\"z\":\"", 2), aside),
        ("no UTF-8", [b"{\"text\":\"".as_slice(), &[0xff, 0xfe, 0xc0], b"\"}"].concat(), aside),
        ("UTF-16", utf16(&whole), aside),
        ("half a surrogate", raw("\\ud800", 3), aside),
        ("two values", [whole.clone(), whole.clone()].concat(), aside),
        ("a NUL", raw("a\\u0000b", 4), recorded),
        ("100 kB of text", says("字".repeat(33_000).into(), 5), recorded),
        ("10,000 combining marks", says(format!("e{}", "\u{301}".repeat(10_000)).into(), 6), recorded),
        ("bidi controls", says("a\u{202e}b\u{2066}c".into(), 7), recorded),
        ("keys twice", raw("x\",\"text\":\"y", 8), recorded),
        ("an unknown field", raw("x\",\"not_yet\":[{}],\"z\":\"", 9), recorded),
        ("empty text", says("".into(), 10), caller.empty),
        ("no time", when(Value::Null, 11), caller.timeless),
        ("a time that is none", when("soon".into(), 12), caller.timeless),
        ("a list for a time", when(json!([1]), 13), caller.timeless),
    ];
    for (n, far) in ["0001-01-01T00:00:00Z", "-1", "99999999999999999999"].into_iter().enumerate() {
        all.push(("a time out of reach", when(far.into(), 14 + n as u64), caller.timeless));
    }
    all
}

/// A door to every platform, with workers behind it.
struct Doors {
    world: World,
    router: Router,
    paths: Vec<String>,
    callers: Vec<Caller>,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Doors {
    async fn open() -> Self {
        let (mut world, callers) = (world::empty().await, callers());
        let app: &mut App = Arc::get_mut(&mut world.app).unwrap();
        for caller in &callers {
            app.adapters.insert(caller.adapter.platform(), caller.adapter.clone());
        }
        let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
        let mut paths = Vec::new();
        for caller in &callers {
            let told: Values =
                caller.settings.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let platform = caller.adapter.platform();
            let made = connections::add(&mut tx, platform, "Odd", &Values::new(), &told).await.unwrap();
            paths.push(hooks::path(platform, world.tenant, made.unwrap().id));
        }
        tx.commit().await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let (lanes, tasks) = workers::start(&world.app, &stopped);
        let router = hooks::router(Hooks::new(world.app.clone(), lanes));
        Self { world, router, paths, callers, stop, tasks }
    }

    async fn close(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }

    async fn post(&self, path: &str, headers: &Headers, body: &[u8]) -> StatusCode {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body.to_vec())).unwrap();
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    /// Once nothing waits any more.
    async fn totals(&self) -> Totals {
        for _ in 0..600 {
            let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
            let totals = status::totals(&mut tx).await.unwrap();
            if totals.inbox_waiting == 0 {
                return totals;
            }
            sleep(Duration::from_millis(20)).await;
        }
        panic!("something still waits after twelve seconds");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_taken_and_put_aside_where_it_cannot_be_read() {
    let doors = Doors::open().await;
    let mut before = doors.totals().await;
    for (caller, path) in doors.callers.iter().zip(&doors.paths) {
        let platform = caller.adapter.platform();
        for (what, body, fate) in bodies(caller) {
            let status = doors.post(path, &(caller.sign)(&body), &body).await;
            assert_eq!(status, StatusCode::OK, "{platform}: {what}");
            let after = doors.totals().await;
            let (aside, recorded) =
                (after.inbox_quarantined - before.inbox_quarantined, after.activities - before.activities);
            let came = match (aside, recorded) {
                (1, 0) => Fate::Aside,
                (0, 1) => Fate::Recorded,
                (0, 0) => Fate::Nothing,
                other => panic!("{platform}: {what}: {other:?}"),
            };
            assert_eq!(came, fate, "{platform}: {what}");
            before = after;
        }
    }
    doors.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_cannot_be_is_that_of_receipt() {
    let doors = Doors::open().await;
    let mut wanted = 0;
    for (caller, path) in doors.callers.iter().zip(&doors.paths) {
        for (n, at) in (caller.odd_times)().into_iter().enumerate() {
            // LINE WORKS numbers no message: of two alike at one moment one is kept
            let text = format!("when? {n}").into();
            let body = (caller.says)(text, at, 1 + n as u64).to_string().into_bytes();
            assert_eq!(doors.post(path, &(caller.sign)(&body), &body).await, StatusCode::OK);
            wanted += 1;
        }
    }
    assert_eq!(doors.totals().await.inbox_quarantined, 0);
    let mut tx = doors.world.app.db.begin(doors.world.tenant, Actor::system("test")).await.unwrap();
    let recorded = crm::testing::recorded::activities(&mut tx).await.unwrap();
    assert_eq!(recorded.len(), wanted, "{recorded:?}");
    for it in &recorded {
        assert_eq!((it.at, it.time_suspect), (noon(), true), "{it:?}");
    }
    tx.commit().await.unwrap();
    // a time that can be is believed
    for (caller, path) in doors.callers.iter().zip(&doors.paths) {
        let body = (caller.says)("then".into(), (caller.time)(), 77).to_string().into_bytes();
        assert_eq!(doors.post(path, &(caller.sign)(&body), &body).await, StatusCode::OK);
    }
    doors.totals().await;
    let mut tx = doors.world.app.db.begin(doors.world.tenant, Actor::system("test")).await.unwrap();
    let recorded = crm::testing::recorded::activities(&mut tx).await.unwrap();
    let believed = recorded.iter().filter(|it| !it.time_suspect).inspect(|it| assert_ne!(it.at, noon()));
    assert_eq!(believed.count(), doors.callers.len());
    tx.commit().await.unwrap();
    doors.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_as_it_should_be_is_turned_away() {
    let doors = Doors::open().await;
    for (at, caller) in doors.callers.iter().enumerate() {
        let (platform, path) = (caller.adapter.platform(), &doors.paths[at]);
        let body = (caller.says)("hello".into(), (caller.time)(), 1).to_string().into_bytes();
        let good = (caller.sign)(&body);
        let (name, signature) = good[0].clone();
        let with = |value: String| {
            let mut other = good.clone();
            other[0].1 = value;
            other
        };
        let mut odd: Vec<(&str, Headers)> = vec![
            ("no headers", Vec::new()),
            ("no signature", good[1..].to_vec()),
            ("an empty one", with(String::new())),
            ("the same twice", [good.clone(), vec![(name, signature.clone())]].concat()),
            ("another first", [vec![(name, "x".to_owned())], good.clone()].concat()),
            ("cut off", with(signature[..signature.len() - 1].to_owned())),
            ("longer", with(format!("{signature}0"))),
            ("10 kB", with("a".repeat(10_000))),
            ("other letters", with("!".repeat(signature.len()))),
        ];
        let other = &doors.callers[(at + 1) % doors.callers.len()];
        odd.push(("another platform's", (other.sign)(&body)));
        let signed_at: Option<fn(String, &[u8]) -> Headers> = match platform {
            "slack" => Some(slack_at),
            "discord" => Some(discord_at),
            _ => None,
        };
        if let Some(signed_at) = signed_at {
            let now = noon().timestamp();
            for time in [now - 301, now + 301, -now, i64::MAX] {
                odd.push(("a time out of the window", signed_at(time.to_string(), &body)));
            }
            for time in ["", "now", "9223372036854775808", "1e9"] {
                odd.push(("a time that is none", signed_at(time.to_owned(), &body)));
            }
            odd.push(("no time", good[..1].to_vec()));
        }
        for (what, headers) in odd {
            let status = doors.post(path, &headers, &body).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{platform}: {what}");
        }
        // of another connection, of none, and of another platform
        for other in [&doors.paths[(at + 1) % doors.paths.len()], "/hooks/slack/x", "/hooks/pigeon/x"] {
            assert_eq!(
                doors.post(other, &good, &body).await,
                StatusCode::UNAUTHORIZED,
                "{platform}: {other}"
            );
        }
        let most = if platform == "slack" { 3 << 20 } else { 1 << 20 };
        let large = vec![b' '; most + 1];
        let status = doors.post(path, &(caller.sign)(&large), &large).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{platform}");
        let (status, large) = (doors.post(path, &Vec::new(), &large[1..]).await, large.len() - 1);
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{platform}: {large} bytes are read");
        let got = Request::get(path.as_str()).body(Body::empty()).unwrap();
        let status = doors.router.clone().oneshot(got).await.unwrap().status();
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{platform}");
        // and whatever the content is said to be: the bytes are what was signed
        let mut plain = good.clone();
        plain.push(("content-type", "text/plain; charset=utf-16".to_owned()));
        assert_eq!(doors.post(path, &plain, &body).await, StatusCode::OK, "{platform}");
    }
    assert_eq!(doors.totals().await.inbox_quarantined, 0);
    doors.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handshake_is_verified_too_and_kept_nowhere() {
    let doors = Doors::open().await;
    let path_of = |platform: &str| {
        let at = doors.callers.iter().position(|caller| caller.adapter.platform() == platform).unwrap();
        &doors.paths[at]
    };
    let now = noon().timestamp().to_string();
    let asks = json!({"type": "url_verification", "challenge": "c"}).to_string().into_bytes();
    let ping = json!({"type": 1, "id": "1573533175332864000"}).to_string().into_bytes();
    for (platform, body, good) in
        [("slack", &asks, slack_at(now.clone(), &asks)), ("discord", &ping, discord_at(now.clone(), &ping))]
    {
        let path = path_of(platform);
        assert_eq!(doors.post(path, &good, body).await, StatusCode::OK, "{platform}");
        assert_eq!(doors.post(path, &Vec::new(), body).await, StatusCode::UNAUTHORIZED, "{platform}");
        let mut forged = good.clone();
        forged[0].1 = forged[0].1.replace(['0', '1', '2', '3', '4', '5', '6', '7'], "8");
        assert_eq!(doors.post(path, &forged, body).await, StatusCode::UNAUTHORIZED, "{platform}");
    }
    let totals = doors.totals().await;
    assert_eq!((totals.inbox_quarantined, totals.activities), (0, 0));
    doors.close().await;
}
