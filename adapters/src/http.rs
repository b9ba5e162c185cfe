//! The one way to speak HTTP with the platforms.

use std::sync::{Once, OnceLock};
use std::time::Duration;

use reqwest::{Client, Url, redirect};

use crate::SendError;

/// The client that every connection shares: 5 s to connect, 15 s in all, no redirects (a token must not follow
/// one to another host).
pub(crate) fn http() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT
        .get_or_init(|| {
            crypto();
            Client::builder()
                .user_agent(concat!("Enishi/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(Duration::from_secs(5))
                .timeout(Duration::from_secs(15))
                .redirect(redirect::Policy::none())
                .build()
                .expect("a client without anything unusual in it")
        })
        .clone()
}

/// What it means that a request has no answer. Its address, which may hold a token, is shown as far as its host.
pub(crate) fn unanswered(error: reqwest::Error) -> SendError {
    if error.is_connect() {
        return SendError::Unreachable { address: error.url().map(origin).unwrap_or_default() };
    }
    if error.is_builder() {
        return SendError::Refused(chain(&error.without_url()));
    }
    SendError::Unknown(if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        chain(&error.without_url())
    })
}

/// Posts an empty object to an address, without any proof of who we are, and gives the status of the answer.
///
/// # Errors
/// When there is none.
pub async fn knock(address: &str) -> Result<u16, SendError> {
    let request = http().post(address).header("content-type", "application/json").body("{}");
    Ok(request.send().await.map_err(unanswered)?.status().as_u16())
}

/// Scheme, host and port of an address.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// TLS is rustls on ring, everywhere in the process. An error says that somebody has chosen before: as good.
pub(crate) fn crypto() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}
