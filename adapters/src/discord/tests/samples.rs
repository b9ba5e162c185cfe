//! One envelope of each kind, in the shapes of Discord's reference; those of the gateway as they are stored.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::conformance::{Sample, Samples};
use crate::discord::fake::Fake;
use crate::discord::verify::SIGNATURE;
use crate::export::time;
use crate::{Address, ConversationKind, ConversationRef, Event, Sender, What};

const NOW: i64 = 1_795_251_600;

fn at(text: &str) -> DateTime<chrono::Utc> {
    time::rfc3339(&json!(text)).unwrap()
}

fn help() -> ConversationRef {
    ConversationRef { external_id: "20".into(), name: Some("help".into()), kind: ConversationKind::Channel }
}

fn hana() -> Sender {
    Sender {
        external_id: "5".into(),
        handle: Some("hana".into()),
        name: Some("花子".into()),
        ..Sender::default()
    }
}

fn event(what: What) -> Event {
    Event {
        conversation: help(),
        thread: None,
        message_id: Some("900".into()),
        sender: hana(),
        at: at("2026-08-06T00:00:00.123456+00:00"),
        what,
        via: None,
    }
}

fn said(text: &str, to_bot: bool) -> What {
    What::Message { text: text.into(), to_bot }
}

fn other(action: &str, text: Option<&str>) -> What {
    What::Other { action: action.into(), text: text.map(str::to_owned) }
}

/// An event of the gateway as it is stored.
fn frame(t: &str, d: Value) -> Value {
    json!({"t": t, "d": d, "at": "2026-11-21T09:00:00.000000Z", "of": "s:42", "channel": {"name": "help", "type": 0}})
}

fn message(change: Value) -> Value {
    let mut d = json!({
        "id": "900", "channel_id": "20", "guild_id": "1", "type": 0, "content": "hi",
        "author": {"id": "5", "username": "hana", "global_name": "Hana", "discriminator": "0", "avatar": null},
        "member": {"nick": "花子", "roles": [], "joined_at": "2026-01-05T00:00:00.000000+00:00", "deaf": false},
        "timestamp": "2026-08-06T00:00:00.123456+00:00", "edited_timestamp": null, "tts": false, "mentions": [],
        "mention_everyone": false, "attachments": [], "embeds": [], "pinned": false, "components": [],
    });
    d.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    d
}

fn written(change: Value) -> Value {
    frame("MESSAGE_CREATE", message(change))
}

fn interaction(change: Value) -> Value {
    let mut d = json!({
        // Discord's own example of an id: 2016-04-30T11:18:25.796Z.
        "id": "175928847299117063", "application_id": "1000000000000000100", "token": "aW50ZXI=", "version": 1,
        "guild_id": "1", "channel_id": "20", "channel": {"id": "20", "type": 0, "name": "help"}, "locale": "ja",
        "member": {"user": {"id": "5", "username": "hana", "global_name": "Hana"}, "nick": "花子", "roles": []},
    });
    d.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    d
}

/// What comes of an interaction that was posted: who may read its channel, nobody has said.
fn answered(what: What) -> Event {
    Event {
        conversation: ConversationRef { kind: ConversationKind::Group, ..help() },
        message_id: Some("175928847299117063".into()),
        at: at("2016-04-30T11:18:25.796Z"),
        via: Some("interaction:1000000000000000100:aW50ZXI=".into()),
        ..event(what)
    }
}

fn file(name: &str) -> Value {
    json!([{"id": "1", "filename": name, "size": 1, "url": "https://cdn.discordapp.com/x?ex=1", "content_type": "image/png"}])
}

/// Every kind, and what happened.
pub(super) fn kinds() -> Vec<(Value, Vec<Event>)> {
    let came = at("2026-11-21T09:00:00Z");
    let mention = json!([{"id": "1000000000000000100", "username": "enishi", "bot": true}]);
    let robot = json!({"id": "9", "username": "deploy", "bot": true});
    vec![
        (written(json!({})), vec![event(said("hi", false))]),
        (
            written(json!({"content": "<@1000000000000000100> show **roi** for <@5>", "mentions":
                [{"id": "1000000000000000100", "username": "enishi"}, {"id": "5", "username": "hana"}]})),
            vec![event(said("show **roi** for @hana", true))],
        ),
        (
            written(json!({"content": "<@1000000000000000100>", "mentions": mention})),
            vec![event(What::Opened)],
        ),
        (
            written(json!({"content": "見て", "attachments": file("設計.png")})),
            vec![event(said("見て\n📎 設計.png", false))],
        ),
        (
            written(json!({"content": "", "attachments": file("a.png")})),
            vec![event(other("file", Some("a.png")))],
        ),
        (
            written(json!({"content": "", "sticker_items": [{"id": "1", "name": "Wave", "format_type": 1}]})),
            vec![event(other("sticker", Some("Wave")))],
        ),
        (
            written(json!({"content": "", "poll": {"question": {"text": "行く？"}, "answers":
                [{"answer_id": 1, "poll_media": {"text": "はい"}}]}})),
            vec![event(other("poll", Some("行く？\n- はい")))],
        ),
        (
            written(json!({"content": "", "message_reference": {"type": 1, "message_id": "1"},
                "message_snapshots": [{"message": {"content": "from elsewhere", "attachments": []}}]})),
            vec![event(said("from elsewhere", false))],
        ),
        (
            written(
                json!({"type": 19, "content": "yes", "message_reference": {"message_id": "800", "channel_id": "20"},
                "referenced_message": {"id": "800"}}),
            ),
            vec![event(said("yes", false))],
        ),
        (
            written(
                json!({"content": "built", "author": robot, "member": {"nick": null}, "webhook_id": "9"}),
            ),
            vec![Event {
                sender: Sender {
                    external_id: "9".into(),
                    handle: Some("deploy".into()),
                    name: Some("deploy".into()),
                    email: None,
                    is_bot: true,
                },
                ..event(said("built", false))
            }],
        ),
        (written(json!({"author": {"id": "1000000000000000100", "username": "enishi"}})), vec![]),
        (written(json!({"type": 7, "content": ""})), vec![event(other("join", None))]),
        (written(json!({"type": 6, "content": ""})), vec![event(other("pin", None))]),
        (written(json!({"type": 4, "content": "新しい"})), vec![event(other("rename", Some("新しい")))]),
        (
            written(json!({"type": 3, "content": "", "call": {"participants": ["5"],
                "ended_timestamp": "2026-08-06T00:01:30.200000+00:00"}})),
            vec![event(other("call", Some("90 s")))],
        ),
        (written(json!({"type": 18, "content": "How to?"})), vec![event(other("thread", Some("How to?")))]),
        (written(json!({"type": 8, "content": ""})), vec![event(other("boost", None))]),
        (written(json!({"type": 21, "content": ""})), vec![]),
        (written(json!({"type": 9_999, "content": ""})), vec![]),
        (
            // A direct conversation names no server.
            json!({"t": "MESSAGE_CREATE", "d": {"id": "900", "channel_id": "30", "content": "help", "type": 0,
                "author": {"id": "5", "username": "hana", "global_name": "花子"},
                "timestamp": "2026-08-06T00:00:00.123456+00:00"}}),
            vec![Event {
                conversation: ConversationRef {
                    external_id: "30".into(),
                    name: None,
                    kind: ConversationKind::Direct,
                },
                ..event(said("help", true))
            }],
        ),
        (
            json!({"t": "MESSAGE_CREATE", "d": message(json!({})),
                "channel": {"name": "How?", "type": 11, "parent": "board", "private": true}}),
            vec![Event {
                conversation: ConversationRef {
                    name: Some("board / How?".into()),
                    kind: ConversationKind::Group,
                    ..help()
                },
                ..event(said("hi", false))
            }],
        ),
        (
            frame(
                "MESSAGE_UPDATE",
                message(
                    json!({"content": "hi there", "edited_timestamp": "2026-08-06T00:05:00.000000+00:00"}),
                ),
            ),
            vec![Event { at: at("2026-08-06T00:05:00Z"), ..event(What::Edited { text: "hi there".into() }) }],
        ),
        (
            frame(
                "MESSAGE_UPDATE",
                message(json!({"embeds": [{"type": "link", "url": "https://example.com"}]})),
            ),
            vec![],
        ),
        (
            frame("MESSAGE_DELETE", json!({"id": "900", "channel_id": "20", "guild_id": "1"})),
            vec![Event { sender: Sender::default(), at: came, ..event(What::Deleted) }],
        ),
        (
            frame(
                "MESSAGE_REACTION_ADD",
                json!({"user_id": "5", "channel_id": "20", "message_id": "900", "guild_id": "1", "burst": false,
                    "member": {"user": {"id": "5", "username": "hana"}, "nick": "花子"}, "type": 0,
                    "emoji": {"id": null, "name": "👍"}, "message_author_id": "6"}),
            ),
            vec![Event {
                message_id: Some("900 👍 5".into()),
                at: came,
                ..event(other("reaction", Some("👍")))
            }],
        ),
        (
            frame(
                "THREAD_CREATE",
                json!({"id": "30", "parent_id": "20", "guild_id": "1", "owner_id": "5", "type": 11, "name": "How?",
                    "newly_created": true, "thread_metadata": {"create_timestamp": "2026-08-06T00:00:00.123456+00:00"}}),
            ),
            vec![Event {
                message_id: None,
                sender: Sender { external_id: "5".into(), ..Sender::default() },
                ..event(other("thread", Some("How?")))
            }],
        ),
        (
            json!({"t": "GUILD_MEMBER_ADD", "d": {"guild_id": "1", "joined_at": "2026-08-06T00:00:00.123456+00:00",
                "user": {"id": "5", "username": "hana"}, "nick": "花子", "roles": []}, "channel": {"name": "Acme"}}),
            vec![Event {
                conversation: ConversationRef {
                    external_id: "1".into(),
                    name: Some("Acme".into()),
                    kind: ConversationKind::Channel,
                },
                message_id: None,
                ..event(other("join", None))
            }],
        ),
        (
            json!({"t": "GUILD_MEMBER_REMOVE", "at": "2026-08-06T00:00:00.123456Z", "of": "s:1", "d":
                {"guild_id": "1", "user": {"id": "5", "username": "hana", "global_name": "花子"}}}),
            vec![Event {
                conversation: ConversationRef {
                    external_id: "1".into(),
                    name: None,
                    kind: ConversationKind::Channel,
                },
                message_id: None,
                ..event(other("leave", None))
            }],
        ),
        (frame("PRESENCE_UPDATE", json!({"user": {"id": "5"}})), vec![]),
        (json!({"id": "175928847299117063", "application_id": "10", "type": 1, "version": 1}), vec![]),
        (
            interaction(
                json!({"type": 2, "data": {"id": "1", "name": "roi", "type": 1, "options": [{"type": 1,
                "name": "show", "options": [{"type": 3, "name": "campaign", "value": "C-7"}]}]}}),
            ),
            vec![answered(What::Called {
                command: "roi show".into(),
                arguments: [("campaign".to_owned(), "C-7".to_owned())].into(),
            })],
        ),
        (
            interaction(json!({"type": 2, "data": {"id": "1", "name": "enishi", "type": 1, "options":
                [{"type": 3, "name": "text", "value": "show roi"}]}})),
            vec![answered(said("show roi", true))],
        ),
        (interaction(json!({"type": 2, "data": {"id": "1", "name": "Summarise", "type": 3}})), vec![]),
        (
            interaction(
                json!({"type": 3, "data": {"custom_id": "tok-1", "component_type": 2}, "message": {"id": "7"}}),
            ),
            vec![answered(What::Pressed { token: "tok-1".into() })],
        ),
        (
            interaction(json!({"type": 4, "data": {"id": "1", "name": "roi", "type": 1, "options": []}})),
            vec![],
        ),
        (interaction(json!({"type": 5, "data": {"custom_id": "x", "components": []}})), vec![]),
    ]
}

/// One in six of them: the suite breaks each in thousands of ways, and they are alike.
pub(super) fn samples(fake: &Fake) -> Samples {
    let genuine = kinds()
        .into_iter()
        .step_by(6)
        .map(|(body, events)| Sample { envelope: fake.posted(&body, NOW), events })
        .collect();
    Samples {
        settings: fake.settings(),
        secret: "public_key",
        signature: SIGNATURE,
        body_is_signed: true,
        now: DateTime::from_timestamp(NOW, 0).unwrap(),
        genuine,
        to: Some(Address {
            conversation: crate::discord::fake::HELP.into(),
            thread: None,
            via: None,
            nonce: "n-1".into(),
        }),
    }
}
