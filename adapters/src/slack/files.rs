//! Files that people send: named in the event of the message, fetched with the bot's token.

use serde_json::Value;

use super::{
    connection::Slacked,
    settings::{API_URL, BOT_TOKEN},
    wire::{self, Delivery},
};
use crate::{FetchError, SentFile, Verified, export::field::word, file, http};

/// Where files are (<https://docs.slack.dev/reference/objects/file-object>, `url_private`).
const HOSTS: [&str; 1] = ["files.slack.com"];

/// Those of a new message.
pub(super) fn sent(verified: &Verified) -> Vec<SentFile> {
    let Ok(Delivery::Event(body)) = wire::read(verified.body()) else { return Vec::new() };
    let event = &body["event"];
    let is_new =
        event["type"] == "message" && !event["subtype"].as_str().is_some_and(|it| it.starts_with("message_"));
    let files = event["files"].as_array().into_iter().flatten().filter(|_| is_new);
    let file = |file: &Value| {
        let name = word(&file["name"]).or_else(|| word(&file["title"]))?;
        let address = word(&file["url_private_download"]).or_else(|| word(&file["url_private"]))?;
        Some(SentFile { name: name.to_owned(), size: file["size"].as_u64(), reference: address.to_owned() })
    };
    files.filter_map(file).collect()
}

/// What is in one.
pub(super) async fn fetch(connection: &Slacked, reference: &str) -> Result<Vec<u8>, FetchError> {
    let url = file::own_address(reference, &HOSTS, connection.settings.get(API_URL))?;
    let token = connection.settings.get(BOT_TOKEN).unwrap_or_default();
    match file::fetched(http::http().get(url).bearer_auth(token)).await {
        // whoever may not read it is sent to where one signs in
        Err(FetchError::Elsewhere) => Err(FetchError::NotAllowed("missing_scope: files:read".to_owned())),
        fetched => fetched,
    }
}
