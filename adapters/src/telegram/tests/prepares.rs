//! Setting up, looking over, and the webhook as far as it can be tried without a door.

use serde_json::json;

use crate::{
    Adapter, Finding, Menu, MenuCommand, SendError, Settings, State,
    telegram::{
        Telegram,
        fake::{Fake, Fault},
    },
    words,
};

fn menu() -> Menu {
    let command = |name, prominent| MenuCommand {
        name,
        japanese: None,
        about: words("Shows it", "表示します"),
        arguments: Vec::new(),
        example: words("show it", "見せて"),
        prominent,
    };
    Menu { commands: vec![command("person show", false), command("roi show", true)] }
}

fn hooked(fake: &Fake) -> Settings {
    fake.settings()
        .with("transport", "webhook")
        .with("webhook_secret", "s-1")
        .with("hook_url", "https://crm.example.com/hooks/telegram/1")
}

async fn prepare(settings: &Settings) -> Result<Vec<(&'static str, String)>, SendError> {
    Telegram.connect(settings).unwrap().prepare(&menu()).await
}

async fn check(settings: &Settings) -> Vec<Finding> {
    Telegram.connect(settings).unwrap().check().await
}

fn states(findings: &[Finding]) -> Vec<State> {
    for finding in findings {
        assert!(!finding.what.en.contains("AAF"), "{finding:?}");
        let mended = finding.mend.as_ref().is_none_or(|mend| !mend.en.is_empty() && !mend.ja.is_empty());
        assert!(mended && !finding.what.ja.is_empty(), "{finding:?}");
    }
    findings.iter().map(|finding| finding.state).collect()
}

#[tokio::test]
async fn commands_in_two_languages_once() {
    let fake = Fake::start().await;
    let learned = prepare(&fake.settings()).await.unwrap();
    assert_eq!(learned, [("bot_id", "7000001".to_owned()), ("bot_username", "enishi_bot".to_owned())]);
    let of = |about: &str| {
        vec![("roi_show".to_owned(), about.to_owned()), ("person_show".to_owned(), about.to_owned())]
    };
    assert_eq!(fake.commands(""), of("Shows it"));
    assert_eq!(fake.commands("ja"), of("表示します"));
    prepare(&fake.settings()).await.unwrap();
    assert_eq!(fake.calls("setMyCommands").len(), 2, "nothing had changed");
    fake.next_of("setMyCommands", Fault::Refuse(400, "Bad Request: BOT_COMMANDS_TOO_MUCH".into()));
    let connection = Telegram.connect(&fake.settings()).unwrap();
    let more = Menu { commands: [menu().commands, menu().commands].concat() };
    connection.prepare(&more).await.unwrap();
    assert_eq!(fake.commands("").len(), 2, "half of them");
}

#[tokio::test]
async fn the_webhook_comes_and_goes() {
    let fake = Fake::start().await;
    prepare(&hooked(&fake)).await.unwrap();
    assert_eq!(fake.webhook().as_deref(), Some("https://crm.example.com/hooks/telegram/1"));
    let order = &fake.calls("setWebhook")[0];
    assert_eq!(
        (&order.fields["secret_token"], order.fields["allowed_updates"][6].as_str()),
        (&json!("s-1"), Some("my_chat_member"))
    );
    assert!(!Telegram.connect(&hooked(&fake)).unwrap().listens());
    let findings = check(&fake.settings()).await;
    assert_eq!(states(&findings), [State::Good, State::Doubtful, State::Bad], "polling with a webhook set");
    prepare(&fake.settings()).await.unwrap();
    assert_eq!(fake.webhook(), None);
}

#[tokio::test]
async fn what_prepare_says_when_it_goes_wrong() {
    let fake = Fake::start().await;
    fake.next(Fault::Refuse(401, "Unauthorized".into()));
    assert_eq!(prepare(&fake.settings()).await, Err(SendError::Unauthorized("Unauthorized".into())));
    fake.next(Fault::Server(500));
    assert_eq!(prepare(&fake.settings()).await, Err(SendError::Later { after_ms: 5_000 }));
}

#[tokio::test]
async fn all_is_well() {
    let fake = Fake::start().await;
    fake.set_privacy(false);
    let findings = check(&fake.settings()).await;
    assert_eq!(states(&findings), [State::Good; 3]);
    assert_eq!(findings[0].what.en, "The token is good: Enishi @enishi_bot");
    prepare(&hooked(&fake)).await.unwrap();
    assert_eq!(states(&check(&hooked(&fake)).await), [State::Good; 3]);
}

#[tokio::test]
async fn what_is_to_be_mended() {
    let fake = Fake::start().await;
    fake.user(5, "Aiko", "aiko");
    let privacy = &check(&fake.settings()).await[1];
    assert!(privacy.mend.as_ref().unwrap().en.contains("/setprivacy"));
    let mut homeless = hooked(&fake);
    homeless.set("hook_url", "");
    assert_eq!(states(&check(&homeless).await)[2], State::Bad);
    assert_eq!(states(&check(&hooked(&fake)).await)[2], State::Bad, "none is set");
    prepare(&hooked(&fake).with("hook_url", "http://127.0.0.1:9/nobody")).await.unwrap();
    fake.says(5, 5, "hi");
    assert!(fake.until(|fake| fake.undelivered().is_some()).await);
    let findings = check(&hooked(&fake)).await;
    assert_eq!(states(&findings)[2..], [State::Bad, State::Doubtful, State::Good], "{findings:?}");
    fake.next(Fault::Refuse(401, "Unauthorized".into()));
    let findings = check(&fake.settings()).await;
    assert!(findings[0].mend.as_ref().unwrap().en.contains("@BotFather"));
    for fault in [Fault::Server(500), Fault::BadJson] {
        fake.next(fault);
        assert_eq!(states(&check(&fake.settings()).await), [State::Bad]);
    }
}
