//! `/import`: a table uploaded, looked at, said yes to, and carried in while one waits or does something else.
//! For whoever may not import there is nothing at these addresses.

mod columns;
mod confirm;
mod home;
mod rejects;
mod show;
mod upload;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::request::Parts,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use crm::{
    Code, CodeKind, TenantTx,
    access::{Right, may},
    imports::{self, Import},
};

use super::{Web, error::WebError, reader::Reader};
use crate::tables::{LARGEST_UPLOAD, OwnFields, Problem, Table, Wish};

/// What stands around a file in a form, in bytes.
const AROUND: usize = 64 * 1024;

/// The routes, but for the one that takes files.
pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/import", get(home::show))
        .route("/import/{code}", get(show::show))
        .route("/import/{code}/columns", post(columns::set))
        .route("/import/{code}/start", post(confirm::start))
        .route("/import/{code}/cancel", post(confirm::cancel))
        .route("/import/{code}/rejects", get(rejects::download))
}

/// The route that takes files.
pub(super) fn uploads(web: Web) -> Router {
    Router::new()
        .route("/import/file", post(upload::take))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD + AROUND))
        .with_state(web)
}

/// A reader who may import.
#[derive(Debug, Clone)]
struct Importer(Reader);

impl FromRequestParts<Web> for Importer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let reader = Reader::from_request_parts(parts, web).await?;
        if may(&reader.session.user.actor(), Right::ImportTables) {
            return Ok(Self(reader));
        }
        Err(reader.nothing_here().unwrap_or_else(WebError::into_response))
    }
}

/// The import that an address names.
async fn named(tx: &mut TenantTx, code: &str) -> Result<Option<Import>, WebError> {
    match Code::parse(code) {
        Some(Code { kind: CodeKind::Import, number }) => Ok(imports::by_number(tx, number).await?),
        _ => Ok(None),
    }
}

/// Reads a file as was said, away from the threads that answer requests.
async fn opened(tx: &mut TenantTx, content: Vec<u8>, wish: Wish) -> Result<Result<Table, Problem>, WebError> {
    let own = OwnFields::of(tx).await?;
    Ok(tokio::task::spawn_blocking(move || Table::open(&content, &wish, &own)).await?)
}
