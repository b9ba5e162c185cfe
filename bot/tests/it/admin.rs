//! The administrators' pages through the real router and database: connections made, changed and tried by form,
//! events read once more, messages in doubt decided about. What is secret is never seen again.

use std::{collections::BTreeMap, sync::atomic::Ordering, time::Duration};

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use crm::{Actor, ConnectionId, Role, audit, connections, conversations};
use tower::ServiceExt;
use uuid::Uuid;

use crate::{
    page::{Browser, text},
    post::{self, KEY, TOKEN},
};

/// As a browser sends a form.
fn encoded(fields: &[(&str, &str)]) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    let word = |word: &str| word.bytes().map(byte).collect::<String>();
    fields.iter().map(|(name, value)| format!("{}={}", word(name), word(value))).collect::<Vec<_>>().join("&")
}

impl Browser {
    /// Sends a form of our own page.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend(fields);
        self.form(path, &encoded(&all)).await
    }

    /// The page where an answer leads.
    async fn follow(&self, answer: Response<Body>) -> String {
        let told = answer.status();
        assert_eq!(told, StatusCode::SEE_OTHER, "{}", text(answer).await);
        let to = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
        let page = self.look("en", to.split('#').next().unwrap()).await;
        assert_eq!(page.status(), StatusCode::OK, "{to}");
        text(page).await
    }

    async fn page(&self, path: &str) -> String {
        let page = self.look("en", path).await;
        assert_eq!(page.status(), StatusCode::OK, "{path}");
        text(page).await
    }

    /// Makes a connection by the form and gives back its address.
    async fn connect(&self, name: &str) -> String {
        let made = self
            .send(
                "/admin/connections/new/post",
                &[("name", name), ("s-office", "Main <office>"), ("s-token", TOKEN), ("s-key", KEY)],
            )
            .await;
        let to = made.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let Some(to) = to else { panic!("{}", text(made).await) };
        to.split('?').next().unwrap().to_owned()
    }

    /// What the connection was told, and its id.
    async fn told(&self, path: &str) -> (ConnectionId, connections::Values) {
        let id = ConnectionId(path.rsplit('/').next().unwrap().parse().unwrap());
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let values = connections::settings(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        (id, values)
    }

    async fn call(&self, hook: &str, body: &str) -> StatusCode {
        let request = Request::post(hook).body(Body::from(format!("{body}{TOKEN}"))).unwrap();
        self.router.clone().oneshot(request).await.unwrap().status()
    }

    /// The page once it says something.
    async fn until(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let mut page = String::new();
        for _ in 0..300 {
            page = self.page(path).await;
            if wanted(&page) {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{path} never said it: {page}")
    }

    async fn changes(&self) -> Vec<String> {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let all = audit::history(&mut tx, None, 100).await.unwrap();
        all.into_iter().rev().map(|it| format!("{} {} {}", it.actor, it.command, it.arguments)).collect()
    }
}

/// No secret, as it is or as HTML would show it.
fn keeps_secrets(page: &str) {
    for secret in [TOKEN, "abc\ndef", "geheim"] {
        assert!(!page.contains(secret), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_made_changed_and_stopped_by_form() {
    let (world, _) = post::world().await;
    let browser = Browser::open_in(world, Role::Admin).await;
    let list = browser.page("/admin/connections").await;
    assert!(
        list.contains("Nothing is connected yet") && list.contains("/admin/connections/new/post"),
        "{list}"
    );
    let form = browser.page("/admin/connections/new/post").await;
    for asked in
        ["Office", "Its name, as on the sign.", "type=\"password\"", "<textarea", "<select", "optional"]
    {
        assert!(form.contains(asked), "{asked}: {form}");
    }

    // what cannot be right is said beside its field; what was typed stays, what is secret does not
    for (fields, wanted) in [
        (vec![("s-office", "Main")], "still needed: Token (token)"),
        (vec![("s-office", "Main"), ("s-token", "geheim")], "Token (token) must begin with tok-"),
        (
            vec![("s-office", "Main"), ("s-token", TOKEN), ("s-way", "pigeons")],
            "Way (way) must be one of: calls, waits",
        ),
        (
            vec![("s-office", "Main"), ("s-token", TOKEN), ("name", "a\nb")],
            "a connection&#39;s name has 1 to 60 characters",
        ),
    ] {
        let answer = browser.send("/admin/connections/new/post", &fields).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = text(answer).await;
        assert!(page.contains(wanted) && page.contains("role=\"alert\""), "{wanted}: {page}");
        assert!(page.contains("value=\"Main\""), "{page}");
        keeps_secrets(&page);
    }

    let path = browser.connect("Post").await;
    let again = browser
        .send("/admin/connections/new/post", &[("name", "Post"), ("s-office", "x"), ("s-token", TOKEN)])
        .await;
    assert!(text(again).await.contains("there is a connection “Post” to post already"));
    let page = browser.page(&path).await;
    assert!(page.contains("set up, nothing heard yet") && page.contains("standing quiet"), "{page}");
    assert!(page.contains("Main &lt;office&gt;") || page.contains("Main &#60;office&#62;"), "{page}");
    assert!(page.contains("Set. Leave empty to keep.") && page.contains("/hooks/post/"), "{page}");
    assert!(page.contains("commands, calls"), "the manifest: {page}");
    keeps_secrets(&page);

    // left empty, secrets stay; a box takes one away
    let saved = browser.send(&path, &[("s-office", "Side"), ("s-token", ""), ("s-key", "")]).await;
    assert!(browser.follow(saved).await.contains("Saved."));
    let (id, values) = browser.told(&path).await;
    assert_eq!(values["office"], "Side");
    assert_eq!((values["token"].as_str(), values["key"].as_str()), (TOKEN, KEY));
    let same = browser.send(&path, &[("s-office", "Side")]).await;
    assert!(browser.follow(same).await.contains("Nothing of it was new."));
    let cleared =
        browser.send(&path, &[("s-office", "Side"), ("clear-key", "yes"), ("clear-token", "yes")]).await;
    assert_eq!(cleared.status(), StatusCode::UNPROCESSABLE_ENTITY, "the token is needed");
    let cleared = browser.send(&path, &[("s-office", "Side"), ("clear-key", "yes")]).await;
    assert!(browser.follow(cleared).await.contains("Saved."));
    assert!(!browser.told(&path).await.1.contains_key("key"));

    let paused = browser.send(&format!("{path}/pause"), &[("paused", "yes")]).await;
    assert!(browser.follow(paused).await.contains("Paused: nothing is taken in"));
    assert!(browser.page("/admin/connections").await.contains("standing paused"));
    let mut tx = browser.world.app.db.begin(browser.world.tenant, Actor::system("test")).await.unwrap();
    assert!(connections::by_id(&mut tx, id).await.unwrap().unwrap().paused);
    tx.commit().await.unwrap();
    let resumed = browser.send(&format!("{path}/pause"), &[("paused", "no")]).await;
    assert!(browser.follow(resumed).await.contains("It goes on."));

    let changes = browser.changes().await;
    let words = changes.join("\n");
    for wanted in ["connection add", "connection set", "connection pause", "connection resume"] {
        assert!(words.contains(wanted) && words.contains("admin"), "{wanted}: {words}");
    }
    assert_eq!(changes.len(), 5, "what changes nothing is not noted: {words}");
    keeps_secrets(&words);
}

#[tokio::test(flavor = "multi_thread")]
async fn for_others_there_is_nothing() {
    let (world, _) = post::world().await;
    let mut browser = Browser::open_in(world, Role::Admin).await;
    let path = browser.connect("Post").await;
    for role in [Role::Viewer, Role::Member, Role::Manager] {
        browser.sign_in(role).await;
        for page in ["/admin", "/admin/connections", "/admin/connections/new/post", &path, "/admin/queue"] {
            let answer = browser.look("en", page).await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{page} as {role:?}");
            assert!(!text(answer).await.contains("href=\"/admin"), "{page} as {role:?}");
        }
        for (to, fields) in [
            ("/admin/connections/new/post".to_owned(), vec![("s-office", "x"), ("s-token", TOKEN)]),
            (path.clone(), vec![("s-office", "x")]),
            (format!("{path}/pause"), vec![("paused", "yes")]),
            (format!("{path}/test"), vec![]),
            (format!("/admin/queue/message/{}", Uuid::nil()), vec![("decision", "again")]),
            (format!("/admin/queue/event/{}", Uuid::nil()), vec![]),
        ] {
            assert_eq!(browser.send(&to, &fields).await.status(), StatusCode::NOT_FOUND, "{to} as {role:?}");
        }
        assert!(!browser.page("/me").await.contains("href=\"/admin"));
    }
    browser.sign_in(Role::Owner).await;
    assert!(browser.page("/me").await.contains("href=\"/admin/connections\""));
    // another site's form does nothing
    for to in [format!("{path}/pause"), path.clone(), format!("{path}/test")] {
        let refused = browser.form(&to, "paused=yes&csrf=00&s-office=evil").await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{to}");
    }
    assert_eq!(browser.told(&path).await.1["office"], "Main <office>");
    for nowhere in
        ["/admin/connections/x", &format!("/admin/connections/{}", Uuid::nil()), "/admin/connections/new/web"]
    {
        assert_eq!(browser.look("en", nowhere).await.status(), StatusCode::NOT_FOUND, "{nowhere}");
    }
    browser.cookie.clear();
    assert_eq!(browser.look("en", "/admin/queue").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_says_what_to_mend() {
    let (world, _) = post::world().await;
    let browser = Browser::open_in(world, Role::Admin).await;
    let path = browser.connect("Post").await;
    let (id, _) = browser.told(&path).await;
    let good = text(browser.send(&format!("{path}/test"), &[]).await).await;
    for wanted in [
        "The office knows the token",
        "A call without the platform&#39;s proof is turned away",
        "No public address is set",
        "Nothing has come in yet",
    ] {
        assert!(good.contains(wanted), "{wanted}: {good}");
    }
    // a wrong secret is no silence
    let page = browser.page(&path).await;
    let hook = page.split("translate=\"no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let unsigned = Request::post(hook.as_str()).body(Body::from("hello")).unwrap();
    assert_eq!(browser.router.clone().oneshot(unsigned).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let told = text(browser.send(&format!("{path}/test"), &[]).await).await;
    assert!(told.contains("Calls have come whose proof is wrong (1)"), "{told}");
    assert_eq!(browser.call(&hook, "good day").await, StatusCode::OK);
    let told = text(browser.send(&format!("{path}/test"), &[]).await).await;
    assert!(!told.contains("whose proof is wrong"), "{told}");
    // trouble that is mended is known to be
    let mut tx = browser.world.app.db.begin(browser.world.tenant, Actor::system("test")).await.unwrap();
    connections::trouble(&mut tx, id, "token <revoked>").await.unwrap();
    tx.commit().await.unwrap();
    let list = browser.page("/admin/connections").await;
    assert!(
        list.contains("standing trouble") && list.contains("token &lt;revoked&gt;")
            || list.contains("token &#60;revoked&#62;"),
        "{list}"
    );
    browser.send(&format!("{path}/test"), &[]).await;
    assert!(!browser.page("/admin/connections").await.contains("standing trouble"));

    browser.follow(browser.send(&path, &[("s-office", "x"), ("s-token", "tok-revoked")]).await).await;
    let ja = Request::post(format!("{path}/test"))
        .header(header::COOKIE, &browser.cookie)
        .header(header::ACCEPT_LANGUAGE, "ja")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={}", browser.csrf)))
        .unwrap();
    let bad = text(browser.router.clone().oneshot(ja).await.unwrap()).await;
    assert!(
        bad.contains("トークンが取り消されています") && bad.contains("郵便局 › 鍵 › 新しいトークン"),
        "{bad}"
    );
    keeps_secrets(&bad);
    // opened by its address, the test leads to the connection
    let back = browser.look("en", &format!("{path}/test")).await;
    assert_eq!(back.headers()[header::LOCATION], path.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_put_aside_is_read_once_more_and_recorded_once() {
    let (world, post) = post::world().await;
    let browser = Browser::open_in(world, Role::Admin).await;
    let path = browser.connect("Post").await;
    let page = browser.page(&path).await;
    let hook = page.split("translate=\"no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(browser.call(&hook, "good day").await, StatusCode::OK);
    for torn in ["?one <script>", "?two", "?three"] {
        assert_eq!(browser.call(&hook, torn).await, StatusCode::OK);
    }
    let queue = browser.until("/admin/queue", |page| page.matches("/dismiss\"").count() >= 3).await;
    assert!(queue.contains("?one &lt;script&gt;") || queue.contains("?one &#60;script&#62;"), "{queue}");
    assert!(!queue.contains("<script>") && !queue.contains("torn <b>"), "{queue}");
    keeps_secrets(&queue);
    browser
        .until("/admin/connections", |page| page.contains("standing working") && page.contains("To decide 3"))
        .await;
    let answered = browser.page(&format!("{path}?account=w-1")).await;
    assert!(answered.contains("Wanda Writer") && answered.contains("recorded: 1"), "{answered}");
    assert!(
        browser.page(&format!("{path}?account=nobody")).await.contains("Nothing has come from this account")
    );

    let first = queue.split("/admin/queue/event/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // still torn: it comes back
    let again = browser.send(&format!("/admin/queue/event/{first}"), &[]).await;
    assert!(browser.follow(again).await.contains("Tried once more."));
    browser.until("/admin/queue", |page| page.matches("/dismiss\"").count() >= 3).await;

    // one that nobody will ever read is set aside for good
    assert_eq!(browser.call(&hook, "?four").await, StatusCode::OK);
    let queue = browser.until("/admin/queue", |page| page.contains("?four")).await;
    let four = queue.split("?four").nth(1).unwrap().split("/admin/queue/event/").nth(1).unwrap();
    let four = four.split('"').next().unwrap().to_owned();
    let gone = browser.send(&format!("/admin/queue/event/{four}/dismiss"), &[]).await;
    let queue = browser.follow(gone).await;
    assert!(queue.contains("Set aside for good.") && !queue.contains("?four"), "{queue}");
    let late = browser.send(&format!("/admin/queue/event/{four}/dismiss"), &[]).await;
    assert!(browser.follow(late).await.contains("Nothing was done"));

    post.reads_all.store(true, Ordering::Relaxed);
    let (id, _) = browser.told(&path).await;
    let all = browser.send(&format!("/admin/queue/connection/{id}"), &[]).await;
    assert!(browser.follow(all).await.contains("Tried once more."));
    browser.until("/admin/queue", |page| page.contains("Everything that came in is recorded.")).await;
    let late = browser.send(&format!("/admin/queue/event/{first}"), &[]).await;
    assert!(browser.follow(late).await.contains("Nothing was done"));
    // and the platform sends it once more
    assert_eq!(browser.call(&hook, "?two").await, StatusCode::OK);
    browser.until(&path, |page| page.contains("<dt>Waiting to be recorded</dt><dd>0</dd>")).await;
    let mut tx = browser.world.app.db.begin(browser.world.tenant, Actor::system("test")).await.unwrap();
    let said = conversations::messages(&mut tx, None, None, None, 100).await.unwrap();
    let mut letters: BTreeMap<String, usize> = BTreeMap::new();
    for message in said.into_iter().filter(|it| it.text.starts_with('?')) {
        *letters.entry(message.text).or_default() += 1;
    }
    assert_eq!(letters.into_values().collect::<Vec<_>>(), [1, 1, 1]);
    tx.commit().await.unwrap();
    let changes = browser.changes().await.join("\n");
    assert!(changes.matches("queue replay").count() == 2, "{changes}");
    assert!(changes.matches("queue dismiss").count() == 1, "{changes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_decides_about_messages_in_doubt() {
    let (world, _) = post::world().await;
    let browser = Browser::open_in(world, Role::Admin).await;
    let path = browser.connect("Post").await;
    let (id, _) = browser.told(&path).await;
    let told = [("One **letter**", true), ("Two", true), ("Three", false)];
    let messages = browser.world.troubled(id, &told).await;
    let queue = browser.page("/admin/queue").await;
    assert!(queue.contains("One letter") && queue.contains("May have arrived"), "{queue}");
    assert!(queue.contains("Did not arrive") && queue.contains("#counter"), "{queue}");
    assert!(browser.page("/admin/connections").await.contains("To decide 3"));
    let to = |n: usize| format!("/admin/queue/message/{}", messages[n]);
    let nothing = browser.send(&to(0), &[("decision", "burn it")]).await;
    assert_eq!(nothing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for (n, decision, said) in
        [(0, "arrived", "Noted: it arrived."), (1, "again", "It is sent again."), (2, "give-up", "Given up")]
    {
        let decided = browser.send(&to(n), &[("decision", decision)]).await;
        assert!(browser.follow(decided).await.contains(said), "{decision}");
        let late = browser.send(&to(n), &[("decision", "give-up")]).await;
        assert!(browser.follow(late).await.contains("Nothing was done"), "{decision}");
    }
    browser.until("/admin/queue", |page| page.contains("Nothing has to be decided.")).await;
    // the one that was to go again has gone
    browser.until(&path, |page| page.contains("<dt>Waiting to be sent</dt><dd>0</dd>")).await;
    let page = browser.page(&path).await;
    assert!(page.contains("<dt>Failed or in doubt</dt><dd>0</dd>"), "{page}");
    let changes = browser.changes().await.join("\n");
    assert_eq!(changes.matches("queue decide").count(), 3, "{changes}");
    // another name, and none at all without a tick
    let renamed = browser.send(&format!("{path}/rename"), &[("name", " Letters ")]).await;
    let page = browser.follow(renamed).await;
    assert!(page.contains("Renamed.") && page.contains("<bdi>Letters</bdi>"), "{page}");
    let unsure = browser.send(&format!("{path}/remove"), &[]).await;
    assert_eq!(unsure.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // what waits is counted, with where it waits
    browser.send(&format!("{path}/pause"), &[("paused", "yes")]).await;
    browser.world.waiting(id).await;
    let queue = browser.page("/admin/queue").await;
    assert!(queue.contains("Messages that wait to be sent") && queue.contains("Waiting: 1."), "{queue}");
    assert!(!queue.contains("Nothing has to be decided."), "{queue}");
    let removed = browser.send(&format!("{path}/remove"), &[("sure", "yes")]).await;
    let page = browser.follow(removed).await;
    assert!(page.contains("its secrets are forgotten") && page.contains("not set up"), "{page}");
    assert!(browser.told(&path).await.1.is_empty());
    assert!(!browser.page("/admin/queue").await.contains("Messages that wait to be sent"));
}
