//! Sending, and what can go wrong with it.

use std::sync::Arc;

use super::to;
use crate::lineworks::fake::{Fake, Fault, PEOPLE, ROOM};
use crate::lineworks::{LineWorks, direct};
use crate::{Adapter, Chart, ChartKind, Connection, Payload, SendError, Sent, Series, Settings};
use serde_json::json;

fn connect(settings: &Settings) -> Arc<dyn Connection> {
    LineWorks.connect(settings).unwrap()
}

fn hello() -> Payload {
    Payload::new(json!({"type": "text", "text": "こんにちは"}))
}

async fn send(connection: &Arc<dyn Connection>) -> Result<Sent, SendError> {
    connection.send(&to(ROOM), &hello()).await
}

fn tokens(fake: &Fake) -> usize {
    fake.journal().iter().filter(|request| request.call == "POST token").count()
}

#[tokio::test]
async fn to_a_room_and_to_a_person() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    assert_eq!(send(&connection).await, Ok(Sent::default()), "201 and nothing in it");
    let person = to(&LineWorks.direct(PEOPLE[1]).unwrap());
    assert_eq!(connection.send(&person, &hello()).await, Ok(Sent::default()));
    let by_email = to(&direct("560d@example.com"));
    assert_eq!(connection.send(&by_email, &hello()).await, Ok(Sent::default()));
    let [first, second, third] = fake.messages().try_into().unwrap();
    assert_eq!((first.to.as_str(), first.room, &first.content), (ROOM, true, &hello().body));
    assert_eq!((second.to.as_str(), second.room), (PEOPLE[1], false));
    assert_eq!(third.to, "560d@example.com");
    for nobody in ["", "@", "no such room", "@u/../../x", "a?b#c", "あ"] {
        let refused = connection.send(&to(nobody), &hello()).await;
        assert!(matches!(refused, Err(SendError::Refused(_))), "{nobody}: {refused:?}");
    }
}

#[tokio::test]
async fn a_chart_is_uploaded_and_shown_by_its_file() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    let chart = Chart {
        title: "ROI".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        labels: vec!["春".into(), "夏".into()],
        series: vec![Series { name: "ROI".into(), values: vec![3.0, 5.0] }],
    };
    let payload = Payload { body: json!({"type": "image"}), picture: Some(chart) };
    assert_eq!(connection.send(&to(ROOM), &payload).await, Ok(Sent::default()));
    let id = fake.messages()[0].content["fileId"].as_str().unwrap().to_owned();
    let png = fake.file(&id).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.ends_with(b"IEND\xAEB`\x82"), "whole, as it was drawn");
    // Before the message nothing is in doubt: it can be tried again.
    for fault in [Fault::Cut, Fault::DoneThen(500), Fault::DoneThenBadJson] {
        fake.next(fault);
        let failed = connection.send(&to(ROOM), &payload).await;
        assert!(matches!(failed, Err(SendError::Later { .. })), "{fault:?}: {failed:?}");
    }
    assert_eq!(fake.messages().len(), 1);
}

#[tokio::test]
async fn what_goes_wrong_is_told_as_it_is() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    fake.next(Fault::TooMany { reset_s: 7 });
    assert_eq!(send(&connection).await, Err(SendError::Later { after_ms: 7_000 }));
    for fault in
        [Fault::Status(500), Fault::Status(503), Fault::DoneThen(502), Fault::DoneThenCut, Fault::Cut]
    {
        fake.next(fault);
        let sent = send(&connection).await;
        assert!(matches!(sent, Err(SendError::Unknown(_))), "{fault:?}: {sent:?}");
    }
    for status in [400, 403, 404, 410] {
        fake.next(Fault::Status(status));
        assert_eq!(send(&connection).await, Err(SendError::Refused("FAULT: as asked for".into())));
    }
    // What was sent is sent, whatever the answer looks like.
    fake.next(Fault::DoneThenBadJson);
    assert_eq!(send(&connection).await, Ok(Sent::default()));
    let too_long = Payload::new(json!({"type": "text", "text": "あ".repeat(2_001)}));
    let refused = connection.send(&to(ROOM), &too_long).await;
    assert_eq!(
        refused,
        Err(SendError::Refused("INVALID_PARAMETER: text: 2001 characters of 1 to 2000".into()))
    );
}

#[tokio::test]
async fn the_quota_is_kept() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    fake.quota(2);
    assert!(send(&connection).await.is_ok() && send(&connection).await.is_ok());
    let Err(SendError::Later { after_ms }) = send(&connection).await else { panic!("the third is too many") };
    assert!((1_000..=60_000).contains(&after_ms), "{after_ms}");
}

#[tokio::test]
async fn nobody_there() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let fake = Fake::start().await;
    let unreachable = Err(SendError::Unreachable { address: closed.clone() });
    let no_api = fake.settings().with("api_url", format!("{closed}/v1.0"));
    assert_eq!(send(&connect(&no_api)).await, unreachable);
    let no_token = fake.settings().with("auth_url", closed);
    assert_eq!(send(&connect(&no_token)).await, unreachable);
}

#[tokio::test]
async fn a_token_is_minted_once_for_all_who_wait() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    let all = (0..20).map(|_| send(&connection));
    assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
    assert_eq!((tokens(&fake), fake.messages().len()), (1, 20));
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    fake.token_life(61);
    assert!(send(&connection).await.is_ok());
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert!(send(&connection).await.is_ok());
    assert_eq!(tokens(&fake), 2);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    assert!(send(&connection).await.is_ok());
    fake.revoke();
    assert!(send(&connection).await.is_ok(), "with a new token");
    assert_eq!(tokens(&fake), 2);
    fake.next(Fault::Unauthorized);
    fake.next(Fault::Unauthorized);
    let refused = send(&connection).await;
    assert_eq!(refused, Err(SendError::Unauthorized("The access token expired".into())));
    assert_eq!(tokens(&fake), 3, "asked for a new one once, not for ever");
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let fake = Fake::start().await;
    let wrong = connect(&fake.settings().with("client_secret", "another"));
    let refused = Err(SendError::Unauthorized("invalid_client: Client authentication failed".into()));
    assert_eq!(send(&wrong).await, refused);
    let connection = connect(&fake.settings());
    for fault in [
        Fault::TooMany { reset_s: 1 },
        Fault::Status(500),
        Fault::Cut,
        Fault::DoneThenCut,
        Fault::DoneThenBadJson,
    ] {
        fake.next_token(fault);
        let sent = send(&connection).await;
        assert!(matches!(sent, Err(SendError::Later { .. })), "{fault:?}: {sent:?}");
    }
    assert!(fake.messages().is_empty());
    assert!(send(&connection).await.is_ok());
}

#[tokio::test]
async fn nothing_secret_is_said() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    for fault in [Fault::Cut, Fault::Status(500), Fault::Unauthorized] {
        fake.next(fault);
        if fault == Fault::Unauthorized {
            fake.next(fault);
        }
        let told = format!("{:?}", send(&connection).await);
        for secret in ["token-", "of-the-fake", "BEGIN PRIVATE", "127.0.0.1"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
}

#[tokio::test]
async fn people_and_rooms_have_names() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    let taro = connection.profile(PEOPLE[0]).await.unwrap().unwrap();
    assert_eq!((taro.name.as_deref(), taro.email.as_deref()), (Some("田中 太郎"), Some("d191@example.com")));
    assert_eq!(connection.profile("nobody").await, Ok(None));
    assert_eq!(connection.place(ROOM).await, Ok(Some("営業部".into())));
    assert_eq!(connection.place("@u").await, Ok(None));
    assert_eq!(connection.place("nowhere").await, Ok(None));
    fake.grant("bot");
    let unnamed = connect(&fake.settings());
    assert_eq!(unnamed.profile(PEOPLE[0]).await, Ok(None), "an app that may not ask");
    assert_eq!(send(&unnamed).await, Ok(Sent::default()), "and may still speak");
}

#[tokio::test]
async fn a_fake_file_is_given_out_to_the_token_only() {
    let fake = Fake::start().await;
    let connection = connect(&fake.settings());
    let chart = Chart {
        title: "x".into(),
        kind: ChartKind::Line,
        unit: String::new(),
        labels: vec![],
        series: vec![Series { name: "x".into(), values: vec![1.0, 2.0] }],
    };
    connection
        .send(&to(ROOM), &Payload { body: json!({"type": "image"}), picture: Some(chart) })
        .await
        .unwrap();
    let id = fake.messages()[0].content["fileId"].as_str().unwrap().to_owned();
    let http = crate::http::http();
    let place = format!("{}/v1.0/bots/2000001/attachments/{id}", fake.url());
    assert_eq!(http.get(&place).send().await.unwrap().status(), 401);
    let found = http.get(&place).bearer_auth("token-1-of-the-fake").send().await.unwrap();
    assert_eq!(found.status(), 302);
    assert!(found.headers().get("rateLimit-limit").is_none());
    let location = found.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(http.get(&location).send().await.unwrap().status(), 401);
    let file = http.get(&location).bearer_auth("token-1-of-the-fake").send().await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), fake.file(&id).unwrap());
}
