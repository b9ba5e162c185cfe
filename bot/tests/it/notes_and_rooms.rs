//! Notes, what staff log by hand, activities in the trash, and who and what is not recorded.

use chrono::TimeDelta;
use crm::{
    Actor, Role, audit, conversations, feedback,
    record::{self, Did, Incoming, Timing},
};

use crate::{
    rooms::{self, Line},
    world::{self, World, act, noon, words},
};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// Messages in #help by u9, an hour ago: "the rate limit is low", "料金の質問です".
async fn talked() -> World {
    let world = world::peopled().await;
    store(&world, &[help(1, "the rate limit is low"), help(2, "料金の質問です")]).await;
    world
}

fn help(n: i64, text: &str) -> Incoming {
    act(
        "u9",
        "Nina",
        Some("help"),
        "message",
        Some(text),
        noon() - TimeDelta::hours(1) + TimeDelta::seconds(n),
    )
}

async fn store(world: &World, events: &[Incoming]) -> Vec<record::Row> {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let rows = record::record(&mut tx, &world.slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    rows
}

async fn catch_up(world: &World) {
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_stand_on_every_card_and_can_be_taken_back() {
    let world = talked().await;
    said(&world, Role::Member, "org add Acme").await;
    for (text, code) in [
        ("note on P-1: prefers **e-mail**, “really”", "P-1 田中 太郎"),
        ("add a note to Spring Hackathon saying the venue is booked", "C-1 Spring Hackathon"),
        ("note Acme: contract ends in March", "O-1 Acme"),
        ("A-5に「要確認」とメモして", "A-5"),
        ("春のハッカソンにメモ：懇親会あり", "C-1"),
    ] {
        let noted = said(&world, Role::Member, text).await;
        assert!(noted.contains("N-") && noted.contains(code), "{text}: {noted}");
    }
    let person = said(&world, Role::Viewer, "P-1").await;
    assert!(person.contains("prefers **e-mail**, “really” / N-1  ·  member"), "{person}");
    assert!(said(&world, Role::Viewer, "campaign show C-1").await.contains("the venue is booked"));
    assert!(said(&world, Role::Viewer, "O-1").await.contains("contract ends in March"));
    assert!(said(&world, Role::Viewer, "A-5").await.contains("要確認"));
    let list = said(&world, Role::Viewer, "C-1のメモ一覧").await;
    assert!(list.contains("懇親会あり") && list.contains("the venue is booked"), "{list}");
    // the last one back, at once; then one by its code, and back again
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("Deleted note **N-5** on C-1"), "{undone}");
    let deleted = said(&world, Role::Member, "N-1を削除して").await;
    assert!(deleted.contains("P-1 のメモ **N-1** を削除しました"), "{deleted}");
    assert!(!said(&world, Role::Viewer, "P-1").await.contains("prefers"));
    assert!(said(&world, Role::Member, "note delete N-1").await.contains("deleted already"));
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let entry = audit::last_on(&mut tx, "N-1").await.unwrap().unwrap();
    let noted = format!("{:?} {:?} {:?}", entry.arguments, entry.before, entry.after);
    assert!(!noted.contains("prefers"), "the audit log would keep the words for ever: {noted}");
    drop(tx);
    let back = said(&world, Role::Member, "undo").await;
    assert!(back.contains("Note **N-1** on P-1 is back"), "{back}");
    assert!(said(&world, Role::Viewer, "P-1").await.contains("prefers"));
    assert!(said(&world, Role::Viewer, "note on P-1: x").await.contains("role member"));
    for (text, wanted) in [
        ("note on Nobody Anywhere: hm", "found no person, organization, campaign, activity, deal or task"),
        ("note delete N-99", "There is no note N-99"),
        ("note restore N-1", "was not deleted"),
        ("note list P-3", "There are no notes on P-3"),
        ("note on 田中: which?", "may mean more than one"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    let chosen = said(&world, Role::Member, "2").await;
    assert!(chosen.contains("on P-2 田中 花子"), "the note is kept through the choice: {chosen}");
    for n in 0..4 {
        said(&world, Role::Member, &format!("note on this person: more {n}")).await;
    }
    let person = said(&world, Role::Viewer, "P-2").await;
    assert!(
        person.contains("more 3") && !person.contains("more 0") && person.contains("And 2 more"),
        "{person}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_follow_a_merge_and_come_apart_with_it() {
    let world = world::peopled().await;
    said(&world, Role::Member, "note on P-2: speaks French").await;
    said(&world, Role::Manager, "merge P-1 and P-2").await;
    said(&world, Role::Manager, "yes").await;
    let survivor = said(&world, Role::Viewer, "P-1").await;
    assert!(survivor.contains("speaks French / N-1  ·  P-2"), "{survivor}");
    said(&world, Role::Member, "note on P-2: of the survivor").await;
    said(&world, Role::Manager, "undo M-1").await;
    said(&world, Role::Manager, "yes").await;
    let (first, second) = (said(&world, Role::Viewer, "P-1").await, said(&world, Role::Viewer, "P-2").await);
    assert!(!first.contains("French") && first.contains("of the survivor"), "{first}");
    assert!(second.contains("French") && !second.contains("of the survivor"), "{second}");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_meetings_are_logged_in_both_languages() {
    let world = world::peopled().await;
    let roi = said(&world, Role::Viewer, "campaign show C-1").await;
    for (text, wanted) in [
        ("log call with P-1: wants *SSO*", "for P-1 田中 太郎 (call)"),
        ("P-1と電話、SSO希望と記録", "P-1 田中 太郎 の通話"),
        ("鈴木さんと打ち合わせ：見積り依頼 を記録", "P-3 鈴木 一郎 の打ち合わせ"),
        ("log a meeting with P-1 yesterday: agreed on a pilot", "20 Nov 2026"),
        ("log P-1: met at the booth --campaign", "(note)"),
        ("施策C-1でP-3と面談、次回は来月と記録して", "施策 C-1 春のハッカソン の成果に数えます"),
        ("log a meeting with P-3 on 2026-04-05 for C-1: a stand", "It counts for C-1 Spring Hackathon"),
    ] {
        let logged = said(&world, Role::Member, text).await;
        assert!(logged.contains(wanted), "{text}: {logged}");
    }
    let timeline = said(&world, Role::Viewer, "timeline of P-1").await;
    for text in ["wants *SSO*", "SSO希望", "agreed on a pilot"] {
        assert!(timeline.contains(text), "{text}: {timeline}");
    }
    let calls = said(&world, Role::Viewer, "list calls by P-1").await;
    assert!(calls.contains("2 calls") && calls.contains("call: SSO希望"), "{calls}");
    assert!(said(&world, Role::Viewer, "campaign show C-1").await.contains("1 meeting"));
    let undone = said(&world, Role::Member, "undo").await;
    assert!(undone.contains("Deleted **A-"), "{undone}");
    assert_eq!(said(&world, Role::Viewer, "campaign show C-1").await, roi);
    let soon = said(&world, Role::Member, "log a call with P-1 tomorrow: will ring").await;
    assert!(soon.contains("still to come"), "{soon}");
    assert!(said(&world, Role::Viewer, "log call with P-1: x").await.contains("role member"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_logged_keeps_its_time() {
    let world = world::peopled().await;
    for (text, wanted) in [
        ("log meeting with P-1 yesterday at 15:00: discussed pricing", "20 Nov 2026 15:00"),
        ("log meeting with P-1 at 2026-11-01: hmm", "1 Nov 2026"),
        ("P-1と昨日電話した、SSO希望と記録", "2026年11月20日"),
        ("P-1と11月3日に打ち合わせ、見積り依頼と記録", "2026年11月3日"),
        ("log meeting with P-1 on 2026-11-31: x", "no such day as “2026-11-31”"),
        ("log meeting with P-1 in 1850: past", "“in 1850” is too far away"),
        ("log meeting with P-1 at 23:00: x", "still to come"),
    ] {
        let logged = said(&world, Role::Member, text).await;
        assert!(logged.contains(wanted), "{text}: {logged}");
    }
    let timeline = said(&world, Role::Viewer, "timeline of P-1").await;
    assert!(timeline.contains("discussed pricing") && timeline.contains("20 Nov 2026 15:00"), "{timeline}");
    assert!(!timeline.contains("yesterday") && !timeline.contains("past"), "{timeline}");
    // a part of it says so, and how to see the rest
    for text in ["person timeline P-1 --count 3", "last 3 activities of P-1"] {
        let part = said(&world, Role::Viewer, text).await;
        assert!(part.contains("1–3 of 4"), "{text}: {part}");
        let rest = said(&world, Role::Viewer, "more").await;
        assert!(rest.contains("4–4 of 4") && rest.contains("hmm"), "{text}: {rest}");
    }
    let ja = said(&world, Role::Viewer, "P-1の履歴を3件見せて").await;
    assert!(ja.contains("4件中 1〜3件目"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn this_thread_is_saved_and_exactly_that_is_taken_back() {
    let mut world = talked().await;
    let slack = rooms::open(&mut world);
    world.is("sato", Role::Member).await;
    let line = |id, who, text, to_bot| Line { id, who, room: "hall", thread: Some("t1"), text, to_bot };
    world.write(&slack, &Line { thread: None, ..line("t1", "nina", "shall we sponsor?", false) }).await;
    world.write(&slack, &line("t2", "omar", "yes, ¥300k", false)).await;
    // one of them counts already
    said(&world, Role::Member, "log A-8 to C-1").await;
    let counts = async |world: &World| {
        let cards = [said(world, Role::Viewer, "A-8").await, said(world, Role::Viewer, "A-9").await];
        cards.map(|card| card.contains("Counts for: C-1"))
    };
    assert_eq!(counts(&world).await, [true, false]);
    let saved = world.write(&slack, &line("t3", "sato", "このスレッドをC-1に記録", true)).await;
    let saved = words(&saved[0].1);
    assert!(saved.contains("C-1 春のハッカソン") && saved.contains("に記録しました"), "{saved}");
    assert_eq!(counts(&world).await, [true, true]);
    assert!(
        !said(&world, Role::Viewer, "A-10").await.contains("Counts for"),
        "the request is not part of it"
    );
    let back = world.write(&slack, &line("t4", "sato", "取り消して", true)).await;
    assert!(words(&back[0].1).contains("1件外しました"), "{back:?}");
    assert_eq!(counts(&world).await, [true, false]);
    // onto a person's timeline, by a word that leads there and repeats nothing
    let noted = world.write(&slack, &line("t5", "sato", "log this to P-3", true)).await;
    assert!(words(&noted[0].1).contains("timeline of P-3 鈴木 一郎"), "{noted:?}");
    let timeline = said(&world, Role::Viewer, "timeline of P-3").await;
    assert!(timeline.contains("A-") && !timeline.contains("sponsor"), "{timeline}");
    let back = world.write(&slack, &line("t6", "sato", "undo", true)).await;
    assert!(words(&back[0].1).contains("no longer in the timeline"), "{back:?}");
    assert!(said(&world, Role::Viewer, "timeline of P-3").await.contains("Nothing recorded"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_saved_by_code_or_by_pointing() {
    let world = talked().await;
    let nothing = said(&world, Role::Member, "log this to C-1").await;
    assert!(nothing.contains("nothing here to save"), "{nothing}");
    let saved = said(&world, Role::Member, "A-5を施策C-1に記録して").await;
    assert!(saved.contains("に記録しました"), "{saved}");
    let again = said(&world, Role::Member, "log A-5 to C-1").await;
    assert!(again.contains("counts for C-1 already"), "{again}");
    said(&world, Role::Member, "list messages in #help").await;
    let second = said(&world, Role::Member, "log number 1 to C-1").await;
    assert!(second.contains("A-"), "{second}");
    assert!(said(&world, Role::Viewer, "A-6").await.contains("C-1 Spring Hackathon"));
    said(&world, Role::Member, "undo").await;
    assert!(!said(&world, Role::Viewer, "A-6").await.contains("C-1"));
    let out = said(&world, Role::Member, "A-5をC-1から外して").await;
    assert!(out.contains("1件外しました"), "{out}");
    assert!(said(&world, Role::Member, "take A-5 out of C-1").await.contains("does not count"));
    said(&world, Role::Member, "undo").await;
    assert!(said(&world, Role::Viewer, "A-5").await.contains("C-1"), "taking out is taken back as well");
    let outcomes = async |world: &World| said(world, Role::Viewer, "list campaigns").await;
    let listed = outcomes(&world).await;
    assert!(listed.contains("| 5"), "{listed}");
    for text in ["log remove --entry A-5", "log remove --back 5", "log remove A-6 C-1 --entry A-5"] {
        let refused = said(&world, Role::Member, text).await;
        assert!(!refused.contains("timeline"), "{text}: {refused}");
        assert!(said(&world, Role::Viewer, "A-5").await.contains("the rate limit"), "{text}: {refused}");
    }
    said(&world, Role::Manager, "delete A-5").await;
    said(&world, Role::Manager, "yes").await;
    let listed = outcomes(&world).await;
    assert!(listed.contains("| 4"), "what is deleted is no outcome: {listed}");
    said(&world, Role::Manager, "restore A-5").await;
    said(&world, Role::Member, "activity show A-5").await;
    let asked = said(&world, Role::Member, "log this").await;
    assert!(asked.contains("campaign it counts for"), "{asked}");
    assert!(said(&world, Role::Member, "log A-99 to C-1").await.contains("nothing to save A-99"));
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_are_listed_by_action_person_room_and_period() {
    let world = talked().await;
    let stars: Vec<Incoming> = (0..20)
        .map(|n| act("g1", "Stella", None, "star", None, noon() - TimeDelta::days(6) + TimeDelta::minutes(n)))
        .collect();
    store(&world, &stars).await;
    let listed = said(&world, Role::Viewer, "GitHub stars last week").await;
    assert!(listed.contains("20 stars") && listed.contains("1–15 of 20"), "{listed}");
    let more = said(&world, Role::Viewer, "more").await;
    assert!(more.contains("16–20 of 20"), "{more}");
    let ja = said(&world, Role::Viewer, "先週のスター一覧").await;
    assert!(ja.contains("スター：20件"), "{ja}");
    let room = said(&world, Role::Viewer, "list messages in #help").await;
    assert!(room.contains("2 messages") && room.contains("料金の質問です"), "{room}");
    let first = said(&world, Role::Viewer, "1番").await;
    assert!(first.contains("A-6 メッセージ") && first.contains("help (Slack)"), "{first}");
    let none = said(&world, Role::Viewer, "list forks this month").await;
    assert!(none.contains("no forks like that"), "{none}");
    let bad = said(&world, Role::Viewer, "activity show A-999").await;
    assert!(bad.contains("found no activity A-999"), "{bad}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_message_is_forgotten_and_comes_back_whole() {
    let world = talked().await;
    store(
        &world,
        &[Incoming { did: Did::Edit { text: "the rate limit is high".to_owned() }, ..help(1, "") }],
    )
    .await;
    let before = said(&world, Role::Viewer, "A-5").await;
    assert!(before.contains("rate limit is high") && before.contains("Edited"), "{before}");
    catch_up(&world).await;
    assert!(said(&world, Role::Viewer, "search \"rate limit\"").await.contains("One message"));
    assert!(said(&world, Role::Member, "delete A-5").await.contains("role manager"));
    let asked = said(&world, Role::Manager, "delete A-5").await;
    assert!(
        asked.contains("Nothing has been changed yet") && asked.contains("rate limit is high"),
        "{asked}"
    );
    assert!(said(&world, Role::Manager, "yes").await.contains("Deleted **A-5**"));
    catch_up(&world).await;
    assert!(said(&world, Role::Viewer, "search \"rate limit\"").await.contains("No message"));
    let gone = said(&world, Role::Viewer, "A-5").await;
    assert!(!gone.contains("rate limit") && gone.contains("in the trash"), "{gone}");
    assert!(said(&world, Role::Manager, "delete A-5").await.contains("deleted already"));
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let entry = audit::last_on(&mut tx, "A-5").await.unwrap().unwrap();
    let noted = format!("{:?} {:?} {:?}", entry.arguments, entry.before, entry.after);
    assert!(!noted.contains("rate"), "the audit log would keep the words for ever: {noted}");
    drop(tx);
    assert!(said(&world, Role::Manager, "取り消して").await.contains("復元しました"));
    catch_up(&world).await;
    assert!(said(&world, Role::Viewer, "search \"rate limit\"").await.contains("One message"));
    assert_eq!(said(&world, Role::Viewer, "A-5").await, before);
    assert!(said(&world, Role::Manager, "restore A-5").await.contains("is not deleted"));
    // what the platform deletes is gone, trash or not
    said(&world, Role::Manager, "delete A-5").await;
    said(&world, Role::Manager, "yes").await;
    store(&world, &[Incoming { did: Did::Delete, ..help(1, "") }]).await;
    assert!(said(&world, Role::Manager, "restore A-5").await.contains("gone for good"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_room_is_nobodys_business() {
    let world = talked().await;
    said(&world, Role::Member, "note on A-5: about money").await;
    assert!(said(&world, Role::Manager, "make #help private").await.contains("role admin"));
    assert!(said(&world, Role::Admin, "#helpを非公開にして").await.contains("まだ何も変更していません"));
    assert!(said(&world, Role::Admin, "はい").await.contains("非公開にしました"));
    for text in ["A-5", "note delete N-1", "note on A-5: again", "log A-5 to C-1", "list messages in #help"] {
        let hidden = said(&world, Role::Manager, text).await;
        assert!(!hidden.contains("rate limit") && !hidden.contains("about money"), "{text}: {hidden}");
        assert!(
            ["no activity", "no note", "found no", "nothing to save"].iter().any(|no| hidden.contains(no)),
            "{text}: {hidden}"
        );
    }
    assert!(said(&world, Role::Admin, "A-5").await.contains("rate limit"));
    let listed = said(&world, Role::Admin, "list rooms").await;
    assert!(listed.contains("#help | Slack | 2 | yes | yes"), "{listed}");
    assert!(said(&world, Role::Viewer, "list rooms").await.contains("no rooms yet"));
    assert!(said(&world, Role::Admin, "room set #help private").await.contains("private already"));
    let undo = said(&world, Role::Admin, "undo").await;
    assert!(undo.contains("Make **#help** public?"), "{undo}");
    assert!(said(&world, Role::Admin, "yes").await.contains("public now"));
    assert!(said(&world, Role::Viewer, "A-5").await.contains("rate limit"));
    assert!(said(&world, Role::Admin, "undo").await.contains("nothing to take back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_hears_that_it_is_no_longer_recorded() {
    let mut world = world::peopled().await;
    let slack = rooms::open(&mut world);
    world.is("boss", Role::Admin).await;
    let line = |id, who, text, to_bot| Line { id, who, room: "hall", thread: None, text, to_bot };
    world.write(&slack, &line("1", "omar", "first words", false)).await;
    let asked = world.write(&slack, &line("2", "boss", "ここの記録を止めて", true)).await;
    assert!(words(&asked[0].1).contains("記録を停止しますか"), "{asked:?}");
    let told = world.write(&slack, &line("3", "boss", "はい", true)).await;
    let told: Vec<String> = told.iter().map(|(room, reply)| format!("{room}: {}", words(reply))).collect();
    // the notice in the tenant's language, the answer in the asker's
    assert!(
        told.iter().any(|said| said.contains("hall: From now on, what is said here is no longer")),
        "{told:?}"
    );
    assert!(told.iter().any(|said| said.contains("記録を停止しました")), "{told:?}");
    world.write(&slack, &line("4", "omar", "unheard words", false)).await;
    let answered = world.write(&slack, &line("5", "boss", "whoami", true)).await;
    assert!(words(&answered[0].1).contains("admin"), "commands are still answered: {answered:?}");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let kept = conversations::messages(&mut tx, None, None, None, 100).await.unwrap();
    drop(tx);
    let kept: Vec<&str> = kept.iter().map(|message| message.text.as_str()).collect();
    assert!(
        kept.contains(&"first words") && !kept.contains(&"unheard words") && !kept.contains(&"whoami"),
        "{kept:?}"
    );
    assert!(said(&world, Role::Admin, "stop recording #hall").await.contains("nothing was changed"));
    assert!(
        said(&world, Role::Admin, "stop recording here").await.contains("Name the room, such as #general")
    );
    assert!(said(&world, Role::Admin, "room record on here").await.contains("not a room"));
    assert!(said(&world, Role::Manager, "start recording #hall").await.contains("role admin"));
    let again = world.write(&slack, &line("6", "boss", "undo", true)).await;
    assert!(words(&again[0].1).contains("Record **#hall** again?"), "{again:?}");
    let told = world.write(&slack, &line("7", "boss", "yes", true)).await;
    assert!(told.iter().any(|(_, reply)| words(reply).contains("forget me")), "{told:?}");
    world.write(&slack, &line("8", "omar", "heard again", false)).await;
    let found = said(&world, Role::Viewer, "list messages in #hall").await;
    assert!(found.contains("heard again") && !found.contains("unheard"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_is_not_recorded_and_nobody_else_takes_that_back() {
    let mut world = world::peopled().await;
    let slack = rooms::open(&mut world);
    let line = |id, text, to_bot| Line { id, who: "gina", room: "hall", thread: None, text, to_bot };
    world.write(&slack, &line("1", "hello from gina", false)).await;
    let asked = world.write(&slack, &line("2", "私を記録しないでください", true)).await;
    assert!(words(&asked[0].1).contains("管理者が消去するまで残ります"), "{asked:?}");
    let done = world.write(&slack, &line("3", "はい", true)).await;
    assert!(words(&done[0].1).contains("今後、あなたの発言は記録しません"), "{done:?}");
    world.write(&slack, &line("4", "a secret", false)).await;
    let again = world.write(&slack, &line("5", "forget me", true)).await;
    assert!(words(&again[0].1).contains("not recorded as it is"), "still answered: {again:?}");
    let listed = said(&world, Role::Viewer, "list messages in #hall").await;
    assert!(listed.contains("hello from gina") && !listed.contains("secret"), "{listed}");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let wishes = feedback::list(&mut tx, 10).await.unwrap();
    let entry = audit::last_on(&mut tx, "slack:gina").await.unwrap().unwrap();
    drop(tx);
    assert!(wishes.iter().any(|wish| wish.by == "gina" && wish.text.contains("forget me")), "{wishes:?}");
    let code = entry.code();
    let other = said(&world, Role::Owner, &format!("undo {code}")).await;
    assert!(other.contains("Only they themselves"), "{other}");
    let back = world.write(&slack, &line("6", "record me again", true)).await;
    assert!(words(&back[0].1).contains("recorded again"), "{back:?}");
    world.write(&slack, &line("7", "no secret", false)).await;
    assert!(said(&world, Role::Viewer, "list messages in #hall").await.contains("no secret"));
    let twice = world.write(&slack, &line("8", "私を記録して", true)).await;
    assert!(words(&twice[0].1).contains("すでに記録しています"), "{twice:?}");
    let undone = said(&world, Role::Owner, &format!("undo {code}")).await;
    assert!(undone.contains("taken back already"), "{undone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_holds_for_all_accounts_of_one_person_on_a_connection() {
    let mut world = world::peopled().await;
    let slack = rooms::open(&mut world);
    // two accounts of one user; Kenji is somebody else
    world.is("sato", Role::Member).await;
    world.is("sato2", Role::Member).await;
    let line = |id, who, text, to_bot| Line { id, who, room: "hall", thread: None, text, to_bot };
    world.write(&slack, &line("1", "sato", "do not record me", true)).await;
    world.write(&slack, &line("2", "sato", "yes", true)).await;
    for (id, who, text) in [("3", "sato", "mine"), ("4", "sato2", "mine too"), ("5", "u1", "theirs")] {
        world.write(&slack, &line(id, who, text, false)).await;
    }
    let listed = said(&world, Role::Viewer, "list messages in #hall").await;
    assert!(listed.contains("theirs") && !listed.contains("mine"), "{listed}");
    // the other account says so for both; undo leads to the very same
    let undo = world.write(&slack, &line("6", "sato", "undo", true)).await;
    assert!(words(&undo[0].1).contains("recorded again"), "{undo:?}");
    world.write(&slack, &line("7", "sato2", "heard", false)).await;
    assert!(said(&world, Role::Viewer, "list messages in #hall").await.contains("heard"));
}
