//! The rows that could not be taken, as a file to be mended.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{
    super::{Web, error::WebError},
    Importer, named,
};
use crate::tables;

/// The file. At most as large as what was uploaded.
pub(super) async fn download(
    State(web): State<Web>,
    Importer(reader): Importer,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let mut tx = reader.begin(&web).await?;
    let Some(import) = named(&mut tx, &code).await? else { return reader.nothing_here() };
    let mut text = String::new();
    tables::rejects(&mut tx, &import, reader.lang, |part| {
        text.push_str(part);
        Ok(())
    })
    .await?;
    let name = format!("attachment; filename=\"{}-rejected.csv\"", import.code());
    let head =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((head, text).into_response())
}
