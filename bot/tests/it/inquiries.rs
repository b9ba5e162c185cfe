//! Kinds of inquiries: a tenant's own, taught by examples, corrected, taken back.

use chrono::TimeDelta;
use crm::{
    Actor, Role,
    record::{self, Timing},
};

use crate::world::{self, World, act, noon, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// A parcel late, one broken, a bill.
async fn asked() -> World {
    let world = world::peopled().await;
    let at = |n: i64| noon() - TimeDelta::hours(2) + TimeDelta::minutes(n);
    let lines = [
        "荷物がまだ届きません、いつ届きますか",
        "the parcel has not arrived yet",
        "届いた荷物の箱がつぶれていました",
        "I was charged twice, please send a refund",
    ];
    let events: Vec<_> = (0..)
        .zip(lines)
        .map(|(n, text)| act("u9", "Nina", Some("help"), "message", Some(text), at(n)))
        .collect();
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_of_ones_own_is_taught_and_taken_back() {
    let world = asked().await;
    let unknown = said(&world, Role::Member, "A-5は配送の問い合わせです").await;
    assert!(unknown.contains("「配送」") && unknown.contains("請求・支払い"), "{unknown}");
    let added = said(&world, Role::Member, "問い合わせの種類に配送を追加").await;
    assert!(added.contains("配送") && added.contains("追加しました"), "{added}");
    let again = said(&world, Role::Member, "inquiry kind add 配送").await;
    assert!(again.contains("already"), "{again}");
    assert!(said(&world, Role::Viewer, "inquiry kind add Returns").await.contains("role member"));

    let filed = said(&world, Role::Member, "A-5は配送の問い合わせです").await;
    assert!(filed.contains("A-5") && filed.contains("配送"), "{filed}");
    let filed = said(&world, Role::Member, "A-6 is a 配送 inquiry").await;
    assert!(filed.contains("A-6"), "{filed}");
    let list = said(&world, Role::Viewer, "inquiry kinds").await;
    assert!(list.contains("配送") && list.contains("Billing"), "{list}");
    let shown = said(&world, Role::Viewer, "inquiries").await;
    assert!(shown.contains("配送: 荷物がまだ") && shown.contains("配送: the parcel"), "{shown}");

    let of_one = said(&world, Role::Viewer, "inquiries 配送").await;
    assert!(of_one.contains("配送: 荷物がまだ") && !of_one.contains("Billing"), "{of_one}");
    let none = said(&world, Role::Viewer, "inquiries about nonsense").await;
    assert!(none.contains("no kind of inquiry “nonsense”"), "{none}");
    let billed = said(&world, Role::Member, "A-8 is a billing question").await;
    assert!(billed.contains("A-8") && billed.contains("Billing"), "{billed}");

    // gone: what was taught is read by its words again, and is back with the kind
    let removed = said(&world, Role::Member, "問い合わせの種類から配送を削除").await;
    assert!(removed.contains("削除しました"), "{removed}");
    let shown = said(&world, Role::Viewer, "inquiries").await;
    assert!(shown.contains("荷物がまだ") && !shown.contains("配送:"), "{shown}");
    said(&world, Role::Member, "undo").await;
    assert!(said(&world, Role::Viewer, "inquiries").await.contains("配送: 荷物がまだ"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_usual_kinds_can_go_and_come_back() {
    let world = asked().await;
    said(&world, Role::Member, "A-8 is a billing inquiry").await;
    let removed = said(&world, Role::Member, "inquiry kind remove billing").await;
    assert!(removed.contains("Billing"), "{removed}");
    let refused = said(&world, Role::Member, "A-8 is a billing inquiry").await;
    assert!(refused.contains("There is no kind of inquiry"), "{refused}");
    let back = said(&world, Role::Member, "問い合わせの種類に請求を追加").await;
    assert!(back.contains("請求・支払い"), "{back}");
    assert!(said(&world, Role::Viewer, "inquiries").await.contains("Billing: I was charged"));
    for (name, why) in [("automatic", "cannot be the name"), (&"x".repeat(41), "cannot be the name")] {
        let refused = said(&world, Role::Member, &format!("inquiry kind add {name}")).await;
        assert!(refused.contains(why), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_filed_at_once_and_taken_back_exactly() {
    let world = asked().await;
    said(&world, Role::Member, "inquiry kind add Shipping").await;
    said(&world, Role::Member, "A-6 is a trouble inquiry").await;
    let found = said(&world, Role::Member, "荷物を検索").await;
    assert!(found.contains("荷物がまだ") && found.contains("つぶれて"), "{found}");
    let filed = said(&world, Role::Member, "these are shipping inquiries").await;
    assert!(filed.contains("2 messages") && filed.contains("A-5") && filed.contains("A-7"), "{filed}");
    let shown = said(&world, Role::Viewer, "inquiries").await;
    assert!(shown.contains("Shipping: 荷物がまだ") && shown.contains("Shipping: 届いた荷物"), "{shown}");
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("A-5"), "{undone}");
    let shown = said(&world, Role::Viewer, "inquiries").await;
    assert!(shown.contains("Trouble: the parcel") && !shown.contains("Shipping:"), "{shown}");
    // in Japanese, with a usual kind
    said(&world, Role::Member, "荷物を検索").await;
    let filed = said(&world, Role::Member, "これらは全部障害の問い合わせです").await;
    assert!(filed.contains("2件") && filed.contains("障害・不具合"), "{filed}");
}
