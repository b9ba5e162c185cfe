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
