//! A small tenant with staff of every role, and a way to talk to the bot as each of them.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use adapters::{Adapter, Address, Block, Reply, console::Console, web::Web};
use bot::{
    app::{App, Origin},
    doors::own,
    flow,
    gateway::accept::Accepted,
    registry::Registry,
    search::Search,
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use crm::{
    Actor, Role, TenantId,
    campaigns::{self, NewBudgetLine, NewCampaign},
    connections::{self, Connection},
    outbox::{self, Platforms},
    persons::{self, NewPerson},
    record::{self, By, Did, Incoming, Place, Sender, Timing},
    tenants::{self, Settings},
    testing::TestDb,
    users,
};
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

/// A tenant to test in.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) tenant: TenantId,
    pub(crate) origin: Origin,
    pub(crate) slack: Connection,
    pub(crate) test: TestDb,
    pub(crate) hints: broadcast::Sender<Address>,
    said: AtomicUsize,
    _index: Folder,
}

/// Goes with the test.
pub(crate) struct Folder(pub(crate) std::path::PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("enishi-test-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Saturday noon in Tokyo.
pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 3, 0, 0).unwrap()
}

/// A tenant with staff, and nothing else in it.
pub(crate) async fn empty() -> World {
    empty_with(|search| search).await
}

/// The same with a search of the test's own making.
pub(crate) async fn empty_with(made: impl FnOnce(Search) -> Search) -> World {
    let test = crm::testing::database().await;
    let tenant = tenant(&test, "acme").await;
    of(test, tenant, noon, made).await
}

/// The demo's tenant as it is today, with an owner called so.
pub(crate) async fn demo() -> World {
    let test = crm::testing::database().await;
    let tenant = bot::demo_tenant::make(&test.db, "demo", |_, _| {}).await.unwrap();
    let mut tx = test.db.begin(tenant, Actor::system("test")).await.unwrap();
    users::add(&mut tx, "owner", None, Role::Owner, None).await.unwrap();
    tx.commit().await.unwrap();
    test.quiet().await;
    of(test, tenant, Utc::now, |search| search).await
}

async fn of(
    test: TestDb,
    tenant: TenantId,
    clock: fn() -> DateTime<Utc>,
    made: impl FnOnce(Search) -> Search,
) -> World {
    let index = Folder::new();
    let search = made(Search::open(&test.db, &index.0.join("search")).await.unwrap());
    let (hints, _) = broadcast::channel(64);
    // nobody reads the terminal: replies are taken from the outbox
    let (terminal, _) = mpsc::unbounded_channel();
    let adapters: Vec<Arc<dyn Adapter>> =
        vec![Arc::new(Console::new(terminal)), Arc::new(Web::new(hints.clone()))];
    let app = Arc::new(App::new(test.db.clone(), Registry::new().unwrap(), search, clock, adapters));
    let origin = own::origin(&app.db, tenant, "console").await.unwrap();
    let mut tx = app.db.begin(tenant, Actor::system("test")).await.unwrap();
    let slack = connections::ensure(&mut tx, "slack", "Acme").await.unwrap();
    tx.commit().await.unwrap();
    World { app, tenant, origin, slack, test, hints, said: AtomicUsize::new(0), _index: index }
}

/// A tenant with one user of each role, named after the role.
pub(crate) async fn tenant(test: &TestDb, slug: &str) -> TenantId {
    let settings = Settings {
        name: slug.to_owned(),
        lang: "en".to_owned(),
        timezone: "Asia/Tokyo".to_owned(),
        currency: "JPY".to_owned(),
        fiscal_start_month: 4,
        demo: false,
    };
    let tenant = tenants::create(&test.db, slug, &settings).await.unwrap().unwrap();
    let mut tx = test.db.begin(tenant, Actor::system("test")).await.unwrap();
    for role in &Role::ALL[1..] {
        users::add(&mut tx, role.as_str(), None, *role, None).await.unwrap();
    }
    tx.commit().await.unwrap();
    tenant
}

/// With two persons named Tanaka, one Suzuki, a channel of messages and a campaign.
pub(crate) async fn peopled() -> World {
    let world = empty().await;
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let person = |name: &str, kana: &str, romaji: &str| NewPerson {
        name: name.to_owned(),
        kana: Some(kana.to_owned()),
        romaji: Some(romaji.to_owned()),
        relationship: "developer".to_owned(),
        ..NewPerson::default()
    };
    persons::add(
        &mut tx,
        &[
            person("田中 太郎", "タナカ タロウ", "Taro Tanaka"),
            person("田中 花子", "タナカ ハナコ", "Hanako Tanaka"),
            person("鈴木 一郎", "スズキ イチロウ", "Ichiro Suzuki"),
        ],
    )
    .await
    .unwrap();
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    let line = |category: &str, amount: i64| NewBudgetLine {
        category: category.to_owned(),
        amount: amount.into(),
        currency: "JPY".to_owned(),
        spent_on: day(4, 2),
        note: None,
    };
    let campaign = NewCampaign {
        name: "Spring Hackathon".to_owned(),
        name_ja: Some("春のハッカソン".to_owned()),
        goal: None,
        starts_on: day(4, 1),
        ends_on: day(4, 10),
        window_days: 30,
        resources: Vec::new(),
        budget: vec![line("venue", 60_000), line("prizes", 40_000)],
    };
    let campaign = campaigns::add(&mut tx, &campaign).await.unwrap();
    campaigns::set_outcome_value(&mut tx, "signup", 50_000.into(), "JPY").await.unwrap();
    let at = |day, hour| Utc.with_ymd_and_hms(2026, 4, day, hour, 0, 0).unwrap();
    // two in the window, one after it
    let events: Vec<Incoming> = [(5, 1), (9, 2), (30, 3)]
        .map(|(day, hour)| act("u1", "Kenji", None, "signup", None, at(day, hour)))
        .into_iter()
        .chain([act("u2", "Late", None, "signup", None, Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap())])
        .collect();
    let rows = record::record(&mut tx, &world.slack, &events, Timing::Historical).await.unwrap();
    let credits: Vec<_> = rows.iter().map(|row| (campaign, row.activity.unwrap())).collect();
    campaigns::credit(&mut tx, &credits).await.unwrap();
    tx.commit().await.unwrap();
    world
}

/// Something somebody did on Slack.
pub(crate) fn act(
    id: &str,
    name: &str,
    place: Option<&str>,
    action: &str,
    text: Option<&str>,
    at: DateTime<Utc>,
) -> Incoming {
    Incoming {
        place: place.map(|name| Place {
            external_id: name.to_owned(),
            name: Some(name.to_owned()),
            kind: "channel",
        }),
        thread: None,
        external_id: text.map(|_| format!("{}", at.timestamp_micros())),
        by: By::Sender(Sender {
            external_id: id.to_owned(),
            name: Some(name.to_owned()),
            ..Sender::default()
        }),
        at,
        told: None,
        did: Did::Act { action: action.to_owned(), text: text.map(str::to_owned) },
    }
}

impl World {
    /// Says something as the user of a role (or as a guest) and gives back the reply.
    pub(crate) async fn ask(&self, role: Role, text: &str) -> Reply {
        self.ask_at(&self.origin, role, text).await
    }

    /// The same through another door.
    pub(crate) async fn ask_at(&self, door: &Origin, role: Role, text: &str) -> Reply {
        let n = self.said.fetch_add(1, Ordering::Relaxed);
        self.send(door, role, &format!("m-{n}"), Some(text), None).await.expect("a reply")
    }

    /// Presses a button as the user of a role.
    pub(crate) async fn press(&self, role: Role, token: &str) -> Reply {
        let n = self.said.fetch_add(1, Ordering::Relaxed);
        self.send(&self.origin, role, &format!("m-{n}"), None, Some(token)).await.expect("a reply")
    }

    /// Sends one message through the whole road; `None` when it was known already.
    async fn send(
        &self,
        door: &Origin,
        role: Role,
        id: &str,
        text: Option<&str>,
        pressed: Option<&str>,
    ) -> Option<Reply> {
        let envelope = self.envelope(door, role, id, text, pressed).await;
        let Accepted::New(stored) = flow::receive(&self.app, door, envelope).await.unwrap() else {
            return None;
        };
        flow::process(&self.app, door, &stored).await.unwrap();
        self.replies().await.pop()
    }

    /// What the door would hand in.
    pub(crate) async fn envelope(
        &self,
        door: &Origin,
        role: Role,
        id: &str,
        text: Option<&str>,
        pressed: Option<&str>,
    ) -> adapters::Envelope {
        let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
        let user = users::named(&mut tx, Some(role.as_str())).await.unwrap();
        tx.commit().await.unwrap();
        let user_id = match user {
            Ok(user) => {
                own::enter(&self.app.db, door, user.id, &user.name).await.unwrap();
                user.id
            }
            // nobody knows this one
            Err(_) => crm::UserId(Uuid::from_u128(7)),
        };
        let mut said =
            own::said(user_id, role.as_str(), format!("tty-{}", role.as_str()), id.to_owned(), noon());
        said.text = text.map(str::to_owned);
        said.pressed = pressed.map(str::to_owned);
        adapters::console::envelope(&said, &door.settings)
    }

    /// Takes every waiting reply, in order, as if delivered.
    pub(crate) async fn replies(&self) -> Vec<Reply> {
        let mut replies = Vec::new();
        loop {
            let mut tx = self.app.db.begin(self.tenant, Actor::system("test")).await.unwrap();
            let claimed =
                outbox::claim(&mut tx, Platforms::plain(&["console", "web"]), None, 100).await.unwrap();
            for reply in &claimed {
                outbox::settle(&mut tx, reply, &outbox::Outcome::Sent { external_id: None }).await.unwrap();
                replies.push(serde_json::from_value(reply.reply.clone()).unwrap());
            }
            tx.commit().await.unwrap();
            if claimed.is_empty() {
                return replies;
            }
        }
    }
}

/// All words of a reply, a line each.
pub(crate) fn words(reply: &Reply) -> String {
    let mut out = Vec::new();
    for block in &reply.blocks {
        match block {
            Block::Heading { text } | Block::Text { text } => out.push(text.clone()),
            Block::Fields { fields } => {
                out.extend(fields.iter().map(|f| format!("{}: {}", f.label, f.value)))
            }
            Block::Table { columns, rows } => {
                out.push(columns.iter().map(|c| c.title.as_str()).collect::<Vec<_>>().join(" | "));
                out.extend(rows.iter().map(|row| row.join(" | ")));
            }
            Block::List { items, .. } => {
                out.extend(
                    items.iter().map(|i| format!("{} / {}", i.text, i.detail.as_deref().unwrap_or_default())),
                );
            }
            Block::Chart { chart } => out.push(format!("[{}]", chart.title)),
            Block::Buttons { buttons } => {
                out.push(buttons.iter().map(|b| format!("({})", b.typed)).collect::<Vec<_>>().join(" "));
            }
            Block::Suggestions { sentences } => out.extend(sentences.iter().cloned()),
            Block::File { name, .. } => out.push(name.clone()),
        }
    }
    out.join("\n")
}

/// The tokens of a reply's buttons.
pub(crate) fn tokens(reply: &Reply) -> Vec<String> {
    reply
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Buttons { buttons } => Some(buttons.iter().map(|b| b.token.clone())),
            _ => None,
        })
        .flatten()
        .collect()
}
