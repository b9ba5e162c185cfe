//! A connection to one bot of one tenant.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::api::Api;
use super::settings::{API, AUTH};
use super::token::Tokens;
use super::{check, files, jwt, names, prepare, send};
use crate::http::http;
use crate::{
    Address, Connection, FetchError, Finding, Menu, Payload, Profile, SendError, Sent, Settings, Unfit, words,
};

/// The bot, its settings and the way to the API.
pub(super) struct Bot {
    pub(super) settings: Settings,
    pub(super) id: String,
    pub(super) api: Api,
}

/// Makes it from settings that fit.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Connection>, Unfit> {
    let need = |name| settings.need(name).map(|value| value.trim().to_owned());
    let id = settings.need("bot_id")?.to_owned();
    if !id.chars().all(|c| c.is_ascii_digit()) {
        let should =
            words("must be the number of the bot, digits only", "にはBotの番号（数字だけ）を入れてください");
        return Err(Unfit { setting: "bot_id", should });
    }
    // Signed with it to the byte: what was copied with it would make every callback a forgery.
    if settings.need("bot_secret")?.contains(char::is_whitespace) {
        let should = words("must not hold spaces or line ends", "に空白や改行が混ざっています");
        return Err(Unfit { setting: "bot_secret", should });
    }
    let key = jwt::key(settings.need("private_key")?).ok_or(Unfit {
        setting: "private_key",
        should: words(
            "must be the whole private key in PEM form, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----",
            "にはPEM形式の秘密鍵を、-----BEGIN PRIVATE KEY-----から-----END PRIVATE KEY-----まで全部入れてください",
        ),
    })?;
    let mut token_url = settings.address("auth_url", AUTH)?;
    if let Ok(mut parts) = token_url.path_segments_mut() {
        parts.pop_if_empty().push("token");
    }
    let http = http();
    let tokens = Tokens {
        http: http.clone(),
        url: token_url,
        client_id: need("client_id")?,
        client_secret: need("client_secret")?,
        account: need("service_account")?,
        key,
        held: Mutex::default(),
    };
    let api = Api { http, base: settings.address("api_url", API)?, tokens };
    Ok(Arc::new(Bot { settings: settings.clone(), id, api }))
}

#[async_trait]
impl Connection for Bot {
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        send::send(self, to, payload).await
    }

    async fn profile(&self, user: &str) -> Result<Option<Profile>, SendError> {
        names::profile(self, user).await
    }

    async fn place(&self, conversation: &str) -> Result<Option<String>, SendError> {
        names::place(self, conversation).await
    }

    async fn fetch(&self, reference: &str) -> Result<Vec<u8>, FetchError> {
        files::fetch(self, reference).await
    }

    async fn check(&self) -> Vec<Finding> {
        check::check(self).await
    }

    async fn prepare(&self, menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
        prepare::prepare(self, menu).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineworks::fake;

    fn unfit(settings: &Settings) -> Option<&'static str> {
        connect(settings).err().map(|unfit| unfit.setting)
    }

    #[test]
    fn settings_that_cannot_be_right_are_named() {
        let good = fake::settings("http://127.0.0.1:1");
        assert_eq!(unfit(&good), None);
        for name in ["bot_id", "bot_secret", "client_id", "client_secret", "service_account", "private_key"] {
            assert_eq!(unfit(&good.clone().with(name, "")), Some(name));
        }
        assert_eq!(unfit(&good.clone().with("bot_id", "my bot")), Some("bot_id"));
        assert_eq!(unfit(&good.clone().with("bot_id", "2000001 ")), Some("bot_id"));
        assert_eq!(unfit(&good.clone().with("bot_secret", "secret\n")), Some("bot_secret"));
        assert_eq!(unfit(&good.clone().with("private_key", "secret")), Some("private_key"));
        for odd in ["www.worksapis.com", "ftp://x", "file:///etc/passwd", "https://"] {
            assert_eq!(unfit(&good.clone().with("api_url", odd)), Some("api_url"), "{odd}");
            assert_eq!(unfit(&good.clone().with("auth_url", odd)), Some("auth_url"), "{odd}");
        }
        assert_eq!(unfit(&good.with("api_url", "").with("auth_url", "")), None);
    }
}
