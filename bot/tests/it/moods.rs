//! The mood of what was said: read behind the recording, shown over time, corrected; and kinds of inquiries.

use std::sync::Arc;

use adapters::model::fake::{Fake, Manner};
use bot::model::Model;
use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    Actor, Role,
    record::{self, Timing},
};

use crate::world::{self, World, act, noon, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// Two good days in #help and a bad one.
async fn talked() -> World {
    let world = world::peopled().await;
    let at = |day: i64, n: i64| noon() - TimeDelta::days(3 - day) + TimeDelta::minutes(n);
    let lines: [(&str, DateTime<Utc>); 6] = [
        ("Thanks, that worked perfectly, great release!", at(0, 1)),
        ("I love the new editor, awesome work", at(0, 2)),
        ("新しい画面が使いやすくて最高です", at(1, 1)),
        ("The docs are great, thank you so much!", at(1, 2)),
        ("Terrible update, it crashes all the time and I am really annoyed", at(2, 1)),
        ("アップデートしてから最悪、イライラする", at(2, 2)),
    ];
    let events: Vec<_> =
        lines.iter().map(|(text, at)| act("u9", "Nina", Some("help"), "message", Some(text), *at)).collect();
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    read(&world).await;
    world
}

async fn read(world: &World) {
    world.test.quiet().await;
    bot::moods::catch_up(&world.app.db).await.unwrap();
}

/// Says that everything is bad.
fn gloomy(request: &serde_json::Value) -> String {
    let prompt = request["messages"][1]["content"].as_str().unwrap();
    serde_json::json!({ "moods": vec!["negative"; prompt.lines().count() - 1] }).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_asked_about_what_is_unsure_once_and_about_nothing_private() {
    let mut world = talked().await;
    let fake = Fake::start(Manner::Thinks(gloomy)).await;
    Arc::get_mut(&mut world.app).expect("nobody else has it").model = Model::at(fake.client());
    let maybe = [
        "well, that was one long demo",
        "well that went as expected",
        "nice idea, it is slow though",
        "I like it, but it crashes",
        "not bad, not great either",
        "good when it works, annoying when it does not",
        "the new one is better and still broken",
        "happy with the docs, unhappy with the editor",
        "it works now, after three lost days",
        "fast and ugly",
    ];
    let is_unsure = |text: &&str| nlp::sentiment::read(text).confidence < 0.5;
    let unsure = maybe.into_iter().find(is_unsure).expect("choose other words");
    let mut hidden = act("u9", "Nina", Some("aside"), "message", Some(unsure), noon());
    hidden.place.as_mut().unwrap().kind = "direct";
    let heard = [
        act("u9", "Nina", Some("help"), "message", Some(unsure), noon()),
        act("u9", "Nina", Some("help"), "message", Some(unsure), noon() - TimeDelta::days(30)),
    ];
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &heard, Timing::Live).await.unwrap();
    record::record(&mut tx, &world.slack, &[hidden], Timing::Historical).await.unwrap();
    tx.commit().await.unwrap();
    read(&world).await;
    for _ in 0..2 {
        bot::moods::ask(&world.app).await.unwrap();
    }
    let asked = fake.asked();
    assert_eq!(asked.len(), 1, "once");
    assert_eq!(asked[0].to_string().matches(unsure).count(), 1, "what is recent, and not private");
    assert!(!asked[0].to_string().contains("Terrible update"), "of that the reading is sure");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let of = async |tx: &mut crm::TenantTx, number| crm::moods::of_activity(tx, number).await.unwrap();
    assert_eq!((of(&mut tx, 11).await, of(&mut tx, 5).await), (Some(-1), Some(1)));
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn moods_are_shown_with_what_turned_them() {
    let world = talked().await;
    let shown = said(&world, Role::Viewer, "sentiment of #help").await;
    assert!(shown.contains("worse"), "{shown}");
    assert!(shown.contains("Terrible update"), "{shown}");
    let japanese = said(&world, Role::Viewer, "#helpの雰囲気を見せて").await;
    assert!(japanese.contains("Terrible update"), "{japanese}");
    let topic = said(&world, Role::Viewer, "sentiment about \"editor\"").await;
    assert!(topic.contains("love the new editor") && !topic.contains("Terrible"), "{topic}");
    let nothing = said(&world, Role::Viewer, "sentiment about \"zebra\"").await;
    assert!(nothing.contains("No message of"), "{nothing}");
    assert!(said(&world, Role::Viewer, "sentiment show C-1").await.contains("C-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_mood_is_corrected_for_all_texts_like_it_and_taken_back() {
    let world = talked().await;
    let again = act(
        "u8",
        "Ben",
        Some("help"),
        "message",
        Some("TERRIBLE update: it crashes all the time and I am really annoyed!"),
        noon(),
    );
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &[again], Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    read(&world).await;
    let taught = said(&world, Role::Member, "sentiment wrong A-9 neutral").await;
    assert!(taught.contains("A-9") && taught.contains("(1 other so far)"), "{taught}");
    assert_eq!(label(&world, 11).await, Some(0));
    assert_eq!(label(&world, 10).await, Some(-1));
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("A-9"), "{undone}");
    assert_eq!(label(&world, 11).await, Some(-1));
    // what it is not says not yet what it is
    for text in ["A-9 isn't negative", "A-9は否定的ではない"] {
        let asked = said(&world, Role::Member, text).await;
        assert!(
            asked.contains("A-9") && !asked.contains("1. negative") && !asked.contains("1. 否定的"),
            "{asked}"
        );
        assert_eq!(label(&world, 9).await, Some(-1), "{asked}");
    }
    let chosen = said(&world, Role::Member, "1").await;
    assert!(chosen.contains("中立"), "{chosen}");
    assert_eq!(label(&world, 9).await, Some(0));
    assert!(said(&world, Role::Viewer, "sentiment wrong A-9 neutral").await.contains("role member"));
    assert!(said(&world, Role::Member, "sentiment wrong A-99 neutral").await.contains("found no activity"));
}

async fn label(world: &World, number: i64) -> Option<i16> {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    crm::moods::of_activity(&mut tx, number).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn inquiries_are_filed_by_example() {
    let world = talked().await;
    assert!(said(&world, Role::Viewer, "inquiries").await.contains("No customer wrote"));
    let filed = said(&world, Role::Member, "A-9 is a trouble inquiry").await;
    assert!(filed.contains("A-9") && filed.contains("Trouble"), "{filed}");
    let filed = said(&world, Role::Member, "A-7を要望に分類して").await;
    assert!(filed.contains("要望"), "{filed}");
    let shown = said(&world, Role::Viewer, "inquiries").await;
    assert!(shown.contains("Trouble: Terrible") && shown.contains("Request: 新しい画面"), "{shown}");
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("A-7"), "{undone}");
    assert!(!said(&world, Role::Viewer, "inquiries").await.contains("新しい画面"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mood_of_one_person_is_for_managers() {
    let world = talked().await;
    let attached = said(&world, Role::Admin, "account attach slack:u9 P-3").await;
    assert!(attached.contains("P-3"), "{attached}");
    let refused = said(&world, Role::Member, "mood of P-3").await;
    assert!(refused.contains("needs the role manager"), "{refused}");
    let refused = said(&world, Role::Viewer, "P-3の感情の推移").await;
    assert!(refused.contains("権限が必要です"), "{refused}");
    let shown = said(&world, Role::Manager, "mood of P-3").await;
    assert!(shown.contains("鈴木 一郎") && shown.contains("Terrible update"), "{shown}");
    let shown = said(&world, Role::Manager, "sentiment show P-3").await;
    assert!(shown.contains("鈴木 一郎"), "{shown}");
    let shown = said(&world, Role::Manager, "鈴木さんの感情の推移を見せて").await;
    assert!(shown.contains("平均スコア"), "{shown}");
    // on the card, for whom it is
    let card = said(&world, Role::Manager, "person show P-3").await;
    assert!(card.contains("4 positive and 2 negative of the last 6 messages"), "{card}");
    assert!(!said(&world, Role::Member, "person show P-3").await.contains("Mood"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_has_the_mood_of_what_was_said_as_it_was_taught() {
    let world = talked().await;
    let shown = said(&world, Role::Viewer, "summary #help").await;
    assert!(shown.contains("4 positive, 2 negative of 6"), "{shown}");
    said(&world, Role::Member, "sentiment wrong A-9 neutral").await;
    let shown = said(&world, Role::Viewer, "#helpの要約").await;
    assert!(shown.contains("6件中、肯定的4件・否定的1件"), "{shown}");
}
