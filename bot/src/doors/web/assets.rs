//! The page's style and script, from the program itself.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use super::error;

/// `/assets/{name}`
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    let (kind, body) = match name.as_str() {
        "chat.css" => ("text/css; charset=utf-8", include_str!("assets/chat.css")),
        "chat.js" => ("text/javascript; charset=utf-8", include_str!("assets/chat.js")),
        "signin.js" => ("text/javascript; charset=utf-8", include_str!("assets/signin.js")),
        "mark.svg" => ("image/svg+xml", include_str!("assets/mark.svg")),
        _ => return error::not_found().await.into_response(),
    };
    // revalidated each time: a new version of the program must not meet an old script
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}
