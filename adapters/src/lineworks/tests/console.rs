//! What the check finds, and what the bot is prepared with.

use super::to;
use crate::lineworks::LineWorks;
use crate::lineworks::fake::{Fake, Fault, PEOPLE};
use crate::{Adapter, Finding, Menu, MenuCommand, Settings, State, Words, words};
use serde_json::json;

async fn check(settings: &Settings) -> Vec<Finding> {
    LineWorks.connect(settings).unwrap().check().await
}

/// What is not good, in English, with its step.
async fn wrong(settings: &Settings) -> Vec<String> {
    let found = check(settings).await;
    let told = |finding: &Finding| {
        let mend = finding.mend.as_ref().unwrap();
        assert!(
            mend.ja.contains("Developer Console")
                || mend.ja.contains("管理者画面")
                || mend.ja.contains("障害情報")
                || mend.ja.contains("への接続"),
            "{mend:?}"
        );
        format!("{:?}: {} → {}", finding.state, finding.what.en, mend.en)
    };
    found.iter().filter(|finding| finding.state != State::Good).map(told).collect()
}

fn says(found: &[String], words: &[&str]) {
    let [one] = found else { panic!("{found:#?}") };
    for words in words {
        assert!(one.contains(words), "{one} does not say {words}");
    }
}

#[tokio::test]
async fn a_bot_in_order() {
    let fake = Fake::start().await;
    let settings = fake.settings().with("hook_url", "https://crm.example.com/hooks/lineworks/1/");
    let found = check(&settings).await;
    assert!(found.iter().all(|finding| finding.state == State::Good && finding.mend.is_none()), "{found:#?}");
    let told: Vec<&str> = found.iter().map(|finding| finding.what.ja.as_str()).collect();
    assert_eq!(
        told,
        [
            "Service Accountでアクセストークンを取得できます。",
            "Bot 2000001 は「縁ボット」です。",
            "Callbackはここに届きます。"
        ]
    );
}

#[tokio::test]
async fn each_token_error_has_its_step() {
    let fake = Fake::start().await;
    let set = |name: &str, value: &str| fake.settings().with(name, value);
    says(
        &wrong(&set("client_secret", "x")).await,
        &["Bad", "invalid_client", "copy Client ID and Client Secret"],
    );
    says(&wrong(&set("service_account", "x")).await, &["Bad", "invalid_grant", "clock"]);
    fake.grant("directory.read");
    says(&wrong(&fake.settings()).await, &["Bad", "invalid_scope", "OAuth Scopes > Manage"]);
    fake.next_token(Fault::Status(500));
    says(&wrong(&fake.settings()).await, &["Bad", "did not answer as it should", "status page"]);
    let closed = set("auth_url", "http://127.0.0.1:9");
    says(&wrong(&closed).await, &["Bad", "http://127.0.0.1:9 cannot be reached", "firewall"]);
}

#[tokio::test]
async fn what_the_console_says_about_the_bot() {
    let fake = Fake::start().await;
    let settings = fake.settings().with("hook_url", "https://crm.example.com/hooks/lineworks/1");
    says(
        &wrong(&fake.settings().with("bot_id", "2000002")).await,
        &["Bad", "no bot 2000002", "Bot ID again"],
    );
    fake.next(Fault::Status(403));
    says(&wrong(&settings).await, &["Bad", "may not be used", "Add Bot"]);
    fake.next(Fault::Status(503));
    says(&wrong(&settings).await, &["Bad", "LINE WORKS did not answer as it should"]);
    fake.configure("callbackUrl", "https://old.example.com/callback");
    says(
        &wrong(&settings).await,
        &["Bad", "https://old.example.com/callback", "https://crm.example.com/hooks/lineworks/1"],
    );
    assert_eq!(wrong(&fake.settings()).await, [""; 0], "nobody said where they should go");
    fake.configure("enableCallback", false);
    says(&wrong(&settings).await, &["Bad", "Callbacks are off"]);
    fake.configure("enableCallback", true);
    fake.configure("callbackUrl", "https://crm.example.com/hooks/lineworks/1");
    fake.configure("callbackEvents", json!(["text", "image"]));
    says(&wrong(&settings).await, &["Doubtful", "location, sticker, file, audio, video"]);
    fake.configure("callbackEvents", json!([]));
    says(&wrong(&settings).await, &["Bad", "Without text"]);
    fake.configure("callbackEvents", json!(null));
    fake.configure("channelEvents", json!(["message", "join", "leave", "postback"]));
    says(&wrong(&settings).await, &["Doubtful", "joined, left, begin"]);
    fake.configure("channelEvents", json!(null));
    fake.configure("enableGroupJoin", false);
    says(&wrong(&settings).await, &["Doubtful", "cannot be invited"]);
    fake.configure("enableGroupJoin", true);
    says(&wrong(&settings.clone().with("domain_id", "7")).await, &["Bad", "domain 7"]);
    assert_eq!(wrong(&settings.with("domain_id", "40029600")).await, [""; 0]);
    fake.grant("bot");
    says(&wrong(&fake.settings()).await, &["Doubtful", "names", "user.profile.read"]);
}

fn command(name: &'static str, about: Words) -> MenuCommand {
    MenuCommand { name, japanese: None, about, arguments: vec![], example: about, prominent: true }
}

#[tokio::test]
async fn the_menu_is_set_when_it_has_changed() {
    let fake = Fake::start().await;
    let connection = LineWorks.connect(&fake.settings()).unwrap();
    let menu = Menu {
        commands: vec![command("roi show", words("What a campaign brought in", "施策の成果を見る"))],
    };
    let set = || fake.journal().iter().filter(|request| request.call == "POST persistentmenu").count();
    let learned = connection.prepare(&menu).await.unwrap();
    assert_eq!(learned, [("bot_names", "縁ボット\nEnishi Bot".to_owned())]);
    assert_eq!(connection.prepare(&menu).await.unwrap(), learned);
    assert_eq!(set(), 1, "the same menu is not set again");
    let button = fake.menu().unwrap()["content"]["actions"][0].clone();
    // Pressed, it says its line and calls its command.
    let callback = fake.presses(PEOPLE[0], None, &button);
    let settings = fake.settings();
    let verified =
        LineWorks.verify(&settings, fake.envelope(&callback), chrono::DateTime::UNIX_EPOCH).unwrap();
    let events = LineWorks.parse(&settings, &verified).unwrap();
    let called = crate::What::Called { command: "roi show".into(), arguments: Default::default() };
    assert_eq!(events[0].what, called);
    assert_eq!(Some(&events[0].conversation.external_id), LineWorks.direct(PEOPLE[0]).as_ref());
    let more = Menu { commands: vec![command("people list", words("Everybody", "全員を見る"))] };
    connection.prepare(&more).await.unwrap();
    assert_eq!(set(), 2);
    fake.draw_rich_menu();
    assert_eq!(connection.prepare(&menu).await.unwrap(), learned, "a rich menu stays");
    connection.prepare(&Menu::default()).await.unwrap();
    assert_eq!(set(), 3, "without commands the menu is left alone");
}

#[tokio::test]
async fn a_pressed_button_comes_back() {
    let fake = Fake::start().await;
    let settings = fake.settings();
    let connection = LineWorks.connect(&settings).unwrap();
    let gallery = crate::conformance::gallery("ja");
    let (_, merge) = gallery.into_iter().find(|(name, _)| *name == "merge").unwrap();
    for payload in LineWorks.render(&merge, "https://crm.example.com") {
        connection.send(&to(crate::lineworks::fake::ROOM), &payload).await.unwrap();
    }
    let message = fake.messages().pop().unwrap();
    let button = &message.content["actions"][0];
    let callback = fake.presses(PEOPLE[0], Some(&message.to), button);
    assert_eq!(callback["content"]["text"], "統合する", "the label is what is said");
    let verified =
        LineWorks.verify(&settings, fake.envelope(&callback), chrono::DateTime::UNIX_EPOCH).unwrap();
    let events = LineWorks.parse(&settings, &verified).unwrap();
    assert_eq!(events[0].what, crate::What::Pressed { token: "tok-merge-yes".into() });
}
