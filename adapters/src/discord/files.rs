//! Files that people send: named in the message, fetched from where Discord keeps attachments.

use serde_json::Value;

use super::{frame::Frame, settings::API_URL};
use crate::{FetchError, SentFile, Settings, Verified, export::field::word, file, http};

/// Where attachments are (<https://docs.discord.com/developers/reference#signed-attachment-cdn-urls>).
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Those of a new message.
pub(super) fn sent(verified: &Verified) -> Vec<SentFile> {
    let Ok(frame) = Frame::read(verified) else { return Vec::new() };
    let is_new = frame.t == "MESSAGE_CREATE";
    let files = frame.d["attachments"].as_array().into_iter().flatten().filter(|_| is_new);
    let file = |file: &Value| {
        Some(SentFile {
            name: word(&file["filename"])?.to_owned(),
            size: file["size"].as_u64(),
            reference: word(&file["url"])?.to_owned(),
        })
    };
    files.filter_map(file).collect()
}

/// What is in one. The address is signed: no token goes with it.
pub(super) async fn fetch(settings: &Settings, reference: &str) -> Result<Vec<u8>, FetchError> {
    let url = file::own_address(reference, &HOSTS, settings.get(API_URL))?;
    file::fetched(http::http().get(url)).await
}
