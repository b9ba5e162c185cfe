//! Callbacks of every kind, as the documentation shows them, and what is read in them.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::DateTime;
use ring::hmac;

use crate::conformance::{Sample, Samples};
use crate::lineworks::fake::{self, BOT_ID, BOT_SECRET, Fake, PEOPLE, ROOM};
use crate::lineworks::{LineWorks, direct};
use crate::{Adapter, ConversationKind, ConversationRef, Envelope, Event, Sender, Settings, Verified, What};

/// Signed here, not by what checks it.
pub(super) fn signed(body: &str, bot: &str) -> Envelope {
    let key = hmac::Key::new(hmac::HMAC_SHA256, BOT_SECRET.as_bytes());
    let signature = STANDARD.encode(hmac::sign(&key, body.as_bytes()));
    Envelope::new([("X-WORKS-BotId", bot), ("X-WORKS-Signature", signature.as_str())], body)
}

fn room() -> ConversationRef {
    ConversationRef { external_id: ROOM.into(), name: None, kind: ConversationKind::Group }
}

fn alone(user: &str) -> ConversationRef {
    ConversationRef { external_id: direct(user), name: None, kind: ConversationKind::Direct }
}

fn person(id: &str) -> Sender {
    Sender { external_id: id.into(), ..Sender::default() }
}

fn bot() -> Sender {
    Sender {
        external_id: BOT_ID.into(), name: Some("縁ボット".into()), is_bot: true, ..Sender::default()
    }
}

fn event(conversation: ConversationRef, sender: Sender, millis: i64, what: What) -> Event {
    let at = DateTime::from_timestamp_millis(1_641_273_365_000 + millis).unwrap();
    Event { conversation, thread: None, message_id: None, sender, at, what, via: None }
}

fn said(text: &str, to_bot: bool) -> What {
    What::Message { text: text.into(), to_bot }
}

fn other(action: &str, text: Option<&str>) -> What {
    What::Other { action: action.into(), text: text.map(str::to_owned) }
}

/// One of each kind.
fn all() -> Vec<(String, Vec<Event>)> {
    let [taro, hana] = PEOPLE;
    let in_room = format!(r#""source":{{"userId":"{taro}","channelId":"{ROOM}","domainId":40029600}}"#);
    let by_two = format!(r#""source":{{"userId":"{taro}","domainId":40029600}}"#);
    let of_room = format!(r#""source":{{"channelId":"{ROOM}","domainId":40029600}}"#);
    let at = r#""issuedTime":"2022-01-04T05:16:05.716Z""#;
    let message = |source: &str, content: &str| {
        format!(r#"{{"type":"message",{source},{at},"content":{{{content}}}}}"#)
    };
    let in_it = |what| vec![event(room(), person(taro), 716, what)];
    let with_it = |what| vec![event(alone(taro), person(taro), 716, what)];
    let called = What::Called { command: "roi show".into(), arguments: Default::default() };
    let pressed = || What::Pressed { token: "tok-merge-yes".into() };
    vec![
        (
            message(&in_room, r#""type":"text","text":"お疲れさまです\n資料は明日送ります👍""#),
            in_it(said("お疲れさまです\n資料は明日送ります👍", false)),
        ),
        (
            message(&in_room, r#""type":"text","text":"エニシ、ROIを見せて""#),
            in_it(said("ROIを見せて", true)),
        ),
        (
            message(
                &in_room,
                r#""type":"text","text":"@Enishi Bot show ROI","mentionees":[{"userId":"2000001"}]"#,
            ),
            in_it(said("show ROI", true)),
        ),
        (
            message(&by_two, r#""type":"text","text":"show ROI for C-7""#),
            with_it(said("show ROI for C-7", true)),
        ),
        (message(&by_two, r#""type":"text","text":"/enishi help""#), with_it(said("help", true))),
        (
            message(&in_room, r#""type":"text","text":"統合する","postback":"enishi:press:tok-merge-yes""#),
            in_it(pressed()),
        ),
        (
            message(&by_two, r#""type":"text","text":"施策の成果","postback":"enishi:call:roi show""#),
            with_it(called),
        ),
        (message(&in_room, r#""type":"text","text":"売上","postback":"menu=2""#), in_it(said("売上", true))),
        (
            message(
                &in_room,
                r#""type":"location","address":"東京都渋谷区","latitude":35.65,"longitude":139.7"#,
            ),
            in_it(other("location", Some("東京都渋谷区, 35.65, 139.7"))),
        ),
        (
            message(&in_room, r#""type":"sticker","packageId":"1","stickerId":"2""#),
            in_it(other("sticker", None)),
        ),
        (
            message(&by_two, r#""type":"image","fileId":"jp1.1628695315008671000""#),
            with_it(other("file", Some("image"))),
        ),
        (
            message(&in_room, r#""type":"file","fileId":"jp1.1628695315008671000""#),
            in_it(other("file", None)),
        ),
        (
            message(&in_room, r#""type":"audio","fileId":"jp1.1628695315008671000""#),
            in_it(other("file", Some("audio"))),
        ),
        (
            message(&in_room, r#""type":"video","fileId":"jp1.1628695315008671000""#),
            in_it(other("file", Some("video"))),
        ),
        (
            format!(r#"{{"type":"postback",{in_room},{at},"data":"enishi:press:tok-merge-yes"}}"#),
            in_it(pressed()),
        ),
        (
            format!(r#"{{"type":"postback",{by_two},{at},"data":"action=buy"}}"#),
            with_it(said("action=buy", true)),
        ),
        (
            format!(r#"{{"type":"join",{of_room},"issuedTime":"2022-01-04T05:16:05Z"}}"#),
            vec![event(room(), bot(), 0, other("join", None))],
        ),
        (
            format!(r#"{{"type":"leave",{of_room},{at}}}"#),
            vec![event(room(), bot(), 716, other("leave", None))],
        ),
        (
            format!(r#"{{"type":"joined",{of_room},{at},"members":["{taro}","{hana}"]}}"#),
            [taro, hana].map(|id| event(room(), person(id), 716, other("join", None))).into(),
        ),
        (
            format!(r#"{{"type":"left",{of_room},{at},"members":["{hana}"]}}"#),
            vec![event(room(), person(hana), 716, other("leave", None))],
        ),
        (format!(r#"{{"type":"begin",{in_room},{at}}}"#), with_it(What::Opened)),
        (format!(r#"{{"type":"end",{by_two},{at}}}"#), with_it(other("leave", None))),
        (format!(r#"{{"type":"not_yet_invented",{in_room},{at}}}"#), vec![]),
    ]
}

/// For the conformance suite.
pub(super) fn samples(fake: &Fake) -> Samples {
    let genuine = all().into_iter().map(|(body, events)| Sample { envelope: signed(&body, BOT_ID), events });
    Samples {
        settings: fake.settings(),
        secret: "bot_secret",
        signature: "X-WORKS-Signature",
        body_is_signed: true,
        now: DateTime::from_timestamp(1_641_273_370, 0).unwrap(),
        genuine: genuine.collect(),
        to: Some(super::to(ROOM)),
    }
}

fn read(settings: &Settings, body: &str) -> Result<Vec<Event>, crate::Unreadable> {
    LineWorks.parse(settings, &Verified::from_inbox(body.as_bytes().to_vec()))
}

#[test]
fn one_domain_only_if_asked_for() {
    let settings = fake::settings("http://127.0.0.1:1");
    let (body, events) = all().remove(0);
    assert_eq!(read(&settings.clone().with("domain_id", "40029600"), &body), Ok(events));
    assert_eq!(read(&settings.with("domain_id", "40029601"), &body), Ok(vec![]));
}

#[test]
fn its_own_words_are_nothing() {
    let settings = fake::settings("http://127.0.0.1:1");
    let (body, _) = all().remove(0);
    assert_eq!(read(&settings, &body.replace(PEOPLE[0], BOT_ID)), Ok(vec![]));
}

#[test]
fn what_is_missing_is_named() {
    let settings = fake::settings("http://127.0.0.1:1");
    for (body, field) in [
        ("{}", "type"),
        (
            r#"{"type":"message","source":{},"issuedTime":"2022-01-04T05:16:05Z","content":{"type":"sticker"}}"#,
            "source.userId",
        ),
        (r#"{"type":"message","source":{"userId":"u"},"issuedTime":"2022-01-04T05:16:05Z"}"#, "content.type"),
        (r#"{"type":"join","source":{},"issuedTime":"2022-01-04T05:16:05Z"}"#, "source.channelId"),
        (r#"{"type":"joined","source":{"channelId":"c"},"issuedTime":"2022-01-04T05:16:05Z"}"#, "members"),
        (r#"{"type":"postback","source":{"userId":"u"},"issuedTime":"2022-01-04T05:16:05Z"}"#, "data"),
    ] {
        let why = read(&settings, body).unwrap_err().0;
        assert!(why.contains(&format!("`{field}`")), "{body}: {why}");
    }
}

#[test]
fn without_a_time_it_is_read_all_the_same() {
    let settings = fake::settings("http://127.0.0.1:1");
    for at in
        ["", r#","issuedTime":"yesterday""#, r#","issuedTime":"2022-01-04T05:16:05""#, r#","issuedTime":7"#]
    {
        let body = format!(
            r#"{{"type":"message","source":{{"userId":"u"}}{at},"content":{{"type":"text","text":"hello"}}}}"#
        );
        let read = read(&settings, &body).unwrap();
        assert_eq!(
            (read.len(), read[0].at.to_rfc3339()),
            (1, "0001-01-01T00:00:00+00:00".to_owned()),
            "{body}"
        );
    }
}

/// Nothing is signed but the body: an old callback reads as it did, and its key tells that it is old.
#[test]
fn an_old_callback_has_its_old_key() {
    let settings = fake::settings("http://127.0.0.1:1");
    for (body, events) in all() {
        let verify = || {
            let now = DateTime::from_timestamp(1_900_000_000, 0).unwrap();
            LineWorks.verify(&settings, signed(&body, BOT_ID), now).unwrap()
        };
        assert_eq!(LineWorks.key(&verify()), LineWorks.key(&verify()));
        assert_eq!(LineWorks.parse(&settings, &verify()), Ok(events));
    }
}
