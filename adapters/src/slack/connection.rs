//! A connection to one workspace. Sending is in `send.rs`, listening in `listen.rs`.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{
    api::Api,
    check, files, find, listen, send,
    settings::{self, BOT, BOT_USER, SIGNING_SECRET, TEAM, TEAM_NAME},
};
use crate::export::field::word;
use crate::{
    Address, Connection, Ended, FetchError, Finding, Intake, Menu, Payload, Profile, SendError, Sent,
    Settings, Since, Unfit, words,
};

/// A connection.
#[derive(Debug)]
pub(super) struct Slacked {
    pub(super) api: Api,
    pub(super) settings: Settings,
    /// This workspace refuses Slack's own charts: they come to one workspace after the other.
    draws_not: AtomicBool,
}

impl Slacked {
    pub(super) fn new(settings: &Settings) -> Result<Self, Unfit> {
        let api = Api::new(settings)?;
        settings.need(if settings::by_socket(settings) { settings::APP_TOKEN } else { SIGNING_SECRET })?;
        let secret = settings.get(SIGNING_SECRET);
        if secret.is_some_and(|it| it.len() != 32 || !it.bytes().all(|b| b.is_ascii_alphanumeric())) {
            let should = words("should be 32 letters and digits", "は英数字32文字にしてください");
            return Err(Unfit { setting: SIGNING_SECRET, should });
        }
        Ok(Self { api, settings: settings.clone(), draws_not: AtomicBool::new(false) })
    }

    /// May Slack's own charts be tried?
    pub(super) fn draws(&self) -> bool {
        !self.draws_not.load(Ordering::Relaxed)
    }

    /// They were refused. Asked again after a restart.
    pub(super) fn draws_not(&self) {
        self.draws_not.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl Connection for Slacked {
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        send::send(self, to, payload).await
    }

    async fn find(&self, to: &Address) -> Result<Option<Sent>, SendError> {
        find::find(&self.api, to).await
    }

    /// Only the threads of an assistant show it.
    async fn busy(&self, to: &Address) {
        if let Some(thread) =
            to.thread.as_deref().filter(|_| to.conversation.starts_with('D') && to.via.is_none())
        {
            let status = json!({"channel_id": to.conversation, "thread_ts": thread, "status": "…"});
            let _does_not_matter = self.api.post("assistant.threads.setStatus", &status).await;
        }
    }

    async fn profile(&self, user: &str) -> Result<Option<Profile>, SendError> {
        // integrations write under a name of their own, without being a member
        if user.starts_with('B') {
            let bot = known(self.api.get("bots.info", &[("bot", user)]).await, "bot_not_found")?;
            return Ok(bot.map(|answer| Profile {
                name: word(&answer["bot"]["name"]).map(str::to_owned),
                is_bot: true,
                ..Profile::default()
            }));
        }
        let answer = known(self.api.get("users.info", &[("user", user)]).await, "user_not_found")?;
        Ok(answer.map(|answer| profile(&answer["user"])))
    }

    async fn place(&self, conversation: &str) -> Result<Option<String>, SendError> {
        let asked = self.api.get("conversations.info", &[("channel", conversation)]).await;
        let answer = known(asked, "channel_not_found")?;
        Ok(answer.and_then(|answer| word(&answer["channel"]["name"]).map(str::to_owned)))
    }

    async fn fetch(&self, reference: &str) -> Result<Vec<u8>, FetchError> {
        files::fetch(self, reference).await
    }

    async fn check(&self) -> Vec<Finding> {
        check::check(self).await
    }

    /// Slack keeps the commands in the app's manifest, which a bot cannot change.
    async fn prepare(&self, _menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
        let us = self.api.get("auth.test", &[]).await?;
        let told = [(BOT_USER, "user_id"), (BOT, "bot_id"), (TEAM, "team_id"), (TEAM_NAME, "team")];
        Ok(told.into_iter().filter_map(|(name, field)| Some((name, word(&us[field])?.to_owned()))).collect())
    }

    fn listens(&self) -> bool {
        settings::by_socket(&self.settings)
    }

    async fn listen(&self, since: Since, intake: &dyn Intake) -> Ended {
        listen::listen(self, since, intake).await
    }
}

/// Nobody there is an answer too.
fn known(answer: Result<Value, SendError>, unknown: &str) -> Result<Option<Value>, SendError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(SendError::Refused(code)) if code == unknown => Ok(None),
        Err(error) => Err(error),
    }
}

fn profile(user: &Value) -> Profile {
    let profile = &user["profile"];
    let names = [&profile["display_name"], &profile["real_name"], &user["real_name"]];
    Profile {
        name: names.into_iter().find_map(word).map(str::to_owned),
        handle: word(&user["name"]).map(str::to_owned),
        email: word(&profile["email"]).map(str::to_owned),
        is_bot: user["is_bot"] == true || user["id"] == "USLACKBOT",
    }
}
