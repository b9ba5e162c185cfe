//! An event that makes the program panic stops nobody else, and is put aside in the end.

use std::{sync::Arc, time::Duration};

use adapters::{
    Adapter, Capabilities, Connection, Envelope, Event, Payload, Rejected, Reply, Settings, Unfit,
    Unreadable, Verified, console::Console,
};
use bot::{
    app::App,
    flow,
    gateway::{accept::Accepted, workers},
    registry::Registry,
    search::Search,
};
use chrono::{DateTime, Utc};
use crm::{Actor, Role, inbox, status};
use tokio::sync::{mpsc, watch};

use crate::world::{self, Folder, noon};

/// The console, with a fault in its reader.
struct Faulty(Console);

impl Adapter for Faulty {
    fn platform(&self) -> &'static str {
        self.0.platform()
    }

    fn capabilities(&self) -> Capabilities {
        self.0.capabilities()
    }

    fn verify(
        &self,
        settings: &Settings,
        envelope: Envelope,
        now: DateTime<Utc>,
    ) -> Result<Verified, Rejected> {
        self.0.verify(settings, envelope, now)
    }

    fn key(&self, verified: &Verified) -> Vec<u8> {
        self.0.key(verified)
    }

    fn parse(&self, settings: &Settings, verified: &Verified) -> Result<Vec<Event>, Unreadable> {
        let events = self.0.parse(settings, verified)?;
        assert!(!String::from_utf8_lossy(verified.body()).contains("poison"), "a fault in the reader");
        Ok(events)
    }

    fn render(&self, reply: &Reply, site: &str) -> Vec<Payload> {
        self.0.render(reply, site)
    }

    fn connect(&self, settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
        self.0.connect(settings)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_stops_one_event() {
    let world = world::empty().await;
    let (terminal, mut printed) = mpsc::unbounded_channel();
    let index = Folder::new();
    let search = Search::open(&world.app.db, &index.0.join("search")).await.unwrap();
    let faulty: Arc<dyn Adapter> = Arc::new(Faulty(Console::new(terminal)));
    let app = Arc::new(App::new(world.app.db.clone(), Registry::new().unwrap(), search, noon, vec![faulty]));
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&app, &stopped);
    for (id, text) in [("1", "poison"), ("2", "whoami"), ("3", "poison"), ("4", "help")] {
        let envelope = world.envelope(&world.origin, Role::Viewer, id, Some(text), None).await;
        let Accepted::New(stored) = flow::receive(&app, &world.origin, envelope).await.unwrap() else {
            panic!("known already")
        };
        lanes.hand_over(&app, &world.origin, stored);
    }
    for _ in 0..2 {
        let answer = tokio::time::timeout(Duration::from_secs(30), printed.recv()).await;
        assert!(answer.expect("the others are answered").is_some());
    }
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    let mut tx = app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    assert_eq!(status::totals(&mut tx).await.unwrap().inbox_waiting, 2, "kept for another try");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_given_up_holds_nobody_up() {
    let world = world::empty().await;
    let (terminal, mut printed) = mpsc::unbounded_channel();
    let index = Folder::new();
    let search = Search::open(&world.app.db, &index.0.join("search")).await.unwrap();
    let console: Arc<dyn Adapter> = Arc::new(Console::new(terminal));
    let app = Arc::new(App::new(world.app.db.clone(), Registry::new().unwrap(), search, noon, vec![console]));
    let receive = async |id| {
        let envelope = world.envelope(&world.origin, Role::Viewer, id, Some("whoami"), None).await;
        let Accepted::New(stored) = flow::receive(&app, &world.origin, envelope).await.unwrap() else {
            panic!("known already")
        };
        stored
    };
    let spent = receive("1").await;
    let mut tx = app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    for _ in 0..5 {
        assert!(inbox::hold(&mut tx, &spent).await.unwrap());
    }
    tx.commit().await.unwrap();
    receive("2").await;
    world.test.let_go().await;
    let (stop, stopped) = watch::channel(false);
    let (_lanes, mut tasks) = workers::start(&app, &stopped);
    let answer = tokio::time::timeout(Duration::from_secs(30), printed.recv()).await;
    assert!(answer.expect("the one behind it is answered").is_some());
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    let mut tx = app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let totals = status::totals(&mut tx).await.unwrap();
    assert_eq!((totals.inbox_waiting, totals.inbox_quarantined), (0, 1));
}
