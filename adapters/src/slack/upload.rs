//! A picture, in Slack's three steps: ask where to, put it there, show it.

use serde_json::{Value, json};

use super::api::{Api, repeatable};
use crate::{Address, Chart, SendError, Sent, chart, http};

/// The name of the file: by it the message is found again.
pub(super) fn file_name(nonce: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' };
    format!("{}.png", nonce.chars().map(safe).collect::<String>())
}

/// Shows a chart as a picture below `text`. Until the last step nobody has seen anything, so that a fault before it
/// can be tried again. Slack gives the message no id: the file is shown a moment later.
pub(super) async fn picture(
    api: &Api,
    channel: &str,
    address: &Address,
    text: &str,
    picture: &Chart,
) -> Result<Sent, SendError> {
    let drawn = picture.clone();
    let png = tokio::task::spawn_blocking(move || chart::png(&drawn)).await.ok().flatten();
    let png = png.ok_or(SendError::Refused("the chart cannot be drawn".to_owned()))?;
    let (name, length) = (file_name(&address.nonce), png.len().to_string());
    let title: String = crate::plain::line(&picture.title).chars().take(200).collect();
    let mut asked = vec![("filename", name.as_str()), ("length", length.as_str())];
    if !title.is_empty() {
        asked.push(("alt_txt", title.as_str()));
    }
    let target = api.get("files.getUploadURLExternal", &asked).await?;
    let missing = || SendError::Refused("no address for the picture".to_owned());
    let url = target["upload_url"].as_str().ok_or_else(missing)?;
    let id = target["file_id"].as_str().ok_or_else(missing)?;
    put(url, png).await.map_err(repeatable)?;

    let mut body = json!({"files": [{"id": id, "title": title}], "channel_id": channel});
    if !text.is_empty() {
        body["initial_comment"] = text.into();
    }
    if let Some(thread) = &address.thread {
        body["thread_ts"] = Value::from(thread.as_str());
    }
    api.post("files.completeUploadExternal", &body).await?;
    Ok(Sent::default())
}

async fn put(url: &str, png: Vec<u8>) -> Result<(), SendError> {
    let request = http::http().post(url).header("content-type", "image/png").body(png);
    let answer = request.send().await.map_err(http::unanswered)?;
    if answer.status().is_success() { Ok(()) } else { Err(super::api::status(answer.status().as_u16())) }
}
