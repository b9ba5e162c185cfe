//! What the columns mean is said anew, while the file waits.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Path, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use crm::imports::{self, Kind, State as Stage};

use super::{
    super::{Web, error::WebError},
    Importer, named, opened,
};
use crate::tables::{self, Wish};

/// Takes the form.
pub(super) async fn set(
    State(web): State<Web>,
    Importer(reader): Importer,
    Path(code): Path<String>,
    sent: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, WebError> {
    let Form(sent) = sent.map_err(|_| WebError::Forbidden)?;
    let sent: BTreeMap<String, String> = sent.into_iter().collect();
    let said = |name: &str| sent.get(name).map_or("", String::as_str);
    reader.session.check(said("csrf"))?;
    let mut tx = reader.begin(&web).await?;
    let Some(import) = named(&mut tx, &code).await? else { return reader.nothing_here() };
    let here = format!("/import/{}", import.code());
    let content = imports::content(&mut tx, import.id).await?;
    let Some(content) = content.filter(|_| import.state == Stage::Waiting) else {
        return Ok(Redirect::to(&here).into_response());
    };
    let before: Wish = serde_json::from_value(import.wish.clone())?;
    let column = |(at, header): (usize, &String)| {
        let field = sent.get(&format!("column-{at}"))?;
        Some((header.clone(), Some(field.clone()).filter(|field| !field.is_empty())))
    };
    let wish = Wish {
        kind: Kind::ALL.into_iter().find(|kind| kind.as_str() == said("kind")).or(before.kind),
        map: import.headers.iter().enumerate().filter_map(column).collect(),
        ..before
    };
    let table = match opened(&mut tx, content, wish).await? {
        Ok(table) => table,
        Err(problem) => {
            return Err(WebError::Bad(StatusCode::UNPROCESSABLE_ENTITY, problem.words(reader.lang)));
        }
    };
    tables::reread(&mut tx, &import, &table).await?;
    tx.commit().await?;
    Ok(Redirect::to(&here).into_response())
}
