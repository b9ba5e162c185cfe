//! Real platforms from end to end: fakes that model the service, the real hooks, a real database.

use std::{sync::Arc, time::Duration};

use adapters::{
    Adapter, Envelope, Settings,
    discord::{self, Discord},
    lineworks::{self, LineWorks, fake::PEOPLE},
    telegram::{self, Telegram},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use bot::{
    app::App,
    doors::hooks::{self, Hooks},
    gateway::{
        spool::{CAP, Spool, Spooled},
        workers,
    },
    installed::{self, Standing},
    registry::Registry,
    search::Search,
};
use crm::{
    Actor, Role,
    connections::{self, Connection},
    persons,
    record::{self, Timing},
    status, users,
};
use nlp::Lang;
use tokio::{sync::watch, task::JoinSet, time::sleep};
use tower::ServiceExt;

use crate::world::{self, Folder, World, noon, words};

/// A tenant with one connection to a platform.
pub(crate) struct Town {
    pub(crate) world: World,
    connection: Connection,
    folder: Folder,
    running: Option<(axum::Router, watch::Sender<bool>, JoinSet<()>)>,
}

impl Town {
    pub(crate) async fn new(adapter: impl Adapter + 'static, settings: &Settings) -> Self {
        let mut world = world::empty().await;
        let folder = Folder::new();
        let platform = adapter.platform();
        let app: &mut App = Arc::get_mut(&mut world.app).unwrap();
        app.adapters.insert(platform, Arc::new(adapter));
        app.spool = Some(Spool::open(&folder.0, CAP).unwrap());
        let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
        let settings = settings.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let open = connections::Values::new();
        let connection =
            connections::add(&mut tx, platform, "Town", &open, &settings).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        Self { world, connection, folder, running: None }
    }

    /// Serves and works.
    pub(crate) fn open(&mut self) {
        let (stop, stopped) = watch::channel(false);
        let (lanes, tasks) = workers::start(&self.world.app, &stopped);
        let router = hooks::router(Hooks::new(self.world.app.clone(), lanes));
        self.running = Some((router, stop, tasks));
    }

    /// Closes for a while: what a question at the console is answered is then taken by nobody else.
    pub(crate) async fn close(&mut self) {
        let Some((_, stop, mut tasks)) = self.running.take() else { return };
        stop.send_replace(true);
        while tasks.join_next().await.is_some() {}
    }

    pub(crate) fn path(&self) -> String {
        hooks::path(&self.connection.platform, self.world.tenant, self.connection.id)
    }

    pub(crate) async fn post(&self, path: &str, envelope: &Envelope, names: &[&str]) -> StatusCode {
        let mut request = Request::post(path);
        for name in names {
            if let Some(value) = envelope.headers.one(name) {
                request = request.header(*name, value);
            }
        }
        let router = self.running.as_ref().unwrap().0.clone();
        router.oneshot(request.body(Body::from(envelope.body.clone())).unwrap()).await.unwrap().status()
    }

    async fn recorded(&self) -> i64 {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        status::totals(&mut tx).await.unwrap().activities
    }

    /// Waits until so much is recorded, and nothing waits any more.
    pub(crate) async fn until_recorded(&self, activities: i64) {
        for _ in 0..600 {
            let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
            let totals = status::totals(&mut tx).await.unwrap();
            if totals.activities >= activities && totals.inbox_waiting == 0 && totals.outbox_open == 0 {
                assert_eq!((totals.activities, totals.outbox_trouble), (activities, 0));
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("not recorded within 30 seconds");
    }

    /// The code of the person with this name.
    async fn code(&self, name: &str) -> String {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        persons::find(&mut tx, name, 1, 0).await.unwrap().0.remove(0).code().to_string()
    }
}

const SIGNED: &[&str] = &["X-WORKS-Signature", "X-WORKS-BotId"];

async fn lineworks() -> (lineworks::fake::Fake, Town) {
    let fake = lineworks::fake::Fake::start().await;
    let town = Town::new(LineWorks, &fake.settings()).await;
    (fake, town)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_words_are_recorded_once_and_not_answered() {
    let (fake, mut town) = lineworks().await;
    town.open();
    let path = town.path();
    let hello = fake.envelope(&fake.says(PEOPLE[0], None, "こんにちは、ROIを見せて"));
    for _ in 0..3 {
        assert_eq!(town.post(&path, &hello, SIGNED).await, StatusCode::OK);
    }
    town.until_recorded(1).await;
    assert!(fake.messages().is_empty(), "{:?}", fake.messages());
    // but help is given to whoever asks for it
    let help = fake.envelope(&fake.says(PEOPLE[0], None, "ヘルプ"));
    assert_eq!(town.post(&path, &help, SIGNED).await, StatusCode::OK);
    town.until_recorded(2).await;
    assert!(!fake.messages().is_empty());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_guest_that_may_have_arrived_is_not_repeated() {
    let (fake, mut town) = lineworks().await;
    town.open();
    fake.next_of("POST users/messages", lineworks::fake::Fault::DoneThenCut);
    let help = fake.envelope(&fake.says(PEOPLE[0], None, "ヘルプ"));
    assert_eq!(town.post(&town.path(), &help, SIGNED).await, StatusCode::OK);
    for _ in 0..600 {
        if town.totals().await.outbox_trouble == 1 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let totals = town.totals().await;
    assert_eq!((totals.outbox_open, totals.outbox_trouble), (0, 1), "a person decides");
    assert_eq!(fake.messages().len(), 1, "{:?}", fake.messages());
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_platform_can_call() {
    let (fake, mut town) = lineworks().await;
    town.open();
    let path = town.path();
    let hello = fake.envelope(&fake.says(PEOPLE[0], None, "hello"));
    let unsigned = town.post(&path, &hello, &[]).await;
    assert_eq!(unsigned, StatusCode::UNAUTHORIZED);
    let mut forged = hello.clone();
    forged.body.push(b' ');
    assert_eq!(town.post(&path, &forged, SIGNED).await, StatusCode::UNAUTHORIZED);
    // an operator who has set a wrong secret sees that calls come
    assert_eq!(town.world.app.refusals.of(town.connection.id), 2);
    // what does not exist answers alike
    let elsewhere = hooks::path("lineworks", town.world.tenant, crm::ConnectionId::new());
    for path in ["/hooks/lineworks/x", &elsewhere, &path.replace("lineworks", "telegram")] {
        assert_eq!(town.post(path, &hello, SIGNED).await, StatusCode::UNAUTHORIZED, "{path}");
    }
    let mut large = hello.clone();
    large.body.resize(2 << 20, b' ');
    assert_eq!(town.post(&path, &large, SIGNED).await, StatusCode::PAYLOAD_TOO_LARGE);
    // a paused connection takes nothing
    let mut tx = town.world.app.db.begin(town.world.tenant, Actor::system("test")).await.unwrap();
    connections::pause(&mut tx, town.connection.id, true).await.unwrap();
    tx.commit().await.unwrap();
    sleep(Duration::from_secs(6)).await;
    assert_eq!(town.post(&path, &hello, SIGNED).await, StatusCode::UNAUTHORIZED);
    assert_eq!(town.recorded().await, 0);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_a_customer_goes_once_and_its_way_is_seen() {
    let (fake, mut town) = lineworks().await;
    town.open();
    let hello = fake.envelope(&fake.says(PEOPLE[0], None, "修正はいつですか"));
    town.post(&town.path(), &hello, SIGNED).await;
    town.until_recorded(1).await;
    town.close().await;
    let person = town.code("").await;
    for (lang, ask, yes) in [
        ("en", format!("tell {person} the fix is out"), "yes"),
        ("ja", format!("{person}に修正が出ましたと伝えて"), "はい"),
    ] {
        let preview = words(&town.world.ask(Role::Manager, &ask).await);
        assert!(preview.contains("LINE WORKS") && preview.contains(&person), "{lang}: {preview}");
        let done = words(&town.world.ask(Role::Manager, yes).await);
        assert!(done.contains("A-"), "{lang}: {done}");
    }
    // the first arrives though the answer is lost: nobody knows, so it is not sent again
    fake.next_of("POST users/messages", lineworks::fake::Fault::DoneThenCut);
    town.open();
    for _ in 0..600 {
        if fake.messages().len() >= 2 {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    sleep(Duration::from_millis(300)).await;
    town.close().await;
    let sent: Vec<String> =
        fake.messages().iter().map(|message| message.content["text"].to_string()).collect();
    assert_eq!(sent.len(), 2, "{sent:?}");
    assert!(sent[0].contains("the fix is out") && sent[1].contains("修正が出ました"), "{sent:?}");
    let history = words(&town.world.ask(Role::Manager, &format!("timeline of {person}")).await);
    assert!(history.contains("may not have arrived") && history.contains("sent by us ✓"), "{history}");
    // a viewer may not
    let refused = words(&town.world.ask(Role::Viewer, &format!("tell {person} hello")).await);
    assert!(!refused.contains("LINE WORKS"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_while_the_database_is_away_waits_on_disk() {
    let (fake, mut town) = lineworks().await;
    town.open();
    let path = town.path();
    let said: Vec<Envelope> =
        (0..5).map(|n| fake.envelope(&fake.says(PEOPLE[0], None, &format!("number {n}")))).collect();
    assert_eq!(town.post(&path, &said[0], SIGNED).await, StatusCode::OK);
    town.until_recorded(1).await;
    let gone = town.world.app.clone();
    town.close().await;
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&gone, &stopped);
    let router = hooks::router(Hooks::new(gone.clone(), lanes));
    town.running = Some((router, watch::channel(false).0, JoinSet::new()));
    gone.db.close().await;
    // what was said before, and what is new: both are taken
    for envelope in &said {
        assert_eq!(town.post(&path, envelope, SIGNED).await, StatusCode::OK);
    }
    assert!(!gone.spool.as_ref().unwrap().is_empty());
    town.running = None;
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    // the next process, on the same disk
    drop(gone);
    let again = town.world.test.reopen().await;
    let index = Folder::new();
    let search = Search::open(&again, &index.0.join("search")).await.unwrap();
    let adapters: Vec<Arc<dyn Adapter>> = vec![Arc::new(LineWorks)];
    let spool = Spool::open(&town.folder.0, CAP).unwrap();
    town.world.app =
        Arc::new(App::new(again, Registry::new().unwrap(), search, noon, adapters).spooling(spool));
    town.open();
    town.until_recorded(5).await;
    town.close().await;
}

/// The line to a platform: cut until somebody mends it.
struct Line(std::net::SocketAddr);

impl Line {
    fn cut() -> Self {
        Self(std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
    }

    /// An address of the platform's, by this line.
    fn by(&self, address: &str) -> String {
        let path = address.strip_prefix("http://").unwrap().split_once('/').unwrap().1;
        format!("http://{}/{path}", self.0)
    }

    async fn mend(&self, platform: &str) {
        let to = platform.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
        let here = tokio::net::TcpListener::bind(self.0).await.unwrap();
        tokio::spawn(async move {
            while let Ok((mut calling, _)) = here.accept().await {
                let to = to.clone();
                tokio::spawn(async move {
                    let mut called = tokio::net::TcpStream::connect(to).await.unwrap();
                    let _ended = tokio::io::copy_bidirectional(&mut calling, &mut called).await;
                });
            }
        });
    }
}

impl Town {
    /// Ten seconds go by, and whatever is due is tried.
    async fn ten_seconds(&mut self) {
        self.world
            .test
            .alter(
                "update crm.outbox set created_at = created_at - interval '10 s', \
                        next_try_at = next_try_at - interval '10 s', lease_until = lease_until - interval '10 s'",
            )
            .await;
        Arc::get_mut(&mut self.world.app).unwrap().pace = bot::gateway::pace::Pace::default();
        while bot::flow::deliver(&self.world.app, self.world.tenant, None).await.unwrap() > 0 {}
    }

    /// What is wrong with the connection.
    async fn told(&self) -> Option<String> {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        let all = connections::health(&mut tx).await.unwrap();
        all.into_iter().find(|it| it.id == self.connection.id).unwrap().trouble
    }

    async fn totals(&self) -> status::Totals {
        let mut tx = self.world.app.db.begin(self.world.tenant, Actor::system("test")).await.unwrap();
        status::totals(&mut tx).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_minutes_without_the_platform_lose_nothing_and_keep_the_order() {
    let (fake, line) = (lineworks::fake::Fake::start().await, Line::cut());
    let settings = fake.settings();
    let cut = settings
        .clone()
        .with("api_url", line.by(settings.text("api_url")))
        .with("auth_url", line.by(settings.text("auth_url")));
    let mut town = Town::new(LineWorks, &cut).await;
    town.open();
    let hello = fake.envelope(&fake.says(PEOPLE[0], None, "いつですか"));
    town.post(&town.path(), &hello, SIGNED).await;
    town.until_recorded(1).await;
    town.close().await;
    let person = town.code("").await;
    for n in 0..5 {
        town.world.ask(Role::Manager, &format!("tell {person} this is number {n}")).await;
        town.world.ask(Role::Manager, "yes").await;
    }
    for _ in 0..30 {
        town.ten_seconds().await;
    }
    let waiting = town.totals().await;
    assert_eq!((waiting.outbox_open, waiting.outbox_trouble), (5, 0), "nothing is given up");
    let told = town.told().await;
    assert_eq!(told.as_deref(), Some(format!("http://{} cannot be reached", line.0).as_str()));
    line.mend(settings.text("api_url")).await;
    for _ in 0..60 {
        town.ten_seconds().await;
    }
    let sent: Vec<String> =
        fake.messages().iter().map(|message| message.content["text"].to_string()).collect();
    assert_eq!(sent.len(), 5, "{sent:?}");
    for (n, text) in sent.iter().enumerate() {
        assert!(text.contains(&format!("number {n}")), "{sent:?}");
    }
    let after = town.totals().await;
    assert_eq!((after.outbox_open, after.outbox_trouble), (0, 0));
    assert_eq!(town.told().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_that_is_away_is_seen_and_so_is_its_return() {
    let (fake, line) = (telegram::fake::Fake::start().await, Line::cut());
    let settings = fake.settings();
    let mut town =
        Town::new(Telegram, &settings.clone().with("api_url", line.by(&format!("{}/", fake.url())))).await;
    town.open();
    let app = town.world.app.clone();
    let until = async |ill: bool| {
        for _ in 0..900 {
            let mut tx = app.db.begin(town.world.tenant, Actor::system("test")).await.unwrap();
            let id = town.connection.id;
            let seen = installed::look(&mut tx, &app.adapters, Lang::Ja, id).await.unwrap().unwrap();
            if (seen.standing == Standing::Trouble) == ill {
                return seen.trouble;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing has changed: {ill}");
    };
    let trouble = until(true).await.unwrap();
    assert_eq!(trouble, format!("http://{} に接続できません", line.0));
    line.mend(fake.url()).await;
    assert_eq!(until(false).await, None);
    drop(app);
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_sends_the_platform_away() {
    let (fake, mut town) = lineworks().await;
    Arc::get_mut(&mut town.world.app).unwrap().spool = Some(Spool::open(&town.folder.0, 10).unwrap());
    town.open();
    let path = town.path();
    let hello = fake.envelope(&fake.says(PEOPLE[0], None, "hello"));
    assert_eq!(town.post(&path, &hello, SIGNED).await, StatusCode::OK);
    town.world.app.db.close().await;
    let other = fake.envelope(&fake.says(PEOPLE[0], None, "again"));
    assert_eq!(town.post(&path, &other, SIGNED).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_database_refuses_stops_nothing_behind_it() {
    let (fake, mut town) = lineworks().await;
    let spool = town.world.app.spool.clone().unwrap();
    let good = Spooled {
        tenant: town.world.tenant,
        connection: town.connection.id,
        key: b"good".to_vec(),
        body: fake.says(PEOPLE[0], None, "still here").to_string().into_bytes(),
    };
    // a tenant that is gone
    let lost = Spooled { tenant: crm::TenantId::new(), key: b"lost".to_vec(), ..good.clone() };
    spool.put(&lost).unwrap();
    spool.put(&good).unwrap();
    town.open();
    town.until_recorded(1).await;
    for _ in 0..600 {
        if spool.is_empty() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    assert!(spool.is_empty());
    let refused = std::fs::read_dir(&town.folder.0).unwrap();
    let refused =
        refused.filter(|it| it.as_ref().unwrap().path().extension().is_some_and(|it| it == "refused"));
    assert_eq!(refused.count(), 1, "kept for a person");
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_where_nothing_is_set() {
    let (_fake, town) = lineworks().await;
    let mut tx = town.world.app.db.begin(town.world.tenant, Actor::system("test")).await.unwrap();
    let imported = connections::ensure(&mut tx, "lineworks", "Export").await.unwrap();
    let mut seen = world::act("u-9", "Old Friend", Some("u-9"), "message", Some("hello"), noon());
    seen.place.as_mut().unwrap().kind = "direct";
    record::record(&mut tx, &imported, &[seen], Timing::Historical).await.unwrap();
    tx.commit().await.unwrap();
    let person = town.code("Old Friend").await;
    let told = words(&town.world.ask(Role::Manager, &format!("tell {person} the fix is out")).await);
    assert!(told.contains("no account that I can write to"), "{told}");
    let ja = words(&town.world.ask(Role::Manager, &format!("{person}に修正が出ましたと伝えて")).await);
    assert!(ja.contains("送信できるアカウントがありません"), "{ja}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_account_is_answered_in_its_own_conversation() {
    let (fake, mut town) = lineworks().await;
    let mut tx = town.world.app.db.begin(town.world.tenant, Actor::system("test")).await.unwrap();
    let user = users::named(&mut tx, Some("manager")).await.unwrap().unwrap();
    let code = users::link_code(&mut tx, user.id).await.unwrap();
    tx.commit().await.unwrap();
    town.open();
    let path = town.path();
    let link = fake.envelope(&fake.says(PEOPLE[1], None, &format!("link {code}")));
    town.post(&path, &link, SIGNED).await;
    town.until_recorded(1).await;
    let who = fake.envelope(&fake.says(PEOPLE[1], None, "私は誰ですか"));
    town.post(&path, &who, SIGNED).await;
    town.until_recorded(2).await;
    town.close().await;
    let said: String = fake.messages().iter().map(|message| message.content.to_string()).collect();
    assert!(said.contains("manager"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_are_fetched_once_whoever_fetches_them() {
    let fake = telegram::fake::Fake::start().await;
    fake.user(7, "Hana", "hana");
    let mut town = Town::new(Telegram, &fake.settings()).await;
    fake.says(7, 7, "hello");
    town.open();
    town.until_recorded(1).await;
    fake.says(7, 7, "and again");
    town.until_recorded(2).await;
    town.close().await;
    // what is said meanwhile is there afterwards, and nothing twice
    fake.says(7, 7, "while nobody listened");
    town.open();
    town.until_recorded(3).await;
    town.close().await;
    assert!(!fake.commands("ja").is_empty(), "the menu is there in Japanese");
}

#[tokio::test]
async fn discord_takes_every_command_with_its_names_in_japanese() {
    let fake = discord::fake::Fake::start().await;
    let connection = Discord.connect(&fake.settings()).unwrap();
    // the fake refuses what Discord's rules on names refuse
    connection.prepare(&bot::commands::menu()).await.unwrap();
    let registered = fake.commands();
    let mut untold = Vec::new();
    for command in registered.as_array().unwrap() {
        let below = command["options"].as_array().into_iter().flatten();
        let arguments = below.clone().flat_map(|option| option["options"].as_array().into_iter().flatten());
        for one in [command].into_iter().chain(below.clone()).chain(arguments) {
            assert!(one["description_localizations"]["ja"].is_string(), "{one}");
            if !one["name_localizations"]["ja"].is_string() {
                untold.push(one["name"].as_str().unwrap().to_owned());
            }
        }
    }
    // its own name and that of its one argument, and what is said alike in both languages
    assert_eq!(untold, ["enishi", "text", "roi"]);
    let person = registered.as_array().unwrap().iter().find(|one| one["name"] == "person").unwrap();
    assert_eq!(person["name_localizations"]["ja"], "人");
    let shown = person["options"].as_array().unwrap().iter().find(|one| one["name"] == "show").unwrap();
    assert_eq!(shown["name_localizations"]["ja"], "表示");
    assert_eq!(shown["options"][0]["name_localizations"]["ja"], "人");
}
