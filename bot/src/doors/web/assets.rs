//! The pages' styles and scripts, from the program itself.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use super::error::WebError;

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// `/assets/{name}`
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    let (kind, body) = match name.as_str() {
        "base.css" => (STYLE, include_str!("assets/base.css")),
        "reply.css" => (STYLE, include_str!("assets/reply.css")),
        "chat.css" => (STYLE, include_str!("assets/chat.css")),
        "read.css" => (STYLE, include_str!("assets/read.css")),
        "board.css" => (STYLE, include_str!("assets/board.css")),
        "admin.css" => (STYLE, include_str!("assets/admin.css")),
        "signin.css" => (STYLE, include_str!("assets/signin.css")),
        "chat.js" => (SCRIPT, include_str!("assets/chat.js")),
        "read.js" => (SCRIPT, include_str!("assets/read.js")),
        "signin.js" => (SCRIPT, include_str!("assets/signin.js")),
        "mark.svg" => ("image/svg+xml", include_str!("assets/mark.svg")),
        _ => return WebError::NotFound.into_response(),
    };
    // revalidated each time: a new version of the program must not meet an old script
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], body).into_response()
}
