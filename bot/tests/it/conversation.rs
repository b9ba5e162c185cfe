//! Conversations with the bot, down the whole road.

use bot::{flow, gateway::accept::Accepted};
use crm::{
    Actor, Role,
    persons::{self, NewPerson},
};

use crate::world::{self, tokens, words};

#[tokio::test(flavor = "multi_thread")]
async fn roi_opens_to_its_inputs_in_both_languages() {
    let world = world::peopled().await;
    let en = words(&world.ask(Role::Viewer, "show ROI for campaign Spring Hackathon").await);
    // 100,000 spent; three sign-ups in the window at 50,000, the fourth came too late; nothing is multiplied
    assert!(en.contains("ROI +50 %"), "{en}");
    assert!(en.contains("JPY 100,000") && en.contains("sign-ups | 3 | JPY 50,000 | JPY 150,000"), "{en}");
    assert!(en.contains("1 Apr – 10 May 2026"), "{en}");
    let ja = world.ask(Role::Viewer, "施策「春のハッカソン」のROIを見せて").await;
    assert_eq!(ja.lang, "ja");
    let ja = words(&ja);
    assert!(ja.contains("登録 | 3 | 50,000円 | 150,000円") && ja.contains("会場費 | 60,000円"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_delivery_twice_is_one() {
    let world = world::peopled().await;
    let envelope = world.envelope(&world.origin, Role::Viewer, "same", Some("whoami"), None).await;
    let first = flow::receive(&world.app, &world.origin, envelope.clone()).await.unwrap();
    let again = flow::receive(&world.app, &world.origin, envelope).await.unwrap();
    assert!(matches!(again, Accepted::Again));
    let Accepted::New(stored) = first else { panic!("{first:?}") };
    flow::process(&world.app, &world.origin, &stored).await.unwrap();
    // a worker that comes late with the same event finds its lease gone and answers nothing more
    flow::process(&world.app, &world.origin, &stored).await.unwrap();
    assert_eq!(world.replies().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_byte_is_refused() {
    let world = world::empty().await;
    let mut envelope = world.envelope(&world.origin, Role::Owner, "x", Some("whoami"), None).await;
    envelope.body[10] ^= 1;
    assert!(flow::receive(&world.app, &world.origin, envelope).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_fits_two_gives_a_choice() {
    let world = world::peopled().await;
    let reply = world.ask(Role::Viewer, "who is 田中").await;
    let said = words(&reply);
    assert!(
        said.contains("P-1 田中 太郎") && said.contains("P-2 田中 花子") && said.contains("(1) (2)"),
        "{said}"
    );
    let second = words(&world.ask(Role::Viewer, "2番").await);
    assert!(second.contains("P-2 田中 花子"), "{second}");
    // answered once, it is over
    let stale = words(&world.press(Role::Viewer, &tokens(&reply)[0]).await);
    assert!(stale.contains("no longer open"), "{stale}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_is_bound_to_its_asker() {
    let world = world::peopled().await;
    let asked = world.ask(Role::Manager, "merge P-1 and P-2").await;
    let said = words(&asked);
    assert!(
        said.contains("Merge **P-2 田中 花子** into **P-1 田中 太郎**") && said.contains("(yes) (cancel)"),
        "{said}"
    );
    let yes = &tokens(&asked)[0];
    for other in [Role::Owner, Role::Viewer, Role::Guest] {
        let said = words(&world.press(other, yes).await);
        assert!(said.contains("no longer open"), "{other:?}: {said}");
    }
    assert!(words(&world.press(Role::Manager, yes).await).contains("M-1"));
    let again = words(&world.press(Role::Manager, yes).await);
    assert!(again.contains("no longer open"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_is_to_what_was_shown() {
    let world = world::peopled().await;
    let person = |name: &str| NewPerson {
        name: name.to_owned(),
        relationship: "lead".to_owned(),
        ..NewPerson::default()
    };
    let asked = words(&world.ask(Role::Manager, "merge Hanako into Taro").await);
    assert!(asked.contains("Merge **P-2 田中 花子** into **P-1"), "{asked}");
    // somebody takes the name that was typed: it is still the person who was shown
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    persons::add(&mut tx, &[person("Hanako")]).await.unwrap();
    tx.commit().await.unwrap();
    let done = words(&world.ask(Role::Manager, "yes").await);
    assert!(done.contains("P-2 田中 花子 is now part of P-1"), "{done}");
    // and one that became part of somebody else in the meantime is not merged under that other name
    world.ask(Role::Manager, "merge P-3 and P-1").await;
    world.ask(Role::Owner, "merge P-4 and P-1").await;
    world.ask(Role::Owner, "yes").await;
    let refused = words(&world.ask(Role::Manager, "yes").await);
    assert!(refused.contains("in the meantime"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_is_answered_in_the_language_of_its_question() {
    let world = world::peopled().await;
    let asked = world.ask(Role::Manager, "P-1とP-2を統合して").await;
    let done = world.press(Role::Manager, &tokens(&asked)[0]).await;
    assert_eq!(done.lang, "ja");
    assert!(words(&done).contains("統合しました"), "{done:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_lapses_when_something_else_is_asked() {
    let world = world::peopled().await;
    let asked = world.ask(Role::Manager, "merge P-1 and P-2").await;
    world.ask(Role::Manager, "whoami").await;
    let late = words(&world.press(Role::Manager, &tokens(&asked)[0]).await);
    assert!(late.contains("no longer open"), "{late}");
    let bare = words(&world.ask(Role::Manager, "yes").await);
    assert!(bare.contains("“merge P-1 P-2” has lapsed"), "{bare}");
}

#[tokio::test(flavor = "multi_thread")]
async fn merge_then_undo_in_japanese() {
    let world = world::peopled().await;
    world.ask(Role::Manager, "P-1とP-2を統合して").await;
    let done = words(&world.ask(Role::Manager, "はい").await);
    assert!(done.contains("統合しました"), "{done}");
    // the old code leads to the survivor
    let shown = words(&world.ask(Role::Viewer, "P-2の情報").await);
    assert!(shown.contains("P-1 田中 太郎") && shown.contains("統合元: P-2"), "{shown}");
    let asked = world.ask(Role::Manager, "取り消して").await;
    assert_eq!(asked.understood.as_deref(), Some("merge undo M-1"));
    let undone = words(&world.ask(Role::Manager, "はい").await);
    assert!(undone.contains("取り消しました"), "{undone}");
    let shown = words(&world.ask(Role::Viewer, "P-2の情報").await);
    assert!(shown.contains("P-2 田中 花子"), "{shown}");
    let nothing = words(&world.ask(Role::Manager, "undo").await);
    assert!(nothing.contains("nothing to take back"), "{nothing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_opens_no_back_door() {
    let world = world::peopled().await;
    world.ask(Role::Manager, "merge P-1 and P-2").await;
    world.ask(Role::Manager, "yes").await;
    let member = words(&world.ask(Role::Member, "undo M-1").await);
    assert!(member.contains("made by manager manager"), "{member}");
    let admin = words(&world.ask(Role::Admin, "undo M-1").await);
    assert!(admin.contains("Take back **M-1**"), "{admin}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_gets_a_sentence() {
    let world = world::peopled().await;
    for (said, wanted) in [
        ("roi show", "needs one thing more"),
        ("show ROI for campaign Autumn Festival", "I found no campaign “Autumn Festival”"),
        ("show ROI for campaign Spring Hakathon", "ROI +50 %"),
        ("roi shwo C-1", "C-1"),
        ("who is P-999", "I found no person “P-999”"),
        ("merge P-1 and P-1", "already one person"),
        ("merge undo M-99", "There is no merge M-99"),
        ("blah blah blah", "did not understand"),
        ("timeline of P-1 since Blursday", "I cannot read “since Blursday”"),
        ("春のハッカソンのROIを\u{0}見せて", "ROI"),
        ("who is a\u{0}b", "I found no person “ab”"),
    ] {
        let reply = words(&world.ask(Role::Owner, said).await);
        assert!(reply.contains(wanted), "{said}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_name_is_offered_as_whatever_bears_it() {
    let world = world::peopled().await;
    let reply = words(&world.ask(Role::Owner, "spring hackathon?").await);
    assert!(reply.contains("C-1"), "{reply}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_data_and_never_mark_up() {
    let world = world::empty().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let name = "**[x](javascript:alert(1))** `y` <b>";
    let person = |name: &str| crm::persons::NewPerson {
        name: name.to_owned(),
        relationship: "lead".to_owned(),
        ..Default::default()
    };
    crm::persons::add(&mut tx, &[person(name), person("Plain")]).await.unwrap();
    tx.commit().await.unwrap();
    let reply = world.ask(Role::Owner, "merge P-2 and P-1").await;
    let said = words(&reply);
    assert!(said.contains("\\*\\*\\[x\\]"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenant_is_another_world() {
    let world = world::peopled().await;
    let other = world::tenant(&world.test, "other").await;
    let mut tx = world.app.db.begin(other, Actor::system("test")).await.unwrap();
    assert!(crm::persons::find(&mut tx, "", 10, 0).await.unwrap().0.is_empty());
    assert!(crm::campaigns::list(&mut tx, world::noon().date_naive()).await.unwrap().is_empty());
    assert_eq!(crm::status::totals(&mut tx).await.unwrap().activities, 0);
}
