//! What a message's sending says when it goes wrong, and where messages go.

use serde_json::json;

use crate::{
    Adapter, Address, Chart, ChartKind, Payload, Reply, SendError, Sent, Series,
    telegram::{
        Telegram,
        fake::{Fake, Fault},
    },
};

const GROUP: i64 = -100_700;

async fn fake() -> Fake {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    fake.chat(json!({"id": GROUP, "type": "supergroup", "title": "G", "is_forum": true}));
    fake
}

fn to(conversation: impl ToString, thread: Option<&str>) -> Address {
    Address {
        conversation: conversation.to_string(),
        thread: thread.map(str::to_owned),
        via: None,
        nonce: "1".into(),
    }
}

fn hello() -> Payload {
    Telegram.render(&Reply::new("en").text("**Hello**"), "").remove(0)
}

async fn send(fake: &Fake, to: &Address) -> Result<Sent, SendError> {
    Telegram.connect(&fake.settings()).unwrap().send(to, &hello()).await
}

fn as_message(id: &str) -> Sent {
    Sent { message_id: Some(id.to_owned()), conversation: None }
}

#[tokio::test]
async fn faults_by_what_may_be_done_next() {
    let fake = fake().await;
    let later = |after_ms: u64| SendError::Later { after_ms };
    for (fault, error) in [
        (Fault::TooMany(7), later(7_000)),
        (Fault::Server(500), SendError::Unknown("Internal Server Error".into())),
        (Fault::Gateway(502), SendError::Unknown("HTTP 502".into())),
        (Fault::BadJson, SendError::Unknown("an answer that cannot be read".into())),
        (
            Fault::Refuse(400, "Bad Request: chat not found".into()),
            SendError::Refused("Bad Request: chat not found".into()),
        ),
        (
            Fault::Refuse(403, "Forbidden: bot was kicked from the supergroup chat".into()),
            SendError::Refused("Forbidden: bot was kicked from the supergroup chat".into()),
        ),
        (Fault::Refuse(401, "Unauthorized".into()), SendError::Unauthorized("Unauthorized".into())),
    ] {
        fake.next(fault.clone());
        assert_eq!(send(&fake, &to(GROUP, None)).await, Err(error), "{fault:?}");
    }
    fake.next(Fault::Cut);
    let cut = send(&fake, &to(GROUP, None)).await;
    assert!(matches!(&cut, Err(SendError::Unknown(why)) if !why.contains("AAF")), "{cut:?}");
    assert_eq!(fake.said(GROUP).len(), 2, "what was cut off, and what was answered badly, had arrived");
}

#[tokio::test]
async fn nobody_there_is_said_without_the_token() {
    let gone = {
        let fake = fake().await;
        fake.settings()
    };
    let connection = Telegram.connect(&gone).unwrap();
    let sent = connection.send(&to(GROUP, None), &hello()).await;
    let Err(SendError::Unreachable { address }) = sent else { panic!("{sent:?}") };
    assert!(address.starts_with("http://127.0.0.1:") && !address.contains("AAF"), "{address}");
    let found = connection.check().await;
    assert!(found[0].what.ja.contains(&address) && found[0].mend.is_some(), "{found:?}");
}

#[tokio::test]
async fn a_wrong_token_needs_mending() {
    let fake = fake().await;
    let settings = fake.settings().with("bot_token", "7000001:other");
    let sent = Telegram.connect(&settings).unwrap().send(&to(GROUP, None), &hello()).await;
    assert_eq!(sent, Err(SendError::Unauthorized("Unauthorized".into())));
}

#[tokio::test]
async fn answers_and_topics() {
    let fake = fake().await;
    let asked = fake.says(GROUP, 5, "/help");
    let sent = send(&fake, &to(GROUP, Some(&asked.to_string()))).await;
    assert_eq!(sent, Ok(as_message(&(asked + 1).to_string())));
    let said = fake.said(GROUP);
    assert_eq!(said[0]["reply_to_message"]["message_id"], asked);
    assert_eq!((&said[0]["text"], &said[0]["entities"][0]["type"]), (&json!("Hello"), &json!("bold")));
    send(&fake, &to(GROUP, Some("999999"))).await.unwrap();
    send(&fake, &to(GROUP, Some("topic:3"))).await.unwrap();
    let said = fake.said(GROUP);
    assert!(said[1]["reply_to_message"].is_null(), "what was answered is gone");
    assert_eq!(said[2]["message_thread_id"], 3);
}

#[tokio::test]
async fn a_group_that_has_moved() {
    let fake = fake().await;
    fake.chat(json!({"id": -42, "type": "group", "title": "Small"}));
    fake.migrates(-42, -100_042);
    let sent = send(&fake, &to(-42, Some("7"))).await;
    let moved = Sent { message_id: Some("1".into()), conversation: Some("-100042".into()) };
    assert_eq!(sent, Ok(moved));
    assert_eq!(fake.said(-100_042).len(), 1);
    assert!(fake.said(-42).is_empty());
}

#[tokio::test]
async fn who_may_be_written_to() {
    let fake = fake().await;
    let direct = to(Telegram.direct("5").unwrap(), None);
    let stranger = "Forbidden: bot can't initiate conversation with a user";
    assert_eq!(send(&fake, &direct).await, Err(SendError::Refused(stranger.into())));
    fake.says(5, 5, "/start");
    assert_eq!(send(&fake, &direct).await, Ok(as_message("2")));
    fake.blocks(5);
    let blocked = "Forbidden: bot was blocked by the user";
    assert_eq!(send(&fake, &direct).await, Err(SendError::Refused(blocked.into())));
}

#[tokio::test]
async fn a_chart_is_a_picture_with_its_title() {
    let fake = fake().await;
    let chart = Chart {
        title: "ROI <b>".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        labels: vec!["A".into()],
        series: vec![Series { name: "ROI".into(), values: vec![5.0] }],
    };
    let payload = Telegram.render(&Reply::new("en").chart(chart), "").remove(0);
    let connection = Telegram.connect(&fake.settings()).unwrap();
    connection.send(&to(GROUP, Some("topic:3")), &payload).await.unwrap();
    let said = fake.said(GROUP);
    assert_eq!((&said[0]["caption"], &said[0]["message_thread_id"]), (&json!("ROI <b>"), &json!(3)));
    let (name, bytes) = &fake.calls("sendPhoto")[0].files["photo"];
    assert_eq!((name.as_str(), &bytes[1..4]), ("chart.png", &b"PNG"[..]));
    connection.busy(&to(GROUP, Some("topic:3"))).await;
    assert_eq!(fake.calls("sendChatAction")[0].fields["action"], "typing");
}

#[tokio::test]
async fn what_is_no_message_of_ours_is_refused() {
    let fake = fake().await;
    let connection = Telegram.connect(&fake.settings()).unwrap();
    let sent = connection.send(&to(GROUP, None), &Payload::new("text")).await;
    assert!(matches!(sent, Err(SendError::Refused(_))), "{sent:?}");
    let sent = connection.send(&to("", None), &hello()).await;
    assert!(matches!(sent, Err(SendError::Refused(_))), "{sent:?}");
    assert!(!format!("{:?}", fake.settings()).contains("AAF"));
}
