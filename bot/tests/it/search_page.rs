//! The page that searches: its address, and what may be meant.

use axum::http::StatusCode;
use crm::Role;

use crate::{
    page::{Browser, text},
    reading::{address, page_of, talked},
};

#[tokio::test(flavor = "multi_thread")]
async fn search_has_an_address() {
    let browser = Browser::open(Role::Viewer).await;
    talked(&browser.world).await;
    let found = page_of(&browser, "/search?q=rate+limit").await;
    assert!(
        found.contains("raise the <mark>rate</mark> <mark>limit</mark>")
            && found.contains("value=\"rate limit\""),
        "{found}"
    );
    assert!(address(&found, "/a/A-").contains("#A-"));
    assert!(!found.contains("data-token"), "nothing to press: {found}");
    let ja = text(browser.get_as_reader_of("ja", "/search?q=%E6%96%99%E9%87%91").await).await;
    assert!(ja.contains("<mark>料金</mark>プランは？") && ja.contains("1件"), "{ja}");
    // understood as in the chat
    let old = page_of(&browser, "/search?q=rate+limit+in+2019").await;
    assert!(!old.contains("raise the"), "{old}");
    assert!(page_of(&browser, "/search").await.contains("autofocus"));
    // how to search is shown where there is nothing else to look at
    for (path, open) in [("", true), ("?q=zzzzqqq", true), ("?q=rate+limit", false)] {
        let page = page_of(&browser, &format!("/search{path}")).await;
        assert_eq!(page.contains("<details class=\"ways\" open>"), open, "{path}: {page}");
        assert!(page.contains("pricing in:#support") && page.contains("lang%3Aja"), "{path}: {page}");
    }
    let ja = text(browser.get_as_reader_of("ja", "/search").await).await;
    assert!(ja.contains("料金 投稿者:田中") && ja.contains("検索のしかた"), "{ja}");
    for odd in ["%22", "-", "***", "%00", "a+OR+%28", "%F0%9F%98%80", "C-1+%3Cscript%3E"] {
        page_of(&browser, &format!("/search?q={odd}")).await;
    }
    for far in ["2", "0", "x", "99999999999999999999", "18446744073709551615"] {
        page_of(&browser, &format!("/search?q=old&page={far}")).await;
    }
    let long = browser.get(&format!("/search?q={}", "a".repeat(501))).await;
    assert_eq!(long.status(), StatusCode::BAD_REQUEST);
    assert!(text(long).await.contains("at most 500 characters"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_meant_is_a_link() {
    let browser = Browser::open(Role::Viewer).await;
    talked(&browser.world).await;
    for (typed, meant) in [
        ("limit+from%3ATanaka", "from%3AP-"),
        ("rate+limit+by+Tanaka+in+2025", "from%3AP-"),
        ("in%3Ahelp+limit+person%3ATanaka", "in%3Ahelp%20person%3AP-"),
    ] {
        let asked = page_of(&browser, &format!("/search?q={typed}")).await;
        assert!(asked.contains("may mean more than one person"), "{typed}: {asked}");
        assert!(!asked.contains("data-token"), "{typed}: {asked}");
        let choice = address(asked.split("class=\"choices\"").nth(1).unwrap(), "/search?q=");
        assert!(choice.starts_with(&format!("/search?q={meant}")), "{typed}: {choice}");
        assert!(
            choice.contains("limit") && choice.contains("in%202025") == typed.contains("2025"),
            "{choice}"
        );
        assert_eq!(asked.matches("<li><a href=\"/search?q=").count(), 2, "{typed}: {asked}");
        let chosen = page_of(&browser, choice).await;
        assert!(!chosen.contains("choices") && !chosen.contains("may mean"), "{choice}: {chosen}");
        assert!(chosen.contains("No message"), "{choice}: {chosen}");
    }
    let ja = text(browser.get_as_reader_of("ja", "/search?q=limit+from%3ATanaka").await).await;
    assert!(ja.contains("どちらですか") && ja.contains("<ul class=\"choices\">"), "{ja}");
    // what the chat has asked is no question of the page
    let said = r#"{"id":"one","text":"person show Tanaka"}"#;
    assert_eq!(browser.post(&browser.csrf, said).await.status(), StatusCode::ACCEPTED);
    let events = browser.stream("", 2).await;
    assert!(events[1]["html"].as_str().unwrap().contains("data-token"), "{}", events[1]);
    assert!(!page_of(&browser, "/search?q=rate+limit").await.contains("choices"));
    // and the page leaves the chat's question open
    let one = r#"{"id":"two","text":"1"}"#;
    assert_eq!(browser.post(&browser.csrf, one).await.status(), StatusCode::ACCEPTED);
    let events = browser.stream("", 4).await;
    assert!(events[3]["html"].as_str().unwrap().contains("person show P-"), "{}", events[3]);
}
