//! Files of the bot: a place to upload to, the upload, and the way back by a redirect.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use serde_json::{Value, json};

use super::answer::{Answer, call, nothing, refuse, say};
use super::{Shared, state::File};

pub(super) async fn create(state: Shared, headers: HeaderMap, body: Bytes) -> Answer {
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    call(state, "POST attachments", &headers, &body, |state| {
        if asked["fileName"].as_str().is_none_or(str::is_empty) {
            return refuse(400, "MISSING_PARAMETER", "fileName");
        }
        let id = format!("jp1.{}.of.the.fake", state.files.len() + 1);
        let url = format!("{}/storage/{id}", state.base);
        state.files.insert(id.clone(), File::default());
        say(200, &json!({"fileId": id, "uploadUrl": url}))
    })
    .await
}

/// Takes a multipart upload, once.
pub(super) async fn upload(
    state: Shared,
    Path(file): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let part = part(&headers, &body);
    call(state, "POST storage", &headers, b"", |state| match (state.files.get_mut(&file), part) {
        (None, _) => refuse(404, "NOT_FOUND", "no such upload"),
        (Some(File { bytes: Some(_), .. }), _) => refuse(400, "BAD_REQUEST", "this address was used"),
        (Some(_), None) => refuse(400, "BAD_REQUEST", "no multipart/form-data with FileData"),
        (Some(place), Some(bytes)) => {
            place.bytes = Some(bytes);
            nothing(200)
        }
    })
    .await
}

/// Where a file is. Whoever follows must bring the token again.
pub(super) async fn locate(
    state: Shared,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    call(state, "GET attachments", &headers, b"", |state| {
        let mut answer = nothing(302);
        match HeaderValue::from_str(&format!("{}/storage/{file}", state.base)) {
            Ok(place) if state.files.contains_key(&file) => {
                drop(answer.headers_mut().insert(header::LOCATION, place))
            }
            _ => return refuse(404, "NOT_FOUND", "no such file"),
        }
        answer
    })
    .await
}

pub(super) async fn download(state: Shared, Path(file): Path<String>, headers: HeaderMap) -> Answer {
    call(state, "GET storage", &headers, b"", |state| {
        match state.files.get(&file).and_then(|file| file.bytes.clone()) {
            Some(bytes) => Response::new(Body::from(bytes)),
            None => refuse(404, "NOT_FOUND", "no such file"),
        }
    })
    .await
}

/// The bytes of the part called FileData, in whatever case.
fn part(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let boundary = kind.strip_prefix("multipart/form-data")?.split_once("boundary=")?.1.trim_matches('"');
    let end = format!("\r\n--{boundary}");
    let mut rest = body;
    while let Some(at) = find(rest, b"\r\n\r\n") {
        let head = String::from_utf8_lossy(rest.get(..at)?).to_lowercase();
        let content = rest.get(at + 4..)?;
        let length = find(content, end.as_bytes())?;
        if head.contains("name=\"filedata\"") && head.contains("filename=") {
            return content.get(..length).map(<[u8]>::to_vec);
        }
        rest = content.get(length..)?;
    }
    None
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
