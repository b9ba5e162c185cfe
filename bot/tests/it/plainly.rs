//! What people ask plainly, and were once not understood.

use crm::Role;

use crate::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_search_runs_however_it_sounds() {
    let world = world::peopled().await;
    for said in ["search rate limit", "search merge conflict"] {
        let told = world.told(Role::Viewer, said).await;
        assert!(!told.contains("Did you mean"), "{said}: {told}");
    }
    let told = world.told(Role::Viewer, "set tz Mars/Phobos").await;
    assert!(told.contains("Mars/Phobos") && !told.contains("Did you mean"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_fields_and_ones_own_are_set_in_a_sentence() {
    let world = world::empty().await;
    world.named(&["Ada Berg"]).await;
    world.told(Role::Owner, "org add Acme").await;
    world.told(Role::Owner, "field add person 経験年数 number").await;
    world.told(Role::Owner, "yes").await;
    let told = world.told(Role::Member, "P-1の会社をAcmeに、役職をCTOに").await;
    assert!(told.contains("CTO") && told.contains("Acme") && !told.contains("役職をCTO"), "{told}");
    let told = world.told(Role::Member, "P-1の経験年数を8に").await;
    assert!(told.contains('8') && !told.contains("分かりません"), "{told}");
    let told = world.told(Role::Member, "P-1の経験年数をたくさんに").await;
    assert!(told.contains("たくさん") && !told.contains("分かりません"), "{told}");
    let told = world.told(Role::Viewer, "P-1").await;
    assert!(told.contains("CTO") && told.contains("Acme") && told.contains('8'), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_that_of_what_bears_it() {
    let world = world::empty().await;
    world.named(&["Tobi Adeyemi", "bob"]).await;
    let told = world.told(Role::Manager, "delete Tobi Adeyemi").await;
    assert!(told.contains("Tobi Adeyemi") && !told.contains("org delete"), "{told}");
    // one is called so, and another's handle is
    let other = world.named(&["Robert Dahl"]).await;
    world.handle(other[0], "github", "", "bob").await;
    let told = world.told(Role::Viewer, "who is bob").await;
    assert!(told.contains("P-2") && told.contains("P-3"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_verb_find_who_bears_it() {
    let world = world::empty().await;
    world.named(&["Adaeze Okonkwo", "大野 さくら", "Kenji Watanabe"]).await;
    for (said, wanted) in [
        ("find Okonkwo", "P-1"),
        ("大野を探して", "P-2"),
        ("who is Nobody Anybody", "nobody called “Nobody Anybody”"),
        ("鈴木一郎を見せて", "「鈴木一郎」という人は登録されていません"),
        ("note on Tanabe: likes sake", "“Tanabe”"),
    ] {
        let told = world.told(Role::Member, said).await;
        assert!(told.contains(wanted), "{said}: {told}");
    }
    let told = world.told(Role::Member, "P-3").await;
    assert!(!told.contains("likes sake"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_alias_is_beside_the_first() {
    let world = world::empty().await;
    world.told(Role::Owner, "org add Acme --domain acme.example").await;
    world.told(Role::Member, "set O-1 alias to Akume").await;
    for (said, wanted) in [
        ("add alias ACM to O-1", "Akume, ACM"),
        ("O-1の別名に「アクメ」を追加", "アクメ"),
        ("add alias Node.js to O-1", "Node.js"),
        ("add domain acme2.example to O-1", "acme.example, acme2.example"),
    ] {
        let told = world.told(Role::Member, said).await;
        assert!(told.contains(wanted), "{said}: {told}");
    }
    assert!(world.told(Role::Viewer, "ACM").await.contains("O-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_named_asked_for_and_late_in_plain_words() {
    let world = world::peopled().await;
    world.told(Role::Owner, "org add Acme").await;
    for (said, wanted) in [
        ("Acmeに「増設」という50万円の商談を作って", "増設"),
        ("new deal for Acme called Renewal 2027 worth 3M JPY", "Renewal 2027"),
        ("D-1の受注予定日を2026年11月20日に", "D-1"),
        ("overdue deals", "D-1"),
        ("期限を過ぎた商談", "D-1"),
        ("deals between 1M and 4M", "D-2"),
        ("40万円から60万円の商談", "D-1"),
        ("D-2をmanagerの担当に", "manager"),
    ] {
        let told = world.told(Role::Member, said).await;
        assert!(told.contains(wanted), "{said}: {told}");
    }
    assert!(!world.told(Role::Member, "overdue deals").await.contains("D-2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_reminder_is_for_is_a_colleague_or_a_customer() {
    let world = world::peopled().await;
    let told = world.told(Role::Member, "鈴木さんに明日10時に見積もり送付をリマインドして").await;
    assert!(told.contains("鈴木さんに見積もり送付") && told.contains("10:00"), "{told}");
    let told = world.told(Role::Member, "再来週の水曜までにP-1へ資料送付、リマインド").await;
    assert!(told.contains("2026年12月2日"), "{told}");
    let told = world.told(Role::Member, "remind me to call P-1 in three weeks on Friday").await;
    assert!(told.contains("11 Dec 2026"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn these_are_given_to_somebody_at_once_and_back() {
    let world = world::empty().await;
    world.named(&["Adaeze Okonkwo", "Chidi Okonkwo"]).await;
    for (said, wanted) in [
        ("find Okonkwo", "P-2"),
        ("assign these to me", "2 people"),
        ("who owns P-2", "is looked after by"),
        ("history", "P-2: – → "),
        ("undo", "2 people"),
        ("who owns P-1", "Nobody looks after"),
        ("find Okonkwo", "P-2"),
        ("これらの担当を私に", "2人"),
        ("assign these tasks to me", "Only people"),
    ] {
        let told = world.told(Role::Owner, said).await;
        assert!(told.contains(wanted), "{said}: {told}");
    }
}
