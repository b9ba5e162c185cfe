//! Files that people send: named in the update, located by `getFile`, fetched from where the API is.

use serde_json::Value;

use super::api::Api;
use crate::{FetchError, SendError, SentFile, Verified, export::field::word, file};

/// The document of a new message: photos and recordings are none.
pub(super) fn sent(verified: &Verified) -> Vec<SentFile> {
    let update: Value = serde_json::from_slice(verified.body()).unwrap_or_default();
    let kinds = ["message", "channel_post"].into_iter().map(|kind| &update[kind]["document"]);
    let file = |document: &Value| {
        Some(SentFile {
            name: word(&document["file_name"])?.to_owned(),
            size: document["file_size"].as_u64(),
            reference: word(&document["file_id"])?.to_owned(),
        })
    };
    kinds.filter_map(file).collect()
}

/// What is in one.
pub(super) async fn fetch(api: &Api, reference: &str) -> Result<Vec<u8>, FetchError> {
    let located = api.located(reference).await.map_err(SendError::from)?;
    let path =
        word(&located["file_path"]).ok_or_else(|| SendError::Refused("no path of the file".to_owned()))?;
    file::fetched(api.file(path)?).await
}
