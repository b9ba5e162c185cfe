//! Search over recorded messages: in commit order, read again from the database, gone when deleted.

use bot::search::Search;
use chrono::{TimeDelta, Utc};
use crm::{
    Actor, Role,
    record::{self, Did, Incoming, Timing},
};

use crate::world::{self, Folder, act, noon, words};

async fn catch_up(world: &world::World) {
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
}

async fn store(world: &world::World, events: &[Incoming]) {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn finds_both_languages_and_forgets_what_was_deleted() {
    let world = world::empty().await;
    let at = noon() - TimeDelta::hours(1);
    let said = |n: i64, text: &str| {
        act("u1", "Kenji", Some("help"), "message", Some(text), at + TimeDelta::seconds(n))
    };
    store(
        &world,
        &[
            said(1, "The rate limit is 100 requests a minute"),
            said(2, "東京の料金プランについて教えてください"),
        ],
    )
    .await;
    catch_up(&world).await;
    let found = words(&world.ask(Role::Viewer, "search \"rate limit\"").await);
    assert!(found.contains("The rate limit is 100") && found.contains("help (Slack)"), "{found}");
    let found = words(&world.ask(Role::Viewer, "「料金」を検索").await);
    assert!(found.contains("料金プラン") && found.contains("1件"), "{found}");
    // edited: the old words are gone, the new ones are there
    let change = |n: i64, did: Did| Incoming { did, ..said(n, "") };
    store(&world, &[change(1, Did::Edit { text: "The quota is 500".to_owned() }), change(2, Did::Delete)])
        .await;
    catch_up(&world).await;
    assert!(words(&world.ask(Role::Viewer, "search rate limit").await).contains("No message"));
    assert!(words(&world.ask(Role::Viewer, "search quota").await).contains("The quota is 500"));
    assert!(words(&world.ask(Role::Viewer, "料金を検索").await).contains("見つかりませんでした"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_commits_late_is_not_skipped() {
    let world = world::empty().await;
    let early = act("u1", "Early", Some("help"), "message", Some("slowpoke"), noon());
    let late = act("u2", "Late", Some("other"), "message", Some("quickstep"), noon());
    // make the conversations and accounts first, so that the two do not wait for each other's keys
    store(
        &world,
        &[
            Incoming { external_id: Some("0".into()), ..early.clone() },
            Incoming { external_id: Some("0".into()), ..late.clone() },
        ],
    )
    .await;
    let mut slow = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut slow, &world.slack, &[early], Timing::Live).await.unwrap();
    store(&world, &[late]).await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    slow.commit().await.unwrap();
    catch_up(&world).await;
    for word in ["slowpoke", "quickstep"] {
        let found = words(&world.ask(Role::Viewer, &format!("search {word}")).await);
        assert!(found.contains("2 messages"), "{word}: {found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_may_be_deleted_at_any_time() {
    let world = world::empty().await;
    store(&world, &[act("u1", "Kenji", Some("help"), "message", Some("evergreen"), noon())]).await;
    world.test.quiet().await;
    let folder = Folder::new();
    let dir = folder.0.join("search");
    for damage in ["nothing", "deleted", "emptied meta.json"] {
        match damage {
            "deleted" => std::fs::remove_dir_all(&dir).unwrap(),
            "emptied meta.json" => std::fs::write(dir.join("meta.json"), b"").unwrap(),
            _ => {}
        }
        let search = Search::open(&world.app.db, &dir).await.unwrap();
        assert!(search.is_behind(), "{damage}: says that it is not complete yet");
        while search.catch_up(&world.app.db).await.unwrap() {}
        assert!(!search.is_behind());
        let query = nlp::search::Query::parse("evergreen");
        let hits = search.find(world.tenant, &query, Utc::now().timestamp(), 10, 0).unwrap().unwrap();
        assert_eq!(hits.total, 1, "{damage}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn talk_with_the_bot_is_not_found() {
    let world = world::empty().await;
    world.ask(Role::Owner, "who is Rumpelstiltskin").await;
    catch_up(&world).await;
    assert!(words(&world.ask(Role::Viewer, "search Rumpelstiltskin").await).contains("No message"));
}
