//! Tables read in over what is known, was merged, deleted or used since.

use bot::tables::Choice;
use crm::Role;

use crate::{
    tables::counts,
    world::{self, words},
};

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_deal_or_a_task_names_stays_and_may_be_imported_again() {
    let world = world::empty().await;
    let ask = async |text: &str| words(&world.ask(Role::Owner, text).await);
    let people = "name,company\nAya Mori,Acme\nBo Rand,Bolt\nCy Lund,Colt\n";
    let import = world.import(people, Choice::Skip).await;
    ask("new deal Acme 2M JPY").await;
    ask("task add \"call them\" on Friday --on P-2").await;
    let undone = world.undo_import(import.id).await;
    let kept: Vec<_> = undone.kept.iter().map(|it| it.code.to_string()).collect();
    assert_eq!(kept, ["P-2", "O-1", "O-2"], "{undone:?}");
    // whoever is in the trash keeps nobody from a value of their own
    ask("field add person badge text unique").await;
    ask("yes").await;
    let badged = "name,badge\nDan Ek,b-1\nEla Fox,b-2\n";
    let first = world.import(badged, Choice::Skip).await;
    assert_eq!(counts(&first), (2, 0, 0, 0));
    world.undo_import(first.id).await;
    assert_eq!(counts(&world.import(&badged.replace("Dan Ek", "Dan Eck"), Choice::Skip).await), (2, 0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_over_is_added_to_and_goes_back() {
    let world = world::empty().await;
    let ask = async |text: &str| words(&world.ask(Role::Owner, text).await);
    ask("add company Acme aka Akume").await;
    ask("org set O-1 domain=acme.example").await;
    let rows = "company,alias,domain,kind,note\nAcme,エース,acme.co.jp,,\nAcme Inc.,,,community,rang\n";
    let import = world.import(rows, Choice::Update).await;
    let card = ask("O-1").await;
    for part in ["Akume", "エース", "acme.example", "acme.co.jp", "community", "rang"] {
        assert!(card.to_lowercase().contains(&part.to_lowercase()), "{part}: {card}");
    }
    // by the second domain as well
    let by_domain = world.import("company,domain\nA. C. M. E.,acme.co.jp\n", Choice::Skip).await;
    assert_eq!(counts(&by_domain), (0, 0, 1, 0));
    let changed = ask("who changed O-1?").await;
    assert!(changed.contains("I-1"), "{changed}");
    let undone = world.undo_import(import.id).await;
    assert!(undone.kept.is_empty(), "{undone:?}");
    let card = ask("O-1").await;
    for part in ["エース", "acme.co.jp", "ommunity", "rang"] {
        assert!(!card.contains(part), "{part}: {card}");
    }
    assert!(card.contains("Akume") && card.contains("acme.example"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_there_is_counted_once_whoever_they_are_part_of() {
    let world = world::empty().await;
    let event = "campaign,name,email,attended,date\nSpring,Aya Mori,aya@x.example,yes,2026-04-05\n";
    world.ask(Role::Owner, "campaign add Spring").await;
    world.import(event, Choice::Skip).await;
    let others = "name,email\nAyako Mori,ayako@y.example\n";
    world.import(others, Choice::Skip).await;
    world.ask(Role::Owner, "merge P-1 into P-2").await;
    let merged = words(&world.ask(Role::Owner, "yes").await);
    assert!(merged.contains("M-1"), "{merged}");
    let more = format!("{event}Spring,Bo Rand,bo@x.example,yes,2026-04-05\n");
    world.import(&more, Choice::Skip).await;
    let timeline = words(&world.ask(Role::Owner, "timeline of P-2").await);
    assert_eq!(timeline.matches("attend").count(), 1, "{timeline}");
    let changed = words(&world.ask(Role::Owner, "who changed P-1?").await);
    assert!(changed.contains("M-1"), "{changed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_written_without_accents_is_known() {
    let world = world::empty().await;
    world.import("name,email,company\nSofía Ibarra,sofia@claro.example,Correo Claro\n", Choice::Skip).await;
    for row in ["Sofia Ibarra,,Correo Claro", "SOFIA IBARRA,sofia@claro.example,"] {
        let again = world.import(&format!("name,email,company\n{row}\n"), Choice::Skip).await;
        assert_eq!(counts(&again), (0, 0, 1, 0), "{row}");
    }
}
