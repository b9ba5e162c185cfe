//! Exports through the real recording: small ones made here, and real ones, which are skipped, with the
//! reason printed, where they are not there.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
    process::Command,
};

use adapters::export::{self, Entry};
use bot::gateway::incoming;
use crm::{
    Actor, Role, connections,
    record::{self, Timing},
};

use crate::world::{self, Folder, words};

async fn import(world: &world::World, file: &Path) -> (usize, usize, usize) {
    let mut export = export::open(file).unwrap();
    let mut from = BTreeMap::new();
    while let Some(entry) = export.next() {
        if let Entry::Event { event, origin, .. } = entry.unwrap() {
            from.entry(origin).or_insert_with(Vec::new).push(event);
        }
    }
    let events = || from.values().flatten();
    let conversations: HashSet<&str> = events().map(|e| e.conversation.external_id.as_str()).collect();
    let senders: HashSet<&str> = events().map(|e| e.sender.external_id.as_str()).collect();
    let mut added = 0;
    for (origin, events) in &from {
        let name = origin.workspace.as_deref().unwrap_or("history");
        for batch in events.chunks(1_000) {
            let batch: Vec<_> = batch.iter().map(incoming).collect();
            let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
            let connection = connections::ensure(&mut tx, &origin.platform, name).await.unwrap();
            let rows = record::record(&mut tx, &connection, &batch, Timing::Historical).await.unwrap();
            tx.commit().await.unwrap();
            added += rows.iter().filter(|row| row.new).count();
        }
    }
    (added, senders.len(), conversations.len())
}

fn shared(name: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).join(name);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slack_workspace() {
    let Some(file) = shared("duraspace-slack-export.zip") else { return };
    let world = world::empty().await;
    assert_eq!(import(&world, &file).await, (20_427, 97, 1));
    assert_eq!(import(&world, &file).await.0, 0, "a second run adds nothing");
    let top = words(&world.ask(Role::Viewer, "top 3 people").await);
    assert!(top.contains("tdonohue | "), "{top}");
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    let found = words(&world.ask(Role::Viewer, "search \"solr statistics\"").await);
    assert!(found.to_lowercase().contains("solr statistics"), "{found}");
    let history = words(&world.ask(Role::Viewer, "timeline of AmyLana").await);
    assert!(history.contains("beg for") || history.contains("begging for 2 volunteers"), "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telegram_account() {
    let Some(file) = shared("realpersonachat-telegram-result.json") else { return };
    let world = world::empty().await;
    let (added, _, conversations) = import(&world, &file).await;
    assert_eq!((added, conversations), (8_859, 294));
    assert_eq!(import(&world, &file).await.0, 0, "a second run adds nothing");
    world.test.quiet().await;
    while world.app.search.catch_up(&world.app.db).await.unwrap() {}
    let found = words(&world.ask(Role::Owner, "「旅行」を検索").await);
    assert!(found.contains("旅行") && found.contains("件中"), "{found}");
    // chats of two are not everybody's
    let hidden = words(&world.ask(Role::Viewer, "「旅行」を検索").await);
    assert!(hidden.contains("見つかりませんでした"), "{hidden}");
}

const CHANNEL: &str = r#"{
  "guild": {"id": "1", "name": "Tie"},
  "channel": {"id": "10", "type": "GuildTextChat", "categoryId": "9", "category": "Text", "name": "general"},
  "messages": [
    {"id": "1", "type": "Default", "timestamp": "2024-05-01T12:00:00+00:00", "content": "the kettle sings",
     "author": {"id": "5", "name": "hana", "nickname": "Hana", "isBot": false},
     "reactions": [{"emoji": {"name": "x"}, "count": 1}]},
    {"id": "2", "type": "GuildMemberJoin", "timestamp": "2024-05-01T12:01:00+00:00", "content": "Joined the server.",
     "author": {"id": "6", "name": "bo", "nickname": "Bo", "isBot": false}},
    {"id": "3", "type": "Default", "timestamp": "2024-05-01T12:02:00+00:00", "content": "やかんが鳴る",
     "author": {"id": "7", "name": "kettle", "nickname": "Kettle", "isBot": true}}
  ]
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_discord_server() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("general.json"), CHANNEL).unwrap();
    let thread = CHANNEL
        .replace("GuildTextChat", "GuildPublicThread")
        .replace(r#""id": "10""#, r#""id": "20""#)
        .replace(r#""categoryId": "9""#, r#""categoryId": "10""#)
        .replace(r#"", "type": "#, r#"00", "type": "#);
    std::fs::write(folder.0.join("thread.json"), thread).unwrap();
    let world = world::empty().await;
    assert_eq!(import(&world, &folder.0).await, (6, 3, 1), "a thread is in its channel");
    assert_eq!(import(&world, &folder.0.join("general.json")).await.0, 0, "a file of it adds nothing");
    assert_eq!(import(&world, &folder.0).await.0, 0, "a second run adds nothing");
    let top = words(&world.ask(Role::Viewer, "top 3 people").await);
    assert!(top.contains("Hana") && top.contains("Bo") && !top.contains("Kettle"), "{top}");
}

const LINES: &str = r#"
{"platform": "teams", "workspace": "Tie", "conversation": "general", "user": "hana", "name": "Hana", "email": "hana@example.com", "ts": "2024-05-01T12:00:00Z", "text": "good morning"}
{"platform": "teams", "workspace": "Tie", "conversation": "general", "user": "hana", "name": "Hana", "ts": "2024-05-02T12:00:00Z", "text": "good morning"}
{"platform": "teams", "workspace": "Tie", "conversation": "general", "user": "hana", "name": "Hana", "ts": 1714651200, "text": "good morning"}
{"platform": "teams", "workspace": "Tie", "conversation": "general", "user": "bo", "ts": 1714651200000, "text": "おはよう", "id": "m1"}
{"platform": "mattermost", "workspace": "Knot", "conversation": "general", "user": "hana", "ts": "1714651200", "text": "good morning"}
{"platform": "teams", "workspace": "Tie", "conversation": "general", "ts": 5, "text": "by nobody"}
oops
"#;

#[tokio::test(flavor = "multi_thread")]
async fn plain_lines() {
    let folder = Folder::new();
    let file = folder.0.join("history.jsonl");
    std::fs::write(&file, LINES).unwrap();
    let world = world::empty().await;
    // the third line says what the second says, at the same time in other words
    assert_eq!(import(&world, &file).await, (4, 2, 1));
    assert_eq!(import(&world, &file).await.0, 0, "a second run adds nothing");
}

#[test]
fn the_program_says_what_it_did() {
    let folder = Folder::new();
    let file = folder.0.join("history.jsonl");
    std::fs::write(&file, LINES).unwrap();
    let run = |language: &str, file: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
        command.env_remove("DATABASE_URL").env("LC_ALL", language);
        let output = command
            .args(["import", file.to_str().unwrap(), "--tenant", "acme", "--data-dir"])
            .arg(folder.0.join("data"))
            .output()
            .unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap());
        assert_eq!(output.status.success(), err.is_empty() || err.starts_with("Made tenant"), "{out}{err}");
        let said: Vec<_> = out.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        said.join("\n") + &err
    };
    let said = run("C.UTF-8", &file);
    for line in [
        "→ acme / Knot (mattermost), Tie (teams) in ",
        "Messages and events added 4",
        "Already there 1",
        "Skipped 2",
        "1 × it names no sender (history.jsonl:7)",
        "1 × it is not a line of JSON (history.jsonl:8)",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let said = run("ja_JP.UTF-8", &file);
    for line in
        ["追加した発言・イベント 0", "すでにあったもの 5", "1件 送信者が書かれていない（history.jsonl:7）"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    let typo = folder.0.join("typo.jsonl");
    std::fs::write(&typo, LINES.replace("\"user\"", "\"usr\"")).unwrap();
    let said = run("C.UTF-8", &typo);
    assert!(said.contains("No line of typo.jsonl is a message (typo.jsonl:2: it names no sender)"), "{said}");
    let said = run("ja_JP.UTF-8", &typo);
    assert!(said.contains("typo.jsonl にはメッセージとして読める行がありません"), "{said}");
}

#[test]
fn every_format_is_named_in_both_languages() {
    let output = Command::new(env!("CARGO_BIN_EXE_enishi")).args(["import", "--help"]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let folder = Folder::new();
    let file = folder.0.join("notes.txt");
    std::fs::write(&file, "hello").unwrap();
    let problem = export::open(&file).err().unwrap();
    for name in ["Slack", "Telegram", "Discord", "JSON"] {
        let (en, ja) = said.split_once("読み込めるもの").unwrap();
        for text in [en, ja, &problem.en, &problem.ja] {
            assert!(text.contains(name), "{name}: {text}");
        }
    }
}
