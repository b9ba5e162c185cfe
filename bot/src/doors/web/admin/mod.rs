//! The administrators' pages: connections, and what did not come in or go out. For everybody else there is nothing
//! at these addresses.

mod account;
mod add;
mod connection;
mod connections;
mod fields;
mod queue;
mod trial;

use std::collections::BTreeMap;

use axum::{
    Form, Router,
    extract::{FromRequestParts, rejection::FormRejection},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use crm::{
    ConnectionId,
    access::{Right, may},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{Web, error::WebError, reader::Reader, session::Session};

/// The routes.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/admin", get(home))
        .route("/admin/connections", get(connections::show))
        .route("/admin/connections/new/{platform}", get(add::show).post(add::make))
        .route("/admin/connections/{id}", get(connection::show).post(connection::save))
        .route("/admin/connections/{id}/pause", get(connection::back).post(connection::pause))
        .route("/admin/connections/{id}/rename", get(connection::back).post(connection::rename))
        .route("/admin/connections/{id}/remove", get(connection::back).post(connection::remove))
        .route("/admin/connections/{id}/test", get(connection::back).post(trial::run))
        .route("/admin/queue", get(queue::show))
        .route("/admin/queue/message/{id}", post(queue::decide))
        .route("/admin/queue/event/{id}", post(queue::replay_one))
        .route("/admin/queue/event/{id}/dismiss", post(queue::dismiss))
        .route("/admin/queue/connection/{id}", post(queue::replay_all))
}

async fn home(_: Admin) -> Redirect {
    Redirect::to("/admin/connections")
}

/// A reader who looks after the connections.
#[derive(Debug, Clone)]
pub(super) struct Admin(pub(super) Reader);

impl FromRequestParts<Web> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let reader = Reader::from_request_parts(parts, web).await?;
        if may(&reader.session.user.actor(), Right::RunConnections) {
            return Ok(Self(reader));
        }
        Err(reader.nothing_here().unwrap_or_else(WebError::into_response))
    }
}

/// The fields of a form whose names are not known beforehand.
pub(super) type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// What a form of our own page says; refused when it is not ours.
pub(super) fn fields(sent: Sent, session: &Session) -> Result<BTreeMap<String, String>, WebError> {
    let Form(fields) = sent.map_err(|_| WebError::Forbidden)?;
    let fields: BTreeMap<String, String> = fields.into_iter().collect();
    session.check(fields.get("csrf").map_or("", String::as_str))?;
    Ok(fields)
}

fn connection_id(words: &str) -> Option<ConnectionId> {
    words.parse::<Uuid>().ok().map(ConnectionId)
}

/// What was just done, by a word of ours in the address.
#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}
