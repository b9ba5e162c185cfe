//! Connections by the command line: asked for, listed, tried, changed, stopped; `doctor` and `manifest`. What is secret
//! is never printed.

use std::{collections::VecDeque, io};

use bot::doors::cli::{Answer, Asked, Desk, connection, examine, manifest};
use crm::{Actor, Role, connections};
use nlp::Lang;

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

fn desk(world: &World, lang: Lang) -> Desk<'_> {
    let site = "https://crm.example.com".to_owned();
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
    assert!(made.words.contains("https://crm.example.com/hooks/post/"), "{}", made.words);
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
    assert!(printed.contains("commands, calls https://crm.example.com/hooks/post/"), "{printed}");
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
        made.words.contains("Connected: post · post.") && made.words.contains("It needs no address"),
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
