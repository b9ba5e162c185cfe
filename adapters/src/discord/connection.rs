//! A connection to Discord.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use reqwest::Method;
use serde_json::Value;

use super::api::{Api, Body, Call};
use super::places::Places;
use super::settings::{API_URL, APPLICATION, PUBLIC_KEY, TOKEN, VENDOR};
use super::{check, files, listen, prepare, send, spoken};
use crate::{
    Address, Connection, Ended, FetchError, Finding, Intake, Menu, Payload, Profile, SendError, Sent,
    Settings, Since, Unfit, Words, missing, words,
};

/// What speaks to Discord for one bot.
pub(super) struct Discourse {
    pub(super) api: Arc<Api>,
    /// As it was set; an address of its own where it was not Discord's.
    pub(super) application: Option<String>,
    pub(super) public_key: Option<String>,
    settings: Settings,
    /// What channels are called and who may read them, as far as we have been told.
    pub(super) places: Mutex<Places>,
}

impl Discourse {
    pub(super) fn new(settings: &Settings) -> Result<Self, Unfit> {
        let token = settings.need(TOKEN)?.trim();
        // Some paste it as it stands in a header.
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Unfit {
                setting: TOKEN,
                should: words(
                    "should be the bot token: letters, digits, dots, no spaces",
                    "はボットトークンを入れてください（英数字とドットのみ、空白なし）",
                ),
            });
        }
        let base = settings.get(API_URL).unwrap_or(VENDOR);
        settings.address(API_URL, VENDOR)?;
        let id = |value: &str| (15..=20).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
        fits(
            settings,
            APPLICATION,
            id,
            words("should be a number of 15 to 20 digits", "は15～20桁の数字にしてください"),
        )?;
        let key = |value: &str| value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
        fits(
            settings,
            PUBLIC_KEY,
            key,
            words("should be 64 hexadecimal digits", "は16進数64桁にしてください"),
        )?;
        Ok(Self {
            api: Arc::new(Api::new(base, token)),
            application: settings.get(APPLICATION).map(str::to_owned),
            public_key: settings.get(PUBLIC_KEY).map(str::to_owned),
            settings: settings.clone(),
            places: Mutex::default(),
        })
    }
}

/// What is set looks as it should.
fn fits(
    settings: &Settings,
    setting: &'static str,
    looks: impl Fn(&str) -> bool,
    should: Words,
) -> Result<(), Unfit> {
    match settings.get(setting) {
        Some(value) if !looks(value) => Err(Unfit { setting, should }),
        _ => Ok(()),
    }
}

#[async_trait]
impl Connection for Discourse {
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        send::send(self, to, payload).await
    }

    /// "… is typing" for ten seconds. Whoever called a command sees "thinking…" already.
    async fn busy(&self, to: &Address) {
        let channel = to.thread.as_ref().unwrap_or(&to.conversation);
        if to.via.is_some() || send::id(channel).is_err() {
            return;
        }
        let call = Call {
            method: Method::POST,
            path: format!("/channels/{channel}/typing"),
            lane: ("POST /channels/typing", channel),
            body: Body::Nothing,
            bare: false,
            again: true,
        };
        let _sent = self.api.call(call).await;
    }

    async fn profile(&self, user: &str) -> Result<Option<Profile>, SendError> {
        match self.api.get("GET /users", "", format!("/users/{}", send::id(user)?)).await {
            Ok(user) => Ok(spoken::sender(&user, &Value::Null).map(|sender| Profile {
                name: sender.name,
                handle: sender.handle,
                email: None,
                is_bot: sender.is_bot,
            })),
            Err(trouble) if trouble.status == 404 => Ok(None),
            Err(trouble) => Err(trouble.error),
        }
    }

    /// A channel, with its parent's name before a thread's; or a server.
    async fn place(&self, conversation: &str) -> Result<Option<String>, SendError> {
        let id = send::id(conversation)?;
        if let Some(name) = self.places.lock().ok().and_then(|places| places.name(id)) {
            return Ok(Some(name));
        }
        for (kind, path) in [("GET /channels", "channels"), ("GET /guilds", "guilds")] {
            match self.api.get(kind, id, format!("/{path}/{id}")).await {
                Ok(found) => {
                    let Ok(mut places) = self.places.lock() else { return Ok(None) };
                    places.seen(&found);
                    return Ok(places.name(id).or_else(|| found["name"].as_str().map(str::to_owned)));
                }
                Err(trouble) if matches!(trouble.status, 403 | 404) => {}
                Err(trouble) => return Err(trouble.error),
            }
        }
        Ok(None)
    }

    async fn fetch(&self, reference: &str) -> Result<Vec<u8>, FetchError> {
        files::fetch(&self.settings, reference).await
    }

    async fn check(&self) -> Vec<Finding> {
        let mut findings = missing(super::settings::SETTINGS, &self.settings);
        findings.extend(check::look(self).await);
        findings
    }

    async fn prepare(&self, menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
        prepare::prepare(self, menu).await
    }

    fn listens(&self) -> bool {
        true
    }

    async fn listen(&self, since: Since, intake: &dyn Intake) -> Ended {
        listen::listen(self, &since, intake).await
    }
}
