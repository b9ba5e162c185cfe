//! What was asked for by a button and not done: the reply that says why.

use adapters::Reply;
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{
    Web, ask,
    error::WebError,
    reader::{Area, Frame, Reader},
};

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage<'a> {
    f: Frame<'a>,
    reply: String,
    back: &'a str,
}

/// The page; `back` leads to where the button was.
pub(super) fn page(
    web: &Web,
    reader: &Reader,
    (area, back): (Area, &str),
    reply: &Reply,
) -> Result<Response, WebError> {
    let page = RefusedPage { f: reader.frame(area), reply: ask::html(web, reply)?, back };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.render()?)).into_response())
}
