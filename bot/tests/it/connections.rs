//! Connections by the command line: asked for, listed, tried, changed, stopped; `doctor` and `manifest`. What is secret
//! is never printed.

use std::{collections::VecDeque, io, sync::Arc};

use adapters::telegram::Telegram;
use axum::{Router, http::StatusCode};
use bot::{
    doors::{
        cli::{Answer, Asked, Desk, connection, examine, manifest},
        hooks::{self, Hooks},
    },
    gateway::workers,
};
use crm::{Actor, Role, connections};
use nlp::Lang;
use tokio::{net::TcpListener, sync::watch};

use crate::{
    post::{self, KEY, POST, TOKEN},
    world::{Folder, World, words},
};

/// Nobody is there to be asked.
struct Nobody;

impl Asked for Nobody {
    fn is_there(&self) -> bool {
        false
    }

    fn tell(&mut self, _: &str) {}

    fn ask(&mut self, _: &str, _: bool) -> io::Result<String> {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Somebody who gives these answers.
#[derive(Default)]
struct Somebody {
    answers: VecDeque<&'static str>,
    told: String,
    unseen: usize,
}

impl Asked for Somebody {
    fn is_there(&self) -> bool {
        true
    }

    fn tell(&mut self, words: &str) {
        self.told.push_str(words);
        self.told.push('\n');
    }

    fn ask(&mut self, question: &str, secret: bool) -> io::Result<String> {
        self.tell(question);
        self.unseen += usize::from(secret);
        self.answers.pop_front().map(str::to_owned).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

const BOT: &str = "bot_token=123456:AAE-geheim-der-probe_0123456789abcdef";

fn desk(world: &World, lang: Lang) -> Desk<'_> {
    // nobody is there, and nobody has to be asked where it is
    let site = "https://127.0.0.1:9".to_owned();
    Desk { db: &world.app.db, adapters: &world.app.adapters, site, lang }
}

async fn said(world: &World, lang: Lang, words: &[&str]) -> Result<Answer, String> {
    let answer = connection(words, &desk(world, lang), &mut Nobody).await;
    let answer = answer.map_err(|error| format!("{error:#}"));
    let printed = format!("{answer:?}");
    for secret in [TOKEN, "geheim", "abc\\ndef"] {
        assert!(!printed.contains(secret), "{words:?}: {printed}");
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_from_nothing_to_a_test() {
    let (world, _) = post::world().await;
    let folder = Folder::new();
    let file = folder.0.join("key.pem");
    std::fs::write(&file, format!("{KEY}\r\n")).unwrap();
    let key = format!("key=@{}", file.display());
    let token = format!("token={TOKEN}");
    let list = said(&world, Lang::Ja, &["list"]).await.unwrap();
    assert!(list.words.contains("接続はまだありません") && list.words.contains(POST), "{}", list.words);

    let add = ["add", "Post", "Main", "--set", "office=Acme", "--set", &token, "--set", &key];
    let made = said(&world, Lang::En, &add).await.unwrap();
    assert!(made.words.contains("https://127.0.0.1:9/hooks/post/"), "{}", made.words);
    assert!(made.words.contains("enishi connection test \"Main\" --tenant acme"), "{}", made.words);
    assert!(made.words.contains("enishi manifest post"), "{}", made.words);
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let stored = connections::named(&mut tx, POST, "Main").await.unwrap().unwrap();
    let values = connections::settings(&mut tx, stored.id).await.unwrap();
    assert_eq!((values["token"].as_str(), values["key"].as_str()), (TOKEN, KEY));
    tx.commit().await.unwrap();
    let taken = said(&world, Lang::Ja, &add).await.unwrap_err();
    assert!(taken.contains("「Main」はすでにあります"), "{taken}");

    let list = said(&world, Lang::En, &["list"]).await.unwrap().words;
    assert!(list.contains("🟡") && list.contains("Main") && list.contains("never heard"), "{list}");
    let json = said(&world, Lang::En, &["list", "--json"]).await.unwrap().words;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json[0]["name"].as_str(), json[0]["state"].as_str()), (Some("Main"), Some("quiet")));
    assert_eq!(json.as_array().unwrap().len(), 1, "our own doors are none");

    let tested = said(&world, Lang::En, &["test", "Main"]).await.unwrap();
    assert!(tested.well && tested.words.contains("✓ The office knows the token"), "{}", tested.words);
    let changed = said(&world, Lang::En, &["set", "post/Main", "--set", "token=tok-revoked"]).await.unwrap();
    assert!(changed.words.contains("is changed"), "{}", changed.words);
    let tested = said(&world, Lang::Ja, &["test", "Main"]).await.unwrap();
    assert!(!tested.well && tested.words.contains("✗ トークンが取り消されています"), "{}", tested.words);
    assert!(tested.words.contains("→ 郵便局 › 鍵 › 新しいトークン"), "{}", tested.words);
    let json = said(&world, Lang::En, &["test", "Main", "--json"]).await.unwrap().words;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["well"].as_bool(), json["findings"][0]["state"].as_str()), (Some(false), Some("bad")));

    assert!(said(&world, Lang::En, &["pause", "Main"]).await.unwrap().words.contains("is paused"));
    assert!(said(&world, Lang::En, &["pause", "Main"]).await.unwrap().words.contains("already"));
    assert!(said(&world, Lang::En, &["list"]).await.unwrap().words.contains("⏸"));
    assert!(said(&world, Lang::Ja, &["resume", "Main"]).await.unwrap().words.contains("再開しました"));

    let printed = manifest(&desk(&world, Lang::En), "post", Some("acme"), "Main").await.unwrap();
    assert!(printed.contains("commands, calls https://127.0.0.1:9/hooks/post/"), "{printed}");
    let none = manifest(&desk(&world, Lang::En), "post", Some("acme"), "Mainz").await.unwrap_err();
    assert!(none.to_string().contains("there is no connection “Mainz”"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_one_sentence() {
    let (world, _) = post::world().await;
    let token = format!("token={TOKEN}");
    for (words, en, ja) in [
        (vec!["add", "pigeon"], "there is: post", "接続できるもの：post"),
        (
            vec!["add", "post", "--set", "tokn=geheim"],
            "no setting “tokn”; there is: office, way, token, key",
            "「tokn」という設定はありません",
        ),
        (vec!["add", "post", "--set", "geheim"], "--set takes name=value", "「名前=値」"),
        (
            vec!["add", "post", "--set", "office=x"],
            "still needed: Token (token)",
            "次の設定が必要です：トークン（token）",
        ),
        (
            vec!["add", "post", "--set", "office=x", "--set", "token=geheim"],
            "Token (token) must begin with tok-",
            "トークン（token）は tok- で始まる必要があります",
        ),
        (
            vec!["add", "post", "--set", "office=x", "--set", &token, "--set", "way=air"],
            "must be one of: calls, waits",
            "次のいずれかにしてください：calls、waits",
        ),
        (
            vec!["add", "post", "--set", "key=@/nowhere/key.pem"],
            "cannot read the file /nowhere/key.pem",
            "ファイル /nowhere/key.pem を読み込めません",
        ),
        (vec!["test", "Main"], "nothing is connected yet", "接続はまだありません"),
        (vec!["list", "--tenant", "nobody"], "there is no tenant “nobody”", "テナント「nobody」はありません"),
    ] {
        for (lang, wanted) in [(Lang::En, en), (Lang::Ja, ja)] {
            // the world's own connections that were never set up are of another platform
            let refused = said(&world, lang, &words).await.unwrap_err();
            assert!(refused.contains(wanted) && !refused.contains('\n'), "{words:?}: {refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_there_is_asked() {
    let (world, _) = post::world().await;
    let mut asked = Somebody { answers: ["Acme", "2", "wrong", "", TOKEN].into(), ..Somebody::default() };
    let made = connection(&["add", "post"], &desk(&world, Lang::En), &mut asked).await.unwrap();
    assert!(
        made.words.contains("Saved: post · post.") && made.words.contains("It needs no address"),
        "{}",
        made.words
    );
    assert!(asked.told.contains("Token (`token`)\n  Office › Keys › Token."), "{}", asked.told);
    assert!(asked.told.contains("must begin with tok-") && !asked.told.contains(TOKEN), "{}", asked.told);
    assert_eq!(asked.unseen, 2, "secrets are typed unseen");
    let mut gone = Somebody { answers: ["Acme"].into(), ..Somebody::default() };
    let given_up = connection(&["add", "post", "B"], &desk(&world, Lang::En), &mut gone).await.unwrap_err();
    assert!(given_up.to_string().contains("given up; nothing was changed"), "{given_up}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_reached_is_saved_and_said() {
    let (mut world, _) = post::world().await;
    Arc::get_mut(&mut world.app).unwrap().adapters.insert("telegram", Arc::new(Telegram));
    let add = |name, lang| {
        let words = ["add", "telegram", name, "--set", BOT, "--set", "api_url=http://127.0.0.1:9"];
        let world = &world;
        async move { said(world, lang, &words).await }
    };
    let made = add("Typo", Lang::En).await.unwrap().words;
    assert!(made.contains("Saved: Telegram · Typo.") && !made.contains("Connected"), "{made}");
    assert!(
        made.contains("✗ http://127.0.0.1:9 cannot be reached") && made.contains("→ Let this server"),
        "{made}"
    );
    let test = said(&world, Lang::Ja, &["test", "Typo"]).await.unwrap();
    assert!(!test.well && test.words.contains("✗ http://127.0.0.1:9 に接続できません"), "{}", test.words);
    // one bot is connected once
    let twice = add("Other", Lang::En).await.unwrap_err();
    assert!(twice.contains("“Typo” is to the same bot"), "{twice}");
    let twice = add("Other", Lang::Ja).await.unwrap_err();
    assert!(twice.contains("同じボットへの接続「Typo」"), "{twice}");
    let clear = ["set", "Typo", "--set", "api_url=http://example.com/api"];
    assert!(said(&world, Lang::En, &clear).await.unwrap_err().contains("should begin with https://"));
    let help = said(&world, Lang::En, &["add", "help"]).await.unwrap().words;
    assert_eq!(help, "There is: post, telegram");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_goes_by_the_public_address() {
    let (world, _) = post::world().await;
    let token = format!("token={TOKEN}");
    said(&world, Lang::En, &["add", "post", "Main", "--set", "office=x", "--set", &token]).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&world.app, &stopped);
    let ours = hooks::router(Hooks::new(world.app.clone(), lanes));
    let elsewhere = Router::new().fallback(|| async { StatusCode::NOT_FOUND });
    let open = Router::new().fallback(|| async { StatusCode::OK });
    for (router, lang, well, wanted) in [
        (ours, Lang::En, true, "✓ A call by the public address arrives here"),
        (elsewhere.clone(), Lang::En, false, "does not arrive here"),
        (elsewhere, Lang::Ja, false, "がHTTP 404を返しました"),
        (open, Lang::En, false, "✗ A call without the platform's proof is let in"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let desk = Desk { site, ..desk(&world, lang) };
        let tested = connection(&["test", "Main"], &desk, &mut Nobody).await.unwrap();
        assert!(tested.well == well && tested.words.contains(wanted), "{wanted}: {}", tested.words);
        serving.abort();
    }
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let main = connections::named(&mut tx, POST, "Main").await.unwrap().unwrap();
    assert_eq!(world.app.refusals.of(main.id), 0, "our own test is no wrong secret");
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_renamed_and_removed() {
    let (world, _) = post::world().await;
    let token = format!("token={TOKEN}");
    for name in ["Mian", "Other"] {
        said(&world, Lang::En, &["add", "post", name, "--set", "office=x", "--set", &token]).await.unwrap();
    }
    let taken = said(&world, Lang::Ja, &["rename", "Mian", "Other"]).await.unwrap_err();
    assert!(taken.contains("「Other」はすでにあります"), "{taken}");
    let renamed = said(&world, Lang::En, &["rename", "post/Mian", " Main "]).await.unwrap();
    assert_eq!(renamed.words, "“Mian” is called “Main” now.");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let main = connections::named(&mut tx, POST, "Main").await.unwrap().unwrap();
    tx.commit().await.unwrap();
    world.troubled(main.id, &[("One", true)]).await;

    // asked first; without anybody to ask nothing happens
    let unasked = said(&world, Lang::En, &["remove", "Main"]).await.unwrap_err();
    assert!(unasked.contains("What was recorded stays") && unasked.contains("--yes"), "{unasked}");
    let mut wrong = Somebody { answers: ["main"].into(), ..Somebody::default() };
    let given_up = connection(&["remove", "Main"], &desk(&world, Lang::En), &mut wrong).await.unwrap_err();
    assert!(given_up.to_string().contains("nothing was changed"), "{given_up}");
    let mut sure = Somebody { answers: ["Main"].into(), ..Somebody::default() };
    let removed = connection(&["remove", "Main"], &desk(&world, Lang::En), &mut sure).await.unwrap();
    assert!(removed.words.contains("its secrets are forgotten"), "{}", removed.words);
    let gone = said(&world, Lang::Ja, &["remove", "Other", "--yes"]).await.unwrap();
    assert_eq!(gone.words, "「Other」を削除しました。");

    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    assert_eq!(connections::named(&mut tx, POST, "Other").await.unwrap(), None, "nothing was recorded by it");
    assert!(connections::settings(&mut tx, main.id).await.unwrap().is_empty());
    assert_eq!(crm::outbox::troubled(&mut tx, 9).await.unwrap().1, 0, "nothing of it waits for a decision");
    let said_there = crm::conversations::messages(&mut tx, None, None, None, 100).await.unwrap();
    assert!(said_there.iter().any(|it| it.text == "hi"), "what was recorded stays");
    tx.commit().await.unwrap();
    let list = said(&world, Lang::En, &["list"]).await.unwrap().words;
    assert!(list.contains("⚫") && list.contains("not set up") && !list.contains("Other"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_looks_at_everything() {
    let (world, _) = post::world().await;
    let folder = Folder::new();
    let look = async |lang, json| {
        examine(&desk(&world, lang), &folder.0, &bot::model::Model::none(), None, json).await.unwrap()
    };
    let token = format!("token={TOKEN}");
    said(&world, Lang::En, &["add", "post", "Main", "--set", "office=x", "--set", &token]).await.unwrap();
    let healthy = look(Lang::En, false).await;
    assert!(healthy.well, "{}", healthy.words);
    for wanted in [
        "Database\n  ✓",
        "Search index\n  !",
        "Spool\n  ✓",
        "Language model\n  ✓ None",
        "acme · post · Main\n  ✓ The office knows",
    ] {
        assert!(healthy.words.contains(wanted), "{wanted}: {}", healthy.words);
    }
    said(&world, Lang::En, &["set", "Main", "--set", "token=tok-revoked"]).await.unwrap();
    let ill = look(Lang::Ja, false).await;
    assert!(!ill.well && ill.words.contains("✗ トークンが取り消されています"), "{}", ill.words);
    let json: serde_json::Value = serde_json::from_str(&look(Lang::En, true).await.words).unwrap();
    assert_eq!(json["well"], false);
    assert_eq!(json["parts"][4]["findings"][0]["state"], "bad");
    assert_eq!(json["parts"][4]["findings"][0]["mend"], "Office › Keys › New token");
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_of_trouble_and_leads_administrators_there() {
    let (world, _) = post::world().await;
    let token = format!("token={TOKEN}");
    said(&world, Lang::En, &["add", "post", "Main", "--set", "office=x", "--set", &token]).await.unwrap();
    let quiet = words(&world.ask(Role::Admin, "status").await);
    assert!(quiet.contains("🟡 set up, nothing heard yet") && quiet.contains("Nothing waits"), "{quiet}");
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let main = connections::named(&mut tx, POST, "Main").await.unwrap().unwrap();
    connections::trouble(&mut tx, main.id, "the token was [taken] back").await.unwrap();
    tx.commit().await.unwrap();
    world.troubled(main.id, &[("One", true), ("Two", false)]).await;
    let told = words(&world.ask(Role::Admin, "status").await);
    assert!(told.contains("🔴") && told.contains("post · Main: the token was"), "{told}");
    assert!(told.contains("failed or in doubt 2") && told.contains("(/admin/queue)"), "{told}");
    let ja = words(&world.ask(Role::Owner, "接続状況").await);
    assert!(ja.contains("要対応") && ja.contains("送信失敗・到着不明 2"), "{ja}");
    let viewer = words(&world.ask(Role::Viewer, "status").await);
    assert!(viewer.contains("failed or in doubt 2") && !viewer.contains("/admin"), "{viewer}");
}
