//! The Web API, spoken by slack-morphism's client, with answers as JSON and faults in the words of our border.
//!
//! Its typed answers are not used: they refuse messages whose metadata another app has written in its own shape.
//! Response URLs and uploads do not come here either: they take no token, and the client writes addresses to the
//! log.

use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{Error as HyperError, connect::HttpConnector};
use reqwest::Url;
use serde_json::Value;
use slack_morphism::{
    ClientResult, SlackApiToken, SlackClient, errors::SlackClientError,
    hyper_tokio::SlackClientHyperConnector,
};

use super::settings::{self, APP_TOKEN, BOT_TOKEN};
use crate::{SendError, Settings, Unfit, Words, http};

/// How long Slack may take to be reached, and to answer.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(15);
/// Where Slack asks to wait and does not say how long.
const PAUSE_MS: u64 = 1_000;

/// Codes that no waiting and no other request mends.
const UNAUTHORIZED: [&str; 10] = [
    "account_inactive",
    "app_access_revoked",
    "ekm_access_denied",
    "invalid_auth",
    "missing_authentication",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "token_expired",
    "token_revoked",
];

/// Codes after which Slack itself cannot say what has happened.
const UNCLEAR: [&str; 4] = ["fatal_error", "internal_error", "request_timeout", "service_unavailable"];

type Client = SlackClient<SlackClientHyperConnector<HttpsConnector<HttpConnector>>>;

/// The tokens, and the way to Slack.
#[derive(Debug)]
pub(super) struct Api {
    client: Client,
    bot: SlackApiToken,
    app: Option<SlackApiToken>,
    /// Where the API is.
    pub(super) url: String,
}

impl Api {
    /// Tokens are looked at only as far as that they are there.
    pub(super) fn new(settings: &Settings) -> Result<Self, Unfit> {
        let unfit = |en, ja| Unfit { setting: settings::API_URL, should: Words { en, ja } };
        settings.address(settings::API_URL, settings::API)?;
        let url = settings::api_url(settings).to_owned();
        http::crypto();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        // slack-morphism's own connector refuses http://, where proxies and fakes are
        let tls = HttpsConnectorBuilder::new().with_native_roots().map_err(|_| {
            unfit("needs the CA certificates of this machine", "にはこのマシンのCA証明書が必要です")
        })?;
        let connector = tls.https_or_http().enable_http1().enable_http2().wrap_connector(tcp);
        let connector = SlackClientHyperConnector::with_connector(connector).with_slack_api_url(&url);
        Ok(Self {
            client: SlackClient::new(connector),
            bot: token(BOT_TOKEN, settings.need(BOT_TOKEN)?, &["xoxb-", "xoxe.xoxb-"])?,
            app: settings.get(APP_TOKEN).map(|value| token(APP_TOKEN, value, &["xapp-"])).transpose()?,
            url,
        })
    }

    /// Calls a method that changes something.
    pub(super) async fn post(&self, method: &str, arguments: &Value) -> Result<Value, SendError> {
        let session = self.client.open_session(&self.bot);
        self.answered(session.http_session_api.http_post(method, arguments, None)).await
    }

    /// Calls a method that only tells something: an answer that got lost can be asked for again.
    pub(super) async fn get(&self, method: &str, arguments: &[(&str, &str)]) -> Result<Value, SendError> {
        let arguments: Vec<(&str, Option<&str>)> =
            arguments.iter().map(|(name, value)| (*name, Some(*value))).collect();
        let session = self.client.open_session(&self.bot);
        self.answered(session.http_session_api.http_get(method, &arguments, None)).await.map_err(repeatable)
    }

    /// The address of a new WebSocket. It carries a ticket: for no log.
    pub(super) async fn socket(&self) -> Result<String, SendError> {
        let token =
            self.app.as_ref().ok_or(SendError::Unauthorized("there is no App-Level Token".to_owned()))?;
        let session = self.client.open_session(token);
        let arguments = Value::Object(serde_json::Map::new());
        let answer: Value = self
            .answered(session.http_session_api.http_post("apps.connections.open", &arguments, None))
            .await?;
        let url = answer["url"].as_str().ok_or(SendError::Unknown("no address for the socket".to_owned()))?;
        Ok(url.to_owned())
    }

    async fn answered(&self, call: impl Future<Output = ClientResult<Value>>) -> Result<Value, SendError> {
        match tokio::time::timeout(ANSWER, call).await {
            // not every error of Slack's is one for the client: `ok` decides
            Ok(Ok(answer)) if answer["ok"] == false => {
                Err(refused(answer["error"].as_str().unwrap_or("?"), &answer))
            }
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(failed(&error, &self.url)),
            Err(_) => Err(SendError::Unknown("no answer in time".to_owned())),
        }
    }
}

/// A token of the right sort. The others of an app look alike, and are easily taken for it.
fn token(setting: &'static str, value: &str, begins: &[&str]) -> Result<SlackApiToken, Unfit> {
    let whole = value.bytes().all(|b| b.is_ascii_graphic());
    if whole && begins.iter().any(|begin| value.starts_with(begin)) {
        return Ok(SlackApiToken::new(value.into()));
    }
    let (en, ja) = match setting {
        BOT_TOKEN => ("should begin with xoxb-", "は xoxb- で始まるトークンにしてください"),
        _ => ("should begin with xapp-", "は xapp- で始まるトークンにしてください"),
    };
    Err(Unfit { setting, should: Words { en, ja } })
}

/// Slack's own word for why it refuses.
pub(super) fn code(error: &SendError) -> String {
    match error {
        SendError::Unauthorized(why) | SendError::Refused(why) => why.clone(),
        error => error.to_string(),
    }
}

/// What was asked for again cannot have happened twice.
pub(super) fn repeatable(error: SendError) -> SendError {
    match error {
        SendError::Unknown(_) => SendError::Later { after_ms: PAUSE_MS },
        other => other,
    }
}

/// Never the error as the client writes it: it repeats whole bodies.
fn failed(error: &SlackClientError, api: &str) -> SendError {
    match error {
        SlackClientError::ApiError(error) => {
            let body = error.http_response_body.as_deref().unwrap_or_default();
            refused(&error.code, &serde_json::from_str(body).unwrap_or_default())
        }
        SlackClientError::RateLimitError(error) => {
            let wait = error.retry_after.map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
            SendError::Later { after_ms: wait.unwrap_or(PAUSE_MS) }
        }
        SlackClientError::HttpError(error) => status(error.status_code.as_u16()),
        SlackClientError::HttpProtocolError(error) => {
            let cause = error.cause.as_ref().and_then(|cause| cause.downcast_ref::<HyperError>());
            match cause {
                Some(cause) if cause.is_connect() => SendError::Unreachable {
                    address: Url::parse(api).as_ref().map(http::origin).unwrap_or_default(),
                },
                _ => SendError::Unknown("the connection broke off".to_owned()),
            }
        }
        SlackClientError::ProtocolError(_) => SendError::Unknown("an answer that is not JSON".to_owned()),
        _ => SendError::Unknown("the answer broke off".to_owned()),
    }
}

/// An answer that says nothing but a number.
pub(super) fn status(code: u16) -> SendError {
    match code {
        429 => SendError::Later { after_ms: PAUSE_MS },
        401 => SendError::Unauthorized("HTTP 401".to_owned()),
        500.. => SendError::Unknown(format!("HTTP {code}")),
        _ => SendError::Refused(format!("HTTP {code}")),
    }
}

/// By the code that Slack gives.
pub(super) fn refused(code: &str, answer: &Value) -> SendError {
    match code {
        "ratelimited" | "rate_limited" | "message_limit_exceeded" => SendError::Later { after_ms: PAUSE_MS },
        code if UNAUTHORIZED.contains(&code) => SendError::Unauthorized(code.to_owned()),
        code if UNCLEAR.contains(&code) => SendError::Unknown(code.to_owned()),
        "missing_scope" => {
            SendError::Refused(format!("missing_scope: {}", answer["needed"].as_str().unwrap_or("?")))
        }
        code => SendError::Refused(code.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn codes_say_what_may_be_done_next() {
        let of = |code: &str| refused(code, &json!({"needed": "chat:write"}));
        assert_eq!(of("channel_not_found"), SendError::Refused("channel_not_found".into()));
        assert_eq!(of("missing_scope"), SendError::Refused("missing_scope: chat:write".into()));
        assert_eq!(of("token_revoked"), SendError::Unauthorized("token_revoked".into()));
        assert_eq!(of("fatal_error"), SendError::Unknown("fatal_error".into()));
        assert_eq!(of("ratelimited"), SendError::Later { after_ms: PAUSE_MS });
        assert_eq!(status(503), SendError::Unknown("HTTP 503".into()));
        assert_eq!(status(404), SendError::Refused("HTTP 404".into()));
        assert_eq!(repeatable(status(503)), SendError::Later { after_ms: PAUSE_MS });
    }

    #[test]
    fn an_address_must_be_one() {
        let settings = Settings::default().with(BOT_TOKEN, "xoxb-1");
        assert!(Api::new(&settings).is_ok());
        assert!(Api::new(&settings.with(settings::API_URL, "slack.com/api")).is_err());
        let user = Settings::default().with(BOT_TOKEN, "xoxp-1");
        assert_eq!(Api::new(&user).err().map(|unfit| unfit.setting), Some(BOT_TOKEN));
        let unset = Api::new(&Settings::default()).err().map(|unfit| unfit.setting);
        assert_eq!(unset, Some(BOT_TOKEN));
    }
}
