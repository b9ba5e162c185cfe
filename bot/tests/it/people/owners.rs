//! Whose account it is.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn whose_account_it_is() {
    let world = world::peopled().await;
    world.account(1, "github", "taro").await;
    world.account(1, "slack", "taro-s").await;
    let listed = world.said(Role::Viewer, "which accounts does P-1 have?").await;
    assert!(listed.contains("github:taro") && listed.contains("slack:taro-s / Slack (Acme)"), "{listed}");
    let empty = world.said(Role::Viewer, "P-2のアカウント一覧").await;
    assert!(empty.contains("まだアカウントがありません"), "{empty}");
    world.there_and_back(Role::Member, "P-1", "attach github:taro to P-2", "Before: P-1").await;
    world.there_and_back(Role::Member, "P-2", "x:hanakoをP-2に紐づけて", "本人確認は未了").await;
    world
        .there_and_back(
            Role::Member,
            "P-2",
            "attach hanako@tanaka.example to P-2",
            "email:hanako@tanaka.example",
        )
        .await;
    for (said, wanted) in [
        ("attach slack:nobody to P-2", "I have seen no account"),
        ("attach @nobody to P-2", "Say where it is"),
        ("attach github:taro to P-1", "already"),
        ("attach github:taro to P-99", "I found no person"),
        ("detach github:taro from P-2", "is not P-2’s but P-1"),
        ("detach github:nobody", "I know no account"),
    ] {
        let reply = world.said(Role::Manager, said).await;
        assert!(reply.contains(wanted), "{said}: {reply}");
    }
    assert!(world.said(Role::Member, "detach github:taro").await.contains("may not do this"));
    let before = world.known("P-1").await;
    // named by where it is, of whoever was spoken of
    world.said(Role::Manager, "accounts of P-1").await;
    let asked = world.said(Role::Manager, "このGitHubを切り離して").await;
    assert!(asked.contains("github:taro") && asked.contains("切り離しますか"), "{asked}");
    let none = world.said(Role::Manager, "detach this Telegram account from P-1").await;
    assert!(none.contains("has no account on Telegram"), "{none}");
    let asked = world.said(Role::Manager, "github:taroをP-1から切り離して").await;
    assert!(asked.contains("切り離しますか"), "{asked}");
    let done = world.said(Role::Manager, "はい").await;
    assert!(done.contains("独立させました"), "{done}");
    assert_ne!(world.known("P-1").await, before);
    let undone = world.said(Role::Manager, "undo").await;
    assert!(undone.contains("again"), "{undone}");
    assert_eq!(world.known("P-1").await, before);
    assert!(world.said(Role::Viewer, "person find taro").await.lines().count() <= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_merged_in_is_given_away_and_back() {
    let world = world::peopled().await;
    world.account(2, "github", "hanako").await;
    world.said(Role::Manager, "merge P-1 and P-2").await;
    world.said(Role::Manager, "yes").await;
    world.said(Role::Member, "attach github:hanako to P-3").await;
    world.said(Role::Member, "undo").await;
    // as if it had never been given away: the merge gives it back
    world.said(Role::Manager, "undo merge M-1").await;
    let undone = world.said(Role::Manager, "yes").await;
    assert!(!undone.contains("Changed since the merge"), "{undone}");
    assert!(world.said(Role::Viewer, "accounts of P-2").await.contains("github:hanako"));
}
