//! The web page through its real router: signing in, saying something, the stream. What can be read is
//! [`crate::reading`]'s.

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
use crm::{Actor, Role, users};
use futures::StreamExt;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::world::{self, World};

/// A served page and somebody's browser.
pub(crate) struct Browser {
    pub(crate) world: World,
    pub(crate) router: Router,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
    stop: watch::Sender<bool>,
}

impl Browser {
    /// Signed in as the user of a role.
    pub(crate) async fn open(role: Role) -> Self {
        Self::open_in(world::peopled().await, role).await
    }

    /// The same in a world of one's own.
    pub(crate) async fn open_in(world: World, role: Role) -> Self {
        let mut browser = Self::at_the_door_of(world, false).await;
        browser.sign_in(role).await;
        browser
    }

    /// Signs in as the user of a role, whoever was there before.
    pub(crate) async fn sign_in(&mut self, role: Role) {
        let browser = self;
        let link = browser.link(role).await;
        let signed_in = browser.enter(&link, "same-origin").await;
        assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
        assert_eq!(signed_in.headers()[header::LOCATION], "/chat");
        let cookie = signed_in.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.starts_with("enishi=") && !cookie.contains("Secure"), "{cookie}");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        browser.cookie = cookie.split(';').next().unwrap().to_owned();
        let page = text(browser.get("/chat").await).await;
        browser.csrf = page.split("data-csrf=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    }

    /// Not signed in.
    pub(crate) async fn at_the_door(https: bool) -> Self {
        Self::at_the_door_of(world::peopled().await, https).await
    }

    async fn at_the_door_of(world: World, https: bool) -> Self {
        let (stop, stopped) = watch::channel(false);
        let (lanes, _tasks) = workers::start(&world.app, &stopped);
        tokio::spawn(async move {
            let mut tasks = _tasks;
            while tasks.join_next().await.is_some() {}
        });
        let router = router(Web::new(world.app.clone(), lanes, world.hints.clone(), stopped, https));
        Self { world, router, cookie: String::new(), csrf: String::new(), stop }
    }

    pub(crate) async fn link(&self, role: Role) -> String {
        self.link_of(role.as_str()).await
    }

    async fn link_of(&self, name: &str) -> String {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let user = users::named(&mut tx, Some(name)).await.unwrap().unwrap();
        let token = users::sign_in_link(&mut tx, &user).await.unwrap();
        tx.commit().await.unwrap();
        format!("/signin/acme/{token}")
    }

    pub(crate) async fn get(&self, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends the form of a one-time link, from our page or another site's.
    pub(crate) async fn enter(&self, link: &str, from: &str) -> Response<Body> {
        let request = Request::post(link)
            .header("sec-fetch-site", from)
            .header(header::COOKIE, &self.cookie)
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends the form of a one-time link as a browser does that takes answers packed.
    pub(crate) async fn enter_packed(&self, link: &str) -> Response<Body> {
        let request = Request::post(link)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get_as_reader_of(&self, languages: &str, path: &str) -> Response<Body> {
        let request = Request::get(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT_LANGUAGE, languages)
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Asks as a browser does whose user looks at what comes.
    pub(crate) async fn look(&self, languages: &str, path: &str) -> Response<Body> {
        let request = Request::get(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(header::ACCEPT_LANGUAGE, languages)
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends a form of a page.
    pub(crate) async fn form(&self, path: &str, fields: &str) -> Response<Body> {
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(fields.to_owned()))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn post(&self, csrf: &str, body: &str) -> Response<Body> {
        let request = Request::post("/chat/messages")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-csrf-token", csrf)
            .body(Body::from(body.to_owned()))
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Reads the stream until it has brought `lines` of them.
    pub(crate) async fn stream(&self, after: &str, lines: usize) -> Vec<serde_json::Value> {
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

pub(crate) async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_nobody_else_gets_in() {
    let browser = Browser::open(Role::Owner).await;
    let link = browser.link(Role::Owner).await;
    assert_eq!(browser.enter(&link, "same-origin").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(browser.enter(&link, "same-origin").await.status(), StatusCode::UNAUTHORIZED);
    for cookie in ["", "enishi=x", "enishi=00000000-0000-0000-0000-000000000000.abc", "enishi=.", "other=1"] {
        for path in ["/chat", "/chat/stream", "/a/A-1"] {
            let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
            let answer = browser.router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path} with {cookie}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_does_not_use_it() {
    let browser = Browser::at_the_door(false).await;
    let link = browser.link(Role::Owner).await;
    let mut pages = Vec::new();
    for path in [link.as_str(), link.as_str(), "/signin/acme/nothing", "/signin/nobody/nothing"] {
        let shown = browser.get(path).await;
        assert_eq!(shown.status(), StatusCode::OK);
        assert_eq!(shown.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(shown.headers()[header::REFERRER_POLICY], "no-referrer");
        assert!(!shown.headers().contains_key(header::SET_COOKIE));
        pages.push(text(shown).await);
    }
    assert!(pages[0].contains("method=\"post\"") && pages[0].contains("/assets/signin.js"), "{}", pages[0]);
    pages.dedup();
    assert_eq!(pages.len(), 1, "good and bad links look the same");
    let ja = text(browser.get_as_reader_of("ja-JP,en;q=0.5", &link).await).await;
    assert!(ja.contains("<html lang=\"ja\">") && ja.contains("サインイン</button>"), "{ja}");
    // another site's form does not sign anybody in, and does not use the link either
    assert_eq!(browser.enter(&link, "cross-site").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(browser.enter("/signin/nobody/nothing", "none").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(browser.enter(&link, "same-origin").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let mut browser = Browser::at_the_door(true).await;
    let link = browser.link(Role::Owner).await;
    let signed_in = browser.enter(&link, "same-origin").await;
    let cookie = signed_in.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    let (pair, rules) = cookie.split_once(';').unwrap();
    assert!(
        pair.starts_with("__Host-enishi=") && rules.contains("Secure") && rules.contains("Path=/"),
        "{cookie}"
    );
    assert!(!rules.contains("Domain"), "{cookie}");
    browser.cookie = pair.to_owned();
    assert_eq!(browser.get("/chat").await.status(), StatusCode::OK);
    browser.cookie = pair.replace("__Host-", "");
    assert_eq!(browser.get("/chat").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_out_is_out() {
    let browser = Browser::open(Role::Owner).await;
    let sign_out = Request::post("/signout")
        .header(header::COOKIE, &browser.cookie)
        .header("x-csrf-token", &browser.csrf)
        .body(Body::empty())
        .unwrap();
    assert_eq!(browser.router.clone().oneshot(sign_out).await.unwrap().status(), StatusCode::NO_CONTENT);
    for path in ["/chat", "/chat/stream", "/a/A-1"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{path}");
    }
    let said = r#"{"id":"one","text":"help"}"#;
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_on_the_pages_signs_out() {
    let mut browser = Browser::open(Role::Viewer).await;
    for wrong in ["", "csrf=", "csrf=00", "csrf=あ"] {
        let refused = browser.form("/signout", wrong).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{wrong}");
        assert!(text(refused).await.contains("did not come from the page. Reload it."), "{wrong}");
    }
    assert_eq!(browser.get("/r").await.status(), StatusCode::OK);
    let out = browser.form("/signout", &format!("csrf={}", browser.csrf)).await;
    assert_eq!(
        (out.status(), &out.headers()[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/chat".parse().unwrap())
    );
    let forgotten = out.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(forgotten.starts_with("enishi=;") && forgotten.contains("Max-Age=0"), "{forgotten}");
    assert_eq!(browser.get("/r").await.status(), StatusCode::UNAUTHORIZED);
    // who sends a form with a session that has ended sees how to sign in
    let ended = browser.form("/me/code", &format!("csrf={}", browser.csrf)).await;
    assert_eq!(ended.status(), StatusCode::UNAUTHORIZED);
    assert!(text(ended).await.contains("enishi link"));
    browser.cookie.clear();
    assert_eq!(browser.form("/me/code", "csrf=").await.status(), StatusCode::UNAUTHORIZED);
}

/// Every cookie that an answer sets, without its rules.
fn cookies(answer: &Response<Body>) -> Vec<String> {
    let set = answer.headers().get_all(header::SET_COOKIE).iter();
    set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_on_to_what_was_asked_for() {
    let mut browser = Browser::at_the_door(false).await;
    for asked in ["/r", "/search?q=%E6%96%99%E9%87%91+%22a%3Bb%22&page=2", "/a/A-1", "/me"] {
        browser.cookie.clear();
        let refused = browser.get(asked).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{asked}");
        let rules = refused.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        for rule in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=3600"] {
            assert!(rules.contains(rule), "{rules}");
        }
        browser.cookie = cookies(&refused).remove(0);
        let link = browser.link(Role::Owner).await;
        let signed_in = browser.enter(&link, "same-origin").await;
        assert_eq!(signed_in.headers()[header::LOCATION], asked);
        let cookies = cookies(&signed_in);
        assert!(cookies.contains(&"enishi-goal=".to_owned()), "it is kept no longer: {cookies:?}");
        assert!(
            cookies.iter().any(|cookie| cookie.starts_with("enishi=") && cookie.len() > 40),
            "{cookies:?}"
        );
    }
    // what is no page is not kept
    for path in ["/chat/stream", "/nowhere", "//evil"] {
        browser.cookie.clear();
        assert_eq!(cookies(&browser.look("en", path).await), Vec::<String>::new(), "{path}");
    }
    assert_eq!(cookies(&browser.form("/me/code", "csrf=").await), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_nowhere_else() {
    let mut browser = Browser::at_the_door(false).await;
    for evil in [
        "//evil.example",
        "%2F%2Fevil.example",
        "https://evil.example",
        "https:%2F%2Fevil.example",
        "/\\evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "/%0D%0ALocation:%20https:/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "%00",
        "%FF",
        "",
        "/signin/acme/x",
    ] {
        browser.cookie = format!("enishi-goal={evil}");
        let link = browser.link(Role::Owner).await;
        let signed_in = browser.enter(&link, "same-origin").await;
        assert_eq!(signed_in.status(), StatusCode::SEE_OTHER, "{evil}");
        assert_eq!(signed_in.headers()[header::LOCATION], "/chat", "{evil}");
    }
    // over https the cookie of another host of the domain is not heard
    let mut browser = Browser::at_the_door(true).await;
    let refused = browser.get("/r").await;
    let rules = refused.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(rules.starts_with("__Host-enishi-goal=") && rules.contains("Secure"), "{rules}");
    browser.cookie = "enishi-goal=/r".to_owned();
    let signed_in = browser.enter(&browser.link(Role::Owner).await, "same-origin").await;
    assert_eq!(signed_in.headers()[header::LOCATION], "/chat");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gets_lost_sees_the_way() {
    let mut browser = Browser::open(Role::Viewer).await;
    for (languages, wanted) in [("en", "Not found"), ("ja", "見つかりません")] {
        for path in ["/nowhere", "/r/x/y", "//evil", "/me/x"] {
            let lost = browser.look(languages, path).await;
            assert_eq!(lost.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(lost.headers()[header::CACHE_CONTROL], "no-store", "{path}");
            assert!(lost.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
            let page = text(lost).await;
            assert!(
                page.contains(wanted) && page.contains(&format!("<html lang=\"{languages}\">")),
                "{page}"
            );
            assert!(page.contains("href=\"/search\"") && page.contains("<bdi>viewer</bdi>"), "{page}");
        }
    }
    // who is not signed in learns nothing of whose site it is
    browser.cookie.clear();
    for (languages, wanted) in
        [("en", "There is no such page."), ("ja", "そのページはありません。"), ("fr", "no such page")]
    {
        let lost = browser.look(languages, "/nowhere").await;
        assert_eq!(lost.status(), StatusCode::NOT_FOUND);
        let page = text(lost).await;
        assert!(page.contains(wanted) && page.contains("href=\"/search\""), "{page}");
        assert!(!page.contains("acme") && !page.contains("/signout"), "{page}");
    }
    // a script is told in JSON
    let told = browser.get("/nowhere").await;
    assert_eq!(told.headers()[header::CONTENT_TYPE], "application/json");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_in_the_readers_language() {
    let browser = Browser::at_the_door(false).await;
    for (languages, wanted, unwanted) in [
        ("en", "There is no such page.", "ページ"),
        ("ja", "そのページはありません。", "page"),
        ("fr", "There is no such page. / そのページはありません。", "–"),
    ] {
        let said = text(browser.get_as_reader_of(languages, "/nowhere").await).await;
        assert!(said.contains(wanted) && !said.contains(unwanted), "{languages}: {said}");
    }
    // who is signed in has said which language, whatever the browser speaks
    let mut tx = browser.world.app.db.begin(browser.world.tenant, Actor::system("test")).await.unwrap();
    users::add(&mut tx, "Hanako", None, Role::Viewer, Some("ja")).await.unwrap();
    tx.commit().await.unwrap();
    let signed_in = browser.enter(&browser.link_of("Hanako").await, "same-origin").await;
    let request = Request::post("/signout")
        .header(header::COOKIE, signed_in.headers()[header::SET_COOKIE].to_str().unwrap())
        .header(header::ACCEPT_LANGUAGE, "en")
        .body(Body::empty())
        .unwrap();
    let refused = browser.router.clone().oneshot(request).await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let said = text(refused).await;
    assert!(said.contains("ページを再読み込みしてください。") && !said.contains("Reload"), "{said}");
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
