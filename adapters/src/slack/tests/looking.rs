//! Who, where, and whether all is well.

use super::*;
use crate::slack::fake::Fault;
use crate::{Finding, Profile, SendError, State};

#[tokio::test]
async fn names_are_asked_for() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    let hanako = Profile {
        name: Some("佐藤 花子".into()),
        handle: Some("hanako".into()),
        email: Some("hanako@example.com".into()),
        is_bot: false,
    };
    assert_eq!(connection.profile("U2").await, Ok(Some(hanako)));
    assert_eq!(connection.profile("U9").await, Ok(None));
    let bot = connection.profile(fake::BOT).await.unwrap().unwrap();
    assert_eq!((bot.name.as_deref(), bot.is_bot), (Some("Enishi"), true));
    assert_eq!(connection.profile("B9").await, Ok(None));
    assert_eq!(connection.place("C1").await, Ok(Some("general".into())));
    assert_eq!(connection.place("C9").await, Ok(None));
    fake.next_of("users.info", Fault::TooMany(2));
    assert_eq!(connection.profile("U1").await, Err(SendError::Later { after_ms: 2_000 }));
    fake.next_of("users.info", Fault::Cut);
    assert!(matches!(connection.profile("U1").await, Err(SendError::Later { .. })), "it may be asked again");
}

#[tokio::test]
async fn what_it_learns_about_itself() {
    let fake = Fake::start().await;
    let learned = connected(&fake.settings()).prepare(&Menu::default()).await.unwrap();
    let expected =
        [("bot_user", fake::BOT_USER), ("bot", fake::BOT), ("team", fake::TEAM), ("team_name", "Fake")];
    assert_eq!(learned, expected.map(|(name, value)| (name, value.to_owned())));
}

#[tokio::test]
async fn an_assistants_thread_shows_that_it_works() {
    let fake = Fake::start().await;
    let connection = connected(&fake.settings());
    connection.busy(&to("C1")).await;
    connection.busy(&Address { thread: Some("1.2".into()), ..to("DU1") }).await;
    let statuses = fake.state().statuses.clone();
    assert_eq!((statuses.len(), statuses[0]["thread_ts"].as_str()), (1, Some("1.2")));
}

fn states(findings: &[Finding]) -> Vec<State> {
    for finding in findings {
        assert_eq!(finding.mend.is_some(), finding.state != State::Good, "{finding:?}");
        assert!(!finding.what.en.is_empty() && !finding.what.ja.is_empty());
        assert!(!format!("{finding:?}").contains("xoxb"), "{finding:?}");
    }
    findings.iter().map(|finding| finding.state).collect()
}

#[tokio::test]
async fn the_check_finds_what_is_wrong() {
    use State::{Bad, Doubtful, Good};
    let fake = Fake::start().await;
    let (events, socket) = (connected(&fake.settings()), connected(&fake.socket_settings()));
    assert_eq!(states(&events.check().await), [Good, Good, Good, Good]);
    assert_eq!(states(&socket.check().await), [Good, Good, Good, Good]);

    fake.state().channels.clear();
    fake.state().scopes.remove("reactions:read");
    assert_eq!(states(&events.check().await), [Good, Doubtful, Doubtful, Good]);
    fake.state().scopes.remove("chat:write");
    let findings = events.check().await;
    assert_eq!(states(&findings), [Good, Bad, Doubtful, Doubtful, Good]);
    assert!(findings[1].what.en.contains("chat:write (write answers)"), "{findings:?}");

    fake.next_of("apps.connections.open", Fault::Code("missing_scope"));
    assert_eq!(states(&socket.check().await).last(), Some(&Bad));
    fake.state().valid = false;
    assert_eq!(states(&events.check().await), [Bad, Good]);
    fake.next_of("auth.test", Fault::Status(503));
    assert_eq!(states(&events.check().await), [Bad, Good]);
}

#[test]
fn a_connection_needs_what_its_transport_needs() {
    let bot = Settings::default().with("bot_token", "xoxb-1");
    let unset = |settings: &Settings| Slack.connect(settings).err().map(|unfit| unfit.setting);
    assert_eq!(unset(&Settings::default()), Some("bot_token"));
    assert_eq!(unset(&bot), Some("signing_secret"));
    let socket = bot.clone().with("transport", "socket");
    assert_eq!(unset(&socket), Some("app_token"));
    assert!(Slack.connect(&socket.with("app_token", "xapp-1")).unwrap().listens());
    assert_eq!(unset(&bot.clone().with("signing_secret", "zzz")), Some("signing_secret"));
    assert!(!Slack.connect(&bot.with("signing_secret", fake::SIGNING_SECRET)).unwrap().listens());
}
