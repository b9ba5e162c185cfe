//! Settings, commands and checks.

use crate::discord::Discord;
use crate::discord::fake::{BOT, Fake};
use crate::{Adapter, Menu, MenuArgument, MenuCommand, Settings, State, words};

fn menu() -> Menu {
    let about = words("Show the return on a campaign", "施策のROIを表示");
    let campaign =
        MenuArgument { name: "campaign", japanese: Some("施策"), about, required: true, completes: true };
    let command = |name, japanese: &str, arguments| {
        let japanese = Some(japanese.to_owned());
        MenuCommand { name, japanese, about, arguments, example: about, prominent: true }
    };
    Menu {
        commands: vec![command("help", "ヘルプ", vec![]), command("roi show", "roi 表示", vec![campaign])],
    }
}

#[tokio::test]
async fn commands_are_registered_when_they_change() {
    let fake = Fake::start().await;
    let bare =
        Settings::default().with("token", fake.settings().text("token")).with("api_url", fake.api_url());
    let discord = Discord.connect(&bare).unwrap();
    let learned = discord.prepare(&menu()).await.unwrap();
    let key = fake.settings().text("public_key").to_owned();
    let expected =
        [("bot_id", BOT), ("bot_name", "enishi"), ("application_id", BOT), ("public_key", key.as_str())];
    assert_eq!(learned, expected.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(fake.commands().as_array().unwrap().len(), 3);
    let show = &fake.commands()[2]["options"][0];
    assert_eq!(show["name_localizations"]["ja"], "表示");
    assert_eq!(show["options"][0]["name_localizations"]["ja"], "施策");
    discord.prepare(&menu()).await.unwrap();
    assert_eq!(fake.asked("PUT").len(), 1, "nothing has changed");
    discord.prepare(&Menu::default()).await.unwrap();
    assert_eq!(fake.asked("PUT").len(), 2);
    assert_eq!(fake.commands().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_look_at_everything() {
    let fake = Fake::start().await;
    let discord = Discord.connect(&fake.settings()).unwrap();
    let findings = discord.check().await;
    assert!(findings.iter().all(|finding| finding.state == State::Good), "{findings:?}");
    fake.intents(false, false);
    let findings = discord.check().await;
    let content = findings.iter().find(|finding| finding.state == State::Bad).unwrap();
    assert!(content.what.en.contains("Message Content Intent"));
    assert!(content.mend.as_ref().unwrap().ja.contains("Developer Portal"));
    assert!(findings.iter().any(|finding| finding.state == State::Doubtful), "members: {findings:?}");
    let wrong =
        fake.settings().with("application_id", "100000000000000005").with("public_key", "00".repeat(32));
    let findings = Discord.connect(&wrong).unwrap().check().await;
    assert_eq!(findings.iter().filter(|finding| finding.state == State::Bad).count(), 3, "{findings:?}");
    let old = Discord.connect(&fake.settings().with("token", "old")).unwrap().check().await;
    assert!(old.len() == 1 && old[0].what.en.contains("token"), "{old:?}");
}

#[test]
fn settings_that_cannot_be_right() {
    let wrong = |name, value| {
        let settings = Settings::default().with("token", "x").with(name, value);
        Discord.connect(&settings).err().map(|unfit| unfit.setting)
    };
    assert_eq!(wrong("token", ""), Some("token"));
    assert_eq!(wrong("token", "a b"), Some("token"));
    assert_eq!(wrong("api_url", "discord.com"), Some("api_url"));
    assert_eq!(wrong("application_id", "notanumber"), Some("application_id"));
    assert_eq!(wrong("public_key", "zz"), Some("public_key"));
    assert_eq!(wrong("token", "Bot abc.def"), None);
}
