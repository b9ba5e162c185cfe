//! Why a call to the API did not do what it should, and what that means for a message.

use chrono::Utc;
use reqwest::{Response, StatusCode, header::HeaderMap};
use serde_json::Value;

use crate::{SendError, http};

/// How long to wait where the platform does not say, in milliseconds.
const A_WHILE: u64 = 10_000;
/// The longest wait that is believed, in milliseconds: quotas are a minute long.
const LONGEST: u64 = 10 * 60_000;

/// A call that did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failed {
    /// It was not done. Again, not before this many milliseconds.
    Later(u64),
    /// It was not done: nobody can be reached at this address.
    Unreached(String),
    /// It may or may not have been done.
    Unknown(String),
    /// The token is not good, and a new one is not either.
    Unauthorized(String),
    /// It will never be done.
    Refused {
        /// HTTP status.
        status: u16,
        /// `CODE: description`, as the platform says it.
        why: String,
    },
}

impl Failed {
    /// Of a request that got no answer.
    pub(super) fn unanswered(error: reqwest::Error) -> Self {
        match http::unanswered(error) {
            SendError::Unreachable { address } => Self::Unreached(address),
            SendError::Refused(why) | SendError::Unknown(why) => Self::Unknown(why),
            other => Self::Unknown(other.to_string()),
        }
    }

    /// Of an answer that says no.
    pub(super) async fn answered(answer: Response) -> Self {
        let status = answer.status();
        let (wait, challenge) = (wait(answer.headers()), challenge(answer.headers()));
        let said = said(&answer.text().await.unwrap_or_default());
        let why = match said.is_empty() {
            true => format!("HTTP {}", status.as_u16()),
            false => said,
        };
        match status {
            StatusCode::TOO_MANY_REQUESTS => Self::Later(wait),
            StatusCode::UNAUTHORIZED => Self::Unauthorized(challenge.unwrap_or(why)),
            status if status.is_server_error() => Self::Unknown(why),
            status => Self::Refused { status: status.as_u16(), why },
        }
    }

    /// Of a step before the message itself: whatever happened to it, the message was not sent.
    pub(super) fn before(self) -> SendError {
        match self {
            Self::Unknown(_) => SendError::Later { after_ms: A_WHILE },
            failed => failed.into(),
        }
    }
}

impl From<Failed> for SendError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Later(after_ms) => Self::Later { after_ms },
            Failed::Unreached(address) => Self::Unreachable { address },
            Failed::Unknown(why) => Self::Unknown(why),
            Failed::Unauthorized(why) => Self::Unauthorized(why),
            Failed::Refused { why, .. } => Self::Refused(why),
        }
    }
}

/// Seconds until the quota is new, in milliseconds; some gateways tell the time at which it is instead.
fn wait(headers: &HeaderMap) -> u64 {
    let number = |name| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let seconds = number("rateLimit-reset").or_else(|| number("retry-after"));
    let Some(seconds) = seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0) else {
        return A_WHILE;
    };
    let seconds = if seconds > 1e9 { seconds - Utc::now().timestamp() as f64 } else { seconds };
    ((seconds * 1e3).ceil().max(0.0) as u64).clamp(100, LONGEST)
}

/// Why a token was not good: RFC 6750 puts it into a header, and so does LINE WORKS.
fn challenge(headers: &HeaderMap) -> Option<String> {
    let said = headers.get("www-authenticate")?.to_str().ok()?;
    let about = ["error_description=\"", "error=\""].into_iter().find_map(|key| {
        let (_, value) = said.split_once(key)?;
        Some(value.split_once('"')?.0)
    });
    Some(about.unwrap_or(said).chars().take(200).collect())
}

/// `CODE: description` out of the body, which is short; nothing where there is none.
fn said(body: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let word = |keys: [&str; 2]| keys.into_iter().find_map(|key| body[key].as_str()).unwrap_or_default();
    let (code, about) = (word(["code", "error"]), word(["description", "error_description"]));
    let said = if about.is_empty() || code.is_empty() {
        format!("{code}{about}")
    } else {
        format!("{code}: {about}")
    };
    said.chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn how_long_to_wait() {
        for (value, wait_ms) in
            [("7", 7_000), ("0", 100), ("1.5", 1_500), ("86400", LONGEST), ("soon", A_WHILE), ("-1", A_WHILE)]
        {
            assert_eq!(wait(&headers("ratelimit-reset", value)), wait_ms, "{value}");
            assert_eq!(wait(&headers("retry-after", value)), wait_ms, "{value}");
        }
        assert_eq!(wait(&HeaderMap::new()), A_WHILE);
        let at = wait(&headers("ratelimit-reset", &(Utc::now().timestamp() + 30).to_string()));
        assert!((28_000..=31_000).contains(&at), "{at}");
    }

    #[test]
    fn why_a_token_was_not_good() {
        let said =
            r#"Bearer realm="works", error="invalid_token", error_description="The access token expired""#;
        assert_eq!(
            challenge(&headers("www-authenticate", said)).as_deref(),
            Some("The access token expired")
        );
        assert_eq!(challenge(&headers("www-authenticate", r#"Bearer error="x""#)).as_deref(), Some("x"));
        assert_eq!(challenge(&headers("www-authenticate", "Bearer")).as_deref(), Some("Bearer"));
        assert_eq!(challenge(&HeaderMap::new()), None);
    }

    #[test]
    fn what_the_body_says() {
        assert_eq!(said(r#"{"code":"FORBIDDEN","description":"no"}"#), "FORBIDDEN: no");
        assert_eq!(said(r#"{"error":"invalid_client"}"#), "invalid_client");
        assert_eq!(said("<html>"), "");
        assert_eq!(said("[]"), "");
    }
}
