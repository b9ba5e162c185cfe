//! Connections added, told something new, stopped and let go on. Each change is in the audit log, by the names of
//! the settings: no value is.

use adapters::Adapter;
use crm::{
    ConnectionId, TenantTx,
    audit::{self, Change},
    connections::{self, Connection, Values},
};
use nlp::Lang;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Filled;
use crate::{say, words::actions};

/// Longest name of a connection, in characters.
const LONGEST: usize = 60;

/// A connection could not be made under this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is none.
    NoName,
    /// The platform has one of that name already.
    Taken,
    /// This one is the same bot: two of them would take each other's messages away.
    Same(String),
}

impl Refused {
    /// What is wrong and what to do.
    pub fn sentence(&self, lang: Lang, platform: &str, name: &str) -> String {
        let platform = actions::platform(platform, lang);
        match self {
            Self::NoName => say!(
                lang,
                "a connection's name has 1 to {LONGEST} characters on one line",
                "接続の名前は1行、1～{LONGEST}文字にしてください"
            ),
            Self::Taken => say!(
                lang,
                "there is a connection “{name}” to {platform} already; choose another name, or change that one",
                "{platform}への接続「{name}」はすでにあります。別の名前にするか、その接続を変更してください"
            ),
            Self::Same(other) => say!(
                lang,
                "the connection “{other}” is to the same bot of {platform} already; change that one, or use another bot",
                "{platform}の同じボットへの接続「{other}」がすでにあります。その接続を変更するか、別のボットをお使いください"
            ),
        }
    }
}

/// A name for a connection, if it can be one.
pub fn name(words: &str) -> Option<&str> {
    let name = words.trim();
    let fits = (1..=LONGEST).contains(&name.chars().count()) && !name.contains(char::is_control);
    fits.then_some(name)
}

/// Makes a connection.
pub async fn add(
    tx: &mut TenantTx,
    adapter: &dyn Adapter,
    words: &str,
    filled: &Filled,
) -> anyhow::Result<Result<Connection, Refused>> {
    let Some(name) = name(words) else { return Ok(Err(Refused::NoName)) };
    let platform = adapter.platform();
    if let Some(other) = alike(tx, adapter, None, filled).await? {
        return Ok(Err(Refused::Same(other)));
    }
    let made = connections::add(tx, platform, name, &filled.open, &filled.secret).await?;
    let Some(made) = made else { return Ok(Err(Refused::Taken)) };
    let set = names(&filled.open).into_iter().chain(names(&filled.secret)).collect::<Vec<_>>();
    let after = json!({ "platform": made.platform, "name": made.name, "set": set.join(", ") });
    note(tx, "connection add", &made, (Value::Null, after)).await?;
    Ok(Ok(made))
}

/// The name of another connection to the same bot.
async fn alike(
    tx: &mut TenantTx,
    adapter: &dyn Adapter,
    but: Option<ConnectionId>,
    filled: &Filled,
) -> anyhow::Result<Option<String>> {
    let Some(bot) = adapter.identity() else { return Ok(None) };
    let ours = filled.open.get(bot).or_else(|| filled.secret.get(bot));
    let all = connections::list(tx).await?;
    for other in all.into_iter().filter(|it| it.platform == adapter.platform() && Some(it.id) != but) {
        // one whose secrets nobody can open any more is to nobody
        let theirs = connections::settings(tx, other.id).await.unwrap_or_default();
        if ours.is_some() && theirs.get(bot) == ours {
            return Ok(Some(other.name));
        }
    }
    Ok(None)
}

/// Gives a connection another name; what it was told and what was recorded stays.
pub async fn rename(
    tx: &mut TenantTx,
    connection: &Connection,
    words: &str,
) -> anyhow::Result<Result<(), Refused>> {
    let Some(name) = name(words) else { return Ok(Err(Refused::NoName)) };
    if name == connection.name {
        return Ok(Ok(()));
    }
    if !connections::rename(tx, connection, name).await? {
        return Ok(Err(Refused::Taken));
    }
    let names = (json!({ "name": connection.name }), json!({ "name": name }));
    note(tx, "connection rename", connection, names).await?;
    Ok(Ok(()))
}

/// Takes a connection away: its settings and secrets are forgotten, what waits to be sent by it is given up, and
/// what was recorded stays. True when nothing was, so that nothing of it is left.
pub async fn remove(tx: &mut TenantTx, connection: &Connection) -> anyhow::Result<bool> {
    let gone = connections::remove(tx, connection.id).await?;
    let before = json!({ "platform": connection.platform, "name": connection.name });
    note(tx, "connection remove", connection, (before, json!({ "recorded": !gone }))).await?;
    Ok(gone)
}

/// Tells a connection something new; false when nothing of it is. What is stored and not asked for by its platform
/// the connection has learned about itself.
pub async fn save(
    tx: &mut TenantTx,
    connection: &Connection,
    adapter: &dyn Adapter,
    filled: &Filled,
) -> anyhow::Result<Result<bool, Refused>> {
    if let Some(other) = alike(tx, adapter, Some(connection.id), filled).await? {
        return Ok(Err(Refused::Same(other)));
    }
    let asked = adapter.settings();
    // sealed with a key that is gone: everything is new
    let (mut open, secret) = connections::settings_of(tx, connection.id).await.unwrap_or_default();
    open.retain(|name, _| asked.iter().any(|it| it.name == name));
    let mut changed = differing(&open, &filled.open);
    changed.extend(differing(&secret, &filled.secret));
    if changed.is_empty() {
        return Ok(Ok(false));
    }
    connections::save(tx, connection.id, &filled.open, &filled.secret).await?;
    note(tx, "connection set", connection, (Value::Null, json!({ "changed": changed.join(", ") }))).await?;
    Ok(Ok(true))
}

/// Stops a connection for a while, or lets it go on; false when it is so already.
pub async fn pause(tx: &mut TenantTx, id: ConnectionId, paused: bool) -> anyhow::Result<bool> {
    let Some(connection) = connections::by_id(tx, id).await?.filter(|it| it.paused != paused) else {
        return Ok(false);
    };
    connections::pause(tx, id, paused).await?;
    let command = if paused { "connection pause" } else { "connection resume" };
    note(tx, command, &connection, (json!({ "paused": !paused }), json!({ "paused": paused }))).await?;
    Ok(true)
}

/// Writes a change of a connection into the audit log: what was there and what is; of settings their names alone.
async fn note(
    tx: &mut TenantTx,
    command: &str,
    on: &Connection,
    (before, after): (Value, Value),
) -> anyhow::Result<()> {
    let change = Change {
        command: command.to_owned(),
        arguments: json!({ "platform": on.platform, "name": on.name, "set": after.get("set").or(after.get("changed")) }),
        object: Some(on.name.clone()),
        before: Some(before).filter(|before| !before.is_null()),
        after: Some(after),
        ..Change::default()
    };
    audit::write(tx, &change, Uuid::now_v7()).await?;
    Ok(())
}

fn names(values: &Values) -> Vec<&str> {
    values.keys().map(String::as_str).collect()
}

/// The names that stand for something else now, or for nothing.
fn differing<'a>(before: &'a Values, after: &'a Values) -> Vec<&'a str> {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let new = after.iter().filter(|(name, value)| before.get(*name) != Some(*value));
    gone.chain(new.map(|(name, _)| name)).map(String::as_str).collect()
}
