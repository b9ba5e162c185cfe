//! The pages that are read, through the real router: conversations, threads, search, cards.

use axum::http::{StatusCode, header};
use chrono::TimeDelta;
use crm::{
    Actor, ConversationId, Role, TenantId,
    accounts::{self},
    conversations,
    persons::Found,
    record::{self, Did, Incoming, Timing},
    users::{self, Redeemed},
};

use crate::{
    page::{Browser, text},
    world::{self, World, act, noon, words},
};

/// The conversation of this name.
pub(crate) async fn room(world: &World, tenant: TenantId, name: &str) -> ConversationId {
    let mut tx = world.app.db.begin(tenant, Actor::system("test")).await.unwrap();
    match conversations::refer(&mut tx, name).await.unwrap() {
        Found::One(room) => room.id,
        other => panic!("{name}: {other:?}"),
    }
}

/// A channel with a thread, an edit, a deletion, a join, code and mark-up, the owner's own words, and a
/// long past.
pub(crate) async fn talked(world: &World) -> ConversationId {
    let at = |n: i64| noon() - TimeDelta::days(2) + TimeDelta::seconds(n);
    let say = |who: (&str, &str), n: i64, words: &str| {
        act(who.0, who.1, Some("help"), "message", Some(words), at(n))
    };
    let (mei, bob, staff) = (("u7", "Mei Hayashi"), ("u8", "<b>Bob</b>"), ("u9", "Sora"));
    let reply = |n: i64, words: &str, to: i64| Incoming {
        thread: Some(at(to).timestamp_micros().to_string()),
        ..say(bob, n, words)
    };
    let mut said: Vec<Incoming> = (0..130).map(|n| say(mei, n - 90_000, &format!("old line {n}"))).collect();
    said.extend([
        act("u8", "<b>Bob</b>", Some("help"), "join", None, at(1)),
        say(mei, 2, "How do I raise the rate limit? See https://docs.example.com/limits."),
        say(mei, 3, "```rust\nlet limit = \"<script>alert(1)</script>\";\n```"),
        say(bob, 4, "<img src=x onerror=alert(1)> 料金プランは？"),
        say(staff, 5, "I can help with the quota"),
        reply(60, "answer one", 2),
        reply(61, "answer two", 2),
        say(bob, 70, "typo"),
        say(bob, 80, "never mind"),
    ]);
    said.push(Incoming { did: Did::Edit { text: "no typo".to_owned() }, ..say(bob, 70, "") });
    said.push(Incoming { did: Did::Delete, ..say(bob, 80, "") });
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let rows = record::record(&mut tx, &world.slack, &said, Timing::Live).await.unwrap();
    let owner = users::named(&mut tx, Some("owner")).await.unwrap().unwrap();
    accounts::link(&mut tx, rows[134].account.unwrap(), owner.id).await.unwrap();
    tx.commit().await.unwrap();
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    rows[134].conversation.unwrap()
}

/// The page at this address, looked over as every page is.
pub(crate) async fn page_of(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert!(
        answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'")
    );
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{path}");
    let page = text(answer).await;
    for never in ["<script>", "<img", "<b>Bob", "style=", "onclick"] {
        assert!(!page.contains(never), "{path} has {never}: {page}");
    }
    page
}

/// The first address in `page` that begins so.
pub(crate) fn address<'p>(page: &'p str, begins: &str) -> &'p str {
    let at = page.find(&format!("href=\"{begins}")).unwrap_or_else(|| panic!("{begins} in {page}")) + 6;
    page[at..].split('"').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_listed_the_latest_first() {
    let browser = Browser::open(Role::Viewer).await;
    assert!(page_of(&browser, "/r").await.contains("enishi import"), "an empty list says how to fill it");
    let help = talked(&browser.world).await;
    let later = act("u7", "Mei Hayashi", Some("zatsudan"), "message", Some("こんにちは"), noon());
    let world = &browser.world;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &[later], Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    // talk with the bot is not in the list
    let said = r#"{"id":"one","text":"whoami"}"#;
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::ACCEPTED);
    browser.stream("", 2).await;
    let list = page_of(&browser, "/r").await;
    let (first, second) = (list.find("#zatsudan").unwrap(), list.find("#help").unwrap());
    assert!(first < second, "{list}");
    assert!(list.contains("2 conversations") && list.contains("137 messages"), "{list}");
    assert!(
        list.contains("Mei Hayashi") && list.contains("no typo") && !list.contains("never mind"),
        "{list}"
    );
    assert!(list.contains(&format!("/r/{help}#end")));
    let ja = text(browser.get_as_reader_of("ja", "/r?q=ＨＥＬＰ").await).await;
    assert!(ja.contains("会話1件") && ja.contains("メッセージ137件") && !ja.contains("zatsudan"), "{ja}");
    assert!(page_of(&browser, "/r?q=nothing%25").await.contains("No conversation fits"));
    assert!(page_of(&browser, "/r?q=%22%3E%3Cscript%3E").await.contains("&#34;&#62;&#60;script"), "escaped");
    for far in ["9", "999999999999999999", "18446744073709551615"] {
        assert!(page_of(&browser, &format!("/r?page={far}")).await.contains("nothing on this page"), "{far}");
    }
    for first in ["0", "-1", "x", "99999999999999999999999"] {
        assert!(page_of(&browser, &format!("/r?page={first}")).await.contains("#help"), "{first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_read_page_by_page() {
    let browser = Browser::open(Role::Owner).await;
    let room = talked(&browser.world).await;
    let latest = page_of(&browser, &format!("/r/{room}")).await;
    assert!(latest.contains("old line 129") && !latest.contains("old line 60"), "{latest}");
    assert!(latest.contains("&#60;img src=x onerror=alert(1)&#62; 料金プランは？"), "{latest}");
    assert!(latest.contains("<pre tabindex=\"0\"><code>let limit = &#34;&#60;script"), "{latest}");
    assert!(latest.contains("<a href=\"https://docs.example.com/limits\" rel=\"noopener"), "{latest}");
    assert!(
        latest.contains("edited")
            && latest.contains("This message was deleted.")
            && latest.contains(" joined")
    );
    assert!(!latest.contains("never mind") && latest.contains("<li class=\"group own\">"), "{latest}");
    // what was answered in a thread is counted, not shown
    assert!(latest.contains("2 replies") && !latest.contains("answer one"), "{latest}");
    let thread = page_of(&browser, address(&latest, &format!("/r/{room}/t/"))).await;
    assert!(thread.contains("raise the rate limit") && thread.contains("answer two"), "{thread}");
    assert!(!thread.contains("old line") && thread.contains("2 replies"), "{thread}");
    // back to the beginning, every line once
    let mut seen = Vec::new();
    let mut page = latest;
    loop {
        seen.extend(
            page.match_indices("old line ")
                .map(|(at, _)| page[at + 9..].split('<').next().unwrap().trim().parse::<u32>().unwrap()),
        );
        if !page.contains("?before=") {
            break;
        }
        page =
            page_of(&browser, address(&page, &format!("/r/{room}?before=")).split('#').next().unwrap()).await;
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..130).collect::<Vec<_>>());
    let on = page_of(&browser, address(&page, &format!("/r/{room}?after="))).await;
    assert!(on.contains("?before=") && on.contains("?after="), "{on}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_shown_in_its_place() {
    let browser = Browser::open(Role::Viewer).await;
    let room = talked(&browser.world).await;
    let latest = page_of(&browser, &format!("/r/{room}")).await;
    let message = address(&latest, "/a/A-").split('#').next().unwrap();
    let led = browser.get(message).await;
    assert_eq!(led.status(), StatusCode::SEE_OTHER);
    let to = led.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let code = message.rsplit('/').next().unwrap();
    assert_eq!(to, format!("/r/{room}?at={code}#{code}"));
    let shown = page_of(&browser, to.split('#').next().unwrap()).await;
    assert!(shown.contains(&format!("here\" id=\"{code}\" aria-current=\"true\"")), "{shown}");
    assert!(shown.contains("?before=") && shown.contains("?after="), "{shown}");
    // an answer is shown in its thread
    let thread = page_of(&browser, address(&latest, &format!("/r/{room}/t/"))).await;
    let answer = thread.split("replies\">2 replies").nth(1).unwrap();
    let answer = address(answer, "/a/A-").split('#').next().unwrap();
    let led = browser.get(answer).await.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert!(led.starts_with(&format!("/r/{room}/t/A-")), "{led}");
    let shown = page_of(&browser, led.split('#').next().unwrap()).await;
    assert!(shown.contains("answer one") && shown.contains("aria-current=\"true\""), "{shown}");
    // a sign-up was in no conversation
    let alone = page_of(&browser, "/a/A-1").await;
    assert!(alone.contains("sign-up") && alone.contains("Kenji") && alone.contains("/p/P-"), "{alone}");
    for nowhere in ["/a/A-99999", "/a/P-1", "/a/x", "/a/A-99999999999999999999", "/a/%3Cb%3E"] {
        let answer = browser.get(nowhere).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{nowhere}");
        assert!(text(answer).await.contains("Not found"), "{nowhere}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_addresses_lead_nowhere() {
    let browser = Browser::open(Role::Owner).await;
    let room = talked(&browser.world).await;
    for nowhere in [
        "/r/x".to_owned(),
        "/r/00000000-0000-0000-0000-000000000000".to_owned(),
        format!("/r/{room}/t/A-99999"),
        format!("/r/{room}/t/A-1"),
        format!("/r/{room}/t/x"),
        "/p/P-99999".to_owned(),
        "/p/C-1".to_owned(),
        "/p/x".to_owned(),
        "/c/C-99".to_owned(),
        "/c/P-1".to_owned(),
        "/p/P-99999999999999999999".to_owned(),
    ] {
        assert_eq!(browser.get(&nowhere).await.status(), StatusCode::NOT_FOUND, "{nowhere}");
    }
    // marks that are none are not heard; marks elsewhere find nothing
    for mark in ["at=x", "before=P-1", "after=", "at=A-99999999999999999999"] {
        assert!(page_of(&browser, &format!("/r/{room}?{mark}")).await.contains("I can help"), "{mark}");
    }
    for mark in ["at=A-1", "before=A-999999", "after=A-1"] {
        let page = page_of(&browser, &format!("/r/{room}?{mark}")).await;
        assert!(page.contains("Nothing to read here"), "{mark}: {page}");
    }
    let ja = text(browser.get_as_reader_of("ja", "/r/x").await).await;
    assert!(ja.contains("見つかりません") && ja.contains("<html lang=\"ja\">"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_what_is_hidden_or_anothers() {
    let mut browser = Browser::open(Role::Owner).await;
    let world = &browser.world;
    let room = talked(world).await;
    let other = world::tenant(&world.test, "other").await;
    let link = {
        let mut tx = world.app.db.begin(other, Actor::system("test")).await.unwrap();
        let owner = users::named(&mut tx, Some("owner")).await.unwrap().unwrap();
        let token = users::sign_in_link(&mut tx, &owner).await.unwrap();
        tx.commit().await.unwrap();
        format!("/signin/other/{token}")
    };
    let latest = page_of(&browser, &format!("/r/{room}")).await;
    let message = address(&latest, "/a/A-").to_owned();
    let thread = address(&latest, &format!("/r/{room}/t/")).to_owned();
    let person = address(&latest, "/p/P-").to_owned();
    let paths = [format!("/r/{room}"), thread, message.split('#').next().unwrap().to_owned()];
    // somebody of another tenant
    let signed_in = browser.enter(&link, "same-origin").await;
    let mine = browser.cookie.clone();
    browser.cookie =
        signed_in.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    for path in paths.iter().chain([&person]) {
        assert_eq!(browser.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for list in ["/people", "/organizations", "/duplicates"] {
        let page = page_of(&browser, list).await;
        assert!(!page.contains("<h2><a href"), "{list}: {page}");
    }
    assert!(page_of(&browser, "/r").await.contains("enishi import"));
    assert!(!page_of(&browser, "/search?q=quota").await.contains("I can help"));
    // what a few held among themselves: for those who took part, and administrators
    browser.cookie = mine;
    let world = &browser.world;
    let told = Incoming {
        place: Some(record::Place {
            external_id: "G1".to_owned(),
            name: Some("whispers".to_owned()),
            kind: "group",
        }),
        ..act("u7", "Mei Hayashi", None, "message", Some("the quota is a secret"), noon())
    };
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let rows = record::record(&mut tx, &world.slack, &[told], Timing::Historical).await.unwrap();
    tx.commit().await.unwrap();
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    let secret = format!("/r/{}", rows[0].conversation.unwrap());
    let message = address(&page_of(&browser, &secret).await, "/a/A-").split('#').next().unwrap().to_owned();
    let thread = format!("{secret}/t/{}", message.rsplit('/').next().unwrap());
    assert!(page_of(&browser, "/r").await.contains("whispers"));
    let signed_in = browser.enter(&browser.link(Role::Manager).await, "same-origin").await;
    browser.cookie =
        signed_in.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    for path in [&secret, &message, &thread] {
        assert_eq!(browser.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/r", "/r?q=whispers", "/search?q=quota", &person] {
        let page = page_of(&browser, path).await;
        assert!(!page.contains("#whispers") && !page.contains("a secret"), "{path}: {page}");
    }
    assert!(page_of(&browser, "/search?q=quota").await.contains("I can help"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reader_has_a_page() {
    let mut browser = Browser::open(Role::Viewer).await;
    let mine = page_of(&browser, "/me").await;
    for wanted in [
        "<bdi>viewer</bdi>",
        "<dd>viewer</dd>",
        "English (from your browser)",
        "Asia/Tokyo (set for acme)",
        "set lang ja",
        "set tz",
        "None yet.",
        "Get a code",
        "action=\"/signout\"",
        "href=\"/me\" aria-current=\"page\"",
    ] {
        assert!(mine.contains(wanted), "{wanted}: {mine}");
    }
    assert!(!mine.contains("id=\"code\""), "{mine}");
    for path in ["/chat", "/r", "/search", "/c/C-1"] {
        assert!(text(browser.get(path).await).await.contains("href=\"/me\""), "{path}");
    }
    let ja = text(browser.get_as_reader_of("ja", "/me").await).await;
    for wanted in
        ["あなた", "閲覧者", "日本語（ブラウザーの設定）", "コードを発行", "連携済み", "サインアウト"]
    {
        assert!(ja.contains(wanted), "{wanted}: {ja}");
    }
    // what was chosen in the chat is shown, and whose accounts are linked
    talked(&browser.world).await;
    let world = &browser.world;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let viewer = users::named(&mut tx, Some("viewer")).await.unwrap().unwrap();
    users::set_lang(&mut tx, viewer.id, Some("ja")).await.unwrap();
    users::set_timezone(&mut tx, viewer.id, Some("Europe/Dublin")).await.unwrap();
    tx.commit().await.unwrap();
    let mine = page_of(&browser, "/me").await;
    assert!(mine.contains("<dd>日本語</dd>") && mine.contains("<dd>Europe/Dublin</dd>"), "{mine}");
    assert!(mine.contains("まだありません") && !mine.contains("Sora"), "{mine}");
    let signed_in = browser.enter(&browser.link(Role::Owner).await, "same-origin").await;
    browser.cookie =
        signed_in.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let owners = page_of(&browser, "/me").await;
    assert!(owners.contains("Sora") && owners.contains("Slack") && owners.contains("unlink"), "{owners}");
    assert_eq!(owners.matches("class=\"tag\"").count(), 1, "the page's own account is none: {owners}");
}

/// The code on a page.
fn code(page: &str) -> String {
    let code = page.split("translate=\"no\">").nth(1).unwrap_or_else(|| panic!("no code: {page}"));
    code.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_whoever_gets_it() {
    let browser = Browser::open(Role::Viewer).await;
    let world = &browser.world;
    // only our own form gets one
    for wrong in ["", "csrf=", "csrf=zz", "csrf=0000", "user=owner"] {
        let refused = browser.form("/me/code", wrong).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{wrong}");
        assert!(!text(refused).await.contains("translate"), "{wrong}");
    }
    let led = browser.get("/me/code").await;
    assert_eq!(
        (led.status(), &led.headers()[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/me".parse().unwrap())
    );
    // and whatever else it says, the code is the reader's
    let form = format!("csrf={}&user=owner", browser.csrf);
    let shown = browser.form("/me/code", &form).await;
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(shown.headers()[header::CACHE_CONTROL], "no-store");
    let page = text(shown).await;
    let first = code(&page);
    assert!(
        page.contains(&format!("say: <strong>link {first}</strong>. Good for 10 minutes, once.")),
        "{page}"
    );
    assert!(!page_of(&browser, "/me").await.contains(&first), "shown once");
    let second = code(&text(browser.form("/me/code", &form).await).await);
    assert_ne!(first, second);

    let said = act("u20", "Chat Me", Some("help"), "message", Some("hi"), noon());
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let viewer = users::named(&mut tx, Some("viewer")).await.unwrap().unwrap();
    let rows = record::record(&mut tx, &world.slack, &[said], Timing::Live).await.unwrap();
    let account = rows[0].account.unwrap();
    let wrong = users::redeem_link_code(&mut tx, account, &first).await.unwrap();
    assert!(matches!(wrong, Redeemed::Wrong { .. }), "the earlier one is no longer good: {wrong:?}");
    let redeemed = users::redeem_link_code(&mut tx, account, &second).await.unwrap();
    assert_eq!(redeemed, Redeemed::Linked(viewer.id));
    tx.commit().await.unwrap();
    let mine = page_of(&browser, "/me").await;
    assert!(mine.contains("Chat Me") && !mine.contains(&second), "{mine}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_a_page() {
    let browser = Browser::open(Role::Viewer).await;
    let room = talked(&browser.world).await;
    let latest = page_of(&browser, &format!("/r/{room}")).await;
    let person = address(&latest, "/p/P-").to_owned();
    let card = page_of(&browser, &person).await;
    assert!(
        card.contains("Mei Hayashi") && card.contains("Timeline") && card.contains("raise the rate"),
        "{card}"
    );
    assert_eq!(card.matches("raise the rate limit").count(), 1, "{card}");
    let ja = text(browser.get_as_reader_of("ja", &person).await).await;
    assert!(ja.contains("活動履歴") && ja.contains("関係"), "{ja}");
    let written = person.replace("/p/P-", "/p/p");
    assert_eq!(browser.get(&written).await.headers()[header::LOCATION], person.as_str());
    let campaign = page_of(&browser, "/c/C-1").await;
    assert!(campaign.contains("Spring Hackathon"), "{campaign}");
    // codes in an answer lead to their pages
    let said = r#"{"id":"one","text":"person find Tanaka"}"#;
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::ACCEPTED);
    let events = browser.stream("", 2).await;
    assert!(events[1]["html"].as_str().unwrap().contains("href=\"/p/P-"), "{}", events[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_reads_nothing() {
    let browser = Browser::at_the_door(false).await;
    let room = talked(&browser.world).await;
    for path in ["/r", "/search?q=limit", "/p/P-1", "/c/C-1", "/a/A-1", &format!("/r/{room}"), "/r/x", "/me"]
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store", "{path}");
        let page = text(answer).await;
        assert!(page.contains("enishi link") && !page.contains("Mei"), "{path}: {page}");
    }
}

/// Three messages, the second of which came with a time that cannot be.
async fn with_an_odd_time(world: &World) -> ConversationId {
    let told = Some("2286-11-20T17:46:39Z".parse().unwrap());
    let said = |n: i64, words: &str, told| Incoming {
        told,
        ..act("u7", "Mei Hayashi", Some("help"), "message", Some(words), noon() - TimeDelta::minutes(n))
    };
    let said = [said(9, "before", None), said(5, "from the future", told), said(1, "after", None)];
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let rows = record::record(&mut tx, &world.slack, &said, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    rows[1].conversation.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_is_that_of_receipt_says_so() {
    let (en, ja) =
        ("the platform gave one that cannot be right", "プラットフォームの示した時刻が正しくないため");
    let browser = Browser::open_in(world::empty().await, Role::Viewer).await;
    let room = format!("/r/{}", with_an_odd_time(&browser.world).await);
    let page = page_of(&browser, &room).await;
    assert_eq!(page.matches(&format!("time of receipt: {en}")).count(), 1, "{page}");
    let page = text(browser.get_as_reader_of("ja", &room).await).await;
    assert_eq!(page.matches(&format!("受信時刻（{ja}）")).count(), 1, "{page}");

    let world = world::empty().await;
    with_an_odd_time(&world).await;
    let card = words(&world.ask(Role::Viewer, "A-2").await);
    assert!(card.contains("from the future") && card.contains(&format!("as received: {en}")), "{card}");
    let card = words(&world.ask(Role::Viewer, "A-2を見せて").await);
    assert!(card.contains(&format!("受信時刻です（{ja}）")), "{card}");
    let card = words(&world.ask(Role::Viewer, "A-1").await);
    assert!(card.contains("before") && !card.contains("as received"), "{card}");
}
