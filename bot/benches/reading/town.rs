//! A tenant with a long history: people of both languages in 200 channels over eighteen months, 200 campaigns
//! and what came of them. Recorded by the road every import takes.

use adapters::{ConversationKind, ConversationRef, Event, Sender, What};
use anyhow::Context as _;
use bot::gateway::incoming;
use chrono::{DateTime, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use crm::{
    ActivityId, Actor, CampaignId, Db, TenantId,
    campaigns::{self, NewBudgetLine, NewCampaign},
    connections::{self, Connection},
    record::{self, Incoming, Timing},
};

use crate::common::texts::{Texts, roll};

/// Activities recorded in one transaction.
const BATCH: usize = 1_000;
/// Channels.
const CHANNELS: usize = 200;
/// Campaigns.
pub(crate) const CAMPAIGNS: usize = 200;
/// Each person does so much on average.
const EACH: usize = 50;
/// Days from the first activity to the last.
const DAYS: usize = 540;
/// Every so many-th activity is the outcome of a campaign, the others are messages.
const OUTCOME: usize = 50;

/// The tenant while it grows.
pub(crate) struct Town<'a> {
    db: &'a Db,
    tenant: TenantId,
    texts: &'a Texts,
    connection: Connection,
    campaigns: Vec<CampaignId>,
    /// Activities so far.
    pub(crate) activities: usize,
}

impl<'a> Town<'a> {
    /// The campaigns, and nobody yet.
    pub(crate) async fn found(db: &'a Db, tenant: TenantId, texts: &'a Texts) -> anyhow::Result<Self> {
        let mut tx = db.begin(tenant, Actor::system("benchmark")).await?;
        let connection = connections::ensure(&mut tx, "slack", "town").await?;
        let mut ids = Vec::new();
        for n in 0..CAMPAIGNS {
            ids.push(campaigns::add(&mut tx, &campaign(n)).await?);
        }
        for (action, worth) in [("signup", 5_000), ("star", 300), ("attend", 2_000)] {
            campaigns::set_outcome_value(&mut tx, action, worth.into(), "JPY").await?;
        }
        tx.commit().await?;
        Ok(Self { db, tenant, texts, connection, campaigns: ids, activities: 0 })
    }

    /// Records until there are so many activities.
    pub(crate) async fn grow(&mut self, activities: usize) -> anyhow::Result<()> {
        while self.activities < activities {
            let batch = self.activities..activities.min(self.activities + BATCH);
            let events: Vec<Incoming> = batch.clone().map(|n| incoming(&self.event(n))).collect();
            let mut tx = self.db.begin_bulk(self.tenant, Actor::system("benchmark")).await?;
            let rows = record::record(&mut tx, &self.connection, &events, Timing::Historical).await?;
            let credits: Vec<(CampaignId, ActivityId)> = batch
                .clone()
                .zip(rows)
                .filter(|(n, _)| n.is_multiple_of(OUTCOME))
                .filter_map(|(n, row)| Some((self.campaigns[n / OUTCOME % CAMPAIGNS], row.activity?)))
                .collect();
            campaigns::credit(&mut tx, &credits).await?;
            tx.commit().await?;
            self.activities = batch.end;
        }
        Ok(())
    }

    /// How many persons have a code: `P-1` to this.
    pub(crate) fn persons(&self) -> usize {
        (self.activities / EACH).max(1)
    }

    fn event(&self, n: usize) -> Event {
        let mut dice = n as u64;
        // every person comes first in turn, so that all of them exist, and then at random
        let sender = if n.is_multiple_of(EACH) { n / EACH } else { roll(&mut dice, n / EACH + 1) };
        let seconds = roll(&mut dice, DAYS * 86_400) as i64;
        let (at, what) = if n.is_multiple_of(OUTCOME) {
            let campaign = n / OUTCOME % CAMPAIGNS;
            let action = ["signup", "star", "attend"][roll(&mut dice, 3)].to_owned();
            let within = TimeDelta::seconds(roll(&mut dice, 30 * 86_400) as i64);
            (day(campaign) + within, What::Other { action, text: None })
        } else {
            let said = What::Message { text: self.texts.nth(n), to_bot: false };
            (beginning() + TimeDelta::seconds(seconds), said)
        };
        Event {
            conversation: ConversationRef {
                external_id: format!("C{:04}", n % CHANNELS),
                name: Some(format!("channel-{}", n % CHANNELS)),
                kind: ConversationKind::Channel,
            },
            thread: None,
            message_id: Some(format!("{n}.000100")),
            sender: Sender {
                external_id: format!("U{sender:06}"),
                handle: Some(handle(sender)),
                name: Some(self.texts.name(sender)),
                ..Sender::default()
            },
            at,
            what,
            via: None,
        }
    }
}

/// The `n`th person's handle.
pub(crate) fn handle(n: usize) -> String {
    format!("dev{n}")
}

/// When the history begins.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 5, 20, 0, 0, 0).single().unwrap_or_default()
}

/// The day after it ends, at noon in Tokyo.
pub(crate) fn noon() -> DateTime<Utc> {
    beginning() + TimeDelta::days(DAYS as i64) + TimeDelta::hours(3)
}

/// When a campaign begins.
fn day(campaign: usize) -> DateTime<Utc> {
    beginning() + TimeDelta::days((campaign * (DAYS - 40) / CAMPAIGNS) as i64)
}

fn campaign(n: usize) -> NewCampaign {
    let starts_on: NaiveDate = day(n).date_naive();
    let line = |category: &str, amount: usize| NewBudgetLine {
        category: category.to_owned(),
        amount: amount.into(),
        currency: "JPY".to_owned(),
        spent_on: starts_on,
        note: None,
    };
    NewCampaign {
        name: format!("Meetup {n}"),
        name_ja: Some(format!("勉強会{n}")),
        goal: None,
        starts_on,
        ends_on: starts_on + Days::new(10),
        window_days: 30,
        resources: Vec::new(),
        budget: vec![line("venue", 60_000 + n), line("prizes", 40_000), line("people", 25_000)],
    }
}

/// A word or two that somebody once said: what a search is for. Every second one is Japanese.
pub(crate) fn words(texts: &Texts, n: usize) -> anyhow::Result<String> {
    let mut dice = n as u64 ^ 0xbeef;
    for _ in 0..100 {
        let said = texts.nth(2 * roll(&mut dice, 50_000) + n % 2);
        let found = if n.is_multiple_of(2) { english(&said, &mut dice) } else { japanese(&said, &mut dice) };
        if let Some(words) = found {
            return Ok(words);
        }
    }
    None.context("nobody says anything that can be searched for")
}

fn english(said: &str, dice: &mut u64) -> Option<String> {
    let word = |word: &&str| word.len() > 4 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = said.split_whitespace().filter(word).collect();
    let first = *words.get(roll(dice, words.len()))?;
    let second = *words.get(roll(dice, words.len()))?;
    Some(if first == second { first.to_owned() } else { format!("{first} {second}") })
}

/// A run of kanji or katakana, as people type them.
fn japanese(said: &str, dice: &mut u64) -> Option<String> {
    let kanji = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let katakana = |c: char| ('\u{30a1}'..='\u{30ff}').contains(&c);
    let runs = said.split(|c| !kanji(c)).chain(said.split(|c| !katakana(c)));
    let runs: Vec<&str> = runs.filter(|run| (2..=8).contains(&run.chars().count())).collect();
    runs.get(roll(dice, runs.len())).map(|run| (*run).to_owned())
}
