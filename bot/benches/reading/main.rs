//! How long answers take over a million activities, what a tenfold history costs, and our search beside
//! Postgres's own on the same messages.

#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses a part")]
mod common;
mod search;
mod town;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use adapters::{Reply, web};
use anyhow::ensure;
use bot::{
    app::{App, Origin},
    doors::own,
    flow,
    gateway::accept::Accepted,
};
use crm::{
    Actor, Db, Role, UserId,
    outbox::{self, Outcome, Platforms},
    users,
};

use common::{
    house::House,
    report::{self, Figure, scaled},
    texts::Texts,
    times::Times,
};
use town::Town;

/// Activities at full size; everything is first asked at a tenth of them.
const ACTIVITIES: usize = 1_000_000;
/// How often each thing is asked, each time about another person, campaign or word.
const ASKED: usize = 200;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let activities = scaled(ACTIVITIES, 10_000);
    let tenth = activities / 10;
    report::begin("reading", &format!("{activities} activities; each asked {ASKED} times"));
    let texts = Texts::new();
    let house = House::build().await?;
    let tenant = house.tenant("town").await?;
    let mut town = Town::found(&house.db, tenant, &texts).await?;
    let (app, _hints) = house.replica(town::noon).await?;
    let asker = Asker::new(&app, tenant).await?;

    town.grow(tenth).await?;
    let mut indexing = index(&app, &house).await?;
    let small = ask_all(&asker, &town, &texts).await?;
    let began = Instant::now();
    town.grow(activities).await?;
    eprintln!("recorded {} more activities in {:.1?}", activities - tenth, began.elapsed());
    indexing += index(&app, &house).await?;
    let large = ask_all(&asker, &town, &texts).await?;

    let road = &large[0].1;
    for ((what, times), (_, before)) in large.iter().zip(&small).skip(1) {
        for percent in [50, 95] {
            let (took, what) = (times.percentile(percent), format!("{what}, p{percent}"));
            let aim = if percent == 95 { "≤ 100 ms" } else { "" };
            report::line(&what, took, "whoami", road.percentile(percent), aim, took.at_most(100.0));
            let before = before.percentile(percent);
            let held = took.ratio(before) <= 1.5;
            report::line(&what, took, "a tenth of the history", before, "≤ 1.5 ×", held);
        }
    }
    let mut people = Vec::new();
    for n in 0..10 {
        people.push(asker.ask(if n % 2 == 0 { "top people" } else { "一番活発な人は？" }).await?.0);
    }
    let people = Times::of(people).percentile(50);
    report::line("top people (whole history), p50", people, "whoami", road.percentile(50), "", true);
    search::compare(&house, &app, tenant, &texts, seconds(indexing)).await
}

/// What follows after much was recorded: the search index, and the planner's statistics as `enishi import`
/// refreshes them. How long the index took.
async fn index(app: &App, house: &House) -> anyhow::Result<Duration> {
    let began = Instant::now();
    while app.search.catch_up(&app.db).await? {}
    let took = began.elapsed();
    Db::refresh_statistics(&house.admin_url).await?;
    Ok(took)
}

/// Each kind of question, [`ASKED`] times; the first is the road itself, which reads next to nothing.
async fn ask_all(
    asker: &Asker<'_>,
    town: &Town<'_>,
    texts: &Texts,
) -> anyhow::Result<Vec<(&'static str, Times)>> {
    let campaign = |n: usize| n * 7 % town::CAMPAIGNS + 1;
    let person = |n: usize| n * 7_919 % town.persons() + 1;
    let mut all = Vec::new();
    for what in ["whoami", "roi show", "person show", "person timeline", "search"] {
        let mut times = Vec::new();
        for n in 0..ASKED {
            let question = match (what, n % 2) {
                ("roi show", 0) => format!("roi show C-{}", campaign(n)),
                ("roi show", _) => format!("C-{}のROIを見せて", campaign(n)),
                ("person show", 0) => format!("person show @{}", town::handle(person(n) - 1)),
                ("person show", _) => format!("P-{}の情報", person(n)),
                ("person timeline", 0) => format!("person timeline P-{}", person(n)),
                ("person timeline", _) => format!("P-{}の履歴", person(n)),
                ("search", 0) => format!("search \"{}\"", town::words(texts, n)?.replace(' ', "\" \"")),
                ("search", _) => format!("「{}」を検索", town::words(texts, n)?),
                (_, 0) => "whoami".to_owned(),
                (_, _) => "私は誰？".to_owned(),
            };
            let (took, reply) = asker.ask(&question).await?;
            let understood = reply.understood.as_deref().unwrap_or_default();
            ensure!(understood.starts_with(what), "“{question}” was not understood: {:?}", reply.blocks);
            times.push(took);
        }
        all.push((what, Times::of(times)));
    }
    Ok(all)
}

/// A member of staff at the page, without the page.
struct Asker<'a> {
    app: &'a App,
    origin: Origin,
    user: UserId,
    asked: AtomicUsize,
}

impl<'a> Asker<'a> {
    async fn new(app: &'a App, tenant: crm::TenantId) -> anyhow::Result<Self> {
        let origin = own::origin(&app.db, tenant, "web").await?;
        let mut tx = app.db.begin(tenant, Actor::system("benchmark")).await?;
        let user = users::add(&mut tx, "Reader", None, Role::Member, None).await?;
        tx.commit().await?;
        own::enter(&app.db, &origin, user, "Reader").await?;
        Ok(Self { app, origin, user, asked: AtomicUsize::new(0) })
    }

    /// From the question's bytes to the stored reply: the whole road, with its commits. The time, and the
    /// reply.
    async fn ask(&self, question: &str) -> anyhow::Result<(Duration, Reply)> {
        let n = self.asked.fetch_add(1, Ordering::Relaxed);
        let room = self.user.to_string();
        let mut said = own::said(self.user, "Reader", room, format!("q-{n}"), town::noon());
        said.text = Some(question.to_owned());
        let envelope = web::envelope(&said, &self.origin.settings);
        let began = Instant::now();
        let Accepted::New(stored) = flow::receive(self.app, &self.origin, envelope).await? else {
            anyhow::bail!("this question was asked before");
        };
        flow::process(self.app, &self.origin, &stored).await?;
        let took = began.elapsed();
        let mut tx = self.app.db.begin(self.origin.tenant, Actor::system("benchmark")).await?;
        let replies = outbox::claim(&mut tx, Platforms::plain(&["web"]), None, 10).await?;
        for reply in &replies {
            outbox::settle(&mut tx, reply, &Outcome::Sent { external_id: None }).await?;
        }
        tx.commit().await?;
        ensure!(replies.len() == 1, "{} replies to “{question}”", replies.len());
        Ok((took, serde_json::from_value(replies[0].reply.clone())?))
    }
}

/// Times of one thing as a figure in seconds.
pub(crate) fn seconds(time: Duration) -> Figure {
    Figure::new(time.as_secs_f64(), "s")
}
