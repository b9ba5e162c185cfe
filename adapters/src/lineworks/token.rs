//! Access tokens: minted by the service account when one is needed, kept until shortly before they end, never
//! written down.

use std::time::{Duration, Instant};

use chrono::Utc;
use jsonwebtoken::EncodingKey;
use reqwest::{Client, Url};
use serde_json::Value;
use tokio::sync::Mutex;

use super::failed::Failed;
use super::jwt;

/// What the bot needs, and what it asks for besides: names of people. An app that was not given the second is asked
/// for the first alone.
const SCOPES: [&str; 2] = ["bot user.profile.read", "bot"];
/// A token is renewed this long before it ends.
const EARLY: Duration = Duration::from_secs(60);
/// What a token without a word about it is good for.
const AN_HOUR: u64 = 3_600;

/// Who asks for tokens, and the one in use.
pub(super) struct Tokens {
    pub(super) http: Client,
    /// `…/oauth2/v2.0/token`.
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) account: String,
    pub(super) key: EncodingKey,
    pub(super) held: Mutex<Option<Token>>,
}

/// One token.
pub(super) struct Token {
    bearer: String,
    scope: String,
    until: Instant,
}

impl Tokens {
    /// A token that is good for a while yet. Whoever needs one while it is being minted waits for that one.
    pub(super) async fn bearer(&self) -> Result<String, Failed> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.as_ref().filter(|token| Instant::now() < token.until) {
            return Ok(token.bearer.clone());
        }
        *held = None;
        let token = self.mint().await?;
        let bearer = token.bearer.clone();
        *held = Some(token);
        Ok(bearer)
    }

    /// This token was refused: the next one is a new one, unless somebody has a new one already.
    pub(super) async fn refused(&self, bearer: &str) {
        let mut held = self.held.lock().await;
        held.take_if(|token| token.bearer == bearer);
    }

    /// What the token in use may do.
    pub(super) async fn scope(&self) -> String {
        self.held.lock().await.as_ref().map(|token| token.scope.clone()).unwrap_or_default()
    }

    async fn mint(&self) -> Result<Token, Failed> {
        match self.ask(SCOPES[0]).await {
            Err(Failed::Unauthorized(why)) if why.starts_with("invalid_scope") => self.ask(SCOPES[1]).await,
            answer => answer,
        }
    }

    /// What goes wrong here has sent nothing; a token that is refused needs a person.
    async fn ask(&self, scope: &str) -> Result<Token, Failed> {
        let assertion = jwt::assertion(&self.key, &self.client_id, &self.account, Utc::now());
        let assertion =
            assertion.map_err(|e| Failed::Unauthorized(format!("the private key cannot sign: {e}")))?;
        let form = [
            ("assertion", assertion.as_str()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.client_secret.as_str()),
            ("scope", scope),
        ];
        let began = Instant::now();
        let answer = self.http.post(self.url.clone()).form(&form).send().await.map_err(Failed::unanswered)?;
        if !answer.status().is_success() {
            return Err(match Failed::answered(answer).await {
                Failed::Refused { why, .. } => Failed::Unauthorized(why),
                failed => failed,
            });
        }
        let odd = || Failed::Unknown("the token endpoint answered without a token".into());
        let answer: Value = answer.json().await.map_err(|_| odd())?;
        let bearer = answer["access_token"].as_str().filter(|bearer| !bearer.is_empty()).ok_or_else(odd)?;
        Ok(Token {
            bearer: bearer.to_owned(),
            scope: answer["scope"].as_str().unwrap_or(scope).to_owned(),
            until: began + seconds(&answer["expires_in"]).saturating_sub(EARLY),
        })
    }
}

/// A number, or a text with one: the platform's own example shows a text.
fn seconds(expires: &Value) -> Duration {
    let seconds = expires.as_u64().or_else(|| expires.as_str()?.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or(AN_HOUR).min(24 * AN_HOUR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_life_is_a_number_or_a_text() {
        let life = |expires: Value| seconds(&expires).as_secs();
        assert_eq!(life(json!("86400")), 86_400);
        assert_eq!(life(json!(3600)), 3_600);
        assert_eq!(life(json!(null)), 3_600);
        assert_eq!(life(json!("soon")), 3_600);
        assert_eq!(life(json!(u64::MAX)), 86_400);
        assert_eq!(life(json!(0)), 0);
    }
}
