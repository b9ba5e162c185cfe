//! Uploads the picture of a chart, for a message that shows it.

use reqwest::multipart::{Form, Part};
use reqwest::{Method, Url};
use serde_json::json;

use super::connection::Bot;
use super::failed::Failed;
use crate::{Chart, SendError, chart};

/// The largest picture, in bytes.
const LARGEST: usize = 1_000_000;
/// Where uploads may go: the token goes with them.
const STORES: [&str; 2] = ["worksmobile.com", "worksapis.com"];

/// Draws and uploads it; the file's id, good for a day and for one message. Nothing that goes wrong here has sent
/// anything.
pub(super) async fn picture(bot: &Bot, drawn: &Chart) -> Result<String, SendError> {
    let drawn = drawn.clone();
    let drawing = tokio::task::spawn_blocking(move || chart::png(&drawn)).await;
    let png = drawing.ok().flatten().filter(|png| png.len() <= LARGEST);
    let png =
        png.ok_or_else(|| SendError::Refused("the chart cannot be drawn as a picture under 1 MB".into()))?;
    store(bot, png).await.map_err(Failed::before)
}

async fn store(bot: &Bot, png: Vec<u8>) -> Result<String, Failed> {
    let asked = json!({ "fileName": "chart.png" });
    let place = bot.api.call(Method::POST, &["bots", &bot.id, "attachments"], Some(&asked)).await?;
    let (Some(id), Some(url)) = (place["fileId"].as_str(), place["uploadUrl"].as_str()) else {
        return Err(Failed::Unknown("no place to upload to".into()));
    };
    let url = Url::parse(url).ok().filter(|url| trusted(url, &bot.api.base)).ok_or_else(|| {
        Failed::Refused { status: 200, why: "the upload address is not one of LINE WORKS".into() }
    })?;
    let request = |bearer: &str| {
        let picture = Part::bytes(png.clone()).file_name("chart.png");
        let form = Form::new().text("resourceName", "chart.png").part("FileData", picture);
        bot.api.http.post(url.clone()).bearer_auth(bearer).multipart(form)
    };
    bot.api.with_token(request).await?;
    Ok(id.to_owned())
}

/// The platform's own stores by https, or whatever stands where the API does.
fn trusted(url: &Url, api: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ours =
        |store: &&str| host == *store || host.strip_suffix(*store).is_some_and(|sub| sub.ends_with('.'));
    (url.scheme() == "https" && STORES.iter().any(ours)) || url.origin() == api.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_the_platform_only() {
        let api = Url::parse("https://www.worksapis.com/v1.0").unwrap();
        let trusted = |url: &str, api: &Url| trusted(&Url::parse(url).unwrap(), api);
        assert!(trusted("https://apis-storage.worksmobile.com/k/emsg/r/jp1/1/file.png", &api));
        assert!(trusted("https://worksmobile.com/x", &api));
        for other in [
            "http://storage.worksmobile.com/x",
            "https://evilworksmobile.com/x",
            "https://worksmobile.com.example/x",
            "https://storage.worksmobile.com@example.com/x",
            "http://127.0.0.1:9/x",
            "file:///etc/passwd",
        ] {
            assert!(!trusted(other, &api), "{other}");
        }
        let fake = Url::parse("http://127.0.0.1:9/v1.0").unwrap();
        assert!(trusted("http://127.0.0.1:9/storage/1", &fake));
        assert!(!trusted("http://127.0.0.1:10/storage/1", &fake));
    }
}
