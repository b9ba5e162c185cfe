//! The gateway of the fake: nothing lost, nothing invented, whatever breaks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::discord::Discord;
use crate::discord::fake::{BO, BOARD, BOT, DIRECT, Fake, Fault, HANA, HELP, ROLE, THREAD};
use crate::{
    Adapter, Address, Button, ButtonStyle, Choice, Connection, ConversationKind, Ended, Event, Intake,
    NotStored, Partial, Reply, Since, Verified, What,
};

/// An inbox in memory: each event once, and the last position.
#[derive(Default)]
struct Inbox {
    taken: Mutex<Vec<(Vec<u8>, Verified)>>,
    position: Mutex<Option<String>>,
    /// How many more can be stored; then it is full.
    room: Mutex<Option<usize>>,
}

#[async_trait]
impl Intake for Inbox {
    async fn take(&self, verified: Verified, position: Option<&str>) -> Result<(), NotStored> {
        if let Some(room) = &mut *self.room.lock().unwrap() {
            *room = room.checked_sub(1).ok_or(NotStored)?;
        }
        let key = Discord.key(&verified);
        let mut taken = self.taken.lock().unwrap();
        if !taken.iter().any(|(there, _)| *there == key) {
            taken.push((key, verified));
        }
        if let Some(position) = position {
            *self.position.lock().unwrap() = Some(position.to_owned());
        }
        Ok(())
    }

    async fn complete(&self, partial: Partial) -> Vec<Choice> {
        let label = format!("{} {} {} {}", partial.command, partial.argument, partial.text, partial.user);
        vec![
            Choice { label, value: "C-7".into() },
            Choice { label: "too long".into(), value: "x".repeat(200) },
        ]
    }

    fn alive(&self) {}
}

/// The fake, and a bot that listens to it.
struct Scene {
    fake: Fake,
    inbox: Arc<Inbox>,
    discord: Arc<dyn Connection>,
    task: Option<JoinHandle<Ended>>,
}

impl Scene {
    async fn new() -> Self {
        let fake = Fake::start().await;
        let discord = Discord.connect(&fake.settings()).unwrap();
        let mut scene = Self { fake, inbox: Arc::default(), discord, task: None };
        scene.listen(None).await;
        scene
    }

    async fn listen(&mut self, last: Option<(&str, &str)>) {
        self.listen_after(last.as_slice()).await;
    }

    /// Listens from the position that was stored, and from these messages.
    async fn listen_after(&mut self, last: &[(&str, &str)]) {
        let since = Since {
            position: self.inbox.position.lock().unwrap().clone(),
            last: last.iter().map(|(channel, id)| ((*channel).to_owned(), (*id).to_owned())).collect(),
        };
        let (discord, inbox) = (Arc::clone(&self.discord), Arc::clone(&self.inbox));
        let joined = self.fake.joined().len();
        self.task = Some(tokio::spawn(async move { discord.listen(since, &*inbox).await }));
        self.until(|scene| scene.fake.joined().len() > joined).await;
    }

    async fn ended(&mut self) -> Ended {
        tokio::time::timeout(Duration::from_secs(20), self.task.take().unwrap()).await.unwrap().unwrap()
    }

    /// Waits for something that will be; a minute at most.
    async fn until(&self, what: impl Fn(&Self) -> bool) {
        for _ in 0..6_000 {
            if what(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never: {:?}", self.events());
    }

    /// Waits until so many things are in the inbox.
    async fn events_are(&self, count: usize) -> Vec<Event> {
        self.until(|scene| scene.inbox.taken.lock().unwrap().len() >= count).await;
        let events = self.events();
        assert_eq!(events.len(), count, "{events:?}");
        events
    }

    fn events(&self) -> Vec<Event> {
        let taken = self.inbox.taken.lock().unwrap();
        let read = |(_, verified): &(_, Verified)| Discord.parse(&self.fake.settings(), verified).unwrap();
        taken.iter().flat_map(read).collect()
    }
}

fn texts(events: &[Event]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|event| match &event.what {
            What::Message { text, .. } | What::Edited { text } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

#[tokio::test]
async fn everything_that_happens() {
    let scene = Scene::new().await;
    let fake = &scene.fake;
    let hi = fake.say(HELP, HANA, "hi");
    fake.unfurl(&hi);
    fake.edit(&hi, "hi all");
    fake.react(HELP, &hi, BO, "👍");
    fake.again();
    fake.say(BOARD, HANA, "secret");
    fake.say(THREAD, BO, "in the thread");
    fake.say(DIRECT, HANA, "only you");
    fake.say(HELP, BO, &format!("<@{BOT}> show roi of <#{BOARD}>"));
    fake.say(HELP, BO, &format!("<@&{ROLE}> help"));
    let gone = [fake.say(HELP, BO, "one"), fake.say(HELP, BO, "two")];
    fake.remove(HELP, &[&gone[0], &gone[1]]);
    fake.member(BO, false);
    fake.member(BO, true);
    fake.write(HELP, BO, &json!({"type": 7, "content": ""}));
    fake.thread(HELP, HANA, "Ideas");
    let events = scene.events_are(15).await;
    assert_eq!(
        texts(&events),
        ["hi", "hi all", "secret", "in the thread", "only you", "show roi of #board", "help", "one", "two"]
    );
    let place =
        |i: usize| (events[i].conversation.name.clone().unwrap_or_default(), events[i].conversation.kind);
    assert_eq!(place(0), ("help".into(), ConversationKind::Channel));
    assert_eq!(place(3), ("board".into(), ConversationKind::Group));
    assert_eq!(place(4), ("help / How to?".into(), ConversationKind::Channel));
    assert_eq!(place(5).1, ConversationKind::Direct);
    assert!(matches!(events[5].what, What::Message { to_bot: true, .. }));
    assert!(matches!(events[6].what, What::Message { to_bot: true, .. }));
    assert!(matches!(events[7].what, What::Message { to_bot: true, .. }));
    let rest: Vec<_> = events[10..].iter().map(|event| event.what.clone()).collect();
    let other = |action: &str, text: Option<&str>| What::Other {
        action: action.into(),
        text: text.map(str::to_owned),
    };
    assert_eq!(
        rest,
        [
            What::Deleted,
            What::Deleted,
            other("leave", None),
            other("join", None),
            other("thread", Some("Ideas"))
        ]
    );
    assert_eq!(place(12).0, "Acme 開発者");
}

#[tokio::test]
async fn a_cut_connection_goes_on_where_it_was() {
    let mut scene = Scene::new().await;
    scene.fake.say(HELP, HANA, "one");
    scene.events_are(1).await;
    scene.fake.cut();
    assert!(matches!(scene.ended().await, Ended::Broken(_)));
    scene.fake.say(HELP, HANA, "two");
    scene.listen(None).await;
    scene.fake.say(HELP, HANA, "three");
    assert_eq!(texts(&scene.events_are(3).await), ["one", "two", "three"]);
    let joined = scene.fake.joined();
    assert!(joined[1].0.starts_with("/resume/?v=10&encoding=json") && joined[1].1, "{joined:?}");
    scene.fake.reconnect();
    assert_eq!(scene.ended().await, Ended::Broken("Discord asks to connect again".into()));
}

#[tokio::test]
async fn what_could_not_be_stored_comes_again() {
    let mut scene = Scene::new().await;
    *scene.inbox.room.lock().unwrap() = Some(1);
    scene.fake.say(HELP, HANA, "one");
    scene.fake.say(HELP, HANA, "two");
    assert_eq!(scene.ended().await, Ended::Broken("not stored".into()));
    *scene.inbox.room.lock().unwrap() = None;
    scene.listen(None).await;
    assert_eq!(texts(&scene.events_are(2).await), ["one", "two"]);
}

#[tokio::test]
async fn a_forgotten_session_is_made_up_from_the_history() {
    let mut scene = Scene::new().await;
    let one = scene.fake.say(HELP, HANA, "m0");
    scene.events_are(1).await;
    scene.fake.cut();
    scene.ended().await;
    scene.fake.forget();
    for i in 1..=250 {
        scene.fake.say(HELP, HANA, &format!("m{i}"));
    }
    scene.fake.say(DIRECT, HANA, "known only to two");
    let young = scene.fake.thread(HELP, BO, "New");
    scene.fake.say(&young, BO, "begun meanwhile");
    scene.listen_after(&[(HELP, &one), (DIRECT, &format!("{one} 👍 5")), ("5", &one), ("@5", "x")]).await;
    scene.fake.say(HELP, HANA, "live");
    let events = scene.events_are(254).await;
    let told = texts(&events);
    let expected: Vec<_> = (0..=250).map(|i| format!("m{i}")).collect();
    assert_eq!(told[..251], expected);
    // What is said while the history is read may stand in it already.
    let mut rest = told[251..].to_vec();
    rest.sort_unstable();
    assert_eq!(rest, ["begun meanwhile", "known only to two", "live"]);
    assert_eq!(events.iter().filter(|event| event.conversation.name.is_none()).count(), 1, "the direct one");
    assert!(events.iter().any(|event| event.conversation.name.as_deref() == Some("help / New")));
}

#[tokio::test]
async fn a_gap_is_read_where_nothing_is_recorded_and_where_its_reading_was_cut_off() {
    let mut scene = Scene::new().await;
    scene.fake.say(HELP, HANA, "before");
    scene.events_are(1).await;
    scene.fake.cut();
    scene.ended().await;
    scene.fake.forget();
    scene.fake.say(HELP, HANA, "while away");
    scene.fake.say(BOARD, BO, "the first word");
    // recorded by a listener that was killed before it had read the gap
    let live = scene.fake.say(HELP, HANA, "live");
    scene.listen(Some((HELP, &live))).await;
    let events = scene.events_are(4).await;
    let mut told = texts(&events);
    told.sort_unstable();
    assert_eq!(told, ["before", "live", "the first word", "while away"]);
}

#[tokio::test]
async fn a_number_that_a_person_must_deal_with() {
    for (code, step) in
        [(4_014, "MESSAGE CONTENT"), (4_004, "Reset Token"), (4_011, "sharding"), (4_013, "intents")]
    {
        let mut scene = Scene::new().await;
        scene.fake.close(code);
        let Ended::Refused(why) = scene.ended().await else { panic!("{code}") };
        assert!(why.contains(step), "{why}");
    }
    let fake = Fake::start().await;
    fake.intents(false, false);
    let discord = Discord.connect(&fake.settings()).unwrap();
    let ended = discord.listen(Since::default(), &Inbox::default()).await;
    assert!(matches!(&ended, Ended::Refused(why) if why.contains("4014")), "{ended:?}");
    let discord = Discord.connect(&fake.settings().with("token", "old")).unwrap();
    let ended = discord.listen(Since::default(), &Inbox::default()).await;
    assert!(matches!(ended, Ended::Refused(_)), "{ended:?}");
}

#[tokio::test]
async fn a_session_that_has_ended_is_begun_anew() {
    let mut scene = Scene::new().await;
    let one = scene.fake.say(HELP, HANA, "one");
    scene.events_are(1).await;
    scene.fake.cut();
    scene.ended().await;
    scene.listen(Some((HELP, &one))).await;
    let joined = scene.fake.joined().len();
    scene.fake.close(4_009);
    scene.until(|scene| scene.fake.joined().len() > joined).await;
    assert!(!scene.fake.joined()[joined].1, "not resumed");
    scene.fake.say(HELP, HANA, "two");
    assert_eq!(texts(&scene.events_are(2).await), ["one", "two"]);
}

#[tokio::test]
async fn the_heart_says_what_is_stored() {
    let fake = Fake::start().await;
    fake.beat(100);
    let discord = Discord.connect(&fake.settings()).unwrap();
    let mut scene = Scene { fake, inbox: Arc::default(), discord, task: None };
    scene.listen(None).await;
    // READY, GUILD_CREATE, and one message.
    scene.fake.say(HELP, HANA, "one");
    scene.until(|scene| scene.fake.heartbeat() == Some(3)).await;
}

#[tokio::test]
async fn a_command_is_answered_in_private() {
    let scene = Scene::new().await;
    let options =
        json!([{"type": 1, "name": "show", "options": [{"type": 3, "name": "campaign", "value": "C-7"}]}]);
    let token = scene.fake.call(HELP, HANA, "roi", options);
    let events = scene.events_are(1).await;
    assert!(matches!(&events[0].what, What::Called { command, .. } if command == "roi show"));
    scene.until(|scene| scene.fake.first_answer(&token) == Some(5)).await;
    let to = |nonce: &str| Address {
        conversation: HELP.into(),
        thread: None,
        via: events[0].via.clone(),
        nonce: nonce.into(),
    };
    for (nonce, text) in [("n-1", "first"), ("n-2", "second")] {
        let payloads = Discord.render(&Reply::new("en").text(text), "");
        scene.discord.send(&to(nonce), &payloads[0]).await.unwrap();
    }
    let seen: Vec<_> = scene
        .fake
        .answers(&token)
        .iter()
        .map(|one| (one["content"].clone(), one["flags"].as_u64().unwrap() & (64 | 128)))
        .collect();
    assert_eq!(seen, [(json!("first"), 64), (json!("second"), 64)]);
    assert!(scene.fake.messages(HELP).is_empty(), "nobody else sees it");
    // Discord has no mark for these: whether a follow-up arrived, nobody knows.
    let payload = &Discord.render(&Reply::new("en").text("third"), "")[0];
    for fault in [Fault::Cut, Fault::Status(502)] {
        scene.fake.next_of("POST /webhooks", fault);
        let answer = scene.discord.send(&to("n-3"), payload).await;
        assert!(matches!(answer, Err(crate::SendError::Unknown(_))), "{fault:?}: {answer:?}");
    }
    let closed = Address { via: Some(format!("interaction:{BOT}:gone")), ..to("n-3") };
    let payload = &Discord.render(&Reply::new("en").text("late"), "")[0];
    assert!(matches!(scene.discord.send(&closed, payload).await, Err(crate::SendError::Refused(_))));
}

#[tokio::test]
async fn a_button_is_pressed_and_an_argument_is_typed() {
    let scene = Scene::new().await;
    let button = Button {
        label: "Yes".into(),
        token: "tok-1".into(),
        style: ButtonStyle::Primary,
        typed: "yes".into(),
    };
    let payload = &Discord.render(&Reply::new("en").text("sure?").buttons(vec![button]), "")[0];
    let to = Address { conversation: HELP.into(), thread: None, via: None, nonce: "n-1".into() };
    scene.discord.send(&to, payload).await.unwrap();
    let message = scene.fake.messages(HELP)[0].clone();
    let token = scene.fake.press(HELP, HANA, "tok-1", &message);
    let events = scene.events_are(1).await;
    assert_eq!(events[0].what, What::Pressed { token: "tok-1".into() });
    scene.until(|scene| scene.fake.first_answer(&token) == Some(6)).await;
    let to = Address { via: events[0].via.clone(), nonce: "n-2".into(), ..to };
    let done = &Discord.render(&Reply::new("en").text("done"), "")[0];
    scene.discord.send(&to, done).await.unwrap();
    let seen = scene.fake.answers(&token);
    assert_eq!(
        (&seen[1]["content"], &seen[1]["flags"]),
        (&json!("done"), &json!(4)),
        "as public as the question"
    );
    let options = json!([{"type": 1, "name": "show", "options":
        [{"type": 3, "name": "campaign", "value": "Spr", "focused": true}]}]);
    let typing = scene.fake.type_in(HELP, HANA, "roi", options);
    scene.until(|scene| scene.fake.offered(&typing).is_some()).await;
    let label = format!("roi show campaign Spr {HANA}");
    assert_eq!(scene.fake.offered(&typing).unwrap(), json!([{"name": label, "value": "C-7"}]));
    assert_eq!(scene.events().len(), 1, "typing is not stored");
}
