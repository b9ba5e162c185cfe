//! Sending, and what can go wrong with it.

use serde_json::json;

use super::*;
use crate::slack::fake::Fault;
use crate::{Chart, ChartKind, SendError, Sent, Series};

fn hello() -> Payload {
    Slack.render(&Reply::new("en").text("hello"), "").remove(0)
}

fn chart() -> Payload {
    let chart = Chart {
        title: "ROI".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        labels: vec!["a".into(), "b".into()],
        series: vec![Series { name: "x".into(), values: vec![1.0, 2.0] }],
    };
    Slack.render(&Reply::new("en").chart(chart), "").remove(0)
}

#[tokio::test]
async fn a_message_arrives_and_is_found_by_its_nonce() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let thread = fake.said("C1", "U1", "first", None)["ts"].as_str().unwrap().to_owned();
    for to in [to("C1"), Address { thread: Some(thread.clone()), nonce: "n-2".into(), ..to("C1") }] {
        assert_eq!(connection.find(&to).await, Ok(None));
        let sent = connection.send(&to, &hello()).await.unwrap();
        assert_eq!(connection.find(&to).await, Ok(Some(sent)));
    }
    let last = fake.messages("C1").pop().unwrap();
    assert_eq!((&last["text"], &last["thread_ts"]), (&json!("hello"), &json!(thread)));
    assert_eq!(last["metadata"]["event_payload"]["nonce"], "n-2");
}

#[tokio::test]
async fn a_long_history_is_looked_through() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let thread = fake.said("C1", "U1", "root", None)["ts"].as_str().unwrap().to_owned();
    let sent = connection.send(&to("C1"), &hello()).await.unwrap();
    let below = Address { thread: Some(thread.clone()), nonce: "n-2".into(), ..to("C1") };
    for i in 0..450 {
        fake.said("C1", "U1", &i.to_string(), None);
        fake.said("C1", "U1", &i.to_string(), Some(&thread));
    }
    let answered = connection.send(&below, &hello()).await.unwrap();
    assert_eq!(connection.find(&to("C1")).await, Ok(Some(sent)));
    assert_eq!(connection.find(&below).await, Ok(Some(answered)));
}

#[tokio::test]
async fn each_fault_says_what_may_be_done_next() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let arrived = |fake: &Fake| fake.messages("C1").len();
    for (fault, expected, arrives) in [
        (Fault::TooMany(3), SendError::Later { after_ms: 3_000 }, false),
        (Fault::Status(503), SendError::Unknown("HTTP 503".into()), false),
        (Fault::Status(404), SendError::Refused("HTTP 404".into()), false),
        (Fault::Code("token_revoked"), SendError::Unauthorized("token_revoked".into()), false),
        (Fault::Code("is_archived"), SendError::Refused("is_archived".into()), false),
        (Fault::Code("fatal_error"), SendError::Unknown("fatal_error".into()), false),
        (Fault::Code("ratelimited"), SendError::Later { after_ms: 1_000 }, false),
        (Fault::BadJson, SendError::Unknown("an answer that is not JSON".into()), true),
    ] {
        let before = arrived(&fake);
        fake.next_of("chat.postMessage", fault);
        assert_eq!(connection.send(&to("C1"), &hello()).await, Err(expected), "{fault:?}");
        assert_eq!(arrived(&fake) > before, arrives, "{fault:?}");
    }
    fake.next_of("chat.postMessage", Fault::Cut);
    let cut = Address { nonce: "cut".into(), ..to("C1") };
    assert!(matches!(connection.send(&cut, &hello()).await, Err(SendError::Unknown(_))));
    assert!(matches!(connection.find(&cut).await, Ok(Some(_))), "it had arrived");
}

#[tokio::test]
async fn nobody_there_is_said_with_the_address() {
    let settings = Fake::start().await.settings();
    // the fake is gone
    let sent = connected(&settings).send(&to("C1"), &hello()).await;
    let address = settings.text("api_url").trim_end_matches("/api").to_owned();
    assert_eq!(sent, Err(SendError::Unreachable { address: address.clone() }));
    let found = connected(&settings).check().await;
    assert!(found[0].what.en.contains(&address) && found[0].what.ja.contains(&address), "{found:?}");
}

#[tokio::test]
async fn refusals_carry_slacks_reason_and_never_the_token() {
    let fake = Fake::start().await;
    let sent = |settings: Settings, channel: &'static str| async move {
        connected(&settings).send(&to(channel), &hello()).await.unwrap_err()
    };
    assert_eq!(sent(fake.settings(), "C9").await, SendError::Refused("channel_not_found".into()));
    assert_eq!(sent(fake.settings(), "C2").await, SendError::Refused("not_in_channel".into()));
    let wrong = fake.settings().with("bot_token", "xoxb-secret");
    let error = sent(wrong, "C1").await;
    assert_eq!(error, SendError::Unauthorized("invalid_auth".into()));
    fake.state().scopes.remove("chat:write");
    assert_eq!(sent(fake.settings(), "C1").await, SendError::Refused("missing_scope: chat:write".into()));
}

#[tokio::test]
async fn the_first_word_to_somebody_opens_a_conversation() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let address = to(&Slack.direct("U1").unwrap());
    let sent = connection.send(&address, &hello()).await.unwrap();
    assert_eq!(sent.conversation.as_deref(), Some("DU1"));
    assert_eq!(fake.messages("DU1").len(), 1);
    assert_eq!(connection.find(&address).await, Ok(Some(sent)));
    fake.next_of("conversations.open", Fault::Cut);
    assert!(
        matches!(connection.send(&address, &hello()).await, Err(SendError::Later { .. })),
        "nothing was sent"
    );
}

#[tokio::test]
async fn a_chart_is_drawn_by_slack_or_is_a_picture() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    connection.send(&to("C1"), &chart()).await.unwrap();
    assert_eq!(fake.messages("C1")[0]["blocks"][0]["type"], "data_visualization");
    fake.state().draws = false;
    for nonce in ["n-2", "n-3"] {
        let address = Address { nonce: nonce.into(), ..to("C1") };
        assert_eq!(connection.send(&address, &chart()).await, Ok(Sent::default()));
        let found = connection.find(&address).await.unwrap().unwrap();
        let message = fake.messages("C1").pop().unwrap();
        assert_eq!(found.message_id.as_deref(), message["ts"].as_str());
        assert_eq!((&message["text"], &message["files"][0]["title"]), (&json!("ROI"), &json!("ROI")));
    }
    // asked once, remembered
    assert_eq!(fake.called("chat.postMessage").len(), 2);
    let state = fake.state();
    assert!(
        state
            .files
            .values()
            .all(|file| file.bytes.as_ref().unwrap().starts_with(b"\x89PNG") && file.alt == "ROI")
    );
}

#[tokio::test]
async fn a_picture_that_was_not_shown_can_be_sent_again() {
    let fake = Fake::start().await;
    fake.state().draws = false;
    let connection = connected(&fake.settings());
    fake.next_of("files.getUploadURLExternal", Fault::Status(502));
    assert!(matches!(connection.send(&to("C1"), &chart()).await, Err(SendError::Later { .. })));
    fake.next_of("files.completeUploadExternal", Fault::Status(502));
    assert!(matches!(connection.send(&to("C1"), &chart()).await, Err(SendError::Unknown(_))));
    fake.next_of("files.getUploadURLExternal", Fault::TooMany(7));
    assert_eq!(connection.send(&to("C1"), &chart()).await, Err(SendError::Later { after_ms: 7_000 }));
}

fn alone(fake: &Fake) -> Address {
    Address { via: Some(format!("U1 {}", fake.response_url())), ..to("C1") }
}

#[tokio::test]
async fn whoever_asks_in_private_is_answered_in_private() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let address = alone(&fake);
    for _ in 0..6 {
        assert_eq!(connection.send(&address, &hello()).await, Ok(Sent::default()));
    }
    // five answers by the URL, the sixth by the channel
    let responses = fake.state().responses.clone();
    assert_eq!(responses.len(), 5);
    assert!(
        responses
            .iter()
            .all(|said| said["response_type"] == "ephemeral" && said["replace_original"] == false)
    );
    let shown = fake.state().ephemeral.clone();
    assert_eq!((shown.len(), shown[0].1.as_str()), (1, "U1"));
    assert!(fake.messages("C1").is_empty());
    assert!(matches!(connection.find(&address).await, Err(SendError::Unknown(_))));

    let expired =
        Address { via: Some(format!("U1 {}/hooks/none", fake.url.trim_end_matches("/api"))), ..to("C1") };
    assert_eq!(connection.send(&expired, &hello()).await, Ok(Sent::default()));
    let without = Address { via: Some("U2".into()), ..to("C1") };
    assert_eq!(connection.send(&without, &hello()).await, Ok(Sent::default()));
    assert_eq!(fake.state().ephemeral.len(), 3);
    // a response URL that Slack never gave is not called
    let evil = Address { via: Some("U1 http://127.0.0.1:9/x".into()), ..to("C1") };
    assert_eq!(connection.send(&evil, &hello()).await, Ok(Sent::default()));
    assert_eq!(fake.state().ephemeral.len(), 4);
}

#[tokio::test]
async fn a_private_answer_can_break_off_too() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    fake.next_of("response_url", Fault::Status(500));
    assert!(matches!(connection.send(&alone(&fake), &hello()).await, Err(SendError::Unknown(_))));
    fake.next_of("response_url", Fault::TooMany(1));
    assert!(matches!(connection.send(&alone(&fake), &hello()).await, Err(SendError::Later { .. })));
    assert!(fake.state().ephemeral.is_empty());
}

#[tokio::test]
async fn a_chart_for_one_reader_is_drawn_in_letters_where_slack_does_not_draw() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    connection.send(&alone(&fake), &chart()).await.unwrap();
    fake.state().draws = false;
    connection.send(&alone(&fake), &chart()).await.unwrap();
    let kinds: Vec<Value> =
        fake.state().responses.iter().map(|said| said["blocks"][0]["type"].clone()).collect();
    assert_eq!(kinds, ["data_visualization", "rich_text"]);
}

#[tokio::test]
async fn suggestions_stand_beside_an_assistants_thread_or_below_the_message() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let mut payload =
        Slack.render(&Reply::new("en").text("hi").suggestions(["show roi", "help"]), "").remove(0);
    let channel = connection.send(&to("@U1"), &hello()).await.unwrap().conversation.unwrap();
    let thread = Address { thread: Some("1.2".into()), ..to(&channel) };
    connection.send(&thread, &payload).await.unwrap();
    assert_eq!(fake.state().prompts["1.2"][0], json!({"title": "show roi", "message": "show roi"}));
    let kinds = |fake: &Fake, channel: &str| {
        let message = fake.messages(channel).pop().unwrap();
        message["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["type"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&fake, &channel), ["rich_text"]);
    connection.send(&to("C1"), &payload).await.unwrap();
    assert_eq!(kinds(&fake, "C1"), ["rich_text", "context"]);
    fake.state().assistant = false;
    connection.send(&thread, &payload).await.unwrap();
    assert_eq!(kinds(&fake, &channel), ["rich_text", "context"]);
    payload = Slack.render(&Reply::new("en").suggestions(["help"]), "").remove(0);
    connection.send(&to("C1"), &payload).await.unwrap();
    assert_eq!(kinds(&fake, "C1"), ["context"]);
}
