//! Files that people send: named by an adapter, fetched by a connection, from the platform's own hosts and nowhere
//! else.

use reqwest::{RequestBuilder, Response, StatusCode, Url};
use serde::{Deserialize, Serialize};

use crate::{Event, SendError, What, http};

/// The largest file that is fetched, in bytes: it is held in memory.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// A file that somebody sent with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// What it is called.
    pub name: String,
    /// In bytes, where the platform says so.
    pub size: Option<u64>,
    /// What [`Connection::fetch`](crate::Connection::fetch) takes.
    pub reference: String,
}

/// Between what somebody wrote and the names of the files that came with it.
const MARK: &str = "\n📎 ";

/// The words of a message with the names of its files.
pub(crate) fn named_beside(text: &str, names: &str) -> String {
    format!("{text}{MARK}{names}")
}

/// The words of a message without the names of the files that came with it.
pub fn without_files(text: &str) -> &str {
    match text.rsplit_once(MARK) {
        Some((words, names)) if !names.contains('\n') => words,
        _ => text,
    }
}

impl Event {
    /// Did files come with it?
    pub fn names_files(&self) -> bool {
        match &self.what {
            What::Message { text, .. } => without_files(text).len() < text.len(),
            What::Other { action, .. } => action == "file",
            _ => false,
        }
    }
}

/// Why a file could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It has more than [`LARGEST_FILE`] bytes.
    #[error("it is too large")]
    TooLarge,
    /// The file lies elsewhere than with the platform, or the answer leads elsewhere.
    #[error("the file lies elsewhere than with the platform")]
    Elsewhere,
    /// The bot may not read files: what it lacks, in the platform's words.
    #[error("{0}")]
    NotAllowed(String),
    /// The platform did not hand it out.
    #[error(transparent)]
    Failed(#[from] SendError),
}

/// An address that is the platform's: https on one of its hosts, without a port of its own. Where the API was set to
/// another address, one of the same scheme, host and port is the platform's as well.
pub(crate) fn own_address(address: &str, hosts: &[&str], api: Option<&str>) -> Result<Url, FetchError> {
    let url = Url::parse(address).map_err(|_| FetchError::Elsewhere)?;
    let bare = url.username().is_empty() && url.password().is_none();
    let is_theirs = url.scheme() == "https"
        && url.port().is_none()
        && url.host_str().is_some_and(|host| hosts.iter().any(|own| host_is(host, own)));
    let is_set = api.and_then(|api| Url::parse(api).ok()).is_some_and(|api| api.origin() == url.origin());
    if bare && (is_theirs || is_set) { Ok(url) } else { Err(FetchError::Elsewhere) }
}

/// `files.slack.com` is itself; `.worksmobile.com` is every host under it.
fn host_is(host: &str, own: &str) -> bool {
    if own.starts_with('.') { host.ends_with(own) } else { host == own }
}

/// The file that is answered, at most [`LARGEST_FILE`] bytes. A redirect leads elsewhere and is not followed.
pub(crate) async fn fetched(request: RequestBuilder) -> Result<Vec<u8>, FetchError> {
    body(request.send().await.map_err(http::unanswered)?).await
}

/// The same of an answer that is there.
pub(crate) async fn body(mut answer: Response) -> Result<Vec<u8>, FetchError> {
    let said = |status: StatusCode| format!("HTTP {}", status.as_u16());
    match answer.status() {
        status if status.is_success() => {}
        StatusCode::TOO_MANY_REQUESTS => return Err(SendError::Later { after_ms: 5_000 }.into()),
        status if status.is_redirection() => return Err(FetchError::Elsewhere),
        status if status.is_server_error() => return Err(SendError::Unknown(said(status)).into()),
        status => return Err(SendError::Refused(said(status)).into()),
    }
    if answer.content_length().is_some_and(|length| length > LARGEST_FILE as u64) {
        return Err(FetchError::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(http::unanswered)? {
        if bytes.len() + part.len() > LARGEST_FILE {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_platforms_own_addresses() {
        let hosts = ["files.slack.com", ".worksmobile.com"];
        let own = |address: &str| own_address(address, &hosts, Some("http://127.0.0.1:4611/api")).is_ok();
        for good in [
            "https://files.slack.com/files-pri/T1-F1/a.csv",
            "https://apis-storage.worksmobile.com/x?y",
            "http://127.0.0.1:4611/files/F1",
        ] {
            assert!(own(good), "{good}");
        }
        for bad in [
            "http://files.slack.com/a.csv",
            "https://files.slack.com.example/a.csv",
            "https://files.slack.com:8443/a.csv",
            "https://user@files.slack.com/a.csv",
            "https://evilworksmobile.com/x",
            "https://worksmobile.com.example/x",
            "http://127.0.0.1:4612/files/F1",
            "https://127.0.0.1:4611/files/F1",
            "file:///etc/passwd",
            "files.slack.com/a.csv",
            "",
        ] {
            assert!(!own(bad), "{bad}");
        }
    }
}
