//! People in the trash.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn into_the_trash_and_back() {
    let world = world::peopled().await;
    let before = world.known("P-1").await;
    let refused = world.said(Role::Member, "delete P-1").await;
    assert!(refused.contains("may not do this"), "{refused}");
    let asked = world.said(Role::Manager, "P-1を削除して").await;
    assert!(asked.contains("ゴミ箱に入れますか") && asked.contains("30日"), "{asked}");
    world.said(Role::Manager, "はい").await;
    let named = world.said(Role::Manager, "P-1を見せて").await;
    assert!(named.contains("P-1 はゴミ箱にあります"), "{named}");
    // the names of commands are English, whatever is named
    for text in ["who is P-1", "delete P-1", "person show \"田中 太郎\""] {
        let said = world.said(Role::Manager, text).await;
        assert!(said.contains("P-1 is in the trash. Say “restore P-1”"), "{text}: {said}");
    }
    let listed = world.said(Role::Manager, "restore P-2").await;
    assert!(listed.contains("P-2 is not in the trash") && listed.contains("P-1 田中 太郎"), "{listed}");
    // undo runs the restoration, and the deletion is then taken back
    let back = world.said(Role::Manager, "undo").await;
    assert!(back.contains("is back"), "{back}");
    assert_eq!(world.known("P-1").await, before);
    world.said(Role::Manager, "delete P-1").await;
    let asked = world.said(Role::Manager, "yes").await;
    let code = asked.split('`').nth(1).unwrap().to_owned();
    world.said(Role::Manager, "P-1を復元").await;
    let stale = world.said(Role::Manager, &format!("undo {code}")).await;
    assert!(stale.contains("taken back already"), "{stale}");
    let empty = world.said(Role::Manager, "restore P-1").await;
    assert!(empty.contains("nobody in the trash"), "{empty}");
}
