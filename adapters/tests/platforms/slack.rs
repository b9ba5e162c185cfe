//! Slack: the vendor's Python client against our fake and our check, another author's emulator for our connection.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{path::PathBuf, process::Command};

use adapters::{
    Adapter, Address, Chart, ChartKind, Envelope, Reply, Sent, Series, Settings, What,
    slack::{
        Slack,
        fake::{self, Fake},
    },
};
use axum::{
    Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, Method},
    response::{IntoResponse, Response},
    routing::any,
};
use chrono::DateTime;
use serde_json::{Value, json};

use crate::peer::{self, Running};

fn python() -> Option<PathBuf> {
    peer::python("slack-sdk", &["slack_sdk==3.47.0"])
}

/// Runs a script with slack_sdk and gives what it prints, as JSON.
async fn script(python: &PathBuf, code: &str, arguments: &[&str]) -> Value {
    let mut command = Command::new(python);
    command.arg("-c").arg(code).args(arguments);
    let printed = peer::run("slack-sdk", command).await;
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

#[tokio::test]
async fn what_slack_sdk_signs_is_believed() {
    let Some(python) = python() else { return };
    const SIGN: &str = r#"
import json, sys
from slack_sdk.signature import SignatureVerifier
secret, time, *bodies = sys.argv[1:]
print(json.dumps([SignatureVerifier(secret).generate_signature(timestamp=time, body=body) for body in bodies]))
"#;
    let bodies = [
        r#"{"type": "event_callback", "event": {"text": "こんにちは"}}"#,
        "command=%2Fenishi&text=%E3%81%82+b&trigger_id=1.2",
        "",
    ];
    let time = "1795000000";
    let signed = script(&python, SIGN, &[&[fake::SIGNING_SECRET, time][..], &bodies[..]].concat()).await;
    let settings = Settings::default().with("signing_secret", fake::SIGNING_SECRET);
    let now = DateTime::from_timestamp(1_795_000_100, 0).unwrap();
    for (body, signature) in bodies.iter().zip(signed.as_array().unwrap()) {
        let signature = signature.as_str().unwrap();
        let headers = [("X-Slack-Signature", signature), ("X-Slack-Request-Timestamp", time)];
        assert!(Slack.verify(&settings, Envelope::new(headers, *body), now).is_ok(), "{body}");
        let other = Envelope::new(headers, format!("{body} "));
        assert!(Slack.verify(&settings, other, now).is_err(), "{body}");
    }
}

#[tokio::test]
async fn slack_sdk_finds_our_fake_to_be_slack() {
    let Some(python) = python() else { return };
    const CALL: &str = r##"
import json, sys
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
client = WebClient(token=sys.argv[2], base_url=sys.argv[1] + "/")
def code(call):
    try: call(); return None
    except SlackApiError as error: return [error.response["error"], error.response.status_code, error.response.headers.get("Retry-After")]
us = client.auth_test()
sent = client.chat_postMessage(channel="C1", text="from python", blocks=[{"type": "divider"}],
    metadata={"event_type": "enishi", "event_payload": {"nonce": "py"}})
page = client.conversations_history(channel="C1", include_all_metadata=True)
reply = client.chat_postMessage(channel="C1", text="below", thread_ts=sent["ts"])
file = client.files_upload_v2(channel="C1", content=b"\x89PNG", filename="a.png", title="A", initial_comment="see")
print(json.dumps({
    "us": [us["user_id"], us["bot_id"], us.headers["x-oauth-scopes"].count("chat:write")],
    "metadata": page["messages"][0]["metadata"]["event_payload"],
    "replies": [m["text"] for m in client.conversations_replies(channel="C1", ts=sent["ts"])["messages"]],
    "direct": client.conversations_open(users="U1")["channel"]["id"],
    "name": client.users_info(user="U2")["user"]["profile"]["display_name"],
    "channels": [c["name"] for c in client.users_conversations()["channels"]],
    "whispered": client.chat_postEphemeral(channel="C1", user="U1", text="psst")["ok"],
    "file": file["file"]["title"],
    "not_in": code(lambda: client.chat_postMessage(channel="C2", text="x")),
    "blocks": code(lambda: client.chat_postMessage(channel="C1", text="x", blocks=[{"type": "header", "text": {"type": "plain_text", "text": "h" * 151}}])),
    "wrong": code(lambda: WebClient(token="xoxb-no", base_url=sys.argv[1] + "/").auth_test()),
    "unknown": code(lambda: client.api_call("no.such")),
}))
"##;
    let fake = Fake::start().await;
    let said = script(&python, CALL, &[&fake.url, fake::BOT_TOKEN]).await;
    let expected = json!({
        "us": [fake::BOT_USER, fake::BOT, 1],
        "metadata": {"nonce": "py"},
        "replies": ["from python", "below"],
        "direct": "DU1",
        "name": "佐藤 花子",
        "channels": ["general"],
        "whispered": true,
        "file": "A",
        "not_in": ["not_in_channel", 200, null],
        "blocks": ["invalid_blocks", 200, null],
        "wrong": ["invalid_auth", 200, null],
        "unknown": ["unknown_method", 200, null],
    });
    assert_eq!(said, expected);
    assert_eq!(fake.messages("C1").len(), 3);
    assert_eq!(fake.state().files.len(), 1);
}

#[tokio::test]
async fn slack_sdk_listens_to_our_fake() {
    let Some(python) = python() else { return };
    const LISTEN: &str = r#"
import json, sys, threading
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
seen, done = [], threading.Event()
client = SocketModeClient(app_token=sys.argv[2], web_client=WebClient(base_url=sys.argv[1] + "/"))
def take(client, request):
    seen.append([request.type, request.payload.get("event", {}).get("text") or request.payload.get("text")])
    client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
    if len(seen) == 2: done.set()
client.socket_mode_request_listeners.append(take)
client.connect()
done.wait(20)
import time; time.sleep(0.3)
print(json.dumps(seen))
import os; sys.stdout.flush(); os._exit(0)
"#;
    let fake = Fake::start().await;
    let url = fake.url.clone();
    let listening = tokio::spawn(async move { script(&python, LISTEN, &[&url, fake::APP_TOKEN]).await });
    for _ in 0..4_000 {
        if fake.listened_to() || listening.is_finished() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let event = fake.event(&fake.said("C1", "U1", "hi", None));
    let pushed = [fake.push(&event), fake.push(&fake.slash("C1", "U1", "roi"))].map(Option::unwrap);
    let mut seen: Vec<Value> = listening.await.unwrap().as_array().unwrap().clone();
    seen.sort_by_key(Value::to_string);
    assert_eq!(seen, [json!(["events_api", "hi"]), json!(["slash_commands", "roi"])]);
    let mut acked = fake.state().acked.clone();
    acked.sort();
    assert_eq!(acked, pushed);
    assert!(fake.state().unacked.is_empty());
}

/// The emulator takes POST only; what asks by GET is asked again by POST.
async fn by_post(emulator: u16) -> String {
    let forward = move |method: Method,
                        Path(name): Path<String>,
                        RawQuery(query): RawQuery,
                        headers: HeaderMap,
                        body: axum::body::Bytes| async move {
        let client = reqwest::Client::new();
        let target = format!("http://127.0.0.1:{emulator}/api/{name}");
        let mut request = client.post(target);
        for name in ["authorization", "content-type"] {
            if let Some(value) =
                headers.get(name).filter(|_| method == Method::POST || name == "authorization")
            {
                request = request.header(name, value);
            }
        }
        let request = if method == Method::GET {
            request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(query.unwrap_or_default())
        } else {
            request.body(body)
        };
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let kind = answer.headers().get("content-type").cloned();
        let text = answer.text().await.unwrap();
        let mut response: Response = (status, text).into_response();
        if let Some(kind) = kind {
            response.headers_mut().insert("content-type", kind);
        }
        response
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/api/{method}", any(forward));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}/api")
}

#[tokio::test]
async fn our_connection_finds_emulate_to_be_slack() {
    // `emulate` needs Node 22; the newest version called `latest` is another program of that name
    let Some(folder) = peer::node("emulate", &["node@22.23.3", "emulate@0.12.2"]) else { return };
    let port = peer::free_port();
    let seed = folder.join("seed.yaml");
    let seeds = "tokens:\n  xoxb-test:\n    login: admin\n    scopes: [chat:write]\nslack:\n  team: {name: Acme, \
                 domain: acme}\n  channels: [{name: general}]\n  users: [{name: taro, real_name: Taro Tanaka, email: \
                 taro@example.com}]\n";
    std::fs::write(&seed, seeds).unwrap();
    let mut command = Command::new(folder.join("node_modules/.bin/node"));
    command.arg(folder.join("node_modules/emulate/dist/index.js"));
    command.args(["start", "--service", "slack", "--port", &port.to_string(), "--seed"]).arg(&seed);
    let emulate = Running::start("emulate", command, port);

    let api = by_post(port).await;
    let settings = Settings::default()
        .with("bot_token", "xoxb-test")
        .with("signing_secret", fake::SIGNING_SECRET)
        .with("api_url", api.as_str());
    let connection = Slack.connect(&settings).unwrap();
    let learned = connection.prepare(&adapters::Menu::default()).await.unwrap();
    assert!(learned.iter().any(|(name, value)| *name == "team_name" && value == "Acme"), "{learned:?}");

    let listed: Value = ask(&api, "conversations.list").await;
    let channel = listed["channels"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        connection.place(&channel).await,
        Ok(listed["channels"][0]["name"].as_str().map(str::to_owned))
    );
    let users = ask(&api, "users.list").await;
    let taro = users["members"].as_array().unwrap().iter().find(|member| member["name"] == "taro").unwrap();
    let taro = taro["id"].as_str().unwrap();
    let profile = connection.profile(taro).await.unwrap().unwrap();
    assert_eq!(
        (profile.handle.as_deref(), profile.email.as_deref()),
        (Some("taro"), Some("taro@example.com"))
    );
    assert_eq!(connection.profile("U404").await, Ok(None));

    // each kind of block, into the channel and below its own message
    let to = |nonce: &str, thread: Option<String>| Address {
        conversation: channel.clone(),
        thread,
        via: None,
        nonce: nonce.to_owned(),
    };
    let mut thread = None;
    for (name, reply) in adapters::conformance::gallery("ja") {
        for (i, payload) in Slack.render(&reply, "https://crm.example.com").iter().enumerate() {
            let sent = connection.send(&to(&format!("{name}-{i}"), thread.clone()), payload).await;
            let sent = sent.unwrap_or_else(|error| panic!("{name}: {error}: {}", emulate.printed()));
            thread = thread.or(sent.message_id);
        }
    }
    let history = ask(&api, &format!("conversations.history?channel={channel}")).await;
    let first = thread.clone();
    let kept = history["messages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|message| message["ts"].as_str() == first.as_deref());
    assert!(kept.unwrap()["text"].as_str().unwrap().contains("愛子"), "{history}");

    let direct = Address { conversation: Slack.direct(taro).unwrap(), ..to("d", None) };
    let hello = Slack.render(&Reply::new("en").text("hello"), "").remove(0);
    let sent = connection.send(&direct, &hello).await.unwrap();
    assert!(sent.conversation.is_some_and(|opened| opened.starts_with('D')));
    let refused = connection.send(&Address { conversation: "C404".into(), ..to("x", None) }, &hello).await;
    assert_eq!(refused, Err(adapters::SendError::Refused("channel_not_found".into())));

    // a chart that Slack does not draw, in three steps
    let chart = Chart {
        title: "ROI".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        labels: vec!["a name that is longer than Slack draws".into()],
        series: vec![Series { name: "x".into(), values: vec![1.0] }],
    };
    let picture = Slack.render(&Reply::new("en").chart(chart), "").remove(0);
    assert_eq!(connection.send(&to("picture", None), &picture).await, Ok(Sent::default()));
    let found = connection.find(&to("picture", None)).await.unwrap();
    assert!(found.is_some_and(|found| found.message_id.is_some()), "{}", emulate.printed());
}

async fn ask(api: &str, method: &str) -> Value {
    let request = reqwest::Client::new().get(format!("{api}/{method}")).bearer_auth("xoxb-test");
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}

/// One message on its whole way, posted by the fake and read by us.
#[tokio::test]
async fn a_door_is_posted_to_until_it_answers() {
    let fake = Fake::start().await;
    let (settings, tries) = (fake.settings(), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
    let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let seen = std::sync::Arc::clone(&tries);
    let door = move |headers: HeaderMap, body: axum::body::Bytes| async move {
        let given = |name: &str| {
            headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (signature, time) = (given("x-slack-signature"), given("x-slack-request-timestamp"));
        let headers =
            [("x-slack-signature", signature.as_str()), ("x-slack-request-timestamp", time.as_str())];
        let verified = Slack.verify(&settings, Envelope::new(headers, body.to_vec()), now).unwrap();
        let mut seen = seen.lock().unwrap();
        seen.push((Slack.key(&verified), Slack.parse(&settings, &verified).unwrap()));
        if seen.len() < 3 { axum::http::StatusCode::SERVICE_UNAVAILABLE } else { axum::http::StatusCode::OK }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", any(door))).await });
    let event = fake.event(&fake.said("C1", "U1", "<@U0BOT> roi", None));
    assert_eq!(fake.post(&url, &event, now).await, [503, 503, 200]);
    let tries = tries.lock().unwrap();
    assert!(tries.iter().all(|one| one == &tries[0]));
    assert_eq!(tries[0].1[0].what, What::Message { text: "roi".into(), to_bot: true });
}
