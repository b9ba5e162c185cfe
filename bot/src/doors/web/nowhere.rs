//! Addresses that lead nowhere: for somebody who looks at it a page with the way to the others, for a script
//! a sentence.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    Web,
    error::{self, WebError},
    reader::Reader,
};

/// There is no such page.
pub(super) async fn show(State(web): State<Web>, request: Request) -> Result<Response, WebError> {
    let (mut parts, _) = request.into_parts();
    if !error::wants_page(&parts.headers) {
        return Err(WebError::NotFound);
    }
    // whoever is not signed in, or not any more, learns no more than that there is nothing
    match Reader::from_request_parts(&mut parts, &web).await {
        Ok(reader) => Ok(([(header::CACHE_CONTROL, "no-store")], reader.nothing_here()?).into_response()),
        Err(_) => Err(WebError::NotFound),
    }
}
