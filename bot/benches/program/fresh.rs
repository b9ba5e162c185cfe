//! From a message's bytes to the moment in which a search finds it.

use std::time::{Duration, Instant};

use adapters::{ConversationKind, ConversationRef, Said, Sender, web};
use anyhow::ensure;
use bot::{doors::own, flow, gateway::accept::Accepted, gateway::workers};
use chrono::Utc;
use nlp::search::Query;
use tokio::{sync::watch, time::sleep};

use crate::common::{house::House, report, texts::Texts, times::Times};

/// Says each message with a word that no other has, and looks for the word until it is found.
pub(crate) async fn searchable(messages: usize) -> anyhow::Result<()> {
    let texts = Texts::new();
    let house = House::build().await?;
    let tenant = house.tenant("acme").await?;
    let (app, _hints) = house.replica(Utc::now).await?;
    let (stop, stopped) = watch::channel(false);
    let (lanes, mut tasks) = workers::start(&app, &stopped);
    let origin = own::origin(&app.db, tenant, "web").await?;
    let (mut stored_after, mut found_after) = (Vec::new(), Vec::new());
    for n in 0..messages {
        let word = format!("needle{n:05}");
        let said = Said {
            id: format!("m-{n}"),
            conversation: ConversationRef {
                external_id: "general".to_owned(),
                name: Some("general".to_owned()),
                kind: ConversationKind::Channel,
            },
            thread: None,
            sender: Sender { external_id: "u-1".to_owned(), ..Sender::default() },
            at: Utc::now(),
            text: Some(format!("{} {word}", texts.nth(n))),
            pressed: None,
        };
        let began = Instant::now();
        let envelope = web::envelope(&said, &origin.settings);
        let Accepted::New(stored) = flow::receive(&app, &origin, envelope).await? else { continue };
        stored_after.push(began.elapsed());
        lanes.hand_over(&app, &origin, stored);
        let query = Query::parse(&word);
        while app.search.find(tenant, &query, 0, 1, 0)?.is_none_or(|hits| hits.total == 0) {
            ensure!(began.elapsed() < Duration::from_secs(60), "{word} was never found");
            sleep(Duration::from_millis(1)).await;
        }
        found_after.push(began.elapsed());
    }
    stop.send_replace(true);
    while tasks.join_next().await.is_some() {}
    let (stored, found) = (Times::of(stored_after), Times::of(found_after));
    for percent in [50, 95] {
        let what = format!("message → searchable, p{percent}");
        report::line(&what, found.percentile(percent), "ack", stored.percentile(percent), "", true);
    }
    Ok(())
}
