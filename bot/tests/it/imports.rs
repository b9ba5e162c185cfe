//! Real exports through the real recording. Skipped, with the reason printed, where they are not there.

use std::{collections::HashSet, path::Path};

use adapters::export::{self, Entry};
use bot::gateway::incoming;
use crm::{
    Actor, Role, connections,
    record::{self, Timing},
};

use crate::world::{self, words};

async fn import(world: &world::World, file: &Path) -> (usize, usize, usize) {
    let mut export = export::open(file).unwrap();
    let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
    let connection = connections::ensure(&mut tx, export.platform(), "history").await.unwrap();
    tx.commit().await.unwrap();
    let mut events = Vec::new();
    while let Some(entry) = export.next() {
        if let Entry::Event(event, _) = entry.unwrap() {
            events.push(event);
        }
    }
    let conversations: HashSet<&str> = events.iter().map(|e| e.conversation.external_id.as_str()).collect();
    let senders: HashSet<&str> = events.iter().map(|e| e.sender.external_id.as_str()).collect();
    let mut added = 0;
    for batch in events.chunks(1_000) {
        let batch: Vec<_> = batch.iter().map(incoming).collect();
        let mut tx = world.app.db.begin(world.tenant, Actor::system("test")).await.unwrap();
        let rows = record::record(&mut tx, &connection, &batch, Timing::Historical).await.unwrap();
        tx.commit().await.unwrap();
        added += rows.iter().filter(|row| row.new).count();
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
    let found = words(&world.ask(Role::Viewer, "「旅行」を検索").await);
    assert!(found.contains("旅行") && found.contains("件中"), "{found}");
}
