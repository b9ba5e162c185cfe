//! Files that people send: named in the callback, located by the API, fetched from where LINE WORKS keeps them.

use reqwest::{Method, header::LOCATION};
use serde_json::Value;

use super::{connection::Bot, settings::API};
use crate::{FetchError, SendError, SentFile, Verified, export::field::word, file};

/// Where the API and its files are (<https://developers.worksmobile.com/jp/docs/bot-attachment-get>): the answer is
/// a redirect, to be followed with the token.
const HOSTS: [&str; 2] = [".worksapis.com", ".worksmobile.com"];

/// That of a message.
pub(super) fn sent(verified: &Verified) -> Vec<SentFile> {
    let callback: Value = serde_json::from_slice(verified.body()).unwrap_or_default();
    let content = &callback["content"];
    if callback["type"] != "message" || content["type"] != "file" {
        return Vec::new();
    }
    let file = || {
        Some(SentFile {
            name: word(&content["fileName"]).unwrap_or("file").to_owned(),
            size: content["fileSize"].as_u64(),
            reference: word(&content["fileId"])?.to_owned(),
        })
    };
    file().into_iter().collect()
}

/// What is in one. One redirect is followed, and only to a host of LINE WORKS.
pub(super) async fn fetch(bot: &Bot, reference: &str) -> Result<Vec<u8>, FetchError> {
    let mut url = bot.api.base.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(["bots", &bot.id, "attachments", reference]);
    }
    let located =
        bot.api.located(|bearer| bot.api.http.request(Method::GET, url.clone()).bearer_auth(bearer));
    let (answer, bearer) = located.await.map_err(SendError::from)?;
    if !answer.status().is_redirection() {
        return file::body(answer).await;
    }
    let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    let set = bot.settings.get("api_url").filter(|api| *api != API);
    let to = file::own_address(to, &HOSTS, set)?;
    file::fetched(bot.api.http.get(to).bearer_auth(bearer)).await
}
