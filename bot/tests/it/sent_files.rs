//! A CSV sent in a chat of a real platform: fetched, shown, read in by a button, taken back.

use std::time::Duration;

use adapters::{
    discord::{self, Discord},
    lineworks::{self, LineWorks, fake::PEOPLE},
    slack::{self, Slack},
    telegram::{self, Telegram},
};
use axum::http::StatusCode;
use crm::{
    Actor,
    imports::{self, State},
    users,
};
use serde_json::Value;
use tokio::time::sleep;

use crate::{platforms::Town, world::noon};

const CSV: &[u8] =
    "氏名,メール,会社名,謎\n佐藤 花子,hanako@aozora.example,株式会社青空,1\n鈴木 一郎,ichiro@x.example,,2\n"
        .as_bytes();

impl Town {
    /// What links an account to the manager.
    async fn link_code(&self) -> String {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let user = users::named(&mut tx, Some("manager")).await.unwrap().unwrap();
        let code = users::link_code(&mut tx, user.id).await.unwrap();
        tx.commit().await.unwrap();
        format!("link {code}")
    }

    /// Waits until an import is where it is to be, and says how many things it made.
    async fn until_import(&self, number: i64, state: State) -> i64 {
        for _ in 0..1_200 {
            let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
            let import = imports::by_number(&mut tx, number).await.unwrap();
            if let Some(import) = import.filter(|it| it.state == state) {
                return import.created;
            }
            drop(tx);
            sleep(Duration::from_millis(50)).await;
        }
        panic!("I-{number} is not {state:?} within a minute");
    }
}

/// What was said last of what holds these words, waited for.
async fn until_said(said: impl Fn() -> Vec<Value>, words: &str) -> Value {
    for _ in 0..1_200 {
        if let Some(found) = said().into_iter().rev().find(|it| it.to_string().contains(words)) {
            return found;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let all: Vec<String> = said().iter().map(Value::to_string).collect();
    panic!("nobody said {words}: {all:#?}");
}

/// The token of the first button in a message.
fn token(message: &Value) -> String {
    let text = message.to_string();
    let at = text.find(":1:en").unwrap_or_else(|| panic!("no button: {text}"));
    text[at - 36..at + 5].to_owned()
}

const SIGNED_BY_SLACK: &[&str] = &["X-Slack-Signature", "X-Slack-Request-Timestamp", "Content-Type"];

async fn slack_says(fake: &slack::fake::Fake, town: &Town, event: &Value) {
    let envelope = fake.signed(&fake.event(event), noon());
    assert_eq!(town.post(&town.path(), &envelope, SIGNED_BY_SLACK).await, StatusCode::OK);
}

/// With a direct conversation of U1 and the bot.
async fn slack_town(fake: &slack::fake::Fake) -> Town {
    let direct = slack::fake::Channel {
        name: String::new(),
        kind: "im",
        members: ["U1".to_owned(), slack::fake::BOT_USER.to_owned()].into(),
        messages: Vec::new(),
    };
    fake.state().channels.insert("D1".to_owned(), direct);
    let mut town = Town::new(Slack, &fake.settings()).await;
    town.open();
    town
}

#[tokio::test(flavor = "multi_thread")]
async fn slack() {
    let fake = slack::fake::Fake::start().await;
    let mut town = slack_town(&fake).await;
    let code = town.link_code().await;
    let bots = || -> Vec<Value> { fake.messages("D1").into_iter().filter(|it| it["user"] != "U1").collect() };
    slack_says(&fake, &town, &fake.said("D1", "U1", &code, None)).await;
    until_said(bots, "manager").await;
    // nothing was sent yet
    slack_says(&fake, &town, &fake.said("D1", "U1", "import", None)).await;
    until_said(bots, "no file of yours").await;
    // the file, then the word
    slack_says(&fake, &town, &fake.shared("D1", "U1", ("people.csv", CSV), "")).await;
    slack_says(&fake, &town, &fake.said("D1", "U1", "import", None)).await;
    let shown = until_said(bots, "I-1").await;
    let text = shown.to_string();
    for part in ["people.csv", "2 rows of people", "メール", "left out", "new organizations: 1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let ts = shown["ts"].as_str().unwrap();
    let press = fake.signed(&fake.press("D1", ts, "U1", &token(&shown)), noon());
    assert_eq!(town.post(&town.path(), &press, SIGNED_BY_SLACK).await, StatusCode::OK);
    assert_eq!(town.until_import(1, State::Done).await, 2);
    until_said(bots, "has begun").await;
    // the same once more, with the word beside the file: it is known by now
    slack_says(&fake, &town, &fake.shared("D1", "U1", ("people.csv", CSV), "import")).await;
    until_said(bots, "imported already: I-1").await;
    // another, in Japanese: somebody in it is known, so the choice is made on the page
    let other = "氏名,メール\n佐藤 花子,hanako@aozora.example\n".as_bytes();
    slack_says(&fake, &town, &fake.shared("D1", "U1", ("名簿.csv", other), "このCSVを取り込んで")).await;
    let shown = until_said(bots, "I-2").await.to_string();
    assert!(
        shown.contains("登録済み：1") && shown.contains("/import/I-2") && !shown.contains(":1:ja"),
        "{shown}"
    );
    // what is no table is said so, and so is a file that may not be read
    slack_says(&fake, &town, &fake.shared("D1", "U1", ("book.xlsx", b"PK\x03\x04"), "import")).await;
    until_said(bots, "This is a workbook or a zip").await;
    fake.state().scopes.remove("files:read");
    slack_says(&fake, &town, &fake.shared("D1", "U1", ("more.csv", CSV), "import")).await;
    until_said(bots, "missing_scope: files:read").await;
    // taken back like any other
    slack_says(&fake, &town, &fake.said("D1", "U1", "import undo I-1", None)).await;
    until_said(bots, "Take back").await;
    slack_says(&fake, &town, &fake.said("D1", "U1", "yes", None)).await;
    town.until_import(1, State::Undone).await;
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slack_hands_a_file_to_nobody_else() {
    let fake = slack::fake::Fake::start().await;
    let mut town = slack_town(&fake).await;
    let code = town.link_code().await;
    slack_says(&fake, &town, &fake.said("D1", "U1", &code, None)).await;
    until_said(|| fake.messages("D1").into_iter().skip(1).collect(), "manager").await;
    let bots = || -> Vec<Value> {
        fake.messages("C1").into_iter().filter(|it| it["user"] != "U1" && it["user"] != "U2").collect()
    };
    let mention = |text: &str| format!("<@{}> {text}", slack::fake::BOT_USER);
    // somebody else's file in the room is not the asker's
    slack_says(&fake, &town, &fake.shared("C1", "U2", ("people.csv", CSV), "")).await;
    slack_says(&fake, &town, &fake.said("C1", "U1", &mention("import"), None)).await;
    until_said(bots, "no file of yours").await;
    // an address elsewhere is not asked for anything
    let mut event = fake.shared("C1", "U1", ("people.csv", CSV), &mention("import"));
    event["files"][0]["url_private"] = "https://files.slack.com.example/x".into();
    event["files"][0]["url_private_download"] = "https://files.slack.com.example/x".into();
    slack_says(&fake, &town, &event).await;
    until_said(bots, "elsewhere than with the platform").await;
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn telegram() {
    let fake = telegram::fake::Fake::start().await;
    fake.user(7, "Hana", "hana");
    let mut town = Town::new(Telegram, &fake.settings()).await;
    town.open();
    let code = town.link_code().await;
    fake.says(7, 7, &code);
    until_said(|| fake.said(7), "manager").await;
    fake.sends_file(7, 7, ("people.csv", CSV), "import");
    let shown = until_said(|| fake.said(7), "I-1").await;
    let text = shown.to_string();
    assert!(text.contains("2 rows of people") && text.contains("people.csv"), "{text}");
    fake.presses(7, shown["message_id"].as_i64().unwrap(), 7, &token(&shown));
    assert_eq!(town.until_import(1, State::Done).await, 2);
    // the file first, in Japanese
    let other = "氏名,メール\n高橋 次郎,jiro@y.example\n壊れ,x@\n".as_bytes();
    fake.sends_file(7, 7, ("名簿.csv", other), "");
    fake.says(7, 7, "このCSVを取り込んで");
    let shown = until_said(|| fake.said(7), "I-2").await.to_string();
    assert!(shown.contains("取り込めない行：1") && shown.contains("3行目"), "{shown}");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn discord() {
    use discord::fake::{DIRECT, HANA};
    let fake = discord::fake::Fake::start().await;
    let mut town = Town::new(Discord, &fake.settings()).await;
    town.open();
    for _ in 0..200 {
        if fake.connected() > 0 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let code = town.link_code().await;
    let said = || fake.messages(DIRECT);
    fake.say(DIRECT, HANA, &code);
    until_said(said, "manager").await;
    fake.send_file(DIRECT, HANA, ("people.csv", CSV), "import");
    let shown = until_said(said, "I-1").await;
    assert!(shown.to_string().contains("2 rows of people"), "{shown}");
    fake.press(DIRECT, HANA, &token(&shown), &shown);
    assert_eq!(town.until_import(1, State::Done).await, 2);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn line_works() {
    let fake = lineworks::fake::Fake::start().await;
    let mut town = Town::new(LineWorks, &fake.settings()).await;
    town.open();
    let names: &[&str] = &["X-WORKS-Signature", "X-WORKS-BotId"];
    let code = town.link_code().await;
    let said = || fake.messages().into_iter().map(|message| message.content).collect::<Vec<_>>();
    for happened in [
        fake.says(PEOPLE[1], None, &code),
        fake.sends_file(PEOPLE[1], None, ("名簿.csv", CSV)),
        fake.says(PEOPLE[1], None, "このCSVを取り込み"),
    ] {
        let envelope = fake.envelope(&happened);
        assert_eq!(town.post(&town.path(), &envelope, names).await, StatusCode::OK);
        sleep(Duration::from_millis(500)).await;
    }
    let shown = until_said(said, "I-1").await.to_string();
    assert!(shown.contains("2行"), "{shown}");
    let start = fake.envelope(&fake.says(PEOPLE[1], None, "import start I-1"));
    assert_eq!(town.post(&town.path(), &start, names).await, StatusCode::OK);
    assert_eq!(town.until_import(1, State::Done).await, 2);
    town.close().await;
}
