//! The pages that list people, organizations and pairs that may be one person, through the real router.

use axum::http::StatusCode;
use bot::gateway::matching;
use crm::{
    Actor, Role,
    organizations::{self, NewOrganization},
    persons::{self, NewPerson},
};

use crate::{
    page::{Browser, text},
    world::{self, World},
};

async fn named(world: &World, names: &[String]) {
    let person = |name: &String| NewPerson {
        name: name.clone(),
        relationship: "developer".to_owned(),
        ..NewPerson::default()
    };
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    persons::add(&mut tx, &names.iter().map(person).collect::<Vec<_>>()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn page_of(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    text(answer).await
}

/// How many lines lead to a page below `begins`.
fn lines(page: &str, begins: &str) -> usize {
    page.matches(&format!("<h2><a href=\"{begins}")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_listed_searched_and_paged() {
    let browser = Browser::open(Role::Viewer).await;
    let all = page_of(&browser, "/people").await;
    assert!(
        all.contains("田中 太郎") && all.contains("href=\"/p/P-3\"") && all.contains("5 people"),
        "{all}"
    );
    assert!(all.contains("<a href=\"/people\" aria-current=\"page\">"), "{all}");
    for (q, found) in
        [("%E7%94%B0%E4%B8%AD", 2), ("tanaka", 2), ("has%3Aemail", 0), ("relationship%3Adeveloper", 5)]
    {
        let page = page_of(&browser, &format!("/people?q={q}")).await;
        assert_eq!(lines(&page, "/p/P-"), found, "{q}: {page}");
        assert_eq!(page.contains("Nothing fits this"), found == 0, "{q}: {page}");
    }
    // what cannot be read says why
    let page = page_of(&browser, "/people?q=shoe%3A44").await;
    assert!(page.contains("I know no condition “shoe:”") && lines(&page, "/p/P-") == 0, "{page}");
    let escaped = page_of(&browser, "/people?q=%22%3E%3Cscript%3E").await;
    assert!(!escaped.contains("<script>"), "{escaped}");
    let ja = text(browser.get_as_reader_of("ja", "/people?q=tanaka").await).await;
    assert!(ja.contains("<h1>人</h1>") && ja.contains("2人") && ja.contains("組織:青空"), "{ja}");
    // a page at a time, nobody twice
    named(&browser.world, &(0..60).map(|n| format!("Many {n}")).collect::<Vec<_>>()).await;
    let first = page_of(&browser, "/people?q=many").await;
    assert!(first.contains("60 people") && first.contains("/people?q=many&amp;page=2"), "{first}");
    let second = page_of(&browser, "/people?q=many&page=2").await;
    assert_eq!((lines(&first, "/p/P-"), lines(&second, "/p/P-")), (50, 10));
    assert!(!second.contains("page=3") && second.contains("page=1"), "{second}");
    for far in ["3", "999999999999999999", "18446744073709551615"] {
        let page = page_of(&browser, &format!("/people?q=many&page={far}")).await;
        assert!(page.contains("There is nothing on this page"), "{far}: {page}");
    }
    for first in ["0", "-1", "x"] {
        assert_eq!(lines(&page_of(&browser, &format!("/people?page={first}")).await, "/p/P-"), 50, "{first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn organizations_are_listed_and_searched() {
    let browser = Browser::open(Role::Viewer).await;
    let none = page_of(&browser, "/organizations").await;
    assert!(none.contains("No organizations yet") && none.contains("add company"), "{none}");
    let company = |name: &str, kind: &str| NewOrganization {
        name: name.to_owned(),
        kind: kind.to_owned(),
        ..NewOrganization::default()
    };
    let world = &browser.world;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let some = [company("Acme & Sons", "company"), company("Rustaceans", "community")];
    organizations::add(&mut tx, &some).await.unwrap();
    tx.commit().await.unwrap();
    for (q, found, name) in [
        ("", 2, "Acme &#38; Sons"),
        ("acme", 1, "Acme &#38; Sons"),
        ("kind%3Acommunity", 1, "Rustaceans"),
        ("people%3E5", 0, "Nothing fits this"),
        ("staff%3A3", 0, "I know no condition “staff:”"),
    ] {
        let page = page_of(&browser, &format!("/organizations?q={q}")).await;
        assert_eq!(lines(&page, "/o/O-"), found, "{q}: {page}");
        assert!(page.contains(name), "{q}: {page}");
    }
    let ja = text(browser.get_as_reader_of("ja", "/organizations").await).await;
    assert!(ja.contains("2件") && ja.contains("コミュニティ") && ja.contains("0人"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_are_listed_for_those_who_review_them() {
    let names = ["Ada Byron", "ADA BYRON", "Kurt Gödel", "kurt gödel"].map(str::to_owned);
    let world = world::empty().await;
    named(&world, &names).await;
    matching::work_off(&world.app, world.tenant).await.unwrap();
    let mut browser = Browser::open_in(world, Role::Member).await;
    let all = page_of(&browser, "/duplicates").await;
    assert!(all.contains("2 pairs") && all.contains("same name"), "{all}");
    assert!(
        all.contains("href=\"/p/P-1/same/P-2\"") && all.contains("P-3 Kurt Gödel = P-4 kurt gödel"),
        "{all}"
    );
    assert!(page_of(&browser, "/p/P-1/same/P-2").await.contains("P-1 = P-2?"));
    let one = page_of(&browser, "/duplicates?q=P-3").await;
    assert!(one.contains("1 pair") && lines(&one, "/p/P-3/same/P-4") == 1 && !one.contains("Byron"), "{one}");
    // who is not one person is asked about; nobody is said
    let who = page_of(&browser, "/duplicates?q=ada+byron").await;
    assert!(who.contains("Who is meant by") && who.contains("/duplicates?q=P-2"), "{who}");
    assert!(page_of(&browser, "/duplicates?q=zzzzz").await.contains("I found nobody called “zzzzz”"));
    let ja = text(browser.get_as_reader_of("ja", "/duplicates").await).await;
    assert!(ja.contains("2組") && ja.contains("名寄せ候補"), "{ja}");
    // not for everybody
    browser.sign_in(Role::Viewer).await;
    assert_eq!(browser.get("/duplicates").await.status(), StatusCode::NOT_FOUND);
    let people = page_of(&browser, "/people").await;
    assert!(people.contains("Ada Byron") && !people.contains("/duplicates"), "{people}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_goes_on_on_the_next_page() {
    let world = world::peopled().await;
    for n in 1..=45 {
        // nobody asks so much at once
        let who = if n % 2 == 0 { Role::Member } else { Role::Manager };
        world.ask(who, &format!("log P-1: call number {n}.")).await;
    }
    let browser = Browser::open_in(world, Role::Viewer).await;
    let first = page_of(&browser, "/p/P-1").await;
    assert!(first.contains("number 45.") && !first.contains("number 3."), "{first}");
    assert!(first.contains("?page=2#timeline") && !first.contains("Newer"), "{first}");
    let last = page_of(&browser, "/p/P-1?page=2").await;
    assert!(last.contains("number 3.") && !last.contains("number 20."), "{last}");
    assert!(last.contains("?page=1#timeline") && !last.contains("Older"), "{last}");
    // beyond the end there is nothing, and a way back
    let beyond = page_of(&browser, "/p/P-1?page=9").await;
    assert!(beyond.contains("?page=8#timeline"), "{beyond}");
}
