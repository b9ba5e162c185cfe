//! Everything the gateway tells, into the store.

use std::collections::{BTreeMap, HashSet};

use chrono::Utc;
use serde_json::{Value, json};
use serenity::all::GatewayIntents;

use super::called::{self, Kind};
use super::connection::Discourse;
use super::frame::Frame;
use super::gateway::{Came, Gateway, Hello, Over, Position};
use super::parse::KEPT;
use super::{answer, catch_up, places};
use crate::export::field;
use crate::{Ended, Intake, SendError, Since};

/// Ids of two channels' messages may come in another order than they were made in. A minute, as ids count:
/// milliseconds with 22 bits behind them (<https://discord.com/developers/docs/reference#snowflakes>).
pub(super) const MARGIN: u64 = 60_000 << 22;

/// Receives until the connection ends: goes on with the session of `since` if Discord still has it; else reads
/// what was missed from the history, and then what comes.
pub(super) async fn listen(discord: &Discourse, since: &Since, intake: &dyn Intake) -> Ended {
    let mut position: Option<Position> =
        since.position.as_deref().and_then(|position| serde_json::from_str(position).ok());
    let told = position.as_ref().and_then(|position| position.told);
    let stored = told.map(|told| told.saturating_sub(MARGIN));
    loop {
        let resumed = position.is_some();
        match session(discord, position.take(), (since, stored), intake).await {
            Over::Broken(why) => return Ended::Broken(why),
            Over::Refused(code) => return Ended::Refused(refused(code)),
            // Once more without it.
            Over::Stale if resumed => {}
            Over::Stale => return Ended::Broken("Discord has closed the session".to_owned()),
        }
    }
}

async fn session(
    discord: &Discourse,
    resume: Option<Position>,
    (since, stored): (&Since, Option<u64>),
    intake: &dyn Intake,
) -> Over {
    let (url, intents) = match begin(discord, resume.as_ref()).await {
        Ok(begun) => begun,
        Err(SendError::Unauthorized(_)) => return Over::Refused(4_004),
        Err(error) => return Over::Broken(error.to_string()),
    };
    let hello = Hello { token: discord.api.token().to_owned(), intents, resume: resume.clone() };
    let mut gateway = match Gateway::connect(&url, hello).await {
        Ok(gateway) => gateway,
        // The session's own address may be gone with it.
        Err(_) if resume.is_some() => return Over::Stale,
        Err(why) => return Over::Broken(why),
    };
    let members = intents.contains(GatewayIntents::GUILD_MEMBERS);
    let mut told = Told {
        discord,
        last: known(since, stored),
        stored,
        intake,
        at: resume,
        me: None,
        members,
        owed: HashSet::new(),
        rest: BTreeMap::new(),
        whole: true,
    };
    loop {
        match gateway.next().await {
            Came::Over(over) => return over,
            Came::Alive => intake.alive(),
            Came::Event { t, d, seq } => {
                intake.alive();
                if let Err(why) = told.event(&t, d, seq).await {
                    return Over::Broken(why);
                }
                gateway.stored(seq);
            }
        }
    }
}

/// Where to connect, and what to ask for.
async fn begin(
    discord: &Discourse,
    resume: Option<&Position>,
) -> Result<(String, GatewayIntents), SendError> {
    let mut intents = GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::GUILD_MESSAGE_REACTIONS
        | GatewayIntents::DIRECT_MESSAGES
        | GatewayIntents::DIRECT_MESSAGE_REACTIONS
        | GatewayIntents::MESSAGE_CONTENT;
    // Asking for what is not switched on is refused altogether; joining and leaving can be done without.
    let application = discord.api.get("GET /applications/@me", "", "/applications/@me".to_owned()).await?;
    if super::check::sees_members(&application) {
        intents |= GatewayIntents::GUILD_MEMBERS;
    }
    if let Some(position) = resume {
        return Ok((position.url.clone(), intents));
    }
    let gateway = discord.api.get("GET /gateway/bot", "", "/gateway/bot".to_owned()).await?;
    if gateway["session_start_limit"]["remaining"] == 0 {
        let after_ms = gateway["session_start_limit"]["reset_after"].as_u64().unwrap_or(60_000);
        return Err(SendError::Later { after_ms });
    }
    let url = gateway["url"].as_str().ok_or_else(|| SendError::Unknown("no address of a gateway".into()))?;
    Ok((url.to_owned(), intents))
}

/// One session, as far as it has been told.
struct Told<'a> {
    discord: &'a Discourse,
    /// The last message of each channel that we know, or an older one where the gap before it may not have been read.
    last: BTreeMap<String, String>,
    /// What is older than this was stored before this session, in every channel.
    stored: Option<u64>,
    intake: &'a dyn Intake,
    at: Option<Position>,
    /// Our own id.
    me: Option<String>,
    /// Joins come as events of their own.
    members: bool,
    /// In a session that was not resumed: servers that have not said yet what they have.
    owed: HashSet<String>,
    /// Channels whose history has not been looked at yet, and the last message of each that we know.
    rest: BTreeMap<String, String>,
    /// Everything that was missed has been read.
    whole: bool,
}

impl Told<'_> {
    /// Deals with one event; when this returns, it is stored or need not be.
    async fn event(&mut self, t: &str, d: Value, seq: u64) -> Result<(), String> {
        if let Some(at) = &mut self.at {
            at.seq = seq;
        }
        if let Ok(mut places) = self.discord.places.lock() {
            places.learn(t, &d);
        }
        match t {
            "READY" => self.ready(&d, seq).await,
            "GUILD_CREATE" => self.guild(&d).await,
            "INTERACTION_CREATE" if called::kind(&d) == Some(Kind::Typing) => {
                answer::suggest(&self.discord.api, &d, self.intake).await;
                Ok(())
            }
            "MESSAGE_DELETE_BULK" => {
                // With all but the last, the event as a whole is not stored yet.
                let ids = d["ids"].as_array().map_or(&[][..], Vec::as_slice);
                for (i, id) in ids.iter().enumerate() {
                    if let Some(at) = &mut self.at {
                        at.seq = if i + 1 == ids.len() { seq } else { seq.saturating_sub(1) };
                    }
                    let one = json!({"id": id, "channel_id": d["channel_id"], "guild_id": d["guild_id"]});
                    self.store("MESSAGE_DELETE", one, seq).await?;
                }
                Ok(())
            }
            t if KEPT.contains(&t) && !self.idle(t, &d) => self.store(t, d, seq).await,
            _ => Ok(()),
        }
    }

    /// Nothing comes of it: our own words, previews of links, what is told as an event of its own.
    fn idle(&self, t: &str, d: &Value) -> bool {
        let ours = self.me.as_deref().is_some_and(|me| d["author"]["id"] == me || d["user_id"] == me);
        ours || match t {
            "MESSAGE_UPDATE" => d["edited_timestamp"].is_null(),
            "MESSAGE_CREATE" => self.members && d["type"] == 7,
            "THREAD_CREATE" => d["newly_created"] != true,
            _ => false,
        }
    }

    /// A new session: what came since the last one is in the history. Each server says which channels have news;
    /// what belongs to none is read when all have been heard.
    async fn ready(&mut self, d: &Value, seq: u64) -> Result<(), String> {
        self.me = field::id(&d["user"]["id"]);
        let guilds = d["guilds"].as_array().into_iter().flatten();
        self.owed = guilds.filter_map(|guild| field::id(&guild["id"])).collect();
        self.rest = self.last.clone();
        let session = field::id(&d["session_id"]);
        let url = d["resume_gateway_url"].as_str();
        self.at =
            session.zip(url).map(|(session, url)| Position { session, seq, url: url.to_owned(), told: None });
        self.whole = false;
        self.remaining().await
    }

    /// What a server says when a session begins: where something was said since, and what was begun while nobody
    /// listened, which is younger than all that we know.
    async fn guild(&mut self, d: &Value) -> Result<(), String> {
        let Some(guild) = field::id(&d["id"]).filter(|guild| self.owed.contains(guild)) else {
            return Ok(());
        };
        let newest = self.last.values().filter_map(|last| last.parse::<u64>().ok()).max();
        let lists = ["channels", "threads"].iter().filter_map(|list| d[*list].as_array()).flatten();
        let channels: Vec<_> =
            lists.filter_map(|one| Some((number(&one["id"])?, number(&one["last_message_id"])))).collect();
        for (id, last) in channels {
            let channel = id.to_string();
            let from = match self.rest.remove(&channel) {
                Some(known) => known,
                // The first message of a thread may have the id of the thread.
                None if newest.is_some_and(|newest| id > newest) => (id - 1).to_string(),
                // Nothing of it is recorded.
                None => match self.stored {
                    Some(stored) => stored.to_string(),
                    None => continue,
                },
            };
            if last > from.parse().ok() {
                catch_up::read(self.discord, &channel, &from, self.me.as_deref(), self.intake).await?;
            }
        }
        self.owed.remove(&guild);
        self.remaining().await
    }

    /// Direct conversations, and threads that are not active any more.
    async fn remaining(&mut self) -> Result<(), String> {
        if !self.owed.is_empty() || self.whole {
            return Ok(());
        }
        for (channel, last) in std::mem::take(&mut self.rest) {
            catch_up::read(self.discord, &channel, &last, self.me.as_deref(), self.intake).await?;
        }
        self.whole = true;
        if let Some(at) = &mut self.at {
            at.told = self.last.values().filter_map(|last| last.parse().ok()).max().max(self.stored);
        }
        Ok(())
    }

    async fn store(&mut self, t: &str, d: Value, seq: u64) -> Result<(), String> {
        let channel = places::about(self.discord, t, &d).await;
        if let Some(at) = self.at.as_mut().filter(|_| self.whole && t == "MESSAGE_CREATE") {
            at.told = at.told.max(number(&d["id"]));
        }
        let of = self.at.as_ref().map(|at| format!("{}:{seq}", at.session)).unwrap_or_default();
        let answer = if t == "INTERACTION_CREATE" { answer::first(&d) } else { None };
        let frame = Frame { t: t.to_owned(), d, at: Some(Utc::now()), of, channel };
        // Before everything missed is read, a restart must read it again.
        let position = self.at.as_ref().filter(|_| self.whole);
        let position = position.and_then(|position| serde_json::to_string(position).ok());
        self.intake.take(frame.verified(), position.as_deref()).await.map_err(|error| error.to_string())?;
        if let Some(answer) = answer {
            answer.send(&self.discord.api);
        }
        Ok(())
    }
}

fn number(id: &Value) -> Option<u64> {
    id.as_str()?.parse().ok()
}

/// Where the history of each channel is read from. A gap whose reading was cut off lies before messages that came
/// meanwhile and are recorded: what is `stored` everywhere does not move on until it is read.
fn known(since: &Since, stored: Option<u64>) -> BTreeMap<String, String> {
    let older = |last: &str| {
        let id: u64 = last.split(' ').next()?.parse().ok()?;
        stored.filter(|stored| *stored < id).map(|stored| stored.to_string())
    };
    since
        .last
        .iter()
        .map(|(channel, last)| (channel.clone(), older(last).unwrap_or_else(|| last.clone())))
        .collect()
}

/// What a person must do.
fn refused(code: u16) -> String {
    let what = match code {
        4_004 => {
            "Discord does not accept the bot token: Developer Portal → Bot → Reset Token, then set it here"
        }
        4_010 => "Discord does not accept the shard",
        4_011 => "the bot is in more than 2,500 servers, and Discord wants it to connect in parts (sharding)",
        4_012 => "Discord does not speak this version of the gateway any more: update this program",
        4_014 => {
            "the MESSAGE CONTENT intent is not switched on: Developer Portal → your application → Bot → \
             Privileged Gateway Intents → Message Content Intent"
        }
        _ => "Discord does not accept the intents",
    };
    format!("{what} ({code})")
}
