//! What Discord is told before the first event, and what it tells us about ourselves.

use reqwest::Method;
use serde_json::Value;

use super::api::{Body, Call};
use super::commands;
use super::connection::Discourse;
use super::settings::{APPLICATION, BOT_ID, BOT_NAME, PUBLIC_KEY};
use crate::{Menu, SendError};

/// Learns who we are, and registers the commands if they have changed: two hundred may be created a day.
pub(super) async fn prepare(
    discord: &Discourse,
    menu: &Menu,
) -> Result<Vec<(&'static str, String)>, SendError> {
    let me = discord.api.get("GET /users/@me", "", "/users/@me".to_owned()).await?;
    let application = discord.api.get("GET /applications/@me", "", "/applications/@me".to_owned()).await?;
    let mut learned = Vec::new();
    let mut learn = |name, value: &Value| {
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            learned.push((name, value.to_owned()));
        }
    };
    learn(BOT_ID, &me["id"]);
    learn(BOT_NAME, &me["username"]);
    learn(APPLICATION, &application["id"]);
    if discord.public_key.is_none() {
        learn(PUBLIC_KEY, &application["verify_key"]);
    }
    let id = application["id"].as_str().unwrap_or_default();
    let path = format!("/applications/{}/commands", super::send::id(id)?);
    let there = format!("{path}?with_localizations=true");
    let there = discord.api.get("GET /applications/commands", id, there).await?;
    let ours = commands::tree(menu);
    if same(&there, &ours) {
        return Ok(learned);
    }
    let call = Call {
        method: Method::PUT,
        path,
        lane: ("PUT /applications/commands", id),
        body: Body::Json(ours),
        bare: false,
        again: true,
    };
    discord.api.call(call).await?;
    Ok(learned)
}

/// In whatever order Discord lists them.
fn same(there: &Value, ours: &Value) -> bool {
    let sorted = |all: &Value| {
        let mut all: Vec<_> = all.as_array().into_iter().flatten().map(commands::gist).collect();
        all.sort_by_key(|one| one["name"].to_string());
        all
    };
    sorted(there) == sorted(ours)
}
