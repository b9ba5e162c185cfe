//! What an open page hears while it is open, and lists taken home as files.

use axum::http::{StatusCode, header};
use crm::Role;

use crate::page::{Browser, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_in_the_stream() {
    let browser = Browser::open(Role::Viewer).await;
    let said = r#"{"id":"one","text":"show ROI for campaign Spring Hackathon"}"#;
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::ACCEPTED);
    // the same id again is the same message
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::ACCEPTED);
    let events = browser.stream("", 2).await;
    assert_eq!((events[0]["id"].as_str(), events[0]["from"].as_str()), (Some("one"), Some("me")));
    let html = events[1]["html"].as_str().unwrap();
    assert!(html.contains("ROI") && html.contains("<svg") && html.contains("150,000"), "{html}");
    // who comes back later gets only what is new
    let ja = r#"{"id":"two","text":"私は誰？"}"#;
    assert_eq!(browser.post(&browser.csrf, ja).await.status(), StatusCode::ACCEPTED);
    let after = events[1]["id"].as_str().unwrap();
    let events = browser.stream(after, 2).await;
    assert_eq!(events[0]["id"].as_str(), Some("two"));
    assert!(events[1]["html"].as_str().unwrap().contains("閲覧者"));
    assert_eq!(events.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_answer_any_more_cannot_be_pressed() {
    let browser = Browser::open(Role::Manager).await;
    let say = async |id: &str, text: &str| {
        let said = serde_json::json!({ "id": id, "text": text }).to_string();
        assert_eq!(browser.post(&browser.csrf, &said).await.status(), StatusCode::ACCEPTED);
    };
    say("one", "merge P-1 and P-2").await;
    let asked = browser.stream("", 2).await;
    assert!(asked[1]["html"].as_str().unwrap().contains("data-token"), "{}", asked[1]);
    say("two", "no").await;
    let again = browser.stream("", 5).await;
    let over = again.iter().find_map(|event| event["over"].as_array()).expect("told so");
    assert_eq!(over.len(), 2, "yes and no: {over:?}");
    assert!(
        over.iter().all(|token| again[1]["html"].to_string().contains(token.as_str().unwrap())),
        "{again:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn campaigns_are_listed_and_lists_are_had_as_files() {
    let browser = Browser::open(Role::Manager).await;
    let page = text(browser.look("en", "/campaigns").await).await;
    assert!(page.contains("href=\"/c/C-1\"") && page.contains("Spring Hackathon"), "{page}");
    let one = text(browser.look("en", "/campaigns?q=SPRING").await).await;
    assert!(one.contains("/c/C-1") && !one.contains("/c/C-2"), "{one}");
    let none = text(browser.look("ja", "/campaigns?q=nothing").await).await;
    assert!(none.contains("当てはまるものはありません"), "{none}");
    let people = text(browser.look("ja", "/people?q=田中").await).await;
    assert!(people.contains("CSVで書き出す") && people.contains("action=\"/export/persons\""), "{people}");
    let made =
        browser.form("/export/persons", &format!("csrf={}&filter=%E5%A4%AA%E9%83%8E", browser.csrf)).await;
    assert_eq!(made.status(), StatusCode::SEE_OTHER);
    let path = made.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert!(path.starts_with("/export/acme/"), "{path}");
    let file = text(browser.form(&path, "").await).await;
    assert!(file.contains("田中 太郎") && !file.contains("花子"), "{file}");
    // in the words that the list is found by
    let made = browser.form("/export/persons", &format!("csrf={}&filter=tagged+nobody", browser.csrf)).await;
    let path = made.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let file = text(browser.form(&path, "").await).await;
    assert_eq!(file.lines().count(), 1, "{file}");
    let wrong = browser.form("/export/shoes", &format!("csrf={}", browser.csrf)).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let stranger = browser.form("/export/persons", "csrf=00").await;
    assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
    // whoever may not export is offered none
    let member = Browser::open(Role::Member).await;
    let people = text(member.look("en", "/people").await).await;
    assert!(!people.contains("/export/"), "{people}");
}
