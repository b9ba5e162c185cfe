//! Search over recorded messages: in commit order, read again from the database, gone when deleted.

use std::process::Command;

use bot::search::Search;
use chrono::{DateTime, TimeDelta, Utc};
use crm::{
    AccountId, Actor, Role, accounts, conversations,
    organizations::{self, NewEmployment, NewOrganization},
    persons::{self, Found},
    record::{self, Did, Incoming, Timing},
    users,
};
use nlp::{search::Query, understand::Understood};

use crate::world::{self, Folder, act, noon, words};

async fn catch_up(world: &world::World) {
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
}

async fn store(world: &world::World, events: &[Incoming]) {
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut tx, &world.slack, events, Timing::Live).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn finds_both_languages_and_forgets_what_was_deleted() {
    let world = world::empty().await;
    let at = noon() - TimeDelta::hours(1);
    let said = |n: i64, text: &str| {
        act("u1", "Kenji", Some("help"), "message", Some(text), at + TimeDelta::seconds(n))
    };
    store(
        &world,
        &[
            said(1, "The rate limit is 100 requests a minute"),
            said(2, "東京の料金プランについて教えてください"),
        ],
    )
    .await;
    catch_up(&world).await;
    let found = words(&world.ask(Role::Viewer, "search \"rate limit\"").await);
    assert!(found.contains("The rate limit is 100") && found.contains("help (Slack)"), "{found}");
    let found = words(&world.ask(Role::Viewer, "「料金」を検索").await);
    assert!(found.contains("料金プラン") && found.contains("1件"), "{found}");
    // edited: the old words are gone, the new ones are there
    let change = |n: i64, did: Did| Incoming { did, ..said(n, "") };
    store(&world, &[change(1, Did::Edit { text: "The quota is 500".to_owned() }), change(2, Did::Delete)])
        .await;
    catch_up(&world).await;
    assert!(words(&world.ask(Role::Viewer, "search rate limit").await).contains("No message"));
    assert!(words(&world.ask(Role::Viewer, "search quota").await).contains("The quota is 500"));
    assert!(words(&world.ask(Role::Viewer, "料金を検索").await).contains("見つかりませんでした"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_commits_late_is_not_skipped() {
    let world = world::empty().await;
    let early = act("u1", "Early", Some("help"), "message", Some("slowpoke"), noon());
    let late = act("u2", "Late", Some("other"), "message", Some("quickstep"), noon());
    // make the conversations and accounts first, so that the two do not wait for each other's keys
    store(
        &world,
        &[
            Incoming { external_id: Some("0".into()), ..early.clone() },
            Incoming { external_id: Some("0".into()), ..late.clone() },
        ],
    )
    .await;
    let mut slow = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    record::record(&mut slow, &world.slack, &[early], Timing::Live).await.unwrap();
    store(&world, &[late]).await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    slow.commit().await.unwrap();
    catch_up(&world).await;
    for word in ["slowpoke", "quickstep"] {
        let found = words(&world.ask(Role::Viewer, &format!("search {word}")).await);
        assert!(found.contains("2 messages"), "{word}: {found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_may_be_deleted_at_any_time() {
    let world = world::empty().await;
    store(&world, &[act("u1", "Kenji", Some("help"), "message", Some("evergreen"), noon())]).await;
    world.test.quiet().await;
    let folder = Folder::new();
    let dir = folder.0.join("search");
    for damage in ["nothing", "deleted", "emptied meta.json"] {
        match damage {
            "deleted" => std::fs::remove_dir_all(&dir).unwrap(),
            "emptied meta.json" => std::fs::write(dir.join("meta.json"), b"").unwrap(),
            _ => {}
        }
        let search = Search::open(&world.app.db, &dir).await.unwrap();
        assert!(search.is_behind(), "{damage}: says that it is not complete yet");
        while search.catch_up(&world.app.db).await.unwrap() {}
        assert!(!search.is_behind());
        let query = Query::parse("evergreen");
        let hits = search.find(world.tenant, &query, Utc::now().timestamp(), 10, 0).unwrap().unwrap();
        assert_eq!(hits.total, 1, "{damage}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn talk_with_the_bot_is_not_found() {
    let world = world::empty().await;
    world.ask(Role::Owner, "who is Rumpelstiltskin").await;
    catch_up(&world).await;
    assert!(words(&world.ask(Role::Viewer, "search Rumpelstiltskin").await).contains("No message"));
}

/// Three rooms: two people and a bot talk about the price of things.
async fn office() -> world::World {
    let world = world::empty().await;
    let hours = |n| noon() - TimeDelta::hours(n);
    let said = |id: &str, name: &str, room: &str, text: &str, at: DateTime<Utc>| {
        act(id, name, Some(room), "message", Some(text), at)
    };
    store(
        &world,
        &[
            said("u1", "Taro Tanaka", "support", "the pricing page is wrong", hours(1)),
            said("u2", "Hanako Sato", "support", "pricing is on the website", hours(2)),
            said("u1", "Taro Tanaka", "general", "料金プランのpricingを見直す", hours(30)),
            said("u2", "Hanako Sato", "general", "pricing in the old days", hours(24 * 200)),
            said("u1", "Taro Tanaka", "leads", "secret pricing for Aozora", hours(3)),
        ],
    )
    .await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let Found::One(tanaka) = persons::refer(&mut tx, "Taro Tanaka").await.unwrap() else { panic!() };
    let company = NewOrganization {
        name: "Aozora Inc".to_owned(),
        other_name: Some("アオゾラ".to_owned()),
        kind: "company".to_owned(),
        ..NewOrganization::default()
    };
    let company = organizations::add(&mut tx, &[company]).await.unwrap()[0];
    let job = NewEmployment {
        person: tanaka.id,
        organization: company,
        title: None,
        started_on: None,
        ended_on: None,
    };
    organizations::employ(&mut tx, &[job]).await.unwrap();
    tx.commit().await.unwrap();
    catch_up(&world).await;
    world
}

/// How many lines of results an answer has.
async fn results(world: &world::World, role: Role, text: &str) -> (usize, String) {
    let said = words(&world.ask(role, text).await);
    (said.lines().filter(|line| line.contains(" (Slack)")).count(), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_a_search_in_both_languages() {
    let world = office().await;
    for (text, expected) in [
        ("search pricing", 5),
        ("search pricing in:#support", 2),
        ("search pricing in:support in:general", 4),
        ("search pricing from:\"Taro Tanaka\"", 3),
        ("search pricing by:tanaka in:support", 1),
        ("search pricing person:P-1", 3),
        ("search pricing org:aozora", 3),
        ("search pricing org:アオゾラ from:sato", 0),
        ("search pricing after:yesterday", 4),
        ("search pricing after:today", 3),
        ("search pricing before:today", 2),
        ("search pricing until:yesterday after:2026-10", 1),
        ("search pricing lang:ja", 1),
        ("search pricing lang:en lang:ja", 5),
        ("search from:tanaka", 3),
        ("search pricing in the support channel", 2),
        ("search pricing since yesterday in #general", 1),
        ("search pricing in #general since yesterday", 1),
        ("search pricing in #support by Tanaka", 1),
        ("what did Tanaka say about pricing?", 3),
        ("what did Sato say about pricing in #general", 1),
        ("pricing 部屋:support を検索", 2),
        ("pricing 投稿者:田中 を検索", 0),
        ("pricing チャンネル：general　発言者：tanaka　を検索", 1),
        ("pricing 会社:アオゾラ 以降:昨日 を検索", 3),
        ("pricing まで:昨日 を検索", 2),
        ("料金 言語:日本語 を検索", 1),
        ("#supportで「pricing」を検索", 2),
        ("#supportでP-1の「pricing」を検索", 1),
        ("「pricing」で今日を検索", 3),
        ("Tanakaさんは料金について何と言っていた？", 1),
    ] {
        let (found, said) = results(&world, Role::Owner, text).await;
        assert_eq!(found, expected, "{text}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_is_named_and_what_nobody_said_not_found() {
    let world = world::empty().await;
    let did = |n: i64, action: &str, text: &str| {
        act("u1", "Kenji", Some("help"), action, Some(text), noon() - TimeDelta::minutes(n))
    };
    store(
        &world,
        &[
            did(1, "message", "where are the limits?"),
            did(2, "call", "asked for higher limits"),
            did(3, "click", "/docs/limits"),
        ],
    )
    .await;
    catch_up(&world).await;
    for (text, name) in [("search limits", "call"), ("limitsを検索", "通話")] {
        let (found, said) = results(&world, Role::Viewer, text).await;
        let named = |line: &&str| line.contains(" (Slack)") && line.contains(name);
        assert_eq!((found, said.lines().filter(named).count()), (2, 1), "{text}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_cannot_be_read_says_so() {
    let world = office().await;
    for (text, wanted) in [
        ("search pricing in:#nowhere", "I found no room “#nowhere”"),
        ("search pricing from:nobodyatall", "I found no person “nobodyatall”"),
        ("search pricing org:nothing", "I found no organization “nothing”"),
        ("search pricing after:sometime", "after:2026-05"),
        ("search pricing lang:tlh", "lang:en or lang:ja"),
        ("pricing 以降:いつか を検索", "日付や期間として読めませんでした"),
        ("pricing 部屋:どこにもない を検索", "ルームは見つかりませんでした"),
        ("search pricing after:2026-10 before:2026-09", "on or after 1 Oct 2026 and before 1 Sep 2026"),
        ("search pricing until:2026-09 after:2026-10", "exclude each other"),
        (
            "pricing 以降:2026-10 より前:2026-09 を検索",
            "2026年10月1日以降で、かつ2026年9月1日より前の日はありません",
        ),
        (&format!("search {}", "in:#support ".repeat(9)), "9 filters"),
    ] {
        let (_, said) = results(&world, Role::Viewer, text).await;
        assert!(said.contains(wanted), "{text}: {said}");
    }
    // what is no filter and no phrase is looked for as words, and that is said
    for (text, wanted) in [
        ("search \"nothing of this", "No message has “nothing of this”"),
        ("search pricing foo:website", "“foo:” is no filter"),
        ("pricing 題名:website を検索", "「題名:」という絞り込みはない"),
    ] {
        let (_, said) = results(&world, Role::Viewer, text).await;
        assert!(said.contains(wanted), "{text}: {said}");
    }
    let (_, said) = results(&world, Role::Viewer, "search \"pricing is\" http://website").await;
    assert!(!said.contains("no filter") && !said.contains("not closed"), "{said}");
    // a name nobody has is a word
    let reply = world.ask(Role::Viewer, "search pricing by website").await;
    assert_eq!(reply.understood.as_deref(), Some("search pricing website"));
    assert!(words(&reply).contains("One message"), "{}", words(&reply));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_may_mean_several_asks() {
    let world = world::peopled().await;
    let said = |n: i64, id: &str, name: &str| {
        act(id, name, Some("help"), "message", Some("the invoice"), noon() - TimeDelta::hours(n))
    };
    store(&world, &[said(1, "u8", "someone"), said(2, "u9", "someone else")]).await;
    catch_up(&world).await;
    let reply = world.ask(Role::Viewer, "search invoice in:help from:田中").await;
    let said = words(&reply);
    assert!(said.contains("「田中」") || said.contains("“田中” may mean more than one person"), "{said}");
    let answered = world.ask(Role::Viewer, "1").await;
    let understood = answered.understood.clone().unwrap();
    assert!(
        understood.starts_with("search in:help from:P-") && understood.ends_with(" invoice"),
        "{understood}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_authors_too() {
    let world = office().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let claire =
        users::add(&mut tx, "Claire Sato", Some("claire@example.com"), Role::Member, None).await.unwrap();
    tx.commit().await.unwrap();
    let at = noon() - TimeDelta::hours(4);
    store(&world, &[act("u7", "C. S.", Some("general"), "message", Some("pricing is my work"), at)]).await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let Found::One(sender) = persons::refer(&mut tx, "C. S.").await.unwrap() else { panic!() };
    let account: AccountId = crm::authors::of_person(&mut tx, sender.id).await.unwrap()[0];
    accounts::link(&mut tx, account, claire).await.unwrap();
    tx.commit().await.unwrap();
    catch_up(&world).await;
    for text in ["search pricing from:Claire", "search pricing by Claire", "search from:claire@example.com"] {
        let (found, said) = results(&world, Role::Owner, text).await;
        assert_eq!(found, 1, "{text}: {said}");
    }
    let said = words(&world.ask(Role::Owner, "search pricing from:sato").await);
    assert!(said.contains("more than one person") && said.contains("(staff claire@example.com)"), "{said}");
    let (found, said) = results(&world, Role::Owner, "2").await;
    assert!(found == 1 && said.contains("my work"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other() {
    let world = world::empty().await;
    let said = |n: i64, text: String| {
        act("u1", "Kenji", Some("help"), "message", Some(&text), noon() - TimeDelta::minutes(n))
    };
    let mut events: Vec<Incoming> = (0..19).map(|n| said(n, format!("release number {n}"))).collect();
    // said again and again: shown once
    events.extend((100..130).map(|n| said(n, "release of the week".to_owned())));
    store(&world, &events).await;
    catch_up(&world).await;
    let mut seen = std::collections::HashSet::new();
    for (text, lines) in [("search release", 8), ("more", 8), ("続きを見せて", 4)] {
        let (found, said) = results(&world, Role::Viewer, text).await;
        assert_eq!(found, lines, "{text}: {said}");
        assert_eq!(said.contains("同じ内容の発言が29件"), lines == 4, "{text}: {said}");
        for line in said.lines().filter(|line| line.contains(" (Slack)")) {
            assert!(seen.insert(line.split(" / ").next().unwrap().to_owned()), "{line}: shown before");
        }
    }
    assert_eq!(seen.len(), 20);
    let (found, said) = results(&world, Role::Viewer, "more").await;
    assert!(found == 0 && said.contains("nothing more"), "{said}");
    assert_eq!(results(&world, Role::Viewer, "search release page 2").await.0, 8);
    assert_eq!(results(&world, Role::Viewer, "releaseを検索 3ページ目").await.0, 4);
    let (found, said) = results(&world, Role::Viewer, "search release page 9").await;
    assert!(found == 0 && said.contains("no page 9"), "{said}");
    let said = words(&world.ask(Role::Viewer, "search release --page 99999999999999999999").await);
    assert!(!said.contains("went wrong"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_the_pen_is_seen_and_said() {
    let world = office().await;
    let (found, said) = results(&world, Role::Viewer, "search prcing").await;
    assert!(found == 5 && said.contains("No message has “prcing”; showing “pricing”"), "{said}");
    let (found, said) = results(&world, Role::Viewer, "websiteeを検索").await;
    assert!(found == 1 && said.contains("「websitee」を含むメッセージはない"), "{said}");
    assert!(results(&world, Role::Viewer, "search \"prcing\"").await.1.contains("No message"));
}

#[tokio::test(flavor = "multi_thread")]
async fn private_rooms_are_for_those_who_were_there() {
    let world = office().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let Found::One(room) = conversations::refer(&mut tx, "leads").await.unwrap() else { panic!() };
    conversations::set_private(&mut tx, room.id, true).await.unwrap();
    tx.commit().await.unwrap();
    for (text, wanted) in [
        ("search pricing", 4),
        ("search secret", 0),
        ("search secert", 0),
        ("search \"secret pricing\"", 0),
        ("search from:tanaka", 2),
    ] {
        let (found, said) = results(&world, Role::Viewer, text).await;
        assert_eq!(found, wanted, "{text}: {said}");
        assert!(!said.to_lowercase().contains("aozora") && !said.contains("“secret”; "), "{text}: {said}");
    }
    let (found, said) = results(&world, Role::Viewer, "search pricing in:leads").await;
    assert!(found == 0 && said.contains("I found no room"), "{said}");
    assert_eq!(results(&world, Role::Owner, "search secert").await.0, 1, "an owner reads every room");
    // whoever takes part may read
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let viewer = users::named(&mut tx, Some("viewer")).await.unwrap().unwrap();
    let tanaka = tanaka(&mut tx).await;
    let account: AccountId = crm::authors::of_person(&mut tx, tanaka).await.unwrap()[0];
    accounts::link(&mut tx, account, viewer.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(results(&world, Role::Viewer, "search secret").await.0, 1);
    assert_eq!(results(&world, Role::Viewer, "search from:me").await.0, 3);
}

async fn tanaka(tx: &mut crm::TenantTx) -> crm::PersonId {
    match persons::refer(tx, "Taro Tanaka").await.unwrap() {
        Found::One(person) => person.id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_filter_reaches_another_tenant() {
    let world = office().await;
    let other = world::tenant(&world.test, "other").await;
    for text in ["pricing", "from:tanaka", "", "prcing", "-nothing"] {
        let hits = world.app.search.find(other, &Query::parse(text), Utc::now().timestamp(), 9, 0).unwrap();
        assert_eq!(hits.unwrap().total, 0, "{text}");
    }
}

#[test]
fn ways_of_asking_for_a_search() {
    let registry = bot::registry::Registry::new().unwrap();
    for (text, expected) in [
        ("search pricing since Monday in #support", "period=since Monday room=#support words=pricing"),
        (
            "search pricing in #support by Tanaka since Monday",
            "period=since Monday person=Tanaka room=#support words=pricing",
        ),
        ("search pricing from Monday", "period=from Monday words=pricing"),
        ("search pricing last 30 days page 3", "page=3 period=last 30 days words=pricing"),
        ("search for errors in production", "words=errors in production"),
        ("search #support since May for pricing", "period=since May room=#support words=pricing"),
        ("search since Monday for pricing", "period=since Monday words=pricing"),
        ("messages from Tanaka about pricing in June", "period=in June person=Tanaka words=pricing"),
        ("who mentioned pricing in #support last week", "period=last week room=#support words=pricing"),
        ("what did 田中さん say about pricing last week?", "period=last week person=田中さん words=pricing"),
        ("what was said about pricing in #support yesterday", "period=yesterday room=#support words=pricing"),
        (
            "search \"rate limit\" -x in:#a from:\"B C\" after:2026-05",
            "words=\"rate limit\" -x in:#a from:\"B C\" after:2026-05",
        ),
        ("search pricing by:Tanaka since Monday", "period=since Monday words=pricing by:Tanaka"),
        ("#supportで田中さんの「料金」を検索", "person=田中さん room=#support words=「料金」"),
        ("昨日の#supportで料金を検索", "period=昨日 room=#support words=料金"),
        ("田中さんの6月の料金を検索", "period=6月 person=田中さん words=料金"),
        ("「料金」で6月を検索", "period=6月 words=「料金」"),
        ("料金で先月の#supportを検索", "period=先月 room=#support words=料金"),
        ("田中さんは料金について何と言っていた？", "person=田中さん words=料金"),
        ("田中さんは先月料金について何と言っていましたか？", "period=先月 person=田中さん words=料金"),
        ("料金　部屋：support　以降：先月　を検索", "words=料金 部屋:support 以降:先月"),
        ("料金を検索 2ページ目", "page=2 words=料金"),
    ] {
        let Understood::Call { command, arguments, .. } = registry.grammar().understand(text) else {
            panic!("{text}: not understood")
        };
        let said: Vec<String> = arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!((command, said.join(" ").as_str()), ("search", expected), "{text}");
    }
}

#[test]
fn a_search_and_its_index_from_the_command_line() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
        command.args(arguments).arg("--data-dir").arg(folder.0.join("data"));
        for variable in ["DATABASE_URL", "ENISHI_SECRET_KEY", "LC_ALL", "LC_MESSAGES", "LANG", "ENISHI_LOG"] {
            command.env_remove(variable);
        }
        let output = command.output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(!err.contains("panicked"), "{arguments:?}: {err}");
        (output.status.success(), out, err)
    };
    let export = folder.0.join("result.json");
    let message = |id: u32, from: &str, text: &str| {
        serde_json::json!({
            "id": id, "type": "message", "date": format!("2026-05-0{id}T10:00:00"), "date_unixtime": format!("{}", 1_777_600_000 + id * 86_400),
            "from": from, "from_id": format!("user{from}"), "text": text, "text_entities": [{"type": "plain", "text": text}],
        })
    };
    let messages = [
        message(1, "Hana", "the kettle sings"),
        message(2, "Taro", "やかんが鳴る"),
        message(3, "Taro", "one more kettle"),
    ];
    let chat =
        serde_json::json!({"name": "Tea Room", "type": "private_group", "id": 7, "messages": messages});
    std::fs::write(&export, serde_json::to_vec(&chat).unwrap()).unwrap();
    let (imported, out, err) = run(&["import", export.to_str().unwrap(), "--tenant", "acme"]);
    assert!(imported, "{out}{err}");

    let (found, out, err) = run(&["search", "kettle", "--tenant", "acme"]);
    assert!(found && out.contains("2 messages.") && out.contains("one more kettle"), "{out}{err}");
    let json = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let (found, out, err) = run(&[&["search", "--json"], arguments].concat());
        assert!(found, "{arguments:?}: {out}{err}");
        serde_json::from_str(&out).unwrap()
    };
    let all = json(&["kettle"]);
    assert_eq!(all.len(), 2);
    let hit = &json(&["kettle -one", "in:Tea Room"])[0];
    for (field, value) in [
        ("author", "Hana"),
        ("conversation", "Tea Room"),
        ("platform", "telegram"),
        ("text", "the kettle sings"),
    ] {
        assert_eq!(hit[field], value, "{hit}");
    }
    assert!(
        hit["code"].as_str().unwrap().starts_with("A-")
            && hit["at"].as_str().unwrap().starts_with("2026-05-02T"),
        "{hit}"
    );
    assert!(hit["link"].as_str().unwrap().contains("/a/A-"), "{hit}");
    assert_eq!(json(&["やかん", "投稿者:Taro"]).len(), 1);
    assert_eq!(hit["action"], "message", "{hit}");
    assert_eq!(json(&["kettle -one in:\"Tea Room\" lang:en"]).len(), 1, "all of it in one pair of marks");
    assert_eq!(json(&["from:Taro kettle"]).len(), 1);
    let (_, out, err) = run(&["search", "\"kettle sings"]);
    assert!(out.contains("The quotation mark \" is not closed"), "{out}{err}");
    // nothing found is no success, as for grep
    for (arguments, wanted) in [
        (&["--json", "teapot"][..], "No message has “teapot”"),
        (&["--json", "kettle", "--page", "2"], "no page 2"),
        (&["--json", "kettle", "in:nowhere"], "I found no room “nowhere”"),
        (&["kettle", "in:nowhere"], "I found no room “nowhere”"),
        (&["teapot"], "No message has “teapot”"),
    ] {
        let (found, out, err) = run(&[&["search"], arguments].concat());
        assert!(!found && format!("{out}{err}").contains(wanted), "{arguments:?}: {out}{err}");
        assert!(!arguments.contains(&"--json") || out.trim() == "[]", "{arguments:?}: {out}");
    }

    let (told, out, _) = run(&["index", "status"]);
    assert!(told && out.contains("3 messages") && out.contains("no server is running"), "{out}");
    let (built, out, err) = run(&["index", "rebuild"]);
    assert!(built && out.contains("built anew: 3 messages"), "{out}{err}");
    // somebody else keeps it up to date
    let lock = std::fs::File::create(folder.0.join("data/search.lock")).unwrap();
    lock.lock().unwrap();
    let (built, _, err) = run(&["index", "rebuild"]);
    assert!(!built && err.contains("stop that first"), "{err}");
    assert!(run(&["index", "status"]).1.contains("by a running server"));
    assert_eq!(json(&["kettle"]).len(), 2, "searching goes on beside it");
}

/// Every text about money means the same, whatever its words.
struct Money;

impl bot::vectors::Reader for Money {
    fn vector(&self, _: nlp::e5::Role, text: &str) -> nlp::e5::Vector {
        let about = ["invoice", "bill", "請求"].iter().any(|word| text.to_lowercase().contains(word));
        if about { vec![1.0, 0.0] } else { vec![0.6, 0.8] }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn meaning_decides_between_what_words_find_alike() {
    let world = world::empty_with(|search| {
        search.with_vectors(bot::vectors::Vectors::with(std::sync::Arc::new(Money)))
    })
    .await;
    let said = |n: i64, room: &str, text: &str| {
        let at = noon() - TimeDelta::days(n);
        act("u1", "Kenji", Some(room), "message", Some(text), at)
    };
    store(
        &world,
        &[
            said(1, "a", "the monthly report is sent to the owner on Monday"),
            said(9, "b", "the monthly report of invoices is sent to the owner on the second"),
            said(3, "c", "monthly report, invoice of lunch, private"),
        ],
    )
    .await;
    catch_up(&world).await;
    world.app.search.vectors().settle();
    let place = |found: &str, text: &str| found.find(text).unwrap_or_else(|| panic!("{text}: {found}"));
    let found = words(&world.ask(Role::Viewer, "search monthly report bill").await);
    assert!(place(&found, "report of invoices") < place(&found, "on Monday"), "{found}");
    // words that all are there come before meaning
    let found = words(&world.ask(Role::Viewer, "search \"on Monday\" report").await);
    assert!(found.contains("One message") && found.contains("on Monday"), "{found}");
    // what one may not read is in no order
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let room = match conversations::refer(&mut tx, "#c").await.unwrap() {
        Found::One(room) => room.id,
        other => panic!("{other:?}"),
    };
    conversations::set_private(&mut tx, room, true).await.unwrap();
    tx.commit().await.unwrap();
    let found = words(&world.ask(Role::Viewer, "search monthly report bill").await);
    assert!(!found.contains("lunch"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_finds_what_answers_it_though_no_message_has_all_words() {
    let world = world::empty().await;
    let said = |n: i64, text: &str| {
        act("u1", "Kenji", Some("help"), "message", Some(text), noon() - TimeDelta::hours(n))
    };
    store(
        &world,
        &[
            said(1, "上限に達したら、ヘッダーの秒数だけ待ってから再送してください"),
            said(2, "the retry header says how many seconds to wait"),
            said(3, "昼休みは正午からです"),
        ],
    )
    .await;
    catch_up(&world).await;
    let found = words(&world.ask(Role::Viewer, "上限に達したときは何秒待てばよいですかを検索").await);
    assert!(found.contains("秒数だけ待って") && found.contains("一部を含む"), "{found}");
    let found =
        words(&world.ask(Role::Viewer, "search how many seconds should we wait for the header?").await);
    assert!(found.contains("how many seconds to wait"), "{found}");
}
