//! Tasks: natural times, reminders that come once, and what the list shows.

use bot::gateway::remind::remind;
use chrono::{DateTime, TimeZone, Utc};
use crm::{
    Actor, Role, outbox,
    tasks::{self, Due, NewTask},
    users,
};

use crate::world::{self, World, noon, tokens, words};

async fn said(world: &World, role: Role, text: &str) -> String {
    words(&world.ask(role, text).await)
}

/// A moment in Tokyo, in November 2026.
fn tokyo(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    chrono_tz::Asia::Tokyo.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap().to_utc()
}

/// What somebody is reminded of by then.
async fn reminded(world: &World, at: DateTime<Utc>) -> Vec<String> {
    let sent = remind(&world.app, world.tenant, at).await.unwrap();
    let replies: Vec<String> = world.replies().await.iter().map(words).collect();
    assert_eq!(sent, replies.len());
    replies
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_said_in_both_languages() {
    let world = world::peopled().await;
    for (text, wanted) in [
        ("remind me Monday to call P-1", ["T-1 call P-1", "Due: 23 Nov 2026", "About: P-1 田中 太郎"]),
        ("月曜にP-2へ電話、リマインド", ["T-2 P-2へ電話", "期限: 2026年11月23日", "対象: P-2 田中 花子"]),
        (
            "remind me to send the quote tomorrow at 3pm",
            ["T-3 send the quote", "22 Nov 2026 15:00", "For: member"],
        ),
        (
            "明日の15時に見積書を送るとリマインドして",
            ["T-4 見積書を送る", "2026年11月22日 15:00", "担当: member"],
        ),
        (
            "task add \"book the room\" in two weeks --on C-1",
            ["T-5 book the room", "5 Dec 2026", "C-1 Spring Hackathon"],
        ),
        ("remind me in two hours to stretch", ["T-6 stretch", "21 Nov 2026 14:00", "For: member"]),
    ] {
        let added = said(&world, Role::Member, text).await;
        for wanted in wanted {
            assert!(added.contains(wanted), "{text}: {added}");
        }
    }
    let list = said(&world, Role::Member, "my tasks").await;
    let order: Vec<&str> =
        list.lines().filter_map(|line| line.split(" | ").next()).filter(|c| c.starts_with("T-")).collect();
    assert_eq!(order, ["T-6", "T-3", "T-4", "T-1", "T-2", "T-5"], "{list}");
    for (text, wanted) in [
        ("what tasks do I have due this week?", "T-6, T-3, T-4"),
        ("my tasks due next week", "T-1, T-2"),
        ("来週が期限のタスクを見せて", "T-1, T-2"),
        ("tasks due by Monday", "T-6, T-3, T-4, T-1, T-2"),
        ("月曜までのタスクを見せて", "T-6, T-3, T-4, T-1, T-2"),
        ("tasks due in May 2030", ""),
    ] {
        let list = said(&world, Role::Member, text).await;
        let found: Vec<&str> = list
            .lines()
            .filter_map(|line| line.split(" | ").next())
            .filter(|cell| cell.starts_with("T-"))
            .collect();
        assert_eq!(found.join(", "), wanted, "{text}: {list}");
    }
    assert!(said(&world, Role::Viewer, "P-1").await.contains("T-1 call P-1 / 23 Nov 2026"));
    for (text, wanted) in [
        ("task add nap yesterday", "is over: it is 21 Nov 2026 12:00"),
        ("T-1 is due whenever", "cannot read"),
        ("done T-99", "There is no task T-99"),
    ] {
        let refused = said(&world, Role::Member, text).await;
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    assert!(said(&world, Role::Viewer, "remind me Monday to call P-1").await.contains("role member"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_comes_once_whoever_looks() {
    let world = world::peopled().await;
    said(&world, Role::Member, "remind me Monday to call P-1").await;
    assert_eq!(reminded(&world, tokyo(23, 8, 59)).await, Vec::<String>::new());
    // four replicas at a time
    let rounds = (0..4).map(|_| remind(&world.app, world.tenant, tokyo(23, 9, 0)));
    let sent: usize = futures::future::join_all(rounds).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(sent, 1);
    let replies = world.replies().await;
    let [reply] = replies.as_slice() else { panic!("{replies:#?}") };
    let shown = words(reply);
    assert!(shown.contains("Reminder: **T-1** call P-1") && shown.contains("About: P-1"), "{shown}");
    assert!(reminded(&world, tokyo(25, 9, 0)).await.is_empty());
    // its buttons: later, and done
    let tokens = tokens(reply);
    let later = words(&world.press(Role::Member, &tokens[1]).await);
    assert!(later.contains("Changed **T-1 call P-1**") && later.contains("21 Nov 2026 13:00"), "{later}");
    assert_eq!(reminded(&world, noon() + chrono::TimeDelta::hours(1)).await.len(), 1);
    let done = words(&world.press(Role::Member, &tokens[0]).await);
    assert!(done.contains("Done: **T-1 call P-1**"), "{done}");
    assert!(words(&world.press(Role::Member, &tokens[0]).await).contains("done already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_moves_with_its_task_and_goes_with_it() {
    let world = world::peopled().await;
    for text in ["remind me Monday to a1", "remind me Monday to b2", "remind me Monday to c3", "task add d4"]
    {
        said(&world, Role::Member, text).await;
    }
    let moved = said(&world, Role::Member, "T-1を火曜の10時に延期").await;
    assert!(moved.contains("2026年11月23日 → 2026年11月24日 10:00"), "{moved}");
    // the time of day stays where only a day is named
    let moved = said(&world, Role::Member, "move T-1 to Wednesday").await;
    assert!(moved.contains("24 Nov 2026 10:00 → 25 Nov 2026 10:00"), "{moved}");
    said(&world, Role::Member, "undo").await;
    assert!(said(&world, Role::Member, "done T-2").await.contains("Done: **T-2 b2**"));
    said(&world, Role::Member, "delete T-3").await;
    assert!(reminded(&world, tokyo(23, 12, 0)).await.is_empty());
    // taken back before its time: as if nothing had been
    said(&world, Role::Member, "undo").await;
    assert!(reminded(&world, tokyo(23, 12, 0)).await[0].contains("T-3"));
    assert!(reminded(&world, tokyo(24, 9, 59)).await.is_empty());
    assert!(reminded(&world, tokyo(24, 10, 0)).await[0].contains("T-1"));
    assert!(said(&world, Role::Member, "T-2を再開して").await.contains("未完了に戻しました"));
    assert!(
        reminded(&world, tokyo(24, 10, 0)).await[0].contains("T-2"),
        "its time came while nobody was asked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_it_hears_of_it_alone() {
    let world = world::peopled().await;
    // the manager has talked with the bot: that is where they are found
    said(&world, Role::Manager, "hello").await;
    let added = said(&world, Role::Member, "remind manager on Monday to sign the contract").await;
    assert!(added.contains("For: manager"), "{added}");
    remind(&world.app, world.tenant, tokyo(23, 9, 0)).await.unwrap();
    let reply = world.replies().await.pop().unwrap();
    assert!(words(&reply).contains("For: manager"), "{}", words(&reply));
    // the buttons are the manager's
    let token = &tokens(&reply)[0];
    assert!(words(&world.press(Role::Member, token).await).contains("no longer open"));
    assert!(words(&world.press(Role::Manager, token).await).contains("Done: **T-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_to_be_found_is_reminded_when_they_are() {
    let world = world::peopled().await;
    // as an import or a program makes it: said nowhere
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let viewer = users::named(&mut tx, Some(Role::Viewer.as_str())).await.unwrap().unwrap().id;
    let new = NewTask {
        text: "read the contract".to_owned(),
        due: Some(Due { at: tokyo(23, 9, 0), all_day: false, late_at: tokyo(23, 9, 0) }),
        assignee: Some(viewer),
        about: None,
        asked: None,
        thread: None,
    };
    tasks::add(&mut tx, &new, noon()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(reminded(&world, tokyo(23, 9, 0)).await.is_empty());
    said(&world, Role::Viewer, "hello").await;
    let found = reminded(&world, tokyo(23, 9, 5)).await;
    assert!(found.len() == 1 && found[0].contains("read the contract"), "{found:?}");
    assert!(reminded(&world, tokyo(23, 9, 10)).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_waits_for_whoever_comes_back_to_the_terminal() {
    let world = world::peopled().await;
    said(&world, Role::Member, "remind me Monday to call P-1").await;
    said(&world, Role::Admin, "hello").await;
    assert_eq!(remind(&world.app, world.tenant, tokyo(23, 9, 0)).await.unwrap(), 1);
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    // nobody waits for an answer so long; a reminder is no answer
    outbox::give_up(&mut tx, "console", -1).await.unwrap();
    let [member, admin] = [Role::Member, Role::Admin].map(Role::as_str);
    let member = users::named(&mut tx, Some(member)).await.unwrap().unwrap().id;
    let admin = users::named(&mut tx, Some(admin)).await.unwrap().unwrap().id;
    let console = world.origin.connection.id;
    assert!(outbox::hand_over_waiting(&mut tx, console, admin).await.unwrap().is_empty());
    let waiting = outbox::hand_over_waiting(&mut tx, console, member).await.unwrap();
    let [reply] = waiting.as_slice() else { panic!("{waiting:#?}") };
    let reply = serde_json::from_value(reply.clone()).unwrap();
    assert!(words(&reply).contains("Reminder: **T-1** call P-1"), "{}", words(&reply));
    assert!(outbox::hand_over_waiting(&mut tx, console, member).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_says_so() {
    let world = world::peopled().await;
    said(&world, Role::Member, "remind me today at 12:01 to write").await;
    said(&world, Role::Admin, "remind me Monday to read").await;
    assert!(said(&world, Role::Member, "overdue tasks").await.contains("Nothing is overdue"));
    let mut later = world;
    std::sync::Arc::get_mut(&mut later.app).unwrap().clock = || noon() + chrono::TimeDelta::days(3);
    let list = said(&later, Role::Member, "期限切れのタスクを見せて").await;
    assert!(list.contains("T-1") && list.contains("T-2") && list.contains("（期限切れ）"), "{list}");
    assert!(!said(&later, Role::Member, "my tasks").await.contains("T-2"));
    assert!(said(&later, Role::Member, "all tasks").await.contains("T-2 | read"));
    let refused = said(&later, Role::Member, "done T-2").await;
    assert!(refused.contains("is a task of admin"), "{refused}");
    said(&later, Role::Member, "T-1完了").await;
    assert!(said(&later, Role::Member, "完了したタスク一覧").await.contains("T-1"));
    let set = said(&later, Role::Admin, "assign T-2 to member").await;
    assert!(set.contains("admin → member"), "{set}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_put_off_from_when_it_was_due() {
    let world = world::peopled().await;
    said(&world, Role::Member, "remind me Monday at 3pm to call P-1").await;
    for (text, wanted) in [
        ("snooze T-1 by 3 days", "26 Nov 2026 15:00"),
        ("T-1を2日延ばして", "2026年11月28日 15:00"),
        ("postpone T-1 by two hours", "28 Nov 2026 17:00"),
        ("T-1を1時間延ばして", "2026年11月28日 18:00"),
        ("T-1を3日間延長", "2026年12月1日 18:00"),
        ("snooze T-1 by Friday", "27 Nov 2026 18:00"),
        ("snooze T-1 tomorrow", "22 Nov 2026 18:00"),
    ] {
        let moved = said(&world, Role::Member, text).await;
        assert!(moved.contains(wanted), "{text}: {moved}");
    }
    assert!(said(&world, Role::Member, "snooze T-1").await.contains("one thing more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_named_by_their_numbers_and_come_once() {
    let world = world::peopled().await;
    for text in ["task add call the venue", "task add order the badges", "task add thank the speakers"] {
        said(&world, Role::Member, text).await;
    }
    let list = said(&world, Role::Member, "task list").await;
    let at = |text: &str| list.find(text).expect("it is listed");
    assert!(at("call the venue") < at("order the badges"), "{list}");
    let done = said(&world, Role::Member, "complete 2").await;
    assert!(done.contains("Done") && done.contains("order the badges"), "{done}");
    said(&world, Role::Member, "task list").await;
    let moved = said(&world, Role::Member, "1番を金曜に延期").await;
    assert!(moved.contains("call the venue"), "{moved}");
    for text in ["remind me to check the board every Monday", "毎週月曜に掲示板を確認するようリマインド"]
    {
        let once = said(&world, Role::Member, text).await;
        assert!(once.contains("once") || once.contains("1回だけ"), "{text}: {once}");
        let added = said(&world, Role::Member, "1").await;
        assert!(added.contains("23 Nov 2026") || added.contains("2026年11月23日"), "{text}: {added}");
    }
    let asked = said(&world, Role::Member, "明日10時にリマインドお願い").await;
    assert!(asked.contains("もう一つ"), "{asked}");
}
