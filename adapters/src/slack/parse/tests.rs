//! One delivery of every sort, as Slack sends it, and what is read out of it.

use super::*;
use crate::ConversationKind::{Channel, Direct, Group};
use crate::conformance::{Sample, Samples};
use crate::slack::settings::{BOT, BOT_TOKEN, BOT_USER, SIGNING_SECRET};
use crate::slack::verify::{SIGNATURE, TIMESTAMP, signed};
use crate::{Envelope, What::Opened};
use ring::hmac;
use serde_json::json;

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const NOW: i64 = 1_795_000_000;
const TS: &str = "1795000000.000100";

pub(crate) fn settings() -> Settings {
    let settings = Settings::default().with(SIGNING_SECRET, SECRET).with(BOT_TOKEN, "xoxb-test");
    settings.with(BOT_USER, "UBOT").with(BOT, "BBOT")
}

/// Signed as Slack does, without our own check.
fn envelope(body: String) -> Envelope {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let time = NOW.to_string();
    let signature = hmac::sign(&key, &signed(&time, body.as_bytes()));
    let hex: String = signature.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    Envelope::new([(SIGNATURE, format!("v0={hex}").as_str()), (TIMESTAMP, time.as_str())], body)
}

/// What surrounds an event; short, because the suite breaks every byte of it.
fn called(event: Value) -> String {
    json!({"team_id": "T1", "api_app_id": "A1", "event": event, "type": "event_callback", "event_id": "Ev1"})
        .to_string()
}

/// All of what surrounds an event.
fn called_in_full(event: Value) -> String {
    json!({"token": "x", "team_id": "T1", "api_app_id": "A1", "event": event, "type": "event_callback",
        "event_id": "Ev1", "event_time": NOW, "event_context": "4-x", "is_ext_shared_channel": false,
        "authorizations": [{"enterprise_id": null, "team_id": "T1", "user_id": "UBOT", "is_bot": true}]})
    .to_string()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A message with these fields beside the usual ones.
fn message(more: Value) -> Value {
    let mut message = json!({"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1",
        "team": "T1", "text": "hi", "ts": TS, "event_ts": TS});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

fn event(what: What) -> Event {
    Event {
        conversation: ConversationRef { external_id: "C1".into(), name: None, kind: Channel },
        thread: None,
        message_id: Some(TS.into()),
        sender: Sender { external_id: "U1".into(), ..Sender::default() },
        at: DateTime::from_timestamp(NOW, 100_000).unwrap(),
        what,
        via: None,
    }
}

fn said(text: &str, to_bot: bool) -> What {
    What::Message { text: text.into(), to_bot }
}

fn at(id: &str, name: Option<&str>, kind: ConversationKind) -> ConversationRef {
    ConversationRef { external_id: id.into(), name: name.map(str::to_owned), kind }
}

fn genuine() -> Vec<(String, Vec<Event>)> {
    let written = [
        (message(json!({"client_msg_id": "0a", "blocks": []})), event(said("hi", false))),
        (
            message(
                json!({"text": "<@UBOT> show <https://a.example|ROI> &amp; more", "blocks": [{"type": "rich_text"}]}),
            ),
            event(said("show ROI (https://a.example) & more", true)),
        ),
        (
            message(
                json!({"type": "app_mention", "channel_type": null, "text": "ねえ <@UBOT|enishi>、help"}),
            ),
            event(said("ねえ help", true)),
        ),
        (message(json!({"text": "<@UBOT>"})), event(said("help", true))),
        (
            message(json!({"channel": "D1", "channel_type": "im", "thread_ts": "1795000000.000001"})),
            Event {
                conversation: at("D1", None, Direct),
                thread: Some("1795000000.000001".into()),
                ..event(said("hi", true))
            },
        ),
        (
            message(json!({"channel": "C2", "channel_type": "mpim"})),
            Event { conversation: at("C2", None, Group), ..event(said("hi", false)) },
        ),
        (
            message(json!({"subtype": "file_share", "text": "",
                "files": [{"id": "F1", "name": "a.png", "mimetype": "image/png", "url_private": "https://files.example"}]})),
            event(other("file", Some("a.png"))),
        ),
        (
            message(
                json!({"subtype": "bot_message", "user": null, "bot_id": "B9", "username": "ci", "text": "built"}),
            ),
            Event {
                sender: Sender {
                    external_id: "B9".into(),
                    name: Some("ci".into()),
                    is_bot: true,
                    ..Sender::default()
                },
                ..event(said("built", false))
            },
        ),
        (
            message(json!({"subtype": "channel_topic", "topic": "new", "text": "set the topic"})),
            event(other("topic", Some("new"))),
        ),
    ];
    let changed = |before: Value, now: Value| {
        json!({"type": "message", "subtype": "message_changed", "hidden": true, "channel": "C1",
            "channel_type": "channel", "ts": "1795000009.000100", "event_ts": "1795000009.000100",
            "message": now, "previous_message": before})
    };
    let now = json!({"type": "message", "user": "U1", "text": "new", "ts": TS,
        "edited": {"user": "U1", "ts": "1795000005.000000"}});
    let before = json!({"type": "message", "user": "U1", "text": "old", "ts": TS});
    let later = |seconds: i64, micros: u32| DateTime::from_timestamp(NOW + seconds, micros * 1_000).unwrap();
    let edited = Event { at: later(5, 0), ..event(What::Edited { text: "new".into() }) };
    let gone = Event { at: later(9, 100), ..event(What::Deleted) };
    let tombstone =
        json!({"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "gone", "ts": TS});
    let deleted = json!({"type": "message", "subtype": "message_deleted", "hidden": true, "channel": "C1",
        "channel_type": "channel", "deleted_ts": TS, "ts": "1795000009.000100", "previous_message": before});
    let reaction = |kind: &str| {
        json!({"type": kind, "user": "U1", "reaction": "tada", "item_user": "U2", "event_ts": TS,
            "item": {"type": "message", "channel": "C1", "ts": "1794999999.000000"}})
    };
    let reacted = |what| Event { message_id: Some("1794999999.000000 tada U1".into()), ..event(what) };
    let member = |kind: &str| json!({"type": kind, "user": "U1", "channel": "C1", "channel_type": "C", "team": "T1", "event_ts": TS});
    let without_id = |what| Event { message_id: None, ..event(what) };
    let did = [
        (changed(before.clone(), now.clone()), vec![edited]),
        (changed(now.clone(), now), vec![]),
        (changed(before, tombstone), vec![gone.clone()]),
        (deleted, vec![gone]),
        (reaction("reaction_added"), vec![reacted(other("reaction", Some(":tada:")))]),
        (reaction("reaction_removed"), vec![reacted(What::Deleted)]),
        (member("member_joined_channel"), vec![without_id(other("join", None))]),
        (member("member_left_channel"), vec![without_id(other("leave", None))]),
        (message(json!({"subtype": "channel_join", "text": "<@U1> has joined"})), vec![]),
        (message(json!({"user": "UBOT", "bot_id": "BBOT"})), vec![]),
        (message(json!({"user": null, "bot_id": "B3", "subtype": "bot_message", "app_id": "A1"})), vec![]),
        (
            json!({"type": "channel_rename", "event_ts": TS, "channel": {"id": "C1", "name": "neu", "created": 1}}),
            vec![Event {
                conversation: at("C1", Some("neu"), Channel),
                sender: person(SLACKBOT),
                ..without_id(other("rename", Some("neu")))
            }],
        ),
        (
            json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages", "event_ts": TS}),
            vec![Event { conversation: at("D1", None, Direct), ..without_id(Opened) }],
        ),
        (
            json!({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": TS}),
            vec![],
        ),
        (
            json!({"type": "assistant_thread_started", "event_ts": TS, "assistant_thread": {"user_id": "U1",
                "context": {"channel_id": "C1"}, "channel_id": "D1", "thread_ts": "1794999999.000000"}}),
            vec![Event {
                conversation: at("D1", None, Direct),
                thread: Some("1794999999.000000".into()),
                ..without_id(Opened)
            }],
        ),
        (json!({"type": "team_join", "user": {"id": "U5"}}), vec![]),
    ];
    let user = json!({"id": "U1", "username": "taro", "name": "taro", "team_id": "T1"});
    let taro = Sender { external_id: "U1".into(), handle: Some("taro".into()), ..Sender::default() };
    let press = |alone: bool| {
        json!({"type": "block_actions", "team": {"id": "T1"}, "user": user, "api_app_id": "A1", "trigger_id": "1.2.x",
            "container": {"type": "message", "message_ts": "1794999999.000000", "channel_id": "C1",
                "is_ephemeral": alone},
            "channel": {"id": "C1", "name": "general"}, "message": {"ts": "1794999999.000000",
                "thread_ts": "1794999990.000000"},
            "response_url": "https://hooks.slack.com/actions/T1/2/x", "state": {"values": {}},
            "actions": [{"type": "button", "action_id": "press.0", "block_id": "b", "value": "tok-1", "action_ts": TS}]})
    };
    let pressed = Event {
        conversation: at("C1", Some("general"), Channel),
        thread: Some("1794999990.000000".into()),
        sender: taro.clone(),
        ..without_id(What::Pressed { token: "tok-1".into() })
    };
    let shortcut = json!({"type": "message_action", "callback_id": "log_this", "trigger_id": "1.3.x", "user": user,
        "team": {"id": "T1"}, "channel": {"id": "G1", "name": "privategroup"}, "action_ts": TS,
        "message_ts": "1794999999.000000", "message": {"type": "message", "user": "U2", "ts": "1794999999.000000",
            "text": "bug"}, "response_url": "https://hooks.slack.com/app/T1/3/x"});
    let logged = Event {
        conversation: at("G1", None, Group),
        thread: Some("1794999999.000000".into()),
        sender: taro.clone(),
        via: Some("U1 https://hooks.slack.com/app/T1/3/x".into()),
        ..without_id(What::Called { command: "log this".into(), arguments: Default::default() })
    };
    let slash = |text: &str| {
        format!(
            "token=x&team_id=T1&team_domain=acme&channel_id=D7&channel_name=directmessage&user_id=U1&user_name=taro&\
             command=%2Fenishi&text={text}&api_app_id=A1&is_enterprise_install=false&\
             response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1%2F2%2Fx&trigger_id=1.4.x"
        )
    };
    let asked = |text: &str| Event {
        conversation: at("D7", None, Direct),
        sender: taro.clone(),
        at: DateTime::UNIX_EPOCH,
        via: Some("U1 https://hooks.slack.com/commands/T1/2/x".into()),
        ..without_id(said(text, true))
    };
    let mut all: Vec<(String, Vec<Event>)> =
        written.into_iter().map(|(body, event)| (called(body), vec![event])).collect();
    all.push((called_in_full(message(json!({}))), vec![event(said("hi", false))]));
    all.extend(did.into_iter().map(|(body, events)| (called(body), events)));
    let form = |payload: &Value| format!("payload={}", encoded(&payload.to_string()));
    all.push((form(&press(false)), vec![pressed.clone()]));
    let via = Some("U1 https://hooks.slack.com/actions/T1/2/x".into());
    all.push((form(&press(true)), vec![Event { via, ..pressed }]));
    all.push((form(&shortcut), vec![logged]));
    all.push((form(&json!({"type": "view_submission", "trigger_id": "1.5.x", "user": user})), vec![]));
    all.push((slash("ROI%E3%82%92%E8%A6%8B%E3%81%9B%E3%81%A6+%26lt%3B3"), vec![asked("ROIを見せて <3")]));
    all.push((slash("++"), vec![asked("help")]));
    all.push(("token=x&ssl_check=1".into(), vec![]));
    all.push((json!({"token": "x", "challenge": "c", "type": "url_verification"}).to_string(), vec![]));
    all.push((
        json!({"type": "app_rate_limited", "minute_rate_limited": 1, "team_id": "T1"}).to_string(),
        vec![],
    ));
    all
}

/// For the conformance suite.
pub(in crate::slack) fn samples() -> Samples {
    Samples {
        settings: settings(),
        secret: SIGNING_SECRET,
        signature: SIGNATURE,
        body_is_signed: true,
        now: DateTime::from_timestamp(NOW, 0).unwrap(),
        genuine: genuine()
            .into_iter()
            .map(|(body, events)| Sample { envelope: envelope(body), events })
            .collect(),
        to: None,
    }
}

fn read(body: &str) -> Result<Vec<Event>, Unreadable> {
    events(&settings(), &Verified::from_inbox(body.as_bytes().to_vec()))
}

#[test]
fn every_sort_is_believed_and_read() {
    for Sample { envelope, events } in samples().genuine {
        let body = String::from_utf8_lossy(&envelope.body).into_owned();
        let verified = super::super::verify::verify(&settings(), envelope, samples().now).unwrap();
        assert_eq!(super::events(&settings(), &verified), Ok(events), "{body}");
    }
}

#[test]
fn a_frame_of_the_socket_says_the_same() {
    // Slack's own trial of our certificate comes by a request only
    for (body, events) in genuine().into_iter().filter(|(body, _)| !body.contains("ssl_check")) {
        let payload: Value = match serde_json::from_str(&body) {
            Ok(payload) => payload,
            Err(_) => {
                let fields = crate::slack::form::fields(body.as_bytes()).unwrap();
                let inner = fields.get("payload").and_then(Value::as_str);
                inner.map_or(Value::Object(fields.clone()), |inner| serde_json::from_str(inner).unwrap())
            }
        };
        let frame =
            json!({"envelope_id": "e1", "type": "any", "payload": payload, "accepts_response_payload": true});
        assert_eq!(read(&frame.to_string()), Ok(events), "{body}");
    }
}

#[test]
fn both_events_of_a_mention_say_the_same() {
    let body = |kind: &str| called(message(json!({"type": kind, "text": "<@UBOT>: roi\nshow"})));
    assert_eq!(read(&body("message")), read(&body("app_mention")));
    assert_eq!(read(&body("message")).unwrap()[0].what, said("roi\nshow", true));
}

#[test]
fn a_mention_is_taken_out_wherever_it_stands() {
    for (text, left) in [
        ("<@UBOT> a", "a"),
        ("a <@UBOT>", "a"),
        ("a <@UBOT> b", "a b"),
        ("(<@UBOT>)", "()"),
        ("<@UBOT><@UBOT> a", "a"),
        ("<@UBOT|enishi>：教えて", "教えて"),
        ("<@UBOTX> a", "@UBOTX a"),
        ("<@UBOT", "<@UBOT"),
    ] {
        let events = read(&called(message(json!({"text": text})))).unwrap();
        let What::Message { text: said, .. } = &events[0].what else { panic!("{text}") };
        assert_eq!(said, left, "{text}");
    }
}

#[test]
fn before_prepare_the_delivery_says_who_we_are() {
    let body = Verified::from_inbox(called_in_full(message(json!({"text": "<@UBOT> roi"}))).into_bytes());
    let events = events(&Settings::default(), &body).unwrap();
    assert_eq!(events[0].what, said("roi", true));
}

#[test]
fn what_is_broken_says_what_is_missing() {
    for (event, why) in [
        (message(json!({"channel": null})), "no `channel`"),
        (message(json!({"ts": null})), "without its `ts`"),
        (json!({"type": "reaction_added", "item": {"type": "message"}}), "no `user`"),
        (json!({"type": "member_joined_channel", "user": "U1", "channel": "C1"}), "not a time"),
        (json!({}), "without a `type`"),
    ] {
        let error = read(&called(event.clone())).unwrap_err();
        assert!(error.0.contains(why), "{event}: {error}");
    }
}
