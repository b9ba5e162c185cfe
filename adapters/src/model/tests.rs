//! The client against a fake that behaves as servers do, and worse.

use std::time::Duration;

use serde_json::{Value, json};

use super::fake::{Fake, KEY, MODEL, Manner};
use super::{Answer, Client, Key, ModelError, Question};

async fn asked(client: &Client) -> Result<Answer, ModelError> {
    let schema = json!({ "type": "object" });
    let patience = Duration::from_millis(400);
    let (system, user, schema_name) = ("be brief", "hello", "greeting");
    client.ask(&Question { system, user, schema_name, schema: &schema, most_tokens: 50, patience }).await
}

#[tokio::test]
async fn an_answer_comes_with_what_it_took() {
    let fake = Fake::start(Manner::Says("{\"ok\":true}".to_owned())).await;
    let answer = asked(&fake.client()).await.unwrap();
    assert_eq!(answer.text, "{\"ok\":true}");
    assert!(answer.tokens_in.is_some_and(|n| n > 5) && answer.tokens_out == Some(3));
    let request = fake.asked().pop().unwrap();
    assert_eq!((&request["max_tokens"], &request["temperature"]), (&json!(50), &json!(0)));
    assert_eq!(request["response_format"]["json_schema"]["strict"], json!(true));
    assert!(request.get("tools").is_none(), "no tools are offered");
    assert_eq!(fake.client().find(Duration::from_secs(2)).await, Ok(true));
}

#[tokio::test]
async fn every_way_to_fail_is_told_apart() {
    let fake = Fake::start(Manner::Cut).await;
    let client = fake.client();
    let words = |error: Result<Answer, ModelError>| error.unwrap_err().word();
    assert_eq!(words(asked(&client).await), "unusable");
    for manner in [Manner::Endless, Manner::Silent] {
        fake.will(manner);
        assert_eq!(words(asked(&client).await), "too_slow");
    }
    let text = |text: &str| Manner::Bytes(text.as_bytes().to_vec());
    let cut = r#"{"choices":[{"message":{"content":"{\"a\":"},"finish_reason":"length"}]}"#;
    let tool = r#"{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"merge"}}]}}]}"#;
    for manner in [
        Manner::Bytes(vec![b' '; 10 << 20]),
        text("data: {\"choices\":[]}\n\ndata: [DONE]"),
        text("<html>"),
        text("{\"choices\":[]}"),
        text(cut),
        text(tool),
        text(""),
    ] {
        fake.will(manner);
        assert_eq!(words(asked(&client).await), "unusable");
    }
    let status = |status, body: &str| Manner::Status(status, body.to_owned(), None);
    let overflow = r#"{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#;
    for (manner, word) in [
        (status(401, "{}"), "unauthorized"),
        (status(400, overflow), "too_long"),
        (status(400, "{\"error\":\"no\"}"), "refused"),
        (status(404, ""), "refused"),
        (status(503, "<html>"), "busy"),
        (status(302, ""), "refused"),
    ] {
        fake.will(manner);
        assert_eq!(words(asked(&client).await), word);
    }
    fake.will(Manner::Status(
        429,
        "{\"error\":{\"message\":\"slow down\"}}".to_owned(),
        Some("2".to_owned()),
    ));
    let busy = ModelError::Busy { why: "slow down".to_owned(), after_ms: Some(2_000) };
    assert_eq!(asked(&client).await, Err(busy));
    let stranger = Client::new(fake.url(), Key::new("another"), MODEL).unwrap();
    assert_eq!(words(asked(&stranger).await), "unauthorized");
    assert!(matches!(stranger.find(Duration::from_secs(2)).await, Err(ModelError::Unauthorized(_))));
    let nobody = Client::new("http://127.0.0.1:9", Key::default(), MODEL).unwrap();
    assert_eq!(words(asked(&nobody).await), "unreached");
}

#[tokio::test]
async fn models_that_want_the_newer_way_get_it() {
    fn newer(request: &Value) -> String {
        json!({ "newer": request.get("max_tokens").is_none() && request.get("temperature").is_none() })
            .to_string()
    }
    let fake = Fake::start(Manner::Status(
        400,
        "{\"error\":{\"message\":\"Unsupported parameter: use 'max_completion_tokens' instead.\"}}"
            .to_owned(),
        None,
    ))
    .await;
    let client = fake.client();
    assert!(asked(&client).await.is_err());
    fake.will(Manner::Thinks(newer));
    assert_eq!(asked(&client).await.unwrap().text, "{\"newer\":true}");
}

#[test]
fn the_key_is_not_printed() {
    let client = Client::new("https://models.example", Key::new(KEY), MODEL).unwrap();
    assert!(!format!("{client:?}").contains(KEY));
    assert_eq!(client.host(), "https://models.example");
    for bad in [
        "",
        "models.example",
        "ftp://models.example",
        "https://key@models.example",
        "https://m.example?key=1",
    ] {
        assert!(Client::new(bad, Key::default(), MODEL).is_err(), "{bad}");
    }
}
