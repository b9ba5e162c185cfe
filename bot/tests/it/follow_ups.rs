//! Few words that ask the last question again about something else, and names with a slip in them.

use crm::{
    Actor, Role,
    persons::{self, NewPerson},
};

use crate::world::{self, World, words};

/// What was understood: the command as it would be typed.
async fn understood(world: &World, ask: &str) -> String {
    let reply = world.ask(Role::Owner, ask).await;
    reply.understood.clone().unwrap_or_else(|| format!("nothing: {}", words(&reply)))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_question_is_asked_again() {
    let world = world::peopled().await;
    world.ask(Role::Owner, "campaign add Foo from 2026-02-01 to 2026-03-05").await;
    for talk in [
        &[
            ("roi of C-1 in May", "roi show C-1 May"),
            ("and for last year?", "roi show C-1 for last year"),
            ("what about C-2", "roi show C-2 for last year"),
            ("same for Spring Hackathon", "roi show Spring Hackathon for last year"),
            ("this month instead", "roi show Spring Hackathon this month"),
            ("and the one before?", "roi show Spring Hackathon 2026-10"),
            ("and before that", "roi show Spring Hackathon 2026-09"),
            ("and the year before", "roi show Spring Hackathon 2025-09"),
        ][..],
        &[
            ("C-1の先月のROI", "roi show C-1 先月"),
            ("その前は？", "roi show C-1 2026-09"),
            ("去年だと？", "roi show C-1 去年"),
            ("前の年は？", "roi show C-1 2024-01-01 to 2024-12-31"),
            ("じゃあC-2は？", "roi show C-2 2024-01-01 to 2024-12-31"),
            ("春のハッカソンも見せて", "roi show 春のハッカソン 2024-01-01 to 2024-12-31"),
        ],
        &[
            ("timeline of P-1", "person timeline P-1"),
            ("what about P-2?", "person timeline P-2"),
            ("last month", "person timeline P-2 last month"),
            ("鈴木さんは？", "person timeline 鈴木さん last month"),
        ],
        &[
            ("decisions last month", "decisions last month"),
            ("and the summary?", "summary last month"),
            ("雰囲気は？", "sentiment show last month"),
            ("日本語で", "sentiment show last month"),
        ],
        &[
            ("search pricing", "search pricing"),
            ("and for last week", "search pricing for last week"),
            ("先週は？", "search pricing 先週"),
        ],
    ] {
        for (ask, want) in talk {
            assert_eq!(understood(&world, ask).await, *want, "{ask}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_noun_alone_asks_for_the_list() {
    let world = world::peopled().await;
    for (ask, want) in [
        ("タスク", "task list"),
        ("商談", "deal list"),
        ("組織", "org find"),
        ("チャンネル", "room list"),
        ("タグ", "tag list"),
        ("使用量", "usage"),
        ("請求の問い合わせ", "inquiries 請求"),
        ("billing inquiries this month", "inquiries this month billing"),
        ("recent inquiries", "inquiries"),
        ("which campaigns are running?", "campaign list running"),
        ("終了した施策", "campaign list closed"),
        ("what was said in #general?", "summary #general"),
    ] {
        assert_eq!(understood(&world, ask).await, want, "{ask}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_said_whole() {
    let world = world::peopled().await;
    world.ask(Role::Owner, "roi of C-1").await;
    world.ask(Role::Owner, "tag P-1 +vip").await;
    // what changed something is not done again to somebody else
    world.ask(Role::Owner, "same for P-2").await;
    let card = words(&world.ask(Role::Owner, "person show P-2").await);
    assert!(!card.contains("vip"), "{card}");
    // what asks for something by itself is that
    world.ask(Role::Owner, "roi of C-1").await;
    assert_eq!(understood(&world, "status").await, "status");
    assert_eq!(understood(&world, "P-1").await, "person show P-1");
    // nothing was asked yet: the words stand alone; and one asker's question is not another's
    let other = world::peopled().await;
    for world in [&other, &world] {
        let reply = world.ask(Role::Viewer, "and for last year?").await;
        assert!(
            !reply.understood.clone().unwrap_or_default().starts_with("roi show C-1"),
            "{}",
            words(&reply)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_nearly_right_are_offered() {
    let world = world::peopled().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    // nobody wrote how this is written in Latin letters
    let person = NewPerson {
        name: "長谷川 樹".to_owned(),
        kana: Some("ハセガワ イツキ".to_owned()),
        relationship: "developer".to_owned(),
        ..NewPerson::default()
    };
    persons::add(&mut tx, &[person]).await.unwrap();
    tx.commit().await.unwrap();
    world.ask(Role::Owner, "org add Aozora Systems").await;
    for (ask, says) in [
        ("who is hasegawa", "長谷川 樹"),
        ("ハセガワさんの情報", "長谷川 樹"),
        ("who is Hanako Tanka", "P-2 "),
        ("person find hasigawa", "長谷川 樹"),
        ("person find suzukki", "P-3 鈴木 一郎"),
        ("org find Aozora Sistems", "O-1 Aozora Systems"),
    ] {
        let reply = words(&world.ask(Role::Owner, ask).await);
        assert!(reply.contains(says), "{ask}: {reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_surely_another_question_is_that() {
    let world = world::peopled().await;
    let act = world::act("u1", "Kenji", Some("general"), "message", Some("決まりました"), world::noon());
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    crm::record::record(&mut tx, &world.slack, &[act], crm::record::Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
    for (first, then, want) in [
        ("summary of #general", "#generalで決まったことは？", "decisions #general"),
        ("decisions in #general", "#generalで決まったことは？", "decisions #general"),
        ("summary of #general", "#generalは？", "summary #general"),
        ("roi of C-1 in May", "今月の話題は？", "topics 今月"),
    ] {
        world.ask(Role::Owner, first).await;
        assert_eq!(understood(&world, then).await, want, "{first}, {then}");
    }
    // the time before no time in particular is asked for
    world.ask(Role::Owner, "roi of C-1").await;
    let asked = world.ask(Role::Owner, "その前は？").await;
    assert!(words(&asked).contains("もう一つ教えてください"), "{}", words(&asked));
    assert_eq!(understood(&world, "先月").await, "roi show C-1 先月");
    // no room is called that
    let told = words(&world.ask(Role::Owner, "先月と比べて今月の話題は？").await);
    assert!(!told.contains("ルームは見つかりません"), "{told}");
}
