//! One call to the API, with a token, in the platform's own words.

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde_json::Value;

use super::failed::Failed;
use super::token::Tokens;

/// The API, as this connection may use it.
pub(super) struct Api {
    pub(super) http: Client,
    /// `…/v1.0`.
    pub(super) base: Url,
    pub(super) tokens: Tokens,
}

impl Api {
    /// Calls `base/part/part…`; ids may hold any character. The answer's JSON; null where it has none.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &[&str],
        body: Option<&Value>,
    ) -> Result<Value, Failed> {
        let mut url = self.base.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        let request = |bearer: &str| {
            let request = self.http.request(method.clone(), url.clone()).bearer_auth(bearer);
            match body {
                Some(body) => request.json(body),
                None => request,
            }
        };
        let answer = self.with_token(request).await?;
        if method == Method::GET {
            return answer.json().await.map_err(|_| Failed::Unknown("an answer that is not JSON".into()));
        }
        // What was done is done, whatever the answer's body looks like; a sent message has an empty one.
        Ok(answer.json().await.unwrap_or_default())
    }

    /// Asks with a token, once more with a new one if it is not good any more.
    pub(super) async fn with_token(
        &self,
        request: impl Fn(&str) -> RequestBuilder,
    ) -> Result<Response, Failed> {
        Ok(self.asked(request, |status| status.is_success()).await?.0)
    }

    /// The same where the answer may lead elsewhere; with the token that was good.
    pub(super) async fn located(
        &self,
        request: impl Fn(&str) -> RequestBuilder,
    ) -> Result<(Response, String), Failed> {
        self.asked(request, |status| status.is_success() || status.is_redirection()).await
    }

    async fn asked(
        &self,
        request: impl Fn(&str) -> RequestBuilder,
        is_good: fn(StatusCode) -> bool,
    ) -> Result<(Response, String), Failed> {
        let mut failed = Failed::Unauthorized("no token".into());
        for _ in 0..2 {
            let bearer = self.tokens.bearer().await.map_err(not_begun)?;
            let answer = request(&bearer).send().await.map_err(Failed::unanswered)?;
            if is_good(answer.status()) {
                return Ok((answer, bearer));
            }
            failed = Failed::answered(answer).await;
            if !matches!(failed, Failed::Unauthorized(_)) {
                break;
            }
            self.tokens.refused(&bearer).await;
        }
        Err(failed)
    }
}

/// Without a token nothing was asked yet: what is unknown about the token is nothing unknown about the call.
fn not_begun(failed: Failed) -> Failed {
    match failed {
        Failed::Unknown(_) => Failed::Later(10_000),
        failed => failed,
    }
}
