//! The typed syntax: what is named that there is not is told, and nothing is run.

use adapters::Reply;
use crm::Role;

use crate::world::{self, words};

#[tokio::test(flavor = "multi_thread")]
async fn an_argument_that_there_is_not_is_told() {
    let world = world::peopled().await;
    for (said, says) in [
        ("person add Bo Xu --frobnicate 3", "person add has no --frobnicate. There are: --name, --email"),
        ("campaign add Foo Day --budget 5", "campaign add has no --budget"),
        ("topics --since", "topics has no --since. There are: --room, --period"),
        ("whoami --loud", "whoami has no --loud: it takes nothing more"),
        ("person find --taste rust", "person find has no --taste"),
    ] {
        let reply: Reply = world.ask(Role::Owner, said).await;
        assert!(words(&reply).contains(says), "{said}: {}", words(&reply));
        assert_eq!(reply.understood, None, "{said}");
    }
    let list = words(&world.ask(Role::Owner, "person find Bo").await);
    assert!(!list.contains("frobnicate"), "{list}");
    // the only one that begins so
    world.ask(Role::Owner, "org add Acme").await;
    let told = words(&world.ask(Role::Owner, "person add Jiro Sato --org O-1").await);
    assert!(told.contains("Jiro Sato") && !told.contains("--org"), "{told}");
    // named, and nothing behind it
    let asked = words(&world.ask(Role::Owner, "person add Mia Berg --email").await);
    assert!(asked.contains("needs one thing more") && asked.contains("e-mail"), "{asked}");
    let told = words(&world.ask(Role::Owner, "mia@berg.example").await);
    assert!(told.contains("Mia Berg") && told.contains("mia@berg.example"), "{told}");
    // a free text holds what it holds
    let told = words(&world.ask(Role::Owner, "note on P-1: build it with --release").await);
    assert!(told.contains("Noted"), "{told}");
    let told = words(&world.ask(Role::Owner, "note list P-1").await);
    assert!(told.contains("build it with --release"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_there_is_not_is_told() {
    let world = world::peopled().await;
    for (said, says) in [
        ("log P-1 hello --action banana", "“banana” is no action that I know. There are: call, meeting"),
        ("topics --compare banana", "“banana” is no compare"),
        ("budget add C-1 --category bananas --amount 500", "“bananas” is no category"),
    ] {
        let told = words(&world.ask(Role::Owner, said).await);
        assert!(told.contains(says), "{said}: {told}");
    }
    let told = words(&world.ask(Role::Owner, "timeline of P-1").await);
    assert!(!told.contains("banana") && !told.contains("hello"), "{told}");
    // what people say for one is that one
    let told = words(&world.ask(Role::Owner, "log P-1 visited the booth --action attended").await);
    assert!(told.contains("Logged") && !told.contains("attended"), "{told}");
    // likelihoods and outcomes of one's own are more than a list has
    let told = words(&world.ask(Role::Owner, "merge bulk --min 0.91").await);
    assert!(!told.contains("is no min"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_command_is_answered_in_its_own_language() {
    let world = world::peopled().await;
    for (said, lang) in [
        ("person find org:青空", "en"),
        ("person find 髙橋", "en"),
        ("task add \"send slides\" --for 小早川", "en"),
        ("show 遠藤", "en"),
        ("find 髙橋", "en"),
        ("鈴木さんの情報", "ja"),
        ("髙橋を探して", "ja"),
    ] {
        let reply = world.ask(Role::Owner, said).await;
        assert_eq!(reply.lang, lang, "{said}: {}", words(&reply));
    }
    // whoever has said which language keeps it
    world.ask(Role::Member, "set lang ja").await;
    assert_eq!(world.ask(Role::Member, "person find org:青空").await.lang, "ja");
}
