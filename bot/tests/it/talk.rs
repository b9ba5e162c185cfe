//! What is made of what was said: summaries, decisions, topics and who moves them.

use chrono::TimeDelta;
use crm::{
    Actor, Role,
    record::{self, Incoming, Timing},
};

use crate::world::{self, act, noon, words};

/// A talk in #dev: who, what, minutes before noon, and whose message it answers.
const TALK: [(&str, &str, i64, Option<i64>); 11] = [
    ("Rosa", "The old dashboard breaks the demo on Thursday", 60, None),
    ("Liam", "nobody liked the old dashboard anyway", 59, Some(60)),
    ("Ken", "shall we drop it from the demo?", 58, Some(60)),
    ("Rosa", "+1", 57, None),
    ("Liam", "sounds good", 56, None),
    ("Rosa", "agreed, we drop the old dashboard from the demo", 55, None),
    ("Liam", "I'll remove the dashboard links by Wednesday evening", 54, None),
    ("Ken", "The webhook service is down again", 40, None),
    ("Ken", "The webhook outage is fixed, the disk was full", 30, None),
    ("Liam", "thanks Ken!", 29, None),
    ("Rosa", "Which region does the backup server of the archive use?", 5, None),
];

async fn talked() -> world::World {
    let world = world::empty().await;
    let said = |(who, text, before, answers): &(&str, &str, i64, Option<i64>)| Incoming {
        external_id: Some(format!("m{before}")),
        thread: answers.map(|first| format!("m{first}")),
        ..act(who, who, Some("dev"), "message", Some(text), noon() - TimeDelta::minutes(*before))
    };
    let mut all: Vec<Incoming> = TALK.iter().map(said).collect();
    // two months before, about something else
    let old = ("Ken", "the billing export is late, billing needs a new export", 60 * 24 * 40, None);
    all.push(said(&old));
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, &all, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    world.test.quiet().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_says_what_came_of_it_and_links_to_it() {
    let world = talked().await;
    let reply = world.ask(Role::Member, "summary of #dev").await;
    let said = words(&reply);
    for (heading, line) in [
        ("Decided", "agreed, we drop the old dashboard"),
        ("To do", "I'll remove the dashboard links"),
        ("Done", "The webhook outage is fixed"),
        ("Open", "Which region does the backup server"),
        ("Who moved it", "Rosa"),
    ] {
        let from = said.split_once(heading).map_or("", |(_, rest)| rest);
        assert!(from.contains(line), "{heading}: {said}");
    }
    assert!(said.contains("Mood") && format!("{reply:?}").contains("/a/A-"), "{said}");
    let ja = words(&world.ask(Role::Member, "#devを要約して").await);
    for heading in ["決まったこと", "対応予定", "完了したこと", "未解決", "会話を動かした人"]
    {
        assert!(ja.contains(heading), "{heading}: {ja}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_as_long_as_asked_and_for_whom() {
    let world = talked().await;
    let lines = async |ask: &str| {
        let said = words(&world.ask(Role::Member, ask).await);
        (TALK.iter().filter(|line| said.contains(line.1)).count(), said)
    };
    for (ask, most) in [
        ("summary #dev --length short", 3),
        ("#devを2行で要約して", 2),
        ("summary #dev --count 1", 1),
        ("summarise #dev, one sentence", 1),
        ("#devを一言でまとめて", 1),
    ] {
        let (count, said) = lines(ask).await;
        assert!((1..=most).contains(&count), "{ask}: {said}");
        assert!(!said.contains("Mood") && !said.contains("雰囲気"), "{ask}: {said}");
    }
    let (_, said) = lines("summary #dev --for manager").await;
    assert!(said.contains("we drop the old dashboard") && !said.contains("nobody liked"), "{said}");
    let (_, said) = lines("summary #dev --person Liam").await;
    assert!(said.contains("I'll remove the dashboard links") && !said.contains("agreed, we drop"), "{said}");
    // of one person, with nobody else's figures
    assert!(said.contains("Liam  ·  #dev") && said.contains("Messages: 4"), "{said}");
    assert!(!said.contains("People:") && !said.contains("Who moved it"), "{said}");
    let (_, said) = lines("tl;dr of this channel").await;
    assert!(said.contains("not a room") && !said.contains("Messages"), "{said}");
    let (_, said) = lines("summary #dev --thread this").await;
    assert!(said.contains("not a thread"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_shortened_and_of_a_thread_or_of_whoever_wrote() {
    let world = talked().await;
    let ask = async |text: &str| words(&world.ask(Role::Member, text).await);
    let lines = |said: &str| TALK.iter().filter(|line| said.contains(line.1)).count();
    let whole = ask("summary of #dev").await;
    assert!(lines(&whole) > 2 && whole.contains("Mood"), "{whole}");
    for text in ["in 2 bullets", "make it shorter", "もっと短く", "2行で"] {
        let short = ask(text).await;
        assert!((1..=3).contains(&lines(&short)) && !short.contains("Mood"), "{text}: {short}");
        assert!(short.contains("#dev"), "{text}: {short}");
    }
    // by the name they write under, whether they are a contact or not
    for text in
        ["summarise Liam this month", "summarise what Liam said this month", "Liamさんの今月の発言を要約して"]
    {
        let said = ask(text).await;
        assert!(
            said.contains("Liam  ·") && said.contains("I'll remove the dashboard links"),
            "{text}: {said}"
        );
        assert!(!said.contains("agreed, we drop"), "{text}: {said}");
    }
    // the third of TALK
    for text in ["summarise the thread A-3", "A-3のスレッドを要約して"] {
        let said = ask(text).await;
        assert!(said.contains("dashboard") && !said.contains("webhook"), "{text}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_names_the_days_of_its_period() {
    let world = talked().await;
    for (ask, heading) in [
        ("summary #dev last month", "last month (1 Oct – 31 Oct 2026)"),
        ("summary #dev since October", "since October (1 Oct – 21 Nov 2026)"),
        ("summary #dev ytd", "ytd (1 Jan – 21 Nov 2026)"),
        ("summary #dev mid-October", "mid-October (11 Oct – 20 Oct 2026)"),
    ] {
        let said = words(&world.ask(Role::Member, ask).await);
        assert!(said.contains(heading), "{ask}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_questions_topics_and_movers_come_from_the_same_reading() {
    let world = talked().await;
    let said = words(&world.ask(Role::Member, "decisions in #dev").await);
    assert!(said.contains("agreed, we drop the old dashboard") && !said.contains("is down again"), "{said}");
    let said = words(&world.ask(Role::Member, "open questions in #dev").await);
    assert!(said.contains("Which region") && !said.contains("shall we drop"), "{said}");
    let said = words(&world.ask(Role::Member, "influencers").await);
    let rosa = said.lines().find(|line| line.contains("Rosa")).unwrap_or_default();
    assert!(rosa.ends_with("| Rosa | 2 | 2 | 4 | 1"), "{said}");
    let said = words(&world.ask(Role::Member, "topics #dev --compare before").await);
    assert!(said.contains("dashboard") && said.contains("new"), "{said}");
    // what nothing came before is not new
    let said = words(&world.ask(Role::Member, "topics #dev in October").await);
    assert!(said.contains("billing") && said.contains("nothing before that to compare with"), "{said}");
    assert!(!said.contains("| new"), "{said}");
    let ja = words(&world.ask(Role::Member, "#devの10月の話題").await);
    assert!(ja.contains("billing") && !ja.contains("新しい"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_in_the_language_asked_for() {
    let world = talked().await;
    let told = world.told(Role::Viewer, "summarise #dev in Japanese").await;
    assert!(told.contains("決まったこと") && !told.contains("Decided"), "{told}");
    let told = world.told(Role::Viewer, "#devを英語で要約して").await;
    assert!(told.contains("Decided") && !told.contains("決まったこと"), "{told}");
    // another language than the answer's is not in it
    let told = world.told(Role::Viewer, "decisions in #dev since Monday in Japanese").await;
    assert!(!told.contains("since Monday"), "{told}");
}
