//! The web page through its real router: signing in, saying something, the stream, one message in its place.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use bot::{
    doors::web::{Web, router},
    gateway::workers,
};
use crm::{Actor, Role, record::Timing, users};
use futures::StreamExt;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::world::{self, World, act, noon};

/// A served page and somebody's browser.
struct Browser {
    world: World,
    router: Router,
    cookie: String,
    csrf: String,
    stop: watch::Sender<bool>,
}

impl Browser {
    /// Signed in as the user of a role.
    async fn open(role: Role) -> Self {
        let world = world::peopled().await;
        let (stop, stopped) = watch::channel(false);
        let (lanes, _tasks) = workers::start(&world.app, &stopped);
        tokio::spawn(async move {
            let mut tasks = _tasks;
            while tasks.join_next().await.is_some() {}
        });
        let router = router(Web::new(world.app.clone(), lanes, world.hints.clone(), stopped, false));
        let mut browser = Self { world, router, cookie: String::new(), csrf: String::new(), stop };
        let link = browser.link(role).await;
        let signed_in = browser.get(&link).await;
        assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
        let cookie = signed_in.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        let page = text(browser.get("/chat").await).await;
        browser.csrf = page.split("data-csrf=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        browser
    }

    async fn link(&self, role: Role) -> String {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let user = users::named(&mut tx, Some(role.as_str())).await.unwrap().unwrap();
        let token = users::sign_in_link(&mut tx, &user).await.unwrap();
        tx.commit().await.unwrap();
        format!("/signin/acme/{token}")
    }

    async fn get(&self, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn post(&self, csrf: &str, body: &str) -> Response<Body> {
        let request = Request::post("/chat/messages")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", csrf)
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Reads the stream until it has brought `lines` of them.
    async fn stream(&self, after: &str, lines: usize) -> Vec<serde_json::Value> {
        let mut body = self.get(&format!("/chat/stream?after={after}")).await.into_body().into_data_stream();
        let mut received = String::new();
        let read = async {
            while let Some(Ok(bytes)) = body.next().await {
                received.push_str(std::str::from_utf8(&bytes).unwrap());
                let events: Vec<serde_json::Value> = received
                    .split("\n\n")
                    .filter_map(|event| event.strip_prefix("data: "))
                    .filter_map(|data| serde_json::from_str(data).ok())
                    .collect();
                if events.len() >= lines {
                    return events;
                }
            }
            panic!("the stream ended after {received}")
        };
        tokio::time::timeout(Duration::from_secs(30), read).await.expect("the answer comes")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

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
async fn a_link_works_once_and_nobody_else_gets_in() {
    let browser = Browser::open(Role::Owner).await;
    let link = browser.link(Role::Owner).await;
    assert_eq!(browser.get(&link).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&link).await.status(), StatusCode::UNAUTHORIZED);
    for cookie in ["", "enishi=x", "enishi=00000000-0000-0000-0000-000000000000.abc", "enishi=.", "other=1"] {
        for path in ["/chat", "/chat/stream", "/a/A-1"] {
            let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
            let answer = browser.router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path} with {cookie}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_get_a_sentence() {
    let browser = Browser::open(Role::Owner).await;
    let good = browser.csrf.clone();
    let long = format!(r#"{{"id":"x","text":"{}"}}"#, "あ".repeat(8_001));
    for (csrf, body, status) in [
        ("", r#"{"id":"x","text":"hi"}"#, StatusCode::FORBIDDEN),
        ("zz", r#"{"id":"x","text":"hi"}"#, StatusCode::FORBIDDEN),
        (good.as_str(), "{", StatusCode::BAD_REQUEST),
        (good.as_str(), "[]", StatusCode::UNPROCESSABLE_ENTITY),
        (good.as_str(), r#"{"id":"x"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (good.as_str(), r#"{"id":"x","text":"  "}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (good.as_str(), r#"{"id":"a b","text":"hi"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (good.as_str(), r#"{"id":"x","text":"hi","pressed":"t"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (good.as_str(), long.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = browser.post(csrf, body).await;
        assert_eq!(answer.status(), status, "{body:.40}");
        let said: serde_json::Value = serde_json::from_str(&text(answer).await).unwrap();
        assert!(said["message"].as_str().is_some_and(|m| m.len() > 10), "{body:.40}: {said}");
    }
    assert_eq!(browser.get("/nowhere").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/assets/../main.rs").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_shown_in_its_place_and_as_text() {
    let browser = Browser::open(Role::Viewer).await;
    let world = &browser.world;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let at = |n| noon() + chrono::TimeDelta::seconds(n);
    let said = [
        act("u5", "<b>Eve</b>", Some("help"), "message", Some("<script>alert(1)</script> 前の発言"), at(1)),
        act("u6", "Bob", Some("help"), "message", Some("the one"), at(2)),
    ];
    crm::record::record(&mut tx, &world.slack, &said, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    let shown = browser.get("/a/A-6").await;
    assert!(
        shown.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'")
    );
    assert_eq!(shown.status(), StatusCode::OK);
    let page = text(shown).await;
    assert!(page.contains("the one") && page.contains("前の発言") && page.contains("help (Slack)"), "{page}");
    assert!(!page.contains("<script>") && !page.contains("<b>Eve"), "{page}");
    for nowhere in ["/a/A-999", "/a/P-1", "/a/x"] {
        assert_eq!(browser.get(nowhere).await.status(), StatusCode::NOT_FOUND, "{nowhere}");
    }
}
