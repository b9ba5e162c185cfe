//! Who may be one person, taken and rejected by the lines of a list.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_taken_by_their_numbers() {
    let world = world::empty().await;
    world
        .people(&["Ada Byron", "ADA BYRON", "Kurt Gödel", "kurt gödel", "Emmy Noether", "Noether Emmy"])
        .await;
    let list = world.said(Role::Member, "duplicates to review").await;
    assert!(list.contains("P-1 Ada Byron  =  P-2 ADA BYRON") && list.contains("same name"), "{list}");
    // a number alone says why
    let why = world.said(Role::Member, "2").await;
    assert!(why.contains("P-3") && why.contains("% likely") && why.contains("same name"), "{why}");
    world.said(Role::Member, "名寄せ候補").await;
    let why = world.said(Role::Member, "3番の理由は？").await;
    assert!(why.contains("P-5") && why.contains("同一人物の可能性"), "{why}");
    // rejected it is gone, for both and for whom they become
    world.said(Role::Manager, "duplicates").await;
    let rejected = world.said(Role::Manager, "3番は別人").await;
    assert!(rejected.contains("P-5 Emmy Noether  ≠  P-6 Noether Emmy"), "{rejected}");
    let list = world.said(Role::Member, "duplicates").await;
    assert!(!list.contains("P-5"), "{list}");
    let why = world.said(Role::Member, "why are P-5 and P-6 the same person?").await;
    assert!(why.contains("Mind: manager said"), "{why}");
    let twice = world.said(Role::Manager, "P-5 and P-6 are different people").await;
    assert!(twice.contains("said before"), "{twice}");
    world.said(Role::Manager, "undo").await;
    assert!(world.said(Role::Member, "duplicates").await.contains("P-5"));
    // one is merged as any two are
    let asked = world.said(Role::Manager, "duplicates").await;
    assert!(asked.contains("P-1"), "{asked}");
    let asked = world.ask(Role::Manager, "accept 1").await;
    assert_eq!(asked.understood.as_deref(), Some("merge P-1 P-2"));
    world.said(Role::Manager, "cancel").await;
    // several at once, undone at once
    world.said(Role::Manager, "duplicates").await;
    let asked = world.ask(Role::Manager, "1番と2番を統合して").await;
    let shown = words(&asked);
    assert!(shown.contains("**2組**") && shown.contains("P-3 Kurt Gödel  ←  P-4"), "{shown}");
    let done = words(&world.press(Role::Manager, &tokens(&asked)[0]).await);
    assert!(done.contains("2組を統合しました") && done.contains("M-2"), "{done}");
    let history = world.said(Role::Member, "merge history").await;
    assert!(
        history.contains("M-1 | P-1 Ada Byron | P-2 ADA BYRON") && history.contains("| manager |"),
        "{history}"
    );
    assert!(world.said(Role::Member, "P-3の統合履歴").await.contains("M-2"));
    let asked = world.said(Role::Manager, "undo").await;
    assert!(asked.contains("Take back **M-1**") && asked.contains("Take back **M-2**"), "{asked}");
    world.said(Role::Manager, "yes").await;
    assert!(world.said(Role::Viewer, "P-4").await.contains("P-4 kurt gödel"));
    let nothing = world.said(Role::Manager, "undo merge M-2").await;
    assert!(nothing.contains("already been taken back"), "{nothing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_needs_a_list() {
    let world = world::peopled().await;
    for (said, wanted) in [
        ("accept 2", "duplicates to review"),
        ("reject 3", "duplicates to review"),
        ("2番を統合して", "名寄せ候補を見せて"),
        ("P-1 and P-1 are different people", "Both are P-1"),
        ("reconsider P-1 and P-2", "Nobody said"),
        ("reconsider apples", "I cannot read"),
        ("why are P-1 and P-3 the same person?", "Nothing that I know speaks for"),
        ("merge history", "No merges yet"),
        ("P-1の統合履歴", "統合されたことはありません"),
    ] {
        let reply = world.said(Role::Manager, said).await;
        assert!(reply.contains(wanted), "{said}: {reply}");
    }
    let refused = world.said(Role::Member, "P-1 and P-2 are different people").await;
    assert!(refused.contains("may not do this"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_pair_may_be_reconsidered() {
    let world = world::empty().await;
    world.people(&["Ada Byron", "ADA BYRON", "Byron Ada"]).await;
    world.said(Role::Manager, "P-1とP-2は別人").await;
    // P-3 becomes part of P-2: the rejection holds for whoever they are now
    world.said(Role::Manager, "merge P-3 and P-2").await;
    world.said(Role::Manager, "yes").await;
    let list = world.said(Role::Member, "duplicates").await;
    assert!(list.contains("no pair"), "{list}");
    let back = world.said(Role::Manager, "P-1とP-2を再検討して").await;
    assert!(back.contains("候補"), "{back}");
    assert!(world.said(Role::Member, "duplicates").await.contains("P-1"));
    world.said(Role::Manager, "undo").await;
    assert!(world.said(Role::Member, "duplicates").await.contains("no pair"));
}
